/* sheet_offer - what the fields of a form may be chosen from. */
#include <string.h>

#include "base/text.h"
#include "web/sheet_parts.h"

/* A chooser stands in every row: of more a field stays a line to type in. */
enum { OFFERED_MOST = 150 };

static const char *kind_of(enum pal_part part)
{
    return part == PAL_PART_ALERT_LEVEL ? "alert-scheme" : "model";
}

/* The id of the document of a kind that the form names, or that the document names of which the
 * form shows a part; NULL: none. */
static const char *named(const struct pal_sheet *sheet, const char *kind)
{
    for (const struct pal_sheet_node *at = sheet->root->first; at != NULL; at = at->next) {
        if (at->field->refers == NULL || strcmp(at->field->refers, kind) != 0) {
            continue;
        }
        const char *id = pal_sheet_is_shown(sheet, at)
                             ? at->text
                             : pal_value_as_text(pal_value_get(sheet->before, at->field->key));
        return pal_is_blank(id) ? NULL : id;
    }
    return NULL;
}

static const struct pal_value *parts(struct pal_sheet *sheet, enum pal_part part)
{
    if (!sheet->is_offered[part]) {
        const char *id = named(sheet, kind_of(part));
        struct pal_value *list =
            id != NULL ? sheet->source->parts(sheet->source->ctx, part, id) : NULL;
        bool is_short = list != NULL && pal_value_count(list) <= OFFERED_MOST;
        sheet->parts[part] = is_short ? list : NULL;
        sheet->is_offered[part] = true;
    }
    return sheet->parts[part];
}

const struct pal_value *pal_sheet_options(struct pal_sheet *sheet,
                                          const struct pal_sheet_node *node, bool is_key)
{
    if (sheet->source == NULL) {
        return NULL;
    }
    enum pal_part part = node->type->names;
    if (is_key) {
        part = node->parent->type->key_names;
    } else if (node->field != NULL && node->field->names != PAL_PART_NONE) {
        part = node->field->names;
    }
    if (part != PAL_PART_NONE) {
        return parts(sheet, part);
    }
    const char *kind = !is_key && node->field != NULL ? node->field->refers : NULL;
    return kind != NULL ? sheet->source->options(sheet->source->ctx, kind) : NULL;
}
