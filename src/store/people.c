#include "store/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/cover.h"
#include "store/devices.h"
#include "store/jobs.h"
#include "store/mail.h"
#include "store/passes.h"
#include "store/people_parts.h"
#include "store/rows.h"

/* ----------------------------------------------------------------- persons */

enum { PERSON_COLUMNS = 17 };
#define AS_OF "(SELECT h.people FROM audit_head h WHERE h.one = 1)"

void pal_person_read(struct pal_query *query, struct pal_arena *arena, struct pal_person *out)
{
    *out = (struct pal_person){
        .id = pal_row_text(query, 0, arena),
        .email = pal_row_text(query, 1, arena),
        .name = pal_row_text(query, 2, arena),
        .language = pal_row_text(query, 3, arena),
        .password = pal_row_text(query, 4, arena),
        .created_at = pal_column_int(query, 5),
        .seen_at = pal_column_int(query, 6),
        .retain_until = pal_column_int(query, 7),
        .erased_at = pal_column_int(query, 8),
        .expires_at = pal_column_int(query, 9),
        .locked_at = pal_column_int(query, 10),
        .locked_by = pal_row_text(query, 11, arena),
        .locked_reason = pal_row_text(query, 12, arena),
        .zone = pal_row_text(query, 13, arena),
        .contributes = pal_row_text(query, 14, arena),
        .pass = pal_row_text(query, 15, arena),
        .acts_as = pal_row_text(query, 16, arena),
    };
}

enum pal_rc pal_people_read(struct pal_query *query, struct pal_arena *arena,
                            struct pal_person **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_person), NULL, 0, 0};
    while (pal_query_next(query)) {
        struct pal_person *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            pal_person_read(query, arena, row);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

/* The one row of a query that gives a person. */
static enum pal_rc one_person(struct pal_query *query, struct pal_arena *arena,
                              struct pal_person *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        pal_person_read(query, arena, out);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_person_add(struct pal_db *db, const struct pal_person *person)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO persons (id, email, name, language, created_at, retain_until,"
            " contributes, pass, acts_as) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    pal_query_text(query, person->id);
    pal_query_text(query, person->email);
    pal_query_text(query, person->name);
    pal_query_text(query, person->language);
    pal_query_int(query, person->created_at);
    pal_row_bind_time(query, person->retain_until);
    pal_query_text(query, person->contributes);
    pal_query_text(query, person->pass);
    pal_query_text(query, person->acts_as);
    pal_cover_note(db, PAL_TABLE_PERSONS, person->id, NULL, NULL);
    return pal_query_end(query);
}

enum pal_rc pal_person_get(struct pal_db *db, const char *id, struct pal_arena *arena,
                           struct pal_person *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " PAL_PERSON " FROM persons p WHERE p.id = $1");
    pal_query_text(query, id);
    return one_person(query, arena, out);
}

enum pal_rc pal_person_by_email(struct pal_db *db, const char *email, struct pal_arena *arena,
                                struct pal_person *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " PAL_PERSON " FROM persons p WHERE p.email = $1");
    pal_query_text(query, email);
    return one_person(query, arena, out);
}

enum { NAMES_AT_ONCE = 50 };

#define NAMES_OF(ids) "SELECT id, name FROM persons WHERE id IN ($1, $2, $3, $4, $5" ids ")"

/* Parameters that are left over repeat the last id; few ids have a shorter query. */
static enum pal_rc names_of(struct pal_db *db, const char *const *ids, size_t count,
                            struct pal_arena *arena, const char **names)
{
    struct pal_query *query =
        count <= 5
            ? pal_db_query(db, NAMES_OF(""))
            : pal_db_query(db, NAMES_OF(", $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
                                        "$18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, "
                                        "$29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, "
                                        "$40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50"));
    size_t room = count <= 5 ? 5 : NAMES_AT_ONCE;
    for (size_t i = 0; i < room; i++) {
        pal_query_text(query, ids[i < count ? i : count - 1]);
    }
    while (pal_query_next(query)) {
        const char *id = pal_row_text(query, 0, arena);
        const char *name = pal_row_text(query, 1, arena);
        for (size_t i = 0; i < count && id != NULL; i++) {
            names[i] = strcmp(ids[i], id) == 0 ? name : names[i];
        }
    }
    return pal_query_end(query);
}

enum pal_rc pal_person_names(struct pal_db *db, const char *const *ids, size_t count,
                             struct pal_arena *arena, const char **names)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count; i++) {
        names[i] = NULL;
    }
    for (size_t at = 0; at < count && rc == PAL_OK; at += NAMES_AT_ONCE) {
        size_t part = count - at < NAMES_AT_ONCE ? count - at : NAMES_AT_ONCE;
        rc = names_of(db, ids + at, part, arena, names + at);
    }
    return rc;
}

enum pal_rc pal_person_count(struct pal_db *db, int64_t *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT COUNT(*) FROM persons WHERE contributes IS NULL");
    return pal_row_int(query, out);
}

enum pal_rc pal_person_set_name(struct pal_db *db, const char *id, const char *name,
                                const char *language, const char *zone)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE persons SET name = $2, language = $3, zone = $4"
                         " WHERE id = $1 AND erased_at IS NULL RETURNING id");
    pal_query_text(query, id);
    pal_query_text(query, name);
    pal_query_text(query, language);
    pal_query_text(query, zone);
    pal_cover_note(db, PAL_TABLE_PERSONS, id, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_person_set_retention(struct pal_db *db, const char *id, int64_t until)
{
    struct pal_query *query = pal_db_query(db, "UPDATE persons SET retain_until = $2"
                                               " WHERE id = $1 AND erased_at IS NULL RETURNING id");
    pal_query_text(query, id);
    pal_row_bind_time(query, until);
    pal_cover_note(db, PAL_TABLE_PERSONS, id, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_person_set_password(struct pal_db *db, const char *id, const char *password)
{
    struct pal_query *query = pal_db_query(db, "UPDATE persons SET password = $2"
                                               " WHERE id = $1 AND erased_at IS NULL RETURNING id");
    pal_query_text(query, id);
    pal_query_text(query, password);
    pal_cover_note(db, PAL_TABLE_PERSONS, id, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_person_seen(struct pal_db *db, const char *id, int64_t at)
{
    struct pal_query *query = pal_db_query(db, "UPDATE persons SET seen_at = $2 WHERE id = $1");
    pal_query_text(query, id);
    pal_query_int(query, at);
    return pal_query_end(query);
}

/* Mails to the address that the person has. */
static enum pal_rc forget_mails(struct pal_db *db, const char *id, int64_t at)
{
    enum { ADDRESS_ROOM = 512 };
    char address[ADDRESS_ROOM] = "";
    int64_t count;
    struct pal_query *query =
        pal_db_query(db, "SELECT email FROM persons WHERE id = $1 AND email IS NOT NULL");
    pal_query_text(query, id);
    if (pal_query_next(query)) {
        (void)snprintf(address, sizeof address, "%s", pal_column_text(query, 0));
    }
    enum pal_rc rc = pal_query_end(query);
    return rc == PAL_OK ? pal_mail_row_forget_to(db, address, at, &count) : rc;
}

enum pal_rc pal_person_erase(struct pal_db *db, const char *id, int64_t at)
{
    enum pal_rc rc = forget_mails(db, id, at);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_query *query =
        pal_db_query(db, "UPDATE persons SET email = NULL, name = '', password = NULL,"
                         " retain_until = NULL, seen_at = NULL, locked_reason = NULL, zone = NULL,"
                         " acts_as = NULL, erased_at = $2"
                         " WHERE id = $1 AND erased_at IS NULL RETURNING id");
    pal_query_text(query, id);
    pal_query_int(query, at);
    rc = pal_row_end(query, pal_query_next(query));
    pal_cover_note(db, PAL_TABLE_PERSONS, id, NULL, NULL);
    if (rc == PAL_OK) {
        query = pal_db_query(
            db, "DELETE FROM grants WHERE person = $1 RETURNING person, role, project");
        pal_query_text(query, id);
        rc = pal_cover_note_rows(db, PAL_TABLE_GRANTS, query);
    }
    if (rc == PAL_OK) {
        query =
            pal_db_query(db, "DELETE FROM lifts WHERE person = $1 RETURNING person, project, duty");
        pal_query_text(query, id);
        rc = pal_cover_note_rows(db, PAL_TABLE_LIFTS, query);
    }
    if (rc == PAL_OK) {
        query = pal_db_query(db, "DELETE FROM tokens WHERE person = $1 RETURNING id");
        pal_query_text(query, id);
        rc = pal_cover_note_rows(db, PAL_TABLE_TOKENS, query);
    }
    if (rc == PAL_OK) {
        rc = pal_link_remove_all(db, id);
    }
    if (rc == PAL_OK) {
        rc = pal_device_remove_all(db, id, NULL);
    }
    if (rc == PAL_OK) {
        rc = pal_job_forget(db, id);
    }
    if (rc == PAL_OK) {
        rc = pal_pass_forget_person(db, id, at);
    }
    if (rc == PAL_OK) {
        rc = pal_pass_session_forget(db, id);
    }
    return rc == PAL_OK ? pal_session_remove_all(db, id, NULL) : rc;
}

/* ------------------------------------------------------------------ grants */

#define GRANTS   "SELECT person, role, project, granted_at FROM grants"
#define IN_ORDER " ORDER BY person, project, role"

static enum pal_rc read_grants(struct pal_query *query, struct pal_arena *arena,
                               struct pal_grant **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_grant), NULL, 0, 0};
    while (pal_query_next(query)) {
        struct pal_grant *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_grant){pal_row_text(query, 0, arena), pal_row_text(query, 1, arena),
                                      pal_row_text(query, 2, arena), pal_column_int(query, 3)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

static int by_role(const void *a, const void *b)
{
    const struct pal_grant *one = a;
    const struct pal_grant *other = b;
    return strcmp(one->role, other->role);
}

/* Those of a person on a project are put in order here: where SQLite is asked for an order it walks
 * through all that the person has, which may be thousands. */
static enum pal_rc grants_on(struct pal_db *db, const char *person, const char *project,
                             struct pal_arena *arena, struct pal_grant **out, size_t *count)
{
    struct pal_query *query = pal_db_query(db, GRANTS " WHERE person = $1 AND project = $2");
    pal_query_text(query, person);
    pal_query_text(query, project);
    enum pal_rc rc = read_grants(query, arena, out, count);
    if (rc == PAL_OK && *count > 1) {
        qsort(*out, *count, sizeof **out, by_role);
    }
    return rc;
}

/* A statement for each question: a condition that may be empty keeps an index from being used. */
enum pal_rc pal_grant_list(struct pal_db *db, const char *person, const char *project,
                           struct pal_arena *arena, struct pal_grant **out, size_t *count)
{
    struct pal_query *query;
    if (person != NULL && project != NULL) {
        return grants_on(db, person, project, arena, out, count);
    }
    if (person != NULL) {
        query = pal_db_query(db, GRANTS " WHERE person = $1" IN_ORDER);
    } else if (project != NULL) {
        query = pal_db_query(db, GRANTS " WHERE project = $1" IN_ORDER);
    } else {
        query = pal_db_query(db, GRANTS IN_ORDER);
    }
    if (person != NULL) {
        pal_query_text(query, person);
    }
    if (project != NULL) {
        pal_query_text(query, project);
    }
    return read_grants(query, arena, out, count);
}

enum pal_rc pal_grant_of_roles(struct pal_db *db, const char *person, const char *const *roles,
                               size_t role_count, struct pal_arena *arena, struct pal_grant **out,
                               size_t *count)
{
    struct pal_query *query = pal_db_query(
        db, GRANTS " WHERE person = $1 AND role IN ($2, $3, $4, $5, $6, $7, $8, $9)" IN_ORDER);
    pal_query_text(query, person);
    for (size_t i = 0; i < PAL_ROLES_ASKED; i++) {
        pal_query_text(query, i < role_count ? roles[i] : "");
    }
    return read_grants(query, arena, out, count);
}

enum { SUMS_AT_ONCE = 50 };

/* Rows are counted in the index alone; what else is told of them is asked of each sum. */
#define SUMS_OF(persons)                                                                           \
    "SELECT g.person, g.role, g.n, COALESCE((SELECT MAX(p.project) FROM grants p"                  \
    " WHERE p.person = g.person AND p.role = g.role AND p.project <> '*'), '*'),"                  \
    " CAST(CASE WHEN EXISTS (SELECT 1 FROM grants e WHERE e.person = g.person"                     \
    " AND e.role = g.role AND e.project = '*') THEN 1 ELSE 0 END AS BIGINT)"                       \
    " FROM (SELECT person, role, COUNT(*) AS n FROM grants" persons " GROUP BY person, role) g"    \
    " ORDER BY g.person, g.role"

static enum pal_rc read_sums(struct pal_query *query, struct pal_rows *rows)
{
    while (pal_query_next(query)) {
        struct pal_grant_sum *row = pal_rows_add(query, rows);
        if (row != NULL) {
            *row = (struct pal_grant_sum){.person = pal_row_text(query, 0, rows->arena),
                                          .role = pal_row_text(query, 1, rows->arena),
                                          .count = pal_column_int(query, 2),
                                          .project = pal_row_text(query, 3, rows->arena),
                                          .is_everywhere = pal_column_int(query, 4) != 0};
        }
    }
    return pal_query_end(query);
}

/* Of at most SUMS_AT_ONCE persons; parameters that are left over repeat the last one. */
static enum pal_rc add_sums(struct pal_db *db, const char *const *persons, size_t person_count,
                            struct pal_rows *rows)
{
    struct pal_query *query = pal_db_query(
        db, SUMS_OF(" WHERE person IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
                    " $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,"
                    " $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44,"
                    " $45, $46, $47, $48, $49, $50)"));
    for (size_t i = 0; i < SUMS_AT_ONCE; i++) {
        pal_query_text(query, persons[i < person_count ? i : person_count - 1]);
    }
    return read_sums(query, rows);
}

enum pal_rc pal_grant_sums(struct pal_db *db, const char *const *persons, size_t person_count,
                           struct pal_arena *arena, struct pal_grant_sum **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_grant_sum), NULL, 0, 0};
    enum pal_rc rc = PAL_OK;
    if (persons == NULL) {
        rc = read_sums(pal_db_query(db, SUMS_OF("")), &rows);
    }
    for (size_t at = 0; persons != NULL && at < person_count && rc == PAL_OK; at += SUMS_AT_ONCE) {
        size_t part = person_count - at < SUMS_AT_ONCE ? person_count - at : SUMS_AT_ONCE;
        rc = add_sums(db, persons + at, part, &rows);
    }
    *out = rows.items;
    *count = rows.count;
    return rc;
}

enum pal_rc pal_grant_add(struct pal_db *db, const struct pal_grant *grant)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO grants (person, role, project, granted_at)"
                         " VALUES ($1, $2, $3, $4) ON CONFLICT (person, role, project) DO NOTHING");
    pal_query_text(query, grant->person);
    pal_query_text(query, grant->role);
    pal_query_text(query, grant->project);
    pal_query_int(query, grant->granted_at);
    pal_cover_note(db, PAL_TABLE_GRANTS, grant->person, grant->role, grant->project);
    return pal_query_end(query);
}

enum pal_rc pal_grant_remove(struct pal_db *db, const struct pal_grant *grant, bool *was_there)
{
    struct pal_query *query =
        pal_db_query(db, "DELETE FROM grants WHERE person = $1 AND role = $2 AND project = $3"
                         " RETURNING person");
    pal_query_text(query, grant->person);
    pal_query_text(query, grant->role);
    pal_query_text(query, grant->project);
    pal_cover_note(db, PAL_TABLE_GRANTS, grant->person, grant->role, grant->project);
    *was_there = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_grant_count(struct pal_db *db, const char *role, int64_t *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT COUNT(*) FROM grants WHERE role = $1 AND project = '*'");
    pal_query_text(query, role);
    return pal_row_int(query, out);
}

/* ---------------------------------------------------------------- sessions */

enum pal_rc pal_session_add(struct pal_db *db, const char *hash, const char *person,
                            const char *agent, int64_t at)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO sessions (hash, person, created_at, seen_at, agent)"
                         " VALUES ($1, $2, $3, $3, $4)");
    pal_query_text(query, hash);
    pal_query_text(query, person);
    pal_query_int(query, at);
    pal_query_text(query, agent);
    pal_cover_note(db, PAL_TABLE_SESSIONS, hash, NULL, NULL);
    return pal_query_end(query);
}

enum pal_rc pal_session_person(struct pal_db *db, const char *hash, int64_t since, int64_t born,
                               int64_t now, struct pal_arena *arena, struct pal_person *out,
                               int64_t *seen_at)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " PAL_PERSON ", s.seen_at, " AS_OF
                         " FROM sessions s JOIN persons p ON p.id = s.person"
                         " WHERE s.hash = $1 AND s.seen_at > $2 AND s.created_at > $3"
                         " AND p.erased_at IS NULL AND p.locked_at IS NULL"
                         " AND (p.expires_at IS NULL OR p.expires_at > $4)");
    pal_query_text(query, hash);
    pal_query_int(query, since);
    pal_query_int(query, born);
    pal_query_int(query, now); /* an account's end ends what was begun before it */
    bool is_there = pal_query_next(query);
    if (is_there) {
        pal_person_read(query, arena, out);
        *seen_at = pal_column_int(query, PERSON_COLUMNS);
        out->as_of = pal_column_int(query, PERSON_COLUMNS + 1);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_session_seen(struct pal_db *db, const char *hash, int64_t at)
{
    struct pal_query *query = pal_db_query(db, "UPDATE sessions SET seen_at = $2 WHERE hash = $1");
    pal_query_text(query, hash);
    pal_query_int(query, at);
    return pal_query_end(query);
}

enum pal_rc pal_session_remove(struct pal_db *db, const char *hash)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM sessions WHERE hash = $1");
    pal_query_text(query, hash);
    return pal_query_end(query);
}

enum pal_rc pal_session_remove_all(struct pal_db *db, const char *person, const char *except)
{
    struct pal_query *query =
        pal_db_query(db, "DELETE FROM sessions WHERE person = $1 AND hash <> $2");
    pal_query_text(query, person);
    pal_query_text(query, except != NULL ? except : "");
    return pal_query_end(query);
}

enum pal_rc pal_session_list(struct pal_db *db, const char *person, struct pal_arena *arena,
                             struct pal_session **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_session), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT hash, agent, created_at, seen_at FROM sessions WHERE person = $1"
                         " ORDER BY seen_at DESC, hash LIMIT 100");
    pal_query_text(query, person);
    while (pal_query_next(query)) {
        struct pal_session *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row =
                (struct pal_session){pal_row_text(query, 0, arena), pal_row_text(query, 1, arena),
                                     pal_column_int(query, 2), pal_column_int(query, 3)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_person_due(struct pal_db *db, int64_t until, size_t max, struct pal_arena *arena,
                           struct pal_person **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " PAL_PERSON " FROM persons p WHERE p.retain_until <= $1"
                         " AND p.erased_at IS NULL ORDER BY p.retain_until, p.id LIMIT $2");
    pal_query_int(query, until);
    pal_query_int(query, (int64_t)max);
    return pal_people_read(query, arena, out, count);
}

enum pal_rc pal_people_sweep(struct pal_db *db, int64_t sessions_before, int64_t now,
                             int64_t attempts_before)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM sessions WHERE seen_at < $1");
    pal_query_int(query, sessions_before);
    enum pal_rc rc = pal_query_end(query);
    if (rc == PAL_OK) {
        query = pal_db_query(db, "DELETE FROM links WHERE expires_at < $1 OR used_at IS NOT NULL");
        pal_query_int(query, now);
        rc = pal_query_end(query);
    }
    if (rc == PAL_OK) {
        query = pal_db_query(db, "DELETE FROM attempts WHERE at < $1");
        pal_query_int(query, attempts_before);
        rc = pal_query_end(query);
    }
    return rc;
}

/* ------------------------------------------------------------------ tokens */

#define TOKEN                                                                                      \
    "t.id, t.person, t.title, t.scope, t.created_at, t.expires_at, t.used_at, t.revoked_at"

static void read_token(struct pal_query *query, int at, struct pal_arena *arena,
                       struct pal_token *out)
{
    *out = (struct pal_token){
        .id = pal_row_text(query, at, arena),
        .person = pal_row_text(query, at + 1, arena),
        .title = pal_row_text(query, at + 2, arena),
        .scope = pal_row_text(query, at + 3, arena),
        .created_at = pal_column_int(query, at + 4),
        .expires_at = pal_column_int(query, at + 5),
        .used_at = pal_column_int(query, at + 6),
        .revoked_at = pal_column_int(query, at + 7),
    };
}

enum pal_rc pal_token_add(struct pal_db *db, const struct pal_token *token, const char *hash)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO tokens (id, hash, person, title, scope, created_at, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)");
    pal_query_text(query, token->id);
    pal_query_text(query, hash);
    pal_query_text(query, token->person);
    pal_query_text(query, token->title);
    pal_query_text(query, token->scope);
    pal_query_int(query, token->created_at);
    pal_query_int(query, token->expires_at);
    pal_cover_note(db, PAL_TABLE_TOKENS, token->id, NULL, NULL);
    return pal_query_end(query);
}

enum pal_rc pal_token_person(struct pal_db *db, const char *hash, int64_t now,
                             struct pal_arena *arena, struct pal_person *person,
                             struct pal_token *token)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " PAL_PERSON ", " AS_OF ", " TOKEN
                         " FROM tokens t JOIN persons p ON p.id = t.person"
                         " WHERE t.hash = $1 AND t.expires_at > $2 AND t.revoked_at IS NULL"
                         " AND p.erased_at IS NULL AND p.locked_at IS NULL"
                         " AND (p.expires_at IS NULL OR p.expires_at > $2)");
    pal_query_text(query, hash);
    pal_query_int(query, now);
    bool is_there = pal_query_next(query);
    if (is_there) {
        pal_person_read(query, arena, person);
        person->as_of = pal_column_int(query, PERSON_COLUMNS);
        read_token(query, PERSON_COLUMNS + 1, arena, token);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_token_used(struct pal_db *db, const char *id, int64_t at)
{
    struct pal_query *query = pal_db_query(db, "UPDATE tokens SET used_at = $2 WHERE id = $1");
    pal_query_text(query, id);
    pal_query_int(query, at);
    return pal_query_end(query);
}

enum pal_rc pal_token_list(struct pal_db *db, const char *person, struct pal_arena *arena,
                           struct pal_token **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_token), NULL, 0, 0};
    struct pal_query *query = pal_db_query(
        db, "SELECT " TOKEN " FROM tokens t WHERE t.person = $1 ORDER BY t.created_at, t.id");
    pal_query_text(query, person);
    while (pal_query_next(query)) {
        struct pal_token *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            read_token(query, 0, arena, row);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_token_revoke(struct pal_db *db, const char *person, const char *id, int64_t at)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE tokens SET revoked_at = $3"
                         " WHERE person = $1 AND id = $2 AND revoked_at IS NULL RETURNING id");
    pal_query_text(query, person);
    pal_query_text(query, id);
    pal_query_int(query, at);
    pal_cover_note(db, PAL_TABLE_TOKENS, id, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

/* ------------------------------------------------------------------- links */

enum pal_rc pal_link_add(struct pal_db *db, const char *hash, const char *person, const char *kind,
                         int64_t at, int64_t expires_at)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO links (hash, person, kind, created_at, expires_at)"
                         " VALUES ($1, $2, $3, $4, $5)");
    pal_query_text(query, hash);
    pal_query_text(query, person);
    pal_query_text(query, kind);
    pal_query_int(query, at);
    pal_query_int(query, expires_at);
    pal_cover_note(db, PAL_TABLE_LINKS, hash, NULL, NULL);
    return pal_query_end(query);
}

enum pal_rc pal_link_person(struct pal_db *db, const char *hash, int64_t now,
                            struct pal_arena *arena, struct pal_person *out, const char **kind)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " PAL_PERSON ", l.kind FROM links l JOIN persons p ON p.id = l.person"
            " WHERE l.hash = $1 AND l.expires_at > $2 AND l.used_at IS NULL"
            " AND p.erased_at IS NULL");
    pal_query_text(query, hash);
    pal_query_int(query, now);
    bool is_there = pal_query_next(query);
    if (is_there) {
        pal_person_read(query, arena, out);
        *kind = pal_row_text(query, PERSON_COLUMNS, arena);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_link_use(struct pal_db *db, const char *hash, int64_t now)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE links SET used_at = $2"
                         " WHERE hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING hash");
    pal_query_text(query, hash);
    pal_query_int(query, now);
    pal_cover_note(db, PAL_TABLE_LINKS, hash, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_link_remove_all(struct pal_db *db, const char *person)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM links WHERE person = $1");
    pal_query_text(query, person);
    return pal_query_end(query);
}

/* ---------------------------------------------------------------- attempts */

enum pal_rc pal_attempt_get(struct pal_db *db, const char *key, struct pal_attempt *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT level, at FROM attempts WHERE key = $1");
    pal_query_text(query, key);
    bool is_there = pal_query_next(query);
    *out = (struct pal_attempt){.level = is_there ? pal_column_int(query, 0) : 0,
                                .at = is_there ? pal_column_int(query, 1) : 0};
    return pal_query_end(query);
}

enum pal_rc pal_attempt_put(struct pal_db *db, const char *key, const struct pal_attempt *before,
                            const struct pal_attempt *after)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO attempts (key, level, at) VALUES ($1, $2, $3)"
                         " ON CONFLICT (key) DO UPDATE SET level = $2, at = $3"
                         " WHERE attempts.level = $4 AND attempts.at = $5 RETURNING key");
    pal_query_text(query, key);
    pal_query_int(query, after->level);
    pal_query_int(query, after->at);
    pal_query_int(query, before->level);
    pal_query_int(query, before->at);
    enum pal_rc rc = pal_row_end(query, pal_query_next(query));
    return rc == PAL_E_NOT_FOUND ? PAL_E_CONFLICT : rc;
}

enum pal_rc pal_attempt_clear(struct pal_db *db, const char *key)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM attempts WHERE key = $1");
    pal_query_text(query, key);
    return pal_query_end(query);
}
