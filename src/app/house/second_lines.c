/* second_lines - where second readings wait for somebody; see second_lines.h. */
#include "app/house/second_lines.h"

#include <string.h>

#include "app/house/blind.h"
#include "app/house/course.h"
#include "app/house/errand.h"
#include "app/house/second_parts.h"
#include "app/house/shelf.h"
#include "store/facts.h"

/* A page that leads somewhere compares no assessment that is much longer than any of the models
 * there are: the page itself says what differs there. */
enum { STEPS_COMPARED = 4096 };

/* Lines on their way. */
struct lines {
    struct pal_errand *errand;
    struct pal_app app; /* its problems are no matter of the page */
    struct pal_second_line *all;
    size_t count;
};

static enum pal_rc begin(struct pal_errand *errand, struct lines *out)
{
    out->errand = errand;
    out->count = 0;
    out->all = PAL_NEW(errand->arena, struct pal_second_line, PAL_SECOND_LINES_MOST);
    pal_app_init_in(&out->app, errand->arena->alloc);
    pal_house_use(errand, &out->app);
    return out->all != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* What cannot be read, or is not the visitor's to read any more, is left out. */
static enum pal_rc left_out(struct lines *lines, enum pal_rc rc)
{
    if (rc != PAL_E_INVALID && rc != PAL_E_NOT_FOUND && rc != PAL_E_DENIED) {
        return rc;
    }
    lines->errand->err = (struct pal_err){0};
    return PAL_OK;
}

/* How far the visitor is, on whatever basis. */
static enum pal_rc count_rated(struct lines *lines, struct pal_second_line *line)
{
    struct pal_errand *errand = lines->errand;
    const struct pal_fact_row wanted = {
        .kind = pal_fact_second_mark.id,
        .subject_kind = "assessment",
        .subject = line->second.document.id,
        .part = pal_arena_printf(errand->arena, "%s/", line->second.reader),
        .state = "rated"};
    return wanted.part != NULL
               ? pal_errand_explain(errand, pal_heads_in_state(errand->db, &wanted, &line->rated))
               : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* How many differences wait, where they can be agreed. */
static enum pal_rc count_differences(struct lines *lines, struct pal_second_line *line)
{
    struct pal_errand *errand = lines->errand;
    const struct pal_second *second = &line->second;
    struct pal_second_compared compared;
    struct pal_course course;
    enum pal_rc rc = pal_course_now(errand, second->document.id, &course);
    if (rc != PAL_OK || course.state != PAL_ASSESSMENT_DRAFT || line->steps > STEPS_COMPARED) {
        return rc;
    }
    rc = pal_second_compare(errand, &lines->app, second->document.id, second, &compared);
    if (rc == PAL_OK) {
        line->is_counted = true;
        line->differences = compared.count;
        line->to_agree = compared.count - compared.agreed;
    }
    return left_out(lines, rc);
}

static enum pal_rc count_steps(struct lines *lines, struct pal_second_line *line)
{
    const struct pal_model *model = NULL;
    enum pal_rc rc = pal_second_model(lines->errand, &lines->app, line->second.document.id, &model);
    line->steps = rc == PAL_OK ? (int64_t)model->step_count : 0;
    return left_out(lines, rc);
}

/* Adds the line of an assessment, where something waits there. */
static enum pal_rc add(struct lines *lines, const char *project, const char *assessment)
{
    struct pal_second_line line = {.rated = 0};
    enum pal_rc rc = pal_second_now(lines->errand, assessment, &line.second);
    bool is_there = rc == PAL_OK && line.second.document.removed_at == 0 &&
                    strcmp(line.second.document.project, project) == 0;
    bool is_under_way = is_there && line.second.state == PAL_SECOND_IS_UNDER_WAY;
    bool is_open = is_there && line.second.state == PAL_SECOND_IS_OPEN;
    if (!is_under_way && !is_open) {
        return left_out(lines, rc);
    }
    if (is_open || line.second.is_reader) {
        rc = count_steps(lines, &line);
    }
    if (rc == PAL_OK && is_under_way && line.second.is_reader) {
        rc = count_rated(lines, &line);
    }
    if (rc == PAL_OK && is_open) {
        rc = count_differences(lines, &line);
    }
    if (rc == PAL_OK && (is_under_way || line.to_agree > 0)) {
        lines->all[lines->count++] = line;
    }
    return rc;
}

enum pal_rc pal_second_lines_asked(struct pal_errand *errand, struct pal_second_line **out,
                                   size_t *count)
{
    struct lines lines;
    *count = 0;
    if (errand->blind_count == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = begin(errand, &lines);
    for (size_t i = 0;
         i < errand->blind_count && rc == PAL_OK && lines.count < PAL_SECOND_LINES_MOST; i++) {
        const struct pal_blind *blind = &errand->blind[i];
        if (pal_errand_may(errand, PAL_MAY_ASSESS, blind->project)) {
            rc = add(&lines, blind->project, blind->assessment);
        }
    }
    pal_app_done(&lines.app);
    *out = lines.all;
    *count = lines.count;
    return rc;
}

static bool is_earlier(const struct pal_fact_row *rows, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(rows[i].subject, rows[at].subject) == 0) {
            return true;
        }
    }
    return false;
}

enum pal_rc pal_second_lines_on(struct pal_errand *errand, const char *project,
                                const char *assessment, struct pal_second_line **out, size_t *count)
{
    struct lines lines;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *count = 0;
    if (project[0] == '\0' || !pal_errand_may(errand, PAL_MAY_ASSESS, project)) {
        return PAL_OK;
    }
    enum pal_rc rc =
        pal_errand_explain(errand, pal_heads_on_project(errand->db, pal_fact_second.id, project,
                                                        errand->arena, &rows, &found));
    if (rc != PAL_OK || found == 0) {
        return rc;
    }
    rc = begin(errand, &lines);
    for (size_t i = 0; i < found && rc == PAL_OK && lines.count < PAL_SECOND_LINES_MOST; i++) {
        bool is_it = assessment == NULL || strcmp(rows[i].subject, assessment) == 0;
        bool is_on = strcmp(rows[i].state, PAL_SECOND_GIVEN_UP) != 0;
        if (is_it && is_on && !is_earlier(rows, i)) {
            rc = add(&lines, project, rows[i].subject);
        }
    }
    pal_app_done(&lines.app);
    *out = lines.all;
    *count = lines.count;
    return rc;
}
