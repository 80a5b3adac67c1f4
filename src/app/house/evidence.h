/*
 * evidence - what speaks for marks: facts of the kind "evidence" on an assessment, each kept once,
 * whatever the number of steps that it speaks for.
 *
 * A piece names the steps with the basis that it was taken for: {"PA05/2.1": "checked"}. What it
 * is, is a document of the project (with page and quoted words), or something else with a title, or
 * what was shown on site or by video call.
 */
#ifndef PAL_APP_HOUSE_EVIDENCE_H
#define PAL_APP_HOUSE_EVIDENCE_H

#include "app/house/errand.h"
#include "core/model/marks.h"

#define PAL_EVIDENCE_FACT "evidence"

enum {
    PAL_EVIDENCE_MOST = 500,  /* pieces of one assessment */
    PAL_EVIDENCE_EVER = 2000, /* with those that were withdrawn */
    PAL_EVIDENCE_HOWS = 3,
};
/* "document", "site", "call": how it was seen. */
extern const char *const pal_evidence_hows[PAL_EVIDENCE_HOWS];
/* What is said of a piece: "how", "document", "title", "page", "words", "date", "author". */
enum { PAL_EVIDENCE_KEYS = 7 };
extern const char *const pal_evidence_keys[PAL_EVIDENCE_KEYS];

/* A step that a piece speaks for, and on which basis it was taken for it. */
struct pal_evidence_cell {
    const char *part; /* "PA05/2.1" */
    enum pal_mark_lane lane;
};

/* A piece of evidence, as it stands. Texts that are not said are NULL. */
struct pal_evidence {
    const char *id; /* the part of its fact */
    int64_t turn;
    const char *how;
    const char *document; /* id of a document of the project, or of a file that was sent */
    const char *title;
    const char *page;
    const char *words; /* quoted */
    const char *date;  /* its own */
    const char *author;
    const char *principal; /* who named it: "person:ID" */
    const char *claim;
    int64_t at;
    const struct pal_evidence_cell *cells;
    size_t cell_count;
};

/* The pieces of an assessment that were not taken back, the last named first. Behind the right to
 * read the assessment. */
enum pal_rc pal_evidence_list(struct pal_errand *errand, const char *assessment,
                              struct pal_evidence **out, size_t *count) PAL_WARN_UNUSED;

/* Whether a piece speaks for a step ("PA05/2.1"), on whatever basis. */
bool pal_evidence_is_of(const struct pal_evidence *evidence, const char *part);

/* The key of a step in the fields of its fact: "cells.PA05/2.1". */
const char *pal_evidence_cell_key(struct pal_errand *errand, const char *part);

#endif
