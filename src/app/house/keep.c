#include "app/house/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/desk/files.h"
#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/house.h"
#include "app/house/listed.h"
#include "app/house/mail_parts.h"
#include "app/house/scores.h"
#include "app/house/scratch.h"
#include "app/house/secret.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/copy.h"
#include "store/facts.h"
#include "store/mail.h"
#include "store/migrate.h"
#include "store/strange.h"

enum { ROW_MAX = 1 << 30, PATH_ROOM = 4096 };

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
        rc = pal_errand_fail(to, PAL_E_EXISTS,
                             "the database has content already, which would be lost; take an empty "
                             "one, or say that it may be replaced");
        to->err.lacks = "replace";
        return rc;
    }
    if (rc == PAL_OK) {
        rc = pal_tables_clear(to->db);
    }
    rc = pal_errand_explain(to, rc);
    for (int i = 0; i < PAL_TABLE_COUNT && rc == PAL_OK; i++) {
        rc = copy_table(from, to, (enum pal_table_id)i, &rows[i]);
    }
    /* No entry covers them: what the other side had there is not taken on trust. */
    if (rc == PAL_OK) {
        rc = pal_heads_rebuild(to->db);
    }
    if (rc == PAL_OK) {
        rc = pal_fact_rows_rebuild(to);
    }
    return pal_errand_explain(to, rc == PAL_OK ? pal_listed_rebuild(to) : rc);
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

/* What was looked at is what is copied: nobody has written in between. */
static enum pal_rc require_same(struct pal_errand *from, struct pal_errand *to,
                                const struct pal_inventory *found)
{
    int64_t number;
    const char *hash;
    enum pal_rc rc = pal_audit_head(from->db, false, from->arena, &number, &hash);
    if (rc == PAL_OK && strcmp(hash, found->chain.hash != NULL ? found->chain.hash : "") != 0) {
        return pal_errand_fail(to, PAL_E_CONFLICT,
                               "somebody writes into the database that is copied; stop the server "
                               "and try again");
    }
    return pal_errand_explain(from, rc);
}

/* Within a transaction that reads `from`. */
static enum pal_rc copy_state(struct pal_errand *from, struct pal_errand *to, bool is_replacing,
                              const struct pal_inventory *found, int64_t rows[PAL_TABLE_COUNT])
{
    enum pal_rc rc = found != NULL ? pass_on(to, from, require_same(from, to, found)) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(to);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_end(to, pass_on(to, from, copy_all(from, to, is_replacing, rows)));
}

/* One state of one database into another, held against it row by row before it is kept. With
 * `found`, that state must be the one that was looked at. */
static enum pal_rc copy_across(struct pal_errand *from, struct pal_errand *to, bool is_replacing,
                               const struct pal_inventory *found, int64_t rows[PAL_TABLE_COUNT])
{
    enum pal_rc rc = pass_on(to, from, pal_errand_explain(from, pal_db_begin_read(from->db)));
    if (rc != PAL_OK) {
        return rc;
    }
    rc = copy_state(from, to, is_replacing, found, rows);
    pal_db_rollback(from->db);
    return rc;
}

/* -------------------------------------------------------------------- look */

const char *pal_keep_fault(const struct pal_inventory *found)
{
    return found->fault != NULL ? found->fault : found->chain_fault;
}

/* What the chain says of itself, of the rows and of their contents, in one sentence. */
static enum pal_rc look_at_chain(struct pal_errand *errand, struct pal_inventory *out)
{
    enum pal_rc rc = pal_audit_verify(errand, 0, NULL, &out->chain);
    if (rc != PAL_OK || pal_audit_is_whole(&out->chain)) {
        return rc;
    }
    const struct pal_audit_finding *first = out->chain.findings;
    out->chain_fault =
        out->chain.bad != 0
            ? pal_arena_printf(errand->arena, "audit entry %lld: %s", (long long)out->chain.bad,
                               out->chain.sentence)
            : pal_arena_printf(errand->arena, "audit, %s: %s", first->row, first->sentence);
    /* A fault that cannot be told is none that is not there. */
    return out->chain_fault != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* What is told of the rows of all tables. */
static struct pal_holds holds_of(const int64_t rows[PAL_TABLE_COUNT])
{
    return (struct pal_holds){.persons = rows[PAL_TABLE_PERSONS],
                              .documents = rows[PAL_TABLE_DOCUMENTS],
                              .versions = rows[PAL_TABLE_VERSIONS],
                              .files = rows[PAL_TABLE_FILES],
                              .hours = rows[PAL_TABLE_HOURS],
                              .entries = rows[PAL_TABLE_AUDIT]};
}

/* Begins a transaction that reads, which the caller ends; `is_over`: no further. */
static enum pal_rc look_at_tables(struct pal_errand *errand, bool is_strange, bool *is_over,
                                  struct pal_inventory *out)
{
    int64_t rows[PAL_TABLE_COUNT] = {0};
    *is_over = false;
    enum pal_rc rc = pal_migrate_version(errand->db, &out->schema, &errand->err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_db_begin_read(errand->db);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_tables_fault(errand->db, errand->arena, &out->fault);
    *is_over = is_strange && out->fault != NULL;
    for (int i = 0; i < PAL_TABLE_COUNT && rc == PAL_OK && !*is_over; i++) {
        rc = pal_table_rows(errand->db, (enum pal_table_id)i, &rows[i]);
    }
    out->holds = holds_of(rows);
    return rc;
}

/* `is_strange`: what the database itself finds wrong is the end; nothing is read of pages that lie.
 */
static enum pal_rc look(struct pal_errand *errand, bool is_strange, struct pal_inventory *out)
{
    bool is_over;
    *out = (struct pal_inventory){0};
    enum pal_rc rc = look_at_tables(errand, is_strange, &is_over, out);
    (void)pal_errand_explain(errand, rc);
    pal_db_rollback(errand->db);
    return rc == PAL_OK && !is_over ? look_at_chain(errand, out) : rc;
}

enum pal_rc pal_keep_look(struct pal_errand *errand, struct pal_inventory *out)
{
    return look(errand, false, out);
}

enum pal_rc pal_keep_copy(struct pal_errand *from, struct pal_errand *to, bool is_replacing,
                          struct pal_holds *out)
{
    int64_t rows[PAL_TABLE_COUNT] = {0};
    struct pal_inventory found;
    enum pal_rc rc = pal_errand_require(to, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pass_on(to, from, require_schema(from));
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pass_on(to, from, pal_keep_look(from, &found));
    if (rc == PAL_OK && pal_keep_fault(&found) != NULL) {
        rc = pal_errand_fail(to, PAL_E_INVALID,
                             "the database that is copied does not hold: %s; nothing was copied",
                             pal_keep_fault(&found));
    }
    if (rc == PAL_OK) {
        rc = copy_across(from, to, is_replacing, &found, rows);
    }
    *out = holds_of(rows);
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
    *other = (struct other){.errand = {.arena = arena,
                                       .principal = {.kind = PAL_PRINCIPAL_OPERATOR},
                                       .source = "local"}};
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

/* A backup is open as a copy, which goes with it. */
static void close_backup(struct other *other)
{
    close_other(other);
    pal_scratch_remove();
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

/* A new database with what the errand's holds. */
static enum pal_rc fill(struct pal_errand *errand, struct pal_errand *other)
{
    int done;
    int64_t rows[PAL_TABLE_COUNT];
    enum pal_rc rc = pal_migrate(other->db, &done, &errand->err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pass_on(errand, other, copy_across(errand, other, false, NULL, rows));
    if (rc != PAL_OK) {
        return rc;
    }
    return pass_on(errand, other, pal_errand_explain(other, pal_tables_settle(other->db)));
}

/* A new SQLite file with what a PostgreSQL holds. */
static enum pal_rc copy_into(struct pal_errand *errand, const char *path)
{
    struct other other;
    enum pal_rc rc = require_schema(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = open_other(errand->arena, errand->now, path, &other, &errand->err);
    if (rc == PAL_OK) {
        rc = fill(errand, &other.errand);
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
    if (rc == PAL_OK) {
        rc = pal_errand_begin(errand);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_setting_put(errand->db, PAL_SETTING_BACKUP, at);
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "backup", "database", "", words);
    }
    return pal_errand_end(errand, rc);
}

/* An empty database is one whose name was mistyped: its backup would take the place of good ones.
 */
static enum pal_rc require_content(struct pal_errand *errand)
{
    int64_t persons = 0;
    int64_t documents = 0;
    enum pal_rc rc = pal_table_rows(errand->db, PAL_TABLE_PERSONS, &persons);
    if (rc == PAL_OK) {
        rc = pal_table_rows(errand->db, PAL_TABLE_DOCUMENTS, &documents);
    }
    if (rc == PAL_OK && persons == 0 && documents == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the database holds no person and no document: there is nothing to "
                               "back up; is it the right one?");
    }
    return pal_errand_explain(errand, rc);
}

/* The file `part`, which is there and empty, becomes the backup. */
static enum pal_rc write_backup(struct pal_errand *errand, const char *part, const char *path,
                                char hash[PAL_HASH_TEXT])
{
    enum pal_rc rc = pal_db_kind_of(errand->db) == PAL_DB_SQLITE
                         ? pal_errand_explain(errand, pal_tables_write_file(errand->db, part))
                         : copy_into(errand, part);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_secret_hash_file(part, hash, &errand->err);
    return rc == PAL_OK ? name_file(errand, part, path) : rc;
}

enum pal_rc pal_keep_backup(struct pal_errand *errand, const char *path, char hash[PAL_HASH_TEXT])
{
    char part[PATH_ROOM];
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = require_content(errand);
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
    rc = write_backup(errand, part, path, hash);
    if (rc != PAL_OK) {
        (void)unlink(part);
    }
    return rc;
}

/* ------------------------------------------------------------------ restore */

/* A minute, and a second for each megabyte: a machine that is slow is not a backup that lies. */
static int64_t seconds_for(const struct pal_scratch *scratch)
{
    return 60 + scratch->bytes / (1 << 20);
}

/* What was found is no backup of palier's, or looking took longer than it may. */
static enum pal_rc refuse_backup(const char *path, const struct other *other, enum pal_rc rc,
                                 struct pal_err *err)
{
    char why[PAL_ERR_MESSAGE_MAX];
    if (other->errand.db != NULL && pal_strange_is_late(other->errand.db)) {
        return pal_err_set(err, PAL_E_INVALID,
                           "%s takes longer to look at than a backup of its size may",
                           pal_quote(path).text);
    }
    if (rc == PAL_E_MEMORY || rc == PAL_E_FULL) {
        return rc;
    }
    (void)snprintf(why, sizeof why, "%s", err->message);
    return pal_err_set(err, PAL_E_INVALID, "%s is no backup of palier: %.400s",
                       pal_quote(path).text, why);
}

/* Opens the copy, whose schema is looked at before anything else; `schema` is what it was. */
static enum pal_rc open_copy(struct pal_arena *arena, int64_t now,
                             const struct pal_scratch *scratch, struct other *other, int *schema,
                             struct pal_err *err)
{
    enum pal_rc rc = pal_strange_check(scratch->path, err);
    if (rc == PAL_OK) {
        rc = open_other(arena, now, scratch->path, other, err);
    }
    if (rc == PAL_OK) {
        pal_strange_hold(other->errand.db, seconds_for(scratch));
        rc = pal_migrate_version(other->errand.db, schema, err);
    }
    return rc == PAL_OK && *schema == 0
               ? pal_err_set(err, PAL_E_INVALID, "it holds nothing of palier's")
               : rc;
}

/* Nobody needs a backup of nothing, and whoever keeps one instead of a good one is lost. */
static void look_for_nothing(struct pal_inventory *out)
{
    if (pal_keep_fault(out) == NULL && out->holds.persons == 0 && out->holds.documents == 0) {
        out->fault = "it holds no person and no document: it is the backup of an empty database";
    }
}

/* Opens the copy of a backup, brings its schema up to date and looks at it. */
static enum pal_rc open_backup(struct pal_arena *arena, int64_t now, const char *path,
                               struct other *other, struct pal_inventory *out, struct pal_err *err)
{
    struct pal_scratch scratch;
    int schema = 0;
    *other = (struct other){0};
    enum pal_rc rc = pal_scratch_make(path, &scratch, err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = open_copy(arena, now, &scratch, other, &schema, err);
    if (rc == PAL_OK) {
        rc = pal_house_upgrade(&other->errand, PAL_RENEW_NEVER);
        if (rc == PAL_OK) {
            rc = look(&other->errand, true, out);
        }
        *err = rc != PAL_OK ? other->errand.err : *err;
        out->schema = schema;
    }
    if (rc != PAL_OK) {
        rc = refuse_backup(path, other, rc, err);
        close_backup(other);
        return rc;
    }
    look_for_nothing(out);
    return PAL_OK;
}

enum pal_rc pal_keep_drill(struct pal_arena *arena, const char *path, struct pal_inventory *out,
                           struct pal_err *err)
{
    struct other other;
    enum pal_rc rc = pal_secret_init();
    if (rc != PAL_OK) {
        return pal_err_set(err, rc, "this machine gives no random numbers");
    }
    rc = open_backup(arena, 0, path, &other, out, err);
    if (rc != PAL_OK) {
        return rc;
    }
    close_backup(&other);
    return PAL_OK;
}

/* Within a transaction that writes; `words`: which backup it was. */
static enum pal_rc write_back(struct pal_errand *errand, struct pal_errand *backup,
                              bool is_replacing, const struct pal_inventory *found,
                              const char *words)
{
    int64_t rows[PAL_TABLE_COUNT];
    enum pal_rc rc = pass_on(errand, backup, copy_all(backup, errand, is_replacing, rows));
    if (rc == PAL_OK) { /* the house that the backup is of may have sent them since */
        rc = pal_mail_row_give_up(errand->db, errand->now, errand->now, PAL_MAIL_TROUBLE_RESTORED);
    }
    if (rc == PAL_OK && (size_t)found->schema < pal_migration_count) {
        rc = pal_scores_renew(errand);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    /* The chain goes on from where the backup had it. */
    return pal_audit_write(errand, "restore-backup", "database", "", words);
}

static enum pal_rc put_back(struct pal_errand *errand, struct pal_errand *backup, const char *path,
                            bool is_replacing, const struct pal_inventory *found)
{
    char hash[PAL_HASH_TEXT];
    if (pal_keep_fault(found) != NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the backup does not hold: %s; nothing was changed",
                               pal_keep_fault(found));
    }
    enum pal_rc rc = pal_secret_hash_file(path, hash, &errand->err);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *words = pal_arena_printf(errand->arena, "sha256 %s", hash);
    if (words == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = pal_errand_explain(errand, pal_db_begin_read(backup->db));
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_end(errand, write_back(errand, backup, is_replacing, found, words));
}

enum pal_rc pal_keep_restore(struct pal_errand *errand, const char *path, bool is_replacing,
                             struct pal_inventory *out)
{
    struct other other;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = open_backup(errand->arena, errand->now, path, &other, out, &errand->err);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_strange_hold(other.errand.db, 0); /* it was looked at: now it takes what it takes */
    rc = put_back(errand, &other.errand, path, is_replacing, out);
    close_backup(&other);
    return rc == PAL_OK ? pal_scores_redraw(errand) : rc;
}

/* ------------------------------------------------------------------ upgrade */

enum pal_rc pal_keep_upgrade(struct pal_errand *errand)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    return rc == PAL_OK ? pal_house_upgrade(errand, PAL_RENEW_ALWAYS) : rc;
}

const char *pal_keep_step(int number)
{
    return number > 0 && (size_t)number <= pal_migration_count ? pal_migrations[number - 1].title
                                                               : "";
}

enum pal_rc pal_keep_is_empty(struct pal_errand *errand, bool *out)
{
    *out = false;
    return pal_errand_explain(errand, pal_tables_are_empty(errand->db, out));
}
