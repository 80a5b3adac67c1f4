/* helpers - what the unit tests share: documents from text, on the built-in model or a small one.
 */
#ifndef PAL_TESTS_HELPERS_H
#define PAL_TESTS_HELPERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "base/arena.h"
#include "core/model/score.h"
#include "format/kinds.h"
#include "format/yaml.h"

/* A document being read: where it lives and what was found. */
struct reading {
    struct pal_arena arena;
    struct pal_diag diag;
    struct pal_reader reader;
};

static inline void reading_init(struct reading *reading)
{
    pal_arena_init(&reading->arena, NULL);
    pal_diag_init(&reading->diag);
    reading->reader =
        (struct pal_reader){.arena = &reading->arena, .diag = &reading->diag, .file = "test.yaml"};
}

static inline void reading_done(struct reading *reading)
{
    pal_arena_done(&reading->arena);
}

static inline struct pal_node *read_tree(struct reading *reading, const char *text)
{
    return pal_yaml_read(&reading->reader, text, strlen(text));
}

static inline void print_problems(const struct reading *reading)
{
    struct pal_buf out;
    pal_buf_init(&out, 1 << 20, NULL);
    pal_diag_write(&reading->diag, NULL, &out);
    fputs(pal_buf_text(&out), stderr);
    pal_buf_done(&out);
}

static inline const struct pal_model *read_model(struct reading *reading, const char *text)
{
    struct pal_node *root = read_tree(reading, text);
    const struct pal_model *model = root != NULL ? pal_model_read(&reading->reader, root) : NULL;
    if (model == NULL) {
        print_problems(reading);
    }
    assert_non_null(model);
    return model;
}

static inline const struct pal_model *sse_cmm(struct reading *reading)
{
    const struct pal_library_file *file = pal_library_find("models", "sse-cmm-2.0");
    assert_non_null(file);
    return read_model(reading, (const char *)file->bytes);
}

static inline const struct pal_profile *read_profile(struct reading *reading, const char *text,
                                                     const struct pal_model *model)
{
    struct pal_node *root = read_tree(reading, text);
    const struct pal_profile *profile =
        root != NULL ? pal_profile_read(&reading->reader, root, model, NULL) : NULL;
    if (profile == NULL) {
        print_problems(reading);
    }
    assert_non_null(profile);
    return profile;
}

static inline const struct pal_assessment *
read_assessment(struct reading *reading, const char *text, const struct pal_model *model)
{
    struct pal_node *root = read_tree(reading, text);
    const struct pal_assessment *assessment =
        root != NULL ? pal_assessment_read(&reading->reader, root, model) : NULL;
    if (assessment == NULL) {
        print_problems(reading);
    }
    assert_non_null(assessment);
    return assessment;
}

/* A whole file of the source tree (PAL_SOURCE_ROOT is given by the build). */
static inline char *read_file(const char *path, size_t *len)
{
    char full[1024];
    (void)snprintf(full, sizeof full, "%s/%s", PAL_SOURCE_ROOT, path);
    FILE *file = fopen(full, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, file), (size_t)size);
    text[size] = '\0';
    fclose(file);
    if (len != NULL) {
        *len = (size_t)size;
    }
    return text;
}

static inline struct pal_score score_of(struct reading *reading,
                                        const struct pal_assessment *assessment,
                                        enum pal_basis basis, const pal_mask *target)
{
    struct pal_score score;
    assert_int_equal(pal_score_compute(assessment, basis, target, &reading->arena, &score), PAL_OK);
    return score;
}

/* A repeatable random number (xorshift). */
static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

#define ASSESSMENT(ratings)                                                                        \
    "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: J\n"         \
    "date: 2026-01-01\n" ratings
#define PROFILE(targets) "palier: profile/1\nid: p\ntitle: T\nmodel: sse-cmm-2.0\n" targets
#define MODEL(rest)                                                                                \
    "palier: model/1\nid: small\ntitle: T\nlevels: [{rank: 0, title: Z}, {rank: 1, title: A}, "    \
    "{rank: 2, title: B}, {rank: 3, title: C}]\n" rest

#endif
