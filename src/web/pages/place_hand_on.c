/* place_hand_on - a topic, or all of it, is handed on to a colleague by a link of its own, and
 * taken back; see app/house/passes.h. */
#include <string.h>

#include "app/house/passes.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/web_parts.h"

enum { DAY = 24 * 3600 };

static const char *state_title(const struct pal_call *call, enum pal_pass_state state)
{
    return state == PAL_PASS_REVOKED ? pal_call_tr(call, "taken back")
           : state == PAL_PASS_OVER  ? pal_call_tr(call, "over")
                                     : pal_call_tr(call, "open");
}

static const char *topic_title(struct pal_call *call, const struct pal_place_view *view,
                               const char *part)
{
    const struct pal_answering_topic *topic =
        part[0] != '\0' ? pal_answering_topic(&view->answering, part) : NULL;
    return topic != NULL     ? pal_place_topic_title(call, topic)
           : part[0] != '\0' ? part
                             : pal_call_tr(call, "all topics");
}

/* What the link lets its holder do. */
static const char *may_title(const struct pal_call *call, unsigned rights)
{
    bool answers = (rights & PAL_PASS_ANSWER) != 0;
    bool hands_on = (rights & PAL_PASS_HAND_ON) != 0;
    return answers && hands_on ? pal_call_tr(call, "answer, and hand on")
           : answers           ? pal_call_tr(call, "answer")
                               : pal_call_tr(call, "read along");
}

static void put_pass(struct pal_call *call, const struct pal_place_view *view,
                     const struct pal_pass *pass, struct pal_value *row, struct pal_value *line)
{
    pal_put_text(row, "id", pass->id);
    pal_put_text(row, "note", pass->note[0] != '\0' ? pass->note : NULL);
    pal_put_text(row, "topic", pass->part[0] != '\0' ? pass->part : NULL);
    pal_put_boolean(row, "may_answer", (pass->rights & PAL_PASS_ANSWER) != 0);
    pal_put_boolean(row, "may_hand_on", (pass->rights & PAL_PASS_HAND_ON) != 0);
    pal_put_text(row, "made", pal_call_time(call, pass->created_at));
    pal_put_text(row, "until", pal_call_day(call, pass->expires_at - 1));
    pal_put_text(row, "state", pal_pass_state_ids[pass->state]);
    pal_put(line, "of", row);
    pal_put_text(line, "state_title", state_title(call, pass->state));
    pal_put_text(line, "topic_title", topic_title(call, view, pass->part));
    pal_put_text(line, "may_title", may_title(call, pass->rights));
    pal_put_boolean(line, "can_take_back",
                    pass->state == PAL_PASS_OPEN || pass->state == PAL_PASS_ASLEEP);
}

/* Of whoever holds a link what they handed on; of the buyer's side all links to it. */
static enum pal_rc put_passes(struct pal_call *call, const struct pal_place_view *view)
{
    struct pal_pass *passes = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc =
        call->errand.principal.pass != NULL
            ? pal_passes_handed_on(&call->errand, &passes, &count)
            : pal_passes_list(&call->errand, PAL_SENDING_KIND, view->sending.id, &passes, &count);
    for (size_t i = 0; i < count; i++) {
        put_pass(call, view, &passes[i], pal_add_object(list), pal_add_object(shown));
    }
    pal_set(call->data, "passes", list);
    pal_set(call->page, "passes", shown);
    return rc;
}

/* What the form offers: the topics, and until the end of the time to answer. */
static void put_form(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_pass *held = call->errand.principal.pass;
    int64_t now = call->errand.now;
    int64_t most = held != NULL ? held->expires_at - 1 : now + (int64_t)PAL_PASS_DAYS * DAY;
    int64_t offered = view->sending.until > now ? view->sending.until : now + 30 * (int64_t)DAY;
    bool is_narrow = held != NULL && held->part[0] != '\0';
    pal_call_form(call, "until", pal_call_day(call, offered < most ? offered : most));
    pal_call_form(call, "note", "");
    if (!is_narrow) {
        pal_call_option(call, "topic", "", pal_call_tr(call, "all topics"), "");
    }
    for (size_t i = 0; i < view->answering.topic_count; i++) {
        const struct pal_answering_topic *topic = &view->answering.topics[i];
        if (strcmp(topic->id, PAL_ANSWERING_ABOVE) != 0) {
            pal_call_option(call, "topic", topic->id, pal_place_topic_title(call, topic), "");
        }
    }
    pal_call_option(call, "may", "answer", pal_call_tr(call, "answer"), "answer");
    pal_call_option(call, "may", "hand-on", pal_call_tr(call, "answer, and hand on"), "answer");
    pal_call_option(call, "may", "read",
                    pal_call_tr(call, "read along: for management and lawyers, who change nothing"),
                    "answer");
    pal_set_text(call->page, "until_least", pal_call_day(call, now));
    pal_set_text(call->page, "until_most", pal_call_day(call, most));
}

enum pal_rc pal_page_place_hand_on(struct pal_call *call)
{
    struct pal_place_view view;
    enum pal_rc rc = pal_place_open(call, &view);
    rc = rc == PAL_OK ? put_passes(call, &view) : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_place_data(call, &view);
    put_form(call, &view);
    pal_set_boolean(call->page, "can_make",
                    call->errand.principal.pass != NULL || call->errand.session != NULL);
    return pal_call_show(call, "web_place_hand_on", view.sending.title);
}

static unsigned rights_of(const struct pal_call *call)
{
    const char *may = pal_call_word(call, "may");
    return strcmp(may, "read") == 0 ? (unsigned)PAL_PASS_READ
           : strcmp(may, "hand-on") == 0
               ? (unsigned)PAL_PASS_READ | PAL_PASS_ANSWER | PAL_PASS_HAND_ON
               : (unsigned)PAL_PASS_READ | PAL_PASS_ANSWER;
}

enum pal_rc pal_do_place_hand_on(struct pal_call *call)
{
    struct pal_place_view view;
    const char *topic = pal_call_word(call, "topic");
    const struct pal_new_pass wanted = {.kind = PAL_SENDING_KIND,
                                        .subject = call->params[0],
                                        .rights = rights_of(call),
                                        .last_day =
                                            pal_seconds_of_day(pal_call_word(call, "until")),
                                        .note = pal_call_word(call, "note"),
                                        .part = topic};
    enum pal_rc rc = pal_place_open(call, &view);
    if (rc == PAL_OK && topic[0] != '\0' && pal_answering_topic(&view.answering, topic) == NULL) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "topic",
                                  "nothing is asked here on the topic %s", pal_quote(topic).text);
    }
    rc = rc == PAL_OK ? pal_link_make(call, &wanted) : rc;
    return rc == PAL_OK ? pal_page_place_hand_on(call) : rc;
}

enum pal_rc pal_do_place_take_back(struct pal_call *call)
{
    struct pal_place_view view;
    const char *id = pal_call_word(call, "id");
    enum pal_rc rc = pal_place_open_sending(call, &view);
    if (rc == PAL_OK) {
        rc = call->errand.principal.pass != NULL
                 ? pal_passes_take_back(&call->errand, id)
                 : pal_passes_revoke(&call->errand, PAL_SENDING_KIND, view.sending.id, id);
    }
    return rc == PAL_OK ? pal_call_go(call, true, "%s/hand-on", view.base) : rc;
}
