#include "render/view/view_tender.h"

#include "render/view/view_parts.h"

static void put_sources(struct pal_value *row, const struct pal_tender_source *source,
                        const struct pal_tender_source *source_eu,
                        const struct pal_language *language)
{
    pal_put_text(row, "source", pal_tender_source_said(source, language->lang));
    pal_put_boolean(row, "verified", source->is_verified);
    pal_put_text(row, "source_eu", pal_tender_source_said(source_eu, language->lang));
    pal_put_boolean(row, "verified_eu", source_eu->is_verified);
}

static void put_value(struct pal_values *in, struct pal_value *row,
                      const struct pal_tender_value *value)
{
    struct pal_value *numbers = pal_value_list(in);
    for (size_t i = 0; i < value->count; i++) {
        pal_add_integer(numbers, value->of[i]);
    }
    pal_put(row, "value", value->count > 0 ? numbers : pal_value_null(in));
    pal_put_text(row, "unit", value->count > 0 ? pal_tender_unit_ids[value->unit] : NULL);
}

static void add_rule(struct pal_values *in, struct pal_value *list,
                     const struct pal_tender_rule *rule, const struct pal_language *language)
{
    struct pal_value *row = pal_add_object(list);
    bool is_bounded = rule->changeable == PAL_CHANGE_STRICTER;
    pal_put_borrowed(row, "id", rule->id);
    pal_put(row, "note", pal_view_in_language(in, &rule->note, language));
    put_value(in, row, &rule->value);
    pal_put_borrowed(row, "kept_by", pal_tender_rule_is_checked(rule) ? "program" : "person");
    pal_put_borrowed(row, "changeable", pal_tender_change_ids[rule->changeable]);
    pal_put_text(row, "bound", !is_bounded ? NULL : rule->is_most ? "most" : "least");
    pal_put_borrowed(row, "origin", pal_tender_origin_ids[rule->origin]);
    put_sources(row, &rule->source, &rule->source_eu, language);
}

static void put_procedure(struct pal_values *in, struct pal_value *row,
                          const struct pal_procedure *procedure,
                          const struct pal_language *language)
{
    pal_put_borrowed(row, "id", procedure->id);
    pal_put(row, "title", pal_view_in_language(in, &procedure->title, language));
    pal_put(row, "note", pal_view_in_language(in, &procedure->note, language));
    pal_put_boolean(row, "tender", procedure->is_tender);
    pal_put_boolean(row, "formal", procedure->is_formal);
    pal_put_boolean(row, "sealed", procedure->is_sealed);
    pal_put_boolean(row, "annex", procedure->has_annex);
    pal_put_boolean(row, "keeper", procedure->has_keeper);
    pal_put_integer(row, "opening_persons", procedure->opening_persons);
    put_sources(row, &procedure->source, &procedure->source_eu, language);
}

static void put_table(struct pal_values *in, struct pal_value *object,
                      const struct pal_procedures *procedures, const struct pal_language *language)
{
    struct pal_value *table = pal_put_object(object, "table");
    pal_put_borrowed(table, "id", procedures->id);
    pal_put(table, "title", pal_view_in_language(in, &procedures->title, language));
}

struct pal_value *pal_view_procedures(struct pal_values *in,
                                      const struct pal_procedures *procedures,
                                      const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    put_table(in, object, procedures, language);
    struct pal_value *list = pal_put_list(object, "procedures");
    for (size_t i = 0; i < procedures->procedure_count; i++) {
        put_procedure(in, pal_add_object(list), &procedures->procedures[i], language);
    }
    return object;
}

static void add_act(struct pal_values *in, struct pal_value *list,
                    const struct pal_procedure *procedure, enum pal_tender_act act,
                    const struct pal_language *language)
{
    const struct pal_tender_answer *answer = &procedure->acts[act];
    struct pal_value *row = pal_add_object(list);
    pal_put_borrowed(row, "act", pal_tender_act_ids[act]);
    pal_put_borrowed(row, "title", pal_tr(language, pal_tender_act_titles[act]));
    pal_put_borrowed(row, "says", pal_tender_says_ids[answer->says]);
    struct pal_value *rules = pal_put_list(row, "rules");
    for (size_t i = 0; i < answer->rule_count; i++) {
        add_rule(in, rules, answer->rules[i], language);
    }
}

/* What holds whatever is done. */
static void put_rules(struct pal_values *in, struct pal_value *object,
                      const struct pal_procedures *procedures,
                      const struct pal_procedure *procedure, const struct pal_language *language)
{
    struct pal_value *rules = pal_put_list(object, "rules");
    for (size_t i = 0; i < procedures->rule_count; i++) {
        const struct pal_tender_rule *rule = &procedures->rules[i];
        if (!rule->is_of_acts && pal_procedure_holds(procedure, rule)) {
            add_rule(in, rules, rule, language);
        }
    }
}

struct pal_value *pal_view_tender(struct pal_values *in, const struct pal_procedures *procedures,
                                  const struct pal_procedure *procedure, enum pal_tender_act act,
                                  const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    bool is_whole = act == PAL_TENDER_ACTS;
    put_table(in, object, procedures, language);
    put_procedure(in, pal_put_object(object, "procedure"), procedure, language);
    struct pal_value *acts = pal_put_list(object, "acts");
    for (unsigned at = is_whole ? 0 : act; at < (is_whole ? PAL_TENDER_ACTS : act + 1); at++) {
        add_act(in, acts, procedure, (enum pal_tender_act)at, language);
    }
    if (is_whole) {
        put_rules(in, object, procedures, procedure, language);
        pal_put(object, "doubts",
                pal_view_texts(in, procedures->doubts, procedures->doubt_count, language));
    }
    return object;
}
