#include "app/house/doctor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/desk/rights.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/grants.h"
#include "app/house/house.h"
#include "app/house/listed.h"
#include "app/house/marks_parts.h"
#include "app/house/secret.h"
#include "base/text.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/contents.h"
#include "store/copy.h"
#include "store/facts.h"
#include "store/migrate.h"

enum {
    DAY = 24 * 3600,
    BACKUP_DAYS = 8,        /* a weekly backup that is late by a day is no alarm */
    CERTIFICATE_DAYS = 30,  /* time enough for a new one */
    DISK_LEAST = 256 << 20, /* bytes; and twice the database, which an upgrade may need */
    CLOCK_SLACK = 120,
    /* 2026-01-01: no clock that is right says less. */
    CLOCK_LEAST = 1767225600,
};

const char *const pal_finding_states[3] = {"fine", "advice", "must"};

static const char *say(const struct pal_doctor *doctor, const char *text)
{
    return pal_voice_say(doctor->voice, text);
}

/* Adds a finding; what is said is copied. */
static void find(struct pal_doctor *doctor, const char *id, enum pal_finding_state state,
                 const char *todo, const char *fmt, ...) PAL_PRINTF(5, 6);

static void find(struct pal_doctor *doctor, const char *id, enum pal_finding_state state,
                 const char *todo, const char *fmt, ...)
{
    char sentence[PAL_ERR_MESSAGE_MAX + 128];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, pal_voice_say(doctor->voice, fmt), args);
    va_end(args);
    if (doctor->count < PAL_FINDINGS_MAX) {
        doctor->findings[doctor->count++] = (struct pal_finding){
            id, state, pal_arena_copy(doctor->arena, sentence, strlen(sentence)),
            todo != NULL ? pal_voice_say(doctor->voice, todo) : NULL};
    }
}

/* -------------------------------------------------------------------- files */

/* The path of an SQLite database; NULL: it is a PostgreSQL. */
static const char *path_of(const char *url)
{
    if (strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0) {
        return NULL;
    }
    return strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url;
}

static const char *folder_of(struct pal_doctor *doctor, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL   ? "."
           : slash == path ? "/"
                           : pal_arena_copy(doctor->arena, path, (size_t)(slash - path));
}

static void look_at_disk(struct pal_doctor *doctor, const char *folder, int64_t size)
{
    struct statvfs disk;
    if (statvfs(folder, &disk) != 0) {
        find(doctor, "disk", PAL_FINDING_ADVICE, PAL_N_("look at the disk with df"),
             PAL_N_("how much room the disk has cannot be told: %s"), strerror(errno));
        return;
    }
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    uint64_t least =
        (uint64_t)DISK_LEAST > 2 * (uint64_t)size ? (uint64_t)DISK_LEAST : 2 * (uint64_t)size;
    bool is_enough = room >= least;
    find(doctor, "disk", is_enough ? PAL_FINDING_FINE : PAL_FINDING_MUST,
         is_enough ? NULL : PAL_N_("make room on the disk of the database, or move the database"),
         PAL_N_("%llu MiB are free on the disk of the database, %llu are wanted"),
         (unsigned long long)(room >> 20), (unsigned long long)(least >> 20));
}

/* Whoever may read the file has every document and the hashes of passwords; whoever may write in
 * its folder can put another in its place. False: there is no such file. */
static bool look_at_file(struct pal_doctor *doctor, const char *path)
{
    struct stat info;
    const char *folder = folder_of(doctor, path);
    if (stat(path, &info) != 0) {
        find(doctor, "database", PAL_FINDING_MUST,
             PAL_N_("run \"palier init\", or say where the database is"),
             PAL_N_("there is no database at %s"), path);
        return false;
    }
    bool is_open = (info.st_mode & 077) != 0;
    find(doctor, "file-mode", is_open ? PAL_FINDING_MUST : PAL_FINDING_FINE,
         is_open ? PAL_N_("take it from them: chmod 600 on the database and the files beside it")
                 : NULL,
         PAL_N_("others than its owner %s (mode %03o)"),
         say(doctor, is_open ? PAL_N_("may read or write the database")
                             : PAL_N_("cannot open the database")),
         (unsigned)(info.st_mode & 0777));
    if (geteuid() != 0 && info.st_uid != geteuid()) {
        find(doctor, "file-owner", PAL_FINDING_MUST,
             PAL_N_("run palier as the owner of the database, or chown it"),
             PAL_N_("the database belongs to another user"));
    }
    int64_t size = info.st_size;
    doctor->size = size;
    if (folder != NULL && stat(folder, &info) == 0) {
        bool is_weak = (info.st_mode & 022) != 0 && (info.st_mode & S_ISVTX) == 0;
        find(doctor, "folder-mode", is_weak ? PAL_FINDING_MUST : PAL_FINDING_FINE,
             is_weak
                 ? PAL_N_("chmod 700 on the folder, and umask 077 for whoever makes files in it")
                 : NULL,
             PAL_N_("others than its owner %s the folder of the database (mode %03o)"),
             say(doctor, is_weak ? PAL_N_("may write in") : PAL_N_("cannot write in")),
             (unsigned)(info.st_mode & 0777));
    }
    look_at_disk(doctor, folder != NULL ? folder : ".", size);
    return true;
}

static void look_at_tls(struct pal_doctor *doctor)
{
    struct stat info;
    struct pal_err err = {0};
    int64_t until = 0;
    if (doctor->certificate == NULL) {
        return;
    }
    if (pal_certificate_look(doctor->certificate, doctor->key, &until, &err) != PAL_OK) {
        find(doctor, "certificate", PAL_FINDING_MUST,
             PAL_N_("give the server a certificate and its key that it may read"), "%s%s%s",
             err.file, err.file[0] != '\0' ? PAL_N_(": ") : "", err.message);
        return;
    }
    int64_t days = (until - doctor->now) / DAY;
    bool is_late = days < CERTIFICATE_DAYS;
    find(doctor, "certificate", is_late ? PAL_FINDING_MUST : PAL_FINDING_FINE,
         is_late ? PAL_N_("put a new certificate in its place and start the server again") : NULL,
         until < doctor->now ? PAL_N_("the certificate was over %lld days ago")
                             : PAL_N_("the certificate holds for %lld days"),
         (long long)(days < 0 ? -days : days));
    if (doctor->key != NULL && stat(doctor->key, &info) == 0) {
        bool is_open = (info.st_mode & 007) != 0;
        find(doctor, "key-mode", is_open ? PAL_FINDING_MUST : PAL_FINDING_FINE,
             is_open ? PAL_N_("chmod 600 on the private key, and think of a new one") : NULL,
             PAL_N_("%s read the private key (mode %03o)"),
             say(doctor, is_open ? PAL_N_("everybody may") : PAL_N_("not everybody may")),
             (unsigned)(info.st_mode & 0777));
    }
}

/* ----------------------------------------------------------------- database */

/* False: nothing else can be asked of it. */
static bool look_at_schema(struct pal_doctor *doctor, struct pal_errand *errand)
{
    int version = 0;
    struct pal_err err = {0};
    if (pal_migrate_version(errand->db, &version, &err) != PAL_OK) {
        find(doctor, "schema", PAL_FINDING_MUST,
             PAL_N_("use the palier that wrote this database, or a newer one"), "%s", err.message);
        return false;
    }
    bool is_now = (size_t)version == pal_migration_count;
    find(doctor, "schema", is_now ? PAL_FINDING_FINE : PAL_FINDING_MUST,
         is_now ? NULL : PAL_N_("make a backup, then run \"palier migrate\" (or start the server)"),
         PAL_N_("the database has schema %d, this program %zu"), version, pal_migration_count);
    return is_now;
}

static void look_at_clock(struct pal_doctor *doctor, struct pal_errand *errand)
{
    struct pal_audit_row *rows;
    size_t count = 0;
    int64_t number = 0;
    const char *hash;
    int64_t last = 0;
    if (pal_audit_head(errand->db, false, errand->arena, &number, &hash) == PAL_OK && number > 0 &&
        pal_audit_from(errand->db, number, 1, errand->arena, &rows, &count) == PAL_OK &&
        count > 0) {
        last = rows[0].at;
    }
    bool is_sane = doctor->now >= CLOCK_LEAST && doctor->now + CLOCK_SLACK >= last;
    find(doctor, "clock", is_sane ? PAL_FINDING_FINE : PAL_FINDING_MUST,
         is_sane ? NULL
                 : PAL_N_("set the clock (timedatectl), and have a time server in the network"),
         is_sane ? PAL_N_("the clock is behind nothing that was written")
                 : PAL_N_("the clock is behind what was written already, or years behind"));
}

static void look_at_content(struct pal_doctor *doctor, struct pal_errand *errand)
{
    struct pal_inventory found;
    if (pal_keep_look(errand, &found) != PAL_OK) {
        find(doctor, "content", PAL_FINDING_MUST, PAL_N_("restore the last good backup"), "%s",
             errand->err.message);
        return;
    }
    bool is_bad = found.fault != NULL;
    bool is_chain = found.chain_fault != NULL;
    find(doctor, "content", is_bad ? PAL_FINDING_MUST : PAL_FINDING_FINE,
         is_bad
             ? PAL_N_("stop the server, keep a copy of the database, restore the last good backup")
             : NULL,
         "%s",
         is_bad ? found.fault
                : say(doctor, PAL_N_("the pages of the database and its references hold")));
    find(doctor, "audit", is_chain ? PAL_FINDING_MUST : PAL_FINDING_FINE,
         is_chain
             ? PAL_N_(
                   "keep a copy of the database, find out who wrote to it, and look at the backups")
             : NULL,
         "%s",
         is_chain ? found.chain_fault
                  : say(doctor, PAL_N_("the chain of the audit holds, and tables, texts and files "
                                       "are what it says")));
}

/* The last fact of each value, as it is computed from the facts. */
static void look_at_heads(struct pal_doctor *doctor, struct pal_errand *errand)
{
    int64_t wrong = 0;
    if (pal_heads_wrong(errand->db, &wrong) != PAL_OK) {
        return; /* its failure has been found already */
    }
    find(doctor, "heads", wrong == 0 ? PAL_FINDING_FINE : PAL_FINDING_MUST,
         wrong == 0 ? NULL : PAL_N_("run \"palier migrate\", which makes them again"),
         wrong == 0 ? PAL_N_("what pages show of facts is the last that was said")
                    : PAL_N_("what pages show of facts is not the last that was said, %lld times"),
         (long long)wrong);
    if (pal_marks_check(errand, false, &wrong) != PAL_OK) {
        return;
    }
    find(doctor, "marks", wrong == 0 ? PAL_FINDING_FINE : PAL_FINDING_MUST,
         wrong == 0 ? NULL : PAL_N_("run \"palier migrate\", which writes them again"),
         wrong == 0 ? PAL_N_("assessments are what their marks say")
                    : PAL_N_("%lld assessments are not what their marks say"),
         (long long)wrong);
}

/* The rows that are computed from facts, for lists and sums. */
static void look_at_rows(struct pal_doctor *doctor, struct pal_errand *errand)
{
    int64_t wrong = 0;
    if (pal_fact_rows_wrong(errand, &wrong) != PAL_OK) {
        return; /* its failure has been found already */
    }
    find(doctor, "rows", wrong == 0 ? PAL_FINDING_FINE : PAL_FINDING_MUST,
         wrong == 0 ? NULL : PAL_N_("run \"palier migrate\", which makes them again"),
         wrong == 0 ? PAL_N_("hours and deliveries are what was said of them")
                    : PAL_N_("hours and deliveries are not what was said of them, %lld times"),
         (long long)wrong);
    if (pal_listed_wrong(errand, &wrong) != PAL_OK) {
        return;
    }
    find(doctor, "lists", wrong == 0 ? PAL_FINDING_FINE : PAL_FINDING_MUST,
         wrong == 0 ? NULL : PAL_N_("run \"palier migrate\", which makes them again"),
         wrong == 0 ? PAL_N_("what lists sort and search by is what documents and acts say")
                    : PAL_N_("what lists sort and search by is not what documents and acts say, "
                             "%lld times"),
         (long long)wrong);
}

/* Whether the pieces of a content are what it is called by. */
static enum pal_rc is_sound(struct pal_errand *errand, const struct pal_content_row *content,
                            bool *out)
{
    struct pal_buf piece;
    struct pal_hashing hashing;
    char hash[PAL_HASH_TEXT];
    int64_t size = 0;
    enum pal_rc rc = PAL_OK;
    pal_buf_init(&piece, PAL_PIECE_MOST, NULL);
    pal_secret_hash_begin(&hashing);
    for (int64_t i = 0; i < content->pieces && rc == PAL_OK; i++) {
        piece.len = 0;
        rc = pal_content_piece(errand->db, content->id, i, &piece);
        if (rc == PAL_OK) {
            pal_secret_hash_add(&hashing, piece.data, piece.len);
            size += (int64_t)piece.len;
        }
    }
    pal_buf_done(&piece);
    pal_secret_hash_end(&hashing, hash);
    *out = rc == PAL_OK && size == content->size && strcmp(hash, content->hash) == 0;
    return rc == PAL_E_NOT_FOUND || rc == PAL_E_MEMORY ? PAL_OK : rc;
}

/* How many contents are not what they are called by. */
static enum pal_rc count_damaged(struct pal_errand *errand, int64_t *damaged)
{
    char id[PAL_ID_TEXT] = "";
    enum pal_rc rc = PAL_OK;
    *damaged = 0;
    while (rc == PAL_OK) {
        struct pal_arena arena;
        struct pal_content_row content;
        bool is_fine = true;
        pal_arena_init(&arena, NULL);
        rc = pal_content_next(errand->db, id, &arena, &content);
        if (rc == PAL_OK) {
            (void)snprintf(id, sizeof id, "%s", content.id);
            rc = is_sound(errand, &content, &is_fine);
            *damaged += is_fine ? 0 : 1;
        }
        pal_arena_done(&arena);
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

/* The bytes of files against the facts that name them. */
static void look_at_contents(struct pal_doctor *doctor, struct pal_errand *errand)
{
    static const char todo[] = PAL_N_(
        "restore the last good backup into another database and look there for what is lost");
    int64_t damaged = 0;
    int64_t unheld = 0;
    int64_t unused = 0;
    int64_t astray = 0;
    if (count_damaged(errand, &damaged) != PAL_OK ||
        pal_contents_wrong(errand->db, &unheld, &unused, &astray) != PAL_OK) {
        return; /* its failure has been found already */
    }
    if (damaged > 0 || unheld > 0) {
        find(doctor, "files", PAL_FINDING_MUST, todo,
             PAL_N_("the bytes of %lld files are not those that were sent, and those of %lld facts "
                    "are not there"),
             (long long)damaged, (long long)unheld);
        return;
    }
    if (unused + astray == 0) { /* how many there are grows with what is sealed, and is not told */
        find(doctor, "files", PAL_FINDING_FINE, NULL,
             PAL_N_("the bytes of all files are what was sent"));
        return;
    }
    find(doctor, "files", PAL_FINDING_ADVICE,
         PAL_N_("they take room alone: export, and import into a new database"),
         PAL_N_("files that nothing names are there (%lld)"), (long long)(unused + astray));
}

static void look_at_backup(struct pal_doctor *doctor, struct pal_errand *errand)
{
    const char *at;
    enum pal_rc rc = pal_setting_get(errand->db, PAL_SETTING_BACKUP, errand->arena, &at);
    if (rc != PAL_OK) {
        find(doctor, "backup", PAL_FINDING_MUST,
             PAL_N_("run \"palier backup FILE\", every night, and keep the file elsewhere"),
             PAL_N_("no backup of this database is known"));
        return;
    }
    doctor->last_backup = strtoll(at, NULL, 10);
    int64_t days = (doctor->now - doctor->last_backup) / DAY;
    bool is_old = days > BACKUP_DAYS;
    find(doctor, "backup", is_old ? PAL_FINDING_MUST : PAL_FINDING_FINE,
         is_old ? PAL_N_("run \"palier backup FILE\", and find out why it was not run") : NULL,
         PAL_N_("the last backup is %lld days old"), (long long)days);
}

static void look_at_people(struct pal_doctor *doctor, struct pal_errand *errand)
{
    struct pal_administrators all;
    if (pal_administrators_count(errand->db, doctor->now, &all) != PAL_OK) {
        return; /* its failure has been found already */
    }
    int64_t count = all.all;
    if (count > 0 && all.open == 0) {
        find(doctor, "administrators", PAL_FINDING_MUST,
             PAL_N_("palier user unlock EMAIL, or palier user expire EMAIL never"),
             PAL_N_("every administrator is locked out, or their account has ended"));
        return;
    }
    find(doctor, "administrators",
         count > 1    ? PAL_FINDING_FINE
         : count == 1 ? PAL_FINDING_ADVICE
                      : PAL_FINDING_MUST,
         count > 1    ? NULL
         : count == 1 ? PAL_N_("add another: palier user add EMAIL NAME administrator")
                      : PAL_N_("run \"palier init\", or palier user add EMAIL NAME administrator"),
         count == 1 ? PAL_N_("%lld administrator alone") : PAL_N_("%lld administrators"),
         (long long)count);
}

/* Pairs from before there were rules, or that were written past them: they go on, and are told. */
static void look_at_duties(struct pal_doctor *doctor, struct pal_errand *errand)
{
    enum { PAIRS_MOST = 1000 };
    struct pal_app app;
    const struct pal_rights *rights =
        errand->house != NULL ? pal_house_rights(errand->house) : NULL;
    struct pal_pair *pairs = NULL;
    size_t count = 0;
    pal_app_init(&app);
    enum pal_rc rc = rights != NULL ? PAL_OK : pal_app_rights(&app, &rights);
    if (rc == PAL_OK) {
        rc = pal_grants_pairs(errand, rights, PAIRS_MOST, &pairs, &count);
    }
    if (rc == PAL_OK && count == 0) {
        find(doctor, "duties", PAL_FINDING_FINE, NULL,
             PAL_N_("nobody holds two roles that one person does not combine"));
    } else if (rc == PAL_OK && pairs[0].duty != NULL) {
        find(
            doctor, "duties", PAL_FINDING_ADVICE,
            PAL_N_("take one of the roles away, or lift the rule with a reason: palier user lift"),
            PAL_N_("roles that one person does not combine are held in %zu cases, the first by %s: "
                   "%s and %s (rule %s) on %s"),
            count, pairs[0].person, pairs[0].duty->a, pairs[0].duty->b, pairs[0].duty->id,
            pairs[0].project);
    } else if (rc == PAL_OK) {
        find(doctor, "duties", PAL_FINDING_ADVICE,
             PAL_N_("take the role away and give it where it is held: palier user withdraw"),
             PAL_N_("roles are held where they do not belong, or in pairs, in %zu cases, the first "
                    "by %s: %s on %s"),
             count, pairs[0].person, pairs[0].role, pairs[0].project);
    }
    pal_app_done(&app);
}

static void look_into(struct pal_doctor *doctor, struct pal_errand *errand)
{
    if (!look_at_schema(doctor, errand)) {
        return;
    }
    look_at_clock(doctor, errand);
    look_at_content(doctor, errand);
    look_at_heads(doctor, errand);
    look_at_rows(doctor, errand);
    look_at_contents(doctor, errand);
    look_at_backup(doctor, errand);
    look_at_people(doctor, errand);
    look_at_duties(doctor, errand);
}

static enum pal_rc conclude(const struct pal_doctor *doctor)
{
    for (size_t i = 0; i < doctor->count; i++) {
        if (doctor->findings[i].found == NULL) {
            return PAL_E_MEMORY;
        }
    }
    return PAL_OK;
}

enum pal_rc pal_doctor_glance(struct pal_doctor *doctor, struct pal_errand *errand)
{
    const char *path = path_of(doctor->url);
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    look_at_tls(doctor);
    if (path != NULL) {
        (void)look_at_file(doctor, path);
    }
    if (look_at_schema(doctor, errand)) {
        look_at_clock(doctor, errand);
        look_at_backup(doctor, errand);
        look_at_people(doctor, errand);
        look_at_duties(doctor, errand);
    }
    return pal_errand_explain(errand, conclude(doctor));
}

enum pal_rc pal_doctor_look(struct pal_doctor *doctor)
{
    struct pal_db_pool *pool = NULL;
    struct pal_err err = {0};
    struct pal_errand errand = {.arena = doctor->arena,
                                .principal = {.kind = PAL_PRINCIPAL_OPERATOR},
                                .source = "local",
                                .now = doctor->now};
    const char *path = path_of(doctor->url);
    look_at_tls(doctor);
    if (path == NULL || look_at_file(doctor, path)) {
        enum pal_rc rc = pal_db_pool_open_as(doctor->url, 1, PAL_DB_READ, &pool, &err);
        if (rc == PAL_OK) {
            rc = pal_db_take(pool, &errand.db, &err);
        }
        find(doctor, "database", rc == PAL_OK ? PAL_FINDING_FINE : PAL_FINDING_MUST,
             rc == PAL_OK ? NULL
             : path == NULL
                 ? PAL_N_("start PostgreSQL, look at the address and the password, and install "
                          "libpq5 where it is missing")
                 : PAL_N_("look at the file, or restore the last good backup"),
             "%s", rc == PAL_OK ? say(doctor, PAL_N_("the database answers")) : err.message);
        if (rc == PAL_OK) {
            look_into(doctor, &errand);
            pal_db_give(errand.db);
        }
        pal_db_pool_close(pool);
    }
    return conclude(doctor);
}
