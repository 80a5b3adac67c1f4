#include "mail/reply.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { CODE_LEN = 3 };

void pal_reply_begin(struct pal_reply *reply)
{
    *reply = (struct pal_reply){0};
}

/* 0: the line does not begin with a code. */
static int read_code(const char *line, size_t len)
{
    int code = 0;
    for (size_t i = 0; i < CODE_LEN; i++) {
        if (i >= len || line[i] < '0' || line[i] > '9') {
            return 0;
        }
        code = 10 * code + (line[i] - '0');
    }
    bool is_parted = len == CODE_LEN || strchr(" -\r\n", line[CODE_LEN]) != NULL;
    return is_parted && line[CODE_LEN - 1] != '\0' ? code : 0;
}

/* Adds what fits; characters that could do more than be read become blanks, of which one stands for
 * several. */
static void add_text(struct pal_reply *reply, const char *text, size_t len)
{
    size_t used = strlen(reply->text);
    for (size_t at = 0, size; at < len; at += size) {
        uint32_t code;
        size_t valid = pal_utf8_read((const unsigned char *)text + at, len - at, &code);
        bool is_blank = valid > 0 && (text[at] == ' ' || !pal_utf8_is_line(text + at, valid));
        bool is_copied = valid > 0 && !is_blank;
        size = valid > 0 ? valid : 1;
        if (is_blank && (used == 0 || reply->text[used - 1] == ' ')) {
            continue;
        }
        if (used + (is_copied ? size : 1) >= PAL_REPLY_TEXT) {
            break;
        }
        if (is_copied) {
            memcpy(reply->text + used, text + at, size);
            used += size;
        } else {
            reply->text[used++] = is_blank ? ' ' : '?';
        }
    }
    reply->text[used] = '\0';
}

void pal_reply_add(struct pal_reply *reply, const char *line, size_t len)
{
    int code = read_code(line, len);
    if (reply->is_whole) {
        pal_reply_begin(reply);
    }
    if (reply->text[0] != '\0') {
        add_text(reply, " ", 1);
    }
    /* Lines that go on repeat the code: it is said once. */
    size_t skipped = code != 0 && code == reply->code ? CODE_LEN + (len > CODE_LEN) : 0;
    bool goes_on = code != 0 && len > CODE_LEN && line[CODE_LEN] == '-';
    if (skipped == 0 && goes_on) {
        add_text(reply, line, CODE_LEN);
        add_text(reply, " ", 1);
        skipped = CODE_LEN + 1;
    }
    add_text(reply, line + skipped, len - skipped);
    size_t used = strlen(reply->text);
    while (used > 0 && reply->text[used - 1] == ' ') {
        reply->text[--used] = '\0';
    }
    reply->code = code;
    reply->is_whole = !goes_on;
}
