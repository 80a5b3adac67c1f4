/* cmd_schedule - palier schedule */
#include "cli/cli.h"
#include "render/figure/calendar_svg.h"
#include "render/report/report_calendar.h"

static enum pal_rc render(struct pal_cli *cli, const struct pal_scored *scored,
                          const struct pal_calendar *calendar, struct pal_err *err)
{
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, &cli->values,
                                pal_view_calendar(&cli->values, scored, calendar, &cli->language));
    }
    if (pal_cli_wants(cli, "svg")) {
        return pal_calendar_svg(scored, calendar, &cli->language, &cli->app.arena, &cli->out);
    }
    if (pal_cli_wants(cli, "html")) {
        return pal_cli_add_html(
            cli, pal_report_calendar(scored, calendar, &cli->language, &cli->values), err);
    }
    struct pal_terminal terminal = pal_cli_terminal(cli);
    return pal_terminal_calendar(&terminal, scored, calendar, &cli->out);
}

int pal_cmd_schedule(struct pal_cli *cli)
{
    uint32_t by = 0;
    struct pal_scored scored;
    struct pal_calendar calendar;
    struct pal_err err = {0};
    enum pal_rc rc = pal_cli_use_given(cli);
    if (rc == PAL_OK) {
        rc = pal_cli_number(cli, PAL_OPTION_BY, 1, PAL_LIMIT_PERIODS, &by);
    }
    struct pal_schedule_request request = {.score = pal_cli_request(cli),
                                           .effort = cli->options[PAL_OPTION_EFFORT],
                                           .budget = cli->options[PAL_OPTION_BUDGET],
                                           .by = by};
    if (rc == PAL_OK) {
        rc = pal_app_schedule(&cli->app, &request, &scored, &calendar);
    }
    if (rc == PAL_OK) {
        rc = render(cli, &scored, &calendar, &err);
    }
    return pal_cli_finish(cli, rc, &err);
}
