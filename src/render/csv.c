#include "render/csv.h"

#include "base/text.h"

static void cell(struct pal_buf *out, const char *text)
{
    pal_text_csv(out, text != NULL ? text : "");
    pal_buf_add_char(out, ',');
}

static void number(struct pal_buf *out, uint64_t value)
{
    pal_buf_printf(out, "%llu,", (unsigned long long)value);
}

/* Replaces the comma behind the last cell. */
static void end_row(struct pal_buf *out)
{
    if (!out->failed && out->len > 0) {
        out->len--;
    }
    pal_buf_add(out, "\r\n");
}

static enum pal_rc finish(const struct pal_buf *out)
{
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}

static const char *step_state(const struct pal_area_score *area, pal_mask bit)
{
    if ((area->not_applicable & bit) != 0) {
        return "not_applicable";
    }
    if ((area->missing & bit) != 0) {
        return "missing";
    }
    if ((area->surplus & bit) != 0) {
        return "surplus";
    }
    if ((area->achieved & bit) != 0) {
        return "achieved";
    }
    return (area->not_rated & bit) != 0 ? "not_rated" : "not_achieved";
}

enum pal_rc pal_csv_score(const struct pal_scored *scored, struct pal_buf *out)
{
    const struct pal_score *score = &scored->score;
    const struct pal_assessment *assessment = score->assessment;
    const struct pal_model *model = assessment->model;
    pal_buf_add(out,
                "assessment,rule,basis,profile,alert,area,step,level,actor,points,rating,target,"
                "state,area_level,area_level_is_minimum\r\n");
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        const struct pal_area_score *result = &score->areas[i];
        const struct pal_ratings *ratings = pal_assessment_ratings(assessment, score->basis, i);
        for (size_t j = 0; j < area->ladder->count; j++) {
            pal_mask bit = (pal_mask)1 << j;
            size_t step = area->first_step + j;
            cell(out, assessment->id);
            cell(out, pal_rule_ids[model->rule]);
            cell(out, pal_basis_ids[score->basis]);
            cell(out, scored->profile != NULL ? scored->profile->id : NULL);
            cell(out, scored->alert);
            cell(out, area->id);
            cell(out, area->ladder->steps[j].id);
            number(out, area->ladder->steps[j].level);
            cell(out, pal_actor_ids[assessment->actors[step]]);
            number(out, assessment->weights[step]);
            bool has_rating = (result->not_applicable & bit) == 0; /* else its state says it */
            cell(out, has_rating ? pal_rating_ids[ratings->steps[step]] : NULL);
            cell(out, !score->has_target ? NULL : (result->target & bit) != 0 ? "yes" : "no");
            cell(out, step_state(result, bit));
            if (result->is_rated) {
                number(out, result->level);
                cell(out, result->level_is_minimum ? "yes" : "no");
            } else {
                pal_buf_add(out, ",,");
            }
            end_row(out);
        }
    }
    return finish(out);
}

/* An action's text with the area's id in place of {PA}. */
static void action_cell(struct pal_buf *out, const struct pal_text *text,
                        const struct pal_area *area, const struct pal_language *language,
                        struct pal_arena *arena)
{
    struct pal_area by_id = *area;
    by_id.title = (struct pal_text){{area->id}};
    const char *value = pal_view_action_text(text, &by_id, language, arena);
    if (value == NULL) {
        out->failed = true;
        return;
    }
    cell(out, value);
}

enum pal_rc pal_csv_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                         const struct pal_actions *actions, const struct pal_language *language,
                         struct pal_arena *arena, struct pal_buf *out)
{
    static const struct pal_text nothing = {{""}};
    const struct pal_model *model = scored->score.assessment->model;
    pal_buf_add(out,
                "order,actor,area,step,points,practice,rating,what,example,proof,recurring\r\n");
    for (size_t i = 0; i < plan->count; i++) {
        const struct pal_plan_action *action = &plan->actions[i];
        const struct pal_area *area = &model->areas[action->area];
        struct pal_plan_task tasks[PAL_LIMIT_PRACTICES];
        size_t count = pal_plan_tasks(&scored->score, action, tasks, PAL_LIMIT_PRACTICES);
        for (size_t j = 0; j < count && j < PAL_LIMIT_PRACTICES; j++) {
            const char *practice = tasks[j].practice != NULL ? tasks[j].practice->id : NULL;
            const struct pal_action *text =
                practice != NULL ? pal_actions_find(actions, practice) : NULL;
            number(out, action->order);
            cell(out, pal_actor_ids[action->actor]);
            cell(out, area->id);
            cell(out, area->ladder->steps[action->step].id);
            number(out, action->points);
            cell(out, practice);
            cell(out, pal_rating_ids[tasks[j].rating]);
            action_cell(out, text != NULL ? &text->what : &nothing, area, language, arena);
            action_cell(out, text != NULL ? &text->example : &nothing, area, language, arena);
            action_cell(out, text != NULL ? &text->proof : &nothing, area, language, arena);
            cell(out, text != NULL ? text->recurring : NULL);
            end_row(out);
        }
    }
    return finish(out);
}

static void steps_cell(struct pal_buf *out, const struct pal_ladder *ladder, pal_mask mask)
{
    bool is_first = true;
    for (; mask != 0; mask &= mask - 1) {
        pal_buf_printf(out, "%s%s", is_first ? "" : " ", ladder->steps[__builtin_ctzll(mask)].id);
        is_first = false;
    }
    pal_buf_add_char(out, ',');
}

/* What a row says of how sure it is: what nobody rated, and what left the target. */
static void certainty_cells(struct pal_buf *out, const struct pal_scored *scored, size_t index)
{
    const struct pal_score *score = &scored->score;
    const struct pal_area_score *area = &score->areas[index];
    cell(out, !area->is_rated ? NULL : area->level_is_minimum ? "yes" : "no");
    if (!score->has_target) {
        pal_buf_add(out, ",,,,,");
        return;
    }
    number(out, area->points.gap_not_rated);
    number(out, pal_mask_count(area->target));
    number(out, pal_mask_count(area->missing & area->not_rated));
    number(out, pal_mask_count(area->demanded & area->not_applicable));
    cell(out, pal_compare_is_unproven(score) ? "yes" : "no");
}

enum pal_rc pal_csv_compare(const struct pal_scored *scored,
                            const struct pal_comparison *comparison, struct pal_buf *out)
{
    const struct pal_model *model = comparison->scores[0].assessment->model;
    pal_buf_add(out, "assessment,provider,date,rule,basis,profile,alert,place,area,actor,level,"
                     "achieved,gap,surplus,won,"
                     "lost,level_is_minimum,gap_not_rated,demanded,missing_not_rated,"
                     "target_not_applicable,unproven\r\n");
    for (size_t i = 0; i < comparison->count; i++) {
        const struct pal_score *score = &scored[i].score;
        size_t place = 0;
        while (comparison->ranking[place] != i) {
            place++;
        }
        for (size_t area = 0; area < model->area_count; area++) {
            const struct pal_area_score *result = &score->areas[area];
            struct pal_change change = {0};
            if (i > 0) {
                change = pal_compare_change(comparison, i, area);
            }
            cell(out, score->assessment->id);
            cell(out, score->assessment->provider);
            cell(out, score->assessment->date);
            cell(out, pal_rule_ids[model->rule]);
            cell(out, pal_basis_ids[score->basis]);
            cell(out, scored[i].profile != NULL ? scored[i].profile->id : NULL);
            cell(out, scored[i].alert);
            if (!comparison->has_places) {
                cell(out, NULL); /* over time, or on what is only claimed */
            } else {
                number(out, pal_compare_place(comparison, place));
            }
            cell(out, model->areas[area].id);
            cell(out, pal_actor_ids[score->assessment->area_actors[area]]);
            if (result->is_rated) {
                number(out, result->level);
            } else {
                cell(out, NULL);
            }
            number(out, result->points.achieved);
            if (score->has_target) {
                number(out, result->points.gap);
                number(out, result->points.surplus);
            } else {
                pal_buf_add(out, ",,");
            }
            steps_cell(out, model->areas[area].ladder, change.won);
            steps_cell(out, model->areas[area].ladder, change.lost);
            certainty_cells(out, &scored[i], area);
            end_row(out);
        }
    }
    return finish(out);
}
