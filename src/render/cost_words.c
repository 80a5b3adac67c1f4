#include "render/cost_words.h"

#include <stdio.h>
#include <string.h>

void pal_cost_estimate(const struct pal_estimate *of, bool is_money,
                       const struct pal_language *language, char out[PAL_AMOUNT_TEXT])
{
    char value[PAL_AMOUNT_TEXT];
    char error[PAL_AMOUNT_TEXT];
    if (is_money) {
        pal_amount_write((uint64_t)(of->value + 0.5), language, value);
    } else {
        pal_hours_write(of->value, language, value);
    }
    if (of->standard_error < 0) {
        (void)snprintf(out, PAL_AMOUNT_TEXT, "%s", value);
        return;
    }
    pal_error_write(of->standard_error, is_money, language, error);
    (void)snprintf(out, PAL_AMOUNT_TEXT, "%.44s \u00b1 %.44s", value, error);
}

void pal_cost_exposed(const struct pal_ways *ways, enum pal_way_id way,
                      const struct pal_language *language, char out[PAL_AMOUNT_TEXT])
{
    const struct pal_way *of = &ways->ways[way];
    double error = of->exposed.rows[PAL_SPREAD_MEAN].standard_error;
    struct pal_estimate exposed = {of->exposed_hours, of->is_exposed_exact ? -1 : error};
    pal_cost_estimate(&exposed, false, language, out);
}

void pal_cost_verdict(struct pal_buf *out, const struct pal_ways *ways,
                      const struct pal_language *language)
{
    uint64_t strictest = ways->ways[PAL_WAY_STRICTEST].total;
    uint64_t adaptive = ways->ways[PAL_WAY_ADAPTIVE].total;
    bool is_dearer = adaptive > strictest;
    uint64_t apart = is_dearer ? adaptive - strictest : strictest - adaptive;
    char amount[PAL_AMOUNT_TEXT];
    char hours[PAL_AMOUNT_TEXT];
    char share[PAL_AMOUNT_TEXT];
    pal_cost_exposed(ways, PAL_WAY_ADAPTIVE, language, hours);
    if (apart == 0) {
        pal_buf_printf(out,
                       pal_tr(language, "Adaptive costs as much as strictest and leaves %s hours "
                                        "with a demanded step not yet active."),
                       hours);
        return;
    }
    pal_amount_write(apart, language, amount);
    if (strictest == 0) {
        pal_buf_printf(out,
                       pal_tr(language, "Adaptive costs %s %s where strictest costs nothing, and "
                                        "leaves %s hours with a demanded step not yet active."),
                       amount, ways->request.efforts->currency, hours);
        return;
    }
    pal_hours_write(100 * (double)apart / (double)strictest, language, share);
    pal_buf_printf(
        out,
        is_dearer
            ? pal_tr(language, "Adaptive instead of strictest costs %s %s more (%s %%) "
                               "and leaves %s hours with a demanded step not yet active.")
            : pal_tr(language, "Adaptive instead of strictest saves %s %s (%s %%) and leaves %s "
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
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    return pal_alert_label(scheme, scheme->levels[level].id, language->lang);
}

void pal_cost_instant(uint64_t minutes, char out[PAL_INSTANT_TEXT])
{
    pal_instant_write(minutes, out);
    char *at = strchr(out, 'T');
    if (at != NULL) {
        *at = ' ';
    }
}
