#include "app/house/submit.h"

#include "core/case/case.h"

/* Once, of what stands there now. */
static enum pal_rc submit_once(struct pal_errand *errand, const struct pal_sending *sending,
                               const struct pal_submission *wish, const char *asked,
                               struct pal_act_done *out)
{
    struct pal_answers_written written;
    enum pal_rc rc = pal_answers_write(errand, sending, PAL_ANSWERS_OWN, &written);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_sent_wish sent = {.sending = wish->sending,
                                       .state = "submitted",
                                       .act = wish->act,
                                       .turn = sending->turn,
                                       .signed_by = wish->signed_by,
                                       .receipt = written.hash,
                                       .day = written.day,
                                       .organization = written.organization,
                                       .asked = asked};
    return pal_sending_say(errand, &sent, out);
}

enum pal_rc pal_sending_submit(struct pal_errand *errand, const struct pal_submission *wish,
                               struct pal_act_done *out)
{
    enum { TRIES = 3 };
    struct pal_sending sending;
    int64_t turn = 0;
    *out = (struct pal_act_done){0};
    const char *words[] = {wish->sending, wish->signed_by};
    const char *asked = pal_act_asked(errand, "submit", words, 2, NULL, 0);
    enum pal_rc rc = pal_facts_sent_before(errand, wish->act, asked, out);
    if (rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    rc = PAL_E_CONFLICT;
    for (int i = 0; i < TRIES && rc == PAL_E_CONFLICT; i++) {
        errand->err = (struct pal_err){0};
        rc = pal_sending_get(errand, wish->sending, &sending);
        /* Before a consultation is opened it may be submitted anew. */
        bool is_done =
            rc == PAL_OK && sending.state == PAL_SENDING_SUBMITTED && (i > 0 || !sending.is_sealed);
        if (is_done || (rc == PAL_OK && i > 0 && sending.turn != turn)) {
            return pal_errand_fail(errand, PAL_E_CONFLICT,
                                   is_done ? "the answers were submitted just now, or before, by "
                                             "somebody else: look at the receipt"
                                           : "somebody else was first with this: look at what is "
                                             "there now, and say whether yours is to follow it");
        }
        turn = sending.turn;
        rc = rc == PAL_OK ? submit_once(errand, &sending, wish, asked, out) : rc;
    }
    return rc;
}
