/* fuzz_template - any bytes as a Mustache template, over a view with every sort of value. The part
 * behind the first NUL is the partial "p". */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "render/template/mustache.h"
#include "render/template/value_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *get_partial(void *ctx, const char *name)
{
    return strcmp(name, "p") == 0 ? ctx : NULL;
}

static const char *translate(void *ctx, const char *text)
{
    (void)ctx;
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *source = malloc(size + 2);
    if (source == NULL) {
        return 0;
    }
    memcpy(source, data, size);
    source[size] = source[size + 1] = '\0';
    const struct pal_language language = {.lang = PAL_LANG_EN};
    struct pal_mustache_env env = {get_partial, translate, source + strlen(source) + 1, &language};
    json_t *view = json_pack("{s:s, s:i, s:f, s:b, s:n, s:[i,s,{s:s}], s:{s:{s:s}}, s:[]}", "a",
                             "<x>", "n", 42, "f", 1.5, "t", 1, "z", "l", 1, "two", "a", "inner",
                             "o", "b", "c", "deep", "e");
    struct pal_arena arena;
    struct pal_buf out;
    struct pal_err err;
    const struct pal_mustache *template;
    pal_arena_init(&arena, NULL);
    pal_buf_init(&out, 1 << 18, NULL);
    if (pal_mustache_compile(&arena, source, &env, &template, &err) == PAL_OK) {
        struct pal_values values;
        pal_values_init(&values, &arena);
        (void)!pal_mustache_render(template, pal_value_of_json(&values, view), NULL, &out, &err);
    }
    pal_buf_done(&out);
    pal_arena_done(&arena);
    json_decref(view);
    free(source);
    return 0;
}
