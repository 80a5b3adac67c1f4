/*
 * facts - what happens, appended and never changed: acts, the facts of each, and the heads.
 *
 * A *value* is (subject kind, subject, kind, part, lane); its facts have turns 1, 2, 3 …, and the
 * head is the one of the last turn. Numbers of acts and facts are given in the order of the chain:
 * whoever adds holds its lock (pal_audit_head). The chain covers an act but for its salt, and of a
 * fact its number, act and digest: SHA-256 over a salt and the rest, which erasing removes with the
 * salt while the digest stays. Heads are computed: what they hold stands in the facts; of a head,
 * salt, digest and erased_by are not read.
 *
 * Who may read a fact is its *audience*. Readers hand over theirs as ",project,candidate:p1,"
 * (NULL: all), for lists and histories alike. Texts of results are in the arena.
 */
#ifndef PAL_STORE_FACTS_H
#define PAL_STORE_FACTS_H

#include "base/arena.h"
#include "store/db.h"

struct pal_act_row {
    int64_t number;
    const char *principal; /* "person:ID", "pass:ID", "operator", "clock" */
    const char *id;        /* chosen by the sender */
    int64_t at;            /* when it was done */
    int64_t said_at;       /* when the sender says that it was; 0: not said */
    const char *salt;      /* "" once something of it is erased */
    const char *digest;    /* SHA-256 over the salt and what was sent */
    const char *claim;     /* whom an import names: a principal; "" or NULL: it was done here */
};

struct pal_fact_row {
    int64_t number;
    int64_t act;
    const char *kind;
    const char *project; /* "": of none */
    const char *subject_kind;
    const char *subject;
    const char *part; /* "" */
    const char *lane; /* "" */
    int64_t turn;
    const char *state;
    const char *body; /* JSON, canonical; "" once it is erased */
    const char *audience;
    const char *salt; /* "" once it is erased */
    const char *digest;
    int64_t erased_by;     /* the act that erased it; 0 */
    const char *principal; /* of its act */
    const char *claim;     /* of its act */
    int64_t at;
    int64_t said_at;
};

/* Which heads or facts are listed. */
struct pal_fact_list {
    const char *subject_kind;
    const char *subject;
    const char *kind;
    const char *part;      /* NULL: all */
    const char *lane;      /* NULL: all */
    const char *audiences; /* NULL: all */
    int64_t before;        /* facts of smaller numbers; 0: from the newest */
    size_t max;
};

/* PAL_E_NOT_FOUND: that principal has sent no such act; what they brought from elsewhere is none.
 */
enum pal_rc pal_act_find(struct pal_db *db, const char *principal, const char *id,
                         struct pal_arena *arena, struct pal_act_row *out) PAL_WARN_UNUSED;
/* The same in two steps, so that others are asked together with it (pal_query_send). */
struct pal_query *pal_act_ask(struct pal_db *db, const char *principal, const char *id);
enum pal_rc pal_act_take(struct pal_query *query, struct pal_arena *arena,
                         struct pal_act_row *out) PAL_WARN_UNUSED;
/* Gives it its number. PAL_E_EXISTS: that principal has sent, or brought, one with that id. */
enum pal_rc pal_act_add(struct pal_db *db, struct pal_act_row *row) PAL_WARN_UNUSED;

/* After many acts in one transaction: PostgreSQL plans by how large tables were when it last
 * looked, and would read them whole for each. */
enum pal_rc pal_acts_grew(struct pal_db *db) PAL_WARN_UNUSED;

/* Gives it its number and makes it the head of its value. PAL_E_EXISTS: somebody has that turn. */
enum pal_rc pal_fact_add(struct pal_db *db, struct pal_fact_row *row) PAL_WARN_UNUSED;
/* The same of a turn that is known to be the next: it is not waited for (pal_query_leave). */
enum pal_rc pal_fact_add_next(struct pal_db *db, struct pal_fact_row *row) PAL_WARN_UNUSED;
enum pal_rc pal_fact_get(struct pal_db *db, int64_t number, struct pal_arena *arena,
                         struct pal_fact_row *out) PAL_WARN_UNUSED;
/* The facts of an act, in their order. */
enum pal_rc pal_facts_of_act(struct pal_db *db, int64_t act, const char *audiences,
                             struct pal_arena *arena, struct pal_fact_row **out,
                             size_t *count) PAL_WARN_UNUSED;
/* What a principal said, and what was brought as theirs, the newest first; what was erased is
 * there as its number, act and time. */
enum pal_rc pal_facts_of(struct pal_db *db, const char *principal, size_t max,
                         struct pal_arena *arena, struct pal_fact_row **out,
                         size_t *count) PAL_WARN_UNUSED;
/* Facts of a kind on a subject whose body says that a person said it ("by" has their id as "name"),
 * the newest first: whoever acts with a link is named there alone. */
enum pal_rc pal_facts_said_by(struct pal_db *db, const struct pal_fact_list *of, const char *person,
                              struct pal_arena *arena, struct pal_fact_row **out,
                              size_t *count) PAL_WARN_UNUSED;
/* On which projects a principal has said themselves that something is in a state, of one kind; each
 * once, `max` at most. */
enum pal_rc pal_fact_projects_by(struct pal_db *db, const char *principal, const char *kind,
                                 const char *state, size_t max, struct pal_arena *arena,
                                 const char ***out, size_t *count) PAL_WARN_UNUSED;
/* Removes what a fact says and of what, and the salt of its act; its number, act and digest stay.
 * What stood before it is the last of its value, where it was that. PAL_E_NOT_FOUND: there is none,
 * or it is erased already. */
enum pal_rc pal_fact_erase(struct pal_db *db, int64_t number, int64_t by) PAL_WARN_UNUSED;

/* Facts of a kind behind a number, in their order, without those that were erased: for what is
 * computed of them. */
enum pal_rc pal_facts_of_kind(struct pal_db *db, const char *kind, int64_t after, size_t max,
                              struct pal_arena *arena, struct pal_fact_row **out,
                              size_t *count) PAL_WARN_UNUSED;
/* Whether anything of a kind was ever said, erased or not. */
enum pal_rc pal_facts_have_kind(struct pal_db *db, const char *kind, bool *out) PAL_WARN_UNUSED;
/* Of the value of `row`: the last turn that took it back (state "none", or `gone`; 0: none does),
 * and the last before that of `row` which did not. */
enum pal_rc pal_fact_turns(struct pal_db *db, const struct pal_fact_row *row, const char *gone,
                           int64_t *taken_back, int64_t *before) PAL_WARN_UNUSED;

/* The head of one value, whoever may read it; PAL_E_NOT_FOUND. */
enum pal_rc pal_head_get(struct pal_db *db, const struct pal_fact_row *value,
                         struct pal_arena *arena, struct pal_fact_row *out) PAL_WARN_UNUSED;
/* The same in two steps, as pal_act_ask. */
struct pal_query *pal_head_ask(struct pal_db *db, const struct pal_fact_row *value);
enum pal_rc pal_head_take(struct pal_query *query, struct pal_arena *arena,
                          struct pal_fact_row *out) PAL_WARN_UNUSED;
/* Of one kind, on many subjects of one kind. */
struct pal_heads_list {
    const char *kind;
    const char *subject_kind;
    const char *subjects;  /* ",museum,archive," */
    const char *audiences; /* NULL: all */
};
enum pal_rc pal_heads_of(struct pal_db *db, const struct pal_heads_list *list,
                         struct pal_arena *arena, struct pal_fact_row **out,
                         size_t *count) PAL_WARN_UNUSED;
/* The subjects on which something of a kind was said. */
enum pal_rc pal_heads_subjects(struct pal_db *db, const char *kind, struct pal_arena *arena,
                               const char ***out, size_t *count) PAL_WARN_UNUSED;
/* Whether a part of a kind is one of another subject. */
enum pal_rc pal_heads_elsewhere(struct pal_db *db, const struct pal_fact_row *value,
                                bool *out) PAL_WARN_UNUSED;
/* All of a kind on one subject, in any order; of each kind, number, part, lane, turn, state and
 * body alone. */
enum pal_rc pal_heads_brief(struct pal_db *db, const char *kind, const char *subject_kind,
                            const char *subject, struct pal_arena *arena, struct pal_fact_row **out,
                            size_t *count) PAL_WARN_UNUSED;
/* The same of two kinds, those of the one mixed with those of the other. */
enum pal_rc pal_heads_brief_of(struct pal_db *db, const char *const kinds[2],
                               const char *subject_kind, const char *subject,
                               struct pal_arena *arena, struct pal_fact_row **out,
                               size_t *count) PAL_WARN_UNUSED;
/* The heads of a kind that have this part, in this state, whatever the subjects: of each its
 * subject and its project alone. In two steps, as pal_act_ask. */
struct pal_query *pal_heads_ask_part(struct pal_db *db, const struct pal_fact_row *wanted);
enum pal_rc pal_heads_take_part(struct pal_query *query, struct pal_arena *arena,
                                struct pal_fact_row **out, size_t *count) PAL_WARN_UNUSED;
/* The heads of a kind on the subjects of a project, the last said first: of each its subject, part
 * and state alone. */
enum pal_rc pal_heads_on_project(struct pal_db *db, const char *kind, const char *project,
                                 struct pal_arena *arena, struct pal_fact_row **out,
                                 size_t *count) PAL_WARN_UNUSED;
/* The documents of a kind in a project that are in the lists, with what a kind of fact said of each
 * last, in the empty lane: `subject`, `turn` (0: nothing was said), `state`, `body`. `was`: whether
 * it has ever been in that state. In any order. */
struct pal_said_row {
    struct pal_fact_row head;
    bool was;
};
struct pal_said_list {
    const char *project;
    const char *subject_kind;
    const char *kind;
    const char *state;
};
enum pal_rc pal_heads_of_documents(struct pal_db *db, const struct pal_said_list *list,
                                   struct pal_arena *arena, struct pal_said_row **out,
                                   size_t *count) PAL_WARN_UNUSED;
/* Whether a principal has ever said anything of a kind on a subject, or is named as its author. */
enum pal_rc pal_facts_any_by(struct pal_db *db, const struct pal_fact_row *wanted,
                             bool *out) PAL_WARN_UNUSED;
/* On how many parts of a subject (kind, subject_kind, subject, state) stands, in a lane (NULL: in
 * any), of those that begin with `part` (NULL: of all). */
enum pal_rc pal_heads_in_state(struct pal_db *db, const struct pal_fact_row *wanted,
                               int64_t *out) PAL_WARN_UNUSED;
/* Whether there is any, whatever the subjects. */
enum pal_rc pal_heads_any(struct pal_db *db, const struct pal_heads_list *list,
                          bool *out) PAL_WARN_UNUSED;
/* The last changed first; the cost does not grow with the history. */
enum pal_rc pal_head_list(struct pal_db *db, const struct pal_fact_list *list,
                          struct pal_arena *arena, struct pal_fact_row **out,
                          size_t *count) PAL_WARN_UNUSED;
/* All facts, the newest first. */
enum pal_rc pal_fact_history(struct pal_db *db, const struct pal_fact_list *list,
                             struct pal_arena *arena, struct pal_fact_row **out,
                             size_t *count) PAL_WARN_UNUSED;

/* Makes the heads again from the facts. */
enum pal_rc pal_heads_rebuild(struct pal_db *db) PAL_WARN_UNUSED;
/* How many heads are not what the facts say, or are not there. */
enum pal_rc pal_heads_wrong(struct pal_db *db, int64_t *out) PAL_WARN_UNUSED;

#endif
