#include "app/desk/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 65536 };

/* What is being read, and in whose words its failure is told. */
struct reading {
    const char *path;
    const struct pal_voice *voice;
    struct pal_err *err;
};

static enum pal_rc at_file(const struct reading *reading, enum pal_rc rc)
{
    if (reading->err != NULL) {
        (void)snprintf(reading->err->file, sizeof reading->err->file, "%s",
                       strcmp(reading->path, "-") == 0
                           ? pal_voice_say(reading->voice, PAL_N_("standard input"))
                           : reading->path);
    }
    return rc;
}

static enum pal_rc fail(const struct reading *reading, enum pal_rc rc, const char *sentence)
{
    (void)pal_err_set(reading->err, rc, "%s", pal_voice_say(reading->voice, sentence));
    return at_file(reading, rc);
}

/* The system's own words are those of its language; for what happens often there are ours. */
static enum pal_rc fail_errno(const struct reading *reading, int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return fail(reading, PAL_E_NOT_FOUND, PAL_N_("there is no such file; check the path"));
    case EACCES:
    case EPERM:
        return fail(reading, PAL_E_IO, PAL_N_("you may not read this file; check its permissions"));
    default:
        (void)pal_err_say(reading->err, PAL_E_IO, reading->voice, "cannot be read: %s",
                          strerror(number));
        return at_file(reading, PAL_E_IO);
    }
}

static enum pal_rc too_large(const struct reading *reading, size_t max)
{
    (void)pal_err_say(reading->err, PAL_E_LIMIT, reading->voice,
                      "the file is larger than %zu MiB; split it", max / (1024 * 1024));
    return at_file(reading, PAL_E_LIMIT);
}

/* Reads until the end, doubling the room; the arena keeps the outgrown pieces until it is done,
 * which costs at most as much again. Files of known size take one piece. */
static enum pal_rc read_all(int fd, const struct reading *reading, size_t max, size_t room,
                            struct pal_arena *arena, const char **bytes, size_t *len)
{
    char *data = pal_arena_take_text(arena, room + 1);
    size_t used = 0;
    while (data != NULL) {
        ssize_t got = read(fd, data + used, room - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail_errno(reading, errno);
        }
        used += (size_t)got;
        if (got == 0) {
            data[used] = '\0';
            *bytes = data;
            *len = used;
            return PAL_OK;
        }
        if (used > max) {
            return too_large(reading, max);
        }
        if (used == room) {
            size_t more = room * 2 > max ? max + 1 : room * 2;
            char *larger = pal_arena_take_text(arena, more + 1);
            if (larger != NULL) {
                memcpy(larger, data, used);
            }
            data = larger;
            room = more;
        }
    }
    return fail(reading, PAL_E_MEMORY, PAL_N_("there is not enough memory to read this file"));
}

enum pal_rc pal_file_read(const char *path, size_t max, struct pal_arena *arena, const char **bytes,
                          size_t *len, const struct pal_voice *voice, struct pal_err *err)
{
    const struct reading reading = {path, voice, err};
    bool is_input = strcmp(path, "-") == 0;
    int fd = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return fail_errno(&reading, errno);
    }
    struct stat info;
    enum pal_rc rc;
    size_t room = FIRST_ROOM;
    if (fstat(fd, &info) != 0) {
        rc = fail_errno(&reading, errno);
    } else if (S_ISDIR(info.st_mode)) {
        rc = fail(&reading, PAL_E_IO, PAL_N_("this is a folder; name a file in it"));
    } else if (S_ISREG(info.st_mode) && (size_t)info.st_size > max) {
        rc = too_large(&reading, max);
    } else {
        room = S_ISREG(info.st_mode) ? (size_t)info.st_size + 1 : room;
        rc = read_all(fd, &reading, max, room, arena, bytes, len);
    }
    if (!is_input) {
        (void)close(fd);
    }
    return rc;
}

static bool write_all(int fd, const char *at, size_t len)
{
    bool is_written = true;
    while (is_written && len > 0) {
        ssize_t wrote = write(fd, at, len);
        is_written = wrote >= 0 || errno == EINTR;
        at += wrote > 0 ? wrote : 0;
        len -= wrote > 0 ? (size_t)wrote : 0;
    }
    return is_written;
}

enum pal_rc pal_file_write(const char *path, const void *bytes, size_t len, struct pal_err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool is_written = fd >= 0 && write_all(fd, bytes, len);
    int number = errno;
    is_written = fd >= 0 && close(fd) == 0 && is_written;
    return is_written ? PAL_OK
                      : pal_err_set(err, number == ENOSPC ? PAL_E_FULL : PAL_E_IO,
                                    "%.300s cannot be written: %s", path, strerror(number));
}

/* ------------------------------------------------------------------- writing anew */

static enum pal_rc fail_writing(const struct reading *of, int number)
{
    if (number == EACCES || number == EPERM || number == EROFS) {
        return fail(of, PAL_E_IO, PAL_N_("you may not write this file; check its permissions"));
    }
    (void)pal_err_say(of->err, number == ENOSPC ? PAL_E_FULL : PAL_E_IO, of->voice,
                      "cannot be written: %s", strerror(number));
    return at_file(of, number == ENOSPC ? PAL_E_FULL : PAL_E_IO);
}

/* The file by its own name, open for writing and nobody else's until it is closed; below 0: not. */
static int hold(const struct reading *of, const char *path, struct stat *info, enum pal_rc *rc)
{
    enum { ANY_WRITES = S_IWUSR | S_IWGRP | S_IWOTH };
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || fstat(fd, info) != 0) {
        *rc = fail_writing(of, errno);
    } else if (!S_ISREG(info->st_mode)) {
        *rc = fail(of, PAL_E_IO, PAL_N_("this is no plain file, which could be written anew"));
    } else if ((info->st_mode & ANY_WRITES) == 0) {
        *rc = fail_writing(of, EACCES); /* also for whom permissions do not hold */
    } else {
        *rc = flock(fd, LOCK_EX) == 0 ? PAL_OK : fail_writing(of, errno);
    }
    return fd;
}

/* Whether what is held still stands under its name and says what was read. */
static bool is_as_read(const struct pal_file_was *was, const char *path, int fd,
                       const struct stat *held)
{
    struct stat now;
    struct stat there;
    char piece[FIRST_ROOM / 4];
    size_t at = 0;
    bool is = stat(path, &there) == 0 && there.st_ino == held->st_ino &&
              there.st_dev == held->st_dev && fstat(fd, &now) == 0 &&
              (size_t)now.st_size == was->len;
    while (is && at < was->len) {
        ssize_t got = read(fd, piece, sizeof piece);
        is = got > 0 && (size_t)got <= was->len - at &&
             memcmp(piece, was->bytes + at, (size_t)got) == 0;
        at += got > 0 ? (size_t)got : 0;
    }
    return is;
}

/* A new file beside it takes its name once it is whole and on the disk. */
static enum pal_rc take_place(const struct reading *of, const char *path, const struct stat *held,
                              const void *bytes, size_t len)
{
    char beside[PATH_MAX + 16];
    (void)snprintf(beside, sizeof beside, "%s.XXXXXX", path);
    int fd = mkstemp(beside);
    if (fd < 0) {
        return fail_writing(of, errno);
    }
    bool is_owned = fchown(fd, held->st_uid, held->st_gid) == 0; /* where one may give it */
    bool is_written = fchmod(fd, held->st_mode & (S_IRWXU | S_IRWXG | S_IRWXO)) == 0 &&
                      write_all(fd, bytes, len) && fsync(fd) == 0;
    int number = errno;
    (void)is_owned;
    is_written = close(fd) == 0 && is_written;
    if (is_written && rename(beside, path) == 0) {
        return PAL_OK;
    }
    number = is_written ? errno : number;
    (void)unlink(beside);
    return fail_writing(of, number);
}

enum pal_rc pal_file_replace(const struct pal_file_was *was, const void *bytes, size_t len,
                             const struct pal_voice *voice, struct pal_err *err)
{
    const struct reading of = {was->path, voice, err};
    char path[PATH_MAX];
    struct stat held;
    enum pal_rc rc;
    if (realpath(was->path, path) == NULL) {
        return fail_writing(&of, errno);
    }
    int fd = hold(&of, path, &held, &rc);
    if (rc == PAL_OK && !is_as_read(was, path, fd, &held)) {
        rc = fail(&of, PAL_E_CONFLICT,
                  PAL_N_("the file was changed since it was read; nothing was written: look at it, "
                         "and mark once more"));
    }
    rc = rc == PAL_OK ? take_place(&of, path, &held, bytes, len) : rc;
    if (fd >= 0) {
        (void)close(fd);
    }
    return rc;
}

bool pal_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}
