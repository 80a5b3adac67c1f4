#include "render/template/language.h"

#include <stdbool.h>
#include <string.h>

/* The .mo format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html */
enum { MO_MAGIC_OFFSET = 0, MO_COUNT = 8, MO_ORIGINALS = 12, MO_TRANSLATIONS = 16, MO_HEADER = 20 };
static const uint32_t mo_magic = 0x950412DE;

static uint32_t read_u32(const struct pal_language *language, size_t at, bool is_swapped)
{
    const unsigned char *b = language->catalog + at;
    if (is_swapped) {
        return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    }
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

/* The string that entry `index` of the table at `table` points to; NULL when out of bounds. */
static const char *entry(const struct pal_language *language, size_t table, size_t index,
                         bool is_swapped, size_t *len)
{
    size_t at = table + index * 8;
    if (at > language->catalog_len || language->catalog_len - at < 8) {
        return NULL;
    }
    size_t length = read_u32(language, at, is_swapped);
    size_t offset = read_u32(language, at + 4, is_swapped);
    if (offset >= language->catalog_len || language->catalog_len - offset <= length ||
        language->catalog[offset + length] != '\0') {
        return NULL;
    }
    *len = length;
    return (const char *)language->catalog + offset;
}

/* The translation of an original, all its plural forms behind each other; NULL: none. The
 * originals are sorted. */
static const char *find(const struct pal_language *language, const char *text, size_t *len)
{
    if (language->catalog == NULL || language->catalog_len < MO_HEADER) {
        return NULL;
    }
    bool is_swapped = read_u32(language, MO_MAGIC_OFFSET, false) != mo_magic;
    if (is_swapped && read_u32(language, MO_MAGIC_OFFSET, true) != mo_magic) {
        return NULL;
    }
    size_t low = 0;
    size_t high = read_u32(language, MO_COUNT, is_swapped);
    size_t originals = read_u32(language, MO_ORIGINALS, is_swapped);
    size_t translations = read_u32(language, MO_TRANSLATIONS, is_swapped);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t original_len;
        const char *original = entry(language, originals, middle, is_swapped, &original_len);
        if (original == NULL) {
            return NULL;
        }
        int order = strcmp(text, original);
        if (order == 0) {
            return entry(language, translations, middle, is_swapped, len);
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

const char *pal_tr(const struct pal_language *language, const char *text)
{
    size_t len;
    const char *translation = text[0] == '\0' ? NULL : find(language, text, &len);
    return translation != NULL && translation[0] != '\0' ? translation : text;
}

/* Which plural form a number takes. The rules are those of the Plural-Forms lines in po/, which a
 * test compares; a new language adds its line here. */
static size_t plural_form(enum pal_lang lang, uint64_t number)
{
    switch (lang) {
    case PAL_LANG_FR:
        return number > 1;
    case PAL_LANG_EN:
    case PAL_LANG_COUNT:
        break;
    }
    return number != 1;
}

const char *pal_tr_n(const struct pal_language *language, const char *one, const char *many,
                     uint64_t number)
{
    size_t len;
    const char *form = find(language, one, &len);
    if (form == NULL || form[0] == '\0') {
        return number == 1 ? one : many;
    }
    const char *end = form + len;
    for (size_t left = plural_form(language->lang, number); left > 0; left--) {
        const char *next = form + strlen(form) + 1;
        if (next > end) {
            break;
        }
        form = next;
    }
    return form;
}

static const char *say(const void *ctx, const char *text)
{
    return pal_tr(ctx, text);
}

struct pal_voice pal_language_voice(const struct pal_language *language)
{
    return (struct pal_voice){.say = say, .ctx = language, .lang = language->lang};
}
