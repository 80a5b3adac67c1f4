/* Every allocation of the arena is made to fail once, in turn, in everything that reads: an error
 * each time, and the connection is as good as before. */
#include "../unit/failing.h"
#include "app/house/audit.h"
#include "store.h"
#include "store/facts.h"

static void fill(struct pal_db *db)
{
    struct pal_person person = {.id = "p1", .email = "a", .name = "N", .language = "fr"};
    struct pal_grant grant = {"p1", "expert", "m", 1};
    struct pal_token token = {"t1", "p1", "T", "read", 1, 1000, 0, 0};
    struct pal_lift lift = {"p1", "m", "D01", "reason", "p1", 1};
    struct pal_record record = {.kind = "assessment",
                                .id = "a1",
                                .project = "m",
                                .title = "T",
                                .version = 1,
                                .changed_at = 5,
                                .changed_by = "p1",
                                .text = "x",
                                .hash = "h"};
    struct pal_score_row score = {.id = "a1",
                                  .version = 1,
                                  .project = "m",
                                  .provider = "P",
                                  .day = "2026-01-01",
                                  .figure = "f"};
    struct pal_file_row file = {.id = "f1",
                                .project = "m",
                                .title = "T",
                                .kind = "k",
                                .file_name = "n",
                                .media_type = "t",
                                .size = 3,
                                .hash = "h",
                                .content = "abc",
                                .person = "p1"};
    struct pal_hours_row hours = {"h1",         "m", "a1", "s",  "p1",  1,
                                  "2026-01-01", "n", 1,    "h0", false, NULL};
    struct pal_delivery_row delivery = {"d1", "m", "a1", "o", "r", "d", "p1", 1, "d0", NULL};
    struct pal_audit_row entry = {1, 1, "p", "s", "v", "o", "b", "a", "p", "h", "", false};
    struct pal_anchor_row anchor = {1, "h", 1, "p"};
    struct pal_act_row act = {.principal = "p", .id = "i", .at = 1, .salt = "s", .digest = "d"};
    struct pal_fact_row fact = {.act = 1,
                                .kind = "k",
                                .project = "m",
                                .subject_kind = "project",
                                .subject = "m",
                                .part = "p",
                                .lane = "l",
                                .turn = 1,
                                .state = "s",
                                .body = "{}",
                                .audience = "project",
                                .salt = "s",
                                .digest = "d"};
    OK(pal_person_add(db, &person));
    OK(pal_grant_add(db, &grant));
    OK(pal_session_add(db, "s1", "p1", "agent", 10));
    OK(pal_token_add(db, &token, "k1"));
    OK(pal_link_add(db, "l1", "p1", "reset", 1, 1000));
    OK(pal_record_add(db, &record));
    OK(pal_lift_add(db, &lift));
    OK(pal_score_put(db, &score));
    OK(pal_file_row_add(db, &file));
    OK(put_hours_row(db, &hours));
    OK(put_delivery_row(db, &delivery));
    OK(pal_audit_add(db, &entry));
    OK(pal_anchor_add(db, &anchor));
    OK(pal_act_add(db, &act));
    OK(pal_fact_add(db, &fact));
}

typedef enum pal_rc (*reader)(struct pal_db *db, struct pal_arena *arena);

#define READER(name, ...)                                                                          \
    static enum pal_rc name(struct pal_db *db, struct pal_arena *arena)                            \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

READER(person_get, struct pal_person out; return pal_person_get(db, "p1", arena, &out);)
READER(person_by_email, struct pal_person out; return pal_person_by_email(db, "a", arena, &out);)
READER(person_list, struct pal_person *out; size_t count;
       return pal_person_list(db, NULL, 9, arena, &out, &count);)
READER(person_names, const char *id = "p1"; const char *name;
       return pal_person_names(db, &id, 1, arena, &name);)
READER(grant_list, struct pal_grant *out; size_t count;
       return pal_grant_list(db, NULL, NULL, arena, &out, &count);)
READER(grant_of_roles, struct pal_grant *out; size_t count; const char *role = "expert";
       return pal_grant_of_roles(db, "p1", &role, 1, arena, &out, &count);)
READER(grant_sums, struct pal_grant_sum *out; size_t count; const char *id = "p1";
       return pal_grant_sums(db, &id, 1, arena, &out, &count);)
READER(session_person, struct pal_person out; int64_t at;
       return pal_session_person(db, "s1", 0, 0, 5, arena, &out, &at);)
READER(session_list, struct pal_session *out; size_t count;
       return pal_session_list(db, "p1", arena, &out, &count);)
READER(token_person, struct pal_person person; struct pal_token out;
       return pal_token_person(db, "k1", 5, arena, &person, &out);)
READER(token_list, struct pal_token *out; size_t count;
       return pal_token_list(db, "p1", arena, &out, &count);)
READER(lift_list, struct pal_lift *out; size_t count;
       return pal_lift_list(db, "p1", NULL, arena, &out, &count);)
READER(opened_by, const char *out;
       return pal_record_opened_by(db, "assessment", "a1", arena, &out);)
READER(link_person, struct pal_person out; const char *kind;
       return pal_link_person(db, "l1", 5, arena, &out, &kind);)
READER(record_get, struct pal_record out;
       return pal_record_get(db, "assessment", "a1", arena, &out);)
READER(record_head, struct pal_record out;
       return pal_record_head(db, "assessment", "a1", arena, &out);)
READER(record_version, struct pal_record out;
       return pal_record_get_version(db, "assessment", "a1", 1, arena, &out);)
READER(record_find, struct pal_record *out; size_t count; struct pal_record_list list = {0};
       list.max = 9; list.with_text = true; return pal_record_find(db, &list, arena, &out, &count);)
READER(record_history, struct pal_record *out; size_t count;
       return pal_record_history(db, "assessment", "a1", 0, 9, arena, &out, &count);)
READER(score_list, struct pal_score_row *out; size_t count;
       return pal_score_list(db, "m", NULL, 9, arena, &out, &count);)
READER(score_standing, struct pal_score_stands out; const char *project = "m"; const char *any = "";
       const struct pal_score_asked asked = {&project, &any, 1, ""};
       return pal_score_standing(db, &asked, arena, &out);)
READER(record_titles, const char *title; const char *id = "a1";
       return pal_record_titles(db, "assessment", &id, 1, arena, &title);)
READER(file_get, struct pal_file_row out; return pal_file_row_get(db, "m", "f1", arena, &out);)
READER(file_list, struct pal_file_row *out; size_t count;
       return pal_file_row_list(db, "m", 9, arena, &out, &count);)
READER(hours_by_assessment, struct pal_hours_sum *out; size_t count;
       return pal_hours_by_assessment(db, "m", arena, &out, &count);)
READER(hours_by_step, struct pal_hours_sum *out; size_t count;
       return pal_hours_by_step(db, "m", arena, &out, &count);)
READER(hours_find, struct pal_hours_row *out; size_t count;
       return pal_hours_find(db, &(struct pal_hours_search){.project = "m", .max = 9}, arena, &out,
                             &count);)
READER(delivery_list, struct pal_delivery_row *out; size_t count;
       return pal_delivery_list(db, "m", 9, arena, &out, &count);)
READER(audit_head, int64_t number; const char *hash;
       return pal_audit_head(db, false, arena, &number, &hash);)
READER(audit_find, struct pal_audit_row *out; size_t count; struct pal_audit_list list = {0};
       list.max = 9; return pal_audit_find(db, &list, arena, &out, &count);)
READER(audit_from, struct pal_audit_row *out; size_t count;
       return pal_audit_from(db, 1, 9, arena, &out, &count);)
READER(anchor_list, struct pal_anchor_row *out; size_t count;
       return pal_anchor_list(db, arena, &out, &count);)

#define OF_M                                                                                       \
    {                                                                                              \
        .subject_kind = "project", .subject = "m", .kind = "k", .max = 9                           \
    }
READER(act_find, struct pal_act_row out; return pal_act_find(db, "p", "i", arena, &out);)
READER(fact_get, struct pal_fact_row out; return pal_fact_get(db, 1, arena, &out);)
READER(facts_of_act, struct pal_fact_row *out; size_t count;
       return pal_facts_of_act(db, 1, ",project,", arena, &out, &count);)
READER(head_get, struct pal_fact_row out;
       struct pal_fact_row value =
           {.subject_kind = "project", .subject = "m", .kind = "k", .part = "p", .lane = "l"};
       return pal_head_get(db, &value, arena, &out);)
READER(head_list, struct pal_fact_row *out; size_t count; struct pal_fact_list list = OF_M;
       return pal_head_list(db, &list, arena, &out, &count);)
READER(heads_of, struct pal_fact_row *out; size_t count;
       const struct pal_heads_list list = {.kind = "k",
                                           .subject_kind = "project",
                                           .subjects = ",m,"};
       return pal_heads_of(db, &list, arena, &out, &count);)
READER(fact_history, struct pal_fact_row *out; size_t count; struct pal_fact_list list = OF_M;
       return pal_fact_history(db, &list, arena, &out, &count);)

/* Runs `read` until it no longer meets the failing allocation. */
static size_t fail_each(struct pal_db *db, reader read)
{
    for (size_t fail_at = 0;; fail_at++) {
        struct failing failing = {.count = 0, .fail_at = fail_at};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        OK(pal_db_begin_read(db));
        enum pal_rc rc = read(db, &arena);
        bool was_met = failing.count > fail_at;
        assert_int_equal(rc, was_met ? PAL_E_MEMORY : PAL_OK);
        assert_int_equal(pal_db_commit(db), rc);
        if (was_met) {
            RC(PAL_E_MEMORY, pal_db_error(db)->rc);
        }
        pal_db_rollback(db);
        pal_arena_done(&arena);
        if (!was_met) {
            return fail_at;
        }
        assert_true(fail_at < 1000);
    }
}

static void test_each(void **state)
{
    static const reader readers[] = {
        person_get,     person_by_email, person_list,    person_names,
        grant_list,     grant_of_roles,  grant_sums,     session_person,
        session_list,   token_person,    token_list,     link_person,
        record_get,     record_head,     record_version, record_find,
        record_history, score_list,      score_standing, record_titles,
        file_get,       file_list,       hours_find,     hours_by_assessment,
        hours_by_step,  delivery_list,   audit_head,     audit_find,
        audit_from,     anchor_list,     lift_list,      opened_by,
        act_find,       fact_get,        facts_of_act,   head_get,
        head_list,      fact_history,    heads_of};
    struct fixture *f = *state;
    size_t runs = 0;
    fill(f->db);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        size_t met = fail_each(f->db, readers[i]);
        assert_true(met > 0);
        runs += met;
    }
    assert_true(runs > 120);
}

const struct test memory_tests[] = {
    {"each allocation fails", test_each, false, false},
    {NULL, NULL, false, false},
};
