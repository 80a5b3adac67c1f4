/* brought: an import is no back door: who brings acts says what the form would let them say. */
#include "helpers.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/house/carry.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/house.h"
#include "app/house/secret.h"

static struct pal_house *house;
static char folder[] = "/tmp/palier-brought-XXXXXX";
static char paths[4][64];
enum { DATABASE, PROJECT, LIST, ACTS };

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static enum pal_rc bring(struct pal_errand *errand, const char *path, struct pal_carried *out)
{
    const char *const names[] = {path};
    const struct pal_import_request request = {.paths = names, .count = 1};
    pal_carried_init(out);
    return pal_import(errand, &request, out);
}

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
    static const char *const names[] = {"house.db", "museum.yaml", "export.yaml", "acts.json"};
    struct pal_err err = {0};
    struct pal_arena arena;
    struct pal_carried out;
    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
    }
    assert_int_equal(pal_house_open(paths[DATABASE], 1, &house, &err), PAL_OK);
    write_file(paths[PROJECT], "palier: project/1\nid: museum\ntitle: Museum\n");
    pal_arena_init(&arena, NULL);
    struct pal_errand errand = enter(&arena);
    assert_int_equal(bring(&errand, paths[PROJECT], &out), PAL_OK);
    assert_int_equal(out.documents, 1);
    pal_carried_done(&out);
    pal_house_leave(&errand);
    pal_arena_done(&arena);
    return 0;
}

static int close_one(void **state)
{
    static const char *const more[] = {"house.db-wal", "house.db-shm"};
    char path[64];
    (void)state;
    pal_house_close(house);
    for (size_t i = 0; i < 4; i++) {
        (void)unlink(paths[i]);
    }
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, more[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

/* An export of one comment in a lane, said to be of anne. */
static void write_export(char digit, const char *part, const char *lane, int turn)
{
    char acts[1024];
    char list[512];
    char id[PAL_ACT_ID + 1];
    char hash[PAL_HASH_TEXT];
    memset(id, digit, PAL_ACT_ID);
    id[PAL_ACT_ID] = '\0';
    (void)snprintf(acts, sizeof acts,
                   "[{\"principal\": \"person:anne\", \"id\": \"%s\", \"at\": 1600000000, "
                   "\"facts\": [{\"kind\": \"comment\", \"subject_kind\": \"project\", "
                   "\"subject\": \"museum\", \"part\": \"%s\", \"lane\": \"%s\", \"turn\": %d, "
                   "\"state\": \"said\", \"body\": {\"text\": \"A word\"}}]}]",
                   id, part, lane, turn);
    pal_secret_hash(acts, strlen(acts), hash);
    (void)snprintf(list, sizeof list,
                   "palier: export/2\nid: database\ntitle: T\ntables:\n  - name: acts\n"
                   "    rows: 1\n    sha256: %s\n",
                   hash);
    write_file(paths[ACTS], acts);
    write_file(paths[LIST], list);
}

/* An administrator who may comment on the project, and not assess. */
static const struct pal_role_on roles[] = {{"administrator", "*"},
                                           {"approving_authority", "museum"}};

static struct pal_errand enter_as(struct pal_arena *arena, const char *person, size_t role_count)
{
    struct pal_errand errand = enter(arena);
    errand.principal = (struct pal_principal){.kind = PAL_PRINCIPAL_PERSON, .id = person};
    errand.roles = roles;
    errand.role_count = role_count;
    return errand;
}

static void brings(const char *person, size_t role_count, const char *why)
{
    struct pal_arena arena;
    struct pal_carried out;
    pal_arena_init(&arena, NULL);
    struct pal_errand errand = enter_as(&arena, person, role_count);
    assert_int_equal(bring(&errand, folder, &out), PAL_OK);
    assert_int_equal(out.rows, why == NULL);
    assert_int_equal(out.refused, why != NULL);
    const char *told = pal_buf_text(&out.sentences);
    assert_true(why == NULL || (told != NULL && strstr(told, why) != NULL));
    pal_carried_done(&out);
    pal_house_leave(&errand);
    pal_arena_done(&arena);
}

static void test_rights(void **state)
{
    (void)state;
    write_export('1', "p1", "assessors", 1);
    brings("ada", 2, "your roles do not allow this (assess)");
    write_export('2', "p2", "", 1);
    brings("ada", 1, "your roles do not allow this (read the project)");
    brings("ada", 2, NULL);
}

/* What ada brought as anne's, bob does not go on with, nor does ada by a form. */
static void test_another(void **state)
{
    struct pal_arena arena;
    struct pal_act_done done;
    struct pal_fact_field field = {"text", "Another word"};
    const struct pal_fact_wish fact = {.kind = "comment",
                                       .subject_kind = "project",
                                       .subject = "museum",
                                       .part = "p3",
                                       .lane = "",
                                       .seen_turn = 1,
                                       .state = "",
                                       .fields = &field,
                                       .field_count = 1};
    const struct pal_act_wish wish = {
        .id = "99999999999999999999999999999999", .facts = &fact, .count = 1};
    (void)state;
    write_export('3', "p3", "", 1);
    brings("ada", 2, NULL);
    write_export('4', "p3", "", 2);
    brings("bob", 2, "somebody else's");
    pal_arena_init(&arena, NULL);
    struct pal_errand errand = enter_as(&arena, "ada", 2);
    assert_int_equal(pal_facts_act(&errand, &wish, &done), PAL_E_DENIED);
    pal_house_leave(&errand);
    pal_arena_done(&arena);
    brings("ada", 2, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rights),
        cmocka_unit_test(test_another),
    };
    return cmocka_run_group_tests_name("brought", tests, open_one, close_one);
}
