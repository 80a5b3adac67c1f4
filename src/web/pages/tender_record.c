/* tender_record - the record of an opening, and the availability of the server, to be printed; see
 * app/house/tender_record.h. */
#include "app/house/tender_record.h"

#include <string.h>

#include "app/house/annex.h"
#include "app/house/tender_talk.h"
#include "web/pages/pages.h"
#include "web/pages/tender_page.h"
#include "web/web_parts.h"

/* -------------------------------------------------------------------- availability */

static enum pal_rc put_served(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_served served;
    struct pal_value *data = pal_value_list(&call->values);
    enum pal_rc rc = pal_tender_served(&call->errand, tender, &served);
    for (size_t i = 0; i < served.count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(data);
        pal_put_text(row, "from", pal_call_time(call, served.gaps[i].from));
        pal_put_text(row, "to", pal_call_time(call, served.gaps[i].to));
    }
    if (rc == PAL_OK) {
        pal_set(call->data, "gaps", data);
        pal_set_text(call->data, "from", pal_call_time(call, served.from));
        pal_set_text(call->data, "to", pal_call_time(call, served.to));
        pal_set_text(call->data, "first",
                     served.first != 0 ? pal_call_time(call, served.first) : NULL);
        pal_set_boolean(call->page, "has_gaps", served.count > 0);
        pal_set_boolean(call->page, "is_on_record", served.first != 0 && served.first < served.to);
        pal_set_boolean(call->page, "is_partly_on_record", served.first > served.from);
    }
    return rc;
}

enum pal_rc pal_page_tender_served(struct pal_call *call)
{
    struct pal_tender tender;
    enum pal_rc rc = pal_tender_open(call, &tender);
    rc = rc == PAL_OK ? put_served(call, &tender) : rc;
    return rc == PAL_OK
               ? pal_call_show(call, "web_tender_served", pal_call_tr(call, "Availability"))
               : rc;
}

/* --------------------------------------------------------------------- the opening */

static void put_taker(struct pal_call *call, const struct pal_tender_taker *taker, size_t number)
{
    struct pal_value *row = pal_add_object(pal_value_get(call->data, "takers"));
    struct pal_value *shown = pal_add_object(pal_value_get(call->page, "takers"));
    bool is_in = taker->submitted_at != 0;
    pal_put_text(row, "sending", taker->sending);
    pal_put_text(row, "provider", taker->provider_title);
    pal_put_text(row, "submitted_at", is_in ? pal_call_time(call, taker->submitted_at) : NULL);
    pal_put_text(row, "receipt", taker->receipt);
    pal_put_integer(row, "answered", (int64_t)taker->answered);
    pal_put_integer(row, "files", (int64_t)taker->files);
    pal_put_boolean(row, "agrees", taker->agrees);
    pal_put_integer(row, "links", taker->links);
    pal_put_text(row, "bounced", taker->bounced);
    pal_put(shown, "of", row);
    pal_put_integer(shown, "number", (int64_t)number);
    pal_put_boolean(shown, "is_in", is_in);
    pal_put_boolean(shown, "differs", is_in && !taker->agrees);
}

static enum pal_rc put_takers(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_taker *takers = NULL;
    size_t count = 0;
    size_t received = 0;
    enum pal_rc rc = pal_tender_takers(&call->errand, tender, &takers, &count);
    pal_set(call->data, "takers", pal_value_list(&call->values));
    pal_set(call->page, "takers", pal_value_list(&call->values));
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        received += takers[i].submitted_at != 0;
        put_taker(call, &takers[i], i + 1);
    }
    pal_set_integer(call->data, "invited", (int64_t)count);
    pal_set_integer(call->data, "received", (int64_t)received);
    pal_set_integer(call->data, "silent", (int64_t)(count - received));
    return rc;
}

static void put_persons(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_value *data = pal_value_list(&call->values);
    for (size_t i = 0; i < tender->opener_count; i++) {
        struct pal_value *row = pal_add_object(data);
        pal_put_text(row, "person", tender->openers[i].person);
        pal_put_text(row, "name", tender->openers[i].name);
        pal_put_text(row, "at", pal_call_time(call, tender->openers[i].at));
        pal_put_boolean(row, "has_conflict", tender->openers[i].has_conflict);
    }
    pal_set(call->data, "persons", data);
    pal_set_text(call->data, "keeper_name", tender->keeper_name);
    pal_set_text(call->data, "closing", pal_call_time(call, tender->closing));
    pal_set_text(call->data, "launched_at", pal_call_time(call, tender->launched_at));
    pal_set_text(call->data, "opened_at", pal_call_time(call, tender->opened_at));
    pal_set_text(call->data, "annex", tender->annex);
}

/* Who read what was sealed, and why. */
static enum pal_rc put_seals(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_seal *seals = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    enum pal_rc rc = pal_tender_seals(&call->errand, tender, &seals, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(data);
        pal_put_text(row, "at", pal_call_time(call, seals[i].at));
        pal_put_text(row, "person", seals[i].person);
        pal_put_text(row, "reason", seals[i].reason);
        pal_put_boolean(row, "is_of_all", seals[i].is_of_all);
    }
    pal_set(call->data, "seals_broken", data);
    pal_set_boolean(call->page, "is_broken", count > 0);
    return rc;
}

/* Answers and corrections that went to all. */
static enum pal_rc count_told(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_told *told = NULL;
    size_t count = 0;
    int64_t answers = 0;
    int64_t corrections = 0;
    int64_t unneeded = 0;
    enum pal_rc rc = pal_tender_list_told(&call->errand, tender, &told, &count);
    for (size_t i = 0; i < count; i++) {
        corrections += told[i].is_correction && told[i].answer != NULL;
        answers += !told[i].is_correction && told[i].answer != NULL;
        unneeded += told[i].needed != NULL && strcmp(told[i].needed, "no") == 0;
    }
    pal_set_integer(call->data, "answers_to_all", answers);
    pal_set_integer(call->data, "corrections", corrections);
    pal_set_integer(call->data, "answers_not_needed", unneeded);
    pal_set_boolean(call->page, "has_unneeded", unneeded > 0);
    return rc;
}

/* What no program counts, and who confirmed it. */
static enum pal_rc put_confirmed(struct pal_call *call, const struct pal_tender *tender)
{
    static const struct {
        const char *id;
        const char *title;
    } words[] = {[PAL_CONFIRMED_ANNEX] = {"annex", PAL_N_("Annex")},
                 [PAL_CONFIRMED_CLOSING] = {"closing", PAL_N_("Closing")},
                 [PAL_CONFIRMED_PASSED_ON] = {"passed-on", PAL_N_("Question passed on")},
                 [PAL_CONFIRMED_ANSWER] = {"answer", PAL_N_("Answer to all")},
                 [PAL_CONFIRMED_CORRECTION] = {"correction", PAL_N_("Correction")}};
    struct pal_tender_confirmed *all = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    enum pal_rc rc = pal_tender_confirmed(&call->errand, tender, &all, &count);
    const char **who = PAL_NEW(call->request->arena, const char *, count + 1);
    for (size_t i = 0; i < count && who != NULL; i++) {
        who[i] = all[i].by != NULL ? all[i].by : "";
    }
    rc = rc == PAL_OK && who == NULL ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : rc;
    rc = rc == PAL_OK ? pal_principals_read(call, who, count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(data);
        struct pal_value *shown = pal_add_object(page);
        pal_put_text(row, "of", words[all[i].of].id);
        pal_put_text(row, "rules", all[i].rules);
        pal_put_text(row, "by", who[i]);
        pal_put_text(row, "at", pal_call_time(call, all[i].at));
        pal_put_text(row, "about", all[i].about);
        pal_put(shown, "of", row);
        pal_put_text(shown, "title", pal_call_tr(call, words[all[i].of].title));
        pal_put_text(shown, "by", pal_principal_said(call, who[i], ""));
    }
    pal_set(call->data, "confirmed", data);
    pal_set(call->page, "confirmed", page);
    pal_set_boolean(call->page, "has_confirmed", count > 0);
    return rc;
}

/* What the annex calls the consultation; NULL: it does not say. */
static enum pal_rc find_reference(struct pal_call *call, const struct pal_tender *tender,
                                  const char **out)
{
    struct pal_annex annex = {.hash = NULL};
    enum pal_rc rc = tender->annex != NULL
                         ? pal_annex_find(&call->errand, tender->project, tender->annex, &annex)
                         : PAL_E_NOT_FOUND;
    *out = rc == PAL_OK ? annex.plan.choices[PAL_ANNEX_REFERENCE] : NULL;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_page_tender_record(struct pal_call *call)
{
    struct pal_tender tender;
    enum pal_rc rc = pal_tender_open(call, &tender);
    if (rc == PAL_OK && tender.state != PAL_TENDER_OPENED) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                               "the answers are not opened: there is no record yet");
    }
    rc = rc == PAL_OK ? put_takers(call, &tender) : rc;
    rc = rc == PAL_OK ? pal_tender_put_late(call, &tender) : rc;
    rc = rc == PAL_OK ? put_served(call, &tender) : rc;
    rc = rc == PAL_OK ? put_seals(call, &tender) : rc;
    rc = rc == PAL_OK ? count_told(call, &tender) : rc;
    rc = rc == PAL_OK ? put_confirmed(call, &tender) : rc;
    const char *who[] = {tender.opened_by != NULL ? tender.opened_by : ""};
    const char *reference = NULL;
    rc = rc == PAL_OK ? pal_principals_read(call, who, 1) : rc;
    rc = rc == PAL_OK ? find_reference(call, &tender, &reference) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    put_persons(call, &tender);
    pal_set_text(call->page, "opened_by", pal_principal_said(call, who[0], ""));
    pal_set_text(call->page, "reference", reference);
    return pal_call_show(call, "web_tender_record", pal_call_tr(call, "Record of the opening"));
}
