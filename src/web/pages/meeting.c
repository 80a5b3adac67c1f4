/* meeting - the first meeting of a project: what is settled before the call for candidates.
 */
#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { LINES_MORE = 2, LINES_MOST = 256 };
#define OWN "own-" /* how the ids of what a project adds itself begin */

/* The meeting as it is kept (NULL: not yet), and the one that is offered. */
struct meeting {
    struct pal_document project;
    struct pal_document record;
    struct pal_value *kept;
    struct pal_value *offered;
};

static enum pal_rc open_meeting(struct pal_call *call, struct meeting *out)
{
    const struct pal_library_file *file = pal_library_find("meetings", "first-meeting");
    struct pal_value *project = NULL;
    *out = (struct meeting){0};
    enum pal_rc rc = pal_project_frame(call, call->params[0], &out->project, &project);
    if (rc != PAL_OK) {
        return rc;
    }
    if (file != NULL) {
        out->offered = pal_call_document(call, (const char *)file->bytes, file->len);
    }
    rc = pal_house_get(&call->errand, "meeting", call->params[0], &out->record);
    if (rc == PAL_OK) {
        out->kept = pal_call_document(call, out->record.text, strlen(out->record.text));
    } else if (rc == PAL_E_NOT_FOUND) {
        out->record = (struct pal_document){0};
    } else {
        return rc;
    }
    bool is_short = out->offered == NULL || (rc == PAL_OK && out->kept == NULL);
    return is_short ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

static const struct pal_value *with_id(const struct pal_value *list, const char *id)
{
    PAL_EACH(row, list)
    {
        if (strcmp(pal_word_in(row, "id"), id) == 0) {
            return row;
        }
    }
    return NULL;
}

/* Laws or requirements: those that are kept, then what is offered besides. Of what was never kept
 * the offer says whether it applies. */
static struct pal_value *all_rows(struct pal_call *call, const struct meeting *meeting,
                                  const char *key)
{
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_value *kept = pal_value_get(meeting->kept, key);
    PAL_EACH(row, kept)
    {
        pal_add(list, pal_value_copy(&call->values, row));
    }
    PAL_EACH(row, pal_value_get(meeting->offered, key))
    {
        if (with_id(kept, pal_word_in(row, "id")) == NULL) {
            pal_add(list, pal_value_copy(&call->values, row));
        }
    }
    return list;
}

static bool is_sent(const struct pal_call *call, const char *field, const char *value)
{
    for (size_t i = 0; i < call->form.count; i++) {
        if (strcmp(call->form.items[i].name, field) == 0 &&
            strcmp(call->form.items[i].value, value) == 0) {
            return true;
        }
    }
    return false;
}

static bool applies(const struct pal_value *row)
{
    return !pal_value_is(pal_value_get(row, "applies"), PAL_VALUE_FALSE);
}

/* ------------------------------------------------------------------ the page */

/* Gives whether any of them applies. */
static bool add_choices(struct pal_call *call, const struct meeting *meeting, const char *key,
                        const char *field)
{
    bool is_any = false;
    struct pal_value *rows = all_rows(call, meeting, key);
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(row, rows)
    {
        struct pal_value *shown = pal_value_object(&call->values);
        const char *id = pal_word_in(row, "id");
        const char *why = pal_said(call, pal_value_get(row, "why"));
        const char *source = pal_word_in(row, "source");
        pal_put_text(shown, "id", id);
        pal_put_text(shown, "title", pal_said(call, pal_value_get(row, "title")));
        pal_put_text(shown, "why", why[0] != '\0' ? why : NULL);
        pal_put_text(shown, "source", source[0] != '\0' ? source : NULL);
        bool is_chosen = call->is_form_again ? is_sent(call, field, id) : applies(row);
        is_any = is_any || is_chosen;
        pal_put_boolean(shown, "applies", is_chosen);
        pal_add(list, shown);
    }
    pal_set(call->data, key, list);
    return is_any;
}

static void add_line(struct pal_call *call, struct pal_value *list, const char *date,
                     const char *what, const char *who)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "date", date);
    pal_put_text(row, "what", what);
    pal_put_text(row, "who", who);
    pal_add(list, row);
}

/* The `at`-th field of a name; "" beyond the last. */
static const char *sent_at(const struct pal_call *call, const char *name, size_t at)
{
    for (size_t i = 0; i < call->form.count; i++) {
        if (strcmp(call->form.items[i].name, name) == 0 && at-- == 0) {
            return call->form.items[i].value;
        }
    }
    return "";
}

static size_t count_sent(const struct pal_call *call, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < call->form.count; i++) {
        count += strcmp(call->form.items[i].name, name) == 0;
    }
    return count;
}

/* The lines that were typed, empty ones left out. */
static struct pal_value *typed_lines(struct pal_call *call)
{
    struct pal_value *list = pal_value_list(&call->values);
    size_t count = count_sent(call, "what");
    for (size_t i = 0; i < count && i < LINES_MOST; i++) {
        const char *date = sent_at(call, "when", i);
        const char *what = sent_at(call, "what", i);
        const char *who = sent_at(call, "who", i);
        if (date[0] != '\0' || what[0] != '\0' || who[0] != '\0') {
            add_line(call, list, date, what, who);
        }
    }
    return list;
}

static void add_timetable(struct pal_call *call, const struct meeting *meeting)
{
    struct pal_value *list =
        call->is_form_again ? typed_lines(call) : pal_value_list(&call->values);
    const struct pal_value *kept = pal_value_get(meeting->kept, "timetable");
    if (!call->is_form_again) {
        PAL_EACH(row, kept)
        {
            add_line(call, list, pal_word_in(row, "date"), pal_word_in(row, "what"),
                     pal_word_in(row, "who"));
        }
    }
    bool can_add = !call->is_api && pal_call_may(call, PAL_MAY_EDIT_PROJECT);
    for (size_t i = 0; i < LINES_MORE && can_add; i++) {
        add_line(call, list, "", "", "");
    }
    pal_set(call->data, "timetable", list);
}

/* A list of texts, a line each. */
static const char *lines_of(struct pal_call *call, const struct pal_value *list)
{
    struct pal_buf lines;
    pal_buf_init(&lines, PAL_FORM_MAX, NULL);
    PAL_EACH(row, list)
    {
        pal_buf_printf(&lines, "%s\n", pal_said(call, row));
    }
    const char *text = pal_buf_text(&lines);
    const char *copy = text != NULL ? pal_arena_copy(call->request->arena, text, lines.len) : NULL;
    pal_buf_done(&lines);
    return copy != NULL ? copy : "";
}

/* The points of the agenda: those kept, else those offered. */
static const struct pal_value *agenda_of(const struct meeting *meeting)
{
    const struct pal_value *kept = pal_value_get(meeting->kept, "agenda");
    return kept != NULL ? kept : pal_value_get(meeting->offered, "agenda");
}

static void add_agenda(struct pal_call *call, const struct meeting *meeting)
{
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(point, agenda_of(meeting))
    {
        pal_add_text(list, pal_said(call, point));
    }
    pal_call_form(call, "agenda", lines_of(call, list));
    pal_set(call->data, "agenda", list);
}

/* Lines in which something of one's own is added: what was typed where the form is shown again, and
 * an empty one. */
static void add_own_lines(struct pal_call *call, const char *key, const char *title_field,
                          const char *why_field, const char *source_field)
{
    struct pal_value *list = pal_value_list(&call->values);
    size_t typed = call->is_form_again ? count_sent(call, title_field) : 0;
    for (size_t i = 0; i <= typed && i < LINES_MOST; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "title", sent_at(call, title_field, i));
        pal_put_text(row, "why", sent_at(call, why_field, i));
        pal_put_text(row, "source", source_field != NULL ? sent_at(call, source_field, i) : "");
        pal_add(list, row);
    }
    pal_set(call->page, key, list);
}

static enum pal_rc show(struct pal_call *call, const struct meeting *meeting)
{
    call->version = meeting->record.version;
    pal_set_integer(call->data, "version", pal_form_version_shown(call));
    add_agenda(call, meeting);
    pal_set_boolean(call->page, "has_laws", add_choices(call, meeting, "laws", "law"));
    pal_set_boolean(call->page, "has_requirements",
                    add_choices(call, meeting, "requirements", "requirement"));
    add_own_lines(call, "own_laws", "law_title", "law_why", "law_source");
    add_own_lines(call, "own_requirements", "requirement_title", "requirement_why", NULL);
    add_timetable(call, meeting);
    const char *participants = lines_of(call, pal_value_get(meeting->kept, "participants"));
    pal_set_text(call->data, "participants", participants);
    pal_set_text(call->data, "date", pal_word_in(meeting->kept, "date"));
    pal_set_text(call->data, "minutes", pal_word_in(meeting->kept, "minutes"));
    pal_call_form(call, "date", pal_word_in(meeting->kept, "date"));
    pal_call_form(call, "participants", participants);
    pal_call_form(call, "minutes", pal_word_in(meeting->kept, "minutes"));
    pal_set_boolean(call->page, "can_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    pal_set_boolean(call->page, "is_held", call->version > 0);
    pal_set_boolean(call->page, "has_participants", participants[0] != '\0');
    pal_set_boolean(call->page, "has_date", pal_word_in(meeting->kept, "date")[0] != '\0');
    pal_set_boolean(call->page, "has_minutes", pal_word_in(meeting->kept, "minutes")[0] != '\0');
    pal_set_boolean(call->page, "has_timetable",
                    pal_value_count(pal_value_get(meeting->kept, "timetable")) > 0);
    if (call->version > 0) {
        pal_set_text(call->page, "history_url",
                     pal_call_printf(call, "/projects/%s/meeting/history", call->params[0]));
    }
    pal_project_tabs(call, call->params[0]);
    enum pal_rc rc = call->version > 0 ? pal_call_who(call, &meeting->record) : PAL_OK;
    return rc == PAL_OK ? pal_call_show(call, "web_meeting", pal_call_tr(call, "First meeting"))
                        : rc;
}

enum pal_rc pal_page_meeting(struct pal_call *call)
{
    struct meeting meeting;
    enum pal_rc rc = open_meeting(call, &meeting);
    return rc == PAL_OK ? show(call, &meeting) : rc;
}

/* -------------------------------------------------------------------- saving */

static bool is_own(const struct pal_value *row)
{
    return strncmp(pal_word_in(row, "id"), OWN, sizeof OWN - 1) == 0;
}

/* What was offered is kept with its words, and whether it applies: the record stands by itself.
 * What one has added oneself goes when it is no longer chosen. */
static struct pal_value *read_choices(struct pal_call *call, const struct meeting *meeting,
                                      const char *key, const char *field)
{
    struct pal_value *rows = all_rows(call, meeting, key);
    struct pal_value *kept = pal_value_list(&call->values);
    PAL_EACH(row, rows)
    {
        bool is_chosen = is_sent(call, field, pal_word_in(row, "id"));
        pal_set_boolean(row, "applies", is_chosen);
        if (is_chosen || !is_own(row)) {
            pal_add(kept, row);
        }
    }
    return kept;
}

/* The first id "own-N" that none of the rows has. */
static const char *free_id(struct pal_call *call, const struct pal_value *rows)
{
    const char *id = OWN "1";
    for (size_t i = 1; i <= pal_value_count(rows) + 1; i++) {
        id = pal_call_printf(call, OWN "%zu", i);
        if (with_id(rows, id) == NULL) {
            break;
        }
    }
    return id;
}

/* Adds what was typed under "one of your own"; lines without a title are left out. */
static void add_own(struct pal_call *call, struct pal_value *rows, const char *title_field,
                    const char *why_field, const char *source_field)
{
    size_t count = count_sent(call, title_field);
    for (size_t i = 0; i < count && i < LINES_MOST; i++) {
        const char *title = sent_at(call, title_field, i);
        const char *why = sent_at(call, why_field, i);
        const char *source = source_field != NULL ? sent_at(call, source_field, i) : "";
        if (pal_is_blank(title)) {
            continue;
        }
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", free_id(call, rows));
        pal_put_text(row, "title", title);
        pal_put_text(row, "why", why[0] != '\0' ? why : NULL);
        pal_put_text(row, "source", source[0] != '\0' ? source : NULL);
        pal_put_boolean(row, "applies", true);
        pal_add(rows, row);
    }
}

static struct pal_value *read_lines(struct pal_call *call, const char *name)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (const char *at = pal_call_word(call, name); *at != '\0';) {
        size_t len = strcspn(at, "\r\n");
        if (strspn(at, " \t") < len) {
            pal_add(list, pal_value_text_n(&call->values, at, len));
        }
        at += len;
        at += strspn(at, "\r\n");
    }
    return list;
}

/* A point that was left as it was shown keeps its words in every language. */
static struct pal_value *point_of(struct pal_call *call, const struct pal_value *before,
                                  const char *line)
{
    PAL_EACH(point, before)
    {
        if (strcmp(pal_said(call, point), line) == 0) {
            return pal_value_copy(&call->values, point);
        }
    }
    return pal_value_text(&call->values, line);
}

/* The agenda as it was typed, a point on each line; as it was, where it was not sent. */
static struct pal_value *read_agenda(struct pal_call *call, const struct meeting *meeting)
{
    const struct pal_value *before = agenda_of(meeting);
    if (pal_call_field(call, "agenda") == NULL) {
        return pal_value_copy(&call->values, before);
    }
    struct pal_value *lines = read_lines(call, "agenda");
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(line, lines)
    {
        pal_add(list, point_of(call, before, pal_value_as_text(line)));
    }
    return list;
}

static struct pal_value *read_meeting(struct pal_call *call, const struct meeting *meeting)
{
    struct pal_value *document = pal_value_object(&call->values);
    struct pal_value *laws = read_choices(call, meeting, "laws", "law");
    struct pal_value *requirements = read_choices(call, meeting, "requirements", "requirement");
    add_own(call, laws, "law_title", "law_why", "law_source");
    add_own(call, requirements, "requirement_title", "requirement_why", NULL);
    pal_put_text(document, "palier", "meeting/1");
    pal_put_text(document, "id", call->params[0]);
    pal_put_text(document, "title", meeting->project.title);
    pal_put_text(document, "date", pal_call_word(call, "date"));
    pal_put(document, "participants", read_lines(call, "participants"));
    pal_put(document, "agenda", read_agenda(call, meeting));
    pal_put(document, "laws", laws);
    pal_put(document, "requirements", requirements);
    pal_put(document, "timetable", typed_lines(call));
    pal_put_text(document, "minutes",
                 pal_form_like(call, "minutes", pal_word_in(meeting->kept, "minutes")));
    return document;
}

enum pal_rc pal_do_meeting(struct pal_call *call)
{
    struct meeting meeting;
    struct pal_document written;
    struct pal_value *document = NULL;
    enum pal_rc rc = open_meeting(call, &meeting);
    if (rc == PAL_OK) {
        document = read_meeting(call, &meeting);
        rc = pal_put_json(call, call->params[0], document, pal_form_version(call), "", &written);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_CONFLICT || rc == PAL_E_EXISTS
                   ? pal_tell_conflict(call, "meeting", call->params[0])
                   : rc;
    }
    return pal_go_written(call, &written,
                          pal_call_printf(call, "/projects/%s/meeting", call->params[0]));
}
