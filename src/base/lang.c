#include "base/lang.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

const char *const pal_lang_codes[PAL_LANG_COUNT] = {"en", "fr"};

bool pal_lang_find(const char *code, enum pal_lang *out)
{
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (strcmp(code, pal_lang_codes[i]) == 0) {
            *out = (enum pal_lang)i;
            return true;
        }
    }
    return false;
}

const char *pal_text_in(const struct pal_text *text, enum pal_lang lang)
{
    if (text->in[lang] != NULL) {
        return text->in[lang];
    }
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (text->in[i] != NULL) {
            return text->in[i];
        }
    }
    return "";
}

bool pal_text_is_empty(const struct pal_text *text)
{
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (!pal_is_blank(text->in[i])) {
            return false;
        }
    }
    return true;
}

const char *pal_voice_say(const struct pal_voice *voice, const char *text)
{
    return voice != NULL ? voice->say(voice->ctx, text) : text;
}
