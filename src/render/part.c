#include "render/part.h"

struct pal_span pal_span_all(const struct pal_model *model)
{
    return (struct pal_span){0, model->area_count};
}

size_t pal_part_count(const struct pal_model *model)
{
    return (model->area_count + PAL_PART_AREAS - 1) / PAL_PART_AREAS;
}

struct pal_span pal_part_span(const struct pal_model *model, size_t index)
{
    size_t first = index * PAL_PART_AREAS;
    size_t left = model->area_count - first;
    return (struct pal_span){first, left < PAL_PART_AREAS ? left : PAL_PART_AREAS};
}
