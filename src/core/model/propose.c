#include "core/model/propose.h"

const char *const pal_exposure_ids[PAL_EXPOSURE_COUNT] = {"none", "base", "rank", "rank-1",
                                                          "rank-2"};
const char *const pal_need_rule_ids[PAL_NEED_RULE_COUNT] = {"needs", "fixed", "none",
                                                            "standard_process"};
const char *const pal_side_ids[PAL_SIDE_COUNT] = {"provider", "buyer"};

/* What the alert makes of the stated exposure, for areas that it reaches `later` ranks later. */
static uint32_t raised_exposure(uint32_t exposure, size_t rank, size_t later)
{
    size_t raised = exposure + rank - 1;
    if (raised <= later) {
        return 0;
    }
    raised -= later;
    return raised > PAL_DEGREE_MAX ? PAL_DEGREE_MAX : (uint32_t)raised;
}

static uint32_t exposure_degree(enum pal_exposure_rule rule, uint32_t exposure, size_t rank)
{
    switch (rule) {
    case PAL_EXPOSURE_BASE:
        return exposure;
    case PAL_EXPOSURE_RANK:
        return raised_exposure(exposure, rank, 0);
    case PAL_EXPOSURE_RANK_1:
        return raised_exposure(exposure, rank, 1);
    case PAL_EXPOSURE_RANK_2:
        return raised_exposure(exposure, rank, 2);
    case PAL_EXPOSURE_NONE:
    case PAL_EXPOSURE_COUNT:
        break;
    }
    return 0;
}

static uint32_t need_degree(const struct pal_needs_rule *rule, const struct pal_needs *needs,
                            uint32_t which)
{
    uint32_t greatest = 0;
    for (size_t i = 0; i < rule->need_count; i++) {
        if ((which >> i & 1) != 0 && needs->degrees[i] > greatest) {
            greatest = needs->degrees[i];
        }
    }
    return greatest;
}

static struct pal_proposed_target by_needs(const struct pal_needs_rule *rule,
                                           const struct pal_needs *needs, size_t area, size_t rank)
{
    const struct pal_area_rule *row = &rule->areas[area];
    struct pal_proposed_target result = {
        .need_degree = need_degree(rule, needs, row->needs),
        .exposure_degree = exposure_degree(row->exposure, needs->exposure, rank),
    };
    uint32_t degree =
        result.need_degree > result.exposure_degree ? result.need_degree : result.exposure_degree;
    degree += row->lead;
    result.degree = degree > PAL_DEGREE_MAX ? PAL_DEGREE_MAX : degree;
    if (result.degree > 0) {
        result.target = rule->targets[result.degree - 1][area];
    }
    return result;
}

static void propose_rank(const struct pal_needs_rule *rule, const struct pal_needs *needs,
                         size_t rank, struct pal_proposed_target *targets)
{
    bool is_greatest_met = false; /* an area of the provider's side has the greatest degree */
    size_t count = rule->model->area_count;
    for (size_t i = 0; i < count; i++) {
        const struct pal_area_rule *row = &rule->areas[i];
        if (row->is_stated && row->rule == PAL_NEED_RULE_NEEDS) {
            targets[i] = by_needs(rule, needs, i, rank);
            is_greatest_met = is_greatest_met || (row->side == PAL_SIDE_PROVIDER &&
                                                  targets[i].degree == PAL_DEGREE_MAX);
        } else if (row->is_stated && row->rule == PAL_NEED_RULE_FIXED) {
            targets[i].target = row->fixed;
        }
    }
    for (size_t i = 0; i < count && is_greatest_met; i++) {
        if (rule->areas[i].is_stated && rule->areas[i].rule == PAL_NEED_RULE_STANDARD_PROCESS) {
            targets[i].target = rule->areas[i].fixed;
        }
    }
}

enum pal_rc pal_propose(const struct pal_needs_rule *rule, const struct pal_needs *needs,
                        struct pal_arena *arena, struct pal_proposal *out)
{
    struct pal_proposal proposal = {.rule = rule, .needs = needs};
    proposal.rank_count = needs->scheme != NULL ? needs->scheme->level_count : 1;
    proposal.targets =
        PAL_NEW(arena, struct pal_proposed_target, proposal.rank_count * rule->model->area_count);
    if (proposal.targets == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t rank = 1; rank <= proposal.rank_count; rank++) {
        propose_rank(rule, needs, rank, proposal.targets + (rank - 1) * rule->model->area_count);
    }
    *out = proposal;
    return PAL_OK;
}

const struct pal_proposed_target *pal_proposal_target(const struct pal_proposal *proposal,
                                                      size_t rank, size_t area)
{
    return &proposal->targets[(rank - 1) * proposal->rule->model->area_count + area];
}

size_t pal_proposal_size(const struct pal_proposal *proposal, size_t rank)
{
    size_t size = 0;
    for (size_t i = 0; i < proposal->rule->model->area_count; i++) {
        size += pal_mask_count(pal_proposal_target(proposal, rank, i)->target);
    }
    return size;
}
