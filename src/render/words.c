#include "render/words.h"

const char *pal_word_actor(const struct pal_language *language, enum pal_actor actor)
{
    static const char *const words[PAL_ACTOR_COUNT] = {PAL_N_("provider"),
                                                       PAL_N_("project manager"), PAL_N_("expert")};
    return pal_tr(language, words[actor]);
}

const char *pal_word_actor_letter(const struct pal_language *language, enum pal_actor actor)
{
    /* TRANSLATORS: the letter of the provider, the project manager and the expert; all different.
     */
    static const char *const letters[PAL_ACTOR_COUNT] = {PAL_N_("P"), PAL_N_("M"), PAL_N_("E")};
    return pal_tr(language, letters[actor]);
}

const char *pal_word_basis(const struct pal_language *language, enum pal_basis basis)
{
    static const char *const words[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                       PAL_N_("claimed")};
    return pal_tr(language, words[basis]);
}

const char *pal_word_rule(const struct pal_language *language, enum pal_rule rule)
{
    static const char *const words[PAL_RULE_COUNT] = {
        PAL_N_("staged (a step counts when fully achieved)"),
        PAL_N_("ISO/IEC 33020 (a step counts when largely or fully achieved)")};
    return pal_tr(language, words[rule]);
}

const char *pal_word_rule_short(const struct pal_language *language, enum pal_rule rule)
{
    static const char *const words[PAL_RULE_COUNT] = {PAL_N_("staged"), PAL_N_("ISO/IEC 33020")};
    return pal_tr(language, words[rule]);
}

const char *pal_word_category(const struct pal_language *language,
                              const struct pal_category *category)
{
    const char *title = pal_text_in(&category->title, language->lang);
    return title[0] != '\0' ? title : category->id;
}

const char *pal_word_level(const struct pal_language *language, const struct pal_profile *profile,
                           const char *id)
{
    const struct pal_alert_scheme *scheme = profile != NULL ? profile->scheme : NULL;
    int at = scheme != NULL && id != NULL ? pal_alert_find(scheme, id) : -1;
    const char *label = at >= 0 ? pal_text_in(&scheme->levels[at].label, language->lang) : "";
    return label[0] != '\0' ? label : id;
}

const char *pal_word_nothing_asked(const struct pal_language *language, enum pal_target_state state)
{
    return state == PAL_TARGET_NOTHING_APPLICABLE
               ? pal_tr(language, "nothing of the target was applicable")
           : state == PAL_TARGET_NOTHING_DEMANDED ? pal_tr(language, "nothing is demanded")
                                                  : NULL;
}

const char *pal_word_no_appraisal(const struct pal_language *language)
{
    return pal_tr(language, PAL_N_("This is no SSE-CMM appraisal and no certification: it is a "
                                   "working measure of the gap to a confidence profile."));
}

const char *pal_word_way(const struct pal_language *language, enum pal_way_id way)
{
    static const char *const words[PAL_WAY_COUNT] = {PAL_N_("full"), PAL_N_("strictest"),
                                                     PAL_N_("adaptive"), PAL_N_("lowest")};
    return pal_tr(language, words[way]);
}

const char *pal_word_cost_kind(const struct pal_language *language, enum pal_cost_kind kind)
{
    static const char *const words[PAL_COST_KIND_COUNT] = {PAL_N_("set-up"), PAL_N_("running"),
                                                           PAL_N_("standby"), PAL_N_("activation")};
    return pal_tr(language, words[kind]);
}

const char *pal_word_way_reason(const struct pal_language *language, enum pal_way_reason reason)
{
    static const char *const words[PAL_REASON_COUNT] = {
        PAL_N_("prepared, switched on when the alert demands it"),
        PAL_N_("always active: every level demands it"),
        PAL_N_("always active: a standard process, no alert can switch it on"),
        PAL_N_("always active: in its ladder it stands under a step that is always active"),
        PAL_N_("always active: prepared, its area would not be ready within the delay"),
        PAL_N_("always active: no dearer than to keep it prepared"),
    };
    return pal_tr(language, words[reason]);
}

const char *pal_word_readiness(const struct pal_language *language, enum pal_readiness verdict)
{
    static const char *const words[PAL_READINESS_COUNT] = {
        PAL_N_("ready"), PAL_N_("can be activated"), PAL_N_("too slow"), PAL_N_("steps missing")};
    return pal_tr(language, words[verdict]);
}

const char *pal_word_unknown_asked(const struct pal_language *language,
                                   const struct pal_posture *posture, struct pal_arena *arena)
{
    size_t not_rated = posture->asked_not_rated;
    size_t away = posture->asked_not_applicable;
    const char *rated = "";
    if (not_rated > 0) {
        rated =
            pal_arena_printf(arena,
                             pal_tr_n(language, "%zu step that is asked for is not rated yet.",
                                      "%zu steps that are asked for are not rated yet.", not_rated),
                             not_rated);
    }
    if (away == 0 || rated == NULL) {
        return not_rated > 0 ? rated : NULL;
    }
    return pal_arena_printf(
        arena,
        pal_tr_n(language, "%s%s%zu step that would be asked for is not applicable.",
                 "%s%s%zu steps that would be asked for are not applicable.", away),
        rated, not_rated > 0 ? " " : "", away);
}
