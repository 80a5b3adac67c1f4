/* run - what every command does with its terminal, its request, its problems and its output. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/desk/library.h"
#include "app/desk/questions.h"
#include "base/bidi.h"
#include "base/text.h"
#include "cli/cli.h"

enum { COLUMNS_DEFAULT = 80, COLUMNS_MIN = 40, COLUMNS_MAX = 120 };

struct pal_terminal pal_cli_terminal(struct pal_cli *cli)
{
    struct pal_terminal terminal = {
        .language = &cli->language, .arena = &cli->app.arena, .columns = COLUMNS_DEFAULT};
    if (!isatty(STDOUT_FILENO)) {
        return terminal;
    }
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        terminal.columns = size.ws_col < COLUMNS_MIN ? COLUMNS_MIN : size.ws_col;
        terminal.columns = terminal.columns > COLUMNS_MAX ? COLUMNS_MAX : terminal.columns;
    }
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    terminal.is_coloured =
        (no_color == NULL || no_color[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0;
    return terminal;
}

struct pal_score_request pal_cli_request(const struct pal_cli *cli)
{
    struct pal_score_request request = {
        .assessments = cli->words,
        .assessment_count = cli->word_count,
        .profile = cli->options[PAL_OPTION_PROFILE],
        .alert = cli->options[PAL_OPTION_ALERT],
        .basis = PAL_BASIS_CHECKED,
    };
    if (cli->options[PAL_OPTION_BASIS] != NULL) {
        (void)pal_basis_find(cli->options[PAL_OPTION_BASIS], &request.basis);
    }
    return request;
}

enum pal_rc pal_cli_number(struct pal_cli *cli, enum pal_option_id option, uint32_t min,
                           uint32_t max, uint32_t *value)
{
    const char *text = cli->options[option];
    if (text == NULL) {
        return PAL_OK;
    }
    int64_t number = pal_whole_number(text);
    if (number < min || number > max) {
        return pal_app_fail(
            &cli->app, PAL_E_USAGE, "--%s takes a whole number from %u to %u, not %s",
            pal_options[option].name, (unsigned)min, (unsigned)max, pal_quote(text).text);
    }
    *value = (uint32_t)number;
    return PAL_OK;
}

enum pal_rc pal_cli_use_given(struct pal_cli *cli)
{
    const char *model = cli->options[PAL_OPTION_MODEL];
    const char *scheme = cli->options[PAL_OPTION_SCHEME];
    const char *questionnaire = cli->options[PAL_OPTION_QUESTIONNAIRE];
    enum pal_rc rc = model != NULL ? pal_app_use_model(&cli->app, model) : PAL_OK;
    rc = rc == PAL_OK && scheme != NULL ? pal_app_use_scheme(&cli->app, scheme) : rc;
    return rc == PAL_OK && questionnaire != NULL
               ? pal_app_use_questionnaire(&cli->app, questionnaire)
               : rc;
}

enum pal_rc pal_cli_add_json(struct pal_cli *cli, const struct pal_values *values,
                             const struct pal_value *value)
{
    if (values->failed) {
        return PAL_E_MEMORY;
    }
    pal_value_json(value, 1, &cli->out);
    pal_buf_add_char(&cli->out, '\n');
    return cli->out.failed ? PAL_E_MEMORY : PAL_OK;
}

enum pal_rc pal_cli_add_html(struct pal_cli *cli, struct pal_view view, struct pal_err *err)
{
    if (cli->values.failed) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory for the report");
    }
    return pal_report_html(&view, &pal_library_templates, &cli->language, &cli->app.arena,
                           &cli->out, err);
}

/* A text for people to a stream, with marks for what would turn its direction. */
static bool show(FILE *stream, const char *text)
{
    struct pal_buf shown;
    pal_buf_init(&shown, SIZE_MAX / 2, NULL);
    pal_bidi_show(&shown, text);
    const char *written = pal_buf_text(&shown);
    bool is_written = written != NULL && fwrite(written, 1, shown.len, stream) == shown.len;
    pal_buf_done(&shown);
    return is_written;
}

/* Warnings are for `check`, which is asked for them; other commands say what stops them. */
void pal_cli_print_problems(const struct pal_cli *cli)
{
    struct pal_buf text;
    pal_buf_init(&text, 1 << 24, NULL);
    for (const struct pal_app_problems *at = cli->app.problems; at != NULL; at = at->next) {
        if (at->diag.error_count > 0 && at->diag.errors[0].file[0] == '\0') {
            pal_buf_add(&text, "palier: ");
        }
        if (cli->command->run == pal_cmd_check || at->is_of_use) {
            pal_diag_write(&at->diag, pal_cli_way, &text);
        } else {
            pal_diag_write_errors(&at->diag, pal_cli_way, &text);
        }
    }
    const char *written = pal_buf_text(&text);
    (void)show(stderr, written != NULL ? written : "palier: there is not enough memory\n");
    pal_buf_done(&text);
}

/* Everything is written at once, and a full disk or a closed pipe is noticed. */
static bool write_output(const struct pal_buf *out, bool is_for_people,
                         const struct pal_language *language)
{
    const char *text = pal_buf_text(out);
    if (text == NULL) {
        fprintf(stderr, "palier: %s\n",
                pal_tr(language, "there is not enough memory for the result"));
        return false;
    }
    bool is_written =
        is_for_people ? show(stdout, text) : fwrite(text, 1, out->len, stdout) == out->len;
    if (!is_written || fflush(stdout) != 0) {
        int number = errno;
        fputs("palier: ", stderr);
        fprintf(stderr, pal_tr(language, "the result cannot be written: %s"), strerror(number));
        fputc('\n', stderr);
        return false;
    }
    return true;
}

void pal_cli_way(const char *lacks, struct pal_buf *out)
{
    for (size_t i = 0; i < PAL_OPTION_COUNT; i++) {
        const struct pal_option *option = &pal_options[i];
        if (strcmp(option->name, lacks) == 0) {
            pal_buf_printf(out, " (--%s%s%s)", option->name, option->value != NULL ? " " : "",
                           option->value != NULL ? option->value : "");
        }
    }
}

static void print_error(const struct pal_err *err)
{
    struct pal_buf text;
    pal_buf_init(&text, 1 << 16, NULL);
    pal_buf_printf(&text, "palier: %s", err->message);
    if (err->lacks != NULL) {
        pal_cli_way(err->lacks, &text);
    }
    pal_buf_add_char(&text, '\n');
    const char *written = pal_buf_text(&text);
    (void)show(stderr, written != NULL ? written : "palier: there is not enough memory\n");
    pal_buf_done(&text);
}

int pal_cli_finish(struct pal_cli *cli, enum pal_rc rc, const struct pal_err *err)
{
    pal_cli_print_problems(cli);
    if (rc != PAL_OK) {
        if (err != NULL && err->message[0] != '\0') {
            print_error(err);
        } else if (cli->app.problems == NULL) {
            fputs("palier: there is not enough memory\n", stderr);
        }
        return pal_rc_exit_status(rc);
    }
    return write_output(&cli->out, pal_cli_wants(cli, "text"), &cli->language) ? PAL_EXIT_OK
                                                                               : PAL_EXIT_FAILED;
}
