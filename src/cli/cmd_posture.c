/* cmd_posture - palier posture */
#include "cli/cli.h"

int pal_cmd_posture(struct pal_cli *cli)
{
    struct pal_score_request request = pal_cli_request(cli);
    struct pal_posture posture;
    struct pal_level_change *changes = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_app_readiness(&cli->app, &request, cli->options[PAL_OPTION_EFFORT], &posture,
                               &changes, &count);
    }
    if (rc == PAL_OK && pal_cli_wants(cli, "json")) {
        bool failed = false;
        json_t *view = pal_view_posture(&posture, request.alert, &cli->language);
        if (view != NULL && changes != NULL) {
            pal_view_put(view, "readiness", pal_view_readiness(&posture, changes, count), &failed);
        }
        rc = failed ? PAL_E_MEMORY : PAL_OK;
        rc = pal_cli_add_json(cli, view) == PAL_OK ? rc : PAL_E_MEMORY;
    } else if (rc == PAL_OK) {
        struct pal_terminal terminal = pal_cli_terminal(cli);
        rc = pal_terminal_posture(&terminal, &posture, request.alert, changes, count, &cli->out);
    }
    return pal_cli_finish(cli, rc, NULL);
}
