#include "app/house/arrivals.h"

#include <stdio.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "app/house/proofs_parts.h"
#include "app/house/secret.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "store/contents.h"

enum { MEGABYTE = 1 << 20 };

struct pal_arrival {
    struct pal_arrival_wish wish; /* its texts are the arrival's */
    char id[PAL_ID_TEXT];
    struct pal_hashing hashing;
    int64_t size;
    int64_t pieces;
    int64_t room; /* bytes that the project had left when it began */
};

/* --------------------------------------------------------------------- beginning */

static struct pal_fact_row row_of(const char *subject_kind, const char *subject, const char *lane)
{
    return (struct pal_fact_row){
        .kind = pal_fact_file.id, .subject_kind = subject_kind, .subject = subject, .lane = lane};
}

enum pal_rc pal_arrival_may(struct pal_errand *errand, const char *subject_kind,
                            const char *subject)
{
    struct pal_fact_subject found;
    enum pal_rc rc = PAL_E_DENIED;
    for (size_t i = 0; i < pal_fact_file.lane_count && rc == PAL_E_DENIED; i++) {
        const char *lane = pal_fact_file.lanes[i].id;
        const struct pal_fact_row row = row_of(subject_kind, subject, lane);
        if (pal_fact_lane_is_of(&pal_fact_file, lane, subject_kind)) {
            rc = pal_fact_may_add(errand, &row, &found);
        }
    }
    if (rc != PAL_OK || !pal_kind_is(subject_kind, PAL_KIND_SENDING)) {
        return rc;
    }
    /* Who assesses takes files along; the lane is known once the first of it comes. */
    return pal_errand_may(errand, PAL_MAY_ASSESS, found.project)
               ? PAL_OK
               : pal_proofs_may_send(errand, subject);
}

static enum pal_rc begun_too_many(struct pal_errand *errand, int64_t count)
{
    return pal_errand_fail(errand, PAL_E_LIMIT,
                           "%lld files that you began to send have not come to their end: "
                           "they are removed after a day, then send this one",
                           (long long)count);
}

static enum pal_rc check_wish(struct pal_errand *errand, const struct pal_arrival_wish *wish)
{
    enum pal_rc rc = pal_act_check_id(errand, wish->act);
    if (rc == PAL_OK) {
        rc = pal_file_check_name(errand, wish->name);
    }
    if (rc == PAL_OK && pal_fact_lane_of(&pal_fact_file, wish->subject_kind, wish->lane) == NULL) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "there is no lane %s",
                             pal_quote(wish->lane).text);
    }
    if (rc == PAL_OK && strlen(wish->title) > PAL_FILE_TITLE_MOST) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "the title is longer than %d bytes",
                             PAL_FILE_TITLE_MOST);
    }
    return rc;
}

/* Within the transaction that begins it: what the project has room for, and the sender may begin.
 */
static enum pal_rc check_room(struct pal_errand *errand, struct pal_arrival *arrival,
                              const char *project, const char *principal)
{
    const struct pal_arrival_wish *wish = &arrival->wish;
    int64_t used = 0;
    int64_t begun = 0;
    int64_t count = 0;
    enum pal_rc rc = pal_contents_size(errand->db, project, &used);
    if (rc == PAL_OK) {
        rc = pal_contents_arriving(errand->db, principal, &begun, &count);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    if (count >= PAL_ARRIVAL_STARTED_COUNT || begun >= PAL_ARRIVAL_STARTED * wish->file_most) {
        return begun_too_many(errand, count);
    }
    arrival->room = wish->project_most - used;
    return PAL_OK;
}

static const char *kept(struct pal_arena *lasting, const char *text, bool *failed)
{
    const char *own = pal_arena_copy(lasting, text, strlen(text));
    *failed = *failed || own == NULL;
    return own;
}

static struct pal_arrival *new_arrival(struct pal_arena *lasting,
                                       const struct pal_arrival_wish *wish)
{
    bool failed = false;
    struct pal_arrival *arrival = PAL_NEW(lasting, struct pal_arrival, 1);
    if (arrival == NULL) {
        return NULL;
    }
    *arrival = (struct pal_arrival){.wish = *wish};
    arrival->wish.subject_kind = kept(lasting, wish->subject_kind, &failed);
    arrival->wish.subject = kept(lasting, wish->subject, &failed);
    arrival->wish.lane = kept(lasting, wish->lane, &failed);
    arrival->wish.name = kept(lasting, wish->name, &failed);
    arrival->wish.type = kept(
        lasting, pal_file_is_type(wish->type) ? wish->type : "application/octet-stream", &failed);
    arrival->wish.title = kept(lasting, wish->title, &failed);
    arrival->wish.about = kept(lasting, wish->about, &failed);
    arrival->wish.hash = kept(lasting, wish->hash, &failed);
    arrival->wish.act = kept(lasting, wish->act, &failed);
    pal_secret_id(arrival->id);
    pal_secret_hash_begin(&arrival->hashing);
    return failed ? NULL : arrival;
}

enum pal_rc pal_arrival_begin(struct pal_errand *errand, struct pal_arena *lasting,
                              const struct pal_arrival_wish *wish, struct pal_arrival **out)
{
    struct pal_fact_subject subject;
    enum pal_rc rc = check_wish(errand, wish);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_fact_row row = row_of(wish->subject_kind, wish->subject, wish->lane);
    rc = pal_fact_may_add(errand, &row, &subject);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_arrival *arrival = new_arrival(lasting, wish);
    const char *principal = pal_fact_principal(errand);
    if (arrival == NULL || principal == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    const struct pal_content_row content = {
        .id = arrival->id, .scope = subject.project, .principal = principal, .at = errand->now};
    rc = pal_errand_begin(errand);
    if (rc == PAL_OK) {
        rc = check_room(errand, arrival, subject.project, principal);
        rc = rc == PAL_OK ? pal_content_begin(errand->db, &content) : rc;
        rc = pal_errand_end(errand, rc);
    }
    *out = rc == PAL_OK ? arrival : NULL;
    return rc;
}

/* ----------------------------------------------------------------------- arriving */

/* Where a fact names it, all of it stays, and nothing else is looked for. */
void pal_arrival_give_up(struct pal_errand *errand, struct pal_arrival *arrival)
{
    struct pal_err before = errand->err;
    bool is_over = false;
    if (pal_errand_begin(errand) == PAL_OK &&
        pal_errand_end(errand, pal_content_drop(errand->db, arrival->id, &is_over)) == PAL_OK &&
        is_over) {
        pal_file_clear(errand, PAL_FILE_ROUNDS);
    }
    errand->err = before;
}

static enum pal_rc check_size(struct pal_errand *errand, const struct pal_arrival *arrival,
                              size_t more)
{
    int64_t size = arrival->size + (int64_t)more;
    if (size > arrival->wish.file_most) {
        return pal_errand_fail(errand, PAL_E_LIMIT,
                               "the file is larger than %lld MB, the most that this house takes: "
                               "send it in parts",
                               (long long)(arrival->wish.file_most / MEGABYTE));
    }
    return size > arrival->room ? pal_file_full(errand, arrival->wish.project_most) : PAL_OK;
}

/* Within a transaction, with what is at hand: what the sender has begun in all, elsewhere too. */
static enum pal_rc check_begun(struct pal_errand *errand, const struct pal_arrival *arrival)
{
    const char *principal = pal_fact_principal(errand);
    int64_t begun = 0;
    int64_t count = 0;
    enum pal_rc rc = principal != NULL
                         ? pal_contents_arriving(errand->db, principal, &begun, &count)
                         : PAL_E_MEMORY;
    return rc == PAL_OK && begun > PAL_ARRIVAL_STARTED * arrival->wish.file_most
               ? begun_too_many(errand, count)
               : rc;
}

/* Within a transaction: in rows of at most a piece. */
static enum pal_rc add_pieces(struct pal_errand *errand, struct pal_arrival *arrival,
                              const char *bytes, size_t len, int64_t *pieces)
{
    enum pal_rc rc = PAL_OK;
    *pieces = 0;
    for (size_t at = 0; at < len && rc == PAL_OK; at += PAL_ARRIVAL_PIECE) {
        size_t count = len - at < PAL_ARRIVAL_PIECE ? len - at : PAL_ARRIVAL_PIECE;
        rc = pal_content_add(errand->db, arrival->id, arrival->pieces + *pieces, bytes + at, count);
        ++*pieces;
    }
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, PAL_E_CONFLICT,
                               "what had come of this file is not there any more: send it again");
    }
    return rc == PAL_OK ? check_begun(errand, arrival) : rc;
}

enum pal_rc pal_arrival_take(struct pal_errand *errand, struct pal_arrival *arrival,
                             const char *bytes, size_t len)
{
    int64_t pieces = 0;
    if (len == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = check_size(errand, arrival, len);
    if (rc == PAL_OK) {
        rc = pal_errand_begin(errand);
    }
    if (rc == PAL_OK) {
        rc = pal_errand_end(errand, add_pieces(errand, arrival, bytes, len, &pieces));
    }
    if (rc != PAL_OK) {
        pal_arrival_give_up(errand, arrival);
        return rc;
    }
    pal_secret_hash_add(&arrival->hashing, bytes, len);
    arrival->size += (int64_t)len;
    arrival->pieces += pieces;
    return PAL_OK;
}

/* ------------------------------------------------------------------------- ending */

static enum pal_rc check_whole(struct pal_errand *errand, const struct pal_arrival *arrival,
                               const char *hash)
{
    if (arrival->size == 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "file", "choose a file that is not empty");
    }
    return arrival->wish.hash[0] == '\0' || strcmp(arrival->wish.hash, hash) == 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "what has come is not what was named: its SHA-256 is %s; send it "
                                 "again",
                                 hash);
}

static enum pal_rc note_arrived(struct pal_errand *errand, const struct pal_arrival *arrival,
                                const char *hash)
{
    enum pal_rc rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, pal_content_arrived(errand->db, arrival->id, hash))
                        : rc;
}

static enum pal_rc say_file(struct pal_errand *errand, const struct pal_arrival *arrival,
                            const char *hash, struct pal_act_done *out)
{
    const struct pal_arrival_wish *wish = &arrival->wish;
    char size[24];
    (void)snprintf(size, sizeof size, "%lld", (long long)arrival->size);
    const struct pal_fact_field fields[] = {{"title", wish->title}, {"name", wish->name},
                                            {"type", wish->type},   {"size", size},
                                            {"sha256", hash},       {"about", wish->about}};
    const struct pal_fact_wish fact = {.kind = pal_fact_file.id,
                                       .subject_kind = wish->subject_kind,
                                       .subject = wish->subject,
                                       .part = "",
                                       .lane = wish->lane,
                                       .state = "",
                                       .fields = fields,
                                       .field_count = sizeof fields / sizeof *fields};
    const struct pal_act_wish act = {.id = wish->act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &act, out);
}

/* What is left of it where another content took its place, or the act was done before. */
enum pal_rc pal_arrival_end(struct pal_errand *errand, struct pal_arrival *arrival,
                            struct pal_act_done *out)
{
    char hash[PAL_HASH_TEXT];
    *out = (struct pal_act_done){0};
    pal_secret_hash_end(&arrival->hashing, hash);
    enum pal_rc rc = check_whole(errand, arrival, hash);
    if (rc == PAL_OK) {
        rc = note_arrived(errand, arrival, hash);
    }
    if (rc == PAL_OK) {
        const struct pal_came came = {.content = arrival->id, .most = arrival->wish.project_most};
        errand->came = &came;
        rc = say_file(errand, arrival, hash, out);
        errand->came = NULL;
    }
    pal_arrival_give_up(errand, arrival);
    return rc;
}

/* ------------------------------------------------------------------------- leaving */

static enum pal_rc none(struct pal_errand *errand)
{
    return pal_errand_fail(errand, PAL_E_NOT_FOUND,
                           "there is no such file here, or it was withdrawn");
}

static enum pal_rc note_reading(struct pal_errand *errand, const struct pal_fact *fact)
{
    const char *object = pal_arena_printf(errand->arena, "act/%lld", (long long)fact->act);
    return object != NULL ? pal_audit_reading(errand, "download", object, "") : PAL_E_MEMORY;
}

enum pal_rc pal_departure_open(struct pal_errand *errand, const struct pal_fact_search *search,
                               const char *known, struct pal_departure *out)
{
    struct pal_fact *facts = NULL;
    size_t count = 0;
    struct pal_file_said said;
    struct pal_content_row content;
    enum pal_rc rc = pal_facts_heads(errand, search, &facts, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    if (count == 0 || strcmp(facts[0].state, pal_fact_file.states[0].id) != 0) {
        return none(errand);
    }
    rc = pal_file_said(errand, facts[0].body, &said);
    if (rc == PAL_OK) {
        rc = pal_content_of_fact(errand->db, facts[0].number, errand->arena, &content);
    }
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && strcmp(content.hash, said.hash) != 0)) {
        return pal_errand_fail(errand, PAL_E_IO, "the content of fact %lld is not there",
                               (long long)facts[0].number);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    *out = (struct pal_departure){.content = content.id,
                                  .name = said.name,
                                  .hash = content.hash,
                                  .size = content.size,
                                  .pieces = content.pieces};
    bool is_known = known != NULL && strcmp(known, content.hash) == 0;
    return is_known ? PAL_OK : pal_errand_explain(errand, note_reading(errand, &facts[0]));
}

enum pal_rc pal_departure_piece(struct pal_errand *errand, const char *content, int64_t number,
                                struct pal_buf *out)
{
    return pal_errand_explain(errand, pal_content_piece(errand->db, content, number, out));
}
