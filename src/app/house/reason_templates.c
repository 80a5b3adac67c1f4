/* reason_templates - reasons that are at hand; see reason_templates.h. */
#include "app/house/reason_templates.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/facts.h"
#include "app/house/reason_templates_parts.h"
#include "base/text.h"

enum { TEMPLATES_EVER = 1000 }; /* those that were taken back with them */

static const struct pal_type type_text = {
    .kind = PAL_TYPE_TEXT, .name = "a short reason", .max = PAL_REASON_TEMPLATE_BYTES};
struct template_doc {
    struct pal_node *text;
};
static const struct pal_field fields[] = {
    PAL_FIELD(template_doc, text, true, &type_text, PAL_N_("The reason, as it is to stand there"),
              .title = PAL_N_("Reason"), .is_long = true),
};
static const struct pal_type type_body = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a reason at hand",
                                          .fields = fields,
                                          .field_count = 1,
                                          .slots_size = sizeof(struct template_doc)};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Experts alone"), PAL_MAY_ASSESS, PAL_AUDIENCE_ASSESSORS}};
static const struct pal_fact_state states[] = {{"kept", PAL_N_("At hand"), PAL_ROW_AS_SAID},
                                               {"withdrawn", PAL_N_("Withdrawn"), PAL_ROW_AS_SAID}};
static const enum pal_kind_id subjects[] = {PAL_KIND_PROJECT, PAL_KIND_COUNT};

/* What was withdrawn says nothing more; what is kept says something. */
static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    json_t *body = json_loads(row->body, 0, NULL);
    const char *text = json_string_value(json_object_get(body, "text"));
    bool is_blank = text == NULL || pal_is_blank(text);
    json_decref(body);
    (void)head;
    return strcmp(row->state, states[0].id) != 0 || !is_blank
               ? PAL_OK
               : pal_errand_fail_at(errand, PAL_E_INVALID, "text", "write the reason");
}

const struct pal_fact_kind pal_fact_reason_template = {.id = PAL_REASON_TEMPLATE_FACT,
                                                       .title = PAL_N_("Reasons at hand"),
                                                       .verb = "keep a reason at hand",
                                                       .subjects = subjects,
                                                       .has_own_parts = true,
                                                       .fields = &type_body,
                                                       .lanes = lanes,
                                                       .lane_count = 1,
                                                       .states = states,
                                                       .state_count = 2,
                                                       .check = check};

static int by_text(const void *a, const void *b)
{
    const struct pal_reason_template *one = a;
    const struct pal_reason_template *other = b;
    return strcmp(one->text, other->text);
}

enum pal_rc pal_reason_templates(struct pal_errand *errand, const char *project,
                                 struct pal_reason_template **out, size_t *count)
{
    const struct pal_fact_search search = {.subject_kind = "project",
                                           .subject = project,
                                           .kind = PAL_REASON_TEMPLATE_FACT,
                                           .max = TEMPLATES_EVER};
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *count = 0;
    *out = NULL;
    if (project[0] == '\0' || !pal_errand_may(errand, PAL_MAY_ASSESS, project)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &found);
    *out = PAL_NEW(errand->arena, struct pal_reason_template, PAL_REASON_TEMPLATES_MOST);
    if (rc == PAL_OK && *out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < found && *count < PAL_REASON_TEMPLATES_MOST && rc == PAL_OK; i++) {
        json_t *body = json_loads(facts[i].body, 0, NULL);
        const char *text = json_string_value(json_object_get(body, "text"));
        if (text != NULL && strcmp(facts[i].state, states[0].id) == 0) {
            const char *own = pal_arena_copy(errand->arena, text, strlen(text));
            rc = own != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
            (*out)[*count] = (struct pal_reason_template){facts[i].part, own};
            *count += own != NULL;
        }
        json_decref(body);
    }
    if (*count > 0) {
        qsort(*out, *count, sizeof **out, by_text);
    }
    return rc;
}
