/* core/paste: marks as a spreadsheet gives them, in all the ways in which one may lie. */
#include "helpers.h"

#include "base/cells.h"
#include "base/text.h"
#include "core/model/paste.h"

enum { AREAS = 4, STEPS = 3 };

/* A model of four areas "A1" … and three steps "1.1", "2.1", "2.2"; the second has two practices,
 * the last of the areas has a ladder of its own with two steps. */
struct small {
    struct pal_practice practices[2];
    struct pal_step steps[STEPS];
    struct pal_ladder own;
    struct pal_area areas[AREAS];
    size_t by_id[AREAS];
    struct pal_model model;
    struct pal_arena arena;
};

static int setup(void **state)
{
    static const char *const ids[AREAS] = {"A1", "A2", "A3", "A4"};
    struct small *small = calloc(1, sizeof *small);
    small->practices[0].id = "GP 2.1.1";
    small->practices[1].id = "GP 2.1.2";
    small->steps[0] = (struct pal_step){.id = "1.1", .level = 1};
    small->steps[1] = (struct pal_step){
        .id = "2.1", .level = 2, .practices = small->practices, .practice_count = 2};
    small->steps[2] = (struct pal_step){.id = "2.2", .level = 2};
    small->own = (struct pal_ladder){.steps = small->steps, .count = 2};
    small->model.ladder = (struct pal_ladder){.steps = small->steps, .count = STEPS};
    small->model.areas = small->areas;
    small->model.area_count = AREAS;
    small->model.areas_by_id = small->by_id;
    for (size_t i = 0; i < AREAS; i++) {
        small->areas[i].id = ids[i];
        small->areas[i].ladder = i + 1 < AREAS ? &small->model.ladder : &small->own;
    }
    pal_model_index(&small->model);
    pal_arena_init(&small->arena, NULL);
    *state = small;
    return 0;
}

static int teardown(void **state)
{
    struct small *small = *state;
    pal_arena_done(&small->arena);
    free(small);
    return 0;
}

static struct pal_pasted *pasted(struct small *small, const char *text, enum pal_paste_lie lie)
{
    struct pal_pasted *out = PAL_NEW(&small->arena, struct pal_pasted, 1);
    assert_int_equal(pal_paste_read(&small->arena, &small->model, text, lie, out), PAL_OK);
    return out;
}

/* Each cell as "A1/2.1F", a blank between, in order of the text; behind it what was refused, as
 * "line:column!fault". */
static const char *told(struct small *small, const struct pal_pasted *of)
{
    static const char *const letters[PAL_RATING_COUNT] = {"?", "N", "P", "L", "F", "x"};
    char text[2000] = "";
    for (size_t i = 0; i < of->count; i++) {
        const struct pal_paste_cell *cell = &of->cells[i];
        const struct pal_area *area = &small->areas[cell->area];
        const char *word = cell->word == PAL_PASTE_TAKE_BACK ? "-"
                           : cell->word == PAL_PASTE_LEAVE   ? "="
                           : cell->word == PAL_PASTE_MARK    ? letters[cell->rating]
                                                             : "*";
        size_t len = strlen(text);
        (void)snprintf(text + len, sizeof text - len, "%s%s/%s%s", i > 0 ? " " : "", area->id,
                       area->ladder->steps[cell->step].id, word);
    }
    for (size_t i = 0; i < of->refused_count && i < PAL_PASTE_REFUSED_TOLD; i++) {
        size_t len = strlen(text);
        (void)snprintf(text + len, sizeof text - len, " %zu:%zu!%d", of->refused[i].line,
                       of->refused[i].column, (int)of->refused[i].fault);
    }
    return pal_arena_copy(&small->arena, text, strlen(text));
}

static void expect(struct small *small, const char *text, const char *cells)
{
    const struct pal_pasted *of = pasted(small, text, PAL_PASTE_BY_SHAPE);
    assert_int_equal(of->whole, PAL_PASTE_FINE);
    assert_string_equal(told(small, of), cells);
}

/* A block without heads is of all areas and steps, however it lies. */
static void test_shape(void **state)
{
    struct small *small = *state;
    const char *all = "A1/1.1F A1/2.1N A1/2.2P A2/1.1L A2/2.2x A3/1.1-";
    expect(small, "F\tN\tP\nl\t\tx\n-\t\t\n\t\t\n", all);
    expect(small, "F;N;P\r\nl;;n/a\r\n-;;\r\n;;\r\n", all);
    expect(small, "F,N,P\nl,,not applicable\n-,,\n,,", all);
    expect(small, "F\tl\t-\t\nN\t\t\t\nP\ts.o.\t\t\n",
           "A1/1.1F A2/1.1L A3/1.1- A1/2.1N A1/2.2P A2/2.2x");
    const struct pal_pasted *wide =
        pasted(small, "F\tF\tF\tF\tF\nF\tF\tF\tF\tF", PAL_PASTE_BY_SHAPE);
    assert_int_equal(wide->whole, PAL_PASTE_SHAPE);
    assert_int_equal(wide->rows, 2);
    assert_int_equal(wide->columns, 5);
    assert_int_equal(pasted(small, " \n\n", PAL_PASTE_BY_SHAPE)->whole, PAL_PASTE_EMPTY);
    /* the last area has two steps only */
    expect(small, "\t\t\n\t\t\n\t\t\n\t\tF\n", " 4:3!3");
}

/* As many areas as steps: then somebody has to say how it lies. */
static void test_square(void **state)
{
    struct small *small = *state;
    small->model.area_count = 3;
    const char *text = "F\tN\t\n\t\t\n\t\t\n";
    assert_int_equal(pasted(small, text, PAL_PASTE_BY_SHAPE)->whole, PAL_PASTE_AMBIGUOUS);
    assert_string_equal(told(small, pasted(small, text, PAL_PASTE_AREAS_DOWN)), "A1/1.1F A1/2.1N");
    assert_string_equal(told(small, pasted(small, text, PAL_PASTE_STEPS_DOWN)), "A1/1.1F A2/1.1N");
}

/* With heads a block holds what it likes. */
static void test_heads(void **state)
{
    struct small *small = *state;
    expect(small, "\t2.1\t1.1\nA3\tF\tN\nA1\tP\t\n", "A3/2.1F A3/1.1N A1/2.1P");
    expect(small, "\tA3\tA1\n2.1\tF\tP\n1.1\tN\t\n", "A3/2.1F A1/2.1P A3/1.1N");
    /* titles are left aside, in a cell of their own or behind the id; small letters do; a title
     * above all too */
    expect(small, "Marks of 2026\nArea\tWhat\t1.1 Base\t2,1: Plan\na2 Locks\tLocks\tF\tL\n",
           "A2/1.1F A2/2.1L");
    /* ids of the areas alone, the steps in their order; with a title between */
    expect(small, "A2\tF\tN\tP\nA1\t\tL\t\n", "A2/1.1F A2/2.1N A2/2.2P A1/2.1L");
    expect(small, "A2\tLocks\tF\tN\tP\nA1\tDoors\t\tL\t\n", "A2/1.1F A2/2.1N A2/2.2P A1/2.1L");
    /* ids of the steps alone, each area in its order */
    expect(small, "1.1\t2.1\nF\t\nN\t\n\tP\n\t\n", "A1/1.1F A2/1.1N A3/2.1P");
    expect(small, "x\t1.1\t2.1\nA1\tF\t\nA9\tN\t\nA2\t\tP\n", "A1/1.1F A2/2.1P 3:1!2");
    expect(small, "\t1.1\t9.9\nA1\tF\tF\n", "A1/1.1F 1:3!3");
    /* a step of which an area has none */
    expect(small, "\t1.1\t2.2\nA4\tF\tF\n", "A4/1.1F 2:3!3");
    expect(small, "\t1.1\nA1\tF\nA1\tN\n", "A1/1.1F 3:2!7");
}

/* What is no mark is refused where it stands; the others are taken. */
static void test_refused(void **state)
{
    struct small *small = *state;
    expect(small, "\t1.1\t2.1\t2.2\nA1\t=1+1\tF\tX2\nA2\t@x\t+3\t=\n",
           "A1/2.1F 2:2!0 2:4!1 3:2!0 3:3!0");
}

static void test_list(void **state)
{
    struct small *small = *state;
    expect(small, "A1/2.1 F\nA2 1.1 not applicable\nA3/2.2\tp\n", "A1/2.1F A2/1.1x A3/2.2P");
    expect(small, "A1/2.1 F\nA2/1.1 x\n\nA3/2.2 -\n", "A1/2.1F A2/1.1x A3/2.2-");
    expect(small, "A1/2.1;F;seen\nA2;1.1;N\nA9/1.1;F\nA1/9.9;F\nA1/1.1;Q\n",
           "A1/2.1F A2/1.1N 3:1!2 4:1!3 5:2!1");
    const struct pal_pasted *of = pasted(
        small, "A1/2.1 F seen on site, at night\nA1/1.1,N,\"a \"\"b\"\",\nc\"", PAL_PASTE_BY_SHAPE);
    assert_string_equal(told(small, of), "A1/2.1F A1/1.1N");
    assert_string_equal(of->cells[0].reason, "seen on site, at night");
    assert_string_equal(of->cells[1].reason, "a \"b\",\nc");
    assert_int_equal(of->cells[0].lane, PAL_MARK_LANES);
}

/* A table with heads: of any columns, in any order, on any basis. */
static void test_table(void **state)
{
    struct small *small = *state;
    const struct pal_pasted *of =
        pasted(small,
               "basis,part,state,reason,mark,practices,by\n"
               "checked,A1/2.1,rated,\"'=why\",,GP 2.1.1=F GP 2.1.2=not applicable,x\n"
               "seen,A1/2.1,again,,L,,\n"
               "seen,A2/1.1,rated,,\"'-\",,\n"
               "seen,A3/1.1,,why,,,\n"
               "heard,A1/1.1,,,F,,\n"
               "checked,A1/1.1,,,F,GP 2.1.1=F,\n"
               "checked,A2/2.1,,,,GP 2.1.9=F,\n"
               "checked,A2/2.1,,,,GP 2.1.1=Q,\n"
               "seen,A1/2.1,,,F,,\n",
               PAL_PASTE_BY_SHAPE);
    assert_string_equal(told(small, of),
                        "A1/2.1* A1/2.1L A2/1.1- A3/1.1= 6:1!4 7:5!6 8:5!5 9:5!5 10:5!7");
    assert_int_equal(of->form, PAL_PASTE_LIST);
    assert_int_equal(of->cells[0].practice_count, 2);
    assert_string_equal(of->cells[0].practices[1].id, "GP 2.1.2");
    assert_int_equal(of->cells[0].practices[1].rating, PAL_RATING_NOT_APPLICABLE);
    assert_string_equal(of->cells[0].reason, "=why");
    assert_int_equal(of->cells[1].lane, PAL_MARK_SEEN);
    assert_true(of->cells[1].is_again);
    assert_null(of->cells[1].reason);
}

/* The reason that comes in of one that went out; NULL: none is said. */
static const char *carried(struct small *small, const char *reason)
{
    struct pal_buf text;
    pal_buf_init(&text, SIZE_MAX / 2, NULL);
    pal_buf_add(&text, "part,mark,reason,by\r\nA1/1.1,F,");
    pal_text_csv(&text, reason);
    pal_buf_add(&text, ",x\r\nA2/1.1,F,");
    pal_text_csv(&text, reason); /* at the end of its line, too */
    pal_buf_add(&text, "\r\n");
    const struct pal_pasted *of = pasted(small, pal_buf_text(&text), PAL_PASTE_BY_SHAPE);
    assert_int_equal(of->refused_count, 0);
    assert_int_equal(of->count, 2);
    const char *first = of->cells[0].reason;
    const char *second = of->cells[1].reason;
    assert_int_equal(first != NULL, second != NULL);
    assert_true(first == NULL || strcmp(first, second) == 0);
    pal_buf_done(&text);
    return first;
}

/* A reason comes in byte for byte as it went out, whatever it is made of; where nobody sees
 * anything none is said. */
static void test_reasons(void **state)
{
    struct small *small = *state;
    static const char *const pieces[] = {
        " ", "\t", "\n", "\r", "\r\n",     "\"",           "'", "=", "+", "-", "@", ",", ";",
        "a", "é",  "x",  "F",  "\xC2\xA0", "\xE2\x80\xAF", "/"};
    enum { PIECES = sizeof pieces / sizeof *pieces };
    uint32_t random = 9;
    for (int round = 0; round < 5000; round++) {
        char reason[64] = "";
        for (int i = 0; i < 1 + round % 8; i++) {
            random = random * 1664525 + 1013904223;
            strcat(reason, pieces[(random >> 16) % PIECES]);
        }
        const char *came = carried(small, reason);
        if (pal_is_blank(reason)) {
            assert_null(came);
        } else {
            assert_non_null(came);
            assert_string_equal(came, reason);
        }
    }
    assert_string_equal(carried(small, "-"), "-");
    const struct pal_pasted *of =
        pasted(small, "part,mark,reason\nA1/1.1,,-\n", PAL_PASTE_BY_SHAPE);
    assert_string_equal(of->cells[0].reason, ""); /* a dash that somebody types takes it back */
}

/* What is larger than any assessment is not read, and memory that is short is said. */
static void test_bounds(void **state)
{
    struct small *small = *state;
    struct pal_buf text;
    pal_buf_init(&text, SIZE_MAX / 2, NULL);
    pal_buf_add_times(&text, "F\t", PAL_CELLS_COLUMNS + 1);
    assert_int_equal(pasted(small, pal_buf_text(&text), PAL_PASTE_BY_SHAPE)->whole,
                     PAL_PASTE_TOO_LONG);
    pal_buf_done(&text);
    pal_buf_add_times(&text, "F\tF\n", PAL_CELLS_ROWS + 1);
    assert_int_equal(pasted(small, pal_buf_text(&text), PAL_PASTE_BY_SHAPE)->whole,
                     PAL_PASTE_TOO_LONG);
    pal_buf_done(&text);
    pal_buf_add_times(&text, "A1/1.1 F\n", 3 * PAL_PASTE_REFUSED_TOLD);
    assert_int_equal(pasted(small, pal_buf_text(&text), PAL_PASTE_BY_SHAPE)->refused_count,
                     3 * PAL_PASTE_REFUSED_TOLD - 1);
    pal_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shape, setup, teardown),
        cmocka_unit_test_setup_teardown(test_square, setup, teardown),
        cmocka_unit_test_setup_teardown(test_heads, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_list, setup, teardown),
        cmocka_unit_test_setup_teardown(test_table, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reasons, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bounds, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
