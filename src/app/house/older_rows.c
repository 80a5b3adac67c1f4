/* older_rows - hours and deliveries as they were before they were facts: rows of tables in which a
 * correction replaces another row. Those of an export/1 become acts that are brought like any
 * others, those of a database of before acts of the clock. See carry_parts.h, dossier_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/carry_parts.h"
#include "app/house/dossier_parts.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/secret.h"
#include "base/text.h"
#include "store/facts.h"

enum older_state { OLDER_UNKNOWN, OLDER_OPEN, OLDER_FINE, OLDER_REFUSED };

/* A row on its way to be a turn of a value. */
struct older {
    const json_t *row;
    const char *id;
    const char *part;
    size_t root; /* the first row of its value, where that is among these */
    int64_t turn;
    int64_t at; /* no earlier than what it replaces */
    enum older_state state;
    bool is_replaced;
};

struct sorting {
    struct pal_bringing *at; /* errand, table, homes, out */
    bool is_own;             /* rows of this database: none is refused */
    struct pal_arena *kept;
    struct older *rows;
    size_t count;
    json_t *places; /* by id: numbers of rows */
};

static const char *word(const json_t *row, const char *key)
{
    const char *text = json_string_value(json_object_get(row, key));
    return text != NULL ? text : "";
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static bool is_of_hours(const struct pal_bringing *at)
{
    return at->id == PAL_TABLE_HOURS;
}

/* The row that another replaces among these; `count`: none. */
static size_t replaced_by(const struct sorting *sorting, const struct older *older)
{
    const char *replaces = json_string_value(json_object_get(older->row, "replaces"));
    const json_t *place = replaces != NULL ? json_object_get(sorting->places, replaces) : NULL;
    return place != NULL ? (size_t)json_integer_value(place) : sorting->count;
}

/* ----------------------------------------------------------------------- checks */

/* What a form would have been told of the row, but for what its kind says of any fact. */
static enum pal_rc check_row(struct pal_bringing *at, const json_t *row)
{
    const char *project = word(row, "project");
    const char *assessment = word(row, "assessment");
    const char *of = "";
    enum pal_rc rc = pal_row_check_common(at, row);
    if (rc != PAL_OK || assessment[0] == '\0') {
        return rc;
    }
    rc = at->homes->find(at->homes->ctx, "assessment", assessment, &of);
    bool is_other = rc == PAL_OK && strcmp(of, project) != 0;
    return rc == PAL_E_NOT_FOUND || is_other
               ? pal_errand_fail(at->errand, PAL_E_INVALID, "the project has no assessment %s",
                                 pal_quote(assessment).text)
               : rc;
}

static enum pal_rc no_such_row(struct pal_bringing *at, const json_t *row)
{
    return pal_errand_fail(at->errand, PAL_E_INVALID, "the row %s that it replaces is not there",
                           pal_quote(word(row, "replaces")).text);
}

/* A row becomes the turn behind the one that it replaces. */
static enum pal_rc follow(struct sorting *sorting, struct older *older, struct older *replaced)
{
    struct pal_bringing *at = sorting->at;
    bool is_same = strcmp(word(older->row, "project"), word(replaced->row, "project")) == 0 &&
                   strcmp(word(older->row, "assessment"), word(replaced->row, "assessment")) == 0;
    if (!sorting->is_own && replaced->is_replaced) {
        return pal_errand_fail(at->errand, PAL_E_CONFLICT,
                               "somebody has corrected these %s already", at->table->name);
    }
    if (!sorting->is_own && !is_same) {
        return pal_errand_fail(at->errand, PAL_E_INVALID,
                               "a correction keeps the project and the assessment of the row %s",
                               pal_quote(replaced->id).text);
    }
    replaced->is_replaced = true;
    older->part = replaced->part;
    older->root = replaced->root;
    older->turn = replaced->turn + 1;
    older->at = older->at > replaced->at ? older->at : replaced->at;
    return PAL_OK;
}

static enum pal_rc note_there(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    (void)table;
    (void)cells;
    *(bool *)ctx = true;
    return PAL_OK;
}

/* What comes alone corrects what is here. */
static enum pal_rc follow_here(struct sorting *sorting, struct older *older)
{
    struct pal_bringing *at = sorting->at;
    const char *replaces = word(older->row, "replaces");
    const struct pal_cell key = {.bytes = replaces, .len = strlen(replaces)};
    bool is_there = false;
    enum pal_rc rc = pal_table_find(at->errand->db, at->id, &key, note_there, &is_there);
    if (rc != PAL_OK) {
        return rc;
    }
    is_there =
        is_there && pal_fact_rows_read_id(sorting->kept, replaces, &older->part, &older->turn);
    older->turn++;
    return is_there ? PAL_OK : no_such_row(at, older->row);
}

/* What it replaces was decided before, unless the rows go round in a ring. */
static enum pal_rc place_row(struct sorting *sorting, struct older *older)
{
    size_t other = replaced_by(sorting, older);
    bool replaces = json_object_get(older->row, "replaces") != NULL;
    bool is_here = other < sorting->count && sorting->rows[other].state == OLDER_FINE;
    if (is_here) {
        return follow(sorting, older, &sorting->rows[other]);
    }
    if (!replaces || sorting->is_own) {
        return PAL_OK;
    }
    return other < sorting->count ? no_such_row(sorting->at, older->row)
                                  : follow_here(sorting, older);
}

static enum pal_rc decide(struct sorting *sorting, size_t i)
{
    struct pal_bringing *at = sorting->at;
    struct older *older = &sorting->rows[i];
    enum pal_carry_verdict verdict = PAL_ROW_TAKE;
    enum pal_rc rc = sorting->is_own ? PAL_OK : check_row(at, older->row);
    if (rc == PAL_OK) {
        rc = place_row(sorting, older);
    }
    if (!sorting->is_own) {
        const char *name = pal_arena_printf(&at->arena, "%s/%s", at->table->name, older->id);
        rc = pal_row_judge(at, name != NULL ? name : "", rc, &verdict);
    }
    older->state = verdict == PAL_ROW_TAKE ? OLDER_FINE : OLDER_REFUSED;
    pal_arena_done(&at->arena);
    return rc;
}

/* Rows that are replaced are decided first. */
static enum pal_rc decide_all(struct sorting *sorting, size_t *path)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < sorting->count && rc == PAL_OK; i++) {
        size_t depth = 0;
        for (size_t next = i; next < sorting->count && sorting->rows[next].state == OLDER_UNKNOWN;
             next = replaced_by(sorting, &sorting->rows[next])) {
            sorting->rows[next].state = OLDER_OPEN;
            path[depth++] = next;
        }
        while (depth > 0 && rc == PAL_OK) {
            rc = decide(sorting, path[--depth]);
        }
    }
    return rc;
}

static enum pal_rc find_places(struct sorting *sorting, const json_t *rows)
{
    struct pal_bringing *at = sorting->at;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < sorting->count && rc == PAL_OK; i++) {
        const json_t *row = json_array_get(rows, i);
        rc = sorting->is_own ? PAL_OK : pal_row_check_shape(at, row);
        const char *id = word(row, "id");
        if (rc == PAL_OK && json_object_get(sorting->places, id) != NULL) {
            rc = pal_row_invalid(at, "a row stands there twice");
        }
        sorting->rows[i] = (struct older){.row = row,
                                          .id = id,
                                          .part = id,
                                          .root = i,
                                          .turn = 1,
                                          .at = json_integer_value(json_object_get(row, "at"))};
        if (rc == PAL_OK &&
            json_object_set_new(sorting->places, id, json_integer((json_int_t)i)) != 0) {
            rc = pal_errand_explain(at->errand, PAL_E_MEMORY);
        }
    }
    return rc;
}

static int by_time(const void *a, const void *b)
{
    const struct older *one = *(const struct older *const *)a;
    const struct older *other = *(const struct older *const *)b;
    if (one->at != other->at) {
        return one->at < other->at ? -1 : 1;
    }
    if (one->turn != other->turn) {
        return one->turn < other->turn ? -1 : 1;
    }
    return strcmp(one->id, other->id);
}

/* ------------------------------------------------------------------------- acts */

static int set_text(json_t *body, const char *key, const char *text)
{
    return is_blank(text) ? 0 : json_object_set_new(body, key, json_string(text));
}

/* Zero minutes were no work, where they correct some. */
static bool is_withdrawn(const struct sorting *sorting, const struct older *older)
{
    return is_of_hours(sorting->at) &&
           json_integer_value(json_object_get(older->row, "minutes")) == 0 &&
           (sorting->is_own || older->turn > 1);
}

static json_t *body_of(const struct sorting *sorting, const struct older *older)
{
    json_t *body = json_object();
    const json_t *row = older->row;
    int failed = body == NULL;
    if (is_of_hours(sorting->at)) {
        failed |= set_text(body, "date", word(row, "day"));
        failed |= set_text(body, "step", word(row, "step"));
        failed |= set_text(body, "note", word(row, "note"));
        if (!is_withdrawn(sorting, older)) {
            failed |= json_object_set(body, "minutes", json_object_get(row, "minutes"));
        }
    } else {
        failed |= set_text(body, "output", word(row, "output"));
        failed |= set_text(body, "requested", word(row, "requested"));
        failed |= set_text(body, "delivered", word(row, "delivered"));
    }
    if (failed) {
        json_decref(body);
        return NULL;
    }
    return body;
}

/* An act as an export has it (new reference); the same each time, by the id of the row. */
static json_t *act_of(struct sorting *sorting, const struct older *older)
{
    char hash[PAL_HASH_TEXT];
    struct pal_arena *arena = &sorting->at->arena;
    const json_t *root = sorting->rows[older->root].row;
    const char *assessment = word(root, "assessment");
    const char *person = word(older->row, "person");
    const char *state = is_withdrawn(sorting, older) ? PAL_DOSSIER_WITHDRAWN
                        : is_of_hours(sorting->at)   ? pal_fact_hours.states[0].id
                                                     : pal_fact_delivery.states[0].id;
    const char *name = pal_arena_printf(arena, "%s %s", sorting->at->table->name, older->id);
    const char *principal = person[0] != '\0' ? pal_arena_printf(arena, "person:%s", person) : "";
    if (name == NULL || principal == NULL) {
        return NULL;
    }
    pal_secret_hash(name, strlen(name), hash);
    hash[PAL_ACT_ID] = '\0';
    return json_pack(
        "{s:s, s:s, s:I, s:[{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:o}]}", "principal", principal,
        "id", hash, "at", (json_int_t)json_integer_value(json_object_get(older->row, "at")),
        "facts", "kind", is_of_hours(sorting->at) ? PAL_HOURS_FACT : PAL_DELIVERY_FACT,
        "subject_kind", assessment[0] != '\0' ? "assessment" : "project", "subject",
        assessment[0] != '\0' ? assessment : word(root, "project"), "part", older->part, "lane", "",
        "turn", (json_int_t)older->turn, "state", state, "body", body_of(sorting, older));
}

/* Two rows that replaced the same one are turns one behind the other. */
static enum pal_rc count_turns(const struct sorting *sorting, struct older *const *order,
                               size_t count)
{
    int64_t *turns = PAL_NEW(sorting->kept, int64_t, sorting->count + 1);
    for (size_t i = 0; turns != NULL && i < count; i++) {
        order[i]->turn = ++turns[order[i]->root];
    }
    return turns != NULL ? PAL_OK : PAL_E_MEMORY;
}

typedef enum pal_rc (*take_act_fn)(struct sorting *sorting, const struct older *older, json_t *act,
                                   void *ctx);

/* Hands on an act for each row that is taken, in the order in which they were done. */
static enum pal_rc each_act(struct sorting *sorting, const json_t *rows, take_act_fn take,
                            void *ctx)
{
    struct pal_arena *kept = sorting->kept;
    sorting->count = json_array_size(rows);
    sorting->rows = PAL_NEW(kept, struct older, sorting->count + 1);
    size_t *path = PAL_NEW(kept, size_t, sorting->count + 1);
    struct older **order = PAL_NEW(kept, struct older *, sorting->count + 1);
    size_t taken = 0;
    if (sorting->rows == NULL || path == NULL || order == NULL || sorting->places == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = find_places(sorting, rows);
    if (rc == PAL_OK) {
        rc = decide_all(sorting, path);
    }
    for (size_t i = 0; i < sorting->count; i++) {
        if (sorting->rows[i].state == OLDER_FINE) {
            order[taken++] = &sorting->rows[i];
        }
    }
    if (taken > 0) {
        qsort(order, taken, sizeof *order, by_time);
    }
    if (rc == PAL_OK && sorting->is_own) {
        rc = count_turns(sorting, order, taken);
    }
    for (size_t i = 0; i < taken && rc == PAL_OK; i++) {
        json_t *act = act_of(sorting, order[i]);
        rc = act != NULL ? take(sorting, order[i], act, ctx) : PAL_E_MEMORY;
        json_decref(act);
        pal_arena_done(&sorting->at->arena);
    }
    return rc;
}

static enum pal_rc sort_rows(struct pal_bringing *at, bool is_own, const json_t *rows,
                             take_act_fn take, void *ctx)
{
    struct sorting sorting = {
        .at = at, .is_own = is_own, .kept = at->errand->arena, .places = json_object()};
    at->table = &pal_tables[at->id];
    pal_arena_init(&at->arena, NULL);
    at->errand->arena = &at->arena; /* what is only needed for one row */
    enum pal_rc rc = each_act(&sorting, rows, take, ctx);
    at->errand->arena = sorting.kept;
    json_decref(sorting.places);
    pal_arena_done(&at->arena);
    return pal_errand_explain(at->errand, rc);
}

/* --------------------------------------------------------------------- brought */

struct brought {
    json_t *acts;
    json_t *names;
};

static enum pal_rc add_act(struct sorting *sorting, const struct older *older, json_t *act,
                           void *ctx)
{
    struct brought *brought = ctx;
    const char *name =
        pal_arena_printf(&sorting->at->arena, "%s/%s", sorting->at->table->name, older->id);
    return name != NULL && json_array_append(brought->acts, act) == 0 &&
                   json_object_set_new(brought->names, word(act, "id"), json_string(name)) == 0
               ? PAL_OK
               : PAL_E_MEMORY;
}

enum pal_rc pal_older_acts(struct pal_bringing *at, const json_t *rows, json_t *acts, json_t *names)
{
    struct brought brought = {acts, names};
    return sort_rows(at, false, rows, add_act, &brought);
}

/* --------------------------------------------------------------------- adopted */

struct reading {
    json_t *rows;
};

/* A row that was brought says by whom, beside whom it is said to be of. */
static enum pal_rc take_row(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct reading *reading = ctx;
    json_t *row = pal_row_json(&pal_tables[table], cells, false);
    const char *claim = cells[pal_table_column(&pal_tables[table], "claim")].bytes;
    const char *person = cells[pal_table_column(&pal_tables[table], "person")].bytes;
    int failed = row == NULL;
    if (!failed && claim != NULL && claim[0] != '\0') {
        failed |= json_object_set_new(row, "brought_by", json_string(person));
    }
    failed |= json_array_append_new(reading->rows, row);
    return failed ? PAL_E_MEMORY : PAL_OK;
}

/* Who wrote the row is claimed by the clock; whoever brought it claims themselves. */
static void name_authors(const struct older *older, struct pal_arena *arena, const char *principal,
                         struct pal_act_row *out)
{
    const json_t *brought_by = json_object_get(older->row, "brought_by");
    const char *by = brought_by != NULL ? json_string_value(brought_by) : "";
    out->claim = principal;
    out->principal = brought_by == NULL ? "clock" : "operator";
    if (principal[0] == '\0') {
        out->principal = "operator";
    } else if (by != NULL && by[0] != '\0') {
        out->principal = pal_arena_printf(arena, "person:%s", by);
    }
}

static enum pal_rc adopt_row(struct sorting *sorting, const struct older *older, json_t *act,
                             void *ctx)
{
    struct pal_bringing *at = sorting->at;
    struct pal_arena *arena = &at->arena;
    const json_t *fact = json_array_get(json_object_get(act, "facts"), 0);
    char *body = json_dumps(json_object_get(fact, "body"), JSON_COMPACT | JSON_SORT_KEYS);
    struct pal_act_row row = {.id = word(act, "id"),
                              .at = json_integer_value(json_object_get(act, "at"))};
    struct pal_fact_row said = {.kind = word(fact, "kind"),
                                .project = word(sorting->rows[older->root].row, "project"),
                                .subject_kind = word(fact, "subject_kind"),
                                .subject = word(fact, "subject"),
                                .part = word(fact, "part"),
                                .lane = "",
                                .turn = older->turn,
                                .state = word(fact, "state"),
                                .body = body,
                                .audience = pal_audience_ids[PAL_AUDIENCE_PROJECT]};
    (void)ctx;
    name_authors(older, arena, word(act, "principal"), &row);
    enum pal_rc rc =
        body != NULL && row.principal != NULL ? pal_act_bring(at->errand, act, &row) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_act_bring_fact(at->errand, &row, &said);
    }
    free(body);
    const char *object = pal_arena_printf(arena, "act/%lld", (long long)row.number);
    const char *words = pal_arena_printf(arena, "was %s/%s", at->table->name, older->id);
    if (rc == PAL_OK) {
        rc = object != NULL && words != NULL
                 ? pal_audit_write(at->errand, "upgrade", object, "", words)
                 : PAL_E_MEMORY;
    }
    return rc;
}

static enum pal_rc adopt_table(struct pal_errand *errand, enum pal_table_id table)
{
    struct pal_bringing at = {.errand = errand, .id = table};
    struct reading reading = {json_array()};
    enum pal_rc rc =
        reading.rows != NULL ? pal_table_walk(errand->db, table, take_row, &reading) : PAL_E_MEMORY;
    if (rc == PAL_OK) { /* each comes back as what is computed of its fact */
        rc = pal_table_clear(errand->db, table);
    }
    if (rc == PAL_OK) {
        rc = sort_rows(&at, true, reading.rows, adopt_row, NULL);
    }
    json_decref(reading.rows);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_older_adopt(struct pal_errand *errand)
{
    static const struct {
        const char *kind;
        enum pal_table_id table;
    } tables[] = {{PAL_HOURS_FACT, PAL_TABLE_HOURS}, {PAL_DELIVERY_FACT, PAL_TABLE_DELIVERIES}};
    enum pal_rc rc = pal_errand_lock(errand);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && rc == PAL_OK; i++) {
        bool has_facts = true;
        rc =
            pal_errand_explain(errand, pal_facts_have_kind(errand->db, tables[i].kind, &has_facts));
        if (rc == PAL_OK && !has_facts) {
            rc = adopt_table(errand, tables[i].table);
        }
    }
    return rc;
}
