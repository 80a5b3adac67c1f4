/* forms: whichever allocation fails, a form writes all that it says or nothing. */
#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/shelf.h"
#include "failing.h"
#include "helpers.h"

#include <unistd.h>

#include "http/impl.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

static struct pal_house *house;
static char path[] = "/tmp/palier-forms-XXXXXX";

static const char PROJECT[] = "palier: project/1\nid: museum\ntitle: Museum\nmarking: SECRET\n"
                              "domains:\n  - name: museum.example\n"
                              "candidates:\n  - provider: quartz\n    state: candidate\n";

static const char PROVIDER[] = "palier: provider/1\nid: quartz\ntitle: A quarry\n";

static struct pal_errand enter(struct pal_arena *arena)
{
    struct pal_errand errand = {.arena = arena,
                                .principal = {.kind = PAL_PRINCIPAL_OPERATOR},
                                .source = "local",
                                .now = 1700000000};
    assert_int_equal(pal_house_enter(house, &errand), PAL_OK);
    return errand;
}

static int open_one(void **state)
{
    struct pal_err err = {0};
    struct pal_arena arena;
    struct pal_document document;
    struct pal_app app;
    (void)state;
    int file = mkstemp(path);
    assert_true(file >= 0);
    (void)close(file);
    assert_int_equal(pal_house_open(path, 1, &house, &err), PAL_OK);
    pal_arena_init(&arena, NULL);
    pal_app_init(&app);
    struct pal_errand errand = enter(&arena);
    assert_int_equal(pal_house_put(&errand, &app, "", PROVIDER, strlen(PROVIDER),
                                   (struct pal_seen){0, 0}, "", &document),
                     PAL_OK);
    assert_int_equal(pal_house_put(&errand, &app, "", PROJECT, strlen(PROJECT),
                                   (struct pal_seen){0, 0}, "", &document),
                     PAL_OK);
    pal_house_leave(&errand);
    pal_app_done(&app);
    pal_arena_done(&arena);
    return 0;
}

static int close_one(void **state)
{
    (void)state;
    pal_house_close(house);
    (void)unlink(path);
    return 0;
}

static const struct pal_route *route_of(const char *place)
{
    size_t at = 0;
    while (at < pal_route_count &&
           (pal_routes[at].method != PAL_POST || strcmp(pal_routes[at].path, place) != 0)) {
        at++;
    }
    assert_true(at < pal_route_count);
    return &pal_routes[at];
}

/* The document as it stands; NULL: there is none. */
static const char *text_of(struct pal_arena *arena, const char *kind, const char *id,
                           int64_t *version)
{
    struct pal_document document = {0};
    struct pal_errand errand = enter(arena);
    enum pal_rc rc = pal_house_get(&errand, kind, id, &document);
    pal_house_leave(&errand);
    *version = document.version;
    return rc == PAL_OK ? document.text : NULL;
}

/* How a form ends that has all the memory that it asks for. */
static enum pal_rc whole_end = PAL_OK;

/* Sends a form while an allocation fails; whether every allocation was granted. */
static bool send_form(const char *place, const struct pal_field_value *items, size_t count,
                      size_t fail_at)
{
    struct failing failing = {.fail_at = fail_at};
    const struct pal_alloc alloc = failing_alloc(&failing);
    struct pal_arena arena;
    struct pal_http_request request = {.method = PAL_POST, .path = place, .arena = &arena};
    struct pal_http_response response = {0};
    pal_arena_init(&arena, &alloc);
    arena.is_piecewise = true;
    struct pal_call call = {.request = &request,
                            .response = &response,
                            .route = route_of(place),
                            .place = place,
                            .params = {"museum"},
                            .form = {items, count},
                            .errand = enter(&arena)};
    pal_values_init(&call.values, &arena);
    call.data = pal_value_object(&call.values);
    call.page = pal_value_object(&call.values);
    struct pal_app *app = pal_call_app(&call);
    app->arena.alloc = &alloc;
    app->arena.is_piecewise = true;
    enum pal_rc rc = call.route->run(&call);
    bool is_whole = failing.count <= fail_at;
    if (is_whole) {
        assert_int_equal(rc, whole_end);
    }
    pal_app_done(&call.app);
    pal_house_leave(&call.errand);
    pal_arena_done(&arena);
    return is_whole;
}

/* What a form of the project does not hold stays, whatever is short. */
static void test_edit(void **state)
{
    (void)state;
    size_t written = 0;
    for (size_t at = 0, done = 0; !done; at++) {
        struct pal_arena arena;
        char title[32];
        char number[32];
        int64_t version;
        pal_arena_init(&arena, NULL);
        (void)text_of(&arena, "project", "museum", &version);
        (void)snprintf(title, sizeof title, "Title %zu", at);
        (void)snprintf(number, sizeof number, "%lld", (long long)version);
        const struct pal_field_value items[] = {{"title", title, strlen(title), NULL, NULL},
                                                {"version", number, strlen(number), NULL, NULL}};
        done = send_form("/projects/{project}/edit", items, 2, at);
        int64_t after;
        const char *text = text_of(&arena, "project", "museum", &after);
        written += after > version;
        assert_true((strstr(text, title) != NULL) == (after > version));
        assert_non_null(strstr(text, "marking: SECRET"));
        assert_non_null(strstr(text, "museum.example"));
        assert_non_null(strstr(text, "quartz"));
        pal_arena_done(&arena);
    }
    assert_true(written > 0);
}

/* A new assessment has all that was typed, or is not there. */
static void test_new_assessment(void **state)
{
    (void)state;
    for (size_t at = 0, done = 0; !done; at++) {
        struct pal_arena arena;
        char id[32];
        int64_t version;
        (void)snprintf(id, sizeof id, "new-%zu", at);
        const struct pal_field_value items[] = {
            {"id", id, strlen(id), NULL, NULL},       {"title", "A title", 7, NULL, NULL},
            {"model", "sse-cmm-2.0", 11, NULL, NULL}, {"new_provider", "Quartz", 6, NULL, NULL},
            {"date", "2026-01-02", 10, NULL, NULL},
        };
        done = send_form("/projects/{project}/assessments/new", items, 5, at);
        pal_arena_init(&arena, NULL);
        const char *text = text_of(&arena, "assessment", id, &version);
        if (text != NULL) {
            assert_non_null(strstr(text, "title: \"A title\""));
            assert_non_null(strstr(text, "provider: Quartz"));
            assert_non_null(strstr(text, "project: \"Title"));
            assert_non_null(strstr(text, "2026-01-02"));
        }
        assert_true(text != NULL || !done);
        pal_arena_done(&arena);
    }
}

/* A candidate and the provider that is new are there together, or neither is. */
static void test_nominate(void **state)
{
    (void)state;
    /* behind the writing in wider steps: a project takes 256 candidates */
    for (size_t at = 0, step = 1, done = 0; !done; at += step) {
        struct pal_arena arena;
        char id[32];
        char number[32];
        int64_t version;
        int64_t after;
        pal_arena_init(&arena, NULL);
        (void)text_of(&arena, "project", "museum", &version);
        (void)snprintf(id, sizeof id, "offers-%zu", at);
        (void)snprintf(number, sizeof number, "%lld", (long long)version);
        /* another of the same name may be there since the memory was short later on */
        const struct pal_field_value items[] = {{"name", "A host", 6, NULL, NULL},
                                                {"id", id, strlen(id), NULL, NULL},
                                                {"similar", "new", 3, NULL, NULL},
                                                {"version", number, strlen(number), NULL, NULL}};
        done = send_form("/projects/{project}/candidates/add", items, 4, at);
        const char *provider = text_of(&arena, "provider", id, &after);
        const char *text = text_of(&arena, "project", "museum", &after);
        assert_true((strstr(text, id) != NULL) == (after > version));
        assert_true((provider != NULL) == (after > version));
        assert_true(provider == NULL || strstr(provider, "title: \"A host\"") != NULL);
        assert_non_null(strstr(text, "quartz"));
        step = after > version ? 8 : 1;
        pal_arena_done(&arena);
    }
}

/* What the tables forbid is not done because memory is short. */
static void test_forbidden(void **state)
{
    (void)state;
    whole_end = PAL_E_INVALID;
    for (size_t at = 0, done = 0; !done; at++) {
        struct pal_arena arena;
        char number[32];
        int64_t version;
        int64_t after;
        pal_arena_init(&arena, NULL);
        (void)text_of(&arena, "project", "museum", &version);
        (void)snprintf(number, sizeof number, "%lld", (long long)version);
        const struct pal_field_value refusal[] = {{"provider", "quartz", 6, NULL, NULL},
                                                  {"state", "refused", 7, NULL, NULL}};
        const struct pal_field_value closing[] = {{"state", "closed", 6, NULL, NULL},
                                                  {"version", number, strlen(number), NULL, NULL}};
        done = send_form("/projects/{project}/candidates/change", refusal, 2, at);
        done = send_form("/projects/{project}/edit", closing, 2, at) && done;
        const char *text = text_of(&arena, "project", "museum", &after);
        assert_int_equal(after, version);
        assert_null(strstr(text, "refused"));
        pal_arena_done(&arena);
    }
    whole_end = PAL_OK;
}

/* A version that cannot be taken over is not passed over: another one may stand in the body. */
static void test_if_match(void **state)
{
    (void)state;
    const struct pal_field_value items[] = {{"version", "12", 2, NULL, NULL}};
    struct pal_header header = {.name = "If-Match", .value = "\"11\""};
    struct pal_exchange exchange = {.headers = &header};
    enum pal_rc rc = PAL_E_MEMORY;
    for (size_t at = 0; rc != PAL_OK; at++) {
        struct failing failing = {.fail_at = at};
        const struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        struct pal_http_request request = {.arena = &arena, .impl = &exchange};
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        struct pal_call call = {.request = &request,
                                .route = route_of("/projects/{project}/edit"),
                                .form = {items, 1},
                                .errand = {.arena = &arena}};
        rc = pal_web_take_version(&call);
        assert_true(rc == PAL_E_MEMORY || (rc == PAL_OK && pal_form_version(&call) == 11));
        pal_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edit), cmocka_unit_test(test_new_assessment),
        cmocka_unit_test(test_nominate), cmocka_unit_test(test_forbidden),
        cmocka_unit_test(test_if_match)};
    return cmocka_run_group_tests(tests, open_one, close_one);
}
