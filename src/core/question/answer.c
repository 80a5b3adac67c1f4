#include "core/question/answer.h"

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

static bool is_answered(const struct pal_question *question, const struct pal_answer *answer)
{
    for (size_t i = 0; i < question->field_count; i++) {
        if (answer->values[i].state != PAL_BLANK_EMPTY) {
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
