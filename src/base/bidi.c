#include "base/bidi.h"

#include <stdio.h>
#include <string.h>

/* The last byte of those that begin with E2 80 or E2 81. */
static bool is_control(unsigned char second, unsigned char third)
{
    return second == 0x80 ? third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE)
                          : second == 0x81 && third >= 0xA6 && third <= 0xA9;
}

size_t pal_bidi_at(const char *text, char mark[PAL_BIDI_MARK])
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] == 0xD8 && at[1] == 0x9C) {
        (void)snprintf(mark, PAL_BIDI_MARK, "[U+061C]");
        return 2;
    }
    if (at[0] == 0xE2 && at[1] != 0 && is_control(at[1], at[2])) {
        unsigned code = 0x2000U + ((at[1] & 0x3FU) << 6) + (at[2] & 0x3FU);
        (void)snprintf(mark, PAL_BIDI_MARK, "[U+%04X]", code & 0xFFFFU);
        return 3;
    }
    return 0;
}

void pal_bidi_show(struct pal_buf *buf, const char *text)
{
    char mark[PAL_BIDI_MARK];
    const char *run = text;
    for (const char *at = text; *at != '\0';) {
        size_t len = pal_bidi_at(at, mark);
        if (len == 0) {
            at++;
            continue;
        }
        pal_buf_add_n(buf, run, (size_t)(at - run));
        pal_buf_add(buf, mark);
        at += len;
        run = at;
    }
    pal_buf_add(buf, run);
}
