#include "app/house/served.h"

#include "store/served.h"

enum { MINUTE = 60, DAY_MINUTES = 24 * 60, YEAR_MINUTES = 366 * DAY_MINUTES };

static void add_gap(struct pal_served_gap *gaps, size_t *count, int64_t from, int64_t to)
{
    if (from < to && *count < PAL_SERVED_GAPS) {
        gaps[(*count)++] = (struct pal_served_gap){from * MINUTE, to * MINUTE};
    }
}

enum pal_rc pal_served_gaps(struct pal_errand *errand, const char *project, int64_t from,
                            int64_t to, struct pal_served_gap **out, size_t *count, int64_t *first)
{
    int64_t *minutes = NULL;
    size_t found = 0;
    *out = NULL;
    *count = 0;
    *first = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    if (to > errand->now) {
        to = errand->now;
    }
    if (from > to || to - from > PAL_SERVED_SPAN) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the record of availability is shown for up to 31 days, the first "
                               "before the last");
    }
    int64_t at = from / MINUTE;
    int64_t end = to / MINUTE;
    rc = pal_served_list(errand->db, at, end, (size_t)(end - at), errand->arena, &minutes, &found);
    rc = rc == PAL_OK ? pal_served_first(errand->db, first) : rc;
    *first *= MINUTE;
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_served_gap, PAL_SERVED_GAPS) : NULL;
    if (*out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < found; i++) {
        add_gap(*out, count, at, minutes[i]);
        at = minutes[i] + 1;
    }
    add_gap(*out, count, at, end);
    return PAL_OK;
}

void pal_served_note(struct pal_errand *errand, const char *server, int64_t *last)
{
    int64_t minute = errand->now / MINUTE;
    if (minute == *last) {
        return;
    }
    if (pal_served_add(errand->db, minute, server) == PAL_OK) {
        *last = minute;
    }
    if (minute % DAY_MINUTES == 0) {
        (void)!pal_served_forget(errand->db, minute - (int64_t)PAL_SERVED_YEARS * YEAR_MINUTES);
    }
}
