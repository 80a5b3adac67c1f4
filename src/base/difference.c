#include "base/difference.h"

#include <stdint.h>
#include <string.h>

struct lines {
    struct pal_difference_line *items;
    size_t count;
};

static bool split(const char *text, struct pal_arena *arena, struct lines *out)
{
    size_t most = 1;
    for (const char *at = text; *at != '\0'; at++) {
        most += *at == '\n';
    }
    *out = (struct lines){pal_arena_take(arena, most, sizeof *out->items), 0};
    while (out->items != NULL && *text != '\0') {
        size_t len = strcspn(text, "\n");
        out->items[out->count] =
            (struct pal_difference_line){.text = text, .len = len, .number = out->count + 1};
        out->count++;
        text += len + (text[len] == '\n');
    }
    return out->items != NULL;
}

static bool is_same(const struct pal_difference_line *a, const struct pal_difference_line *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void put(struct lines *out, struct pal_difference_line line, enum pal_difference_kind kind)
{
    line.kind = kind;
    out->items[out->count++] = line;
}

/* The part that differs, by the table of lengths of common subsequences of what is left: in
 * `length[i * (to + 1) + j]` from line i of the one and j of the other on. */
static bool walk(const struct pal_difference_line *one, size_t from,
                 const struct pal_difference_line *other, size_t to, struct pal_arena *arena,
                 struct lines *out)
{
    size_t width = to + 1;
    bool is_small = from > 0 && to > 0 && from < PAL_DIFFERENCE_CELLS / width;
    uint32_t *length = is_small ? pal_arena_take(arena, (from + 1) * width, sizeof *length) : NULL;
    if (is_small && length == NULL) {
        return false;
    }
    for (size_t i = is_small ? from : 0; i-- > 0;) {
        for (size_t j = to; j-- > 0;) {
            uint32_t down = length[(i + 1) * width + j];
            uint32_t right = length[i * width + j + 1];
            length[i * width + j] = is_same(&one[i], &other[j])
                                        ? length[(i + 1) * width + j + 1] + 1
                                    : down >= right ? down
                                                    : right;
        }
    }
    size_t i = 0;
    size_t j = 0;
    while (is_small && i < from && j < to) {
        if (is_same(&one[i], &other[j])) {
            put(out, other[j++], PAL_DIFFERENCE_SAME);
            i++;
        } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
            put(out, one[i++], PAL_DIFFERENCE_REMOVED);
        } else {
            put(out, other[j++], PAL_DIFFERENCE_ADDED);
        }
    }
    while (i < from) {
        put(out, one[i++], PAL_DIFFERENCE_REMOVED);
    }
    while (j < to) {
        put(out, other[j++], PAL_DIFFERENCE_ADDED);
    }
    return true;
}

/* Lines that are the same and far from a change become one that stands for them. */
static void leave_out(struct lines *lines)
{
    size_t kept = 0;
    size_t since = PAL_DIFFERENCE_AROUND; /* lines since the last change */
    for (size_t i = 0; i < lines->count; i++) {
        bool is_near = false;
        for (size_t j = i; j < lines->count && j <= i + PAL_DIFFERENCE_AROUND; j++) {
            is_near = is_near || lines->items[j].kind != PAL_DIFFERENCE_SAME;
        }
        bool is_change = lines->items[i].kind != PAL_DIFFERENCE_SAME;
        since = is_change ? 0 : since + 1;
        if (is_near || since <= PAL_DIFFERENCE_AROUND) {
            lines->items[kept++] = lines->items[i];
        } else if (kept == 0 || lines->items[kept - 1].kind != PAL_DIFFERENCE_LEFT_OUT) {
            lines->items[kept++] = (struct pal_difference_line){.kind = PAL_DIFFERENCE_LEFT_OUT};
        }
    }
    lines->count = kept;
}

/* Every line of both, none left out. No items: memory is short. */
static struct lines compare(const char *before, const char *after, struct pal_arena *arena)
{
    struct lines one;
    struct lines other;
    struct lines out = {NULL, 0};
    size_t start = 0;
    size_t end = 0;
    if (!split(before, arena, &one) || !split(after, arena, &other)) {
        return out;
    }
    size_t least = one.count < other.count ? one.count : other.count;
    while (start < least && is_same(&one.items[start], &other.items[start])) {
        start++;
    }
    while (end < least - start &&
           is_same(&one.items[one.count - 1 - end], &other.items[other.count - 1 - end])) {
        end++;
    }
    out.items = pal_arena_take(arena, one.count + other.count + 1, sizeof *out.items);
    if (out.items == NULL) {
        return out;
    }
    for (size_t i = 0; i < start; i++) {
        put(&out, other.items[i], PAL_DIFFERENCE_SAME);
    }
    if (!walk(one.items + start, one.count - start - end, other.items + start,
              other.count - start - end, arena, &out)) {
        return (struct lines){NULL, 0};
    }
    for (size_t i = other.count - end; i < other.count; i++) {
        put(&out, other.items[i], PAL_DIFFERENCE_SAME);
    }
    return out;
}

struct pal_difference_line *pal_difference(const char *before, const char *after,
                                           struct pal_arena *arena, size_t *count)
{
    struct lines out = compare(before, after, arena);
    bool is_changed = false;
    for (size_t i = 0; i < out.count; i++) {
        is_changed = is_changed || out.items[i].kind != PAL_DIFFERENCE_SAME;
    }
    out.count = is_changed ? out.count : 0;
    leave_out(&out);
    *count = out.count;
    return out.items;
}

struct pal_difference_line *pal_difference_whole(const char *before, const char *after,
                                                 struct pal_arena *arena, size_t *count)
{
    struct lines out = compare(before, after, arena);
    *count = out.count;
    return out.items;
}
