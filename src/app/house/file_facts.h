/* file_facts - the facts that name files: their fields, and the content that each holds. Private to
 * src/app/house. */
#ifndef PAL_APP_HOUSE_FILE_FACTS_H
#define PAL_APP_HOUSE_FILE_FACTS_H

#include "app/house/fact_kinds.h"
#include "app/house/secret.h"

extern const struct pal_fact_kind pal_fact_file; /* a row of fact_kinds.c */

enum { PAL_FILE_NAME_MOST = 200, PAL_FILE_TITLE_MOST = 200, PAL_FILE_TYPE_MOST = 100 };

/* What a body says of a file. */
struct pal_file_said {
    const char *name;
    const char *type;
    const char *title;
    int64_t size;
    const char *hash; /* "": it names none */
};
enum pal_rc pal_file_said(struct pal_errand *errand, const char *body,
                          struct pal_file_said *out) PAL_WARN_UNUSED;

/* After a transaction: removes the bytes of what is over, as far as the errand's time goes; the
 * tidying does the rest. Nothing is told of it. */
void pal_file_clear(struct pal_errand *errand);

/* A name as a file may have it: no path, nothing that is not seen, not too long. PAL_E_INVALID with
 * a sentence. */
enum pal_rc pal_file_check_name(struct pal_errand *errand, const char *name) PAL_WARN_UNUSED;
/* "application/pdf": a type as it may be kept. */
bool pal_file_is_type(const char *type);

#endif
