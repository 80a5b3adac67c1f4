/*
 * visit - the visit of a candidate: when it is, what is to be seen, what was found, its minutes.
 *
 * All of it hangs on the questionnaire that was sent to them. A visit is a fact "visit" of it, each
 * with a part of its own; what a person takes off the agenda, or has somebody else show, is a fact
 * "visit-item" whose part is the item; a note on a day is a fact "visit-note" whose part is the
 * day. What was found are marks (answer_marks.h): the minutes are written from those alone.
 */
#ifndef PAL_APP_HOUSE_VISIT_H
#define PAL_APP_HOUSE_VISIT_H

#include "app/house/looking.h"
#include "core/question/agenda.h"

#define PAL_VISIT_FACT      "visit"
#define PAL_VISIT_ITEM_FACT "visit-item"
#define PAL_VISIT_NOTE_FACT "visit-note"
#define PAL_LANE_TAKEN      "assessors" /* of files that an expert has taken along */

/* ------------------------------------------------------------------------ visits */

struct pal_visit {
    const char *part;  /* its id; of a wish NULL: a new one */
    const char *state; /* "planned", "held", "cancelled" */
    const char *from;  /* YYYY-MM-DD */
    const char *to;    /* NULL: one day */
    const char *places;
    const char *with; /* who goes, roles; NULL */
    const char *note; /* NULL */
    int64_t turn;
    int64_t act;
    int64_t at;
    const char *by; /* principal */
    const char *claim;
};

/* All of a sending, by their first day. PAL_E_DENIED while it is sealed. */
enum pal_rc pal_visits_list(struct pal_errand *errand, const struct pal_sending *sending,
                            struct pal_visit **out, size_t *count) PAL_WARN_UNUSED;

/* Says one, or what became of it. As pal_facts_act. */
enum pal_rc pal_visit_say(struct pal_errand *errand, const char *sending, const char *act,
                          const struct pal_visit *wish, struct pal_act_done *out) PAL_WARN_UNUSED;

/* ------------------------------------------------------------------------ agenda */

/* An item as it stands, with what was said of it. */
struct pal_visit_item {
    struct pal_agenda_item *of; /* `who`: what a person has said, where one has */
    const char *id; /* "POL-01", "guide/PA08/GP_4.1.1", "guide/GP_2.1.1" (of several areas) */
    const struct pal_looked_answer **answers; /* of its question; of the guide of each area */
    bool is_chosen;
    bool is_said; /* somebody has said so; else it follows from the agenda */
    int64_t turn;
};

struct pal_visit_agenda {
    struct pal_looking looking;
    struct pal_agenda agenda;
    struct pal_visit_item *items; /* in the order of the agenda's */
    uint32_t minutes;             /* of what is chosen and not done */
    size_t chosen;
    size_t done; /* of these */
};

/* What is to be seen. `app` as for pal_looking_at, whose errors these are. */
enum pal_rc pal_visit_agenda(struct pal_errand *errand, struct pal_app *app, const char *sending,
                             struct pal_visit_agenda *out) PAL_WARN_UNUSED;

/* The question that an item of the agenda is of, by its id; NULL: there is none. `areas`: it is one
 * of the guide that names no area. */
const struct pal_question *pal_visit_question_of(const struct pal_questionnaire *questionnaire,
                                                 const char *item, bool *of_areas);

/* Puts items on the agenda or takes them off, says whom one meets for them; all or none. */
struct pal_visit_choice {
    const char *item;
    bool is_chosen;
    const char *who; /* a role; "": as the agenda has it */
    int64_t turn;    /* that was seen */
};
enum pal_rc pal_visit_choose(struct pal_errand *errand, const char *sending, const char *act,
                             const struct pal_visit_choice *choices, size_t count,
                             struct pal_act_done *out) PAL_WARN_UNUSED;

/* ------------------------------------------------------------------------ marking */

/* Where a mark is put: a question, or one of the guide in an area. */
struct pal_visit_place {
    const char *part;
    int64_t seen_turn; /* that were seen, of the lanes "seen" and "checked" */
    int64_t checked_turn;
};

/* What was found, in one act for all places of which it holds. Of `basis` claimed what was seen or
 * checked there is taken back; seen takes back what was checked. What was drawn is counted from the
 * `items` of the body, good and all: that is the drawn field of the question. */
struct pal_visit_mark {
    const char *sending;
    const char *act;
    int64_t said_at; /* 0: not said */
    enum pal_basis basis;
    const struct pal_visit_place *places;
    size_t place_count;
    const char *json; /* the keys of pal_type_answer_mark */
};
enum pal_rc pal_visit_mark(struct pal_errand *errand, const struct pal_visit_mark *wish,
                           struct pal_act_done *out) PAL_WARN_UNUSED;

/* Decides (as pal_answer_decide) what one answer says of several areas, in one act. */
struct pal_visit_decision {
    const char *sending;
    const char *act;
    const char *state; /* "pass", "fail", "accepted", "withdrawn" */
    const char *reason;
    const struct pal_visit_decided {
        const char *part;
        int64_t turn; /* that was seen */
    } * places;
    size_t place_count;
};
enum pal_rc pal_visit_decide(struct pal_errand *errand, const struct pal_visit_decision *wish,
                             struct pal_act_done *out) PAL_WARN_UNUSED;

/* -------------------------------------------------------------------------- files */

/* Photographs and documents that were taken along (arrivals.h, the lane PAL_LANE_TAKEN of the
 * sending), each for a question. Who may assess reads them, and nobody else. */
struct pal_visit_file {
    const char *part;  /* of its address */
    const char *about; /* the part of the question; "" */
    const char *name;
    const char *title; /* "" */
    const char *hash;
    int64_t size;
    int64_t turn;
    int64_t at;
    const char *by;
    const char *claim;
};
enum { PAL_VISIT_FILES_MOST = 2000 };
/* Those that are there, the oldest first; none where the visitor may not read them. */
enum pal_rc pal_visit_files(struct pal_errand *errand, const char *sending,
                            struct pal_visit_file **out, size_t *count) PAL_WARN_UNUSED;
/* Takes one out of sight. As pal_facts_act. */
enum pal_rc pal_visit_file_withdraw(struct pal_errand *errand, const char *sending,
                                    const char *part, const char *act,
                                    struct pal_act_done *out) PAL_WARN_UNUSED;

/* -------------------------------------------------------------------------- notes */

struct pal_visit_note {
    const char *day;
    const char *text; /* NULL: it was taken back */
    int64_t turn;
    int64_t at;
    const char *by;
    const char *claim;
};
/* By their days. PAL_E_DENIED while it is sealed. */
enum pal_rc pal_visit_notes(struct pal_errand *errand, const struct pal_sending *sending,
                            struct pal_visit_note **out, size_t *count) PAL_WARN_UNUSED;
/* Says one; a text of "" takes it back. */
enum pal_rc pal_visit_note_say(struct pal_errand *errand, const char *sending, const char *act,
                               const struct pal_visit_note *wish,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
