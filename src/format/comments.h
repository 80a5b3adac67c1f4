/* comments - whether a text in YAML holds comments, which a form that writes it anew cannot keep.
 */
#ifndef PAL_FORMAT_COMMENTS_H
#define PAL_FORMAT_COMMENTS_H

#include <stdbool.h>

/* Of a text that is a valid document. What stands in quotes or in a block of text is none. */
bool pal_text_has_comments(const char *text);

#endif
