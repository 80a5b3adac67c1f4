/* drawing_merge - after a conflict: what somebody else has saved meanwhile is drawn in, where
 * whoever draws has changed nothing since the version that they saw. */
#include <string.h>

#include "app/desk/app.h"
#include "app/house/shelf.h"
#include "web/pages/drawing.h"

/* The profile as it was when it was seen. `app` reads it, and is the caller's to end. */
static const struct pal_profile *read_seen(struct pal_call *call, const struct pal_drawn *drawn,
                                           struct pal_app *app)
{
    struct pal_document *seen = PAL_NEW(call->request->arena, struct pal_document, 1);
    const struct pal_profile *profile = NULL;
    enum pal_rc rc = seen != NULL ? pal_house_version(&call->errand, drawn->here.kind,
                                                      drawn->here.id, pal_form_version(call), seen)
                                  : PAL_E_MEMORY;
    pal_house_use(&call->errand, app);
    if (rc == PAL_OK) {
        pal_house_hand(app, seen);
        rc = pal_app_profile(app, drawn->here.id, &profile);
    }
    bool is_alike = rc == PAL_OK && profile->model->area_count == drawn->drawn.model->area_count &&
                    strcmp(profile->model->id, drawn->drawn.model->id) == 0;
    return is_alike ? profile : NULL;
}

/* What was seen of an area at a level of the drawing; false: that level was not there. */
static bool seen_at(const struct pal_profile *seen, const struct pal_drawn *drawn, size_t level,
                    size_t area, pal_mask *out)
{
    const pal_mask *target = seen->alert_level_count == 0 ? seen->targets[0]
                             : drawn->drawn.alert_level_count > 0
                                 ? pal_profile_target(seen, drawn->drawn.alert_levels[level])
                                 : NULL;
    *out = target != NULL ? target[area] : 0;
    return target != NULL;
}

/* The target of one area at one level. Whether both have changed it, each to another. */
static bool merge_target(struct pal_drawn *drawn, const struct pal_profile *seen, size_t level,
                         size_t area)
{
    pal_mask *mine = &drawn->drawn.targets[level][area];
    const pal_mask theirs = drawn->now->targets[level][area];
    pal_mask before;
    if (!seen_at(seen, drawn, level, area, &before) || *mine == theirs) {
        return false;
    }
    if (*mine == before) {
        *mine = theirs;
        return false;
    }
    return theirs != before;
}

static const char *word(const char *text)
{
    return text != NULL ? text : "";
}

static const char *reason_in(const struct pal_profile *profile, size_t area)
{
    return profile->reasons != NULL ? word(profile->reasons[area].changed) : "";
}

/* A reason that was sent as it was seen is theirs now; NULL: it stays as it was sent. */
static const char *merge_reason(struct pal_call *call, const struct pal_drawn *drawn,
                                const struct pal_profile *seen, size_t area)
{
    const char *name = pal_call_printf(call, "reason/%s", drawn->drawn.model->areas[area].id);
    const char *sent = pal_call_field(call, name);
    bool is_as_seen = sent != NULL && strcmp(sent, reason_in(seen, area)) == 0;
    return is_as_seen ? reason_in(drawn->now, area) : NULL;
}

const char *pal_drawn_merge(struct pal_call *call, struct pal_drawn *drawn)
{
    struct pal_app app;
    const char *both = "";
    pal_app_init_in(&app, call->request->arena->alloc);
    app.voice = call->errand.voice;
    const struct pal_err told = call->errand.err;
    const char **reasons =
        PAL_NEW(call->request->arena, const char *, drawn->drawn.model->area_count);
    const struct pal_profile *seen =
        drawn->base == drawn->now && reasons != NULL ? read_seen(call, drawn, &app) : NULL;
    drawn->reasons = reasons;
    for (size_t i = 0; seen != NULL && i < drawn->drawn.model->area_count; i++) {
        bool is_of_both = false;
        for (size_t level = 0; level < drawn->count; level++) {
            is_of_both = merge_target(drawn, seen, level, i) || is_of_both;
        }
        reasons[i] = merge_reason(call, drawn, seen, i);
        if (is_of_both) {
            both = pal_call_printf(call, "%s%s%s", both, both[0] != '\0' ? ", " : "",
                                   drawn->drawn.model->areas[i].id);
        }
    }
    call->errand.err = told;
    pal_app_done(&app);
    return seen != NULL ? both : NULL;
}
