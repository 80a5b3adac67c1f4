#include "app/house/covers.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/facts_parts.h"
#include "app/house/secret.h"
#include "base/buf.h"
#include "store/audit.h"
#include "store/strange.h"

enum {
    ROW_MAX = 64 << 20, /* bytes that a digest is taken of: a figure of a score is the largest */
    KEY_BYTES = 32,
    FIRST_ROOM = 1024, /* of the table; a power of two */
};

/* ------------------------------------------------------------------- lines */

static void add_value(struct pal_buf *out, const char *name, const char *value, size_t len)
{
    pal_buf_printf(out, "%s=%zu:", name, len);
    pal_buf_add_n(out, value, len);
    pal_buf_add_char(out, '\n');
}

/* PAL_E_MEMORY: `out` is not set. */
static enum pal_rc digest_row(enum pal_table_id id, const struct pal_cell *cells,
                              char out[PAL_HASH_TEXT])
{
    const struct pal_table *table = &pal_tables[id];
    struct pal_buf buf;
    pal_buf_init(&buf, ROW_MAX, NULL);
    pal_buf_printf(&buf, "%s\n", table->name);
    for (size_t i = 0; i < table->column_count; i++) {
        char text[PAL_HASH_TEXT];
        const char *name = table->columns[i];
        if (!pal_cover_has(id, name) || cells[i].is_null) {
            continue;
        }
        if (table->types[i] == 'i') {
            int len = snprintf(text, sizeof text, "%lld", (long long)cells[i].number);
            add_value(&buf, name, text, (size_t)len);
        } else if (strcmp(name, "password") == 0) {
            pal_secret_hash(cells[i].bytes, cells[i].len, text);
            add_value(&buf, name, text, strlen(text));
        } else {
            add_value(&buf, name, cells[i].bytes, cells[i].len);
        }
    }
    const char *bytes = pal_buf_text(&buf);
    if (bytes != NULL) {
        pal_secret_hash(bytes, buf.len, out);
    }
    pal_buf_done(&buf);
    return bytes != NULL ? PAL_OK : PAL_E_MEMORY;
}

static void add_part(struct pal_buf *out, const char *part)
{
    for (const unsigned char *at = (const unsigned char *)part; *at != '\0'; at++) {
        if (*at <= ' ' || *at == '%' || *at == '/' || *at == 0x7F) {
            pal_buf_printf(out, "%%%02X", *at);
        } else {
            pal_buf_add_char(out, (char)*at);
        }
    }
}

/* "versions assessment/north/3" */
static void add_name(struct pal_buf *out, enum pal_table_id table, const char *const *key)
{
    pal_buf_add(out, pal_tables[table].name);
    for (size_t i = 0; i < pal_tables[table].key_count; i++) {
        pal_buf_add_char(out, i == 0 ? ' ' : '/');
        add_part(out, key[i]);
    }
}

void pal_cover_line(struct pal_buf *out, enum pal_table_id table, const char *const *key,
                    const struct pal_cell *cells)
{
    char digest[PAL_HASH_TEXT] = "-";
    if (cells != NULL && digest_row(table, cells, digest) != PAL_OK) {
        out->failed = true;
        return;
    }
    add_name(out, table, key);
    pal_buf_printf(out, " %s\n", digest);
}

struct key_texts {
    char digits[PAL_KEY_MAX][24];
    const char *parts[PAL_KEY_MAX];
};

static void read_key(enum pal_table_id table, const struct pal_cell *cells, struct key_texts *out)
{
    for (size_t i = 0; i < pal_tables[table].key_count; i++) {
        (void)snprintf(out->digits[i], sizeof out->digits[i], "%lld", (long long)cells[i].number);
        out->parts[i] = pal_tables[table].types[i] == 'i' ? out->digits[i]
                        : cells[i].bytes != NULL          ? cells[i].bytes
                                                          : "";
    }
}

void pal_cover_line_of_row(struct pal_buf *out, enum pal_table_id table,
                           const struct pal_cell *cells)
{
    struct key_texts key;
    read_key(table, cells, &key);
    pal_cover_line(out, table, key.parts, cells);
}

/* --------------------------------------------------------------- last lines */

/* `entry` 0: free. */
struct last {
    unsigned char key[KEY_BYTES]; /* SHA-256 of "TABLE KEY" */
    unsigned char digest[KEY_BYTES];
    uint64_t entry; /* and the marks below */
};

#define GONE    (UINT64_C(1) << 63)
#define SEEN    (UINT64_C(1) << 62)
#define MAY_GO  (UINT64_C(1) << 61)
#define NUMBERS (MAY_GO - 1)

struct pal_covers {
    struct last *rows;
    size_t room;
    size_t count;
};

struct pal_covers *pal_covers_new(void)
{
    struct pal_covers *covers = calloc(1, sizeof *covers);
    if (covers != NULL) {
        covers->room = FIRST_ROOM;
        covers->rows = calloc(covers->room, sizeof *covers->rows);
    }
    if (covers != NULL && covers->rows == NULL) {
        free(covers);
        return NULL;
    }
    return covers;
}

void pal_covers_free(struct pal_covers *covers)
{
    if (covers != NULL) {
        free(covers->rows);
        free(covers);
    }
}

static unsigned nibble(char digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a') + 10;
}

static bool read_digest(const char *text, size_t len, unsigned char out[KEY_BYTES])
{
    if (len != (size_t)2 * KEY_BYTES || strspn(text, "0123456789abcdef") < len) {
        return false;
    }
    for (size_t i = 0; i < KEY_BYTES; i++) {
        out[i] = (unsigned char)(nibble(text[2 * i]) << 4 | nibble(text[2 * i + 1]));
    }
    return true;
}

static void hash_key(const char *name, size_t len, unsigned char out[KEY_BYTES])
{
    char hash[PAL_HASH_TEXT];
    pal_secret_hash(name, len, hash);
    (void)read_digest(hash, strlen(hash), out);
}

/* The place of a key: its row, or the free one where it would stand. */
static struct last *place_of(const struct pal_covers *covers, const unsigned char key[KEY_BYTES])
{
    size_t at;
    memcpy(&at, key, sizeof at);
    at &= covers->room - 1;
    while (covers->rows[at].entry != 0 && memcmp(covers->rows[at].key, key, KEY_BYTES) != 0) {
        at = (at + 1) & (covers->room - 1);
    }
    return &covers->rows[at];
}

static enum pal_rc grow(struct pal_covers *covers)
{
    struct pal_covers larger = {.room = 2 * covers->room, .count = covers->count};
    larger.rows = calloc(larger.room, sizeof *larger.rows);
    if (larger.rows == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < covers->room; i++) {
        if (covers->rows[i].entry != 0) {
            *place_of(&larger, covers->rows[i].key) = covers->rows[i];
        }
    }
    free(covers->rows);
    *covers = larger;
    return PAL_OK;
}

/* What the chain answers for of the table of a line; of one that is not known today: all. */
static enum pal_cover cover_of(const char *line)
{
    for (int i = 0; i < PAL_TABLE_COUNT; i++) {
        size_t len = strlen(pal_tables[i].name);
        if (strncmp(line, pal_tables[i].name, len) == 0 && line[len] == ' ') {
            return pal_cover_of((enum pal_table_id)i);
        }
    }
    return PAL_COVER_ROWS;
}

/* The length of "TABLE KEY" in a line of `len` bytes; 0: it is none. */
static size_t name_of(const char *line, size_t len)
{
    while (len > 0 && line[len - 1] != ' ') {
        len--;
    }
    return len > 0 ? len - 1 : 0;
}

static enum pal_rc read_line(struct pal_covers *covers, int64_t entry, const char *line, size_t len)
{
    enum pal_cover cover = cover_of(line);
    struct last row = {.entry =
                           ((uint64_t)entry & NUMBERS) | (cover == PAL_COVER_PRESENT ? MAY_GO : 0)};
    size_t name = name_of(line, len);
    const char *digest = line + name + 1;
    bool is_gone = name > 0 && len == name + 2 && digest[0] == '-';
    if (name == 0 || (!is_gone && !read_digest(digest, len - name - 1, row.digest))) {
        return PAL_OK;
    }
    if (cover == PAL_COVER_NOTHING) {
        return PAL_OK; /* it was covered once, and is computed from facts since */
    }
    row.entry |= is_gone ? GONE : 0;
    hash_key(line, name, row.key);
    struct last *place = place_of(covers, row.key);
    if (place->entry == 0 && covers->count + 1 > covers->room / 4 * 3) {
        enum pal_rc rc = grow(covers);
        if (rc != PAL_OK) {
            return rc;
        }
        place = place_of(covers, row.key);
    }
    covers->count += place->entry == 0;
    *place = row;
    return PAL_OK;
}

enum pal_rc pal_covers_read(struct pal_covers *covers, int64_t entry, const char *lines)
{
    enum pal_rc rc = PAL_OK;
    while (*lines != '\0' && rc == PAL_OK) {
        size_t len = strcspn(lines, "\n");
        rc = read_line(covers, entry, lines, len);
        lines += len + (lines[len] == '\n');
    }
    return rc;
}

/* ------------------------------------------------------------------ compare */

struct comparing {
    struct pal_errand *errand;
    struct pal_covers *covers;
    struct pal_audit_result *out;
};

static void find(struct comparing *at, int64_t entry, const char *row, size_t len, const char *fmt,
                 ...) PAL_PRINTF(5, 6);

/* Adds a finding, or counts it where there are enough. */
static void find(struct comparing *at, int64_t entry, const char *row, size_t len, const char *fmt,
                 ...)
{
    char sentence[PAL_ERR_MESSAGE_MAX];
    if (at->out->finding_count == PAL_AUDIT_FINDINGS) {
        at->out->more++;
        return;
    }
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, pal_voice_say(at->errand->voice, fmt), args);
    va_end(args);
    at->out->findings[at->out->finding_count++] =
        (struct pal_audit_finding){pal_arena_copy(at->errand->arena, row, len), entry,
                                   pal_arena_copy(at->errand->arena, sentence, strlen(sentence))};
}

static const char *fact_cell(const struct pal_cell *cells, const char *column)
{
    const char *text = cells[pal_table_column(&pal_tables[PAL_TABLE_FACTS], column)].bytes;
    return text != NULL ? text : "";
}

/* What a fact says is what its digest is of, unless it was erased. */
static bool is_fact_right(const struct pal_cell *cells)
{
    const struct pal_table *table = &pal_tables[PAL_TABLE_FACTS];
    char digest[PAL_HASH_TEXT];
    const struct pal_fact_row row = {.kind = fact_cell(cells, "kind"),
                                     .project = fact_cell(cells, "project"),
                                     .subject_kind = fact_cell(cells, "subject_kind"),
                                     .subject = fact_cell(cells, "subject"),
                                     .part = fact_cell(cells, "part"),
                                     .lane = fact_cell(cells, "lane"),
                                     .turn = cells[pal_table_column(table, "turn")].number,
                                     .state = fact_cell(cells, "state"),
                                     .body = fact_cell(cells, "body"),
                                     .audience = fact_cell(cells, "audience"),
                                     .salt = fact_cell(cells, "salt")};
    if (!cells[pal_table_column(table, "erased_by")].is_null) {
        return row.body[0] == '\0' && row.salt[0] == '\0';
    }
    return pal_fact_digest(&row, digest) == PAL_OK &&
           strcmp(digest, fact_cell(cells, "digest")) == 0;
}

/* Contents are not part of the digest: they are held against the hash beside them, which is. */
static bool is_content_right(enum pal_table_id id, const struct pal_cell *cells)
{
    char hash[PAL_HASH_TEXT];
    if (id == PAL_TABLE_FACTS) {
        return is_fact_right(cells);
    }
    if (id != PAL_TABLE_VERSIONS && id != PAL_TABLE_FILES) {
        return true;
    }
    const struct pal_table *table = &pal_tables[id];
    const struct pal_cell *content =
        &cells[pal_table_column(table, id == PAL_TABLE_VERSIONS ? "text" : "content")];
    const char *kept = cells[pal_table_column(table, "hash")].bytes;
    pal_secret_hash(content->bytes != NULL ? content->bytes : "", content->len, hash);
    bool is_long = id == PAL_TABLE_FILES &&
                   cells[pal_table_column(table, "size")].number != (int64_t)content->len;
    return kept != NULL && strcmp(kept, hash) == 0 && !is_long;
}

static void judge(struct comparing *at, const struct last *last, bool is_same, bool is_content,
                  const struct pal_buf *name)
{
    int64_t entry = (int64_t)(last->entry & NUMBERS);
    long long number = (long long)entry;
    if (last->entry == 0) {
        find(at, 0, name->data, name->len, PAL_N_("no entry wrote this row: it was added by hand"));
    } else if ((last->entry & GONE) != 0) {
        find(at, entry, name->data, name->len,
             PAL_N_("this row is there again, which entry %lld removed"), number);
    } else if (!is_same) {
        find(at, entry, name->data, name->len, PAL_N_("this row is not what entry %lld wrote"),
             number);
    } else if (!is_content) {
        find(at, entry, name->data, name->len,
             PAL_N_("its content is not the one that entry %lld wrote"), number);
    }
}

/* A value of another type is read as one of its own: its digest alone would not tell. */
static void tell_strange(struct comparing *at, enum pal_table_id table,
                         const struct pal_cell *cells, const struct pal_buf *name)
{
    for (size_t i = 0; i < pal_tables[table].column_count; i++) {
        if (cells[i].is_strange) {
            find(at, 0, name->data, name->len,
                 PAL_N_("a value of this row is of another type than its column, or holds a zero "
                        "byte: it was written by hand"));
            return;
        }
    }
}

/* Of a table that no entry covers: its values are of the types of their columns. */
static enum pal_rc take_uncovered(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct comparing *at = ctx;
    struct key_texts key;
    struct pal_buf name;
    read_key(table, cells, &key);
    pal_buf_init(&name, ROW_MAX, NULL);
    add_name(&name, table, key.parts);
    bool is_named = pal_buf_text(&name) != NULL;
    if (is_named) {
        tell_strange(at, table, cells, &name);
    }
    pal_buf_done(&name);
    return is_named ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc take_row(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct comparing *at = ctx;
    struct key_texts key;
    struct pal_buf name;
    char hash[PAL_HASH_TEXT];
    unsigned char bytes[KEY_BYTES];
    enum pal_rc goes_on = pal_errand_go_on(at->errand);
    if (goes_on != PAL_OK) {
        return goes_on;
    }
    read_key(table, cells, &key);
    pal_buf_init(&name, ROW_MAX, NULL);
    add_name(&name, table, key.parts);
    const char *text = pal_buf_text(&name);
    enum pal_rc rc = text != NULL ? digest_row(table, cells, hash) : PAL_E_MEMORY;
    tell_strange(at, table, cells, &name);
    if (rc == PAL_OK) {
        hash_key(text, name.len, bytes);
        struct last *last = place_of(at->covers, bytes);
        bool is_same =
            read_digest(hash, strlen(hash), bytes) && memcmp(last->digest, bytes, KEY_BYTES) == 0;
        judge(at, last, is_same, is_content_right(table, cells), &name);
        if (last->entry != 0) {
            last->entry |= SEEN;
        }
        at->out->rows++;
    }
    pal_buf_done(&name);
    return rc;
}

/* The name of a row stands in its entry alone: looked up for the few that are told. */
static enum pal_rc name_gone(struct comparing *at, const struct last *last)
{
    struct pal_arena arena;
    struct pal_audit_row *rows;
    size_t count = 0;
    int64_t entry = (int64_t)(last->entry & NUMBERS);
    pal_arena_init(&arena, NULL);
    enum pal_rc rc = pal_audit_from(at->errand->db, entry, 1, &arena, &rows, &count);
    const char *line = rc == PAL_OK && count > 0 ? rows[0].covers : "";
    while (*line != '\0') {
        unsigned char key[KEY_BYTES];
        size_t len = strcspn(line, "\n");
        size_t name = name_of(line, len);
        hash_key(line, name, key);
        if (memcmp(key, last->key, KEY_BYTES) == 0) {
            find(at, entry, line, name, PAL_N_("this row is gone, which entry %lld wrote"),
                 (long long)entry);
            break;
        }
        line += len + (line[len] == '\n');
    }
    pal_arena_done(&arena);
    return rc;
}

/* Triggers, views and tables more would act or speak in the place of what is there. */
static enum pal_rc look_at_schema(struct comparing *at)
{
    static const char schema[] = "schema";
    static const char head[] = "audit_head";
    bool is_ours = true;
    int64_t heads = 1;
    enum pal_rc rc = pal_strange_schema(at->errand->db, &is_ours);
    if (rc == PAL_OK && !is_ours) {
        find(at, 0, schema, strlen(schema),
             PAL_N_("the tables of this database are not just those that palier makes: somebody "
                    "changed them"));
    }
    if (rc == PAL_OK) {
        rc = pal_table_rows(at->errand->db, PAL_TABLE_AUDIT_HEAD, &heads);
    }
    if (rc == PAL_OK && heads != 1) {
        find(at, 0, head, strlen(head), PAL_N_("this table has one row, and only one"));
    }
    return rc;
}

/* A table that cannot be walked to its end is a finding: the other tables are looked at all the
 * same. */
static enum pal_rc walk_table(struct comparing *at, enum pal_table_id table)
{
    const char *name = pal_tables[table].name;
    bool is_covered = pal_cover_of(table) != PAL_COVER_NOTHING;
    enum pal_rc rc =
        pal_table_walk_all(at->errand->db, table, is_covered ? take_row : take_uncovered, at);
    if (rc == PAL_E_INVALID) {
        find(at, 0, name, strlen(name),
             PAL_N_("a key in this table is of another type than its column: it was written by "
                    "hand"));
        rc = PAL_OK;
    }
    return rc;
}

enum pal_rc pal_covers_compare(struct pal_errand *errand, struct pal_covers *covers,
                               struct pal_audit_result *out)
{
    struct comparing at = {errand, covers, out};
    enum pal_rc rc = PAL_OK;
    for (int i = 0; i < PAL_TABLE_COUNT && rc == PAL_OK; i++) {
        rc = walk_table(&at, (enum pal_table_id)i);
    }
    if (rc == PAL_OK) {
        rc = look_at_schema(&at);
    }
    for (size_t i = 0; i < covers->room && rc == PAL_OK; i++) {
        const struct last *last = &covers->rows[i];
        if (last->entry == 0 || (last->entry & (GONE | SEEN | MAY_GO)) != 0) {
            continue;
        }
        if (out->finding_count < PAL_AUDIT_FINDINGS) {
            rc = name_gone(&at, last);
        } else {
            out->more++;
        }
    }
    for (size_t i = 0; i < out->finding_count && rc == PAL_OK; i++) {
        bool is_told = out->findings[i].row != NULL && out->findings[i].sentence != NULL;
        rc = is_told ? PAL_OK : PAL_E_MEMORY;
    }
    return rc;
}
