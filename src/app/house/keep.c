#include "app/house/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/desk/files.h"
#include "app/house/scores.h"
#include "base/text.h"
#include "store/migrate.h"

enum { ROW_MAX = 1 << 30, PATH_ROOM = 4096, PIECE = 1 << 16 };

/* --------------------------------------------------------------------- sums */

/* The rows of a table, in any order: databases sort texts differently. Each row counts with its
 * SHA-256; the sum of them is the same exactly when the rows are. */
struct sum {
    int64_t rows;
    uint64_t parts[4];
};

/* Values with their lengths, so that no two rows read alike. */
static void write_row(const struct pal_table *table, const struct pal_cell *cells,
                      struct pal_buf *out)
{
    pal_buf_add(out, table->name);
    for (size_t i = 0; i < table->column_count; i++) {
        if (cells[i].is_null) {
            pal_buf_add(out, "|n");
        } else if (table->types[i] == 'i') {
            pal_buf_printf(out, "|i%lld", (long long)cells[i].number);
        } else {
            pal_buf_printf(out, "|%zu:", cells[i].len);
            if (cells[i].len > 0) {
                pal_buf_add_n(out, cells[i].bytes, cells[i].len);
            }
        }
    }
}

static enum pal_rc add_to_sum(struct sum *sum, const struct pal_table *table,
                              const struct pal_cell *cells)
{
    struct pal_buf buf;
    char hash[PAL_HASH_TEXT];
    pal_buf_init(&buf, ROW_MAX, NULL);
    write_row(table, cells, &buf);
    const char *text = pal_buf_text(&buf);
    if (text != NULL) {
        pal_secret_hash(text, buf.len, hash);
        for (size_t i = 0; i < 4; i++) {
            char digits[17] = {0};
            memcpy(digits, hash + 16 * i, 16);
            sum->parts[i] += strtoull(digits, NULL, 16);
        }
        sum->rows++;
    }
    pal_buf_done(&buf);
    return text != NULL ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc take_sum(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    return add_to_sum(ctx, &pal_tables[table], cells);
}

/* ------------------------------------------------------------------ copying */

struct copying {
    struct pal_db *to;
    struct sum sum;
    enum pal_rc rc; /* what the other side said: its sentence is there */
};

static enum pal_rc take_copy(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct copying *copying = ctx;
    enum pal_rc rc = add_to_sum(&copying->sum, &pal_tables[table], cells);
    if (rc == PAL_OK) {
        rc = copying->rc = pal_table_copy(copying->to, table, cells);
    }
    return rc;
}

/* Copies one table and holds what was written against what was read. */
static enum pal_rc copy_table(struct pal_errand *from, struct pal_errand *to,
                              enum pal_table_id table, int64_t *rows)
{
    struct copying copying = {.to = to->db};
    struct sum there = {0};
    enum pal_rc rc = pal_table_walk(from->db, table, take_copy, &copying);
    if (rc != PAL_OK) {
        return pal_errand_explain(copying.rc != PAL_OK ? to : from, rc);
    }
    rc = pal_table_walk(to->db, table, take_sum, &there);
    if (rc != PAL_OK) {
        return pal_errand_explain(to, rc);
    }
    *rows = there.rows;
    if (there.rows != copying.sum.rows ||
        memcmp(there.parts, copying.sum.parts, sizeof there.parts) != 0) {
        return pal_errand_fail(to, PAL_E_IO,
                               "the copy of the table %s is not what was read; nothing was kept",
                               pal_tables[table].name);
    }
    return PAL_OK;
}

/* All tables, into a transaction of the other side that writes; it must be empty, or is emptied. */
static enum pal_rc copy_all(struct pal_errand *from, struct pal_errand *to, bool is_replacing,
                            int64_t rows[PAL_TABLE_COUNT])
{
    bool is_empty = false;
    enum pal_rc rc = pal_tables_are_empty(to->db, &is_empty);
    if (rc == PAL_OK && !is_empty && !is_replacing) {
        return pal_errand_fail(to, PAL_E_EXISTS,
                               "the database has content already, which would be lost; take an "
                               "empty one, or write --replace");
    }
    rc = rc == PAL_OK ? pal_tables_clear(to->db) : rc;
    rc = pal_errand_explain(to, rc);
    for (int i = 0; i < PAL_TABLE_COUNT && rc == PAL_OK; i++) {
        rc = copy_table(from, to, (enum pal_table_id)i, &rows[i]);
    }
    return rc;
}

/* A sentence that one of the two errands has, in the one that is looked at. */
static enum pal_rc pass_on(struct pal_errand *errand, const struct pal_errand *other,
                           enum pal_rc rc)
{
    if (rc != PAL_OK && errand->err.rc == PAL_OK && other->err.rc != PAL_OK) {
        errand->err = other->err;
    }
    return rc;
}

/* Refuses a database whose schema is not the program's: rows would not fit. */
static enum pal_rc require_schema(struct pal_errand *errand)
{
    int version = 0;
    enum pal_rc rc = pal_migrate_version(errand->db, &version, &errand->err);
    if (rc == PAL_OK && (size_t)version != pal_migration_count) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the database has schema %d and this program writes %zu; run "
                               "\"palier migrate\" on it first",
                               version, pal_migration_count);
    }
    return rc;
}

enum pal_rc pal_keep_copy(struct pal_errand *from, struct pal_errand *to, bool is_replacing,
                          int64_t rows[PAL_TABLE_COUNT])
{
    enum pal_rc rc = pal_errand_require(to, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pass_on(to, from, require_schema(from)) : rc;
    rc = rc == PAL_OK ? pass_on(to, from, pal_errand_explain(from, pal_db_begin_read(from->db)))
                      : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(to);
    if (rc == PAL_OK) {
        rc = pal_errand_end(to, pass_on(to, from, copy_all(from, to, is_replacing, rows)));
    }
    pal_db_rollback(from->db);
    return rc;
}

/* -------------------------------------------------------------------- look */

struct looking {
    struct pal_errand *errand;
    struct pal_inventory *out;
    size_t text; /* columns of what is hashed, and of the hash */
    size_t hash;
};

static enum pal_rc take_look(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct looking *at = ctx;
    char hash[PAL_HASH_TEXT];
    const struct pal_cell *text = &cells[at->text];
    const char *kept = cells[at->hash].bytes;
    pal_secret_hash(text->bytes != NULL ? text->bytes : "", text->len, hash);
    if (at->out->fault == NULL && (kept == NULL || strcmp(hash, kept) != 0)) {
        const char *kind = table == PAL_TABLE_VERSIONS ? cells[0].bytes : "file";
        const char *id = table == PAL_TABLE_VERSIONS ? cells[1].bytes : cells[0].bytes;
        at->out->fault = pal_arena_printf(
            at->errand->arena, "the content of %s/%s is not the one whose hash was kept", kind, id);
    }
    return PAL_OK;
}

static size_t column_of(enum pal_table_id table, const char *name)
{
    size_t at = 0;
    while (strcmp(pal_tables[table].columns[at], name) != 0) {
        at++;
    }
    return at;
}

static enum pal_rc look_at_hashes(struct pal_errand *errand, enum pal_table_id table,
                                  const char *text, struct pal_inventory *out)
{
    struct looking looking = {errand, out, column_of(table, text), column_of(table, "hash")};
    return pal_table_walk(errand->db, table, take_look, &looking);
}

enum pal_rc pal_keep_look(struct pal_errand *errand, struct pal_inventory *out)
{
    *out = (struct pal_inventory){0};
    enum pal_rc rc = pal_migrate_version(errand->db, &out->schema, &errand->err);
    rc = rc == PAL_OK ? pal_db_begin_read(errand->db) : rc;
    if (rc == PAL_OK) {
        rc = pal_tables_fault(errand->db, errand->arena, &out->fault);
    }
    for (int i = 0; i < PAL_TABLE_COUNT && rc == PAL_OK; i++) {
        rc = pal_table_rows(errand->db, (enum pal_table_id)i, &out->rows[i]);
    }
    rc = rc == PAL_OK ? look_at_hashes(errand, PAL_TABLE_VERSIONS, "text", out) : rc;
    rc = rc == PAL_OK ? look_at_hashes(errand, PAL_TABLE_FILES, "content", out) : rc;
    (void)pal_errand_explain(errand, rc);
    pal_db_rollback(errand->db);
    rc = rc == PAL_OK ? pal_audit_verify(errand, 0, NULL, &out->chain) : rc;
    if (rc != PAL_OK || out->fault != NULL) {
        return rc;
    }
    if (out->chain.bad != 0) {
        out->fault = pal_arena_printf(errand->arena, "audit entry %lld: %s",
                                      (long long)out->chain.bad, out->chain.sentence);
    } else if (out->chain.finding_count > 0) {
        out->fault = pal_arena_printf(errand->arena, "audit, %s: %s", out->chain.findings[0].row,
                                      out->chain.findings[0].sentence);
    }
    return rc;
}

/* ------------------------------------------------------------------ another */

/* A second database, opened for a while. */
struct other {
    struct pal_db_pool *pool;
    struct pal_errand errand;
};

static enum pal_rc open_other(struct pal_arena *arena, int64_t now, const char *path,
                              struct other *other, struct pal_err *err)
{
    char url[PATH_ROOM + 16];
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    *other = (struct other){.errand = {.arena = arena, .is_operator = true, .source = "local"}};
    other->errand.now = now;
    enum pal_rc rc = pal_db_pool_open(url, 1, &other->pool, err);
    return rc == PAL_OK ? pal_db_take(other->pool, &other->errand.db, err) : rc;
}

static void close_other(struct other *other)
{
    if (other->errand.db != NULL) {
        pal_db_give(other->errand.db);
    }
    pal_db_pool_close(other->pool);
    *other = (struct other){0};
}

/* ------------------------------------------------------------------- backup */

/* On the disk, or a sentence. */
static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool is_done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        (void)close(fd);
    }
    return is_done;
}

/* The new file gets its name once it is complete and on the disk, and the name is, too. */
static enum pal_rc name_file(struct pal_errand *errand, const char *from, const char *path)
{
    char folder[PATH_ROOM];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        (void)snprintf(folder, sizeof folder, ".");
    } else {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    if (!sync_path(from, O_RDONLY) || rename(from, path) != 0 ||
        !sync_path(folder, O_RDONLY | O_DIRECTORY)) {
        return pal_errand_fail(errand, errno == ENOSPC ? PAL_E_FULL : PAL_E_IO,
                               "the backup cannot be written: %s", strerror(errno));
    }
    return PAL_OK;
}

/* A new SQLite file with what a PostgreSQL holds. */
static enum pal_rc copy_into(struct pal_errand *errand, const char *path)
{
    struct other other;
    int done;
    int64_t rows[PAL_TABLE_COUNT];
    enum pal_rc rc = open_other(errand->arena, errand->now, path, &other, &errand->err);
    rc = rc == PAL_OK ? pal_migrate(other.errand.db, &done, &errand->err) : rc;
    if (rc == PAL_OK) {
        rc = pass_on(errand, &other.errand, pal_keep_copy(errand, &other.errand, false, rows));
    }
    if (rc == PAL_OK) {
        rc = pass_on(errand, &other.errand,
                     pal_errand_explain(&other.errand, pal_tables_settle(other.errand.db)));
    }
    close_other(&other);
    return rc;
}

enum pal_rc pal_keep_note_backup(struct pal_errand *errand, const char *hash)
{
    char at[24];
    (void)snprintf(at, sizeof at, "%lld", (long long)errand->now);
    const char *words = pal_arena_printf(errand->arena, "sha256 %s", hash);
    enum pal_rc rc = words != NULL ? require_schema(errand) : PAL_E_MEMORY;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_setting_put(errand->db, PAL_SETTING_BACKUP, at);
    rc = rc == PAL_OK ? pal_audit_write(errand, "backup", "database", "", words) : rc;
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_keep_backup(struct pal_errand *errand, const char *path, char hash[PAL_HASH_TEXT])
{
    char part[PATH_ROOM];
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_file_exists(path)) {
        return pal_errand_fail(
            errand, PAL_E_EXISTS,
            "%s is there already; a backup never replaces another, choose a name",
            pal_quote(path).text);
    }
    int wrote = snprintf(part, sizeof part, "%s.XXXXXX", path);
    int fd = wrote > 0 && (size_t)wrote < sizeof part ? mkstemp(part) : -1; /* mode 0600 */
    if (fd < 0) {
        return pal_errand_fail(errand, PAL_E_IO, "the backup %s cannot be made: %s",
                               pal_quote(path).text, strerror(errno));
    }
    (void)close(fd);
    rc = pal_db_kind_of(errand->db) == PAL_DB_SQLITE
             ? pal_errand_explain(errand, pal_tables_write_file(errand->db, part))
             : copy_into(errand, part);
    rc = rc == PAL_OK ? pal_secret_hash_file(part, hash, &errand->err) : rc;
    rc = rc == PAL_OK ? name_file(errand, part, path) : rc;
    if (rc != PAL_OK) {
        (void)unlink(part);
    }
    return rc;
}

/* ------------------------------------------------------------------ restore */

/* A folder of its own with a copy of a backup: looking at it leaves the backup as it is. */
struct scratch {
    char folder[PATH_ROOM];
    char path[PATH_ROOM + 16];
};

static enum pal_rc copy_bytes(int from, int to)
{
    char piece[PIECE];
    for (;;) {
        ssize_t got = read(from, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0 ? PAL_OK : PAL_E_IO;
        }
        for (ssize_t done = 0; done < got;) {
            ssize_t wrote = write(to, piece + done, (size_t)(got - done));
            if (wrote < 0 && errno != EINTR) {
                return PAL_E_IO;
            }
            done += wrote > 0 ? wrote : 0;
        }
    }
}

static void remove_scratch(const struct scratch *scratch)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char path[PATH_ROOM + 32];
        (void)snprintf(path, sizeof path, "%s%s", scratch->path, ends[i]);
        (void)unlink(path);
    }
    (void)rmdir(scratch->folder);
}

static enum pal_rc make_scratch(const char *path, struct scratch *out, struct pal_err *err)
{
    const char *where = getenv("TMPDIR");
    (void)snprintf(out->folder, sizeof out->folder, "%s/palier-XXXXXX",
                   where != NULL && where[0] == '/' ? where : "/var/tmp");
    if (mkdtemp(out->folder) == NULL) {
        return pal_err_set(err, PAL_E_IO,
                           "there is no room for a copy of the backup: %s; say where with TMPDIR",
                           strerror(errno));
    }
    (void)snprintf(out->path, sizeof out->path, "%s/copy.db", out->folder);
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(out->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    enum pal_rc rc = from >= 0 && to >= 0 ? copy_bytes(from, to) : PAL_E_IO;
    if (rc != PAL_OK) {
        rc = pal_err_set(err, rc, "the backup %s cannot be read: %s", pal_quote(path).text,
                         strerror(errno));
    }
    if (from >= 0) {
        (void)close(from);
    }
    if (to >= 0) {
        (void)close(to);
    }
    if (rc != PAL_OK) {
        remove_scratch(out);
    }
    return rc;
}

/* Opens the copy of a backup, brings its schema up to date and looks at it. */
static enum pal_rc open_backup(struct pal_arena *arena, int64_t now, const char *path,
                               struct scratch *scratch, struct other *other,
                               struct pal_inventory *out, struct pal_err *err)
{
    int schema = 0;
    *other = (struct other){0};
    enum pal_rc rc = make_scratch(path, scratch, err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = open_other(arena, now, scratch->path, other, err);
    rc = rc == PAL_OK ? pal_migrate_version(other->errand.db, &schema, err) : rc;
    if (rc == PAL_OK && schema == 0) {
        rc = pal_err_set(err, PAL_E_INVALID, "it holds nothing of palier's");
    }
    if (rc != PAL_OK) {
        char why[PAL_ERR_MESSAGE_MAX];
        (void)snprintf(why, sizeof why, "%s", err->message);
        rc = pal_err_set(err, PAL_E_INVALID, "%s is no backup of palier: %.400s",
                         pal_quote(path).text, why);
    }
    rc = rc == PAL_OK ? pal_house_migrate(other->errand.db, err) : rc;
    if (rc == PAL_OK) {
        rc = pal_keep_look(&other->errand, out);
        *err = rc != PAL_OK ? other->errand.err : *err;
        out->schema = schema;
    }
    if (rc != PAL_OK) {
        close_other(other);
        remove_scratch(scratch);
    }
    return rc;
}

enum pal_rc pal_keep_drill(struct pal_arena *arena, const char *path, struct pal_inventory *out,
                           struct pal_err *err)
{
    struct scratch scratch;
    struct other other;
    enum pal_rc rc = pal_secret_init();
    rc = rc == PAL_OK ? open_backup(arena, 0, path, &scratch, &other, out, err) : rc;
    if (rc == PAL_OK) {
        close_other(&other);
        remove_scratch(&scratch);
        if (out->fault == NULL && out->rows[PAL_TABLE_PERSONS] == 0 &&
            out->rows[PAL_TABLE_DOCUMENTS] == 0) {
            out->fault = "it is a backup of nothing: no person and no document are in it; look "
                         "which database it was made of";
        }
    }
    return rc;
}

static enum pal_rc put_back(struct pal_errand *errand, struct pal_errand *backup, const char *path,
                            bool is_replacing, const struct pal_inventory *found)
{
    char hash[PAL_HASH_TEXT];
    int64_t rows[PAL_TABLE_COUNT];
    if (found->fault != NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the backup does not hold: %s; nothing was changed", found->fault);
    }
    enum pal_rc rc = pal_secret_hash_file(path, hash, &errand->err);
    const char *words = pal_arena_printf(errand->arena, "sha256 %s", hash);
    rc = rc == PAL_OK && words == NULL ? PAL_E_MEMORY : rc;
    rc = rc == PAL_OK ? pal_errand_explain(errand, pal_db_begin_read(backup->db)) : rc;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pass_on(errand, backup, copy_all(backup, errand, is_replacing, rows));
    /* The chain goes on from where the backup had it. */
    rc = rc == PAL_OK ? pal_audit_write(errand, "restore-backup", "database", "", words) : rc;
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_keep_restore(struct pal_errand *errand, const char *path, bool is_replacing,
                             struct pal_inventory *out)
{
    struct scratch scratch;
    struct other other;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK
             ? open_backup(errand->arena, errand->now, path, &scratch, &other, out, &errand->err)
             : rc;
    if (rc == PAL_OK) {
        rc = put_back(errand, &other.errand, path, is_replacing, out);
        close_other(&other);
        remove_scratch(&scratch);
    }
    return rc;
}

/* ------------------------------------------------------------------ upgrade */

enum pal_rc pal_keep_upgrade(struct pal_errand *errand)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pal_house_migrate(errand->db, &errand->err) : rc;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_audit_adopt(errand);
    return pal_errand_end(errand, rc == PAL_OK ? pal_scores_renew(errand) : rc);
}

const char *pal_keep_step(int number)
{
    return number > 0 && (size_t)number <= pal_migration_count ? pal_migrations[number - 1].title
                                                               : "";
}
