#include "app/house/outcome.h"

#include <string.h>

#include "base/limits.h"

const char *pal_outcome_other(const struct pal_err *problem)
{
    return strchr(problem->file, '/') != NULL ? problem->file : NULL;
}

static void add_problems(struct pal_value *list, struct pal_values *values,
                         const struct pal_err *rows, size_t count, bool is_warning)
{
    for (size_t i = 0; i < count && i < PAL_LIMIT_PROBLEMS; i++) {
        struct pal_value *row = pal_value_object(values);
        pal_put(row, "line",
                rows[i].line > 0 ? pal_value_integer(values, (int64_t)rows[i].line)
                                 : pal_value_null(values));
        pal_put_text(row, "document", pal_outcome_other(&rows[i]));
        pal_put_text(row, "path", rows[i].path[0] != '\0' ? rows[i].path : NULL);
        pal_put_text(row, "message", rows[i].message);
        pal_put_boolean(row, "is_warning", is_warning);
        pal_add(list, row);
    }
}

struct pal_value *pal_outcome_problems(const struct pal_app *app, struct pal_values *values)
{
    struct pal_value *list = pal_value_list(values);
    for (const struct pal_app_problems *at = app->problems; at != NULL; at = at->next) {
        add_problems(list, values, at->diag.errors, at->diag.error_count, false);
        add_problems(list, values, at->diag.warnings, at->diag.warning_count, true);
    }
    return list;
}

struct pal_value *pal_outcome_verified(const struct pal_audit_result *result,
                                       struct pal_values *values)
{
    struct pal_value *row = pal_value_object(values);
    struct pal_value *findings = pal_value_list(values);
    for (size_t i = 0; i < result->finding_count; i++) {
        struct pal_value *finding = pal_value_object(values);
        pal_put_text(finding, "row", result->findings[i].row);
        pal_put_integer(finding, "entry", result->findings[i].entry);
        pal_put_text(finding, "sentence", result->findings[i].sentence);
        pal_add(findings, finding);
    }
    pal_put_boolean(row, "is_whole", pal_audit_is_whole(result));
    pal_put_boolean(row, "is_chain_whole", result->bad == 0);
    pal_put_boolean(row, "has_findings", result->finding_count > 0);
    pal_put(row, "findings", findings);
    pal_put(row, "more",
            result->more > 0 ? pal_value_integer(values, result->more) : pal_value_null(values));
    pal_put_integer(row, "rows", result->rows);
    pal_put_integer(row, "broken_at", result->bad);
    pal_put_text(row, "sentence", result->sentence);
    pal_put_integer(row, "count", result->entries);
    pal_put_integer(row, "anchors", result->anchors);
    pal_put_text(row, "hash", result->hash);
    return row;
}
