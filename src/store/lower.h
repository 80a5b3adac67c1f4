/* lower - small letters for SQLite, whose own lower() knows ASCII alone. Private to src/store. */
#ifndef PAL_STORE_LOWER_H
#define PAL_STORE_LOWER_H

/* Makes the capitals of a text small, in place: Latin with its accents, Greek, Cyrillic. That is
 * what PostgreSQL does by its locale, and keeps the number of bytes. */
void pal_store_lower(char *text);

#endif
