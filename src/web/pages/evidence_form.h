/*
 * evidence_form - the fields with which a form names a piece of evidence
 * (ui/web_evidence.mustache). Private to src/web/pages.
 */
#ifndef PAL_WEB_PAGES_EVIDENCE_FORM_H
#define PAL_WEB_PAGES_EVIDENCE_FORM_H

#include "app/house/dossier.h"
#include "web/call.h"

/* How a piece was seen, in words; of what is none of them the first. */
size_t pal_evidence_how(const char *how);
const char *pal_evidence_how_title(struct pal_call *call, size_t how);

/* The documents of a project; none where it is "". */
enum pal_rc pal_evidence_files(struct pal_call *call, const char *project,
                               struct pal_dossier_file **files, size_t *count) PAL_WARN_UNUSED;

/* The fields, with what was typed, as `evidence_form` of the page. */
void pal_evidence_fields(struct pal_call *call, const struct pal_dossier_file *files, size_t count);

#endif
