/* answers_field - who was sent questionnaires in a project, and whose answers are there to read.
 * Private to src/web/pages. */
#ifndef PAL_WEB_PAGES_ANSWERS_FIELD_H
#define PAL_WEB_PAGES_ANSWERS_FIELD_H

#include "app/house/document.h"
#include "web/pages/answers_page.h"

/* A candidate, or (provider NULL) whoever else was asked. */
struct pal_read_candidate {
    const char *provider; /* an id */
    enum pal_actor actor;
    const char *title;
    struct pal_sending *sendings; /* to them, the newest first */
    size_t count;
    bool is_there;       /* some of it is submitted, and open to the visitor */
    const char *why_not; /* in words, where it is not there */
};

struct pal_read_field {
    struct pal_document project;
    struct pal_read_candidate *items; /* as the project names them, others behind */
    size_t count;
};

/* Of a project, whose frame is made. */
enum pal_rc pal_read_field(struct pal_call *call, const char *project,
                           struct pal_read_field *out) PAL_WARN_UNUSED;
/* The names of those whose answers are not there, each with why, as `absent` of data and page;
 * `is_sealed` of the page: some of them answer in a consultation that is not opened. */
void pal_read_put_absent(struct pal_call *call, const struct pal_read_field *field,
                         enum pal_actor actor);

#endif
