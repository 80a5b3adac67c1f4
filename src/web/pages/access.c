/* access - what the pages of accounts share: sessions, tokens, what was lifted. */
#include <string.h>

#include "app/house/house.h"
#include "web/pages/access.h"

void pal_call_sessions(struct pal_call *call, const struct pal_open_session *sessions, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", sessions[i].id);
        pal_put_text(row, "browser", sessions[i].agent[0] != '\0' ? sessions[i].agent : NULL);
        pal_put_text(row, "since", pal_call_time(call, sessions[i].created_at));
        pal_put_text(row, "last_seen", pal_call_time(call, sessions[i].seen_at));
        pal_put_boolean(row, "is_this", sessions[i].is_this);
        pal_add(list, row);
    }
    pal_set(call->data, "sessions", list);
}

void pal_call_tokens(struct pal_call *call, const struct pal_api_token *tokens, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].revoked_at != 0 || tokens[i].expires_at <= call->errand.now) {
            continue; /* it opens nothing any more */
        }
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", tokens[i].id);
        pal_put_text(row, "title", tokens[i].title);
        pal_put_text(row, "scope", tokens[i].scope);
        pal_put_text(row, "expires", pal_call_time(call, tokens[i].expires_at));
        pal_put_text(row, "last_used",
                     tokens[i].used_at != 0 ? pal_call_time(call, tokens[i].used_at) : NULL);
        pal_add(list, row);
    }
    pal_set(call->data, "tokens", list);
}

const char *pal_call_duty(struct pal_call *call, const struct pal_duty *duty)
{
    return pal_call_printf(call, pal_call_tr(call, "%s and %s"),
                           pal_text_in(&duty->a_title, call->language.lang),
                           pal_text_in(&duty->b_title, call->language.lang));
}

void pal_call_lifts(struct pal_call *call, const struct pal_lifted_duty *lifts, size_t count)
{
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_rights *rights = pal_house_rights(call->errand.house);
    for (size_t i = 0; i < count; i++) {
        const struct pal_duty *duty = pal_rights_duty(rights, lifts[i].duty);
        bool is_everywhere = strcmp(lifts[i].project, PAL_EVERYWHERE) == 0;
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", pal_call_printf(call, "%s %s", lifts[i].duty, lifts[i].project));
        pal_put_text(row, "rule", lifts[i].duty);
        pal_put_text(row, "pair", duty != NULL ? pal_call_duty(call, duty) : lifts[i].duty);
        pal_put_text(row, "person", lifts[i].person);
        pal_put_text(row, "name", pal_call_person(call, lifts[i].person));
        pal_put_text(row, "project", is_everywhere ? NULL : lifts[i].project);
        pal_put_text(row, "reason", lifts[i].reason);
        pal_put_text(row, "by", lifts[i].by[0] != '\0' ? pal_call_person(call, lifts[i].by) : NULL);
        pal_put_text(row, "since", pal_call_time(call, lifts[i].at));
        pal_put_boolean(row, "can_unlift", !lifts[i].is_needed && !call->errand.is_read_only);
        pal_add(list, row);
    }
    pal_set_boolean(call->page, "has_lifts", pal_value_count(list) > 0);
    pal_set(call->data, "lifts", list);
}
