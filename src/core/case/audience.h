/*
 * audience - who may read a fact. Each fact carries one of these words, fixed by its kind and lane;
 * whoever reads has a set of them, which depends on what they may and on the state of the case. A
 * store that lists facts holds the fact's word against the reader's set; this is the same as a pure
 * predicate, with which tests compare it row by row.
 */
#ifndef PAL_CORE_CASE_AUDIENCE_H
#define PAL_CORE_CASE_AUDIENCE_H

#include <stdbool.h>
#include <stddef.h>

enum pal_audience {
    PAL_AUDIENCE_PROJECT,   /* who may read the project; of the library: who may read it */
    PAL_AUDIENCE_ASSESSORS, /* who may assess in the project */
    PAL_AUDIENCE_COUNT
};

/* "project", "assessors" */
extern const char *const pal_audience_ids[PAL_AUDIENCE_COUNT];

/* What somebody may who reads facts of one subject. */
struct pal_audience_reader {
    bool is_all; /* the operator: everything */
    bool is_signed_in;
    bool may_read; /* the project, or the library */
    bool may_assess;
};

bool pal_audience_reads(const struct pal_audience_reader *reader, enum pal_audience audience);

/* The set as the store takes it, ",project,assessors,"; NULL: all. `room` bytes suffice for all. */
enum { PAL_AUDIENCES_ROOM = 64 };
const char *pal_audience_set(const struct pal_audience_reader *reader,
                             char out[PAL_AUDIENCES_ROOM]);

#endif
