#include "cli/operator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/desk/files.h"
#include "app/house/house.h"
#include "app/house/keep.h"

/* The folder of the user's data, made where it does not exist. */
static bool data_folder(char *out, size_t room)
{
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    char parts[2][PAL_PATH_ROOM];
    if (data != NULL && data[0] == '/') {
        (void)snprintf(parts[0], PAL_PATH_ROOM, "%s", data);
    } else if (home != NULL && home[0] == '/') {
        (void)snprintf(parts[0], PAL_PATH_ROOM, "%s/.local", home);
        (void)mkdir(parts[0], 0700);
        (void)snprintf(parts[0], PAL_PATH_ROOM, "%s/.local/share", home);
    } else {
        return false;
    }
    (void)mkdir(parts[0], 0700);
    int wrote = snprintf(out, room, "%s/palier", parts[0]);
    (void)mkdir(out, 0700);
    return wrote > 0 && (size_t)wrote < room;
}

const char *pal_operator_database(struct pal_cli *cli, char *room, size_t size)
{
    const char *given = cli->options[PAL_OPTION_DATABASE];
    char folder[PAL_PATH_ROOM - 16];
    if (given == NULL) {
        given = getenv("PALIER_DATABASE");
    }
    if (given != NULL) {
        return given;
    }
    if (!data_folder(folder, sizeof folder)) {
        return NULL;
    }
    (void)snprintf(room, size, "%s/palier.db", folder);
    return room;
}

/* The file that a database would be made in, where there is none yet. */
static void note_new_file(struct pal_operator *run, const char *url)
{
    const char *path = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url;
    bool is_file = strstr(path, "://") == NULL && path[0] != '\0';
    if (is_file && !pal_file_exists(path) && strlen(path) < sizeof run->made) {
        memcpy(run->made, path, strlen(path) + 1);
    }
}

static void remove_file(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char name[PAL_PATH_ROOM + 8];
        int wrote = snprintf(name, sizeof name, "%s%s", path, ends[i]);
        if (wrote > 0 && (size_t)wrote < sizeof name) {
            (void)unlink(name);
        }
    }
}

enum pal_rc pal_operator_open_url(const char *url, enum pal_open how, struct pal_operator *run)
{
    *run = (struct pal_operator){0};
    pal_arena_init(&run->arena, NULL);
    if (url == NULL) {
        return pal_err_set(&run->err, PAL_E_USAGE,
                           "there is no home folder for the database; say where with --database");
    }
    if (how == PAL_OPEN_MAKE) {
        note_new_file(run, url);
    }
    enum pal_rc rc = pal_house_open_as(url, how, &run->house, &run->err);
    if (rc == PAL_OK) {
        rc = pal_house_enter(run->house, &run->errand);
    }
    run->errand.arena = &run->arena;
    run->errand.principal.kind = PAL_PRINCIPAL_OPERATOR;
    run->errand.source = "local";
    if (rc == PAL_OK) {
        pal_house_look_at_clock(run->house, &run->errand);
    }
    return rc;
}

enum pal_rc pal_operator_open(struct pal_cli *cli, enum pal_open how, struct pal_operator *run)
{
    char room[PAL_PATH_ROOM];
    return pal_operator_open_url(pal_operator_database(cli, room, sizeof room), how, run);
}

void pal_operator_close(struct pal_operator *run)
{
    pal_house_leave(&run->errand);
    pal_house_close(run->house);
    pal_arena_done(&run->arena);
}

int pal_operator_conclude(struct pal_cli *cli, struct pal_operator *run, enum pal_rc rc)
{
    struct pal_err err = run->errand.err.rc != PAL_OK ? run->errand.err : run->err;
    int status = pal_cli_finish(cli, rc, &err);
    bool is_empty = false;
    bool is_vain = rc != PAL_OK && run->made[0] != '\0' && run->errand.db != NULL &&
                   pal_keep_is_empty(&run->errand, &is_empty) == PAL_OK && is_empty;
    pal_operator_close(run);
    if (is_vain) {
        remove_file(run->made);
    }
    return status;
}

void pal_operator_day(int64_t at, char out[PAL_INSTANT_TEXT])
{
    enum { DAY = 24 * 3600 };
    pal_instant_write((uint64_t)((at + PAL_OPERATOR_EPOCH) / DAY) * (DAY / 60), out);
}
