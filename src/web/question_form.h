/*
 * question_form - the form of one answer to one question, wherever the answer is kept.
 *
 * It is filled with an answer that is kept (the keys of answers/1 that whoever answers says:
 * pal_type_answer_said), or with what a form has sent; it gives an answer back as JSON, and what
 * the templates show (ui/web_question.mustache, ui/web_answer_shown.mustache). Between two requests
 * it is nowhere: the form carries all of it.
 *
 * A field's name is its path in the answer: `fields.policy.title`, `fields.levels[2].hours.value`,
 * `none.levels`, `about`, `remark`, `proofs[0].title`, `subcontractor.proof.title`; behind it a
 * language where a text stands under one: `remark.fr`. Three say more than their path: `instead`
 * chooses between the fields and what may be said in their stead, `fields.last.never` says of a
 * date that it never was, and `fields.levels.before`, `.after` hold, as JSON, the rows of a long
 * table that are not shown. The numbers of rows say their order alone; rows in which nothing stands
 * are left out.
 *
 * What was typed stays, whatever it is, and is shown again with a sentence at its place.
 */
#ifndef PAL_WEB_QUESTION_FORM_H
#define PAL_WEB_QUESTION_FORM_H

#include "base/lang.h"
#include "base/value.h"
#include "core/question/questionnaire.h"
#include "http/http.h"

enum {
    PAL_QUESTION_ROWS = 1000,      /* of a table */
    PAL_QUESTION_PROOFS = 50,      /* of an answer */
    PAL_QUESTION_WORD = 300,       /* characters of a version, a page, a name */
    PAL_QUESTION_BODY = 64 * 1024, /* bytes of an answer as JSON: what a fact may hold */
};

/* What the buttons of the form send to the address that saves nothing: paths. */
#define PAL_QUESTION_ACTS "add remove from"

/* A text as it was typed, or as it is kept: alone, or under languages. */
struct pal_said {
    const char *alone; /* NULL: none */
    const char *in[PAL_LANG_COUNT];
    const char *error; /* a sentence; NULL: none */
};

struct pal_question_file {
    const char *id;
    const char *name;
    const char *url; /* where it is read; NULL: nowhere */
};

struct pal_question_box;

struct pal_question_form {
    struct pal_arena *arena;
    const struct pal_voice *voice; /* of its words; NULL: English */
    const struct pal_questionnaire *questionnaire;
    const struct pal_question *question;
    /* Set by the caller behind pal_question_form_init; all may be left out. */
    const char *part;     /* under which the answer is kept; NULL: the question's id */
    const char *area;     /* of the interview guide: what the area is called */
    const char *rows_url; /* where the buttons that save nothing send to */
    const struct pal_question_file *files; /* that are there to be named as proofs */
    size_t file_count;
    bool can_upload; /* a proof may come as a file of the form: `proofs[0].upload` */
    bool is_bare;    /* the fields alone: nothing around them is asked for, or given back */
    /* Who answered and for whom: filled with the answer, written back as it stands here, not asked
     * for by the form. */
    struct pal_said by_role;
    const char *by_name;
    struct pal_said organization;
    /* What was typed. */
    struct pal_question_box *boxes;  /* of the question's fields */
    struct pal_question_box *around; /* what stands around them */
    struct pal_question_box *proofs;
    const char *unknown;   /* a name that was sent and that the form has not; NULL: none */
    const char *first_row; /* the path of the row that was added: it takes the focus */
    const char *error;     /* of the whole */
    size_t error_count;
    bool failed; /* memory was short */
};

/* An empty form. */
void pal_question_form_init(struct pal_question_form *form, struct pal_arena *arena,
                            const struct pal_voice *voice,
                            const struct pal_questionnaire *questionnaire,
                            const struct pal_question *question);

/* Fills it with an answer that is kept, as JSON; "" or what is none: it stays empty. */
void pal_question_form_fill(struct pal_question_form *form, const char *json);

/* Fills it with what was sent, with rows added, taken away or turned to as the buttons asked; names
 * that it has not are `unknown` (the first), unless they are among `others`, words with blanks
 * between. Uploaded files are passed over: before this, whoever has kept one says of which proof it
 * is. */
void pal_question_form_put_file(struct pal_question_form *form, size_t proof, const char *id);
void pal_question_form_read(struct pal_question_form *form, const struct pal_fields *sent,
                            const char *others);

/* Whether what was sent asks for rows alone, and saves nothing. */
bool pal_question_form_asks_rows(const struct pal_fields *sent);

/* The answer as JSON, keys sorted, without blanks; NULL where nothing was said. PAL_E_INVALID where
 * something is wrong: each place has its sentence then. PAL_E_LIMIT: it is too long. */
enum pal_rc pal_question_form_answer(struct pal_question_form *form,
                                     const char **json) PAL_WARN_UNUSED;

/* Puts a sentence at a place; false: the form has no such place. */
bool pal_question_form_tell(struct pal_question_form *form, const char *path, const char *sentence);

/* What is wrong, for programs: the first `max` places and their sentences; gives how many. */
struct pal_question_fault {
    const char *path; /* "": of the whole */
    const char *sentence;
};
size_t pal_question_form_faults(struct pal_question_form *form, struct pal_question_fault *out,
                                size_t max);

/* What ui/web_question.mustache shows; and the sentences, as {text, field}, into `errors` (NULL:
 * nowhere). */
struct pal_value *pal_question_form_show(struct pal_question_form *form, struct pal_values *values,
                                         struct pal_value *errors);

/* What ui/web_answer_shown.mustache shows, for reading. */
struct pal_value *pal_question_form_shown(struct pal_question_form *form,
                                          struct pal_values *values);

#endif
