/* cmd_posture - palier posture */
#include "cli/cli.h"

int pal_cmd_posture(struct pal_cli *cli)
{
    struct pal_score_request request = pal_cli_request(cli);
    struct pal_posture posture;
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_app_posture(&cli->app, &request, &posture);
    }
    if (rc == PAL_OK && pal_cli_wants(cli, "json")) {
        rc = pal_cli_add_json(cli, pal_view_posture(&posture, request.alert, &cli->language));
    } else if (rc == PAL_OK) {
        struct pal_terminal terminal = pal_cli_terminal(cli);
        rc = pal_terminal_posture(&terminal, &posture, request.alert, &cli->out);
    }
    return pal_cli_finish(cli, rc, NULL);
}
