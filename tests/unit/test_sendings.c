/* sendings: from sending a questionnaire to the answers, as the house has it: what is asked, what
 * is one act, what the tables refuse, how candidates and the stages of the project go on. */
#include "helpers.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/house/answers.h"
#include "app/house/audit.h"
#include "app/house/candidates.h"
#include "app/house/carry.h"
#include "app/house/case.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/passes.h"
#include "app/house/people.h"
#include "app/house/sending.h"
#include "app/house/sendings.h"
#include "app/house/shelf.h"

enum { NOW = 1700000000, DAY = 24 * 3600, WEEK = 7 * DAY };

static struct pal_house *house;
static char folder[] = "/tmp/palier-sendings-XXXXXX";
static char manager[PAL_ID_TEXT];

/* One request of somebody. */
struct visit {
    struct pal_arena arena;
    struct pal_app app;
    struct pal_errand errand;
};

static void begin(struct visit *visit, int64_t now)
{
    pal_arena_init(&visit->arena, NULL);
    visit->errand = (struct pal_errand){
        .arena = &visit->arena, .principal = {.kind = PAL_PRINCIPAL_OPERATOR}, .source = "local"};
    assert_int_equal(pal_house_enter(house, &visit->errand), PAL_OK);
    visit->errand.now = now;
    pal_app_init_in(&visit->app, visit->arena.alloc);
    pal_house_use(&visit->errand, &visit->app);
}

static void end(struct visit *visit)
{
    pal_app_done(&visit->app);
    pal_house_leave(&visit->errand);
    pal_arena_done(&visit->arena);
}

static void begin_as_manager(struct visit *visit, int64_t now)
{
    begin(visit, now);
    assert_int_equal(pal_people_act_for(&visit->errand, manager), PAL_OK);
}

static void begin_with(struct visit *visit, const char *link, int64_t now)
{
    begin(visit, now);
    assert_int_equal(pal_passes_look(&visit->errand, link), PAL_OK);
}

static void bring(const char *name, const char *text)
{
    char path[128];
    struct visit visit;
    struct pal_carried out;
    (void)snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    const char *const paths[] = {path};
    const struct pal_import_request request = {.paths = paths, .count = 1};
    begin(&visit, NOW);
    pal_carried_init(&out);
    assert_int_equal(pal_import(&visit.errand, &request, &out), PAL_OK);
    assert_int_equal(out.documents, 1);
    pal_carried_done(&out);
    end(&visit);
    (void)unlink(path);
}

static void make_manager(void)
{
    static const struct pal_role_on roles[] = {
        {"expert", "museum"}, {"expert", "archive"}, {"expert", "over"}};
    const struct pal_invitation invitation = {.name = "Max Manager",
                                              .email = "max@example.org",
                                              .language = "en",
                                              .roles = roles,
                                              .role_count = 3};
    char link[PAL_SECRET_TEXT];
    const char *made = NULL;
    struct visit visit;
    begin(&visit, NOW);
    assert_int_equal(pal_people_invite(&visit.errand, &invitation, &made, link), PAL_OK);
    (void)snprintf(manager, sizeof manager, "%s", made);
    end(&visit);
}

static int open_one(void **state)
{
    char path[128];
    struct pal_err err = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/house.db", folder);
    assert_int_equal(pal_house_open(path, 1, &house, &err), PAL_OK);
    bring("north", "palier: provider/1\nid: north\ntitle: North Hosting\n");
    bring("south", "palier: provider/1\nid: south\ntitle: South Cloud\n");
    bring("gone", "palier: provider/1\nid: gone\ntitle: Gone Web\n");
    bring("museum", "palier: project/1\nid: museum\ntitle: Museum\nstate: candidates\n"
                    "profile: level-3\ncandidates:\n- {provider: north}\n- {provider: south}\n"
                    "- {provider: gone, state: refused, note: too late}\n");
    bring("archive", "palier: project/1\nid: archive\ntitle: Archive\n");
    bring("over", "palier: project/1\nid: over\ntitle: Over\nstate: closed\n"
                  "candidates:\n- {provider: north}\n");
    make_manager();
    return 0;
}

static int close_one(void **state)
{
    static const char *const names[] = {"house.db", "house.db-wal", "house.db-shm"};
    char path[128];
    (void)state;
    pal_house_close(house);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

/* ----------------------------------------------------------------------- measuring */

/* The numbers that docs/questionnaire.md reckons out. */
static void test_measure(void **state)
{
    static const struct {
        const char *project;
        enum pal_actor actor;
        enum pal_tier tier;
        size_t questions;
        bool has_target;
    } asked[] = {{"archive", PAL_ACTOR_PROVIDER, PAL_TIER_CORE, 33, false},
                 {"archive", PAL_ACTOR_PROVIDER, PAL_TIER_FULL, 105, false},
                 {"archive", PAL_ACTOR_PROJECT_MANAGER, PAL_TIER_CORE, 7, false},
                 {"archive", PAL_ACTOR_EXPERT, PAL_TIER_CORE, 5, false},
                 {"museum", PAL_ACTOR_PROVIDER, PAL_TIER_CORE, 33, true}};
    struct visit visit;
    (void)state;
    begin_as_manager(&visit, NOW);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const struct pal_sending_plan plan = {.project = asked[i].project, .tier = asked[i].tier};
        struct pal_sending_measure out;
        assert_int_equal(
            pal_sendings_measure(&visit.errand, &visit.app, &plan, asked[i].actor, &out), PAL_OK);
        assert_string_equal(out.questionnaire->id, PAL_QUESTIONNAIRE_USUAL);
        assert_int_equal(out.work.questions, asked[i].questions);
        assert_int_equal(out.profile != NULL, asked[i].has_target);
        assert_int_equal(out.work.target_steps > 0, asked[i].has_target);
        assert_true(out.work.decidable_steps <= out.work.target_steps);
        assert_true(out.work.again_minutes.high <= out.work.first_minutes.low);
    }
    const struct pal_sending_plan first = {.project = "archive", .tier = PAL_TIER_CORE};
    struct pal_sending_measure out;
    assert_int_equal(
        pal_sendings_measure(&visit.errand, &visit.app, &first, PAL_ACTOR_PROVIDER, &out), PAL_OK);
    assert_int_equal(out.work.first_minutes.low, 612);
    assert_int_equal(out.work.first_minutes.high, 885);
    assert_int_equal(out.work.again_minutes.low, 186);
    assert_int_equal(out.work.again_minutes.high, 240);
    const struct pal_sending_plan none = {.project = "museum", .questionnaire = "no-such"};
    assert_int_equal(
        pal_sendings_measure(&visit.errand, &visit.app, &none, PAL_ACTOR_PROVIDER, &out),
        PAL_E_INVALID);
    assert_string_equal(visit.errand.err.field, "questionnaire");
    end(&visit);
}

/* ------------------------------------------------------------------------- sending */

static const struct pal_recipient to_north = {PAL_ACTOR_PROVIDER, "north", NULL, "North"};

static struct pal_sending_plan plan_of(const char *project, const struct pal_recipient *to,
                                       size_t count)
{
    return (struct pal_sending_plan){.project = project,
                                     .tier = PAL_TIER_CORE,
                                     .until = NOW + 4 * WEEK,
                                     .recipients = to,
                                     .recipient_count = count};
}

static enum pal_rc try_to_send(struct visit *visit, const struct pal_sending_plan *plan)
{
    struct pal_sent_to *sent = NULL;
    bool is_again = false;
    return pal_sendings_send(&visit->errand, &visit->app, plan, &sent, &is_again);
}

static void refused(const struct pal_sending_plan *plan, const char *field, const char *why)
{
    struct visit visit;
    struct pal_sending *list = NULL;
    size_t before = 0;
    size_t after = 0;
    begin_as_manager(&visit, NOW);
    assert_int_equal(pal_sendings_list(&visit.errand, plan->project, &list, &before), PAL_OK);
    enum pal_rc rc = try_to_send(&visit, plan);
    assert_true(rc == PAL_E_INVALID || rc == PAL_E_LIMIT);
    if (strstr(visit.errand.err.message, why) == NULL) {
        assert_string_equal(visit.errand.err.message, why);
    }
    assert_true(field == NULL ? visit.errand.err.field == NULL
                              : strcmp(visit.errand.err.field, field) == 0);
    assert_int_equal(pal_sendings_list(&visit.errand, plan->project, &list, &after), PAL_OK);
    assert_int_equal(before, after);
    end(&visit);
}

static void test_refused(void **state)
{
    static const struct pal_recipient gone[] = {{PAL_ACTOR_PROVIDER, "gone", NULL, ""}};
    static const struct pal_recipient nobody[] = {{PAL_ACTOR_PROVIDER, NULL, NULL, ""}};
    static const struct pal_recipient about[] = {{PAL_ACTOR_EXPERT, "stranger", NULL, ""}};
    static const struct pal_recipient twice[] = {{PAL_ACTOR_PROVIDER, "north", NULL, ""},
                                                 {PAL_ACTOR_PROVIDER, "south", NULL, ""},
                                                 {PAL_ACTOR_PROVIDER, "north", NULL, ""}};
    struct pal_recipient many[PAL_RECIPIENTS_MOST + 1];
    (void)state;
    for (size_t i = 0; i <= PAL_RECIPIENTS_MOST; i++) {
        many[i] = to_north;
    }
    struct pal_sending_plan plan = plan_of("museum", NULL, 0);
    refused(&plan, "to", "choose to whom");
    plan = plan_of("museum", many, PAL_RECIPIENTS_MOST + 1);
    refused(&plan, "to", "200 at a time");
    plan = plan_of("museum", gone, 1);
    refused(&plan, "to", "\"gone\" is no candidate");
    plan = plan_of("museum", nobody, 1);
    refused(&plan, "to", "is no candidate");
    plan = plan_of("museum", about, 1);
    refused(&plan, "to", "\"stranger\" is no candidate");
    plan = plan_of("museum", twice, 3);
    refused(&plan, "to", "named twice");
    plan = plan_of("museum", &to_north, 1);
    plan.until = NOW;
    refused(&plan, "until", "a day to come");
    plan.until = NOW + 400 * (int64_t)DAY;
    refused(&plan, "until", "366 days at most");
    plan = plan_of("museum", &to_north, 1);
    plan.seed = "short";
    refused(&plan, "seed", "a secret of 43 signs");
    plan = plan_of("museum", &to_north, 1);
    plan.act = "short";
    refused(&plan, NULL, "32 hexadecimal digits");
    plan = plan_of("over", &to_north, 1);
    refused(&plan, NULL, "the project is closed");
}

static void candidate_is(const char *provider, unsigned expected, const char *reason)
{
    struct visit visit;
    struct pal_document record;
    struct pal_candidates all;
    begin_as_manager(&visit, NOW);
    assert_int_equal(pal_house_get(&visit.errand, "project", "museum", &record), PAL_OK);
    assert_int_equal(pal_candidates_now(&visit.errand, "museum", record.text, &all), PAL_OK);
    const struct pal_candidate *candidate = pal_candidates_find(&all, provider);
    assert_non_null(candidate);
    assert_int_equal(candidate->state, expected);
    assert_string_equal(candidate->note, reason);
    end(&visit);
}

/* What the project tells of its questionnaires, and what its table of states asks of that. */
static void project_tells(int64_t now, bool is_open, bool is_submitted)
{
    struct visit visit;
    struct pal_case_of of = {.facts = {0}};
    begin_as_manager(&visit, now);
    assert_int_equal(pal_house_case(&visit.errand, "museum", NULL, &of), PAL_OK);
    assert_true(pal_case_holds(&of.facts, PAL_FACT_QUESTIONNAIRE));
    assert_int_equal(pal_case_holds(&of.facts, PAL_FACT_QUESTIONNAIRE_OPEN), is_open);
    assert_int_equal(pal_case_holds(&of.facts, PAL_FACT_QUESTIONNAIRE_SUBMITTED), is_submitted);
    end(&visit);
}

/* North is sent the core questions: one act, which is answered the same when it is sent again. */
static char sending[128];
static char link_of[PAL_SECRET_TEXT];

static void test_send(void **state)
{
    static const struct pal_recipient to[] = {{PAL_ACTOR_PROVIDER, "north", NULL, "North"},
                                              {PAL_ACTOR_PROJECT_MANAGER, NULL, NULL, ""},
                                              {PAL_ACTOR_EXPERT, "north", NULL, ""}};
    struct pal_sending_plan plan = plan_of("museum", to, 3);
    struct pal_sent_to *sent = NULL;
    struct pal_sending_plan other = plan;
    struct visit visit;
    bool is_again = true;
    (void)state;
    plan.act = "0123456789abcdef0123456789abcdef";
    plan.seed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    begin_as_manager(&visit, NOW);
    assert_int_equal(pal_sendings_send(&visit.errand, &visit.app, &plan, &sent, &is_again), PAL_OK);
    assert_false(is_again);
    assert_string_equal(sent[0].sending, "museum-north");
    assert_non_null(strstr(sent[0].title, "North Hosting"));
    assert_int_equal(strlen(sent[0].link), PAL_SECRET_TEXT - 1);
    assert_string_equal(sent[1].link, "");
    assert_string_equal(sent[2].link, "");
    assert_null(sent[1].pass);
    (void)snprintf(sending, sizeof sending, "%s", sent[0].sending);
    (void)snprintf(link_of, sizeof link_of, "%s", sent[0].link);
    end(&visit);

    begin_as_manager(&visit, NOW + 60);
    assert_int_equal(pal_sendings_send(&visit.errand, &visit.app, &plan, &sent, &is_again), PAL_OK);
    assert_true(is_again);
    assert_string_equal(sent[0].sending, sending);
    assert_string_equal(sent[0].link, link_of);
    assert_string_equal(sent[1].sending, "museum-project-manager");
    assert_string_equal(sent[2].sending, "museum-expert-north");
    end(&visit);

    /* Without the seed nobody learns the links once more; another plan is another act. */
    begin_as_manager(&visit, NOW + 60);
    plan.seed = NULL;
    assert_int_equal(pal_sendings_send(&visit.errand, &visit.app, &plan, &sent, &is_again), PAL_OK);
    assert_true(is_again);
    assert_string_equal(sent[0].link, "");
    other.act = plan.act;
    other.tier = PAL_TIER_FULL;
    assert_int_equal(try_to_send(&visit, &other), PAL_E_CONFLICT);
    end(&visit);

    struct pal_sending *list = NULL;
    size_t count = 0;
    begin_as_manager(&visit, NOW);
    assert_int_equal(pal_sendings_list(&visit.errand, "museum", &list, &count), PAL_OK);
    assert_int_equal(count, 3);
    end(&visit);
    candidate_is("north", PAL_CANDIDATE_INVITED, "");
    candidate_is("south", PAL_CANDIDATE_NAMED, "");
    project_tells(NOW, true, false);
    project_tells(NOW + 5 * WEEK, false, false); /* what is late is not open */
}

static void find(struct visit *visit, const struct pal_sending_search *search, const char *expected)
{
    struct pal_sending *list = NULL;
    size_t count = 0;
    size_t total = 0;
    const char *next = NULL;
    char names[512] = "";
    struct pal_sending_search wanted = *search;
    wanted.project = "museum";
    do { /* part by part */
        assert_int_equal(pal_sendings_find(&visit->errand, &wanted, &list, &count, &total, &next),
                         PAL_OK);
        for (size_t i = 0; i < count; i++) {
            size_t len = strlen(names);
            (void)snprintf(names + len, sizeof names - len, "%s ", list[i].id);
        }
        wanted.cursor = next;
    } while (next != NULL);
    assert_string_equal(names, expected);
}

static void test_list(void **state)
{
    struct visit visit;
    struct pal_sending *list = NULL;
    size_t count = 0;
    size_t total = 0;
    const char *next = NULL;
    (void)state;
    begin_as_manager(&visit, NOW);
    find(&visit, &(struct pal_sending_search){.sort = "whom", .max = 1},
         "museum-north museum-project-manager museum-expert-north ");
    find(&visit, &(struct pal_sending_search){.sort = "-whom", .max = 2},
         "museum-expert-north museum-project-manager museum-north ");
    find(&visit, &(struct pal_sending_search){.state = "late", .max = 10}, "");
    find(&visit, &(struct pal_sending_search){.state = "submitted", .max = 10}, "");
    const struct pal_sending_search odd[] = {{.project = "museum", .sort = "odd", .max = 1},
                                             {.project = "museum", .state = "odd", .max = 1},
                                             {.project = "museum", .cursor = "odd", .max = 1}};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_int_equal(pal_sendings_find(&visit.errand, &odd[i], &list, &count, &total, &next),
                         PAL_E_INVALID);
    }
    end(&visit);
    begin_as_manager(&visit, NOW + 5 * WEEK);
    find(&visit, &(struct pal_sending_search){.state = "late", .sort = "whom", .max = 10},
         "museum-north museum-project-manager museum-expert-north ");
    find(&visit, &(struct pal_sending_search){.state = "open", .max = 10}, "");
    end(&visit);
}

/* ------------------------------------------------------------------------- answering */

static void answer(const char *question, char digit, int64_t now, enum pal_rc expected)
{
    struct visit visit;
    struct pal_act_done done;
    char act[PAL_ACT_ID + 1];
    memset(act, digit, PAL_ACT_ID);
    act[PAL_ACT_ID] = '\0';
    const struct pal_answer_wish wish = {.sending = sending,
                                         .question = question,
                                         .act = act,
                                         .state = "",
                                         .json = "{\"not_known\": true}"};
    begin_with(&visit, link_of, now);
    assert_int_equal(pal_answer_put(&visit.errand, &wish, &done), expected);
    end(&visit);
}

static void submit(char digit, int64_t now, enum pal_rc expected)
{
    struct visit visit;
    struct pal_sending now_is;
    struct pal_answers_written written;
    struct pal_act_done done;
    char act[PAL_ACT_ID + 1];
    memset(act, digit, PAL_ACT_ID);
    act[PAL_ACT_ID] = '\0';
    begin_with(&visit, link_of, now);
    assert_int_equal(pal_sending_get(&visit.errand, sending, &now_is), PAL_OK);
    assert_int_equal(pal_answers_write(&visit.errand, &now_is, PAL_ANSWERS_OWN, &written), PAL_OK);
    const struct pal_sent_wish wish = {.sending = sending,
                                       .state = "submitted",
                                       .act = act,
                                       .turn = now_is.turn,
                                       .signed_by = "director",
                                       .receipt = written.hash};
    assert_int_equal(pal_sending_say(&visit.errand, &wish, &done), expected);
    end(&visit);
}

static void say(const char *word, char digit, int64_t now, int64_t until, const char *reason,
                enum pal_rc expected)
{
    struct visit visit;
    struct pal_sending now_is;
    struct pal_act_done done;
    char act[PAL_ACT_ID + 1];
    memset(act, digit, PAL_ACT_ID);
    act[PAL_ACT_ID] = '\0';
    begin_as_manager(&visit, now);
    assert_int_equal(pal_sending_get(&visit.errand, sending, &now_is), PAL_OK);
    const struct pal_sent_wish wish = {.sending = sending,
                                       .state = word,
                                       .act = act,
                                       .turn = now_is.turn,
                                       .until = until,
                                       .reason = reason};
    assert_int_equal(pal_sending_say(&visit.errand, &wish, &done), expected);
    end(&visit);
}

static int64_t link_ends(void)
{
    struct visit visit;
    begin_with(&visit, link_of, NOW);
    int64_t at = visit.errand.principal.pass->expires_at;
    end(&visit);
    return at;
}

/* The candidate goes on with the answers, and back where they are reopened; more time is later. */
static void test_answers(void **state)
{
    (void)state;
    candidate_is("north", PAL_CANDIDATE_INVITED, "");
    submit('a', NOW + DAY, PAL_E_INVALID); /* nothing is answered */
    answer("POL-01", 'b', NOW + DAY, PAL_OK);
    candidate_is("north", PAL_CANDIDATE_ANSWERING, "");
    answer("POL-05", 'c', NOW + DAY, PAL_OK);
    answer("NO-SUCH", 'd', NOW + DAY, PAL_E_INVALID);
    answer("POL-08", 'e', NOW + 5 * WEEK, PAL_E_INVALID);              /* the time is over */
    say("open", 'f', NOW + DAY, NOW + 3 * WEEK, "why", PAL_E_INVALID); /* sooner */
    say("open", 'f', NOW + DAY, 0, "why", PAL_E_INVALID);
    const int64_t before = link_ends();
    say("open", 'f', NOW + DAY, NOW + 12 * WEEK, NULL, PAL_E_INVALID); /* no reason */
    say("open", 'f', NOW + DAY, NOW + 12 * WEEK, "The fair is longer", PAL_OK);
    assert_true(link_ends() > before + 7 * WEEK);
    answer("POL-08", 'e', NOW + 5 * WEEK, PAL_OK);
    submit('9', NOW + 6 * WEEK, PAL_OK);
    candidate_is("north", PAL_CANDIDATE_ANSWERED, "");
    project_tells(NOW + 3 * WEEK, true, true); /* the manager and the expert are still asked */
    project_tells(NOW + 20 * WEEK, false, true);
    answer("POL-09", '8', NOW + 6 * WEEK, PAL_E_INVALID); /* it is submitted */
    say("reopened", '7', NOW + 7 * WEEK, NOW + 9 * WEEK, NULL, PAL_E_INVALID);
    say("reopened", '7', NOW + 7 * WEEK, NOW + 9 * WEEK, "One figure lacks.", PAL_OK);
    candidate_is("north", PAL_CANDIDATE_ANSWERING, "One figure lacks.");
    submit('6', NOW + 8 * WEEK, PAL_OK);
    candidate_is("north", PAL_CANDIDATE_ANSWERED, "");
    say("closed", '5', NOW + 8 * WEEK, 0, NULL, PAL_E_INVALID);
    say("closed", '5', NOW + 8 * WEEK, 0, "All is read.", PAL_OK);
    candidate_is("north", PAL_CANDIDATE_ANSWERED, "");
    project_tells(NOW + 20 * WEEK, false, true); /* closed, and yet it was submitted */
}

/* Of a candidate the page is told whether one was sent to them, and whether they have answered. */
static void test_candidates(void **state)
{
    struct visit visit;
    struct pal_document record;
    struct pal_candidates all;
    struct pal_case_of of = {.may = ~0U};
    (void)state;
    begin_as_manager(&visit, NOW);
    const struct pal_recipient south = {PAL_ACTOR_PROVIDER, "south", NULL, ""};
    struct pal_sending_plan plan = plan_of("museum", &south, 1);
    assert_int_equal(try_to_send(&visit, &plan), PAL_OK);
    assert_int_equal(pal_house_get(&visit.errand, "project", "museum", &record), PAL_OK);
    assert_int_equal(pal_candidates_now(&visit.errand, "museum", record.text, &all), PAL_OK);
    assert_int_equal(pal_sendings_tell(&visit.errand, "museum", &all), PAL_OK);
    const struct pal_candidate *north = pal_candidates_find(&all, "north");
    const struct pal_candidate *told = pal_candidates_find(&all, "south");
    assert_false(north->has_questionnaire); /* it is closed */
    assert_true(north->has_answered);
    assert_true(told->has_questionnaire);
    assert_false(told->has_answered);
    struct pal_case_asked asked = pal_case_asked_of_candidate(&of, told);
    assert_true(pal_case_holds(&asked.facts, PAL_FACT_QUESTIONNAIRE));
    asked = pal_case_asked_of_candidate(&of, north);
    assert_true(pal_case_holds(&asked.facts, PAL_FACT_ANSWERED));
    assert_false(pal_case_holds(&asked.facts, PAL_FACT_QUESTIONNAIRE));
    end(&visit);
}

/* Every row has its entry. */
static void test_chain(void **state)
{
    struct visit visit;
    struct pal_audit_result found = {0};
    (void)state;
    begin(&visit, NOW + 30 * WEEK);
    assert_int_equal(pal_audit_verify(&visit.errand, 0, NULL, &found), PAL_OK);
    assert_true(pal_audit_is_whole(&found));
    end(&visit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measure), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_send),    cmocka_unit_test(test_list),
        cmocka_unit_test(test_answers), cmocka_unit_test(test_candidates),
        cmocka_unit_test(test_chain),
    };
    return cmocka_run_group_tests(tests, open_one, close_one);
}
