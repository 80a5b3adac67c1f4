/*
 * facts - what happens to a subject, by whom and when: acts, their facts, heads and histories.
 *
 * An act is sent whole, with an id that the sender chose: sent again by the same principal with the
 * same content it is answered as the first time, and nothing happens. Its facts are written all or
 * none, with one entry in the audit; each names the turn that its writer saw, and whoever saw an
 * older one is shown the new. Everything is read by whom its audience lets: pages, histories and
 * counts alike. Results live in the errand's arena.
 */
#ifndef PAL_APP_HOUSE_FACTS_H
#define PAL_APP_HOUSE_FACTS_H

#include "app/house/errand.h"

enum {
    PAL_ACT_FACTS = 1024, /* facts of one act */
    PAL_FACT_LANES = 8,   /* the most of a kind */
    PAL_FACT_STATES = 12, /* likewise */
    PAL_ACT_ID = 32,      /* an id has so many hexadecimal digits: 128 bits */
};

/* A field of a fact's body. */
struct pal_fact_field {
    const char *key;
    const char *value;
};

/* A fact as it is sent. */
struct pal_fact_wish {
    const char *kind;
    const char *subject_kind;
    const char *subject;
    const char *part;  /* "": the subject's one; of a kind with many: a new one */
    const char *lane;  /* "" */
    int64_t seen_turn; /* 0: nothing was there */
    const char *json;  /* the whole body, in place of fields: of kinds that hold more than texts */
    bool is_by_fact;   /* `seen_turn` is no turn, but the number of the last fact that was there */
    bool is_behind_last; /* it follows whatever was said last: no turn was seen */
    const char *state;   /* "": the kind's first */
    const struct pal_fact_field *fields;
    size_t field_count;
};

/* A value that was seen at a turn, and on which an act rests that may say nothing of it. */
struct pal_fact_seen {
    const char *kind;
    const char *subject_kind;
    const char *subject;
    const char *part;
    const char *lane;
    int64_t turn; /* 0: nothing was there */
};
#define PAL_FACT_NEVER_SEEN INT64_C(-1) /* another turn than any: whoever acts saw an older one */

struct pal_act_wish {
    const char *id;
    int64_t said_at; /* 0: not said */
    const struct pal_fact_wish *facts;
    size_t count;
    const struct pal_fact_seen *seen; /* what else must be as it was seen */
    size_t seen_count;
    int64_t seen_version; /* of the text of what the first fact is about; 0: not said */
    const char *asked;    /* pal_act_asked, where the facts follow from what stood there; NULL */
};

/* A fact as it is. */
struct pal_fact {
    int64_t number;
    int64_t act;
    const char *kind;
    const char *subject_kind;
    const char *subject;
    const char *part;
    const char *lane;
    int64_t turn;
    const char *state;
    const char *body;      /* JSON; "" once it was erased */
    const char *principal; /* "person:ID" … */
    const char *claim;     /* whom an import names; "" */
    int64_t at;
    int64_t said_at;
    bool is_erased;
};

struct pal_act_done {
    int64_t act;
    int64_t at;
    bool is_again;          /* the same act was sent before: this is what came of it then */
    struct pal_fact *facts; /* that were written; with PAL_E_CONFLICT: those that are in the way */
    size_t count;
};

/* Does an act. PAL_E_CONFLICT: somebody was first with one of its values, or the id was used for
 * another act. PAL_E_INVALID, PAL_E_DENIED, PAL_E_NOT_FOUND with a sentence. */
enum pal_rc pal_facts_act(struct pal_errand *errand, const struct pal_act_wish *wish,
                          struct pal_act_done *out) PAL_WARN_UNUSED;

/* What an act asks for, all of it: its verb and words (a NULL is a word of its own), then a list
 * (NULL: none). For acts whose facts follow from what stood there: it says which other one is the
 * same. NULL: no memory. */
const char *pal_act_asked(struct pal_errand *errand, const char *verb, const char *const *words,
                          size_t count, const char *const *list, size_t list_count);

/* Whether the visitor has sent such an act already: what came of it then, as `is_again`.
 * PAL_E_NOT_FOUND: they have not. PAL_E_CONFLICT: the id is of another act. */
enum pal_rc pal_facts_sent_before(struct pal_errand *errand, const char *id, const char *asked,
                                  struct pal_act_done *out) PAL_WARN_UNUSED;

/* What is looked for on a subject. */
struct pal_fact_search {
    const char *subject_kind;
    const char *subject;
    const char *kind;
    const char *part; /* NULL: all */
    const char *lane; /* NULL: all */
    int64_t before;   /* of a history: smaller numbers; 0: from the newest */
    size_t max;
};

/* The last fact of each value. */
enum pal_rc pal_facts_heads(struct pal_errand *errand, const struct pal_fact_search *search,
                            struct pal_fact **out, size_t *count) PAL_WARN_UNUSED;
/* All facts, the newest first. */
enum pal_rc pal_facts_history(struct pal_errand *errand, const struct pal_fact_search *search,
                              struct pal_fact **out, size_t *count) PAL_WARN_UNUSED;

/* Where what is taken back stands: the facts of a kind on a subject. */
struct pal_fact_place {
    const char *kind;
    const char *subject_kind;
    const char *subject;
};

/* Undoes an act of one's own, as an act: the former values where its facts are still the last ones.
 * PAL_E_NOT_FOUND: it says nothing at that place. PAL_E_CONFLICT: `out->facts` are those that
 * somebody has changed since. */
enum pal_rc pal_facts_undo(struct pal_errand *errand, const struct pal_fact_place *place,
                           int64_t act, const char *id, struct pal_act_done *out) PAL_WARN_UNUSED;

/* Removes what a fact says for good, as an act of an administrator: its place in the chain stays.
 * PAL_E_NOT_FOUND: it does not stand at that place. */
enum pal_rc pal_facts_erase(struct pal_errand *errand, const struct pal_fact_place *place,
                            int64_t number, const char *id,
                            struct pal_act_done *out) PAL_WARN_UNUSED;

/* What acts did, in words, for entries of the audit ("act/12"): what the visitor may not read is
 * left out. What several of them are about is read once. */
enum pal_rc pal_facts_words(struct pal_errand *errand, const int64_t *acts, size_t count,
                            const char **out) PAL_WARN_UNUSED;

/* Whether acts of a verb are of a kind whose facts are told in words of their own. */
bool pal_facts_have_words(const char *verb);

/* The shape of a kind, for pages and descriptions; false: there is none at that place. */
struct pal_fact_shape {
    const char *title;
    const char *project; /* of the subject; "": of the library */
    bool has_own_parts;
    bool has_named_parts; /* places inside the subject */
    bool has_own_page;    /* where its states are said */
    const char *ground;   /* the state of what the subject's text said; NULL */
    bool is_sent;         /* what is new comes with a file, by a page of its own */
    const struct pal_type *fields;
    size_t lane_count;
    const char *lanes[PAL_FACT_LANES];
    const char *lane_titles[PAL_FACT_LANES];
    bool may_add[PAL_FACT_LANES]; /* the visitor, in that lane of the subject */
    size_t state_count;
    const char *states[PAL_FACT_STATES];
    const char *state_titles[PAL_FACT_STATES];
};
enum pal_rc pal_facts_shape(struct pal_errand *errand, const char *kind, const char *subject_kind,
                            const char *subject, struct pal_fact_shape *out) PAL_WARN_UNUSED;

/* What the visitor may do with facts of one kind and subject, as the verbs decide it. */
struct pal_fact_may {
    bool change; /* it is the last of its value, and may be followed by what it says; what has a
                  * page of its own is asked there */
    bool erase;
};
/* `are_heads`: each is the last of its value (pal_facts_heads). */
enum pal_rc pal_facts_may(struct pal_errand *errand, const struct pal_fact *facts, size_t count,
                          bool are_heads, struct pal_fact_may *out) PAL_WARN_UNUSED;

/* Whether something is computed ahead of acts of a kind: one may take long. */
bool pal_facts_are_followed(const char *kind);

/* An id for an act of a form: 128 random bits. */
const char *pal_facts_new_id(struct pal_errand *errand);

#endif
