/* compare - assessments beside each other. What is shown depends on which ones are asked for, not
 * on the order in which the address names them. */
#include <string.h>

#include "app/house/blind.h"
#include "app/house/errand.h"
#include "app/house/second.h"
#include "app/house/shelf.h"
#include "app/house/similar.h"
#include "app/house/standing.h"
#include "render/report/report.h"
#include "render/words.h"
#include "web/pages/against.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

/* What is known of an assessment before it is scored. */
struct compared {
    const char *id;
    const char *title;
    const char *model;
    const char *project;
    struct pal_house_compared house;
    /* Of one that stands though it is unfinished: so many of the steps of its target are rated. */
    bool is_unfinished;
    int64_t rated;
    int64_t steps;
};

/* Those that are asked for, of which all but the others of `model` are left out; the one around
 * which the page stands. */
struct comparing {
    struct compared rows[PAL_COMPARED_MOST];
    size_t count;
    const char *model;
    const struct compared *base;
    /* Those of the model, as the verb takes them. */
    const struct compared *used[PAL_COMPARED_MOST];
    const char *paths[PAL_COMPARED_MOST];
    struct pal_compared known[PAL_COMPARED_MOST];
    bool is_unread[PAL_COMPARED_MOST];
    size_t used_count;
    const char *unread; /* those that cannot be read, for people */
    /* Those that the visitor reads independently: nothing of them goes into what is chosen. */
    struct compared blind[PAL_COMPARED_MOST];
    size_t blind_count;
};

/* ------------------------------------------------------------------ which ones */

/* Looks at an assessment. The text of a long one is read again when its turn comes: all together
 * would take too much. */
static enum pal_rc look_at(struct pal_call *call, const char *id, struct compared *out)
{
    enum { SHORT_MOST = 64 << 10 };
    struct pal_document record;
    struct pal_arena *arena = call->request->arena;
    struct pal_arena scratch;
    pal_arena_init(&scratch, arena->alloc);
    call->errand.arena = &scratch;
    enum pal_rc rc = pal_house_get(&call->errand, "assessment", id, &record);
    call->errand.arena = arena;
    if (rc == PAL_OK) {
        *out = (struct compared){.id = id,
                                 .title = pal_call_printf(call, "%s", record.title),
                                 .model = pal_against_model(call, record.text),
                                 .project = pal_call_printf(call, "%s", record.project)};
    }
    struct pal_document *own = rc == PAL_OK && strlen(record.text) <= SHORT_MOST
                                   ? PAL_NEW(arena, struct pal_document, 1)
                                   : NULL;
    if (own != NULL) {
        *own =
            (struct pal_document){.kind = "assessment",
                                  .id = id,
                                  .text = pal_arena_copy(arena, record.text, strlen(record.text))};
        if (own->text != NULL) {
            pal_house_hand(pal_call_app(call), own);
        }
    }
    pal_arena_done(&scratch);
    return rc;
}

static bool is_among(const struct compared *rows, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_named(const struct comparing *what, const char *id)
{
    return is_among(what->rows, what->count, id);
}

/* Of one that is read independently its title alone is asked for. */
static enum pal_rc look_at_blind(struct pal_call *call, const char *id, struct compared *out)
{
    struct pal_second second;
    enum pal_rc rc = pal_second_now(&call->errand, id, &second);
    *out = (struct compared){.id = id, .title = second.document.title};
    return rc;
}

/* What the house knows of each, in few queries. */
static enum pal_rc add_known(struct pal_call *call, struct comparing *what)
{
    const char *ids[PAL_COMPARED_MOST];
    struct pal_house_compared known[PAL_COMPARED_MOST];
    for (size_t i = 0; i < what->count; i++) {
        ids[i] = what->rows[i].id;
    }
    enum pal_rc rc = pal_house_compared(&call->errand, ids, what->count, known);
    for (size_t i = 0; i < what->count && rc == PAL_OK; i++) {
        what->rows[i].house = known[i];
    }
    return rc;
}

static enum pal_rc add_one(struct pal_call *call, const char *id, struct comparing *what)
{
    const bool is_blind = pal_blind_is(&call->errand, "assessment", id);
    if (is_named(what, id) || is_among(what->blind, what->blind_count, id)) {
        return PAL_OK;
    }
    if (what->count + what->blind_count == PAL_COMPARED_MOST) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "at most %d assessments are compared at once; leave some out of "
                               "the address",
                               PAL_COMPARED_MOST);
    }
    enum pal_rc rc = is_blind ? look_at_blind(call, id, &what->blind[what->blind_count])
                              : look_at(call, id, &what->rows[what->count]);
    what->count += rc == PAL_OK && !is_blind;
    what->blind_count += rc == PAL_OK && is_blind;
    return rc;
}

/* Fewer than two are left beside those that are read independently. */
static enum pal_rc refuse_blind(struct pal_call *call, const struct comparing *what)
{
    const char *titles = "";
    for (size_t i = 0; i < what->blind_count; i++) {
        titles =
            pal_call_printf(call, "%s%s\"%s\"", titles, i > 0 ? ", " : "", what->blind[i].title);
    }
    return pal_errand_fail(&call->errand, PAL_E_INVALID,
                           "there are not two to compare: what you read independently is left out "
                           "until both sides say that they are done: %s",
                           titles);
}

/* One that stands for its provider, with how far it is where none of them is rated. */
static enum pal_rc add_standing(struct pal_call *call, const struct pal_assessed *stands,
                                bool is_unfinished, struct comparing *what)
{
    enum pal_rc rc = add_one(call, stands->id, what);
    if (rc == PAL_OK && is_unfinished && !stands->is_blind) {
        struct compared *row = &what->rows[what->count - 1];
        row->is_unfinished = true;
        row->steps = stands->demanded >= 0 ? stands->demanded : stands->steps;
        row->rated = stands->demanded >= 0 ? stands->demanded - stands->not_rated : stands->rated;
    }
    return rc;
}

/* Of a project, where none is named: of each candidate the one that stands. */
static enum pal_rc find_field(struct pal_call *call, const char *project, struct comparing *what)
{
    struct pal_document record;
    struct pal_field_standing field;
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    if (rc == PAL_OK) {
        rc = pal_house_field_standing(&call->errand, &record, PAL_COMPARED_MOST, &field);
    }
    for (size_t i = 0; rc == PAL_OK && i < field.count; i++) {
        rc = add_standing(call, &field.items[i], field.is_unfinished[i], what);
    }
    if (rc == PAL_OK && what->count + what->blind_count < 2) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "of the providers of \"%s\" not two are assessed so far: there is "
                               "nothing to compare",
                               record.title);
    }
    if (rc == PAL_OK && field.without != NULL) {
        pal_against_notice(
            call,
            pal_call_printf(call, pal_call_tr(call, "No assessment so far: %s."), field.without));
    }
    return rc;
}

/* The assessments that are asked for, each once. */
static enum pal_rc find_compared(struct pal_call *call, struct comparing *what)
{
    const char *project = pal_call_query(call, "project");
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < call->request->query.count && rc == PAL_OK; i++) {
        const struct pal_field_value *field = &call->request->query.items[i];
        if (strcmp(field->name, "id") == 0) {
            rc = add_one(call, field->value, what);
        }
    }
    if (rc == PAL_OK && what->count == 0 && project != NULL) {
        rc = find_field(call, project, what);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (what->count < 2 && what->blind_count > 0) {
        return refuse_blind(call, what);
    }
    return what->count >= 2
               ? add_known(call, what)
               : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                 "name at least two assessments: /compare?id=FIRST&id=SECOND");
}

/* ------------------------------------------------------------ what stands for all */

/* By the day, on one day by which was first written: as which assessment stands for a project. */
static bool is_later(const struct compared *a, const struct compared *b)
{
    int days = strcmp(a->house.day, b->house.day);
    if (days != 0 || a->house.known.written != b->house.known.written) {
        return days != 0 ? days > 0 : a->house.known.written > b->house.known.written;
    }
    return strcmp(a->id, b->id) > 0;
}

static size_t count_of_model(const struct comparing *what, const char *model)
{
    size_t count = 0;
    if (model[0] == '\0') {
        return 0; /* it cannot be read */
    }
    for (size_t i = 0; i < what->count; i++) {
        count += strcmp(what->rows[i].model, model) == 0;
    }
    return count;
}

/* Compared are those of the model that most are of; of as many each, of the latest one's. */
static void choose_model(struct comparing *what)
{
    const struct compared *best = &what->rows[0];
    for (size_t i = 1; i < what->count; i++) {
        const struct compared *row = &what->rows[i];
        size_t of_row = count_of_model(what, row->model);
        size_t of_best = count_of_model(what, best->model);
        best = of_row > of_best || (of_row == of_best && is_later(row, best)) ? row : best;
    }
    what->model = best->model;
}

/* Whether a project names a profile; its text goes again. */
static enum pal_rc has_profile(struct pal_call *call, const char *project, bool *out)
{
    struct pal_document record;
    struct pal_arena *arena = call->errand.arena;
    struct pal_arena scratch;
    *out = false;
    if (project[0] == '\0') {
        return PAL_OK;
    }
    pal_arena_init(&scratch, arena->alloc);
    call->errand.arena = &scratch;
    enum pal_rc rc = pal_house_get(&call->errand, "project", project, &record);
    call->errand.arena = arena;
    if (rc == PAL_OK) {
        *out = pal_against_word(call, record.text, "profile")[0] != '\0';
    }
    pal_arena_done(&scratch);
    return rc;
}

/* The latest of the model whose project has a profile, against which all are seen; else the latest.
 * Nobody asks where they are all of one project. */
static enum pal_rc choose_base(struct pal_call *call, struct comparing *what, bool *is_of_several)
{
    bool has_base = false;
    *is_of_several = false;
    for (size_t i = 1; i < what->count; i++) {
        *is_of_several |= strcmp(what->rows[i].project, what->rows[0].project) != 0;
    }
    for (size_t i = 0; i < what->count; i++) {
        const struct compared *row = &what->rows[i];
        bool has = false;
        if (strcmp(row->model, what->model) != 0) {
            continue;
        }
        enum pal_rc rc = *is_of_several ? has_profile(call, row->project, &has) : PAL_OK;
        if (rc != PAL_OK) {
            return rc;
        }
        if (what->base == NULL || (has && !has_base) ||
            (has == has_base && is_later(row, what->base))) {
            what->base = row;
            has_base = has;
        }
    }
    return PAL_OK;
}

/* Where they are of several projects, whose profile it is. */
static void tell_profile(struct pal_call *call, const struct pal_against *against)
{
    const char *own = against->own_profile;
    if (own == NULL || against->profile == NULL || strcmp(own, against->profile) != 0) {
        return;
    }
    pal_against_notice(
        call,
        pal_call_printf(
            call, pal_call_tr(call, "They are seen against the profile of the project \"%s\"."),
            against->record.project));
}

/* -------------------------------------------------------------------- left out */

/* Read independently: what it would be among the others is not told before it is open. */
static void leave_blind(struct pal_call *call, const struct compared *row)
{
    struct pal_value *one = pal_add_object(pal_value_get(call->data, "left_out"));
    pal_put_text(one, "id", row->id);
    pal_put_text(one, "reason", "blind");
    pal_against_notice(
        call, pal_call_printf(call,
                              pal_call_tr(call, "\"%s\" is left out: you read it independently, "
                                                "until both sides say that they are done."),
                              row->title));
}

/* Of another model. */
static void leave_other(struct pal_call *call, const struct compared *row)
{
    struct pal_value *one = pal_add_object(pal_value_get(call->data, "left_out"));
    pal_put_text(one, "id", row->id);
    pal_put_text(one, "reason", "model");
    pal_against_notice(
        call,
        pal_call_printf(call, pal_call_tr(call, "\"%s\" is left out: it is of another model."),
                        row->title));
}

/* Named with the way to its text. */
static void leave_unread(struct pal_call *call, struct comparing *what, const struct compared *row)
{
    struct pal_value *one = pal_add_object(pal_value_get(call->data, "left_out"));
    pal_put_text(one, "id", row->id);
    pal_put_text(one, "reason", "unreadable");
    pal_against_notice(
        call, pal_call_printf(call, pal_call_tr(call, "\"%s\" is left out: it cannot be read."),
                              row->title));
    struct pal_value *notices = pal_value_get(call->page, "notices");
    struct pal_value *notice = pal_value_at(notices, pal_value_count(notices) - 1);
    pal_put_text(notice, "title", pal_call_tr(call, "To its text"));
    pal_put_text(notice, "url", pal_call_printf(call, "/assessments/%s/text", row->id));
    what->unread = pal_call_printf(call, "%s%s\"%s\"", what->unread,
                                   what->unread[0] != '\0' ? ", " : "", row->id);
}

/* Compared all the same, as its provider has no other: what nobody rated counts as missing there.
 * Adds it to those named so far. */
static const char *name_unfinished(struct pal_call *call, const struct compared *row,
                                   const char *before)
{
    struct pal_value *one = pal_add_object(pal_value_get(call->data, "unfinished"));
    pal_put_text(one, "id", row->id);
    pal_put_integer(one, "rated", row->rated);
    pal_put_integer(one, "steps", row->steps);
    const char *named = pal_call_printf(call, pal_call_tr(call, "\"%s\" (%d of %d steps rated)"),
                                        row->title, (int)row->rated, (int)row->steps);
    return pal_call_printf(call, "%s%s%s", before, before[0] != '\0' ? ", " : "", named);
}

/* Takes those of the model; the others are left out, and named. What names no model cannot be read.
 */
static void choose_compared(struct pal_call *call, struct comparing *what)
{
    const char *unfinished = "";
    struct pal_value *kept = pal_value_list(&call->values);
    pal_set(call->data, "left_out", pal_value_list(&call->values));
    pal_set(call->data, "unfinished", pal_value_list(&call->values));
    pal_set(call->page, "compared", kept);
    for (size_t i = 0; i < what->blind_count; i++) {
        leave_blind(call, &what->blind[i]);
    }
    for (size_t i = 0; i < what->count; i++) {
        const struct compared *row = &what->rows[i];
        if (row->model[0] == '\0') {
            leave_unread(call, what, row);
        } else if (strcmp(row->model, what->model) != 0) {
            leave_other(call, row);
        } else {
            pal_put_text(pal_add_object(kept), "id", row->id);
            unfinished = row->is_unfinished ? name_unfinished(call, row, unfinished) : unfinished;
            what->used[what->used_count] = row;
            what->known[what->used_count] = row->house.known;
            what->paths[what->used_count++] = pal_call_printf(call, "assessment/%s", row->id);
        }
    }
    if (unfinished[0] != '\0') {
        pal_against_notice(call,
                           pal_call_printf(call, pal_call_tr(call, "Unfinished: %s."), unfinished));
    }
}

/* ----------------------------------------------------------------- the chooser */

static void offer(struct pal_call *call, const char *id, const char *title, const char *provider,
                  const char *day, bool is_chosen)
{
    struct pal_value *row = pal_add_object(pal_value_get(call->page, "choices"));
    pal_put_text(row, "id", id);
    pal_put_text(row, "title", title);
    pal_put_text(row, "provider", provider);
    pal_put_text(row, "date", day);
    pal_put_boolean(row, "is_chosen", is_chosen);
}

/* Those that are compared and of no or another project, by their ids. */
static void offer_others(struct pal_call *call, const struct comparing *what, const char *project)
{
    const struct compared *last = NULL;
    for (size_t i = 0; i < what->count; i++) {
        const struct compared *next = NULL;
        for (size_t j = 0; j < what->count; j++) {
            const struct compared *row = &what->rows[j];
            if (strcmp(row->project, project) != 0 &&
                (last == NULL || strcmp(row->id, last->id) > 0) &&
                (next == NULL || strcmp(row->id, next->id) < 0)) {
                next = row;
            }
        }
        if (next == NULL) {
            return;
        }
        offer(call, next->id, next->title, "", next->house.day, true);
        last = next;
    }
}

/* The assessments of the project, the latest first, and what is compared beside them. One that is
 * too old to be offered and compared stays. */
static enum pal_rc offer_assessments(struct pal_call *call, const struct comparing *what)
{
    enum { OFFERED_MOST = 100 };
    const char *asked = pal_call_query(call, "project");
    const char *project = asked != NULL ? asked : what->base->project;
    const struct pal_assessment_search search = {.project = project, .max = OFFERED_MOST};
    struct pal_assessed *rows = NULL;
    size_t count = 0;
    const char *next = NULL;
    pal_set(call->page, "choices", pal_value_list(&call->values));
    pal_set_text(call->page, "chooser_project", project[0] != '\0' ? project : NULL);
    enum pal_rc rc = project[0] != '\0' && !call->is_api
                         ? pal_house_assessments(&call->errand, &search, &rows, &count, &next)
                         : PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (rows[i].is_blind) {
            continue; /* to choose it would change nothing */
        }
        offer(call, rows[i].id, rows[i].title, rows[i].provider, rows[i].day,
              is_named(what, rows[i].id));
    }
    for (size_t i = 0; i < what->count && rc == PAL_OK; i++) {
        bool is_there = strcmp(what->rows[i].project, project) != 0;
        for (size_t j = 0; j < count && !is_there; j++) {
            is_there = strcmp(rows[j].id, what->rows[i].id) == 0;
        }
        if (!is_there) {
            offer(call, what->rows[i].id, what->rows[i].title, "", what->rows[i].house.day, true);
        }
    }
    offer_others(call, what, project);
    return pal_errand_explain(&call->errand, rc);
}

/* The bases on which one of them says something; and the one that is shown. */
static void offer_bases(struct pal_call *call, const struct pal_comparison *comparison)
{
    const enum pal_basis chosen = comparison->scores[0].basis;
    pal_clear(pal_value_get(pal_value_get(pal_value_get(call->page, "form"), "basis"), "options"));
    for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) {
        bool is_said = basis == PAL_BASIS_CHECKED || basis == (int)chosen;
        for (size_t i = 0; i < comparison->count; i++) {
            is_said = is_said || pal_compare_basis(comparison, i, (enum pal_basis)basis)->is_said;
        }
        if (is_said) {
            pal_call_option(call, "basis", pal_basis_ids[basis],
                            pal_word_basis(&call->language, (enum pal_basis)basis),
                            pal_basis_ids[chosen]);
        }
    }
}

/* ------------------------------------------------------------------- the page */

/* In the place of the crumb of the one that the page stands around. */
static void name_comparison(struct pal_call *call)
{
    struct pal_value *crumbs = pal_value_get(call->page, "crumbs");
    const size_t count = pal_value_count(crumbs);
    struct pal_value *last = count > 0 ? pal_value_at(crumbs, count - 1) : NULL;
    if (last != NULL) {
        pal_set_text(last, "title", pal_call_tr(call, "Comparison"));
        pal_set_text(last, "url", pal_call_asked(call, call->place));
    }
}

/* Chooses what is compared, and opens what it is seen against. */
static enum pal_rc open(struct pal_call *call, struct comparing *what, struct pal_against *against)
{
    bool is_of_several = false;
    enum pal_rc rc = find_compared(call, what);
    if (rc == PAL_OK) {
        choose_model(what);
        rc = choose_base(call, what, &is_of_several);
    }
    if (rc == PAL_OK) {
        rc = pal_against_open(call, what->base->id, against);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set(call->page, "thing", pal_value_null(&call->values)); /* it is one of several */
    against->is_one_of_several = true;
    name_comparison(call);
    choose_compared(call, what);
    if (is_of_several) {
        tell_profile(call, against);
    }
    return offer_assessments(call, what);
}

static enum pal_rc refuse_few(struct pal_call *call, const struct comparing *what,
                              const struct pal_against *against)
{
    enum pal_rc rc =
        what->unread[0] != '\0'
            ? pal_errand_fail(&call->errand, PAL_E_INVALID,
                              "of the assessments named here not two can be compared; these cannot "
                              "be read: %s",
                              what->unread)
            : pal_errand_fail(&call->errand, PAL_E_INVALID,
                              "only assessments of one model are compared; no other one named here "
                              "is of \"%s\"",
                              what->model);
    return pal_against_explain(call, against, rc);
}

enum pal_rc pal_page_compare(struct pal_call *call)
{
    struct pal_against against;
    struct comparing what = {.unread = ""};
    const struct pal_scored *scored;
    struct pal_comparison comparison;
    enum pal_rc rc = open(call, &what, &against);
    if (rc != PAL_OK) {
        return rc;
    }
    if (what.used_count < 2) {
        return refuse_few(call, &what, &against);
    }
    struct pal_score_request request = pal_against_request(&against);
    request.assessments = what.paths;
    request.assessment_count = what.used_count;
    request.known = what.known;
    request.is_left_out = what.is_unread;
    rc = pal_app_compare(pal_call_app(call), &request, &scored, &comparison);
    size_t read = what.used_count;
    for (size_t i = 0; i < what.used_count; i++) {
        if (what.is_unread[i]) {
            leave_unread(call, &what, what.used[i]);
            read--;
        }
    }
    if (read < 2 && rc == PAL_E_INVALID) {
        return refuse_few(call, &what, &against);
    }
    if (rc != PAL_OK) {
        return pal_against_explain(call, &against, pal_tell_problem(call, rc));
    }
    offer_bases(call, &comparison);
    pal_call_export(call, "JSON", pal_call_asked(call, "/api/v1/compare"));
    pal_set_text(call->page, "carried", pal_look_behind(call, ""));
    struct pal_view view = pal_report_compare(scored, &comparison, &call->language, &call->values);
    return pal_call_report(call, view, "web_compare", pal_call_tr(call, "Comparison"));
}
