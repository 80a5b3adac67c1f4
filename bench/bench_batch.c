/*
 * bench_batch - scores a million assessments against five targets and prints time and checksum.
 *
 * usage: bench_batch COUNT SETS_FILE REPEATS
 *
 * SETS_FILE is written first: COUNT rows of packed steps, which bench/run.py reads back so that all
 * three ways do the same work. The checksum is the sum over all assessments and targets of
 * (i + 1) * value for the four values i (gap of each actor, surplus), modulo 2^64.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/desk/app.h"
#include "core/model/batch.h"

enum { TARGETS = 5, CHUNK = 256 };

static double now(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static uint64_t checksum(const struct pal_batch_points *points, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < PAL_ACTOR_COUNT; j++) {
            sum += (j + 1) * points[i].gap_by_actor[j];
        }
        sum += (PAL_ACTOR_COUNT + 1) * points[i].surplus;
    }
    return sum;
}

/* How fast this machine reads memory: the fastest of a few sums over the same bytes. */
static double read_seconds(const uint64_t *words, size_t count)
{
    double best = 1e9;
    volatile uint64_t sink = 0; /* so that the sums are not dropped */
    for (int i = 0; i < 5; i++) {
        double start = now();
        uint64_t sums[8] = {0};
        for (size_t j = 0; j + 8 <= count; j += 8) {
            for (size_t k = 0; k < 8; k++) {
                sums[k] += words[j + k];
            }
        }
        sink = sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5] + sums[6] + sums[7] + sink;
        double took = now() - start;
        best = took < best ? took : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: bench_batch COUNT SETS_FILE REPEATS\n");
        return 64;
    }
    size_t count = strtoull(argv[1], NULL, 10);
    int repeats = (int)strtol(argv[3], NULL, 10);
    static const char *const names[TARGETS] = {"level-1", "level-2", "level-3",
                                               "examples/example-2003-adaptive.yaml", "level-5"};
    struct pal_app app;
    pal_app_init(&app);
    const pal_mask *targets[TARGETS];
    const struct pal_model *model = NULL;
    for (int i = 0; i < TARGETS; i++) {
        const struct pal_profile *profile;
        if (pal_app_profile(&app, names[i], &profile) != PAL_OK) {
            fprintf(stderr, "bench_batch: cannot read %s; start it in the source folder\n",
                    names[i]);
            return 1;
        }
        targets[i] = profile->targets[0];
        model = profile->model;
    }
    uint32_t *weights = PAL_NEW(&app.arena, uint32_t, model->step_count);
    uint8_t *actors = PAL_NEW(&app.arena, uint8_t, model->step_count);
    for (size_t i = 0; i < model->area_count; i++) {
        for (size_t j = 0; j < model->areas[i].ladder->count; j++) {
            weights[model->areas[i].first_step + j] = 1;
            actors[model->areas[i].first_step + j] = (uint8_t)model->areas[i].actor;
        }
    }
    size_t words = pal_batch_words(model);
    uint64_t *sets = malloc(count * words * sizeof *sets);
    struct pal_batch_points *points = malloc(CHUNK * TARGETS * sizeof *points);
    pal_mask *areas = PAL_NEW(&app.arena, pal_mask, model->area_count);
    const struct pal_batch *batch;
    if (sets == NULL || points == NULL || areas == NULL ||
        pal_batch_new(model, targets, TARGETS, weights, actors, &app.arena, &batch) != PAL_OK) {
        return 1;
    }
    /* Heights drawn at random, and now and then a step out of order. */
    uint64_t random = 20040419;
    for (size_t i = 0; i < count; i++) {
        for (size_t area = 0; area < model->area_count; area++) {
            uint64_t draw = next_random(&random);
            areas[area] = ((pal_mask)1 << draw % 13) - 1;
            areas[area] ^= draw >> 60 == 0 ? (draw >> 20 & 0xFFF) : 0;
        }
        pal_batch_pack(model, areas, sets + i * words);
    }
    FILE *file = fopen(argv[2], "wb");
    if (file == NULL || fwrite(sets, words * sizeof *sets, count, file) != count ||
        fclose(file) != 0) {
        perror(argv[2]);
        return 1;
    }
    double best = 1e9;
    uint64_t sum = 0;
    for (int i = 0; i < repeats; i++) {
        sum = 0;
        double start = now();
        for (size_t at = 0; at < count; at += CHUNK) {
            size_t rows = count - at < CHUNK ? count - at : CHUNK;
            pal_batch_score(batch, sets + at * words, rows, points);
            sum += checksum(points, rows * TARGETS);
        }
        double took = now() - start;
        best = took < best ? took : best;
    }
    double reading = read_seconds(sets, count * words);
    printf("{\"seconds\": %.6f, \"checksum\": %llu, \"bytes\": %zu, \"read_seconds\": %.6f}\n",
           best, (unsigned long long)sum, count * words * sizeof *sets, reading);
    free(points);
    free(sets);
    pal_app_done(&app);
    return 0;
}
