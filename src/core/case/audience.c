#include "core/case/audience.h"

#include <string.h>

const char *const pal_audience_ids[PAL_AUDIENCE_COUNT] = {"project", "assessors"};

bool pal_audience_reads(const struct pal_audience_reader *reader, enum pal_audience audience)
{
    if (reader->is_all) {
        return true;
    }
    switch (audience) {
    case PAL_AUDIENCE_PROJECT:
        return reader->is_signed_in && reader->may_read;
    case PAL_AUDIENCE_ASSESSORS:
        return reader->is_signed_in && reader->may_read && reader->may_assess;
    case PAL_AUDIENCE_COUNT:
        break;
    }
    return false;
}

const char *pal_audience_set(const struct pal_audience_reader *reader, char out[PAL_AUDIENCES_ROOM])
{
    size_t len = 0;
    if (reader->is_all) {
        return NULL;
    }
    out[len++] = ',';
    for (int i = 0; i < PAL_AUDIENCE_COUNT; i++) {
        if (pal_audience_reads(reader, (enum pal_audience)i)) {
            size_t word = strlen(pal_audience_ids[i]);
            memcpy(out + len, pal_audience_ids[i], word);
            len += word;
            out[len++] = ',';
        }
    }
    out[len] = '\0';
    return out;
}
