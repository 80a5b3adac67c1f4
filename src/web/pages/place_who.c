/* place_who - who answers in this browser: in which role, and, if they like, under which name; see
 * app/house/contributors.h. */
#include <string.h>

#include "app/house/contributors.h"
#include "app/house/passes.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"

static enum pal_rc put_known(struct pal_call *call)
{
    struct pal_contributor *known = NULL;
    size_t count = 0;
    const struct pal_pass *held = call->errand.principal.pass;
    struct pal_value *list = pal_value_list(&call->values);
    enum pal_rc rc = pal_contributors_list(&call->errand, &known, &count);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "person", known[i].person);
        pal_put_text(row, "name", known[i].name);
        pal_put_text(row, "role", known[i].role);
        pal_put_boolean(row, "is_self",
                        held != NULL && held->contributor != NULL &&
                            strcmp(held->contributor, known[i].person) == 0);
    }
    pal_set(call->data, "people", list);
    pal_set_boolean(call->page, "has_people", count > 0);
    return rc;
}

enum pal_rc pal_page_place_who(struct pal_call *call)
{
    struct pal_place_view view;
    const struct pal_pass *held = call->errand.principal.pass;
    const char *to = pal_place_query(call, "to");
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    rc = rc == PAL_OK ? put_known(call) : rc;
    rc = rc == PAL_OK ? pal_place_put_notice(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (held == NULL) { /* they are who they are */
        return pal_call_go(call, false, "%s", view.base);
    }
    pal_call_form(call, "role", held->role != NULL ? held->role : "");
    pal_call_form(call, "name", held->contributor != NULL ? held->contributor_name : "");
    pal_set_text(call->page, "to", to != NULL ? to : pal_place_word(call, "to"));
    pal_set_integer(call->page, "years", PAL_CONTRIBUTOR_YEARS);
    return pal_call_show(call, "web_place_who", view.sending.title);
}

/* Where they wanted to go: a topic, or the overview. */
static enum pal_rc go_on(struct pal_call *call, const struct pal_place_view *view)
{
    const char *to = pal_place_word(call, "to");
    return to[0] != '\0'
               ? pal_call_go(call, true, "%s/topics/%s", view->base, pal_call_escaped(call, to))
               : pal_call_go(call, true, "%s", view->base);
}

enum pal_rc pal_do_place_who(struct pal_call *call)
{
    struct pal_place_view view;
    const struct pal_contributor_wish wish = {.role = pal_place_word(call, "role"),
                                              .name = pal_place_word(call, "name"),
                                              .person = "",
                                              .language = pal_lang_codes[call->language.lang]};
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK ? pal_contributor_say(&call->errand, &wish) : rc;
    return rc == PAL_OK ? go_on(call, &view) : rc;
}

/* Somebody who gave a name with this link before. */
enum pal_rc pal_do_place_self(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_contributor *known = NULL;
    size_t count = 0;
    const char *person = pal_place_word(call, "person");
    enum pal_rc rc = pal_place_open_sending(call, &view);
    rc = rc == PAL_OK ? pal_contributors_list(&call->errand, &known, &count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i].person, person) == 0) {
            const struct pal_contributor_wish wish = {.role = known[i].role,
                                                      .name = known[i].name,
                                                      .person = person,
                                                      .language =
                                                          pal_lang_codes[call->language.lang]};
            rc = pal_contributor_say(&call->errand, &wish);
            return rc == PAL_OK ? go_on(call, &view) : rc;
        }
    }
    return pal_errand_fail(&call->errand, PAL_E_INVALID,
                           "nobody of that name has answered with this link: say who you are");
}
