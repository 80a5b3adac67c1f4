/*
 * annex - what candidates of a consultation are told beforehand: what is asked, at which level, and
 * how answers become a mark. It is fixed before the first link leaves, and known by its SHA-256.
 *
 * Its words are the texts of messages (use "annex", core/case/messages.h), of which those are
 * written whose placeholders are known; its tables are the targets of the profile and the values
 * that rules name. The fact "annex" of the project keeps it as it was fixed; fixed anew it is the
 * next turn of it, until a consultation runs. Source: docs/tenders.md.
 */
#ifndef PAL_APP_HOUSE_ANNEX_H
#define PAL_APP_HOUSE_ANNEX_H

#include "app/desk/app.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "core/question/questionnaire.h"

#define PAL_ANNEX_FACT "annex"

/* What a person says for it, each by the key of its field; NULL: it is not said, and the sentences
 * that need it are left out. */
enum pal_annex_choice {
    PAL_ANNEX_REFERENCE,
    PAL_ANNEX_BUYER,
    PAL_ANNEX_CHANNEL,       /* link, profile */
    PAL_ANNEX_BUYER_PROFILE, /* where the answers are handed in, of the second */
    PAL_ANNEX_WEIGHT,        /* of security, in percent */
    PAL_ANNEX_MARKS,         /* steps, questions */
    PAL_ANNEX_MARK_MAX,
    PAL_ANNEX_MARK_STEP,
    PAL_ANNEX_MINIMUM,     /* points */
    PAL_ANNEX_VISIT,       /* all, no_mark, after */
    PAL_ANNEX_NEGOTIATION, /* no, yes, reserved */
    PAL_ANNEX_CHOICES
};
extern const char *const pal_annex_choice_ids[PAL_ANNEX_CHOICES];
/* What each may be, with blanks between; NULL: any few words. */
extern const char *const pal_annex_choice_words[PAL_ANNEX_CHOICES];

struct pal_annex_plan {
    const char *project;
    const char *questionnaire; /* NULL: the usual one */
    enum pal_tier tier;
    int64_t until; /* the closing */
    const char *choices[PAL_ANNEX_CHOICES];
    const char *confirmed; /* rules (tender_confirm.h); NULL: none */
};

enum { PAL_ANNEX_TEXT = 60000 /* bytes of one language, at most */ };

struct pal_annex {
    struct pal_annex_plan plan;
    struct pal_text text; /* lines: "# title", "## heading", "| a | b |" of tables, paragraphs */
    const char *hash;     /* of the file: the English, a line "---", the French */
    /* What answers are held against, whatever the project says later; NULL: none. */
    const char *profile;
    int64_t profile_version; /* 0: it is built in */
    const char *alert;       /* a level of it */
    size_t points;           /* that it asks of the provider; of one that is written */
    int64_t turn;            /* 0: it is not fixed */
    int64_t fixed_at;
    const char *fixed_by; /* a principal */
};

/* What it would be now. Needs the right to edit the project. `app` was begun by pal_house_use. */
enum pal_rc pal_annex_write(struct pal_errand *errand, struct pal_app *app,
                            const struct pal_annex_plan *plan,
                            struct pal_annex *out) PAL_WARN_UNUSED;

/* Fixes it, as an act; `turn`: that was seen. PAL_E_INVALID: a consultation runs, or a choice is
 * none. As pal_facts_act. */
enum pal_rc pal_annex_fix(struct pal_errand *errand, struct pal_app *app,
                          const struct pal_annex_plan *plan, int64_t turn, const char *act,
                          struct pal_act_done *out) PAL_WARN_UNUSED;

/* The one of a hash, as it was fixed, or (NULL) the last. PAL_E_NOT_FOUND without a sentence.
 * Whoever asks may read it: it is told to all who take part. */
enum pal_rc pal_annex_find(struct pal_errand *errand, const char *project, const char *hash,
                           struct pal_annex *out) PAL_WARN_UNUSED;
/* The same behind the right to read the project. PAL_E_NOT_FOUND with a sentence. */
enum pal_rc pal_annex_get(struct pal_errand *errand, const char *project, const char *hash,
                          struct pal_annex *out) PAL_WARN_UNUSED;

/* Its file. */
const char *pal_annex_file(struct pal_errand *errand, const struct pal_annex *annex);

#endif
