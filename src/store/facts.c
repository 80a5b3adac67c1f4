#include "store/facts.h"

#include <stdio.h>
#include <string.h>

#include "store/audit.h"
#include "store/cover.h"
#include "store/driver.h"
#include "store/rows.h"

static void note(struct pal_db *db, enum pal_table_id table, int64_t number)
{
    char key[24];
    (void)snprintf(key, sizeof key, "%lld", (long long)number);
    pal_cover_note(db, table, key, NULL, NULL);
}

/* -------------------------------------------------------------------------- acts */

struct pal_query *pal_act_ask(struct pal_db *db, const char *principal, const char *id)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT number, principal, id, at, said_at, salt, digest FROM acts"
                         " WHERE principal = $1 AND claim = '' AND id = $2");
    pal_query_text(query, principal);
    pal_query_text(query, id);
    pal_query_send(query);
    return query;
}

enum pal_rc pal_act_take(struct pal_query *query, struct pal_arena *arena, struct pal_act_row *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = (struct pal_act_row){.number = pal_column_int(query, 0),
                                    .principal = pal_row_text(query, 1, arena),
                                    .id = pal_row_text(query, 2, arena),
                                    .at = pal_column_int(query, 3),
                                    .said_at = pal_column_int(query, 4),
                                    .salt = pal_row_text(query, 5, arena),
                                    .digest = pal_row_text(query, 6, arena),
                                    .claim = ""};
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_act_find(struct pal_db *db, const char *principal, const char *id,
                         struct pal_arena *arena, struct pal_act_row *out)
{
    return pal_act_take(pal_act_ask(db, principal, id), arena, out);
}

static struct pal_cell number_cell(int64_t number)
{
    return (struct pal_cell){.number = number};
}

static struct pal_cell text_cell(const char *text)
{
    return (struct pal_cell){
        .is_null = text == NULL, .bytes = text, .len = text != NULL ? strlen(text) : 0};
}

/* In the order of pal_tables, as they were written. */
static void note_act(struct pal_db *db, const struct pal_act_row *row)
{
    const struct pal_cell cells[] = {
        number_cell(row->number),  text_cell(row->principal),
        text_cell(row->id),        number_cell(row->at),
        number_cell(row->said_at), text_cell(row->salt),
        text_cell(row->digest),    text_cell(row->claim != NULL ? row->claim : "")};
    pal_cover_note_written(db, PAL_TABLE_ACTS, cells);
}

enum pal_rc pal_act_add(struct pal_db *db, struct pal_act_row *row)
{
    enum pal_rc rc = pal_audit_lock(db);
    if (rc != PAL_OK) {
        return rc;
    }
    row->number = db->last_act + 1;
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO acts (number, principal, id, at, said_at, salt, digest, claim)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    pal_query_int(query, row->number);
    pal_query_text(query, row->principal);
    pal_query_text(query, row->id);
    pal_query_int(query, row->at);
    pal_query_int(query, row->said_at);
    pal_query_text(query, row->salt);
    pal_query_text(query, row->digest);
    pal_query_text(query, row->claim != NULL ? row->claim : "");
    rc = pal_query_leave(query);
    if (rc == PAL_OK) {
        db->last_act = row->number;
        note_act(db, row);
    }
    return rc;
}

enum pal_rc pal_acts_grew(struct pal_db *db)
{
    return pal_db_kind_of(db) == PAL_DB_POSTGRESQL
               ? pal_db_run_script(db, "ANALYZE acts, facts, heads, hours, deliveries")
               : PAL_OK;
}

/* ------------------------------------------------------------------------- facts */

static void note_fact(struct pal_db *db, const struct pal_fact_row *row)
{
    const struct pal_cell cells[] = {
        number_cell(row->number), number_cell(row->act),        text_cell(row->kind),
        text_cell(row->project),  text_cell(row->subject_kind), text_cell(row->subject),
        text_cell(row->part),     text_cell(row->lane),         number_cell(row->turn),
        text_cell(row->state),    text_cell(row->body),         text_cell(row->audience),
        text_cell(row->salt),     text_cell(row->digest),       {.is_null = true}}; /* erased_by */
    pal_cover_note_written(db, PAL_TABLE_FACTS, cells);
}

/* Under the next number; `end` waits for it, or leaves it. */
static enum pal_rc insert_fact(struct pal_db *db, struct pal_fact_row *row,
                               enum pal_rc (*end)(struct pal_query *query))
{
    row->number = db->last_fact + 1;
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO facts (number, act, kind, project, subject_kind, subject, part, lane,"
            " turn, state, body, audience, salt, digest)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
    pal_query_int(query, row->number);
    pal_query_int(query, row->act);
    pal_query_text(query, row->kind);
    pal_query_text(query, row->project);
    pal_query_text(query, row->subject_kind);
    pal_query_text(query, row->subject);
    pal_query_text(query, row->part);
    pal_query_text(query, row->lane);
    pal_query_int(query, row->turn);
    pal_query_text(query, row->state);
    pal_query_text(query, row->body);
    pal_query_text(query, row->audience);
    pal_query_text(query, row->salt);
    pal_query_text(query, row->digest);
    enum pal_rc rc = end(query);
    if (rc == PAL_OK) {
        db->last_fact = row->number;
        note_fact(db, row);
    }
    return rc;
}

#define SET_HEAD                                                                                   \
    " ON CONFLICT (subject_kind, subject, kind, part, lane) DO UPDATE SET"                         \
    " fact = excluded.fact, act = excluded.act, turn = excluded.turn,"                             \
    " project = excluded.project, state = excluded.state, body = excluded.body,"                   \
    " audience = excluded.audience, principal = excluded.principal, at = excluded.at,"             \
    " said_at = excluded.said_at, claim = excluded.claim"

/* All that is read of a head stands in it: no act and no fact is looked up for it. */
static enum pal_rc put_head(struct pal_db *db, const struct pal_fact_row *row)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO heads (subject_kind, subject, kind, part, lane, fact, act, turn, project,"
            " state, body, audience, principal, at, said_at, claim)"
            " SELECT $1, $2, $3, $4, $5, CAST($6 AS BIGINT), number, CAST($7 AS BIGINT), $8, $9,"
            " $10, $11, principal, at, said_at, claim FROM acts WHERE number = $12" SET_HEAD);
    pal_query_text(query, row->subject_kind);
    pal_query_text(query, row->subject);
    pal_query_text(query, row->kind);
    pal_query_text(query, row->part);
    pal_query_text(query, row->lane);
    pal_query_int(query, row->number);
    pal_query_int(query, row->turn);
    pal_query_text(query, row->project);
    pal_query_text(query, row->state);
    pal_query_text(query, row->body);
    pal_query_text(query, row->audience);
    pal_query_int(query, row->act);
    return pal_query_leave(query);
}

static enum pal_rc add_fact(struct pal_db *db, struct pal_fact_row *row,
                            enum pal_rc (*end)(struct pal_query *query))
{
    enum pal_rc rc = pal_audit_lock(db);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = insert_fact(db, row, end);
    return rc == PAL_OK ? put_head(db, row) : rc;
}

enum pal_rc pal_fact_add(struct pal_db *db, struct pal_fact_row *row)
{
    return add_fact(db, row, pal_query_end);
}

enum pal_rc pal_fact_add_next(struct pal_db *db, struct pal_fact_row *row)
{
    return add_fact(db, row, pal_query_leave);
}

#define FACT                                                                                       \
    "f.number, f.act, f.kind, f.project, f.subject_kind, f.subject, f.part, f.lane, f.turn, "      \
    "f.state, f.body, f.audience, f.salt, f.digest, f.erased_by, a.principal, a.at, a.said_at, "   \
    "a.claim"
#define OF_ACT " JOIN acts a ON a.number = f.act"
/* The same columns of a head: what only the fact has is not read. */
#define HEAD                                                                                       \
    "h.fact, h.act, h.kind, h.project, h.subject_kind, h.subject, h.part, h.lane, h.turn, "        \
    "h.state, h.body, h.audience, '', '', 0, h.principal, h.at, h.said_at, h.claim"

/* What a reader may see; `audience` stands in table `t`, the reader's in parameter `n`. */
#define MAY_SEE(t, n)                                                                              \
    " AND (CAST(" n " AS TEXT) IS NULL OR replace(" n ", ',' || " t ".audience || ',', '') <> " n  \
    ")"

static struct pal_fact_row fact_of(struct pal_query *query, struct pal_arena *arena)
{
    return (struct pal_fact_row){.number = pal_column_int(query, 0),
                                 .act = pal_column_int(query, 1),
                                 .kind = pal_row_text(query, 2, arena),
                                 .project = pal_row_text(query, 3, arena),
                                 .subject_kind = pal_row_text(query, 4, arena),
                                 .subject = pal_row_text(query, 5, arena),
                                 .part = pal_row_text(query, 6, arena),
                                 .lane = pal_row_text(query, 7, arena),
                                 .turn = pal_column_int(query, 8),
                                 .state = pal_row_text(query, 9, arena),
                                 .body = pal_row_text(query, 10, arena),
                                 .audience = pal_row_text(query, 11, arena),
                                 .salt = pal_row_text(query, 12, arena),
                                 .digest = pal_row_text(query, 13, arena),
                                 .erased_by = pal_column_int(query, 14),
                                 .principal = pal_row_text(query, 15, arena),
                                 .at = pal_column_int(query, 16),
                                 .said_at = pal_column_int(query, 17),
                                 .claim = pal_row_text(query, 18, arena)};
}

static enum pal_rc read_one(struct pal_query *query, struct pal_arena *arena,
                            struct pal_fact_row *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = fact_of(query, arena);
    }
    return pal_row_end(query, is_there);
}

static enum pal_rc read_all(struct pal_query *query, struct pal_arena *arena,
                            struct pal_fact_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_fact_row), NULL, 0, 0};
    while (pal_query_next(query)) {
        struct pal_fact_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = fact_of(query, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_fact_get(struct pal_db *db, int64_t number, struct pal_arena *arena,
                         struct pal_fact_row *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " FACT " FROM facts f" OF_ACT " WHERE f.number = $1");
    pal_query_int(query, number);
    return read_one(query, arena, out);
}

enum pal_rc pal_facts_of_act(struct pal_db *db, int64_t act, const char *audiences,
                             struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " FACT " FROM facts f" OF_ACT
                         " WHERE f.act = $1" MAY_SEE("f", "$2") " ORDER BY f.number");
    pal_query_int(query, act);
    pal_query_text(query, audiences);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_facts_of(struct pal_db *db, const char *principal, size_t max,
                         struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " FACT " FROM facts f" OF_ACT
                         " WHERE (a.principal = $1 AND a.claim = '') OR a.claim = $1"
                         " ORDER BY f.number DESC LIMIT $2");
    pal_query_text(query, principal);
    pal_query_int(query, (int64_t)max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_facts_said_by(struct pal_db *db, const struct pal_fact_list *of, const char *person,
                              struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_query *query = pal_db_query(
        db,
        "SELECT " FACT " FROM facts f" OF_ACT
        " WHERE f.subject_kind = $1 AND f.subject = $2 AND f.kind = $3 AND f.lane = $4"
        " AND f.body LIKE '%\"by\":{\"name\":\"' || $5 || '\"%' ORDER BY f.number DESC LIMIT $6");
    pal_query_text(query, of->subject_kind);
    pal_query_text(query, of->subject);
    pal_query_text(query, of->kind);
    pal_query_text(query, of->lane);
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)of->max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_fact_projects_by(struct pal_db *db, const char *principal, const char *kind,
                                 const char *state, size_t max, struct pal_arena *arena,
                                 const char ***out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(const char *), NULL, 0, 0};
    struct pal_query *query = pal_db_query(
        db, "SELECT DISTINCT f.project FROM facts f" OF_ACT
            " WHERE a.principal = $1 AND a.claim = '' AND f.kind = $2 AND f.state = $3 LIMIT $4");
    pal_query_text(query, principal);
    pal_query_text(query, kind);
    pal_query_text(query, state);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        const char **row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = pal_row_text(query, 0, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_facts_of_kind(struct pal_db *db, const char *kind, int64_t after, size_t max,
                              struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " FACT " FROM facts f" OF_ACT " WHERE f.number > $2"
                         " AND f.kind = $1 AND f.erased_by IS NULL ORDER BY f.number LIMIT $3");
    pal_query_text(query, kind);
    pal_query_int(query, after);
    pal_query_int(query, (int64_t)max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_facts_have_kind(struct pal_db *db, const char *kind, bool *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT number FROM facts WHERE kind = $1 LIMIT 1");
    pal_query_text(query, kind);
    *out = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_fact_turns(struct pal_db *db, const struct pal_fact_row *row, const char *gone,
                           int64_t *taken_back, int64_t *before)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT COALESCE(MAX(CASE WHEN state = 'none' OR state = $6 THEN turn END), 0),"
            " COALESCE(MAX(CASE WHEN state <> 'none' AND state <> $6"
            " AND turn < CAST($7 AS BIGINT) THEN turn END), 0) FROM facts"
            " WHERE subject_kind = $1 AND subject = $2 AND kind = $3 AND part = $4 AND lane = $5");
    pal_query_text(query, row->subject_kind);
    pal_query_text(query, row->subject);
    pal_query_text(query, row->kind);
    pal_query_text(query, row->part);
    pal_query_text(query, row->lane);
    pal_query_text(query, gone);
    pal_query_int(query, row->turn);
    bool is_there = pal_query_next(query);
    *taken_back = is_there ? pal_column_int(query, 0) : 0;
    *before = is_there ? pal_column_int(query, 1) : 0;
    return pal_query_end(query);
}

#define AS_HEAD                                                                                    \
    "SELECT f.subject_kind, f.subject, f.kind, f.part, f.lane, f.number AS fact, f.act, f.turn, "  \
    "f.project, f.state, f.body, f.audience, a.principal, a.at, a.said_at, a.claim FROM facts "    \
    "f" OF_ACT
#define HEAD_COLUMNS                                                                               \
    "subject_kind, subject, kind, part, lane, fact, act, turn, project, state, body, audience, "   \
    "principal, at, said_at, claim"

/* A value whose head goes has the fact before it for one, or none. */
static enum pal_rc step_back(struct pal_db *db, int64_t number)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO heads (" HEAD_COLUMNS ") " AS_HEAD
            " JOIN heads h ON h.subject_kind = f.subject_kind AND h.subject = f.subject"
            " AND h.kind = f.kind AND h.part = f.part AND h.lane = f.lane AND f.turn < h.turn"
            " WHERE h.fact = $1 AND f.erased_by IS NULL ORDER BY f.turn DESC LIMIT 1" SET_HEAD);
    pal_query_int(query, number);
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(db, "DELETE FROM heads WHERE fact = $1");
    pal_query_int(query, number);
    return pal_query_end(query);
}

enum pal_rc pal_fact_erase(struct pal_db *db, int64_t number, int64_t by)
{
    enum pal_rc rc = step_back(db, number);
    if (rc != PAL_OK) {
        return rc;
    }
    /* The address goes, too; the number takes its place, so that no two are alike. */
    struct pal_query *query = pal_db_query(
        db, "UPDATE facts SET subject_kind = '', subject = '', part = '', lane = '', state = '',"
            " body = '', salt = '', project = '', turn = -number, erased_by = $2"
            " WHERE number = $1 AND erased_by IS NULL RETURNING act");
    pal_query_int(query, number);
    pal_query_int(query, by);
    bool is_there = pal_query_next(query);
    int64_t act = is_there ? pal_column_int(query, 0) : 0;
    if (is_there) {
        note(db, PAL_TABLE_FACTS, number);
    }
    rc = pal_row_end(query, is_there);
    if (rc != PAL_OK) {
        return rc;
    }
    /* The digest of what was sent would still tell whether a guess is right, all the more where
     * the rest of the act is there to be read. */
    query = pal_db_query(db, "UPDATE acts SET salt = '' WHERE number = $1");
    pal_query_int(query, act);
    return pal_query_end(query);
}

/* ------------------------------------------------------------------------- heads */

struct pal_query *pal_head_ask(struct pal_db *db, const struct pal_fact_row *value)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " HEAD " FROM heads h WHERE h.subject_kind = $1 AND h.subject = $2"
                         " AND h.kind = $3 AND h.part = $4 AND h.lane = $5");
    pal_query_text(query, value->subject_kind);
    pal_query_text(query, value->subject);
    pal_query_text(query, value->kind);
    pal_query_text(query, value->part);
    pal_query_text(query, value->lane);
    pal_query_send(query);
    return query;
}

enum pal_rc pal_head_take(struct pal_query *query, struct pal_arena *arena,
                          struct pal_fact_row *out)
{
    return read_one(query, arena, out);
}

enum pal_rc pal_head_get(struct pal_db *db, const struct pal_fact_row *value,
                         struct pal_arena *arena, struct pal_fact_row *out)
{
    return pal_head_take(pal_head_ask(db, value), arena, out);
}

static void bind_list(struct pal_query *query, const struct pal_fact_list *list)
{
    pal_query_text(query, list->subject_kind);
    pal_query_text(query, list->subject);
    pal_query_text(query, list->kind);
    pal_query_text(query, list->part);
    pal_query_text(query, list->lane);
    pal_query_text(query, list->audiences);
}

#define LISTED(t)                                                                                  \
    " WHERE " t ".subject_kind = $1 AND " t ".subject = $2 AND " t ".kind = $3"                    \
    " AND (CAST($4 AS TEXT) IS NULL OR " t ".part = $4)"                                           \
    " AND (CAST($5 AS TEXT) IS NULL OR " t ".lane = $5)" MAY_SEE(t, "$6")

enum pal_rc pal_head_list(struct pal_db *db, const struct pal_fact_list *list,
                          struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " HEAD " FROM heads h" LISTED(
                             "h") " AND h.fact < $7 ORDER BY h.fact DESC LIMIT $8");
    bind_list(query, list);
    pal_query_int(query, list->before > 0 ? list->before : INT64_MAX);
    pal_query_int(query, (int64_t)list->max);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_heads_of(struct pal_db *db, const struct pal_heads_list *list,
                         struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " HEAD " FROM heads h WHERE h.kind = $1 AND h.subject_kind = $2"
                         " AND replace($3, ',' || h.subject || ',', '') <> $3" MAY_SEE("h", "$4"));
    pal_query_text(query, list->kind);
    pal_query_text(query, list->subject_kind);
    pal_query_text(query, list->subjects);
    pal_query_text(query, list->audiences);
    return read_all(query, arena, out, count);
}

enum pal_rc pal_heads_any(struct pal_db *db, const struct pal_heads_list *list, bool *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT h.fact FROM heads h WHERE h.kind = $1 AND h.subject_kind = $2" MAY_SEE(
                "h", "$3") " LIMIT 1");
    pal_query_text(query, list->kind);
    pal_query_text(query, list->subject_kind);
    pal_query_text(query, list->audiences);
    *out = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_heads_in_state(struct pal_db *db, const struct pal_fact_row *wanted, int64_t *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT COUNT(DISTINCT part) FROM heads WHERE subject_kind = $1 AND subject = $2"
            " AND kind = $3 AND state = $4 AND ($5 = '' OR lane = $5)"
            " AND ($6 = '' OR substr(part, 1, length($6)) = $6)");
    pal_query_text(query, wanted->subject_kind);
    pal_query_text(query, wanted->subject);
    pal_query_text(query, wanted->kind);
    pal_query_text(query, wanted->state);
    pal_query_text(query, wanted->lane != NULL ? wanted->lane : "");
    pal_query_text(query, wanted->part != NULL ? wanted->part : "");
    *out = pal_query_next(query) ? pal_column_int(query, 0) : 0;
    return pal_query_end(query);
}

/* The index of parts is of this, which no other question holds: one of kind and part alone would be
 * taken for the heads of one subject, too, as long as PostgreSQL has not counted the table. */
#define KIND_PART "kind || '/' || part"

struct pal_query *pal_heads_ask_part(struct pal_db *db, const struct pal_fact_row *wanted)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT subject_kind, subject, project FROM heads"
                         " WHERE " KIND_PART " = $1 || '/' || $2 AND state = $3");
    pal_query_text(query, wanted->kind);
    pal_query_text(query, wanted->part);
    pal_query_text(query, wanted->state);
    pal_query_send(query);
    return query;
}

enum pal_rc pal_heads_take_part(struct pal_query *query, struct pal_arena *arena,
                                struct pal_fact_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_fact_row), NULL, 0, 0};
    while (pal_query_next(query)) {
        struct pal_fact_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_fact_row){.subject_kind = pal_row_text(query, 0, arena),
                                         .subject = pal_row_text(query, 1, arena),
                                         .project = pal_row_text(query, 2, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_heads_on_project(struct pal_db *db, const char *kind, const char *project,
                                 struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_fact_row), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT subject, part, state FROM heads"
                         " WHERE kind = $1 AND project = $2 ORDER BY fact DESC");
    pal_query_text(query, kind);
    pal_query_text(query, project);
    while (pal_query_next(query)) {
        struct pal_fact_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_fact_row){.subject = pal_row_text(query, 0, arena),
                                         .part = pal_row_text(query, 1, arena),
                                         .state = pal_row_text(query, 2, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_heads_of_documents(struct pal_db *db, const struct pal_said_list *list,
                                   struct pal_arena *arena, struct pal_said_row **out,
                                   size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_said_row), NULL, 0, 0};
    struct pal_query *query = pal_db_query(
        db, "SELECT d.id, COALESCE(h.turn, 0), COALESCE(h.state, ''), COALESCE(h.body, ''),"
            " CASE WHEN EXISTS (SELECT 1 FROM facts f WHERE f.subject_kind = d.kind"
            " AND f.subject = d.id AND f.kind = $3 AND f.state = $4) THEN 1 ELSE 0 END"
            " FROM documents d LEFT JOIN heads h ON h.subject_kind = d.kind AND h.subject = d.id"
            " AND h.kind = $3 AND h.part = '' AND h.lane = ''"
            " WHERE d.project = $1 AND d.kind = $2 AND d.removed_at IS NULL");
    pal_query_text(query, list->project);
    pal_query_text(query, list->subject_kind);
    pal_query_text(query, list->kind);
    pal_query_text(query, list->state);
    while (pal_query_next(query)) {
        struct pal_said_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            row->head = (struct pal_fact_row){.subject = pal_row_text(query, 0, arena),
                                              .turn = pal_column_int(query, 1),
                                              .state = pal_row_text(query, 2, arena),
                                              .body = pal_row_text(query, 3, arena)};
            row->was = pal_column_int(query, 4) != 0;
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_facts_any_by(struct pal_db *db, const struct pal_fact_row *wanted, bool *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT f.number FROM facts f JOIN acts a ON a.number = f.act"
                         " WHERE f.subject_kind = $1 AND f.subject = $2 AND f.kind = $3"
                         " AND (a.principal = $4 OR a.claim = $4) LIMIT 1");
    pal_query_text(query, wanted->subject_kind);
    pal_query_text(query, wanted->subject);
    pal_query_text(query, wanted->kind);
    pal_query_text(query, wanted->principal);
    *out = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_fact_history(struct pal_db *db, const struct pal_fact_list *list,
                             struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " FACT " FROM facts f" OF_ACT LISTED(
                             "f") " AND f.number < $7 ORDER BY f.number DESC LIMIT $8");
    bind_list(query, list);
    pal_query_int(query, list->before > 0 ? list->before : INT64_MAX);
    pal_query_int(query, (int64_t)list->max);
    return read_all(query, arena, out, count);
}

/* The last fact of each value, as a head has it. */
#define LAST                                                                                       \
    AS_HEAD " WHERE f.erased_by IS NULL AND NOT EXISTS (SELECT 1 FROM facts n"                     \
            " WHERE n.subject_kind = f.subject_kind AND n.subject = f.subject AND n.kind = f.kind" \
            " AND n.part = f.part AND n.lane = f.lane AND n.turn > f.turn)"

enum pal_rc pal_heads_elsewhere(struct pal_db *db, const struct pal_fact_row *value, bool *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT fact FROM heads WHERE " KIND_PART " = $1 || '/' || $2"
                         " AND (subject_kind <> $3 OR subject <> $4) LIMIT 1");
    pal_query_text(query, value->kind);
    pal_query_text(query, value->part);
    pal_query_text(query, value->subject_kind);
    pal_query_text(query, value->subject);
    *out = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_heads_brief(struct pal_db *db, const char *kind, const char *subject_kind,
                            const char *subject, struct pal_arena *arena, struct pal_fact_row **out,
                            size_t *count)
{
    return pal_heads_brief_of(db, (const char *const[2]){kind, kind}, subject_kind, subject, arena,
                              out, count);
}

/* A word that most rows have alike: that of the row before, rather than a copy for each. */
static const char *known_word(struct pal_query *query, int column, const char **last,
                              struct pal_arena *arena)
{
    const char *word = pal_column_text(query, column);
    if (*last == NULL || word == NULL || strcmp(*last, word) != 0) {
        *last = pal_row_text(query, column, arena);
    }
    return *last;
}

enum pal_rc pal_heads_brief_of(struct pal_db *db, const char *const kinds[2],
                               const char *subject_kind, const char *subject,
                               struct pal_arena *arena, struct pal_fact_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_fact_row), NULL, 0, 0};
    const char *kind = NULL;
    const char *lane = NULL;
    const char *state = NULL;
    const char *body = NULL;
    struct pal_query *query =
        pal_db_query(db, "SELECT fact, part, lane, turn, state, body, kind FROM heads"
                         " WHERE subject_kind = $1 AND subject = $2 AND kind IN ($3, $4)");
    pal_query_text(query, subject_kind);
    pal_query_text(query, subject);
    pal_query_text(query, kinds[0]);
    pal_query_text(query, kinds[1]);
    while (pal_query_next(query)) {
        struct pal_fact_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_fact_row){.number = pal_column_int(query, 0),
                                         .part = pal_row_text(query, 1, arena),
                                         .lane = known_word(query, 2, &lane, arena),
                                         .turn = pal_column_int(query, 3),
                                         .state = known_word(query, 4, &state, arena),
                                         .body = known_word(query, 5, &body, arena),
                                         .kind = known_word(query, 6, &kind, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_heads_subjects(struct pal_db *db, const char *kind, struct pal_arena *arena,
                               const char ***out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(const char *), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT DISTINCT subject FROM heads WHERE kind = $1 ORDER BY subject");
    pal_query_text(query, kind);
    while (pal_query_next(query)) {
        const char **row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = pal_row_text(query, 0, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_heads_rebuild(struct pal_db *db)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM heads");
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(db, "INSERT INTO heads (" HEAD_COLUMNS ") " LAST);
    rc = pal_query_end(query);
    if (rc != PAL_OK) {
        return rc;
    }
    /* What somebody keeps of them under its stamp may have been wrong. */
    query = pal_db_query(db, "UPDATE written SET stamp = ''");
    return pal_query_end(query);
}

enum pal_rc pal_heads_wrong(struct pal_db *db, int64_t *out)
{
    int64_t lacking = 0;
    struct pal_query *query = pal_db_query(
        db, "SELECT COUNT(*) FROM (" LAST ") w WHERE NOT EXISTS (SELECT 1 FROM heads h"
            " WHERE h.fact = w.fact AND h.act = w.act AND h.turn = w.turn"
            " AND h.subject_kind = w.subject_kind AND h.subject = w.subject AND h.kind = w.kind"
            " AND h.part = w.part AND h.lane = w.lane AND h.project = w.project"
            " AND h.state = w.state AND h.body = w.body AND h.audience = w.audience"
            " AND h.principal = w.principal AND h.at = w.at AND h.said_at = w.said_at"
            " AND h.claim = w.claim)");
    enum pal_rc rc = pal_row_int(query, &lacking);
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(db, "SELECT COUNT(*) FROM heads h WHERE NOT EXISTS (SELECT 1 FROM (" LAST
                             ") w WHERE w.fact = h.fact)");
    rc = pal_row_int(query, out);
    *out += lacking;
    return rc;
}
