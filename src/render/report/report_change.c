#include "render/report/report_change.h"

#include "render/amount.h"
#include "render/report/report_parts.h"
#include "render/words.h"

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *in_language(const struct pal_report *report, const struct pal_text *text)
{
    return json_string(pal_text_in(text, report->language->lang));
}

static json_t *amount(const struct pal_report *report, int64_t minor_units)
{
    char text[PAL_AMOUNT_TEXT];
    pal_amount_write_signed(minor_units, report->language, text);
    return json_string(text);
}

/* What a list of the change says of its steps. */
enum part { PART_MISSING, PART_ACTIVATE, PART_STAND_DOWN };

static json_t *step_row(struct pal_report *report, const struct pal_posture *posture,
                        const struct pal_level_step *of, enum part part)
{
    const struct pal_area *area = &posture->assessment->model->areas[of->area];
    const struct pal_step *step = &area->ladder->steps[of->step];
    json_t *row = json_object();
    pal_report_put(report, row, "area", json_string(area->id));
    pal_report_put(report, row, "area_title", in_language(report, &area->title));
    pal_report_put(report, row, "step", json_string(step->id));
    pal_report_put(report, row, "step_title", in_language(report, &step->title));
    if (part == PART_ACTIVATE) {
        pal_report_put(report, row, "after", pal_report_span(report, of->minutes));
    } else if (part == PART_STAND_DOWN) {
        pal_report_put(report, row, "saving", amount(report, of->saving));
    }
    return row;
}

/* The steps by actor, in the order of the change; actors without a step are left out. */
static json_t *by_actor(struct pal_report *report, const struct pal_posture *posture,
                        const struct pal_level_step *steps, size_t count, enum part part)
{
    json_t *list = json_array();
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        json_t *rows = json_array();
        int64_t saving = 0;
        for (size_t i = 0; i < count; i++) {
            if ((int)steps[i].actor == actor) {
                pal_report_append(report, rows, step_row(report, posture, &steps[i], part));
                saving += steps[i].saving;
            }
        }
        if (json_array_size(rows) == 0) {
            json_decref(rows);
            continue;
        }
        json_t *object = json_object();
        pal_report_put(report, object, "name",
                       json_string(pal_word_actor(report->language, (enum pal_actor)actor)));
        pal_report_put(report, object, "count", number(json_array_size(rows)));
        pal_report_put(report, object, "saving", amount(report, saving));
        pal_report_put(report, object, "steps", rows);
        pal_report_append(report, list, object);
    }
    return list;
}

enum pal_rc pal_report_change(const struct pal_posture *posture, const struct pal_efforts *efforts,
                              const struct pal_level_change *change,
                              const struct pal_templates *templates,
                              const struct pal_language *language, struct pal_arena *arena,
                              struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    const struct pal_assessment *assessment = posture->assessment;
    const struct pal_model *model = assessment->model;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    json_t *page = pal_report_page(&report, model);
    pal_report_put(&report, page, "title", in_language(&report, &assessment->title));
    pal_report_put(&report, page, "date", json_string(assessment->date));
    pal_report_put(&report, page, "model", in_language(&report, &model->title));
    pal_report_put(&report, page, "profile", in_language(&report, &posture->profile->title));
    pal_report_put(&report, page, "scheme", in_language(&report, &scheme->title));
    pal_report_put(&report, page, "basis", json_string(pal_word_basis(language, posture->basis)));
    pal_report_put(&report, page, "from", pal_report_level(&report, &scheme->levels[change->from]));
    pal_report_put(&report, page, "to", pal_report_level(&report, &scheme->levels[change->to]));
    pal_report_put(&report, page, "verdict",
                   json_string(pal_word_readiness(language, change->verdict)));
    pal_report_put(&report, page, "delay", pal_report_span(&report, change->delay_minutes));
    bool activates = change->activate_count > 0;
    pal_report_put(&report, page, "takes",
                   activates ? pal_report_span(&report, change->minutes) : json_null());
    pal_report_put(&report, page, "longest",
                   activates ? json_string(model->areas[change->longest_area].id) : json_null());
    pal_report_put(&report, page, "missing_count",
                   change->missing_count > 0 ? number(change->missing_count) : json_null());
    pal_report_put(&report, page, "has_missing", json_boolean(change->missing_count > 0));
    pal_report_put(
        &report, page, "missing",
        by_actor(&report, posture, change->missing, change->missing_count, PART_MISSING));
    pal_report_put(&report, page, "has_activate", json_boolean(activates));
    pal_report_put(
        &report, page, "activate",
        by_actor(&report, posture, change->activate, change->activate_count, PART_ACTIVATE));
    pal_report_put(&report, page, "has_stand_down", json_boolean(change->stand_down_count > 0));
    pal_report_put(
        &report, page, "stand_down",
        by_actor(&report, posture, change->stand_down, change->stand_down_count, PART_STAND_DOWN));
    pal_report_put(&report, page, "saving", amount(&report, change->saving));
    return pal_report_render(&report, "change", pal_view_change(posture, efforts, change, language),
                             page, out);
}
