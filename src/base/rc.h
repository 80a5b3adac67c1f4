/*
 * rc - the result codes of palier and the sentence that goes with a failure.
 *
 * Every function that can fail returns an `enum pal_rc`. Detail goes into a
 * `struct pal_err` passed as the last parameter; callers that do not care pass NULL.
 * Nothing here keeps state: there is no "last error".
 */
#ifndef PAL_BASE_RC_H
#define PAL_BASE_RC_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"

#define PAL_WARN_UNUSED       __attribute__((warn_unused_result))
#define PAL_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

enum pal_rc {
    PAL_OK = 0,
    PAL_E_MEMORY,      /* an allocation failed */
    PAL_E_LIMIT,       /* the input is larger than a documented limit */
    PAL_E_INVALID,     /* a document or a value does not follow its contract */
    PAL_E_NOT_FOUND,   /* an id or a file does not exist */
    PAL_E_IO,          /* the operating system refused a read or a write */
    PAL_E_USAGE,       /* the caller's words are off (command line) */
    PAL_E_DENIED,      /* the person may not do this */
    PAL_E_CONFLICT,    /* somebody else changed it in the meantime */
    PAL_E_EXISTS,      /* the id is taken */
    PAL_E_BUSY,        /* try again: another transaction was in the way */
    PAL_E_FULL,        /* no room on the disk */
    PAL_E_OFTEN,       /* asked for too often: to be asked again later */
    PAL_E_UNAVAILABLE, /* the database or a service is away */
    PAL_E_LATER,       /* it is done later: a job was made of it */
};

enum { PAL_ERR_FILE_MAX = 256, PAL_ERR_PATH_MAX = 256, PAL_ERR_MESSAGE_MAX = 640 };

/* One failure or warning: where it is and a sentence a user can act on. */
struct pal_err {
    enum pal_rc rc;
    uint32_t line;   /* 1-based; 0: the place has no line */
    uint32_t column; /* 1-based; 0: unknown */
    /* What whoever asks can give to mend it, by its name ("model"), a literal; NULL: nothing is
     * known. How it is given is said by whoever shows the sentence. */
    const char *lacks;
    /* What the sentence is of: a field of the form that was sent, or the key that is missing at the
     * path. Lives as long as the program, or the request. NULL: of no one field. */
    const char *field;
    char file[PAL_ERR_FILE_MAX];
    char path[PAL_ERR_PATH_MAX]; /* place in the document, as "areas[3].id"; may be empty */
    char message[PAL_ERR_MESSAGE_MAX];
};

/* Fills `err` (may be NULL) without a place and gives back `rc`. Text that does not fit is cut
 * at a character boundary. */
enum pal_rc pal_err_set(struct pal_err *err, enum pal_rc rc, const char *fmt, ...) PAL_PRINTF(3, 4);

/* As pal_err_set, in the language of a voice (base/lang.h). */
enum pal_rc pal_err_say(struct pal_err *err, enum pal_rc rc, const struct pal_voice *voice,
                        const char *fmt, ...) PAL_PRINTF(4, 5);

/* As pal_err_set, saying what is lacking. */
enum pal_rc pal_err_lacks(struct pal_err *err, enum pal_rc rc, const char *what, const char *fmt,
                          ...) PAL_PRINTF(4, 5);

/* The exit status of the command line for a result code (docs/manual.md, "Exit status"). */
int pal_rc_exit_status(enum pal_rc rc);

#endif
