/*
 * work - minutes of work as people type them.
 */
#ifndef PAL_BASE_WORK_H
#define PAL_BASE_WORK_H

#include <stdbool.h>
#include <stdint.h>

/* Reads a time of work: "150" and "150 min" are minutes, "2 h", "2h30", "2 h 30 min" and "2:30"
 * hours and minutes, "2,5 h" and "1.5h" parts of an hour, to the nearest minute. Blanks may stand
 * around each part. True when it is one; it is below a million hours then. */
bool pal_work_read(const char *text, int64_t *minutes);

/* Minutes as they are written back: "2 h 30", "2 h", "0 h 15". */
enum { PAL_WORK_TEXT = 32 };
void pal_work_write(int64_t minutes, char out[PAL_WORK_TEXT]);

#endif
