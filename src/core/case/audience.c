#include "core/case/audience.h"

#include <string.h>

const char *const pal_audience_ids[PAL_AUDIENCE_COUNT] = {"project",    "assessors", "second",
                                                          "respondent", "keeper",    "answers"};

static bool is_who(const char *id)
{
    return id != NULL && id[0] != '\0' && strlen(id) <= PAL_AUDIENCE_WHO &&
           strpbrk(id, ",:") == NULL;
}

static bool is_opened(const struct pal_audience_reader *reader, const char *whose)
{
    for (size_t i = 0; i < reader->opened_count && i < PAL_AUDIENCE_OPENED; i++) {
        if (strcmp(reader->opened[i], whose) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a second reading is open to somebody who may read the project. */
static bool is_readers(const struct pal_audience_reader *reader, const char *whose)
{
    return is_who(whose) &&
           ((reader->self != NULL && strcmp(reader->self, whose) == 0) || is_opened(reader, whose));
}

bool pal_audience_reads(const struct pal_audience_reader *reader, enum pal_audience audience,
                        const char *whose)
{
    bool may_read = reader->is_signed_in && reader->may_read;
    if (reader->is_all && !(reader->is_sealed && audience >= PAL_AUDIENCE_RESPONDENT)) {
        return true;
    }
    switch (audience) {
    case PAL_AUDIENCE_PROJECT:
        return may_read;
    case PAL_AUDIENCE_ASSESSORS:
        return may_read && reader->may_assess;
    case PAL_AUDIENCE_SECOND:
        return may_read && is_readers(reader, whose);
    case PAL_AUDIENCE_RESPONDENT:
        return reader->is_respondent;
    case PAL_AUDIENCE_KEEPER:
        return reader->is_respondent || (may_read && (reader->is_keeper || !reader->is_sealed));
    case PAL_AUDIENCE_ANSWERS:
        return reader->is_respondent || (may_read && !reader->is_sealed);
    case PAL_AUDIENCE_COUNT:
        break;
    }
    return false;
}

/* Behind a comma, up to the next one; `who` "": the word alone. */
static size_t add(char *out, size_t len, const char *word, const char *who)
{
    size_t size = strlen(word);
    memcpy(out + len, word, size);
    len += size;
    if (who[0] != '\0') {
        out[len++] = ':';
        size = strlen(who);
        memcpy(out + len, who, size);
        len += size;
    }
    out[len++] = ',';
    return len;
}

static bool reads_second(const struct pal_audience_reader *reader, const char *whose)
{
    return is_who(whose) && pal_audience_reads(reader, PAL_AUDIENCE_SECOND, whose);
}

/* Each reader's own word, once. */
static size_t add_seconds(const struct pal_audience_reader *reader, char *out, size_t len)
{
    const char *word = pal_audience_ids[PAL_AUDIENCE_SECOND];
    if (reads_second(reader, reader->self)) {
        len = add(out, len, word, reader->self);
    }
    for (size_t i = 0; i < reader->opened_count && i < PAL_AUDIENCE_OPENED; i++) {
        const char *who = reader->opened[i];
        bool is_self = reader->self != NULL && strcmp(who, reader->self) == 0;
        if (!is_self && reads_second(reader, who)) {
            len = add(out, len, word, who);
        }
    }
    return len;
}

const char *pal_audience_set(const struct pal_audience_reader *reader, char out[PAL_AUDIENCES_ROOM])
{
    size_t len = 0;
    if (reader->is_all && !reader->is_sealed) {
        return NULL;
    }
    out[len++] = ',';
    for (int i = 0; i < PAL_AUDIENCE_COUNT; i++) {
        if (i == PAL_AUDIENCE_SECOND) {
            len = add_seconds(reader, out, len);
        } else if (pal_audience_reads(reader, (enum pal_audience)i, NULL)) {
            len = add(out, len, pal_audience_ids[i], "");
        }
    }
    out[len] = '\0';
    return out;
}
