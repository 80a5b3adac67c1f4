#include "app/desk/digest.h"

#include <sodium.h>

void pal_text_digest(const char *text, size_t len, unsigned char out[PAL_TEXT_DIGEST])
{
    (void)crypto_generichash(out, PAL_TEXT_DIGEST, (const unsigned char *)text, len, NULL, 0);
}
