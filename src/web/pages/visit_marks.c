/* visit_marks - what is said at an item of the agenda: marks, decisions; rows that come and go. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/visit_form.h"
#include "web/pages/visit_page.h"
#include "web/web_parts.h"

enum { AREAS_MOST = 500 };

const char *pal_visit_rows(struct pal_call *call, const struct pal_answer_field *table,
                           const struct pal_practice *practices, const bool *open, size_t count)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        if (open[i]) {
            const char *name =
                pal_call_printf(call, "%s %s", practices[i].id,
                                pal_text_in(&practices[i].title, call->language.lang));
            (void)json_array_append_new(rows, json_pack("{s:s}", table->columns[0].id, name));
        }
    }
    json_t *body = json_pack("{s:{s:o}}", "fields", table->id, rows);
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;
    const char *out = text != NULL ? pal_call_printf(call, "%s", text) : "";
    free(text);
    json_decref(body);
    return out;
}

/* -------------------------------------------------------------------------- times */

/* When it was said: a day, or an instant in UTC as "2026-03-17T14:03:07Z"; -1: neither. */
static int64_t said_at_sent(struct pal_call *call)
{
    const char *word = pal_call_word(call, "said_at");
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (word[0] == '\0') {
        return 0;
    }
    size_t len = strlen(word);
    int64_t day =
        pal_seconds_of_day(pal_call_printf(call, "%.*s", (int)(len < 10 ? len : 10), word));
    if (day == 0 || len == 10) {
        return day != 0 ? day : -1;
    }
    bool is_time =
        len == 20 && word[10] == 'T' && word[13] == ':' && word[16] == ':' && word[19] == 'Z';
    const char *digits =
        is_time ? pal_call_printf(call, "%.2s%.2s%.2s", word + 11, word + 14, word + 17) : "";
    if (strlen(digits) != 6 || strspn(digits, "0123456789") != 6) {
        return -1;
    }
    hours = (digits[0] - '0') * 10 + digits[1] - '0';
    minutes = (digits[2] - '0') * 10 + digits[3] - '0';
    seconds = (digits[4] - '0') * 10 + digits[5] - '0';
    return hours < 24 && minutes < 60 && seconds < 60 ? day + (hours * 60 + minutes) * 60 + seconds
                                                      : -1;
}

/* ------------------------------------------------------------------------- places */

static int64_t turn_of(struct pal_call *call, const char *lane, const char *area)
{
    const char *word =
        pal_call_word(call, area != NULL ? pal_call_printf(call, "%s/%s", lane, area) : lane);
    return word[0] != '\0' ? pal_whole_number(word) : 0;
}

/* One of the guide in each area that was chosen; of a program that names none in that of the
 * address. */
static size_t read_guide_places(struct pal_call *call, struct pal_visit_place *out)
{
    size_t count = 0;
    bool is_any = false;
    for (size_t i = 0; i < call->form.count && count < AREAS_MOST; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        is_any = is_any || strcmp(field->name, "of_areas") == 0;
        if (strcmp(field->name, "area") != 0) {
            continue;
        }
        out[count++] = (struct pal_visit_place){
            .part = pal_call_printf(call, PAL_ANSWER_GUIDE "%s/%s", field->value, call->params[2]),
            .seen_turn = turn_of(call, "seen", field->value),
            .checked_turn = turn_of(call, "checked", field->value)};
    }
    if (count == 0 && !is_any) {
        out[count++] =
            (struct pal_visit_place){.part = pal_visit_part(call),
                                     .seen_turn = turn_of(call, "seen", call->params[1]),
                                     .checked_turn = turn_of(call, "checked", call->params[1])};
    }
    return count;
}

static size_t read_places(struct pal_call *call, struct pal_visit_place *out)
{
    if (strstr(call->route->path, "/guide/") != NULL) {
        return read_guide_places(call, out);
    }
    out[0] = (struct pal_visit_place){.part = pal_visit_part(call),
                                      .seen_turn = turn_of(call, "seen", NULL),
                                      .checked_turn = turn_of(call, "checked", NULL)};
    return 1;
}

/* -------------------------------------------------------------------------- marks */

/* What stands there and what was claimed, of the first place alone: what one answer says of several
 * areas is said of each. */
static enum pal_rc read_kept(struct pal_call *call, const char *part, const char **mark,
                             const char **claimed)
{
    struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                     .subject = call->params[0],
                                     .kind = PAL_ANSWER_MARK_FACT,
                                     .part = part,
                                     .max = 2};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    *mark = "";
    *claimed = "";
    enum pal_rc rc = pal_facts_heads(&call->errand, &search, &facts, &count);
    for (size_t i = 0; i < count; i++) {
        bool is_checked = strcmp(facts[i].lane, pal_basis_ids[PAL_BASIS_CHECKED]) == 0;
        if (strcmp(facts[i].state, "marked") == 0 && (is_checked || (*mark)[0] == '\0')) {
            *mark = facts[i].body;
        }
    }
    search.kind = PAL_ANSWER_FACT;
    search.lane = "claimed";
    rc = rc == PAL_OK ? pal_facts_heads(&call->errand, &search, &facts, &count) : rc;
    if (rc == PAL_OK && count > 0) {
        *claimed = facts[0].body;
    }
    return rc;
}

/* The form of what was sent, over what is kept. */
static enum pal_rc read_form(struct pal_call *call, const char *part, struct pal_mark_form *out)
{
    struct pal_sending sending;
    const struct pal_questionnaire *of = NULL;
    const char *mark = NULL;
    const char *claimed = NULL;
    enum pal_rc rc = pal_sending_get(&call->errand, call->params[0], &sending);
    rc = rc == PAL_OK ? pal_sending_questionnaire(&call->errand, pal_call_app(call), &sending, &of)
                      : rc;
    bool of_areas = false;
    const struct pal_question *question =
        rc == PAL_OK ? pal_visit_question_of(of, pal_visit_part(call), &of_areas) : NULL;
    if (rc == PAL_OK && (question == NULL || of_areas)) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                               "%s is no question of this questionnaire",
                               pal_quote(pal_visit_part(call)).text);
    }
    rc = rc == PAL_OK ? read_kept(call, part, &mark, &claimed) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_mark_form_fill(call, of, question, mark, claimed, out);
    return pal_mark_form_read(call, out);
}

/* What is wrong in the fields of the question, as one sentence. */
static enum pal_rc tell_faults(struct pal_call *call, struct pal_mark_form *form, enum pal_rc rc)
{
    struct pal_question_fault fault;
    if (rc != PAL_E_INVALID && rc != PAL_E_LIMIT) {
        return rc;
    }
    size_t count = pal_question_form_faults(&form->found, &fault, 1);
    return count > 0 ? pal_errand_fail_at(&call->errand, rc, fault.path, "%s", fault.sentence) : rc;
}

static enum pal_rc read_basis(struct pal_call *call, enum pal_basis *out)
{
    const char *word = pal_call_word(call, "basis");
    for (int i = 0; i < PAL_BASIS_COUNT; i++) {
        if (strcmp(word, pal_basis_ids[i]) == 0) {
            *out = (enum pal_basis)i;
            return PAL_OK;
        }
    }
    return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "basis",
                              "say whether you have seen or checked it");
}

static enum pal_rc mark(struct pal_call *call, struct pal_act_done *done)
{
    struct pal_mark_form *form = PAL_NEW(call->request->arena, struct pal_mark_form, 1);
    struct pal_visit_place *places =
        PAL_NEW(call->request->arena, struct pal_visit_place, AREAS_MOST + 1);
    struct pal_visit_mark wish = {.sending = call->params[0],
                                  .act = pal_act_id(call),
                                  .said_at = said_at_sent(call),
                                  .places = places};
    if (form == NULL || places == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    if (wish.said_at < 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "said_at",
                                  "%s is no time; write it as 2026-03-17T14:03:07Z",
                                  pal_quote(pal_call_word(call, "said_at")).text);
    }
    wish.place_count = read_places(call, places);
    enum pal_rc rc = read_basis(call, &wish.basis);
    rc = rc == PAL_OK
             ? read_form(call, wish.place_count > 0 ? places[0].part : pal_visit_part(call), form)
             : rc;
    rc = rc == PAL_OK ? tell_faults(call, form, pal_mark_form_json(call, form, &wish.json)) : rc;
    return rc == PAL_OK ? pal_visit_mark(&call->errand, &wish, done) : rc;
}

/* A word of the form that its act may not have. */
static const char *word_if(const struct pal_call *call, const char *name)
{
    return pal_route_reads_field(call->route, name) ? pal_call_word(call, name) : "";
}

enum pal_rc pal_visit_go_on(struct pal_call *call, const struct pal_act_done *done)
{
    const char *then = word_if(call, "then");
    const char *order = strcmp(word_if(call, "order"), "person") == 0 ? "?order=person" : "";
    const char *own = pal_call_printf(call, "/sendings/%s/visit", call->params[0]);
    bool is_ours = strncmp(then, own, strlen(own)) == 0;
    return pal_call_go(call, !done->is_again, "%s",
                       is_ours ? then : pal_call_printf(call, "%s%s", call->place, order));
}

enum pal_rc pal_do_visit_mark(struct pal_call *call)
{
    struct pal_act_done done = {0};
    enum pal_rc rc = pal_act_answer(call, mark(call, &done), &done);
    return rc == PAL_OK ? pal_visit_go_on(call, &done) : rc;
}

/* Nothing is written: the form is shown again as it was asked for. */
enum pal_rc pal_do_visit_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_visit_item(call);
}

/* One decision holds for all areas that the form names, with the turn that was seen of each. */
static size_t read_decided(struct pal_call *call, struct pal_visit_decided *out)
{
    size_t count = 0;
    bool is_guide = strstr(call->route->path, "/guide/") != NULL;
    for (size_t i = 0; is_guide && i < call->form.count && count < AREAS_MOST; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (strcmp(field->name, "area") == 0) {
            out[count++] = (struct pal_visit_decided){
                pal_call_printf(call, PAL_ANSWER_GUIDE "%s/%s", field->value, call->params[2]),
                turn_of(call, "turn", field->value)};
        }
    }
    if (count == 0) {
        out[count++] =
            (struct pal_visit_decided){pal_visit_part(call), turn_of(call, "turn", NULL)};
    }
    return count;
}

enum pal_rc pal_do_visit_decide(struct pal_call *call)
{
    struct pal_act_done done = {0};
    struct pal_visit_decided *places =
        PAL_NEW(call->request->arena, struct pal_visit_decided, AREAS_MOST + 1);
    if (places == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    const struct pal_visit_decision wish = {.sending = call->params[0],
                                            .act = pal_act_id(call),
                                            .state = pal_call_word(call, "state"),
                                            .reason = pal_call_word(call, "reason"),
                                            .places = places,
                                            .place_count = read_decided(call, places)};
    enum pal_rc rc = pal_visit_decide(&call->errand, &wish, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_visit_go_on(call, &done) : rc;
}
