/*
 * bench_schedule - seeded instances of the best plan: solves one, or writes it for other solvers.
 *
 * usage: bench_schedule solve|lp STEPS LADDER ACTORS PERIODS SEED WORK step|ladder
 *
 * Steps in ladders of LADDER; weights 1 to 9; work 30 to 1,439 minutes; the actor drawn among
 * ACTORS for each step, so that ladders tie the actors together, or for each ladder. What comes in
 * lets about three fifths of the work be done by the end. `lp` writes the instance in CPLEX LP
 * format: y(c,t) = 1 when step c is finished by the end of period t.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/random.h"
#include "core/money/schedule.h"

struct instance {
    struct pal_schedule_problem problem;
    struct pal_schedule_step *steps;
    size_t *first;
    uint64_t *capacity[PAL_RESOURCE_COUNT];
};

static double now(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static struct instance draw(const size_t numbers[6], bool is_by_step, struct pal_arena *arena)
{
    size_t count = numbers[0];
    size_t ladder = numbers[1];
    struct pal_random random;
    struct instance out = {.steps = PAL_NEW(arena, struct pal_schedule_step, count),
                           .first = PAL_NEW(arena, size_t, count / ladder + 2)};
    uint64_t sum[PAL_RESOURCE_COUNT] = {0};
    pal_random_seed(&random, numbers[4]);
    for (size_t i = 0; i < count; i++) {
        out.steps[i] = (struct pal_schedule_step){
            .weight = (uint32_t)(1 + pal_random_below(&random, 9)),
            .work = (uint32_t)(30 + pal_random_below(&random, 1410)),
            .actor = is_by_step || i % ladder == 0 ? (uint8_t)pal_random_below(&random, numbers[2])
                                                   : out.steps[i - 1].actor};
        sum[out.steps[i].actor] += out.steps[i].work;
    }
    out.problem = (struct pal_schedule_problem){.chain_count = (count + ladder - 1) / ladder,
                                                .first = out.first,
                                                .steps = out.steps,
                                                .period_count = numbers[3],
                                                .is_early = true};
    for (size_t i = 0; i <= out.problem.chain_count; i++) {
        out.first[i] = i * ladder < count ? i * ladder : count;
    }
    for (size_t actor = 0; actor < numbers[2]; actor++) {
        out.capacity[actor] = PAL_NEW(arena, uint64_t, numbers[3]);
        for (size_t t = 0; t < numbers[3]; t++) {
            out.capacity[actor][t] = sum[actor] * 3 * (t + 1) / (5 * numbers[3]);
        }
        out.problem.capacity[actor] = out.capacity[actor];
    }
    return out;
}

static void write_lp(const struct instance *instance, size_t actors)
{
    const struct pal_schedule_problem *problem = &instance->problem;
    size_t steps = problem->first[problem->chain_count];
    printf("Maximize\n obj:");
    for (size_t c = 0; c < steps; c++) {
        for (size_t t = 0; t < problem->period_count; t++) {
            printf(" + %u y%zu_%zu\n", (unsigned)problem->steps[c].weight, c, t);
        }
    }
    printf("Subject To\n");
    for (size_t actor = 0; actor < actors; actor++) {
        for (size_t t = 0; t < problem->period_count; t++) {
            printf(" cap%zu_%zu:", actor, t);
            for (size_t c = 0; c < steps; c++) {
                if (problem->steps[c].actor == actor) {
                    printf(" + %u y%zu_%zu\n", (unsigned)problem->steps[c].work, c, t);
                }
            }
            printf(" <= %llu\n", (unsigned long long)problem->capacity[actor][t]);
        }
    }
    for (size_t chain = 0; chain < problem->chain_count; chain++) {
        for (size_t c = problem->first[chain]; c < problem->first[chain + 1]; c++) {
            for (size_t t = 0; t < problem->period_count; t++) {
                if (t > 0) {
                    printf(" m%zu_%zu: y%zu_%zu - y%zu_%zu >= 0\n", c, t, c, t, c, t - 1);
                }
                if (c > problem->first[chain]) {
                    printf(" p%zu_%zu: y%zu_%zu - y%zu_%zu >= 0\n", c, t, c - 1, t, c, t);
                }
            }
        }
    }
    printf("Binary\n");
    for (size_t c = 0; c < steps; c++) {
        for (size_t t = 0; t < problem->period_count; t++) {
            printf(" y%zu_%zu\n", c, t);
        }
    }
    printf("End\n");
}

int main(int argc, char **argv)
{
    size_t numbers[6];
    struct pal_arena arena;
    struct pal_schedule plan;
    if (argc != 9 || (strcmp(argv[1], "solve") != 0 && strcmp(argv[1], "lp") != 0)) {
        fprintf(
            stderr,
            "usage: bench_schedule solve|lp STEPS LADDER ACTORS PERIODS SEED WORK step|ladder\n");
        return 64;
    }
    for (int i = 0; i < 6; i++) {
        numbers[i] = strtoull(argv[i + 2], NULL, 10);
    }
    pal_arena_init(&arena, NULL);
    struct instance instance = draw(numbers, strcmp(argv[8], "step") == 0, &arena);
    if (strcmp(argv[1], "lp") == 0) {
        write_lp(&instance, numbers[2]);
    } else {
        double begin = now();
        if (pal_schedule_solve(&instance.problem, numbers[5], &arena, &plan) != PAL_OK) {
            return 1;
        }
        printf("{\"seconds\": %.6f, \"value\": %llu, \"bound\": %llu, \"optimal\": %s, \"nodes\": "
               "%llu}\n",
               now() - begin, (unsigned long long)plan.value, (unsigned long long)plan.bound,
               plan.is_optimal ? "true" : "false", (unsigned long long)plan.nodes);
    }
    pal_arena_done(&arena);
    return 0;
}
