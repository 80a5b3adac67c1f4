/*
 * listed - questions of one's own as a list: one on each line, or a table as a spreadsheet gives
 * it. Text in, questions out; whoever answers writes a text, and a person decides what it is worth.
 *
 * A table has a tab between its cells, or a first line of heads in any order: id, topic, question,
 * answer type, steps, shown beside, practices, also in French; of these the question alone is
 * needed. Without heads its columns are question; id and question; id, topic and question; or
 * these and the answer type. Anything else is a list of lines, each a question, without the dash or
 * the number that people put before one and without quotes around all of it; below the one head
 * "question", too, whatever stands in the lines.
 *
 * A question without an id gets one ("Q-1" …). Each different word for a topic is one.
 */
#ifndef PAL_FORMAT_LISTED_H
#define PAL_FORMAT_LISTED_H

#include "base/arena.h"
#include "base/rc.h"
#include "core/question/questionnaire.h"

enum {
    PAL_LISTED_MOST = 5000,      /* questions, as a questionnaire has them */
    PAL_LISTED_TOPICS = 200,     /* as well */
    PAL_LISTED_TEXT_MOST = 4000, /* bytes of a question */
    PAL_LISTED_PLACES = 100,     /* steps or practices of one question */
    PAL_LISTED_REFUSED_TOLD = 50,
};

/* Steps or practices, in the order of the cell. */
struct pal_listed_places {
    const char **at;
    size_t count;
};

struct pal_listed_question {
    const char *id;
    bool is_id_made;
    size_t topic; /* among the topics */
    const char *text;
    enum pal_field_type type;
    struct pal_listed_places steps;  /* that the answer speaks for */
    struct pal_listed_places beside; /* beside which it is shown */
    struct pal_listed_places practices;
    size_t line; /* of the text, from 1 */
};

struct pal_listed_topic {
    const char *id;
    const char *title;
};

/* Why a line is no question. */
enum pal_listed_fault {
    PAL_LISTED_NOTHING_ASKED, /* there is something, and no question */
    PAL_LISTED_LONG,          /* more than PAL_LISTED_TEXT_MOST bytes */
    PAL_LISTED_NO_ID,         /* what stands there can be none */
    PAL_LISTED_TWICE,         /* the id stands further above already */
    PAL_LISTED_NO_TYPE,       /* there is no such type of answer */
    PAL_LISTED_TYPE_ALONE,    /* it says more than a word: a unit, choices, columns */
    PAL_LISTED_MANY_TOPICS,   /* more than PAL_LISTED_TOPICS */
    PAL_LISTED_MANY_PLACES,   /* more than PAL_LISTED_PLACES */
    PAL_LISTED_MORE_CELLS,    /* than there are columns: it is not known what they say */
    PAL_LISTED_FAULTS
};
struct pal_listed_refused {
    size_t line;
    enum pal_listed_fault fault;
    const char *what; /* what stands there */
};

/* Why nothing of it is taken. */
enum pal_listed_whole {
    PAL_LISTED_FINE,
    PAL_LISTED_EMPTY,
    PAL_LISTED_TOO_LONG,    /* more than PAL_LISTED_MOST, or than base/cells.h takes */
    PAL_LISTED_NO_QUESTION, /* of the heads none is that of the question */
};

struct pal_listed {
    enum pal_listed_whole whole;
    bool is_table;
    struct pal_listed_question *questions; /* those that are taken, in their order */
    size_t count;
    struct pal_listed_topic topics[PAL_LISTED_TOPICS];
    size_t topic_count;
    struct pal_listed_refused refused[PAL_LISTED_REFUSED_TOLD]; /* the first ones, by lines */
    size_t refused_count;                                       /* all */
};

/* Reads a list, valid UTF-8. `usual`: what the topic of questions is called that name none; it is
 * none where each names one. PAL_E_MEMORY is the one failure: anything else stands in `out`, which
 * borrows from the arena and from `usual`. */
enum pal_rc pal_listed_read(struct pal_arena *arena, const char *text, const char *usual,
                            struct pal_listed *out) PAL_WARN_UNUSED;

#endif
