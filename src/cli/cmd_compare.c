/* cmd_compare - palier compare */
#include "cli/cli.h"
#include "render/csv.h"
#include "render/report/report.h"

static enum pal_rc render(struct pal_cli *cli, const struct pal_scored *scored,
                          const struct pal_comparison *comparison, struct pal_err *err)
{
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, &cli->values,
                                pal_view_compare(&cli->values, scored, comparison, &cli->language));
    }
    if (pal_cli_wants(cli, "csv")) {
        return pal_csv_compare(scored, comparison, &cli->out);
    }
    if (pal_cli_wants(cli, "html")) {
        return pal_cli_add_html(
            cli, pal_report_compare(scored, comparison, &cli->language, &cli->values), err);
    }
    struct pal_terminal terminal = pal_cli_terminal(cli);
    return pal_terminal_compare(&terminal, scored, comparison, &cli->out);
}

int pal_cmd_compare(struct pal_cli *cli)
{
    struct pal_score_request request = pal_cli_request(cli);
    const struct pal_scored *scored;
    struct pal_comparison comparison;
    struct pal_err err = {0};
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_app_compare(&cli->app, &request, &scored, &comparison);
    }
    if (rc == PAL_OK) {
        rc = render(cli, scored, &comparison, &err);
    }
    return pal_cli_finish(cli, rc, &err);
}
