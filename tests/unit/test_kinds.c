/* The rows of the kinds of documents: nothing of them contradicts the descriptors and the library.
 */
#include <string.h>

#include "app/desk/library.h"
#include "app/house/shelf_kinds.h"
#include "helpers.h"

static void every_kind_has_a_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        const struct pal_shelf_kind *row = &pal_shelf_kinds[i];
        assert_int_equal(row->id, i);
        assert_string_equal(row->word, pal_kinds[i].word);
        assert_ptr_equal(pal_shelf_kind(pal_kinds[i].word), row);
        assert_true(pal_kind_is(pal_kinds[i].word, row->id));
        assert_non_null(row->title);
    }
    assert_int_equal(pal_shelf_kind("nothing")->belongs, PAL_OF_NOBODY);
    assert_int_equal(pal_shelf_kind("nothing")->id, PAL_KIND_COUNT);
}

static void places_follow_from_what_it_belongs_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        const struct pal_shelf_kind *row = &pal_shelf_kinds[i];
        assert_int_equal(row->place != NULL, row->belongs == PAL_OF_LIBRARY);
        assert_int_equal(row->shelf != NULL, row->belongs == PAL_OF_LIBRARY);
        assert_int_equal(row->own_place != NULL, row->belongs != PAL_OF_NOBODY);
        assert_int_equal(row->refusal != NULL, row->belongs == PAL_OF_NOBODY);
    }
}

/* What a document names is what its descriptor says: the whole of it, so that none is forgotten and
 * none is looked at in vain. */
static void what_is_named_is_what_descriptors_say(void **state)
{
    static const struct {
        enum pal_kind_id of, other;
        bool is_by_level;
    } named[] = {{PAL_KIND_PROFILE, PAL_KIND_MODEL, false},
                 {PAL_KIND_PROFILE, PAL_KIND_ALERT_SCHEME, false},
                 {PAL_KIND_ASSESSMENT, PAL_KIND_MODEL, false},
                 {PAL_KIND_ACTIONS, PAL_KIND_MODEL, false},
                 {PAL_KIND_ALERT_SCHEME, PAL_KIND_ALERT_SCHEME, false},
                 {PAL_KIND_PROCEDURES, PAL_KIND_PROCEDURES, false},
                 {PAL_KIND_MESSAGES, PAL_KIND_MESSAGES, false},
                 {PAL_KIND_NOTICE, PAL_KIND_NOTICE, false},
                 {PAL_KIND_NEEDS_RULE, PAL_KIND_MODEL, false},
                 {PAL_KIND_NEEDS, PAL_KIND_MODEL, false},
                 {PAL_KIND_NEEDS, PAL_KIND_ALERT_SCHEME, false},
                 {PAL_KIND_EFFORT, PAL_KIND_MODEL, false},
                 {PAL_KIND_ALERT_HISTORY, PAL_KIND_ALERT_SCHEME, false},
                 {PAL_KIND_ALERT_RATES, PAL_KIND_ALERT_SCHEME, false},
                 {PAL_KIND_PROJECT, PAL_KIND_PROFILE, false},
                 {PAL_KIND_PROJECT, PAL_KIND_PROCESS, false},
                 {PAL_KIND_PROJECT, PAL_KIND_ALERT_SCHEME, true},
                 {PAL_KIND_QUESTIONNAIRE, PAL_KIND_MODEL, false},
                 {PAL_KIND_ANSWERS, PAL_KIND_QUESTIONNAIRE, false},
                 {PAL_KIND_SENDING, PAL_KIND_PROJECT, false},
                 {PAL_KIND_SENDING, PAL_KIND_QUESTIONNAIRE, false},
                 {PAL_KIND_SENDING, PAL_KIND_PROVIDER, false},
                 {PAL_KIND_SENDING, PAL_KIND_PROFILE, false}};
    (void)state;
    size_t found = 0;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        bool is_by_level = !named[i].is_by_level;
        assert_true(pal_kind_names(&pal_shelf_kinds[named[i].of], named[i].other, &is_by_level));
        assert_int_equal(is_by_level, named[i].is_by_level);
    }
    for (size_t of = 0; of < PAL_KIND_COUNT; of++) {
        for (size_t other = 0; other < PAL_KIND_COUNT; other++) {
            bool is_by_level;
            found += pal_kind_names(&pal_shelf_kinds[of], (enum pal_kind_id)other, &is_by_level);
        }
    }
    assert_int_equal(found, sizeof named / sizeof *named);
}

/* Every key "model" or "alert_scheme" at the top names a document: none was forgotten. */
static void what_names_a_document_is_listed(void **state)
{
    static const struct {
        const char *key;
        enum pal_kind_id kind;
    } keys[] = {{"model", PAL_KIND_MODEL},
                {"alert_scheme", PAL_KIND_ALERT_SCHEME},
                {"profile", PAL_KIND_PROFILE}};
    (void)state;
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        const struct pal_type *type = pal_kinds[i].type;
        for (size_t field = 0; field < type->field_count; field++) {
            for (size_t key = 0; key < sizeof keys / sizeof *keys; key++) {
                bool is_by_level;
                if (type->fields[field].type->kind == PAL_TYPE_ID &&
                    strcmp(type->fields[field].key, keys[key].key) == 0) {
                    assert_true(pal_kind_names(&pal_shelf_kinds[i], keys[key].kind, &is_by_level));
                    assert_true(pal_kind_is_named(keys[key].kind));
                }
            }
        }
    }
    assert_false(pal_kind_is_named(PAL_KIND_BUDGET));
}

static void folders_hold_what_is_built_in(void **state)
{
    (void)state;
    struct pal_library_id ids[64];
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        const char *folder = pal_shelf_kinds[i].folder;
        assert_true(folder == NULL || pal_library_list(folder, ids, 64) > 0);
    }
}

static void addresses_are_filled_in(void **state)
{
    (void)state;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    const struct pal_shelf_kind *profile = pal_shelf_kind("profile");
    assert_string_equal(pal_kind_place(profile, "", "site", &arena), "/library/profile/site");
    assert_string_equal(pal_kind_place(profile, "museum", "site", &arena),
                        "/projects/museum/library/profile/site");
    assert_string_equal(pal_kind_place(pal_shelf_kind("needs"), "museum", "museum", &arena),
                        "/projects/museum/needs");
    assert_string_equal(pal_kind_place(pal_shelf_kind("assessment"), "museum", "north", &arena),
                        "/assessments/north");
    assert_null(pal_kind_place(pal_shelf_kind("budget"), "", "year", &arena));
    assert_null(pal_kind_place(pal_shelf_kind("export"), "museum", "all", &arena));
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_a_row),
        cmocka_unit_test(places_follow_from_what_it_belongs_to),
        cmocka_unit_test(what_is_named_is_what_descriptors_say),
        cmocka_unit_test(what_names_a_document_is_listed),
        cmocka_unit_test(folders_hold_what_is_built_in),
        cmocka_unit_test(addresses_are_filled_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
