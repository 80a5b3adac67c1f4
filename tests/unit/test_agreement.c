/* core/agreement: the share of equal marks; core/audience: who reads what a second reader said. */
#include "helpers.h"

#include "core/case/audience.h"
#include "core/model/agreement.h"

#define O PAL_RATING_NOT_RATED
#define N PAL_RATING_N
#define P PAL_RATING_P
#define L PAL_RATING_L
#define F PAL_RATING_F
#define X PAL_RATING_NOT_APPLICABLE

struct agreement_case {
    enum pal_rating first[6];
    enum pal_rating second[6];
    size_t both, equal, alone[2];
    int percent;
};

static void test_share(void **state)
{
    (void)state;
    static const struct agreement_case cases[] = {
        /* nothing was marked by both: there is no share */
        {{O, O, O, O, O, O}, {O, O, O, O, O, O}, 0, 0, {0, 0}, -1},
        {{F, F, O, O, O, O}, {O, O, P, O, O, O}, 0, 0, {2, 1}, -1},
        /* equal, also where both say that it is not applicable */
        {{F, X, N, O, O, O}, {F, X, N, O, O, O}, 3, 3, {0, 0}, 100},
        /* what one of them left out is neither equal nor different */
        {{F, L, P, N, O, F}, {F, P, P, F, F, O}, 4, 2, {1, 1}, 50},
        /* rounded down: 100 means all */
        {{F, F, F, F, F, F}, {F, F, F, F, F, L}, 6, 5, {0, 0}, 83},
        {{N, N, N, O, O, O}, {F, F, N, O, O, O}, 3, 1, {0, 0}, 33},
        {{X, F, O, O, O, O}, {N, X, O, O, O, O}, 2, 0, {0, 0}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_agreement got = {0};
        for (size_t j = 0; j < 6; j++) {
            pal_agreement_add(&got, cases[i].first[j], cases[i].second[j]);
        }
        assert_int_equal(got.both, cases[i].both);
        assert_int_equal(got.equal, cases[i].equal);
        assert_int_equal(got.first, cases[i].alone[0]);
        assert_int_equal(got.second, cases[i].alone[1]);
        assert_int_equal(pal_agreement_percent(&got), cases[i].percent);
    }
}

static void test_never_all(void **state)
{
    (void)state;
    struct pal_agreement got = {.both = 264, .equal = 263};
    assert_int_equal(pal_agreement_percent(&got), 99);
    got.equal = 212;
    assert_int_equal(pal_agreement_percent(&got), 80);
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(pal_agreement_distance(N, F), 3);
    assert_int_equal(pal_agreement_distance(F, L), 1);
    assert_int_equal(pal_agreement_distance(P, P), 0);
    assert_int_equal(pal_agreement_distance(X, F), -1);
    assert_int_equal(pal_agreement_distance(F, O), -1);
}

static void test_audience(void **state)
{
    (void)state;
    static const char *const opened[] = {"eva", "a:b", "this-id-is-much-longer-than-any"};
    char room[PAL_AUDIENCES_ROOM];
    struct pal_audience_reader reader = {.is_signed_in = true,
                                         .may_read = true,
                                         .may_assess = true,
                                         .self = "ada",
                                         .is_sealed = true};
    assert_string_equal(pal_audience_set(&reader, room), ",project,assessors,second:ada,");
    assert_false(pal_audience_reads(&reader, PAL_AUDIENCE_SECOND, "eva"));
    reader.opened = opened;
    reader.opened_count = 3;
    assert_string_equal(pal_audience_set(&reader, room),
                        ",project,assessors,second:ada,second:eva,");
    assert_true(pal_audience_reads(&reader, PAL_AUDIENCE_SECOND, "eva"));
    assert_false(pal_audience_reads(&reader, PAL_AUDIENCE_SECOND, opened[2]));
    reader.may_read = false; /* whoever reads the project no more reads nothing of it */
    assert_string_equal(pal_audience_set(&reader, room), ",");
    reader.is_all = true;
    reader.is_sealed = false;
    assert_null(pal_audience_set(&reader, room));
}

/* Who reads what was answered, while it is sealed and once it is open; what is being typed is read
 * by nobody but who answers. */
static void test_audience_of_answers(void **state)
{
    static const struct {
        struct pal_audience_reader reader;
        const char *sealed;
        const char *open; /* NULL: all */
    } table[] = {
        {{.is_respondent = true}, ",respondent,keeper,answers,", ",respondent,keeper,answers,"},
        {{.is_signed_in = true, .may_read = true}, ",project,", ",project,keeper,answers,"},
        {{.is_signed_in = true, .may_read = true, .is_keeper = true},
         ",project,keeper,",
         ",project,keeper,answers,"},
        {{.is_signed_in = true, .is_keeper = true}, ",", ","},
        {{.may_read = true, .is_keeper = true}, ",", ","},
        {{.is_all = true}, ",project,assessors,", NULL},
        {{.is_signed_in = false}, ",", ","},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char room[PAL_AUDIENCES_ROOM];
        struct pal_audience_reader reader = table[i].reader;
        reader.is_sealed = true;
        assert_string_equal(pal_audience_set(&reader, room), table[i].sealed);
        reader.is_sealed = false;
        const char *set = pal_audience_set(&reader, room);
        assert_true(table[i].open == NULL ? set == NULL
                                          : set != NULL && strcmp(set, table[i].open) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_share), cmocka_unit_test(test_never_all),
        cmocka_unit_test(test_distance), cmocka_unit_test(test_audience),
        cmocka_unit_test(test_audience_of_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
