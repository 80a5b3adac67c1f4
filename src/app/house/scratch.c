#define _GNU_SOURCE /* SEEK_DATA */
#include "app/house/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { PIECE = 1 << 16, HEADER = 100, ENDS = 4, FOLDER_ROOM = 4000 };

/* ------------------------------------------------------- gone on every way out */

/* What a signal handler removes: names that are ready, nothing to be reckoned. */
static struct {
    char folder[FOLDER_ROOM];
    char paths[ENDS][FOLDER_ROOM + 32];
    volatile sig_atomic_t is_there;
} doomed;

static const int endings[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGXCPU,
                              SIGXFSZ, SIGUSR1, SIGUSR2, SIGABRT, SIGSEGV, SIGBUS,  SIGFPE};
enum { ENDING_COUNT = sizeof endings / sizeof *endings };

static void remove_doomed(void)
{
    if (doomed.is_there) {
        for (size_t i = 0; i < ENDS; i++) {
            (void)unlink(doomed.paths[i]);
        }
        (void)rmdir(doomed.folder);
        doomed.is_there = 0;
    }
}

/* Removes the copy, then ends as the signal does: its own action is back (SA_RESETHAND). */
static void end(int number)
{
    remove_doomed();
    (void)raise(number);
}

/* Signals that somebody else looks after, or that are ignored, are left alone. */
static void listen_to_endings(bool is_on)
{
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        struct sigaction before;
        struct sigaction after = {.sa_flags = (int)SA_RESETHAND};
        bool is_known = sigaction(endings[i], NULL, &before) == 0 &&
                        (before.sa_flags & SA_SIGINFO) == 0 &&
                        before.sa_handler == (is_on ? SIG_DFL : end);
        if (is_known) {
            (void)sigemptyset(&after.sa_mask);
            after.sa_handler = is_on ? end : SIG_DFL;
            (void)sigaction(endings[i], &after, NULL);
        }
    }
}

/* A signal waits until what it removes has its name; `before` is the mask to set again. */
static void hold_endings(sigset_t *before)
{
    sigset_t held;
    (void)sigemptyset(&held);
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        (void)sigaddset(&held, endings[i]);
    }
    (void)sigprocmask(SIG_BLOCK, &held, before);
}

void pal_scratch_remove(void)
{
    remove_doomed();
    listen_to_endings(false);
}

static enum pal_rc make_folder(struct pal_scratch *out, struct pal_err *err)
{
    static const char *const ends[ENDS] = {"", "-wal", "-shm", "-journal"};
    const char *where = getenv("TMPDIR");
    bool is_given = where != NULL && where[0] == '/' && strlen(where) < FOLDER_ROOM / 2;
    (void)snprintf(doomed.folder, sizeof doomed.folder, "%s/palier-XXXXXX",
                   is_given ? where : "/var/tmp");
    listen_to_endings(true);
    sigset_t before;
    hold_endings(&before);
    bool is_made = mkdtemp(doomed.folder) != NULL;
    int number = errno;
    for (size_t i = 0; i < ENDS; i++) {
        (void)snprintf(doomed.paths[i], sizeof doomed.paths[i], "%s/copy.db%s", doomed.folder,
                       ends[i]);
    }
    doomed.is_there = is_made;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (!is_made) {
        listen_to_endings(false);
        return pal_err_set(err, PAL_E_IO,
                           "there is no room for a copy of the backup: %s; say where with TMPDIR",
                           strerror(number));
    }
    (void)snprintf(out->path, sizeof out->path, "%s/copy.db", doomed.folder);
    return PAL_OK;
}

/* ------------------------------------------------------------------ the backup */

static enum pal_rc refuse(const char *path, const char *why, struct pal_err *err)
{
    return pal_err_set(err, PAL_E_INVALID, "%s is no backup of palier: %.300s",
                       pal_quote(path).text, why);
}

static enum pal_rc unreadable(const char *path, struct pal_err *err)
{
    return pal_err_set(err, PAL_E_IO, "the backup %s cannot be read: %s", pal_quote(path).text,
                       strerror(errno));
}

static uint32_t big_endian(const unsigned char *at, size_t len)
{
    uint32_t value = 0;
    for (size_t i = 0; i < len; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

/* The first bytes of an SQLite file (its "Database Header") say how long it is. */
static enum pal_rc check_header(int fd, const char *path, int64_t size, struct pal_err *err)
{
    unsigned char header[HEADER];
    if (pread(fd, header, HEADER, 0) != HEADER ||
        memcmp(header, "SQLite format 3", sizeof "SQLite format 3") != 0) {
        return refuse(path, "it is no SQLite file", err);
    }
    uint32_t page = big_endian(header + 16, 2);
    page = page == 1 ? 65536 : page;
    int64_t pages = big_endian(header + 28, 4);
    bool is_page = page >= 512 && (page & (page - 1)) == 0;
    if (!is_page || pages * page != size) {
        return refuse(path, "it is not as long as it says, its end was cut or something added",
                      err);
    }
    return PAL_OK;
}

/* What a database that is in use has beside it: the file alone is then not all of it. */
static enum pal_rc check_beside(const char *path, struct pal_err *err)
{
    static const char *const ends[] = {"-wal", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char beside[4096 + 16];
        struct stat info;
        int wrote = snprintf(beside, sizeof beside, "%s%s", path, ends[i]);
        if (wrote > 0 && (size_t)wrote < sizeof beside && lstat(beside, &info) == 0 &&
            (info.st_size > 0 || !S_ISREG(info.st_mode))) {
            return refuse(
                path,
                "a log of SQLite stands beside it (-wal or -journal): it is a database in "
                "use; make a backup of it with palier backup",
                err);
        }
    }
    return PAL_OK;
}

/* Copies `len` bytes from a place to the same place. */
static bool copy_piece(int from, int to, off_t at, off_t len)
{
    char piece[PIECE];
    while (len > 0) {
        size_t wanted = len < PIECE ? (size_t)len : PIECE;
        ssize_t got = pread(from, piece, wanted, at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            errno = got == 0 ? EIO : errno; /* it has become shorter */
            return false;
        }
        for (ssize_t done = 0; done < got;) {
            ssize_t wrote = pwrite(to, piece + done, (size_t)(got - done), at + done);
            if (wrote < 0 && errno != EINTR) {
                return false;
            }
            done += wrote > 0 ? wrote : 0;
        }
        at += got;
        len -= got;
    }
    return true;
}

/* Copies what is there; what is not (a hole) stays none. A file system without holes says that all
 * of it is there. */
static bool copy_bytes(int from, int to, off_t size, int64_t *bytes)
{
    off_t at = 0;
    *bytes = 0;
    while (at < size) {
        off_t data = lseek(from, at, SEEK_DATA);
        if (data < 0 && errno == ENXIO) {
            break;
        }
        off_t hole = data >= 0 ? lseek(from, data, SEEK_HOLE) : -1;
        if (data < 0 || hole < 0) {
            data = at;
            hole = size;
        }
        hole = hole < size ? hole : size;
        if (!copy_piece(from, to, data, hole - data)) {
            return false;
        }
        *bytes += hole - data;
        at = hole;
    }
    return ftruncate(to, size) == 0;
}

/* Of an open file. */
static enum pal_rc copy_open(int from, const char *path, struct pal_scratch *out,
                             struct pal_err *err)
{
    struct stat info;
    if (fstat(from, &info) != 0) {
        return unreadable(path, err);
    }
    if (!S_ISREG(info.st_mode)) {
        return refuse(path, "it is no plain file", err);
    }
    enum pal_rc rc = check_header(from, path, info.st_size, err);
    if (rc == PAL_OK) {
        rc = check_beside(path, err);
    }
    if (rc == PAL_OK) {
        rc = make_folder(out, err);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    int to = open(out->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool is_copied = to >= 0 && copy_bytes(from, to, info.st_size, &out->bytes);
    int number = errno;
    is_copied = to >= 0 && close(to) == 0 && is_copied;
    if (!is_copied) {
        errno = number;
        rc = pal_err_set(err, number == ENOSPC ? PAL_E_FULL : PAL_E_IO,
                         "the backup %s cannot be copied to be looked at: %s", pal_quote(path).text,
                         strerror(number));
        pal_scratch_remove();
    }
    return rc;
}

enum pal_rc pal_scratch_make(const char *path, struct pal_scratch *out, struct pal_err *err)
{
    /* A FIFO or a device must not hold it up. */
    int from = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (from < 0) {
        return unreadable(path, err);
    }
    enum pal_rc rc = copy_open(from, path, out, err);
    (void)close(from);
    return rc;
}
