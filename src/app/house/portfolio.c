#include "app/house/portfolio.h"

#include <string.h>

#include "app/house/heads.h"
#include "app/house/shelf.h"
#include "app/house/sorted.h"
#include "app/house/told.h"
#include "base/fold.h"
#include "base/text.h"
#include "core/case/project_1.h"
#include "store/listed.h"

enum { LEVELS_MOST = 60 };

/* In the order of enum pal_listed_order. */
const char *const pal_portfolio_sorts[PAL_PORTFOLIO_SORTS] = {"changed", "title", "state", "level",
                                                              "provider"};
_Static_assert((int)PAL_PORTFOLIO_SORTS == (int)PAL_LISTED_ORDERS, "each order has its word");

/* ---------------------------------------------------------------------- asking */

static enum pal_rc read_sort(struct pal_errand *errand, const char *sort,
                             struct pal_listed_list *out)
{
    size_t order = 0;
    enum pal_rc rc = pal_sorted_read(errand, sort != NULL ? sort : "-changed", pal_portfolio_sorts,
                                     PAL_PORTFOLIO_SORTS, &order, &out->is_down);
    out->order = (enum pal_listed_order)order;
    return rc;
}

static bool is_by_number(enum pal_listed_order order)
{
    return order != PAL_LISTED_TITLE && order != PAL_LISTED_PROVIDER;
}

/* "-changed,museum,1700000000": where the list is sorted so, behind that project. */
static enum pal_rc read_cursor(struct pal_errand *errand, const char *cursor, const char *sort,
                               struct pal_listed_list *out)
{
    enum pal_rc rc = pal_sorted_place(errand, cursor, sort, &out->after_id, &out->after_text);
    if (rc == PAL_OK && cursor != NULL && is_by_number(out->order)) {
        out->after_number = pal_whole_number(out->after_text);
    }
    return rc == PAL_OK && out->after_number < 0
               ? pal_errand_fail(errand, PAL_E_INVALID,
                                 "cursor: the list does not go on at %s; leave it out to begin "
                                 "anew",
                                 pal_quote(cursor).text)
               : rc;
}

static const char *fold(struct pal_errand *errand, const char *words, bool *failed)
{
    const char *folded = words != NULL ? pal_fold(errand->arena, words) : NULL;
    *failed = *failed || (words != NULL && folded == NULL);
    return folded;
}

static enum pal_rc require(struct pal_errand *errand)
{
    return errand->principal.id != NULL || pal_errand_is_operator(errand)
               ? PAL_OK
               : pal_errand_require(errand, PAL_MAY_OWN, NULL);
}

static enum pal_rc check_state(struct pal_errand *errand, const char *state)
{
    for (size_t i = 0; i < PAL_PROJECT_1_STATES; i++) {
        if (strcmp(pal_project_1_states[i], state) == 0) {
            return PAL_OK;
        }
    }
    return pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s", pal_quote(state).text);
}

/* What the store is asked for. */
static enum pal_rc ask(struct pal_errand *errand, const struct pal_portfolio_search *wanted,
                       struct pal_listed_list *out)
{
    bool failed = false;
    *out = (struct pal_listed_list){
        .projects = pal_errand_projects(errand, PAL_MAY_READ_PROJECT),
        .words = fold(errand, wanted->words, &failed),
        .state = wanted->state,
        .level = wanted->level != NULL && strcmp(wanted->level, "none") == 0 ? "" : wanted->level,
        .provider = fold(errand, wanted->provider, &failed),
        .text_most = PAL_HOUSE_LISTED_TEXT,
        .max = wanted->max + 1}; /* tells whether there is more */
    enum pal_rc rc = failed ? PAL_E_MEMORY : require(errand);
    if (rc == PAL_OK && wanted->state != NULL) {
        rc = check_state(errand, wanted->state);
    }
    if (wanted->is_mine) { /* whatever is held everywhere */
        out->mine = errand->principal.id != NULL ? errand->principal.id : "nobody";
    }
    return rc == PAL_OK ? read_sort(errand, wanted->sort, out) : rc;
}

/* --------------------------------------------------------------------- answers */

static const char *cursor_of(struct pal_errand *errand, enum pal_listed_order order,
                             const char *sort, const struct pal_record *row,
                             const struct pal_listed_row *key)
{
    if (is_by_number(order)) {
        int64_t number = order == PAL_LISTED_STATE   ? key->state_rank
                         : order == PAL_LISTED_LEVEL ? key->level_rank
                                                     : row->changed_at;
        return pal_arena_printf(errand->arena, "%s,%s,%lld", sort, row->id, (long long)number);
    }
    return pal_arena_printf(errand->arena, "%s,%s,%s", sort, row->id,
                            order == PAL_LISTED_TITLE ? key->title : key->providers);
}

enum pal_rc pal_portfolio_find(struct pal_errand *errand, const struct pal_portfolio_search *wanted,
                               struct pal_document **out, size_t *count, const char **next)
{
    struct pal_listed_list list;
    struct pal_record *rows = NULL;
    struct pal_listed_row *keys = NULL;
    const char *sort = wanted->sort != NULL ? wanted->sort : "-changed";
    *out = NULL;
    *count = 0;
    *next = NULL;
    enum pal_rc rc = ask(errand, wanted, &list);
    if (rc == PAL_OK) {
        rc = read_cursor(errand, wanted->cursor, sort, &list);
    }
    if (rc == PAL_OK) {
        rc = pal_listed_find(errand->db, &list, errand->arena, &rows, &keys, count);
    }
    if (rc == PAL_OK && *count > wanted->max) {
        *count = wanted->max;
        *next = cursor_of(errand, list.order, sort, &rows[*count - 1], &keys[*count - 1]);
        rc = *next != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    if (rc == PAL_OK) {
        rc = pal_heads_of_projects(errand, rows, *count, PAL_HOUSE_LISTED_TEXT);
    }
    return pal_told_documents(errand, rc, rows, out, count);
}

enum pal_rc pal_portfolio_count(struct pal_errand *errand,
                                const struct pal_portfolio_search *wanted, int64_t *out,
                                int64_t *all)
{
    struct pal_listed_list list;
    const struct pal_document_search everything = {.kind = "project"};
    bool is_filtered = wanted->words != NULL || wanted->state != NULL || wanted->level != NULL ||
                       wanted->provider != NULL || wanted->is_mine;
    *out = 0;
    enum pal_rc rc = ask(errand, wanted, &list);
    if (rc == PAL_OK) {
        rc = pal_house_count(errand, &everything, all);
    }
    if (rc == PAL_OK && is_filtered) {
        rc = pal_listed_count(errand->db, &list, out);
    } else if (rc == PAL_OK) {
        *out = *all;
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_portfolio_levels(struct pal_errand *errand, struct pal_portfolio_level **out,
                                 size_t *count)
{
    struct pal_listed_row *rows = NULL;
    enum pal_rc rc = require(errand);
    *count = 0;
    if (rc == PAL_OK) {
        rc = pal_listed_levels(errand->db, pal_errand_projects(errand, PAL_MAY_READ_PROJECT),
                               LEVELS_MOST, errand->arena, &rows, count);
    }
    *out = PAL_NEW(errand->arena, struct pal_portfolio_level, *count + 1);
    if (rc != PAL_OK || *out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (struct pal_portfolio_level){rows[i].scheme, rows[i].level};
    }
    return PAL_OK;
}
