#include "core/model/batch.h"

#include <string.h>

/* Rows scored together: their words stand side by side, so that one instruction serves several
 * assessments where the processor can. */
enum { ROWS = 16, PLACES = 20 /* binary places of PAL_LIMIT_WEIGHT */ };

/* One part of a weighted sum: popcount(row[word] & bits) << place. */
struct term {
    size_t word;
    uint64_t bits;
    unsigned place;
};

/* A weighted sum over the achieved steps of a set, as a run of terms. */
struct sum {
    size_t first;
    size_t count;
    uint64_t whole; /* the sum if every step of the set were achieved */
};

/* Scores ROWS assessments whose words stand column by column; only `rows` of them are written. */
typedef void score_rows(const struct pal_batch *batch, const uint64_t *columns, size_t rows,
                        struct pal_batch_points *out);

struct pal_batch {
    score_rows *score; /* the version for this processor */
    size_t words;
    size_t target_count;
    struct term *terms;
    struct sum all;   /* over all steps */
    struct sum *sums; /* [target][actor] over the steps of both */
};

/* The sum for ROWS assessments; `columns` is word-major: ROWS words of each word. */
static inline __attribute__((always_inline)) void sum_rows(const struct pal_batch *batch,
                                                           const struct sum *sum,
                                                           const uint64_t *restrict columns,
                                                           uint64_t *restrict out)
{
    for (size_t row = 0; row < ROWS; row++) {
        out[row] = 0;
    }
    for (size_t i = sum->first; i < sum->first + sum->count; i++) {
        const uint64_t *column = columns + batch->terms[i].word * ROWS;
        uint64_t bits = batch->terms[i].bits;
        unsigned place = batch->terms[i].place;
        for (size_t row = 0; row < ROWS; row++) {
            out[row] += (uint64_t)__builtin_popcountll(column[row] & bits) << place;
        }
    }
}

static inline __attribute__((always_inline)) void score_any(const struct pal_batch *batch,
                                                            const uint64_t *columns, size_t rows,
                                                            struct pal_batch_points *out)
{
    uint64_t achieved[ROWS];
    uint64_t parts[PAL_ACTOR_COUNT][ROWS];
    sum_rows(batch, &batch->all, columns, achieved);
    for (size_t target = 0; target < batch->target_count; target++) {
        const struct sum *sums = &batch->sums[target * PAL_ACTOR_COUNT];
        for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            sum_rows(batch, &sums[actor], columns, parts[actor]);
        }
        for (size_t row = 0; row < rows; row++) {
            struct pal_batch_points points = {.surplus = achieved[row]};
            for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
                points.gap_by_actor[actor] = sums[actor].whole - parts[actor][row];
                points.surplus -= parts[actor][row];
            }
            out[row * batch->target_count + target] = points;
        }
    }
}

static void score_plain(const struct pal_batch *batch, const uint64_t *columns, size_t rows,
                        struct pal_batch_points *out)
{
    score_any(batch, columns, rows, out);
}

/* The same, compiled for instructions that count bits; chosen when a batch is made ready, by what
 * the processor says of itself. */
#if defined(__x86_64__)
__attribute__((target("popcnt"))) static void score_popcnt(const struct pal_batch *batch,
                                                           const uint64_t *columns, size_t rows,
                                                           struct pal_batch_points *out)
{
    score_any(batch, columns, rows, out);
}

__attribute__((target("popcnt,avx512f,avx512vpopcntdq"))) static void
score_avx512(const struct pal_batch *batch, const uint64_t *columns, size_t rows,
             struct pal_batch_points *out)
{
    score_any(batch, columns, rows, out);
}

static score_rows *choose_version(void)
{
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq")) {
        return score_avx512;
    }
    return __builtin_cpu_supports("popcnt") ? score_popcnt : score_plain;
}
#else
static score_rows *choose_version(void)
{
    return score_plain;
}
#endif

size_t pal_batch_words(const struct pal_model *model)
{
    return (model->step_count + 63) / 64;
}

void pal_batch_pack(const struct pal_model *model, const pal_mask *set, uint64_t *words)
{
    memset(words, 0, pal_batch_words(model) * sizeof *words);
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        pal_mask mask = set[i] & pal_ladder_all(area->ladder);
        size_t word = area->first_step / 64;
        unsigned shift = area->first_step % 64;
        words[word] |= mask << shift;
        if (shift != 0 && mask >> (64 - shift) != 0) {
            words[word + 1] |= mask >> (64 - shift);
        }
    }
}

/* Adds the terms of the sum over the steps of `set` that `actor` owns (-1: everyone's). */
static struct sum add_sum(struct pal_batch *batch, size_t *term_count, const uint64_t *set,
                          const struct pal_model *model, const uint32_t *weights,
                          const uint8_t *actors, int actor)
{
    struct sum sum = {.first = *term_count};
    for (size_t word = 0; word < batch->words; word++) {
        uint64_t places[PLACES] = {0};
        for (unsigned bit = 0; bit < 64 && word * 64 + bit < model->step_count; bit++) {
            size_t step = word * 64 + bit;
            if ((set[word] >> bit & 1) == 0 || (actor >= 0 && actors[step] != actor)) {
                continue;
            }
            sum.whole += weights[step];
            for (unsigned place = 0; place < PLACES; place++) {
                places[place] |= (uint64_t)(weights[step] >> place & 1) << bit;
            }
        }
        for (unsigned place = 0; place < PLACES; place++) {
            if (places[place] != 0) {
                batch->terms[(*term_count)++] = (struct term){word, places[place], place};
            }
        }
    }
    sum.count = *term_count - sum.first;
    return sum;
}

/* The binary places that the weights use, to take just the room that is needed. */
static size_t used_places(const uint32_t *weights, size_t count)
{
    uint32_t used = 0;
    for (size_t i = 0; i < count; i++) {
        used |= weights[i];
    }
    return pal_mask_count(used);
}

enum pal_rc pal_batch_new(const struct pal_model *model, const pal_mask *const *targets,
                          size_t target_count, const uint32_t *weights, const uint8_t *actors,
                          struct pal_arena *arena, const struct pal_batch **out)
{
    struct pal_batch *batch = PAL_NEW(arena, struct pal_batch, 1);
    if (batch == NULL) {
        return PAL_E_MEMORY;
    }
    batch->score = choose_version();
    batch->words = pal_batch_words(model);
    batch->target_count = target_count;
    size_t room = batch->words * used_places(weights, model->step_count);
    batch->terms = PAL_NEW(arena, struct term, room * (target_count * PAL_ACTOR_COUNT + 1));
    batch->sums = PAL_NEW(arena, struct sum, target_count * PAL_ACTOR_COUNT);
    uint64_t *set = PAL_NEW(arena, uint64_t, batch->words);
    if (batch->terms == NULL || batch->sums == NULL || set == NULL) {
        return PAL_E_MEMORY;
    }
    size_t term_count = 0;
    memset(set, 0xFF, batch->words * sizeof *set);
    batch->all = add_sum(batch, &term_count, set, model, weights, actors, -1);
    for (size_t target = 0; target < target_count; target++) {
        pal_batch_pack(model, targets[target], set);
        for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            batch->sums[target * PAL_ACTOR_COUNT + (size_t)actor] =
                add_sum(batch, &term_count, set, model, weights, actors, actor);
        }
    }
    *out = batch;
    return PAL_OK;
}

/* Models beyond this many words are scored row by row groups in pieces of the same stack size. */
enum { WORDS_ON_STACK = 64 };

static void score_wide_row(const struct pal_batch *batch, const uint64_t *set,
                           struct pal_batch_points *out);

void pal_batch_score(const struct pal_batch *batch, const uint64_t *sets, size_t count,
                     struct pal_batch_points *out)
{
    uint64_t columns[WORDS_ON_STACK * ROWS];
    if (batch->words > WORDS_ON_STACK) {
        for (size_t i = 0; i < count; i++) {
            score_wide_row(batch, sets + i * batch->words, out + i * batch->target_count);
        }
        return;
    }
    for (size_t start = 0; start < count; start += ROWS) {
        size_t rows = count - start < ROWS ? count - start : ROWS;
        const uint64_t *set = sets + start * batch->words;
        for (size_t word = 0; word < batch->words; word++) {
            for (size_t row = 0; row < rows; row++) {
                columns[word * ROWS + row] = set[row * batch->words + word];
            }
            for (size_t row = rows; row < ROWS; row++) {
                columns[word * ROWS + row] = 0;
            }
        }
        batch->score(batch, columns, rows, out + start * batch->target_count);
    }
}

static uint64_t sum_row(const struct term *terms, const struct sum *sum, const uint64_t *set)
{
    uint64_t result = 0;
    for (size_t i = sum->first; i < sum->first + sum->count; i++) {
        result += (uint64_t)pal_mask_count(set[terms[i].word] & terms[i].bits) << terms[i].place;
    }
    return result;
}

/* A very wide model has work enough in one row. */
static void score_wide_row(const struct pal_batch *batch, const uint64_t *set,
                           struct pal_batch_points *out)
{
    uint64_t achieved = sum_row(batch->terms, &batch->all, set);
    for (size_t target = 0; target < batch->target_count; target++) {
        uint64_t within = 0;
        for (size_t actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            const struct sum *sum = &batch->sums[target * PAL_ACTOR_COUNT + actor];
            uint64_t part = sum_row(batch->terms, sum, set);
            out[target].gap_by_actor[actor] = sum->whole - part;
            within += part;
        }
        out[target].surplus = achieved - within;
    }
}
