/* carry_parts - rows of tables as JSON, for carry.c. Private to src/app. */
#ifndef PAL_APP_HOUSE_CARRY_PARTS_H
#define PAL_APP_HOUSE_CARRY_PARTS_H

#include <jansson.h>

#include "app/house/carry.h"

/* The tables that an export has, in the order in which they may be written. */
enum { PAL_CARRIED_TABLES = 5 };
extern const enum pal_table_id pal_carried_tables[PAL_CARRIED_TABLES];

/* The table with that name; PAL_TABLE_COUNT: it is none of an export. */
enum pal_table_id pal_carried_table(const char *name);

/* The rows of a table as a sorted list (new reference). The contents of files go to
 * FOLDER/files/ID. */
enum pal_rc pal_rows_export(struct pal_errand *errand, const struct pal_export_request *request,
                            enum pal_table_id table, json_t **out) PAL_WARN_UNUSED;

/* Adds the rows of a list; contents of files come from FOLDER/files/ID. */
enum pal_rc pal_rows_import(struct pal_errand *errand, const char *folder, enum pal_table_id table,
                            const json_t *rows, struct pal_carried *out) PAL_WARN_UNUSED;

#endif
