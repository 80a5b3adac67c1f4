/* refusals - how HTTP's own refusals look: a request that cannot be read, or that is too large.
 * They come from any thread and wait for nothing: neither the database nor the account is asked. */
#include <string.h>

#include "app/desk/library.h"
#include "base/text.h"
#include "base/zone.h"
#include "web/web_parts.h"

enum pal_lang pal_web_browser_language(const struct pal_http_request *request)
{
    const char *browser = pal_http_header(request, "Accept-Language");
    enum pal_lang lang = PAL_LANG_EN;
    if (browser != NULL && strlen(browser) >= 2) {
        char code[3] = {browser[0], browser[1], '\0'};
        (void)pal_lang_find(code, &lang);
    }
    return lang;
}

/* As near as the request alone tells it. */
static enum pal_lang language_of(const struct pal_http_request *request)
{
    static const char *const cookies[] = {PAL_LANGUAGE_COOKIE, PAL_LANGUAGE_COOKIE_ACCOUNT};
    enum pal_lang lang;
    for (size_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
        const char *kept = pal_fields_get(&request->cookies, cookies[i]);
        if (kept != NULL && pal_lang_find(kept, &lang)) {
            return lang;
        }
    }
    return pal_web_browser_language(request);
}

static bool is_browser(const struct pal_http_request *request)
{
    const char *accepted = pal_http_header(request, "Accept");
    return accepted != NULL && strstr(accepted, "text/html") != NULL;
}

/* What somebody in front of a browser does next. */
static const char *advice(unsigned status)
{
    return status == 413
               ? PAL_N_("Nothing of it was kept. Go back in the browser, where what you typed may "
                        "still stand, and send less.")
               : PAL_N_("Nothing was done. Go back in the browser, or follow the links from the "
                        "projects.");
}

static void write_line(const struct pal_call *call, unsigned status, const char *sentence)
{
    call->response->content_type = "text/plain; charset=utf-8";
    pal_buf_printf(&call->response->body, "%u: %s\n", status, sentence);
}

/* A page costs memory and time, of which there is too little where the status is the server's. */
static void fill(struct pal_call *call, unsigned status, const char *said)
{
    bool is_page = status < 500 && !call->is_api && is_browser(call->request);
    if (!call->is_api && !is_page) {
        write_line(call, status, said);
        return;
    }
    (void)pal_err_set(&call->errand.err, PAL_E_INVALID, "%s%s%s", said, is_page ? " " : "",
                      is_page ? pal_call_tr(call, advice(status)) : "");
    pal_web_show_error(call, status);
}

/* What came with a body to an address that there is not, or not so, is told that; what is too large
 * is told how much may come. */
static const char *look_closer(struct pal_call *call, unsigned found, unsigned *status,
                               const char *sentence)
{
    struct pal_quote path = pal_quote(call->request->path);
    bool is_open;
    size_t most = pal_web_body_max(call->web, call->request, &is_open);
    if (call->route == NULL) {
        *status = found;
    }
    if (*status == 405) {
        pal_web_tell_methods(call);
    }
    return *status == 404
               ? pal_call_printf(call, pal_call_tr(call, "there is no page %s"), path.text)
           : *status == 405
               ? pal_call_printf(call, pal_call_tr(call, "%s does not take this method"), path.text)
           : most > 0
               ? pal_call_printf(call, pal_call_tr(call, "%s At most: %s."),
                                 pal_call_tr(call, sentence), pal_call_size(call, (int64_t)most))
               : pal_call_tr(call, sentence);
}

void pal_web_refuse(void *ctx, const struct pal_http_request *request, unsigned status,
                    const char *sentence, struct pal_http_response *response)
{
    struct pal_http_request own = *request; /* what is shown of it is kept in its memory */
    const char *params[4];
    unsigned found = status;
    struct pal_door door;
    struct pal_call call = {.web = ctx,
                            .request = &own,
                            .response = response,
                            .place = own.path,
                            .zone = &pal_zone_utc,
                            .errand = {.arena = own.arena, .source = own.remote}};
    call.route = pal_route_find(&own, &door, params, &found);
    /* Of an address that cannot be read there are no segments. */
    call.is_api = door.is_api || strncmp(own.target, "/api/", 5) == 0;
    call.pass = door.pass;
    call.is_quiet = door.pass != NULL;
    call.language = pal_library_language(language_of(&own));
    call.voice = pal_language_voice(&call.language);
    call.errand.voice = &call.voice;
    pal_values_init(&call.values, own.arena);
    call.data = pal_value_object(&call.values);
    call.page = pal_value_object(&call.values);
    pal_web_guard(response, own.is_secure, true, false);
    pal_http_set(response, "Cache-Control", "no-store");
    const char *said =
        status == 413 ? look_closer(&call, found, &status, sentence) : pal_call_tr(&call, sentence);
    call.route = NULL; /* no page of it is shown */
    fill(&call, status, said);
    response->status = status;
}
