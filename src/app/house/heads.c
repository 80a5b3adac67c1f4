#include "app/house/heads.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/house.h"

/* Copies the words under the keys that a map has. */
static void copy_words(json_t *out, const struct pal_node *from, const char *const *keys,
                       size_t count, bool *failed)
{
    for (size_t i = 0; i < count; i++) {
        const char *word = pal_node_text(pal_node_get(from, keys[i]));
        *failed =
            (word != NULL && json_object_set_new(out, keys[i], json_string(word)) != 0) || *failed;
    }
}

static json_t *head_of(const struct pal_node *root, bool *failed)
{
    static const char *const of_project[] = {"palier",  "id",          "title",  "state",
                                             "marking", "alert_level", "profile"};
    static const char *const of_candidate[] = {"provider", "state"};
    const struct pal_node *list = pal_node_get(root, "candidates");
    json_t *head = json_object();
    json_t *candidates = json_array();
    copy_words(head, root, of_project, sizeof of_project / sizeof *of_project, failed);
    for (const struct pal_node *at = pal_node_count(list) > 0 ? list->first : NULL; at != NULL;
         at = at->next) {
        json_t *row = json_object();
        copy_words(row, at, of_candidate, sizeof of_candidate / sizeof *of_candidate, failed);
        *failed = json_array_append_new(candidates, row) != 0 || *failed;
    }
    *failed = json_object_set_new(head, "candidates", candidates) != 0 || *failed;
    return head;
}

/* JSON, which is YAML, in `arena`; NULL: memory is short. */
static const char *write_head(struct pal_arena *arena, const struct pal_node *root)
{
    bool failed = false;
    json_t *head = head_of(root, &failed);
    char *text = failed ? NULL : json_dumps(head, JSON_COMPACT);
    const char *own = text != NULL ? pal_arena_copy(arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(head);
    return own;
}

/* `own` has memory of its own, which is given back; what stays is in `arena`. */
static enum pal_rc shorten(struct pal_errand *own, struct pal_arena *arena, struct pal_record *row)
{
    struct pal_record whole;
    struct pal_app app;
    struct pal_opened document;
    enum pal_rc rc = pal_record_get(own->db, "project", row->id, own->arena, &whole);
    row->text = NULL; /* what was cut off is no document */
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc; /* gone in the meantime */
    }
    pal_house_share(own, &app);
    rc = pal_document_open_text(&app, "project", whole.text, strlen(whole.text), &document);
    if (rc == PAL_OK) {
        row->text = write_head(arena, document.root);
        rc = row->text != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    pal_app_done(&app);
    return rc == PAL_E_MEMORY ? rc : PAL_OK; /* what cannot be read is listed by its title */
}

enum pal_rc pal_heads_of_projects(struct pal_errand *errand, struct pal_record *rows, size_t count,
                                  size_t most)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (rows[i].text == NULL || strlen(rows[i].text) < most) {
            continue;
        }
        struct pal_arena scratch;
        struct pal_errand own = *errand;
        pal_arena_init(&scratch, errand->arena->alloc);
        own.arena = &scratch;
        rc = shorten(&own, errand->arena, &rows[i]);
        pal_arena_done(&scratch);
    }
    return rc;
}
