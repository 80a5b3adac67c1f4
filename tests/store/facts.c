/* Acts, facts and heads: held against a computation without a database, and what each reader sees
 * against the pure predicate, row by row. */
#include "store/facts.h"
#include <stdio.h>

#include "core/case/audience.h"
#include "store.h"
#include "store/records.h"

enum {
    SUBJECTS = 3,
    PARTS = 3,
    LANES = 4,
    KINDS = 2,
    FACTS_MOST = 400,
    STEPS = 360,
    READERS = 256
};

static const char *const subjects[SUBJECTS] = {"a", "b", "ab"};
static const char *const parts[PARTS] = {"", "p", "PA05/2.1"};
static const char *const lanes[LANES] = {"", "seen/r1", "of/p1", "of/p12"};
/* Who reads a lane: of two readers the id of one begins that of the other. */
static const struct {
    const char *word;
    enum pal_audience audience;
    const char *whose;
} audiences_of[LANES] = {{"project", PAL_AUDIENCE_PROJECT, NULL},
                         {"assessors", PAL_AUDIENCE_ASSESSORS, NULL},
                         {"second:p1", PAL_AUDIENCE_SECOND, "p1"},
                         {"second:p12", PAL_AUDIENCE_SECOND, "p12"}};
static const char *const kinds[KINDS] = {"mark", "comment"};

/* A fact as the test remembers it. */
struct known {
    int64_t number;
    int64_t act;
    int subject, kind, part, lane;
    int64_t turn;
    bool is_erased;
};

struct memory {
    struct fixture *f;
    unsigned random;
    struct known facts[FACTS_MOST];
    size_t count;
    int64_t act; /* the last one */
};

static int choose(struct memory *memory, int most)
{
    memory->random = memory->random * 1103515245U + 12345U;
    return (int)(memory->random >> 16 & 0x7FFF) % most;
}

static int64_t add_act(struct pal_db *db, const char *id)
{
    struct pal_act_row row = {
        .principal = "person:p1", .id = id, .at = 7, .said_at = 3, .salt = "s", .digest = "d"};
    OK(pal_act_add(db, &row));
    return row.number;
}

/* Each fact says something of its own; the text stays for the next few. */
static const char *body_of(const struct known *fact)
{
    static char bodies[8][32];
    static size_t at;
    char *body = bodies[at++ % 8];
    (void)snprintf(body, sizeof bodies[0], "{\"x\":\"%lld.%lld\"}", (long long)fact->act,
                   (long long)fact->turn);
    return body;
}

static bool reads(const struct pal_audience_reader *reader, const struct known *fact)
{
    return pal_audience_reads(reader, audiences_of[fact->lane].audience,
                              audiences_of[fact->lane].whose);
}

static const char *state_of(const struct known *fact)
{
    return fact->turn % 2 == 0 ? "changed" : "said";
}

static struct pal_fact_row row_of(const struct known *fact)
{
    return (struct pal_fact_row){.act = fact->act,
                                 .kind = kinds[fact->kind],
                                 .project = "m",
                                 .subject_kind = "project",
                                 .subject = subjects[fact->subject],
                                 .part = parts[fact->part],
                                 .lane = lanes[fact->lane],
                                 .turn = fact->turn,
                                 .state = state_of(fact),
                                 .body = body_of(fact),
                                 .audience = audiences_of[fact->lane].word,
                                 .salt = "s",
                                 .digest = "d"};
}

static bool is_same_value(const struct known *a, const struct known *b)
{
    return a->subject == b->subject && a->kind == b->kind && a->part == b->part &&
           a->lane == b->lane;
}

/* The last of a value, as it follows from all facts. */
static const struct known *head_of(const struct memory *memory, const struct known *value)
{
    const struct known *head = NULL;
    for (size_t i = 0; i < memory->count; i++) {
        const struct known *at = &memory->facts[i];
        if (!at->is_erased && is_same_value(at, value) && (head == NULL || at->turn > head->turn)) {
            head = at;
        }
    }
    return head;
}

static void add_one(struct memory *memory)
{
    struct pal_db *db = memory->f->db;
    char id[24];
    struct known fact = {.subject = choose(memory, SUBJECTS),
                         .kind = choose(memory, KINDS),
                         .part = choose(memory, PARTS),
                         .lane = choose(memory, LANES)};
    const struct known *head = head_of(memory, &fact);
    bool is_taken = head != NULL && choose(memory, 8) == 0;
    fact.turn = head == NULL ? 1 : head->turn + !is_taken;
    OK(pal_db_begin(db));
    OK(pal_db_mark(db));
    (void)snprintf(id, sizeof id, "%zu-%d", memory->count, choose(memory, 30000));
    fact.act = choose(memory, 3) == 0 && memory->act > 0 ? memory->act : add_act(db, id);
    struct pal_fact_row row = row_of(&fact);
    enum pal_rc rc = pal_fact_add(db, &row);
    assert_int_equal(rc, is_taken ? PAL_E_EXISTS : PAL_OK);
    OK(is_taken ? pal_db_mark_undo(db) : pal_db_mark_keep(db));
    OK(pal_db_commit(db));
    if (!is_taken) {
        fact.number = row.number;
        assert_int_equal(fact.number, memory->count + 1);
        memory->act = fact.act;
        memory->facts[memory->count++] = fact;
    }
}

static void erase_one(struct memory *memory)
{
    struct pal_db *db = memory->f->db;
    struct known *fact =
        memory->count > 0 ? &memory->facts[choose(memory, (int)memory->count)] : NULL;
    if (fact == NULL) {
        return;
    }
    OK(pal_db_begin(db));
    RC(fact->is_erased ? PAL_E_NOT_FOUND : PAL_OK, pal_fact_erase(db, fact->number, memory->act));
    OK(pal_db_commit(db));
    fact->is_erased = true;
}

/* Whether a list asks for a fact. */
static bool is_asked(const struct pal_fact_list *list, const struct known *fact)
{
    return !fact->is_erased && strcmp(list->subject, subjects[fact->subject]) == 0 &&
           strcmp(list->kind, kinds[fact->kind]) == 0 &&
           (list->part == NULL || strcmp(list->part, parts[fact->part]) == 0) &&
           (list->lane == NULL || strcmp(list->lane, lanes[fact->lane]) == 0);
}

static void same(const struct pal_fact_row *row, const struct known *fact)
{
    assert_int_equal(row->number, fact->number);
    assert_int_equal(row->act, fact->act);
    assert_int_equal(row->turn, fact->turn);
    TEXT(row->subject, subjects[fact->subject]);
    TEXT(row->part, parts[fact->part]);
    TEXT(row->lane, lanes[fact->lane]);
    TEXT(row->kind, kinds[fact->kind]);
    TEXT(row->audience, audiences_of[fact->lane].word);
    TEXT(row->state, state_of(fact));
    TEXT(row->body, body_of(fact));
    TEXT(row->principal, "person:p1");
    assert_int_equal(row->at, 7);
    assert_int_equal(row->said_at, 3);
}

/* Heads and history, page by page. */
static void see_list(struct memory *memory, const struct pal_audience_reader *reader,
                     struct pal_fact_list list, bool is_heads)
{
    struct fixture *f = memory->f;
    size_t next = memory->count; /* behind the next one that is to come */
    list.max = (size_t)choose(memory, 7) + 1;
    for (bool is_over = false; !is_over;) {
        struct pal_fact_row *rows;
        size_t count;
        OK(is_heads ? pal_head_list(f->db, &list, &f->arena, &rows, &count)
                    : pal_fact_history(f->db, &list, &f->arena, &rows, &count));
        assert_true(count <= list.max);
        for (size_t i = 0; i < count; i++) {
            const struct known *fact;
            do {
                assert_true(next > 0); /* a row that nothing asks for, or that is hidden */
                fact = &memory->facts[--next];
            } while (!is_asked(&list, fact) || !reads(reader, fact) ||
                     (is_heads && head_of(memory, fact) != fact));
            same(&rows[i], fact);
        }
        is_over = count < list.max;
        list.before = count > 0 ? rows[count - 1].number : list.before;
    }
    while (next > 0) {
        const struct known *fact = &memory->facts[--next];
        assert_false(is_asked(&list, fact) && reads(reader, fact) &&
                     (!is_heads || head_of(memory, fact) == fact));
    }
}

static void see_acts(struct memory *memory, const struct pal_audience_reader *reader,
                     const char *audiences)
{
    struct fixture *f = memory->f;
    for (int64_t act = 1; act <= memory->act; act++) {
        struct pal_fact_row *rows;
        size_t count;
        size_t at = 0;
        OK(pal_facts_of_act(f->db, act, audiences, &f->arena, &rows, &count));
        for (size_t i = 0; i < memory->count; i++) {
            const struct known *fact = &memory->facts[i];
            if (fact->act != act || !reads(reader, fact)) {
                continue;
            }
            assert_true(at < count);
            assert_int_equal(rows[at].number, fact->number);
            assert_true((rows[at].erased_by != 0) == fact->is_erased);
            TEXT(rows[at].body, fact->is_erased ? "" : body_of(fact));
            TEXT(rows[at].subject, fact->is_erased ? "" : subjects[fact->subject]);
            at++;
        }
        assert_int_equal(at, count);
    }
}

/* The heads of one kind on some subjects, in any order, and whether there is any on all of them. */
static void see_many(struct memory *memory, const struct pal_audience_reader *reader,
                     const char *audiences)
{
    struct fixture *f = memory->f;
    int kind = choose(memory, KINDS);
    int most = choose(memory, SUBJECTS + 1);
    struct pal_heads_list list = {
        .kind = kinds[kind], .subject_kind = "project", .subjects = ",", .audiences = audiences};
    struct pal_fact_row *rows;
    size_t count;
    size_t expected = 0;
    bool is_any = false;
    bool is_there;
    for (int i = 0; i < most; i++) {
        list.subjects = pal_arena_printf(&f->arena, "%s%s,", list.subjects, subjects[i]);
    }
    OK(pal_heads_of(f->db, &list, &f->arena, &rows, &count));
    OK(pal_heads_any(f->db, &list, &is_there));
    for (size_t i = 0; i < memory->count; i++) {
        const struct known *fact = &memory->facts[i];
        bool is_head = fact->kind == kind && head_of(memory, fact) == fact && reads(reader, fact);
        is_any = is_any || is_head;
        expected += is_head && fact->subject < most;
        for (size_t at = 0; at < count && is_head && fact->subject < most; at++) {
            if (rows[at].number == fact->number) {
                same(&rows[at], fact);
                expected--;
                rows[at].number = 0; /* each once */
            }
        }
    }
    assert_int_equal(expected, 0);
    for (size_t at = 0; at < count; at++) {
        assert_int_equal(rows[at].number, 0);
    }
    assert_true(is_any == is_there);
    list.subject_kind = "alert-scheme";
    OK(pal_heads_any(f->db, &list, &is_there));
    assert_false(is_there);
}

/* All that a reader may ask. */
static void see_as(struct memory *memory, unsigned what)
{
    static const char *const persons[] = {NULL, "p1", "p12", "p2"};
    static const char *const opened[] = {"p12", "p1"};
    struct pal_audience_reader reader = {.is_all = what & 1,
                                         .is_signed_in = what & 2,
                                         .may_read = what & 4,
                                         .may_assess = what & 8,
                                         .self = persons[what >> 4 & 3],
                                         .opened = opened,
                                         .opened_count = what >> 6 & 3};
    reader.opened_count = reader.opened_count == 3 ? 0 : reader.opened_count;
    char room[PAL_AUDIENCES_ROOM];
    const char *audiences = pal_audience_set(&reader, room);
    for (int i = 0; i < SUBJECTS; i++) {
        struct pal_fact_list list = {
            .subject_kind = "project", .subject = subjects[i], .audiences = audiences};
        list.kind = kinds[choose(memory, KINDS)];
        list.part = choose(memory, 2) == 0 ? NULL : parts[choose(memory, PARTS)];
        list.lane = choose(memory, 2) == 0 ? NULL : lanes[choose(memory, LANES)];
        see_list(memory, &reader, list, true);
        see_list(memory, &reader, list, false);
    }
    see_many(memory, &reader, audiences);
    see_acts(memory, &reader, audiences);
    pal_arena_reset(&memory->f->arena);
}

/* Each value alone. */
static void see_heads(struct memory *memory)
{
    struct fixture *f = memory->f;
    int64_t wrong;
    for (int i = 0; i < SUBJECTS * KINDS * PARTS * LANES; i++) {
        struct known value = {.subject = i % SUBJECTS,
                              .kind = i / SUBJECTS % KINDS,
                              .part = i / SUBJECTS / KINDS % PARTS,
                              .lane = i / SUBJECTS / KINDS / PARTS};
        const struct known *head = head_of(memory, &value);
        struct pal_fact_row asked = row_of(&value);
        struct pal_fact_row row;
        RC(head == NULL ? PAL_E_NOT_FOUND : PAL_OK, pal_head_get(f->db, &asked, &f->arena, &row));
        if (head != NULL) {
            same(&row, head);
        }
    }
    OK(pal_heads_wrong(f->db, &wrong));
    assert_int_equal(wrong, 0);
}

/* Random facts, turns that are taken, erasures: heads and histories are what follows from
 * the facts, for each reader; made again they are the same. */
static void test_random(void **state)
{
    struct fixture *f = *state;
    struct memory memory = {.f = f, .random = 20031};
    for (int step = 1; step <= STEPS; step++) {
        if (choose(&memory, 10) == 0) {
            erase_one(&memory);
        } else {
            add_one(&memory);
        }
        if (step % 40 == 0) {
            see_heads(&memory);
            for (unsigned what = 0; what < READERS; what += (unsigned)choose(&memory, 60) + 1) {
                see_as(&memory, what);
            }
        }
    }
    OK(pal_heads_rebuild(f->db));
    see_heads(&memory);
    for (unsigned what = 0; what < READERS; what += 3) {
        see_as(&memory, what);
    }
}

static void spoil(struct pal_db *db, int64_t wrong)
{
    int64_t found;
    OK(pal_heads_wrong(db, &found));
    assert_int_equal(found, wrong);
    OK(pal_heads_rebuild(db));
    OK(pal_heads_wrong(db, &found));
    assert_int_equal(found, 0);
}

static void test_wrong_heads(void **state)
{
    struct fixture *f = *state;
    int64_t act = add_act(f->db, "1");
    for (int turn = 1; turn <= 3; turn++) {
        for (int subject = 0; subject < SUBJECTS; subject++) {
            struct known fact = {.act = act, .subject = subject, .turn = turn};
            struct pal_fact_row row = row_of(&fact);
            OK(pal_fact_add(f->db, &row));
        }
    }
    spoil(f->db, 0);
    RUN(f->db, "DELETE FROM heads WHERE subject = 'a'");
    spoil(f->db, 1);
    RUN(f->db, "UPDATE heads SET state = 'other' WHERE subject = 'a'");
    spoil(f->db, 1);
    RUN(f->db, "UPDATE heads SET audience = 'project'");
    spoil(f->db, 0); /* it was that */
    RUN(f->db, "UPDATE heads SET audience = 'assessors' WHERE subject = 'b'");
    spoil(f->db, 1);
    RUN(f->db, "UPDATE heads SET project = 'other' WHERE subject <> 'b'");
    spoil(f->db, 2);
    RUN(f->db,
        "UPDATE heads SET fact = (SELECT MIN(number) FROM facts), turn = 1"
        " WHERE subject = 'a'"); /* the last one is not there, and one that is not the last */
    spoil(f->db, 2);
    RUN(f->db, "UPDATE heads SET part = 'none' WHERE subject = 'a'");
    spoil(f->db, 1);
}

static void test_acts(void **state)
{
    struct fixture *f = *state;
    struct pal_act_row row;
    struct pal_act_row found;
    RC(PAL_E_NOT_FOUND, pal_act_find(f->db, "person:p1", "1", &f->arena, &found));
    assert_int_equal(add_act(f->db, "1"), 1);
    assert_int_equal(add_act(f->db, "2"), 2);
    row = (struct pal_act_row){
        .principal = "person:p1", .id = "2", .salt = "s", .digest = "d", .at = 1};
    RC(PAL_E_EXISTS, pal_act_add(f->db, &row));
    row.principal = "person:p2"; /* of somebody else it is another */
    OK(pal_act_add(f->db, &row));
    assert_int_equal(row.number, 3);
    OK(pal_act_find(f->db, "person:p1", "2", &f->arena, &found));
    assert_int_equal(found.number, 2);
    assert_int_equal(found.said_at, 3);
    TEXT(found.digest, "d");
}

/* What stands before an erased one is the last again, and its turn may be taken anew. */
static void test_erase_steps_back(void **state)
{
    struct fixture *f = *state;
    struct known fact = {.act = add_act(f->db, "1"), .turn = 1};
    struct pal_fact_row rows[3];
    struct pal_fact_row head;
    int64_t wrong;
    for (int i = 0; i < 3; i++) {
        fact.turn = i + 1;
        rows[i] = row_of(&fact);
        OK(pal_fact_add(f->db, &rows[i]));
    }
    OK(pal_fact_erase(f->db, rows[1].number, fact.act)); /* no head: nothing changes */
    OK(pal_head_get(f->db, &rows[2], &f->arena, &head));
    assert_int_equal(head.number, rows[2].number);
    OK(pal_fact_erase(f->db, rows[2].number, fact.act));
    OK(pal_head_get(f->db, &rows[2], &f->arena, &head));
    assert_int_equal(head.number, rows[0].number);
    TEXT(head.body, rows[0].body); /* nothing is left of what was erased */
    OK(pal_heads_wrong(f->db, &wrong));
    assert_int_equal(wrong, 0);
    OK(pal_fact_add(f->db, &rows[1]));
    OK(pal_head_get(f->db, &rows[2], &f->arena, &head));
    assert_int_equal(head.number, rows[1].number);
    OK(pal_fact_erase(f->db, rows[0].number, fact.act));
    OK(pal_fact_erase(f->db, rows[1].number, fact.act));
    RC(PAL_E_NOT_FOUND, pal_head_get(f->db, &rows[2], &f->arena, &head));
    OK(pal_heads_wrong(f->db, &wrong));
    assert_int_equal(wrong, 0);
    OK(pal_fact_get(f->db, rows[0].number, &f->arena, &head));
    assert_int_equal(head.erased_by, fact.act);
}

/* The act whose fact is erased can be held against nothing more; the others can. */
static void test_erase_salt(void **state)
{
    struct fixture *f = *state;
    struct known fact = {.act = add_act(f->db, "1"), .turn = 1};
    struct pal_act_row act;
    struct pal_fact_row row = row_of(&fact);
    OK(pal_fact_add(f->db, &row));
    (void)add_act(f->db, "2");
    OK(pal_fact_erase(f->db, row.number, 2));
    RC(PAL_E_NOT_FOUND, pal_fact_erase(f->db, row.number, 2));
    OK(pal_act_find(f->db, "person:p1", "1", &f->arena, &act));
    TEXT(act.salt, "");
    TEXT(act.digest, "d");
    OK(pal_act_find(f->db, "person:p1", "2", &f->arena, &act));
    TEXT(act.salt, "s");
}

static void add_document(struct fixture *f, const char *id, const char *project)
{
    struct pal_record record = {.kind = "sending",
                                .id = id,
                                .project = project,
                                .title = id,
                                .version = 1,
                                .changed_at = 1,
                                .changed_by = "",
                                .text = "t",
                                .hash = "h",
                                .note = ""};
    OK(pal_record_add(f->db, &record));
}

static void say_of(struct fixture *f, const char *kind, const char *subject, int64_t turn,
                   const char *state)
{
    char id[40];
    (void)snprintf(id, sizeof id, "%s-%s-%lld", kind, subject, (long long)turn);
    struct pal_fact_row row = {.act = add_act(f->db, id),
                               .kind = kind,
                               .project = "museum",
                               .subject_kind = "sending",
                               .subject = subject,
                               .part = "",
                               .lane = "",
                               .turn = turn,
                               .state = state,
                               .body = "{\"until\":\"2026-12-01\"}",
                               .audience = "keeper",
                               .salt = "s",
                               .digest = "d"};
    OK(pal_fact_add(f->db, &row));
}

/* How documents of a project stand by what was said of them last, and whether they ever stood
 * otherwise. */
static void test_documents(void **state)
{
    static const struct {
        const char *id;
        int64_t turn;
        const char *state;
        bool was;
    } expected[] = {
        {"one", 3, "closed", true}, {"two", 1, "open", false}, {"unsaid", 0, "", false}};
    struct fixture *f = *state;
    const struct pal_said_list wanted = {"museum", "sending", "sent", "submitted"};
    struct pal_said_row *rows = NULL;
    size_t count = 0;
    OK(pal_db_begin(f->db));
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        add_document(f, expected[i].id, "museum");
    }
    add_document(f, "elsewhere", "archive");
    add_document(f, "removed", "museum");
    OK(pal_record_remove(f->db, "sending", "removed", 5));
    say_of(f, "sent", "one", 1, "open");
    say_of(f, "sent", "one", 2, "submitted");
    say_of(f, "sent", "one", 3, "closed");
    say_of(f, "sent", "two", 1, "open");
    say_of(f, "sent", "elsewhere", 1, "submitted");
    OK(pal_heads_of_documents(f->db, &wanted, &f->arena, &rows, &count));
    assert_int_equal(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (strcmp(rows[i].head.subject, expected[at].id) != 0) {
            at++;
            assert_true(at < count);
        }
        assert_int_equal(rows[i].head.turn, expected[at].turn);
        TEXT(rows[i].head.state, expected[at].state);
        TEXT(rows[i].head.body, expected[at].turn > 0 ? "{\"until\":\"2026-12-01\"}" : "");
        assert_int_equal(rows[i].was, expected[at].was);
    }
    OK(pal_db_commit(f->db));
}

static void see_visits(struct fixture *f, bool is_planned, bool was_held)
{
    struct pal_dossier_there there;
    OK(pal_dossier_has(f->db, "museum", &there));
    assert_int_equal(there.visit_planned, is_planned);
    assert_int_equal(there.visit_held, was_held);
}

/* Whether anybody who was asked in a project is visited, by what was said last of each visit. */
static void test_visits(void **state)
{
    struct fixture *f = *state;
    add_document(f, "one", "museum");
    add_document(f, "two", "museum");
    add_document(f, "elsewhere", "archive");
    say_of(f, "visit", "elsewhere", 1, "held");
    say_of(f, "sent", "one", 1, "planned"); /* another kind, whatever its states are called */
    see_visits(f, false, false);
    say_of(f, "visit", "one", 1, "planned");
    see_visits(f, true, false);
    say_of(f, "visit", "one", 2, "held");
    see_visits(f, false, true);
    say_of(f, "visit", "two", 1, "planned");
    see_visits(f, true, true);
    say_of(f, "visit", "two", 2, "cancelled");
    see_visits(f, false, true);
    OK(pal_record_remove(f->db, "sending", "one", 5));
    see_visits(f, false, false);
}

const struct test fact_tests[] = {
    {"acts", test_acts, false, false},
    {"random facts", test_random, false, false},
    {"wrong heads", test_wrong_heads, false, false},
    {"an erased head", test_erase_steps_back, false, false},
    {"the salt of an erased act", test_erase_salt, false, false},
    {"what is said of documents", test_documents, false, false},
    {"visits of who was asked", test_visits, false, false},
    {NULL, NULL, false, false},
};
