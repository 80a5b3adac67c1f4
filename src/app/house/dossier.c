#include "app/house/dossier.h"

#include <string.h>

#include "app/house/audit.h"
#include "app/house/checks.h"
#include "app/house/errand.h"
#include "app/house/secret.h"
#include "app/house/told.h"
#include "base/text.h"

/* ------------------------------------------------------------------- common */

static const char *new_id(struct pal_errand *errand)
{
    char id[PAL_ID_TEXT];
    pal_secret_id(id);
    return pal_arena_copy(errand->arena, id, strlen(id));
}

static const char *person_of(const struct pal_errand *errand)
{
    return errand->principal.id != NULL ? errand->principal.id : "";
}

static const char *object_of(struct pal_errand *errand, const char *kind, const char *id)
{
    return pal_arena_printf(errand->arena, "%s/%s", kind, id);
}

/* The end of a verb: its entry in the chain, and the transaction. */
static enum pal_rc finish(struct pal_errand *errand, enum pal_rc rc, const char *verb,
                          const char *object, const char *before, const char *after)
{
    if (rc == PAL_OK) {
        rc = object != NULL && before != NULL && after != NULL
                 ? pal_audit_write(errand, verb, object, before, after)
                 : PAL_E_MEMORY;
    }
    return pal_errand_end(errand, rc);
}

/* For what is decided by the rows that are there: nobody adds to them until the end. */
static enum pal_rc begin_alone(struct pal_errand *errand)
{
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_lock(errand);
    return rc == PAL_OK ? rc : pal_errand_end(errand, rc);
}

static enum pal_rc begin(struct pal_errand *errand, enum pal_right right, const char *project)
{
    enum pal_rc rc = pal_errand_require(errand, right, project);
    return rc == PAL_OK ? pal_errand_begin(errand) : rc;
}

/* -------------------------------------------------------------------- files */

const char *pal_file_words(struct pal_errand *errand, const struct pal_file_row *row)
{
    return pal_arena_printf(errand->arena, "project %s, %lld bytes, sha256 %s", row->project,
                            (long long)row->size, row->hash);
}

/* Within a transaction, alone. */
static enum pal_rc add_file(struct pal_errand *errand, const struct pal_file_row *row)
{
    int64_t count = 0;
    enum pal_rc rc = pal_file_row_count(errand->db, row->project, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_file_check_count(errand, count);
    return rc == PAL_OK ? pal_file_row_add(errand->db, row) : rc;
}

enum pal_rc pal_dossier_add(struct pal_errand *errand, const char *project,
                            const struct pal_sent_file *file, const char **id)
{
    char hash[PAL_HASH_TEXT];
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_file_check(errand, file);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *name = pal_file_plain_name(errand, file->file_name);
    const char *title = name != NULL && file->title[0] == '\0'
                            ? name
                            : pal_cut(errand, file->title, PAL_DOSSIER_TITLE);
    pal_secret_hash(file->bytes, file->len, hash);
    struct pal_file_row row = {.id = new_id(errand),
                               .project = project,
                               .title = title,
                               .kind = file->kind,
                               .file_name = name,
                               .media_type = pal_file_media_type(file),
                               .size = (int64_t)file->len,
                               .hash = hash,
                               .content = file->bytes,
                               .at = errand->now,
                               .person = person_of(errand)};
    if (row.id == NULL || name == NULL || title == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = begin_alone(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = add_file(errand, &row);
    *id = row.id;
    return finish(errand, rc, "add", object_of(errand, "file", row.id), "",
                  pal_file_words(errand, &row));
}

enum pal_rc pal_dossier_remove(struct pal_errand *errand, const char *project, const char *id,
                               bool is_back)
{
    enum pal_rc rc = begin(errand, PAL_MAY_EDIT_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_file_row_remove(errand->db, project, id, person_of(errand), is_back ? 0 : errand->now);
    if (rc == PAL_E_NOT_FOUND) {
        rc = pal_errand_fail(errand, rc, "the project has no document %s", pal_quote(id).text);
    }
    return finish(errand, rc, is_back ? "restore" : "remove", object_of(errand, "file", id), "",
                  pal_arena_printf(errand->arena, "project %s", project));
}

enum pal_rc pal_dossier_get(struct pal_errand *errand, const char *project, const char *id,
                            struct pal_dossier_file *out)
{
    struct pal_file_row row = {0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_file_row_get(errand->db, project, id, errand->arena, &row);
    *out = pal_told_file(&row);
    if (rc == PAL_OK && row.removed_at != 0) {
        rc = PAL_E_NOT_FOUND;
    }
    const char *object = object_of(errand, "file", id);
    const char *words = pal_arena_printf(errand->arena, "project %s", project);
    if (rc == PAL_OK) {
        rc = object != NULL && words != NULL ? pal_audit_reading(errand, "download", object, words)
                                             : PAL_E_MEMORY;
    }
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail(errand, rc, "the project has no document %s", pal_quote(id).text)
               : pal_errand_explain(errand, rc);
}

enum pal_rc pal_dossier_list(struct pal_errand *errand, const char *project,
                             struct pal_dossier_file **out, size_t *count)
{
    struct pal_file_row *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_file_row_list(errand->db, project, PAL_DOSSIER_FILES, errand->arena, &rows, count);
    return pal_told_files(errand, rc, rows, out, count);
}

/* -------------------------------------------------------------------- hours */

enum pal_rc pal_dossier_hours(struct pal_errand *errand, const char *project,
                              const struct pal_list_place *after, struct pal_hours **out,
                              size_t *count)
{
    struct pal_hours_row *rows = NULL;
    struct pal_place place;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_hours_list(errand->db, project, pal_asked_place(after, &place), PAL_DOSSIER_ROWS,
                        errand->arena, &rows, count);
    return pal_told_hours(errand, rc, rows, out, count);
}

enum pal_rc pal_dossier_by_assessment(struct pal_errand *errand, const char *project,
                                      struct pal_hours_total **out, size_t *count)
{
    struct pal_hours_sum *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_hours_by_assessment(errand->db, project, errand->arena, &rows, count);
    return pal_told_totals(errand, rc, rows, out, count);
}

enum pal_rc pal_dossier_by_step(struct pal_errand *errand, const char *project,
                                struct pal_hours_total **out, size_t *count)
{
    struct pal_hours_sum *rows = NULL;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_hours_by_step(errand->db, project, errand->arena, &rows, count);
    return pal_told_totals(errand, rc, rows, out, count);
}

const char *pal_hours_words(struct pal_errand *errand, const struct pal_hours_row *row)
{
    return pal_arena_printf(errand->arena, "project %s, step %s, %lld minutes on %s", row->project,
                            row->step, (long long)row->minutes, row->day);
}

enum pal_rc pal_hours_note(struct pal_errand *errand, const char *project, const char *assessment,
                           const char *step, const char *minutes, const char *day, const char *note)
{
    struct pal_hours_row row = {.project = project,
                                .assessment = assessment,
                                .step = step,
                                .person = person_of(errand),
                                .day = day,
                                .at = errand->now};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc != PAL_OK) {
        return rc;
    }
    row.id = new_id(errand);
    row.note = pal_cut(errand, note, PAL_DOSSIER_TITLE);
    if (row.id == NULL || row.note == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = pal_check_minutes(errand, minutes, 1, &row.minutes);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_hours_check(errand, NULL, &row);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    return finish(errand, pal_hours_add(errand->db, &row), "add",
                  object_of(errand, "hours", row.id), "", pal_hours_words(errand, &row));
}

enum pal_rc pal_hours_correct(struct pal_errand *errand, const char *project, const char *id,
                              const char *minutes, const char *note)
{
    struct pal_hours_row before;
    int64_t count;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_check_minutes(errand, minutes, 0, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = begin_alone(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_hours_get(errand->db, project, id, errand->arena, &before);
    if (rc == PAL_E_NOT_FOUND) {
        rc = pal_errand_fail(errand, rc, "the project has no hours %s", pal_quote(id).text);
    }
    if (rc != PAL_OK) {
        return pal_errand_end(errand, rc);
    }
    struct pal_hours_row row = before;
    row.id = new_id(errand);
    row.replaces = before.id;
    row.minutes = count;
    row.person = person_of(errand);
    row.at = errand->now;
    row.note = pal_cut(errand, note, PAL_DOSSIER_TITLE);
    rc = row.id != NULL && row.note != NULL ? pal_hours_check_correction(errand, &before, &row)
                                            : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_hours_add(errand->db, &row);
    }
    if (rc != PAL_OK) {
        return pal_errand_end(errand, rc);
    }
    return finish(errand, rc, "correct", object_of(errand, "hours", before.id),
                  pal_hours_words(errand, &before), pal_hours_words(errand, &row));
}

/* --------------------------------------------------------------- deliveries */

const char *pal_delivery_words(struct pal_errand *errand, const struct pal_delivery_row *row)
{
    return pal_arena_printf(errand->arena, "project %s, requested %s, delivered %s", row->project,
                            row->requested, row->delivered != NULL ? row->delivered : "not yet");
}

enum pal_rc pal_delivery_ask(struct pal_errand *errand, const char *project, const char *output,
                             const char *requested, const char *delivered)
{
    bool is_there = delivered[0] != '\0';
    struct pal_delivery_row row = {.project = project,
                                   .assessment = "",
                                   .requested = requested,
                                   .delivered = is_there ? delivered : NULL,
                                   .person = person_of(errand),
                                   .at = errand->now};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc != PAL_OK) {
        return rc;
    }
    row.id = new_id(errand);
    row.output = pal_cut(errand, output, PAL_DOSSIER_TITLE);
    if (row.id == NULL || row.output == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = pal_delivery_check(errand, &row);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    return finish(errand, pal_delivery_add(errand->db, &row), "add",
                  object_of(errand, "delivery", row.id), "", pal_delivery_words(errand, &row));
}

enum pal_rc pal_delivery_done(struct pal_errand *errand, const char *project, const char *id,
                              const char *day)
{
    struct pal_delivery_row before;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_check_day(errand, "delivered", day);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = begin_alone(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_delivery_get(errand->db, project, id, errand->arena, &before);
    if (rc == PAL_E_NOT_FOUND) {
        rc = pal_errand_fail(errand, PAL_E_CONFLICT,
                             "this output is delivered already, or was never asked for; load the "
                             "page again");
    }
    if (rc != PAL_OK) {
        return pal_errand_end(errand, rc);
    }
    struct pal_delivery_row row = before;
    row.id = new_id(errand);
    row.replaces = before.id;
    row.delivered = day;
    row.person = person_of(errand);
    row.at = errand->now;
    rc = row.id != NULL ? pal_delivery_check_change(errand, &before, &row) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_delivery_add(errand->db, &row);
    }
    return finish(errand, rc, "change", object_of(errand, "delivery", before.id),
                  pal_delivery_words(errand, &before), pal_delivery_words(errand, &row));
}
