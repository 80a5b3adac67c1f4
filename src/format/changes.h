/*
 * changes - what changed from one tree of a kind to another, member by member.
 *
 * Members are those of the descriptor; entries of a list go by their id where its descriptor says
 * that they have one, words by what they say, numbers, what a list of a fixed length holds, and all
 * others by their place. Of what is there in one tree alone one change is told, whatever it holds.
 * Where a list is read in its order, another order of what is in both is a change of the list.
 */
#ifndef PAL_FORMAT_CHANGES_H
#define PAL_FORMAT_CHANGES_H

#include "format/desc.h"

enum {
    PAL_CHANGES_MOST = 1000,      /* told at most; then `is_cut` */
    PAL_CHANGES_LOOKS = 16 << 20, /* keys looked at in search of the same one: bounds the time */
    PAL_CHANGES_VALUE = 400,      /* bytes of a value that are told */
};

struct pal_member_change {
    const char *path;              /* "candidates[acme].state" */
    const struct pal_field *field; /* the last of the path that the descriptor has; NULL: none */
    const char *before;            /* as one line; NULL: it was not there */
    const char *after;             /* NULL: it is gone */
    bool is_order; /* of a list: the entries that stand in another order, as they stood and stand */
};

struct pal_member_changes {
    struct pal_member_change *items;
    size_t count;
    bool is_cut; /* there are more */
};

/* What changed from `before` to `after`, both maps of `type` at the top, but for members of the
 * keys in `but` (NULL behind them; may be NULL). PAL_E_LIMIT: more would have to be looked at than
 * PAL_CHANGES_LOOKS. PAL_E_MEMORY. */
enum pal_rc pal_changes_of(const struct pal_type *type, const struct pal_node *before,
                           const struct pal_node *after, const char *const *but,
                           struct pal_arena *arena, struct pal_member_changes *out) PAL_WARN_UNUSED;

#endif
