/* mail: addresses, letters as bytes, what a mail server says, how one is named. */
#include "helpers.h"

#include "base/utf8.h"
#include "mail/letter.h"
#include "mail/reply.h"
#include "mail/smtp.h"

/* ---------------------------------------------------------------------- addresses */

static void test_addresses(void **state)
{
    static const char *const fine[] = {"a@b",
                                       "anne@example.org",
                                       "Anne.Expert+palier@mail.example-one.org",
                                       "o'neil_99@example.museum",
                                       "!#$%&'*+-/=?^_`{|}~@example.org",
                                       "anne@xn--exmple-cua.org",
                                       "root@localhost"};
    static const char *const bad[] = {"",
                                      "anne",
                                      "@example.org",
                                      "anne@",
                                      "anne@@example.org",
                                      "anne@example@org",
                                      ".anne@example.org",
                                      "anne.@example.org",
                                      "an..ne@example.org",
                                      "anne@.example.org",
                                      "anne@example..org",
                                      "anne@example.org.",
                                      "anne@-example.org",
                                      "anne@example-.org",
                                      "anne@exa_mple.org",
                                      "anne@[192.0.2.1]",
                                      "\"anne\"@example.org",
                                      "anne expert@example.org",
                                      "Anne <anne@example.org>",
                                      "anne@example.org\r\nRCPT TO:<x@example.org>",
                                      "anne@example.org\n",
                                      "anne\t@example.org",
                                      "anne@example.org,paul@example.org",
                                      "an\xC3\xA9@example.org",
                                      "anne@ex\xC3\xA9mple.org"};
    char text[400];
    (void)state;
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        if (!pal_letter_is_address(fine[i])) {
            fail_msg("refused: %s", fine[i]);
        }
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (pal_letter_is_address(bad[i])) {
            fail_msg("taken: %s", bad[i]);
        }
    }
    (void)snprintf(text, sizeof text, "%.*s@example.org", 64,
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_true(pal_letter_is_address(text));
    (void)snprintf(text, sizeof text, "%.*s@example.org", 65,
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_false(pal_letter_is_address(text));
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (size_t i = 1; i < sizeof text - 1; i += 2) {
        text[i] = i == 1 ? '@' : '.'; /* a@a.a.a … */
    }
    text[254] = '\0';
    text[253] = 'a';
    assert_true(pal_letter_is_address(text));
    text[254] = 'a';
    text[255] = '\0';
    assert_false(pal_letter_is_address(text));
    assert_string_equal(pal_letter_domain("anne@example.org"), "example.org");
}

/* ---------------------------------------------------------------------- letters */

static struct pal_letter letter_of(const char *name, const char *title, const char *body)
{
    return (struct pal_letter){.id = "abc",
                               .from = "palier@example.org",
                               .address = "anne@example.org",
                               .name = name,
                               .language = "en",
                               .title = title,
                               .body = body,
                               .at = 1700000000};
}

/* Every line ends with CR LF, is short, holds ASCII alone and begins with no dot; the headers are
 * those that belong there. */
static void check_lines(const char *text)
{
    static const char *const names[] = {"Date: ",
                                        "From: ",
                                        "To: ",
                                        "Subject: ",
                                        "Message-ID: ",
                                        "Auto-Submitted: ",
                                        "MIME-Version: ",
                                        "Content-Type: ",
                                        "Content-Language: ",
                                        "Content-Transfer-Encoding: "};
    size_t at = 0;
    bool is_head = true;
    while (*text != '\0') {
        const char *end = strstr(text, "\r\n");
        assert_non_null(end);
        size_t len = (size_t)(end - text);
        assert_true(len <= 78);
        assert_true(text[0] != '.');
        for (size_t i = 0; i < len; i++) {
            assert_true((text[i] >= ' ' && text[i] < 0x7F) || (text[i] == '\t' && !is_head));
        }
        if (is_head && len > 0 && text[0] != ' ') {
            assert_true(at < sizeof names / sizeof *names);
            assert_int_equal(strncmp(text, names[at], strlen(names[at])), 0);
            at++;
        }
        is_head = is_head && len > 0;
        text = end + 2;
    }
    assert_int_equal(at, sizeof names / sizeof *names);
    assert_false(is_head);
}

/* The letter with these, checked; to be freed. */
static char *write_letter(const char *name, const char *title, const char *body)
{
    struct pal_buf out;
    const struct pal_letter letter = letter_of(name, title, body);
    pal_buf_init(&out, PAL_LETTER_MOST, NULL);
    assert_int_equal(pal_letter_write(&letter, &out), PAL_OK);
    char *copy = strdup(pal_buf_text(&out));
    pal_buf_done(&out);
    check_lines(copy);
    return copy;
}

static void assert_has(const char *name, const char *title, const char *body, const char *wanted)
{
    char *text = write_letter(name, title, body);
    if (strstr(text, wanted) == NULL) {
        fail_msg("%s\nis not in\n%s", wanted, text);
    }
    free(text);
}

static void test_headers(void **state)
{
    (void)state;
    assert_has("", "Hello", "x", "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n");
    assert_has("", "Hello", "x", "From: palier@example.org\r\nTo: anne@example.org\r\n");
    assert_has("Anne Expert", "x", "x", "To: \"Anne Expert\"\r\n <anne@example.org>\r\n");
    assert_has("Zo\xC3\xA9", "x", "x", "To: =?UTF-8?Q?Zo=C3=A9?=\r\n <anne@example.org>\r\n");
    assert_has("a \"b\" \\ <c@d>", "x", "x",
               "To: =?UTF-8?Q?a_=22b=22_=5C_=3Cc=40d=3E?=\r\n <anne@example.org>");
    assert_has("", "Hello, world (2)", "x", "Subject: Hello, world (2)\r\n");
    assert_has("", "R\xC3\xA9ponse", "x", "Subject: =?UTF-8?Q?R=C3=A9ponse?=\r\n");
    assert_has("", "=?UTF-8?Q?x?=", "x", "Subject: =?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3Fx=3F=3D?=\r\n");
    assert_has("", " blank ", "x", "Subject: =?UTF-8?Q?_blank_?=\r\n");
    assert_has("", "x", "x", "Message-ID: <abc@example.org>\r\n");
    assert_has("", "x", "x", "Auto-Submitted: auto-generated\r\n");
    /* Each word is whole: no character is parted. */
    assert_has("", "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC", "x",
               "Subject: =?UTF-8?Q?=E2=82=AC=E2=82=AC=E2=82=AC=E2=82=AC=E2=82=AC?=\r\n"
               " =?UTF-8?Q?=E2=82=AC?=\r\n");
}

/* What comes from people cannot end a header. */
static void test_injection(void **state)
{
    static const char *const texts[] = {"x\r\nBcc: b@example.org",
                                        "x\nBcc: b@example.org",
                                        "x\rBcc: b@example.org",
                                        "x\r\n\r\nbody",
                                        "\r\n",
                                        "x\xE2\x80\xA8y\xC2\x85z",
                                        "\xFF\xFE\x80",
                                        "\x01\x7F\x1B[m"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        free(write_letter(texts[i], "x", "x"));
        free(write_letter("x", texts[i], "x"));
        free(write_letter("x", "x", texts[i]));
    }
}

static void test_faults(void **state)
{
    struct pal_buf out;
    (void)state;
    struct pal_letter bad[] = {letter_of("", "x", "x"), letter_of("", "x", "x"),
                               letter_of("", "x", "x"), letter_of("", "x", "x"),
                               letter_of("", "x", "x"), letter_of("", "x", "x")};
    bad[0].address = "anne@example.org>\r\nRCPT TO:<b@example.org";
    bad[1].from = "palier";
    bad[2].id = "a\r\nb";
    bad[3].id = "a..b";
    bad[4].id = "";
    bad[5].language = "en\r\nx: y";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        pal_buf_init(&out, PAL_LETTER_MOST, NULL);
        assert_int_equal(pal_letter_write(&bad[i], &out), PAL_E_INVALID);
        assert_int_equal(out.len, 0);
        pal_buf_done(&out);
    }
    const struct pal_letter large = letter_of("", "x", "a text that does not fit");
    pal_buf_init(&out, 64, NULL);
    assert_int_equal(pal_letter_write(&large, &out), PAL_E_MEMORY);
    pal_buf_done(&out);
}

static void test_texts(void **state)
{
    static const struct {
        const char *body;
        const char *wanted;
    } cases[] = {
        {"one\ntwo", "\r\n\r\none\r\ntwo\r\n"},
        {"one\r\ntwo\r\n", "\r\n\r\none\r\ntwo\r\n"},
        {"a\rb", "\r\n\r\na=0Db\r\n"},
        {".\n..\n", "\r\n\r\n=2E\r\n=2E.\r\n"},
        {"From me\n", "\r\n\r\n=46rom me\r\n"},
        {"end \nend\t\n ", "\r\n\r\nend=20\r\nend=09\r\n=20\r\n"},
        {"1 = 1", "\r\n\r\n1 =3D 1\r\n"},
        {"\xC3\xA9\xE2\x82\xAC", "\r\n\r\n=C3=A9=E2=82=AC\r\n"},
        {"", "\r\n\r\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = write_letter("", "x", cases[i].body);
        assert_string_equal(strstr(text, "\r\n\r\n"), cases[i].wanted);
        free(text);
    }
    /* Long lines are broken softly, wherever they are long; a dot at a break stays harmless. */
    char body[4000];
    for (size_t len = 60; len < 160; len++) {
        memset(body, 'a', len);
        memset(body + len, '.', 160);
        body[len + 160] = '\0';
        free(write_letter("", "x", body));
    }
    size_t used = 0;
    while (used + 3 < sizeof body) {
        used += (size_t)snprintf(body + used, sizeof body - used, "\xC3\xA9 ");
    }
    free(write_letter("", "x", body));
}

/* ---------------------------------------------------------------------- replies */

static struct pal_reply reply_of(const char *text)
{
    struct pal_reply reply;
    pal_reply_begin(&reply);
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        len += text[len] == '\n';
        pal_reply_add(&reply, text, len);
        text += len;
    }
    return reply;
}

static void test_replies(void **state)
{
    static const struct {
        const char *lines;
        int code;
        bool is_whole;
        const char *text;
    } cases[] = {
        {"250 OK\r\n", 250, true, "250 OK"},
        {"250\r\n", 250, true, "250"},
        {"550-5.1.1 no such\r\n550 5.1.1 mailbox\r\n", 550, true,
         "550 5.1.1 no such 5.1.1 mailbox"},
        {"550-one\r\n", 550, false, "550 one"},
        {"250 one\r\n451 two\r\n", 451, true, "451 two"},
        {"550 a\x01\x02\x1B[31mb\tc\r\n", 550, true, "550 a [31mb c"},
        {"550 caf\xE9 \xC3\xA9\r\n", 550, true, "550 caf? \xC3\xA9"},
        {"550   many    blanks   \r\n", 550, true, "550 many blanks"},
        {"hello\r\n", 0, true, "hello"},
        {"2500 x\r\n", 0, true, "2500 x"},
        {"55\r\n", 0, true, "55"},
        {"\r\n", 0, true, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pal_reply reply = reply_of(cases[i].lines);
        assert_int_equal(reply.code, cases[i].code);
        assert_int_equal(reply.is_whole, cases[i].is_whole);
        assert_string_equal(reply.text, cases[i].text);
    }
}

static void test_long_replies(void **state)
{
    enum { SIZE = 1 << 20 };
    char *line = malloc(SIZE + 1);
    size_t bad_at;
    (void)state;
    assert_non_null(line);
    for (size_t i = 0; i < SIZE; i++) {
        line[i] = "\xC3\xA9"[i % 2];
    }
    memcpy(line, "550 ", 4);
    line[SIZE] = '\0';
    struct pal_reply reply;
    pal_reply_begin(&reply);
    pal_reply_add(&reply, line, SIZE);
    assert_int_equal(reply.code, 550);
    assert_true(strlen(reply.text) >= PAL_REPLY_TEXT - 3);
    assert_true(pal_utf8_check(reply.text, strlen(reply.text), &bad_at));
    pal_reply_begin(&reply);
    for (size_t i = 0; i < 10000; i++) {
        pal_reply_add(&reply, "250-more and more\r\n", 19);
    }
    assert_false(reply.is_whole);
    assert_true(strlen(reply.text) < PAL_REPLY_TEXT);
    free(line);
}

/* ---------------------------------------------------------------------- the server */

static void test_servers(void **state)
{
    static const char *const fine[] = {"smtp://localhost",         "smtp://mail.example.org:587",
                                       "smtps://mail.example.org", "smtps://192.0.2.1:465",
                                       "smtp://[::1]:25",          "smtp://[2001:db8::1]"};
    static const char *const bad[] = {"",
                                      "mail.example.org",
                                      "http://mail.example.org",
                                      "smtp://",
                                      "smtp://:25",
                                      "smtp://mail.example.org:0",
                                      "smtp://mail.example.org:65536",
                                      "smtp://mail.example.org:",
                                      "smtp://mail.example.org:25x",
                                      "smtp://mail.example.org/path",
                                      "smtp://user:secret@mail.example.org",
                                      "smtp://mail.example.org\r\nX",
                                      "smtp://[::1",
                                      "smtp://[x]:25"};
    struct pal_smtp *smtp;
    (void)state;
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        struct pal_err err = {0};
        const struct pal_smtp_options options = {
            .url = fine[i], .helo = "example.org", .user = "u", .password = "p"};
        if (pal_smtp_new(&options, &smtp, &err) != PAL_OK) {
            fail_msg("%s: %s", fine[i], err.message);
        }
        pal_smtp_free(smtp);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct pal_err err = {0};
        const struct pal_smtp_options options = {.url = bad[i], .helo = "example.org"};
        assert_int_equal(pal_smtp_new(&options, &smtp, &err), PAL_E_USAGE);
        assert_null(smtp);
        assert_null(strstr(err.message, "secret"));
    }
    struct pal_err err = {0};
    assert_int_equal(pal_smtp_load("libcurl-that-is-missing.so.4", &err), PAL_E_UNAVAILABLE);
    assert_non_null(strstr(err.message, "libcurl4"));
    assert_int_equal(pal_smtp_load("libc.so.6", &err), PAL_E_UNAVAILABLE); /* no libcurl */
    pal_smtp_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),    cmocka_unit_test(test_headers),
        cmocka_unit_test(test_injection),    cmocka_unit_test(test_faults),
        cmocka_unit_test(test_texts),        cmocka_unit_test(test_replies),
        cmocka_unit_test(test_long_replies), cmocka_unit_test(test_servers),
    };
    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
