/* cmd_rate - palier rate: what is said of which steps, and marking an assessment of a database. */
#include "cli/cmd_rate.h"

#include <string.h>

#include "app/desk/files.h"
#include "app/house/course.h"
#include "app/house/house.h"
#include "app/house/shelf.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/operator.h"

/* ------------------------------------------------------------------- what is said */

static enum pal_rc add_wish(struct pal_rate *rate, const struct pal_mark_wish *wish)
{
    if (rate->count == PAL_RATE_MOST) {
        return pal_errand_fail(rate->errand, PAL_E_LIMIT,
                               PAL_N_("more than %d marks at once; send them in several parts"),
                               (int)PAL_RATE_MOST);
    }
    rate->wishes[rate->count] = *wish;
    rate->wishes[rate->count++].reason = rate->cli->options[PAL_OPTION_REASON];
    return PAL_OK;
}

/* "PA05/2.1" "F", two by two behind the assessment. */
static enum pal_rc read_words(struct pal_rate *rate)
{
    const struct pal_cli *cli = rate->cli;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 1; i < cli->word_count && rc == PAL_OK; i += 2) {
        const char *mark = i + 1 < cli->word_count ? cli->words[i + 1] : "";
        const char *line = pal_arena_printf(rate->errand->arena, "%s %s", cli->words[i], mark);
        struct pal_mark_wish wish;
        if (line == NULL) {
            return pal_errand_explain(rate->errand, PAL_E_MEMORY);
        }
        rc = pal_mark_line_read(rate->errand, line, strlen(line), &wish)
                 ? add_wish(rate, &wish)
                 : pal_errand_fail(
                       rate->errand, PAL_E_USAGE,
                       PAL_N_("%s: write a step and its mark, as PA05/2.1 F; the marks are N, "
                              "P, L, F, \"not applicable\", - to take one back, and = to leave "
                              "it as it is"),
                       pal_quote(line).text);
    }
    return rc;
}

/* One step by its practices. */
static enum pal_rc read_practices(struct pal_rate *rate)
{
    const struct pal_cli *cli = rate->cli;
    struct pal_fact_field *fields =
        PAL_NEW(rate->errand->arena, struct pal_fact_field, cli->many_count);
    if (cli->word_count != 2) {
        return pal_errand_fail(rate->errand, PAL_E_USAGE,
                               PAL_N_("with --practice name one step, and no mark of its own"));
    }
    for (size_t i = 0; i < cli->many_count && fields != NULL; i++) {
        const char *is = strrchr(cli->many[i], '=');
        const int len = is != NULL ? (int)(is - cli->many[i]) : 0;
        if (len == 0) {
            return pal_errand_fail(
                rate->errand, PAL_E_USAGE,
                PAL_N_("--practice %s: write a practice and its mark, as BP.05.01=F"),
                pal_quote(cli->many[i]).text);
        }
        fields[i].key = pal_arena_printf(rate->errand->arena, "practices.%.*s", len, cli->many[i]);
        fields[i].value = is + 1;
        fields = fields[i].key != NULL ? fields : NULL;
    }
    const struct pal_mark_wish wish = {
        .part = cli->words[1], .fields = fields, .field_count = cli->many_count};
    return fields != NULL ? add_wish(rate, &wish) : pal_errand_explain(rate->errand, PAL_E_MEMORY);
}

static enum pal_rc read_lines(struct pal_rate *rate, const char *path)
{
    struct pal_err err = {0};
    const char *at;
    size_t len;
    enum pal_rc rc = pal_file_read(path, PAL_LIMIT_FILE_BYTES, rate->errand->arena, &at, &len,
                                   rate->errand->voice, &err);
    const char *const end = rc == PAL_OK ? at + len : NULL;
    if (rc != PAL_OK) {
        return pal_errand_fail(rate->errand, rc, "%s: %s", err.file, err.message);
    }
    for (size_t number = 1; at < end && rc == PAL_OK; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t line = stop != NULL ? (size_t)(stop - at) : (size_t)(end - at);
        size_t blank = 0;
        struct pal_mark_wish wish;
        while (blank < line && strchr(" \t\r", at[blank]) != NULL && at[blank] != '\0') {
            blank++;
        }
        if (blank < line) {
            rc = pal_mark_line_read(rate->errand, at + blank, line - blank, &wish)
                     ? add_wish(rate, &wish)
                     : pal_errand_fail(
                           rate->errand, PAL_E_INVALID,
                           PAL_N_("%s: line %zu: write a step and its mark, as PA05/2.1 F; "
                                  "the marks are N, P, L, F, \"not applicable\", - to take one "
                                  "back, and = to leave it as it is"),
                           pal_quote(path).text, number);
        }
        at += line + 1;
    }
    if (rc == PAL_OK && rate->count == 0) {
        return pal_errand_fail(rate->errand, PAL_E_INVALID, PAL_N_("%s: there is no step in it"),
                               pal_quote(path).text);
    }
    return rc;
}

static void read_evidence(struct pal_rate *rate)
{
    static const enum pal_option_id of[PAL_EVIDENCE_KEYS] = {
        PAL_OPTION_HOW,   PAL_OPTION_DOCUMENT, PAL_OPTION_EVIDENCE_TITLE, PAL_OPTION_PAGE,
        PAL_OPTION_WORDS, PAL_OPTION_DATE,     PAL_OPTION_AUTHOR};
    for (size_t i = 0; i < PAL_EVIDENCE_KEYS; i++) {
        const char *value = rate->cli->options[of[i]];
        if (value != NULL) {
            rate->evidence[rate->evidence_count++] =
                (struct pal_fact_field){pal_evidence_keys[i], value};
        }
    }
}

/* Acts that are one of several: their options, and whether steps are named. */
static enum pal_rc check_one_act(const struct pal_rate *rate)
{
    const struct pal_cli *cli = rate->cli;
    const int others = (cli->options[PAL_OPTION_CONFIRM] != NULL) +
                       (cli->options[PAL_OPTION_START_FROM] != NULL) +
                       (cli->options[PAL_OPTION_SAY] != NULL);
    const bool has_reason = cli->options[PAL_OPTION_REASON] != NULL;
    if (others + (rate->count > 0) > 1) {
        return pal_errand_fail(
            rate->errand, PAL_E_USAGE,
            PAL_N_("steps with their marks, --confirm, --start-from and --say are acts "
                   "of their own: say one at a time"));
    }
    if (others > 0 && cli->options[PAL_OPTION_DRY_RUN] != NULL) {
        return pal_errand_fail(rate->errand, PAL_E_USAGE,
                               PAL_N_("--dry-run shows what steps and their marks would change"));
    }
    return rate->count == 0 && (rate->evidence_count > 0 ||
                                (has_reason && cli->options[PAL_OPTION_SAY] == NULL))
               ? pal_errand_fail(
                     rate->errand, PAL_E_USAGE,
                     PAL_N_("name the steps that this is said of, as PA05/2.1 = to leave the "
                            "mark as it is"))
               : PAL_OK;
}

enum pal_rc pal_rate_read(struct pal_rate *rate)
{
    const struct pal_cli *cli = rate->cli;
    enum pal_basis basis = PAL_BASIS_CHECKED;
    if (cli->options[PAL_OPTION_BASIS] != NULL) {
        (void)pal_basis_find(cli->options[PAL_OPTION_BASIS], &basis);
    }
    rate->lane = (enum pal_mark_lane)basis; /* the lanes begin with the bases */
    rate->wishes = PAL_NEW(rate->errand->arena, struct pal_mark_wish, PAL_RATE_MOST);
    if (rate->wishes == NULL) {
        return pal_errand_explain(rate->errand, PAL_E_MEMORY);
    }
    read_evidence(rate);
    enum pal_rc rc = cli->many_count > 0 ? read_practices(rate) : read_words(rate);
    if (rc == PAL_OK && cli->options[PAL_OPTION_FROM] != NULL) {
        rc = read_lines(rate, cli->options[PAL_OPTION_FROM]);
    }
    return rc == PAL_OK ? check_one_act(rate) : rc;
}

/* --------------------------------------------------------------------- a database */

static struct pal_marking marking_of(const struct pal_rate *rate, const struct pal_document *record,
                                     struct pal_seen seen)
{
    return (struct pal_marking){.assessment = record->id,
                                .lane = rate->lane,
                                .seen = seen,
                                .act = pal_facts_new_id(rate->errand),
                                .marks = rate->wishes,
                                .count = rate->count,
                                .evidence = rate->evidence,
                                .evidence_count = rate->evidence_count};
}

static enum pal_rc mark(struct pal_rate *rate, const struct pal_document *record,
                        struct pal_seen seen, struct pal_marks_would *would)
{
    struct pal_act_done done;
    struct pal_marking marking = marking_of(rate, record, seen);
    enum pal_rc rc = pal_marks_would(rate->errand, rate->app, &marking, would);
    marking.marks = would->wishes;
    marking.count = would->wish_count;
    return rc == PAL_OK && would->wish_count > 0 && rate->cli->options[PAL_OPTION_DRY_RUN] == NULL
               ? pal_marks_put(rate->errand, &marking, &done)
               : rc;
}

/* "PA05", or "PA05/2.1,PA05/2.2" */
static enum pal_rc confirm(struct pal_rate *rate, const struct pal_document *record,
                           struct pal_seen seen, struct pal_act_done *done)
{
    const char *what = rate->cli->options[PAL_OPTION_CONFIRM];
    const bool is_area = strchr(what, '/') == NULL;
    const char **parts = PAL_NEW(rate->errand->arena, const char *, strlen(what) + 1);
    struct pal_confirming confirming = {.assessment = record->id,
                                        .lane = rate->lane,
                                        .seen = seen,
                                        .act = pal_facts_new_id(rate->errand),
                                        .area = is_area ? what : "",
                                        .parts = parts};
    for (const char *at = what; parts != NULL && !is_area && *at != '\0';) {
        size_t len = strcspn(at, ",");
        parts[confirming.count] = pal_arena_copy(rate->errand->arena, at, len);
        if (parts[confirming.count++] == NULL) {
            return pal_errand_explain(rate->errand, PAL_E_MEMORY);
        }
        at += len + (at[len] == ',');
    }
    return parts != NULL ? pal_marks_confirm(rate->errand, &confirming, done)
                         : pal_errand_explain(rate->errand, PAL_E_MEMORY);
}

static enum pal_rc start_from(struct pal_rate *rate, const struct pal_document *record,
                              struct pal_seen seen, struct pal_act_done *done)
{
    const struct pal_start_from wish = {.assessment = record->id,
                                        .from = rate->cli->options[PAL_OPTION_START_FROM],
                                        .seen = seen,
                                        .act = pal_facts_new_id(rate->errand)};
    return pal_marks_start_from(rate->errand, rate->app, &wish, done);
}

static enum pal_rc say(struct pal_rate *rate, const struct pal_document *record,
                       struct pal_act_done *done)
{
    const char *reason = rate->cli->options[PAL_OPTION_REASON];
    struct pal_course now;
    enum pal_rc rc = pal_course_now(rate->errand, record->id, &now);
    const struct pal_course_wish wish = {.assessment = record->id,
                                         .state = rate->cli->options[PAL_OPTION_SAY],
                                         .reason = reason != NULL ? reason : "",
                                         .turn = now.turn,
                                         .act = pal_facts_new_id(rate->errand)};
    return rc == PAL_OK ? pal_course_say(rate->errand, &wish, done) : rc;
}

static const char *said_of(struct pal_rate *rate, size_t count)
{
    const struct pal_language *language = &rate->cli->language;
    return rate->cli->options[PAL_OPTION_SAY] != NULL
               ? pal_arena_printf(rate->errand->arena, pal_tr(language, "It is said to be: %s"),
                                  pal_tr(language, rate->cli->options[PAL_OPTION_SAY]))
           : rate->cli->options[PAL_OPTION_CONFIRM] != NULL
               ? pal_arena_printf(
                     rate->errand->arena,
                     pal_tr_n(language, "%zu mark confirmed", "%zu marks confirmed", count), count)
               : pal_arena_printf(rate->errand->arena,
                                  pal_tr_n(language, "%zu mark taken over, to be seen again",
                                           "%zu marks taken over, to be seen again", count),
                                  count);
}

static enum pal_rc act(struct pal_rate *rate, const struct pal_document *record,
                       struct pal_rate_told *told, struct pal_marks_would *would)
{
    const struct pal_cli *cli = rate->cli;
    const struct pal_seen seen = {record->version, told->open.fact};
    struct pal_act_done done = {0};
    enum pal_rc rc;
    if (rate->count > 0) {
        told->would = would;
        told->is_done = cli->options[PAL_OPTION_DRY_RUN] == NULL;
        return mark(rate, record, seen, would);
    }
    if (cli->options[PAL_OPTION_CONFIRM] != NULL) {
        rc = confirm(rate, record, seen, &done);
    } else if (cli->options[PAL_OPTION_START_FROM] != NULL) {
        rc = start_from(rate, record, seen, &done);
    } else if (cli->options[PAL_OPTION_SAY] != NULL) {
        rc = say(rate, record, &done);
    } else {
        return PAL_OK;
    }
    told->is_done = rc == PAL_OK;
    told->said = rc == PAL_OK ? said_of(rate, done.count) : NULL;
    return rc == PAL_OK && told->said == NULL ? pal_errand_explain(rate->errand, PAL_E_MEMORY) : rc;
}

static enum pal_rc rate_in_house(struct pal_rate *rate)
{
    struct pal_errand *errand = rate->errand;
    struct pal_cli *cli = rate->cli;
    struct pal_rate_told told = {.assessment = cli->words[0]};
    struct pal_marks_would would = {0};
    struct pal_document record;
    pal_house_use(errand, rate->app);
    enum pal_rc rc = pal_house_get(errand, "assessment", cli->words[0], &record);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(
            errand, rc,
            PAL_N_("there is no assessment %s in the database; a file is named by its "
                   "path, as ./north.yaml"),
            pal_quote(cli->words[0]).text);
    }
    rc = rc == PAL_OK ? pal_marks_open(errand, rate->app, record.id, NULL, &told.open) : rc;
    rc = rc == PAL_OK ? act(rate, &record, &told, &would) : rc;
    if (rc == PAL_OK && told.is_done) {
        rc = pal_marks_open(errand, rate->app, record.id, NULL, &told.open);
    }
    return rc == PAL_OK ? pal_rate_tell(rate, &told) : rc;
}

/* The first problem of the documents that were read, where no sentence stands so far. */
static enum pal_rc tell_problem(struct pal_rate *rate, enum pal_rc rc)
{
    const struct pal_app_problems *at = rate->app->problems;
    while (at != NULL && at->diag.error_count == 0) {
        at = at->next;
    }
    const struct pal_err *err = at != NULL ? &at->diag.errors[0] : NULL;
    return rc == PAL_OK || err == NULL || rate->errand->err.rc != PAL_OK
               ? rc
               : pal_errand_fail(rate->errand, rc, "%s%s%s", err->path,
                                 err->path[0] != '\0' ? ": " : "", err->message);
}

static enum pal_rc check_options_of_files(const struct pal_rate *rate)
{
    static const enum pal_option_id files[] = {PAL_OPTION_OUTPUT, PAL_OPTION_REWRITE,
                                               PAL_OPTION_MODEL};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (rate->cli->options[files[i]] != NULL) {
            return pal_errand_fail(
                rate->errand, PAL_E_USAGE,
                PAL_N_("--%s is for an assessment in a file, and this one is in a "
                       "database"),
                pal_options[files[i]].name);
        }
    }
    return PAL_OK;
}

static int rate_database(struct pal_cli *cli)
{
    struct pal_operator run;
    struct pal_app app; /* reads from the database */
    struct pal_rate rate = {.cli = cli, .app = &app};
    bool only_looks = cli->options[PAL_OPTION_DRY_RUN] != NULL;
    const bool is_act = cli->word_count > 1 || cli->options[PAL_OPTION_FROM] != NULL ||
                        cli->options[PAL_OPTION_CONFIRM] != NULL ||
                        cli->options[PAL_OPTION_START_FROM] != NULL ||
                        cli->options[PAL_OPTION_SAY] != NULL;
    only_looks = only_looks || !is_act;
    enum pal_rc rc = pal_operator_open(cli, only_looks ? PAL_OPEN_READ : PAL_OPEN_THERE, &run);
    rate.errand = &run.errand;
    run.errand.voice = &cli->voice;
    pal_app_init(&app);
    app.voice = &cli->voice;
    rc = rc == PAL_OK ? check_options_of_files(&rate) : rc;
    rc = rc == PAL_OK ? pal_rate_read(&rate) : rc;
    rc = rc == PAL_OK ? tell_problem(&rate, rate_in_house(&rate)) : rc;
    pal_app_done(&app);
    return pal_operator_conclude(cli, &run, rc);
}

/* A name with a slash or a dot, or one that is there; --database says that it is none. */
static bool is_file(const struct pal_cli *cli)
{
    const char *word = cli->words[0];
    return cli->options[PAL_OPTION_DATABASE] == NULL &&
           (strpbrk(word, "/.") != NULL || strcmp(word, "-") == 0 || pal_file_exists(word));
}

int pal_cmd_rate(struct pal_cli *cli)
{
    return is_file(cli) ? pal_rate_file(cli) : rate_database(cli);
}
