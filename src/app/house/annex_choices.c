/* annex_choices - what a person may say for an annex: numbers are numbers, and nothing is announced
 * that the procedure forbids; see annex.h. */
#include <stdio.h>
#include <string.h>

#include "app/house/annex_parts.h"
#include "app/house/procedures.h"
#include "app/house/sending_parts.h"
#include "base/text.h"
#include "core/case/procedure.h"
#include "core/question/thousandths.h"

enum { WORD_MOST = 200, NUMBER_MOST = 10, HUNDRED = 100 };

/* ------------------------------------------------------------------------- numbers */

/* "20", "0.5", "0,5" in thousandths; -1: it is no number. */
static int64_t number_of(const char *text)
{
    char copy[NUMBER_MOST + 1];
    int64_t number;
    (void)snprintf(copy, sizeof copy, "%s", text);
    char *comma = strchr(copy, ',');
    if (comma != NULL) {
        *comma = '.';
    }
    return strlen(text) <= NUMBER_MOST && pal_thousandths_read(copy, &number) ? number : -1;
}

static enum pal_rc refuse_number(struct pal_errand *errand, enum pal_annex_choice choice,
                                 const char *said)
{
    const char *name = pal_annex_choice_ids[choice];
    if (choice == PAL_ANNEX_WEIGHT) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, name,
                                  "%s is no weight: a number from 0 to 100, in percent, with "
                                  "at most three digits behind the point",
                                  pal_quote(said).text);
    }
    if (choice == PAL_ANNEX_MARK_MAX) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, name,
                                  "%s is no highest mark: a number above 0, as 20, with at "
                                  "most three digits behind the point",
                                  pal_quote(said).text);
    }
    if (choice == PAL_ANNEX_MARK_STEP) {
        return pal_errand_fail_at(
            errand, PAL_E_INVALID, name,
            "%s is nothing to round to: a number above 0, the highest mark at "
            "most, as 0.5",
            pal_quote(said).text);
    }
    return pal_errand_fail_at(errand, PAL_E_INVALID, name,
                              "%s is no number of points: a whole number, as 30",
                              pal_quote(said).text);
}

static enum pal_rc check_numbers(struct pal_errand *errand, const struct pal_annex_plan *plan)
{
    const char *most = plan->choices[PAL_ANNEX_MARK_MAX];
    const int64_t any = INT64_MAX;
    const struct {
        enum pal_annex_choice choice;
        int64_t least;
        int64_t most;
    } numbers[] = {{PAL_ANNEX_WEIGHT, 0, HUNDRED * PAL_THOUSANDTHS},
                   {PAL_ANNEX_MARK_MAX, 1, any},
                   {PAL_ANNEX_MARK_STEP, 1, most != NULL ? number_of(most) : any},
                   {PAL_ANNEX_MINIMUM, 0, any}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *said = plan->choices[numbers[i].choice];
        int64_t number = said != NULL ? number_of(said) : 0;
        bool is_whole = numbers[i].choice != PAL_ANNEX_MINIMUM || number % PAL_THOUSANDTHS == 0;
        if (said != NULL && (number < numbers[i].least || number > numbers[i].most || !is_whole)) {
            return refuse_number(errand, numbers[i].choice, said);
        }
    }
    return PAL_OK;
}

/* What the sentence of a choice needs: without it nothing would be said. */
static enum pal_rc check_needs(struct pal_errand *errand, const struct pal_annex_plan *plan)
{
    bool has_marks = plan->choices[PAL_ANNEX_MARKS] != NULL;
    static const enum pal_annex_choice numbers[] = {PAL_ANNEX_MARK_MAX, PAL_ANNEX_MARK_STEP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bool is_said = plan->choices[numbers[i]] != NULL;
        if (has_marks && !is_said) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, pal_annex_choice_ids[numbers[i]],
                                      "from points to a mark: give the highest mark and what it is "
                                      "rounded down to, or the annex has no formula");
        }
        if (!has_marks && is_said) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, pal_annex_choice_ids[PAL_ANNEX_MARKS],
                                      "say how points become a mark, by steps or by questions: "
                                      "without it the highest mark stands nowhere in the annex");
        }
    }
    const char *channel = plan->choices[PAL_ANNEX_CHANNEL];
    bool is_by_profile = channel != NULL && strcmp(channel, "profile") == 0;
    return is_by_profile && plan->choices[PAL_ANNEX_BUYER_PROFILE] == NULL
               ? pal_errand_fail_at(
                     errand, PAL_E_INVALID, pal_annex_choice_ids[PAL_ANNEX_BUYER_PROFILE],
                     "give the address of the buyer profile on which the answers are "
                     "handed in")
               : PAL_OK;
}

enum pal_rc pal_annex_check_points(struct pal_errand *errand, const struct pal_annex *annex)
{
    const char *said = annex->plan.choices[PAL_ANNEX_MINIMUM];
    if (said == NULL || number_of(said) <= (int64_t)annex->points * PAL_THOUSANDTHS) {
        return PAL_OK;
    }
    return pal_errand_fail_at(errand, PAL_E_INVALID, pal_annex_choice_ids[PAL_ANNEX_MINIMUM],
                              "%s points are more than the profile asks of the provider, which is "
                              "%zu: every offer would be eliminated",
                              said, annex->points);
}

/* --------------------------------------------------------------------- the procedure */

static const struct pal_tender_rule *rule_among(const struct pal_tender_answer *answer,
                                                const char *ids)
{
    for (size_t i = 0; i < answer->rule_count; i++) {
        if (pal_is_among(answer->rules[i]->id, ids)) {
            return answer->rules[i];
        }
    }
    return NULL;
}

static enum pal_rc refuse_choice(struct pal_errand *errand, enum pal_annex_choice choice,
                                 const struct pal_tender_rule *rule)
{
    enum pal_lang lang = pal_errand_lang(errand);
    return pal_errand_fail_at(errand, PAL_E_INVALID, pal_annex_choice_ids[choice],
                              "the procedure does not let the annex say so: %s (rule %s)",
                              pal_text_in(&rule->note, lang), rule->id);
}

/* The rule that a choice breaks; NULL: none. Each row of choices against what the procedure says of
 * the act that it announces. */
static const struct pal_tender_rule *broken_by(const struct pal_procedure *procedure,
                                               enum pal_annex_choice choice, const char *said)
{
    const bool is_negotiation = choice == PAL_ANNEX_NEGOTIATION;
    const struct pal_tender_answer *answer =
        &procedure->acts[is_negotiation ? PAL_TENDER_NEGOTIATE : PAL_TENDER_VISIT];
    const bool is_forbidden = answer->says == PAL_TENDER_FORBIDDEN && answer->rule_count > 0;
    if (!is_negotiation) { /* behind the award a visit is no act of the consultation */
        return is_forbidden && strcmp(said, "after") != 0 ? answer->rules[0] : NULL;
    }
    const struct pal_tender_rule *must = rule_among(answer, "NEGOTIATE-ALL DIALOGUE-ROUNDS");
    if (strcmp(said, "no") == 0) {
        return must;
    }
    if (is_forbidden) {
        return answer->rules[0];
    }
    bool is_without = strcmp(said, "reserved") == 0 && rule_among(answer, "AWARD-WITHOUT") == NULL;
    return is_without ? must : NULL;
}

static enum pal_rc check_procedure(struct pal_errand *errand, struct pal_app *app,
                                   const struct pal_annex_plan *plan)
{
    static const enum pal_annex_choice choices[] = {PAL_ANNEX_VISIT, PAL_ANNEX_NEGOTIATION};
    const struct pal_procedure *procedure = NULL;
    enum pal_rc rc = pal_house_procedure(errand, app, plan->project, &procedure);
    for (size_t i = 0; rc == PAL_OK && i < sizeof choices / sizeof *choices; i++) {
        const char *said = plan->choices[choices[i]];
        const struct pal_tender_rule *rule =
            said != NULL ? broken_by(procedure, choices[i], said) : NULL;
        rc = rule != NULL ? refuse_choice(errand, choices[i], rule) : PAL_OK;
    }
    return rc;
}

/* ------------------------------------------------------------------------------ all */

enum pal_rc pal_annex_check_choices(struct pal_errand *errand, struct pal_app *app,
                                    const struct pal_annex_plan *plan)
{
    if (plan->until <= errand->now) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "the closing is a time to come, as 2027-03-31 at 17:00");
    }
    enum pal_rc rc = pal_sending_check_end(errand, plan->until);
    for (int i = 0; i < PAL_ANNEX_CHOICES && rc == PAL_OK; i++) {
        const char *said = plan->choices[i];
        if (said != NULL && pal_annex_choice_words[i] != NULL &&
            !pal_is_among(said, pal_annex_choice_words[i])) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, pal_annex_choice_ids[i],
                                      "choose one of: %s", pal_annex_choice_words[i]);
        }
        if (said != NULL && (strlen(said) > WORD_MOST || strchr(said, '\n') != NULL)) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, pal_annex_choice_ids[i],
                                      "a line of at most %d bytes", (int)WORD_MOST);
        }
    }
    rc = rc == PAL_OK ? check_numbers(errand, plan) : rc;
    rc = rc == PAL_OK ? check_needs(errand, plan) : rc;
    return rc == PAL_OK ? check_procedure(errand, app, plan) : rc;
}
