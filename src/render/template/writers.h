/*
 * writers - how a template writes a raw value for people: {{at|time}}, {{minutes|hours}}.
 *
 * Data hold facts: an instant in UTC, minutes, bytes, a text in each language. What of them is
 * written, and how, is the page's. A value of another kind is written as it is; none is nothing.
 *
 *   time    "2026-11-29T01:02:03Z"     "2026-11-29 02:02 UTC+1", in the zone of who reads
 *   day     the same                   "2026-11-29", there
 *   hours   450                        "7 h 30"
 *   size    1200000                    "1.2 MB" (of 1000, as disks count)
 *   ratio   2.5                        "2.50", in French "2,50"
 *   said    {"en": …, "fr": …}         the text in the language of the page, or in another
 */
#ifndef PAL_RENDER_TEMPLATE_WRITERS_H
#define PAL_RENDER_TEMPLATE_WRITERS_H

#include "base/value.h"
#include "base/zone.h"
#include "render/template/language.h"

enum { PAL_WRITTEN_MAX = 64 };

/* Gives a text that lives as long as `value` or `room`; NULL: the value is written as it is. */
typedef const char *(*pal_writer)(const struct pal_language *language, const struct pal_zone *zone,
                                  const struct pal_value *value, char room[PAL_WRITTEN_MAX]);

/* The writer of a name; NULL: there is none. */
pal_writer pal_writer_find(const char *name);

/* Each by itself, for sentences that the program makes. */
const char *pal_write_size(const struct pal_language *language, int64_t bytes,
                           char room[PAL_WRITTEN_MAX]);
/* `text` is in one language, or {"en", "fr"}; "" where it is neither. */
const char *pal_write_said(const struct pal_language *language, const struct pal_value *text);

#endif
