/* store: opening a database, and the steps of its schema. */
#include "fixture.h"

#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/driver.h"
#include "store/migrate.h"

/* ------------------------------------------------------------------ opening */

static enum pal_rc try_open(const char *url, struct pal_err *err)
{
    struct pal_db_pool *pool = NULL;
    enum pal_rc rc = pal_db_pool_open(url, 1, &pool, err);
    pal_db_pool_close(pool);
    return rc;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void test_file_that_is_no_database(void **state)
{
    const struct fixture *fixture = *state;
    char path[128];
    char text[1024];
    char back[1024];
    struct pal_err err;
    (void)snprintf(path, sizeof path, "%s/text", fixture->folder);
    for (int len = 4; len < 1000; len += 300) {
        (void)snprintf(text, sizeof text, "text%0*d", len, 7);
        write_file(path, text);
        assert_int_equal(try_open(path, &err), PAL_E_IO);
        assert_non_null(strstr(err.message, "is no database"));
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_non_null(fgets(back, sizeof back, file));
        fclose(file);
        assert_string_equal(back, text);
    }
}

static void test_path_that_cannot_be(void **state)
{
    const struct fixture *fixture = *state;
    char path[128];
    struct pal_err err;
    (void)snprintf(path, sizeof path, "sqlite:%s/missing/x.db", fixture->folder);
    assert_int_equal(try_open(path, &err), PAL_E_IO);
    assert_non_null(strstr(err.message, "folder"));
    assert_non_null(strstr(err.message, "does not exist"));
    assert_int_equal(try_open(fixture->folder, &err), PAL_E_IO);
    assert_int_equal(try_open("", &err), PAL_E_INVALID);
    assert_int_equal(try_open("sqlite:", &err), PAL_E_INVALID);
}

static void test_file_that_another_program_holds(void **state)
{
    struct fixture *fixture = *state;
    struct pal_err err;
    char url[128];
    (void)snprintf(url, sizeof url, "sqlite:%s/held.db", fixture->folder);
    struct pal_db_pool *pool = NULL;
    assert_int_equal(pal_db_pool_open(url, 1, &pool, NULL), PAL_OK);
    struct pal_db *db = take(pool);
    run_script(db, "PRAGMA journal_mode = DELETE;\nPRAGMA locking_mode = EXCLUSIVE;\n"
                   "CREATE TABLE t (x TEXT)");
    double start = seconds_now();
    assert_int_equal(try_open(url, &err), PAL_E_UNAVAILABLE);
    assert_true(seconds_now() - start < 10);
    assert_non_null(strstr(err.message, "another program"));
    pal_db_give(db);
    pal_db_pool_close(pool);
}

static void test_file_is_for_its_owner(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const ends[] = {"", "-wal", "-shm"};
    make_counter(fixture->db);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct stat about;
        char path[128];
        (void)snprintf(path, sizeof path, "%s/test.db%s", fixture->folder, ends[i]);
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
    assert_int_equal(pal_db_kind_of(fixture->db), PAL_DB_SQLITE);
    assert_string_equal(pal_db_pool_shown(fixture->pool), fixture->url + strlen("sqlite:"));
}

/* A disk may lose what was written but not what was synchronized. */
static void test_sqlite_is_set_for_safety(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    assert_int_equal(number_of(db, "PRAGMA synchronous"), 2);
    assert_int_equal(number_of(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number_of(db, "PRAGMA busy_timeout"), 5000);
}

static void test_url_that_cannot_be(void **state)
{
    (void)state;
    static const char *const urls[] = {"mysql://u:secret@h/d",
                                       "postgresql://u:secret@h:port/d",
                                       "postgresql://u:sec@secret@h/d",
                                       "postgresql://u:12/secret@h/d",
                                       "postgresql://u:secret@[::1/d",
                                       "postgresql://u:secret@h/d?password=secret&nonsense=secret",
                                       "postgresql://u:secret%@h/d",
                                       "postgresql://u:secret%zz@h/d"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct pal_err err = {0};
        assert_int_equal(try_open(urls[i], &err), PAL_E_INVALID);
        assert_true(strlen(err.message) > 20);
        assert_null(strstr(err.message, "secret"));
    }
}

/* The URL of the test's server with a password, which the server does not ask for. */
static void with_password(const struct fixture *fixture, const char *end, char url[300])
{
    const char *host = strchr(fixture->url, '@');
    assert_non_null(host);
    (void)snprintf(url, 300, "postgresql://palier:s3cret@%.150s%s", host + 1, end);
}

static void test_password_is_never_shown(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const refused[] = {"_missing", "?user=nobody-of-that-name",
                                          "?host=/nowhere&password=s3cret", "?sslmode=require"};
    char url[300];
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct pal_err err = {0};
        with_password(fixture, refused[i], url);
        assert_int_equal(try_open(url, &err), PAL_E_UNAVAILABLE);
        assert_true(strlen(err.message) > 20);
        assert_null(strstr(err.message, "s3cret"));
    }
    with_password(fixture, "?password=s3cret", url);
    struct pal_db_pool *pool = NULL;
    assert_int_equal(pal_db_pool_open(url, 1, &pool, NULL), PAL_OK);
    struct pal_db *db = take(pool);
    assert_int_equal(pal_db_kind_of(db), PAL_DB_POSTGRESQL);
    pal_db_give(db);
    assert_null(strstr(pal_db_pool_shown(pool), "s3cret"));
    assert_string_equal(pal_db_pool_shown(pool), fixture->url);
    pal_db_pool_close(pool);
}

static void test_client_library_is_missing(void **state)
{
    (void)state;
    struct pal_err err = {0};
    assert_int_equal(pal_pg_load("libpq-that-is-missing.so.5", &err), PAL_E_UNAVAILABLE);
    assert_non_null(strstr(err.message, "libpq5"));
    assert_int_equal(pal_pg_load("libc.so.6", &err), PAL_E_UNAVAILABLE); /* no libpq */
}

static void check_setting(struct pal_db *db, const char *name, const char *expected)
{
    struct pal_query *query = pal_db_query(db, "SELECT current_setting($1)");
    pal_query_text(query, name);
    assert_true(pal_query_next(query));
    assert_string_equal(pal_column_text(query, 0), expected);
    assert_db_ok(db, pal_query_end(query));
}

static void test_server_is_set_for_safety(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    check_setting(db, "statement_timeout", "30s");
    check_setting(db, "lock_timeout", "5s");
    check_setting(db, "application_name", "palier");
    check_setting(db, "client_encoding", "UTF8");
    assert_db_ok(db, pal_db_begin(db));
    check_setting(db, "transaction_isolation", "read committed");
    pal_db_rollback(db);
    assert_db_ok(db, pal_db_begin_read(db));
    check_setting(db, "transaction_isolation", "repeatable read");
    pal_db_rollback(db);
}

/* A number too large, a NUL in a text: the server refuses what only it can see. */
static void test_server_refuses_values(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    run_script(db, "CREATE TABLE t (n INTEGER, x TEXT)");
    struct pal_query *query = pal_db_query(db, "INSERT INTO t (n) VALUES ($1)");
    pal_query_int(query, INT64_MAX);
    assert_int_equal(pal_query_end(query), PAL_E_INVALID);
    query = pal_db_query(db, "INSERT INTO t (x) VALUES ($1)");
    pal_query_bytes(query, "a\0b", 3);
    assert_int_equal(pal_query_end(query), PAL_E_INVALID);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM t"), 0);
}

/* ------------------------------------------------------------------ migrations */

static const struct pal_migration steps[] = {
    {1, "first",
     "CREATE TABLE a (id TEXT PRIMARY KEY, b @BYTES@);\nINSERT INTO a (id) VALUES ('1')"},
    {2, "second", "CREATE TABLE b (id TEXT PRIMARY KEY, a TEXT NOT NULL REFERENCES a (id))"},
    {3, "third",
     "ALTER TABLE a ADD COLUMN c BIGINT NOT NULL DEFAULT 0;\n"
     "CREATE INDEX a_c ON a (c)"},
    {4, "fourth", "UPDATE a SET c = c + 1;\nCREATE TABLE d (x @BYTES@, y @BYTES@)"},
};
enum { STEPS = sizeof steps / sizeof *steps };

static void migrate(struct pal_db *db, size_t count, int expected)
{
    struct pal_err err = {0};
    int done = -1;
    if (pal_migrate_steps(db, steps, count, &done, &err) != PAL_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(done, expected);
}

/* All that the database says of its tables, in one text. */
static char *schema_of(const struct fixture *fixture)
{
    static char text[1 << 16];
    size_t len = 0;
    struct pal_query *query =
        fixture->kind == PAL_DB_SQLITE
            ? pal_db_query(fixture->db, "SELECT name || '|' || COALESCE(sql, '') FROM sqlite_master"
                                        " ORDER BY name")
            : pal_db_query(fixture->db,
                           "SELECT x FROM (SELECT table_name || '.' || column_name || '|' ||"
                           " data_type || '|' || is_nullable || '|' || COALESCE(column_default, '')"
                           " || '|' || ordinal_position AS x FROM information_schema.columns WHERE"
                           " table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes"
                           " WHERE schemaname = 'public' UNION ALL SELECT conname || '|' ||"
                           " pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace ="
                           " 'public'::regnamespace) AS all_of_it ORDER BY x COLLATE \"C\"");
    while (pal_query_next(query)) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\n", pal_column_text(query, 0));
        assert_true(len < sizeof text);
    }
    assert_db_ok(fixture->db, pal_query_end(query));
    return text;
}

static void empty_database(const struct fixture *fixture)
{
    if (fixture->kind == PAL_DB_POSTGRESQL) {
        run_script(fixture->db, "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public");
        return;
    }
    run_script(fixture->db, "DROP TABLE d;\nDROP TABLE b;\nDROP TABLE a;\nDROP TABLE schema_steps");
}

static void test_fresh_equals_stepwise(void **state)
{
    const struct fixture *fixture = *state;
    for (size_t i = 1; i <= STEPS; i++) {
        migrate(fixture->db, i, 1);
    }
    char *stepwise = strdup(schema_of(fixture));
    assert_non_null(stepwise);
    assert_int_equal(number_of(fixture->db, "SELECT c FROM a"), 1);
    empty_database(fixture);
    migrate(fixture->db, STEPS, STEPS);
    migrate(fixture->db, STEPS, 0);
    assert_string_equal(schema_of(fixture), stepwise);
    assert_non_null(strstr(stepwise, "a_c"));
    assert_int_equal(number_of(fixture->db, "SELECT c FROM a"), 1);
    assert_int_equal(number_of(fixture->db, "SELECT COUNT(*) FROM schema_steps WHERE at > 1e9"),
                     STEPS);
    free(stepwise);
}

static void test_own_steps(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    int version = -1;
    int done = -1;
    for (size_t i = 0; i < pal_migration_count; i++) {
        assert_int_equal(pal_migrations[i].number, i + 1);
    }
    assert_int_equal(pal_migrate_version(db, &version, NULL), PAL_OK);
    assert_int_equal(version, 0);
    assert_int_equal(pal_migrate(db, &done, NULL), PAL_OK);
    assert_int_equal(done, pal_migration_count);
    assert_int_equal(pal_migrate_version(db, &version, NULL), PAL_OK);
    assert_int_equal(version, pal_migration_count);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM settings"), 0);
}

static void test_newer_database_is_refused(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_err err = {0};
    int done = -1;
    migrate(db, STEPS, STEPS);
    assert_int_equal(pal_migrate_steps(db, steps, STEPS - 1, &done, &err), PAL_E_INVALID);
    assert_int_equal(done, 0);
    assert_non_null(strstr(err.message, "newer"));
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM schema_steps"), STEPS);
}

static void test_foreign_database_is_refused(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    struct pal_err err = {0};
    int done = -1;
    run_script(db, "CREATE TABLE theirs (x TEXT)");
    assert_int_equal(pal_migrate(db, &done, &err), PAL_E_INVALID);
    assert_non_null(strstr(err.message, "another program"));
    assert_int_equal(pal_migrate_version(db, &done, &err), PAL_E_INVALID);
}

/* A step that fails leaves nothing of itself, and all before it. */
static void test_step_that_fails(void **state)
{
    struct pal_db *db = ((struct fixture *)*state)->db;
    static const struct pal_migration broken[] = {
        {1, "good", "CREATE TABLE a (id TEXT PRIMARY KEY)"},
        {2, "broken half", "CREATE TABLE b (id TEXT);\nINSERT INTO nowhere VALUES (1)"}};
    struct pal_err err = {0};
    int done = -1;
    assert_int_equal(pal_migrate_steps(db, broken, 2, &done, &err), PAL_E_IO);
    assert_int_equal(done, 1);
    assert_non_null(strstr(err.message, "step 2 of the schema (broken half)"));
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM schema_steps"), 1);
    assert_int_equal(number_of(db, "SELECT COUNT(*) FROM a"), 0);
    run_script(db, "CREATE TABLE b (id TEXT)"); /* is not there */
}

/* A program of its own; its exit status is the number of steps that it did. */
static pid_t start_program(const struct fixture *fixture, int gate)
{
    pid_t child = fork();
    if (child != 0) {
        assert_true(child > 0);
        return child;
    }
    struct pal_db_pool *pool = NULL;
    struct pal_db *db = NULL;
    struct pal_err err = {0};
    int done = 100;
    char go;
    (void)!read(gate, &go, 1);
    if (pal_db_pool_open(fixture->url, 1, &pool, &err) != PAL_OK ||
        pal_db_take(pool, &db, &err) != PAL_OK ||
        pal_migrate_steps(db, steps, STEPS, &done, &err) != PAL_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        done = 100;
    }
    _exit(done);
}

static void test_programs_migrate_at_once(void **state)
{
    enum { PROGRAMS = 4 };
    struct fixture *fixture = *state;
    pid_t children[PROGRAMS];
    int gate[2];
    int sum = 0;
    pal_db_give(fixture->db);
    pal_db_pool_close(fixture->pool); /* a child must inherit no connection */
    assert_int_equal(pipe(gate), 0);
    for (size_t i = 0; i < PROGRAMS; i++) {
        children[i] = start_program(fixture, gate[0]);
    }
    assert_int_equal(write(gate[1], "gogo", PROGRAMS), PROGRAMS);
    for (size_t i = 0; i < PROGRAMS; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        sum += WEXITSTATUS(status);
    }
    close(gate[0]);
    close(gate[1]);
    fixture->pool = open_pool(fixture, 4);
    fixture->db = take(fixture->pool);
    assert_int_equal(sum, STEPS);
    assert_int_equal(number_of(fixture->db, "SELECT COUNT(*) FROM schema_steps"), STEPS);
    assert_int_equal(number_of(fixture->db, "SELECT c FROM a"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SQLITE(test_file_that_is_no_database),
        ON_SQLITE(test_path_that_cannot_be),
        ON_SQLITE(test_file_that_another_program_holds),
        ON_SQLITE(test_file_is_for_its_owner),
        ON_SQLITE(test_sqlite_is_set_for_safety),
        ON_SQLITE(test_url_that_cannot_be),
        ON_POSTGRESQL(test_password_is_never_shown),
        ON_SQLITE(test_client_library_is_missing),
        ON_POSTGRESQL(test_server_is_set_for_safety),
        ON_POSTGRESQL(test_server_refuses_values),
        ON_BOTH(test_fresh_equals_stepwise),
        ON_BOTH(test_own_steps),
        ON_BOTH(test_newer_database_is_refused),
        ON_BOTH(test_foreign_database_is_refused),
        ON_BOTH(test_step_that_fails),
        ON_BOTH(test_programs_migrate_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
