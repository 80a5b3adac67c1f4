/*
 * checks - what each row of a project's file keeps to, wherever it comes from: the verbs of
 * dossier.h ask here, and so does an import (carry.h). A check that fails leaves its sentence in
 * the errand; none of them writes. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_CHECKS_H
#define PAL_APP_HOUSE_CHECKS_H

#include "app/house/dossier.h"
#include "app/house/errand.h"
#include "store/people.h"
#include "store/records.h"

/* Where it is asked which project a document belongs to ("" for the library): PAL_E_NOT_FOUND
 * where there is no such document. NULL: the database of the errand. */
struct pal_homes {
    enum pal_rc (*find)(void *ctx, const char *kind, const char *id, const char **project);
    void *ctx;
};

/* Minutes of work from `least` on, as they are typed (base/work.h). */
enum pal_rc pal_check_minutes(struct pal_errand *errand, const char *text, int64_t least,
                              int64_t *out) PAL_WARN_UNUSED;

/* A word of at most `max` bytes; `what` says which. */
enum pal_rc pal_check_length(struct pal_errand *errand, const char *what, const char *text,
                             size_t max) PAL_WARN_UNUSED;

/* Why somebody is locked or a rule is lifted: not blank, at most 500 bytes. */
enum pal_rc pal_check_reason(struct pal_errand *errand, const char *reason) PAL_WARN_UNUSED;

/* Whether a project that has `count` files, removed ones too, may have one more. */
enum pal_rc pal_file_check_count(struct pal_errand *errand, int64_t count) PAL_WARN_UNUSED;
/* A file as it is sent; and the name and the media type under which it is kept. */
enum pal_rc pal_file_check(struct pal_errand *errand,
                           const struct pal_sent_file *file) PAL_WARN_UNUSED;
const char *pal_file_plain_name(struct pal_errand *errand, const char *name);
const char *pal_file_media_type(const struct pal_sent_file *file);
/* A file as it is kept: what sending it would have made of it. `row->content` is there. */
enum pal_rc pal_file_check_row(struct pal_errand *errand,
                               const struct pal_file_row *row) PAL_WARN_UNUSED;

/* What stands in the audit of such rows: also of those that are brought. */
const char *pal_file_words(struct pal_errand *errand, const struct pal_file_row *row);

/* An account: its address in small letters, its name, its language. (people.c) */
enum pal_rc pal_people_check(struct pal_errand *errand,
                             const struct pal_person *person) PAL_WARN_UNUSED;

/* The first `max` bytes of a text, cut between characters. */
const char *pal_cut(struct pal_errand *errand, const char *text, size_t max);

#endif
