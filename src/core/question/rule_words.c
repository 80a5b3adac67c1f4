#include "core/question/rule_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

PAL_PRINTF(2, 0)
static void say(struct pal_rule_words *words, const char *sentence, va_list args)
{
    struct pal_rule_fault *fault = words->fault;
    size_t used = strlen(fault->text);
    (void)vsnprintf(fault->text + used, sizeof fault->text - used,
                    pal_voice_say(words->voice, sentence), args);
    pal_utf8_trim(fault->text);
}

void pal_rule_words_fault(struct pal_rule_words *words, size_t at, const char *sentence, ...)
{
    words->was_said = words->rc == PAL_OK;
    if (!words->was_said) {
        return;
    }
    va_list args;
    va_start(args, sentence);
    words->rc = PAL_E_INVALID;
    words->fault->at = at;
    say(words, sentence, args);
    va_end(args);
}

void pal_rule_words_add(struct pal_rule_words *words, const char *sentence, ...)
{
    va_list args;
    if (!words->was_said) {
        return;
    }
    va_start(args, sentence);
    say(words, sentence, args);
    va_end(args);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_of_word(char c)
{
    return is_small(c) || is_capital(c) || is_digit(c);
}

static size_t run(const char *text, bool (*is_of)(char))
{
    size_t len = 0;
    while (is_of(text[len])) {
        len++;
    }
    return len;
}

/* So much of the text in quotes for a sentence. */
static struct pal_quote quoted(const char *text, size_t len)
{
    char copy[PAL_QUOTE_MAX];
    len = len < sizeof copy ? len : sizeof copy - 1;
    memcpy(copy, text, len);
    copy[len] = '\0';
    return pal_quote(copy);
}

static void refuse_letter(struct pal_rule_words *words, const char *at)
{
    uint32_t code;
    size_t len = pal_utf8_read((const unsigned char *)at, strlen(at), &code);
    if (*at == '%') {
        pal_rule_words_fault(words, words->word.at,
                             PAL_N_("%% stands right behind its number, without a blank between"));
        return;
    }
    pal_rule_words_fault(words, words->word.at, PAL_N_("%s cannot stand in a rule"),
                         (len > 0 ? quoted(at, len) : pal_quote("?")).text);
}

/* Small letters with "_" between them: how many; 0: none stand here, or more than these do. */
static size_t name_at(const char *at)
{
    size_t len = run(at, is_small);
    return at[0] != '_' && !is_of_word(at[len]) ? len : 0;
}

/* ORG-08.minutes: capitals, digits, a point, a name. False: `len` is how far it went. */
static bool threshold_at(const char *at, size_t *len)
{
    size_t capitals = run(at, is_capital);
    size_t id = capitals + (at[capitals] == '-');
    id += run(at + id, is_digit);
    size_t name = capitals > 0 && at[id] == '.' ? name_at(at + id + 1) : 0;
    *len = id + (name > 0 ? 1 + name : 0);
    return name > 0;
}

bool pal_rule_names_field(const char *name)
{
    size_t len = name_at(name);
    return len > 0 && name[len] == '\0';
}

bool pal_rule_names_threshold(const char *name)
{
    size_t len;
    return threshold_at(name, &len) && name[len] == '\0';
}

static enum pal_rule_word_kind read_name(struct pal_rule_words *words, const char *at)
{
    words->word.len = run(at, is_of_word);
    if (name_at(at) > 0) {
        return PAL_WORD_NAME;
    }
    pal_rule_words_fault(words, words->word.at,
                         PAL_N_("%s cannot stand in a rule: words have small letters and \"_\" "
                                "between them, no capitals and no digits"),
                         quoted(at, words->word.len).text);
    return PAL_WORD_BAD;
}

/* What follows the digits of a number; false: it is none of the units that a rule writes. */
static bool read_unit(const char *at, size_t len, enum pal_unit *out)
{
    static const enum pal_unit known[] = {PAL_UNIT_PERCENT, PAL_UNIT_HOUR, PAL_UNIT_DAY,
                                          PAL_UNIT_MONTH, PAL_UNIT_YEAR};
    *out = PAL_UNIT_NONE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(pal_unit_ids[known[i]]) == len && memcmp(at, pal_unit_ids[known[i]], len) == 0) {
            *out = known[i];
        }
    }
    return len == 0 || *out != PAL_UNIT_NONE;
}

static enum pal_rule_word_kind read_number(struct pal_rule_words *words, const char *at)
{
    size_t digits = run(at, is_digit);
    size_t unit = at[digits] == '%' ? 1 : run(at + digits, is_of_word);
    int64_t value = 0;
    words->word.len = digits + unit;
    for (size_t i = 0; i < digits && value <= PAL_ANSWER_NUMBER_MOST; i++) {
        value = value * 10 + (at[i] - '0');
    }
    words->word.amount = value * PAL_THOUSANDTHS;
    if (value > PAL_ANSWER_NUMBER_MOST) {
        pal_rule_words_fault(words, words->word.at,
                             PAL_N_("%s is too great: 1000000000 is the greatest number"),
                             quoted(at, digits).text);
    } else if (at[digits] == '.') {
        pal_rule_words_fault(
            words, words->word.at + digits,
            PAL_N_("a number in a rule is whole; only a threshold has digits behind a point"));
    } else if (!read_unit(at + digits, unit, &words->word.unit)) {
        pal_rule_words_fault(words, words->word.at + digits,
                             PAL_N_("%s is no unit that a rule writes; these are: %%, h, d, mo, y"),
                             quoted(at + digits, unit).text);
    }
    return words->rc == PAL_OK ? PAL_WORD_NUMBER : PAL_WORD_BAD;
}

/* $ID.name, as $ORG-08.minutes. */
static enum pal_rule_word_kind read_threshold(struct pal_rule_words *words, const char *at)
{
    size_t len;
    bool is_one = threshold_at(at + 1, &len);
    words->word.len = 1 + len;
    if (is_one) {
        return PAL_WORD_THRESHOLD;
    }
    pal_rule_words_fault(words, words->word.at,
                         PAL_N_("a threshold is written as in $ORG-08.minutes: capitals, digits, a "
                                "point, a name in small letters"));
    return PAL_WORD_BAD;
}

static bool read_op(struct pal_rule_words *words, const char *at)
{
    static const struct {
        const char *text;
        enum pal_rule_op op;
    } ops[] = {{"!=", PAL_OP_NE}, {"<=", PAL_OP_LE}, {">=", PAL_OP_GE},
               {"=", PAL_OP_EQ},  {"<", PAL_OP_LT},  {">", PAL_OP_GT}};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        size_t len = strlen(ops[i].text);
        if (strncmp(at, ops[i].text, len) == 0) {
            words->word.len = len;
            words->word.op = ops[i].op;
            return true;
        }
    }
    return false;
}

static enum pal_rule_word_kind read_sign(struct pal_rule_words *words, const char *at)
{
    if (read_op(words, at)) {
        return PAL_WORD_OP;
    }
    words->word.len = 1;
    switch (*at) {
    case '(':
        return PAL_WORD_OPEN;
    case ')':
        return PAL_WORD_CLOSE;
    case ',':
        return PAL_WORD_COMMA;
    default:
        refuse_letter(words, at);
        return PAL_WORD_BAD;
    }
}

void pal_rule_words_next(struct pal_rule_words *words)
{
    size_t end = words->word.at + words->word.len;
    words->word = (struct pal_rule_word){.at = end + strspn(words->text + end, " \t\r\n")};
    const char *at = words->text + words->word.at;
    if (*at == '\0') {
        words->word.kind = PAL_WORD_END;
    } else if (is_small(*at) || is_capital(*at)) {
        words->word.kind = read_name(words, at);
    } else if (is_digit(*at)) {
        words->word.kind = read_number(words, at);
    } else if (*at == '$') {
        words->word.kind = read_threshold(words, at);
    } else {
        words->word.kind = read_sign(words, at);
    }
}

bool pal_rule_words_is(const struct pal_rule_words *words, const char *name)
{
    return words->word.kind == PAL_WORD_NAME && strlen(name) == words->word.len &&
           memcmp(words->text + words->word.at, name, words->word.len) == 0;
}
