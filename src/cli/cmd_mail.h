/* cmd_mail - what the command line says of a mail server. */
#ifndef PAL_CLI_CMD_MAIL_H
#define PAL_CLI_CMD_MAIL_H

#include "app/house/mail_way.h"
#include "cli/cli.h"

enum { PAL_LOGIN_ROOM = 4096 };

/* What the options and systemd say; `room` keeps a path. False: nothing is said of mail. An option
 * without the mail server's is PAL_E_USAGE. */
bool pal_mail_given(struct pal_cli *cli, char room[PAL_LOGIN_ROOM], struct pal_mail_options *out,
                    enum pal_rc *rc, struct pal_err *err);

#endif
