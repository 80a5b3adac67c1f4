/* facts - what is said of something, kind by kind: one page and one form for all of them, made of
 * the kind's fields. */
#include "app/house/facts.h"

#include <string.h>

#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "base/work.h"
#include "format/desc.h"
#include "web/forms.h"
#include "web/pages/facts_page.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { FACTS_PER_PAGE = 50, FIELDS_MOST = PAL_LIMIT_PRACTICES + 64, FIELD_TITLE = 64 };

struct pal_facts_place pal_facts_place(struct pal_call *call)
{
    struct pal_here here;
    const char *fact = strstr(call->route->path, "/facts/{");
    pal_document_at(call, &here);
    if (fact == NULL) { /* of files, which have an address of their own */
        return (struct pal_facts_place){here.kind, here.id, "file",
                                        pal_call_printf(call, "%s/files", here.place)};
    }
    size_t before = 0;
    for (const char *at = call->route->path; at < fact; at++) {
        before += *at == '{';
    }
    const char *kind = call->params[before];
    return (struct pal_facts_place){here.kind, here.id, kind,
                                    pal_call_printf(call, "%s/facts/%s", here.place, kind)};
}

/* ------------------------------------------------------------------------ showing */

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

/* "BP.05.01 F, BP.05.02 P" */
static const char *entries_of(struct pal_call *call, const struct pal_value *map)
{
    const char *all = "";
    PAL_EACH(entry, map)
    {
        const char *text = pal_value_as_text(entry);
        all = pal_call_printf(call, "%s%s%s %s", all, all[0] != '\0' ? ", " : "", entry->key,
                              text != NULL ? text : "");
    }
    return all;
}

/* A value of a body as text: the page shows it, and forms begin with it. */
static const char *text_of(struct pal_call *call, const struct pal_value *body, const char *key)
{
    const struct pal_value *value = pal_value_get(body, key);
    const char *text = pal_value_as_text(value);
    if (text != NULL || value == NULL) {
        return text != NULL ? text : "";
    }
    if (pal_value_is(value, PAL_VALUE_OBJECT)) {
        return entries_of(call, value);
    }
    if (pal_value_is(value, PAL_VALUE_TRUE) || pal_value_is(value, PAL_VALUE_FALSE)) {
        return pal_value_is(value, PAL_VALUE_TRUE) ? "true" : "false";
    }
    return pal_call_printf(call, "%lld", (long long)pal_value_as_integer(value));
}

/* A choice as it is shown. */
static const char *title_of_choice(struct pal_call *call, const struct pal_type *type,
                                   const char *choice)
{
    for (size_t i = 0; i < type->choice_count && type->choice_titles != NULL; i++) {
        if (strcmp(type->choices[i], choice) == 0) {
            return pal_call_tr(call, type->choice_titles[i]);
        }
    }
    return choice;
}

static const char *in_words(struct pal_call *call, const struct pal_type *type,
                            const struct pal_value *value);

/* Of what may be one of several things the one with parts; NULL: nothing is known of it. */
static const struct pal_type *with_parts(const struct pal_type *type)
{
    for (size_t i = 0; type != NULL && i < type->any_count; i++) {
        if (type->any[i]->kind != PAL_TYPE_TEXT) {
            return type->any[i];
        }
    }
    return type;
}

/* What a list or a map holds, in words: the parts of an object by what people call them. */
static const char *parts_in_words(struct pal_call *call, const struct pal_type *type,
                                  const struct pal_value *value)
{
    char room[FIELD_TITLE];
    const bool is_list = pal_value_is(value, PAL_VALUE_LIST);
    const struct pal_type *item = type != NULL ? type->item : NULL;
    const char *all = "";
    PAL_EACH(part, value)
    {
        const struct pal_field *field = is_list ? NULL : pal_field_of(type, part->key);
        const char *words = in_words(call, field != NULL ? field->type : item, part);
        const char *title = field != NULL
                                ? pal_call_tr(call, pal_field_title(field, room, sizeof room))
                                : part->key;
        const char *one = is_list ? words
                          : field != NULL
                              ? pal_call_printf(call, pal_call_tr(call, "%s: %s"), title, words)
                              : pal_call_printf(call, "%s %s", title, words);
        all = pal_call_printf(call, "%s%s%s", all,
                              all[0] == '\0' ? ""
                              : is_list      ? "; "
                                             : ", ",
                              one);
    }
    return all;
}

static const char *in_words(struct pal_call *call, const struct pal_type *type,
                            const struct pal_value *value)
{
    const char *text = pal_value_as_text(value);
    if (text != NULL) {
        return text;
    }
    if (pal_value_is(value, PAL_VALUE_TRUE) || pal_value_is(value, PAL_VALUE_FALSE)) {
        return pal_call_tr(call, pal_value_is(value, PAL_VALUE_TRUE) ? "yes" : "no");
    }
    if (!pal_value_is(value, PAL_VALUE_OBJECT) && !pal_value_is(value, PAL_VALUE_LIST)) {
        return pal_call_printf(call, "%lld", (long long)pal_value_as_integer(value));
    }
    const char *said = pal_said(call, value); /* a text in several languages */
    return said[0] != '\0' ? said : parts_in_words(call, with_parts(type), value);
}

/* A value of a body as it is read. */
static const char *shown_in(struct pal_call *call, const struct pal_field *field,
                            const struct pal_value *body)
{
    const struct pal_value *value = pal_value_get(body, field->key);
    return value != NULL ? in_words(call, field->type, value) : "";
}

static const char *shown_as(struct pal_call *call, const struct pal_type *type, const char *value)
{
    int64_t minutes;
    return type->is_work && pal_work_read(value, &minutes) ? pal_call_hours(call, minutes)
                                                           : title_of_choice(call, type, value);
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
        /* of a form in a row the sentence stands above */
        pal_put_text(row, "error", prefix[0] == '\0' ? pal_call_told(call, field->key) : NULL);
        pal_put_text(row, "value", value);
        pal_put_text(row, "shown", shown_as(call, field->type, shown_in(call, field, body)));
        pal_put_boolean(row, "is_set", value[0] != '\0');
        pal_put_boolean(row, "is_by_ids", field->type->kind == PAL_TYPE_MAP);
        pal_put_boolean(row, "is_fixed", shape->is_sent && strcmp(field->key, "title") != 0);
        pal_put_boolean(row, "is_one_of_many", shape->fields->field_count > 1);
        pal_put_boolean(row, "is_required", field->is_required);
        pal_put_boolean(row, "is_long",
                        field->type->kind == PAL_TYPE_TEXT &&
                            (field->type->max == 0 || field->type->max > 200));
        pal_put_boolean(row, "is_date", field->type->kind == PAL_TYPE_DATE);
        pal_put_boolean(row, "is_choice", field->type->kind == PAL_TYPE_CHOICE);
        pal_put_boolean(row, "is_map", field->type->kind == PAL_TYPE_MAP);
        struct pal_value *options = pal_put_list(row, "options");
        for (size_t j = 0; j < field->type->choice_count; j++) {
            struct pal_value *option = pal_add_object(options);
            pal_put_text(option, "value", field->type->choices[j]);
            pal_put_text(option, "title",
                         title_of_choice(call, field->type, field->type->choices[j]));
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

/* What was typed into a field, "" where nothing was. */
static const char *typed(const struct pal_call *call, const char *name)
{
    const char *value = pal_call_typed(call, name);
    return value != NULL ? value : "";
}

/* What was typed into the form of a kind, as a body. */
static struct pal_value *typed_body(struct pal_call *call, const struct pal_fact_shape *shape)
{
    struct pal_value *body = pal_value_object(&call->values);
    for (size_t i = 0; i < shape->fields->field_count; i++) {
        const char *key = shape->fields->fields[i].key;
        pal_put_text(body, key, typed(call, key));
    }
    return body;
}

/* Whether a change of a value was typed and refused: it is shown with that value again. */
static bool is_change_again(const struct pal_call *call)
{
    return typed(call, "part")[0] != '\0';
}

static bool is_typed_for(const struct pal_call *call, const struct pal_fact *fact)
{
    return is_change_again(call) && strcmp(fact->part, typed(call, "part")) == 0 &&
           strcmp(fact->lane, typed(call, "lane")) == 0;
}

/* What the page says beside the data: titles, the fields of the form to change it. */
static void page_row(struct pal_call *call, const struct pal_facts_place *place,
                     const struct pal_fact_shape *shape, const struct pal_fact *fact,
                     const struct pal_value *body, const struct pal_fact_may *may, bool is_history)
{
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "facts"));
    bool can_change = may->change && !is_history;
    bool is_typed = can_change && is_typed_for(call, fact);
    const char *prefix = pal_call_printf(call, "%lld-", (long long)fact->number);
    /* What was taken over is the word of who wrote the text. */
    pal_put_text(row, "place", shape->has_named_parts ? fact->part : NULL);
    bool is_ground = shape->ground != NULL && strcmp(shape->ground, fact->state) == 0;
    pal_put_text(row, "by",
                 is_ground ? pal_principal_said(call, fact->claim, "")
                           : pal_principal_said(call, fact->principal, fact->claim));
    pal_put_text(row, "at", pal_call_time(call, fact->at));
    pal_put_text(row, "state",
                 strcmp(fact->state, shape->states[0]) == 0 && !shape->has_own_page
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
                 pal_look_kept(call, pal_call_printf(call, "%s?part=%s&lane=%s", place->url,
                                                     fact->part, fact->lane)));
    pal_put_text(row, "act_id", pal_facts_new_id(&call->errand));
    pal_put_boolean(row, "can_change", can_change);
    pal_put_boolean(row, "is_typed", is_typed);
    pal_put_boolean(row, "can_erase", may->erase);
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
    pal_put(row, "said", fields_of(call, shape, body, prefix));
    pal_put(row, "fields",
            fields_of(call, shape, is_typed ? typed_body(call, shape) : body, prefix));
    if (is_typed) {
        pal_set_boolean(call->page, "is_change_shown", true);
    }
}

/* The names of who said them, looked up together. */
static enum pal_rc name_all(struct pal_call *call, const struct pal_fact *facts, size_t count)
{
    const char **who = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    for (size_t i = 0; i < count && who != NULL; i++) {
        who[2 * i] = facts[i].principal;
        who[2 * i + 1] = facts[i].claim;
    }
    return who != NULL ? pal_principals_read(call, who, 2 * count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

static enum pal_rc show_facts(struct pal_call *call, const struct pal_facts_place *place,
                              const struct pal_fact_shape *shape, const struct pal_fact *facts,
                              size_t count, bool is_history)
{
    struct pal_fact_may *may = PAL_NEW(call->request->arena, struct pal_fact_may, count + 1);
    enum pal_rc rc = may != NULL ? name_all(call, facts, count)
                                 : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? pal_facts_may(&call->errand, facts, count, !is_history, may) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *list = pal_value_list(&call->values);
    pal_set(call->page, "facts", pal_value_list(&call->values));
    for (size_t i = 0; i < count; i++) {
        struct pal_value *body = pal_fact_body_value(call, &facts[i]);
        page_row(call, place, shape, &facts[i], body, &may[i], is_history);
        pal_add(list, pal_fact_value(call, &facts[i], body));
    }
    pal_set(call->data, "facts", list);
    pal_set_text(call->data, "next_cursor", NULL);
    if (count >= FACTS_PER_PAGE) {
        const char *next = pal_call_printf(call, "%lld", (long long)facts[count - 1].number);
        pal_set_text(call->data, "next_cursor", next);
        const char *url = is_history ? pal_call_printf(call, "%s?part=%s&lane=%s&cursor=%s",
                                                       place->url, facts->part, facts->lane, next)
                                     : pal_call_printf(call, "%s?cursor=%s", place->url, next);
        pal_set_text(call->page, "next_url", pal_look_kept(call, url));
    }
    return PAL_OK;
}

/* As the refusal of a larger one says it. */
static const char *most_of(struct pal_call *call, int64_t bytes)
{
    enum { MEGABYTE = 1 << 20 };
    return bytes % MEGABYTE == 0
               ? pal_call_printf(call, pal_call_tr(call, "%lld MB"), (long long)(bytes / MEGABYTE))
               : pal_call_size(call, bytes);
}

/* The form for what is new: with what was typed, where it is shown again and stands nowhere else.
 */
static void show_form(struct pal_call *call, const struct pal_fact_shape *shape)
{
    bool is_typed = call->is_form_again &&
                    !pal_value_is(pal_value_get(call->page, "is_change_shown"), PAL_VALUE_TRUE);
    bool is_any = false;
    for (size_t i = 0; i < shape->lane_count; i++) {
        if (shape->may_add[i]) {
            pal_call_option(call, "lane", shape->lanes[i], pal_call_tr(call, shape->lane_titles[i]),
                            is_typed ? typed(call, "lane") : "");
            is_any = true;
        }
    }
    pal_set_boolean(call->page, "can_add",
                    is_any && shape->has_own_parts && !shape->is_sent && !shape->has_own_page);
    pal_set_boolean(call->page, "can_send", is_any && shape->is_sent);
    pal_set_text(call->page, "most",
                 shape->is_sent ? most_of(call, call->web->options.file_most) : NULL);
    pal_call_form(call, "title", "");
    pal_set_boolean(call->page, "has_lanes", shape->lane_count > 1);
    pal_set(call->page, "fields",
            fields_of(call, shape,
                      is_typed ? typed_body(call, shape) : pal_value_object(&call->values), ""));
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
}

/* The list of a form that is shown again begins with the value that was to be changed, which may be
 * further down than a page goes. */
static enum pal_rc put_first(struct pal_call *call, const struct pal_fact_search *search,
                             struct pal_fact **facts, size_t *count)
{
    struct pal_fact_search one = *search;
    struct pal_fact *found = NULL;
    size_t there = 0;
    bool is_there = !is_change_again(call);
    for (size_t i = 0; i < *count; i++) {
        is_there = is_there || is_typed_for(call, &(*facts)[i]);
    }
    if (is_there) {
        return PAL_OK;
    }
    one.part = typed(call, "part");
    one.lane = typed(call, "lane");
    enum pal_rc rc = pal_facts_heads(&call->errand, &one, &found, &there);
    if (rc != PAL_OK || there == 0) {
        return rc;
    }
    struct pal_fact *all = PAL_NEW(call->request->arena, struct pal_fact, *count + 1);
    if (all == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    all[0] = found[0];
    memcpy(all + 1, *facts, *count * sizeof **facts);
    *facts = all;
    (*count)++;
    return rc;
}

/* What is said on pages of their own, by kind: whose word it is, and where. */
static const struct said_elsewhere {
    const char *kind;
    const char *text;
    const char *title;
    const char *page; /* of the project */
    bool is_on_it;    /* or of the assessment that it is said of */
} elsewhere[] = {
    {"hours", PAL_N_("No hours noted yet. The expert notes here how long each step took."),
     PAL_N_("To the hours"), "/hours", false},
    {"delivery",
     PAL_N_("Nothing requested yet. The expert notes here when an output was asked for, and when "
            "it was delivered."),
     PAL_N_("To the hours"), "/hours", false},
    {"mark", PAL_N_("Nobody has marked anything yet. The expert marks the steps."),
     PAL_N_("To the marks"), "/marks", true},
    {"stage",
     PAL_N_("Nobody has begun or ticked a step yet. The project manager and the expert do, as the "
            "project goes on."),
     PAL_N_("To the steps"), "/process", false},
    {"candidate",
     PAL_N_("Nothing was said of candidates yet. The project manager and the expert say how each "
            "one stands."),
     PAL_N_("To the candidates"), "/candidates", false},
    {"alert-level",
     PAL_N_(
         "No act has raised or lowered the alert level yet: it is what the project's text says."),
     PAL_N_("To the alert level"), "/alert", false},
};

static void put_empty(struct pal_call *call, const char *text, const char *title, const char *url)
{
    struct pal_value *empty = pal_value_object(&call->values);
    pal_put_text(empty, "text", pal_call_tr(call, text));
    pal_put_text(empty, "title", title != NULL ? pal_call_tr(call, title) : NULL);
    pal_put_text(empty, "url", url);
    pal_set(call->page, "empty", empty);
}

/* What comes here and who says it, where nobody has said anything. */
static void tell_nobody_said(struct pal_call *call, const struct pal_facts_place *place,
                             const struct pal_fact_shape *shape, bool is_one)
{
    const struct said_elsewhere *found = NULL;
    bool may_add = pal_value_is(pal_value_get(call->page, "can_add"), PAL_VALUE_TRUE);
    bool may_send = pal_value_is(pal_value_get(call->page, "can_send"), PAL_VALUE_TRUE);
    const char *said = place->kind;
    const bool is_comment = strcmp(said, "comment") == 0;
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        found = strcmp(elsewhere[i].kind, place->kind) == 0 ? &elsewhere[i] : found;
    }
    if (is_one) {
        put_empty(call, PAL_N_("Nothing was said of this."), NULL, NULL);
    } else if (found != NULL) {
        bool is_on_it = pal_kind_is(place->subject_kind, PAL_KIND_ASSESSMENT) && found->is_on_it;
        const char *url =
            is_on_it ? pal_call_printf(call, "/assessments/%s%s", place->subject, found->page)
                     : pal_call_printf(call, "/projects/%s%s", shape->project, found->page);
        bool is_there = shape->project[0] != '\0';
        put_empty(call, found->text, is_there ? found->title : NULL,
                  is_there ? pal_look_kept(call, url) : NULL);
    } else if (shape->is_sent) {
        put_empty(call,
                  may_send
                      ? PAL_N_("No file yet. What proves or explains something comes here, and "
                               "whoever is chosen reads it.")
                      : PAL_N_("No file yet. The expert, the project manager and the approving "
                               "authority send them; what you may read comes here."),
                  may_send ? PAL_N_("Send the first one") : NULL, may_send ? "#f-file" : NULL);
    } else if (!is_comment) {
        put_empty(call, PAL_N_("Nothing stands here so far."), NULL, NULL);
    } else {
        put_empty(call,
                  may_add ? PAL_N_("Nobody has commented yet. Remarks and questions come here, and "
                                   "whoever is chosen reads them.")
                          : PAL_N_("Nobody has commented yet. The expert, the project manager and "
                                   "the approving authority do; what you may read comes here."),
                  may_add ? PAL_N_("Write the first one") : NULL, may_add ? "#f-text" : NULL);
    }
}

static enum pal_rc frame(struct pal_call *call, const struct pal_facts_place *place)
{
    struct pal_document record;
    struct pal_value *document;
    if (pal_shelf_kind(place->subject_kind)->is_project) {
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
    bool is_history = part != NULL || (!shape.has_own_parts && !shape.has_named_parts);
    rc = is_history ? pal_facts_history(&call->errand, &search, &facts, &count)
                    : pal_facts_heads(&call->errand, &search, &facts, &count);
    if (rc == PAL_OK && !is_history) {
        rc = put_first(call, &search, &facts, &count);
    }
    if (rc == PAL_OK) {
        rc = show_facts(call, &place, &shape, facts, count, is_history);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    show_form(call, &shape);
    if (count == 0) {
        tell_nobody_said(call, &place, &shape, part != NULL);
    }
    pal_set_boolean(call->page, "is_history", part != NULL);
    pal_set_text(call->page, "all_url", pal_look_kept(call, place.url));
    pal_set_boolean(call->page, "is_files", shape.is_sent);
    pal_set_text(call->data, "kind", place.kind);
    return pal_call_show(call, "web_facts", pal_call_tr(call, shape.title));
}

/* ------------------------------------------------------------------------- acting */

/* The entries of a map, each a field "practices.BP.05.01". */
static size_t read_entries(struct pal_call *call, const char *key,
                           struct pal_fact_field fields[FIELDS_MOST], size_t count)
{
    size_t len = strlen(key);
    for (size_t i = 0; i < call->form.count && count < FIELDS_MOST; i++) {
        const struct pal_field_value *sent = &call->form.items[i];
        if (strncmp(sent->name, key, len) == 0 && sent->name[len] == '.') {
            fields[count++] = (struct pal_fact_field){sent->name, sent->value};
        }
    }
    return count;
}

static size_t read_fields(struct pal_call *call, const struct pal_fact_shape *shape,
                          struct pal_fact_field fields[FIELDS_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < shape->fields->field_count && count < FIELDS_MOST; i++) {
        const char *key = shape->fields->fields[i].key;
        bool is_map = shape->fields->fields[i].type->kind == PAL_TYPE_MAP;
        if (is_map) {
            count = read_entries(call, key, fields, count);
        } else {
            fields[count++] = (struct pal_fact_field){key, pal_call_word(call, key)};
        }
    }
    return count;
}

/* A number that a form or a program sent; below 0: it is none. */
static int64_t number_sent(const struct pal_call *call, const char *name)
{
    const char *typed = pal_call_word(call, name);
    return typed[0] != '\0' ? pal_whole_number(typed) : 0;
}

/* Whether anything of the kind may be said of the subject at all. */
static enum pal_rc open(struct pal_call *call, const struct pal_facts_place *place,
                        struct pal_fact_shape *shape)
{
    return pal_facts_shape(&call->errand, place->kind, place->subject_kind, place->subject, shape);
}

static enum pal_rc answer(struct pal_call *call, const struct pal_facts_place *place,
                          enum pal_rc rc, const struct pal_act_done *done)
{
    rc = pal_act_answer(call, rc, done);
    return rc == PAL_OK ? pal_call_go(call, !done->is_again, "%s", place->url) : rc;
}

static enum pal_rc say(struct pal_call *call, const struct pal_facts_place *place,
                       const struct pal_fact_shape *shape, struct pal_act_done *done)
{
    struct pal_fact_field fields[FIELDS_MOST];
    const char *day = pal_call_word(call, "said_at");
    int64_t said_at = pal_seconds_of_day(day);
    if (day[0] != '\0' && said_at == 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "said_at",
                                  "%s is no day like 2026-03-31", pal_quote(day).text);
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
        .id = pal_act_id(call), .said_at = said_at, .facts = &fact, .count = 1};
    return pal_facts_act(&call->errand, &wish, done);
}

enum pal_rc pal_do_facts_say(struct pal_call *call)
{
    const struct pal_facts_place place = pal_facts_place(call);
    struct pal_fact_shape shape;
    struct pal_act_done done = {0};
    enum pal_rc rc = open(call, &place, &shape);
    return rc == PAL_OK ? answer(call, &place, say(call, &place, &shape, &done), &done) : rc;
}

enum pal_rc pal_do_facts_undo(struct pal_call *call)
{
    const struct pal_facts_place place = pal_facts_place(call);
    const struct pal_fact_place at = {place.kind, place.subject_kind, place.subject};
    struct pal_fact_shape shape;
    struct pal_act_done done = {0};
    enum pal_rc rc = open(call, &place, &shape);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_facts_undo(&call->errand, &at, number_sent(call, "number"), pal_act_id(call), &done);
    return answer(call, &place, rc, &done);
}

enum pal_rc pal_do_facts_erase(struct pal_call *call)
{
    const struct pal_facts_place place = pal_facts_place(call);
    const struct pal_fact_place at = {place.kind, place.subject_kind, place.subject};
    struct pal_fact_shape shape;
    struct pal_act_done done = {0};
    enum pal_rc rc = open(call, &place, &shape);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_facts_erase(&call->errand, &at, number_sent(call, "number"), pal_act_id(call), &done);
    return answer(call, &place, rc, &done);
}
