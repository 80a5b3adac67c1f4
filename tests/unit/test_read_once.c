/* app/desk/read_once: an assessment is read once, for its text and that of its model. */
#include "helpers.h"

#include <pthread.h>

#include "app/desk/documents.h"

static const char MODEL[] =
    "palier: model/1\nid: small\ntitle: T\nlevels: [{rank: 0, title: A}, {rank: 1, title: B}]\n"
    "ladder:\n  - {id: \"1\", level: 1, title: S}\n  - {id: \"2\", level: 1, title: S}\n"
    "areas:\n  - {id: Logging, title: L, category: c, actor: provider}\n"
    "  - {id: Backup, title: B, category: c, actor: provider}\n  - {id: Zoo, title: Z, category: "
    "c, "
    "actor: provider}\nrating: {rule: staged}\n";
static const char TURNED[] =
    "palier: model/1\nid: small\ntitle: T\nlevels: [{rank: 0, title: A}, {rank: 1, title: B}]\n"
    "ladder:\n  - {id: \"2\", level: 1, title: S}\n  - {id: \"1\", level: 1, title: S}\n"
    "areas:\n  - {id: Zoo, title: Z, category: c, actor: provider}\n"
    "  - {id: Backup, title: B, category: c, actor: provider}\n  - {id: Logging, title: L, "
    "category: c, "
    "actor: provider}\nrating: {rule: staged}\n";
static const char ASSESSMENT[] =
    "palier: assessment/1\nid: one\ntitle: T\nmodel: small\nprovider: P\nproject: J\n"
    "date: 2026-01-01\nratings:\n  Logging: {\"1\": F, \"2\": N}\nnotes:\n  Logging: Seen.\n";
static const char WARNED[] =
    "palier: assessment/1\nid: one\ntitle: T\nmodel: small\nprovider: P\nproject: J\n"
    "date: 2026-01-01\nratings:\n  Logging: {\"1\": not applicable, \"2\": N}\n";
static const char WRONG[] =
    "palier: assessment/1\nid: one\ntitle: T\nmodel: small\nprovider: P\nproject: J\n"
    "date: 2026-01-01\nratings:\n  Logging: {\"1\": F, \"3\": N}\n";

/* The shelf of a test: a model and an assessment. */
struct shelf {
    const char *model;
    const char *assessment;
    unsigned found;
};

static const char *find(void *ctx, const char *kind, const char *id, struct pal_arena *arena,
                        size_t *len)
{
    struct shelf *shelf = ctx;
    const char *text = strcmp(kind, "model") == 0 ? shelf->model : shelf->assessment;
    (void)id;
    shelf->found++;
    *len = text != NULL ? strlen(text) : 0;
    return text != NULL ? pal_arena_copy(arena, text, *len) : NULL;
}

/* Reads the assessment with an app of its own; gives the mark of Logging's step "1". */
static enum pal_rc read_with(struct pal_kept *kept, struct shelf *shelf, enum pal_rating *rating,
                             size_t *warnings)
{
    const struct pal_app_source_of source = {find, shelf};
    struct pal_app app;
    const struct pal_assessment *assessment = NULL;
    pal_app_init(&app);
    app.kept = kept;
    app.source = &source;
    enum pal_rc rc = pal_document_assessment(&app, "assessment/one", NULL, &assessment);
    *rating = PAL_RATING_NOT_RATED;
    *warnings = 0;
    for (const struct pal_app_problems *at = app.problems; at != NULL; at = at->next) {
        *warnings += at->diag.warning_count;
    }
    if (rc == PAL_OK) {
        const struct pal_model *model = assessment->model;
        const struct pal_area *area = pal_model_area(model, "Logging");
        size_t count;
        *rating = assessment->ratings[PAL_BASIS_CHECKED]
                      .steps[area->first_step + (size_t)pal_ladder_find(area->ladder, "1")];
        assert_string_equal(model->id, "small");
        (void)pal_assessment_notes(assessment, (size_t)(area - model->areas), &count);
        assert_int_equal(count, shelf->assessment == ASSESSMENT ? 1 : 0);
    }
    pal_app_done(&app);
    return rc;
}

/* It is kept for its model's text; another text of the model has it read again. */
static void test_models(void **state)
{
    (void)state;
    struct pal_kept *kept = pal_kept_new(1 << 20);
    enum pal_rating rating;
    size_t warnings;
    struct shelf shelf = {MODEL, ASSESSMENT, 0};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(read_with(kept, &shelf, &rating, &warnings), PAL_OK);
        assert_int_equal(rating, PAL_RATING_F);
    }
    size_t entries = pal_kept_look(kept).entries;
    shelf.model = TURNED;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(read_with(kept, &shelf, &rating, &warnings), PAL_OK);
        assert_int_equal(rating, PAL_RATING_F);
    }
    assert_true(pal_kept_look(kept).entries > entries);
    shelf.model = NULL;
    assert_int_equal(read_with(kept, &shelf, &rating, &warnings), PAL_E_NOT_FOUND);
    shelf = (struct shelf){MODEL, NULL, 0};
    assert_int_equal(read_with(kept, &shelf, &rating, &warnings), PAL_E_NOT_FOUND);
    pal_kept_free(kept);
}

/* What is to be said of a text is said each time it is read. */
static void test_problems(void **state)
{
    (void)state;
    struct pal_kept *kept = pal_kept_new(1 << 20);
    enum pal_rating rating;
    size_t warnings;
    struct shelf shelf = {MODEL, WARNED, 0};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(read_with(kept, &shelf, &rating, &warnings), PAL_OK);
        assert_int_equal(warnings, 1);
        assert_int_equal(rating, PAL_RATING_NOT_APPLICABLE);
    }
    shelf.assessment = WRONG;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(read_with(kept, &shelf, &rating, &warnings), PAL_E_INVALID);
    }
    pal_kept_free(kept);
}

static void *read_often(void *ctx)
{
    enum pal_rating rating;
    size_t warnings;
    for (int i = 0; i < 200; i++) {
        struct shelf shelf = {i % 3 == 0 ? TURNED : MODEL, ASSESSMENT, 0};
        if (read_with(ctx, &shelf, &rating, &warnings) != PAL_OK || rating != PAL_RATING_F) {
            return ctx;
        }
    }
    return NULL;
}

/* Several at once, with room for a few: whoever is quicker keeps it for all. */
static void test_threads(void **state)
{
    (void)state;
    struct pal_kept *kept = pal_kept_new(200000);
    pthread_t threads[6];
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, read_often, kept), 0);
    }
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    pal_kept_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_models),
                                       cmocka_unit_test(test_problems),
                                       cmocka_unit_test(test_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
