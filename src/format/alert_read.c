/* alert_read - alert-scheme/1 to struct pal_alert_scheme. */
#include <string.h>

#include "base/duration.h"
#include "base/text.h"
#include "format/kinds.h"

static const struct pal_type type_rank = {
    .kind = PAL_TYPE_INTEGER, .name = "a rank", .min = 1, .max = PAL_LIMIT_ALERT_LEVELS};
static const struct pal_type type_texts = {
    .kind = PAL_TYPE_LIST, .name = "a list of texts", .item = &pal_type_languages};

struct reach_doc {
    struct pal_node *level, *within;
};
static const struct pal_field reach_fields[] = {
    PAL_FIELD(reach_doc, level, true, &pal_type_id, "The level that must be reachable."),
    PAL_FIELD(reach_doc, within, false, &pal_type_duration,
              "Within which delay; absent where the source gives no number."),
};
static const struct pal_type type_reach = {.kind = PAL_TYPE_OBJECT,
                                           .name = "a level to be reachable",
                                           .fields = reach_fields,
                                           .field_count = 2,
                                           .slots_size = sizeof(struct reach_doc)};
static const struct pal_type type_prepare = {.kind = PAL_TYPE_LIST,
                                             .name = "a list of levels to be reachable",
                                             .max = PAL_LIMIT_ALERT_LEVELS,
                                             .item = &type_reach};
static const char *const override_titles[] = {PAL_N_("none"), PAL_N_("upward only"), PAL_N_("any")};
static const struct pal_type type_override = {.kind = PAL_TYPE_CHOICE,
                                              .name = "a rule",
                                              .choices = pal_override_ids + PAL_OVERRIDE_NONE,
                                              .choice_titles = override_titles,
                                              .choice_count =
                                                  PAL_OVERRIDE_COUNT - PAL_OVERRIDE_NONE};

struct level_doc {
    struct pal_node *id, *rank, *label, *alias, *colour, *meaning, *trigger, *declared_by,
        *local_override, *sustain, *acknowledge_within, *apply_within, *report_every, *prepare,
        *measures, *source, *verified;
};
static const struct pal_field level_fields[] = {
    PAL_FIELD(level_doc, id, true, &pal_type_id, "The level's id; profiles write it."),
    PAL_FIELD(level_doc, rank, true, &type_rank,
              "Its place from the calmest, 1; the order of levels is by rank alone.",
              .title = PAL_N_("rank of the level")),
    PAL_FIELD(level_doc, label, true, &pal_type_languages, "What people call it.",
              .title = PAL_N_("name of the level")),
    PAL_FIELD(level_doc, alias, false, &pal_type_text, "Another name in use."),
    PAL_FIELD(level_doc, colour, false, &pal_type_languages, "The colour that goes with it."),
    PAL_FIELD(level_doc, meaning, false, &pal_type_languages, "What it means.", .is_long = true),
    PAL_FIELD(level_doc, trigger, false, &pal_type_languages, "What leads to it.",
              .title = PAL_N_("what leads to it"), .is_long = true),
    PAL_FIELD(level_doc, declared_by, false, &pal_type_text, "Who declares it."),
    PAL_FIELD(level_doc, local_override, false, &type_override,
              "May a lower authority set another level: `upward` means a graver one only.",
              .title = PAL_N_("other level locally")),
    PAL_FIELD(level_doc, sustain, false, &pal_type_duration,
              "How long it can be held before hardship is expected.",
              .title = PAL_N_("can be held for")),
    PAL_FIELD(level_doc, acknowledge_within, false, &pal_type_duration, "Delay to acknowledge."),
    PAL_FIELD(level_doc, apply_within, false, &pal_type_duration, "Delay to apply its measures."),
    PAL_FIELD(level_doc, report_every, false, &pal_type_duration, "How often to report."),
    PAL_FIELD(level_doc, prepare, false, &type_prepare,
              "The levels that must be reachable from here.",
              .title = PAL_N_("levels to be reachable")),
    PAL_FIELD(level_doc, measures, false, &type_texts, "What is done at this level."),
    PAL_FIELD(level_doc, source, false, &pal_type_languages, "Where this was seen."),
    PAL_FIELD(level_doc, verified, false, &pal_type_boolean,
              "`false`: a person must still check it.",
              .title = PAL_N_("checked against the source"), .absent = "true"),
};
static const struct pal_type type_level = {.kind = PAL_TYPE_OBJECT,
                                           .name = "an alert level",
                                           .fields = level_fields,
                                           .field_count = 17,
                                           .slots_size = sizeof(struct level_doc)};
static const struct pal_type type_levels = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of alert levels",
                                            .min = 1,
                                            .max = PAL_LIMIT_ALERT_LEVELS,
                                            .item = &type_level};

struct equivalence_doc {
    struct pal_node *scheme, *levels, *source;
};
static const struct pal_type type_level_map = {.kind = PAL_TYPE_MAP,
                                               .name = "a map from level here to level there",
                                               .map_key = "level of this scheme",
                                               .max = PAL_LIMIT_ALERT_LEVELS,
                                               .item = &pal_type_id};
static const struct pal_field equivalence_fields[] = {
    PAL_FIELD(equivalence_doc, scheme, true, &pal_type_id, "The other scheme.",
              .refers = "alert-scheme", .title = PAL_N_("the other scheme")),
    PAL_FIELD(equivalence_doc, levels, true, &type_level_map,
              "Level here to level there; several may go to one, ranks must not be reversed."),
    PAL_FIELD(equivalence_doc, source, false, &pal_type_languages, "Where this was seen."),
};
static const struct pal_type type_equivalence = {.kind = PAL_TYPE_OBJECT,
                                                 .name = "an equivalence",
                                                 .fields = equivalence_fields,
                                                 .field_count = 3,
                                                 .slots_size = sizeof(struct equivalence_doc)};
static const struct pal_type type_equivalences = {.kind = PAL_TYPE_LIST,
                                                  .name = "a list of equivalences",
                                                  .max = PAL_LIMIT_ALERT_LEVELS,
                                                  .item = &type_equivalence};

struct scheme_doc {
    struct pal_node *palier, *id, *title, *authority, *version, *valid_from, *valid_to, *source,
        *licence, *doubts, *cumulative, *default_level, *levels, *equivalences;
};
static const struct pal_field scheme_fields[] = {
    PAL_FIELD(scheme_doc, palier, true, &pal_type_text, "The kind: `alert-scheme/1`."),
    PAL_FIELD(scheme_doc, id, true, &pal_type_id, "The scheme's id; profiles write it."),
    PAL_FIELD(scheme_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(scheme_doc, authority, false, &pal_type_text, "Who decides."),
    PAL_FIELD(scheme_doc, version, false, &pal_type_text, "Version of the scheme."),
    PAL_FIELD(scheme_doc, valid_from, false, &pal_type_text,
              "In force from (year, month or day, as the source says)."),
    PAL_FIELD(scheme_doc, valid_to, false, &pal_type_text, "In force until."),
    PAL_FIELD(scheme_doc, source, false, &pal_type_languages, "Where the content was seen."),
    PAL_FIELD(scheme_doc, licence, false, &pal_type_text, "Licence of the content."),
    PAL_FIELD(scheme_doc, doubts, false, &type_texts, "What a person must still check."),
    PAL_FIELD(scheme_doc, cumulative, false, &pal_type_boolean,
              "`true`: a level keeps all that calmer levels ask for.", .absent = "false"),
    PAL_FIELD(scheme_doc, default_level, false, &pal_type_id,
              "The level in force when nothing is said; absent: the calmest.",
              .title = PAL_N_("level when nothing is said")),
    PAL_FIELD(scheme_doc, levels, true, &type_levels, "The levels, in any order."),
    PAL_FIELD(scheme_doc, equivalences, false, &type_equivalences, "Levels as levels of others."),
};
const struct pal_type pal_type_alert_scheme = {
    .kind = PAL_TYPE_OBJECT,
    .name = "an alert scheme",
    .doc =
        "Alert levels decided by an authority, ordered by rank, and what each one asks for. What "
        "a source does not say is left out.",
    .fields = scheme_fields,
    .field_count = 14,
    .slots_size = sizeof(struct scheme_doc)};

static uint32_t minutes_of(const struct pal_node *node)
{
    uint32_t minutes = PAL_ALERT_NOT_STATED;
    if (node != NULL) {
        (void)pal_duration_read(node->text, &minutes);
    }
    return minutes;
}

static struct pal_alert_level read_level(struct pal_reader *reader, const struct level_doc *doc)
{
    struct pal_alert_level level = {
        .id = doc->id->text,
        .rank = pal_node_integer(doc->rank, 0),
        .label = pal_node_in_languages(doc->label),
        .alias = pal_node_text(doc->alias),
        .colour = pal_node_in_languages(doc->colour),
        .meaning = pal_node_in_languages(doc->meaning),
        .trigger = pal_node_in_languages(doc->trigger),
        .declared_by = pal_node_text(doc->declared_by),
        .sustain_minutes = minutes_of(doc->sustain),
        .acknowledge_minutes = minutes_of(doc->acknowledge_within),
        .apply_minutes = minutes_of(doc->apply_within),
        .report_minutes = minutes_of(doc->report_every),
        .source = pal_node_in_languages(doc->source),
        .is_doubtful = !pal_node_boolean(doc->verified, true),
    };
    for (int i = PAL_OVERRIDE_NONE; doc->local_override != NULL && i < PAL_OVERRIDE_COUNT; i++) {
        if (strcmp(doc->local_override->text, pal_override_ids[i]) == 0) {
            level.local_override = (enum pal_override)i;
        }
    }
    level.measures = pal_node_texts(reader, doc->measures, &level.measure_count);
    return level;
}

/* Puts a level where its rank belongs; its `prepare` node goes along for later. */
static void insert_level(struct pal_alert_scheme *scheme, struct pal_node **prepares,
                         const struct pal_alert_level *level, struct pal_node *prepare)
{
    size_t at = scheme->level_count++;
    for (; at > 0 && scheme->levels[at - 1].rank > level->rank; at--) {
        scheme->levels[at] = scheme->levels[at - 1];
        prepares[at] = prepares[at - 1];
    }
    scheme->levels[at] = *level;
    prepares[at] = prepare;
}

static void read_levels(struct pal_reader *reader, struct pal_node *list,
                        struct pal_alert_scheme *scheme, struct pal_node **prepares)
{
    for (struct pal_node *item = list->first; item != NULL; item = item->next) {
        struct level_doc doc;
        pal_bind(&type_level, item, &doc);
        if (doc.id == NULL || doc.rank == NULL) {
            continue;
        }
        struct pal_alert_level level = read_level(reader, &doc);
        bool is_new = true;
        for (size_t i = 0; i < scheme->level_count; i++) {
            if (strcmp(scheme->levels[i].id, level.id) == 0) {
                pal_node_error(reader, doc.id, PAL_E_INVALID,
                               "the level %s stands twice; give each its own id",
                               pal_quote(level.id).text);
                is_new = false;
            } else if (scheme->levels[i].rank == level.rank) {
                pal_node_error(reader, doc.rank, PAL_E_INVALID,
                               "\"%s\" has the rank %u too; give each level its own rank",
                               scheme->levels[i].id, (unsigned)level.rank);
                is_new = false;
            }
        }
        if (is_new) {
            insert_level(scheme, prepares, &level, doc.prepare);
        }
    }
    for (size_t i = 0; i < scheme->level_count && !list->is_bad; i++) {
        if (scheme->levels[i].rank != i + 1 && reader->diag->error_count == 0) {
            pal_node_error(reader, list, PAL_E_INVALID,
                           "no level has the rank %zu; ranks go from 1 without a hole", i + 1);
        }
    }
}

/* What must be reachable is graver than the level itself, and a farther level may not be demanded
 * faster than a nearer one. */
static void read_prepare(struct pal_reader *reader, struct pal_node *list,
                         const struct pal_alert_scheme *scheme, struct pal_alert_level *level)
{
    level->prepare = pal_reader_take(reader, pal_node_count(list), sizeof *level->prepare);
    for (struct pal_node *item = level->prepare != NULL && list != NULL ? list->first : NULL;
         item != NULL; item = item->next) {
        struct reach_doc doc;
        pal_bind(&type_reach, item, &doc);
        if (doc.level == NULL) {
            continue;
        }
        int at = pal_alert_find(scheme, doc.level->text);
        if (at < 0) {
            pal_node_error(reader, doc.level, PAL_E_INVALID, "the scheme has no level %s",
                           pal_quote(doc.level->text).text);
        } else if (scheme->levels[at].rank <= level->rank) {
            pal_node_error(reader, doc.level, PAL_E_INVALID,
                           "\"%s\" is not graver than \"%s\"; only graver levels are prepared",
                           doc.level->text, level->id);
        } else {
            struct pal_alert_reach reach = {(size_t)at, minutes_of(doc.within)};
            size_t place = level->prepare_count++;
            for (; place > 0 && level->prepare[place - 1].level > reach.level; place--) {
                level->prepare[place] = level->prepare[place - 1];
            }
            level->prepare[place] = reach;
        }
    }
    uint32_t nearer = 0;
    for (size_t i = 0; i < level->prepare_count; i++) {
        const struct pal_alert_reach *reach = &level->prepare[i];
        if (i > 0 && reach->level == level->prepare[i - 1].level) {
            pal_node_error(reader, list, PAL_E_INVALID, "the level \"%s\" stands twice; keep one",
                           scheme->levels[reach->level].id);
        } else if (reach->within_minutes < nearer) {
            pal_node_error(reader, list, PAL_E_INVALID,
                           "\"%s\" must be reached sooner than a nearer level; correct the delays",
                           scheme->levels[reach->level].id);
        }
        nearer = reach->within_minutes != PAL_ALERT_NOT_STATED ? reach->within_minutes : nearer;
    }
}

static void read_equivalences(struct pal_reader *reader, const struct pal_node *list,
                              struct pal_alert_scheme *scheme)
{
    scheme->equivalences =
        pal_reader_take(reader, pal_node_count(list), sizeof *scheme->equivalences);
    for (struct pal_node *item = list != NULL && scheme->equivalences != NULL ? list->first : NULL;
         item != NULL; item = item->next) {
        struct equivalence_doc doc;
        pal_bind(&type_equivalence, item, &doc);
        if (doc.scheme == NULL || doc.levels == NULL) {
            continue;
        }
        struct pal_alert_equivalence *row = &scheme->equivalences[scheme->equivalence_count];
        row->scheme = doc.scheme->text;
        row->source = pal_node_in_languages(doc.source);
        row->levels = pal_reader_take(reader, scheme->level_count, sizeof *row->levels);
        if (row->levels == NULL) {
            return;
        }
        scheme->equivalence_count++;
        for (struct pal_node *pair = doc.levels->first; pair != NULL; pair = pair->next) {
            int at = pal_alert_find(scheme, pair->key);
            if (at < 0) {
                pal_node_error(reader, pair, PAL_E_INVALID, "the scheme has no level %s",
                               pal_quote(pair->key).text);
            } else {
                row->levels[at] = pal_node_text(pair);
            }
        }
    }
}

struct pal_alert_scheme *pal_alert_scheme_read(struct pal_reader *reader, struct pal_node *root)
{
    size_t errors_before = reader->diag->error_count;
    pal_type_check(reader, &pal_type_alert_scheme, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    struct scheme_doc doc;
    pal_bind(&pal_type_alert_scheme, root, &doc);
    struct pal_alert_scheme *scheme = pal_reader_take(reader, 1, sizeof *scheme);
    struct pal_node **prepares =
        pal_reader_take(reader, pal_node_count(doc.levels), sizeof(*prepares));
    if (scheme == NULL || prepares == NULL) {
        return NULL;
    }
    scheme->id = pal_node_text(doc.id);
    scheme->title = pal_node_in_languages(doc.title);
    scheme->authority = pal_node_text(doc.authority);
    scheme->version = pal_node_text(doc.version);
    scheme->valid_from = pal_node_text(doc.valid_from);
    scheme->valid_to = pal_node_text(doc.valid_to);
    scheme->source = pal_node_in_languages(doc.source);
    scheme->licence = pal_node_text(doc.licence);
    scheme->doubts = pal_node_texts(reader, doc.doubts, &scheme->doubt_count);
    scheme->has_cumulative = doc.cumulative != NULL;
    scheme->is_cumulative = pal_node_boolean(doc.cumulative, false);
    scheme->levels = pal_reader_take(reader, pal_node_count(doc.levels), sizeof *scheme->levels);
    if (scheme->levels != NULL && doc.levels != NULL) {
        read_levels(reader, doc.levels, scheme, prepares);
    }
    for (size_t i = 0; i < scheme->level_count; i++) {
        read_prepare(reader, prepares[i], scheme, &scheme->levels[i]);
    }
    read_equivalences(reader, doc.equivalences, scheme);
    if (doc.default_level != NULL) {
        int at = pal_alert_find(scheme, doc.default_level->text);
        if (at < 0) {
            pal_node_error(reader, doc.default_level, PAL_E_INVALID, "the scheme has no level %s",
                           pal_quote(doc.default_level->text).text);
        }
        scheme->default_level = at < 0 ? 0 : (size_t)at;
    }
    if (reader->diag->error_count > errors_before) {
        return NULL;
    }
    if (scheme->levels[scheme->level_count - 1].sustain_minutes == PAL_ALERT_NOT_STATED) {
        pal_node_warning(reader, doc.levels,
                         "the gravest level \"%s\" does not say how long it can be held (sustain)",
                         scheme->levels[scheme->level_count - 1].id);
    }
    return scheme;
}
