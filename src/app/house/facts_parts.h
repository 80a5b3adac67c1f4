/* facts_parts - what the files of facts share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_FACTS_PARTS_H
#define PAL_APP_HOUSE_FACTS_PARTS_H

#include "app/desk/app.h"
#include "app/house/fact_kinds.h"
#include "app/house/facts.h"

/* What a fact is about: the document, the project whose rights count, what the visitor reads. */
struct pal_fact_subject {
    const char *project; /* "": the library */
    char room[PAL_AUDIENCES_ROOM];
    const char *audiences; /* as the store takes them */
};

/* What is remembered of a subject while acts are put in words. */
struct pal_fact_known {
    const char *subject_kind;
    const char *subject;
    struct pal_fact_subject opened;
    bool may_read;
    const void *what;  /* the kind's own, of the subject; NULL: there is none */
    bool is_known;     /* the kind has looked for it */
    bool is_of_second; /* of kinds of a second reading alone: they are read by other rules */
    struct pal_fact_known *next;
};
struct pal_fact_saying {
    struct pal_app app; /* reads from the database */
    struct pal_fact_known *known;
};
/* What is known of the subject of a row; NULL: memory is short. */
struct pal_fact_known *pal_fact_known_of(struct pal_errand *errand, struct pal_fact_saying *saying,
                                         const struct pal_fact_row *row);

/* Finds the subject, behind the right to read it. */
enum pal_rc pal_fact_subject_open(struct pal_errand *errand, const char *kind, const char *id,
                                  struct pal_fact_subject *out) PAL_WARN_UNUSED;

/* The same for facts of one kind: those of a second reading are read by whoever reads it, too
 * (blind.h). */
enum pal_rc pal_fact_subject_open_for(struct pal_errand *errand, const struct pal_fact_kind *of,
                                      const char *kind, const char *id,
                                      struct pal_fact_subject *out) PAL_WARN_UNUSED;

/* Says one thing within a transaction that is under way, with an entry of its own, behind whatever
 * was said last of that value: what follows from something else. */
enum pal_rc pal_facts_say_within(struct pal_errand *errand,
                                 const struct pal_fact_wish *wish) PAL_WARN_UNUSED;

/* What is computed of facts that were written just now, once for those of a subject that stand
 * together. `ahead`: what was computed before the transaction; NULL: nothing. */
enum pal_rc pal_facts_followed(struct pal_errand *errand, const struct pal_fact_row *rows,
                               size_t count, struct pal_scores *ahead) PAL_WARN_UNUSED;

/* What follows from something else, as an act of whoever acts. */
struct pal_facts_follow {
    const char *verb;  /* of its entry */
    const char *claim; /* whose word it is: a principal; NULL: theirs */
    int64_t at;        /* when it was said; 0: now */
};
/* The same with many rows, whole but for what an act gives them: each is the next turn of its
 * value. Several acts where there are more than one takes. */
enum pal_rc pal_facts_append(struct pal_errand *errand, const struct pal_facts_follow *what,
                             struct pal_fact_row *rows, size_t count) PAL_WARN_UNUSED;

/* An act as JSON, for the row of a job, and back (texts in the arena). */
const char *pal_fact_wish_json(struct pal_errand *errand, const struct pal_act_wish *wish);
enum pal_rc pal_fact_wish_read(struct pal_errand *errand, const char *json,
                               struct pal_act_wish *out) PAL_WARN_UNUSED;

/* Whether its audience lets a visitor read it who may read the subject. */
bool pal_fact_is_shown(const struct pal_fact_subject *subject, const struct pal_fact_row *row);

/* Begins an act within the transaction: takes the lock of the chain, and who acts is asked again
 * who they are and what they may. */
enum pal_rc pal_fact_lock(struct pal_errand *errand) PAL_WARN_UNUSED;

/* The right of the moment to write in the lane of a row; opens its subject. */
enum pal_rc pal_fact_may_add(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_fact_subject *subject) PAL_WARN_UNUSED;

/* Rows as they are told; a failure of whoever read them goes through. */
enum pal_rc pal_facts_told(struct pal_errand *errand, enum pal_rc rc,
                           const struct pal_fact_row *rows, size_t row_count, struct pal_fact **out,
                           size_t *count) PAL_WARN_UNUSED;
struct pal_fact pal_fact_told(const struct pal_fact_row *row);

/* The head of the value of a row; turn 0: nothing was said of it. */
enum pal_rc pal_fact_head(struct pal_errand *errand, const struct pal_fact_row *value,
                          struct pal_fact_row *out) PAL_WARN_UNUSED;

/* The last fact of a value before the number of a row; turn 0: nothing was said before. */
enum pal_rc pal_fact_before(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_fact_row *out) PAL_WARN_UNUSED;

/* An id is 128 bits in hexadecimal digits. */
enum pal_rc pal_act_check_id(struct pal_errand *errand, const char *id) PAL_WARN_UNUSED;

/* An act that is to be written, within the transaction. `sent` is all that was sent. */
struct pal_act_sent {
    const char *principal;
    const char *id;
    const char *sent;
    int64_t said_at;   /* 0: not said */
    const char *claim; /* whose word it is; NULL: the principal's */
    int64_t at;        /* when it was done; 0: now */
};

/* Whether the principal has sent it before: PAL_E_EXISTS, with what came of it then in `out`.
 * PAL_E_NOT_FOUND: it is new. PAL_E_CONFLICT: the id is of another act. */
enum pal_rc pal_act_again(struct pal_errand *errand, const struct pal_act_sent *act,
                          struct pal_act_done *out) PAL_WARN_UNUSED;
/* The same by a query that was sent before (pal_act_ask), which ends. */
enum pal_rc pal_act_again_of(struct pal_errand *errand, const struct pal_act_sent *act,
                             struct pal_query *asked, struct pal_act_done *out) PAL_WARN_UNUSED;
/* Writes its row; number and time are in `out`. */
enum pal_rc pal_act_write(struct pal_errand *errand, const struct pal_act_sent *act,
                          struct pal_act_done *out) PAL_WARN_UNUSED;
/* A fact of it, the next turn of its value, of which the act says nothing else; with a salt of its
 * own; told in `out`, which has the room. */
enum pal_rc pal_act_write_fact(struct pal_errand *errand, const struct pal_act_sent *act,
                               struct pal_fact_row *row, struct pal_act_done *out) PAL_WARN_UNUSED;
/* After a fact was written by other ways than that: what it names is its own from now on. */
enum pal_rc pal_fact_hold(struct pal_errand *errand,
                          const struct pal_fact_row *row) PAL_WARN_UNUSED;
/* Its one entry in the audit: which act, by which verb; what it says is made of its facts by who
 * may read them. `after`: "", or what the facts do not say. */
enum pal_rc pal_act_write_entry(struct pal_errand *errand, int64_t act, const char *verb,
                                const char *after) PAL_WARN_UNUSED;

/* A wish as the row that it becomes, as far as it is right or wrong whoever acts; need no
 * transaction. The first reads all but state and body. */
enum pal_rc pal_fact_read_place(struct pal_errand *errand, const struct pal_fact_wish *wish,
                                struct pal_fact_row *row) PAL_WARN_UNUSED;
enum pal_rc pal_fact_read(struct pal_errand *errand, const struct pal_fact_wish *wish,
                          struct pal_fact_row *row) PAL_WARN_UNUSED;

/* The rights of the moment, asked within the transaction; fills in the project. */
enum pal_rc pal_fact_require_adding(struct pal_errand *errand,
                                    struct pal_fact_row *row) PAL_WARN_UNUSED;

/* The state of a value that is as if nothing had been said of it, and its body. */
extern const char pal_fact_none[];
extern const char pal_fact_none_body[];

/* Ids, of which some may be NULL, as the store takes a list of them, ",museum,archive,"; NULL:
 * memory is short. */
const char *pal_fact_subject_list(struct pal_errand *errand, const char *const *ids, size_t count);

/* Whether a day (NULL: none) has not begun anywhere on earth. */
bool pal_fact_is_to_come(const struct pal_errand *errand, const char *day);

/* SHA-256 over the salt of a row and all that erasing removes. */
enum pal_rc pal_fact_digest(const struct pal_fact_row *row, char out[65]) PAL_WARN_UNUSED;

/* The body of a wish by the kind's fields: checked, canonical JSON. The sentence of PAL_E_INVALID
 * begins with the field that is wrong. */
enum pal_rc pal_fact_body(struct pal_errand *errand, const struct pal_fact_kind *kind,
                          const struct pal_fact_wish *wish, const char **body) PAL_WARN_UNUSED;

#endif
