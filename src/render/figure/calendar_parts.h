/* calendar_parts - what the renderings of a calendar share. */
#ifndef PAL_RENDER_FIGURE_CALENDAR_PARTS_H
#define PAL_RENDER_FIGURE_CALENDAR_PARTS_H

#include "base/date.h"
#include "core/money/calendar.h"
#include "render/template/language.h"

/* "provider_minutes", "project_manager_minutes", "expert_minutes", "money". */
extern const char *const pal_resource_ids[PAL_RESOURCE_COUNT];

/* The first and the last day of a period. */
void pal_calendar_dates(const struct pal_budget *budget, size_t period,
                        char first[PAL_INSTANT_TEXT], char last[PAL_INSTANT_TEXT]);

/* "40 of 42 missing points are closed", and how many more are built; cut to `room` bytes. */
void pal_calendar_closed(const struct pal_calendar *calendar, const struct pal_language *language,
                         char *out, size_t room);

#endif
