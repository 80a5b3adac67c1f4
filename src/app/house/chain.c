/* chain - the audit entries: each holds the hash of the one before it; see audit.h. */
#include <stdio.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/covers.h"
#include "app/house/errand.h"
#include "app/house/errand_parts.h"
#include "app/house/jobs.h"
#include "app/house/secret.h"
#include "app/house/told.h"
#include "base/buf.h"
#include "store/audit.h"

enum {
    ENTRY_MAX = 4 << 20,
    COVERS_MAX = 256 << 10, /* bytes of lines in one entry; a line more may follow */
    AT_ONCE = 64,           /* entries read at a time: 16 MB where all of them are that long */
};

/* One field of what is hashed: its length stands before it, so that no two entries read alike. */
static void add_field(struct pal_buf *buf, const char *text)
{
    pal_buf_printf(buf, "%zu:", strlen(text));
    pal_buf_add(buf, text);
    pal_buf_add_char(buf, '\n');
}

/* SHA-256 over all fields of an entry but its own hash (docs/audit.md). */
static enum pal_rc hash_entry(const struct pal_audit_row *row, char out[PAL_HASH_TEXT])
{
    struct pal_buf buf;
    pal_buf_init(&buf, ENTRY_MAX, NULL);
    pal_buf_printf(&buf, "%lld\n%lld\n", (long long)row->number, (long long)row->at);
    add_field(&buf, row->person);
    add_field(&buf, row->source);
    add_field(&buf, row->verb);
    add_field(&buf, row->object);
    add_field(&buf, row->before);
    add_field(&buf, row->after);
    add_field(&buf, row->previous);
    if (row->covers[0] != '\0') { /* entries of before it keep their hash */
        add_field(&buf, row->covers);
    }
    const char *text = pal_buf_text(&buf);
    if (text != NULL) {
        pal_secret_hash(text, buf.len, out);
    }
    pal_buf_done(&buf);
    return text != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* One entry behind the last one; the first that tells of an assessment is kept with its score. */
static enum pal_rc add_entry(struct pal_errand *errand, const char *verb, const char *object,
                             const char *before, const char *after, const char *covers)
{
    char hash[PAL_HASH_TEXT];
    struct pal_audit_row row = {.at = errand->now,
                                .person = pal_errand_actor(errand),
                                .source = errand->source,
                                .verb = verb,
                                .object = object,
                                .before = before,
                                .after = after,
                                .hash = hash,
                                .covers = covers};
    if (row.person == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = pal_audit_head(errand->db, true, errand->arena, &row.number, &row.previous);
    if (rc == PAL_OK) {
        row.number++;
        rc = hash_entry(&row, hash);
    }
    if (rc == PAL_OK) {
        rc = pal_audit_add(errand->db, &row);
    }
    size_t kind = strlen("assessment/");
    return rc == PAL_OK && strncmp(object, "assessment/", kind) == 0
               ? pal_score_is_told(errand->db, object + kind, row.number)
               : rc;
}

/* Lines that wait for their entry. */
struct covering {
    struct pal_errand *errand;
    const char *verb; /* of the entries that are written when there are too many lines for one */
    const char *object;
    struct pal_buf lines;
};

static enum pal_rc write_lines(struct covering *at)
{
    const char *lines = pal_buf_text(&at->lines);
    enum pal_rc rc =
        lines != NULL ? add_entry(at->errand, at->verb, at->object, "", "", lines) : PAL_E_MEMORY;
    pal_buf_done(&at->lines);
    return rc;
}

static enum pal_rc take_noted(void *ctx, enum pal_table_id table, const char *const *key,
                              const struct pal_cell *cells)
{
    struct covering *at = ctx;
    pal_cover_line(&at->lines, table, key, cells);
    return at->lines.len > COVERS_MAX || at->lines.failed ? write_lines(at) : PAL_OK;
}

static enum pal_rc take_adopted(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct covering *at = ctx;
    pal_cover_line_of_row(&at->lines, table, cells);
    return at->lines.len > COVERS_MAX || at->lines.failed ? write_lines(at) : PAL_OK;
}

enum pal_rc pal_audit_write(struct pal_errand *errand, const char *verb, const char *object,
                            const char *before, const char *after)
{
    struct covering at = {.errand = errand, .verb = "covers", .object = object};
    pal_buf_init(&at.lines, ENTRY_MAX, NULL);
    enum pal_rc rc = pal_cover_take(errand->db, take_noted, &at);
    const char *lines = pal_buf_text(&at.lines);
    if (rc == PAL_OK) {
        rc = lines != NULL ? add_entry(errand, verb, object, before, after, lines) : PAL_E_MEMORY;
    }
    pal_buf_done(&at.lines);
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------- adopt */

enum pal_rc pal_audit_adopt(struct pal_errand *errand, int schema)
{
    struct covering at = {.errand = errand, .verb = "adopt", .object = "database"};
    int64_t number;
    const char *hash;
    bool is_due = false;
    /* The head first: of two programs that start at once, one adopts. */
    enum pal_rc rc = pal_audit_head(errand->db, true, errand->arena, &number, &hash);
    if (rc == PAL_OK) {
        rc = pal_cover_is_due(errand->db, schema, &is_due);
    }
    pal_buf_init(&at.lines, ENTRY_MAX, NULL);
    for (int i = 0; i < PAL_TABLE_COUNT && rc == PAL_OK && is_due; i++) {
        if (pal_cover_of((enum pal_table_id)i) != PAL_COVER_NOTHING) {
            rc = pal_table_walk(errand->db, (enum pal_table_id)i, take_adopted, &at);
        }
    }
    if (rc == PAL_OK && at.lines.len > 0) {
        rc = write_lines(&at);
    }
    pal_buf_done(&at.lines);
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------ verify */

bool pal_audit_is_whole(const struct pal_audit_result *result)
{
    return result->bad == 0 && result->finding_count == 0;
}

/* What is wrong with an entry, given the one before it; NULL: nothing. */
static const char *fault_of(const struct pal_audit_row *row, int64_t number, const char *previous)
{
    char hash[PAL_HASH_TEXT];
    if (row->number != number) {
        return "an entry before it is missing";
    }
    if (strcmp(row->previous, previous) != 0) {
        return "it does not follow the entry before it: one of the two was replaced";
    }
    if (hash_entry(row, hash) != PAL_OK || strcmp(row->hash, hash) != 0) {
        return "it was changed after it was written";
    }
    return NULL;
}

struct walk {
    int64_t number;           /* of the last entry seen */
    char hash[PAL_HASH_TEXT]; /* its hash */
    struct pal_anchor_row *anchors;
    size_t anchor_count;
    int64_t other_number; /* an anchor that was kept elsewhere; 0: none */
    const char *other_hash;
    struct pal_covers *covers;
    struct pal_audit_result *out;
};

static void fault(struct walk *walk, int64_t number, const char *sentence)
{
    if (walk->out->bad == 0) {
        walk->out->bad = number;
        walk->out->sentence = sentence;
    }
}

/* Entries are held against the anchors that were taken of them. */
static void check_anchors(struct walk *walk, const struct pal_audit_row *row)
{
    for (size_t i = 0; i < walk->anchor_count; i++) {
        if (walk->anchors[i].number != row->number) {
            continue;
        }
        if (strcmp(walk->anchors[i].hash, row->hash) != 0) {
            fault(walk, row->number, "its hash is not the one of the anchor");
        } else {
            walk->out->anchors++;
        }
    }
    if (walk->other_number == row->number && strcmp(walk->other_hash, row->hash) != 0) {
        fault(walk, row->number, "its hash is not the one that was given");
    }
}

/* Entries are numbered from 1: what stands before is none. */
static enum pal_rc look_before_first(struct pal_errand *errand, struct walk *walk)
{
    struct pal_audit_row *rows;
    size_t count;
    enum pal_rc rc = pal_audit_from(errand->db, INT64_MIN, 1, errand->arena, &rows, &count);
    if (rc == PAL_OK && count > 0 && rows[0].number < 1) {
        fault(walk, rows[0].number != 0 ? rows[0].number : -1,
              "it stands before the first entry: nobody made it but by hand");
    }
    return rc;
}

/* An entry that is wrong ends the chain, but what later ones cover is still compared. */
static enum pal_rc take_entry(struct walk *walk, const struct pal_audit_row *row)
{
    if (walk->out->bad == 0) {
        const char *sentence = fault_of(row, walk->number + 1, walk->hash);
        if (sentence != NULL) {
            fault(walk, walk->number + 1, sentence);
        } else {
            check_anchors(walk, row);
            walk->out->entries++;
        }
    }
    walk->number = row->number;
    (void)snprintf(walk->hash, sizeof walk->hash, "%s", row->hash);
    return pal_covers_read(walk->covers, row->number, row->covers);
}

/* Walks the entries from the first on, some at a time. */
static enum pal_rc walk_entries(struct pal_errand *errand, struct walk *walk)
{
    struct pal_arena arena;
    enum pal_rc rc = look_before_first(errand, walk);
    for (size_t count = AT_ONCE; count == AT_ONCE && rc == PAL_OK;) {
        struct pal_audit_row *rows;
        pal_arena_init(&arena, NULL);
        rc = pal_audit_from(errand->db, walk->number + 1, AT_ONCE, &arena, &rows, &count);
        for (size_t i = 0; i < count && rc == PAL_OK; i++) {
            rc = take_entry(walk, &rows[i]);
            rc = rc == PAL_OK ? pal_errand_step(errand) : rc;
        }
        pal_arena_done(&arena);
    }
    return rc;
}

/* What stands behind the last entry: the head, and anchors of entries that are gone. */
static enum pal_rc check_end(struct pal_errand *errand, struct walk *walk)
{
    int64_t number;
    const char *hash;
    enum pal_rc rc = pal_audit_head(errand->db, false, errand->arena, &number, &hash);
    if (rc != PAL_OK || walk->out->bad != 0) {
        return rc;
    }
    if (number != walk->number || strcmp(hash, walk->hash) != 0) {
        fault(walk, walk->number + 1, "the end of the chain was cut or replaced");
    }
    for (size_t i = 0; i < walk->anchor_count; i++) {
        if (walk->anchors[i].number > walk->number) {
            fault(walk, walk->number + 1,
                  "the end of the chain was cut: an anchor stands behind it");
        }
    }
    if (walk->other_number > walk->number) {
        fault(walk, walk->number + 1,
              "the end of the chain was cut: the entry that was given is gone");
    }
    return PAL_OK;
}

/* Within a transaction that reads. */
static enum pal_rc verify(struct pal_errand *errand, struct walk *walk)
{
    enum pal_rc rc =
        pal_anchor_list(errand->db, errand->arena, &walk->anchors, &walk->anchor_count);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = walk_entries(errand, walk);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_end(errand, walk);
    return rc == PAL_OK ? pal_covers_compare(errand, walk->covers, walk->out) : rc;
}

/* A chain that is longer than a request has the time for is verified as a job (PAL_E_LATER). */
static enum pal_rc take_time(struct pal_errand *errand)
{
    static const struct pal_job_wish wish = {
        .kind = PAL_JOB_VERIFY, .project = "", .subject = "audit", .note = "", .text = ""};
    int64_t entries;
    int64_t rows;
    if (!errand->is_hurried && errand->progress == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_table_rows(errand->db, PAL_TABLE_AUDIT, &entries);
    if (rc == PAL_OK) {
        rc = pal_table_rows(errand->db, PAL_TABLE_SCORES, &rows);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    if (errand->progress != NULL) {
        atomic_store(&errand->progress->total, entries);
    }
    return errand->is_hurried && entries + rows > PAL_JOB_ENTRIES ? pal_jobs_ask(errand, &wish)
                                                                  : PAL_OK;
}

enum pal_rc pal_audit_verify(struct pal_errand *errand, int64_t number, const char *hash,
                             struct pal_audit_result *out)
{
    *out = (struct pal_audit_result){0};
    struct walk walk = {.other_number = number, .other_hash = hash != NULL ? hash : "", .out = out};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = take_time(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    walk.covers = pal_covers_new();
    if (walk.covers == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    /* One state of the database: entries that come meanwhile are not half seen. */
    rc = pal_db_begin_read(errand->db);
    if (rc == PAL_OK) {
        rc = verify(errand, &walk);
    }
    (void)pal_errand_explain(errand, rc);
    pal_db_rollback(errand->db);
    pal_covers_free(walk.covers);
    out->hash = pal_arena_copy(errand->arena, walk.hash, strlen(walk.hash));
    return rc;
}

enum pal_rc pal_audit_anchor(struct pal_errand *errand, struct pal_anchor *out)
{
    struct pal_anchor_row row = {
        .at = errand->now, .person = errand->principal.id != NULL ? errand->principal.id : ""};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    if (rc == PAL_OK) {
        rc = pal_errand_begin(errand);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_audit_head(errand->db, true, errand->arena, &row.number, &row.hash);
    if (rc == PAL_OK) {
        rc = pal_anchor_add(errand->db, &row);
    }
    const char *object = pal_arena_printf(errand->arena, "audit/%lld", (long long)row.number);
    if (rc == PAL_OK) {
        rc =
            object != NULL ? pal_audit_write(errand, "anchor", object, "", row.hash) : PAL_E_MEMORY;
    }
    *out = pal_told_anchor(&row);
    return pal_errand_end(errand, rc);
}
