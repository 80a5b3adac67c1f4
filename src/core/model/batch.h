/*
 * batch - gap and surplus of very many assessments of one model against several targets at once.
 *
 * For portfolios, simulations and what-if searches: the same definitions as core/model/score.h,
 * without the detail. Steps of a model are packed as consecutive bits, areas in order; an
 * assessment is a row of pal_batch_words() words. The sums are exact: a weighted sum over a set of
 * bits is, over the binary places of the weights, the sum of popcount(set AND steps whose weight
 * has that place) shifted by the place. With weights of one point there is one place.
 *
 * What is not applicable is the assessment's, a target many assessments': steps that are not
 * applicable are left out of the rows and of the targets (T without them) before they come here,
 * and assessments with different ones stand in different batches.
 */
#ifndef PAL_CORE_MODEL_BATCH_H
#define PAL_CORE_MODEL_BATCH_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/model/model.h"

struct pal_batch; /* targets, weights and actors made ready; lives in an arena */

/* The points of one assessment against one target. */
struct pal_batch_points {
    uint64_t gap_by_actor[PAL_ACTOR_COUNT];
    uint64_t surplus;
};

/* Words that one packed set of steps takes. */
size_t pal_batch_words(const struct pal_model *model);

/* Packs a set of steps (one mask per area) into `words`. */
void pal_batch_pack(const struct pal_model *model, const pal_mask *set, uint64_t *words);

/* Makes ready to score against `target_count` targets. `weights` and `actors` have one entry per
 * step of the model, as in struct pal_assessment; they are copied. Fails only for want of
 * memory. */
enum pal_rc pal_batch_new(const struct pal_model *model, const pal_mask *const *targets,
                          size_t target_count, const uint32_t *weights, const uint8_t *actors,
                          struct pal_arena *arena, const struct pal_batch **out) PAL_WARN_UNUSED;

/* Scores `count` packed assessments, row after row in `sets`. `out` receives target_count entries
 * per assessment, row after row. Pure and reentrant. */
void pal_batch_score(const struct pal_batch *batch, const uint64_t *sets, size_t count,
                     struct pal_batch_points *out);

#endif
