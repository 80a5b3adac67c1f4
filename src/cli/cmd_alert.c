/* cmd_alert - palier alert SCHEME FROM TO; the list and the single scheme are in cmd_list.c */
#include "cli/cli.h"
#include "render/report/report_change.h"

static int change(struct pal_cli *cli)
{
    struct pal_score_request request = pal_cli_request(cli);
    struct pal_posture posture;
    const struct pal_efforts *efforts;
    struct pal_level_change result;
    struct pal_err err = {0};
    request.assessments = &cli->options[PAL_OPTION_ASSESSMENT];
    request.assessment_count = 1;
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK && pal_cli_wants(cli, "yaml")) {
        rc = pal_app_fail(&cli->app, PAL_E_USAGE,
                          "a change of level is written as text, json or html");
    }
    if (rc == PAL_OK) {
        rc = pal_app_change(&cli->app, &request, cli->options[PAL_OPTION_EFFORT], cli->words[0],
                            cli->words[1], cli->words[2], &posture, &efforts, &result);
    }
    if (rc == PAL_OK && pal_cli_wants(cli, "json")) {
        rc = pal_cli_add_json(
            cli, &cli->values,
            pal_view_change(&cli->values, &posture, efforts, &result, &cli->language));
    } else if (rc == PAL_OK && pal_cli_wants(cli, "html")) {
        rc = pal_cli_add_html(
            cli, pal_report_change(&posture, efforts, &result, &cli->language, &cli->values), &err);
    } else if (rc == PAL_OK) {
        struct pal_terminal terminal = pal_cli_terminal(cli);
        rc = pal_terminal_change(&terminal, &posture, efforts, &result, &cli->out);
    }
    return pal_cli_finish(cli, rc, &err);
}

int pal_cmd_alert(struct pal_cli *cli)
{
    if (cli->word_count == 3) {
        return change(cli);
    }
    if (cli->word_count == 2) {
        (void)pal_app_fail(&cli->app, PAL_E_USAGE,
                           "alert takes a scheme, or a scheme and two levels: the one in force and "
                           "the one to come");
        return pal_cli_finish(cli, PAL_E_USAGE, NULL);
    }
    return pal_cmd_alert_list(cli);
}
