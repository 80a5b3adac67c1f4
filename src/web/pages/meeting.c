/* pages_meeting - the first meeting of a project: what is settled before the call for candidates.
 */
#include <string.h>

#include "app/desk/library.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { LINES_MORE = 2, LINES_MOST = 256 };
#define OWN "own-" /* how the ids of what a project adds itself begin */

/* The meeting as it is kept (NULL: not yet), and the one that is offered. New references. */
struct meeting {
    struct pal_record project;
    struct pal_record record;
    json_t *kept;
    json_t *offered;
};

static void done(struct meeting *meeting)
{
    json_decref(meeting->kept);
    json_decref(meeting->offered);
}

static enum pal_rc open_meeting(struct pal_call *call, struct meeting *out)
{
    const struct pal_library_file *file = pal_library_find("meetings", "first-meeting");
    json_t *project = NULL;
    *out = (struct meeting){0};
    enum pal_rc rc = pal_project_frame(call, call->params[0], &out->project, &project);
    json_decref(project);
    if (rc != PAL_OK) {
        return rc;
    }
    if (file != NULL) {
        out->offered = pal_house_json(pal_call_app(call), (const char *)file->bytes, file->len);
    }
    rc = pal_house_get(&call->errand, "meeting", call->params[0], &out->record);
    if (rc == PAL_OK) {
        out->kept = pal_house_json(pal_call_app(call), out->record.text, strlen(out->record.text));
    } else if (rc == PAL_E_NOT_FOUND) {
        out->record = (struct pal_record){0};
    } else {
        return rc;
    }
    bool is_short = out->offered == NULL || (rc == PAL_OK && out->kept == NULL);
    return is_short ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

static const json_t *with_id(const json_t *list, const char *id)
{
    size_t index;
    json_t *row;
    json_array_foreach((json_t *)(uintptr_t)list, index, row)
    {
        if (strcmp(pal_word_in(row, "id"), id) == 0) {
            return row;
        }
    }
    return NULL;
}

/* Laws or requirements: those that are kept, then what is offered besides. Of what was never kept
 * the offer says whether it applies. New reference. */
static json_t *all_rows(struct pal_call *call, const struct meeting *meeting, const char *key)
{
    json_t *list = json_array();
    const json_t *kept = json_object_get(meeting->kept, key);
    size_t index;
    json_t *row;
    json_array_foreach((json_t *)(uintptr_t)kept, index, row)
    {
        pal_call_add(call, list, json_deep_copy(row));
    }
    json_array_foreach(json_object_get(meeting->offered, key), index, row)
    {
        if (with_id(kept, pal_word_in(row, "id")) == NULL) {
            pal_call_add(call, list, json_deep_copy(row));
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

static bool applies(const json_t *row)
{
    return !json_is_false(json_object_get(row, "applies"));
}

/* ------------------------------------------------------------------ the page */

static void add_choices(struct pal_call *call, const struct meeting *meeting, const char *key,
                        const char *field)
{
    json_t *rows = all_rows(call, meeting, key);
    json_t *list = json_array();
    size_t index;
    json_t *row;
    json_array_foreach(rows, index, row)
    {
        json_t *shown = json_object();
        const char *id = pal_word_in(row, "id");
        const char *why = pal_said(call, json_object_get(row, "why"));
        const char *source = pal_word_in(row, "source");
        pal_call_text(call, shown, "id", id);
        pal_call_text(call, shown, "title", pal_said(call, json_object_get(row, "title")));
        pal_call_text(call, shown, "why", why[0] != '\0' ? why : NULL);
        pal_call_text(call, shown, "source", source[0] != '\0' ? source : NULL);
        pal_call_put(call, shown, "applies",
                     json_boolean(call->is_form_again ? is_sent(call, field, id) : applies(row)));
        pal_call_add(call, list, shown);
    }
    pal_call_put(call, call->data, key, list);
    json_decref(rows);
}

static void add_line(struct pal_call *call, json_t *list, const char *date, const char *what,
                     const char *who)
{
    json_t *row = json_object();
    pal_call_text(call, row, "date", date);
    pal_call_text(call, row, "what", what);
    pal_call_text(call, row, "who", who);
    pal_call_add(call, list, row);
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
static json_t *typed_lines(struct pal_call *call)
{
    json_t *list = json_array();
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
    json_t *list = call->is_form_again ? typed_lines(call) : json_array();
    size_t index;
    json_t *row;
    const json_t *kept = json_object_get(meeting->kept, "timetable");
    if (!call->is_form_again) {
        json_array_foreach((json_t *)(uintptr_t)kept, index, row)
        {
            add_line(call, list, pal_word_in(row, "date"), pal_word_in(row, "what"),
                     pal_word_in(row, "who"));
        }
    }
    for (size_t i = 0; i < LINES_MORE && !call->is_api; i++) {
        add_line(call, list, "", "", "");
    }
    pal_call_put(call, call->data, "timetable", list);
}

/* A list of texts, a line each. */
static const char *lines_of(struct pal_call *call, const json_t *list)
{
    struct pal_buf lines;
    size_t index;
    json_t *row;
    pal_buf_init(&lines, PAL_FORM_MAX, NULL);
    json_array_foreach((json_t *)(uintptr_t)list, index, row)
    {
        pal_buf_printf(&lines, "%s\n", pal_said(call, row));
    }
    const char *text = pal_buf_text(&lines);
    const char *copy = text != NULL ? pal_arena_copy(call->request->arena, text, lines.len) : NULL;
    pal_buf_done(&lines);
    return copy != NULL ? copy : "";
}

/* The points of the agenda: those kept, else those offered. */
static const json_t *agenda_of(const struct meeting *meeting)
{
    const json_t *kept = json_object_get(meeting->kept, "agenda");
    return kept != NULL ? kept : json_object_get(meeting->offered, "agenda");
}

static void add_agenda(struct pal_call *call, const struct meeting *meeting)
{
    json_t *list = json_array();
    size_t index;
    json_t *point;
    json_array_foreach((json_t *)(uintptr_t)agenda_of(meeting), index, point)
    {
        pal_call_add(call, list, json_string(pal_said(call, point)));
    }
    pal_call_form(call, "agenda", lines_of(call, list));
    pal_call_put(call, call->data, "agenda", list);
}

/* Lines in which something of one's own is added: what was typed where the form is shown again, and
 * an empty one. */
static void add_own_lines(struct pal_call *call, const char *key, const char *title_field,
                          const char *why_field, const char *source_field)
{
    json_t *list = json_array();
    size_t typed = call->is_form_again ? count_sent(call, title_field) : 0;
    for (size_t i = 0; i <= typed && i < LINES_MOST; i++) {
        json_t *row = json_object();
        pal_call_text(call, row, "title", sent_at(call, title_field, i));
        pal_call_text(call, row, "why", sent_at(call, why_field, i));
        pal_call_text(call, row, "source",
                      source_field != NULL ? sent_at(call, source_field, i) : "");
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->page, key, list);
}

static enum pal_rc show(struct pal_call *call, const struct meeting *meeting)
{
    call->version = meeting->record.version;
    pal_call_put(call, call->data, "version",
                 json_integer(call->is_form_again ? pal_form_version(call) : call->version));
    add_agenda(call, meeting);
    add_choices(call, meeting, "laws", "law");
    add_choices(call, meeting, "requirements", "requirement");
    add_own_lines(call, "own_laws", "law_title", "law_why", "law_source");
    add_own_lines(call, "own_requirements", "requirement_title", "requirement_why", NULL);
    add_timetable(call, meeting);
    const char *participants = lines_of(call, json_object_get(meeting->kept, "participants"));
    pal_call_text(call, call->data, "participants", participants);
    pal_call_text(call, call->data, "date", pal_word_in(meeting->kept, "date"));
    pal_call_text(call, call->data, "minutes", pal_word_in(meeting->kept, "minutes"));
    pal_call_form(call, "date", pal_word_in(meeting->kept, "date"));
    pal_call_form(call, "participants", participants);
    pal_call_form(call, "minutes", pal_word_in(meeting->kept, "minutes"));
    pal_call_put(call, call->page, "can_edit",
                 json_boolean(pal_call_may(call, PAL_MAY_EDIT_PROJECT)));
    if (call->version > 0) {
        pal_call_text(call, call->page, "history_url",
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
    rc = rc == PAL_OK ? show(call, &meeting) : rc;
    done(&meeting);
    return rc;
}

/* -------------------------------------------------------------------- saving */

static bool is_own(const json_t *row)
{
    return strncmp(pal_word_in(row, "id"), OWN, sizeof OWN - 1) == 0;
}

/* What was offered is kept with its words, and whether it applies: the record stands by itself.
 * What one has added oneself goes when it is no longer chosen. */
static json_t *read_choices(struct pal_call *call, const struct meeting *meeting, const char *key,
                            const char *field)
{
    json_t *rows = all_rows(call, meeting, key);
    json_t *kept = json_array();
    size_t index;
    json_t *row;
    json_array_foreach(rows, index, row)
    {
        bool is_chosen = is_sent(call, field, pal_word_in(row, "id"));
        pal_call_put(call, row, "applies", json_boolean(is_chosen));
        if (is_chosen || !is_own(row)) {
            pal_call_add(call, kept, json_incref(row));
        }
    }
    json_decref(rows);
    return kept;
}

/* The first id "own-N" that none of the rows has. */
static const char *free_id(struct pal_call *call, const json_t *rows)
{
    const char *id = OWN "1";
    for (size_t i = 1; i <= json_array_size(rows) + 1; i++) {
        id = pal_call_printf(call, OWN "%zu", i);
        if (with_id(rows, id) == NULL) {
            break;
        }
    }
    return id;
}

/* Adds what was typed under "one of your own"; lines without a title are left out. */
static void add_own(struct pal_call *call, json_t *rows, const char *title_field,
                    const char *why_field, const char *source_field)
{
    size_t count = count_sent(call, title_field);
    for (size_t i = 0; i < count && i < LINES_MOST; i++) {
        const char *title = sent_at(call, title_field, i);
        const char *why = sent_at(call, why_field, i);
        const char *source = source_field != NULL ? sent_at(call, source_field, i) : "";
        if (title[strspn(title, " \t\r\n")] == '\0') {
            continue;
        }
        json_t *row = json_object();
        pal_call_text(call, row, "id", free_id(call, rows));
        pal_call_text(call, row, "title", title);
        pal_call_text(call, row, "why", why[0] != '\0' ? why : NULL);
        pal_call_text(call, row, "source", source[0] != '\0' ? source : NULL);
        pal_call_put(call, row, "applies", json_true());
        pal_call_add(call, rows, row);
    }
}

static json_t *read_lines(struct pal_call *call, const char *name)
{
    json_t *list = json_array();
    for (const char *at = pal_call_word(call, name); *at != '\0';) {
        size_t len = strcspn(at, "\r\n");
        if (strspn(at, " \t") < len) {
            pal_call_add(call, list, json_stringn(at, len));
        }
        at += len;
        at += strspn(at, "\r\n");
    }
    return list;
}

/* A point that was left as it was shown keeps its words in every language. */
static json_t *point_of(struct pal_call *call, const json_t *before, const char *line)
{
    size_t index;
    json_t *point;
    json_array_foreach((json_t *)(uintptr_t)before, index, point)
    {
        if (strcmp(pal_said(call, point), line) == 0) {
            return json_deep_copy(point);
        }
    }
    return json_string(line);
}

/* The agenda as it was typed, a point on each line; as it was, where it was not sent. */
static json_t *read_agenda(struct pal_call *call, const struct meeting *meeting)
{
    const json_t *before = agenda_of(meeting);
    if (pal_call_field(call, "agenda") == NULL) {
        return json_deep_copy(before);
    }
    json_t *lines = read_lines(call, "agenda");
    json_t *list = json_array();
    size_t index;
    json_t *line;
    json_array_foreach(lines, index, line)
    {
        pal_call_add(call, list, point_of(call, before, json_string_value(line)));
    }
    json_decref(lines);
    return list;
}

static json_t *read_meeting(struct pal_call *call, const struct meeting *meeting)
{
    json_t *document = json_object();
    json_t *laws = read_choices(call, meeting, "laws", "law");
    json_t *requirements = read_choices(call, meeting, "requirements", "requirement");
    add_own(call, laws, "law_title", "law_why", "law_source");
    add_own(call, requirements, "requirement_title", "requirement_why", NULL);
    pal_call_text(call, document, "palier", "meeting/1");
    pal_call_text(call, document, "id", call->params[0]);
    pal_call_text(call, document, "title", meeting->project.title);
    pal_call_text(call, document, "date", pal_call_word(call, "date"));
    pal_call_put(call, document, "participants", read_lines(call, "participants"));
    pal_call_put(call, document, "agenda", read_agenda(call, meeting));
    pal_call_put(call, document, "laws", laws);
    pal_call_put(call, document, "requirements", requirements);
    pal_call_put(call, document, "timetable", typed_lines(call));
    pal_call_text(call, document, "minutes",
                  pal_form_like(call, "minutes", pal_word_in(meeting->kept, "minutes")));
    return document;
}

enum pal_rc pal_do_meeting(struct pal_call *call)
{
    struct meeting meeting;
    struct pal_record written;
    json_t *document = NULL;
    enum pal_rc rc = open_meeting(call, &meeting);
    if (rc == PAL_OK) {
        document = read_meeting(call, &meeting);
        rc = pal_put_json(call, call->params[0], document, pal_form_version(call), "", &written);
    }
    json_decref(document);
    done(&meeting);
    if (rc != PAL_OK) {
        return rc == PAL_E_CONFLICT || rc == PAL_E_EXISTS
                   ? pal_tell_conflict(call, "meeting", call->params[0])
                   : rc;
    }
    return pal_go_written(call, &written,
                          pal_call_printf(call, "/projects/%s/meeting", call->params[0]));
}
