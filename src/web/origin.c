/* origin - a change is taken from a page of ours alone. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/secret.h"
#include "web/web_parts.h"

/* What the browser keeps for this session. */
static const char *own_cookie(const struct pal_call *call)
{
    return pal_fields_get(&call->request->cookies, call->pass != NULL ? PAL_PASS_COOKIE : "palier");
}

/* The token of a form is another one on each page, or compression would tell it to whoever can make
 * the page repeat a guess (BREACH): a random word, and its MAC under the session's secret. */
static const char *csrf_for(struct pal_call *call, const char *word)
{
    char mac[PAL_HASH_TEXT];
    pal_secret_mac(own_cookie(call), word, mac);
    return pal_call_printf(call, "%s.%s", word, mac);
}

const char *pal_call_csrf(struct pal_call *call)
{
    char word[PAL_ID_TEXT];
    if (call->errand.session == NULL) {
        return "";
    }
    pal_secret_id(word);
    return csrf_for(call, word);
}

static bool is_own_csrf(struct pal_call *call, const char *sent)
{
    size_t len = sent != NULL ? strcspn(sent, ".") : 0;
    const char *word = pal_call_printf(call, "%.*s", (int)len, sent != NULL ? sent : "");
    return len == PAL_ID_TEXT - 1 && pal_secret_equal(sent, csrf_for(call, word));
}

/* By what the browser says of its origin, and by the session's token in the form (or a header,
 * where a script of the API has the cookie). */
enum pal_rc pal_web_check_origin(struct pal_call *call)
{
    const char *site = pal_http_header(call->request, "Sec-Fetch-Site");
    const char *origin = pal_http_header(call->request, "Origin");
    const char *sent = pal_call_field(call, "csrf");
    const char *host = origin != NULL ? strstr(origin, "://") : NULL;
    const char *own = pal_http_header(call->request, "Host");
    /* A page that is to tell nobody where it was sends its forms with "Origin: null" (Fetch, 3.2).
     * There the form's token holds, or the secret in the address that is posted to. */
    bool is_unnamed = call->is_quiet && origin != NULL && strcmp(origin, "null") == 0;
    bool is_strange =
        (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) ||
        (origin != NULL && !is_unnamed &&
         (host == NULL || own == NULL || strcmp(host + 3, own) != 0));
    if (call->is_api && pal_http_header(call->request, "Authorization") != NULL) {
        return PAL_OK; /* a token is not sent by a browser on its own */
    }
    if (sent == NULL) {
        sent = pal_http_header(call->request, "X-CSRF-Token");
    }
    bool is_missing = call->errand.session != NULL && !is_own_csrf(call, sent);
    if (is_strange || is_missing) {
        return pal_errand_fail(&call->errand, PAL_E_DENIED,
                               "this form is not from a page of this session; load the page again "
                               "and send it once more");
    }
    return PAL_OK;
}
