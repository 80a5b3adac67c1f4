/* core/case/messages over the texts that are built in: every use in both languages, what is left
 * out, what is repeated; lists that are refused. */
#include "helpers.h"

#include "core/case/messages.h"

enum { NAMES_MAX = 256 };

static const struct pal_messages *read_messages(struct reading *reading)
{
    const struct pal_library_file *file = pal_library_find("messages", "consultation-1");
    assert_non_null(file);
    struct pal_node *root = read_tree(reading, (const char *)file->bytes);
    const struct pal_messages *out =
        root != NULL ? pal_messages_read(&reading->reader, root) : NULL;
    if (out == NULL) {
        print_problems(reading);
    }
    assert_non_null(out);
    return out;
}

static void add_name(const char **names, size_t *count, const char *name)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(names[i], name) == 0) {
            return;
        }
    }
    assert_true(*count < NAMES_MAX);
    names[(*count)++] = name;
}

/* Every placeholder of the list, each with a text that holds braces of its own. */
static struct pal_placeholders give_all(struct reading *reading,
                                        const struct pal_messages *messages)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < messages->count; i++) {
        for (size_t j = 0; j < messages->texts[i].placeholders.count; j++) {
            add_name(names, &count, messages->texts[i].placeholders.of[j]);
        }
    }
    assert_int_equal(count, 168);
    struct pal_placeholder *given = PAL_NEW(&reading->arena, struct pal_placeholder, count);
    for (size_t i = 0; i < count; i++) {
        given[i] =
            (struct pal_placeholder){names[i], pal_arena_printf(&reading->arena, "<%s>", names[i])};
    }
    return (struct pal_placeholders){given, count};
}

static bool is_a_row(const struct pal_message_written *written, const char *id)
{
    for (size_t i = 0; i < written->count; i++) {
        if (strcmp(written->lines[i].of->id, id) == 0) {
            return true;
        }
    }
    return false;
}

static size_t count_in(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* A line has each of its placeholders, as often in one language as in the other, and no brace. */
static void hold_line(const struct pal_message *message, const char *en, const char *fr)
{
    assert_null(strpbrk(en, "{}"));
    assert_null(strpbrk(fr, "{}"));
    for (size_t i = 0; i < message->placeholders.count; i++) {
        char value[80];
        (void)snprintf(value, sizeof value, "<%s>", message->placeholders.of[i]);
        if (count_in(en, value) == 0 || count_in(en, value) != count_in(fr, value)) {
            fail_msg("%s: %s", message->id, value);
        }
    }
}

/* Every text of a use is written under the words that it asks for. */
static void hold_use(struct reading *reading, const struct pal_messages *messages, const char *use,
                     const struct pal_placeholders *given)
{
    for (size_t i = 0; i < messages->count; i++) {
        const struct pal_message *message = &messages->texts[i];
        struct pal_message_written written[PAL_LANG_COUNT];
        if (strcmp(message->use, use) != 0) {
            continue;
        }
        for (enum pal_lang lang = 0; lang < PAL_LANG_COUNT; lang++) {
            const struct pal_message_asked asked = {
                .use = use, .facts = message->when, .given = *given, .lang = lang};
            assert_int_equal(pal_messages_write(messages, &asked, &reading->arena, &written[lang]),
                             PAL_OK);
            assert_null(written[lang].lacking);
            assert_non_null(message->text.in[lang]);
        }
        assert_int_equal(written[0].count, written[1].count);
        bool is_bare = message->kind == PAL_MESSAGE_HEADING;
        if (!is_bare && !is_a_row(&written[0], message->id)) {
            fail_msg("%s is not written", message->id);
        }
        for (size_t j = 0; j < written[0].count; j++) {
            assert_ptr_equal(written[0].lines[j].of, written[1].lines[j].of);
            hold_line(written[0].lines[j].of, written[0].lines[j].text, written[1].lines[j].text);
        }
    }
}

static void test_every_use(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_messages *messages = read_messages(&reading);
    const struct pal_placeholders given = give_all(&reading, messages);
    const char *uses[NAMES_MAX];
    size_t count = 0;
    assert_int_equal(messages->count, 312);
    for (size_t i = 0; i < messages->count; i++) {
        add_name(uses, &count, messages->texts[i].use);
    }
    assert_int_equal(count, 29);
    for (size_t i = 0; i < count; i++) {
        hold_use(&reading, messages, uses[i], &given);
    }
    reading_done(&reading);
}

/* ------------------------------------------------------------------ what is left out */

static struct pal_message_written write_with(struct reading *reading,
                                             const struct pal_messages *messages, const char *use,
                                             const char *const *facts, size_t fact_count,
                                             const struct pal_placeholders *given)
{
    struct pal_message_written written;
    const struct pal_message_asked asked = {
        .use = use, .facts = {facts, fact_count}, .given = *given, .lang = PAL_LANG_EN};
    assert_int_equal(pal_messages_write(messages, &asked, &reading->arena, &written), PAL_OK);
    return written;
}

static void test_left_out(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_messages *messages = read_messages(&reading);
    const struct pal_placeholders all = give_all(&reading, messages);
    static const char *const tender[] = {"tender", "formal", "open"};
    static const char *const down[] = {"tender", "interruption"};
    static const char *const late[] = {"tender", "late", "mismatch"};
    static const char *const gone[] = {"revoked"};
    static const char *const refused[] = {"tender", "candidacy"};
    static const struct pal_placeholder few[] = {
        {"closing", "noon"}, {"received_at", "one"}, {"time_zone", ""}, {"contact", NULL}};
    struct pal_message_written written = write_with(&reading, messages, "late", tender, 3, &all);
    assert_true(is_a_row(&written, "late.refused") && is_a_row(&written, "late.server"));
    assert_false(is_a_row(&written, "late.server_down"));
    written = write_with(&reading, messages, "late", down, 2, &all);
    assert_false(is_a_row(&written, "late.refused") || is_a_row(&written, "late.server"));
    assert_true(is_a_row(&written, "late.server_down") && is_a_row(&written, "late.claim"));
    /* what is not known, or is empty, is not written, and no brace of it is */
    const struct pal_placeholders some = {few, 4};
    written = write_with(&reading, messages, "late", tender, 3, &some);
    assert_int_equal(written.count, 2);
    assert_string_equal(written.lines[0].of->id, "late.title");
    assert_string_equal(written.lines[1].of->id, "late.refused");
    assert_string_equal(written.lacking, "time_zone");
    /* of two that exclude each other one */
    written = write_with(&reading, messages, "opening", tender, 3, &all);
    assert_true(is_a_row(&written, "opening.late_none") && is_a_row(&written, "opening.agree") &&
                is_a_row(&written, "opening.seal_kept"));
    assert_false(is_a_row(&written, "opening.differ") || is_a_row(&written, "opening.seal_broken"));
    written = write_with(&reading, messages, "opening", late, 3, &all);
    assert_false(is_a_row(&written, "opening.late_none") || is_a_row(&written, "opening.agree"));
    assert_true(is_a_row(&written, "opening.late_row") && is_a_row(&written, "opening.differ"));
    written = write_with(&reading, messages, "link", gone, 1, &all);
    assert_true(is_a_row(&written, "link.revoked") && !is_a_row(&written, "link.button") &&
                !is_a_row(&written, "link.expired"));
    /* a heading with nothing under it */
    written = write_with(&reading, messages, "reject", refused, 2, &all);
    assert_false(is_a_row(&written, "reject.own.head") || is_a_row(&written, "reject.winner.head"));
    assert_true(is_a_row(&written, "reject.candidacy") && is_a_row(&written, "reject.remedies"));
    written = write_with(&reading, messages, "no-such-use", tender, 3, &all);
    assert_int_equal(written.count, 0);
    reading_done(&reading);
}

/* What is put in is not looked at again, whatever it looks like. */
static void test_filling(void **state)
{
    (void)state;
    struct reading reading;
    const char *said;
    reading_init(&reading);
    const struct pal_messages *messages = read_messages(&reading);
    static const struct pal_placeholder given[] = {{"reason", "{reason} and }{"},
                                                   {"reaso", "wrong"},
                                                   {"part", "A"},
                                                   {"before", "{after}"},
                                                   {"after", "B"}};
    const struct pal_placeholders all = {given, 5};
    const struct pal_placeholders nothing = {0};
    assert_int_equal(
        pal_messages_say(messages, "date.reason", &all, PAL_LANG_FR, &reading.arena, &said),
        PAL_OK);
    assert_string_equal(said, "Motif\u00a0: {reason} and }{");
    assert_int_equal(
        pal_messages_say(messages, "content.item", &all, PAL_LANG_EN, &reading.arena, &said),
        PAL_OK);
    assert_string_equal(said, "A: “{after}” becomes “B”.");
    assert_int_equal(
        pal_messages_say(messages, "date.reason", &nothing, PAL_LANG_EN, &reading.arena, &said),
        PAL_OK);
    assert_null(said);
    assert_int_equal(
        pal_messages_say(messages, "no.such", &all, PAL_LANG_EN, &reading.arena, &said), PAL_OK);
    assert_null(said);
    assert_int_equal(
        pal_messages_say(messages, "role.keeper", &nothing, PAL_LANG_FR, &reading.arena, &said),
        PAL_OK);
    assert_string_equal(said, "dépositaire de la consultation");
    reading_done(&reading);
}

static void test_repeated(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_messages *messages = read_messages(&reading);
    static const char *const facts[] = {"tender"};
    static const struct pal_placeholder first[] = {
        {"number", "1"}, {"candidate", "North"}, {"answered", "33"}, {"hash", "aa"}};
    static const struct pal_placeholder second[] = {
        {"number", "2"}, {"candidate", "Grand"}, {"answered", "105"}, {"hash", "bb"}};
    static const struct pal_placeholders rows[] = {{first, 4}, {second, 4}};
    static const struct pal_placeholder shared[] = {{"received_at", "noon"}, {"files", "7"}};
    const struct pal_message_repeated repeated[] = {{"opening.row", rows, 2},
                                                    {"opening.late_row", NULL, 0}};
    const struct pal_message_asked asked = {.use = "opening",
                                            .facts = {facts, 1},
                                            .given = {shared, 2},
                                            .repeated = repeated,
                                            .repeated_count = 2,
                                            .lang = PAL_LANG_EN};
    struct pal_message_written written;
    assert_int_equal(pal_messages_write(messages, &asked, &reading.arena, &written), PAL_OK);
    size_t met = 0;
    static const char *const wanted[] = {
        "1. North, received on noon; answers: 33; files: 7; fingerprint: aa",
        "2. Grand, received on noon; answers: 105; files: 7; fingerprint: bb"};
    for (size_t i = 0; i < written.count; i++) {
        if (strcmp(written.lines[i].of->id, "opening.row") == 0) {
            assert_true(met < 2);
            assert_string_equal(written.lines[i].text, wanted[met]);
            met++;
        }
    }
    assert_int_equal(met, 2);
    reading_done(&reading);
}

/* --------------------------------------------------------- what a procedure makes known */

static const char *value_in(const struct pal_placeholder *given, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(given[i].name, name) == 0) {
            return given[i].text;
        }
    }
    return NULL;
}

static void test_procedure(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_library_file *file = pal_library_find("procedures", "fr-2026");
    struct pal_node *root = read_tree(&reading, (const char *)file->bytes);
    const struct pal_procedures *procedures = pal_procedures_read(&reading.reader, root);
    const struct pal_messages *messages = read_messages(&reading);
    const char *facts[PAL_MESSAGE_FACTS];
    struct pal_placeholder given[PAL_MESSAGE_VALUES];
    size_t count;
    static const uint32_t eight = 8;
    const struct pal_tender_override override = {"LEAD-ANSWER", true, &eight, 1};
    const struct pal_procedure *open = pal_procedure_find(procedures, "open");
    assert_int_equal(pal_messages_facts(open, facts), 3);
    assert_string_equal(facts[0], "tender");
    assert_string_equal(facts[1], "formal");
    assert_string_equal(facts[2], "open");
    assert_int_equal(
        pal_messages_values(procedures, open, &override, 1, &reading.arena, given, &count), PAL_OK);
    assert_int_equal(count, PAL_MESSAGE_VALUES);
    assert_string_equal(value_in(given, count, "lead_days"), "8");
    assert_string_equal(value_in(given, count, "reasons_days"), "15");
    assert_string_equal(value_in(given, count, "retention_years"), "5");
    assert_string_equal(value_in(given, count, "account_months"), "12");
    const struct pal_procedure *adapted = pal_procedure_find(procedures, "adapted");
    assert_int_equal(pal_messages_facts(adapted, facts), 2);
    assert_int_equal(
        pal_messages_values(procedures, adapted, &override, 1, &reading.arena, given, &count),
        PAL_OK);
    assert_string_equal(value_in(given, count, "lead_days"), "6"); /* its own rule */
    const struct pal_procedure *none = pal_procedure_find(procedures, NULL);
    assert_int_equal(pal_messages_facts(none, facts), 2);
    assert_string_equal(facts[0], "outside");
    assert_string_equal(facts[1], "none");
    assert_int_equal(pal_messages_values(procedures, none, NULL, 0, &reading.arena, given, &count),
                     PAL_OK);
    assert_null(value_in(given, count, "lead_days"));
    assert_string_equal(value_in(given, count, "reply_days"), "15");
    /* as an invitation is written with them */
    const struct pal_placeholder buyer[] = {{"buyer", "Museum"}, {"project_title", "the site"}};
    const struct pal_placeholders known = {buyer, 2};
    const struct pal_message_written written =
        write_with(&reading, messages, "invite", facts, 2, &known);
    assert_true(is_a_row(&written, "invite.purpose.none"));
    assert_false(is_a_row(&written, "invite.purpose.contract") ||
                 is_a_row(&written, "invite.purpose.tender"));
    reading_done(&reading);
}

/* ------------------------------------------------------------------------ refused */

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says; /* NULL: it is right */
    } cases[] = {
        {"{id: a, use: u, when: [always], kind: title, text: T}", NULL},
        {"{id: a, use: u, when: [always], kind: title, text: \"{x}\", placeholders: [x]}", NULL},
        {"{id: a, use: u, when: [always], kind: title, text: \"{x}\"}",
         "{x} is none of the placeholders"},
        {"{id: a, use: u, when: [always], kind: title, text: {en: \"{x}\", fr: \"{y}\"}, "
         "placeholders: [x]}",
         "{y} is none of the placeholders"},
        {"{id: a, use: u, when: [always], kind: title, text: {en: \"{x}\", fr: F}, placeholders: "
         "[x]}",
         "\"x\" does not stand in the text \"a\""},
        {"{id: a, use: u, when: [always], kind: title, text: \"a } b\"}", "no placeholder"},
        {"{id: a, use: u, when: [always], kind: title, text: \"a { b\"}", "no placeholder"},
        {"{id: a, use: u, when: [always], kind: title, text: \"{}\"}", "no placeholder"},
        {"{id: a, use: u, when: [always], kind: title, text: \"{Name}\"}", "no placeholder"},
        {"{id: a, use: u, when: [always], kind: title, text: \"{{x}\", placeholders: [x]}",
         "no placeholder"},
        {"{id: a, use: u, when: [], kind: title, text: T}", "empty"},
        {"{id: a, use: u, when: [always], kind: song, text: T}", "\"song\" is not known"},
        {"{id: a, use: u, kind: title, text: T}", "\"when\" is missing"},
        {"{id: a, use: u, when: [always], kind: title, text: T}, {id: a, use: u, when: [always], "
         "kind: title, text: T}",
         "the id \"a\" stands twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1024];
        struct reading reading;
        bool is_said = cases[i].says == NULL;
        reading_init(&reading);
        (void)snprintf(text, sizeof text, "palier: messages/1\nid: m\ntitle: T\ntexts: [%s]\n",
                       cases[i].text);
        struct pal_node *root = read_tree(&reading, text);
        assert_non_null(root);
        bool is_read = pal_messages_read(&reading.reader, root) != NULL;
        for (size_t at = 0; at < reading.diag.error_count && at < PAL_LIMIT_PROBLEMS; at++) {
            is_said = is_said || strstr(reading.diag.errors[at].message, cases[i].says) != NULL;
        }
        if (is_read != (cases[i].says == NULL) || !is_said) {
            print_problems(&reading);
            fail_msg("%s", cases[i].text);
        }
        reading_done(&reading);
    }
}

/* The notice as somebody who answers reads it, outside tenders, in French. */
static struct pal_message_written
write_notice(struct reading *reading, const struct pal_messages *messages, const char *text)
{
    struct pal_node *root = read_tree(reading, text);
    const struct pal_notice *notice = root != NULL ? pal_notice_read(&reading->reader, root) : NULL;
    const char *facts[PAL_NOTICE_FACTS + 2] = {"outside", "contributor"};
    struct pal_placeholder given[PAL_NOTICE_GIVEN];
    struct pal_message_written written;
    if (notice == NULL) {
        print_problems(reading);
    }
    assert_non_null(notice);
    const struct pal_message_asked asked = {
        .use = "privacy",
        .facts = {facts, 2 + pal_notice_facts(notice, facts + 2)},
        .given = {given, pal_notice_give(notice, PAL_LANG_FR, &reading->arena, given)},
        .lang = PAL_LANG_FR};
    assert_int_equal(pal_messages_write(messages, &asked, &reading->arena, &written), PAL_OK);
    return written;
}

static bool has_line(const struct pal_message_written *written, const char *id, const char *part)
{
    for (size_t i = 0; i < written->count; i++) {
        if (strcmp(written->lines[i].of->id, id) == 0) {
            return strstr(written->lines[i].text, part) != NULL;
        }
    }
    return false;
}

/* What is built in names nobody, and says nothing that only a house knows; what a house says stands
 * in the sentences. */
static void test_notice(void **state)
{
    (void)state;
    struct reading reading;
    const char *lacks[PAL_NOTICE_MUST];
    reading_init(&reading);
    const struct pal_messages *messages = read_messages(&reading);
    const struct pal_library_file *file = pal_library_find("notices", "notice-1");
    assert_non_null(file);
    struct pal_message_written written =
        write_notice(&reading, messages, (const char *)file->bytes);
    static const char *const unsaid[] = {"privacy.controller",     "privacy.dpo",
                                         "privacy.basis.public",   "privacy.basis.private",
                                         "privacy.host",           "privacy.transfers.none",
                                         "privacy.transfers.some", "privacy.contact"};
    for (size_t i = 0; i < sizeof unsaid / sizeof *unsaid; i++) {
        assert_false(is_a_row(&written, unsaid[i]));
    }
    assert_true(has_line(&written, "privacy.retention.outside", "cinq ans au plus"));
    assert_true(has_line(&written, "privacy.complaint", "CNIL"));
    assert_true(is_a_row(&written, "privacy.purpose.contributor"));
    struct pal_node *root = read_tree(&reading, (const char *)file->bytes);
    assert_int_equal(pal_notice_lacks(pal_notice_read(&reading.reader, root), lacks), 3);
    assert_string_equal(lacks[0], "controller");
    static const char own[] =
        "palier: notice/1\nid: n\ntitle: T\ncontroller: Example Ministry\naddress: 1, rue X\n"
        "contact: privacy@example.org\nbody: private\nlog_months: 6\nhost: Hosting\n"
        "host_country: {en: France, fr: la France}\ntransfers: none\n"
        "answered_within: {en: a month, fr: un mois}\n";
    written = write_notice(&reading, messages, own);
    assert_true(has_line(&written, "privacy.controller", "Example Ministry, 1, rue X"));
    assert_true(has_line(&written, "privacy.rights", "privacy@example.org"));
    assert_true(has_line(&written, "privacy.rights", "sous un mois"));
    assert_true(has_line(&written, "privacy.retention.log", "6 mois"));
    assert_true(has_line(&written, "privacy.host", "la France"));
    assert_true(is_a_row(&written, "privacy.basis.private"));
    assert_true(is_a_row(&written, "privacy.transfers.none"));
    assert_false(is_a_row(&written, "privacy.transfers.some"));
    root = read_tree(&reading, own);
    assert_int_equal(pal_notice_lacks(pal_notice_read(&reading.reader, root), lacks), 0);
    reading_done(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_use), cmocka_unit_test(test_left_out),
        cmocka_unit_test(test_filling),   cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_procedure), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_notice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
