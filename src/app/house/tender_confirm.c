#include "app/house/tender_confirm.h"

#include <string.h>

#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/tender_talk.h"
#include "base/text.h"
#include "core/case/deadlines.h"

/* Rules without a number that the program itself carries out, whatever anybody confirms. */
static const char carried_out[] =
    "ANSWER-ALL EXTEND-LATE-ANSWER DATE-TO-ALL LATER-ONLY CONTENT-TO-ALL NOT-AFTER-CLOSING "
    "LAST-COUNTS ANNEX METHOD-PUBLIC ROUND NEGOTIATION-ANNOUNCED";

/* --------------------------------------------------------------------- what is asked */

static const char *own(struct pal_errand *errand, const char *text)
{
    return text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
}

/* The texts are the errand's own: those of the table end with its app. */
static enum pal_rc add_rule(struct pal_errand *errand, const struct pal_tender_rule *rule,
                            struct pal_tender_confirms *out)
{
    enum pal_lang lang = pal_errand_lang(errand);
    for (size_t i = 0; i < out->count; i++) {
        if (strcmp(out->of[i].id, rule->id) == 0) {
            return PAL_OK;
        }
    }
    if (out->count >= PAL_TENDER_CONFIRMS) {
        return PAL_OK;
    }
    struct pal_tender_confirm *one = &out->of[out->count++];
    *one = (struct pal_tender_confirm){.id = own(errand, rule->id),
                                       .note = own(errand, pal_text_in(&rule->note, lang)),
                                       .value = rule->value.count > 0 ? rule->value.of[0] : 0,
                                       .source =
                                           own(errand, pal_tender_source_said(&rule->source, lang)),
                                       .is_verified = rule->source.is_verified};
    return one->id != NULL && one->note != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_tender_confirms_add(struct pal_errand *errand, const char *project,
                                    enum pal_tender_act act, const char *but,
                                    struct pal_tender_confirms *out)
{
    const struct pal_tender_answer *answer = NULL;
    struct pal_app app;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_procedure_says(errand, &app, project, act, &answer);
    bool is_asked = rc == PAL_OK && answer->says == PAL_TENDER_CONDITION;
    for (size_t i = 0; is_asked && i < answer->rule_count && rc == PAL_OK; i++) {
        const struct pal_tender_rule *rule = answer->rules[i];
        bool is_left = pal_tender_rule_is_checked(rule) || pal_is_among(rule->id, carried_out) ||
                       pal_is_among(rule->id, but);
        rc = is_left ? PAL_OK : add_rule(errand, rule, out);
    }
    pal_app_done(&app);
    return rc;
}

/* A rule that is not kept: asked for where it is the house's own choice, else refused. */
static enum pal_rc add_broken(struct pal_errand *errand, const char *id, const char *field,
                              struct pal_tender_confirms *out)
{
    const struct pal_procedures *table = NULL;
    struct pal_app app;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_house_procedures(errand, &app, &table);
    const struct pal_tender_rule *rule = rc == PAL_OK ? pal_procedure_rule(table, id) : NULL;
    bool is_law =
        rule != NULL && (rule->origin == PAL_ORIGIN_LAW || rule->origin == PAL_ORIGIN_CASE_LAW);
    if (rule != NULL && !is_law) {
        rc = add_rule(errand, rule, out);
    } else if (rule != NULL) {
        enum pal_lang lang = pal_errand_lang(errand);
        rc = pal_errand_fail_at(errand, PAL_E_INVALID, field,
                                "%s Days asked for: %u (rule %s). Move the closing first",
                                pal_text_in(&rule->note, lang), rule->value.of[0], rule->id);
    }
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_tender_confirms_add_days(struct pal_errand *errand, const char *project,
                                         int64_t from, int64_t closing,
                                         struct pal_tender_confirms *out)
{
    static const char rule[] = "ANSWER-DAYS";
    uint32_t days = 0;
    enum pal_rc rc = pal_procedure_number(errand, project, rule, 0, &days);
    bool is_short =
        rc == PAL_OK && days > 0 &&
        pal_deadline_days_before(pal_house_zone(errand->house, NULL), closing, days) < from;
    return is_short ? add_broken(errand, rule, "until", out) : rc;
}

enum pal_rc pal_tender_confirms_add_lead(struct pal_errand *errand, const struct pal_tender *tender,
                                         struct pal_tender_confirms *out)
{
    struct pal_tender_lead lead;
    enum pal_rc rc = pal_tender_lead(errand, tender, &lead);
    bool is_broken =
        rc == PAL_OK && lead.rule != NULL && !lead.moves_closing && errand->now > lead.answer_by;
    return is_broken ? add_broken(errand, lead.rule, "answer", out) : rc;
}

/* --------------------------------------------------------------------- what is said */

static bool is_said(const struct pal_tender_confirm *one, const char *said)
{
    return said != NULL && pal_is_among(one->id, said);
}

enum pal_rc pal_tender_confirms_check(struct pal_errand *errand,
                                      const struct pal_tender_confirms *asked, const char *said)
{
    const char *among = pal_tender_confirms_among(errand, asked, said);
    for (size_t i = 0; i < asked->count; i++) {
        const struct pal_tender_confirm *one = &asked->of[i];
        if (is_said(one, said)) {
            continue;
        }
        return one->value == 0
                   ? pal_errand_fail_at(errand, PAL_E_INVALID, "confirmed",
                                        "confirm rule %s, which no program can count: %s", one->id,
                                        one->note)
                   : pal_errand_fail_at(errand, PAL_E_INVALID, "confirmed",
                                        "less time is left than rule %s asks for (%u days): %s "
                                        "Confirm it, or give more time",
                                        one->id, one->value, one->note);
    }
    bool is_only = said == NULL || strlen(said) == (among != NULL ? strlen(among) : 0);
    return is_only ? PAL_OK
                   : pal_errand_fail_at(errand, PAL_E_INVALID, "confirmed",
                                        "%s: not all of these rules are asked for here",
                                        pal_quote(said).text);
}

const char *pal_tender_confirms_among(struct pal_errand *errand,
                                      const struct pal_tender_confirms *asked, const char *said)
{
    const char *among = NULL;
    for (size_t i = 0; i < asked->count; i++) {
        if (is_said(&asked->of[i], said)) {
            const char *longer =
                among == NULL ? asked->of[i].id
                              : pal_arena_printf(errand->arena, "%s %s", among, asked->of[i].id);
            among = longer != NULL ? longer : among;
        }
    }
    return among;
}

/* ---------------------------------------------------------------------- of each act */

enum pal_rc pal_tender_confirms_annex(struct pal_errand *errand, const char *project,
                                      int64_t closing, struct pal_tender_confirms *out)
{
    enum pal_rc rc = pal_tender_confirms_add(errand, project, PAL_TENDER_SHOW_THRESHOLDS, "", out);
    return rc == PAL_OK ? pal_tender_confirms_add_days(errand, project, errand->now, closing, out)
                        : rc;
}

enum pal_rc pal_tender_confirms_move(struct pal_errand *errand, const struct pal_tender *tender,
                                     int64_t closing, struct pal_tender_confirms *out)
{
    enum pal_rc rc =
        pal_tender_confirms_add(errand, tender->project, PAL_TENDER_CHANGE_DATE, "", out);
    return rc == PAL_OK ? pal_tender_confirms_add_days(errand, tender->project, tender->launched_at,
                                                       closing, out)
                        : rc;
}

enum pal_rc pal_tender_confirms_tell(struct pal_errand *errand, const struct pal_tender *tender,
                                     enum pal_tender_telling what, struct pal_tender_confirms *out)
{
    if (what == PAL_TELL_CORRECTION) {
        return pal_tender_confirms_add(errand, tender->project, PAL_TENDER_CHANGE_CONTENT, "", out);
    }
    /* Whoever answers does not know who asked: that is the keeper's to confirm. */
    bool is_answer = what == PAL_TELL_ANSWER;
    enum pal_rc rc = pal_tender_confirms_add(errand, tender->project, PAL_TENDER_ANSWER_TO_ALL,
                                             is_answer ? "ANONYMOUS" : "", out);
    return rc == PAL_OK && is_answer ? pal_tender_confirms_add_lead(errand, tender, out) : rc;
}
