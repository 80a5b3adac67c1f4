#include "app/house/weak.h"

#include <string.h>

#include "app/house/secret.h"

enum {
    UNIT_LEAST = 8,  /* a unit that is repeated must be a password by itself, nearly */
    WORD_LEAST = 3,  /* bytes of a name or of a part of an address */
    WORDS_MOST = 32, /* of both */
    REST_LEAST = 4,  /* letters that make a password more than one's own name */
    ROW_LEAST = 6,
};

/* A password, folded; never longer than its source. */
struct folded {
    char text[PAL_PASSWORD_MOST + 1];
    size_t len;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Small letters, also of the Latin letters with accents (U+00C0 … U+00DE: C3 80 … C3 9E). */
static void fold(const char *text, size_t len, struct folded *out)
{
    out->len = len < PAL_PASSWORD_MOST ? len : PAL_PASSWORD_MOST;
    for (size_t i = 0; i < out->len; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_accented = i > 0 && (unsigned char)text[i - 1] == 0xC3 && c >= 0x80 && c <= 0x9E;
        bool is_capital = c >= 'A' && c <= 'Z';
        out->text[i] = (char)(is_capital || is_accented ? c + 0x20 : c);
    }
    out->text[out->len] = '\0';
}

/* ----------------------------------------------------------------- the list */

static int compare_line(const char *line, size_t line_len, const char *text, size_t len)
{
    size_t least = line_len < len ? line_len : len;
    int order = memcmp(line, text, least);
    return order != 0 ? order : (line_len > len) - (line_len < len);
}

static bool is_listed(const char *list, size_t list_len, const char *text, size_t len)
{
    size_t low = 0; /* both at the beginning of a line */
    size_t high = list_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        while (middle > low && list[middle - 1] != '\n') {
            middle--;
        }
        const char *end = memchr(list + middle, '\n', list_len - middle);
        size_t line_len = end != NULL ? (size_t)(end - list) - middle : list_len - middle;
        int order = compare_line(list + middle, line_len, text, len);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + line_len + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

/* ----------------------------------------------------------------- patterns */

/* "abcdefgh", "98765432", "2222": each character stands one after, before or on the one before it;
 * 0 follows 9. */
static bool is_sequence(const char *text, size_t len)
{
    bool is_up = true;
    bool is_down = true;
    bool is_same = true;
    for (size_t i = 1; i < len; i++) {
        int step = text[i] - text[i - 1];
        is_up = is_up && (step == 1 || (text[i - 1] == '9' && text[i] == '0'));
        is_down = is_down && (step == -1 || (text[i - 1] == '0' && text[i] == '9'));
        is_same = is_same && step == 0;
    }
    return len >= 2 && (is_up || is_down || is_same);
}

/* A way along the rows of a keyboard, forth or back. */
static bool is_row(const char *text, size_t len)
{
    static const char *const rows[] = {
        "1234567890qwertyuiopasdfghjklzxcvbnm",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
        "qwertzuiopasdfghjklyxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
        "1q2w3e4r5t6y7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0",
    };
    char back[64];
    if (len < ROW_LEAST || len >= sizeof back) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        back[i] = text[len - 1 - i];
    }
    back[len] = '\0';
    char forth[64];
    memcpy(forth, text, len);
    forth[len] = '\0';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strstr(rows[i], forth) != NULL || strstr(rows[i], back) != NULL) {
            return true;
        }
    }
    return false;
}

/* The length of the shortest unit of which the text is a repetition, at least twice, perhaps cut;
 * the whole length where there is none. */
static size_t unit_of(const char *text, size_t len)
{
    for (size_t unit = 1; unit <= len / 2; unit++) {
        if (memcmp(text, text + unit, len - unit) == 0) {
            return unit;
        }
    }
    return len;
}

static bool is_plain(const char *list, size_t list_len, const char *text, size_t len)
{
    size_t unit = unit_of(text, len);
    return len > 0 &&
           (is_listed(list, list_len, text, len) || is_sequence(text, len) || is_row(text, len) ||
            (unit < len && (unit < UNIT_LEAST || is_listed(list, list_len, text, unit) ||
                            is_sequence(text, unit) || is_row(text, unit))));
}

/* The letters that signs stand for; `one` is what 1 and ! are. */
static void read_signs(const char *text, size_t len, char one, struct folded *out)
{
    static const char signs[] = "@4031$57+8!";
    const char letters[] = {'a', 'a', 'o', 'e', one, 's', 's', 't', 't', 'b', one};
    out->len = len;
    for (size_t i = 0; i < len; i++) {
        const char *sign = memchr(signs, text[i], sizeof signs - 1);
        out->text[i] = sign != NULL ? letters[sign - signs] : text[i];
    }
    out->text[len] = '\0';
}

/* As it is, and with letters for signs. */
static bool is_common_word(const char *list, size_t list_len, const char *text, size_t len)
{
    struct folded read;
    if (is_plain(list, list_len, text, len)) {
        return true;
    }
    for (size_t i = 0; i < 2; i++) {
        read_signs(text, len, "il"[i], &read);
        if (memcmp(read.text, text, len) != 0 && is_plain(list, list_len, read.text, len)) {
            return true;
        }
    }
    return false;
}

/* Whole, and without the digits and signs before it, behind it, or both. */
static bool is_common(const char *list, size_t list_len, const struct folded *password)
{
    size_t first = 0;
    size_t end = password->len;
    while (first < end && !is_letter(password->text[first])) {
        first++;
    }
    while (end > first && !is_letter(password->text[end - 1])) {
        end--;
    }
    const char *text = password->text;
    return is_common_word(list, list_len, text, password->len) ||
           (end > first && (is_common_word(list, list_len, text + first, password->len - first) ||
                            is_common_word(list, list_len, text, end) ||
                            is_common_word(list, list_len, text + first, end - first)));
}

/* ---------------------------------------------------------------- one's own */

struct word {
    const char *text;
    size_t len;
};

struct words {
    struct word items[WORDS_MOST];
    size_t count;
};

/* Longer ones first: what holds others is taken out before them. */
static void add_word(struct words *words, const char *text, size_t len)
{
    if (len < WORD_LEAST || words->count == WORDS_MOST) {
        return;
    }
    size_t at = words->count++;
    while (at > 0 && words->items[at - 1].len < len) {
        words->items[at] = words->items[at - 1];
        at--;
    }
    words->items[at] = (struct word){text, len};
}

/* The whole, and each part between characters that are neither letters nor digits. */
static void add_words(struct words *words, const struct folded *text)
{
    size_t from = 0;
    add_word(words, text->text, text->len);
    for (size_t i = 0; i <= text->len; i++) {
        char c = text->text[i];
        if (!is_letter(c) && !(c >= '0' && c <= '9')) {
            add_word(words, text->text + from, i - from);
            from = i + 1;
        }
    }
}

/* Takes every place of a word out of a text; whether there was one. */
static bool take_out(struct folded *text, const struct word *word)
{
    bool was_there = false;
    for (size_t i = 0; i + word->len <= text->len;) {
        if (memcmp(text->text + i, word->text, word->len) != 0) {
            i++;
            continue;
        }
        memmove(text->text + i, text->text + i + word->len, text->len - i - word->len + 1);
        text->len -= word->len;
        was_there = true;
    }
    return was_there;
}

static size_t count_letters(const struct folded *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->len; i++) {
        count += is_letter(text->text[i]);
    }
    return count;
}

static bool is_own(const char *list, size_t list_len, const struct folded *password,
                   const char *email, const char *name)
{
    struct words words = {.count = 0};
    struct folded address;
    struct folded local;
    struct folded called;
    struct folded rest = *password;
    bool was_there = false;
    fold(email, strlen(email), &address);
    fold(email, strcspn(email, "@"), &local);
    fold(name, strlen(name), &called);
    add_words(&words, &address);
    add_words(&words, &local);
    add_words(&words, &called);
    for (size_t i = 0; i < words.count; i++) {
        was_there = take_out(&rest, &words.items[i]) || was_there;
    }
    return was_there && (count_letters(&rest) < REST_LEAST || is_common(list, list_len, &rest));
}

enum pal_weak pal_password_weakness(const char *list, size_t len, const char *password,
                                    const char *email, const char *name)
{
    struct folded folded;
    if (strlen(password) > PAL_PASSWORD_MOST) {
        return PAL_WEAK_NOT;
    }
    fold(password, strlen(password), &folded);
    if (is_common(list, len, &folded)) {
        return PAL_WEAK_COMMON;
    }
    return is_own(list, len, &folded, email, name) ? PAL_WEAK_OWN : PAL_WEAK_NOT;
}
