/* place - the place where one answers: how far it is and what is next, all of it to read, print and
 * take along; see place.h. */
#include "web/pages/place.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/contributors.h"
#include "app/house/passes.h"
#include "base/text.h"
#include "web/pages/notice.h"
#include "web/pages/pages.h"
#include "web/pages/tender_page.h"
#include "web/web_parts.h"

/* ---------------------------------------------------------------------- opening */

/* `looks`: an act follows, which asks itself whether the visitor may. */
static enum pal_rc open_sending(struct pal_call *call, bool looks, struct pal_place_view *out)
{
    *out = (struct pal_place_view){0};
    enum pal_rc rc = looks ? pal_sending_look(&call->errand, call->params[0], &out->sending)
                           : pal_sending_get(&call->errand, call->params[0], &out->sending);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!out->sending.is_respondent) {
        return pal_errand_fail(&call->errand, PAL_E_DENIED,
                               "answers are given by those who were asked, and by nobody else");
    }
    const char *path = pal_call_printf(call, "/sendings/%s/answer", out->sending.id);
    out->base = call->pass != NULL ? pal_call_under(call, call->pass, path) : path;
    return PAL_OK;
}

enum pal_rc pal_place_open_sending(struct pal_call *call, struct pal_place_view *out)
{
    return open_sending(call, false, out);
}

enum pal_rc pal_place_look(struct pal_call *call, struct pal_place_view *out)
{
    return open_sending(call, true, out);
}

/* The names of all who answered, in one query. */
static enum pal_rc read_names(struct pal_call *call, struct pal_place_view *view)
{
    const struct pal_answering *answering = &view->answering;
    const char **ids = PAL_NEW(call->request->arena, const char *, answering->count + 1);
    const char **names = PAL_NEW(call->request->arena, const char *, answering->count + 1);
    struct pal_value *known = pal_value_object(&call->values);
    size_t count = 0;
    if (ids == NULL || names == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < answering->count; i++) {
        const char *id = answering->items[i].now.name;
        bool is_new = id != NULL && pal_value_get(known, id) == NULL;
        if (is_new) {
            pal_put_borrowed(known, id, "");
            ids[count++] = id;
        }
    }
    enum pal_rc rc =
        count > 0 ? pal_contributors_names(&call->errand, view->sending.id, ids, count, names)
                  : PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        pal_set_text(known, ids[i], names[i] != NULL ? names[i] : "");
    }
    view->names = known;
    return rc;
}

enum pal_rc pal_place_open(struct pal_call *call, struct pal_place_view *out)
{
    enum pal_rc rc = pal_place_open_sending(call, out);
    if (rc == PAL_OK) {
        rc = pal_answering_read(&call->errand, pal_call_app(call), &out->sending, PAL_ANSWERS_OWN,
                                &out->answering);
    }
    return rc == PAL_OK ? read_names(call, out) : rc;
}

size_t pal_place_named(const struct pal_place_view *view, const char *hash)
{
    size_t named = 0;
    for (size_t i = 0; i < view->answering.count; i++) {
        named += strstr(view->answering.items[i].now.body, hash) != NULL;
    }
    return named;
}

/* Those in sight, as forms offer them, and those that are named though they are not. */
enum pal_rc pal_place_files(struct pal_call *call, struct pal_place_view *view)
{
    struct pal_proof_file *files = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_proofs_list(&call->errand, &view->sending, PAL_ANSWERS_OWN, &files, &count);
    view->files =
        rc == PAL_OK ? PAL_NEW(call->request->arena, struct pal_question_file, count + 1) : NULL;
    if (view->files == NULL) {
        return pal_errand_explain(&call->errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        const struct pal_proof_file *file = &files[i];
        if (!file->is_withdrawn || pal_place_named(view, file->hash) > 0) {
            const char *name = file->title[0] != '\0' ? file->title : file->name;
            view->files[view->file_count++] = (struct pal_question_file){
                .id = file->hash,
                .name = file->is_withdrawn
                            ? pal_call_printf(call, pal_call_tr(call, "%s (withdrawn)"), name)
                            : name,
                .url = file->is_withdrawn
                           ? NULL
                           : pal_place_url(call, view,
                                           pal_call_printf(call, "/files/%s", file->part))};
        }
    }
    return PAL_OK;
}

const char *pal_place_url(struct pal_call *call, const struct pal_place_view *view,
                          const char *behind)
{
    return pal_call_printf(call, "%s%s", view->base, behind);
}

const char *pal_place_query(struct pal_call *call, const char *name)
{
    return pal_route_reads_query(call->route, name) ? pal_call_query(call, name) : NULL;
}

const char *pal_place_word(struct pal_call *call, const char *name)
{
    return pal_route_reads_field(call->route, name) ? pal_call_word(call, name) : "";
}

const char *pal_place_anchor(struct pal_call *call, const char *part)
{
    char *own = pal_arena_copy(call->request->arena, part, strlen(part));
    for (char *at = own; at != NULL && *at != '\0'; at++) {
        *at = *at == '/' || *at == '.' ? '-' : *at;
    }
    return pal_call_printf(call, "at-%s", own != NULL ? own : "");
}

const char *pal_place_item_url(struct pal_call *call, const struct pal_place_view *view,
                               const struct pal_answering_item *item)
{
    return pal_call_printf(
        call, "%s/topics/%s?at=%s#%s", view->base, view->answering.topics[item->topic].id,
        pal_call_escaped(call, item->now.question), pal_place_anchor(call, item->now.question));
}

/* -------------------------------------------------------------------------- who */

const char *pal_place_role(const struct pal_call *call)
{
    const struct pal_pass *held = call->errand.principal.pass;
    return held != NULL ? held->role : "";
}

bool pal_place_may_write(const struct pal_call *call, const struct pal_place_view *view)
{
    return view->sending.may_answer && pal_place_role(call) != NULL && !call->errand.is_read_only;
}

static bool is_manager(const struct pal_call *call, const char *project)
{
    for (size_t i = 0; i < call->errand.role_count; i++) {
        const struct pal_role_on *held = &call->errand.roles[i];
        bool is_here =
            pal_rights_is_everywhere(held->project) || strcmp(held->project, project) == 0;
        if (is_here && pal_role_find(held->role) == PAL_ROLE_PROJECT_MANAGER) {
            return true;
        }
    }
    return false;
}

/* In which role somebody with an account answers: an expert does in a project manager's stead too,
 * who may be named later, and says so. */
static const char *own_role(const struct pal_call *call, const struct pal_place_view *view)
{
    bool is_expert = view->sending.to == PAL_ACTOR_EXPERT ||
                     (pal_errand_may(&call->errand, PAL_MAY_ASSESS, view->sending.project) &&
                      !is_manager(call, view->sending.project));
    return is_expert ? PAL_N_("Expert") : PAL_N_("Project manager");
}

void pal_place_put_by(struct pal_call *call, const struct pal_place_view *view,
                      struct pal_question_form *form)
{
    const struct pal_pass *held = call->errand.principal.pass;
    if (held != NULL) {
        form->by_role.alone = held->role;
        form->by_name = held->contributor;
        return;
    }
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        const struct pal_language language = pal_library_language((enum pal_lang)i);
        form->by_role.in[i] = pal_tr(&language, own_role(call, view));
    }
    form->by_name = call->errand.principal.id;
}

const char *pal_place_by(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_question_form form = {0};
    pal_place_put_by(call, view, &form);
    json_t *role = form.by_role.alone != NULL ? json_string(form.by_role.alone) : json_object();
    for (size_t i = 0; i < PAL_LANG_COUNT && form.by_role.alone == NULL; i++) {
        (void)json_object_set_new(role, pal_lang_codes[i], json_string(form.by_role.in[i]));
    }
    json_t *by = json_pack("{s:o, s:s*}", "role", role, "name", form.by_name);
    char *text = by != NULL ? json_dumps(by, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *out = text != NULL ? pal_call_printf(call, "%s", text) : "{}";
    call->failed = call->failed || text == NULL;
    free(text);
    json_decref(by);
    return out;
}

const char *pal_place_who(struct pal_call *call, const struct pal_place_view *view,
                          const struct pal_answer_now *now)
{
    const char *name =
        now->name != NULL ? pal_value_as_text(pal_value_get(view->names, now->name)) : NULL;
    const char *role = now->role != NULL ? now->role : "";
    if (name == NULL || name[0] == '\0') {
        return role;
    }
    return role[0] != '\0' ? pal_call_printf(call, "%s, %s", name, role) : name;
}

/* ------------------------------------------------------------------------ words */

const char *pal_place_topic_title(struct pal_call *call, const struct pal_answering_topic *topic)
{
    if (topic->title != NULL) {
        return pal_text_in(topic->title, call->language.lang);
    }
    return strcmp(topic->id, PAL_ANSWERING_ABOVE) == 0 ? pal_call_tr(call, "Beyond what is asked")
                                                       : pal_call_tr(call, "Questions");
}

const char *pal_answer_state_title(struct pal_call *call, const struct pal_answer_now *now)
{
    return strcmp(now->state, "approved") == 0   ? pal_call_tr(call, "approved")
           : strcmp(now->state, "proposed") == 0 ? pal_call_tr(call, "proposed")
           : now->is_answered                    ? pal_call_tr(call, "saved")
                                                 : pal_call_tr(call, "open");
}

const char *pal_place_question(struct pal_call *call, const struct pal_answering_item *item)
{
    return item->area != NULL ? pal_text_in(&item->area->title, call->language.lang)
                              : pal_text_in(&item->question->question, call->language.lang);
}

void pal_put_said(struct pal_value *object, const char *key, const struct pal_text *text)
{
    struct pal_value *said = pal_put_object(object, key);
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (text->in[i] != NULL) {
            pal_put_borrowed(said, pal_lang_codes[i], text->in[i]);
        }
    }
}

void pal_put_progress(struct pal_value *object, const struct pal_answering_progress *progress)
{
    pal_put_integer(object, "asked", (int64_t)progress->asked);
    pal_put_integer(object, "answered", (int64_t)progress->answered);
    pal_put_integer(object, "saved", (int64_t)progress->saved);
    pal_put_integer(object, "proposed", (int64_t)progress->proposed);
    pal_put_integer(object, "approved", (int64_t)progress->approved);
}

/* ------------------------------------------------------------------------ frame */

/* Whether the page is below that of a tab. */
static bool is_below(const struct pal_call *call, const char *tab)
{
    const struct pal_route *page = pal_route_page(call->route);
    const char *behind = page != NULL ? strstr(page->path, "/answer") : NULL;
    return behind != NULL && tab[0] != '\0' &&
           strncmp(behind + strlen("/answer"), tab, strlen(tab)) == 0;
}

static void add_tabs(struct pal_call *call, const struct pal_place_view *view)
{
    static const struct {
        const char *title;
        const char *behind;
        unsigned pass; /* that opens it */
        bool is_of_tender;
    } tabs[] = {
        {PAL_N_("Overview"), "", PAL_PASS_READ | PAL_PASS_ANSWER, false},
        {PAL_N_("All questions"), "/all", PAL_PASS_READ | PAL_PASS_ANSWER, false},
        {PAL_N_("Proofs"), "/files", PAL_PASS_READ | PAL_PASS_ANSWER, false},
        {PAL_N_("Hand on"), "/hand-on", PAL_PASS_HAND_ON, false},
        {PAL_N_("Questions and answers"), "/questions", PAL_PASS_READ | PAL_PASS_ANSWER, true},
        {PAL_N_("Annex"), "/annex", PAL_PASS_READ | PAL_PASS_ANSWER, true},
        {PAL_N_("Submit"), "/submit", PAL_PASS_ANSWER, false}};
    const struct pal_pass *held = call->errand.principal.pass;
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
        bool is_person_able = i != 3 || pal_call_may(call, PAL_MAY_EDIT_PROJECT);
        bool is_open = held != NULL ? (held->rights & tabs[i].pass) != 0 : is_person_able;
        bool is_whole = strcmp(tabs[i].behind, "/submit") != 0 || !view->sending.is_part;
        is_open = is_open && (!tabs[i].is_of_tender || view->sending.tender != NULL);
        if (is_open && is_whole) {
            pal_call_tab(
                call, pal_call_tr(call, tabs[i].title),
                pal_call_printf(call, "/sendings/%s/answer%s", view->sending.id, tabs[i].behind));
            if (is_below(call, tabs[i].behind)) {
                pal_call_tab_is_here(call);
            }
        }
    }
}

/* Why nothing is written here now, outside consultations; NULL: something is. */
static const char *why_closed(struct pal_call *call, const struct pal_sending *sending)
{
    if (sending->may_answer) {
        return NULL;
    }
    if (sending->state == PAL_SENDING_SUBMITTED) {
        return pal_call_tr(call, "The answers are submitted. Whoever reads them can reopen them.");
    }
    if (sending->state == PAL_SENDING_CLOSED) {
        return pal_call_tr(call, "This questionnaire is closed.");
    }
    if (sending->state == PAL_SENDING_PREPARED) {
        return pal_call_tr(call, "This questionnaire is not open yet.");
    }
    return sending->is_over
               ? pal_call_tr(call, "The time to answer is over. What was answered is still here.")
               : pal_call_tr(call, "You read along: nothing can be changed with this link.");
}

static enum pal_rc frame_of_person(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    enum pal_rc rc = pal_project_frame(call, view->sending.project, &project, &document);
    if (rc == PAL_OK) {
        pal_call_crumb(call, view->sending.title,
                       pal_call_printf(call, "/sendings/%s", view->sending.id));
    }
    return rc;
}

/* What the band of each page says of a link: until when one answers with it, which may end before
 * the link does. */
static void put_band(struct pal_call *call, const struct pal_sending *sending)
{
    const struct pal_pass *held = call->errand.principal.pass;
    if (held == NULL || (held->rights & PAL_PASS_ANSWER) == 0) {
        return; /* as of any link */
    }
    const char *day = pal_call_day(call, held->expires_at - 1);
    bool is_sooner = sending->until != 0 && sending->until < held->expires_at;
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(
        row, "text",
        sending->may_answer
            ? pal_call_printf(call, pal_call_tr(call, "Link to answer with, until %s"),
                              is_sooner ? pal_tender_time_said(call, sending->until) : day)
            : pal_call_printf(call,
                              pal_call_tr(call, "Link to read what was answered with it, until %s"),
                              day));
    pal_set(call->page, "pass", row);
}

enum pal_rc pal_place_frame(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_sending *sending = &view->sending;
    enum pal_rc rc = call->pass == NULL ? frame_of_person(call, view) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    call->thing = sending->title;
    pal_set_text(call->page, "thing", sending->title);
    pal_set_boolean(call->page, "is_thing_long", strlen(sending->title) > 72);
    add_tabs(call, view);
    pal_set_text(call->page, "base", view->base);
    pal_set_text(call->page, "personal_url", pal_place_url(call, view, "/notice"));
    pal_set_boolean(call->page, "is_reopened",
                    sending->state == PAL_SENDING_REOPENED && !sending->is_over);
    /* In a consultation the closing is moved for all, which is told beside it. */
    pal_set_boolean(call->page, "is_extended",
                    sending->state == PAL_SENDING_OPEN && !sending->is_over &&
                        sending->tender == NULL && sending->reason != NULL);
    pal_set_boolean(call->page, "has_pass", call->pass != NULL);
    put_band(call, sending);
    pal_set_boolean(call->page, "is_of_candidate", sending->to == PAL_ACTOR_PROVIDER);
    if (sending->tender != NULL) {
        return pal_place_put_consultation(call, view);
    }
    pal_set_text(call->page, "closed", why_closed(call, sending));
    return PAL_OK;
}

void pal_place_data(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_sending *sending = &view->sending;
    pal_set_text(call->data, "id", sending->id);
    pal_set_text(call->data, "title", sending->title);
    pal_set_text(call->data, "project", sending->project_title);
    pal_set_text(call->data, "state", sending->state_id);
    pal_set_integer(call->data, "turn", sending->turn);
    pal_set_text(call->data, "until",
                 sending->until != 0 ? pal_call_time(call, sending->until) : NULL);
    pal_set_text(call->data, "reason", sending->reason);
    pal_set_text(call->data, "receipt", sending->receipt);
    pal_set_text(call->data, "signed_by", sending->signed_by);
    pal_set_text(call->data, "said_at",
                 sending->said_at != 0 ? pal_call_time(call, sending->said_at) : NULL);
    pal_set_boolean(call->data, "may_answer", sending->may_answer);
    pal_set_boolean(call->data, "is_part", sending->is_part);
}

/* --------------------------------------------------------------------- overview */

static void put_topics(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    for (size_t i = 0; i < view->answering.topic_count; i++) {
        const struct pal_answering_topic *topic = &view->answering.topics[i];
        struct pal_value *row = pal_add_object(list);
        pal_put_borrowed(row, "id", topic->id);
        if (topic->title != NULL) {
            pal_put_said(row, "title", topic->title);
        }
        pal_put_progress(pal_put_object(row, "progress"), &topic->progress);
        struct pal_value *line = pal_add_object(shown);
        pal_put_text(line, "title", pal_place_topic_title(call, topic));
        pal_put_text(line, "url",
                     pal_place_url(call, view, pal_call_printf(call, "/topics/%s", topic->id)));
        pal_put_text(line, "note",
                     topic->note != NULL && topic->note->in[PAL_LANG_EN] != NULL
                         ? pal_text_in(topic->note, call->language.lang)
                         : NULL);
        pal_put(line, "progress", pal_value_get(row, "progress"));
        pal_put_integer(line, "open", (int64_t)(topic->progress.asked - topic->progress.answered));
        pal_put_boolean(line, "is_done", topic->progress.asked == topic->progress.answered);
        pal_place_put_count(line, pal_place_awaited(call, view, i));
    }
    pal_set(call->data, "topics", list);
    pal_set(call->page, "topics", shown);
}

/* "2 h to 3 h 30"; NULL: the questionnaire does not say. */
static const char *range_words(struct pal_call *call, const struct pal_range *range)
{
    enum { HOUR = 60 };
    if (range->high == 0) {
        return NULL;
    }
    bool is_hours = range->low >= HOUR;
    int64_t low = is_hours ? (range->low + HOUR / 2) / HOUR * HOUR : range->low;
    int64_t high = range->high >= HOUR ? (range->high + HOUR / 2) / HOUR * HOUR : range->high;
    return low == high ? pal_call_hours(call, low)
                       : pal_call_printf(call, pal_call_tr(call, "between %s and %s"),
                                         pal_call_hours(call, low), pal_call_hours(call, high));
}

/* How many of them the progress does not count, as they hang on the answers to others. */
static void put_hung(struct pal_call *call, const struct pal_place_view *view)
{
    size_t count = 0;
    for (size_t i = 0; i < view->answering.count; i++) {
        count += !view->answering.items[i].is_put;
    }
    pal_set_text(call->page, "hung",
                 count > 0 ? pal_call_printf(call,
                                             pal_call_tr(call, "of these %zu only if the answer to "
                                                               "another question leads there"),
                                             count)
                           : NULL);
}

static void put_work(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_asked_work *work = &view->answering.work;
    struct pal_value *data = pal_value_object(&call->values);
    pal_put_integer(data, "questions", (int64_t)work->questions);
    pal_put_integer(data, "figures", (int64_t)work->figures);
    pal_put_integer(data, "proofs", (int64_t)work->proofs);
    pal_put_integer(data, "first_least", work->first_minutes.low);
    pal_put_integer(data, "first_most", work->first_minutes.high);
    pal_set(call->data, "work", data);
    pal_set_text(call->page, "takes", range_words(call, &work->first_minutes));
    pal_set_text(
        call->page, "asked",
        pal_call_printf(call, pal_call_tr(call, "%zu questions, %zu figures or tables, %zu proofs"),
                        work->questions, work->figures, work->proofs));
    put_hung(call, view);
}

/* What is next: a question that is open, who one is, or handing in. */
static void put_next(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_answering_item *item = pal_answering_next(&view->answering, 0);
    struct pal_value *row = pal_value_object(&call->values);
    if (view->back_may.reply_asked && pal_value_count(pal_value_get(call->page, "awaited")) > 0) {
        const struct pal_value *first = pal_value_at(pal_value_get(call->page, "awaited"), 0);
        pal_put_text(row, "title",
                     pal_call_printf(call, pal_call_tr(call, "Reply: %s"),
                                     pal_value_as_text(pal_value_get(first, "code"))));
        pal_put_text(row, "url", pal_value_as_text(pal_value_get(first, "url")));
    } else if (pal_place_is_changed(view) && view->sending.may_answer && !view->sending.is_part) {
        pal_put_text(row, "title", pal_call_tr(call, "Hand in again"));
        pal_put_text(row, "url", pal_place_url(call, view, "/submit"));
    } else if (view->sending.receipt != NULL &&
               (!view->sending.may_answer || pal_place_may_again(view))) {
        pal_put_text(row, "title", pal_call_tr(call, "Receipt"));
        pal_put_text(row, "url", pal_place_url(call, view, "/receipt"));
    } else if (!view->sending.may_answer) {
        return;
    } else if (item == NULL && !view->sending.is_part) {
        pal_put_text(row, "title", pal_call_tr(call, "Submit"));
        pal_put_text(row, "url", pal_place_url(call, view, "/submit"));
    } else if (item == NULL) {
        return;
    } else {
        pal_put_text(row, "title",
                     view->answering.progress.answered > 0
                         ? pal_call_printf(call, pal_call_tr(call, "Go on: %s"),
                                           item->area != NULL ? item->area->id : item->question->id)
                         : pal_call_tr(call, "Begin"));
        pal_put_text(row, "url", pal_place_item_url(call, view, item));
    }
    pal_set(call->page, "next", row);
}

static void put_progress_words(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_answering_progress *all = &view->answering.progress;
    pal_set_text(call->page, "progress",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu questions answered"),
                                 all->answered, all->asked));
}

/* Who sits here, and until when a name is kept. */
static void put_self(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_pass *held = call->errand.principal.pass;
    if (held == NULL || (held->rights & PAL_PASS_ANSWER) == 0) {
        return;
    }
    struct pal_value *self = pal_value_object(&call->values);
    bool has_name = held->contributor != NULL && held->contributor_name[0] != '\0';
    pal_put_text(self, "role", held->role);
    pal_put_text(self, "name", has_name ? held->contributor_name : NULL);
    pal_put_text(self, "url", pal_place_url(call, view, "/who"));
    pal_set(call->page, "self", self);
}

enum pal_rc pal_place_put_notice(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_pass *held = call->errand.principal.pass;
    struct pal_tender_given given; /* in a consultation one turns to its keeper alone */
    enum pal_rc rc = pal_tender_given(&call->errand, &view->sending, &given);
    const char *asked_by = given.keeper_name != NULL ? given.keeper_name
                           : held != NULL            ? held->name
                                                     : NULL;
    return rc == PAL_OK
               ? pal_notice_put(call, view->sending.project, PAL_NOTICE_CONTRIBUTOR, asked_by)
               : rc;
}

enum pal_rc pal_page_place_notice(struct pal_call *call)
{
    struct pal_place_view view;
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    rc = rc == PAL_OK ? pal_place_put_notice(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_place_data(call, &view);
    return pal_call_show(call, "web_place_personal", view.sending.title);
}

enum pal_rc pal_page_place(struct pal_call *call)
{
    struct pal_place_view view;
    const struct pal_pass *held = call->errand.principal.pass;
    enum pal_rc rc = pal_place_open(call, &view);
    rc = rc == PAL_OK ? pal_place_backs(call, &view) : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_place_put_notice(call, &view);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_place_data(call, &view);
    pal_place_put_awaited(call, &view);
    pal_put_progress(pal_put_object(call->data, "progress"), &view.answering.progress);
    put_topics(call, &view);
    put_work(call, &view);
    put_progress_words(call, &view);
    put_self(call, &view);
    put_next(call, &view);
    pal_set_text(call->page, "asked_by", held != NULL ? held->name : NULL);
    pal_set_text(call->page, "link_until",
                 held != NULL ? pal_call_day(call, held->expires_at - 1) : NULL);
    pal_set_text(call->page, "provider", view.sending.provider);
    return pal_call_show(call, "web_place", view.sending.title);
}
