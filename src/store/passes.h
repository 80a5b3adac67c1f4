/*
 * passes - links that somebody without an account holds, and the browsers that have exchanged one.
 * Texts of results are in the arena that is passed.
 *
 * A pass is in force while it is not revoked and not over, nor any pass that it was handed on from,
 * while who answers for it may enter and has one of the roles that are named, and while its subject
 * is not removed. One statement answers all of this: who asks cannot tell from the time it takes
 * what a pass lacks.
 */
#ifndef PAL_STORE_PASSES_H
#define PAL_STORE_PASSES_H

#include "base/arena.h"
#include "store/db.h"

struct pal_pass_row {
    const char *id;
    const char *kind; /* of the subject, a document: "assessment" */
    const char *subject;
    const char *part;   /* "": all of it */
    const char *rights; /* names with blanks between */
    const char *person; /* who answers for it; a pass that was handed on has its parent's */
    const char *parent; /* NULL: made by that person */
    const char *note;   /* to whom it was given: personal data, which no entry covers */
    int64_t created_at;
    int64_t expires_at;
    int64_t revoked_at; /* 0: it was not */
    /* Read, not written. */
    const char *project; /* of the subject */
    const char *title;
    const char *title_fr; /* "": the same */
    const char *name;     /* of that person */
    bool is_in_force; /* it is open, its subject is not removed, and that person may enter and has
                         one of the roles */
};

/* Who asks, and when: `roles` is as ",expert,". */
struct pal_pass_view {
    int64_t now;
    const char *roles;
};

/* `hash` is of the link's secret. */
enum pal_rc pal_pass_add(struct pal_db *db, const struct pal_pass_row *row,
                         const char *hash) PAL_WARN_UNUSED;

/* The pass of a link. PAL_E_NOT_FOUND: there is none that is in force. */
enum pal_rc pal_pass_of_link(struct pal_db *db, const char *hash, const struct pal_pass_view *view,
                             struct pal_arena *arena, struct pal_pass_row *out) PAL_WARN_UNUSED;
/* One by its id, whatever became of it. */
enum pal_rc pal_pass_get(struct pal_db *db, const char *id, const struct pal_pass_view *view,
                         struct pal_arena *arena, struct pal_pass_row *out) PAL_WARN_UNUSED;
/* Of a subject, the newest first. */
enum pal_rc pal_pass_list_of(struct pal_db *db, const char *kind, const char *subject, size_t max,
                             const struct pal_pass_view *view, struct pal_arena *arena,
                             struct pal_pass_row **out, size_t *count) PAL_WARN_UNUSED;
/* Those that were handed on from one, the newest first; not those that come from these. */
enum pal_rc pal_pass_list_from(struct pal_db *db, const char *parent, size_t max,
                               const struct pal_pass_view *view, struct pal_arena *arena,
                               struct pal_pass_row **out, size_t *count) PAL_WARN_UNUSED;
/* Those that a person answers for, the newest first. */
enum pal_rc pal_pass_list_by(struct pal_db *db, const char *person, size_t max,
                             const struct pal_pass_view *view, struct pal_arena *arena,
                             struct pal_pass_row **out, size_t *count) PAL_WARN_UNUSED;
/* How many of a subject are neither revoked nor over. */
enum pal_rc pal_pass_count(struct pal_db *db, const char *kind, const char *subject, int64_t now,
                           int64_t *out) PAL_WARN_UNUSED;

/* How many of a subject were made (those that were handed on apart), and how many of these somebody
 * has opened, whatever became of them. */
enum pal_rc pal_pass_opened(struct pal_db *db, const char *kind, const char *subject, int64_t *made,
                            int64_t *opened) PAL_WARN_UNUSED;

/* Whether one of a subject that was handed on from none is open at `at`. */
enum pal_rc pal_pass_is_any_open(struct pal_db *db, const char *kind, const char *subject,
                                 int64_t at, bool *out) PAL_WARN_UNUSED;

/* Those of a subject that are open at `at`, were handed on from none and end before `until` end
 * then; their ids. */
enum pal_rc pal_pass_prolong(struct pal_db *db, const char *kind, const char *subject, int64_t at,
                             int64_t until, struct pal_arena *arena, const char ***ids,
                             size_t *count) PAL_WARN_UNUSED;
/* Revokes a pass and all that come from it, with their sessions and the mails that would bring
 * them; `count` is how many. */
enum pal_rc pal_pass_end(struct pal_db *db, const char *id, int64_t at,
                         int64_t *count) PAL_WARN_UNUSED;
/* The same of all that a person answers for. */
enum pal_rc pal_pass_end_of(struct pal_db *db, const char *person, int64_t at) PAL_WARN_UNUSED;
/* The same, and forgets to whom they were given. */
enum pal_rc pal_pass_forget_person(struct pal_db *db, const char *person,
                                   int64_t at) PAL_WARN_UNUSED;
enum pal_rc pal_pass_forget_note(struct pal_db *db, const char *id) PAL_WARN_UNUSED;

/* What is known of a browser that has exchanged a link. */
struct pal_pass_browser {
    int64_t seen_at;
    const char *role;   /* of who sits there, as they say it; NULL: they did not say it */
    const char *person; /* they, where they gave a name; NULL */
    const char *name;   /* "" */
};

/* A browser that has exchanged a link, by the hash of its own secret. Of more than `most` those
 * that were seen last are kept. */
enum pal_rc pal_pass_session_add(struct pal_db *db, const char *hash, const char *pass, int64_t at,
                                 int64_t most) PAL_WARN_UNUSED;
/* The pass of such a browser, by the id that it asks for; seen after `since` and begun after
 * `born`. PAL_E_NOT_FOUND as above. */
enum pal_rc pal_pass_of_session(struct pal_db *db, const char *hash, const char *id, int64_t since,
                                int64_t born, const struct pal_pass_view *view,
                                struct pal_arena *arena, struct pal_pass_row *out,
                                struct pal_pass_browser *browser) PAL_WARN_UNUSED;
/* Says who sits there. PAL_E_NOT_FOUND: it is over. */
enum pal_rc pal_pass_session_name(struct pal_db *db, const char *hash, const char *person,
                                  const char *role) PAL_WARN_UNUSED;
/* Nobody knows any more where that person sat. */
enum pal_rc pal_pass_session_forget(struct pal_db *db, const char *person) PAL_WARN_UNUSED;
enum pal_rc pal_pass_session_seen(struct pal_db *db, const char *hash, int64_t at) PAL_WARN_UNUSED;

/* Removes sessions that are over (see pal_pass_of_session) or whose pass is. */
enum pal_rc pal_pass_session_sweep(struct pal_db *db, int64_t since, int64_t born,
                                   int64_t now) PAL_WARN_UNUSED;
/* Removes passes that ended before that. */
enum pal_rc pal_pass_sweep(struct pal_db *db, int64_t before, bool *is_any) PAL_WARN_UNUSED;

#endif
