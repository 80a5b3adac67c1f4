/*
 * procedure - what a kind of procedure (open, restricted … none) lets happen in a project, and the
 * rules that say so.
 *
 * Both are data (data/procedures/, read by format/procedures_read.c), with sources and marks of
 * doubt; what is decided here is a function of them. The acts are the program's: each is a page or
 * a verb, and a table says of each of them whether it is allowed, forbidden, or asks for something.
 *
 * Sentences are the notes of the rules, in the languages of the table.
 */
#ifndef PAL_CORE_CASE_PROCEDURE_H
#define PAL_CORE_CASE_PROCEDURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"
#include "base/rc.h"
#include "base/text.h"

enum pal_tender_act {
    PAL_TENDER_PRIVATE_QUESTION, /* before the closing, of one candidate alone */
    PAL_TENDER_ANSWER_TO_ALL,
    PAL_TENDER_CHANGE_DATE,
    PAL_TENDER_EXTEND_ONE,
    PAL_TENDER_CHANGE_CONTENT,
    PAL_TENDER_SUBMIT_AGAIN,
    PAL_TENDER_READ_BEFORE,
    PAL_TENDER_ADMIT_LATE,
    PAL_TENDER_CLARIFY,  /* after the closing */
    PAL_TENDER_COMPLETE, /* after the closing */
    PAL_TENDER_NEGOTIATE,
    PAL_TENDER_REOPEN,
    PAL_TENDER_VISIT, /* before the award */
    PAL_TENDER_COPY,  /* from an earlier assessment */
    PAL_TENDER_SHOW_THRESHOLDS,
    PAL_TENDER_MARK_ON_CLAIMED,
    PAL_TENDER_REPLY, /* before the award */
    PAL_TENDER_ACTS
};

/* "private_question_before_closing" …; what they are called, to be translated. */
extern const char *const pal_tender_act_ids[PAL_TENDER_ACTS];
extern const char *const pal_tender_act_titles[PAL_TENDER_ACTS];

/* PAL_TENDER_ACTS: there is none of that id. */
enum pal_tender_act pal_tender_act_find(const char *id);

/* ------------------------------------------------------------------- the rules */

enum pal_tender_unit {
    PAL_TENDER_UNIT_NONE, /* of a rule without a value */
    PAL_TENDER_UNIT_DAYS, /* of the calendar */
    PAL_TENDER_UNIT_WORKING_DAYS,
    PAL_TENDER_UNIT_MONTHS,
    PAL_TENDER_UNIT_YEARS,
    PAL_TENDER_UNIT_MINUTES,
    PAL_TENDER_UNIT_SECONDS,
    PAL_TENDER_UNIT_PERSONS,
    PAL_TENDER_UNIT_MEGABYTES,
    PAL_TENDER_UNIT_EUROS,
    PAL_TENDER_UNIT_COUNT
};

/* "d", "working_day", "mo" … as tables write them; of PAL_TENDER_UNIT_NONE "". */
extern const char *const pal_tender_unit_ids[PAL_TENDER_UNIT_COUNT];
/* The largest number of each that is taken: a hundred years, and the like. */
extern const uint32_t pal_tender_unit_most[PAL_TENDER_UNIT_COUNT];

enum { PAL_TENDER_VALUES = 8 /* numbers of one rule, at most: days of reminders */ };

/* What a rule demands; without a number it demands something that no program can count. */
struct pal_tender_value {
    uint32_t of[PAL_TENDER_VALUES];
    size_t count;
    enum pal_tender_unit unit;
};

/* Who changes the value of a rule. */
enum pal_tender_change {
    PAL_CHANGE_NOBODY,
    PAL_CHANGE_STRICTER, /* the house or the project, to what is stricter */
    PAL_CHANGE_PROJECT,  /* its manager, before the first link leaves */
    PAL_CHANGE_HOUSE,    /* an administrator */
    PAL_CHANGE_COUNT
};
extern const char *const pal_tender_change_ids[PAL_CHANGE_COUNT];

/* Where a rule comes from; `house` is our own choice, which a text cited only supports. */
enum pal_tender_origin {
    PAL_ORIGIN_LAW,
    PAL_ORIGIN_CASE_LAW,
    PAL_ORIGIN_GUIDANCE,
    PAL_ORIGIN_HOUSE,
    PAL_ORIGIN_COUNT
};
extern const char *const pal_tender_origin_ids[PAL_ORIGIN_COUNT];

/* A text that was read (`is_verified`), or is cited unread; all NULL: none. */
struct pal_tender_source {
    struct pal_text text;
    bool is_verified;
};
/* In a language; NULL: there is none. */
const char *pal_tender_source_said(const struct pal_tender_source *source, enum pal_lang lang);

struct pal_tender_rule {
    const char *id;
    struct pal_words applies_to; /* procedures, or groups of them (pal_tender_groups) */
    struct pal_tender_value value;
    enum pal_tender_change changeable;
    bool is_most; /* the value is the most that is allowed: stricter is less; else the least */
    enum pal_tender_origin origin;
    struct pal_tender_source source;
    struct pal_tender_source source_eu;
    struct pal_text note;
    bool is_of_acts; /* an act of some procedure names it: it holds for what names it alone */
};

/* A rule with a value is checked by the program; one without is confirmed by the person who acts.
 */
bool pal_tender_rule_is_checked(const struct pal_tender_rule *rule);

/* ------------------------------------------------------------------ procedures */

enum pal_tender_says { PAL_TENDER_ALLOWED, PAL_TENDER_FORBIDDEN, PAL_TENDER_CONDITION };
enum { PAL_TENDER_SAYS = 3, PAL_TENDER_RULES = 16 /* of one act, at most */ };
extern const char *const pal_tender_says_ids[PAL_TENDER_SAYS];

/* What a procedure says of an act. Forbidden: one rule, whose note is the reason. A condition: the
 * rules that it asks to be kept; their notes stand where it is confirmed. */
struct pal_tender_answer {
    enum pal_tender_says says;
    const struct pal_tender_rule *rules[PAL_TENDER_RULES];
    size_t rule_count;
};

struct pal_procedure {
    const char *id;
    struct pal_text title;
    bool is_tender;
    bool is_formal;           /* a "procédure formalisée" */
    bool is_sealed;           /* nobody reads before the closing */
    bool has_annex;           /* before the first link leaves */
    bool has_keeper;          /* likewise */
    uint32_t opening_persons; /* 0: nothing is opened */
    struct pal_tender_answer acts[PAL_TENDER_ACTS];
    struct pal_tender_source source;
    struct pal_tender_source source_eu;
    struct pal_text note;
};

struct pal_procedures {
    const char *id;
    struct pal_text title;
    const char *source;
    const char *replaces; /* the id of the table in whose place it stands; NULL: of none */
    const struct pal_text *doubts;
    size_t doubt_count;
    const struct pal_procedure *procedures; /* PAL_PROCEDURE_NONE is among them */
    size_t procedure_count;
    const struct pal_tender_rule *rules;
    size_t rule_count;
};

/* The procedure of a project that states none. */
#define PAL_PROCEDURE_NONE "none"

/* Groups of procedures, as rules and texts name them: all, tender, formal, outside. */
enum { PAL_TENDER_GROUPS = 4 };
extern const char *const pal_tender_groups[PAL_TENDER_GROUPS];

/* Whether a procedure is, or is in, what a word names. */
bool pal_procedure_is(const struct pal_procedure *procedure, const char *word);

/* The procedure of an id; of NULL, "" or one that is not there: PAL_PROCEDURE_NONE. Never NULL. */
const struct pal_procedure *pal_procedure_find(const struct pal_procedures *procedures,
                                               const char *id);
/* Whether the table has that very one. */
bool pal_procedure_is_there(const struct pal_procedures *procedures, const char *id);

/* What the procedure of an id says of an act. */
const struct pal_tender_answer *pal_procedure_ask(const struct pal_procedures *procedures,
                                                  const char *id, enum pal_tender_act act);

/* The rule of an id; NULL: there is none. */
const struct pal_tender_rule *pal_procedure_rule(const struct pal_procedures *procedures,
                                                 const char *id);

/* Whether a rule holds in a procedure: it applies there, and where acts name it, one of this
 * procedure does. */
bool pal_procedure_holds(const struct pal_procedure *procedure, const struct pal_tender_rule *rule);

/* -------------------------------------------------------------------- values */

/* A value in place of a rule's own, and who said so. */
struct pal_tender_override {
    const char *rule;
    bool is_of_project; /* else of the house */
    const uint32_t *of;
    size_t count;
};

/* What a rule demands once the house's and then the project's overrides are applied; those that it
 * does not take (pal_procedure_override) change nothing. */
struct pal_tender_value pal_procedure_value(const struct pal_tender_rule *rule,
                                            const struct pal_tender_override *overrides,
                                            size_t count);

/* Whether a rule takes an override; `now`: what holds without it. `is_sent`: the first link of the
 * project has left. PAL_E_INVALID, PAL_E_DENIED: the sentence says what to do. */
struct pal_tender_asked {
    struct pal_tender_override override;
    struct pal_tender_value now;
    bool is_sent;
};
enum pal_rc pal_procedure_override(const struct pal_tender_rule *rule,
                                   const struct pal_tender_asked *asked,
                                   const struct pal_voice *voice,
                                   struct pal_err *err) PAL_WARN_UNUSED;

#endif
