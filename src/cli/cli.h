/*
 * cli - the command line: one table of commands and options, from which come the parser, `help`,
 * the man page and the bash completion (tools/reference.c). Commands translate words into the
 * verbs of app/ and print what render/ makes; they hold no rule.
 */
#ifndef PAL_CLI_CLI_H
#define PAL_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/desk/app.h"
#include "base/buf.h"
#include "base/value.h"
#include "render/report/report.h"
#include "render/template/language.h"
#include "render/terminal/terminal.h"

enum pal_option_id {
    PAL_OPTION_PROFILE,
    PAL_OPTION_ALERT,
    PAL_OPTION_BASIS,
    PAL_OPTION_FORMAT,
    PAL_OPTION_MODEL,
    PAL_OPTION_SCHEME,
    PAL_OPTION_LANG,
    PAL_OPTION_ASSESSMENT,
    PAL_OPTION_EFFORT,
    PAL_OPTION_ALERTS,
    PAL_OPTION_FULL,
    PAL_OPTION_SEED,
    PAL_OPTION_DRAWS,
    PAL_OPTION_BUDGET,
    PAL_OPTION_BY,
    PAL_OPTION_DATABASE,
    PAL_OPTION_LISTEN,
    PAL_OPTION_CERTIFICATE,
    PAL_OPTION_KEY,
    PAL_OPTION_HOST,
    PAL_OPTION_PROXY,
    PAL_OPTION_LOG,
    PAL_OPTION_BODIES,
    PAL_OPTION_FILE_MOST,
    PAL_OPTION_PROJECT_FILES,
    PAL_OPTION_SMTP,
    PAL_OPTION_SMTP_FROM,
    PAL_OPTION_SMTP_LOGIN,
    PAL_OPTION_SMTP_CA,
    PAL_OPTION_PROJECT,
    PAL_OPTION_WITHOUT_PERSONS,
    PAL_OPTION_WITH_GRANTS,
    PAL_OPTION_CHECK,
    PAL_OPTION_REPLACE,
    PAL_OPTION_DRY_RUN,
    PAL_OPTION_PRACTICE,
    PAL_OPTION_FROM,
    PAL_OPTION_CONFIRM,
    PAL_OPTION_START_FROM,
    PAL_OPTION_SAY,
    PAL_OPTION_EVIDENCE_TITLE,
    PAL_OPTION_DOCUMENT,
    PAL_OPTION_PAGE,
    PAL_OPTION_WORDS,
    PAL_OPTION_DATE,
    PAL_OPTION_AUTHOR,
    PAL_OPTION_HOW,
    PAL_OPTION_OUTPUT,
    PAL_OPTION_REWRITE,
    PAL_OPTION_REASON,
    PAL_OPTION_QUESTIONNAIRE,
    PAL_OPTION_BREAK_SEAL,
    PAL_OPTION_ACT,
    PAL_OPTION_PROCEDURES,
    PAL_OPTION_COUNT
};

struct pal_option {
    const char *name;  /* without dashes */
    const char *value; /* what its value is called in help; NULL: it takes none */
    const char *help;
    const char *const *choices; /* NULL: any value */
    size_t choice_count;
    const char *complete; /* how a shell completes its value: "file", or a built-in folder */
    bool is_many;         /* may be given several times (pal_cli.many) */
};

/* One row per option, in the order of the enum. */
extern const struct pal_option pal_options[PAL_OPTION_COUNT];

struct pal_cli;

struct pal_command {
    const char *name;
    const char *arguments; /* as in usage: "ASSESSMENT" */
    const char *summary;   /* one line */
    const char *text;      /* paragraphs for help and the man page */
    uint64_t options;      /* bit per option */
    const char *const *formats;
    size_t format_count;
    size_t min_words;
    size_t max_words;
    const char *word_limit; /* the sentence when there are too many or too few words */
    const char *complete;   /* how a shell completes its words: "file", a folder, "command" */
    const char *const *examples;
    size_t example_count;
    int (*run)(struct pal_cli *cli); /* gives the exit status */
};

extern const struct pal_command pal_commands[];
extern const size_t pal_command_count;

/* One run of the program. */
struct pal_cli {
    const struct pal_command *command;
    const char *options[PAL_OPTION_COUNT]; /* NULL: not given */
    const char *
        *many; /* the values of the option that may be given several times, in their order */
    size_t many_count;
    const char **words; /* arguments that are no options */
    size_t word_count;
    const char *format; /* never NULL */
    struct pal_language language;
    struct pal_voice voice; /* of the problems, in that language */
    struct pal_arena arena; /* of the words */
    struct pal_app app;
    struct pal_values values; /* of views, in the arena of `app` */
    struct pal_buf out;       /* what goes to standard output */
};

/* The exit status of a wrong use of the command line. */
enum { PAL_EXIT_OK = 0, PAL_EXIT_FAILED = 1, PAL_EXIT_BELOW_TARGET = 2, PAL_EXIT_USAGE = 64 };

/* Finds a command, or NULL. */
const struct pal_command *pal_command_find(const char *name);

/* The language of the environment. */
enum pal_lang pal_cli_environment_language(void);

/* Parses the words behind the command's name. False after printing one sentence. */
bool pal_cli_parse(struct pal_cli *cli, int argc, char **argv);

/* True when `format` was asked for. */
bool pal_cli_wants(const struct pal_cli *cli, const char *format);

/* How what an error lacks is given: the option of that name (pal_diag_way). */
void pal_cli_way(const char *lacks, struct pal_buf *out);

/* The terminal that standard output is, or a plain one of 80 columns. */
struct pal_terminal pal_cli_terminal(struct pal_cli *cli);

/* The request that the options and the words stand for. */
struct pal_score_request pal_cli_request(const struct pal_cli *cli);

/* Reads the whole number of an option into `value`, which is left alone where it is not given. */
enum pal_rc pal_cli_number(struct pal_cli *cli, enum pal_option_id option, uint32_t min,
                           uint32_t max, uint32_t *value) PAL_WARN_UNUSED;

/* Loads the documents of --model and --scheme, when given. */
enum pal_rc pal_cli_use_given(struct pal_cli *cli);

/* Prints the problems of the documents read so far. */
void pal_cli_print_problems(const struct pal_cli *cli);

/* Prints problems found in documents and gives the exit status for `rc`. `rc` that came from a
 * rendering is explained by `err` (may be NULL). */
int pal_cli_finish(struct pal_cli *cli, enum pal_rc rc, const struct pal_err *err);

/* Adds a value to the output as JSON; `values` is what it was made in: PAL_E_MEMORY where memory
 * was short. */
enum pal_rc pal_cli_add_json(struct pal_cli *cli, const struct pal_values *values,
                             const struct pal_value *value) PAL_WARN_UNUSED;

/* Adds a view made in cli->values to the output as a page. */
enum pal_rc pal_cli_add_html(struct pal_cli *cli, struct pal_view view,
                             struct pal_err *err) PAL_WARN_UNUSED;

int pal_cmd_check(struct pal_cli *cli);
int pal_cmd_score(struct pal_cli *cli);
int pal_cmd_compare(struct pal_cli *cli);
int pal_cmd_plan(struct pal_cli *cli);
int pal_cmd_models(struct pal_cli *cli);
int pal_cmd_profiles(struct pal_cli *cli);
int pal_cmd_suggest(struct pal_cli *cli);
int pal_cmd_alert(struct pal_cli *cli);
int pal_cmd_alert_list(struct pal_cli *cli); /* without a change of level */
int pal_cmd_propose(struct pal_cli *cli);
int pal_cmd_posture(struct pal_cli *cli);
int pal_cmd_rate(struct pal_cli *cli);
int pal_cmd_tender(struct pal_cli *cli);
int pal_cmd_cost(struct pal_cli *cli);
int pal_cmd_schedule(struct pal_cli *cli);
int pal_cmd_serve(struct pal_cli *cli);
int pal_cmd_mail(struct pal_cli *cli);
int pal_cmd_init(struct pal_cli *cli);
int pal_cmd_demonstration(struct pal_cli *cli);
int pal_cmd_user(struct pal_cli *cli);
int pal_cmd_audit(struct pal_cli *cli);
int pal_cmd_export(struct pal_cli *cli);
int pal_cmd_import(struct pal_cli *cli);
int pal_cmd_backup(struct pal_cli *cli);
int pal_cmd_restore(struct pal_cli *cli);
int pal_cmd_copy(struct pal_cli *cli);
int pal_cmd_migrate(struct pal_cli *cli);
int pal_cmd_doctor(struct pal_cli *cli);
int pal_cmd_help(struct pal_cli *cli);
int pal_cmd_version(struct pal_cli *cli);

/* Writes the usage of one command (the text of `help COMMAND`), or of the program. */
void pal_help_command(const struct pal_command *command, struct pal_buf *out);
void pal_help_program(struct pal_buf *out);

#endif
