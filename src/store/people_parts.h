/* people_parts - what queries of persons share. Private to src/store. */
#ifndef PAL_STORE_PEOPLE_PARTS_H
#define PAL_STORE_PEOPLE_PARTS_H

#include "store/people.h"

/* The columns that pal_person_read takes, of `persons p`. */
#define PAL_PERSON                                                                                 \
    "p.id, p.email, p.name, p.language, p.password, p.created_at, p.seen_at, "                     \
    "p.retain_until, p.erased_at, p.expires_at, p.locked_at, p.locked_by, p.locked_reason, "       \
    "p.zone, p.contributes, p.pass, p.acts_as"

void pal_person_read(struct pal_query *query, struct pal_arena *arena, struct pal_person *out);

/* All that such a query gives; it ends the query. */
enum pal_rc pal_people_read(struct pal_query *query, struct pal_arena *arena,
                            struct pal_person **out, size_t *count) PAL_WARN_UNUSED;

#endif
