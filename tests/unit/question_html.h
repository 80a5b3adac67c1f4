/* question_html - a question's form as a page in a browser's stead: the template rendered, and what
 * its fields send. */
#ifndef PAL_TESTS_QUESTION_HTML_H
#define PAL_TESTS_QUESTION_HTML_H

#include "question_docs.h"

#include "app/desk/document_json.h"
#include "render/template/language.h"
#include "render/template/mustache.h"
#include "web/question_form.h"

/* The questionnaire that is built in. */
static struct reading books;
static const struct pal_questionnaire *questionnaire;
/* The page of a form, and of an answer that is read, in each language. */
static struct pal_arena templates_arena;
static struct pal_language languages[PAL_LANG_COUNT];
static struct pal_voice voices[PAL_LANG_COUNT];
static const struct pal_mustache *form_page[PAL_LANG_COUNT];
static const struct pal_mustache *answer_page[PAL_LANG_COUNT];

static inline const char *html_partial(void *ctx, const char *name)
{
    (void)ctx;
    return pal_library_templates.get(pal_library_templates.ctx, name);
}

static inline const char *html_translate(void *ctx, const char *text)
{
    return pal_tr(ctx, text);
}

static inline const struct pal_mustache *html_compile(const char *source, enum pal_lang lang)
{
    struct pal_err err;
    const struct pal_mustache *out = NULL;
    const struct pal_mustache_env env = {html_partial, html_translate, &languages[lang],
                                         &languages[lang]};
    assert_int_equal(pal_mustache_compile(&templates_arena, source, &env, &out, &err), PAL_OK);
    return out;
}

static inline int open_books(void **state)
{
    (void)state;
    reading_init(&books);
    questionnaire = built_in(&books);
    pal_arena_init(&templates_arena, NULL);
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        languages[lang] = pal_library_language((enum pal_lang)lang);
        voices[lang] = pal_language_voice(&languages[lang]);
        form_page[lang] =
            html_compile("{{#question}}{{> web_question}}{{/question}}", (enum pal_lang)lang);
        answer_page[lang] =
            html_compile("{{#answer}}{{> web_answer_shown}}{{/answer}}", (enum pal_lang)lang);
    }
    return 0;
}

static inline int close_books(void **state)
{
    (void)state;
    pal_arena_done(&templates_arena);
    reading_done(&books);
    return 0;
}

/* The question that answers name: "POL-01", "GP 2.1.1@PA08". */
static inline const struct pal_question *question_of(const char *part)
{
    int at = pal_questionnaire_find(questionnaire, part);
    for (size_t i = 0; at < 0 && i < questionnaire->guide_count; i++) {
        size_t len = strlen(questionnaire->guide[i].id);
        if (strncmp(questionnaire->guide[i].id, part, len) == 0 && part[len] == '@') {
            return &questionnaire->guide[i];
        }
    }
    assert_true(at >= 0);
    return &questionnaire->questions[at];
}

/* A form with the memory that it lives in. */
struct sheet_of_paper {
    struct pal_arena arena;
    struct pal_values values;
    struct pal_question_form form;
    struct pal_value *errors;
};

static inline void paper_init(struct sheet_of_paper *paper, const struct pal_question *question,
                              enum pal_lang lang)
{
    pal_arena_init(&paper->arena, NULL);
    pal_values_init(&paper->values, &paper->arena);
    pal_question_form_init(&paper->form, &paper->arena, &voices[lang], questionnaire, question);
    paper->form.rows_url = "/rows";
    paper->errors = pal_value_list(&paper->values);
}

static inline void paper_done(struct sheet_of_paper *paper)
{
    assert_false(paper->form.failed);
    assert_false(paper->values.failed);
    pal_arena_done(&paper->arena);
}

/* The page; to be freed. */
static inline char *render(struct sheet_of_paper *paper, const struct pal_mustache *template,
                           const char *key, struct pal_value *shown)
{
    struct pal_buf buf;
    struct pal_err err;
    struct pal_value *root = pal_value_object(&paper->values);
    pal_put(root, key, shown);
    pal_buf_init(&buf, 1 << 24, NULL);
    assert_int_equal(pal_mustache_render(template, root, NULL, &buf, &err), PAL_OK);
    char *text = strdup(pal_buf_text(&buf));
    assert_non_null(text);
    pal_buf_done(&buf);
    return text;
}

static inline char *render_form(struct sheet_of_paper *paper)
{
    enum pal_lang lang = paper->form.voice->lang;
    return render(paper, form_page[lang], "question",
                  pal_question_form_show(&paper->form, &paper->values, paper->errors));
}

static inline char *render_answer(struct sheet_of_paper *paper)
{
    enum pal_lang lang = paper->form.voice->lang;
    return render(paper, answer_page[lang], "answer",
                  pal_question_form_shown(&paper->form, &paper->values));
}

/* ----------------------------------------------------------- what a page sends */

/* What stands between two places of a page, as a browser reads it. */
static inline char *unescaped(struct pal_arena *arena, const char *from, const char *to)
{
    static const struct {
        const char *name;
        char is;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    char *out = pal_arena_copy(arena, from, (size_t)(to - from));
    assert_non_null(out);
    char *end = out;
    for (const char *at = out; *at != '\0';) {
        size_t len = 1;
        char c = *at;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (strncmp(at, names[i].name, strlen(names[i].name)) == 0) {
                len = strlen(names[i].name);
                c = names[i].is;
            }
        }
        assert_true(*at != '&' || len > 1);
        *end++ = c;
        at += len;
    }
    *end = '\0';
    return out;
}

/* The value of an attribute of a tag that ends at `end`; NULL: it has none. */
static inline char *attribute(struct pal_arena *arena, const char *tag, const char *end,
                              const char *name)
{
    char wanted[32];
    (void)snprintf(wanted, sizeof wanted, " %s=\"", name);
    const char *at = strstr(tag, wanted);
    if (at == NULL || at > end) {
        return NULL;
    }
    at += strlen(wanted);
    const char *close = strchr(at, '"');
    assert_non_null(close);
    return unescaped(arena, at, close);
}

static inline bool has_word(const char *tag, const char *end, const char *word)
{
    const char *at = strstr(tag, word);
    return at != NULL && at < end;
}

enum { SENT_MOST = PAL_HTTP_FIELDS };

struct sent {
    struct pal_field_value items[SENT_MOST];
    size_t count;
};

static inline void send_one(struct sent *sent, const char *name, const char *value)
{
    assert_in_range(sent->count, 0, SENT_MOST - 1);
    sent->items[sent->count++] =
        (struct pal_field_value){.name = name, .value = value, .value_len = strlen(value)};
}

static inline const char *chosen_option(struct pal_arena *arena, const char *from, const char *to)
{
    const char *first = NULL;
    for (const char *at = strstr(from, "<option"); at != NULL && at < to;
         at = strstr(at + 1, "<option")) {
        const char *end = strchr(at, '>');
        const char *value = attribute(arena, at, end, "value");
        first = first != NULL ? first : value;
        if (has_word(at, end, " selected")) {
            return value;
        }
    }
    return first;
}

/* What the controls of a page send, but for its buttons. */
static inline void send_page(struct pal_arena *arena, const char *page, struct sent *sent)
{
    for (const char *at = strchr(page, '<'); at != NULL; at = strchr(at + 1, '<')) {
        const char *end = strchr(at, '>');
        assert_non_null(end);
        char *name = attribute(arena, at, end, "name");
        if (strncmp(at, "<input", 6) == 0) {
            char *value = attribute(arena, at, end, "value");
            bool is_file = has_word(at, end, "type=\"file\"");
            bool is_mark =
                has_word(at, end, "type=\"radio\"") || has_word(at, end, "type=\"checkbox\"");
            if (!is_file && (!is_mark || has_word(at, end, " checked"))) {
                send_one(sent, name, value);
            }
        } else if (strncmp(at, "<textarea", 9) == 0) {
            const char *close = strstr(end, "</textarea>");
            send_one(sent, name, unescaped(arena, end + (end[1] == '\n' ? 2 : 1), close));
        } else if (strncmp(at, "<select", 7) == 0) {
            const char *close = strstr(end, "</select>");
            send_one(sent, name, chosen_option(arena, end, close));
        }
    }
}

/* Fills a form with what the page of another sends. */
static inline void read_page(struct sheet_of_paper *paper, struct sheet_of_paper *of)
{
    struct sent *sent = calloc(1, sizeof *sent);
    assert_non_null(sent);
    char *page = render_form(of);
    send_page(&paper->arena, page, sent);
    const struct pal_fields fields = {sent->items, sent->count};
    pal_question_form_read(&paper->form, &fields, "csrf");
    assert_null(paper->form.unknown);
    free(page);
    free(sent);
}

#endif
