/* versions - the versions of a project's own documents: what it is, its needs, its first meeting.
 * They are written by their forms; here each version is read, downloaded, compared and written
 * again. */
#include <string.h>

#include "app/house/shelf_kinds.h"
#include "web/pages/pages.h"

/* The kind whose place the route is: "/projects/{project}/needs/history". Each goes by the id of
 * its project. */
static const char *kind_of(const struct pal_call *call)
{
    return strstr(call->route->path, "/needs/") != NULL     ? "needs"
           : strstr(call->route->path, "/meeting/") != NULL ? "meeting"
                                                            : "project";
}

static const char *place_of(struct pal_call *call)
{
    const char *kind = kind_of(call);
    return pal_kind_url(call, kind, call->params[0], call->params[0]);
}

enum pal_rc pal_page_project_text(struct pal_call *call)
{
    return pal_document_show_text(call, kind_of(call), call->params[0], place_of(call));
}

enum pal_rc pal_page_project_history(struct pal_call *call)
{
    return pal_document_show_history(call, kind_of(call), call->params[0], place_of(call));
}

enum pal_rc pal_do_project_history(struct pal_call *call)
{
    return pal_document_do_history(call, kind_of(call), call->params[0], place_of(call));
}

enum pal_rc pal_page_project_file(struct pal_call *call)
{
    return pal_document_send(call, kind_of(call), call->params[0]);
}
