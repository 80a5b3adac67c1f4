#include "base/utf8.h"

#include <string.h>

size_t pal_utf8_read(const unsigned char *bytes, size_t len, uint32_t *code)
{
    unsigned char first = bytes[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    size_t need;
    uint32_t value;
    uint32_t least; /* the smallest code that may use this many bytes */
    if ((first & 0xE0) == 0xC0) {
        need = 2, value = first & 0x1FU, least = 0x80;
    } else if ((first & 0xF0) == 0xE0) {
        need = 3, value = first & 0x0FU, least = 0x800;
    } else if ((first & 0xF8) == 0xF0) {
        need = 4, value = first & 0x07U, least = 0x10000;
    } else {
        return 0;
    }
    if (len < need) {
        return 0;
    }
    for (size_t i = 1; i < need; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = (value << 6) | (bytes[i] & 0x3FU);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *code = value;
    return need;
}

bool pal_utf8_check(const char *bytes, size_t len, size_t *bad_at)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < len) {
        uint32_t code;
        size_t step = at[i] < 0x80 ? 1 : pal_utf8_read(at + i, len - i, &code);
        if (step == 0) {
            *bad_at = i;
            return false;
        }
        i += step;
    }
    return true;
}

bool pal_utf8_is_text(const char *bytes, size_t len, uint32_t *bad)
{
    const unsigned char *at = (const unsigned char *)bytes;
    for (size_t i = 0; i < len;) {
        uint32_t code = at[i];
        size_t step = code < 0x80 ? 1 : pal_utf8_read(at + i, len - i, &code);
        if (step == 0) { /* no UTF-8 at all */
            *bad = at[i];
            return false;
        }
        i += step;
        bool is_control = (code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
                          (code >= 0x7F && code < 0xA0 && code != 0x85);
        if (is_control || (code & 0xFFFE) == 0xFFFE) {
            *bad = code;
            return false;
        }
    }
    return true;
}

bool pal_utf8_is_line(const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t code;
        size_t read = pal_utf8_read((const unsigned char *)bytes + at, len - at, &code);
        bool is_control = code < 0x20 || (code >= 0x7f && code < 0xa0);
        if (read == 0 || is_control || code == 0x2028 || code == 0x2029) {
            return false;
        }
        at += read;
    }
    return true;
}

void pal_utf8_trim(char *text)
{
    size_t len = strlen(text);
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80 && len - start < 3) {
        start--;
    }
    if (start == 0) {
        return;
    }
    uint32_t code;
    if (pal_utf8_read((const unsigned char *)text + start - 1, len - start + 1, &code) == 0) {
        text[start - 1] = '\0';
    }
}

struct range {
    uint32_t first;
    uint32_t last;
};

/* Unicode 15, the blocks that matter for names; a full table would be larger than its use. */
static const struct range zero_width[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
                                          {0x064B, 0x065F}, {0x200B, 0x200F}, {0x2028, 0x202E},
                                          {0x2060, 0x2064}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F},
                                          {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
static const struct range double_width[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool in_ranges(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* Unicode 15: White_Space and Default_Ignorable_Code_Point (DerivedCoreProperties.txt), and the
 * pattern of Braille without a dot. */
static const struct range unseen[] = {
    {0x0009, 0x000D}, {0x0020, 0x0020},   {0x0085, 0x0085},   {0x00A0, 0x00A0},  {0x00AD, 0x00AD},
    {0x034F, 0x034F}, {0x061C, 0x061C},   {0x115F, 0x1160},   {0x1680, 0x1680},  {0x17B4, 0x17B5},
    {0x180B, 0x180F}, {0x2000, 0x200F},   {0x2028, 0x202F},   {0x205F, 0x206F},  {0x2800, 0x2800},
    {0x3000, 0x3000}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},  {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

bool pal_utf8_is_unseen(uint32_t code)
{
    return in_ranges(code, unseen, sizeof unseen / sizeof *unseen);
}

static size_t columns_of(uint32_t code)
{
    if (code < 0x300) {
        return 1;
    }
    if (in_ranges(code, zero_width, sizeof zero_width / sizeof *zero_width)) {
        return 0;
    }
    if (in_ranges(code, double_width, sizeof double_width / sizeof *double_width)) {
        return 2;
    }
    return 1;
}

/* Walks `text`, stopping before `limit` columns would be passed. */
static size_t walk(const char *text, size_t limit, size_t *columns)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t len = strlen(text);
    size_t i = 0;
    *columns = 0;
    while (i < len) {
        uint32_t code = 0xFFFD;
        size_t step = pal_utf8_read(at + i, len - i, &code);
        size_t width = step == 0 ? 1 : columns_of(code);
        if (*columns + width > limit) {
            break;
        }
        *columns += width;
        i += step == 0 ? 1 : step;
    }
    return i;
}

size_t pal_utf8_columns(const char *text)
{
    size_t columns;
    (void)walk(text, SIZE_MAX, &columns);
    return columns;
}

size_t pal_utf8_fit(const char *text, size_t columns)
{
    size_t used;
    return walk(text, columns, &used);
}
