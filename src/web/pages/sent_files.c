/* sent_files - files of a project or an assessment: sent in pieces, as a form or as the body
 * itself, and read so. Their list is the page of facts (facts.c). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/house/arrivals.h"
#include "app/house/proofs.h"
#include "app/house/secret.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "http/parts.h"
#include "web/marking.h"
#include "web/pages/facts_page.h"
#include "web/pages/pages.h"
#include "web/pages/visit_page.h"
#include "web/web_parts.h"

enum { FIELDS_MAX = 16 * 1024 }; /* beside the file */

/* What is kept between the pieces of a file that comes. */
struct sending {
    struct pal_form_pieces *form; /* NULL: the body is the file */
    struct pal_arrival *arrival;  /* NULL: its first byte has not come */
    size_t known;                 /* fields of the form that had come when it was begun */
};

/* Of one that goes. */
struct reading {
    const char *content;
    char hash[PAL_HASH_TEXT];
    int64_t pieces;
    int64_t next;
    struct pal_hashing hashing;
};

enum pal_rc pal_sent_file_may(struct pal_call *call)
{
    struct pal_facts_place place = pal_facts_place(call);
    return pal_arrival_may(&call->errand, place.subject_kind, place.subject);
}

/* ----------------------------------------------------------------------- sending */

static bool is_form(const struct pal_call *call)
{
    const char *type = pal_http_header(call->request, "Content-Type");
    return type != NULL && strncasecmp(type, "multipart/form-data", 19) == 0;
}

static struct sending *sending_of(struct pal_call *call)
{
    struct pal_http_request *request = call->request;
    struct sending *sending = request->state;
    if (sending != NULL) {
        return sending;
    }
    sending = PAL_NEW(request->lasting, struct sending, 1);
    if (sending == NULL) {
        (void)pal_errand_explain(&call->errand, PAL_E_MEMORY);
        return NULL;
    }
    *sending = (struct sending){0};
    if (is_form(call) &&
        pal_form_pieces_new(request->lasting, pal_http_header(request, "Content-Type"), FIELDS_MAX,
                            &sending->form, call->errand.voice, &call->errand.err) != PAL_OK) {
        return NULL;
    }
    request->state = sending;
    return sending;
}

/* A word that says of the file: in the form, or beside the body in the query. */
static const char *word_of(const struct pal_call *call, const struct sending *sending,
                           const char *name)
{
    const char *word =
        sending->form != NULL ? pal_call_field(call, name) : pal_call_query(call, name);
    return word != NULL ? word : "";
}

/* Who reads it: of a questionnaire that was sent its address says so. */
static const char *lane_of(const struct pal_call *call, const struct sending *sending,
                           const struct pal_facts_place *place)
{
    bool is_taken = strstr(call->route->path, "/visit/") != NULL;
    return !pal_kind_is(place->subject_kind, PAL_KIND_SENDING) ? word_of(call, sending, "lane")
           : is_taken                                          ? PAL_LANE_TAKEN
                                                               : PAL_LANE_PROOFS;
}

static bool is_proof(const struct pal_facts_place *place)
{
    return pal_kind_is(place->subject_kind, PAL_KIND_SENDING);
}

/* The most of one file: that of the house, or of a proof. */
static int64_t most_of(const struct pal_call *call, const struct pal_facts_place *place)
{
    int64_t most = call->web->options.file_most;
    return is_proof(place) && most > PAL_PROOF_FILE_MOST ? PAL_PROOF_FILE_MOST : most;
}

/* What the head promises is known before any of it is kept. */
static enum pal_rc check_promise(struct pal_call *call, const struct pal_facts_place *place)
{
    const char *digits = pal_http_header(call->request, "Content-Length");
    int64_t most = most_of(call, place);
    int64_t promised = digits != NULL ? pal_whole_number(digits) : 0;
    return promised <= most + FIELDS_MAX
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_LIMIT,
                                 "the file is larger than %lld MB, the most that this house takes: "
                                 "send it in parts",
                                 (long long)(most >> 20));
}

static enum pal_rc begin(struct pal_call *call, struct sending *sending)
{
    struct pal_facts_place place = pal_facts_place(call);
    const struct pal_field_value *file =
        sending->form != NULL ? pal_form_pieces_file(sending->form) : NULL;
    enum pal_rc rc = pal_web_check_origin(call);
    if (rc == PAL_OK) {
        rc = check_promise(call, &place);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (file != NULL && strcmp(file->name, "file") != 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "%s is a text, but a file was sent for it",
                               pal_quote(file->name).text);
    }
    if (file != NULL && file->file_name[0] == '\0') {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "file",
                                  "choose a file that is not empty");
    }
    const char *act = word_of(call, sending, "act");
    sending->known = call->form.count;
    const struct pal_arrival_wish wish = {
        .subject_kind = place.subject_kind,
        .subject = place.subject,
        .lane = lane_of(call, sending, &place),
        .name = file != NULL ? file->file_name : word_of(call, sending, "name"),
        .type = file != NULL && file->content_type != NULL ? file->content_type : "",
        .title = word_of(call, sending, "title"),
        .about = strstr(call->route->path, "/visit/") != NULL ? pal_visit_part(call) : "",
        .hash = word_of(call, sending, "sha256"),
        .act = act[0] != '\0' ? act : pal_facts_new_id(&call->errand),
        .file_most = most_of(call, &place),
        .project_most = call->web->options.project_most};
    return pal_arrival_begin(&call->errand, call->request->lasting, &wish, &sending->arrival);
}

/* Bytes of the file out of those that came. */
static enum pal_rc read_piece(struct pal_call *call, struct sending *sending, struct pal_buf *bytes)
{
    const struct pal_http_request *request = call->request;
    if (sending->form == NULL) {
        (void)pal_buf_reserve(bytes, request->body_len);
        pal_buf_add_n(bytes, request->body, request->body_len);
        return bytes->failed ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
    }
    (void)pal_buf_reserve(bytes, request->body_len + 128);
    enum pal_rc rc = pal_form_pieces_read(sending->form, request->body, request->body_len, bytes,
                                          call->errand.voice, &call->errand.err);
    call->form = pal_form_pieces_fields(sending->form);
    if (rc == PAL_OK && !call->is_piece) {
        rc = pal_form_pieces_end(sending->form, call->errand.voice, &call->errand.err);
    }
    return rc;
}

/* Fields may stand behind the file: what it is begun with stands before (check_behind). */
static enum pal_rc take(struct pal_call *call, struct sending *sending, const struct pal_buf *bytes)
{
    bool is_due = sending->form == NULL || pal_form_pieces_file(sending->form) != NULL;
    enum pal_rc rc = PAL_OK;
    if (sending->arrival == NULL && is_due) {
        rc = begin(call, sending);
    }
    return rc == PAL_OK && sending->arrival != NULL
               ? pal_arrival_take(&call->errand, sending->arrival, bytes->data, bytes->len)
               : rc;
}

enum pal_rc pal_sent_file_take(struct pal_call *call)
{
    enum { ROOM = PAL_HTTP_PIECE + 256 };
    struct pal_buf bytes;
    struct sending *sending = sending_of(call);
    if (sending == NULL) {
        return call->errand.err.rc;
    }
    pal_buf_init(&bytes, ROOM, call->request->arena->alloc);
    enum pal_rc rc = read_piece(call, sending, &bytes);
    if (rc == PAL_OK) {
        rc = take(call, sending, &bytes);
    }
    pal_buf_done(&bytes);
    return rc;
}

void pal_sent_file_give_up(struct pal_call *call)
{
    struct sending *sending = call->request->state;
    if (sending != NULL && sending->arrival != NULL) {
        pal_arrival_give_up(&call->errand, sending->arrival);
        sending->arrival = NULL;
    }
}

/* What a file is begun with is not changed by what comes behind it: who reads it would be others
 * than its sender named. In a body of one piece all has come when it is begun, wherever it stands.
 */
static enum pal_rc check_behind(struct pal_call *call, const struct sending *sending)
{
    static const char *const names[] = {"lane", "title", "sha256", "act"};
    if (sending->form == NULL) {
        return PAL_OK;
    }
    const struct pal_fields all = pal_form_pieces_fields(sending->form);
    const struct pal_fields known = {all.items, sending->known};
    for (size_t i = sending->known; i < all.count; i++) {
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            const char *begun = pal_fields_get(&known, names[k]);
            if (strcmp(all.items[i].name, names[k]) == 0 &&
                strcmp(all.items[i].value, begun != NULL ? begun : "") != 0) {
                return pal_errand_fail(&call->errand, PAL_E_INVALID,
                                       "the field %s stands behind the file: put it before the "
                                       "file",
                                       names[k]);
            }
        }
    }
    return PAL_OK;
}

enum pal_rc pal_sent_file_end(struct pal_call *call, struct pal_act_done *done)
{
    struct sending *sending = call->request->state;
    *done = (struct pal_act_done){0};
    if (sending == NULL || sending->arrival == NULL) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "file",
                                  "choose a file that is not empty");
    }
    enum pal_rc rc = check_behind(call, sending);
    if (rc != PAL_OK) { /* and whoever called gives the file up */
        return rc;
    }
    rc = pal_arrival_end(&call->errand, sending->arrival, done);
    sending->arrival = NULL;
    return rc;
}

enum pal_rc pal_do_file_send(struct pal_call *call)
{
    struct pal_facts_place place = pal_facts_place(call);
    struct pal_act_done done;
    enum pal_rc rc = pal_sent_file_end(call, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s", place.url) : rc;
}

/* ----------------------------------------------------------------------- reading */

/* The hash in If-None-Match, where it is one of ours: "…" */
static const char *known_hash(struct pal_call *call)
{
    const char *match = pal_http_header(call->request, "If-None-Match");
    if (match == NULL || strlen(match) != PAL_HASH_TEXT + 1 || match[0] != '"' ||
        match[PAL_HASH_TEXT] != '"') {
        return NULL;
    }
    return pal_call_printf(call, "%.*s", PAL_HASH_TEXT - 1, match + 1);
}

static enum pal_rc keep_reading(struct pal_call *call, const struct pal_departure *file)
{
    struct pal_http_request *request = call->request;
    struct reading *reading = PAL_NEW(request->lasting, struct reading, 1);
    const char *content = pal_arena_copy(request->lasting, file->content, strlen(file->content));
    if (reading == NULL || content == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    *reading = (struct reading){.content = content, .pieces = file->pieces};
    memcpy(reading->hash, file->hash, PAL_HASH_TEXT);
    pal_secret_hash_begin(&reading->hashing);
    request->state = reading;
    call->response->stream_len = (uint64_t)file->size;
    return PAL_OK;
}

/* Never in the browser's own window: as a download, in a sandbox, of a type that runs nothing. */
enum pal_rc pal_sent_file_open(struct pal_call *call, const struct pal_fact_search *search)
{
    struct pal_departure file;
    const char *known = known_hash(call);
    enum pal_rc rc = pal_departure_open(&call->errand, search, known, &file);
    if (rc != PAL_OK) {
        return rc;
    }
    call->response->content_type = "application/octet-stream";
    pal_http_set(call->response, "ETag", pal_call_printf(call, "\"%s\"", file.hash));
    pal_http_set(call->response, "Content-Disposition", pal_marking_disposition(call, file.name));
    pal_http_set(call->response, "Content-Security-Policy", "sandbox");
    if (known != NULL && strcmp(known, file.hash) == 0) {
        call->response->status = 304;
        return PAL_OK;
    }
    return keep_reading(call, &file);
}

enum pal_rc pal_page_sent_file(struct pal_call *call)
{
    struct pal_facts_place place = pal_facts_place(call);
    const char *lane = pal_call_query(call, "lane");
    const struct pal_fact_search search = {.subject_kind = place.subject_kind,
                                           .subject = place.subject,
                                           .kind = place.kind,
                                           .part = call->params[1],
                                           .lane = lane != NULL ? lane : "",
                                           .max = 1};
    return pal_sent_file_open(call, &search);
}

/* The last piece goes only where all of them are what the fact says. */
enum pal_rc pal_sent_file_give(struct pal_errand *errand, void *state, struct pal_buf *out)
{
    struct reading *reading = state;
    char hash[PAL_HASH_TEXT];
    enum pal_rc rc = pal_departure_piece(errand, reading->content, reading->next, out);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND
                   ? pal_errand_fail(errand, PAL_E_IO, "a piece of content %s is not there",
                                     reading->content)
                   : rc;
    }
    pal_secret_hash_add(&reading->hashing, out->data, out->len);
    if (++reading->next < reading->pieces) {
        return PAL_OK;
    }
    pal_secret_hash_end(&reading->hashing, hash);
    return strcmp(hash, reading->hash) == 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_IO, "the pieces of content %s are not what was sent",
                                 reading->content);
}
