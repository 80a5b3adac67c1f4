/* What can be wrong with a URL or a file, and that no sentence holds a password. */
#include "store.h"

#include <sys/stat.h>

static const char secret[] = "hunter2";

/* Refused with a sentence, in which no part of the password stands. */
static void expect_refusal(const char *url)
{
    struct pal_db_pool *pool;
    struct pal_err err = {0};
    assert_int_not_equal(pal_db_pool_open(url, 1, &pool, &err), PAL_OK);
    assert_null(pool);
    if (strlen(err.message) < 10 || strstr(err.message, "hunter") != NULL ||
        strstr(err.message, "ter2") != NULL) {
        fail_msg("%s: %s", url, err.message);
    }
}

static void test_wrong_urls(void **state)
{
    (void)state;
    expect_refusal("mysql://u:hunter2@localhost/x");
    expect_refusal("host=localhost password=hunter2");
    expect_refusal("postgresql://u:hunter2@127.0.0.1:1/x");
    expect_refusal("postgresql://u@127.0.0.1:1/x?password=hunter2");
    expect_refusal("postgres://u:hunter2@nowhere.invalid/x");
    expect_refusal("postgresql://u:hunter2%zz@127.0.0.1:1/x");
    expect_refusal("postgresql://u:hun/ter2@127.0.0.1:1/x");
    expect_refusal("postgresql://u:hun@ter2@127.0.0.1:1/x");
    expect_refusal("postgresql://u:hunter2@127.0.0.1:1/x?hunter2=1");
}

static void test_no_such_database(void **state)
{
    struct fixture *f = *state;
    char url[URL_MAX + 8];
    (void)snprintf(url, sizeof url, "%s_not", f->url);
    expect_refusal(url);
}

static void test_files(void **state)
{
    struct fixture *f = *state;
    char path[URL_MAX];
    struct stat status;
    expect_refusal("");
    expect_refusal("sqlite:");
    expect_refusal("sqlite:/nowhere/at/all.db");
    expect_refusal(f->folder);
    (void)snprintf(path, sizeof path, "%s/text.db", f->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 500; i++) {
        (void)fputs("This is no database. ", file);
    }
    (void)fclose(file);
    expect_refusal(path);
    /* For its owner alone. */
    assert_int_equal(stat(f->url + strlen("sqlite:"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

/* `url` with user and parameters put in. */
static void expect_shown(const struct fixture *f, const char *user, const char *parameters)
{
    char url[2 * URL_MAX];
    struct pal_db_pool *pool;
    struct pal_err err = {0};
    const char *at = strchr(f->url, '@');
    (void)snprintf(url, sizeof url, "postgresql://%s%s%s", user, at, parameters);
    if (pal_db_pool_open(url, 1, &pool, &err) != PAL_OK) {
        fail_msg("%s: %s", url, err.message);
    }
    assert_null(strstr(pal_db_pool_shown(pool), "hun"));
    assert_null(strstr(pal_db_pool_shown(pool), "ter2"));
    assert_non_null(strstr(pal_db_pool_shown(pool), "postgresql://"));
    pal_db_pool_close(pool);
}

static void test_shown(void **state)
{
    struct fixture *f = *state;
    if (f->kind == PAL_DB_SQLITE) {
        TEXT(pal_db_pool_shown(f->pool), f->url + strlen("sqlite:"));
        assert_int_equal(pal_db_kind_of(f->db), PAL_DB_SQLITE);
        return;
    }
    assert_int_equal(pal_db_kind_of(f->db), PAL_DB_POSTGRESQL);
    TEXT(pal_db_pool_shown(f->pool), f->url);
    char user[64];
    (void)snprintf(user, sizeof user, "palier:%s", secret);
    expect_shown(f, user, "");
    expect_shown(f, user, "?connect_timeout=3");
    expect_shown(f, "palier", "?password=hunter2");
    expect_shown(f, "palier", "?password=hun@ter2");
    expect_shown(f, "palier:hun%40ter2", "");
    expect_shown(f, "palier:hun?ter2", "");
    expect_shown(f, "palier:hun:ter2", "?application_name=a@b");
}

/* ------------------------------------------------------------ a disk that is full */

static enum pal_rc add_file(struct pal_db *db, const char *id, size_t size)
{
    static char content[1 << 20];
    memset(content, 'x', sizeof content);
    struct pal_file_row row = {id,  "p",     "T", "other", "f.txt", "text/plain", (int64_t)size,
                               "h", content, 1,   "x",     0,       NULL};
    return pal_file_row_add(db, &row);
}

static void hold_pages(struct pal_db *db, int64_t more)
{
    char sql[80];
    int64_t pages = NUMBER(db, "PRAGMA page_count");
    (void)snprintf(sql, sizeof sql, "PRAGMA max_page_count = %lld", (long long)(pages + more));
    OK(pal_db_run_script(db, sql));
}

static void test_full(void **state)
{
    struct fixture *f = *state;
    OK(add_file(f->db, "a", 100));
    hold_pages(f->db, 3);
    RC(PAL_E_FULL, add_file(f->db, "b", 1 << 20));
    assert_non_null(strstr(pal_db_error(f->db)->message, "disk"));
    OK(pal_db_begin(f->db));
    OK(add_file(f->db, "c", 100));
    RC(PAL_E_FULL, add_file(f->db, "d", 1 << 20));
    RC(PAL_E_FULL, add_file(f->db, "e", 10)); /* not on its own, SQLite having rolled back */
    RC(PAL_E_FULL, pal_db_commit(f->db));
    pal_db_rollback(f->db);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM files"), 1);
    hold_pages(f->db, 1000);
    OK(add_file(f->db, "b", 1 << 20));
    assert_int_equal(NUMBER(f->db, "SELECT SUM(size) FROM files"), 100 + (1 << 20));
    struct pal_query *query = pal_db_query(f->db, "PRAGMA integrity_check");
    assert_true(pal_query_next(query));
    TEXT(pal_column_text(query, 0), "ok");
    OK(pal_query_end(query));
}

const struct test url_tests[] = {
    {"wrong URLs", test_wrong_urls, false, true},
    {"no such database", test_no_such_database, false, true},
    {"files that are none", test_files, true, false},
    {"the URL without its password", test_shown, false, false},
    {"a full disk", test_full, true, false},
    {NULL, NULL, false, false},
};
