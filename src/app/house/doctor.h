/*
 * doctor - looks at an installation and says for each finding what to do. Changes nothing: a
 * database that is not there is not made, an old schema stays.
 */
#ifndef PAL_APP_HOUSE_DOCTOR_H
#define PAL_APP_HOUSE_DOCTOR_H

#include "app/house/errand.h"
#include "app/house/keep.h"

enum pal_finding_state {
    PAL_FINDING_FINE,
    PAL_FINDING_ADVICE, /* should be done some day */
    PAL_FINDING_MUST,   /* must be done: the exit status says so */
};

extern const char *const pal_finding_states[3];

struct pal_finding {
    const char *id; /* "file-mode": for programs, stable */
    enum pal_finding_state state;
    const char *found; /* a sentence */
    const char *todo;  /* NULL where all is fine */
};

enum { PAL_FINDINGS_MAX = 32 };

struct pal_doctor {
    const char *url;         /* of the database */
    const char *certificate; /* NULL: palier does no TLS itself */
    const char *key;
    int64_t now;
    struct pal_arena *arena;
    const struct pal_voice *voice; /* NULL: English */
    int64_t size;                  /* bytes of the database's file; 0: not known. Found */
    int64_t last_backup;           /* 0: none is known. Found */
    struct pal_finding findings[PAL_FINDINGS_MAX];
    size_t count;
};

/* Fills `findings`. PAL_E_MEMORY alone fails. */
enum pal_rc pal_doctor_look(struct pal_doctor *doctor) PAL_WARN_UNUSED;

/* The same for a page: on the errand's connection, without reading the whole database (content and
 * audit chain). For an administrator. */
enum pal_rc pal_doctor_glance(struct pal_doctor *doctor, struct pal_errand *errand) PAL_WARN_UNUSED;

/* Until when a certificate (PEM) holds and whether the private key is its own; seconds since 1970.
 * A sentence where one of them cannot be used. */
enum pal_rc pal_certificate_look(const char *certificate, const char *key, int64_t *until,
                                 struct pal_err *err) PAL_WARN_UNUSED;

#endif
