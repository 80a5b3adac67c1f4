#include "app/desk/changes.h"

#include <string.h>

#include "app/desk/documents.h"
#include "base/lang.h"

/* Both texts, read as far as their kind. */
struct pair {
    struct pal_app *app;
    struct pal_opened before;
    struct pal_opened after;
};

static enum pal_rc lines_alone(struct pal_told_changes *out, const char *why)
{
    *out = (struct pal_told_changes){.as = PAL_TOLD_AS_LINES, .why = why};
    return PAL_OK;
}

/* The model of both; NULL: they have none in common, or it cannot be read. */
static const struct pal_model *model_of(struct pair *pair)
{
    const struct pal_model *before = NULL;
    const struct pal_model *after = NULL;
    bool are_read = pal_document_model_of(pair->app, &pair->before, &before) == PAL_OK &&
                    pal_document_model_of(pair->app, &pair->after, &after) == PAL_OK;
    return are_read && pal_changes_are_of_one(before, after) ? after : NULL;
}

static bool is_short(const struct pair *pair)
{
    return pair->before.reader.is_out_of_memory || pair->after.reader.is_out_of_memory;
}

/* False: not both can be read. */
static bool read_steps(struct pair *pair, struct pal_told_changes *out, enum pal_rc *rc)
{
    const struct pal_model *model = model_of(pair);
    const struct pal_assessment *before =
        model != NULL ? pal_assessment_read(&pair->before.reader, pair->before.root, model) : NULL;
    const struct pal_assessment *after =
        before != NULL ? pal_assessment_read(&pair->after.reader, pair->after.root, model) : NULL;
    if (after == NULL) {
        *rc = is_short(pair) ? PAL_E_MEMORY : PAL_OK;
        return false;
    }
    out->model = model;
    *rc = pal_assessment_changes(before, after, &pair->app->arena, &out->steps);
    return true;
}

static const struct pal_profile *read_profile(struct pair *pair, struct pal_opened *document,
                                              const struct pal_model *model)
{
    const struct pal_alert_scheme *scheme = NULL;
    return pal_document_scheme_of(pair->app, document, &scheme) == PAL_OK
               ? pal_profile_read(&document->reader, document->root, model, scheme)
               : NULL;
}

static bool read_demands(struct pair *pair, struct pal_told_changes *out, enum pal_rc *rc)
{
    const struct pal_model *model = model_of(pair);
    const struct pal_profile *before =
        model != NULL ? read_profile(pair, &pair->before, model) : NULL;
    const struct pal_profile *after =
        before != NULL ? read_profile(pair, &pair->after, model) : NULL;
    if (after == NULL) {
        *rc = is_short(pair) ? PAL_E_MEMORY : PAL_OK;
        return false;
    }
    out->model = model;
    out->profile = after;
    *rc = pal_profile_changes(before, after, &pair->app->arena, &out->demands);
    return true;
}

/* Members that steps and demands tell of. */
static const char *const *told_otherwise(enum pal_told_as as)
{
    static const char *const marks[] = {"ratings", "seen",  "claimed", "prepared",
                                        "active",  "notes", NULL};
    static const char *const targets[] = {"targets", NULL};
    return as == PAL_TOLD_AS_STEPS ? marks : as == PAL_TOLD_AS_TARGETS ? targets : NULL;
}

static enum pal_rc tell(struct pair *pair, enum pal_told_as as, struct pal_told_changes *out)
{
    enum pal_rc rc = PAL_OK;
    bool is_told = as == PAL_TOLD_AS_STEPS     ? read_steps(pair, out, &rc)
                   : as == PAL_TOLD_AS_TARGETS ? read_demands(pair, out, &rc)
                                               : false;
    if (rc != PAL_OK) {
        return rc;
    }
    out->as = is_told ? as : PAL_TOLD_AS_FIELDS;
    rc = pal_changes_of(pair->after.kind->type, pair->before.root, pair->after.root,
                        told_otherwise(out->as), &pair->app->arena, &out->members);
    return rc == PAL_OK || rc == PAL_E_MEMORY
               ? rc
               : lines_alone(out, PAL_N_("there is too much in it to tell its members apart"));
}

enum pal_rc pal_app_changes(struct pal_app *app, const struct pal_two_texts *texts,
                            enum pal_told_as as, struct pal_told_changes *out)
{
    struct pair pair = {.app = app};
    *out = (struct pal_told_changes){.as = as};
    if (texts->before_len + texts->after_len > PAL_CHANGES_BYTES) {
        return lines_alone(out, PAL_N_("the two versions are longer than 2 MB together"));
    }
    enum pal_rc rc =
        pal_document_open_text(app, "document", texts->before, texts->before_len, &pair.before);
    if (rc == PAL_OK) {
        rc = pal_document_open_text(app, "document", texts->after, texts->after_len, &pair.after);
    }
    if (rc == PAL_E_MEMORY) {
        return rc;
    }
    if (rc != PAL_OK || pair.before.kind != pair.after.kind) {
        return lines_alone(out, PAL_N_("one of the two versions can be read no more"));
    }
    return tell(&pair, as, out);
}
