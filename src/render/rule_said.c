#include "render/rule_said.h"

#include <string.h>

#include "core/question/thousandths.h"

struct saying {
    const struct pal_language *language;
    struct pal_arena *arena;
    const int64_t *thresholds;
};

static const char *made(const char *text)
{
    return text != NULL ? text : "";
}

const struct pal_rule_part *pal_rule_pieces(const struct pal_rule_part *rule, bool *is_one)
{
    *is_one = rule->kind != PAL_RULE_AND;
    return *is_one ? rule : rule->first;
}

/* ------------------------------------------------------------------- amounts */

static const char *number_said(int64_t amount, const struct pal_language *language,
                               struct pal_arena *arena)
{
    char text[PAL_THOUSANDTHS_TEXT];
    pal_thousandths_write(amount, text);
    char *point = language->lang == PAL_LANG_FR ? strchr(text, '.') : NULL;
    if (point != NULL) {
        *point = ',';
    }
    return made(pal_arena_copy(arena, text, strlen(text)));
}

const char *pal_amount_said(int64_t amount, enum pal_unit unit, const struct pal_language *language,
                            struct pal_arena *arena)
{
    const char *number = number_said(amount, language, arena);
    const bool is_whole = amount % PAL_THOUSANDTHS == 0 && amount >= 0;
    const uint64_t count = is_whole ? (uint64_t)(amount / PAL_THOUSANDTHS) : 2;
    switch (unit) {
    case PAL_UNIT_DAY:
        return made(
            pal_arena_printf(arena, pal_tr_n(language, "%s day", "%s days", count), number));
    case PAL_UNIT_MONTH:
        return made(
            pal_arena_printf(arena, pal_tr_n(language, "%s month", "%s months", count), number));
    case PAL_UNIT_YEAR:
        return made(
            pal_arena_printf(arena, pal_tr_n(language, "%s year", "%s years", count), number));
    case PAL_UNIT_STEP:
        return made(pal_arena_printf(arena, pal_tr(language, "step %s"), number));
    case PAL_UNIT_NONE:
    case PAL_UNIT_COUNT_OF:
    case PAL_UNIT_COUNT:
        return number;
    case PAL_UNIT_SECOND:
    case PAL_UNIT_MINUTE:
    case PAL_UNIT_HOUR:
    case PAL_UNIT_KM:
    case PAL_UNIT_GBITS:
    case PAL_UNIT_PERCENT:
        break;
    }
    return made(pal_arena_printf(arena, "%s\u00a0%s", number, pal_unit_ids[unit]));
}

/* -------------------------------------------------------------------- fields */

/* What a field is called; its id with blanks where it has no title. */
static const char *label(const struct saying *in, const struct pal_answer_field *field)
{
    const char *title = pal_text_in(&field->title, in->language->lang);
    char *word = pal_arena_copy(in->arena, field->id, strlen(field->id));
    for (char *at = word; at != NULL && *at != '\0'; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    return title[0] != '\0' ? title : made(word);
}

/* "yes", "provider" … as people read it. */
static const char *word_of(const struct saying *in, const struct pal_answer_field *field,
                           size_t choice)
{
    if (field->type == PAL_FIELD_YESNO) {
        return choice != 0 ? pal_tr(in->language, "yes") : pal_tr(in->language, "no");
    }
    return choice < field->choice_count
               ? pal_text_in(&field->choices[choice].title, in->language->lang)
               : "";
}

/* --------------------------------------------------------------- comparisons */

static const char *limit_said(const struct saying *in, const struct pal_answer_field *fields,
                              const struct pal_rule_part *part)
{
    int64_t amount = part->amount;
    switch (part->limit) {
    case PAL_TO_WORD:
        return made(pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\""),
                                     word_of(in, &fields[part->field], part->other)));
    case PAL_TO_FIELD:
        return made(pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\""),
                                     label(in, &fields[part->other])));
    case PAL_TO_THRESHOLD:
        amount = in->thresholds[part->threshold];
        break;
    case PAL_TO_AMOUNT:
        break;
    }
    return pal_amount_said(amount, part->unit, in->language, in->arena);
}

/* "at least 95 %" */
static const char *compared(const struct saying *in, enum pal_rule_op op, const char *limit)
{
    const struct pal_language *language = in->language;
    switch (op) {
    case PAL_OP_EQ:
        return made(pal_arena_printf(in->arena, pal_tr(language, "exactly %s"), limit));
    case PAL_OP_NE:
        return made(pal_arena_printf(in->arena, pal_tr(language, "not %s"), limit));
    case PAL_OP_LT:
        return made(pal_arena_printf(in->arena, pal_tr(language, "less than %s"), limit));
    case PAL_OP_LE:
        return made(pal_arena_printf(in->arena, pal_tr(language, "at most %s"), limit));
    case PAL_OP_GT:
        return made(pal_arena_printf(in->arena, pal_tr(language, "more than %s"), limit));
    case PAL_OP_GE:
        break;
    }
    return made(pal_arena_printf(in->arena, pal_tr(language, "at least %s"), limit));
}

static const char *comparison(const struct saying *in, const struct pal_answer_field *fields,
                              const struct pal_rule_part *part)
{
    const struct pal_answer_field *field = &fields[part->field];
    const char *title = label(in, field);
    const char *limit = limit_said(in, fields, part);
    const char *how = compared(in, part->op, limit);
    switch (part->value) {
    case PAL_TAKES_AGE:
        return made(
            pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\": %s ago"), title, how));
    case PAL_TAKES_COUNT:
        return made(
            pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\": %s in number"), title, how));
    case PAL_TAKES_SHARE:
        return made(pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\": %s of \"%s\""), title,
                                     how, label(in, &fields[part->whole])));
    case PAL_TAKES_DRAWN:
        return made(pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\": %s good of %u drawn"),
                                     title, how, (unsigned)field->drawn));
    case PAL_TAKES_STEP:
    case PAL_TAKES_PLAIN:
        break;
    }
    const char *bare = part->limit == PAL_TO_WORD && part->op == PAL_OP_EQ ? limit : how;
    return made(pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\": %s"), title, bare));
}

/* ----------------------------------------------------------------- the whole */

static const char *said(const struct saying *in, const struct pal_answer_field *fields,
                        const struct pal_rule_part *part, bool is_within);

/* What is joined: "a and b"; between parentheses within another. */
static const char *joined(const struct saying *in, const struct pal_answer_field *fields,
                          const struct pal_rule_part *part, bool is_within)
{
    const char *text = "";
    for (const struct pal_rule_part *one = part->first; one != NULL; one = one->next) {
        const char *piece = said(in, fields, one, true);
        const char *both =
            part->kind == PAL_RULE_AND
                ? pal_arena_printf(in->arena, pal_tr(in->language, "%s and %s"), text, piece)
                : pal_arena_printf(in->arena, pal_tr(in->language, "%s or %s"), text, piece);
        text = one == part->first ? piece : made(both);
    }
    return is_within ? made(pal_arena_printf(in->arena, "(%s)", text)) : text;
}

static const char *of_rows(const struct saying *in, const struct pal_answer_field *field,
                           const struct pal_rule_part *part)
{
    const char *title = label(in, field);
    const char *within = said(in, field->columns, part->first, false);
    return made(part->kind == PAL_RULE_ALL
                    ? pal_arena_printf(in->arena, pal_tr(in->language, "in each row of \"%s\": %s"),
                                       title, within)
                    : pal_arena_printf(in->arena,
                                       pal_tr(in->language, "in at least one row of \"%s\": %s"),
                                       title, within));
}

static const char *said(const struct saying *in, const struct pal_answer_field *fields,
                        const struct pal_rule_part *part, bool is_within)
{
    switch (part->kind) {
    case PAL_RULE_AND:
    case PAL_RULE_OR:
        return joined(in, fields, part, is_within);
    case PAL_RULE_DECIDE:
        return pal_tr(in->language, "a person decides that it passes");
    case PAL_RULE_PRESENT:
        return made(pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\" is named"),
                                     label(in, &fields[part->field])));
    case PAL_RULE_NONE:
        return made(pal_arena_printf(in->arena, pal_tr(in->language, "\"%s\": there are none"),
                                     label(in, &fields[part->field])));
    case PAL_RULE_ALL:
    case PAL_RULE_ANY:
        return of_rows(in, &fields[part->field], part);
    case PAL_RULE_COMPARE:
        break;
    }
    return comparison(in, fields, part);
}

const char *pal_rule_said(const struct pal_rule_part *part, const struct pal_answer_field *fields,
                          const int64_t *thresholds, const struct pal_language *language,
                          struct pal_arena *arena)
{
    const struct saying in = {language, arena, thresholds};
    return said(&in, fields, part, false);
}

static void collect(const struct pal_rule_part *part, size_t *out, size_t *count, size_t max)
{
    bool is_new = part->kind == PAL_RULE_COMPARE && part->limit == PAL_TO_THRESHOLD && *count < max;
    for (size_t i = 0; i < *count && is_new; i++) {
        is_new = out[i] != part->threshold;
    }
    if (is_new) {
        out[(*count)++] = part->threshold;
    }
    for (const struct pal_rule_part *one = part->first; one != NULL; one = one->next) {
        collect(one, out, count, max);
    }
}

size_t pal_rule_thresholds(const struct pal_rule_part *part, size_t *out, size_t max)
{
    size_t count = 0;
    collect(part, out, &count, max);
    return count;
}
