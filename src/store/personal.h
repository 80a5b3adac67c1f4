/*
 * personal - what the house keeps that a person did, for the export of a person; and that what was
 * erased is gone from the files. Rows come newest first, at most `max`; texts are in the arena.
 */
#ifndef PAL_STORE_PERSONAL_H
#define PAL_STORE_PERSONAL_H

#include "store/audit.h"
#include "store/records.h"

/* `is_corrected` is not looked up. */
enum pal_rc pal_hours_of(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_hours_row **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_deliveries_of(struct pal_db *db, const char *person, size_t max,
                              struct pal_arena *arena, struct pal_delivery_row **out,
                              size_t *count) PAL_WARN_UNUSED;
/* Files that the person added or removed, without content. */
enum pal_rc pal_files_of(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_file_row **out, size_t *count) PAL_WARN_UNUSED;
/* Versions that the person wrote: kind, id, version, changed_at, hash and note are set. */
enum pal_rc pal_versions_of(struct pal_db *db, const char *person, size_t max,
                            struct pal_arena *arena, struct pal_record **out,
                            size_t *count) PAL_WARN_UNUSED;
/* Audit entries of the person's acts, and of acts on the person ("person/ID"). */
enum pal_rc pal_audit_of(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_audit_row **out, size_t *count) PAL_WARN_UNUSED;

/* Where the person's acts came from. */
struct pal_address_row {
    const char *source;
    int64_t first_at;
    int64_t last_at;
    int64_t count;
};
enum pal_rc pal_addresses_of(struct pal_db *db, const char *person, size_t max,
                             struct pal_arena *arena, struct pal_address_row **out,
                             size_t *count) PAL_WARN_UNUSED;

/* What was overwritten or removed leaves SQLite's log as well, once nobody reads an older state
 * (waits some seconds for that): false where somebody still does. PostgreSQL: true, its own
 * VACUUM does it (docs/operation.md). Not within a transaction. */
bool pal_store_forget(struct pal_db *db);

#endif
