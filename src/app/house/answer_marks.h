/*
 * answer_marks - how answers were seen and checked, what a person decided of them, and findings.
 *
 * All are facts of the questionnaire that was sent, a question their part, said by who may assess,
 * once it was submitted and is not sealed. A mark stands in one of two lanes, "seen" and "checked";
 * it may hold what was found in place of what was claimed. Questions of the interview guide have
 * the part "guide/AREA/PRACTICE"; what only the expert is asked is marked without a claim.
 */
#ifndef PAL_APP_HOUSE_ANSWER_MARKS_H
#define PAL_APP_HOUSE_ANSWER_MARKS_H

#include "app/house/answers.h"

#define PAL_ANSWER_MARK_FACT    "answer-mark"
#define PAL_ANSWER_VERDICT_FACT "answer-verdict"
#define PAL_FINDING_FACT        "finding"
#define PAL_ANSWER_GUIDE        "guide/"

/* The part of a question of the guide, of an area: "guide/PA08/GP_2.1.1"; NULL: memory. */
const char *pal_answer_guide_part(struct pal_arena *arena, const char *area, const char *practice);
/* And as answers/1 writes it: "GP 2.1.1@PA08"; other parts are themselves. NULL: memory. */
const char *pal_answer_key_of_part(struct pal_arena *arena, const char *part);

struct pal_answer_mark_wish {
    const char *sending;
    const char *question; /* the part */
    const char *act;
    enum pal_basis basis; /* seen or checked */
    int64_t turn;         /* that was seen, of that lane */
    bool is_withdrawn;
    const char *json; /* the keys of pal_type_answer_mark */
};
enum pal_rc pal_answer_mark(struct pal_errand *errand, const struct pal_answer_mark_wish *wish,
                            struct pal_act_done *out) PAL_WARN_UNUSED;

/* What a person decides: of a rule that asks for it pass or fail; "accepted": what the answer is
 * about, or why it does not apply. "withdrawn" takes it back. Each but the last needs a reason. */
struct pal_answer_verdict_wish {
    const char *sending;
    const char *question;
    const char *act;
    int64_t turn;
    const char *state; /* "pass", "fail", "accepted", "withdrawn" */
    const char *reason;
};
enum pal_rc pal_answer_decide(struct pal_errand *errand, const struct pal_answer_verdict_wish *wish,
                              struct pal_act_done *out) PAL_WARN_UNUSED;

/* A finding: what is the case, by which evidence, which risk it bears, which need or requirement it
 * hurts, what is recommended. */
struct pal_finding_wish {
    const char *sending;
    const char *question;
    const char *act;
    int64_t turn;
    const char *state; /* "open", "withdrawn" */
    const char *fact;
    const char *evidence;
    const char *risk;
    const char *hurts;
    const char *recommendation;
};
enum pal_rc pal_finding_say(struct pal_errand *errand, const struct pal_finding_wish *wish,
                            struct pal_act_done *out) PAL_WARN_UNUSED;

#endif
