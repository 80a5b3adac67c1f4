#include "store.h"

#include <unistd.h>

#include "store/copy.h"

int64_t number_of(struct pal_query *query)
{
    int64_t out = 0;
    assert_true(pal_query_next(query));
    out = pal_column_int(query, 0);
    OK(pal_query_end(query));
    return out;
}

/* Runs words at the cluster itself. */
static void administer(const char *sql)
{
    const char *url = getenv("PALIER_TEST_POSTGRESQL");
    struct pal_db_pool *pool;
    struct pal_db *db;
    struct pal_err err;
    if (url == NULL) {
        fail_msg("PALIER_TEST_POSTGRESQL is not set: run this by tests/store/with_postgresql.sh");
    }
    if (pal_db_pool_open(url, 1, &pool, &err) != PAL_OK) {
        fail_msg("%s", err.message);
    }
    OK(pal_db_take(pool, &db, &err));
    if (pal_db_run_script(db, sql) != PAL_OK) {
        fail_msg("%s: %s", sql, pal_db_error(db)->message);
    }
    pal_db_give(db);
    pal_db_pool_close(pool);
}

/* Databases of the cluster are numbered by program and use. */
static void name_database(const struct fixture *fixture, const char *name, char out[128])
{
    (void)snprintf(out, 128, "t_%s_%s", fixture->folder + strlen("/tmp/palier-store-"), name);
}

void fixture_another(struct fixture *fixture, const char *name, char url[URL_MAX])
{
    if (fixture->kind == PAL_DB_SQLITE) {
        (void)snprintf(url, URL_MAX, "sqlite:%s/%s.db", fixture->folder, name);
        return;
    }
    char database[128];
    char sql[2 * URL_MAX];
    name_database(fixture, name, database);
    (void)snprintf(sql, sizeof sql, "CREATE DATABASE \"%s\"", database);
    administer(sql);
    const char *cluster = getenv("PALIER_TEST_POSTGRESQL");
    int len = snprintf(url, URL_MAX, "%.*s/%s", (int)(strrchr(cluster, '/') - cluster), cluster,
                       database);
    assert_true(len < URL_MAX);
}

int fixture_set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct pal_err err;
    int done;
    assert_non_null(fixture);
    fixture->kind = *(const enum pal_db_kind *)*state;
    (void)snprintf(fixture->folder, sizeof fixture->folder, "/tmp/palier-store-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    *state = fixture;
    pal_arena_init(&fixture->arena, NULL);
    fixture_another(fixture, "main", fixture->url);
    if (pal_db_pool_open(fixture->url, POOL, &fixture->pool, &err) != PAL_OK) {
        fail_msg("%s", err.message);
    }
    OK(pal_db_take(fixture->pool, &fixture->db, &err));
    OK(pal_migrate(fixture->db, &done, &err));
    return 0;
}

/* Every database of the fixture. */
static void drop_all(const struct fixture *fixture)
{
    char prefix[128];
    char sql[2 * URL_MAX];
    static const char *const names[] = {"main", "a", "b", "c", "d"};
    name_database(fixture, "", prefix);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS \"%s%s\" WITH (FORCE)", prefix,
                       names[i]);
        administer(sql);
    }
}

int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[128];
    if (fixture->db != NULL) {
        pal_db_give(fixture->db);
    }
    pal_db_pool_close(fixture->pool);
    pal_arena_done(&fixture->arena);
    if (fixture->kind == PAL_DB_POSTGRESQL) {
        drop_all(fixture);
    }
    (void)snprintf(command, sizeof command, "rm -rf '%s'", fixture->folder);
    assert_int_equal(system(command), 0);
    free(fixture);
    return 0;
}

static struct pal_cell text_cell(const char *text)
{
    return (struct pal_cell){
        .is_null = text == NULL, .bytes = text, .len = text != NULL ? strlen(text) : 0};
}

enum pal_rc put_hours_row(struct pal_db *db, const struct pal_hours_row *row)
{
    const struct pal_cell cells[] = {text_cell(row->id),
                                     text_cell(row->project),
                                     text_cell(row->assessment),
                                     text_cell(row->step),
                                     text_cell(row->person),
                                     {.number = row->minutes},
                                     text_cell(row->day),
                                     text_cell(row->note),
                                     {.number = row->at},
                                     text_cell(row->replaces),
                                     text_cell(row->claim != NULL ? row->claim : "")};
    return pal_table_copy(db, PAL_TABLE_HOURS, cells);
}

enum pal_rc put_delivery_row(struct pal_db *db, const struct pal_delivery_row *row)
{
    const struct pal_cell cells[] = {
        text_cell(row->id),         text_cell(row->project),
        text_cell(row->assessment), text_cell(row->output),
        text_cell(row->requested),  text_cell(row->delivered),
        text_cell(row->person),     {.number = row->at},
        text_cell(row->replaces),   text_cell(row->claim != NULL ? row->claim : "")};
    return pal_table_copy(db, PAL_TABLE_DELIVERIES, cells);
}
