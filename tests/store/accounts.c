/* Ends and locks of accounts, the administrators that are left, what was lifted. */
#include "store.h"

static void add_person(struct fixture *f, const char *id)
{
    char email[64];
    (void)snprintf(email, sizeof email, "%s@example.org", id);
    const struct pal_person person = {.id = id, .email = email, .name = id, .language = "en"};
    OK(pal_person_add(f->db, &person));
}

static void test_access(void **state)
{
    struct fixture *f = *state;
    struct pal_person person;
    struct pal_person read;
    struct pal_token token = {"t1", "p1", "T", "read", 1, 4000000000, 0, 0};
    struct pal_token read_token;
    int64_t at;
    int64_t count;
    add_person(f, "p1");
    OK(pal_session_add(f->db, "s1", "p1", "x", 10));
    OK(pal_token_add(f->db, &token, "h1"));
    OK(pal_person_get(f->db, "p1", &f->arena, &person));
    assert_int_equal(person.expires_at, 0);
    assert_int_equal(person.locked_at, 0);
    person.locked_at = 5;
    person.locked_by = "p2";
    person.locked_reason = "left";
    OK(pal_person_set_access(f->db, &person));
    OK(pal_person_get(f->db, "p1", &f->arena, &read));
    assert_int_equal(read.locked_at, 5);
    TEXT(read.locked_by, "p2");
    TEXT(read.locked_reason, "left");
    RC(PAL_E_NOT_FOUND, pal_session_person(f->db, "s1", 0, 0, 20, &f->arena, &read, &at));
    RC(PAL_E_NOT_FOUND, pal_token_person(f->db, "h1", 20, &f->arena, &read, &read_token));
    person.locked_at = 0;
    person.expires_at = 4000000000;
    OK(pal_person_set_access(f->db, &person));
    OK(pal_session_person(f->db, "s1", 0, 0, 20, &f->arena, &read, &at));
    assert_null(read.locked_reason);
    OK(pal_token_person(f->db, "h1", 20, &f->arena, &read, &read_token));
    person.expires_at = 15; /* a session and a token whose account has ended */
    OK(pal_person_set_access(f->db, &person));
    RC(PAL_E_NOT_FOUND, pal_session_person(f->db, "s1", 0, 0, 20, &f->arena, &read, &at));
    RC(PAL_E_NOT_FOUND, pal_token_person(f->db, "h1", 20, &f->arena, &read, &read_token));
    OK(pal_token_person(f->db, "h1", 14, &f->arena, &read, &read_token));
    OK(pal_token_count(f->db, "p1", 20, &count));
    assert_int_equal(count, 1);
    OK(pal_token_shorten(f->db, "p1", 15));
    OK(pal_token_count(f->db, "p1", 14, &count));
    assert_int_equal(count, 1);
    OK(pal_token_count(f->db, "p1", 15, &count));
    assert_int_equal(count, 0);
    OK(pal_token_revoke_all(f->db, "p1", 14));
    OK(pal_token_count(f->db, "p1", 14, &count));
    assert_int_equal(count, 0);
    person.id = "nobody";
    RC(PAL_E_NOT_FOUND, pal_person_set_access(f->db, &person));
}

static void check_administrators(struct fixture *f, int64_t now, int64_t all, int64_t open,
                                 int64_t able, int64_t lasting)
{
    struct pal_administrators found;
    OK(pal_administrators_count(f->db, now, &found));
    assert_int_equal(found.all, all);
    assert_int_equal(found.open, open);
    assert_int_equal(found.able, able);
    assert_int_equal(found.lasting, lasting);
}

static void test_administrators(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = {"p1", "p2", "p3", "p4"};
    struct pal_grant grant = {"", "administrator", "*", 1};
    check_administrators(f, 10, 0, 0, 0, 0);
    for (size_t i = 0; i < 4; i++) {
        add_person(f, ids[i]);
        grant.person = ids[i];
        OK(pal_grant_add(f->db, &grant));
    }
    const struct pal_grant other = {"p1", "expert", "*", 1};
    OK(pal_grant_add(f->db, &other));
    check_administrators(f, 10, 4, 4, 0, 0);
    for (size_t i = 0; i < 3; i++) {
        OK(pal_person_set_password(f->db, ids[i], "x"));
    }
    check_administrators(f, 10, 4, 4, 3, 3);
    struct pal_person person = {.id = "p1", .expires_at = 20};
    OK(pal_person_set_access(f->db, &person));
    check_administrators(f, 19, 4, 4, 3, 2);
    check_administrators(f, 20, 4, 3, 2, 2);
    person =
        (struct pal_person){.id = "p2", .locked_at = 5, .locked_by = "p1", .locked_reason = "why"};
    OK(pal_person_set_access(f->db, &person));
    check_administrators(f, 20, 4, 2, 1, 1);
    OK(pal_person_erase(f->db, "p3", 6));
    check_administrators(f, 20, 3, 1, 0, 0);
}

static void test_lifts(void **state)
{
    struct fixture *f = *state;
    struct pal_lift lift = {"p1", "m", "D01", "because", "p2", 5};
    struct pal_lift *rows;
    size_t count;
    bool was_there;
    add_person(f, "p1");
    add_person(f, "p2");
    OK(pal_lift_add(f->db, &lift));
    lift.reason = "for another reason";
    lift.by = "";
    lift.at = 6;
    OK(pal_lift_add(f->db, &lift));
    lift.project = "*";
    lift.duty = "D11";
    OK(pal_lift_add(f->db, &lift));
    lift.person = "p2";
    lift.project = "n";
    OK(pal_lift_add(f->db, &lift));
    OK(pal_lift_list(f->db, NULL, NULL, &f->arena, &rows, &count));
    assert_int_equal(count, 3);
    OK(pal_lift_list(f->db, NULL, "m", &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    TEXT(rows[1].reason, "for another reason");
    TEXT(rows[1].by, "");
    assert_int_equal(rows[1].at, 6);
    OK(pal_lift_list(f->db, "p2", NULL, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    OK(pal_lift_remove(f->db, &lift, &was_there));
    assert_true(was_there);
    OK(pal_lift_remove(f->db, &lift, &was_there));
    assert_false(was_there);
    OK(pal_person_erase(f->db, "p1", 9));
    OK(pal_lift_list(f->db, NULL, NULL, &f->arena, &rows, &count));
    assert_int_equal(count, 0);
    lift.person = "nobody";
    RC(PAL_E_INVALID, pal_lift_add(f->db, &lift));
}

const struct test account_tests[] = {
    {"ends and locks", test_access, false, false},
    {"administrators", test_administrators, false, false},
    {"what was lifted", test_lifts, false, false},
    {NULL, NULL, false, false},
};
