#include "render/tender_said.h"

static void add_number(const struct pal_language *language, enum pal_tender_unit unit,
                       unsigned number, struct pal_buf *out)
{
    switch (unit) {
    case PAL_TENDER_UNIT_DAYS:
        pal_buf_printf(out, pal_tr_n(language, "%u day", "%u days", number), number);
        return;
    case PAL_TENDER_UNIT_WORKING_DAYS:
        pal_buf_printf(out, pal_tr_n(language, "%u working day", "%u working days", number),
                       number);
        return;
    case PAL_TENDER_UNIT_MONTHS:
        pal_buf_printf(out, pal_tr_n(language, "%u month", "%u months", number), number);
        return;
    case PAL_TENDER_UNIT_YEARS:
        pal_buf_printf(out, pal_tr_n(language, "%u year", "%u years", number), number);
        return;
    case PAL_TENDER_UNIT_MINUTES:
        pal_buf_printf(out, pal_tr_n(language, "%u minute", "%u minutes", number), number);
        return;
    case PAL_TENDER_UNIT_SECONDS:
        pal_buf_printf(out, pal_tr_n(language, "%u second", "%u seconds", number), number);
        return;
    case PAL_TENDER_UNIT_PERSONS:
        pal_buf_printf(out, pal_tr_n(language, "%u person", "%u persons", number), number);
        return;
    case PAL_TENDER_UNIT_MEGABYTES:
    case PAL_TENDER_UNIT_EUROS:
    case PAL_TENDER_UNIT_NONE:
    case PAL_TENDER_UNIT_COUNT:
        break;
    }
    pal_buf_printf(out, "%u %s", number, pal_tender_unit_ids[unit]);
}

void pal_tender_value_say(const struct pal_language *language, const struct pal_tender_value *value,
                          struct pal_buf *out)
{
    for (size_t i = 0; i + 1 < value->count; i++) {
        pal_buf_printf(out, "%u, ", (unsigned)value->of[i]);
    }
    add_number(language, value->unit, value->of[value->count - 1], out);
}
