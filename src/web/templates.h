/* templates - the pages' templates, compiled once for all threads. Private to src/web. */
#ifndef PAL_WEB_TEMPLATES_H
#define PAL_WEB_TEMPLATES_H

#include "base/arena.h"
#include "base/rc.h"
#include "render/template/language.h"
#include "render/template/mustache.h"

struct pal_web_templates;

/* Compiles every page (ui/web_*.mustache) in every language. NULL after `err`. */
struct pal_web_templates *pal_web_templates_new(struct pal_err *err);
void pal_web_templates_free(struct pal_web_templates *templates);

/* A page's template; NULL: there is none of that name. */
const struct pal_mustache *pal_web_template(const struct pal_web_templates *templates,
                                            enum pal_lang lang, const char *name);

#endif
