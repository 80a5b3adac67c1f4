/* cmd_rate_file - palier rate on a file; and how both ways tell what came of it. */
#include <jansson.h>
#include <string.h>

#include "app/desk/files.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/cmd_rate.h"
#include "format/comments.h"
#include "render/template/value_json.h"

/* ------------------------------------------------------------------------- telling */

static struct pal_value *value_of(struct pal_cli *cli, const char *body)
{
    json_t *json = body != NULL ? json_loads(body, 0, NULL) : NULL;
    struct pal_value *value =
        json != NULL ? pal_value_of_json(&cli->values, json) : pal_value_null(&cli->values);
    json_decref(json);
    return value;
}

static void put_places(struct pal_value *in, const char *key, const struct pal_mark_place *places,
                       size_t count)
{
    struct pal_value *list = pal_put_list(in, key);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "part", places[i].part);
        pal_put_borrowed(row, "basis", pal_mark_lane_ids[places[i].lane]);
    }
}

static enum pal_rc tell_json(const struct pal_rate *rate, const struct pal_rate_told *told)
{
    struct pal_cli *cli = rate->cli;
    const struct pal_marks_would *would = told->would;
    struct pal_value *all = pal_value_object(&cli->values);
    pal_put_text(all, "assessment", told->assessment);
    pal_put_borrowed(all, "basis", pal_mark_lane_ids[rate->lane]);
    pal_put_boolean(all, "is_done", told->is_done);
    pal_put_text(all, "written", told->written);
    struct pal_value *changes = pal_put_list(all, "changes");
    for (size_t i = 0; would != NULL && i < would->count; i++) {
        const struct pal_step_change *at = &would->changes[i];
        struct pal_value *row = pal_add_object(changes);
        pal_put_text(row, "part", at->part);
        pal_put_boolean(row, "is_marked", at->is_marked);
        pal_put(row, "before", value_of(cli, at->before));
        pal_put(row, "after", value_of(cli, at->after));
        pal_put_text(row, "reason", at->reason);
    }
    pal_put_integer(all, "steps", (int64_t)told->open.steps);
    pal_put_integer(all, "rated", (int64_t)told->open.rated[rate->lane]);
    put_places(all, "again", told->open.again, told->open.again_count);
    put_places(all, "lacking", told->open.lacking, told->open.lacking_count);
    return pal_cli_add_json(cli, &cli->values, all);
}

/* What stands in a cell. */
static const char *shown(const struct pal_rate *rate, const char *body)
{
    const char *mark = body != NULL ? pal_mark_of_body(rate->errand, body) : NULL;
    return mark != NULL                              ? mark
           : body == NULL || strcmp(body, "{}") == 0 ? "–"
                                                     : pal_tr(&rate->cli->language, "by practices");
}

static void tell_changes(const struct pal_rate *rate, const struct pal_marks_would *would)
{
    struct pal_buf *out = &rate->cli->out;
    const struct pal_language *language = &rate->cli->language;
    for (size_t i = 0; i < would->count; i++) {
        const struct pal_step_change *at = &would->changes[i];
        pal_buf_printf(out, "%s  ", at->part);
        if (at->is_marked) {
            pal_buf_printf(out, "%s → %s", shown(rate, at->before), shown(rate, at->after));
        }
        if (at->reason != NULL) {
            pal_buf_printf(out, "%s%s", at->is_marked ? ", " : "",
                           at->reason[0] != '\0' ? pal_tr(language, "with a reason")
                                                 : pal_tr(language, "the reason taken back"));
        }
        pal_buf_add_char(out, '\n');
    }
}

/* "2 marks and 1 reason changed" */
static void tell_sum(const struct pal_rate *rate, const struct pal_rate_told *told)
{
    struct pal_buf *out = &rate->cli->out;
    const struct pal_language *language = &rate->cli->language;
    const struct pal_marks_would *would = told->would;
    if (would->count == 0 && rate->evidence_count == 0) {
        pal_buf_add(out, pal_tr(language, "nothing changes: it stands so already"));
        pal_buf_add_char(out, '\n');
        return;
    }
    pal_buf_add(out, told->is_done
                         ? pal_tr(language, "changed: ")
                         : pal_tr(language, "this would change, and nothing is written: "));
    pal_buf_printf(out, pal_tr_n(language, "%zu mark", "%zu marks", would->marked), would->marked);
    pal_buf_add(out, ", ");
    pal_buf_printf(out, pal_tr_n(language, "%zu reason", "%zu reasons", would->reasoned),
                   would->reasoned);
    if (rate->evidence_count > 0) {
        pal_buf_add(out, ", ");
        pal_buf_add(out, pal_tr(language, "a piece of evidence"));
    }
    pal_buf_add_char(out, '\n');
}

/* "118 of 264 steps rated, 12 to be seen again; 40 marks lack a reason" */
static void tell_progress(const struct pal_rate *rate, const struct pal_marks_open *open)
{
    struct pal_buf *out = &rate->cli->out;
    const struct pal_language *language = &rate->cli->language;
    const size_t rated = open->rated[rate->lane];
    pal_buf_printf(out, pal_tr(language, "%zu of %zu steps rated"), rated, open->steps);
    if (rate->lane != PAL_MARK_CHECKED) {
        pal_buf_printf(out, " (%s)",
                       rate->lane == PAL_MARK_SEEN ? pal_tr(language, "seen in documents")
                                                   : pal_tr(language, "claimed by the provider"));
    }
    if (open->again_count > 0) {
        pal_buf_printf(out, pal_tr(language, ", %zu to be seen again"), open->again_count);
    }
    pal_buf_printf(out,
                   pal_tr_n(language, "; %zu mark lacks a reason", "; %zu marks lack a reason",
                            open->lacking_count),
                   open->lacking_count);
    pal_buf_add_char(out, '\n');
}

static const char *const bases[PAL_MARK_LANES] = {
    PAL_N_("checked"), PAL_N_("seen"), PAL_N_("claimed"), PAL_N_("prepared"), PAL_N_("active")};

/* The steps of a list, area by area: "PA05 2.1 2.2", of each basis. */
static void tell_places(const struct pal_rate *rate, const char *title,
                        const struct pal_mark_place *places, size_t count)
{
    const struct pal_terminal terminal = pal_cli_terminal(rate->cli);
    struct pal_buf *out = &rate->cli->out;
    struct pal_buf line;
    pal_buf_init(&line, PAL_LIMIT_FILE_BYTES, NULL);
    if (count > 0) {
        pal_buf_printf(out, "\n%s\n", title);
    }
    for (size_t i = 0; i < count; i++) {
        const bool is_first = i == 0 || strcmp(places[i].area, places[i - 1].area) != 0 ||
                              places[i].lane != places[i - 1].lane;
        const bool is_last = i + 1 == count || strcmp(places[i].area, places[i + 1].area) != 0 ||
                             places[i].lane != places[i + 1].lane;
        if (is_first) {
            pal_buf_printf(&line, "  %s  %s ", places[i].area,
                           pal_tr(&rate->cli->language, bases[places[i].lane]));
        }
        pal_buf_printf(&line, " %s", places[i].step);
        if (is_last) {
            pal_terminal_wrap_line(out, &line, 0, 8, terminal.columns);
        }
    }
    pal_buf_done(&line);
}

enum pal_rc pal_rate_tell(struct pal_rate *rate, const struct pal_rate_told *told)
{
    const struct pal_language *language = &rate->cli->language;
    if (pal_cli_wants(rate->cli, "json")) {
        return tell_json(rate, told);
    }
    if (told->would != NULL) {
        tell_changes(rate, told->would);
        tell_sum(rate, told);
    } else if (told->said != NULL) {
        pal_buf_printf(&rate->cli->out, "%s\n", told->said);
    }
    tell_progress(rate, &told->open);
    if (told->would == NULL && told->said == NULL) {
        tell_places(rate, pal_tr(language, "Marks without a reason or evidence:"),
                    told->open.lacking, told->open.lacking_count);
        tell_places(rate, pal_tr(language, "To be seen again:"), told->open.again,
                    told->open.again_count);
    }
    return rate->cli->out.failed ? PAL_E_MEMORY : PAL_OK;
}

/* --------------------------------------------------------------------------- a file */

/* What a file has no place for. */
static enum pal_rc check_acts(const struct pal_rate *rate)
{
    const struct pal_cli *cli = rate->cli;
    return cli->options[PAL_OPTION_CONFIRM] != NULL ||
                   cli->options[PAL_OPTION_START_FROM] != NULL ||
                   cli->options[PAL_OPTION_SAY] != NULL
               ? pal_errand_fail(
                     rate->errand, PAL_E_USAGE,
                     PAL_N_("--confirm, --start-from and --say are for an assessment in a "
                            "database: a file has no place for what they say"))
               : PAL_OK;
}

/* Where the text goes: standard output, another file, or its own place. */
static enum pal_rc write_text(struct pal_rate *rate, const struct pal_file_was *was,
                              const char *text, const char **written)
{
    const char *output = rate->cli->options[PAL_OPTION_OUTPUT];
    struct pal_err err = {0};
    const char *what = text != NULL ? text : was->bytes;
    const size_t len = text != NULL ? strlen(text) : was->len;
    enum pal_rc rc = PAL_OK;
    if (output != NULL && strcmp(output, "-") == 0) {
        return PAL_OK; /* it is the output of the command */
    }
    if (output != NULL) {
        rc = pal_file_write(output, what, len, &err);
        *written = output;
    } else if (text != NULL && strcmp(was->path, "-") == 0) {
        return pal_errand_fail(
            rate->errand, PAL_E_USAGE,
            PAL_N_("what came by standard input goes into a new file: --output FILE"));
    } else if (text != NULL && pal_text_has_comments(was->bytes) &&
               rate->cli->options[PAL_OPTION_REWRITE] == NULL) {
        return pal_errand_fail(
            rate->errand, PAL_E_USAGE,
            PAL_N_("%s holds comments, which are not kept when it is written anew: "
                   "--rewrite lets them go, --output FILE leaves it as it is"),
            pal_quote(was->path).text);
    } else if (text != NULL) {
        rc = pal_file_replace(was, what, len, rate->errand->voice, &err);
        *written = was->path;
    }
    return rc == PAL_OK ? PAL_OK
                        : pal_errand_fail(rate->errand, rc, "%s%s%s", err.file,
                                          err.file[0] != '\0' ? ": " : "", err.message);
}

static enum pal_rc read_file(struct pal_rate *rate, struct pal_file_was *was)
{
    struct pal_err err = {0};
    enum pal_rc rc = pal_file_read(was->path, PAL_LIMIT_FILE_BYTES, rate->errand->arena,
                                   &was->bytes, &was->len, rate->errand->voice, &err);
    return rc == PAL_OK ? PAL_OK
                        : pal_errand_fail(rate->errand, rc, "%s: %s", err.file, err.message);
}

static enum pal_rc rate_text(struct pal_rate *rate, const struct pal_file_was *was)
{
    struct pal_cli *cli = rate->cli;
    struct pal_rate_told told = {.is_done = false};
    struct pal_marks_would would;
    const struct pal_assessment *assessment = NULL;
    const struct pal_marking marking = {.lane = rate->lane,
                                        .marks = rate->wishes,
                                        .count = rate->count,
                                        .evidence = rate->evidence,
                                        .evidence_count = rate->evidence_count};
    const struct pal_marks_text_of of = {was->path, was->bytes, was->len};
    const char *text = NULL;
    enum pal_rc rc = PAL_OK;
    const bool is_dry = cli->options[PAL_OPTION_DRY_RUN] != NULL;
    if (rate->count > 0) {
        rc = pal_marks_rate_text(rate->errand, rate->app, &of, &marking, &would, &text);
        told.would = &would;
        told.is_done = !is_dry;
    }
    rc = rc == PAL_OK && told.is_done ? write_text(rate, was, text, &told.written) : rc;
    const struct pal_marks_text_of now = {was->path, text != NULL ? text : was->bytes,
                                          text != NULL ? strlen(text) : was->len};
    rc = rc == PAL_OK ? pal_marks_open_text(rate->app, &now, &assessment) : rc;
    rc = rc == PAL_OK ? pal_marks_open_of_text(rate->errand, assessment, &told.open) : rc;
    told.assessment = assessment != NULL ? assessment->id : NULL;
    if (rc == PAL_OK && told.is_done && cli->options[PAL_OPTION_OUTPUT] != NULL &&
        strcmp(cli->options[PAL_OPTION_OUTPUT], "-") == 0) {
        pal_buf_add_n(&cli->out, now.text, now.len);
        return cli->out.failed ? PAL_E_MEMORY : PAL_OK;
    }
    return rc == PAL_OK ? pal_rate_tell(rate, &told) : rc;
}

int pal_rate_file(struct pal_cli *cli)
{
    struct pal_errand errand = {.arena = &cli->app.arena,
                                .voice = &cli->voice,
                                .source = "local",
                                .principal = {.kind = PAL_PRINCIPAL_OPERATOR}};
    struct pal_rate rate = {.cli = cli, .errand = &errand, .app = &cli->app};
    struct pal_file_was was = {.path = cli->words[0]};
    enum pal_rc rc = pal_rate_read(&rate);
    rc = rc == PAL_OK ? check_acts(&rate) : rc;
    rc = rc == PAL_OK ? read_file(&rate, &was) : rc;
    rc = rc == PAL_OK ? pal_cli_use_given(cli) : rc;
    rc = rc == PAL_OK ? rate_text(&rate, &was) : rc;
    return pal_cli_finish(cli, rc, &errand.err);
}
