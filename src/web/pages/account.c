/* account - sign-in, one-time links, one's own account. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "base/text.h"
#include "web/pages/access.h"
#include "web/pages/pages.h"

/* ----------------------------------------------------------------- sign-in */

enum pal_rc pal_page_sign_in(struct pal_call *call)
{
    const char *back =
        call->is_form_again ? pal_call_typed(call, "back") : pal_call_query(call, "back");
    pal_call_form(call, "email", "");
    pal_set_text(call->page, "back", back);
    return pal_call_show(call, "web_sign_in", pal_call_tr(call, "Sign in"));
}

/* Only a path of this server: never "//elsewhere" or "http:". Browsers pass over tabs and line ends
 * in an address and take "\\" for "/", so that only what a path is written with may stand in it. */
static const char *safe_path(const char *back)
{
    enum { BACK_MAX = 1000 }; /* no page of ours has a longer address: see pal_call_go */
    if (back == NULL || back[0] != '/' || back[1] == '/' || strlen(back) > BACK_MAX) {
        return "/";
    }
    for (const char *at = back; *at != '\0'; at++) {
        if (*at <= ' ' || *at >= 0x7F || *at == '\\') {
            return "/";
        }
    }
    return back;
}

/* What a browser calls itself: any bytes, of which a text is made. */
static const char *agent_of(struct pal_call *call)
{
    enum { AGENT_MAX = 200 };
    const char *agent = pal_http_header(call->request, "User-Agent");
    size_t len = agent != NULL ? strlen(agent) : 0;
    char *copy = pal_arena_copy(call->request->arena, agent != NULL ? agent : "",
                                len < AGENT_MAX ? len : AGENT_MAX);
    for (char *at = copy; at != NULL && *at != '\0'; at++) {
        *at = (char)(*at < ' ' || *at >= 0x7F ? '?' : *at);
    }
    return copy != NULL ? copy : "";
}

static void set_session(struct pal_call *call, const char *token, int64_t age)
{
    pal_http_set(call->response, "Set-Cookie",
                 pal_call_printf(call, "palier=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
                                 token, (long long)age,
                                 call->request->is_secure ? "; Secure" : ""));
}

/* The browser keeps who it is beyond the session: a stranger who guesses elsewhere does not keep
 * its person out. It opens nothing by itself. */
static void set_device(struct pal_call *call, const char *device)
{
    pal_http_set(
        call->response, "Set-Cookie",
        pal_call_printf(call, "palier_device=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                        device, PAL_DEVICE_AGE, call->request->is_secure ? "; Secure" : ""));
}

static enum pal_rc sign_in(struct pal_call *call, const char *email, const char *password)
{
    char token[PAL_SECRET_TEXT];
    char device[PAL_SECRET_TEXT];
    const struct pal_sign_in with = {.email = email,
                                     .password = password,
                                     .agent = agent_of(call),
                                     .device =
                                         pal_fields_get(&call->request->cookies, "palier_device")};
    enum pal_rc rc = pal_people_sign_in(&call->errand, &with, token, device);
    if (rc == PAL_OK) {
        set_session(call, token, PAL_SESSION_AGE);
        set_device(call, device);
    }
    return rc;
}

enum pal_rc pal_do_sign_in(struct pal_call *call)
{
    enum pal_rc rc = sign_in(call, pal_call_word(call, "email"), pal_call_word(call, "password"));
    return rc == PAL_OK ? pal_call_go(call, false, "%s", safe_path(pal_call_field(call, "back")))
                        : rc;
}

enum pal_rc pal_do_sign_out(struct pal_call *call)
{
    enum pal_rc rc = pal_people_sign_out(&call->errand);
    set_session(call, "", 0);
    return rc == PAL_OK ? pal_call_go(call, false, "/sign-in") : rc;
}

/* ------------------------------------------------------------------- links */

/* What an invitation is for: roles, and on which projects. */
static enum pal_rc add_link_roles(struct pal_call *call)
{
    struct pal_role_named *roles = NULL;
    size_t count = 0;
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    enum pal_rc rc = pal_people_link_roles(&call->errand, call->params[0], &roles, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const bool is_all = pal_rights_is_everywhere(roles[i].project);
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "role", roles[i].role);
        pal_put_text(row, "project", is_all ? NULL : roles[i].project);
        pal_put_text(row, "project_title", is_all ? NULL : roles[i].title);
        struct pal_value *words = pal_add_object(shown);
        pal_put_text(words, "title", pal_role_title(call, roles[i].role));
        pal_put_text(words, "project", is_all ? NULL : roles[i].title);
    }
    pal_set(call->data, "roles", list);
    pal_set(call->page, "roles", shown);
    return rc;
}

enum pal_rc pal_page_link(struct pal_call *call)
{
    struct pal_account person;
    const char *kind;
    enum pal_rc rc = pal_people_link(&call->errand, call->params[0], &person, &kind);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_speak(call, person.language);
    pal_set_text(call->data, "kind", kind);
    pal_set_text(call->data, "name", person.name);
    pal_set_text(call->data, "email", person.email);
    rc = add_link_roles(call);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_call_show(call, "web_link", pal_call_tr(call, "Choose a password"));
}

/* The second field must be the same as the first. */
static enum pal_rc check_again(struct pal_call *call, const char *password)
{
    if (strcmp(password, pal_call_word(call, "again")) != 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "again",
                                  "the two passwords differ");
    }
    return PAL_OK;
}

enum pal_rc pal_do_link(struct pal_call *call)
{
    struct pal_account person;
    const char *why;
    const char *password = pal_call_word(call, "password");
    enum pal_rc rc = pal_people_link(&call->errand, call->params[0], &person, &why);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_speak(call, person.language);
    rc = check_again(call, password);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_use_link(&call->errand, call->params[0], password);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *email = call->errand.principal.email;
    const bool is_invited = strcmp(why, "invitation") == 0;
    /* The password stands and the link is used: whoever must wait signs in later. */
    return sign_in(call, email, password) == PAL_OK
               ? pal_call_go(call, true, is_invited ? "/?welcome=1" : "/")
               : pal_call_go(call, true, "/sign-in");
}

/* ------------------------------------------------------------- own account */

/* The zones that there are; the one that was chosen, though no list has it. */
static enum pal_rc offer_zones(struct pal_call *call)
{
    const char *const *names = NULL;
    size_t count = 0;
    const char *chosen = call->errand.principal.zone != NULL ? call->errand.principal.zone : "";
    const struct pal_zone *own = pal_house_zone(call->errand.house, "");
    enum pal_rc rc = pal_zones_list(call->request->arena, &names, &count);
    pal_call_option(call, "zone", "",
                    own->name[0] != '\0'
                        ? pal_call_printf(call, pal_call_tr(call, "as the server: %s"), own->name)
                        : pal_call_tr(call, "as the server"),
                    chosen);
    bool is_among = chosen[0] == '\0';
    for (size_t i = 0; i < count; i++) {
        pal_call_option(call, "zone", names[i], names[i], chosen);
        is_among = is_among || strcmp(names[i], chosen) == 0;
    }
    if (!is_among && pal_house_zone(call->errand.house, chosen) != NULL) {
        pal_call_option(call, "zone", chosen, chosen, chosen);
    }
    pal_call_keep(call, "zone", chosen, NULL);
    /* Names of the tz database are English, and read so. */
    struct pal_value *field = pal_value_get(pal_value_get(call->page, "form"), "zone");
    PAL_EACH(row, pal_value_get(field, "options"))
    {
        pal_put_boolean(row, "is_name", pal_word_in(row, "value")[0] != '\0');
    }
    return pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_page_me(struct pal_call *call)
{
    const struct pal_principal *person = &call->errand.principal;
    struct pal_open_session *sessions = NULL;
    struct pal_api_token *tokens = NULL;
    size_t session_count = 0;
    size_t token_count = 0;
    enum pal_rc rc = pal_people_access(&call->errand, person->id, &sessions, &session_count,
                                       &tokens, &token_count);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", person->id);
    pal_set_text(call->data, "name", person->name);
    pal_set_text(call->data, "email", person->email);
    pal_set_text(call->data, "language", person->language);
    pal_set_text(call->data, "zone", person->zone);
    pal_call_sessions(call, sessions, session_count);
    pal_call_tokens(call, tokens, token_count);
    pal_call_form(call, "name", person->name);
    pal_call_option(call, "language", "en", "English", person->language);
    pal_call_option(call, "language", "fr", "Français", person->language);
    rc = call->is_api ? PAL_OK : offer_zones(call);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_form(call, "title", "");
    pal_call_option(call, "scope", "read", pal_call_tr(call, "read"), "read");
    pal_call_option(call, "scope", "write", pal_call_tr(call, "read and write"), "read");
    pal_call_form(call, "days", "90");
    return pal_call_show(call, "web_me", pal_call_tr(call, "My account"));
}

enum pal_rc pal_do_me_change(struct pal_call *call)
{
    const struct pal_own_account wish = {.name = pal_call_word(call, "name"),
                                         .language = pal_call_word(call, "language"),
                                         .zone = pal_call_field(call, "zone")};
    enum pal_rc rc = pal_people_change_own(&call->errand, &wish);
    return rc == PAL_OK ? pal_call_go(call, true, "/me") : rc;
}

enum pal_rc pal_do_me_password(struct pal_call *call)
{
    const char *password = pal_call_word(call, "new");
    enum pal_rc rc = check_again(call, password);
    if (rc == PAL_OK) {
        rc = pal_people_change_password(&call->errand, pal_call_word(call, "old"), password);
    }
    if (rc != PAL_OK && call->errand.err.field != NULL &&
        strcmp(call->errand.err.field, "password") == 0) {
        call->errand.err.field = rc == PAL_E_DENIED ? "old" : "new"; /* as this form has them */
    }
    return rc == PAL_OK ? pal_call_go(call, true, "/me") : rc;
}

enum pal_rc pal_do_me_sign_out(struct pal_call *call)
{
    enum pal_rc rc = pal_people_sign_out_everywhere(&call->errand, call->errand.principal.id);
    return rc == PAL_OK ? pal_call_go(call, false, "/sign-in") : rc;
}

enum pal_rc pal_do_me_session_end(struct pal_call *call)
{
    enum pal_rc rc =
        pal_people_end_session(&call->errand, call->errand.principal.id, pal_call_word(call, "id"));
    return rc == PAL_OK ? pal_call_go(call, true, "/me") : rc;
}

/* The token is shown on the page that answers, and never again. */
enum pal_rc pal_do_me_token_add(struct pal_call *call)
{
    char token[PAL_SECRET_TEXT];
    const struct pal_new_token wanted = {.title = pal_call_word(call, "title"),
                                         .scope = pal_call_word(call, "scope"),
                                         .days = pal_whole_number(pal_call_word(call, "days")),
                                         .password = pal_call_word(call, "password")};
    enum pal_rc rc = pal_people_add_token(&call->errand, &wanted, token);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "token", token);
    return pal_page_me(call);
}

enum pal_rc pal_do_me_token_revoke(struct pal_call *call)
{
    enum pal_rc rc = pal_people_revoke_token(&call->errand, call->errand.principal.id,
                                             pal_call_word(call, "id"));
    return rc == PAL_OK ? pal_call_go(call, true, "/me") : rc;
}
