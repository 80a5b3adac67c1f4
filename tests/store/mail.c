/* Mails that go out: who takes one, what became of it, and what is left of it. */
#include "store/mail.h"
#include "store.h"

static const struct pal_mail_row_of of_pass = {"museum", "pass", "one", NULL};

static bool add_mail(struct fixture *f, const char *id, const char *part, int64_t next_at)
{
    const struct pal_mail_row row = {.id = id,
                                     .what = "invitation",
                                     .of = {"museum", "pass", "one", part},
                                     .person = "p1",
                                     .language = "fr",
                                     .written_at = 50,
                                     .not_before = next_at > 50 ? next_at : 0,
                                     .digest = "d",
                                     .address = "a@example.org",
                                     .name = "Ada",
                                     .title = "Title",
                                     .body = "Secret",
                                     .salt = "Salt",
                                     .next_at = next_at};
    bool is_new = false;
    OK(pal_mail_row_add(f->db, &row, &is_new));
    return is_new;
}

static struct pal_mail_row get_mail(struct fixture *f, const char *id)
{
    struct pal_mail_row *rows;
    size_t count;
    OK(pal_mail_row_list_of(f->db, &of_pass, NULL, 99, &f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return rows[i];
        }
    }
    fail_msg("there is no mail %s", id);
    return (struct pal_mail_row){0};
}

/* The id of the one that is taken; "": none. */
static const char *take_mail(struct fixture *f, const char *holder, int64_t now,
                             struct pal_mail_row *out)
{
    bool is_due;
    OK(pal_mail_row_is_due(f->db, now, &is_due));
    enum pal_rc rc = pal_mail_row_take(f->db, holder, now, now + 100, &f->arena, out);
    assert_int_equal(rc == PAL_OK, is_due);
    assert_true(rc == PAL_OK || rc == PAL_E_NOT_FOUND);
    return rc == PAL_OK ? out->id : "";
}

static void end_mail(struct fixture *f, struct pal_mail_row row, const char *state, int64_t at,
                     enum pal_rc wanted)
{
    row.state = state;
    row.trouble = "busy";
    row.answer = "421 later";
    row.ended_at = at;
    row.next_at = at + 60;
    RC(wanted, pal_mail_row_end(f->db, &row));
}

static void test_rows(void **state)
{
    struct fixture *f = *state;
    struct pal_mail_row *rows;
    size_t count;
    assert_true(add_mail(f, "a", "", 50));
    assert_true(add_mail(f, "b", "POL", 200));
    assert_false(add_mail(f, "a", "other", 50));
    struct pal_mail_row read = get_mail(f, "b");
    TEXT(read.what, "invitation");
    TEXT(read.of.project, "museum");
    TEXT(read.of.part, "POL");
    TEXT(read.person, "p1");
    TEXT(read.language, "fr");
    TEXT(read.digest, "d");
    TEXT(read.address, "a@example.org");
    TEXT(read.name, "Ada");
    TEXT(read.title, "Title");
    TEXT(read.body, "");
    TEXT(read.state, "waiting");
    assert_int_equal(read.not_before, 200);
    assert_int_equal(read.next_at, 200);
    assert_int_equal(read.begun_at, 0);
    assert_int_equal(read.ended_at, 0);
    assert_int_equal(get_mail(f, "a").not_before, 0);
    const struct pal_mail_row_of part = {"museum", "pass", "one", "POL"};
    OK(pal_mail_row_list_of(f->db, &part, "invitation", 99, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    OK(pal_mail_row_list_of(f->db, &part, "reminder", 99, &f->arena, &rows, &count));
    assert_int_equal(count, 0);
    OK(pal_mail_row_list_to(f->db, "a@example.org", 1, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    OK(pal_mail_row_list_to(f->db, "", 9, &f->arena, &rows, &count));
    assert_int_equal(count, 0);
}

static void test_lease(void **state)
{
    struct fixture *f = *state;
    struct pal_mail_row one;
    struct pal_mail_row other;
    add_mail(f, "late", "", 60);
    add_mail(f, "soon", "", 55);
    TEXT(take_mail(f, "h1", 50, &one), "");
    TEXT(take_mail(f, "h1", 60, &one), "soon"); /* what has been due longest */
    TEXT(one.body, "Secret");
    TEXT(one.salt, "Salt");
    assert_int_equal(one.tries, 1);
    assert_int_equal(one.begun_at, 60);
    TEXT(take_mail(f, "h2", 60, &other), "late");
    end_mail(f, other, "waiting", 900, PAL_OK);
    TEXT(take_mail(f, "h2", 160, &other), "");
    TEXT(take_mail(f, "h2", 161, &other), "soon"); /* the lease is over: another has it */
    assert_int_equal(other.tries, 2);
    assert_int_equal(other.begun_at, 60);
    end_mail(f, one, "sent", 170, PAL_E_NOT_FOUND);
    RC(PAL_E_NOT_FOUND, pal_mail_row_give_back(f->db, &one));
    OK(pal_mail_row_give_back(f->db, &other));
    TEXT(take_mail(f, "h2", 161, &other), "soon");
    assert_int_equal(other.tries, 2);
    end_mail(f, other, "waiting", 170, PAL_OK);
    struct pal_mail_row read = get_mail(f, "soon");
    TEXT(read.state, "waiting");
    TEXT(read.trouble, "busy");
    TEXT(read.answer, "421 later");
    assert_int_equal(read.next_at, 230);
    assert_int_equal(read.ended_at, 0);
    TEXT(take_mail(f, "h1", 230, &one), "soon");
    TEXT(one.body, "Secret");
    end_mail(f, one, "sent", 240, PAL_OK);
    end_mail(f, one, "sent", 240, PAL_E_NOT_FOUND);
    assert_int_equal(get_mail(f, "soon").ended_at, 240);
    assert_int_equal(
        NUMBER(f->db, "SELECT COUNT(*) FROM mails WHERE id = 'soon' AND body = '' AND salt = ''"),
        1);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM mails WHERE body = 'Secret'"), 1);
}

/* What nobody wants any more is not sent; of one that is on its way the truth is told. */
static void test_withdrawn(void **state)
{
    struct fixture *f = *state;
    struct pal_mail_row away;
    struct pal_mail_row failing;
    int64_t count;
    add_mail(f, "away", "", 51);
    add_mail(f, "failing", "", 52);
    add_mail(f, "waits", "", 500);
    TEXT(take_mail(f, "h1", 100, &away), "away");
    TEXT(take_mail(f, "h1", 100, &failing), "failing");
    OK(pal_mail_row_withdraw_of(f->db, &of_pass, "reminder", 110, &count));
    assert_int_equal(count, 0);
    OK(pal_mail_row_withdraw_of(f->db, &of_pass, NULL, 110, &count));
    assert_int_equal(count, 1);
    TEXT(get_mail(f, "waits").state, "withdrawn");
    TEXT(get_mail(f, "away").state, "waiting");
    end_mail(f, away, "sent", 120, PAL_OK);
    end_mail(f, failing, "waiting", 120, PAL_OK);
    TEXT(get_mail(f, "away").state, "sent");
    TEXT(get_mail(f, "failing").state, "withdrawn");
    assert_int_equal(get_mail(f, "failing").ended_at, 120);
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM mails WHERE body <> '' OR salt <> ''"), 0);
    /* Whoever was sending one is gone, and nobody knows what became of it: it is not sent again. */
    add_mail(f, "lost", "", 51);
    TEXT(take_mail(f, "h1", 100, &away), "lost");
    OK(pal_mail_row_withdraw_of(f->db, &of_pass, NULL, 110, &count));
    assert_int_equal(count, 0);
    TEXT(take_mail(f, "h1", 300, &away), "");
    OK(pal_mail_row_sweep(f->db, 150, 0));
    TEXT(get_mail(f, "lost").state, "waiting");
    OK(pal_mail_row_sweep(f->db, 300, 0));
    TEXT(get_mail(f, "lost").state, "withdrawn");
}

static void test_forgotten(void **state)
{
    struct fixture *f = *state;
    struct pal_mail_row away;
    struct pal_person person = {
        .id = "p9", .email = "a@example.org", .name = "Ada", .language = "fr", .created_at = 1};
    int64_t count;
    add_mail(f, "away", "", 51);
    add_mail(f, "waits", "", 500);
    TEXT(take_mail(f, "h1", 100, &away), "away");
    OK(pal_mail_row_forget_to(f->db, "b@example.org", 110, &count));
    assert_int_equal(count, 0);
    OK(pal_person_add(f->db, &person));
    OK(pal_person_erase(f->db, "p9", 110)); /* as much is held of who has that address */
    end_mail(f, away, "refused", 120, PAL_E_NOT_FOUND);
    assert_int_equal(
        NUMBER(f->db, "SELECT COUNT(*) FROM mails WHERE state = 'withdrawn' AND ended_at = 110"
                      " AND address = '' AND name = '' AND title = '' AND body = '' AND salt = ''"
                      " AND answer = ''"),
        2);
    OK(pal_mail_row_forget_to(f->db, "", 110, &count));
    assert_int_equal(count, 0);
}

static void test_counts(void **state)
{
    static const char *const states[] = {"sent", "refused", "given_up", "waiting"};
    struct fixture *f = *state;
    struct pal_mail_row row;
    struct pal_mail_row_counts counts;
    int64_t number;
    for (size_t i = 0; i < 4; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "m%zu", i);
        add_mail(f, id, "", 50 + (int64_t)i);
        TEXT(take_mail(f, "h", 100, &row), id);
        end_mail(f, row, states[i], 100, PAL_OK);
    }
    add_mail(f, "due", "", 60);
    add_mail(f, "waits", "", 900);
    OK(pal_mail_row_count(f->db, 100, &counts));
    assert_int_equal(counts.waiting, 3);
    assert_int_equal(counts.late, 1);
    assert_int_equal(counts.sent, 1);
    assert_int_equal(counts.refused, 1);
    assert_int_equal(counts.given_up, 1);
    OK(pal_mail_row_count(f->db, 101, &counts));
    assert_int_equal(counts.sent + counts.refused + counts.given_up, 0);
    OK(pal_mail_row_give_up(f->db, 200, 200, "restored"));
    TEXT(get_mail(f, "due").state, "given_up");
    TEXT(get_mail(f, "due").trouble, "restored");
    TEXT(get_mail(f, "waits").state, "waiting");
    OK(pal_mail_row_written_by(f->db, "p1", 50, &number));
    assert_int_equal(number, 6);
    OK(pal_mail_row_written_by(f->db, "p1", 51, &number));
    assert_int_equal(number, 0);
    OK(pal_mail_row_sweep(f->db, 200, 101));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM mails"), 3);
    OK(pal_mail_row_sweep(f->db, 999, 999));
    assert_int_equal(NUMBER(f->db, "SELECT COUNT(*) FROM mails"), 1);
}

const struct test mail_tests[] = {{"mails", test_rows, false, false},
                                  {"leases of mails", test_lease, false, false},
                                  {"mails withdrawn", test_withdrawn, false, false},
                                  {"mails forgotten", test_forgotten, false, false},
                                  {"mails counted", test_counts, false, false},
                                  {NULL, NULL, false, false}};
