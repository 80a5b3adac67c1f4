/* terminal_suggest - answers to a questionnaire and what they suggest, as text. */
#include <string.h>

#include "base/text.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

enum { ID_COLUMN = 14, STATE_COLUMN = 9, VERDICT_COLUMN = 14 };
enum { PRACTICE_INDENT = 6, LINE_COLUMNS = 80 };

/* What there is to say of a verdict; NULL: nothing. */
static const char *beside_verdict(const struct pal_judged *judged)
{
    if (judged->verdict.why != PAL_WHY_RULE) {
        return pal_answer_why_titles[judged->verdict.why];
    }
    if (judged->verdict.verdict == PAL_VERDICT_FAIL) {
        return pal_weight_titles[judged->question->weight];
    }
    if (judged->verdict.verdict == PAL_VERDICT_PASS) {
        return NULL;
    }
    return pal_rule_asks_person(judged->question->rule) ? PAL_N_("a person decides")
                                                        : pal_answer_why_titles[PAL_WHY_RULE];
}

/* "POL-01        claimed   open    about something else than was asked" */
static void add_answer(const struct pal_terminal *terminal, const struct pal_suggested *suggested,
                       const struct pal_judged *judged, struct pal_buf *out)
{
    static const enum pal_ink inks[PAL_VERDICT_COUNT] = {PAL_INK_DIM, PAL_INK_BAD, PAL_INK_GOOD};
    const struct pal_language *language = terminal->language;
    const struct pal_question *question = judged->question;
    const char *id =
        question->is_of_guide
            ? pal_arena_printf(terminal->arena, "%s@%s", question->id,
                               suggested->questionnaire->model->areas[judged->answer->area].id)
            : question->id;
    pal_buf_add(out, "  ");
    pal_pad(out, id != NULL ? id : "", ID_COLUMN);
    pal_pad(out, pal_word_basis(language, judged->answer->state), STATE_COLUMN);
    const char *beside = beside_verdict(judged);
    const char *verdict = pal_tr(language, pal_verdict_titles[judged->verdict.verdict]);
    pal_ink(terminal, out, inks[judged->verdict.verdict]);
    if (beside != NULL) {
        pal_pad(out, verdict, VERDICT_COLUMN);
    } else {
        pal_buf_add(out, verdict);
    }
    pal_ink_end(terminal, out);
    pal_buf_printf(out, "%s%s\n", beside != NULL ? " " : "",
                   beside != NULL ? pal_tr(language, beside) : "");
}

/* "F", or in words that something does not apply. */
static const char *word_of(const struct pal_terminal *terminal, enum pal_rating rating)
{
    return rating == PAL_RATING_NOT_APPLICABLE
               ? pal_tr(terminal->language, pal_answer_why_titles[PAL_WHY_NOT_APPLICABLE])
               : pal_rating_ids[rating];
}

/* "  PA13/2.2  F", or what share of a step has answers. */
static void add_step(const struct pal_terminal *terminal, const struct pal_area *area, size_t at,
                     const struct pal_step_suggestion *step, struct pal_buf *out)
{
    pal_buf_printf(out, "  %s/%s  ", area->id, area->ladder->steps[at].id);
    if (step->rating != PAL_RATING_NOT_RATED) {
        pal_buf_add(out, word_of(terminal, step->rating));
    } else {
        pal_buf_printf(out, pal_tr(terminal->language, "practices with answers: %u of %u"),
                       (unsigned)step->answered, (unsigned)step->applicable);
    }
    if (step->rating == PAL_RATING_NOT_RATED && step->answered == step->passed) {
        pal_buf_printf(out, ", %s", pal_tr(terminal->language, "all passed"));
    }
    pal_buf_add_char(out, '\n');
}

/* "      BP.08.01 F  BP.08.03 N": those that have answers, so many to a line as fit. */
static void add_practices(const struct pal_terminal *terminal,
                          const struct pal_suggestions *suggestions, const struct pal_area *area,
                          size_t at, struct pal_buf *out)
{
    size_t count = 0;
    size_t used = 0;
    const struct pal_practice *practices = pal_area_rated_practices(area, at, &count);
    const uint8_t *ratings =
        &suggestions->practices[suggestions->steps[area->first_step + at].first];
    for (size_t i = 0; i < count; i++) {
        if (ratings[i] == PAL_RATING_NOT_RATED) {
            continue;
        }
        const char *rating = word_of(terminal, (enum pal_rating)ratings[i]);
        size_t width = strlen(practices[i].id) + 1 + strlen(rating) + 2;
        bool is_next = used > 0 && used + width <= LINE_COLUMNS;
        pal_buf_printf(out, "%s%s %s",
                       is_next     ? "  "
                       : used == 0 ? "      "
                                   : "\n      ",
                       practices[i].id, rating);
        used = is_next ? used + width : PRACTICE_INDENT + width;
    }
    pal_buf_add(out, used > 0 ? "\n" : "");
}

static void add_steps(const struct pal_terminal *terminal, const struct pal_suggested *suggested,
                      bool is_whole, struct pal_buf *out)
{
    const struct pal_model *model = suggested->questionnaire->model;
    for (size_t a = 0; a < model->area_count; a++) {
        const struct pal_area *area = &model->areas[a];
        for (size_t s = 0; s < area->ladder->count; s++) {
            const struct pal_step_suggestion *step =
                &suggested->suggestions->steps[area->first_step + s];
            if (pal_step_is_answered(step) && pal_step_is_partly_answered(step) != is_whole) {
                add_step(terminal, area, s, step, out);
                add_practices(terminal, suggested->suggestions, area, s, out);
            }
        }
    }
}

static void add_head(const struct pal_terminal *terminal, struct pal_buf *out, const char *title)
{
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_printf(out, "%s\n", pal_tr(terminal->language, title));
    pal_ink_end(terminal, out);
}

static void add_sum(const struct pal_terminal *terminal, const struct pal_suggested *suggested,
                    struct pal_buf *out)
{
    unsigned counts[PAL_VERDICT_COUNT] = {0};
    unsigned findings = 0;
    for (size_t i = 0; i < suggested->count; i++) {
        if (suggested->judged[i].answer != NULL) {
            counts[suggested->judged[i].verdict.verdict]++;
            findings += pal_judged_is_finding(&suggested->judged[i]);
        }
    }
    pal_buf_printf(
        out, pal_tr(terminal->language, "%u passed, %u failed, %u not settled; findings: %u"),
        counts[PAL_VERDICT_PASS], counts[PAL_VERDICT_FAIL], counts[PAL_VERDICT_OPEN], findings);
    pal_buf_add_char(out, '\n');
}

enum pal_rc pal_terminal_suggested(const struct pal_terminal *terminal,
                                   const struct pal_suggested *suggested, struct pal_buf *out)
{
    add_head(terminal, out, PAL_N_("Answers"));
    for (size_t i = 0; i < suggested->count; i++) {
        if (suggested->judged[i].answer != NULL) {
            add_answer(terminal, suggested, &suggested->judged[i], out);
        }
    }
    pal_buf_add_char(out, '\n');
    add_head(terminal, out, PAL_N_("Steps that are partly answered"));
    add_steps(terminal, suggested, false, out);
    pal_buf_add_char(out, '\n');
    add_head(terminal, out, PAL_N_("Suggested"));
    add_steps(terminal, suggested, true, out);
    pal_buf_add_char(out, '\n');
    add_sum(terminal, suggested, out);
    return pal_finish(out);
}
