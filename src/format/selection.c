#include "format/selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const struct pal_type pal_type_selection_word = {.kind = PAL_TYPE_TEXT,
                                                 .name = "none, all, \"level N\" or a step"};
static const struct pal_type step_id = {.kind = PAL_TYPE_TEXT, .name = "a step"};
const struct pal_type pal_type_selection_list = {
    .kind = PAL_TYPE_LIST, .name = "a list of steps", .max = PAL_LIMIT_STEPS, .item = &step_id};
static const struct pal_type *const selection_any[] = {&pal_type_selection_word,
                                                       &pal_type_selection_list};
const struct pal_type pal_type_selection = {.kind = PAL_TYPE_ANY,
                                            .name =
                                                "none, all, \"level N\", a step or a list of steps",
                                            .any = selection_any,
                                            .any_count = 2,
                                            .names = PAL_PART_SELECTION};

const struct pal_area *pal_area_find(struct pal_reader *reader, struct pal_node *node,
                                     const char *id, const struct pal_model *model)
{
    const struct pal_area *area = pal_model_area(model, id);
    if (area != NULL) {
        return area;
    }
    enum { NEAR_MAX = 512 };
    const char *ids[NEAR_MAX];
    size_t count = model->area_count < NEAR_MAX ? model->area_count : NEAR_MAX;
    for (size_t i = 0; i < count; i++) {
        ids[i] = model->areas[i].id;
    }
    const char *near = pal_reader_is_full(reader) ? NULL : pal_nearest(id, ids, count);
    if (near != NULL) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "the model %s has no area %s; did you mean \"%s\"?",
                       pal_quote(model->id).text, pal_quote(id).text, near);
    } else {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "the model %s has no area %s; its areas start with \"%s\"",
                       pal_quote(model->id).text, pal_quote(id).text, model->areas[0].id);
    }
    return NULL;
}

/* "1.1 2.1 2.2", ended by "and N more" where they do not fit. */
static void list_steps(const struct pal_ladder *ladder, char *out, size_t room)
{
    enum { TAIL = 16 };
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < ladder->count; i++) {
        size_t len = strlen(ladder->steps[i].id);
        if (used + len + 1 + TAIL > room) {
            (void)snprintf(out + used, room - used, " and %zu more", ladder->count - i);
            return;
        }
        used += (size_t)snprintf(out + used, room - used, "%s%s", i > 0 ? " " : "",
                                 ladder->steps[i].id);
    }
}

int pal_step_find(struct pal_reader *reader, struct pal_node *node, const char *id,
                  const struct pal_area *area)
{
    int at = pal_ladder_find(area->ladder, id);
    if (at < 0) {
        char known[200];
        list_steps(area->ladder, known, sizeof known);
        pal_node_error(reader, node, PAL_E_INVALID, "%s has no step %s; its steps are: %s",
                       area->id, pal_quote(id).text, known);
    }
    return at;
}

/* "level N": the rank, or -1 when the text is no such thing. */
static int level_of(const char *text)
{
    if (strncmp(text, "level ", 6) != 0) {
        return -1;
    }
    const char *at = text + 6;
    size_t len = strlen(at);
    int rank = 0;
    for (size_t i = 0; i < len; i++) {
        if (at[i] < '0' || at[i] > '9' || len > 4) {
            return -1;
        }
        rank = rank * 10 + (at[i] - '0');
    }
    return len > 0 ? rank : -1;
}

static bool read_word(struct pal_reader *reader, struct pal_node *node,
                      const struct pal_model *model, const struct pal_area *area, pal_mask *out)
{
    if (strcmp(node->text, "none") == 0) {
        *out = 0;
        return true;
    }
    if (strcmp(node->text, "all") == 0) {
        *out = pal_ladder_all(area->ladder);
        return true;
    }
    int level = level_of(node->text);
    if (level >= 0) {
        if (pal_model_level(model, (uint32_t)level) == NULL) {
            pal_node_error(reader, node, PAL_E_INVALID,
                           "the model %s has no level %d; its levels go from %u to %u",
                           pal_quote(model->id).text, level, (unsigned)model->levels[0].rank,
                           (unsigned)model->levels[model->level_count - 1].rank);
            return false;
        }
        *out = pal_ladder_to_level(area->ladder, (uint32_t)level);
        return true;
    }
    static const char *const words[] = {"none", "all"};
    const char *near = pal_ladder_find(area->ladder, node->text) < 0
                           ? pal_nearest(node->text, words, sizeof words / sizeof *words)
                           : NULL;
    if (near != NULL && strlen(node->text) > 2) { /* shorter words are near to everything */
        pal_node_error(reader, node, PAL_E_INVALID, "%s is not known; did you mean \"%s\"?",
                       pal_quote(node->text).text, near);
        return false;
    }
    int step = pal_step_find(reader, node, node->text, area);
    if (step < 0) {
        return false;
    }
    *out = pal_ladder_to_step((size_t)step);
    return true;
}

bool pal_selection_read(struct pal_reader *reader, struct pal_node *node,
                        const struct pal_model *model, const struct pal_area *area, pal_mask *out)
{
    if (node->kind == PAL_NODE_SCALAR) {
        return read_word(reader, node, model, area, out);
    }
    pal_mask mask = 0;
    for (struct pal_node *item = node->first; item != NULL; item = item->next) {
        int step = item->is_bad ? -1 : pal_step_find(reader, item, item->text, area);
        if (step < 0) {
            return false;
        }
        pal_mask bit = (pal_mask)1 << step;
        if ((mask & bit) != 0) {
            pal_node_error(reader, item, PAL_E_INVALID, "the step %s stands twice; keep one",
                           pal_quote(item->text).text);
            return false;
        }
        mask |= bit;
    }
    *out = mask;
    return true;
}

bool pal_place_read(struct pal_reader *reader, struct pal_node *node, const char *text,
                    const struct pal_model *model, struct pal_place *out)
{
    const char *slash = strchr(text, '/');
    if (slash == NULL) {
        out->area = pal_area_find(reader, node, text, model);
        out->step = -1;
        return out->area != NULL;
    }
    char *id = pal_arena_copy(reader->arena, text, (size_t)(slash - text));
    if (id == NULL) {
        pal_reader_out_of_memory(reader);
        return false;
    }
    out->area = pal_area_find(reader, node, id, model);
    out->step = out->area != NULL ? pal_step_find(reader, node, slash + 1, out->area) : -1;
    return out->step >= 0;
}

bool pal_place_find(struct pal_reader *reader, struct pal_node *node, const struct pal_model *model,
                    struct pal_place *out)
{
    return pal_place_read(reader, node, node->key, model, out);
}

static int by_text(const void *a, const void *b)
{
    const char *const *one = a;
    const char *const *other = b;
    return strcmp(*one, *other);
}

static void gather(struct pal_practice_ids *known, const struct pal_practice *practices,
                   size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (known->ids != NULL) {
            known->ids[known->count] = practices[i].id;
        }
        known->count++;
    }
}

static void gather_ladder(struct pal_practice_ids *known, const struct pal_ladder *ladder)
{
    for (size_t i = 0; i < ladder->count; i++) {
        gather(known, ladder->steps[i].practices, ladder->steps[i].practice_count);
    }
}

/* Counts the ids when `known->ids` is NULL, else fills it. */
static void gather_model(struct pal_practice_ids *known, const struct pal_model *model)
{
    known->count = 0;
    gather_ladder(known, &model->ladder);
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        gather(known, area->practices, area->practice_count);
        if (area->ladder != &model->ladder) {
            gather_ladder(known, area->ladder);
        }
    }
}

bool pal_practice_ids_of(struct pal_reader *reader, const struct pal_model *model,
                         struct pal_practice_ids *known)
{
    *known = (struct pal_practice_ids){0};
    gather_model(known, model);
    known->ids = PAL_NEW(reader->arena, const char *, known->count);
    if (known->ids == NULL) {
        pal_reader_out_of_memory(reader);
        return false;
    }
    gather_model(known, model);
    qsort(known->ids, known->count, sizeof *known->ids, by_text);
    return true;
}

bool pal_practice_ids_have(const struct pal_practice_ids *known, const char *id)
{
    return bsearch(&id, known->ids, known->count, sizeof id, by_text) != NULL;
}
