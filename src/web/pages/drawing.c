/* drawing - the page on which a confidence profile is drawn, and what is saved of it. */
#include "web/pages/drawing.h"
#include "web/pages/next.h"

#include <string.h>

#include "app/house/shelf.h"
#include "base/text.h"
#include "format/comments.h"
#include "render/figure/drawing_figure.h"
#include "web/pages/against.h"
#include "web/web_parts.h"

enum { FIGURE_MAX = 8 << 20 };

/* ------------------------------------------------------------------------- the areas */

/* What a target may be, for the choice of an area: a step up to which all are demanded, none, and
 * what it is now where that is neither. */
static void add_choices(struct pal_call *call, struct pal_value *row, const struct pal_area *area,
                        const char *now)
{
    struct pal_value *options = pal_put_list(row, "options");
    bool is_offered = false;
    for (size_t i = 0; i <= area->ladder->count; i++) {
        const char *word = i == 0 ? "none" : area->ladder->steps[i - 1].id;
        bool is_chosen = strcmp(word, now) == 0;
        struct pal_value *option = pal_add_object(options);
        pal_put_borrowed(option, "value", word);
        pal_put_text(option, "title", i == 0 ? pal_call_tr(call, "none") : word);
        pal_put_boolean(option, "is_chosen", is_chosen);
        is_offered = is_offered || is_chosen;
    }
    if (!is_offered) {
        struct pal_value *option = pal_add_object(options);
        pal_put_text(option, "value", now);
        pal_put_text(option, "title", now);
        pal_put_boolean(option, "is_chosen", true);
    }
}

static const char *reason_of(struct pal_call *call, const struct pal_drawn *drawn, size_t area)
{
    const char *typed = pal_call_typed(
        call, pal_call_printf(call, "reason/%s", drawn->drawn.model->areas[area].id));
    const char *kept = drawn->drawn.reasons != NULL ? drawn->drawn.reasons[area].changed : NULL;
    const char *merged = drawn->reasons != NULL ? drawn->reasons[area] : NULL;
    return merged != NULL ? merged : typed != NULL ? typed : kept;
}

/* The sentence of the rule that proposed the target; "" where it was not proposed. */
static const char *proposed(const struct pal_call *call, const struct pal_drawn *drawn, size_t area)
{
    return drawn->drawn.reasons != NULL
               ? pal_text_in(&drawn->drawn.reasons[area].proposed, call->language.lang)
               : "";
}

static void add_area(struct pal_call *call, const struct pal_drawn *drawn, size_t index)
{
    const struct pal_area *area = &drawn->drawn.model->areas[index];
    struct pal_value *data = pal_add_object(pal_value_get(call->data, "areas"));
    struct pal_value *targets = pal_put_list(data, "targets");
    const char *why = reason_of(call, drawn, index);
    const char *sentence = proposed(call, drawn, index);
    pal_put_text(data, "id", area->id);
    for (size_t i = 0; i < drawn->count; i++) {
        pal_add_text(targets, pal_drawn_word(call, area, drawn->drawn.targets[i][index]));
    }
    pal_put_boolean(data, "is_proposed", sentence[0] != '\0');
    pal_put_text(data, "reason", why);
    const struct pal_span span = pal_part_span(drawn->drawn.model, drawn->part);
    if (index < span.first || index >= span.first + span.count) {
        return;
    }
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "areas"));
    const char *name = pal_call_printf(call, "reason/%s", area->id);
    pal_put(row, "of", data);
    pal_put_text(row, "title", pal_text_in(&area->title, call->language.lang));
    struct pal_value *shown = pal_put_list(row, "targets");
    for (size_t i = 0; i < drawn->count; i++) {
        const pal_mask target = drawn->drawn.targets[i][index];
        pal_add_text(shown,
                     target != 0 ? pal_drawn_word(call, area, target) : pal_call_tr(call, "none"));
    }
    pal_put_text(row, "sentence", sentence[0] != '\0' ? sentence : NULL);
    bool has_reason = sentence[0] != '\0' || (why != NULL && why[0] != '\0');
    pal_put_boolean(row, "has_reason", has_reason);
    if (has_reason) {
        pal_set_boolean(call->page, "has_reasons", true);
    }
    pal_put_text(row, "reason", why);
    pal_put_text(row, "reason_error", pal_call_told(call, name));
    pal_put_text(row, "target_error",
                 pal_call_told(call, pal_call_printf(call, "target/%s", area->id)));
    if (drawn->chosen < drawn->count) {
        const pal_mask target = drawn->drawn.targets[drawn->chosen][index];
        add_choices(call, row, area, pal_drawn_word(call, area, target));
    }
}

/* The targets of a level as the form carries them. */
static const char *line_of(struct pal_call *call, const struct pal_drawn *drawn, size_t level)
{
    struct pal_buf out;
    pal_buf_init(&out, FIGURE_MAX, call->request->arena->alloc);
    for (size_t i = 0; i < drawn->drawn.model->area_count; i++) {
        const struct pal_area *area = &drawn->drawn.model->areas[i];
        pal_buf_printf(&out, "%s%s=", i > 0 ? " " : "", area->id);
        pal_buf_add(&out, pal_drawn_word(call, area, drawn->drawn.targets[level][i]));
    }
    const char *line = pal_buf_text(&out);
    line = line != NULL ? pal_call_printf(call, "%s", line) : "";
    call->failed = call->failed || out.failed;
    pal_buf_done(&out);
    return line;
}

/* ------------------------------------------------------------------------- the figure */

/* Of the levels: the mark in the cells and the pattern of the line. */
static void mark_levels(struct pal_call *call, const struct pal_drawn *drawn,
                        const struct pal_profile_figure *figure)
{
    size_t at = 0;
    PAL_EACH(row, pal_value_get(call->page, "levels"))
    {
        pal_put_text(row, "mark", figure->levels[at].mark);
        pal_put_integer(row, "dash", (int64_t)(at % PAL_DRAWING_DASHES));
        pal_put_text(row, "line", drawn->can_save ? line_of(call, drawn, at) : NULL);
        at++;
    }
}

static enum pal_rc add_figure(struct pal_call *call, const struct pal_drawn *drawn)
{
    struct pal_arena *arena = call->request->arena;
    struct pal_profile_figure whole;
    struct pal_profile_figure part;
    struct pal_buf out;
    enum pal_rc rc = pal_profile_figure_layout(&drawn->drawn, PAL_DRAWING_COLUMNS, &call->language,
                                               arena, &whole);
    rc = rc == PAL_OK
             ? pal_profile_figure_part(&whole, pal_part_span(drawn->drawn.model, drawn->part),
                                       PAL_DRAWING_COLUMNS, arena, &part)
             : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    mark_levels(call, drawn, &whole);
    const struct pal_drawing drawing = {
        &part, drawn->chosen, drawn->other != NULL ? drawn->other->targets : NULL, whole.title};
    pal_buf_init(&out, FIGURE_MAX, arena->alloc);
    pal_drawing_figure(&drawing, &out);
    const char *text = pal_buf_text(&out);
    pal_set(
        call->page, "figure",
        pal_value_made(&call->values, text != NULL ? pal_arena_copy(arena, text, out.len) : NULL));
    pal_buf_done(&out);
    return PAL_OK;
}

/* ------------------------------------------------------------------------- the page */

/* Other profiles that fit, to begin with and to compare with. */
static enum pal_rc add_others(struct pal_call *call, const struct pal_drawn *drawn)
{
    const struct pal_against fitting = {.model = drawn->drawn.model->id,
                                        .own_scheme = drawn->drawn.alert_scheme};
    pal_call_option(call, "from", "", pal_call_tr(call, "what is saved"), "");
    if (drawn->project != NULL) {
        pal_call_option(call, "from", PAL_DRAWING_PROPOSAL,
                        pal_call_tr(call, "the proposal from the needs"), "");
    }
    enum pal_rc rc = pal_against_offer(call, "from", &fitting, "", drawn->record.id);
    const char *with = drawn->with != NULL ? drawn->with : "";
    pal_call_option(call, "with", "", pal_call_tr(call, "none"), with);
    if (drawn->project != NULL) {
        pal_call_option(call, "with", PAL_DRAWING_PROPOSAL,
                        pal_call_tr(call, "the proposal from the needs"), with);
    }
    return rc == PAL_OK ? pal_against_offer(call, "with", &fitting, with, drawn->record.id) : rc;
}

/* Another look at the same without a form: for whoever reads. */
static const char *look_url(struct pal_call *call, const struct pal_drawn *drawn, const char *level,
                            size_t part)
{
    const char *url = pal_call_printf(call, "%s/drawing?level=%s", drawn->here.place, level);
    if (part > 0) {
        url = pal_call_printf(call, "%s&part=%zu", url, part + 1);
    }
    if (drawn->with != NULL) {
        url = pal_call_printf(call, "%s&with=%s", url, pal_call_escaped(call, drawn->with));
    }
    if (drawn->project != NULL && drawn->record.project[0] == '\0') {
        url = pal_call_printf(call, "%s&project=%s", url, drawn->project);
    }
    return url;
}

static void add_looks(struct pal_call *call, const struct pal_drawn *drawn)
{
    size_t at = 0;
    PAL_EACH(row, pal_value_get(call->page, "levels"))
    {
        pal_put_text(row, "url", look_url(call, drawn, pal_drawn_level(drawn, at++), drawn->part));
    }
    pal_set_text(call->page, "all_url",
                 drawn->count > 1 ? look_url(call, drawn, PAL_DRAWING_ALL, drawn->part) : NULL);
    pal_set_boolean(call->page, "is_all", drawn->chosen == drawn->count);
    size_t parts = pal_part_count(drawn->drawn.model);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < parts && parts > 1; i++) {
        const struct pal_span span = pal_part_span(drawn->drawn.model, i);
        const struct pal_area *areas = drawn->drawn.model->areas;
        struct pal_value *row = pal_add_object(list);
        pal_put_integer(row, "number", (int64_t)i + 1);
        pal_put_text(row, "title",
                     pal_call_printf(call, "%s – %s", areas[span.first].id,
                                     areas[span.first + span.count - 1].id));
        pal_put_text(row, "url", look_url(call, drawn, pal_drawn_level(drawn, drawn->chosen), i));
        pal_put_boolean(row, "is_here", i == drawn->part);
    }
    pal_set(call->page, "area_parts", list);
    pal_set_boolean(call->page, "has_parts", parts > 1);
}

static void add_identity(struct pal_call *call, const struct pal_drawn *drawn)
{
    call->version = drawn->record.version;
    pal_set_text(call->data, "id", drawn->record.id);
    pal_set_integer(call->data, "version",
                    call->is_api ? drawn->record.version : pal_form_version_shown(call));
    pal_set_text(call->data, "model", drawn->drawn.model->id);
    pal_set_text(call->data, "alert_scheme", drawn->drawn.alert_scheme);
    pal_set_text(call->data, "project", drawn->project);
    pal_set_text(call->data, "level",
                 drawn->chosen < drawn->drawn.alert_level_count
                     ? drawn->drawn.alert_levels[drawn->chosen]
                     : NULL);
    pal_set_text(call->page, "shown", pal_drawn_level(drawn, drawn->chosen));
    pal_set_integer(call->page, "part", (int64_t)drawn->part + 1);
    pal_set_text(call->page, "base", drawn->base != drawn->now ? PAL_DRAWING_PROPOSAL : "");
    pal_set_boolean(call->page, "can_save", drawn->can_save);
    pal_set_text(call->page, "draw_url", pal_call_printf(call, "%s/drawing", drawn->here.place));
    pal_set_text(call->page, "profile_url", drawn->here.place);
    pal_set_boolean(call->page, "has_comments", pal_text_has_comments(drawn->record.text));
    pal_set_boolean(call->page, "is_drawing", drawn->can_save);
    pal_set_text(call->page, "draw_script", call->web->draw_script);
    pal_set_text(call->page, "asked_project",
                 drawn->record.project[0] == '\0' ? drawn->project : NULL);
    pal_set_boolean(call->page, "has_levels", drawn->drawn.alert_level_count > 0);
    pal_set_text(call->page, "notice", drawn->drawn.model->notice);
    pal_call_form(call, "note", "");
}

/* After a conflict: what somebody else has saved is drawn in, and in which areas what is drawn
 * differs from it is told. Saving it would change these. */
static void add_conflict(struct pal_call *call, struct pal_drawn *drawn)
{
    if (pal_value_get(call->data, "conflict") == NULL) {
        return;
    }
    const char *both = pal_drawn_merge(call, drawn);
    const char *areas = "";
    for (size_t i = 0; i < drawn->drawn.model->area_count; i++) {
        if (pal_drawn_differs(drawn, i)) {
            areas = pal_call_printf(call, "%s%s%s", areas, areas[0] != '\0' ? ", " : "",
                                    drawn->drawn.model->areas[i].id);
        }
    }
    pal_set_boolean(call->page, "is_merged", both != NULL);
    pal_set_text(call->page, "both_changed", both != NULL && both[0] != '\0' ? both : NULL);
    pal_set_text(call->page, "would_change", areas[0] != '\0' ? areas : NULL);
}

static enum pal_rc show(struct pal_call *call, struct pal_drawn *drawn)
{
    add_identity(call, drawn);
    add_conflict(call, drawn);
    pal_set(call->data, "areas", pal_value_list(&call->values));
    pal_set(call->page, "areas", pal_value_list(&call->values));
    pal_set_boolean(call->page, "has_reasons", false);
    for (size_t i = 0; i < drawn->drawn.model->area_count; i++) {
        add_area(call, drawn, i);
    }
    enum pal_rc rc = pal_drawn_means(call, drawn);
    if (rc == PAL_OK && !call->is_api) {
        rc = add_figure(call, drawn);
        rc = rc == PAL_OK ? add_others(call, drawn) : rc;
        add_looks(call, drawn);
    }
    rc = rc == PAL_OK ? pal_proposal_replaced(call, drawn->project, drawn->record.id) : rc;
    if (rc == PAL_OK && drawn->project != NULL) {
        rc = pal_next_put(call, drawn->project);
    }
    return rc == PAL_OK ? pal_call_show(call, "web_drawing",
                                        pal_text_in(&drawn->drawn.title, call->language.lang))
                        : rc;
}

enum pal_rc pal_page_drawing(struct pal_call *call)
{
    struct pal_drawn drawn;
    enum pal_rc rc = pal_drawn_open(call, call->is_form_again, &drawn);
    return rc == PAL_OK ? show(call, &drawn) : rc;
}

enum pal_rc pal_do_drawing_points(struct pal_call *call)
{
    struct pal_drawn drawn;
    enum pal_rc rc = pal_drawn_open(call, false, &drawn);
    call->is_form_again = rc == PAL_OK; /* what was typed stays */
    return rc == PAL_OK ? show(call, &drawn) : rc;
}

/* ------------------------------------------------------------------------- saving */

/* A target as a document writes it: none, a step up to which all are demanded, or a list. */
static struct pal_value *selection(struct pal_call *call, const struct pal_area *area,
                                   pal_mask target)
{
    const char *word = pal_drawn_word(call, area, target);
    if (word[0] != '[') {
        return pal_value_text(&call->values, word);
    }
    struct pal_value *list = pal_value_list(&call->values);
    for (; target != 0; target &= target - 1) {
        pal_add_text(list, area->ladder->steps[__builtin_ctzll(target)].id);
    }
    return list;
}

/* Levels that no scheme gives are known by the targets alone: one of them names them always. */
static bool is_for_all_levels(const struct pal_drawn *drawn, size_t area)
{
    bool is_same = area > 0 || drawn->drawn.scheme != NULL || drawn->count == 1;
    for (size_t i = 1; i < drawn->count; i++) {
        is_same = is_same && drawn->drawn.targets[i][area] == drawn->drawn.targets[0][area];
    }
    return is_same;
}

static struct pal_value *targets_of(struct pal_call *call, const struct pal_drawn *drawn)
{
    struct pal_value *targets = pal_value_object(&call->values);
    for (size_t i = 0; i < drawn->drawn.model->area_count; i++) {
        const struct pal_area *area = &drawn->drawn.model->areas[i];
        if (is_for_all_levels(drawn, i)) {
            pal_put(targets, area->id, selection(call, area, drawn->drawn.targets[0][i]));
            continue;
        }
        struct pal_value *by_level = pal_put_object(targets, area->id);
        for (size_t level = 0; level < drawn->count; level++) {
            pal_put(by_level, drawn->drawn.alert_levels[level],
                    selection(call, area, drawn->drawn.targets[level][i]));
        }
    }
    return targets;
}

/* The sentences of the proposal, each with the reason beside it; NULL: there is nothing to say. */
static struct pal_value *reasons_of(struct pal_call *call, const struct pal_drawn *drawn)
{
    struct pal_value *reasons = pal_value_object(&call->values);
    for (size_t i = 0; i < drawn->drawn.model->area_count; i++) {
        const struct pal_area *area = &drawn->drawn.model->areas[i];
        const char *sent = pal_call_field(call, pal_call_printf(call, "reason/%s", area->id));
        const struct pal_target_reason *kept =
            drawn->drawn.reasons != NULL ? &drawn->drawn.reasons[i] : NULL;
        const char *why = sent != NULL ? sent : kept != NULL ? kept->changed : NULL;
        bool is_proposed = proposed(call, drawn, i)[0] != '\0';
        bool is_said = why != NULL && !pal_is_blank(why);
        struct pal_value *row = is_proposed || is_said ? pal_put_object(reasons, area->id) : NULL;
        struct pal_value *sentence = is_proposed ? pal_put_object(row, "proposed") : NULL;
        for (int lang = 0; lang < PAL_LANG_COUNT && sentence != NULL; lang++) {
            const char *text = kept->proposed.in[lang];
            if (text != NULL) {
                pal_put_text(sentence, pal_lang_codes[lang], text);
            }
        }
        if (is_said) {
            pal_put_text(row, "changed", why);
        }
    }
    return pal_value_count(reasons) > 0 ? reasons : NULL;
}

/* The document with what was drawn, its keys in the order of the table of its kind. */
static struct pal_value *document_of(struct pal_call *call, const struct pal_drawn *drawn,
                                     const struct pal_value *before)
{
    struct pal_value *document = pal_value_object(&call->values);
    for (size_t i = 0; i < pal_type_profile.field_count; i++) {
        const char *key = pal_type_profile.fields[i].key;
        struct pal_value *value = pal_value_get(before, key);
        value = strcmp(key, "targets") == 0   ? targets_of(call, drawn)
                : strcmp(key, "reasons") == 0 ? reasons_of(call, drawn)
                                              : value;
        if (value != NULL) {
            pal_put(document, key, value);
        }
    }
    return document;
}

/* A target that was proposed changes with a reason. */
static enum pal_rc ask_reasons(struct pal_call *call, const struct pal_drawn *drawn)
{
    const char *areas = "";
    const char *field = NULL;
    for (size_t i = 0; i < drawn->drawn.model->area_count; i++) {
        const char *id = drawn->drawn.model->areas[i].id;
        const char *name = pal_call_printf(call, "reason/%s", id);
        const char *sent = pal_call_field(call, name);
        const char *kept = drawn->drawn.reasons != NULL ? drawn->drawn.reasons[i].changed : NULL;
        /* A change asks for its own, and what was said of one before is not taken away. */
        bool is_emptied = sent != NULL && pal_is_blank(sent) && !pal_is_blank(kept);
        bool is_changed = pal_drawn_differs(drawn, i) && (sent == NULL || pal_is_blank(sent));
        if (proposed(call, drawn, i)[0] == '\0' || (!is_changed && !is_emptied)) {
            continue;
        }
        areas = pal_call_printf(call, "%s%s%s", areas, areas[0] != '\0' ? ", " : "", id);
        field = field != NULL ? field : name;
    }
    return field == NULL ? PAL_OK
                         : pal_errand_fail_at(&call->errand, PAL_E_INVALID, field,
                                              "the target that was proposed is changed: say beside "
                                              "each of these areas why: %s",
                                              areas);
}

/* Writes it; `back`: where to look at it again. What was read of the profile is gone afterwards. */
static enum pal_rc save(struct pal_call *call, struct pal_drawn *drawn, const char **back,
                        struct pal_document *written)
{
    enum pal_rc rc = pal_drawn_open(call, false, drawn);
    if (rc == PAL_OK && drawn->record.project[0] != '\0') {
        rc = pal_errand_require(&call->errand, pal_shelf_kind(drawn->here.kind)->writes,
                                drawn->record.project);
    }
    if (rc == PAL_OK && drawn->record.version == 0) {
        rc = pal_errand_fail(&call->errand, PAL_E_INVALID,
                             "what is built in stays as it is: copy it, and change the copy");
    }
    rc = rc == PAL_OK ? ask_reasons(call, drawn) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_value *before =
        pal_call_document(call, drawn->record.text, strlen(drawn->record.text));
    if (before == NULL) {
        return pal_tell_problem(call, PAL_E_INVALID);
    }
    *back = pal_call_printf(call, "%s/drawing?level=%s", drawn->here.place,
                            pal_drawn_level(drawn, drawn->chosen));
    return pal_put_json(call, drawn->record.project, document_of(call, drawn, before),
                        pal_form_version(call), pal_call_word(call, "note"), written);
}

enum pal_rc pal_do_drawing(struct pal_call *call)
{
    struct pal_drawn drawn;
    struct pal_document written;
    const char *back = NULL;
    enum pal_rc rc = save(call, &drawn, &back, &written);
    if (rc == PAL_E_CONFLICT || rc == PAL_E_EXISTS) {
        return pal_tell_conflict(call, drawn.here.kind, drawn.record.id);
    }
    return rc == PAL_OK ? pal_go_written(call, &written, back) : rc;
}
