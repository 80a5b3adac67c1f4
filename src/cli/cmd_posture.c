/* cmd_posture - palier posture */
#include "app/desk/library.h"
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
        bool failed = false;
        json_t *view = pal_view_posture(&posture, request.alert, &cli->language);
        if (view != NULL && changes != NULL) {
            pal_view_put(view, "readiness", pal_view_readiness(&posture, changes, count), &failed);
        }
        rc = failed ? PAL_E_MEMORY : PAL_OK;
        rc = pal_cli_add_json(cli, view) == PAL_OK ? rc : PAL_E_MEMORY;
    } else if (rc == PAL_OK && pal_cli_wants(cli, "html")) {
        struct pal_posture_page page = {&posture, request.alert, efforts, changes, count};
        rc = pal_report_posture(&page, &pal_library_templates, &cli->language, &cli->app.arena,
                                &cli->out, &err);
    } else if (rc == PAL_OK) {
        struct pal_terminal terminal = pal_cli_terminal(cli);
        rc = pal_terminal_posture(&terminal, &posture, request.alert, changes, count, &cli->out);
    }
    return pal_cli_finish(cli, rc, &err);
}
