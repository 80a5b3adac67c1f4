/* assessment_read - assessment/1 to struct pal_assessment. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "format/kinds.h"
#include "format/selection.h"

static const struct pal_type type_mark = {.kind = PAL_TYPE_CHOICE,
                                          .name = "a mark: N, P, L, F or not applicable",
                                          .choices = pal_rating_ids + PAL_RATING_N,
                                          .choice_count = PAL_RATING_COUNT - PAL_RATING_N};
static const struct pal_type type_practice_marks = {
    .kind = PAL_TYPE_MAP, .name = "a mark per practice", .map_key = "practice", .item = &type_mark};
static const struct pal_type *const step_rating_any[] = {&type_mark, &type_practice_marks};
static const struct pal_type type_step_rating = {.kind = PAL_TYPE_ANY,
                                                 .name = "a mark, or a mark per practice",
                                                 .any = step_rating_any,
                                                 .any_count = 2};
static const struct pal_type type_step_ratings = {
    .kind = PAL_TYPE_MAP, .name = "a mark per step", .map_key = "step", .item = &type_step_rating};
static const struct pal_type type_area_word = {
    .kind = PAL_TYPE_TEXT, .name = "a selection of steps, or \"not applicable\""};
static const struct pal_type *const area_rating_any[] = {&type_area_word, &pal_type_selection_list,
                                                         &type_step_ratings};
static const struct pal_type type_area_rating = {
    .kind = PAL_TYPE_ANY,
    .name = "a selection of steps, \"not applicable\", or a mark per step",
    .any = area_rating_any,
    .any_count = 3};
static const struct pal_type type_ratings = {.kind = PAL_TYPE_MAP,
                                             .name = "a map from area to ratings",
                                             .map_key = "area",
                                             .item = &type_area_rating};
static const struct pal_type type_actor = {.kind = PAL_TYPE_CHOICE,
                                           .name = "an actor",
                                           .choices = pal_actor_ids,
                                           .choice_count = PAL_ACTOR_COUNT};
static const struct pal_type type_actors = {.kind = PAL_TYPE_MAP,
                                            .name = "a map from area or area/step to actor",
                                            .map_key = "area or area/step",
                                            .item = &type_actor};
static const struct pal_type type_weight = {
    .kind = PAL_TYPE_INTEGER, .name = "a number of points", .min = 0, .max = PAL_LIMIT_WEIGHT};
static const struct pal_type type_weights = {.kind = PAL_TYPE_MAP,
                                             .name =
                                                 "a map from default, area or area/step to points",
                                             .map_key = "`default`, area or area/step",
                                             .item = &type_weight};
static const struct pal_type type_notes = {.kind = PAL_TYPE_MAP,
                                           .name = "a map from area or area/step to text",
                                           .map_key = "area or area/step",
                                           .item = &pal_type_languages};
static const struct pal_type type_assessors = {
    .kind = PAL_TYPE_LIST, .name = "a list of names", .item = &pal_type_text};

struct assessment_doc {
    struct pal_node *palier, *id, *title, *model, *provider, *project, *date, *assessors, *actors,
        *weights, *ratings, *seen, *claimed, *prepared, *active, *notes;
};
static const struct pal_field assessment_fields[] = {
    PAL_FIELD(assessment_doc, palier, true, &pal_type_text, "The kind: `assessment/1`."),
    PAL_FIELD(assessment_doc, id, true, &pal_type_id, "The assessment's id."),
    PAL_FIELD(assessment_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(assessment_doc, model, true, &pal_type_id, "The id of the model it uses.",
              .refers = "model"),
    PAL_FIELD(assessment_doc, provider, true, &pal_type_text, "Who is assessed."),
    PAL_FIELD(assessment_doc, project, true, &pal_type_text, "For which site or service."),
    PAL_FIELD(assessment_doc, date, true, &pal_type_date, "When."),
    PAL_FIELD(assessment_doc, assessors, false, &type_assessors, "By whom."),
    PAL_FIELD(assessment_doc, actors, false, &type_actors,
              "Who owes points, over the model's defaults; the finest place wins."),
    PAL_FIELD(assessment_doc, weights, false, &type_weights,
              "Points per step, whole numbers; 1 where nothing is said; the finest place wins."),
    PAL_FIELD(assessment_doc, ratings, true, &type_ratings, "What was checked: counts."),
    PAL_FIELD(assessment_doc, seen, false, &type_ratings, "What documents show."),
    PAL_FIELD(assessment_doc, claimed, false, &type_ratings, "What the provider says."),
    PAL_FIELD(assessment_doc, prepared, false, &type_ratings,
              "What can be switched on within its activation time (docs/posture.md)."),
    PAL_FIELD(assessment_doc, active, false, &type_ratings,
              "What is running now; an area left out: what is achieved is active."),
    PAL_FIELD(assessment_doc, notes, false, &type_notes, "Reasons of ratings."),
};
const struct pal_type pal_type_assessment = {
    .kind = PAL_TYPE_OBJECT,
    .name = "an assessment",
    .doc = "What is known of one provider for one project at one date.",
    .fields = assessment_fields,
    .field_count = 16,
    .slots_size = sizeof(struct assessment_doc)};

/* Two passes, areas before steps, so that the finest place wins in any order of keys. */
static void read_actors(struct pal_reader *reader, struct pal_node *map,
                        struct pal_assessment *assessment)
{
    const struct pal_model *model = assessment->model;
    assessment->actors = pal_reader_take(reader, model->step_count, 1);
    assessment->area_actors = pal_reader_take(reader, model->area_count, 1);
    if (assessment->actors == NULL || assessment->area_actors == NULL) {
        return;
    }
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        assessment->area_actors[i] = (uint8_t)area->actor;
        memset(assessment->actors + area->first_step, (int)area->actor, area->ladder->count);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (struct pal_node *node = map != NULL ? map->first : NULL; node != NULL;
             node = node->next) {
            struct pal_place place;
            enum pal_actor actor;
            bool is_step = strchr(node->key, '/') != NULL;
            if (is_step != (pass == 1) || !pal_place_find(reader, node, model, &place) ||
                node->is_bad || !pal_actor_find(node->text, &actor)) {
                continue;
            }
            if (is_step) {
                assessment->actors[place.area->first_step + (size_t)place.step] = (uint8_t)actor;
            } else {
                assessment->area_actors[place.area - model->areas] = (uint8_t)actor;
                memset(assessment->actors + place.area->first_step, (int)actor,
                       place.area->ladder->count);
            }
        }
    }
}

static void set_weights(uint32_t *weights, size_t count, uint32_t value)
{
    for (size_t i = 0; i < count; i++) {
        weights[i] = value;
    }
}

/* Three passes: default, areas, steps. */
static void read_weights(struct pal_reader *reader, struct pal_node *map,
                         struct pal_assessment *assessment)
{
    const struct pal_model *model = assessment->model;
    assessment->weights = pal_reader_take(reader, model->step_count, sizeof *assessment->weights);
    if (assessment->weights == NULL) {
        return;
    }
    set_weights(assessment->weights, model->step_count, 1);
    if (map == NULL) {
        return;
    }
    const struct pal_node *all = pal_node_get(map, "default");
    if (all != NULL && !all->is_bad) {
        set_weights(assessment->weights, model->step_count, pal_node_integer(all, 1));
    }
    for (int pass = 0; pass < 2; pass++) {
        for (struct pal_node *node = map->first; node != NULL; node = node->next) {
            struct pal_place place;
            bool is_step = strchr(node->key, '/') != NULL;
            if (strcmp(node->key, "default") == 0 || is_step != (pass == 1) ||
                !pal_place_find(reader, node, model, &place) || node->is_bad) {
                continue;
            }
            uint32_t *first = assessment->weights + place.area->first_step;
            uint32_t value = pal_node_integer(node, 1);
            if (is_step) {
                first[place.step] = value;
            } else {
                set_weights(first, place.area->ladder->count, value);
            }
        }
    }
    for (size_t i = 0; i < model->step_count; i++) {
        assessment->has_weights = assessment->has_weights || assessment->weights[i] != 1;
    }
}

/* How many practice marks a map of ratings holds, to take the room at once. */
static size_t count_practice_marks(const struct pal_node *map)
{
    size_t count = 0;
    for (const struct pal_node *area = map->first; area != NULL; area = area->next) {
        for (const struct pal_node *step = area->kind == PAL_NODE_MAP ? area->first : NULL;
             step != NULL; step = step->next) {
            count += step->kind == PAL_NODE_MAP ? step->count : 0;
        }
    }
    return count;
}

static int find_practice(const struct pal_practice *practices, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(practices[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static void report_unknown_practice(struct pal_reader *reader, struct pal_node *node,
                                    const struct pal_area *area, const struct pal_step *step,
                                    const struct pal_practice *practices, size_t count)
{
    if (count == 0) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%s/%s has no practices to rate; write one mark for the step", area->id,
                       step->id);
        return;
    }
    enum { NEAR_MAX = 128 };
    const char *ids[NEAR_MAX];
    size_t known = count < NEAR_MAX ? count : NEAR_MAX;
    for (size_t i = 0; i < known; i++) {
        ids[i] = practices[i].id;
    }
    const char *near = pal_reader_is_full(reader) ? NULL : pal_nearest(node->key, ids, known);
    pal_node_error(reader, node, PAL_E_INVALID,
                   "%s/%s is not rated by a practice %s; did you mean \"%s\"?", area->id, step->id,
                   pal_quote(node->key).text, near != NULL ? near : ids[0]);
}

/* Reads the marks of a step's practices and rolls them up. */
static enum pal_rating read_practice_marks(struct pal_reader *reader, struct pal_node *map,
                                           const struct pal_area *area, size_t step,
                                           struct pal_ratings *ratings)
{
    size_t count;
    const struct pal_practice *practices = pal_area_rated_practices(area, step, &count);
    enum pal_rating *marks = PAL_NEW(reader->arena, enum pal_rating, count);
    if (marks == NULL) {
        pal_reader_out_of_memory(reader);
        return PAL_RATING_NOT_RATED;
    }
    for (struct pal_node *node = map->first; node != NULL; node = node->next) {
        int at = find_practice(practices, count, node->key);
        if (at < 0) {
            report_unknown_practice(reader, node, area, &area->ladder->steps[step], practices,
                                    count);
        } else if (!node->is_bad) {
            (void)pal_rating_find(node->text, &marks[at]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (marks[i] != PAL_RATING_NOT_RATED) {
            ratings->practices[ratings->practice_count++] =
                (struct pal_practice_rating){area->first_step + step, i, marks[i]};
        }
    }
    return pal_rating_of_practices(marks, count);
}

static void read_step_ratings(struct pal_reader *reader, struct pal_node *map,
                              const struct pal_area *area, struct pal_ratings *ratings)
{
    const struct pal_ladder *ladder = area->ladder;
    size_t next = 0; /* mostly the steps stand in their order */
    for (struct pal_node *node = map->first; node != NULL; node = node->next, next++) {
        bool is_next = next < ladder->count && strcmp(ladder->steps[next].id, node->key) == 0;
        int step = is_next ? (int)next : pal_step_find(reader, node, node->key, area);
        if (step < 0 || node->is_bad) {
            continue;
        }
        next = (size_t)step;
        enum pal_rating rating = PAL_RATING_NOT_RATED;
        if (node->kind == PAL_NODE_MAP) {
            rating = read_practice_marks(reader, node, area, (size_t)step, ratings);
        } else {
            (void)pal_rating_find(node->text, &rating);
        }
        ratings->steps[area->first_step + (size_t)step] = (uint8_t)rating;
    }
}

/* True for what is no step but near to "not applicable", or a common short form of it. */
static bool is_meant_not_applicable(const struct pal_node *node, const struct pal_area *area)
{
    static const char *const short_forms[] = {"N/A", "n/a", "NA", "na"};
    if (node->kind != PAL_NODE_SCALAR || pal_ladder_find(area->ladder, node->text) >= 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++) {
        if (strcmp(node->text, short_forms[i]) == 0) {
            return true;
        }
    }
    return pal_nearest(node->text, &pal_rating_ids[PAL_RATING_NOT_APPLICABLE], 1) != NULL;
}

static void read_area_rating(struct pal_reader *reader, struct pal_node *node,
                             const struct pal_model *model, const struct pal_area *area,
                             struct pal_ratings *ratings)
{
    uint8_t *state = &ratings->areas[area - model->areas];
    const char *not_applicable = pal_rating_ids[PAL_RATING_NOT_APPLICABLE];
    if (node->kind == PAL_NODE_SCALAR && strcmp(node->text, not_applicable) == 0) {
        *state = PAL_AREA_NOT_APPLICABLE;
        return;
    }
    *state = PAL_AREA_RATED;
    if (is_meant_not_applicable(node, area)) {
        pal_node_error(reader, node, PAL_E_INVALID, "%s is not known; did you mean \"%s\"?",
                       pal_quote(node->text).text, not_applicable);
        return;
    }
    if (node->kind == PAL_NODE_MAP) {
        read_step_ratings(reader, node, area, ratings);
        return;
    }
    pal_mask mask = 0;
    if (!pal_selection_read(reader, node, model, area, &mask)) {
        return;
    }
    for (size_t i = 0; i < area->ladder->count; i++) {
        ratings->steps[area->first_step + i] = (mask >> i & 1) != 0 ? PAL_RATING_F : PAL_RATING_N;
    }
}

static int by_step(const struct pal_practice_rating *a, const struct pal_practice_rating *b)
{
    if (a->step != b->step) {
        return a->step < b->step ? -1 : 1;
    }
    return (a->practice > b->practice) - (a->practice < b->practice);
}

/* Documents mostly follow the model's order: insertion is then linear. A document in reverse
 * order is bounded by the number of values of a document; shell gaps keep it from being slow. */
static void sort_practices(struct pal_ratings *ratings)
{
    static const size_t gaps[] = {57313, 16531, 4759, 1373, 394, 113, 32, 9, 1};
    struct pal_practice_rating *at = ratings->practices;
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        for (size_t i = gaps[g]; i < ratings->practice_count; i++) {
            struct pal_practice_rating moving = at[i];
            size_t j = i;
            while (j >= gaps[g] && by_step(&moving, &at[j - gaps[g]]) < 0) {
                at[j] = at[j - gaps[g]];
                j -= gaps[g];
            }
            at[j] = moving;
        }
    }
}

static void read_ratings(struct pal_reader *reader, struct pal_node *map,
                         const struct pal_model *model, struct pal_ratings *ratings)
{
    ratings->areas = pal_reader_take(reader, model->area_count, 1);
    ratings->steps = pal_reader_take(reader, model->step_count, 1);
    ratings->practices = pal_reader_take(reader, map != NULL ? count_practice_marks(map) : 0,
                                         sizeof *ratings->practices);
    if (ratings->areas == NULL || ratings->steps == NULL || ratings->practices == NULL ||
        map == NULL) {
        return;
    }
    for (struct pal_node *node = map->first; node != NULL; node = node->next) {
        const struct pal_area *area = pal_area_find(reader, node, node->key, model);
        if (area != NULL && !node->is_bad) {
            read_area_rating(reader, node, model, area, ratings);
        }
    }
    sort_practices(ratings);
}

static void read_assessors(struct pal_reader *reader, const struct pal_node *list,
                           struct pal_assessment *assessment)
{
    assessment->assessors =
        pal_reader_take(reader, list != NULL ? list->count : 0, sizeof *assessment->assessors);
    if (assessment->assessors == NULL || list == NULL) {
        return;
    }
    for (const struct pal_node *item = list->first; item != NULL; item = item->next) {
        assessment->assessors[assessment->assessor_count++] = pal_node_text(item);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct pal_note *one = a;
    const struct pal_note *other = b;
    if (one->area != other->area) {
        return one->area < other->area ? -1 : 1;
    }
    return (one->step > other->step) - (one->step < other->step);
}

static void read_notes(struct pal_reader *reader, struct pal_node *map,
                       struct pal_assessment *assessment)
{
    assessment->notes =
        pal_reader_take(reader, map != NULL ? map->count : 0, sizeof *assessment->notes);
    if (assessment->notes == NULL || map == NULL) {
        return;
    }
    for (struct pal_node *node = map->first; node != NULL; node = node->next) {
        struct pal_place place;
        if (pal_place_find(reader, node, assessment->model, &place)) {
            assessment->notes[assessment->note_count++] = (struct pal_note){
                .place = node->key,
                .area = (size_t)(place.area - assessment->model->areas),
                .step = place.step,
                .text = pal_node_in_languages(node),
            };
        }
    }
    qsort(assessment->notes, assessment->note_count, sizeof *assessment->notes, by_place);
}

static void warn_of_silence(struct pal_reader *reader, const struct pal_node *node,
                            const struct pal_assessment *assessment, const struct pal_area *area,
                            int step)
{
    if (pal_assessment_has_note(assessment, (size_t)(area - assessment->model->areas), step)) {
        return;
    }
    if (step < 0) {
        pal_node_warning(
            reader, node,
            "%s is not applicable and no note says why; say it under \"notes\", with the "
            "key \"%s\"",
            area->id, area->id);
    } else {
        const char *id = area->ladder->steps[step].id;
        pal_node_warning(
            reader, node,
            "%s/%s is not applicable, wholly or in part, and no note says why; say it under "
            "\"notes\", with the key \"%s/%s\"",
            area->id, id, area->id, id);
    }
}

static bool says_not_applicable(const struct pal_node *node)
{
    const char *text = pal_node_text(node);
    return text != NULL && strcmp(text, pal_rating_ids[PAL_RATING_NOT_APPLICABLE]) == 0;
}

/* True when a step, or a practice of it, is not applicable. */
static bool step_says_not_applicable(const struct pal_node *step)
{
    const struct pal_node *practice = step->kind == PAL_NODE_MAP ? step->first : NULL;
    for (; practice != NULL; practice = practice->next) {
        if (says_not_applicable(practice)) {
            return true;
        }
    }
    return says_not_applicable(step);
}

/* What leaves every total leaves it for a reason: warns of areas, steps and practices that are not
 * applicable where no note says why. */
static void check_reasons(struct pal_reader *reader, const struct pal_node *map,
                          const struct pal_assessment *assessment)
{
    for (const struct pal_node *node = map != NULL ? map->first : NULL; node != NULL;
         node = node->next) {
        const struct pal_area *area = pal_model_area(assessment->model, node->key);
        if (area == NULL) {
            continue;
        }
        if (says_not_applicable(node)) {
            warn_of_silence(reader, node, assessment, area, -1);
        }
        const struct pal_node *step = node->kind == PAL_NODE_MAP ? node->first : NULL;
        for (; step != NULL; step = step->next) {
            int at = step_says_not_applicable(step) ? pal_ladder_find(area->ladder, step->key) : -1;
            if (at >= 0) {
                warn_of_silence(reader, step, assessment, area, at);
            }
        }
    }
}

struct pal_assessment *pal_assessment_read(struct pal_reader *reader, struct pal_node *root,
                                           const struct pal_model *model)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_assessment, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    struct assessment_doc doc;
    pal_bind(&pal_type_assessment, root, &doc);
    pal_kind_check_model(reader, doc.model, model);
    if (doc.model == NULL || doc.model->is_bad) {
        return NULL; /* places cannot be checked against a model that was not named */
    }
    struct pal_assessment *assessment = pal_reader_take(reader, 1, sizeof *assessment);
    if (assessment == NULL) {
        return NULL;
    }
    assessment->model = model;
    assessment->id = pal_node_text(doc.id);
    assessment->title = pal_node_in_languages(doc.title);
    assessment->provider = pal_node_text(doc.provider);
    assessment->project = pal_node_text(doc.project);
    assessment->date = pal_node_text(doc.date);
    read_assessors(reader, doc.assessors, assessment);
    read_actors(reader, doc.actors, assessment);
    read_weights(reader, doc.weights, assessment);
    read_ratings(reader, doc.ratings, model, &assessment->ratings[PAL_BASIS_CHECKED]);
    read_ratings(reader, doc.seen, model, &assessment->ratings[PAL_BASIS_SEEN]);
    read_ratings(reader, doc.claimed, model, &assessment->ratings[PAL_BASIS_CLAIMED]);
    read_ratings(reader, doc.prepared, model, &assessment->prepared);
    read_ratings(reader, doc.active, model, &assessment->active);
    read_notes(reader, doc.notes, assessment);
    if (reader->diag->error_count == errors_before) {
        check_reasons(reader, doc.ratings, assessment);
        check_reasons(reader, doc.seen, assessment);
        check_reasons(reader, doc.claimed, assessment);
        pal_posture_check(reader, doc.active, assessment);
    }
    return reader->diag->error_count == errors_before ? assessment : NULL;
}
