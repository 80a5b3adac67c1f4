/* Questionnaires and answers as documents: what is refused, where, and what is accepted. */
#include "failing.h"
#include "question_docs.h"

#include <time.h>

#include "core/question/rule.h"

/* ----------------------------------------------------------- questionnaires */

#define ASK(rest)    QUESTIONS("- {id: A, question: Q" rest "}\n")
#define FIELDS(rest) ASK(", fields: [" rest "]")
#define HEADED(rest) "palier: questionnaire/1\nid: q\ntitle: T\nmodel: sse-cmm-2.0\n" rest
#define GUIDED(rest)                                                                               \
    QUESTIONS("- {id: A, question: Q}\npeople: [{id: them, title: T}]\nguide:\n" rest)

struct refusal {
    const char *text;
    uint32_t line;
    const char *path;
    const char *sentence;
    size_t errors;
};

static const struct refusal questionnaires[] = {
    {HEADED("questions: []\n"), 5, "questions", "", 1},
    {HEADED(""), 1, "", "\"questions\"", 1},
    {QUESTIONS("- {id: A}\n"), 6, "questions[0]", "\"question\"", 1},
    {QUESTIONS("- {question: A}\n"), 6, "questions[0]", "\"id\"", 1},
    {ASK(", questin: B"), 6, "questions[0].questin", "did you mean \"question\"?", 1},
    {QUESTIONS("- {id: A, question: Q}\n- {id: B, question: Q}\n- {id: A, question: Q}\n"), 8,
     "questions[2]", "the question \"A\" stands twice; keep one", 1},
    {"palier: questionnaire/1\nid: q\ntitle: T\nmodel: other\nquestions: [{id: A, question: Q}]\n",
     4, "model", "this document is for the model \"other\"", 1},
    /* topics and people */
    {ASK(", topic: POL"), 6, "questions[0].topic",
     "there is no topic \"POL\" in this questionnaire", 1},
    {HEADED("topics: [{id: A, title: T}, {id: A, title: T}]\nquestions: [{id: A, question: Q}]\n"),
     5, "topics[1]", "\"A\" stands twice; keep one", 1},
    {GUIDED("- {id: GP 2.1.1, met: her, question: Q}\n"), 9, "guide[0].met",
     "there is nobody \"her\" among the people", 1},
    {GUIDED("- {id: GP 9.1.1, met: them, question: Q}\n"), 9, "guide[0].id",
     "\"GP 9.1.1\" is no practice of the model's ladder", 1},
    {GUIDED("- {id: GP 2.1.1, met: them, question: Q}\n- {id: GP 2.1.1, met: them, question: Q}\n"),
     10, "guide[1]", "\"GP 2.1.1\" stands twice", 1},
    /* fields */
    {FIELDS("{id: a1, type: text}"), 6, "questions[0].fields[0].id",
     "\"a1\" cannot be the name of a field: it takes small letters and \"_\"", 1},
    {FIELDS("{id: _a, type: text}"), 6, "questions[0].fields[0].id", "", 1},
    {FIELDS("{id: a, type: word}"), 6, "questions[0].fields[0].type", "\"word\"", 1},
    {FIELDS("{id: a, type: text}, {id: a, type: date}"), 6, "questions[0].fields[1]",
     "\"a\" stands twice; keep one", 1},
    {FIELDS("{id: a, type: number}"), 6, "questions[0].fields[0]",
     "a field of type \"number\" needs \"unit\"; add it", 1},
    {FIELDS("{id: a, type: number, unit: week}"), 6, "questions[0].fields[0].unit", "\"week\"", 1},
    {FIELDS("{id: a, type: number, unit: count}"), 6, "questions[0].fields[0].unit", "", 1},
    {FIELDS("{id: a, type: ladder}"), 6, "questions[0].fields[0]",
     "a field of type \"ladder\" needs \"steps\"; add it", 1},
    {FIELDS("{id: a, type: ladder, steps: [x, y, z]}"), 6, "questions[0].fields[0].steps",
     "there are 3 entries; 4 are needed", 1},
    {FIELDS("{id: a, type: choice}"), 6, "questions[0].fields[0]", "needs \"choices\"", 1},
    {FIELDS("{id: a, type: choice, choices: [{id: x, title: X}, {id: x, title: X}]}"), 6,
     "questions[0].fields[0].choices[1]", "\"x\" stands twice", 1},
    {FIELDS("{id: a, type: drawn}"), 6, "questions[0].fields[0]", "needs \"of\"", 1},
    {FIELDS("{id: a, type: drawn, of: 0}"), 6, "questions[0].fields[0].of", "", 1},
    {FIELDS("{id: a, type: rows}"), 6, "questions[0].fields[0]", "needs \"columns\"", 1},
    {FIELDS("{id: a, type: rows, columns: []}"), 6, "questions[0].fields[0].columns", "", 1},
    {FIELDS("{id: a, type: yesno, unit: h}"), 6, "questions[0].fields[0].unit",
     "a field of type \"yesno\" has no \"unit\"; leave it out", 1},
    {FIELDS("{id: a, type: rows, columns: [{id: b, type: rows}]}"), 6,
     "questions[0].fields[0].columns[0].type", "a column holds neither a table nor what is drawn",
     1},
    {FIELDS("{id: a, type: rows, columns: [{id: b, type: drawn}]}"), 6,
     "questions[0].fields[0].columns[0].type", "a column holds neither", 1},
    /* rules: where, and nothing more about fields that were refused */
    {ASK(", pass: present(answr)"), 6, "questions[0].pass",
     "the rule \"present(answr)\", character 9: ", 1},
    {ASK(", pass: answer = yes or"), 6, "questions[0].pass", "character ", 1},
    {ASK(", pass: \"present(answer) and $A-1.none >= 1\""), 6, "questions[0].pass", "character 21",
     1},
    {ASK(", fields: [{id: a, type: number}], pass: a <= 1h"), 6, "questions[0].fields[0]",
     "needs \"unit\"", 1},
    /* steps and practices */
    {ASK(", cells: [PA99/1.1]"), 6, "questions[0].cells[0]", "has no area \"PA99\"", 1},
    {ASK(", cells: [PA08/9.9]"), 6, "questions[0].cells[0]", "\"9.9\"", 1},
    {ASK(", cells: [PA08]"), 6, "questions[0].cells[0]",
     "this names an area; name a step of it, as \"PA08/1.1\"", 1},
    {ASK(", cells: [PA08/1.1, PA08/1.1]"), 6, "questions[0].cells[1]",
     "\"PA08/1.1\" stands twice; keep one", 1},
    {ASK(", cells: [PA08/2.3], practices: [GP 2.4.1]"), 6, "questions[0].practices[0]",
     "\"GP 2.4.1\" is a practice of none of the steps named here", 1},
    {ASK(", practices: [BP.08.01]"), 6, "questions[0].practices[0]", "of none of the steps", 1},
    {ASK(", cells: [PA08/2.3], practices: [GP 2.3.1@PA09]"), 6, "questions[0].practices[0]",
     "of none of the steps", 1},
    {ASK(", cells: [PA08/2.3, PA09/2.3], practices: [GP 2.3.1]"), 6, "questions[0].practices[0]",
     "\"GP 2.3.1\" stands in several of the steps named here; say the area, as \"GP 2.3.1@PA08\"",
     1},
    {ASK(", cells: [PA08/2.3], practices: [GP 2.3.1, GP 2.3.1@PA08]"), 6,
     "questions[0].practices[1]", "\"GP 2.3.1@PA08\" stands twice; keep one", 1},
    /* conditions */
    {ASK(", ask_if: {question: B, rule: answer = yes}"), 6, "questions[0].ask_if.question",
     "\"B\" is no question that stands before this one", 1},
    {QUESTIONS("- {id: A, question: Q, ask_if: {question: B, rule: present(answer)}}\n"
               "- {id: B, question: Q}\n"),
     6, "questions[0].ask_if.question", "\"B\" is no question that stands before", 1},
    {QUESTIONS("- {id: A, question: Q}\n"
               "- {id: B, question: Q, ask_if: {question: A, rule: present(answer) and decide}}\n"),
     7, "questions[1].ask_if.rule", "nobody decides whether a question is put, so \"decide\"", 1},
    {ASK(", ask_if: {question: A, rule: present(answer)}"), 6, "questions[0].ask_if.question",
     "\"A\" is no question that stands before", 1},
    {QUESTIONS("- {id: A, question: Q}\n"
               "- {id: B, question: Q, ask_if: {question: A, rule: present(ok)}}\n"),
     7, "questions[1].ask_if.rule", "the rule \"present(ok)\", character 9", 1},
    /* thresholds */
    {ASK("") "parameters: {lower.x: {unit: h, default: 1}}\n", 7, "parameters[\"lower.x\"]",
     "\"lower.x\" cannot be the name of a threshold: it looks like ORG-08.minutes", 1},
    {ASK("") "parameters: {A-1: {unit: h, default: 1}}\n", 7, "parameters.A-1", "cannot be", 1},
    {ASK("") "parameters: {A-1.X: {unit: h, default: 1}}\n", 7, "parameters[\"A-1.X\"]",
     "cannot be", 1},
    {ASK("") "parameters: {A-1.x: {unit: week, default: 1}}\n", 7, "parameters[\"A-1.x\"].unit",
     "\"week\"", 1},
    {ASK("") "parameters: {A-1.x: {unit: h, default: 1.2345}}\n", 7,
     "parameters[\"A-1.x\"].default",
     "\"1.2345\" is no number with at most three digits behind the point", 1},
    {ASK("") "parameters: {A-1.x: {unit: h, default: 1, levels: [1, 2, 3]}}\n", 7,
     "parameters[\"A-1.x\"].levels", "there are 3 entries; 4 are needed", 1},
    {ASK("") "parameters: {A-1.x: {unit: h, default: 1, levels: [1, 2, 3, 4.0001]}}\n", 7,
     "parameters[\"A-1.x\"].levels[3]", "three digits behind the point", 1},
    /* work */
    {ASK("") "work:\n  first: {question: {low: 2, high: 1}, figure: {low: 1, high: 1}, proof: "
             "{low: "
             "1, high: 1}}\n  again: {question: {low: 1, high: 1}, figure: {low: 1, high: 1}, "
             "proof: {low: 1, high: 1}}\n",
     8, "work.first.question.high", "this is less than \"low\"", 1},
};

/* ------------------------------------------------------------------ answers */

/* One field of each type, as `QUESTION` has them. */
static const char WIDE[] = QUESTIONS(
    "- id: A\n  question: Q\n  fields:\n"
    "  - {id: ok, type: yesno}\n  - {id: how, type: ladder, steps: [a, b, c, d]}\n"
    "  - {id: part, type: percent}\n  - {id: whole, type: integer}\n"
    "  - {id: hours, type: number, unit: h}\n  - {id: months, type: number, unit: mo}\n"
    "  - {id: held, type: date}\n  - {id: officer, type: person}\n  - {id: words, type: text}\n"
    "  - {id: policy, type: document}\n"
    "  - {id: mode, type: choice, choices: [{id: day, title: D}, {id: night, title: N}]}\n"
    "  - {id: land, type: country}\n  - {id: sample, type: drawn, of: 6}\n"
    "  - {id: tests, type: rows, columns: [{id: on_day, type: date}, {id: took, type: number, "
    "unit: "
    "h}]}\n"
    "  pass: decide\n"
    "- {id: ORG, question: Q, about: organization}\n"
    "people: [{id: them, title: T}]\nguide:\n"
    "- {id: GP 2.1.1, met: them, question: Q}\n"
    "- {id: GP 1.1.1, met: them, question: Q, fields: [{id: did, type: rows, columns: [{id: name, "
    "type: text}, {id: done, type: yesno}]}], pass: \"all(did, done = yes)\"}\n");

#define FILL(fields) ANSWERS("  A: {fields: {" fields "}}\n")

static const struct refusal answers[] = {
    {"palier: answers/1\nid: a\nquestionnaire: other\norganization: O\ndate: 2026-03-02\n"
     "answers: {}\n",
     3, "questionnaire", "these answers are to the questionnaire \"other\", not to \"q\"", 1},
    {ANSWERS("  B: {not_known: true}\n"), 7, "answers.B",
     "the questionnaire \"q\" has no question \"B\"", 1},
    {ANSWERS("  OGR: {not_known: true}\n"), 7, "answers.OGR", "did you mean \"ORG\"?", 1},
    {ANSWERS("  GP 2.1.1: {not_known: true}\n"), 7, "answers[\"GP 2.1.1\"]", "has no question", 1},
    {ANSWERS("  GP 2.1.1@PA99: {not_known: true}\n"), 7, "answers[\"GP 2.1.1@PA99\"]",
     "has no area \"PA99\"", 1},
    {ANSWERS("  GP 1.1.1@PA08: {fields: {did: [{name: BP.01.01, done: yes}]}}\n"), 7,
     "answers[\"GP 1.1.1@PA08\"].fields.did[0].name",
     "\"BP.01.01\" is no base practice of PA08; begin with its id, as \"BP.08.01\"", 1},
    {ANSWERS("  above/PA99: {not_known: true}\n"), 7, "answers[\"above/PA99\"]",
     "has no area \"PA99\"", 1},
    {ANSWERS("  above/PA08: {fields: {text: x}}\n"), 7, "answers[\"above/PA08\"].fields.text",
     "the question has no field \"text\"", 1},
    /* fields */
    {FILL("polcy: x"), 7, "answers.A.fields.polcy",
     "the question has no field \"polcy\"; did you mean \"policy\"?", 1},
    {FILL("zzzzzz: x"), 7, "answers.A.fields.zzzzzz", "the question has no field \"zzzzzz\"", 1},
    {FILL("ok: true"), 7, "answers.A.fields.ok", "this field takes yes or no; found \"true\"", 1},
    {FILL("ok: [yes]"), 7, "answers.A.fields.ok[0]", "", 2},
    {FILL("ok: {a: yes}"), 7, "answers.A.fields.ok", "takes yes or no; found a map", 1},
    {FILL("how: 4"), 7, "answers.A.fields.how",
     "this field takes a step of the ladder, from 0 to 3; found \"4\"", 1},
    {FILL("how: often"), 7, "answers.A.fields.how", "takes a step of the ladder", 1},
    {FILL("part: half"), 7, "answers.A.fields.part",
     "this field takes a number with at most three digits behind the point; found \"half\"", 1},
    {FILL("part: 1.2345"), 7, "answers.A.fields.part", "three digits", 1},
    {FILL("part: -1"), 7, "answers.A.fields.part", "", 1},
    {FILL("part: {value: 3, unit: h}"), 7, "answers.A.fields.part.unit",
     "\"h\" is not the unit of this field, which is \"%\"", 1},
    {FILL("whole: 1.5"), 7, "answers.A.fields.whole",
     "this field takes a whole number; found \"1.5\"", 1},
    {FILL("whole: 1000000001"), 7, "answers.A.fields.whole", "a whole number", 1},
    {FILL("hours: {value: 3, unit: mo}"), 7, "answers.A.fields.hours.unit",
     "\"mo\" is not the unit of this field, which is \"h\"", 1},
    {FILL("hours: {value: 1, unit: min}"), 7, "answers.A.fields.hours.unit",
     "this cannot be told in hours without rounding; write it in hours", 1},
    {FILL("hours: {value: 1, unit: week}"), 7, "answers.A.fields.hours.unit", "\"week\" is not", 1},
    {FILL("hours: {value: 900000000, unit: d}"), 7, "answers.A.fields.hours.value",
     "this field takes a smaller number", 1},
    {FILL("hours: {unit: h}"), 7, "answers.A.fields.hours", "\"value\"", 1},
    {FILL("hours: {value: 1, units: h}"), 7, "answers.A.fields.hours.units",
     "did you mean \"unit\"?", 1},
    {FILL("months: {value: 1, unit: y}"), 7, "answers.A.fields.months.unit", "\"y\" is not", 1},
    {FILL("held: yesterday"), 7, "answers.A.fields.held",
     "this field takes a date, as 2003-11-05, or \"never\"; found \"yesterday\"", 1},
    {FILL("held: 2026-02-30"), 7, "answers.A.fields.held", "takes a date", 1},
    {FILL("officer: {nam: x}"), 7, "answers.A.fields.officer.nam", "did you mean \"name\"?", 1},
    {FILL("words: {de: x}"), 7, "answers.A.fields.words.de", "", 1},
    {FILL("words: [{on_day: 2026-01-01}]"), 7, "answers.A.fields.words", "", 1},
    {FILL("policy: {tittle: x}"), 7, "answers.A.fields.policy.tittle", "did you mean \"title\"?",
     1},
    {FILL("policy: {title: x, date: 2026}"), 7, "answers.A.fields.policy.date", "no date", 1},
    {FILL("mode: dusk"), 7, "answers.A.fields.mode",
     "this field takes one of its words; found \"dusk\"", 1},
    {FILL("land: XX"), 7, "answers.A.fields.land",
     "this field takes a country of ISO 3166, as FR; found \"XX\"", 1},
    {FILL("land: fr"), 7, "answers.A.fields.land", "ISO 3166", 1},
    {FILL("sample: 5"), 7, "answers.A.fields.sample",
     "this field takes what was drawn, as {drawn: 6, good: 5}", 1},
    {FILL("sample: {drawn: 5}"), 7, "answers.A.fields.sample", "\"good\"", 1},
    {FILL("sample: {drawn: 5, good: 6}"), 7, "answers.A.fields.sample.good",
     "more are good than were drawn", 1},
    {FILL("sample: {drawn: 5, good: x}"), 7, "answers.A.fields.sample.good", "", 1},
    {FILL("sample: {drawn: x}"), 7, "answers.A.fields.sample", "\"good\"", 2},
    {FILL("sample: {drawn: x, good: 1}"), 7, "answers.A.fields.sample.drawn", "", 1},
    {FILL("tests: none"), 7, "answers.A.fields.tests", "this field takes a table", 1},
    {FILL("tests: [{on_day: soon}]"), 7, "answers.A.fields.tests[0].on_day", "takes a date", 1},
    {FILL("tests: [{took: {value: 1, unit: mo}}]"), 7, "answers.A.fields.tests[0].took.unit",
     "\"mo\" is not", 1},
    {FILL("tests: [{tok: 1}]"), 7, "answers.A.fields.tests[0].tok", "did you mean \"took\"?", 1},
    {FILL("tests: [5]"), 7, "answers.A.fields.tests[0]", "", 1},
    {ANSWERS("  A: {none: [ok]}\n"), 7, "answers.A.none[0]",
     "\"ok\" is no table: \"none\" is an answer to tables alone", 1},
    {ANSWERS("  A: {none: [test]}\n"), 7, "answers.A.none[0]", "did you mean \"tests\"?", 1},
    {ANSWERS("  A: {fields: {tests: [{took: 1}]}, none: [tests]}\n"), 7, "answers.A.none[0]",
     "the table \"tests\" has rows, so \"none\" is no answer to it; keep one", 1},
    /* instead of fields, and beside them */
    {ANSWERS("  A: {not_known: true, not_applicable: R}\n"), 7, "answers.A",
     "an answer has fields, or is one of \"not_yet\", \"not_known\" and \"not_applicable\"", 1},
    {ANSWERS("  A: {fields: {ok: yes}, not_yet: 2026-09-01}\n"), 7, "answers.A", "keep one", 1},
    {ANSWERS("  A: {none: [tests], not_known: true}\n"), 7, "answers.A", "keep one", 1},
    {ANSWERS("  ORG: {not_yet: 2026-09-01}\n"), 7, "answers.ORG.not_yet",
     "the question is about the organization: \"not yet in service\" is no answer to it", 1},
    {ANSWERS("  A: {not_yet: soon}\n"), 7, "answers.A.not_yet", "no date", 1},
    {ANSWERS("  A: {state: proven}\n"), 7, "answers.A.state", "\"proven\"", 1},
    /* a decision has a name, a day and a reason */
    {ANSWERS("  A: {decided: {verdict: open, by: E, on: 2026-03-02, reason: R}}\n"), 7,
     "answers.A.decided.verdict", "\"open\"", 1},
    {ANSWERS("  A: {decided: {by: E, on: 2026-03-02, reason: R}}\n"), 7, "answers.A.decided",
     "\"verdict\"", 1},
    {ANSWERS("  A: {decided: {verdict: pass}}\n"), 7, "answers.A.decided", "\"by\"", 3},
    {ANSWERS("  A: {decided: {verdict: pass, by: E, on: 2026-03-02, reason: \"  \"}}\n"), 7,
     "answers.A.decided.reason", "this says nothing; write it, or leave the key out", 1},
    {ANSWERS("  A: {decided: {verdict: pass, by: {}, on: 2026-03-02, reason: R}}\n"), 7,
     "answers.A.decided.by", "this says nothing", 1},
    {ANSWERS("  A: {not_applicable: R, accepted: {}}\n"), 7, "answers.A.accepted", "\"by\"", 3},
    {ANSWERS("  A: {not_applicable: R, accepted: {by: \" \", on: 2026-03-02, reason: R}}\n"), 7,
     "answers.A.accepted.by", "this says nothing", 1},
    /* what hangs on words needs some */
    {ANSWERS("  A: {not_applicable: \"  \"}\n"), 7, "answers.A.not_applicable", "this says nothing",
     1},
    {ANSWERS("  A: {not_applicable: {en: \"  \", fr: \" \"}}\n"), 7, "answers.A.not_applicable",
     "this says nothing", 1},
    {ANSWERS("  A: {fields: {ok: yes}, service: \"  \"}\n"), 7, "answers.A.service",
     "this says nothing", 1},
    {ANSWERS("  A: {fields: {ok: yes}, subcontractor: {who: \" \"}}\n"), 7,
     "answers.A.subcontractor.who", "this says nothing", 1},
    /* of the guide */
    {ANSWERS("  GP 2.1.1@PA08: {fields: {answer: x}, state: claimed}\n"), 7,
     "answers[\"GP 2.1.1@PA08\"].state", "what the interview guide asked is \"seen\" at least", 1},
    {ANSWERS("  GP 2.1.1@PA08: {fields: {answer: x}, subcontractor: {who: S}, state: seen}\n"), 7,
     "answers[\"GP 2.1.1@PA08\"].state", "only claimed until the proof", 1},
    {ANSWERS("  GP 1.1.1@PA08: {fields: {did: [{done: yes}]}}\n"), 7,
     "answers[\"GP 1.1.1@PA08\"].fields.did[0]",
     "the row names no base practice of PA08, so it speaks for none; begin with its id, as "
     "\"BP.08.01\"",
     1},
    {ANSWERS("  GP 1.1.1@PA08: {fields: {did: [{}, {name: \" \", done: yes}]}}\n"), 7,
     "answers[\"GP 1.1.1@PA08\"].fields.did[1].name", "names no base practice of PA08", 1},
    {ANSWERS("  A: {subcontractor: {}}\n"), 7, "answers.A.subcontractor", "\"who\"", 1},
    {ANSWERS("  A: {fields: {ok: yes}, subcontractor: {who: S}, state: seen}\n"), 7,
     "answers.A.state", "what a subcontractor answered is only claimed until the proof", 1},
    {ANSWERS("  A: {proofs: [{file: x}]}\n"), 7, "answers.A.proofs[0]", "\"title\"", 1},
};

/* ------------------------------------------------------------------ reading */

static bool read_one(struct reading *reading, const char *text, const struct pal_model *model,
                     const struct pal_questionnaire *of)
{
    struct pal_node *root = read_tree(reading, text);
    if (root == NULL) {
        return false;
    }
    return of != NULL ? pal_answers_read(&reading->reader, root, of) != NULL
                      : pal_questionnaire_read(&reading->reader, root, model) != NULL;
}

static bool is_refused(const struct refusal *refusal, const struct pal_model *model,
                       const struct pal_questionnaire *of)
{
    struct reading reading;
    reading_init(&reading);
    bool is_read = read_one(&reading, refusal->text, model, of);
    const struct pal_err *first = &reading.diag.errors[0];
    bool is_as_wanted = !is_read && reading.diag.error_count == refusal->errors &&
                        (refusal->line == 0 || first->line == refusal->line) &&
                        strcmp(first->path, refusal->path) == 0 &&
                        strstr(first->message, refusal->sentence) != NULL;
    if (!is_as_wanted) {
        print_error("%s\nwanted %u %s: %s\n", refusal->text, (unsigned)refusal->line, refusal->path,
                    refusal->sentence);
        print_problems(&reading);
    }
    reading_done(&reading);
    return is_as_wanted;
}

static void test_questionnaires_refused(void **state)
{
    (void)state;
    size_t failed = 0;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    for (size_t i = 0; i < sizeof questionnaires / sizeof *questionnaires; i++) {
        failed += !is_refused(&questionnaires[i], model, NULL);
    }
    assert_int_equal(failed, 0);
    reading_done(&reading);
}

static void test_answers_refused(void **state)
{
    (void)state;
    size_t failed = 0;
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = read_questionnaire(&reading, WIDE, sse_cmm(&reading));
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        failed += !is_refused(&answers[i], of->model, of);
    }
    assert_int_equal(failed, 0);
    reading_done(&reading);
}

/* ----------------------------------------------------------------- accepted */

static void test_plain(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = read_questionnaire(
        &reading, QUESTIONS("- {id: Q-1, question: Who?}\n- {id: Q-2, question: When?}\n"),
        sse_cmm(&reading));
    assert_int_equal(of->question_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct pal_question *question = &of->questions[i];
        assert_int_equal(question->field_count, 1);
        assert_string_equal(question->fields[0].id, "answer");
        assert_int_equal(question->fields[0].type, PAL_FIELD_TEXT);
        assert_string_equal(question->pass, "decide");
        assert_true(pal_rule_asks_person(question->rule));
        assert_int_equal(question->tier, PAL_TIER_CORE);
        assert_int_equal(question->answered_by, PAL_ACTOR_PROVIDER);
        assert_false(question->is_observed);
        assert_int_equal(question->put, PAL_PUT_BOTH);
        assert_int_equal(question->about, PAL_ABOUT_THIS);
        assert_int_equal(question->weight, PAL_WEIGHT_SUPPORTING);
        assert_int_equal(question->ask_if, -1);
        assert_false(pal_question_wants_proof(question));
    }
    assert_false(of->has_work);
    assert_null(of->copy_of);
    assert_int_equal(of->threshold_count + of->guide_count + of->topic_count, 0);
    reading_done(&reading);
}

static const struct pal_answer_value *value_of(const struct pal_answers *of, const char *id)
{
    const struct pal_question *question = &of->questionnaire->questions[0];
    int at = pal_answer_field_find(question->fields, question->field_count, id);
    assert_true(at >= 0);
    return &of->answers[0].values[at];
}

/* What a subcontractor answered and nothing shows is claimed, of the guide, too; what it shows, and
 * what the guide asked, may be better. */
static void test_subcontractors(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum pal_basis wanted;
        size_t warnings;
    } rows[] = {
        {ANSWERS("  A: {fields: {ok: yes}, subcontractor: {who: S}}\n"), PAL_BASIS_CLAIMED, 1},
        {ANSWERS("  A: {fields: {ok: yes}, subcontractor: {who: S, proof: {title: P}}, state: "
                 "seen}\n"),
         PAL_BASIS_SEEN, 0},
        {ANSWERS("  GP 2.1.1@PA08: {fields: {answer: x}}\n"), PAL_BASIS_SEEN, 0},
        {ANSWERS("  GP 2.1.1@PA08: {fields: {answer: x}, subcontractor: {who: S}}\n"),
         PAL_BASIS_CLAIMED, 1},
        {ANSWERS("  GP 2.1.1@PA08: {fields: {answer: x}, subcontractor: {who: S}, state: "
                 "claimed}\n"),
         PAL_BASIS_CLAIMED, 1},
        {ANSWERS("  GP 2.1.1@PA08: {fields: {answer: x}, subcontractor: {who: S, proof: {title: "
                 "P}}}\n"),
         PAL_BASIS_SEEN, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reading reading;
        reading_init(&reading);
        const struct pal_questionnaire *of = read_questionnaire(&reading, WIDE, sse_cmm(&reading));
        size_t before = reading.diag.warning_count;
        const struct pal_answers *got = read_answers(&reading, rows[i].text, of);
        assert_int_equal(got->answers[0].state, rows[i].wanted);
        assert_int_equal(reading.diag.warning_count - before, rows[i].warnings);
        reading_done(&reading);
    }
}

static void test_values(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = read_questionnaire(&reading, WIDE, sse_cmm(&reading));
    const struct pal_answers *got = read_answers(
        &reading,
        FILL(
            "ok: yes, how: 3, part: 99.95, whole: 12, hours: {value: 3, unit: d}, months: 6, "
            "held: 2026-01-31, officer: {role: {en: R, fr: S}}, words: {fr: W}, policy: {title: P, "
            "version: V, date: 2025-01-01, page: 7, place: room}, mode: night, land: FR, "
            "sample: {drawn: 5, good: 4}, tests: [{took: {value: 90, unit: min}}, {on_day: "
            "never}]"),
        of);
    assert_int_equal(value_of(got, "ok")->number, 1);
    assert_int_equal(value_of(got, "how")->number, 3);
    assert_int_equal(value_of(got, "part")->number, 99950);
    assert_int_equal(value_of(got, "whole")->number, 12000);
    assert_int_equal(value_of(got, "hours")->number, 72000); /* 3 d */
    assert_int_equal(value_of(got, "months")->number, 6000);
    assert_string_equal(value_of(got, "held")->date, "2026-01-31");
    assert_string_equal(value_of(got, "officer")->text.in[PAL_LANG_FR], "S");
    assert_string_equal(value_of(got, "words")->text.in[PAL_LANG_FR], "W");
    assert_string_equal(value_of(got, "policy")->name, "V");
    assert_string_equal(value_of(got, "policy")->page, "7");
    assert_string_equal(value_of(got, "policy")->date, "2025-01-01");
    assert_int_equal(value_of(got, "mode")->number, 1);
    assert_string_equal(value_of(got, "land")->name, "FR");
    assert_int_equal(value_of(got, "sample")->drawn, 5);
    assert_int_equal(value_of(got, "sample")->number, 4);
    const struct pal_answer_value *tests = value_of(got, "tests");
    assert_int_equal(tests->row_count, 2);
    assert_int_equal(tests->cells[0].state, PAL_BLANK_EMPTY);
    assert_int_equal(tests->cells[1].number, 1500); /* 90 min */
    assert_int_equal(tests->cells[2].state, PAL_BLANK_NEVER);
    got = read_answers(&reading,
                       ANSWERS("  A: {fields: {officer: O, policy: P, part: {value: 5, unit: "
                               "\"%\"}, tests: []}, by: B, state: seen, secret: S, remark: R}\n"),
                       of);
    assert_string_equal(value_of(got, "officer")->text.in[PAL_LANG_EN], "O");
    assert_string_equal(value_of(got, "policy")->text.in[PAL_LANG_EN], "P");
    assert_int_equal(value_of(got, "part")->number, 5000);
    assert_int_equal(value_of(got, "tests")->state, PAL_BLANK_EMPTY);
    assert_int_equal(value_of(got, "ok")->state, PAL_BLANK_EMPTY);
    assert_int_equal(got->answers[0].state, PAL_BASIS_SEEN);
    got = read_answers(&reading, ANSWERS("  A: {none: [tests]}\n"), of);
    assert_int_equal(value_of(got, "tests")->state, PAL_BLANK_NO_ROWS);
    reading_done(&reading);
}

/* Answers that name what a questionnaire was copied from are answers to the copy. */
static void test_copy(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_questionnaire *copy = read_questionnaire(
        &reading, HEADED("copy_of: first\nquestions: [{id: A, question: Q}]\n"), model);
    static const char *const named[] = {"q", "first"};
    for (size_t i = 0; i < 2; i++) {
        const char *text = pal_arena_printf(&reading.arena,
                                            "palier: answers/1\nid: a\nquestionnaire: %s\n"
                                            "organization: O\ndate: 2026-03-02\nanswers: {}\n",
                                            named[i]);
        assert_int_equal(read_answers(&reading, text, copy)->count, 0);
    }
    assert_true(is_refused(&answers[0], model, copy));
    reading_done(&reading);
}

/* -------------------------------------------------------------- thresholds */

/* What a subcontractor answered is taken without a proof, and told. */
static void test_no_proof_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t warnings;
    } table[] = {
        {ANSWERS("  A: {fields: {ok: yes}, subcontractor: {who: S}}\n"), 1},
        {ANSWERS("  A: {fields: {ok: yes}, subcontractor: {who: S, proof: {title: T}}}\n"), 0},
        {ANSWERS("  A: {fields: {ok: yes}}\n"), 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct reading reading;
        reading_init(&reading);
        const struct pal_questionnaire *of = read_questionnaire(&reading, WIDE, sse_cmm(&reading));
        (void)read_answers(&reading, table[i].text, of);
        assert_int_equal(reading.diag.warning_count, table[i].warnings);
        if (table[i].warnings > 0) {
            assert_string_equal(reading.diag.warnings[0].path, "answers.A.subcontractor");
        }
        reading_done(&reading);
    }
}

static void test_loosening_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *pass;
        const char *levels;
        size_t warnings;
    } table[] = {
        {"n <= $A-1.x", "[4, 3, 2, 1]", 0}, {"n <= $A-1.x", "[4, 3, 3, 5]", 1},
        {"n >= $A-1.x", "[4, 3, 2, 1]", 1}, {"n >= $A-1.x", "[1, 1, 2, 2]", 0},
        {"n = $A-1.x", "[4, 1, 2, 1]", 0},  {"n > $A-1.x or n < $A-1.x", "[4, 1, 2, 1]", 0},
        {"n = 3", "[4, 1, 2, 1]", 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct reading reading;
        reading_init(&reading);
        const char *text = pal_arena_printf(
            &reading.arena,
            "%s- {id: A, question: Q, fields: [{id: n, type: integer}], pass: \"%s\"}\n"
            "parameters: {A-1.x: {unit: count, default: 1, levels: %s}}\n",
            QUESTIONS(""), table[i].pass, table[i].levels);
        (void)read_questionnaire(&reading, text, sse_cmm(&reading));
        assert_int_equal(reading.diag.warning_count, table[i].warnings);
        if (table[i].warnings > 0) {
            assert_non_null(
                strstr(reading.diag.warnings[0].message, "asks for less at the neutral"));
            assert_string_equal(reading.diag.warnings[0].path, "parameters[\"A-1.x\"]");
        }
        reading_done(&reading);
    }
}

static void test_built_in_is_clean(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_questionnaire *of = built_in(&reading);
    assert_int_equal(reading.diag.warning_count, 0);
    assert_int_equal(of->question_count, 135);
    assert_int_equal(of->threshold_count, 133);
    assert_int_equal(of->guide_count, 29);
    size_t decisive = 0;
    for (size_t i = 0; i < of->question_count; i++) {
        decisive += of->questions[i].weight == PAL_WEIGHT_DECISIVE;
    }
    assert_int_equal(decisive, 12);
    reading_done(&reading);
}

/* ------------------------------------------------------------ memory, bounds */

static const char FULL[] =
    HEADED("source: S\ntopics: [{id: T, title: T, note: N}]\nquestions:\n"
           "- {id: A, topic: T, question: Q, fields: [{id: n, type: integer}, {id: m, type: rows, "
           "columns: [{id: c, type: choice, choices: [{id: x, title: X}]}]}, {id: l, type: ladder, "
           "steps: [a, b, c, d]}], pass: \"n >= $A-1.x and count(m) >= 1\", cells: [PA08/1.1], "
           "practices: [BP.08.01], evidence: E}\n"
           "- {id: B, question: Q, ask_if: {question: A, rule: n >= 1}}\n"
           "parameters: {A-1.x: {unit: count, default: 1, levels: [2, 1, 1, 1]}}\n"
           "people: [{id: them, title: T}]\nguide:\n- {id: GP 1.1.1, met: them, question: Q, "
           "fields: [{id: did, type: rows, columns: [{id: name, type: text}, {id: done, type: "
           "yesno}]}], pass: \"all(did, done = yes)\"}\n");
static const char FULL_ANSWERS[] = ANSWERS(
    "  A: {fields: {n: 3, m: [{c: x}], l: 2}, proofs: [{title: T}]}\n  B: {not_known: true}\n"
    "  GP 1.1.1@PA08: {fields: {did: [{name: BP.08.01, done: yes}]}}\n");

/* The model is read with memory of its own. */
static bool run_all(const struct pal_model *model, struct pal_arena *arena, struct pal_diag *diag)
{
    struct pal_reader reader = {.arena = arena, .diag = diag, .file = "t"};
    struct pal_node *root = pal_yaml_read(&reader, FULL, strlen(FULL));
    const struct pal_questionnaire *of =
        root != NULL ? pal_questionnaire_read(&reader, root, model) : NULL;
    root = of != NULL ? pal_yaml_read(&reader, FULL_ANSWERS, strlen(FULL_ANSWERS)) : NULL;
    const struct pal_answers *got = root != NULL ? pal_answers_read(&reader, root, of) : NULL;
    if (got == NULL) {
        return false;
    }
    size_t count;
    int64_t thresholds[1];
    pal_thresholds_in_force(of, NULL, NULL, 0, thresholds);
    const struct pal_judged *judged = pal_answers_judge(of, &got, 1, thresholds, arena, &count);
    return judged != NULL && pal_suggest(of, judged, count, NULL, PAL_BASIS_CLAIMED, arena) != NULL;
}

static void test_memory(void **state)
{
    (void)state;
    struct reading reading;
    bool was_met = true;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    for (size_t fail_at = 0; was_met; fail_at++) {
        struct failing failing = {.count = 0, .fail_at = fail_at};
        struct pal_alloc alloc = failing_alloc(&failing);
        struct pal_arena arena;
        static struct pal_diag diag;
        pal_arena_init(&arena, &alloc);
        arena.is_piecewise = true;
        pal_diag_init(&diag);
        bool is_done = run_all(model, &arena, &diag);
        was_met = failing.count > fail_at;
        assert_int_equal(is_done, !was_met);
        pal_arena_done(&arena);
        assert_true(fail_at < 100000);
    }
    reading_done(&reading);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

enum { QUESTIONS_MOST = 5000 };

/* As many questions as there may be, each of which hangs on the one before, and one more. */
static void test_many(void **state)
{
    (void)state;
    struct reading reading;
    struct pal_buf text;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    pal_buf_init(&text, 8 << 20, NULL);
    pal_buf_add(&text, QUESTIONS(""));
    for (int i = 0; i < QUESTIONS_MOST; i++) {
        pal_buf_printf(&text,
                       "- {id: Q-%d, question: Who watches the alarms?, fields: [{id: n, type: "
                       "integer}, {id: ok, type: yesno}], pass: \"n >= $A-1.x and ok = yes\", "
                       "cells: [PA08/1.1, PA08/2.1], practices: [BP.08.01, GP 2.1.3]",
                       (i * 2741 + 17) % QUESTIONS_MOST);
        if (i > 0) {
            pal_buf_printf(&text, ", ask_if: {question: Q-%d, rule: ok = yes}",
                           ((i - 1) * 2741 + 17) % QUESTIONS_MOST);
        }
        pal_buf_add(&text, "}\n");
    }
    size_t len = text.len;
    pal_buf_add(&text, "parameters: {A-1.x: {unit: count, default: 1}}\n");
    double start = seconds();
    size_t before = pal_arena_size(&reading.arena);
    const struct pal_questionnaire *of = read_questionnaire(&reading, pal_buf_text(&text), model);
    double took = seconds() - start;
    size_t used = pal_arena_size(&reading.arena) - before;
    assert_int_equal(of->question_count, QUESTIONS_MOST);
    assert_true(took < 2.0);
    assert_true(used < 48U << 20);
    print_message("5000 questions: %.2f s, %zu KiB\n", took, used >> 10);
    char *more = malloc(len + 200);
    assert_non_null(more);
    (void)snprintf(more, len + 200, "%.*s- {id: Q-5000, question: Q}\n", (int)len,
                   pal_buf_text(&text));
    struct reading other;
    reading_init(&other);
    assert_false(read_one(&other, more, model, NULL));
    assert_string_equal(other.diag.errors[0].path, "questions");
    reading_done(&other);
    free(more);
    pal_buf_done(&text);
    reading_done(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questionnaires_refused),
        cmocka_unit_test(test_answers_refused),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_subcontractors),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_no_proof_is_told),
        cmocka_unit_test(test_loosening_is_told),
        cmocka_unit_test(test_built_in_is_clean),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
