#include "core/alert/outlook.h"

#include "base/date.h"

double pal_outlook_hours(const struct pal_outlook *outlook)
{
    return outlook->is_replay ? (double)outlook->history.end_minutes / 60
                              : (double)outlook->years * PAL_HOURS_PER_YEAR;
}

uint64_t pal_outlook_year_end(const struct pal_outlook *outlook, size_t year)
{
    if (!outlook->is_replay) {
        return (uint64_t)(year + 1) * (uint64_t)PAL_HOURS_PER_YEAR * 60;
    }
    enum { MINUTES_PER_DAY = 1440 };
    uint64_t end = pal_instant_add_months(outlook->start_at, (unsigned)(year + 1) * 12) +
                   outlook->start_at % MINUTES_PER_DAY - outlook->start_at;
    return end < outlook->history.end_minutes ? end : outlook->history.end_minutes;
}

size_t pal_outlook_years(const struct pal_outlook *outlook)
{
    size_t years = 1;
    while (outlook->is_replay &&
           pal_outlook_year_end(outlook, years - 1) < outlook->history.end_minutes) {
        years++;
    }
    return outlook->is_replay ? years : outlook->years;
}
