#include "render/report/report_change.h"

#include "render/amount.h"
#include "render/report/report_parts.h"
#include "render/words.h"

static struct pal_value *number(struct pal_values *in, uint64_t value)
{
    return pal_value_integer(in, (int64_t)value);
}

static struct pal_value *in_language(const struct pal_report *report, const struct pal_text *text)
{
    return pal_value_text(report->in, pal_text_in(text, report->language->lang));
}

static struct pal_value *amount(const struct pal_report *report, int64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write_signed(minor_units, report->language, text);
    return pal_value_text(report->in, text);
}

/* What a list of the change says of its steps. */
enum part { PART_MISSING, PART_ACTIVATE, PART_STAND_DOWN };

static struct pal_value *step_row(struct pal_report *report, const struct pal_posture *posture,
                                  const struct pal_level_step *of, enum part part)
{
    const struct pal_area *area = &posture->assessment->model->areas[of->area];
    const struct pal_step *step = &area->ladder->steps[of->step];
    struct pal_value *row = pal_value_object(report->in);
    pal_put_text(row, "area", area->id);
    pal_put(row, "area_title", in_language(report, &area->title));
    pal_put_text(row, "step", step->id);
    pal_put(row, "step_title", in_language(report, &step->title));
    if (part == PART_ACTIVATE) {
        pal_put(row, "after", pal_report_span(report, of->minutes));
    } else if (part == PART_STAND_DOWN) {
        pal_put(row, "saving", amount(report, of->saving));
    }
    return row;
}

/* The steps by actor, in the order of the change; actors without a step are left out. */
static struct pal_value *by_actor(struct pal_report *report, const struct pal_posture *posture,
                                  const struct pal_level_step *steps, size_t count, enum part part)
{
    struct pal_value *list = pal_value_list(report->in);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        struct pal_value *rows = pal_value_list(report->in);
        int64_t saving = 0;
        for (size_t i = 0; i < count; i++) {
            if ((int)steps[i].actor == actor) {
                pal_add(rows, step_row(report, posture, &steps[i], part));
                saving += steps[i].saving;
            }
        }
        if (pal_value_count(rows) == 0) {
            continue;
        }
        struct pal_value *object = pal_value_object(report->in);
        pal_put_text(object, "name", pal_word_actor(report->language, (enum pal_actor)actor));
        pal_put(object, "count", number(report->in, pal_value_count(rows)));
        pal_put(object, "saving", amount(report, saving));
        pal_put(object, "steps", rows);
        pal_add(list, object);
    }
    return list;
}

struct pal_view pal_report_change(const struct pal_posture *posture,
                                  const struct pal_efforts *efforts,
                                  const struct pal_level_change *change,
                                  const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    const struct pal_assessment *assessment = posture->assessment;
    const struct pal_model *model = assessment->model;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    struct pal_value *page = pal_report_page(&report, model);
    pal_put(page, "title", in_language(&report, &assessment->title));
    pal_put_text(page, "date", assessment->date);
    pal_put(page, "model", in_language(&report, &model->title));
    pal_put(page, "profile", in_language(&report, &posture->profile->title));
    pal_put(page, "scheme", in_language(&report, &scheme->title));
    pal_put_text(page, "basis", pal_word_basis(language, posture->basis));
    pal_put(page, "from", pal_report_level(&report, &scheme->levels[change->from]));
    pal_put(page, "to", pal_report_level(&report, &scheme->levels[change->to]));
    pal_put_text(page, "verdict", pal_word_readiness(language, change->verdict));
    pal_put(page, "delay", pal_report_span(&report, change->delay_minutes));
    bool activates = change->activate_count > 0;
    pal_put(page, "takes",
            activates ? pal_report_span(&report, change->minutes) : pal_value_null(report.in));
    pal_put(page, "longest",
            activates ? pal_value_text(report.in, model->areas[change->longest_area].id)
                      : pal_value_null(report.in));
    pal_put(page, "missing_count",
            change->missing_count > 0 ? number(report.in, change->missing_count)
                                      : pal_value_null(report.in));
    pal_put_boolean(page, "has_missing", change->missing_count > 0);
    pal_put(page, "missing",
            by_actor(&report, posture, change->missing, change->missing_count, PART_MISSING));
    pal_put_boolean(page, "has_activate", activates);
    pal_put(page, "activate",
            by_actor(&report, posture, change->activate, change->activate_count, PART_ACTIVATE));
    pal_put_boolean(page, "has_stand_down", change->stand_down_count > 0);
    pal_put(
        page, "stand_down",
        by_actor(&report, posture, change->stand_down, change->stand_down_count, PART_STAND_DOWN));
    pal_put(page, "saving", amount(&report, change->saving));
    return (struct pal_view){"change",
                             pal_view_change(report.in, posture, efforts, change, language), page};
}
