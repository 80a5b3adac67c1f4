/* question_form - what is typed into the form of an answer, field by field: taken as what it is, or
 * refused in a sentence at its place; rows that come and go; what may be said instead of fields. */
#include "failing.h"
#include "question_docs.h"

#include "base/fold.h"
#include "core/question/countries.h"
#include "web/question_form.h"

static const char BOOK[] =
    "palier: questionnaire/1\nid: q\ntitle: Q\nmodel: sse-cmm-2.0\nquestions:\n"
    "- id: A-1\n  question: Which {PA}?\n  evidence: a list\n  about: comparable_service\n  "
    "fields:\n"
    "  - {id: yes_or_no, type: yesno}\n"
    "  - {id: ladder, type: ladder, steps: [none, some, most, all]}\n"
    "  - {id: share, type: percent}\n"
    "  - {id: count, type: integer}\n"
    "  - {id: time, type: number, unit: h, title: {en: time, fr: temps}}\n"
    "  - {id: way, type: number, unit: km}\n"
    "  - {id: last, type: date}\n"
    "  - {id: who, type: person}\n"
    "  - {id: what, type: text}\n"
    "  - {id: paper, type: document}\n"
    "  - {id: word, type: choice, choices: [{id: a, title: A}, {id: b, title: B}]}\n"
    "  - {id: where, type: country}\n"
    "  - {id: sample, type: drawn, of: 6}\n"
    "  - {id: list, type: rows, columns: [{id: name, type: text}, {id: hours, type: number, unit: "
    "h}, {id: day, type: date}, {id: place, type: country}]}\n"
    "- id: A-2\n  question: Of the organization?\n  about: organization\n";

static struct reading books;
static const struct pal_questionnaire *questionnaire;

static int open_book(void **state)
{
    (void)state;
    reading_init(&books);
    questionnaire = read_questionnaire(&books, BOOK, sse_cmm(&books));
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    reading_done(&books);
    return 0;
}

/* ------------------------------------------------------------------- typing */

struct typing {
    struct pal_arena arena;
    struct pal_question_form form;
};

static void begin(struct typing *at, size_t question)
{
    pal_arena_init(&at->arena, NULL);
    pal_question_form_init(&at->form, &at->arena, NULL, questionnaire,
                           &questionnaire->questions[question]);
}

static void end(struct typing *at)
{
    assert_false(at->form.failed);
    pal_arena_done(&at->arena);
}

enum { PAIRS_MOST = 16 };

/* Names and values, NULL behind them. */
static void type_all(struct typing *at, const char *const *pairs)
{
    struct pal_field_value items[PAIRS_MOST];
    size_t count = 0;
    for (; pairs[2 * count] != NULL; count++) {
        assert_in_range(count, 0, PAIRS_MOST - 1);
        items[count] = (struct pal_field_value){.name = pairs[2 * count],
                                                .value = pairs[2 * count + 1],
                                                .value_len = strlen(pairs[2 * count + 1])};
    }
    const struct pal_fields sent = {items, count};
    pal_question_form_read(&at->form, &sent, "csrf turn");
}

#define TYPE(at, ...) type_all(at, (const char *const[]){__VA_ARGS__, NULL, NULL})

static void assert_answer(struct typing *at, const char *expected)
{
    const char *json = NULL;
    enum pal_rc rc = pal_question_form_answer(&at->form, &json);
    struct pal_question_fault fault = {"", ""};
    (void)pal_question_form_faults(&at->form, &fault, 1);
    assert_string_equal(fault.sentence, "");
    assert_int_equal(rc, PAL_OK);
    if (expected == NULL) {
        assert_null(json);
    } else {
        assert_non_null(json);
        assert_string_equal(json, expected);
    }
}

static void assert_fault(struct typing *at, const char *path, const char *sentence)
{
    const char *json = "";
    struct pal_question_fault faults[4];
    assert_int_equal(pal_question_form_answer(&at->form, &json), PAL_E_INVALID);
    assert_null(json);
    assert_int_equal(pal_question_form_faults(&at->form, faults, 4), 1);
    assert_string_equal(faults[0].path, path);
    assert_string_equal(faults[0].sentence, sentence);
}

/* What is typed into a field, and what it becomes: a value, or a sentence. */
static const struct {
    const char *name;
    const char *typed;
    const char *value; /* NULL: it is refused */
    const char *sentence;
} typed_fields[] = {
    {"yes_or_no", "yes", "\"yes\"", NULL},
    {"yes_or_no", "maybe", NULL, "\"maybe\" is none of the words; choose one"},
    {"ladder", " 3 ", "\"3\"", NULL},
    {"ladder", "4", NULL, "choose one of the texts"},
    {"ladder", "-1", NULL, "choose one of the texts"},
    {"share", "99,95", "\"99.95\"", NULL},
    {"share", "99,982", "\"99.982\"", NULL},
    {"share", "99.5000", "\"99.5\"", NULL},
    {"share", "99.9999", NULL,
     "\"99.9999\" is no number; write it in digits, at most three of them behind a point, as "
     "99.95"},
    {"count", "1 234 567", "\"1234567\"", NULL},
    {"count", "1\u202f234", "\"1234\"", NULL},
    {"count", "007", "\"7\"", NULL},
    {"count", "1,5", NULL,
     "\"1,5\" is no whole number from 0 to 999999999; write it in digits, without a comma or a "
     "point"},
    {"count", "-4", NULL,
     "\"-4\" is no whole number from 0 to 999999999; write it in digits, without a comma or a "
     "point"},
    {"count", "99999999999", NULL,
     "\"99999999999\" is no whole number from 0 to 999999999; write it in digits, without a "
     "comma or a point"},
    {"time.value", "1 234,5", "{\"unit\":\"h\",\"value\":\"1234.5\"}", NULL},
    {"time.value", "0.125", "{\"unit\":\"h\",\"value\":\"0.125\"}", NULL},
    {"time.value", "5,000", NULL,
     "\"5,000\" may be read in two ways; write it without the comma, or with a point in its "
     "place"},
    {"time.value", "1,234.5", NULL,
     "\"1,234.5\" is no number; write it in digits, at most three of them behind a point, as "
     "99.95"},
    {"time.value", "soon", NULL,
     "\"soon\" is no number; write it in digits, at most three of them behind a point, as "
     "99.95"},
    {"way.value", "12", "{\"unit\":\"km\",\"value\":\"12\"}", NULL},
    {"last", "2026-03-31", "\"2026-03-31\"", NULL},
    {"last", "never", "\"never\"", NULL},
    {"last.never", "1", "\"never\"", NULL},
    {"last", "31/03/2026", NULL,
     "\"31/03/2026\" is no date of the calendar; write it as 2003-11-05"},
    {"last", "2026-02-30", NULL,
     "\"2026-02-30\" is no date of the calendar; write it as 2003-11-05"},
    {"who.role", " Head of\u00a0it ", "{\"role\":\"Head of\u00a0it\"}", NULL},
    {"who.name", "N. Name", "{\"name\":\"N. Name\"}", NULL},
    {"what", "\n one\r\ntwo \n", "\"one\\ntwo\"", NULL},
    {"what.fr", "oui", "{\"fr\":\"oui\"}", NULL},
    {"what", "a\x01z", NULL, "the text holds the control character U+0001; remove it"},
    {"what", "a\xff", NULL, "the text is no UTF-8 from byte 2 on"},
    {"paper.title", "T", "{\"title\":\"T\"}", NULL},
    {"paper.place.en", "P", "{\"place\":{\"en\":\"P\"}}", NULL},
    {"paper.date", "2026", NULL, "\"2026\" is no date of the calendar; write it as 2003-11-05"},
    {"word", "b", "\"b\"", NULL},
    {"word", "c", NULL, "\"c\" is none of the words; choose one"},
    {"where", "FR", "\"FR\"", NULL},
    {"where", "fr", "\"FR\"", NULL},
    {"where", "Allemagne", "\"DE\"", NULL},
    {"where", "cote d'ivoire", "\"CI\"", NULL},
    {"where", "Utopia", NULL,
     "\"Utopia\" is no country; choose one of the list, or write its code, as FR"},
    {"where", "\xff", NULL,
     "\"\xff\" is no country; choose one of the list, or write its code, as FR"},
};

static void test_fields(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof typed_fields / sizeof *typed_fields; i++) {
        struct typing at;
        char name[64];
        char json[256];
        char id[32];
        begin(&at, 0);
        (void)snprintf(name, sizeof name, "fields.%s", typed_fields[i].name);
        (void)snprintf(id, sizeof id, "%.*s", (int)strcspn(typed_fields[i].name, "."),
                       typed_fields[i].name);
        TYPE(&at, name, typed_fields[i].typed);
        assert_null(at.form.unknown);
        if (typed_fields[i].value != NULL) {
            (void)snprintf(json, sizeof json, "{\"about\":\"this_service\",\"fields\":{\"%s\":%s}}",
                           id, typed_fields[i].value);
            assert_answer(&at, json);
        } else {
            assert_fault(&at, name, typed_fields[i].sentence);
        }
        end(&at);
    }
}

static void test_parts(void **state)
{
    struct typing at;
    (void)state;
    begin(&at, 0);
    TYPE(&at, "fields.time.value", "90", "fields.time.unit", "min");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"time\":{\"unit\":\"min\","
                       "\"value\":\"90\"}}}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.time.value", "1", "fields.time.unit", "s");
    assert_fault(&at, "fields.time.value",
                 "this cannot be told in hours without rounding; write it in hours");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.time.value", "1", "fields.time.unit", "mo");
    assert_fault(&at, "fields.time.unit", "\"mo\" is no unit of this number; choose one");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.way.value", "1", "fields.way.unit", "h");
    assert_fault(&at, "fields.way.unit", "\"h\" is no unit of this number; choose one");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.time.value", "999999999", "fields.time.unit", "d");
    assert_fault(&at, "fields.time.value", "this is too great; write a smaller number");
    end(&at);
    begin(&at, 0); /* a unit alone says nothing */
    TYPE(&at, "fields.time.unit", "min", "fields.sample.n_asked", "6");
    assert_answer(&at, NULL);
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.last", "2026-03-31", "fields.last.never", "1");
    assert_fault(&at, "fields.last",
                 "a date stands here, and \"never\" is marked; keep one of them");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.sample.drawn", "6", "fields.sample.good", "5", "fields.sample.n_asked", "6");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"sample\":{\"drawn\":\"6\","
                       "\"good\":\"5\",\"n_asked\":\"6\"}}}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.sample.drawn", "5", "fields.sample.good", "6");
    assert_fault(&at, "fields.sample.good", "more are good than were drawn");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.sample.good", "6");
    assert_fault(&at, "fields.sample.drawn", "write also how many were drawn");
    end(&at);
    char version[PAL_QUESTION_WORD + 2];
    memset(version, 'v', sizeof version - 1);
    version[sizeof version - 1] = '\0';
    begin(&at, 0);
    TYPE(&at, "fields.paper.version", version);
    assert_fault(&at, "fields.paper.version",
                 "this has 301 characters, 300 are the most; shorten it");
    end(&at);
    begin(&at, 0); /* a text alone beside one under a language: nothing is lost */
    TYPE(&at, "fields.what", "here", "fields.what.fr", "ici");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"what\":{\"en\":\"here\",\"fr\":"
                       "\"ici\"}}}");
    end(&at);
}

/* --------------------------------------------------------------------- rows */

static void test_rows(void **state)
{
    struct typing at;
    (void)state;
    begin(&at, 0); /* in the order of their numbers; blank ones are left out */
    TYPE(&at, "fields.list[7].name", "late", "fields.list[2].name", "early", "fields.list[3].name",
         "", "fields.list[3].hours.unit", "h", "fields.list[2].hours.value", "2",
         "fields.list[2].hours.unit", "d", "fields.list[7].place", "Suisse",
         "fields.list[7].day.never", "1");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"list\":[{\"hours\":{\"unit\":"
                       "\"d\",\"value\":\"2\"},\"name\":\"early\"},{\"day\":\"never\",\"name\":"
                       "\"late\",\"place\":\"CH\"}]}}");
    end(&at);
    begin(&at,
          0); /* what is taken away is the row of that number, whatever blank rows stand above */
    TYPE(&at, "fields.list[0].name", "", "fields.list[1].name", "one", "fields.list[2].name", "two",
         "fields.list[3].name", "three", "remove", "fields.list[2]");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"list\":[{\"name\":\"one\"},{"
                       "\"name\":\"three\"}]}}");
    end(&at);
    begin(&at, 0); /* rows that are added are shown, and say nothing */
    TYPE(&at, "fields.list[0].name", "one", "add", "fields.list");
    assert_string_equal(at.form.first_row, "fields.list[1]");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"list\":[{\"name\":\"one\"}]}}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "none.list", "1");
    assert_answer(&at, "{\"about\":\"this_service\",\"none\":[\"list\"]}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "none.list", "1", "fields.list[0].name", "one");
    assert_fault(&at, "fields.list",
                 "there are rows, and \"none\" is marked; take away the mark or the rows");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.list[4].hours.value", "x");
    assert_fault(&at, "fields.list[0].hours.value",
                 "\"x\" is no number; write it in digits, at most three of them behind a point, as "
                 "99.95");
    end(&at);
    begin(&at, 0); /* buttons that name nothing change nothing */
    TYPE(&at, "fields.list[0].name", "one", "add", "fields.what", "remove", "fields.list", "remove",
         "fields.list[9]", "from", "x", "add", "fields.list[0]");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"list\":[{\"name\":\"one\"}]}}");
    end(&at);
    begin(&at, 0); /* what is carried of rows that are not shown may be anything */
    TYPE(&at, "fields.list.before", "[{\"name\":\"a\"},7,{\"x\":1}]", "fields.list.after", "[[]],{",
         "fields.list[0].name", "b");
    assert_answer(&at, "{\"about\":\"this_service\",\"fields\":{\"list\":[{\"name\":\"a\"},{"
                       "\"name\":\"b\"}]}}");
    end(&at);
}

static void test_unknown(void **state)
{
    static const char *const names[] = {"field",
                                        "fields",
                                        "fields.",
                                        "fields.none",
                                        "fields.what.de",
                                        "fields.last.fr",
                                        "fields.paper.size",
                                        "fields.list",
                                        "fields.list[0]",
                                        "fields.list[x].name",
                                        "fields.list[0].none",
                                        "fields.list[1234567].name",
                                        "none.what",
                                        "none.list.x",
                                        "proofs[0]",
                                        "proofs[0].size",
                                        "proofs.before",
                                        "subcontractor",
                                        "subcontractor.proof",
                                        "remark.de",
                                        "about.x",
                                        "turned",
                                        "",
                                        "fields.list.around"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct typing at;
        begin(&at, 0);
        TYPE(&at, "csrf", "1", "turn", "2", names[i], "x");
        assert_non_null(at.form.unknown);
        assert_string_equal(at.form.unknown, names[i]);
        assert_answer(&at, NULL);
        end(&at);
    }
}

/* ------------------------------------------------------------------- around */

static void test_instead(void **state)
{
    struct typing at;
    (void)state;
    begin(&at, 0);
    TYPE(&at, "instead", "fields", "about", "this_service", "not_yet", "", "remark", " \n ");
    assert_answer(&at, NULL);
    end(&at);
    begin(&at, 0);
    TYPE(&at, "instead", "not_known");
    assert_answer(&at, "{\"about\":\"this_service\",\"not_known\":true}");
    end(&at);
    begin(&at, 0); /* what alone is typed is chosen by that */
    TYPE(&at, "instead", "fields", "not_yet", "2027-01-01");
    assert_answer(&at, "{\"about\":\"this_service\",\"not_yet\":\"2027-01-01\"}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "not_applicable", "no such thing");
    assert_answer(&at, "{\"about\":\"this_service\",\"not_applicable\":\"no such thing\"}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "instead", "not_yet");
    assert_fault(&at, "not_yet", "the planned date is missing; write it");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "instead", "not_applicable");
    assert_fault(&at, "not_applicable",
                 "the reason is missing; write why the question does not apply");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "instead", "not_known", "fields.count", "3");
    assert_fault(
        &at, "instead",
        "fields are filled in, and \"Not known\" is chosen; empty the fields, or choose to "
        "answer by them");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "instead", "fields", "fields.count", "3", "not_applicable", "why");
    assert_fault(&at, "not_applicable",
                 "this belongs to an answer that is not chosen; choose it, or empty this");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "instead", "soon");
    assert_fault(&at, "instead", "\"soon\" is none of the words; choose one");
    end(&at);
    begin(&at, 1);
    TYPE(&at, "not_yet", "2027-01-01");
    assert_fault(&at, "instead",
                 "the question is about the organization: \"not yet in service\" is no answer to "
                 "it");
    end(&at);
}

static void test_around(void **state)
{
    struct typing at;
    (void)state;
    begin(&at, 0);
    TYPE(&at, "about", "comparable_service", "service", "Their portal", "remark.en", "R", "secret",
         "S", "subcontractor.who", "W", "subcontractor.proof.title", "T",
         "subcontractor.proof.shown", "video_call");
    assert_answer(&at, "{\"about\":\"comparable_service\",\"remark\":{\"en\":\"R\"},\"secret\":"
                       "\"S\",\"service\":\"Their portal\",\"subcontractor\":{\"proof\":{\"shown\":"
                       "\"video_call\",\"title\":\"T\"},\"who\":\"W\"}}");
    end(&at);
    begin(&at, 1); /* about something else than was asked is something said */
    TYPE(&at, "about", "this_service");
    assert_answer(&at, "{\"about\":\"this_service\"}");
    end(&at);
    begin(&at, 1);
    TYPE(&at, "about", "organization");
    assert_answer(&at, NULL);
    end(&at);
    begin(&at, 1);
    TYPE(&at, "about", "them");
    assert_fault(&at, "about", "\"them\" is none of the words; choose one");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "subcontractor.proof.title", "T");
    assert_fault(&at, "subcontractor.who", "this is missing; say which subcontractor answered");
    end(&at);
    begin(&at, 0);
    at.form.is_bare = true; /* the fields alone */
    TYPE(&at, "fields.count", "3", "remark", "R");
    assert_answer(&at, "{\"fields\":{\"count\":\"3\"}}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "fields.count", "3");
    at.form.by_role.alone = "Clerk";
    at.form.by_name = "N";
    at.form.organization.in[PAL_LANG_FR] = "O";
    assert_answer(&at, "{\"about\":\"this_service\",\"by\":{\"name\":\"N\",\"role\":\"Clerk\"},"
                       "\"fields\":{\"count\":\"3\"},\"organization\":{\"fr\":\"O\"}}");
    end(&at);
}

static void test_proofs(void **state)
{
    static const struct pal_question_file files[] = {{"f1", "policy.pdf", NULL}};
    struct typing at;
    (void)state;
    begin(&at, 0); /* without a title it is called as its file */
    at.form.files = files;
    at.form.file_count = 1;
    TYPE(&at, "proofs[3].file", "f1", "proofs[3].page", "4", "proofs[5].title", "T",
         "proofs[5].shown", "on_site", "proofs[5].secret", "S", "proofs[4].page", "");
    assert_answer(&at,
                  "{\"about\":\"this_service\",\"proofs\":[{\"file\":\"f1\",\"page\":\"4\","
                  "\"title\":\"policy.pdf\"},{\"secret\":\"S\",\"shown\":\"on_site\",\"title\":"
                  "\"T\"}]}");
    end(&at);
    begin(&at, 0); /* what was uploaded stands before what was chosen */
    at.form.files = files;
    at.form.file_count = 1;
    pal_question_form_put_file(&at.form, 1, "f1");
    TYPE(&at, "proofs[0].title", "T", "proofs[1].file", "other");
    assert_answer(&at, "{\"about\":\"this_service\",\"proofs\":[{\"title\":\"T\"},{\"file\":\"f1\","
                       "\"title\":\"policy.pdf\"}]}");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "proofs[0].page", "4");
    assert_fault(&at, "proofs[0].title", "this is missing; say what the proof is");
    end(&at);
    begin(&at, 0);
    TYPE(&at, "proofs[0].title", "T", "proofs[0].shown", "no");
    assert_fault(&at, "proofs[0].shown", "\"no\" is none of the words; choose one");
    end(&at);
    begin(&at, 0);
    char json[4096] = "{\"proofs\":[";
    for (size_t i = 0; i <= PAL_QUESTION_PROOFS; i++) {
        (void)strcat(json, i == 0 ? "{\"title\":\"T\"}" : ",{\"title\":\"T\"}");
    }
    (void)strcat(json, "]}");
    pal_question_form_fill(&at.form, json);
    assert_fault(&at, "proofs",
                 "these are 51 rows, 50 are the most; hand a longer list over as a file");
    end(&at);
}

/* An answer that is too long is refused as a whole; a file of the form is no field. */
static void test_whole(void **state)
{
    struct typing at;
    const char *json = NULL;
    struct pal_question_fault fault;
    (void)state;
    char *text = malloc(PAL_QUESTION_BODY + 1);
    assert_non_null(text);
    memset(text, 'x', PAL_QUESTION_BODY);
    text[PAL_QUESTION_BODY] = '\0';
    begin(&at, 0);
    TYPE(&at, "remark", text);
    assert_int_equal(pal_question_form_answer(&at.form, &json), PAL_E_LIMIT);
    assert_null(json);
    assert_int_equal(pal_question_form_faults(&at.form, &fault, 1), 1);
    assert_string_equal(fault.path, "");
    assert_string_equal(fault.sentence, "this answer is 65572 bytes long, 65536 are the most; hand "
                                        "long texts over as files");
    end(&at);
    free(text);
    begin(&at, 0);
    const struct pal_field_value file = {
        .name = "proofs[0].upload", .value = "x", .file_name = "x.pdf"};
    const struct pal_fields sent = {&file, 1};
    assert_false(pal_question_form_asks_rows(&sent));
    pal_question_form_read(&at.form, &sent, "");
    assert_null(at.form.unknown);
    assert_answer(&at, NULL);
    end(&at);
    begin(&at, 0);
    assert_true(pal_question_form_tell(&at.form, "fields.paper.date", "a sentence"));
    assert_true(pal_question_form_tell(&at.form, "fields.list", "another"));
    assert_true(pal_question_form_tell(&at.form, "proofs[0].file", "a third"));
    assert_true(pal_question_form_tell(&at.form, "", "of the whole"));
    assert_false(pal_question_form_tell(&at.form, "fields.no", "none"));
    struct pal_question_fault faults[8];
    assert_int_equal(pal_question_form_faults(&at.form, faults, 8), 4);
    assert_string_equal(faults[0].sentence, "of the whole");
    end(&at);
    static const char *const nothing[] = {"",
                                          "{}",
                                          "[]",
                                          "7",
                                          "{\"fields\":7}",
                                          "{\"fields\":{\"list\":{},\"what\":[]},\"proofs\":{}}",
                                          "{\"fields\":{\"list\":[7,null]}}",
                                          "{"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        begin(&at, 0);
        pal_question_form_fill(&at.form, nothing[i]);
        assert_answer(&at, NULL);
        end(&at);
    }
    begin(&at, 0); /* as a program may write it */
    pal_question_form_fill(&at.form, "{\"fields\":{\"yes_or_no\":true,\"count\":3,\"share\":99.95,"
                                     "\"time\":2.5,\"who\":\"Clerk\",\"paper\":\"P\"}}");
    assert_answer(&at,
                  "{\"about\":\"this_service\",\"fields\":{\"count\":\"3\",\"paper\":{\"title\":"
                  "\"P\"},\"share\":\"99.95\",\"time\":{\"unit\":\"h\",\"value\":\"2.5\"},"
                  "\"who\":{\"role\":\"Clerk\"},\"yes_or_no\":\"yes\"}}");
    end(&at);
}

/* ------------------------------------------------------------------ memory */

/* Whichever allocation fails, all is said or the failure is. */
static void test_memory(void **state)
{
    static const char json[] =
        "{\"fields\":{\"paper\":{\"title\":{\"en\":\"T\",\"fr\":\"T\"}},\"list\":[{\"name\":\"N\","
        "\"place\":\"fr\",\"day\":\"never\"}],\"share\":\"x\"},\"proofs\":[{\"title\":\"P\"}],"
        "\"by\":\"Clerk\",\"remark\":\"R\"}";
    (void)state;
    bool is_whole = false;
    for (size_t at = 0; !is_whole; at++) {
        struct failing failing = {.fail_at = at};
        const struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        struct pal_values values;
        struct pal_question_form form;
        const char *out = NULL;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        pal_values_init(&values, &arena);
        pal_question_form_init(&form, &arena, NULL, questionnaire, &questionnaire->questions[0]);
        pal_question_form_fill(&form, json);
        enum pal_rc rc = pal_question_form_answer(&form, &out);
        struct pal_value *errors = pal_value_list(&values);
        (void)pal_question_form_show(&form, &values, errors);
        (void)pal_question_form_shown(&form, &values);
        is_whole = failing.count <= at;
        assert_true(is_whole == !values.failed);
        assert_true(rc == PAL_E_INVALID || (rc == PAL_E_MEMORY && !is_whole));
        pal_arena_done(&arena);
        assert_in_range(at, 0, 20000);
    }
}

/* ---------------------------------------------------------------- countries */

static void test_countries(void **state)
{
    struct pal_arena arena;
    (void)state;
    pal_arena_init(&arena, NULL);
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        const char *before = "";
        for (size_t i = 0; i < pal_country_count; i++) {
            size_t at = pal_country_by_name((enum pal_lang)lang, i);
            assert_in_range(at, 0, pal_country_count - 1);
            const char *name = pal_fold(&arena, pal_country_title(at)->in[lang]);
            assert_true(strcmp(before, name) < 0); /* sorted, each once */
            before = name;
        }
    }
    assert_int_equal(pal_country_find("FR"), 74);
    assert_int_equal(pal_country_find("XX"), -1);
    assert_string_equal(pal_country_title(74)->in[PAL_LANG_EN], "France");
    pal_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),  cmocka_unit_test(test_parts),
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_instead), cmocka_unit_test(test_around),
        cmocka_unit_test(test_proofs),  cmocka_unit_test(test_whole),
        cmocka_unit_test(test_memory),  cmocka_unit_test(test_countries)};
    return cmocka_run_group_tests(tests, open_book, close_book);
}
