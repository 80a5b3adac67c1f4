/*
 * changes - what changed from one text of a document to another, told as whoever works with it
 * speaks of it: marks of steps, demands of levels, members. Where nothing of that can be told, the
 * caller is left with lines (base/difference.h).
 */
#ifndef PAL_APP_DESK_CHANGES_H
#define PAL_APP_DESK_CHANGES_H

#include "app/desk/app.h"
#include "core/model/changes.h"
#include "format/changes.h"

enum {
    PAL_CHANGES_BYTES = 2 << 20 /* of both texts; longer ones are not read for this */
};

enum pal_told_as {
    PAL_TOLD_AS_FIELDS,  /* members, by the descriptor */
    PAL_TOLD_AS_STEPS,   /* of an assessment: marks and reasons of steps, the rest as members */
    PAL_TOLD_AS_TARGETS, /* of a profile: what each level demands, the rest as members */
    PAL_TOLD_AS_LINES,   /* nothing but lines can be told: `why` */
};

/* Two texts of one document. */
struct pal_two_texts {
    const char *before;
    size_t before_len;
    const char *after;
    size_t after_len;
};

struct pal_told_changes {
    enum pal_told_as as; /* as asked for; or less, where a text cannot be read so */
    const char *why;     /* a sentence, not translated; NULL */
    struct pal_member_changes members;
    const struct pal_model *model; /* of the steps below; NULL: there are none */
    struct pal_assessment_changes steps;
    struct pal_profile_changes demands;
    const struct pal_profile *profile; /* the newer one; NULL: these are none */
};

/* The changes live in the app, which read both texts. Fails only for want of memory. */
enum pal_rc pal_app_changes(struct pal_app *app, const struct pal_two_texts *texts,
                            enum pal_told_as as, struct pal_told_changes *out) PAL_WARN_UNUSED;

#endif
