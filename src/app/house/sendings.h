/*
 * sendings - sending a questionnaire: to whom, core or full, until when; all else is found.
 *
 * Each recipient gets a document of their own (sending/1) with the questions that they are asked,
 * the same for each of a kind, its state, and (a provider) a link, in one transaction: all or none.
 * It is one act: sent again it is answered as the first time, with the same links where they are
 * made of the same seed.
 */
#ifndef PAL_APP_HOUSE_SENDINGS_H
#define PAL_APP_HOUSE_SENDINGS_H

#include "app/desk/questions.h"
#include "app/house/sending.h"
#include "core/question/asked.h"

enum { PAL_RECIPIENTS_MOST = 200 };

struct pal_recipient {
    enum pal_actor actor;
    const char *provider; /* an id, of a candidate: of whom the answers tell; NULL: of none */
    const char *address;  /* of mail; NULL: the link is copied */
    const char *note;     /* to whom the link is given; "" */
};

/* A letter to one recipient, with their link. */
struct pal_sent_to;
struct pal_sending_letter {
    const char *title;
    const char *body;
    enum pal_lang lang;
};
typedef enum pal_rc (*pal_sending_write)(void *writer, size_t recipient,
                                         const struct pal_sent_to *sent,
                                         struct pal_sending_letter *out);

struct pal_sending_plan {
    const char *project;
    const char *questionnaire; /* NULL: the usual one */
    enum pal_tier tier;
    int64_t until; /* the second in which the time to answer ends */
    const struct pal_recipient *recipients;
    size_t recipient_count;
    bool is_tender;          /* all in one consultation, which closes at `until` */
    const char *keeper;      /* of it: a person */
    const char *annex;       /* SHA-256 of what was fixed before; NULL: none is asked for */
    const char *confirmed;   /* rules (tender_confirm.h); NULL: those of the annex */
    const char *act;         /* its id; NULL: one of its own */
    const char *seed;        /* a secret, which is kept nowhere; NULL: one of its own */
    pal_sending_write write; /* of letters, where a recipient has an address; else NULL */
    void *writer;
};

/* What is asked of one kind of recipient, before anything is sent. */
struct pal_sending_measure {
    const struct pal_questionnaire *questionnaire;
    const struct pal_profile
        *profile; /* up to whose targets is asked; NULL: the project has none */
    struct pal_asked asked;
    struct pal_asked_work work;
};
/* `app` was begun by pal_house_use, and keeps what it reads. Needs the right to edit the project.
 */
enum pal_rc pal_sendings_measure(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_sending_plan *plan, enum pal_actor actor,
                                 struct pal_sending_measure *out) PAL_WARN_UNUSED;

struct pal_sent_to {
    const char *sending; /* its id */
    const char *title;
    const struct pal_recipient *recipient;
    const char *pass;           /* the id of its pass; NULL: none */
    char link[PAL_SECRET_TEXT]; /* "": none; or the act was sent before, and it opens nothing now */
};
/* Sends; `out` has one for each recipient. `is_again`: this was sent before. PAL_E_INVALID with a
 * sentence: nothing was sent. PAL_E_CONFLICT: the id is of another act. */
enum pal_rc pal_sendings_send(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_sending_plan *plan, struct pal_sent_to **out,
                              bool *is_again) PAL_WARN_UNUSED;

#endif
