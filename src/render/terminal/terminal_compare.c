/* terminal_compare - scores side by side as text. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

enum { NUMBER_COLUMNS = 9, WIDE_COLUMNS = 11 };

/* A number of a ranking with its two words of heading; wide enough for both. */
struct column {
    const char *of;
    const char *word;
    bool is_known;
    uint64_t value;
    size_t columns;
};

enum { COLUMN_COUNT = 6, NUMBERS = 4 * NUMBER_COLUMNS + 2 * WIDE_COLUMNS, NAME_COLUMNS = 40 };

/* The provider's own steps, the whole project, then how many demanded steps nobody rated and how
 * many left the target. */
static void fill_columns(const struct pal_language *language, const struct pal_score *score,
                         struct column *out)
{
    const struct pal_points *own = &score->by_actor[PAL_ACTOR_PROVIDER];
    bool has_target = score->has_target;
    const char *provider = pal_tr(language, "provider");
    const char *project = pal_tr(language, "project");
    const char *demanded = pal_tr(language, "demanded");
    const char *missing = pal_tr(language, "missing");
    const struct column columns[COLUMN_COUNT] = {
        {provider, missing, has_target, own->gap, NUMBER_COLUMNS},
        {provider, pal_tr(language, "achieved"), true, own->achieved, NUMBER_COLUMNS},
        {project, missing, has_target, score->points.gap, NUMBER_COLUMNS},
        {project, pal_tr(language, "surplus"), has_target, score->points.surplus, NUMBER_COLUMNS},
        {demanded, pal_tr(language, "not rated"), has_target, score->steps.missing_not_rated,
         WIDE_COLUMNS},
        /* TRANSLATORS: head of a column of at most ten characters: "not applicable". */
        {demanded, pal_tr(language, "not appl."), has_target, score->steps.target_not_applicable,
         WIDE_COLUMNS}};
    memcpy(out, columns, sizeof columns);
}

static void add_right(struct pal_buf *out, size_t columns, const char *text)
{
    size_t wide = pal_utf8_columns(text);
    if (wide < columns) {
        pal_buf_add_times(out, " ", columns - wide);
        pal_buf_add(out, text);
    } else {
        pal_buf_add_char(out, ' ');
        pal_pad(out, text, columns - 1);
    }
}

static const char *number_of(const struct column *column, char *room, size_t size)
{
    (void)snprintf(room, size, "%llu", (unsigned long long)column->value);
    return column->is_known ? room : "-";
}

static void add_numbers(struct pal_buf *out, const struct column *columns)
{
    char number[24];
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        add_right(out, columns[i].columns, number_of(&columns[i], number, sizeof number));
    }
    pal_buf_add_char(out, '\n');
}

/* The same for a terminal too narrow for columns: "provider missing 6 · …", wrapped. */
static void add_numbers_in_words(const struct pal_terminal *terminal, struct pal_buf *out,
                                 const struct column *columns)
{
    char number[24];
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        pal_buf_printf(&line, "%s%s %s %s", i > 0 ? " · " : "", columns[i].of, columns[i].word,
                       number_of(&columns[i], number, sizeof number));
    }
    pal_buf_add(out, "   ");
    pal_terminal_wrap_line(out, &line, 3, 3, terminal->columns);
}

static void add_heads(const struct pal_terminal *terminal, size_t name_wide,
                      const struct column *columns, struct pal_buf *out)
{
    pal_ink(terminal, out, PAL_INK_DIM);
    pal_pad(out, "", name_wide);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        add_right(out, columns[i].columns, columns[i].of);
    }
    pal_buf_add_char(out, '\n');
    pal_pad(out, "", name_wide);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        add_right(out, columns[i].columns, columns[i].word);
    }
    pal_ink_end(terminal, out);
    pal_buf_add_char(out, '\n');
}

/* Where most or all of what is demanded is not applicable; of one provider over time nobody has a
 * place. */
static void add_not_applicable(const struct pal_terminal *terminal, const struct pal_score *score,
                               bool has_place, struct pal_buf *line)
{
    const struct pal_language *language = terminal->language;
    const struct pal_step_counts *steps = &score->steps;
    if (pal_score_target_state(score) == PAL_TARGET_NOTHING_APPLICABLE) {
        pal_buf_add(line, pal_word_nothing_asked(language, PAL_TARGET_NOTHING_APPLICABLE));
        if (has_place) {
            pal_buf_printf(line, "; %s", pal_tr(language, "it stands behind all others"));
        }
        return;
    }
    pal_buf_printf(line, pal_tr(language, "%llu of %llu demanded steps are not applicable"),
                   (unsigned long long)steps->target_not_applicable,
                   (unsigned long long)(steps->target + steps->target_not_applicable));
    if (pal_compare_is_unproven(score)) {
        pal_buf_add(line, has_place ? pal_tr(language, ", all of the provider's own among them; it "
                                                       "stands behind all others")
                                    : pal_tr(language, ", all of the provider's own among them"));
    } else if (has_place) {
        pal_buf_printf(line, pal_tr(language, "; its place rests on the other %llu"),
                       (unsigned long long)steps->target);
    }
}

/* What numbers do not say by themselves: demanded steps that are not applicable are not missing,
 * and show nothing. */
static void add_remarks(const struct pal_terminal *terminal,
                        const struct pal_comparison *comparison, struct pal_buf *out)
{
    const bool has_places = comparison->has_places;
    for (size_t i = 0; i < comparison->count; i++) {
        const struct pal_score *score = &comparison->scores[pal_compare_shown(comparison, i)];
        if (score->steps.target_not_applicable == 0) {
            continue;
        }
        struct pal_buf line;
        pal_buf_init(&line, 1 << 16, out->alloc);
        pal_buf_printf(&line, "%s: ", score->assessment->id);
        add_not_applicable(terminal, score, has_places, &line);
        pal_terminal_wrap_line(out, &line, 0, 4, terminal->columns);
    }
}

/* "1. south-2026 · South Web · 2026-04-09"; place 0: without one. */
static const char *name_of(const struct pal_terminal *terminal, const struct pal_score *score,
                           size_t place)
{
    const struct pal_assessment *of = score->assessment;
    return place > 0
               ? pal_arena_printf(terminal->arena, "%zu. %s · %s · %s", place, of->id, of->provider,
                                  of->date)
               : pal_arena_printf(terminal->arena, "%s · %s · %s", of->date, of->id, of->provider);
}

/* Candidates nearest first, one provider in the order of dates. The numbers stand beside the name
 * where there is room for both, else under it. */
static void add_ranking(const struct pal_terminal *terminal,
                        const struct pal_comparison *comparison, struct pal_buf *out)
{
    struct column columns[COLUMN_COUNT];
    bool is_beside = terminal->columns >= NAME_COLUMNS + NUMBERS;
    bool is_table = terminal->columns >= NUMBERS;
    size_t name_wide = is_beside ? NAME_COLUMNS : 0;
    fill_columns(terminal->language, &comparison->scores[0], columns);
    if (is_table) {
        add_heads(terminal, name_wide, columns, out);
    }
    for (size_t i = 0; i < comparison->count; i++) {
        const struct pal_score *score = &comparison->scores[pal_compare_shown(comparison, i)];
        const char *name = name_of(terminal, score, pal_compare_place(comparison, i));
        if (name == NULL) {
            out->failed = true;
            return;
        }
        fill_columns(terminal->language, score, columns);
        if (is_beside) {
            pal_pad(out, name, name_wide);
        } else {
            pal_terminal_wrap(out, name, 0, 3, terminal->columns);
        }
        if (is_table) {
            add_numbers(out, columns);
        } else {
            add_numbers_in_words(terminal, out, columns);
        }
    }
    add_remarks(terminal, comparison, out);
}

/* "PA01: gained 2.3 2.4; no longer achieved 3.1", wrapped. */
static void add_change(const struct pal_terminal *terminal, struct pal_buf *out,
                       const struct pal_area *area, struct pal_change change)
{
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    pal_buf_printf(&line, "%s:", area->id);
    if (change.won != 0) {
        pal_buf_printf(&line, " %s ", pal_tr(terminal->language, "gained"));
        pal_steps(&line, area->ladder, change.won);
    }
    if (change.lost != 0) {
        pal_buf_printf(&line, "%s %s ", change.won != 0 ? ";" : "",
                       pal_tr(terminal->language, "no longer achieved"));
        pal_steps(&line, area->ladder, change.lost);
    }
    pal_buf_add(out, "  ");
    pal_ink(terminal, out, change.lost != 0 ? PAL_INK_BAD : PAL_INK_GOOD);
    pal_terminal_wrap_line(out, &line, 2, 6, terminal->columns);
    pal_ink_end(terminal, out);
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
    size_t not_compared = 0;
    size_t asked = 0;
    size_t not_asked = 0;
    for (size_t i = 0; i < model->area_count; i++) {
        struct pal_change change = pal_compare_change(comparison, index, i);
        asked += pal_mask_count(change.asked);
        not_asked += pal_mask_count(change.not_asked);
        won += pal_mask_count(change.won);
        lost += pal_mask_count(change.lost);
        not_compared += pal_mask_count(change.not_compared);
        if (change.won == 0 && change.lost == 0) {
            continue;
        }
        add_change(terminal, out, &model->areas[i], change);
    }
    pal_buf_add(out, "  ");
    pal_buf_printf(out, pal_tr(language, "steps gained: %zu, no longer achieved: %zu"), won, lost);
    if (asked + not_asked > 0) {
        pal_buf_add(out, "\n  ");
        pal_buf_printf(out,
                       pal_tr(language, "steps newly asked for: %zu, no longer asked for: %zu"),
                       asked, not_asked);
    }
    if (not_compared > 0) {
        pal_buf_add(out, "\n  ");
        pal_buf_printf(
            out,
            pal_tr_n(language,
                     "%zu step not compared: not rated or not applicable in one of the two",
                     "%zu steps not compared: not rated or not applicable in one of the two",
                     not_compared),
            not_compared);
    }
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
                          ? pal_tr(language, "One provider over time")
                          : pal_tr(language, "Several providers, as candidates"),
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
        pal_heading(terminal, out, pal_tr(language, "alert level"),
                    pal_word_level(language, scored[0].profile, scored[0].alert));
    }
    pal_buf_add_char(out, '\n');
    if (!comparison->is_one_provider && !comparison->has_places) {
        pal_terminal_wrap(
            out,
            pal_tr(language, "In the order of their titles: what is only claimed ranks nobody."), 0,
            0, terminal->columns);
    }
    add_ranking(terminal, comparison, out);
    pal_terminal_bases(terminal, comparison, out);
    if (!comparison->is_one_provider) {
        pal_terminal_separates(terminal, comparison, out);
    }
    for (size_t i = 1; comparison->is_one_provider && i < comparison->count; i++) {
        add_changes(terminal, comparison, i, out);
    }
    pal_buf_add_char(out, '\n');
    pal_terminal_wrap(out, pal_word_no_appraisal(language), 0, 0, terminal->columns);
    return pal_finish(out);
}
