#include "render/notes.h"

#include <string.h>

#include "base/utf8.h"
#include "render/terminal/terminal_parts.h"
#include "render/view/view_parts.h"

static bool is_chosen(const struct pal_note *note, bool with_area, pal_mask steps)
{
    return note->step < 0 ? with_area : (steps >> note->step & 1) != 0;
}

void pal_notes_append(const struct pal_assessment *assessment, size_t area, bool with_area,
                      pal_mask steps, const struct pal_language *language, json_t *list,
                      bool *failed)
{
    const struct pal_area *place = &assessment->model->areas[area];
    size_t count;
    const struct pal_note *notes = pal_assessment_notes(assessment, area, &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_chosen(&notes[i], with_area, steps)) {
            continue;
        }
        const char *step = notes[i].step < 0 ? NULL : place->ladder->steps[notes[i].step].id;
        json_t *row = json_object();
        pal_view_put(row, "place", json_string(notes[i].place), failed);
        pal_view_put(row, "area", json_string(place->id), failed);
        pal_view_put(row, "step", pal_json_text(step), failed);
        pal_view_put(row, "text", pal_json_in_language(&notes[i].text, language), failed);
        pal_json_append(list, row, failed);
    }
}

json_t *pal_notes_json(const struct pal_assessment *assessment, size_t area, bool with_area,
                       pal_mask steps, const struct pal_language *language, bool *failed)
{
    json_t *list = json_array();
    pal_notes_append(assessment, area, with_area, steps, language, list, failed);
    return list;
}

json_t *pal_notes_all(const struct pal_assessment *assessment, const struct pal_language *language,
                      bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < assessment->model->area_count; i++) {
        pal_notes_append(assessment, i, true, ~(pal_mask)0, language, list, failed);
    }
    return list;
}

/* One note: its place, then its lines, each wrapped for itself. */
static void add_note(const struct pal_terminal *terminal, const struct pal_note *note,
                     size_t indent, struct pal_buf *out)
{
    const char *at = pal_text_in(&note->text, terminal->language->lang);
    pal_buf_add_times(out, " ", indent);
    pal_ink(terminal, out, PAL_INK_DIM);
    pal_buf_printf(out, "%s:", note->place);
    pal_ink_end(terminal, out);
    size_t used = indent + pal_utf8_columns(note->place) + 1;
    bool is_first = true;
    while (*at != '\0') {
        size_t len = strcspn(at, "\n");
        const char *line = pal_arena_copy(terminal->arena, at, len);
        if (line == NULL) {
            out->failed = true;
            return;
        }
        pal_buf_add_times(out, " ", is_first ? 1 : len > 0 ? indent + 2 : 0);
        pal_terminal_wrap(out, line, is_first ? used + 1 : indent + 2, indent + 2,
                          terminal->columns);
        is_first = false;
        at += len + (at[len] == '\n');
    }
    if (is_first) {
        pal_buf_add_char(out, '\n');
    }
}

void pal_notes_terminal(const struct pal_terminal *terminal,
                        const struct pal_assessment *assessment, size_t area, bool with_area,
                        pal_mask steps, size_t indent, struct pal_buf *out)
{
    size_t count;
    const struct pal_note *notes = pal_assessment_notes(assessment, area, &count);
    for (size_t i = 0; i < count; i++) {
        if (is_chosen(&notes[i], with_area, steps)) {
            add_note(terminal, &notes[i], indent, out);
        }
    }
}
