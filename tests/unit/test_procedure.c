/* core/case/procedure over the table that is built in, held against the table that it was made
 * from: each cell of each procedure, each rule; what is changed and by whom; tables that are
 * refused. */
#include "helpers.h"

#include <stdlib.h>

#include "core/case/messages.h"
#include "core/case/procedure.h"

static const struct pal_procedures *read_procedures(struct reading *reading)
{
    const struct pal_library_file *file = pal_library_find("procedures", "fr-2026");
    assert_non_null(file);
    struct pal_node *root = read_tree(reading, (const char *)file->bytes);
    const struct pal_procedures *out =
        root != NULL ? pal_procedures_read(&reading->reader, root) : NULL;
    if (out == NULL) {
        print_problems(reading);
    }
    assert_non_null(out);
    return out;
}

/* ------------------------------------------------------------ the table it was made from */

enum { CELLS_MAX = 32 };

/* The next line of a table, cut into its cells; false: there is none. */
static bool next_line(char **at, char *cells[CELLS_MAX], size_t *count)
{
    char *line = *at;
    size_t len = strcspn(line, "\n");
    if (len == 0) {
        return false;
    }
    *at = line + len + (line[len] == '\n');
    line[len] = '\0';
    *count = 0;
    for (char *cell = line; cell != NULL; (*count)++) {
        assert_true(*count < CELLS_MAX);
        cells[*count] = cell;
        cell = strchr(cell, '\t');
        if (cell != NULL) {
            *cell++ = '\0';
        }
    }
    return true;
}

/* "condition:ANSWER-ALL+ANONYMOUS" of what was read. */
static const char *write_cell(const struct pal_tender_answer *answer, char room[512])
{
    size_t used = (size_t)snprintf(room, 512, "%s", pal_tender_says_ids[answer->says]);
    for (size_t i = 0; i < answer->rule_count; i++) {
        used += (size_t)snprintf(room + used, 512 - used, "%c%s", i == 0 ? ':' : '+',
                                 answer->rules[i]->id);
    }
    return room;
}

static bool yes(const char *cell)
{
    return strcmp(cell, "yes") == 0 || strcmp(cell, "required") == 0;
}

static void hold_procedure(const struct pal_procedures *procedures, char **cells)
{
    const struct pal_procedure *procedure = pal_procedure_find(procedures, cells[0]);
    char room[512];
    assert_string_equal(procedure->id, cells[0]);
    assert_int_equal(procedure->is_tender, yes(cells[1]));
    assert_int_equal(procedure->is_formal, yes(cells[2]));
    assert_int_equal(procedure->is_sealed, yes(cells[3]));
    assert_int_equal(procedure->has_annex, yes(cells[4]));
    assert_int_equal(procedure->has_keeper, yes(cells[5]));
    assert_int_equal(procedure->opening_persons, atoi(cells[6]));
    for (size_t act = 0; act < PAL_TENDER_ACTS; act++) {
        const struct pal_tender_answer *answer =
            pal_procedure_ask(procedures, cells[0], (enum pal_tender_act)act);
        assert_string_equal(write_cell(answer, room), cells[7 + act]);
        for (size_t i = 0; i < answer->rule_count; i++) {
            assert_ptr_equal(pal_procedure_rule(procedures, answer->rules[i]->id),
                             answer->rules[i]);
            assert_true(answer->rules[i]->is_of_acts);
            assert_true(pal_procedure_holds(procedure, answer->rules[i]));
        }
    }
    assert_int_equal(procedure->source.is_verified, yes(cells[7 + PAL_TENDER_ACTS]));
    assert_int_equal(procedure->source_eu.is_verified, yes(cells[8 + PAL_TENDER_ACTS]));
    for (size_t lang = 0; lang < PAL_LANG_COUNT; lang++) {
        assert_non_null(procedure->title.in[lang]);
        assert_non_null(procedure->note.in[lang]);
    }
}

static void test_cells(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_procedures *procedures = read_procedures(&reading);
    char *text = read_file("tests/fixtures/tenders/procedures.tsv", NULL);
    char *at = text;
    char *cells[CELLS_MAX];
    size_t count;
    size_t held = 0;
    assert_true(next_line(&at, cells, &count));
    assert_int_equal(count, 7 + PAL_TENDER_ACTS + 2);
    for (size_t act = 0; act < PAL_TENDER_ACTS; act++) { /* in the order of the program's */
        assert_string_equal(cells[7 + act], pal_tender_act_ids[act]);
        assert_int_equal(pal_tender_act_find(cells[7 + act]), act);
    }
    while (next_line(&at, cells, &count)) {
        hold_procedure(procedures, cells);
        held++;
    }
    assert_int_equal(held, 7);
    assert_int_equal(procedures->procedure_count, 7);
    assert_int_equal(procedures->doubt_count, 12);
    assert_int_equal(pal_tender_act_find("sing"), PAL_TENDER_ACTS);
    free(text);
    reading_done(&reading);
}

/* "7 2" */
static const char *write_value(const struct pal_tender_value *value, char room[64])
{
    size_t used = (size_t)snprintf(room, 64, "%s", value->count == 0 ? "-" : "");
    for (size_t i = 0; i < value->count; i++) {
        used += (size_t)snprintf(room + used, 64 - used, "%s%u", i > 0 ? " " : "",
                                 (unsigned)value->of[i]);
    }
    return room;
}

static void hold_rule(const struct pal_procedures *procedures, char **cells)
{
    const struct pal_tender_rule *rule = pal_procedure_rule(procedures, cells[0]);
    char room[64];
    char applies[256] = "";
    assert_non_null(rule);
    for (size_t i = 0; i < rule->applies_to.count; i++) {
        (void)strcat(applies, i > 0 ? " " : "");
        (void)strcat(applies, rule->applies_to.of[i]);
    }
    assert_string_equal(applies, cells[1]);
    assert_string_equal(write_value(&rule->value, room), cells[2]);
    assert_string_equal(rule->value.count > 0 ? pal_tender_unit_ids[rule->value.unit] : "-",
                        cells[3]);
    assert_string_equal(pal_tender_change_ids[rule->changeable], cells[4]);
    assert_string_equal(pal_tender_origin_ids[rule->origin], cells[5]);
    assert_int_equal(rule->source.is_verified, yes(cells[6]));
    assert_int_equal(rule->source_eu.is_verified, yes(cells[7]));
    assert_int_equal(pal_tender_rule_is_checked(rule), strcmp(cells[2], "-") != 0);
    assert_non_null(rule->note.in[PAL_LANG_EN]);
    assert_non_null(rule->note.in[PAL_LANG_FR]);
}

static void test_rules(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_procedures *procedures = read_procedures(&reading);
    char *text = read_file("tests/fixtures/tenders/rules.tsv", NULL);
    char *at = text;
    char *cells[CELLS_MAX];
    size_t count;
    size_t held = 0;
    assert_true(next_line(&at, cells, &count));
    while (next_line(&at, cells, &count)) {
        hold_rule(procedures, cells);
        held++;
    }
    assert_int_equal(held, 98);
    assert_int_equal(procedures->rule_count, 98);
    assert_null(pal_procedure_rule(procedures, "NO-SUCH"));
    free(text);
    reading_done(&reading);
}

static bool holds(const struct pal_procedures *procedures, const char *procedure, const char *rule)
{
    return pal_procedure_holds(pal_procedure_find(procedures, procedure),
                               pal_procedure_rule(procedures, rule));
}

/* What no act names holds for all of its group; what acts name, where they do. */
static void test_holding(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_procedures *procedures = read_procedures(&reading);
    assert_true(holds(procedures, "open", "STANDSTILL"));
    assert_false(holds(procedures, "adapted", "STANDSTILL"));
    assert_true(holds(procedures, "adapted", "STANDSTILL-ADAPTED"));
    assert_true(holds(procedures, "open", "CONFLICT"));
    assert_false(holds(procedures, "none", "CONFLICT"));
    assert_true(holds(procedures, "none", "RETENTION-OUTSIDE"));
    assert_true(holds(procedures, "none", "REPLY-DAYS")); /* all */
    assert_true(holds(procedures, "restricted", "NO-NEGOTIATION"));
    assert_false(holds(procedures, "negotiated", "NO-NEGOTIATION"));
    assert_true(holds(procedures, "open", "LEAD-ANSWER"));
    assert_false(holds(procedures, "adapted", "LEAD-ANSWER"));
    /* it applies to both, and one of them alone names it */
    assert_true(holds(procedures, "existing_contract", "CONTRACT-TERMS"));
    assert_false(holds(procedures, "none", "CONTRACT-TERMS"));
    /* a project that names none, or one that is not there, is bound by "none" */
    assert_string_equal(pal_procedure_find(procedures, NULL)->id, "none");
    assert_string_equal(pal_procedure_find(procedures, "")->id, "none");
    assert_string_equal(pal_procedure_find(procedures, "auction")->id, "none");
    assert_false(pal_procedure_is_there(procedures, "auction"));
    assert_int_equal(pal_procedure_ask(procedures, "auction", PAL_TENDER_NEGOTIATE)->says,
                     PAL_TENDER_ALLOWED);
    const struct pal_tender_answer *no =
        pal_procedure_ask(procedures, "open", PAL_TENDER_EXTEND_ONE);
    assert_int_equal(no->says, PAL_TENDER_FORBIDDEN);
    assert_string_equal(pal_text_in(&no->rules[0]->note, PAL_LANG_FR),
                        "Un changement de date est annoncé à tous en un seul envoi, avec son "
                        "motif. Nul ne reçoit plus de temps qu’un autre.");
    reading_done(&reading);
}

/* Pages call the acts what letters call them. */
static void test_titles(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_library_file *file = pal_library_find("messages", "consultation-1");
    struct pal_node *root = read_tree(&reading, (const char *)file->bytes);
    const struct pal_messages *messages = pal_messages_read(&reading.reader, root);
    const struct pal_placeholders none = {0};
    const struct pal_language french = pal_library_language(PAL_LANG_FR);
    assert_non_null(messages);
    for (size_t act = 0; act < PAL_TENDER_ACTS; act++) {
        char id[64];
        const char *said;
        (void)snprintf(id, sizeof id, "act.%s", pal_tender_act_ids[act]);
        assert_int_equal(pal_messages_say(messages, id, &none, PAL_LANG_EN, &reading.arena, &said),
                         PAL_OK);
        assert_string_equal(said, pal_tender_act_titles[act]);
        assert_int_equal(pal_messages_say(messages, id, &none, PAL_LANG_FR, &reading.arena, &said),
                         PAL_OK);
        assert_string_equal(said, pal_tr(&french, pal_tender_act_titles[act]));
    }
    reading_done(&reading);
}

/* -------------------------------------------------------------------- overrides */

static enum pal_rc try_one(const struct pal_procedures *procedures, const char *id, uint32_t number,
                           bool is_of_project, bool is_sent, struct pal_err *err)
{
    const struct pal_tender_rule *rule = pal_procedure_rule(procedures, id);
    const struct pal_tender_asked asked = {{id, is_of_project, &number, 1}, rule->value, is_sent};
    *err = (struct pal_err){.rc = PAL_OK};
    return pal_procedure_override(rule, &asked, NULL, err);
}

static void test_overrides(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        uint32_t number;
        bool is_of_project;
        bool is_sent;
        enum pal_rc rc;
        const char *says; /* NULL: nothing */
    } cases[] = {
        /* the least: more is stricter, also for the house */
        {"LEAD-ANSWER", 8, true, false, PAL_OK, NULL},
        {"LEAD-ANSWER", 8, false, false, PAL_OK, NULL},
        {"LEAD-ANSWER", 6, true, false, PAL_OK, NULL},
        {"LEAD-ANSWER", 5, true, false, PAL_E_INVALID, "write 6 or more"},
        {"LEAD-ANSWER", 5, false, true, PAL_E_INVALID, "write 6 or more"},
        {"LEAD-ANSWER", 8, true, true, PAL_E_INVALID, "the first link has left"},
        {"LEAD-ANSWER", 8, false, true, PAL_OK, NULL},
        {"OPENING-PERSONS", 3, true, false, PAL_OK, NULL},
        {"OPENING-PERSONS", 1, false, false, PAL_E_INVALID, "write 2 or more"},
        {"STANDSTILL", 10, true, false, PAL_E_INVALID, "write 11 or more"},
        {"RETENTION", 4, false, false, PAL_E_INVALID, "write 5 or more"},
        /* the most: less is stricter */
        {"ADVANTAGES", 10, true, false, PAL_OK, NULL},
        {"ADVANTAGES", 16, true, false, PAL_E_INVALID, "write 15 or less"},
        {"REJECT-ADAPTED", 16, false, false, PAL_E_INVALID, "write 15 or less"},
        /* the project's, either way, before the first link leaves */
        {"LEAD-ANSWER-ADAPTED", 3, true, false, PAL_OK, NULL},
        {"SAME-DELAY", 2, true, false, PAL_OK, NULL},
        {"SAME-DELAY", 9, true, true, PAL_E_INVALID, "the first link has left"},
        {"SAME-DELAY", 9, false, false, PAL_E_DENIED, "set in each project"},
        /* the house's */
        {"UNOPENED", 3, false, false, PAL_OK, NULL},
        {"UNOPENED", 3, true, false, PAL_E_DENIED, "ask an administrator"},
        {"FILE-SIZE", 100, false, true, PAL_OK, NULL},
        /* nobody's: the note says why */
        {"CLOSING-TOLERANCE", 60, false, false, PAL_E_INVALID, "one second late is late"},
        {"KEEPER", 2, true, false, PAL_E_INVALID, "One named keeper alone"},
        /* no number, or none of the unit */
        {"NEGOTIATION-ANNOUNCED", 1, true, false, PAL_E_INVALID, "has no number"},
        {"UNOPENED", 0, false, false, PAL_E_INVALID, "one number from 1 to 36525"},
        {"RETENTION-OUTSIDE", 101, false, false, PAL_E_INVALID, "one number from 1 to 100"},
    };
    struct reading reading;
    reading_init(&reading);
    const struct pal_procedures *procedures = read_procedures(&reading);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_err err;
        assert_int_equal(try_one(procedures, cases[i].rule, cases[i].number, cases[i].is_of_project,
                                 cases[i].is_sent, &err),
                         cases[i].rc);
        if (cases[i].says != NULL && strstr(err.message, cases[i].says) == NULL) {
            fail_msg("%s: %s", cases[i].rule, err.message);
        }
        assert_true(cases[i].says == NULL || strstr(err.message, cases[i].rule) != NULL);
    }
    reading_done(&reading);
}

static uint32_t value_of(const struct pal_procedures *procedures, const char *id,
                         const struct pal_tender_override *overrides, size_t count)
{
    const struct pal_tender_value value =
        pal_procedure_value(pal_procedure_rule(procedures, id), overrides, count);
    assert_true(value.count > 0);
    return value.of[0];
}

/* What holds in the end: the house first, then the project, and nothing that a rule does not take.
 */
static void test_values(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_procedures *procedures = read_procedures(&reading);
    static const uint32_t five = 5;
    static const uint32_t seven = 7;
    static const uint32_t eight = 8;
    static const uint32_t days[] = {14, 7, 3, 1};
    static const uint32_t too_many[] = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    const struct pal_tender_override loose[] = {{"LEAD-ANSWER", true, &five, 1}};
    const struct pal_tender_override both[] = {{"LEAD-ANSWER", true, &seven, 1},
                                               {"LEAD-ANSWER", false, &eight, 1},
                                               {"UNOPENED", true, &seven, 1}};
    const struct pal_tender_override stricter[] = {{"LEAD-ANSWER", false, &seven, 1},
                                                   {"LEAD-ANSWER", true, &eight, 1}};
    const struct pal_tender_override list[] = {{"REMIND", true, days, 4}};
    const struct pal_tender_override long_list[] = {{"REMIND", true, too_many, 9}};
    const struct pal_tender_override pair[] = {{"SAME-DELAY", true, days, 2}};
    assert_int_equal(value_of(procedures, "LEAD-ANSWER", NULL, 0), 6);
    assert_int_equal(value_of(procedures, "LEAD-ANSWER", loose, 1), 6);
    assert_int_equal(value_of(procedures, "LEAD-ANSWER", both, 3), 8);
    assert_int_equal(value_of(procedures, "LEAD-ANSWER", stricter, 2), 8);
    assert_int_equal(value_of(procedures, "UNOPENED", both, 3), 5);
    const struct pal_tender_value now =
        pal_procedure_value(pal_procedure_rule(procedures, "REMIND"), list, 1);
    assert_int_equal(now.count, 4);
    assert_int_equal(now.of[3], 1);
    assert_int_equal(now.unit, PAL_TENDER_UNIT_DAYS);
    assert_int_equal(value_of(procedures, "REMIND", long_list, 1), 7);
    assert_int_equal(value_of(procedures, "SAME-DELAY", pair, 1), 5);
    assert_int_equal(pal_procedure_value(pal_procedure_rule(procedures, "CONFLICT"), list, 1).count,
                     0);
    reading_done(&reading);
}

/* ----------------------------------------------------------------- what is refused */

/* A whole table in few words, of which a case changes some. */
static const char SMALL[] =
    "palier: procedures/1\nid: t\ntitle: T\nprocedures:\n"
    "  - id: none\n    title: N\n    tender: false\n    formal: false\n    sealed: false\n"
    "    annex: false\n    keeper: false\n    opening_persons: 0\n    verified: false\n"
    "    note: N\n    acts:\n"
    "      - {act: private_question_before_closing, says: allowed}\n"
    "      - {act: answer_to_all, says: allowed}\n"
    "      - {act: change_of_date, says: allowed}\n"
    "      - {act: extend_for_one, says: condition, rules: [A]}\n"
    "      - {act: change_of_content, says: forbidden, rules: [A]}\n"
    "      - {act: submit_again, says: allowed}\n"
    "      - {act: read_before_closing, says: allowed}\n"
    "      - {act: late_submission, says: allowed}\n"
    "      - {act: clarify_after_closing, says: allowed}\n"
    "      - {act: complete_after_closing, says: allowed}\n"
    "      - {act: negotiate, says: allowed}\n"
    "      - {act: reopen, says: allowed}\n"
    "      - {act: visit_before_award, says: allowed}\n"
    "      - {act: copy_from_earlier_assessment, says: allowed}\n"
    "      - {act: show_thresholds_before, says: allowed}\n"
    "      - {act: mark_on_claimed, says: allowed}\n"
    "      - {act: reply_before_award, says: allowed}\n"
    "rules:\n"
    "  - {id: A, applies_to: [none], value: [3], unit: d, origin: house, verified: false, note: "
    "N}\n";

/* `text` with the first `from` in it as `to`. */
static void change(char *text, size_t room, const char *from, const char *to)
{
    char rest[4096];
    char *at = strstr(text, from);
    assert_non_null(at);
    (void)snprintf(rest, sizeof rest, "%s", at + strlen(from));
    (void)snprintf(at, room - (size_t)(at - text), "%s%s", to, rest);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *to;
        const char *says; /* NULL: it is right */
    } cases[] = {
        {"id: t", "id: t2", NULL},
        {"id: none", "id: nothing", "the procedure \"none\" is missing"},
        {"applies_to: [none]", "applies_to: [auction]", "no procedure \"auction\""},
        {"applies_to: [none]", "applies_to: [tender]", "does not apply to the procedure none"},
        {"applies_to: [none]", "applies_to: [outside]", NULL},
        {"rules: [A]", "rules: [B]", "there is no rule \"B\""},
        {"rules: [A]", "rules: []", "a condition one or more"},
        {"says: forbidden, rules: [A]", "says: forbidden", "what is forbidden one"},
        {"says: allowed", "says: allowed, rules: [A]", "what is allowed names no rule"},
        {"act: negotiate", "act: reopen", "the act \"reopen\" stands twice"},
        {"      - {act: negotiate, says: allowed}\n", "",
         "nothing is said of the act \"negotiate\""},
        {"act: negotiate", "act: haggle", "\"haggle\" is not known"},
        {"unit: d, ", "", "a value without a unit"},
        {"value: [3], ", "", "a value without a unit, or a unit without a value"},
        {"value: [3]", "value: [400000]", "of this unit 36525 are taken at most"},
        {"value: [3]", "value: [x]", "whole number"},
        {"origin: house", "origin: house, changeable: stricter", "under \"bound\""},
        {"origin: house", "origin: house, changeable: stricter, bound: most", NULL},
        {"id: A, ", "id: A, unknown: 1, ", "unknown key"},
        {"formal: false", "formal: true", "a formal procedure is a tender, too"},
        {"id: none", "id: all", "cannot be the id of a procedure"},
        {"id: none", "id: \"a b\"", "cannot be the id of a procedure"},
        {"rules:\n  - ",
         "rules:\n  - {id: A, applies_to: [all], origin: law, verified: true, note: N}\n  - ",
         "the id \"A\" stands twice"},
        {"opening_persons: 0", "opening_persons: 101", "whole number from 0 to 100"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[sizeof SMALL + 512];
        struct reading reading;
        bool is_said = cases[i].says == NULL;
        reading_init(&reading);
        (void)snprintf(text, sizeof text, "%s", SMALL);
        change(text, sizeof text, cases[i].from, cases[i].to);
        struct pal_node *root = read_tree(&reading, text);
        assert_non_null(root);
        bool is_read = pal_procedures_read(&reading.reader, root) != NULL;
        for (size_t at = 0; at < reading.diag.error_count && at < PAL_LIMIT_PROBLEMS; at++) {
            is_said = is_said || strstr(reading.diag.errors[at].message, cases[i].says) != NULL;
        }
        if (is_read != (cases[i].says == NULL) || !is_said) {
            print_problems(&reading);
            fail_msg("%s -> %s", cases[i].from, cases[i].to);
        }
        reading_done(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),     cmocka_unit_test(test_rules),
        cmocka_unit_test(test_holding),   cmocka_unit_test(test_titles),
        cmocka_unit_test(test_overrides), cmocka_unit_test(test_values),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
