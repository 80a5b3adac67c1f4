#include "format/questionnaire_types.h"

#include "core/question/rule.h"
#include "format/kinds.h"

/* Ids of short lists are compared with each other. */
enum {
    TEXT_MOST = 4000,
    QUESTIONS_MOST = 5000,
    GUIDE_MOST = 256,
    WORDS_MOST = 200,
    PLACES_MOST = 100,
    PARAMETERS_MOST = 5000
};

static const struct pal_type type_long = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = TEXT_MOST};
static const struct pal_type type_rule = {
    .kind = PAL_TYPE_TEXT, .name = "a pass rule", .max = PAL_RULE_LENGTH_MOST};

/* ---------------------------------------------------------------- words */

static const struct pal_field word_fields[] = {
    PAL_FIELD(pal_word_doc, id, true, &pal_type_id, "The word that answers write."),
    PAL_FIELD(pal_word_doc, title, true, &pal_type_languages, "What people read.",
              .title = PAL_N_("title")),
};
const struct pal_type pal_type_word = PAL_OBJECT("a word", word_fields, pal_word_doc);
static const struct pal_type type_words = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of words",
                                           .min = 1,
                                           .max = WORDS_MOST,
                                           .item = &pal_type_word};

static const struct pal_field topic_fields[] = {
    PAL_FIELD(pal_topic_doc, id, true, &pal_type_id, "The word that questions write."),
    PAL_FIELD(pal_topic_doc, title, true, &pal_type_languages, "Its name.",
              .title = PAL_N_("title")),
    PAL_FIELD(pal_topic_doc, note, false, &pal_type_languages, "What belongs to it.",
              .title = PAL_N_("note"), .is_long = true),
};
const struct pal_type pal_type_topic = PAL_OBJECT("a topic", topic_fields, pal_topic_doc);
static const struct pal_type type_topics = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of topics",
                                            .max = WORDS_MOST,
                                            .item = &pal_type_topic,
                                            .is_ordered = true};

/* --------------------------------------------------------------- fields */

static const char *const type_titles[PAL_FIELD_TYPE_COUNT] = {
    PAL_N_("yes or no"),
    PAL_N_("one of four texts, from 0 to 3"),
    PAL_N_("percentage"),
    PAL_N_("whole number"),
    PAL_N_("number with a unit"),
    PAL_N_("date"),
    PAL_N_("person: name and role"),
    PAL_N_("free text"),
    PAL_N_("document"),
    PAL_N_("one of several words"),
    PAL_N_("country"),
    PAL_N_("table"),
    PAL_N_("drawn by the expert: so many good of so many")};
static const struct pal_type type_field_type = {.kind = PAL_TYPE_CHOICE,
                                                .name = "a type of field",
                                                .choices = pal_field_type_ids,
                                                .choice_titles = type_titles,
                                                .choice_count = PAL_FIELD_TYPE_COUNT};
/* Without those of thresholds alone, which stand behind them. */
static const struct pal_type type_unit = {.kind = PAL_TYPE_CHOICE,
                                          .name = "a unit",
                                          .choices = pal_unit_ids + PAL_UNIT_SECOND,
                                          .choice_titles = pal_unit_titles + PAL_UNIT_SECOND,
                                          .choice_count = PAL_UNIT_GBITS - PAL_UNIT_SECOND + 1};
static const struct pal_type type_ladder = {.kind = PAL_TYPE_LIST,
                                            .name = "four texts, from 0 to 3",
                                            .min = PAL_LADDER_TEXTS,
                                            .max = PAL_LADDER_TEXTS,
                                            .item = &pal_type_languages,
                                            .is_ordered = true};
static const struct pal_type type_drawn = {
    .kind = PAL_TYPE_INTEGER, .name = "how many are drawn", .min = 1, .max = PAL_DRAWN_MOST};

/* A column has the first of them. */
enum { COLUMN_PARTS = 6 };
static const struct pal_type type_columns;
static const struct pal_field answer_fields[] = {
    PAL_FIELD(pal_answer_field_doc, id, true, &pal_type_id,
              "The word that rules and answers write: small letters and `_`."),
    PAL_FIELD(pal_answer_field_doc, type, true, &type_field_type,
              "What it holds; a column holds neither a table nor what is drawn.",
              .title = PAL_N_("type")),
    PAL_FIELD(pal_answer_field_doc, title, false, &pal_type_languages,
              "What stands before it; absent: the id.", .title = PAL_N_("title")),
    PAL_FIELD(pal_answer_field_doc, unit, false, &type_unit, "The unit of a number.",
              .title = PAL_N_("unit")),
    PAL_FIELD(pal_answer_field_doc, steps, false, &type_ladder, "Of a ladder: its texts.",
              .title = PAL_N_("texts")),
    PAL_FIELD(pal_answer_field_doc, choices, false, &type_words, "Of a choice: its words.",
              .title = PAL_N_("words")),
    PAL_FIELD(pal_answer_field_doc, of, false, &type_drawn,
              "Of what the expert draws: how many are asked for.",
              .title = PAL_N_("how many are drawn")),
    PAL_FIELD(pal_answer_field_doc, columns, false, &type_columns, "Of a table: its columns.",
              .title = PAL_N_("columns")),
};
const struct pal_type pal_type_column = {.kind = PAL_TYPE_OBJECT,
                                         .name = "a column",
                                         .fields = answer_fields,
                                         .field_count = COLUMN_PARTS,
                                         .slots_size = sizeof(struct pal_answer_field_doc)};
static const struct pal_type type_columns = {.kind = PAL_TYPE_LIST,
                                             .name = "a list of columns",
                                             .min = 1,
                                             .max = PAL_ANSWER_FIELDS_MOST,
                                             .item = &pal_type_column,
                                             .is_ordered = true};
const struct pal_type pal_type_answer_field =
    PAL_OBJECT("a field of an answer", answer_fields, pal_answer_field_doc);
static const struct pal_type type_answer_fields = {.kind = PAL_TYPE_LIST,
                                                   .name = "a list of fields",
                                                   .min = 1,
                                                   .max = PAL_ANSWER_FIELDS_MOST,
                                                   .item = &pal_type_answer_field,
                                                   .is_ordered = true};

/* ------------------------------------------------------------- questions */

const struct pal_type pal_type_tier = {.kind = PAL_TYPE_CHOICE,
                                       .name = "core or full",
                                       .choices = pal_tier_ids,
                                       .choice_titles = pal_tier_titles,
                                       .choice_count = PAL_TIER_COUNT};
static const struct pal_type type_actor = {.kind = PAL_TYPE_CHOICE,
                                           .name = "an actor",
                                           .choices = pal_actor_ids,
                                           .choice_titles = pal_actor_titles,
                                           .choice_count = PAL_ACTOR_COUNT};
static const struct pal_type type_phase = {.kind = PAL_TYPE_CHOICE,
                                           .name = "when it is asked",
                                           .choices = pal_put_ids,
                                           .choice_titles = pal_put_titles,
                                           .choice_count = PAL_PUT_COUNT};
const struct pal_type pal_type_about = {.kind = PAL_TYPE_CHOICE,
                                        .name = "what it is about",
                                        .choices = pal_about_ids,
                                        .choice_titles = pal_about_titles,
                                        .choice_count = PAL_ABOUT_COUNT};
static const struct pal_type type_weight = {.kind = PAL_TYPE_CHOICE,
                                            .name = "a weight",
                                            .choices = pal_weight_ids,
                                            .choice_titles = pal_weight_titles,
                                            .choice_count = PAL_WEIGHT_COUNT};
static const struct pal_type type_same = {.kind = PAL_TYPE_CHOICE,
                                          .name = "for how many areas one answer holds",
                                          .choices = pal_same_answer_ids,
                                          .choice_titles = pal_same_answer_titles,
                                          .choice_count = PAL_SAME_COUNT};
static const struct pal_type type_place = {.kind = PAL_TYPE_TEXT, .name = "a step, as PA03/2.1"};
static const struct pal_type type_places = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of steps, as PA03/2.1",
                                            .max = PLACES_MOST,
                                            .item = &type_place};
static const struct pal_type type_practice = {.kind = PAL_TYPE_TEXT,
                                              .name = "a practice, as BP.01.01 or GP 2.1.3@PA01"};
static const struct pal_type type_practices = {.kind = PAL_TYPE_LIST,
                                               .name = "a list of practices",
                                               .max = PLACES_MOST,
                                               .item = &type_practice};

static const struct pal_field ask_if_fields[] = {
    PAL_FIELD(pal_ask_if_doc, question, true, &pal_type_id, "The question it hangs on.",
              .title = PAL_N_("question")),
    PAL_FIELD(pal_ask_if_doc, rule, true, &type_rule, "A pass rule over the fields of that one.",
              .title = PAL_N_("rule")),
};
const struct pal_type pal_type_ask_if = PAL_OBJECT("a condition", ask_if_fields, pal_ask_if_doc);

static const struct pal_field question_fields[] = {
    PAL_FIELD(pal_question_doc, id, true, &pal_type_id, "The question's id: answers write it.",
              .title = PAL_N_("id")),
    PAL_FIELD(pal_question_doc, topic, false, &pal_type_id, "The topic; absent: the first one.",
              .title = PAL_N_("topic")),
    PAL_FIELD(pal_question_doc, tier, false, &pal_type_tier,
              "`core`: asked of every candidate; `full`: of the finalist.", .title = PAL_N_("tier"),
              .absent = "core"),
    PAL_FIELD(pal_question_doc, answered_by, false, &type_actor, "Who answers.",
              .title = PAL_N_("answered by"), .absent = "provider"),
    PAL_FIELD(pal_question_doc, observed_at, false, &type_actor,
              "At whom the expert observes it: the answer speaks for their steps.",
              .title = PAL_N_("observed at"), .absent = PAL_N_("nowhere")),
    PAL_FIELD(pal_question_doc, phase, false, &type_phase, "When it is asked.",
              .title = PAL_N_("when"), .absent = "both"),
    PAL_FIELD(pal_question_doc, about, false, &pal_type_about, "What the answer is to be about.",
              .title = PAL_N_("about"), .absent = "this_service"),
    PAL_FIELD(pal_question_doc, question, true, &pal_type_languages, "The question.",
              .title = PAL_N_("question"), .is_long = true),
    PAL_FIELD(pal_question_doc, help, false, &pal_type_languages,
              "A sentence that helps to answer.", .title = PAL_N_("help"), .is_long = true),
    PAL_FIELD(pal_question_doc, fields, false, &type_answer_fields,
              "What is filled in; absent: a text, `answer`.", .title = PAL_N_("fields")),
    PAL_FIELD(pal_question_doc, pass, false, &type_rule,
              "When the answer passes; `decide`: a person decides.", .title = PAL_N_("passes when"),
              .absent = "decide"),
    PAL_FIELD(pal_question_doc, weight, false, &type_weight,
              "`decisive`: a failure shows that the practice is not done.",
              .title = PAL_N_("weight"), .absent = "supporting"),
    PAL_FIELD(pal_question_doc, evidence, false, &pal_type_languages,
              "What to ask for as a proof; absent: nothing.", .title = PAL_N_("proof"),
              .is_long = true),
    PAL_FIELD(pal_question_doc, cells, false, &type_places,
              "The steps of whoever answers that the answer speaks for.", .title = PAL_N_("steps")),
    PAL_FIELD(pal_question_doc, context, false, &type_places,
              "Steps of others beside which it is shown; never counted.",
              .title = PAL_N_("shown beside")),
    PAL_FIELD(pal_question_doc, practices, false, &type_practices,
              "The practices of those steps of which it is evidence.",
              .title = PAL_N_("practices")),
    PAL_FIELD(pal_question_doc, basis, false, &type_long, "Numbers of requirements behind it.",
              .title = PAL_N_("basis")),
    PAL_FIELD(pal_question_doc, ask_if, false, &pal_type_ask_if,
              "Asked only if an earlier answer says so.", .title = PAL_N_("asked only if")),
};
const struct pal_type pal_type_question =
    PAL_OBJECT("a question", question_fields, pal_question_doc);
static const struct pal_type type_questions = {.kind = PAL_TYPE_LIST,
                                               .name = "a list of questions",
                                               .min = 1,
                                               .max = QUESTIONS_MOST,
                                               .item = &pal_type_question,
                                               .is_ordered = true};

/* ------------------------------------------------- guide, thresholds, work */

static const struct pal_field guide_fields[] = {
    PAL_FIELD(pal_guide_doc, id, true, &pal_type_code, "The generic practice it asks of.",
              .title = PAL_N_("id")),
    PAL_FIELD(pal_guide_doc, met, true, &pal_type_id, "Whom the expert meets for it.",
              .title = PAL_N_("person met")),
    PAL_FIELD(pal_guide_doc, same_answer, false, &type_same, "For which areas one answer may hold.",
              .title = PAL_N_("same answer for"), .absent = "area"),
    PAL_FIELD(pal_guide_doc, question, true, &pal_type_languages,
              "The question; `{PA}` stands for the name of the area.", .title = PAL_N_("question"),
              .is_long = true),
    PAL_FIELD(pal_guide_doc, help, false, &pal_type_languages, "A sentence that helps to ask.",
              .title = PAL_N_("help"), .is_long = true),
    PAL_FIELD(pal_guide_doc, fields, false, &type_answer_fields,
              "What is filled in; absent: a text, `answer`.", .title = PAL_N_("fields")),
    PAL_FIELD(pal_guide_doc, pass, false, &type_rule,
              "When the answer passes; `decide`: a person decides.", .title = PAL_N_("passes when"),
              .absent = "decide"),
    PAL_FIELD(pal_guide_doc, weight, false, &type_weight,
              "`decisive`: a failure shows that the practice is not done.",
              .title = PAL_N_("weight"), .absent = "supporting"),
    PAL_FIELD(pal_guide_doc, evidence, false, &pal_type_languages, "What to ask for as a proof.",
              .title = PAL_N_("proof"), .is_long = true),
};
const struct pal_type pal_type_guide =
    PAL_OBJECT("a question of the interview guide", guide_fields, pal_guide_doc);
static const struct pal_type type_guides = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of questions for interviews",
                                            .max = GUIDE_MOST,
                                            .item = &pal_type_guide,
                                            .is_ordered = true};
static const struct pal_type type_people = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of people whom the expert meets",
                                            .max = WORDS_MOST,
                                            .item = &pal_type_word,
                                            .is_ordered = true};

static const struct pal_type type_threshold_unit = {
    .kind = PAL_TYPE_CHOICE,
    .name = "a unit",
    .choices = pal_unit_ids + PAL_UNIT_SECOND,
    .choice_titles = pal_unit_titles + PAL_UNIT_SECOND,
    .choice_count = PAL_UNIT_COUNT - PAL_UNIT_SECOND};
static const struct pal_type type_number = {
    .kind = PAL_TYPE_DECIMAL, .name = "a number", .max = 1000000000};
static const struct pal_type type_levels = {.kind = PAL_TYPE_LIST,
                                            .name = "four numbers, from neutral level 1",
                                            .min = PAL_NEUTRAL_LEVELS,
                                            .max = PAL_NEUTRAL_LEVELS,
                                            .item = &type_number,
                                            .is_ordered = true};
static const struct pal_field threshold_fields[] = {
    PAL_FIELD(pal_threshold_doc, unit, true, &type_threshold_unit, "The unit of its values.",
              .title = PAL_N_("unit")),
    {.key = "default",
     .type = &type_number,
     .slot = offsetof(struct pal_threshold_doc, value),
     .is_required = true,
     .doc = "The value where no alert level is in force.",
     .title = PAL_N_("without an alert level")},
    PAL_FIELD(pal_threshold_doc, levels, false, &type_levels,
              "The values at the neutral alert levels 1 to 4; absent: the same at each.",
              .title = PAL_N_("at the neutral alert levels")),
    PAL_FIELD(pal_threshold_doc, source, false, &pal_type_text,
              "The text that gives the number; `proposed`: none does.", .title = PAL_N_("source")),
    PAL_FIELD(pal_threshold_doc, note, false, &pal_type_languages, "What it is.",
              .title = PAL_N_("note")),
};
const struct pal_type pal_type_threshold =
    PAL_OBJECT("a threshold", threshold_fields, pal_threshold_doc);
static const struct pal_type type_thresholds = {.kind = PAL_TYPE_MAP,
                                                .name = "a map from threshold to its values",
                                                .max = PARAMETERS_MOST,
                                                .map_key = "threshold",
                                                .item = &pal_type_threshold,
                                                .key_title = PAL_N_("threshold")};

static const struct pal_type type_minute_count = {
    .kind = PAL_TYPE_INTEGER, .name = "minutes", .max = 6000};
static const struct pal_field range_fields[] = {
    PAL_FIELD(pal_range_doc, low, true, &type_minute_count, "At least so many minutes.",
              .title = PAL_N_("at least, in minutes")),
    PAL_FIELD(pal_range_doc, high, true, &type_minute_count, "At most so many minutes.",
              .title = PAL_N_("at most, in minutes")),
};
const struct pal_type pal_type_range =
    PAL_OBJECT("a range of minutes", range_fields, pal_range_doc);
static const struct pal_field minutes_fields[] = {
    PAL_FIELD(pal_minutes_doc, question, true, &pal_type_range, "For each question.",
              .title = PAL_N_("each question")),
    PAL_FIELD(pal_minutes_doc, figure, true, &pal_type_range,
              "For each number, date, table or sample that is asked for.",
              .title = PAL_N_("each figure")),
    PAL_FIELD(pal_minutes_doc, proof, true, &pal_type_range, "For each proof.",
              .title = PAL_N_("each proof")),
};
const struct pal_type pal_type_minutes =
    PAL_OBJECT("minutes of work", minutes_fields, pal_minutes_doc);
static const struct pal_field work_fields[] = {
    PAL_FIELD(pal_work_doc, source, false, &pal_type_text,
              "Where the minutes come from; `proposed`: nobody has measured them.",
              .title = PAL_N_("source")),
    PAL_FIELD(pal_work_doc, first, true, &pal_type_minutes, "Who answers for the first time.",
              .title = PAL_N_("for the first time")),
    PAL_FIELD(pal_work_doc, again, true, &pal_type_minutes, "Who uses earlier answers again.",
              .title = PAL_N_("with earlier answers")),
};
const struct pal_type pal_type_work =
    PAL_OBJECT("the work of answering", work_fields, pal_work_doc);

static const struct pal_field questionnaire_fields[] = {
    PAL_FIELD(pal_questionnaire_doc, palier, true, &pal_type_text, "The kind: `questionnaire/1`."),
    PAL_FIELD(pal_questionnaire_doc, id, true, &pal_type_id, "The questionnaire's id."),
    PAL_FIELD(pal_questionnaire_doc, copy_of, false, &pal_type_id,
              "The id of the questionnaire that it was copied from: answers to that one are "
              "answers to this.",
              .title = PAL_N_("copy of")),
    PAL_FIELD(pal_questionnaire_doc, title, true, &pal_type_languages, "Its name.",
              .title = PAL_N_("title")),
    PAL_FIELD(pal_questionnaire_doc, model, true, &pal_type_id, "The id of the model it is for.",
              .title = PAL_N_("model"), .refers = "model"),
    PAL_FIELD(pal_questionnaire_doc, source, false, &type_long, "Where the content comes from.",
              .title = PAL_N_("source"), .is_long = true),
    PAL_FIELD(pal_questionnaire_doc, topics, false, &type_topics,
              "The topics, in the order in which they are asked.", .title = PAL_N_("topics")),
    PAL_FIELD(pal_questionnaire_doc, questions, true, &type_questions,
              "The questions, in the order in which they are asked.", .title = PAL_N_("questions")),
    PAL_FIELD(pal_questionnaire_doc, parameters, false, &type_thresholds,
              "The thresholds that pass rules read as `$name`.", .title = PAL_N_("thresholds")),
    PAL_FIELD(pal_questionnaire_doc, people, false, &type_people,
              "Whom the expert meets, in the order of the visit.", .title = PAL_N_("people met")),
    PAL_FIELD(pal_questionnaire_doc, guide, false, &type_guides,
              "The interview guide: one question for each generic practice, asked area by area.",
              .title = PAL_N_("interview guide")),
    PAL_FIELD(pal_questionnaire_doc, work, false, &pal_type_work, "How long answering takes.",
              .title = PAL_N_("work")),
};
const struct pal_type pal_type_questionnaire = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a questionnaire",
    .doc = "Questions to those who are assessed, when an answer passes, and which practices it is "
           "evidence of.",
    .fields = questionnaire_fields,
    .field_count = sizeof questionnaire_fields / sizeof *questionnaire_fields,
    .slots_size = sizeof(struct pal_questionnaire_doc)};
