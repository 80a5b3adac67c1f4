/* sending_list - the questionnaires that were sent in a project as a list: filtered, sorted, part
 * by part. See sending.h. */
#include <stdlib.h>
#include <string.h>

#include "app/house/sending.h"
#include "app/house/sorted.h"
#include "base/fold.h"
#include "base/text.h"

enum order { BY_SENT, BY_WHOM, BY_UNTIL, BY_STATE };
const char *const pal_sending_sorts[PAL_SENDING_SORTS] = {
    [BY_SENT] = "sent", [BY_WHOM] = "whom", [BY_UNTIL] = "until", [BY_STATE] = "state"};

enum filter { ONLY_OPEN, ONLY_LATE, ONLY_SUBMITTED, ONLY_CLOSED };
const char *const pal_sending_filters[PAL_SENDING_FILTERS] = {[ONLY_OPEN] = "open",
                                                              [ONLY_LATE] = "late",
                                                              [ONLY_SUBMITTED] = "submitted",
                                                              [ONLY_CLOSED] = "closed"};

static bool is_begun(const struct pal_sending *sending)
{
    return sending->state == PAL_SENDING_OPEN || sending->state == PAL_SENDING_REOPENED;
}

bool pal_sending_is_open(const struct pal_sending *sending)
{
    return is_begun(sending) && !sending->is_over;
}

bool pal_sending_is_late(const struct pal_sending *sending)
{
    return is_begun(sending) && sending->is_over;
}

static bool fits(const struct pal_sending *sending, size_t filter)
{
    switch (filter) {
    case ONLY_OPEN:
        return pal_sending_is_open(sending);
    case ONLY_LATE:
        return pal_sending_is_late(sending);
    case ONLY_SUBMITTED:
        return sending->state == PAL_SENDING_SUBMITTED;
    case ONLY_CLOSED:
        return sending->state == PAL_SENDING_CLOSED;
    default:
        return true;
    }
}

static enum pal_rc read_filter(struct pal_errand *errand, const char *state, size_t *out)
{
    *out = PAL_SENDING_FILTERS;
    for (size_t i = 0; state != NULL && i < PAL_SENDING_FILTERS; i++) {
        *out = strcmp(state, pal_sending_filters[i]) == 0 ? i : *out;
    }
    return state == NULL || *out < PAL_SENDING_FILTERS
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s",
                                 pal_quote(state).text);
}

/* What one is sorted by: the number, then the text, then when it was sent. */
struct entry {
    int64_t number;
    const char *text;
    size_t place; /* in the list, the newest first */
    const struct pal_sending *of;
};

static int compare(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

static struct entry entry_of(struct pal_errand *errand, const struct pal_sending *sending,
                             size_t place, size_t order)
{
    struct entry entry = {.text = "", .place = place, .of = sending};
    switch (order) {
    case BY_WHOM:
        entry.number = (int64_t)sending->to;
        entry.text =
            sending->provider_title != NULL ? pal_fold(errand->arena, sending->provider_title) : "";
        break;
    case BY_UNTIL:
        entry.number = sending->until;
        break;
    case BY_STATE:
        entry.number = 2 * (int64_t)sending->state + pal_sending_is_late(sending);
        break;
    default:
        entry.number = -(int64_t)place;
        break;
    }
    return entry;
}

static void turn_round(struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct entry kept = entries[i];
        entries[i] = entries[count - 1 - i];
        entries[count - 1 - i] = kept;
    }
}

/* The place behind the one of an id (NULL: the first); `count`: it is none of them. */
static size_t place_behind(const struct entry *entries, size_t count, const char *id)
{
    size_t at = 0;
    while (id != NULL && at < count && strcmp(entries[at].of->id, id) != 0) {
        at++;
    }
    return id != NULL && at < count ? at + 1 : at;
}

static enum pal_rc sort_all(struct pal_errand *errand, struct pal_sending *all, size_t found,
                            size_t filter, size_t order, struct entry **out, size_t *count)
{
    struct entry *entries = PAL_NEW(errand->arena, struct entry, found + 1);
    *out = entries;
    *count = 0;
    for (size_t i = 0; i < found && entries != NULL; i++) {
        if (fits(&all[i], filter)) {
            struct entry entry = entry_of(errand, &all[i], i, order);
            if (entry.text == NULL) {
                return PAL_E_MEMORY;
            }
            entries[(*count)++] = entry;
        }
    }
    if (entries == NULL) {
        return PAL_E_MEMORY;
    }
    qsort(entries, *count, sizeof *entries, compare);
    return PAL_OK;
}

/* The part from a place on; the whole list is at hand. */
static enum pal_rc take_part(struct pal_errand *errand, const struct entry *entries, size_t count,
                             size_t from, const struct pal_sending_search *wanted,
                             struct pal_sending **out, size_t *taken, const char **next)
{
    const char *sort = wanted->sort != NULL ? wanted->sort : "-sent";
    size_t left = count - from;
    size_t some = left < wanted->max ? left : wanted->max;
    *out = PAL_NEW(errand->arena, struct pal_sending, some + 1);
    for (size_t i = 0; i < some && *out != NULL; i++) {
        (*out)[i] = *entries[from + i].of;
    }
    *taken = some;
    *next =
        some < left ? pal_sorted_cursor(errand, sort, entries[from + some - 1].of->id, "") : NULL;
    return *out == NULL || (some < left && *next == NULL) ? PAL_E_MEMORY : PAL_OK;
}

enum pal_rc pal_sendings_find(struct pal_errand *errand, const struct pal_sending_search *wanted,
                              struct pal_sending **out, size_t *count, size_t *total,
                              const char **next)
{
    const char *sort = wanted->sort != NULL ? wanted->sort : "-sent";
    struct pal_sending *all = NULL;
    struct entry *entries = NULL;
    const char *id = NULL;
    const char *key = NULL;
    size_t found = 0;
    size_t order = 0;
    size_t filter = 0;
    bool is_down = false;
    *count = 0;
    enum pal_rc rc =
        pal_sorted_read(errand, sort, pal_sending_sorts, PAL_SENDING_SORTS, &order, &is_down);
    rc = rc == PAL_OK ? read_filter(errand, wanted->state, &filter) : rc;
    rc = rc == PAL_OK ? pal_sorted_place(errand, wanted->cursor, sort, &id, &key) : rc;
    rc = rc == PAL_OK ? pal_sendings_list(errand, wanted->project, &all, &found) : rc;
    rc = rc == PAL_OK ? sort_all(errand, all, found, filter, order, &entries, total) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    if (is_down) {
        turn_round(entries, *total);
    }
    const size_t from = place_behind(entries, *total, id);
    return pal_errand_explain(errand,
                              take_part(errand, entries, *total, from, wanted, out, count, next));
}
