#include <stdio.h>
#include <string.h>

#include "app/desk/library.h"
#include "base/text.h"
#include "cli/cli.h"

enum { OUTPUT_MAX = 1 << 30 };

static void complain_unknown_command(const char *word)
{
    const char *names[32];
    size_t count = pal_command_count < 32 ? pal_command_count : 32;
    for (size_t i = 0; i < count; i++) {
        names[i] = pal_commands[i].name;
    }
    const char *near = pal_nearest(word, names, count);
    const struct pal_language language = pal_library_language(pal_cli_environment_language());
    fputs("palier: ", stderr);
    fprintf(stderr, pal_tr(&language, "unknown command %s"), pal_quote(word).text);
    if (near != NULL) {
        fprintf(stderr, pal_tr(&language, "; did you mean \"%s\"?"), near);
    }
    fprintf(stderr, "\n%s\n", pal_tr(&language, "See: palier help"));
}

/* The command that the first word names; --help and --version are words for commands too. */
static const struct pal_command *choose_command(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        word = "help";
    } else if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        word = "version";
    }
    return pal_command_find(word);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        struct pal_buf text;
        pal_buf_init(&text, 1 << 16, NULL);
        pal_help_program(&text);
        const char *written = pal_buf_text(&text);
        fputs(written != NULL ? written : "", stderr);
        pal_buf_done(&text);
        return PAL_EXIT_USAGE;
    }
    struct pal_cli cli = {.command = choose_command(argv[1])};
    if (cli.command == NULL) {
        complain_unknown_command(argv[1]);
        return PAL_EXIT_USAGE;
    }
    pal_arena_init(&cli.arena, NULL);
    pal_app_init(&cli.app);
    pal_values_init(&cli.values, &cli.app.arena);
    pal_buf_init(&cli.out, OUTPUT_MAX, NULL);
    int status = pal_cli_parse(&cli, argc - 1, argv + 1) ? cli.command->run(&cli) : PAL_EXIT_USAGE;
    pal_buf_done(&cli.out);
    pal_app_done(&cli.app);
    pal_arena_done(&cli.arena);
    return status;
}
