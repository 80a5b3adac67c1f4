/* errand - rights, sentences and transactions of an errand; see errand.h. */
#include <stdio.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/errand_parts.h"
#include "app/house/grants.h"
#include "app/house/passes.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/cover.h"

bool pal_errand_is_operator(const struct pal_errand *errand)
{
    return errand->principal.kind == PAL_PRINCIPAL_OPERATOR ||
           errand->principal.kind == PAL_PRINCIPAL_CLOCK;
}

const char *pal_errand_actor(const struct pal_errand *errand)
{
    if (errand->principal.pass != NULL) {
        return pal_arena_printf(errand->arena, "pass/%s", errand->principal.pass->id);
    }
    return errand->principal.id != NULL ? errand->principal.id : "";
}

bool pal_errand_may(const struct pal_errand *errand, enum pal_right right, const char *project)
{
    if (right == PAL_MAY_ANYTHING_ANYONE || pal_errand_is_operator(errand)) {
        return true;
    }
    if (errand->principal.id == NULL || (errand->is_read_only && pal_right_changes(right))) {
        return false;
    }
    if (right == PAL_MAY_OWN) {
        return true;
    }
    for (size_t i = 0; i < errand->role_count; i++) {
        const struct pal_role_on *held = &errand->roles[i];
        bool is_here = pal_rights_is_everywhere(held->project) ||
                       (project != NULL && strcmp(held->project, project) == 0) ||
                       pal_right_is_of_house(right);
        if (is_here && pal_role_may(pal_role_find(held->role), right)) {
            return true;
        }
    }
    return false;
}

/* What a right lets somebody do. */
static const char *const right_titles[PAL_RIGHT_COUNT] = {
    [PAL_MAY_ANYTHING_ANYONE] = PAL_N_("what anybody may"),
    [PAL_MAY_OWN] = PAL_N_("use an account"),
    [PAL_MAY_READ_PROJECT] = PAL_N_("read the project"),
    [PAL_MAY_EDIT_PROJECT] = PAL_N_("change the project"),
    [PAL_MAY_ASSESS] = PAL_N_("assess"),
    [PAL_MAY_COMMENT] = PAL_N_("comment"),
    [PAL_MAY_GRANT] = PAL_N_("say who answers for what"),
    [PAL_MAY_CREATE_PROJECT] = PAL_N_("start a project"),
    [PAL_MAY_READ_LIBRARY] = PAL_N_("read the library"),
    [PAL_MAY_EDIT_LIBRARY] = PAL_N_("change the library"),
    [PAL_MAY_AUDIT] = PAL_N_("read the audit log"),
    [PAL_MAY_ADMINISTER] = PAL_N_("administer the installation"),
    [PAL_MAY_KEEP] = PAL_N_("keep the consultation"),
};

enum pal_rc pal_errand_require(struct pal_errand *errand, enum pal_right right, const char *project)
{
    if (pal_errand_may(errand, right, project)) {
        return PAL_OK;
    }
    /* Whoever opened a project without a project manager may name the first one. */
    if (right == PAL_MAY_GRANT && project != NULL && pal_grants_may_found(errand, project)) {
        return PAL_OK;
    }
    if (errand->principal.id == NULL) {
        return pal_errand_fail(errand, PAL_E_DENIED, "sign in first");
    }
    if (errand->is_read_only && pal_right_changes(right)) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "this token only reads; make one with the scope \"write\"");
    }
    return pal_errand_fail(errand, PAL_E_DENIED,
                           "your roles do not allow this (%s); an administrator or the project "
                           "manager can give you one that does",
                           pal_voice_say(errand->voice, right_titles[right]));
}

const char *pal_errand_projects(struct pal_errand *errand, enum pal_right right)
{
    size_t len = 1;
    if (pal_errand_is_operator(errand)) {
        return NULL;
    }
    for (size_t i = 0; i < errand->role_count; i++) {
        const struct pal_role_on *held = &errand->roles[i];
        if (!pal_role_may(pal_role_find(held->role), right)) {
            continue;
        }
        if (pal_rights_is_everywhere(held->project)) {
            return NULL;
        }
        len += strlen(held->project) + 1;
    }
    char *list = PAL_NEW(errand->arena, char, len + 1); /* at once: somebody may have thousands */
    if (list == NULL) {
        return ",";
    }
    char *end = list;
    *end++ = ',';
    for (size_t i = 0; i < errand->role_count; i++) {
        const struct pal_role_on *held = &errand->roles[i];
        if (pal_role_may(pal_role_find(held->role), right)) {
            size_t part = strlen(held->project);
            memcpy(end, held->project, part);
            end += part;
            *end++ = ',';
        }
    }
    *end = '\0';
    return list;
}

enum pal_rc pal_errand_fail(struct pal_errand *errand, enum pal_rc rc, const char *fmt, ...)
{
    va_list args;
    errand->err = (struct pal_err){.rc = rc};
    va_start(args, fmt);
    (void)vsnprintf(errand->err.message, sizeof errand->err.message,
                    pal_voice_say(errand->voice, fmt), args);
    va_end(args);
    return rc;
}

enum pal_rc pal_errand_fail_at(struct pal_errand *errand, enum pal_rc rc, const char *field,
                               const char *fmt, ...)
{
    va_list args;
    errand->err = (struct pal_err){.rc = rc, .field = field};
    va_start(args, fmt);
    (void)vsnprintf(errand->err.message, sizeof errand->err.message,
                    pal_voice_say(errand->voice, fmt), args);
    va_end(args);
    return rc;
}

enum pal_rc pal_errand_at(struct pal_errand *errand, enum pal_rc rc, const char *field)
{
    if (rc != PAL_OK && errand->err.field == NULL) {
        errand->err.field = field;
    }
    return rc;
}

/* The switch is of what a store can fail with. */
static enum pal_rc say_plainly(struct pal_errand *errand, enum pal_rc rc)
{
    switch ((int)rc) {
    case PAL_E_MEMORY:
        return pal_errand_fail(errand, rc, "there is not enough memory");
    case PAL_E_EXISTS:
        return pal_errand_fail(errand, rc, "this is there already");
    case PAL_E_INVALID:
        return pal_errand_fail(errand, rc, "the database does not take this value");
    case PAL_E_LIMIT:
        return pal_errand_fail(errand, rc, "this is too large for the database");
    case PAL_E_BUSY:
        return pal_errand_fail(errand, rc,
                               "the database is busy: another change takes long; nothing was "
                               "changed, try again in a moment");
    case PAL_E_FULL:
        return pal_errand_fail(
            errand, rc,
            "the disk of the database is full: nothing was changed; its operator "
            "must make room");
    case PAL_E_UNAVAILABLE:
        return pal_errand_fail(errand, rc,
                               "the database is away at the moment; where you were changing "
                               "something, look whether it was kept before you do it again");
    default:
        return pal_errand_fail(errand, rc,
                               "something failed inside; the server's log says what, beside the "
                               "number of this request");
    }
}

enum pal_rc pal_errand_conceal(struct pal_errand *errand, enum pal_rc rc)
{
    if (errand->inner.rc != rc) {
        errand->inner = errand->err;
        errand->inner.rc = rc;
    }
    return say_plainly(errand, rc);
}

enum pal_rc pal_errand_explain(struct pal_errand *errand, enum pal_rc rc)
{
    if (rc == PAL_OK || errand->err.rc == rc) {
        return rc;
    }
    if (rc == PAL_E_MEMORY) {
        return pal_errand_fail(errand, rc, "there is not enough memory");
    }
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, rc, "there is no such thing here (any more)");
    }
    if (rc == PAL_E_CONFLICT) {
        return pal_errand_fail(errand, rc, "somebody else has changed it in the meantime");
    }
    errand->err = *pal_db_error(errand->db);
    errand->err.rc = rc;
    return pal_errand_is_operator(errand) ? rc : pal_errand_conceal(errand, rc);
}

enum pal_rc pal_errand_may_change(struct pal_errand *errand)
{
    if (errand->is_read_only) { /* also of one's own account, and where the right only reads */
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "this token only reads; make one with the scope \"write\"");
    }
    return PAL_OK;
}

enum pal_rc pal_errand_begin(struct pal_errand *errand)
{
    errand->err = (struct pal_err){0};
    enum pal_rc rc = pal_errand_may_change(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_explain(errand, pal_db_begin(errand->db));
}

void pal_errand_let_go(struct pal_errand *errand)
{
    if (errand->held != NULL) {
        errand->held->close(errand->held);
        errand->held = NULL;
    }
}

void pal_errand_hold(struct pal_errand *errand, struct pal_of_act *held)
{
    pal_errand_let_go(errand);
    errand->held = held;
}

enum pal_rc pal_errand_lock(struct pal_errand *errand)
{
    int64_t number;
    const char *hash;
    return pal_errand_explain(errand,
                              pal_audit_head(errand->db, true, errand->arena, &number, &hash));
}

enum pal_rc pal_errand_step(struct pal_errand *errand)
{
    if (errand->progress != NULL) {
        (void)atomic_fetch_add(&errand->progress->done, 1);
    }
    return pal_errand_go_on(errand);
}

enum pal_rc pal_errand_go_on(struct pal_errand *errand)
{
    return errand->progress != NULL && atomic_load(&errand->progress->is_stopping)
               ? pal_errand_fail(errand, PAL_E_BUSY, "it was stopped; nothing was written")
               : PAL_OK;
}

/* No row that the chain answers for is written without an entry. Scores are computed again where
 * nobody acts: their entry is made here. */
static enum pal_rc settle_notes(struct pal_errand *errand)
{
    size_t scores;
    size_t noted = pal_cover_noted(errand->db, &scores);
    if (noted == 0) {
        return PAL_OK;
    }
    if (noted == scores) {
        return pal_audit_write(errand, "scores", "database", "", "");
    }
    return pal_errand_fail(errand, PAL_E_INVALID,
                           "this change has no entry in the audit chain, so it is not kept; tell "
                           "whoever maintains palier");
}

enum pal_rc pal_errand_settle(struct pal_errand *errand)
{
    /* Memory that was refused may look like a word that is not there: nothing of it is written. */
    return pal_alloc_is_over(errand->arena->alloc) ? PAL_E_MEMORY : settle_notes(errand);
}

enum pal_rc pal_errand_end(struct pal_errand *errand, enum pal_rc rc)
{
    pal_errand_let_go(errand);
    if (rc == PAL_OK) {
        rc = pal_errand_settle(errand);
    }
    if (rc == PAL_OK) {
        rc = pal_db_commit(errand->db);
    }
    if (rc != PAL_OK) {
        (void)pal_errand_explain(errand, rc);
        pal_db_rollback(errand->db);
    }
    return rc;
}

enum pal_lang pal_errand_lang(const struct pal_errand *errand)
{
    return errand->voice != NULL ? errand->voice->lang : PAL_LANG_EN;
}
