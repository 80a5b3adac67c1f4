/* app/desk/kept and base/lease: what is kept between requests, and what one request may take. */
#include "helpers.h"

#include <pthread.h>

#include "app/desk/kept.h"
#include "base/lease.h"

static struct pal_kept_key key_of(unsigned number)
{
    struct pal_kept_key key = {{0}};
    key.bytes[0] = (unsigned char)(number & 0xff);
    key.bytes[2] = (unsigned char)(number >> 8);
    return key;
}

static struct pal_kept_entry *add(struct pal_kept *kept, unsigned number, size_t bytes,
                                  struct pal_kept_entry *base)
{
    struct pal_arena arena;
    struct pal_kept_key key = key_of(number);
    pal_arena_init(&arena, NULL);
    char *text = pal_arena_take(&arena, 1, bytes);
    (void)snprintf(text, bytes, "%u", number);
    struct pal_kept_entry *entry = pal_kept_add(kept, &key, &arena, text, base);
    pal_arena_done(&arena);
    return entry;
}

static void expect(struct pal_kept *kept, unsigned number, bool is_there)
{
    struct pal_kept_key key = key_of(number);
    struct pal_kept_entry *entry = pal_kept_find(kept, &key);
    char text[16];
    (void)snprintf(text, sizeof text, "%u", number);
    assert_int_equal(entry != NULL, is_there);
    if (entry != NULL) {
        assert_string_equal(pal_kept_what(entry), text);
        pal_kept_release(kept, entry);
    }
}

/* The longest unused goes first; what is in use, and what that stands on, stays. */
static void test_budget(void **state)
{
    (void)state;
    enum { SIZE = 18000, LARGE = 30000 };
    struct pal_kept *kept = pal_kept_new(6 * 20000);
    struct pal_kept_entry *base = add(kept, 0, SIZE, NULL);
    struct pal_kept_entry *top = add(kept, 1, SIZE, base);
    pal_kept_release(kept, base);
    for (unsigned i = 2; i < 6; i++) {
        pal_kept_release(kept, add(kept, i, SIZE, NULL));
    }
    expect(kept, 2, true); /* now 3 is the longest unused */
    pal_kept_release(kept, add(kept, 6, SIZE, NULL));
    expect(kept, 3, false);
    expect(kept, 2, true);
    for (unsigned i = 7; i < 12; i++) {
        pal_kept_release(kept, add(kept, i, SIZE, NULL));
    }
    expect(kept, 0, true);
    expect(kept, 1, true);
    expect(kept, 2, false);
    size_t before = pal_kept_look(kept).entries;
    pal_kept_release(kept, add(kept, 12, LARGE, top)); /* too large to be kept at all */
    expect(kept, 12, false);
    assert_int_equal(pal_kept_look(kept).entries, before);
    pal_kept_release(kept, top);
    for (unsigned i = 20; i < 30; i++) {
        pal_kept_release(kept, add(kept, i, SIZE, NULL));
    }
    expect(kept, 1, false);
    expect(kept, 0, false);
    expect(kept, 29, true);
    assert_true(pal_kept_look(kept).bytes <= 6 * 20000);
    pal_kept_free(kept);
}

/* Who comes second with the same gets what is there. */
static void test_twice(void **state)
{
    (void)state;
    struct pal_kept *kept = pal_kept_new(1 << 20);
    struct pal_kept_entry *first = add(kept, 1, 100, NULL);
    struct pal_kept_entry *second = add(kept, 1, 100, NULL);
    assert_ptr_equal(first, second);
    assert_int_equal(pal_kept_look(kept).entries, 1);
    pal_kept_release(kept, first);
    pal_kept_release(kept, second);
    pal_kept_free(kept);
}

enum { THREADS = 4, ROUNDS = 3000, KEYS = 40 };

static void *work(void *ctx)
{
    struct pal_kept *kept = ctx;
    unsigned seed = (unsigned)(uintptr_t)&seed;
    for (unsigned i = 0; i < ROUNDS; i++) {
        seed = seed * 1103515245U + 12345U;
        unsigned number = 2 * (seed >> 16 & 0xff) % KEYS;
        struct pal_kept_key key = key_of(number);
        struct pal_kept_entry *base = pal_kept_find(kept, &key);
        base = base != NULL ? base : add(kept, number, 3000, NULL);
        struct pal_kept_entry *top = add(kept, number + 1, 3000, base);
        char text[16];
        (void)snprintf(text, sizeof text, "%u", number);
        bool is_right = strcmp(pal_kept_what(base), text) == 0;
        pal_kept_release(kept, base);
        pal_kept_release(kept, top);
        if (!is_right) {
            return NULL;
        }
    }
    return kept;
}

static void test_threads(void **state)
{
    (void)state;
    struct pal_kept *kept = pal_kept_new(KEYS * 3000);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, kept), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_ptr_equal(result, kept);
    }
    assert_true(pal_kept_look(kept).bytes <= (size_t)KEYS * 3000);
    pal_kept_free(kept);
}

/* One request takes no more than its most, all of them no more than the pool. */
static void test_lease(void **state)
{
    (void)state;
    enum { MB = 1 << 20 };
    struct pal_pool pool;
    struct pal_lease one;
    struct pal_lease other;
    struct pal_arena arena;
    pal_pool_init(&pool, 4 * MB);
    pal_lease_init(&one, &pool, 3 * MB);
    pal_lease_init(&other, &pool, 3 * MB);
    pal_arena_init(&arena, &one.alloc);
    assert_non_null(pal_arena_take(&arena, 1, 2 * MB));
    assert_int_equal(one.leased, 3 * MB); /* the heads of chunk and piece pass the second */
    assert_null(pal_arena_take(&arena, 1, MB));
    assert_true(one.is_refused);
    void *piece = other.alloc.resize(other.alloc.ctx, NULL, MB / 2);
    assert_non_null(piece);
    assert_null(other.alloc.resize(other.alloc.ctx, piece, 2 * MB)); /* the pool is empty */
    assert_true(other.is_refused);
    piece = other.alloc.resize(other.alloc.ctx, piece, MB - 64);
    assert_non_null(piece);
    assert_null(other.alloc.resize(other.alloc.ctx, piece, 0));
    assert_int_equal(other.used, 0);
    assert_int_equal(atomic_load(&pool.least), 0);
    pal_arena_done(&arena);
    assert_int_equal(one.used, 0);
    pal_lease_done(&one);
    pal_lease_done(&other);
    assert_int_equal(atomic_load(&pool.left), 4 * MB);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_lease),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
