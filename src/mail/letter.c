#include "mail/letter.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"

enum {
    LOCAL_MOST = 64,
    LABEL_MOST = 63,
    LINE_MOST = 76,   /* of a text, and of a header that is encoded */
    PLAIN_MOST = 60,  /* characters of a header that is left as it is */
    WORD_PAYLOAD = 45 /* characters within =?UTF-8?Q?…?=, which has 75 at most: "Subject: " and
                         the blank that folds stand before it */
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* ---------------------------------------------------------------------- addresses */

/* Parts of RFC 5322's "atext" with dots between. */
static bool is_local(const char *text, size_t len)
{
    static const char others[] = "!#$%&'*+-/=?^_`{|}~.";
    if (len == 0 || len > LOCAL_MOST || text[0] == '.' || text[len - 1] == '.') {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        bool is_known = text[i] != '\0' &&
                        (strchr(letters, text[i]) != NULL || strchr(others, text[i]) != NULL);
        if (!is_known || (text[i] == '.' && text[i + 1] == '.')) {
            return false;
        }
    }
    return true;
}

static bool is_domain(const char *text)
{
    while (true) {
        size_t len = strspn(text, letters);
        while (text[len] == '-') {
            len += 1 + strspn(text + len + 1, letters);
        }
        if (len == 0 || len > LABEL_MOST || text[0] == '-' || text[len - 1] == '-') {
            return false;
        }
        if (text[len] == '\0') {
            return true;
        }
        if (text[len] != '.') {
            return false;
        }
        text += len + 1;
    }
}

const char *pal_letter_domain(const char *address)
{
    const char *at = strchr(address, '@');
    return at != NULL ? at + 1 : "";
}

bool pal_letter_is_address(const char *text)
{
    const char *at = strchr(text, '@');
    return at != NULL && strlen(text) <= PAL_LETTER_ADDRESS &&
           is_local(text, (size_t)(at - text)) && is_domain(at + 1);
}

static bool is_id(const char *id)
{
    size_t len = strlen(id);
    for (size_t i = 0; i < len; i++) {
        bool is_dot = id[i] == '.';
        if ((strchr(letters, id[i]) == NULL && strchr("._-", id[i]) == NULL) ||
            (is_dot && (i == 0 || i + 1 == len || id[i + 1] == '.'))) {
            return false;
        }
    }
    return len > 0 && len <= PAL_LETTER_LINE;
}

/* ------------------------------------------------------------------------ headers */

static void add_hex(struct pal_buf *out, unsigned char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    pal_buf_add_char(out, '=');
    pal_buf_add_char(out, digits[byte >> 4]);
    pal_buf_add_char(out, digits[byte & 15]);
}

/* Whether a text may stand in a header as it is: short, and of characters alone that no reader of
 * headers takes for anything else. */
static bool is_plain(const char *text)
{
    size_t len = strlen(text);
    return len <= PLAIN_MOST &&
           strspn(text, " !#$%&'*+,-./:;@[]_{|}~()0123456789"
                        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == len &&
           (len == 0 || (text[0] != ' ' && text[len - 1] != ' '));
}

/* How many characters a byte takes in an encoded word. */
static size_t width_of(unsigned char byte)
{
    return byte == ' ' || strchr(letters, byte) != NULL ? 1 : 3;
}

/* Bytes of the next character; of what is no UTF-8, one. */
static size_t char_at(const char *text)
{
    uint32_t code;
    size_t len = pal_utf8_read((const unsigned char *)text, strlen(text), &code);
    return len > 0 ? len : 1;
}

/* Words of RFC 2047, a line each; no character is parted by their ends. */
static void add_words(struct pal_buf *out, const char *text)
{
    static const char begin[] = "=?UTF-8?Q?";
    size_t used = 0;
    pal_buf_add(out, begin);
    while (*text != '\0') {
        size_t len = char_at(text);
        size_t width = 0;
        for (size_t i = 0; i < len; i++) {
            width += width_of((unsigned char)text[i]);
        }
        if (used + width > WORD_PAYLOAD) {
            pal_buf_add(out, "?=\r\n ");
            pal_buf_add(out, begin);
            used = 0;
        }
        for (size_t i = 0; i < len; i++) {
            unsigned char byte = (unsigned char)text[i];
            if (width_of(byte) > 1) {
                add_hex(out, byte);
            } else {
                pal_buf_add_char(out, byte == ' ' ? '_' : (char)byte);
            }
        }
        used += width;
        text += len;
    }
    pal_buf_add(out, "?=");
}

static void add_title(struct pal_buf *out, const char *title)
{
    pal_buf_add(out, "Subject: ");
    if (is_plain(title)) {
        pal_buf_add(out, title);
    } else {
        add_words(out, title);
    }
    pal_buf_add(out, "\r\n");
}

static void add_to(struct pal_buf *out, const char *name, const char *address)
{
    pal_buf_add(out, "To: ");
    if (name[0] == '\0') {
        pal_buf_printf(out, "%s\r\n", address);
        return;
    }
    if (is_plain(name)) {
        pal_buf_printf(out, "\"%s\"", name);
    } else {
        add_words(out, name);
    }
    pal_buf_printf(out, "\r\n <%s>\r\n", address);
}

static void add_date(struct pal_buf *out, int64_t at)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm parts;
    time_t seconds = (time_t)at;
    if (gmtime_r(&seconds, &parts) != NULL) {
        pal_buf_printf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[parts.tm_wday],
                       parts.tm_mday, months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour,
                       parts.tm_min, parts.tm_sec);
    }
}

/* --------------------------------------------------------------------------- text */

/* Whether the text ends, or its line does: then a blank before it would be lost on the way. */
static bool is_at_end(const char *text)
{
    return *text == '\0' || *text == '\n' || (text[0] == '\r' && text[1] == '\n');
}

/* Quoted-printable (RFC 2045): ASCII is read as it stands, everything passes. A dot and the word
 * From at the start of a line mean something to servers of mail: they are encoded. */
static void add_text(struct pal_buf *out, const char *text)
{
    size_t column = 0;
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (is_at_end(text)) {
            text += byte == '\r';
            pal_buf_add(out, "\r\n");
            column = 0;
            continue;
        }
        bool is_blank = byte == ' ' || byte == '\t';
        bool is_kept = is_blank ? !is_at_end(text + 1)
                                : byte > ' ' && byte < 0x7F && byte != '=' &&
                                      !(column == 0 && (byte == '.' || byte == 'F'));
        size_t width = is_kept ? 1 : 3;
        if (column + width > LINE_MOST - 1) {
            pal_buf_add(out, "=\r\n");
            column = 0;
            is_kept = is_kept && byte != '.' && byte != 'F';
            width = is_kept ? 1 : 3;
        }
        if (is_kept) {
            pal_buf_add_char(out, (char)byte);
        } else {
            add_hex(out, byte);
        }
        column += width;
    }
    if (column > 0) {
        pal_buf_add(out, "\r\n");
    }
}

enum pal_rc pal_letter_write(const struct pal_letter *letter, struct pal_buf *out)
{
    if (!pal_letter_is_address(letter->from) || !pal_letter_is_address(letter->address) ||
        !is_id(letter->id) || !is_plain(letter->language)) {
        return PAL_E_INVALID;
    }
    add_date(out, letter->at);
    pal_buf_printf(out, "From: %s\r\n", letter->from);
    add_to(out, letter->name, letter->address);
    add_title(out, letter->title);
    pal_buf_printf(out, "Message-ID: <%s@%s>\r\n", letter->id, pal_letter_domain(letter->from));
    pal_buf_printf(out,
                   "Auto-Submitted: auto-generated\r\n"
                   "MIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=utf-8\r\n"
                   "Content-Language: %s\r\n"
                   "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                   letter->language);
    add_text(out, letter->body);
    return pal_buf_text(out) != NULL ? PAL_OK : PAL_E_MEMORY;
}
