/* parts_pieces - what the two readers of forms share: that of a form at hand and that of one that
 * comes in pieces. Private to src/http. */
#ifndef PAL_HTTP_PARTS_PIECES_H
#define PAL_HTTP_PARTS_PIECES_H

#include "http/http.h"

/* Of a part; and CR LF "--", a boundary of 70 bytes at most, and the end. */
enum { PAL_PART_HEAD_MAX = 4096, PAL_DELIMITER_MAX = 75 };

/* What stands between parts, by the Content-Type. */
enum pal_rc pal_multipart_delimiter(struct pal_arena *arena, const char *content_type,
                                    char out[PAL_DELIMITER_MAX], size_t *len,
                                    const struct pal_voice *voice,
                                    struct pal_err *err) PAL_WARN_UNUSED;
/* The head of a part, its empty line included: name, file name and type. */
enum pal_rc pal_multipart_head(struct pal_arena *arena, const char *head, size_t len,
                               struct pal_field_value *out, const struct pal_voice *voice,
                               struct pal_err *err) PAL_WARN_UNUSED;
/* UTF-8 that reads the same as a C string. */
bool pal_multipart_is_text(const char *bytes, size_t len);

#endif
