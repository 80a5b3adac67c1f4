/* terminal_separates - what separates candidates, and the points of each on every basis, as text.
 */
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

static const struct pal_score *shown(const struct pal_comparison *comparison, size_t at)
{
    return &comparison->scores[pal_compare_shown(comparison, at)];
}

/* "What separates them: 22 steps, 22 points" */
static void add_head(const struct pal_terminal *terminal, struct pal_buf *out, const char *head,
                     struct pal_area_steps_list list)
{
    uint64_t points = 0;
    size_t steps = 0;
    for (size_t i = 0; i < list.count; i++) {
        points += list.rows[i].points;
        steps += pal_mask_count(list.rows[i].steps);
    }
    pal_buf_add_char(out, '\n');
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_add(out, head);
    pal_ink_end(terminal, out);
    pal_buf_printf(out, ": ");
    pal_buf_printf(out, pal_tr_n(terminal->language, "%zu step", "%zu steps", steps), steps);
    pal_buf_add(out, ", ");
    pal_buf_printf(out, pal_tr_n(terminal->language, "%llu point", "%llu points", points),
                   (unsigned long long)points);
    pal_buf_add_char(out, '\n');
}

/* "PA08 (3): south-2026 2.3 2.4; north-2025 2.2–2.4": who misses which, wrapped. */
static void add_separating(const struct pal_terminal *terminal,
                           const struct pal_comparison *comparison, const struct pal_area_steps *at,
                           struct pal_buf *out)
{
    const struct pal_area *area = &comparison->scores[0].assessment->model->areas[at->area];
    bool is_first = true;
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    pal_buf_printf(&line, "%s (%llu):", area->id, (unsigned long long)at->points);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct pal_score *score = shown(comparison, i);
        const pal_mask missing = at->steps & score->areas[at->area].missing;
        if (missing != 0) {
            pal_buf_printf(&line, "%s %s ", is_first ? "" : ";", score->assessment->id);
            pal_steps(&line, area->ladder, missing);
            is_first = false;
        }
    }
    pal_buf_add(out, "  ");
    pal_terminal_wrap_line(out, &line, 2, 6, terminal->columns);
}

static void add_areas(const struct pal_terminal *terminal, const struct pal_comparison *comparison,
                      struct pal_area_steps_list list, struct pal_buf *out)
{
    struct pal_buf line;
    pal_buf_init(&line, 1 << 20, out->alloc);
    for (size_t i = 0; i < list.count; i++) {
        const struct pal_area *area =
            &comparison->scores[0].assessment->model->areas[list.rows[i].area];
        pal_buf_printf(&line, "%s%s ", i > 0 ? " · " : "", area->id);
        pal_steps(&line, area->ladder, list.rows[i].steps);
    }
    pal_buf_add(out, "  ");
    pal_terminal_wrap_line(out, &line, 2, 2, terminal->columns);
}

void pal_terminal_separates(const struct pal_terminal *terminal,
                            const struct pal_comparison *comparison, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    if (comparison->differ.count > 0) {
        add_head(terminal, out, pal_tr(language, "What separates them"), comparison->differ);
    }
    for (size_t i = 0; i < comparison->differ.count; i++) {
        add_separating(terminal, comparison, &comparison->differ.rows[i], out);
    }
    if (comparison->lacked.count > 0) {
        add_head(terminal, out, pal_tr(language, "What all are missing"), comparison->lacked);
        add_areas(terminal, comparison, comparison->lacked, out);
    }
    if (comparison->met.count > 0) {
        add_head(terminal, out, pal_tr(language, "What all meet"), comparison->met);
        add_areas(terminal, comparison, comparison->met, out);
    }
}

/* "claimed 24 = 17 + 3 + 4" */
static void add_basis(const struct pal_terminal *terminal, const struct pal_basis_points *points,
                      enum pal_basis basis, struct pal_buf *line)
{
    const char *word = pal_word_basis(terminal->language, basis);
    if (!points->is_said) {
        pal_buf_printf(line, "%s -", word);
        return;
    }
    pal_buf_printf(line, "%s %llu =", word, (unsigned long long)points->points.gap);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_buf_printf(line, "%s%llu", i > 0 ? " + " : " ",
                       (unsigned long long)points->by_actor[i].gap);
    }
}

void pal_terminal_bases(const struct pal_terminal *terminal,
                        const struct pal_comparison *comparison, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    if (!comparison->scores[0].has_target) {
        return;
    }
    pal_buf_add_char(out, '\n');
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(
        out, pal_tr(language, "Points missing on each basis (provider + project manager + expert)"),
        0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    for (size_t i = 0; i < comparison->count; i++) {
        struct pal_buf line;
        pal_buf_init(&line, 1 << 16, out->alloc);
        pal_buf_printf(&line, "%s: ", shown(comparison, i)->assessment->id);
        for (int basis = PAL_BASIS_COUNT - 1; basis >= 0; basis--) {
            add_basis(terminal,
                      pal_compare_basis(comparison, pal_compare_shown(comparison, i),
                                        (enum pal_basis)basis),
                      (enum pal_basis)basis, &line);
            pal_buf_add(&line, basis > 0 ? " · " : "");
        }
        pal_buf_add(out, "  ");
        pal_terminal_wrap_line(out, &line, 2, 6, terminal->columns);
    }
}
