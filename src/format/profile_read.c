/* profile_read - profile/1 to struct pal_profile. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "format/kinds.h"
#include "format/selection.h"

static const struct pal_type type_target_by_alert = {.kind = PAL_TYPE_MAP,
                                                     .name = "a selection per alert level",
                                                     .map_key = "alert level",
                                                     .min = 1,
                                                     .max = PAL_LIMIT_ALERT_LEVELS,
                                                     .item = &pal_type_selection};
/* How a form has targets and parameters: a row for each level that says something of its own. */
static const struct pal_field target_row_fields[] = {
    {.key = "wanted",
     .type = &pal_type_selection,
     .is_required = true,
     .doc = PAL_N_("The steps demanded: up to a level, all, none, or some by their ids."),
     .title = PAL_N_("demanded")},
    {.key = "at",
     .type = &pal_type_id,
     .doc = PAL_N_("The alert level at which they are; none: at every level."),
     .title = PAL_N_("alert level"),
     .absent = PAL_N_("at every level"),
     .names = PAL_PART_ALERT_LEVEL},
};
static const struct pal_type type_target_row = {
    .kind = PAL_TYPE_OBJECT, .name = "a target", .fields = target_row_fields, .field_count = 2};
static const struct pal_type *const target_any[] = {
    &pal_type_selection_word, &pal_type_selection_list, &type_target_by_alert};
static const struct pal_type type_target = {.kind = PAL_TYPE_ANY,
                                            .name = "a selection of steps, or one per alert level",
                                            .any = target_any,
                                            .any_count = 3,
                                            .typed_as = &type_target_row};
static const struct pal_type type_targets = {.kind = PAL_TYPE_MAP,
                                             .name = "a map from area to target",
                                             .map_key = "area, or `*` for every area not named",
                                             .min = 1,
                                             .item = &type_target,
                                             .key_names = PAL_PART_AREA_OR_REST,
                                             .key_title = PAL_N_("area")};
static const struct pal_type type_parameter_by_alert = {.kind = PAL_TYPE_MAP,
                                                        .name = "a value per alert level",
                                                        .map_key = "alert level",
                                                        .min = 1,
                                                        .max = PAL_LIMIT_ALERT_LEVELS,
                                                        .item = &pal_type_text};
static const struct pal_field parameter_row_fields[] = {
    {.key = "value",
     .type = &pal_type_text,
     .is_required = true,
     .doc = PAL_N_("Its value."),
     .title = PAL_N_("value")},
    {.key = "at",
     .type = &pal_type_id,
     .doc = PAL_N_("The alert level at which it is so; none: at every level."),
     .title = PAL_N_("alert level"),
     .absent = PAL_N_("at every level"),
     .names = PAL_PART_ALERT_LEVEL},
};
static const struct pal_type type_parameter_row = {.kind = PAL_TYPE_OBJECT,
                                                   .name = "a parameter",
                                                   .fields = parameter_row_fields,
                                                   .field_count = 2};
static const struct pal_type *const parameter_any[] = {&pal_type_text, &type_parameter_by_alert};
static const struct pal_type type_parameter = {.kind = PAL_TYPE_ANY,
                                               .name = "a value, or one per alert level",
                                               .any = parameter_any,
                                               .any_count = 2,
                                               .typed_as = &type_parameter_row};
static const struct pal_type type_parameters = {.kind = PAL_TYPE_MAP,
                                                .name = "a map from parameter to value",
                                                .map_key = "parameter",
                                                .item = &type_parameter};

struct reason_doc {
    struct pal_node *proposed, *changed;
};
static const struct pal_field reason_fields[] = {
    PAL_FIELD(reason_doc, proposed, false, &pal_type_languages,
              "The sentence of the rule that proposed the target.",
              .title = PAL_N_("as it was proposed"), .is_long = true),
    PAL_FIELD(reason_doc, changed, false, &pal_type_text,
              "Why the target is another than the one proposed, or what it is.",
              .title = PAL_N_("why it was changed"), .is_long = true),
};
static const struct pal_type type_reason = {.kind = PAL_TYPE_OBJECT,
                                            .name = "a reason",
                                            .fields = reason_fields,
                                            .field_count = 2,
                                            .slots_size = sizeof(struct reason_doc)};
static const struct pal_type type_reasons = {.kind = PAL_TYPE_MAP,
                                             .name = "a map from area to reason",
                                             .map_key = "area",
                                             .item = &type_reason,
                                             .key_names = PAL_PART_AREA,
                                             .key_title = PAL_N_("area")};

struct profile_doc {
    struct pal_node *palier, *id, *title, *model, *alert_scheme, *targets, *reasons, *parameters;
};
static const struct pal_field profile_fields[] = {
    PAL_FIELD(profile_doc, palier, true, &pal_type_text, "The kind: `profile/1`."),
    PAL_FIELD(profile_doc, id, true, &pal_type_id, "The profile's id."),
    PAL_FIELD(profile_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(profile_doc, model, true, &pal_type_id, "The id of the model it is for.",
              .refers = "model"),
    PAL_FIELD(profile_doc, alert_scheme, false, &pal_type_id,
              "The id of the alert scheme; absent: the levels written in `targets`, in that order.",
              .refers = "alert-scheme"),
    PAL_FIELD(profile_doc, targets, true, &type_targets,
              "The steps demanded of each area; an area without a target has `none`."),
    PAL_FIELD(profile_doc, reasons, false, &type_reasons,
              "Why areas have their targets: the sentence of a proposal, and why it was changed.",
              .title = PAL_N_("reasons")),
    PAL_FIELD(profile_doc, parameters, false, &type_parameters,
              "Thresholds that pass rules read as $name."),
};
const struct pal_type pal_type_profile = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a profile",
    .doc = "A confidence profile: the steps demanded of each area, per alert level where wanted.",
    .fields = profile_fields,
    .field_count = 8,
    .slots_size = sizeof(struct profile_doc)};

static int find_alert(const struct pal_profile *profile, const char *level)
{
    for (size_t i = 0; i < profile->alert_level_count; i++) {
        if (strcmp(profile->alert_levels[i], level) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* The levels of a scheme, by rank; the targets may name no other. Where no target names a level,
 * the target is the same at all of them. */
static void take_scheme_levels(struct pal_reader *reader, struct pal_node *targets,
                               struct pal_profile *profile)
{
    const struct pal_alert_scheme *scheme = profile->scheme;
    const char *known[PAL_LIMIT_ALERT_LEVELS];
    bool is_by_level = false;
    for (size_t i = 0; i < scheme->level_count; i++) {
        known[i] = scheme->levels[i].id;
    }
    for (struct pal_node *target = targets->first; target != NULL; target = target->next) {
        if (target->kind != PAL_NODE_MAP || target->is_bad) {
            continue;
        }
        is_by_level = true;
        for (struct pal_node *level = target->first; level != NULL; level = level->next) {
            if (pal_alert_find(scheme, level->key) < 0) {
                const char *near = pal_nearest(level->key, known, scheme->level_count);
                pal_node_error(reader, level, PAL_E_INVALID,
                               "the alert scheme \"%s\" has no level %s; did you mean \"%s\"?",
                               scheme->id, pal_quote(level->key).text,
                               near != NULL ? near : known[0]);
            }
        }
    }
    for (size_t i = 0; is_by_level && i < scheme->level_count; i++) {
        profile->alert_levels[profile->alert_level_count++] = known[i];
    }
}

/* Gathers the alert levels of all targets, as first written. */
static void read_alert_levels(struct pal_reader *reader, struct pal_node *targets,
                              struct pal_profile *profile)
{
    for (struct pal_node *target = targets->first; target != NULL; target = target->next) {
        if (target->kind != PAL_NODE_MAP || target->is_bad) {
            continue;
        }
        for (struct pal_node *level = target->first; level != NULL; level = level->next) {
            if (find_alert(profile, level->key) >= 0) {
                continue;
            }
            if (!pal_id_check(level->key, false) || pal_id_is_reserved(level->key)) {
                pal_node_error(reader, level, PAL_E_INVALID,
                               "%s cannot be the id of an alert level", pal_quote(level->key).text);
            } else if (profile->alert_level_count == PAL_LIMIT_ALERT_LEVELS) {
                pal_node_error(reader, level, PAL_E_LIMIT,
                               "more than %d alert levels are named; check their spelling",
                               PAL_LIMIT_ALERT_LEVELS);
                return;
            } else {
                profile->alert_levels[profile->alert_level_count++] = level->key;
            }
        }
    }
}

/* Reads `selection` for `area` into the target of alert level `at`. */
static bool read_selection(struct pal_reader *reader, struct pal_node *selection,
                           const struct pal_profile *profile, const struct pal_area *area,
                           size_t at)
{
    const struct pal_model *model = profile->model;
    return pal_selection_read(reader, selection, model, area,
                              &profile->targets[at][area - model->areas]);
}

/* Reads the target of one area; false after an error. */
static bool read_target(struct pal_reader *reader, struct pal_node *target,
                        const struct pal_profile *profile, const struct pal_area *area)
{
    size_t area_index = (size_t)(area - profile->model->areas);
    if (target->kind != PAL_NODE_MAP) {
        if (!read_selection(reader, target, profile, area, 0)) {
            return false;
        }
        for (size_t i = 1; i < profile->alert_level_count; i++) {
            profile->targets[i][area_index] = profile->targets[0][area_index];
        }
        return true;
    }
    for (size_t i = 0; i < profile->alert_level_count; i++) {
        struct pal_node *selection = pal_node_get(target, profile->alert_levels[i]);
        if (selection == NULL) {
            pal_node_error(reader, target, PAL_E_INVALID,
                           "there is no target for the alert level \"%s\"; add it",
                           profile->alert_levels[i]);
            return false;
        }
        if (selection->is_bad || !read_selection(reader, selection, profile, area, i)) {
            return false;
        }
    }
    return true;
}

/* `*` goes to every area that is not named. */
static void read_default_target(struct pal_reader *reader, struct pal_node *target,
                                const struct pal_profile *profile, const bool *is_named)
{
    const struct pal_model *model = profile->model;
    size_t sets = profile->alert_level_count > 0 ? profile->alert_level_count : 1;
    size_t done = model->area_count; /* an area already read: the same ladder, the same steps */
    for (size_t i = 0; i < model->area_count; i++) {
        if (is_named[i]) {
            continue;
        }
        if (done < i && model->areas[done].ladder == model->areas[i].ladder) {
            for (size_t level = 0; level < sets; level++) {
                profile->targets[level][i] = profile->targets[level][done];
            }
            continue;
        }
        if (!read_target(reader, target, profile, &model->areas[i])) {
            return; /* one area is enough to show the error */
        }
        done = i;
    }
}

static void read_targets(struct pal_reader *reader, struct pal_node *targets,
                         struct pal_profile *profile)
{
    const struct pal_model *model = profile->model;
    size_t sets = profile->alert_level_count > 0 ? profile->alert_level_count : 1;
    profile->targets = PAL_NEW(reader->arena, pal_mask *, sets);
    bool *is_named = PAL_NEW(reader->arena, bool, model->area_count);
    for (size_t i = 0; profile->targets != NULL && i < sets; i++) {
        profile->targets[i] = PAL_NEW(reader->arena, pal_mask, model->area_count);
        if (profile->targets[i] == NULL) {
            profile->targets = NULL;
        }
    }
    if (profile->targets == NULL || is_named == NULL) {
        pal_reader_out_of_memory(reader);
        return;
    }
    struct pal_node *rest = NULL;
    for (struct pal_node *target = targets->first; target != NULL; target = target->next) {
        if (strcmp(target->key, "*") == 0) {
            rest = target;
            continue;
        }
        const struct pal_area *area = pal_area_find(reader, target, target->key, model);
        if (area == NULL) {
            continue;
        }
        is_named[area - model->areas] = true;
        if (!target->is_bad) {
            (void)read_target(reader, target, profile, area);
        }
    }
    if (rest != NULL && !rest->is_bad) {
        read_default_target(reader, rest, profile, is_named);
    }
}

/* The levels that a parameter may name: the scheme's, else those of the targets. */
static size_t count_levels(const struct pal_profile *profile)
{
    return profile->scheme != NULL ? profile->scheme->level_count : profile->alert_level_count;
}

static const char *level_name(const struct pal_profile *profile, size_t at)
{
    return profile->scheme != NULL ? profile->scheme->levels[at].id : profile->alert_levels[at];
}

static void read_parameter_by_alert(struct pal_reader *reader, struct pal_node *node,
                                    const struct pal_profile *profile,
                                    struct pal_parameter *parameter)
{
    for (struct pal_node *value = node->first; value != NULL; value = value->next) {
        int at = profile->scheme != NULL ? pal_alert_find(profile->scheme, value->key)
                                         : find_alert(profile, value->key);
        if (at < 0) {
            pal_node_error(reader, value, PAL_E_INVALID,
                           "there is no alert level %s; correct it, or name it in the targets",
                           pal_quote(value->key).text);
        } else {
            parameter->values[at] = value->text;
        }
    }
    for (size_t i = 0; i < count_levels(profile) && !node->is_bad; i++) {
        if (parameter->values[i] == NULL) {
            pal_node_error(reader, node, PAL_E_INVALID,
                           "there is no value for the alert level \"%s\"; add it",
                           level_name(profile, i));
        }
    }
}

static void read_parameters(struct pal_reader *reader, struct pal_node *map,
                            struct pal_profile *profile)
{
    profile->parameters = PAL_NEW(reader->arena, struct pal_parameter, map->count);
    if (profile->parameters == NULL) {
        pal_reader_out_of_memory(reader);
        return;
    }
    for (struct pal_node *node = map->first; node != NULL; node = node->next) {
        if (node->is_bad) {
            continue;
        }
        if (!pal_id_check(node->key, false)) {
            pal_node_error(reader, node, PAL_E_INVALID, "%s cannot be the name of a parameter",
                           pal_quote(node->key).text);
            continue;
        }
        struct pal_parameter *parameter = &profile->parameters[profile->parameter_count++];
        bool is_by_alert = node->kind == PAL_NODE_MAP;
        parameter->name = node->key;
        parameter->value_count = is_by_alert ? count_levels(profile) : 1;
        parameter->values = PAL_NEW(reader->arena, const char *, parameter->value_count + 1);
        if (parameter->values == NULL) {
            pal_reader_out_of_memory(reader);
        } else if (is_by_alert) {
            read_parameter_by_alert(reader, node, profile, parameter);
        } else {
            parameter->values[0] = node->text;
        }
    }
}

static void read_reasons(struct pal_reader *reader, struct pal_node *map,
                         struct pal_profile *profile)
{
    const struct pal_model *model = profile->model;
    profile->reasons = PAL_NEW(reader->arena, struct pal_target_reason, model->area_count);
    if (profile->reasons == NULL) {
        pal_reader_out_of_memory(reader);
        return;
    }
    for (struct pal_node *node = map->first; node != NULL; node = node->next) {
        const struct pal_area *area = pal_area_find(reader, node, node->key, model);
        if (area != NULL && !node->is_bad) {
            struct reason_doc doc;
            pal_bind(&type_reason, node, &doc);
            profile->reasons[area - model->areas] = (struct pal_target_reason){
                pal_node_in_languages(doc.proposed), pal_node_text(doc.changed)};
        }
    }
}

/* " 2.3 2.4" */
static void list_steps(const struct pal_ladder *ladder, pal_mask mask, char *out, size_t room)
{
    size_t used = 0;
    out[0] = '\0';
    for (; mask != 0; mask &= mask - 1) {
        const char *id = ladder->steps[__builtin_ctzll(mask)].id;
        size_t len = strlen(id);
        if (used + len + 24 > room) {
            (void)snprintf(out + used, room - used, " and %u more", pal_mask_count(mask));
            return;
        }
        out[used] = ' ';
        memcpy(out + used + 1, id, len + 1);
        used += len + 1;
    }
}

void pal_profile_warning_say(const struct pal_profile *profile,
                             const struct pal_profile_warning *warning, const char *const *levels,
                             const struct pal_voice *voice, char *out, size_t room)
{
    char steps[160];
    const char *const *names = levels != NULL ? levels : profile->alert_levels;
    const struct pal_area *area = &profile->model->areas[warning->area];
    bool has_levels = profile->alert_level_count > 0;
    char at[PAL_LIMIT_ID_BYTES * 2 + 16] = "";
    if (has_levels) {
        (void)snprintf(at, sizeof at, pal_voice_say(voice, PAL_N_("at \"%s\" ")),
                       names[warning->level]);
    }
    list_steps(area->ladder, warning->steps, steps, sizeof steps);
    switch (warning->kind) {
    case PAL_PROFILE_SHRINKS:
        (void)snprintf(out, room,
                       pal_voice_say(voice, PAL_N_("the profile does not grow: at \"%s\" %s no "
                                                   "longer demands%s, which \"%s\" does")),
                       names[warning->level], area->id, steps, names[warning->level - 1]);
        break;
    case PAL_PROFILE_UNSUPPORTED:
        (void)snprintf(out, room,
                       pal_voice_say(voice, PAL_N_("%s%s demands%s without the steps under "
                                                   "them, on which they rest")),
                       at, area->id, steps);
        break;
    case PAL_PROFILE_PEOPLE_LOW:
    case PAL_PROFILE_WARNING_COUNT:
        (void)snprintf(out, room,
                       pal_voice_say(voice, PAL_N_("%s%s is on people and organization, a "
                                                   "major risk factor, and its target is less than "
                                                   "half of the greatest one; raise it if you "
                                                   "can")),
                       at, area->id);
        break;
    }
    pal_utf8_trim(out);
}

/* A profile with warnings is a good one: whoever wrote it is told. */
static void warn(struct pal_reader *reader, const struct pal_node *targets,
                 const struct pal_profile *profile)
{
    struct pal_profile_warning warnings[PAL_LIMIT_PROBLEMS];
    char sentence[PAL_ERR_MESSAGE_MAX];
    size_t count = pal_profile_warnings(profile, warnings, PAL_LIMIT_PROBLEMS);
    for (size_t i = 0; i < count && i < PAL_LIMIT_PROBLEMS; i++) {
        pal_profile_warning_say(profile, &warnings[i], NULL, reader->diag->voice, sentence,
                                sizeof sentence);
        pal_node_warning(reader, targets, "%s", sentence);
    }
    reader->diag->warning_count += count > PAL_LIMIT_PROBLEMS ? count - PAL_LIMIT_PROBLEMS : 0;
}

struct pal_profile *pal_profile_read(struct pal_reader *reader, struct pal_node *root,
                                     const struct pal_model *model,
                                     const struct pal_alert_scheme *scheme)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_profile, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    struct profile_doc doc;
    pal_bind(&pal_type_profile, root, &doc);
    pal_kind_check_model(reader, doc.model, model);
    struct pal_profile *profile = PAL_NEW(reader->arena, struct pal_profile, 1);
    if (profile == NULL) {
        pal_reader_out_of_memory(reader);
        return NULL;
    }
    profile->model = model;
    profile->id = pal_node_text(doc.id);
    profile->title = pal_node_in_languages(doc.title);
    profile->alert_scheme = pal_node_text(doc.alert_scheme);
    profile->scheme = scheme;
    profile->alert_levels = PAL_NEW(reader->arena, const char *, PAL_LIMIT_ALERT_LEVELS);
    if (profile->alert_levels == NULL) {
        pal_reader_out_of_memory(reader);
        return NULL;
    }
    bool is_for_model = doc.model != NULL && !doc.model->is_bad;
    if (doc.targets != NULL && is_for_model) {
        if (scheme != NULL) {
            take_scheme_levels(reader, doc.targets, profile);
        } else {
            read_alert_levels(reader, doc.targets, profile);
        }
        read_targets(reader, doc.targets, profile);
    }
    if (doc.reasons != NULL && is_for_model) {
        read_reasons(reader, doc.reasons, profile);
    }
    if (doc.parameters != NULL && is_for_model) {
        read_parameters(reader, doc.parameters, profile);
    }
    if (reader->diag->error_count > errors_before) {
        return NULL;
    }
    warn(reader, doc.targets, profile);
    return profile;
}
