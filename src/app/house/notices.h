/*
 * notices - what those are told whose personal data the house keeps: the house's notice, put into
 * the texts of use "privacy" (core/case/notice.h, core/case/messages.h).
 *
 * What is built in holds, unless the library has a copy that says that it replaces it; an
 * administrator writes that on a page of the settings, as PAL_NOTICE_OF_HOUSE.
 */
#ifndef PAL_APP_HOUSE_NOTICES_H
#define PAL_APP_HOUSE_NOTICES_H

#include "app/desk/procedures.h"
#include "app/house/errand.h"

#define PAL_NOTICE_OF_HOUSE "house"

/* Read with `app`, which must be one of the house, and lives as long. It is nobody's secret: no
 * right is asked for. */
enum pal_rc pal_house_notice(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_notice **out) PAL_WARN_UNUSED;

enum pal_notice_of {
    PAL_NOTICE_CONTRIBUTOR, /* who answers with a link, or their account */
    PAL_NOTICE_NAMED        /* who is named in what was answered or seen */
};
struct pal_notice_wanted {
    const char *project;
    enum pal_notice_of of;
    enum pal_lang lang;   /* the reader's, of the errand's voice too */
    const char *asked_by; /* whom one turns to where the house names nobody; NULL: nobody */
};
/* The notice as it is shown, its title first, in the errand's arena. `is_unnamed`: the house does
 * not say who answers for the data. */
enum pal_rc pal_notice_write(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_notice_wanted *wanted,
                             struct pal_message_written *out, bool *is_unnamed) PAL_WARN_UNUSED;

/* The sentence of an invitation that says where it stands; "": the house's texts have none. */
enum pal_rc pal_notice_line(struct pal_errand *errand, struct pal_app *app, enum pal_lang lang,
                            const char **out) PAL_WARN_UNUSED;

#endif
