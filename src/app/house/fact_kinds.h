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
#include "store/facts.h"

/* A lane: who may write in it and who may read it. */
struct pal_fact_lane {
    const char *id; /* "" */
    const char *title;
    enum pal_right right; /* on the project of the subject; of the library: to edit that */
    enum pal_audience audience;
};

struct pal_fact_state {
    const char *id;
    const char *title;
};

struct pal_fact_kind {
    const char *id;
    const char *title;             /* of the page */
    const char *verb;              /* of the entry in the audit */
    const char *const *subjects;   /* kinds of documents, NULL behind them; NULL: any */
    bool has_own_parts;            /* there are many on one subject: a part is an id of its own */
    const struct pal_type *fields; /* of the body */
    const struct pal_fact_lane *lanes;
    size_t lane_count;
    const struct pal_fact_state *states; /* the first is that of what is new */
    size_t state_count;
    /* Whether the visitor may write `row` behind `head` (turn 0: nothing is there); the fields are
     * right by themselves. An import asks, too: then the visitor is whoever brings the row, and
     * `row->claim` whom it is said to be of ("" or NULL: the visitor). NULL: always. A failure
     * leaves its sentence in the errand. */
    enum pal_rc (*check)(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head);
    /* Before the transaction: whether what follows takes longer than a request has. NULL: never. */
    enum pal_rc (*take_time)(struct pal_errand *errand, const struct pal_fact_row *row,
                             bool *is_long);
    /* Within it, once the fact is the last of its value: what is computed of it. NULL: nothing. */
    enum pal_rc (*follow)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* Within it, once the fact is written, by an act, an undo or an import: what it names beside
     * itself is its own from now on. NULL: it names nothing. */
    enum pal_rc (*hold)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* Within it, before it is erased: what no other fact names goes, too. */
    enum pal_rc (*let_go)(struct pal_errand *errand, const struct pal_fact_row *row);
    /* What was said, in words for the audit, beside what was said before (turn 0: nothing); NULL
     * where memory is short. NULL: kind, subject and state suffice. */
    const char *(*say)(struct pal_errand *errand, const struct pal_fact_row *row,
                       const struct pal_fact_row *before);
    /* Why an act of it cannot be undone: of a kind that something is computed of; NULL: it can. */
    const char *no_undo;
    /* What is new comes with a file, by a page of its own (web/pages/sent_files.c). */
    bool is_sent;
};

extern const struct pal_fact_kind *const pal_fact_kinds[];
extern const size_t pal_fact_kind_count;

/* NULL: there is none of that id. */
const struct pal_fact_kind *pal_fact_kind_find(const char *id);
const struct pal_fact_lane *pal_fact_lane_find(const struct pal_fact_kind *kind, const char *id);
bool pal_fact_kind_has_state(const struct pal_fact_kind *kind, const char *state);
bool pal_fact_kind_is_of(const struct pal_fact_kind *kind, const char *subject_kind);

/* Who acts, as it stands in acts: "person:ID", "operator" … */
const char *pal_fact_principal(struct pal_errand *errand);

#endif
