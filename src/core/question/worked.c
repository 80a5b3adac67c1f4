#include "core/question/worked.h"

uint32_t pal_worked_minutes(const struct pal_worked_at *at, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        bool goes_on = i > 0 && at[i].who == at[i - 1].who && at[i].minute >= at[i - 1].minute &&
                       at[i].minute - at[i - 1].minute <= PAL_WORKED_PAUSE;
        sum += goes_on ? (uint64_t)(at[i].minute - at[i - 1].minute) : PAL_WORKED_BEFORE;
    }
    return sum < UINT32_MAX ? (uint32_t)sum : UINT32_MAX;
}

/* Few are put in order, one by one. */
static void put_in_order(uint32_t *minutes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t taken = minutes[i];
        size_t at = i;
        for (; at > 0 && minutes[at - 1] > taken; at--) {
            minutes[at] = minutes[at - 1];
        }
        minutes[at] = taken;
    }
}

bool pal_worked_median(uint32_t *minutes, size_t count, uint32_t *out)
{
    *out = 0;
    if (count < PAL_WORKED_LEAST) {
        return false;
    }
    put_in_order(minutes, count);
    uint64_t above = minutes[count / 2];
    uint64_t below = minutes[(count - 1) / 2];
    *out = (uint32_t)((above + below + 1) / 2);
    return true;
}
