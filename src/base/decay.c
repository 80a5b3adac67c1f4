#include "base/decay.h"

enum { BITS = 62 };

/* level × part / whole, without overflow: part is below whole. */
static int64_t share(int64_t level, int64_t part, int64_t whole)
{
    return level / whole * part + level % whole * part / whole;
}

int64_t pal_decay(int64_t level, int64_t seconds, int64_t half)
{
    if (seconds <= 0 || level <= 0) {
        return level;
    }
    if (seconds / half >= BITS) {
        return 0;
    }
    int64_t left = level >> (seconds / half);
    return left - share(left, seconds % half, 2 * half);
}
