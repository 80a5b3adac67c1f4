/*
 * operator - what the commands on a database share: whoever runs them is at the machine and may do
 * everything.
 */
#ifndef PAL_CLI_OPERATOR_H
#define PAL_CLI_OPERATOR_H

#include "app/house/errand.h"
#include "app/house/house.h"
#include "base/date.h"
#include "cli/cli.h"

enum { PAL_PATH_ROOM = 4096 };

struct pal_operator {
    struct pal_house *house;
    struct pal_errand errand;
    struct pal_arena arena;
    struct pal_err err;
    char made[PAL_PATH_ROOM]; /* the file that was made for this run; "": none */
};

/* The URL of --database, of PALIER_DATABASE, or the file in the user's data folder (in `room`);
 * NULL: there is no home folder. */
const char *pal_operator_database(struct pal_cli *cli, char *room, size_t size);

/* Opens the database of the command line. Only what fills a house may make one (PAL_OPEN_MAKE): a
 * mistyped name must not become an empty database that a backup then finds in order. Whether or not
 * it succeeds, pal_operator_conclude ends the run. */
enum pal_rc pal_operator_open(struct pal_cli *cli, enum pal_open how,
                              struct pal_operator *run) PAL_WARN_UNUSED;

/* The same for a database that is named. */
enum pal_rc pal_operator_open_url(const char *url, enum pal_open how,
                                  struct pal_operator *run) PAL_WARN_UNUSED;

#define PAL_OPERATOR_EPOCH INT64_C(62135596800) /* seconds from the year 1 to 1970 */
/* The day of a time in seconds since 1970. */
void pal_operator_day(int64_t at, char out[PAL_INSTANT_TEXT]);

void pal_operator_close(struct pal_operator *run);

/* Prints the output or the sentence of a failure, closes, and gives the exit status. A file that
 * was made for a run that failed is removed while nothing stands in it: it would look like a
 * database. */
int pal_operator_conclude(struct pal_cli *cli, struct pal_operator *run, enum pal_rc rc);

#endif
