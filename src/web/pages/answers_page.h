/*
 * answers_page - what the pages share on which whoever assesses reads answers: the answers of a
 * questionnaire that was sent, what each says, gives and shows. Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_ANSWERS_PAGE_H
#define PAL_WEB_PAGES_ANSWERS_PAGE_H

#include "app/house/looking.h"
#include "web/call.h"
#include "web/question_form.h"

/* The answers to one questionnaire that was sent, as they are read. */
struct pal_read {
    struct pal_looking looking;
    const struct pal_question_file *files; /* that were submitted; the id is the hash */
    const char **file_parts;               /* of their facts */
    size_t file_count;
};
enum pal_rc pal_read_open(struct pal_call *call, const char *sending,
                          struct pal_read *out) PAL_WARN_UNUSED;
/* The files of what was looked at already. */
enum pal_rc pal_read_files(struct pal_call *call, const char *sending,
                           struct pal_read *out) PAL_WARN_UNUSED;
/* The names of all who marked, decided or submitted, for pal_call_person. */
enum pal_rc pal_read_names(struct pal_call *call, const struct pal_read *read) PAL_WARN_UNUSED;

/* A part as an address has it, "guide:PA08:GP_2.1.1", and back. */
const char *pal_read_address(struct pal_call *call, const char *part);
const char *pal_read_part(struct pal_call *call, const char *address);
/* NULL: nothing of that part is asked or marked. */
const struct pal_looked_answer *pal_read_find(const struct pal_read *read, const char *part);
/* The page of an answer. */
const char *pal_read_url(struct pal_call *call, const char *sending, const char *part);

/* What people call it by: its id; of what lies above a target the area. */
const char *pal_read_code(const struct pal_looked_answer *answer);
/* The question in the reader's language, with its area. */
const char *pal_read_question(struct pal_call *call, const struct pal_looked_answer *answer);
/* The topic that a question is read under: its own, or what it is of; `id` for addresses. */
struct pal_read_topic {
    const char *id;
    const char *title;
};
struct pal_read_topic pal_read_topic(struct pal_call *call, const struct pal_read *read,
                                     const struct pal_looked_answer *answer);

/* What there is to say of one at a glance. */
struct pal_read_traits {
    bool is_answered; /* something counts as an answer, whoever said it */
    bool is_failed;
    bool is_passed;
    bool is_open;     /* put, and not settled */
    bool is_put;      /* false: the answer to another question leads elsewhere */
    bool is_decisive; /* its failure decides a practice */
    bool is_finding;  /* a supporting answer that fails */
    bool to_decide;   /* a person is to decide, or to accept it */
    bool has_proof;
    bool is_secret;
    bool is_new;             /* submitted since the visitor looked at all */
    bool is_submitted_again; /* changed after it was submitted first */
    bool is_marked_before;   /* a mark or decision is of an older answer */
    bool is_asked_back;      /* and nobody has replied yet */
    bool is_replied;         /* to what was asked back, and nobody has settled it */
};
struct pal_read_traits pal_read_traits(const struct pal_read *read,
                                       const struct pal_looked_answer *answer);

/* An answer as programs read it: in a list, or with all that was said of it. */
void pal_read_put_data(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                       const struct pal_looked_answer *answer);
void pal_read_put_whole(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                        const struct pal_looked_answer *answer);
/* What it gives, in words: `verdict`, `why`, `is_…`. */
void pal_read_put_verdict(struct pal_call *call, struct pal_value *row, const struct pal_read *read,
                          const struct pal_looked_answer *answer);
/* The pieces of its rule, each with what it gives and its thresholds, as `conditions`: of `data`
 * for programs, of `page` in words. Either may be NULL. */
void pal_read_put_conditions(struct pal_call *call, struct pal_value *data, struct pal_value *page,
                             const struct pal_read *read, const struct pal_looked_answer *answer);
/* A body (JSON of answers/1) as ui/web_answer_shown.mustache has it. */
struct pal_value *pal_read_shown(struct pal_call *call, const struct pal_read *read,
                                 const struct pal_looked_answer *answer, const char *body);
/* What a mark found in place of it, by its body: the fields alone. */
struct pal_value *pal_read_found_shown(struct pal_call *call, const struct pal_read *read,
                                       const struct pal_looked_answer *answer, const char *body);
/* The same in one line of text: "trained: 19, staff: 21"; "" where nothing is said. */
const char *pal_read_in_short(struct pal_call *call, const struct pal_value *shown);
/* The mark of a lane, in words, for web_read_mark; NULL: there is none. */
struct pal_value *pal_read_mark(struct pal_call *call, const struct pal_read *read,
                                const struct pal_looked_answer *answer,
                                const struct pal_looked_fact *mark);
/* A file that was submitted, by its hash, as `proof` of the row: its text where it is text. The
 * reading stands in the audit. */
enum pal_rc pal_read_put_proof(struct pal_call *call, struct pal_value *row,
                               const struct pal_read *read, const char *hash) PAL_WARN_UNUSED;
/* The forms of marks and decisions, with what was typed: `forms` of the row; `act` begins the
 * addresses of their acts. Nothing where the visitor does not assess. */
enum pal_rc pal_read_put_forms(struct pal_call *call, struct pal_value *row,
                               const struct pal_read *read, const struct pal_looked_answer *answer,
                               const char *act) PAL_WARN_UNUSED;

/* What a form says, done; `back`: where the page goes on. */
enum pal_rc pal_read_do_mark(struct pal_call *call, const char *sending, const char *part,
                             const char *back) PAL_WARN_UNUSED;
enum pal_rc pal_read_do_withdraw(struct pal_call *call, const char *sending, const char *part,
                                 const char *back) PAL_WARN_UNUSED;
enum pal_rc pal_read_do_decide(struct pal_call *call, const char *sending, const char *part,
                               const char *back) PAL_WARN_UNUSED;

#endif
