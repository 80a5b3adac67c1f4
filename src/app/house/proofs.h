/*
 * proofs - the files that answers to a questionnaire name as proof.
 *
 * A file is sent once (arrivals.h, lane PAL_LANE_PROOFS of the sending) and named by as many
 * answers as one likes, by its SHA-256. Respondents alone read it; those that the answers name when
 * they are submitted are read by whoever reads the answers (lane "claimed").
 */
#ifndef PAL_APP_HOUSE_PROOFS_H
#define PAL_APP_HOUSE_PROOFS_H

#include "app/house/answers.h"

#define PAL_LANE_PROOFS "answer"

enum {
    PAL_PROOF_FILE_MOST = 25 << 20, /* bytes of one */
    PAL_PROOFS_MOST = 500,          /* of one sending, those that were withdrawn too */
};

struct pal_proof_file {
    const char *part; /* of its address */
    const char *hash; /* by which answers name it */
    const char *name;
    const char *title; /* "" */
    int64_t size;
    int64_t turn;
    int64_t at;
    bool is_withdrawn;
};

/* All of a lane, the newest last. PAL_E_DENIED: they are not the visitor's to read. */
enum pal_rc pal_proofs_list(struct pal_errand *errand, const struct pal_sending *sending,
                            enum pal_answers_lane lane, struct pal_proof_file **out,
                            size_t *count) PAL_WARN_UNUSED;

/* Whether one is among those: else PAL_E_NOT_FOUND. With a link to one topic these are the files
 * that its answers name, and those that were sent with it. */
enum pal_rc pal_proof_require(struct pal_errand *errand, const struct pal_sending *sending,
                              const char *part) PAL_WARN_UNUSED;

/* Takes one out of sight. As pal_facts_act. */
enum pal_rc pal_proof_withdraw(struct pal_errand *errand, const struct pal_sending *sending,
                               const char *part, const char *act,
                               struct pal_act_done *out) PAL_WARN_UNUSED;

/* Names a file that was sent in the answer to a question, behind whatever else proves it; nothing
 * where it is named there already. `by`: who does so, as answers have it, JSON. */
struct pal_proof_wish {
    const char *question;
    const char *hash;
    const char *title;
    const char *by;
};
enum pal_rc pal_proof_name(struct pal_errand *errand, const struct pal_sending *sending,
                           const struct pal_proof_wish *wish) PAL_WARN_UNUSED;

#endif
