/* carry_take - rows that an import brings: what they must be to be written; see carry_parts.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/carry_parts.h"
#include "app/house/contributors.h"
#include "app/house/errand.h"
#include "app/house/grants_parts.h"
#include "app/house/people_parts.h"
#include "base/text.h"
#include "base/utf8.h"
#include "format/desc.h"
#include "store/records.h"

/* ------------------------------------------------------------------- sentences */

static const char *word_or(const json_t *row, const char *key, const char *absent)
{
    const char *text = pal_row_word(row, key);
    return text != NULL ? text : absent;
}

static int64_t number(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

static const char *name_of(struct pal_bringing *at, const json_t *row)
{
    const char *name = pal_arena_printf(&at->arena, "%s/%s", at->table->name,
                                        word_or(row, at->table->columns[0], ""));
    return name != NULL ? name : "";
}

static enum pal_rc judge(struct pal_bringing *at, const json_t *row, enum pal_rc rc,
                         enum pal_carry_verdict *out)
{
    return pal_row_judge(at, name_of(at, row), rc, out);
}

/* ----------------------------------------------------------------------- shape */

static bool may_be_absent(const char *column)
{
    static const char *const words[] = {"email",       "retain_until", "erased_at", "removed_at",
                                        "removed_by",  "replaces",     "delivered", "zone",
                                        "contributes", "acts_as"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], column) == 0) {
            return true;
        }
    }
    return false;
}

/* Ids become names of files and references: nothing else may stand there. */
static bool has_fine_key(const struct pal_bringing *at, const json_t *row)
{
    for (size_t i = 0; i < at->table->key_count; i++) {
        const char *part = pal_row_word(row, at->table->columns[i]);
        bool is_everywhere = part != NULL && strcmp(at->table->columns[i], "project") == 0 &&
                             pal_rights_is_everywhere(part);
        if (part == NULL || (!is_everywhere && !pal_id_check(part, false))) {
            return false;
        }
    }
    return true;
}

enum pal_rc pal_row_check_shape(struct pal_bringing *at, const json_t *row)
{
    size_t known = 0;
    if (!has_fine_key(at, row)) {
        return pal_row_invalid(at, "a row has no id, or one that cannot be");
    }
    for (size_t i = 0; i < at->table->column_count; i++) {
        const char *column = at->table->columns[i];
        const json_t *value = pal_column_stays(column) ? NULL : json_object_get(row, column);
        if (value == NULL && !pal_column_stays(column) && !may_be_absent(column)) {
            return pal_row_invalid(at, "a row lacks a value");
        }
        if (value != NULL &&
            (at->table->types[i] == 'i' ? !json_is_integer(value) : !json_is_string(value))) {
            return pal_row_invalid(at, "a value is of the wrong type");
        }
        known += value != NULL;
    }
    return known == json_object_size(row) ? PAL_OK
                                          : pal_row_invalid(at, "a row has an unknown key");
}

/* Who is said to have done it: an id, or nobody. */
static enum pal_rc check_author(struct pal_bringing *at, const json_t *row, const char *key)
{
    const char *person = word_or(row, key, "");
    return person[0] == '\0' || pal_id_check(person, false)
               ? PAL_OK
               : pal_errand_fail(at->errand, PAL_E_INVALID, "%s: %s is no id of a person", key,
                                 pal_quote(person).text);
}

enum pal_rc pal_row_check_common(struct pal_bringing *at, const json_t *row)
{
    const char *project = pal_row_word(row, "project");
    const char *of;
    enum pal_rc rc = at->homes->find(at->homes->ctx, "project", project, &of);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(at->errand, PAL_E_INVALID, "there is no project %s",
                               pal_quote(project).text);
    }
    if (rc == PAL_OK) {
        rc = pal_row_check_time(at, row, "at", at->errand->now + PAL_ROW_AHEAD);
    }
    return rc == PAL_OK ? check_author(at, row, "person") : rc;
}

/* ---------------------------------------------------------------- marks and places */

static const char *mark_of(struct pal_bringing *at, const char *what, const char *word)
{
    return pal_arena_printf(&at->arena, "%s %s", what, word);
}

static int64_t mark(struct pal_bringing *at, const char *what, const char *word)
{
    const char *key = mark_of(at, what, word);
    return key != NULL ? json_integer_value(json_object_get(at->marks, key)) : 0;
}

static enum pal_rc add_mark(struct pal_bringing *at, const char *what, const char *word)
{
    const char *key = mark_of(at, what, word);
    int64_t count = key != NULL ? json_integer_value(json_object_get(at->marks, key)) : 0;
    return key != NULL && json_object_set_new(at->marks, key, json_integer(count + 1)) == 0
               ? PAL_OK
               : PAL_E_MEMORY;
}

/* What a row that is here, or that is taken, keeps from others: an address, one of the files that a
 * project may have. */
static enum pal_rc leave_marks(struct pal_bringing *at, const json_t *row)
{
    const char *email = pal_row_word(row, "email");
    enum pal_rc rc = email != NULL ? add_mark(at, "email", email) : PAL_OK;
    return rc == PAL_OK && at->id == PAL_TABLE_FILES
               ? add_mark(at, "files", pal_row_word(row, "project"))
               : rc;
}

/* Of the rows that are here those are kept that a row of the export is: a table may be larger than
 * memory. */
static enum pal_rc take_here(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct pal_bringing *at = ctx;
    json_t *row = pal_row_json(at->table, cells, false);
    const char *key = row != NULL ? pal_row_key(&at->arena, &pal_tables[table], row) : NULL;
    bool is_kept = key != NULL && json_object_get(at->places, key) != NULL;
    enum pal_rc rc = key != NULL && (!is_kept || json_object_set(at->here, key, row) == 0)
                         ? PAL_OK
                         : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = leave_marks(at, row);
    }
    json_decref(row);
    pal_arena_done(&at->arena);
    return rc;
}

/* ----------------------------------------------------------------------- persons */

/* Whoever gave a name where they answered with a link: a name and a role alone. */
static enum pal_rc check_contributor(struct pal_bringing *at, const json_t *row,
                                     const struct pal_person *person)
{
    const char *role = pal_row_word(row, "acts_as");
    bool is_plain = person->email == NULL && role != NULL && strlen(role) <= PAL_CONTRIBUTOR_ROLE &&
                    pal_utf8_is_line(role, strlen(role));
    return is_plain ? pal_people_check_name(at->errand, person->name)
                    : pal_errand_fail(at->errand, PAL_E_INVALID,
                                      "who answers with a link has a name and a role, and no "
                                      "address");
}

static enum pal_rc check_person(struct pal_bringing *at, const json_t *row)
{
    const struct pal_person person = {.email = pal_row_word(row, "email"),
                                      .name = pal_row_word(row, "name"),
                                      .language = pal_row_word(row, "language"),
                                      .zone = pal_row_word(row, "zone")};
    bool is_erased = json_object_get(row, "erased_at") != NULL;
    enum pal_rc rc = pal_row_check_time(at, row, "created_at", at->errand->now + PAL_ROW_AHEAD);
    if (rc == PAL_OK) {
        rc = pal_row_check_time(at, row, "erased_at", at->errand->now + PAL_ROW_AHEAD);
    }
    if (rc == PAL_OK) {
        rc = pal_row_check_time(at, row, "retain_until", PAL_ROW_LATEST);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (is_erased) {
        return person.email == NULL && person.name[0] == '\0'
                   ? PAL_OK
                   : pal_errand_fail(at->errand, PAL_E_INVALID,
                                     "who was erased has neither an address nor a name");
    }
    if (pal_row_word(row, "contributes") != NULL) {
        return check_contributor(at, row, &person);
    }
    if (person.email == NULL) {
        return pal_errand_fail(at->errand, PAL_E_INVALID, "an account has a mail address");
    }
    if (mark(at, "email", person.email) > 0) {
        return pal_errand_fail(at->errand, PAL_E_EXISTS,
                               "the database has somebody else with this address");
    }
    return pal_people_check(at->errand, &person);
}

/* ------------------------------------------------------------------------ grants */

/* Who an id is, as the export has it; the address may say anything. */
static const char *name_person(struct pal_bringing *at, const char *id)
{
    for (size_t i = 0; i < json_array_size(at->persons); i++) {
        const json_t *row = json_array_get(at->persons, i);
        const char *own = pal_row_word(row, "id");
        if (own != NULL && strcmp(own, id) == 0) {
            return word_or(row, "email", "nobody any more");
        }
    }
    return "somebody the export does not name";
}

/* Whether it can be a role at all; whether it may be given is asked when it is written. */
static enum pal_rc check_grant(struct pal_bringing *at, const json_t *row)
{
    const char *role = pal_row_word(row, "role");
    const char *project = pal_row_word(row, "project");
    const char *of;
    if (pal_role_find(role) == PAL_ROLE_COUNT) {
        return pal_errand_fail(at->errand, PAL_E_INVALID, "there is no role %s",
                               pal_quote(role).text);
    }
    enum pal_rc rc = !pal_rights_is_everywhere(project)
                         ? at->homes->find(at->homes->ctx, "project", project, &of)
                         : PAL_OK;
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(at->errand, PAL_E_INVALID, "there is no project %s",
                               pal_quote(project).text);
    }
    return rc == PAL_OK ? pal_row_check_time(at, row, "granted_at", at->errand->now + PAL_ROW_AHEAD)
                        : rc;
}

static struct pal_lift lift_of(const json_t *row)
{
    return (struct pal_lift){.person = pal_row_word(row, "person"),
                             .project = pal_row_word(row, "project"),
                             .duty = pal_row_word(row, "duty"),
                             .reason = pal_row_word(row, "reason"),
                             .by = word_or(row, "lifted_by", ""),
                             .at = number(row, "lifted_at")};
}

/* A rule that was lifted for somebody; it is lifted here by whoever brings it. */
static enum pal_rc check_lift(struct pal_bringing *at, const json_t *row)
{
    const struct pal_lift lift = lift_of(row);
    enum pal_rc rc = pal_grants_check_lift(at->errand, &lift);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_author(at, row, "lifted_by");
    return rc == PAL_OK ? pal_row_check_time(at, row, "lifted_at", at->errand->now + PAL_ROW_AHEAD)
                        : rc;
}

/* What is not taken without a word from who imports. */
static void leave_grant(struct pal_bringing *at, const json_t *row)
{
    const char *project = pal_row_word(row, "project");
    const char *what = word_or(row, "role", word_or(row, "duty", ""));
    if (at->out->left++ < PAL_IMPORT_SENTENCES) {
        pal_buf_printf(&at->out->grants, "not taken: %s%s %s%s for %s (%s)\n",
                       pal_row_word(row, "duty") != NULL ? "lifted rule " : "", what,
                       pal_rights_is_everywhere(project) ? "everywhere" : "on ",
                       pal_rights_is_everywhere(project) ? "" : project,
                       pal_quote(name_person(at, pal_row_word(row, "person"))).text,
                       pal_row_word(row, "person"));
    }
}

/* ------------------------------------------------------------------------- files */

static enum pal_rc read_content(struct pal_bringing *at, const json_t *row, const char **bytes,
                                size_t *len)
{
    char name[PAL_LIMIT_ID_BYTES + 16];
    char hash[PAL_HASH_TEXT];
    (void)snprintf(name, sizeof name, "files/%s", pal_row_word(row, "id"));
    if (at->folder == NULL) {
        return pal_row_invalid(at, "the content of a file is missing");
    }
    enum pal_rc rc = pal_folder_read(at->errand, at->folder, name, PAL_DOSSIER_FILE_BYTES,
                                     &at->arena, bytes, len);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_hash(*bytes, *len, hash);
    return strcmp(pal_row_word(row, "hash"), hash) == 0
               ? PAL_OK
               : pal_row_invalid(at, "the content of a file is not the one that was exported");
}

static void read_file(const json_t *row, const char *bytes, struct pal_file_row *out)
{
    *out = (struct pal_file_row){.id = pal_row_word(row, "id"),
                                 .project = pal_row_word(row, "project"),
                                 .title = pal_row_word(row, "title"),
                                 .kind = pal_row_word(row, "kind"),
                                 .file_name = pal_row_word(row, "file_name"),
                                 .media_type = pal_row_word(row, "media_type"),
                                 .size = number(row, "size"),
                                 .hash = pal_row_word(row, "hash"),
                                 .content = bytes,
                                 .at = number(row, "at")};
}

static enum pal_rc check_file(struct pal_bringing *at, const json_t *row, bool *is_whole)
{
    struct pal_file_row file;
    const char *bytes = NULL;
    size_t len = 0;
    enum pal_rc rc = read_content(at, row, &bytes, &len);
    *is_whole = rc == PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    read_file(row, bytes, &file);
    if (file.size != (int64_t)len) {
        return pal_errand_fail(at->errand, PAL_E_INVALID, "it has %zu bytes, not %lld", len,
                               (long long)file.size);
    }
    rc = pal_row_check_common(at, row);
    if (rc == PAL_OK) {
        rc = check_author(at, row, "removed_by");
    }
    if (rc == PAL_OK) {
        rc = pal_row_check_time(at, row, "removed_at", at->errand->now + PAL_ROW_AHEAD);
    }
    if (rc == PAL_OK) {
        rc = pal_file_check_count(at->errand, mark(at, "files", file.project));
    }
    return rc == PAL_OK ? pal_file_check_row(at->errand, &file) : rc;
}

/* ------------------------------------------------------------------------- verdicts */

static enum pal_rc check_row(struct pal_bringing *at, const json_t *row,
                             enum pal_carry_verdict *out)
{
    enum pal_rc rc;
    bool is_whole = true;
    switch ((int)at->id) {
    case PAL_TABLE_PERSONS:
        rc = check_person(at, row);
        break;
    case PAL_TABLE_GRANTS:
        rc = check_grant(at, row);
        break;
    case PAL_TABLE_LIFTS:
        rc = check_lift(at, row);
        break;
    default:
        rc = check_file(at, row, &is_whole);
    }
    return is_whole ? judge(at, row, rc, out) : rc;
}

/* Roles, and what lets one person combine them. */
static bool is_of_power(enum pal_table_id id)
{
    return id == PAL_TABLE_GRANTS || id == PAL_TABLE_LIFTS;
}

static enum pal_rc decide(struct pal_bringing *at, size_t i)
{
    const json_t *row = json_array_get(at->rows, i);
    const char *key = pal_row_key(&at->arena, at->table, row);
    const json_t *here = key != NULL ? json_object_get(at->here, key) : NULL;
    enum pal_carry_verdict verdict = PAL_ROW_UNKNOWN;
    enum pal_rc rc = key != NULL ? PAL_OK : pal_errand_explain(at->errand, PAL_E_MEMORY);
    if (rc == PAL_OK && here != NULL) {
        verdict = json_equal(here, row) ? PAL_ROW_SAME : PAL_ROW_REFUSED;
        at->out->same += verdict == PAL_ROW_SAME;
        if (verdict == PAL_ROW_REFUSED) {
            pal_row_refuse(at, name_of(at, row), "the database has something else under this id");
        }
    } else if (rc == PAL_OK) {
        rc = check_row(at, row, &verdict);
    }
    if (rc == PAL_OK && verdict == PAL_ROW_TAKE && is_of_power(at->id) && !at->takes_grants) {
        verdict = PAL_ROW_LEFT;
        leave_grant(at, row);
    }
    if (rc == PAL_OK && verdict == PAL_ROW_TAKE) {
        rc = pal_errand_explain(at->errand, leave_marks(at, row));
        at->order[at->ordered++] = i;
    }
    at->verdicts[i] = (unsigned char)verdict;
    pal_arena_done(&at->arena);
    return rc;
}

static enum pal_rc decide_all(struct pal_bringing *at)
{
    size_t count = json_array_size(at->rows);
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = decide(at, i);
    }
    return rc;
}

static enum pal_rc find_places(struct pal_bringing *at)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < json_array_size(at->rows) && rc == PAL_OK; i++) {
        const json_t *row = json_array_get(at->rows, i);
        rc = pal_row_check_shape(at, row);
        const char *key = rc == PAL_OK ? pal_row_key(&at->arena, at->table, row) : NULL;
        if (key != NULL && json_object_get(at->places, key) != NULL) {
            rc = pal_row_invalid(at, "a row stands there twice");
        } else if (rc == PAL_OK &&
                   (key == NULL ||
                    json_object_set_new(at->places, key, json_integer((json_int_t)i)) != 0)) {
            rc = pal_errand_explain(at->errand, PAL_E_MEMORY);
        }
        pal_arena_done(&at->arena);
    }
    return rc;
}

enum pal_rc pal_rows_check(struct pal_bringing *at)
{
    size_t count = json_array_size(at->rows);
    struct pal_arena *kept = at->errand->arena;
    pal_arena_init(&at->arena, NULL);
    at->table = &pal_tables[at->id];
    if (at->id == PAL_TABLE_ACTS) {
        return pal_acts_check(at);
    }
    at->here = json_object();
    at->marks = json_object();
    at->places = json_object();
    at->verdicts = PAL_NEW(kept, unsigned char, count + 1);
    at->order = PAL_NEW(kept, size_t, count + 1);
    if (at->here == NULL || at->marks == NULL || at->places == NULL || at->verdicts == NULL ||
        at->order == NULL) {
        return pal_errand_explain(at->errand, PAL_E_MEMORY);
    }
    at->errand->arena = &at->arena; /* what is only needed for one row */
    enum pal_rc rc = find_places(at);
    if (rc == PAL_OK) {
        rc = pal_errand_explain(at->errand, pal_table_walk(at->errand->db, at->id, take_here, at));
    }
    if (rc == PAL_OK) {
        rc = decide_all(at);
    }
    at->errand->arena = kept;
    return rc;
}

/* ------------------------------------------------------------------------- writing */

/* The person of the row is whoever brings it; whom the export names stands beside as a claim. */
static void fill_author(struct pal_bringing *at, struct pal_cell *cells, const json_t *row,
                        const char *column, const char *claim)
{
    const char *own = at->errand->principal.id != NULL ? at->errand->principal.id : "";
    const char *named = pal_row_word(row, column);
    struct pal_cell *claimed = &cells[pal_table_column(at->table, claim)];
    *claimed = (struct pal_cell){.bytes = "", .len = 0};
    if (named == NULL) {
        return;
    }
    if (strcmp(named, own) != 0) {
        *claimed = (struct pal_cell){.bytes = named, .len = strlen(named)};
    }
    cells[pal_table_column(at->table, column)] =
        (struct pal_cell){.bytes = own, .len = strlen(own)};
}

static void fill_cells(struct pal_bringing *at, const json_t *row, struct pal_cell *cells)
{
    for (size_t i = 0; i < at->table->column_count; i++) {
        const char *column = at->table->columns[i];
        const json_t *value = pal_column_stays(column) ? NULL : json_object_get(row, column);
        cells[i] = (struct pal_cell){.is_null = value == NULL,
                                     .number = json_integer_value(value),
                                     .bytes = json_string_value(value),
                                     .len = json_string_length(value)};
    }
    if (pal_table_column(at->table, "claim") < at->table->column_count) {
        fill_author(at, cells, row, "person", "claim");
    }
    if (pal_table_column(at->table, "removed_claim") < at->table->column_count) {
        fill_author(at, cells, row, "removed_by", "removed_claim");
    }
}

/* What the audit says of a row: the words of its verb, and whom it is said to be of. */
static const char *words_of(struct pal_bringing *at, const json_t *row)
{
    struct pal_file_row file;
    const char *words = "";
    if (at->id == PAL_TABLE_FILES) {
        read_file(row, NULL, &file);
        words = pal_file_words(at->errand, &file);
    }
    const char *person = word_or(row, "person", "");
    return words != NULL && person[0] != '\0'
               ? pal_arena_printf(&at->arena, "%s, said to be of %s", words, person)
               : words;
}

/* A role: given by the check of giving, by an entry like any other. */
static enum pal_rc bring_grant(struct pal_bringing *at, const json_t *row)
{
    const struct pal_grant grant = {.person = pal_row_word(row, "person"),
                                    .role = pal_row_word(row, "role"),
                                    .project = pal_row_word(row, "project"),
                                    .granted_at = number(row, "granted_at")};
    enum pal_carry_verdict verdict;
    enum pal_rc rc = pal_grants_bring(at->errand, &grant);
    rc = judge(at, row, rc, &verdict);
    at->out->rows += rc == PAL_OK && verdict == PAL_ROW_TAKE;
    return rc;
}

static enum pal_rc bring_lift(struct pal_bringing *at, const json_t *row)
{
    const struct pal_lift lift = lift_of(row);
    enum pal_carry_verdict verdict;
    enum pal_rc rc = pal_grants_bring_lift(at->errand, &lift);
    rc = judge(at, row, rc, &verdict);
    at->out->rows += rc == PAL_OK && verdict == PAL_ROW_TAKE;
    return rc;
}

/* What others may have written since the rows were checked: a project may have all its files. Under
 * the lock, so that it stays true. */
static enum pal_rc check_now(struct pal_bringing *at, const json_t *row)
{
    int64_t count;
    if (at->id != PAL_TABLE_FILES) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_file_row_count(at->errand->db, pal_row_word(row, "project"), &count);
    return rc == PAL_OK ? pal_file_check_count(at->errand, count) : rc;
}

static enum pal_rc bring_row(struct pal_bringing *at, const json_t *row)
{
    struct pal_cell cells[PAL_COLUMNS_MAX];
    enum pal_carry_verdict verdict;
    const char *bytes;
    size_t len;
    enum pal_rc rc = judge(at, row, check_now(at, row), &verdict);
    if (rc != PAL_OK || verdict != PAL_ROW_TAKE) {
        return rc;
    }
    fill_cells(at, row, cells);
    if (at->id == PAL_TABLE_FILES) { /* read once more: contents are too many to be kept */
        rc = read_content(at, row, &bytes, &len);
        cells[pal_table_column(at->table, "content")] =
            (struct pal_cell){.bytes = rc == PAL_OK ? bytes : NULL, .len = rc == PAL_OK ? len : 0};
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_table_insert(at->errand->db, at->id, cells);
    at->out->rows += rc == PAL_OK;
    const char *object =
        pal_arena_printf(&at->arena, "%s/%s", at->table->name, pal_row_word(row, "id"));
    const char *words = words_of(at, row);
    if (rc != PAL_OK || object == NULL || words == NULL) {
        return pal_errand_explain(at->errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    return pal_audit_write(at->errand, "import", object, "", words);
}

enum pal_rc pal_rows_bring(struct pal_bringing *at)
{
    struct pal_arena *kept = at->errand->arena;
    enum pal_rc rc = PAL_OK;
    if (at->id == PAL_TABLE_ACTS) {
        return pal_acts_bring(at);
    }
    at->errand->arena = &at->arena;
    for (size_t i = 0; i < at->ordered && rc == PAL_OK; i++) {
        const json_t *row = json_array_get(at->rows, at->order[i]);
        rc = at->id == PAL_TABLE_GRANTS  ? bring_grant(at, row)
             : at->id == PAL_TABLE_LIFTS ? bring_lift(at, row)
                                         : bring_row(at, row);
        pal_arena_done(&at->arena);
    }
    at->errand->arena = kept;
    return rc;
}

void pal_rows_done(struct pal_bringing *at)
{
    json_decref(at->rows);
    json_decref(at->here);
    json_decref(at->marks);
    json_decref(at->places);
    json_decref(at->contents);
    json_decref(at->fresh);
    pal_arena_done(&at->arena);
    at->rows = at->here = at->marks = at->places = at->contents = NULL;
}
