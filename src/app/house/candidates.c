#include "app/house/candidates.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/errand.h"
#include "app/house/house.h"

static bool is_state(const struct pal_node *candidate, const char *state)
{
    const char *word = pal_node_text(pal_node_get(candidate, "state"));
    return word != NULL && strcmp(word, state) == 0;
}

static enum pal_rc make_room(struct pal_arena *arena, struct pal_candidates *candidates)
{
    size_t room = candidates->room > 0 ? 2 * candidates->room : 16;
    if (candidates->count < candidates->room) {
        return PAL_OK;
    }
    struct pal_candidate *larger = PAL_NEW(arena, struct pal_candidate, room);
    if (larger == NULL) {
        return PAL_E_MEMORY;
    }
    if (candidates->count > 0) {
        memcpy(larger, candidates->items, candidates->count * sizeof *larger);
    }
    candidates->items = larger;
    candidates->room = room;
    return PAL_OK;
}

static enum pal_rc add(struct pal_arena *arena, const struct pal_node *node,
                       struct pal_candidates *candidates)
{
    const char *id = pal_node_text(pal_node_get(node, "provider"));
    const char *provider = id != NULL ? pal_arena_copy(arena, id, strlen(id)) : "";
    if (provider == NULL || make_room(arena, candidates) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    candidates->items[candidates->count++] = (struct pal_candidate){
        provider, is_state(node, "refused"), id != NULL && is_state(node, "retained")};
    return PAL_OK;
}

enum pal_rc pal_candidates_add(struct pal_errand *errand, const char *text,
                               struct pal_candidates *candidates)
{
    struct pal_app app;
    struct pal_opened document;
    const struct pal_node *list = NULL;
    enum pal_rc rc = PAL_OK;
    if (text == NULL || strstr(text, "candidates") == NULL) { /* most are not read for it */
        return PAL_OK;
    }
    pal_house_share(errand, &app);
    if (pal_document_open_text(&app, "project", text, strlen(text), &document) == PAL_OK) {
        list = pal_node_get(document.root, "candidates");
    }
    for (const struct pal_node *at = pal_node_count(list) > 0 ? list->first : NULL;
         at != NULL && rc == PAL_OK; at = at->next) {
        rc = add(errand->arena, at, candidates);
    }
    pal_app_done(&app);
    return rc;
}

bool pal_candidates_have(const struct pal_candidates *candidates, const char *provider)
{
    for (size_t i = 0; i < candidates->count; i++) {
        if (strcmp(candidates->items[i].provider, provider) == 0) {
            return true;
        }
    }
    return false;
}
