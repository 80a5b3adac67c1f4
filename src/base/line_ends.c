#include "base/line_ends.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/difference.h"

enum end { END_LF, END_CRLF, END_CR, END_KINDS };
static const char *const ends[END_KINDS] = {"\n", "\r\n", "\r"};

/* The kind of the end at `at`, which points to CR or LF. */
static enum end end_at(const char *at)
{
    return at[0] == '\n' ? END_LF : at[1] == '\n' ? END_CRLF : END_CR;
}

/* The length of the line at `at`; CR or LF or the end of the text stands behind it. */
static size_t line_len(const char *at, const char *stop)
{
    size_t len = 0;
    while (at + len < stop && at[len] != '\n' && at[len] != '\r') {
        len++;
    }
    return len;
}

/* How many lines of a text end how. */
static size_t count_ends(const char *text, size_t len, size_t seen[END_KINDS])
{
    const char *stop = text + len;
    size_t count = 0;
    for (const char *at = text + line_len(text, stop); at < stop;) {
        enum end kind = end_at(at);
        seen[kind]++;
        count++;
        at += strlen(ends[kind]);
        at += line_len(at, stop);
    }
    return count;
}

/* Writes a text with other ends: `kinds`, one for each line that ends; NULL: all of `kind`. */
static const char *write_ends(struct pal_arena *arena, const char *text, size_t *len, size_t lines,
                              const uint8_t *kinds, enum end kind)
{
    const char *stop = text + *len;
    char *out = pal_arena_take_text(arena, *len + lines + 1);
    char *to = out;
    size_t line = 0;
    if (out == NULL) {
        return NULL;
    }
    while (text < stop) {
        size_t piece = line_len(text, stop);
        memcpy(to, text, piece);
        to += piece;
        text += piece;
        if (text < stop) {
            const char *end = ends[kinds != NULL ? kinds[line] : (uint8_t)kind];
            line++;
            memcpy(to, end, strlen(end));
            to += strlen(end);
            text += strlen(ends[end_at(text)]);
        }
    }
    *to = '\0';
    *len = (size_t)(to - out);
    return out;
}

const char *pal_line_ends_unix(struct pal_arena *arena, const char *text, size_t *len)
{
    char *out = pal_arena_take_text(arena, *len + 1);
    size_t used = 0;
    if (out == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < *len; i++) {
        bool is_half = text[i] == '\r' && i + 1 < *len && text[i + 1] == '\n';
        if (!is_half) {
            out[used++] = text[i];
        }
    }
    out[used] = '\0';
    *len = used;
    return out;
}

/* The kind of each line's end of a text. */
static uint8_t *kinds_of(struct pal_arena *arena, const char *text, size_t lines)
{
    uint8_t *kinds = pal_arena_take(arena, lines + 1, 1);
    const char *stop = text + strlen(text);
    size_t line = 0;
    for (const char *at = text + line_len(text, stop); kinds != NULL && at < stop;) {
        enum end kind = end_at(at);
        kinds[line++] = (uint8_t)kind;
        at += strlen(ends[kind]);
        at += line_len(at, stop);
    }
    return kinds;
}

/* Ends of several kinds: each line that was there keeps its own. */
static const char *like_each(struct pal_arena *arena, const char *text, size_t *len, size_t lines,
                             const char *before, size_t before_lines)
{
    size_t before_len = strlen(before);
    size_t text_len = *len;
    size_t count;
    uint8_t *old = kinds_of(arena, before, before_lines);
    uint8_t *kinds = pal_arena_take(arena, lines + 1, 1);
    const char *was = write_ends(arena, before, &before_len, before_lines, NULL, END_LF);
    const char *is = write_ends(arena, text, &text_len, lines, NULL, END_LF);
    struct pal_difference_line *rows =
        was != NULL && is != NULL ? pal_difference_whole(was, is, arena, &count) : NULL;
    if (old == NULL || kinds == NULL || rows == NULL) {
        return NULL;
    }
    size_t from = 0;
    size_t to = 0;
    uint8_t last = old[0];
    for (size_t i = 0; i < count && to < lines; i++) {
        bool is_there = rows[i].kind != PAL_DIFFERENCE_ADDED;
        bool is_kept = rows[i].kind != PAL_DIFFERENCE_REMOVED;
        if (is_there && from < before_lines) {
            last = old[from++];
        }
        if (is_kept) {
            kinds[to++] = last;
        }
    }
    return write_ends(arena, text, len, lines, kinds, END_LF);
}

const char *pal_line_ends_like(struct pal_arena *arena, const char *text, size_t *len,
                               const char *before)
{
    size_t seen[END_KINDS] = {0};
    size_t own[END_KINDS] = {0};
    size_t before_lines = count_ends(before, strlen(before), seen);
    size_t lines = count_ends(text, *len, own);
    enum end most = END_LF;
    for (size_t i = 0; i < END_KINDS; i++) {
        most = seen[i] > seen[most] ? (enum end)i : most;
    }
    bool is_mixed = seen[most] < before_lines;
    if (is_mixed && lines <= PAL_LINE_ENDS_COMPARED && before_lines <= PAL_LINE_ENDS_COMPARED) {
        return like_each(arena, text, len, lines, before, before_lines);
    }
    return write_ends(arena, text, len, lines, NULL, most);
}

/* ------------------------------------------------------------------------- in words */

static const char letters[] = "lcr"; /* of each kind */

const char *pal_line_ends_said(struct pal_arena *arena, const char *text, size_t len)
{
    size_t seen[END_KINDS] = {0};
    const size_t lines = count_ends(text, len, seen);
    const uint8_t *kinds = seen[END_LF] < lines ? kinds_of(arena, text, lines) : NULL;
    const size_t room = 2 * lines + 2; /* a run of n lines needs at most 2 n bytes */
    char *out = kinds != NULL ? pal_arena_take_text(arena, room) : NULL;
    size_t used = 0;
    if (out == NULL) {
        return seen[END_LF] == lines ? "" : NULL;
    }
    for (size_t at = 0; at < lines;) {
        size_t run = 1;
        while (at + run < lines && kinds[at + run] == kinds[at]) {
            run++;
        }
        used += (size_t)snprintf(out + used, room - used, "%zu%c", run, letters[kinds[at]]);
        at += run;
    }
    return out;
}

/* The kinds that words say, for so many lines; false: they say something else. */
static bool read_said(const char *said, uint8_t *kinds, size_t lines)
{
    size_t at = 0;
    while (*said != '\0') {
        size_t run = 0;
        for (; *said >= '0' && *said <= '9' && run <= lines; said++) {
            run = 10 * run + (size_t)(*said - '0');
        }
        const char *letter = *said != '\0' ? strchr(letters, *said) : NULL;
        if (letter == NULL || run > lines - at) {
            return false;
        }
        memset(kinds + at, (int)(letter - letters), run);
        at += run;
        said++;
    }
    return at == lines;
}

const char *pal_line_ends_as(struct pal_arena *arena, const char *text, size_t *len,
                             const char *said)
{
    size_t seen[END_KINDS] = {0};
    const size_t lines = count_ends(text, *len, seen);
    uint8_t *kinds = pal_arena_take(arena, lines + 1, 1);
    if (kinds == NULL) {
        return NULL;
    }
    return read_said(said, kinds, lines) ? write_ends(arena, text, len, lines, kinds, END_LF)
                                         : text;
}
