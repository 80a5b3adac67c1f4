/* render - writes every sample of tests/fixtures/pages as a page, in each language.
 * usage: render SAMPLES OUT
 *
 * A sample NAME[.VARIANT].json is {"page", "data"} for the template ui/NAME.mustache. Its page is
 * laid over shell.json; {"view": "score"} puts views/score.json, a report's own {data, page},
 * under both. An object of just "en" and "fr" stands for a text in these languages. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "app/desk/library.h"
#include "base/alloc.h"
#include "render/template/mustache.h"
#include "render/template/value_json.h"

enum { PAGE_MAX = 4 << 20, PATH_MAX_LEN = 1024 };

static const char *get_partial(void *ctx, const char *name)
{
    (void)ctx;
    return pal_library_templates.get(pal_library_templates.ctx, name);
}

static const char *translate(void *ctx, const char *text)
{
    return pal_tr(ctx, text);
}

/* A copy of `value` with its texts in one language. */
static json_t *in_language(json_t *value, const char *lang)
{
    const char *key;
    json_t *member;
    size_t index;
    if (json_is_object(value)) {
        if (json_object_size(value) == 2 && json_object_get(value, "en") != NULL &&
            json_object_get(value, "fr") != NULL) {
            return json_deep_copy(json_object_get(value, lang));
        }
        json_t *copy = json_object();
        json_object_foreach(value, key, member)
        {
            (void)json_object_set_new(copy, key, in_language(member, lang));
        }
        return copy;
    }
    if (json_is_array(value)) {
        json_t *copy = json_array();
        json_array_foreach(value, index, member)
        {
            (void)json_array_append_new(copy, in_language(member, lang));
        }
        return copy;
    }
    return json_deep_copy(value);
}

static json_t *load(const char *folder, const char *name)
{
    char path[PATH_MAX_LEN];
    json_error_t error;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    json_t *value = json_load_file(path, 0, &error);
    if (value == NULL) {
        fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
    }
    return value;
}

/* {data, page} of a sample in a language; NULL after a message. */
static json_t *new_view(const char *folder, const json_t *sample, const char *lang)
{
    json_t *shell = load(folder, "shell.json");
    json_t *raw = json_object();
    json_t *page = json_object();
    const char *report = json_string_value(json_object_get(sample, "view"));
    bool is_good = shell != NULL;
    if (is_good) {
        (void)json_object_update(page, shell);
    }
    if (is_good && report != NULL) {
        char name[256];
        (void)snprintf(name, sizeof name, "views/%.200s.json", report);
        json_t *view = load(folder, name);
        is_good = view != NULL;
        if (is_good) {
            (void)json_object_update(page, json_object_get(view, "page"));
            (void)json_object_set(raw, "data", json_object_get(view, "data"));
        }
        json_decref(view);
    }
    if (json_object_get(sample, "page") != NULL) {
        (void)json_object_update(page, json_object_get(sample, "page"));
    }
    json_t *data = json_object_get(sample, "data");
    if (json_object_get(raw, "data") != NULL && json_object_get(data, "document") != NULL) {
        (void)json_object_set(data, "document", json_object_get(raw, "data"));
    }
    if (data != NULL) {
        (void)json_object_set(raw, "data", data);
    }
    (void)json_object_set(raw, "page", page);
    json_t *view = is_good ? in_language(raw, lang) : NULL;
    if (view != NULL) {
        (void)json_object_set_new(json_object_get(view, "page"), "lang", json_string(lang));
    }
    json_decref(page);
    json_decref(raw);
    json_decref(shell);
    return view;
}

static bool render(const char *name, json_t *view, const char *lang, const char *out)
{
    struct pal_arena arena;
    struct pal_buf page;
    struct pal_err err = {0};
    char path[PATH_MAX_LEN];
    struct pal_values values;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    pal_buf_init(&page, PAGE_MAX, NULL);
    struct pal_language language =
        pal_library_language(strcmp(lang, "fr") == 0 ? PAL_LANG_FR : PAL_LANG_EN);
    const struct pal_mustache_env env = {get_partial, translate, &language, &language};
    (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(name, "."), name);
    const char *source = get_partial(NULL, path);
    const struct pal_mustache *template = NULL;
    bool is_good =
        source != NULL && pal_mustache_compile(&arena, source, &env, &template, &err) == PAL_OK &&
        pal_mustache_render(template, pal_value_of_json(&values, view), &page, &err) == PAL_OK;
    if (!is_good) {
        fprintf(stderr, "%s: %s\n", name, source == NULL ? "no such template" : err.message);
    } else {
        (void)snprintf(path, sizeof path, "%s/%.*s.%s.html", out, (int)strlen(name) - 5, name,
                       lang);
        FILE *file = fopen(path, "wb");
        is_good = file != NULL && fwrite(pal_buf_text(&page), 1, page.len, file) == page.len;
        is_good = file != NULL && fclose(file) == 0 && is_good;
        if (!is_good) {
            perror(path);
        }
    }
    pal_buf_done(&page);
    pal_arena_done(&arena);
    return is_good;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 3 ? opendir(argv[1]) : NULL;
    if (folder == NULL) {
        fprintf(stderr, "usage: render SAMPLES OUT\n");
        return 64;
    }
    bool is_good = true;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        size_t len = strlen(entry->d_name);
        if (strncmp(entry->d_name, "web_", 4) != 0 || len < 10 ||
            strcmp(entry->d_name + len - 5, ".json") != 0) {
            continue;
        }
        json_t *sample = load(argv[1], entry->d_name);
        is_good = sample != NULL && is_good;
        static const char *const languages[] = {"en", "fr"};
        for (size_t i = 0; sample != NULL && i < 2; i++) {
            json_t *view = new_view(argv[1], sample, languages[i]);
            is_good = view != NULL && render(entry->d_name, view, languages[i], argv[2]) && is_good;
            json_decref(view);
        }
        json_decref(sample);
    }
    (void)closedir(folder);
    return is_good ? 0 : 1;
}
