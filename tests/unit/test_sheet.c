/* sheet: every document that is built in, through a sheet and back; paths that lead nowhere; rows
 * that come, go and are pasted; sentences at their fields. */
#include "helpers.h"

#include "app/desk/library.h"
#include "app/house/shelf.h"
#include "base/slug.h"
#include "format/comments.h"
#include "web/sheet.h"

struct fixture {
    struct pal_arena arena;
    struct pal_values values;
    struct pal_sheet sheet;
};

static void begin(struct fixture *at, const struct pal_type *type, const char *part)
{
    pal_arena_init(&at->arena, NULL);
    pal_values_init(&at->values, &at->arena);
    pal_sheet_init(&at->sheet, &at->arena, NULL, type, part);
}

static void end(struct fixture *at)
{
    assert_false(at->sheet.failed);
    assert_false(at->values.failed);
    pal_arena_done(&at->arena);
}

static void read_all(struct fixture *at, const struct pal_field_value *items, size_t count)
{
    struct pal_field_value copies[32];
    assert_in_range(count, 0, 32);
    for (size_t i = 0; i < count; i++) {
        copies[i] = items[i];
        copies[i].value_len = strlen(items[i].value);
    }
    const struct pal_fields form = {copies, count};
    pal_sheet_read(&at->sheet, &form, "note");
}

/* The document as JSON in one line. */
static void assert_document(struct fixture *at, const struct pal_value *before, const char *json)
{
    struct pal_buf out;
    pal_buf_init(&out, 1 << 26, NULL);
    pal_value_json(pal_sheet_document(&at->sheet, &at->values, before), 0, &out);
    assert_string_equal(pal_buf_text(&out), json);
    pal_buf_done(&out);
}

static void compare(const char *folder, const char *id, const struct pal_type *type)
{
    struct fixture at;
    struct pal_app app;
    struct pal_buf expected;
    const struct pal_library_file *file = pal_library_find(folder, id);
    begin(&at, type, NULL);
    pal_app_init(&app);
    pal_buf_init(&expected, 1 << 26, NULL);
    struct pal_value *document =
        pal_house_value(&app, (const char *)file->bytes, file->len, &at.values);
    assert_non_null(document);
    pal_value_json(document, 0, &expected);
    pal_sheet_fill(&at.sheet, document);
    assert_in_range(pal_sheet_size(&at.sheet), 2, 100000);
    assert_document(&at, document, pal_buf_text(&expected));
    pal_buf_done(&expected);
    pal_app_done(&app);
    end(&at);
}

/* A sheet that nobody has touched gives the document that it was filled with. */
static void test_built_in(void **state)
{
    (void)state;
    static const struct {
        const char *folder;
        const struct pal_type *type;
    } kinds[] = {{"processes", &pal_type_process}, {"alerts", &pal_type_alert_scheme},
                 {"effort", &pal_type_effort},     {"actions", &pal_type_actions},
                 {"needs", &pal_type_needs_rule},  {"profiles", &pal_type_profile},
                 {"meetings", &pal_type_meeting},  {"models", &pal_type_model}};
    struct pal_library_id ids[64];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t count = pal_library_list(kinds[i].folder, ids, 64);
        assert_in_range(count, 1, 64);
        for (size_t j = 0; j < count; j++) {
            char id[128];
            (void)snprintf(id, sizeof id, "%.*s", (int)ids[j].len, ids[j].text);
            compare(kinds[i].folder, id, kinds[i].type);
        }
    }
}

static void test_typed(void **state)
{
    struct fixture at;
    (void)state;
    const struct pal_field_value typed[] = {
        {.name = "title.en", .value = " A scheme "},
        {.name = "levels[4].label.en", .value = "Calm"},
        {.name = "levels[4].rank", .value = "1"},
        {.name = "levels[4].sustain", .value = "3 d 12 h"},
        {.name = "levels[4].verified", .value = "false"},
        {.name = "levels[4].verified", .value = "absent"},
        {.name = "levels[4].measures[7].fr", .value = "Veiller"},
        {.name = "levels[4].measures[7].en", .value = "Watch"},
        {.name = "levels[4].measures[2].en", .value = "First"},
        {.name = "levels[2].label.en", .value = "  "},
        {.name = "levels[9].label.en", .value = "Busy"},
        {.name = "levels[9].rank", .value = "two"},
        {.name = "levels[9].verified", .value = "false"},
        {.name = "equivalences[0].levels[0]#", .value = "calm"},
        {.name = "equivalences[0].levels[0]", .value = "quiet"}};
    begin(&at, &pal_type_alert_scheme, NULL);
    read_all(&at, typed, sizeof typed / sizeof *typed);
    pal_sheet_propose(&at.sheet);
    assert_null(at.sheet.unknown);
    assert_document(
        &at, NULL,
        "{\"title\": \"A scheme\", \"levels\": [{\"id\": \"calm\", \"rank\": 1, \"label\": "
        "\"Calm\", "
        "\"sustain\": \"P3DT12H\", \"measures\": [\"First\", {\"en\": \"Watch\", \"fr\": "
        "\"Veiller\"}]}, "
        "{\"id\": \"busy\", \"rank\": \"two\", \"label\": \"Busy\", \"verified\": false}], "
        "\"equivalences\": [{\"levels\": {\"calm\": \"quiet\"}}]}");
    /* as the check says where something is wrong: blank rows are left out */
    assert_true(pal_sheet_tell(&at.sheet, "levels[1].rank", NULL, "wrong"));
    assert_true(pal_sheet_tell(&at.sheet, "equivalences[0]", "scheme", "missing"));
    assert_true(pal_sheet_tell(&at.sheet, "equivalences[0].levels.calm", NULL, "wrong"));
    assert_true(pal_sheet_tell(&at.sheet, "equivalences[0].levels[\"c.d\"].x[", NULL, "wrong"));
    assert_false(pal_sheet_tell(&at.sheet, "palier", NULL, "wrong"));
    assert_false(pal_sheet_tell(&at.sheet, "", NULL, "of the whole"));
    end(&at);
}

/* Numbers as people write them; several in one field; maps whose keys are missing or twice. */
static void test_numbers(void **state)
{
    struct fixture at;
    (void)state;
    const struct pal_field_value budget[] = {{.name = "periods",
                                              .value = "1\xC2\xA0"
                                                       "200"},
                                             {.name = "minutes.provider", .value = "600; 0;30"},
                                             {.name = "minutes.expert", .value = "90"},
                                             {.name = "money", .value = "lots"}};
    begin(&at, &pal_type_budget, NULL);
    read_all(&at, budget, 4);
    assert_document(
        &at, NULL,
        "{\"periods\": 1200, \"minutes\": {\"provider\": [600, 0, 30], \"expert\": 90}, "
        "\"money\": \"lots\"}");
    end(&at);
    const struct pal_field_value rates[] = {{.name = "per_year[0]#", .value = "calm"},
                                            {.name = "per_year[0].at", .value = "busy"},
                                            {.name = "per_year[0].rate", .value = "0,25"},
                                            {.name = "per_year[1]#", .value = "calm"},
                                            {.name = "per_year[2].rate", .value = "2"}};
    begin(&at, &pal_type_alert_rates, NULL);
    read_all(&at, rates, 5);
    assert_document(&at, NULL, "{\"per_year\": {\"calm\": {\"busy\": 0.25}}}");
    assert_true(at.sheet.is_refused);
    end(&at);
}

static struct pal_value *shown_errors(struct fixture *at)
{
    struct pal_value *errors = pal_value_list(&at->values);
    (void)pal_sheet_show(&at->sheet, &at->values, errors);
    return errors;
}

/* What is typed into a field of several amounts is never another number, nor several: what the
 * field's type has not stays as it was typed, and is told. */
static void test_amounts(void **state)
{
    static const struct {
        const char *typed, *json;
    } money[] = {{"5 000", "5000"},
                 {"5\xC2\xA0"
                  "000",
                  "5000"},
                 {"5\xE2\x80\xAF"
                  "000",
                  "5000"},
                 {" 1 234 567 ", "1234567"},
                 {"5 000; 300", "[5000, 300]"},
                 {"600;", "[600]"},
                 {"600;300;0", "[600, 300, 0]"},
                 {"5 000,00", NULL},
                 {"5000.00", NULL},
                 {"5,000", NULL},
                 {"600, 300", NULL},
                 {"1 2", NULL},
                 {"5 00", NULL},
                 {"5000 000", NULL},
                 {"5  000", NULL},
                 {"1 000 000 000", NULL},
                 {"10 h", NULL},
                 {"-5", NULL},
                 {"1e3", NULL}};
    struct fixture at;
    char json[64];
    (void)state;
    for (size_t i = 0; i < sizeof money / sizeof *money; i++) {
        const struct pal_field_value one = {.name = "money", .value = money[i].typed};
        bool is_read = money[i].json != NULL;
        begin(&at, &pal_type_budget, NULL);
        read_all(&at, &one, 1);
        (void)snprintf(json, sizeof json, is_read ? "{\"money\": %s}" : "{\"money\": \"%s\"}",
                       is_read ? money[i].json : money[i].typed);
        assert_document(&at, NULL, json);
        assert_int_equal(pal_value_count(shown_errors(&at)), !is_read);
        end(&at);
    }
    const struct pal_field_value wrong[] = {{.name = "money", .value = "600, 300"},
                                            {.name = "periods", .value = "0"}};
    static const char *const sentences[] = {
        "Number of periods: \"0\" is no whole number from 1 to 64; write it in digits, without a "
        "comma "
        "or a point",
        "Money in each period, in minor units: \"600, 300\" is no whole number from 0 to "
        "999999999; "
        "write it in digits, without a comma or a point, and semicolons between several: 600; 300"};
    begin(&at, &pal_type_budget, NULL);
    read_all(&at, wrong, 2);
    (void)pal_sheet_document(&at.sheet, &at.values, NULL);
    /* what the check says of it then stays behind it */
    assert_true(pal_sheet_tell(&at.sheet, "money", NULL, "(digits without quotes)"));
    const struct pal_value *errors = shown_errors(&at);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(pal_value_as_text(pal_value_get(pal_value_at(errors, i), "text")),
                            sentences[i]);
    }
    end(&at);
}

/* Minutes of work as the page of hours reads them; decimals with a comma that may be none. */
static void test_work_and_decimals(void **state)
{
    static const struct {
        const char *typed, *json;
    } work[] = {{"40 h", "2400"},
                {"10:00", "600"},
                {"2h30", "150"},
                {"2,5 h", "150"},
                {"90 min", "90"},
                {"1 500", "1500"},
                {"10 h; 600", "[600, 600]"},
                {"2.5", NULL},
                {"10:60", NULL},
                {"2 30", NULL},
                {"1 000 h", NULL}},
      rates[] = {{"0,125", "0.125"},    {"1,25", "1.25"}, {"1.250", "1.25"},
                 {"1 250,5", "1250.5"}, {"1,250", NULL},  {"1,2,3", NULL}};
    struct fixture at;
    char json[96];
    (void)state;
    for (size_t i = 0; i < sizeof work / sizeof *work; i++) {
        const struct pal_field_value one = {.name = "minutes.expert", .value = work[i].typed};
        bool is_read = work[i].json != NULL;
        begin(&at, &pal_type_budget, NULL);
        read_all(&at, &one, 1);
        (void)snprintf(json, sizeof json,
                       is_read ? "{\"minutes\": {\"expert\": %s}}"
                               : "{\"minutes\": {\"expert\": \"%s\"}}",
                       is_read ? work[i].json : work[i].typed);
        assert_document(&at, NULL, json);
        assert_int_equal(pal_value_count(shown_errors(&at)), !is_read);
        end(&at);
    }
    const struct pal_field_value effort[] = {{.name = "areas[0]#", .value = "A1"},
                                             {.name = "areas[0].setup_minutes", .value = "2h30"},
                                             {.name = "areas[0].setup_cost", .value = "1 200"}};
    begin(&at, &pal_type_effort, NULL);
    read_all(&at, effort, 3);
    assert_document(&at, NULL,
                    "{\"areas\": {\"A1\": {\"setup_minutes\": 150, \"setup_cost\": 1200}}}");
    end(&at);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const struct pal_field_value row[] = {
            {.name = "per_year[0]#", .value = "calm"},
            {.name = "per_year[0].at", .value = "busy"},
            {.name = "per_year[0].rate", .value = rates[i].typed}};
        bool is_read = rates[i].json != NULL;
        begin(&at, &pal_type_alert_rates, NULL);
        read_all(&at, row, 3);
        (void)snprintf(json, sizeof json,
                       is_read ? "{\"per_year\": {\"calm\": {\"busy\": %s}}}"
                               : "{\"per_year\": {\"calm\": {\"busy\": \"%s\"}}}",
                       is_read ? rates[i].json : rates[i].typed);
        assert_document(&at, NULL, json);
        end(&at);
    }
}

/* The heads of a spreadsheet's columns, where they are pasted with its rows, are no row; below the
 * first line, or of other columns, they are one. */
static void test_heading(void **state)
{
    static const struct {
        const char *pasted, *json;
        size_t told;
    } cases[] = {{"Date\tWHAT \twho\n2026-02-03\tCall\tall\n",
                  "{\"timetable\": [{\"date\": \"2026-02-03\", \"what\": \"Call\", \"who\": "
                  "\"all\"}]}",
                  1},
                 {"\ndate;what;\n2026-02-03;Call\n",
                  "{\"timetable\": [{\"date\": \"2026-02-03\", \"what\": \"Call\"}]}", 1},
                 {"2026-02-03;Call\ndate;what;who\n",
                  "{\"timetable\": [{\"date\": \"2026-02-03\", \"what\": \"Call\"}, {\"date\": "
                  "\"date\", \"what\": \"what\", \"who\": \"who\"}]}",
                  0},
                 {"date\n", "{\"timetable\": [{\"date\": \"date\"}]}", 0},
                 {"what;date;who\n",
                  "{\"timetable\": [{\"date\": \"what\", \"what\": \"date\", \"who\": \"who\"}]}",
                  0}};
    struct fixture at;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin(&at, &pal_type_meeting, NULL);
        pal_sheet_paste(&at.sheet, "timetable", cases[i].pasted, &at.values);
        size_t told = at.sheet.told != NULL ? pal_value_count(at.sheet.told) : 0;
        assert_int_equal(told, cases[i].told);
        assert_document(&at, NULL, cases[i].json);
        end(&at);
    }
}

/* What is hostile is no field: nothing is made of it, and nothing breaks. */
static void test_hostile(void **state)
{
    static const char *const names[] = {"levels[99999999].rank",
                                        "levels[-1].rank",
                                        "levels[1",
                                        "levels[].rank",
                                        "levels[1]rank",
                                        "levels[1].",
                                        ".levels",
                                        "",
                                        "[0]",
                                        "levels[0].nothing",
                                        "title.de",
                                        "title.",
                                        "levels.rank",
                                        "levels[0][0].rank",
                                        "palier",
                                        "id",
                                        "levels[0].measures[0].en.en",
                                        "#",
                                        "levels#",
                                        "levels[0]#",
                                        "levels[1e9].rank",
                                        "levels[0].prepare[0].level.x",
                                        "title[0]"};
    struct fixture at;
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        begin(&at, &pal_type_alert_scheme, NULL);
        const struct pal_field_value one = {.name = names[i], .value = "x"};
        read_all(&at, &one, 1);
        if (at.sheet.unknown == NULL) {
            print_message("taken: %s\n", names[i]);
        }
        assert_non_null(at.sheet.unknown);
        pal_sheet_add_rows(&at.sheet, names[i]);
        pal_sheet_remove_row(&at.sheet, names[i]);
        pal_sheet_paste(&at.sheet, names[i], "a\tb", &at.values);
        (void)pal_sheet_tell(&at.sheet, names[i], names[i], "x");
        assert_document(&at, NULL, "{}");
        end(&at);
    }
    char deep[2048] = "levels[0]";
    for (size_t i = 0; i < 64; i++) {
        strcat(deep, ".levels[0]");
    }
    begin(&at, &pal_type_alert_scheme, NULL);
    const struct pal_field_value twice[] = {{.name = deep, .value = "x"},
                                            {.name = "authority", .value = "one"},
                                            {.name = "authority", .value = "other"}};
    read_all(&at, twice, 3);
    assert_ptr_equal(at.sheet.unknown, deep);
    assert_document(&at, NULL, "{\"authority\": \"one\"}");
    end(&at);
}

static void test_rows(void **state)
{
    struct fixture at;
    (void)state;
    const struct pal_field_value kept[] = {{.name = "timetable[0].date", .value = "2026-01-02"},
                                           {.name = "timetable[0].what", .value = "Begin"}};
    begin(&at, &pal_type_meeting, NULL);
    read_all(&at, kept, 2);
    pal_sheet_paste(&at.sheet, "timetable",
                    "2026-02-03\t\"Call \"\"for\"\"\ncandidates\"\tall\r\n\r\n2026-03-04\t=1+1\n"
                    "a\tb\tc\td\n",
                    &at.values);
    assert_int_equal(pal_value_count(at.sheet.told), 1);
    assert_string_equal(pal_value_as_text(pal_value_at(at.sheet.told, 0)),
                        "line 5 has 4 cells, but the table has 3 columns");
    assert_string_equal(at.sheet.first_row, "timetable[1]");
    assert_document(
        &at, NULL,
        "{\"timetable\": [{\"date\": \"2026-01-02\", \"what\": \"Begin\"}, {\"date\": "
        "\"2026-02-03\", \"what\": \"Call \\\"for\\\"\\ncandidates\", \"who\": \"all\"}, "
        "{\"date\": \"2026-03-04\", \"what\": \"=1+1\"}]}");
    pal_sheet_remove_row(&at.sheet, "timetable[1]");
    pal_sheet_paste(&at.sheet, "participants", "expert;manager\n;\nexpert\n", &at.values);
    assert_int_equal(pal_value_count(at.sheet.told), 2);
    assert_document(&at, NULL,
                    "{\"participants\": [\"expert\"], \"timetable\": [{\"date\": \"2026-01-02\", "
                    "\"what\": \"Begin\"}, {\"date\": \"2026-03-04\", \"what\": \"=1+1\"}]}");
    size_t size = pal_sheet_size(&at.sheet);
    pal_sheet_add_rows(&at.sheet, "timetable");
    assert_int_equal(pal_sheet_size(&at.sheet), size + 3 * PAL_SHEET_ROWS_MORE);
    for (size_t i = 0; i < 1000; i++) {
        pal_sheet_add_rows(&at.sheet, "agenda");
    }
    assert_in_range(pal_sheet_size(&at.sheet), 500, PAL_SHEET_FIELDS + 8);
    end(&at);
}

/* Rows are named as they were sent, also behind one that was left out. */
static void test_rows_left_out(void **state)
{
    struct fixture at;
    (void)state;
    const struct pal_field_value sent[] = {{.name = "timetable[0].what", .value = " "},
                                           {.name = "timetable[1].what", .value = "one"},
                                           {.name = "timetable[2].what", .value = ""},
                                           {.name = "timetable[3].what", .value = "two"},
                                           {.name = "timetable[4].what", .value = "three"}};
    begin(&at, &pal_type_meeting, NULL);
    read_all(&at, sent, sizeof sent / sizeof *sent);
    pal_sheet_remove_row(&at.sheet, "timetable[0]");
    pal_sheet_remove_row(&at.sheet, "timetable[3]");
    pal_sheet_add_rows(&at.sheet, "timetable");
    assert_string_equal(at.sheet.first_row, "timetable[2]");
    assert_document(&at, NULL,
                    "{\"timetable\": [{\"what\": \"one\"}, {\"what\": \"three\"}, {}, {}, {}]}");
    end(&at);
    const struct pal_field_value within[] = {{.name = "levels[1].label.en", .value = "\t"},
                                             {.name = "levels[4].prepare[2].within", .value = ""},
                                             {.name = "add", .value = "levels[4].prepare"}};
    begin(&at, &pal_type_alert_scheme, NULL);
    struct pal_field_value copies[3];
    memcpy(copies, within, sizeof copies);
    const struct pal_fields form = {copies, 3};
    pal_sheet_read(&at.sheet, &form, "add");
    pal_sheet_add_rows(&at.sheet, "levels[4].prepare");
    assert_string_equal(at.sheet.first_row, "levels[0].prepare[0]");
    end(&at);
}

static struct pal_value *offer_documents(void *ctx, const char *kind)
{
    struct fixture *at = ctx;
    assert_non_null(kind);
    return pal_value_list(&at->values);
}

/* What a model and a scheme have to be chosen from. */
static struct pal_value *offer_parts(void *ctx, enum pal_part part, const char *id)
{
    struct fixture *at = ctx;
    struct pal_value *list = pal_value_list(&at->values);
    assert_string_equal(id, part == PAL_PART_ALERT_LEVEL ? "lamps" : "ours");
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "value", part == PAL_PART_ALERT_LEVEL ? "calm" : "A1");
    pal_put_text(row, "title", part == PAL_PART_ALERT_LEVEL ? "Calm" : "A1 Locks");
    pal_put_text(row, "word", part == PAL_PART_ALERT_LEVEL ? NULL : "Locks");
    return part == PAL_PART_SELECTION ? NULL : list;
}

/* Targets are a row for each value, also where an area has one for each level; pasted lines say
 * areas and levels by their titles. */
static void test_by_value(void **state)
{
    struct fixture at;
    (void)state;
    const struct pal_field_value typed[] = {{.name = "model", .value = "ours"},
                                            {.name = "alert_scheme", .value = "lamps"},
                                            {.name = "targets[0]#", .value = "*"},
                                            {.name = "targets[0].wanted", .value = "level 2"},
                                            {.name = "targets[1]#", .value = "A1"},
                                            {.name = "targets[1].wanted", .value = "1.1, 2.1"},
                                            {.name = "targets[1].at", .value = "busy"}};
    begin(&at, &pal_type_profile, NULL);
    const struct pal_sheet_source source = {offer_documents, offer_parts, &at};
    at.sheet.source = &source;
    read_all(&at, typed, sizeof typed / sizeof *typed);
    pal_sheet_paste(&at.sheet, "targets", "Locks\tall\tCalm\nA2\t2.3;\nA3\t2.3\n", &at.values);
    assert_document(
        &at, NULL,
        "{\"model\": \"ours\", \"alert_scheme\": \"lamps\", \"targets\": {\"*\": \"level "
        "2\", \"A1\": {\"busy\": [\"1.1\", \"2.1\"], \"calm\": \"all\"}, \"A2\": "
        "[\"2.3\"], \"A3\": \"2.3\"}}");
    assert_false(at.sheet.is_refused);
    assert_true(pal_sheet_tell(&at.sheet, "targets.A1.calm", NULL, "no such step"));
    struct pal_value *errors = pal_value_list(&at.values);
    (void)pal_sheet_show(&at.sheet, &at.values, errors);
    assert_string_equal(pal_value_as_text(pal_value_get(pal_value_first(errors), "field")),
                        "targets-2--wanted");
    end(&at);
}

/* A row that says what one above says already, or nothing, is refused at its field. */
static void test_by_value_refused(void **state)
{
    static const struct {
        const char *area, *wanted, *level;
    } rows[] = {{"A1", "all", "busy"},  {"A1", "none", "busy"}, {"A1", "none", NULL},
                {"A2", NULL, NULL},     {NULL, "all", NULL},    {"A3", "all", NULL},
                {"A3", "none", "calm"}, {"A1", "none", "calm"}};
    struct fixture at;
    (void)state;
    begin(&at, &pal_type_profile, NULL);
    struct pal_field_value items[32];
    char names[32][32];
    size_t count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const values[] = {rows[i].area, rows[i].wanted, rows[i].level};
        static const char *const behind[] = {"#", ".wanted", ".at"};
        for (size_t j = 0; j < 3; j++) {
            (void)snprintf(names[count], sizeof names[count], "targets[%zu]%s", i, behind[j]);
            items[count] = (struct pal_field_value){.name = names[count],
                                                    .value = values[j] != NULL ? values[j] : ""};
            count++;
        }
    }
    read_all(&at, items, count);
    assert_document(&at, NULL,
                    "{\"targets\": {\"A1\": {\"busy\": \"all\", \"calm\": \"none\"}, \"A3\": "
                    "\"all\"}}");
    assert_true(at.sheet.is_refused);
    struct pal_value *errors = pal_value_list(&at.values);
    (void)pal_sheet_show(&at.sheet, &at.values, errors);
    assert_int_equal(pal_value_count(errors), 5);
    end(&at);
}

static bool is_required(const struct pal_value *shown, const char *name)
{
    if (shown == NULL) {
        return false;
    }
    const char *own = pal_value_as_text(pal_value_get(shown, "name"));
    if (own != NULL && strcmp(own, name) == 0) {
        return pal_value_is(pal_value_get(shown, "is_required"), PAL_VALUE_TRUE);
    }
    bool is_it = false;
    bool is_several = pal_value_is(shown, PAL_VALUE_OBJECT) || pal_value_is(shown, PAL_VALUE_LIST);
    for (const struct pal_value *at = is_several ? pal_value_first(shown) : NULL; at != NULL;
         at = at->next) {
        is_it = is_it || is_required(at, name);
    }
    return is_it;
}

/* What a form cannot be saved without it asks for: in the first row of what must not be empty, not
 * in the others, not of what may be left out. */
static void test_needed(void **state)
{
    static const char *const asked[] = {"title.en", "levels[0].rank", "levels[0].label.en"};
    static const char *const left[] = {"id",
                                       "levels[0].id",
                                       "levels[0].prepare[0].level",
                                       "levels[1].rank",
                                       "equivalences[0].scheme",
                                       "authority"};
    struct fixture at;
    (void)state;
    const struct pal_field_value typed[] = {{.name = "levels[1].rank", .value = "1"},
                                            {.name = "levels[3].rank", .value = "2"},
                                            {.name = "levels[1].prepare[0].within", .value = "1 h"},
                                            {.name = "equivalences[0].source.en", .value = "x"}};
    begin(&at, &pal_type_alert_scheme, NULL);
    at.sheet.is_new = true;
    read_all(&at, typed, sizeof typed / sizeof *typed);
    const struct pal_value *shown = pal_sheet_show(&at.sheet, &at.values, NULL);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        assert_true(is_required(shown, asked[i]));
    }
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        assert_false(is_required(shown, left[i]));
    }
    end(&at);
}

static void test_slug(void **state)
{
    char out[200];
    (void)state;
    static const char *const titles[][2] = {
        {"Mairie d'\xC3\x89vreux (2026)", "mairie-d-evreux-2026"},
        {"  \xC5\x93uvre & C\xC3\x96TE  ", "oeuvre-cote"},
        {"\xD0\x9C\xD0\xBE\xD1\x81\xD1\x82", ""},
        {"", ""},
        {"a b c d e f g h i j k l m n o p q r s t u v w x y z zz",
         "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x"}};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        pal_slug(titles[i][0], 1, out, sizeof out);
        assert_string_equal(out, titles[i][1]);
    }
    pal_slug("Museum", 3, out, sizeof out);
    assert_string_equal(out, "museum-3");
}

static void test_comments(void **state)
{
    (void)state;
    assert_true(pal_text_has_comments("a: b # said\n"));
    assert_true(pal_text_has_comments("# head\na: b\n"));
    assert_true(pal_text_has_comments("a: |\n  # text\n# comment\n"));
    assert_true(pal_text_has_comments("a: it's\nb: 'x' # said\n"));
    assert_false(pal_text_has_comments("a: b#c\nd: \"x # y\"\ne: 'it''s # z'\n"));
    assert_false(pal_text_has_comments("a: >-\n  one\n\n  # two\nb: c\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_built_in),
                                       cmocka_unit_test(test_typed),
                                       cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_amounts),
                                       cmocka_unit_test(test_work_and_decimals),
                                       cmocka_unit_test(test_heading),
                                       cmocka_unit_test(test_hostile),
                                       cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_rows_left_out),
                                       cmocka_unit_test(test_by_value),
                                       cmocka_unit_test(test_by_value_refused),
                                       cmocka_unit_test(test_needed),
                                       cmocka_unit_test(test_slug),
                                       cmocka_unit_test(test_comments)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
