#include "render/view/view_parts.h"

#include "base/duration.h"
#include "core/alert/alert.h"

/* Words of documents and of the program live as long as the view: they are borrowed. */
struct pal_value *pal_view_in_language(struct pal_values *in, const struct pal_text *text,
                                       const struct pal_language *language)
{
    return pal_value_borrowed(in, pal_text_in(text, language->lang));
}

struct pal_value *pal_view_language_or_null(struct pal_values *in, const struct pal_text *text,
                                            const struct pal_language *language)
{
    const char *shown = pal_text_in(text, language->lang);
    return pal_value_borrowed(in, shown[0] != '\0' ? shown : NULL);
}

struct pal_value *pal_view_steps(struct pal_values *in, const struct pal_ladder *ladder,
                                 pal_mask mask)
{
    struct pal_value *list = pal_value_list(in);
    for (; mask != 0; mask &= mask - 1) {
        pal_add_borrowed(list, ladder->steps[__builtin_ctzll(mask)].id);
    }
    return list;
}

struct pal_value *pal_view_texts(struct pal_values *in, const struct pal_text *list, size_t count,
                                 const struct pal_language *language)
{
    struct pal_value *texts = pal_value_list(in);
    for (size_t i = 0; i < count; i++) {
        pal_add(texts, pal_view_in_language(in, &list[i], language));
    }
    return texts;
}

struct pal_value *pal_view_duration(struct pal_values *in, uint32_t minutes)
{
    char text[PAL_DURATION_TEXT];
    if (minutes == PAL_ALERT_NOT_STATED) {
        return pal_value_null(in);
    }
    pal_duration_write(minutes, text);
    return pal_value_text(in, text);
}
