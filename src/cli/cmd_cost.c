/* cmd_cost - palier cost */
#include "cli/cli.h"
#include "render/figure/cost_figure.h"
#include "render/report/report_cost.h"

enum { DRAWS_MAX = 1000000 };

static enum pal_rc svg(struct pal_cli *cli, const struct pal_ways *ways)
{
    struct pal_cost_figure figure;
    enum pal_rc rc = pal_cost_figure_layout(ways, &cli->language, &cli->app.arena, &figure);
    return rc == PAL_OK ? pal_cost_figure_svg(&figure, "f-", &cli->out) : rc;
}

int pal_cmd_cost(struct pal_cli *cli)
{
    uint32_t full = PAL_COST_FULL_LEVEL;
    uint32_t seed = PAL_COST_SEED;
    uint32_t draws = PAL_COST_DRAWS;
    struct pal_ways ways;
    struct pal_err err = {0};
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_cli_number(cli, PAL_OPTION_FULL, 0, PAL_LIMIT_RANK, &full);
    }
    if (rc == PAL_OK) {
        rc = pal_cli_number(cli, PAL_OPTION_SEED, 0, 999999999, &seed);
    }
    if (rc == PAL_OK) {
        rc = pal_cli_number(cli, PAL_OPTION_DRAWS, 1, DRAWS_MAX, &draws);
    }
    struct pal_cost_request request = {
        .score = pal_cli_request(cli),
        .effort = cli->options[PAL_OPTION_EFFORT],
        .outlook = cli->options[PAL_OPTION_ALERTS],
        .full_rank = full,
        .seed = seed,
        .draws = draws,
    };
    if (rc == PAL_OK) {
        rc = pal_app_ways(&cli->app, &request, &ways);
    }
    if (rc == PAL_OK && pal_cli_wants(cli, "json")) {
        rc =
            pal_cli_add_json(cli, &cli->values, pal_view_ways(&cli->values, &ways, &cli->language));
    } else if (rc == PAL_OK && pal_cli_wants(cli, "svg")) {
        rc = svg(cli, &ways);
    } else if (rc == PAL_OK && pal_cli_wants(cli, "html")) {
        rc = pal_cli_add_html(cli, pal_report_cost(&ways, &cli->language, &cli->values), &err);
    } else if (rc == PAL_OK) {
        struct pal_terminal terminal = pal_cli_terminal(cli);
        rc = pal_terminal_ways(&terminal, &ways, &cli->out);
    }
    return pal_cli_finish(cli, rc, &err);
}
