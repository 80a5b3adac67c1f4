#include "web/pages/means.h"

#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/searches.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/pages.h"

enum {
    OFFERED_MOST = 200,
    HEAD_MOST = 2000 /* characters in which is looked for what one is of */
};

/* A kind that a means may be of. */
struct source {
    enum pal_kind_id kind;
    const char *fits_by; /* the key of what it is of; NULL: it fits everywhere */
};

static const struct means {
    const char *name; /* of the query */
    const char *label;
    struct source sources[2];
    size_t source_count;
    bool is_by_kind; /* the address names the kind, too */
    const char *missing;
    const char *make; /* what the link is called */
} all_means[] = {
    [PAL_MEANS_EFFORT] =
        {"effort",
         PAL_N_("Efforts"),
         {{PAL_KIND_EFFORT, "model"}},
         1,
         false,
         PAL_N_("Nothing says what the steps of this model take: no efforts are built in for it. "
                "The project manager or the expert writes them."),
         PAL_N_("Write efforts")},
    [PAL_MEANS_ALERTS] =
        {"alerts",
         PAL_N_("How the level goes"),
         {{PAL_KIND_ALERT_RATES, "alert_scheme"}, {PAL_KIND_ALERT_HISTORY, "alert_scheme"}},
         2,
         true,
         PAL_N_("Nothing says how the alert level goes: the project has no rates and no history of "
                "this alert scheme. The project manager or the expert writes one."),
         PAL_N_("Write rates of alert levels")},
    [PAL_MEANS_BUDGET] =
        {"budget",
         PAL_N_("Budget"),
         {{PAL_KIND_BUDGET, NULL}},
         1,
         false,
         PAL_N_("The project has no budget yet: it says what can be spent, period by period. The "
                "project manager or the expert writes it."),
         PAL_N_("Write a budget")},
};

enum { MINUTES_PER_DAY = 7 * 60, UNITS = 100, DAYS = PAL_SEARCH_MINUTES / MINUTES_PER_DAY };

const struct pal_means_more pal_means_mores[PAL_MEANS_MORES] = {
    {"provider", PAL_N_("Provider, days a period"), PAL_ACTOR_PROVIDER, MINUTES_PER_DAY, DAYS},
    {"project_manager", PAL_N_("Project manager, days a period"), PAL_ACTOR_PROJECT_MANAGER,
     MINUTES_PER_DAY, DAYS},
    {"expert", PAL_N_("Expert, days a period"), PAL_ACTOR_EXPERT, MINUTES_PER_DAY, DAYS},
    {"money", PAL_N_("Money a period"), PAL_RESOURCE_MONEY, UNITS, PAL_SEARCH_MONEY / UNITS},
};

/* ----------------------------------------------------------------------- the form */

/* A field of the form of the page; its options, or its value, are the caller's. */
static struct pal_value *add_input(struct pal_call *call, const char *name, const char *label)
{
    struct pal_value *list = pal_value_get(call->page, "inputs");
    if (list == NULL) {
        list = pal_value_list(&call->values);
        pal_set(call->page, "inputs", list);
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "name", name);
    pal_put_text(row, "label", label);
    pal_add(list, row);
    return row;
}

enum pal_rc pal_means_refuse(struct pal_call *call, enum pal_rc rc)
{
    enum { NOT_VALID = 422 };
    if (call->is_api || rc != PAL_E_INVALID) {
        return rc;
    }
    pal_set_text(call->page, "refused", call->errand.err.message);
    pal_set_text(call->page, "refused_field", call->errand.err.field);
    call->response->status = NOT_VALID;
    call->errand.err = (struct pal_err){0};
    return PAL_OK;
}

/* ------------------------------------------------------------------------ what there is */

/* One that may be chosen. */
struct offer {
    const char *id;
    const char *path;
    const char *title;
    int64_t changed_at;
    bool is_own; /* of the project */
    bool is_built_in;
};

struct offers {
    struct pal_call *call;
    const struct means *means;
    const struct pal_against *against;
    struct offer *items;
    size_t count;
};

/* What a means must be of. */
static const char *wanted(const struct offers *offers, const struct source *source)
{
    const struct pal_profile *profile = offers->against->chosen;
    return strcmp(source->fits_by, "model") == 0        ? offers->against->model
           : profile != NULL && profile->scheme != NULL ? profile->scheme->id
                                                        : "";
}

/* Whether one of which the head is here fits; one that does not begin with what is looked for is
 * read as a whole. */
static enum pal_rc fits(struct offers *offers, const struct source *source,
                        const struct pal_document *row, bool *out)
{
    struct pal_call *call = offers->call;
    struct pal_document whole;
    *out = source->fits_by == NULL;
    if (*out) {
        return PAL_OK;
    }
    const char *is =
        strlen(row->text) < HEAD_MOST ? pal_against_word(call, row->text, source->fits_by) : "";
    if (strlen(row->text) >= HEAD_MOST) {
        enum pal_rc rc = pal_house_get(&call->errand, row->kind, row->id, &whole);
        if (rc != PAL_OK) {
            return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
        }
        is = pal_against_word(call, whole.text, source->fits_by);
    }
    *out = strcmp(is, wanted(offers, source)) == 0;
    return PAL_OK;
}

static void add_offer(struct offers *offers, const struct pal_document *row)
{
    struct pal_call *call = offers->call;
    const char *path = pal_call_printf(call, "%s/%s", row->kind, row->id);
    offers->items[offers->count++] = (struct offer){
        .id = offers->means->is_by_kind ? path : row->id,
        .path = path,
        .title = row->title,
        .changed_at = row->changed_at,
        .is_own = row->project[0] != '\0',
    };
}

static enum pal_rc add_found(struct offers *offers, const struct source *source,
                             const char *project)
{
    struct pal_call *call = offers->call;
    struct pal_document_search list = {.kind = pal_kinds[source->kind].word,
                                       .project = project,
                                       .with_text = true,
                                       .text_most = HEAD_MOST,
                                       .max = OFFERED_MOST};
    struct pal_document *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_house_find(&call->errand, &list, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        bool may_be = false;
        rc = fits(offers, source, &rows[i], &may_be);
        if (may_be) {
            add_offer(offers, &rows[i]);
        }
    }
    return rc == PAL_OK ? rc : pal_errand_explain(&call->errand, rc);
}

/* What is built in for the model. */
static void add_built_in(struct offers *offers)
{
    const char *model = offers->against->model;
    const struct pal_library_file *file = offers->means->sources[0].kind == PAL_KIND_EFFORT
                                              ? pal_library_find("effort", model)
                                              : NULL;
    if (file != NULL) {
        offers->items[offers->count++] = (struct offer){
            .id = model,
            .title = pal_document_title(offers->call, (const char *)file->bytes, model),
            .is_built_in = true,
        };
    }
}

/* The newest first, whatever their kind. */
static int by_change(const void *one, const void *other)
{
    int64_t a = ((const struct offer *)one)->changed_at;
    int64_t b = ((const struct offer *)other)->changed_at;
    return a != b ? (a < b) - (a > b)
                  : strcmp(((const struct offer *)one)->id, ((const struct offer *)other)->id);
}

static enum pal_rc find_offers(struct offers *offers)
{
    const struct means *means = offers->means;
    const char *project = offers->against->record.project;
    enum pal_rc rc = PAL_OK;
    offers->items = PAL_NEW(offers->call->request->arena, struct offer, 3 * OFFERED_MOST + 1);
    if (offers->items == NULL) {
        return pal_errand_explain(&offers->call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < means->source_count && rc == PAL_OK && project[0] != '\0'; i++) {
        rc = add_found(offers, &means->sources[i], project);
    }
    qsort(offers->items, offers->count, sizeof *offers->items, by_change);
    for (size_t i = 0; i < means->source_count && rc == PAL_OK; i++) {
        if (pal_shelf_kinds[means->sources[i].kind].belongs == PAL_OF_LIBRARY) {
            rc = add_found(offers, &means->sources[i], "");
        }
    }
    add_built_in(offers);
    return rc;
}

/* The one to take where none is asked for: the project's newest, what is built in, the library's
 * only one. */
static const struct offer *at_first(const struct offers *offers)
{
    const struct offer *last = offers->count > 0 ? &offers->items[offers->count - 1] : NULL;
    return last == NULL                                     ? NULL
           : offers->items[0].is_own                        ? &offers->items[0]
           : last->is_built_in || last == &offers->items[0] ? last
                                                            : NULL;
}

static const struct offer *find_asked(const struct offers *offers, const char *id)
{
    for (size_t i = 0; i < offers->count; i++) {
        if (strcmp(offers->items[i].id, id) == 0) {
            return &offers->items[i];
        }
    }
    return NULL;
}

static void show_offers(struct offers *offers, const struct offer *chosen)
{
    struct pal_call *call = offers->call;
    if (offers->count == 0) {
        return;
    }
    struct pal_value *row =
        add_input(call, offers->means->name, pal_call_tr(call, offers->means->label));
    struct pal_value *options = pal_put_list(row, "options");
    pal_put_boolean(row, "is_choice", true);
    if (chosen == NULL) {
        struct pal_value *option = pal_add_object(options);
        pal_put_text(option, "value", "");
        pal_put_text(option, "title", pal_call_tr(call, "choose one"));
        pal_put_boolean(option, "is_chosen", true);
    }
    for (size_t i = 0; i < offers->count; i++) {
        struct pal_value *option = pal_add_object(options);
        pal_put_text(option, "value", offers->items[i].id);
        pal_put_text(option, "title", offers->items[i].title);
        pal_put_boolean(option, "is_chosen", chosen == &offers->items[i]);
    }
}

/* What is missing, who writes it and where. */
static void tell_missing(struct offers *offers)
{
    struct pal_call *call = offers->call;
    const char *project = offers->against->record.project;
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "text",
                 offers->count > 0
                     ? pal_call_tr(call, "The library holds several of these: choose one below.")
                     : pal_call_tr(call, offers->means->missing));
    if (offers->count == 0 && project[0] != '\0' && pal_call_may(call, PAL_MAY_EDIT_PROJECT)) {
        const char *kind = pal_kinds[offers->means->sources[0].kind].word;
        pal_put_text(row, "title", pal_call_tr(call, offers->means->make));
        pal_put_text(row, "url",
                     pal_call_printf(call, "/projects/%s/library/%s/new", project, kind));
    }
    pal_set(call->page, "lacks", row);
}

/* A program gets what a page tells. */
static enum pal_rc refuse_missing(struct pal_call *call)
{
    return pal_errand_fail(&call->errand, PAL_E_INVALID, "%s",
                           pal_word_in(pal_value_get(call->page, "lacks"), "text"));
}

enum pal_rc pal_means_choose(struct pal_call *call, const struct pal_against *against,
                             enum pal_means_id which, struct pal_means *out)
{
    struct offers offers = {.call = call, .means = &all_means[which], .against = against};
    const char *asked = pal_call_query(call, offers.means->name);
    *out = (struct pal_means){.id = NULL};
    enum pal_rc rc = find_offers(&offers);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct offer *chosen = asked != NULL ? find_asked(&offers, asked) : at_first(&offers);
    if (asked != NULL && chosen == NULL) {
        rc = pal_means_refuse(
            call,
            pal_errand_fail_at(&call->errand, PAL_E_INVALID, offers.means->name,
                               "%s: %s is not there, or does not fit this assessment: choose "
                               "one that is offered",
                               pal_call_tr(call, offers.means->label), pal_quote(asked).text));
        chosen = at_first(&offers);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    show_offers(&offers, chosen);
    if (chosen != NULL) {
        *out = (struct pal_means){chosen->id, chosen->path, chosen->title};
        return PAL_OK;
    }
    tell_missing(&offers);
    return call->is_api ? refuse_missing(call) : PAL_OK;
}

/* ------------------------------------------------------------------------------ numbers */

/* Whether a text is a whole number with or without a sign. */
static bool read_number(const char *text, int64_t *out)
{
    enum { DIGITS = 12 };
    bool is_less = text[0] == '-';
    text += is_less || text[0] == '+' || text[0] == ' ';
    size_t len = strspn(text, "0123456789");
    if (len == 0 || len > DIGITS || text[len] != '\0') {
        return false;
    }
    *out = strtoll(text, NULL, 10) * (is_less ? -1 : 1);
    return true;
}

bool pal_means_is_number(const struct pal_call *call, const struct pal_means_number *number)
{
    int64_t value;
    const char *asked = pal_call_query(call, number->name);
    return asked == NULL ||
           (read_number(asked, &value) && value >= number->min && value <= number->max);
}

enum pal_rc pal_means_number(struct pal_call *call, const struct pal_means_number *number,
                             int64_t *out)
{
    const char *asked = pal_call_query(call, number->name);
    struct pal_value *row = add_input(call, number->name, number->label);
    pal_put_boolean(row, "is_choice", false);
    pal_put_text(row, "value", asked != NULL ? asked : "");
    pal_put_text(row, "empty", number->empty);
    *out = 0;
    if (pal_means_is_number(call, number)) {
        (void)(asked != NULL && read_number(asked, out));
        return PAL_OK;
    }
    *out = 0;
    enum pal_rc rc =
        pal_errand_fail_at(&call->errand, PAL_E_INVALID, number->name,
                           "%s: a whole number from %lld to %lld is needed, not %s", number->label,
                           (long long)number->min, (long long)number->max, pal_quote(asked).text);
    pal_put_text(row, "error", call->errand.err.message);
    return pal_means_refuse(call, rc);
}
