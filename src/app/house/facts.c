#include "app/house/facts.h"

#include <assert.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/facts_parts.h"
#include "app/house/grants_parts.h"
#include "app/house/jobs.h"
#include "app/house/passes.h"
#include "app/house/people_parts.h"
#include "app/house/second_parts.h"
#include "app/house/secret.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/together.h"
#include "base/buf.h"
#include "base/text.h"

enum { PART_MAX = 3 * PAL_LIMIT_ID_BYTES + 2 };

/* What parts are made of: they stand in addresses and sentences. */
#define PART_SIGNS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-"

/* ---------------------------------------------------------------------- subject */

/* The head of a document alone: its text may be long, and is no matter of facts. */
static enum pal_rc find_subject(struct pal_errand *errand, const char *kind, const char *id,
                                struct pal_record *out)
{
    if (pal_shelf_built_in(kind, id) != NULL) {
        *out = (struct pal_record){.kind = kind, .id = id, .project = ""};
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_head(errand->db, kind, id, errand->arena, out);
    return rc == PAL_OK && pal_shelf_is_hidden(errand, out) ? PAL_E_NOT_FOUND : rc;
}

static enum pal_rc open_subject(struct pal_errand *errand, const char *kind, const char *id,
                                struct pal_record *out)
{
    enum pal_rc rc = find_subject(errand, kind, id, out);
    if (rc == PAL_OK && pal_shelf_kind(kind)->is_discreet && out->project[0] == '\0') {
        rc = pal_house_may_choose(errand, id);
    }
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    return pal_shelf_may_read_head(errand, kind, id, rc == PAL_OK ? out : NULL);
}

/* What the visitor reads of the facts of a subject; `opened`: whose second readings are open. */
static enum pal_rc set_audiences(struct pal_errand *errand, const char *kind, const char *id,
                                 struct pal_fact_subject *out, const char *const *opened,
                                 size_t opened_count)
{
    bool is_person = errand->principal.kind == PAL_PRINCIPAL_PERSON;
    const char *project = out->project[0] != '\0' ? out->project : NULL;
    struct pal_audience_reader reader = {.is_all = pal_errand_is_operator(errand),
                                         .is_signed_in = is_person,
                                         .may_read = true,
                                         .may_assess =
                                             pal_errand_may(errand, PAL_MAY_ASSESS, project),
                                         .self = is_person ? errand->principal.id : NULL,
                                         .opened = opened,
                                         .opened_count = opened_count};
    enum pal_rc rc =
        pal_kind_is(kind, PAL_KIND_SENDING) ? pal_sending_reader(errand, id, &reader) : PAL_OK;
    out->audiences = pal_audience_set(&reader, out->room);
    return rc;
}

enum pal_rc pal_fact_subject_open(struct pal_errand *errand, const char *kind, const char *id,
                                  struct pal_fact_subject *out)
{
    return pal_fact_subject_open_for(errand, NULL, kind, id, out);
}

enum pal_rc pal_fact_subject_open_for(struct pal_errand *errand, const struct pal_fact_kind *of,
                                      const char *kind, const char *id,
                                      struct pal_fact_subject *out)
{
    struct pal_record record;
    const char *opened[PAL_AUDIENCE_OPENED];
    size_t opened_count = 0;
    bool is_of_second = of != NULL && of->is_of_second;
    enum pal_rc rc = open_subject(errand, kind, id, &record);
    if (rc == PAL_OK && !is_of_second) {
        rc = pal_blind_require(errand, kind, id);
    }
    if (rc == PAL_OK && is_of_second) {
        rc = pal_second_opened(errand, id, opened, &opened_count);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    *out = (struct pal_fact_subject){.project = record.project};
    return pal_errand_explain(errand, set_audiences(errand, kind, id, out, opened, opened_count));
}

bool pal_fact_is_shown(const struct pal_fact_subject *subject, const struct pal_fact_row *row)
{
    size_t len = strlen(row->audience);
    if (subject->audiences == NULL) {
        return true;
    }
    for (const char *at = subject->audiences; *at == ','; at += strcspn(at + 1, ",") + 1) {
        if (strncmp(at + 1, row->audience, len) == 0 && at[1 + len] == ',') {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------------- telling */

struct pal_fact pal_fact_told(const struct pal_fact_row *row)
{
    return (struct pal_fact){.number = row->number,
                             .act = row->act,
                             .kind = row->kind,
                             .subject_kind = row->subject_kind,
                             .subject = row->subject,
                             .part = row->part,
                             .lane = row->lane,
                             .turn = row->turn,
                             .state = row->state,
                             .body = row->body,
                             .principal = row->principal,
                             .claim = row->claim != NULL ? row->claim : "",
                             .at = row->at,
                             .said_at = row->said_at,
                             .is_erased = row->erased_by != 0};
}

enum pal_rc pal_facts_told(struct pal_errand *errand, enum pal_rc rc,
                           const struct pal_fact_row *rows, size_t row_count, struct pal_fact **out,
                           size_t *count)
{
    *out = NULL;
    *count = 0;
    struct pal_fact *told =
        rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_fact, row_count + 1) : NULL;
    if (told == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < row_count; i++) {
        told[i] = pal_fact_told(&rows[i]);
    }
    *out = told;
    *count = row_count;
    return PAL_OK;
}

static enum pal_rc asked(struct pal_errand *errand, const struct pal_fact_search *search,
                         struct pal_fact_subject *subject, struct pal_fact_list *list)
{
    enum pal_rc rc = pal_fact_subject_open_for(errand, pal_fact_kind_find(search->kind),
                                               search->subject_kind, search->subject, subject);
    *list = (struct pal_fact_list){.subject_kind = search->subject_kind,
                                   .subject = search->subject,
                                   .kind = search->kind,
                                   .part = search->part,
                                   .lane = search->lane,
                                   .audiences = subject->audiences,
                                   .before = search->before,
                                   .max = search->max};
    return rc;
}

enum pal_rc pal_facts_heads(struct pal_errand *errand, const struct pal_fact_search *search,
                            struct pal_fact **out, size_t *count)
{
    struct pal_fact_subject subject = {0};
    struct pal_fact_list list;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = asked(errand, search, &subject, &list);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_head_list(errand->db, &list, errand->arena, &rows, &found);
    return pal_facts_told(errand, rc, rows, found, out, count);
}

enum pal_rc pal_facts_history(struct pal_errand *errand, const struct pal_fact_search *search,
                              struct pal_fact **out, size_t *count)
{
    struct pal_fact_subject subject = {0};
    struct pal_fact_list list;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = asked(errand, search, &subject, &list);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &found);
    return pal_facts_told(errand, rc, rows, found, out, count);
}

/* --------------------------------------------------------------- wishes and rows */

enum pal_rc pal_act_check_id(struct pal_errand *errand, const char *id)
{
    return strlen(id) == PAL_ACT_ID && strspn(id, "0123456789abcdef") == PAL_ACT_ID
               ? PAL_OK
               : pal_errand_fail(
                     errand, PAL_E_INVALID,
                     "an act has an id of %d hexadecimal digits, chosen by who sends it",
                     (int)PAL_ACT_ID);
}

/* What is one reader's names them: their id begins the part. */
static const char *audience_of(struct pal_errand *errand, enum pal_audience audience,
                               const char *part)
{
    return audience == PAL_AUDIENCE_SECOND
               ? pal_arena_printf(errand->arena, "%s:%.*s", pal_audience_ids[audience],
                                  (int)strcspn(part, "/"), part)
               : pal_audience_ids[audience];
}

enum pal_rc pal_fact_read_place(struct pal_errand *errand, const struct pal_fact_wish *wish,
                                struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(wish->kind);
    if (kind == NULL || !pal_fact_kind_is_of(kind, wish->subject_kind)) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there are no facts of the kind %s here",
                               pal_quote(wish->kind).text);
    }
    const struct pal_fact_lane *lane = pal_fact_lane_of(kind, wish->subject_kind, wish->lane);
    if (lane == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no lane %s",
                               pal_quote(wish->lane).text);
    }
    const int64_t seen = wish->is_by_fact ? 0 : wish->seen_turn; /* its turn is found later */
    bool is_odd_part = strlen(wish->part) > PART_MAX ||
                       strspn(wish->part, PART_SIGNS) != strlen(wish->part) ||
                       (wish->part[0] == '\0' && kind->has_own_parts && seen != 0) ||
                       (wish->part[0] != '\0' && !kind->has_own_parts && !kind->has_named_parts) ||
                       (wish->part[0] == '\0' && kind->has_named_parts);
    if (is_odd_part || seen < 0 || seen == INT64_MAX) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "say of which part this is, and which turn of it you saw");
    }
    *row = (struct pal_fact_row){.kind = wish->kind,
                                 .subject_kind = wish->subject_kind,
                                 .subject = wish->subject,
                                 .part = wish->part,
                                 .lane = wish->lane,
                                 .turn = seen + 1,
                                 .state = wish->state,
                                 .audience = audience_of(errand, lane->audience, wish->part)};
    return row->audience != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_fact_read(struct pal_errand *errand, const struct pal_fact_wish *wish,
                          struct pal_fact_row *row)
{
    enum pal_rc rc = pal_fact_read_place(errand, wish, row);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_fact_kind *kind = pal_fact_kind_find(wish->kind);
    row->state = wish->state[0] != '\0' ? wish->state : kind->states[0].id;
    if (pal_fact_state_find(kind, row->state) == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s",
                               pal_quote(row->state).text);
    }
    return pal_fact_body(errand, kind, wish, &row->body);
}

enum pal_rc pal_fact_lock(struct pal_errand *errand)
{
    enum pal_rc rc = pal_errand_lock(errand);
    return rc == PAL_OK ? pal_people_still(errand) : rc;
}

static bool may_by_pass(const struct pal_errand *errand, const struct pal_fact_kind *kind,
                        const char *lane, const char *subject_kind, const char *subject)
{
    return kind->pass != 0 && strcmp(kind->pass_lane, lane) == 0 &&
           pal_passes_may(errand, subject_kind, subject, kind->pass);
}

/* Whoever could write what they may not read would learn by the turn what stands there. */
static enum pal_rc refuse_unseen(struct pal_errand *errand, const struct pal_fact_kind *kind,
                                 const struct pal_fact_row *row)
{
    return kind->refuse_unseen != NULL
               ? kind->refuse_unseen(errand, row)
               : pal_errand_fail(errand, PAL_E_DENIED,
                                 "this is not yours to read, and so not to write");
}

enum pal_rc pal_fact_may_add(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_fact_subject *subject)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    const struct pal_fact_lane *lane =
        kind != NULL ? pal_fact_lane_of(kind, row->subject_kind, row->lane) : NULL;
    if (lane == NULL) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there are no facts of the kind %s here",
                               pal_quote(row->kind).text);
    }
    enum pal_rc rc =
        pal_fact_subject_open_for(errand, kind, row->subject_kind, row->subject, subject);
    if (rc != PAL_OK) {
        return rc;
    }
    if (may_by_pass(errand, kind, lane->id, row->subject_kind, row->subject)) {
        return PAL_OK;
    }
    rc = subject->project[0] == '\0' ? pal_errand_require(errand, PAL_MAY_EDIT_LIBRARY, NULL)
                                     : pal_errand_require(errand, lane->right, subject->project);
    struct pal_fact_row shown = *row;
    shown.audience = row->audience != NULL ? row->audience : pal_audience_ids[lane->audience];
    bool is_unseen = !errand->brings_new && !pal_fact_is_shown(subject, &shown);
    return rc == PAL_OK && is_unseen ? refuse_unseen(errand, kind, row) : rc;
}

enum pal_rc pal_fact_require_adding(struct pal_errand *errand, struct pal_fact_row *row)
{
    struct pal_fact_subject subject;
    enum pal_rc rc = pal_fact_may_add(errand, row, &subject);
    row->project = rc == PAL_OK ? subject.project : "";
    return rc;
}

enum pal_rc pal_fact_head(struct pal_errand *errand, const struct pal_fact_row *value,
                          struct pal_fact_row *out)
{
    enum pal_rc rc = pal_head_get(errand->db, value, errand->arena, out);
    if (rc == PAL_E_NOT_FOUND) {
        *out = (struct pal_fact_row){.turn = 0};
        return PAL_OK;
    }
    return rc;
}

enum pal_rc pal_fact_before(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_fact_row *out)
{
    const struct pal_fact_list list = {.subject_kind = row->subject_kind,
                                       .subject = row->subject,
                                       .kind = row->kind,
                                       .part = row->part,
                                       .lane = row->lane,
                                       .before = row->number,
                                       .max = 1};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &count);
    *out = rc == PAL_OK && count > 0 ? rows[0] : (struct pal_fact_row){.turn = 0};
    return rc;
}

bool pal_facts_are_followed(const char *kind)
{
    const struct pal_fact_kind *found = pal_fact_kind_find(kind);
    return found != NULL && found->ahead != NULL;
}

const char *pal_facts_new_id(struct pal_errand *errand)
{
    char secret[PAL_SECRET_TEXT];
    char hash[PAL_HASH_TEXT];
    pal_secret_new(secret);
    pal_secret_hash(secret, strlen(secret), hash);
    const char *id = pal_arena_printf(errand->arena, "%.32s", hash);
    return id != NULL ? id : "";
}

enum pal_rc pal_facts_shape(struct pal_errand *errand, const char *kind_id,
                            const char *subject_kind, const char *subject_id,
                            struct pal_fact_shape *out)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(kind_id);
    struct pal_fact_subject subject;
    if (kind == NULL || !pal_fact_kind_is_of(kind, subject_kind)) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there are no facts of the kind %s here",
                               pal_quote(kind_id).text);
    }
    enum pal_rc rc = pal_fact_subject_open_for(errand, kind, subject_kind, subject_id, &subject);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = (struct pal_fact_shape){.title = kind->title,
                                   .project = subject.project,
                                   .has_own_parts = kind->has_own_parts,
                                   .has_named_parts = kind->has_named_parts,
                                   .ground = kind->ground,
                                   .has_own_page = kind->has_own_page,
                                   .is_sent = kind->is_sent,
                                   .fields = kind->fields,
                                   .state_count = kind->state_count};
    assert(kind->lane_count <= PAL_FACT_LANES && kind->state_count <= PAL_FACT_STATES);
    bool is_of_library = subject.project[0] == '\0';
    for (size_t i = 0; i < kind->lane_count; i++) {
        const struct pal_fact_lane *lane = &kind->lanes[i];
        enum pal_right right = is_of_library ? PAL_MAY_EDIT_LIBRARY : lane->right;
        if (!pal_fact_lane_is_of(kind, lane->id, subject_kind)) {
            continue;
        }
        out->lanes[out->lane_count] = lane->id;
        out->lane_titles[out->lane_count] = lane->title;
        out->may_add[out->lane_count++] =
            !errand->is_read_only &&
            (may_by_pass(errand, kind, lane->id, subject_kind, subject_id) ||
             pal_errand_may(errand, right, is_of_library ? NULL : subject.project));
    }
    for (size_t i = 0; i < kind->state_count; i++) {
        out->states[i] = kind->states[i].id;
        out->state_titles[i] = kind->states[i].title;
    }
    return PAL_OK;
}
