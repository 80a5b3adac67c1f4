#include "web/pages/findings_text.h"

#include <jansson.h>
#include <string.h>

#include "app/desk/documents.h"
#include "render/rule_said.h"
#include "render/view/view.h"
#include "web/pages/pages.h"

enum { LINES_MOST = 6 };

const char *const pal_finding_part_ids[PAL_FINDING_PARTS] = {"fact", "evidence", "risk", "hurts",
                                                             "recommendation"};

const char *pal_finding_part_title(struct pal_call *call, enum pal_finding_part part)
{
    static const char *const titles[PAL_FINDING_PARTS] = {
        PAL_N_("What is the case"), PAL_N_("By which evidence"), PAL_N_("Which risk it bears"),
        PAL_N_("Which need or requirement it hurts"), PAL_N_("What is recommended")};
    return pal_call_tr(call, titles[part]);
}

enum pal_rc pal_finding_source(struct pal_call *call, const struct pal_read *read,
                               struct pal_finding_source *out)
{
    const struct pal_looking *looking = &read->looking;
    *out = (struct pal_finding_source){.read = read};
    enum pal_rc rc =
        pal_document_actions(pal_call_app(call), looking->questionnaire->model, &out->actions);
    return rc == PAL_OK ? pal_read_needs(call, looking->sending.project,
                                         looking->questionnaire->model, &out->needs)
                        : pal_tell_problem(call, rc);
}

/* ------------------------------------------------------------------------- writing */

/* Lines of text, each once. */
struct lines {
    struct pal_call *call;
    const char *items[LINES_MOST];
    size_t count;
};

static void add(struct lines *lines, const char *line)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (strcmp(lines->items[i], line) == 0) {
            return;
        }
    }
    if (lines->count < LINES_MOST && line[0] != '\0') {
        lines->items[lines->count++] = line;
    }
}

static const char *joined(const struct lines *lines)
{
    const char *out = "";
    for (size_t i = 0; i < lines->count; i++) {
        out = pal_call_printf(lines->call, "%s%s%s", out, i > 0 ? "\n" : "", lines->items[i]);
    }
    return out;
}

/* ----------------------------------------------------------------- what is the case */

static void add_failed(struct lines *lines, const struct pal_looking *looking,
                       const struct pal_looked_answer *answer)
{
    struct pal_call *call = lines->call;
    bool is_one = true;
    const struct pal_rule_part *piece = pal_rule_pieces(answer->question->rule, &is_one);
    for (; piece != NULL; piece = is_one ? NULL : piece->next) {
        const struct pal_rule_facts facts = {looking->day, looking->thresholds,
                                             answer->answer->decided};
        if (pal_rule_gives(piece, answer->question->fields, answer->answer->values, &facts) !=
            PAL_VERDICT_FAIL) {
            continue;
        }
        size_t at = 0;
        const char *text = pal_rule_said(piece, answer->question->fields, looking->thresholds,
                                         &call->language, call->request->arena);
        const char *name = pal_rule_thresholds(piece, &at, 1) > 0
                               ? looking->questionnaire->thresholds[at].name
                               : NULL;
        add(lines,
            name != NULL
                ? pal_call_printf(call,
                                  pal_call_tr(call, "Asked for, and not met: %s (threshold %.*s)."),
                                  text, (int)strcspn(name, "."), name)
                : pal_call_printf(call, pal_call_tr(call, "Asked for, and not met: %s."), text));
    }
}

static const char *fact_of(struct pal_call *call, const struct pal_read *read,
                           const struct pal_looked_answer *answer)
{
    static const char *const states[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                        PAL_N_("claimed")};
    struct lines lines = {.call = call};
    add(&lines, pal_call_printf(call, pal_call_tr(call, "%s: \"%s\""), answer->key,
                                pal_read_question(call, answer)));
    if (answer->answer != NULL && answer->judged != NULL) {
        const char *body =
            pal_read_in_short(call, pal_read_shown(call, read, answer, answer->body));
        add(&lines, pal_call_printf(call, pal_call_tr(call, "Answered (%s): %s."),
                                    pal_call_tr(call, states[answer->state]), body));
        add_failed(&lines, &read->looking, answer);
    }
    return joined(&lines);
}

/* --------------------------------------------------------------------- evidence */

static const char *text_or(const struct pal_value *object, const char *key)
{
    const char *text = pal_value_as_text(pal_value_get(object, key));
    return text != NULL ? text : "";
}

/* "Training register, page 1" */
static const char *proof_said(struct pal_call *call, const struct pal_value *proof)
{
    const char *title = text_or(proof, "title");
    const char *leaf = text_or(proof, "leaf");
    const char *quote = text_or(proof, "quote");
    const char *out = leaf[0] != '\0'
                          ? pal_call_printf(call, pal_call_tr(call, "%s, page %s"), title, leaf)
                          : title;
    return quote[0] != '\0' ? pal_call_printf(call, pal_call_tr(call, "%s: \"%s\""), out, quote)
                            : out;
}

static void add_mark(struct lines *lines, const struct pal_read *read,
                     const struct pal_looked_answer *answer, const struct pal_looked_fact *mark,
                     const char *word)
{
    struct pal_call *call = lines->call;
    const struct pal_value *said =
        pal_looked_counts(mark) ? pal_read_mark(call, read, answer, mark) : NULL;
    if (said == NULL) {
        return;
    }
    const struct pal_value *proof = pal_value_get(said, "proof");
    const char *by = text_or(said, "said_by");
    const char *what = pal_value_is(proof, PAL_VALUE_OBJECT) ? proof_said(call, proof) : by;
    const char *on = text_or(said, "when");
    const char *how = on[0] != '\0' ? pal_call_printf(call, "%s, %s", word, on) : word;
    add(lines, pal_call_printf(call, pal_call_tr(call, "%s: %s"), how, what));
}

static const char *evidence_of(struct pal_call *call, const struct pal_read *read,
                               const struct pal_looked_answer *answer)
{
    struct lines lines = {.call = call};
    add_mark(&lines, read, answer, &answer->checked, pal_call_tr(call, "checked"));
    add_mark(&lines, read, answer, &answer->seen, pal_call_tr(call, "seen"));
    const struct pal_value *shown = pal_read_shown(call, read, answer, answer->body);
    PAL_EACH(proof, pal_value_get(shown, "proofs"))
    {
        add(&lines, proof_said(call, proof));
    }
    return joined(&lines);
}

/* -------------------------------------------------------------- risk, need, remedy */

static const char *practice_title(const struct pal_call *call, const struct pal_model *model,
                                  const struct pal_practice_ref *of)
{
    size_t count = 0;
    const struct pal_practice *practices =
        pal_area_rated_practices(&model->areas[of->area], of->step, &count);
    return of->practice < count ? pal_text_in(&practices[of->practice].title, call->language.lang)
                                : "";
}

/* What follows where a need is not met: of the greatest degree among those that are hurt. */
static void add_stakes(struct lines *lines, const struct pal_read_needs *needs, uint32_t hurt)
{
    uint32_t most = 1;
    const size_t count = needs->rule != NULL ? needs->rule->need_count : 0;
    for (size_t i = 0; i < count; i++) {
        bool is_greater = (hurt >> i & 1) != 0 && needs->needs->degrees[i] > most;
        most = is_greater ? needs->needs->degrees[i] : most;
    }
    for (size_t i = 0; i < count; i++) {
        if ((hurt >> i & 1) != 0 && needs->needs->degrees[i] == most && most <= PAL_DEGREE_MAX) {
            add(lines, pal_text_in(&needs->rule->needs[i].degrees[most - 1].definition,
                                   lines->call->language.lang));
        }
    }
}

static const char *risk_of(struct pal_call *call, const struct pal_finding_source *source,
                           const struct pal_looked_answer *answer)
{
    struct lines lines = {.call = call};
    const struct pal_model *model = source->read->looking.questionnaire->model;
    const struct pal_question *question = answer->question;
    for (size_t i = 0; i < question->practice_count; i++) {
        const struct pal_practice_ref *of = &question->practices[i];
        add(&lines,
            pal_call_printf(call, pal_call_tr(call, "Not shown to be done: %s (%s %s)."),
                            practice_title(call, model, of), model->areas[of->area].id,
                            pal_text_in(&model->areas[of->area].title, call->language.lang)));
    }
    add_stakes(&lines, &source->needs, pal_read_needs_of(&source->needs, question));
    return joined(&lines);
}

static const char *hurts_of(struct pal_call *call, const struct pal_finding_source *source,
                            const struct pal_looked_answer *answer)
{
    struct lines lines = {.call = call};
    uint32_t needs = pal_read_needs_of(&source->needs, answer->question);
    for (size_t i = 0; source->needs.rule != NULL && i < source->needs.rule->need_count; i++) {
        if ((needs >> i & 1) != 0) {
            add(&lines, pal_read_need_title(call, &source->needs, i));
        }
    }
    if (answer->question->basis != NULL) {
        add(&lines,
            pal_call_printf(call, pal_call_tr(call, "Requirements: %s"), answer->question->basis));
    }
    return joined(&lines);
}

static const char *remedy_of(struct pal_call *call, const struct pal_finding_source *source,
                             const struct pal_looked_answer *answer)
{
    struct lines lines = {.call = call};
    const struct pal_model *model = source->read->looking.questionnaire->model;
    for (size_t i = 0; i < answer->question->practice_count; i++) {
        const struct pal_practice_ref *of = &answer->question->practices[i];
        size_t count = 0;
        const struct pal_area *area = &model->areas[of->area];
        const struct pal_practice *practices = pal_area_rated_practices(area, of->step, &count);
        const struct pal_action *action =
            of->practice < count ? pal_actions_find(source->actions, practices[of->practice].id)
                                 : NULL;
        if (action != NULL) {
            add(&lines,
                pal_view_action_text(&action->what, area, &call->language, call->request->arena));
        }
    }
    return joined(&lines);
}

void pal_finding_propose(struct pal_call *call, const struct pal_finding_source *source,
                         const struct pal_looked_answer *answer, struct pal_finding_text *out)
{
    out->parts[PAL_FINDING_FACT_PART] = fact_of(call, source->read, answer);
    out->parts[PAL_FINDING_EVIDENCE] = evidence_of(call, source->read, answer);
    out->parts[PAL_FINDING_RISK] = risk_of(call, source, answer);
    out->parts[PAL_FINDING_HURTS] = hurts_of(call, source, answer);
    out->parts[PAL_FINDING_RECOMMENDATION] = remedy_of(call, source, answer);
}

bool pal_finding_said(struct pal_call *call, const struct pal_looked_answer *answer,
                      struct pal_finding_text *out)
{
    if (answer->finding.turn == 0 || answer->finding.body[0] == '\0') {
        return false;
    }
    const struct pal_fact fact = {.body = answer->finding.body};
    const struct pal_value *body = pal_fact_body_value(call, &fact);
    for (int i = 0; i < PAL_FINDING_PARTS; i++) {
        out->parts[i] = text_or(body, pal_finding_part_ids[i]);
    }
    return true;
}
