/*
 * arrivals - files that come and go in pieces: none of them is ever in memory, or on a disk of this
 * machine, as a whole.
 *
 * A file arrives in pieces, each kept in a transaction of its own and bound to whoever sends it; no
 * connection is held between them. The act that ends it says a fact of the kind "file" on a
 * project, an assessment or a questionnaire that was sent (facts.h): that is what lists, rights,
 * history, withdrawal and erasure are of. What never comes to its end is swept after a day. A file
 * is read so, too, by whom the audience of its fact lets.
 */
#ifndef PAL_APP_HOUSE_ARRIVALS_H
#define PAL_APP_HOUSE_ARRIVALS_H

#include "app/house/errand.h"
#include "app/house/facts.h"
#include "base/buf.h"

enum {
    PAL_ARRIVAL_PIECE = 256 * 1024,  /* of one piece, at most */
    PAL_ARRIVAL_FILE = 64 << 20,     /* of a file, unless the house says otherwise */
    PAL_ARRIVAL_FILE_MOST = 1 << 30, /* whatever it says */
    PAL_ARRIVAL_STARTED = 4,         /* files that one sender has begun: so many times a file */
    PAL_ARRIVAL_STARTED_COUNT = 64,  /* and so many of them */
};
#define PAL_ARRIVAL_PROJECT (INT64_C(4) << 30) /* of all files of a project, likewise */

/* What is sent. */
struct pal_arrival_wish {
    const char *subject_kind; /* "project", "assessment", "sending" */
    const char *subject;
    const char *lane;
    const char *name;
    const char *type;  /* as the sender calls it; "" */
    const char *title; /* "" */
    const char *about; /* the question that it was taken for (visit.h); "" */
    const char *hash;  /* SHA-256 that it must have; "": not said */
    const char *act;   /* id of the act that ends it */
    int64_t file_most;
    int64_t project_most;
};

struct pal_arrival;

/* Whether the visitor may send to a lane of a subject, whatever it is: asked before any byte comes.
 */
enum pal_rc pal_arrival_may(struct pal_errand *errand, const char *subject_kind,
                            const char *subject) PAL_WARN_UNUSED;

/* Begins one; it lives in `lasting`, beyond the errand. PAL_E_INVALID (the name …), PAL_E_LIMIT,
 * PAL_E_DENIED with a sentence. */
enum pal_rc pal_arrival_begin(struct pal_errand *errand, struct pal_arena *lasting,
                              const struct pal_arrival_wish *wish,
                              struct pal_arrival **out) PAL_WARN_UNUSED;
/* Keeps bytes that came, any number of them. A failure ends the arrival: what came is removed. */
enum pal_rc pal_arrival_take(struct pal_errand *errand, struct pal_arrival *arrival,
                             const char *bytes, size_t len) PAL_WARN_UNUSED;
/* All has come: says the fact. As pal_facts_act. A failure ends the arrival, too. */
enum pal_rc pal_arrival_end(struct pal_errand *errand, struct pal_arrival *arrival,
                            struct pal_act_done *out) PAL_WARN_UNUSED;
/* Removes what came; nothing is told of it. */
void pal_arrival_give_up(struct pal_errand *errand, struct pal_arrival *arrival);

/* A file that is read. */
struct pal_departure {
    const char *content;
    const char *name;
    const char *hash;
    int64_t size;
    int64_t pieces;
};
/* The last fact of that part and lane, to whom may read it; the reading stands in the audit.
 * PAL_E_NOT_FOUND: there is none, or it was withdrawn. `known`: the hash
 * of what the reader has already, or NULL: the same bytes are not read again. */
enum pal_rc pal_departure_open(struct pal_errand *errand, const struct pal_fact_search *search,
                               const char *known, struct pal_departure *out) PAL_WARN_UNUSED;
/* Appends a piece of a content that was opened before. */
enum pal_rc pal_departure_piece(struct pal_errand *errand, const char *content, int64_t number,
                                struct pal_buf *out) PAL_WARN_UNUSED;

#endif
