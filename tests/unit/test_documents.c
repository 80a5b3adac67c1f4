/* format: what is refused, where, and what is accepted. */
#include "helpers.h"

enum kind {
    MODEL_DOC,
    PROFILE_DOC,
    ASSESSMENT_DOC,
    ACTIONS_DOC,
    SCHEME_DOC,
    EFFORT_DOC,
    HISTORY_DOC,
    RATES_DOC,
    BUDGET_DOC,
    TREE
};

#define EFFORT(rest) "palier: effort/1\nid: e\ntitle: T\nmodel: sse-cmm-2.0\n" rest
#define HISTORY(rest)                                                                              \
    "palier: alert-history/1\nid: h\ntitle: T\nalert_scheme: vigipirate-2003\n"                    \
    "start: 2003-01-01\nend: 2004-01-01\n" rest
#define RATES(rest)                                                                                \
    "palier: alert-rates/1\nid: r\ntitle: T\nalert_scheme: vigipirate-2003\nstart: jaune\n"        \
    "years: 5\n" rest
#define BUDGET(rest)                                                                               \
    "palier: budget/1\nid: b\ntitle: T\nstart: 2026-01-01\nperiod: quarter\nperiods: 4\n" rest
#define SCHEME(levels) "palier: alert-scheme/1\nid: s\ntitle: T\nlevels:\n" levels

#define SMALL_LADDER "ladder: [{id: s1, level: 1, title: S}, {id: s2, level: 2, title: S}]\n"
#define SMALL_AREAS  "areas: [{id: X, title: X, category: c, actor: expert}]\n"
#define SMALL_RULE   "rating: {scale: nplf, rule: staged}\n"

static const struct {
    enum kind kind;
    const char *text;
    uint32_t line;        /* of the first error; 0: any */
    const char *path;     /* its path */
    const char *sentence; /* a part of it */
    size_t errors;        /* 0: at least one */
} cases[] = {
    /* YAML itself */
    {TREE, "a: &x 1\nb: *x\n", 1, "a", "anchors", 1},
    {TREE, "a: *x\n", 1, "a", "aliases", 1},
    {TREE, "a: !!str 1\n", 1, "a", "tags", 1},
    {TREE, "a: !mine {}\n", 1, "a", "tags", 1},
    {TREE, "a: 1\n<<: {b: 1}\n", 2, "", "merge keys", 1},
    {TREE, "a: 1\nb: 2\na: 3\n", 3, "a", "stands twice in the same map (also on line 1)", 1},
    {TREE, "a: {b: 1, b: 2}\n", 1, "a.b", "stands twice", 1},
    {TREE, "a: 1\n---\nb: 1\n", 2, "", "second document", 1},
    {TREE, "%YAML 1.1\n---\na: 1\n", 0, "", "directives", 1},
    {TREE, "", 1, "", "the file is empty", 1},
    {TREE, "# nothing\n", 1, "", "the file is empty", 1},
    {TREE, "? [a]\n: 1\n", 1, "", "a key must be a text", 1},
    {TREE, "? {a: 1}\n: 1\n", 1, "", "a key must be a text", 1},
    {TREE, "\"\": 1\n", 1, "", "a key is empty", 1},
    {TREE, "a: [1, 2\n", 0, "a[2]", "not valid YAML", 1},
    {TREE, "a:\n\t- 1\n", 2, "a", "a tab indents this line", 1},
    {TREE, "a: 1\nb:\n  c: 1\n\td: 2\n", 4, "b.c", "a tab indents this line", 1},
    {TREE, "a: x\n\ty\n", 2, "a", "a tab indents this line", 1},
    {TREE, "a:\n  b: 1\n  \tc: 2\n", 3, "a.b", "a tab indents this line", 1},
    {TREE, "{\n\t\"a\": 1\n\t\"b\": 2\n}\n", 3, "", "not valid YAML",
     1}, /* a tab in JSON is no fault */
    /* Breaks that no editor shows: the line is the editor's. */
    {TREE, "a: 1\nb: x\xE2\x80\xA8y\nc: 1\n", 2, "", "line separator that editors do not show", 1},
    {TREE, "a: \"x\xE2\x80\xA8y\xE2\x80\xA9z\xC2\x85\"\nb: *c\n", 2, "b", "aliases", 1},
    {TREE, "a: \"x\xE2\x80\xA8y\"\nb: [1, 2\n", 0, "b[2]", "not valid YAML", 1},
    {TREE, "a: \"\xE2\x80\xA8\"\nb: 1\nb: 2\n", 3, "b", "also on line 2", 1},
    /* null and ~ are nothing */
    {TREE, "null\n", 1, "", "the document is null", 1},
    {TREE, "a: [1, ~]\n", 1, "a[1]", "a list has no place for it", 1},
    {TREE, "a: 1\na: null\n", 2, "a", "stands twice", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: null\n"), 1, "", "\"ratings\" is missing", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: ~\n"), 1, "", "\"ratings\" is missing", 1},
    {ASSESSMENT_DOC,
     "{\"palier\": \"assessment/1\", \"id\": \"a\", \"title\": {\"en\": null}, \"model\": "
     "\"sse-cmm-2.0\", \"provider\": \"P\", \"project\": \"J\", \"date\": \"2026-01-01\", "
     "\"ratings\": {}}",
     1, "title", "the map is empty", 1},
    {TREE, "a: \"\\0\"\n", 1, "a", "control character U+0000", 1},
    {TREE, "a: [1, \"\\uFFFE\"]\n", 1, "a[1]", "control character U+FFFE", 1},
    {TREE, "a: {b: \"\\x9b\"}\n", 1, "a.b", "control character U+009B", 1},
    {TREE, "a: 1\nb: x\033y\n", 2, "", "control characters are not allowed", 1},
    {TREE, "a: \"x\\e[31m\"\n", 1, "a", "control character U+001B", 1},
    {TREE, "a: 1\nb: \xFF\n", 2, "", "0xFF is not valid UTF-8", 1},
    {TREE, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, "", "nested deeper", 1},
    /* model/1 */
    {MODEL_DOC, "palier: model/1\n", 1, "", "\"id\" is missing", 6},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_LADDER SMALL_AREAS "aeras: []\n"), 0, "aeras",
     "did you mean \"areas\"?", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_LADDER SMALL_AREAS "colour: red\n"), 0, "colour",
     "known here:", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_LADDER "areas: {}\n"), 0, "areas",
     "expected a list of areas, found a map", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_LADDER "areas: []\n"), 0, "areas", "at least 1", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_AREAS "ladder: [{id: s1, level: one, title: S}]\n"), 0,
     "ladder[0].level", "whole number from 0 to 1000", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_AREAS "ladder: [{id: s1, level: \"1\", title: S}]\n"), 0,
     "ladder[0].level", "digits without quotes", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_AREAS "ladder: [{id: s1, level: -1, title: S}]\n"), 0,
     "ladder[0].level", "whole number", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_AREAS "ladder: [{id: s1, level: 01, title: S}]\n"), 0,
     "ladder[0].level", "whole number", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_AREAS "ladder: [{id: s1, level: 1e3, title: S}]\n"), 0,
     "ladder[0].level", "whole number", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_AREAS "ladder: [{id: s1, level: 9, title: S}]\n"), 0,
     "ladder[0].level", "level 9 is not in \"levels\"", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_AREAS
           "ladder: [{id: s1, level: 2, title: S}, {id: s2, level: 1, title: S}]\n"),
     0, "ladder[1].level", "levels never decrease", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_AREAS
           "ladder: [{id: s1, level: 1, title: S}, {id: s1, level: 1, title: S}]\n"),
     0, "ladder[1].id", "stands twice", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_LADDER "areas:\n  - {id: X, title: X, category: c, actor: expert}\n"
                                   "  - {id: X, title: X, category: c, actor: expert}\n"),
     0, "areas[1].id", "the area \"X\" stands twice", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_LADDER "areas: [{id: X, title: X, category: c, actor: isp}]\n"), 0,
     "areas[0].actor", "provider, project_manager, expert", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_LADDER "areas: [{id: all, title: X, category: c, actor: expert}]\n"), 0,
     "areas[0].id", "reserved word", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_LADDER
           "areas: [{id: \"a b\", title: X, category: c, actor: expert}]\n"),
     0, "areas[0].id", "is no id", 1},
    {MODEL_DOC, MODEL(SMALL_RULE SMALL_LADDER "categories: [{id: d, title: D}]\n" SMALL_AREAS), 0,
     "areas[0].category", "is not in \"categories\"", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_LADDER
           "areas: [{id: X, title: X, category: c, actor: expert, practices: [{id: P 1, title: T}, "
           "{id: P 1, title: U}]}]\n"),
     0, "areas[0].practices[1].id", "stands twice", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_LADDER
           "areas: [{id: X, title: {de: x}, category: c, actor: expert}]\n"),
     0, "areas[0].title.de", "unknown key \"de\"", 1},
    {MODEL_DOC, MODEL(SMALL_LADDER SMALL_AREAS "rating: {scale: nplf, rule: loose}\n"), 0,
     "rating.rule", "staged, iso-33020", 1},
    {MODEL_DOC,
     "palier: model/1\nid: m\ntitle: T\nlevels: [{rank: 1, title: A}, {rank: 1, title: "
     "B}]\n" SMALL_RULE "ladder: [{id: s1, level: 1, title: S}]\n" SMALL_AREAS,
     0, "levels[1].rank", "the rank 1 stands twice", 1},
    {MODEL_DOC,
     MODEL(SMALL_RULE SMALL_LADDER "areas: [{id: X, title: X, category: c, actor: expert, "
                                   "practices: [{id: P, title: T, verified: no}]}]\n"),
     0, "areas[0].practices[0].verified", "neither true nor false", 1},
    /* profile/1 */
    {PROFILE_DOC, PROFILE("targets: {PA1: all}\n"), 5, "targets.PA1", "did you mean \"PA01\"?", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: \"2.9\"}\n"), 5, "targets.PA01",
     "PA01 has no step \"2.9\"; its steps are: 1.1 2.1", 1},
    {PROFILE_DOC, PROFILE("targets: {\"*\": level 9}\n"), 5, "targets.*", "has no level 9", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: [\"1.1\", \"1.1\"]}\n"), 5, "targets.PA01[1]",
     "stands twice", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: [\"1.1\", [\"2.1\"]]}\n"), 5, "targets.PA01[1]",
     "expected a step, found a list", 1},
    {PROFILE_DOC, PROFILE("targets: {}\n"), 5, "targets", "at least 1", 1},
    {PROFILE_DOC, PROFILE("targets:\n"), 5, "targets", "at least 1", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: {}}\n"), 5, "targets.PA01", "at least 1", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: {low: all}, PA02: {high: all}}\n"), 5, "targets.PA01",
     "no target for the alert level \"high\"", 2},
    {PROFILE_DOC, PROFILE("targets: {PA01: {all: all}}\n"), 5, "targets.PA01.all",
     "cannot be the id of an alert level", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: all}\nparameters: {x: {low: 1}}\n"), 6,
     "parameters.x.low", "no alert level \"low\"", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: {low: all, high: all}}\nparameters: {x: {low: 1}}\n"), 6,
     "parameters.x", "no value for the alert level \"high\"", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: all}\nparameters: {\"a b\": 1}\n"), 6,
     "parameters[\"a b\"]", "name of a parameter", 1},
    {PROFILE_DOC, "palier: profile/1\nid: p\ntitle: T\nmodel: other\ntargets: {PA01: all}\n", 4,
     "model", "for the model \"other\", but the model in use is \"sse-cmm-2.0\"", 1},
    {PROFILE_DOC, PROFILE("targets: {PA01: }\n"), 5, "targets.PA01", "there is no value", 1},
    {PROFILE_DOC,
     "palier: profile/1\nid: default\ntitle: T\nmodel: sse-cmm-2.0\ntargets: {PA01: all}\n", 2,
     "id", "reserved", 1},
    /* assessment/1 */
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: \"2.9\"}\n"), 8, "ratings.PA01",
     "has no step \"2.9\"", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: not aplicable}\n"), 8, "ratings.PA01",
     "did you mean \"not applicable\"?", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: N/A}\n"), 8, "ratings.PA01",
     "did you mean \"not applicable\"?", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: nonne}\n"), 8, "ratings.PA01",
     "did you mean \"none\"?", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: {\"1.1\": {BP.01.01: not aplicable}}}\n"), 8,
     "ratings.PA01[\"1.1\"][\"BP.01.01\"]", "N, P, L, F, not applicable", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: F}\n"), 8, "ratings.PA01", "has no step \"F\"", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA23: all}\n"), 8, "ratings.PA23", "no area \"PA23\"",
     1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: {\"1.1\": X}}\n"), 8, "ratings.PA01[\"1.1\"]",
     "N, P, L, F", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: {\"1.1\": {BP.01.09: F}}}\n"), 8,
     "ratings.PA01[\"1.1\"][\"BP.01.09\"]", "did you mean \"BP.01.0", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: {\"1.1\": {GP 1.1.1: F}}}\n"), 8,
     "ratings.PA01[\"1.1\"][\"GP 1.1.1\"]", "is not rated by a practice \"GP 1.1.1\"", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: {\"1.1\": [F]}}\n"), 8, "ratings.PA01[\"1.1\"]",
     "expected a mark, or a mark per practice, found a list", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: [all]\n"), 8, "ratings",
     "expected a map from area to ratings, found a list", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {}\nactors: {PA01: isp}\n"), 9, "actors.PA01",
     "provider, project_manager, expert", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {}\nactors: {PA01/9.9: expert}\n"), 9,
     "actors[\"PA01/9.9\"]", "no step \"9.9\"", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {}\nweights: {PA01: 1000001}\n"), 9, "weights.PA01",
     "from 0 to 1000000", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {}\nweights: {PA01: 1.5}\n"), 9, "weights.PA01",
     "whole number", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {}\nweights: {PA99: 1}\n"), 9, "weights.PA99",
     "no area \"PA99\"", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {}\nnotes: {PA01/: x}\n"), 9, "notes[\"PA01/\"]",
     "no step \"\"", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {}\nassessors: {A: B}\n"), 9, "assessors",
     "expected a list of names, found a map", 1},
    {ASSESSMENT_DOC,
     "palier: assessment/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: J\n"
     "date: 2003-02-30\nratings: {}\n",
     7, "date", "no date of the calendar", 1},
    {ASSESSMENT_DOC,
     "palier: assessment/1\nid: a\ntitle: T\nmodel: other\nprovider: P\nproject: J\n"
     "date: 2003-02-28\nratings: {}\n",
     4, "model", "for the model \"other\"", 1},
    {ASSESSMENT_DOC, "palier: assessment/1\nid: a\n", 1, "", "\"title\" is missing", 6},
    {ASSESSMENT_DOC, "- palier: assessment/1\n", 1, "", "expected an assessment, found a list", 1},
    {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: all, PA02: nope, PA03: {\"9\": F}}\nrating: {}\n"),
     9, "rating", "did you mean \"ratings\"?", 3},
    /* actions/1 */
    {ACTIONS_DOC,
     "palier: actions/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nactions:\n"
     "  - {practice: BP.01.01, what: a}\n  - {practice: BP.01.01, what: b}\n",
     5, "actions", "has two actions", 1},
    {ACTIONS_DOC,
     "palier: actions/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nactions:\n"
     "  - {practice: BP.01.01, what: a, recurring: often}\n",
     6, "actions[0].recurring", "once, continuous", 1},
    {ACTIONS_DOC, "palier: actions/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nactions: [x]\n", 5,
     "actions[0]", "expected an action, found a single value", 1},
    /* alert-scheme/1 */
    {SCHEME_DOC, SCHEME("- {id: a, rank: 1, label: A}\n- {id: b, rank: 1, label: B}\n"), 6,
     "levels[1].rank", "\"a\" has the rank 1 too", 1},
    {SCHEME_DOC, SCHEME("- {id: a, rank: 1, label: A}\n- {id: b, rank: 3, label: B}\n"), 4,
     "levels", "no level has the rank 2", 1},
    {SCHEME_DOC, SCHEME("- {id: a, rank: 1, label: A}\n- {id: a, rank: 2, label: B}\n"), 6,
     "levels[1].id", "stands twice", 1},
    {SCHEME_DOC, SCHEME("- {id: a, rank: 0, label: A}\n"), 5, "levels[0].rank", "from 1 to 64", 1},
    {SCHEME_DOC, SCHEME("- {id: a, rank: 1, label: A, sustain: 3 days}\n"), 5, "levels[0].sustain",
     "is no duration", 1},
    {SCHEME_DOC,
     SCHEME("- {id: a, rank: 1, label: A}\n- {id: b, rank: 2, label: B, prepare: [{level: a}]}\n"),
     6, "levels[1].prepare[0].level", "is not graver than", 1},
    {SCHEME_DOC, SCHEME("- {id: a, rank: 1, label: A, prepare: [{level: z}]}\n"), 5,
     "levels[0].prepare[0].level", "no level \"z\"", 1},
    {SCHEME_DOC,
     SCHEME("- {id: a, rank: 1, label: A, prepare: [{level: c, within: PT1H}, {level: b, within: "
            "PT2H}]}\n- {id: b, rank: 2, label: B}\n- {id: c, rank: 3, label: C}\n"),
     5, "levels[0].prepare", "sooner than a nearer level", 1},
    {SCHEME_DOC, SCHEME("- {id: a, rank: 1, label: A}\ndefault_level: z\n"), 6, "default_level",
     "no level \"z\"", 1},
    {SCHEME_DOC,
     SCHEME("- {id: a, rank: 1, label: A}\nequivalences: [{scheme: x, levels: {z: y}}]\n"), 6,
     "equivalences[0].levels.z", "no level \"z\"", 1},
    /* effort/1 */
    {EFFORT_DOC, EFFORT("default: {setup_cost: -5}\n"), 5, "default.setup_cost", "from 0 to", 1},
    {EFFORT_DOC, EFFORT("default: {setup_costs: 5}\n"), 5, "default.setup_costs",
     "did you mean \"setup_cost\"?", 1},
    {EFFORT_DOC, EFFORT("hour_cost: {provider: 100001}\n"), 5, "hour_cost.provider",
     "from 0 to 100000", 1},
    {EFFORT_DOC, EFFORT("areas: {PA99: {setup_minutes: 1}}\n"), 5, "areas.PA99", "no area \"PA99\"",
     1},
    {EFFORT_DOC, EFFORT("steps: {PA01/9.9: {setup_minutes: 1}}\n"), 5, "steps[\"PA01/9.9\"]",
     "no step \"9.9\"", 1},
    {EFFORT_DOC, EFFORT("steps: {PA01: {setup_minutes: 1}}\n"), 5, "steps.PA01", "is an area", 1},
    {EFFORT_DOC, EFFORT("practices: {GP 9.9.9: {setup_minutes: 1}}\n"), 5,
     "practices[\"GP 9.9.9\"]", "has no practice \"GP 9.9.9\"", 1},
    {EFFORT_DOC,
     EFFORT("practices: {GP 2.1.1: {setup_minutes: 900000}, GP 2.1.2: {setup_minutes: 900000}}\n"),
     5, "practices", "add up to more setup_minutes", 1},
    {EFFORT_DOC, EFFORT("default: {activation_time: 3 h}\n"), 5, "default.activation_time",
     "is no duration", 1},
    {EFFORT_DOC, "palier: effort/1\nid: e\ntitle: T\nmodel: other\n", 4, "model",
     "for the model \"other\"", 1},
    {EFFORT_DOC, EFFORT("default: {activation_time: P40000D}\n"), 5, "default.activation_time",
     "of at most 100 years", 1},
    /* alert-history/1 */
    {HISTORY_DOC,
     HISTORY("changes: [{at: 2003-01-01, level: jaune}, {at: 2003-03-01, level: rouge}, "
             "{at: 2003-02-01, level: jaune}]\n"),
     7, "changes[2].at", "goes back in time", 1},
    {HISTORY_DOC, HISTORY("changes: [{at: 2003-01-02, level: jaune}]\n"), 7, "changes[0].at",
     "in force from the start on", 1},
    {HISTORY_DOC, HISTORY("changes: [{at: 2003-01-01, level: jaun}]\n"), 7, "changes[0].level",
     "did you mean \"jaune\"?", 1},
    {HISTORY_DOC,
     HISTORY("changes: [{at: 2003-01-01, level: jaune}, {at: 2004-01-01, level: "
             "rouge}]\n"),
     7, "changes[1].at", "is not before the end", 1},
    {HISTORY_DOC, HISTORY("changes: [{at: 2003-13-01, level: jaune}]\n"), 7, "changes[0].at",
     "no time of the calendar", 1},
    {HISTORY_DOC,
     HISTORY("changes: [{at: 2003-01-01, level: jaune}, {at: 2003-02-01, level: rouge}, "
             "{at: 2003-02-01, level: jaune}]\n"),
     7, "changes[2].at", "two changes at the same time", 1},
    {HISTORY_DOC,
     HISTORY("changes: [{at: 2003-01-01, level: blue}, {at: 2003-02-01, level: rouge}]\n"), 7,
     "changes[0].level", "no level \"blue\"", 1},
    {HISTORY_DOC, HISTORY("changes: []\n"), 7, "changes", "at least 1", 1},
    {HISTORY_DOC,
     "palier: alert-history/1\nid: h\ntitle: T\nalert_scheme: vigipirate-2003\nstart: 2003-01-01\n"
     "end: 2002-01-01\nchanges: [{at: 2003-01-01, level: jaune}]\n",
     6, "end", "is not after the start", 1},
    {HISTORY_DOC,
     "palier: alert-history/1\nid: h\ntitle: T\nalert_scheme: vigipirate-2003\nstart: 1903-01-01\n"
     "end: 2002-01-01\nchanges: [{at: 1903-01-01, level: jaune}]\n",
     6, "end", "longer than 50 years", 1},
    /* alert-rates/1 */
    {RATES_DOC, RATES("per_year: {jaune: {rouge: -1}}\n"), 7, "per_year.jaune.rouge",
     "not a number from 0 to 366", 1},
    {RATES_DOC, RATES("per_year: {jaune: {rouge: 1e3}}\n"), 7, "per_year.jaune.rouge",
     "not a number from 0 to 366", 1},
    {RATES_DOC, RATES("per_year: {jaune: {jaune: 1}}\n"), 7, "per_year.jaune.jaune",
     "is not left for itself", 1},
    {RATES_DOC, RATES("per_year: {jaune: {rouge: 300, orange: 300}}\n"), 7, "per_year.jaune",
     "more than 366 a year", 1},
    {RATES_DOC, RATES("per_year: {blue: {rouge: 3}}\n"), 7, "per_year.blue", "no level \"blue\"",
     1},
    /* budget/1 */
    {BUDGET_DOC, BUDGET("minutes: {provider: [1, 2]}\n"), 7, "minutes.provider",
     "2 amounts for 4 periods", 1},
    {BUDGET_DOC, BUDGET("minutes: {provider: -1}\n"), 7, "minutes.provider", "from 0 to", 1},
    {BUDGET_DOC, BUDGET("value: late\n"), 7, "value", "early, end", 1},
    {BUDGET_DOC,
     "palier: budget/1\nid: b\ntitle: T\nstart: 9999-06-01\nperiod: quarter\nperiods: 4\n", 4,
     "start", "end after the year 9999", 1},
    {SCHEME_DOC, "palier: alert-scheme/1\nid: s\ntitle: T\nlevels: []\n", 4, "levels", "at least 1",
     1},
};

/* Vigipirate 2003, read once. */
static const struct pal_alert_scheme *built_in_scheme(void)
{
    static struct reading reading;
    static const struct pal_alert_scheme *scheme;
    if (scheme == NULL) {
        const struct pal_library_file *file = pal_library_find("alerts", "vigipirate-2003");
        reading_init(&reading);
        scheme =
            pal_alert_scheme_read(&reading.reader, read_tree(&reading, (const char *)file->bytes));
        assert_non_null(scheme);
    }
    return scheme;
}

static bool read_kind(struct reading *reading, enum kind kind, const char *text,
                      const struct pal_model *model)
{
    struct pal_node *root = read_tree(reading, text);
    if (root == NULL || kind == TREE) {
        return root != NULL;
    }
    switch (kind) {
    case MODEL_DOC:
        return pal_model_read(&reading->reader, root) != NULL;
    case PROFILE_DOC:
        return pal_profile_read(&reading->reader, root, model, NULL) != NULL;
    case ASSESSMENT_DOC:
        return pal_assessment_read(&reading->reader, root, model) != NULL;
    case ACTIONS_DOC:
        return pal_actions_read(&reading->reader, root, model) != NULL;
    case SCHEME_DOC:
        return pal_alert_scheme_read(&reading->reader, root) != NULL;
    case EFFORT_DOC:
        return pal_effort_read(&reading->reader, root, model) != NULL;
    case HISTORY_DOC:
        return pal_alert_history_read(&reading->reader, root, built_in_scheme()) != NULL;
    case RATES_DOC:
        return pal_alert_rates_read(&reading->reader, root, built_in_scheme()) != NULL;
    case BUDGET_DOC:
        return pal_budget_read(&reading->reader, root) != NULL;
    case TREE:
        break;
    }
    return true;
}

static void test_refused(void **state)
{
    (void)state;
    struct reading models;
    reading_init(&models);
    const struct pal_model *model = sse_cmm(&models);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading;
        reading_init(&reading);
        bool is_read = read_kind(&reading, cases[i].kind, cases[i].text, model);
        const struct pal_err *first = &reading.diag.errors[0];
        bool is_right = !is_read && reading.diag.error_count > 0 &&
                        (cases[i].line == 0 || first->line == cases[i].line) &&
                        strcmp(first->path, cases[i].path) == 0 &&
                        strstr(first->message, cases[i].sentence) != NULL &&
                        (cases[i].errors == 0 || reading.diag.error_count == cases[i].errors);
        if (!is_right) {
            fprintf(stderr, "case %zu: %s\nwanted line %u, path \"%s\", \"%s\", %zu errors; got:\n",
                    i, cases[i].text, (unsigned)cases[i].line, cases[i].path, cases[i].sentence,
                    cases[i].errors);
            print_problems(&reading);
        }
        assert_true(is_right);
        reading_done(&reading);
    }
    reading_done(&models);
}

static void test_accepted(void **state)
{
    (void)state;
    static const struct {
        enum kind kind;
        const char *text;
    } good[] = {
        {TREE, "\xEF\xBB\xBF"
               "a: 1\n"},
        {TREE, "{\"a\": [1, \"x\", {\"b\": null}], \"c\": \"\\u00e9 🙂\"}"},
        {TREE, "a: \"line\\nbreak\\ttab\"\n"},
        {TREE, "---\na: 1\n...\n"},
        {MODEL_DOC, MODEL(SMALL_RULE SMALL_LADDER SMALL_AREAS)},
        {MODEL_DOC, "palier: model/1\nid: m\ntitle: T\nlevels: [{rank: 2}, {rank: 0}, {rank: 1}]\n"
                    "rating: {}\n" SMALL_LADDER SMALL_AREAS},
        {MODEL_DOC, MODEL(SMALL_RULE SMALL_LADDER
                          "areas: [{id: X, title: {fr: X}, category: c, actor: expert, goals: , "
                          "ladder: [{id: own, level: 3, title: O}]}]\n")},
        {PROFILE_DOC, PROFILE("targets: {PA01: none}\nparameters:\n")},
        {PROFILE_DOC,
         PROFILE("alert_scheme: vigipirate-2016\ntargets: {PA01: {a: none, b: all}}\n")},
        {ASSESSMENT_DOC,
         ASSESSMENT("ratings: {}\nseen:\nclaimed: {}\nactors:\nweights:\nnotes:\n")},
        {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: 2.3, PA02: {1.1: N}}\n")},
        {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: ~, PA02: {1.1: null}}\nseen: ~\nclaimed: "
                                    "null\nweights: {default: ~}\nnotes: {PA01: null}\n")},
        {ASSESSMENT_DOC, ASSESSMENT("ratings: {PA01: {1.1: not applicable, 2.1: {GP 2.1.1: not "
                                    "applicable}}}\n")},
        {ASSESSMENT_DOC,
         "{\"palier\": \"assessment/1\", \"id\": \"a\", \"title\": \"T\", \"model\": "
         "\"sse-cmm-2.0\", \"provider\": \"no\", \"project\": \"N\", \"date\": "
         "\"2026-01-01\", \"ratings\": {\"PA01\": [\"1.1\"], \"PA02\": {\"1.1\": "
         "{\"BP.02.01\": \"F\"}}}}"},
        {ACTIONS_DOC, "palier: actions/1\nid: a\ntitle: T\nmodel: sse-cmm-2.0\nactions:\n"},
        {SCHEME_DOC,
         SCHEME("- {id: \"1\", rank: 2, label: {fr: B}}\n- {id: \"2\", rank: 1, label: A, "
                "prepare: [{level: \"1\", within: P1D}], local_override: upward}\n")},
    };
    struct reading models;
    reading_init(&models);
    const struct pal_model *model = sse_cmm(&models);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct reading reading;
        reading_init(&reading);
        bool is_read = read_kind(&reading, good[i].kind, good[i].text, model);
        if (!is_read) {
            fprintf(stderr, "case %zu\n", i);
            print_problems(&reading);
        }
        assert_true(is_read);
        assert_int_equal(reading.diag.error_count, 0);
        reading_done(&reading);
    }
    reading_done(&models);
}

/* Everything that is read lands where it belongs. */
static void test_assessment_is_read_whole(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        ASSESSMENT("assessors: [A, B]\nratings:\n"
                   "  PA03: {\"1.1\": {BP.03.01: F, BP.03.02: P}, \"2.1\": {GP 2.1.1: F}}\n"
                   "  PA02: {\"1.1\": F, \"2.1\": L, \"2.2\": P, \"2.3\": N}\n"
                   "  PA01: \"2.3\"\n"),
        model);
    assert_string_equal(assessment->id, "a");
    assert_string_equal(assessment->provider, "P");
    assert_string_equal(assessment->date, "2026-01-01");
    assert_int_equal(assessment->assessor_count, 2);
    assert_string_equal(assessment->assessors[1], "B");
    const struct pal_ratings *ratings = &assessment->ratings[PAL_BASIS_CHECKED];
    static const uint8_t pa01[] = {4, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1};
    static const uint8_t pa02[] = {4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    assert_memory_equal(ratings->steps, pa01, 12);
    assert_memory_equal(ratings->steps + 12, pa02, 12);
    /* PA03: one practice P, others not rated: the lowest is P; 2.1: F with others not rated: no
     * rating. */
    assert_int_equal(ratings->steps[24], PAL_RATING_P);
    assert_int_equal(ratings->steps[25], PAL_RATING_NOT_RATED);
    assert_int_equal(ratings->practice_count, 3);
    assert_int_equal(pal_ratings_practice(ratings, 24, 0), PAL_RATING_F);
    assert_int_equal(pal_ratings_practice(ratings, 24, 1), PAL_RATING_P);
    assert_int_equal(pal_ratings_practice(ratings, 24, 2), PAL_RATING_NOT_RATED);
    assert_int_equal(pal_ratings_practice(ratings, 25, 0), PAL_RATING_F);
    assert_int_equal(ratings->areas[3], PAL_AREA_ABSENT);
    reading_done(&reading);
}

/* A step rolls up over the practices that apply; null is nothing; quoted, it is a text. Notes stand
 * in the model's order, with their lines. */
static void test_not_applicable_and_nothing(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    const struct pal_assessment *assessment = read_assessment(
        &reading,
        ASSESSMENT(
            "ratings:\n"
            "  PA01: {\"1.1\": F, \"2.1\": not applicable}\n"
            "  PA02: ~\n"
            "  PA13: {\"2.2\": {GP 2.2.1: F, GP 2.2.2: not applicable}}\n"
            "  PA14: {\"2.2\": {GP 2.2.1: not applicable, GP 2.2.2: not applicable}}\n"
            "assessors: [\"null\"]\n"
            "notes:\n  PA02/2.1: c\n  PA01/2.1: b\n  PA02: null\n  PA01: |\n    a\n    - b\n"),
        model);
    const struct pal_ratings *ratings = &assessment->ratings[PAL_BASIS_CHECKED];
    assert_int_equal(ratings->steps[1], PAL_RATING_NOT_APPLICABLE);
    assert_int_equal(ratings->areas[1], PAL_AREA_ABSENT);
    assert_int_equal(ratings->steps[12 * 12 + 2], PAL_RATING_F);
    assert_int_equal(ratings->steps[13 * 12 + 2], PAL_RATING_NOT_APPLICABLE);
    assert_int_equal(pal_ratings_practice(ratings, 12 * 12 + 2, 1), PAL_RATING_NOT_APPLICABLE);
    assert_true(pal_ratings_not_applicable(ratings, model, 0) == 2);
    assert_true(pal_assessment_applicable(assessment, PAL_BASIS_CLAIMED, 0) == 0xFFD);
    assert_string_equal(assessment->assessors[0], "null");
    assert_int_equal(assessment->note_count, 3);
    size_t count;
    const struct pal_note *notes = pal_assessment_notes(assessment, 0, &count);
    assert_int_equal(count, 2);
    assert_string_equal(notes[0].text.in[PAL_LANG_EN], "a\n- b\n");
    assert_string_equal(notes[1].text.in[PAL_LANG_EN], "b");
    assert_true(pal_assessment_has_note(assessment, 0, 5)); /* that of its area */
    assert_true(pal_assessment_has_note(assessment, 1, 1));
    assert_false(pal_assessment_has_note(assessment, 1, -1));
    assert_false(pal_assessment_has_note(assessment, 21, -1));
    /* PA13/2.2 and PA14/2.2 say nothing of why; PA01/2.1 does. */
    assert_int_equal(reading.diag.warning_count, 2);
    assert_non_null(strstr(reading.diag.warnings[0].message, "PA13/2.2 is not applicable"));
    reading_done(&reading);
}

static void test_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *sentence; /* NULL: known */
    } kinds[] = {{"palier: model/1\n", NULL},
                 {"palier: assessment/1\n", NULL},
                 {"palier: modle/1\n", "did you mean \"model/1\"?"},
                 {"palier: something/9\n", "known: model/1, profile/1"},
                 {"id: x\n", "this is no palier document"},
                 {"[]\n", "this is no palier document"},
                 {"text\n", "this is no palier document"},
                 {"palier: {}\n", "this is no palier document"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct reading reading;
        reading_init(&reading);
        struct pal_node *root = read_tree(&reading, kinds[i].text);
        const struct pal_kind *kind = pal_kind_of(&reading.reader, root);
        assert_int_equal(kind != NULL, kinds[i].sentence == NULL);
        if (kinds[i].sentence != NULL) {
            assert_non_null(strstr(reading.diag.errors[0].message, kinds[i].sentence));
        }
        reading_done(&reading);
    }
}

/* Hundreds of thousands of errors are counted quickly. */
/* Of an effort each number comes from the finest place; of a step its practices are added. */
static void test_efforts_come_from_the_finest_place(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    const struct pal_model *model = sse_cmm(&reading);
    struct pal_node *root = read_tree(
        &reading, EFFORT("hour_cost: {provider: 6000}\n"
                         "default: {setup_minutes: 10, running_cost: 7, switchable: true}\n"
                         "areas: {PA01: {setup_minutes: 20, standby_cost: 3}}\n"
                         "practices: {GP 2.2.1: {setup_minutes: 30, activation_time: PT2H, "
                         "switchable: true}, GP 2.2.2: {setup_minutes: 45, switchable: false}}\n"
                         "steps: {PA01/2.3: {setup_minutes: 40}, PA01/2.2: {switchable: true}}\n"));
    const struct pal_efforts *efforts = pal_effort_read(&reading.reader, root, model);
    assert_non_null(efforts);
    const struct pal_effort *pa01 = efforts->steps + pal_model_area(model, "PA01")->first_step;
    const struct pal_effort *pa02 = efforts->steps + pal_model_area(model, "PA02")->first_step;
    assert_int_equal(pa02[0].values[PAL_EFFORT_SETUP_MINUTES], 10);
    assert_int_equal(pa01[0].values[PAL_EFFORT_SETUP_MINUTES], 20);
    assert_int_equal(pa01[0].values[PAL_EFFORT_RUNNING_COST], 7);
    assert_int_equal(pa01[2].values[PAL_EFFORT_SETUP_MINUTES], 75);
    assert_int_equal(pa01[2].values[PAL_EFFORT_STANDBY_COST], 3);
    assert_int_equal(pa01[2].values[PAL_EFFORT_ACTIVATION_TIME], 120);
    assert_int_equal(pa01[3].values[PAL_EFFORT_SETUP_MINUTES], 40);
    assert_true(pa01[2].is_switchable);
    assert_false(pa02[2].is_switchable);
    assert_true(pa02[0].is_switchable);
    /* 75 minutes at 60.00 an hour; nothing for a step already achieved. */
    size_t step = pal_model_area(model, "PA01")->first_step + 2;
    assert_int_equal(pal_effort_cost(efforts, step, PAL_ACTOR_PROVIDER, false).setup, 7500);
    assert_int_equal(pal_effort_cost(efforts, step, PAL_ACTOR_PROVIDER, true).setup, 0);
    assert_int_equal(pal_effort_cost(efforts, step, PAL_ACTOR_EXPERT, false).setup, 0);
    reading_done(&reading);
}

static void test_rates_that_never_return(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    struct pal_node *root =
        read_tree(&reading, RATES("per_year: {jaune: {rouge: 0.25}, rouge: {ecarlate: 2}, orange: "
                                  "{rouge: 1}}\n"));
    const struct pal_outlook *outlook =
        pal_alert_rates_read(&reading.reader, root, built_in_scheme());
    assert_non_null(outlook);
    assert_int_equal(reading.diag.warning_count, 1);
    assert_true(outlook->rates.per_year[0 * 4 + 2] == 0.25);
    assert_int_equal(pal_markov_trap(&outlook->rates), 3);
    reading_done(&reading);
}

static void test_many_errors_are_cheap(void **state)
{
    (void)state;
    struct reading reading;
    reading_init(&reading);
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, NULL);
    pal_buf_add(&text, "palier: profile/1\n");
    for (int i = 0; i < 300000; i++) {
        pal_buf_printf(&text, "k%d: 1\n", i);
    }
    struct pal_node *root = pal_yaml_read(&reading.reader, pal_buf_text(&text), text.len);
    assert_non_null(root);
    pal_type_check(&reading.reader, &pal_type_profile, root);
    assert_int_equal(reading.diag.error_count, 300004);
    pal_buf_done(&text);
    reading_done(&reading);
}

static void test_limits(void **state)
{
    (void)state;
    struct reading reading;
    struct pal_buf text;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES * 2, NULL);
    /* one text too long */
    reading_init(&reading);
    pal_buf_add(&text, "title: ");
    pal_buf_add_times(&text, "x", PAL_LIMIT_TEXT_BYTES + 1);
    assert_null(pal_yaml_read(&reading.reader, pal_buf_text(&text), text.len));
    assert_non_null(strstr(reading.diag.errors[0].message, "65537 bytes long"));
    pal_buf_done(&text);
    reading_done(&reading);
    /* too many values */
    reading_init(&reading);
    pal_buf_add(&text, "[");
    pal_buf_add_times(&text, "1,", PAL_LIMIT_VALUES + 1);
    pal_buf_add(&text, "]");
    assert_null(pal_yaml_read(&reading.reader, pal_buf_text(&text), text.len));
    assert_non_null(strstr(reading.diag.errors[0].message, "more than 640000 values"));
    pal_buf_done(&text);
    reading_done(&reading);
    /* too large as a whole */
    reading_init(&reading);
    pal_buf_add_times(&text, "# comment\n", PAL_LIMIT_FILE_BYTES / 10 + 1);
    assert_null(pal_yaml_read(&reading.reader, pal_buf_text(&text), text.len));
    assert_non_null(strstr(reading.diag.errors[0].message, "larger than 8 MiB"));
    pal_buf_done(&text);
    reading_done(&reading);
    /* a NUL, before and behind bad UTF-8 */
    reading_init(&reading);
    assert_null(pal_yaml_read(&reading.reader, "a: \0\xFF", 5));
    assert_non_null(strstr(reading.diag.errors[0].message, "NUL byte"));
    reading_done(&reading);
    reading_init(&reading);
    assert_null(pal_yaml_read(&reading.reader, "a: \xFF\0", 5));
    assert_non_null(strstr(reading.diag.errors[0].message, "0xFF"));
    reading_done(&reading);
}

/* Characters are counted, not bytes. */
static void test_marking(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct reading reading;
        struct pal_buf text;
        reading_init(&reading);
        pal_buf_init(&text, 4096, NULL);
        pal_buf_add(&text, "palier: project/1\nid: p\ntitle: T\nmarking: ");
        pal_buf_add_times(&text, "\u00e9", PAL_LIMIT_MARKING + more);
        struct pal_node *root = pal_yaml_read(&reading.reader, pal_buf_text(&text), text.len);
        assert_non_null(root);
        pal_type_check(&reading.reader, &pal_type_project, root);
        assert_int_equal(reading.diag.error_count, more);
        assert_true(more == 0 || strstr(reading.diag.errors[0].message, "81 characters") != NULL);
        pal_buf_done(&text);
        reading_done(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_accepted),
        cmocka_unit_test(test_assessment_is_read_whole),
        cmocka_unit_test(test_not_applicable_and_nothing),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_efforts_come_from_the_finest_place),
        cmocka_unit_test(test_rates_that_never_return),
        cmocka_unit_test(test_many_errors_are_cheap),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_marking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
