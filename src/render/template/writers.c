#include "render/template/writers.h"

#include <stdio.h>
#include <string.h>

#include "base/work.h"

_Static_assert((int)PAL_ZONE_TEXT <= (int)PAL_WRITTEN_MAX, "a time has room");

/* An instant as data have it; false: it is something else. */
static bool instant(const struct pal_value *value, int64_t *out)
{
    const char *text = pal_value_as_text(value);
    return text != NULL && pal_zone_instant(text, out);
}

static const char *write_day(const struct pal_language *language, const struct pal_zone *zone,
                             const struct pal_value *value, char room[PAL_WRITTEN_MAX])
{
    int64_t at;
    (void)language;
    if (!instant(value, &at)) {
        return NULL;
    }
    pal_zone_write_day(zone, at, room);
    return room;
}

static const char *write_time(const struct pal_language *language, const struct pal_zone *zone,
                              const struct pal_value *value, char room[PAL_WRITTEN_MAX])
{
    int64_t at;
    (void)language;
    if (!instant(value, &at)) {
        return NULL;
    }
    pal_zone_write_time(zone, at, room);
    return room;
}

static const char *write_hours(const struct pal_language *language, const struct pal_zone *zone,
                               const struct pal_value *value, char room[PAL_WRITTEN_MAX])
{
    (void)language;
    (void)zone;
    if (!pal_value_is(value, PAL_VALUE_INTEGER)) {
        return NULL;
    }
    pal_work_write(pal_value_as_integer(value), room);
    return room;
}

const char *pal_write_size(const struct pal_language *language, int64_t bytes,
                           char room[PAL_WRITTEN_MAX])
{
    long long tenths = (long long)((bytes + 50000) / 100000);
    if (bytes < 1000) {
        (void)snprintf(room, PAL_WRITTEN_MAX,
                       pal_tr_n(language, "%lld byte", "%lld bytes", (uint64_t)bytes),
                       (long long)bytes);
    } else if (bytes < 999500) {
        (void)snprintf(room, PAL_WRITTEN_MAX, pal_tr(language, "%lld kB"),
                       (long long)((bytes + 500) / 1000));
    } else {
        (void)snprintf(room, PAL_WRITTEN_MAX, pal_tr(language, "%lld.%lld MB"), tenths / 10,
                       tenths % 10);
    }
    return room;
}

/* Two digits behind a point, which in French is a comma. */
static const char *write_ratio(const struct pal_language *language, const struct pal_zone *zone,
                               const struct pal_value *value, char room[PAL_WRITTEN_MAX])
{
    (void)zone;
    if (!pal_value_is(value, PAL_VALUE_REAL)) {
        return NULL;
    }
    (void)snprintf(room, PAL_WRITTEN_MAX, "%.2f", value->real);
    char *point = strchr(room, '.');
    if (point != NULL && language->lang == PAL_LANG_FR) {
        *point = ',';
    }
    return room;
}

static const char *write_size(const struct pal_language *language, const struct pal_zone *zone,
                              const struct pal_value *value, char room[PAL_WRITTEN_MAX])
{
    (void)zone;
    return pal_value_is(value, PAL_VALUE_INTEGER)
               ? pal_write_size(language, pal_value_as_integer(value), room)
               : NULL;
}

const char *pal_write_said(const struct pal_language *language, const struct pal_value *text)
{
    if (!pal_value_is(text, PAL_VALUE_OBJECT)) {
        return pal_value_as_text(text) != NULL ? pal_value_as_text(text) : "";
    }
    const char *words = pal_value_as_text(pal_value_get(text, pal_lang_codes[language->lang]));
    for (size_t i = 0; i < PAL_LANG_COUNT && words == NULL; i++) {
        words = pal_value_as_text(pal_value_get(text, pal_lang_codes[i]));
    }
    return words != NULL ? words : "";
}

static const char *write_said(const struct pal_language *language, const struct pal_zone *zone,
                              const struct pal_value *value, char room[PAL_WRITTEN_MAX])
{
    (void)zone;
    (void)room;
    return pal_write_said(language, value);
}

pal_writer pal_writer_find(const char *name)
{
    static const struct {
        const char *name;
        pal_writer write;
    } writers[] = {{"time", write_time}, {"day", write_day},     {"hours", write_hours},
                   {"size", write_size}, {"ratio", write_ratio}, {"said", write_said}};
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (strcmp(name, writers[i].name) == 0) {
            return writers[i].write;
        }
    }
    return NULL;
}
