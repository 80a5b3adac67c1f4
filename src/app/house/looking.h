/*
 * looking - the answers to a questionnaire that was sent, as whoever assesses looks at them: each
 * with what was claimed, seen and checked, what its rule gives now, and what is suggested by all.
 */
#ifndef PAL_APP_HOUSE_LOOKING_H
#define PAL_APP_HOUSE_LOOKING_H

#include "app/house/answer_marks.h"
#include "core/question/suggest.h"

#define PAL_LOOKED_FACT "answers-looked"

/* A fact as it stands; turn 0: nothing was said. */
struct pal_looked_fact {
    const char *state;
    const char *body;
    int64_t turn;
    int64_t number;
    int64_t at;
    const char *by; /* principal, or whom an import names */
    bool is_older;  /* than the answer as it was submitted last: it counts no more */
};

struct pal_looked_answer {
    const char *part;
    const char *key; /* as answers/1 writes it */
    const struct pal_question *question;
    const struct pal_area *area; /* of the guide, and of what lies above a target; else NULL */
    bool is_asked;               /* of whoever answers; false: the expert alone is */
    struct pal_looked_fact claimed;
    struct pal_looked_fact seen;
    struct pal_looked_fact checked;
    struct pal_looked_fact verdict;
    struct pal_looked_fact finding;
    struct pal_looked_fact asked_back; /* the last words beside it (asked_back.h) */
    const char *body;                  /* the answer that counts, as JSON of answers/1; "{}" */
    enum pal_basis state;
    const struct pal_answer *answer; /* the same as it was read; NULL: nothing is answered */
    const struct pal_judged *judged; /* NULL: of what lies above a target */
};

/* Whether it was said and not taken back. */
bool pal_looked_stands(const struct pal_looked_fact *fact);
/* The same, and of the answer as it is: what was said of an older one counts no more. */
bool pal_looked_counts(const struct pal_looked_fact *fact);

/* When the visitor has said that they looked at all answers; number 0: never. */
struct pal_looked_last {
    int64_t turn;
    int64_t number; /* of the fact: what was submitted behind it is new */
    int64_t at;
};

/* What they are held against. */
struct pal_looking_at {
    const char *profile; /* id; NULL: the project's */
    const char *alert;   /* NULL: the level in force */
};

struct pal_looking {
    struct pal_sending sending;
    const struct pal_questionnaire *questionnaire;
    const struct pal_profile *profile; /* NULL: none */
    const char *alert;                 /* NULL: none */
    const char *day;                   /* to which ages count */
    const int64_t *thresholds;
    struct pal_looked_answer *answers; /* those that were asked, then those of the expert */
    size_t count;
    struct pal_looked_last last;
    struct pal_fact *files; /* that were submitted with the answers, which name them by SHA-256 */
    size_t file_count;
    const struct pal_answers *said; /* all that counts, read */
    const struct pal_judged *judged;
    size_t judged_count;
};

/* Looks at one. `app` was begun by pal_house_use, and keeps what it reads. Needs the right to read
 * the project; PAL_E_DENIED while it is sealed. */
enum pal_rc pal_looking_at(struct pal_errand *errand, struct pal_app *app, const char *sending,
                           const struct pal_looking_at *at,
                           struct pal_looking *out) PAL_WARN_UNUSED;

/* The answers that count as a document, answers/1: with what was found in place of what was
 * claimed, their states, what was decided. What answers suggest is what this suggests. */
enum pal_rc pal_looking_write(struct pal_errand *errand, const struct pal_looking *looking,
                              struct pal_answers_written *out) PAL_WARN_UNUSED;

/* Says that the visitor has looked at all answers; `turn` that was seen. As pal_facts_act. */
enum pal_rc pal_looked_say(struct pal_errand *errand, const char *sending, const char *act,
                           int64_t turn, struct pal_act_done *out) PAL_WARN_UNUSED;

/* What all answers of a project that tell of a provider suggest on a basis, the project manager's
 * among them. `provider`: by id or by name, as an assessment has it; NULL: of none. `actors`: of
 * each step of the model, as the assessment has them. Of two answers to one question the one in the
 * better state counts, else that of the later sending. PAL_E_NOT_FOUND without a sentence: nothing
 * is answered. */
struct pal_heard {
    struct pal_looking *lookings; /* the oldest first */
    size_t looking_count;
    struct pal_suggested suggested; /* of all of them */
};
enum pal_rc pal_hear(struct pal_errand *errand, struct pal_app *app, const char *project,
                     const char *provider, const struct pal_looking_at *at,
                     const struct pal_model *model, const uint8_t *actors, enum pal_basis basis,
                     struct pal_heard *out) PAL_WARN_UNUSED;
/* Likewise on another basis, of what was heard. */
enum pal_rc pal_heard_at(struct pal_errand *errand, enum pal_basis basis,
                         struct pal_heard *out) PAL_WARN_UNUSED;

#endif
