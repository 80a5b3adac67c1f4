#include "store/lower.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Latin Extended-A: capital and small letter stand side by side. */
static uint32_t lower_extended(uint32_t code)
{
    bool is_odd_first = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e);
    if (code == 0x130 || code == 0x131 || code == 0x138 || code == 0x149 || code == 0x17f) {
        return code;
    }
    if (code == 0x178) {
        return 0xff;
    }
    return code % 2 == (is_odd_first ? 1 : 0) ? code + 1 : code;
}

/* A character of two bytes. */
static uint32_t lower_code(uint32_t code)
{
    bool is_latin = code >= 0xc0 && code <= 0xde && code != 0xd7;
    bool is_greek = code >= 0x391 && code <= 0x3a9 && code != 0x3a2;
    bool is_cyrillic = code >= 0x410 && code <= 0x42f;
    if (is_latin || is_greek || is_cyrillic) {
        return code + 0x20;
    }
    if (code >= 0x400 && code <= 0x40f) {
        return code + 0x50;
    }
    return code >= 0x100 && code <= 0x17f ? lower_extended(code) : code;
}

void pal_store_lower(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'Z') {
            *at = (unsigned char)(*at + ('a' - 'A'));
        } else if ((*at & 0xe0) == 0xc0 && (at[1] & 0xc0) == 0x80) {
            uint32_t code = lower_code((uint32_t)(*at & 0x1f) << 6 | (at[1] & 0x3fU));
            *at++ = (unsigned char)(0xc0 | code >> 6);
            *at = (unsigned char)(0x80 | (code & 0x3f));
        }
    }
}
