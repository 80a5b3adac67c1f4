/* Migrations: one go or step by step, many programs at once, a newer database, a stranger's. */
#include "store.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

static struct pal_db_pool *open_pool(const char *url)
{
    struct pal_db_pool *pool;
    struct pal_err err;
    if (pal_db_pool_open(url, 1, &pool, &err) != PAL_OK) {
        fail_msg("%s", err.message);
    }
    return pool;
}

/* Everything that makes up the schema, as text. */
static const char *schema_of(struct pal_db *db, struct pal_arena *arena)
{
    struct pal_query *query =
        pal_db_kind_of(db) == PAL_DB_SQLITE
            ? pal_db_query(db, "SELECT type || ' ' || name || ' ' || coalesce(sql, '')"
                               " FROM sqlite_master ORDER BY type, name")
            : pal_db_query(db,
                           "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' ||"
                           " is_nullable AS line FROM information_schema.columns"
                           " WHERE table_schema = current_schema()"
                           " UNION ALL SELECT indexdef FROM pg_indexes"
                           " WHERE schemaname = current_schema()"
                           " UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' ||"
                           " pg_get_constraintdef(oid) FROM pg_constraint"
                           " WHERE connamespace = current_schema()::regnamespace ORDER BY line");
    const char *out = "";
    while (pal_query_next(query)) {
        out = pal_arena_printf(arena, "%s%s\n", out, pal_column_text(query, 0));
        assert_non_null(out);
    }
    OK(pal_query_end(query));
    return out;
}

/* A step as a program of its day did it. */
static void do_by_hand(struct pal_db *db, const struct pal_migration *step)
{
    struct pal_buf buf;
    static const char mark[] = "@BYTES@";
    pal_buf_init(&buf, 1 << 20, NULL);
    const char *sql = step->sql;
    for (const char *at = strstr(sql, mark); at != NULL; at = strstr(sql, mark)) {
        pal_buf_add_n(&buf, sql, (size_t)(at - sql));
        pal_buf_add(&buf, pal_db_kind_of(db) == PAL_DB_SQLITE ? "BLOB" : "BYTEA");
        sql = at + strlen(mark);
    }
    pal_buf_add(&buf, sql);
    OK(pal_db_begin(db));
    if (step->number == 1) {
        OK(pal_db_run_script(db, "CREATE TABLE schema_steps (number BIGINT PRIMARY KEY,"
                                 " title TEXT NOT NULL, at BIGINT NOT NULL)"));
    }
    OK(pal_db_run_script(db, pal_buf_text(&buf)));
    struct pal_query *query = pal_db_query(db, "INSERT INTO schema_steps VALUES ($1, $2, 0)");
    pal_query_int(query, step->number);
    pal_query_text(query, step->title);
    OK(pal_query_end(query));
    OK(pal_db_commit(db));
    pal_buf_done(&buf);
}

/* From a database with the first `steps` steps: the same schema as in one go. */
static void upgrade_from(struct fixture *f, size_t steps, const char *name)
{
    char url[URL_MAX];
    struct pal_db *db;
    struct pal_err err;
    int done;
    int version;
    fixture_another(f, name, url);
    struct pal_db_pool *pool = open_pool(url);
    OK(pal_db_take(pool, &db, NULL));
    OK(pal_migrate_version(db, &version, &err));
    assert_int_equal(version, 0);
    for (size_t i = 0; i < steps; i++) {
        do_by_hand(db, &pal_migrations[i]);
    }
    OK(pal_migrate_version(db, &version, NULL));
    assert_int_equal(version, steps);
    OK(pal_migrate(db, &done, &err));
    assert_int_equal(done, pal_migration_count - steps);
    OK(pal_migrate_version(db, &version, &err));
    assert_int_equal(version, pal_migration_count);
    TEXT(schema_of(db, &f->arena), schema_of(f->db, &f->arena));
    OK(pal_migrate(db, &done, NULL));
    assert_int_equal(done, 0);
    pal_db_give(db);
    pal_db_pool_close(pool);
}

static void test_step_by_step(void **state)
{
    static const char *const names[] = {"a", "b", "c", "d"};
    struct fixture *f = *state;
    assert_true(strlen(schema_of(f->db, &f->arena)) > 1000);
    for (size_t i = 0; i <= pal_migration_count && i < 4; i++) {
        upgrade_from(f, i, names[i]);
    }
    for (size_t i = 0; i < pal_migration_count; i++) {
        assert_int_equal(pal_migrations[i].number, i + 1);
    }
}

enum { PROGRAMS = 6 };

/* A program that starts: gives how many steps it did. */
static int start_program(const char *url)
{
    struct pal_db_pool *pool;
    struct pal_db *db;
    struct pal_err err = {0};
    int done = 0;
    enum pal_rc rc = pal_db_pool_open(url, 1, &pool, &err);
    rc = rc == PAL_OK ? pal_db_take(pool, &db, &err) : rc;
    if (rc == PAL_OK) {
        rc = pal_migrate(db, &done, &err);
        pal_db_give(db);
    }
    pal_db_pool_close(pool);
    if (rc != PAL_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
    }
    return rc == PAL_OK ? done : 100;
}

static void test_at_once(void **state)
{
    static const char *const names[] = {"a", "b", "c", "d"};
    struct fixture *f = *state;
    for (size_t round = 0; round < 4; round++) {
        char url[URL_MAX];
        pid_t programs[PROGRAMS];
        int sum = 0;
        fixture_another(f, names[round], url);
        for (size_t i = 0; i < PROGRAMS; i++) {
            programs[i] = fork();
            if (programs[i] == 0) {
                _exit(start_program(url));
            }
            assert_true(programs[i] > 0);
        }
        for (size_t i = 0; i < PROGRAMS; i++) {
            int status;
            assert_int_equal(waitpid(programs[i], &status, 0), programs[i]);
            assert_true(WIFEXITED(status));
            sum += WEXITSTATUS(status);
        }
        assert_int_equal(sum, pal_migration_count);
    }
}

static void test_newer(void **state)
{
    struct fixture *f = *state;
    struct pal_err err = {0};
    int number;
    RUN(f->db, "INSERT INTO schema_steps (number, title, at) VALUES (1000, 'later', 1)");
    RC(PAL_E_INVALID, pal_migrate(f->db, &number, &err));
    assert_int_equal(number, 0);
    assert_non_null(strstr(err.message, "newer palier"));
    RC(PAL_E_INVALID, pal_migrate_version(f->db, &number, &err));
    RUN(f->db, "DELETE FROM schema_steps WHERE number = 1000");
    OK(pal_migrate(f->db, &number, &err));
}

static void test_of_another_program(void **state)
{
    struct fixture *f = *state;
    char url[URL_MAX];
    struct pal_db *db;
    struct pal_err err = {0};
    int number;
    fixture_another(f, "a", url);
    struct pal_db_pool *pool = open_pool(url);
    OK(pal_db_take(pool, &db, NULL));
    OK(pal_db_run_script(db, "CREATE TABLE bookmarks (place TEXT)"));
    RC(PAL_E_INVALID, pal_migrate_version(db, &number, &err));
    RC(PAL_E_INVALID, pal_migrate(db, &number, &err));
    assert_non_null(strstr(err.message, "another program"));
    RC(PAL_E_IO, pal_query_end(pal_db_query(db, "SELECT number FROM schema_steps")));
    pal_db_give(db);
    pal_db_pool_close(pool);
}

const struct test migrate_tests[] = {
    {"one go or step by step", test_step_by_step, false, false},
    {"programs that start at once", test_at_once, false, false},
    {"a newer database", test_newer, false, false},
    {"a database of another program", test_of_another_program, false, false},
    {NULL, NULL, false, false},
};
