/*
 * actions - for each practice of a model, what to do in plain words.
 */
#ifndef PAL_CORE_MODEL_ACTIONS_H
#define PAL_CORE_MODEL_ACTIONS_H

#include "core/model/model.h"

struct pal_action {
    const char *practice; /* id of the practice it carries out */
    struct pal_text what; /* "{PA}" stands for the title of the area */
    struct pal_text example;
    struct pal_text proof; /* what shows that it is done */
    const char *recurring; /* once, continuous, monthly, quarterly, yearly; NULL: not stated */
};

struct pal_actions {
    const char *id;
    struct pal_text title;
    const char *model;          /* id */
    bool is_proposed;           /* a proposal of palier, to be confirmed by the expert */
    struct pal_action *actions; /* sorted by practice id */
    size_t count;
};

/* The action for a practice, or NULL. `actions` may be NULL. */
const struct pal_action *pal_actions_find(const struct pal_actions *actions, const char *practice);

#endif
