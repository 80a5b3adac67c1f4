#include "render/template/mustache.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "render/template/writers.h"

enum token_kind {
    TOKEN_TEXT,
    TOKEN_ESCAPED,
    TOKEN_RAW,
    TOKEN_SECTION,
    TOKEN_INVERTED,
    TOKEN_PARTIAL
};

/* A template is a flat list of tokens; a section holds the index behind its last token. */
struct token {
    enum token_kind kind;
    const char *text; /* literal text, or the name; NUL-terminated */
    size_t len;
    size_t head;        /* of a name: what stands before its first dot */
    const char *indent; /* partial: the white space before it, to stand before each line */
    const struct partial *partial;       /* partial: NULL: there is none */
    size_t end;                          /* section, inverted: index of the first token behind it */
    pal_writer write;                    /* of a name that is printed; NULL: as it is */
    const struct pal_language *language; /* that it writes in */
};

/* A partial in the form that one indent gives it. It may hold itself. */
struct partial {
    const char *name;
    const char *indent;
    struct pal_mustache *template; /* NULL: it is nested too deep to be compiled */
    struct partial *next;
};

/* The partials of one template, and how many. */
struct partials {
    struct partial *first;
    size_t count;
};

struct pal_mustache {
    struct token *tokens;
    size_t count;
};

/* ------------------------------------------------------------------ compile */

struct open_section {
    size_t token;
    const char *start; /* the opening tag */
    const char *body;  /* first character behind it */
    bool is_translation;
};

struct compiler {
    struct pal_arena *arena;
    const struct pal_mustache_env *env;
    struct pal_err *err;
    struct partials *partials;
    size_t partial_depth;
    const char *source;
    const char *at;
    char open[16]; /* delimiters in force */
    char close[16];
    struct token *tokens;
    size_t count;
    size_t room;
    struct open_section sections[PAL_MUSTACHE_NESTING];
    size_t depth;
    size_t translation_depth; /* translations within translations */
};

static enum pal_rc no_memory(struct pal_err *err)
{
    return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory for this template");
}

static enum pal_rc fail_at(struct compiler *compiler, const char *at, const char *message,
                           const char *name)
{
    uint32_t line = 1;
    for (const char *c = compiler->source; c < at && *c != '\0'; c++) {
        line += *c == '\n';
    }
    enum pal_rc rc = name != NULL ? pal_err_set(compiler->err, PAL_E_INVALID, "%s %s", message,
                                                pal_quote(name).text)
                                  : pal_err_set(compiler->err, PAL_E_INVALID, "%s", message);
    if (compiler->err != NULL) {
        compiler->err->line = line;
    }
    return rc;
}

static enum pal_rc add_token(struct compiler *compiler, struct token token)
{
    token.head = token.kind == TOKEN_TEXT ? 0 : strcspn(token.text, ".");
    if (compiler->count == compiler->room) {
        size_t room = compiler->room == 0 ? 32 : compiler->room * 2;
        struct token *tokens = PAL_NEW(compiler->arena, struct token, room);
        if (tokens == NULL) {
            return no_memory(compiler->err);
        }
        if (compiler->count > 0) {
            memcpy(tokens, compiler->tokens, compiler->count * sizeof *tokens);
        }
        compiler->tokens = tokens;
        compiler->room = room;
    }
    compiler->tokens[compiler->count++] = token;
    return PAL_OK;
}

static enum pal_rc add_text(struct compiler *compiler, const char *from, const char *to)
{
    if (to <= from) {
        return PAL_OK;
    }
    return add_token(compiler,
                     (struct token){.kind = TOKEN_TEXT, .text = from, .len = (size_t)(to - from)});
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A tag that stands alone on its line: `line` is the line's start, `next` the next line. */
static bool stands_alone(const struct compiler *compiler, const char *tag, const char *behind,
                         const char **line, const char **next)
{
    const char *start = tag;
    while (start > compiler->source && is_blank(start[-1])) {
        start--;
    }
    if (start > compiler->source && start[-1] != '\n') {
        return false;
    }
    const char *end = behind;
    while (is_blank(*end)) {
        end++;
    }
    if (end[0] == '\r' && end[1] == '\n') {
        end += 2;
    } else if (*end == '\n') {
        end++;
    } else if (*end != '\0') {
        return false;
    }
    *line = start;
    *next = end;
    return true;
}

/* One tag as found in the source. */
struct tag {
    char sign; /* '#', '^', '/', '>', '!', '=', '&', '{' or 0 */
    const char *start;
    const char *behind;
    char *name; /* trimmed copy */
};

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r';
}

static enum pal_rc read_tag(struct compiler *compiler, const char *start, struct tag *tag)
{
    const char *at = start + strlen(compiler->open);
    while (is_space(*at)) {
        at++;
    }
    *tag = (struct tag){.start = start};
    if (*at != '\0' && strchr("#^/>!=&{", *at) != NULL) {
        tag->sign = *at++;
    }
    char close[20];
    (void)snprintf(close, sizeof close, "%s%s",
                   tag->sign == '{'   ? "}"
                   : tag->sign == '=' ? "="
                                      : "",
                   compiler->close);
    const char *end = strstr(at, close);
    if (end == NULL) {
        return fail_at(compiler, start, "this tag is not closed; it needs", close);
    }
    tag->behind = end + strlen(close);
    while (at < end && is_space(*at)) {
        at++;
    }
    while (end > at && is_space(end[-1])) {
        end--;
    }
    tag->name = pal_arena_copy(compiler->arena, at, (size_t)(end - at));
    if (tag->name == NULL) {
        return no_memory(compiler->err);
    }
    if (tag->name[0] == '\0' && tag->sign != '!') {
        return fail_at(compiler, start, "this tag has no name", NULL);
    }
    return PAL_OK;
}

static enum pal_rc set_delimiters(struct compiler *compiler, const struct tag *tag)
{
    const char *gap = strpbrk(tag->name, " \t\r\n");
    const char *second = gap;
    while (second != NULL && is_space(*second)) {
        second++;
    }
    size_t first_len = gap != NULL ? (size_t)(gap - tag->name) : 0;
    size_t second_len = second != NULL ? strlen(second) : 0;
    if (first_len == 0 || second_len == 0 || first_len >= sizeof compiler->open ||
        second_len >= sizeof compiler->close || strpbrk(second, " \t\r\n=") != NULL ||
        memchr(tag->name, '=', first_len) != NULL) {
        return fail_at(compiler, tag->start, "these are no delimiters:", tag->name);
    }
    memcpy(compiler->open, tag->name, first_len);
    compiler->open[first_len] = '\0';
    memcpy(compiler->close, second, second_len + 1);
    return PAL_OK;
}

static enum pal_rc open_section(struct compiler *compiler, const struct tag *tag, const char *body)
{
    if (compiler->depth == PAL_MUSTACHE_NESTING) {
        return fail_at(compiler, tag->start, "sections are nested too deep at", tag->name);
    }
    compiler->sections[compiler->depth++] = (struct open_section){
        .token = compiler->count,
        .start = tag->start,
        .body = body,
        .is_translation = tag->sign == '#' && strcmp(tag->name, "_") == 0,
    };
    return add_token(compiler,
                     (struct token){.kind = tag->sign == '#' ? TOKEN_SECTION : TOKEN_INVERTED,
                                    .text = tag->name,
                                    .len = strlen(tag->name)});
}

static enum pal_rc compile_text(struct compiler *compiler, const char *source);

/* Replaces what was compiled since the opening tag by the translation of its source. */
static enum pal_rc translate(struct compiler *compiler, const struct open_section *section,
                             const char *body_end)
{
    if (compiler->env == NULL || compiler->env->translate == NULL ||
        compiler->translation_depth > 0) {
        /* As it stands: only the opening token goes. */
        compiler->tokens[section->token].kind = TOKEN_TEXT;
        compiler->tokens[section->token].text = "";
        compiler->tokens[section->token].len = 0;
        return PAL_OK;
    }
    char *text = pal_arena_copy(compiler->arena, section->body, (size_t)(body_end - section->body));
    if (text == NULL) {
        return no_memory(compiler->err);
    }
    compiler->count = section->token;
    const char *source = compiler->source;
    const char *at = compiler->at;
    compiler->translation_depth++;
    enum pal_rc rc = compile_text(compiler, compiler->env->translate(compiler->env->ctx, text));
    compiler->translation_depth--;
    compiler->source = source;
    compiler->at = at;
    return rc;
}

static enum pal_rc close_section(struct compiler *compiler, const struct tag *tag,
                                 size_t base_depth)
{
    if (compiler->depth == base_depth) {
        return fail_at(compiler, tag->start, "no section is open that could be closed by",
                       tag->name);
    }
    struct open_section section = compiler->sections[--compiler->depth];
    struct token *token = &compiler->tokens[section.token];
    if (strcmp(token->text, tag->name) != 0) {
        return fail_at(compiler, tag->start, "the section to be closed here is not", tag->name);
    }
    if (section.is_translation) {
        return translate(compiler, &section, tag->start);
    }
    token->end = compiler->count;
    return PAL_OK;
}

static enum pal_rc find_partial(struct compiler *compiler, const char *name, const char *indent,
                                const struct partial **out);

/* "at|time": the name ends before the bar, the writer's stands behind it. */
static enum pal_rc take_writer(struct compiler *compiler, const struct tag *tag,
                               struct token *token)
{
    char *bar = strchr(tag->name, '|');
    if (bar == NULL || compiler->env == NULL || compiler->env->language == NULL) {
        return PAL_OK;
    }
    token->write = pal_writer_find(bar + 1);
    token->language = compiler->env->language;
    if (token->write == NULL) {
        return fail_at(compiler, tag->start, "there is no such way to write a value:", bar + 1);
    }
    *bar = '\0';
    token->len = (size_t)(bar - tag->name);
    return PAL_OK;
}

static enum pal_rc take_tag(struct compiler *compiler, const struct tag *tag, const char *indent,
                            const char *body, size_t base_depth)
{
    enum token_kind kind = TOKEN_ESCAPED;
    switch (tag->sign) {
    case '!':
        return PAL_OK;
    case '=':
        return set_delimiters(compiler, tag);
    case '#':
    case '^':
        return open_section(compiler, tag, body);
    case '/':
        return close_section(compiler, tag, base_depth);
    case '>':
        kind = TOKEN_PARTIAL;
        break;
    case '{':
    case '&':
        kind = TOKEN_RAW;
        break;
    default:
        break;
    }
    struct token token = {
        .kind = kind, .text = tag->name, .len = strlen(tag->name), .indent = indent};
    enum pal_rc rc = kind == TOKEN_PARTIAL
                         ? find_partial(compiler, tag->name, indent, &token.partial)
                         : take_writer(compiler, tag, &token);
    return rc == PAL_OK ? add_token(compiler, token) : rc;
}

/* Compiles `source` behind what is compiled already. */
static enum pal_rc compile_text(struct compiler *compiler, const char *source)
{
    size_t base_depth = compiler->depth;
    compiler->source = source;
    compiler->at = source;
    for (;;) {
        const char *start = strstr(compiler->at, compiler->open);
        if (start == NULL) {
            break;
        }
        struct tag tag;
        enum pal_rc rc = read_tag(compiler, start, &tag);
        if (rc != PAL_OK) {
            return rc;
        }
        const char *text_end = start;
        const char *next = tag.behind;
        const char *indent = "";
        const char *line;
        bool can_stand_alone = tag.sign != 0 && tag.sign != '&' && tag.sign != '{';
        if (can_stand_alone && stands_alone(compiler, start, tag.behind, &line, &next)) {
            if (line >= compiler->at) {
                text_end = line;
            }
            indent = tag.sign == '>' ? pal_arena_copy(compiler->arena, line, (size_t)(start - line))
                                     : "";
            if (indent == NULL) {
                return no_memory(compiler->err);
            }
        }
        rc = add_text(compiler, compiler->at, text_end);
        compiler->at = next;
        if (rc == PAL_OK) {
            rc = take_tag(compiler, &tag, indent, next, base_depth);
        }
        if (rc != PAL_OK) {
            return rc;
        }
    }
    enum pal_rc rc = add_text(compiler, compiler->at, compiler->at + strlen(compiler->at));
    if (rc == PAL_OK && compiler->depth > base_depth) {
        struct open_section *section = &compiler->sections[compiler->depth - 1];
        return fail_at(compiler, section->start,
                       "this section is never closed:", compiler->tokens[section->token].text);
    }
    return rc;
}

/* Compiles a source into `template`, with the partials known so far. */
static enum pal_rc compile(struct pal_arena *arena, const char *source,
                           const struct pal_mustache_env *env, struct partials *partials,
                           size_t depth, struct pal_mustache *template, struct pal_err *err)
{
    size_t len = strlen(source);
    if (len > PAL_MUSTACHE_TEMPLATE) {
        return pal_err_set(err, PAL_E_LIMIT, "a template of %zu bytes is too long", len);
    }
    struct compiler *compiler = PAL_NEW(arena, struct compiler, 1);
    char *copy = pal_arena_copy(arena, source, len);
    if (compiler == NULL || copy == NULL) {
        return no_memory(err);
    }
    *compiler = (struct compiler){.arena = arena,
                                  .env = env,
                                  .err = err,
                                  .partials = partials,
                                  .partial_depth = depth,
                                  .open = "{{",
                                  .close = "}}"};
    enum pal_rc rc = compile_text(compiler, copy);
    if (rc == PAL_OK) {
        *template = (struct pal_mustache){.tokens = compiler->tokens, .count = compiler->count};
    }
    return rc;
}

enum pal_rc pal_mustache_compile(struct pal_arena *arena, const char *source,
                                 const struct pal_mustache_env *env,
                                 const struct pal_mustache **out, struct pal_err *err)
{
    struct pal_mustache *template = PAL_NEW(arena, struct pal_mustache, 1);
    struct partials *partials = PAL_NEW(arena, struct partials, 1);
    if (template == NULL || partials == NULL) {
        return no_memory(err);
    }
    enum pal_rc rc = compile(arena, source, env, partials, 0, template, err);
    if (rc == PAL_OK) {
        *out = template;
    }
    return rc;
}

/* The source of a partial with `indent` before each of its lines. */
static const char *indented(struct pal_arena *arena, const char *source, const char *indent)
{
    if (indent[0] == '\0') {
        return source;
    }
    struct pal_buf buf;
    pal_buf_init(&buf, 2 * PAL_MUSTACHE_TEMPLATE, arena->alloc);
    for (const char *line = source; *line != '\0';) {
        const char *end = strchr(line, '\n');
        size_t len = end != NULL ? (size_t)(end - line) + 1 : strlen(line);
        pal_buf_add(&buf, indent);
        pal_buf_add_n(&buf, line, len);
        line += len;
    }
    const char *copy = buf.failed ? NULL : pal_arena_copy(arena, pal_buf_text(&buf), buf.len);
    pal_buf_done(&buf);
    return copy;
}

/* The partial of that name under that indent, compiled when it is first met. It is known before it
 * is compiled: so a partial may hold itself. One that is indented within itself is another each
 * time; it ends at the nesting that no rendering passes. */
static enum pal_rc find_partial(struct compiler *compiler, const char *name, const char *indent,
                                const struct partial **out)
{
    const struct pal_mustache_env *env = compiler->env;
    struct partials *partials = compiler->partials;
    *out = NULL;
    for (const struct partial *at = partials->first; at != NULL; at = at->next) {
        if (strcmp(at->name, name) == 0 && strcmp(at->indent, indent) == 0) {
            *out = at;
            return PAL_OK;
        }
    }
    const char *source = env != NULL && env->partial != NULL ? env->partial(env->ctx, name) : NULL;
    if (source == NULL) {
        return PAL_OK;
    }
    if (++partials->count > PAL_MUSTACHE_PARTIALS) {
        return pal_err_set(compiler->err, PAL_E_LIMIT, "there are too many partials at %s",
                           pal_quote(name).text);
    }
    struct partial *entry = PAL_NEW(compiler->arena, struct partial, 1);
    if (entry == NULL) {
        return no_memory(compiler->err);
    }
    *entry = (struct partial){.name = name, .indent = indent, .next = partials->first};
    partials->first = entry;
    *out = entry;
    if (compiler->partial_depth == PAL_MUSTACHE_NESTING) {
        return PAL_OK;
    }
    source = indented(compiler->arena, source, indent);
    struct pal_mustache *template = PAL_NEW(compiler->arena, struct pal_mustache, 1);
    if (source == NULL || template == NULL) {
        return no_memory(compiler->err);
    }
    entry->template = template;
    return compile(compiler->arena, source, env, partials, compiler->partial_depth + 1, template,
                   compiler->err);
}

/* ------------------------------------------------------------------- render */

enum { ASKS_EVERY = 4096 }; /* tokens, whether it shall give up */

struct renderer {
    const struct pal_zone *zone;
    struct pal_buf *out;
    struct pal_err *err;
    const struct pal_value *stack[2 * PAL_MUSTACHE_NESTING + 1]; /* contexts, innermost last */
    size_t depth;
    size_t partial_depth;
    size_t work;
};

static const struct pal_value yes = {.kind = PAL_VALUE_TRUE};

/* One step of a dotted name inside `value`. */
static const struct pal_value *member(const struct pal_value *value, const char *name, size_t len)
{
    if (value->kind == PAL_VALUE_TEXT) {
        return value->text_len == len && memcmp(value->text, name, len) == 0 ? &yes : NULL;
    }
    return pal_value_get_n(value, name, len);
}

/* The value of a name: its first part is sought from the innermost context outwards. */
static const struct pal_value *resolve(const struct renderer *renderer, const struct token *token)
{
    const char *name = token->text;
    size_t len = token->head;
    if (name[0] == '.' && name[1] == '\0') {
        return renderer->stack[renderer->depth - 1];
    }
    const struct pal_value *value = NULL;
    for (size_t i = renderer->depth; i-- > 0 && value == NULL;) {
        value = pal_value_get_n(renderer->stack[i], name, len);
    }
    while (value != NULL && name[len] == '.') {
        name += len + 1;
        len = strcspn(name, ".");
        value = member(value, name, len);
    }
    return value;
}

static bool is_false(const struct pal_value *value)
{
    return value == NULL || value->kind == PAL_VALUE_NULL || value->kind == PAL_VALUE_FALSE ||
           (pal_value_is(value, PAL_VALUE_LIST) && value->count == 0);
}

static void write_value(struct renderer *renderer, const struct pal_value *value, bool is_escaped)
{
    if (value == NULL) {
        return;
    }
    char number[40];
    switch (value->kind) {
    case PAL_VALUE_TEXT:
        if (is_escaped) {
            pal_text_xml(renderer->out, value->text);
        } else {
            pal_buf_add_n(renderer->out, value->text, value->text_len);
        }
        return;
    case PAL_VALUE_INTEGER:
        pal_value_json(value, 0, renderer->out);
        return;
    case PAL_VALUE_REAL:
        (void)snprintf(number, sizeof number, "%.15g", value->real);
        pal_buf_add(renderer->out, number);
        return;
    case PAL_VALUE_TRUE:
        pal_buf_add_n(renderer->out, "true", 4);
        return;
    case PAL_VALUE_FALSE:
        pal_buf_add_n(renderer->out, "false", 5);
        return;
    default:
        return;
    }
}

static void write_named(struct renderer *renderer, const struct token *token)
{
    const struct pal_value *value = resolve(renderer, token);
    bool is_escaped = token->kind == TOKEN_ESCAPED;
    char room[PAL_WRITTEN_MAX];
    const char *text = value != NULL && token->write != NULL
                           ? token->write(token->language, renderer->zone, value, room)
                           : NULL;
    if (text == NULL) {
        write_value(renderer, value, is_escaped);
    } else if (is_escaped) {
        pal_text_xml(renderer->out, text);
    } else {
        pal_buf_add(renderer->out, text);
    }
}

static enum pal_rc render_range(struct renderer *renderer, const struct pal_mustache *template,
                                size_t from, size_t to);

/* Each row while it is there. */
static enum pal_rc render_rows(struct renderer *renderer, const struct pal_mustache *template,
                               size_t at, const struct pal_value *rows, size_t slot)
{
    struct pal_walk walk;
    enum pal_rc rc = PAL_OK;
    pal_walk_start(&walk, rows);
    while (rc == PAL_OK && (renderer->stack[slot] = pal_walk_next(&walk)) != NULL) {
        rc = renderer->out->failed
                 ? PAL_E_LIMIT /* told at the end */
                 : render_range(renderer, template, at + 1, template->tokens[at].end);
    }
    return pal_walk_end(&walk) ? rc : no_memory(renderer->err);
}

static enum pal_rc render_section(struct renderer *renderer, const struct pal_mustache *template,
                                  size_t at)
{
    const struct token *token = &template->tokens[at];
    const struct pal_value *value = resolve(renderer, token);
    if (is_false(value)) {
        return PAL_OK;
    }
    if (renderer->depth == sizeof renderer->stack / sizeof *renderer->stack) {
        return pal_err_set(renderer->err, PAL_E_LIMIT, "sections are nested too deep");
    }
    size_t slot = renderer->depth++;
    enum pal_rc rc = PAL_OK;
    if (value->kind == PAL_VALUE_ROWS) {
        rc = render_rows(renderer, template, at, value, slot);
    } else if (value->kind != PAL_VALUE_LIST) {
        renderer->stack[slot] = value;
        rc = render_range(renderer, template, at + 1, token->end);
    } else {
        for (const struct pal_value *item = value->first; item != NULL; item = item->next) {
            renderer->stack[slot] = item;
            rc = render_range(renderer, template, at + 1, token->end);
            if (rc != PAL_OK) {
                break;
            }
        }
    }
    renderer->depth = slot;
    return rc;
}

static enum pal_rc render_partial(struct renderer *renderer, const struct token *token)
{
    if (token->partial == NULL) {
        return PAL_OK; /* there is none of that name */
    }
    if (renderer->partial_depth == PAL_MUSTACHE_NESTING || token->partial->template == NULL) {
        return pal_err_set(renderer->err, PAL_E_LIMIT, "partials include each other too deep: %s",
                           pal_quote(token->text).text);
    }
    const struct pal_mustache *partial = token->partial->template;
    renderer->partial_depth++;
    enum pal_rc rc = render_range(renderer, partial, 0, partial->count);
    renderer->partial_depth--;
    return rc;
}

static enum pal_rc render_range(struct renderer *renderer, const struct pal_mustache *template,
                                size_t from, size_t to)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = from; i < to && rc == PAL_OK; i++) {
        const struct token *token = &template->tokens[i];
        if (++renderer->work > PAL_MUSTACHE_WORK) {
            return pal_err_set(renderer->err, PAL_E_LIMIT, "the template takes too long to render");
        }
        if (renderer->work % ASKS_EVERY == 0 && pal_alloc_is_over(renderer->out->alloc)) {
            return no_memory(renderer->err);
        }
        switch (token->kind) {
        case TOKEN_TEXT:
            pal_buf_add_n(renderer->out, token->text, token->len);
            break;
        case TOKEN_ESCAPED:
        case TOKEN_RAW:
            write_named(renderer, token);
            break;
        case TOKEN_SECTION:
            rc = render_section(renderer, template, i);
            i = token->end - 1;
            break;
        case TOKEN_INVERTED:
            if (is_false(resolve(renderer, token))) {
                rc = render_range(renderer, template, i + 1, token->end);
            }
            i = token->end - 1;
            break;
        case TOKEN_PARTIAL:
            rc = render_partial(renderer, token);
            break;
        }
    }
    return rc;
}

enum pal_rc pal_mustache_render(const struct pal_mustache *template, const struct pal_value *data,
                                const struct pal_zone *zone, struct pal_buf *out,
                                struct pal_err *err)
{
    struct renderer renderer = {.zone = zone != NULL ? zone : &pal_zone_utc,
                                .out = out,
                                .err = err,
                                .stack = {data},
                                .depth = 1};
    enum pal_rc rc = render_range(&renderer, template, 0, template->count);
    if (out->failed) {
        return pal_err_set(err, PAL_E_LIMIT,
                           "the result is larger than %zu bytes, or memory is short", out->max);
    }
    return rc;
}
