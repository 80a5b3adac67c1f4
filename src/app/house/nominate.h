/*
 * nominate - who offers the service of a project: named, with a provider that is new where it must
 * be, taken off the list. As the verbs of shelf.h: one transaction each. How a candidate stands
 * afterwards is said by facts (candidates.h).
 */
#ifndef PAL_APP_HOUSE_NOMINATE_H
#define PAL_APP_HOUSE_NOMINATE_H

#include "app/desk/app.h"
#include "app/house/document.h"
#include "app/house/errand.h"

enum pal_nomination_act { PAL_NOMINATION_ADD, PAL_NOMINATION_REMOVE };

struct pal_nomination {
    enum pal_nomination_act act;
    const char *provider; /* its id; of a new one the id that is wished */
    const char *name;     /* of a new provider, the project's own until it is published; "": it is
                             there */
    const char *state;    /* as project/1 writes it; "": "candidate" */
    const char *note;
    bool is_typed;   /* in a browser: its lines end with LF */
    int64_t version; /* of the project, that it was decided by */
};

/* Does it as the version after that one. The provider may get another id than was wished: where
 * what the visitor may not see has that one. Sent again when the answer was lost, it is no
 * conflict, and makes no second provider. PAL_E_INVALID: problems are in `app`, or the tables of
 * transitions do not allow it. */
enum pal_rc pal_house_nominate(struct pal_errand *errand, struct pal_app *app, const char *project,
                               const struct pal_nomination *wanted,
                               struct pal_document *out) PAL_WARN_UNUSED;

#endif
