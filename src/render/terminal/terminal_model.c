/* terminal_model - a model or a profile as text. */
#include <stdio.h>

#include "base/text.h"
#include "base/utf8.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

static void add_doubt(const struct pal_terminal *terminal, struct pal_buf *out, bool is_doubtful)
{
    if (is_doubtful) {
        pal_ink(terminal, out, PAL_INK_DIM);
        pal_buf_add(out, " ?");
        pal_ink_end(terminal, out);
    }
    pal_buf_add_char(out, '\n');
}

/* "  BP.01.01 Establish …" with a question mark where the wording is in doubt. */
static void add_practices(const struct pal_terminal *terminal, struct pal_buf *out,
                          const struct pal_practice *practices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pal_buf_printf(out, "    %s ", practices[i].id);
        const char *title = pal_text_in(&practices[i].title, terminal->language->lang);
        size_t used = 4 + pal_utf8_columns(practices[i].id) + 1;
        size_t room = terminal->columns > used + 12 ? terminal->columns - used - 2 : 12;
        if (pal_utf8_columns(title) > room) {
            pal_pad(out, title, room);
        } else {
            pal_text_terminal(out, title);
        }
        add_doubt(terminal, out, practices[i].is_doubtful);
    }
}

static void add_ladder(const struct pal_terminal *terminal, struct pal_buf *out,
                       const struct pal_ladder *ladder)
{
    for (size_t i = 0; i < ladder->count; i++) {
        const struct pal_step *step = &ladder->steps[i];
        pal_buf_printf(out, "  %s ", step->id);
        pal_text_terminal(out, pal_text_in(&step->title, terminal->language->lang));
        add_doubt(terminal, out, step->is_doubtful);
        add_practices(terminal, out, step->practices, step->practice_count);
    }
}

static size_t count_practices(const struct pal_model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->area_count; i++) {
        count += model->areas[i].practice_count;
    }
    return count;
}

enum pal_rc pal_terminal_model(const struct pal_terminal *terminal, const struct pal_model *model,
                               struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&model->title, language->lang), 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, "id", model->id);
    pal_heading(terminal, out, pal_tr(language, "rule"), pal_word_rule(language, model->rule));
    char counts[160];
    (void)snprintf(counts, sizeof counts,
                   pal_tr(language, "%zu areas, %zu steps, %zu practices of areas"),
                   model->area_count, model->step_count, count_practices(model));
    pal_heading(terminal, out, pal_tr(language, "size"), counts);
    if (model->source != NULL) {
        pal_heading(terminal, out, pal_tr(language, "source"), model->source);
    }
    for (size_t i = 0; i < model->doubt_count; i++) {
        pal_heading(terminal, out, i == 0 ? pal_tr(language, "in doubt") : "",
                    pal_text_in(&model->doubts[i], language->lang));
    }
    pal_buf_add_char(out, '\n');
    pal_notice(terminal, out, model);
    pal_buf_printf(out, "\n%s\n",
                   pal_tr(language, "Steps (a question mark: wording to be checked)"));
    add_ladder(terminal, out, &model->ladder);
    pal_buf_printf(out, "\n%s\n", pal_tr(language, "Areas"));
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        pal_ink(terminal, out, PAL_INK_BOLD);
        pal_buf_printf(out, "  %s ", area->id);
        pal_text_terminal(out, pal_text_in(&area->title, language->lang));
        pal_ink_end(terminal, out);
        add_doubt(terminal, out, area->is_doubtful);
        pal_buf_add(out, "    ");
        pal_text_terminal(out, pal_word_category(language, &model->categories[area->category]));
        pal_buf_printf(out, " · %s\n", pal_word_actor(language, area->actor));
        add_practices(terminal, out, area->practices, area->practice_count);
        if (area->ladder != &model->ladder) {
            add_ladder(terminal, out, area->ladder);
        }
    }
    return pal_finish(out);
}

enum pal_rc pal_terminal_profile(const struct pal_terminal *terminal,
                                 const struct pal_profile *profile, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_model *model = profile->model;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&profile->title, language->lang), 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, "id", profile->id);
    pal_heading(terminal, out, pal_tr(language, "model"), model->id);
    size_t sets = profile->alert_level_count > 0 ? profile->alert_level_count : 1;
    for (size_t level = 0; level < sets; level++) {
        unsigned long long steps = 0;
        for (size_t i = 0; i < model->area_count; i++) {
            steps += pal_mask_count(profile->targets[level][i]);
        }
        pal_buf_add_char(out, '\n');
        pal_ink(terminal, out, PAL_INK_BOLD);
        if (profile->alert_level_count > 0) {
            pal_buf_printf(
                out,
                "%s: ", pal_word_level(terminal->language, profile, profile->alert_levels[level]));
        }
        pal_buf_printf(out, pal_tr_n(language, "%llu step demanded", "%llu steps demanded", steps),
                       steps);
        pal_ink_end(terminal, out);
        pal_buf_add_char(out, '\n');
        for (size_t i = 0; i < model->area_count; i++) {
            pal_buf_printf(out, "  %s ", model->areas[i].id);
            if (profile->targets[level][i] == 0) {
                pal_buf_add(out, pal_tr(language, "none"));
            }
            pal_steps(out, model->areas[i].ladder, profile->targets[level][i]);
            pal_buf_add_char(out, '\n');
        }
    }
    return pal_finish(out);
}
