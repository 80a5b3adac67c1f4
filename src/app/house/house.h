/*
 * house - a database that is open, for errands: its upkeep, and what all of them read in common.
 *
 * The rooms have headers of their own: errand.h (who may what), people.h, shelf.h (documents and
 * lists), audit.h (the chain), dossier.h (hours, deliveries, files), carry.h, keep.h, doctor.h.
 */
#ifndef PAL_APP_HOUSE_HOUSE_H
#define PAL_APP_HOUSE_HOUSE_H

#include "app/desk/app.h"
#include "app/desk/zones.h"
#include "app/house/errand.h"

/* Opens a database (store/db.h says how it is named) for at most `connections` errands at a time,
 * and brings its schema up to date. */
enum pal_rc pal_house_open(const char *url, size_t connections, struct pal_house **out,
                           struct pal_err *err) PAL_WARN_UNUSED;
/* How a command opens its database, for one errand. */
enum pal_open {
    PAL_OPEN_MAKE,     /* made where it is not there; its schema is brought up to date */
    PAL_OPEN_THERE,    /* PAL_E_NOT_FOUND where there is none, or nothing of palier's in it */
    PAL_OPEN_AS_IT_IS, /* the same, with the schema left as it is */
    PAL_OPEN_READ,     /* the same; needs no right to write. An older schema is refused */
    PAL_OPEN_LOOK,     /* the same; whatever the schema is */
};
enum pal_rc pal_house_open_as(const char *url, enum pal_open how, struct pal_house **out,
                              struct pal_err *err) PAL_WARN_UNUSED;
void pal_house_close(struct pal_house *house);

/* Whether scores and heads are computed again once the schema is up to date. */
enum pal_renewal {
    PAL_RENEW_NEVER, /* of a copy that is only looked at */
    PAL_RENEW_OLDER, /* where the schema was older */
    PAL_RENEW_ALWAYS,
};

/* Does the steps of the schema that are missing. Then, in one transaction, rows of a database of
 * before the chain covered any are adopted (pal_audit_adopt), and scores and heads computed again.
 * Takes no lock where nothing is to be done. */
enum pal_rc pal_house_upgrade(struct pal_errand *errand, enum pal_renewal renewal) PAL_WARN_UNUSED;

/* What the database is called, without a password. */
const char *pal_house_name(const struct pal_house *house);

/* What is built in, read once. */
const struct pal_app *pal_house_common(const struct pal_house *house);

/* Makes `app` one that shares what the house of the errand has read; end it with pal_app_done. */
void pal_house_share(const struct pal_errand *errand, struct pal_app *app);

/* Where acts that wait share a transaction (together.h); NULL: each has its own. */
struct pal_together;
struct pal_together *pal_house_together(const struct pal_house *house);
/* What is said of assessments (marks_kept.h); NULL: nothing is kept. */
struct pal_marks_kept;
struct pal_marks_kept *pal_house_marks(const struct pal_house *house);

/* How this server reaches a mail server (mail_way.h); NULL: it sends no mail. Given once, before
 * any errand comes in; it is the house's from then on. */
struct pal_mail_way;
void pal_house_take_mail(struct pal_house *house, struct pal_mail_way *way);
struct pal_mail_way *pal_house_mail(const struct pal_house *house);

/* Who gives which role and what one person does not combine, read once. */
const struct pal_rights *pal_house_rights(const struct pal_house *house);

/* A time zone that this machine knows, by its name; "" and NULL: the machine's own. NULL: there is
 * none of that name. Lives as long as the house. */
const struct pal_zone *pal_house_zone(const struct pal_house *house, const char *name);

/* Gives an errand its connection and its time, and takes the connection back. An errand that was
 * not let in may be left. */
enum pal_rc pal_house_enter(struct pal_house *house, struct pal_errand *errand) PAL_WARN_UNUSED;
void pal_house_leave(struct pal_errand *errand);

/* The time, by the clock of the database, which every server of it shares (as far as it was last
 * asked: pal_house_look_at_clock); to the second. */
int64_t pal_house_now(const struct pal_house *house);
/* Asks the database what time it is. What cannot be asked now stays as it was. */
void pal_house_look_at_clock(struct pal_house *house, struct pal_errand *errand);

/* How many queries an errand has made. */
uint64_t pal_house_queries(const struct pal_errand *errand);

/* The schema that the database has, and the one that this program has. */
enum pal_rc pal_house_schema(struct pal_errand *errand, int *has, int *knows) PAL_WARN_UNUSED;

#endif
