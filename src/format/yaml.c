#include "format/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "format/yaml_words.h"

/* The map or list being filled, one per depth. */
struct level {
    struct pal_node *node;
    struct pal_node *last;
    const char *key; /* of the value to come; NULL: a key is due (maps) */
    uint32_t key_line;
    uint32_t key_column;
};

/* How far the bytes were counted in lines: as YAML counts them, and as an editor shows them. */
struct count {
    size_t at;
    size_t line;
    size_t shown_line;
    size_t shown_start; /* characters of the shown line before the YAML line */
};

enum { COMMON_TEXTS = 256, COMMON_TEXT_MOST = 24 };

struct build {
    struct pal_reader *reader;
    const char *bytes;
    size_t len;
    bool has_hidden_breaks;
    struct count count;
    struct pal_node *root;
    struct level levels[PAL_LIMIT_NESTING + 1];
    size_t depth;
    size_t values;
    const char *common[COMMON_TEXTS]; /* short texts met last, by hash */
};

/* U+0085, U+2028 and U+2029 end a line for YAML 1.1, and so for libyaml; no editor shows a new line
 * there. Gives the bytes of such a break at `text`, else 0. */
static size_t hidden_break(const char *text, size_t len)
{
    if (len >= 2 && memcmp(text, "\xC2\x85", 2) == 0) {
        return 2;
    }
    bool is_separator =
        len >= 3 && (memcmp(text, "\xE2\x80\xA8", 3) == 0 || memcmp(text, "\xE2\x80\xA9", 3) == 0);
    return is_separator ? 3 : 0;
}

static bool find_hidden_break(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((bytes[i] == '\xC2' || bytes[i] == '\xE2') && hidden_break(bytes + i, len - i) > 0) {
            return true;
        }
    }
    return false;
}

/* Counts on to the start of a YAML line, or from the first where it is behind. Marks come in
 * order, so that the bytes are read about once. */
static void count_to(struct build *build, size_t line)
{
    struct count count = build->count.line <= line ? build->count : (struct count){0};
    size_t characters = count.shown_start;
    while (count.line < line && count.at < build->len) {
        const char *at = build->bytes + count.at;
        size_t hidden = hidden_break(at, build->len - count.at);
        bool is_pair = *at == '\r' && count.at + 1 < build->len && at[1] == '\n';
        if (hidden > 0) {
            count.at += hidden;
            count.line++;
            count.shown_start = ++characters;
        } else if (*at == '\n' || *at == '\r') {
            count.at += is_pair ? 2 : 1;
            count.line++;
            count.shown_line++;
            count.shown_start = characters = 0;
        } else {
            characters += ((unsigned char)*at & 0xC0) != 0x80;
            count.at++;
        }
    }
    build->count = count;
}

/* The place of a mark of libyaml as an editor shows it. */
static yaml_mark_t shown(struct build *build, yaml_mark_t mark)
{
    if (build->has_hidden_breaks) {
        count_to(build, mark.line);
        mark.line = build->count.shown_line;
        mark.column += build->count.shown_start;
    }
    return mark;
}

/* Reports a problem at a place as an editor shows it. */
static const char *say(const struct build *build, const char *text) __attribute__((format_arg(2)));
static const char *say(const struct build *build, const char *text)
{
    return pal_voice_say(build->reader->diag->voice, text);
}

/* A sentence that is in the reader's language already. */
static bool refuse_said_at(struct build *build, yaml_mark_t mark, enum pal_rc rc,
                           const char *message)
{
    struct pal_node at = {.line = (uint32_t)mark.line + 1, .column = (uint32_t)mark.column + 1};
    const struct level *level = build->depth > 0 ? &build->levels[build->depth - 1] : NULL;
    bool is_too_deep = build->depth == PAL_LIMIT_NESTING; /* its path would say nothing */
    if (level != NULL && !is_too_deep &&
        (level->key != NULL || level->node->kind == PAL_NODE_LIST)) {
        at.parent = level->node; /* the value to come: its path says where */
        at.key = level->key;
    }
    pal_node_error(build->reader, &at, rc, "%s", message);
    return false;
}

static bool refuse_at(struct build *build, yaml_mark_t mark, enum pal_rc rc, const char *message)
{
    return refuse_said_at(build, mark, rc, say(build, message));
}

static bool refuse_said(struct build *build, yaml_mark_t mark, enum pal_rc rc, const char *message)
{
    return refuse_said_at(build, shown(build, mark), rc, message);
}

static bool refuse(struct build *build, yaml_mark_t mark, enum pal_rc rc, const char *message)
{
    return refuse_at(build, shown(build, mark), rc, message);
}

static bool no_memory(struct build *build)
{
    pal_reader_out_of_memory(build->reader);
    return false;
}

/* Only what a text may hold, however it was written. */
static bool check_characters(struct build *build, const char *text, size_t len, yaml_mark_t mark)
{
    uint32_t code = 0;
    char message[256];
    if (pal_utf8_is_text(text, len, &code)) {
        return true;
    }
    (void)snprintf(message, sizeof message,
                   say(build, PAL_N_("the text holds the control character U+%04X; remove it")),
                   (unsigned)code);
    return refuse_said(build, mark, PAL_E_INVALID, message);
}

/* A text that stands for all of its like: ids and marks come again and again. */
static const char *keep_text(struct build *build, const char *text, size_t len)
{
    const char **place = NULL;
    if (len <= COMMON_TEXT_MOST) {
        uint32_t hash = 5381;
        for (size_t i = 0; i < len; i++) {
            hash = hash * 33 + (unsigned char)text[i];
        }
        place = &build->common[hash % COMMON_TEXTS];
        if (*place != NULL && strlen(*place) == len && memcmp(*place, text, len) == 0) {
            return *place;
        }
    }
    const char *copy = pal_arena_copy(build->reader->arena, text, len);
    if (copy == NULL) {
        (void)no_memory(build);
    } else if (place != NULL) {
        *place = copy;
    }
    return copy;
}

static const char *take_text(struct build *build, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (len > PAL_LIMIT_TEXT_BYTES) {
        char message[256];
        (void)snprintf(message, sizeof message,
                       say(build, PAL_N_("this text is %zu bytes long; at most %d are read: "
                                         "shorten it")),
                       len, PAL_LIMIT_TEXT_BYTES);
        (void)refuse_said(build, event->start_mark, PAL_E_LIMIT, message);
        return NULL;
    }
    if (!check_characters(build, text, len, event->start_mark)) {
        return NULL;
    }
    return keep_text(build, text, len);
}

/* Hangs a new node into the list or map being filled. */
static struct pal_node *add_node(struct build *build, const yaml_event_t *event,
                                 enum pal_node_kind kind)
{
    if (++build->values > PAL_LIMIT_VALUES) {
        char message[256];
        (void)snprintf(message, sizeof message,
                       say(build, PAL_N_("the document holds more than %d values; split it or "
                                         "drop what is not used")),
                       PAL_LIMIT_VALUES);
        (void)refuse_said(build, event->start_mark, PAL_E_LIMIT, message);
        return NULL;
    }
    struct pal_arena *arena =
        build->reader->nodes != NULL ? build->reader->nodes : build->reader->arena;
    struct pal_node *node = PAL_NEW(arena, struct pal_node, 1);
    if (node == NULL) {
        (void)no_memory(build);
        return NULL;
    }
    yaml_mark_t mark = shown(build, event->start_mark);
    node->kind = (uint8_t)kind;
    node->line = (uint32_t)mark.line + 1;
    node->column = (uint32_t)mark.column + 1;
    if (build->depth == 0) {
        build->root = node;
        return node;
    }
    struct level *level = &build->levels[build->depth - 1];
    if (level->node->kind == PAL_NODE_MAP) {
        node->key = level->key;
        node->line = level->key_line;
        node->column = level->key_column;
        level->key = NULL;
    }
    node->parent = level->node;
    if (level->last == NULL) {
        level->node->first = node;
    } else {
        level->last->next = node;
    }
    level->last = node;
    level->node->count++;
    return node;
}

static bool is_key_due(const struct build *build)
{
    return build->depth > 0 && build->levels[build->depth - 1].node->kind == PAL_NODE_MAP &&
           build->levels[build->depth - 1].key == NULL;
}

static bool add_key(struct build *build, const yaml_event_t *event)
{
    struct level *level = &build->levels[build->depth - 1];
    const char *text = take_text(build, event);
    if (text == NULL) {
        return false;
    }
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (is_plain && strcmp(text, "<<") == 0) {
        return refuse(build, event->start_mark, PAL_E_INVALID,
                      "merge keys (<<) are not read; write the keys out");
    }
    if (text[0] == '\0') {
        return refuse(build, event->start_mark, PAL_E_INVALID, "a key is empty; give it a name");
    }
    yaml_mark_t mark = shown(build, event->start_mark);
    level->key = text;
    level->key_line = (uint32_t)mark.line + 1;
    level->key_column = (uint32_t)mark.column + 1;
    return true;
}

static bool add_scalar(struct build *build, const yaml_event_t *event)
{
    if (is_key_due(build)) {
        return add_key(build, event);
    }
    const char *text = take_text(build, event);
    struct pal_node *node = text != NULL ? add_node(build, event, PAL_NODE_SCALAR) : NULL;
    if (node == NULL) {
        return false;
    }
    node->text = text;
    node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->is_nothing = node->is_plain && (strcmp(text, "null") == 0 || strcmp(text, "~") == 0);
    if (node->is_nothing && node->parent == NULL) {
        pal_node_error(build->reader, node, PAL_E_INVALID, "the document is null; write one");
        return false;
    }
    if (node->is_nothing && node->parent->kind == PAL_NODE_LIST) {
        pal_node_error(build->reader, node, PAL_E_INVALID,
                       "null stands for nothing, and a list has no place for it; write the value, "
                       "or remove the entry");
        return false;
    }
    return true;
}

static bool open_level(struct build *build, const yaml_event_t *event, enum pal_node_kind kind)
{
    if (is_key_due(build)) {
        return refuse(build, event->start_mark, PAL_E_INVALID,
                      "a key must be a text, not a list or a map");
    }
    if (build->depth >= PAL_LIMIT_NESTING) {
        char message[256];
        (void)snprintf(message, sizeof message,
                       say(build, PAL_N_("lists and maps are nested deeper than %d; flatten the "
                                         "document")),
                       PAL_LIMIT_NESTING);
        return refuse_said(build, event->start_mark, PAL_E_LIMIT, message);
    }
    struct pal_node *node = add_node(build, event, kind);
    if (node == NULL) {
        return false;
    }
    build->levels[build->depth++] = (struct level){.node = node};
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct pal_node *const *one = a;
    const struct pal_node *const *other = b;
    int order = strcmp((*one)->key, (*other)->key);
    if (order != 0) {
        return order;
    }
    if ((*one)->line != (*other)->line) {
        return (*one)->line < (*other)->line ? -1 : 1;
    }
    return ((*one)->column > (*other)->column) - ((*one)->column < (*other)->column);
}

/* Sorted rather than hashed: no input can make it slow. */
static bool check_duplicates(struct build *build, struct pal_node *map)
{
    const struct pal_alloc *alloc = build->reader->arena->alloc;
    if (map->count < 2) {
        return true;
    }
    struct pal_node **keys = alloc->resize(alloc->ctx, NULL, map->count * sizeof(*keys));
    if (keys == NULL) {
        return no_memory(build);
    }
    size_t count = 0;
    for (struct pal_node *child = map->first; child != NULL; child = child->next) {
        keys[count++] = child;
    }
    qsort(keys, count, sizeof *keys, by_key);
    struct pal_node *again = NULL;
    const struct pal_node *before = NULL;
    for (size_t i = 1; i < count; i++) {
        bool is_same = strcmp(keys[i]->key, keys[i - 1]->key) == 0;
        if (is_same && (again == NULL || keys[i]->line < again->line)) {
            again = keys[i];
            before = keys[i - 1];
        }
    }
    if (again != NULL) {
        pal_node_error(build->reader, again, PAL_E_INVALID,
                       "the key %s stands twice in the same map (also on line %u); keep one",
                       pal_quote(again->key).text, (unsigned)before->line);
    }
    (void)alloc->resize(alloc->ctx, keys, 0);
    return again == NULL;
}

/* A key whose value is null or ~ is as if absent: it leaves its map here, for every kind. */
static void drop_nothing(struct pal_node *map)
{
    struct pal_node **link = &map->first;
    while (*link != NULL) {
        if ((*link)->is_nothing) {
            *link = (*link)->next;
            map->count--;
        } else {
            link = &(*link)->next;
        }
    }
}

static bool close_level(struct build *build)
{
    struct pal_node *node = build->levels[--build->depth].node;
    if (node->kind != PAL_NODE_MAP) {
        return true;
    }
    if (!check_duplicates(build, node)) {
        return false;
    }
    drop_nothing(node);
    return true;
}

static bool check_properties(struct build *build, yaml_mark_t mark, const yaml_char_t *anchor,
                             const yaml_char_t *tag)
{
    if (anchor != NULL) {
        return refuse(build, mark, PAL_E_INVALID,
                      "anchors (&name) are not read; write the value out where it is used");
    }
    if (tag != NULL) {
        return refuse(build, mark, PAL_E_INVALID,
                      "tags (!name) are not read; remove the tag, the key says the type");
    }
    return true;
}

static bool check_document_start(struct build *build, const yaml_event_t *event)
{
    if (build->root != NULL) {
        return refuse(build, event->start_mark, PAL_E_INVALID,
                      "a second document starts here; one file holds one document");
    }
    if (event->data.document_start.version_directive != NULL ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end) {
        return refuse(build, event->start_mark, PAL_E_INVALID,
                      "directives (%YAML, %TAG) are not read; remove the line");
    }
    return true;
}

/* Handles one event; false ends the reading. */
static bool take_event(struct build *build, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return refuse(build, event->start_mark, PAL_E_INVALID,
                      "aliases (*name) are not read; write the value out");
    case YAML_SCALAR_EVENT:
        return check_properties(build, event->start_mark, event->data.scalar.anchor,
                                event->data.scalar.tag) &&
               add_scalar(build, event);
    case YAML_SEQUENCE_START_EVENT:
        return check_properties(build, event->start_mark, event->data.sequence_start.anchor,
                                event->data.sequence_start.tag) &&
               open_level(build, event, PAL_NODE_LIST);
    case YAML_MAPPING_START_EVENT:
        return check_properties(build, event->start_mark, event->data.mapping_start.anchor,
                                event->data.mapping_start.tag) &&
               open_level(build, event, PAL_NODE_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_level(build);
    case YAML_DOCUMENT_START_EVENT:
        return check_document_start(build, event);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return true;
    }
    return true;
}

/* Line and column of a byte, for problems found before YAML is parsed. */
static yaml_mark_t mark_of(const char *bytes, size_t at)
{
    yaml_mark_t mark = {.index = at, .line = 0, .column = 0};
    for (size_t i = 0; i < at; i++) {
        if (bytes[i] == '\n') {
            mark.line++;
            mark.column = 0;
        } else {
            mark.column++;
        }
    }
    return mark;
}

/* Tells a problem of YAML's that is plain to a person: a tab that indents, a break that no editor
 * shows. False when the line at `mark`, as an editor shows it, has neither. */
static bool report_plainly(struct build *build, yaml_mark_t mark, bool is_in_flow)
{
    const char *line = build->bytes;
    const char *end = build->bytes + build->len;
    for (size_t i = 0; i < mark.line && line != NULL; i++) {
        line = memchr(line, '\n', (size_t)(end - line));
        line = line != NULL ? line + 1 : NULL;
    }
    if (line == NULL) {
        return false;
    }
    size_t indent = 0;
    while (line + indent < end && line[indent] == ' ') {
        indent++;
    }
    if (!is_in_flow && line + indent < end && line[indent] == '\t') {
        mark.column = indent;
        return !refuse_at(build, mark, PAL_E_INVALID,
                          PAL_N_("a tab indents this line; YAML takes spaces alone: put spaces in "
                                 "its place"));
    }
    size_t column = 0;
    for (const char *at = line; at < end && *at != '\n'; at++) {
        if (hidden_break(at, (size_t)(end - at)) > 0) {
            mark.column = column;
            return !refuse_at(build, mark, PAL_E_INVALID,
                              PAL_N_("this line holds a line separator that editors do not show "
                                     "(U+2028, U+2029 or U+0085), and YAML ends the line there; "
                                     "remove it"));
        }
        column += ((unsigned char)*at & 0xC0) != 0x80;
    }
    return false;
}

static void report_syntax(struct build *build, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR) {
        (void)no_memory(build);
        return;
    }
    char message[256];
    const struct pal_voice *voice = build->reader->diag->voice;
    const char *problem = pal_yaml_words(voice, parser->problem);
    const char *context = pal_yaml_words(voice, parser->context);
    (void)snprintf(message, sizeof message, say(build, PAL_N_("this is not valid YAML: %s%s%s")),
                   problem != NULL ? problem : say(build, PAL_N_("unknown problem")),
                   context != NULL ? " " : "", context != NULL ? context : "");
    /* libyaml misses a colon only when it reads on: its place is that of the key. */
    bool is_key = parser->problem != NULL && parser->error == YAML_SCANNER_ERROR &&
                  strcmp(parser->problem, "could not find expected ':'") == 0;
    yaml_mark_t mark = is_key ? parser->context_mark : parser->problem_mark;
    if (parser->error == YAML_READER_ERROR) {
        mark = mark_of(build->bytes, parser->problem_offset);
    } else {
        mark = shown(build, mark.line == 0 && mark.column == 0 ? parser->mark : mark);
    }
    if (!report_plainly(build, mark, parser->flow_level > 0)) {
        (void)refuse_said_at(build, mark, PAL_E_INVALID, message);
    }
}

static bool read_events(struct build *build, yaml_parser_t *parser)
{
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            report_syntax(build, parser);
            return false;
        }
        bool go_on = take_event(build, &event);
        bool is_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (!go_on) {
            return false;
        }
        if (is_end) {
            return true;
        }
    }
}

static bool check_bytes(struct build *build, const char *bytes, size_t len)
{
    if (len > PAL_LIMIT_FILE_BYTES) {
        char message[256];
        (void)snprintf(message, sizeof message,
                       say(build, PAL_N_("the file is larger than %d MiB; split it")),
                       PAL_LIMIT_FILE_BYTES / (1024 * 1024));
        return refuse_said(build, (yaml_mark_t){0}, PAL_E_LIMIT, message);
    }
    size_t bad_at = 0;
    const char *nul = memchr(bytes, '\0', len);
    bool is_utf8 = pal_utf8_check(bytes, len, &bad_at);
    if (nul != NULL && (is_utf8 || (size_t)(nul - bytes) < bad_at)) {
        return refuse(build, mark_of(bytes, (size_t)(nul - bytes)), PAL_E_INVALID,
                      "the file holds a NUL byte; it is not a text file: save it as UTF-8 text");
    }
    if (!is_utf8) {
        char message[256];
        (void)snprintf(message, sizeof message,
                       say(build, PAL_N_("the byte 0x%02X is not valid UTF-8; save the file as "
                                         "UTF-8")),
                       (unsigned char)bytes[bad_at]);
        return refuse_said(build, mark_of(bytes, bad_at), PAL_E_INVALID, message);
    }
    return true;
}

struct pal_node *pal_yaml_read(struct pal_reader *reader, const char *bytes, size_t len)
{
    struct build build = {.reader = reader};
    if (!check_bytes(&build, bytes, len)) {
        return NULL;
    }
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3; /* a byte order mark, as some editors write */
        len -= 3;
    }
    build.bytes = bytes;
    build.len = len;
    build.has_hidden_breaks = find_hidden_break(bytes, len);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        pal_reader_out_of_memory(reader);
        return NULL;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, len);
    bool is_read = read_events(&build, &parser);
    yaml_parser_delete(&parser);
    if (!is_read) {
        return NULL;
    }
    if (build.root == NULL) {
        (void)refuse(&build, (yaml_mark_t){0}, PAL_E_INVALID, "the file is empty");
        return NULL;
    }
    return build.root;
}
