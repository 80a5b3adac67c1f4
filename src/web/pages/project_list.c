/* project_list - how the assessments of a project are searched and sorted. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "web/lists.h"
#include "web/pages/pages.h"

enum {
    PROVIDERS_MOST = 200,
    FEW = 3 /* assessments that nobody has to look for */
};

/* The providers that the list names, each once: of what is shown where that is all of it. */
static enum pal_rc find_providers(struct pal_call *call, const char *project,
                                  const struct pal_assessed *rows, size_t row_count, bool is_all,
                                  const char ***out, size_t *count)
{
    *count = 0;
    if (!is_all) {
        return pal_house_assessed_providers(&call->errand, project, PROVIDERS_MOST, out, count);
    }
    *out = PAL_NEW(call->request->arena, const char *, row_count + 1);
    for (size_t i = 0; i < row_count && *out != NULL; i++) {
        bool is_again = rows[i].provider[0] == '\0';
        for (size_t j = 0; j < *count; j++) {
            is_again = is_again || strcmp((*out)[j], rows[i].provider) == 0;
        }
        if (!is_again) {
            (*out)[(*count)++] = rows[i].provider;
        }
    }
    return *out != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_offer_assessments(struct pal_call *call, const char *project,
                                  const struct pal_assessed *rows, size_t row_count,
                                  const char *next)
{
    static const struct pal_list_sort sorts[PAL_ASSESSMENT_SORTS] = {
        {"date", true}, {"title", false}, {"provider", false}, {"gap", true}};
    const char **names = NULL;
    size_t count = 0;
    const char *sort = pal_call_query(call, "sort");
    bool is_filtered = pal_call_query(call, "q") != NULL ||
                       pal_call_query(call, "provider") != NULL ||
                       pal_call_query(call, "cursor") != NULL;
    enum pal_rc rc = find_providers(call, project, rows, row_count, next == NULL && !is_filtered,
                                    &names, &count);
    struct pal_list_option *options =
        PAL_NEW(call->request->arena, struct pal_list_option, count + 1);
    if (rc != PAL_OK || options == NULL) {
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        options[i] = (struct pal_list_option){names[i], names[i]};
    }
    pal_list_heads(call, sorts, PAL_ASSESSMENT_SORTS, sort != NULL ? sort : "-date");
    pal_list_search(call, "q", pal_call_tr(call, "Title or id holds"));
    pal_list_select(call, "provider", pal_call_tr(call, "Provider"), options, count);
    pal_set_boolean(call->page, "has_search", row_count > FEW || is_filtered || sort != NULL);
    return PAL_OK;
}
