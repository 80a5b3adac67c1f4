/* visit_minutes - the minutes of a visit, written from what was marked: who was met, what was seen
 * and checked by what, what was drawn, what contradicts the claim, what remains open. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/question/rule.h"
#include "web/pages/answers_page.h"
#include "web/pages/notice.h"
#include "web/pages/pages.h"
#include "web/pages/visit_form.h"
#include "web/pages/visit_page.h"
#include "web/web_parts.h"

/* What stands in them: a mark, with the areas of which it holds. */
struct entry {
    const struct pal_looked_answer *answer;
    const struct pal_looked_fact *fact; /* of its mark */
    enum pal_basis basis;
    struct pal_value *body;
    const char *day;   /* "": it says none */
    const char *areas; /* "PA01, PA08" */
    size_t at;         /* its place among all */
};

struct minutes {
    struct pal_visit_page page;
    struct pal_read read; /* the same answers, with the files that were submitted */
    struct entry *entries;
    size_t count;
    struct pal_visit_note *notes;
    size_t note_count;
    struct pal_visit_file *files;
    size_t file_count;
    const char **days;
    size_t day_count;
};

/* ------------------------------------------------------------------------ reading */

static const struct pal_looked_fact *mark_of(const struct pal_looked_answer *answer)
{
    return pal_looked_counts(&answer->checked) ? &answer->checked
           : pal_looked_counts(&answer->seen)  ? &answer->seen
                                               : NULL;
}

/* "PA08" of a part of the guide. */
static const char *area_in(struct pal_call *call, const char *part)
{
    if (strncmp(part, PAL_ANSWER_GUIDE, strlen(PAL_ANSWER_GUIDE)) != 0) {
        return "";
    }
    const char *area = part + strlen(PAL_ANSWER_GUIDE);
    return pal_call_printf(call, "%.*s", (int)strcspn(area, "/"), area);
}

/* The same answer, which holds for several areas, stands there once. */
static struct entry *find_same(struct minutes *minutes, const struct pal_looked_answer *answer,
                               const struct pal_looked_fact *fact)
{
    for (size_t i = 0; answer->question->is_of_guide && i < minutes->count; i++) {
        struct entry *entry = &minutes->entries[i];
        if (entry->answer->question == answer->question &&
            strcmp(entry->fact->body, fact->body) == 0 && strcmp(entry->fact->by, fact->by) == 0) {
            return entry;
        }
    }
    return NULL;
}

static void add_entry(struct pal_call *call, struct minutes *minutes,
                      const struct pal_looked_answer *answer)
{
    const struct pal_looked_fact *fact = mark_of(answer);
    struct entry *same = fact != NULL ? find_same(minutes, answer, fact) : NULL;
    if (fact == NULL) {
        return;
    }
    if (same != NULL) {
        same->areas = pal_call_printf(call, "%s, %s", same->areas, area_in(call, answer->part));
        return;
    }
    struct entry *entry = &minutes->entries[minutes->count];
    *entry =
        (struct entry){.answer = answer,
                       .fact = fact,
                       .basis = pal_looked_basis(answer),
                       .body = pal_fact_body_value(call, &(struct pal_fact){.body = fact->body}),
                       .areas = area_in(call, answer->part),
                       .at = minutes->count};
    entry->day = pal_word_in(entry->body, "on");
    minutes->count++;
}

static int by_day(const void *one, const void *other)
{
    const struct entry *a = one;
    const struct entry *b = other;
    int order = strcmp(a->day[0] != '\0' ? a->day : "~", b->day[0] != '\0' ? b->day : "~");
    return order != 0 ? order : a->at < b->at ? -1 : 1;
}

static void add_day(struct minutes *minutes, const char *day)
{
    for (size_t i = 0; i < minutes->day_count; i++) {
        if (strcmp(minutes->days[i], day) == 0) {
            return;
        }
    }
    size_t at = minutes->day_count++;
    for (; at > 0 && strcmp(minutes->days[at - 1], day) > 0; at--) {
        minutes->days[at] = minutes->days[at - 1];
    }
    minutes->days[at] = day;
}

/* The days of the visits that were held or go on, and those of which anything is said. */
static enum pal_rc find_days(struct pal_call *call, struct minutes *minutes)
{
    const struct pal_value *visits = pal_value_get(call->data, "visits");
    minutes->days = PAL_NEW(call->request->arena, const char *,
                            minutes->count + minutes->note_count + 2 * pal_value_count(visits) + 1);
    if (minutes->days == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    const char *today = pal_call_day(call, call->errand.now);
    PAL_EACH(visit, visits)
    {
        const char *from = pal_word_in(visit, "from");
        const char *to = pal_word_in(visit, "to");
        const char *last = to[0] != '\0' ? to : from;
        if (strcmp(pal_word_in(visit, "state"), "cancelled") != 0 && strcmp(from, today) <= 0) {
            add_day(minutes, from);
            add_day(minutes, strcmp(last, today) <= 0 ? last : today);
        }
    }
    for (size_t i = 0; i < minutes->count; i++) {
        if (minutes->entries[i].day[0] != '\0') {
            add_day(minutes, minutes->entries[i].day);
        }
    }
    for (size_t i = 0; i < minutes->note_count; i++) {
        if (minutes->notes[i].text != NULL) {
            add_day(minutes, minutes->notes[i].day);
        }
    }
    return PAL_OK;
}

static enum pal_rc name_all(struct pal_call *call, const struct minutes *minutes)
{
    const char **who =
        PAL_NEW(call->request->arena, const char *, minutes->count + minutes->note_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < minutes->count && who != NULL; i++) {
        who[count++] = minutes->entries[i].fact->by;
    }
    for (size_t i = 0; i < minutes->note_count && who != NULL; i++) {
        who[count++] = minutes->notes[i].by;
    }
    return who != NULL ? pal_principals_read(call, who, count)
                       : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* As they were asked; those of the guide by area. */
static int by_place(const void *one, const void *other)
{
    const struct pal_looked_answer *a = *(const struct pal_looked_answer *const *)one;
    const struct pal_looked_answer *b = *(const struct pal_looked_answer *const *)other;
    return a->question->is_of_guide && b->question->is_of_guide ? strcmp(a->part, b->part)
           : a < b                                              ? -1
                                                                : 1;
}

static enum pal_rc add_entries(struct pal_call *call, struct minutes *minutes)
{
    const struct pal_looking *looking = &minutes->page.agenda.looking;
    const struct pal_looked_answer **answers =
        PAL_NEW(call->request->arena, const struct pal_looked_answer *, looking->count + 1);
    minutes->entries = PAL_NEW(call->request->arena, struct entry, looking->count + 1);
    if (minutes->entries == NULL || answers == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < looking->count; i++) {
        answers[i] = &looking->answers[i];
    }
    qsort(answers, looking->count, sizeof *answers, by_place);
    for (size_t i = 0; i < looking->count; i++) {
        add_entry(call, minutes, answers[i]);
    }
    return PAL_OK;
}

static enum pal_rc read_all(struct pal_call *call, struct minutes *minutes)
{
    minutes->read = (struct pal_read){.looking = minutes->page.agenda.looking};
    enum pal_rc rc = add_entries(call, minutes);
    rc = rc == PAL_OK ? pal_read_files(call, call->params[0], &minutes->read) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    qsort(minutes->entries, minutes->count, sizeof *minutes->entries, by_day);
    rc = pal_visit_notes(&call->errand, &minutes->page.agenda.looking.sending, &minutes->notes,
                         &minutes->note_count);
    rc = rc == PAL_OK ? pal_visit_files(&call->errand, call->params[0], &minutes->files,
                                        &minutes->file_count)
                      : rc;
    rc = rc == PAL_OK ? find_days(call, minutes) : rc;
    return rc == PAL_OK ? name_all(call, minutes) : rc;
}

/* ------------------------------------------------------------------------ showing */

/* A text, or the role of somebody. */
static const char *role_in(const struct pal_call *call, const struct pal_value *body)
{
    const struct pal_value *said = pal_value_get(body, "said_by");
    const struct pal_value *role = pal_value_get(said, "role");
    return pal_said(call, role != NULL ? role : said);
}

static const char *question_of(struct pal_call *call, const struct minutes *minutes,
                               const struct entry *entry)
{
    static const char hole[] = "{PA}";
    const char *text = pal_text_in(&entry->answer->question->question, call->language.lang);
    const char *at = entry->answer->question->is_of_guide ? strstr(text, hole) : NULL;
    if (at == NULL) {
        return text;
    }
    const struct pal_area *area =
        pal_model_area(minutes->page.agenda.looking.questionnaire->model, entry->areas);
    return pal_call_printf(call, "%.*s%s%s", (int)(at - text), text,
                           area != NULL ? pal_text_in(&area->title, call->language.lang)
                                        : entry->areas,
                           at + strlen(hole));
}

/* What was drawn: "5 of 6 good", and each. */
static void put_drawn(struct pal_call *call, const struct entry *entry, struct pal_value *data,
                      struct pal_value *row)
{
    size_t drawn = 0;
    size_t good = 0;
    struct pal_value *items = pal_value_list(&call->values);
    PAL_EACH(item, pal_value_get(entry->body, "items"))
    {
        const struct pal_value *is_good = pal_value_get(item, "good");
        struct pal_value *one = pal_add_object(items);
        bool is_yes = pal_value_is(is_good, PAL_VALUE_TRUE);
        bool is_no = pal_value_is(is_good, PAL_VALUE_FALSE);
        pal_put_text(one, "what", pal_said(call, pal_value_get(item, "what")));
        pal_put_text(one, "note", pal_visit_or_null(pal_said(call, pal_value_get(item, "note"))));
        pal_put_boolean(one, "is_good", is_yes);
        pal_put_boolean(one, "is_bad", is_no);
        drawn += is_yes || is_no;
        good += is_yes;
    }
    pal_put_integer(data, "drawn", (int64_t)drawn);
    pal_put_integer(data, "good", (int64_t)good);
    pal_put_text(row, "drawn",
                 drawn > 0
                     ? pal_call_printf(call, pal_call_tr(call, "%zu of %zu good"), good, drawn)
                     : NULL);
    pal_put_text(row, "drawn_from",
                 pal_visit_or_null(pal_said(call, pal_value_get(entry->body, "drawn_from"))));
    pal_put(row, "items", items);
}

static bool has_found(const struct entry *entry)
{
    return pal_value_get(entry->body, "fields") != NULL ||
           pal_value_get(entry->body, "none") != NULL;
}

static void put_proof(struct pal_call *call, const struct entry *entry, struct pal_value *row)
{
    const struct pal_value *proof = pal_value_get(entry->body, "proof");
    const char *shown = pal_word_in(proof, "shown");
    pal_put_text(row, "proof", pal_visit_or_null(pal_said(call, pal_value_get(proof, "title"))));
    pal_put_text(row, "proof_page", pal_visit_or_null(pal_word_in(proof, "page")));
    pal_put_text(row, "quote", pal_visit_or_null(pal_word_in(proof, "quote")));
    pal_put_text(row, "shown",
                 strcmp(shown, "on_site") == 0      ? pal_call_tr(call, "shown on site")
                 : strcmp(shown, "video_call") == 0 ? pal_call_tr(call, "shown by video call")
                                                    : NULL);
}

static struct pal_value *entry_data(struct pal_call *call, const struct entry *entry)
{
    struct pal_value *data = pal_value_object(&call->values);
    pal_put_text(data, "part", entry->answer->part);
    pal_put_text(data, "question", entry->answer->question->id);
    pal_put_text(data, "areas", entry->areas);
    pal_put_text(data, "state", pal_basis_ids[entry->basis]);
    pal_put_text(data, "day", entry->day[0] != '\0' ? entry->day : NULL);
    pal_put_text(data, "said_by", role_in(call, entry->body));
    pal_put_boolean(data, "contradicts",
                    pal_value_is(pal_value_get(entry->body, "contradicts"), PAL_VALUE_TRUE));
    pal_put_text(data, "verdict",
                 entry->answer->judged != NULL
                     ? pal_verdict_ids[entry->answer->judged->verdict.verdict]
                     : NULL);
    pal_put(data, "mark", pal_fact_body_value(call, &(struct pal_fact){.body = entry->fact->body}));
    pal_put_text(data, "by", entry->fact->by);
    pal_put_text(data, "at", pal_call_time(call, entry->fact->at));
    return data;
}

/* Whether a file was taken for one of its areas, or for its question. */
static bool is_of_entry(const void *ctx, const char *about)
{
    const struct entry *entry = ctx;
    const char *part = entry->answer->part;
    if (!entry->answer->question->is_of_guide) {
        return strcmp(part, about) == 0;
    }
    const char *practice = strrchr(part, '/');
    const char *own = strrchr(about, '/');
    const char *area = about + strlen(PAL_ANSWER_GUIDE);
    bool is_guide = strncmp(about, PAL_ANSWER_GUIDE, strlen(PAL_ANSWER_GUIDE)) == 0 && own > area;
    size_t len = is_guide ? (size_t)(own - area) : 0;
    for (const char *at = entry->areas; is_guide && *at != '\0'; at += strcspn(at, " ")) {
        at += strspn(at, " ");
        if (strcspn(at, ", ") == len && strncmp(at, area, len) == 0) {
            return strcmp(practice, own) == 0;
        }
    }
    return false;
}

static void put_entry(struct pal_call *call, const struct minutes *minutes,
                      const struct entry *entry, struct pal_value *list)
{
    struct pal_value *data = entry_data(call, entry);
    struct pal_value *row = pal_add_object(list);
    bool contradicts = pal_value_is(pal_value_get(entry->body, "contradicts"), PAL_VALUE_TRUE);
    const struct pal_judged *judged = entry->answer->judged;
    pal_put_text(row, "code", entry->answer->question->id);
    pal_put_text(row, "areas", pal_visit_or_null(entry->areas));
    pal_put_text(row, "question", question_of(call, minutes, entry));
    pal_put_text(row, "state", pal_visit_state_title(call, entry->basis));
    pal_put_boolean(row, "is_checked", entry->basis == PAL_BASIS_CHECKED);
    pal_put_text(row, "verdict",
                 judged == NULL
                     ? NULL
                     : pal_call_tr(call, judged->verdict.why != PAL_WHY_RULE
                                             ? pal_answer_why_titles[judged->verdict.why]
                                             : pal_verdict_titles[judged->verdict.verdict]));
    pal_put_text(row, "said_by", pal_visit_or_null(role_in(call, entry->body)));
    pal_put_text(row, "place",
                 pal_visit_or_null(pal_said(call, pal_value_get(entry->body, "place"))));
    pal_put_text(row, "remark",
                 pal_visit_or_null(pal_said(call, pal_value_get(entry->body, "remark"))));
    put_proof(call, entry, row);
    put_drawn(call, entry, data, row);
    struct pal_value *files = pal_put_list(row, "files");
    pal_visit_put_files(call, minutes->files, minutes->file_count, is_of_entry, entry, files,
                        pal_value_get(call->data, "files"));
    pal_put_boolean(row, "has_files", pal_value_count(files) > 0);
    pal_put_boolean(row, "contradicts", contradicts);
    if (has_found(entry)) {
        pal_put(row, "found",
                pal_read_found_shown(call, &minutes->read, entry->answer, entry->fact->body));
    }
    if (contradicts && entry->answer->claimed.turn > 0 && entry->answer->claimed.body[0] != '\0') {
        pal_put(row, "claimed",
                pal_read_shown(call, &minutes->read, entry->answer, entry->answer->claimed.body));
    }
    pal_put_text(row, "by", pal_principal_said(call, entry->fact->by, ""));
    pal_put_text(row, "at", pal_call_time(call, entry->fact->at));
    pal_add(pal_value_get(call->data, "entries"), data);
}

static const struct pal_visit_note *note_of(const struct minutes *minutes, const char *day)
{
    for (size_t i = 0; i < minutes->note_count; i++) {
        if (strcmp(minutes->notes[i].day, day) == 0) {
            return &minutes->notes[i];
        }
    }
    return NULL;
}

/* Roles that were met, in the order in which they were. */
static void add_met(struct pal_call *call, struct pal_value *list, const struct entry *entry)
{
    const char *role = role_in(call, entry->body);
    bool is_new = role[0] != '\0';
    PAL_EACH(known, list)
    {
        is_new = is_new && strcmp(pal_value_as_text(known), role) != 0;
    }
    if (is_new) {
        pal_add_text(list, role);
    }
}

static void put_note(struct pal_call *call, const struct minutes *minutes, const char *day,
                     struct pal_value *row)
{
    const struct pal_visit_note *note = note_of(minutes, day);
    bool is_typed =
        pal_call_is_again(call, pal_do_visit_note) && strcmp(pal_call_word(call, "day"), day) == 0;
    pal_put_text(row, "note", note != NULL ? note->text : NULL);
    pal_put_text(row, "note_by",
                 note != NULL && note->text != NULL
                     ? pal_principal_said(call, note->by, note->claim)
                     : NULL);
    pal_put_text(row, "note_at",
                 note != NULL && note->text != NULL ? pal_call_time(call, note->at) : NULL);
    pal_put_text(row, "typed_note",
                 is_typed                             ? pal_call_word(call, "text")
                 : note != NULL && note->text != NULL ? note->text
                                                      : "");
    pal_put_boolean(row, "is_typed", is_typed);
    pal_put_integer(row, "turn", note != NULL ? note->turn : 0);
    pal_put_text(row, "act_id", pal_facts_new_id(&call->errand));
    if (note != NULL && note->text != NULL) {
        struct pal_value *data = pal_add_object(pal_value_get(call->data, "notes"));
        pal_put_text(data, "day", note->day);
        pal_put_text(data, "text", note->text);
        pal_put_integer(data, "turn", note->turn);
        pal_put_text(data, "by", note->by);
        pal_put_text(data, "at", pal_call_time(call, note->at));
    }
}

static void put_day(struct pal_call *call, const struct minutes *minutes, const char *day)
{
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "days"));
    struct pal_value *entries = pal_put_list(row, "entries");
    struct pal_value *met = pal_put_list(row, "met");
    size_t checked = 0;
    size_t count = 0;
    for (size_t i = 0; i < minutes->count; i++) {
        const struct entry *entry = &minutes->entries[i];
        if (strcmp(entry->day, day) == 0) {
            put_entry(call, minutes, entry, entries);
            add_met(call, met, entry);
            add_met(call, pal_value_get(call->data, "met"), entry);
            checked += entry->basis == PAL_BASIS_CHECKED;
            count++;
        }
    }
    pal_put_text(row, "day", day[0] != '\0' ? day : NULL);
    pal_put_boolean(row, "has_met", pal_value_count(met) > 0);
    pal_put_text(
        row, "sum",
        pal_call_printf(call, pal_call_tr(call, "%zu seen, of these %zu checked"), count, checked));
    if (day[0] != '\0') {
        put_note(call, minutes, day, row);
    }
}

/* What contradicts the claim, once more and before all else. */
static void put_contradictions(struct pal_call *call, const struct minutes *minutes)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < minutes->count; i++) {
        const struct entry *entry = &minutes->entries[i];
        if (pal_value_is(pal_value_get(entry->body, "contradicts"), PAL_VALUE_TRUE)) {
            struct pal_value *row = pal_add_object(list);
            pal_put_text(row, "code", entry->answer->question->id);
            pal_put_text(row, "question", question_of(call, minutes, entry));
            pal_put_text(row, "remark",
                         pal_visit_or_null(pal_said(call, pal_value_get(entry->body, "remark"))));
        }
    }
    pal_set(call->page, "contradictions", list);
    pal_set_boolean(call->page, "has_contradictions", pal_value_count(list) > 0);
}

static void put_open(struct pal_call *call, const struct minutes *minutes)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_visit_page *page = &minutes->page;
    for (size_t i = 0; i < page->agenda.agenda.count; i++) {
        const struct pal_visit_item *item = &page->agenda.items[i];
        if (!item->is_chosen || item->of->is_done) {
            continue;
        }
        pal_add_text(data, item->id);
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "code", pal_visit_code(call, item));
        pal_put_text(row, "question", pal_visit_question(call, page, item));
        pal_put_text(row, "why", pal_call_tr(call, pal_agenda_why_titles[item->of->why]));
    }
    pal_set(call->data, "open", data);
    pal_set(call->page, "open", list);
    pal_set_integer(call->page, "open_count", (int64_t)pal_value_count(list));
    pal_set_boolean(call->page, "has_open", pal_value_count(list) > 0);
}

enum pal_rc pal_page_visit_minutes(struct pal_call *call)
{
    struct minutes *minutes = PAL_NEW(call->request->arena, struct minutes, 1);
    const struct pal_visit *now = NULL;
    enum pal_rc rc = minutes != NULL ? pal_visit_open(call, &minutes->page)
                                     : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? pal_visit_put_visits(call, &minutes->page, false, &now) : rc;
    rc = rc == PAL_OK ? read_all(call, minutes) : rc;
    rc = rc == PAL_OK ? pal_notice_put(call, minutes->page.agenda.looking.sending.project,
                                       PAL_NOTICE_NAMED, NULL)
                      : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "sending", call->params[0]);
    pal_set(call->data, "entries", pal_value_list(&call->values));
    pal_set(call->data, "notes", pal_value_list(&call->values));
    pal_set(call->data, "files", pal_value_list(&call->values));
    pal_set(call->data, "met", pal_value_list(&call->values));
    pal_set(call->page, "days", pal_value_list(&call->values));
    for (size_t i = 0; i < minutes->day_count; i++) {
        put_day(call, minutes, minutes->days[i]);
    }
    if (minutes->count > 0 && minutes->entries[minutes->count - 1].day[0] == '\0') {
        put_day(call, minutes, "");
    }
    put_contradictions(call, minutes);
    put_open(call, minutes);
    pal_set_boolean(call->page, "has_met", pal_value_count(pal_value_get(call->data, "met")) > 0);
    pal_set_boolean(call->page, "has_days", minutes->day_count > 0 || minutes->count > 0);
    return pal_call_show(call, "web_visit_minutes",
                         pal_call_printf(call, "%s · %s", pal_call_tr(call, "Minutes of the visit"),
                                         minutes->page.agenda.looking.sending.title));
}

enum pal_rc pal_do_visit_note(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const char *turn = pal_call_word(call, "turn");
    const struct pal_visit_note wish = {.day = pal_call_word(call, "day"),
                                        .text = pal_call_word(call, "text"),
                                        .turn = turn[0] != '\0' ? pal_whole_number(turn) : 0};
    enum pal_rc rc =
        pal_visit_note_say(&call->errand, call->params[0], pal_act_id(call), &wish, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK
               ? pal_call_go(call, !done.is_again, "/sendings/%s/visit/minutes", call->params[0])
               : rc;
}
