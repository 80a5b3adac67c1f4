/* cmd_check - palier check */
#include "cli/cli.h"

static json_t *problems_json(const struct pal_err *problems, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count && i < PAL_LIMIT_PROBLEMS; i++) {
        json_t *row = json_pack(
            "{s:o, s:o, s:o, s:s}", "line",
            problems[i].line > 0 ? json_integer(problems[i].line) : json_null(), "column",
            problems[i].column > 0 ? json_integer(problems[i].column) : json_null(), "path",
            problems[i].path[0] != '\0' ? json_string(problems[i].path) : json_null(), "message",
            problems[i].message);
        (void)json_array_append_new(list, row);
    }
    return list;
}

static json_t *checked_json(const char *path, const struct pal_checked *checked)
{
    static const struct pal_diag none = {.error_count = 0, .warning_count = 0};
    const struct pal_diag *diag = checked->diag != NULL ? checked->diag : &none;
    return json_pack("{s:s, s:s?, s:s?, s:b, s:I, s:o, s:I, s:o}", "file", path, "kind",
                     checked->kind != NULL ? checked->kind->name : NULL, "id", checked->id, "valid",
                     checked->diag != NULL && diag->error_count == 0, "error_count",
                     (json_int_t)diag->error_count, "errors",
                     problems_json(diag->errors, diag->error_count), "warning_count",
                     (json_int_t)diag->warning_count, "warnings",
                     problems_json(diag->warnings, diag->warning_count));
}

int pal_cmd_check(struct pal_cli *cli)
{
    enum pal_rc worst = PAL_OK;
    json_t *files = json_array();
    for (size_t i = 0; i < cli->word_count; i++) {
        struct pal_checked checked;
        enum pal_rc rc = pal_cli_use_given(cli);
        if (rc != PAL_OK) {
            json_decref(files);
            return pal_cli_finish(cli, rc, NULL);
        }
        rc = pal_app_check(&cli->app, cli->words[i], &checked);
        (void)json_array_append_new(files, checked_json(cli->words[i], &checked));
        if (rc != PAL_OK) {
            worst = worst == PAL_OK ? rc : worst;
        } else {
            pal_buf_printf(&cli->out, "%s: valid, %s %s\n", cli->words[i], checked.kind->name,
                           checked.id);
        }
        /* One document at a time in memory, however many are checked. */
        pal_cli_print_problems(cli);
        pal_app_done(&cli->app);
        pal_app_init(&cli->app);
    }
    if (pal_cli_wants(cli, "json")) {
        pal_buf_done(&cli->out);
        enum pal_rc rc = pal_cli_add_json(cli, json_pack("{s:o}", "files", files));
        worst = rc != PAL_OK ? rc : worst;
    } else {
        json_decref(files);
    }
    /* What is valid is said also when another file is not. */
    int status = pal_cli_finish(cli, PAL_OK, NULL);
    return status != PAL_EXIT_OK ? status : pal_rc_exit_status(worst);
}
