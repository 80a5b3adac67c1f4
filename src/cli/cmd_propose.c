/* cmd_propose - palier propose */
#include "cli/cli.h"
#include "render/figure/profile_figure.h"
#include "render/profile_yaml.h"
#include "render/report/report_profile.h"

static enum pal_rc draw(struct pal_cli *cli, const struct pal_proposal *proposal)
{
    struct pal_profile_figure figure;
    enum pal_rc rc = pal_profile_figure_layout_proposal(proposal, pal_profile_figure_columns,
                                                        &cli->language, &cli->app.arena, &figure);
    return rc == PAL_OK ? pal_profile_figure_svg(&figure, "f-", &cli->out) : rc;
}

static enum pal_rc render(struct pal_cli *cli, const struct pal_proposal *proposal,
                          struct pal_err *err)
{
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, &cli->values,
                                pal_view_proposal(&cli->values, proposal, &cli->language));
    }
    if (pal_cli_wants(cli, "yaml")) {
        return pal_profile_yaml(proposal, &cli->language, &cli->out);
    }
    if (pal_cli_wants(cli, "svg")) {
        return draw(cli, proposal);
    }
    if (pal_cli_wants(cli, "html")) {
        return pal_cli_add_html(cli, pal_report_proposal(proposal, &cli->language, &cli->values),
                                err);
    }
    struct pal_terminal terminal = pal_cli_terminal(cli);
    return pal_terminal_proposal(&terminal, proposal, &cli->out);
}

int pal_cmd_propose(struct pal_cli *cli)
{
    struct pal_proposal proposal;
    struct pal_err err = {0};
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_app_propose(&cli->app, cli->words[0], &proposal);
    }
    if (rc == PAL_OK) {
        rc = render(cli, &proposal, &err);
    }
    return pal_cli_finish(cli, rc, &err);
}
