/* core/marks: what a cell inherits where it has no mark of its own. */
#include "helpers.h"

#include "core/model/marks.h"

enum { STEPS = 4 };

/* "F-N-": a mark per step, "-" for none. */
static void put(struct pal_mark_cells *cells, enum pal_mark_lane lane, const char *marks)
{
    static const char *const words[] = {"F", "N", "P"};
    for (size_t i = 0; i < STEPS; i++) {
        cells->at[lane][i] = NULL;
        for (size_t j = 0; j < 3; j++) {
            cells->at[lane][i] = marks[i] == words[j][0] ? words[j] : cells->at[lane][i];
        }
    }
}

static void expect(const struct pal_mark_cells *cells, enum pal_mark_lane lane, const char *marks)
{
    char got[STEPS + 1] = {0};
    for (size_t i = 0; i < STEPS; i++) {
        got[i] = cells->at[lane][i] != NULL ? cells->at[lane][i][0] : '-';
    }
    assert_string_equal(got, marks);
}

struct marks_case {
    const char *own[PAL_MARK_LANES];
    const char *whole[PAL_MARK_LANES];
};

static void test_inherit(void **state)
{
    (void)state;
    static const struct marks_case cases[] = {
        /* an area without a word of its own takes the stronger one as a whole: nothing is filled */
        {{"FNF-", "----", "----", "----", "----"}, {"FNF-", "----", "----", "----", "----"}},
        /* what was claimed inherits from what was checked, */
        {{"FNF-", "----", "--P-", "----", "----"}, {"FNF-", "----", "FNP-", "----", "----"}},
        /* and from what was seen where there is anything, which has inherited itself */
        {{"FNF-", "-P--", "---F", "----", "----"}, {"FNF-", "FPF-", "FPFF", "----", "----"}},
        /* what is active inherits from what was checked alone, what is prepared from nothing */
        {{"FNF-", "PPPP", "----", "--N-", "-F--"}, {"FNF-", "PPPP", "----", "--N-", "FFF-"}},
        /* where nothing stronger stands nothing is inherited */
        {{"----", "----", "-P--", "----", "--F-"}, {"----", "----", "-P--", "----", "--F-"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_mark_cells cells;
        for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
            put(&cells, (enum pal_mark_lane)lane, cases[i].own[lane]);
        }
        pal_mark_inherit(&cells, STEPS);
        for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
            expect(&cells, (enum pal_mark_lane)lane, cases[i].whole[lane]);
        }
    }
}

static void test_leave_inherited(void **state)
{
    (void)state;
    static const struct marks_case cases[] = {
        /* what a text names as the stronger basis has it is none of its own, */
        {{"FNF-", "----", "FNP-", "----", "----"}, {"FNF-", "----", "--P-", "----", "----"}},
        /* each lane held against the one that it inherits from, as it was written */
        {{"FNF-", "FPF-", "FPFF", "----", "----"}, {"FNF-", "-P--", "---F", "----", "----"}},
        /* a lane that says the same all over says so itself */
        {{"FNF-", "FNF-", "F---", "----", "FNF-"}, {"FNF-", "FNF-", "F---", "----", "FNF-"}},
        /* what is prepared inherits nothing */
        {{"FNF-", "----", "----", "FPF-", "----"}, {"FNF-", "----", "----", "FPF-", "----"}},
        {{"----", "----", "-P--", "----", "--F-"}, {"----", "----", "-P--", "----", "--F-"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_mark_cells cells;
        for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
            put(&cells, (enum pal_mark_lane)lane, cases[i].own[lane]);
        }
        pal_mark_leave_inherited(&cells, STEPS);
        for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
            expect(&cells, (enum pal_mark_lane)lane, cases[i].whole[lane]);
        }
    }
}

static void test_lanes(void **state)
{
    (void)state;
    for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
        assert_int_equal(pal_mark_lane_find(pal_mark_lane_ids[lane]), lane);
    }
    for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) {
        assert_string_equal(pal_mark_lane_ids[basis], pal_basis_ids[basis]);
    }
    assert_int_equal(pal_mark_lane_find(""), PAL_MARK_LANES);
    assert_int_equal(pal_mark_lane_find("Checked"), PAL_MARK_LANES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_inherit),
                                       cmocka_unit_test(test_leave_inherited),
                                       cmocka_unit_test(test_lanes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
