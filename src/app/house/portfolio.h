/*
 * portfolio - the projects that a visitor may read, as a list: sorted, filtered, searched, a part
 * at a time.
 */
#ifndef PAL_APP_HOUSE_PORTFOLIO_H
#define PAL_APP_HOUSE_PORTFOLIO_H

#include "app/house/document.h"
#include "app/house/errand.h"

/* What the list may be sorted by; "-" before it: from the last on. */
enum { PAL_PORTFOLIO_SORTS = 5 };
extern const char *const pal_portfolio_sorts[PAL_PORTFOLIO_SORTS];

struct pal_portfolio_search {
    const char *words;    /* in the title or the id, case and accents aside; NULL: any */
    const char *state;    /* as project/1 writes it; NULL: any */
    const char *level;    /* the alert level in force; "none": no level; NULL: any */
    const char *provider; /* in the title of one who runs for it; NULL: any */
    bool is_mine;         /* the visitor holds a role on the project itself */
    const char *sort;     /* NULL: "-changed" */
    const char *cursor;   /* that a part of the same list ended with; NULL: from the beginning */
    size_t max;
};

/* Projects with their texts, of which PAL_HOUSE_LISTED_TEXT characters are read. `next`: where the
 * list goes on; NULL: it ends. PAL_E_INVALID: the sort, or the cursor, is none of this list. */
enum pal_rc pal_portfolio_find(struct pal_errand *errand, const struct pal_portfolio_search *wanted,
                               struct pal_document **out, size_t *count,
                               const char **next) PAL_WARN_UNUSED;

/* How many there are in all; `all`: without the filters. */
enum pal_rc pal_portfolio_count(struct pal_errand *errand,
                                const struct pal_portfolio_search *wanted, int64_t *out,
                                int64_t *all) PAL_WARN_UNUSED;

/* The alert levels in force in some project of the list without its filters. */
struct pal_portfolio_level {
    const char *scheme;
    const char *level;
};
enum pal_rc pal_portfolio_levels(struct pal_errand *errand, struct pal_portfolio_level **out,
                                 size_t *count) PAL_WARN_UNUSED;

#endif
