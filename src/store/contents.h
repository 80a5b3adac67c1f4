/*
 * contents - the bytes of files, in pieces: rows that are written as they come and read one by one.
 *
 * A content *arrives* (pieces are added, each in a transaction of its own, by one principal), has
 * *arrived* once its hash is known, and is *whole* from when a fact names it: then it is never
 * changed, and within its scope no other one has its hash. Each fact that names it is a use; with
 * the last use it is over, as is what arrived and was never named: its pieces go a few at a time.
 * The chain covers none of it: it covers the facts, which name hash and size
 * (app/house/file_facts.c), and `palier doctor` holds the pieces against those.
 */
#ifndef PAL_STORE_CONTENTS_H
#define PAL_STORE_CONTENTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "store/db.h"
#include "store/facts.h"

enum { PAL_PIECE_MOST = 256 * 1024 }; /* bytes */

struct pal_content_row {
    const char *id;
    const char *scope; /* the project within which it is kept once */
    const char *hash;  /* SHA-256; "": it arrives */
    int64_t size;
    int64_t pieces;
    bool is_whole;
    const char *principal; /* whose it is while it arrives; "": it is whole */
    int64_t at;            /* when it began */
};

/* Begins one, without pieces: id, scope, principal and time of the row. */
enum pal_rc pal_content_begin(struct pal_db *db, const struct pal_content_row *row) PAL_WARN_UNUSED;
/* Adds the piece `number`, from 0. PAL_E_NOT_FOUND: it does not arrive (any more), or another piece
 * is the next. */
enum pal_rc pal_content_add(struct pal_db *db, const char *id, int64_t number, const void *bytes,
                            size_t len) PAL_WARN_UNUSED;
/* All has come. PAL_E_NOT_FOUND: it was swept. */
enum pal_rc pal_content_arrived(struct pal_db *db, const char *id,
                                const char *hash) PAL_WARN_UNUSED;
/* One that no fact names is over: whether it was one. */
enum pal_rc pal_content_drop(struct pal_db *db, const char *id, bool *is_over) PAL_WARN_UNUSED;
/* The same of all that began before. */
enum pal_rc pal_contents_expire(struct pal_db *db, int64_t before) PAL_WARN_UNUSED;
/* Removes a few pieces of those that are over, and what has none left: a transaction of its own
 * each time, so that nobody waits for a large one. `more`: there is more to remove. */
enum pal_rc pal_contents_remove_some(struct pal_db *db, bool *more) PAL_WARN_UNUSED;

/* One that has arrived, by id, of a principal and a scope, with hash and size; PAL_E_NOT_FOUND. */
enum pal_rc pal_content_of_sender(struct pal_db *db, const struct pal_content_row *wanted,
                                  struct pal_arena *arena,
                                  struct pal_content_row *out) PAL_WARN_UNUSED;
/* The whole one with a hash in a scope (NULL: in any); PAL_E_NOT_FOUND. */
enum pal_rc pal_content_find(struct pal_db *db, const char *scope, const char *hash,
                             struct pal_arena *arena, struct pal_content_row *out) PAL_WARN_UNUSED;
/* The whole one that some fact of a value names by this hash; PAL_E_NOT_FOUND. */
enum pal_rc pal_content_of_value(struct pal_db *db, const struct pal_fact_row *value,
                                 const char *hash, struct pal_arena *arena,
                                 struct pal_content_row *out) PAL_WARN_UNUSED;
/* That a fact names; PAL_E_NOT_FOUND. */
enum pal_rc pal_content_of_fact(struct pal_db *db, int64_t fact, struct pal_arena *arena,
                                struct pal_content_row *out) PAL_WARN_UNUSED;

/* What has arrived is whole. PAL_E_EXISTS: another one of the scope has its hash. */
enum pal_rc pal_content_settle(struct pal_db *db, const char *id) PAL_WARN_UNUSED;
/* A fact names a whole one. */
enum pal_rc pal_content_use(struct pal_db *db, const char *id, int64_t fact) PAL_WARN_UNUSED;
/* A fact names none any more; what no other names is over. */
enum pal_rc pal_content_release(struct pal_db *db, int64_t fact) PAL_WARN_UNUSED;

/* Appends a piece. PAL_E_NOT_FOUND: there is none (any more). */
enum pal_rc pal_content_piece(struct pal_db *db, const char *id, int64_t number,
                              struct pal_buf *out) PAL_WARN_UNUSED;

/* What those of a scope that are whole take, and those of a principal that are not, and how many
 * the latter are. */
enum pal_rc pal_contents_size(struct pal_db *db, const char *scope, int64_t *out) PAL_WARN_UNUSED;
enum pal_rc pal_contents_arriving(struct pal_db *db, const char *principal, int64_t *bytes,
                                  int64_t *count) PAL_WARN_UNUSED;

/* For whoever looks whether all is as it should be: the next whole one behind an id (""), of all;
 * PAL_E_NOT_FOUND: there is none. */
enum pal_rc pal_content_next(struct pal_db *db, const char *behind, struct pal_arena *arena,
                             struct pal_content_row *out) PAL_WARN_UNUSED;
/* Facts that name a file (kind "file", neither erased nor of a value that was taken back) and have
 * no use; whole contents without a use; uses by facts that name no file. */
enum pal_rc pal_contents_wrong(struct pal_db *db, int64_t *unheld, int64_t *unused,
                               int64_t *astray) PAL_WARN_UNUSED;

#endif
