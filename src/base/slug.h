/* slug - an id made of a title: what people call something, in small letters without accents. */
#ifndef PAL_BASE_SLUG_H
#define PAL_BASE_SLUG_H

#include <stddef.h>

/* "Mairie d'Évreux (2026)" as "mairie-d-evreux-2026", at most PAL_LIMIT_ID_BYTES, less where more
 * words would be cut; "" where nothing of the title can stand in an id. `number` over 1: "-2"
 * behind it, for where others are called the same. */
void pal_slug(const char *title, unsigned number, char *out, size_t size);

#endif
