/* place - what the pages share of the place where one answers a questionnaire that was sent:
 * whoever holds a link to it, and of what was sent to the buyer's side who has that part. Private
 * to src/web/pages. */
#ifndef PAL_WEB_PAGES_PLACE_H
#define PAL_WEB_PAGES_PLACE_H

#include "app/house/answering.h"
#include "app/house/asked_back.h"
#include "app/house/proofs.h"
#include "web/call.h"
#include "web/question_form.h"

struct pal_place_view {
    struct pal_sending sending;
    struct pal_answering answering;
    const char *base; /* "/sendings/ID/answer", as the visitor may follow it */
    /* Files that answers may name, as the form offers them; read where a form is shown. */
    struct pal_question_file *files;
    size_t file_count;
    struct pal_value *names; /* of those who gave one, by their ids; NULL: not read */
    /* What was said beside answers, in the order of the questions, and what may be said; read where
     * it is shown (pal_place_backs). */
    struct pal_back_thread *backs;
    size_t back_count;
    struct pal_back_may back_may;
};

/* Reads what the address is of. PAL_E_DENIED: the visitor does not answer it. */
enum pal_rc pal_place_open(struct pal_call *call, struct pal_place_view *out) PAL_WARN_UNUSED;
/* The sending alone. */
enum pal_rc pal_place_open_sending(struct pal_call *call,
                                   struct pal_place_view *out) PAL_WARN_UNUSED;
/* The same before an act that asks itself whether the visitor may. */
enum pal_rc pal_place_look(struct pal_call *call, struct pal_place_view *out) PAL_WARN_UNUSED;
/* What is kept of whoever answers, as `personal` of the page. */
enum pal_rc pal_place_put_notice(struct pal_call *call,
                                 const struct pal_place_view *view) PAL_WARN_UNUSED;
/* How many answers name a file. */
size_t pal_place_named(const struct pal_place_view *view, const char *hash);
enum pal_rc pal_place_files(struct pal_call *call, struct pal_place_view *view) PAL_WARN_UNUSED;

/* The last words beside each answer. */
enum pal_rc pal_place_backs(struct pal_call *call, struct pal_place_view *view) PAL_WARN_UNUSED;
/* Those of a question; NULL: nothing was said. */
const struct pal_back_thread *pal_place_back(const struct pal_place_view *view, const char *part);
/* How many wait for a reply, of a topic. */
size_t pal_place_awaited(const struct pal_call *call, const struct pal_place_view *view,
                         size_t topic);
/* That number as `awaited`, where there is any. */
void pal_place_put_count(struct pal_value *row, size_t awaited);
/* All that was said about a question, with the form of the reply, as `back` of the row. */
enum pal_rc pal_place_put_back(struct pal_call *call, const struct pal_place_view *view,
                               const struct pal_answering_item *item, struct pal_value *row,
                               struct pal_value *list) PAL_WARN_UNUSED;
/* Those that wait for a reply, each with the way to it: of the page, and `asked_back` of data. */
void pal_place_put_awaited(struct pal_call *call, const struct pal_place_view *view);

/* What stands around its pages; the data that each has of the sending. */
enum pal_rc pal_place_frame(struct pal_call *call,
                            const struct pal_place_view *view) PAL_WARN_UNUSED;
void pal_place_data(struct pal_call *call, const struct pal_place_view *view);

/* What it says of the consultation that it belongs to: of the page. (place_tender.c) */
enum pal_rc pal_place_put_consultation(struct pal_call *call,
                                       const struct pal_place_view *view) PAL_WARN_UNUSED;
/* Whether it was handed in, and may be once more before the closing; and whether something was
 * written since. */
bool pal_place_may_again(const struct pal_place_view *view);
bool pal_place_is_changed(const struct pal_place_view *view);

/* A word of the query or of the form, where the address takes it; NULL, "": it does not, or none
 * was sent. A page that is shown again by an act is not asked for by its own query. */
const char *pal_place_query(struct pal_call *call, const char *name);
const char *pal_place_word(struct pal_call *call, const char *name);

/* What a part is called within a page: "at-POL-01"; and the whole address of a question there. */
const char *pal_place_anchor(struct pal_call *call, const char *part);
const char *pal_place_item_url(struct pal_call *call, const struct pal_place_view *view,
                               const struct pal_answering_item *item);
/* Behind its own address: "/topics/policy". */
const char *pal_place_url(struct pal_call *call, const struct pal_place_view *view,
                          const char *behind);

/* In which role the visitor answers, and the name that they gave (their id); NULL: not said. */
const char *pal_place_role(const struct pal_call *call);
/* Whether they may write: it is open, and they said who they are. */
bool pal_place_may_write(const struct pal_call *call, const struct pal_place_view *view);
/* Who answers, into the form; the same as JSON of answers/1. */
void pal_place_put_by(struct pal_call *call, const struct pal_place_view *view,
                      struct pal_question_form *form);
const char *pal_place_by(struct pal_call *call, const struct pal_place_view *view);

/* Who gave an answer, in words: "Anna, operations". */
const char *pal_place_who(struct pal_call *call, const struct pal_place_view *view,
                          const struct pal_answer_now *now);

/* The words of a topic and of a state of an answer. */
const char *pal_place_topic_title(struct pal_call *call, const struct pal_answering_topic *topic);
const char *pal_answer_state_title(struct pal_call *call, const struct pal_answer_now *now);

/* What a question asks, in the reader's language; of what lies above an area. */
const char *pal_place_question(struct pal_call *call, const struct pal_answering_item *item);
/* The form of its answer, empty. */
void pal_place_form(struct pal_call *call, const struct pal_place_view *view,
                    const struct pal_answering_item *item, struct pal_question_form *out);

/* What a page shows of a question: its form, or what was answered; and what programs read of it. */
void pal_place_put_item(struct pal_call *call, const struct pal_place_view *view,
                        const struct pal_answering_item *item, bool as_form, struct pal_value *row);
void pal_place_data_item(struct pal_call *call, const struct pal_answering_item *item,
                         struct pal_value *row);

/* What the form of an answer sends beside it. */
#define PAL_PLACE_OTHERS "csrf act turn was state go take only"

/* The topic and the item that the address names (its second and third parameter).
 * PAL_E_NOT_FOUND. */
enum pal_rc pal_place_topic_here(struct pal_call *call, const struct pal_place_view *view,
                                 const struct pal_answering_topic **out) PAL_WARN_UNUSED;
const char *pal_place_part(struct pal_call *call);
const struct pal_answering_item *pal_place_item(const struct pal_place_view *view,
                                                const char *part);

/* A text of a questionnaire as data have it: alone, or in each language. */
void pal_put_said(struct pal_value *object, const char *key, const struct pal_text *text);
/* How far something is, as data have it. */
void pal_put_progress(struct pal_value *object, const struct pal_answering_progress *progress);

/* ------------------------------------------------------------------ merging */

/* A part of an answer that is changed as a whole: a field with what may be said in its place, what
 * it is about, its proofs … */
struct pal_answer_unit {
    const char *path; /* "fields.policy", "remark" */
    const char *title;
};

/* Where two have changed one answer since `base`: what both say of different parts, together; NULL
 * where they differ in one, or where what would come of it is no answer. JSON each. */
const char *pal_answers_merged(struct pal_call *call, const struct pal_question *question,
                               const char *base, const char *mine, const char *theirs);
/* Whether two say the same, whoever says it. */
bool pal_answers_same(const char *one, const char *other);
/* The parts in which two differ; at most `max`. */
size_t pal_answers_differ(struct pal_call *call, const struct pal_question *question,
                          const char *mine, const char *theirs, struct pal_answer_unit *out,
                          size_t max);
/* That part of an answer alone. */
const char *pal_answer_unit(struct pal_call *call, const char *json, const char *path);
/* What was sent, without that part. */
struct pal_fields pal_fields_without(struct pal_call *call, const struct pal_fields *sent,
                                     const char *path);

#endif
