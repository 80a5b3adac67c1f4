/* chain - the audit entries: each holds the hash of the one before it; see house.h. */
#include <stdio.h>
#include <string.h>

#include "app/house/house.h"

enum { ENTRY_MAX = 4 << 20, AT_ONCE = 500 };

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
    const char *text = pal_buf_text(&buf);
    if (text != NULL) {
        pal_secret_hash(text, buf.len, out);
    }
    pal_buf_done(&buf);
    return text != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_audit_write(struct pal_errand *errand, const char *verb, const char *object,
                            const char *before, const char *after)
{
    char hash[PAL_HASH_TEXT];
    struct pal_audit_row row = {.at = errand->now,
                                .person = errand->person.id != NULL ? errand->person.id : "",
                                .source = errand->source,
                                .verb = verb,
                                .object = object,
                                .before = before,
                                .after = after,
                                .hash = hash};
    enum pal_rc rc = pal_audit_head(errand->db, true, errand->arena, &row.number, &row.previous);
    if (rc == PAL_OK) {
        row.number++;
        rc = hash_entry(&row, hash);
    }
    return pal_errand_explain(errand, rc == PAL_OK ? pal_audit_add(errand->db, &row) : rc);
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

/* Walks the entries from the last one seen on, some at a time. */
static enum pal_rc walk_entries(struct pal_errand *errand, struct walk *walk)
{
    struct pal_arena arena;
    for (size_t count = AT_ONCE; count == AT_ONCE;) {
        struct pal_audit_row *rows;
        pal_arena_init(&arena, NULL);
        enum pal_rc rc =
            pal_audit_from(errand->db, walk->number + 1, AT_ONCE, &arena, &rows, &count);
        for (size_t i = 0; i < count && rc == PAL_OK && walk->out->bad == 0; i++) {
            const char *sentence = fault_of(&rows[i], walk->number + 1, walk->hash);
            if (sentence != NULL) {
                fault(walk, walk->number + 1, sentence);
                break;
            }
            check_anchors(walk, &rows[i]);
            walk->number = rows[i].number;
            (void)snprintf(walk->hash, sizeof walk->hash, "%s", rows[i].hash);
            walk->out->entries++;
        }
        pal_arena_done(&arena);
        if (rc != PAL_OK || walk->out->bad != 0) {
            return rc;
        }
    }
    return PAL_OK;
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

enum pal_rc pal_audit_verify(struct pal_errand *errand, int64_t number, const char *hash,
                             struct pal_audit_result *out)
{
    *out = (struct pal_audit_result){0};
    struct walk walk = {.other_number = number, .other_hash = hash != NULL ? hash : "", .out = out};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    /* One state of the database: entries that come meanwhile are not half seen. */
    rc = pal_db_begin_read(errand->db);
    if (rc == PAL_OK) {
        rc = pal_anchor_list(errand->db, errand->arena, &walk.anchors, &walk.anchor_count);
    }
    if (rc == PAL_OK) {
        rc = walk_entries(errand, &walk);
    }
    if (rc == PAL_OK) {
        rc = check_end(errand, &walk);
    }
    (void)pal_errand_explain(errand, rc);
    pal_db_rollback(errand->db);
    out->hash = pal_arena_copy(errand->arena, walk.hash, strlen(walk.hash));
    return rc;
}

enum pal_rc pal_audit_anchor(struct pal_errand *errand, struct pal_anchor_row *out)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_AUDIT, NULL);
    if (rc == PAL_OK) {
        rc = pal_errand_begin(errand);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = (struct pal_anchor_row){.at = errand->now,
                                   .person = errand->person.id != NULL ? errand->person.id : ""};
    rc = pal_audit_head(errand->db, true, errand->arena, &out->number, &out->hash);
    if (rc == PAL_OK) {
        rc = pal_anchor_add(errand->db, out);
    }
    const char *object = pal_arena_printf(errand->arena, "audit/%lld", (long long)out->number);
    if (rc == PAL_OK) {
        rc = object != NULL ? pal_audit_write(errand, "anchor", object, "", out->hash)
                            : PAL_E_MEMORY;
    }
    return pal_errand_end(errand, rc);
}
