/* sheet_numbers - numbers as people type them into a form: read as what they are, or refused in a
 * sentence; never as something else. */
#include "base/number.h"
#include "base/text.h"
#include "base/work.h"
#include "web/sheet_parts.h"

bool pal_sheet_is_number(const struct pal_type *type)
{
    return type->kind == PAL_TYPE_INTEGER || type->kind == PAL_TYPE_DECIMAL;
}

struct pal_value *pal_sheet_number(struct pal_values *values, const struct pal_type *type,
                                   const char *text)
{
    struct pal_number typed;
    int64_t minutes = 0;
    if (pal_number_read(text, &typed)) {
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
