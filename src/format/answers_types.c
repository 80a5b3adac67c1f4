#include "format/answers_types.h"

#include "core/question/answer.h"
#include "format/kinds.h"
#include "format/questionnaire_types.h"

enum { PROOFS_MOST = 50, ROWS_MOST = 1000, WORD_MOST = 300 };

static const struct pal_type type_word = {
    .kind = PAL_TYPE_TEXT, .name = "a few words", .max = WORD_MOST};

/* --------------------------------------------------------------- values */

static const struct pal_field amount_fields[] = {
    PAL_FIELD(pal_amount_doc, value, true, &type_word, "The number."),
    PAL_FIELD(pal_amount_doc, unit, false, &type_word, "Its unit; absent: that of the field."),
};
const struct pal_type pal_type_amount =
    PAL_OBJECT("a number with its unit", amount_fields, pal_amount_doc);
static const struct pal_field document_fields[] = {
    PAL_FIELD(pal_document_doc, title, false, &pal_type_languages, "Its title.",
              .title = PAL_N_("title")),
    PAL_FIELD(pal_document_doc, version, false, &type_word, "Its version.",
              .title = PAL_N_("version")),
    PAL_FIELD(pal_document_doc, date, false, &pal_type_date, "Its date.", .title = PAL_N_("date")),
    PAL_FIELD(pal_document_doc, page, false, &type_word, "The page that says it.",
              .title = PAL_N_("page")),
    PAL_FIELD(pal_document_doc, place, false, &pal_type_languages, "Where it is kept.",
              .title = PAL_N_("place")),
    PAL_FIELD(pal_document_doc, hash, false, &type_word, "SHA-256 of the file, where it is kept.",
              .is_quiet = true),
};
const struct pal_type pal_type_document_value =
    PAL_OBJECT("a document", document_fields, pal_document_doc);
/* Numbers, which stand in quotes where an answer is kept as JSON: the reader looks at them. */
static const struct pal_field drawn_fields[] = {
    PAL_FIELD(pal_drawn_doc, n_asked, false, &type_word, "How many were to be drawn."),
    PAL_FIELD(pal_drawn_doc, drawn, true, &type_word, "How many were drawn."),
    PAL_FIELD(pal_drawn_doc, good, true, &type_word, "How many of them were good."),
};
const struct pal_type pal_type_drawn_value =
    PAL_OBJECT("what was drawn", drawn_fields, pal_drawn_doc);

static const struct pal_field role_fields[] = {
    PAL_FIELD(pal_role_doc, role, false, &pal_type_languages, "The role.", .title = PAL_N_("role")),
    PAL_FIELD(pal_role_doc, name, false, &type_word, "The name, if they like.",
              .title = PAL_N_("name")),
};
const struct pal_type pal_type_role = PAL_OBJECT("a role and a name", role_fields, pal_role_doc);
static const struct pal_type *const by_any[] = {&pal_type_text, &pal_type_role};
static const struct pal_type type_by = {
    .kind = PAL_TYPE_ANY, .name = "a role, or a role and a name", .any = by_any, .any_count = 2};

/* What a value is written as depends on its field: the reader holds it against that. */
static const struct pal_type type_parts = {.kind = PAL_TYPE_MAP,
                                           .name = "the parts of a value",
                                           .map_key = "part",
                                           .item = &pal_type_languages};
static const struct pal_type *const cell_any[] = {&pal_type_text, &type_parts};
static const struct pal_type type_cell = {
    .kind = PAL_TYPE_ANY, .name = "a value", .any = cell_any, .any_count = 2};
static const struct pal_type type_row = {
    .kind = PAL_TYPE_MAP, .name = "a row", .map_key = "column", .item = &type_cell};
static const struct pal_type type_rows = {.kind = PAL_TYPE_LIST,
                                          .name = "a table",
                                          .max = ROWS_MOST,
                                          .item = &type_row,
                                          .is_ordered = true};
static const struct pal_type *const value_any[] = {&pal_type_text, &type_parts, &type_rows};
static const struct pal_type type_value = {.kind = PAL_TYPE_ANY,
                                           .name = "a value, its parts, or a table",
                                           .any = value_any,
                                           .any_count = 3};
static const struct pal_type type_values = {.kind = PAL_TYPE_MAP,
                                            .name = "a map from field to value",
                                            .map_key = "field",
                                            .item = &type_value};

/* --------------------------------------------------------------- answers */

static const char *const shown_ids[] = {"on_site", "video_call"};
static const char *const shown_titles[] = {PAL_N_("shown on site"), PAL_N_("shown by video call")};
static const struct pal_type type_shown = {.kind = PAL_TYPE_CHOICE,
                                           .name = "how it is shown",
                                           .choices = shown_ids,
                                           .choice_titles = shown_titles,
                                           .choice_count = 2};
static const struct pal_field proof_fields[] = {
    PAL_FIELD(pal_proof_doc, title, true, &pal_type_languages, "What it is.",
              .title = PAL_N_("title")),
    PAL_FIELD(pal_proof_doc, file, false, &pal_type_text, "The file.", .title = PAL_N_("file")),
    PAL_FIELD(pal_proof_doc, page, false, &type_word, "The page.", .title = PAL_N_("page")),
    PAL_FIELD(pal_proof_doc, quote, false, &pal_type_text, "The words that say it.",
              .title = PAL_N_("quoted words")),
    PAL_FIELD(pal_proof_doc, shown, false, &type_shown, "How it is shown instead.",
              .title = PAL_N_("how it is shown")),
    PAL_FIELD(pal_proof_doc, secret, false, &pal_type_languages,
              "Why it is a business secret; absent: it is none.",
              .title = PAL_N_("business secret because"), .is_long = true),
};
const struct pal_type pal_type_proof = PAL_OBJECT("a proof", proof_fields, pal_proof_doc);
static const struct pal_type type_proofs = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of proofs",
                                            .max = PROOFS_MOST,
                                            .item = &pal_type_proof,
                                            .is_ordered = true};
static const struct pal_field subcontractor_fields[] = {
    PAL_FIELD(pal_subcontractor_doc, who, true, &pal_type_languages, "Who answered.",
              .title = PAL_N_("who")),
    PAL_FIELD(pal_subcontractor_doc, proof, false, &pal_type_proof, "What shows it.",
              .title = PAL_N_("proof")),
};
const struct pal_type pal_type_subcontractor =
    PAL_OBJECT("an answer by a subcontractor", subcontractor_fields, pal_subcontractor_doc);

/* In the order of the states: strongest first. */
static const char *const state_titles[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                          PAL_N_("claimed")};
static const struct pal_type type_state = {.kind = PAL_TYPE_CHOICE,
                                           .name = "a state",
                                           .choices = pal_basis_ids,
                                           .choice_titles = state_titles,
                                           .choice_count = PAL_BASIS_COUNT};
static const char *const way_ids[] = {"written", "interview", "visit"};
static const char *const way_titles[] = {PAL_N_("in writing"), PAL_N_("in an interview"),
                                         PAL_N_("on a visit")};
static const struct pal_type type_way = {.kind = PAL_TYPE_CHOICE,
                                         .name = "a way of answering",
                                         .choices = way_ids,
                                         .choice_titles = way_titles,
                                         .choice_count = 3};
/* Without "open": that is not to decide. */
static const struct pal_type type_verdict = {.kind = PAL_TYPE_CHOICE,
                                             .name = "pass or fail",
                                             .choices = pal_verdict_ids + PAL_VERDICT_FAIL,
                                             .choice_titles = pal_verdict_titles + PAL_VERDICT_FAIL,
                                             .choice_count = 2};

static const struct pal_field decided_fields[] = {
    PAL_FIELD(pal_decided_doc, verdict, true, &type_verdict, "What the person decided."),
    PAL_FIELD(pal_decided_doc, by, true, &type_by, "Who decided."),
    PAL_FIELD(pal_decided_doc, on, true, &pal_type_date, "When."),
    PAL_FIELD(pal_decided_doc, reason, true, &pal_type_languages, "Why."),
};
const struct pal_type pal_type_decided = PAL_OBJECT("a decision", decided_fields, pal_decided_doc);
static const struct pal_field accepted_fields[] = {
    PAL_FIELD(pal_accepted_doc, by, true, &type_by, "Who decided."),
    PAL_FIELD(pal_accepted_doc, on, true, &pal_type_date, "When."),
    PAL_FIELD(pal_accepted_doc, reason, true, &pal_type_languages, "Why."),
};
const struct pal_type pal_type_accepted =
    PAL_OBJECT("an acceptance", accepted_fields, pal_accepted_doc);

static const struct pal_field answer_fields[] = {
    PAL_FIELD(pal_answer_doc, fields, false, &type_values,
              "The values of the question's fields; one that is left out is empty."),
    PAL_FIELD(pal_answer_doc, none, false, &pal_type_id_list,
              "Tables to which the answer is that there is nothing to tell."),
    PAL_FIELD(pal_answer_doc, not_yet, false, &pal_type_date,
              "The service does not run yet: the planned date."),
    PAL_FIELD(pal_answer_doc, not_known, false, &pal_type_boolean, "The answer is not known."),
    PAL_FIELD(pal_answer_doc, not_applicable, false, &pal_type_languages,
              "Why the question does not apply."),
    PAL_FIELD(pal_answer_doc, subcontractor, false, &pal_type_subcontractor,
              "A subcontractor answered."),
    PAL_FIELD(pal_answer_doc, remark, false, &pal_type_languages, "What else there is to say."),
    PAL_FIELD(pal_answer_doc, about, false, &pal_type_about,
              "What the answer is about; absent: what was asked."),
    PAL_FIELD(pal_answer_doc, service, false, &pal_type_languages, "The comparable service."),
    PAL_FIELD(pal_answer_doc, by, false, &type_by, "Who answered."),
    PAL_FIELD(pal_answer_doc, organization, false, &pal_type_languages,
              "For which organization; absent: that of all answers."),
    PAL_FIELD(pal_answer_doc, secret, false, &pal_type_languages,
              "Why it is a business secret; absent: it is none."),
    PAL_FIELD(pal_answer_doc, proofs, false, &type_proofs, "What shows it."),
    PAL_FIELD(pal_answer_doc, way, false, &type_way, "How it was answered.", .absent = "written"),
    PAL_FIELD(pal_answer_doc, on, false, &pal_type_date, "When."),
    PAL_FIELD(pal_answer_doc, state, false, &type_state,
              "What has been made of it: only claimed, seen in a document, or checked; what the "
              "interview guide asked is seen at least.",
              .absent = "claimed"),
    PAL_FIELD(pal_answer_doc, decided, false, &pal_type_decided,
              "What a person decided, where the rule asks for it."),
    PAL_FIELD(pal_answer_doc, accepted, false, &pal_type_accepted,
              "The assessor accepts what the answer is about, or why it does not apply."),
};
const struct pal_type pal_type_answer = PAL_OBJECT("an answer", answer_fields, pal_answer_doc);
/* The keys before `way`. */
enum { SAID_PARTS = 13 };
const struct pal_type pal_type_answer_said = {.kind = PAL_TYPE_OBJECT,
                                              .name = "what was answered",
                                              .fields = answer_fields,
                                              .field_count = SAID_PARTS,
                                              .slots_size = sizeof(struct pal_answer_doc)};
struct item_doc {
    struct pal_node *what, *good, *note;
};
static const struct pal_field item_fields[] = {
    PAL_FIELD(item_doc, what, true, &pal_type_languages, "What was drawn", .title = PAL_N_("what")),
    PAL_FIELD(item_doc, good, false, &pal_type_boolean, "Whether it was good",
              .title = PAL_N_("good")),
    PAL_FIELD(item_doc, note, false, &pal_type_languages, "What there is to say of it",
              .title = PAL_N_("note")),
};
static const struct pal_type type_item = PAL_OBJECT("what was drawn", item_fields, item_doc);
static const struct pal_type type_items = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of what was drawn",
                                           .max = ROWS_MOST,
                                           .item = &type_item,
                                           .is_ordered = true};
static const struct pal_field mark_fields[] = {
    PAL_FIELD(pal_answer_mark_doc, fields, false, &type_values,
              "What was found, where it is another thing than was claimed"),
    PAL_FIELD(pal_answer_mark_doc, none, false, &pal_type_id_list,
              "Tables of which nothing was found"),
    PAL_FIELD(pal_answer_mark_doc, contradicts, false, &pal_type_boolean,
              "Whether it contradicts the claim"),
    PAL_FIELD(pal_answer_mark_doc, proof, false, &pal_type_proof, "What shows it"),
    PAL_FIELD(pal_answer_mark_doc, said_by, false, &type_by, "Who said it: the role"),
    PAL_FIELD(pal_answer_mark_doc, on, false, &pal_type_date, "On which day"),
    PAL_FIELD(pal_answer_mark_doc, place, false, &pal_type_languages, "Where"),
    PAL_FIELD(pal_answer_mark_doc, drawn_from, false, &pal_type_languages,
              "What was drawn from, and how"),
    PAL_FIELD(pal_answer_mark_doc, items, false, &type_items, "What was drawn"),
    PAL_FIELD(pal_answer_mark_doc, remark, false, &pal_type_languages, "What else there is to say"),
};
const struct pal_type pal_type_answer_mark =
    PAL_OBJECT("how an answer was seen", mark_fields, pal_answer_mark_doc);
static const struct pal_type type_answers = {.kind = PAL_TYPE_MAP,
                                             .name = "a map from question to answer",
                                             .map_key = "question",
                                             .item = &pal_type_answer};

static const struct pal_field answers_fields[] = {
    PAL_FIELD(pal_answers_doc, palier, true, &pal_type_text, "The kind: `answers/1`."),
    PAL_FIELD(pal_answers_doc, id, true, &pal_type_id, "The id of these answers."),
    PAL_FIELD(pal_answers_doc, questionnaire, true, &pal_type_id, "The id of the questionnaire.",
              .refers = "questionnaire"),
    PAL_FIELD(pal_answers_doc, organization, true, &pal_type_languages, "Who answers."),
    PAL_FIELD(pal_answers_doc, candidate, false, &pal_type_languages,
              "Of which provider the answers tell; absent: of who answers."),
    PAL_FIELD(pal_answers_doc, date, true, &pal_type_date, "The day to which every age counts."),
    PAL_FIELD(pal_answers_doc, answers, true, &type_answers,
              "The answers, by question; of the interview guide by practice and area, as "
              "`GP 2.1.1@PA08`."),
};
const struct pal_type pal_type_answers = {
    .kind = PAL_TYPE_OBJECT,
    .name = "answers to a questionnaire",
    .doc = "What one side answered to a questionnaire, and what was seen and decided of it.",
    .fields = answers_fields,
    .field_count = sizeof answers_fields / sizeof *answers_fields,
    .slots_size = sizeof(struct pal_answers_doc)};
