/*
 * digest - what tells texts apart: a key of their content for what is kept of them.
 */
#ifndef PAL_APP_DESK_DIGEST_H
#define PAL_APP_DESK_DIGEST_H

#include <stddef.h>

enum { PAL_TEXT_DIGEST = 32 };

/* BLAKE2b of 256 bits: nobody finds two texts with the same. */
void pal_text_digest(const char *text, size_t len, unsigned char out[PAL_TEXT_DIGEST]);

#endif
