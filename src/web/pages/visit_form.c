#include "web/pages/visit_form.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/pages/pages.h"

const char *const pal_mark_text_names[PAL_MARK_TEXTS] = {
    "said_by", "title", "page", "quote", "shown", "drawn_from", "remark", "on", "place"};

/* Where each stands in the body: within the proof, or beside it. */
static bool is_of_proof(enum pal_mark_text text)
{
    return text >= PAL_MARK_TITLE && text <= PAL_MARK_SHOWN;
}

int pal_mark_form_drawn(const struct pal_question *question)
{
    int found = -1;
    for (size_t i = 0; i < question->field_count; i++) {
        if (question->fields[i].type == PAL_FIELD_DRAWN) {
            if (found >= 0) {
                return -1;
            }
            found = (int)i;
        }
    }
    return found;
}

/* ------------------------------------------------------------------------ keeping */

static const char *copy(struct pal_call *call, const char *text)
{
    return text != NULL ? pal_call_printf(call, "%s", text) : "";
}

/* A text, alone or under languages, as its reader sees it; of a role with a name the role. */
static const char *shown_of(struct pal_call *call, const json_t *value)
{
    const json_t *role = json_object_get(value, "role");
    const json_t *text = role != NULL ? role : value;
    if (json_is_string(text)) {
        return copy(call, json_string_value(text));
    }
    const json_t *own = json_object_get(text, pal_lang_codes[call->language.lang]);
    for (int i = 0; own == NULL && i < PAL_LANG_COUNT; i++) {
        own = json_object_get(text, pal_lang_codes[i]);
    }
    return copy(call, json_string_value(own));
}

static const json_t *text_in(const json_t *body, enum pal_mark_text text)
{
    const json_t *map = is_of_proof(text) ? json_object_get(body, "proof") : body;
    return json_object_get(map, pal_mark_text_names[text]);
}

static void fill_items(struct pal_call *call, const json_t *list, struct pal_mark_form *out)
{
    size_t count = json_array_size(list);
    out->items = PAL_NEW(call->request->arena, struct pal_mark_item, PAL_MARK_ITEMS);
    call->failed = call->failed || out->items == NULL;
    for (size_t i = 0; out->items != NULL && i < count && i < PAL_MARK_ITEMS; i++) {
        const json_t *item = json_array_get(list, i);
        const json_t *good = json_object_get(item, "good");
        out->items[out->item_count++] =
            (struct pal_mark_item){.what = shown_of(call, json_object_get(item, "what")),
                                   .good = json_is_true(good)    ? "yes"
                                           : json_is_false(good) ? "no"
                                                                 : "",
                                   .note = shown_of(call, json_object_get(item, "note"))};
    }
}

/* The fields alone of an answer or of a mark. */
static const char *fields_of(struct pal_call *call, const char *body)
{
    json_t *json = body[0] != '\0' ? json_loads(body, 0, NULL) : NULL;
    json_t *out = json_object();
    static const char *const keys[] = {"fields", "none"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(json, keys[i]);
        if (value != NULL) {
            (void)json_object_set(out, keys[i], value);
        }
    }
    char *text = json_object_size(out) > 0 ? json_dumps(out, JSON_COMPACT) : NULL;
    const char *own = copy(call, text);
    free(text);
    json_decref(out);
    json_decref(json);
    return own;
}

void pal_mark_form_fill(struct pal_call *call, const struct pal_questionnaire *questionnaire,
                        const struct pal_question *question, const char *mark, const char *claimed,
                        struct pal_mark_form *out)
{
    *out = (struct pal_mark_form){.question = question, .kept = mark[0] != '\0' ? mark : "{}"};
    json_t *body = json_loads(out->kept, 0, NULL);
    for (int i = 0; i < PAL_MARK_TEXTS; i++) {
        out->texts[i] = shown_of(call, text_in(body, (enum pal_mark_text)i));
    }
    out->contradicts = json_is_true(json_object_get(body, "contradicts"));
    fill_items(call, json_object_get(body, "items"), out);
    json_decref(body);
    const char *was = fields_of(call, claimed);
    const char *is = fields_of(call, out->kept);
    struct pal_arena *arena = call->request->arena;
    pal_question_form_init(&out->claimed, arena, &call->voice, questionnaire, question);
    pal_question_form_init(&out->found, arena, &call->voice, questionnaire, question);
    pal_question_form_fill(&out->claimed, was);
    pal_question_form_fill(&out->found, is[0] != '\0' ? is : was);
}

/* ------------------------------------------------------------------------ sending */

static bool is_field(const char *name)
{
    return strncmp(name, "fields.", 7) == 0 || strncmp(name, "none.", 5) == 0;
}

/* Rows of the question's tables; those of what was drawn are the page's own. */
static bool asks_field_rows(const struct pal_field_value *field)
{
    return (strcmp(field->name, "add") == 0 || strcmp(field->name, "remove") == 0 ||
            strcmp(field->name, "from") == 0) &&
           is_field(field->value);
}

bool pal_mark_form_asks_rows(const struct pal_call *call)
{
    return pal_fields_get(&call->form, "add") != NULL ||
           pal_fields_get(&call->form, "remove") != NULL ||
           pal_fields_get(&call->form, "from") != NULL;
}

/* What of the form is the question's own. */
static enum pal_rc read_found(struct pal_call *call, struct pal_mark_form *form)
{
    struct pal_field_value *items =
        PAL_NEW(call->request->arena, struct pal_field_value, call->form.count + 1);
    size_t count = 0;
    if (items == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (is_field(field->name) || asks_field_rows(field)) {
            items[count++] = *field;
        }
    }
    const struct pal_fields sent = {items, count};
    const struct pal_question_form kept = form->found;
    pal_question_form_init(&form->found, kept.arena, kept.voice, kept.questionnaire, kept.question);
    pal_question_form_read(&form->found, &sent, "");
    return form->found.unknown == NULL
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID, "there is no field %s here",
                                 pal_quote(form->found.unknown).text);
}

/* "items[3].what": the position and what stands behind it; false: it is no such name. */
static bool read_item_name(const char *name, size_t *at, const char **key)
{
    static const char head[] = "items[";
    char *end = NULL;
    if (strncmp(name, head, sizeof head - 1) != 0) {
        return false;
    }
    unsigned long index = strtoul(name + sizeof head - 1, &end, 10);
    *at = index;
    *key = strncmp(end, "].", 2) == 0 ? end + 2 : "";
    return index < PAL_MARK_ITEMS && (*key)[0] != '\0';
}

static void read_items(struct pal_call *call, struct pal_mark_form *form)
{
    for (size_t i = 0; i < PAL_MARK_ITEMS && form->items != NULL; i++) {
        form->items[i] = (struct pal_mark_item){"", "", ""};
    }
    form->item_count = 0;
    for (size_t i = 0; i < call->form.count && form->items != NULL; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        size_t at = 0;
        const char *key = NULL;
        if (!read_item_name(field->name, &at, &key)) {
            continue;
        }
        struct pal_mark_item *item = &form->items[at];
        item->what = strcmp(key, "what") == 0 ? field->value : item->what;
        item->good = strcmp(key, "good") == 0 ? field->value : item->good;
        item->note = strcmp(key, "note") == 0 ? field->value : item->note;
        form->item_count = at + 1 > form->item_count ? at + 1 : form->item_count;
    }
    size_t gone = 0;
    const char *key = NULL;
    if (read_item_name(pal_call_printf(call, "%s.what", pal_call_word(call, "remove")), &gone,
                       &key) &&
        gone < form->item_count) {
        memmove(&form->items[gone], &form->items[gone + 1],
                (form->item_count - gone - 1) * sizeof *form->items);
        form->item_count--;
    }
    if (strcmp(pal_call_word(call, "add"), "items") == 0 && form->item_count < PAL_MARK_ITEMS) {
        form->items[form->item_count++] = (struct pal_mark_item){"", "", ""};
    }
}

enum pal_rc pal_mark_form_read(struct pal_call *call, struct pal_mark_form *form)
{
    for (int i = 0; i < PAL_MARK_TEXTS; i++) {
        const char *typed = pal_call_field(call, pal_mark_text_names[i]);
        form->texts[i] = typed != NULL ? typed : "";
    }
    form->contradicts = pal_call_word(call, "contradicts")[0] != '\0';
    read_items(call, form);
    return read_found(call, form);
}

/* ------------------------------------------------------------------------ writing */

/* The text that stands there where it reads as it did; else what was typed. NULL: nothing. */
static json_t *text_json(struct pal_call *call, const json_t *kept, const char *typed)
{
    if (pal_is_blank(typed)) {
        return NULL;
    }
    return kept != NULL && strcmp(shown_of(call, kept), typed) == 0 ? json_deep_copy(kept)
                                                                    : json_string(typed);
}

static void put(json_t *map, const char *key, json_t *value)
{
    if (value != NULL) {
        (void)json_object_set_new(map, key, value);
    }
}

/* What is quoted has a name. */
static enum pal_rc put_texts(struct pal_call *call, const struct pal_mark_form *form,
                             const json_t *kept, json_t *out)
{
    enum pal_rc rc = PAL_OK;
    for (int i = 0; rc == PAL_OK && i < PAL_MARK_TEXTS; i++) {
        rc = pal_call_check_text(call, pal_mark_text_names[i], form->texts[i],
                                 i == PAL_MARK_PAGE ? PAL_QUESTION_WORD : 0);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    json_t *proof = json_object();
    for (int i = 0; i < PAL_MARK_TEXTS; i++) {
        const enum pal_mark_text text = (enum pal_mark_text)i;
        put(is_of_proof(text) ? proof : out, pal_mark_text_names[i],
            text_json(call, text_in(kept, text), form->texts[i]));
    }
    bool is_unnamed = json_object_size(proof) > 0 && json_object_get(proof, "title") == NULL;
    if (json_object_size(proof) > 0) {
        (void)json_object_set(out, "proof", proof);
    }
    json_decref(proof);
    return is_unnamed ? pal_errand_fail_at(&call->errand, PAL_E_INVALID, "title",
                                           "say which document it is, or what was shown")
                      : PAL_OK;
}

static void put_items(struct pal_call *call, const struct pal_mark_form *form, const json_t *kept,
                      json_t *out)
{
    json_t *list = json_array();
    const json_t *was = json_object_get(kept, "items");
    for (size_t i = 0; i < form->item_count; i++) {
        const struct pal_mark_item *item = &form->items[i];
        const json_t *before = json_array_get(was, i);
        bool is_blank =
            pal_is_blank(item->what) && item->good[0] == '\0' && pal_is_blank(item->note);
        if (is_blank) {
            continue;
        }
        json_t *row = json_object();
        const char *what = !pal_is_blank(item->what)
                               ? item->what
                               : pal_call_printf(call, "%zu", json_array_size(list) + 1);
        put(row, "what", text_json(call, json_object_get(before, "what"), what));
        put(row, "note", text_json(call, json_object_get(before, "note"), item->note));
        if (item->good[0] != '\0') {
            put(row, "good", json_boolean(strcmp(item->good, "yes") == 0));
        }
        (void)json_array_append_new(list, row);
    }
    if (json_array_size(list) > 0) {
        (void)json_object_set(out, "items", list);
    }
    json_decref(list);
}

/* What was found, where it is other than what was claimed; NULL: it is not. */
static enum pal_rc find_other(struct pal_mark_form *form, const char **out)
{
    const char *claimed = NULL;
    enum pal_rc rc = pal_question_form_answer(&form->found, out);
    if (rc != PAL_OK || *out == NULL) {
        return rc;
    }
    bool is_same = pal_question_form_answer(&form->claimed, &claimed) == PAL_OK &&
                   claimed != NULL && strcmp(claimed, *out) == 0;
    *out = is_same ? NULL : *out;
    return PAL_OK;
}

bool pal_mark_form_has_found(struct pal_mark_form *form)
{
    const char *other = NULL;
    return find_other(form, &other) != PAL_OK || other != NULL;
}

static enum pal_rc put_found(struct pal_mark_form *form, json_t *out)
{
    const char *other = NULL;
    enum pal_rc rc = find_other(form, &other);
    json_t *fields = rc == PAL_OK && other != NULL ? json_loads(other, 0, NULL) : NULL;
    static const char *const keys[] = {"fields", "none"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(fields, keys[i]);
        if (value != NULL) {
            (void)json_object_set(out, keys[i], value);
        }
    }
    json_decref(fields);
    return rc;
}

enum pal_rc pal_mark_form_json(struct pal_call *call, struct pal_mark_form *form, const char **out)
{
    json_t *kept = json_loads(form->kept, 0, NULL);
    json_t *body = json_object();
    *out = NULL;
    put_items(call, form, kept, body);
    if (form->contradicts) {
        (void)json_object_set_new(body, "contradicts", json_true());
    }
    enum pal_rc rc = put_texts(call, form, kept, body);
    enum pal_rc found = put_found(form, body);
    rc = rc == PAL_OK ? found : rc;
    char *text = rc == PAL_OK ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    *out = text != NULL ? copy(call, text) : NULL;
    free(text);
    json_decref(body);
    json_decref(kept);
    return rc == PAL_OK && (*out == NULL || call->failed)
               ? pal_errand_explain(&call->errand, PAL_E_MEMORY)
               : rc;
}
