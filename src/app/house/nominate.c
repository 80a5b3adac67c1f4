#include "app/house/nominate.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/told.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "core/case/project_1.h"

/* A document as a text, in the arena of the errand; NULL: memory is short. */
static const char *yaml_of(struct pal_errand *errand, const json_t *document)
{
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, NULL);
    pal_document_yaml(document, &text);
    const char *made = pal_buf_text(&text);
    const char *own = made != NULL ? pal_arena_copy(errand->arena, made, text.len) : NULL;
    pal_buf_done(&text);
    return own;
}

/* -------------------------------------------------------------- a new provider */

static const char *provider_text(struct pal_errand *errand, const char *id, const char *name)
{
    json_t *document =
        json_pack("{s:s, s:s, s:s}", "palier", "provider/1", "id", id, "title", name);
    const char *text = document != NULL ? yaml_of(errand, document) : NULL;
    json_decref(document);
    return text;
}

/* What stands under an id: nothing, the very same (an act that is sent again), something that the
 * visitor may not see, something else. */
enum under { NOTHING, SAME, HIDDEN, OTHER };
static enum pal_rc look_under(struct pal_errand *errand, const struct pal_record *wanted,
                              enum under *under)
{
    struct pal_record there;
    enum pal_rc rc = pal_record_head(errand->db, wanted->kind, wanted->id, errand->arena, &there);
    *under = NOTHING;
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    if (!pal_house_may_see(errand, &there)) {
        *under = HIDDEN;
    } else {
        bool is_same =
            strcmp(there.project, wanted->project) == 0 && strcmp(there.hash, wanted->hash) == 0;
        *under = is_same ? SAME : OTHER;
    }
    return PAL_OK;
}

static enum pal_rc prepare_under(struct pal_errand *errand, struct pal_app *app,
                                 const char *project, const char *id, const char *name,
                                 struct pal_record *out)
{
    const char *text = provider_text(errand, id, name);
    return text != NULL ? pal_shelf_prepare(errand, app, project, text, strlen(text), "", out)
                        : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* The provider that is named first, under an id that is free. */
static enum pal_rc prepare_provider(struct pal_errand *errand, struct pal_app *app,
                                    const char *project, const struct pal_nomination *wanted,
                                    struct pal_record *out)
{
    enum { TRIES = 1000 };
    enum under under = HIDDEN;
    const char *id = wanted->provider;
    enum pal_rc rc = prepare_under(errand, app, project, id, wanted->name, out);
    if (rc == PAL_OK) {
        rc = look_under(errand, out, &under);
    }
    if (rc == PAL_OK && under == OTHER) {
        return pal_errand_fail(errand, PAL_E_EXISTS, "%s: the id %s is taken; choose another",
                               pal_kind_said(errand->voice, out->kind), pal_quote(id).text);
    }
    for (int number = 2; rc == PAL_OK && under != NOTHING && under != SAME; number++) {
        int room = PAL_LIMIT_ID_BYTES - 5;
        id = pal_arena_printf(errand->arena, "%.*s-%d", room, wanted->provider, number);
        if (id == NULL || number == TRIES) {
            return pal_errand_explain(errand, id == NULL ? PAL_E_MEMORY : PAL_E_CONFLICT);
        }
        rc = prepare_under(errand, app, project, id, wanted->name, out);
        if (rc == PAL_OK) {
            rc = look_under(errand, out, &under);
        }
    }
    return rc;
}

/* ------------------------------------------------------------------ the project */

/* The place of a candidate; the number of them: it is none. */
static size_t find(const json_t *list, const char *provider)
{
    size_t at = 0;
    while (at < json_array_size(list)) {
        const char *id = json_string_value(json_object_get(json_array_get(list, at), "provider"));
        if (id != NULL && strcmp(id, provider) == 0) {
            break;
        }
        at++;
    }
    return at;
}

/* The row of a candidate as it is to be; NULL: memory is short. */
static json_t *make_row(struct pal_errand *errand, const struct pal_nomination *wanted,
                        const char *provider)
{
    const char *state = wanted->state[0] != '\0' ? wanted->state : pal_project_1_candidates[0];
    const char *note = wanted->note;
    size_t len = strlen(note);
    if (wanted->is_typed) {
        note = pal_line_ends_like(errand->arena, note, &len, "");
    }
    return note != NULL
               ? json_pack("{s:s, s:s, s:s}", "provider", provider, "state", state, "note", note)
               : NULL;
}

/* The list of candidates as it is to be. */
static enum pal_rc change_list(struct pal_errand *errand, const struct pal_nomination *wanted,
                               const char *provider, json_t *list)
{
    size_t at = find(list, provider);
    bool is_there = at < json_array_size(list);
    if (is_there && wanted->act == PAL_NOMINATION_ADD) {
        return pal_errand_fail(errand, PAL_E_EXISTS, "%s is a candidate already",
                               pal_quote(provider).text);
    }
    if (!is_there && wanted->act == PAL_NOMINATION_REMOVE) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "%s is no candidate",
                               pal_quote(provider).text);
    }
    if (wanted->act == PAL_NOMINATION_REMOVE) {
        return json_array_remove(list, at) == 0 ? PAL_OK : PAL_E_MEMORY;
    }
    json_t *row = make_row(errand, wanted, provider);
    if (row == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    return json_array_append_new(list, row) == 0 ? PAL_OK
                                                 : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* The text of the project as it is to be. One that says the same stays as it was written. */
static enum pal_rc change_project(struct pal_errand *errand, struct pal_app *app,
                                  const struct pal_record *before,
                                  const struct pal_nomination *wanted, const char *provider,
                                  const char **out)
{
    json_t *document = pal_house_json(app, before->text, strlen(before->text));
    json_t *list = document != NULL ? json_object_get(document, "candidates") : NULL;
    const char *same = document != NULL ? yaml_of(errand, document) : NULL;
    enum pal_rc rc = same != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    if (rc == PAL_OK && list == NULL) {
        list = json_array();
        if (json_object_set_new(document, "candidates", list) != 0) {
            rc = pal_errand_explain(errand, PAL_E_MEMORY);
        }
    }
    if (rc == PAL_OK) {
        rc = change_list(errand, wanted, provider, list);
    }
    if (rc == PAL_OK) {
        *out = yaml_of(errand, document);
        rc = *out != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    if (rc == PAL_OK && strcmp(*out, same) == 0) {
        *out = before->text;
    }
    json_decref(document);
    return rc;
}

/* The version that it was decided by, behind the right to change it. */
static enum pal_rc read_version(struct pal_errand *errand, const char *project, int64_t version,
                                struct pal_record *out)
{
    enum pal_rc rc = pal_shelf_get(errand, "project", project, out);
    if (rc == PAL_OK) {
        rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, project);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (version <= 0) {
        return pal_errand_fail(
            errand, PAL_E_INVALID,
            "say which version this one is to follow: the last one that you saw");
    }
    rc = version != out->version
             ? pal_record_get_version(errand->db, "project", project, version, errand->arena, out)
             : PAL_OK;
    return pal_errand_explain(errand, rc == PAL_E_NOT_FOUND ? PAL_E_CONFLICT : rc);
}

enum pal_rc pal_house_nominate(struct pal_errand *errand, struct pal_app *app, const char *project,
                               const struct pal_nomination *wanted, struct pal_document *out)
{
    struct pal_record before;
    struct pal_record provider = {.id = wanted->provider};
    struct pal_record written = {0};
    bool is_new = wanted->act == PAL_NOMINATION_ADD && wanted->name[0] != '\0';
    *out = (struct pal_document){0};
    enum pal_rc rc = read_version(errand, project, wanted->version, &before);
    if (rc == PAL_OK && is_new) {
        rc = prepare_provider(errand, app, project, wanted, &provider);
    }
    struct pal_shelf_wish wish = {.project = "",
                                  .version = wanted->version,
                                  .note = "",
                                  .is_held = true,
                                  .beside = is_new ? &provider : NULL};
    if (rc == PAL_OK) {
        rc = change_project(errand, app, &before, wanted, provider.id, &wish.text);
    }
    if (rc == PAL_OK) {
        wish.len = strlen(wish.text);
        rc = pal_shelf_put(errand, app, &wish, &written);
    }
    *out = pal_told_document(errand, &written);
    return rc;
}
