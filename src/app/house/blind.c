/* blind - what the visitor reads independently; see blind.h. */
#include "app/house/blind_parts.h"

#include <string.h>

#include "app/house/second_parts.h"
#include "app/house/shelf_kinds.h"
#include "store/facts.h"

bool pal_blind_is(const struct pal_errand *errand, const char *kind, const char *id)
{
    for (size_t i = 0; i < errand->blind_count; i++) {
        if (strcmp(errand->blind[i].assessment, id) == 0) {
            return pal_kind_is(kind, PAL_KIND_ASSESSMENT);
        }
    }
    return false;
}

bool pal_blind_on(const struct pal_errand *errand, const char *project)
{
    for (size_t i = 0; i < errand->blind_count; i++) {
        if (strcmp(errand->blind[i].project, project) == 0) {
            return true;
        }
    }
    return false;
}

enum pal_rc pal_blind_require(struct pal_errand *errand, const char *kind, const char *id)
{
    return pal_blind_is(errand, kind, id)
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "you read this assessment independently: what others marked is "
                                 "shown to you once both sides say that they are done")
               : PAL_OK;
}

struct pal_query *pal_blind_ask(struct pal_errand *errand)
{
    const struct pal_fact_row wanted = {
        .kind = pal_fact_second.id, .part = errand->principal.id, .state = PAL_SECOND_BEGUN};
    return pal_heads_ask_part(errand->db, &wanted);
}

enum pal_rc pal_blind_take(struct pal_errand *errand, struct pal_query *asked)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    errand->blind = NULL;
    errand->blind_count = 0;
    enum pal_rc rc = pal_heads_take_part(asked, errand->arena, &rows, &count);
    struct pal_blind *all = count > 0 ? PAL_NEW(errand->arena, struct pal_blind, count) : NULL;
    if (rc != PAL_OK || count == 0 || all == NULL) {
        return pal_errand_explain(errand, rc == PAL_OK && count > 0 ? PAL_E_MEMORY : rc);
    }
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct pal_blind){rows[i].subject, rows[i].project};
    }
    errand->blind = all;
    errand->blind_count = count;
    return PAL_OK;
}
