/*
 * files - reading a file as a whole, with a limit.
 */
#ifndef PAL_APP_DESK_FILES_H
#define PAL_APP_DESK_FILES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/rc.h"

/* Reads the file at `path` ("-": standard input) into `arena`. A file larger than `max` bytes is
 * refused before it is read where its size is known. `err` names the file, in the words of the
 * voice (NULL: English). */
enum pal_rc pal_file_read(const char *path, size_t max, struct pal_arena *arena, const char **bytes,
                          size_t *len, const struct pal_voice *voice,
                          struct pal_err *err) PAL_WARN_UNUSED;

/* Writes a new file for its owner alone; PAL_E_IO with a sentence, also where it is there. */
enum pal_rc pal_file_write(const char *path, const void *bytes, size_t len,
                           struct pal_err *err) PAL_WARN_UNUSED;

/* A file as it was read. */
struct pal_file_was {
    const char *path;
    const char *bytes;
    size_t len;
};

/* Writes a file anew, whole or not at all, in the place of what was read from it: beside it, then
 * renamed, with its mode; a link stays one. Whoever writes so waits for who does at the time.
 * PAL_E_CONFLICT: the file is no longer what was read. `err` names the file, in the words of the
 * voice. */
enum pal_rc pal_file_replace(const struct pal_file_was *was, const void *bytes, size_t len,
                             const struct pal_voice *voice, struct pal_err *err) PAL_WARN_UNUSED;

/* True when something stands at `path`. */
bool pal_file_exists(const char *path);

#endif
