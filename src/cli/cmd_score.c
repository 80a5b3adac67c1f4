/* cmd_score - palier score */
#include "cli/cli.h"
#include "render/csv.h"
#include "render/figure/figure.h"
#include "render/report/report.h"

static enum pal_rc render(struct pal_cli *cli, const struct pal_scored *scored,
                          const struct pal_plan *plan, const struct pal_actions *actions,
                          struct pal_err *err)
{
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, &cli->values,
                                pal_view_score(&cli->values, scored, &cli->language));
    }
    if (pal_cli_wants(cli, "csv")) {
        return pal_csv_score(scored, &cli->out);
    }
    if (pal_cli_wants(cli, "svg")) {
        const char *target = pal_view_target_title(scored, &cli->language, &cli->app.arena);
        if (target == NULL) {
            return PAL_E_MEMORY;
        }
        return pal_figure_svg(&scored->score, pal_span_all(scored->score.assessment->model), target,
                              "f-", &cli->language, &cli->app.arena, &cli->out);
    }
    if (pal_cli_wants(cli, "html")) {
        return pal_cli_add_html(
            cli, pal_report_score(scored, plan, actions, &cli->language, &cli->values), err);
    }
    struct pal_terminal terminal = pal_cli_terminal(cli);
    return pal_terminal_score(&terminal, scored, &cli->out);
}

int pal_cmd_score(struct pal_cli *cli)
{
    struct pal_score_request request = pal_cli_request(cli);
    struct pal_scored scored;
    struct pal_plan plan = {0};
    const struct pal_actions *actions = NULL;
    struct pal_err err = {0};
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        /* Only the page says what to do next. */
        rc = pal_cli_wants(cli, "html")
                 ? pal_app_plan(&cli->app, &request, &scored, &plan, &actions)
                 : pal_app_score(&cli->app, &request, &scored);
    }
    if (rc == PAL_OK) {
        rc = render(cli, &scored, &plan, actions, &err);
    }
    int status = pal_cli_finish(cli, rc, &err);
    if (status != PAL_EXIT_OK) {
        return status;
    }
    enum pal_target_state state = pal_score_target_state(&scored.score);
    return state == PAL_TARGET_ABSENT || state == PAL_TARGET_MET ? status : PAL_EXIT_BELOW_TARGET;
}
