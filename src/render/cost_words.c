#include "render/cost_words.h"

#include <string.h>

#include "render/amount.h"

void pal_cost_verdict(struct pal_buf *out, const struct pal_ways *ways,
                      const struct pal_language *language)
{
    uint64_t strictest = ways->ways[PAL_WAY_STRICTEST].total;
    uint64_t adaptive = ways->ways[PAL_WAY_ADAPTIVE].total;
    uint64_t saved = strictest > adaptive ? strictest - adaptive : 0;
    char amount[PAL_AMOUNT_TEXT];
    char hours[PAL_AMOUNT_TEXT];
    char share[PAL_AMOUNT_TEXT];
    pal_amount_write(saved, language, amount);
    pal_hours_write(ways->ways[PAL_WAY_ADAPTIVE].exposed_hours, language, hours);
    pal_hours_write(strictest > 0 ? 100 * (double)saved / (double)strictest : 0, language, share);
    pal_buf_printf(out,
                   pal_tr(language,
                          "Adaptive instead of strictest saves %s %s (%s %%) and leaves %s "
                          "hours with a demanded step not yet active."),
                   amount, ways->request.efforts->currency, share, hours);
}

size_t pal_cost_switched_on(const struct pal_ways *ways, size_t level)
{
    const struct pal_profile *profile = ways->request.profile;
    const struct pal_way *adaptive = &ways->ways[PAL_WAY_ADAPTIVE];
    /* A profile whose target is the same at all levels has one target. */
    const pal_mask *target = profile->targets[profile->alert_level_count > 0 ? level : 0];
    size_t count = 0;
    for (size_t i = 0; i < profile->model->area_count; i++) {
        count += pal_mask_count(adaptive->prepared[i] & target[i]);
    }
    return count;
}

const char *pal_cost_level_label(const struct pal_ways *ways, size_t level,
                                 const struct pal_language *language)
{
    const struct pal_alert_level *of = &ways->request.outlook->scheme->levels[level];
    const char *label = pal_text_in(&of->label, language->lang);
    return label[0] != '\0' ? label : of->id;
}

void pal_cost_instant(uint64_t minutes, char out[PAL_INSTANT_TEXT])
{
    pal_instant_write(minutes, out);
    char *at = strchr(out, 'T');
    if (at != NULL) {
        *at = ' ';
    }
}
