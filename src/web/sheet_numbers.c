/* sheet_numbers - numbers as people type them into a form: read as what they are, or refused in a
 * sentence; never as something else. */
#include <string.h>

#include "base/text.h"
#include "base/work.h"
#include "web/sheet_parts.h"

enum { WHOLE_MOST = 9, BEHIND_MOST = 6, GROUP = 3 };

bool pal_sheet_is_number(const struct pal_type *type)
{
    return type->kind == PAL_TYPE_INTEGER || type->kind == PAL_TYPE_DECIMAL;
}

/* Of a blank that people put between digits, no-break and narrow ones too: its bytes; 0: none. */
static size_t blank_at(const char *at)
{
    static const char *const blanks[] = {" ", "\xC2\xA0", "\xE2\x80\xAF"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        size_t len = strlen(blanks[i]);
        if (strncmp(at, blanks[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

static const char *skip_blanks(const char *at)
{
    for (size_t len = blank_at(at); len > 0; len = blank_at(at)) {
        at += len;
    }
    return at;
}

static size_t digits_at(const char *at)
{
    return strspn(at, "0123456789");
}

/* A number in its parts. */
struct typed {
    int64_t whole;
    int64_t behind; /* the digits behind the point */
    int64_t scale;  /* of those: ten for each */
    size_t behind_len;
    bool is_doubtful; /* "5,000": five to the one, five thousand to the other */
};

static int64_t number_of(const char *digits, size_t len, int64_t before)
{
    for (size_t i = 0; i < len; i++) {
        before = before * 10 + (digits[i] - '0');
    }
    return before;
}

/* The digits before a point, in groups of three where blanks, narrow ones too, stand between them;
 * NULL: it is no such number. */
static const char *read_whole(const char *at, struct typed *out, bool *is_grouped)
{
    size_t len = digits_at(at);
    size_t count = len;
    if (len == 0 || len > WHOLE_MOST) {
        return NULL;
    }
    out->whole = number_of(at, len, 0);
    at += len;
    for (size_t blank = blank_at(at); blank > 0 && digits_at(at + blank) > 0;
         blank = blank_at(at)) {
        count += GROUP;
        if (len > GROUP || digits_at(at + blank) != GROUP || count > WHOLE_MOST) {
            return NULL;
        }
        out->whole = number_of(at + blank, GROUP, out->whole);
        at += blank + GROUP;
        *is_grouped = true;
    }
    return at;
}

/* "5000", "5 000", "5000,25", "5000.25"; false: it is no number. */
static bool read_typed(const char *text, struct typed *out)
{
    bool is_grouped = false;
    const char *first = skip_blanks(text);
    const char *at = read_whole(first, out, &is_grouped);
    if (at == NULL) {
        return false;
    }
    if (*at == ',' || *at == '.') {
        size_t len = digits_at(at + 1);
        if (len == 0 || len > BEHIND_MOST) {
            return false;
        }
        out->is_doubtful =
            *at == ',' && len == GROUP && !is_grouped && at - first <= GROUP && *first != '0';
        out->behind = number_of(at + 1, len, 0);
        out->behind_len = len;
        at += len + 1;
    }
    out->scale = 1;
    for (size_t i = 0; i < out->behind_len; i++) {
        out->scale *= 10;
    }
    return *skip_blanks(at) == '\0';
}

struct pal_value *pal_sheet_number(struct pal_values *values, const struct pal_type *type,
                                   const char *text)
{
    struct typed typed = {0};
    int64_t minutes = 0;
    if (read_typed(text, &typed)) {
        if (type->kind == PAL_TYPE_DECIMAL && !typed.is_doubtful) {
            double digits = (double)(typed.whole * typed.scale + typed.behind);
            return pal_value_real(values, digits / (double)typed.scale);
        }
        if (type->kind == PAL_TYPE_INTEGER && typed.behind_len == 0) {
            return pal_value_integer(values, typed.whole);
        }
    } else if (type->is_work && pal_work_read(text, &minutes) && minutes <= type->max) {
        return pal_value_integer(values, minutes);
    }
    return pal_value_text(values, text);
}

const char *pal_sheet_wrong_number(struct pal_sheet *sheet, const struct pal_sheet_node *node,
                                   const struct pal_value *value, const char *text)
{
    const struct pal_type *type = pal_sheet_value_type(node->type);
    bool is_integer = pal_value_is(value, PAL_VALUE_INTEGER) && value->integer >= type->min &&
                      value->integer <= type->max;
    bool is_decimal = pal_value_is(value, PAL_VALUE_REAL) && value->real <= type->max;
    if (is_integer || is_decimal) {
        return NULL;
    }
    const char *several =
        node->shape == PAL_SHEET_LINE
            ? pal_voice_say(sheet->voice, PAL_N_(", and semicolons between several: 600; 300"))
            : "";
    const char *sentence = pal_arena_printf(
        sheet->arena,
        pal_voice_say(
            sheet->voice,
            type->is_work
                ? PAL_N_("%s is no time of work from %u to %u minutes; write minutes as 150, hours "
                         "as 2 h, 2 h 30, 2:30 or 2.5 h%s")
            : type->kind == PAL_TYPE_DECIMAL
                ? PAL_N_("%s is no number from %u to %u; write it in digits, at most six of them "
                         "behind a point, as 0.25%s")
                : PAL_N_("%s is no whole number from %u to %u; write it in digits, without a comma "
                         "or a point%s")),
        pal_quote(text).text, (unsigned)type->min, (unsigned)type->max, several);
    sheet->failed = sheet->failed || sentence == NULL;
    return sentence;
}
