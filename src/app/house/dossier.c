#include "app/house/dossier.h"

#include <string.h>

#include "app/house/audit.h"
#include "app/house/checks.h"
#include "app/house/dossier_parts.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/secret.h"
#include "app/house/shelf.h"
#include "app/house/sorted.h"
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
    bool is_out = false;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, project);
    rc = rc == PAL_OK ? begin_alone(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_file_row_is_out(errand->db, project, id, &is_out);
    if (rc == PAL_E_NOT_FOUND) {
        rc = pal_errand_fail(errand, rc, "the project has no document %s", pal_quote(id).text);
    }
    if (rc != PAL_OK || is_out == !is_back) {
        return pal_errand_end(errand, rc); /* so it is already: nothing happens */
    }
    rc = pal_file_row_remove(errand->db, project, id, person_of(errand), is_back ? 0 : errand->now);
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
                              const struct pal_hours_wanted *wanted,
                              const struct pal_list_place *after, struct pal_hours **out,
                              size_t *count)
{
    static const char *const sorts[] = {"date"};
    size_t order = 0;
    bool is_down = false;
    const char *sort = wanted->sort != NULL ? wanted->sort : "-date";
    const char *nobody = errand->principal.id != NULL ? errand->principal.id : "nobody";
    struct pal_hours_row *rows = NULL;
    struct pal_place place;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    *out = NULL;
    *count = 0;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_sorted_read(errand, sort, sorts, 1, &order, &is_down);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_hours_search search = {.project = project,
                                            .step = wanted->step,
                                            .person = wanted->is_mine ? nobody : NULL,
                                            .is_up = !is_down,
                                            .after = pal_asked_place(after, &place),
                                            .max = PAL_DOSSIER_ROWS};
    rc = pal_hours_find(errand->db, &search, errand->arena, &rows, count);
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

/* ---------------------------------------------------------------- what is said */

/* A value of a project's dossier, found by the id of a row: what it says next follows that row. */
struct saying {
    const char *kind;
    const char *project;
    const char *assessment; /* "": of the project as a whole */
    const char *part;       /* "": a new one */
    int64_t seen_turn;
    const char *state;
};

static enum pal_rc say(struct pal_errand *errand, const char *act, const struct saying *saying,
                       const struct pal_fact_field *fields, size_t count, struct pal_act_done *done)
{
    bool is_of_assessment = saying->assessment[0] != '\0';
    const struct pal_fact_wish fact = {.kind = saying->kind,
                                       .subject_kind = is_of_assessment ? "assessment" : "project",
                                       .subject =
                                           is_of_assessment ? saying->assessment : saying->project,
                                       .part = saying->part,
                                       .lane = "",
                                       .seen_turn = saying->seen_turn,
                                       .state = saying->state,
                                       .fields = fields,
                                       .field_count = count};
    const struct pal_act_wish wish = {
        .id = act[0] != '\0' ? act : pal_facts_new_id(errand), .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, done);
}

/* An assessment that something is said of must be of the project. */
static enum pal_rc check_assessment(struct pal_errand *errand, const char *project,
                                    const char *assessment)
{
    const char *of = "";
    if (assessment[0] == '\0') {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_project_of(errand, "assessment", assessment, &of);
    bool is_other = rc == PAL_OK && strcmp(of, project) != 0;
    return rc == PAL_E_NOT_FOUND || is_other
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "assessment",
                                    "the project has no assessment %s", pal_quote(assessment).text)
               : pal_errand_explain(errand, rc);
}

static bool read_row_id(struct pal_errand *errand, const char *id, struct saying *out)
{
    return pal_fact_rows_read_id(errand->arena, id, &out->part, &out->seen_turn);
}

/* The day is read as it is typed, by the sentence of the form. */
static enum pal_rc say_hours(struct pal_errand *errand, const char *act,
                             const struct saying *saying, const struct pal_hours_wish *wish,
                             int64_t minutes, struct pal_act_done *done)
{
    const char *note = pal_cut(errand, wish->note, PAL_DOSSIER_TITLE);
    const char *number =
        minutes > 0 ? pal_arena_printf(errand->arena, "%lld", (long long)minutes) : "";
    const struct pal_fact_field fields[] = {
        {"step", wish->step}, {"date", wish->day}, {"minutes", number}, {"note", note}};
    return note != NULL && number != NULL ? say(errand, act, saying, fields, 4, done)
                                          : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_hours_note(struct pal_errand *errand, const char *project,
                           const struct pal_hours_wish *wish, struct pal_act_done *done)
{
    const struct saying saying = {
        PAL_HOURS_FACT, project, wish->assessment, "", 0, pal_fact_hours.states[0].id};
    int64_t minutes;
    *done = (struct pal_act_done){0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc == PAL_OK) {
        rc = pal_check_minutes(errand, wish->minutes, 1, &minutes);
    }
    if (rc == PAL_OK) {
        rc = check_assessment(errand, project, wish->assessment);
    }
    return rc == PAL_OK ? say_hours(errand, wish->act, &saying, wish, minutes, done) : rc;
}

/* What is not said anew stays; no minutes: it was no work. */
enum pal_rc pal_hours_correct(struct pal_errand *errand, const char *project, const char *id,
                              const struct pal_hours_wish *wish, struct pal_act_done *done)
{
    struct saying saying = {.kind = PAL_HOURS_FACT, .project = project};
    struct pal_hours_wish whole = *wish;
    struct pal_hours_row before;
    int64_t minutes;
    *done = (struct pal_act_done){0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc == PAL_OK) {
        rc = pal_check_minutes(errand, wish->minutes, 0, &minutes);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_hours_get(errand->db, project, id, errand->arena, &before);
    if (rc == PAL_OK && !read_row_id(errand, id, &saying)) {
        rc = PAL_E_NOT_FOUND;
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND
                   ? pal_errand_fail(errand, rc, "the project has no hours %s", pal_quote(id).text)
                   : pal_errand_explain(errand, rc);
    }
    saying.assessment = before.assessment;
    saying.state = minutes > 0 ? pal_fact_hours.states[0].id : PAL_DOSSIER_WITHDRAWN;
    whole.step = wish->step[0] != '\0' ? wish->step : before.step;
    whole.day = wish->day[0] != '\0' ? wish->day : before.day;
    return say_hours(errand, wish->act, &saying, &whole, minutes, done);
}

/* --------------------------------------------------------------- deliveries */

static enum pal_rc say_delivery(struct pal_errand *errand, const char *act,
                                const struct saying *saying, const char *output,
                                const char *requested, const char *delivered,
                                struct pal_act_done *done)
{
    const char *cut = pal_cut(errand, output, PAL_DOSSIER_TITLE);
    const struct pal_fact_field fields[] = {
        {"output", cut}, {"requested", requested}, {"delivered", delivered}};
    return cut != NULL ? say(errand, act, saying, fields, 3, done)
                       : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_delivery_ask(struct pal_errand *errand, const char *project,
                             const struct pal_delivery_wish *wish, struct pal_act_done *done)
{
    const struct saying saying = {
        PAL_DELIVERY_FACT, project, "", "", 0, pal_fact_delivery.states[0].id};
    *done = (struct pal_act_done){0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    return rc == PAL_OK ? say_delivery(errand, wish->act, &saying, wish->output, wish->requested,
                                       wish->delivered, done)
                        : rc;
}

/* The output that a row's id tells of. */
static enum pal_rc find_delivery(struct pal_errand *errand, const char *project, const char *id,
                                 struct pal_delivery_row *before, struct saying *out)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = (struct saying){.kind = PAL_DELIVERY_FACT, .project = project};
    rc = pal_delivery_get(errand->db, project, id, errand->arena, before);
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && !read_row_id(errand, id, out))) {
        return pal_errand_fail(errand, PAL_E_CONFLICT,
                               "this output is delivered already, or was never asked for; load the "
                               "page again");
    }
    out->assessment = before->assessment;
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_delivery_done(struct pal_errand *errand, const char *project, const char *id,
                              const char *act, const char *day, struct pal_act_done *done)
{
    struct pal_delivery_row before;
    struct saying saying;
    *done = (struct pal_act_done){0};
    enum pal_rc rc = find_delivery(errand, project, id, &before, &saying);
    if (rc == PAL_OK && before.delivered != NULL) {
        rc = pal_errand_fail(errand, PAL_E_CONFLICT,
                             "this output is delivered already, or was never asked for; load the "
                             "page again");
    }
    saying.state = pal_fact_delivery.states[0].id;
    return rc == PAL_OK
               ? say_delivery(errand, act, &saying, before.output, before.requested, day, done)
               : rc;
}

enum pal_rc pal_delivery_withdraw(struct pal_errand *errand, const char *project, const char *id,
                                  const char *act, struct pal_act_done *done)
{
    struct pal_delivery_row before;
    struct saying saying;
    *done = (struct pal_act_done){0};
    enum pal_rc rc = find_delivery(errand, project, id, &before, &saying);
    saying.state = PAL_DOSSIER_WITHDRAWN;
    return rc == PAL_OK ? say_delivery(errand, act, &saying, before.output, before.requested,
                                       before.delivered != NULL ? before.delivered : "", done)
                        : rc;
}
