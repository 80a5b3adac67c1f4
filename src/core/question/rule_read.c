/* rule_read - the grammar of pass rules, and what of it fits the fields; see rule.h. */
#include "core/question/rule.h"

#include <string.h>

#include "base/text.h"
#include "core/question/rule_words.h"

struct reader {
    struct pal_rule_words words;
    const struct pal_answer_field *fields; /* within all() and any() the columns */
    size_t field_count;
    bool is_in_rows;
    const struct pal_questionnaire *questionnaire; /* NULL: there are no thresholds */
    struct pal_arena *arena;
    size_t depth;
    size_t parts;
};

static struct pal_rule_part *read_joined(struct reader *reader, enum pal_rule_kind kind);

/* ------------------------------------------------------------------------ what a function takes */

#define TYPE(name) (1U << PAL_FIELD_##name)

static const struct function {
    const char *name;
    enum pal_rule_kind kind;
    enum pal_rule_takes value;
    uint32_t types; /* bit per type of field */
    const char *of; /* which those are */
} functions[] = {
    {"present", PAL_RULE_PRESENT, PAL_TAKES_PLAIN, UINT32_MAX, NULL},
    {"none", PAL_RULE_NONE, PAL_TAKES_PLAIN, TYPE(ROWS), PAL_N_("none() is asked of rows")},
    {"all", PAL_RULE_ALL, PAL_TAKES_PLAIN, TYPE(ROWS), PAL_N_("all() is asked of rows")},
    {"any", PAL_RULE_ANY, PAL_TAKES_PLAIN, TYPE(ROWS), PAL_N_("any() is asked of rows")},
    {"age", PAL_RULE_COMPARE, PAL_TAKES_AGE, TYPE(DATE) | TYPE(DOCUMENT),
     PAL_N_("age() is that of a date or a document")},
    {"step", PAL_RULE_COMPARE, PAL_TAKES_STEP, TYPE(LADDER), PAL_N_("step() is that of a ladder")},
    {"x", PAL_RULE_COMPARE, PAL_TAKES_DRAWN, TYPE(DRAWN),
     PAL_N_("x() is how many of those that were drawn are good")},
    {"count", PAL_RULE_COMPARE, PAL_TAKES_COUNT, TYPE(ROWS), PAL_N_("count() is that of rows")},
    {"share", PAL_RULE_COMPARE, PAL_TAKES_SHARE, TYPE(INTEGER),
     PAL_N_("share() is that of one whole number in another")},
};
enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

/* Which function brings a field of a type that is not compared as it is into a comparison. */
static const char *function_for(enum pal_field_type type)
{
    for (size_t i = FUNCTION_COUNT; i-- > 0;) {
        if ((functions[i].types >> type & 1) != 0 &&
            (functions[i].kind == PAL_RULE_COMPARE || functions[i].kind == PAL_RULE_PRESENT)) {
            return functions[i].name;
        }
    }
    return "present";
}

/* ---------------------------------------------------------------------- words, parts */

static bool is_at(const struct reader *reader, enum pal_rule_word_kind kind)
{
    return reader->words.word.kind == kind;
}

/* A word as a text of its own, NULL when memory is short. */
static const char *text_of(struct reader *reader, const struct pal_rule_word *word)
{
    const char *text = pal_arena_copy(reader->arena, reader->words.text + word->at, word->len);
    if (text == NULL && reader->words.rc == PAL_OK) {
        reader->words.rc = PAL_E_MEMORY;
    }
    return text;
}

/* Takes a word of that kind, or says what is missing here. */
#define TAKE(reader, kind, sentence)                                                               \
    (is_at((reader), (kind))                                                                       \
         ? (pal_rule_words_next(&(reader)->words), true)                                           \
         : (pal_rule_words_fault(&(reader)->words, (reader)->words.word.at, (sentence)), false))

static struct pal_rule_part *new_part(struct reader *reader, enum pal_rule_kind kind)
{
    struct pal_rule_part *part = PAL_NEW(reader->arena, struct pal_rule_part, 1);
    if (part == NULL) {
        reader->words.rc = PAL_E_MEMORY;
        return NULL;
    }
    part->kind = kind;
    return part;
}

/* One of those that are counted. */
static struct pal_rule_part *new_term(struct reader *reader, enum pal_rule_kind kind, size_t at)
{
    if (++reader->parts > PAL_RULE_PARTS_MOST) {
        pal_rule_words_fault(&reader->words, at,
                             PAL_N_("the rule has too many parts; %d are the most"),
                             PAL_RULE_PARTS_MOST);
        return NULL;
    }
    return new_part(reader, kind);
}

/* Behind a sentence on a word that there is not: the one that may have been meant. */
static void suggest(struct reader *reader, const char *word, const char *const *known, size_t count)
{
    const char *near = pal_nearest(word, known, count);
    if (near != NULL) {
        pal_rule_words_add(&reader->words, PAL_N_("; did you mean \"%s\"?"), near);
    }
}

/* --------------------------------------------------------------------------- names */

static void refuse_field(struct reader *reader, size_t at, const char *name)
{
    const char **known = PAL_NEW(reader->arena, const char *, reader->field_count);
    if (known == NULL) {
        reader->words.rc = PAL_E_MEMORY;
        return;
    }
    for (size_t i = 0; i < reader->field_count; i++) {
        known[i] = reader->fields[i].id;
    }
    if (reader->is_in_rows) {
        pal_rule_words_fault(&reader->words, at, PAL_N_("the rows have no column %s"),
                             pal_quote(name).text);
    } else {
        pal_rule_words_fault(&reader->words, at, PAL_N_("there is no field %s"),
                             pal_quote(name).text);
    }
    suggest(reader, name, known, reader->field_count);
}

/* The field that a word names. */
static bool find_field(struct reader *reader, const struct pal_rule_word *word, size_t *out)
{
    const char *name = text_of(reader, word);
    if (name == NULL) {
        return false;
    }
    int at = pal_answer_field_find(reader->fields, reader->field_count, name);
    if (at < 0) {
        refuse_field(reader, word->at, name);
        return false;
    }
    *out = (size_t)at;
    return true;
}

/* The field at which the reading is, held against what a function takes. */
static bool read_field(struct reader *reader, const struct function *function, size_t *out)
{
    const struct pal_rule_word word = reader->words.word;
    if (!TAKE(reader, PAL_WORD_NAME, PAL_N_("the name of a field is missing here")) ||
        !find_field(reader, &word, out)) {
        return false;
    }
    const struct pal_answer_field *field = &reader->fields[*out];
    if ((function->types >> field->type & 1) == 0) {
        pal_rule_words_fault(&reader->words, word.at, "%s",
                             pal_voice_say(reader->words.voice, function->of));
        pal_rule_words_add(&reader->words, PAL_N_("; \"%s\" is of the type \"%s\""), field->id,
                           pal_field_type_ids[field->type]);
        return false;
    }
    return true;
}

static void refuse_threshold(struct reader *reader, size_t at, const char *name)
{
    const struct pal_questionnaire *of = reader->questionnaire;
    size_t count = of != NULL ? of->threshold_count : 0;
    const char **known = PAL_NEW(reader->arena, const char *, count);
    if (known == NULL) {
        reader->words.rc = PAL_E_MEMORY;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        known[i] = of->thresholds[i].name;
    }
    pal_rule_words_fault(&reader->words, at, PAL_N_("there is no threshold %s"),
                         pal_quote(name).text);
    suggest(reader, name, known, count);
}

/* -------------------------------------------------------------------- what is compared */

static bool is_of_time(enum pal_unit unit)
{
    return unit >= PAL_UNIT_SECOND && unit <= PAL_UNIT_YEAR;
}

/* The unit of what stands on the left; of an age any of time. */
static enum pal_unit unit_of_left(const struct reader *reader, const struct pal_rule_part *part)
{
    const struct pal_answer_field *field = &reader->fields[part->field];
    if (part->value == PAL_TAKES_STEP) {
        return PAL_UNIT_STEP;
    }
    if (part->value == PAL_TAKES_SHARE || field->type == PAL_FIELD_PERCENT) {
        return PAL_UNIT_PERCENT;
    }
    return field->type == PAL_FIELD_NUMBER && field->unit != PAL_UNIT_NONE ? field->unit
                                                                           : PAL_UNIT_COUNT_OF;
}

/* Whether a limit may stand in one unit where the left side is in another. */
static bool fits(enum pal_unit limit, enum pal_unit left)
{
    int64_t none;
    return limit == left || pal_unit_convert(0, limit, left, &none);
}

static bool check_unit(struct reader *reader, struct pal_rule_part *part, size_t at)
{
    if (part->value == PAL_TAKES_AGE) {
        if (!is_of_time(part->unit)) {
            pal_rule_words_fault(&reader->words, at,
                                 PAL_N_("an age is held against a time, as 30d, 13mo or 2y"));
        }
        return is_of_time(part->unit);
    }
    enum pal_unit left = unit_of_left(reader, part);
    bool is_bare = part->limit == PAL_TO_AMOUNT && part->unit == PAL_UNIT_NONE;
    if (is_bare && (left == PAL_UNIT_COUNT_OF || left == PAL_UNIT_STEP)) {
        part->unit = left;
    }
    if (fits(part->unit, left)) {
        return true;
    }
    if (is_bare) {
        pal_rule_words_fault(&reader->words, at,
                             PAL_N_("the number has no unit; what stands before it is in \"%s\""),
                             pal_unit_ids[left]);
    } else {
        pal_rule_words_fault(&reader->words, at,
                             PAL_N_("the limit is in \"%s\", what stands before it in \"%s\""),
                             pal_unit_ids[part->unit], pal_unit_ids[left]);
    }
    return false;
}

/* A number; behind it no unit may stand apart. */
static bool read_amount(struct reader *reader, struct pal_rule_part *part)
{
    const struct pal_rule_word word = reader->words.word;
    part->limit = PAL_TO_AMOUNT;
    part->amount = word.amount;
    part->unit = word.unit;
    pal_rule_words_next(&reader->words);
    for (int i = PAL_UNIT_SECOND; word.unit == PAL_UNIT_NONE && i <= PAL_UNIT_YEAR; i++) {
        if (pal_rule_words_is(&reader->words, pal_unit_ids[i])) {
            pal_rule_words_fault(&reader->words, word.at + word.len,
                                 PAL_N_("no blank stands between a number and its unit"));
            return false;
        }
    }
    return reader->words.rc == PAL_OK && check_unit(reader, part, word.at);
}

static bool read_threshold(struct reader *reader, struct pal_rule_part *part)
{
    const struct pal_rule_word word = reader->words.word;
    const struct pal_questionnaire *of = reader->questionnaire;
    const char *name = text_of(reader, &word);
    if (name == NULL) {
        return false;
    }
    name++; /* behind the $ */
    int at = of != NULL ? pal_threshold_find(of, name) : -1;
    if (at < 0) {
        refuse_threshold(reader, word.at, name);
        return false;
    }
    part->limit = PAL_TO_THRESHOLD;
    part->threshold = (size_t)at;
    part->unit = of->thresholds[at].unit;
    pal_rule_words_next(&reader->words);
    return check_unit(reader, part, word.at);
}

static void refuse_choice(struct reader *reader, const struct pal_answer_field *field, size_t at,
                          const char *name)
{
    const char **known = PAL_NEW(reader->arena, const char *, field->choice_count);
    if (known == NULL) {
        reader->words.rc = PAL_E_MEMORY;
        return;
    }
    for (size_t i = 0; i < field->choice_count; i++) {
        known[i] = field->choices[i].id;
    }
    pal_rule_words_fault(&reader->words, at, PAL_N_("%s is none of the choices of \"%s\""),
                         pal_quote(name).text, field->id);
    suggest(reader, name, known, field->choice_count);
}

static bool find_choice(struct reader *reader, const struct pal_answer_field *field, size_t at,
                        const char *name, size_t *out)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        if (strcmp(field->choices[i].id, name) == 0) {
            *out = i;
            return true;
        }
    }
    refuse_choice(reader, field, at, name);
    return false;
}

static bool find_yes(struct reader *reader, const struct pal_answer_field *field, size_t at,
                     const char *name, size_t *out)
{
    *out = strcmp(name, "yes") == 0;
    if (*out == 0 && strcmp(name, "no") != 0) {
        pal_rule_words_fault(&reader->words, at,
                             PAL_N_("\"%s\" is answered by yes or no, not by %s"), field->id,
                             pal_quote(name).text);
        return false;
    }
    return true;
}

/* Whether a name is that of a field, where a word of the answer is to stand: which words there are
 * would be the wrong thing to say. */
static bool is_field_instead(const struct reader *reader, const struct pal_answer_field *field,
                             const char *name)
{
    bool is_word =
        field->type == PAL_FIELD_YESNO && (strcmp(name, "yes") == 0 || strcmp(name, "no") == 0);
    for (size_t i = 0; i < field->choice_count; i++) {
        is_word = is_word || strcmp(field->choices[i].id, name) == 0;
    }
    return !is_word && pal_answer_field_find(reader->fields, reader->field_count, name) >= 0;
}

static bool find_answer(struct reader *reader, const struct pal_answer_field *field, size_t at,
                        const char *name, size_t *out)
{
    if (is_field_instead(reader, field, name)) {
        pal_rule_words_fault(&reader->words, at,
                             PAL_N_("\"%s\" is held against a word of its answer, not against the "
                                    "field %s: only whole numbers, percentages, numbers with a "
                                    "unit and dates are held against each other"),
                             field->id, pal_quote(name).text);
        return false;
    }
    return field->type == PAL_FIELD_YESNO ? find_yes(reader, field, at, name, out)
                                          : find_choice(reader, field, at, name, out);
}

/* One of the words by which a field is answered. */
static bool read_word(struct reader *reader, struct pal_rule_part *part, size_t op_at)
{
    const struct pal_rule_word word = reader->words.word;
    const struct pal_answer_field *field = &reader->fields[part->field];
    if (part->op != PAL_OP_EQ && part->op != PAL_OP_NE) {
        pal_rule_words_fault(&reader->words, op_at,
                             PAL_N_("\"%s\" is answered by a word: only = and != compare it"),
                             field->id);
        return false;
    }
    if (!TAKE(reader, PAL_WORD_NAME, PAL_N_("a word of the answer is missing here"))) {
        return false;
    }
    const char *name = text_of(reader, &word);
    part->limit = PAL_TO_WORD;
    return name != NULL && find_answer(reader, field, word.at, name, &part->other);
}

/* Another field, which may stand right of a field alone. */
static bool read_other(struct reader *reader, struct pal_rule_part *part)
{
    const struct pal_rule_word word = reader->words.word;
    if (part->value != PAL_TAKES_PLAIN) {
        pal_rule_words_fault(
            &reader->words, word.at,
            PAL_N_("here a number or a threshold is held against; a field is compared with a "
                   "field alone"));
        return false;
    }
    pal_rule_words_next(&reader->words);
    if (!find_field(reader, &word, &part->other)) {
        return false;
    }
    const struct pal_answer_field *left = &reader->fields[part->field];
    const struct pal_answer_field *right = &reader->fields[part->other];
    part->limit = PAL_TO_FIELD;
    if (left->type == right->type && left->unit == right->unit) {
        return true;
    }
    pal_rule_words_fault(&reader->words, word.at,
                         PAL_N_("\"%s\" and \"%s\" are not of the same type and unit"), left->id,
                         right->id);
    return false;
}

static bool is_by_word(const struct reader *reader, const struct pal_rule_part *part)
{
    enum pal_field_type type = reader->fields[part->field].type;
    return part->value == PAL_TAKES_PLAIN && (type == PAL_FIELD_YESNO || type == PAL_FIELD_CHOICE);
}

static bool read_limit(struct reader *reader, struct pal_rule_part *part, size_t op_at)
{
    const struct pal_answer_field *field = &reader->fields[part->field];
    if (is_by_word(reader, part)) {
        return read_word(reader, part, op_at);
    }
    if (is_at(reader, PAL_WORD_NAME)) {
        return read_other(reader, part);
    }
    if (!is_at(reader, PAL_WORD_NUMBER) && !is_at(reader, PAL_WORD_THRESHOLD)) {
        pal_rule_words_fault(&reader->words, reader->words.word.at,
                             PAL_N_("a number, a threshold, a word or a field is missing here"));
        return false;
    }
    if (part->value == PAL_TAKES_PLAIN && field->type == PAL_FIELD_DATE) {
        pal_rule_words_fault(&reader->words, reader->words.word.at,
                             PAL_N_("a date is compared with a date; write age(%s)"), field->id);
        return false;
    }
    return is_at(reader, PAL_WORD_NUMBER) ? read_amount(reader, part)
                                          : read_threshold(reader, part);
}

/* What follows the left side of a comparison. */
static struct pal_rule_part *read_comparison(struct reader *reader, struct pal_rule_part *part)
{
    const struct pal_rule_word word = reader->words.word;
    part->op = word.op;
    return TAKE(reader, PAL_WORD_OP,
                PAL_N_("a comparison is missing here: =, !=, <, <=, > or >=")) &&
                   read_limit(reader, part, word.at)
               ? part
               : NULL;
}

/* A field alone on the left. */
static struct pal_rule_part *read_plain(struct reader *reader, const struct pal_rule_word *word)
{
    const uint32_t compared =
        TYPE(YESNO) | TYPE(PERCENT) | TYPE(INTEGER) | TYPE(NUMBER) | TYPE(DATE) | TYPE(CHOICE);
    struct pal_rule_part *part = new_term(reader, PAL_RULE_COMPARE, word->at);
    if (part == NULL || !find_field(reader, word, &part->field)) {
        return NULL;
    }
    const struct pal_answer_field *field = &reader->fields[part->field];
    if ((compared >> field->type & 1) == 0) {
        pal_rule_words_fault(
            &reader->words, word->at,
            PAL_N_("\"%s\", of the type \"%s\", is not compared as it is; write %s(%s)"), field->id,
            pal_field_type_ids[field->type], function_for(field->type), field->id);
        return NULL;
    }
    return read_comparison(reader, part);
}

/* --------------------------------------------------------------------------- calls */

/* A rule in parentheses, of which the first was read. */
static struct pal_rule_part *read_inner(struct reader *reader, size_t at)
{
    if (reader->depth == PAL_RULE_DEPTH_MOST) {
        pal_rule_words_fault(&reader->words, at,
                             PAL_N_("too many parentheses within each other; %d are the most"),
                             PAL_RULE_DEPTH_MOST);
        return NULL;
    }
    reader->depth++;
    struct pal_rule_part *rule = read_joined(reader, PAL_RULE_OR);
    reader->depth--;
    return rule != NULL && TAKE(reader, PAL_WORD_CLOSE,
                                PAL_N_("\"and\", \"or\" or a closing parenthesis is missing here"))
               ? rule
               : NULL;
}

/* The rule over the columns, behind the name of the rows. */
static struct pal_rule_part *read_over_rows(struct reader *reader, struct pal_rule_part *part,
                                            size_t open_at)
{
    if (!TAKE(reader, PAL_WORD_COMMA, PAL_N_("a comma and a rule for the rows are missing here"))) {
        return NULL;
    }
    const struct reader outer = *reader;
    reader->fields = outer.fields[part->field].columns;
    reader->field_count = outer.fields[part->field].column_count;
    reader->is_in_rows = true;
    part->first = read_inner(reader, open_at);
    reader->fields = outer.fields;
    reader->field_count = outer.field_count;
    reader->is_in_rows = false;
    return part->first != NULL ? part : NULL;
}

static const struct function *find_function(struct reader *reader, const struct pal_rule_word *word)
{
    const char *known[FUNCTION_COUNT];
    const char *name = text_of(reader, word);
    for (size_t i = 0; name != NULL && i < FUNCTION_COUNT; i++) {
        known[i] = functions[i].name;
        if (strcmp(name, functions[i].name) == 0) {
            return &functions[i];
        }
    }
    if (name != NULL) {
        pal_rule_words_fault(&reader->words, word->at, PAL_N_("there is no function %s"),
                             pal_quote(name).text);
        suggest(reader, name, known, FUNCTION_COUNT);
    }
    return NULL;
}

/* The rest of a call, behind the field. */
static struct pal_rule_part *read_rest(struct reader *reader, const struct function *function,
                                       struct pal_rule_part *part, size_t open_at)
{
    if (function->kind == PAL_RULE_ALL || function->kind == PAL_RULE_ANY) {
        return read_over_rows(reader, part, open_at);
    }
    if (function->value == PAL_TAKES_SHARE &&
        (!TAKE(reader, PAL_WORD_COMMA,
               PAL_N_("a comma and the field of the whole are missing here")) ||
         !read_field(reader, function, &part->whole))) {
        return NULL;
    }
    if (!TAKE(reader, PAL_WORD_CLOSE, PAL_N_("a closing parenthesis is missing here"))) {
        return NULL;
    }
    return function->kind == PAL_RULE_COMPARE ? read_comparison(reader, part) : part;
}

/* A function, at its opening parenthesis. */
static struct pal_rule_part *read_call(struct reader *reader, const struct pal_rule_word *word)
{
    const struct function *function = find_function(reader, word);
    size_t open_at = reader->words.word.at;
    if (function == NULL) {
        return NULL;
    }
    if (reader->is_in_rows && (function->types & TYPE(ROWS)) != 0 &&
        function->kind != PAL_RULE_PRESENT) {
        pal_rule_words_fault(&reader->words, word->at,
                             PAL_N_("%s() asks of rows, and here the rule is over one row"),
                             function->name);
        return NULL;
    }
    struct pal_rule_part *part = new_term(reader, function->kind, word->at);
    if (part == NULL) {
        return NULL;
    }
    part->value = function->value;
    pal_rule_words_next(&reader->words);
    return read_field(reader, function, &part->field) ? read_rest(reader, function, part, open_at)
                                                      : NULL;
}

/* --------------------------------------------------------------------------- the whole */

/* What begins with a name: a function where a parenthesis follows, else a field; `decide` is one
 * where it is compared. */
static struct pal_rule_part *read_named(struct reader *reader)
{
    const struct pal_rule_word word = reader->words.word;
    bool is_decide = pal_rule_words_is(&reader->words, "decide");
    pal_rule_words_next(&reader->words);
    if (is_at(reader, PAL_WORD_OPEN)) {
        return read_call(reader, &word);
    }
    return is_decide && !is_at(reader, PAL_WORD_OP) ? new_term(reader, PAL_RULE_DECIDE, word.at)
                                                    : read_plain(reader, &word);
}

static struct pal_rule_part *read_term(struct reader *reader)
{
    size_t at = reader->words.word.at;
    if (is_at(reader, PAL_WORD_NAME)) {
        return read_named(reader);
    }
    if (!TAKE(reader, PAL_WORD_OPEN,
              PAL_N_("a part of the rule is missing here: a comparison, decide, or a function as "
                     "present(f)"))) {
        return NULL;
    }
    return read_inner(reader, at);
}

/* Parts joined by `or`, each of parts joined by `and`, which binds closer. */
static struct pal_rule_part *read_joined(struct reader *reader, enum pal_rule_kind kind)
{
    bool is_or = kind == PAL_RULE_OR;
    struct pal_rule_part *all = NULL;
    struct pal_rule_part *last = NULL;
    for (;;) {
        struct pal_rule_part *one = is_or ? read_joined(reader, PAL_RULE_AND) : read_term(reader);
        if (one == NULL) {
            return NULL;
        }
        if (last != NULL) {
            last->next = one;
        }
        last = one;
        if (!pal_rule_words_is(&reader->words, is_or ? "or" : "and")) {
            return all != NULL ? all : one;
        }
        if (all == NULL) {
            all = new_part(reader, kind);
            if (all == NULL) {
                return NULL;
            }
            all->first = one;
        }
        pal_rule_words_next(&reader->words);
    }
}

static const struct pal_rule_part *read_whole(struct reader *reader)
{
    if (strlen(reader->words.text) > PAL_RULE_LENGTH_MOST) {
        pal_rule_words_fault(&reader->words, PAL_RULE_LENGTH_MOST,
                             PAL_N_("the rule is too long; %d bytes are the most"),
                             PAL_RULE_LENGTH_MOST);
        return NULL;
    }
    pal_rule_words_next(&reader->words);
    const struct pal_rule_part *rule = read_joined(reader, PAL_RULE_OR);
    if (rule == NULL || is_at(reader, PAL_WORD_END)) {
        return rule;
    }
    if (is_at(reader, PAL_WORD_CLOSE)) {
        pal_rule_words_fault(&reader->words, reader->words.word.at,
                             PAL_N_("this parenthesis closes none"));
    } else {
        pal_rule_words_fault(&reader->words, reader->words.word.at,
                             PAL_N_("\"and\" or \"or\" is missing here"));
    }
    return NULL;
}

enum pal_rc pal_rule_read(const char *text, const struct pal_answer_field *fields,
                          size_t field_count, const struct pal_questionnaire *questionnaire,
                          const struct pal_voice *voice, struct pal_arena *arena,
                          const struct pal_rule_part **out, struct pal_rule_fault *fault)
{
    struct reader reader = {
        .words = {.text = text, .voice = voice, .fault = fault},
        .fields = fields,
        .field_count = field_count,
        .questionnaire = questionnaire,
        .arena = arena,
    };
    *fault = (struct pal_rule_fault){.at = 0};
    *out = read_whole(&reader);
    return reader.words.rc;
}
