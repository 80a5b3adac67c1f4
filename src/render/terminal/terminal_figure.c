/* terminal_figure - the figure drawn with characters: two columns a cell and one before it for
 * the line of the target. */
#include <string.h>

#include "base/utf8.h"
#include "render/figure/figure.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

enum { CELL_COLUMNS = 3, STEP_COLUMNS = 8, LEVEL_COLUMNS = 3 };

struct sketch {
    const struct pal_terminal *terminal;
    const struct pal_figure *figure;
    const struct pal_figure_panel *panel;
    struct pal_buf *out;
    size_t step_columns;
};

static struct pal_cell cell_at(const struct sketch *sketch, size_t at, size_t step)
{
    if (at >= sketch->panel->area_count || step >= sketch->panel->ladder->count) {
        return (struct pal_cell){.state = PAL_CELL_EMPTY}; /* also one before the first */
    }
    return pal_figure_cell(sketch->figure, sketch->panel->areas[at], step);
}

/* True where the line of the target runs below this cell's bottom: the cell under it is demanded
 * and this one is not. */
static bool has_line_below(const struct sketch *sketch, size_t at, size_t step)
{
    return !cell_at(sketch, at, step).is_target && cell_at(sketch, at, step - 1).is_target;
}

static void add_inked(const struct sketch *sketch, enum pal_ink ink, const char *text)
{
    pal_ink(sketch->terminal, sketch->out, ink);
    pal_buf_add(sketch->out, text);
    pal_ink_end(sketch->terminal, sketch->out);
}

static void add_cell(const struct sketch *sketch, size_t at, size_t step)
{
    struct pal_cell cell = cell_at(sketch, at, step);
    switch (cell.state) {
    case PAL_CELL_ACHIEVED:
        add_inked(sketch, PAL_INK_GOOD, "██");
        return;
    case PAL_CELL_SURPLUS:
        add_inked(sketch, PAL_INK_EXTRA, "▒▒");
        return;
    case PAL_CELL_MISSING:
        add_inked(sketch, PAL_INK_BAD, cell.is_not_rated ? "[·" : "[]");
        return;
    case PAL_CELL_NOT_APPLICABLE:
        add_inked(sketch, PAL_INK_DIM, "××");
        return;
    case PAL_CELL_EMPTY:
    case PAL_CELL_STATE_COUNT:
        break;
    }
    if (has_line_below(sketch, at, step)) {
        pal_buf_add(sketch->out, cell.is_not_rated ? "▁·" : "▁▁");
    } else {
        pal_buf_add(sketch->out, cell.is_not_rated ? " ·" : "  ");
    }
}

/* The character before a cell: a stroke where the target ends or begins sideways. */
static void add_edge(const struct sketch *sketch, size_t at, size_t step)
{
    bool left = cell_at(sketch, at - 1, step).is_target;
    bool right = cell_at(sketch, at, step).is_target;
    if (left != right) {
        pal_buf_add(sketch->out, "│");
    } else if (!left && has_line_below(sketch, at, step) && has_line_below(sketch, at - 1, step)) {
        pal_buf_add(sketch->out, "▁");
    } else {
        pal_buf_add(sketch->out, " ");
    }
}

static void add_margin(const struct sketch *sketch, const char *level, const char *step)
{
    pal_buf_printf(sketch->out, "%*s ", LEVEL_COLUMNS, level);
    pal_pad(sketch->out, step, sketch->step_columns);
}

/* Spaces at the end of a line are no use to anyone. */
static void end_line(const struct sketch *sketch, size_t line_start)
{
    struct pal_buf *out = sketch->out;
    if (out->failed) {
        return;
    }
    while (out->len > line_start && out->data[out->len - 1] == ' ') {
        out->len--;
    }
    pal_buf_add_char(out, '\n');
}

static void add_row(const struct sketch *sketch, size_t step)
{
    size_t start = sketch->out->len;
    const struct pal_ladder *ladder = sketch->panel->ladder;
    char level[16] = "";
    if (step < ladder->count) {
        bool is_top =
            step + 1 == ladder->count || ladder->steps[step + 1].level != ladder->steps[step].level;
        if (is_top) {
            pal_buf_printf(sketch->out, "%*u ", LEVEL_COLUMNS, (unsigned)ladder->steps[step].level);
        } else {
            pal_buf_add(sketch->out, "    ");
        }
        pal_pad(sketch->out, ladder->steps[step].id, sketch->step_columns);
    } else {
        add_margin(sketch, level, "");
    }
    for (size_t at = 0; at < sketch->panel->area_count; at++) {
        add_edge(sketch, at, step);
        add_cell(sketch, at, step);
    }
    add_edge(sketch, sketch->panel->area_count, step);
    end_line(sketch, start);
}

/* The ids of the areas above their columns, without the start that all share; ids longer than a
 * cell are written downwards. */
static void add_ids(const struct sketch *sketch)
{
    const struct pal_model *model = sketch->figure->score->assessment->model;
    size_t prefix = sketch->figure->prefix_len;
    size_t longest = 0;
    for (size_t i = 0; i < sketch->panel->area_count; i++) {
        size_t len = strlen(model->areas[sketch->panel->areas[i]].id) - prefix;
        longest = len > longest ? len : longest;
    }
    longest = longest > 12 ? 12 : longest;
    bool is_flat = longest <= 2;
    for (size_t line = 0; line < (is_flat ? 1 : longest); line++) {
        size_t start = sketch->out->len;
        char label[16] = "";
        if (line == 0 && prefix > 0 && prefix < sizeof label) {
            memcpy(label, model->areas[0].id, prefix);
        }
        add_margin(sketch, "", label);
        for (size_t i = 0; i < sketch->panel->area_count; i++) {
            const char *id = model->areas[sketch->panel->areas[i]].id + prefix;
            if (is_flat) {
                pal_buf_printf(sketch->out, " %2.2s", id);
            } else {
                pal_buf_printf(sketch->out, "  %c", line < strlen(id) ? id[line] : ' ');
            }
        }
        end_line(sketch, start);
    }
}

static void add_actors(const struct sketch *sketch)
{
    size_t start = sketch->out->len;
    const struct pal_assessment *assessment = sketch->figure->score->assessment;
    add_margin(sketch, "", "");
    for (size_t i = 0; i < sketch->panel->area_count; i++) {
        enum pal_actor actor = (enum pal_actor)assessment->area_actors[sketch->panel->areas[i]];
        pal_buf_printf(sketch->out, "  %s",
                       pal_word_actor_letter(sketch->terminal->language, actor));
    }
    end_line(sketch, start);
}

static void add_legend(const struct sketch *sketch)
{
    const struct pal_language *language = sketch->terminal->language;
    const struct pal_score *score = sketch->figure->score;
    struct pal_buf line;
    pal_buf_init(&line, 4096, sketch->out->alloc);
    pal_buf_printf(&line, "██ %s", pal_tr(language, "achieved"));
    if (score->has_target) {
        pal_buf_printf(&line, " · [] %s", pal_tr(language, "missing"));
        pal_buf_printf(&line, " · ▒▒ %s", pal_tr(language, "surplus"));
        pal_buf_printf(&line, " · ▁│ %s", pal_tr(language, "target"));
    }
    if (score->steps.not_rated > 0) {
        pal_buf_printf(&line, " · ‹·› %s", pal_tr(language, "not rated"));
    }
    if (score->steps.not_applicable > 0) {
        pal_buf_printf(&line, " · ×× %s", pal_tr(language, "not applicable"));
    }
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_buf_printf(&line, " · %s %s", pal_word_actor_letter(language, (enum pal_actor)i),
                       pal_word_actor(language, (enum pal_actor)i));
    }
    pal_ink(sketch->terminal, sketch->out, PAL_INK_DIM);
    pal_terminal_wrap_line(sketch->out, &line, 0, 0, sketch->terminal->columns);
    pal_ink_end(sketch->terminal, sketch->out);
}

/* The widest step id, within reason. */
static size_t step_columns(const struct pal_model *model)
{
    size_t widest = 2;
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_ladder *ladder = model->areas[i].ladder;
        if (i > 0 && ladder == model->areas[i - 1].ladder) {
            continue;
        }
        for (size_t j = 0; j < ladder->count; j++) {
            size_t len = strlen(ladder->steps[j].id);
            widest = len > widest ? len : widest;
        }
    }
    return widest > STEP_COLUMNS ? STEP_COLUMNS : widest;
}

enum pal_rc pal_terminal_figure(const struct pal_terminal *terminal, const struct pal_score *score,
                                struct pal_buf *out)
{
    struct sketch sketch = {.terminal = terminal, .out = out};
    sketch.step_columns = step_columns(score->assessment->model);
    size_t margin = LEVEL_COLUMNS + 1 + sketch.step_columns + 1;
    size_t columns = terminal->columns > margin + 2 * CELL_COLUMNS
                         ? (terminal->columns - margin) / CELL_COLUMNS
                         : 2;
    struct pal_figure figure;
    if (pal_figure_layout(score, pal_span_all(score->assessment->model), columns, terminal->arena,
                          &figure) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    sketch.figure = &figure;
    for (size_t i = 0; i < figure.panel_count; i++) {
        sketch.panel = &figure.panels[i];
        add_ids(&sketch);
        size_t rows = sketch.panel->ladder->count;
        bool has_top_line = false;
        for (size_t at = 0; at < sketch.panel->area_count; at++) {
            has_top_line = has_top_line || has_line_below(&sketch, at, rows);
        }
        if (has_top_line) {
            add_row(&sketch, rows);
        }
        for (size_t step = rows; step-- > 0;) {
            add_row(&sketch, step);
        }
        add_actors(&sketch);
        pal_buf_add_char(out, '\n');
    }
    add_legend(&sketch);
    return pal_finish(out);
}
