/* marks_step - all that stands of one step; see marks_step.h. */
#include "app/house/marks_step.h"

#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "base/text.h"

/* The step, in a model. */
static enum pal_rc find_step(struct pal_errand *errand, const char *part,
                             struct pal_marked_step *out)
{
    size_t area;
    const struct pal_model *model = out->assessment->model;
    if (!pal_marks_place(model, part, &area, &out->step)) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no step %s in the model %s",
                               pal_quote(part).text, model->id);
    }
    out->area = &model->areas[area];
    out->part = part;
    return PAL_OK;
}

/* Its cells, with what the lanes inherit. */
static void fill_cells(const struct pal_marks *marks, struct pal_marked_step *out)
{
    const struct pal_mark_cells *cells = &marks->areas[out->area - out->assessment->model->areas];
    struct pal_mark_cells whole = *cells;
    const size_t count = out->area->ladder->count;
    pal_mark_inherit(&whole, count);
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        enum pal_mark_lane lane = (enum pal_mark_lane)i;
        enum pal_mark_lane from = pal_mark_stronger(&whole, lane, count);
        const char *own = cells->at[lane][out->step];
        out->in[lane].cell.own = own;
        out->in[lane].cell.inherited =
            own == NULL && from != PAL_MARK_LANES ? whole.at[from][out->step] : NULL;
    }
}

/* What its marks come to, as the assessment is read: rolled up from practices by the model's rule,
 * and taken from the stronger lane where there is none of its own. */
static void fill_ratings(struct pal_marked_step *out)
{
    const struct pal_assessment *assessment = out->assessment;
    const size_t area = (size_t)(out->area - assessment->model->areas);
    const size_t step = out->area->first_step + out->step;
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        const struct pal_ratings *ratings =
            i <= PAL_MARK_CLAIMED ? pal_assessment_ratings(assessment, (enum pal_basis)i, area)
                                  : pal_mark_ratings(assessment, (enum pal_mark_lane)i);
        enum pal_area_state state = ratings->areas[area];
        out->in[i].rating = state == PAL_AREA_NOT_APPLICABLE ? PAL_RATING_NOT_APPLICABLE
                            : state == PAL_AREA_ABSENT       ? PAL_RATING_NOT_RATED
                                                       : (enum pal_rating)ratings->steps[step];
    }
}

/* The heads of a kind on this step: what was said last in each lane, by whom and when. */
static enum pal_rc read_said(struct pal_errand *errand, const char *kind,
                             struct pal_marked_step *out)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = out->assessment->id,
                                           .kind = kind,
                                           .part = out->part,
                                           .max = PAL_MARK_LANES};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    const bool is_mark = strcmp(kind, PAL_MARK_FACT) == 0;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        enum pal_mark_lane lane = pal_mark_lane_find(facts[i].lane);
        struct pal_step_said *said = lane < PAL_MARK_LANES ? &out->in[lane] : NULL;
        if (said != NULL && is_mark) {
            said->mark = &facts[i];
            said->cell.turn = facts[i].turn;
            said->cell.again = strcmp(facts[i].state, PAL_MARK_AGAIN) == 0 ? facts[i].body : NULL;
        } else if (said != NULL) {
            said->reason = &facts[i];
            said->cell.reason_turn = facts[i].turn;
            said->cell.reason = pal_reason_said(errand, facts[i].body);
        }
    }
    return rc;
}

/* The note of the text, where no reason stands in its place. */
static void fill_note(struct pal_errand *errand, struct pal_marked_step *out)
{
    const size_t area = (size_t)(out->area - out->assessment->model->areas);
    struct pal_text note = pal_reason_of_text(out->assessment, area, out->step);
    bool is_said = false;
    for (int i = 0; i < PAL_MARK_LANES; i++) {
        is_said = is_said || out->in[i].reason != NULL;
    }
    out->note = !is_said ? pal_reason_shown(errand, &note) : NULL;
}

static enum pal_rc read_evidence(struct pal_errand *errand, struct pal_marked_step *out)
{
    struct pal_evidence *all = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_evidence_list(errand, out->assessment->id, &all, &count);
    out->evidence = all;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (pal_evidence_is_of(&all[i], out->part)) {
            all[out->evidence_count++] = all[i];
        }
    }
    return rc;
}

static enum pal_rc read_last(struct pal_errand *errand, const struct pal_fact_row *heads,
                             size_t count, struct pal_marked_step *out)
{
    struct pal_fact_row *reasons = NULL;
    size_t reason_count = 0;
    enum pal_rc rc = pal_reasons_heads(errand, out->assessment->id, &reasons, &reason_count);
    for (size_t i = 0; i < count; i++) {
        out->fact = heads[i].number > out->fact ? heads[i].number : out->fact;
    }
    for (size_t i = 0; i < reason_count && rc == PAL_OK; i++) {
        out->fact = reasons[i].number > out->fact ? reasons[i].number : out->fact;
    }
    return rc;
}

enum pal_rc pal_marks_step(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           const char *part, struct pal_marked_step *out)
{
    struct pal_fact_row *heads = NULL;
    struct pal_marks marks;
    size_t count = 0;
    *out = (struct pal_marked_step){.assessment = NULL};
    enum pal_rc rc = pal_marks_assessment(errand, app, assessment, &out->assessment);
    rc = rc == PAL_OK ? find_step(errand, part, out) : rc;
    rc = rc == PAL_OK ? pal_marks_read(errand, out->assessment, &heads, &count, &marks) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    fill_cells(&marks, out);
    fill_ratings(out);
    rc = read_last(errand, heads, count, out);
    rc = rc == PAL_OK ? read_said(errand, PAL_MARK_FACT, out) : rc;
    rc = rc == PAL_OK ? read_said(errand, PAL_REASON_FACT, out) : rc;
    rc = rc == PAL_OK ? read_evidence(errand, out) : rc;
    if (rc == PAL_OK) {
        fill_note(errand, out);
    }
    return rc;
}
