/* report_parts - what the pages of report.h and report_profile.h are built with. Private to
 * render/report*.c. */
#ifndef PAL_RENDER_REPORT_PARTS_H
#define PAL_RENDER_REPORT_PARTS_H

#include "render/report.h"

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

/* Renders template `name` over {data, page}, which it takes over. */
enum pal_rc pal_report_render(struct pal_report *report, const char *name, json_t *data,
                              json_t *page, struct pal_buf *out) PAL_WARN_UNUSED;

#endif
