/* pages_system - health, measures, fixed files, settings, the API's description. */
#include <stdio.h>
#include <string.h>

#include "app/library.h"
#include "palier_version.h"
#include "web/pages.h"
#include "web/web_parts.h"

/* Alive and able to read the database. */
enum pal_rc pal_page_health(struct pal_call *call)
{
    int has;
    int knows;
    enum pal_rc rc = pal_house_schema(&call->visit, &has, &knows);
    if (rc != PAL_OK) {
        return rc;
    }
    call->response->content_type = "text/plain; charset=utf-8";
    pal_buf_add(&call->response->body, "ok\n");
    return PAL_OK;
}

/* Prometheus' text format. */
enum pal_rc pal_page_metrics(struct pal_call *call)
{
    struct pal_web *web = call->web;
    struct pal_buf *out = &call->response->body;
    size_t connections;
    size_t requests;
    uint64_t all = 0;
    pal_http_load(web->http, &connections, &requests);
    call->response->content_type = "text/plain; version=0.0.4; charset=utf-8";
    pal_buf_add(out, "# HELP palier_requests_total Requests answered, by class of status.\n"
                     "# TYPE palier_requests_total counter\n");
    for (size_t i = 1; i < 6; i++) {
        uint64_t count = atomic_load(&web->answered[i]);
        all += count;
        pal_buf_printf(out, "palier_requests_total{status=\"%zuxx\"} %llu\n", i,
                       (unsigned long long)count);
    }
    pal_buf_printf(out,
                   "# HELP palier_request_seconds Time from the request to its answer.\n"
                   "# TYPE palier_request_seconds summary\n"
                   "palier_request_seconds_sum %.6f\npalier_request_seconds_count %llu\n",
                   (double)atomic_load(&web->microseconds) / 1e6, (unsigned long long)all);
    pal_buf_printf(out,
                   "# TYPE palier_queries_total counter\npalier_queries_total %llu\n"
                   "# TYPE palier_connections gauge\npalier_connections %zu\n"
                   "# TYPE palier_requests_under_way gauge\npalier_requests_under_way %zu\n"
                   "# TYPE palier_start_time_seconds gauge\npalier_start_time_seconds %lld\n"
                   "# TYPE palier_info gauge\npalier_info{version=\"%s\"} 1\n",
                   (unsigned long long)atomic_load(&web->queries), connections, requests,
                   (long long)web->started_at, PALIER_VERSION);
    return PAL_OK;
}

/* The style sheet and the script; the address holds their hash. */
enum pal_rc pal_page_static(struct pal_call *call)
{
    static const char *const files[][3] = {
        {"web.css", "ui/web.css", "text/css; charset=utf-8"},
        {"web.js", "ui/web.js", "text/javascript; charset=utf-8"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (strcmp(call->params[0], files[i][0]) != 0) {
            continue;
        }
        for (size_t j = 0; j < pal_library_file_count; j++) {
            if (strcmp(pal_library_files[j].name, files[i][1]) == 0) {
                call->response->content_type = files[i][2];
                call->response->fixed = pal_library_files[j].bytes;
                call->response->fixed_len = pal_library_files[j].len;
                pal_http_set(call->response, "Cache-Control",
                             "public, max-age=31536000, immutable");
                return PAL_OK;
            }
        }
    }
    return pal_visit_fail(&call->visit, PAL_E_NOT_FOUND, "there is no such file");
}

static void add_finding(struct pal_call *call, json_t *list, bool is_fine, const char *title,
                        const char *text, const char *what_to_do)
{
    json_t *row = json_object();
    pal_call_put(call, row, "ok", json_boolean(is_fine));
    pal_call_text(call, row, "title", title);
    pal_call_text(call, row, "text", text);
    pal_call_text(call, row, "what_to_do", is_fine ? NULL : what_to_do);
    pal_call_add(call, list, row);
}

static void add_instruction(struct pal_call *call, json_t *list, const char *title,
                            const char *text, const char *command)
{
    json_t *row = json_object();
    json_t *commands = json_array();
    pal_call_add(call, commands, json_string(command));
    pal_call_text(call, row, "title", title);
    pal_call_text(call, row, "text", text);
    pal_call_put(call, row, "commands", commands);
    pal_call_add(call, list, row);
}

/* What an administrator does on a terminal of the machine, with this database. */
static void add_instructions(struct pal_call *call)
{
    const char *name = pal_house_name(call->web->house);
    json_t *list = json_array();
    add_instruction(call, list, pal_call_tr(call, "Check the audit log"),
                    pal_call_tr(call, "Also against an anchor that was kept elsewhere."),
                    pal_call_printf(call, "palier audit verify --database %s", name));
    add_instruction(
        call, list, pal_call_tr(call, "Give somebody a new link"),
        pal_call_tr(call, "For a lost password; it is good for three days and one use."),
        pal_call_printf(call, "palier user link EMAIL --database %s", name));
    add_instruction(call, list, pal_call_tr(call, "Upgrade"),
                    pal_call_tr(call,
                                "Stop the server, install the new program, start it: it brings "
                                "the database up to date. Back up first."),
                    pal_call_printf(call, "palier serve --database %s", name));
    pal_call_put(call, call->data, "instructions", list);
}

enum pal_rc pal_page_settings(struct pal_call *call)
{
    int version;
    int knows;
    int64_t people;
    int64_t administrators;
    json_t *findings = json_array();
    enum pal_rc rc = pal_house_schema(&call->visit, &version, &knows);
    rc = rc == PAL_OK ? pal_people_count(&call->visit, &people, &administrators) : rc;
    if (rc != PAL_OK) {
        json_decref(findings);
        return pal_visit_explain(&call->visit, rc);
    }
    add_finding(call, findings, version == knows,
                pal_call_tr(call, "The database has the schema of this program."), NULL, NULL);
    add_finding(call, findings, administrators > 1,
                pal_call_tr(call, "There is more than one administrator."), NULL,
                pal_call_tr(call, "Invite a second one: a lost password then locks nobody out."));
    add_finding(call, findings, call->request->is_secure,
                pal_call_tr(call, "The connection is encrypted (TLS)."), NULL,
                pal_call_tr(call, "On one machine that is fine. For others, give --certificate and "
                                  "--key, or put a proxy in front."));
    pal_call_text(call, call->data, "version", PALIER_VERSION);
    pal_call_text(call, call->data, "database", pal_house_name(call->web->house));
    pal_call_put(call, call->data, "schema", json_integer(version));
    pal_call_put(call, call->data, "findings", findings);
    add_instructions(call);
    return pal_call_show(call, "web_settings", pal_call_tr(call, "Settings"));
}

enum pal_rc pal_page_openapi(struct pal_call *call)
{
    call->response->content_type = "application/json";
    return pal_visit_explain(&call->visit, pal_web_openapi(&call->response->body));
}
