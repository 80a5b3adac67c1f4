/* json_scan - counts a JSON text before anything is built of it. A value of two bytes ("{}")
 * becomes a hundred in memory: what is too much must be known first. It is no parser: what is
 * broken is told by the parser behind it, which has then built no more values than were counted
 * here. */
#include <string.h>

#include "http/parts.h"

/* The byte behind a string whose opening quote is at `at`. */
static size_t string_end(const char *text, size_t len, size_t at)
{
    for (at++; at < len && text[at] != '"'; at++) {
        at += text[at] == '\\';
    }
    return at < len ? at + 1 : len;
}

/* The byte behind a number or a word, or what is neither. */
static size_t word_end(const char *text, size_t len, size_t at)
{
    while (at < len && strchr(" \t\r\n,:[]{}\"", text[at]) == NULL) {
        at++;
    }
    return at;
}

/* strchr above finds the NUL, too: it ends a word and is skipped here, as are blanks. */
static bool is_between(char c)
{
    return c == '\0' || strchr(" \t\r\n,:", c) != NULL;
}

enum pal_rc pal_json_scan(const char *text, size_t len, size_t depth_max, size_t values_max,
                          const struct pal_voice *voice, struct pal_err *err)
{
    size_t depth = 0;
    size_t values = 0; /* names of fields are counted as well */
    for (size_t at = 0; at < len;) {
        char c = text[at];
        if (is_between(c)) {
            at++;
            continue;
        }
        if (c == ']' || c == '}') {
            depth -= depth > 0;
            at++;
            continue;
        }
        values++;
        depth += c == '[' || c == '{';
        if (depth > depth_max) {
            return pal_err_say(err, PAL_E_INVALID, voice,
                               "a field must be a text, a whole number or a boolean, or a list of "
                               "them: something is nested deeper than %zu",
                               depth_max);
        }
        if (values > values_max) {
            return pal_err_say(err, PAL_E_LIMIT, voice,
                               "the body has more than %zu values and names", values_max);
        }
        at = c == '[' || c == '{' ? at + 1
             : c == '"'           ? string_end(text, len, at)
                                  : word_end(text, len, at);
    }
    return PAL_OK;
}
