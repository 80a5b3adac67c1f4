/* fact_bodies - what a fact says: read by its kind's fields, written canonically, and its digest.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/desk/document_json.h"
#include "app/house/checks.h"
#include "app/house/facts_parts.h"
#include "app/house/secret.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/work.h"
#include "format/yaml.h"

enum {
    LIST_MAX = 1 << 20,
    BODY_MAX = 64 << 10,
    DIGEST_MAX = 1 << 20,
    FIELDS_MAX = PAL_LIMIT_PRACTICES + 64
};

/* A time of work as the number of its minutes. Memory that is short, and a text that is no time,
 * leave it as it was typed: the check of its type, or pal_fact_body, says what is wrong. */
static const char *digits_of(struct pal_reader *reader, const char *typed)
{
    int64_t minutes;
    const char *digits = pal_work_read(typed, &minutes)
                             ? pal_arena_printf(reader->arena, "%lld", (long long)minutes)
                             : NULL;
    return digits != NULL ? digits : typed;
}

/* A scalar as it stands in a document: numbers and booleans plain, whatever else between quotes. */
static struct pal_node *scalar(struct pal_reader *reader, const struct pal_fact_field *field,
                               const struct pal_type *type)
{
    struct pal_node *node = pal_reader_take(reader, 1, sizeof *node);
    if (node != NULL) {
        bool is_plain =
            type != NULL && (type->kind == PAL_TYPE_INTEGER || type->kind == PAL_TYPE_DECIMAL ||
                             type->kind == PAL_TYPE_BOOLEAN);
        const char *text =
            type != NULL && type->is_work ? digits_of(reader, field->value) : field->value;
        *node = (struct pal_node){
            .key = field->key, .text = text, .kind = PAL_NODE_SCALAR, .is_plain = is_plain};
    }
    return node;
}

static const struct pal_type *type_of(const struct pal_type *fields, const char *key)
{
    const struct pal_field *field = pal_field_of(fields, key);
    return field != NULL ? field->type : NULL;
}

/* A time of work is refused in the words of the page of hours. */
static enum pal_rc check_work(struct pal_errand *errand, const struct pal_fact_kind *kind,
                              const struct pal_fact_wish *wish)
{
    for (size_t i = 0; i < wish->field_count; i++) {
        const struct pal_type *type = type_of(kind->fields, wish->fields[i].key);
        int64_t minutes;
        if (type != NULL && type->is_work && !pal_is_blank(wish->fields[i].value)) {
            enum pal_rc rc = pal_check_minutes(errand, wish->fields[i].value, type->min, &minutes);
            if (rc != PAL_OK) {
                return rc;
            }
        }
    }
    return PAL_OK;
}

/* A document's reader refuses such characters; these texts come past it. */
static enum pal_rc check_characters(struct pal_errand *errand, const struct pal_fact_wish *wish)
{
    for (size_t i = 0; i < wish->field_count; i++) {
        const struct pal_fact_field *field = &wish->fields[i];
        uint32_t code = 0;
        size_t bad_at = 0;
        if (!pal_utf8_check(field->value, strlen(field->value), &bad_at)) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, field->key,
                                      "the text is no UTF-8 from byte %zu on", bad_at + 1);
        }
        if (!pal_utf8_is_text(field->value, strlen(field->value), &code)) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, field->key,
                                      "the text holds the control character U+%04X; remove it",
                                      (unsigned)code);
        }
    }
    return PAL_OK;
}

static void hang(struct pal_node *node, struct pal_node *parent)
{
    struct pal_node **end = &parent->first;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    node->parent = parent;
    *end = node;
    parent->count++;
}

/* The map that a field "practices.BP.05.01" is an entry of, and the entry's key in `rest`; NULL:
 * it is none of a map. `reader` says when memory is short. */
static struct pal_node *map_of(struct pal_reader *reader, const struct pal_type *fields,
                               struct pal_node *root, const char *key, const char **rest)
{
    const char *dot = strchr(key, '.');
    const char *name = dot != NULL ? pal_arena_copy(reader->arena, key, (size_t)(dot - key)) : NULL;
    const struct pal_type *type = name != NULL ? type_of(fields, name) : NULL;
    if (type == NULL || type->kind != PAL_TYPE_MAP) {
        return NULL;
    }
    *rest = dot + 1;
    struct pal_node *map = pal_node_get(root, name);
    if (map == NULL) {
        map = pal_reader_take(reader, 1, sizeof *map);
        if (map != NULL) {
            *map = (struct pal_node){.key = name, .kind = PAL_NODE_MAP};
            hang(map, root);
        }
    }
    return map;
}

/* The fields as the tree of a document; what is empty is not there. */
static struct pal_node *tree_of(struct pal_reader *reader, const struct pal_fact_kind *kind,
                                const struct pal_fact_wish *wish)
{
    struct pal_node *root = pal_reader_take(reader, 1, sizeof *root);
    if (root == NULL) {
        return NULL;
    }
    *root = (struct pal_node){.kind = PAL_NODE_MAP};
    for (size_t i = 0; i < wish->field_count; i++) {
        struct pal_fact_field field = wish->fields[i];
        if (pal_is_blank(field.value)) {
            continue;
        }
        struct pal_node *map = map_of(reader, kind->fields, root, field.key, &field.key);
        struct pal_node *node = scalar(reader, &field, type_of(kind->fields, field.key));
        if (node == NULL) {
            return NULL;
        }
        hang(node, map != NULL ? map : root);
    }
    return root;
}

static enum pal_rc dump(struct pal_errand *errand, const struct pal_fact_kind *kind,
                        const struct pal_node *root, const char **body)
{
    json_t *json = pal_document_json(kind->fields, root);
    char *text = json != NULL ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    *body = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    size_t len = text != NULL ? strlen(text) : 0;
    free(text);
    json_decref(json);
    if (*body == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    return len <= BODY_MAX
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_LIMIT, "this is %zu bytes long, %d are the most",
                                 len, (int)BODY_MAX);
}

enum pal_rc pal_fact_body(struct pal_errand *errand, const struct pal_fact_kind *kind,
                          const struct pal_fact_wish *wish, const char **body)
{
    if (wish->field_count > FIELDS_MAX) {
        return pal_errand_fail(errand, PAL_E_LIMIT, "there are more fields than %d",
                               (int)FIELDS_MAX);
    }
    enum pal_rc rc = check_characters(errand, wish);
    rc = rc == PAL_OK ? check_work(errand, kind, wish) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_diag *diag = PAL_NEW(errand->arena, struct pal_diag, 1);
    if (diag == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_diag_init(diag);
    diag->voice = errand->voice;
    struct pal_reader reader = {.arena = errand->arena, .diag = diag, .file = ""};
    struct pal_node *root = wish->json != NULL
                                ? pal_yaml_read(&reader, wish->json, strlen(wish->json))
                                : tree_of(&reader, kind, wish);
    if (root == NULL && diag->error_count == 0) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    if (root == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s", diag->errors[0].message);
    }
    pal_type_check(&reader, kind->fields, root);
    if (diag->error_count > 0) {
        const struct pal_err *err = &diag->errors[0];
        size_t len = strcspn(err->path, ".[");
        const char *field = len > 0 ? pal_arena_copy(errand->arena, err->path, len) : err->field;
        const char *within = err->path + len; /* the sentence stands at the field: what is in it */
        within += within[0] == '.';
        return pal_errand_fail_at(errand, PAL_E_INVALID, field, "%s%s%s", within,
                                  within[0] != '\0' ? ": " : "", err->message);
    }
    return dump(errand, kind, root, body);
}

/* A day that has begun somewhere on earth is not one to come. */
bool pal_fact_is_to_come(const struct pal_errand *errand, const char *day)
{
    enum { HALF_A_DAY = 14 * 3600 };
    struct tm parts;
    time_t latest = (time_t)errand->now + HALF_A_DAY;
    char last[16];
    return day != NULL && gmtime_r(&latest, &parts) != NULL &&
           strftime(last, sizeof last, "%Y-%m-%d", &parts) > 0 && strcmp(day, last) > 0;
}

const char *pal_fact_subject_list(struct pal_errand *errand, const char *const *ids, size_t count)
{
    struct pal_buf buf;
    pal_buf_init(&buf, LIST_MAX, errand->arena->alloc);
    pal_buf_add_char(&buf, ',');
    for (size_t i = 0; i < count; i++) {
        if (ids[i] != NULL) {
            pal_buf_add(&buf, ids[i]);
            pal_buf_add_char(&buf, ',');
        }
    }
    const char *text = pal_buf_text(&buf);
    const char *own = text != NULL ? pal_arena_copy(errand->arena, text, buf.len) : NULL;
    pal_buf_done(&buf);
    return own;
}

static void add(struct pal_buf *buf, const char *text)
{
    pal_buf_printf(buf, "%zu:", strlen(text));
    pal_buf_add(buf, text);
    pal_buf_add_char(buf, '\n');
}

enum pal_rc pal_fact_digest(const struct pal_fact_row *row, char out[65])
{
    struct pal_buf buf;
    pal_buf_init(&buf, DIGEST_MAX, NULL);
    add(&buf, row->salt);
    add(&buf, row->kind);
    add(&buf, row->project);
    add(&buf, row->subject_kind);
    add(&buf, row->subject);
    add(&buf, row->part);
    add(&buf, row->lane);
    pal_buf_printf(&buf, "%lld\n", (long long)row->turn);
    add(&buf, row->state);
    add(&buf, row->body);
    add(&buf, row->audience);
    const char *text = pal_buf_text(&buf);
    if (text != NULL) {
        pal_secret_hash(text, buf.len, out);
    }
    pal_buf_done(&buf);
    return text != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* ------------------------------------------------------------ an act as it was sent */

static json_t *wish_json(const struct pal_fact_wish *fact)
{
    json_t *fields = json_array();
    for (size_t i = 0; i < fact->field_count; i++) {
        (void)json_array_append_new(
            fields, json_pack("[s, s]", fact->fields[i].key, fact->fields[i].value));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:b, s:b, s:s, s:s*, s:o}", "kind", fact->kind,
                     "subject_kind", fact->subject_kind, "subject", fact->subject, "part",
                     fact->part, "lane", fact->lane, "seen", (json_int_t)fact->seen_turn,
                     "is_by_fact", fact->is_by_fact, "is_behind_last", fact->is_behind_last,
                     "state", fact->state, "json", fact->json, "fields", fields);
}

static json_t *seen_json(const struct pal_fact_seen *seen)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I}", "kind", seen->kind, "subject_kind",
                     seen->subject_kind, "subject", seen->subject, "part", seen->part, "lane",
                     seen->lane, "turn", (json_int_t)seen->turn);
}

const char *pal_fact_wish_json(struct pal_errand *errand, const struct pal_act_wish *wish)
{
    json_t *facts = json_array();
    for (size_t i = 0; i < wish->count; i++) {
        (void)json_array_append_new(facts, wish_json(&wish->facts[i]));
    }
    json_t *seen = json_array();
    for (size_t i = 0; i < wish->seen_count; i++) {
        (void)json_array_append_new(seen, seen_json(&wish->seen[i]));
    }
    json_t *json = json_pack("{s:s, s:I, s:o, s:o}", "id", wish->id, "said_at",
                             (json_int_t)wish->said_at, "facts", facts, "seen", seen);
    bool is_whole = json != NULL && json_array_size(facts) == wish->count &&
                    json_array_size(seen) == wish->seen_count;
    char *text = is_whole ? json_dumps(json, JSON_COMPACT) : NULL;
    const char *own = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(json);
    return own;
}

static const char *copy_word(struct pal_errand *errand, const json_t *json, bool *failed)
{
    const char *word = json_string_value(json);
    const char *own = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
    *failed = *failed || own == NULL;
    return own != NULL ? own : "";
}

static void read_fact(struct pal_errand *errand, const json_t *json, struct pal_fact_wish *out,
                      bool *failed)
{
    const json_t *list = json_object_get(json, "fields");
    size_t count = json_array_size(list);
    struct pal_fact_field *fields = PAL_NEW(errand->arena, struct pal_fact_field, count + 1);
    *failed = *failed || fields == NULL;
    for (size_t i = 0; i < count && fields != NULL; i++) {
        const json_t *pair = json_array_get(list, i);
        fields[i].key = copy_word(errand, json_array_get(pair, 0), failed);
        fields[i].value = copy_word(errand, json_array_get(pair, 1), failed);
    }
    *out = (struct pal_fact_wish){
        .kind = copy_word(errand, json_object_get(json, "kind"), failed),
        .subject_kind = copy_word(errand, json_object_get(json, "subject_kind"), failed),
        .subject = copy_word(errand, json_object_get(json, "subject"), failed),
        .part = copy_word(errand, json_object_get(json, "part"), failed),
        .lane = copy_word(errand, json_object_get(json, "lane"), failed),
        .seen_turn = json_integer_value(json_object_get(json, "seen")),
        .is_by_fact = json_is_true(json_object_get(json, "is_by_fact")),
        .is_behind_last = json_is_true(json_object_get(json, "is_behind_last")),
        .state = copy_word(errand, json_object_get(json, "state"), failed),
        .json = json_object_get(json, "json") != NULL
                    ? copy_word(errand, json_object_get(json, "json"), failed)
                    : NULL,
        .fields = fields,
        .field_count = fields != NULL ? count : 0};
}

static void read_seen(struct pal_errand *errand, const json_t *json, struct pal_fact_seen *out,
                      bool *failed)
{
    *out = (struct pal_fact_seen){
        .kind = copy_word(errand, json_object_get(json, "kind"), failed),
        .subject_kind = copy_word(errand, json_object_get(json, "subject_kind"), failed),
        .subject = copy_word(errand, json_object_get(json, "subject"), failed),
        .part = copy_word(errand, json_object_get(json, "part"), failed),
        .lane = copy_word(errand, json_object_get(json, "lane"), failed),
        .turn = json_integer_value(json_object_get(json, "turn"))};
}

enum pal_rc pal_fact_wish_read(struct pal_errand *errand, const char *text,
                               struct pal_act_wish *out)
{
    json_t *json = json_loads(text, 0, NULL);
    const json_t *list = json_object_get(json, "facts");
    size_t count = json_array_size(list);
    bool failed = count == 0;
    struct pal_fact_wish *facts = PAL_NEW(errand->arena, struct pal_fact_wish, count + 1);
    const json_t *seen_list = json_object_get(json, "seen");
    size_t seen_count = json_array_size(seen_list);
    struct pal_fact_seen *seen = PAL_NEW(errand->arena, struct pal_fact_seen, seen_count + 1);
    for (size_t i = 0; i < count && facts != NULL; i++) {
        read_fact(errand, json_array_get(list, i), &facts[i], &failed);
    }
    for (size_t i = 0; i < seen_count && seen != NULL; i++) {
        read_seen(errand, json_array_get(seen_list, i), &seen[i], &failed);
    }
    *out = (struct pal_act_wish){.id = copy_word(errand, json_object_get(json, "id"), &failed),
                                 .said_at = json_integer_value(json_object_get(json, "said_at")),
                                 .facts = facts,
                                 .count = count,
                                 .seen = seen,
                                 .seen_count = seen_count};
    json_decref(json);
    return facts == NULL || seen == NULL ? pal_errand_explain(errand, PAL_E_MEMORY)
           : failed ? pal_errand_fail(errand, PAL_E_INVALID, "this act cannot be read")
                    : PAL_OK;
}
