/*
 * mustache - templates over a view (base/value.h; https://mustache.github.io/mustache.5.html,
 * without lambdas), with three additions:
 *
 *   {{#_}}text{{/_}}   is replaced, when the template is compiled, by its translation, which is
 *                      compiled in its place (so it may hold variables);
 *   {{#state.missing}} is true where `state` is the string "missing": enumerations are written
 *                      once in the view and tested by name.
 *   {{at|time}}        writes a raw value as people read it (writers.h).
 *
 * {{name}} escapes for HTML; {{{name}}} does not. A name that the view lacks is empty.
 * False are: a missing name, null, false and the empty list.
 */
#ifndef PAL_RENDER_TEMPLATE_MUSTACHE_H
#define PAL_RENDER_TEMPLATE_MUSTACHE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/rc.h"
#include "base/value.h"
#include "base/zone.h"
#include "render/template/language.h"

enum {
    PAL_MUSTACHE_NESTING = 64,       /* sections and partials within each other */
    PAL_MUSTACHE_WORK = 10000000,    /* nodes rendered: bounds loops in loops */
    PAL_MUSTACHE_TEMPLATE = 1 << 20, /* bytes of one template */
    PAL_MUSTACHE_PARTIALS = 512,     /* compiled for one template, each indent by itself */
};

/* Where partials and translations come from. Either function may be NULL: no partials, no
 * translation. */
struct pal_mustache_env {
    /* The source of a partial, or NULL when there is none (it then renders as nothing). */
    const char *(*partial)(void *ctx, const char *name);
    /* The translation of a text; gives the text itself when there is none. */
    const char *(*translate)(void *ctx, const char *text);
    void *ctx;
    /* Of the words that writers add; borrowed by what is compiled. NULL: a name has no writer. */
    const struct pal_language *language;
};

struct pal_mustache; /* a compiled template; lives in the arena it was compiled in */

/* Compiles a NUL-terminated template with all its partials, once and for all renderings. On failure
 * `err` has the line and a sentence. */
enum pal_rc pal_mustache_compile(struct pal_arena *arena, const char *source,
                                 const struct pal_mustache_env *env,
                                 const struct pal_mustache **out,
                                 struct pal_err *err) PAL_WARN_UNUSED;

/* Renders over `data` (borrowed) into `out`; times as they are in `zone`, NULL: in UTC. A compiled
 * template is only read: threads share it. */
enum pal_rc pal_mustache_render(const struct pal_mustache *template, const struct pal_value *data,
                                const struct pal_zone *zone, struct pal_buf *out,
                                struct pal_err *err) PAL_WARN_UNUSED;

#endif
