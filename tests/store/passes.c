/* Links without an account: when one is in force, and what falls with what. */
#include "store/passes.h"
#include "store.h"

static const struct pal_pass_view view = {.now = 100, .roles = ",expert,"};

static void add_pass(struct fixture *f, const char *id, const char *parent, int64_t expires_at)
{
    const struct pal_pass_row row = {.id = id,
                                     .kind = "assessment",
                                     .subject = "one",
                                     .part = "",
                                     .rights = "read hand_on",
                                     .person = "p1",
                                     .parent = parent,
                                     .note = "to somebody",
                                     .created_at = 50,
                                     .expires_at = expires_at};
    OK(pal_pass_add(f->db, &row, id)); /* its id stands for the hash of its secret */
}

/* A person with a role, an assessment, and a pass that was handed on twice. */
static void set_up(struct fixture *f)
{
    const struct pal_person person = {
        .id = "p1", .email = "a@example.org", .name = "Ada", .language = "fr", .created_at = 1};
    struct pal_record record = {.kind = "assessment",
                                .id = "one",
                                .project = "museum",
                                .title = "One",
                                .version = 1,
                                .changed_at = 1,
                                .changed_by = "p1",
                                .text = "t",
                                .hash = "h",
                                .note = ""};
    OK(pal_person_add(f->db, &person));
    OK(pal_grant_add(f->db, &(struct pal_grant){"p1", "expert", "museum", 1}));
    OK(pal_record_add(f->db, &record));
    add_pass(f, "a", NULL, 200);
    add_pass(f, "b", "a", 200);
    add_pass(f, "c", "b", 150);
    add_pass(f, "else", NULL, 200);
}

static bool is_open(struct fixture *f, const char *id)
{
    struct pal_pass_row read;
    struct pal_pass_row kept;
    enum pal_rc rc = pal_pass_of_link(f->db, id, &view, &f->arena, &read);
    OK(pal_pass_get(f->db, id, &view, &f->arena, &kept));
    assert_int_equal(kept.is_in_force, rc == PAL_OK); /* both ways to ask say the same */
    assert_true(rc == PAL_OK || rc == PAL_E_NOT_FOUND);
    return rc == PAL_OK;
}

static void test_rows(void **state)
{
    struct fixture *f = *state;
    struct pal_pass_row read;
    struct pal_pass_row *list;
    size_t count;
    int64_t number;
    set_up(f);
    OK(pal_pass_of_link(f->db, "b", &view, &f->arena, &read));
    TEXT(read.id, "b");
    TEXT(read.kind, "assessment");
    TEXT(read.subject, "one");
    TEXT(read.rights, "read hand_on");
    TEXT(read.person, "p1");
    TEXT(read.parent, "a");
    TEXT(read.note, "to somebody");
    TEXT(read.project, "museum");
    TEXT(read.title, "One");
    TEXT(read.name, "Ada");
    assert_int_equal(read.expires_at, 200);
    assert_int_equal(read.revoked_at, 0);
    RC(PAL_E_NOT_FOUND, pal_pass_of_link(f->db, "none", &view, &f->arena, &read));
    OK(pal_pass_list_of(f->db, "assessment", "one", 3, &view, &f->arena, &list, &count));
    assert_int_equal(count, 3);
    OK(pal_pass_list_by(f->db, "p1", 9, &view, &f->arena, &list, &count));
    assert_int_equal(count, 4);
    OK(pal_pass_count(f->db, "assessment", "one", 160, &number));
    assert_int_equal(number, 3);
    OK(pal_pass_forget_note(f->db, "b"));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM passes WHERE note = ''"), 1);
}

/* What a pass stands on, each taken away and given back. */
static void test_force(void **state)
{
    static const struct {
        const char *take;
        const char *give;
        bool is_of_all;
    } cases[] = {
        {"UPDATE passes SET expires_at = 100 WHERE id = 'a'",
         "UPDATE passes SET expires_at = 200 WHERE id = 'a'", false},
        {"UPDATE passes SET revoked_at = 9 WHERE id = 'a'",
         "UPDATE passes SET revoked_at = NULL WHERE id = 'a'", false},
        {"UPDATE persons SET locked_at = 9", "UPDATE persons SET locked_at = NULL", true},
        {"UPDATE persons SET erased_at = 9", "UPDATE persons SET erased_at = NULL", true},
        {"UPDATE persons SET expires_at = 100", "UPDATE persons SET expires_at = NULL", true},
        {"UPDATE documents SET removed_at = 9", "UPDATE documents SET removed_at = NULL", true},
        {"UPDATE grants SET role = 'auditor'", "UPDATE grants SET role = 'expert'", true},
        {"UPDATE grants SET project = 'other'", "UPDATE grants SET project = '*'", true},
    };
    struct fixture *f = *state;
    set_up(f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OK(pal_db_run_script(f->db, cases[i].take));
        assert_false(is_open(f, "a"));
        assert_false(is_open(f, "b"));
        assert_false(is_open(f, "c"));
        assert_int_equal(is_open(f, "else"), !cases[i].is_of_all);
        OK(pal_db_run_script(f->db, cases[i].give));
        assert_true(is_open(f, "a"));
        assert_true(is_open(f, "c"));
    }
    RUN(f->db, "UPDATE passes SET parent = 'c' WHERE id = 'a'"); /* by hand: it ends all the same */
    assert_true(is_open(f, "a"));
}

static void test_fall(void **state)
{
    struct fixture *f = *state;
    struct pal_pass_row read;
    int64_t count;
    struct pal_pass_browser browser;
    set_up(f);
    OK(pal_pass_session_add(f->db, "s-a", "a", 90, 9));
    OK(pal_pass_session_add(f->db, "s-c", "c", 90, 9));
    OK(pal_pass_session_add(f->db, "s-else", "else", 90, 9));
    OK(pal_pass_of_session(f->db, "s-c", "c", 89, 89, &view, &f->arena, &read, &browser));
    assert_int_equal(browser.seen_at, 90);
    OK(pal_pass_end(f->db, "b", 95, &count));
    assert_int_equal(count, 2);
    assert_true(is_open(f, "a"));
    assert_false(is_open(f, "b"));
    assert_false(is_open(f, "c"));
    RC(PAL_E_NOT_FOUND,
       pal_pass_of_session(f->db, "s-c", "c", 89, 89, &view, &f->arena, &read, &browser));
    OK(pal_pass_of_session(f->db, "s-a", "a", 89, 89, &view, &f->arena, &read, &browser));
    OK(pal_pass_end(f->db, "b", 99, &count));
    assert_int_equal(count, 0);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM passes WHERE revoked_at = 95"), 2);
    OK(pal_person_erase(f->db, "p1", 99));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM passes WHERE revoked_at IS NULL"), 0);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM passes WHERE note <> ''"), 0);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM pass_sessions"), 0);
}

static void test_sessions(void **state)
{
    struct fixture *f = *state;
    struct pal_pass_row read;
    struct pal_pass_browser browser;
    bool is_any;
    set_up(f);
    OK(pal_pass_session_add(f->db, "one", "a", 60, 2));
    OK(pal_pass_session_add(f->db, "two", "a", 70, 2));
    OK(pal_pass_session_seen(f->db, "one", 80));
    OK(pal_pass_session_add(f->db, "three", "a", 75, 2)); /* the least recent goes: two */
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM pass_sessions WHERE hash <> 'two'"), 2);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM pass_sessions"), 2);
    OK(pal_pass_of_session(f->db, "one", "a", 79, 59, &view, &f->arena, &read, &browser));
    RC(PAL_E_NOT_FOUND, /* idle */
       pal_pass_of_session(f->db, "one", "a", 80, 59, &view, &f->arena, &read, &browser));
    RC(PAL_E_NOT_FOUND, /* old */
       pal_pass_of_session(f->db, "one", "a", 79, 60, &view, &f->arena, &read, &browser));
    RC(PAL_E_NOT_FOUND, /* another's */
       pal_pass_of_session(f->db, "one", "b", 79, 59, &view, &f->arena, &read, &browser));
    OK(pal_pass_session_sweep(f->db, 75, 0, 100));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM pass_sessions"), 1);
    OK(pal_pass_session_add(f->db, "c", "c", 100, 2));
    OK(pal_pass_session_sweep(f->db, 0, 0, 150));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM pass_sessions WHERE pass = 'a'"), 1);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM pass_sessions"), 1);
    OK(pal_pass_sweep(f->db, 150, &is_any));
    assert_false(is_any);
    OK(pal_pass_sweep(f->db, 151, &is_any));
    assert_true(is_any);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM passes"), 3);
    OK(pal_pass_sweep(f->db, 201, &is_any)); /* with the sessions that are left */
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM passes"), 0);
}

/* More time is given to those that are open and come from nobody's link. */
static void test_prolong(void **state)
{
    struct fixture *f = *state;
    const char **ids = NULL;
    size_t count = 0;
    int64_t fallen;
    set_up(f);
    add_pass(f, "over", NULL, 100);
    add_pass(f, "long", NULL, 900);
    OK(pal_pass_end(f->db, "else", 90, &fallen));
    bool is_open = false;
    OK(pal_pass_is_any_open(f->db, "assessment", "one", 100, &is_open));
    assert_true(is_open);
    OK(pal_pass_is_any_open(f->db, "assessment", "one", 100000, &is_open));
    assert_false(is_open);
    OK(pal_pass_is_any_open(f->db, "assessment", "nowhere", 100, &is_open));
    assert_false(is_open);
    OK(pal_pass_prolong(f->db, "assessment", "one", 100, 300, &f->arena, &ids, &count));
    assert_int_equal(count, 1);
    TEXT(ids[0], "a");
    assert_int_equal(NUMBER(f->db, "SELECT expires_at FROM passes WHERE id = 'a'"), 300);
    assert_int_equal(NUMBER(f->db, "SELECT expires_at FROM passes WHERE id = 'b'"), 200);
    assert_int_equal(NUMBER(f->db, "SELECT expires_at FROM passes WHERE id = 'over'"), 100);
    assert_int_equal(NUMBER(f->db, "SELECT expires_at FROM passes WHERE id = 'long'"), 900);
    OK(pal_pass_prolong(f->db, "assessment", "other", 100, 300, &f->arena, &ids, &count));
    assert_int_equal(count, 0);
}

const struct test pass_tests[] = {
    {"passes", test_rows, false, false},
    {"when a pass is in force", test_force, false, false},
    {"what falls with a pass", test_fall, false, false},
    {"sessions of a pass", test_sessions, false, false},
    {"more time for passes", test_prolong, false, false},
    {NULL, NULL, false, false},
};
