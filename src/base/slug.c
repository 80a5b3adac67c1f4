#include "base/slug.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

/* The letters without their accents: of Latin-1 from U+00C0 on; a blank: no letter. */
static const char *plain_of(uint32_t code)
{
    static const char *const latin[64] = {
        "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
        "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
        "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
        "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y"};
    enum { FIRST = 0xC0, LAST = 0xFF, OE_CAPITAL = 0x152, OE = 0x153 };
    if (code == OE_CAPITAL || code == OE) {
        return "oe";
    }
    return code >= FIRST && code <= LAST ? latin[code - FIRST] : "";
}

void pal_slug(const char *title, unsigned number, char *out, size_t size)
{
    enum { WORDS_MOST = 48 };
    char text[PAL_LIMIT_ID_BYTES + 1] = "";
    size_t len = 0;
    size_t whole = 0; /* up to where the words are whole */
    const char *at = title;
    size_t left = strlen(title);
    while (left > 0 && len < WORDS_MOST) {
        uint32_t code = 0;
        size_t bytes = pal_utf8_read((const unsigned char *)at, left, &code);
        if (bytes == 0) {
            break;
        }
        char one[2] = "";
        if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) {
            one[0] = (char)code;
        } else if (code >= 'A' && code <= 'Z') {
            one[0] = (char)(code - 'A' + 'a');
        }
        const char *plain = one[0] != '\0' ? one : plain_of(code);
        if (plain[0] == '\0' && len > 0 && text[len - 1] != '-') {
            whole = len;
            text[len++] = '-';
        }
        for (; *plain != '\0'; plain++) {
            text[len++] = *plain;
        }
        at += bytes;
        left -= bytes;
    }
    len = left > 0 && whole > 0 ? whole : len;
    len -= len > 0 && text[len - 1] == '-';
    if (number > 1 && len > 0) {
        (void)snprintf(out, size, "%.*s-%u", (int)len, text, number);
    } else {
        (void)snprintf(out, size, "%.*s", (int)len, text);
    }
}
