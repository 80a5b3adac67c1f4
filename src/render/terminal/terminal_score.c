/* terminal_score - a score as text: who, area by area, the figure, the sums. */
#include <stdio.h>

#include "base/utf8.h"
#include "render/notes.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

/* The widest id of an area, within reason. */
static size_t id_columns(const struct pal_model *model)
{
    size_t widest = 4;
    for (size_t i = 0; i < model->area_count; i++) {
        size_t wide = pal_utf8_columns(model->areas[i].id);
        widest = wide > widest ? wide : widest;
    }
    return widest > 16 ? 16 : widest;
}

/* What is left for titles beside ids, letters, numbers and at least REST columns of steps. */
static size_t title_columns(const struct pal_terminal *terminal, size_t id_wide)
{
    enum { WIDE = 32, NARROW = 11, OTHERS = 14, REST = 16 };
    return terminal->columns >= id_wide + WIDE + OTHERS + REST ? WIDE : NARROW;
}

/* "missing 2.4–3.3; surplus 4.1; not rated 5.1" */
static void add_area_rest(const struct pal_terminal *terminal, struct pal_buf *line,
                          const struct pal_area *area, const struct pal_area_score *result)
{
    const struct pal_language *language = terminal->language;
    const struct {
        const char *word;
        pal_mask mask;
    } parts[] = {{pal_tr(language, "missing"), result->missing},
                 {pal_tr(language, "surplus"), result->surplus},
                 {pal_tr(language, "not rated"), result->not_rated},
                 {pal_tr(language, "not applicable"), result->not_applicable}};
    bool is_first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].mask == 0) {
            continue;
        }
        pal_buf_printf(line, "%s%s ", is_first ? "" : "; ", parts[i].word);
        pal_steps(line, area->ladder, parts[i].mask);
        is_first = false;
    }
    if (is_first) {
        pal_buf_add(line, "–");
    }
}

static void add_area(const struct pal_terminal *terminal, const struct pal_score *score,
                     size_t index, size_t id_wide, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_area *area = &score->assessment->model->areas[index];
    const struct pal_area_score *result = &score->areas[index];
    size_t title_wide = title_columns(terminal, id_wide);
    pal_pad(out, area->id, id_wide);
    pal_buf_add_char(out, ' ');
    pal_pad(out, pal_text_in(&area->title, language->lang), title_wide);
    pal_buf_printf(
        out, " %s ",
        pal_word_actor_letter(language, (enum pal_actor)score->assessment->area_actors[index]));
    size_t used = id_wide + 1 + title_wide + 3;
    if (!result->is_applicable) {
        pal_buf_printf(out, "%s\n", pal_tr(language, "not applicable"));
        return;
    }
    char level[16];
    if (result->is_rated) {
        (void)snprintf(level, sizeof level, "%s%u", result->level_is_minimum ? "≥" : "",
                       (unsigned)result->level);
    } else {
        (void)snprintf(level, sizeof level, "–");
    }
    pal_pad(out, level, 3);
    used += 3;
    if (score->has_target) {
        char points[32];
        int wrote =
            snprintf(points, sizeof points, "%4llu  ", (unsigned long long)result->points.gap);
        pal_buf_add(out, points);
        used += (size_t)wrote;
    } else {
        pal_buf_add_char(out, ' ');
        used += 1;
    }
    struct pal_buf rest;
    pal_buf_init(&rest, 1 << 16, out->alloc);
    add_area_rest(terminal, &rest, area, result);
    const char *text = pal_buf_text(&rest);
    if (text == NULL) {
        out->failed = true;
        return;
    }
    pal_terminal_wrap(out, text, used, used, terminal->columns);
    pal_buf_done(&rest);
}

static void add_areas(const struct pal_terminal *terminal, const struct pal_score *score,
                      struct pal_buf *out)
{
    const struct pal_model *model = score->assessment->model;
    size_t id_wide = id_columns(model);
    size_t title_wide = title_columns(terminal, id_wide);
    pal_ink(terminal, out, PAL_INK_DIM);
    pal_pad(out, "", id_wide + title_wide + 4);
    pal_buf_add(out, pal_tr(terminal->language, "level"));
    if (score->has_target) {
        pal_buf_printf(out, " %s", pal_tr(terminal->language, "points"));
    }
    pal_ink_end(terminal, out);
    pal_buf_add_char(out, '\n');
    for (size_t i = 0; i < model->area_count; i++) {
        add_area(terminal, score, i, id_wide, out);
    }
}

/* "3 at level 2, 1 at least at level 0": the areas that stand at a level. */
static void add_at_level(const struct pal_language *language, const struct pal_score *score,
                         uint32_t rank, struct pal_buf *line)
{
    size_t exact = pal_score_count_areas(score, PAL_STANDS_AT_LEVEL, rank, false);
    size_t least = pal_score_count_areas(score, PAL_STANDS_AT_LEVEL, rank, true);
    if (exact > 0) {
        pal_buf_printf(line, pal_tr(language, " %zu at level %u,"), exact, (unsigned)rank);
    }
    if (least > 0) {
        pal_buf_printf(line, pal_tr(language, " %zu at least at level %u,"), least, (unsigned)rank);
    }
}

/* How many areas stand at each level, then those that stand at none. */
static void add_levels(const struct pal_terminal *terminal, const struct pal_score *score,
                       struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_model *model = score->assessment->model;
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    pal_buf_add(&line, pal_tr(language, "areas by level:"));
    if (pal_model_level(model, 0) == NULL) {
        add_at_level(language, score, 0, &line);
    }
    for (size_t i = 0; i < model->level_count; i++) {
        add_at_level(language, score, model->levels[i].rank, &line);
    }
    size_t not_rated = pal_score_count_areas(score, PAL_STANDS_NOT_RATED, 0, false);
    size_t not_applicable = pal_score_count_areas(score, PAL_STANDS_NOT_APPLICABLE, 0, false);
    if (not_rated > 0) {
        pal_buf_printf(&line, pal_tr(language, " %zu not rated yet,"), not_rated);
    }
    if (not_applicable > 0) {
        pal_buf_printf(&line, pal_tr(language, " %zu not applicable,"), not_applicable);
    }
    if (!line.failed && line.len > 0 && line.data[line.len - 1] == ',') {
        line.data[--line.len] = '\0';
    }
    pal_terminal_wrap_line(out, &line, 0, 4, terminal->columns);
}

static void add_counts(const struct pal_terminal *terminal, const struct pal_score *score,
                       struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_step_counts *steps = &score->steps;
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    pal_buf_printf(&line, pal_tr(language, "steps: %llu achieved"),
                   (unsigned long long)steps->achieved);
    if (score->has_target) {
        pal_buf_printf(&line, pal_tr(language, ", %llu demanded, %llu missing, %llu surplus"),
                       (unsigned long long)steps->target, (unsigned long long)steps->missing,
                       (unsigned long long)steps->surplus);
    }
    if (steps->missing_not_rated > 0) {
        pal_buf_printf(
            &line, pal_tr(language, ", %llu not rated (%llu of the missing), %llu not applicable"),
            (unsigned long long)steps->not_rated, (unsigned long long)steps->missing_not_rated,
            (unsigned long long)steps->not_applicable);
    } else {
        pal_buf_printf(&line, pal_tr(language, ", %llu not rated, %llu not applicable"),
                       (unsigned long long)steps->not_rated,
                       (unsigned long long)steps->not_applicable);
    }
    pal_terminal_wrap_line(out, &line, 0, 4, terminal->columns);
}

/* The reasons of the ratings, area by area. */
static void add_notes(const struct pal_terminal *terminal, const struct pal_assessment *assessment,
                      struct pal_buf *out)
{
    if (assessment->note_count == 0) {
        return;
    }
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_add(out, pal_tr(terminal->language, "Notes"));
    pal_ink_end(terminal, out);
    pal_buf_add_char(out, '\n');
    for (size_t i = 0; i < assessment->model->area_count; i++) {
        pal_notes_terminal(terminal, assessment, i, true, ~(pal_mask)0, 2, out);
    }
    pal_buf_add_char(out, '\n');
}

static void add_sums(const struct pal_terminal *terminal, const struct pal_scored *scored,
                     struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_score *score = &scored->score;
    add_levels(terminal, score, out);
    add_counts(terminal, score, out);
    if (score->assessment->has_weights) {
        pal_terminal_wrap(
            out, pal_tr(language, "points are weighted: see \"weights\" of the assessment"), 0, 4,
            terminal->columns);
    }
    if (!score->has_target) {
        pal_buf_printf(out,
                       pal_tr_n(language, "%llu point achieved", "%llu points achieved",
                                score->points.achieved),
                       (unsigned long long)score->points.achieved);
        pal_buf_add_char(out, '\n');
        return;
    }
    pal_sum_line(terminal, out, scored);
    if (score->surplus_is_minimum) {
        pal_buf_printf(out,
                       pal_tr_n(language, "at least %llu point beyond the target (surplus)",
                                "at least %llu points beyond the target (surplus)",
                                score->points.surplus),
                       (unsigned long long)score->points.surplus);
    } else {
        pal_buf_printf(out,
                       pal_tr_n(language, "%llu point beyond the target (surplus)",
                                "%llu points beyond the target (surplus)", score->points.surplus),
                       (unsigned long long)score->points.surplus);
    }
    pal_buf_add_char(out, '\n');
}

enum pal_rc pal_terminal_score(const struct pal_terminal *terminal, const struct pal_scored *scored,
                               struct pal_buf *out)
{
    pal_identity(terminal, out, scored);
    pal_buf_add_char(out, '\n');
    pal_notice(terminal, out, scored->score.assessment->model);
    pal_buf_add_char(out, '\n');
    add_areas(terminal, &scored->score, out);
    pal_buf_add_char(out, '\n');
    if (pal_terminal_figure(terminal, &scored->score, out) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    pal_buf_add_char(out, '\n');
    add_notes(terminal, scored->score.assessment, out);
    pal_terminal_wrap(out, pal_word_no_appraisal(terminal->language), 0, 0, terminal->columns);
    add_sums(terminal, scored, out);
    return pal_finish(out);
}
