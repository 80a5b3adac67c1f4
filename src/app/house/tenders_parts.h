/* tenders_parts - what the files of consultations share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_TENDERS_PARTS_H
#define PAL_APP_HOUSE_TENDERS_PARTS_H

#include "app/desk/app.h"
#include "app/house/candidates.h"
#include "app/house/fact_kinds.h"
#include "app/house/tenders.h"
#include "core/question/questionnaire.h"

/* Rows of fact_kinds.c. */
extern const struct pal_fact_kind pal_fact_tender;

/* PAL_E_DENIED: the visitor has declared a conflict of interest, and steps back (CONFLICT). */
enum pal_rc pal_tender_check_interest(struct pal_errand *errand, const char *project,
                                      const char *tender) PAL_WARN_UNUSED;

extern const struct pal_fact_kind pal_fact_declaration;
extern const struct pal_fact_kind pal_fact_request;
extern const struct pal_fact_kind pal_fact_clarification;
extern const struct pal_fact_kind pal_fact_candidate_question;
extern const struct pal_fact_kind pal_fact_late;

/* Whether a provider is no longer among the candidates: refused, withdrawn, or never one. */
bool pal_tender_has_left(const struct pal_candidates *candidates, const char *provider);

/* Whether it is said here and now: what is brought from elsewhere was told there. */
bool pal_tender_fact_is_new(const struct pal_errand *errand, const struct pal_fact_row *row);

/* One, whatever the visitor may read of the project; without names. PAL_E_NOT_FOUND: there is none.
 */
enum pal_rc pal_tender_find(struct pal_errand *errand, const char *project, const char *id,
                            struct pal_tender *out) PAL_WARN_UNUSED;

/* What those who answer in one are held by. `tender` NULL: none, and nothing is sealed. What is not
 * there is sealed for ever. */
struct pal_tender_brief {
    int64_t closing; /* 0: none */
    bool is_sealed;
    bool is_keeper; /* the visitor keeps it */
};
enum pal_rc pal_tender_brief(struct pal_errand *errand, const char *project, const char *tender,
                             struct pal_tender_brief *out) PAL_WARN_UNUSED;

/* Whether a project has one, or had one, that is not open: what its candidates answered is read by
 * nobody. `has_any` (may be NULL): whether it ever had one. Whoever asks may know of it. */
enum pal_rc pal_tender_is_shut(struct pal_errand *errand, const char *project, bool *is_shut,
                               bool *has_any) PAL_WARN_UNUSED;

/* How many persons open the answers of a project, by its procedure. */
enum pal_rc pal_tender_openers_needed(struct pal_errand *errand, const char *project,
                                      unsigned *out) PAL_WARN_UNUSED;

/* What the procedure asks before one is launched: a keeper. `has_annex`: it asks for one. */
enum pal_rc pal_tender_check_launch(struct pal_errand *errand, const char *project,
                                    const char *keeper, bool *has_annex) PAL_WARN_UNUSED;

/* Whether one of its candidates asked the question of a part, and it was not withdrawn. */
enum pal_rc pal_tender_has_question(struct pal_errand *errand, const struct pal_tender *tender,
                                    const char *part, bool *out) PAL_WARN_UNUSED;

/* Within the transaction, behind an answer to all: moves the closing where that is due. */
enum pal_rc pal_tender_follow_answer(struct pal_errand *errand, const struct pal_tender *tender,
                                     const char *part, const char *needed) PAL_WARN_UNUSED;
/* Likewise what follows a tender that was said to go on (a row of its own): its questionnaires end
 * with it, and all are told. */
enum pal_rc pal_tender_follow_move(struct pal_errand *errand,
                                   const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* Whether the server's record has an interruption between the launch and the closing of one. */
enum pal_rc pal_tender_had_outage(struct pal_errand *errand, const struct pal_tender *tender,
                                  bool *out) PAL_WARN_UNUSED;

/* The invitation of one who takes part, where it went to an address; else PAL_E_NOT_FOUND. */
struct pal_mail_row;
enum pal_rc pal_tender_invitation(struct pal_errand *errand, const struct pal_sending *sending,
                                  struct pal_mail_row *out) PAL_WARN_UNUSED;

/* Within the transaction: mails to all who take part and have an address, where this server sends
 * any: what was answered or corrected; that the closing moved, or that it was cancelled. */
enum pal_rc pal_tender_mail_told(struct pal_errand *errand,
                                 const struct pal_fact_row *row) PAL_WARN_UNUSED;
enum pal_rc pal_tender_mail_moved(struct pal_errand *errand,
                                  const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* Likewise to one candidate, what a request asks of them. */
struct pal_tender_request;
enum pal_rc pal_tender_mail_request(struct pal_errand *errand, const char *project,
                                    const struct pal_tender_request *request,
                                    const struct pal_sending *sending) PAL_WARN_UNUSED;

/* Says that answers are not open: never PAL_OK. */
enum pal_rc pal_tender_refuse_sealed(struct pal_errand *errand,
                                     const char *project) PAL_WARN_UNUSED;

/* Within a transaction: writes that one runs from now on, as the next of its project; its id. */
struct pal_recipient;
struct pal_sending_measure;
struct pal_tender_launch {
    const char *project;
    int64_t closing;
    const char *keeper;
    const char *annex; /* SHA-256; NULL: that of the project, which is fixed now if it is not */
    const char *questionnaire;
    enum pal_tier tier;
    struct pal_app *app;
    const char *confirmed; /* rules (tender_confirm.h); NULL: those of the annex */
    const struct pal_recipient *recipients;
    size_t recipient_count;
    const struct pal_candidates *candidates;   /* as they are now */
    const struct pal_sending_measure *measure; /* what providers are asked */
};
/* Whether whoever launches has confirmed what the rules ask, with it or with the annex that is
 * fixed; `out`: all that they have, NULL: nothing. */
enum pal_rc pal_tender_check_confirmed(struct pal_errand *errand,
                                       const struct pal_tender_launch *launch,
                                       const char **out) PAL_WARN_UNUSED;
/* Of one that is launched behind another that was opened (of any other PAL_OK): further rounds are
 * allowed and were announced, it goes to all who are still in and to nobody else, and asks the same
 * questions. */
enum pal_rc pal_tender_check_round(struct pal_errand *errand,
                                   const struct pal_tender_launch *launch) PAL_WARN_UNUSED;
/* `fixed`: the annex that it has; without a hash: none, or none that is kept here. */
struct pal_annex;
enum pal_rc pal_tender_launch(struct pal_errand *errand, const struct pal_tender_launch *launch,
                              const char **id, struct pal_annex *fixed) PAL_WARN_UNUSED;

#endif
