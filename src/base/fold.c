#include "base/fold.h"

#include <string.h>

#include "base/utf8.h"

/* What the letters of U+00C0 to U+024F and of U+1E00 to U+1EFF become: the decompositions of
 * Unicode 14 without their marks, and for letters that have none what they are looked for by. ""
 * stays as it is. */
static const char latin[][3] = {
    "a", "a",  "a",  "a",  "a",  "a",  "ae", "c",  "e",  "e",  "e",  "e",  "i",  "i", "i",  "i",
    "d", "n",  "o",  "o",  "o",  "o",  "o",  "",   "o",  "u",  "u",  "u",  "u",  "y", "th", "ss",
    "a", "a",  "a",  "a",  "a",  "a",  "ae", "c",  "e",  "e",  "e",  "e",  "i",  "i", "i",  "i",
    "d", "n",  "o",  "o",  "o",  "o",  "o",  "",   "o",  "u",  "u",  "u",  "u",  "y", "th", "y",
    "a", "a",  "a",  "a",  "a",  "a",  "c",  "c",  "c",  "c",  "c",  "c",  "c",  "c", "d",  "d",
    "d", "d",  "e",  "e",  "e",  "e",  "e",  "e",  "e",  "e",  "e",  "e",  "g",  "g", "g",  "g",
    "g", "g",  "g",  "g",  "h",  "h",  "h",  "h",  "i",  "i",  "i",  "i",  "i",  "i", "i",  "i",
    "i", "i",  "ij", "ij", "j",  "j",  "k",  "k",  "k",  "l",  "l",  "l",  "l",  "l", "l",  "l",
    "l", "l",  "l",  "n",  "n",  "n",  "n",  "n",  "n",  "n",  "n",  "n",  "o",  "o", "o",  "o",
    "o", "o",  "oe", "oe", "r",  "r",  "r",  "r",  "r",  "r",  "s",  "s",  "s",  "s", "s",  "s",
    "s", "s",  "t",  "t",  "t",  "t",  "t",  "t",  "u",  "u",  "u",  "u",  "u",  "u", "u",  "u",
    "u", "u",  "u",  "u",  "w",  "w",  "y",  "y",  "y",  "z",  "z",  "z",  "z",  "z", "z",  "s",
    "b", "b",  "",   "b",  "",   "",   "",   "",   "",   "d",  "",   "",   "",   "",  "",   "",
    "",  "",   "f",  "g",  "",   "",   "i",  "i",  "k",  "k",  "l",  "",   "",   "n", "n",  "o",
    "o", "o",  "",   "",   "p",  "p",  "",   "",   "",   "",   "",   "t",  "",   "t", "t",  "u",
    "u", "",   "",   "y",  "y",  "z",  "z",  "",   "",   "",   "",   "",   "",   "",  "",   "",
    "",  "",   "",   "",   "dz", "dz", "dz", "lj", "lj", "lj", "nj", "nj", "nj", "a", "a",  "i",
    "i", "o",  "o",  "u",  "u",  "u",  "u",  "u",  "u",  "u",  "u",  "u",  "u",  "",  "a",  "a",
    "a", "a",  "",   "",   "g",  "g",  "g",  "g",  "k",  "k",  "o",  "o",  "o",  "o", "",   "",
    "j", "dz", "dz", "dz", "g",  "g",  "",   "",   "n",  "n",  "a",  "a",  "",   "",  "",   "",
    "a", "a",  "a",  "a",  "e",  "e",  "e",  "e",  "i",  "i",  "i",  "i",  "o",  "o", "o",  "o",
    "r", "r",  "r",  "r",  "u",  "u",  "u",  "u",  "s",  "s",  "t",  "t",  "",   "",  "h",  "h",
    "",  "d",  "",   "",   "",   "",   "a",  "a",  "e",  "e",  "o",  "o",  "o",  "o", "o",  "o",
    "o", "o",  "y",  "y",  "l",  "n",  "t",  "j",  "",   "",   "a",  "c",  "c",  "l", "t",  "s",
    "z", "",   "",   "b",  "",   "",   "e",  "e",  "j",  "j",  "",   "",   "r",  "r", "y",  "y",
};

static const char latin_more[][3] = {
    "a", "a", "b", "b", "b", "b", "b",  "b", "c", "c", "d", "d", "d", "d", "d", "d", "d", "d", "d",
    "d", "e", "e", "e", "e", "e", "e",  "e", "e", "e", "e", "f", "f", "g", "g", "h", "h", "h", "h",
    "h", "h", "h", "h", "h", "h", "i",  "i", "i", "i", "k", "k", "k", "k", "k", "k", "l", "l", "l",
    "l", "l", "l", "l", "l", "m", "m",  "m", "m", "m", "m", "n", "n", "n", "n", "n", "n", "n", "n",
    "o", "o", "o", "o", "o", "o", "o",  "o", "p", "p", "p", "p", "r", "r", "r", "r", "r", "r", "r",
    "r", "s", "s", "s", "s", "s", "s",  "s", "s", "s", "s", "t", "t", "t", "t", "t", "t", "t", "t",
    "u", "u", "u", "u", "u", "u", "u",  "u", "u", "u", "v", "v", "v", "v", "w", "w", "w", "w", "w",
    "w", "w", "w", "w", "w", "x", "x",  "x", "x", "y", "y", "z", "z", "z", "z", "z", "z", "h", "t",
    "w", "y", "",  "s", "",  "",  "ss", "",  "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
    "a", "a", "a", "a", "a", "a", "a",  "a", "a", "a", "a", "a", "a", "e", "e", "e", "e", "e", "e",
    "e", "e", "e", "e", "e", "e", "e",  "e", "e", "e", "i", "i", "i", "i", "o", "o", "o", "o", "o",
    "o", "o", "o", "o", "o", "o", "o",  "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
    "u", "u", "u", "u", "u", "u", "u",  "u", "u", "u", "u", "u", "u", "u", "y", "y", "y", "y", "y",
    "y", "y", "y", "",  "",  "",  "",   "",  "",
};

static uint32_t fold_greek(uint32_t code)
{
    static const struct {
        uint32_t from, to;
    } accents[] = {{0x386, 0x3B1}, {0x388, 0x3B5}, {0x389, 0x3B7}, {0x38A, 0x3B9}, {0x38C, 0x3BF},
                   {0x38E, 0x3C5}, {0x38F, 0x3C9}, {0x390, 0x3B9}, {0x3AC, 0x3B1}, {0x3AD, 0x3B5},
                   {0x3AE, 0x3B7}, {0x3AF, 0x3B9}, {0x3B0, 0x3C5}, {0x3AA, 0x3B9}, {0x3AB, 0x3C5},
                   {0x3C2, 0x3C3}, {0x3CA, 0x3B9}, {0x3CB, 0x3C5}, {0x3CC, 0x3BF}, {0x3CD, 0x3C5},
                   {0x3CE, 0x3C9}};
    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++) {
        if (accents[i].from == code) {
            return accents[i].to;
        }
    }
    return code >= 0x391 && code <= 0x3A9 && code != 0x3A2 ? code + 0x20 : code;
}

static uint32_t fold_cyrillic(uint32_t code)
{
    code = code >= 0x400 && code <= 0x40F   ? code + 0x50
           : code >= 0x410 && code <= 0x42F ? code + 0x20
                                            : code;
    return code == 0x451 || code == 0x450 ? 0x435 /* e */
           : code == 0x439                ? 0x438 /* i */
           : code == 0x457                ? 0x456
                                          : code;
}

/* Quotes and dashes as they stand on a keyboard. */
static uint32_t fold_sign(uint32_t code)
{
    return code == 0x2018 || code == 0x2019 || code == 0x2BC                  ? '\''
           : code == 0x201C || code == 0x201D || code == 0xAB || code == 0xBB ? '"'
           : code >= 0x2010 && code <= 0x2015                                 ? '-'
                                                                              : code;
}

static bool is_blank(uint32_t code)
{
    return code <= ' ' || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200B) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

/* At most as many bytes as were read. */
static char *put(char *at, uint32_t code)
{
    if (code < 0x80) {
        *at++ = (char)code;
    } else if (code < 0x800) {
        *at++ = (char)(0xC0 | code >> 6);
        *at++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *at++ = (char)(0xE0 | code >> 12);
        *at++ = (char)(0x80 | (code >> 6 & 0x3F));
        *at++ = (char)(0x80 | (code & 0x3F));
    } else {
        *at++ = (char)(0xF0 | code >> 18);
        *at++ = (char)(0x80 | (code >> 12 & 0x3F));
        *at++ = (char)(0x80 | (code >> 6 & 0x3F));
        *at++ = (char)(0x80 | (code & 0x3F));
    }
    return at;
}

static char *fold_one(char *at, uint32_t code)
{
    const char *letters = "";
    if (code >= 0xC0 && code <= 0x24F) {
        letters = latin[code - 0xC0];
    } else if (code >= 0x1E00 && code <= 0x1EFF) {
        letters = latin_more[code - 0x1E00];
    } else if (code >= 'A' && code <= 'Z') {
        code += 'a' - 'A';
    } else if (code >= 0x300 && code <= 0x36F) {
        return at; /* a mark on the letter before */
    } else if (code >= 0x370 && code <= 0x3FF) {
        code = fold_greek(code);
    } else if (code >= 0x400 && code <= 0x4FF) {
        code = fold_cyrillic(code);
    } else {
        code = fold_sign(code);
    }
    while (*letters != '\0') {
        *at++ = *letters++;
        code = 0;
    }
    return code != 0 ? put(at, code) : at;
}

const char *pal_fold(struct pal_arena *arena, const char *text)
{
    size_t len = strlen(text);
    char *out = pal_arena_take_text(arena, len + 1);
    char *at = out;
    bool has_blank = false;
    while (out != NULL && len > 0) {
        uint32_t code = 0;
        size_t took = pal_utf8_read((const unsigned char *)text, len, &code);
        if (took == 0) { /* no text of ours: byte by byte */
            took = 1;
            code = ' ';
        }
        text += took;
        len -= took;
        if (is_blank(code)) {
            has_blank = at != out;
            continue;
        }
        if (has_blank) {
            *at++ = ' ';
            has_blank = false;
        }
        at = fold_one(at, code);
    }
    if (out != NULL) {
        *at = '\0';
    }
    return out;
}

const char *pal_fold_letters(struct pal_arena *arena, const char *text)
{
    const char *folded = pal_fold(arena, text);
    char *out = folded != NULL ? pal_arena_take_text(arena, strlen(folded) + 1) : NULL;
    char *at = out;
    for (; out != NULL && *folded != '\0'; folded++) {
        unsigned char byte = (unsigned char)*folded;
        if (byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
            *at++ = *folded;
        }
    }
    if (out != NULL) {
        *at = '\0';
    }
    return out;
}
