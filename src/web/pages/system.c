/* system - health, measures, fixed files, settings, the API's description. */
#include <string.h>

#include "app/desk/library.h"
#include "app/house/doctor.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/mail.h"
#include "app/house/secret.h"
#include "http/host.h"
#include "palier_version.h"
#include "web/pages/notice.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

/* Alive and able to read the database. */
enum pal_rc pal_page_health(struct pal_call *call)
{
    int has;
    int knows;
    enum pal_rc rc = pal_house_schema(&call->errand, &has, &knows);
    if (rc != PAL_OK) {
        return rc;
    }
    call->response->content_type = "text/plain; charset=utf-8";
    pal_buf_add(&call->response->body, "ok\n");
    return PAL_OK;
}

/* From this machine itself, or with the token that its operator gave. */
static bool may_read_metrics(struct pal_call *call)
{
    const char *token = call->web->options.metrics_token;
    const char *sent = pal_http_header(call->request, "Authorization");
    if (token != NULL && sent != NULL && strncmp(sent, "Bearer ", 7) == 0) {
        return pal_secret_equal(sent + 7, token);
    }
    return !call->request->is_proxied && pal_address_is_loopback(call->request->remote);
}

/* Prometheus' text format. */
enum pal_rc pal_page_metrics(struct pal_call *call)
{
    struct pal_web *web = call->web;
    if (!may_read_metrics(call)) {
        return pal_errand_fail(&call->errand, PAL_E_DENIED,
                               "the measures are for this machine, without a proxy between, or for "
                               "who has the token of PALIER_METRICS_TOKEN");
    }
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

/* The style sheet and the scripts; the address holds their hash. */
enum pal_rc pal_page_static(struct pal_call *call)
{
    static const char *const files[][3] = {
        {"web.css", "ui/web.css", "text/css; charset=utf-8"},
        {"web.js", "ui/web.js", "text/javascript; charset=utf-8"},
        {"grid.js", "ui/grid.js", "text/javascript; charset=utf-8"},
        {"place.js", "ui/place.js", "text/javascript; charset=utf-8"},
        {"draw.js", "ui/draw.js", "text/javascript; charset=utf-8"},
        {"read.js", "ui/read.js", "text/javascript; charset=utf-8"},
        {"visit.js", "ui/visit.js", "text/javascript; charset=utf-8"}};
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
    return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "there is no such file");
}

static void add_findings(struct pal_call *call, const struct pal_doctor *doctor)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < doctor->count; i++) {
        const struct pal_finding *at = &doctor->findings[i];
        struct pal_value *row = pal_value_object(&call->values);
        pal_put_text(row, "id", at->id);
        pal_put_boolean(row, "ok", at->state == PAL_FINDING_FINE);
        pal_put_text(row, "state", pal_finding_states[at->state]);
        pal_put_text(row, "title", at->found);
        pal_put_text(row, "what_to_do", at->todo);
        pal_add(list, row);
    }
    pal_set(call->data, "findings", list);
}

static void add_instruction(struct pal_call *call, struct pal_value *list, const char *title,
                            const char *text, const char *command)
{
    struct pal_value *row = pal_value_object(&call->values);
    struct pal_value *commands = pal_value_list(&call->values);
    pal_add_text(commands, command);
    pal_put_text(row, "title", title);
    pal_put_text(row, "text", text);
    pal_put(row, "commands", commands);
    pal_add(list, row);
}

/* What an administrator does on a terminal of the machine, with this database. */
static void add_instructions(struct pal_call *call)
{
    const char *name = pal_house_name(call->web->house);
    bool is_file = strstr(name, "://") == NULL;
    struct pal_value *list = pal_value_list(&call->values);
    add_instruction(call, list, pal_call_tr(call, "Back up"),
                    pal_call_tr(call,
                                "While the server goes on; keep the file on another machine. The "
                                "package does it every night."),
                    pal_call_printf(call, "palier backup palier-%s.db --database %s",
                                    pal_call_day(call, call->errand.now), name));
    add_instruction(call, list, pal_call_tr(call, "Try a backup"),
                    pal_call_tr(call, "Opens a copy and looks at every page, text and audit entry; "
                                      "changes nothing."),
                    pal_call_printf(call, "palier restore palier-%s.db --check",
                                    pal_call_day(call, call->errand.now)));
    add_instruction(call, list,
                    is_file ? pal_call_tr(call, "Move to PostgreSQL")
                            : pal_call_tr(call, "Move to a file"),
                    pal_call_tr(call, "Stop the server, copy, start it on the new database. Every "
                                      "row is held against the one that it was copied from."),
                    pal_call_printf(call, "palier copy %s %s", name,
                                    is_file ? "postgresql://palier@/palier" : "palier.db"));
    add_instruction(call, list, pal_call_tr(call, "Hand a project over"),
                    pal_call_tr(call, "Every document as it is, in a folder that another palier "
                                      "imports; names of persons are left out."),
                    pal_call_printf(call,
                                    "palier export FOLDER --project ID --without-persons "
                                    "--database %s",
                                    name));
    add_instruction(call, list, pal_call_tr(call, "Check the audit log"),
                    pal_call_tr(call, "Also against an anchor that was kept elsewhere."),
                    pal_call_printf(call, "palier audit verify --database %s", name));
    add_instruction(
        call, list, pal_call_tr(call, "Give somebody a new link"),
        pal_call_tr(call, "For a lost password; it is good for three days and one use."),
        pal_call_printf(call, "palier user link EMAIL --database %s", name));
    add_instruction(call, list, pal_call_tr(call, "Look at everything"),
                    pal_call_tr(call, "All of the above findings, and the whole content of the "
                                      "database."),
                    pal_call_printf(call, "palier doctor --database %s", name));
    add_instruction(call, list, pal_call_tr(call, "Upgrade"),
                    pal_call_tr(call,
                                "Stop the server, install the new program, start it: it brings "
                                "the database up to date. Back up first."),
                    pal_call_printf(call, "palier serve --database %s", name));
    pal_set(call->page, "instructions", list);
}

/* Whether mail is sent, and what became of it lately. */
static enum pal_rc add_mail(struct pal_call *call)
{
    struct pal_mail_standing standing;
    enum pal_rc rc = pal_mail_stand(&call->errand, &standing);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *mail = pal_value_object(&call->values);
    pal_put_boolean(mail, "is_configured", standing.is_configured);
    pal_put_text(mail, "from", standing.from);
    pal_put_integer(mail, "waiting", standing.waiting);
    pal_put_integer(mail, "late", standing.late);
    pal_put_integer(mail, "sent", standing.sent);
    pal_put_integer(mail, "refused", standing.refused);
    pal_put_integer(mail, "given_up", standing.given_up);
    pal_put_text(mail, "trouble", standing.trouble);
    pal_set(call->data, "mail", mail);
    pal_set_boolean(call->page, "has_late_mail", standing.late > 0);
    pal_set_boolean(call->page, "has_given_up_mail", standing.given_up > 0);
    return PAL_OK;
}

enum pal_rc pal_page_settings(struct pal_call *call)
{
    int version;
    int knows;
    struct pal_doctor doctor = {.url = pal_house_name(call->web->house),
                                .certificate = call->web->options.certificate_file,
                                .key = call->web->options.key_file,
                                .now = call->errand.now,
                                .arena = call->request->arena,
                                .voice = call->errand.voice};
    enum pal_rc rc = pal_house_schema(&call->errand, &version, &knows);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    rc = add_mail(call);
    rc = rc == PAL_OK ? pal_notice_put_lacks(call) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_doctor_glance(&doctor, &call->errand);
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    pal_set_text(call->data, "version", PALIER_VERSION);
    pal_set_text(call->data, "database", doctor.url);
    pal_set_integer(call->data, "schema", version);
    pal_set(call->data, "bytes",
            doctor.size > 0 ? pal_value_integer(&call->values, doctor.size)
                            : pal_value_null(&call->values));
    pal_set_text(call->page, "size",
                 doctor.size > 0 ? pal_call_printf(call, "%.1f MB", (double)doctor.size / 1e6)
                                 : NULL);
    pal_set_text(call->data, "last_backup",
                 doctor.last_backup != 0 ? pal_call_time(call, doctor.last_backup) : NULL);
    add_findings(call, &doctor);
    add_instructions(call);
    return pal_call_show(call, "web_settings", pal_call_tr(call, "Settings"));
}

enum pal_rc pal_page_openapi(struct pal_call *call)
{
    call->response->content_type = "application/json";
    return pal_errand_explain(&call->errand, pal_web_openapi(&call->response->body));
}
