/* changes - what changed from one version of a document to another: as whoever works with it speaks
 * of it, and line by line. */
#include <string.h>

#include "app/desk/changes.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/difference.h"
#include "base/limits.h"
#include "web/pages/pages.h"

enum {
    ROWS_MOST = 1000,       /* of marks, of reasons, of demands, each */
    LINES_SHOWN = 4000,     /* of the lines that differ and those around them */
    LINES_READ = 200 << 10, /* lines of both texts that are held against each other */
};

/* One section of the page: rows of one sort, in words. */
struct section {
    struct pal_call *call;
    struct pal_value *data; /* the same rows for programs: ids alone */
    struct pal_value *rows;
    size_t count;
};

static struct section begin_section(struct pal_call *call, struct pal_value *changes,
                                    const char *key)
{
    struct section section = {
        .call = call, .data = pal_value_list(&call->values), .rows = pal_value_list(&call->values)};
    pal_put(changes, key, section.data);
    return section;
}

/* `column`: what stands between the place and what changed; NULL: nothing does. */
static void end_section(const struct section *section, const char *title, const char *column)
{
    struct pal_call *call = section->call;
    if (pal_value_count(section->rows) == 0) {
        return;
    }
    struct pal_value *out = pal_value_object(&call->values);
    pal_put_text(out, "title", pal_call_tr(call, title));
    pal_put_text(out, "column", column != NULL ? pal_call_tr(call, column) : NULL);
    pal_put(out, "rows", section->rows);
    pal_add(pal_value_get(call->page, "changes"), out);
}

/* A row for the page and one for programs. */
struct row {
    struct pal_value *page;
    struct pal_value *data;
};

/* NULL in both: there are more than are shown. */
static struct row add_row(struct section *section)
{
    struct row row = {NULL, NULL};
    if (section->count++ < ROWS_MOST) {
        row.page = pal_value_object(&section->call->values);
        row.data = pal_value_object(&section->call->values);
        pal_add(section->rows, row.page);
        pal_add(section->data, row.data);
    }
    return row;
}

/* ------------------------------------------------------------------------- steps */

/* "PA05/2.1" and what it is called; `step` -1: the area as a whole. */
static void put_place(struct pal_call *call, const struct row *row, const struct pal_model *model,
                      size_t at, int step)
{
    const struct pal_area *area = &model->areas[at];
    const struct pal_step *of = step >= 0 ? &area->ladder->steps[step] : NULL;
    const char *title = pal_text_in(&area->title, call->language.lang);
    pal_put_text(row->data, "area", area->id);
    pal_put_text(row->data, "step", of != NULL ? of->id : NULL);
    pal_put_text(row->page, "place",
                 of != NULL ? pal_call_printf(call, "%s/%s", area->id, of->id) : area->id);
    pal_put_text(row->page, "called",
                 of != NULL ? pal_call_printf(call, "%s – %s", title,
                                              pal_text_in(&of->title, call->language.lang))
                            : title);
}

static const char *mark_word(struct pal_call *call, enum pal_rating rating)
{
    return rating == PAL_RATING_NOT_RATED ? pal_call_tr(call, "not rated")
                                          : pal_mark_title(call, rating);
}

static void add_mark(struct section *section, const struct pal_model *model,
                     const struct pal_mark_change *change)
{
    struct pal_call *call = section->call;
    struct row row = add_row(section);
    if (row.page == NULL) {
        return;
    }
    put_place(call, &row, model, change->area, change->step);
    const char *practice = NULL;
    if (change->practice >= 0) {
        size_t count;
        const struct pal_area *area = &model->areas[change->area];
        practice =
            pal_area_rated_practices(area, (size_t)change->step, &count)[change->practice].id;
    }
    pal_put_text(row.data, "practice", practice);
    pal_put_text(row.data, "basis", pal_mark_lane_ids[change->lane]);
    pal_put_text(row.data, "before", pal_rating_ids[change->before]);
    pal_put_text(row.data, "after", pal_rating_ids[change->after]);
    pal_put_text(row.page, "part", practice);
    pal_put_text(row.page, "between", pal_mark_lane_title(call, change->lane));
    pal_put_text(row.page, "before", mark_word(call, change->before));
    pal_put_text(row.page, "after", mark_word(call, change->after));
}

/* A text for the page, "" where there is none in any language. */
static const char *words_of(const struct pal_call *call, const struct pal_text *text)
{
    const char *words = pal_text_in(text, call->language.lang);
    return words != NULL ? words : "";
}

static void put_words(struct pal_value *row, const char *key, const char *words)
{
    pal_put_text(row, key, words != NULL && words[0] != '\0' ? words : NULL);
}

static void add_note(struct section *section, const struct pal_model *model,
                     const struct pal_note_change *change)
{
    struct row row = add_row(section);
    if (row.page == NULL) {
        return;
    }
    put_place(section->call, &row, model, change->area, change->step);
    const char *before = words_of(section->call, &change->before);
    const char *after = words_of(section->call, &change->after);
    put_words(row.data, "before", before);
    put_words(row.data, "after", after);
    put_words(row.page, "before", before);
    put_words(row.page, "after", after);
}

static bool add_steps(struct pal_call *call, struct pal_value *changes,
                      const struct pal_told_changes *told)
{
    struct section marks = begin_section(call, changes, "marks");
    for (size_t i = 0; i < told->steps.mark_count; i++) {
        add_mark(&marks, told->model, &told->steps.marks[i]);
    }
    end_section(&marks, PAL_N_("Marks"), PAL_N_("basis"));
    struct section reasons = begin_section(call, changes, "reasons");
    for (size_t i = 0; i < told->steps.note_count; i++) {
        add_note(&reasons, told->model, &told->steps.notes[i]);
    }
    end_section(&reasons, PAL_N_("Reasons"), NULL);
    return marks.count > ROWS_MOST || reasons.count > ROWS_MOST;
}

/* ----------------------------------------------------------------------- demands */

/* The levels of a set: their ids for programs; for the page as "orange, red". */
static const char *list_levels(struct pal_call *call, const struct pal_told_changes *told,
                               uint64_t set, struct pal_value *ids)
{
    const char *words = NULL;
    for (size_t i = 0; i < told->demands.level_count; i++) {
        if ((set & (uint64_t)1 << i) != 0) {
            const char *id = told->demands.levels[i];
            const char *label = pal_alert_label(told->profile->scheme, id, call->language.lang);
            pal_add_text(ids, id);
            words = words != NULL ? pal_call_printf(call, "%s, %s", words, label) : label;
        }
    }
    return words != NULL ? words : "";
}

/* "demanded at orange, red", or where the profile follows no level "demanded now". */
static const char *said_of(struct pal_call *call, const struct pal_told_changes *told, uint64_t set,
                           struct pal_value *ids, bool is_added)
{
    const char *levels = list_levels(call, told, set, ids);
    if (set == 0) {
        return NULL;
    }
    if (told->demands.level_count == 0) {
        return is_added ? pal_call_tr(call, "demanded now")
                        : pal_call_tr(call, "demanded no longer");
    }
    return pal_call_printf(call,
                           is_added ? pal_call_tr(call, "demanded at %s")
                                    : pal_call_tr(call, "demanded no longer at %s"),
                           levels);
}

static void add_demand(struct section *section, const struct pal_told_changes *told,
                       const struct pal_demand_change *change)
{
    struct pal_call *call = section->call;
    struct row row = add_row(section);
    if (row.page == NULL) {
        return;
    }
    put_place(call, &row, told->model, change->area, (int)change->step);
    struct pal_value *added = pal_put_list(row.data, "demanded_at");
    struct pal_value *removed = pal_put_list(row.data, "no_longer_at");
    const char *more = said_of(call, told, change->added, added, true);
    const char *less = said_of(call, told, change->removed, removed, false);
    if (told->demands.level_count == 0) {
        pal_put_boolean(row.data, "is_demanded", change->added != 0);
    }
    pal_put_text(row.page, "said",
                 more != NULL && less != NULL ? pal_call_printf(call, "%s; %s", more, less)
                 : more != NULL               ? more
                                              : less);
}

static bool add_demands(struct pal_call *call, struct pal_value *changes,
                        const struct pal_told_changes *told)
{
    struct section demands = begin_section(call, changes, "demands");
    for (size_t i = 0; i < told->demands.demand_count; i++) {
        add_demand(&demands, told, &told->demands.demands[i]);
    }
    end_section(&demands, PAL_N_("Demanded steps"), NULL);
    return demands.count > ROWS_MOST;
}

/* ----------------------------------------------------------------------- members */

/* What a member is called, and that its order is meant. */
static void put_called(struct pal_call *call, struct pal_value *row,
                       const struct pal_member_change *change)
{
    char room[PAL_LIMIT_ID_BYTES];
    const char *called = change->field != NULL
                             ? pal_call_tr(call, pal_field_title(change->field, room, sizeof room))
                             : NULL;
    if (change->is_order) {
        called = called != NULL ? pal_call_printf(call, pal_call_tr(call, "%s: the order"), called)
                                : pal_call_tr(call, "the order");
    }
    pal_put_text(row, "called", called);
}

static bool add_members(struct pal_call *call, struct pal_value *changes,
                        const struct pal_told_changes *told)
{
    struct section fields = begin_section(call, changes, "fields");
    for (size_t i = 0; i < told->members.count; i++) {
        const struct pal_member_change *change = &told->members.items[i];
        struct row row = add_row(&fields);
        if (row.page == NULL) {
            break;
        }
        pal_put_text(row.data, "path", change->path);
        pal_put_text(row.data, "before", change->before);
        pal_put_text(row.data, "after", change->after);
        if (change->is_order) {
            pal_put_boolean(row.data, "is_order", true);
        }
        pal_put_text(row.page, "place", change->path);
        put_called(call, row.page, change);
        pal_put_text(row.page, "before", change->before);
        pal_put_text(row.page, "after", change->after);
    }
    bool is_all = told->as == PAL_TOLD_AS_FIELDS;
    end_section(&fields, is_all ? PAL_N_("Fields") : PAL_N_("Other fields"), NULL);
    return told->members.is_cut;
}

static const char *const told_words[] = {"fields", "steps", "targets", "lines"};

static void add_told(struct pal_call *call, const struct pal_told_changes *told)
{
    struct pal_value *changes = pal_value_object(&call->values);
    pal_set(call->page, "changes", pal_value_list(&call->values));
    pal_put_text(changes, "told_as", told_words[told->as]);
    bool is_cut = false;
    if (told->as == PAL_TOLD_AS_STEPS) {
        is_cut = add_steps(call, changes, told);
    } else if (told->as == PAL_TOLD_AS_TARGETS) {
        is_cut = add_demands(call, changes, told);
    }
    if (told->as != PAL_TOLD_AS_LINES) {
        is_cut = add_members(call, changes, told) || is_cut;
    }
    pal_put_boolean(changes, "is_cut", is_cut);
    pal_set(call->data, "changes", changes);
    bool is_nothing = pal_value_count(pal_value_get(call->page, "changes")) == 0;
    pal_set_boolean(call->page, "has_nothing_read", is_nothing && told->as != PAL_TOLD_AS_LINES);
    pal_set_text(call->page, "why_lines", told->why != NULL ? pal_call_tr(call, told->why) : NULL);
    pal_set_boolean(call->page, "are_lines_open", is_nothing);
}

static enum pal_rc tell(struct pal_call *call, const char *kind, const struct pal_two_texts *texts)
{
    struct pal_told_changes told;
    struct pal_app app;
    pal_app_init_in(&app, call->request->arena->alloc);
    pal_house_use(&call->errand, &app);
    enum pal_rc rc = pal_app_changes(&app, texts, pal_shelf_kind(kind)->told, &told);
    if (rc == PAL_OK) {
        add_told(call, &told);
    }
    pal_app_done(&app);
    return pal_errand_explain(&call->errand, rc);
}

/* ------------------------------------------------------------------------- lines */

static size_t count_lines(const char *text, size_t len)
{
    size_t count = 0;
    for (const char *at = text; (at = memchr(at, '\n', len - (size_t)(at - text))) != NULL; at++) {
        count++;
    }
    return count;
}

static struct pal_value *line_row(struct pal_call *call, const struct pal_difference_line *line)
{
    static const char *const kinds[] = {"same", "removed", "added", "left_out"};
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "kind", kinds[line->kind]);
    pal_put_text_n(row, "text", line->text != NULL ? line->text : "", line->len);
    pal_put(row, "line",
            line->number > 0 ? pal_value_integer(&call->values, (int64_t)line->number)
                             : pal_value_null(&call->values));
    return row;
}

/* How much of the lines is told. What is told as lines alone is cut where they are; where they are
 * not whole, they are no way to what was cut before. */
static void tell_extent(struct pal_call *call, bool is_read, bool is_cut)
{
    struct pal_value *changes = pal_value_get(call->data, "changes");
    bool is_whole = is_read && !is_cut;
    bool is_all = strcmp(pal_value_as_text(pal_value_get(changes, "told_as")),
                         told_words[PAL_TOLD_AS_LINES]) == 0;
    bool is_more = pal_value_is(pal_value_get(changes, "is_cut"), PAL_VALUE_TRUE);
    if (is_all && !is_whole) {
        pal_set_boolean(changes, "is_cut", true);
    }
    pal_set_text(call->data, "difference_is", !is_read ? "not_made" : is_cut ? "cut" : "whole");
    pal_set_boolean(call->page, "have_lines_the_rest", is_more && is_whole);
    pal_set_boolean(call->page, "have_files_the_rest", is_more && !is_whole);
    pal_set_boolean(call->page, "are_lines_cut", is_cut);
    pal_set_boolean(call->page, "are_lines_unread", !is_read);
}

static enum pal_rc add_lines(struct pal_call *call, const struct pal_two_texts *texts)
{
    struct pal_value *list = pal_value_list(&call->values);
    size_t count = 0;
    bool is_read = count_lines(texts->before, texts->before_len) +
                       count_lines(texts->after, texts->after_len) <=
                   LINES_READ;
    struct pal_difference_line *lines =
        is_read ? pal_difference(texts->before, texts->after, call->request->arena, &count) : NULL;
    if (is_read && lines == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count && i < LINES_SHOWN; i++) {
        pal_add(list, line_row(call, &lines[i]));
    }
    pal_set(call->data, "difference", list);
    tell_extent(call, is_read, count > LINES_SHOWN);
    pal_set_boolean(call->page, "is_same", is_read && count == 0);
    return PAL_OK;
}

/* --------------------------------------------------------------------------- all */

enum pal_rc pal_changes_shown(struct pal_call *call, const char *kind, const char *id, int64_t from,
                              int64_t to)
{
    struct pal_document versions[2];
    enum pal_rc rc = pal_house_version(&call->errand, kind, id, from, &versions[0]);
    if (rc == PAL_OK) {
        rc = pal_house_version(&call->errand, kind, id, to, &versions[1]);
    }
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(&call->errand, rc, "there is no such version");
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(&call->errand, rc);
    }
    const struct pal_two_texts texts = {versions[0].text, strlen(versions[0].text),
                                        versions[1].text, strlen(versions[1].text)};
    pal_set_integer(call->data, "from", from);
    pal_set_integer(call->data, "to", to);
    pal_set_boolean(call->page, "has_difference", true);
    rc = tell(call, kind, &texts);
    return rc == PAL_OK ? add_lines(call, &texts) : rc;
}
