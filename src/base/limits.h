/*
 * limits - every bound on what comes from outside, with its reason. The numbers of FORMATS
 * ("Strictness") are public; docs/formats.md repeats them and a test holds the two together.
 */
#ifndef PAL_BASE_LIMITS_H
#define PAL_BASE_LIMITS_H

enum {
    PAL_LIMIT_FILE_BYTES = 8 * 1024 * 1024, /* a document */
    PAL_LIMIT_NESTING = 32,       /* lists and maps within each other: libyaml is quadratic in it */
    PAL_LIMIT_VALUES = 640000,    /* scalars, lists and maps of one document: bounds memory */
    PAL_LIMIT_TEXT_BYTES = 65536, /* one scalar */
    PAL_LIMIT_ID_BYTES = 128,
    PAL_LIMIT_MARKING = 80, /* characters: it stands in a header, and in the names of files */
    PAL_LIMIT_AREAS = 4096,
    PAL_LIMIT_STEPS = 64,      /* per area: a set of steps is one machine word */
    PAL_LIMIT_PRACTICES = 256, /* of one area or one step */
    PAL_LIMIT_LEVELS = 100,
    PAL_LIMIT_RANK = 1000,
    PAL_LIMIT_WEIGHT = 1000000,
    PAL_LIMIT_ALERT_LEVELS = 64,
    PAL_LIMIT_EFFORT_MINUTES = 1000000, /* of work on one step: ten years of a person */
    PAL_LIMIT_HOUR_COST = 100000,       /* minor units: these three keep sums within 64 bits */
    PAL_LIMIT_COST = 999999999,         /* minor units, of one step */
    PAL_LIMIT_CHANGES = 10000,          /* of an alert history */
    PAL_LIMIT_CHANGES_PER_YEAR = 366,   /* from one level, of rates: bounds the terms of a sum */
    PAL_LIMIT_YEARS = 50,               /* of a history or a horizon */
    PAL_LIMIT_PERIODS = 64,             /* of a budget */
    PAL_LIMIT_ASSESSMENTS = 64,         /* compared at once */
    PAL_LIMIT_PROBLEMS = 20,            /* errors kept per file, then "and N more" */
    PAL_LIMIT_QUOTE_BYTES = 80,         /* of the user's text repeated in a message */
};

#endif
