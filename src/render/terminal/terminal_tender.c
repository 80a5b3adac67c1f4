/* terminal_tender - what a procedure says of each act as text, what it forbids last. */
#include "base/text.h"
#include "render/tender_said.h"
#include "render/terminal/terminal_parts.h"

enum { LINE_MOST = 1 << 18 };

/* "LEAD-ANSWER: 6 days. The answer … (its source was not read)" */
static void add_rule(const struct pal_terminal *terminal, const struct pal_tender_rule *rule,
                     size_t indent, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    struct pal_buf line;
    pal_buf_init(&line, LINE_MOST, out->alloc);
    pal_buf_printf(&line, "%s: ", rule->id);
    if (rule->value.count > 0) {
        pal_tender_value_say(language, &rule->value, &line);
        pal_buf_add(&line, ". ");
    }
    pal_buf_add(&line, pal_text_in(&rule->note, language->lang));
    if (rule->origin == PAL_ORIGIN_HOUSE) {
        pal_buf_printf(&line, " (%s)", pal_tr(language, "a choice of the house"));
    } else if (!rule->source.is_verified) {
        pal_buf_printf(&line, " (%s)", pal_tr(language, "its source was not read"));
    }
    pal_buf_add_times(out, " ", indent);
    pal_terminal_wrap_line(out, &line, indent, indent + 4, terminal->columns);
}

static void add_title(const struct pal_terminal *terminal, struct pal_buf *out, const char *title)
{
    pal_buf_add_char(out, '\n');
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, title, 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
}

/* What a rule asks where its act is confirmed. */
static const char *kept_by(const struct pal_language *language, const struct pal_tender_rule *rule)
{
    return pal_tr(language, pal_tender_rule_is_checked(rule)
                                ? PAL_N_("checked by the program")
                                : PAL_N_("confirmed by the person who acts"));
}

static void add_act(const struct pal_terminal *terminal, const struct pal_procedure *procedure,
                    size_t act, struct pal_buf *out)
{
    const struct pal_tender_answer *answer = &procedure->acts[act];
    const char *last = NULL;
    pal_buf_add(out, "  ");
    pal_terminal_wrap(out, pal_tr(terminal->language, pal_tender_act_titles[act]), 2, 4,
                      terminal->columns);
    for (size_t i = 0; i < answer->rule_count; i++) {
        const char *by = kept_by(terminal->language, answer->rules[i]);
        if (answer->says == PAL_TENDER_CONDITION && by != last) {
            pal_buf_printf(out, "    %s\n", by);
            last = by;
        }
        add_rule(terminal, answer->rules[i], 6, out);
    }
}

static size_t count_acts(const struct pal_procedure *procedure, enum pal_tender_says says)
{
    size_t count = 0;
    for (size_t act = 0; act < PAL_TENDER_ACTS; act++) {
        count += procedure->acts[act].says == says;
    }
    return count;
}

static void add_acts(const struct pal_terminal *terminal, const struct pal_procedure *procedure,
                     enum pal_tender_says says, const char *title, struct pal_buf *out)
{
    if (count_acts(procedure, says) == 0) {
        return;
    }
    add_title(terminal, out, title);
    for (size_t act = 0; act < PAL_TENDER_ACTS; act++) {
        if (procedure->acts[act].says == says) {
            add_act(terminal, procedure, act, out);
        }
    }
}

static void add_rules(const struct pal_terminal *terminal, const struct pal_procedures *procedures,
                      const struct pal_procedure *procedure, struct pal_buf *out)
{
    add_title(terminal, out, pal_tr(terminal->language, "Rules that hold whatever is done"));
    for (size_t i = 0; i < procedures->rule_count; i++) {
        const struct pal_tender_rule *rule = &procedures->rules[i];
        if (!rule->is_of_acts && pal_procedure_holds(procedure, rule)) {
            add_rule(terminal, rule, 2, out);
        }
    }
}

static void add_head(const struct pal_terminal *terminal, const struct pal_procedures *procedures,
                     const struct pal_procedure *procedure, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&procedure->title, language->lang), 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, "id", procedure->id);
    pal_heading(terminal, out, pal_tr(language, "table"),
                pal_text_in(&procedures->title, language->lang));
    pal_heading(terminal, out, pal_tr(language, "note"),
                pal_text_in(&procedure->note, language->lang));
    const char *source = pal_tender_source_said(&procedure->source, language->lang);
    if (source != NULL) {
        pal_heading(terminal, out, pal_tr(language, "source"), source);
    }
}

static void add_doubts(const struct pal_terminal *terminal, const struct pal_procedures *procedures,
                       struct pal_buf *out)
{
    for (size_t i = 0; i < procedures->doubt_count; i++) {
        pal_heading(terminal, out, i == 0 ? pal_tr(terminal->language, "in doubt") : "",
                    pal_text_in(&procedures->doubts[i], terminal->language->lang));
    }
}

enum pal_rc pal_terminal_tender(const struct pal_terminal *terminal,
                                const struct pal_procedures *procedures,
                                const struct pal_procedure *procedure, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    add_head(terminal, procedures, procedure, out);
    add_doubts(terminal, procedures, out);
    add_rules(terminal, procedures, procedure, out);
    add_acts(terminal, procedure, PAL_TENDER_ALLOWED, pal_tr(language, "Allowed"), out);
    add_acts(terminal, procedure, PAL_TENDER_CONDITION, pal_tr(language, "Allowed on conditions"),
             out);
    add_acts(terminal, procedure, PAL_TENDER_FORBIDDEN, pal_tr(language, "Forbidden"), out);
    pal_buf_add_char(out, '\n');
    pal_buf_printf(out, pal_tr(language, "%u acts: %u allowed, %u on conditions, %u forbidden"),
                   (unsigned)PAL_TENDER_ACTS, (unsigned)count_acts(procedure, PAL_TENDER_ALLOWED),
                   (unsigned)count_acts(procedure, PAL_TENDER_CONDITION),
                   (unsigned)count_acts(procedure, PAL_TENDER_FORBIDDEN));
    pal_buf_add_char(out, '\n');
    return pal_finish(out);
}

enum pal_rc pal_terminal_tender_act(const struct pal_terminal *terminal,
                                    const struct pal_procedure *procedure, enum pal_tender_act act,
                                    struct pal_buf *out)
{
    static const char *const words[PAL_TENDER_SAYS] = {PAL_N_("Allowed"), PAL_N_("Forbidden"),
                                                       PAL_N_("Allowed on conditions")};
    add_act(terminal, procedure, act, out);
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_tr(terminal->language, words[procedure->acts[act].says]), 0, 0,
                      terminal->columns);
    pal_ink_end(terminal, out);
    return pal_finish(out);
}
