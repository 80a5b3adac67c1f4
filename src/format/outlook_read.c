/* outlook_read - alert-history/1 and alert-rates/1 to struct pal_outlook. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "format/kinds.h"

static const struct pal_type type_years = {
    .kind = PAL_TYPE_INTEGER, .name = "a number of years", .min = 1, .max = PAL_LIMIT_YEARS};

struct change_doc {
    struct pal_node *at, *level;
};
static const struct pal_field change_fields[] = {
    PAL_FIELD(change_doc, at, true, &pal_type_instant, "From when on.",
              .title = PAL_N_("from when on")),
    PAL_FIELD(change_doc, level, true, &pal_type_id, "The alert level in force from then on.",
              .title = PAL_N_("alert level"), .names = PAL_PART_ALERT_LEVEL),
};
static const struct pal_type type_change = {.kind = PAL_TYPE_OBJECT,
                                            .name = "a change of level",
                                            .fields = change_fields,
                                            .field_count = 2,
                                            .slots_size = sizeof(struct change_doc)};
static const struct pal_type type_changes = {.kind = PAL_TYPE_LIST,
                                             .name = "a list of changes",
                                             .min = 1,
                                             .max = PAL_LIMIT_CHANGES,
                                             .item = &type_change};

struct history_doc {
    struct pal_node *palier, *id, *title, *alert_scheme, *source, *start, *end, *changes;
};
static const struct pal_field history_fields[] = {
    PAL_FIELD(history_doc, palier, true, &pal_type_text, "The kind: `alert-history/1`."),
    PAL_FIELD(history_doc, id, true, &pal_type_id, "The history's id."),
    PAL_FIELD(history_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(history_doc, alert_scheme, true, &pal_type_id, "The id of the scheme of its levels.",
              .refers = "alert-scheme"),
    PAL_FIELD(history_doc, source, false, &pal_type_text, "Where it was seen."),
    PAL_FIELD(history_doc, start, true, &pal_type_instant,
              "Its first moment; times have no zone: one clock for the whole document."),
    PAL_FIELD(history_doc, end, true, &pal_type_instant, "Its end: the last level holds up to it."),
    PAL_FIELD(history_doc, changes, true, &type_changes,
              "The levels in force, in the order of time; the first from `start` on."),
};
const struct pal_type pal_type_alert_history = {
    .kind = PAL_TYPE_OBJECT,
    .name = "an alert history",
    .doc = "The alert levels that were in force over a span of time, without a gap.",
    .fields = history_fields,
    .field_count = 8,
    .slots_size = sizeof(struct history_doc)};

static const struct pal_type type_rate = {
    .kind = PAL_TYPE_DECIMAL, .name = "changes per year", .max = PAL_LIMIT_CHANGES_PER_YEAR};
/* How a form has them: a row for each change of a level to another. */
static const struct pal_field rate_row_fields[] = {
    {.key = "at",
     .type = &pal_type_id,
     .is_required = true,
     .doc = PAL_N_("The alert level that follows it."),
     .title = PAL_N_("next level"),
     .names = PAL_PART_ALERT_LEVEL},
    {.key = "rate",
     .type = &type_rate,
     .is_required = true,
     .doc = PAL_N_("How many times a year, while the first level is in force."),
     .title = PAL_N_("changes per year")},
};
static const struct pal_type type_rate_row = {
    .kind = PAL_TYPE_OBJECT, .name = "a rate", .fields = rate_row_fields, .field_count = 2};
static const struct pal_type type_row = {.kind = PAL_TYPE_MAP,
                                         .name = "a map from the next level to changes per year",
                                         .map_key = "next level",
                                         .max = PAL_LIMIT_ALERT_LEVELS,
                                         .item = &type_rate,
                                         .key_names = PAL_PART_ALERT_LEVEL,
                                         .typed_as = &type_rate_row};
static const struct pal_type type_rows = {.kind = PAL_TYPE_MAP,
                                          .name = "a map from level to the rates of leaving it",
                                          .map_key = "level",
                                          .max = PAL_LIMIT_ALERT_LEVELS,
                                          .item = &type_row,
                                          .key_names = PAL_PART_ALERT_LEVEL};

struct rates_doc {
    struct pal_node *palier, *id, *title, *alert_scheme, *source, *start, *years, *per_year;
};
static const struct pal_field rates_fields[] = {
    PAL_FIELD(rates_doc, palier, true, &pal_type_text, "The kind: `alert-rates/1`."),
    PAL_FIELD(rates_doc, id, true, &pal_type_id, "The id of the rates."),
    PAL_FIELD(rates_doc, title, true, &pal_type_languages, "Their name."),
    PAL_FIELD(rates_doc, alert_scheme, true, &pal_type_id, "The id of the scheme of the levels.",
              .refers = "alert-scheme"),
    PAL_FIELD(rates_doc, source, false, &pal_type_text, "Where the numbers come from."),
    PAL_FIELD(rates_doc, start, true, &pal_type_id, "The alert level in force at the start.",
              .title = PAL_N_("level at the start"), .names = PAL_PART_ALERT_LEVEL),
    PAL_FIELD(rates_doc, years, true, &type_years, "The horizon, in years of 8,766 hours."),
    PAL_FIELD(rates_doc, per_year, true, &type_rows,
              "How many times a year each level is left for each other, while it is in force.",
              .title = PAL_N_("changes per year")),
};
const struct pal_type pal_type_alert_rates = {
    .kind = PAL_TYPE_OBJECT,
    .name = "rates of change between alert levels",
    .doc = "What is expected of an alert scheme: how often each level is left for each other.",
    .fields = rates_fields,
    .field_count = 8,
    .slots_size = sizeof(struct rates_doc)};

/* The index of a level; -1 after reporting an error that names the nearest. */
static int find_level(struct pal_reader *reader, struct pal_node *node, const char *id,
                      const struct pal_alert_scheme *scheme)
{
    int at = pal_alert_find(scheme, id);
    if (at >= 0) {
        return at;
    }
    const char *ids[PAL_LIMIT_ALERT_LEVELS];
    for (size_t i = 0; i < scheme->level_count; i++) {
        ids[i] = scheme->levels[i].id;
    }
    const char *near =
        pal_reader_is_full(reader) ? NULL : pal_nearest(id, ids, scheme->level_count);
    pal_node_error(reader, node, PAL_E_INVALID,
                   "the alert scheme \"%s\" has no level %s; did you mean \"%s\"?", scheme->id,
                   pal_quote(id).text, near != NULL ? near : ids[0]);
    return -1;
}

static uint64_t instant_of(const struct pal_node *node)
{
    uint64_t minutes = 0;
    if (node != NULL) {
        (void)pal_instant_read(node->text, &minutes);
    }
    return minutes;
}

/* Changes grow in time and leave no gap at the start. */
static void read_changes(struct pal_reader *reader, const struct history_doc *doc,
                         struct pal_outlook *out)
{
    struct pal_history_change *changes =
        pal_reader_take(reader, doc->changes->count, sizeof *changes);
    if (changes == NULL) {
        return;
    }
    size_t count = 0;
    uint64_t before = 0; /* when the change before was */
    uint64_t end = instant_of(doc->end);
    for (struct pal_node *node = doc->changes->first; node != NULL; node = node->next) {
        struct change_doc change;
        pal_bind(&type_change, node, &change);
        if (change.at == NULL || change.level == NULL) {
            continue;
        }
        int level = find_level(reader, change.level, change.level->text, out->scheme);
        uint64_t at = instant_of(change.at);
        bool is_first = node == doc->changes->first;
        if (is_first && at != out->start_at) {
            pal_node_error(reader, change.at, PAL_E_INVALID,
                           "the history starts at %s and its first level at %s; write the level "
                           "that was in force from the start on",
                           doc->start->text, change.at->text);
        } else if (!is_first && at == before) {
            pal_node_error(reader, change.at, PAL_E_INVALID,
                           "two changes at the same time, %s; keep the level that was in force "
                           "from then on",
                           change.at->text);
        } else if (!is_first && at < before) {
            pal_node_error(reader, change.at, PAL_E_INVALID,
                           "the history goes back in time: %s stands behind a later change; put "
                           "the changes in the order of time",
                           change.at->text);
        } else if (at >= end) {
            pal_node_error(reader, change.at, PAL_E_INVALID,
                           "the change at %s is not before the end, %s", change.at->text,
                           doc->end->text);
        } else if (level >= 0) {
            changes[count++] = (struct pal_history_change){at - out->start_at, (size_t)level};
        }
        before = at;
    }
    out->history = (struct pal_history){changes, count, end - out->start_at};
}

/* Both kinds: who they are for. */
static struct pal_outlook *new_outlook(struct pal_reader *reader, struct pal_node *id,
                                       struct pal_node *title, struct pal_node *source,
                                       const struct pal_alert_scheme *scheme)
{
    struct pal_outlook *out = pal_reader_take(reader, 1, sizeof *out);
    if (out != NULL) {
        out->id = pal_node_text(id);
        out->title = pal_node_in_languages(title);
        out->source = pal_node_text(source);
        out->scheme = scheme;
    }
    return out;
}

struct pal_outlook *pal_alert_history_read(struct pal_reader *reader, struct pal_node *root,
                                           const struct pal_alert_scheme *scheme)
{
    size_t errors_before = reader->diag->error_count;
    struct history_doc doc;
    pal_type_check(reader, &pal_type_alert_history, root);
    if (root->kind != PAL_NODE_MAP || scheme == NULL) {
        return NULL;
    }
    pal_bind(&pal_type_alert_history, root, &doc);
    struct pal_outlook *out = new_outlook(reader, doc.id, doc.title, doc.source, scheme);
    if (out == NULL || doc.start == NULL || doc.end == NULL || doc.changes == NULL) {
        return NULL;
    }
    out->is_replay = true;
    out->start_at = instant_of(doc.start);
    uint64_t end = instant_of(doc.end);
    if (end <= out->start_at) {
        pal_node_error(reader, doc.end, PAL_E_INVALID, "the end, %s, is not after the start, %s",
                       doc.end->text, doc.start->text);
        return NULL;
    }
    if (end - out->start_at > (uint64_t)PAL_LIMIT_YEARS * 366 * 24 * 60) {
        pal_node_error(reader, doc.end, PAL_E_LIMIT, "the history is longer than %d years",
                       PAL_LIMIT_YEARS);
        return NULL;
    }
    read_changes(reader, &doc, out);
    return reader->diag->error_count == errors_before ? out : NULL;
}

static void read_rates(struct pal_reader *reader, const struct rates_doc *doc,
                       struct pal_outlook *out)
{
    size_t count = out->scheme->level_count;
    double *per_year = pal_reader_take(reader, count * count, sizeof *per_year);
    double *start = pal_reader_take(reader, count, sizeof *start);
    if (per_year == NULL || start == NULL) {
        return;
    }
    start[out->start_level] = 1;
    for (struct pal_node *row = doc->per_year->first; row != NULL; row = row->next) {
        int from = find_level(reader, row, row->key, out->scheme);
        double sum = 0;
        for (struct pal_node *node = row->kind == PAL_NODE_MAP && from >= 0 ? row->first : NULL;
             node != NULL; node = node->next) {
            int to = find_level(reader, node, node->key, out->scheme);
            if (to == from) {
                pal_node_error(reader, node, PAL_E_INVALID,
                               "a level is not left for itself; remove this line");
            } else if (to >= 0 && !node->is_bad) {
                per_year[(size_t)from * count + (size_t)to] = pal_node_decimal(node, 0);
                sum += pal_node_decimal(node, 0);
            }
        }
        if (sum > PAL_LIMIT_CHANGES_PER_YEAR) {
            pal_node_error(reader, row, PAL_E_LIMIT,
                           "the rates of leaving this level add up to more than %d a year",
                           PAL_LIMIT_CHANGES_PER_YEAR);
        }
    }
    out->rates = (struct pal_rates){count, per_year, start};
}

/* Rates that never return are no error: the result is right, and rarely what was meant. */
static void warn_of_trap(struct pal_reader *reader, const struct pal_node *node,
                         const struct pal_outlook *outlook)
{
    size_t trap = pal_markov_trap(&outlook->rates);
    if (outlook->scheme->level_count > 1 && trap < outlook->scheme->level_count) {
        pal_node_warning(reader, node,
                         "no rate leaves the level \"%s\": once reached it holds to the end",
                         outlook->scheme->levels[trap].id);
    }
}

struct pal_outlook *pal_alert_rates_read(struct pal_reader *reader, struct pal_node *root,
                                         const struct pal_alert_scheme *scheme)
{
    size_t errors_before = reader->diag->error_count;
    struct rates_doc doc;
    pal_type_check(reader, &pal_type_alert_rates, root);
    if (root->kind != PAL_NODE_MAP || scheme == NULL) {
        return NULL;
    }
    pal_bind(&pal_type_alert_rates, root, &doc);
    struct pal_outlook *out = new_outlook(reader, doc.id, doc.title, doc.source, scheme);
    if (out == NULL || doc.start == NULL || doc.years == NULL || doc.per_year == NULL) {
        return NULL;
    }
    int start = find_level(reader, doc.start, doc.start->text, scheme);
    if (start < 0) {
        return NULL;
    }
    out->start_level = (size_t)start;
    out->years = pal_node_integer(doc.years, 1);
    read_rates(reader, &doc, out);
    if (reader->diag->error_count != errors_before) {
        return NULL;
    }
    warn_of_trap(reader, doc.per_year, out);
    return out;
}
