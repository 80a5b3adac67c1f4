#include "format/comments.h"

#include <stddef.h>
#include <string.h>

/* Whether what ends a line begins a block of text: "|", ">-" … behind a key or a dash. */
static bool begins_block(const char *line, size_t len)
{
    while (len > 0 && strchr(" \r0123456789+-", line[len - 1]) != NULL) {
        len--;
    }
    bool is_mark = len > 0 && (line[len - 1] == '|' || line[len - 1] == '>');
    return is_mark && len > 1 && (line[len - 2] == ' ' || line[len - 2] == ':');
}

static bool opens_quote(const char *line, size_t at)
{
    return (line[at] == '"' || line[at] == '\'') &&
           (at == 0 || strchr(" \t[{,:", line[at - 1]) != NULL);
}

/* Looks through a line; `quote` is the one that is open, and stays open to the next line. */
static bool line_has_comment(const char *line, size_t len, char *quote)
{
    for (size_t i = 0; i < len; i++) {
        if (*quote == '"' && line[i] == '\\') {
            i++;
        } else if (*quote == '\'' && line[i] == '\'' && i + 1 < len && line[i + 1] == '\'') {
            i++; /* one within it */
        } else if (*quote != '\0') {
            *quote = line[i] == *quote ? '\0' : *quote;
        } else if (opens_quote(line, i)) {
            *quote = line[i];
        } else if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
            return true;
        }
    }
    return false;
}

bool pal_text_has_comments(const char *text)
{
    char quote = '\0';
    bool is_block = false;
    size_t block_indent = 0; /* of the line that began it */
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        size_t indent = strspn(at, " ");
        bool is_empty = indent + strspn(at + indent, "\r") >= len;
        is_block = is_block && (is_empty || indent > block_indent);
        if (!is_block) {
            if (line_has_comment(at, len, &quote)) {
                return true;
            }
            is_block = quote == '\0' && begins_block(at, len);
            block_indent = indent;
        }
        at += len;
        at += *at == '\n';
    }
    return false;
}
