#include "core/model/actions.h"

#include <string.h>

const struct pal_action *pal_actions_find(const struct pal_actions *actions, const char *practice)
{
    size_t low = 0;
    size_t high = actions != NULL ? actions->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(practice, actions->actions[middle].practice);
        if (order == 0) {
            return &actions->actions[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}
