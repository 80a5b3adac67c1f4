/* profile_thresholds - what a profile states of thresholds, held against a questionnaire's. */
#include "base/text.h"
#include "core/question/questionnaire.h"
#include "core/question/rule.h"
#include "core/question/thousandths.h"
#include "format/kinds.h"

/* What checking one profile holds at hand. */
struct checking {
    struct pal_reader *reader;
    const struct pal_profile *profile;
    const struct pal_questionnaire *of;
    uint8_t *directions; /* of its thresholds */
    const char **names;
};

static const char *level_id(const struct pal_profile *profile, size_t at)
{
    return profile->scheme != NULL ? profile->scheme->levels[at].id : profile->alert_levels[at];
}

/* A name that no rule reads is that of another questionnaire, or a slip. */
static void warn_of_name(const struct checking *in, const struct pal_node *node)
{
    const char *near = pal_nearest(node->key, in->names, in->of->threshold_count);
    if (near != NULL) {
        pal_node_warning(in->reader, node,
                         "the questionnaire \"%s\" has no threshold %s, so it counts for nothing "
                         "there; did you mean \"%s\"?",
                         in->of->id, pal_quote(node->key).text, near);
    } else {
        pal_node_warning(in->reader, node,
                         "the questionnaire \"%s\" has no threshold %s, so it counts for nothing "
                         "there",
                         in->of->id, pal_quote(node->key).text);
    }
}

/* Where a value is no number, that of the questionnaire counts. */
static bool warn_of_no_number(const struct checking *in, const struct pal_node *node,
                              const struct pal_parameter *parameter)
{
    for (size_t i = 0; i < parameter->value_count; i++) {
        int64_t amount;
        if (!pal_thousandths_read(parameter->values[i], &amount)) {
            pal_node_warning(in->reader, node,
                             "%s is no number, so the questionnaire's own threshold counts; write "
                             "digits, at most three of them behind a point",
                             pal_quote(parameter->values[i]).text);
            return true;
        }
    }
    return false;
}

static void check_parameter(const struct checking *in, const struct pal_node *node,
                            const struct pal_parameter *parameter)
{
    int at = pal_threshold_find(in->of, parameter->name);
    if (at < 0) {
        warn_of_name(in, node);
        return;
    }
    size_t level = pal_parameter_loosens(parameter, in->directions[at]);
    if (!warn_of_no_number(in, node, parameter) && level > 0) {
        pal_node_warning(
            in->reader, node,
            "this threshold asks for less at the alert level \"%s\" than at \"%s\"; it "
            "should not loosen as the alert rises",
            level_id(in->profile, level), level_id(in->profile, level - 1));
    }
}

void pal_profile_check_thresholds(struct pal_reader *reader, const struct pal_node *root,
                                  const struct pal_profile *profile,
                                  const struct pal_questionnaire *of)
{
    const struct pal_node *map = pal_node_get(root, "parameters");
    struct checking in = {
        .reader = reader,
        .profile = profile,
        .of = of,
        .directions = pal_reader_take(reader, of->threshold_count + 1, sizeof *in.directions),
        .names = pal_reader_take(reader, of->threshold_count + 1, sizeof *in.names)};
    if (in.directions == NULL || in.names == NULL) {
        return;
    }
    pal_questionnaire_directions(of, in.directions);
    for (size_t i = 0; i < of->threshold_count; i++) {
        in.names[i] = of->thresholds[i].name;
    }
    size_t at = 0; /* a profile that was read has all of them, in their order */
    for (const struct pal_node *node = pal_node_first(map);
         node != NULL && at < profile->parameter_count; node = node->next) {
        check_parameter(&in, node, &profile->parameters[at++]);
    }
}
