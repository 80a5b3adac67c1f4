/* Which assessment stands for a project, or for some providers of it. */
#include "store.h"

/* An assessment with its score, of which one step of four is rated. */
static struct pal_score_row add_score(struct fixture *f, const char *id, const char *project,
                                      const char *day, const char *provider)
{
    const struct pal_record record = {.kind = "assessment",
                                      .id = id,
                                      .project = project,
                                      .title = "T",
                                      .version = 1,
                                      .changed_at = 1,
                                      .changed_by = "p1",
                                      .text = "T",
                                      .hash = "h1"};
    const struct pal_score_row row = {.id = id,
                                      .version = 1,
                                      .project = project,
                                      .provider = provider,
                                      .day = day,
                                      .target = 9,
                                      .gap = 4,
                                      .demanded = 4,
                                      .not_rated = 3,
                                      .steps = -1,
                                      .rated = -1,
                                      .figure = "<svg/>",
                                      .drawing = 2};
    OK(pal_record_add(f->db, &record));
    OK(pal_score_put(f->db, &row));
    return row;
}

/* Project i has i % 4 assessments; two of them on the same day. */
static void test_latest(void **state)
{
    enum { PROJECTS = 120 };
    static const char *const days[] = {"2025-12-31", "2026-03-01", "2026-03-01"};
    struct fixture *f = *state;
    static char ids[PROJECTS][20];
    const char *projects[PROJECTS];
    const char *any[PROJECTS];
    struct pal_score_stands rows[PROJECTS];
    OK(pal_db_begin(f->db));
    for (size_t i = 0; i < PROJECTS; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "p%zu", i);
        projects[i] = ids[i];
        for (size_t n = 0; n < i % 4; n++) {
            char id[40];
            (void)snprintf(id, sizeof id, "p%zu-a%zu", i, n);
            (void)add_score(f, id, ids[i], days[n], "P");
        }
    }
    OK(pal_record_remove(f->db, "assessment", "p3-a2", 1));
    OK(pal_score_keep_listed(f->db, "p3-a2", false));
    OK(pal_db_commit(f->db));
    memset(rows, 0x55, sizeof rows);
    uint64_t before = pal_db_query_count(f->db);
    for (size_t i = 0; i < PROJECTS; i++) {
        any[i] = "";
    }
    const struct pal_score_asked asked = {projects, any, PROJECTS, ""};
    OK(pal_score_standing(f->db, &asked, &f->arena, rows));
    assert_true(pal_db_query_count(f->db) - before <= 5);
    for (size_t i = 0; i < PROJECTS; i++) {
        size_t many = i == 3 ? 2 : i % 4;
        char id[40];
        assert_int_equal(rows[i].count, many);
        if (many == 0) {
            assert_null(rows[i].row.id);
            continue;
        }
        (void)snprintf(id, sizeof id, "p%zu-a%zu", i, many - 1);
        TEXT(rows[i].row.id, id);
        TEXT(rows[i].row.project, projects[i]);
        TEXT(rows[i].row.day, days[many - 1]);
    }
}

/* What stands for a project: of some providers alone, and on one day what was written last,
 * whatever its id. */
static void test_standing(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = {"z", "a", "m"};
    static const char *const providers[] = {"One", "One", "Two"};
    const char *project = "stand";
    const char *asked[] = {"", "\x1fOne\x1f", "\x1fx\x1fTwo\x1f", "\x1fThree\x1f", "One"};
    static const char *const latest[] = {"a", "a", "m", NULL, NULL};
    for (int64_t i = 0; i < 3; i++) {
        struct pal_audit_row entry = {.number = 900 + i,
                                      .at = 1,
                                      .person = "p1",
                                      .source = "local",
                                      .verb = "add",
                                      .before = "",
                                      .after = "",
                                      .previous = "",
                                      .hash = "h",
                                      .covers = ""};
        entry.object = pal_arena_printf(&f->arena, "assessment/%s", ids[i]);
        (void)add_score(f, ids[i], project, i < 2 ? "2026-03-01" : "2026-02-01", providers[i]);
        OK(pal_db_begin(f->db));
        OK(pal_audit_add(f->db, &entry));
        OK(pal_score_is_told(f->db, ids[i], entry.number));
        OK(pal_db_commit(f->db));
    }
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const struct pal_score_asked wanted = {&project, &asked[i], 1, ""};
        struct pal_score_stands stands;
        OK(pal_score_standing(f->db, &wanted, &f->arena, &stands));
        assert_int_equal(stands.count, 3);
        if (latest[i] == NULL) {
            assert_null(stands.row.id);
        } else {
            TEXT(stands.row.id, latest[i]);
        }
    }
}

/* What stands of a project with what was begun after it ("": nothing). */
static void stands_as(struct fixture *f, const char *project, const char *hidden, const char *id,
                      const char *begun)
{
    const char *any = "";
    const struct pal_score_asked asked = {&project, &any, 1, hidden};
    struct pal_score_stands stands;
    OK(pal_score_standing(f->db, &asked, &f->arena, &stands));
    TEXT(stands.row.id, id);
    TEXT(stands.begun != NULL ? stands.begun : "", begun);
}

/* What is rated stands before what was begun later; what is hidden counts as begun, however far it
 * is. */
static void test_unfinished(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = {"u1", "u2", "u3"};
    static const char *const days[] = {"2026-01-01", "2026-02-01", "2026-03-01"};
    struct pal_score_row rows[3];
    for (size_t i = 0; i < 3; i++) {
        rows[i] = add_score(f, ids[i], "begun", days[i], "P");
    }
    rows[1].not_rated = 0;
    OK(pal_score_put(f->db, &rows[1]));
    stands_as(f, "begun", "", "u2", "u3");
    stands_as(f, "begun", "\x1fu2\x1f", "u3", "u3");
    rows[1].not_rated = 1; /* a target that became higher */
    OK(pal_score_put(f->db, &rows[1]));
    stands_as(f, "begun", "", "u3", "u3");
    rows[2].not_rated = 0;
    OK(pal_score_put(f->db, &rows[2]));
    stands_as(f, "begun", "", "u3", "");
    stands_as(f, "begun", "\x1fu1\x1f\x1fu3\x1f", "u3", "u3");
    rows[2].demanded = rows[2].not_rated = -1; /* no target: all that applies */
    rows[2].steps = 9;
    rows[2].rated = 8;
    OK(pal_score_put(f->db, &rows[2]));
    rows[0].not_rated = 0;
    OK(pal_score_put(f->db, &rows[0]));
    stands_as(f, "begun", "", "u1", "u3");
    rows[2].rated = 9;
    OK(pal_score_put(f->db, &rows[2]));
    stands_as(f, "begun", "", "u3", "");
}

const struct test standing_tests[] = {
    {"the latest scores", test_latest, false, false},
    {"what stands for a project", test_standing, false, false},
    {"what is unfinished stands last", test_unfinished, false, false},
    {NULL, NULL, false, false},
};
