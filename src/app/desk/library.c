#include "app/desk/library.h"

#include <stdio.h>
#include <string.h>

static const struct pal_library_file *find(const char *name)
{
    for (size_t i = 0; i < pal_library_file_count; i++) {
        if (strcmp(pal_library_files[i].name, name) == 0) {
            return &pal_library_files[i];
        }
    }
    return NULL;
}

const struct pal_library_file *pal_library_find(const char *folder, const char *id)
{
    char name[256];
    int len = snprintf(name, sizeof name, "data/%s/%s.yaml", folder, id);
    return len > 0 && (size_t)len < sizeof name ? find(name) : NULL;
}

size_t pal_library_list(const char *folder, struct pal_library_id *ids, size_t max)
{
    char prefix[64];
    int prefix_len = snprintf(prefix, sizeof prefix, "data/%s/", folder);
    size_t count = 0;
    for (size_t i = 0; i < pal_library_file_count; i++) {
        const char *name = pal_library_files[i].name;
        if (strncmp(name, prefix, (size_t)prefix_len) != 0) {
            continue;
        }
        const char *id = name + prefix_len;
        const char *end = strstr(id, ".yaml");
        if (count < max && end != NULL) {
            ids[count] = (struct pal_library_id){id, (size_t)(end - id)};
        }
        count++;
    }
    return count;
}

const char *pal_library_bytes(const char *name, size_t *len)
{
    const struct pal_library_file *file = find(name);
    *len = file != NULL ? file->len : 0;
    return file != NULL ? (const char *)file->bytes : "";
}

static const char *get_template(void *ctx, const char *name)
{
    (void)ctx;
    char path[128];
    static const char *const endings[] = {"mustache", "css"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        int len = snprintf(path, sizeof path, "ui/%s.%s", name, endings[i]);
        const struct pal_library_file *file =
            len > 0 && (size_t)len < sizeof path ? find(path) : NULL;
        if (file != NULL) {
            return (const char *)file->bytes;
        }
    }
    return NULL;
}

const struct pal_templates pal_library_templates = {.get = get_template};

struct pal_language pal_library_language(enum pal_lang lang)
{
    char name[16];
    (void)snprintf(name, sizeof name, "%s.mo", pal_lang_codes[lang]);
    const struct pal_library_file *file = find(name);
    return (struct pal_language){
        .lang = lang,
        .catalog = file != NULL ? file->bytes : NULL,
        .catalog_len = file != NULL ? file->len : 0,
    };
}
