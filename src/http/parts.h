/*
 * parts - the pieces of HTTP that a stranger writes, read by pure functions: paths, queries, forms,
 * multipart bodies, cookies, addresses. Each has a fuzz target (tests/fuzz). Everything lands in
 * the arena; limits are those of http/http.h. Sentences are said with the voice, NULL: in English.
 */
#ifndef PAL_HTTP_PARTS_H
#define PAL_HTTP_PARTS_H

#include "http/http.h"

/* Splits a path into decoded segments. PAL_E_INVALID: a bad escape, a NUL, a control character, bad
 * UTF-8, an empty or dot segment, a slash that is escaped; PAL_E_LIMIT: too many. A final slash is
 * an empty segment (invalid) except for "/" itself. */
enum pal_rc pal_path_split(struct pal_arena *arena, const char *path, const char **segments,
                           size_t *count) PAL_WARN_UNUSED;

/* "a=1&b=x+y": percent escapes and plus signs decoded. */
enum pal_rc pal_query_parse(struct pal_arena *arena, const char *text, size_t len,
                            struct pal_fields *out) PAL_WARN_UNUSED;

/* multipart/form-data with the boundary of its Content-Type. Files keep their bytes (value may hold
 * NUL); plain fields must be UTF-8. */
enum pal_rc pal_multipart_parse(struct pal_arena *arena, const char *content_type, const char *body,
                                size_t len, struct pal_fields *out, const struct pal_voice *voice,
                                struct pal_err *err) PAL_WARN_UNUSED;

/* The same of a form that comes in pieces of any lengths, with one file, whose bytes go on as they
 * come: nothing of it is kept. The fields beside it, with their heads, may take `fields_max` bytes;
 * they live in the arena, as the reading does. */
struct pal_form_pieces;
enum pal_rc pal_form_pieces_new(struct pal_arena *arena, const char *content_type,
                                size_t fields_max, struct pal_form_pieces **out,
                                const struct pal_voice *voice, struct pal_err *err) PAL_WARN_UNUSED;
/* Reads the next piece; bytes of the file are added to `file`: what came, and up to 74 more that
 * were held back before. After a failure nothing further may be read. */
enum pal_rc pal_form_pieces_read(struct pal_form_pieces *form, const char *bytes, size_t len,
                                 struct pal_buf *file, const struct pal_voice *voice,
                                 struct pal_err *err) PAL_WARN_UNUSED;
/* The head of the file; NULL: it has not come. */
const struct pal_field_value *pal_form_pieces_file(const struct pal_form_pieces *form);
/* The fields that have come. */
struct pal_fields pal_form_pieces_fields(const struct pal_form_pieces *form);
/* PAL_E_INVALID: the form has no end. */
enum pal_rc pal_form_pieces_end(struct pal_form_pieces *form, const struct pal_voice *voice,
                                struct pal_err *err) PAL_WARN_UNUSED;

/* Counts what a JSON text holds, without memory: PAL_E_INVALID where lists and objects are nested
 * deeper than that, PAL_E_LIMIT where there are more values and names; each with a sentence. PAL_OK
 * does not mean that it is JSON. */
enum pal_rc pal_json_scan(const char *text, size_t len, size_t depth_max, size_t values_max,
                          const struct pal_voice *voice, struct pal_err *err) PAL_WARN_UNUSED;

/* A JSON object as the fields of a form: texts, whole numbers and booleans by name; a list stands
 * for several fields of that name, null for an empty one. */
enum pal_rc pal_json_fields_parse(struct pal_arena *arena, const char *text, size_t len,
                                  struct pal_fields *out, const struct pal_voice *voice,
                                  struct pal_err *err) PAL_WARN_UNUSED;

/* The Cookie header; what is no cookie is passed over. */
enum pal_rc pal_cookies_parse(struct pal_arena *arena, const char *text,
                              struct pal_fields *out) PAL_WARN_UNUSED;

#endif
