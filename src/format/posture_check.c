/* posture_check - what an assessment says is active, held against what it says is there. */
#include "base/buf.h"
#include "core/model/posture.h"
#include "format/kinds.h"

/* The steps of an area that are achieved on some basis or prepared. */
static pal_mask there(const struct pal_assessment *assessment, size_t area)
{
    pal_mask mask = pal_posture_prepared(assessment, area);
    for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) {
        mask |= pal_posture_achieved(assessment->model, area, &assessment->ratings[basis]);
    }
    return mask;
}

void pal_posture_check(struct pal_reader *reader, const struct pal_node *active,
                       const struct pal_assessment *assessment)
{
    const struct pal_model *model = assessment->model;
    for (size_t i = 0; active != NULL && i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        pal_mask left = pal_posture_achieved(model, i, &assessment->active) & ~there(assessment, i);
        const struct pal_node *node = pal_node_get(active, area->id);
        struct pal_buf steps;
        if (left == 0 || node == NULL) {
            continue;
        }
        pal_buf_init(&steps, 4096, NULL);
        for (const char *separator = ""; left != 0; left &= left - 1, separator = ", ") {
            pal_buf_printf(&steps, "%s%s", separator,
                           area->ladder->steps[__builtin_ctzll(left)].id);
        }
        const char *text = pal_buf_text(&steps);
        pal_node_warning(reader, node,
                         "%s: %s active, but neither achieved nor prepared; rate what is achieved, "
                         "or add it to \"prepared\"",
                         area->id, text != NULL ? text : "");
        pal_buf_done(&steps);
    }
}
