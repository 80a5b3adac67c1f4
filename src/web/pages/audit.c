/* pages_audit - the chain of entries. */
#include <stdlib.h>
#include <string.h>

#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { ENTRIES_PER_PAGE = 100, DAY = 24 * 3600 };

static int64_t day_of(const char *date)
{
    return date != NULL ? pal_seconds_of_day(date) : 0;
}

static enum pal_rc add_entries(struct pal_call *call, const struct pal_audit_row *rows,
                               size_t count)
{
    const char **ids = PAL_NEW(call->request->arena, const char *, count + 1);
    json_t *list = json_array();
    for (size_t i = 0; i < count && ids != NULL; i++) {
        ids[i] = rows[i].person;
    }
    enum pal_rc rc = ids != NULL ? pal_call_names(call, ids, count)
                                 : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        json_t *row = json_object();
        pal_call_put(call, row, "number", json_integer(rows[i].number));
        pal_call_text(call, row, "at", pal_call_time(call, rows[i].at));
        pal_call_text(call, row, "person", pal_call_person(call, rows[i].person));
        pal_call_text(call, row, "from", rows[i].source);
        pal_call_text(call, row, "verb", rows[i].verb);
        pal_call_text(call, row, "object", rows[i].object);
        pal_call_text(call, row, "before", rows[i].before);
        pal_call_text(call, row, "after", rows[i].after);
        pal_call_text(call, row, "hash", pal_call_printf(call, "%.16s", rows[i].hash));
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->data, "entries", list);
    return rc;
}

static enum pal_rc add_anchors(struct pal_call *call)
{
    struct pal_anchor_row *rows = NULL;
    size_t count = 0;
    json_t *list = json_array();
    enum pal_rc rc = pal_audit_anchors(&call->errand, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        json_t *row = json_object();
        pal_call_put(call, row, "number", json_integer(rows[i].number));
        pal_call_text(call, row, "at", pal_call_time(call, rows[i].at));
        pal_call_text(call, row, "hash", rows[i].hash);
        pal_call_add(call, list, row);
    }
    pal_call_put(call, call->data, "anchors", list);
    return pal_errand_explain(&call->errand, rc);
}

enum pal_rc pal_page_audit(struct pal_call *call)
{
    static const char *const fields[] = {"person", "object", "verb", "from", "to"};
    const char *cursor = pal_call_query(call, "cursor");
    int64_t until = day_of(pal_call_query(call, "to"));
    struct pal_audit_list list = {.person = pal_call_query(call, "person"),
                                  .object = pal_call_query(call, "object"),
                                  .verb = pal_call_query(call, "verb"),
                                  .from = day_of(pal_call_query(call, "from")),
                                  .until = until != 0 ? until + DAY : 0,
                                  .before = cursor != NULL ? strtoll(cursor, NULL, 10) : 0,
                                  .max = ENTRIES_PER_PAGE};
    struct pal_audit_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_errand_explain(&call->errand, pal_audit_list(&call->errand, &list, &rows, &count));
    rc = rc == PAL_OK ? add_entries(call, rows, count) : rc;
    rc = rc == PAL_OK ? add_anchors(call) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *value = pal_call_query(call, fields[i]);
        pal_call_form(call, fields[i], value != NULL ? value : "");
    }
    pal_call_text(call, call->data, "next_cursor", NULL);
    if (count == ENTRIES_PER_PAGE) {
        const char *next = pal_call_printf(call, "%lld", (long long)rows[count - 1].number);
        const char *url = pal_call_printf(call, "/audit?cursor=%s", next);
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            const char *value = pal_call_query(call, fields[i]);
            url = value != NULL ? pal_call_printf(call, "%s&%s=%s", url, fields[i],
                                                  pal_call_escaped(call, value))
                                : url;
        }
        pal_call_text(call, call->data, "next_cursor", next);
        pal_call_text(call, call->page, "next_url", url);
    }
    pal_call_export(call, "JSON", "/api/v1/audit");
    return pal_call_show(call, "web_audit", pal_call_tr(call, "Audit log"));
}

static enum pal_rc verify(struct pal_call *call)
{
    struct pal_audit_result result;
    enum pal_rc rc = pal_audit_verify(&call->errand, 0, NULL, &result);
    if (rc != PAL_OK) {
        return rc;
    }
    json_t *row = json_object();
    json_t *findings = json_array();
    for (size_t i = 0; i < result.finding_count; i++) {
        json_t *finding = json_object();
        pal_call_text(call, finding, "row", result.findings[i].row);
        pal_call_put(call, finding, "entry", json_integer(result.findings[i].entry));
        pal_call_text(call, finding, "sentence", result.findings[i].sentence);
        pal_call_add(call, findings, finding);
    }
    pal_call_put(call, row, "is_whole", json_boolean(pal_audit_is_whole(&result)));
    pal_call_put(call, row, "is_chain_whole", json_boolean(result.bad == 0));
    pal_call_put(call, row, "has_findings", json_boolean(result.finding_count > 0));
    pal_call_put(call, row, "findings", findings);
    pal_call_put(call, row, "more", result.more > 0 ? json_integer(result.more) : json_null());
    pal_call_put(call, row, "rows", json_integer(result.rows));
    pal_call_put(call, row, "broken_at", json_integer(result.bad));
    pal_call_text(call, row, "sentence", result.sentence);
    pal_call_put(call, row, "count", json_integer(result.entries));
    pal_call_put(call, row, "anchors", json_integer(result.anchors));
    pal_call_text(call, row, "hash", result.hash);
    pal_call_text(call, row, "at", pal_call_time(call, call->errand.now));
    pal_call_put(call, call->data, "verified", row);
    return pal_page_audit(call);
}

enum pal_rc pal_do_audit(struct pal_call *call)
{
    struct pal_anchor_row anchor;
    if (pal_call_does(call, "verify")) {
        return verify(call);
    }
    enum pal_rc rc = pal_audit_anchor(&call->errand, &anchor);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_put(call, call->data, "number", json_integer(anchor.number));
    pal_call_text(call, call->data, "hash", anchor.hash);
    return pal_call_go(call, true, "/audit");
}
