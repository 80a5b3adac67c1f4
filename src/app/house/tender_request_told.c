/* tender_request_told - what was asked behind an opening, what came of it, and who may be asked;
 * see tender_request.h, tender_request_parts.h. */
#include "app/house/tender_request_parts.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/asked_back_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/mail_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/sendings.h"
#include "store/facts.h"
#include "store/mail.h"
#include "store/records.h"

const char *const pal_request_sort_ids[PAL_REQUEST_SORTS] = {"clarify", "complete"};
const enum pal_tender_act pal_request_acts[PAL_REQUEST_SORTS] = {PAL_TENDER_CLARIFY,
                                                                 PAL_TENDER_COMPLETE};

/* --------------------------------------------------------------------- what a body says */

static const char *word_in(struct pal_errand *errand, const json_t *object, const char *key)
{
    const char *word = json_string_value(json_object_get(object, key));
    return word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : "";
}

static enum pal_request_sort sort_of(const char *id)
{
    int sort = 0;
    while (sort < PAL_REQUEST_SORTS &&
           strcmp(pal_request_sort_ids[sort], id != NULL ? id : "") != 0) {
        sort++;
    }
    return (enum pal_request_sort)sort;
}

enum pal_rc pal_request_read(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_tender_request *out)
{
    json_t *body = json_loads(row->body, 0, NULL);
    const json_t *items = json_object_get(body, "items");
    size_t count = json_array_size(items);
    *out = (struct pal_tender_request){
        .part = row->part,
        .sort = sort_of(json_string_value(json_object_get(body, "sort"))),
        .at = row->at,
        .until = pal_sending_seconds(word_in(errand, body, "until")),
        .by = row->claim != NULL && row->claim[0] != '\0' ? row->claim : row->principal,
        .confirmed = pal_fact_word(errand, row, "confirmed"),
        .items = PAL_NEW(errand->arena, struct pal_request_item, count + 1)};
    for (size_t i = 0; i < count && out->items != NULL; i++) {
        const json_t *item = json_array_get(items, i);
        out->items[out->count++] =
            (struct pal_request_item){.sending = word_in(errand, item, "sending"),
                                      .question = word_in(errand, item, "question"),
                                      .text = word_in(errand, item, "text"),
                                      .state = PAL_BACK_SETTLED};
    }
    out->is_over = out->until < errand->now;
    json_decref(body);
    return out->items != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* What stands beside an answer; turn 0: nothing does. */
enum pal_rc pal_request_words(struct pal_errand *errand, const struct pal_request_item *item,
                              struct pal_fact_row *out)
{
    const struct pal_fact_row value = {.kind = PAL_ASKED_BACK_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = item->sending,
                                       .part = item->question,
                                       .lane = ""};
    return pal_errand_explain(errand, pal_fact_head(errand, &value, out));
}

/* The last requests of a project, the last first. */
enum pal_rc pal_request_rows(struct pal_errand *errand, const char *project,
                             struct pal_fact_row **rows, size_t *count)
{
    const struct pal_fact_list list = {.subject_kind = "project",
                                       .subject = project,
                                       .kind = PAL_REQUEST_FACT,
                                       .max = PAL_REQUESTS};
    return pal_errand_explain(errand, pal_head_list(errand->db, &list, errand->arena, rows, count));
}

enum pal_rc pal_request_candidates(struct pal_errand *errand, const char *project,
                                   struct pal_candidates *out)
{
    struct pal_record record;
    *out = (struct pal_candidates){.count = 0};
    enum pal_rc rc = pal_errand_explain(
        errand, pal_record_get(errand->db, "project", project, errand->arena, &record));
    return rc == PAL_OK ? pal_candidates_now(errand, project, record.text, out) : rc;
}

/* --------------------------------------------------------------------------- reading */

static const struct pal_sending *sending_of(const struct pal_sending *sendings, size_t count,
                                            const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sendings[i].id, id) == 0) {
            return &sendings[i];
        }
    }
    return NULL;
}

/* What came of it: of the words behind those of the request, until something else was asked. */
static enum pal_rc find_outcome(struct pal_errand *errand, const char *request,
                                struct pal_request_item *item)
{
    const struct pal_fact_list list = {.subject_kind = PAL_SENDING_KIND,
                                       .subject = item->sending,
                                       .kind = PAL_ASKED_BACK_FACT,
                                       .part = item->question,
                                       .lane = "",
                                       .max = PAL_ASKED_BACK_MOST + 1};
    struct pal_fact_row *rows = NULL; /* the last first */
    size_t count = 0;
    enum pal_rc rc = pal_errand_explain(
        errand, pal_fact_history(errand->db, &list, errand->arena, &rows, &count));
    item->state = PAL_BACK_SETTLED;
    bool is_found = false;
    for (size_t i = count; i > 0 && rc == PAL_OK; i--) {
        enum pal_asked_back state = pal_asked_back_state(rows[i - 1].state);
        const char *of = pal_fact_word(errand, &rows[i - 1], "request");
        if (is_found && state == PAL_BACK_ASKED) {
            break;
        }
        is_found = is_found || (of != NULL && strcmp(of, request) == 0);
        item->state = is_found ? state : item->state;
    }
    return rc;
}

static enum pal_rc tell_items(struct pal_errand *errand, const struct pal_sending *sendings,
                              size_t count, struct pal_tender_request *request)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < request->count && rc == PAL_OK; i++) {
        struct pal_request_item *item = &request->items[i];
        const struct pal_sending *of = sending_of(sendings, count, item->sending);
        item->provider_title = of != NULL ? of->provider_title : NULL;
        rc = find_outcome(errand, request->part, item);
    }
    return rc;
}

enum pal_rc pal_tender_requests(struct pal_errand *errand, const struct pal_tender *tender,
                                struct pal_tender_request **out, size_t *count)
{
    struct pal_fact_row *rows = NULL;
    struct pal_sending *sendings = NULL;
    size_t found = 0;
    size_t sending_count = 0;
    *out = NULL;
    *count = 0;
    if (tender->is_sealed) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_request_rows(errand, tender->project, &rows, &found);
    rc = rc == PAL_OK && found > 0
             ? pal_sendings_list(errand, tender->project, &sendings, &sending_count)
             : rc;
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_tender_request, found + 1) : NULL;
    rc = rc == PAL_OK && *out == NULL ? pal_errand_explain(errand, PAL_E_MEMORY) : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        const char *of = pal_fact_word(errand, &rows[i], "tender");
        if (of != NULL && strcmp(of, tender->id) == 0) {
            struct pal_tender_request *one = &(*out)[(*count)++];
            rc = pal_request_read(errand, &rows[i], one);
            rc = rc == PAL_OK ? tell_items(errand, sendings, sending_count, one) : rc;
        }
    }
    return rc;
}

/* ------------------------------------------------------------------ who may be asked */

/* Whether a mail goes there: to where the invitation went. */
static enum pal_rc find_address(struct pal_errand *errand, const struct pal_sending *sending,
                                bool *out)
{
    struct pal_mail_row invitation;
    *out = false;
    if (!pal_mail_is_configured(errand->house)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_tender_invitation(errand, sending, &invitation);
    *out = rc == PAL_OK;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_request_takers(struct pal_errand *errand, const struct pal_tender *tender,
                                      struct pal_request_taker **out, size_t *count)
{
    struct pal_candidates candidates;
    struct pal_sending *sendings = NULL;
    size_t found = 0;
    *out = NULL;
    *count = 0;
    if (tender->is_sealed) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_request_candidates(errand, tender->project, &candidates);
    rc = rc == PAL_OK ? pal_sendings_list(errand, tender->project, &sendings, &found) : rc;
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_request_taker, found + 1) : NULL;
    rc = rc == PAL_OK && *out == NULL ? pal_errand_explain(errand, PAL_E_MEMORY) : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        const struct pal_sending *one = &sendings[i];
        bool is_its = one->tender != NULL && strcmp(one->tender, tender->id) == 0 &&
                      one->was_submitted && one->provider != NULL &&
                      !pal_tender_has_left(&candidates, one->provider);
        if (is_its) {
            struct pal_request_taker *taker = &(*out)[(*count)++];
            *taker = (struct pal_request_taker){one->id, one->provider_title, false};
            rc = find_address(errand, one, &taker->has_address);
        }
    }
    return rc;
}

/* ----------------------------------------------------------------------------- rounds */

static enum pal_rc find_awaited(struct pal_errand *errand, const struct pal_tender_request *request,
                                bool *out)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < request->count && !*out && rc == PAL_OK && !request->is_over; i++) {
        struct pal_fact_row words;
        rc = pal_request_words(errand, &request->items[i], &words);
        *out = rc == PAL_OK && pal_asked_back_is_awaited(errand, &words);
    }
    return rc;
}

enum pal_rc pal_tender_check_replied(struct pal_errand *errand, const char *project)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_request_rows(errand, project, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_tender_request request;
        bool is_awaited = false;
        rc = pal_request_read(errand, &rows[i], &request);
        rc = rc == PAL_OK ? find_awaited(errand, &request, &is_awaited) : rc;
        if (rc == PAL_OK && is_awaited) {
            return pal_errand_fail(
                errand, PAL_E_INVALID,
                "candidates were asked what their answers mean, and have time to "
                "reply until %s: a further round begins after that",
                pal_sending_time(errand, request.until));
        }
    }
    return rc;
}
