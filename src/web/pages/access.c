/* pages_access - what the pages of accounts share: sessions, tokens, what was lifted. */
#include <string.h>

#include "web/pages/access.h"
#include "web/web_parts.h"

void pal_call_sessions(struct pal_call *call, const struct pal_session *sessions, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        char name[PAL_SESSION_NAME];
        json_t *row = json_object();
        bool is_this =
            call->errand.session != NULL && strcmp(sessions[i].hash, call->errand.session) == 0;
        pal_session_name(sessions[i].hash, name);
        pal_call_text(call, row, "id", name);
        pal_call_text(call, row, "browser", sessions[i].agent);
        pal_call_text(call, row, "since", pal_call_time(call, sessions[i].created_at));
        pal_call_text(call, row, "last_seen", pal_call_time(call, sessions[i].seen_at));
        pal_call_put(call, row, "is_this", json_boolean(is_this));
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->data, "sessions", list);
}

void pal_call_tokens(struct pal_call *call, const struct pal_token *tokens, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].revoked_at != 0) {
            continue;
        }
        json_t *row = json_object();
        pal_call_text(call, row, "id", tokens[i].id);
        pal_call_text(call, row, "title", tokens[i].title);
        pal_call_text(call, row, "scope", tokens[i].scope);
        pal_call_text(call, row, "expires", pal_call_day(call, tokens[i].expires_at));
        pal_call_text(call, row, "last_used",
                      tokens[i].used_at != 0 ? pal_call_time(call, tokens[i].used_at) : NULL);
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->data, "tokens", list);
}

const char *pal_call_duty(struct pal_call *call, const struct pal_duty *duty)
{
    return pal_call_printf(call, pal_call_tr(call, "%s and %s"),
                           pal_text_in(&duty->a_title, call->language.lang),
                           pal_text_in(&duty->b_title, call->language.lang));
}

void pal_call_lifts(struct pal_call *call, const struct pal_lift *lifts, size_t count)
{
    json_t *list = json_array();
    const struct pal_rights *rights = pal_house_rights(call->errand.house);
    for (size_t i = 0; i < count; i++) {
        const struct pal_duty *duty = pal_rights_duty(rights, lifts[i].duty);
        bool is_everywhere = strcmp(lifts[i].project, PAL_EVERYWHERE) == 0;
        json_t *row = json_object();
        pal_call_text(call, row, "id",
                      pal_call_printf(call, "%s %s", lifts[i].duty, lifts[i].project));
        pal_call_text(call, row, "rule", lifts[i].duty);
        pal_call_text(call, row, "pair", duty != NULL ? pal_call_duty(call, duty) : lifts[i].duty);
        pal_call_text(call, row, "person", lifts[i].person);
        pal_call_text(call, row, "name", pal_call_person(call, lifts[i].person));
        pal_call_text(call, row, "project", is_everywhere ? NULL : lifts[i].project);
        pal_call_text(call, row, "reason", lifts[i].reason);
        pal_call_text(call, row, "by",
                      lifts[i].by[0] != '\0' ? pal_call_person(call, lifts[i].by) : NULL);
        pal_call_text(call, row, "since", pal_call_day(call, lifts[i].at));
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->page, "has_lifts", json_boolean(json_array_size(list) > 0));
    pal_call_put(call, call->data, "lifts", list);
}
