/* visit_files - photographs and documents that an expert takes along, each for a question. */
#include <string.h>

#include "app/house/arrivals.h"
#include "web/pages/pages.h"
#include "web/pages/visit_page.h"
#include "web/web_parts.h"

void pal_visit_put_files(struct pal_call *call, const struct pal_visit_file *files, size_t count,
                         bool (*is_of)(const void *ctx, const char *about), const void *ctx,
                         struct pal_value *list, struct pal_value *data)
{
    for (size_t i = 0; i < count; i++) {
        const struct pal_visit_file *file = &files[i];
        if (!is_of(ctx, file->about)) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "id", file->part);
        pal_put_text(row, "name", file->title[0] != '\0' ? file->title : file->name);
        pal_put_text(row, "size", pal_call_size(call, file->size));
        pal_put_text(row, "sha256", file->hash);
        pal_put_text(row, "at", pal_call_time(call, file->at));
        pal_put_text(
            row, "url",
            pal_call_printf(call, "/sendings/%s/visit/files/%s", call->params[0], file->part));
        pal_put_text(row, "act_id", pal_facts_new_id(&call->errand));
        if (data != NULL) {
            struct pal_value *told = pal_add_object(data);
            pal_put_text(told, "id", file->part);
            pal_put_text(told, "about", file->about);
            pal_put_text(told, "name", file->name);
            pal_put_text(told, "title", pal_visit_or_null(file->title));
            pal_put_integer(told, "size", file->size);
            pal_put_text(told, "sha256", file->hash);
            pal_put_text(told, "by", file->by);
            pal_put_text(told, "at", pal_call_time(call, file->at));
        }
    }
}

enum pal_rc pal_do_visit_file_send(struct pal_call *call)
{
    struct pal_act_done done;
    enum pal_rc rc = pal_sent_file_end(call, &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_visit_go_on(call, &done) : rc;
}

enum pal_rc pal_do_visit_file_withdraw(struct pal_call *call)
{
    struct pal_act_done done = {0};
    enum pal_rc rc = pal_visit_file_withdraw(&call->errand, call->params[0],
                                             pal_call_word(call, "id"), pal_act_id(call), &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_visit_go_on(call, &done) : rc;
}

enum pal_rc pal_page_visit_file(struct pal_call *call)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = call->params[0],
                                           .kind = "file",
                                           .part = call->params[1],
                                           .lane = PAL_LANE_TAKEN,
                                           .max = 1};
    return pal_sent_file_open(call, &search);
}
