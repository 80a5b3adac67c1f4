/* shelf - the documents that a database keeps; see shelf.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/desk/documents.h"
#include "app/house/alerts_parts.h"
#include "app/house/audit.h"
#include "app/house/blind.h"
#include "app/house/candidates_parts.h"
#include "app/house/case_hold.h"
#include "app/house/checks.h"
#include "app/house/errand.h"
#include "app/house/facts_parts.h"
#include "app/house/fits.h"
#include "app/house/grants.h"
#include "app/house/house.h"
#include "app/house/jobs.h"
#include "app/house/listed.h"
#include "app/house/marks_parts.h"
#include "app/house/passes.h"
#include "app/house/scores.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/told.h"
#include "base/text.h"
#include "format/yaml.h"

/* ------------------------------------------------------- where they come from */

/* A document that the errand has read already. */
struct at_hand {
    const struct pal_document *document;
    struct at_hand *next;
};

/* What a verb reads from: the database of an errand, and before it what is about to be brought. */
struct shelf {
    struct pal_errand *errand;
    struct at_hand *at_hand;
    const struct pal_app_source_of *first; /* NULL: none */
    const struct pal_record *coming; /* not written yet, but there for the app; NULL: nothing */
    struct pal_app_source_of source;
};

static const char *find(void *ctx, const char *kind, const char *id, struct pal_arena *arena,
                        size_t *len)
{
    struct shelf *shelf = ctx;
    struct pal_record record;
    const char *brought =
        shelf->first != NULL ? shelf->first->find(shelf->first->ctx, kind, id, arena, len) : NULL;
    if (brought != NULL) {
        return brought;
    }
    if (shelf->coming != NULL && strcmp(shelf->coming->kind, kind) == 0 &&
        strcmp(shelf->coming->id, id) == 0) {
        *len = strlen(shelf->coming->text);
        return shelf->coming->text;
    }
    for (const struct at_hand *at = shelf->at_hand; at != NULL; at = at->next) {
        if (strcmp(at->document->kind, kind) == 0 && strcmp(at->document->id, id) == 0) {
            *len = strlen(at->document->text);
            return at->document->text;
        }
    }
    if (pal_record_get(shelf->errand->db, kind, id, arena, &record) != PAL_OK ||
        !pal_house_may_see(shelf->errand, &record)) {
        return NULL;
    }
    *len = strlen(record.text);
    return record.text;
}

static struct shelf *use(struct pal_errand *errand, struct pal_app *app,
                         const struct pal_app_source_of *first, const struct pal_record *coming)
{
    struct shelf *shelf = PAL_NEW(errand->arena, struct shelf, 1);
    if (shelf != NULL) {
        *shelf = (struct shelf){
            .errand = errand, .first = first, .coming = coming, .source = {find, shelf}};
        app->source = &shelf->source;
        if (pal_arena_size(&app->arena) == 0) { /* what it takes counts as the errand's */
            pal_arena_init(&app->arena, errand->arena->alloc);
        }
        if (errand->house != NULL && app->models == NULL && app->schemes == NULL) {
            pal_app_share(app, pal_house_common(errand->house));
        }
    }
    return shelf;
}

void pal_house_hand(struct pal_app *app, const struct pal_document *document)
{
    if (app->source == NULL || app->source->find != find) {
        return; /* memory was short: it finds nothing */
    }
    struct shelf *shelf = app->source->ctx;
    struct at_hand *entry = PAL_NEW(shelf->errand->arena, struct at_hand, 1);
    if (entry != NULL) { /* else it is read again */
        *entry = (struct at_hand){document, shelf->at_hand};
        shelf->at_hand = entry;
    }
}

static const char *find_nothing(void *ctx, const char *kind, const char *id,
                                struct pal_arena *arena, size_t *len)
{
    (void)arena;
    (void)ctx;
    (void)kind;
    (void)id;
    (void)len;
    return NULL;
}

void pal_house_use(struct pal_errand *errand, struct pal_app *app)
{
    static const struct pal_app_source_of nothing = {find_nothing, NULL};
    if (use(errand, app, NULL, NULL) == NULL) {
        app->source = &nothing; /* never a file, also when memory is short */
    }
}

/* ------------------------------------------------------------------ reading */

const struct pal_library_file *pal_shelf_built_in(const char *kind, const char *id)
{
    const char *folder = pal_shelf_kind(kind)->folder;
    return folder != NULL ? pal_library_find(folder, id) : NULL;
}

bool pal_house_may_see(const struct pal_errand *errand, const struct pal_record *record)
{
    if (pal_blind_is(errand, record->kind, record->id)) {
        return false;
    }
    return record->project[0] == '\0' ||
           pal_errand_may(errand, PAL_MAY_READ_PROJECT, record->project) ||
           pal_passes_reads(errand, record->kind, record->id, record->project);
}

bool pal_shelf_is_hidden(const struct pal_errand *errand, const struct pal_record *record)
{
    return !pal_house_is_of_projects(record->kind) && !pal_house_may_see(errand, record);
}

static enum pal_rc require_reading(struct pal_errand *errand, const struct pal_record *record)
{
    if (pal_passes_reads(errand, record->kind, record->id, record->project)) {
        return PAL_OK;
    }
    if (record->project[0] != '\0' || pal_house_is_of_projects(record->kind)) {
        return pal_errand_require(errand, PAL_MAY_READ_PROJECT, record->project);
    }
    return pal_errand_require(errand, PAL_MAY_READ_LIBRARY, NULL);
}

/* Whoever may not read everything is told the same of an id that does not exist as of one that is
 * not theirs: ids cannot be probed. */
static enum pal_rc deny_guessing(struct pal_errand *errand, const char *kind, const char *id)
{
    const struct pal_shelf_kind *row = pal_shelf_kind(kind);
    enum pal_rc rc = row->is_guarded ? pal_errand_require(errand, PAL_MAY_READ_PROJECT,
                                                          row->is_project ? id : NULL)
                                     : PAL_OK;
    return rc == PAL_OK ? PAL_E_NOT_FOUND : rc;
}

enum pal_rc pal_shelf_may_read_head(struct pal_errand *errand, const char *kind, const char *id,
                                    const struct pal_record *record)
{
    return record != NULL ? require_reading(errand, record) : deny_guessing(errand, kind, id);
}

enum pal_rc pal_shelf_get(struct pal_errand *errand, const char *kind, const char *id,
                          struct pal_record *out)
{
    const struct pal_library_file *file = pal_shelf_built_in(kind, id);
    enum pal_rc rc = PAL_OK;
    if (file != NULL) {
        *out = (struct pal_record){.kind = kind,
                                   .id = id,
                                   .project = "",
                                   .title = id,
                                   .changed_by = "",
                                   .text = (const char *)file->bytes,
                                   .note = ""};
    } else {
        rc = pal_record_get(errand->db, kind, id, errand->arena, out);
    }
    if (rc == PAL_OK && pal_shelf_is_hidden(errand, out)) {
        rc = PAL_E_NOT_FOUND;
    }
    if (rc == PAL_OK && pal_shelf_kind(kind)->is_discreet && out->project[0] == '\0') {
        rc = pal_house_may_choose(errand, id);
    }
    if (rc == PAL_OK) {
        rc = require_reading(errand, out);
        rc = rc == PAL_OK ? pal_blind_require(errand, kind, id) : rc;
    } else if (rc == PAL_E_NOT_FOUND) {
        rc = deny_guessing(errand, kind, id);
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_house_project_of(struct pal_errand *errand, const char *kind, const char *id,
                                 const char **project)
{
    return pal_record_project(errand->db, kind, id, errand->arena, project);
}

/* ------------------------------------------------------------------ writing */

static void copy_title(struct pal_errand *errand, const struct pal_text *title,
                       struct pal_record *out)
{
    const char *first = pal_text_in(title, PAL_LANG_EN);
    const char *french = pal_text_in(title, PAL_LANG_FR);
    out->title = pal_cut(errand, first, PAL_TITLE_MAX);
    out->title_fr = strcmp(first, french) == 0 ? "" : pal_cut(errand, french, PAL_TITLE_MAX);
}

enum pal_rc pal_shelf_identify(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_app_source_of *first, const char *text, size_t len,
                               struct pal_record *out)
{
    struct pal_checked checked;
    char hash[PAL_HASH_TEXT];
    if ((first != NULL || app->source == NULL) && use(errand, app, first, NULL) == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = pal_app_check_text(app, "document", text, len, &checked);
    if (rc != PAL_OK) {
        return rc == PAL_E_MEMORY ? rc : PAL_E_INVALID;
    }
    out->kind = checked.kind->word;
    out->id = pal_arena_copy(errand->arena, checked.id, strlen(checked.id));
    copy_title(errand, &checked.title, out);
    out->text = pal_arena_copy(errand->arena, text, len);
    pal_secret_hash(text, len, hash);
    out->hash = pal_arena_copy(errand->arena, hash, strlen(hash));
    bool is_whole = out->id != NULL && out->title != NULL && out->title_fr != NULL &&
                    out->text != NULL && out->hash != NULL;
    return is_whole ? PAL_OK : PAL_E_MEMORY;
}

/* The right to write a document, and the project that it is asked of; `on` NULL: the house. */
static enum pal_right right_to_write(const struct pal_errand *errand,
                                     const struct pal_record *record, bool is_new, const char **on)
{
    const struct pal_shelf_kind *kind = pal_shelf_kind(record->kind);
    bool is_own = record->project[0] != '\0' || kind->belongs == PAL_OF_PROJECT;
    if (is_own && !(kind->is_project && is_new)) {
        *on = kind->is_project ? record->id : record->project;
        return kind->writes;
    }
    *on = NULL;
    return pal_errand_may(errand, kind->shelves_too, NULL) ? kind->shelves_too : kind->shelves;
}

bool pal_house_may_write(const struct pal_errand *errand, const struct pal_document *document)
{
    const char *on;
    const struct pal_record record = {
        .kind = document->kind, .id = document->id, .project = document->project};
    enum pal_right right = right_to_write(errand, &record, false, &on);
    return pal_errand_may(errand, right, on);
}

enum pal_rc pal_shelf_require_writing(struct pal_errand *errand, const struct pal_record *record,
                                      bool is_new)
{
    const struct pal_shelf_kind *kind = pal_shelf_kind(record->kind);
    if (kind->refusal != NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s",
                               pal_voice_say(errand->voice, kind->refusal));
    }
    if (kind->is_fixed && !is_new) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "what was sent does not change any more: send another one");
    }
    const char *on;
    enum pal_right right = right_to_write(errand, record, is_new, &on);
    enum pal_rc rc = pal_errand_require(errand, right, on);
    return rc == PAL_OK ? pal_blind_require(errand, record->kind, record->id) : rc;
}

/* What stands in the audit of a version: its number, the hash of its text, and of what was brought
 * whom it is said to be of. */
static const char *version_words(struct pal_errand *errand, const struct pal_record *record)
{
    bool is_claimed = record->claim != NULL && record->claim[0] != '\0';
    const char *words = pal_arena_printf(
        errand->arena, "version %lld, sha256 %s%s%s", (long long)record->version, record->hash,
        is_claimed ? ", said to be of " : "", is_claimed ? record->claim : "");
    return words != NULL ? words : "";
}

/* The version that a new one follows; its project stays. */
static enum pal_rc find_last(struct pal_errand *errand, struct pal_record *record, int64_t version,
                             struct pal_record *last)
{
    enum pal_rc rc = pal_record_head(errand->db, record->kind, record->id, errand->arena, last);
    if (rc == PAL_E_NOT_FOUND && version == 0) {
        return PAL_OK;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_shelf_is_hidden(errand, last)) {
        return version == 0 ? PAL_E_CONFLICT : PAL_E_NOT_FOUND;
    }
    if (version == 0) {
        return pal_errand_fail(errand, PAL_E_EXISTS, "%s: the id %s is taken; choose another",
                               pal_kind_said(errand->voice, record->kind),
                               pal_quote(record->id).text);
    }
    record->project = last->project;
    return last->version == version ? PAL_OK : PAL_E_CONFLICT;
}

enum pal_rc pal_shelf_check_id(struct pal_errand *errand, const struct pal_record *record)
{
    return !pal_shelf_kind(record->kind)->is_by_project || strcmp(record->id, record->project) == 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "a project has one document of the kind %s, which goes by its id: "
                                 "write \"id: %s\"",
                                 pal_quote(record->kind).text, record->project);
}

enum pal_rc pal_shelf_write_version(struct pal_errand *errand, struct pal_record *record,
                                    const struct pal_record *last)
{
    bool is_new = last->version == 0;
    enum pal_rc rc = pal_shelf_require_writing(errand, record, is_new);
    if (rc == PAL_OK && is_new) {
        rc = pal_shelf_check_id(errand, record);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    /* What is brought from elsewhere keeps its number. */
    record->version = !is_new ? last->version : record->version > 0 ? record->version : 1;
    rc = is_new ? pal_record_add(errand->db, record) : pal_record_change(errand->db, record);
    if (rc == PAL_OK && is_new && pal_shelf_kind(record->kind)->is_project) {
        rc = pal_grants_join(errand, record->id);
    }
    const char *object = pal_arena_printf(errand->arena, "%s/%s", record->kind, record->id);
    if (rc == PAL_OK && object == NULL) {
        rc = PAL_E_MEMORY;
    }
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, is_new ? "add" : "change", object,
                             is_new ? "" : version_words(errand, last),
                             version_words(errand, record));
    }
    return rc == PAL_OK ? pal_listed_follow(errand, record) : rc;
}

enum pal_rc pal_shelf_prepare(struct pal_errand *errand, struct pal_app *app, const char *project,
                              const char *text, size_t len, const char *note,
                              struct pal_record *out)
{
    *out =
        (struct pal_record){.project = project,
                            .changed_at = errand->now,
                            .changed_by = errand->principal.id != NULL ? errand->principal.id : "",
                            .note = note};
    enum pal_rc rc = pal_shelf_identify(errand, app, NULL, text, len, out);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID
                   ? pal_errand_fail(errand, rc, "the document is not valid; nothing was written")
                   : pal_errand_explain(errand, rc);
    }
    if (pal_shelf_built_in(out->kind, out->id) != NULL) {
        return pal_errand_fail(errand, PAL_E_EXISTS,
                               "the %s %s is built in and does not change; give yours another id",
                               out->kind, pal_quote(out->id).text);
    }
    if (pal_shelf_kind(out->kind)->is_project) {
        out->project = out->id;
        return pal_fits_project(errand, app, out);
    }
    return PAL_OK;
}

/* A text under another id: only the line of its id changes, where it has one. */
static enum pal_rc write_id(struct pal_errand *errand, struct pal_app *app,
                            struct pal_record *record, const char *id)
{
    struct pal_buf text;
    const char *line =
        strncmp(record->text, "id:", 3) == 0 ? record->text : strstr(record->text, "\nid:");
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, NULL);
    if (line != NULL) {
        line += line != record->text;
        pal_buf_add_n(&text, record->text, (size_t)(line - record->text));
        pal_buf_printf(&text, "id: %s", id);
        pal_buf_add(&text, line + strcspn(line, "\n"));
    } else {
        /* as JSON, which is YAML: what is empty stays */
        json_t *document = pal_house_json(app, record->text, strlen(record->text));
        bool is_named =
            document != NULL && json_object_set_new(document, "id", json_string(id)) == 0;
        char *dumped = is_named ? json_dumps(document, JSON_INDENT(1)) : NULL;
        pal_buf_add(&text, dumped != NULL ? dumped : "");
        free(dumped);
        json_decref(document);
    }
    const char *written = pal_buf_text(&text);
    enum pal_rc rc = written != NULL
                         ? pal_shelf_identify(errand, app, NULL, written, text.len, record)
                         : PAL_E_LIMIT;
    pal_buf_done(&text);
    return rc;
}

/* A new document whose id is taken by what the visitor may not see gets another id: that there is
 * such a thing is nobody's business. Needs no transaction. */
static enum pal_rc find_free_id(struct pal_errand *errand, struct pal_app *app,
                                struct pal_record *record)
{
    enum { TRIES = 1000 };
    const char *wanted = record->id;
    struct pal_record other;
    enum pal_rc rc = pal_record_head(errand->db, record->kind, wanted, errand->arena, &other);
    if (rc != PAL_OK || pal_house_may_see(errand, &other)) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    const char *id = wanted;
    for (int number = 2; rc == PAL_OK && number < TRIES; number++) {
        int room = PAL_LIMIT_ID_BYTES - 5;
        id = pal_arena_printf(errand->arena, "%.*s-%d", room, wanted, number);
        if (id == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
        rc = pal_record_head(errand->db, record->kind, id, errand->arena, &other);
    }
    if (rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc == PAL_OK ? PAL_E_CONFLICT : rc);
    }
    bool is_project = pal_shelf_kind(record->kind)->is_project;
    rc = write_id(errand, app, record, id);
    record->project = is_project ? record->id : record->project;
    return pal_errand_explain(errand, rc);
}

/* Whether a document stands there with this text: that of its last version, or what was written
 * from its facts since. */
static bool is_text_of(const struct pal_record *last, const struct pal_record *record)
{
    bool is_written = last->written_hash != NULL && last->written_hash[0] != '\0';
    const char *hash = is_written ? last->written_hash : last->hash;
    return hash != NULL && strcmp(hash, record->hash) == 0;
}

/* Within a transaction: what was written says is said to have happened, too. */
static enum pal_rc follow(struct pal_errand *errand, struct pal_record *written,
                          const struct pal_record *last)
{
    static const struct {
        enum pal_follow is;
        enum pal_rc (*run)(struct pal_errand *errand, struct pal_record *written,
                           const struct pal_record *last);
    } follows[] = {{PAL_FOLLOW_ALERTS, pal_alerts_follow_text},
                   {PAL_FOLLOW_CANDIDATES, pal_candidates_follow_text},
                   {PAL_FOLLOW_MARKS, pal_marks_follow_text}};
    const struct pal_shelf_kind *kind = pal_shelf_kind(written->kind);
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < sizeof follows / sizeof *follows && rc == PAL_OK; i++) {
        rc = (kind->follows & follows[i].is) != 0 ? follows[i].run(errand, written, last) : PAL_OK;
    }
    return rc;
}

/* Within a transaction: what was prepared, as the version after the one that was seen. */
static enum pal_rc put_prepared(struct pal_errand *errand, struct pal_record *record,
                                struct pal_seen seen, struct pal_scores *ahead)
{
    struct pal_record last = {0};
    enum pal_rc rc = find_last(errand, record, seen.version, &last);
    bool is_same = is_text_of(&last, record);
    /* Of a job that is begun again what is new may be there already. */
    bool is_again = rc == PAL_E_EXISTS && errand->progress != NULL;
    if (is_same && (rc == PAL_OK || rc == PAL_E_CONFLICT || is_again)) {
        record->fact = last.fact;
        record->version = last.version; /* an answer that was lost, sent again, is no conflict */
        record->is_unchanged = true;
        return pal_shelf_require_writing(errand, record, false);
    }
    if (rc == PAL_OK && last.fact != seen.fact) {
        rc = pal_errand_fail(errand, PAL_E_CONFLICT,
                             "steps were marked since: look at what is there now");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_shelf_write_version(errand, record, &last);
    if (rc == PAL_OK) {
        rc = follow(errand, record, &last);
    }
    return rc == PAL_OK ? pal_scores_follow(errand, record, &last, ahead) : rc;
}

/* What more depends on than a request has the time for becomes a job, in a request (PAL_E_LATER).
 * In a job, says how much there is to do. */
static enum pal_rc take_time(struct pal_errand *errand, const struct pal_record *const *coming,
                             size_t count, const struct pal_job_wish *wish)
{
    static const struct pal_weight all = {INT64_MAX, INT64_MAX};
    static const struct pal_weight some = {PAL_JOB_ASSESSMENTS, PAL_JOB_BYTES};
    struct pal_weight weight;
    if (!errand->is_hurried && errand->progress == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc =
        pal_scores_weigh(errand, coming, count, errand->is_hurried ? &some : &all, &weight);
    if (rc != PAL_OK || !errand->is_hurried) {
        if (errand->progress != NULL) {
            atomic_store(&errand->progress->total, weight.assessments);
        }
        return rc;
    }
    bool is_long = weight.assessments > some.assessments || weight.bytes > some.bytes;
    return is_long ? pal_jobs_ask(errand, wish) : PAL_OK;
}

/* Before the transaction, of a change of what is there: whether what depends on it still fits, and
 * the scores that it will lead to. Nothing is looked at for who may not write it, nor on a version
 * that is over: whether that is a conflict, or the same text sent again, is told within the
 * transaction. */
static enum pal_rc look_ahead(struct pal_errand *errand, struct pal_app *app,
                              struct pal_record *record, const struct pal_job_wish *wish,
                              struct pal_scores **ahead)
{
    struct pal_record last = {0};
    const struct pal_record *const coming[] = {record};
    bool is_alone = !pal_kind_is_depended_on(pal_shelf_kind(record->kind));
    enum pal_rc rc = find_last(errand, record, wish->version, &last);
    if (rc == PAL_E_CONFLICT) {
        return PAL_OK;
    }
    if (rc == PAL_OK) {
        rc = pal_shelf_require_writing(errand, record, false);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    if (is_text_of(&last, record)) {
        return PAL_OK; /* nothing changes */
    }
    rc = is_alone ? PAL_OK : take_time(errand, coming, 1, wish);
    if (rc == PAL_OK) {
        rc = pal_fits_others(errand, app, record);
    }
    return rc == PAL_OK && !is_alone ? pal_scores_ahead(errand, coming, 1, ahead) : rc;
}

/* "profile/mine" */
static const char *subject_of(struct pal_errand *errand, const struct pal_record *record)
{
    const char *subject = pal_arena_printf(errand->arena, "%s/%s", record->kind, record->id);
    return subject != NULL ? subject : "";
}

/* Within a transaction: what is new and comes with another document. An answer that was lost, sent
 * again, finds it there. */
static enum pal_rc put_beside(struct pal_errand *errand, struct pal_record *beside)
{
    struct pal_record last = {0};
    enum pal_rc rc = pal_record_head(errand->db, beside->kind, beside->id, errand->arena, &last);
    bool is_there = rc == PAL_OK && strcmp(last.hash, beside->hash) == 0 &&
                    strcmp(last.project, beside->project) == 0;
    return is_there ? PAL_OK : put_prepared(errand, beside, (struct pal_seen){0, 0}, NULL);
}

static enum pal_rc put_all(struct pal_errand *errand, const struct pal_shelf_wish *wish,
                           struct pal_scores *ahead, struct pal_record *out)
{
    const struct pal_seen seen = {wish->version, wish->fact};
    bool is_marked =
        (pal_shelf_kind(out->kind)->follows & PAL_FOLLOW_MARKS) != 0 && wish->version > 0;
    bool is_decided = wish->is_held || wish->beside != NULL || is_marked; /* by what is there now */
    enum pal_rc rc = is_decided ? pal_fact_lock(errand) : PAL_OK;
    if (rc == PAL_OK && wish->is_held) { /* as before, under the lock */
        rc = pal_case_hold(errand, out, wish->version);
    }
    if (rc == PAL_OK && wish->beside != NULL) {
        rc = put_beside(errand, wish->beside);
    }
    return rc == PAL_OK ? put_prepared(errand, out, seen, ahead) : rc;
}

enum pal_rc pal_shelf_put(struct pal_errand *errand, struct pal_app *app,
                          const struct pal_shelf_wish *wish, struct pal_record *out)
{
    struct pal_scores *ahead = NULL;
    if (wish->version < 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "version: a whole number is needed, that of the version that you "
                               "saw; 0 for a new document");
    }
    enum pal_rc rc =
        pal_shelf_prepare(errand, app, wish->project, wish->text, wish->len, wish->note, out);
    if (rc == PAL_OK && wish->is_held) {
        rc = pal_case_hold(errand, out, wish->version);
    }
    if (rc == PAL_OK) {
        rc = pal_fits_candidates(errand, out, wish->beside);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_job_wish job = {.kind = wish->is_held ? PAL_JOB_GO_ON : PAL_JOB_WRITE,
                                     .project = wish->project,
                                     .subject = subject_of(errand, out),
                                     .version = wish->version,
                                     .note = wish->note,
                                     .text = out->text};
    rc = wish->version == 0 ? find_free_id(errand, app, out)
                            : look_ahead(errand, app, out, &job, &ahead);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, put_all(errand, wish, ahead, out)) : rc;
}

static enum pal_rc put_told(struct pal_errand *errand, struct pal_app *app,
                            const struct pal_shelf_wish *wish, struct pal_document *out)
{
    struct pal_record record = {0};
    enum pal_rc rc = pal_shelf_put(errand, app, wish, &record);
    *out = pal_told_document(errand, &record);
    return rc;
}

enum pal_rc pal_house_put(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_seen seen, const char *note,
                          struct pal_document *out)
{
    const struct pal_shelf_wish wish = {.project = project,
                                        .text = text,
                                        .len = len,
                                        .version = seen.version,
                                        .fact = seen.fact,
                                        .note = note};
    return put_told(errand, app, &wish, out);
}

enum pal_rc pal_house_go_on(struct pal_errand *errand, struct pal_app *app, const char *project,
                            const char *text, size_t len, int64_t version, const char *note,
                            struct pal_document *out)
{
    const struct pal_shelf_wish wish = {.project = project,
                                        .text = text,
                                        .len = len,
                                        .version = version,
                                        .note = note,
                                        .is_held = true};
    return put_told(errand, app, &wish, out);
}

enum pal_rc pal_house_try(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_document *out)
{
    struct pal_record record;
    enum pal_rc rc = pal_shelf_prepare(errand, app, project, text, len, "", &record);
    *out = pal_told_document(errand, &record);
    if (rc == PAL_OK) {
        rc = pal_fits_candidates(errand, &record, NULL);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_record *const coming[] = {&record};
    const struct pal_job_wish wish = {.kind = PAL_JOB_CHECK,
                                      .project = project,
                                      .subject = subject_of(errand, &record),
                                      .note = "",
                                      .text = record.text};
    rc = take_time(errand, coming, 1, &wish);
    return rc == PAL_OK ? pal_fits_others(errand, app, &record) : rc;
}

/* A level of another scheme is no level of the new profile's: it is left out then. */
static void leave_strange_level(struct pal_app *app, const char *profile, json_t *document)
{
    const struct pal_alert_scheme *scheme = NULL;
    const char *level = json_string_value(json_object_get(document, "alert_level"));
    bool is_known = level != NULL && pal_app_scheme_of_profile(app, profile, &scheme) == PAL_OK &&
                    scheme != NULL && pal_alert_find(scheme, level) >= 0;
    if (!is_known) {
        (void)json_object_del(document, "alert_level");
        (void)json_object_del(document, "alert_since");
    }
}

/* The project with another profile, as the version after `version`. */
static enum pal_rc prepare_aim(struct pal_errand *errand, const char *project,
                               const struct pal_record *profile, struct pal_record *written,
                               int64_t *version)
{
    struct pal_record record;
    struct pal_app app;
    struct pal_buf text;
    enum pal_rc rc = pal_record_get(errand->db, "project", project, errand->arena, &record);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    *version = record.version;
    pal_app_init(&app);
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, NULL);
    json_t *document = use(errand, &app, NULL, profile) != NULL
                           ? pal_house_json(&app, record.text, strlen(record.text))
                           : NULL;
    rc = document != NULL && json_object_set_new(document, "profile", json_string(profile->id)) == 0
             ? PAL_OK
             : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        leave_strange_level(&app, profile->id, document);
        pal_document_yaml(document, &text);
        rc = pal_buf_text(&text) != NULL
                 ? pal_shelf_prepare(errand, &app, project, pal_buf_text(&text), text.len, "",
                                     written)
                 : PAL_E_MEMORY;
    }
    json_decref(document);
    pal_buf_done(&text);
    pal_app_done(&app);
    return pal_errand_explain(errand, rc);
}

static enum pal_rc aim(struct pal_errand *errand, struct pal_app *app, const char *project,
                       const char *text, size_t len, struct pal_record *out)
{
    struct pal_record aimed;
    const struct pal_record *const coming[] = {out, &aimed};
    struct pal_scores *ahead = NULL;
    int64_t version = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_EDIT_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_require(errand, PAL_MAY_ASSESS, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_shelf_prepare(errand, app, project, text, len, "", out);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = find_free_id(errand, app, out);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!pal_shelf_kind(out->kind)->is_aim) {
        return pal_errand_fail(errand, PAL_E_INVALID, "this is no profile but a %s", out->kind);
    }
    rc = prepare_aim(errand, project, out, &aimed, &version);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_job_wish wish = {.kind = PAL_JOB_AIM,
                                      .project = project,
                                      .subject = subject_of(errand, out),
                                      .note = "",
                                      .text = out->text};
    rc = take_time(errand, coming, 2, &wish);
    if (rc == PAL_OK) {
        rc = pal_scores_ahead(errand, coming, 2, &ahead);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put_prepared(errand, out, (struct pal_seen){0, 0}, ahead);
    if (rc == PAL_OK) {
        rc = put_prepared(errand, &aimed, (struct pal_seen){version, 0}, ahead);
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_house_aim(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_document *out)
{
    struct pal_record record = {0};
    enum pal_rc rc = aim(errand, app, project, text, len, &record);
    *out = pal_told_document(errand, &record);
    return rc;
}
