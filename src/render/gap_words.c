#include "render/gap_words.h"

#include "base/text.h"
#include "render/words.h"

struct words {
    const struct pal_language *language;
    struct pal_arena *arena;
};

static const char *marked(const struct words *words, const char *text, const char *before,
                          const char *behind)
{
    struct pal_buf out;
    pal_buf_init(&out, 1 << 20, words->arena->alloc);
    pal_buf_add(&out, before);
    pal_text_xml(&out, text);
    pal_buf_add(&out, behind);
    const char *whole = pal_buf_text(&out);
    const char *kept = whole != NULL ? pal_arena_copy(words->arena, whole, out.len) : NULL;
    pal_buf_done(&out);
    return kept != NULL ? kept : "";
}

static const char *name(const struct words *words, const char *text)
{
    return marked(words, text, "<em>", "</em>");
}

static const char *strong(const struct words *words, const char *text)
{
    return marked(words, text != NULL ? text : "", "<strong>", "</strong>");
}

static const char *or_nothing(const char *text)
{
    return text != NULL ? text : "";
}

static const char *points(const struct words *words, uint64_t count)
{
    return or_nothing(pal_arena_printf(
        words->arena, pal_tr_n(words->language, "%llu point", "%llu points", count),
        (unsigned long long)count));
}

/* "the provider's": as it stands behind a number of points. */
static const char *belonging(const struct words *words, enum pal_actor actor)
{
    static const char *const of[PAL_ACTOR_COUNT] = {
        PAL_N_("the provider's"), PAL_N_("the project manager's"), PAL_N_("the expert's")};
    return pal_tr(words->language, of[actor]);
}

static const char *all_of_one(const struct words *words, uint64_t count, enum pal_actor actor)
{
    const char *whose = belonging(words, actor);
    const char *text =
        count == 1
            /* TRANSLATORS: behind "1 point missing": "the provider's". */
            ? pal_arena_printf(words->arena, pal_tr(words->language, "it is %s"), whose)
            : count == 2 ? pal_arena_printf(words->arena, pal_tr(words->language, "both %s"), whose)
                         : pal_arena_printf(words->arena, pal_tr(words->language, "all %llu %s"),
                                            (unsigned long long)count, whose);
    return or_nothing(text);
}

/* "19 the provider's and 10 the expert's". */
static const char *whose(const struct words *words, const uint64_t by_actor[PAL_ACTOR_COUNT])
{
    enum pal_actor actors[PAL_ACTOR_COUNT] = {PAL_ACTOR_PROVIDER};
    unsigned long long counts[PAL_ACTOR_COUNT] = {0};
    size_t found = 0;
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        if (by_actor[i] > 0) {
            actors[found] = (enum pal_actor)i;
            counts[found++] = by_actor[i];
        }
    }
    const char *text = "";
    if (found == 1) {
        text = all_of_one(words, counts[0], actors[0]);
    } else if (found == 2) {
        /* TRANSLATORS: "19 the provider's and 10 the expert's", of points. */
        text = pal_arena_printf(words->arena, pal_tr(words->language, "%llu %s and %llu %s"),
                                counts[0], belonging(words, actors[0]), counts[1],
                                belonging(words, actors[1]));
    } else if (found == 3) {
        text =
            pal_arena_printf(words->arena, pal_tr(words->language, "%llu %s, %llu %s and %llu %s"),
                             counts[0], belonging(words, actors[0]), counts[1],
                             belonging(words, actors[1]), counts[2], belonging(words, actors[2]));
    }
    return or_nothing(text);
}

/* "Institutional site at yellow"; "" where the target is not named. */
static const char *target(const struct words *words, const struct pal_gap_said *said)
{
    if (said->profile == NULL) {
        return "";
    }
    const char *profile = name(words, said->profile);
    /* TRANSLATORS: a confidence profile at an alert level. */
    return said->level == NULL
               ? profile
               : or_nothing(pal_arena_printf(words->arena, pal_tr(words->language, "%s at %s"),
                                             profile, name(words, said->level)));
}

/* "5 points missing to Institutional site at yellow". */
static const char *missing_to(const struct words *words, const struct pal_gap_said *said,
                              const char *missing)
{
    const char *what = strong(words, missing);
    /* TRANSLATORS: "5 points missing to (a profile)". */
    return said->profile == NULL
               ? what
               : or_nothing(pal_arena_printf(words->arena, pal_tr(words->language, "%s to %s"),
                                             what, target(words, said)));
}

static const char *missed(const struct words *words, const struct pal_gap_said *said)
{
    const struct pal_language *language = words->language;
    struct pal_arena *arena = words->arena;
    if (said->gap == 0) {
        const char *steps = pal_arena_printf(
            arena, pal_tr_n(language, "%llu step missing", "%llu steps missing", said->missing),
            (unsigned long long)said->missing);
        return pal_arena_printf(arena, pal_tr(language, "%s, without weight."),
                                missing_to(words, said, steps));
    }
    const char *gap = pal_arena_printf(
        arena, pal_tr_n(language, "%llu point missing", "%llu points missing", said->gap),
        (unsigned long long)said->gap);
    const char *head =
        pal_arena_printf(arena, pal_tr(language, "%s: %s."), missing_to(words, said, gap),
                         whose(words, said->gap_by_actor));
    if (head == NULL || said->gap_not_rated == 0) {
        return head;
    }
    if (said->gap_not_rated == said->gap) {
        return pal_arena_printf(arena, "%s %s", head,
                                pal_tr(language, "Nothing of it is rated yet."));
    }
    const char *rest =
        pal_arena_printf(arena,
                         pal_tr_n(language, "%llu of them is not rated yet.",
                                  "%llu of them are not rated yet.", said->gap_not_rated),
                         (unsigned long long)said->gap_not_rated);
    return pal_arena_printf(arena, "%s %s", head, or_nothing(rest));
}

static const char *without_target(const struct words *words, const struct pal_gap_said *said)
{
    const struct pal_language *language = words->language;
    if (said->is_unrated) {
        return pal_arena_printf(words->arena, "%s.",
                                strong(words, pal_tr(language, "Nothing is rated yet")));
    }
    const char *achieved = pal_arena_printf(
        words->arena,
        pal_tr_n(language, "%llu point achieved", "%llu points achieved", said->achieved),
        (unsigned long long)said->achieved);
    return pal_arena_printf(words->arena,
                            pal_tr(language, "%s; there is no profile to hold them against."),
                            strong(words, achieved));
}

/* How what is rated stands to its target, without what lies beyond it. */
static const char *first_sentence(const struct words *words, const struct pal_gap_said *said)
{
    const struct pal_language *language = words->language;
    switch (said->state) {
    case PAL_TARGET_ABSENT:
        return without_target(words, said);
    case PAL_TARGET_NOTHING_APPLICABLE:
    case PAL_TARGET_NOTHING_DEMANDED: {
        const char *nothing = pal_word_nothing_asked(language, said->state);
        return said->profile == NULL
                   ? pal_arena_printf(words->arena, "%s.", strong(words, nothing))
                   : pal_arena_printf(words->arena, pal_tr(language, "%s: %s."),
                                      target(words, said), strong(words, nothing));
    }
    case PAL_TARGET_MET:
        return pal_arena_printf(words->arena, "%s.",
                                missing_to(words, said, pal_tr(language, "No point missing")));
    case PAL_TARGET_MISSED:
        break;
    }
    if (!said->is_unrated) {
        return missed(words, said);
    }
    const char *unrated = strong(words, pal_tr(language, "Nothing is rated yet"));
    return said->profile == NULL
               ? pal_arena_printf(words->arena, "%s.", unrated)
               : pal_arena_printf(words->arena, pal_tr(language, "%s: %s asks for %s."), unrated,
                                  target(words, said), points(words, said->target));
}

const char *pal_gap_sentence(const struct pal_gap_said *said, const struct pal_language *language,
                             struct pal_arena *arena)
{
    const struct words words = {language, arena};
    const char *first = first_sentence(&words, said);
    if (first == NULL || said->surplus == 0 || said->state == PAL_TARGET_ABSENT) {
        return first;
    }
    const char *beyond =
        said->surplus_is_minimum
            ? pal_arena_printf(arena,
                               pal_tr_n(language, "At least %llu point lies beyond the target.",
                                        "At least %llu points lie beyond the target.",
                                        said->surplus),
                               (unsigned long long)said->surplus)
            : pal_arena_printf(arena,
                               pal_tr_n(language, "%llu point lies beyond the target.",
                                        "%llu points lie beyond the target.", said->surplus),
                               (unsigned long long)said->surplus);
    return beyond != NULL ? pal_arena_printf(arena, "%s %s", first, beyond) : NULL;
}

/* NULL where the assessment has no profile, or no level is asked for. */
static const char *level_of(const struct pal_scored *scored, const struct pal_language *language)
{
    const struct pal_profile *profile = scored->profile;
    return pal_alert_label(profile != NULL ? profile->scheme : NULL, scored->alert, language->lang);
}

struct pal_gap_said pal_gap_of(const struct pal_scored *scored, const struct pal_language *language)
{
    const struct pal_score *score = &scored->score;
    const struct pal_profile *profile = scored->profile;
    struct pal_gap_said said = {
        .profile = profile != NULL ? pal_text_in(&profile->title, language->lang) : NULL,
        .level = level_of(scored, language),
        .state = pal_score_target_state(score),
        .achieved = score->points.achieved,
        .target = score->points.target,
        .gap = score->points.gap,
        .gap_not_rated = score->points.gap_not_rated,
        .surplus = score->points.surplus,
        .surplus_is_minimum = score->surplus_is_minimum,
        .missing = score->steps.missing,
        .is_unrated =
            score->steps.not_rated > 0 && score->steps.not_rated + score->steps.not_applicable ==
                                              score->assessment->model->step_count};
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        said.gap_by_actor[i] = score->by_actor[i].gap;
    }
    return said;
}

/* "5 points to be activated at once: all 5 the provider's." */
static const char *asked(const struct words *words, const char *what,
                         const uint64_t by_actor[PAL_ACTOR_COUNT])
{
    return pal_arena_printf(words->arena, pal_tr(words->language, "%s: %s."), strong(words, what),
                            whose(words, by_actor));
}

const char *pal_gap_posture(const struct pal_posture *posture, const char *level,
                            const struct pal_language *language, struct pal_arena *arena)
{
    const struct words words = {language, arena};
    const struct pal_posture_points *all = &posture->points;
    uint64_t activate[PAL_ACTOR_COUNT];
    uint64_t prepare[PAL_ACTOR_COUNT];
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        activate[i] = posture->by_actor[i].gap_activation;
        prepare[i] = posture->by_actor[i].gap_preparation;
    }
    const struct pal_gap_said said = {
        .profile = pal_text_in(&posture->profile->title, language->lang), .level = level};
    const char *one =
        all->gap_activation > 0
            ? asked(&words,
                    pal_arena_printf(arena,
                                     pal_tr_n(language, "%llu point to be activated at once",
                                              "%llu points to be activated at once",
                                              all->gap_activation),
                                     (unsigned long long)all->gap_activation),
                    activate)
            : pal_arena_printf(arena, pal_tr(language, "%s for %s."),
                               strong(&words, pal_tr(language, "Nothing to be activated")),
                               target(&words, &said));
    const char *two =
        all->gap_preparation > 0
            ? asked(
                  &words,
                  pal_arena_printf(arena,
                                   pal_tr_n(language, "%llu point to be prepared now",
                                            "%llu points to be prepared now", all->gap_preparation),
                                   (unsigned long long)all->gap_preparation),
                  prepare)
            : pal_tr(language, "Nothing to be prepared.");
    const char *three =
        all->active_surplus > 0
            ? pal_arena_printf(arena,
                               pal_tr_n(language, " %llu active point may be stood down.",
                                        " %llu active points may be stood down.",
                                        all->active_surplus),
                               (unsigned long long)all->active_surplus)
            : "";
    return one != NULL && two != NULL && three != NULL
               ? pal_arena_printf(arena, "%s %s%s", one, two, three)
               : NULL;
}
