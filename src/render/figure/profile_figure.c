#include "render/figure/profile_figure.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static uint64_t all_levels(const struct pal_profile_figure *figure)
{
    return figure->level_count < 64 ? ((uint64_t)1 << figure->level_count) - 1 : UINT64_MAX;
}

uint64_t pal_profile_figure_levels(const struct pal_profile_figure *figure, size_t area,
                                   size_t step)
{
    uint64_t levels = 0;
    for (size_t i = 0; i < figure->level_count; i++) {
        levels |= (figure->levels[i].target[area] >> step & 1) << i;
    }
    return levels;
}

bool pal_profile_figure_lasts(const struct pal_profile_figure *figure, uint64_t levels)
{
    uint64_t calmer = levels != 0 ? (levels & (~levels + 1)) - 1 : 0;
    return levels == 0 || (levels | calmer) == all_levels(figure);
}

void pal_profile_figure_list(const struct pal_profile_figure *figure, uint64_t levels,
                             struct pal_buf *out)
{
    for (size_t i = 0; i < figure->level_count; i++) {
        if ((levels >> i & 1) == 0) {
            continue;
        }
        size_t first = i;
        while (i + 1 < figure->level_count && (levels >> (i + 1) & 1) != 0) {
            i++;
        }
        pal_buf_printf(out, "%s%s", out->len > 0 ? "," : "", figure->levels[first].mark);
        if (i > first) {
            pal_buf_printf(out, "–%s", figure->levels[i].mark);
        }
    }
}

/* The list when it fits in a cell; false when it does not. */
static bool fits(const struct pal_profile_figure *figure, uint64_t levels,
                 char out[PAL_PROFILE_MARK])
{
    struct pal_buf list;
    pal_buf_init(&list, 1 << 12, NULL);
    pal_profile_figure_list(figure, levels, &list);
    const char *text = pal_buf_text(&list);
    bool is_short = text != NULL && list.len < PAL_PROFILE_MARK &&
                    pal_utf8_columns(text) <= PAL_PROFILE_MARK_COLUMNS;
    if (is_short) {
        memcpy(out, text, list.len + 1);
    }
    pal_buf_done(&list);
    return is_short;
}

void pal_profile_figure_mark(const struct pal_profile_figure *figure, uint64_t levels,
                             char out[PAL_PROFILE_MARK])
{
    out[0] = '\0';
    if (levels == 0 || !figure->has_levels) {
        return;
    }
    if (pal_profile_figure_lasts(figure, levels)) {
        memcpy(out, figure->levels[__builtin_ctzll(levels)].mark, PAL_PROFILE_MARK);
        return;
    }
    if (fits(figure, levels, out)) {
        return;
    }
    size_t note = 0;
    while (note < figure->note_count && figure->notes[note] != levels) {
        note++;
    }
    if (note < figure->note_count) {
        (void)snprintf(out, PAL_PROFILE_MARK, "*%zu", note + 1);
    } else {
        (void)snprintf(out, PAL_PROFILE_MARK, "*"); /* only the column's text tells */
    }
}

/* Finds the steps that do not last, and what must be explained of them. */
static enum pal_rc find_notes(struct pal_profile_figure *figure, struct pal_arena *arena)
{
    figure->is_growing = true;
    for (size_t area = 0; area < figure->model->area_count; area++) {
        for (size_t step = 0; step < figure->model->areas[area].ladder->count; step++) {
            uint64_t levels = pal_profile_figure_levels(figure, area, step);
            char mark[PAL_PROFILE_MARK];
            if (pal_profile_figure_lasts(figure, levels)) {
                continue;
            }
            figure->is_growing = false;
            pal_profile_figure_mark(figure, levels, mark);
            if (strcmp(mark, "*") != 0 || figure->note_count == PAL_PROFILE_NOTES) {
                continue;
            }
            if (figure->notes == NULL) {
                figure->notes = PAL_NEW(arena, uint64_t, PAL_PROFILE_NOTES);
                if (figure->notes == NULL) {
                    return PAL_E_MEMORY;
                }
            }
            figure->notes[figure->note_count++] = levels;
        }
    }
    return PAL_OK;
}

/* Marks the levels and counts what they demand; the targets stand in them already. */
static enum pal_rc finish(struct pal_profile_figure *figure, size_t columns,
                          struct pal_arena *arena)
{
    for (size_t i = 0; i < figure->level_count; i++) {
        figure->has_letters |= strpbrk(figure->levels[i].id, "0123456789") != NULL;
    }
    figure->has_letters = figure->has_letters && figure->level_count <= 26;
    for (size_t i = 0; i < figure->level_count; i++) {
        struct pal_profile_level *level = &figure->levels[i];
        if (figure->has_letters) {
            level->mark[0] = (char)('a' + i);
        } else {
            (void)snprintf(level->mark, sizeof level->mark, "%zu", i + 1);
        }
        for (size_t area = 0; area < figure->model->area_count; area++) {
            level->steps += pal_mask_count(level->target[area]);
        }
    }
    enum pal_rc rc =
        pal_profile_figure_part(figure, pal_span_all(figure->model), columns, arena, figure);
    return rc == PAL_OK ? find_notes(figure, arena) : rc;
}

enum pal_rc pal_profile_figure_part(const struct pal_profile_figure *figure, struct pal_span span,
                                    size_t columns, struct pal_arena *arena,
                                    struct pal_profile_figure *out)
{
    *out = *figure;
    out->span = span;
    return pal_figure_panels(out->model, span, columns, arena, &out->panels, &out->panel_count);
}

/* Names the level `at` as the scheme does, where there is one. */
static void name_level(struct pal_profile_level *level, const struct pal_alert_scheme *scheme,
                       const char *id, const struct pal_language *language)
{
    int at = scheme != NULL ? pal_alert_find(scheme, id) : -1;
    level->id = id;
    level->label = pal_alert_label(scheme, id, language->lang);
    level->meaning = at >= 0 ? pal_text_in(&scheme->levels[at].meaning, language->lang) : "";
}

/* "profile museum-site · sse-cmm-2.0 · Vigipirate 2016" */
static const char *caption(const struct pal_profile_figure *figure, const char *what,
                           const char *id, struct pal_arena *arena)
{
    return pal_arena_printf(arena, "%s %s · %s%s%s", what, id, figure->model->id,
                            figure->scheme != NULL ? " · " : "",
                            figure->scheme != NULL ? figure->scheme : "");
}

enum pal_rc pal_profile_figure_layout(const struct pal_profile *profile, size_t columns,
                                      const struct pal_language *language, struct pal_arena *arena,
                                      struct pal_profile_figure *out)
{
    struct pal_profile_figure figure = {.model = profile->model, .language = language};
    figure.title = pal_text_in(&profile->title, language->lang);
    figure.scheme = profile->scheme != NULL ? pal_text_in(&profile->scheme->title, language->lang)
                                            : profile->alert_scheme;
    figure.caption = caption(&figure, pal_tr(language, "profile"), profile->id, arena);
    figure.has_levels = profile->alert_level_count > 0;
    figure.level_count = figure.has_levels ? profile->alert_level_count : 1;
    figure.levels = PAL_NEW(arena, struct pal_profile_level, figure.level_count);
    if (figure.caption == NULL || figure.levels == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < figure.level_count; i++) {
        name_level(&figure.levels[i], profile->scheme,
                   figure.has_levels ? profile->alert_levels[i] : "", language);
        figure.levels[i].target = profile->targets[i];
    }
    enum pal_rc rc = finish(&figure, columns, arena);
    *out = figure;
    return rc;
}

enum pal_rc pal_profile_figure_layout_proposal(const struct pal_proposal *proposal, size_t columns,
                                               const struct pal_language *language,
                                               struct pal_arena *arena,
                                               struct pal_profile_figure *out)
{
    const struct pal_needs *needs = proposal->needs;
    const struct pal_alert_scheme *scheme = needs->scheme;
    struct pal_profile_figure figure = {.model = proposal->rule->model, .language = language};
    figure.title = pal_text_in(&needs->title, language->lang);
    figure.scheme = scheme != NULL ? pal_text_in(&scheme->title, language->lang) : NULL;
    figure.caption = caption(&figure, pal_tr(language, "proposed profile"), needs->id, arena);
    figure.has_levels = scheme != NULL;
    figure.level_count = proposal->rank_count;
    figure.levels = PAL_NEW(arena, struct pal_profile_level, figure.level_count);
    if (figure.caption == NULL || figure.levels == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < figure.level_count; i++) {
        pal_mask *target = PAL_NEW(arena, pal_mask, figure.model->area_count);
        if (target == NULL) {
            return PAL_E_MEMORY;
        }
        for (size_t area = 0; area < figure.model->area_count; area++) {
            target[area] = pal_proposal_target(proposal, i + 1, area)->target;
        }
        name_level(&figure.levels[i], scheme, scheme != NULL ? scheme->levels[i].id : "", language);
        figure.levels[i].target = target;
    }
    enum pal_rc rc = finish(&figure, columns, arena);
    *out = figure;
    return rc;
}
