#include "app/house/carry_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/house/errand.h"
#include "base/limits.h"
#include "base/text.h"

enum { NAME_ROOM = 2 * PAL_LIMIT_ID_BYTES + 32, PIECE = 256 * 1024 };

enum pal_rc pal_folder_open(struct pal_errand *errand, const char *path, struct pal_folder *out)
{
    *out = (struct pal_folder){.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), .path = path};
    return out->fd >= 0 ? PAL_OK
                        : pal_errand_fail(errand, PAL_E_IO, "the folder %s cannot be opened: %s",
                                          pal_quote(path).text, strerror(errno));
}

void pal_folder_close(struct pal_folder *folder)
{
    if (folder->fd >= 0) {
        (void)close(folder->fd);
    }
    folder->fd = -1;
}

/* One component that leads nowhere else. */
static bool is_plain(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

/* Opens a name below a folder; -1 with errno. A FIFO or a device must not hold the import up:
 * O_NONBLOCK, until it is known to be a file. */
static int open_below(int folder, const char *name)
{
    enum { FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };
    char first[NAME_ROOM];
    const char *slash = strchr(name, '/');
    if (slash == NULL) {
        errno = EINVAL;
        return is_plain(name) ? openat(folder, name, FLAGS) : -1;
    }
    int wrote = snprintf(first, sizeof first, "%.*s", (int)(slash - name), name);
    if (wrote < 0 || (size_t)wrote >= sizeof first || !is_plain(first) || !is_plain(slash + 1)) {
        errno = EINVAL;
        return -1;
    }
    int inner = openat(folder, first, FLAGS | O_DIRECTORY);
    if (inner < 0) {
        return -1;
    }
    int fd = openat(inner, slash + 1, FLAGS);
    int number = errno;
    (void)close(inner);
    errno = number;
    return fd;
}

static enum pal_rc refuse(struct pal_errand *errand, const char *folder, const char *name,
                          enum pal_rc rc, const char *why)
{
    return pal_errand_fail(errand, rc, "%.200s%s%.200s: %.160s; nothing was imported", folder,
                           folder[0] != '\0' ? "/" : "", name, why);
}

/* What errno says of a file that cannot be opened. */
static enum pal_rc refuse_opening(struct pal_errand *errand, const char *folder, const char *name)
{
    bool is_link = errno == ELOOP || errno == ENOTDIR || errno == EMLINK;
    const char *why = errno == ENOENT ? "there is no such file"
                      : is_link       ? "it is a link, or stands behind one; an export holds none"
                                      : strerror(errno);
    return refuse(errand, folder, name, errno == ENOENT ? PAL_E_NOT_FOUND : PAL_E_INVALID, why);
}

/* Reads an open file of a known size; one that grows or shrinks meanwhile is refused. */
static bool read_whole(int fd, size_t size, struct pal_arena *arena, const char **text)
{
    char *bytes = pal_arena_take_text(arena, size + 2);
    size_t used = 0;
    while (bytes != NULL && used <= size) {
        ssize_t got = read(fd, bytes + used, size + 1 - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        used += (size_t)got;
    }
    if (bytes == NULL || used != size) {
        return false;
    }
    bytes[used] = '\0';
    *text = bytes;
    return true;
}

/* Reads and closes. */
static enum pal_rc read_open(struct pal_errand *errand, int fd, const char *folder,
                             const char *name, size_t max, struct pal_arena *arena,
                             const char **text, size_t *len)
{
    struct stat info;
    enum pal_rc rc = PAL_OK;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        rc = refuse(errand, folder, name, PAL_E_INVALID, "this is no plain file");
    } else if ((uint64_t)info.st_size > max) {
        rc = refuse(errand, folder, name, PAL_E_LIMIT, "the file is too large");
    } else if (!read_whole(fd, (size_t)info.st_size, arena, text)) {
        rc = refuse(errand, folder, name, PAL_E_IO, "it cannot be read whole");
    } else {
        *len = (size_t)info.st_size;
    }
    (void)close(fd);
    return rc;
}

enum pal_rc pal_folder_read(struct pal_errand *errand, struct pal_folder *folder, const char *name,
                            size_t max, struct pal_arena *arena, const char **text, size_t *len)
{
    int fd = open_below(folder->fd, name);
    if (fd < 0) {
        return refuse_opening(errand, folder->path, name);
    }
    enum pal_rc rc = read_open(errand, fd, folder->path, name, max, arena, text, len);
    folder->bytes += rc == PAL_OK ? *len : 0;
    return rc == PAL_OK && folder->bytes > PAL_IMPORT_BYTES
               ? refuse(errand, folder->path, name, PAL_E_LIMIT,
                        "the export is larger than an import takes; use a backup, or palier copy")
               : rc;
}

/* At most a piece; 0: the end. */
static size_t read_piece(int fd, char *bytes, size_t room)
{
    size_t used = 0;
    while (used < room) {
        ssize_t got = read(fd, bytes + used, room - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        used += (size_t)got;
    }
    return used;
}

static enum pal_rc take_pieces(int fd, char *bytes, const struct pal_folder_taking *taking,
                               int64_t *taken)
{
    size_t got;
    enum pal_rc rc = PAL_OK;
    while (rc == PAL_OK && (got = read_piece(fd, bytes, PIECE)) > 0) {
        *taken += (int64_t)got;
        rc = taking->take(taking->ctx, bytes, got);
    }
    return rc;
}

enum pal_rc pal_folder_read_pieces(struct pal_errand *errand, struct pal_folder *folder,
                                   const char *name, int64_t size,
                                   const struct pal_folder_taking *taking)
{
    struct stat info;
    int64_t taken = 0;
    int fd = open_below(folder->fd, name);
    if (fd < 0) {
        return refuse_opening(errand, folder->path, name);
    }
    char *bytes = pal_alloc_heap.resize(pal_alloc_heap.ctx, NULL, PIECE);
    enum pal_rc rc = bytes != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    if (rc == PAL_OK && (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))) {
        rc = refuse(errand, folder->path, name, PAL_E_INVALID, "this is no plain file");
    } else if (rc == PAL_OK && (int64_t)info.st_size != size) {
        rc = refuse(errand, folder->path, name, PAL_E_INVALID,
                    "it has not as many bytes as the file that was exported");
    }
    if (rc == PAL_OK) {
        rc = take_pieces(fd, bytes, taking, &taken);
        folder->bytes += (uint64_t)taken;
    }
    (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, bytes, 0);
    (void)close(fd);
    if (rc == PAL_OK && taken != size) {
        return refuse(errand, folder->path, name, PAL_E_IO, "it cannot be read whole");
    }
    return rc == PAL_OK && folder->bytes > PAL_IMPORT_BYTES
               ? refuse(errand, folder->path, name, PAL_E_LIMIT,
                        "the export is larger than an import takes; use a backup, or palier copy")
               : rc;
}

enum pal_rc pal_folder_read_one(struct pal_errand *errand, const char *path, size_t max,
                                struct pal_arena *arena, const char **text, size_t *len)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return fd >= 0 ? read_open(errand, fd, "", path, max, arena, text, len)
                   : refuse_opening(errand, "", path);
}

/* ------------------------------------------------------------- what is not named */

/* The entries of one folder; `below` is "" or "KIND/". */
static void tell_entries(int fd, const char *below, const struct pal_folder_names *names,
                         size_t *count)
{
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        (void)close(fd);
        return;
    }
    for (struct dirent *at; *count < PAL_IMPORT_ENTRIES && (at = readdir(folder)) != NULL;) {
        char name[NAME_ROOM + NAME_MAX + 1];
        if (strcmp(at->d_name, ".") == 0 || strcmp(at->d_name, "..") == 0) {
            continue;
        }
        ++*count;
        (void)snprintf(name, sizeof name, "%s%s", below, at->d_name);
        if (names->is_named(names->ctx, name)) {
            continue;
        }
        bool is_outer = below[0] == '\0' && names->is_folder(names->ctx, name);
        int inner =
            is_outer ? openat(fd, at->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
        if (inner < 0) {
            names->tell(names->ctx, name);
            continue;
        }
        char deeper[NAME_ROOM + NAME_MAX + 2];
        (void)snprintf(deeper, sizeof deeper, "%s/", name);
        tell_entries(inner, deeper, names, count);
    }
    (void)closedir(folder);
}

void pal_folder_others(const struct pal_folder *folder, const struct pal_folder_names *names)
{
    size_t count = 0;
    int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        tell_entries(fd, "", names, &count);
    }
}
