#include "core/alert/history.h"

#include <stdbool.h>

struct pal_history_use pal_history_replay(const struct pal_history *history, pal_level_set demand,
                                          uint64_t activation_minutes)
{
    struct pal_history_use use = {0};
    uint64_t entered_at = 0;
    bool was_inside = false;
    bool counts = false; /* the stay under way began with an entry */
    for (size_t i = 0; i <= history->count; i++) {
        bool is_end = i == history->count;
        uint64_t now = is_end ? history->end_minutes : history->changes[i].at_minutes;
        bool is_inside = !is_end && (demand >> history->changes[i].level & 1) != 0;
        if (was_inside && !is_inside) {
            uint64_t stayed = now - entered_at;
            use.demanded_minutes += stayed;
            if (counts) {
                use.exposed_minutes += stayed < activation_minutes ? stayed : activation_minutes;
            }
        } else if (!was_inside && is_inside) {
            entered_at = now;
            counts = i > 0;
            use.entries += counts;
        }
        was_inside = is_inside;
    }
    return use;
}

static bool in_set(pal_level_set set, size_t level)
{
    return (set >> level & 1) != 0;
}

/* How long `step` is exposed after the change with index `at`, if that is an entry; until the
 * level leaves its demand. */
static uint64_t exposed_after(const struct pal_history *history, size_t level_count, size_t at,
                              const struct pal_exposure_class *step)
{
    const struct pal_history_change *changes = history->changes;
    if (at == 0 || !in_set(step->demand, changes[at].level) ||
        in_set(step->demand, changes[at - 1].level)) {
        return 0;
    }
    uint64_t activation =
        step->activation_minutes[changes[at - 1].level * level_count + changes[at].level];
    size_t leaves = at + 1;
    while (leaves < history->count && in_set(step->demand, changes[leaves].level)) {
        leaves++;
    }
    uint64_t end = leaves < history->count ? changes[leaves].at_minutes : history->end_minutes;
    uint64_t stayed = end - changes[at].at_minutes;
    return stayed < activation ? stayed : activation;
}

uint64_t pal_history_exposure(const struct pal_history *history, size_t level_count,
                              const struct pal_exposure_class *step)
{
    uint64_t sum = 0;
    for (size_t i = 1; i < history->count; i++) {
        sum += exposed_after(history, level_count, i, step);
    }
    return sum;
}

uint64_t pal_history_exposed(const struct pal_history *history, size_t level_count,
                             const struct pal_exposure_class *classes, size_t class_count,
                             pal_level_set always_exposed)
{
    uint64_t sum = 0;
    uint64_t covered_to = 0; /* everything before it is counted */
    for (size_t i = 0; i < history->count; i++) {
        uint64_t begin = history->changes[i].at_minutes;
        uint64_t next =
            i + 1 < history->count ? history->changes[i + 1].at_minutes : history->end_minutes;
        uint64_t until = in_set(always_exposed, history->changes[i].level) ? next : begin;
        for (size_t at = 0; at < class_count; at++) {
            uint64_t end = begin + exposed_after(history, level_count, i, &classes[at]);
            until = end > until ? end : until;
        }
        begin = begin > covered_to ? begin : covered_to;
        if (until > begin) {
            sum += until - begin;
            covered_to = until;
        }
    }
    return sum;
}
