/* cmd_mail - palier mail: whether mail arrives, and what was sent to whom. */
#include "cli/cmd_mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/files.h"
#include "app/house/mail.h"
#include "cli/operator.h"

/* The credential that systemd hands to the service; NULL: there is none. */
static const char *credential(char room[PAL_LOGIN_ROOM])
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    int len = folder != NULL ? snprintf(room, PAL_LOGIN_ROOM, "%s/smtp-login", folder) : -1;
    return len > 0 && len < PAL_LOGIN_ROOM && pal_file_exists(room) ? room : NULL;
}

bool pal_mail_given(struct pal_cli *cli, char room[PAL_LOGIN_ROOM], struct pal_mail_options *out,
                    enum pal_rc *rc, struct pal_err *err)
{
    *rc = PAL_OK;
    *out = (struct pal_mail_options){.url = cli->options[PAL_OPTION_SMTP],
                                     .from = cli->options[PAL_OPTION_SMTP_FROM],
                                     .login_file = cli->options[PAL_OPTION_SMTP_LOGIN],
                                     .ca_file = cli->options[PAL_OPTION_SMTP_CA]};
    if (out->url == NULL) {
        bool is_said = out->from != NULL || out->login_file != NULL || out->ca_file != NULL;
        *rc = is_said ? pal_err_lacks(err, PAL_E_USAGE, "smtp",
                                      "something is said of mail, but not which mail server "
                                      "takes it")
                      : PAL_OK;
        return false;
    }
    out->login_file = out->login_file != NULL ? out->login_file : credential(room);
    return true;
}

static int test_mail(struct pal_cli *cli)
{
    char room[PAL_LOGIN_ROOM];
    struct pal_mail_options options;
    struct pal_mail_way *way = NULL;
    struct pal_err err = {0};
    const char *said = "";
    enum pal_rc rc;
    if (!pal_mail_given(cli, room, &options, &rc, &err) && rc == PAL_OK) {
        rc = pal_err_lacks(&err, PAL_E_USAGE, "smtp", "a mail server is needed");
    }
    if (rc == PAL_OK) {
        rc = pal_mail_way_new(&options, &way, &err);
    }
    if (rc == PAL_OK) {
        rc = pal_mail_way_try(way, cli->words[1], &cli->voice, &cli->arena, &said, &err);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, pal_tr(&cli->language, "The mail server took it and said: %s\n"),
                       said);
    }
    pal_mail_way_free(way);
    return pal_cli_finish(cli, rc, &err);
}

static void tell_mail(struct pal_cli *cli, const struct pal_mail *mail)
{
    char day[PAL_INSTANT_TEXT];
    pal_operator_day(mail->written_at, day);
    pal_buf_printf(
        &cli->out, "%s  %-10s  %-12s  %s%s%s%s%s\n", day, pal_mail_state_ids[mail->state],
        mail->what, mail->about.kind[0] != '\0' ? mail->about.kind : mail->about.project,
        mail->about.kind[0] != '\0' ? "/" : "", mail->about.id, mail->sentence != NULL ? "  " : "",
        mail->sentence != NULL ? mail->sentence : "");
}

static enum pal_rc list_mails(struct pal_cli *cli, struct pal_operator *run)
{
    struct pal_mail *mails;
    size_t count;
    enum pal_rc rc = pal_mail_to(&run->errand, cli->words[1], &mails, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        tell_mail(cli, &mails[i]);
    }
    return rc;
}

static enum pal_rc forget_mails(struct pal_cli *cli, struct pal_operator *run)
{
    int64_t count;
    enum pal_rc rc = pal_mail_forget(&run->errand, cli->words[1], &count);
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "%lld mails name nobody any more\n", (long long)count);
    }
    return rc;
}

int pal_cmd_mail(struct pal_cli *cli)
{
    const char *act = cli->words[0];
    bool is_list = strcmp(act, "list") == 0;
    if (strcmp(act, "test") == 0) {
        return test_mail(cli);
    }
    if (!is_list && strcmp(act, "forget") != 0) {
        struct pal_err err = {0};
        (void)pal_err_set(&err, PAL_E_USAGE,
                          "there is no \"palier mail %s\"; there are test, list and forget", act);
        return pal_cli_finish(cli, PAL_E_USAGE, &err);
    }
    struct pal_operator run;
    enum pal_rc rc = pal_operator_open(cli, is_list ? PAL_OPEN_READ : PAL_OPEN_THERE, &run);
    if (rc == PAL_OK) {
        rc = is_list ? list_mails(cli, &run) : forget_mails(cli, &run);
    }
    return pal_operator_conclude(cli, &run, rc);
}
