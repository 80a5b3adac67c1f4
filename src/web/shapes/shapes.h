/*
 * shapes - what `data` of each answer is: the contract of the API, as descriptors.
 *
 * A shape is a `struct pal_type` as those of documents (format/desc.h): an object names all its
 * keys and no other. A field that is not required may be absent or null. The description of the API
 * is written from the shapes (openapi.c), and where the program is built to be tested every answer
 * is held against its own before it leaves: a key more, a key less or another type is a 500, so
 * that no test passes on data that the description does not tell. Data hold facts, ids, numbers and
 * dates: words in a language, links and buttons are the page's.
 *
 * In the tables a choice without words is any text.
 */
#ifndef PAL_WEB_SHAPES_SHAPES_H
#define PAL_WEB_SHAPES_SHAPES_H

#include "format/desc.h"
#include "web/call.h"

/* What the data of a page are. */
const struct pal_type *pal_shape_of(const struct pal_route *route);
/* Which of its lists a page is about: "people", of a list within a list "groups.items"; NULL: of
 * none. It is what a table of the page holds (web/tables.h). */
const char *pal_shape_rows(const struct pal_route *route);
/* What an act answers; what any refusal says (RFC 9457), beside which stands what the handler has
 * found out. */
extern const struct pal_type pal_shape_done;
extern const struct pal_type pal_shape_refusal;

#ifdef PAL_HOLD_SHAPES
/* Holds what is about to be answered against its shape; PAL_E_IO after a line on stderr. Where the
 * variable PALIER_ANSWERS names a file, a line with the answer is added to it: of these it is
 * known what templates may read (tools/names.py). */
enum pal_rc pal_shapes_hold(struct pal_call *call) PAL_WARN_UNUSED;
/* Whether what a report shows has `part` in its shape, where it is too long to be shown whole;
 * false after a line on stderr. Asked of short ones, too: long ones are rare. */
bool pal_shapes_have_parts(struct pal_call *call);
/* The line alone, of the page of an error. */
void pal_shapes_note(struct pal_call *call);
#endif

#endif
