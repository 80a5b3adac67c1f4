/* terminal_propose - a proposed profile as text: what was stated, each target and why. */
#include <stdio.h>

#include "base/utf8.h"
#include "render/terminal/terminal_parts.h"

static void add_stated(const struct pal_terminal *terminal, struct pal_buf *out,
                       const struct pal_need *need, uint32_t degree)
{
    const enum pal_lang lang = terminal->language->lang;
    char key[32];
    (void)snprintf(key, sizeof key, "%.20s %u", pal_text_in(&need->title, lang), (unsigned)degree);
    pal_utf8_trim(key);
    pal_ink(terminal, out, PAL_INK_DIM);
    pal_pad(out, key, 20);
    pal_ink_end(terminal, out);
    pal_terminal_wrap(out,
                      degree > 0 ? pal_text_in(&need->degrees[degree - 1].definition, lang) : "",
                      20, 20, terminal->columns);
}

/* "degree 4 = needs 3, exposure 4" and the steps, rank by rank where they differ. */
static void add_rank(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_proposal *proposal, size_t rank, size_t area)
{
    const struct pal_language *language = terminal->language;
    const struct pal_proposed_target *target = pal_proposal_target(proposal, rank, area);
    const struct pal_alert_scheme *scheme = proposal->needs->scheme;
    pal_buf_add(out, "    ");
    if (scheme != NULL) {
        pal_pad(out, scheme->levels[rank - 1].id, 14);
        pal_buf_add_char(out, ' ');
    }
    if (target->target == 0) {
        pal_buf_add(out, pal_tr(language, "none"));
    }
    pal_steps(out, proposal->rule->model->areas[area].ladder, target->target);
    if (target->degree > 0) {
        pal_buf_add(out, "  (");
        pal_buf_printf(out, pal_tr(language, "degree %u"), (unsigned)target->degree);
        if (target->need_degree > 0) {
            pal_buf_printf(out, pal_tr(language, ", needs %u"), (unsigned)target->need_degree);
        }
        if (target->exposure_degree > 0) {
            pal_buf_printf(out, pal_tr(language, ", exposure %u"),
                           (unsigned)target->exposure_degree);
        }
        if (proposal->rule->areas[area].lead > 0) {
            pal_buf_printf(out, pal_tr(language, ", %u ahead"),
                           (unsigned)proposal->rule->areas[area].lead);
        }
        pal_buf_add_char(out, ')');
    }
    pal_buf_add_char(out, '\n');
}

static void add_area(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_proposal *proposal, size_t area)
{
    const enum pal_lang lang = terminal->language->lang;
    const struct pal_area *row = &proposal->rule->model->areas[area];
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_printf(out, "%s ", row->id);
    pal_terminal_wrap(out, pal_text_in(&row->title, lang), pal_utf8_columns(row->id) + 1, 4,
                      terminal->columns);
    pal_ink_end(terminal, out);
    pal_buf_add(out, "    ");
    pal_terminal_wrap(out, pal_text_in(&proposal->rule->areas[area].reason, lang), 4, 4,
                      terminal->columns);
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        add_rank(terminal, out, proposal, rank, area);
    }
}

enum pal_rc pal_terminal_proposal(const struct pal_terminal *terminal,
                                  const struct pal_proposal *proposal, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_needs *needs = proposal->needs;
    const struct pal_needs_rule *rule = proposal->rule;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&needs->title, language->lang), 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    for (size_t i = 0; i < rule->need_count; i++) {
        add_stated(terminal, out, &rule->needs[i], needs->degrees[i]);
    }
    add_stated(terminal, out, &rule->exposure, needs->exposure);
    pal_buf_add_char(out, '\n');
    pal_notice(terminal, out, rule->model);
    pal_buf_add_char(out, '\n');
    for (size_t i = 0; i < rule->model->area_count; i++) {
        add_area(terminal, out, proposal, i);
    }
    pal_buf_add_char(out, '\n');
    if (rule->is_proposed) {
        pal_terminal_wrap(out,
                          pal_tr(language,
                                 "This is a proposal: the expert may change any step, with a "
                                 "reason."),
                          0, 0, terminal->columns);
    }
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        unsigned long long steps = pal_proposal_size(proposal, rank);
        if (needs->scheme != NULL) {
            pal_buf_printf(out, "%s: ", needs->scheme->levels[rank - 1].id);
        }
        pal_buf_printf(out, pal_tr_n(language, "%llu step demanded", "%llu steps demanded", steps),
                       steps);
        pal_buf_add_char(out, '\n');
    }
    return pal_finish(out);
}
