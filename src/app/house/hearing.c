/* hearing - what all answers of a project suggest; see looking.h. */
#include <stdlib.h>
#include <string.h>

#include "app/house/looking_parts.h"
#include "app/house/similar.h"

/* ------------------------------------------------------------------ who is meant */

/* What an answer of another provider tells, or one that is not open yet, is not heard. What the
 * project manager says of the project holds for each. */
struct meant {
    const char **words; /* of the providers of the sendings, in their order */
    const char *word;   /* of the one that is meant; "": none */
};

static enum pal_rc find_meant(struct pal_errand *errand, const struct pal_sending *sendings,
                              size_t count, const char *provider, struct meant *out)
{
    const char **names = PAL_NEW(errand->arena, const char *, count + 1);
    out->words = PAL_NEW(errand->arena, const char *, count + 1);
    if (names == NULL || out->words == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = sendings[i].provider != NULL ? sendings[i].provider : "";
    }
    names[count] = provider != NULL ? provider : "";
    enum pal_rc rc = pal_house_provider_words(errand, names, count + 1, out->words);
    out->word = rc == PAL_OK ? out->words[count] : "";
    return rc;
}

static bool tells_of(const struct pal_sending *sending, const char *word, const struct meant *meant)
{
    bool is_its = sending->provider != NULL
                      ? strcmp(word, meant->word) == 0
                      : sending->to == PAL_ACTOR_PROJECT_MANAGER || meant->word[0] == '\0';
    return is_its && !sending->is_sealed;
}

static enum pal_rc look_at_all(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_sending *sendings, size_t count,
                               const char *provider, const struct pal_looking_at *at,
                               struct pal_heard *out)
{
    struct meant meant = {0};
    enum pal_rc rc = find_meant(errand, sendings, count, provider, &meant);
    out->lookings = PAL_NEW(errand->arena, struct pal_looking, count + 1);
    rc = rc == PAL_OK && out->lookings == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = count; i-- > 0 && rc == PAL_OK;) { /* the oldest first */
        if (tells_of(&sendings[i], meant.words[i], &meant)) {
            rc =
                pal_looking_at(errand, app, sendings[i].id, at, &out->lookings[out->looking_count]);
            out->looking_count += rc == PAL_OK;
        }
    }
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------------ gathering */

static bool is_same_question(const struct pal_judged *one, const struct pal_judged *other)
{
    return one->question->is_of_guide == other->question->is_of_guide &&
           strcmp(one->question->id, other->question->id) == 0 &&
           (!one->question->is_of_guide || one->answer->area == other->answer->area);
}

/* Of two answers to one question the one in the better state counts, else the later one: as
 * pal_answers_judge has it of lists. */
static void put(struct pal_judged *place, const struct pal_judged *judged)
{
    if (place->answer == NULL || judged->answer->state <= place->answer->state) {
        *place = *judged;
    }
}

/* Where answers to one questionnaire are gathered, in whatever version or copy. */
struct gathered {
    const struct pal_questionnaire *of;
    struct pal_judged *rows; /* one of each question, then others */
    size_t count;
};

static void put_in(struct gathered *in, const struct pal_judged *judged)
{
    int at =
        judged->question->is_of_guide ? -1 : pal_questionnaire_find(in->of, judged->question->id);
    size_t place = at >= 0 ? (size_t)at : in->of->question_count;
    while (at < 0 && place < in->count && !is_same_question(&in->rows[place], judged)) {
        place++;
    }
    put(&in->rows[place], judged);
    in->count = place >= in->count ? place + 1 : in->count;
}

static struct gathered *gathered_of(struct gathered *all, size_t *count,
                                    const struct pal_questionnaire *of)
{
    for (size_t i = 0; i < *count; i++) {
        if (pal_questionnaire_is_same(all[i].of, of)) {
            return &all[i];
        }
    }
    all[*count] = (struct gathered){.of = of, .count = of->question_count};
    return &all[(*count)++];
}

enum pal_rc pal_heard_gather(struct pal_arena *arena, const struct pal_model *model,
                             struct pal_heard *out)
{
    struct gathered *all = PAL_NEW(arena, struct gathered, out->looking_count + 1);
    size_t group_count = 0;
    size_t most = 0;
    for (size_t i = 0; i < out->looking_count; i++) {
        most += out->lookings[i].judged_count;
    }
    struct pal_judged *rows = PAL_NEW(arena, struct pal_judged, most + 1);
    if (all == NULL || rows == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < out->looking_count; i++) {
        const struct pal_looking *looking = &out->lookings[i];
        struct gathered *in = strcmp(looking->questionnaire->model->id, model->id) == 0
                                  ? gathered_of(all, &group_count, looking->questionnaire)
                                  : NULL;
        if (in != NULL && in->rows == NULL) {
            in->rows = PAL_NEW(arena, struct pal_judged, most + in->count + 1);
        }
        if (in != NULL && in->rows == NULL) {
            return PAL_E_MEMORY;
        }
        for (size_t k = 0; in != NULL && k < looking->judged_count; k++) {
            if (looking->judged[k].answer != NULL) {
                put_in(in, &looking->judged[k]);
            }
        }
    }
    out->suggested.judged = rows;
    for (size_t i = 0; i < group_count; i++) {
        for (size_t k = 0; k < all[i].count; k++) {
            if (all[i].rows[k].answer != NULL) {
                rows[out->suggested.count++] = all[i].rows[k];
            }
        }
    }
    return PAL_OK;
}

enum pal_rc pal_hear(struct pal_errand *errand, struct pal_app *app, const char *project,
                     const char *provider, const struct pal_looking_at *at,
                     const struct pal_model *model, const uint8_t *actors, enum pal_basis basis,
                     struct pal_heard *out)
{
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    *out = (struct pal_heard){0};
    enum pal_rc rc = pal_sendings_list(errand, project, &sendings, &count);
    rc = rc == PAL_OK ? look_at_all(errand, app, sendings, count, provider, at, out) : rc;
    rc =
        rc == PAL_OK ? pal_errand_explain(errand, pal_heard_gather(errand->arena, model, out)) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (out->suggested.count == 0) {
        return PAL_E_NOT_FOUND;
    }
    const struct pal_looking *last = &out->lookings[out->looking_count - 1];
    struct pal_questionnaire *of = PAL_NEW(errand->arena, struct pal_questionnaire, 1);
    if (of == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    *of = *last->questionnaire;
    of->model = model;
    out->suggested.questionnaire = of;
    out->suggested.profile = last->profile;
    out->suggested.alert = last->alert;
    out->suggested.date = last->day;
    out->suggested.thresholds = last->thresholds;
    out->suggested.actors = actors;
    return pal_heard_at(errand, basis, out);
}

enum pal_rc pal_heard_at(struct pal_errand *errand, enum pal_basis basis, struct pal_heard *out)
{
    struct pal_suggested *of = &out->suggested;
    of->suggestions =
        pal_suggest(of->questionnaire, of->judged, of->count, of->actors, basis, errand->arena);
    return of->suggestions != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}
