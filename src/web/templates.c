#include "web/templates.h"

#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"

struct compiled {
    const char *name; /* as built in: "ui/web_project.mustache" */
    const struct pal_mustache *template[PAL_LANG_COUNT];
};

struct pal_web_templates {
    struct pal_arena arena;
    struct pal_language language[PAL_LANG_COUNT];
    struct compiled *list; /* by name */
    size_t count;
};

enum { FOLDER_LEN = 3 }; /* "ui/" */
static const char ENDING[] = ".mustache";

static const char *partial(void *ctx, const char *name)
{
    (void)ctx;
    return pal_library_templates.get(pal_library_templates.ctx, name);
}

static const char *translate(void *ctx, const char *text)
{
    return pal_tr(ctx, text);
}

static bool is_page(const char *name)
{
    static const char start[] = "ui/web_";
    size_t len = strlen(name);
    return strncmp(name, start, sizeof start - 1) == 0 && len > sizeof ENDING &&
           strcmp(name + len - (sizeof ENDING - 1), ENDING) == 0;
}

static enum pal_rc compile(struct pal_web_templates *templates, const struct pal_library_file *file,
                           struct pal_err *err)
{
    struct compiled *out = &templates->list[templates->count++];
    enum pal_rc rc = PAL_OK;
    out->name = file->name;
    for (size_t lang = 0; lang < PAL_LANG_COUNT && rc == PAL_OK; lang++) {
        const struct pal_mustache_env env = {partial, translate, &templates->language[lang],
                                             &templates->language[lang]};
        rc = pal_mustache_compile(&templates->arena, (const char *)file->bytes, &env,
                                  &out->template[lang], err);
    }
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct compiled *)a)->name, ((const struct compiled *)b)->name);
}

struct pal_web_templates *pal_web_templates_new(struct pal_err *err)
{
    struct pal_web_templates *templates = calloc(1, sizeof *templates);
    enum pal_rc rc = templates != NULL ? PAL_OK : PAL_E_MEMORY;
    if (templates != NULL) {
        pal_arena_init(&templates->arena, NULL);
        templates->list = PAL_NEW(&templates->arena, struct compiled, pal_library_file_count);
        rc = templates->list != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    for (size_t lang = 0; lang < PAL_LANG_COUNT && rc == PAL_OK; lang++) {
        templates->language[lang] = pal_library_language((enum pal_lang)lang);
    }
    for (size_t i = 0; i < pal_library_file_count && rc == PAL_OK; i++) {
        if (is_page(pal_library_files[i].name)) {
            rc = compile(templates, &pal_library_files[i], err);
        }
    }
    if (rc != PAL_OK) {
        pal_web_templates_free(templates);
        (void)(rc == PAL_E_MEMORY && pal_err_set(err, rc, "there is not enough memory"));
        return NULL;
    }
    qsort(templates->list, templates->count, sizeof *templates->list, by_name);
    return templates;
}

void pal_web_templates_free(struct pal_web_templates *templates)
{
    if (templates != NULL) {
        pal_arena_done(&templates->arena);
        free(templates);
    }
}

const struct pal_mustache *pal_web_template(const struct pal_web_templates *templates,
                                            enum pal_lang lang, const char *name)
{
    size_t low = 0;
    size_t high = templates->count;
    size_t len = strlen(name);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *word = templates->list[middle].name + FOLDER_LEN;
        int order = strncmp(word, name, len);
        order = order == 0 ? strcmp(word + len, ENDING) : order;
        if (order == 0) {
            return templates->list[middle].template[lang];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}
