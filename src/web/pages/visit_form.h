/* visit_form - what was found at one item of the agenda: as it is kept, as it was typed, as JSON of
 * a mark. Private to src/web/pages. */
#ifndef PAL_WEB_PAGES_VISIT_FORM_H
#define PAL_WEB_PAGES_VISIT_FORM_H

#include "app/house/visit.h"
#include "web/call.h"
#include "web/question_form.h"

/* The texts of a mark, by the names of their fields in the form. */
enum pal_mark_text {
    PAL_MARK_SAID_BY,
    PAL_MARK_TITLE,
    PAL_MARK_PAGE,
    PAL_MARK_QUOTE,
    PAL_MARK_SHOWN,
    PAL_MARK_DRAWN_FROM,
    PAL_MARK_REMARK,
    PAL_MARK_ON,
    PAL_MARK_PLACE,
    PAL_MARK_TEXTS
};
extern const char *const pal_mark_text_names[PAL_MARK_TEXTS];

struct pal_mark_item {
    const char *what;
    const char *good; /* "yes", "no", "" */
    const char *note;
};
enum { PAL_MARK_ITEMS = 200 };

struct pal_mark_form {
    const struct pal_question *question;
    const char *texts[PAL_MARK_TEXTS];
    bool contradicts;
    struct pal_mark_item *items;
    size_t item_count;
    struct pal_question_form found;   /* the question's fields, as they were found */
    struct pal_question_form claimed; /* as they were claimed; found the same they are not said */
    const char *kept;                 /* the body that stands; "{}" */
};

/* What is kept: `mark` the body of the mark that counts, `claimed` of the claimed answer ("": there
 * is none). What was found begins with what was claimed. */
void pal_mark_form_fill(struct pal_call *call, const struct pal_questionnaire *questionnaire,
                        const struct pal_question *question, const char *mark, const char *claimed,
                        struct pal_mark_form *out);
/* What was sent, in its place, with rows added and taken away as its buttons ask. Errors: a name
 * that the form has not. */
enum pal_rc pal_mark_form_read(struct pal_call *call, struct pal_mark_form *form) PAL_WARN_UNUSED;
/* Whether what was sent asks for rows alone. */
bool pal_mark_form_asks_rows(const struct pal_call *call);

/* As the body of a mark: a text that stands as it was kept is kept, in all its languages.
 * PAL_E_INVALID with a sentence, or without one where a field of the question is wrong: that says
 * so at its place. */
enum pal_rc pal_mark_form_json(struct pal_call *call, struct pal_mark_form *form,
                               const char **out) PAL_WARN_UNUSED;

/* Whether other than what was claimed stands in it, or what is wrong. */
bool pal_mark_form_has_found(struct pal_mark_form *form);

/* The one field of a question that says what was drawn, by its position; -1: it has none. */
int pal_mark_form_drawn(const struct pal_question *question);

#endif
