/* cmd_plan - palier plan */
#include "cli/cli.h"
#include "render/csv.h"
#include "render/report/report.h"

static enum pal_rc render(struct pal_cli *cli, const struct pal_scored *scored,
                          const struct pal_plan *plan, const struct pal_actions *actions,
                          struct pal_err *err)
{
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, &cli->values,
                                pal_view_plan(&cli->values, scored, plan, actions, &cli->language));
    }
    if (pal_cli_wants(cli, "csv")) {
        return pal_csv_plan(scored, plan, actions, &cli->language, &cli->app.arena, &cli->out);
    }
    if (pal_cli_wants(cli, "html")) {
        return pal_cli_add_html(
            cli, pal_report_plan(scored, plan, actions, &cli->language, &cli->values), err);
    }
    struct pal_terminal terminal = pal_cli_terminal(cli);
    return pal_terminal_plan(&terminal, scored, plan, actions, &cli->out);
}

int pal_cmd_plan(struct pal_cli *cli)
{
    struct pal_score_request request = pal_cli_request(cli);
    struct pal_scored scored;
    struct pal_plan plan;
    const struct pal_actions *actions;
    struct pal_err err = {0};
    enum pal_rc rc = PAL_OK;
    if (request.profile == NULL) {
        rc = pal_app_fail(&cli->app, PAL_E_USAGE,
                          "plan needs --profile: what is missing depends on the target");
    }
    if (rc == PAL_OK) {
        rc = pal_cli_use_given(cli);
    }
    if (rc == PAL_OK) {
        rc = pal_app_plan(&cli->app, &request, &scored, &plan, &actions);
    }
    if (rc == PAL_OK) {
        rc = render(cli, &scored, &plan, actions, &err);
    }
    return pal_cli_finish(cli, rc, &err);
}
