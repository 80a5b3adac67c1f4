#include "app/desk/questions.h"

#include <string.h>

#include "app/desk/documents_parts.h"
#include "base/text.h"
#include "format/answers_types.h"
#include "format/yaml.h"

/* --------------------------------------------------------- questionnaires */

static const void *read_it(struct pal_reader *reader, struct pal_node *root,
                           const struct pal_model *model)
{
    return pal_questionnaire_read(reader, root, model);
}

static const struct pal_model *model_of(const void *questionnaire)
{
    return ((const struct pal_questionnaire *)questionnaire)->model;
}

static const void *with_model(struct pal_app *app, const void *kept, const struct pal_model *model)
{
    struct pal_questionnaire *own = PAL_NEW(&app->arena, struct pal_questionnaire, 1);
    if (own != NULL) {
        *own = *(const struct pal_questionnaire *)kept;
        own->model = model;
    }
    return own;
}

static enum pal_rc read_once(struct pal_app *app, const struct pal_readable_text *of,
                             const struct pal_questionnaire **out)
{
    static const struct pal_readable readable = {PAL_KIND_QUESTIONNAIRE, read_it, model_of,
                                                 with_model};
    const void *read = NULL;
    enum pal_rc rc = pal_document_read_once(app, &readable, of, NULL, &read);
    *out = read;
    return rc;
}

enum pal_rc pal_app_questionnaire_of(struct pal_app *app, const char *name, const char *text,
                                     size_t len, const struct pal_questionnaire **out)
{
    struct pal_readable_text of = {name, text, len, false};
    return read_once(app, &of, out);
}

/* Of a database; PAL_E_NOT_FOUND without a sentence: it has none of that id. */
static enum pal_rc read_kept(struct pal_app *app, const char *id,
                             const struct pal_questionnaire **out)
{
    struct pal_arena arena;
    struct pal_readable_text of = {0};
    const char *word = pal_kinds[PAL_KIND_QUESTIONNAIRE].word;
    enum pal_rc rc = PAL_E_NOT_FOUND;
    pal_arena_init(&arena, app->arena.alloc);
    of.text = app->source->find(app->source->ctx, word, id, &arena, &of.len);
    of.name = pal_arena_printf(&app->arena, "%s/%s", word, id);
    if (of.text != NULL) {
        rc = of.name != NULL ? read_once(app, &of, out) : PAL_E_MEMORY;
    }
    pal_arena_done(&arena);
    return rc;
}

static enum pal_rc read_file(struct pal_app *app, const char *id_or_path,
                             const struct pal_questionnaire **out)
{
    struct pal_opened document;
    const struct pal_model *model;
    enum pal_rc rc = pal_document_open_named(app, id_or_path, PAL_KIND_QUESTIONNAIRE,
                                             "questionnaires", &document);
    if (rc == PAL_OK) {
        rc = pal_document_model_of(app, &document, &model);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_questionnaire_read(&document.reader, document.root, model);
    pal_document_close(&document);
    return *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
}

enum pal_rc pal_app_questionnaire(struct pal_app *app, const char *id_or_path,
                                  const struct pal_questionnaire **out)
{
    const struct pal_library_file *file =
        pal_id_check(id_or_path, false) ? pal_library_find("questionnaires", id_or_path) : NULL;
    if (file != NULL) {
        struct pal_readable_text of = {file->name, (const char *)file->bytes, file->len, true};
        return read_once(app, &of, out);
    }
    enum pal_rc rc = app->source != NULL ? read_kept(app, id_or_path, out) : PAL_E_NOT_FOUND;
    return app->source == NULL || rc == PAL_E_NOT_FOUND ? read_file(app, id_or_path, out) : rc;
}

enum pal_rc pal_app_use_questionnaire(struct pal_app *app, const char *id_or_path)
{
    return pal_app_questionnaire(app, id_or_path, &app->given_questionnaire);
}

/* ---------------------------------------------------------------- answers */

/* The questionnaire that answers are to: the one that was supplied, else the one that they name. */
static enum pal_rc questionnaire_of(struct pal_app *app, struct pal_opened *document,
                                    const struct pal_questionnaire **out)
{
    struct pal_node *node = pal_node_get(document->root, "questionnaire");
    const char *id = pal_node_text(node);
    *out = app->given_questionnaire;
    if (*out != NULL) {
        return PAL_OK;
    }
    if (id == NULL || id[0] == '\0') { /* the descriptor says it better */
        pal_type_check(&document->reader, &pal_type_answers, document->root);
        return PAL_E_INVALID;
    }
    if (app->source != NULL || pal_library_find("questionnaires", id) != NULL) {
        return pal_app_questionnaire(app, id, out);
    }
    pal_node_error(&document->reader, node, PAL_E_NOT_FOUND,
                   "the questionnaire %s is not built in (there are: %s); give its file",
                   pal_quote(id).text, pal_document_list(app, "questionnaires"));
    pal_diag_lacks(document->reader.diag, "questionnaire");
    return PAL_E_NOT_FOUND;
}

enum pal_rc pal_document_answers(struct pal_app *app, struct pal_opened *document,
                                 const struct pal_questionnaire *questionnaire,
                                 const struct pal_answers **out)
{
    enum pal_rc rc =
        questionnaire == NULL ? questionnaire_of(app, document, &questionnaire) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_answers_read(&document->reader, document->root, questionnaire);
    return *out != NULL ? PAL_OK : pal_diag_rc(document->reader.diag);
}

enum pal_rc pal_app_answers(struct pal_app *app, const char *path,
                            const struct pal_questionnaire *questionnaire,
                            const struct pal_answers **out)
{
    struct pal_opened document;
    enum pal_rc rc = pal_document_open(app, path, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_ANSWERS);
    }
    return rc == PAL_OK ? pal_document_answers(app, &document, questionnaire, out) : rc;
}

/* -------------------------------------------------------------- thresholds */

/* Without a profile the neutral levels go by their numbers. */
static enum pal_rc neutral_of(struct pal_app *app, const char *alert, unsigned *out)
{
    int64_t number = alert != NULL ? pal_whole_number(alert) : 0;
    if (alert != NULL && (number < 1 || number > PAL_NEUTRAL_LEVELS)) {
        return pal_app_fail(app, PAL_E_USAGE,
                            "without a profile an alert level is a number from 1 to 4; found %s",
                            pal_quote(alert).text);
    }
    *out = (unsigned)number;
    return PAL_OK;
}

static enum pal_rc level_of(struct pal_app *app, const struct pal_profile *profile,
                            const char *alert, unsigned *out)
{
    const pal_mask *target;
    *out = 0;
    if (alert == NULL) {
        return PAL_OK;
    }
    *out = pal_profile_neutral_level(profile, alert);
    return pal_app_target(app, profile, alert, &target);
}

enum pal_rc pal_app_thresholds(struct pal_app *app, const struct pal_questionnaire *questionnaire,
                               const struct pal_profile *profile, const char *alert,
                               const int64_t **out)
{
    unsigned neutral = 0;
    enum pal_rc rc = profile != NULL ? level_of(app, profile, alert, &neutral)
                                     : neutral_of(app, alert, &neutral);
    int64_t *values = PAL_NEW(&app->arena, int64_t, questionnaire->threshold_count + 1);
    if (rc == PAL_OK && values == NULL) {
        rc = pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
    }
    if (rc == PAL_OK) {
        pal_thresholds_in_force(questionnaire, profile, alert, neutral, values);
        *out = values;
    }
    return rc;
}

/* -------------------------------------------------------------- suggesting */

/* What two providers answered is evidence of neither. */
static enum pal_rc check_provider(struct pal_app *app, const char *const *paths,
                                  const struct pal_answers *const *lists, size_t count)
{
    size_t at[2];
    const char *names[2];
    if (!pal_answers_tell_of_two(lists, count, &at[0], &at[1])) {
        return PAL_OK;
    }
    for (size_t i = 0; i < 2; i++) {
        names[i] = pal_text_in(pal_answers_provider(lists[at[i]]), PAL_LANG_EN);
    }
    return pal_app_fail(app, PAL_E_INVALID,
                        "%s tells of %s, %s of %s: give the answers of one provider, whom those of "
                        "others name as \"candidate\"",
                        paths[at[0]], pal_quote(names[0]).text, paths[at[1]],
                        pal_quote(names[1]).text);
}

/* Days are written so that their order is that of their letters. */
static const char *latest_day(const struct pal_answers *const *lists, size_t count)
{
    const char *latest = lists[0]->date;
    for (size_t i = 1; i < count; i++) {
        latest = strcmp(lists[i]->date, latest) > 0 ? lists[i]->date : latest;
    }
    return latest;
}

static enum pal_rc read_all(struct pal_app *app, const struct pal_suggest_request *request,
                            struct pal_suggested *out, const struct pal_answers **lists)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; rc == PAL_OK && i < request->answer_count; i++) {
        rc = pal_app_answers(app, request->answers[i], out->questionnaire, &lists[i]);
        if (rc == PAL_OK) {
            out->questionnaire = lists[i]->questionnaire;
        }
    }
    rc = rc == PAL_OK ? check_provider(app, request->answers, lists, request->answer_count) : rc;
    if (rc == PAL_OK && request->profile != NULL) {
        rc = pal_document_profile_for(app, request->profile, out->questionnaire, &out->profile);
    }
    return rc;
}

enum pal_rc pal_app_suggest(struct pal_app *app, const struct pal_suggest_request *request,
                            struct pal_suggested *out)
{
    *out = (struct pal_suggested){.alert = request->alert};
    const struct pal_answers **lists =
        PAL_NEW(&app->arena, const struct pal_answers *, request->answer_count + 1);
    enum pal_rc rc = lists != NULL ? read_all(app, request, out, lists) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_app_thresholds(app, out->questionnaire, out->profile, request->alert,
                                &out->thresholds);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    out->date = latest_day(lists, request->answer_count);
    out->judged = pal_answers_judge(out->questionnaire, lists, request->answer_count,
                                    out->thresholds, &app->arena, &out->count);
    if (out->judged != NULL) {
        out->suggestions = pal_suggest(out->questionnaire, out->judged, out->count, NULL,
                                       request->basis, &app->arena);
    }
    return out->suggestions != NULL ? PAL_OK
                                    : pal_app_fail(app, PAL_E_MEMORY, "there is not enough memory");
}
