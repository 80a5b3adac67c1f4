/* place_files - the files that answers name as proof: sent once, named as often as one likes, taken
 * out of sight; see app/house/proofs.h. */
#include <string.h>

#include "app/house/arrivals.h"
#include "app/house/passes.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/web_parts.h"

/* The question that a file is sent for; NULL: for none. */
static const char *question_of(struct pal_call *call)
{
    const char *query = pal_place_query(call, "question");
    const char *word = pal_place_word(call, "question");
    return word[0] != '\0' ? word : query;
}

/* The answers that name it, each with the way to it. */
static void put_named_by(struct pal_call *call, const struct pal_place_view *view, const char *hash,
                         struct pal_value *line)
{
    struct pal_value *list = pal_put_list(line, "named_by");
    for (size_t i = 0; i < view->answering.count; i++) {
        const struct pal_answering_item *item = &view->answering.items[i];
        if (strstr(item->now.body, hash) == NULL) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "code", item->now.question);
        pal_put_text(row, "url", pal_place_item_url(call, view, item));
    }
}

static void put_files(struct pal_call *call, const struct pal_place_view *view,
                      const struct pal_proof_file *files, size_t count, bool may_write)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        const struct pal_proof_file *file = &files[i];
        struct pal_value *row = pal_add_object(list);
        size_t named = pal_place_named(view, file->hash);
        pal_put_text(row, "id", file->part);
        pal_put_text(row, "name", file->name);
        pal_put_text(row, "title", file->title[0] != '\0' ? file->title : NULL);
        pal_put_integer(row, "size", file->size);
        pal_put_text(row, "sha256", file->hash);
        pal_put_text(row, "at", pal_call_time(call, file->at));
        pal_put_boolean(row, "is_withdrawn", file->is_withdrawn);
        pal_put_integer(row, "named", (int64_t)named);
        struct pal_value *line = pal_add_object(shown);
        pal_put(line, "of", row);
        pal_put_text(line, "size", pal_call_size(call, file->size));
        pal_put_text(
            line, "url",
            file->is_withdrawn
                ? NULL
                : pal_place_url(call, view, pal_call_printf(call, "/files/%s", file->part)));
        pal_put_boolean(line, "can_withdraw", may_write && !file->is_withdrawn);
        pal_put_boolean(line, "is_named", named > 0);
        put_named_by(call, view, file->hash, line);
        pal_put_text(line, "act", pal_facts_new_id(&call->errand));
    }
    pal_set(call->data, "files", list);
    pal_set(call->page, "files", shown);
}

enum pal_rc pal_page_place_files(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_proof_file *files = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_place_open(call, &view);
    rc = rc == PAL_OK
             ? pal_proofs_list(&call->errand, &view.sending, PAL_ANSWERS_OWN, &files, &count)
             : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    bool may_write = pal_place_may_write(call, &view);
    const char *question = question_of(call);
    const struct pal_answering_item *item =
        question != NULL ? pal_place_item(&view, question) : NULL;
    put_files(call, &view, files, count, may_write);
    pal_place_data(call, &view);
    pal_call_form(call, "title", "");
    pal_set_boolean(call->page, "can_write", may_write);
    pal_set_boolean(call->page, "must_say_who",
                    view.sending.may_answer && pal_place_role(call) == NULL);
    pal_set_text(call->page, "act_id", pal_facts_new_id(&call->errand));
    pal_set_text(call->page, "most",
                 pal_call_printf(call, pal_call_tr(call, "%d MB"), PAL_PROOF_FILE_MOST >> 20));
    if (item != NULL) {
        pal_set_text(call->page, "for_question", item->now.question);
        pal_set_text(call->page, "for_text", pal_place_question(call, item));
        pal_set_text(call->page, "back", pal_place_item_url(call, &view, item));
    }
    return pal_call_show(call, "web_place_files", view.sending.title);
}

/* Names it in the answer that it was sent for. */
static enum pal_rc name_in_answer(struct pal_call *call, const struct pal_place_view *view,
                                  const struct pal_act_done *done, const char *question)
{
    struct pal_proof_file *files = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_proofs_list(&call->errand, &view->sending, PAL_ANSWERS_OWN, &files, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (done->count > 0 && strcmp(files[i].part, done->facts[0].part) == 0) {
            const struct pal_proof_wish wish = {.question = question,
                                                .hash = files[i].hash,
                                                .title = files[i].title[0] != '\0' ? files[i].title
                                                                                   : files[i].name,
                                                .by = pal_place_by(call, view)};
            return pal_proof_name(&call->errand, &view->sending, &wish);
        }
    }
    return rc;
}

enum pal_rc pal_do_place_file_send(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_act_done done = {0};
    enum pal_rc rc = pal_place_open(call, &view);
    if (rc == PAL_OK && pal_place_role(call) == NULL) {
        rc = pal_errand_fail(&call->errand, PAL_E_INVALID,
                             "say first in which role you answer, at the beginning of the place");
    }
    const char *question = question_of(call);
    const struct pal_answering_item *item =
        rc == PAL_OK && !pal_is_blank(question) ? pal_place_item(&view, question) : NULL;
    if (rc == PAL_OK && item == NULL && !pal_is_blank(question)) {
        rc = pal_errand_fail_at(&call->errand, PAL_E_INVALID, "question",
                                "no question %s is asked here: nothing was kept; send the file "
                                "for one that is, or for none",
                                pal_quote(question).text);
    }
    rc = rc == PAL_OK ? pal_sent_file_end(call, &done) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = item != NULL ? name_in_answer(call, &view, &done, item->now.question) : PAL_OK;
    rc = pal_act_answer(call, rc, &done);
    if (rc != PAL_OK) {
        return rc;
    }
    if (item == NULL) {
        return pal_call_go(call, true, "%s/files", view.base);
    }
    call->location = pal_call_printf(
        call, "%s/topics/%s?saved=%lld&at=%s#%s", view.base, view.answering.topics[item->topic].id,
        (long long)call->errand.now, pal_call_escaped(call, item->now.question),
        pal_place_anchor(call, item->now.question));
    return PAL_OK;
}

enum pal_rc pal_do_place_file_withdraw(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_act_done done = {0};
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK ? pal_proof_withdraw(&call->errand, &view.sending, pal_place_word(call, "id"),
                                           pal_act_id(call), &done)
                      : rc;
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "%s/files", view.base) : rc;
}

enum pal_rc pal_page_place_file(struct pal_call *call)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = call->params[0],
                                           .kind = "file",
                                           .part = call->params[1],
                                           .lane = PAL_LANE_PROOFS,
                                           .max = 1};
    struct pal_place_view view;
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK && view.sending.is_part
             ? pal_proof_require(&call->errand, &view.sending, call->params[1])
             : rc;
    return rc == PAL_OK ? pal_sent_file_open(call, &search) : rc;
}
