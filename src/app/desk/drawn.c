#include "app/desk/drawn.h"

#include "app/desk/documents.h"
#include "app/desk/library.h"

enum pal_rc pal_app_drawn(struct pal_app *app, const char *path, const struct pal_model *model,
                          enum pal_basis basis, pal_mask *const *targets, size_t count,
                          struct pal_score *out)
{
    const struct pal_assessment *assessment = NULL;
    enum pal_rc rc = pal_document_assessment(app, path, model, &assessment);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_score_compute(assessment, basis, targets[i], &app->arena, &out[i]);
        rc = rc == PAL_OK ? rc : pal_app_fail(app, rc, "there is not enough memory");
    }
    return rc;
}

enum pal_rc pal_app_efforts_for(struct pal_app *app, const char *path,
                                const struct pal_model *model, const struct pal_efforts **out)
{
    *out = NULL;
    if (path == NULL && pal_library_find("effort", model->id) == NULL) {
        return PAL_OK;
    }
    return pal_document_efforts(app, path, model, out);
}

/* The levels of the scheme and the targets at each, by rank. */
static bool take_ranks(struct pal_arena *arena, const struct pal_proposal *proposal,
                       struct pal_profile *out)
{
    const struct pal_alert_scheme *scheme = out->scheme;
    size_t areas = out->model->area_count;
    out->targets = PAL_NEW(arena, pal_mask *, proposal->rank_count);
    out->alert_levels = PAL_NEW(arena, const char *, proposal->rank_count);
    for (size_t rank = 1; out->targets != NULL && rank <= proposal->rank_count; rank++) {
        pal_mask *target = PAL_NEW(arena, pal_mask, areas);
        if (target == NULL || out->alert_levels == NULL) {
            return false;
        }
        for (size_t area = 0; area < areas; area++) {
            target[area] = pal_proposal_target(proposal, rank, area)->target;
        }
        out->targets[rank - 1] = target;
        if (scheme != NULL) {
            out->alert_levels[out->alert_level_count++] = scheme->levels[rank - 1].id;
        }
    }
    return out->targets != NULL && out->alert_levels != NULL;
}

const struct pal_profile *pal_app_proposed(struct pal_app *app, const struct pal_proposal *proposal)
{
    struct pal_arena *arena = &app->arena;
    const struct pal_model *model = proposal->rule->model;
    struct pal_profile *out = PAL_NEW(arena, struct pal_profile, 1);
    if (out == NULL) {
        return NULL;
    }
    *out = (struct pal_profile){.id = proposal->needs->id,
                                .title = proposal->needs->title,
                                .model = model,
                                .scheme = proposal->needs->scheme,
                                .reasons =
                                    PAL_NEW(arena, struct pal_target_reason, model->area_count)};
    out->alert_scheme = out->scheme != NULL ? out->scheme->id : NULL;
    if (out->reasons == NULL || !take_ranks(arena, proposal, out)) {
        return NULL;
    }
    for (size_t i = 0; i < model->area_count; i++) {
        out->reasons[i].proposed = proposal->rule->areas[i].reason;
    }
    return out;
}
