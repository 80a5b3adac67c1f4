#include "app/house/case_hold.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/candidates_parts.h"
#include "app/house/case.h"
#include "app/house/house.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "base/text.h"
#include "core/case/project_1.h"

/* What is held of a project's text. */
struct told {
    const char *state;
    struct pal_candidates candidates; /* as it says */
    bool is_read;                     /* else nothing of it is known */
};

/* A project before and after. */
struct change {
    struct pal_errand *errand;
    const struct pal_record *after;
    bool is_new;
    struct pal_case_of of; /* as it was before */
    struct pal_candidate_change *changes;
    size_t change_count;
};

static enum pal_rc hold_state(struct change *change, const char *word)
{
    const char *note = change->after->note;
    unsigned state = pal_project_1_state(word);
    if (state == change->of.state) {
        return PAL_OK;
    }
    /* What else is asked is asked for a change alone; of what is to be nothing belongs to it. No
     * row of the project asks about its assessments: that would take a standing. */
    enum pal_rc rc = change->is_new
                         ? PAL_OK
                         : pal_house_case(change->errand, change->after->id, NULL, &change->of);
    if (rc != PAL_OK) {
        return rc;
    }
    const unsigned reason = PAL_ASK_BIT(PAL_ASK_REASON);
    const struct pal_case_answer answer =
        pal_case_of_project(&change->of, word, pal_is_blank(note) ? 0 : reason);
    rc = pal_case_refuse(change->errand, &answer, NULL);
    bool lacks_reason =
        rc == PAL_E_INVALID && pal_case_of_project(&change->of, word, reason).says == PAL_CASE_MAY;
    return pal_errand_at(change->errand, rc, lacks_reason ? "note" : "state");
}

/* A note that stood there before is the reason of something else. */
static enum pal_rc hold_candidate(const struct change *change,
                                  const struct pal_candidate_change *of)
{
    const char *note = of->is_gone ? "" : of->after.note;
    struct pal_case_asked asked = pal_case_asked_of_candidate(&change->of, of->before);
    bool is_reason =
        !pal_is_blank(note) && (of->before == NULL || strcmp(of->before->note, note) != 0);
    asked.given = is_reason ? PAL_ASK_BIT(PAL_ASK_REASON) : 0;
    const struct pal_case_answer answer =
        pal_case_between(&asked, of->is_gone ? PAL_CASE_NOT_THERE : of->after.state);
    return pal_case_refuse(change->errand, &answer, of->after.provider);
}

static enum pal_rc hold_candidates(const struct change *change)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < change->change_count && rc == PAL_OK; i++) {
        rc = hold_candidate(change, &change->changes[i]);
    }
    return rc;
}

/* The words of one text alone: no tree of it is left when the next is read. `of`: NULL, or filled
 * with what the case asks about, but for the candidates. What cannot be read leaves `told` as it
 * was. */
static enum pal_rc look(struct pal_errand *errand, const struct pal_record *record,
                        struct told *told, struct pal_case_of *of)
{
    struct pal_opened document = {.root = NULL};
    struct pal_app app;
    pal_house_share(errand, &app);
    enum pal_rc rc =
        pal_document_look(&app, record->id, record->text, strlen(record->text), &document);
    const struct pal_node *root = rc == PAL_OK ? document.root : NULL;
    rc = rc == PAL_E_MEMORY ? rc : PAL_OK;
    if (rc == PAL_OK && root != NULL) {
        const char *word = pal_node_text(pal_node_get(root, "state"));
        told->state = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : "";
        told->is_read = true;
        rc = told->state != NULL ? pal_candidates_of_node(errand, root, &told->candidates)
                                 : PAL_E_MEMORY;
    }
    if (rc == PAL_OK && of != NULL) {
        *of = pal_case_of_node(errand, record->id, root, NULL);
        of->word = told->state[0] != '\0' ? told->state : of->word; /* the tree goes */
    }
    pal_app_done(&app);
    return rc;
}

/* What the text makes of the candidates, and what holds of them. */
static enum pal_rc compare(struct change *change, const struct told *before,
                           const struct told *after)
{
    struct pal_candidates held;
    enum pal_rc rc =
        pal_candidates_compare(change->errand, change->after->id, &before->candidates,
                               &after->candidates, &held, &change->changes, &change->change_count);
    if (rc == PAL_OK) {
        pal_case_tell_candidates(&change->of, &held);
    }
    return rc;
}

/* `version` 0: there is none before. */
static enum pal_rc look_before(struct change *change, int64_t version, struct told *told)
{
    struct pal_errand *errand = change->errand;
    struct pal_record before;
    if (version == 0) {
        change->of = pal_case_of_node(errand, change->after->id, NULL, NULL);
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_get_version(errand->db, "project", change->after->id, version,
                                            errand->arena, &before);
    return rc == PAL_OK ? look(errand, &before, told, &change->of) : rc;
}

static enum pal_rc hold_both(struct change *change, int64_t version)
{
    struct told before = {.state = ""};
    struct told after = {.state = ""};
    enum pal_rc rc = look_before(change, version, &before);
    if (rc != PAL_OK) { /* a version that is not there is refused by whoever writes */
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    rc = look(change->errand, change->after, &after, NULL);
    if (rc == PAL_OK && before.is_read) { /* a new project comes with those that it has */
        rc = compare(change, &before, &after);
    }
    if (rc == PAL_OK && (before.is_read || change->is_new)) {
        rc = hold_state(change, after.state);
    }
    return rc == PAL_OK && before.is_read ? hold_candidates(change) : rc;
}

static enum pal_rc hold_project(struct pal_errand *errand, const struct pal_record *after,
                                int64_t version)
{
    struct change change = {.errand = errand, .after = after, .is_new = version == 0};
    return hold_both(&change, version);
}

static enum pal_rc hold_assessment(struct pal_errand *errand, const char *id)
{
    struct pal_record record;
    struct pal_case_of of;
    struct told told = {.state = ""};
    enum pal_rc rc = pal_record_get(errand->db, "project", id, errand->arena, &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    rc = look(errand, &record, &told, &of);
    if (rc != PAL_OK || !told.is_read) {
        return rc;
    }
    const struct pal_case_answer answer = pal_case_of_assessment(&of);
    return pal_case_refuse(errand, &answer, NULL);
}

/* The texts may be long: what was read of them goes before anything is written. */
static enum pal_rc hold(struct pal_errand *errand, const struct pal_record *record, int64_t version)
{
    struct pal_arena scratch;
    struct pal_arena *arena = errand->arena;
    pal_arena_init(&scratch, arena->alloc);
    errand->arena = &scratch;
    enum pal_rc rc = pal_shelf_kind(record->kind)->held == PAL_HELD_AS_BEGUN
                         ? hold_assessment(errand, record->project)
                         : hold_project(errand, record, version);
    errand->arena = arena;
    pal_arena_done(&scratch);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_case_hold(struct pal_errand *errand, const struct pal_record *record,
                          int64_t version)
{
    enum pal_held_by held = pal_shelf_kind(record->kind)->held;
    if (held == PAL_HELD_BY_NOTHING || (held == PAL_HELD_AS_BEGUN && version > 0)) {
        return PAL_OK;
    }
    if (version == 0) { /* what is there already is refused by whoever writes */
        struct pal_record there;
        enum pal_rc found =
            pal_record_head(errand->db, record->kind, record->id, errand->arena, &there);
        if (found != PAL_E_NOT_FOUND && (found != PAL_OK || pal_house_may_see(errand, &there))) {
            return pal_errand_explain(errand, found);
        }
    }
    /* Whoever may not write it hears nothing of its states. */
    enum pal_rc rc = pal_shelf_require_writing(errand, record, version == 0);
    return rc == PAL_OK ? hold(errand, record, version) : rc;
}
