/*
 * records - documents in all their versions, files, hours, deliveries, and what is computed.
 *
 * A document is named by its kind ("project", "assessment", "profile" …) and its id. Its text is
 * the document as FORMATS.md has it; a version is never changed. `project` is the id of the project
 * that it belongs to, "" for the library. Texts of results are in the arena that is passed.
 */
#ifndef PAL_STORE_RECORDS_H
#define PAL_STORE_RECORDS_H

#include "base/arena.h"
#include "store/db.h"

/* A document's head; `text` only where a version was read. */
struct pal_record {
    const char *kind;
    const char *id;
    const char *project;
    const char *title;    /* in its first language */
    const char *title_fr; /* its own in French; "" or NULL: the same */
    int64_t version;
    int64_t created_at;
    int64_t changed_at;
    const char *changed_by;
    int64_t removed_at; /* 0: not removed */
    const char *text;
    int64_t size;      /* bytes of the text; of a list that asks for it alone */
    const char *hash;  /* SHA-256 of the text */
    const char *note;  /* of the version */
    bool is_unchanged; /* after writing: the last version had this text already, nothing was written
                        */
    /* Whom an import says it is of; "" or NULL: written here by `changed_by`, who otherwise is
     * whoever brought it. Likewise in the rows below. */
    const char *claim;
    /* The last fact that the text agrees with; 0: there is none, or a version was asked for. */
    int64_t fact;
    /* SHA-256 of the text where it was written from facts, while `hash` is the version's; "": the
     * text is the version's own, byte for byte. NULL in lists. */
    const char *written_hash;
    /* Of that writing, which no other one has; "": it is not known. NULL but where the last version
     * was asked for. */
    const char *stamp;
};

/* The last version of a document, or what was written from its facts since. PAL_E_NOT_FOUND: there
 * is none. */
enum pal_rc pal_record_get(struct pal_db *db, const char *kind, const char *id,
                           struct pal_arena *arena, struct pal_record *out) PAL_WARN_UNUSED;

/* The same without its text, which is "": texts may be long. */
enum pal_rc pal_record_head(struct pal_db *db, const char *kind, const char *id,
                            struct pal_arena *arena, struct pal_record *out) PAL_WARN_UNUSED;

/* The project that a document belongs to, "" for the library's; without reading its text. */
enum pal_rc pal_record_project(struct pal_db *db, const char *kind, const char *id,
                               struct pal_arena *arena, const char **out) PAL_WARN_UNUSED;

/* Its last version, whatever was written of it since; in two steps, so that others are asked
 * together with it (pal_query_send). */
struct pal_query *pal_record_ask_last(struct pal_db *db, const char *kind, const char *id);
enum pal_rc pal_record_take_last(struct pal_query *query, struct pal_arena *arena,
                                 struct pal_record *out) PAL_WARN_UNUSED;

/* A version of it. */
enum pal_rc pal_record_get_version(struct pal_db *db, const char *kind, const char *id,
                                   int64_t version, struct pal_arena *arena,
                                   struct pal_record *out) PAL_WARN_UNUSED;

/* The text of a document as its facts have it (kind, id, fact, text, written_hash): computed, and
 * what readers of the document are given. "": that of the last version says the same. */
enum pal_rc pal_written_put(struct pal_db *db, const struct pal_record *record) PAL_WARN_UNUSED;

/* Writes the first version. PAL_E_EXISTS: the id is taken. */
enum pal_rc pal_record_add(struct pal_db *db, const struct pal_record *record) PAL_WARN_UNUSED;

/* Writes the version after `record->version` and sets that in `record`. PAL_E_CONFLICT: somebody
 * else wrote one since. */
enum pal_rc pal_record_change(struct pal_db *db, struct pal_record *record) PAL_WARN_UNUSED;

/* Its title in French alone, of a row that was written before rows had one. */
enum pal_rc pal_record_entitle(struct pal_db *db, const char *kind, const char *id,
                               const char *title_fr) PAL_WARN_UNUSED;
/* Removes a document from lists, or brings it back (`at` = 0). */
enum pal_rc pal_record_remove(struct pal_db *db, const char *kind, const char *id,
                              int64_t at) PAL_WARN_UNUSED;

/* What is computed of an assessment is listed with it. */
enum pal_rc pal_score_keep_listed(struct pal_db *db, const char *id,
                                  bool is_listed) PAL_WARN_UNUSED;

/* Makes a project's document the library's. */
enum pal_rc pal_record_publish(struct pal_db *db, const char *kind, const char *id) PAL_WARN_UNUSED;

/* Whoever wrote the first version of a document: who opened a project. */
enum pal_rc pal_record_opened_by(struct pal_db *db, const char *kind, const char *id,
                                 struct pal_arena *arena, const char **person) PAL_WARN_UNUSED;

/* How documents of a kind are listed. */
struct pal_record_list {
    const char *kind;     /* NULL: all kinds */
    const char *project;  /* NULL: of all */
    const char *projects; /* NULL; else only of these: ",museum,archive," */
    const char *words;    /* NULL; else in the title or the id, in lower or upper case */
    int64_t before_at;    /* 0: from the newest; else behind the row of these three */
    const char *before_id;
    const char *before_kind; /* where all kinds are listed */
    bool with_text;          /* the text of the last version too */
    size_t text_most;        /* so many characters of it; 0: all */
    bool with_size;          /* its size instead; of a list of one kind */
    bool is_removed;         /* those out of the lists instead */
    size_t max;
};

/* Newest change first; without texts but where they are asked for. */
enum pal_rc pal_record_find(struct pal_db *db, const struct pal_record_list *list,
                            struct pal_arena *arena, struct pal_record **out,
                            size_t *count) PAL_WARN_UNUSED;
/* Ids and titles alone of a kind, of those that hold `words` ("": of all), newest change first, for
 * a choice. */
enum pal_rc pal_record_names(struct pal_db *db, const char *kind, const char *words, size_t max,
                             struct pal_arena *arena, struct pal_record **out,
                             size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_record_count(struct pal_db *db, const struct pal_record_list *list,
                             int64_t *out) PAL_WARN_UNUSED;

/* The titles of documents of a kind, beside `ids`; NULL: there is none. Few queries. */
enum pal_rc pal_record_titles(struct pal_db *db, const char *kind, const char *const *ids,
                              size_t count, struct pal_arena *arena,
                              const char **titles) PAL_WARN_UNUSED;

/* Versions of a document, newest first, without texts: version, changed_at (when it was written),
 * changed_by, hash and note are set. */
enum pal_rc pal_record_history(struct pal_db *db, const char *kind, const char *id, int64_t before,
                               size_t max, struct pal_arena *arena, struct pal_record **out,
                               size_t *count) PAL_WARN_UNUSED;

/* The version that was the last one at a time; 0: there was none yet. */
enum pal_rc pal_record_version_at(struct pal_db *db, const char *kind, const char *id, int64_t at,
                                  int64_t *out) PAL_WARN_UNUSED;

/* Where a list by day goes on: behind this row. NULL: from the newest. */
struct pal_place {
    const char *day;
    int64_t at; /* of hours alone */
    const char *id;
};

/* A row of `scores`, which are computed (app/house/scores.h); -1: null. */
struct pal_score_row {
    const char *id;
    int64_t version;
    const char *project;
    const char *title; /* of the assessment; read alone, as is that in French ("": the same) */
    const char *title_fr;
    const char *provider;
    const char *day;
    int64_t achieved;
    int64_t target;
    int64_t gap;
    int64_t gap_by_actor[3];
    int64_t surplus;
    int64_t demanded; /* steps; of these, those that nobody rated, with their points */
    int64_t not_rated;
    int64_t gap_not_rated;
    int64_t not_applicable;
    int64_t steps;            /* that apply, demanded or not; -1: not known */
    int64_t rated;            /* of these */
    int64_t again;            /* steps that are to be seen again, as checked; not rated there */
    bool is_whole;            /* only read: every step of the target is rated (of all that apply,
                                 where there is no target) */
    const char *figure;       /* small, SVG */
    int64_t drawing;          /* by which it was drawn (render/figure/figure_small.h) */
    const char *course;       /* what is said of how far it is; NULL or "": nothing; read alone, */
    const char *course_by;    /* as are who said it: a principal, */
    const char *course_claim; /* whom an import names, */
    int64_t course_at;        /* and when */
    const char *title_key;    /* by which lists sort the title; NULL: not asked for */
    const char *provider_key; /* and the provider */
};

/* That of one assessment, also where it is out of the lists. PAL_E_NOT_FOUND: nothing is computed
 * of it. */
enum pal_rc pal_score_get(struct pal_db *db, const char *id, struct pal_arena *arena,
                          struct pal_score_row *out) PAL_WARN_UNUSED;
enum pal_rc pal_score_put(struct pal_db *db, const struct pal_score_row *row) PAL_WARN_UNUSED;
/* The chain's entry of that number tells of an assessment: where it is the first, that is kept. */
enum pal_rc pal_score_is_told(struct pal_db *db, const char *id, int64_t number) PAL_WARN_UNUSED;
enum pal_rc pal_score_clear(struct pal_db *db) PAL_WARN_UNUSED;
/* The ids of those whose figure another drawing has drawn than this. */
enum pal_rc pal_score_drawn_otherwise(struct pal_db *db, int64_t drawing, struct pal_arena *arena,
                                      const char *const **out, size_t *count) PAL_WARN_UNUSED;
/* The assessments of a project in an order, filtered; each row with its `title_key`. */
enum pal_score_order {
    PAL_SCORE_BY_DAY,
    PAL_SCORE_BY_TITLE,
    PAL_SCORE_BY_PROVIDER,
    PAL_SCORE_BY_GAP, /* without a target they come before all that have one */
    PAL_SCORE_ORDERS
};
struct pal_score_search {
    const char *project;
    const char *words;    /* folded, in the title or the id; NULL: any */
    const char *provider; /* as it is named; NULL: any */
    enum pal_score_order order;
    bool is_down;
    const char *after_id;   /* the last one of the part before, and its key; NULL: from the start */
    const char *after_text; /* of the day, the title (folded) or the provider (in small letters) */
    int64_t after_number;
    size_t max;
};
enum pal_rc pal_score_find(struct pal_db *db, const struct pal_score_search *wanted,
                           struct pal_arena *arena, struct pal_score_row **out,
                           size_t *count) PAL_WARN_UNUSED;
/* The providers that assessments of a project name, each once. */
enum pal_rc pal_score_providers(struct pal_db *db, const char *project, size_t max,
                                struct pal_arena *arena, const char ***out,
                                size_t *count) PAL_WARN_UNUSED;
/* The same of `count` projects, each with its project: few queries. */
struct pal_score_name {
    const char *project;
    const char *provider;
};
enum pal_rc pal_score_names(struct pal_db *db, const char *const *projects, size_t count,
                            struct pal_arena *arena, struct pal_score_name **out,
                            size_t *name_count) PAL_WARN_UNUSED;
/* The scores of a project's assessments, newest day first. */
enum pal_rc pal_score_list(struct pal_db *db, const char *project, const struct pal_place *after,
                           size_t max, struct pal_arena *arena, struct pal_score_row **out,
                           size_t *count) PAL_WARN_UNUSED;
/* What orders an assessment among others of its provider: its day, and the entry of the chain that
 * first told of it. PAL_E_NOT_FOUND: nothing is computed of it. */
struct pal_score_known {
    const char *project;
    const char *provider; /* as it is named */
    const char *day;
    int64_t entry;
};
enum pal_rc pal_score_known(struct pal_db *db, const char *id, struct pal_arena *arena,
                            struct pal_score_known *out) PAL_WARN_UNUSED;
/* Of each of `count` projects the score that stands, and how many it has; few queries. `providers`
 * of a project: "": of any; else of these alone, as assessments name them, with U+001F before,
 * between and behind them. What stands is the latest that is rated: every step of its target is, or
 * it is said to be; where none is, the latest of all. Latest: by the day, then by when the
 * assessment was first written (the order of the audit). How far those of `hidden` are is not
 * looked at: ids with U+001F before, between and behind them, or "". */
struct pal_score_stands {
    struct pal_score_row row; /* without an id there is none */
    const char *begun;        /* the latest of all, where that is not rated; else NULL */
    int64_t count;
    bool has_seconds; /* somebody was asked for a second reading in the project */
};
struct pal_score_asked {
    const char *const *projects;
    const char *const *providers;
    size_t count;
    const char *hidden;
};
enum pal_rc pal_score_standing(struct pal_db *db, const struct pal_score_asked *asked,
                               struct pal_arena *arena,
                               struct pal_score_stands *out) PAL_WARN_UNUSED;

struct pal_file_row {
    const char *id;
    const char *project;
    const char *title;
    const char *kind;
    const char *file_name;
    const char *media_type;
    int64_t size;
    const char *hash;
    const void *content; /* only where one file was read */
    int64_t at;
    const char *person;
    int64_t removed_at;
    const char *claim;
};

enum pal_rc pal_file_row_add(struct pal_db *db, const struct pal_file_row *row) PAL_WARN_UNUSED;
enum pal_rc pal_file_row_get(struct pal_db *db, const char *project, const char *id,
                             struct pal_arena *arena, struct pal_file_row *out) PAL_WARN_UNUSED;
enum pal_rc pal_file_row_list(struct pal_db *db, const char *project, size_t max,
                              struct pal_arena *arena, struct pal_file_row **out,
                              size_t *count) PAL_WARN_UNUSED;
/* How many files a project has, removed ones too. */
enum pal_rc pal_file_row_count(struct pal_db *db, const char *project,
                               int64_t *out) PAL_WARN_UNUSED;
/* What a project has that is not removed: a file, needs, a first meeting; whether a visit of
 * somebody who was asked there is planned, or was held. */
struct pal_dossier_there {
    bool files;
    bool needs;
    bool meeting;
    bool tables; /* of procedures, in the library */
    bool visit_held;
    bool visit_planned;
};
enum pal_rc pal_dossier_has(struct pal_db *db, const char *project,
                            struct pal_dossier_there *out) PAL_WARN_UNUSED;
/* Whether a file is out of sight. PAL_E_NOT_FOUND. */
enum pal_rc pal_file_row_is_out(struct pal_db *db, const char *project, const char *id,
                                bool *out) PAL_WARN_UNUSED;
enum pal_rc pal_file_row_remove(struct pal_db *db, const char *project, const char *id,
                                const char *person, int64_t at) PAL_WARN_UNUSED;

struct pal_hours_row {
    const char *id;
    const char *project;
    const char *assessment; /* "": of the project as a whole */
    const char *step;       /* of the process */
    const char *person;
    int64_t minutes;
    const char *day;
    const char *note;
    int64_t at;
    const char *replaces; /* NULL; else the row that this one corrects */
    bool is_corrected;    /* by another row */
    const char *claim;
};

/* Rows of hours by their day, the newest first, filtered; those that are corrected, too. */
struct pal_hours_search {
    const char *project;
    const char *step;              /* NULL: any */
    const char *person;            /* NULL: anybody's */
    bool is_up;                    /* the oldest first */
    const struct pal_place *after; /* NULL: from the start */
    size_t max;
};
enum pal_rc pal_hours_find(struct pal_db *db, const struct pal_hours_search *wanted,
                           struct pal_arena *arena, struct pal_hours_row **out,
                           size_t *count) PAL_WARN_UNUSED;
/* One row. */
enum pal_rc pal_hours_get(struct pal_db *db, const char *project, const char *id,
                          struct pal_arena *arena, struct pal_hours_row *out) PAL_WARN_UNUSED;
/* Minutes that were spent on something, corrected rows left out. */
struct pal_hours_sum {
    const char *of; /* what it is the sum of: an id, or "" */
    int64_t minutes;
};

enum pal_rc pal_hours_by_assessment(struct pal_db *db, const char *project, struct pal_arena *arena,
                                    struct pal_hours_sum **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_hours_by_step(struct pal_db *db, const char *project, struct pal_arena *arena,
                              struct pal_hours_sum **out, size_t *count) PAL_WARN_UNUSED;

struct pal_delivery_row {
    const char *id;
    const char *project;
    const char *assessment;
    const char *output;
    const char *requested;
    const char *delivered; /* NULL: not yet */
    const char *person;
    int64_t at;
    const char *replaces;
    const char *claim;
};

enum pal_rc pal_delivery_list(struct pal_db *db, const char *project, size_t max,
                              struct pal_arena *arena, struct pal_delivery_row **out,
                              size_t *count) PAL_WARN_UNUSED;
/* One row, replaced by another or not. */
enum pal_rc pal_delivery_get(struct pal_db *db, const char *project, const char *id,
                             struct pal_arena *arena, struct pal_delivery_row *out) PAL_WARN_UNUSED;

/* Whether a person has written a version of a document, or is named as its author. */
enum pal_rc pal_version_is_by(struct pal_db *db, const char *kind, const char *id,
                              const char *person, bool *out) PAL_WARN_UNUSED;

#endif
