/* tender_annex - what candidates are told beforehand: as it would be now, fixed, and as it was
 * fixed for a consultation; where it is read by candidates. See app/house/annex.h. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/facts.h"
#include "app/house/procedures.h"
#include "app/house/sendings.h"
#include "base/text.h"
#include "web/forms.h"
#include "web/marking.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/sending_page.h"
#include "web/pages/tender_page.h"
#include "web/web_parts.h"

enum { WEEKS_OFFERED = 5, DAYS_OF_WEEK = 7 };

/* ------------------------------------------------------------------------- showing */

enum line { LINE_TITLE, LINE_HEADING, LINE_ROW, LINE_TEXT };

static enum line kind_of(const char *line)
{
    return strncmp(line, "# ", 2) == 0    ? LINE_TITLE
           : strncmp(line, "## ", 3) == 0 ? LINE_HEADING
           : line[0] == '|'               ? LINE_ROW
                                          : LINE_TEXT;
}

/* The cells of "| a | b |", of which there are two. */
static void put_cells(struct pal_call *call, const char *line, size_t len, struct pal_value *row)
{
    const char *first = line + 2;
    const char *bar = strstr(first, " | ");
    const char *end = line + len - 2;
    bool has_two = len > 4 && bar != NULL && bar + 3 <= end;
    pal_put_text(row, "first",
                 pal_call_printf(call, "%.*s", (int)((has_two ? bar : end) - first), first));
    pal_put_text(row, "second",
                 has_two ? pal_call_printf(call, "%.*s", (int)(end - bar - 3), bar + 3) : "");
}

/* A line of a table goes into the table that is open, or opens one, of which it is the head. */
static void add_row(struct pal_call *call, const char *line, size_t len, struct pal_value *list,
                    struct pal_value **table)
{
    if (*table == NULL) {
        struct pal_value *shown = pal_add_object(list);
        *table = pal_put_object(shown, "table");
        put_cells(call, line, len, pal_put_object(*table, "head"));
        (void)pal_put_list(*table, "rows");
        return;
    }
    struct pal_value *row = pal_add_object(pal_value_get(*table, "rows"));
    put_cells(call, line, len, row);
}

void pal_annex_put(struct pal_call *call, const struct pal_annex *annex)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *table = NULL;
    const char *at = pal_text_in(&annex->text, call->language.lang);
    while (*at != '\0') {
        size_t len = strcspn(at, "\n");
        enum line kind = kind_of(at);
        if (len > 0 && kind == LINE_ROW) {
            add_row(call, at, len, list, &table);
        } else if (len > 0) {
            size_t mark = kind == LINE_TITLE ? 2 : kind == LINE_HEADING ? 3 : 0;
            table = NULL;
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row,
                         kind == LINE_TITLE     ? "title"
                         : kind == LINE_HEADING ? "heading"
                                                : "text",
                         pal_call_printf(call, "%.*s", (int)(len - mark), at + mark));
        }
        at += len + (at[len] == '\n');
    }
    pal_set(call->page, "lines", list);
    pal_set_text(call->data, "hash", annex->hash);
    pal_set_text(call->data, "text", pal_text_in(&annex->text, call->language.lang));
    pal_set_text(call->data, "fixed_at",
                 annex->fixed_at != 0 ? pal_call_time(call, annex->fixed_at) : NULL);
    pal_set_text(call->data, "closing", pal_call_time(call, annex->plan.until));
    pal_set_text(call->data, "tier", pal_tier_ids[annex->plan.tier]);
    pal_set_integer(call->data, "turn", annex->turn);
}

enum pal_rc pal_annex_send_file(struct pal_call *call, const struct pal_annex *annex,
                                const char *name)
{
    const char *file = pal_annex_file(&call->errand, annex);
    if (file == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    call->response->content_type = "text/markdown; charset=utf-8";
    pal_http_set(call->response, "Content-Disposition",
                 pal_marking_disposition(call, pal_call_printf(call, "%s.md", name)));
    pal_buf_add(&call->response->body, file);
    return PAL_OK;
}

/* ---------------------------------------------------------------- of a consultation */

/* The one that it was launched with; PAL_E_NOT_FOUND with a sentence where it is kept elsewhere. */
static enum pal_rc find_its(struct pal_call *call, const char *project, const char *hash,
                            struct pal_annex *out)
{
    enum pal_rc rc =
        hash != NULL ? pal_annex_find(&call->errand, project, hash, out) : PAL_E_NOT_FOUND;
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail(&call->errand, rc,
                                 "the annex of this consultation is not kept here, but its SHA-256 "
                                 "alone: ask whoever sent the invitation")
               : pal_errand_explain(&call->errand, rc);
}

/* The annex stays as it was fixed; the closing may have been moved since. */
static void put_its(struct pal_call *call, const struct pal_annex *annex, int64_t closing)
{
    pal_annex_put(call, annex);
    pal_set_text(call->page, "moved_to",
                 closing != annex->plan.until ? pal_tender_time_said(call, closing) : NULL);
}

enum pal_rc pal_page_tender_annex(struct pal_call *call)
{
    struct pal_tender tender;
    struct pal_annex annex;
    enum pal_rc rc = pal_tender_open(call, &tender);
    rc = rc == PAL_OK ? find_its(call, tender.project, tender.annex, &annex) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    put_its(call, &annex, tender.closing);
    pal_set_text(call->page, "file_url", pal_tender_url(call, &tender, "/annex/file"));
    return pal_call_show(call, "web_tender_annex",
                         pal_call_printf(call, "%s · %s", pal_call_tr(call, "Consultation"),
                                         pal_call_tr(call, "Annex")));
}

enum pal_rc pal_page_tender_annex_file(struct pal_call *call)
{
    struct pal_tender tender;
    struct pal_annex annex;
    enum pal_rc rc = pal_tender_get(&call->errand, call->params[0], call->params[1], &tender);
    rc = rc == PAL_OK ? find_its(call, tender.project, tender.annex, &annex) : rc;
    return rc == PAL_OK
               ? pal_annex_send_file(
                     call, &annex, pal_call_printf(call, "%s-%s-annex", tender.project, tender.id))
               : rc;
}

/* ----------------------------------------------------------------- where one answers */

/* The annex of what the visitor answers, and when that closes. */
static enum pal_rc find_for_place(struct pal_call *call, const struct pal_place_view *view,
                                  struct pal_annex *out, int64_t *closing)
{
    struct pal_tender_given given;
    enum pal_rc rc = pal_tender_given(&call->errand, &view->sending, &given);
    *closing = given.closing;
    return rc == PAL_OK ? find_its(call, view->sending.project, given.annex, out) : rc;
}

enum pal_rc pal_page_place_annex(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_annex annex;
    int64_t closing;
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK ? find_for_place(call, &view, &annex, &closing) : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_tender_clocks(call);
    put_its(call, &annex, closing);
    pal_set_text(call->page, "file_url", pal_place_url(call, &view, "/annex/file"));
    return pal_call_show(call, "web_tender_annex", view.sending.title);
}

enum pal_rc pal_page_place_annex_file(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_annex annex;
    int64_t closing;
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK ? find_for_place(call, &view, &annex, &closing) : rc;
    return rc == PAL_OK ? pal_annex_send_file(call, &annex,
                                              pal_call_printf(call, "%s-annex", view.sending.id))
                        : rc;
}

/* --------------------------------------------------------------------------- fixing */

/* What stands in the form; what is empty is not said. */
static enum pal_rc read_plan(struct pal_call *call, struct pal_annex_plan *out)
{
    const char *other = pal_call_word(call, "questionnaire");
    bool is_usual = other[0] == '\0' || strcmp(other, PAL_QUESTIONNAIRE_USUAL) == 0;
    bool is_full = strcmp(pal_call_word(call, "tier"), pal_tier_ids[PAL_TIER_FULL]) == 0;
    *out = (struct pal_annex_plan){.project = call->params[0],
                                   .questionnaire = is_usual ? NULL : other,
                                   .tier = is_full ? PAL_TIER_FULL : PAL_TIER_CORE};
    for (int i = 0; i < PAL_ANNEX_CHOICES; i++) {
        const char *said = pal_call_word(call, pal_annex_choice_ids[i]);
        out->choices[i] = !pal_is_blank(said) ? said : NULL;
    }
    out->confirmed = pal_confirmed_read(call);
    return pal_until_read(call, &out->until);
}

static const struct {
    enum pal_annex_choice of;
    const char *word;
    const char *title;
} options[] = {
    {PAL_ANNEX_CHANNEL, "link", PAL_N_("With the link, here")},
    {PAL_ANNEX_CHANNEL, "profile", PAL_N_("As a file, on the buyer profile")},
    {PAL_ANNEX_MARKS, "steps", PAL_N_("By steps: points of the target that are achieved")},
    {PAL_ANNEX_MARKS, "questions", PAL_N_("By questions: those that pass")},
    {PAL_ANNEX_VISIT, "all", PAL_N_("All candidates, before the award")},
    {PAL_ANNEX_VISIT, "no_mark", PAL_N_("The finalist, before the award: it changes no mark")},
    {PAL_ANNEX_VISIT, "after", PAL_N_("The provider retained, once the contract is signed")},
    {PAL_ANNEX_NEGOTIATION, "no", PAL_N_("Offers are not negotiated")},
    {PAL_ANNEX_NEGOTIATION, "yes", PAL_N_("Offers are negotiated in rounds")},
    {PAL_ANNEX_NEGOTIATION, "reserved", PAL_N_("It is reserved, and so is the award without it")},
};

static void put_form(struct pal_call *call, const struct pal_annex_plan *plan)
{
    for (int i = 0; i < PAL_ANNEX_CHOICES; i++) {
        const char *said = plan->choices[i] != NULL ? plan->choices[i] : "";
        const char *name = pal_annex_choice_ids[i];
        if (pal_annex_choice_words[i] == NULL) {
            pal_call_form(call, name, said);
            continue;
        }
        pal_call_option(call, name, "", pal_call_tr(call, "not said"), said);
        for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
            if (options[k].of == (enum pal_annex_choice)i) {
                pal_call_option(call, name, options[k].word, pal_call_tr(call, options[k].title),
                                said);
            }
        }
        pal_call_keep(call, name, said, NULL);
    }
    pal_set_boolean(call->page, "is_full", plan->tier == PAL_TIER_FULL);
}

/* What is offered: the last that was fixed, with a closing to come. */
static enum pal_rc offered(struct pal_call *call, struct pal_annex *fixed,
                           struct pal_annex_plan *out)
{
    *fixed = (struct pal_annex){0};
    enum pal_rc rc = pal_annex_find(&call->errand, call->params[0], NULL, fixed);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(&call->errand, rc);
    }
    *out = fixed->plan;
    out->project = call->params[0];
    out->until = out->until > call->errand.now ? out->until
                                               : pal_until_in(call, WEEKS_OFFERED * DAYS_OF_WEEK);
    return PAL_OK;
}

/* Whether it may be fixed, or fixed anew: it is a consultation that is to be, and none runs. */
static enum pal_rc may_fix(struct pal_call *call, bool *out)
{
    struct pal_tender *tenders = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_tenders_list(&call->errand, call->params[0], &tenders, &count);
    bool is_tender = false;
    rc = rc == PAL_OK ? pal_house_is_tender(&call->errand, call->params[0], &is_tender) : rc;
    *out = rc == PAL_OK && is_tender && pal_call_may(call, PAL_MAY_EDIT_PROJECT);
    bool was_opened = false;
    for (size_t i = 0; i < count; i++) {
        *out = *out && tenders[i].state != PAL_TENDER_RUNNING;
        was_opened = was_opened || tenders[i].state == PAL_TENDER_OPENED;
    }
    const struct pal_tender_answer *answer = NULL;
    if (rc == PAL_OK && was_opened) { /* another one is a round */
        rc = pal_procedure_says(&call->errand, pal_call_app(call), call->params[0],
                                PAL_TENDER_REOPEN, &answer);
        *out = *out && rc == PAL_OK && answer->says != PAL_TENDER_FORBIDDEN;
    }
    return rc;
}

enum pal_rc pal_page_annex(struct pal_call *call)
{
    struct pal_annex fixed;
    struct pal_annex shown;
    struct pal_annex_plan plan;
    bool may = false;
    enum pal_rc rc = pal_tender_project(call);
    rc = rc == PAL_OK ? offered(call, &fixed, &plan) : rc;
    rc = rc == PAL_OK ? may_fix(call, &may) : rc;
    if (rc == PAL_OK && call->is_form_again) {
        struct pal_err kept = call->errand.err;
        struct pal_annex_plan typed;
        plan = read_plan(call, &typed) == PAL_OK && typed.until != 0 ? typed : plan;
        call->errand.err = kept;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (fixed.turn == 0 && !may) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                               "no annex is fixed in this project so far");
    }
    shown = fixed;
    if (may) {
        rc = pal_annex_write(&call->errand, pal_call_app(call), &plan, &shown);
        rc = rc == PAL_OK
                 ? pal_library_options(call, "questionnaire", "questionnaire",
                                       plan.questionnaire != NULL ? plan.questionnaire
                                                                  : PAL_QUESTIONNAIRE_USUAL)
                 : rc;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    shown.turn = fixed.turn;
    shown.fixed_at = fixed.fixed_at;
    pal_annex_put(call, fixed.turn > 0 && !call->is_form_again ? &fixed : &shown);
    put_form(call, &plan);
    pal_until_put(call, plan.until);
    pal_set_boolean(call->page, "may_fix", may);
    pal_set_boolean(call->page, "is_fixed", fixed.turn > 0);
    pal_set_integer(call->page, "turn", fixed.turn);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    struct pal_tender_confirms asked = {.count = 0};
    rc = pal_tender_put_rules(call, call->params[0], PAL_TENDER_SHOW_THRESHOLDS, NULL, call->page);
    rc = rc == PAL_OK ? pal_tender_put_days(call) : rc;
    rc = rc == PAL_OK
             ? pal_tender_confirms_annex(&call->errand, call->params[0], plan.until, &asked)
             : rc;
    pal_confirms_put(call, &asked, call->page);
    return rc == PAL_OK ? pal_call_show(call, "web_annex", pal_call_tr(call, "Annex")) : rc;
}

enum pal_rc pal_do_annex(struct pal_call *call)
{
    struct pal_annex_plan plan;
    struct pal_act_done done = {0};
    const char *turn = pal_call_word(call, "turn");
    pal_tender_clocks(call);
    enum pal_rc rc = read_plan(call, &plan);
    rc = rc == PAL_OK
             ? pal_annex_fix(&call->errand, pal_call_app(call), &plan,
                             turn[0] != '\0' ? pal_whole_number(turn) : 0, pal_act_id(call), &done)
             : rc;
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK
               ? pal_call_go(call, !done.is_again, "/projects/%s/tender/annex", call->params[0])
               : rc;
}
