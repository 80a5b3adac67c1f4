/*
 * dossier - the verbs on the file of a project: documents that were handed over, hours of work,
 * outputs that were asked for. As those of shelf.h: one transaction each, with its audit entry.
 */
#ifndef PAL_APP_HOUSE_DOSSIER_H
#define PAL_APP_HOUSE_DOSSIER_H

#include "app/house/document.h"
#include "app/house/errand.h"
#include "app/house/facts.h"

enum {
    PAL_DOSSIER_FILE_BYTES = 16 << 20,
    PAL_DOSSIER_FILES = 500,     /* of one project, removed ones too: a list shows them all */
    PAL_DOSSIER_MINUTES = 6000,  /* of one row: a hundred hours */
    PAL_DOSSIER_ROWS = 200,      /* of hours or deliveries shown at once */
    PAL_DOSSIER_TITLE = 200,     /* bytes */
    PAL_DOSSIER_FILE_NAME = 120, /* bytes */
};

/* What a document of the file may be. */
enum { PAL_DOSSIER_KINDS = 7 };
extern const char *const pal_dossier_kinds[PAL_DOSSIER_KINDS];

/* A document that was handed over. */
struct pal_dossier_file {
    const char *id;
    const char *project;
    const char *title;
    const char *kind;
    const char *file_name;
    const char *media_type;
    int64_t size;
    const char *hash;    /* SHA-256 */
    const void *content; /* only where one file was read */
    int64_t at;
    const char *person; /* who added or removed it last */
    int64_t removed_at; /* 0: not removed */
    const char *claim;
};

/* Hours of work. */
struct pal_hours {
    const char *id;
    const char *assessment; /* "": of the project as a whole */
    const char *step;       /* of the process */
    const char *person;
    int64_t minutes;
    const char *day;
    const char *note;
    int64_t at;
    const char *replaces; /* NULL; else those that these correct */
    bool is_corrected;    /* by others */
    const char *claim;
};

/* Minutes that were spent on something, corrected ones left out. */
struct pal_hours_total {
    const char *of; /* an assessment ("": the project as a whole), or a step of the process */
    int64_t minutes;
};

/* An output that was asked for. */
struct pal_delivery {
    const char *id;
    const char *output;
    const char *requested;
    const char *delivered; /* NULL: not yet */
};

/* A file as it is sent. `media_type` may be NULL. */
struct pal_sent_file {
    const char *title; /* "": the name of the file */
    const char *kind;
    const char *file_name;
    const char *media_type;
    const char *bytes;
    size_t len;
};

/* Keeps a file. Its name loses folders and signs that no system takes; its media type is kept only
 * where the bytes are of it (PDF, plain text). `id` is in the errand's arena. */
enum pal_rc pal_dossier_add(struct pal_errand *errand, const char *project,
                            const struct pal_sent_file *file, const char **id) PAL_WARN_UNUSED;

/* Takes a file out of sight, or brings it back; its bytes stay. */
enum pal_rc pal_dossier_remove(struct pal_errand *errand, const char *project, const char *id,
                               bool is_back) PAL_WARN_UNUSED;

/* A file with its bytes. PAL_E_NOT_FOUND where it is removed. */
enum pal_rc pal_dossier_get(struct pal_errand *errand, const char *project, const char *id,
                            struct pal_dossier_file *out) PAL_WARN_UNUSED;

/* The files of a project, without their bytes, newest first; removed ones too. */
enum pal_rc pal_dossier_list(struct pal_errand *errand, const char *project,
                             struct pal_dossier_file **out, size_t *count) PAL_WARN_UNUSED;

/* Rows of hours, PAL_DOSSIER_ROWS at a time, those that were corrected too. PAL_E_INVALID: the sort
 * is none. */
struct pal_hours_wanted {
    const char *step; /* NULL: any */
    bool is_mine;     /* noted by the visitor */
    const char *sort; /* "date", "-date": the newest first; NULL: so */
};
enum pal_rc pal_dossier_hours(struct pal_errand *errand, const char *project,
                              const struct pal_hours_wanted *wanted,
                              const struct pal_list_place *after, struct pal_hours **out,
                              size_t *count) PAL_WARN_UNUSED;

/* The minutes of each assessment, of each step of the process: of all rows that count. */
enum pal_rc pal_dossier_by_assessment(struct pal_errand *errand, const char *project,
                                      struct pal_hours_total **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_dossier_by_step(struct pal_errand *errand, const char *project,
                                struct pal_hours_total **out, size_t *count) PAL_WARN_UNUSED;

/* Hours as they are sent. An act is done once, however often it is sent with its id ("": one is
 * made); somebody who is late (PAL_E_CONFLICT) is shown in `done` what is there now. What is said
 * is facts of the kinds "hours" and "delivery" (facts.h): the rows above are computed of them. */
struct pal_hours_wish {
    const char *act;
    const char *assessment; /* "": of the project as a whole */
    const char *step;
    const char *minutes; /* as typed: "150", "2 h 30" (base/work.h) */
    const char *day;
    const char *note;
};
enum pal_rc pal_hours_note(struct pal_errand *errand, const char *project,
                           const struct pal_hours_wish *wish,
                           struct pal_act_done *done) PAL_WARN_UNUSED;

/* Corrects hours as a row shows them; 0 minutes: they are withdrawn. A step and a day that are ""
 * stay. The reason, in `note`, must be given. */
enum pal_rc pal_hours_correct(struct pal_errand *errand, const char *project, const char *id,
                              const struct pal_hours_wish *wish,
                              struct pal_act_done *done) PAL_WARN_UNUSED;

/* The outputs of a project, at most `max`. */
enum pal_rc pal_house_deliveries(struct pal_errand *errand, const char *project, size_t max,
                                 struct pal_delivery **out, size_t *count) PAL_WARN_UNUSED;

/* An output that was asked for; `delivered` "": not yet. */
struct pal_delivery_wish {
    const char *act;
    const char *output;
    const char *requested;
    const char *delivered;
};
enum pal_rc pal_delivery_ask(struct pal_errand *errand, const char *project,
                             const struct pal_delivery_wish *wish,
                             struct pal_act_done *done) PAL_WARN_UNUSED;

/* Says that an output was delivered on a day; takes back that it was asked for. */
enum pal_rc pal_delivery_done(struct pal_errand *errand, const char *project, const char *id,
                              const char *act, const char *day,
                              struct pal_act_done *done) PAL_WARN_UNUSED;
enum pal_rc pal_delivery_withdraw(struct pal_errand *errand, const char *project, const char *id,
                                  const char *act, struct pal_act_done *done) PAL_WARN_UNUSED;

#endif
