#include "render/template/writers.h"

#include <stdio.h>
#include <string.h>

#include "base/work.h"

enum { DAY_LEN = 10, INSTANT_LEN = 20 }; /* "2026-11-29", "2026-11-29T01:02:03Z" */

/* An instant as data have it; NULL: it is something else. */
static const char *instant(const struct pal_value *value)
{
    const char *text = pal_value_as_text(value);
    bool is_one = text != NULL && value->text_len == INSTANT_LEN && text[DAY_LEN] == 'T' &&
                  text[INSTANT_LEN - 1] == 'Z';
    return is_one ? text : NULL;
}

static const char *write_day(const struct pal_language *language, const struct pal_value *value,
                             char room[PAL_WRITTEN_MAX])
{
    (void)language;
    const char *text = instant(value);
    if (text == NULL) {
        return NULL;
    }
    (void)snprintf(room, PAL_WRITTEN_MAX, "%.10s", text);
    return room;
}

static const char *write_time(const struct pal_language *language, const struct pal_value *value,
                              char room[PAL_WRITTEN_MAX])
{
    (void)language;
    const char *text = instant(value);
    if (text == NULL) {
        return NULL;
    }
    (void)snprintf(room, PAL_WRITTEN_MAX, "%.10s %.5s", text, text + DAY_LEN + 1);
    return room;
}

static const char *write_hours(const struct pal_language *language, const struct pal_value *value,
                               char room[PAL_WRITTEN_MAX])
{
    (void)language;
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
static const char *write_ratio(const struct pal_language *language, const struct pal_value *value,
                               char room[PAL_WRITTEN_MAX])
{
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

static const char *write_size(const struct pal_language *language, const struct pal_value *value,
                              char room[PAL_WRITTEN_MAX])
{
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

static const char *write_said(const struct pal_language *language, const struct pal_value *value,
                              char room[PAL_WRITTEN_MAX])
{
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
