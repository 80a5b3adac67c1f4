/*
 * node - a document as a tree of scalars, lists and maps that remember where they stood.
 *
 * The tree lives in an arena; texts are valid UTF-8 without control characters. It is what the
 * YAML reader makes and what the descriptor tables check; no meaning is attached to it here.
 */
#ifndef PAL_FORMAT_NODE_H
#define PAL_FORMAT_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/lang.h"
#include "base/text.h"

enum pal_node_kind { PAL_NODE_SCALAR, PAL_NODE_LIST, PAL_NODE_MAP };

struct pal_node {
    const char *key; /* in a map; else NULL */
    union {
        const char *text;       /* scalar */
        struct pal_node *first; /* list, map; NULL when empty */
    };
    struct pal_node *next;
    struct pal_node *parent; /* NULL: the root */
    uint32_t line;           /* 1-based; of the key where there is one */
    uint32_t column;
    uint32_t count;  /* children */
    uint8_t kind;    /* enum pal_node_kind */
    bool is_plain;   /* scalar without quotes: may be a number or a boolean */
    bool is_bad;     /* an error was reported on it: readers pass over it */
    bool is_nothing; /* null or ~: hangs in its map only until its keys are checked */
};

/* What a reader of documents needs: where results and the texts of the tree live, where problems
 * go, the file's name. */
struct pal_reader {
    struct pal_arena *arena;
    struct pal_arena *nodes; /* where the tree's nodes live, which no result needs; NULL: `arena` */
    struct pal_diag *diag;
    const char *file;
    bool is_out_of_memory;
};

/* A copy of a tree in `arena`, whose texts stay those of the original. NULL when memory is short.
 */
struct pal_node *pal_node_copy(struct pal_arena *arena, const struct pal_node *root);

/* The child of a map with that key, or NULL. */
struct pal_node *pal_node_get(const struct pal_node *map, const char *key);

/* The text of a scalar; NULL for NULL, a list or a map. */
const char *pal_node_text(const struct pal_node *node);

/* A text in one or several languages (a scalar, or a map by language code). */
struct pal_text pal_node_in_languages(const struct pal_node *node);

/* The integer, decimal or boolean of a node that its descriptor has checked; `absent` for NULL. */
uint32_t pal_node_integer(const struct pal_node *node, uint32_t absent);
double pal_node_decimal(const struct pal_node *node, double absent);
bool pal_node_boolean(const struct pal_node *node, bool absent);

/* How many children a list or a map has; 0 for NULL. */
size_t pal_node_count(const struct pal_node *node);

/* The first child of a list or a map that no error was reported on; NULL for NULL. */
struct pal_node *pal_node_first(const struct pal_node *node);

/* Which of `ids` a scalar holds; `absent` for NULL, a bad node and a word that is none of them. */
int pal_node_choice(const struct pal_node *node, const char *const *ids, int count, int absent);

/* A list of texts in languages; `count` is how many. NULL when memory is short. */
struct pal_text *pal_node_texts(struct pal_reader *reader, const struct pal_node *list,
                                size_t *count);

/* A list of words, borrowed from it; NULL or out of memory: none. */
struct pal_words pal_node_words(struct pal_reader *reader, const struct pal_node *list);

/* Reports each map of a list that has the `id` of one before it. */
void pal_node_check_ids(struct pal_reader *reader, const struct pal_node *list);

/* True for an empty scalar written without quotes: "key:" with nothing behind it. */
bool pal_node_is_blank(const struct pal_node *node);

/* "a scalar", "a list", "a map": for messages. */
const char *pal_node_kind_name(const struct pal_node *node);

/* Reports an error or a warning at `node`; an error marks the node as bad. */
void pal_node_error(struct pal_reader *reader, struct pal_node *node, enum pal_rc rc,
                    const char *fmt, ...) PAL_PRINTF(4, 5);
void pal_node_warning(struct pal_reader *reader, const struct pal_node *node, const char *fmt, ...)
    PAL_PRINTF(3, 4);

/* True once as many errors are kept as are shown: further ones are only counted, and nobody needs
 * to search for a nearest word or a path for them. */
bool pal_reader_is_full(const struct pal_reader *reader);

/* Takes zeroed room from the reader's arena; NULL after reporting that memory is short. */
void *pal_reader_take(struct pal_reader *reader, size_t count, size_t size);

/* Reports that memory ran out, once, and remembers it in the reader. */
void pal_reader_out_of_memory(struct pal_reader *reader);

#endif
