/* rule_made - fields and values made of short texts, for the tests of pass rules and their fuzzer.
 *
 * Fields as the material writes them: "held:date; sample:drawn:x/6; r:rows(a:yesno, b:number:h)".
 * Values, of which those that are not named are empty: "held=2026-01-31 sample=5/6
 * r=[a=no,b=2|a=no]". A date and rows may be "never" and "none"; a document is TITLE, TITLE@DATE
 * or, without a place, "TITLE!"; a person NAME or /ROLE. */
#ifndef PAL_TESTS_RULE_MADE_H
#define PAL_TESTS_RULE_MADE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/question/answer.h"
#include "core/question/thousandths.h"

enum { MADE_FIELDS = 40 };

struct made_fields {
    struct pal_answer_field *items;
    size_t count;
};

/* --------------------------------------------------------------------------- fields */

/* Where the item that begins here ends: at `mark` outside of parentheses and brackets. */
static inline size_t made_until(const char *text, char mark)
{
    size_t at = 0;
    for (int depth = 0; text[at] != '\0' && (text[at] != mark || depth > 0); at++) {
        depth += (text[at] == '(') + (text[at] == '[') - (text[at] == ')') - (text[at] == ']');
    }
    return at;
}

static inline bool made_fields_read(struct pal_arena *arena, const char *text, char mark,
                                    struct made_fields *out);

static inline bool made_choices(struct pal_arena *arena, char *text, struct pal_answer_field *field)
{
    field->choices = PAL_NEW(arena, struct pal_word, MADE_FIELDS);
    char *save;
    for (char *one = strtok_r(text, "|", &save); one != NULL; one = strtok_r(NULL, "|", &save)) {
        if (field->choice_count == MADE_FIELDS) {
            return false;
        }
        field->choices[field->choice_count++].id = one;
    }
    return field->choice_count > 0;
}

/* What stands behind the word of a type. */
static inline bool made_rest(struct pal_arena *arena, char *rest, struct pal_answer_field *field)
{
    size_t len = strlen(rest);
    if (field->type == PAL_FIELD_NUMBER) {
        return rest[0] == ':' && pal_unit_find(rest + 1, &field->unit);
    }
    if (field->type == PAL_FIELD_DRAWN) {
        int64_t drawn = strncmp(rest, ":x/", 3) == 0 ? pal_whole_number(rest + 3) : -1;
        field->drawn = (uint32_t)drawn;
        return drawn > 0 && drawn <= UINT32_MAX;
    }
    if (field->type != PAL_FIELD_CHOICE && field->type != PAL_FIELD_ROWS) {
        return len == 0;
    }
    if (len < 2 || rest[0] != '(' || rest[len - 1] != ')') {
        return false;
    }
    rest[len - 1] = '\0';
    if (field->type == PAL_FIELD_CHOICE) {
        return made_choices(arena, rest + 1, field);
    }
    struct made_fields columns;
    if (!made_fields_read(arena, rest + 1, ',', &columns)) {
        return false;
    }
    field->columns = columns.items;
    field->column_count = columns.count;
    for (size_t i = 0; i < columns.count; i++) {
        if (columns.items[i].type >= PAL_FIELD_ROWS) {
            return false;
        }
    }
    return true;
}

static inline bool made_field(struct pal_arena *arena, char *text, struct pal_answer_field *field)
{
    char *type = strchr(text, ':');
    if (type == NULL || type == text) {
        return false;
    }
    *type++ = '\0';
    field->id = text;
    size_t len = strcspn(type, ":(");
    for (int i = 0; i < PAL_FIELD_TYPE_COUNT; i++) {
        if (strlen(pal_field_type_ids[i]) == len &&
            strncmp(type, pal_field_type_ids[i], len) == 0) {
            field->type = (enum pal_field_type)i;
            return made_rest(arena, type + len, field);
        }
    }
    return false;
}

static inline bool made_fields_read(struct pal_arena *arena, const char *text, char mark,
                                    struct made_fields *out)
{
    out->items = PAL_NEW(arena, struct pal_answer_field, MADE_FIELDS);
    out->count = 0;
    for (bool is_last = false; !is_last;) {
        text += strspn(text, " ");
        size_t len = made_until(text, mark);
        is_last = text[len] == '\0';
        if (out->count == MADE_FIELDS ||
            !made_field(arena, pal_arena_copy(arena, text, len), &out->items[out->count++])) {
            return false;
        }
        text += len + !is_last;
    }
    return true;
}

/* --------------------------------------------------------------------------- values */

static inline void made_values_read(struct pal_arena *arena, const struct pal_answer_field *fields,
                                    size_t count, const char *text, char mark,
                                    struct pal_answer_value *values);

/* "[a=yes|a=no]" */
static inline void made_rows(struct pal_arena *arena, const struct pal_answer_field *field,
                             const char *text, struct pal_answer_value *value)
{
    size_t left = strlen(text);
    value->cells = PAL_NEW(arena, struct pal_answer_value, (left + 1) * field->column_count);
    for (text += text[0] == '['; *text != '\0' && *text != ']'; text += *text == '|') {
        size_t len = strcspn(text, "|]");
        made_values_read(arena, field->columns, field->column_count,
                         pal_arena_copy(arena, text, len), ',',
                         value->cells + value->row_count++ * field->column_count);
        text += len;
    }
}

static inline void made_document(struct pal_arena *arena, char *text,
                                 struct pal_answer_value *value)
{
    size_t len = strlen(text);
    char *date = strchr(text, '@');
    if (date != NULL) {
        *date = '\0';
        value->date = date + 1;
    }
    if (len > 0 && text[len - 1] == '!') {
        text[len - 1] = '\0';
    } else {
        value->place.in[PAL_LANG_EN] = "page 3";
    }
    value->text.in[PAL_LANG_EN] = text;
    (void)arena;
}

static inline int64_t made_position(const struct pal_answer_field *field, const char *text)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        if (strcmp(field->choices[i].id, text) == 0) {
            return (int64_t)i;
        }
    }
    return -1;
}

static inline void made_value(struct pal_arena *arena, const struct pal_answer_field *field,
                              char *text, struct pal_answer_value *value)
{
    *value = (struct pal_answer_value){.state = PAL_BLANK_FILLED};
    switch ((int)field->type) {
    case PAL_FIELD_YESNO:
        value->number = strcmp(text, "yes") == 0;
        break;
    case PAL_FIELD_LADDER:
        value->number = pal_whole_number(text);
        break;
    case PAL_FIELD_PERCENT:
    case PAL_FIELD_INTEGER:
    case PAL_FIELD_NUMBER:
        (void)pal_thousandths_read(text, &value->number);
        break;
    case PAL_FIELD_DATE:
        value->state = strcmp(text, "never") == 0 ? PAL_BLANK_NEVER : PAL_BLANK_FILLED;
        value->date = value->state == PAL_BLANK_NEVER ? NULL : text;
        break;
    case PAL_FIELD_PERSON:
        value->name = text[0] == '/' ? NULL : text;
        value->text.in[PAL_LANG_EN] = text[0] == '/' ? text + 1 : NULL;
        break;
    case PAL_FIELD_DOCUMENT:
        made_document(arena, text, value);
        break;
    case PAL_FIELD_CHOICE:
        value->number = made_position(field, text);
        break;
    case PAL_FIELD_ROWS:
        value->state = strcmp(text, "none") == 0 ? PAL_BLANK_NO_ROWS : PAL_BLANK_FILLED;
        if (value->state == PAL_BLANK_FILLED) {
            made_rows(arena, field, text, value);
        }
        break;
    case PAL_FIELD_DRAWN:
        (void)sscanf(text, "%" SCNd64 "/%" SCNd64, &value->number, &value->drawn);
        break;
    default:
        value->text.in[PAL_LANG_EN] = text;
        value->name = text;
    }
}

static inline void made_values_read(struct pal_arena *arena, const struct pal_answer_field *fields,
                                    size_t count, const char *text, char mark,
                                    struct pal_answer_value *values)
{
    while (*text != '\0') {
        text += strspn(text, " ");
        size_t len = made_until(text, mark);
        char *item = pal_arena_copy(arena, text, len);
        char *value = strchr(item, '=');
        text += len + (text[len] != '\0');
        if (value != NULL) {
            *value++ = '\0';
            int at = pal_answer_field_find(fields, count, item);
            if (at >= 0) {
                made_value(arena, &fields[at], value, &values[at]);
            }
        }
    }
}

/* The values of an answer, of fields in their order. */
static inline struct pal_answer_value *
made_values(struct pal_arena *arena, const struct made_fields *fields, const char *text)
{
    struct pal_answer_value *values = PAL_NEW(arena, struct pal_answer_value, fields->count);
    made_values_read(arena, fields->items, fields->count, text, ' ', values);
    return values;
}

#endif
