/* facts - what is said of something, kind by kind: one page and one form for all of them, made of
 * the kind's fields. */
#include "app/house/facts.h"

#include <jansson.h>
#include <string.h>

#include "app/house/shelf.h"
#include "base/text.h"
#include "format/desc.h"
#include "render/template/value_json.h"
#include "web/forms.h"
#include "web/pages/facts_page.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { FACTS_PER_PAGE = 50, FIELDS_MOST = 32 };

struct pal_facts_place pal_facts_place(struct pal_call *call)
{
    const char *path = call->route->path;
    struct pal_facts_place place = {"project", call->params[0], call->params[1], NULL};
    const char *root = "/projects";
    if (strncmp(path, "/assessments", 12) == 0) {
        place.subject_kind = "assessment";
        root = "/assessments";
    } else if (strncmp(path, "/library", 8) == 0) {
        place = (struct pal_facts_place){call->params[0], call->params[1], call->params[2], NULL};
        root = pal_call_printf(call, "/library/%s", place.subject_kind);
    }
    if (strstr(path, "}/files") != NULL) { /* of files, which have an address of their own */
        place.kind = "file";
        place.url = pal_call_printf(call, "%s/%s/files", root, place.subject);
        return place;
    }
    place.url = pal_call_printf(call, "%s/%s/facts/%s", root, place.subject, place.kind);
    return place;
}

/* ------------------------------------------------------------------------ showing */

/* "person:ID": the id; another principal has none. */
static const char *person_in(const char *principal)
{
    return strncmp(principal, "person:", 7) == 0 ? principal + 7 : "";
}

static const char *name_of(struct pal_call *call, const char *principal)
{
    if (person_in(principal)[0] != '\0') {
        return pal_call_person(call, person_in(principal));
    }
    return strncmp(principal, "pass:", 5) == 0 ? pal_call_tr(call, "by a link")
                                               : pal_call_tr(call, "the house");
}

/* Who said it; of what was brought: who brought it, and whom they name. */
static const char *who_said(struct pal_call *call, const struct pal_fact *fact)
{
    if (fact->claim[0] == '\0') {
        return name_of(call, fact->principal);
    }
    const char *by = person_in(fact->principal)[0] != '\0' ? name_of(call, fact->principal)
                                                           : pal_call_tr(call, "the operator");
    return pal_call_printf(call, pal_call_tr(call, "imported by %s, who says it was %s"), by,
                           name_of(call, fact->claim));
}

static const char *title_among(const struct pal_call *call, const char *const *ids,
                               const char *const *titles, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(ids[i], id) == 0) {
            return pal_call_tr(call, titles[i]);
        }
    }
    return strcmp(id, "none") == 0 ? pal_call_tr(call, "Taken back") : id;
}

static struct pal_value *body_of(struct pal_call *call, const struct pal_fact *fact)
{
    json_t *json = fact->body[0] != '\0' ? json_loads(fact->body, 0, NULL) : NULL;
    struct pal_value *body = json_is_object(json) ? pal_value_of_json(&call->values, json)
                                                  : pal_value_object(&call->values);
    json_decref(json);
    return body;
}

/* A value of a body as text: the page shows it, and forms begin with it. */
static const char *text_of(struct pal_call *call, const struct pal_value *body, const char *key)
{
    const struct pal_value *value = pal_value_get(body, key);
    const char *text = pal_value_as_text(value);
    if (text != NULL || value == NULL) {
        return text != NULL ? text : "";
    }
    if (pal_value_is(value, PAL_VALUE_TRUE) || pal_value_is(value, PAL_VALUE_FALSE)) {
        return pal_value_is(value, PAL_VALUE_TRUE) ? "true" : "false";
    }
    return pal_call_printf(call, "%lld", (long long)pal_value_as_integer(value));
}

static struct pal_value *data_row(struct pal_call *call, const struct pal_fact *fact,
                                  struct pal_value *body)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_integer(row, "number", fact->number);
    pal_put_text(row, "part", fact->part);
    pal_put_text(row, "lane", fact->lane);
    pal_put_integer(row, "turn", fact->turn);
    pal_put_text(row, "state", fact->state);
    pal_put_integer(row, "act", fact->act);
    pal_put_text(row, "by", who_said(call, fact));
    pal_put_text(row, "at", pal_call_time(call, fact->at));
    pal_put_text(row, "said_at", fact->said_at != 0 ? pal_call_day(call, fact->said_at) : NULL);
    pal_put_boolean(row, "is_erased", fact->is_erased);
    pal_put(row, "body", body);
    return row;
}

/* The fields of a kind with what they hold, as a form shows them and as they are read. */
static struct pal_value *fields_of(struct pal_call *call, const struct pal_fact_shape *shape,
                                   const struct pal_value *body, const char *prefix)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < shape->fields->field_count && i < FIELDS_MOST; i++) {
        const struct pal_field *field = &shape->fields->fields[i];
        const char *value = text_of(call, body, field->key);
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "key", field->key);
        pal_put_text(row, "id", pal_call_printf(call, "f-%s%s", prefix, field->key));
        pal_put_text(row, "title", pal_call_tr(call, field->doc));
        pal_put_text(row, "value", value);
        pal_put_boolean(row, "is_set", value[0] != '\0');
        pal_put_boolean(row, "is_fixed", shape->is_sent && strcmp(field->key, "title") != 0);
        pal_put_boolean(row, "is_one_of_many", shape->fields->field_count > 1);
        pal_put_boolean(row, "is_required", field->is_required);
        pal_put_boolean(row, "is_long",
                        field->type->kind == PAL_TYPE_TEXT &&
                            (field->type->max == 0 || field->type->max > 200));
        pal_put_boolean(row, "is_date", field->type->kind == PAL_TYPE_DATE);
        pal_put_boolean(row, "is_choice", field->type->kind == PAL_TYPE_CHOICE);
        struct pal_value *options = pal_put_list(row, "options");
        for (size_t j = 0; j < field->type->choice_count; j++) {
            struct pal_value *option = pal_add_object(options);
            pal_put_text(option, "value", field->type->choices[j]);
            pal_put_boolean(option, "is_chosen", strcmp(field->type->choices[j], value) == 0);
        }
    }
    return list;
}

/* What a file is, and where it is read: as it is now, and not one that was taken out of sight. */
static struct pal_value *file_of(struct pal_call *call, const struct pal_facts_place *place,
                                 const struct pal_fact *fact, const struct pal_value *body,
                                 bool is_history)
{
    struct pal_value *file = pal_value_object(&call->values);
    const char *name = text_of(call, body, "name");
    const char *title = text_of(call, body, "title");
    bool is_there = !is_history && !fact->is_erased && strcmp(fact->state, "there") == 0;
    pal_put_text(file, "name", name);
    pal_put_text(file, "title", title[0] != '\0' ? title : NULL);
    pal_put_text(file, "size",
                 pal_call_size(call, pal_value_as_integer(pal_value_get(body, "size"))));
    pal_put_text(file, "sha256", text_of(call, body, "sha256"));
    pal_put_text(file, "url",
                 is_there ? pal_call_printf(call, fact->lane[0] != '\0' ? "%s/%s?lane=%s" : "%s/%s",
                                            place->url, fact->part, fact->lane)
                          : NULL);
    pal_put_boolean(file, "is_named", name[0] != '\0');
    return file;
}

static bool may_add_in(const struct pal_fact_shape *shape, const char *lane)
{
    for (size_t i = 0; i < shape->lane_count; i++) {
        if (strcmp(shape->lanes[i], lane) == 0) {
            return shape->may_add[i];
        }
    }
    return false;
}

/* What the page says beside the data: titles, the fields of the form to change it. */
static void page_row(struct pal_call *call, const struct pal_facts_place *place,
                     const struct pal_fact_shape *shape, const struct pal_fact *fact,
                     const struct pal_value *body, bool is_history)
{
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "facts"));
    const char *self = call->errand.principal.id != NULL ? call->errand.principal.id : "";
    bool is_own = fact->claim[0] == '\0' && strcmp(person_in(fact->principal), self) == 0;
    pal_put_text(row, "by", who_said(call, fact));
    pal_put_text(row, "at", pal_call_time(call, fact->at));
    pal_put_text(row, "state",
                 strcmp(fact->state, shape->states[0]) == 0
                     ? NULL
                     : title_among(call, shape->states, shape->state_titles, shape->state_count,
                                   fact->state));
    pal_put_text(row, "lane",
                 fact->lane[0] == '\0' ? NULL
                                       : title_among(call, shape->lanes, shape->lane_titles,
                                                     shape->lane_count, fact->lane));
    pal_put_text(row, "part", fact->part);
    pal_put_text(row, "lane_id", fact->lane);
    pal_put_integer(row, "turn", fact->turn);
    pal_put_integer(row, "number", fact->number);
    pal_put_boolean(row, "is_erased", fact->is_erased);
    pal_put_boolean(row, "was_changed", fact->turn > 1 && !is_history);
    pal_put_text(row, "history",
                 pal_call_printf(call, "%s?part=%s&lane=%s", place->url, fact->part, fact->lane));
    pal_put_text(row, "act_id", pal_facts_new_id(&call->errand));
    pal_put_boolean(row, "can_change",
                    !is_history && !fact->is_erased && may_add_in(shape, fact->lane) &&
                        (is_own || (shape->is_sent && pal_call_may(call, PAL_MAY_EDIT_PROJECT))));
    pal_put_boolean(row, "can_erase",
                    !fact->is_erased && pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL));
    struct pal_value *states = pal_put_list(row, "states");
    for (size_t i = 1; i < shape->state_count; i++) { /* the first is that of what is saved */
        if (strcmp(shape->states[i], fact->state) != 0) {
            struct pal_value *state = pal_add_object(states);
            pal_put_text(state, "id", shape->states[i]);
            pal_put_text(state, "title", pal_call_tr(call, shape->state_titles[i]));
        }
    }
    pal_put(row, "file",
            shape->is_sent ? file_of(call, place, fact, body, is_history)
                           : pal_value_null(&call->values));
    pal_put(row, "fields",
            fields_of(call, shape, body, pal_call_printf(call, "%lld-", (long long)fact->number)));
}

/* The names of who said them, looked up together. */
static enum pal_rc name_all(struct pal_call *call, const struct pal_fact *facts, size_t count)
{
    const char **ids = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    for (size_t i = 0; i < count && ids != NULL; i++) {
        ids[2 * i] = person_in(facts[i].principal);
        ids[2 * i + 1] = person_in(facts[i].claim);
    }
    return ids != NULL ? pal_call_names(call, ids, 2 * count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

static enum pal_rc show_facts(struct pal_call *call, const struct pal_facts_place *place,
                              const struct pal_fact_shape *shape, const struct pal_fact *facts,
                              size_t count, bool is_history)
{
    enum pal_rc rc = name_all(call, facts, count);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *list = pal_value_list(&call->values);
    pal_set(call->page, "facts", pal_value_list(&call->values));
    for (size_t i = 0; i < count; i++) {
        struct pal_value *body = body_of(call, &facts[i]);
        page_row(call, place, shape, &facts[i], body, is_history);
        pal_add(list, data_row(call, &facts[i], body));
    }
    pal_set(call->data, "facts", list);
    pal_set_text(call->data, "next_cursor", NULL);
    if (count == FACTS_PER_PAGE) {
        const char *next = pal_call_printf(call, "%lld", (long long)facts[count - 1].number);
        pal_set_text(call->data, "next_cursor", next);
        pal_set_text(call->page, "next_url",
                     is_history ? pal_call_printf(call, "%s?part=%s&lane=%s&cursor=%s", place->url,
                                                  facts->part, facts->lane, next)
                                : pal_call_printf(call, "%s?cursor=%s", place->url, next));
    }
    return PAL_OK;
}

/* The form for what is new: with what was typed, where it is shown again. */
static void show_form(struct pal_call *call, const struct pal_fact_shape *shape)
{
    struct pal_value *typed = pal_value_object(&call->values);
    bool is_any = false;
    for (size_t i = 0; i < shape->lane_count; i++) {
        if (shape->may_add[i]) {
            pal_call_option(call, "lane", shape->lanes[i], pal_call_tr(call, shape->lane_titles[i]),
                            call->is_form_again ? pal_call_word(call, "lane") : "");
            is_any = true;
        }
    }
    for (size_t i = 0; call->is_form_again && i < shape->fields->field_count; i++) {
        const char *key = shape->fields->fields[i].key;
        pal_put_text(typed, key, pal_call_word(call, key));
    }
    const char *sent = call->is_form_again ? pal_call_word(call, "act") : "";
    pal_set_boolean(call->page, "can_add", is_any && shape->has_own_parts && !shape->is_sent);
    pal_set_boolean(call->page, "can_send", is_any && shape->is_sent);
    pal_set_text(call->page, "most",
                 shape->is_sent ? pal_call_size(call, call->web->options.file_most) : NULL);
    pal_call_form(call, "title", "");
    pal_set_boolean(call->page, "has_lanes", shape->lane_count > 1);
    pal_set(call->page, "fields", fields_of(call, shape, typed, ""));
    pal_set_text(call->page, "act_id",
                 sent[0] != '\0' && strcmp(pal_call_word(call, "do"), "add") == 0
                     ? sent
                     : pal_facts_new_id(&call->errand));
}

static enum pal_rc frame(struct pal_call *call, const struct pal_facts_place *place)
{
    struct pal_document record;
    struct pal_value *document;
    if (strcmp(place->subject_kind, "project") == 0) {
        enum pal_rc rc = pal_project_frame(call, place->subject, &record, &document);
        if (rc == PAL_OK) {
            pal_project_tabs(call, place->subject);
        }
        return rc;
    }
    enum pal_rc rc = pal_house_get(&call->errand, place->subject_kind, place->subject, &record);
    return rc == PAL_OK ? pal_document_frame(call, &record) : rc;
}

enum pal_rc pal_page_facts(struct pal_call *call)
{
    struct pal_facts_place place = pal_facts_place(call);
    struct pal_fact_shape shape;
    struct pal_fact *facts = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_facts_shape(&call->errand, place.kind, place.subject_kind, place.subject, &shape);
    if (rc == PAL_OK) {
        rc = frame(call, &place);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const char *cursor = call->is_form_again ? NULL : pal_call_query(call, "cursor");
    /* A value may be that of the empty part, and is that of the empty lane where none is named. */
    const struct pal_fields *query = &call->request->query;
    const char *part = call->is_form_again ? NULL : pal_fields_get(query, "part");
    const char *lane = call->is_form_again ? NULL : pal_fields_get(query, "lane");
    struct pal_fact_search search = {.subject_kind = place.subject_kind,
                                     .subject = place.subject,
                                     .kind = place.kind,
                                     .part = part,
                                     .lane = part == NULL   ? NULL
                                             : lane != NULL ? lane
                                                            : "",
                                     .before = cursor != NULL ? pal_whole_number(cursor) : 0,
                                     .max = FACTS_PER_PAGE};
    if (search.before < 0) {
        return pal_call_no_place(call);
    }
    /* What has one value has no list but its history, and a page of its own to say it. */
    bool is_history = part != NULL || !shape.has_own_parts;
    rc = is_history ? pal_facts_history(&call->errand, &search, &facts, &count)
                    : pal_facts_heads(&call->errand, &search, &facts, &count);
    if (rc == PAL_OK) {
        rc = show_facts(call, &place, &shape, facts, count, is_history);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    show_form(call, &shape);
    pal_set_boolean(call->page, "is_history", part != NULL);
    pal_set_boolean(call->page, "is_one", !shape.has_own_parts);
    pal_set_text(call->page, "all_url", place.url);
    pal_set_boolean(call->page, "is_files", shape.is_sent);
    pal_set_text(call->data, "kind", place.kind);
    return pal_call_show(call, "web_facts", pal_call_tr(call, shape.title));
}

/* ------------------------------------------------------------------------- acting */

static size_t read_fields(struct pal_call *call, const struct pal_fact_shape *shape,
                          struct pal_fact_field fields[FIELDS_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < shape->fields->field_count && count < FIELDS_MOST; i++) {
        const char *key = shape->fields->fields[i].key;
        fields[count++] = (struct pal_fact_field){key, pal_call_word(call, key)};
    }
    return count;
}

/* A number that a form or a program sent; below 0: it is none. */
static int64_t number_sent(const struct pal_call *call, const char *name)
{
    const char *typed = pal_call_word(call, name);
    return typed[0] != '\0' ? pal_whole_number(typed) : 0;
}

/* A form sends the id of its act; a program that sends none does not ask to be answered again. */
static const char *act_id(struct pal_call *call)
{
    const char *id = pal_call_word(call, "act");
    return id[0] != '\0' || !call->is_api ? id : pal_facts_new_id(&call->errand);
}

static enum pal_rc say(struct pal_call *call, const struct pal_facts_place *place,
                       const struct pal_fact_shape *shape, struct pal_act_done *done)
{
    struct pal_fact_field fields[FIELDS_MOST];
    const char *day = pal_call_word(call, "said_at");
    int64_t said_at = pal_seconds_of_day(day);
    if (day[0] != '\0' && said_at == 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID, "said_at: is no day like 2026-03-31");
    }
    const struct pal_fact_wish fact = {.kind = place->kind,
                                       .subject_kind = place->subject_kind,
                                       .subject = place->subject,
                                       .part = pal_call_word(call, "part"),
                                       .lane = pal_call_word(call, "lane"),
                                       .seen_turn = number_sent(call, "turn"),
                                       .state = pal_call_word(call, "state"),
                                       .fields = fields,
                                       .field_count = read_fields(call, shape, fields)};
    const struct pal_act_wish wish = {
        .id = act_id(call), .said_at = said_at, .facts = &fact, .count = 1};
    return pal_facts_act(&call->errand, &wish, done);
}

/* What is done is done: a name that cannot be looked up is no failure any more, and its id stands
 * in its place. */
void pal_facts_rows(struct pal_call *call, const struct pal_act_done *done, const char *name)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_err kept = call->errand.err;
    if (name_all(call, done->facts, done->count) != PAL_OK) {
        call->errand.err = kept;
    }
    for (size_t i = 0; i < done->count; i++) {
        pal_add(list, data_row(call, &done->facts[i], body_of(call, &done->facts[i])));
    }
    pal_set(call->data, name, list);
}

enum pal_rc pal_facts_done(struct pal_call *call, const struct pal_act_done *done, const char *url)
{
    pal_facts_rows(call, done, "facts");
    pal_set_integer(call->data, "act", done->act);
    pal_set_boolean(call->data, "is_again", done->is_again);
    return pal_call_go(call, !done->is_again, "%s", url);
}

enum pal_rc pal_do_facts(struct pal_call *call)
{
    struct pal_facts_place place = pal_facts_place(call);
    struct pal_fact_shape shape;
    struct pal_act_done done = {0};
    enum pal_rc rc =
        pal_facts_shape(&call->errand, place.kind, place.subject_kind, place.subject, &shape);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_fact_place at = {place.kind, place.subject_kind, place.subject};
    if (pal_call_does(call, "undo")) {
        rc = pal_facts_undo(&call->errand, &at, number_sent(call, "number"), act_id(call), &done);
    } else if (pal_call_does(call, "erase")) {
        rc = pal_facts_erase(&call->errand, &at, number_sent(call, "number"), act_id(call), &done);
    } else {
        rc = say(call, &place, &shape, &done);
    }
    if (rc == PAL_E_CONFLICT) { /* both are shown: what is there now, and what was sent */
        pal_facts_rows(call, &done, "now");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_facts_done(call, &done, place.url);
}
