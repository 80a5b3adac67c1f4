/* scores_standing - which assessment stands for a project, or for a provider of it; see records.h.
 * The one place of the rule: lists, pages and comparisons ask here. */
#include <string.h>

#include "store/records.h"
#include "store/rows.h"
#include "store/scores_parts.h"

enum { AT_ONCE = 25 };

/* The assessments of a project that are sought, the latest first. */
#define OF_PROJECT                                                                                 \
    " FROM scores o WHERE o.project = w.column1 AND o.is_listed = 1 AND (w.column2 = ''"           \
    " OR replace(w.column2, '\x1f' || o.provider || '\x1f', '') <> w.column2)"
#define LATEST " ORDER BY o.day DESC, o.entry DESC, o.id DESC LIMIT 1"
/* Whether it is rated, as far as that may be looked at. What was said stays where the target has
 * become higher since. */
#define IS_RATED(hidden)                                                                           \
    "(replace(" hidden ", '\x1f' || o.id || '\x1f', '') = " hidden " AND (" PAL_SCORE_WHOLE(       \
        "o") " OR EXISTS (SELECT 1 FROM heads h WHERE h.subject_kind = 'assessment'"               \
             " AND h.subject = o.id AND h.kind = 'course' AND h.part = '' AND h.lane = ''"         \
             " AND h.state <> 'draft')))"
/* Of each of the projects that `rows` name with the providers that are meant. */
#define STANDING_OF(rows, hidden)                                                                  \
    "SELECT w.column1, (SELECT COUNT(*) FROM scores n WHERE n.project = w.column1"                 \
    " AND n.is_listed = 1), (SELECT CASE WHEN " IS_RATED(                                          \
        hidden) " THEN NULL ELSE o.id END" OF_PROJECT LATEST "), CASE WHEN EXISTS (SELECT 1"       \
                " FROM heads e WHERE e.kind = 'second-reading' AND e.project = w.column1)"         \
                " THEN 1 ELSE 0 END, " PAL_SCORE " FROM (VALUES " rows ") w LEFT JOIN scores s"    \
                " ON s.id = COALESCE((SELECT o.id" OF_PROJECT " AND " IS_RATED(hidden) LATEST      \
        "), (SELECT o.id" OF_PROJECT LATEST "))"                                                   \
        " LEFT JOIN documents d ON d.kind = 'assessment' AND d.id = s.id" PAL_SCORE_COURSE
#define ROWS_OF_5 "($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10)"
#define ROWS_OF_25                                                                                 \
    ROWS_OF_5                                                                                      \
    ", ($11, $12), ($13, $14), ($15, $16), ($17, $18), ($19, $20)"                                 \
    ", ($21, $22), ($23, $24), ($25, $26), ($27, $28), ($29, $30)"                                 \
    ", ($31, $32), ($33, $34), ($35, $36), ($37, $38), ($39, $40)"                                 \
    ", ($41, $42), ($43, $44), ($45, $46), ($47, $48), ($49, $50)"

/* Into the place of the project that a row is of; they mostly come as they were asked for. */
static void take_row(struct pal_query *query, const struct pal_score_asked *asked, size_t at,
                     struct pal_arena *arena, struct pal_score_stands *out)
{
    const char *project = pal_column_text(query, 0);
    for (size_t i = 0; i < asked->count && project != NULL; i++) {
        struct pal_score_stands *own = &out[(at + i) % asked->count];
        if (strcmp(asked->projects[(at + i) % asked->count], project) != 0) {
            continue;
        }
        own->count = pal_column_int(query, 1);
        own->begun = pal_column_is_null(query, 2) ? NULL : pal_row_text(query, 2, arena);
        own->has_seconds = pal_column_int(query, 3) != 0;
        if (!pal_column_is_null(query, 4)) {
            pal_score_read(query, 4, arena, &own->row);
        }
        return;
    }
}

/* Of at most AT_ONCE projects; parameters that are left over name none. Few projects have shorter
 * queries: one row that names none takes as long as one that does. */
static enum pal_rc standing_of(struct pal_db *db, const struct pal_score_asked *asked,
                               struct pal_arena *arena, struct pal_score_stands *out)
{
    const size_t count = asked->count;
    const size_t room = count == 1 ? 1 : count <= 5 ? 5 : AT_ONCE;
    struct pal_query *query = count == 1   ? pal_db_query(db, STANDING_OF("($1, $2)", "$3"))
                              : count <= 5 ? pal_db_query(db, STANDING_OF(ROWS_OF_5, "$11"))
                                           : pal_db_query(db, STANDING_OF(ROWS_OF_25, "$51"));
    for (size_t i = 0; i < room; i++) {
        pal_query_text(query, i < count ? asked->projects[i] : " ");
        pal_query_text(query, i < count ? asked->providers[i] : "");
    }
    pal_query_text(query, asked->hidden);
    for (size_t at = 0; pal_query_next(query); at++) {
        take_row(query, asked, at, arena, out);
    }
    return pal_query_end(query);
}

enum pal_rc pal_score_standing(struct pal_db *db, const struct pal_score_asked *asked,
                               struct pal_arena *arena, struct pal_score_stands *out)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < asked->count; i++) {
        out[i] = (struct pal_score_stands){.begun = NULL};
    }
    for (size_t at = 0; at < asked->count && rc == PAL_OK; at += AT_ONCE) {
        struct pal_score_asked part = *asked;
        part.projects += at;
        part.providers += at;
        part.count = asked->count - at < AT_ONCE ? asked->count - at : AT_ONCE;
        rc = standing_of(db, &part, arena, out + at);
    }
    return rc;
}
