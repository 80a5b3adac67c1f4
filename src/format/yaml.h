/*
 * yaml - bytes to a tree of nodes, strictly.
 *
 * Refused, with file, line and column: anything but UTF-8, NUL and other control characters,
 * anchors, aliases, tags, merge keys, duplicate keys, keys that are not text, a second document,
 * nesting beyond PAL_LIMIT_NESTING, more than PAL_LIMIT_VALUES values, a value longer than
 * PAL_LIMIT_TEXT_BYTES. The first of these ends the reading (FORMATS.md, "Strictness").
 */
#ifndef PAL_FORMAT_YAML_H
#define PAL_FORMAT_YAML_H

#include "format/node.h"

/* Reads `len` bytes. Gives the root, or NULL after reporting one error. An empty document is an
 * error. The tree lives in the reader's arena. */
struct pal_node *pal_yaml_read(struct pal_reader *reader, const char *bytes, size_t len);

#endif
