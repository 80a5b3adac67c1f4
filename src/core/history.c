#include "core/history.h"

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
