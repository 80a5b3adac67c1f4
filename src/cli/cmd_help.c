/* cmd_help - palier help, palier version */
#include "app/desk/library.h"
#include "cli/cli.h"
#include "palier_version.h"

static const char EXIT_STATUS[] =
    "Exit status: 0 done; 2 from score alone: the target is not met; 1 failed; 64 wrong usage.\n";

void pal_help_program(struct pal_buf *out)
{
    pal_buf_add(out, "palier - assesses the organizations to which others hand their services\n\n"
                     "usage: palier COMMAND [--option value] [FILE...]\n\n");
    for (size_t i = 0; i < pal_command_count; i++) {
        pal_buf_printf(out, "  %-10s %s\n", pal_commands[i].name, pal_commands[i].summary);
    }
    pal_buf_add(out, "\nSee: palier help COMMAND\n");
}

static void add_option(const struct pal_command *command, int index, struct pal_buf *out)
{
    const struct pal_option *option = &pal_options[index];
    const char *const *choices = option->choices;
    size_t count = option->choice_count;
    if (index == PAL_OPTION_FORMAT) {
        choices = command->formats;
        count = command->format_count;
    }
    pal_buf_printf(out, "  --%s%s%s\n      ", option->name, option->value != NULL ? " " : "",
                   option->value != NULL ? option->value : "");
    pal_terminal_wrap(out, option->help, 6, 6, 80);
    if (index == PAL_OPTION_FORMAT) {
        pal_buf_add(out, "      one of:");
        for (size_t i = 0; i < count; i++) {
            pal_buf_printf(out, " %s", choices[i]);
        }
        pal_buf_add_char(out, '\n');
    }
}

void pal_help_command(const struct pal_command *command, struct pal_buf *out)
{
    pal_buf_printf(out, "palier %s - %s\n\nusage: palier %s", command->name, command->summary,
                   command->name);
    for (int i = 0; i < PAL_OPTION_COUNT; i++) {
        if ((command->options >> i & 1U) != 0) {
            pal_buf_add(out, " [OPTIONS]");
            break;
        }
    }
    pal_buf_printf(out, "%s%s\n\n", command->arguments[0] != '\0' ? " " : "", command->arguments);
    pal_terminal_wrap(out, command->text, 0, 0, 80);
    if (command->options != 0) {
        pal_buf_add(out, "\nOptions:\n");
    }
    for (int i = 0; i < PAL_OPTION_COUNT; i++) {
        if ((command->options >> i & 1U) != 0) {
            add_option(command, i, out);
        }
    }
    if (command->example_count > 0) {
        pal_buf_add(out, "\nExamples:\n");
    }
    for (size_t i = 0; i < command->example_count; i++) {
        pal_buf_printf(out, "  %s\n", command->examples[i]);
    }
    pal_buf_printf(out, "\n%s", EXIT_STATUS);
}

int pal_cmd_help(struct pal_cli *cli)
{
    if (cli->word_count == 0) {
        pal_help_program(&cli->out);
        return pal_cli_finish(cli, PAL_OK, NULL);
    }
    const struct pal_command *command = pal_command_find(cli->words[0]);
    if (command == NULL) {
        return pal_cli_finish(cli,
                              pal_app_fail(&cli->app, PAL_E_USAGE,
                                           "there is no command \"%.80s\"; see: palier help",
                                           cli->words[0]),
                              NULL);
    }
    pal_help_command(command, &cli->out);
    return pal_cli_finish(cli, PAL_OK, NULL);
}

int pal_cmd_version(struct pal_cli *cli)
{
    enum { IDS_MAX = 64 };
    struct pal_library_id ids[IDS_MAX];
    pal_buf_add(&cli->out, "palier " PALIER_VERSION "\nLicence: Apache-2.0. See NOTICE for the "
                           "content of others.\n");
    size_t count = pal_library_list("models", ids, IDS_MAX);
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && i < IDS_MAX && rc == PAL_OK; i++) {
        const struct pal_model *model;
        const char *id = pal_arena_copy(&cli->app.arena, ids[i].text, ids[i].len);
        rc = id != NULL ? pal_app_model(&cli->app, id, &model) : PAL_E_MEMORY;
        if (rc == PAL_OK && model->notice != NULL) {
            pal_buf_printf(&cli->out, "\nmodel %s:\n%s\n", id, model->notice);
        }
    }
    return pal_cli_finish(cli, rc, NULL);
}
