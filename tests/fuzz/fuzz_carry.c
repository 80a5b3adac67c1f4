/* fuzz_carry - what an export says of itself: its list, its tables and its acts as JSON. The first
 * byte chooses: 'l' the list, a digit a table, whose rows are held to what an import asks of them,
 * by a database with nothing in it. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/house/carry_parts.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/house.h"

enum { OLDER = '0' + PAL_CARRIED_TABLES }; /* the digits of tables that one of before has */

/* Made once, and gone at the end. */
static char folder[] = "/tmp/palier-fuzz.XXXXXX";
static char path[sizeof folder + 16];
static struct pal_house *house;

static void leave(void)
{
    pal_house_close(house);
    (void)unlink(path);
    (void)rmdir(folder);
}

static void enter(struct pal_errand *errand)
{
    if (house == NULL) {
        struct pal_err err;
        bool is_made = mkdtemp(folder) != NULL;
        (void)snprintf(path, sizeof path, "%s/empty.db", folder);
        if (!is_made || pal_house_open(path, 1, &house, &err) != PAL_OK) {
            abort();
        }
        (void)atexit(leave);
    }
    if (pal_house_enter(house, errand) != PAL_OK || pal_db_begin_read(errand->db) != PAL_OK) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One project, and one assessment in it. */
static enum pal_rc find_home(void *ctx, const char *kind, const char *id, const char **project)
{
    (void)ctx;
    *project = "museum";
    bool is_there = (strcmp(kind, "project") == 0 && strcmp(id, "museum") == 0) ||
                    (strcmp(kind, "assessment") == 0 && strcmp(id, "north-2025") == 0);
    return is_there ? PAL_OK : PAL_E_NOT_FOUND;
}

static void read_list(struct pal_errand *errand, const char *text, size_t len)
{
    struct pal_app app;
    struct pal_list list;
    pal_app_init(&app);
    if (pal_list_read(errand, &app, "export.yaml", text, len, &list) == PAL_OK) {
        for (size_t i = 0; i < list.count; i++) {
            const struct pal_listed_document *at = &list.documents[i];
            if (at->kind[0] == '\0' || at->id[0] == '\0' || strchr(at->id, '/') != NULL ||
                strchr(at->kind, '/') != NULL || at->version < 1) {
                abort();
            }
        }
    } else if (errand->err.message[0] == '\0') {
        abort(); /* nothing is refused without a sentence */
    }
    pal_app_done(&app);
}

/* What would be written of acts: whose they are, and turns without gaps. */
static void look_at_acts(const struct pal_bringing *at)
{
    json_t *turns = json_object();
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    for (size_t i = 0; i < at->ordered; i++) {
        const json_t *act = json_array_get(at->rows, at->order[i]);
        const json_t *facts = json_object_get(act, "facts");
        const char *id = json_string_value(json_object_get(act, "id"));
        if (id == NULL || strlen(id) != PAL_ACT_ID || json_array_size(facts) == 0) {
            abort();
        }
        for (size_t j = 0; j < json_array_size(facts); j++) {
            const json_t *fact = json_array_get(facts, j);
            const char *key = pal_value_key(&arena, fact);
            int64_t turn = json_integer_value(json_object_get(fact, "turn"));
            if (key == NULL || json_integer_value(json_object_get(turns, key)) + 1 != turn ||
                json_object_set_new(turns, key, json_integer(turn)) != 0) {
                abort();
            }
        }
    }
    json_decref(turns);
    pal_arena_done(&arena);
}

static void read_rows(struct pal_errand *errand, enum pal_table_id table, const char *text,
                      size_t len)
{
    struct pal_carried carried;
    struct pal_homes homes = {find_home, NULL};
    json_t *rows = json_loadb(text, len, 0, NULL);
    int64_t count = (int64_t)json_array_size(rows);
    struct pal_bringing bringing = {
        .errand = errand, .id = table, .homes = &homes, .out = &carried};
    json_decref(rows);
    pal_carried_init(&carried);
    enum pal_rc rc = pal_rows_read(errand, table, text, len, count, &bringing.rows);
    if (rc == PAL_OK) {
        bringing.persons = bringing.rows;
        rc = pal_rows_check(&bringing);
    }
    if (rc == PAL_OK) {
        size_t all = json_array_size(bringing.rows);
        if (bringing.ordered + (size_t)carried.refused + (size_t)carried.left != all) {
            abort(); /* each row is taken, left or told */
        }
        if (table == PAL_TABLE_ACTS) {
            look_at_acts(&bringing);
        }
    } else if (errand->err.message[0] == '\0') {
        abort();
    }
    pal_rows_done(&bringing);
    pal_carried_done(&carried);
}

/* Rows of before: what becomes an act of them has the shape of one that was exported. */
static void read_older(struct pal_errand *errand, enum pal_table_id table, const char *text,
                       size_t len)
{
    struct pal_carried carried;
    struct pal_homes homes = {find_home, NULL};
    json_t *rows = json_loadb(text, len, 0, NULL);
    json_t *acts = json_array();
    json_t *names = json_object();
    int64_t count = (int64_t)json_array_size(rows);
    struct pal_bringing older = {.errand = errand, .id = table, .homes = &homes, .out = &carried};
    json_decref(rows);
    pal_carried_init(&carried);
    enum pal_rc rc = pal_rows_read(errand, table, text, len, count, &older.rows);
    if (rc == PAL_OK) {
        rc = pal_older_acts(&older, older.rows, acts, names);
    }
    if (rc == PAL_OK) {
        struct pal_bringing bringing = {.errand = errand,
                                        .id = PAL_TABLE_ACTS,
                                        .homes = &homes,
                                        .rows = acts,
                                        .names = names,
                                        .out = &carried};
        size_t all = json_array_size(older.rows);
        if (pal_rows_check(&bringing) != PAL_OK ||
            bringing.ordered + (size_t)carried.refused != all) {
            abort(); /* each row is taken or told, and none is of a shape that no act has */
        }
        look_at_acts(&bringing);
        bringing.rows = NULL;
        pal_rows_done(&bringing);
    } else if (errand->err.message[0] == '\0') {
        abort();
    }
    json_decref(acts);
    json_decref(names);
    pal_rows_done(&older);
    pal_carried_done(&carried);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_arena arena;
    struct pal_errand errand = {.arena = &arena,
                                .principal = {.kind = PAL_PRINCIPAL_OPERATOR},
                                .source = "local",
                                .now = 1800000000};
    if (size == 0) {
        return 0;
    }
    pal_arena_init(&arena, NULL);
    enter(&errand);
    const char *text = (const char *)data + 1;
    if (data[0] >= '0' && data[0] < '0' + PAL_CARRIED_TABLES) {
        read_rows(&errand, pal_carried_tables[data[0] - '0'], text, size - 1);
    } else if (data[0] >= OLDER && data[0] < OLDER + PAL_OLDER_TABLES) {
        read_older(&errand, pal_older_tables[data[0] - OLDER], text, size - 1);
    } else {
        read_list(&errand, text, size - 1);
    }
    pal_db_rollback(errand.db);
    pal_house_leave(&errand);
    pal_arena_done(&arena);
    return 0;
}
