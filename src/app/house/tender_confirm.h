/*
 * tender_confirm - rules of a procedure that no program counts: whoever acts confirms them, and
 * what they do says so ("confirmed": their ids). A rule with a number that is the house's own
 * choice is counted; whoever does otherwise confirms that, too. One of the law is kept.
 */
#ifndef PAL_APP_HOUSE_TENDER_CONFIRM_H
#define PAL_APP_HOUSE_TENDER_CONFIRM_H

#include "app/house/errand.h"
#include "app/house/tenders.h"
#include "core/case/procedure.h"

/* One that is asked for, in the language of the errand. */
struct pal_tender_confirm {
    const char *id;
    const char *note;
    uint32_t value;     /* its number; 0: it has none */
    const char *source; /* NULL: a choice of the house */
    bool is_verified;   /* the source was read */
};
enum { PAL_TENDER_CONFIRMS = 16 };
/* {0}: none. */
struct pal_tender_confirms {
    struct pal_tender_confirm of[PAL_TENDER_CONFIRMS];
    size_t count;
};

/* Adds the rules that the condition of an act names, that have no number, and that the program does
 * not carry out itself. `but`: ids that do not belong here, with blanks between; "". */
enum pal_rc pal_tender_confirms_add(struct pal_errand *errand, const char *project,
                                    enum pal_tender_act act, const char *but,
                                    struct pal_tender_confirms *out) PAL_WARN_UNUSED;
/* Adds ANSWER-DAYS where a closing leaves less from a moment on; PAL_E_INVALID where the house's
 * table makes a law of it. */
enum pal_rc pal_tender_confirms_add_days(struct pal_errand *errand, const char *project,
                                         int64_t from, int64_t closing,
                                         struct pal_tender_confirms *out) PAL_WARN_UNUSED;
/* Adds the lead time of answers where what leaves now is behind it and no rule moves the closing;
 * PAL_E_INVALID where it is law. */
enum pal_rc pal_tender_confirms_add_lead(struct pal_errand *errand, const struct pal_tender *tender,
                                         struct pal_tender_confirms *out) PAL_WARN_UNUSED;

/* Whether `said` (ids with blanks between; NULL: none) has all of them, and no other. */
enum pal_rc pal_tender_confirms_check(struct pal_errand *errand,
                                      const struct pal_tender_confirms *asked,
                                      const char *said) PAL_WARN_UNUSED;
/* Those of `said` that are asked for; NULL: none. */
const char *pal_tender_confirms_among(struct pal_errand *errand,
                                      const struct pal_tender_confirms *asked, const char *said);

/* What each act asks for: the annex, its launch, a later closing; what the keeper passes on, an
 * answer, a correction. */
enum pal_rc pal_tender_confirms_annex(struct pal_errand *errand, const char *project,
                                      int64_t closing,
                                      struct pal_tender_confirms *out) PAL_WARN_UNUSED;
enum pal_rc pal_tender_confirms_move(struct pal_errand *errand, const struct pal_tender *tender,
                                     int64_t closing,
                                     struct pal_tender_confirms *out) PAL_WARN_UNUSED;
enum pal_tender_telling { PAL_TELL_PASSED_ON, PAL_TELL_ANSWER, PAL_TELL_CORRECTION };
enum pal_rc pal_tender_confirms_tell(struct pal_errand *errand, const struct pal_tender *tender,
                                     enum pal_tender_telling what,
                                     struct pal_tender_confirms *out) PAL_WARN_UNUSED;

#endif
