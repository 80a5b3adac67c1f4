/*
 * fold - texts as one looks for them: case and accents do not matter.
 */
#ifndef PAL_BASE_FOLD_H
#define PAL_BASE_FOLD_H

#include "base/arena.h"

/* A text in small letters without accents: "Écarlate" as "ecarlate", "Cœur de Straße" as "coeur de
 * strasse". Letters of the Latin script become those of ASCII, Greek and Cyrillic ones small ones
 * without accents; marks that stand for themselves (U+0300 …) go, typographic quotes and dashes
 * become plain ones, blanks of any kind one blank, none at the ends. All else stays. `text` is
 * valid UTF-8. NULL: memory is short. */
const char *pal_fold(struct pal_arena *arena, const char *text);

/* The same with letters and digits alone: what differs by signs and blanks only is the same.
 * Whatever is not ASCII counts as a letter. */
const char *pal_fold_letters(struct pal_arena *arena, const char *text);

#endif
