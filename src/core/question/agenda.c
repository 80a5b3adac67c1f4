#include "core/question/agenda.h"

#include <string.h>

const char *const pal_agenda_why_ids[PAL_AGENDA_WHY_COUNT] = {
    "failed", "open",          "unanswered", "not_known", "not_applicable",
    "about",  "subcontractor", "claimed",    "observed",  "guide"};
const char *const pal_agenda_why_titles[PAL_AGENDA_WHY_COUNT] = {
    PAL_N_("fails"),
    PAL_N_("left open"),
    PAL_N_("not answered"),
    PAL_N_("not known to them"),
    PAL_N_("said not to apply"),
    PAL_N_("about something else than was asked"),
    PAL_N_("the subcontractor's proof is to be read"),
    PAL_N_("claimed, to be seen"),
    PAL_N_("observed by the expert"),
    PAL_N_("interview guide")};
const char *const pal_agenda_order_ids[PAL_AGENDA_ORDERS] = {"topic", "person"};

/* Minutes, proposed until they are measured. */
enum {
    MINUTES_EACH = 5,     /* a question, its answer and what shows it */
    MINUTES_DRAWN = 3,    /* more, for each case that is drawn */
    MINUTES_AREA = 2,     /* more, for each further area of which the same answer holds */
    MINUTES_PRACTICE = 2, /* more, for each base practice that is gone through */
};

/* ------------------------------------------------------------------- questions */

static bool is_seen(const struct pal_judged *judged)
{
    return judged->answer != NULL && judged->answer->state <= PAL_BASIS_SEEN;
}

static uint32_t minutes_of(const struct pal_question *question)
{
    uint32_t minutes = MINUTES_EACH;
    for (size_t i = 0; i < question->field_count; i++) {
        minutes += question->fields[i].type == PAL_FIELD_DRAWN
                       ? MINUTES_DRAWN * question->fields[i].drawn
                       : 0;
    }
    return minutes;
}

/* What is to be seen of an answer by its verdict; PAL_AGENDA_WHY_COUNT: nothing. */
static enum pal_agenda_why why_of(const struct pal_judged *judged)
{
    const struct pal_answer *answer = judged->answer;
    switch (judged->verdict.why) {
    case PAL_WHY_UNANSWERED:
        return PAL_AGENDA_UNANSWERED;
    case PAL_WHY_NOT_KNOWN:
        return PAL_AGENDA_NOT_KNOWN;
    case PAL_WHY_NOT_APPLICABLE:
        return answer->is_accepted ? PAL_AGENDA_WHY_COUNT : PAL_AGENDA_NOT_APPLICABLE;
    case PAL_WHY_ABOUT:
        return PAL_AGENDA_ABOUT;
    case PAL_WHY_NOT_YET: /* asked again once the service runs */
    case PAL_WHY_NOT_PUT:
        return PAL_AGENDA_WHY_COUNT;
    case PAL_WHY_RULE:
    case PAL_WHY_COUNT:
        break;
    }
    if (judged->verdict.verdict != PAL_VERDICT_PASS) {
        return judged->verdict.verdict == PAL_VERDICT_FAIL ? PAL_AGENDA_FAILED : PAL_AGENDA_OPEN;
    }
    if (!pal_text_is_empty(&answer->subcontractor)) {
        return PAL_AGENDA_SUBCONTRACTOR;
    }
    return judged->question->put != PAL_PUT_WRITTEN ? PAL_AGENDA_CLAIMED : PAL_AGENDA_WHY_COUNT;
}

static void add_question(struct pal_agenda *out, const struct pal_judged *judged,
                         enum pal_agenda_why why)
{
    const struct pal_answer *answer = judged->answer;
    out->items[out->count++] = (struct pal_agenda_item){
        .question = judged->question,
        .why = why,
        .judged = judged,
        .who =
            answer != NULL && why != PAL_AGENDA_OBSERVED ? answer->by : (struct pal_text){{NULL}},
        .is_done = is_seen(judged),
        .is_subcontractors = answer != NULL && !pal_text_is_empty(&answer->subcontractor),
        .minutes = minutes_of(judged->question)};
}

static void add_questions(const struct pal_agenda_asking *asking, struct pal_agenda *out)
{
    for (size_t i = 0; i < asking->questionnaire->question_count; i++) {
        const struct pal_judged *judged = &asking->judged[i];
        const struct pal_question *question = judged->question;
        enum pal_agenda_why why = PAL_AGENDA_WHY_COUNT;
        if (asking->asked[i]) {
            why = why_of(judged);
        } else if (question->is_observed && question->observed_at == asking->actor &&
                   judged->verdict.why != PAL_WHY_NOT_PUT) {
            why = PAL_AGENDA_OBSERVED;
        }
        if (why != PAL_AGENDA_WHY_COUNT) {
            add_question(out, judged, why);
        }
    }
}

/* ----------------------------------------------------------------------- guide */

/* What the guide is held against. */
struct guiding {
    const struct pal_agenda_asking *asking;
    const struct pal_suggestions *seen; /* by the questions alone, at seen or better */
    const pal_mask *in_force;           /* of each area; NULL: all that is demanded at any level */
    struct pal_arena *arena;
};

static bool is_of_actor(const struct pal_agenda_asking *asking, const struct pal_area *area,
                        size_t step)
{
    enum pal_actor actor = asking->actors != NULL
                               ? (enum pal_actor)asking->actors[area->first_step + step]
                               : area->actor;
    return actor == asking->actor;
}

/* What was answered to a question of the guide in an area. */
static const struct pal_judged *find_guided(const struct pal_agenda_asking *asking,
                                            const struct pal_question *question, size_t area)
{
    for (size_t i = asking->questionnaire->question_count; i < asking->judged_count; i++) {
        const struct pal_judged *judged = &asking->judged[i];
        if (judged->question == question && judged->answer->area == area) {
            return judged;
        }
    }
    return NULL;
}

/* Which practices of the step are left open that the question is on: its own, or, where the step is
 * rated by the area, all of those. */
static enum pal_rc find_open(const struct guiding *guiding, const struct pal_question *question,
                             struct pal_agenda_area *out)
{
    const struct pal_area *area = &guiding->asking->questionnaire->model->areas[out->area];
    const struct pal_practice *practices =
        pal_area_rated_practices(area, out->step, &out->practice_count);
    const uint8_t *rated =
        guiding->seen->practices + guiding->seen->steps[area->first_step + out->step].first;
    bool *open = PAL_NEW(guiding->arena, bool, out->practice_count + 1);
    if (open == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < out->practice_count; i++) {
        bool is_asked = practices == area->practices || strcmp(practices[i].id, question->id) == 0;
        open[i] = is_asked && rated[i] == PAL_RATING_NOT_RATED;
        out->open_count += open[i];
    }
    out->open = open;
    return PAL_OK;
}

/* Whether a question of the guide is asked of an area; fills in `out` where it is. */
static enum pal_rc look_at_area(const struct guiding *guiding, const struct pal_question *question,
                                size_t at, struct pal_agenda_area *out, bool *is_asked)
{
    const struct pal_agenda_asking *asking = guiding->asking;
    const struct pal_area *area = &asking->questionnaire->model->areas[at];
    int step = question->step != NULL ? pal_ladder_find(area->ladder, question->step) : -1;
    *is_asked = step >= 0 && is_of_actor(asking, area, (size_t)step) &&
                (asking->profile == NULL ||
                 (pal_profile_target_anywhere(asking->profile, at) >> step & 1) != 0);
    if (!*is_asked) {
        return PAL_OK;
    }
    *out = (struct pal_agenda_area){.area = at,
                                    .step = (size_t)step,
                                    .judged = find_guided(asking, question, at),
                                    .is_in_force = guiding->in_force == NULL ||
                                                   (guiding->in_force[at] >> step & 1) != 0};
    enum pal_rc rc = find_open(guiding, question, out);
    *is_asked = out->open_count > 0 || (out->judged != NULL && is_seen(out->judged));
    return rc;
}

static uint32_t minutes_of_guide(const struct guiding *guiding, const struct pal_agenda_item *item)
{
    uint32_t minutes = minutes_of(item->question) + MINUTES_AREA * (uint32_t)(item->area_count - 1);
    for (size_t i = 0; i < item->area_count; i++) {
        const struct pal_agenda_area *of = &item->areas[i];
        const struct pal_area *area = &guiding->asking->questionnaire->model->areas[of->area];
        minutes += area->ladder->steps[of->step].is_rated_by_area
                       ? MINUTES_PRACTICE * (uint32_t)of->open_count
                       : 0;
    }
    return minutes;
}

static void add_guide_item(const struct guiding *guiding, struct pal_agenda *out,
                           const struct pal_question *question, struct pal_agenda_area *areas,
                           size_t count)
{
    const struct pal_questionnaire *of = guiding->asking->questionnaire;
    struct pal_agenda_item *item = &out->items[out->count++];
    *item = (struct pal_agenda_item){.question = question,
                                     .why = PAL_AGENDA_GUIDE,
                                     .areas = areas,
                                     .area_count = count,
                                     .who = question->topic < of->people_count
                                                ? of->people[question->topic].title
                                                : (struct pal_text){{NULL}},
                                     .is_done = true,
                                     .is_elsewhere = true};
    for (size_t i = 0; i < count; i++) {
        item->is_done = item->is_done && areas[i].judged != NULL && is_seen(areas[i].judged);
        item->is_elsewhere = item->is_elsewhere && !areas[i].is_in_force;
    }
    item->minutes = minutes_of_guide(guiding, item);
}

static enum pal_rc add_guide_question(const struct guiding *guiding, struct pal_agenda *out,
                                      const struct pal_question *question)
{
    size_t area_count = guiding->asking->questionnaire->model->area_count;
    struct pal_agenda_area *areas = PAL_NEW(guiding->arena, struct pal_agenda_area, area_count + 1);
    size_t count = 0;
    enum pal_rc rc = areas != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < area_count && rc == PAL_OK; i++) {
        bool is_asked = false;
        rc = look_at_area(guiding, question, i, &areas[count], &is_asked);
        count += is_asked;
    }
    if (rc != PAL_OK || count == 0) {
        return rc;
    }
    if (question->same_answer != PAL_SAME_AREA) {
        add_guide_item(guiding, out, question, areas, count);
        return PAL_OK;
    }
    for (size_t i = 0; i < count; i++) {
        add_guide_item(guiding, out, question, &areas[i], 1);
    }
    return PAL_OK;
}

static enum pal_rc add_guide(const struct pal_agenda_asking *asking, struct pal_arena *arena,
                             struct pal_agenda *out)
{
    const struct pal_questionnaire *of = asking->questionnaire;
    struct guiding guiding = {.asking = asking,
                              .seen = pal_suggest(of, asking->judged, of->question_count,
                                                  asking->actors, PAL_BASIS_SEEN, arena),
                              .in_force = asking->profile != NULL
                                              ? pal_profile_target(asking->profile, asking->alert)
                                              : NULL,
                              .arena = arena};
    enum pal_rc rc = guiding.seen != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < of->guide_count && rc == PAL_OK; i++) {
        rc = add_guide_question(&guiding, out, &of->guide[i]);
    }
    return rc;
}

enum pal_rc pal_agenda_make(const struct pal_agenda_asking *asking, struct pal_arena *arena,
                            struct pal_agenda *out)
{
    const struct pal_questionnaire *of = asking->questionnaire;
    size_t most = of->question_count + of->guide_count * of->model->area_count;
    *out = (struct pal_agenda){.items = PAL_NEW(arena, struct pal_agenda_item, most + 1)};
    if (out->items == NULL) {
        return PAL_E_MEMORY;
    }
    add_questions(asking, out);
    return add_guide(asking, arena, out);
}

/* --------------------------------------------------------------------- walking */

/* The groups, as they are made: at most one for each item. */
struct grouping {
    const struct pal_agenda *agenda;
    const struct pal_questionnaire *questionnaire;
    enum pal_lang lang;
    struct pal_arena *arena;
    struct pal_agenda_group *groups;
    size_t count;
    size_t *of; /* the group of each item */
};

static bool is_same_role(const struct grouping *grouping, const struct pal_text *a,
                         const struct pal_text *b)
{
    return strcmp(pal_text_in(a, grouping->lang), pal_text_in(b, grouping->lang)) == 0;
}

static size_t group_of_role(struct grouping *grouping, const struct pal_text *role)
{
    for (size_t i = 0; i < grouping->count; i++) {
        if (is_same_role(grouping, &grouping->groups[i].title, role)) {
            return i;
        }
    }
    grouping->groups[grouping->count].title = *role;
    return grouping->count++;
}

/* Nobody comes last, whoever is named for the first time behind them. */
static void group_by_person(struct grouping *grouping)
{
    const struct pal_agenda *agenda = grouping->agenda;
    for (size_t i = 0; i < grouping->questionnaire->people_count; i++) {
        (void)group_of_role(grouping, &grouping->questionnaire->people[i].title);
    }
    for (size_t i = 0; i < agenda->count; i++) {
        if (!pal_text_is_empty(&agenda->items[i].who)) {
            grouping->of[i] = group_of_role(grouping, &agenda->items[i].who);
        }
    }
    for (size_t i = 0; i < agenda->count; i++) {
        if (pal_text_is_empty(&agenda->items[i].who)) {
            grouping->of[i] = group_of_role(grouping, &agenda->items[i].who);
        }
    }
}

static void group_by_topic(struct grouping *grouping)
{
    const struct pal_questionnaire *of = grouping->questionnaire;
    const struct pal_agenda *agenda = grouping->agenda;
    size_t people = of->topic_count;
    for (size_t i = 0; i < of->topic_count; i++) {
        grouping->groups[i].title = of->topics[i].title;
    }
    for (size_t i = 0; i < of->people_count; i++) {
        grouping->groups[people + i].title = of->people[i].title;
    }
    grouping->count = people + of->people_count;
    for (size_t i = 0; i < agenda->count; i++) {
        const struct pal_question *question = agenda->items[i].question;
        grouping->of[i] = (question->is_of_guide ? people : 0) + question->topic;
    }
}

/* What is more pressing comes first: what decides, then by why it stands there; else the order of
 * the agenda stays. */
static bool comes_before(const struct pal_agenda *agenda, size_t one, size_t other)
{
    const struct pal_agenda_item *a = &agenda->items[one];
    const struct pal_agenda_item *b = &agenda->items[other];
    if (a->question->is_of_guide != b->question->is_of_guide) {
        return b->question->is_of_guide;
    }
    if (a->question->is_of_guide) {
        return false;
    }
    return a->question->weight != b->question->weight ? a->question->weight > b->question->weight
                                                      : a->why < b->why;
}

/* An insertion keeps what is equal in its order; a group is short. */
static void put_in(const struct grouping *grouping, struct pal_agenda_group *group, size_t item)
{
    size_t at = group->count++;
    for (; at > 0 && comes_before(grouping->agenda, item, group->items[at - 1]); at--) {
        group->items[at] = group->items[at - 1];
    }
    group->items[at] = item;
}

static enum pal_rc fill(struct grouping *grouping)
{
    size_t *sizes = PAL_NEW(grouping->arena, size_t, grouping->count + 1);
    if (sizes == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < grouping->agenda->count; i++) {
        sizes[grouping->of[i]]++;
    }
    for (size_t i = 0; i < grouping->count; i++) {
        grouping->groups[i].items = PAL_NEW(grouping->arena, size_t, sizes[i] + 1);
        if (grouping->groups[i].items == NULL) {
            return PAL_E_MEMORY;
        }
    }
    for (size_t i = 0; i < grouping->agenda->count; i++) {
        put_in(grouping, &grouping->groups[grouping->of[i]], i);
    }
    return PAL_OK;
}

enum pal_rc pal_agenda_group(const struct pal_agenda *agenda,
                             const struct pal_questionnaire *questionnaire,
                             enum pal_agenda_order order, enum pal_lang lang,
                             struct pal_arena *arena, struct pal_agenda_group **out, size_t *count)
{
    size_t most = questionnaire->topic_count + questionnaire->people_count + agenda->count;
    struct grouping grouping = {.agenda = agenda,
                                .questionnaire = questionnaire,
                                .lang = lang,
                                .arena = arena,
                                .groups = PAL_NEW(arena, struct pal_agenda_group, most + 1),
                                .of = PAL_NEW(arena, size_t, agenda->count + 1)};
    *count = 0;
    if (grouping.groups == NULL || grouping.of == NULL) {
        return PAL_E_MEMORY;
    }
    if (order == PAL_AGENDA_BY_PERSON) {
        group_by_person(&grouping);
    } else {
        group_by_topic(&grouping);
    }
    enum pal_rc rc = fill(&grouping);
    for (size_t i = 0; i < grouping.count && rc == PAL_OK; i++) { /* the empty ones go */
        if (grouping.groups[i].count > 0) {
            grouping.groups[(*count)++] = grouping.groups[i];
        }
    }
    *out = grouping.groups;
    return rc;
}
