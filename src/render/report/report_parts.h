/* report_parts - what the pages of report.h and report_profile.h are built with. Private to
 * render/report*.c. */
#ifndef PAL_RENDER_REPORT_REPORT_PARTS_H
#define PAL_RENDER_REPORT_REPORT_PARTS_H

#include "core/alert/alert.h"
#include "render/report/report.h"

struct pal_report {
    const struct pal_templates *templates;
    const struct pal_language *language;
    struct pal_arena *arena;
    struct pal_err *err;
    bool failed; /* memory ran out while the view was built */
};

/* Sets a key or appends a value (stolen references); a failure is kept in the report. */
void pal_report_put(struct pal_report *report, json_t *object, const char *key, json_t *value);
void pal_report_append(struct pal_report *report, json_t *list, json_t *value);

/* What every page needs besides its data. With a model also its doubts and its notice; NULL: the
 * page shows no text of a model. */
json_t *pal_report_page(struct pal_report *report, const struct pal_model *model);

/* Minutes in words, "1 day 6 hours"; null: PAL_ALERT_NOT_STATED. */
json_t *pal_report_span(const struct pal_report *report, uint64_t minutes);

/* The label of an alert level; its id where it has none. */
json_t *pal_report_level(const struct pal_report *report, const struct pal_alert_level *level);

/* The content of a buffer as a string, NULL when it failed; frees the buffer. */
json_t *pal_report_written(struct pal_buf *text);

/* Renders template `name` over {data, page}, which it takes over. */
enum pal_rc pal_report_render(struct pal_report *report, const char *name, json_t *data,
                              json_t *page, struct pal_buf *out) PAL_WARN_UNUSED;

#endif
