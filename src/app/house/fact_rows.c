#include "app/house/fact_rows.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"

enum { AT_ONCE = 500, TURNS_MOST = 100000 };

/* ------------------------------------------------------------------------ body */

const char *pal_fact_word(struct pal_errand *errand, const struct pal_fact_row *row,
                          const char *key)
{
    json_t *json = row->body[0] != '\0' ? json_loads(row->body, 0, NULL) : NULL;
    const char *word = json_string_value(json_object_get(json, key));
    const char *own = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
    json_decref(json);
    return own;
}

int64_t pal_fact_number(const struct pal_fact_row *row, const char *key, int64_t absent)
{
    json_t *json = row->body[0] != '\0' ? json_loads(row->body, 0, NULL) : NULL;
    const json_t *value = json_object_get(json, key);
    int64_t number = json_is_integer(value) ? json_integer_value(value) : absent;
    json_decref(json);
    return number;
}

/* -------------------------------------------------------------------------- ids */

static const char *id_of(struct pal_errand *errand, const char *part, int64_t turn)
{
    return turn > 1 ? pal_arena_printf(errand->arena, "%s:%lld", part, (long long)turn) : part;
}

bool pal_fact_rows_read_id(struct pal_arena *arena, const char *id, const char **part,
                           int64_t *turn)
{
    size_t len = strcspn(id, ":"); /* no sign of a part */
    *turn = id[len] == ':' ? pal_whole_number(id + len + 1) : 1;
    *part = pal_arena_copy(arena, id, len);
    return *part != NULL && len > 0 && *turn >= 1 && (id[len] != ':' || *turn > 1);
}

/* ------------------------------------------------------------------------- rows */

static enum pal_table_id table_of(const struct pal_fact_kind *kind)
{
    return (enum pal_table_id)(kind->rows - pal_tables);
}

static const char *gone_state(const struct pal_fact_kind *kind)
{
    for (size_t i = 0; i < kind->state_count; i++) {
        if (kind->states[i].effect == PAL_ROW_GONE) {
            return kind->states[i].id;
        }
    }
    return pal_fact_none;
}

static bool is_of_nothing(const struct pal_fact_kind *kind, const char *state)
{
    for (size_t i = 0; i < kind->state_count; i++) {
        if (strcmp(kind->states[i].id, state) == 0) {
            return kind->states[i].effect == PAL_ROW_OF_NOTHING;
        }
    }
    return false;
}

/* "person:ID": the id; NULL: it is nobody with an account. */
static const char *person_in(const char *principal)
{
    return principal != NULL && strncmp(principal, "person:", 7) == 0 ? principal + 7 : NULL;
}

/* What the clock says for somebody stood in this database already: it is theirs, and no claim. */
void pal_fact_author(const struct pal_fact_row *row, const char **person, const char **claim)
{
    const char *by = person_in(row->principal);
    const char *named = person_in(row->claim);
    bool is_of_clock = strcmp(row->principal, "clock") == 0;
    *person = is_of_clock ? named : by;
    *claim = is_of_clock ? NULL : named;
    *person = *person != NULL ? *person : "";
    *claim = *claim != NULL ? *claim : "";
}

static struct pal_cell text_cell(const char *text)
{
    return (struct pal_cell){
        .is_null = text == NULL, .bytes = text, .len = text != NULL ? strlen(text) : 0};
}

static bool is_date(const struct pal_fact_kind *kind, const char *key)
{
    const struct pal_field *field = pal_field_of(kind->fields, key);
    return field != NULL && field->type->kind == PAL_TYPE_DATE;
}

/* What is not said is an empty text, a day that is not said is none. */
static struct pal_cell field_cell(const struct pal_fact_kind *kind, const json_t *body,
                                  const char *column, char type)
{
    const char *key = strcmp(column, "day") == 0 ? "date" : column;
    const json_t *value = json_object_get(body, key);
    if (type == 'i') {
        return (struct pal_cell){.number = json_integer_value(value)};
    }
    const char *text = json_string_value(value);
    return text_cell(text != NULL || is_date(kind, key) ? text : "");
}

struct computed {
    struct pal_cell cells[PAL_COLUMNS_MAX];
    json_t *body; /* the texts of its fields stand there */
};

/* The row of a turn; `before`: the turn that it replaces, 0: none. */
static enum pal_rc compute(struct pal_errand *errand, const struct pal_fact_kind *kind,
                           const struct pal_fact_row *row, int64_t before, struct computed *out)
{
    const char *id = id_of(errand, row->part, row->turn);
    const char *replaces = before > 0 ? id_of(errand, row->part, before) : NULL;
    const char *person;
    const char *claim;
    bool is_of_assessment = pal_kind_is(row->subject_kind, PAL_KIND_ASSESSMENT);
    pal_fact_author(row, &person, &claim);
    const struct {
        const char *column;
        const char *text;
    } words[] = {{"id", id},
                 {"project", row->project},
                 {"assessment", is_of_assessment ? row->subject : ""},
                 {"person", person},
                 {"claim", claim},
                 {"replaces", replaces}};
    bool is_nothing = is_of_nothing(kind, row->state);
    out->body = json_loads(row->body, 0, NULL);
    for (size_t i = 0; i < kind->rows->column_count; i++) {
        const char *column = kind->rows->columns[i];
        out->cells[i] = field_cell(kind, out->body, column, kind->rows->types[i]);
        if (kind->rows->types[i] == 'i' && is_nothing) {
            out->cells[i].number = 0;
        }
        if (strcmp(column, "at") == 0) {
            out->cells[i].number = row->at;
        }
        for (size_t j = 0; j < sizeof words / sizeof *words; j++) {
            if (strcmp(column, words[j].column) == 0) {
                out->cells[i] = text_cell(words[j].text);
            }
        }
    }
    return id != NULL && (replaces != NULL || before <= 0) ? PAL_OK : PAL_E_MEMORY;
}

/* Computes the row of a fact; `is_there` false: it has none. Its body is to be freed. */
static enum pal_rc look(struct pal_errand *errand, const struct pal_fact_kind *kind,
                        const struct pal_fact_row *row, struct computed *out, bool *is_there)
{
    int64_t taken_back = 0;
    int64_t before = 0;
    out->body = NULL;
    *is_there = false;
    enum pal_rc rc = pal_fact_turns(errand->db, row, gone_state(kind), &taken_back, &before);
    if (rc != PAL_OK || taken_back >= row->turn) {
        return rc;
    }
    *is_there = true;
    return compute(errand, kind, row, before > taken_back ? before : 0, out);
}

static enum pal_rc write_row(struct pal_errand *errand, const struct pal_fact_kind *kind,
                             const struct pal_fact_row *row)
{
    struct computed computed;
    bool is_there;
    enum pal_rc rc = look(errand, kind, row, &computed, &is_there);
    if (rc == PAL_OK && is_there) {
        rc = pal_table_copy(errand->db, table_of(kind), computed.cells);
    }
    json_decref(computed.body);
    return rc;
}

/* Removes the rows of all turns of a value from `first` to `last`. */
static enum pal_rc remove_rows(struct pal_errand *errand, const struct pal_fact_kind *kind,
                               const char *part, int64_t first, int64_t last)
{
    enum pal_rc rc = PAL_OK;
    for (int64_t turn = first; turn <= last && rc == PAL_OK; turn++) {
        const char *id = id_of(errand, part, turn);
        const struct pal_cell key = text_cell(id);
        rc = id != NULL ? pal_table_remove(errand->db, table_of(kind), &key) : PAL_E_MEMORY;
    }
    return rc;
}

static const struct pal_fact_kind *kind_with_rows(const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    return kind != NULL && kind->rows != NULL ? kind : NULL;
}

static bool is_gone(const struct pal_fact_kind *kind, const struct pal_fact_row *row)
{
    return strcmp(row->state, pal_fact_none) == 0 || strcmp(row->state, gone_state(kind)) == 0;
}

enum pal_rc pal_fact_rows_follow(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = kind_with_rows(row);
    if (kind == NULL) {
        return PAL_OK;
    }
    return is_gone(kind, row) ? remove_rows(errand, kind, row->part, 1, row->turn)
                              : write_row(errand, kind, row);
}

/* The rows of its value are made again: one replaced another, or there is none behind it now. */
enum pal_rc pal_fact_rows_forget(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = kind_with_rows(row);
    const struct pal_fact_list list = {.subject_kind = row->subject_kind,
                                       .subject = row->subject,
                                       .kind = row->kind,
                                       .part = row->part,
                                       .lane = row->lane,
                                       .max = TURNS_MOST};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    if (kind == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &count);
    if (rc == PAL_OK) {
        int64_t last = count > 0 && rows[0].turn > row->turn ? rows[0].turn : row->turn;
        rc = remove_rows(errand, kind, row->part, 1, last);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = write_row(errand, kind, &rows[i]);
    }
    return rc;
}

/* ------------------------------------------------------------------- all of them */

typedef enum pal_rc (*take_fn)(struct pal_errand *errand, const struct pal_fact_kind *kind,
                               const struct pal_fact_row *row, void *ctx);

/* Each fact of a kind that was not erased, some at a time, in memory of their own. */
static enum pal_rc walk(struct pal_errand *errand, const struct pal_fact_kind *kind, take_fn take,
                        void *ctx)
{
    struct pal_arena *kept = errand->arena;
    int64_t after = 0;
    size_t count = AT_ONCE;
    enum pal_rc rc = PAL_OK;
    while (count == AT_ONCE && rc == PAL_OK) {
        struct pal_arena scratch;
        struct pal_fact_row *rows = NULL;
        pal_arena_init(&scratch, kept->alloc);
        errand->arena = &scratch;
        rc = pal_facts_of_kind(errand->db, kind->id, after, AT_ONCE, &scratch, &rows, &count);
        for (size_t i = 0; i < count && rc == PAL_OK; i++) {
            after = rows[i].number;
            rc = take(errand, kind, &rows[i], ctx);
        }
        errand->arena = kept;
        pal_arena_done(&scratch);
    }
    return rc;
}

static enum pal_rc take_row(struct pal_errand *errand, const struct pal_fact_kind *kind,
                            const struct pal_fact_row *row, void *ctx)
{
    (void)ctx;
    return write_row(errand, kind, row);
}

enum pal_rc pal_fact_rows_rebuild(struct pal_errand *errand)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < pal_fact_kind_count && rc == PAL_OK; i++) {
        const struct pal_fact_kind *kind = pal_fact_kinds[i];
        if (kind->rows != NULL) {
            rc = pal_table_clear(errand->db, table_of(kind));
            rc = rc == PAL_OK ? walk(errand, kind, take_row, NULL) : rc;
        }
    }
    return rc;
}

struct comparing {
    const struct computed *wanted;
    bool is_same;
    int64_t found;
    int64_t wrong;
};

static bool is_same_cell(const struct pal_cell *a, const struct pal_cell *b, char type)
{
    if (a->is_null || b->is_null || b->is_strange) {
        return a->is_null && b->is_null;
    }
    return type == 'i' ? a->number == b->number
                       : a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

static enum pal_rc compare_row(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct comparing *at = ctx;
    at->found++;
    at->is_same = true;
    for (size_t i = 0; i < pal_tables[table].column_count; i++) {
        at->is_same = at->is_same &&
                      is_same_cell(&at->wanted->cells[i], &cells[i], pal_tables[table].types[i]);
    }
    return PAL_OK;
}

static enum pal_rc compare_fact(struct pal_errand *errand, const struct pal_fact_kind *kind,
                                const struct pal_fact_row *row, void *ctx)
{
    struct comparing *at = ctx;
    struct computed wanted;
    bool is_there;
    enum pal_rc rc = look(errand, kind, row, &wanted, &is_there);
    at->wanted = &wanted;
    at->is_same = false;
    if (rc == PAL_OK && is_there) {
        rc = pal_table_find(errand->db, table_of(kind), wanted.cells, compare_row, at);
        at->wrong += !at->is_same;
    }
    json_decref(wanted.body);
    return rc;
}

enum pal_rc pal_fact_rows_wrong(struct pal_errand *errand, int64_t *out)
{
    enum pal_rc rc = PAL_OK;
    *out = 0;
    for (size_t i = 0; i < pal_fact_kind_count && rc == PAL_OK; i++) {
        const struct pal_fact_kind *kind = pal_fact_kinds[i];
        struct comparing at = {.wanted = NULL};
        int64_t rows = 0;
        if (kind->rows == NULL) {
            continue;
        }
        rc = walk(errand, kind, compare_fact, &at);
        if (rc == PAL_OK) {
            rc = pal_table_rows(errand->db, table_of(kind), &rows);
        }
        *out += at.wrong + (rows > at.found ? rows - at.found : 0);
    }
    return rc;
}

/* ------------------------------------------------------------------------ checks */

enum pal_rc pal_fact_rows_check_part(struct pal_errand *errand, const struct pal_fact_row *row,
                                     const struct pal_fact_row *head)
{
    const struct pal_fact_kind *kind = kind_with_rows(row);
    bool is_there = false;
    enum pal_rc rc =
        kind != NULL && head->turn == 0 ? pal_heads_elsewhere(errand->db, row, &is_there) : PAL_OK;
    return rc == PAL_OK && is_there
               ? pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "something else has the part %s already: choose another",
                                 pal_quote(row->part).text)
               : rc;
}
