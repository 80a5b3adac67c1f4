/* tender_link - the keeper's links to what was sent in a consultation; see tenders.h. */
#include <string.h>

#include "app/house/sending.h"
#include "app/house/tenders.h"
#include "base/text.h"

static bool is_of(const struct pal_sending *sending, const struct pal_tender *tender)
{
    return sending->tender != NULL && strcmp(sending->project, tender->project) == 0 &&
           strcmp(sending->tender, tender->id) == 0;
}

/* All that are open but one. */
static enum pal_rc end_others(struct pal_errand *errand, const char *sending, const char *kept)
{
    struct pal_pass *passes = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_passes_list(errand, PAL_SENDING_KIND, sending, &passes, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (passes[i].state == PAL_PASS_OPEN && strcmp(passes[i].id, kept) != 0) {
            rc = pal_passes_revoke(errand, PAL_SENDING_KIND, sending, passes[i].id);
        }
    }
    return rc;
}

enum pal_rc pal_tender_link(struct pal_errand *errand, const struct pal_tender_link_wish *wish,
                            struct pal_tender_linked *out)
{
    struct pal_tender tender;
    struct pal_sending sending;
    struct pal_pass made;
    enum pal_rc rc = pal_tender_get(errand, wish->project, wish->tender, &tender);
    rc = rc == PAL_OK ? pal_sending_get(errand, wish->sending, &sending) : rc;
    if (rc == PAL_OK && !is_of(&sending, &tender)) {
        rc = pal_errand_fail(errand, PAL_E_NOT_FOUND, "%s was not sent in this consultation",
                             pal_quote(wish->sending).text);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const char *title = sending.provider_title;
    bool is_short = title != NULL && strlen(title) <= PAL_PASS_NOTE;
    const struct pal_new_pass wanted = {.kind = PAL_SENDING_KIND,
                                        .subject = sending.id,
                                        .rights =
                                            PAL_PASS_READ | PAL_PASS_ANSWER | PAL_PASS_HAND_ON,
                                        .last_day = pal_sending_link_day(errand, tender.closing),
                                        .note = is_short ? title : ""};
    rc = pal_passes_make(errand, &wanted, &made, out->link);
    out->sending = sending.id;
    out->provider_title = title;
    return rc == PAL_OK && wish->ends_others ? end_others(errand, sending.id, made.id) : rc;
}
