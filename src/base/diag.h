/*
 * diag - the errors and warnings found while one document is read.
 *
 * Reading goes on after an error where it can, so that a user mends a file in one go. The first
 * PAL_LIMIT_PROBLEMS of each sort are kept, the others only counted.
 */
#ifndef PAL_BASE_DIAG_H
#define PAL_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/limits.h"
#include "base/rc.h"

struct pal_diag {
    struct pal_err errors[PAL_LIMIT_PROBLEMS];
    struct pal_err warnings[PAL_LIMIT_PROBLEMS];
    size_t error_count; /* all of them, kept or not */
    size_t warning_count;
    const struct pal_voice *voice; /* the language of the sentences; NULL: English */
};

/* Empty, in English. */
void pal_diag_init(struct pal_diag *diag);

/* Adds an error or a warning; `problem` is copied. */
void pal_diag_error(struct pal_diag *diag, const struct pal_err *problem);
void pal_diag_warning(struct pal_diag *diag, const struct pal_err *problem);

/* PAL_OK when there is no error, else the code of the first one. */
enum pal_rc pal_diag_rc(const struct pal_diag *diag);

/* Says of the error told last what it lacks, of which field it is (struct pal_err). */
void pal_diag_lacks(struct pal_diag *diag, const char *what);
void pal_diag_field(struct pal_diag *diag, const char *field);

/* How what is lacking is given, in the words of who shows it, into `out`; NULL: nothing is said. */
typedef void (*pal_diag_way)(const char *lacks, struct pal_buf *out);

/* The errors, one a line. */
void pal_diag_write_errors(const struct pal_diag *diag, pal_diag_way way, struct pal_buf *out);

/* All problems, one a line, errors first; warnings are marked "warning:". */
void pal_diag_write(const struct pal_diag *diag, pal_diag_way way, struct pal_buf *out);

#endif
