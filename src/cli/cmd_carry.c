/* cmd_carry - palier export, palier import: a database as files, and back. */
#include <stdio.h>

#include "app/house/carry.h"
#include "app/house/house.h"
#include "cli/operator.h"

int pal_cmd_export(struct pal_cli *cli)
{
    struct pal_operator run;
    struct pal_carried carried;
    struct pal_export_request request = {.folder = cli->words[0],
                                         .project = cli->options[PAL_OPTION_PROJECT],
                                         .is_without_persons =
                                             cli->options[PAL_OPTION_WITHOUT_PERSONS] != NULL,
                                         .breaks_seal = cli->options[PAL_OPTION_BREAK_SEAL]};
    pal_carried_init(&carried);
    enum pal_rc rc = pal_operator_open(cli, PAL_OPEN_THERE, &run);
    if (rc == PAL_OK) {
        rc = pal_export(&run.errand, &request, &carried);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "%lld documents and %lld rows are in %s\n",
                       (long long)carried.documents, (long long)carried.rows, cli->words[0]);
        if (carried.has_sealed) {
            pal_buf_add(&cli->out, "what candidates say stays behind where their consultation is "
                                   "not open (--break-seal REASON takes it)\n");
        }
    }
    pal_carried_done(&carried);
    return pal_operator_conclude(cli, &run, rc);
}

/* What was refused, and what the list does not name. */
static void tell_sentences(const struct pal_carried *carried)
{
    const char *sentences = pal_buf_text(&carried->sentences);
    fputs(sentences != NULL ? sentences : "", stderr);
    if (carried->told > PAL_IMPORT_SENTENCES) {
        fprintf(stderr, "and %lld more\n", (long long)carried->told - PAL_IMPORT_SENTENCES);
    }
}

/* Roles are power: they are shown, and taken when they were asked for. */
static void tell_grants(struct pal_cli *cli, const struct pal_carried *carried)
{
    const char *grants = pal_buf_text(&carried->grants);
    if (carried->left == 0) {
        return;
    }
    pal_buf_add(&cli->out, grants != NULL ? grants : "");
    pal_buf_printf(&cli->out, "%lld roles were not taken; --with-grants takes them\n",
                   (long long)carried->left);
}

int pal_cmd_import(struct pal_cli *cli)
{
    struct pal_operator run;
    struct pal_carried carried;
    struct pal_import_request request = {.paths = cli->words,
                                         .count = cli->word_count,
                                         .project = cli->options[PAL_OPTION_PROJECT],
                                         .takes_grants =
                                             cli->options[PAL_OPTION_WITH_GRANTS] != NULL};
    pal_carried_init(&carried);
    enum pal_rc rc = pal_operator_open(cli, PAL_OPEN_MAKE, &run);
    if (rc == PAL_OK) {
        rc = pal_import(&run.errand, &request, &carried);
    }
    if (rc == PAL_OK) {
        tell_sentences(&carried);
        tell_grants(cli, &carried);
        pal_buf_printf(&cli->out,
                       "%lld documents and %lld rows came in, %lld were here already, %lld were "
                       "refused\n",
                       (long long)carried.documents, (long long)carried.rows,
                       (long long)carried.same, (long long)carried.refused);
    }
    bool is_whole = carried.refused == 0;
    pal_carried_done(&carried);
    int status = pal_operator_conclude(cli, &run, rc);
    return status == PAL_EXIT_OK && !is_whole ? PAL_EXIT_FAILED : status;
}
