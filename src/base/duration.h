/*
 * duration - spans of time as text (ISO 8601: P3D, PT12H, P1DT6H, P2W), in whole minutes.
 *
 * Months and years are refused: their length depends on the calendar.
 */
#ifndef PAL_BASE_DURATION_H
#define PAL_BASE_DURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAL_DURATION_TEXT = 32 };

/* Reads a duration of at most 100 years. True when `text` is one. */
bool pal_duration_read(const char *text, uint32_t *minutes);

/* Writes the shortest form: "P3D", "PT90M" as "PT1H30M", "PT0M". */
void pal_duration_write(uint32_t minutes, char out[PAL_DURATION_TEXT]);

#endif
