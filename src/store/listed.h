/*
 * listed - what lists sort, filter and search by: a row for each document, computed
 * (app/house/listed.h), beside the head of it that `documents` has.
 */
#ifndef PAL_STORE_LISTED_H
#define PAL_STORE_LISTED_H

#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

struct pal_listed_row {
    const char *kind;
    const char *id;
    const char *title;   /* folded (base/fold.h) */
    const char *letters; /* its letters and digits alone */
    const char *words;   /* what a search looks into: the titles and the id, folded */
    /* Of projects alone; "" and 0 of others. */
    const char *state;        /* as the text writes it */
    int64_t state_rank;       /* its place among the states, from 1 on */
    const char *profile;      /* id; "": none */
    const char *said_level;   /* the alert level that the text says; "": none */
    const char *scheme;       /* of the profile; "": none */
    const char *level;        /* in force; "": none */
    int64_t level_rank;       /* its place in the scheme, from 1 on; 0: none */
    const char *provider_ids; /* ",acme,beta,": the candidates that run; "" */
    const char *providers;    /* their titles, folded, those that are retained first */
};

/* Writes a row, or its second state. */
enum pal_rc pal_listed_put(struct pal_db *db, const struct pal_listed_row *row) PAL_WARN_UNUSED;
enum pal_rc pal_listed_get(struct pal_db *db, const char *kind, const char *id,
                           struct pal_arena *arena, struct pal_listed_row *out) PAL_WARN_UNUSED;
enum pal_rc pal_listed_clear(struct pal_db *db) PAL_WARN_UNUSED;

/* Rows of projects by what they depend on, `max` at a time behind the id `after` ("": from the
 * first). */
enum pal_listed_by { PAL_LISTED_BY_PROFILE, PAL_LISTED_BY_SCHEME, PAL_LISTED_BY_PROVIDER };
enum pal_rc pal_listed_of(struct pal_db *db, enum pal_listed_by by, const char *id,
                          const char *after, size_t max, struct pal_arena *arena,
                          struct pal_listed_row **out, size_t *count) PAL_WARN_UNUSED;

/* How many rows there are of no document. */
enum pal_rc pal_listed_strays(struct pal_db *db, int64_t *out) PAL_WARN_UNUSED;

/* What a list of projects is sorted by. */
enum pal_listed_order {
    PAL_LISTED_CHANGED,
    PAL_LISTED_TITLE,
    PAL_LISTED_STATE,
    PAL_LISTED_LEVEL,
    PAL_LISTED_PROVIDER,
    PAL_LISTED_ORDERS
};

struct pal_listed_list {
    const char *projects; /* NULL: all; else only these: ",museum,archive," */
    const char *mine;     /* NULL; else of these only those on which this person has a role */
    const char *words;    /* NULL; else in `words`, folded */
    const char *state;    /* NULL: any */
    const char *level;    /* NULL: any; "": none is in force */
    const char *provider; /* NULL: any; else in `providers`, folded */
    enum pal_listed_order order;
    bool is_down; /* from the last on */
    /* Behind this row; id NULL: from the beginning. The key is of the order: a number, or a text.
     */
    const char *after_id;
    const char *after_text;
    int64_t after_number;
    size_t text_most; /* so many characters of each text */
    size_t max;
};

/* Projects with their texts, and the key of each in `keys` (listed rows with what the order is by:
 * title, state_rank, level_rank, providers). */
enum pal_rc pal_listed_find(struct pal_db *db, const struct pal_listed_list *list,
                            struct pal_arena *arena, struct pal_record **out,
                            struct pal_listed_row **keys, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_listed_count(struct pal_db *db, const struct pal_listed_list *list,
                             int64_t *out) PAL_WARN_UNUSED;

/* The alert levels that are in force in some of these projects (NULL: of all), with their schemes;
 * few queries. */
enum pal_rc pal_listed_levels(struct pal_db *db, const char *projects, size_t max,
                              struct pal_arena *arena, struct pal_listed_row **out,
                              size_t *count) PAL_WARN_UNUSED;

/* Documents of a kind whose titles have these letters, those out of the lists left out. */
enum pal_rc pal_listed_like(struct pal_db *db, const char *kind, const char *letters, size_t max,
                            struct pal_arena *arena, struct pal_record **out,
                            size_t *count) PAL_WARN_UNUSED;

#endif
