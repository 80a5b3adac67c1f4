/* Documents, scores, files, hours, deliveries and the rows of the chain. */
#include "app/house/audit.h"
#include "store.h"

static void add_record(struct fixture *f, const char *kind, const char *id, const char *project,
                       const char *title, int64_t at)
{
    struct pal_record record = {.kind = kind,
                                .id = id,
                                .project = project,
                                .title = title,
                                .version = 1,
                                .changed_at = at,
                                .changed_by = "p1",
                                .text = title,
                                .hash = "h1"};
    OK(pal_record_add(f->db, &record));
}

static void test_versions(void **state)
{
    struct fixture *f = *state;
    struct pal_record record = {.kind = "profile",
                                .id = "a",
                                .project = "m",
                                .title = "T1",
                                .version = 1,
                                .changed_at = 100,
                                .changed_by = "p1",
                                .text = "text 1\n",
                                .hash = "h1",
                                .note = "first"};
    struct pal_record read;
    struct pal_record *rows;
    size_t count;
    OK(pal_record_add(f->db, &record));
    RC(PAL_E_EXISTS, pal_record_add(f->db, &record));
    record.title = "T2";
    record.title_fr = "Té";
    record.text = "text 2 é\n";
    record.hash = "h2";
    record.changed_at = 200;
    record.changed_by = "p2";
    record.note = NULL;
    OK(pal_record_change(f->db, &record));
    assert_int_equal(record.version, 2);
    record.version = 1; /* somebody who saw the first */
    RC(PAL_E_CONFLICT, pal_record_change(f->db, &record));
    assert_int_equal(record.version, 1);
    OK(pal_record_get(f->db, "profile", "a", &f->arena, &read));
    assert_int_equal(read.version, 2);
    TEXT(read.kind, "profile");
    TEXT(read.id, "a");
    TEXT(read.project, "m");
    TEXT(read.title, "T2");
    TEXT(read.title_fr, "Té");
    TEXT(read.text, "text 2 é\n");
    TEXT(read.hash, "h2");
    TEXT(read.note, "");
    TEXT(read.changed_by, "p2");
    assert_int_equal(read.created_at, 100);
    assert_int_equal(read.changed_at, 200);
    OK(pal_record_get_version(f->db, "profile", "a", 1, &f->arena, &read));
    assert_int_equal(read.version, 1);
    TEXT(read.text, "text 1\n");
    TEXT(read.note, "first");
    RC(PAL_E_NOT_FOUND, pal_record_get_version(f->db, "profile", "a", 3, &f->arena, &read));
    RC(PAL_E_NOT_FOUND, pal_record_get(f->db, "profile", "b", &f->arena, &read));
    RC(PAL_E_NOT_FOUND, pal_record_get(f->db, "needs", "a", &f->arena, &read));
    OK(pal_record_history(f->db, "profile", "a", 0, 10, &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].version, 2);
    assert_int_equal(rows[0].changed_at, 200);
    TEXT(rows[0].changed_by, "p2");
    TEXT(rows[1].hash, "h1");
    TEXT(rows[1].note, "first");
    OK(pal_record_history(f->db, "profile", "a", 2, 10, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].version, 1);
    OK(pal_record_history(f->db, "profile", "a", 0, 1, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    static const int64_t last[][2] = {{99, 0}, {100, 1}, {199, 1}, {200, 2}, {900, 2}};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        int64_t version = -1;
        OK(pal_record_version_at(f->db, "profile", "a", last[i][0], &version));
        assert_int_equal(version, last[i][1]);
    }
}

static int64_t count_of(struct fixture *f, struct pal_record_list list)
{
    int64_t number;
    struct pal_record *rows;
    size_t count;
    list.max = 1000;
    OK(pal_record_count(f->db, &list, &number));
    OK(pal_record_find(f->db, &list, &f->arena, &rows, &count));
    assert_int_equal(count, number);
    list.with_text = true;
    OK(pal_record_find(f->db, &list, &f->arena, &rows, &count));
    assert_int_equal(count, number);
    for (size_t i = 0; i < count; i++) {
        TEXT(rows[i].text, rows[i].title);
    }
    list.with_text = false;
    list.with_size = list.kind != NULL; /* in bytes, on both: some titles here have others */
    OK(pal_record_find(f->db, &list, &f->arena, &rows, &count));
    for (size_t i = 0; i < count && list.with_size; i++) {
        assert_int_equal(rows[i].size, strlen(rows[i].title));
        assert_null(rows[i].text);
    }
    return number;
}

static void test_filters(void **state)
{
    struct fixture *f = *state;
    add_record(f, "project", "a_b", "a_b", "Le Musée d'Orsay", 1);
    add_record(f, "project", "axb", "axb", "100 % archive", 2);
    add_record(f, "project", "ab", "ab", "back\\slash under_score", 3);
    add_record(f, "needs", "n", "a_b", "MUSÉE", 4);
#define COUNT(...) count_of(f, (struct pal_record_list){__VA_ARGS__})
    assert_int_equal(COUNT(.kind = NULL), 4);
    assert_int_equal(COUNT(.kind = "project"), 3);
    assert_int_equal(COUNT(.project = "a_b"), 2);
    assert_int_equal(COUNT(.projects = ",a_b,"), 2);
    assert_int_equal(COUNT(.projects = ",axb,"), 1);
    assert_int_equal(COUNT(.projects = ",axb,a_b,"), 3);
    assert_int_equal(COUNT(.projects = ",a,b,"), 0);
    assert_int_equal(COUNT(.projects = ",a%,%,"), 0);
    assert_int_equal(COUNT(.projects = ","), 0);
    /* Words are words, no pattern. */
    assert_int_equal(COUNT(.words = "mus"), 2);
    assert_int_equal(COUNT(.words = "MUS", .kind = "project"), 1);
    assert_int_equal(COUNT(.words = "Orsay"), 1);
    assert_int_equal(COUNT(.words = "%"), 1);
    assert_int_equal(COUNT(.words = "_"), 2);
    assert_int_equal(COUNT(.words = "A_B"), 1);
    assert_int_equal(COUNT(.words = "\\"), 1);
    assert_int_equal(COUNT(.words = "'"), 1);
    assert_int_equal(COUNT(.words = "sée"), 2);
    assert_int_equal(COUNT(.words = "USÉ"), 2);
    assert_int_equal(COUNT(.words = "nowhere"), 0);
    assert_int_equal(COUNT(.words = ""), 4);
    OK(pal_record_remove(f->db, "needs", "n", 50));
    assert_int_equal(COUNT(.kind = NULL), 3);
    struct pal_record read;
    OK(pal_record_get(f->db, "needs", "n", &f->arena, &read));
    assert_int_equal(read.removed_at, 50);
    OK(pal_record_remove(f->db, "needs", "n", 0));
    assert_int_equal(COUNT(.kind = NULL), 4);
    RC(PAL_E_NOT_FOUND, pal_record_remove(f->db, "needs", "x", 1));
}

/* What was written from facts is the text, and its size counts. */
static void test_sizes(void **state)
{
    struct fixture *f = *state;
    const struct pal_record written = {.kind = "assessment",
                                       .id = "one",
                                       .fact = 7,
                                       .text = "du texte marqué",
                                       .written_hash = "h2"};
    struct pal_record_list list = {
        .kind = "assessment", .project = "m", .with_size = true, .max = 10};
    struct pal_record *rows;
    size_t count;
    add_record(f, "assessment", "one", "m", "plain", 1);
    for (int i = 0; i < 2; i++) {
        OK(pal_record_find(f->db, &list, &f->arena, &rows, &count));
        assert_int_equal(count, 1);
        assert_int_equal(rows[0].size, i == 0 ? strlen("plain") : strlen(written.text));
        list.project = NULL;
        OK(pal_written_put(f->db, &written));
    }
}

/* Walks all pages: each document once, newest first. */
static void walk(struct fixture *f, struct pal_record_list list, size_t expected)
{
    static char seen[400][24];
    size_t count = 0;
    for (;;) {
        struct pal_record *rows;
        size_t found;
        OK(pal_record_find(f->db, &list, &f->arena, &rows, &found));
        for (size_t i = 0; i < found; i++) {
            (void)snprintf(seen[count], sizeof seen[count], "%s/%s", rows[i].kind, rows[i].id);
            for (size_t before = 0; before < count; before++) {
                assert_string_not_equal(seen[before], seen[count]);
            }
            assert_true(list.before_at == 0 || rows[i].changed_at <= list.before_at);
            count++;
        }
        if (found == 0) {
            break;
        }
        list.before_at = rows[found - 1].changed_at;
        list.before_id = rows[found - 1].id;
        list.before_kind = rows[found - 1].kind;
    }
    assert_int_equal(count, expected);
}

static void test_cursors(void **state)
{
    struct fixture *f = *state;
    OK(pal_db_begin(f->db));
    for (int i = 0; i < 120; i++) {
        char id[20];
        (void)snprintf(id, sizeof id, "d%d", i * 7 % 120);
        add_record(f, "project", id, "p", "T", i < 80 ? 1000 : 1000 + i / 3);
        add_record(f, "profile", id, "p", "T", 1000);
    }
    OK(pal_db_commit(f->db));
    for (size_t max = 1; max <= 121; max += 24) {
        walk(f, (struct pal_record_list){.kind = "project", .max = max}, 120);
        walk(f, (struct pal_record_list){.kind = "profile", .max = max, .with_text = true}, 120);
        walk(f, (struct pal_record_list){.max = max}, 240);
    }
}

static struct pal_score_row score(const char *id, const char *project, const char *day)
{
    return (struct pal_score_row){.id = id,
                                  .version = 1,
                                  .project = project,
                                  .provider = "P",
                                  .day = day,
                                  .achieved = 5,
                                  .target = 9,
                                  .gap = 4,
                                  .gap_by_actor = {1, 2, 1},
                                  .surplus = 0,
                                  .demanded = 8,
                                  .not_rated = 3,
                                  .gap_not_rated = 2,
                                  .not_applicable = 1,
                                  .figure = "<svg/>",
                                  .drawing = 2};
}

static void test_scores(void **state)
{
    struct fixture *f = *state;
    struct pal_score_row *rows;
    size_t count;
    struct pal_score_row row = score("a1", "m", "2026-01-01");
    add_record(f, "assessment", "a1", "m", "One", 1);
    add_record(f, "assessment", "a2", "m", "Two", 1);
    OK(pal_score_put(f->db, &row));
    row = score("a2", "m", "2026-02-01");
    row.target = row.gap = row.surplus = -1;
    row.demanded = row.not_rated = row.gap_not_rated = row.not_applicable = -1;
    row.gap_by_actor[0] = row.gap_by_actor[1] = row.gap_by_actor[2] = -1;
    OK(pal_score_put(f->db, &row));
    row.achieved = 7;
    row.version = 2;
    OK(pal_score_put(f->db, &row)); /* in place of the one before */
    OK(pal_score_list(f->db, "m", NULL, 10, &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    TEXT(rows[0].id, "a2");
    TEXT(rows[0].title, "Two");
    assert_int_equal(rows[0].version, 2);
    assert_int_equal(rows[0].achieved, 7);
    assert_int_equal(rows[0].target, -1);
    assert_int_equal(rows[0].gap, -1);
    assert_int_equal(rows[0].gap_by_actor[2], -1);
    assert_int_equal(rows[0].surplus, -1);
    assert_int_equal(rows[0].demanded, -1);
    assert_int_equal(rows[0].not_applicable, -1);
    TEXT(rows[1].id, "a1");
    TEXT(rows[1].provider, "P");
    TEXT(rows[1].day, "2026-01-01");
    TEXT(rows[1].figure, "<svg/>");
    assert_int_equal(rows[1].target, 9);
    assert_int_equal(rows[1].gap, 4);
    assert_int_equal(rows[1].gap_by_actor[1], 2);
    assert_int_equal(rows[1].surplus, 0);
    assert_int_equal(rows[1].demanded, 8);
    assert_int_equal(rows[1].not_rated, 3);
    assert_int_equal(rows[1].gap_not_rated, 2);
    assert_int_equal(rows[1].not_applicable, 1);
    OK(pal_record_remove(f->db, "assessment", "a2", 5));
    OK(pal_score_keep_listed(f->db, "a2", false));
    OK(pal_score_list(f->db, "m", NULL, 10, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    OK(pal_score_put(f->db, &row)); /* computed again: out of the lists still */
    OK(pal_score_list(f->db, "m", NULL, 10, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    OK(pal_record_remove(f->db, "assessment", "a2", 0));
    OK(pal_score_keep_listed(f->db, "a2", true));
    OK(pal_score_list(f->db, "m", NULL, 10, &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    const char *const *ids;
    OK(pal_score_drawn_otherwise(f->db, 2, &f->arena, &ids, &count));
    assert_int_equal(count, 0);
    row.drawing = 1;
    OK(pal_score_put(f->db, &row));
    OK(pal_score_drawn_otherwise(f->db, 2, &f->arena, &ids, &count));
    assert_int_equal(count, 1);
    TEXT(ids[0], "a2");
    OK(pal_score_drawn_otherwise(f->db, 1, &f->arena, &ids, &count));
    assert_int_equal(count, 1);
    TEXT(ids[0], "a1");
    OK(pal_score_clear(f->db));
    OK(pal_score_list(f->db, "m", NULL, 10, &f->arena, &rows, &count));
    assert_int_equal(count, 0);
}

static void test_titles(void **state)
{
    enum { MANY = 60 };
    struct fixture *f = *state;
    const char *ids[MANY];
    const char *titles[MANY];
    add_record(f, "provider", "host", "", "Hosting", 1);
    for (size_t i = 0; i < MANY; i++) {
        ids[i] = i % 2 == 0 ? "host" : "nobody";
    }
    OK(pal_record_titles(f->db, "provider", ids, MANY, &f->arena, titles));
    for (size_t i = 0; i < MANY; i++) {
        if (i % 2 == 0) {
            TEXT(titles[i], "Hosting");
        } else {
            assert_null(titles[i]);
        }
    }
    OK(pal_record_titles(f->db, "provider", ids, 0, &f->arena, titles));
}

/* How many files say that this person has taken them away. */
static int64_t removed_by(struct fixture *f, const char *person)
{
    struct pal_query *query =
        pal_db_query(f->db, "SELECT COUNT(*) FROM files WHERE removed_by = $1");
    pal_query_text(query, person);
    return number_of(query);
}

/* What a project has beside its files; it has one. */
static void has_documents(struct fixture *f)
{
    struct pal_dossier_there there;
    struct pal_record needs = {.kind = "needs",
                               .id = "m",
                               .project = "m",
                               .title = "T",
                               .changed_by = "",
                               .version = 1,
                               .text = "x",
                               .hash = "h",
                               .note = ""};
    OK(pal_record_add(f->db, &needs));
    OK(pal_dossier_has(f->db, "m", &there));
    assert_true(there.files && there.needs && !there.meeting);
    needs.kind = "meeting";
    OK(pal_record_add(f->db, &needs));
    OK(pal_dossier_has(f->db, "m", &there));
    assert_true(there.meeting);
    /* a table of procedures is the library's, or it counts for nobody */
    needs.kind = "procedures";
    OK(pal_record_add(f->db, &needs));
    OK(pal_dossier_has(f->db, "m", &there));
    assert_false(there.tables);
    needs.id = "t";
    needs.project = "";
    OK(pal_record_add(f->db, &needs));
    OK(pal_dossier_has(f->db, "m", &there));
    assert_true(there.tables);
}

static void test_files(void **state)
{
    struct fixture *f = *state;
    static const char bytes[] = "a\0b\xff\n\\x27";
    struct pal_file_row row = {.id = "f1",
                               .project = "m",
                               .title = "T",
                               .kind = "proof",
                               .file_name = "é.pdf",
                               .media_type = "application/pdf",
                               .size = sizeof bytes,
                               .hash = "h",
                               .content = bytes,
                               .at = 5,
                               .person = "p1"};
    struct pal_file_row read;
    struct pal_file_row *rows;
    size_t count;
    struct pal_dossier_there there = {true, true, true, true, true, true};
    OK(pal_dossier_has(f->db, "m", &there));
    assert_false(there.files || there.needs || there.meeting || there.tables || there.visit_held ||
                 there.visit_planned);
    OK(pal_file_row_add(f->db, &row));
    RC(PAL_E_EXISTS, pal_file_row_add(f->db, &row));
    OK(pal_dossier_has(f->db, "m", &there));
    assert_true(there.files);
    OK(pal_file_row_remove(f->db, "m", "f1", "p1", 7));
    OK(pal_dossier_has(f->db, "m", &there));
    assert_false(there.files);
    OK(pal_file_row_remove(f->db, "m", "f1", "p1", 0));
    has_documents(f);
    row.id = "f2";
    row.size = 0;
    row.content = NULL;
    row.at = 9;
    OK(pal_file_row_add(f->db, &row));
    OK(pal_file_row_get(f->db, "m", "f1", &f->arena, &read));
    assert_int_equal(read.size, sizeof bytes);
    assert_memory_equal(read.content, bytes, sizeof bytes);
    TEXT(read.title, "T");
    TEXT(read.kind, "proof");
    TEXT(read.file_name, "é.pdf");
    TEXT(read.media_type, "application/pdf");
    TEXT(read.hash, "h");
    TEXT(read.person, "p1");
    assert_int_equal(read.at, 5);
    assert_int_equal(read.removed_at, 0);
    assert_int_equal(removed_by(f, "p2"), 0);
    OK(pal_file_row_get(f->db, "m", "f2", &f->arena, &read));
    assert_int_equal(read.size, 0);
    assert_non_null(read.content);
    RC(PAL_E_NOT_FOUND, pal_file_row_get(f->db, "other", "f1", &f->arena, &read));
    RC(PAL_E_NOT_FOUND, pal_file_row_get(f->db, "m", "f3", &f->arena, &read));
    OK(pal_file_row_list(f->db, "m", 10, &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    TEXT(rows[0].id, "f2");
    assert_null(rows[1].content);
    OK(pal_file_row_remove(f->db, "m", "f1", "p2", 77));
    OK(pal_file_row_get(f->db, "m", "f1", &f->arena, &read));
    assert_int_equal(read.removed_at, 77);
    assert_int_equal(removed_by(f, "p2"), 1);
    OK(pal_file_row_remove(f->db, "m", "f1", "p2", 0));
    OK(pal_file_row_get(f->db, "m", "f1", &f->arena, &read));
    assert_int_equal(read.removed_at, 0);
    assert_int_equal(removed_by(f, "p2"), 0);
    RC(PAL_E_NOT_FOUND, pal_file_row_remove(f->db, "other", "f1", "p2", 1));
}

static void test_hours(void **state)
{
    struct fixture *f = *state;
    struct pal_hours_row row = {"h1",         "m",    "a1", "step", "p1",  90,
                                "2026-01-02", "note", 5,    NULL,   false, NULL};
    struct pal_hours_row *rows;
    size_t count;
    OK(put_hours_row(f->db, &row));
    row.id = "h2";
    row.day = "2026-01-03";
    row.assessment = "";
    OK(put_hours_row(f->db, &row));
    RC(PAL_E_EXISTS, put_hours_row(f->db, &row));
    OK(pal_hours_find(f->db, &(struct pal_hours_search){.project = "m", .after = NULL, .max = 10},
                      &f->arena, &rows, &count));
    assert_int_equal(count, 2);
    TEXT(rows[0].id, "h2");
    TEXT(rows[0].assessment, "");
    TEXT(rows[1].assessment, "a1");
    TEXT(rows[1].step, "step");
    TEXT(rows[1].person, "p1");
    TEXT(rows[1].day, "2026-01-02");
    TEXT(rows[1].note, "note");
    TEXT(rows[1].project, "m");
    TEXT(rows[1].claim, "");
    assert_int_equal(rows[1].minutes, 90);
    assert_int_equal(rows[1].at, 5);
    assert_null(rows[1].replaces);
    /* A correction, and one of that; one of another project corrects nothing here. */
    row = (struct pal_hours_row){"h3",         "m", "a1", "step", "p1",  60,
                                 "2026-01-02", "",  6,    "h1",   false, NULL};
    OK(put_hours_row(f->db, &row));
    row.id = "h4";
    row.minutes = 30;
    row.replaces = "h3";
    OK(put_hours_row(f->db, &row));
    row.id = "h5";
    row.project = "other";
    row.replaces = "h2";
    OK(put_hours_row(f->db, &row));
    OK(pal_hours_find(f->db, &(struct pal_hours_search){.project = "m", .after = NULL, .max = 10},
                      &f->arena, &rows, &count));
    assert_int_equal(count, 4);
    TEXT(rows[0].id, "h2");
    assert_false(rows[0].is_corrected);
    TEXT(rows[1].id, "h4");
    TEXT(rows[1].replaces, "h3");
    assert_false(rows[1].is_corrected);
    TEXT(rows[2].id, "h3");
    assert_true(rows[2].is_corrected);
    TEXT(rows[3].id, "h1");
    /* One after another: each place goes on behind its row, within a day, within a second. */
    const char *ids[] = {"h2", "h4", "h3", "h1"};
    struct pal_place place;
    struct pal_hours_row *part;
    size_t part_count;
    for (size_t i = 0; i < 4; i++) {
        OK(pal_hours_find(
            f->db,
            &(struct pal_hours_search){.project = "m", .after = i > 0 ? &place : NULL, .max = 1},
            &f->arena, &part, &part_count));
        assert_int_equal(part_count, 1);
        TEXT(part[0].id, ids[i]);
        place = (struct pal_place){part[0].day, part[0].at, part[0].id};
    }
    OK(pal_hours_find(f->db, &(struct pal_hours_search){.project = "m", .after = &place, .max = 1},
                      &f->arena, &part, &part_count));
    assert_int_equal(part_count, 0);
    struct pal_hours_sum *sums;
    OK(pal_hours_by_assessment(f->db, "m", &f->arena, &sums, &count));
    assert_int_equal(count, 2);
    TEXT(sums[0].of, "");
    TEXT(sums[1].of, "a1");
    assert_int_equal(sums[1].minutes, 30);
    OK(pal_hours_by_step(f->db, "m", &f->arena, &sums, &count));
    assert_int_equal(count, 1);
    TEXT(sums[0].of, "step");
    assert_int_equal(sums[0].minutes, 120);
}

static void test_deliveries(void **state)
{
    struct fixture *f = *state;
    struct pal_delivery_row row = {"d1", "m",  "a1", "output", "2026-01-02",
                                   NULL, "p1", 5,    NULL,     NULL};
    struct pal_delivery_row *rows;
    size_t count;
    OK(put_delivery_row(f->db, &row));
    RC(PAL_E_EXISTS, put_delivery_row(f->db, &row));
    OK(pal_delivery_list(f->db, "m", 10, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    assert_null(rows[0].delivered);
    TEXT(rows[0].output, "output");
    TEXT(rows[0].requested, "2026-01-02");
    TEXT(rows[0].person, "p1");
    TEXT(rows[0].assessment, "a1");
    assert_int_equal(rows[0].at, 5);
    row.id = "d2";
    row.delivered = "2026-02-01";
    row.replaces = "d1";
    OK(put_delivery_row(f->db, &row));
    OK(pal_delivery_list(f->db, "m", 10, &f->arena, &rows, &count));
    assert_int_equal(count, 1);
    TEXT(rows[0].id, "d2");
    TEXT(rows[0].delivered, "2026-02-01");
    TEXT(rows[0].replaces, "d1");
    OK(pal_delivery_list(f->db, "other", 10, &f->arena, &rows, &count));
    assert_int_equal(count, 0);
}

static void add_entry(struct fixture *f, int64_t number)
{
    char hash[24];
    char previous[24];
    (void)snprintf(hash, sizeof hash, "h%lld", (long long)number);
    (void)snprintf(previous, sizeof previous, "h%lld", (long long)number - 1);
    struct pal_audit_row row = {number,
                                100 * number,
                                number % 2 == 0 ? "p1" : "",
                                "local",
                                number % 3 == 0 ? "add" : "change",
                                "project/museum",
                                "before",
                                "after",
                                previous,
                                hash,
                                "",
                                false};
    OK(pal_audit_add(f->db, &row));
}

static size_t entries(struct fixture *f, struct pal_audit_list list, struct pal_audit_row **rows)
{
    size_t count;
    list.max = list.max != 0 ? list.max : 1000;
    OK(pal_audit_find(f->db, &list, &f->arena, rows, &count));
    return count;
}

static void test_audit(void **state)
{
    struct fixture *f = *state;
    struct pal_audit_row *rows;
    const char *hash;
    int64_t number = 9;
    size_t count;
    OK(pal_audit_head(f->db, false, &f->arena, &number, &hash));
    assert_int_equal(number, 0);
    TEXT(hash, "");
    for (int64_t i = 1; i <= 30; i++) {
        add_entry(f, i);
    }
    OK(pal_db_begin(f->db));
    OK(pal_audit_head(f->db, true, &f->arena, &number, &hash));
    OK(pal_db_commit(f->db));
    assert_int_equal(number, 30);
    TEXT(hash, "h30");
    struct pal_audit_row again = {30, 1, "", "", "", "", "", "", "", "", "", false};
    RC(PAL_E_EXISTS, pal_audit_add(f->db, &again));
    OK(pal_audit_from(f->db, 11, 5, &f->arena, &rows, &count));
    assert_int_equal(count, 5);
    assert_int_equal(rows[0].number, 11);
    TEXT(rows[0].person, "");
    TEXT(rows[1].person, "p1");
    TEXT(rows[0].source, "local");
    TEXT(rows[1].verb, "add");
    TEXT(rows[0].object, "project/museum");
    TEXT(rows[0].before, "before");
    TEXT(rows[0].after, "after");
    TEXT(rows[0].previous, "h10");
    TEXT(rows[0].hash, "h11");
    assert_int_equal(rows[0].at, 1100);
    assert_int_equal(entries(f, (struct pal_audit_list){0}, &rows), 30);
    assert_int_equal(rows[0].number, 30);
    assert_int_equal(entries(f, (struct pal_audit_list){.person = "p1"}, &rows), 15);
    assert_int_equal(entries(f, (struct pal_audit_list){.verb = "add"}, &rows), 10);
    assert_int_equal(entries(f, (struct pal_audit_list){.object = "project/m"}, &rows), 0);
    assert_int_equal(entries(f, (struct pal_audit_list){.from = 500, .until = 800}, &rows), 3);
    assert_int_equal(rows[0].number, 7);
    assert_int_equal(entries(f, (struct pal_audit_list){.before = 21, .max = 7}, &rows), 7);
    assert_int_equal(rows[0].number, 20);
    assert_int_equal(rows[6].number, 14);
}

static void test_anchors(void **state)
{
    struct fixture *f = *state;
    static const struct pal_anchor_row all[] = {
        {3, "h3", 10, "p1"}, {3, "h3", 11, ""}, {7, "h7", 12, "p1"}};
    struct pal_anchor_row *rows;
    size_t count;
    for (size_t i = 0; i < 3; i++) {
        OK(pal_anchor_add(f->db, &all[i]));
        OK(pal_anchor_add(f->db, &all[i]));
    }
    OK(pal_anchor_list(f->db, &f->arena, &rows, &count));
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].number, 7);
    TEXT(rows[0].hash, "h7");
    TEXT(rows[0].person, "p1");
    assert_int_equal(rows[1].at, 11);
    assert_int_equal(rows[2].at, 10);
}

/* Whoever takes the head to write is alone until the transaction ends. */
static void test_head_is_locked(void **state)
{
    struct fixture *f = *state;
    struct pal_db *other;
    const char *hash;
    int64_t number;
    OK(pal_db_take(f->pool, &other, NULL));
    OK(pal_db_begin(f->db));
    OK(pal_audit_head(f->db, true, &f->arena, &number, &hash));
    add_entry(f, 1);
    enum pal_rc rc = pal_db_begin(other);
    rc = rc == PAL_OK ? pal_audit_head(other, true, &f->arena, &number, &hash) : rc;
    assert_int_equal(rc, PAL_E_BUSY);
    pal_db_rollback(other);
    OK(pal_audit_head(other, false, &f->arena, &number, &hash));
    assert_int_equal(number, 0);
    OK(pal_db_commit(f->db));
    OK(pal_db_begin(other));
    OK(pal_audit_head(other, true, &f->arena, &number, &hash));
    assert_int_equal(number, 1);
    pal_db_give(other);
}

const struct test record_tests[] = {
    {"versions", test_versions, false, false},
    {"filters", test_filters, false, false},
    {"sizes", test_sizes, false, false},
    {"cursors", test_cursors, false, false},
    {"scores", test_scores, false, false},
    {"titles of some", test_titles, false, false},
    {"files", test_files, false, false},
    {"hours", test_hours, false, false},
    {"deliveries", test_deliveries, false, false},
    {"audit entries", test_audit, false, false},
    {"anchors", test_anchors, false, false},
    {"the head is locked", test_head_is_locked, false, false},
    {NULL, NULL, false, false},
};
