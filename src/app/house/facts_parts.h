/* facts_parts - what the files of facts share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_FACTS_PARTS_H
#define PAL_APP_HOUSE_FACTS_PARTS_H

#include "app/house/fact_kinds.h"
#include "app/house/facts.h"

/* What a fact is about: the document, the project whose rights count, what the visitor reads. */
struct pal_fact_subject {
    const char *kind;
    const char *id;
    const char *project; /* "": the library */
    struct pal_audience_reader reader;
    char room[PAL_AUDIENCES_ROOM];
    const char *audiences; /* as the store takes them */
};

/* Finds the subject, behind the right to read it. */
enum pal_rc pal_fact_subject_open(struct pal_errand *errand, const char *kind, const char *id,
                                  struct pal_fact_subject *out) PAL_WARN_UNUSED;

/* Whether its audience lets a visitor read it who may read the subject. */
bool pal_fact_is_shown(const struct pal_fact_subject *subject, const struct pal_fact_row *row);

/* Begins an act within the transaction: takes the lock of the chain, and who acts is asked again
 * who they are and what they may. */
enum pal_rc pal_fact_lock(struct pal_errand *errand) PAL_WARN_UNUSED;

/* The right of the moment to write in the lane of a row; opens its subject. */
enum pal_rc pal_fact_may_add(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_fact_subject *subject) PAL_WARN_UNUSED;

/* A row as it is told. */
struct pal_fact pal_fact_told(const struct pal_fact_row *row);

/* SHA-256 over the salt of a row and all that erasing removes. */
enum pal_rc pal_fact_digest(const struct pal_fact_row *row, char out[65]) PAL_WARN_UNUSED;

/* The body of a wish by the kind's fields: checked, canonical JSON. PAL_E_INVALID with the sentence
 * and the field that is wrong. */
enum pal_rc pal_fact_body(struct pal_errand *errand, const struct pal_fact_kind *kind,
                          const struct pal_fact_wish *wish, const char **body,
                          const char **bad_field) PAL_WARN_UNUSED;

#endif
