/* app/desk/kept: what is kept between requests. */
#include "helpers.h"

#include <pthread.h>

#include "app/desk/kept.h"

static struct pal_kept_key key_of(unsigned number)
{
    struct pal_kept_key key = {{0}};
    key.bytes[0] = (unsigned char)(number & 0xff);
    key.bytes[2] = (unsigned char)(number >> 8);
    return key;
}

static struct pal_kept_entry *add(struct pal_kept *kept, unsigned number, size_t bytes)
{
    struct pal_arena arena;
    struct pal_kept_key key = key_of(number);
    pal_arena_init(&arena, NULL);
    char *text = pal_arena_take(&arena, 1, bytes);
    (void)snprintf(text, bytes, "%u", number);
    struct pal_kept_entry *entry = pal_kept_add(kept, &key, &arena, text);
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

/* The longest unused goes first; what is in use stays. */
static void test_budget(void **state)
{
    (void)state;
    enum { SIZE = 18000, LARGE = 30000 };
    struct pal_kept *kept = pal_kept_new(6 * 20000);
    struct pal_kept_entry *used = add(kept, 0, SIZE);
    pal_kept_release(kept, add(kept, 1, SIZE));
    expect(kept, 1, true);
    for (unsigned i = 2; i < 6; i++) {
        pal_kept_release(kept, add(kept, i, SIZE));
    }
    expect(kept, 1, true);
    expect(kept, 2, true); /* now 3 is the longest unused */
    pal_kept_release(kept, add(kept, 6, SIZE));
    expect(kept, 3, false);
    expect(kept, 2, true);
    for (unsigned i = 7; i < 12; i++) {
        pal_kept_release(kept, add(kept, i, SIZE));
    }
    expect(kept, 0, true);
    expect(kept, 1, false);
    expect(kept, 2, false);
    size_t before = pal_kept_look(kept).entries;
    pal_kept_release(kept, add(kept, 12, LARGE)); /* too large to be kept at all */
    expect(kept, 12, false);
    assert_int_equal(pal_kept_look(kept).entries, before);
    pal_kept_release(kept, used);
    for (unsigned i = 20; i < 30; i++) {
        pal_kept_release(kept, add(kept, i, SIZE));
    }
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
    struct pal_kept_entry *first = add(kept, 1, 100);
    struct pal_kept_entry *second = add(kept, 1, 100);
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
        struct pal_kept_entry *one = pal_kept_find(kept, &key);
        one = one != NULL ? one : add(kept, number, 3000);
        struct pal_kept_entry *other = add(kept, number + 1, 3000);
        char text[16];
        (void)snprintf(text, sizeof text, "%u", number);
        bool is_right = strcmp(pal_kept_what(one), text) == 0;
        pal_kept_release(kept, one);
        pal_kept_release(kept, other);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
