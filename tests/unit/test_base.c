/* base: text, buffers, arena, dates, languages. */
#include "helpers.h"

#include "base/date.h"
#include "base/decay.h"
#include "base/duration.h"
#include "base/fold.h"
#include "base/number.h"
#include "base/order.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/work.h"

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_date;
    } cases[] = {{"2003-11-05", true},  {"2004-02-29", true},  {"2003-02-29", false},
                 {"1900-02-29", false}, {"2000-02-29", true},  {"2003-13-01", false},
                 {"2003-00-01", false}, {"2003-01-00", false}, {"2003-04-31", false},
                 {"2003-1-05", false},  {"2003/11/05", false}, {"20031105", false},
                 {"0000-01-01", false}, {"", false},           {"2003-11-05 ", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(pal_date_check(cases[i].text), cases[i].is_date);
    }
}

static void test_durations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_duration;
        uint32_t minutes;
        const char *shortest;
    } cases[] = {
        {"P3D", true, 4320, "P3D"},
        {"PT12H", true, 720, "PT12H"},
        {"P1DT6H", true, 1800, "P1DT6H"},
        {"P2W", true, 20160, "P14D"},
        {"PT90M", true, 90, "PT1H30M"},
        {"PT0M", true, 0, "PT0M"},
        {"P0D", true, 0, "PT0M"},
        {"P1W2DT3H4M", true, 13144, "P9DT3H4M"},
        {"P36500D", true, 52560000, "P36500D"},
        {"P", false, 0, ""},
        {"PT", false, 0, ""},
        {"3D", false, 0, ""},
        {"P1M", false, 0, ""},
        {"P1Y", false, 0, ""},
        {"PT5S", false, 0, ""},
        {"P-1D", false, 0, ""},
        {"P1.5D", false, 0, ""},
        {"P1DT", false, 0, ""},
        {"P1D2W", false, 0, ""},
        {"P1D1D", false, 0, ""},
        {"P99999999999D", false, 0, ""},
        {"P1H", false, 0, ""},
        {"p1d", false, 0, ""},
        {"P1D ", false, 0, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t minutes = 77;
        assert_int_equal(pal_duration_read(cases[i].text, &minutes), cases[i].is_duration);
        if (cases[i].is_duration) {
            char text[PAL_DURATION_TEXT];
            assert_int_equal(minutes, cases[i].minutes);
            pal_duration_write(minutes, text);
            assert_string_equal(text, cases[i].shortest);
        }
    }
}

static void test_work(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t minutes; /* -1: it is no time of work */
    } cases[] = {
        {"150", 150},
        {"0", 0},
        {" 90 ", 90},
        {"90 min", 90},
        {"90m", 90},
        {"90 MIN", 90},
        {"2h", 120},
        {"2 h", 120},
        {"2H", 120},
        {"2 h 30", 150},
        {"2h30", 150},
        {"2 h 05", 125},
        {"2 h 5", 125},
        {"2h30min", 150},
        {"2 h 30 min", 150},
        {"0 h 15", 15},
        {"2:30", 150},
        {"0:05", 5},
        {"12:00", 720},
        {"2,5 h", 150},
        {"1.5h", 90},
        {"0,25 h", 15},
        {"1.33 h", 80},
        {"1,0001 h", 60},
        {"2\xC2\xA0h\xE2\x80\xAF"
         "30",
         150},
        {"999999", 999999},
        {"999999 h", 59999940},
        {"", -1},
        {" ", -1},
        {"x", -1},
        {"h", -1},
        {"-5", -1},
        {"+5", -1},
        {"2.5", -1},
        {"2,5", -1},
        {"2 h 60", -1},
        {"2:60", -1},
        {"2:5", -1},
        {"2:300", -1},
        {"2:", -1},
        {":30", -1},
        {"2 h 30 h", -1},
        {"2 hm", -1},
        {"2.5 min", -1},
        {"2. h", -1},
        {"1.23456 h", -1},
        {"2 d", -1},
        {"1000000", -1},
        {"2:30 min", -1},
        {"2 h 30x", -1},
        {"90 minx", -1},
        {"1e3", -1},
        {"0x10", -1},
        {"2 h -5", -1},
        {"2 30", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t minutes = -1;
        bool is_work = pal_work_read(cases[i].text, &minutes);
        assert_int_equal(is_work ? minutes : -1, cases[i].minutes);
    }
    for (int64_t minutes = 0; minutes <= 6000; minutes++) { /* what is written is read */
        char text[PAL_WORK_TEXT];
        int64_t again = -1;
        pal_work_write(minutes, text);
        assert_true(pal_work_read(text, &again));
        assert_int_equal(again, minutes);
    }
}

static void test_fold(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded, *letters;
    } cases[] = {
        {"Écarlate", "ecarlate", "ecarlate"},
        {"E\xCC\x81"
         "carlate",
         "ecarlate", "ecarlate"}, /* the accent as a mark of its own */
        {"ÉCARLATE", "ecarlate", "ecarlate"},
        {"Cœur de Straße", "coeur de strasse", "coeurdestrasse"},
        {"Łódź Ærø ØRSTED", "lodz aero orsted", "lodzaeroorsted"},
        {"GROẞ İstanbul ışık", "gross istanbul isik", "grossistanbulisik"},
        {"Þórður Đorđe Țara", "thordur dorde tara", "thordurdordetara"},
        {"Việt Nam Ǆ", "viet nam dz", "vietnamdz"},
        {"  a \xC2\xA0\t b\n", "a b", "ab"},
        {"L’hébergeur «X» – 2", "l'hebergeur \"x\" - 2", "lhebergeurx2"},
        {"A.C.M.E., S.A.", "a.c.m.e., s.a.", "acmesa"},
        {"ΆΛΦΑ Ωμέγας", "αλφα ωμεγασ", "αλφαωμεγασ"},
        {"ЁЛКА Йод Ї", "елка иод і", "елкаиоді"},
        {"日本 🙂 ½ ×", "日本 🙂 ½ ×", "日本🙂½×"},
        {"", "", ""},
        {" ", "", ""},
    };
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(pal_fold(&arena, cases[i].text), cases[i].folded);
        assert_string_equal(pal_fold_letters(&arena, cases[i].text), cases[i].letters);
        assert_string_equal(pal_fold(&arena, cases[i].folded), cases[i].folded);
    }
    for (uint32_t code = 0x80; code < 0x2000; code++) { /* never longer, and valid */
        char text[8] = {0};
        size_t len = 0;
        if (code < 0x800) {
            text[len++] = (char)(0xC0 | code >> 6);
        } else {
            text[len++] = (char)(0xE0 | code >> 12);
            text[len++] = (char)(0x80 | (code >> 6 & 0x3F));
        }
        text[len] = (char)(0x80 | (code & 0x3F));
        const char *folded = pal_fold(&arena, text);
        size_t bad;
        assert_true(strlen(folded) <= strlen(text));
        assert_true(pal_utf8_check(folded, strlen(folded), &bad));
        assert_string_equal(pal_fold(&arena, folded), folded);
    }
    pal_arena_done(&arena);
}

static void test_utf8(void **state)
{
    (void)state;
    size_t bad = 99;
    assert_true(pal_utf8_check("échelon 日本 🙂", strlen("échelon 日本 🙂"), &bad));
    static const struct {
        const char *bytes;
        size_t bad_at;
    } cases[] = {{"a\xFF", 1},
                 {"\xC0\x80", 0},
                 {"\xE0\x80\x80", 0},
                 {"ok\xED\xA0\x80", 2},
                 {"\xF4\x90\x80\x80", 0},
                 {"x\xE2\x82", 1},
                 {"\x80", 0},
                 {"\xF8\x88\x80\x80\x80", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(pal_utf8_check(cases[i].bytes, strlen(cases[i].bytes), &bad));
        assert_int_equal(bad, cases[i].bad_at);
        uint32_t code = 0;
        assert_false(pal_utf8_is_text(cases[i].bytes, strlen(cases[i].bytes), &code));
    }
    assert_int_equal(pal_utf8_columns("é"), 1);
    assert_int_equal(pal_utf8_columns("e\xCC\x81"), 1);
    assert_int_equal(pal_utf8_columns("日本"), 4);
    assert_int_equal(pal_utf8_fit("日本", 3), 3);
    static const char *const lines[] = {"Zoé", "", "日本 a\u0301"};
    static const char *const not_lines[] = {"a\nb",     "\x1b[31m", "a\x7f",
                                            "\xC2\x85", "a\u2028",  "\u2029"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_true(pal_utf8_is_line(lines[i], strlen(lines[i])));
    }
    for (size_t i = 0; i < sizeof not_lines / sizeof *not_lines; i++) {
        assert_false(pal_utf8_is_line(not_lines[i], strlen(not_lines[i])));
    }
    static const struct {
        const char *text;
        size_t len;
        uint32_t bad;
    } no_texts[] = {
        {"a\0", 2, 0}, {"\x1b[31m", 5, 0x1b}, {"a\xC2\x9b", 3, 0x9b}, {"\xEF\xBF\xBF", 3, 0xFFFF}};
    uint32_t code = 1;
    assert_true(pal_utf8_is_text("a\tb\r\n\xC2\x85 日本", strlen("a\tb\r\n\xC2\x85 日本"), &code));
    for (size_t i = 0; i < sizeof no_texts / sizeof *no_texts; i++) {
        assert_false(pal_utf8_is_text(no_texts[i].text, no_texts[i].len, &code));
        assert_int_equal(code, no_texts[i].bad);
    }
    char cut[] = "ab\xC3";
    pal_utf8_trim(cut);
    assert_string_equal(cut, "ab");
    char whole[] = "abé";
    pal_utf8_trim(whole);
    assert_string_equal(whole, "abé");
    char long_cut[] = "a\xF0\x9F\x99";
    pal_utf8_trim(long_cut);
    assert_string_equal(long_cut, "a");
    char empty[] = "";
    pal_utf8_trim(empty);
    assert_string_equal(empty, "");
}

static void check_escape(void (*escape)(struct pal_buf *, const char *), const char *text,
                         const char *expected)
{
    struct pal_buf buf;
    pal_buf_init(&buf, 1000, NULL);
    escape(&buf, text);
    assert_string_equal(pal_buf_text(&buf), expected);
    pal_buf_done(&buf);
}

static void test_escaping(void **state)
{
    (void)state;
    check_escape(pal_text_xml, "<a href=\"x\">'&'</a>",
                 "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    check_escape(pal_text_csv, "plain", "plain");
    check_escape(pal_text_csv, "a,b", "\"a,b\"");
    check_escape(pal_text_csv, "say \"x\"", "\"say \"\"x\"\"\"");
    check_escape(pal_text_csv, "=1+2", "\"'=1+2\"");
    check_escape(pal_text_csv, "-3", "\"'-3\"");
    check_escape(pal_text_csv, "@x", "\"'@x\"");
    check_escape(pal_text_csv, "'=x", "\"''=x\""); /* whoever reads it takes one away */
    check_escape(pal_text_csv, " x", "\" x\"");    /* and the blanks of a cell without quotes */
    check_escape(pal_text_csv, "x\xC2\xA0", "\"x\xC2\xA0\"");
    check_escape(pal_text_csv, "\xE2\x80\xAF", "\"\xE2\x80\xAF\"");
    check_escape(pal_text_csv, "a b\xC3\xA9", "a b\xC3\xA9");
    check_escape(pal_text_terminal, "a\033[31mb\nc\xC2\x9B", "a\xEF\xBF\xBD[31mb c\xEF\xBF\xBD");
    check_escape(pal_text_terminal, "rtl \xE2\x80\xAE x", "rtl [U+202E] x");
    check_escape(pal_text_terminal, "\xD8\x9C\xE2\x81\xA9", "[U+061C][U+2069]");
    check_escape(pal_text_xml, "a\xE2\x80\xAE<\xE2\x81\xA6\xE2\x80\x8F\xE2\x80\x90\xE2\x81\xAA",
                 "a[U+202E]&lt;[U+2066][U+200F]\xE2\x80\x90\xE2\x81\xAA");
}

static void test_quote_and_nearest(void **state)
{
    (void)state;
    assert_string_equal(pal_quote("a\nb").text, "\"a?b\"");
    char longer[200];
    memset(longer, 'x', sizeof longer);
    longer[199] = '\0';
    struct pal_quote quote = pal_quote(longer);
    assert_int_equal(strlen(quote.text), PAL_LIMIT_QUOTE_BYTES + 5);
    static const char *const words[] = {"ratings", "notes", "weights"};
    assert_string_equal(pal_nearest("rating", words, 3), "ratings");
    assert_string_equal(pal_nearest("wieghts", words, 3), "weights");
    assert_null(pal_nearest("provider", words, 3));
    assert_null(pal_nearest(longer, words, 3));
}

static void test_buffers_write_numbers(void **state)
{
    (void)state;
    struct pal_buf buf;
    pal_buf_init(&buf, 100, NULL);
    pal_buf_fill(&buf, "M@ @h-@", (const int64_t[]){0, -12, 345});
    assert_string_equal(pal_buf_text(&buf), "M0 -12h-345");
    pal_buf_fill(&buf, ".", NULL);
    pal_buf_add_integer(&buf, INT64_MIN);
    pal_buf_add_integer(&buf, INT64_MAX);
    assert_string_equal(pal_buf_text(&buf), "M0 -12h-345.-92233720368547758089223372036854775807");
    pal_buf_done(&buf);
    pal_buf_init(&buf, 2, NULL);
    pal_buf_fill(&buf, "@", (const int64_t[]){123});
    assert_null(pal_buf_text(&buf));
    pal_buf_done(&buf);
}

static void test_buffer_keeps_its_maximum(void **state)
{
    (void)state;
    struct pal_buf buf;
    pal_buf_init(&buf, 10, NULL);
    assert_string_equal(pal_buf_text(&buf), "");
    pal_buf_add(&buf, "12345");
    pal_buf_printf(&buf, "%d", 67890);
    assert_string_equal(pal_buf_text(&buf), "1234567890");
    pal_buf_add_char(&buf, '!');
    assert_true(buf.failed);
    assert_null(pal_buf_text(&buf));
    pal_buf_add(&buf, "more");
    assert_null(pal_buf_text(&buf));
    pal_buf_done(&buf);
}

static void test_arena(void **state)
{
    (void)state;
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    for (size_t i = 0; i < 2000; i++) {
        uint64_t *piece = PAL_NEW(&arena, uint64_t, i);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < i; j++) {
            assert_int_equal(piece[j], 0);
            piece[j] = ~(uint64_t)0;
        }
    }
    assert_null(pal_arena_take(&arena, SIZE_MAX, 2));
    assert_null(pal_arena_take(&arena, SIZE_MAX / 2 + 1, 1));
    assert_string_equal(pal_arena_printf(&arena, "%s-%d", "x", 7), "x-7");
    pal_arena_done(&arena);
    pal_arena_done(&arena);
}

static void test_languages(void **state)
{
    (void)state;
    enum pal_lang lang = PAL_LANG_EN;
    assert_true(pal_lang_find("fr", &lang));
    assert_int_equal(lang, PAL_LANG_FR);
    assert_false(pal_lang_find("xx", &lang));
    struct pal_text text = {{"one", NULL}};
    assert_string_equal(pal_text_in(&text, PAL_LANG_FR), "one");
    struct pal_text french = {{NULL, "un"}};
    assert_string_equal(pal_text_in(&french, PAL_LANG_EN), "un");
    struct pal_text nothing = {{NULL, NULL}};
    assert_string_equal(pal_text_in(&nothing, PAL_LANG_EN), "");
}

static void test_problems_are_counted_and_kept(void **state)
{
    (void)state;
    static struct pal_diag diag;
    pal_diag_init(&diag);
    for (int i = 0; i < 25; i++) {
        struct pal_err err;
        assert_int_equal(pal_err_set(&err, PAL_E_INVALID, "problem %d", i), PAL_E_INVALID);
        pal_diag_error(&diag, &err);
    }
    struct pal_buf out;
    pal_buf_init(&out, 1 << 16, NULL);
    pal_diag_write(&diag, NULL, &out);
    assert_non_null(strstr(pal_buf_text(&out), "problem 19\n"));
    assert_null(strstr(pal_buf_text(&out), "problem 20\n"));
    assert_non_null(strstr(pal_buf_text(&out), "and 5 more\n"));
    pal_buf_done(&out);
    assert_int_equal(pal_rc_exit_status(PAL_OK), 0);
    assert_int_equal(pal_rc_exit_status(PAL_E_USAGE), 64);
    assert_int_equal(pal_rc_exit_status(PAL_E_LIMIT), 1);
    assert_int_equal(pal_err_set(NULL, PAL_E_IO, "x"), PAL_E_IO);
}

static void test_instants(void **state)
{
    (void)state;
    static const char *const good[] = {"0001-01-01", "2000-02-29",       "2003-12-31T23:59",
                                       "1900-03-01", "2004-11-05T08:30", "9998-12-31"};
    static const char *const bad[] = {"2003-02-29",       "2003-01-01T24:00", "2003-01-01T1:00",
                                      "2003-01-01 10:00", "2003-01-01T10:60", "",
                                      "2003-01-01T10-00"};
    uint64_t minutes;
    char text[PAL_INSTANT_TEXT];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(pal_instant_read(good[i], &minutes));
        pal_instant_write(minutes, text);
        assert_string_equal(text, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(pal_instant_read(bad[i], &minutes));
    }
    /* Every day of four centuries, in order. */
    assert_true(pal_instant_read("1800-01-01", &minutes));
    for (int day = 0; day < 146097; day++) {
        uint64_t again;
        pal_instant_write(minutes, text);
        assert_true(pal_instant_read(text, &again));
        assert_int_equal(again, minutes);
        minutes += 1440;
    }
    pal_instant_write(minutes, text);
    assert_string_equal(text, "2200-01-01");
    assert_true(pal_instant_read("2003-11-30", &minutes));
    pal_instant_write(pal_instant_add_months(minutes, 3), text);
    assert_string_equal(text, "2004-02-29");
    pal_instant_write(pal_instant_add_months(minutes, 12), text);
    assert_string_equal(text, "2004-11-30");
    assert_true(pal_instant_read("2004-03-31", &minutes));
    static const struct {
        uint64_t months;
        const char *day;
    } before[] = {{0, "2004-03-31"},         {1, "2004-02-29"},     {13, "2003-02-28"},
                  {12, "2003-03-31"},        {24038, "0001-01-31"}, {24039, "0001-01-01"},
                  {UINT64_MAX, "0001-01-01"}};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        pal_instant_write(pal_instant_take_months(minutes, before[i].months), text);
        assert_string_equal(text, before[i].day);
    }
}

static void test_days(void **state)
{
    (void)state;
    assert_int_equal(pal_days_between("2026-01-12", "2026-01-16"), 4);
    assert_int_equal(pal_days_between("2026-01-12", "2026-01-12"), 0);
    assert_int_equal(pal_days_between("2024-02-28", "2024-03-01"), 2);
    assert_int_equal(pal_days_between("2025-12-31", "2026-12-31"), 365);
    assert_int_equal(pal_days_between("2026-01-12", "2026-01-11"), -1);
    assert_int_equal(pal_days_between("2026-01-12", NULL), -1);
    assert_int_equal(pal_days_between("2026-01-12", "tomorrow"), -1);
    assert_int_equal(pal_days_between("", "2026-01-12"), -1);
}

static const char *name_at(const void *names, size_t at)
{
    return ((const char *const *)names)[at];
}

static void test_order(void **state)
{
    (void)state;
    enum { COUNT = 7 };
    static const char *const names[COUNT] = {"b", "a", "", "B", "ab", "z", "aa"};
    static const size_t sorted[COUNT] = {2, 3, 1, 6, 4, 0, 5};
    size_t order[COUNT];
    pal_order_make(order, COUNT, name_at, names);
    assert_memory_equal(order, sorted, sizeof sorted);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(pal_order_find(order, COUNT, name_at, names, names[i]), i);
    }
    assert_int_equal(pal_order_find(order, COUNT, name_at, names, "c"), -1);
    assert_int_equal(pal_order_find(order, 0, name_at, names, "a"), -1);
    static const char *const in_order[] = {"A", "b", "c"};
    assert_int_equal(pal_order_find(NULL, 3, name_at, in_order, "c"), 2);
    assert_int_equal(pal_order_find(NULL, 3, name_at, in_order, "d"), -1);
}

static void test_decay(void **state)
{
    (void)state;
    static const struct {
        int64_t level, seconds, half, left;
    } cases[] = {
        {1000, 0, 3600, 1000},      {1000, -5, 3600, 1000},
        {1000, 3600, 3600, 500},    {1000, 1800, 3600, 750},
        {1000, 7200, 3600, 250},    {1000, 5400, 3600, 375},
        {0, 3600, 3600, 0},         {5000, 86400, 3600, 0},
        {1000, INT64_MAX, 3600, 0}, {INT64_MAX, 1, 1, INT64_MAX / 2},
        {1000, 35999, 3600, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(pal_decay(cases[i].level, cases[i].seconds, cases[i].half), cases[i].left);
    }
    int64_t before = 50000; /* it never grows */
    for (int64_t at = 0; at < 24 * 3600; at += 7) {
        int64_t left = pal_decay(50000, at, 3600);
        assert_true(left <= before);
        before = left;
    }
}

static void test_blank(void **state)
{
    (void)state;
    assert_true(pal_is_blank(NULL));
    assert_true(pal_is_blank(""));
    assert_true(pal_is_blank(" \t\r\n "));
    assert_false(pal_is_blank(" . "));
    /* what nobody sees says nothing: docs/decisions/0044 */
    static const char *const unseen[] = {
        "\xC2\xA0",                 /* a space that does not break */
        "\xC2\xAD",                 /* a hyphen that shows at the end of a line alone */
        "\xE2\x80\x80\xE2\x80\x8F", /* the first and the last of U+2000 to U+200F */
        "\xE2\x80\xA8\xE2\x80\xA9", /* ends of lines and paragraphs */
        "\xE2\x80\xAF",             /* a narrow one */
        "\xE2\x81\x9F\xE2\x81\xA4", /* U+205F, U+2064 */
        "\xE3\x80\x80",             /* a wide one */
        "\xEF\xBB\xBF",             /* a byte order mark */
        " \xC2\xA0\n\xE2\x80\x8B\t",
        "\xE1\x85\x9F\xE3\x85\xA4\xE2\xA0\x80\xEF\xB8\x8F\xF3\xA0\x80\xA0"};
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
        assert_true(pal_is_blank(unseen[i]));
    }
    static const char *const seen[] = {"\xC2\xA0.", "\xE2\x80\x90", "\xE2\x80\xA7", "\xE3\x80\x81",
                                       "\xC2\xA1",  "\xCC\x81",     "\xFF",         "\xC2"};
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        assert_false(pal_is_blank(seen[i]));
    }
}

static void test_whole_numbers(void **state)
{
    (void)state;
    static const char *const none[] = {"",    "-1",  "+1",   " 1",           "1 ",
                                       "1e3", "1.5", "0x10", "\xEF\xBC\x91", "1234567890123456789"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(pal_whole_number(none[i]), -1);
    }
    assert_int_equal(pal_whole_number("0"), 0);
    assert_int_equal(pal_whole_number("007"), 7);
    assert_true(pal_whole_number("999999999999999999") == 999999999999999999);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t whole, behind;
        size_t behind_len;
        bool is_doubtful;
    } some[] = {{"0", 0, 0, 0, false},
                {"1 234,5", 1234, 5, 1, false},
                {"1\u202f234\u00a0567", 1234567, 0, 0, false},
                {"5,000", 5, 0, 3, true},
                {"0,125", 0, 125, 3, false},
                {"5.000", 5, 0, 3, false},
                {" 12.050 ", 12, 50, 3, false},
                {"999999999.999999", 999999999, 999999, 6, false}};
    static const char *const none[] = {"",        " ",          "-1",   "1e3",
                                       "1.",      ".5",         "1 23", "1,234.5",
                                       "12 3456", "1234567890", "1 h",  "1.1234567"};
    struct pal_number number;
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        assert_true(pal_number_read(some[i].text, &number));
        assert_true(number.whole == some[i].whole && number.behind == some[i].behind);
        assert_int_equal(number.behind_len, some[i].behind_len);
        assert_int_equal(number.is_doubtful, some[i].is_doubtful);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(pal_number_read(none[i], &number));
    }
}

static void test_decimals(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } some[] = {{0, "0"},         {12, "12"},          {100, "100"},           {0.5, "0.5"},
                {99.95, "99.95"}, {1e9, "1000000000"}, {0.000001, "0.000001"}, {2.50, "2.5"}};
    char text[PAL_DECIMAL_TEXT];
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        pal_decimal_write(some[i].value, text);
        assert_string_equal(text, some[i].text);
    }
}

static void test_capital(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},   {"policy", "Policy"}, {"Policy", "Policy"}, {"échelle", "Échelle"},
        {"ÿ", "ÿ"}, {"÷", "÷"},           {"7 days", "7 days"}, {"œuvre", "œuvre"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%s", pairs[i][0]);
        pal_text_capital(text);
        assert_string_equal(text, pairs[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buffers_write_numbers),
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_decay),
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_work),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_escaping),
        cmocka_unit_test(test_quote_and_nearest),
        cmocka_unit_test(test_buffer_keeps_its_maximum),
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_blank),
        cmocka_unit_test(test_whole_numbers),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_capital),
        cmocka_unit_test(test_problems_are_counted_and_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
