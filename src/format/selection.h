/*
 * selection - the notation for a set of steps, used for targets and ratings alike:
 * none, all, "level 2", "2.3" (up to and including), ["1.1", "2.2"] (exactly these).
 */
#ifndef PAL_FORMAT_SELECTION_H
#define PAL_FORMAT_SELECTION_H

#include "core/model/model.h"
#include "format/desc.h"

extern const struct pal_type pal_type_selection;      /* scalar or list */
extern const struct pal_type pal_type_selection_word; /* the scalar notations */
extern const struct pal_type pal_type_selection_list; /* the list of steps */

/* Reads a selection for one area. False after reporting an error, which names the area. */
bool pal_selection_read(struct pal_reader *reader, struct pal_node *node,
                        const struct pal_model *model, const struct pal_area *area, pal_mask *out);

/* Finds a step of an area; reports an error with the nearest known step when there is none.
 * Gives its position or -1. */
int pal_step_find(struct pal_reader *reader, struct pal_node *node, const char *id,
                  const struct pal_area *area);

/* Finds an area of the model; reports an error with the nearest known id when there is none. */
const struct pal_area *pal_area_find(struct pal_reader *reader, struct pal_node *node,
                                     const char *id, const struct pal_model *model);

/* All practice ids of a model, sorted, so that a long list of practices is checked quickly. */
struct pal_practice_ids {
    const char **ids;
    size_t count;
};

/* Gathers them in the reader's arena; false after reporting that memory is short. */
bool pal_practice_ids_of(struct pal_reader *reader, const struct pal_model *model,
                         struct pal_practice_ids *out);
bool pal_practice_ids_have(const struct pal_practice_ids *known, const char *id);

/* The place that a key "PA03" or "PA03/2.1" names. */
struct pal_place {
    const struct pal_area *area;
    int step; /* position in the area's ladder; -1: the area as a whole */
};

/* Finds the place of a node's key; false after reporting an error with the nearest known name. */
bool pal_place_find(struct pal_reader *reader, struct pal_node *node, const struct pal_model *model,
                    struct pal_place *out);
/* The same of a text, which stands at `node`. */
bool pal_place_read(struct pal_reader *reader, struct pal_node *node, const char *text,
                    const struct pal_model *model, struct pal_place *out);

#endif
