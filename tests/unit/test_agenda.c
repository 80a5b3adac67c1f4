/* core/question/agenda: what a visit has to see, of the built-in questionnaire with the answers of
 * the demonstration's first candidate. */
#include "helpers.h"

#include "core/question/agenda.h"
#include "failing.h"

#define DAY "2026-03-02"

/* One candidate's answers, and what they are held against. */
struct visited {
    struct reading reading;
    const struct pal_questionnaire *questionnaire;
    struct pal_answers *answers;
    const struct pal_profile *profile;
    int64_t *thresholds;
    bool *asked;
    struct pal_agenda_asking asking;
    struct pal_agenda agenda;
};

static struct pal_node *tree_of(struct visited *visited, const char *path)
{
    size_t len = 0;
    char *text = read_file(path, &len);
    struct pal_node *root = read_tree(&visited->reading, text);
    free(text);
    assert_non_null(root);
    return root;
}

static int setup(void **state)
{
    struct visited *visited = calloc(1, sizeof *visited);
    reading_init(&visited->reading);
    struct pal_reader *reader = &visited->reading.reader;
    const struct pal_model *model = sse_cmm(&visited->reading);
    const struct pal_questionnaire *of = pal_questionnaire_read(
        reader, tree_of(visited, "data/questionnaires/outcontracting-2.yaml"), model);
    assert_non_null(of);
    visited->questionnaire = of;
    visited->answers = pal_answers_read(
        reader, tree_of(visited, "data/demonstration/answers/north-hosting.yaml"), of);
    if (visited->answers == NULL) {
        print_problems(&visited->reading);
    }
    assert_non_null(visited->answers);
    visited->profile = read_profile(&visited->reading,
                                    "palier: profile/1\nid: two\ntitle: Two\nmodel: sse-cmm-2.0\n"
                                    "targets:\n"
                                    "  PA01: {calm: \"2.1\", crisis: \"2.2\"}\n"
                                    "  PA05: {calm: \"1.1\", crisis: \"2.1\"}\n"
                                    "  PA08: {calm: \"2.1\", crisis: \"2.2\"}\n"
                                    "  PA10: {calm: \"2.1\", crisis: \"2.1\"}\n",
                                    model);
    visited->thresholds = PAL_NEW(&visited->reading.arena, int64_t, of->threshold_count);
    pal_thresholds_in_force(of, NULL, NULL, 1, visited->thresholds);
    visited->asked = PAL_NEW(&visited->reading.arena, bool, of->question_count);
    for (size_t i = 0; i < of->question_count; i++) {
        visited->asked[i] = of->questions[i].answered_by == PAL_ACTOR_PROVIDER;
    }
    *state = visited;
    return 0;
}

static int teardown(void **state)
{
    struct visited *visited = *state;
    reading_done(&visited->reading);
    free(visited);
    return 0;
}

/* -------------------------------------------------------------------------- helpers */

/* The agenda with answers beside those of the candidate (NULL: none). */
static void make(struct visited *visited, struct pal_answers *more, const char *alert)
{
    const struct pal_answers *lists[] = {visited->answers, more};
    struct pal_agenda_asking *asking = &visited->asking;
    *asking = (struct pal_agenda_asking){.questionnaire = visited->questionnaire,
                                         .asked = visited->asked,
                                         .actor = PAL_ACTOR_PROVIDER,
                                         .profile = visited->profile,
                                         .alert = alert};
    asking->judged =
        pal_answers_judge(visited->questionnaire, lists, more != NULL ? 2 : 1, visited->thresholds,
                          &visited->reading.arena, &asking->judged_count);
    assert_non_null(asking->judged);
    assert_int_equal(pal_agenda_make(asking, &visited->reading.arena, &visited->agenda), PAL_OK);
}

/* The first item of a question; of the guide "GP 2.1.2", of an area (NULL: any). */
static const struct pal_agenda_item *item_of(const struct visited *visited, const char *id,
                                             const char *area)
{
    for (size_t i = 0; i < visited->agenda.count; i++) {
        const struct pal_agenda_item *item = &visited->agenda.items[i];
        bool is_its = strcmp(item->question->id, id) == 0;
        bool is_of_area = area == NULL;
        for (size_t k = 0; k < item->area_count && !is_of_area; k++) {
            is_of_area =
                strcmp(visited->questionnaire->model->areas[item->areas[k].area].id, area) == 0;
        }
        if (is_its && is_of_area) {
            return item;
        }
    }
    return NULL;
}

static struct pal_answer *answer_of(const struct visited *visited, const char *id)
{
    int at = pal_questionnaire_find(visited->questionnaire, id);
    for (size_t i = 0; i < visited->answers->count; i++) {
        struct pal_answer *answer = &visited->answers->answers[i];
        if (!answer->is_of_guide && (int)answer->question == at) {
            return answer;
        }
    }
    fail_msg("no answer to %s", id);
    return NULL;
}

static struct pal_answers *guided(struct visited *visited, const char *answers)
{
    char text[2000];
    (void)snprintf(text, sizeof text,
                   "palier: answers/1\nid: g\nquestionnaire: outcontracting-2\n"
                   "organization: E\ndate: " DAY "\nanswers:\n%s",
                   answers);
    struct pal_answers *out = pal_answers_read(
        &visited->reading.reader, read_tree(&visited->reading, text), visited->questionnaire);
    if (out == NULL) {
        print_problems(&visited->reading);
    }
    assert_non_null(out);
    return out;
}

/* ------------------------------------------------------------------------- questions */

static void test_what_is_seen(void **state)
{
    struct visited *visited = *state;
    make(visited, NULL, "calm");
    size_t observed = 0;
    for (size_t i = 0; i < visited->agenda.count; i++) {
        const struct pal_agenda_item *item = &visited->agenda.items[i];
        assert_true(item->minutes >= 5);
        observed += item->why == PAL_AGENDA_OBSERVED;
        if (item->why == PAL_AGENDA_CLAIMED) {
            assert_int_not_equal(item->question->put, PAL_PUT_WRITTEN);
            assert_int_equal(item->judged->verdict.verdict, PAL_VERDICT_PASS);
        }
        assert_false(item->is_done);
        assert_true(item->why != PAL_AGENDA_OBSERVED || item->question->is_observed);
    }
    assert_int_equal(observed, 11);
    const struct pal_agenda_item *policy = item_of(visited, "POL-01", NULL);
    assert_non_null(policy);
    assert_int_equal(policy->why, PAL_AGENDA_CLAIMED);
    assert_string_equal(pal_text_in(&policy->who, PAL_LANG_EN), "Security officer");
    assert_int_equal(item_of(visited, "POL-03", NULL)->why, PAL_AGENDA_FAILED); /* written */
    const struct pal_agenda_item *drawn = item_of(visited, "PRC-03", NULL);
    assert_int_equal(drawn->why, PAL_AGENDA_OBSERVED);
    assert_int_equal(drawn->minutes, 5 + 6 * 3);
    assert_string_equal(pal_text_in(&drawn->who, PAL_LANG_EN), "");
    assert_null(item_of(visited, "AUD-08", NULL)); /* the expert's own, of no provider's place */
}

static void test_why(void **state)
{
    struct visited *visited = *state;
    struct pal_answer *answer = answer_of(visited, "POL-01");
    const struct pal_answer was = *answer;
    static const struct {
        enum pal_answer_instead instead;
        enum pal_agenda_why why; /* PAL_AGENDA_WHY_COUNT: it is not on the agenda */
    } table[] = {{PAL_ANSWER_NOT_KNOWN, PAL_AGENDA_NOT_KNOWN},
                 {PAL_ANSWER_NOT_APPLICABLE, PAL_AGENDA_NOT_APPLICABLE},
                 {PAL_ANSWER_NOT_YET, PAL_AGENDA_WHY_COUNT},
                 {PAL_ANSWER_FIELDS, PAL_AGENDA_CLAIMED}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        answer->instead = table[i].instead;
        make(visited, NULL, "calm");
        const struct pal_agenda_item *item = item_of(visited, "POL-01", NULL);
        assert_int_equal(item != NULL ? item->why : PAL_AGENDA_WHY_COUNT, table[i].why);
    }
    answer->instead = PAL_ANSWER_NOT_APPLICABLE;
    answer->is_accepted = true;
    make(visited, NULL, "calm");
    assert_null(item_of(visited, "POL-01", NULL));
    *answer = was;
    answer->about = PAL_ABOUT_ORGANIZATION; /* it was asked of this service */
    make(visited, NULL, "calm");
    assert_int_equal(item_of(visited, "POL-01", NULL)->why, PAL_AGENDA_ABOUT);
    *answer = was;
    answer->subcontractor.in[PAL_LANG_EN] = "Artois";
    make(visited, NULL, "calm");
    const struct pal_agenda_item *item = item_of(visited, "POL-01", NULL);
    assert_int_equal(item->why, PAL_AGENDA_SUBCONTRACTOR);
    assert_true(item->is_subcontractors);
    *answer = was;
    answer->state = PAL_BASIS_SEEN;
    make(visited, NULL, "calm");
    assert_true(item_of(visited, "POL-01", NULL)->is_done);
    *answer = was;
    visited->asked[answer->question] = false;
    make(visited, NULL, "calm");
    assert_null(item_of(visited, "POL-01", NULL));
}

/* ----------------------------------------------------------------------------- guide */

static void test_guide(void **state)
{
    struct visited *visited = *state;
    make(visited, NULL, "calm");
    /* One for all areas that the same team runs: of the provider's, up to what is demanded. */
    const struct pal_agenda_item *owner = item_of(visited, "GP 2.1.2", NULL);
    assert_non_null(owner);
    assert_int_equal(owner->area_count, 3); /* not PA10, which is the project manager's */
    assert_true(owner->areas[0].is_in_force);
    assert_false(owner->areas[1].is_in_force); /* PA05: in a crisis alone */
    assert_true(owner->areas[2].is_in_force);
    assert_false(owner->is_elsewhere);
    assert_int_equal(owner->minutes, 5 + 2 * 2);
    assert_string_equal(pal_text_in(&owner->who, PAL_LANG_EN),
                        "the person who answers for the area");
    assert_null(item_of(visited, "GP 2.3.1", NULL)); /* above any target */
    assert_true(item_of(visited, "GP 2.2.1", "PA08")->is_elsewhere);
    assert_int_equal(item_of(visited, "GP 2.2.1", "PA08")->area_count, 1); /* area by area */
    /* Of base practices those that are left open. */
    const struct pal_agenda_item *base = item_of(visited, "GP 1.1.1", "PA08");
    assert_int_equal(base->area_count, 1);
    assert_int_equal(base->areas[0].open_count, base->areas[0].practice_count);
    assert_int_equal(base->minutes, 5 + 2 * base->areas[0].open_count);

    make(visited, NULL, "crisis");
    assert_false(item_of(visited, "GP 2.2.1", "PA08")->is_elsewhere);
    make(visited, NULL, NULL); /* no level in force: all that is demanded anywhere */
    assert_false(item_of(visited, "GP 2.2.1", "PA08")->is_elsewhere);
    visited->profile = NULL;
    make(visited, NULL, NULL);
    assert_non_null(item_of(visited, "GP 5.2.2", "PA22"));
    assert_null(item_of(visited, "GP 5.2.2", "PA10"));
}

/* What was seen closes a practice; what is claimed leaves it open. */
static void test_left_open(void **state)
{
    struct visited *visited = *state;
    const struct pal_agenda_item *procedure;
    make(visited, NULL, "calm");
    procedure = item_of(visited, "GP 2.1.3", NULL);
    assert_int_equal(procedure->area_count, 3);
    answer_of(visited, "POL-01")->state = PAL_BASIS_SEEN; /* speaks for GP 2.1.3@PA01 */
    make(visited, NULL, "calm");
    procedure = item_of(visited, "GP 2.1.3", NULL);
    assert_int_equal(procedure->area_count, 2);
    assert_null(item_of(visited, "GP 2.1.3", "PA01"));
    answer_of(visited, "ORG-08")->state = PAL_BASIS_CHECKED; /* for BP.08.06 */
    make(visited, NULL, "calm");
    const struct pal_agenda_area *area = &item_of(visited, "GP 1.1.1", "PA08")->areas[0];
    assert_int_equal(area->open_count, area->practice_count - 1);
    assert_false(area->open[5]);
    answer_of(visited, "POL-01")->instead = PAL_ANSWER_NOT_KNOWN; /* seen, and says nothing */
    make(visited, NULL, "calm");
    assert_int_equal(item_of(visited, "GP 2.1.3", NULL)->area_count, 3);
}

static void test_actors(void **state)
{
    struct visited *visited = *state;
    const struct pal_model *model = visited->questionnaire->model;
    uint8_t *actors = PAL_NEW(&visited->reading.arena, uint8_t, model->step_count);
    make(visited, NULL, "calm");
    for (size_t i = 0; i < model->step_count; i++) {
        actors[i] = PAL_ACTOR_PROJECT_MANAGER;
    }
    const struct pal_area *area = pal_model_area(model, "PA10");
    for (size_t i = 0; i < area->ladder->count; i++) {
        actors[area->first_step + i] = PAL_ACTOR_PROVIDER;
    }
    visited->asking.actors = actors;
    assert_int_equal(pal_agenda_make(&visited->asking, &visited->reading.arena, &visited->agenda),
                     PAL_OK);
    assert_int_equal(item_of(visited, "GP 2.1.2", NULL)->area_count, 1);
    assert_non_null(item_of(visited, "GP 2.1.2", "PA10"));
}

/* What was found with the guide stays, as done; of several areas each by itself. */
static void test_guided(void **state)
{
    struct visited *visited = *state;
    struct pal_answers *found = guided(
        visited, "  GP 2.1.2@PA01:\n"
                 "    fields: {owner: {role: CISO}, appointment: {title: Letter, place: wiki}}\n"
                 "    state: seen\n"
                 "  GP 2.1.2@PA08:\n"
                 "    fields: {owner: {role: CISO}, appointment: {title: Letter, place: wiki}}\n"
                 "    state: checked\n");
    make(visited, found, "calm");
    const struct pal_agenda_item *owner = item_of(visited, "GP 2.1.2", NULL);
    assert_int_equal(owner->area_count, 3);
    assert_false(owner->is_done);
    assert_non_null(owner->areas[0].judged);
    assert_int_equal(owner->areas[0].judged->verdict.verdict, PAL_VERDICT_PASS);
    assert_null(owner->areas[1].judged);
    assert_int_equal(owner->areas[2].judged->answer->state, PAL_BASIS_CHECKED);
    found->answers[1].area = owner->areas[1].area; /* of PA05 in place of PA08 */
    make(visited, found, "calm");
    owner = item_of(visited, "GP 2.1.2", NULL);
    assert_non_null(owner->areas[1].judged);
    assert_null(owner->areas[2].judged);
}

/* The answers to the guide speak for their practice in the area, at seen and at checked. */
static void test_guide_speaks(void **state)
{
    struct visited *visited = *state;
    const struct pal_model *model = visited->questionnaire->model;
    const struct pal_area *area = pal_model_area(model, "PA08");
    const size_t step = (size_t)pal_ladder_find(area->ladder, "2.1");
    struct pal_answers *found = guided(
        visited, "  GP 2.1.2@PA08:\n"
                 "    fields: {owner: {role: CISO}, appointment: {title: Letter, place: wiki}}\n"
                 "    state: seen\n"
                 "  GP 2.1.3@PA08:\n"
                 "    fields: {procedure: {title: P, place: wiki}, reviewed: 2019-01-01}\n"
                 "    state: checked\n");
    make(visited, found, "calm");
    static const struct {
        enum pal_basis basis;
        enum pal_rating owner;     /* GP 2.1.2 */
        enum pal_rating procedure; /* GP 2.1.3: reviewed too long ago */
    } table[] = {{PAL_BASIS_SEEN, PAL_RATING_F, PAL_RATING_N},
                 {PAL_BASIS_CHECKED, PAL_RATING_NOT_RATED, PAL_RATING_N}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct pal_suggestions *suggested = pal_suggest(
            visited->questionnaire, visited->asking.judged, visited->asking.judged_count, NULL,
            table[i].basis, &visited->reading.arena);
        const struct pal_step_suggestion *of = &suggested->steps[area->first_step + step];
        assert_int_equal(suggested->practices[of->first + 1], table[i].owner);
        assert_int_equal(suggested->practices[of->first + 2], table[i].procedure);
        assert_int_equal(of->rating, PAL_RATING_NOT_RATED); /* partly answered */
    }
}

/* --------------------------------------------------------------------------- walking */

static size_t count_all(const struct pal_agenda_group *groups, size_t count, size_t items)
{
    size_t sum = 0;
    bool *was = calloc(items, sizeof *was);
    for (size_t i = 0; i < count; i++) {
        assert_true(groups[i].count > 0);
        for (size_t k = 0; k < groups[i].count; k++) {
            assert_false(was[groups[i].items[k]]);
            was[groups[i].items[k]] = true;
            sum++;
        }
    }
    free(was);
    return sum;
}

static void test_groups(void **state)
{
    struct visited *visited = *state;
    struct pal_agenda_group *groups;
    size_t count;
    make(visited, NULL, "calm");
    const struct pal_agenda *agenda = &visited->agenda;
    struct pal_arena *arena = &visited->reading.arena;

    assert_int_equal(pal_agenda_group(agenda, visited->questionnaire, PAL_AGENDA_BY_TOPIC,
                                      PAL_LANG_EN, arena, &groups, &count),
                     PAL_OK);
    assert_int_equal(count_all(groups, count, agenda->count), agenda->count);
    assert_string_equal(pal_text_in(&groups[0].title, PAL_LANG_EN), "Security policy");
    const struct pal_agenda_item *first = &agenda->items[groups[0].items[0]];
    assert_int_equal(first->question->weight, PAL_WEIGHT_DECISIVE);
    enum pal_agenda_why last = PAL_AGENDA_FAILED;
    for (size_t i = 0; i < groups[0].count; i++) {
        const struct pal_agenda_item *item = &agenda->items[groups[0].items[i]];
        if (item->question->weight == PAL_WEIGHT_SUPPORTING) {
            assert_true(item->why >= last);
            last = item->why;
        }
    }

    assert_int_equal(pal_agenda_group(agenda, visited->questionnaire, PAL_AGENDA_BY_PERSON,
                                      PAL_LANG_FR, arena, &groups, &count),
                     PAL_OK);
    assert_int_equal(count_all(groups, count, agenda->count), agenda->count);
    assert_string_equal(pal_text_in(&groups[0].title, PAL_LANG_FR), "la direction du service");
    assert_string_equal(pal_text_in(&groups[count - 1].title, PAL_LANG_FR), "");
    for (size_t i = 0; i < groups[count - 1].count; i++) {
        assert_int_equal(agenda->items[groups[count - 1].items[i]].why, PAL_AGENDA_OBSERVED);
    }
    /* A role that is met with the guide's person is one with it. */
    for (size_t i = 0; i < agenda->count; i++) {
        if (agenda->items[i].why == PAL_AGENDA_OBSERVED) {
            agenda->items[i].who = visited->questionnaire->people[2].title;
        }
    }
    size_t before = count;
    assert_int_equal(pal_agenda_group(agenda, visited->questionnaire, PAL_AGENDA_BY_PERSON,
                                      PAL_LANG_FR, arena, &groups, &count),
                     PAL_OK);
    assert_true(count <= before);
    assert_string_not_equal(pal_text_in(&groups[count - 1].title, PAL_LANG_FR), "");
}

static void test_empty(void **state)
{
    struct visited *visited = *state;
    struct pal_questionnaire none = *visited->questionnaire;
    struct pal_agenda_group *groups;
    size_t count;
    none.question_count = 0;
    none.guide_count = 0;
    const struct pal_agenda_asking asking = {.questionnaire = &none, .actor = PAL_ACTOR_PROVIDER};
    assert_int_equal(pal_agenda_make(&asking, &visited->reading.arena, &visited->agenda), PAL_OK);
    assert_int_equal(visited->agenda.count, 0);
    assert_int_equal(pal_agenda_group(&visited->agenda, &none, PAL_AGENDA_BY_PERSON, PAL_LANG_EN,
                                      &visited->reading.arena, &groups, &count),
                     PAL_OK);
    assert_int_equal(count, 0);
}

/* Whichever piece of memory is short, it is said. */
static void test_short_memory(void **state)
{
    struct visited *visited = *state;
    make(visited, NULL, "calm");
    enum pal_rc rc = PAL_E_MEMORY;
    size_t tried = 0;
    for (; rc != PAL_OK; tried++) {
        struct failing failing = {.fail_at = tried};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        struct pal_agenda agenda;
        struct pal_agenda_group *groups;
        size_t count;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        rc = pal_agenda_make(&visited->asking, &arena, &agenda);
        if (rc == PAL_OK) {
            rc = pal_agenda_group(&agenda, visited->questionnaire, PAL_AGENDA_BY_PERSON,
                                  PAL_LANG_EN, &arena, &groups, &count);
        }
        assert_true(rc == PAL_OK || rc == PAL_E_MEMORY);
        pal_arena_done(&arena);
    }
    assert_true(tried > 10);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_what_is_seen), CASE(test_why),    CASE(test_guide),
        CASE(test_left_open),    CASE(test_actors), CASE(test_guided),
        CASE(test_guide_speaks), CASE(test_groups), CASE(test_empty),
        CASE(test_short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
