/*
 * propose - a confidence profile proposed from the needs of a project, and why.
 *
 * The rule is data (needs-rule/1). For each area and alert rank:
 *   e = exposure + rank - 1 (not cut); the exposure degree of the area is min(4, e), min(4, e - 1)
 *   or min(4, e - 2) for areas that an alert reaches first, second or third, the exposure as stated
 *   for those it does not move, nothing for the others; never under 0;
 *   degree = the greatest of the degrees of the area's needs and of its exposure degree, plus its
 *   lead, at most the greatest degree; the degree gives the target.
 * Areas may also have a fixed target, none, or one that is set as soon as an area of the provider's
 * side has the greatest degree (the standard process). Source and vectors: docs/needs.md.
 */
#ifndef PAL_CORE_MODEL_PROPOSE_H
#define PAL_CORE_MODEL_PROPOSE_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/alert/alert.h"
#include "core/model/model.h"

enum { PAL_DEGREE_MAX = 4, PAL_NEEDS_MAX = 16 };

enum pal_exposure_rule {
    PAL_EXPOSURE_NONE,
    PAL_EXPOSURE_BASE,
    PAL_EXPOSURE_RANK,
    PAL_EXPOSURE_RANK_1,
    PAL_EXPOSURE_RANK_2,
    PAL_EXPOSURE_COUNT
};

/* "none", "base", "rank", "rank-1", "rank-2". */
extern const char *const pal_exposure_ids[PAL_EXPOSURE_COUNT];

enum pal_need_rule {
    PAL_NEED_RULE_NEEDS,
    PAL_NEED_RULE_FIXED,
    PAL_NEED_RULE_NONE,
    PAL_NEED_RULE_STANDARD_PROCESS,
    PAL_NEED_RULE_COUNT
};

/* "needs", "fixed", "none", "standard_process". */
extern const char *const pal_need_rule_ids[PAL_NEED_RULE_COUNT];

/* Whose way of working an area judges; it does not change with the owner of its points. */
enum pal_side { PAL_SIDE_PROVIDER, PAL_SIDE_BUYER, PAL_SIDE_COUNT };

/* "provider", "buyer". */
extern const char *const pal_side_ids[PAL_SIDE_COUNT];

struct pal_degree {
    struct pal_text definition;
    struct pal_text example;
};

/* A need of the system, or the exposure of its environment: a scale of degrees from 1. */
struct pal_need {
    const char *id;
    struct pal_text title;
    struct pal_degree degrees[PAL_DEGREE_MAX];
};

struct pal_area_rule {
    bool is_stated; /* false: the rule says nothing of the area, which has no target */
    uint32_t needs; /* bit per need */
    enum pal_exposure_rule exposure;
    uint32_t lead;
    enum pal_need_rule rule;
    pal_mask fixed; /* for fixed and standard_process */
    enum pal_side side;
    struct pal_text reason;
};

struct pal_needs_rule {
    const char *id;
    struct pal_text title;
    const struct pal_model *model;
    bool is_proposed;
    struct pal_need needs[PAL_NEEDS_MAX];
    size_t need_count;
    struct pal_need exposure;
    pal_mask *targets[PAL_DEGREE_MAX]; /* [degree - 1][area] */
    struct pal_area_rule *areas;
};

/* What a project states. */
struct pal_needs {
    const char *id;
    struct pal_text title;
    const char *project;                   /* NULL: not stated */
    const struct pal_alert_scheme *scheme; /* NULL: one level, the ordinary one */
    uint32_t degrees[PAL_NEEDS_MAX];       /* as in the rule's needs */
    uint32_t exposure;
};

/* Why an area has its target at one rank. */
struct pal_proposed_target {
    pal_mask target;
    uint32_t degree;          /* 0: the rule is not by needs */
    uint32_t need_degree;     /* the greatest of its needs; 0: it has none */
    uint32_t exposure_degree; /* 0: exposure does not count */
};

struct pal_proposal {
    const struct pal_needs_rule *rule;
    const struct pal_needs *needs;
    size_t rank_count;
    struct pal_proposed_target *targets; /* [rank - 1][area] */
};

/* Applies the rule for every rank of the needs' scheme. Fails only for want of memory. */
enum pal_rc pal_propose(const struct pal_needs_rule *rule, const struct pal_needs *needs,
                        struct pal_arena *arena, struct pal_proposal *out) PAL_WARN_UNUSED;

/* The target of an area at a rank (from 1). */
const struct pal_proposed_target *pal_proposal_target(const struct pal_proposal *proposal,
                                                      size_t rank, size_t area);

/* Steps of the whole target at a rank. */
size_t pal_proposal_size(const struct pal_proposal *proposal, size_t rank);

#endif
