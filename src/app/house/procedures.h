/*
 * procedures - the table of procedures that the house goes by, its texts of messages, and which
 * procedure a project states.
 *
 * What is built in holds (app/desk/procedures.h), unless the library has a copy that says that it
 * replaces it: of several the one that was changed last. A project's own copy decides nothing until
 * it is published: who leads a purchase does not write its rules.
 */
#ifndef PAL_APP_HOUSE_PROCEDURES_H
#define PAL_APP_HOUSE_PROCEDURES_H

#include "app/desk/procedures.h"
#include "app/house/errand.h"

/* Read with `app`, which must be one of the house (pal_house_use, pal_house_share); they live as
 * long as it. They are nobody's secret: no right is asked for. */
enum pal_rc pal_house_procedures(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_procedures **out) PAL_WARN_UNUSED;
/* The same for whoever knows whether the library has any (struct pal_case_of): without one nothing
 * is asked of the database. */
enum pal_rc pal_house_procedures_among(struct pal_errand *errand, struct pal_app *app,
                                       bool has_tables,
                                       const struct pal_procedures **out) PAL_WARN_UNUSED;
enum pal_rc pal_house_messages(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_messages **out) PAL_WARN_UNUSED;

/* The procedure of a project that is kept, by the table in force; of PAL_EVERYWHERE, and of a
 * project that is not there, PAL_PROCEDURE_NONE. Lives as long as `app`. */
enum pal_rc pal_house_procedure(struct pal_errand *errand, struct pal_app *app, const char *project,
                                const struct pal_procedure **out) PAL_WARN_UNUSED;
/* The same, with that table. */
enum pal_rc pal_house_procedure_of(struct pal_errand *errand, struct pal_app *app,
                                   const char *project, const struct pal_procedures **table,
                                   const struct pal_procedure **out) PAL_WARN_UNUSED;

/* What it says of an act. */
enum pal_rc pal_procedure_says(struct pal_errand *errand, struct pal_app *app, const char *project,
                               enum pal_tender_act act,
                               const struct pal_tender_answer **out) PAL_WARN_UNUSED;
/* Asked by the verb that does the act, once: PAL_OK where it is allowed, or asks for something.
 * PAL_E_DENIED where it is forbidden: the sentence is the note of the rule, with its id and its
 * source. */
enum pal_rc pal_procedure_require(struct pal_errand *errand, const char *project,
                                  enum pal_tender_act act) PAL_WARN_UNUSED;
/* The same for what is done to one candidate alone in a consultation: what asks to be done to all
 * is refused, too. */
enum pal_rc pal_procedure_require_alone(struct pal_errand *errand, const char *project,
                                        enum pal_tender_act act) PAL_WARN_UNUSED;
/* Refuses by a rule of a condition that the program finds broken: never PAL_OK. */
enum pal_rc pal_procedure_refuse(struct pal_errand *errand, const char *project,
                                 enum pal_tender_act act, const char *rule) PAL_WARN_UNUSED;
/* The value of a rule that holds in the project's procedure: its first number; `absent` where it
 * holds not, or has none. */
enum pal_rc pal_procedure_number(struct pal_errand *errand, const char *project, const char *rule,
                                 uint32_t absent, uint32_t *out) PAL_WARN_UNUSED;

/* Whether a project is a tender, as grants and duties mean it: its procedure is one, however far
 * the project is. */
enum pal_rc pal_house_is_tender(struct pal_errand *errand, const char *project,
                                bool *out) PAL_WARN_UNUSED;

/* Whether the procedure of a project stays as it is: the first link has left. */
enum pal_rc pal_procedure_is_fixed(struct pal_errand *errand, const char *project,
                                   bool *out) PAL_WARN_UNUSED;
/* Whether the text that a project is to have states a procedure that the table in force has, or
 * none; and, once the first link has left, the one that it has. Else PAL_E_INVALID, and the problem
 * is in `app`. */
enum pal_rc pal_procedures_fit(struct pal_errand *errand, struct pal_app *app, const char *project,
                               const char *text) PAL_WARN_UNUSED;

#endif
