/* terminal_plan - the action plan as text: one part per actor, one paragraph per missing step. */
#include "base/utf8.h"
#include "render/notes.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

static void add_detail(const struct pal_terminal *terminal, struct pal_buf *out, const char *word,
                       const struct pal_text *text, const struct pal_area *area)
{
    const char *value = pal_view_action_text(text, area, terminal->language, terminal->arena);
    if (value == NULL) {
        out->failed = true;
        return;
    }
    if (value[0] == '\0') {
        return;
    }
    pal_ink(terminal, out, PAL_INK_DIM);
    pal_buf_printf(out, "        %s ", word);
    pal_ink_end(terminal, out);
    size_t used = 8 + pal_utf8_columns(word) + 1;
    pal_terminal_wrap(out, value, used, 10, terminal->columns);
}

static void add_task(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_plan_task *task, const struct pal_area *area,
                     const struct pal_actions *actions)
{
    const struct pal_language *language = terminal->language;
    if (task->practice == NULL) {
        pal_buf_add(out, "    ");
        pal_terminal_wrap(out, pal_tr(language, "do what this step asks for"), 4, 6,
                          terminal->columns);
        return;
    }
    const struct pal_action *action = pal_actions_find(actions, task->practice->id);
    pal_buf_printf(out, "    %s ", task->practice->id);
    size_t used = 4 + pal_utf8_columns(task->practice->id) + 1;
    if (action == NULL) {
        pal_terminal_wrap(out, pal_text_in(&task->practice->title, language->lang), used, 6,
                          terminal->columns);
        return;
    }
    const char *what = pal_view_action_text(&action->what, area, language, terminal->arena);
    if (what == NULL) {
        out->failed = true;
        return;
    }
    pal_terminal_wrap(out, what, used, 6, terminal->columns);
    add_detail(terminal, out, pal_tr(language, "example:"), &action->example, area);
    add_detail(terminal, out, pal_tr(language, "proof:"), &action->proof, area);
}

static void add_action(const struct pal_terminal *terminal, struct pal_buf *out,
                       const struct pal_scored *scored, const struct pal_plan_action *action,
                       const struct pal_actions *actions)
{
    const struct pal_language *language = terminal->language;
    const struct pal_area *area = &scored->score.assessment->model->areas[action->area];
    const struct pal_step *step = &area->ladder->steps[action->step];
    struct pal_buf line;
    pal_buf_init(&line, 1 << 18, out->alloc);
    pal_buf_printf(&line, "%zu. %s/%s %s — %s", action->order, area->id, step->id,
                   pal_text_in(&area->title, language->lang),
                   pal_text_in(&step->title, language->lang));
    pal_buf_add(&line, " (");
    pal_buf_printf(&line, pal_tr_n(language, "%u point", "%u points", action->points),
                   (unsigned)action->points);
    if ((scored->score.areas[action->area].not_rated >> action->step & 1) != 0) {
        pal_buf_printf(&line, ", %s", pal_tr(language, "not rated"));
    }
    pal_buf_add(&line, ")");
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap_line(out, &line, 0, 4, terminal->columns);
    pal_ink_end(terminal, out);
    struct pal_plan_task tasks[PAL_LIMIT_PRACTICES];
    pal_notes_terminal(terminal, scored->score.assessment, action->area, false,
                       (pal_mask)1 << action->step, 4, out);
    size_t count = pal_plan_tasks(&scored->score, action, tasks, PAL_LIMIT_PRACTICES);
    for (size_t i = 0; i < count && i < PAL_LIMIT_PRACTICES; i++) {
        add_task(terminal, out, &tasks[i], area, actions);
    }
}

enum pal_rc pal_terminal_plan(const struct pal_terminal *terminal, const struct pal_scored *scored,
                              const struct pal_plan *plan, const struct pal_actions *actions,
                              struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    pal_identity(terminal, out, scored);
    pal_buf_add_char(out, '\n');
    pal_notice(terminal, out, scored->score.assessment->model);
    size_t at = 0;
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        size_t end = at + plan->count_by_actor[actor];
        if (at == end) {
            continue;
        }
        pal_buf_add_char(out, '\n');
        pal_ink(terminal, out, PAL_INK_BOLD);
        pal_buf_printf(out, "%s: ", pal_word_actor(language, (enum pal_actor)actor));
        uint64_t points = scored->score.by_actor[actor].gap;
        pal_buf_printf(out, pal_tr_n(language, "%llu point missing", "%llu points missing", points),
                       (unsigned long long)points);
        if (scored->score.by_actor[actor].gap_not_rated > 0) {
            pal_buf_printf(out, pal_tr(language, ", of which %llu not rated"),
                           (unsigned long long)scored->score.by_actor[actor].gap_not_rated);
        }
        pal_ink_end(terminal, out);
        pal_buf_add(out, "\n\n");
        size_t area = SIZE_MAX;
        for (; at < end; at++) {
            if (plan->actions[at].area != area) {
                area = plan->actions[at].area;
                pal_notes_terminal(terminal, scored->score.assessment, area, true,
                                   ~scored->score.areas[area].missing, 2, out);
            }
            add_action(terminal, out, scored, &plan->actions[at], actions);
        }
    }
    pal_buf_add_char(out, '\n');
    if (actions != NULL && actions->is_proposed && plan->count > 0) {
        pal_terminal_wrap(out,
                          pal_tr(language, "The wording of the actions is a proposal; the expert "
                                           "may change it."),
                          0, 0, terminal->columns);
    }
    pal_terminal_wrap(out, pal_word_no_appraisal(language), 0, 0, terminal->columns);
    pal_sum_line(terminal, out, scored);
    return pal_finish(out);
}
