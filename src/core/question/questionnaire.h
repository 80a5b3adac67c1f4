/*
 * questionnaire - questions as data: typed fields, the rule by which an answer passes, and the
 * practices of which the answer is evidence.
 *
 * Built by format/questionnaire_read.c; read-only once built, all of it in the arena of whoever
 * built it. Source of the definitions: docs/questionnaire.md.
 */
#ifndef PAL_CORE_QUESTION_QUESTIONNAIRE_H
#define PAL_CORE_QUESTION_QUESTIONNAIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"
#include "core/model/model.h"
#include "core/model/profile.h"

/* A thousandth: numbers and percentages of answers and thresholds are kept in these. */
enum { PAL_THOUSANDTHS = 1000 };
/* The greatest number an answer or a threshold may hold, before it is kept in thousandths. */
#define PAL_ANSWER_NUMBER_MOST INT64_C(1000000000)

enum pal_tier { PAL_TIER_CORE, PAL_TIER_FULL, PAL_TIER_COUNT };
enum pal_put { PAL_PUT_WRITTEN, PAL_PUT_VISIT, PAL_PUT_BOTH, PAL_PUT_COUNT };
enum pal_about { PAL_ABOUT_THIS, PAL_ABOUT_COMPARABLE, PAL_ABOUT_ORGANIZATION, PAL_ABOUT_COUNT };
enum pal_answer_weight { PAL_WEIGHT_SUPPORTING, PAL_WEIGHT_DECISIVE, PAL_WEIGHT_COUNT };
/* For how many areas one answer of the interview guide may hold. */
enum pal_same_answer { PAL_SAME_AREA, PAL_SAME_TEAM, PAL_SAME_ORGANIZATION, PAL_SAME_COUNT };

/* "core" …, "written" …, "this_service" …, "supporting" …, "area" …: as documents write them. */
extern const char *const pal_tier_ids[PAL_TIER_COUNT];
extern const char *const pal_put_ids[PAL_PUT_COUNT];
extern const char *const pal_about_ids[PAL_ABOUT_COUNT];
extern const char *const pal_weight_ids[PAL_WEIGHT_COUNT];
extern const char *const pal_same_answer_ids[PAL_SAME_COUNT];
/* What people call them; marked for translation. */
extern const char *const pal_tier_titles[PAL_TIER_COUNT];
extern const char *const pal_put_titles[PAL_PUT_COUNT];
extern const char *const pal_about_titles[PAL_ABOUT_COUNT];
extern const char *const pal_weight_titles[PAL_WEIGHT_COUNT];
extern const char *const pal_same_answer_titles[PAL_SAME_COUNT];

enum pal_field_type {
    PAL_FIELD_YESNO,
    PAL_FIELD_LADDER, /* one of its texts, from 0 */
    PAL_FIELD_PERCENT,
    PAL_FIELD_INTEGER,
    PAL_FIELD_NUMBER, /* with a unit */
    PAL_FIELD_DATE,
    PAL_FIELD_PERSON,
    PAL_FIELD_TEXT,
    PAL_FIELD_DOCUMENT,
    PAL_FIELD_CHOICE,
    PAL_FIELD_COUNTRY,
    PAL_FIELD_ROWS,
    PAL_FIELD_DRAWN, /* so many of what there is were drawn, so many of them were good */
    PAL_FIELD_TYPE_COUNT
};
/* "yesno" … */
extern const char *const pal_field_type_ids[PAL_FIELD_TYPE_COUNT];

enum pal_unit {
    PAL_UNIT_NONE,
    PAL_UNIT_SECOND,
    PAL_UNIT_MINUTE,
    PAL_UNIT_HOUR,
    PAL_UNIT_DAY,
    PAL_UNIT_MONTH,
    PAL_UNIT_YEAR,
    PAL_UNIT_KM,
    PAL_UNIT_GBITS,
    PAL_UNIT_COUNT_OF, /* of thresholds alone: pieces, rows, people */
    PAL_UNIT_PERCENT,
    PAL_UNIT_STEP, /* of a ladder */
    PAL_UNIT_COUNT
};
/* "", "s", "min", "h", "d", "mo", "y", "km", "Gbit/s", "count", "%", "step". */
extern const char *const pal_unit_ids[PAL_UNIT_COUNT];
/* "minutes" …, for people; marked for translation. */
extern const char *const pal_unit_titles[PAL_UNIT_COUNT];
bool pal_unit_find(const char *id, enum pal_unit *out);
/* Brings `amount` (any scale) from one unit into another where that is exact: seconds, minutes,
 * hours and days. False: it is not, or too great. */
bool pal_unit_convert(int64_t amount, enum pal_unit from, enum pal_unit to, int64_t *out);

struct pal_word {
    const char *id;
    struct pal_text title;
};

struct pal_answer_field {
    const char *id;
    struct pal_text title; /* empty: the id with blanks is shown */
    enum pal_field_type type;
    enum pal_unit unit;       /* of a number */
    struct pal_word *choices; /* of a choice; of a ladder its texts, without ids */
    size_t choice_count;
    struct pal_answer_field *columns; /* of rows: neither rows nor drawn */
    size_t column_count;
    uint32_t drawn; /* how many are to be drawn */
};

enum { PAL_ANSWER_FIELDS_MOST = 40 }; /* of a question; columns of a table */

/* The field of that id, or -1. */
int pal_answer_field_find(const struct pal_answer_field *fields, size_t count, const char *id);

/* A threshold that pass rules name, as `$ORG-08.minutes`. In thousandths of its unit. */
struct pal_threshold {
    const char *name;
    enum pal_unit unit;
    int64_t value;      /* without an alert level */
    int64_t levels[4];  /* at the neutral alert levels 1 to 4 */
    const char *source; /* NULL: not stated */
    bool is_proposed;   /* no text gives the number */
    struct pal_text note;
};
enum { PAL_NEUTRAL_LEVELS = 4 };

/* The neutral level (1 to 4) of rank `rank` (from 1) of a scheme of `count` levels; a rank that is
 * not among them is the nearest that is. Source: docs/questionnaire.md, "Thresholds and alert
 * levels". */
unsigned pal_neutral_level(unsigned rank, unsigned count);

/* The neutral level of a profile's alert level (id): by its rank in the profile's scheme, else by
 * its place among the levels of the profile. 0: it has none of that id. */
unsigned pal_profile_neutral_level(const struct pal_profile *profile, const char *level);

/* The first neutral level (2 to 4) at which a threshold asks for less than at the one below it,
 * where all rules that name it are stricter in one `direction` (rule.h); 0: none. */
unsigned pal_threshold_loosens(const struct pal_threshold *threshold, unsigned direction);
/* Likewise of what a profile states at its alert levels: the index of the first level (1 …) at
 * which it asks for less than at the one below it; 0: none. What is no number is passed over. */
size_t pal_parameter_loosens(const struct pal_parameter *parameter, unsigned direction);

/* A practice that an answer speaks for, in one step of one area. */
struct pal_practice_ref {
    size_t area;
    size_t step;     /* position in the area's ladder */
    size_t practice; /* position in pal_area_rated_practices */
};

struct pal_step_ref {
    size_t area;
    size_t step; /* position in the area's ladder */
};

struct pal_rule_part; /* rule.h */

/* What asks: a question of the questionnaire, or one of the interview guide. */
struct pal_question {
    const char *id;
    size_t topic; /* index; of the guide: whom one meets */
    enum pal_tier tier;
    enum pal_actor answered_by;
    bool is_observed; /* the expert observes it at `observed_at`, for whose cells the answer speaks
                       */
    enum pal_actor observed_at;
    enum pal_put put;
    enum pal_about about;
    struct pal_text question;
    struct pal_text help;
    struct pal_answer_field *fields; /* at least one */
    size_t field_count;
    const char *pass; /* the rule as it is written */
    const struct pal_rule_part *rule;
    enum pal_answer_weight weight;
    struct pal_text evidence;   /* what to ask for; empty: no proof is asked for */
    struct pal_step_ref *cells; /* for which it speaks where its actor answers */
    size_t cell_count;
    struct pal_step_ref *context; /* of others: shown, never counted */
    size_t context_count;
    struct pal_practice_ref *practices; /* of `cells` alone */
    size_t practice_count;
    const char *basis; /* numbers of requirements; NULL */
    int ask_if;        /* index of the question that decides whether this one is asked; -1 */
    const struct pal_rule_part *ask_rule;
    /* Of the guide alone. */
    bool is_of_guide;
    const char *step; /* the step's id: it asks of that step of an area that is chosen */
    enum pal_same_answer same_answer;
};

/* How long it takes to answer, in minutes: proposed until it is measured. */
struct pal_range {
    uint32_t low, high;
};
struct pal_work {
    struct pal_range question, figure, proof;
};

struct pal_questionnaire {
    const char *id;
    const char *copy_of; /* the id of the one that it was copied from; NULL: it is no copy */
    struct pal_text title;
    const struct pal_model *model;
    const char *source;
    struct pal_word *topics;
    struct pal_text *topic_notes;
    size_t topic_count;
    struct pal_question *questions;
    size_t question_count;
    struct pal_threshold *thresholds; /* sorted by name */
    size_t threshold_count;
    struct pal_word *people; /* whom the expert meets */
    size_t people_count;
    struct pal_question *guide;
    size_t guide_count;
    struct pal_work first; /* for the first time */
    struct pal_work again; /* where answers are used again */
    bool has_work;
    const char *work_source; /* where the minutes come from; NULL: not stated */
    size_t *by_id;           /* indices of `questions`, sorted by id */
};

/* Fills `by_id`, which must have room for question_count. */
void pal_questionnaire_index(struct pal_questionnaire *questionnaire);
/* Whether answers to the questionnaire of that id are answers to this one: it is, or its copy. */
bool pal_questionnaire_takes(const struct pal_questionnaire *questionnaire, const char *id);
/* Whether two are one questionnaire in different versions, or copies of one another: then what one
 * asks under an id is what the other asks under it. */
bool pal_questionnaire_is_same(const struct pal_questionnaire *one,
                               const struct pal_questionnaire *other);
/* The question of that id, or -1. */
int pal_questionnaire_find(const struct pal_questionnaire *questionnaire, const char *id);
int pal_threshold_find(const struct pal_questionnaire *questionnaire, const char *name);
/* Fills `directions`, zeroed, one of each threshold: in which all its rules are stricter. */
void pal_questionnaire_directions(const struct pal_questionnaire *questionnaire,
                                  uint8_t *directions);

/* The thresholds in force, one per threshold of the questionnaire, into `out`: those that the
 * profile states at its alert level `level` (id; NULL: none), else those of the neutral level
 * `neutral` (1 to 4; 0: the values without a level). `profile` may be NULL. A value of the profile
 * that is no number (thousandths.h) is passed over, as is a neutral level that there is not. */
void pal_thresholds_in_force(const struct pal_questionnaire *questionnaire,
                             const struct pal_profile *profile, const char *level, unsigned neutral,
                             int64_t *out);

/* Where a threshold that is in force comes from. */
enum pal_threshold_from {
    PAL_THRESHOLD_USUAL,      /* the questionnaire's, without an alert level */
    PAL_THRESHOLD_OF_LEVEL,   /* the questionnaire's at an alert level */
    PAL_THRESHOLD_OF_PROFILE, /* the profile states it */
    PAL_THRESHOLD_FROM_COUNT
};
extern const char *const pal_threshold_from_ids[PAL_THRESHOLD_FROM_COUNT];
/* `level` as above, of a profile; NULL: none. */
enum pal_threshold_from pal_threshold_comes_from(const struct pal_threshold *threshold,
                                                 const struct pal_profile *profile,
                                                 const char *level);

/* How many figures a question asks for: numbers, dates, tables and what is drawn. Whether it asks
 * for a proof in writing. */
size_t pal_question_figures(const struct pal_question *question);
bool pal_question_wants_proof(const struct pal_question *question);

#endif
