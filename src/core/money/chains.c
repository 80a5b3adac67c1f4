#include "core/money/chains_parts.h"

#include <stdbool.h>

/* A segment of the upper hull of a chain: from one prefix to a longer one. */
struct segment {
    size_t chain;
    size_t to; /* steps taken at its end */
    uint64_t worth;
    uint64_t use;
};

/* A pair that no other one beats; `from` is the pair it was made of. */
struct state {
    uint64_t worth;
    uint64_t use;
    double loss;
    uint32_t from;
    uint32_t option;
};

struct stage {
    struct state *states;
    size_t count;
};

struct work {
    const struct pal_chains *chains;
    struct pal_arena *arena;
    struct pal_chains_choice *out;
    struct pal_choices *classes;
    size_t class_count;
    double bound;       /* of the relaxation */
    uint64_t *rest_use; /* [choices]: of the base choices from it on */
    uint64_t *rest_worth;
    struct stage *stages;
    struct state *scratch; /* the next stage while it grows */
    size_t scratch_room;
    size_t pairs;       /* kept so far */
    uint64_t work_left; /* comparisons */
    bool is_cut_short;
    size_t best_stage; /* where the best plan was completed; 0: it is the greedy one */
    size_t best_state;
};

static bool is_steeper(const struct segment *a, const struct segment *b)
{
    double left = (double)a->worth * (double)b->use;
    double right = (double)b->worth * (double)a->use;
    if (left < right || left > right) {
        return left > right;
    }
    return a->chain < b->chain || (a->chain == b->chain && a->to < b->to);
}

static void sift(struct segment *heap, size_t at, size_t count)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && is_steeper(&heap[child], &heap[child + 1])) {
            child++;
        }
        if (!is_steeper(&heap[at], &heap[child])) {
            return;
        }
        struct segment held = heap[at];
        heap[at] = heap[child];
        heap[child] = held;
        at = child;
    }
}

/* Steepest first. */
static void sort_segments(struct segment *segments, size_t count)
{
    for (size_t i = count / 2; i > 0; i--) {
        sift(segments, i - 1, count);
    }
    for (size_t i = count; i > 1; i--) {
        struct segment held = segments[0];
        segments[0] = segments[i - 1];
        segments[i - 1] = held;
        sift(segments, 0, i - 1);
    }
}

/* The hull of one chain: each new step is a segment, joined to the one before it while that is not
 * steeper. */
static size_t add_hull(const struct pal_chains *chains, size_t chain, struct segment *out)
{
    size_t count = 0;
    for (size_t i = chains->first[chain]; i < chains->first[chain + 1]; i++) {
        struct segment now = {chain, i - chains->first[chain] + 1, chains->steps[i].worth,
                              chains->steps[i].use};
        while (count > 0 && (double)now.worth * (double)out[count - 1].use >=
                                (double)out[count - 1].worth * (double)now.use) {
            now.worth += out[count - 1].worth;
            now.use += out[count - 1].use;
            count--;
        }
        out[count++] = now;
    }
    while (count > 0 && out[count - 1].worth == 0) {
        count--;
    }
    return count;
}

/* Fills the budget by steepness: the price, the bound, and a first plan. */
static enum pal_rc relax(struct work *work)
{
    const struct pal_chains *chains = work->chains;
    struct pal_chains_choice *out = work->out;
    struct segment *segments = PAL_NEW(work->arena, struct segment, chains->first[chains->count]);
    bool *is_stopped = PAL_NEW(work->arena, bool, chains->count);
    size_t count = 0;
    double left = (double)chains->budget;
    bool is_full = false;
    if (segments == NULL || is_stopped == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < chains->count; i++) {
        count += add_hull(chains, i, segments + count);
    }
    sort_segments(segments, count);
    for (size_t i = 0; i < count; i++) {
        const struct segment *at = &segments[i];
        if (!is_full && (double)at->use > left) {
            is_full = true;
            out->price = (double)at->worth / (double)at->use;
        }
        left -= is_full ? 0 : (double)at->use;
        if (is_stopped[at->chain] || at->use > chains->budget - out->use) {
            is_stopped[at->chain] = true;
            continue;
        }
        out->taken[at->chain] = at->to;
        out->use += at->use;
        out->worth += at->worth;
    }
    return PAL_OK;
}

/* The choices of a chain with their losses at the price; those that lose too much are left out
 * later, when all are known. Equal use: only the most worth is kept. */
static enum pal_rc add_class(struct work *work, size_t chain)
{
    const struct pal_chains *chains = work->chains;
    size_t steps = chains->first[chain + 1] - chains->first[chain];
    struct pal_choices *choices = &work->classes[chain];
    struct pal_option at = {0};
    double best = 0;
    *choices = (struct pal_choices){.options = PAL_NEW(work->arena, struct pal_option, steps + 1),
                                    .chain = chain};
    if (choices->options == NULL) {
        return PAL_E_MEMORY;
    }
    choices->options[choices->count++] = at;
    for (size_t i = 0; i < steps; i++) {
        const struct pal_chain_step *step = &chains->steps[chains->first[chain] + i];
        at.worth += step->worth;
        at.use += step->use;
        at.taken = i + 1;
        if (at.use > chains->budget) {
            break;
        }
        choices->count -= step->use == 0; /* the same use, at least as much worth */
        choices->options[choices->count++] = at;
    }
    for (size_t i = 0; i < choices->count; i++) {
        double reduced =
            (double)choices->options[i].worth - work->out->price * (double)choices->options[i].use;
        choices->options[i].loss = reduced; /* made a loss below */
        if (reduced > best || i == 0) {
            best = reduced;
            choices->base = i;
        }
    }
    choices->second = 1e300; /* a single choice decides nothing */
    for (size_t i = 0; i < choices->count; i++) {
        choices->options[i].loss = best - choices->options[i].loss;
        if (i != choices->base && choices->options[i].loss < choices->second) {
            choices->second = choices->options[i].loss;
        }
    }
    work->bound += best;
    return PAL_OK;
}

/* What all choices together may lose, to be better than the best plan known; a little more for the
 * rounding of doubles. */
static double allowed(const struct work *work)
{
    return work->bound - (double)work->out->worth - 1 + 1e-6 + work->bound * 1e-12;
}

static bool is_nearer(const struct pal_choices *a, const struct pal_choices *b)
{
    return a->second < b->second || (a->second <= b->second && a->chain < b->chain);
}

/* Removes choices that lose too much; chains with one choice left need no search. Nearest ties
 * first: they decide. */
static void reduce(struct work *work)
{
    size_t kept = 0;
    for (size_t i = 0; i < work->chains->count; i++) {
        struct pal_choices choices = work->classes[i];
        size_t count = 0;
        for (size_t j = 0; j < choices.count; j++) {
            if (choices.options[j].loss <= allowed(work) || j == choices.base) {
                choices.base = j == choices.base ? count : choices.base;
                choices.options[count++] = choices.options[j];
            }
        }
        choices.count = count;
        work->classes[i] = choices;
    }
    for (size_t i = 0; i < work->chains->count; i++) {
        struct pal_choices choices = work->classes[i];
        size_t at = kept++;
        while (at > 0 && is_nearer(&choices, &work->classes[at - 1])) {
            work->classes[at] = work->classes[at - 1];
            at--;
        }
        work->classes[at] = choices;
    }
    work->class_count = kept;
}

/* A pair completed by the base choices of the classes that are left is a plan. */
static void complete(struct work *work, size_t stage, size_t state)
{
    const struct state *at = &work->stages[stage].states[state];
    uint64_t use = at->use + work->rest_use[stage];
    uint64_t worth = at->worth + work->rest_worth[stage];
    if (use <= work->chains->budget && worth > work->out->worth) {
        work->out->worth = worth;
        work->out->use = use;
        work->best_stage = stage + 1;
        work->best_state = state;
    }
}

/* A finished stage takes the room it needs. */
static enum pal_rc keep(struct work *work, struct stage *stage)
{
    struct state *states = PAL_NEW(work->arena, struct state, stage->count);
    if (states == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < stage->count; i++) {
        states[i] = stage->states[i];
    }
    stage->states = states;
    return PAL_OK;
}

/* Room for the next stage: no more than the pairs that may still be kept. */
static bool take_scratch(struct work *work, size_t most)
{
    size_t room = most < PAL_CHAINS_PAIRS - work->pairs ? most : PAL_CHAINS_PAIRS - work->pairs;
    if (room > work->scratch_room) {
        work->scratch_room = 2 * room < PAL_CHAINS_PAIRS ? 2 * room : PAL_CHAINS_PAIRS;
        work->scratch = PAL_NEW(work->arena, struct state, work->scratch_room);
    }
    return work->scratch != NULL;
}

/* The pairs of the next stage, in the order of use: the lists of all choices are merged, and a pair
 * that uses no less and is worth no more than the one before it is dropped. */
static enum pal_rc extend(struct work *work, size_t stage)
{
    const struct stage *from = &work->stages[stage];
    const struct pal_choices *choices = &work->classes[stage];
    struct stage *to = &work->stages[stage + 1];
    size_t *at = PAL_NEW(work->arena, size_t, choices->count);
    if (at == NULL || !take_scratch(work, from->count * choices->count)) {
        return PAL_E_MEMORY;
    }
    to->states = work->scratch;
    for (;;) {
        size_t chosen = choices->count;
        uint64_t least = UINT64_MAX;
        uint64_t worth = 0;
        for (size_t i = 0; i < choices->count; i++) {
            if (at[i] == from->count) {
                continue;
            }
            uint64_t use = from->states[at[i]].use + choices->options[i].use;
            uint64_t own = from->states[at[i]].worth + choices->options[i].worth;
            if (use < least || (use == least && own > worth)) {
                least = use;
                worth = own;
                chosen = i;
            }
        }
        if (chosen == choices->count || least > work->chains->budget) {
            work->pairs += to->count;
            return keep(work, to);
        }
        if (work->work_left < choices->count || to->count == PAL_CHAINS_PAIRS - work->pairs) {
            work->is_cut_short = true; /* what was completed so far counts */
            return PAL_OK;
        }
        work->work_left -= choices->count;
        size_t parent = at[chosen]++;
        double loss = from->states[parent].loss + choices->options[chosen].loss;
        if ((to->count > 0 && to->states[to->count - 1].worth >= worth) || loss > allowed(work)) {
            continue;
        }
        to->states[to->count] =
            (struct state){worth, least, loss, (uint32_t)parent, (uint32_t)chosen};
        complete(work, stage + 1, to->count++);
    }
}

/* The choices of the best plan, from its last pair back. */
static void trace(struct work *work)
{
    if (work->best_stage == 0) {
        return;
    }
    size_t state = work->best_state;
    for (size_t i = work->best_stage - 1; i < work->class_count; i++) {
        const struct pal_choices *choices = &work->classes[i];
        work->out->taken[choices->chain] = choices->options[choices->base].taken;
    }
    for (size_t stage = work->best_stage - 1; stage > 0; stage--) {
        const struct state *at = &work->stages[stage].states[state];
        const struct pal_choices *choices = &work->classes[stage - 1];
        work->out->taken[choices->chain] = choices->options[at->option].taken;
        state = at->from;
    }
}

static enum pal_rc search(struct work *work)
{
    size_t count = work->class_count;
    work->rest_use = PAL_NEW(work->arena, uint64_t, count + 1);
    work->rest_worth = PAL_NEW(work->arena, uint64_t, count + 1);
    work->stages = PAL_NEW(work->arena, struct stage, count + 1);
    if (work->rest_use == NULL || work->rest_worth == NULL || work->stages == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = count; i > 0; i--) {
        const struct pal_choices *choices = &work->classes[i - 1];
        work->rest_use[i - 1] = work->rest_use[i] + choices->options[choices->base].use;
        work->rest_worth[i - 1] = work->rest_worth[i] + choices->options[choices->base].worth;
    }
    work->stages[0].states = PAL_NEW(work->arena, struct state, 1);
    if (work->stages[0].states == NULL) {
        return PAL_E_MEMORY;
    }
    work->stages[0].count = 1;
    complete(work, 0, 0);
    for (size_t i = 0; i < count && work->stages[i].count > 0 && !work->is_cut_short; i++) {
        if (work->classes[i].second > allowed(work)) {
            break; /* this and all further chains have one choice left */
        }
        if (extend(work, i) != PAL_OK) {
            return PAL_E_MEMORY;
        }
    }
    trace(work);
    return PAL_OK;
}

/* Where the search was cut short: the table of every amount, if it is small enough. */
static enum pal_rc fill_table(struct work *work)
{
    const struct pal_chains *chains = work->chains;
    size_t *at = PAL_NEW(work->arena, size_t, work->class_count);
    uint64_t worth = 0;
    if (at == NULL || pal_table_choose(work->classes, work->class_count, chains->budget,
                                       work->arena->alloc, at, &worth) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    work->is_cut_short = false;
    if (worth <= work->out->worth) {
        return PAL_OK; /* what is known is the best */
    }
    work->out->worth = worth;
    work->out->use = 0;
    for (size_t i = 0; i < work->class_count; i++) {
        const struct pal_option *option = &work->classes[i].options[at[i]];
        work->out->taken[work->classes[i].chain] = option->taken;
        work->out->use += option->use;
    }
    return PAL_OK;
}

enum pal_rc pal_chains_choose(const struct pal_chains *chains, uint64_t work_most,
                              struct pal_arena *arena, struct pal_chains_choice *out)
{
    *out = (struct pal_chains_choice){.taken = PAL_NEW(arena, size_t, chains->count)};
    struct pal_arena scratch; /* of the search: gone before the table is filled */
    struct work work = {.chains = chains,
                        .arena = arena,
                        .out = out,
                        .classes = PAL_NEW(arena, struct pal_choices, chains->count)};
    if (out->taken == NULL || work.classes == NULL || relax(&work) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    work.bound = out->price * (double)chains->budget;
    for (size_t i = 0; i < chains->count; i++) {
        if (add_class(&work, i) != PAL_OK) {
            return PAL_E_MEMORY;
        }
    }
    reduce(&work);
    /* Where the table fits, the search over pairs gets about what the table would take. */
    bool has_table = pal_table_fits(work.classes, work.class_count, chains->budget);
    uint64_t cells = pal_table_cells(work.classes, work.class_count, chains->budget);
    work.work_left = has_table ? cells + cells / 4 : work_most;
    pal_arena_init(&scratch, arena->alloc);
    work.arena = &scratch;
    enum pal_rc rc = search(&work);
    pal_arena_done(&scratch);
    work.arena = arena;
    if (rc == PAL_OK && work.is_cut_short && has_table) {
        rc = fill_table(&work);
    }
    out->bound = work.is_cut_short ? work.bound : (double)out->worth;
    return rc;
}
