/* cmd_posture - palier posture */
#include "cli/cli.h"
#include "render/report/report_posture.h"

int pal_cmd_posture(struct pal_cli *cli)
{
    struct pal_score_request request = pal_cli_request(cli);
    struct pal_posture posture;
    const struct pal_efforts *efforts = NULL;
    struct pal_level_change *changes = NULL;
    struct pal_err err = {0};
    size_t count = 0;
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_app_readiness(&cli->app, &request, cli->options[PAL_OPTION_EFFORT], &posture,
                               &efforts, &changes, &count);
    }
    if (rc == PAL_OK && pal_cli_wants(cli, "json")) {
        struct pal_value *view =
            pal_view_posture(&cli->values, &posture, request.alert, &cli->language);
        if (changes != NULL) {
            pal_put(view, "readiness", pal_view_readiness(&cli->values, &posture, changes, count));
        }
        rc = pal_cli_add_json(cli, &cli->values, view);
    } else if (rc == PAL_OK && pal_cli_wants(cli, "html")) {
        struct pal_posture_page page = {&posture, request.alert, efforts, changes, count};
        rc = pal_cli_add_html(cli, pal_report_posture(&page, &cli->language, &cli->values), &err);
    } else if (rc == PAL_OK) {
        struct pal_terminal terminal = pal_cli_terminal(cli);
        rc = pal_terminal_posture(&terminal, &posture, request.alert, changes, count, &cli->out);
    }
    return pal_cli_finish(cli, rc, &err);
}
