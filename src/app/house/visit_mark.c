/* visit_mark - what was found on a visit, in one act for all areas of which it holds; see visit.h.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/answer_marks_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/shelf.h"
#include "app/house/visit_parts.h"
#include "base/text.h"

/* Of one place: a mark and, where it goes back, what was checked. */
enum { FACTS_EACH = 2, PLACES_MOST = PAL_ACT_FACTS / FACTS_EACH };

/* A mark on its way. */
struct marking {
    const struct pal_visit_mark *wish;
    struct pal_fact_wish *facts;
    struct pal_fact_seen *seen;
    size_t count;
    size_t seen_count;
};

static const char *lane_of(enum pal_basis basis)
{
    return pal_basis_ids[basis];
}

/* ------------------------------------------------------------------------- drawn */

/* The one field of a question that says what was drawn; NULL: it has none, or several. */
static const struct pal_answer_field *drawn_field(const struct pal_question *question)
{
    const struct pal_answer_field *found = NULL;
    for (size_t i = 0; i < question->field_count; i++) {
        if (question->fields[i].type == PAL_FIELD_DRAWN) {
            if (found != NULL) {
                return NULL;
            }
            found = &question->fields[i];
        }
    }
    return found;
}

/* What was drawn and looked at, as documents write numbers; NULL where nothing was, or memory is
 * short. */
static json_t *count_items(const json_t *items, const struct pal_answer_field *field)
{
    size_t drawn = 0;
    size_t good = 0;
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *said = json_object_get(json_array_get(items, i), "good");
        drawn += json_is_boolean(said);
        good += json_is_true(said);
    }
    char numbers[3][24];
    (void)snprintf(numbers[0], sizeof numbers[0], "%u", (unsigned)field->drawn);
    (void)snprintf(numbers[1], sizeof numbers[1], "%zu", drawn);
    (void)snprintf(numbers[2], sizeof numbers[2], "%zu", good);
    return drawn > 0 ? json_pack("{s:s, s:s, s:s}", "n_asked", numbers[0], "drawn", numbers[1],
                                 "good", numbers[2])
                     : NULL;
}

/* The fields as they were claimed: what was drawn stands among them. */
static enum pal_rc claimed_fields(struct pal_errand *errand, const struct pal_visit_mark *wish,
                                  json_t **out)
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = wish->sending,
                                           .kind = PAL_ANSWER_FACT,
                                           .part = wish->places[0].part,
                                           .lane = "claimed",
                                           .max = 1};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    *out = NULL;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &count);
    if (rc == PAL_OK && count > 0 && facts[0].body[0] != '\0') {
        json_t *body = json_loads(facts[0].body, 0, NULL);
        *out = json_deep_copy(json_object_get(body, "fields"));
        json_decref(body);
    }
    return rc;
}

static enum pal_rc find_question(struct pal_errand *errand, const struct pal_visit_mark *wish,
                                 struct pal_app *app, const struct pal_question **out)
{
    struct pal_sending sending;
    const struct pal_questionnaire *of = NULL;
    bool of_areas = false;
    enum pal_rc rc = pal_answers_open(errand, wish->sending, &sending);
    rc = rc == PAL_OK ? pal_sending_questionnaire(errand, app, &sending, &of) : rc;
    *out = rc == PAL_OK ? pal_visit_question_of(of, wish->places[0].part, &of_areas) : NULL;
    return rc == PAL_OK && (*out == NULL || of_areas)
               ? pal_errand_fail(errand, PAL_E_INVALID, "%s is no question of this questionnaire",
                                 pal_quote(wish->places[0].part).text)
               : rc;
}

static enum pal_rc put_drawn(struct pal_errand *errand, const struct pal_visit_mark *wish,
                             const struct pal_question *question, json_t *body)
{
    const struct pal_answer_field *field = drawn_field(question);
    json_t *drawn = field != NULL ? count_items(json_object_get(body, "items"), field) : NULL;
    enum pal_rc rc = PAL_OK;
    if (drawn == NULL) {
        return PAL_OK;
    }
    if (json_object_get(body, "fields") == NULL) {
        json_t *claimed = NULL;
        rc = claimed_fields(errand, wish, &claimed);
        (void)json_object_set_new(body, "fields", claimed != NULL ? claimed : json_object());
    }
    (void)json_object_set_new(json_object_get(body, "fields"), field->id, drawn);
    return rc;
}

/* The body with what was drawn counted. */
static enum pal_rc count_drawn(struct pal_errand *errand, const struct pal_visit_mark *wish,
                               const char **out)
{
    struct pal_app app;
    const struct pal_question *question = NULL;
    json_t *body = json_loads(wish->json, 0, NULL);
    if (!json_is_object(body)) {
        json_decref(body);
        return pal_errand_fail(errand, PAL_E_INVALID, "what was found is no JSON object");
    }
    pal_app_init_in(&app, errand->arena->alloc);
    app.voice = errand->voice;
    pal_house_use(errand, &app);
    enum pal_rc rc = find_question(errand, wish, &app, &question);
    rc = rc == PAL_OK ? put_drawn(errand, wish, question, body) : rc;
    pal_app_done(&app);
    char *text = rc == PAL_OK ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    *out = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(body);
    return rc == PAL_OK && *out == NULL ? pal_errand_explain(errand, PAL_E_MEMORY) : rc;
}

/* ------------------------------------------------------------------------ acting */

static bool stands(const struct pal_fact *fact)
{
    return fact->turn > 0 && fact->body[0] != '\0' && strcmp(fact->state, "marked") == 0;
}

/* Which of the lanes of a place hold a mark now: seen, then checked. */
static enum pal_rc find_standing(struct pal_errand *errand, const char *sending, const char *part,
                                 bool out[2])
{
    const struct pal_fact_search search = {.subject_kind = PAL_SENDING_KIND,
                                           .subject = sending,
                                           .kind = PAL_ANSWER_MARK_FACT,
                                           .part = part,
                                           .max = 2};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    out[0] = false;
    out[1] = false;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        out[strcmp(facts[i].lane, lane_of(PAL_BASIS_CHECKED)) == 0] = stands(&facts[i]);
    }
    return rc;
}

static void add(struct marking *marking, const char *part, enum pal_basis lane, int64_t turn,
                const char *json)
{
    marking->facts[marking->count++] =
        (struct pal_fact_wish){.kind = PAL_ANSWER_MARK_FACT,
                               .subject_kind = PAL_SENDING_KIND,
                               .subject = marking->wish->sending,
                               .part = part,
                               .lane = lane_of(lane),
                               .seen_turn = turn,
                               .state = json != NULL ? "marked" : "withdrawn",
                               .json = json != NULL ? json : "{}"};
}

/* What nobody says anything of in this act has to be as it was seen. */
static void rest_on(struct marking *marking, const char *part, enum pal_basis lane, int64_t turn)
{
    marking->seen[marking->seen_count++] = (struct pal_fact_seen){.kind = PAL_ANSWER_MARK_FACT,
                                                                  .subject_kind = PAL_SENDING_KIND,
                                                                  .subject = marking->wish->sending,
                                                                  .part = part,
                                                                  .lane = lane_of(lane),
                                                                  .turn = turn};
}

static enum pal_rc add_place(struct pal_errand *errand, struct marking *marking,
                             const struct pal_visit_place *place, const char *json)
{
    const enum pal_basis basis = marking->wish->basis;
    bool has[2];
    enum pal_rc rc = find_standing(errand, marking->wish->sending, place->part, has);
    if (rc != PAL_OK) {
        return rc;
    }
    if (basis == PAL_BASIS_CHECKED) {
        add(marking, place->part, PAL_BASIS_CHECKED, place->checked_turn, json);
        rest_on(marking, place->part, PAL_BASIS_SEEN, place->seen_turn);
        return PAL_OK;
    }
    if (basis == PAL_BASIS_SEEN) {
        add(marking, place->part, PAL_BASIS_SEEN, place->seen_turn, json);
    } else if (has[0]) {
        add(marking, place->part, PAL_BASIS_SEEN, place->seen_turn, NULL);
    } else {
        rest_on(marking, place->part, PAL_BASIS_SEEN, place->seen_turn);
    }
    if (has[1]) {
        add(marking, place->part, PAL_BASIS_CHECKED, place->checked_turn, NULL);
    } else {
        rest_on(marking, place->part, PAL_BASIS_CHECKED, place->checked_turn);
    }
    return PAL_OK;
}

static enum pal_rc check_places(struct pal_errand *errand, size_t count)
{
    if (count == 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "areas",
                                  "say of which areas the answer holds: of one at least");
    }
    if (count > PLACES_MOST) {
        return pal_errand_fail_at(errand, PAL_E_LIMIT, "areas",
                                  "one answer holds for %d areas at most", (int)PLACES_MOST);
    }
    return PAL_OK;
}

static const char *mark_asked(struct pal_errand *errand, const struct pal_visit_mark *wish)
{
    const char *said_at = pal_arena_printf(errand->arena, "%lld", (long long)wish->said_at);
    const char *words[] = {wish->sending, pal_basis_ids[wish->basis], wish->json, said_at};
    const char **places = PAL_NEW(errand->arena, const char *, wish->place_count + 1);
    for (size_t i = 0; places != NULL && i < wish->place_count; i++) {
        const struct pal_visit_place *place = &wish->places[i];
        places[i] = pal_arena_printf(errand->arena, "%s %lld %lld", place->part,
                                     (long long)place->seen_turn, (long long)place->checked_turn);
    }
    return places != NULL ? pal_act_asked(errand, "mark", words, sizeof words / sizeof *words,
                                          places, wish->place_count)
                          : NULL;
}

enum pal_rc pal_visit_mark(struct pal_errand *errand, const struct pal_visit_mark *wish,
                           struct pal_act_done *out)
{
    const char *json = NULL;
    struct marking marking = {.wish = wish};
    const char *asked = mark_asked(errand, wish);
    *out = (struct pal_act_done){0};
    enum pal_rc rc = check_places(errand, wish->place_count);
    rc = rc == PAL_OK ? pal_facts_sent_before(errand, wish->act, asked, out) : rc;
    if (rc != PAL_E_NOT_FOUND) { /* it was done, or cannot be known */
        return rc;
    }
    rc = count_drawn(errand, wish, &json);
    marking.facts = PAL_NEW(errand->arena, struct pal_fact_wish, FACTS_EACH * wish->place_count);
    marking.seen = PAL_NEW(errand->arena, struct pal_fact_seen, FACTS_EACH * wish->place_count);
    if (rc == PAL_OK && (marking.facts == NULL || marking.seen == NULL)) {
        rc = pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < wish->place_count && rc == PAL_OK; i++) {
        rc = add_place(errand, &marking, &wish->places[i], json);
    }
    if (rc == PAL_OK && marking.count == 0) {
        rc = pal_errand_fail(errand, PAL_E_INVALID,
                             "say whether it was seen or checked: nothing stands there that "
                             "could be taken back");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_act_wish act = {.id = wish->act,
                                     .said_at = wish->said_at,
                                     .facts = marking.facts,
                                     .count = marking.count,
                                     .seen = marking.seen,
                                     .seen_count = marking.seen_count,
                                     .asked = asked};
    return pal_facts_act(errand, &act, out);
}

enum pal_rc pal_visit_decide(struct pal_errand *errand, const struct pal_visit_decision *wish,
                             struct pal_act_done *out)
{
    const struct pal_fact_field reason = {"reason", wish->reason};
    enum pal_rc rc = check_places(errand, wish->place_count);
    struct pal_fact_wish *facts =
        rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_fact_wish, wish->place_count) : NULL;
    if (facts == NULL) {
        return rc != PAL_OK ? rc : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < wish->place_count; i++) {
        facts[i] = (struct pal_fact_wish){.kind = PAL_ANSWER_VERDICT_FACT,
                                          .subject_kind = PAL_SENDING_KIND,
                                          .subject = wish->sending,
                                          .part = wish->places[i].part,
                                          .lane = "",
                                          .seen_turn = wish->places[i].turn,
                                          .state = wish->state,
                                          .fields = &reason,
                                          .field_count = 1};
    }
    const struct pal_act_wish act = {.id = wish->act, .facts = facts, .count = wish->place_count};
    return pal_facts_act(errand, &act, out);
}
