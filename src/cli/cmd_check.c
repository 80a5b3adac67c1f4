/* cmd_check - palier check */
#include "cli/cli.h"

static void put_place(struct pal_value *row, const char *key, uint32_t number)
{
    if (number > 0) {
        pal_put_integer(row, key, number);
    } else {
        pal_put_null(row, key);
    }
}

static void put_problems(struct pal_value *file, const char *key, const struct pal_err *problems,
                         size_t count)
{
    struct pal_value *list = pal_put_list(file, key);
    for (size_t i = 0; i < count && i < PAL_LIMIT_PROBLEMS; i++) {
        struct pal_value *row = pal_add_object(list);
        put_place(row, "line", problems[i].line);
        put_place(row, "column", problems[i].column);
        pal_put_text(row, "path", problems[i].path[0] != '\0' ? problems[i].path : NULL);
        pal_put_text(row, "message", problems[i].message);
    }
}

static void add_checked(struct pal_value *files, const char *path,
                        const struct pal_checked *checked)
{
    static const struct pal_diag none = {.error_count = 0, .warning_count = 0};
    const struct pal_diag *diag = checked->diag != NULL ? checked->diag : &none;
    struct pal_value *file = pal_add_object(files);
    pal_put_text(file, "file", path);
    pal_put_text(file, "kind", checked->kind != NULL ? checked->kind->name : NULL);
    pal_put_text(file, "id", checked->id);
    pal_put_boolean(file, "valid", checked->diag != NULL && diag->error_count == 0);
    pal_put_integer(file, "error_count", (int64_t)diag->error_count);
    put_problems(file, "errors", diag->errors, diag->error_count);
    pal_put_integer(file, "warning_count", (int64_t)diag->warning_count);
    put_problems(file, "warnings", diag->warnings, diag->warning_count);
}

int pal_cmd_check(struct pal_cli *cli)
{
    enum pal_rc worst = PAL_OK;
    struct pal_arena arena; /* what was found outlives the documents */
    struct pal_values values;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_value *all = pal_value_object(&values);
    struct pal_value *files = pal_put_list(all, "files");
    for (size_t i = 0; i < cli->word_count; i++) {
        struct pal_checked checked;
        enum pal_rc rc = pal_cli_use_given(cli);
        if (rc != PAL_OK) {
            pal_arena_done(&arena);
            return pal_cli_finish(cli, rc, NULL);
        }
        rc = pal_app_check(&cli->app, cli->words[i], &checked);
        add_checked(files, cli->words[i], &checked);
        if (rc != PAL_OK) {
            worst = worst == PAL_OK ? rc : worst;
        } else {
            pal_buf_printf(&cli->out, pal_tr(&cli->language, "%s: valid, %s %s"), cli->words[i],
                           checked.kind->name, checked.id);
            pal_buf_add_char(&cli->out, '\n');
        }
        /* One document at a time in memory, however many are checked. */
        pal_cli_print_problems(cli);
        pal_app_done(&cli->app);
        pal_app_init(&cli->app);
        cli->app.voice = &cli->voice;
    }
    if (pal_cli_wants(cli, "json")) {
        pal_buf_done(&cli->out);
        enum pal_rc rc = pal_cli_add_json(cli, &values, all);
        worst = rc != PAL_OK ? rc : worst;
    }
    pal_arena_done(&arena);
    /* What is valid is said also when another file is not. */
    int status = pal_cli_finish(cli, PAL_OK, NULL);
    return status != PAL_EXIT_OK ? status : pal_rc_exit_status(worst);
}
