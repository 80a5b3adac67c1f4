/*
 * covers - what an audit entry answers for: a line per row that its act wrote or removed, and the
 * comparison of the tables with the last line of each row. Private to src/app/house.
 *
 * A line is "TABLE KEY DIGEST": the parts of the key parted by "/" (bytes up to space, "%", "/" and
 * DEL within a part as %XX), the digest SHA-256 over the table's name and each covered column that
 * is not null ("name=length:value"), "-" where the row is gone. A password counts with
 * the SHA-256 of its Argon2 text. store/cover.h says which tables and columns.
 */
#ifndef PAL_APP_HOUSE_COVERS_H
#define PAL_APP_HOUSE_COVERS_H

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "base/buf.h"
#include "store/cover.h"

/* Adds the line of a row; `cells` NULL: it is gone. A buffer that is short of memory says so. */
void pal_cover_line(struct pal_buf *out, enum pal_table_id table, const char *const *key,
                    const struct pal_cell *cells);
/* The same of a row whose first cells are its key. */
void pal_cover_line_of_row(struct pal_buf *out, enum pal_table_id table,
                           const struct pal_cell *cells);

/* The last line of each row: 72 bytes for each row that there is or was, in a table that is between
 * three eighths and three quarters full (96 to 192 bytes a row; 100,000 rows: 19 MB at most). */
struct pal_covers;

struct pal_covers *pal_covers_new(void); /* NULL: memory is short */
void pal_covers_free(struct pal_covers *covers);

/* Takes the lines of an entry; later entries rule. PAL_E_MEMORY. A line that is none is passed
 * over: the hash of its entry does not hold. */
enum pal_rc pal_covers_read(struct pal_covers *covers, int64_t entry,
                            const char *lines) PAL_WARN_UNUSED;

/* Holds every row of every covered table, and the content of versions and files, against the last
 * line; adds what differs to the findings of `out`. Within a transaction that reads; texts are in
 * the arena. */
enum pal_rc pal_covers_compare(struct pal_errand *errand, struct pal_covers *covers,
                               struct pal_audit_result *out) PAL_WARN_UNUSED;

#endif
