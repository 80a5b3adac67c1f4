/*
 * notes - the reasons of ratings, beside what they explain.
 *
 * A note is on an area or on one of its steps, with its lines as they were written. Each function
 * takes the note on the area itself where `with_area`, and those on the steps of `steps`.
 */
#ifndef PAL_RENDER_NOTES_H
#define PAL_RENDER_NOTES_H

#include <jansson.h>

#include "core/model/assessment.h"
#include "render/template/language.h"
#include "render/terminal/terminal.h"

/* Appends {"place", "area", "step", "text"} for each note to `list`; `step` is null for a note on
 * the area. `failed` is set when memory is short. */
void pal_notes_append(const struct pal_assessment *assessment, size_t area, bool with_area,
                      pal_mask steps, const struct pal_language *language, json_t *list,
                      bool *failed);

/* The same as a new list; every note of the assessment. New references. */
json_t *pal_notes_json(const struct pal_assessment *assessment, size_t area, bool with_area,
                       pal_mask steps, const struct pal_language *language, bool *failed);
json_t *pal_notes_all(const struct pal_assessment *assessment, const struct pal_language *language,
                      bool *failed);

/* "PA03/2.1: text", wrapped and indented by `indent` columns; its own lines stay lines. */
void pal_notes_terminal(const struct pal_terminal *terminal,
                        const struct pal_assessment *assessment, size_t area, bool with_area,
                        pal_mask steps, size_t indent, struct pal_buf *out);

#endif
