#include "render/steps.h"

void pal_steps(struct pal_buf *out, const struct pal_ladder *ladder, pal_mask mask)
{
    bool is_first = true;
    for (size_t i = 0; i < ladder->count; i++) {
        if ((mask >> i & 1) == 0) {
            continue;
        }
        size_t first = i;
        while (i + 1 < ladder->count && (mask >> (i + 1) & 1) != 0) {
            i++;
        }
        if (!is_first) {
            pal_buf_add_char(out, ' ');
        }
        is_first = false;
        pal_buf_add(out, ladder->steps[first].id);
        if (i > first) {
            pal_buf_add(out, i > first + 1 ? "–" : " ");
            pal_buf_add(out, ladder->steps[i].id);
        }
    }
}
