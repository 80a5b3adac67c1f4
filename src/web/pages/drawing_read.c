/* drawing_read - what a request says of a profile that is drawn. */
#include <string.h>

#include "app/desk/drawn.h"
#include "app/house/shelf.h"
#include "base/text.h"
#include "format/kinds.h"
#include "web/pages/against.h"
#include "web/pages/drawing.h"
#include "web/web_parts.h"

static const char *asked(struct pal_call *call, const char *name)
{
    const char *value =
        call->route->method == PAL_POST ? pal_call_field(call, name) : pal_call_query(call, name);
    return value != NULL ? value : "";
}

/* What a form alone sends. */
static const char *sent(struct pal_call *call, const char *name)
{
    return call->route->method == PAL_POST ? pal_call_word(call, name) : "";
}

static enum pal_rc no_memory(struct pal_call *call)
{
    return pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

const char *pal_drawn_level(const struct pal_drawn *drawn, size_t level)
{
    return level < drawn->drawn.alert_level_count ? drawn->drawn.alert_levels[level]
                                                  : PAL_DRAWING_ALL;
}

bool pal_drawn_differs(const struct pal_drawn *drawn, size_t area)
{
    bool differs = false;
    for (size_t i = 0; i < drawn->count; i++) {
        differs = differs || drawn->drawn.targets[i][area] != drawn->base->targets[i][area];
    }
    return differs;
}

/* ------------------------------------------------------------- levels and profiles */

/* The target of a profile at a level of the drawing; NULL: it has none there. */
static const pal_mask *target_at(const struct pal_profile *of, const struct pal_profile *drawn,
                                 size_t level)
{
    if (of->alert_level_count == 0) {
        return of->targets[0];
    }
    return drawn->alert_level_count > 0 ? pal_profile_target(of, drawn->alert_levels[level]) : NULL;
}

/* A profile with the levels of the drawing, its targets copied. */
static enum pal_rc with_levels(struct pal_call *call, const struct pal_profile *of,
                               const struct pal_profile *drawn, size_t count,
                               struct pal_profile *out)
{
    struct pal_arena *arena = call->request->arena;
    const size_t areas = of->model->area_count;
    *out = *of;
    out->alert_levels = drawn->alert_levels;
    out->alert_level_count = drawn->alert_level_count;
    out->targets = PAL_NEW(arena, pal_mask *, count);
    for (size_t i = 0; i < count; i++) {
        const pal_mask *target = target_at(of, drawn, i);
        pal_mask *copy = out->targets != NULL ? PAL_NEW(arena, pal_mask, areas) : NULL;
        if (target == NULL) {
            return pal_errand_fail(
                &call->errand, PAL_E_INVALID,
                "the profile \"%s\" has other alert levels than this one; choose "
                "one of the same alert scheme",
                of->id);
        }
        if (copy == NULL) {
            return no_memory(call);
        }
        memcpy(copy, target, areas * sizeof *copy);
        out->targets[i] = copy;
    }
    return PAL_OK;
}

/* The levels that are drawn: those of the scheme, also where the targets name none so far. */
static enum pal_rc take_levels(struct pal_call *call, const struct pal_profile *kept,
                               struct pal_drawn *out)
{
    struct pal_profile levels = *kept;
    struct pal_profile *now = PAL_NEW(call->request->arena, struct pal_profile, 1);
    if (kept->alert_level_count == 0 && kept->scheme != NULL) {
        levels.alert_level_count = kept->scheme->level_count;
        levels.alert_levels = PAL_NEW(call->request->arena, const char *, levels.alert_level_count);
        for (size_t i = 0; levels.alert_levels != NULL && i < levels.alert_level_count; i++) {
            levels.alert_levels[i] = kept->scheme->levels[i].id;
        }
    }
    if (now == NULL || levels.alert_levels == NULL) {
        return no_memory(call);
    }
    out->count = levels.alert_level_count > 0 ? levels.alert_level_count : 1;
    enum pal_rc rc = with_levels(call, kept, &levels, out->count, now);
    out->now = now;
    out->base = now;
    return rc == PAL_OK ? with_levels(call, now, &levels, out->count, &out->drawn) : rc;
}

/* The profile that is proposed from the needs of the project. */
static enum pal_rc read_proposal(struct pal_call *call, const struct pal_drawn *drawn,
                                 const struct pal_profile **out)
{
    struct pal_proposal proposal;
    if (drawn->project == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "a profile is proposed from the needs of a project: this one is of "
                               "none");
    }
    enum pal_rc rc = pal_app_propose(pal_call_app(call),
                                     pal_call_printf(call, "needs/%s", drawn->project), &proposal);
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    *out = pal_app_proposed(pal_call_app(call), &proposal);
    return *out != NULL ? PAL_OK : no_memory(call);
}

/* Another profile for the same model, with the levels of the drawing. */
static enum pal_rc read_other(struct pal_call *call, const struct pal_drawn *drawn, const char *id,
                              const struct pal_profile **out)
{
    const struct pal_profile *found = NULL;
    struct pal_profile *other = PAL_NEW(call->request->arena, struct pal_profile, 1);
    bool is_proposal = strcmp(id, PAL_DRAWING_PROPOSAL) == 0;
    enum pal_rc rc = is_proposal ? read_proposal(call, drawn, &found)
                                 : pal_app_profile(pal_call_app(call), id, &found);
    if (rc != PAL_OK) {
        return is_proposal ? rc : pal_tell_problem(call, rc);
    }
    if (other == NULL) {
        return no_memory(call);
    }
    if (strcmp(found->model->id, drawn->drawn.model->id) != 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "the profile \"%s\" is for another model; choose one for \"%s\"", id,
                               drawn->drawn.model->id);
    }
    *out = other;
    return with_levels(call, found, &drawn->drawn, drawn->count, other);
}

/* ------------------------------------------------------------------------- the form */

static enum pal_rc refuse_step(struct pal_call *call, const char *field,
                               const struct pal_area *area, const char *word, size_t len)
{
    return pal_errand_fail_at(&call->errand, PAL_E_INVALID, field,
                              "%s has no step %s; write none, a step of its ladder up to which all "
                              "are demanded, or exactly these in brackets, as [1.1,2.2]",
                              area->id,
                              pal_quote(pal_call_printf(call, "%.*s", (int)len, word)).text);
}

static int find_step(struct pal_call *call, const struct pal_area *area, const char *word,
                     size_t len)
{
    return pal_ladder_find(area->ladder, pal_call_printf(call, "%.*s", (int)len, word));
}

/* "none", "2.4", "[1.1,2.2]" */
static enum pal_rc read_target(struct pal_call *call, const char *field,
                               const struct pal_area *area, const char *word, pal_mask *out)
{
    pal_mask target = 0;
    size_t len = strlen(word);
    bool is_list = word[0] == '[' && word[len - 1] == ']';
    if (strcmp(word, "none") == 0) {
        *out = 0;
        return PAL_OK;
    }
    const char *at = is_list ? word + 1 : word;
    const char *end = is_list ? word + len - 1 : word + len;
    while (at < end) {
        size_t part = is_list ? strcspn(at, ",]") : len;
        int step = find_step(call, area, at, part);
        if (step < 0) {
            return refuse_step(call, field, area, at, part);
        }
        target |= is_list ? (pal_mask)1 << step : pal_ladder_to_step((size_t)step);
        at += part + 1;
    }
    if (target == 0) {
        return refuse_step(call, field, area, word, len);
    }
    *out = target;
    return PAL_OK;
}

/* An area by the first `len` bytes of a word. */
static enum pal_rc find_area(struct pal_call *call, const struct pal_model *model,
                             const char *field, const char *word, size_t len, size_t *out)
{
    const char *id = pal_call_printf(call, "%.*s", (int)len, word);
    const struct pal_area *area = pal_model_area(model, id);
    if (area == NULL) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, field,
                                  "the model \"%s\" has no area %s", model->id, pal_quote(id).text);
    }
    *out = (size_t)(area - model->areas);
    return PAL_OK;
}

/* The level of a name; `count` where there is none of it. */
static size_t find_level(const struct pal_drawn *drawn, const char *id)
{
    size_t level = 0;
    while (level < drawn->count && strcmp(pal_drawn_level(drawn, level), id) != 0) {
        level++;
    }
    return level;
}

static enum pal_rc refuse_level(struct pal_call *call, const struct pal_drawn *drawn,
                                const char *field, const char *id)
{
    return drawn->drawn.alert_level_count > 0
               ? pal_errand_fail_at(&call->errand, PAL_E_INVALID, field,
                                    "this profile has no alert level %s; its first is %s",
                                    pal_quote(id).text, pal_drawn_level(drawn, 0))
               : pal_errand_fail_at(&call->errand, PAL_E_INVALID, field,
                                    "this profile has no alert level %s: its target is the same "
                                    "at all of them, and goes by the name %s",
                                    pal_quote(id).text, PAL_DRAWING_ALL);
}

/* "PA01=2.4 PA02=none" */
static enum pal_rc read_line(struct pal_call *call, const char *field, const char *line,
                             struct pal_drawn *drawn, pal_mask *target)
{
    const struct pal_model *model = drawn->drawn.model;
    static const char blanks[] = " \t\r\n";
    for (const char *at = line + strspn(line, blanks); *at != '\0'; at += strspn(at, blanks)) {
        size_t len = strcspn(at, blanks);
        size_t name = strcspn(at, "=");
        size_t area = 0;
        name = name < len ? name : len;
        enum pal_rc rc = find_area(call, model, field, at, name, &area);
        const char *word =
            name < len ? pal_call_printf(call, "%.*s", (int)(len - name - 1), at + name + 1) : "";
        rc = rc == PAL_OK ? read_target(call, field, &model->areas[area], word, &target[area]) : rc;
        if (rc != PAL_OK) {
            return rc;
        }
        at += len;
    }
    return PAL_OK;
}

/* A field of the form that says targets: of a level, or of an area at the level that is shown. */
static enum pal_rc read_field(struct pal_call *call, const struct pal_field_value *field,
                              struct pal_drawn *drawn)
{
    static const char of_level[] = "targets/";
    static const char of_area[] = "target/";
    if (strncmp(field->name, of_level, sizeof of_level - 1) == 0) {
        const char *id = field->name + sizeof of_level - 1;
        size_t level = find_level(drawn, id);
        return level < drawn->count
                   ? read_line(call, field->name, field->value, drawn, drawn->drawn.targets[level])
                   : refuse_level(call, drawn, field->name, id);
    }
    if (strncmp(field->name, of_area, sizeof of_area - 1) != 0) {
        return PAL_OK;
    }
    const char *id = field->name + sizeof of_area - 1;
    size_t level = find_level(drawn, pal_call_word(call, "shown"));
    size_t area = 0;
    enum pal_rc rc = level < drawn->count
                         ? find_area(call, drawn->drawn.model, field->name, id, strlen(id), &area)
                         : refuse_level(call, drawn, "shown", pal_call_word(call, "shown"));
    return rc == PAL_OK ? read_target(call, field->name, &drawn->drawn.model->areas[area],
                                      field->value, &drawn->drawn.targets[level][area])
                        : rc;
}

/* Lines first: what stands in a field of its own was changed last. */
static enum pal_rc read_form(struct pal_call *call, bool is_lenient, struct pal_drawn *drawn)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < call->form.count; i++) {
            const struct pal_field_value *field = &call->form.items[i];
            bool is_line = strncmp(field->name, "targets/", 8) == 0;
            enum pal_rc rc = is_line == (pass == 0) ? read_field(call, field, drawn) : PAL_OK;
            if (rc != PAL_OK && (!is_lenient || rc != PAL_E_INVALID)) {
                return rc;
            }
        }
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------------- opening */

/* The level that is shown: as asked, else the one in force, else the first. */
static enum pal_rc choose_level(struct pal_call *call, struct pal_drawn *out)
{
    const char *id = asked(call, "level");
    id = id[0] != '\0' ? id : sent(call, "shown");
    if (strcmp(id, PAL_DRAWING_ALL) == 0) {
        out->chosen = out->drawn.alert_level_count > 0 ? out->count : 0;
        return PAL_OK;
    }
    const char *in_force = call->alert.level != NULL ? call->alert.level : "";
    out->chosen = find_level(out, id[0] != '\0' ? id : in_force);
    if (out->chosen == out->count && id[0] != '\0') {
        out->chosen = 0;
        return refuse_level(call, out, "level", id);
    }
    out->chosen = out->chosen < out->count ? out->chosen : 0;
    return PAL_OK;
}

static enum pal_rc choose_part(struct pal_call *call, struct pal_drawn *out)
{
    const char *text = asked(call, "part");
    size_t count = pal_part_count(out->drawn.model);
    int64_t part = text[0] != '\0' ? pal_whole_number(text) : 1;
    if (part < 1 || (uint64_t)part > count) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "there is no part %s: this has %zu, counted from 1",
                               pal_quote(text).text, count);
    }
    out->part = (size_t)part - 1;
    return PAL_OK;
}

static bool may_save(struct pal_call *call, const struct pal_document *record)
{
    bool is_own = record->project[0] != '\0';
    bool is_let_in = is_own ? pal_errand_may(&call->errand, PAL_MAY_EDIT_PROJECT, record->project)
                            : pal_errand_may(&call->errand, PAL_MAY_EDIT_LIBRARY, NULL);
    return record->version > 0 && is_let_in && pal_house_may_write(&call->errand, record);
}

static enum pal_rc open_document(struct pal_call *call, struct pal_drawn *out,
                                 const struct pal_profile **kept)
{
    enum pal_rc rc = pal_document_here(call, &out->here);
    if (rc == PAL_OK && !pal_kind_is(out->here.kind, PAL_KIND_PROFILE)) {
        rc = pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                             "only a confidence profile is drawn; this is none");
    }
    rc = rc == PAL_OK ? pal_house_get(&call->errand, out->here.kind, out->here.id, &out->record)
                      : rc;
    rc = rc == PAL_OK ? pal_document_frame(call, &out->record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    out->project = out->record.project[0] != '\0' ? out->record.project : NULL;
    out->can_save = may_save(call, &out->record);
    rc = pal_app_profile(pal_call_app(call), out->here.id, kept);
    return rc == PAL_OK ? rc : pal_tell_problem(call, rc);
}

/* Whose assessments stand beside a profile of the library: the project that asks. */
static enum pal_rc choose_project(struct pal_call *call, struct pal_drawn *out)
{
    const char *id = out->project == NULL ? asked(call, "project") : "";
    if (id[0] == '\0') {
        return PAL_OK;
    }
    out->project = id;
    return pal_errand_require(&call->errand, PAL_MAY_READ_PROJECT, id);
}

/* Begins with another profile, or with the proposal, whose sentences come along. */
static enum pal_rc begin_with(struct pal_call *call, struct pal_drawn *out, const char *id)
{
    const struct pal_profile *from = NULL;
    enum pal_rc rc = read_other(call, out, id, &from);
    rc = rc == PAL_OK ? with_levels(call, from, out->now, out->count, &out->drawn) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    out->drawn.id = out->now->id;
    out->drawn.title = out->now->title;
    out->drawn.reasons = out->now->reasons;
    if (strcmp(id, PAL_DRAWING_PROPOSAL) == 0) {
        out->drawn.reasons = from->reasons;
        out->base = from;
    }
    return PAL_OK;
}

/* What is drawn: begun with, and then as the form says. */
static enum pal_rc read_drawn(struct pal_call *call, bool is_lenient, struct pal_drawn *out)
{
    bool is_sent = call->route->method == PAL_POST;
    bool begins = !is_sent || sent(call, "begin")[0] != '\0';
    const char *from = begins ? asked(call, "from") : sent(call, "base");
    enum pal_rc rc = from[0] != '\0' ? begin_with(call, out, from) : PAL_OK;
    return rc == PAL_OK && is_sent && sent(call, "begin")[0] == '\0'
               ? read_form(call, is_lenient, out)
               : rc;
}

/* What else is asked for. */
static enum pal_rc read_look(struct pal_call *call, struct pal_drawn *out)
{
    const char *with = asked(call, "with");
    enum pal_rc rc = choose_level(call, out);
    rc = rc == PAL_OK ? choose_part(call, out) : rc;
    if (rc == PAL_OK && with[0] != '\0') {
        rc = read_other(call, out, with, &out->other);
        out->with = rc == PAL_OK ? with : NULL;
    }
    return rc;
}

enum pal_rc pal_drawn_open(struct pal_call *call, bool is_lenient, struct pal_drawn *out)
{
    const struct pal_profile *kept = NULL;
    const struct pal_err told = call->errand.err;
    *out = (struct pal_drawn){0};
    enum pal_rc rc = open_document(call, out, &kept);
    rc = rc == PAL_OK ? choose_project(call, out) : rc;
    rc = rc == PAL_OK ? take_levels(call, kept, out) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_drawn(call, is_lenient, out);
    rc = rc == PAL_OK || is_lenient ? read_look(call, out) : rc;
    if (is_lenient && rc != PAL_E_MEMORY) {
        call->errand.err = told;
        rc = PAL_OK;
    }
    return rc;
}

const char *pal_drawn_word(struct pal_call *call, const struct pal_area *area, pal_mask target)
{
    const struct pal_ladder *ladder = area->ladder;
    if (target == 0) {
        return "none";
    }
    size_t top = 63 - (size_t)__builtin_clzll(target);
    if (target == pal_ladder_to_step(top)) {
        return ladder->steps[top].id;
    }
    const char *list = "";
    for (pal_mask left = target; left != 0; left &= left - 1) {
        list = pal_call_printf(call, "%s%s%s", list, list[0] != '\0' ? "," : "[",
                               ladder->steps[__builtin_ctzll(left)].id);
    }
    return pal_call_printf(call, "%s]", list);
}
