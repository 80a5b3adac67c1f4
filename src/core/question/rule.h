/*
 * rule - pass rules: a closed grammar over the fields of one answer, and what it gives.
 *
 * A rule has no negation, no arithmetic, no call of another question. It gives pass, fail or open;
 * what is open is not rated and never passes. Grammar and meaning: docs/questionnaire.md, "Pass
 * rules", whose tables are the vectors of tests/unit/test_question_rules.c.
 */
#ifndef PAL_CORE_QUESTION_RULE_H
#define PAL_CORE_QUESTION_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/rc.h"
#include "core/question/questionnaire.h"

enum {
    PAL_RULE_LENGTH_MOST = 2000, /* bytes */
    PAL_RULE_DEPTH_MOST = 16,    /* parentheses that hold a rule, within each other */
    PAL_RULE_PARTS_MOST = 200,   /* what "and" and "or" join, all() and any() and what is in them */
};

enum pal_verdict { PAL_VERDICT_OPEN, PAL_VERDICT_FAIL, PAL_VERDICT_PASS, PAL_VERDICT_COUNT };
/* "open", "fail", "pass". */
extern const char *const pal_verdict_ids[PAL_VERDICT_COUNT];
extern const char *const pal_verdict_titles[PAL_VERDICT_COUNT];

enum pal_rule_kind {
    PAL_RULE_AND,
    PAL_RULE_OR,
    PAL_RULE_DECIDE,
    PAL_RULE_PRESENT,
    PAL_RULE_NONE,
    PAL_RULE_ALL,
    PAL_RULE_ANY,
    PAL_RULE_COMPARE,
};
enum pal_rule_takes {
    PAL_TAKES_PLAIN,
    PAL_TAKES_AGE,
    PAL_TAKES_STEP,
    PAL_TAKES_DRAWN,
    PAL_TAKES_COUNT,
    PAL_TAKES_SHARE
};
enum pal_rule_op { PAL_OP_EQ, PAL_OP_NE, PAL_OP_LT, PAL_OP_LE, PAL_OP_GT, PAL_OP_GE };
enum pal_rule_limit { PAL_TO_AMOUNT, PAL_TO_THRESHOLD, PAL_TO_WORD, PAL_TO_FIELD };

/* A part of a rule that was read and held against the fields: its names are positions. */
struct pal_rule_part {
    enum pal_rule_kind kind;
    const struct pal_rule_part *first; /* and, or: its parts; all, any: the rule over columns */
    const struct pal_rule_part *next;
    size_t field; /* position among the fields, or within all and any among the columns */
    /* of a comparison */
    enum pal_rule_takes value;
    size_t whole; /* of a share: the field below the line */
    enum pal_rule_op op;
    enum pal_rule_limit limit;
    int64_t amount;     /* in thousandths of `unit` */
    enum pal_unit unit; /* of an amount or a threshold */
    size_t threshold;   /* position among the thresholds */
    size_t other;       /* word: position among the choices, 1/0 of yes and no; or another field */
};

/* Where a rule cannot be read. */
struct pal_rule_fault {
    size_t at;      /* bytes from its beginning */
    char text[400]; /* a sentence in the voice's language */
};

/* Whether a rule can name a field so, or a threshold behind its `$`. */
bool pal_rule_names_field(const char *name);
bool pal_rule_names_threshold(const char *name);

/* Reads a rule over `fields`. A number without a unit is a count or a step; another field may stand
 * right of a field alone, of the same type and unit: whole numbers, percentages, numbers and dates
 * are compared so. Refused beside what the grammar does not have: names that there are not, types
 * that a function does not take, units that do not fit (seconds to days fit each other, months and
 * years themselves and ages). `thresholds` are those of `questionnaire`, of which nothing else is
 * read (NULL: there are none). PAL_E_INVALID: `fault` says what and where. The result is in the
 * arena. Time and memory grow with the length of the text. */
enum pal_rc pal_rule_read(const char *text, const struct pal_answer_field *fields,
                          size_t field_count, const struct pal_questionnaire *questionnaire,
                          const struct pal_voice *voice, struct pal_arena *arena,
                          const struct pal_rule_part **out,
                          struct pal_rule_fault *fault) PAL_WARN_UNUSED;

struct pal_answer_value; /* answer.h */

/* What a rule is held against. */
struct pal_rule_facts {
    const char *day;           /* to which ages count, YYYY-MM-DD */
    const int64_t *thresholds; /* pal_thresholds_in_force */
    enum pal_verdict decided;  /* what a person decided; open: nobody has */
};

/* What the rule gives for the values of an answer, in the order of the fields. Where the tables
 * leave it open: a date that was answered by "never" is not present; a date after the day has no
 * age (open); hours and days are held against each other in seconds, ages in them by days of 24
 * hours; of months only whole ones count; a table without a row is not answered. A number beyond
 * PAL_ANSWER_NUMBER_MOST, or below 0, is nothing that was answered. */
enum pal_verdict pal_rule_gives(const struct pal_rule_part *rule,
                                const struct pal_answer_field *fields,
                                const struct pal_answer_value *values,
                                const struct pal_rule_facts *facts);

/* Whether the rule is all(rows, …) as a whole, and what it then gives for one of the rows. */
bool pal_rule_is_of_rows(const struct pal_rule_part *rule);
enum pal_verdict pal_rule_gives_in_row(const struct pal_rule_part *rule,
                                       const struct pal_answer_field *fields,
                                       const struct pal_answer_value *values, size_t row,
                                       const struct pal_rule_facts *facts);

/* Whether a person has to decide somewhere in the rule. */
bool pal_rule_asks_person(const struct pal_rule_part *rule);

/* In which direction a threshold asks for more, by the operators of the rules it stands in. */
enum { PAL_MORE_IS_STRICTER = 1, PAL_LESS_IS_STRICTER = 2 };
/* Adds what a rule says of each of the questionnaire's thresholds to `directions`, one of each. */
void pal_rule_add_directions(const struct pal_rule_part *rule, uint8_t *directions);

#endif
