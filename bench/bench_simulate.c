/*
 * bench_simulate - draws alert histories of ten years with four levels and holds their mean against
 * the exact expectation.
 *
 * usage: bench_simulate COUNT
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/alert/simulate.h"

enum { LEVELS = 4 };

static double now(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_simulate COUNT\n");
        return 64;
    }
    size_t count = strtoull(argv[1], NULL, 10);
    /* Changes per year: an alert rises step by step, now and then two at once, and falls. */
    static const double per_year[LEVELS * LEVELS] = {0, 3, 0.5, 0.1, 6, 0, 2,  0.2,
                                                     2, 8, 0,   1,   0, 4, 12, 0};
    static const double start[LEVELS] = {1, 0, 0, 0};
    static const double per_hour[LEVELS] = {10, 20, 45, 90};
    static const double per_change[LEVELS * LEVELS] = {0, 2000, 5000, 9000, 0, 0, 3000, 6000,
                                                       0, 0,    0,    4000, 0, 0, 0,    0};
    /* Steps demanded from the second, the third, the fourth level on. */
    static const uint32_t twelve[LEVELS * LEVELS] = {0, 720, 720, 720};
    static const uint32_t day[LEVELS * LEVELS] = {0, 0, 1440, 1440, 0, 0, 1440, 1440};
    static const uint32_t two[LEVELS * LEVELS] = {0, 0, 0, 2880, 0, 0, 0, 2880, 0, 0, 0, 2880};
    static const struct pal_exposure_class classes[] = {{14, twelve}, {12, day}, {8, two}};
    struct pal_simulation simulation = {
        .rates = {LEVELS, per_year, start},
        .horizon_hours = 10 * PAL_HOURS_PER_YEAR,
        .seed = 2004,
        .base_cost = 0,
        .cost_per_hour = per_hour,
        .cost_per_change = per_change,
        .classes = classes,
        .class_count = 3,
    };
    struct pal_arena arena;
    double occupancy[LEVELS];
    pal_arena_init(&arena, NULL);
    struct pal_drawn *drawn = malloc(count * sizeof *drawn);
    if (drawn == NULL || pal_markov_occupancy(&simulation.rates, simulation.horizon_hours, &arena,
                                              occupancy) != PAL_OK) {
        return 1;
    }
    double exact = 0;
    for (size_t i = 0; i < LEVELS; i++) {
        exact += occupancy[i] * per_hour[i];
        for (size_t j = 0; j < LEVELS; j++) {
            exact += occupancy[i] * per_year[i * LEVELS + j] / PAL_HOURS_PER_YEAR *
                     per_change[i * LEVELS + j];
        }
    }
    double begin = now();
    if (pal_simulate(&simulation, count, &arena, drawn) != PAL_OK) {
        return 1;
    }
    double seconds = now() - begin;
    double mean = 0;
    double variance = 0;
    for (size_t i = 0; i < count; i++) {
        mean += drawn[i].cost / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        variance += (drawn[i].cost - mean) * (drawn[i].cost - mean) / (double)count;
    }
    printf("{\"seconds\": %.3f, \"mean\": %.3f, \"exact\": %.3f, \"variance_of_mean\": %.6f}\n",
           seconds, mean, exact, variance / (double)count);
    free(drawn);
    pal_arena_done(&arena);
    return 0;
}
