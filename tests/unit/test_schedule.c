/* core/schedule, chains, lattice: random problems against every plan there is. */
#include "base/random.h"
#include "core/money/chains.h"
#include "core/money/schedule.h"
#include "helpers.h"

enum { CHAINS = 3, STEPS_MAX = 9, PERIODS_MAX = 3 };

struct random_problem {
    struct pal_schedule_problem problem;
    struct pal_schedule_step steps[STEPS_MAX];
    size_t first[CHAINS + 1];
    uint64_t capacity[PAL_RESOURCE_COUNT][PERIODS_MAX];
};

static void draw(struct pal_random *random, struct random_problem *out)
{
    *out = (struct random_problem){0};
    size_t count = 0;
    for (size_t chain = 0; chain < CHAINS; chain++) {
        count += pal_random_below(random, STEPS_MAX / CHAINS + 1);
        out->first[chain + 1] = count;
    }
    for (size_t i = 0; i < count; i++) {
        out->steps[i] = (struct pal_schedule_step){
            (uint32_t)pal_random_below(random, 5), (uint32_t)pal_random_below(random, 9),
            (uint32_t)pal_random_below(random, 4), (uint8_t)pal_random_below(random, 3)};
    }
    out->problem =
        (struct pal_schedule_problem){.chain_count = CHAINS,
                                      .first = out->first,
                                      .steps = out->steps,
                                      .period_count = 1 + pal_random_below(random, PERIODS_MAX),
                                      .is_early = pal_random_below(random, 2) == 1};
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        uint64_t sum = 0;
        for (size_t t = 0; t < out->problem.period_count; t++) {
            sum += pal_random_below(random, 7);
            out->capacity[r][t] = sum;
        }
        out->problem.capacity[r] = pal_random_below(random, 4) == 0 ? NULL : out->capacity[r];
    }
}

/* What a plan is worth; -1 where it breaks the order or a capacity. */
static int64_t value_of(const struct pal_schedule_problem *problem, const uint8_t *period)
{
    uint64_t used[PAL_RESOURCE_COUNT][PERIODS_MAX] = {{0}};
    int64_t value = 0;
    for (size_t chain = 0; chain < problem->chain_count; chain++) {
        for (size_t i = problem->first[chain]; i < problem->first[chain + 1]; i++) {
            if (i > problem->first[chain] && period[i] < period[i - 1]) {
                return -1;
            }
            const struct pal_schedule_step *step = &problem->steps[i];
            for (size_t t = period[i]; t < problem->period_count; t++) {
                used[step->actor][t] += step->work;
                used[PAL_RESOURCE_MONEY][t] += step->money;
                value += problem->is_early || t + 1 == problem->period_count ? step->weight : 0;
            }
        }
    }
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        for (size_t t = 0; t < problem->period_count && problem->capacity[r] != NULL; t++) {
            if (used[r][t] > problem->capacity[r][t]) {
                return -1;
            }
        }
    }
    return value;
}

static int64_t best_of_all(const struct pal_schedule_problem *problem)
{
    size_t count = problem->first[problem->chain_count];
    uint8_t period[STEPS_MAX] = {0};
    int64_t best = 0;
    for (;;) {
        int64_t value = value_of(problem, period);
        best = value > best ? value : best;
        size_t at = 0;
        while (at < count && period[at] == problem->period_count) {
            period[at++] = 0;
        }
        if (at == count) {
            return best;
        }
        period[at]++;
    }
}

static void test_every_plan(void **state)
{
    (void)state;
    struct pal_random random;
    pal_random_seed(&random, 20040419);
    for (int round = 0; round < 400; round++) {
        struct random_problem drawn;
        struct pal_schedule plan;
        struct pal_arena arena;
        draw(&random, &drawn);
        pal_arena_init(&arena, NULL);
        assert_int_equal(pal_schedule_solve(&drawn.problem, 2000000, &arena, &plan), PAL_OK);
        int64_t best = best_of_all(&drawn.problem);
        assert_int_equal(value_of(&drawn.problem, plan.period), (int64_t)plan.value);
        assert_int_equal(plan.value, best);
        assert_true(plan.is_optimal);
        assert_int_equal(plan.bound, best);
        pal_arena_done(&arena);
    }
}

/* Too large to look at every plan: the bound holds what the plan is worth, plans keep the rules,
 * more work never makes a plan worse, and the same work gives the same plan. */
static void test_bound_and_plan(void **state)
{
    (void)state;
    enum { COUNT = 120, LADDER = 8, PERIODS = 3 };
    static struct pal_schedule_step steps[COUNT];
    static size_t first[COUNT / LADDER + 1];
    static uint64_t capacity[3][PERIODS];
    struct pal_random random;
    pal_random_seed(&random, 7);
    for (size_t i = 0; i < COUNT; i++) {
        steps[i] = (struct pal_schedule_step){(uint32_t)(1 + pal_random_below(&random, 9)),
                                              (uint32_t)(30 + pal_random_below(&random, 900)), 0,
                                              (uint8_t)pal_random_below(&random, 3)};
        first[i / LADDER + 1] = i + 1;
    }
    struct pal_schedule_problem problem = {
        .chain_count = COUNT / LADDER,
        .first = first,
        .steps = steps,
        .period_count = PERIODS,
        .capacity = {capacity[0], capacity[1], capacity[2], NULL},
        .is_early = true};
    for (size_t r = 0; r < 3; r++) {
        for (size_t t = 0; t < PERIODS; t++) {
            capacity[r][t] = 3600 * (t + 1);
        }
    }
    struct pal_arena arena;
    struct pal_schedule little;
    struct pal_schedule more;
    struct pal_schedule again;
    pal_arena_init(&arena, NULL);
    assert_int_equal(pal_schedule_solve(&problem, 3000000, &arena, &little), PAL_OK);
    assert_int_equal(pal_schedule_solve(&problem, 30000000, &arena, &more), PAL_OK);
    assert_int_equal(pal_schedule_solve(&problem, 30000000, &arena, &again), PAL_OK);
    assert_int_equal(value_of(&problem, little.period), (int64_t)little.value);
    assert_int_equal(value_of(&problem, more.period), (int64_t)more.value);
    assert_true(little.bound >= more.value && more.bound >= little.value);
    assert_true(more.bound >= more.value && more.bound <= little.bound);
    assert_true((double)(more.bound - more.value) < 0.03 * (double)more.value);
    assert_memory_equal(more.period, again.period, COUNT);
    assert_true(more.marginal[0][0] >= more.marginal[0][PERIODS - 1]);
    assert_null(more.marginal[PAL_RESOURCE_MONEY]);
    pal_arena_done(&arena);
}

/* One budget: against the plain dynamic programme over every amount. */
static void test_chains_against_the_plain_programme(void **state)
{
    (void)state;
    enum { BUDGET_MAX = 400, LADDERS = 9, RUNGS = 6 };
    struct pal_random random;
    pal_random_seed(&random, 11);
    for (int round = 0; round < 500; round++) {
        struct pal_chain_step steps[LADDERS * RUNGS];
        size_t first[LADDERS + 1] = {0};
        uint64_t budget = pal_random_below(&random, BUDGET_MAX);
        uint64_t best[BUDGET_MAX] = {0};
        bool is_tied = round % 3 == 0; /* worth close to use: many near ties */
        for (size_t i = 0; i < LADDERS * RUNGS; i++) {
            uint64_t use = pal_random_below(&random, 30);
            uint64_t worth = is_tied ? use + 3 : pal_random_below(&random, 20);
            steps[i] = (struct pal_chain_step){worth, use};
            first[i / RUNGS + 1] = i + 1;
        }
        for (size_t chain = 0; chain < LADDERS; chain++) {
            uint64_t next[BUDGET_MAX];
            memcpy(next, best, sizeof next);
            uint64_t use = 0;
            uint64_t worth = 0;
            for (size_t i = first[chain]; i < first[chain + 1]; i++) {
                use += steps[i].use;
                worth += steps[i].worth;
                for (uint64_t at = use; at <= budget; at++) {
                    next[at] =
                        best[at - use] + worth > next[at] ? best[at - use] + worth : next[at];
                }
            }
            memcpy(best, next, sizeof best);
        }
        struct pal_chains chains = {LADDERS, first, steps, budget};
        struct pal_chains_choice choice;
        struct pal_arena arena;
        pal_arena_init(&arena, NULL);
        assert_int_equal(pal_chains_choose(&chains, PAL_SCHEDULE_SECOND, &arena, &choice), PAL_OK);
        assert_int_equal(choice.worth, best[budget]);
        uint64_t use = 0;
        uint64_t worth = 0;
        for (size_t chain = 0; chain < LADDERS; chain++) {
            for (size_t i = 0; i < choice.taken[chain]; i++) {
                use += steps[first[chain] + i].use;
                worth += steps[first[chain] + i].worth;
            }
        }
        assert_int_equal(worth, choice.worth);
        assert_int_equal(use, choice.use);
        assert_true(use <= budget);
        pal_arena_done(&arena);
    }
}

/* The best worth of a budget by the plain programme over every amount; `best` has budget + 1 cells.
 */
static uint64_t plain_programme(const struct pal_chains *chains, uint64_t *best, uint64_t *next)
{
    memset(best, 0, (chains->budget + 1) * sizeof *best);
    for (size_t chain = 0; chain < chains->count; chain++) {
        uint64_t use = 0;
        uint64_t worth = 0;
        memcpy(next, best, (chains->budget + 1) * sizeof *best);
        for (size_t i = chains->first[chain]; i < chains->first[chain + 1]; i++) {
            use += chains->steps[i].use;
            worth += chains->steps[i].worth;
            for (uint64_t at = use; at <= chains->budget; at++) {
                uint64_t sum = best[at - use] + worth;
                next[at] = sum > next[at] ? sum : next[at];
            }
        }
        memcpy(best, next, (chains->budget + 1) * sizeof *best);
    }
    return best[chains->budget];
}

/* Worth that is the use, or the use and a constant, leaves too many pairs for a search; the table
 * is exact. */
static void test_chains_by_table(void **state)
{
    (void)state;
    enum { MANY = 40, LONG = 4, BUDGET_MAX = 60000 };
    static struct pal_chain_step steps[MANY * LONG];
    static uint64_t best[BUDGET_MAX + 1];
    static uint64_t next[BUDGET_MAX + 1];
    size_t first[MANY + 1] = {0};
    struct pal_random random;
    pal_random_seed(&random, 13);
    for (int round = 0; round < 24; round++) {
        uint64_t constant = round % 3 == 0 ? 0 : pal_random_below(&random, 40);
        uint64_t all = 0;
        size_t count = 0;
        for (size_t chain = 0; chain < MANY; chain++) {
            size_t more = 1 + pal_random_below(&random, round % 2 == 0 ? 1 : LONG);
            for (size_t i = 0; i < more; i++) {
                uint64_t use = 2 * pal_random_below(&random, 400);
                steps[count++] = (struct pal_chain_step){use + constant, use};
                all += use;
            }
            first[chain + 1] = count;
        }
        struct pal_chains chains = {MANY, first, steps, all / 2 | 1};
        struct pal_chains_choice choice;
        struct pal_arena arena;
        pal_arena_init(&arena, NULL);
        assert_true(chains.budget <= BUDGET_MAX);
        assert_int_equal(pal_chains_choose(&chains, 1, &arena, &choice), PAL_OK);
        assert_int_equal(choice.worth, plain_programme(&chains, best, next));
        assert_true(choice.bound <= (double)choice.worth);
        assert_true(choice.use <= chains.budget);
        uint64_t use = 0;
        uint64_t worth = 0;
        for (size_t i = 0; i < MANY; i++) {
            for (size_t j = first[i]; j < first[i] + choice.taken[i]; j++) {
                use += steps[j].use;
                worth += steps[j].worth;
            }
        }
        assert_int_equal(use, choice.use);
        assert_int_equal(worth, choice.worth);
        pal_arena_done(&arena);
    }
}

/* The heap, with a count of what was asked for. */
static void *counting_resize(void *ctx, void *old, size_t size)
{
    *(size_t *)ctx += size;
    return pal_alloc_heap.resize(pal_alloc_heap.ctx, old, size);
}

/* Worth that follows use closely leaves very many pairs: memory and time stay bounded, and the
 * bound is said. With a large budget of work the plan is as good or better. */
static void test_chains_cut_short(void **state)
{
    (void)state;
    enum { MANY = 100, LONG = 4, MOST = 200000000 };
    static struct pal_chain_step steps[MANY * LONG];
    static size_t first[MANY + 1];
    struct pal_random random;
    uint64_t all = 0;
    pal_random_seed(&random, 5);
    for (size_t i = 0; i < MANY * LONG; i++) {
        uint64_t use = 1 + pal_random_below(&random, 1000000);
        steps[i] = (struct pal_chain_step){use, use + 100000};
        all += use + 100000;
    }
    for (size_t i = 0; i <= MANY; i++) {
        first[i] = i * LONG;
    }
    struct pal_chains chains = {MANY, first, steps, all / 2};
    uint64_t worth = 0;
    for (uint64_t work = 1000; work <= PAL_SCHEDULE_SECOND; work *= 100) {
        struct pal_chains_choice choice;
        struct pal_arena arena;
        size_t taken = 0;
        struct pal_alloc counting = {counting_resize, &taken, NULL};
        pal_arena_init(&arena, &counting);
        assert_int_equal(pal_chains_choose(&chains, work, &arena, &choice), PAL_OK);
        assert_true(choice.bound > (double)choice.worth);
        assert_true(choice.bound < (double)choice.worth * 1.02);
        assert_true(choice.use <= chains.budget);
        assert_true(choice.worth >= worth);
        assert_true(taken < MOST);
        worth = choice.worth;
        pal_arena_done(&arena);
    }
}

/* The largest table, of four million units: exact, in bounded memory. Even uses, an odd budget. */
static void test_largest_table(void **state)
{
    (void)state;
    enum { MANY = 50, MOST = 300000000 };
    struct pal_chain_step steps[MANY];
    size_t first[MANY + 1];
    struct pal_random random;
    uint64_t all = 0;
    pal_random_seed(&random, 17);
    for (size_t i = 0; i < MANY; i++) {
        uint64_t use = 2 * (60000 + pal_random_below(&random, 40000));
        steps[i] = (struct pal_chain_step){use, use};
        all += use;
    }
    for (size_t i = 0; i <= MANY; i++) {
        first[i] = i;
    }
    struct pal_chains chains = {MANY, first, steps, all / 2 | 1};
    struct pal_chains_choice choice;
    struct pal_arena arena;
    size_t taken = 0;
    struct pal_alloc counting = {counting_resize, &taken, NULL};
    assert_true(chains.budget <= PAL_CHAINS_UNITS && chains.budget * MANY <= PAL_CHAINS_CELLS);
    pal_arena_init(&arena, &counting);
    assert_int_equal(pal_chains_choose(&chains, 1, &arena, &choice), PAL_OK);
    assert_int_equal(choice.worth, chains.budget - 1);
    assert_true(choice.bound <= (double)choice.worth);
    assert_true(taken < MOST);
    pal_arena_done(&arena);
}

/* One resource whose value counts at the end: a unit more is worth the same in every period. */
static void test_margin_in_every_period(void **state)
{
    (void)state;
    static const size_t first[] = {0, 3};
    static const struct pal_schedule_step steps[] = {{4, 10, 0, 0}, {3, 10, 0, 0}, {2, 10, 0, 0}};
    static const uint64_t capacity[] = {5, 10, 15};
    struct pal_schedule_problem problem = {1, first, steps, 3, {capacity, NULL, NULL, NULL}, false};
    struct pal_arena arena;
    struct pal_schedule plan;
    pal_arena_init(&arena, NULL);
    assert_int_equal(pal_schedule_solve(&problem, 100000, &arena, &plan), PAL_OK);
    assert_int_equal(plan.value, 4);
    assert_int_equal(plan.period[0], 1);
    for (size_t t = 0; t < 3; t++) {
        assert_true(plan.marginal[0][t] > 0.3 - 1e-9 && plan.marginal[0][t] < 0.3 + 1e-9);
    }
    pal_arena_done(&arena);
}

/* A budget of zero: nothing that takes anything is planned. */
static void test_nothing_to_spend(void **state)
{
    (void)state;
    static const size_t first[] = {0, 2};
    static const struct pal_schedule_step steps[] = {{1, 0, 0, 0}, {1, 5, 0, 0}};
    static const uint64_t none[] = {0, 0};
    struct pal_schedule_problem problem = {1, first, steps, 2, {none, none, none, none}, true};
    struct pal_arena arena;
    struct pal_schedule plan;
    pal_arena_init(&arena, NULL);
    assert_int_equal(pal_schedule_solve(&problem, 100000, &arena, &plan), PAL_OK);
    assert_int_equal(plan.period[0], 0);
    assert_int_equal(plan.period[1], 2);
    assert_int_equal(plan.value, 2);
    assert_true(plan.is_optimal);
    pal_arena_done(&arena);
}

/* More or less in each period, never less than nothing; what has no limit has none still. */
static void test_more_of_a_budget(void **state)
{
    (void)state;
    enum { PERIODS = 3 };
    struct pal_arena arena;
    struct pal_budget budget = {.period_count = PERIODS};
    struct pal_budget out;
    uint64_t provider[PERIODS] = {100, 0, 30};
    uint64_t manager[PERIODS] = {7, 7, 7};
    uint64_t free_of_limits[PERIODS] = {PAL_BUDGET_FREE};
    const int64_t more[PAL_RESOURCE_COUNT] = {-50, 0, 20, 20};
    static const uint64_t wanted[PERIODS] = {50, 0, 0};
    budget.amounts[PAL_ACTOR_PROVIDER] = provider;
    budget.amounts[PAL_ACTOR_PROJECT_MANAGER] = manager;
    budget.amounts[PAL_ACTOR_EXPERT] = free_of_limits;
    budget.amounts[PAL_RESOURCE_MONEY] = manager;
    pal_arena_init(&arena, NULL);
    assert_int_equal(pal_budget_with(&budget, more, &arena, &out), PAL_OK);
    for (size_t t = 0; t < PERIODS; t++) {
        assert_int_equal(out.amounts[PAL_ACTOR_PROVIDER][t], wanted[t]);
        assert_int_equal(out.amounts[PAL_RESOURCE_MONEY][t], 27);
        assert_int_equal(manager[t], 7);
    }
    assert_ptr_equal(out.amounts[PAL_ACTOR_PROJECT_MANAGER], manager);
    assert_false(pal_budget_limits(&out, PAL_ACTOR_EXPERT));
    assert_true(pal_budget_limits(&out, PAL_ACTOR_PROVIDER));
    pal_arena_done(&arena);
}

static bool is_over(void *ctx)
{
    size_t *asked = ctx;
    return ++*asked > 2;
}

static void *resize(void *ctx, void *old, size_t size)
{
    (void)ctx;
    return pal_alloc_heap.resize(pal_alloc_heap.ctx, old, size);
}

/* A long search hears that it is to end, and ends in an error alone. */
static void test_search_that_is_stopped(void **state)
{
    (void)state;
    enum { COUNT = 90, LADDER = 3, PERIODS = 8 };
    static size_t first[COUNT / LADDER + 1];
    static struct pal_schedule_step steps[COUNT];
    static uint64_t capacity[PAL_RESOURCE_COUNT][PERIODS];
    size_t asked = 0;
    const struct pal_alloc alloc = {resize, &asked, is_over};
    struct pal_arena arena;
    struct pal_random random;
    struct pal_schedule plan;
    pal_random_seed(&random, 7);
    for (size_t i = 0; i < COUNT; i++) {
        steps[i] = (struct pal_schedule_step){(uint32_t)(1 + pal_random_below(&random, 9)),
                                              (uint32_t)(50 + pal_random_below(&random, 90)),
                                              (uint32_t)pal_random_below(&random, 40),
                                              (uint8_t)pal_random_below(&random, 3)};
        first[i / LADDER + 1] = i + 1;
    }
    struct pal_schedule_problem problem = {.chain_count = COUNT / LADDER,
                                           .first = first,
                                           .steps = steps,
                                           .period_count = PERIODS,
                                           .is_early = true};
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        for (size_t t = 0; t < PERIODS; t++) {
            capacity[r][t] = (t + 1) * (r == PAL_RESOURCE_MONEY ? 130 : 211);
        }
        problem.capacity[r] = capacity[r];
    }
    pal_arena_init(&arena, &alloc);
    assert_int_equal(pal_schedule_solve(&problem, PAL_SCHEDULE_SECOND, &arena, &plan),
                     PAL_E_MEMORY);
    assert_true(asked > 2);
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_plan),
        cmocka_unit_test(test_bound_and_plan),
        cmocka_unit_test(test_chains_against_the_plain_programme),
        cmocka_unit_test(test_chains_by_table),
        cmocka_unit_test(test_chains_cut_short),
        cmocka_unit_test(test_largest_table),
        cmocka_unit_test(test_margin_in_every_period),
        cmocka_unit_test(test_nothing_to_spend),
        cmocka_unit_test(test_more_of_a_budget),
        cmocka_unit_test(test_search_that_is_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
