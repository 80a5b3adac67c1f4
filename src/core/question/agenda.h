/*
 * agenda - what a visit has to see: from what is only claimed, from what the expert observes there,
 * and from the interview guide.
 *
 * The guide is asked only of areas of whoever is visited, up to what the target demands, where the
 * questionnaire has left the practice open: no answer at seen or better speaks for it. What one
 * conversation settles for several areas stands there once, and names them. An answer that was seen
 * or checked stays on the agenda as done. Times are rough, and proposed. Source:
 * docs/questionnaire.md, "The visit"; vectors of tests/unit/test_agenda.c.
 */
#ifndef PAL_CORE_QUESTION_AGENDA_H
#define PAL_CORE_QUESTION_AGENDA_H

#include "core/question/suggest.h"

/* Why something stands there: of what is of one weight the first is the most pressing. */
enum pal_agenda_why {
    PAL_AGENDA_FAILED,         /* its rule fails */
    PAL_AGENDA_OPEN,           /* its rule leaves it open: a figure lacks, a person decides */
    PAL_AGENDA_UNANSWERED,     /* it was asked, and nothing was said */
    PAL_AGENDA_NOT_KNOWN,      /* so they said */
    PAL_AGENDA_NOT_APPLICABLE, /* the reason is not accepted so far */
    PAL_AGENDA_ABOUT,          /* the answer is about something else than was asked */
    PAL_AGENDA_SUBCONTRACTOR,  /* the subcontractor's proof is to be read */
    PAL_AGENDA_CLAIMED,        /* it passes, and is to be seen */
    PAL_AGENDA_OBSERVED,       /* the expert's own question */
    PAL_AGENDA_GUIDE,
    PAL_AGENDA_WHY_COUNT
};
/* "failed" … and what people call them, marked for translation. */
extern const char *const pal_agenda_why_ids[PAL_AGENDA_WHY_COUNT];
extern const char *const pal_agenda_why_titles[PAL_AGENDA_WHY_COUNT];

/* Of a question of the guide: an area of which it is asked. */
struct pal_agenda_area {
    size_t area;
    size_t step;                     /* position in the area's ladder */
    const struct pal_judged *judged; /* what was found; NULL: nothing so far */
    bool is_in_force;                /* at the level in force; false: at another level alone */
    const bool *open; /* which of the practices by which the step is rated are left open */
    size_t practice_count;
    size_t open_count;
};

struct pal_agenda_item {
    const struct pal_question *question;
    enum pal_agenda_why why;
    const struct pal_judged *judged; /* NULL: of the guide */
    struct pal_agenda_area *areas;   /* of the guide, in the model's order */
    size_t area_count;
    struct pal_text who; /* whom one meets, as a role; empty: nobody is named */
    bool is_done;        /* seen or checked; of the guide: of all its areas */
    bool is_elsewhere;   /* of the guide: demanded at other alert levels alone, of all its areas */
    bool is_subcontractors;
    uint32_t minutes;
};

struct pal_agenda {
    struct pal_agenda_item *items; /* by topic, the guide behind, in its own order */
    size_t count;
};

struct pal_agenda_asking {
    const struct pal_questionnaire *questionnaire;
    const struct pal_judged *judged; /* pal_answers_judge: the questions, then the guide */
    size_t judged_count;
    const bool *asked;     /* of each question, whether it was put to whoever is visited */
    enum pal_actor actor;  /* who is visited */
    const uint8_t *actors; /* enum pal_actor of each step of the model; NULL: the model's own */
    const struct pal_profile *profile; /* NULL: no target, the guide is asked of everything */
    const char *alert;                 /* the level in force; NULL: none, and all levels count */
};

/* PAL_E_MEMORY, or the agenda in the arena; texts are borrowed. */
enum pal_rc pal_agenda_make(const struct pal_agenda_asking *asking, struct pal_arena *arena,
                            struct pal_agenda *out) PAL_WARN_UNUSED;

/* The same items as one walks through them. */
enum pal_agenda_order { PAL_AGENDA_BY_TOPIC, PAL_AGENDA_BY_PERSON, PAL_AGENDA_ORDERS };
extern const char *const pal_agenda_order_ids[PAL_AGENDA_ORDERS]; /* "topic", "person" */

struct pal_agenda_group {
    struct pal_text title; /* the topic, or whom one meets; empty: nobody is named */
    size_t *items;         /* positions in the agenda, the most pressing first */
    size_t count;
};
/* By person: those of the guide first, then each role that is named, `who` of two items being one
 * where they read the same in `lang`; at last what nobody is named for. By topic: the guide stands
 * behind the topics, by person. PAL_E_MEMORY. */
enum pal_rc pal_agenda_group(const struct pal_agenda *agenda,
                             const struct pal_questionnaire *questionnaire,
                             enum pal_agenda_order order, enum pal_lang lang,
                             struct pal_arena *arena, struct pal_agenda_group **out,
                             size_t *count) PAL_WARN_UNUSED;

#endif
