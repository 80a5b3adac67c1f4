/* rule_give - what a rule gives for the values of an answer; see rule.h. */
#include "core/question/rule.h"

#include <string.h>

#include "base/date.h"
#include "core/question/answer.h"

const char *const pal_verdict_ids[PAL_VERDICT_COUNT] = {"open", "fail", "pass"};
const char *const pal_verdict_titles[PAL_VERDICT_COUNT] = {PAL_N_("not settled"), PAL_N_("failed"),
                                                           PAL_N_("passed")};

/* What the parts of a rule are over: the values of an answer, or the cells of one row. */
struct scope {
    const struct pal_answer_field *fields;
    const struct pal_answer_value *values;
    const struct pal_rule_facts *facts;
};

static enum pal_verdict given(const struct scope *scope, const struct pal_rule_part *part);

/* The two halves of one table: of `and` a part that fails decides, of `or` one that passes. */
static enum pal_verdict join(enum pal_verdict so_far, enum pal_verdict part,
                             enum pal_verdict decides)
{
    if (so_far == decides || part == decides) {
        return decides;
    }
    return so_far == PAL_VERDICT_OPEN || part == PAL_VERDICT_OPEN ? PAL_VERDICT_OPEN : part;
}

static enum pal_verdict either(bool is_so)
{
    return is_so ? PAL_VERDICT_PASS : PAL_VERDICT_FAIL;
}

static enum pal_verdict joined(const struct scope *scope, const struct pal_rule_part *part)
{
    bool is_and = part->kind == PAL_RULE_AND;
    enum pal_verdict decides = either(!is_and);
    enum pal_verdict verdict = either(is_and);
    for (const struct pal_rule_part *one = part->first; one != NULL; one = one->next) {
        verdict = join(verdict, given(scope, one), decides);
    }
    return verdict;
}

/* ---------------------------------------------------------------------- presence, rows */

static bool is_present(const struct pal_answer_field *field, const struct pal_answer_value *value)
{
    if (value->state != PAL_BLANK_FILLED) {
        return false;
    }
    if (field->type == PAL_FIELD_DOCUMENT) {
        return !pal_text_is_empty(&value->text) && !pal_text_is_empty(&value->place);
    }
    return !pal_answer_value_is_blank(field, value);
}

/* How many rows were answered; -1: nothing was, since a table without a row says nothing. */
static int64_t rows_of(const struct pal_answer_value *value)
{
    if (value->state == PAL_BLANK_NO_ROWS) {
        return 0;
    }
    return value->state == PAL_BLANK_FILLED && value->row_count > 0 ? (int64_t)value->row_count
                                                                    : -1;
}

static enum pal_verdict none(const struct pal_answer_value *value)
{
    int64_t rows = rows_of(value);
    return rows < 0 ? PAL_VERDICT_OPEN : either(rows == 0);
}

static enum pal_verdict in_row(const struct pal_answer_field *field,
                               const struct pal_answer_value *value, size_t at,
                               const struct pal_rule_part *part, const struct pal_rule_facts *facts)
{
    const struct scope row = {field->columns, value->cells + at * field->column_count, facts};
    return given(&row, part->first);
}

static enum pal_verdict over_rows(const struct scope *scope, const struct pal_rule_part *part)
{
    const struct pal_answer_field *field = &scope->fields[part->field];
    const struct pal_answer_value *value = &scope->values[part->field];
    int64_t rows = rows_of(value);
    bool is_all = part->kind == PAL_RULE_ALL;
    if (rows <= 0) {
        return rows < 0 ? PAL_VERDICT_OPEN : PAL_VERDICT_FAIL;
    }
    enum pal_verdict verdict = either(is_all);
    for (size_t i = 0; i < value->row_count; i++) {
        verdict = join(verdict, in_row(field, value, i, part, scope->facts), either(!is_all));
    }
    return verdict;
}

/* ------------------------------------------------------------------------- comparisons */

/* -1, 0, 1 as memcmp says. */
static int order_of(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static enum pal_verdict holds(int order, enum pal_rule_op op)
{
    switch (op) {
    case PAL_OP_EQ:
        return either(order == 0);
    case PAL_OP_NE:
        return either(order != 0);
    case PAL_OP_LT:
        return either(order < 0);
    case PAL_OP_LE:
        return either(order <= 0);
    case PAL_OP_GT:
        return either(order > 0);
    case PAL_OP_GE:
        break;
    }
    return either(order >= 0);
}

/* A product of 128 bits. */
struct product {
    uint64_t high, low;
};

static struct product times(uint64_t a, uint64_t b)
{
    const uint64_t half = UINT32_MAX;
    uint64_t low = (a & half) * (b & half);
    uint64_t middle = (a >> 32) * (b & half) + (low >> 32);
    uint64_t other = (a & half) * (b >> 32) + (middle & half);
    return (struct product){(a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32),
                            (other << 32) | (low & half)};
}

static int order_of_products(struct product a, struct product b)
{
    return a.high != b.high ? order_of(a.high, b.high) : order_of(a.low, b.low);
}

/* What no reader lets in is nothing that was answered. */
static bool is_amount(int64_t amount)
{
    return amount >= 0 && amount <= PAL_ANSWER_NUMBER_MOST * PAL_THOUSANDTHS;
}

static bool limit_of(const struct scope *scope, const struct pal_rule_part *part, int64_t *out)
{
    if (part->limit == PAL_TO_AMOUNT) {
        *out = part->amount;
        return true;
    }
    *out = part->limit == PAL_TO_THRESHOLD && scope->facts->thresholds != NULL
               ? scope->facts->thresholds[part->threshold]
               : -1;
    return is_amount(*out);
}

/* An amount in thousandths of `unit` against the limit; hours against days in seconds, where both
 * are whole. */
static enum pal_verdict against_limit(const struct scope *scope, const struct pal_rule_part *part,
                                      int64_t amount, enum pal_unit unit)
{
    int64_t limit;
    if (!is_amount(amount) || !limit_of(scope, part, &limit)) {
        return PAL_VERDICT_OPEN;
    }
    if (unit != part->unit && (!pal_unit_convert(amount, unit, PAL_UNIT_SECOND, &amount) ||
                               !pal_unit_convert(limit, part->unit, PAL_UNIT_SECOND, &limit))) {
        return PAL_VERDICT_OPEN;
    }
    return holds(order_of((uint64_t)amount, (uint64_t)limit), part->op);
}

/* The first minute of a day that is written as one. */
static bool read_day(const char *text, uint64_t *minutes)
{
    return text != NULL && pal_date_check(text) && pal_instant_read(text, minutes);
}

/* An age in months or years is held against the same day so many months before; what a limit has
 * beyond whole months does not count. */
static int order_of_months(uint64_t date, uint64_t day, int64_t limit, enum pal_unit unit)
{
    int64_t months = unit == PAL_UNIT_YEAR ? limit * 12 : limit;
    uint64_t back = pal_instant_take_months(day, (uint64_t)(months / PAL_THOUSANDTHS));
    return order_of(back, date); /* the older, the earlier */
}

static enum pal_verdict of_age(const struct scope *scope, const struct pal_rule_part *part)
{
    const char *text = scope->values[part->field].date;
    const int64_t day_seconds = INT64_C(86400) * PAL_THOUSANDTHS;
    uint64_t date;
    uint64_t day;
    int64_t limit;
    if (!read_day(text, &date) || !read_day(scope->facts->day, &day) || date > day ||
        !limit_of(scope, part, &limit)) {
        return PAL_VERDICT_OPEN;
    }
    if (part->unit == PAL_UNIT_MONTH || part->unit == PAL_UNIT_YEAR) {
        return holds(order_of_months(date, day, limit, part->unit), part->op);
    }
    uint64_t age = (uint64_t)(pal_days_between(text, scope->facts->day) * day_seconds);
    return pal_unit_convert(limit, part->unit, PAL_UNIT_SECOND, &limit)
               ? holds(order_of(age, (uint64_t)limit), part->op)
               : PAL_VERDICT_OPEN;
}

/* 100 times the part against the per cent of the whole, both sides in millionths. */
static enum pal_verdict of_share(const struct scope *scope, const struct pal_rule_part *part)
{
    const struct pal_answer_value *some = &scope->values[part->field];
    const struct pal_answer_value *whole = &scope->values[part->whole];
    int64_t limit;
    if (whole->state != PAL_BLANK_FILLED || whole->number == 0 || !is_amount(some->number) ||
        !is_amount(whole->number) || !limit_of(scope, part, &limit)) {
        return PAL_VERDICT_OPEN;
    }
    struct product left = times((uint64_t)some->number, UINT64_C(100) * PAL_THOUSANDTHS);
    struct product right = times((uint64_t)limit, (uint64_t)whole->number);
    return holds(order_of_products(left, right), part->op);
}

/* Good ones of so many drawn against so many of the number to draw: with fewer drawn the same share
 * of them is required. */
static enum pal_verdict of_drawn(const struct scope *scope, const struct pal_rule_part *part)
{
    const struct pal_answer_value *value = &scope->values[part->field];
    uint64_t wanted = scope->fields[part->field].drawn;
    int64_t limit;
    if (!is_amount(value->number) || !is_amount(value->drawn) || value->drawn == 0 ||
        2 * (uint64_t)value->drawn < wanted || !limit_of(scope, part, &limit)) {
        return PAL_VERDICT_OPEN;
    }
    struct product left = times((uint64_t)value->number, wanted * PAL_THOUSANDTHS);
    struct product right = times((uint64_t)limit, (uint64_t)value->drawn);
    return holds(order_of_products(left, right), part->op);
}

static enum pal_verdict of_count(const struct scope *scope, const struct pal_rule_part *part)
{
    int64_t rows = rows_of(&scope->values[part->field]);
    return rows < 0 || rows > PAL_ANSWER_NUMBER_MOST
               ? PAL_VERDICT_OPEN
               : against_limit(scope, part, rows * PAL_THOUSANDTHS, part->unit);
}

static enum pal_verdict of_step(const struct scope *scope, const struct pal_rule_part *part)
{
    int64_t step = scope->values[part->field].number;
    return step < 0 || step > PAL_ANSWER_NUMBER_MOST
               ? PAL_VERDICT_OPEN
               : against_limit(scope, part, step * PAL_THOUSANDTHS, part->unit);
}

static enum pal_verdict of_two(const struct scope *scope, const struct pal_rule_part *part)
{
    const struct pal_answer_value *left = &scope->values[part->field];
    const struct pal_answer_value *right = &scope->values[part->other];
    uint64_t dates[2];
    if (scope->fields[part->field].type != PAL_FIELD_DATE) {
        return is_amount(left->number) && is_amount(right->number)
                   ? holds(order_of((uint64_t)left->number, (uint64_t)right->number), part->op)
                   : PAL_VERDICT_OPEN;
    }
    return read_day(left->date, &dates[0]) && read_day(right->date, &dates[1])
               ? holds(order_of(dates[0], dates[1]), part->op)
               : PAL_VERDICT_OPEN;
}

static enum pal_verdict of_plain(const struct scope *scope, const struct pal_rule_part *part)
{
    const struct pal_answer_value *value = &scope->values[part->field];
    const struct pal_answer_field *field = &scope->fields[part->field];
    if (part->limit == PAL_TO_FIELD) {
        return of_two(scope, part);
    }
    if (part->limit == PAL_TO_WORD) {
        return value->number < 0 ? PAL_VERDICT_OPEN
                                 : holds(order_of((uint64_t)value->number, part->other), part->op);
    }
    return against_limit(scope, part, value->number,
                         field->type == PAL_FIELD_NUMBER ? field->unit : part->unit);
}

/* Whether a field of a comparison settles it by its state: never done fails, whatever stands beside
 * it; what is empty leaves it open. Rows have states of their own. */
static bool is_settled(const struct scope *scope, const struct pal_rule_part *part,
                       enum pal_verdict *out)
{
    const size_t fields[] = {part->field, part->value == PAL_TAKES_SHARE ? part->whole
                                          : part->limit == PAL_TO_FIELD  ? part->other
                                                                         : part->field};
    bool is_empty = false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        enum pal_value_state state = scope->values[fields[i]].state;
        if (state == PAL_BLANK_NEVER) {
            *out = PAL_VERDICT_FAIL;
            return true;
        }
        is_empty = is_empty || state != PAL_BLANK_FILLED;
    }
    *out = PAL_VERDICT_OPEN;
    return is_empty && part->value != PAL_TAKES_COUNT;
}

static enum pal_verdict compared(const struct scope *scope, const struct pal_rule_part *part)
{
    enum pal_verdict settled;
    if (is_settled(scope, part, &settled)) {
        return settled;
    }
    switch (part->value) {
    case PAL_TAKES_AGE:
        return of_age(scope, part);
    case PAL_TAKES_STEP:
        return of_step(scope, part);
    case PAL_TAKES_DRAWN:
        return of_drawn(scope, part);
    case PAL_TAKES_COUNT:
        return of_count(scope, part);
    case PAL_TAKES_SHARE:
        return of_share(scope, part);
    case PAL_TAKES_PLAIN:
        break;
    }
    return of_plain(scope, part);
}

/* --------------------------------------------------------------------------- the whole */

static enum pal_verdict given(const struct scope *scope, const struct pal_rule_part *part)
{
    switch (part->kind) {
    case PAL_RULE_AND:
    case PAL_RULE_OR:
        return joined(scope, part);
    case PAL_RULE_DECIDE:
        return scope->facts->decided;
    case PAL_RULE_PRESENT:
        return either(is_present(&scope->fields[part->field], &scope->values[part->field]));
    case PAL_RULE_NONE:
        return none(&scope->values[part->field]);
    case PAL_RULE_ALL:
    case PAL_RULE_ANY:
        return over_rows(scope, part);
    case PAL_RULE_COMPARE:
        break;
    }
    return compared(scope, part);
}

enum pal_verdict pal_rule_gives(const struct pal_rule_part *rule,
                                const struct pal_answer_field *fields,
                                const struct pal_answer_value *values,
                                const struct pal_rule_facts *facts)
{
    const struct scope scope = {fields, values, facts};
    return given(&scope, rule);
}

bool pal_rule_is_of_rows(const struct pal_rule_part *rule)
{
    return rule->kind == PAL_RULE_ALL;
}

enum pal_verdict pal_rule_gives_in_row(const struct pal_rule_part *rule,
                                       const struct pal_answer_field *fields,
                                       const struct pal_answer_value *values, size_t row,
                                       const struct pal_rule_facts *facts)
{
    return in_row(&fields[rule->field], &values[rule->field], row, rule, facts);
}

bool pal_rule_asks_person(const struct pal_rule_part *rule)
{
    if (rule->kind == PAL_RULE_DECIDE) {
        return true;
    }
    for (const struct pal_rule_part *one = rule->first; one != NULL; one = one->next) {
        if (pal_rule_asks_person(one)) {
            return true;
        }
    }
    return false;
}

void pal_rule_add_directions(const struct pal_rule_part *rule, uint8_t *directions)
{
    if (rule->kind == PAL_RULE_COMPARE && rule->limit == PAL_TO_THRESHOLD) {
        bool is_least = rule->op == PAL_OP_GT || rule->op == PAL_OP_GE;
        bool is_most = rule->op == PAL_OP_LT || rule->op == PAL_OP_LE;
        directions[rule->threshold] |=
            (uint8_t)((is_least ? PAL_MORE_IS_STRICTER : 0) | (is_most ? PAL_LESS_IS_STRICTER : 0));
    }
    for (const struct pal_rule_part *one = rule->first; one != NULL; one = one->next) {
        pal_rule_add_directions(one, directions);
    }
}
