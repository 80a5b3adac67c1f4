/* fact_bodies - what a fact says: read by its kind's fields, written canonically, and its digest.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/desk/document_json.h"
#include "app/house/facts_parts.h"
#include "app/house/secret.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"

enum { LIST_MAX = 1 << 20, BODY_MAX = 64 << 10, DIGEST_MAX = 1 << 20, FIELDS_MAX = 64 };

/* A scalar as it stands in a document: numbers and booleans plain, whatever else between quotes. */
static struct pal_node *scalar(struct pal_reader *reader, const struct pal_fact_field *field,
                               const struct pal_type *type)
{
    struct pal_node *node = pal_reader_take(reader, 1, sizeof *node);
    if (node != NULL) {
        bool is_plain =
            type != NULL && (type->kind == PAL_TYPE_INTEGER || type->kind == PAL_TYPE_DECIMAL ||
                             type->kind == PAL_TYPE_BOOLEAN);
        *node = (struct pal_node){
            .key = field->key, .text = field->value, .kind = PAL_NODE_SCALAR, .is_plain = is_plain};
    }
    return node;
}

static const struct pal_type *type_of(const struct pal_type *fields, const char *key)
{
    for (size_t i = 0; i < fields->field_count; i++) {
        if (strcmp(fields->fields[i].key, key) == 0) {
            return fields->fields[i].type;
        }
    }
    return NULL;
}

/* Blanks alone say nothing. */
static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* A document's reader refuses such characters; these texts come past it. */
static enum pal_rc check_characters(struct pal_errand *errand, const struct pal_fact_wish *wish)
{
    for (size_t i = 0; i < wish->field_count; i++) {
        const struct pal_fact_field *field = &wish->fields[i];
        uint32_t code = 0;
        if (!pal_utf8_is_text(field->value, strlen(field->value), &code)) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "%s: the text holds the control character U+%04X; remove it",
                                   field->key, (unsigned)code);
        }
    }
    return PAL_OK;
}

/* The fields as the tree of a document; what is empty is not there. */
static struct pal_node *tree_of(struct pal_reader *reader, const struct pal_fact_kind *kind,
                                const struct pal_fact_wish *wish)
{
    struct pal_node *root = pal_reader_take(reader, 1, sizeof *root);
    struct pal_node *last = NULL;
    if (root == NULL) {
        return NULL;
    }
    *root = (struct pal_node){.kind = PAL_NODE_MAP};
    for (size_t i = 0; i < wish->field_count; i++) {
        const struct pal_fact_field *field = &wish->fields[i];
        if (is_blank(field->value)) {
            continue;
        }
        struct pal_node *node = scalar(reader, field, type_of(kind->fields, field->key));
        if (node == NULL) {
            return NULL;
        }
        node->parent = root;
        *(last != NULL ? &last->next : &root->first) = node;
        last = node;
        root->count++;
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
    struct pal_node *root = tree_of(&reader, kind, wish);
    if (root == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_type_check(&reader, kind->fields, root);
    if (diag->error_count > 0) {
        const struct pal_err *err = &diag->errors[0];
        return pal_errand_fail(errand, PAL_E_INVALID, "%s%s%s", err->path,
                               err->path[0] != '\0' ? ": " : "", err->message);
    }
    return dump(errand, kind, root, body);
}

const char *pal_fact_word(struct pal_errand *errand, const char *body, const char *key)
{
    json_t *json = body[0] != '\0' ? json_loads(body, 0, NULL) : NULL;
    const char *word = json_string_value(json_object_get(json, key));
    const char *own = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
    json_decref(json);
    return own;
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

const char *pal_fact_subject_list(struct pal_errand *errand, const char *const *projects,
                                  size_t count)
{
    struct pal_buf buf;
    pal_buf_init(&buf, LIST_MAX, errand->arena->alloc);
    pal_buf_add_char(&buf, ',');
    for (size_t i = 0; i < count; i++) {
        pal_buf_add(&buf, projects[i]);
        pal_buf_add_char(&buf, ',');
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
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:o}", "kind", fact->kind, "subject_kind",
                     fact->subject_kind, "subject", fact->subject, "part", fact->part, "lane",
                     fact->lane, "seen", (json_int_t)fact->seen_turn, "state", fact->state,
                     "fields", fields);
}

const char *pal_fact_wish_json(struct pal_errand *errand, const struct pal_act_wish *wish)
{
    json_t *facts = json_array();
    for (size_t i = 0; i < wish->count; i++) {
        (void)json_array_append_new(facts, wish_json(&wish->facts[i]));
    }
    json_t *json = json_pack("{s:s, s:I, s:o}", "id", wish->id, "said_at",
                             (json_int_t)wish->said_at, "facts", facts);
    bool is_whole = json_array_size(facts) == wish->count;
    char *text = is_whole && json != NULL ? json_dumps(json, JSON_COMPACT) : NULL;
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
        .state = copy_word(errand, json_object_get(json, "state"), failed),
        .fields = fields,
        .field_count = fields != NULL ? count : 0};
}

enum pal_rc pal_fact_wish_read(struct pal_errand *errand, const char *text,
                               struct pal_act_wish *out)
{
    json_t *json = json_loads(text, 0, NULL);
    const json_t *list = json_object_get(json, "facts");
    size_t count = json_array_size(list);
    bool failed = count == 0;
    struct pal_fact_wish *facts = PAL_NEW(errand->arena, struct pal_fact_wish, count + 1);
    for (size_t i = 0; i < count && facts != NULL; i++) {
        read_fact(errand, json_array_get(list, i), &facts[i], &failed);
    }
    *out = (struct pal_act_wish){.id = copy_word(errand, json_object_get(json, "id"), &failed),
                                 .said_at = json_integer_value(json_object_get(json, "said_at")),
                                 .facts = facts,
                                 .count = count};
    json_decref(json);
    return facts == NULL ? pal_errand_explain(errand, PAL_E_MEMORY)
           : failed      ? pal_errand_fail(errand, PAL_E_INVALID, "this act cannot be read")
                         : PAL_OK;
}
