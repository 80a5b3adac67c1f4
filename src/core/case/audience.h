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
    PAL_AUDIENCE_SECOND, /* who reads it independently, alone; once that is open, who may read the
                            project */
    PAL_AUDIENCE_RESPONDENT, /* who answers a questionnaire that was sent, and nobody else */
    PAL_AUDIENCE_KEEPER,     /* the same, the keeper of a tender, and once its answers are open who
                                may read the project */
    PAL_AUDIENCE_ANSWERS, /* who answers, and once the answers are open who may read the project */
    PAL_AUDIENCE_COUNT
};

/* "project", "assessors", "second" … Of what is one reader's the word names them: "second:ID". */
extern const char *const pal_audience_ids[PAL_AUDIENCE_COUNT];

enum {
    PAL_AUDIENCE_OPENED = 16, /* second readings of one subject that are open, at most */
    PAL_AUDIENCE_WHO = 24,    /* bytes of a person's id; longer ones are nobody's */
};

/* What somebody may who reads facts of one subject. */
struct pal_audience_reader {
    bool is_all; /* the operator: everything that is not sealed */
    bool is_signed_in;
    bool may_read; /* the project, or the library */
    bool may_assess;
    const char *self;          /* the person; NULL: none */
    const char *const *opened; /* whose second readings of the subject are open */
    size_t opened_count;
    bool is_respondent; /* answers the questionnaire that the subject is, or reads along */
    bool is_keeper;     /* of the tender that it was sent in */
    bool is_sealed;     /* its answers are not open */
};

/* `whose` second reading it is of; of other audiences it is not read. */
bool pal_audience_reads(const struct pal_audience_reader *reader, enum pal_audience audience,
                        const char *whose);

/* The set as the store takes it, ",project,assessors,second:p1,"; NULL: all. Of second readings it
 * names those that `reader` names, so that of what is sealed the operator reads no others.
 * `room` bytes suffice for all. */
enum { PAL_AUDIENCES_ROOM = 64 + (PAL_AUDIENCE_OPENED + 1) * (PAL_AUDIENCE_WHO + 8) };
const char *pal_audience_set(const struct pal_audience_reader *reader,
                             char out[PAL_AUDIENCES_ROOM]);

#endif
