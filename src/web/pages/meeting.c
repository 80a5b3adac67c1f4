/* meeting - the first meeting of a project: what is settled before the call for candidates.
 */
#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"
#include "web/sheet_forms.h"
#include "web/web_parts.h"

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
        pal_call_out_of_lists(call, &out->record);
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

/* ------------------------------------------------------------------ the page */

/* Laws or requirements, in the reader's language. */
static void add_choices(struct pal_call *call, const struct meeting *meeting, const char *key)
{
    struct pal_value *rows = all_rows(call, meeting, key);
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(row, rows)
    {
        struct pal_value *shown = pal_value_object(&call->values);
        const char *why = pal_said(call, pal_value_get(row, "why"));
        const char *source = pal_word_in(row, "source");
        pal_put_text(shown, "id", pal_word_in(row, "id"));
        pal_put_text(shown, "title", pal_said(call, pal_value_get(row, "title")));
        pal_put_text(shown, "why", why[0] != '\0' ? why : NULL);
        pal_put_text(shown, "source", source[0] != '\0' ? source : NULL);
        pal_put_boolean(shown, "applies",
                        !pal_value_is(pal_value_get(row, "applies"), PAL_VALUE_FALSE));
        pal_add(list, shown);
    }
    pal_set(call->data, key, list);
}

static void add_timetable(struct pal_call *call, const struct meeting *meeting)
{
    struct pal_value *list = pal_value_list(&call->values);
    PAL_EACH(row, pal_value_get(meeting->kept, "timetable"))
    {
        struct pal_value *shown = pal_add_object(list);
        pal_put_text(shown, "date", pal_word_in(row, "date"));
        pal_put_text(shown, "what", pal_word_in(row, "what"));
        pal_put_text(shown, "who", pal_word_in(row, "who"));
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
    pal_set(call->data, "agenda", list);
}

/* What the form begins with: what is kept, and what is offered besides. */
static struct pal_value *begun(struct pal_call *call, const struct meeting *meeting)
{
    struct pal_value *out = pal_value_object(&call->values);
    const struct pal_value *agenda = agenda_of(meeting);
    pal_put_text(out, "palier", "meeting/1");
    pal_put_text(out, "id", call->params[0]);
    pal_put_text(out, "title", meeting->project.title);
    if (agenda != NULL) {
        pal_put(out, "agenda", pal_value_copy(&call->values, agenda));
    }
    pal_put(out, "laws", all_rows(call, meeting, "laws"));
    pal_put(out, "requirements", all_rows(call, meeting, "requirements"));
    if (meeting->kept != NULL) {
        pal_set_missing(out, meeting->kept);
    }
    return out;
}

static enum pal_rc show_sheet(struct pal_call *call, const struct meeting *meeting,
                              const char *place)
{
    struct pal_sheet sheet;
    enum pal_rc rc =
        pal_sheet_open(call, &sheet, &pal_type_meeting, NULL, begun(call, meeting), false);
    if (rc == PAL_OK) {
        pal_sheet_page(call, &sheet, pal_call_printf(call, "%s/rows", place));
    }
    return rc;
}

static enum pal_rc show(struct pal_call *call, const struct meeting *meeting)
{
    bool can_edit = pal_call_may(call, PAL_MAY_EDIT_PROJECT);
    const char *place = pal_call_printf(call, "/projects/%s/meeting", call->params[0]);
    call->version = meeting->record.version;
    pal_set_integer(call->data, "version", pal_form_version_shown(call));
    add_agenda(call, meeting);
    add_choices(call, meeting, "laws");
    add_choices(call, meeting, "requirements");
    add_timetable(call, meeting);
    pal_set_text(call->data, "participants",
                 lines_of(call, pal_value_get(meeting->kept, "participants")));
    pal_set_text(call->data, "date", pal_word_in(meeting->kept, "date"));
    pal_set_text(call->data, "minutes", pal_word_in(meeting->kept, "minutes"));
    pal_set_boolean(call->page, "can_edit", can_edit);
    pal_set_text(call->page, "save_url", place);
    enum pal_rc rc = can_edit && !call->is_api ? show_sheet(call, meeting, place) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    if (call->version > 0) {
        pal_set_text(call->page, "history_url", pal_call_printf(call, "%s/history", place));
    }
    pal_project_tabs(call, call->params[0]);
    rc = call->version > 0 ? pal_call_who(call, &meeting->record) : PAL_OK;
    rc = rc == PAL_OK ? pal_next_put(call, call->params[0]) : rc;
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

enum pal_rc pal_do_meeting_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_meeting(call);
}

/* What was offered is kept with its words, and whether it applies: the record stands by itself. */
enum pal_rc pal_do_meeting(struct pal_call *call)
{
    struct meeting meeting;
    struct pal_document written;
    struct pal_sheet sheet;
    struct pal_value *before = NULL;
    if (pal_sheet_asks_rows(call)) {
        return pal_do_meeting_rows(call);
    }
    enum pal_rc rc = open_meeting(call, &meeting);
    if (rc == PAL_OK) {
        before = begun(call, &meeting);
        rc = pal_sheet_open(call, &sheet, &pal_type_meeting, NULL, before, false);
    }
    if (rc == PAL_OK) {
        struct pal_value *document = pal_sheet_document(&sheet, &call->values, before);
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
