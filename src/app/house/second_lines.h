/*
 * second_lines - where second readings (second.h) wait for somebody, so that their pages lead
 * there: those that the visitor is asked for, and those of a project that others mark or have to
 * agree. Nothing of what the other side marked is told, nor how far it is. Results live in the
 * errand's arena.
 */
#ifndef PAL_APP_HOUSE_SECOND_LINES_H
#define PAL_APP_HOUSE_SECOND_LINES_H

#include "app/house/second.h"

enum { PAL_SECOND_LINES_MOST = 20 };

struct pal_second_line {
    struct pal_second second; /* under way or open; the document has its title */
    int64_t rated;            /* of a reading that is the visitor's: steps marked; else 0 */
    int64_t steps;            /* of the model; 0: it cannot be read */
    bool is_counted;          /* of one that is open and may be agreed: the next two are known */
    size_t differences;
    size_t to_agree;
};

/* What the visitor is asked to read independently, in all projects. */
enum pal_rc pal_second_lines_asked(struct pal_errand *errand, struct pal_second_line **out,
                                   size_t *count) PAL_WARN_UNUSED;

/* The readings of a project that are under way or open with something to agree, the last said
 * first: for whoever may assess there; nobody else has any. `assessment`: of it alone; NULL: of
 * all. */
enum pal_rc pal_second_lines_on(struct pal_errand *errand, const char *project,
                                const char *assessment, struct pal_second_line **out,
                                size_t *count) PAL_WARN_UNUSED;

#endif
