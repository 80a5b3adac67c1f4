/*
 * document_json - a document as a value that pages and the API show as it is, or as JSON, and back:
 * forms write documents.
 */
#ifndef PAL_APP_DESK_DOCUMENT_JSON_H
#define PAL_APP_DESK_DOCUMENT_JSON_H

#include <jansson.h>

#include "base/buf.h"
#include "base/value.h"
#include "format/desc.h"

/* A checked tree by its descriptor: numbers and booleans where the table has them, else strings.
 * New reference; NULL when memory is short. */
json_t *pal_document_json(const struct pal_type *type, const struct pal_node *node);

/* The same as a value of `in`, with words of its own: `node` may go before it. */
struct pal_value *pal_document_value(struct pal_values *in, const struct pal_type *type,
                                     const struct pal_node *node);

/* Of an object the members of these keys alone (NULL behind them), in their order. */
struct pal_value *pal_document_members(struct pal_values *in, const struct pal_type *type,
                                       const struct pal_node *node, const char *const *keys);

/* Writes JSON as YAML in block style that reads back to the same values: strings in double quotes
 * unless they are plain words. Keys in their order; null, empty texts, lists and maps are left out,
 * but for an empty map within a map, which may say something there.
 * A failure is kept in the buffer. */
void pal_document_yaml(const json_t *value, struct pal_buf *out);

#endif
