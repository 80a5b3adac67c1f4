#include "format/kinds.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const struct pal_kind pal_kinds[PAL_KIND_COUNT] = {
    {"model/1", "model", &pal_type_model},
    {"profile/1", "profile", &pal_type_profile},
    {"assessment/1", "assessment", &pal_type_assessment},
    {"actions/1", "actions", &pal_type_actions},
    {"alert-scheme/1", "alert-scheme", &pal_type_alert_scheme},
    {"needs-rule/1", "needs-rule", &pal_type_needs_rule},
    {"needs/1", "needs", &pal_type_needs},
    {"effort/1", "effort", &pal_type_effort},
    {"alert-history/1", "alert-history", &pal_type_alert_history},
    {"alert-rates/1", "alert-rates", &pal_type_alert_rates},
    {"budget/1", "budget", &pal_type_budget},
    {"rights/1", "rights", &pal_type_rights},
    {"questionnaire/1", "questionnaire", &pal_type_questionnaire},
    {"answers/1", "answers", &pal_type_answers},
    {"procedures/1", "procedures", &pal_type_procedures},
    {"messages/1", "messages", &pal_type_messages},
    {"notice/1", "notice", &pal_type_notice},
    {"project/1", "project", &pal_type_project},
    {"meeting/1", "meeting", &pal_type_meeting},
    {"provider/1", "provider", &pal_type_provider},
    {"process/1", "process", &pal_type_process},
    {"sending/1", "sending", &pal_type_sending},
    {"export/2", "export", &pal_type_export},
};

/* Names of before, which are read for ever. */
static const struct {
    const char *name;
    enum pal_kind_id kind;
} older[] = {{"export/1", PAL_KIND_EXPORT}};

/* "model/1, profile/1 …" */
static void list_kinds(char *out, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < PAL_KIND_COUNT && used < room; i++) {
        int wrote = snprintf(out + used, room - used, "%s%s", i > 0 ? ", " : "", pal_kinds[i].name);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
}

const struct pal_kind *pal_kind_of(struct pal_reader *reader, struct pal_node *root)
{
    char known[512] = "";
    list_kinds(known, sizeof known);
    struct pal_node *stated = pal_node_get(root, "palier");
    const char *name = pal_node_text(stated);
    if (name == NULL) {
        pal_node_error(reader, root, PAL_E_INVALID,
                       "this is no palier document: it must be a map that starts with \"palier: "
                       "KIND\", where KIND is one of %s",
                       known);
        return NULL;
    }
    const char *names[PAL_KIND_COUNT];
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        names[i] = pal_kinds[i].name;
        if (strcmp(name, names[i]) == 0) {
            return &pal_kinds[i];
        }
    }
    for (size_t i = 0; i < sizeof older / sizeof *older; i++) {
        if (strcmp(name, older[i].name) == 0) {
            return &pal_kinds[older[i].kind];
        }
    }
    const char *near = pal_nearest(name, names, PAL_KIND_COUNT);
    if (near != NULL) {
        pal_node_error(reader, stated, PAL_E_INVALID, "unknown kind %s; did you mean \"%s\"?",
                       pal_quote(name).text, near);
    } else {
        pal_node_error(reader, stated, PAL_E_INVALID, "unknown kind %s; known: %s",
                       pal_quote(name).text, known);
    }
    return NULL;
}

void pal_kind_check_model(struct pal_reader *reader, struct pal_node *node,
                          const struct pal_model *model)
{
    if (node != NULL && strcmp(node->text, model->id) != 0) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "this document is for the model %s, but the model in use is \"%s\"; they "
                       "must be the same",
                       pal_quote(node->text).text, model->id);
    }
}
