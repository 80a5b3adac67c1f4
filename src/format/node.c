#include "format/node.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static struct pal_node *copy_node(struct pal_arena *arena, const struct pal_node *node,
                                  struct pal_node *parent)
{
    struct pal_node *copy = PAL_NEW(arena, struct pal_node, 1);
    if (copy == NULL) {
        return NULL;
    }
    *copy = *node;
    copy->parent = parent;
    copy->next = NULL;
    if (node->kind == PAL_NODE_SCALAR) {
        return copy;
    }
    struct pal_node **end = &copy->first;
    *end = NULL;
    for (const struct pal_node *child = node->first; child != NULL; child = child->next) {
        *end = copy_node(arena, child, copy);
        if (*end == NULL) {
            return NULL;
        }
        end = &(*end)->next;
    }
    return copy;
}

struct pal_node *pal_node_copy(struct pal_arena *arena, const struct pal_node *root)
{
    return copy_node(arena, root, NULL); /* as deep as the reader of YAML lets a document be */
}

struct pal_node *pal_node_get(const struct pal_node *map, const char *key)
{
    if (map == NULL || map->kind != PAL_NODE_MAP) {
        return NULL;
    }
    for (struct pal_node *child = map->first; child != NULL; child = child->next) {
        if (strcmp(child->key, key) == 0) {
            return child;
        }
    }
    return NULL;
}

const char *pal_node_text(const struct pal_node *node)
{
    return node != NULL && node->kind == PAL_NODE_SCALAR ? node->text : NULL;
}

struct pal_text pal_node_in_languages(const struct pal_node *node)
{
    struct pal_text text = {{NULL}};
    if (node == NULL) {
        return text;
    }
    if (node->kind == PAL_NODE_SCALAR) {
        text.in[PAL_LANG_EN] = node->text;
        return text;
    }
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        text.in[i] = pal_node_text(pal_node_get(node, pal_lang_codes[i]));
    }
    return text;
}

uint32_t pal_node_integer(const struct pal_node *node, uint32_t absent)
{
    const char *text = pal_node_text(node);
    if (text == NULL) {
        return absent;
    }
    uint32_t value = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        value = value * 10 + (uint32_t)(*text - '0');
    }
    return value;
}

double pal_node_decimal(const struct pal_node *node, double absent)
{
    const char *text = pal_node_text(node);
    if (text == NULL) {
        return absent;
    }
    uint64_t digits = 0; /* at most 15 of them: exact in a double */
    uint64_t scale = 1;
    bool is_behind = false;
    for (; *text != '\0'; text++) {
        if (*text == '.') {
            is_behind = true;
            continue;
        }
        digits = digits * 10 + (uint64_t)(*text - '0');
        scale *= is_behind ? 10 : 1;
    }
    return (double)digits / (double)scale;
}

bool pal_node_boolean(const struct pal_node *node, bool absent)
{
    const char *text = pal_node_text(node);
    return text == NULL ? absent : strcmp(text, "true") == 0;
}

bool pal_node_is_blank(const struct pal_node *node)
{
    return node->kind == PAL_NODE_SCALAR && node->is_plain && node->text[0] == '\0';
}

const char *pal_node_kind_name(const struct pal_node *node)
{
    switch ((enum pal_node_kind)node->kind) {
    case PAL_NODE_SCALAR:
        return pal_node_is_blank(node) ? PAL_N_("nothing") : PAL_N_("a single value");
    case PAL_NODE_LIST:
        return PAL_N_("a list");
    case PAL_NODE_MAP:
        return PAL_N_("a map");
    }
    return "";
}

/* A key as one word of a path: quoted when it holds a dot, a slash or a space. */
static int write_word(char *out, size_t room, const struct pal_node *node, bool is_first)
{
    if (node->key == NULL) {
        size_t index = 0;
        for (const struct pal_node *at = node->parent->first; at != NULL && at != node;
             at = at->next) {
            index++;
        }
        return snprintf(out, room, "[%zu]", index);
    }
    if (strpbrk(node->key, ". /[]\"") != NULL) {
        return snprintf(out, room, "[\"%.80s\"]", node->key);
    }
    return snprintf(out, room, "%s%.80s", is_first ? "" : ".", node->key);
}

static void write_path(const struct pal_node *node, char *out, size_t room)
{
    const struct pal_node *chain[PAL_LIMIT_NESTING + 2];
    size_t depth = 0;
    for (; node != NULL && node->parent != NULL && depth < sizeof chain / sizeof *chain;
         node = node->parent) {
        chain[depth++] = node;
    }
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = depth; i-- > 0 && used < room;) {
        int wrote = write_word(out + used, room - used, chain[i], i + 1 == depth);
        if (wrote < 0) {
            break;
        }
        used += (size_t)wrote;
    }
    pal_utf8_trim(out);
}

static struct pal_err problem_at(const struct pal_reader *reader, const struct pal_node *node)
{
    struct pal_err problem = {0};
    (void)snprintf(problem.file, sizeof problem.file, "%s", reader->file);
    if (node != NULL) {
        problem.line = node->line;
        problem.column = node->column;
        write_path(node, problem.path, sizeof problem.path);
    }
    return problem;
}

bool pal_reader_is_full(const struct pal_reader *reader)
{
    return reader->diag->error_count >= PAL_LIMIT_PROBLEMS;
}

void pal_node_error(struct pal_reader *reader, struct pal_node *node, enum pal_rc rc,
                    const char *fmt, ...)
{
    if (node != NULL) {
        node->is_bad = true;
    }
    if (pal_reader_is_full(reader)) {
        reader->diag->error_count++;
        return;
    }
    struct pal_err problem = problem_at(reader, node);
    problem.rc = rc;
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(problem.message, sizeof problem.message,
                    pal_voice_say(reader->diag->voice, fmt), args);
    va_end(args);
    pal_utf8_trim(problem.message);
    pal_diag_error(reader->diag, &problem);
}

void pal_node_warning(struct pal_reader *reader, const struct pal_node *node, const char *fmt, ...)
{
    if (reader->diag->warning_count >= PAL_LIMIT_PROBLEMS) {
        reader->diag->warning_count++;
        return;
    }
    struct pal_err problem = problem_at(reader, node);
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(problem.message, sizeof problem.message,
                    pal_voice_say(reader->diag->voice, fmt), args);
    va_end(args);
    pal_utf8_trim(problem.message);
    pal_diag_warning(reader->diag, &problem);
}

void pal_reader_out_of_memory(struct pal_reader *reader)
{
    if (!reader->is_out_of_memory) {
        reader->is_out_of_memory = true;
        pal_node_error(reader, NULL, PAL_E_MEMORY, "there is not enough memory to read this file");
    }
}

void *pal_reader_take(struct pal_reader *reader, size_t count, size_t size)
{
    void *piece = pal_arena_take(reader->arena, count, size);
    if (piece == NULL) {
        pal_reader_out_of_memory(reader);
    }
    return piece;
}

size_t pal_node_count(const struct pal_node *node)
{
    return node != NULL ? node->count : 0;
}

struct pal_node *pal_node_first(const struct pal_node *node)
{
    return node != NULL && !node->is_bad && node->kind != PAL_NODE_SCALAR ? node->first : NULL;
}

int pal_node_choice(const struct pal_node *node, const char *const *ids, int count, int absent)
{
    const char *text = node != NULL && !node->is_bad ? pal_node_text(node) : NULL;
    for (int i = 0; text != NULL && i < count; i++) {
        if (strcmp(text, ids[i]) == 0) {
            return i;
        }
    }
    return absent;
}

struct pal_text *pal_node_texts(struct pal_reader *reader, const struct pal_node *list,
                                size_t *count)
{
    struct pal_text *texts = pal_reader_take(reader, pal_node_count(list), sizeof *texts);
    *count = 0;
    for (const struct pal_node *item = list != NULL && texts != NULL ? list->first : NULL;
         item != NULL; item = item->next) {
        texts[(*count)++] = pal_node_in_languages(item);
    }
    return texts;
}

struct pal_words pal_node_words(struct pal_reader *reader, const struct pal_node *list)
{
    size_t count = pal_node_count(list);
    const char **words = pal_reader_take(reader, count + 1, sizeof *words);
    struct pal_words out = {words, 0};
    for (const struct pal_node *at = count > 0 && words != NULL ? list->first : NULL; at != NULL;
         at = at->next) {
        const char *word = pal_node_text(at);
        if (word != NULL) {
            words[out.count++] = word;
        }
    }
    return out;
}

void pal_node_check_ids(struct pal_reader *reader, const struct pal_node *list)
{
    for (struct pal_node *one = list->first; one != NULL; one = one->next) {
        const char *id = pal_node_text(pal_node_get(one, "id"));
        for (const struct pal_node *other = list->first; id != NULL && other != one;
             other = other->next) {
            const char *taken = pal_node_text(pal_node_get(other, "id"));
            if (taken != NULL && strcmp(id, taken) == 0) {
                pal_node_error(reader, one, PAL_E_INVALID, "the id %s stands twice",
                               pal_quote(id).text);
                break;
            }
        }
    }
}
