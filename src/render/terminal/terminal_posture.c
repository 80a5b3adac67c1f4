/* terminal_posture - what an alert level asks of an assessment as text: prepare, activate, save. */
#include "base/text.h"
#include "base/utf8.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

/* One of the three results: the areas with their steps, then the sum by actor. */
struct part {
    const char *title; /* "do now: …" */
    enum pal_ink ink;
    size_t mask;   /* offset of the mask in struct pal_posture_area */
    size_t points; /* offset of the sum in struct pal_posture_points */
};

static pal_mask mask_of(const struct pal_posture_area *area, size_t offset)
{
    return *(const pal_mask *)((const char *)area + offset);
}

static unsigned long long points_of(const struct pal_posture_points *points, size_t offset)
{
    return *(const uint64_t *)((const char *)points + offset);
}

static void add_part(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_posture *posture, const struct part *part)
{
    const struct pal_model *model = posture->assessment->model;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, part->title, 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    bool is_empty = true;
    for (size_t i = 0; i < model->area_count; i++) {
        pal_mask mask = mask_of(&posture->areas[i], part->mask);
        if (mask == 0) {
            continue;
        }
        is_empty = false;
        pal_buf_printf(out, "  %s ", model->areas[i].id);
        pal_pad(out, pal_text_in(&model->areas[i].title, terminal->language->lang), 32);
        pal_buf_printf(out, " %s ",
                       pal_word_actor_letter(terminal->language,
                                             (enum pal_actor)posture->assessment->area_actors[i]));
        pal_steps(out, model->areas[i].ladder, mask);
        pal_buf_add_char(out, '\n');
    }
    if (is_empty) {
        pal_buf_printf(out, "  %s\n", pal_tr(terminal->language, "none"));
    }
    pal_buf_add_char(out, '\n');
}

/* "12 = 10 + 2 + 0 points to prepare (do now)" */
static void add_sum(const struct pal_terminal *terminal, struct pal_buf *out,
                    const struct pal_posture *posture, const struct part *part)
{
    unsigned long long all = points_of(&posture->points, part->points);
    pal_ink(terminal, out, all > 0 ? part->ink : PAL_INK_GOOD);
    pal_buf_printf(out, "%llu =", all);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_buf_printf(out, "%s%llu", i > 0 ? " + " : " ",
                       points_of(&posture->by_actor[i], part->points));
    }
    pal_buf_printf(out, "  %s", part->title);
    pal_ink_end(terminal, out);
    pal_buf_add_char(out, '\n');
}

static void add_unknown(const struct pal_terminal *terminal, struct pal_buf *out,
                        const struct pal_posture *posture)
{
    struct pal_arena scratch;
    pal_arena_init(&scratch, NULL);
    const char *unknown = pal_word_unknown_asked(terminal->language, posture, &scratch);
    if (unknown != NULL) {
        pal_terminal_wrap(out, unknown, 2, 2, terminal->columns);
    }
    pal_arena_done(&scratch);
}

enum pal_rc pal_terminal_posture(const struct pal_terminal *terminal,
                                 const struct pal_posture *posture, const char *alert,
                                 const struct pal_level_change *changes, size_t count,
                                 struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_assessment *assessment = posture->assessment;
    const struct part parts[] = {
        {pal_tr(language, "to prepare: do now"), PAL_INK_BAD,
         offsetof(struct pal_posture_area, gap_preparation),
         offsetof(struct pal_posture_points, gap_preparation)},
        {pal_tr(language, "to activate: do at once"), PAL_INK_BAD,
         offsetof(struct pal_posture_area, gap_activation),
         offsetof(struct pal_posture_points, gap_activation)},
        {pal_tr(language, "active beyond the target: may be stood down"), PAL_INK_EXTRA,
         offsetof(struct pal_posture_area, active_surplus),
         offsetof(struct pal_posture_points, active_surplus)},
    };
    enum { PARTS = sizeof parts / sizeof *parts };
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&assessment->title, language->lang), 0, 0,
                      terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, pal_tr(language, "provider"), assessment->provider);
    pal_heading(terminal, out, pal_tr(language, "rule"),
                pal_word_rule(language, assessment->model->rule));
    pal_heading(terminal, out, pal_tr(language, "basis"), pal_word_basis(language, posture->basis));
    pal_heading(terminal, out, pal_tr(language, "profile"),
                pal_text_in(&posture->profile->title, language->lang));
    if (alert != NULL) {
        pal_heading(terminal, out, pal_tr(language, "alert level"), alert);
    }
    pal_buf_add_char(out, '\n');
    pal_notice(terminal, out, assessment->model);
    pal_buf_add_char(out, '\n');
    for (size_t i = 0; i < PARTS; i++) {
        add_part(terminal, out, posture, &parts[i]);
    }
    if (changes != NULL) {
        pal_terminal_readiness(terminal, posture, changes, count, out);
    }
    pal_terminal_wrap(out, pal_word_no_appraisal(language), 0, 0, terminal->columns);
    pal_buf_printf(out, pal_tr(language, "points (%s + %s + %s):"),
                   pal_word_actor(language, PAL_ACTOR_PROVIDER),
                   pal_word_actor(language, PAL_ACTOR_PROJECT_MANAGER),
                   pal_word_actor(language, PAL_ACTOR_EXPERT));
    pal_buf_add_char(out, '\n');
    for (size_t i = 0; i < PARTS; i++) {
        add_sum(terminal, out, posture, &parts[i]);
    }
    add_unknown(terminal, out, posture);
    return pal_finish(out);
}
