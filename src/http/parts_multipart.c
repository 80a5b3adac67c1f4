/* parts_multipart - multipart/form-data as browsers write it (RFC 7578): no preamble, no nested
 * parts, no transfer encodings. What they never send is refused rather than guessed at. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "http/parts.h"
#include "http/parts_pieces.h"

enum { BOUNDARY_MAX = 70, FIELDS_FIRST = 16 };

/* Where the reading is, and what was found. */
struct reading {
    struct pal_arena *arena;
    const struct pal_voice *voice;
    struct pal_err *err;
    const char *at;
    const char *end;
    char delimiter[PAL_DELIMITER_MAX]; /* CR LF "--" boundary */
    size_t delimiter_len;
    struct pal_field_value *items;
    size_t count;
    size_t cap;
    bool is_short; /* of memory */
};

static enum pal_rc no_memory(struct reading *reading)
{
    return pal_err_say(reading->err, PAL_E_MEMORY, reading->voice,
                       "Memory is short: try again later.");
}

static enum pal_rc bad(struct reading *reading, const char *sentence)
{
    return reading->is_short ? no_memory(reading)
                             : pal_err_set(reading->err, PAL_E_INVALID, "%s",
                                           pal_voice_say(reading->voice, sentence));
}

/* UTF-8 that reads the same as a C string. */
static bool is_text(const char *bytes, size_t len)
{
    size_t bad_at;
    return memchr(bytes, '\0', len) == NULL && pal_utf8_check(bytes, len, &bad_at);
}

static bool is_token(char c)
{
    return c > ' ' && c < 0x7F && strchr("()<>@,;:\\\"/[]?={}", c) == NULL;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    return at;
}

/* Where a token, or the inside of a quoted string, ends. */
static const char *word_end(const char *at, const char *end, bool is_quoted)
{
    while (at < end && (is_quoted ? *at != '"' : is_token(*at))) {
        at += is_quoted && *at == '\\' && end - at > 1 ? 2 : 1;
    }
    return at;
}

/* Reads a token or a quoted string at `at` into the arena; NULL when neither stands there or memory
 * is short. Browsers write a quote in a name as %22, older programs as \". */
static const char *read_word(struct reading *reading, const char *at, const char *end,
                             const char **out)
{
    bool is_quoted = at < end && *at == '"';
    at += is_quoted;
    const char *stop = word_end(at, end, is_quoted);
    if (is_quoted ? stop == end : stop == at) {
        return NULL;
    }
    char *word = pal_arena_take_text(reading->arena, (size_t)(stop - at) + 1);
    size_t n = 0;
    if (word == NULL) {
        reading->is_short = true;
        return NULL;
    }
    for (; at < stop; at++) {
        bool is_escape = is_quoted && stop - at > 2 && strncmp(at, "%22", 3) == 0;
        at += is_quoted && *at == '\\' && (at[1] == '"' || at[1] == '\\');
        word[n++] = is_escape ? '"' : *at;
        at += is_escape ? 2 : 0;
    }
    *out = word;
    return stop + is_quoted;
}

/* The next "; name=value" of a header; NULL where it is broken. */
static const char *read_parameter(struct reading *reading, const char *at, const char *end,
                                  const char **name, const char **value)
{
    if (*at != ';') {
        return NULL;
    }
    at = read_word(reading, skip_blanks(at + 1, end), end, name);
    return at != NULL && at < end && *at == '=' ? read_word(reading, at + 1, end, value) : NULL;
}

static enum pal_rc read_boundary(struct reading *reading, const char *content_type)
{
    const char *end = content_type + strlen(content_type);
    const char *at = content_type + strcspn(content_type, "; \t");
    const char *name;
    const char *value;
    size_t type_len = sizeof "multipart/form-data" - 1;
    if ((size_t)(at - content_type) != type_len ||
        strncasecmp(content_type, "multipart/form-data", type_len) != 0) {
        return bad(reading, "The form is not multipart/form-data.");
    }
    for (; (at = skip_blanks(at, end)) < end;) {
        at = read_parameter(reading, at, end, &name, &value);
        if (at == NULL) {
            return bad(reading, "The type of the form is broken.");
        }
        size_t len = strlen(value);
        if (strcasecmp(name, "boundary") == 0 && len > 0 && len <= BOUNDARY_MAX &&
            reading->delimiter_len == 0) {
            memcpy(reading->delimiter, "\r\n--", 4);
            memcpy(reading->delimiter + 4, value, len);
            reading->delimiter_len = 4 + len;
        } else if (strcasecmp(name, "boundary") == 0) {
            return bad(reading, "The form's boundary is no boundary.");
        }
    }
    return reading->delimiter_len > 0 ? PAL_OK : bad(reading, "The form names no boundary.");
}

/* The next delimiter at or behind `at`, or NULL. */
static const char *find_delimiter(const struct reading *reading, const char *at)
{
    while ((size_t)(reading->end - at) >= reading->delimiter_len) {
        at = memchr(at, '\r', (size_t)(reading->end - at) - reading->delimiter_len + 1);
        if (at == NULL || memcmp(at, reading->delimiter, reading->delimiter_len) == 0) {
            return at;
        }
        at++;
    }
    return NULL;
}

/* The first CR LF at or behind `at` and within a part's head, or NULL. */
static const char *line_end(const struct reading *reading, const char *at)
{
    const char *limit = reading->end;
    while (at < limit && (at = memchr(at, '\r', (size_t)(limit - at))) != NULL) {
        if (limit - at > 1 && at[1] == '\n') {
            return at;
        }
        at++;
    }
    return NULL;
}

/* form-data; name="…"; filename="…" */
static enum pal_rc read_disposition(struct reading *reading, const char *at, const char *end,
                                    struct pal_field_value *field)
{
    const char *type;
    const char *name;
    const char *value;
    at = read_word(reading, skip_blanks(at, end), end, &type);
    if (at == NULL || strcasecmp(type, "form-data") != 0 || field->name != NULL) {
        return bad(reading, "A part of the form is no form-data.");
    }
    for (; (at = skip_blanks(at, end)) < end;) {
        at = read_parameter(reading, at, end, &name, &value);
        if (at == NULL) {
            return bad(reading, "The name of a part of the form is broken.");
        }
        if (strcasecmp(name, "name") == 0 && field->name == NULL) {
            field->name = value;
        } else if (strcasecmp(name, "filename") == 0 && field->file_name == NULL) {
            field->file_name = value;
        } else {
            return bad(reading, "A part of the form is named twice or in a way unknown.");
        }
    }
    return PAL_OK;
}

static bool starts_with(const char *at, const char *end, const char *name)
{
    size_t len = strlen(name);
    return (size_t)(end - at) >= len && strncasecmp(at, name, len) == 0;
}

static enum pal_rc read_header(struct reading *reading, const char *at, const char *end,
                               struct pal_field_value *field)
{
    if (!is_text(at, (size_t)(end - at))) {
        return bad(reading, "The head of a part of the form is not UTF-8.");
    }
    if (starts_with(at, end, "content-disposition:")) {
        return read_disposition(reading, at + strlen("content-disposition:"), end, field);
    }
    if (starts_with(at, end, "content-type:")) {
        at = skip_blanks(at + strlen("content-type:"), end);
        field->content_type = pal_arena_copy(reading->arena, at, (size_t)(end - at));
        return field->content_type != NULL ? PAL_OK : no_memory(reading);
    }
    return PAL_OK; /* RFC 7578 4.8: others are to be ignored */
}

/* The lines up to an empty one. */
static enum pal_rc read_head(struct reading *reading, struct pal_field_value *field)
{
    const char *start = reading->at;
    for (;;) {
        const char *end = line_end(reading, reading->at);
        if (end == NULL || end - start > PAL_PART_HEAD_MAX) {
            return bad(reading, "A part of the form has no head, or one that is too long.");
        }
        const char *line = reading->at;
        reading->at = end + 2;
        if (line == end) {
            return field->name != NULL ? PAL_OK : bad(reading, "A part of the form has no name.");
        }
        enum pal_rc rc = read_header(reading, line, end, field);
        if (rc != PAL_OK) {
            return rc;
        }
    }
}

static enum pal_rc read_value(struct reading *reading, struct pal_field_value *field)
{
    const char *stop = find_delimiter(reading, reading->at);
    /* An empty value ends with the delimiter whose CR LF ended the head. */
    bool is_empty = (size_t)(reading->end - reading->at) >= reading->delimiter_len - 2 &&
                    memcmp(reading->at, reading->delimiter + 2, reading->delimiter_len - 2) == 0;
    if (is_empty) {
        stop = reading->at - 2;
    }
    if (stop == NULL) {
        return bad(reading, "The form ends within a part: it was not sent whole.");
    }
    field->value_len = is_empty ? 0 : (size_t)(stop - reading->at);
    field->value = pal_arena_copy(reading->arena, reading->at, field->value_len);
    reading->at = stop + reading->delimiter_len;
    if (field->value == NULL) {
        return no_memory(reading);
    }
    if (field->file_name == NULL && !is_text(field->value, field->value_len)) {
        return bad(reading, "A field of the form is not UTF-8.");
    }
    return PAL_OK;
}

/* Few forms have many fields: the room for them doubles. */
static enum pal_rc add_field(struct reading *reading, const struct pal_field_value *field)
{
    if (reading->count == PAL_HTTP_FIELDS) {
        return pal_err_say(reading->err, PAL_E_LIMIT, reading->voice,
                           "The form has more than %d fields.", PAL_HTTP_FIELDS);
    }
    if (reading->count == reading->cap) {
        size_t cap = reading->cap == 0 ? FIELDS_FIRST : reading->cap * 2;
        struct pal_field_value *items = PAL_NEW(reading->arena, struct pal_field_value, cap);
        if (items == NULL) {
            return no_memory(reading);
        }
        if (reading->count > 0) {
            memcpy(items, reading->items, reading->count * sizeof *items);
        }
        reading->items = items;
        reading->cap = cap;
    }
    reading->items[reading->count++] = *field;
    return PAL_OK;
}

/* Behind a delimiter: CR LF and a part, or "--" and the end. */
static enum pal_rc read_parts(struct reading *reading)
{
    while (reading->end - reading->at >= 2 && memcmp(reading->at, "\r\n", 2) == 0) {
        struct pal_field_value field = {0};
        reading->at += 2;
        enum pal_rc rc = read_head(reading, &field);
        if (rc == PAL_OK) {
            rc = read_value(reading, &field);
        }
        if (rc == PAL_OK) {
            rc = add_field(reading, &field);
        }
        if (rc != PAL_OK) {
            return rc;
        }
    }
    bool is_closed = reading->end - reading->at >= 2 && memcmp(reading->at, "--", 2) == 0;
    return is_closed ? PAL_OK : bad(reading, "The form has no end: it was not sent whole.");
}

enum pal_rc pal_multipart_parse(struct pal_arena *arena, const char *content_type, const char *body,
                                size_t len, struct pal_fields *out, const struct pal_voice *voice,
                                struct pal_err *err)
{
    struct reading reading = {
        .arena = arena, .voice = voice, .err = err, .at = body, .end = body + len};
    *out = (struct pal_fields){0};
    enum pal_rc rc = read_boundary(&reading, content_type);
    if (rc != PAL_OK) {
        return rc;
    }
    if (len < reading.delimiter_len - 2 ||
        memcmp(body, reading.delimiter + 2, reading.delimiter_len - 2) != 0) {
        return bad(&reading, "The form does not start with its boundary.");
    }
    reading.at += reading.delimiter_len - 2;
    rc = read_parts(&reading);
    if (rc == PAL_OK) {
        *out = (struct pal_fields){.items = reading.items, .count = reading.count};
    }
    return rc;
}

/* ------------------------------------------------------------------ for forms in pieces */

enum pal_rc pal_multipart_delimiter(struct pal_arena *arena, const char *content_type,
                                    char out[PAL_DELIMITER_MAX], size_t *len,
                                    const struct pal_voice *voice, struct pal_err *err)
{
    struct reading reading = {.arena = arena, .voice = voice, .err = err};
    enum pal_rc rc = read_boundary(&reading, content_type);
    memcpy(out, reading.delimiter, sizeof reading.delimiter);
    *len = reading.delimiter_len;
    return rc;
}

enum pal_rc pal_multipart_head(struct pal_arena *arena, const char *head, size_t len,
                               struct pal_field_value *out, const struct pal_voice *voice,
                               struct pal_err *err)
{
    struct reading reading = {
        .arena = arena, .voice = voice, .err = err, .at = head, .end = head + len};
    *out = (struct pal_field_value){0};
    return read_head(&reading, out);
}

bool pal_multipart_is_text(const char *bytes, size_t len)
{
    return is_text(bytes, len);
}
