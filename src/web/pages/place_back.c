/* place_back - what was asked back about answers, at their questions in the place where one
 * answers; see place.h, asked_back.h. */
#include <string.h>

#include "base/text.h"
#include "web/pages/asked_back.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/web_parts.h"

enum pal_rc pal_place_backs(struct pal_call *call, struct pal_place_view *view)
{
    const struct pal_sending *sending = &view->sending;
    if (!sending->was_submitted || sending->is_sealed) { /* nothing can have been said */
        return PAL_OK;
    }
    enum pal_rc rc = pal_asked_back_list(&call->errand, sending, &view->backs, &view->back_count);
    return rc == PAL_OK ? pal_asked_back_may(&call->errand, sending, &view->back_may) : rc;
}

const struct pal_back_thread *pal_place_back(const struct pal_place_view *view, const char *part)
{
    for (size_t i = 0; i < view->back_count; i++) {
        if (strcmp(view->backs[i].question, part) == 0) {
            return &view->backs[i];
        }
    }
    return NULL;
}

static bool is_awaited(const struct pal_call *call, const struct pal_place_view *view,
                       const struct pal_answering_item *item)
{
    const struct pal_back_thread *back = pal_place_back(view, item->now.question);
    return back != NULL && pal_back_is_awaited(&call->errand, back);
}

size_t pal_place_awaited(const struct pal_call *call, const struct pal_place_view *view,
                         size_t topic)
{
    size_t count = 0;
    for (size_t i = 0; i < view->answering.count && view->back_count > 0; i++) {
        const struct pal_answering_item *item = &view->answering.items[i];
        count += item->topic == topic && is_awaited(call, view, item);
    }
    return count;
}

void pal_place_put_count(struct pal_value *row, size_t awaited)
{
    if (awaited > 0) {
        pal_put_integer(row, "awaited", (int64_t)awaited);
    } else {
        pal_put_null(row, "awaited");
    }
}

void pal_place_put_awaited(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    for (size_t i = 0; i < view->answering.count && view->back_count > 0; i++) {
        const struct pal_answering_item *item = &view->answering.items[i];
        if (is_awaited(call, view, item)) {
            struct pal_value *row = pal_add_object(shown);
            pal_add_text(list, item->now.question);
            pal_put_text(row, "code", item->area != NULL ? item->area->id : item->question->id);
            pal_put_text(row, "question", pal_place_question(call, item));
            pal_put_text(row, "url", pal_place_item_url(call, view, item));
        }
    }
    pal_set(call->data, "asked_back", list);
    pal_set(call->page, "awaited", shown);
    pal_set_boolean(call->page, "has_awaited", pal_value_count(shown) > 0);
}

static const char *url_of(struct pal_call *call, const struct pal_place_view *view,
                          const struct pal_answering_item *item)
{
    return pal_call_printf(call, "%s/topics/%s/%s/reply", view->base,
                           view->answering.topics[item->topic].id,
                           item->area != NULL ? item->area->id : item->question->id);
}

enum pal_rc pal_place_put_back(struct pal_call *call, const struct pal_place_view *view,
                               const struct pal_answering_item *item, struct pal_value *row,
                               struct pal_value *list)
{
    const char *part = item->now.question;
    const struct pal_back_thread *last = pal_place_back(view, part);
    struct pal_back_thread thread = {.question = part, .state = PAL_BACK_SETTLED};
    bool is_again =
        pal_call_is_again(call, pal_do_place_reply) && strcmp(pal_place_part(call), part) == 0;
    bool lacks_who = pal_place_role(call) == NULL;
    if (last == NULL && !view->back_may.reply) {
        pal_put_null(row, "back");
        return PAL_OK;
    }
    enum pal_rc rc =
        last != NULL ? pal_asked_back_read(&call->errand, &view->sending, part, &thread) : PAL_OK;
    const struct pal_back_at at = {
        .sending = &view->sending,
        .may = &view->back_may,
        .act = url_of(call, view, item),
        .who_url = lacks_who ? pal_call_printf(call, "%s/who?to=%s", view->base,
                                               view->answering.topics[item->topic].id)
                             : NULL,
        .is_place = true};
    return rc == PAL_OK ? pal_back_put(call, &at, &thread, is_again, row,
                                       last != NULL ? pal_add_object(list) : NULL)
                        : rc;
}

/* --------------------------------------------------------------------------- acts */

enum pal_rc pal_do_place_reply(struct pal_call *call)
{
    struct pal_place_view view;
    const char *part = pal_place_part(call);
    enum pal_rc rc = pal_place_look(call, &view);
    if (rc == PAL_OK && pal_place_role(call) == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "say first in which role you answer, at the beginning of the place");
    }
    const struct pal_back_sent sent = {.sending = view.sending.id,
                                       .question = part,
                                       .by = rc == PAL_OK ? pal_place_by(call, &view) : NULL,
                                       .state = PAL_BACK_REPLIED};
    rc = rc == PAL_OK ? pal_back_do(call, &sent) : rc;
    return rc == PAL_OK ? pal_call_go(call, false, "%s/topics/%s?saved=%lld&at=%s#%s", view.base,
                                      call->params[1], (long long)call->errand.now,
                                      pal_call_escaped(call, part), pal_place_anchor(call, part))
                        : rc;
}
