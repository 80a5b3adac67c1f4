/* cmd_rate - what both ways of `palier rate` share: a file, and a database. */
#ifndef PAL_CLI_CMD_RATE_H
#define PAL_CLI_CMD_RATE_H

#include "app/house/evidence.h"
#include "app/house/marks_lacking.h"
#include "app/house/marks_rate.h"
#include "cli/cli.h"

/* One act holds no more (PAL_ACT_FACTS). */
enum { PAL_RATE_MOST = 1024 };

struct pal_rate {
    struct pal_cli *cli;
    struct pal_errand *errand; /* with the voice of the command line */
    struct pal_app *app;       /* of a database: one of its own, which ends before it */
    enum pal_mark_lane lane;
    struct pal_mark_wish *wishes;
    size_t count;
    struct pal_fact_field evidence[PAL_EVIDENCE_KEYS];
    size_t evidence_count;
};

/* The steps and marks of the words, of --practice and of --from, with what is said of all. Nothing
 * is said: the count is 0. */
enum pal_rc pal_rate_read(struct pal_rate *rate) PAL_WARN_UNUSED;

/* What came of it. */
struct pal_rate_told {
    const char *assessment;              /* its id */
    const struct pal_marks_would *would; /* NULL: no step was marked */
    const char *said;                    /* a line in its place; NULL: none */
    const char *written;        /* where the text was written; NULL: nowhere, or in a database */
    bool is_done;               /* else it is only shown */
    struct pal_marks_open open; /* what is open now */
};
enum pal_rc pal_rate_tell(struct pal_rate *rate, const struct pal_rate_told *told) PAL_WARN_UNUSED;

/* `palier rate FILE`. Gives the exit status. */
int pal_rate_file(struct pal_cli *cli);

#endif
