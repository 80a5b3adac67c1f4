/* sheet_describe - the names of the fields of a form, as patterns: for the description of the API.
 */
#include "web/sheet_describe.h"

#include <stdio.h>
#include <string.h>

#include "web/sheet_parts.h"

enum { PATTERN_MOST = 1024 };

/* What a program may send for a value; a word that is no such value is told by the check. */
static json_t *value_schema(const struct pal_type *type, const char *doc)
{
    switch (type->kind) {
    case PAL_TYPE_INTEGER:
    case PAL_TYPE_DECIMAL:
        return json_pack("{s:[s, s], s:s}", "type", "number", "string", "description", doc);
    case PAL_TYPE_BOOLEAN:
        return json_pack("{s:[s, s], s:s}", "type", "boolean", "string", "description", doc);
    case PAL_TYPE_TEXT:
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
    case PAL_TYPE_DATE:
    case PAL_TYPE_INSTANT:
    case PAL_TYPE_DURATION:
    case PAL_TYPE_CHOICE:
    case PAL_TYPE_LIST:
    case PAL_TYPE_MAP:
    case PAL_TYPE_OBJECT:
    case PAL_TYPE_ANY:
        break;
    }
    return json_pack("{s:[s, s], s:s}", "type", "string", "number", "description", doc);
}

static void add(json_t *patterns, const char *path, const char *behind, json_t *schema,
                bool *failed)
{
    json_t *name = json_sprintf("^%s%s$", path, behind);
    const char *text = json_string_value(name);
    *failed = text == NULL || json_object_set_new(patterns, text, schema) != 0 || *failed;
    json_decref(name);
}

/* All names below a path, which is a pattern itself; as deep as the tables are. */
static void describe(json_t *patterns, const struct pal_type *type, const char *path,
                     const char *doc, bool *failed)
{
    char below[PATTERN_MOST];
    const char *about = doc != NULL ? doc : type->name;
    switch (pal_sheet_shape_of(type)) {
    case PAL_SHEET_SCALAR:
    case PAL_SHEET_LINE:
        add(patterns, path, "", value_schema(pal_sheet_value_type(type), about), failed);
        return;
    case PAL_SHEET_LANGUAGES:
        add(patterns, path, "(\\.(en|fr|\\*))?", value_schema(&pal_type_text, about), failed);
        return;
    case PAL_SHEET_ROWS:
        add(patterns, path, "", json_pack("{s:s}", "description", about), failed);
        (void)snprintf(below, sizeof below, "%s\\[[0-9]{1,6}\\]", path);
        if (type->kind == PAL_TYPE_MAP) {
            add(patterns, below, "#", value_schema(&pal_type_text, type->map_key), failed);
        }
        describe(patterns, pal_sheet_row_type(type), below, NULL, failed);
        return;
    case PAL_SHEET_OBJECT:
        for (size_t i = 0; i < type->field_count; i++) {
            const struct pal_field *field = &type->fields[i];
            (void)snprintf(below, sizeof below, "%s%s%s", path, path[0] != '\0' ? "\\." : "",
                           field->key);
            describe(patterns, field->type, below, field->doc, failed);
        }
        return;
    case PAL_SHEET_KEPT:
        return;
    }
}

json_t *pal_sheet_describe(const struct pal_type *type, const char *part, bool *failed)
{
    json_t *patterns = json_object();
    for (size_t i = 0; i < type->field_count; i++) {
        const struct pal_field *field = &type->fields[i];
        bool is_shown = !field->is_quiet && strcmp(field->key, "palier") != 0 &&
                        (part == NULL || strcmp(part, field->key) == 0);
        if (is_shown) {
            describe(patterns, field->type, field->key, field->doc, failed);
        }
    }
    add(patterns, "paste:.*", "", json_pack("{s:s}", "description", "Rows of a spreadsheet"),
        failed);
    return json_pack("{s:s, s:s, s:{}, s:o}", "type", "object", "description", type->doc,
                     "properties", "patternProperties", patterns);
}
