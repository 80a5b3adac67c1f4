/* parse - the words of the command line, over the table of cli.h. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "base/text.h"
#include "cli/cli.h"

enum pal_lang pal_cli_environment_language(void)
{
    enum pal_lang lang = PAL_LANG_EN;
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0') {
            char code[3] = {value[0], value[0] != '\0' ? value[1] : '\0', '\0'};
            (void)pal_lang_find(code, &lang);
            break;
        }
    }
    return lang;
}

/* People's formats follow the environment; programs' formats do not, so that their output depends
 * on their input alone. While the options are being read it
 * is what is known of them so far. */
static enum pal_lang choose_language(const struct pal_cli *cli)
{
    enum pal_lang lang = PAL_LANG_EN;
    const char *wish = cli->options[PAL_OPTION_LANG];
    if (wish != NULL) {
        (void)pal_lang_find(wish, &lang);
        return lang;
    }
    const char *format = cli->format != NULL ? cli->format : "text";
    bool is_for_programs = strcmp(format, "json") == 0 || strcmp(format, "csv") == 0;
    return is_for_programs ? lang : pal_cli_environment_language();
}

/* A sentence in it. */
static const char *say(const struct pal_cli *cli, const char *text) __attribute__((format_arg(2)));
static const char *say(const struct pal_cli *cli, const char *text)
{
    const struct pal_language language = pal_library_language(choose_language(cli));
    return pal_tr(&language, text);
}

static void complain(const struct pal_cli *cli, const char *sentence, const char *near)
{
    fprintf(stderr, "palier %s: %s", cli->command->name, sentence);
    if (near != NULL) {
        fprintf(stderr, say(cli, PAL_N_("; did you mean \"%s\"?")), near);
    }
    fputc('\n', stderr);
    fprintf(stderr, say(cli, PAL_N_("See: palier help %s")), cli->command->name);
    fputc('\n', stderr);
}

static bool has_option(const struct pal_command *command, int option)
{
    return (command->options >> option & 1U) != 0;
}

static void complain_unknown(const struct pal_cli *cli, const char *word)
{
    const char *names[PAL_OPTION_COUNT];
    size_t count = 0;
    for (int i = 0; i < PAL_OPTION_COUNT; i++) {
        if (has_option(cli->command, i)) {
            names[count++] = pal_options[i].name;
        }
    }
    const char *bare = word + strspn(word, "-");
    const char *near = pal_nearest(bare, names, count);
    char sentence[256];
    char with_dashes[64];
    (void)snprintf(sentence, sizeof sentence, say(cli, PAL_N_("unknown option %s")),
                   pal_quote(word).text);
    (void)snprintf(with_dashes, sizeof with_dashes, "--%s", near != NULL ? near : "");
    complain(cli, sentence, near != NULL ? with_dashes : NULL);
}

/* A value that must be one of a few words. */
static bool check_choice(const struct pal_cli *cli, const char *option, const char *value,
                         const char *const *choices, size_t count)
{
    char sentence[512];
    int used =
        snprintf(sentence, sizeof sentence, say(cli, PAL_N_("--%s cannot be %s; write one of:")),
                 option, pal_quote(value).text);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(value, choices[i]) == 0) {
            return true;
        }
        if (used > 0 && (size_t)used < sizeof sentence) {
            used += snprintf(sentence + used, sizeof sentence - (size_t)used, " %s", choices[i]);
        }
    }
    complain(cli, sentence, NULL);
    return false;
}

static bool take_option(struct pal_cli *cli, int option, const char *value)
{
    const struct pal_option *row = &pal_options[option];
    if (row->is_many) {
        cli->many[cli->many_count++] = value;
    } else if (cli->options[option] != NULL) {
        char sentence[128];
        (void)snprintf(sentence, sizeof sentence, say(cli, PAL_N_("--%s is given twice; keep one")),
                       row->name);
        complain(cli, sentence, NULL);
        return false;
    }
    cli->options[option] = value;
    if (option == PAL_OPTION_FORMAT) {
        return check_choice(cli, row->name, value, cli->command->formats,
                            cli->command->format_count);
    }
    return row->choices == NULL ||
           check_choice(cli, row->name, value, row->choices, row->choice_count);
}

static bool take_words(struct pal_cli *cli, int argc, char **argv)
{
    size_t count = (size_t)(argc - optind);
    cli->words = PAL_NEW(&cli->arena, const char *, count + 1);
    if (cli->words == NULL) {
        complain(cli, say(cli, PAL_N_("there is not enough memory")), NULL);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        cli->words[i] = argv[optind + (int)i];
    }
    cli->word_count = count;
    if (count < cli->command->min_words || count > cli->command->max_words) {
        complain(cli, say(cli, cli->command->word_limit), NULL);
        return false;
    }
    return true;
}

/* getopt takes the start of an option's name for the whole; a contract with scripts cannot. */
static bool is_exact(const char *word, const char *name)
{
    size_t len = strlen(name);
    return strncmp(word, "--", 2) == 0 && strncmp(word + 2, name, len) == 0 &&
           (word[2 + len] == '\0' || word[2 + len] == '=');
}

/* "palier score --help" is "palier help score". */
static bool turn_to_help(struct pal_cli *cli)
{
    cli->words = PAL_NEW(&cli->arena, const char *, 1);
    if (cli->words == NULL) {
        return false;
    }
    cli->words[0] = cli->command->name;
    cli->word_count = 1;
    cli->command = pal_command_find("help");
    cli->format = "text";
    return true;
}

bool pal_cli_parse(struct pal_cli *cli, int argc, char **argv)
{
    struct option table[PAL_OPTION_COUNT + 2];
    size_t count = 0;
    for (int i = 0; i < PAL_OPTION_COUNT; i++) {
        if (has_option(cli->command, i)) {
            int takes = pal_options[i].value != NULL ? required_argument : no_argument;
            table[count++] = (struct option){pal_options[i].name, takes, NULL, i};
        }
    }
    table[count++] = (struct option){"help", no_argument, NULL, PAL_OPTION_COUNT};
    table[count] = (struct option){0};
    opterr = 0;
    optind = 1;
    cli->many = PAL_NEW(&cli->arena, const char *, (size_t)argc);
    if (cli->many == NULL) {
        complain(cli, say(cli, PAL_N_("there is not enough memory")), NULL);
        return false;
    }
    for (;;) {
        int option = getopt_long(argc, argv, ":h", table, NULL);
        if (option == -1) {
            break;
        }
        if (option == 'h' || option == PAL_OPTION_COUNT) {
            return turn_to_help(cli);
        }
        if (option == ':') {
            char sentence[160];
            (void)snprintf(sentence, sizeof sentence, say(cli, PAL_N_("%s needs a value")),
                           pal_quote(argv[optind - 1]).text);
            complain(cli, sentence, NULL);
            return false;
        }
        bool is_known = option >= 0 && option < PAL_OPTION_COUNT;
        const char *written = argv[optind - 1];
        if (is_known && optarg != NULL && written == optarg && optind >= 2) {
            written = argv[optind - 2];
        }
        if (!is_known || !is_exact(written, pal_options[option].name)) {
            complain_unknown(cli, written);
            return false;
        }
        if (!take_option(cli, option, optarg != NULL ? optarg : "yes")) {
            return false;
        }
    }
    cli->format =
        cli->options[PAL_OPTION_FORMAT] != NULL ? cli->options[PAL_OPTION_FORMAT] : "text";
    cli->language = pal_library_language(choose_language(cli));
    cli->voice = pal_language_voice(&cli->language);
    cli->app.voice = &cli->voice;
    return take_words(cli, argc, argv);
}

bool pal_cli_wants(const struct pal_cli *cli, const char *format)
{
    return strcmp(cli->format, format) == 0;
}
