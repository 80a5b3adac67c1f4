#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PAL_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define PAL_ASAN 1
#endif

#ifdef PAL_ASAN
#include <sanitizer/asan_interface.h>
enum { REDZONE = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
enum { REDZONE = 0 };
#endif

enum { ALIGN = _Alignof(max_align_t), CHUNK_MIN = 16 * 1024, CHUNK_MAX = 1024 * 1024 };

struct pal_arena_chunk {
    struct pal_arena_chunk *next;
    size_t size; /* bytes in `data` */
    size_t used;
    _Alignas(max_align_t) unsigned char data[];
};

void pal_arena_init(struct pal_arena *arena, const struct pal_alloc *alloc)
{
    arena->alloc = alloc != NULL ? alloc : &pal_alloc_heap;
    arena->chunks = NULL;
    arena->is_piecewise = false;
}

static void free_chunks(struct pal_arena *arena, struct pal_arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct pal_arena_chunk *next = chunk->next;
        ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
        (void)arena->alloc->resize(arena->alloc->ctx, chunk, 0);
        chunk = next;
    }
}

void pal_arena_done(struct pal_arena *arena)
{
    free_chunks(arena, arena->chunks);
    arena->chunks = NULL;
}

void pal_arena_reset(struct pal_arena *arena)
{
    struct pal_arena_chunk *newest = arena->chunks;
    if (newest == NULL || newest->size > CHUNK_MAX || arena->is_piecewise) {
        pal_arena_done(arena);
        return;
    }
    free_chunks(arena, newest->next);
    newest->next = NULL;
    newest->used = 0;
    ASAN_POISON_MEMORY_REGION(newest->data, newest->size);
}

size_t pal_arena_size(const struct pal_arena *arena)
{
    size_t size = 0;
    for (const struct pal_arena_chunk *at = arena->chunks; at != NULL; at = at->next) {
        size += sizeof *at + at->size;
    }
    return size;
}

/* Chunks double in size so that a small document costs little and a large one few calls. */
static struct pal_arena_chunk *chunk_add(struct pal_arena *arena, size_t need)
{
    size_t size = arena->chunks == NULL ? CHUNK_MIN : arena->chunks->size * 2;
    if (size > CHUNK_MAX) {
        size = CHUNK_MAX;
    }
    if (size < need || arena->is_piecewise) {
        size = need;
    }
    if (size > SIZE_MAX - sizeof(struct pal_arena_chunk)) {
        return NULL;
    }
    struct pal_arena_chunk *chunk =
        arena->alloc->resize(arena->alloc->ctx, NULL, sizeof *chunk + size);
    if (chunk == NULL) {
        return NULL;
    }
    chunk->next = arena->chunks;
    chunk->size = size;
    chunk->used = 0;
    ASAN_POISON_MEMORY_REGION(chunk->data, size);
    arena->chunks = chunk;
    return chunk;
}

static void *take(struct pal_arena *arena, size_t bytes, size_t align, bool is_zeroed)
{
    if (bytes > SIZE_MAX / 2) {
        return NULL;
    }
    struct pal_arena_chunk *chunk = arena->chunks;
    size_t start = 0;
    if (chunk != NULL) {
        start = (chunk->used + align - 1) / align * align;
    }
    if (chunk == NULL || arena->is_piecewise || start > chunk->size ||
        chunk->size - start < bytes + REDZONE) {
        chunk = chunk_add(arena, bytes + REDZONE);
        if (chunk == NULL) {
            return NULL;
        }
        start = 0;
    }
    unsigned char *piece = chunk->data + start;
    chunk->used = start + bytes + REDZONE;
    ASAN_UNPOISON_MEMORY_REGION(piece, bytes);
    if (bytes > 0 && is_zeroed) {
        memset(piece, 0, bytes);
    }
    return piece;
}

void *pal_arena_take(struct pal_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    return take(arena, count * size, ALIGN, true);
}

void *pal_arena_take_unset(struct pal_arena *arena, size_t size)
{
    return take(arena, size, ALIGN, false);
}

char *pal_arena_take_text(struct pal_arena *arena, size_t size)
{
    return take(arena, size, 1, true);
}

char *pal_arena_copy(struct pal_arena *arena, const char *text, size_t len)
{
    if (len == SIZE_MAX) {
        return NULL;
    }
    char *copy = take(arena, len + 1, 1, false);
    if (copy != NULL) {
        if (len > 0) {
            memcpy(copy, text, len);
        }
        copy[len] = '\0';
    }
    return copy;
}

char *pal_arena_printf(struct pal_arena *arena, const char *fmt, ...)
{
    char brief[256]; /* most are: formatted once */
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(brief, sizeof brief, fmt, args);
    va_end(args);
    if (len < 0) {
        return NULL;
    }
    if ((size_t)len < sizeof brief) {
        return pal_arena_copy(arena, brief, (size_t)len);
    }
    char *text = pal_arena_take_text(arena, (size_t)len + 1);
    if (text != NULL) {
        va_start(args, fmt);
        (void)vsnprintf(text, (size_t)len + 1, fmt, args);
        va_end(args);
    }
    return text;
}
