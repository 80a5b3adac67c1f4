#include "web/pages/process.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"

#include <string.h>

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

/* The step that a state stands at; NULL: all are done. */
static const char *step_at(const char *state)
{
    static const char *const at_state[PAL_PROJECT_STATES] = {"needs", "questionnaire", "maturity",
                                                             "plans", NULL};
    const char *current = NULL;
    for (size_t i = 0; i < PAL_PROJECT_STATES; i++) {
        current = strcmp(pal_project_states[i], state) == 0 ? at_state[i] : current;
    }
    return current;
}

const char *pal_process_step_state(const struct pal_value *process, const char *state,
                                   const char *id)
{
    const char *current = step_at(state);
    if (current == NULL) {
        return "done";
    }
    int at = find_step(process, current);
    int own = find_step(process, id);
    return own == at ? "current" : own < at ? "done" : "open";
}
