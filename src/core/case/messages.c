#include "core/case/messages.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"

/* A text of the list, and what is put into it. */
enum { LINE_MOST = 16 * PAL_LIMIT_TEXT_BYTES };

const char *const pal_message_kind_ids[PAL_MESSAGE_KINDS] = {"subject",   "title",  "heading",
                                                             "paragraph", "button", "label"};

/* ------------------------------------------------------------- a text and its holes */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

const char *pal_messages_next(const char **at, size_t *len, bool *is_bad)
{
    const char *brace = *at + strcspn(*at, "{}");
    size_t count = 0;
    *is_bad = false;
    *len = 0;
    if (*brace == '\0') {
        *at = brace;
        return NULL;
    }
    while (*brace == '{' && is_name(brace[1 + count])) {
        count++;
    }
    *is_bad = *brace == '}' || count == 0 || brace[1 + count] != '}';
    *at = brace + (*is_bad ? 1 : count + 2);
    *len = count;
    return *is_bad ? NULL : brace + 1;
}

/* What a name stands for; NULL: nobody gives it. */
static const char *find(const struct pal_placeholders *given, const char *name, size_t len)
{
    for (size_t i = 0; i < given->count; i++) {
        const struct pal_placeholder *at = &given->of[i];
        if (strncmp(at->name, name, len) == 0 && at->name[len] == '\0' && !pal_is_blank(at->text)) {
            return at->text;
        }
    }
    return NULL;
}

/* What is given for a text: its own first. */
struct giving {
    const struct pal_placeholders *own; /* NULL: nothing */
    const struct pal_placeholders *shared;
};

static const char *find_given(const struct giving *giving, const char *name, size_t len)
{
    const char *own = giving->own != NULL ? find(giving->own, name, len) : NULL;
    return own != NULL ? own : find(giving->shared, name, len);
}

/* The first placeholder of a text that nobody gives; NULL: all are given. */
static const char *lacking(const struct pal_message *message, const struct giving *giving)
{
    for (size_t i = 0; i < message->placeholders.count; i++) {
        const char *name = message->placeholders.of[i];
        if (find_given(giving, name, strlen(name)) == NULL) {
            return name;
        }
    }
    return NULL;
}

/* The text with its placeholders filled; what is put in is not looked at again. NULL: memory is
 * short, or it is longer than any message. */
static const char *fill(const struct pal_message *message, const struct giving *giving,
                        enum pal_lang lang, struct pal_arena *arena)
{
    const char *at = pal_text_in(&message->text, lang);
    const char *from = at;
    const char *name;
    size_t len;
    bool is_bad;
    struct pal_buf out;
    pal_buf_init(&out, LINE_MOST, arena->alloc);
    while ((name = pal_messages_next(&at, &len, &is_bad)) != NULL || is_bad) {
        const char *value = name != NULL ? find_given(giving, name, len) : NULL;
        pal_buf_add_n(&out, from, (size_t)(value != NULL ? name - 1 - from : at - from));
        pal_buf_add(&out, value != NULL ? value : "");
        from = at;
    }
    pal_buf_add(&out, from);
    const char *text = pal_buf_text(&out);
    const char *copy = text != NULL ? pal_arena_copy(arena, text, out.len) : NULL;
    pal_buf_done(&out);
    return copy;
}

/* ------------------------------------------------------------------------- writing */

static bool holds(const struct pal_words *facts, const char *word)
{
    return strcmp(word, "always") == 0 || strcmp(word, "all") == 0 || pal_words_have(facts, word);
}

static bool is_said(const struct pal_message *message, const struct pal_message_asked *asked)
{
    if (strcmp(message->use, asked->use) != 0) {
        return false;
    }
    for (size_t i = 0; i < message->when.count; i++) {
        if (!holds(&asked->facts, message->when.of[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < message->unless.count; i++) {
        if (holds(&asked->facts, message->unless.of[i])) {
            return false;
        }
    }
    return true;
}

static const struct pal_message_repeated *repeated_of(const struct pal_message_asked *asked,
                                                      const struct pal_message *message)
{
    for (size_t i = 0; i < asked->repeated_count; i++) {
        if (strcmp(asked->repeated[i].id, message->id) == 0) {
            return &asked->repeated[i];
        }
    }
    return NULL;
}

struct writing {
    const struct pal_message_asked *asked;
    struct pal_arena *arena;
    struct pal_message_line *lines;
    struct pal_message_written *out;
};

static enum pal_rc write_once(struct writing *in, const struct pal_message *message,
                              const struct pal_placeholders *own)
{
    const struct giving giving = {own, &in->asked->given};
    const char *lacks = lacking(message, &giving);
    if (lacks != NULL) {
        in->out->lacking = in->out->lacking != NULL ? in->out->lacking : lacks;
        return PAL_OK;
    }
    const char *text = fill(message, &giving, in->asked->lang, in->arena);
    in->lines[in->out->count++] = (struct pal_message_line){message, text};
    return text != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* How many lines there are at most. */
static size_t most(const struct pal_messages *messages, const struct pal_message_asked *asked)
{
    size_t count = messages->count;
    for (size_t i = 0; i < asked->repeated_count; i++) {
        count += asked->repeated[i].count;
    }
    return count;
}

/* What stands under a heading: anything that is none. */
static bool has_below(const struct pal_message_written *all, size_t at)
{
    return at + 1 < all->count && all->lines[at + 1].of->kind != PAL_MESSAGE_HEADING;
}

static void drop_bare_headings(struct writing *in)
{
    size_t kept = 0;
    for (size_t i = 0; i < in->out->count; i++) {
        if (in->lines[i].of->kind != PAL_MESSAGE_HEADING || has_below(in->out, i)) {
            in->lines[kept++] = in->lines[i];
        }
    }
    in->out->count = kept;
}

enum pal_rc pal_messages_write(const struct pal_messages *messages,
                               const struct pal_message_asked *asked, struct pal_arena *arena,
                               struct pal_message_written *out)
{
    struct pal_message_line *lines =
        PAL_NEW(arena, struct pal_message_line, most(messages, asked) + 1);
    struct writing in = {asked, arena, lines, out};
    enum pal_rc rc = lines != NULL ? PAL_OK : PAL_E_MEMORY;
    *out = (struct pal_message_written){.lines = lines};
    for (size_t i = 0; i < messages->count && rc == PAL_OK; i++) {
        const struct pal_message *message = &messages->texts[i];
        if (!is_said(message, asked)) {
            continue;
        }
        const struct pal_message_repeated *repeated = repeated_of(asked, message);
        size_t times = repeated != NULL ? repeated->count : 1;
        for (size_t j = 0; j < times && rc == PAL_OK; j++) {
            rc = write_once(&in, message, repeated != NULL ? &repeated->each[j] : NULL);
        }
    }
    if (rc == PAL_OK) {
        drop_bare_headings(&in);
    }
    return rc;
}

enum pal_rc pal_messages_say(const struct pal_messages *messages, const char *id,
                             const struct pal_placeholders *given, enum pal_lang lang,
                             struct pal_arena *arena, const char **out)
{
    const struct giving giving = {NULL, given};
    *out = NULL;
    for (size_t i = 0; i < messages->count; i++) {
        const struct pal_message *message = &messages->texts[i];
        if (strcmp(message->id, id) == 0 && lacking(message, &giving) == NULL) {
            *out = fill(message, &giving, lang, arena);
            return *out != NULL ? PAL_OK : PAL_E_MEMORY;
        }
    }
    return PAL_OK;
}

/* ------------------------------------------------------------- what a procedure gives */

size_t pal_messages_facts(const struct pal_procedure *procedure, const char *out[PAL_MESSAGE_FACTS])
{
    size_t count = 0;
    out[count++] = procedure->is_tender ? "tender" : "outside";
    if (procedure->is_formal) {
        out[count++] = "formal";
    }
    out[count++] = procedure->id;
    return count;
}

/* Which rule says which number: of two the one that holds. */
static const struct {
    const char *placeholder;
    const char *rules[2];
} filled[PAL_MESSAGE_VALUES] = {
    {"lead_days", {"LEAD-ANSWER", "LEAD-ANSWER-ADAPTED"}},
    {"same_delay_days", {"SAME-DELAY", NULL}},
    {"claim_days", {"OUTAGE-CLAIM", NULL}},
    {"conflict_years", {"CONFLICT-YEARS", NULL}},
    {"reasons_days", {"ADVANTAGES", "REJECT-ADAPTED"}},
    {"reply_days", {"REPLY-DAYS", NULL}},
    {"retention_years", {"RETENTION", NULL}},
    {"account_months", {"PERSON-ACCOUNT", NULL}},
    {"log_months", {"PERSON-LOG", NULL}},
    {"opening_persons", {"OPENING-PERSONS", NULL}},
};

enum pal_rc pal_messages_values(const struct pal_procedures *procedures,
                                const struct pal_procedure *procedure,
                                const struct pal_tender_override *overrides, size_t override_count,
                                struct pal_arena *arena,
                                struct pal_placeholder out[PAL_MESSAGE_VALUES], size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < PAL_MESSAGE_VALUES; i++) {
        for (size_t j = 0; j < 2 && filled[i].rules[j] != NULL; j++) {
            const struct pal_tender_rule *rule = pal_procedure_rule(procedures, filled[i].rules[j]);
            if (rule == NULL || !pal_procedure_holds(procedure, rule) || rule->value.count == 0) {
                continue;
            }
            const struct pal_tender_value now =
                pal_procedure_value(rule, overrides, override_count);
            const char *text = pal_arena_printf(arena, "%u", (unsigned)now.of[0]);
            if (text == NULL) {
                return PAL_E_MEMORY;
            }
            out[(*count)++] = (struct pal_placeholder){filled[i].placeholder, text};
            break;
        }
    }
    return PAL_OK;
}
