/* question_fill - an answer that is kept, as JSON, into its form; and rows of a table as they were
 * typed, as JSON, for the form to carry. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "web/question_parts.h"

/* -------------------------------------------------------------- from JSON */

static const char *real_text(struct pal_question_form *form, double real)
{
    char text[PAL_DECIMAL_TEXT];
    pal_decimal_write(real, text);
    return pal_question_copy(form, text, strlen(text));
}

/* NULL for what is no scalar. */
static const char *scalar_text(struct pal_question_form *form, const json_t *json)
{
    if (json_is_string(json)) {
        return pal_question_copy(form, json_string_value(json), json_string_length(json));
    }
    if (json_is_integer(json)) {
        return pal_question_made(
            form, pal_arena_printf(form->arena, "%lld", (long long)json_integer_value(json)));
    }
    if (json_is_real(json)) {
        return real_text(form, json_real_value(json));
    }
    return json_is_boolean(json) ? (json_is_true(json) ? "yes" : "no") : NULL;
}

static void fill_said(struct pal_question_form *form, struct pal_said *said, const json_t *json)
{
    said->alone = scalar_text(form, json);
    for (size_t i = 0; i < PAL_LANG_COUNT && json_is_object(json); i++) {
        said->in[i] = scalar_text(form, json_object_get(json, pal_lang_codes[i]));
    }
}

/* What stands under "subcontractor.proof.title". */
static const json_t *json_at(const json_t *json, const char *key)
{
    for (const char *dot = strchr(key, '.'); dot != NULL && json != NULL; dot = strchr(key, '.')) {
        json = json_object_getn(json, key, (size_t)(dot - key));
        key = dot + 1;
    }
    return json_object_get(json, key);
}

/* A box whose value is a map, or a scalar, which is its first part. */
static void fill_box(struct pal_question_form *form, struct pal_question_box *box,
                     const json_t *json)
{
    for (size_t i = 0; i < box->part_count; i++) {
        const char *key = box->parts[i].key;
        bool is_whole = key[0] == '\0' || (i == 0 && !json_is_object(json));
        const json_t *part = is_whole ? json : json_at(json, key);
        if (part != NULL) {
            fill_said(form, &box->said[i], part);
        }
    }
    bool is_date = box->part_count > 1 && box->parts[PAL_DATE_NEVER].kind == PAL_TYPED_NEVER;
    const char *day = is_date ? box->said[PAL_DATE_DAY].alone : NULL;
    if (day != NULL && strcmp(day, "never") == 0) {
        box->said[PAL_DATE_DAY].alone = NULL;
        box->said[PAL_DATE_NEVER].alone = "1";
    }
}

void pal_question_fill_rows(struct pal_question_form *form, struct pal_question_box *table,
                            const json_t *rows)
{
    for (size_t i = 0; i < json_array_size(rows) && !form->failed; i++) {
        const json_t *json = json_array_get(rows, i);
        size_t index = table->last != NULL ? table->last->index + 1 : 0;
        if (table->count >= pal_question_rows_most(table)) {
            table->beyond++;
            continue;
        }
        struct pal_question_row *row = pal_question_row_at(form, table, index);
        for (size_t j = 0; row != NULL && j < pal_question_columns(table); j++) {
            const struct pal_answer_field *field = table->field;
            const json_t *cell = field != NULL ? json_object_get(json, field->columns[j].id) : json;
            if (cell != NULL) {
                fill_box(form, &row->cells[j], cell);
            }
        }
    }
}

static void fill_fields(struct pal_question_form *form, const json_t *answer)
{
    const json_t *fields = json_object_get(answer, "fields");
    const json_t *none = json_object_get(answer, "none");
    for (size_t i = 0; i < form->question->field_count; i++) {
        struct pal_question_box *box = &form->boxes[i];
        const json_t *json = json_object_get(fields, box->field->id);
        if (!pal_question_is_table(box)) {
            if (json != NULL) {
                fill_box(form, box, json);
            }
            continue;
        }
        pal_question_fill_rows(form, box, json);
        for (size_t j = 0; j < json_array_size(none); j++) {
            const char *id = json_string_value(json_array_get(none, j));
            box->is_none = box->is_none || (id != NULL && strcmp(id, box->field->id) == 0);
        }
    }
}

static void fill_around(struct pal_question_form *form, const json_t *answer)
{
    struct pal_said *around = form->around->said;
    fill_box(form, form->around, answer);
    around[PAL_AROUND_INSTEAD] = (struct pal_said){0};
    int instead = json_is_true(json_object_get(answer, "not_known")) ? PAL_ANSWER_NOT_KNOWN
                  : !pal_said_is_blank(&around[PAL_AROUND_NOT_YET])  ? PAL_ANSWER_NOT_YET
                  : !pal_said_is_blank(&around[PAL_AROUND_NOT_APPLICABLE])
                      ? PAL_ANSWER_NOT_APPLICABLE
                      : PAL_ANSWER_FIELDS;
    if (instead != PAL_ANSWER_FIELDS) {
        around[PAL_AROUND_INSTEAD].alone = pal_answer_instead_ids[instead];
    }
}

static void fill_by(struct pal_question_form *form, const json_t *answer)
{
    const json_t *by = json_object_get(answer, "by");
    bool has_parts = json_is_object(by);
    fill_said(form, &form->by_role, has_parts ? json_object_get(by, "role") : by);
    form->by_name = has_parts ? scalar_text(form, json_object_get(by, "name")) : NULL;
    fill_said(form, &form->organization, json_object_get(answer, "organization"));
}

void pal_question_form_fill(struct pal_question_form *form, const char *json)
{
    json_t *answer = form->failed ? NULL : json_loads(json, 0, NULL);
    if (json_is_object(answer)) {
        fill_fields(form, answer);
        fill_around(form, answer);
        pal_question_fill_rows(form, form->proofs, json_object_get(answer, "proofs"));
        fill_by(form, answer);
    }
    json_decref(answer);
}

/* ------------------------------------------------------ rows as they were typed */

void pal_question_put(struct pal_question_form *form, json_t *map, const char *key, json_t *json)
{
    bool is_put = json_object_set_new(map, key, json) == 0;
    form->failed = form->failed || !is_put;
}

static json_t *said_typed(struct pal_question_form *form, const struct pal_said *said)
{
    if (!pal_is_blank(said->alone)) {
        return json_string(said->alone);
    }
    json_t *json = json_object();
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (said->in[i] != NULL) {
            pal_question_put(form, json, pal_lang_codes[i], json_string(said->in[i]));
        }
    }
    return json;
}

/* NULL: nothing was typed. */
static json_t *box_typed(struct pal_question_form *form, const struct pal_question_box *box)
{
    json_t *whole = NULL;
    for (size_t i = 0; i < box->part_count; i++) {
        const struct pal_question_part *part = &box->parts[i];
        if (pal_said_is_blank(&box->said[i])) {
            continue;
        }
        if (part->key[0] == '\0' || part->kind == PAL_TYPED_NEVER) {
            json_decref(whole); /* a day beside "never" says less than that */
            whole = part->kind == PAL_TYPED_NEVER ? json_string("never")
                                                  : said_typed(form, &box->said[i]);
        } else {
            whole = whole != NULL ? whole : json_object();
            pal_question_put(form, whole, part->key, said_typed(form, &box->said[i]));
        }
    }
    return whole;
}

const char *pal_question_rows_typed(struct pal_question_form *form,
                                    const struct pal_question_box *table, size_t from, size_t until)
{
    json_t *rows = json_array();
    for (const struct pal_question_row *row = table->first; row != NULL; row = row->next) {
        json_t *json = row->index >= from && row->index < until ? json_object() : NULL;
        for (size_t i = 0; json != NULL && i < pal_question_columns(table); i++) {
            json_t *cell = box_typed(form, &row->cells[i]);
            if (cell != NULL) {
                pal_question_put(form, json, table->field->columns[i].id, cell);
            }
        }
        bool is_whole = json == NULL || json_array_append_new(rows, json) == 0;
        form->failed = form->failed || !is_whole;
    }
    return pal_question_made(form, pal_question_dump(form, rows));
}

const char *pal_question_dump(struct pal_question_form *form, json_t *json)
{
    char *text = json != NULL ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = text != NULL ? pal_arena_copy(form->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(json);
    form->failed = form->failed || own == NULL;
    return own;
}
