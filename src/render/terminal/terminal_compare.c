/* terminal_compare - scores side by side as text. */
#include <stdio.h>

#include "base/utf8.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

enum { NUMBER_COLUMNS = 9 };

static void add_number(struct pal_buf *out, bool is_known, uint64_t value)
{
    if (is_known) {
        pal_buf_printf(out, "%*llu", NUMBER_COLUMNS, (unsigned long long)value);
    } else {
        pal_buf_printf(out, "%*s", NUMBER_COLUMNS, "-");
    }
}

static void add_right(struct pal_buf *out, const char *text)
{
    size_t wide = pal_utf8_columns(text);
    if (wide < NUMBER_COLUMNS) {
        pal_buf_add_times(out, " ", NUMBER_COLUMNS - wide);
        pal_buf_add(out, text);
    } else {
        pal_buf_add_char(out, ' ');
        pal_pad(out, text, NUMBER_COLUMNS - 1);
    }
}

/* One line per score, nearest first: the provider's own steps, then the whole project. */
static void add_ranking(const struct pal_terminal *terminal,
                        const struct pal_comparison *comparison, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    size_t name_wide =
        terminal->columns > 40 + 4 * NUMBER_COLUMNS ? 40 : terminal->columns - 4 * NUMBER_COLUMNS;
    name_wide = terminal->columns < 4 * NUMBER_COLUMNS + 12 ? 12 : name_wide;
    pal_ink(terminal, out, PAL_INK_DIM);
    pal_pad(out, "", name_wide);
    add_right(out, pal_tr(language, "provider"));
    add_right(out, pal_tr(language, "provider"));
    add_right(out, pal_tr(language, "project"));
    add_right(out, pal_tr(language, "project"));
    pal_buf_add_char(out, '\n');
    pal_pad(out, "", name_wide);
    for (int i = 0; i < 2; i++) {
        add_right(out, pal_tr(language, "missing"));
        add_right(out, i == 0 ? pal_tr(language, "achieved") : pal_tr(language, "surplus"));
    }
    pal_ink_end(terminal, out);
    pal_buf_add_char(out, '\n');
    for (size_t i = 0; i < comparison->count; i++) {
        const struct pal_score *score = &comparison->scores[comparison->ranking[i]];
        const struct pal_points *own = &score->by_actor[PAL_ACTOR_PROVIDER];
        char place[24];
        (void)snprintf(place, sizeof place, "%zu. ", i + 1);
        pal_buf_add(out, place);
        struct pal_buf name;
        pal_buf_init(&name, 1 << 18, out->alloc);
        pal_buf_printf(&name, "%s · %s · %s", score->assessment->id, score->assessment->provider,
                       score->assessment->date);
        const char *text = pal_buf_text(&name);
        if (text == NULL) {
            out->failed = true;
            return;
        }
        pal_pad(out, text, name_wide - pal_utf8_columns(place));
        pal_buf_done(&name);
        add_number(out, score->has_target, own->gap);
        add_number(out, true, own->achieved);
        add_number(out, score->has_target, score->points.gap);
        add_number(out, score->has_target, score->points.surplus);
        pal_buf_add_char(out, '\n');
    }
}

/* "PA01  won 2.3 2.4  lost 3.1", wrapped. */
static void add_change(const struct pal_terminal *terminal, struct pal_buf *out,
                       const struct pal_area *area, struct pal_change change)
{
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    pal_buf_printf(&line, "%s:", area->id);
    if (change.won != 0) {
        pal_buf_printf(&line, " %s ", pal_tr(terminal->language, "won"));
        pal_steps(&line, area->ladder, change.won);
    }
    if (change.lost != 0) {
        pal_buf_printf(&line, "%s %s ", change.won != 0 ? ";" : "",
                       pal_tr(terminal->language, "lost"));
        pal_steps(&line, area->ladder, change.lost);
    }
    const char *text = pal_buf_text(&line);
    if (text == NULL) {
        out->failed = true;
        return;
    }
    pal_buf_add(out, "  ");
    pal_ink(terminal, out, change.lost != 0 ? PAL_INK_BAD : PAL_INK_GOOD);
    pal_terminal_wrap(out, text, 2, 6, terminal->columns);
    pal_ink_end(terminal, out);
    pal_buf_done(&line);
}

static void add_changes(const struct pal_terminal *terminal,
                        const struct pal_comparison *comparison, size_t index, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_model *model = comparison->scores[0].assessment->model;
    const struct pal_score *before = &comparison->scores[index - 1];
    const struct pal_score *now = &comparison->scores[index];
    pal_buf_add_char(out, '\n');
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_printf(out, pal_tr(language, "from %s to %s"), before->assessment->id,
                   now->assessment->id);
    pal_ink_end(terminal, out);
    pal_buf_add_char(out, '\n');
    size_t won = 0;
    size_t lost = 0;
    for (size_t i = 0; i < model->area_count; i++) {
        struct pal_change change = pal_compare_change(comparison, index, i);
        won += pal_mask_count(change.won);
        lost += pal_mask_count(change.lost);
        if (change.won == 0 && change.lost == 0) {
            continue;
        }
        add_change(terminal, out, &model->areas[i], change);
    }
    pal_buf_add(out, "  ");
    pal_buf_printf(out, pal_tr(language, "%zu steps won, %zu lost"), won, lost);
    pal_buf_add_char(out, '\n');
}

enum pal_rc pal_terminal_compare(const struct pal_terminal *terminal,
                                 const struct pal_scored *scored,
                                 const struct pal_comparison *comparison, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_model *model = comparison->scores[0].assessment->model;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out,
                      comparison->is_one_provider
                          ? pal_tr(language, "One provider, several assessments")
                          : pal_tr(language, "Several providers"),
                      0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, pal_tr(language, "model"), model->id);
    pal_heading(terminal, out, pal_tr(language, "rule"), pal_word_rule(language, model->rule));
    pal_heading(terminal, out, pal_tr(language, "basis"),
                pal_word_basis(language, scored[0].score.basis));
    if (scored[0].profile != NULL) {
        pal_heading(terminal, out, pal_tr(language, "profile"),
                    pal_text_in(&scored[0].profile->title, language->lang));
    }
    if (scored[0].alert != NULL) {
        pal_heading(terminal, out, pal_tr(language, "alert level"), scored[0].alert);
    }
    pal_buf_add_char(out, '\n');
    add_ranking(terminal, comparison, out);
    for (size_t i = 1; i < comparison->count; i++) {
        add_changes(terminal, comparison, i, out);
    }
    pal_buf_add_char(out, '\n');
    pal_terminal_wrap(out, pal_word_no_appraisal(language), 0, 0, terminal->columns);
    return pal_finish(out);
}
