#include "web/marking.h"

#include <string.h>

#include "app/house/errand.h"
#include "app/house/passes.h"
#include "app/house/shelf.h"
#include "base/bidi.h"
#include "base/limits.h"

/* ------------------------------------------------------------------ finding */

static const char between[] = " · "; /* where several projects are compared */

/* Whether a marking stands among those that were found: as a whole, not within another. */
static bool is_found(const char *found, const char *marking)
{
    size_t len = strlen(marking);
    size_t gap = sizeof between - 1;
    for (const char *at = found; (at = strstr(at, marking)) != NULL; at++) {
        bool begins =
            at == found || ((size_t)(at - found) >= gap && strncmp(at - gap, between, gap) == 0);
        if (begins && (at[len] == '\0' || strncmp(at + len, between, gap) == 0)) {
            return true;
        }
    }
    return false;
}

/* Adds the marking of a project, once. */
static enum pal_rc add_project(struct pal_call *call, const char *project)
{
    struct pal_document record;
    if (project == NULL || project[0] == '\0' ||
        (!pal_errand_may(&call->errand, PAL_MAY_READ_PROJECT, project) &&
         !pal_passes_reads(&call->errand, "project", project, project))) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    if (rc == PAL_OK && call->route->method == PAL_GET && call->project != NULL &&
        strcmp(call->project, project) == 0) {
        call->own = record; /* its pages need not ask again; an act must see what others wrote */
    }
    if (rc != PAL_OK || strstr(record.text, "marking") == NULL) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc; /* its own page says that it is not there */
    }
    const struct pal_value *document = pal_call_document(call, record.text, strlen(record.text));
    if (document == NULL || pal_call_is_short(call)) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY); /* nothing goes out without it */
    }
    const char *marking = pal_value_as_text(pal_value_get(document, "marking"));
    if (marking != NULL && marking[0] != '\0') {
        if (call->marking == NULL) {
            call->marking = marking;
        } else if (!is_found(call->marking, marking)) {
            call->marking = pal_call_printf(call, "%s%s%s", call->marking, between, marking);
        }
    }
    return PAL_OK;
}

static enum pal_rc add_document(struct pal_call *call, const char *kind, const char *id)
{
    const char *project;
    enum pal_rc rc = pal_house_project_of(&call->errand, kind, id, &project);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(&call->errand, rc);
    }
    return add_project(call, project);
}

/* Of each assessment that is compared, and of the project whose candidates are. */
static enum pal_rc add_compared(struct pal_call *call)
{
    const struct pal_fields *query = &call->request->query;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < query->count && rc == PAL_OK; i++) {
        if (strcmp(query->items[i].name, "id") == 0) {
            rc = add_document(call, "assessment", query->items[i].value);
        } else if (strcmp(query->items[i].name, "project") == 0) {
            rc = add_project(call, query->items[i].value);
        }
    }
    return rc;
}

/* How many bytes of the marking fit a header with three for each, cut at a character: eight are
 * compared, and there may be texts from before markings had a limit. */
static size_t header_fit(const char *marking)
{
    enum { BYTES_MOST = 1300 };
    size_t len = strlen(marking);
    if (len > BYTES_MOST) {
        for (len = BYTES_MOST; ((unsigned char)marking[len] & 0xC0) == 0x80; len--) {
        }
    }
    return len;
}

/* What a header may hold: printable ASCII as it is, the bytes of all else as "%C3"; what does not
 * fit as an ellipsis. */
static const char *header_value(struct pal_call *call)
{
    struct pal_buf out;
    size_t len = header_fit(call->marking);
    pal_buf_init(&out, 4096, NULL);
    for (size_t i = 0; i < len; i++) {
        char byte = call->marking[i];
        if (byte >= ' ' && byte < 0x7F && byte != '%') {
            pal_buf_add_char(&out, byte);
        } else {
            pal_buf_printf(&out, "%%%02X", (unsigned)(unsigned char)byte);
        }
    }
    pal_buf_add(&out, call->marking[len] != '\0' ? "%E2%80%A6" : "");
    const char *text = pal_buf_text(&out);
    const char *copy = text != NULL ? pal_arena_copy(call->request->arena, text, out.len) : NULL;
    pal_buf_done(&out);
    return copy;
}

/* Puts what was found into the header. */
static enum pal_rc set_header(struct pal_call *call, enum pal_rc rc)
{
    if (rc != PAL_OK || call->marking == NULL) {
        return rc;
    }
    const char *value = header_value(call);
    if (value == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    pal_http_set(call->response, "X-Palier-Marking", value);
    return PAL_OK;
}

enum pal_rc pal_marking_find_of(struct pal_call *call, const char *project, const char *subject)
{
    size_t len = strcspn(subject, "/");
    enum pal_rc rc = add_project(call, project);
    if (rc == PAL_OK && subject[len] == '/') {
        rc =
            add_document(call, pal_call_printf(call, "%.*s", (int)len, subject), subject + len + 1);
    }
    return set_header(call, rc);
}

enum pal_rc pal_marking_find(struct pal_call *call)
{
    enum pal_rc rc = PAL_OK;
    if (call->project != NULL) {
        rc = add_project(call, call->project);
    } else if (strncmp(call->route->path, "/library/{kind}/{id}", 20) == 0) {
        rc = add_document(call, call->params[0], call->params[1]);
    } else if (strcmp(call->route->path, "/compare") == 0) {
        rc = add_compared(call);
    }
    return set_header(call, rc);
}

void pal_marking_tell(struct pal_call *call)
{
    if (call->marking != NULL && pal_value_is(call->data, PAL_VALUE_OBJECT)) {
        pal_set_text(call->data, "marking", call->marking);
    }
}

/* -------------------------------------------------------------------- files */

/* "DIFFUSION-RESTREINTE_plan.pdf": the marking goes where the file goes. */
static const char *marked_name(struct pal_call *call, const char *marking, const char *file_name)
{
    char mark[PAL_LIMIT_MARKING + 2];
    size_t used = 0;
    for (const char *at = marking; *at != '\0' && used < PAL_LIMIT_MARKING; at++) {
        bool is_plain =
            (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z');
        if (is_plain) {
            mark[used++] = *at;
        } else if (used > 0 && mark[used - 1] != '-' && ((unsigned char)*at & 0xC0) != 0x80) {
            mark[used++] = '-';
        }
    }
    while (used > 0 && mark[used - 1] == '-') {
        used--;
    }
    return used > 0 ? pal_call_printf(call, "%.*s_%s", (int)used, mark, file_name) : file_name;
}

/* A name in ASCII: whatever else it holds is a line below. */
static void add_ascii(struct pal_buf *out, const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        bool is_ascii = *at >= ' ' && *at < 0x7F && *at != '"' && *at != '\\';
        if (is_ascii || ((unsigned char)*at & 0xC0) != 0x80) {
            pal_buf_add_char(out, is_ascii ? *at : '_');
        }
    }
}

/* The same in full, by RFC 8187. */
static void add_extended(struct pal_buf *out, const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        bool is_plain = (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') ||
                        (*at >= 'a' && *at <= 'z') || *at == '-' || *at == '_' || *at == '.';
        if (is_plain) {
            pal_buf_add_char(out, *at);
        } else {
            pal_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*at);
        }
    }
}

static const char *disposition(struct pal_call *call, const char *given)
{
    struct pal_buf out;
    struct pal_buf shown;
    pal_buf_init(&out, 4096, NULL);
    pal_buf_init(&shown, 4096, NULL);
    pal_bidi_show(&shown, given); /* no name that a file manager shows as another */
    const char *name = pal_buf_text(&shown) != NULL ? pal_buf_text(&shown) : "file";
    pal_buf_add(&out, "attachment; filename=\"");
    add_ascii(&out, name);
    pal_buf_add(&out, "\"; filename*=UTF-8''");
    add_extended(&out, name);
    const char *text = pal_buf_text(&out);
    const char *copy = text != NULL ? pal_arena_copy(call->request->arena, text, out.len) : NULL;
    pal_buf_done(&out);
    pal_buf_done(&shown);
    return copy != NULL ? copy : "attachment";
}

const char *pal_marking_disposition(struct pal_call *call, const char *file_name)
{
    return disposition(call,
                       marked_name(call, call->marking != NULL ? call->marking : "", file_name));
}
