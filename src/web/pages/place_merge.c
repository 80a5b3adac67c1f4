/* place_merge - two who have changed one answer: what both say of different parts of it goes
 * together, what they say of the same part is shown to whoever comes second; see place.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/questions.h"
#include "web/pages/place.h"

enum { UNITS_MOST = PAL_ANSWER_FIELDS_MOST + 8, PATH_MOST = 128 };

static const char fields_dot[] = "fields.";

/* ------------------------------------------------------------------------- units */

/* The parts beside the fields, with the keys of the answer that each holds. */
static const struct {
    const char *path;
    const char *title;
    const char *keys[3];
} around[] = {
    {"instead", PAL_N_("Instead of an answer"), {"not_yet", "not_known", "not_applicable"}},
    {"remark", PAL_N_("Remark"), {"remark"}},
    {"proofs", PAL_N_("Proofs"), {"proofs"}},
    {"about", PAL_N_("About"), {"about", "service"}},
    {"subcontractor", PAL_N_("Answered by a subcontractor"), {"subcontractor"}},
    {"secret", PAL_N_("Business secret"), {"secret"}},
};
enum { AROUND = sizeof around / sizeof *around };

static bool is_in_list(const json_t *list, const char *word)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *own = json_string_value(json_array_get(list, i));
        if (own != NULL && strcmp(own, word) == 0) {
            return true;
        }
    }
    return false;
}

static int find_around(const char *path)
{
    for (int i = 0; i < AROUND; i++) {
        if (strcmp(around[i].path, path) == 0) {
            return i;
        }
    }
    return -1;
}

/* A part of an answer as an answer that says nothing else (new reference). */
static json_t *take_unit(const json_t *answer, const char *path)
{
    json_t *out = json_object();
    int at = find_around(path);
    for (size_t i = 0; at >= 0 && i < 3 && around[at].keys[i] != NULL; i++) {
        json_t *value = json_object_get(answer, around[at].keys[i]);
        if (value != NULL) {
            (void)json_object_set(out, around[at].keys[i], value);
        }
    }
    if (at >= 0 || strncmp(path, fields_dot, sizeof fields_dot - 1) != 0) {
        return out;
    }
    const char *field = path + sizeof fields_dot - 1;
    json_t *value = json_object_get(json_object_get(answer, "fields"), field);
    if (value != NULL) {
        json_t *fields = json_object();
        (void)json_object_set(fields, field, value);
        (void)json_object_set_new(out, "fields", fields);
    }
    if (is_in_list(json_object_get(answer, "none"), field)) {
        (void)json_object_set_new(out, "none", json_pack("[s]", field));
    }
    return out;
}

static void add_none(json_t *answer, const char *field)
{
    json_t *none = json_object_get(answer, "none");
    if (none == NULL) {
        none = json_array();
        (void)json_object_set_new(answer, "none", none);
    }
    (void)json_array_append_new(none, json_string(field));
}

/* Adds a part to an answer that has not that part. */
static void add_unit(json_t *answer, const char *path, json_t *unit)
{
    const char *key;
    json_t *value;
    json_object_foreach(unit, key, value)
    {
        if (strcmp(key, "fields") == 0) {
            json_t *fields = json_object_get(answer, "fields");
            if (fields == NULL) {
                (void)json_object_set(answer, "fields", value);
            } else {
                (void)json_object_update(fields, value);
            }
        } else if (strcmp(key, "none") == 0) {
            add_none(answer, path + sizeof fields_dot - 1);
        } else {
            (void)json_object_set(answer, key, value);
        }
    }
}

static const char *unit_path(struct pal_call *call, const struct pal_question *question, size_t at)
{
    return at < question->field_count
               ? pal_call_printf(call, "%s%s", fields_dot, question->fields[at].id)
               : around[at - question->field_count].path;
}

static const char *unit_title(struct pal_call *call, const struct pal_question *question, size_t at)
{
    if (at >= question->field_count) {
        return pal_call_tr(call, around[at - question->field_count].title);
    }
    const struct pal_answer_field *field = &question->fields[at];
    const char *title = pal_text_in(&field->title, call->language.lang);
    return title[0] != '\0' ? title : field->id;
}

/* ------------------------------------------------------------------------ merging */

static json_t *read(const char *json)
{
    json_t *answer = json_loads(json, 0, NULL);
    return answer != NULL ? answer : json_object();
}

static const char *written(struct pal_call *call, const json_t *answer)
{
    char *text = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
    const char *out =
        text != NULL ? pal_arena_copy(call->request->arena, text, strlen(text)) : NULL;
    call->failed = call->failed || out == NULL;
    free(text);
    return out;
}

/* Of one part what whoever changed it says; false: both did, otherwise than each other. */
static bool merge_unit(const json_t *base, const json_t *mine, const json_t *theirs,
                       const char *path, json_t *out)
{
    json_t *was = take_unit(base, path);
    json_t *one = take_unit(mine, path);
    json_t *other = take_unit(theirs, path);
    bool is_mine = !json_equal(was, one);
    bool is_fine = !is_mine || json_equal(was, other) || json_equal(one, other);
    if (is_fine) {
        add_unit(out, path, is_mine ? one : other);
    }
    json_decref(was);
    json_decref(one);
    json_decref(other);
    return is_fine;
}

static bool has_instead(const json_t *answer)
{
    json_t *instead = take_unit(answer, "instead");
    bool has = json_object_size(instead) > 0;
    json_decref(instead);
    return has;
}

/* Whether it says one thing: values, or one of what stands in their stead. */
static bool is_one_answer(const json_t *answer)
{
    bool has_fields = json_object_size(json_object_get(answer, "fields")) > 0 ||
                      json_array_size(json_object_get(answer, "none")) > 0;
    return !(has_fields && has_instead(answer));
}

const char *pal_answers_merged(struct pal_call *call, const struct pal_question *question,
                               const char *base, const char *mine, const char *theirs)
{
    json_t *was = read(base);
    json_t *one = read(mine);
    json_t *other = read(theirs);
    json_t *out = json_object();
    bool is_fine = out != NULL;
    for (size_t i = 0; i < question->field_count + AROUND && is_fine; i++) {
        is_fine = merge_unit(was, one, other, unit_path(call, question, i), out);
    }
    json_t *by = json_object_get(one, "by");
    if (by != NULL) {
        (void)json_object_set(out, "by", by);
    }
    const char *text = is_fine && is_one_answer(out) ? written(call, out) : NULL;
    json_decref(was);
    json_decref(one);
    json_decref(other);
    json_decref(out);
    return text;
}

bool pal_answers_same(const char *one, const char *other)
{
    json_t *a = read(one);
    json_t *b = read(other);
    (void)json_object_del(a, "by");
    (void)json_object_del(b, "by");
    bool is_same = json_equal(a, b) != 0;
    json_decref(a);
    json_decref(b);
    return is_same;
}

size_t pal_answers_differ(struct pal_call *call, const struct pal_question *question,
                          const char *mine, const char *theirs, struct pal_answer_unit *out,
                          size_t max)
{
    json_t *one = read(mine);
    json_t *other = read(theirs);
    size_t count = 0;
    for (size_t i = 0; i < question->field_count + AROUND && count < max; i++) {
        const char *path = unit_path(call, question, i);
        json_t *a = take_unit(one, path);
        json_t *b = take_unit(other, path);
        if (!json_equal(a, b)) {
            out[count++] = (struct pal_answer_unit){path, unit_title(call, question, i)};
        }
        json_decref(a);
        json_decref(b);
    }
    json_decref(one);
    json_decref(other);
    return count;
}

const char *pal_answer_unit(struct pal_call *call, const char *json, const char *path)
{
    json_t *answer = read(json);
    json_t *unit = take_unit(answer, path);
    const char *text = written(call, unit);
    json_decref(unit);
    json_decref(answer);
    return text != NULL ? text : "{}";
}

/* -------------------------------------------------------------------- what was sent */

/* Whether a field of the form is of a part: its path, or one below it. */
static bool is_below(const char *name, const char *path)
{
    size_t len = strlen(path);
    return strncmp(name, path, len) == 0 &&
           (name[len] == '\0' || name[len] == '.' || name[len] == '[');
}

static bool is_of_unit(const char *name, const char *path)
{
    int at = find_around(path);
    bool is_of = is_below(name, path);
    for (size_t i = 0; at >= 0 && i < 3 && around[at].keys[i] != NULL; i++) {
        is_of = is_of || is_below(name, around[at].keys[i]);
    }
    if (at < 0 && strncmp(path, fields_dot, sizeof fields_dot - 1) == 0) {
        is_of = is_of || (strncmp(name, "none.", 5) == 0 &&
                          strcmp(name + 5, path + sizeof fields_dot - 1) == 0);
    }
    return is_of;
}

struct pal_fields pal_fields_without(struct pal_call *call, const struct pal_fields *sent,
                                     const char *path)
{
    struct pal_field_value *items =
        PAL_NEW(call->request->arena, struct pal_field_value, sent->count + 1);
    size_t count = 0;
    if (items == NULL) {
        call->failed = true;
        return (struct pal_fields){0};
    }
    for (size_t i = 0; i < sent->count; i++) {
        if (!is_of_unit(sent->items[i].name, path)) {
            items[count++] = sent->items[i];
        }
    }
    return (struct pal_fields){items, count};
}
