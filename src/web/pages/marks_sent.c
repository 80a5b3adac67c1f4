/* marks_sent - what a form of marks says: an area at a time, one step, or many as lines that were
 * pasted; and saying it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/evidence.h"
#include "app/house/marks_rate.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/desc.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"

enum { FIELDS_MOST = PAL_LIMIT_PRACTICES };

const char pal_marks_by_practices[] = "practices";

static enum pal_rc add_mark(struct pal_call *call, struct pal_marks_sent *sent, const char *part,
                            const struct pal_fact_field *fields, size_t count)
{
    if (sent->count == PAL_SENT_MARKS) {
        return pal_errand_fail(&call->errand, PAL_E_LIMIT,
                               "more than %d marks at once; send them in several parts",
                               (int)PAL_SENT_MARKS);
    }
    sent->items[sent->count++] =
        (struct pal_mark_wish){.part = part, .fields = fields, .field_count = count};
    return PAL_OK;
}

/* How it was seen says nothing alone, where it is what the form begins with. */
void pal_marks_read_evidence(struct pal_call *call, struct pal_marks_sent *sent)
{
    bool says_anything = false;
    for (size_t i = 0; i < PAL_EVIDENCE_KEYS; i++) {
        const char *key = pal_evidence_keys[i];
        const char *value = pal_call_field(call, key);
        if (value != NULL && !pal_is_blank(value)) {
            sent->evidence[sent->evidence_count++] = (struct pal_fact_field){key, value};
            says_anything = says_anything || i > 0 || strcmp(value, pal_evidence_hows[0]) != 0;
        }
    }
    sent->evidence_count = says_anything ? sent->evidence_count : 0;
}

/* The fields of a step as they are sent; a choice of nothing has none. */
static enum pal_rc fields_of(struct pal_call *call, const char *step, const char *choice,
                             struct pal_fact_field **out, size_t *count)
{
    const char *prefix = pal_call_printf(call, "practice/%s/", step);
    size_t len = strlen(prefix);
    *count = 0;
    *out = PAL_NEW(call->request->arena, struct pal_fact_field, FIELDS_MOST);
    if (*out == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    if (strcmp(choice, pal_marks_by_practices) != 0) {
        (*out)[0] = (struct pal_fact_field){"mark", choice};
        *count = choice[0] != '\0';
        return PAL_OK;
    }
    for (size_t i = 0; i < call->form.count && *count < FIELDS_MOST; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        if (strncmp(field->name, prefix, len) == 0 && field->value[0] != '\0') {
            (*out)[(*count)++] = (struct pal_fact_field){
                pal_call_printf(call, "practices.%s", field->name + len), field->value};
        }
    }
    return *count > 0
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "step %s: rate at least one practice, or choose a mark", step);
}

/* The fields as the body that a fact of them has, to be held against what was there. */
const char *pal_marks_fields_body(struct pal_call *call, const struct pal_fact_field *fields,
                                  size_t count)
{
    json_t *body = json_object();
    for (size_t i = 0; i < count && body != NULL; i++) {
        const char *dot = strchr(fields[i].key, '.');
        json_t *map = json_object_get(body, pal_marks_by_practices);
        if (dot != NULL && map == NULL) {
            map = json_object();
            (void)json_object_set_new(body, pal_marks_by_practices, map);
        }
        (void)json_object_set_new(dot != NULL ? map : body, dot != NULL ? dot + 1 : fields[i].key,
                                  json_string(fields[i].value));
    }
    char *text =
        json_object_size(body) > 0 ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = text != NULL ? pal_call_printf(call, "%s", text) : "";
    free(text);
    json_decref(body);
    return own;
}

/* A reason as the form changed it: "" takes back what it showed; NULL: it says nothing. */
static const char *reason_sent(struct pal_call *call, const char *name)
{
    const char *now = pal_call_word(call, name);
    const char *was = pal_call_word(call, pal_call_printf(call, "was_%s", name));
    bool is_same = strcmp(now, was) == 0 || (pal_is_blank(now) && pal_is_blank(was));
    return is_same ? NULL : now;
}

enum pal_rc pal_marks_read_step(struct pal_call *call, const char *part, const char *step,
                                struct pal_marks_sent *sent)
{
    struct pal_fact_field *fields = NULL;
    size_t count = 0;
    const char *choice = pal_call_word(call, pal_call_printf(call, "mark/%s", step));
    const char *was = pal_call_word(call, pal_call_printf(call, "was/%s", step));
    const char *own = pal_call_printf(call, "reason/%s", step);
    const char *reason = reason_sent(call, pal_call_field(call, own) != NULL ? own : "reason");
    enum pal_rc rc = fields_of(call, step, choice, &fields, &count);
    bool is_kept = rc == PAL_OK && strcmp(was, pal_marks_fields_body(call, fields, count)) == 0;
    if (rc != PAL_OK || (is_kept && reason == NULL)) {
        return rc;
    }
    rc = add_mark(call, sent, part, fields, count);
    if (rc == PAL_OK) {
        sent->items[sent->count - 1].is_kept = is_kept;
        sent->items[sent->count - 1].reason = reason;
    }
    return rc;
}

/* The steps of an area whose mark or reason is another than the form began with. */
static enum pal_rc read_area(struct pal_call *call, struct pal_marks_sent *sent)
{
    static const char prefix[] = "mark/";
    const char *area = pal_call_word(call, "area");
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < call->form.count && rc == PAL_OK; i++) {
        const char *name = call->form.items[i].name;
        if (strncmp(name, prefix, sizeof prefix - 1) == 0) {
            const char *step = name + sizeof prefix - 1;
            rc = pal_marks_read_step(call, pal_call_printf(call, "%s/%s", area, step), step, sent);
        }
    }
    return rc;
}

/* A line "PA05/2.1 F", with blanks, a tab, a comma or a semicolon between; "-": taken back. */
static enum pal_rc read_line(struct pal_call *call, const char *line, size_t number,
                             struct pal_marks_sent *sent)
{
    struct pal_mark_wish wish;
    if (!pal_mark_line_read(&call->errand, line, strlen(line), &wish)) {
        return pal_errand_fail_at(
            &call->errand, PAL_E_INVALID, "marks",
            "line %zu: write a step and its mark, as \"PA05/2.1 F\"; the "
            "marks are N, P, L, F, not applicable, - to take one back, and = to leave it as it is",
            number);
    }
    enum pal_rc rc = add_mark(call, sent, wish.part, wish.fields, wish.field_count);
    if (rc == PAL_OK) {
        sent->items[sent->count - 1].is_kept = wish.is_kept;
        sent->items[sent->count - 1].reason = reason_sent(call, "reason");
    }
    return rc;
}

static enum pal_rc read_lines(struct pal_call *call, struct pal_marks_sent *sent)
{
    const char *at = pal_call_word(call, "marks");
    size_t number = 0;
    enum pal_rc rc = PAL_OK;
    while (*at != '\0' && rc == PAL_OK) {
        size_t len = strcspn(at, "\r\n");
        const char *line = pal_call_printf(call, "%.*s", (int)len, at);
        line += strspn(line, " \t");
        number++;
        rc = line[0] != '\0' ? read_line(call, line, number, sent) : PAL_OK;
        at += len;
        at += at[0] == '\r' && at[1] == '\n';
        at += *at != '\0';
    }
    return rc;
}

static bool says_nothing(const struct pal_marks_sent *sent)
{
    for (size_t i = 0; i < sent->count; i++) {
        if (!sent->items[i].is_kept || sent->items[i].reason != NULL || sent->evidence_count > 0) {
            return false;
        }
    }
    return true;
}

enum pal_rc pal_marks_say(struct pal_call *call, enum pal_mark_lane lane,
                          const struct pal_marks_sent *sent, const char *back)
{
    struct pal_act_done done = {0};
    const struct pal_marking marking = {.assessment = call->params[0],
                                        .lane = lane,
                                        .seen = pal_form_seen(call),
                                        .act = pal_act_id(call),
                                        .marks = sent->items,
                                        .count = sent->count,
                                        .evidence = sent->evidence,
                                        .evidence_count = sent->evidence_count};
    if (says_nothing(sent)) {
        bool has_query = strchr(back, '?') != NULL;
        pal_set(call->data, "facts", pal_value_list(&call->values));
        return pal_call_go(call, false, "%s%csaved=same", back, has_query ? '&' : '?');
    }
    enum pal_rc rc = pal_marks_put(&call->errand, &marking, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s", back) : rc;
}

enum pal_rc pal_marks_reason_told(struct pal_call *call, enum pal_rc rc)
{
    const char *field = call->errand.err.field;
    if (rc == PAL_E_INVALID && field != NULL && strcmp(field, "text") == 0) {
        call->errand.err.field = "reason";
    }
    return rc;
}

bool pal_marks_say_nothing(const struct pal_marks_sent *sent)
{
    return says_nothing(sent);
}

enum pal_rc pal_marks_read_form(struct pal_call *call, enum pal_mark_lane *lane,
                                struct pal_marks_sent **out)
{
    struct pal_marks_sent *sent = PAL_NEW(call->request->arena, struct pal_marks_sent, 1);
    enum pal_rc rc =
        sent != NULL ? pal_marks_lane(call, lane) : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    const char *area = pal_call_word(call, "area");
    if (rc == PAL_OK && area[0] != '\0' && !pal_id_check(area, false)) {
        rc = pal_errand_fail(&call->errand, PAL_E_INVALID, "area: %s is no id",
                             pal_quote(area).text);
    }
    rc = rc == PAL_OK ? read_area(call, sent) : rc;
    *out = sent;
    return rc == PAL_OK ? read_lines(call, sent) : rc;
}

enum pal_rc pal_do_marks(struct pal_call *call)
{
    enum pal_mark_lane lane;
    struct pal_marks_sent *sent = NULL;
    enum pal_rc rc = pal_marks_read_form(call, &lane, &sent);
    const char *area = pal_call_word(call, "area");
    if (rc != PAL_OK) {
        return rc;
    }
    pal_marks_read_evidence(call, sent);
    return pal_marks_say(call, lane, sent,
                         pal_call_printf(call, "/assessments/%s/marks?area=%s&basis=%s",
                                         call->params[0], area, pal_mark_lane_ids[lane]));
}
