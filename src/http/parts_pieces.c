/* parts_pieces - a form (multipart/form-data) that comes in pieces: fields are kept, the bytes of
 * the one file go on. It takes and refuses what the reader of a whole form does. */
#include <string.h>

#include "http/parts.h"
#include "http/parts_pieces.h"

enum { FIELDS_MOST = 64 };

enum state {
    AT_START, /* the delimiter, without its CR LF */
    BEHIND,   /* a delimiter: CR LF or "--" */
    IN_HEAD,
    IN_FIELD,
    IN_FILE,
    AT_END, /* what follows is passed over */
};

struct pal_form_pieces {
    struct pal_arena *arena;
    const struct pal_voice *voice; /* of the piece at hand */
    enum state state;
    char delimiter[PAL_DELIMITER_MAX];
    size_t delimiter_len;
    size_t matched; /* bytes of the delimiter that have come: held back */
    size_t lent;    /* of them: the CR LF of the head's empty line, which an empty value lacks */
    char *kept;     /* the head or the field that is under way */
    size_t kept_len;
    size_t kept_max;
    size_t left; /* bytes that fields and heads may still take */
    struct pal_field_value file;
    bool has_file;
    struct pal_field_value fields[FIELDS_MOST];
    size_t count;
};

static enum pal_rc bad(const struct pal_form_pieces *form, const char *sentence,
                       struct pal_err *err)
{
    return pal_err_set(err, PAL_E_INVALID, "%s", pal_voice_say(form->voice, sentence));
}

static enum pal_rc no_memory(const struct pal_voice *voice, struct pal_err *err)
{
    return pal_err_say(err, PAL_E_MEMORY, voice, "Memory is short: try again later.");
}

enum pal_rc pal_form_pieces_new(struct pal_arena *arena, const char *content_type,
                                size_t fields_max, struct pal_form_pieces **out,
                                const struct pal_voice *voice, struct pal_err *err)
{
    struct pal_form_pieces *form = PAL_NEW(arena, struct pal_form_pieces, 1);
    char *kept = pal_arena_take_text(arena, fields_max + 1);
    if (form == NULL || kept == NULL) {
        return no_memory(voice, err);
    }
    *form = (struct pal_form_pieces){.arena = arena,
                                     .voice = voice,
                                     .kept = kept,
                                     .kept_max = fields_max,
                                     .left = fields_max,
                                     .matched = 2}; /* the first one has no CR LF before it */
    *out = form;
    return pal_multipart_delimiter(arena, content_type, form->delimiter, &form->delimiter_len,
                                   voice, err);
}

/* Adds bytes to the head or the field under way. */
static enum pal_rc keep(struct pal_form_pieces *form, const char *bytes, size_t len,
                        struct pal_err *err)
{
    if (len > form->left) {
        return pal_err_say(err, PAL_E_LIMIT, form->voice,
                           "the fields beside the file take more than %zu kB together",
                           form->kept_max / 1024);
    }
    memcpy(form->kept + form->kept_len, bytes, len);
    form->kept_len += len;
    form->left -= len;
    return PAL_OK;
}

/* A head is whole. */
static enum pal_rc begin_part(struct pal_form_pieces *form, struct pal_err *err)
{
    struct pal_field_value part;
    enum pal_rc rc =
        pal_multipart_head(form->arena, form->kept, form->kept_len, &part, form->voice, err);
    form->kept_len = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    if (part.file_name != NULL && form->has_file) {
        return bad(form, "The form holds two files: send one at a time.", err);
    }
    if (part.file_name != NULL) {
        form->file = part;
        form->has_file = true;
        form->state = IN_FILE;
        return PAL_OK;
    }
    if (form->count == FIELDS_MOST) {
        return pal_err_say(err, PAL_E_LIMIT, form->voice, "The form has more than %d fields.",
                           FIELDS_MOST);
    }
    form->fields[form->count] = part;
    form->state = IN_FIELD;
    return PAL_OK;
}

/* A delimiter ends what was under way. */
static enum pal_rc end_part(struct pal_form_pieces *form, struct pal_err *err)
{
    if (form->state == IN_FIELD) {
        struct pal_field_value *field = &form->fields[form->count];
        if (!pal_multipart_is_text(form->kept, form->kept_len)) {
            return bad(form, "A field of the form is not UTF-8.", err);
        }
        field->value = pal_arena_copy(form->arena, form->kept, form->kept_len);
        field->value_len = form->kept_len;
        if (field->value == NULL) {
            return no_memory(form->voice, err);
        }
        form->count++;
        form->kept_len = 0;
    }
    form->state = BEHIND;
    form->matched = 0;
    form->lent = 0;
    return PAL_OK;
}

/* What is no delimiter belongs to the part. */
static enum pal_rc take(struct pal_form_pieces *form, const char *bytes, size_t len,
                        struct pal_buf *file, struct pal_err *err)
{
    if (form->state == IN_FIELD) {
        return keep(form, bytes, len, err);
    }
    pal_buf_add_n(file, bytes, len);
    return file->failed ? no_memory(form->voice, err) : PAL_OK;
}

/* Bytes that were held back as a delimiter, and are none. */
static enum pal_rc let_go(struct pal_form_pieces *form, struct pal_buf *file, struct pal_err *err)
{
    size_t lent = form->lent;
    size_t held = form->matched - lent;
    form->matched = 0;
    form->lent = 0;
    return held > 0 ? take(form, form->delimiter + lent, held, file, err) : PAL_OK;
}

/* Goes on within what may be a delimiter, which holds one CR alone, its first byte: where it breaks
 * off, another can begin with the byte at hand only. */
static enum pal_rc read_delimiter(struct pal_form_pieces *form, const char **at, const char *end,
                                  struct pal_buf *file, struct pal_err *err)
{
    enum pal_rc rc = PAL_OK;
    while (rc == PAL_OK && *at < end && form->matched > 0) {
        if (**at != form->delimiter[form->matched]) {
            rc = let_go(form, file, err);
            continue;
        }
        ++*at;
        if (++form->matched == form->delimiter_len) {
            return end_part(form, err);
        }
    }
    return rc;
}

/* Reads the value of a part as far as it came, up to the next delimiter. */
static enum pal_rc read_value(struct pal_form_pieces *form, const char **at, const char *end,
                              struct pal_buf *file, struct pal_err *err)
{
    if (form->matched > 0) {
        return read_delimiter(form, at, end, file, err);
    }
    const char *from = *at;
    const char *stop = memchr(from, '\r', (size_t)(end - from));
    *at = stop != NULL ? stop + 1 : end;
    form->matched = stop != NULL ? 1 : 0;
    size_t len = (size_t)((stop != NULL ? stop : end) - from);
    return len > 0 ? take(form, from, len, file, err) : PAL_OK;
}

/* The first delimiter, byte by byte. */
static enum pal_rc read_start(struct pal_form_pieces *form, const char **at, struct pal_err *err)
{
    if (**at != form->delimiter[form->matched]) {
        return bad(form, "The form does not start with its boundary.", err);
    }
    ++*at;
    return ++form->matched == form->delimiter_len ? end_part(form, err) : PAL_OK;
}

/* CR LF and a part, or "--" and the end. */
static enum pal_rc read_behind(struct pal_form_pieces *form, const char **at, struct pal_err *err)
{
    char c = *(*at)++;
    if (form->matched == 0 && (c == '\r' || c == '-')) {
        form->matched = c == '\r' ? 1 : 2;
        return PAL_OK;
    }
    if (form->matched == 1 && c == '\n') {
        form->state = IN_HEAD;
        return PAL_OK;
    }
    if (form->matched == 2 && c == '-') {
        form->state = AT_END;
        return PAL_OK;
    }
    return bad(form, "The form has no end: it was not sent whole.", err);
}

/* Up to the empty line. */
static enum pal_rc read_head(struct pal_form_pieces *form, const char **at, struct pal_err *err)
{
    enum pal_rc rc = keep(form, (*at)++, 1, err);
    const char *kept = form->kept;
    size_t len = form->kept_len;
    if (rc != PAL_OK) {
        return rc;
    }
    if (len > PAL_PART_HEAD_MAX + 4) {
        return bad(form, "A part of the form has no head, or one that is too long.", err);
    }
    bool is_whole = (len == 2 && memcmp(kept, "\r\n", 2) == 0) ||
                    (len >= 4 && memcmp(kept + len - 4, "\r\n\r\n", 4) == 0);
    if (!is_whole) {
        return PAL_OK;
    }
    form->matched = 2;
    form->lent = 2;
    return begin_part(form, err);
}

enum pal_rc pal_form_pieces_read(struct pal_form_pieces *form, const char *bytes, size_t len,
                                 struct pal_buf *file, const struct pal_voice *voice,
                                 struct pal_err *err)
{
    form->voice = voice;
    const char *at = bytes;
    const char *end = bytes + len;
    enum pal_rc rc = PAL_OK;
    while (rc == PAL_OK && at < end) {
        switch (form->state) {
        case AT_START:
            rc = read_start(form, &at, err);
            break;
        case BEHIND:
            rc = read_behind(form, &at, err);
            break;
        case IN_HEAD:
            rc = read_head(form, &at, err);
            break;
        case IN_FIELD:
        case IN_FILE:
            rc = read_value(form, &at, end, file, err);
            break;
        case AT_END:
            return PAL_OK;
        }
    }
    return rc;
}

const struct pal_field_value *pal_form_pieces_file(const struct pal_form_pieces *form)
{
    return form->has_file ? &form->file : NULL;
}

struct pal_fields pal_form_pieces_fields(const struct pal_form_pieces *form)
{
    return (struct pal_fields){form->fields, form->count};
}

enum pal_rc pal_form_pieces_end(struct pal_form_pieces *form, const struct pal_voice *voice,
                                struct pal_err *err)
{
    form->voice = voice;
    return form->state == AT_END
               ? PAL_OK
               : bad(form, "The form ends within a part: it was not sent whole.", err);
}
