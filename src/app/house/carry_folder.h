/*
 * carry_folder - a folder that somebody else has made, read without being led out of it: names are
 * two components at most, no link is followed, only plain files are opened, all of it is bounded.
 * Private to src/app.
 */
#ifndef PAL_APP_HOUSE_CARRY_FOLDER_H
#define PAL_APP_HOUSE_CARRY_FOLDER_H

#include "app/house/carry.h"
#include "app/house/errand.h"

struct pal_folder {
    int fd;
    const char *path; /* as it was named: for sentences */
    uint64_t bytes;   /* read so far */
};

/* Opens the folder at `path`; the path itself is the operator's and may hold links. */
enum pal_rc pal_folder_open(struct pal_errand *errand, const char *path,
                            struct pal_folder *out) PAL_WARN_UNUSED;
void pal_folder_close(struct pal_folder *folder);

/* Reads "NAME" or "FOLDER/NAME" whole, at most `max` bytes. The sentence of a failure names the
 * file and says that nothing was imported. */
enum pal_rc pal_folder_read(struct pal_errand *errand, struct pal_folder *folder, const char *name,
                            size_t max, struct pal_arena *arena, const char **text,
                            size_t *len) PAL_WARN_UNUSED;

/* Reads "FOLDER/NAME", of exactly so many bytes, in pieces that `take` is given; whatever that
 * fails with ends it. */
struct pal_folder_taking {
    enum pal_rc (*take)(void *ctx, const char *bytes, size_t len);
    void *ctx;
};
enum pal_rc pal_folder_read_pieces(struct pal_errand *errand, struct pal_folder *folder,
                                   const char *name, int64_t size,
                                   const struct pal_folder_taking *taking) PAL_WARN_UNUSED;

/* Reads a single file of the operator's in the same way; links are followed. */
enum pal_rc pal_folder_read_one(struct pal_errand *errand, const char *path, size_t max,
                                struct pal_arena *arena, const char **text,
                                size_t *len) PAL_WARN_UNUSED;

/* Calls `tell` for every entry of the folder, and of its folders, that `is_named` does not know, at
 * most PAL_IMPORT_ENTRIES of them; a folder of which nothing is named is told as one. */
struct pal_folder_names {
    bool (*is_named)(void *ctx, const char *name);  /* "persons.json", "assessment/x.yaml" */
    bool (*is_folder)(void *ctx, const char *name); /* something in it is named */
    void (*tell)(void *ctx, const char *name);
    void *ctx;
};
void pal_folder_others(const struct pal_folder *folder, const struct pal_folder_names *names);

#endif
