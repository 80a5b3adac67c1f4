/* cmd_keep - palier backup, restore, copy, migrate, doctor: what whoever runs the server does. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/desk/files.h"
#include "app/house/doctor.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "base/text.h"
#include "cli/operator.h"

/* The counts that a person knows something about. */
static void tell_holds(struct pal_cli *cli, const struct pal_holds *holds)
{
    pal_buf_printf(
        &cli->out,
        "%lld persons, %lld documents, %lld versions, %lld files, %lld hours, %lld audit "
        "entries\n",
        (long long)holds->persons, (long long)holds->documents, (long long)holds->versions,
        (long long)holds->files, (long long)holds->hours, (long long)holds->entries);
}

/* The backup is there, whether or not the database can be told. */
static void note_backup(struct pal_cli *cli, const char *hash)
{
    struct pal_operator run;
    enum pal_rc rc = pal_operator_open(cli, PAL_OPEN_AS_IT_IS, &run);
    if (rc == PAL_OK) {
        rc = pal_keep_note_backup(&run.errand, hash);
    }
    if (rc != PAL_OK) {
        (void)fprintf(stderr,
                      "palier: the backup is complete, but the database does not know of it: %s\n",
                      run.errand.err.rc != PAL_OK ? run.errand.err.message : run.err.message);
    }
    pal_operator_close(&run);
}

int pal_cmd_backup(struct pal_cli *cli)
{
    struct pal_operator run;
    char hash[PAL_HASH_TEXT];
    enum pal_rc rc = pal_operator_open(cli, PAL_OPEN_LOOK, &run);
    if (rc == PAL_OK) {
        rc = pal_keep_backup(&run.errand, cli->words[0], hash);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "%s  %s\n", hash, cli->words[0]);
    }
    int status = pal_operator_conclude(cli, &run, rc);
    if (rc == PAL_OK) { /* once nobody reads: the last one to close empties the log */
        note_backup(cli, hash);
    }
    return status;
}

/* What the drill found, without any database. */
static int drill(struct pal_cli *cli)
{
    struct pal_inventory found;
    struct pal_err err = {0};
    enum pal_rc rc = pal_keep_drill(&cli->arena, cli->words[0], &found, &err);
    if (rc == PAL_OK && pal_keep_fault(&found) != NULL) {
        rc = pal_err_set(&err, PAL_E_INVALID, "the backup does not hold: %s",
                         pal_keep_fault(&found));
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out,
                       "The backup holds (schema %d): its pages, references, texts, and the audit "
                       "chain up to\n%s\n",
                       found.schema, found.chain.hash);
        tell_holds(cli, &found.holds);
    }
    return pal_cli_finish(cli, rc, &err);
}

int pal_cmd_restore(struct pal_cli *cli)
{
    struct pal_operator run;
    struct pal_inventory found;
    if (cli->options[PAL_OPTION_CHECK] != NULL) {
        return drill(cli);
    }
    enum pal_rc rc = pal_operator_open(cli, PAL_OPEN_MAKE, &run);
    if (rc == PAL_OK) {
        rc = pal_keep_restore(&run.errand, cli->words[0], cli->options[PAL_OPTION_REPLACE] != NULL,
                              &found);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "Restored into %s\n", pal_house_name(run.house));
        tell_holds(cli, &found.holds);
    }
    return pal_operator_conclude(cli, &run, rc);
}

int pal_cmd_copy(struct pal_cli *cli)
{
    struct pal_operator from = {0};
    struct pal_operator to = {0};
    struct pal_holds holds;
    /* A source that is not there makes no target. */
    enum pal_rc rc = pal_operator_open_url(cli->words[0], PAL_OPEN_LOOK, &from);
    if (rc == PAL_OK) {
        rc = pal_operator_open_url(cli->words[1], PAL_OPEN_MAKE, &to);
    }
    if (rc == PAL_OK && strcmp(pal_house_name(from.house), pal_house_name(to.house)) == 0) {
        rc = pal_errand_fail(&to.errand, PAL_E_USAGE, "both are the same database");
    }
    to.err = from.err.rc != PAL_OK ? from.err : to.err;
    if (rc == PAL_OK) {
        rc = pal_keep_copy(&from.errand, &to.errand, cli->options[PAL_OPTION_REPLACE] != NULL,
                           &holds);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "Copied from %s\nto %s, and held against it row by row\n",
                       pal_house_name(from.house), pal_house_name(to.house));
        tell_holds(cli, &holds);
    }
    pal_operator_close(&from);
    return pal_operator_conclude(cli, &to, rc);
}

int pal_cmd_migrate(struct pal_cli *cli)
{
    struct pal_operator run;
    char room[PAL_PATH_ROOM];
    int has = 0;
    int knows = 0;
    bool is_dry = cli->options[PAL_OPTION_DRY_RUN] != NULL;
    enum pal_rc rc = pal_operator_open_url(pal_operator_database(cli, room, sizeof room),
                                           is_dry ? PAL_OPEN_LOOK : PAL_OPEN_AS_IT_IS, &run);
    if (rc == PAL_OK) {
        rc = pal_house_schema(&run.errand, &has, &knows);
    }
    for (int i = has + 1; i <= knows && rc == PAL_OK; i++) {
        pal_buf_printf(&cli->out, "%s step %d, %s\n", is_dry ? "missing:" : "done:", i,
                       pal_keep_step(i));
    }
    if (rc == PAL_OK && !is_dry) {
        rc = pal_keep_upgrade(&run.errand);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "The schema is %d; this program's is %d.\n", is_dry ? has : knows,
                       knows);
        if (!is_dry) {
            pal_buf_add(&cli->out, "The scores of all assessments were computed again.\n");
        }
    }
    return pal_operator_conclude(cli, &run, rc);
}

/* ------------------------------------------------------------------- doctor */

static enum pal_rc tell_json(struct pal_cli *cli, const struct pal_doctor *doctor)
{
    struct pal_value *shown = pal_value_object(&cli->values);
    struct pal_value *list = pal_put_list(shown, "findings");
    for (size_t i = 0; i < doctor->count; i++) {
        const struct pal_finding *at = &doctor->findings[i];
        struct pal_value *row = pal_add_object(list);
        pal_put_borrowed(row, "id", at->id);
        pal_put_borrowed(row, "state", pal_finding_states[at->state]);
        pal_put_borrowed(row, "found", at->found);
        pal_put_borrowed(row, "todo", at->todo);
    }
    return pal_cli_add_json(cli, &cli->values, shown);
}

static void tell_text(struct pal_cli *cli, const struct pal_doctor *doctor)
{
    for (size_t i = 0; i < doctor->count; i++) {
        const struct pal_finding *at = &doctor->findings[i];
        pal_buf_printf(&cli->out, "%-6s  %-14s  %s\n", pal_finding_states[at->state], at->id,
                       at->found);
        if (at->todo != NULL) {
            pal_buf_printf(&cli->out, "        %-14s  -> %s\n", "", at->todo);
        }
    }
}

int pal_cmd_doctor(struct pal_cli *cli)
{
    char room[PAL_PATH_ROOM];
    struct pal_err err = {0};
    bool must = false;
    struct pal_doctor doctor = {.url = pal_operator_database(cli, room, sizeof room),
                                .certificate = cli->options[PAL_OPTION_CERTIFICATE],
                                .key = cli->options[PAL_OPTION_KEY],
                                .now = (int64_t)time(NULL),
                                .arena = &cli->arena};
    enum pal_rc rc = pal_secret_init();
    if (rc == PAL_OK && doctor.url == NULL) {
        rc = pal_err_set(&err, PAL_E_USAGE,
                         "there is no home folder for the database; say where with --database");
    }
    if (rc == PAL_OK) {
        rc = pal_doctor_look(&doctor);
    }
    for (size_t i = 0; i < doctor.count; i++) {
        must = must || doctor.findings[i].state == PAL_FINDING_MUST;
    }
    if (rc == PAL_OK && pal_cli_wants(cli, "json")) {
        rc = tell_json(cli, &doctor);
    } else if (rc == PAL_OK) {
        tell_text(cli, &doctor);
    }
    int status = pal_cli_finish(cli, rc, &err);
    return status == PAL_EXIT_OK && must ? PAL_EXIT_FAILED : status;
}
