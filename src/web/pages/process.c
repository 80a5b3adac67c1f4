#include "web/pages/process.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"

#include <string.h>

#include "core/case/stages.h"
#include "web/pages/pages.h"

enum pal_rc pal_process_open(struct pal_call *call, const struct pal_value *project,
                             struct pal_document *record, struct pal_value **out)
{
    const char *named = pal_value_as_text(pal_value_get(project, "process"));
    enum pal_rc rc = pal_house_get(&call->errand, "process",
                                   named != NULL ? named : PAL_PROCESS_BUILT_IN, record);
    *out = NULL;
    if (rc == PAL_E_NOT_FOUND) {
        rc = pal_house_get(&call->errand, "process", PAL_PROCESS_BUILT_IN, record);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_call_document(call, record->text, strlen(record->text));
    return *out != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* The place of a step among those of its process, from 0; -1: it is none of them. */
static int find_step(const struct pal_value *process, const char *id)
{
    int at = 0;
    PAL_EACH(step, pal_value_get(process, "steps"))
    {
        if (strcmp(pal_word_in(step, "id"), id) == 0) {
            return at;
        }
        at++;
    }
    return -1;
}

const char *pal_process_step_title(const struct pal_call *call, const struct pal_value *process,
                                   const char *id)
{
    const struct pal_value *steps = pal_value_get(process, "steps");
    int at = find_step(process, id);
    return at >= 0 ? pal_said(call, pal_value_get(pal_value_at(steps, (size_t)at), "title")) : id;
}

enum pal_rc pal_process_stages(struct pal_call *call, const struct pal_value *process,
                               const struct pal_case_of *of, const char *const **out)
{
    const struct pal_value *steps = pal_value_get(process, "steps");
    struct pal_arena *arena = call->request->arena;
    size_t count = pal_value_count(steps);
    struct pal_stage *stages = PAL_NEW(arena, struct pal_stage, count + 1);
    unsigned *states = PAL_NEW(arena, unsigned, count + 1);
    const char **ids = PAL_NEW(arena, const char *, count + 1);
    if (stages == NULL || states == NULL || ids == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    count = 0;
    PAL_EACH(step, steps)
    {
        stages[count++] = (struct pal_stage){pal_word_in(step, "id"),
                                             pal_done_when_find(pal_word_in(step, "done_when"))};
    }
    pal_stages_derive(stages, count, of->word, &of->facts, states);
    for (size_t i = 0; i < count; i++) {
        ids[i] = pal_case_tables[PAL_CASE_STAGE].states[states[i]].id;
    }
    *out = ids;
    return PAL_OK;
}
