/* second - how a second reading stands, and what its reader marks; see second.h. */
#include "app/house/second.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/marks_grid.h"
#include "app/house/marks_parts.h"
#include "app/house/second_parts.h"
#include "app/house/shelf.h"
#include "app/house/told.h"
#include "base/text.h"
#include "core/case/rights.h"
#include "store/people.h"
#include "store/records.h"

enum { HEADS_MOST = 20000, OFFERED_MOST = 200 };

const char *const pal_second_state_ids[] = {"none", "under-way", "open", "given-up"};

/* ------------------------------------------------------------------------ how it stands */

static enum pal_second_state state_of(const char *word)
{
    return strcmp(word, PAL_SECOND_BEGUN) == 0   ? PAL_SECOND_IS_UNDER_WAY
           : strcmp(word, PAL_SECOND_ENDED) == 0 ? PAL_SECOND_IS_OPEN
                                                 : PAL_SECOND_IS_GIVEN_UP;
}

static const char *word_in(struct pal_errand *errand, const char *body, const char *key)
{
    json_t *json = json_loads(body, 0, NULL);
    const char *word = json_string_value(json_object_get(json, key));
    const char *own = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
    json_decref(json);
    return own;
}

/* The one that was not given up; else the last. */
static const struct pal_fact *choose(const struct pal_fact *facts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (state_of(facts[i].state) != PAL_SECOND_IS_GIVEN_UP) {
            return &facts[i];
        }
    }
    return count > 0 ? &facts[0] : NULL;
}

static enum pal_rc find_sides(struct pal_errand *errand, const char *assessment,
                              struct pal_second *out)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = assessment,
                                           .kind = pal_fact_second_done.id,
                                           .max = HEADS_MOST};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &count);
    const size_t len = strlen(out->reader);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const char *place = pal_second_place_of(facts[i].part);
        bool is_first = strcmp(place, "first") == 0;
        if (strncmp(facts[i].part, out->reader, len) == 0 && facts[i].part[len] == '/') {
            struct pal_second_side *side = is_first ? &out->first : &out->second;
            *side = (struct pal_second_side){strcmp(facts[i].state, PAL_SECOND_DONE) == 0,
                                             facts[i].turn, facts[i]};
        }
    }
    return rc;
}

/* When it was begun, which its last turn does not tell. */
static enum pal_rc find_begun(struct pal_errand *errand, const char *assessment,
                              struct pal_second *out)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = assessment,
                                           .kind = pal_fact_second.id,
                                           .part = out->reader,
                                           .max = HEADS_MOST};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_facts_history(errand, &search, &facts, &count);
    out->begun = rc == PAL_OK && count > 0 ? facts[count - 1] : out->said;
    return rc;
}

enum pal_rc pal_second_now(struct pal_errand *errand, const char *assessment,
                           struct pal_second *out)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = assessment,
                                           .kind = pal_fact_second.id,
                                           .max = HEADS_MOST};
    struct pal_fact_subject subject;
    struct pal_fact *facts = NULL;
    size_t count = 0;
    struct pal_record head;
    *out = (struct pal_second){.reader = ""};
    enum pal_rc rc =
        pal_fact_subject_open_for(errand, &pal_fact_second, "assessment", assessment, &subject);
    rc = rc == PAL_OK ? pal_facts_heads(errand, &search, &facts, &count) : rc;
    if (rc == PAL_OK) {
        rc = pal_errand_explain(
            errand, pal_record_head(errand->db, "assessment", assessment, errand->arena, &head));
    }
    if (rc != PAL_OK) {
        return rc;
    }
    out->document = pal_told_document(errand, &head);
    const struct pal_fact *last = choose(facts, count);
    if (last == NULL) {
        return PAL_OK;
    }
    out->state = state_of(last->state);
    out->reader = last->part;
    out->said = *last;
    out->reason = word_in(errand, last->body, "reason");
    out->is_reader = errand->principal.kind == PAL_PRINCIPAL_PERSON &&
                     strcmp(errand->principal.id, last->part) == 0;
    rc = find_sides(errand, assessment, out);
    return rc == PAL_OK ? find_begun(errand, assessment, out) : rc;
}

/* ------------------------------------------------------------------------- who is asked */

static bool is_listed(const char *const *list, size_t count, const char *person)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], person) == 0) {
            return true;
        }
    }
    return false;
}

/* Whoever has marked nothing, and has not read it before. */
static enum pal_rc may_be_asked(struct pal_errand *errand, const char *assessment,
                                const char *person, bool *out)
{
    struct pal_fact_row head;
    const struct pal_fact_row value = {.kind = pal_fact_second.id,
                                       .subject_kind = "assessment",
                                       .subject = assessment,
                                       .part = person,
                                       .lane = ""};
    bool has_marked = false;
    *out = false;
    enum pal_rc rc = pal_second_has_marked(errand, assessment, person, &has_marked);
    rc = rc == PAL_OK ? pal_errand_explain(errand, pal_fact_head(errand, &value, &head)) : rc;
    *out = rc == PAL_OK && !has_marked && head.turn == 0;
    return rc;
}

/* Of those who hold a role at one place, everywhere or on the project, who may be asked. */
static enum pal_rc add_offered(struct pal_errand *errand, const char *assessment, const char *place,
                               const char **out, size_t *count)
{
    struct pal_grant *grants = NULL;
    size_t grant_count = 0;
    enum pal_rc rc = pal_errand_explain(
        errand, pal_grant_list(errand->db, NULL, place, errand->arena, &grants, &grant_count));
    for (size_t i = 0; i < grant_count && rc == PAL_OK && *count < OFFERED_MOST; i++) {
        enum pal_role role = pal_role_find(grants[i].role);
        const char *person = grants[i].person;
        bool is_self = errand->principal.id != NULL && strcmp(errand->principal.id, person) == 0;
        bool may = false;
        if (is_self || role == PAL_ROLE_COUNT || !pal_role_may(role, PAL_MAY_ASSESS) ||
            is_listed(out, *count, person)) {
            continue;
        }
        rc = may_be_asked(errand, assessment, person, &may);
        if (may) {
            out[(*count)++] = person;
        }
    }
    return rc;
}

enum pal_rc pal_second_offered(struct pal_errand *errand, const char *assessment, const char ***out,
                               size_t *count)
{
    struct pal_fact_subject subject;
    *count = 0;
    *out = PAL_NEW(errand->arena, const char *, OFFERED_MOST);
    enum pal_rc rc = pal_fact_subject_open(errand, "assessment", assessment, &subject);
    if (rc != PAL_OK || *out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    rc = add_offered(errand, assessment, subject.project, *out, count);
    return rc == PAL_OK ? add_offered(errand, assessment, PAL_EVERYWHERE, *out, count) : rc;
}

/* ------------------------------------------------------------------------------ saying */

static enum pal_rc say(struct pal_errand *errand, const struct pal_second_wish *wish,
                       const struct pal_fact_wish *what, struct pal_act_done *out)
{
    const struct pal_fact_field reason = {"reason", wish->reason};
    struct pal_fact_wish fact = *what;
    fact.subject_kind = "assessment";
    fact.subject = wish->assessment;
    fact.lane = "";
    fact.seen_turn = wish->turn;
    fact.fields = &reason;
    fact.field_count = pal_is_blank(wish->reason) ? 0 : 1;
    const struct pal_act_wish act = {
        .id = wish->act, .facts = &fact, .count = 1, .asked = wish->asked};
    return pal_facts_act(errand, &act, out);
}

enum pal_rc pal_second_ask(struct pal_errand *errand, const struct pal_second_wish *wish,
                           struct pal_act_done *out)
{
    const struct pal_fact_wish fact = {
        .kind = pal_fact_second.id,
        .part = wish->reader,
        .is_behind_last = true, /* whether they were asked before the check says in words */
        .state = PAL_SECOND_BEGUN};
    *out = (struct pal_act_done){0};
    return wish->reader[0] != '\0'
               ? say(errand, wish, &fact, out)
               : pal_errand_fail_at(errand, PAL_E_INVALID, "reader", "choose who is to read it");
}

enum pal_rc pal_second_check_copied(struct pal_errand *errand, const char *assessment)
{
    struct pal_second now;
    enum pal_rc rc = pal_second_now(errand, assessment, &now);
    return rc == PAL_OK && now.state == PAL_SECOND_IS_UNDER_WAY
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "from",
                                    "a second reading of that assessment is under way; its "
                                    "marks are taken over once both sides are done")
               : rc;
}

enum pal_rc pal_second_give_up(struct pal_errand *errand, const struct pal_second_wish *wish,
                               struct pal_act_done *out)
{
    struct pal_second now;
    struct pal_second_wish own = *wish;
    const char *words[] = {wish->assessment, wish->reason};
    own.asked = pal_act_asked(errand, "give up", words, 2, NULL, 0);
    enum pal_rc before = pal_facts_sent_before(errand, wish->act, own.asked, out);
    if (before != PAL_E_NOT_FOUND) {
        return before;
    }
    enum pal_rc rc = pal_second_now(errand, wish->assessment, &now);
    if (rc == PAL_OK && now.state != PAL_SECOND_IS_UNDER_WAY) {
        return pal_errand_fail(errand, PAL_E_INVALID, "no second reading is under way here");
    }
    const struct pal_fact_wish fact = {
        .kind = pal_fact_second.id, .part = now.reader, .state = PAL_SECOND_GIVEN_UP};
    return rc == PAL_OK ? say(errand, &own, &fact, out) : rc;
}

/* What is opened stays open: a reading without a mark is not done. */
static enum pal_rc check_any_marked(struct pal_errand *errand, const char *assessment,
                                    const char *reader)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    const size_t len = strlen(reader);
    bool is_any = false;
    enum pal_rc rc = pal_errand_explain(errand, pal_heads_brief(errand->db, pal_fact_second_mark.id,
                                                                "assessment", assessment,
                                                                errand->arena, &rows, &count));
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        is_any = is_any || (strncmp(rows[i].part, reader, len) == 0 && rows[i].part[len] == '/' &&
                            strcmp(rows[i].state, "rated") == 0);
    }
    return rc != PAL_OK || is_any
               ? rc
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "you have marked nothing so far: mark what you read, or let the "
                                 "reading be given up");
}

enum pal_rc pal_second_say_done(struct pal_errand *errand, const struct pal_second_wish *wish,
                                bool is_done, struct pal_act_done *out)
{
    struct pal_second now;
    struct pal_second_wish plain = *wish;
    const char *words[] = {wish->assessment, is_done ? PAL_SECOND_DONE : "not-yet"};
    plain.asked = pal_act_asked(errand, "done", words, 2, NULL, 0);
    enum pal_rc before = pal_facts_sent_before(errand, wish->act, plain.asked, out);
    if (before != PAL_E_NOT_FOUND) {
        return before;
    }
    enum pal_rc rc = pal_second_now(errand, wish->assessment, &now);
    if (rc == PAL_OK && now.state != PAL_SECOND_IS_UNDER_WAY) {
        return pal_errand_fail(errand, PAL_E_INVALID, "no second reading is under way here");
    }
    plain.reason = "";
    if (rc == PAL_OK && is_done && now.is_reader) {
        rc = check_any_marked(errand, wish->assessment, now.reader);
    }
    const struct pal_fact_wish fact = {.kind = pal_fact_second_done.id,
                                       .part = pal_arena_printf(errand->arena, "%s/%s", now.reader,
                                                                now.is_reader ? "second" : "first"),
                                       .state = is_done ? PAL_SECOND_DONE : "not-yet"};
    if (rc == PAL_OK && fact.part == NULL) {
        rc = pal_errand_explain(errand, PAL_E_MEMORY);
    }
    return rc == PAL_OK ? say(errand, &plain, &fact, out) : rc;
}

/* ------------------------------------------------------------------------------- marks */

enum pal_rc pal_second_model(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                             const struct pal_model **out)
{
    struct pal_record record;
    struct pal_opened document;
    enum pal_rc rc = pal_record_get(errand->db, "assessment", assessment, errand->arena, &record);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_document_look(app, assessment, record.text, strlen(record.text), &document);
    rc = rc == PAL_OK ? pal_document_model_of(app, &document, out) : rc;
    return rc == PAL_OK || rc == PAL_E_MEMORY
               ? pal_errand_explain(errand, rc)
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "the model of this assessment cannot be read");
}

static enum pal_rc make_cells(struct pal_errand *errand, struct pal_second_marks *out)
{
    for (size_t i = 0; i < PAL_SECOND_LANES; i++) {
        out->cells[i] = PAL_NEW(errand->arena, struct pal_second_cell, out->model->step_count + 1);
        out->rated[i] = PAL_NEW(errand->arena, size_t, out->model->area_count + 1);
        if (out->cells[i] == NULL || out->rated[i] == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
    }
    return PAL_OK;
}

/* A body as a mark has it, and its reason apart. */
static enum pal_rc split_body(struct pal_errand *errand, const char *body,
                              struct pal_second_cell *out)
{
    json_t *json = json_loads(body, 0, NULL);
    out->reason = word_in(errand, body, "reason");
    (void)json_object_del(json, "reason");
    char *text =
        json_object_size(json) > 0 ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    out->body = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    bool is_short = text != NULL && out->body == NULL;
    free(text);
    json_decref(json);
    return is_short ? pal_errand_explain(errand, PAL_E_MEMORY) : PAL_OK;
}

static enum pal_rc put_cell(struct pal_errand *errand, const struct pal_fact *fact,
                            struct pal_second_marks *out)
{
    size_t area;
    size_t step;
    bool is_by_practices = false;
    enum pal_mark_lane lane = pal_mark_lane_find(fact->lane);
    out->fact = fact->number > out->fact ? fact->number : out->fact;
    if (lane >= (enum pal_mark_lane)PAL_SECOND_LANES ||
        !pal_marks_place(out->model, pal_second_place_of(fact->part), &area, &step)) {
        return PAL_OK; /* of a step that the model has no more */
    }
    const struct pal_area *of = &out->model->areas[area];
    struct pal_second_cell *cell = &out->cells[lane][of->first_step + step];
    cell->turn = fact->turn;
    if (strcmp(fact->state, "rated") != 0) {
        return PAL_OK;
    }
    enum pal_rc rc = split_body(errand, fact->body, cell);
    if (rc == PAL_OK && cell->body != NULL) {
        cell->rating = pal_mark_rating(cell->body, of, step, &is_by_practices);
        out->rated[lane][area]++;
    }
    return rc;
}

enum pal_rc pal_second_marks(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                             const char *reader, struct pal_second_marks *out)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = assessment,
                                           .kind = pal_fact_second_mark.id,
                                           .max = HEADS_MOST};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    const size_t len = strlen(reader);
    *out = (struct pal_second_marks){.fact = 0};
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &count);
    rc = rc == PAL_OK ? pal_second_model(errand, app, assessment, &out->model) : rc;
    rc = rc == PAL_OK ? make_cells(errand, out) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strncmp(facts[i].part, reader, len) == 0 && facts[i].part[len] == '/') {
            rc = put_cell(errand, &facts[i], out);
        }
    }
    return rc;
}

/* ----------------------------------------------------------------------------- marking */

/* The fields of a cell's next turn: what is not said of it stays as it was. */
static enum pal_rc fields_of(struct pal_errand *errand, const struct pal_mark_wish *mark,
                             const struct pal_fact_row *head, struct pal_fact_wish *out)
{
    struct pal_second_cell was = {.reason = NULL};
    struct pal_fact_field *fields = NULL;
    size_t count = mark->field_count;
    bool is_rated = head->turn > 0 && strcmp(head->state, "rated") == 0;
    enum pal_rc rc = is_rated ? split_body(errand, head->body, &was) : PAL_OK;
    if (rc == PAL_OK && mark->is_kept) {
        rc = pal_mark_fields(errand, was.body != NULL ? was.body : "{}", &fields, &count);
    } else if (rc == PAL_OK) {
        fields = PAL_NEW(errand->arena, struct pal_fact_field, count + 1);
        rc = fields != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (!mark->is_kept && count > 0) {
        memcpy(fields, mark->fields, count * sizeof *fields);
    }
    const char *reason = mark->reason != NULL ? mark->reason : was.reason;
    out->state = count > 0 ? "rated" : "open";
    if (count > 0 && reason != NULL && !pal_is_blank(reason)) {
        fields[count++] = (struct pal_fact_field){"reason", reason};
    }
    out->fields = fields;
    out->field_count = count;
    return PAL_OK;
}

static enum pal_rc gather(struct pal_errand *errand, const struct pal_marking *marking, size_t at,
                          struct pal_fact_wish *out)
{
    const struct pal_fact_row value = {
        .kind = pal_fact_second_mark.id,
        .subject_kind = "assessment",
        .subject = marking->assessment,
        .part =
            pal_arena_printf(errand->arena, "%s/%s", errand->principal.id, marking->marks[at].part),
        .lane = pal_mark_lane_ids[marking->lane]};
    struct pal_fact_row head;
    *out = (struct pal_fact_wish){.kind = value.kind,
                                  .subject_kind = value.subject_kind,
                                  .subject = value.subject,
                                  .part = value.part,
                                  .lane = value.lane};
    if (value.part == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    out->seen_turn = marking->seen.fact;
    out->is_by_fact = true;
    enum pal_rc rc = pal_errand_explain(errand, pal_fact_head(errand, &value, &head));
    return rc == PAL_OK ? fields_of(errand, &marking->marks[at], &head, out) : rc;
}

enum pal_rc pal_second_put(struct pal_errand *errand, const struct pal_marking *marking,
                           struct pal_act_done *out)
{
    struct pal_fact_subject subject;
    *out = (struct pal_act_done){0};
    if (errand->principal.kind != PAL_PRINCIPAL_PERSON || marking->seen.fact < 0) {
        return pal_errand_fail(
            errand, PAL_E_INVALID,
            "fact: a whole number is needed, that of the last mark that you saw");
    }
    if (marking->lane >= (enum pal_mark_lane)PAL_SECOND_LANES) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "a second reading marks what is checked, seen or claimed");
    }
    if (marking->count == 0 || marking->count > PAL_ACT_FACTS) {
        return pal_errand_fail(errand, PAL_E_LIMIT, "an act has 1 to %d marks", (int)PAL_ACT_FACTS);
    }
    struct pal_fact_wish *facts = PAL_NEW(errand->arena, struct pal_fact_wish, marking->count);
    enum pal_rc rc = facts != NULL
                         ? pal_fact_subject_open_for(errand, &pal_fact_second_mark, "assessment",
                                                     marking->assessment, &subject)
                         : pal_errand_explain(errand, PAL_E_MEMORY);
    for (size_t i = 0; i < marking->count && rc == PAL_OK; i++) {
        rc = gather(errand, marking, i, &facts[i]);
    }
    const struct pal_act_wish act = {.id = marking->act, .facts = facts, .count = marking->count};
    return rc == PAL_OK ? pal_facts_act(errand, &act, out) : rc;
}
