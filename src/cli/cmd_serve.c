/* cmd_serve - palier serve, init, audit: the server and its record. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/demonstration.h"
#include "app/house/errand.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/cmd_mail.h"
#include "cli/cmd_user.h"
#include "cli/operator.h"
#include "web/web.h"

enum { WORDS_MOST = 16, METRICS_TOKEN_LEAST = 16 };

/* --------------------------------------------------------------------- init */

/* The first account, of a database that has none. */
static enum pal_rc invite_first(struct pal_cli *cli, struct pal_operator *run,
                                char link[PAL_SECRET_TEXT])
{
    static const struct pal_role_on roles[] = {{"administrator", "*"}, {"expert", "*"}};
    const struct pal_invitation invitation = {cli->words[1], cli->words[0],
                                              pal_lang_codes[cli->language.lang], roles, 2};
    const char *person;
    int64_t count = 0;
    int64_t administrators;
    enum pal_rc rc = pal_people_count(&run->errand, &count, &administrators);
    if (rc != PAL_OK) {
        return rc;
    }
    if (count > 0) {
        return pal_err_set(&run->err, PAL_E_EXISTS,
                           "this database has people already; add others with \"palier user add\"");
    }
    return pal_people_invite(&run->errand, &invitation, &person, link);
}

int pal_cmd_init(struct pal_cli *cli)
{
    struct pal_operator run;
    char link[PAL_SECRET_TEXT];
    enum pal_rc rc = pal_operator_open(cli, PAL_OPEN_MAKE, &run);
    if (rc == PAL_OK) {
        rc = invite_first(cli, &run, link);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "The database is ready: %s\n", pal_house_name(run.house));
        pal_user_tell_link(cli, cli->words[1], link);
    }
    return pal_operator_conclude(cli, &run, rc);
}

/* ------------------------------------------------------------ demonstration */

int pal_cmd_demonstration(struct pal_cli *cli)
{
    struct pal_operator run;
    struct pal_demonstrated made;
    enum pal_rc rc = pal_operator_open(cli, PAL_OPEN_MAKE, &run);
    if (rc == PAL_OK) {
        rc = pal_house_demonstrate(&run.errand, cli->language.lang, &made);
    }
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "The paper's case is in %s. Accounts, shown this once:\n",
                       pal_house_name(run.house));
    }
    for (size_t i = 0; rc == PAL_OK && i < made.count; i++) {
        pal_buf_printf(&cli->out, "  %-20s %-34s %s\n", made.people[i].id, made.people[i].email,
                       made.people[i].password);
    }
    return pal_operator_conclude(cli, &run, rc);
}

/* -------------------------------------------------------------------- audit */

/* What is wrong, a line each, also though the command fails; its sentence counts them. */
static enum pal_rc tell_findings(struct pal_operator *run, const struct pal_audit_result *result)
{
    if (result->bad != 0) {
        (void)printf("entry %lld: %s\n", (long long)result->bad, result->sentence);
    }
    for (size_t i = 0; i < result->finding_count; i++) {
        (void)printf("%s: %s\n", result->findings[i].row, result->findings[i].sentence);
    }
    if (result->more > 0) {
        (void)printf("and %lld more\n", (long long)result->more);
    }
    if (result->bad != 0) {
        return pal_errand_fail(&run->errand, PAL_E_INVALID, "entry %lld: %s",
                               (long long)result->bad, result->sentence);
    }
    return pal_errand_fail(&run->errand, PAL_E_INVALID,
                           "%lld rows are not what the chain says; the first: %s: %s",
                           (long long)result->finding_count + (long long)result->more,
                           result->findings[0].row, result->findings[0].sentence);
}

static bool is_hash(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static enum pal_rc verify_audit(struct pal_cli *cli, struct pal_operator *run)
{
    struct pal_audit_result result;
    const char *hash = cli->word_count > 2 ? cli->words[2] : NULL;
    int64_t number = hash != NULL ? pal_whole_number(cli->words[1]) : 0;
    if (cli->word_count == 2 || number < 0 || (hash != NULL && !is_hash(hash))) {
        return pal_errand_fail(&run->errand, PAL_E_USAGE,
                               "an anchor is a number and a hash of 64 digits and letters, as "
                               "\"palier audit anchor\" prints them");
    }
    enum pal_rc rc = pal_audit_verify(&run->errand, number, hash, &result);
    if (rc != PAL_OK || !pal_audit_is_whole(&result)) {
        return rc != PAL_OK ? rc : tell_findings(run, &result);
    }
    pal_buf_printf(&cli->out,
                   "%lld entries hold, %lld anchors agree, %lld rows are what they say; the last "
                   "hash is %s\n",
                   (long long)result.entries, (long long)result.anchors, (long long)result.rows,
                   result.hash);
    return PAL_OK;
}

static enum pal_rc anchor_audit(struct pal_cli *cli, struct pal_operator *run)
{
    struct pal_anchor anchor;
    enum pal_rc rc = pal_audit_anchor(&run->errand, &anchor);
    if (rc == PAL_OK) {
        pal_buf_printf(&cli->out, "%lld %s\n", (long long)anchor.number, anchor.hash);
    }
    return rc;
}

int pal_cmd_audit(struct pal_cli *cli)
{
    struct pal_operator run;
    const char *act = cli->words[0];
    bool is_verify = strcmp(act, "verify") == 0;
    enum pal_rc rc = pal_operator_open(cli, is_verify ? PAL_OPEN_READ : PAL_OPEN_THERE, &run);
    if (rc == PAL_OK && is_verify) {
        rc = verify_audit(cli, &run);
    } else if (rc == PAL_OK && strcmp(act, "anchor") == 0) {
        rc = anchor_audit(cli, &run);
    } else if (rc == PAL_OK) {
        rc = pal_errand_fail(&run.errand, PAL_E_USAGE,
                             "there is no \"palier audit %s\"; there are verify and anchor", act);
    }
    return pal_operator_conclude(cli, &run, rc);
}

/* -------------------------------------------------------------------- serve */

static void print_line(void *ctx, const char *line)
{
    (void)ctx;
    (void)fprintf(stderr, "%s\n", line);
}

/* "127.0.0.1:8004", "[::1]:8004", "8004". */
static bool split_address(const char *given, char *address, size_t room, uint16_t *port)
{
    const char *colon = strrchr(given, ':');
    const char *digits = colon != NULL ? colon + 1 : given;
    int64_t number = pal_whole_number(digits);
    if (number < 0 || number > 65535) {
        return false;
    }
    *port = (uint16_t)number;
    size_t len = colon != NULL ? (size_t)(colon - given) : 0;
    bool is_bracketed = len >= 2 && given[0] == '[' && given[len - 1] == ']';
    if (is_bracketed) {
        given++;
        len -= 2;
    }
    (void)snprintf(address, room, "%.*s", len > 0 ? (int)len : 9, len > 0 ? given : "127.0.0.1");
    return true;
}

/* Words parted by commas; `room` keeps the copies. */
static size_t split_words(struct pal_cli *cli, const char *text, const char *words[WORDS_MOST])
{
    size_t count = 0;
    while (text != NULL && *text != '\0' && count < WORDS_MOST) {
        size_t len = strcspn(text, ",");
        words[count] = pal_arena_copy(&cli->arena, text, len);
        count += words[count] != NULL;
        text += len + (text[len] == ',');
    }
    return count;
}

/* A server that makes its database says so (the name may be mistyped), and one that nobody can sign
 * in to. What is wrong with the database is said later. */
static void warn_of_nobody(struct pal_cli *cli, const char *url)
{
    struct pal_operator run;
    enum pal_rc rc = pal_operator_open_url(url, PAL_OPEN_LOOK, &run);
    pal_operator_close(&run);
    if (rc == PAL_E_NOT_FOUND) {
        (void)fprintf(stderr, "palier: there was no database; a new one is made\n");
    }
    int64_t count = 1;
    int64_t administrators;
    if (pal_operator_open(cli, PAL_OPEN_MAKE, &run) == PAL_OK &&
        pal_people_count(&run.errand, &count, &administrators) == PAL_OK && count == 0) {
        (void)fprintf(stderr, "palier: nobody has an account yet; run \"palier init EMAIL NAME\" "
                              "with the same database\n");
    }
    pal_operator_close(&run);
}

/* What all bodies may take, in MB: at least the largest that an address takes. */
static enum pal_rc read_bodies(struct pal_cli *cli, size_t *out)
{
    enum { LEAST = 20, MOST = 100000 };
    uint32_t megabytes = 0;
    enum pal_rc rc = pal_cli_number(cli, PAL_OPTION_BODIES, LEAST, MOST, &megabytes);
    *out = megabytes != 0 ? (size_t)megabytes << 20 : *out;
    return rc;
}

/* The same of files: as many of the largest as there may be. */
static enum pal_rc read_files(struct pal_cli *cli, struct pal_web_options *options)
{
    enum { FILE_MOST = 1024, PROJECT_MOST = 10000000 };
    uint32_t file = 0;
    uint32_t project = 0;
    enum pal_rc rc = pal_cli_number(cli, PAL_OPTION_FILE_MOST, 1, FILE_MOST, &file);
    if (rc == PAL_OK) {
        rc = pal_cli_number(cli, PAL_OPTION_PROJECT_FILES, 1, PROJECT_MOST, &project);
    }
    options->file_most = (int64_t)file << 20;
    options->project_most = (int64_t)project << 20;
    return rc;
}

int pal_cmd_serve(struct pal_cli *cli)
{
    char room[PAL_PATH_ROOM];
    char address[256];
    char login[PAL_LOGIN_ROOM];
    struct pal_mail_options mail;
    const char *hosts[WORDS_MOST];
    const char *proxies[WORDS_MOST];
    struct pal_web *web;
    struct pal_err err = {0};
    const char *listen = cli->options[PAL_OPTION_LISTEN];
    struct pal_web_options options = {
        .database = pal_operator_database(cli, room, sizeof room),
        .address = address,
        .certificate_file = cli->options[PAL_OPTION_CERTIFICATE],
        .key_file = cli->options[PAL_OPTION_KEY],
        .is_behind_proxy = cli->options[PAL_OPTION_PROXY] != NULL,
        .hosts = hosts,
        .host_count = split_words(cli, cli->options[PAL_OPTION_HOST], hosts),
        .proxies = proxies,
        .proxy_count = split_words(cli, cli->options[PAL_OPTION_PROXY], proxies),
        .is_log_json = cli->options[PAL_OPTION_LOG] != NULL &&
                       strcmp(cli->options[PAL_OPTION_LOG], "json") == 0,
        .log = cli->options[PAL_OPTION_LOG] != NULL &&
                       strcmp(cli->options[PAL_OPTION_LOG], "none") == 0
                   ? NULL
                   : print_line,
    };
    if (!split_address(listen != NULL ? listen : "127.0.0.1:8004", address, sizeof address,
                       &options.port)) {
        (void)pal_err_set(&err, PAL_E_USAGE, "%s is no ADDRESS:PORT", pal_quote(listen).text);
        return pal_cli_finish(cli, PAL_E_USAGE, &err);
    }
    if (options.database == NULL) {
        (void)pal_err_set(&err, PAL_E_USAGE,
                          "there is no home folder for the database; say where with --database");
        return pal_cli_finish(cli, PAL_E_USAGE, &err);
    }
    enum pal_rc rc = PAL_OK;
    if (pal_mail_given(cli, login, &mail, &rc, &err)) {
        options.mail = &mail;
    }
    if (rc == PAL_OK) {
        rc = read_bodies(cli, &options.bodies_max);
    }
    if (rc == PAL_OK) {
        rc = read_files(cli, &options);
    }
    if (rc != PAL_OK) {
        return pal_cli_finish(cli, rc, &err);
    }
    options.metrics_token = getenv("PALIER_METRICS_TOKEN");
    if (options.metrics_token != NULL && strlen(options.metrics_token) < METRICS_TOKEN_LEAST) {
        (void)pal_err_set(&err, PAL_E_USAGE,
                          "PALIER_METRICS_TOKEN has fewer than %d characters: make one with "
                          "\"openssl rand -hex 24\"",
                          METRICS_TOKEN_LEAST);
        return pal_cli_finish(cli, PAL_E_USAGE, &err);
    }
    warn_of_nobody(cli, options.database);
    /* Before any thread is made, so that only sigwait below gets them. */
    sigset_t signals;
    int signal_number;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
    rc = pal_web_start(&options, &web, &err);
    if (rc != PAL_OK) {
        return pal_cli_finish(cli, rc, &err);
    }
    bool is_ipv6 = strchr(address, ':') != NULL;
    printf("palier answers at %s://%s%s%s:%u/\n",
           options.certificate_file != NULL ? "https" : "http", is_ipv6 ? "[" : "", address,
           is_ipv6 ? "]" : "", pal_web_port(web));
    (void)fflush(stdout);
    (void)sigwait(&signals, &signal_number);
    pal_web_stop(web);
    return PAL_EXIT_OK;
}
