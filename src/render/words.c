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

const char *pal_word_category(const struct pal_language *language,
                              const struct pal_category *category)
{
    const char *title = pal_text_in(&category->title, language->lang);
    return title[0] != '\0' ? title : category->id;
}

const char *pal_word_no_appraisal(const struct pal_language *language)
{
    return pal_tr(language, PAL_N_("This is no SSE-CMM appraisal and no certification: it is a "
                                   "working measure of the gap to a confidence profile."));
}
