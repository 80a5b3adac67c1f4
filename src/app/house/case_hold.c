#include "app/house/case_hold.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/case.h"
#include "app/house/house.h"
#include "app/house/shelf_parts.h"
#include "base/text.h"
#include "core/case/project_1.h"

/* A project before and after. */
struct change {
    struct pal_errand *errand;
    const struct pal_record *before; /* NULL: it is new */
    const struct pal_record *after;
    struct pal_case_of of; /* as it was before */
};

static bool is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

/* Who may not is denied, all else is about what was sent. `whose`: a candidate; NULL: the project.
 */
static enum pal_rc tell(struct pal_errand *errand, const struct pal_case_answer *answer,
                        const char *whose)
{
    if (answer->says == PAL_CASE_MAY) {
        return PAL_OK;
    }
    enum pal_rc rc = answer->says == PAL_CASE_NOT_YOURS ? PAL_E_DENIED : PAL_E_INVALID;
    const char *why = pal_voice_say(errand->voice, answer->why_not);
    return whose != NULL ? pal_errand_fail(errand, rc, "%s: %s", pal_quote(whose).text, why)
                         : pal_errand_fail(errand, rc, "%s", why);
}

static enum pal_rc hold_state(struct change *change, const char *word)
{
    const char *note = change->after->note;
    unsigned state = pal_project_1_state(word);
    if (state == change->of.state) {
        return PAL_OK;
    }
    /* What else is asked is asked for a change alone; of what is to be nothing belongs to it. No
     * row of the project asks about its assessments: that would take a standing. */
    enum pal_rc rc = change->before != NULL
                         ? pal_house_case(change->errand, change->before->id, NULL, &change->of)
                         : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_case_answer answer =
        pal_case_of_project(&change->of, word, is_blank(note) ? 0 : PAL_ASK_BIT(PAL_ASK_REASON));
    return tell(change->errand, &answer, NULL);
}

static const struct pal_node *first_of(const struct pal_node *root)
{
    const struct pal_node *list = pal_node_get(root, "candidates");
    return pal_node_count(list) > 0 ? list->first : NULL;
}

static const char *word_in(const struct pal_node *candidate, const char *key)
{
    const char *word = pal_node_text(pal_node_get(candidate, key));
    return word != NULL ? word : "";
}

static const struct pal_node *find(const struct pal_node *at, const char *provider)
{
    while (at != NULL && strcmp(word_in(at, "provider"), provider) != 0) {
        at = at->next;
    }
    return at;
}

/* A note that stood there before is the reason of something else. */
static enum pal_rc hold_candidate(const struct change *change, const struct pal_node *before,
                                  const struct pal_node *after)
{
    const char *note = after != NULL ? word_in(after, "note") : "";
    bool is_reason =
        !is_blank(note) && (before == NULL || strcmp(word_in(before, "note"), note) != 0);
    const struct pal_case_answer answer =
        pal_case_of_candidate(&change->of, before != NULL ? word_in(before, "state") : NULL,
                              after != NULL ? word_in(after, "state") : NULL,
                              is_reason ? PAL_ASK_BIT(PAL_ASK_REASON) : 0);
    return tell(change->errand, &answer, word_in(after != NULL ? after : before, "provider"));
}

static enum pal_rc hold_candidates(const struct change *change, const struct pal_node *before,
                                   const struct pal_node *after)
{
    enum pal_rc rc = PAL_OK;
    for (const struct pal_node *at = first_of(after); at != NULL && rc == PAL_OK; at = at->next) {
        rc = hold_candidate(change, find(first_of(before), word_in(at, "provider")), at);
    }
    for (const struct pal_node *at = first_of(before); at != NULL && rc == PAL_OK; at = at->next) {
        if (find(first_of(after), word_in(at, "provider")) == NULL) {
            rc = hold_candidate(change, at, NULL);
        }
    }
    return rc;
}

/* A text as a tree; PAL_OK with `root` NULL where it cannot be read. */
static enum pal_rc look(struct pal_app *app, const struct pal_record *record,
                        const struct pal_node **root)
{
    struct pal_opened document;
    *root = NULL;
    if (record == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc =
        pal_document_look(app, record->id, record->text, strlen(record->text), &document);
    *root = rc == PAL_OK ? document.root : NULL;
    return rc == PAL_E_MEMORY ? rc : PAL_OK;
}

static enum pal_rc hold_project(struct change *change)
{
    const struct pal_node *before;
    const struct pal_node *after;
    struct pal_app app;
    pal_house_share(change->errand, &app);
    enum pal_rc rc = look(&app, change->before, &before);
    if (rc == PAL_OK) {
        rc = look(&app, change->after, &after);
    }
    change->of = pal_case_of_node(change->errand, change->after->id, before);
    if (rc == PAL_OK && (before != NULL || change->before == NULL)) {
        rc = hold_state(change, word_in(after, "state"));
    }
    if (rc == PAL_OK && before != NULL) { /* a new project comes with those that it has */
        rc = hold_candidates(change, before, after);
    }
    pal_app_done(&app);
    return pal_errand_explain(change->errand, rc);
}

static enum pal_rc hold_assessment(struct pal_errand *errand, const char *id)
{
    struct pal_record record;
    struct pal_app app;
    const struct pal_node *project;
    enum pal_rc rc = pal_record_get(errand->db, "project", id, errand->arena, &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    pal_house_share(errand, &app);
    rc = look(&app, &record, &project);
    const struct pal_case_of of = pal_case_of_node(errand, id, project);
    const struct pal_case_answer answer = pal_case_of_assessment(&of);
    rc = rc == PAL_OK && project != NULL ? tell(errand, &answer, NULL) : rc;
    pal_app_done(&app);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_case_hold(struct pal_errand *errand, const struct pal_record *record,
                          int64_t version)
{
    struct pal_record before;
    struct change change = {.errand = errand, .after = record};
    bool is_assessment = strcmp(record->kind, "assessment") == 0 && version == 0;
    bool is_project = strcmp(record->kind, "project") == 0;
    if (!is_assessment && !is_project) {
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
    if (rc != PAL_OK || is_assessment) {
        return rc == PAL_OK ? hold_assessment(errand, record->project) : rc;
    }
    if (version > 0) {
        rc = pal_record_get_version(errand->db, "project", record->id, version, errand->arena,
                                    &before);
        change.before = &before;
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    return hold_project(&change);
}
