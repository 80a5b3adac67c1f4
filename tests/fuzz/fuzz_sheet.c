/* fuzz_sheet - what a form sends, as fields of a document. The first byte chooses the kind; then
 * lines "name=value", of which "add=", "remove=" and "paste:" act as their buttons do. Whatever
 * comes, a document and a page are made of it, within bounds. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "format/kinds.h"
#include "must.h"
#include "web/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FIELDS_MOST = 256 };

static struct pal_value *no_options(void *ctx, const char *kind)
{
    (void)kind;
    return pal_value_list(ctx);
}

/* A part of any other document, called by its title. */
static struct pal_value *one_part(void *ctx, enum pal_part part, const char *id)
{
    must(part > PAL_PART_NONE && part < PAL_PART_COUNT && id[0] != '\0');
    struct pal_value *list = pal_value_list(ctx);
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "value", "PA01");
    pal_put_text(row, "title", "PA01 Locks");
    pal_put_text(row, "word", "Locks");
    return list;
}

/* The lines as fields; gives how many. */
static size_t split(char *text, struct pal_field_value *items)
{
    size_t count = 0;
    for (char *save, *line = strtok_r(text, "\n", &save); line != NULL && count < FIELDS_MOST;
         line = strtok_r(NULL, "\n", &save)) {
        char *value = strchr(line, '=');
        if (value != NULL) {
            *value++ = '\0';
            items[count++] =
                (struct pal_field_value){.name = line, .value = value, .value_len = strlen(value)};
        }
    }
    return count;
}

static void act(struct pal_sheet *sheet, const struct pal_field_value *item,
                struct pal_values *values)
{
    if (strcmp(item->name, "add") == 0) {
        pal_sheet_add_rows(sheet, item->value);
    } else if (strcmp(item->name, "remove") == 0) {
        pal_sheet_remove_row(sheet, item->value);
    } else if (strncmp(item->name, "paste:", 6) == 0) {
        pal_sheet_paste(sheet, item->name + 6, item->value, values);
    } else {
        (void)pal_sheet_tell(sheet, item->name, item->value, "a sentence");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_arena arena;
    struct pal_values values;
    struct pal_sheet sheet;
    struct pal_field_value items[FIELDS_MOST];
    if (size == 0) {
        return 0;
    }
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    char *text = pal_arena_copy(&arena, (const char *)data + 1, size - 1);
    must(text != NULL);
    size_t count = split(text, items);
    const struct pal_fields form = {items, count};
    pal_sheet_init(&sheet, &arena, NULL, pal_kinds[data[0] % PAL_KIND_COUNT].type, NULL);
    const struct pal_sheet_source source = {no_options, one_part, &values};
    sheet.source = &source;
    pal_sheet_read(&sheet, &form, "add remove");
    for (size_t i = 0; i < count; i++) {
        act(&sheet, &items[i], &values);
    }
    pal_sheet_propose(&sheet);
    struct pal_value *errors = pal_value_list(&values);
    (void)pal_sheet_document(&sheet, &values, NULL);
    (void)pal_sheet_show(&sheet, &values, errors);
    must(!sheet.failed && !values.failed);
    pal_arena_done(&arena);
    return 0;
}
