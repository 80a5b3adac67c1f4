/*
 * marking - what a project says of itself on everything that leaves it ("DIFFUSION RESTREINTE"): on
 * its pages, in its JSON, in a header, in the names of its files. The bytes of files stay.
 */
#ifndef PAL_WEB_MARKING_H
#define PAL_WEB_MARKING_H

#include "web/call.h"

/* Finds the marking of the project that a call is about, after its right was checked: of the
 * address's project or assessment, of a document that is a project's own, of all that are compared.
 * Sets the header. */
enum pal_rc pal_marking_find(struct pal_call *call) PAL_WARN_UNUSED;

/* The same of a page whose address names neither: of a project ("": none) and of the document
 * "KIND/ID" that it is about (what holds no "/" is none). */
enum pal_rc pal_marking_find_of(struct pal_call *call, const char *project,
                                const char *subject) PAL_WARN_UNUSED;

/* Puts it into what the API answers. */
void pal_marking_tell(struct pal_call *call);

/* A Content-Disposition for a file: as a download, the marking before its name
 * ("DIFFUSION-RESTREINTE_plan.pdf"), in ASCII and, by RFC 8187, in full. */
const char *pal_marking_disposition(struct pal_call *call, const char *file_name);

#endif
