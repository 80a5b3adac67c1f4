/*
 * case - what may happen next in a case, and why not: one table of transitions for each thing.
 *
 * A thing is in one of its states. A row of its table leads from some states to one: who may do it,
 * which facts must hold and which must not, what it asks for. Verbs ask whether one may happen
 * (pal_case_check, pal_case_between); pages ask the same of what they offer, or which rows there
 * are now (pal_case_next). Neither has a rule of its own. Another thing is another table in
 * things.c, printed into docs/states.md; no code changes.
 *
 * Sentences and titles are marked for translation and said by whoever shows them.
 */
#ifndef PAL_CORE_CASE_CASE_H
#define PAL_CORE_CASE_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/case/roles.h"

enum pal_case_thing {
    PAL_CASE_PROJECT,
    PAL_CASE_STAGE,
    PAL_CASE_CANDIDATE,
    PAL_CASE_ASSESSMENT,
    PAL_CASE_ALERT,
    PAL_CASE_SENDING, /* a questionnaire that was sent */
    PAL_CASE_TENDER,  /* a consultation: one closing, one opening */
    PAL_CASE_THINGS
};

/* The states of each thing; 0 is "not there" of all: before the thing is, and once it is gone. */
enum { PAL_CASE_NOT_THERE };
enum {
    PAL_PROJECT_PREPARING = 1,
    PAL_PROJECT_TENDER,
    PAL_PROJECT_CHOSEN,
    PAL_PROJECT_IN_SERVICE,
    PAL_PROJECT_CLOSED
};
enum { PAL_STAGE_OPEN = 1, PAL_STAGE_UNDER_WAY, PAL_STAGE_DONE, PAL_STAGE_NOT_NEEDED };
enum {
    PAL_CANDIDATE_NAMED = 1,
    PAL_CANDIDATE_INVITED,
    PAL_CANDIDATE_ANSWERING,
    PAL_CANDIDATE_ANSWERED,
    PAL_CANDIDATE_SHORTLISTED,
    PAL_CANDIDATE_RETAINED,
    PAL_CANDIDATE_REFUSED,
    PAL_CANDIDATE_WITHDRAWN
};
enum {
    PAL_ASSESSMENT_DRAFT = 1,
    PAL_ASSESSMENT_RATED,
    PAL_ASSESSMENT_CONTRADICTION,
    PAL_ASSESSMENT_SEALED
};
enum { PAL_ALERT_IN_FORCE = 1, PAL_ALERT_REPLACED };
enum { PAL_TENDER_RUNNING = 1, PAL_TENDER_OPENED, PAL_TENDER_CANCELLED };
enum {
    PAL_SENDING_PREPARED = 1,
    PAL_SENDING_OPEN,
    PAL_SENDING_SUBMITTED,
    PAL_SENDING_REOPENED,
    PAL_SENDING_CLOSED
};

/* What rows ask whether it holds; of the thing itself or of its project. */
enum pal_case_fact {
    PAL_FACT_CLOSED,  /* the project is */
    PAL_FACT_TENDER,  /* the project is in it */
    PAL_FACT_NEEDS,   /* are written */
    PAL_FACT_MEETING, /* what the first meeting settled is written */
    PAL_FACT_DOCUMENTS,
    PAL_FACT_CANDIDATES,
    PAL_FACT_RETAINED, /* some candidate is */
    PAL_FACT_PROFILE,
    PAL_FACT_ASSESSMENT,
    PAL_FACT_TARGET_RATED, /* every area of the target, in what stands for the project */
    PAL_FACT_TARGET_MET,   /* no point of it is missing there */
    PAL_FACT_QUESTIONNAIRE,
    PAL_FACT_QUESTIONNAIRE_OPEN,
    PAL_FACT_QUESTIONNAIRE_SUBMITTED,
    PAL_FACT_ANSWERED, /* the candidate has submitted answers */
    PAL_FACT_VISITED,
    PAL_FACT_VISIT_PLANNED,
    PAL_FACT_PLAN_AGREED,
    PAL_FACT_REPORT_ISSUED,
    PAL_FACT_FINDING_OPEN,
    PAL_FACT_DERIVED, /* the stage's state is told by facts */
    PAL_FACT_HIGHER,  /* the new level ranks above the one in force */
    PAL_FACT_LOWER,
    PAL_FACT_OVER,     /* the time to answer is over */
    PAL_FACT_SEALED,   /* answers are not read before the closing */
    PAL_FACT_DECLARED, /* as many as open have declared that they have no conflict of interest */
    PAL_FACT_OPENER,   /* whoever acts is one of them */
    PAL_FACT_LATER,    /* the new closing is later than the one that holds */
    PAL_FACT_TOGETHER, /* it was sent in a consultation: what is done is done for all */
    PAL_FACT_COUNT
};
#define PAL_FACT_BIT(fact) ((uint64_t)1 << (fact))

struct pal_case_facts {
    uint64_t known; /* what somebody looked at */
    uint64_t held;  /* what holds; a part of `known` */
};
void pal_case_tell(struct pal_case_facts *facts, enum pal_case_fact fact, bool holds);
bool pal_case_holds(const struct pal_case_facts *facts, enum pal_case_fact fact);

/* Who does it: rights (PAL_RIGHT_BIT), or whoever holds a candidate's link. Any of them is enough.
 */
#define PAL_CASE_BY_CANDIDATE (1U << 31)

/* What a row asks for. */
enum pal_case_ask { PAL_ASK_REASON, PAL_ASK_DATE, PAL_ASK_REFERENCE, PAL_ASK_COUNT };
#define PAL_ASK_BIT(ask) (1U << (ask))

struct pal_case_state {
    const char *id;
    const char *title;
    bool is_final; /* no row leads on */
};

struct pal_case_row {
    uint32_t from; /* a set of states: PAL_STATE_BIT of each */
    unsigned to;
    const char *verb; /* of all rows from one state only one has it */
    const char *title;
    unsigned who;
    uint64_t must;     /* these facts hold */
    uint64_t must_not; /* these do not */
    unsigned asks;     /* PAL_ASK_BIT of each */
};
#define PAL_STATE_BIT(state) (1U << (state))

struct pal_case_table {
    const char *id;
    const char *title;
    const struct pal_case_state *states; /* from 0 on */
    size_t state_count;
    unsigned initial; /* where it begins: mostly PAL_CASE_NOT_THERE */
    const struct pal_case_row *rows;
    size_t row_count;
};

extern const struct pal_case_table pal_case_tables[PAL_CASE_THINGS];

/* The words of a fact: its id, what it says where it holds, and the sentences that refuse where it
 * does not (`lacks`) or does (`bars`); NULL where no row asks. */
struct pal_case_fact_words {
    const char *id;
    const char *says;
    const char *lacks;
    const char *bars;
};
extern const struct pal_case_fact_words pal_case_fact_words[PAL_FACT_COUNT];
extern const char *const pal_case_ask_ids[PAL_ASK_COUNT];

/* Why not, from the farthest to the nearest. */
enum pal_case_says {
    PAL_CASE_NO_WAY,    /* no row leads there from this state */
    PAL_CASE_NOT_YOURS, /* others may */
    PAL_CASE_NOT_NOW,   /* a fact is in the way, or lacks */
    PAL_CASE_ASKS,      /* it may, once what it asks for is given */
    PAL_CASE_MAY
};

struct pal_case_answer {
    enum pal_case_says says;
    const struct pal_case_row *row; /* NULL: there is none */
    const char *why_not;            /* a sentence; NULL where it may happen */
};

/* Who acts, on what. */
struct pal_case_asked {
    enum pal_case_thing thing;
    unsigned state;
    struct pal_case_facts facts;
    unsigned may;   /* a set of rights, and PAL_CASE_BY_CANDIDATE */
    unsigned given; /* of what rows ask for: PAL_ASK_BIT of each */
};

/* Every row from the state, in the order of the table; what rows ask for counts as given. At most
 * `max` are written; gives how many there are. */
size_t pal_case_next(const struct pal_case_asked *asked, struct pal_case_answer *out, size_t max);

/* One transition by its verb. */
struct pal_case_answer pal_case_check(const struct pal_case_asked *asked, const char *verb);

/* The row between two states that comes nearest to happening. A state that stays is no transition:
 * PAL_CASE_MAY without a row. */
struct pal_case_answer pal_case_between(const struct pal_case_asked *asked, unsigned to);

/* The same of two states that may be one: then no row leads there. */
struct pal_case_answer pal_case_follow(const struct pal_case_asked *asked, unsigned to);

/* Whether what was said of a state that stays may be said anew (another date, another reason): as
 * if it were said for the first time, by the row that leads there and comes nearest. */
struct pal_case_answer pal_case_again(const struct pal_case_asked *asked);

/* What rows that lead to a state ask for, taken together. */
unsigned pal_case_asks(enum pal_case_thing thing, unsigned to);

/* A state of a thing by its id; PAL_CASE_NOT_THERE: there is none. */
unsigned pal_case_find_state(enum pal_case_thing thing, const char *id);

/* The one thing to do next in a project, whoever looks. */
enum pal_case_todo {
    PAL_TODO_NOTHING,
    PAL_TODO_NEEDS,
    PAL_TODO_CANDIDATES,
    PAL_TODO_MEETING,
    PAL_TODO_PROFILE,
    PAL_TODO_TENDER,        /* open it */
    PAL_TODO_QUESTIONNAIRE, /* send one */
    PAL_TODO_ASSESS,
    PAL_TODO_RATE,
    PAL_TODO_RETAIN, /* a candidate */
    PAL_TODO_CHOOSE, /* the one who is retained */
    PAL_TODO_PLAN,
    PAL_TODO_COUNT
};

/* "nothing", "needs" … */
extern const char *const pal_case_todo_ids[PAL_TODO_COUNT];

struct pal_case_next_thing {
    enum pal_case_todo todo;
    enum pal_role whose; /* who does it; PAL_ROLE_COUNT where there is nothing */
    bool is_yours;       /* the visitor may do it, too */
};
struct pal_case_next_thing pal_case_todo(unsigned state, const struct pal_case_facts *facts,
                                         unsigned may);

#endif
