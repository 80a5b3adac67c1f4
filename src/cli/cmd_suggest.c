/* cmd_suggest - palier suggest */
#include "app/desk/questions.h"
#include "cli/cli.h"

static enum pal_rc render(struct pal_cli *cli, const struct pal_suggested *suggested)
{
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, &cli->values,
                                pal_view_suggested(&cli->values, suggested, &cli->language));
    }
    struct pal_terminal terminal = pal_cli_terminal(cli);
    return pal_terminal_suggested(&terminal, suggested, &cli->out);
}

int pal_cmd_suggest(struct pal_cli *cli)
{
    struct pal_score_request given = pal_cli_request(cli);
    struct pal_suggest_request request = {
        .answers = given.assessments,
        .answer_count = given.assessment_count,
        .profile = given.profile,
        .alert = given.alert,
        .basis = cli->options[PAL_OPTION_BASIS] != NULL ? given.basis : PAL_BASIS_CLAIMED,
    };
    struct pal_suggested suggested;
    struct pal_err err = {0};
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_app_suggest(&cli->app, &request, &suggested);
    }
    if (rc == PAL_OK) {
        rc = render(cli, &suggested);
    }
    return pal_cli_finish(cli, rc, &err);
}
