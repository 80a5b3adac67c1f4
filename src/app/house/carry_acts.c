/* carry_acts - acts with their facts as JSON, as an export has them; see carry_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "app/house/carry_parts.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/secret.h"
#include "app/house/sending_parts.h"
#include "base/text.h"

/* --------------------------------------------------------------------- values */

int64_t pal_turns_of(const json_t *values, const char *key, enum pal_turn_count which)
{
    return json_integer_value(json_array_get(json_object_get(values, key), which));
}

void pal_turns_set(const json_t *values, const char *key, enum pal_turn_count which, int64_t to)
{
    (void)json_integer_set(json_array_get(json_object_get(values, key), which), to);
}

enum pal_rc pal_turns_add(json_t *values, const char *key)
{
    if (json_object_get(values, key) != NULL) {
        return PAL_OK;
    }
    return json_object_set_new(
               values, key, json_pack("[I, I, I]", (json_int_t)0, (json_int_t)0, (json_int_t)0)) ==
                   0
               ? PAL_OK
               : PAL_E_MEMORY;
}

/* A part may hold any character: each word stands behind its length. */
static const char *key_of(struct pal_arena *arena, const char *const words[5])
{
    return pal_arena_printf(arena, "%zu:%s %zu:%s %zu:%s %zu:%s %zu:%s", strlen(words[0]), words[0],
                            strlen(words[1]), words[1], strlen(words[2]), words[2],
                            strlen(words[3]), words[3], strlen(words[4]), words[4]);
}

static const char *const value_words[5] = {"kind", "subject_kind", "subject", "part", "lane"};

const char *pal_value_key(struct pal_arena *arena, const json_t *fact)
{
    const char *words[5];
    for (size_t i = 0; i < 5; i++) {
        const char *word = json_string_value(json_object_get(fact, value_words[i]));
        words[i] = word != NULL ? word : "";
    }
    return key_of(arena, words);
}

const char *pal_act_key(struct pal_arena *arena, const json_t *act, const char *own)
{
    const char *principal = json_string_value(json_object_get(act, "principal"));
    const char *id = json_string_value(json_object_get(act, "id"));
    bool is_named = principal != NULL && principal[0] != '\0';
    return pal_arena_printf(arena, "\n%s\n%s", is_named ? principal : own, id != NULL ? id : "");
}

/* -------------------------------------------------------------------- reading */

struct read_act {
    int64_t number;
    json_t *row; /* borrowed of the list */
};

struct reading {
    struct pal_errand *errand;
    const struct pal_acts_wanted *wanted;
    struct pal_arena arena; /* of one row */
    json_t *list;
    json_t *values;
    struct read_act *acts;
    size_t count;
    size_t room;
};

static const char *cell_of(enum pal_table_id table, const struct pal_cell *cells,
                           const char *column)
{
    const char *text = cells[pal_table_column(&pal_tables[table], column)].bytes;
    return text != NULL ? text : "";
}

static int64_t number_of(enum pal_table_id table, const struct pal_cell *cells, const char *column)
{
    return cells[pal_table_column(&pal_tables[table], column)].number;
}

static bool make_room(struct reading *at)
{
    if (at->count < at->room) {
        return true;
    }
    size_t room = at->room > 0 ? 2 * at->room : 64;
    struct read_act *larger = realloc(at->acts, room * sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    at->acts = larger;
    at->room = room;
    return true;
}

static enum pal_rc take_act(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct reading *at = ctx;
    const char *claim = cell_of(table, cells, "claim");
    const char *principal = claim[0] != '\0' ? claim : cell_of(table, cells, "principal");
    int64_t said_at = number_of(table, cells, "said_at");
    json_t *row = json_pack(
        "{s:s, s:s, s:I}", "principal", at->wanted->is_without_persons ? "" : principal, "id",
        cell_of(table, cells, "id"), "at", (json_int_t)number_of(table, cells, "at"));
    int failed = row == NULL || !make_room(at);
    if (said_at != 0) {
        failed |= json_object_set_new(row, "said_at", json_integer(said_at));
    }
    failed |= json_object_set_new(row, "facts", json_array());
    const char *key = !failed ? pal_act_key(&at->arena, row, "") : NULL;
    bool is_wanted =
        key != NULL && (at->wanted->keys == NULL || json_object_get(at->wanted->keys, key) != NULL);
    if (is_wanted) {
        at->acts[at->count++] = (struct read_act){number_of(table, cells, "number"), row};
        failed |= json_array_append(at->list, row);
    }
    json_decref(row);
    pal_arena_done(&at->arena);
    return failed || key == NULL ? PAL_E_MEMORY : PAL_OK;
}

static int by_number(const void *key, const void *item)
{
    int64_t number = *(const int64_t *)key;
    int64_t other = ((const struct read_act *)item)->number;
    return number < other ? -1 : number > other;
}

static enum pal_rc add_fact(struct reading *at, json_t *act, const struct pal_cell *cells,
                            int64_t turn)
{
    json_t *fact = json_object();
    int failed = fact == NULL;
    for (size_t i = 0; i < 5; i++) {
        failed |= json_object_set_new(fact, value_words[i],
                                      json_string(cell_of(PAL_TABLE_FACTS, cells, value_words[i])));
    }
    failed |= json_object_set_new(fact, "turn", json_integer(turn));
    failed |=
        json_object_set_new(fact, "state", json_string(cell_of(PAL_TABLE_FACTS, cells, "state")));
    json_t *body = json_loads(cell_of(PAL_TABLE_FACTS, cells, "body"), 0, NULL);
    if (!json_is_object(body)) {
        json_decref(body);
        json_decref(fact);
        return pal_errand_fail(at->errand, PAL_E_INVALID,
                               "what fact %lld says cannot be read; run \"palier doctor\"",
                               (long long)number_of(PAL_TABLE_FACTS, cells, "number"));
    }
    failed |= json_object_set_new(fact, "body", body);
    failed |= json_array_append_new(json_object_get(act, "facts"), fact);
    return failed ? PAL_E_MEMORY : PAL_OK;
}

/* What is said to those alone who answer, or to the keeper, while a consultation is not open. */
static bool is_sealed(const struct pal_acts_wanted *wanted, enum pal_table_id table,
                      const struct pal_cell *cells)
{
    const char *audience = cell_of(table, cells, "audience");
    bool is_theirs = false;
    if (wanted->sealed == NULL ||
        json_object_get(wanted->sealed, cell_of(table, cells, "subject")) == NULL ||
        strcmp(cell_of(table, cells, "subject_kind"), PAL_SENDING_KIND) != 0) {
        return false;
    }
    for (int i = PAL_AUDIENCE_RESPONDENT; i <= PAL_AUDIENCE_ANSWERS; i++) {
        is_theirs = is_theirs || strcmp(audience, pal_audience_ids[i]) == 0;
    }
    return is_theirs;
}

/* Facts come in the order of their numbers, which is that of the turns of each value. */
static enum pal_rc take_fact(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct reading *at = ctx;
    const char *project = at->wanted->project;
    const char *words[5];
    bool is_erased = !cells[pal_table_column(&pal_tables[table], "erased_by")].is_null;
    if (is_erased || (project != NULL && strcmp(cell_of(table, cells, "project"), project) != 0)) {
        return PAL_OK;
    }
    if (is_sealed(at->wanted, table, cells)) {
        return PAL_OK;
    }
    for (size_t i = 0; i < 5; i++) {
        words[i] = cell_of(table, cells, value_words[i]);
    }
    const char *key = key_of(&at->arena, words);
    enum pal_rc rc = key == NULL                  ? PAL_E_MEMORY
                     : at->wanted->values == NULL ? pal_turns_add(at->values, key)
                                                  : PAL_OK;
    if (rc == PAL_OK && json_object_get(at->values, key) != NULL) {
        int64_t turn = pal_turns_of(at->values, key, PAL_TURNS_ALL) + 1;
        int64_t act = number_of(table, cells, "act");
        const struct read_act *of =
            at->count > 0 ? bsearch(&act, at->acts, at->count, sizeof *at->acts, by_number) : NULL;
        pal_turns_set(at->values, key, PAL_TURNS_ALL, turn);
        pal_turns_set(at->values, key, PAL_TURNS_LAST, number_of(table, cells, "number"));
        rc = of != NULL ? add_fact(at, of->row, cells, turn) : PAL_OK;
    }
    pal_arena_done(&at->arena);
    return rc;
}

/* Two may have chosen the same id, and without their names nothing tells them apart: the second has
 * one made of it. */
static enum pal_rc tell_apart(const struct reading *at, json_t *row, json_t *used)
{
    const char *id = json_string_value(json_object_get(row, "id"));
    int64_t count = json_integer_value(json_object_get(used, id)) + 1;
    int failed = json_object_set_new(used, id, json_integer(count));
    if (count > 1 && !failed) {
        char hash[PAL_HASH_TEXT];
        const char *text = pal_arena_printf(at->errand->arena, "%s %lld", id, (long long)count);
        if (text == NULL) {
            return PAL_E_MEMORY;
        }
        pal_secret_hash(text, strlen(text), hash);
        failed = json_object_set_new(row, "id", json_stringn(hash, PAL_ACT_ID));
    }
    return failed ? PAL_E_MEMORY : PAL_OK;
}

/* Without those that say nothing, or nothing any more; those that were asked for are told. */
static enum pal_rc keep_those_that_say(const struct reading *at, json_t **out)
{
    json_t *used = json_object();
    *out = json_array();
    enum pal_rc rc = used != NULL && *out != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < json_array_size(at->list) && rc == PAL_OK; i++) {
        json_t *row = json_array_get(at->list, i);
        if (at->wanted->keys == NULL && json_array_size(json_object_get(row, "facts")) == 0) {
            continue;
        }
        rc = at->wanted->is_without_persons ? tell_apart(at, row, used) : PAL_OK;
        if (rc == PAL_OK && json_array_append(*out, row) != 0) {
            rc = PAL_E_MEMORY;
        }
    }
    json_decref(used);
    return rc;
}

enum pal_rc pal_acts_read(struct pal_errand *errand, const struct pal_acts_wanted *wanted,
                          json_t **out)
{
    struct reading at = {.errand = errand, .wanted = wanted, .list = json_array()};
    at.values = wanted->values != NULL ? json_incref(wanted->values) : json_object();
    *out = NULL;
    pal_arena_init(&at.arena, NULL);
    enum pal_rc rc = at.list != NULL && at.values != NULL
                         ? pal_table_walk(errand->db, PAL_TABLE_ACTS, take_act, &at)
                         : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_table_walk(errand->db, PAL_TABLE_FACTS, take_fact, &at);
    }
    if (rc == PAL_OK) {
        rc = keep_those_that_say(&at, out);
    }
    json_decref(at.list);
    json_decref(at.values);
    free(at.acts);
    pal_arena_done(&at.arena);
    return pal_errand_explain(errand, rc);
}
