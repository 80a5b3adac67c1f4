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
                      pal_mask steps, const struct pal_language *language, struct pal_value *list)
{
    const struct pal_area *place = &assessment->model->areas[area];
    size_t count;
    const struct pal_note *notes = pal_assessment_notes(assessment, area, &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_chosen(&notes[i], with_area, steps)) {
            continue;
        }
        const char *step = notes[i].step < 0 ? NULL : place->ladder->steps[notes[i].step].id;
        struct pal_value *row = pal_add_object(list);
        pal_put_borrowed(row, "place", notes[i].place);
        pal_put_borrowed(row, "area", place->id);
        pal_put_borrowed(row, "step", step);
        pal_put_borrowed(row, "text", pal_text_in(&notes[i].text, language->lang));
    }
}

struct pal_value *pal_notes_json(struct pal_values *in, const struct pal_assessment *assessment,
                                 size_t area, bool with_area, pal_mask steps,
                                 const struct pal_language *language)
{
    struct pal_value *list = pal_value_list(in);
    pal_notes_append(assessment, area, with_area, steps, language, list);
    return list;
}

struct pal_value *pal_notes_all(struct pal_values *in, const struct pal_assessment *assessment,
                                const struct pal_language *language)
{
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < assessment->model->area_count; i++) {
        pal_notes_append(assessment, i, true, ~(pal_mask)0, language, list);
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
