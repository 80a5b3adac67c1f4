/* marks_all - see marks_all.h. */
#include "app/house/marks_all.h"

#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"

enum { SAID_MOST = 20000 };

static size_t place_of(const struct pal_marked_all *all, enum pal_mark_lane lane, size_t area,
                       size_t step)
{
    const struct pal_model *model = all->assessment->model;
    return (size_t)lane * model->step_count + model->areas[area].first_step + step;
}

struct pal_marked *pal_marked_at(const struct pal_marked_all *all, enum pal_mark_lane lane,
                                 size_t area, size_t step)
{
    return &all->cells[place_of(all, lane, area, step)];
}

/* The place of what was said of a cell; false: the model has no such step. */
static bool find_place(const struct pal_marked_all *all, const char *lane, const char *part,
                       size_t *out)
{
    size_t area;
    size_t step;
    enum pal_mark_lane in = pal_mark_lane_find(lane);
    bool is = in < PAL_MARK_LANES && pal_marks_place(all->assessment->model, part, &area, &step);
    *out = is ? place_of(all, in, area, step) : 0;
    return is;
}

static void fill_marks(const struct pal_marks *marks, const struct pal_fact_row *heads,
                       size_t count, struct pal_marked_all *out)
{
    const struct pal_model *model = marks->model;
    size_t at;
    for (size_t i = 0; i < model->area_count * PAL_MARK_LANES; i++) {
        enum pal_mark_lane lane = (enum pal_mark_lane)(i % PAL_MARK_LANES);
        const size_t area = i / PAL_MARK_LANES;
        for (size_t j = 0; j < model->areas[area].ladder->count; j++) {
            pal_marked_at(out, lane, area, j)->own = marks->areas[area].at[lane][j];
        }
    }
    for (size_t i = 0; i < count; i++) {
        out->fact = heads[i].number > out->fact ? heads[i].number : out->fact;
        if (find_place(out, heads[i].lane, heads[i].part, &at)) {
            bool is_again = strcmp(heads[i].state, PAL_MARK_AGAIN) == 0;
            out->cells[at].turn = heads[i].turn;
            out->cells[at].again = is_again ? heads[i].body : NULL;
        }
    }
}

/* A note is no reason of a basis: it stands with the strongest that is marked. */
static void fill_note(struct pal_errand *errand, size_t area, size_t step,
                      struct pal_marked_all *out)
{
    struct pal_text note = pal_reason_of_text(out->assessment, area, step);
    enum pal_mark_lane in = PAL_MARK_CHECKED;
    for (int i = PAL_MARK_LANES - 1; i >= 0; i--) {
        const struct pal_marked *cell = pal_marked_at(out, (enum pal_mark_lane)i, area, step);
        if (cell->reason_turn > 0) {
            return;
        }
        in = cell->own != NULL ? (enum pal_mark_lane)i : in;
    }
    pal_marked_at(out, in, area, step)->reason = pal_reason_shown(errand, &note);
}

static enum pal_rc fill_reasons(struct pal_errand *errand, struct pal_marked_all *out)
{
    const struct pal_model *model = out->assessment->model;
    struct pal_fact_row *heads = NULL;
    size_t count = 0;
    size_t at;
    enum pal_rc rc = pal_reasons_heads(errand, out->assessment->id, &heads, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_text text = pal_reason_text(errand, heads[i].body);
        out->fact = heads[i].number > out->fact ? heads[i].number : out->fact;
        if (find_place(out, heads[i].lane, heads[i].part, &at)) {
            out->cells[at].reason = pal_reason_shown(errand, &text);
            out->cells[at].reason_turn = heads[i].turn;
        }
    }
    for (size_t i = 0; i < model->area_count && rc == PAL_OK; i++) {
        for (size_t j = 0; j < model->areas[i].ladder->count; j++) {
            fill_note(errand, i, j, out);
        }
    }
    return rc;
}

static enum pal_rc fill_said(struct pal_errand *errand, const char *kind,
                             struct pal_marked_all *out)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = out->assessment->id,
                                           .kind = kind,
                                           .max = SAID_MOST};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    size_t at;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (find_place(out, facts[i].lane, facts[i].part, &at) &&
            (out->said[at] == NULL || out->said[at]->at < facts[i].at)) {
            out->said[at] = &facts[i];
        }
    }
    return rc;
}

enum pal_rc pal_marks_all(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                          bool with_said, struct pal_marked_all *out)
{
    struct pal_fact_row *heads = NULL;
    struct pal_marks marks;
    size_t count = 0;
    *out = (struct pal_marked_all){.fact = 0};
    enum pal_rc rc = pal_marks_assessment(errand, app, assessment, &out->assessment);
    rc = rc == PAL_OK ? pal_marks_read(errand, out->assessment, &heads, &count, &marks) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const size_t cells = PAL_MARK_LANES * out->assessment->model->step_count;
    out->cells = PAL_NEW(errand->arena, struct pal_marked, cells);
    out->said = PAL_NEW(errand->arena, const struct pal_fact *, cells);
    if (out->cells == NULL || out->said == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    fill_marks(&marks, heads, count, out);
    rc = fill_reasons(errand, out);
    rc = rc == PAL_OK && with_said ? fill_said(errand, PAL_MARK_FACT, out) : rc;
    return rc == PAL_OK && with_said ? fill_said(errand, PAL_REASON_FACT, out) : rc;
}
