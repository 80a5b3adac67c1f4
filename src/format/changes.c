#include "format/changes.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { PATH_MOST = 1024 };

/* Where a comparison stands. */
struct walk {
    struct pal_arena *arena;
    struct pal_member_changes *out;
    size_t looks;
    char path[PATH_MOST];
    size_t path_len;
    enum pal_rc rc;
};

/* ----------------------------------------------------------------------- telling */

static void add_line(struct pal_buf *out, const struct pal_node *node, int depth);

static void add_children(struct pal_buf *out, const struct pal_node *node, int depth)
{
    for (const struct pal_node *child = node->first; child != NULL; child = child->next) {
        if (out->len > PAL_CHANGES_VALUE) {
            return;
        }
        pal_buf_add(out, child == node->first ? "" : ", ");
        if (child->key != NULL) {
            pal_buf_printf(out, "%s: ", child->key);
        }
        add_line(out, child, depth + 1);
    }
}

/* A node as one line: "fr: Musée, en: Museum". */
static void add_line(struct pal_buf *out, const struct pal_node *node, int depth)
{
    bool is_inner = depth > 0 && node->kind != PAL_NODE_SCALAR;
    if (node->kind == PAL_NODE_SCALAR) {
        pal_buf_add_n(out, node->text, strnlen(node->text, PAL_CHANGES_VALUE + 1));
        return;
    }
    pal_buf_add(out, is_inner ? "(" : "");
    add_children(out, node, depth);
    pal_buf_add(out, is_inner ? ")" : "");
}

/* What was written, cut at a character where it is long. */
static const char *finish_line(struct walk *walk, struct pal_buf *line)
{
    const char *text = pal_buf_text(line);
    size_t len = text != NULL ? line->len : 0;
    bool is_long = len > PAL_CHANGES_VALUE;
    len = is_long ? PAL_CHANGES_VALUE : len;
    while (is_long && len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80) {
        len--;
    }
    const char *copy =
        text != NULL ? pal_arena_printf(walk->arena, "%.*s%s", (int)len, text, is_long ? "…" : "")
                     : NULL;
    pal_buf_done(line);
    walk->rc = copy == NULL ? PAL_E_MEMORY : walk->rc;
    return copy;
}

static const char *line_of(struct walk *walk, const struct pal_node *node)
{
    struct pal_buf line;
    if (node == NULL) {
        return NULL;
    }
    pal_buf_init(&line, 1 << 20, walk->arena->alloc);
    add_line(&line, node, 0);
    return finish_line(walk, &line);
}

/* Adds a change at the place where the comparison stands. */
static void tell_change(struct walk *walk, const struct pal_member_change *change)
{
    if (walk->out->count == PAL_CHANGES_MOST) {
        walk->out->is_cut = true;
        return;
    }
    struct pal_member_change *out = &walk->out->items[walk->out->count++];
    *out = *change;
    out->path = pal_arena_copy(walk->arena, walk->path, walk->path_len);
    walk->rc = out->path == NULL ? PAL_E_MEMORY : walk->rc;
}

static void tell(struct walk *walk, const struct pal_field *field, const struct pal_node *before,
                 const struct pal_node *after)
{
    tell_change(walk, &(struct pal_member_change){.field = field,
                                                  .before = line_of(walk, before),
                                                  .after = line_of(walk, after)});
}

/* ----------------------------------------------------------------------- walking */

static void compare(struct walk *walk, const struct pal_type *type, const struct pal_field *field,
                    const struct pal_node *before, const struct pal_node *after);

/* Adds a word to the path; gives the length to go back to. */
static size_t enter(struct walk *walk, const char *before, const char *word, const char *behind)
{
    size_t was = walk->path_len;
    const char *const parts[] = {was > 0 || before[0] == '[' ? before : "", word, behind};
    for (size_t i = 0; i < 3; i++) {
        size_t len = strlen(parts[i]);
        len = len < PATH_MOST - walk->path_len ? len : PATH_MOST - walk->path_len;
        memcpy(walk->path + walk->path_len, parts[i], len);
        walk->path_len += len;
    }
    return was;
}

/* The descriptor of a member of a map; NULL: it has none. */
static const struct pal_type *type_of_key(const struct pal_type *type, const char *key,
                                          const struct pal_field **field)
{
    const struct pal_field *own = pal_field_of(type, key);
    if (own != NULL) {
        *field = own;
        return own->type;
    }
    return type != NULL && type->kind == PAL_TYPE_MAP ? type->item : NULL;
}

/* Of a type that is one of several, the one that a node is of. */
static const struct pal_type *type_of_node(const struct pal_type *type, const struct pal_node *node)
{
    if (type == NULL || type->kind != PAL_TYPE_ANY) {
        return type;
    }
    for (size_t i = 0; i < type->any_count; i++) {
        enum pal_type_kind kind = type->any[i]->kind;
        bool is_list = kind == PAL_TYPE_LIST;
        bool is_map = kind == PAL_TYPE_MAP || kind == PAL_TYPE_OBJECT;
        if (is_list == (node->kind == PAL_NODE_LIST) && is_map == (node->kind == PAL_NODE_MAP)) {
            return type->any[i];
        }
    }
    return NULL;
}

/* The word by which an entry of a list is known; NULL: by its place alone. */
static const char *name_of(const struct pal_type *item, const struct pal_node *node)
{
    const struct pal_type *type = type_of_node(item, node);
    if (node->kind == PAL_NODE_SCALAR) {
        bool is_number =
            type != NULL && (type->kind == PAL_TYPE_INTEGER || type->kind == PAL_TYPE_DECIMAL);
        return is_number ? NULL : node->text; /* a number says nothing without its place */
    }
    for (size_t i = 0; type != NULL && type->kind == PAL_TYPE_OBJECT && i < type->field_count;
         i++) {
        const struct pal_field *field = &type->fields[i];
        if (field->is_required &&
            (field->type->kind == PAL_TYPE_ID || field->type->kind == PAL_TYPE_CODE)) {
            return pal_node_text(pal_node_get(node, field->key));
        }
    }
    return NULL;
}

/* What entries are found by: the key in a map, the name in a list. */
static const char *word_of(const struct pal_type *item, const struct pal_node *node)
{
    return node->key != NULL ? node->key : name_of(item, node);
}

/* The child of `in` with that word. Most stand in the same order in both: `hint` is where the last
 * one was found. */
static const struct pal_node *find(struct walk *walk, const struct pal_type *item,
                                   const struct pal_node *in, const char *word,
                                   const struct pal_node **hint)
{
    const struct pal_node *start = *hint != NULL ? *hint : in->first;
    const struct pal_node *at = start;
    for (size_t i = 0; i < in->count && at != NULL; i++) {
        const char *here = word_of(item, at);
        if (++walk->looks > PAL_CHANGES_LOOKS) {
            walk->rc = PAL_E_LIMIT;
            return NULL;
        }
        if (here != NULL && strcmp(here, word) == 0) {
            *hint = at->next;
            return at;
        }
        at = at->next != NULL ? at->next : in->first;
    }
    return NULL;
}

/* Whether every entry has a word, and no two the same one. A longer list with a word twice is held
 * to be without: its entries would be mistaken for each other. */
static bool are_named(struct walk *walk, const struct pal_type *item, const struct pal_node *list)
{
    const struct pal_node *last = NULL;
    for (const struct pal_node *at = list->first; at != NULL; at = at->next) {
        const char *word = word_of(item, at);
        walk->looks++;
        if (word == NULL) {
            return false;
        }
        if (last != NULL && strcmp(word_of(item, last), word) == 0) {
            return false;
        }
        last = at;
    }
    return true;
}

static void compare_entry(struct walk *walk, const struct pal_type *item,
                          const struct pal_field *field, const struct pal_node *before,
                          const struct pal_node *after)
{
    const struct pal_node *at = after != NULL ? after : before;
    const struct pal_type *type = item;
    size_t was;
    if (at->key != NULL) {
        type = type_of_key(item, at->key, &field);
        was = enter(walk, ".", at->key, "");
    } else {
        was =
            at->kind == PAL_NODE_SCALAR ? walk->path_len : enter(walk, "[", name_of(item, at), "]");
    }
    compare(walk, type, field, before, after);
    walk->path_len = was;
}

/* `type` is that of a map for its members, of an entry for a list's. */
static void compare_named(struct walk *walk, const struct pal_type *type,
                          const struct pal_field *field, const struct pal_node *before,
                          const struct pal_node *after)
{
    const struct pal_node *hint = NULL;
    for (const struct pal_node *at = before->first; at != NULL && walk->rc == PAL_OK;
         at = at->next) {
        const struct pal_node *other = find(walk, type, after, word_of(type, at), &hint);
        if (walk->rc == PAL_OK) {
            compare_entry(walk, type, field, at, other);
        }
    }
    hint = NULL;
    for (const struct pal_node *at = after->first; at != NULL && walk->rc == PAL_OK;
         at = at->next) {
        if (find(walk, type, before, word_of(type, at), &hint) == NULL && walk->rc == PAL_OK) {
            compare_entry(walk, type, field, NULL, at);
        }
    }
}

/* Those entries of a list that the other has, too; NULL: no memory, or too much to look at. */
static const struct pal_node **common_of(struct walk *walk, const struct pal_type *item,
                                         const struct pal_node *list, const struct pal_node *other,
                                         size_t *count)
{
    const struct pal_node *hint = NULL;
    const struct pal_node **out = PAL_NEW(walk->arena, const struct pal_node *, list->count + 1);
    *count = 0;
    walk->rc = out == NULL ? PAL_E_MEMORY : walk->rc;
    for (const struct pal_node *at = list->first; at != NULL && walk->rc == PAL_OK; at = at->next) {
        if (find(walk, item, other, word_of(item, at), &hint) != NULL) {
            out[(*count)++] = at;
        }
    }
    return walk->rc == PAL_OK ? out : NULL;
}

/* "needs, visit" */
static const char *words_of(struct walk *walk, const struct pal_type *item,
                            const struct pal_node *const *nodes, size_t count)
{
    struct pal_buf line;
    pal_buf_init(&line, 1 << 20, walk->arena->alloc);
    for (size_t i = 0; i < count && line.len <= PAL_CHANGES_VALUE; i++) {
        pal_buf_printf(&line, "%s%s", i > 0 ? ", " : "", word_of(item, nodes[i]));
    }
    return finish_line(walk, &line);
}

/* What stands in another order: from the first that does to the last. */
static void compare_order(struct walk *walk, const struct pal_type *item,
                          const struct pal_field *field, const struct pal_node *before,
                          const struct pal_node *after)
{
    size_t count;
    size_t others;
    const struct pal_node **was = common_of(walk, item, before, after, &count);
    const struct pal_node **is = was != NULL ? common_of(walk, item, after, before, &others) : NULL;
    if (is == NULL || others != count) { /* a word twice: these are not the same entries */
        return;
    }
    size_t first = 0;
    while (first < count && strcmp(word_of(item, was[first]), word_of(item, is[first])) == 0) {
        first++;
    }
    while (count > first &&
           strcmp(word_of(item, was[count - 1]), word_of(item, is[count - 1])) == 0) {
        count--;
    }
    if (first < count) {
        tell_change(walk, &(struct pal_member_change){
                              .field = field,
                              .before = words_of(walk, item, was + first, count - first),
                              .after = words_of(walk, item, is + first, count - first),
                              .is_order = true});
    }
}

/* Whether two trees say the same. */
static bool is_same(const struct pal_node *before, const struct pal_node *after)
{
    if (before->kind != after->kind || before->count != after->count) {
        return false;
    }
    if (before->kind == PAL_NODE_SCALAR) {
        return strcmp(before->text, after->text) == 0;
    }
    const struct pal_node *other = after->first;
    for (const struct pal_node *at = before->first; at != NULL; at = at->next) {
        bool has_key = at->key != NULL;
        if (other == NULL || (has_key && strcmp(at->key, other->key) != 0) || !is_same(at, other)) {
            return false;
        }
        other = other->next;
    }
    return true;
}

/* Entries without a word: those that are the same at both ends are passed over, the rest is held
 * against each other in order. */
static void compare_placed(struct walk *walk, const struct pal_type *item,
                           const struct pal_field *field, const struct pal_node *before,
                           const struct pal_node *after)
{
    const struct pal_node *was = before->first;
    const struct pal_node *is = after->first;
    size_t place = 1;
    while (was != NULL && is != NULL && is_same(was, is)) {
        was = was->next;
        is = is->next;
        place++;
    }
    for (; (was != NULL || is != NULL) && walk->rc == PAL_OK; place++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", place);
        size_t back = enter(walk, "[", number, "]");
        compare(walk, item, field, was, is);
        walk->path_len = back;
        was = was != NULL ? was->next : NULL;
        is = is != NULL ? is->next : NULL;
    }
}

/* In a list of a fixed length each place means something of its own. */
static void compare_lists(struct walk *walk, const struct pal_type *type,
                          const struct pal_field *field, const struct pal_node *before,
                          const struct pal_node *after)
{
    const struct pal_type *item = type != NULL ? type->item : NULL;
    bool is_fixed = type != NULL && type->min > 0 && type->min == type->max;
    if (is_fixed || !are_named(walk, item, before) || !are_named(walk, item, after)) {
        compare_placed(walk, item, field, before, after);
        return;
    }
    compare_named(walk, item, field, before, after);
    if (type != NULL && type->is_ordered && walk->rc == PAL_OK) {
        compare_order(walk, item, field, before, after);
    }
}

static void compare(struct walk *walk, const struct pal_type *type, const struct pal_field *field,
                    const struct pal_node *before, const struct pal_node *after)
{
    if (before == NULL && after == NULL) {
        return;
    }
    if (before == NULL || after == NULL || before->kind != after->kind) {
        tell(walk, field, before, after);
        return;
    }
    const struct pal_type *of = type_of_node(type, after);
    if (before->kind == PAL_NODE_SCALAR) {
        if (strcmp(before->text, after->text) != 0) {
            tell(walk, field, before, after);
        }
    } else if (before->kind == PAL_NODE_MAP) {
        compare_named(walk, of, field, before, after);
    } else {
        compare_lists(walk, of != NULL && of->kind == PAL_TYPE_LIST ? of : NULL, field, before,
                      after);
    }
}

static bool is_left_out(const char *const *but, const char *key)
{
    for (size_t i = 0; but != NULL && but[i] != NULL; i++) {
        if (strcmp(but[i], key) == 0) {
            return true;
        }
    }
    return false;
}

/* The members at the top, in the order of the newer text. */
static void compare_top(struct walk *walk, const struct pal_type *type,
                        const struct pal_node *before, const struct pal_node *after,
                        const char *const *but)
{
    for (const struct pal_node *at = after->first; at != NULL && walk->rc == PAL_OK;
         at = at->next) {
        if (!is_left_out(but, at->key)) {
            compare_entry(walk, type, NULL, pal_node_get(before, at->key), at);
        }
    }
    for (const struct pal_node *at = before->first; at != NULL && walk->rc == PAL_OK;
         at = at->next) {
        if (!is_left_out(but, at->key) && pal_node_get(after, at->key) == NULL) {
            compare_entry(walk, type, NULL, at, NULL);
        }
    }
}

enum pal_rc pal_changes_of(const struct pal_type *type, const struct pal_node *before,
                           const struct pal_node *after, const char *const *but,
                           struct pal_arena *arena, struct pal_member_changes *out)
{
    struct walk walk = {.arena = arena, .out = out};
    *out = (struct pal_member_changes){
        .items = PAL_NEW(arena, struct pal_member_change, PAL_CHANGES_MOST)};
    if (out->items == NULL) {
        return PAL_E_MEMORY;
    }
    if (before->kind != PAL_NODE_MAP || after->kind != PAL_NODE_MAP) {
        return PAL_E_INVALID;
    }
    compare_top(&walk, type, before, after, but);
    return walk.rc;
}
