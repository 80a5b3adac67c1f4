/* people_list - the list of persons, sorted, filtered and searched. */
#include <string.h>

#include "base/fold.h"
#include "store/cover.h"
#include "store/people_parts.h"
#include "store/rows.h"

/* $1 the last one of the part before, $2 a role, $3 a state, $4 now; "": any. */
#define KEPT                                                                                       \
    "SELECT " PAL_PERSON " FROM persons p LEFT JOIN persons a ON a.id = $1"                        \
    " WHERE CASE WHEN $3 = 'contributor' THEN p.contributes IS NOT NULL AND p.erased_at IS NULL"   \
    " ELSE p.contributes IS NULL END"                                                              \
    " AND ($2 = '' OR EXISTS (SELECT 1 FROM grants g WHERE g.person = p.id AND g.role = $2))"      \
    " AND ($3 IN ('', 'contributor') OR CASE WHEN p.erased_at IS NOT NULL THEN 'erased'"           \
    " WHEN p.locked_at IS NOT NULL THEN 'locked'"                                                  \
    " WHEN p.expires_at <= CAST($4 AS BIGINT) THEN 'ended'"                                        \
    " WHEN p.password IS NULL THEN 'invited' ELSE 'active' END = $3)"
#define NAMES(sign, way)                                                                           \
    KEPT " AND ($1 = '' OR lower(p.name) " sign " lower(a.name) OR (lower(p.name) = lower(a.name)" \
         " AND p.id " sign " a.id)) ORDER BY lower(p.name)" way ", p.id" way " LIMIT $5"
#define SEEN(sign, way)                                                                            \
    KEPT " AND ($1 = '' OR COALESCE(p.seen_at, 0) " sign " COALESCE(a.seen_at, 0)"                 \
         " OR (COALESCE(p.seen_at, 0) = COALESCE(a.seen_at, 0) AND p.id " sign " a.id))"           \
         " ORDER BY COALESCE(p.seen_at, 0)" way ", p.id" way " LIMIT $5"

static struct pal_query *start(struct pal_db *db, const struct pal_person_search *wanted)
{
    if (wanted->is_by_seen) {
        return wanted->is_down ? pal_db_query(db, SEEN("<", " DESC"))
                               : pal_db_query(db, SEEN(">", ""));
    }
    return wanted->is_down ? pal_db_query(db, NAMES("<", " DESC"))
                           : pal_db_query(db, NAMES(">", ""));
}

/* Whether a name or an address holds the words; the memory for that is given back. */
static bool holds(const struct pal_person *person, const char *words, bool *failed)
{
    struct pal_arena scratch;
    pal_arena_init(&scratch, NULL);
    const char *name = pal_fold(&scratch, person->name);
    const char *email = pal_fold(&scratch, person->email != NULL ? person->email : "");
    *failed = *failed || name == NULL || email == NULL;
    bool is_found = name != NULL && email != NULL &&
                    (strstr(name, words) != NULL || strstr(email, words) != NULL);
    pal_arena_done(&scratch);
    return is_found;
}

/* Whether what somebody contributes to stands in a list: ",sending/a,sending/b,". */
static bool is_listed(const struct pal_person *person, const char *list)
{
    size_t len = person->contributes != NULL ? strlen(person->contributes) : 0;
    for (const char *at = list; len > 0 && *at == ','; at += strcspn(at + 1, ",") + 1) {
        if (strncmp(at + 1, person->contributes, len) == 0 && at[1 + len] == ',') {
            return true;
        }
    }
    return false;
}

/* Whether a row is one of those that are asked for; one that is looked at and left out stays in no
 * memory, however many there are. */
static bool is_wanted(struct pal_query *query, const struct pal_person_search *wanted, bool *failed)
{
    struct pal_arena scratch;
    struct pal_person seen;
    if (wanted->words == NULL && wanted->except == NULL) {
        return true;
    }
    pal_arena_init(&scratch, NULL);
    pal_person_read(query, &scratch, &seen);
    *failed = *failed || seen.name == NULL;
    bool is_one = seen.name != NULL &&
                  (wanted->words == NULL || holds(&seen, wanted->words, failed)) &&
                  (wanted->except == NULL || !is_listed(&seen, wanted->except));
    pal_arena_done(&scratch);
    return is_one;
}

enum pal_rc pal_person_find(struct pal_db *db, const struct pal_person_search *wanted,
                            struct pal_arena *arena, struct pal_person **out, size_t *count)
{
    bool failed = false;
    struct pal_rows rows = {arena, sizeof(struct pal_person), NULL, 0, 0};
    struct pal_query *query = start(db, wanted);
    pal_query_text(query, wanted->after != NULL ? wanted->after : "");
    pal_query_text(query, wanted->role != NULL ? wanted->role : "");
    pal_query_text(query, wanted->state != NULL ? wanted->state : "");
    pal_query_int(query, wanted->now);
    bool is_sifted = wanted->words != NULL || wanted->except != NULL;
    pal_query_int(query, is_sifted ? INT64_MAX : (int64_t)wanted->max);
    while (rows.count < wanted->max && !failed && pal_query_next(query)) {
        struct pal_person *row =
            is_wanted(query, wanted, &failed) ? pal_rows_add(query, &rows) : NULL;
        if (row != NULL) {
            pal_person_read(query, arena, row);
        }
    }
    *out = rows.items;
    *count = rows.count;
    enum pal_rc rc = pal_query_end(query);
    return failed ? PAL_E_MEMORY : rc;
}

enum pal_rc pal_person_of_pass(struct pal_db *db, const char *pass, size_t max,
                               struct pal_arena *arena, struct pal_person **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " PAL_PERSON " FROM persons p WHERE p.pass = $1"
                         " AND p.erased_at IS NULL ORDER BY p.created_at, p.id LIMIT $2");
    pal_query_text(query, pass);
    pal_query_int(query, (int64_t)max);
    return pal_people_read(query, arena, out, count);
}

enum pal_rc pal_person_set_role(struct pal_db *db, const char *id, const char *name,
                                const char *acts_as)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE persons SET name = $2, acts_as = $3"
            " WHERE id = $1 AND contributes IS NOT NULL AND erased_at IS NULL RETURNING id");
    pal_query_text(query, id);
    pal_query_text(query, name);
    pal_query_text(query, acts_as);
    pal_cover_note(db, PAL_TABLE_PERSONS, id, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_person_list(struct pal_db *db, const char *after, size_t max,
                            struct pal_arena *arena, struct pal_person **out, size_t *count)
{
    const struct pal_person_search all = {.after = after, .max = max};
    return pal_person_find(db, &all, arena, out, count);
}
