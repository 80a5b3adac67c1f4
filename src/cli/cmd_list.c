/* cmd_list - palier models, palier profiles, palier alert [SCHEME] */
#include "app/desk/library.h"
#include "base/text.h"
#include "cli/cli.h"
#include "render/figure/profile_figure.h"
#include "render/report/report_profile.h"

enum { IDS_MAX = 256 };

/* What a folder of the library holds, as documents. */
struct shelf {
    const char *folder;
    /* Loads a document and gives its id and title; its JSON or text is then rendered. */
    enum pal_rc (*title)(struct pal_cli *cli, const char *id, const struct pal_text **title);
    struct pal_value *(*json)(struct pal_cli *cli, const char *word, enum pal_rc *rc);
    enum pal_rc (*text)(struct pal_cli *cli, const char *word);
    /* NULL where the command does not offer the format. */
    enum pal_rc (*svg)(struct pal_cli *cli, const char *word);
    enum pal_rc (*html)(struct pal_cli *cli, const char *word, struct pal_err *err);
};

static enum pal_rc list(struct pal_cli *cli, const struct shelf *shelf)
{
    struct pal_library_id ids[IDS_MAX];
    size_t count = pal_library_list(shelf->folder, ids, IDS_MAX);
    struct pal_value *rows = pal_value_list(&cli->values);
    for (size_t i = 0; i < count && i < IDS_MAX; i++) {
        const struct pal_text *title;
        const char *id = pal_arena_copy(&cli->app.arena, ids[i].text, ids[i].len);
        enum pal_rc rc = id != NULL ? shelf->title(cli, id, &title) : PAL_E_MEMORY;
        if (rc != PAL_OK) {
            return rc;
        }
        const char *shown = pal_text_in(title, cli->language.lang);
        struct pal_value *row = pal_add_object(rows);
        pal_put_borrowed(row, "id", id);
        pal_put_borrowed(row, "title", shown);
        pal_buf_printf(&cli->out, "%-16s ", id);
        pal_text_terminal(&cli->out, shown);
        pal_buf_add_char(&cli->out, '\n');
    }
    if (pal_cli_wants(cli, "json")) {
        pal_buf_done(&cli->out);
        struct pal_value *shown = pal_value_object(&cli->values);
        pal_put(shown, shelf->folder, rows);
        return pal_cli_add_json(cli, &cli->values, shown);
    }
    return PAL_OK;
}

static enum pal_rc show(struct pal_cli *cli, const struct shelf *shelf, const char *word,
                        struct pal_err *err)
{
    enum pal_rc rc = PAL_OK;
    if (pal_cli_wants(cli, "yaml")) {
        const char *source;
        rc = pal_app_source(&cli->app, shelf->folder, word, &source);
        if (rc == PAL_OK) {
            pal_buf_add(&cli->out, source);
        }
        return rc;
    }
    if (pal_cli_wants(cli, "json")) {
        struct pal_value *json = shelf->json(cli, word, &rc);
        return rc == PAL_OK ? pal_cli_add_json(cli, &cli->values, json) : rc;
    }
    if (pal_cli_wants(cli, "svg")) {
        return shelf->svg(cli, word);
    }
    return pal_cli_wants(cli, "html") ? shelf->html(cli, word, err) : shelf->text(cli, word);
}

/* Formats that show one document, and no list of them. */
static bool needs_id(const struct pal_cli *cli)
{
    return pal_cli_wants(cli, "yaml") || pal_cli_wants(cli, "svg") || pal_cli_wants(cli, "html");
}

static int run(struct pal_cli *cli, const struct shelf *shelf)
{
    struct pal_err err = {0};
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK && cli->word_count == 0 && needs_id(cli)) {
        rc = pal_app_fail(&cli->app, PAL_E_USAGE, "--format %s needs an id: which one of the %s?",
                          cli->format, shelf->folder);
    } else if (rc == PAL_OK) {
        rc = cli->word_count == 0 ? list(cli, shelf) : show(cli, shelf, cli->words[0], &err);
    }
    return pal_cli_finish(cli, rc, &err);
}

static enum pal_rc model_title(struct pal_cli *cli, const char *id, const struct pal_text **title)
{
    const struct pal_model *model;
    enum pal_rc rc = pal_app_model(&cli->app, id, &model);
    if (rc == PAL_OK) {
        *title = &model->title;
    }
    return rc;
}

static struct pal_value *model_json(struct pal_cli *cli, const char *word, enum pal_rc *rc)
{
    const struct pal_model *model;
    *rc = pal_app_model(&cli->app, word, &model);
    return *rc == PAL_OK ? pal_view_model(&cli->values, model, &cli->language) : NULL;
}

static enum pal_rc model_text(struct pal_cli *cli, const char *word)
{
    const struct pal_model *model;
    struct pal_terminal terminal = pal_cli_terminal(cli);
    enum pal_rc rc = pal_app_model(&cli->app, word, &model);
    return rc == PAL_OK ? pal_terminal_model(&terminal, model, &cli->out) : rc;
}

static enum pal_rc profile_title(struct pal_cli *cli, const char *id, const struct pal_text **title)
{
    const struct pal_profile *profile;
    enum pal_rc rc = pal_app_profile(&cli->app, id, &profile);
    if (rc == PAL_OK) {
        *title = &profile->title;
    }
    return rc;
}

static struct pal_value *profile_json(struct pal_cli *cli, const char *word, enum pal_rc *rc)
{
    const struct pal_profile *profile;
    *rc = pal_app_profile(&cli->app, word, &profile);
    return *rc == PAL_OK ? pal_view_profile(&cli->values, profile, &cli->language) : NULL;
}

static enum pal_rc profile_text(struct pal_cli *cli, const char *word)
{
    const struct pal_profile *profile;
    struct pal_terminal terminal = pal_cli_terminal(cli);
    enum pal_rc rc = pal_app_profile(&cli->app, word, &profile);
    return rc == PAL_OK ? pal_terminal_profile(&terminal, profile, &cli->out) : rc;
}

static enum pal_rc profile_svg(struct pal_cli *cli, const char *word)
{
    const struct pal_profile *profile;
    struct pal_profile_figure figure;
    enum pal_rc rc = pal_app_profile(&cli->app, word, &profile);
    if (rc == PAL_OK) {
        rc = pal_profile_figure_layout(profile, pal_profile_figure_columns, &cli->language,
                                       &cli->app.arena, &figure);
    }
    return rc == PAL_OK ? pal_profile_figure_svg(&figure, "f-", &cli->out) : rc;
}

static enum pal_rc profile_html(struct pal_cli *cli, const char *word, struct pal_err *err)
{
    const struct pal_profile *profile;
    enum pal_rc rc = pal_app_profile(&cli->app, word, &profile);
    return rc == PAL_OK ? pal_cli_add_html(
                              cli, pal_report_profile(profile, &cli->language, &cli->values), err)
                        : rc;
}

static enum pal_rc alert_title(struct pal_cli *cli, const char *id, const struct pal_text **title)
{
    const struct pal_alert_scheme *scheme;
    enum pal_rc rc = pal_app_scheme(&cli->app, id, &scheme);
    if (rc == PAL_OK) {
        *title = &scheme->title;
    }
    return rc;
}

static struct pal_value *alert_json(struct pal_cli *cli, const char *word, enum pal_rc *rc)
{
    const struct pal_alert_scheme *scheme;
    *rc = pal_app_scheme(&cli->app, word, &scheme);
    return *rc == PAL_OK ? pal_view_alert(&cli->values, scheme, &cli->language) : NULL;
}

static enum pal_rc alert_text(struct pal_cli *cli, const char *word)
{
    const struct pal_alert_scheme *scheme;
    struct pal_terminal terminal = pal_cli_terminal(cli);
    enum pal_rc rc = pal_app_scheme(&cli->app, word, &scheme);
    return rc == PAL_OK ? pal_terminal_alert(&terminal, scheme, &cli->out) : rc;
}

static enum pal_rc alert_html(struct pal_cli *cli, const char *word, struct pal_err *err)
{
    const struct pal_alert_scheme *scheme;
    enum pal_rc rc = pal_app_scheme(&cli->app, word, &scheme);
    return rc == PAL_OK
               ? pal_cli_add_html(cli, pal_report_alert(scheme, &cli->language, &cli->values), err)
               : rc;
}

int pal_cmd_models(struct pal_cli *cli)
{
    static const struct shelf shelf = {"models", model_title, model_json, model_text, NULL, NULL};
    return run(cli, &shelf);
}

int pal_cmd_profiles(struct pal_cli *cli)
{
    static const struct shelf shelf = {"profiles",   profile_title, profile_json,
                                       profile_text, profile_svg,   profile_html};
    return run(cli, &shelf);
}

int pal_cmd_alert_list(struct pal_cli *cli)
{
    static const struct shelf shelf = {"alerts",   alert_title, alert_json,
                                       alert_text, NULL,        alert_html};
    return run(cli, &shelf);
}
