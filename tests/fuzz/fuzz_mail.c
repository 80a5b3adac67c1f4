/* fuzz_mail - what a mail server says, and letters of whatever texts. The first byte says which. Of
 * a reply what is kept is one line of valid UTF-8 within its room; of a letter no line is long, is
 * more than ASCII or begins with a dot, and no header is added. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "mail/letter.h"
#include "mail/reply.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADERS = 10, LINE = 78 };

static void read_replies(const char *text, size_t size)
{
    struct pal_reply reply;
    size_t bad_at;
    pal_reply_begin(&reply);
    for (size_t at = 0, len; at < size; at += len) {
        const char *end = memchr(text + at, '\n', size - at);
        len = end != NULL ? (size_t)(end - text) + 1 - at : size - at;
        pal_reply_add(&reply, text + at, len);
        size_t kept = strlen(reply.text);
        must(kept < PAL_REPLY_TEXT && reply.code >= 0 && reply.code <= 999);
        must(pal_utf8_check(reply.text, kept, &bad_at) && pal_utf8_is_line(reply.text, kept));
    }
}

static void check_letter(const char *text)
{
    size_t headers = 0;
    bool is_head = true;
    while (*text != '\0') {
        const char *end = strstr(text, "\r\n");
        must(end != NULL && end - text <= LINE && *text != '.');
        for (const char *at = text; at < end; at++) {
            must((*at >= ' ' && *at < 0x7F) || (*at == '\t' && !is_head));
        }
        headers += is_head && end > text && *text != ' ';
        is_head = is_head && end > text;
        text = end + 2;
    }
    must(headers == HEADERS && !is_head);
}

/* Name, title and text, each behind the NUL of the one before. */
static void write_letter(const char *text, size_t size)
{
    const char *fields[3];
    struct pal_buf out;
    for (size_t i = 0; i < 3; i++) {
        size_t len = strnlen(text, size);
        fields[i] = text;
        text += len < size ? len + 1 : len;
        size -= len < size ? len + 1 : len;
    }
    const struct pal_letter letter = {.id = "id",
                                      .from = "palier@example.org",
                                      .address = "anne@example.org",
                                      .name = fields[0],
                                      .language = "en",
                                      .title = fields[1],
                                      .body = fields[2]};
    pal_buf_init(&out, PAL_LETTER_MOST, NULL);
    if (pal_letter_write(&letter, &out) == PAL_OK) {
        check_letter(pal_buf_text(&out));
    }
    pal_buf_done(&out);
}

static void check_address(const char *text)
{
    if (pal_letter_is_address(text)) {
        must(strlen(text) <= PAL_LETTER_ADDRESS && strpbrk(text, "\r\n\t <>\"(),:;\\[]") == NULL);
        must(strchr(text, '@') == strrchr(text, '@') && *pal_letter_domain(text) != '\0');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    char *text = malloc(size);
    must(text != NULL);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    switch (data[0] % 3) {
    case 0:
        read_replies(text, size - 1);
        break;
    case 1:
        write_letter(text, size - 1);
        break;
    default:
        check_address(text);
    }
    free(text);
    return 0;
}
