/* cmd_tender - palier tender [PROCEDURE] */
#include "app/desk/procedures.h"
#include "base/text.h"
#include "cli/cli.h"
#include "render/view/view_tender.h"

/* "open, restricted …": for an error. */
static const char *list_ids(struct pal_cli *cli, const struct pal_procedures *procedures)
{
    const char *list = "";
    for (size_t i = 0; i < procedures->procedure_count; i++) {
        const char *longer = pal_arena_printf(&cli->app.arena, "%s%s%s", list, i > 0 ? ", " : "",
                                              procedures->procedures[i].id);
        list = longer != NULL ? longer : list;
    }
    return list;
}

static enum pal_rc list(struct pal_cli *cli, const struct pal_procedures *procedures)
{
    if (cli->options[PAL_OPTION_ACT] != NULL) {
        return pal_app_fail(&cli->app, PAL_E_USAGE,
                            "an act is one of a procedure: name the procedure, too (there are: %s)",
                            list_ids(cli, procedures));
    }
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(cli, &cli->values,
                                pal_view_procedures(&cli->values, procedures, &cli->language));
    }
    for (size_t i = 0; i < procedures->procedure_count; i++) {
        pal_buf_printf(&cli->out, "%-20s ", procedures->procedures[i].id);
        pal_text_terminal(&cli->out,
                          pal_text_in(&procedures->procedures[i].title, cli->language.lang));
        pal_buf_add_char(&cli->out, '\n');
    }
    return PAL_OK;
}

static enum pal_rc show(struct pal_cli *cli, const struct pal_procedures *procedures)
{
    const char *id = cli->words[0];
    const char *word = cli->options[PAL_OPTION_ACT];
    enum pal_tender_act act = word != NULL ? pal_tender_act_find(word) : PAL_TENDER_ACTS;
    const struct pal_procedure *procedure = pal_procedure_find(procedures, id);
    struct pal_terminal terminal = pal_cli_terminal(cli);
    if (!pal_procedure_is_there(procedures, id)) {
        return pal_app_fail(&cli->app, PAL_E_NOT_FOUND, "there is no procedure %s (there are: %s)",
                            pal_quote(id).text, list_ids(cli, procedures));
    }
    if (pal_cli_wants(cli, "json")) {
        return pal_cli_add_json(
            cli, &cli->values,
            pal_view_tender(&cli->values, procedures, procedure, act, &cli->language));
    }
    return act == PAL_TENDER_ACTS ? pal_terminal_tender(&terminal, procedures, procedure, &cli->out)
                                  : pal_terminal_tender_act(&terminal, procedure, act, &cli->out);
}

int pal_cmd_tender(struct pal_cli *cli)
{
    const struct pal_procedures *procedures;
    enum pal_rc rc =
        pal_app_procedures(&cli->app, cli->options[PAL_OPTION_PROCEDURES], &procedures);
    if (rc == PAL_OK) {
        rc = cli->word_count == 0 ? list(cli, procedures) : show(cli, procedures);
    }
    return pal_cli_finish(cli, rc, NULL);
}
