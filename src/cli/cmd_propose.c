/* cmd_propose - palier propose */
#include "cli/cli.h"
#include "render/profile_yaml.h"

static enum pal_rc render(struct pal_cli *cli, const struct pal_proposal *proposal)
{
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, pal_view_proposal(proposal, &cli->language));
    }
    if (pal_cli_wants(cli, "yaml")) {
        return pal_profile_yaml(proposal, &cli->language, &cli->out);
    }
    struct pal_terminal terminal = pal_cli_terminal(cli);
    return pal_terminal_proposal(&terminal, proposal, &cli->out);
}

int pal_cmd_propose(struct pal_cli *cli)
{
    struct pal_proposal proposal;
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_app_propose(&cli->app, cli->words[0], &proposal);
    }
    if (rc == PAL_OK) {
        rc = render(cli, &proposal);
    }
    return pal_cli_finish(cli, rc, NULL);
}
