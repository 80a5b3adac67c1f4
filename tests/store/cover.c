/* What the audit chain covers: rows are noted where they are written, and read anew. */
#include "store/cover.h"

#include "store.h"
#include "store/facts.h"

struct seen {
    size_t count;
    char words[512]; /* "grants p1/expert/m;" … and "-" where the row is gone */
};

static enum pal_rc see(void *ctx, enum pal_table_id table, const char *const key[PAL_KEY_MAX],
                       const struct pal_cell *cells)
{
    struct seen *seen = ctx;
    size_t len = strlen(seen->words);
    seen->count++;
    (void)snprintf(seen->words + len, sizeof seen->words - len, "%s %s%s%s%s%s%s;",
                   pal_tables[table].name, key[0], key[1] != NULL ? "/" : "",
                   key[1] != NULL ? key[1] : "", key[2] != NULL ? "/" : "",
                   key[2] != NULL ? key[2] : "", cells == NULL ? " -" : "");
    return PAL_OK;
}

static const char *taken(struct fixture *f, struct seen *seen)
{
    *seen = (struct seen){0};
    OK(pal_cover_take(f->db, see, seen));
    return seen->words;
}

static void add_person(struct fixture *f)
{
    const struct pal_person person = {.id = "p1", .name = "Ada", .language = "en", .created_at = 1};
    OK(pal_person_add(f->db, &person));
}

static void test_notes(void **state)
{
    struct fixture *f = *state;
    struct seen seen;
    bool was_there;
    const struct pal_grant grant = {"p1", "expert", "m", 5};
    struct pal_record record = {.kind = "project",
                                .id = "m",
                                .project = "m",
                                .title = "M",
                                .version = 1,
                                .changed_by = "p1",
                                .text = "t",
                                .hash = "h"};
    OK(pal_db_begin(f->db));
    add_person(f);
    OK(pal_grant_add(f->db, &grant));
    OK(pal_grant_add(f->db, &grant));
    OK(pal_record_add(f->db, &record));
    OK(pal_record_change(f->db, &record));
    TEXT(taken(f, &seen), "persons p1;grants p1/expert/m;documents project/m;"
                          "versions project/m/1;versions project/m/2;");
    TEXT(taken(f, &seen), ""); /* taken once */
    OK(pal_person_seen(f->db, "p1", 9));
    OK(pal_grant_remove(f->db, &grant, &was_there));
    TEXT(taken(f, &seen), "grants p1/expert/m -;");
    OK(pal_grant_add(f->db, &grant));
    OK(pal_person_erase(f->db, "p1", 10));
    TEXT(taken(f, &seen), "persons p1;grants p1/expert/m -;");
    OK(pal_db_commit(f->db));
}

static void test_notes_end_with_the_transaction(void **state)
{
    struct fixture *f = *state;
    struct seen seen;
    size_t scores;
    OK(pal_db_begin(f->db));
    add_person(f);
    assert_int_equal(pal_cover_noted(f->db, &scores), 1);
    assert_int_equal(scores, 0);
    pal_db_rollback(f->db);
    assert_int_equal(pal_cover_noted(f->db, &scores), 0);
    OK(pal_db_begin(f->db));
    TEXT(taken(f, &seen), "");
    OK(pal_db_commit(f->db));
}

/* The columns of the statements without contents are those of the table. */
static void test_without_contents(void **state)
{
    struct fixture *f = *state;
    struct seen seen;
    const struct pal_file_row file = {.id = "f1",
                                      .project = "m",
                                      .title = "T",
                                      .kind = "k",
                                      .file_name = "n",
                                      .media_type = "t",
                                      .size = 3,
                                      .hash = "h",
                                      .content = "abc",
                                      .at = 7,
                                      .person = "p1"};
    OK(pal_db_begin(f->db));
    OK(pal_file_row_add(f->db, &file));
    TEXT(taken(f, &seen), "files f1;");
    OK(pal_db_commit(f->db));
}

/* "number=1 principal=p1 …": what is covered of a row. */
static enum pal_rc see_values(void *ctx, enum pal_table_id table,
                              const char *const key[PAL_KEY_MAX], const struct pal_cell *cells)
{
    char *words = ctx;
    const struct pal_table *of = &pal_tables[table];
    (void)key;
    for (size_t i = 0; i < of->column_count; i++) {
        size_t len = strlen(words);
        if (cells[i].is_null || !pal_cover_has(table, of->columns[i])) {
            continue;
        }
        if (of->types[i] == 'i') {
            (void)snprintf(words + len, 1024 - len, "%s=%lld ", of->columns[i],
                           (long long)cells[i].number);
        } else {
            (void)snprintf(words + len, 1024 - len, "%s=%.*s ", of->columns[i], (int)cells[i].len,
                           (const char *)cells[i].bytes);
        }
    }
    return PAL_OK;
}

/* Of what was written just now the cells are kept: they are those that the table has; a row that is
 * noted once more is read. */
static void test_written(void **state)
{
    struct fixture *f = *state;
    char kept[1024] = "";
    char read[1024] = "";
    struct pal_act_row act = {.principal = "p1",
                              .id = "00112233445566778899aabbccddeeff",
                              .at = 7,
                              .said_at = 6,
                              .salt = "s",
                              .digest = "d",
                              .claim = "c"};
    struct pal_fact_row fact = {.act = 1,
                                .kind = "comment",
                                .project = "m",
                                .subject_kind = "project",
                                .subject = "m",
                                .part = "",
                                .lane = "",
                                .turn = 1,
                                .state = "said",
                                .body = "{}",
                                .audience = "project",
                                .salt = "s",
                                .digest = "e"};
    OK(pal_db_begin(f->db));
    OK(pal_act_add(f->db, &act));
    fact.act = act.number;
    OK(pal_fact_add(f->db, &fact));
    uint64_t before = pal_db_query_count(f->db);
    OK(pal_cover_take(f->db, see_values, kept));
    assert_int_equal(pal_db_query_count(f->db), before); /* nothing was asked */
    pal_cover_note(f->db, PAL_TABLE_ACTS, "1", NULL, NULL);
    pal_cover_note(f->db, PAL_TABLE_FACTS, "1", NULL, NULL);
    OK(pal_cover_take(f->db, see_values, read));
    TEXT(kept, "number=1 principal=p1 id=00112233445566778899aabbccddeeff at=7 said_at=6 digest=d "
               "claim=c number=1 act=1 digest=e ");
    TEXT(read, kept);
    act.id = "10112233445566778899aabbccddeeff";
    OK(pal_act_add(f->db, &act));
    OK(pal_db_run_script(f->db, "UPDATE acts SET digest = 'changed' WHERE number = 2"));
    pal_cover_note(f->db, PAL_TABLE_ACTS, "2", NULL, NULL);
    read[0] = '\0';
    OK(pal_cover_take(f->db, see_values, read));
    assert_non_null(strstr(read, "digest=changed"));
    OK(pal_db_commit(f->db));
}

static void test_opened_to_read(void **state)
{
    struct fixture *f = *state;
    struct pal_db_pool *pool;
    struct pal_db *db;
    struct pal_err err = {0};
    RUN(f->db, "INSERT INTO settings (key, value) VALUES ('a', 'b')");
    OK(pal_db_pool_open_as(f->url, 1, PAL_DB_READ, &pool, &err));
    OK(pal_db_take(pool, &db, &err));
    assert_true(pal_db_is_read_only(db));
    OK(pal_db_begin_read(db));
    assert_int_equal(NUMBER(db, "SELECT COUNT(*) FROM settings"), 1);
    OK(pal_db_commit(db));
    RC(PAL_E_INVALID, pal_db_begin(db));
    pal_db_give(db);
    pal_db_pool_close(pool);
}

static void test_no_file(void **state)
{
    struct fixture *f = *state;
    static const enum pal_db_mode modes[] = {PAL_DB_THERE, PAL_DB_READ};
    for (size_t i = 0; i < 2; i++) {
        struct pal_db_pool *pool;
        struct pal_err err = {0};
        char path[128];
        (void)snprintf(path, sizeof path, "%s/none.db", f->folder);
        RC(PAL_E_NOT_FOUND, pal_db_pool_open_as(path, 1, modes[i], &pool, &err));
        assert_null(pool);
        assert_non_null(strstr(err.message, "there is no database at"));
        assert_null(fopen(path, "r"));
    }
}

static void add_entry(struct fixture *f, int64_t number, int64_t at, const char *verb,
                      const char *covers)
{
    const struct pal_audit_row entry = {.number = number,
                                        .at = at,
                                        .person = "",
                                        .source = "local",
                                        .verb = verb,
                                        .object = "o",
                                        .before = "",
                                        .after = "",
                                        .previous = "",
                                        .hash = "h",
                                        .covers = covers};
    OK(pal_db_begin(f->db));
    OK(pal_audit_add(f->db, &entry));
    OK(pal_db_commit(f->db));
}

static bool is_due(struct fixture *f, int schema)
{
    bool out = true;
    OK(pal_cover_is_due(f->db, schema, &out));
    return out;
}

/* Rows are adopted of a database of before alone, and once. */
static void test_due(void **state)
{
    struct fixture *f = *state;
    const int now = (int)pal_migration_count;
    RUN(f->db, "UPDATE schema_steps SET at = 1000");
    assert_false(is_due(f, 0)); /* new */
    assert_false(is_due(f, now));
    assert_true(is_due(f, 1));
    add_entry(f, 1, 999, "add", "");
    assert_true(is_due(f, now)); /* the program ended behind the step */
    add_entry(f, 2, 1000, "add", "");
    assert_false(is_due(f, now)); /* what it covered was taken out */
    assert_true(is_due(f, 1));    /* whatever the clock said before */
    add_entry(f, 3, 900, "adopt", "");
    assert_false(is_due(f, 1));
    RUN(f->db, "UPDATE audit SET verb = 'covers' WHERE number = 3");
    assert_false(is_due(f, 1));
    RUN(f->db, "DELETE FROM audit WHERE number > 1");
    assert_true(is_due(f, now));
    add_entry(f, 2, 1, "add", "settings a -\n");
    assert_false(is_due(f, now));
    assert_false(is_due(f, 1));
}

const struct test cover_tests[] = {
    {"rows are adopted once, and of before alone", test_due, false, false},
    {"rows that are written are noted", test_notes, false, false},
    {"notes end with the transaction", test_notes_end_with_the_transaction, false, false},
    {"a row without its content", test_without_contents, false, false},
    {"what was written just now is not read", test_written, false, false},
    {"opened to read", test_opened_to_read, false, false},
    {"no file is made", test_no_file, true, false},
    {NULL, NULL, false, false},
};
