#include "app/desk/kept.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

/* A document that took more than a part of the budget would push out all the others. */
enum { BUCKETS = 1024, LARGEST_PART = 4 };

struct pal_kept_entry {
    struct pal_kept_key key;
    struct pal_arena arena;
    const void *what;
    size_t bytes;
    size_t users;
    bool is_private; /* too large to be kept: its one user frees it */
    struct pal_kept_entry *in_bucket;
    /* Unused entries, the longest unused first; an entry in use is in no list. */
    struct pal_kept_entry *before;
    struct pal_kept_entry *after;
};

struct pal_kept {
    pthread_mutex_t lock;
    size_t budget;
    struct pal_kept_state state;
    struct pal_kept_entry *buckets[BUCKETS];
    struct pal_kept_entry *oldest;
    struct pal_kept_entry *newest;
};

static void *heap(void *old, size_t size)
{
    return pal_alloc_heap.resize(pal_alloc_heap.ctx, old, size);
}

struct pal_kept *pal_kept_new(size_t budget)
{
    struct pal_kept *kept = heap(NULL, sizeof *kept);
    if (kept == NULL) {
        return NULL;
    }
    memset(kept, 0, sizeof *kept);
    kept->budget = budget;
    if (pthread_mutex_init(&kept->lock, NULL) != 0) {
        (void)heap(kept, 0);
        return NULL;
    }
    return kept;
}

/* The key is a hash already. */
static struct pal_kept_entry **bucket_of(struct pal_kept *kept, const struct pal_kept_key *key)
{
    return &kept->buckets[(key->bytes[0] | key->bytes[1] << 8) % BUCKETS];
}

static struct pal_kept_entry *look_up(struct pal_kept *kept, const struct pal_kept_key *key)
{
    struct pal_kept_entry *at = *bucket_of(kept, key);
    while (at != NULL && memcmp(at->key.bytes, key->bytes, PAL_KEPT_KEY) != 0) {
        at = at->in_bucket;
    }
    return at;
}

/* ------------------------------------------------ the list of the unused ones */

static void leave_unused(struct pal_kept *kept, struct pal_kept_entry *entry)
{
    *(entry->before != NULL ? &entry->before->after : &kept->oldest) = entry->after;
    *(entry->after != NULL ? &entry->after->before : &kept->newest) = entry->before;
    entry->before = entry->after = NULL;
}

static void join_unused(struct pal_kept *kept, struct pal_kept_entry *entry)
{
    entry->before = kept->newest;
    *(kept->newest != NULL ? &kept->newest->after : &kept->oldest) = entry;
    kept->newest = entry;
}

static void use(struct pal_kept *kept, struct pal_kept_entry *entry)
{
    if (entry->users++ == 0) {
        leave_unused(kept, entry);
    }
}

static void free_entry(struct pal_kept_entry *entry)
{
    pal_arena_done(&entry->arena);
    (void)heap(entry, 0);
}

static void forget(struct pal_kept *kept, struct pal_kept_entry *entry)
{
    struct pal_kept_entry **at = bucket_of(kept, &entry->key);
    while (*at != entry) {
        at = &(*at)->in_bucket;
    }
    *at = entry->in_bucket;
    leave_unused(kept, entry);
    kept->state.bytes -= entry->bytes;
    kept->state.entries--;
    free_entry(entry);
}

static void shrink(struct pal_kept *kept)
{
    while (kept->state.bytes > kept->budget && kept->oldest != NULL) {
        forget(kept, kept->oldest);
    }
}

/* ------------------------------------------------------------------- the verbs */

void pal_kept_free(struct pal_kept *kept)
{
    if (kept == NULL) {
        return;
    }
    kept->budget = 0;
    shrink(kept);
    (void)pthread_mutex_destroy(&kept->lock);
    (void)heap(kept, 0);
}

struct pal_kept_entry *pal_kept_find(struct pal_kept *kept, const struct pal_kept_key *key)
{
    (void)pthread_mutex_lock(&kept->lock);
    struct pal_kept_entry *entry = look_up(kept, key);
    if (entry != NULL) {
        use(kept, entry);
    }
    (void)pthread_mutex_unlock(&kept->lock);
    return entry;
}

static void enter(struct pal_kept *kept, struct pal_kept_entry *entry)
{
    struct pal_kept_entry **bucket = bucket_of(kept, &entry->key);
    entry->in_bucket = *bucket;
    *bucket = entry;
    kept->state.bytes += entry->bytes;
    kept->state.entries++;
    shrink(kept);
}

struct pal_kept_entry *pal_kept_add(struct pal_kept *kept, const struct pal_kept_key *key,
                                    struct pal_arena *arena, const void *what)
{
    struct pal_kept_entry *entry = heap(NULL, sizeof *entry);
    if (entry == NULL) {
        return NULL;
    }
    *entry = (struct pal_kept_entry){
        .key = *key, .what = what, .bytes = sizeof *entry + pal_arena_size(arena), .users = 1};
    (void)pthread_mutex_lock(&kept->lock);
    struct pal_kept_entry *other = look_up(kept, key);
    if (other != NULL) {
        use(kept, other);
        pal_arena_done(arena);
        (void)heap(entry, 0);
        entry = other;
    } else {
        entry->arena = *arena;
        pal_arena_init(arena, arena->alloc);
        entry->is_private = entry->bytes > kept->budget / LARGEST_PART;
        if (!entry->is_private) {
            enter(kept, entry);
        }
    }
    (void)pthread_mutex_unlock(&kept->lock);
    return entry;
}

const void *pal_kept_what(const struct pal_kept_entry *entry)
{
    return entry->what;
}

void pal_kept_release(struct pal_kept *kept, struct pal_kept_entry *entry)
{
    (void)pthread_mutex_lock(&kept->lock);
    if (--entry->users == 0 && entry->is_private) {
        free_entry(entry);
    } else if (entry->users == 0) {
        join_unused(kept, entry);
        shrink(kept);
    }
    (void)pthread_mutex_unlock(&kept->lock);
}

struct pal_kept_state pal_kept_look(struct pal_kept *kept)
{
    (void)pthread_mutex_lock(&kept->lock);
    struct pal_kept_state state = kept->state;
    (void)pthread_mutex_unlock(&kept->lock);
    return state;
}
