/* Persons, grants, sessions, tokens, links, attempts: what is stored is what is read. */
#include "store.h"
#include "store/devices.h"

static void add_person(struct fixture *f, const char *id, const char *email, const char *name)
{
    struct pal_person person = {
        .id = id, .email = email, .name = name, .language = "fr", .created_at = 100};
    OK(pal_person_add(f->db, &person));
}

static void test_persons(void **state)
{
    struct fixture *f = *state;
    struct pal_person person = {.id = "p1",
                                .email = "zoe@example.org",
                                .name = "Zoé \"Z\" O'Neil",
                                .language = "fr",
                                .created_at = 1700000000,
                                .retain_until = 1800000000};
    struct pal_person read;
    int64_t count;
    OK(pal_person_count(f->db, &count));
    assert_int_equal(count, 0);
    OK(pal_person_add(f->db, &person));
    OK(pal_person_get(f->db, "p1", &f->arena, &read));
    TEXT(read.id, person.id);
    TEXT(read.email, person.email);
    TEXT(read.name, person.name);
    TEXT(read.language, "fr");
    assert_null(read.password);
    assert_int_equal(read.created_at, 1700000000);
    assert_int_equal(read.seen_at, 0);
    assert_int_equal(read.retain_until, 1800000000);
    assert_int_equal(read.erased_at, 0);
    OK(pal_person_by_email(f->db, "zoe@example.org", &f->arena, &read));
    TEXT(read.id, "p1");
    RC(PAL_E_NOT_FOUND, pal_person_get(f->db, "p2", &f->arena, &read));
    RC(PAL_E_NOT_FOUND, pal_person_by_email(f->db, "zoe", &f->arena, &read));
    person.id = "p2";
    RC(PAL_E_EXISTS, pal_person_add(f->db, &person));
    person.id = "p1";
    person.email = "other@example.org";
    RC(PAL_E_EXISTS, pal_person_add(f->db, &person));
    OK(pal_person_count(f->db, &count));
    assert_int_equal(count, 1);
}

static void test_changes(void **state)
{
    struct fixture *f = *state;
    struct pal_person read;
    add_person(f, "p1", "a@example.org", "A");
    add_person(f, "p2", "b@example.org", "B");
    OK(pal_person_set_name(f->db, "p1", "N", "en", NULL));
    OK(pal_person_set_retention(f->db, "p1", 7));
    OK(pal_person_set_password(f->db, "p1", "secret"));
    OK(pal_person_seen(f->db, "p1", 55));
    OK(pal_person_get(f->db, "p1", &f->arena, &read));
    TEXT(read.name, "N");
    TEXT(read.email, "a@example.org");
    TEXT(read.language, "en");
    TEXT(read.password, "secret");
    assert_int_equal(read.retain_until, 7);
    assert_int_equal(read.seen_at, 55);
    OK(pal_person_set_retention(f->db, "p1", 0));
    OK(pal_person_get(f->db, "p1", &f->arena, &read));
    assert_int_equal(read.retain_until, 0);
    RC(PAL_E_NOT_FOUND, pal_person_set_name(f->db, "p9", "N", "en", NULL));
    RC(PAL_E_NOT_FOUND, pal_person_set_retention(f->db, "p9", 7));
    RC(PAL_E_NOT_FOUND, pal_person_set_password(f->db, "p9", "x"));
    OK(pal_person_get(f->db, "p2", &f->arena, &read));
    TEXT(read.name, "B");
    assert_null(read.password);
}

/* By name, whatever the ids; a page at a time. */
static void test_list(void **state)
{
    enum { PEOPLE = 120 };
    struct fixture *f = *state;
    bool was_seen[PEOPLE] = {false};
    char last[60] = "";
    const char *after = NULL;
    size_t seen = 0;
    for (int i = 0; i < PEOPLE; i++) {
        char id[20];
        char email[40];
        char name[40];
        (void)snprintf(id, sizeof id, "p%03d", i * 77 % PEOPLE);
        (void)snprintf(email, sizeof email, "%d@example.org", i);
        (void)snprintf(name, sizeof name, "%s %02d", i % 2 == 0 ? "name" : "Name", i / 4);
        add_person(f, id, email, name);
    }
    for (;;) {
        struct pal_person *rows;
        size_t count;
        OK(pal_person_list(f->db, after, 7, &f->arena, &rows, &count));
        assert_true(count <= 7);
        if (count == 0) {
            break;
        }
        for (size_t i = 0; i < count; i++) {
            char key[60];
            size_t number = (size_t)strtol(rows[i].id + 1, NULL, 10);
            assert_false(was_seen[number]);
            was_seen[number] = true;
            (void)snprintf(key, sizeof key, "%s %s", rows[i].name + 5, rows[i].id);
            assert_true(strcmp(last, key) < 0);
            (void)snprintf(last, sizeof last, "%s", key);
            seen++;
        }
        after = rows[count - 1].id;
    }
    assert_int_equal(seen, PEOPLE);
}

static void test_names(void **state)
{
    enum { PEOPLE = 120 };
    struct fixture *f = *state;
    static char ids[PEOPLE][20];
    const char *asked[PEOPLE];
    const char *names[PEOPLE];
    for (size_t i = 0; i < PEOPLE; i++) {
        char email[40];
        (void)snprintf(ids[i], sizeof ids[i], "p%zu", i);
        (void)snprintf(email, sizeof email, "%zu@example.org", i);
        asked[i] = ids[i];
        names[i] = "not cleared";
        if (i % 5 != 0) {
            add_person(f, ids[i], email, email);
        }
    }
    asked[7] = ids[6]; /* one twice */
    OK(pal_person_erase(f->db, "p1", 5));
    uint64_t before = pal_db_query_count(f->db);
    OK(pal_person_names(f->db, asked, PEOPLE, &f->arena, names));
    assert_true(pal_db_query_count(f->db) - before <= 3);
    for (size_t i = 0; i < PEOPLE; i++) {
        char email[40];
        (void)snprintf(email, sizeof email, "%s@example.org", asked[i] + 1);
        if (i % 5 == 0) {
            assert_null(names[i]);
        } else {
            TEXT(names[i], i == 1 ? "" : email);
        }
    }
    OK(pal_person_names(f->db, NULL, 0, &f->arena, NULL));
}

static void test_erased(void **state)
{
    struct fixture *f = *state;
    struct pal_person read;
    struct pal_token token = {"t1", "p1", "T", "read", 1, 1000, 0, 0};
    struct pal_grant grant = {"p1", "expert", "museum", 1};
    struct pal_grant *grants;
    struct pal_token *tokens;
    struct pal_session *sessions;
    const char *kind;
    size_t count;
    int64_t at;
    add_person(f, "p1", "a@example.org", "A");
    OK(pal_person_set_password(f->db, "p1", "secret"));
    OK(pal_grant_add(f->db, &grant));
    OK(pal_token_add(f->db, &token, "h-token"));
    OK(pal_link_add(f->db, "h-link", "p1", "reset", 1, 1000));
    OK(pal_session_add(f->db, "h-session", "p1", "agent", 10));
    OK(pal_person_erase(f->db, "p1", 500));
    OK(pal_person_get(f->db, "p1", &f->arena, &read));
    assert_null(read.email);
    TEXT(read.name, "");
    assert_null(read.password);
    assert_int_equal(read.seen_at, 0);
    assert_int_equal(read.erased_at, 500);
    OK(pal_grant_list(f->db, "p1", NULL, &f->arena, &grants, &count));
    assert_int_equal(count, 0);
    OK(pal_token_list(f->db, "p1", &f->arena, &tokens, &count));
    assert_int_equal(count, 0);
    OK(pal_session_list(f->db, "p1", &f->arena, &sessions, &count));
    assert_int_equal(count, 0);
    RC(PAL_E_NOT_FOUND, pal_link_person(f->db, "h-link", 5, &f->arena, &read, &kind));
    RC(PAL_E_NOT_FOUND, pal_person_by_email(f->db, "a@example.org", &f->arena, &read));
    RC(PAL_E_NOT_FOUND, pal_person_erase(f->db, "p1", 600));
    RC(PAL_E_NOT_FOUND, pal_person_erase(f->db, "p9", 600));
    RC(PAL_E_NOT_FOUND, pal_person_set_name(f->db, "p1", "A", "en", NULL));
    RC(PAL_E_NOT_FOUND, pal_person_set_retention(f->db, "p1", 7));
    RC(PAL_E_NOT_FOUND, pal_person_set_password(f->db, "p1", "secret"));
    /* Whatever is made for an erased person opens nothing; the address is free. */
    OK(pal_session_add(f->db, "h-session", "p1", "agent", 10));
    RC(PAL_E_NOT_FOUND, pal_session_person(f->db, "h-session", 0, 0, 5, &f->arena, &read, &at));
    OK(pal_token_add(f->db, &token, "h-token"));
    RC(PAL_E_NOT_FOUND, pal_token_person(f->db, "h-token", 5, &f->arena, &read, &token));
    add_person(f, "p2", "a@example.org", "A");
}

/* Of the grants of test_grants, in more lots than one. */
static void check_sums(struct fixture *f)
{
    const char *persons[120];
    struct pal_grant_sum *sums;
    size_t count;
    for (size_t i = 0; i < 120; i++) {
        persons[i] = i == 0 ? "p1" : i == 119 ? "p2" : "nobody";
    }
    OK(pal_grant_sums(f->db, persons, 120, &f->arena, &sums, &count));
    assert_int_equal(count, 4);
    TEXT(sums[0].person, "p1");
    TEXT(sums[0].role, "auditor");
    assert_true(sums[0].is_everywhere);
    TEXT(sums[1].role, "expert");
    TEXT(sums[1].project, "museum");
    assert_false(sums[1].is_everywhere);
    TEXT(sums[2].person, "p2");
    TEXT(sums[2].role, "administrator");
    assert_int_equal(sums[2].count, 2);
    assert_true(sums[2].is_everywhere);
    OK(pal_grant_sums(f->db, persons, 0, &f->arena, &sums, &count));
    assert_int_equal(count, 0);
}

static void test_grants(void **state)
{
    struct fixture *f = *state;
    static const struct pal_grant all[] = {{"p1", "expert", "museum", 1},
                                           {"p1", "auditor", "*", 2},
                                           {"p2", "expert", "museum", 3},
                                           {"p2", "administrator", "*", 4},
                                           {"p2", "administrator", "museum", 4}};
    struct pal_grant *rows;
    size_t count;
    int64_t number;
    bool was_there;
    add_person(f, "p1", "a@example.org", "A");
    add_person(f, "p2", "b@example.org", "B");
    for (size_t i = 0; i < 5; i++) {
        OK(pal_grant_add(f->db, &all[i]));
        OK(pal_grant_add(f->db, &all[i])); /* twice is once */
    }
    OK(pal_grant_list(f->db, NULL, NULL, &f->arena, &rows, &count));
    assert_int_equal(count, 5);
    OK(pal_grant_list(f->db, "p1", NULL, &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    TEXT(rows[0].role, "auditor");
    TEXT(rows[0].project, "*");
    TEXT(rows[1].person, "p1");
    assert_int_equal(rows[1].granted_at, 1);
    OK(pal_grant_list(f->db, NULL, "museum", &f->arena, &rows, &count));
    assert_int_equal(count, 3);
    static const char *const roles[] = {"administrator", "auditor"};
    OK(pal_grant_list(f->db, "p2", "*", &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    OK(pal_grant_of_roles(f->db, "p2", roles, 2, &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    OK(pal_grant_of_roles(f->db, "p2", roles, 0, &f->arena, &rows, &count));
    assert_int_equal(count, 0);
    check_sums(f);
    OK(pal_grant_count(f->db, "administrator", &number));
    assert_int_equal(number, 1);
    OK(pal_grant_remove(f->db, &all[3], &was_there));
    assert_true(was_there);
    OK(pal_grant_remove(f->db, &all[3], &was_there));
    assert_false(was_there);
    OK(pal_grant_count(f->db, "administrator", &number));
    assert_int_equal(number, 0);
    struct pal_grant nobody = {"p9", "expert", "museum", 1};
    RC(PAL_E_INVALID, pal_grant_add(f->db, &nobody));
}

static void test_sessions(void **state)
{
    struct fixture *f = *state;
    struct pal_person read;
    struct pal_session *rows;
    size_t count;
    int64_t at = 0;
    add_person(f, "p1", "a@example.org", "A");
    add_person(f, "p2", "b@example.org", "B");
    OK(pal_session_add(f->db, "h1", "p1", "Firefox", 1000));
    OK(pal_session_add(f->db, "h2", "p1", "curl", 2000));
    OK(pal_session_add(f->db, "h3", "p2", "x", 1500));
    RC(PAL_E_EXISTS, pal_session_add(f->db, "h1", "p1", "x", 1));
    RC(PAL_E_INVALID, pal_session_add(f->db, "h4", "p9", "x", 1));
    OK(pal_session_person(f->db, "h1", 999, 999, 5, &f->arena, &read, &at));
    TEXT(read.id, "p1");
    assert_int_equal(at, 1000);
    /* Idle for too long, or too old. */
    RC(PAL_E_NOT_FOUND, pal_session_person(f->db, "h1", 1000, 0, 5, &f->arena, &read, &at));
    OK(pal_session_seen(f->db, "h1", 5000));
    OK(pal_session_person(f->db, "h1", 4999, 999, 5, &f->arena, &read, &at));
    assert_int_equal(at, 5000);
    RC(PAL_E_NOT_FOUND, pal_session_person(f->db, "h1", 4999, 1000, 5, &f->arena, &read, &at));
    RC(PAL_E_NOT_FOUND, pal_session_person(f->db, "h9", 0, 0, 5, &f->arena, &read, &at));
    OK(pal_session_list(f->db, "p1", &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    TEXT(rows[0].hash, "h1");
    TEXT(rows[0].agent, "Firefox");
    assert_int_equal(rows[0].created_at, 1000);
    assert_int_equal(rows[0].seen_at, 5000);
    OK(pal_session_remove_all(f->db, "p1", "h2"));
    OK(pal_session_list(f->db, "p1", &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    TEXT(rows[0].hash, "h2");
    OK(pal_session_remove(f->db, "h2"));
    OK(pal_session_list(f->db, "p1", &f->arena, &rows, &count));
    assert_int_equal(count, 0);
    OK(pal_session_remove_all(f->db, "p2", NULL));
    RC(PAL_E_NOT_FOUND, pal_session_person(f->db, "h3", 0, 0, 5, &f->arena, &read, &at));
}

static void test_tokens(void **state)
{
    struct fixture *f = *state;
    struct pal_token token = {"t1", "p1", "Titre é", "write", 100, 1000, 0, 0};
    struct pal_token read = {0};
    struct pal_token *rows;
    struct pal_person person;
    size_t count;
    add_person(f, "p1", "a@example.org", "A");
    add_person(f, "p2", "b@example.org", "B");
    OK(pal_token_add(f->db, &token, "h1"));
    RC(PAL_E_EXISTS, pal_token_add(f->db, &token, "h2"));
    token.id = "t2";
    RC(PAL_E_EXISTS, pal_token_add(f->db, &token, "h1"));
    OK(pal_token_add(f->db, &token, "h2"));
    OK(pal_token_person(f->db, "h1", 999, &f->arena, &person, &read));
    TEXT(person.id, "p1");
    TEXT(read.id, "t1");
    TEXT(read.person, "p1");
    TEXT(read.title, "Titre é");
    TEXT(read.scope, "write");
    assert_int_equal(read.created_at, 100);
    assert_int_equal(read.expires_at, 1000);
    assert_int_equal(read.used_at, 0);
    RC(PAL_E_NOT_FOUND, pal_token_person(f->db, "h1", 1000, &f->arena, &person, &read));
    RC(PAL_E_NOT_FOUND, pal_token_person(f->db, "h9", 5, &f->arena, &person, &read));
    OK(pal_token_used(f->db, "t1", 300));
    RC(PAL_E_NOT_FOUND, pal_token_revoke(f->db, "p2", "t1", 400));
    OK(pal_token_revoke(f->db, "p1", "t1", 400));
    RC(PAL_E_NOT_FOUND, pal_token_revoke(f->db, "p1", "t1", 500));
    RC(PAL_E_NOT_FOUND, pal_token_person(f->db, "h1", 5, &f->arena, &person, &read));
    OK(pal_token_person(f->db, "h2", 5, &f->arena, &person, &read));
    OK(pal_token_list(f->db, "p1", &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    TEXT(rows[0].id, "t1");
    assert_int_equal(rows[0].used_at, 300);
    assert_int_equal(rows[0].revoked_at, 400);
    assert_int_equal(rows[1].revoked_at, 0);
}

static void test_links(void **state)
{
    struct fixture *f = *state;
    struct pal_person person;
    const char *kind = NULL;
    add_person(f, "p1", "a@example.org", "A");
    OK(pal_link_add(f->db, "h1", "p1", "invitation", 100, 1000));
    OK(pal_link_add(f->db, "h2", "p1", "reset", 100, 1000));
    RC(PAL_E_EXISTS, pal_link_add(f->db, "h1", "p1", "reset", 1, 2));
    OK(pal_link_person(f->db, "h1", 999, &f->arena, &person, &kind));
    TEXT(person.id, "p1");
    TEXT(kind, "invitation");
    RC(PAL_E_NOT_FOUND, pal_link_person(f->db, "h1", 1000, &f->arena, &person, &kind));
    RC(PAL_E_NOT_FOUND, pal_link_use(f->db, "h1", 1000));
    OK(pal_link_use(f->db, "h1", 999));
    RC(PAL_E_NOT_FOUND, pal_link_use(f->db, "h1", 999));
    RC(PAL_E_NOT_FOUND, pal_link_person(f->db, "h1", 500, &f->arena, &person, &kind));
    OK(pal_link_person(f->db, "h2", 500, &f->arena, &person, &kind));
    OK(pal_link_remove_all(f->db, "p1"));
    RC(PAL_E_NOT_FOUND, pal_link_use(f->db, "h2", 5));
}

static void test_attempts(void **state)
{
    struct fixture *f = *state;
    const struct pal_attempt none = {0, 0};
    const struct pal_attempt first = {1000, 10};
    const struct pal_attempt second = {1990, 20};
    struct pal_attempt read = {9, 9};
    OK(pal_attempt_get(f->db, "k", &read));
    assert_int_equal(read.level, 0);
    assert_int_equal(read.at, 0);
    OK(pal_attempt_put(f->db, "k", &none, &first));
    OK(pal_attempt_put(f->db, "other", &none, &first));
    RC(PAL_E_CONFLICT, pal_attempt_put(f->db, "k", &none, &second));
    OK(pal_attempt_put(f->db, "k", &first, &second));
    OK(pal_attempt_get(f->db, "k", &read));
    assert_int_equal(read.level, 1990);
    assert_int_equal(read.at, 20);
    OK(pal_attempt_clear(f->db, "k"));
    OK(pal_attempt_get(f->db, "k", &read));
    assert_int_equal(read.level, 0);
    OK(pal_attempt_get(f->db, "other", &read));
    assert_int_equal(read.level, 1000);
}

static void test_devices(void **state)
{
    struct fixture *f = *state;
    struct pal_device *list;
    size_t count;
    bool is_known;
    add_person(f, "p1", "a@example.org", "A");
    add_person(f, "p2", "b@example.org", "B");
    OK(pal_device_add(f->db, "d1", "p1", "one", 10, 3));
    OK(pal_device_add(f->db, "d2", "p1", "two", 20, 3));
    OK(pal_device_add(f->db, "e1", "p2", "else", 5, 3));
    RC(PAL_E_EXISTS, pal_device_add(f->db, "d1", "p2", "again", 30, 3));
    OK(pal_device_find(f->db, "d1", "p1", 10, &is_known));
    assert_true(is_known);
    OK(pal_device_find(f->db, "d1", "p1", 11, &is_known));
    assert_false(is_known);
    OK(pal_device_find(f->db, "d1", "p2", 0, &is_known));
    assert_false(is_known);
    OK(pal_device_seen(f->db, "d1", 30));
    OK(pal_device_add(f->db, "d3", "p1", "three", 40, 3));
    OK(pal_device_add(f->db, "d4", "p1", "four", 50, 3)); /* d2 is the least recent */
    OK(pal_device_list(f->db, "p1", &f->arena, &list, &count));
    assert_int_equal(count, 3);
    TEXT(list[0].hash, "d4");
    TEXT(list[0].agent, "four");
    TEXT(list[2].hash, "d1");
    assert_int_equal(list[2].created_at, 10);
    assert_int_equal(list[2].seen_at, 30);
    OK(pal_device_remove_all(f->db, "p1", "d3"));
    OK(pal_device_list(f->db, "p1", &f->arena, &list, &count));
    assert_int_equal(count, 1);
    OK(pal_device_sweep(f->db, 40));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM devices"), 1);
    OK(pal_person_erase(f->db, "p1", 60));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM devices"), 0);
}

static void test_sweep(void **state)
{
    struct fixture *f = *state;
    add_person(f, "p1", "a@example.org", "A");
    OK(pal_session_add(f->db, "old", "p1", "x", 99));
    OK(pal_session_add(f->db, "new", "p1", "x", 100));
    OK(pal_link_add(f->db, "over", "p1", "reset", 1, 499));
    OK(pal_link_add(f->db, "used", "p1", "reset", 1, 900));
    OK(pal_link_add(f->db, "open", "p1", "reset", 1, 900));
    OK(pal_link_use(f->db, "used", 5));
    OK(pal_attempt_put(f->db, "old", &(struct pal_attempt){0}, &(struct pal_attempt){1, 299}));
    OK(pal_attempt_put(f->db, "new", &(struct pal_attempt){0}, &(struct pal_attempt){1, 300}));
    OK(pal_people_sweep(f->db, 100, 500, 300));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM sessions WHERE hash = 'new'"), 1);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM sessions"), 1);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM links WHERE hash = 'open'"), 1);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM links"), 1);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM attempts WHERE key = 'new'"), 1);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM attempts"), 1);
}

const struct test people_tests[] = {
    {"persons", test_persons, false, false},
    {"changes of persons", test_changes, false, false},
    {"the list of persons", test_list, false, false},
    {"names", test_names, false, false},
    {"an erased person", test_erased, false, false},
    {"grants", test_grants, false, false},
    {"sessions", test_sessions, false, false},
    {"tokens", test_tokens, false, false},
    {"links", test_links, false, false},
    {"attempts", test_attempts, false, false},
    {"devices", test_devices, false, false},
    {"what is over", test_sweep, false, false},
    {NULL, NULL, false, false},
};
