#include "core/question/answer.h"

#include <string.h>

#include "base/text.h"

const char *const pal_answer_instead_ids[PAL_ANSWER_INSTEAD_COUNT] = {
    "fields", "not_yet", "not_known", "not_applicable"};
const char *const pal_answer_instead_titles[PAL_ANSWER_INSTEAD_COUNT] = {
    PAL_N_("Answered"), PAL_N_("Not yet in service"), PAL_N_("Not known"),
    PAL_N_("Not applicable")};

const char *const pal_answer_why_ids[PAL_WHY_COUNT] = {
    "rule", "unanswered", "not_yet", "not_known", "not_applicable", "about", "not_put"};
const char *const pal_answer_why_titles[PAL_WHY_COUNT] = {
    PAL_N_("by its rule"),
    PAL_N_("not answered"),
    PAL_N_("not yet in service"),
    PAL_N_("not known"),
    PAL_N_("not applicable"),
    PAL_N_("about something else than was asked"),
    PAL_N_("not asked, by another answer")};

static struct pal_answer_field above_fields[] = {{.id = "answer", .type = PAL_FIELD_TEXT}};
static const struct pal_rule_part decide = {.kind = PAL_RULE_DECIDE};
const struct pal_question pal_question_above = {.id = "above",
                                                .put = PAL_PUT_WRITTEN,
                                                .about = PAL_ABOUT_ORGANIZATION,
                                                .fields = above_fields,
                                                .field_count = 1,
                                                .pass = "decide",
                                                .rule = &decide,
                                                .ask_if = -1};

/* ------------------------------------------------------------------------ values */

bool pal_answer_row_is_blank(const struct pal_answer_field *field,
                             const struct pal_answer_value *value, size_t row)
{
    const struct pal_answer_value *cells = &value->cells[row * field->column_count];
    for (size_t i = 0; i < field->column_count; i++) {
        if (!pal_answer_value_is_blank(&field->columns[i], &cells[i])) {
            return false;
        }
    }
    return true;
}

static bool has_rows(const struct pal_answer_field *field, const struct pal_answer_value *value)
{
    for (size_t i = 0; i < value->row_count; i++) {
        if (!pal_answer_row_is_blank(field, value, i)) {
            return true;
        }
    }
    return false;
}

/* Of a text, a person or a document: parts that their type does not have are empty. */
static bool has_no_words(const struct pal_answer_value *value)
{
    return pal_text_is_empty(&value->text) && pal_text_is_empty(&value->place) &&
           pal_is_blank(value->name) && pal_is_blank(value->page) && value->date == NULL;
}

bool pal_answer_value_is_blank(const struct pal_answer_field *field,
                               const struct pal_answer_value *value)
{
    if (value->state != PAL_BLANK_FILLED) {
        return value->state == PAL_BLANK_EMPTY;
    }
    bool has_words = field->type == PAL_FIELD_TEXT || field->type == PAL_FIELD_PERSON ||
                     field->type == PAL_FIELD_DOCUMENT;
    return has_words                       ? has_no_words(value)
           : field->type == PAL_FIELD_ROWS ? !has_rows(field, value)
                                           : false;
}

static void take_out_rows(const struct pal_answer_field *field, struct pal_answer_value *value)
{
    size_t kept = 0;
    for (size_t i = 0; i < value->row_count; i++) {
        if (!pal_answer_row_is_blank(field, value, i)) {
            memmove(&value->cells[kept++ * field->column_count],
                    &value->cells[i * field->column_count],
                    field->column_count * sizeof *value->cells);
        }
    }
    value->row_count = kept;
}

void pal_answer_value_tidy(const struct pal_answer_field *field, struct pal_answer_value *value)
{
    if (field->type == PAL_FIELD_ROWS) {
        for (size_t i = 0; i < value->row_count * field->column_count; i++) {
            pal_answer_value_tidy(&field->columns[i % field->column_count], &value->cells[i]);
        }
        take_out_rows(field, value);
    }
    if (pal_answer_value_is_blank(field, value)) {
        value->state = PAL_BLANK_EMPTY;
    }
}

/* ----------------------------------------------------------------------- answers */

static bool is_answered(const struct pal_question *question, const struct pal_answer *answer)
{
    for (size_t i = 0; i < question->field_count; i++) {
        if (!pal_answer_value_is_blank(&question->fields[i], &answer->values[i])) {
            return true;
        }
    }
    return false;
}

/* A comparable service is what was asked for once it is named. */
static bool is_about_what_was_asked(const struct pal_question *question,
                                    const struct pal_answer *answer)
{
    if (answer->is_accepted || !answer->has_about) {
        return true;
    }
    if (question->about == PAL_ABOUT_COMPARABLE) {
        return answer->about == PAL_ABOUT_THIS ||
               (answer->about == PAL_ABOUT_COMPARABLE && !pal_text_is_empty(&answer->service));
    }
    return answer->about == question->about;
}

static enum pal_answer_why why_not(const struct pal_question *question,
                                   const struct pal_answer *answer)
{
    switch (answer->instead) {
    case PAL_ANSWER_NOT_YET:
        return PAL_WHY_NOT_YET;
    case PAL_ANSWER_NOT_KNOWN:
        return PAL_WHY_NOT_KNOWN;
    case PAL_ANSWER_NOT_APPLICABLE:
        return PAL_WHY_NOT_APPLICABLE;
    case PAL_ANSWER_FIELDS:
    case PAL_ANSWER_INSTEAD_COUNT:
        break;
    }
    if (!is_answered(question, answer)) {
        return PAL_WHY_UNANSWERED;
    }
    return is_about_what_was_asked(question, answer) ? PAL_WHY_RULE : PAL_WHY_ABOUT;
}

struct pal_answer_verdict pal_answer_judge(const struct pal_question *question,
                                           const struct pal_answer *answer,
                                           const int64_t *thresholds, const char *day)
{
    struct pal_answer_verdict out = {PAL_VERDICT_OPEN, PAL_WHY_UNANSWERED, PAL_VERDICT_OPEN};
    if (answer == NULL) {
        return out;
    }
    out.why = why_not(question, answer);
    if (out.why == PAL_WHY_RULE || out.why == PAL_WHY_ABOUT) {
        struct pal_rule_facts facts = {day, thresholds, answer->decided};
        out.by_rule = pal_rule_gives(question->rule, question->fields, answer->values, &facts);
    }
    out.verdict = out.why == PAL_WHY_RULE ? out.by_rule : PAL_VERDICT_OPEN;
    return out;
}

bool pal_question_is_put(const struct pal_questionnaire *questionnaire,
                         const struct pal_question *question, const struct pal_answer *other,
                         const int64_t *thresholds, const char *day)
{
    if (question->ask_if < 0) {
        return true;
    }
    const struct pal_question *asked = &questionnaire->questions[question->ask_if];
    if (other == NULL || other->instead != PAL_ANSWER_FIELDS) {
        return false;
    }
    struct pal_rule_facts facts = {day, thresholds, PAL_VERDICT_OPEN};
    return pal_rule_gives(question->ask_rule, asked->fields, other->values, &facts) ==
           PAL_VERDICT_PASS;
}
