/* tender_said - values of the rules of a procedure, in words. */
#ifndef PAL_RENDER_TENDER_SAID_H
#define PAL_RENDER_TENDER_SAID_H

#include "base/buf.h"
#include "core/case/procedure.h"
#include "render/template/language.h"

/* "7, 2 days", of a value that has a number. */
void pal_tender_value_say(const struct pal_language *language, const struct pal_tender_value *value,
                          struct pal_buf *out);

#endif
