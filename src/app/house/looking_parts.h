/* looking_parts - what the files of looking at answers share, and what of it is computed alone.
 * Private to src/app/house. */
#ifndef PAL_APP_HOUSE_LOOKING_PARTS_H
#define PAL_APP_HOUSE_LOOKING_PARTS_H

#include "app/house/fact_kinds.h"
#include "app/house/looking.h"

extern const struct pal_fact_kind pal_fact_answers_looked; /* a row of fact_kinds.c */
/* The id of the person who looks; "": it is none. */
const char *pal_looked_self(const struct pal_errand *errand);

/* Of an answer whose facts are there: which of them are older than it, its state, and the body that
 * counts: what was found in place of what was claimed, the proof that was read of what a
 * subcontractor answered without one, and what a person decided. False: memory is short. */
bool pal_looked_settle(struct pal_arena *arena, struct pal_looked_answer *answer);
/* Whether a subcontractor answered and no proof of it is named, in JSON of answers/1: it is claimed
 * until one was read. */
bool pal_answer_lacks_proof(const char *body);

/* The judged answers of all lookings whose questionnaire is for the model, each question of a
 * questionnaire once, into `suggested`. PAL_E_MEMORY. */
enum pal_rc pal_heard_gather(struct pal_arena *arena, const struct pal_model *model,
                             struct pal_heard *out) PAL_WARN_UNUSED;

#endif
