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
    const char *hash;  /* "": it names none */
    const char *about; /* the question that it was taken for (visit.h); "" */
};
enum pal_rc pal_file_said(struct pal_errand *errand, const char *body,
                          struct pal_file_said *out) PAL_WARN_UNUSED;

/* Bytes that have come with an errand: that content, and no other one of the same hash, is what its
 * fact names, unless it is kept already. */
struct pal_came {
    const char *content;
    int64_t most; /* bytes that the files of its project may take together */
};
/* PAL_E_LIMIT: the files of a project would take more than that. */
enum pal_rc pal_file_full(struct pal_errand *errand, int64_t most);

enum { PAL_FILE_ROUNDS = 4, PAL_FILE_ROUNDS_ALL = INT32_MAX };
/* After a transaction: removes the bytes of what is over, whoever sent it, in so many transactions
 * at most and as far as the errand's time goes; the tidying does the rest. Nothing is told of it.
 */
void pal_file_clear(struct pal_errand *errand, int rounds);

/* A name as a file may have it: no path, nothing that is not seen, not too long. PAL_E_INVALID with
 * a sentence. */
enum pal_rc pal_file_check_name(struct pal_errand *errand, const char *name) PAL_WARN_UNUSED;
/* "application/pdf": a type as it may be kept. */
bool pal_file_is_type(const char *type);

#endif
