/* cmd_user - what the commands that make accounts share. */
#ifndef PAL_CLI_CMD_USER_H
#define PAL_CLI_CMD_USER_H

#include "cli/cli.h"

/* Prints the one-time link of a person. */
void pal_user_tell_link(struct pal_cli *cli, const char *name, const char *link);

#endif
