/*
 * fact_kinds - the kinds of facts, a row each: of what, with which fields, who may add and read.
 *
 * A new kind is a row here (and, where its page is to look otherwise than all, a page): turns, the
 * conflict of two who saw the same, history, undo, audit, export, erasure and the API come from
 * facts.h. Rules between values stand in the row's check. Private to src/app/house, but for what
 * pal_fact_shape gives to pages.
 */
#ifndef PAL_APP_HOUSE_FACT_KINDS_H
#define PAL_APP_HOUSE_FACT_KINDS_H

#include "app/house/errand.h"
#include "core/case/audience.h"
#include "format/desc.h"
#include "format/kinds.h"
#include "store/copy.h"
#include "store/facts.h"

struct pal_scores; /* scores.h */

/* A lane: who may write in it and who may read it. */
struct pal_fact_lane {
    const char *id; /* "" */
    const char *title;
    enum pal_right right; /* on the project of the subject; of the library: to edit that */
    enum pal_audience audience;
};

enum { PAL_FACT_LANES_SAID = 2 };
/* Of what is said to everybody who may read the subject, or to experts alone. */
extern const struct pal_fact_lane pal_fact_lanes_said[PAL_FACT_LANES_SAID];

/* What a state makes of the computed row of its turn. */
enum pal_fact_effect {
    PAL_ROW_AS_SAID,
    PAL_ROW_OF_NOTHING, /* its numbers are 0 */
    PAL_ROW_GONE,       /* as if nothing had been said, here and before */
};

struct pal_fact_state {
    const char *id;
    const char *title;
    enum pal_fact_effect effect;
};

/* A state that somebody says is an act of the table of duties (data/rights): who has done it has
 * been what the act is of, on that project. */
struct pal_fact_duty {
    const char *state;
    const char *act;
    bool is_by_role; /* none but who holds its role may say it: that was asked when it was given */
};

struct pal_fact_saying; /* what is remembered while acts are put in words: facts_parts.h */

struct pal_fact_kind {
    const char *id;
    const char *title; /* of the page */
    const char *verb;  /* of the entry in the audit */
    const enum pal_kind_id
        *subjects;        /* kinds of documents, PAL_KIND_COUNT behind them; NULL: any */
    bool has_own_parts;   /* there are many on one subject: a part is an id of its own */
    bool has_named_parts; /* or a place inside the subject, that `begin` or `check` knows */
    bool has_own_page;    /* each state is said there, and the page of all kinds shows it */
    const struct pal_type *fields; /* of the body */
    const struct pal_fact_lane *lanes;
    size_t lane_count;
    /* Which of them stand at subjects of a kind; NULL: all. */
    bool (*has_lane)(const char *lane, const char *subject_kind);
    const struct pal_fact_state *states; /* the first is that of what is new */
    size_t state_count;
    /* The state of what the subject itself said before anybody acted, on the first turn: who saw no
     * fact has seen it. Nobody says it. NULL: none. */
    const char *ground;
    /* Within the transaction, before anything is known of it: sends for what `begin` will read of
     * the subject of a row. NULL: nothing. */
    void (*ask)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* Within the transaction, before the facts of an act on one subject are held against what is
     * there; `seen_version`: of the subject's text, as pal_act_wish. NULL: nothing. */
    enum pal_rc (*begin)(struct pal_errand *errand, const struct pal_fact_row *rows, size_t count,
                         int64_t seen_version);
    /* Whether the visitor may write `row` behind `head` (turn 0: nothing is there); the fields are
     * right by themselves. An import asks, too: then the visitor is whoever brings the row, and
     * `row->claim` whom it is said to be of ("": the visitor; NULL: it is said here and now). NULL:
     * always. A failure leaves its sentence in the errand. */
    enum pal_rc (*check)(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head);
    /* The refusal of whoever may not read what stands there, which tells nothing of that: never
     * PAL_OK. NULL: a general one. */
    enum pal_rc (*refuse_unseen)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* Before the transaction, of all facts of the kind that one act is about to say: computes what
     * will follow them, so that nobody waits for it who wants to write; such an act shares its
     * transaction with nobody. `is_long`: it takes longer than a request has, and nothing was
     * computed. NULL: nothing is computed ahead. */
    enum pal_rc (*ahead)(struct pal_errand *errand, const struct pal_fact_row *rows, size_t count,
                         bool *is_long, struct pal_scores **out);
    /* Within it, once the fact is the last of its value: writes what is computed of it, what was
     * computed ahead (NULL: nothing was) where that still holds. NULL: nothing. */
    enum pal_rc (*follow)(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_scores *ahead);
    /* Within it, once the fact is written, by an act, an undo or an import: what it names beside
     * itself is its own from now on. NULL: it names nothing. */
    enum pal_rc (*hold)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* Within it, before it is erased: what no other fact names goes, too. */
    enum pal_rc (*let_go)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* Likewise, once for all facts of an act on one subject, of which it is told the last: what is
     * computed of all that is said there. NULL: nothing. */
    enum pal_rc (*settle)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* A table of computed rows, one for each turn (fact_rows.h); NULL: heads suffice. */
    const struct pal_table *rows;
    /* What was said, in words for the audit; NULL where memory is short. NULL: part, state and turn
     * suffice. */
    const char *(*say)(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying);
    const struct pal_fact_duty *duties; /* ends with one that has no state; NULL: none */
    /* Why an act of it cannot be undone: of a kind that something is computed of; NULL: it can. */
    const char *no_undo;
    /* Of a second reading: whoever reads independently reads and says it, as its lanes allow. */
    bool is_of_second;
    /* A consultation rests on it, and so does the record of its opening: where there was one, none
     * is erased while that is kept, and none is brought to one that is not open. */
    bool is_of_consultation;
    /* What is new comes with a file, by a page of its own (web/pages/sent_files.c). */
    bool is_sent;
    /* Whoever holds a pass on the subject with any of these rights writes in that lane, too. */
    unsigned pass;
    const char *pass_lane;
};

extern const struct pal_fact_kind *const pal_fact_kinds[];
extern const size_t pal_fact_kind_count;

/* NULL: there is none of that id. */
const struct pal_fact_kind *pal_fact_kind_find(const char *id);
const struct pal_fact_lane *pal_fact_lane_find(const struct pal_fact_kind *kind, const char *id);
/* The same of those that stand at subjects of a kind of documents; whether one does. */
const struct pal_fact_lane *pal_fact_lane_of(const struct pal_fact_kind *kind,
                                             const char *subject_kind, const char *id);
bool pal_fact_lane_is_of(const struct pal_fact_kind *kind, const char *lane,
                         const char *subject_kind);
/* NULL: it has no such state. */
const struct pal_fact_state *pal_fact_state_find(const struct pal_fact_kind *kind, const char *id);
bool pal_fact_kind_is_of(const struct pal_fact_kind *kind, const char *subject_kind);

/* Who acts, as it stands in acts: "person:ID", "operator" … */
const char *pal_fact_principal(struct pal_errand *errand);
/* Whether the value, of which `head` is the last turn, is of whoever says `row`: nobody puts words
 * into another's mouth, nor goes on with what was brought as another's. Errors: PAL_E_MEMORY. */
enum pal_rc pal_fact_is_own(struct pal_errand *errand, const struct pal_fact_row *row,
                            const struct pal_fact_row *head, bool *is_own) PAL_WARN_UNUSED;

#endif
