/*
 * notes - the reasons of ratings, beside what they explain.
 *
 * A note is on an area or on one of its steps, with its lines as they were written. Each function
 * takes the note on the area itself where `with_area`, and those on the steps of `steps`.
 */
#ifndef PAL_RENDER_NOTES_H
#define PAL_RENDER_NOTES_H

#include "base/value.h"
#include "core/model/assessment.h"
#include "render/template/language.h"
#include "render/terminal/terminal.h"

/* Appends {"place", "area", "step", "text"} for each note to `list`; `step` is null for a note on
 * the area. The words are borrowed. */
void pal_notes_append(const struct pal_assessment *assessment, size_t area, bool with_area,
                      pal_mask steps, const struct pal_language *language, struct pal_value *list);

/* The same as a new list; every note of the assessment. */
struct pal_value *pal_notes_json(struct pal_values *in, const struct pal_assessment *assessment,
                                 size_t area, bool with_area, pal_mask steps,
                                 const struct pal_language *language);
struct pal_value *pal_notes_all(struct pal_values *in, const struct pal_assessment *assessment,
                                const struct pal_language *language);

/* "PA03/2.1: text", wrapped and indented by `indent` columns; its own lines stay lines. */
void pal_notes_terminal(const struct pal_terminal *terminal,
                        const struct pal_assessment *assessment, size_t area, bool with_area,
                        pal_mask steps, size_t indent, struct pal_buf *out);

#endif
