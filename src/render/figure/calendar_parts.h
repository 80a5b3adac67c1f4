/* calendar_parts - what the renderings of a calendar share. */
#ifndef PAL_RENDER_FIGURE_CALENDAR_PARTS_H
#define PAL_RENDER_FIGURE_CALENDAR_PARTS_H

#include "base/date.h"
#include "core/money/calendar.h"

/* "provider_minutes", "project_manager_minutes", "expert_minutes", "money". */
extern const char *const pal_resource_ids[PAL_RESOURCE_COUNT];

/* The first and the last day of a period. */
void pal_calendar_dates(const struct pal_budget *budget, size_t period,
                        char first[PAL_INSTANT_TEXT], char last[PAL_INSTANT_TEXT]);

#endif
