/* audit - the chain of entries. */

#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/outcome.h"
#include "base/date.h"
#include "base/text.h"
#include "web/lists.h"
#include "web/pages/audit_words.h"
#include "web/pages/pages.h"

enum { ENTRIES_PER_PAGE = 100, DAY = 24 * 3600 };

/* The first second of a day that the query names; 0: it names none, or one before 1970. */
static enum pal_rc read_day(struct pal_call *call, const char *name, int64_t *out)
{
    const char *date = pal_call_query(call, name);
    if (date != NULL && !pal_date_check(date)) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, name,
                                  "%s is no date; write it as 2027-12-31", pal_quote(date).text);
    }
    *out = date != NULL ? pal_seconds_of_day(date) : 0;
    return PAL_OK;
}

/* The entries that the query asks for. */
static enum pal_rc read_list(struct pal_call *call, struct pal_audit_search *out)
{
    const char *cursor = pal_call_query(call, "cursor");
    *out = (struct pal_audit_search){.person = pal_call_query(call, "person"),
                                     .object = pal_call_query(call, "object"),
                                     .verb = pal_call_query(call, "verb"),
                                     .before = cursor != NULL ? pal_whole_number(cursor) : 0,
                                     .max = pal_list_part(call, ENTRIES_PER_PAGE)};
    if (out->before < 0) {
        return pal_call_no_place(call);
    }
    enum pal_rc rc = read_day(call, "from", &out->from);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_day(call, "to", &out->until);
    if (rc == PAL_OK && pal_call_query(call, "to") != NULL) {
        out->until += DAY;
    }
    return rc;
}

/* Whether an entry's act is put in words on the page: of the kinds that have words
 * of their own, and the one act that is asked for; a program is told which act it was. */
static bool is_told(struct pal_call *call, const struct pal_audit_entry *entry)
{
    const char *object = pal_call_query(call, "object");
    bool is_act = strncmp(entry->object, "act/", 4) == 0;
    bool is_asked = object != NULL && strcmp(object, entry->object) == 0;
    return is_act && !call->is_api && (is_asked || pal_facts_have_words(entry->verb));
}

/* What each of the entries says: of an act its facts, as far as the visitor may read them. */
static enum pal_rc what_was_said(struct pal_call *call, const struct pal_audit_entry *rows,
                                 size_t count, const char **out)
{
    int64_t acts[ENTRIES_PER_PAGE] = {0};
    const char *words[ENTRIES_PER_PAGE] = {NULL};
    size_t told = 0;
    for (size_t i = 0; i < count && told < ENTRIES_PER_PAGE; i++) {
        if (is_told(call, &rows[i])) {
            acts[told++] = pal_whole_number(rows[i].object + 4);
        }
    }
    enum pal_rc rc = pal_facts_words(&call->errand, acts, told, words);
    told = 0;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        out[i] = is_told(call, &rows[i]) ? words[told++] : rows[i].after;
    }
    return rc;
}

/* What a program and a person are told alike. */
static struct pal_value *bare_row(struct pal_call *call, const struct pal_audit_entry *entry)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_integer(row, "number", entry->number);
    if (!entry->is_sealed) {
        pal_put_borrowed(row, "at", pal_call_time(call, entry->at));
    }
    pal_put_borrowed(row, "person", entry->is_sealed ? "" : pal_call_person(call, entry->person));
    pal_put_borrowed(row, "hash", pal_call_printf(call, "%.16s", entry->hash));
    return row;
}

static struct pal_value *entry_row(struct pal_call *call, const struct pal_audit_entry *entry)
{
    struct pal_value *row = bare_row(call, entry);
    pal_put_borrowed(row, "from", entry->source);
    pal_put_borrowed(row, "verb", entry->verb);
    pal_put_borrowed(row, "object", entry->object);
    pal_put_borrowed(row, "before", entry->before);
    pal_put_borrowed(row, "after", entry->after);
    pal_put_boolean(row, "is_sealed", entry->is_sealed);
    return row;
}

/* The verb and the object in words. */
static struct pal_value *told_row(struct pal_call *call, const struct pal_audit_entry *entry,
                                  const char *said)
{
    const char *rest;
    const char *person = pal_audit_object_person(entry->object);
    const char *title = pal_audit_object_title(call, entry->object, &rest);
    struct pal_value *row = bare_row(call, entry);
    bool is_here = strcmp(entry->source, "local") == 0;
    pal_put_borrowed(row, "from", is_here ? pal_call_tr(call, "at the machine") : entry->source);
    pal_put_borrowed(row, "verb",
                     entry->is_sealed ? pal_call_tr(call, "sealed until the answers are opened")
                                      : pal_audit_verb_title(call, entry->verb));
    pal_put_borrowed(row, "object", title);
    pal_put_borrowed(row, "object_name", person[0] != '\0' ? pal_call_person(call, person) : "");
    pal_put_borrowed(row, "object_id", person[0] != '\0' ? "" : rest);
    pal_put_borrowed(row, "before", pal_audit_words(call, entry->before));
    pal_put_borrowed(row, "after", pal_audit_words(call, said));
    return row;
}

/* The names of whoever acted, and of whom it was about. */
static enum pal_rc read_names(struct pal_call *call, const struct pal_audit_entry *rows,
                              size_t count)
{
    const char **ids = PAL_NEW(call->request->arena, const char *, 2 * count + 1);
    for (size_t i = 0; i < count && ids != NULL; i++) {
        ids[2 * i] = rows[i].person;
        ids[2 * i + 1] = pal_audit_object_person(rows[i].object);
    }
    return ids != NULL ? pal_call_names(call, ids, 2 * count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

static enum pal_rc add_entries(struct pal_call *call, const struct pal_audit_entry *rows,
                               size_t count)
{
    const char **said = PAL_NEW(call->request->arena, const char *, count + 1);
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *told = pal_value_list(&call->values);
    enum pal_rc rc = said != NULL ? read_names(call, rows, count)
                                  : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? what_was_said(call, rows, count, said) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        pal_add(list, entry_row(call, &rows[i]));
        pal_add(told, told_row(call, &rows[i], said[i]));
    }
    pal_set(call->data, "entries", list);
    pal_set(call->page, "entries", told);
    return rc;
}

static enum pal_rc add_anchors(struct pal_call *call)
{
    struct pal_anchor *rows = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc = pal_audit_anchors(&call->errand, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_integer(row, "number", rows[i].number);
        pal_put_text(row, "at", pal_call_time(call, rows[i].at));
        pal_put_text(row, "hash", rows[i].hash);
        pal_add(list, row);
    }
    pal_set(call->data, "anchors", list);
    return pal_errand_explain(&call->errand, rc);
}

/* The choice of an act. */
static void add_verbs(struct pal_call *call)
{
    const char *chosen = pal_call_query(call, "verb");
    pal_call_option(call, "verb", "", pal_call_tr(call, "any"), chosen);
    for (size_t i = 0; i < pal_audit_verb_count; i++) {
        pal_call_option(call, "verb", pal_audit_verbs[i].id,
                        pal_call_tr(call, pal_audit_verbs[i].title), chosen);
    }
    pal_call_keep(call, "verb", chosen, NULL);
}

/* The form, as it was sent, and what it leaves out. */
static void fill_form(struct pal_call *call)
{
    static const char *const fields[][2] = {{"person", PAL_N_("Person")},
                                            {"object", PAL_N_("Object")},
                                            {"verb", PAL_N_("Act")},
                                            {"from", PAL_N_("From the day (of UTC)")},
                                            {"to", PAL_N_("To the day (of UTC)")}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *name = fields[i][0];
        const char *value = pal_call_query(call, name);
        bool is_verb = strcmp(name, "verb") == 0;
        pal_call_form(call, name, value != NULL ? value : "");
        if (value != NULL) {
            pal_list_filtered(call, name, pal_call_tr(call, fields[i][1]),
                              is_verb ? pal_audit_verb_title(call, value) : value);
        }
    }
}

enum pal_rc pal_page_audit(struct pal_call *call)
{
    struct pal_audit_search list;
    struct pal_audit_entry *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = read_list(call, &list);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_explain(&call->errand, pal_audit_list(&call->errand, &list, &rows, &count));
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_entries(call, rows, count);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_anchors(call);
    if (rc != PAL_OK) {
        return rc;
    }
    fill_form(call);
    add_verbs(call);
    pal_list_next(call, count == list.max
                            ? pal_call_printf(call, "%lld", (long long)rows[count - 1].number)
                            : NULL);
    return pal_call_show(call, "web_audit", pal_call_tr(call, "Audit log"));
}

enum pal_rc pal_do_audit_verify(struct pal_call *call)
{
    struct pal_audit_result result;
    enum pal_rc rc = pal_audit_verify(&call->errand, 0, NULL, &result);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *row = pal_outcome_verified(&result, &call->values);
    pal_put_text(row, "at", pal_call_time(call, call->errand.now));
    pal_set(call->data, "verified", row);
    return pal_page_audit(call);
}

enum pal_rc pal_do_audit_anchor(struct pal_call *call)
{
    struct pal_anchor anchor;
    enum pal_rc rc = pal_audit_anchor(&call->errand, &anchor);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_integer(call->data, "number", anchor.number);
    pal_set_text(call->data, "hash", anchor.hash);
    return pal_call_go(call, true, "/audit");
}
