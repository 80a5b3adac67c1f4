/*
 * answer - what was answered to one question: values of its fields, or one of the answers that are
 * no failure, and what was seen and decided of it.
 *
 * Built by format/answers_read.c or from facts; read-only.
 */
#ifndef PAL_CORE_QUESTION_ANSWER_H
#define PAL_CORE_QUESTION_ANSWER_H

#include "core/model/assessment.h"
#include "core/question/questionnaire.h"
#include "core/question/rule.h"

enum pal_value_state {
    PAL_BLANK_EMPTY,
    PAL_BLANK_FILLED,
    PAL_BLANK_NO_ROWS, /* rows: "none" was the answer */
    PAL_BLANK_NEVER,   /* a date: "never" was the answer */
};

struct pal_answer_value {
    enum pal_value_state state;
    /* yes 1, no 0; ladder: its step; percent, integer, number: thousandths (of the field's unit);
     * choice: its position; drawn: how many were good */
    int64_t number;
    int64_t drawn;         /* how many were drawn */
    const char *date;      /* YYYY-MM-DD; of a document: its own */
    struct pal_text text;  /* of a text; of a document its title, of a person the role */
    const char *name;      /* of a person; of a document its version; of a country its code */
    const char *page;      /* of a document */
    struct pal_text place; /* of a document */
    struct pal_answer_value *cells; /* rows: row_count times the columns */
    size_t row_count;
};

/* Whether a value says nothing: it is empty, or a blank text, a person or a document without a
 * word, a table without a row that says anything. */
bool pal_answer_value_is_blank(const struct pal_answer_field *field,
                               const struct pal_answer_value *value);
bool pal_answer_row_is_blank(const struct pal_answer_field *field,
                             const struct pal_answer_value *value, size_t row);
/* Makes a value empty that says nothing, and takes rows out of a table that do: whoever builds an
 * answer ends with it, so that rules, figures and pages find what was answered alone. */
void pal_answer_value_tidy(const struct pal_answer_field *field, struct pal_answer_value *value);

enum pal_answer_instead {
    PAL_ANSWER_FIELDS,
    PAL_ANSWER_NOT_YET, /* in service */
    PAL_ANSWER_NOT_KNOWN,
    PAL_ANSWER_NOT_APPLICABLE,
    PAL_ANSWER_INSTEAD_COUNT
};
extern const char
    *const pal_answer_instead_ids[PAL_ANSWER_INSTEAD_COUNT]; /* "fields", "not_yet" … */
extern const char *const pal_answer_instead_titles[PAL_ANSWER_INSTEAD_COUNT];

struct pal_proof {
    struct pal_text title;
    const char *file; /* NULL: none */
    const char *page;
    const char *shown;      /* "on_site", "video_call"; NULL */
    struct pal_text secret; /* why it is a business secret; empty: it is none */
};

struct pal_answer {
    size_t question; /* index in the questionnaire; of the guide: in the guide */
    bool is_of_guide;
    bool is_above; /* to pal_question_above, of an area */
    size_t area;   /* of the guide, and above: of which area */
    enum pal_answer_instead instead;
    struct pal_answer_value *values; /* in the order of the question's fields */
    const char *not_yet;             /* planned date */
    struct pal_text reason;          /* of not applicable */
    struct pal_text subcontractor;   /* who answered; empty: oneself */
    struct pal_proof subcontractor_proof;
    struct pal_text remark;
    bool has_about; /* false: what was asked for */
    enum pal_about about;
    struct pal_text service; /* the comparable service */
    struct pal_text by;      /* role of who answered */
    struct pal_text secret;  /* why it is a business secret; empty: it is none */
    struct pal_proof *proofs;
    size_t proof_count;
    enum pal_basis state; /* claimed, seen, checked */
    bool is_accepted;     /* the assessor accepts what it is about, or why it is not applicable */
    enum pal_verdict decided; /* by a person, of a rule that asks for it; open: nobody */
};

struct pal_answers {
    const char *id;
    const struct pal_questionnaire *questionnaire;
    struct pal_text organization;
    struct pal_text candidate; /* of which provider they tell; empty: not said */
    const char *date;          /* to which ages count */
    struct pal_answer *answers;
    size_t count;
};

/* Why an answer is not rated, or what its rule gave. */
enum pal_answer_why {
    PAL_WHY_RULE, /* the rule gave it */
    PAL_WHY_UNANSWERED,
    PAL_WHY_NOT_YET,
    PAL_WHY_NOT_KNOWN,
    PAL_WHY_NOT_APPLICABLE, /* accepted or not: `is_accepted` of the answer */
    PAL_WHY_ABOUT,          /* about something else than was asked */
    PAL_WHY_NOT_PUT,        /* the question hangs on another, whose answer does not lead here */
    PAL_WHY_COUNT
};
extern const char *const pal_answer_why_ids[PAL_WHY_COUNT];
extern const char *const pal_answer_why_titles[PAL_WHY_COUNT];

struct pal_answer_verdict {
    enum pal_verdict verdict;
    enum pal_answer_why why;
    enum pal_verdict by_rule; /* what its rule gives though it is about something else */
};

/* The open question on what lies above the target of an area: one text, which a person reads. It
 * speaks for no step. */
extern const struct pal_question pal_question_above;

/* What an answer gives at thresholds on a day. `answer` NULL: nobody answered. */
struct pal_answer_verdict pal_answer_judge(const struct pal_question *question,
                                           const struct pal_answer *answer,
                                           const int64_t *thresholds, const char *day);

/* Whether a question is put: always, or where the answer to the one it hangs on (NULL: there is
 * none) passes its rule. */
bool pal_question_is_put(const struct pal_questionnaire *questionnaire,
                         const struct pal_question *question, const struct pal_answer *other,
                         const int64_t *thresholds, const char *day);

#endif
