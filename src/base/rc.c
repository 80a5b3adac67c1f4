#include "base/rc.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

PAL_PRINTF(3, 0)
static void set(struct pal_err *err, enum pal_rc rc, const char *fmt, va_list args)
{
    memset(err, 0, sizeof *err);
    err->rc = rc;
    (void)vsnprintf(err->message, sizeof err->message, fmt, args);
    pal_utf8_trim(err->message);
}

enum pal_rc pal_err_set(struct pal_err *err, enum pal_rc rc, const char *fmt, ...)
{
    if (err == NULL) {
        return rc;
    }
    va_list args;
    va_start(args, fmt);
    set(err, rc, fmt, args);
    va_end(args);
    return rc;
}

enum pal_rc pal_err_say(struct pal_err *err, enum pal_rc rc, const struct pal_voice *voice,
                        const char *fmt, ...)
{
    if (err == NULL) {
        return rc;
    }
    va_list args;
    va_start(args, fmt);
    set(err, rc, pal_voice_say(voice, fmt), args);
    va_end(args);
    return rc;
}

enum pal_rc pal_err_lacks(struct pal_err *err, enum pal_rc rc, const char *what, const char *fmt,
                          ...)
{
    if (err == NULL) {
        return rc;
    }
    va_list args;
    va_start(args, fmt);
    set(err, rc, fmt, args);
    va_end(args);
    err->lacks = what;
    return rc;
}

int pal_rc_exit_status(enum pal_rc rc)
{
    switch (rc) {
    case PAL_OK:
        return 0;
    case PAL_E_USAGE:
        return 64;
    case PAL_E_MEMORY:
    case PAL_E_LIMIT:
    case PAL_E_INVALID:
    case PAL_E_NOT_FOUND:
    case PAL_E_IO:
    case PAL_E_DENIED:
    case PAL_E_CONFLICT:
    case PAL_E_EXISTS:
    case PAL_E_BUSY:
    case PAL_E_OFTEN:
    case PAL_E_FULL:
    case PAL_E_UNAVAILABLE:
    case PAL_E_LATER:
        return 1;
    }
    return 1;
}
