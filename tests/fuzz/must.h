/* must - what holds whatever comes: where it does not, the place is said and the target ends. */
#ifndef PAL_TESTS_FUZZ_MUST_H
#define PAL_TESTS_FUZZ_MUST_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static void must_at(bool is_so, const char *what, const char *file, int line)
{
    if (!is_so) {
        (void)fprintf(stderr, "does not hold: %s (%s:%d)\n", what, file, line);
        abort();
    }
}

#define must(is_so) must_at((is_so), #is_so, __FILE__, __LINE__)

#endif
