/*
 * audit_words - the entries of the chain as a person reads them: verbs, objects and roles in words.
 * The chain itself holds ids, and so does the answer to a program.
 */
#ifndef PAL_WEB_PAGES_AUDIT_WORDS_H
#define PAL_WEB_PAGES_AUDIT_WORDS_H

#include "web/call.h"

/* Verbs that entries have, each with its words; the choice of the page's filter. */
struct pal_audit_verb {
    const char *id;
    const char *title; /* to be translated */
};
extern const struct pal_audit_verb pal_audit_verbs[];
extern const size_t pal_audit_verb_count;

/* The words of a verb; the verb itself where it has none. */
const char *pal_audit_verb_title(const struct pal_call *call, const char *verb);

/* What an entry is about, as "project": the word of "project/museum"; `rest` is "museum", "" where
 * there is none. */
const char *pal_audit_object_title(struct pal_call *call, const char *object, const char **rest);

/* The id of the person that an object is, "" of any other. */
const char *pal_audit_object_person(const char *object);

/* "provider on museum" with the title of the role; other texts as they are. */
const char *pal_audit_words(struct pal_call *call, const char *text);

#endif
