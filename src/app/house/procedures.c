#include "app/house/procedures.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/house.h"
#include "app/house/notices.h"
#include "base/text.h"
#include "core/case/rights.h"
#include "store/records.h"

enum { TABLES_MAX = 16 /* of one kind in the library, that are looked at */ };

/* The library's documents of a kind, the last changed first, with their texts. */
static enum pal_rc list(struct pal_errand *errand, enum pal_kind_id kind, struct pal_record **out,
                        size_t *count)
{
    const struct pal_record_list wanted = {
        .kind = pal_kinds[kind].word, .project = "", .with_text = true, .max = TABLES_MAX};
    return pal_errand_explain(errand,
                              pal_record_find(errand->db, &wanted, errand->arena, out, count));
}

/* A table that is kept was read when it was written: what cannot be read any more must not give
 * way to other rules without a word. */
static enum pal_rc refuse(struct pal_errand *errand, enum pal_rc rc, const struct pal_record *row)
{
    return rc == PAL_E_MEMORY
               ? pal_errand_explain(errand, rc)
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "%s of the library cannot be read: mend it, or take it out",
                                 pal_quote(row->title).text);
}

static bool is_in_place(const char *replaces, const char *built_in)
{
    return replaces != NULL && strcmp(replaces, built_in) == 0;
}

enum pal_rc pal_house_procedures(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_procedures **out)
{
    struct pal_record *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = list(errand, PAL_KIND_PROCEDURES, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_app_procedures_of(app, rows[i].id, rows[i].text, out);
        if (rc != PAL_OK) {
            return refuse(errand, rc, &rows[i]);
        }
        if (is_in_place((*out)->replaces, PAL_PROCEDURES_BUILT_IN)) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_explain(errand, pal_app_procedures(app, NULL, out)) : rc;
}

enum pal_rc pal_house_procedures_among(struct pal_errand *errand, struct pal_app *app,
                                       bool has_tables, const struct pal_procedures **out)
{
    return has_tables ? pal_house_procedures(errand, app, out)
                      : pal_errand_explain(errand, pal_app_procedures(app, NULL, out));
}

enum pal_rc pal_house_messages(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_messages **out)
{
    struct pal_record *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = list(errand, PAL_KIND_MESSAGES, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_app_messages_of(app, rows[i].id, rows[i].text, out);
        if (rc != PAL_OK) {
            return refuse(errand, rc, &rows[i]);
        }
        if (is_in_place((*out)->replaces, PAL_MESSAGES_BUILT_IN)) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_explain(errand, pal_app_messages(app, NULL, out)) : rc;
}

enum pal_rc pal_house_notice(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_notice **out)
{
    struct pal_record *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = list(errand, PAL_KIND_NOTICE, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_app_notice_of(app, rows[i].id, rows[i].text, out);
        if (rc != PAL_OK) {
            return refuse(errand, rc, &rows[i]);
        }
        if (is_in_place((*out)->replaces, PAL_NOTICE_BUILT_IN)) {
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_explain(errand, pal_app_notice(app, NULL, out)) : rc;
}

/* ------------------------------------------------------------------ of a project */

/* The word in the text of a project, into `app`; NULL: it has none, or cannot be read. */
static enum pal_rc find_word(struct pal_errand *errand, struct pal_app *app, const char *project,
                             const char **out)
{
    struct pal_record record;
    struct pal_opened document;
    *out = NULL;
    if (pal_rights_is_everywhere(project)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_get(errand->db, pal_kinds[PAL_KIND_PROJECT].word, project,
                                    errand->arena, &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    rc = pal_document_look(app, project, record.text, strlen(record.text), &document);
    *out = rc == PAL_OK ? pal_node_text(pal_node_get(document.root, "procedure")) : NULL;
    return rc == PAL_E_MEMORY ? rc : PAL_OK;
}

enum pal_rc pal_house_procedure_of(struct pal_errand *errand, struct pal_app *app,
                                   const char *project, const struct pal_procedures **table,
                                   const struct pal_procedure **out)
{
    const char *word;
    enum pal_rc rc = pal_errand_explain(errand, find_word(errand, app, project, &word));
    if (rc == PAL_OK) {
        rc = pal_house_procedures(errand, app, table);
    }
    if (rc == PAL_OK) {
        *out = pal_procedure_find(*table, word);
    }
    return rc;
}

enum pal_rc pal_house_procedure(struct pal_errand *errand, struct pal_app *app, const char *project,
                                const struct pal_procedure **out)
{
    const struct pal_procedures *table;
    return pal_house_procedure_of(errand, app, project, &table, out);
}

/* --------------------------------------------------------------------- of an act */

enum pal_rc pal_procedure_says(struct pal_errand *errand, struct pal_app *app, const char *project,
                               enum pal_tender_act act, const struct pal_tender_answer **out)
{
    const struct pal_procedure *procedure = NULL;
    enum pal_rc rc = pal_house_procedure(errand, app, project, &procedure);
    if (rc == PAL_OK) {
        *out = &procedure->acts[act];
    }
    return rc;
}

/* "Nobody reads an answer before the closing … (rule SEALED: CCP R2132-9)" */
static enum pal_rc refuse_by(struct pal_errand *errand, const struct pal_tender_rule *rule)
{
    enum pal_lang lang = pal_errand_lang(errand);
    const char *source = pal_tender_source_said(&rule->source, lang);
    const char *note = pal_text_in(&rule->note, lang);
    if (source == NULL) {
        source = pal_voice_say(errand->voice, PAL_N_("a rule of the house"));
    }
    return pal_errand_fail(errand, PAL_E_DENIED, "%s (rule %s: %s)", note, rule->id, source);
}

static enum pal_rc require_act(struct pal_errand *errand, const char *project,
                               enum pal_tender_act act, bool is_alone)
{
    const struct pal_tender_answer *answer = NULL;
    struct pal_app app;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_procedure_says(errand, &app, project, act, &answer);
    bool is_refused = rc == PAL_OK && answer->rule_count > 0 &&
                      (answer->says == PAL_TENDER_FORBIDDEN ||
                       (is_alone && answer->says == PAL_TENDER_CONDITION));
    rc = is_refused ? refuse_by(errand, answer->rules[answer->rule_count - 1]) : rc;
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_procedure_require(struct pal_errand *errand, const char *project,
                                  enum pal_tender_act act)
{
    return require_act(errand, project, act, false);
}

enum pal_rc pal_procedure_require_alone(struct pal_errand *errand, const char *project,
                                        enum pal_tender_act act)
{
    return require_act(errand, project, act, true);
}

enum pal_rc pal_procedure_refuse(struct pal_errand *errand, const char *project,
                                 enum pal_tender_act act, const char *rule)
{
    const struct pal_tender_answer *answer = NULL;
    struct pal_app app;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_procedure_says(errand, &app, project, act, &answer);
    const struct pal_tender_rule *of = NULL;
    for (size_t i = 0; rc == PAL_OK && i < answer->rule_count; i++) {
        of = strcmp(answer->rules[i]->id, rule) == 0 ? answer->rules[i] : of;
    }
    if (rc == PAL_OK) {
        rc = of != NULL ? refuse_by(errand, of)
                        : pal_errand_fail(errand, PAL_E_DENIED,
                                          "the rules of this project do not let it happen now");
    }
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_procedure_number(struct pal_errand *errand, const char *project, const char *rule,
                                 uint32_t absent, uint32_t *out)
{
    const struct pal_procedures *table = NULL;
    const struct pal_procedure *procedure = NULL;
    struct pal_app app;
    *out = absent;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_house_procedure(errand, &app, project, &procedure);
    rc = rc == PAL_OK ? pal_house_procedures(errand, &app, &table) : rc;
    const struct pal_tender_rule *of = rc == PAL_OK ? pal_procedure_rule(table, rule) : NULL;
    if (of != NULL && of->value.count > 0 && pal_procedure_holds(procedure, of)) {
        *out = of->value.of[0];
    }
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_house_is_tender(struct pal_errand *errand, const char *project, bool *out)
{
    const struct pal_procedure *procedure = NULL;
    struct pal_app app;
    *out = false;
    if (pal_rights_is_everywhere(project)) {
        return PAL_OK;
    }
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_house_procedure(errand, &app, project, &procedure);
    *out = rc == PAL_OK && procedure->is_tender;
    pal_app_done(&app);
    return rc;
}

/* "open, restricted …" */
static const char *list_ids(struct pal_app *app, const struct pal_procedures *table)
{
    const char *ids = "";
    for (size_t i = 0; i < table->procedure_count; i++) {
        const char *longer = pal_arena_printf(&app->arena, "%s%s%s", ids, i > 0 ? ", " : "",
                                              table->procedures[i].id);
        ids = longer != NULL ? longer : ids;
    }
    return ids;
}

/* A questionnaire was sent to a provider in it: a link has left. */
enum pal_rc pal_procedure_is_fixed(struct pal_errand *errand, const char *project, bool *out)
{
    enum { LOOKED_AT = 200 };
    const struct pal_record_list wanted = {.kind = pal_kinds[PAL_KIND_SENDING].word,
                                           .project = project,
                                           .max = LOOKED_AT,
                                           .with_text = true};
    struct pal_record *rows = NULL;
    struct pal_app app;
    size_t count = 0;
    *out = false;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_record_find(errand->db, &wanted, errand->arena, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK && !*out; i++) {
        struct pal_opened document;
        rc = pal_document_look(&app, rows[i].id, rows[i].text, strlen(rows[i].text), &document);
        const char *to = rc == PAL_OK ? pal_node_text(pal_node_get(document.root, "to")) : NULL;
        *out = to != NULL && strcmp(to, "provider") == 0;
        rc = rc == PAL_E_MEMORY ? rc : PAL_OK;
    }
    pal_app_done(&app);
    return rc;
}

/* Whether the table in force has it. */
static enum pal_rc check_there(struct pal_errand *errand, struct pal_app *app,
                               struct pal_opened *document, struct pal_node *named)
{
    const struct pal_procedures *table;
    const char *word = pal_node_text(named);
    enum pal_rc rc = word != NULL ? pal_house_procedures(errand, app, &table) : PAL_OK;
    if (rc == PAL_OK && word != NULL && !pal_procedure_is_there(table, word)) {
        pal_node_error(&document->reader, named, PAL_E_INVALID,
                       "there is no procedure %s; choose one of: %s", pal_quote(word).text,
                       list_ids(app, table));
        rc = PAL_E_INVALID;
    }
    return rc;
}

/* Whether it is the one that the project has, where the first link has left. What is kept is read
 * then alone, and beside: a long text takes much memory. */
static enum pal_rc check_kept(struct pal_errand *errand, const char *project,
                              struct pal_opened *document, struct pal_node *named)
{
    struct pal_app app;
    const char *was = NULL;
    bool is_fixed = false;
    enum pal_rc rc = pal_procedure_is_fixed(errand, project, &is_fixed);
    if (rc != PAL_OK || !is_fixed) {
        return rc;
    }
    const char *is = named != NULL ? pal_node_text(named) : NULL;
    pal_house_share(errand, &app);
    rc = find_word(errand, &app, project, &was);
    was = was != NULL ? was : PAL_PROCEDURE_NONE;
    if (rc == PAL_OK && strcmp(was, is != NULL ? is : PAL_PROCEDURE_NONE) != 0) {
        pal_node_error(&document->reader, named != NULL ? named : document->root, PAL_E_INVALID,
                       "the first link has left: the procedure stays %s", pal_quote(was).text);
        rc = PAL_E_INVALID;
    }
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_procedures_fit(struct pal_errand *errand, struct pal_app *app, const char *project,
                               const char *text)
{
    struct pal_opened document;
    enum pal_rc rc = pal_document_open_text(app, "document", text, strlen(text), &document);
    struct pal_node *named = rc == PAL_OK ? pal_node_get(document.root, "procedure") : NULL;
    rc = rc == PAL_OK && named != NULL ? check_there(errand, app, &document, named) : rc;
    return rc == PAL_OK ? check_kept(errand, project, &document, named) : rc;
}
