#include "app/house/stages.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/case_facts.h"
#include "app/house/house.h"
#include "app/house/shelf.h"
#include "app/house/stages_parts.h"
#include "app/house/told.h"
#include "base/text.h"

enum { STAGES_MOST = 1000 };

enum pal_rc pal_house_process(struct pal_errand *errand, const char *named,
                              struct pal_document *out)
{
    enum pal_rc rc =
        pal_house_get(errand, "process", named != NULL ? named : PAL_PROCESS_BUILT_IN, out);
    return rc == PAL_E_NOT_FOUND ? pal_house_get(errand, "process", PAL_PROCESS_BUILT_IN, out) : rc;
}

/* ------------------------------------------------------------------------- now */

static const struct pal_fact *find(const struct pal_fact *facts, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facts[i].part, id) == 0) {
            return &facts[i];
        }
    }
    return NULL;
}

static void tell(struct pal_errand *errand, struct pal_stage *stage, const struct pal_fact *fact,
                 const struct pal_case_facts *facts, struct pal_stage_now *out)
{
    const struct pal_case_said said = pal_case_said_in(errand, fact != NULL ? fact->body : "");
    stage->said =
        fact != NULL ? pal_case_find_state(PAL_CASE_STAGE, fact->state) : PAL_CASE_NOT_THERE;
    *out = (struct pal_stage_now){.state = pal_stage_state(stage, facts),
                                  .is_derived = pal_stage_is_derived(stage, facts),
                                  .fact = fact,
                                  .date = said.date,
                                  .reason = said.reason};
}

/* Whoever reads the project reads them: the kind has that audience alone. */
enum pal_rc pal_stages_now(struct pal_errand *errand, const char *project, struct pal_stage *stages,
                           size_t count, const struct pal_case_facts *facts,
                           struct pal_stage_now *out)
{
    const struct pal_fact_list list = {
        .subject_kind = "project", .subject = project, .kind = PAL_STAGE_FACT, .max = STAGES_MOST};
    struct pal_fact_row *rows = NULL;
    struct pal_fact *found = NULL;
    size_t row_count = 0;
    size_t found_count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_head_list(errand->db, &list, errand->arena, &rows, &row_count);
    rc = pal_facts_told(errand, rc, rows, row_count, &found, &found_count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        tell(errand, &stages[i], find(found, found_count, stages[i].id), facts, &out[i]);
    }
    return rc;
}

static struct pal_case_asked asked_of(const struct pal_case_of *of, unsigned state, bool is_derived)
{
    struct pal_case_asked asked = {
        .thing = PAL_CASE_STAGE, .state = state, .facts = of->facts, .may = of->may};
    pal_case_tell(&asked.facts, PAL_FACT_DERIVED, is_derived);
    return asked;
}

size_t pal_stages_next(const struct pal_case_of *of, const struct pal_stage_now *stage,
                       struct pal_case_answer *out, size_t max)
{
    const struct pal_case_asked asked = asked_of(of, stage->state, stage->is_derived);
    return pal_case_next(&asked, out, max);
}

/* ----------------------------------------------------------------- what is said */

/* The step of a process; false: it has none of that id, or cannot be read. */
static bool find_step(struct pal_errand *errand, const struct pal_document *process, const char *id,
                      struct pal_stage *out)
{
    struct pal_app app;
    struct pal_opened document;
    bool is_found = false;
    pal_house_share(errand, &app);
    enum pal_rc rc =
        pal_document_look(&app, process->id, process->text, strlen(process->text), &document);
    const struct pal_node *steps = rc == PAL_OK ? pal_node_get(document.root, "steps") : NULL;
    for (const struct pal_node *at = pal_node_count(steps) > 0 ? steps->first : NULL; at != NULL;
         at = at->next) {
        const char *word = pal_node_text(pal_node_get(at, "id"));
        if (word != NULL && strcmp(word, id) == 0) {
            const char *when = pal_node_text(pal_node_get(at, "done_when"));
            *out = (struct pal_stage){.id = id, .done_when = pal_done_when_find(when)};
            is_found = true;
            break;
        }
    }
    pal_app_done(&app);
    return is_found;
}

/* A project as its stages ask of it, and the id of the process that it names (NULL: none). */
static enum pal_rc read_project(struct pal_errand *errand, const char *id,
                                struct pal_document *record, struct pal_case_of *of,
                                const char **process)
{
    struct pal_app app;
    struct pal_opened document;
    enum pal_rc rc = pal_house_get(errand, "project", id, record);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_house_share(errand, &app);
    rc = pal_document_look(&app, id, record->text, strlen(record->text), &document);
    const struct pal_node *root = rc == PAL_OK ? document.root : NULL;
    const char *named = pal_node_text(pal_node_get(root, "process"));
    *of = pal_case_of_node(errand, id, root, NULL);
    of->word = ""; /* the tree goes */
    *process = named != NULL ? pal_arena_copy(errand->arena, named, strlen(named)) : NULL;
    pal_app_done(&app);
    return rc == PAL_E_MEMORY || (named != NULL && *process == NULL)
               ? pal_errand_explain(errand, PAL_E_MEMORY)
               : PAL_OK;
}

/* What the state of a step is told by. Which assessment stands is looked up for the one that asks.
 */
static enum pal_rc look_around(struct pal_errand *errand, const struct pal_document *project,
                               const struct pal_stage *stage, struct pal_case_of *of)
{
    struct pal_standing standing;
    bool is_rated = stage->done_when == PAL_DONE_RATED;
    enum pal_rc rc = is_rated ? pal_house_standing(errand, project, 1, &standing) : PAL_OK;
    return rc == PAL_OK ? pal_house_case(errand, project->id, is_rated ? &standing : NULL, of) : rc;
}

static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    struct pal_document project;
    struct pal_document process;
    struct pal_case_of of;
    struct pal_stage stage;
    const char *named = NULL;
    enum pal_rc rc = read_project(errand, row->subject, &project, &of, &named);
    if (rc == PAL_OK) {
        rc = pal_house_process(errand, named, &process);
    }
    if (rc == PAL_OK && !find_step(errand, &process, row->part, &stage)) {
        return pal_errand_fail(errand, PAL_E_INVALID, "the process of this project has no step %s",
                               pal_quote(row->part).text);
    }
    if (rc == PAL_OK) {
        rc = look_around(errand, &project, &stage, &of);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    stage.said =
        head->turn > 0 ? pal_case_find_state(PAL_CASE_STAGE, head->state) : PAL_CASE_NOT_THERE;
    const struct pal_case_asked asked =
        asked_of(&of, pal_stage_state(&stage, &of.facts), pal_stage_is_derived(&stage, &of.facts));
    const struct pal_case_said said = pal_case_said_in(errand, head->turn > 0 ? head->body : "");
    const struct pal_case_held held = {stage.said == asked.state, said.reason};
    return pal_case_hold_fact(errand, &asked, &held, row);
}

static enum pal_rc check_stage(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_within);
}

static const char *say_stage(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_fact_saying *saying)
{
    (void)saying;
    return pal_case_say(errand, PAL_CASE_STAGE, row);
}

static const enum pal_kind_id stage_subjects[] = {PAL_KIND_PROJECT, PAL_KIND_COUNT};
static const struct pal_fact_state stage_states[] = {
    {"open", PAL_N_("to do"), PAL_ROW_AS_SAID},
    {"under_way", PAL_N_("under way"), PAL_ROW_AS_SAID},
    {"done", PAL_N_("done"), PAL_ROW_AS_SAID},
    {"not_needed", PAL_N_("not needed"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_stage = {.id = PAL_STAGE_FACT,
                                             .title = PAL_N_("Steps of the process"),
                                             .verb = PAL_STAGE_FACT,
                                             .subjects = stage_subjects,
                                             .has_named_parts = true,
                                             .has_own_page = true,
                                             .fields = &pal_type_case_said,
                                             .lanes = pal_case_lanes,
                                             .lane_count = 1,
                                             .states = stage_states,
                                             .state_count = 4,
                                             .check = check_stage,
                                             .say = say_stage,
                                             .no_undo = pal_case_no_undo};
