/* report_parts - what the pages of report.h and report_profile.h are built with. Private to
 * render/report*.c. */
#ifndef PAL_RENDER_REPORT_REPORT_PARTS_H
#define PAL_RENDER_REPORT_REPORT_PARTS_H

#include "core/alert/alert.h"
#include "render/figure/figure_page.h"
#include "render/report/report.h"

struct pal_report {
    struct pal_values *in; /* what the view is built in */
    const struct pal_language *language;
    struct pal_arena *arena; /* of `in` */
};

/* What every page needs besides its data. With a model also its doubts and its notice; NULL: the
 * page shows no text of a model. */
struct pal_value *pal_report_page(struct pal_report *report, const struct pal_model *model);

/* What the pages of a score need besides their data: rule, basis, target, level. */
struct pal_value *pal_report_score_page(struct pal_report *report, const struct pal_scored *scored);

/* The figures of some scores with their titles, as files have them, part by part: of a part first
 * that of each score. `scored` must live as long as the view. */
struct pal_value *pal_report_large_figures(struct pal_report *report,
                                           const struct pal_scored *scored, size_t count);

/* Minutes in words, "1 day 6 hours"; null: PAL_ALERT_NOT_STATED. */
struct pal_value *pal_report_span(const struct pal_report *report, uint64_t minutes);

/* The label of an alert level; its id where it has none. */
struct pal_value *pal_report_level(const struct pal_report *report,
                                   const struct pal_alert_level *level);

/* How the ids within a figure start: unique in a page, since a part of a figure may stand in it
 * beside another one. */
enum { PAL_REPORT_PREFIX = 32 };
void pal_report_prefix(char out[PAL_REPORT_PREFIX], const char *prefix, size_t part, size_t parts);

/* The figures of a page (figure_page.h), part by part. What `subject` points to must live as long
 * as the view. */
struct pal_value *pal_report_figures(struct pal_report *report,
                                     const struct pal_figure_subject *subject,
                                     const struct pal_model *model);

/* The content of a buffer as a text; a buffer that failed fails the view. Frees the buffer. */
struct pal_value *pal_report_written(struct pal_values *in, struct pal_buf *text);

#endif
