/*
 * arena - memory that is taken piece by piece and given back all at once.
 *
 * One arena serves one command or one request; everything the core computes lives in it and is
 * borrowed from it. Pieces are aligned for any type and zeroed. Under AddressSanitizer the room
 * between two pieces is poisoned, so that an overrun is seen although no malloc separates them.
 */
#ifndef PAL_BASE_ARENA_H
#define PAL_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"

struct pal_arena_chunk;

struct pal_arena {
    const struct pal_alloc *alloc;
    struct pal_arena_chunk *chunks; /* newest first */
    bool is_piecewise; /* each piece is an allocation of its own: for tests that fail each one */
};

/* Makes an empty arena. `alloc` may be NULL: the heap. Never fails. */
void pal_arena_init(struct pal_arena *arena, const struct pal_alloc *alloc);

/* Gives back everything taken from the arena. The arena may be used again. */
void pal_arena_done(struct pal_arena *arena);

/* Gives back what was taken, but keeps some memory for what will be taken next. */
void pal_arena_reset(struct pal_arena *arena);

/* Takes `count` zeroed pieces of `size` bytes in a row. NULL when memory is short or the product
 * overflows. A count of 0 gives a valid pointer. */
void *pal_arena_take(struct pal_arena *arena, size_t count, size_t size);

/* As pal_arena_take for one piece that is not zeroed: for large ones that are filled little by
 * little. */
void *pal_arena_take_unset(struct pal_arena *arena, size_t size);

/* As pal_arena_take for `size` bytes without alignment: for texts, of which there are many. */
char *pal_arena_take_text(struct pal_arena *arena, size_t size);

/* A copy of `len` bytes at `text`, with a NUL added. NULL when memory is short. */
char *pal_arena_copy(struct pal_arena *arena, const char *text, size_t len);

/* printf into the arena. NULL when memory is short. */
char *pal_arena_printf(struct pal_arena *arena, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* How many bytes the arena holds, used or not. */
size_t pal_arena_size(const struct pal_arena *arena);

#define PAL_NEW(arena, type, count) ((type *)pal_arena_take((arena), (count), sizeof(type)))

#endif
