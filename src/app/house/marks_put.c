/* marks_put - marking steps, and what stands in an area; see marks.h. */
#include <jansson.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/evidence.h"
#include "app/house/facts_parts.h"
#include "app/house/marks.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/second_parts.h"
#include "app/house/shelf.h"
#include "app/house/similar.h"
#include "base/text.h"

/* ---------------------------------------------------------------------- what stands */

enum pal_rc pal_marks_assessment(struct pal_errand *errand, struct pal_app *app, const char *id,
                                 const struct pal_assessment **out)
{
    const char *path = pal_arena_printf(errand->arena, "assessment/%s", id);
    return path != NULL ? pal_document_assessment(app, path, NULL, out)
                        : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_marks_read(struct pal_errand *errand, const struct pal_assessment *assessment,
                           struct pal_fact_row **heads, size_t *count, struct pal_marks *out)
{
    enum pal_rc rc = pal_marks_heads(errand, assessment->id, heads, count);
    if (rc != PAL_OK) {
        return rc;
    }
    return *count > 0
               ? pal_marks_of_heads(errand, assessment->model, *heads, *count, out)
               : pal_errand_explain(errand, pal_marks_of_text(errand->arena, assessment, out));
}

const char *pal_mark_of_body(struct pal_errand *errand, const char *body)
{
    json_t *json = json_loads(body, 0, NULL);
    const char *mark = json_string_value(json_object_get(json, "mark"));
    const char *own = mark != NULL ? pal_arena_copy(errand->arena, mark, strlen(mark)) : NULL;
    json_decref(json);
    return own;
}

/* -------------------------------------------------------------------------- marking */

/* Facts on their way into one act. */
struct gathering {
    struct pal_errand *errand;
    const char *assessment;
    enum pal_mark_lane lane;
    struct pal_seen seen;
    struct pal_fact_wish *facts;
    size_t count;
};

static enum pal_rc gather(struct pal_errand *errand, size_t most, struct gathering *out)
{
    out->errand = errand;
    out->count = 0;
    if (out->seen.fact < 0 || out->seen.version < 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "version, fact: whole numbers are needed, of the text and of the "
                               "last mark that you saw");
    }
    if (most > PAL_ACT_FACTS) {
        return pal_errand_fail(errand, PAL_E_LIMIT,
                               "this would say %zu things at once, %d are the most: send it in "
                               "several parts",
                               most, (int)PAL_ACT_FACTS);
    }
    out->facts = PAL_NEW(errand->arena, struct pal_fact_wish, most + 1);
    return out->facts != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* The next turn of a value of a cell. */
static void gather_cell(struct gathering *to, const char *kind, const char *part, const char *state,
                        const struct pal_fact_field *fields, size_t field_count)
{
    to->facts[to->count++] = (struct pal_fact_wish){.kind = kind,
                                                    .subject_kind = "assessment",
                                                    .subject = to->assessment,
                                                    .part = part,
                                                    .lane = pal_mark_lane_ids[to->lane],
                                                    .seen_turn = to->seen.fact,
                                                    .is_by_fact = true,
                                                    .state = state,
                                                    .fields = fields,
                                                    .field_count = field_count};
}

static enum pal_mark_lane lane_of(const struct pal_marking *marking,
                                  const struct pal_mark_wish *mark)
{
    return mark->has_lane ? mark->lane : marking->lane;
}

static void gather_marks(struct gathering *to, const struct pal_marking *marking)
{
    for (size_t i = 0; i < marking->count; i++) {
        const struct pal_mark_wish *mark = &marking->marks[i];
        const char *state = mark->field_count == 0 ? "open"
                            : mark->is_again       ? PAL_MARK_AGAIN
                                                   : "rated";
        to->lane = lane_of(marking, mark);
        if (!mark->is_kept) {
            gather_cell(to, PAL_MARK_FACT, mark->part, state, mark->fields, mark->field_count);
        }
    }
}

static enum pal_rc gather_reasons(struct gathering *to, const struct pal_marking *marking)
{
    struct pal_fact_field *fields =
        PAL_NEW(to->errand->arena, struct pal_fact_field, marking->count + 1);
    for (size_t i = 0; i < marking->count && fields != NULL; i++) {
        const struct pal_mark_wish *mark = &marking->marks[i];
        bool is_said = !pal_is_blank(mark->reason);
        fields[i] = (struct pal_fact_field){"text", mark->reason};
        to->lane = lane_of(marking, mark);
        if (mark->reason != NULL) {
            gather_cell(to, PAL_REASON_FACT, mark->part, is_said ? "said" : "open", &fields[i],
                        is_said ? 1 : 0);
        }
    }
    return fields != NULL ? PAL_OK : pal_errand_explain(to->errand, PAL_E_MEMORY);
}

/* One piece for all steps: its fields, and a field for each of them. */
static enum pal_rc gather_evidence(struct gathering *to, const struct pal_marking *marking)
{
    struct pal_errand *errand = to->errand;
    size_t count = marking->evidence_count;
    struct pal_fact_field *fields =
        PAL_NEW(errand->arena, struct pal_fact_field, count + marking->count);
    if (fields == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    memcpy(fields, marking->evidence, count * sizeof *fields);
    for (size_t i = 0; i < marking->count; i++) {
        if (marking->marks[i].is_aside) {
            continue;
        }
        const char *key = pal_evidence_cell_key(errand, marking->marks[i].part);
        if (key == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
        fields[count++] =
            (struct pal_fact_field){key, pal_mark_lane_ids[lane_of(marking, &marking->marks[i])]};
    }
    to->facts[to->count++] = (struct pal_fact_wish){.kind = PAL_EVIDENCE_FACT,
                                                    .subject_kind = "assessment",
                                                    .subject = to->assessment,
                                                    .part = "",
                                                    .lane = "",
                                                    .state = "",
                                                    .fields = fields,
                                                    .field_count = count};
    return PAL_OK;
}

enum pal_rc pal_marks_put(struct pal_errand *errand, const struct pal_marking *marking,
                          struct pal_act_done *out)
{
    struct gathering to = {
        .assessment = marking->assessment, .lane = marking->lane, .seen = marking->seen};
    *out = (struct pal_act_done){0};
    size_t most = marking->evidence_count > 0;
    for (size_t i = 0; i < marking->count; i++) {
        most += !marking->marks[i].is_kept;
        most += marking->marks[i].reason != NULL;
    }
    enum pal_rc rc = gather(errand, most, &to);
    if (rc == PAL_OK) {
        gather_marks(&to, marking);
    }
    rc = rc == PAL_OK ? gather_reasons(&to, marking) : rc;
    if (rc == PAL_OK && marking->evidence_count > 0) {
        rc = gather_evidence(&to, marking);
    }
    const struct pal_act_wish wish = {.id = marking->act,
                                      .facts = to.facts,
                                      .count = to.count,
                                      .seen_version = marking->seen.version,
                                      .asked = marking->asked};
    return rc == PAL_OK ? pal_facts_act(errand, &wish, out) : rc;
}

/* -------------------------------------------------------------------- to be seen again */

enum pal_rc pal_mark_fields(struct pal_errand *errand, const char *text,
                            struct pal_fact_field **out, size_t *count)
{
    json_t *body = json_loads(text, 0, NULL);
    json_t *practices = json_object_get(body, "practices");
    const char *mark = json_string_value(json_object_get(body, "mark"));
    const char *id;
    json_t *of;
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_fact_field, json_object_size(practices) + 2);
    bool is_fine = *out != NULL;
    if (is_fine && mark != NULL) {
        const char *own = pal_arena_copy(errand->arena, mark, strlen(mark));
        (*out)[(*count)++] = (struct pal_fact_field){"mark", own};
        is_fine = own != NULL;
    }
    json_object_foreach(practices, id, of)
    {
        const char *word = json_string_value(of);
        const char *key = pal_arena_printf(errand->arena, "practices.%s", id);
        const char *own = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
        is_fine = is_fine && key != NULL && own != NULL;
        if (is_fine) {
            (*out)[(*count)++] = (struct pal_fact_field){key, own};
        }
    }
    json_decref(body);
    return is_fine ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

static bool is_wanted(const struct pal_confirming *confirming, const char *part)
{
    size_t len = strlen(confirming->area);
    bool is_of_area = len > 0 && strncmp(part, confirming->area, len) == 0 && part[len] == '/';
    for (size_t i = 0; i < confirming->count && !is_of_area; i++) {
        is_of_area = strcmp(confirming->parts[i], part) == 0;
    }
    return is_of_area;
}

enum pal_rc pal_marks_confirm(struct pal_errand *errand, const struct pal_confirming *confirming,
                              struct pal_act_done *out)
{
    struct gathering to = {
        .assessment = confirming->assessment, .lane = confirming->lane, .seen = confirming->seen};
    struct pal_fact_subject subject;
    struct pal_fact_row *heads = NULL;
    size_t count = 0;
    const char *words[] = {confirming->assessment, pal_mark_lane_ids[confirming->lane],
                           confirming->area};
    const char *asked =
        pal_act_asked(errand, "confirm", words, 3, confirming->parts, confirming->count);
    enum pal_rc before = pal_facts_sent_before(errand, confirming->act, asked, out);
    if (before != PAL_E_NOT_FOUND) {
        return before;
    }
    enum pal_rc rc = pal_fact_subject_open(errand, "assessment", confirming->assessment, &subject);
    if (rc == PAL_OK) {
        rc = pal_marks_heads(errand, confirming->assessment, &heads, &count);
    }
    rc = rc == PAL_OK ? gather(errand, PAL_ACT_FACTS, &to) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK && to.count < PAL_ACT_FACTS; i++) {
        struct pal_fact_field *fields = NULL;
        size_t field_count = 0;
        if (strcmp(heads[i].state, PAL_MARK_AGAIN) != 0 ||
            strcmp(heads[i].lane, pal_mark_lane_ids[to.lane]) != 0 ||
            !is_wanted(confirming, heads[i].part)) {
            continue;
        }
        rc = pal_mark_fields(errand, heads[i].body, &fields, &field_count);
        if (rc == PAL_OK) {
            gather_cell(&to, PAL_MARK_FACT, heads[i].part, "rated", fields, field_count);
        }
    }
    if (rc == PAL_OK && to.count == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "none of these marks is to be seen again on this basis");
    }
    const struct pal_act_wish wish = {.id = confirming->act,
                                      .facts = to.facts,
                                      .count = to.count,
                                      .seen_version = confirming->seen.version,
                                      .asked = asked};
    return rc == PAL_OK ? pal_facts_act(errand, &wish, out) : rc;
}

static enum pal_rc read_assessment(struct pal_errand *errand, struct pal_app *app, const char *id,
                                   const struct pal_assessment **out)
{
    struct pal_document *record = PAL_NEW(errand->arena, struct pal_document, 1);
    enum pal_rc rc = record != NULL ? pal_house_get(errand, "assessment", id, record)
                                    : pal_errand_explain(errand, PAL_E_MEMORY);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_house_hand(app, record); /* as long as the app is there */
    return pal_marks_assessment(errand, app, id, out);
}

/* Whether a cell is to be seen again already. */
static bool is_again_here(const struct pal_fact_row *heads, size_t count, const char *part,
                          const char *lane)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(heads[i].state, PAL_MARK_AGAIN) == 0 && strcmp(heads[i].lane, lane) == 0 &&
            strcmp(heads[i].part, part) == 0) {
            return true;
        }
    }
    return false;
}

/* The marks of the other one on each basis, in cells where nothing is marked here. What was
 * prepared and active then is not looked at again step by step. */
static enum pal_rc gather_earlier(struct gathering *to, const struct pal_marks *here,
                                  const struct pal_fact_row *heads, size_t count,
                                  const struct pal_marks *there)
{
    const struct pal_model *model = here->model;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < model->area_count * PAL_BASIS_COUNT && rc == PAL_OK; i++) {
        const size_t at = i / PAL_BASIS_COUNT;
        const struct pal_area *area = &model->areas[at];
        to->lane = (enum pal_mark_lane)(i % PAL_BASIS_COUNT);
        for (size_t j = 0; j < area->ladder->count && rc == PAL_OK; j++) {
            const char *body = there->areas[at].at[to->lane][j];
            struct pal_fact_field *fields = NULL;
            size_t field_count = 0;
            if (body == NULL || strcmp(body, pal_fact_none_body) == 0 ||
                here->areas[at].at[to->lane][j] != NULL) {
                continue;
            }
            if (to->count == PAL_ACT_FACTS) {
                return pal_errand_fail(to->errand, PAL_E_LIMIT,
                                       "there are more than %d marks to take over",
                                       (int)PAL_ACT_FACTS);
            }
            const char *part =
                pal_arena_printf(to->errand->arena, "%s/%s", area->id, area->ladder->steps[j].id);
            if (part != NULL && is_again_here(heads, count, part, pal_mark_lane_ids[to->lane])) {
                continue;
            }
            rc = part != NULL ? pal_mark_fields(to->errand, body, &fields, &field_count)
                              : pal_errand_explain(to->errand, PAL_E_MEMORY);
            if (rc == PAL_OK) {
                gather_cell(to, PAL_MARK_FACT, part, PAL_MARK_AGAIN, fields, field_count);
            }
        }
    }
    return rc;
}

static enum pal_rc check_pair(struct pal_errand *errand, const struct pal_assessment *here,
                              const struct pal_assessment *there)
{
    const char *const names[2] = {here->provider != NULL ? here->provider : "",
                                  there->provider != NULL ? there->provider : ""};
    const char *words[2] = {NULL, NULL};
    if (strcmp(here->model->id, there->model->id) != 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "from",
                                  "that assessment is by the model %s, this one by %s",
                                  there->model->id, here->model->id);
    }
    enum pal_rc rc = pal_house_provider_words(errand, names, 2, words);
    return rc != PAL_OK || strcmp(words[0], words[1]) == 0
               ? rc
               : pal_errand_fail_at(errand, PAL_E_INVALID, "from",
                                    "that assessment is of another provider (%s)",
                                    pal_quote(names[1]).text);
}

enum pal_rc pal_marks_start_from(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_start_from *wish, struct pal_act_done *out)
{
    const struct pal_assessment *here = NULL;
    const struct pal_assessment *there = NULL;
    struct gathering to = {.assessment = wish->assessment, .seen = wish->seen};
    struct pal_marks own;
    struct pal_marks other;
    struct pal_fact_row *heads = NULL;
    struct pal_fact_row *theirs = NULL;
    size_t count = 0;
    size_t their_count = 0;
    const char *words[] = {wish->assessment, wish->from};
    const char *asked = pal_act_asked(errand, "start from", words, 2, NULL, 0);
    enum pal_rc before = pal_facts_sent_before(errand, wish->act, asked, out);
    if (before != PAL_E_NOT_FOUND) {
        return before;
    }
    enum pal_rc rc = read_assessment(errand, app, wish->assessment, &here);
    rc = rc == PAL_OK ? read_assessment(errand, app, wish->from, &there) : rc;
    if (here != NULL && (rc == PAL_E_NOT_FOUND || rc == PAL_E_DENIED)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "from",
                                  "there is no assessment %s that you may read",
                                  pal_quote(wish->from).text);
    }
    rc = rc == PAL_OK ? check_pair(errand, here, there) : rc;
    rc = rc == PAL_OK ? pal_second_check_copied(errand, wish->from) : rc;
    rc = rc == PAL_OK ? pal_marks_read(errand, here, &heads, &count, &own) : rc;
    rc = rc == PAL_OK ? pal_marks_read(errand, there, &theirs, &their_count, &other) : rc;
    rc = rc == PAL_OK ? gather(errand, PAL_ACT_FACTS, &to) : rc;
    rc = rc == PAL_OK ? gather_earlier(&to, &own, heads, count, &other) : rc;
    if (rc == PAL_OK && to.count == 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "from",
                                  "there is no mark to take over that is not marked here");
    }
    const struct pal_act_wish act = {.id = wish->act,
                                     .facts = to.facts,
                                     .count = to.count,
                                     .seen_version = wish->seen.version,
                                     .asked = asked};
    return rc == PAL_OK ? pal_facts_act(errand, &act, out) : rc;
}
