/* The steps of the schema, in order. A step that was released never changes; a mistake is put right
 * by a further one. SQLite takes the rows of a table that is dropped as deleted, with all that
 * refers to them: a step that remakes a table must remake those that refer to it first. */
#include "store/migrate.h"

const struct pal_migration pal_migrations[] = {
    {1, "settings", "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL)"},
};

const size_t pal_migration_count = sizeof pal_migrations / sizeof *pal_migrations;
