/* scores_parts - what the files of scores share: one score, and what it reads from. Private to
 * src/app/house. */
#ifndef PAL_APP_HOUSE_SCORES_PARTS_H
#define PAL_APP_HOUSE_SCORES_PARTS_H

#include "app/house/alerts_parts.h"
#include "app/house/errand.h"
#include "store/facts.h"
#include "store/records.h"

enum { PAL_SCORE_STAMPS = 10, PAL_SCORE_LEVELS = 16 };

/* A version that something was computed from; 0: there was no such document. Of acts
 * (PAL_ALERT_FACT) the turn. */
struct pal_score_stamp {
    const char *kind;
    const char *id;
    int64_t version;
};

/* The level in force for a project that aims at a profile: asked for once though it has many
 * assessments. */
struct pal_score_level {
    const char *project;
    const char *profile;
    const char *said;  /* by its text; NULL: none */
    const char *level; /* NULL: none */
    struct pal_score_stamp stamps[PAL_SCORE_STAMPS];
    size_t stamp_count;
};
struct pal_score_levels {
    struct pal_alert_schemes schemes; /* its arena is that of all this */
    struct pal_score_level known[PAL_SCORE_LEVELS];
    size_t count;
    size_t next; /* whose place the next one takes */
};

/* What is to come, as scores are computed: as if it were there. */
struct pal_score_view {
    struct pal_arena *arena; /* of the stamps: it outlives the readings */
    const struct pal_record *const *coming;
    size_t coming_count;
    bool is_level_coming; /* the project that is coming says another alert level than before */
    const struct pal_fact_row *facts; /* about to be said */
    size_t fact_count;
    struct pal_score_levels *levels;
    const int64_t *again; /* marks to be seen again, of the one that is computed; NULL: not known */
    bool is_writing;      /* nothing changes before it is written: no stamps */
};

/* What the score of one assessment reads from: what is coming, then the database. A document of
 * another project is not there: what a project has is its own. */
struct pal_score_reading {
    struct pal_errand *errand;
    const struct pal_score_view *view;
    const struct pal_record *assessment;
    struct pal_score_stamp stamps[PAL_SCORE_STAMPS];
    size_t stamp_count;
    bool has_failed; /* the database, or more stamps than there is room for */
};

/* Scores an assessment; the row is in `errand`'s arena. Against a target that cannot be had (a
 * profile for another model, a level that is gone) only the points achieved are kept. */
enum pal_rc pal_scores_one(struct pal_errand *errand, struct pal_score_reading *reading,
                           struct pal_score_row *row) PAL_WARN_UNUSED;

/* Whether a text names an id under a key. */
bool pal_scores_names(struct pal_errand *errand, const struct pal_record *record, const char *key,
                      const char *id);

/* Whether scores can depend on the change of a document at all: of a project, its target alone
 * counts. `is_level`: it says another alert level. */
bool pal_scores_matter(struct pal_errand *errand, const struct pal_record *record,
                       const struct pal_record *last, bool *is_level);

#endif
