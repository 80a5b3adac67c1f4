/*
 * notice - what the house says of itself to those whose personal data it keeps (data/notices/, read
 * by format/notice_read.c): who answers for them, how long they are kept, whom to write to. The
 * sentences are texts (messages.h, use "privacy"); this fills their placeholders. What the house
 * does not say is NULL, and the sentence that needs it is left out.
 */
#ifndef PAL_CORE_CASE_NOTICE_H
#define PAL_CORE_CASE_NOTICE_H

#include <stdint.h>

#include "core/case/messages.h"

enum pal_notice_body { PAL_NOTICE_BODY_PUBLIC, PAL_NOTICE_BODY_PRIVATE, PAL_NOTICE_BODIES };
/* "public", "private" */
extern const char *const pal_notice_body_ids[PAL_NOTICE_BODIES];

struct pal_notice {
    const char *id;
    struct pal_text title;
    const char *replaces;   /* the id of the notice in whose place it stands; NULL: of none */
    const char *controller; /* the name of who answers for the data */
    const char *address;    /* of them */
    const char *contact;    /* for questions, and whoever wants a right of theirs */
    const char *officer;    /* how to reach the data protection officer */
    size_t body;            /* enum pal_notice_body; PAL_NOTICE_BODIES: not said */
    struct pal_text legal_texts;
    struct pal_text kept_until; /* outside tenders: "… until" */
    uint32_t log_months;        /* 0: not said */
    const char *host;
    struct pal_text host_country;
    bool says_transfers; /* whether they leave the European Union is said */
    bool has_transfers;
    struct pal_text transfer_to;
    struct pal_text safeguards;
    struct pal_text answered_within;
    struct pal_text authority; /* that one complains to */
};

/* What the house leaves unsaid of what a notice must have, as keys of its document; at most
 * PAL_NOTICE_MUST, gives how many. */
enum { PAL_NOTICE_MUST = 3 };
size_t pal_notice_lacks(const struct pal_notice *notice, const char *out[PAL_NOTICE_MUST]);

/* The words that hold of it, and its placeholders in a language; both give how many. Numbers are
 * written into the arena; for want of memory one is left out. */
enum { PAL_NOTICE_FACTS = 2, PAL_NOTICE_GIVEN = 16 };
size_t pal_notice_facts(const struct pal_notice *notice, const char *out[PAL_NOTICE_FACTS]);
size_t pal_notice_give(const struct pal_notice *notice, enum pal_lang lang, struct pal_arena *arena,
                       struct pal_placeholder out[PAL_NOTICE_GIVEN]);

#endif
