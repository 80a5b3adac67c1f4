/* cmd_user - palier user: who has an account, what they may, what falls with it. */
#include <stdio.h>
#include <string.h>

#include "app/house/accounts.h"
#include "app/house/errand.h"
#include "app/house/grants.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/cmd_user.h"
#include "cli/operator.h"

void pal_user_tell_link(struct pal_cli *cli, const char *name, const char *link)
{
    pal_buf_printf(&cli->out,
                   "%s chooses a password, within three days and once, at\n"
                   "  http://127.0.0.1:8004/link/%s\n"
                   "(where the server listens elsewhere, put its address in front of /link/)\n",
                   name, link);
}

static enum pal_rc list_people(struct pal_cli *cli, struct pal_operator *run)
{
    struct pal_account *people;
    struct pal_role_held *grants;
    size_t count;
    size_t grant_count;
    enum pal_rc rc = pal_people_list(&run->errand, NULL, NULL, 100000, &people, &count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&run->errand, rc);
    }
    rc = pal_people_grants(&run->errand, NULL, NULL, &grants, &grant_count);
    if (rc != PAL_OK) {
        return pal_errand_explain(&run->errand, rc);
    }
    for (size_t i = 0; i < count; i++) {
        pal_buf_printf(&cli->out, "%s  %s  ", people[i].id,
                       people[i].email != NULL ? people[i].email : "(erased)");
        pal_text_terminal(&cli->out, people[i].name);
        bool is_over = pal_account_is_over(&people[i], run->errand.now);
        pal_buf_add(&cli->out, people[i].locked_at != 0 ? "  (locked)"
                               : is_over                ? "  (ended)"
                                                        : "");
        for (size_t j = 0; j < grant_count; j++) {
            if (strcmp(grants[j].person, people[i].id) == 0) {
                pal_buf_printf(&cli->out, "  %s:%s", grants[j].role, grants[j].project);
            }
        }
        pal_buf_add_char(&cli->out, '\n');
    }
    return PAL_OK;
}

/* The person with an address. */
static enum pal_rc find_person(struct pal_operator *run, const char *email, struct pal_account *out)
{
    enum pal_rc rc = pal_people_by_email(&run->errand, email, out);
    return rc == PAL_E_NOT_FOUND ? pal_errand_fail(&run->errand, rc, "nobody has the address %s",
                                                   pal_quote(email).text)
                                 : pal_errand_explain(&run->errand, rc);
}

/* "expert" or "expert:museum"; false: memory is short. */
static bool read_role(struct pal_operator *run, const char *words, struct pal_role_on *out)
{
    size_t len = strcspn(words, ":");
    out->role = pal_arena_copy(&run->arena, words, len);
    out->project = words[len] == ':' ? words + len + 1 : "*";
    return out->role != NULL;
}

static enum pal_rc change_role(struct pal_operator *run, const char *person, const char *words,
                               bool is_given)
{
    struct pal_role_on on;
    if (!read_role(run, words, &on)) {
        return pal_errand_explain(&run->errand, PAL_E_MEMORY);
    }
    return is_given ? pal_people_grant(&run->errand, person, on.role, on.project)
                    : pal_people_ungrant(&run->errand, person, on.role, on.project);
}

static enum pal_rc add_user(struct pal_cli *cli, struct pal_operator *run)
{
    char link[PAL_SECRET_TEXT];
    const char *person;
    if (cli->word_count < 3) {
        return pal_errand_fail(&run->errand, PAL_E_USAGE, "palier user add EMAIL NAME [ROLE…]");
    }
    size_t count = cli->word_count - 3;
    struct pal_role_on *roles = PAL_NEW(&run->arena, struct pal_role_on, count + 1);
    bool is_short = roles == NULL;
    for (size_t i = 0; i < count && !is_short; i++) {
        is_short = !read_role(run, cli->words[i + 3], &roles[i]);
    }
    const struct pal_invitation invitation = {cli->words[2], cli->words[1],
                                              pal_lang_codes[cli->language.lang], roles, count};
    enum pal_rc rc = is_short ? pal_errand_explain(&run->errand, PAL_E_MEMORY)
                              : pal_people_invite(&run->errand, &invitation, &person, link);
    if (rc == PAL_OK) {
        pal_user_tell_link(cli, cli->words[2], link);
    }
    return rc;
}

/* ------------------------------------------------------- acts on one person */

enum { DAY = 24 * 3600 };

typedef enum pal_rc (*act_fn)(struct pal_cli *cli, struct pal_operator *run,
                              const struct pal_account *person);

static const char *word(const struct pal_cli *cli, size_t at)
{
    return cli->word_count > at ? cli->words[at] : "";
}

static const char *reason_of(const struct pal_cli *cli)
{
    const char *reason = cli->options[PAL_OPTION_REASON];
    return reason != NULL ? reason : "";
}

static enum pal_rc act_link(struct pal_cli *cli, struct pal_operator *run,
                            const struct pal_account *person)
{
    char link[PAL_SECRET_TEXT];
    enum pal_rc rc = pal_people_reset(&run->errand, person->id, link);
    if (rc == PAL_OK) {
        pal_user_tell_link(cli, person->name, link);
    }
    return rc;
}

static enum pal_rc act_sign_out(struct pal_cli *cli, struct pal_operator *run,
                                const struct pal_account *person)
{
    (void)cli;
    return pal_people_sign_out_everywhere(&run->errand, person->id);
}

static enum pal_rc act_erase(struct pal_cli *cli, struct pal_operator *run,
                             const struct pal_account *person)
{
    (void)cli;
    return pal_people_erase(&run->errand, person->id);
}

static enum pal_rc act_grant(struct pal_cli *cli, struct pal_operator *run,
                             const struct pal_account *person)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 2; i < cli->word_count && rc == PAL_OK; i++) {
        rc = change_role(run, person->id, cli->words[i], true);
    }
    return rc;
}

static enum pal_rc act_withdraw(struct pal_cli *cli, struct pal_operator *run,
                                const struct pal_account *person)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 2; i < cli->word_count && rc == PAL_OK; i++) {
        rc = change_role(run, person->id, cli->words[i], false);
    }
    return rc;
}

static enum pal_rc act_lock(struct pal_cli *cli, struct pal_operator *run,
                            const struct pal_account *person)
{
    if (reason_of(cli)[0] == '\0') {
        return pal_errand_fail(&run->errand, PAL_E_USAGE, "say why with --reason TEXT");
    }
    return pal_people_lock(&run->errand, person->id, reason_of(cli));
}

static enum pal_rc act_unlock(struct pal_cli *cli, struct pal_operator *run,
                              const struct pal_account *person)
{
    (void)cli;
    return pal_people_unlock(&run->errand, person->id);
}

/* The day itself is the account's last. */
static enum pal_rc act_expire(struct pal_cli *cli, struct pal_operator *run,
                              const struct pal_account *person)
{
    const char *date = word(cli, 2);
    uint64_t at = 0;
    if (strcmp(date, "never") == 0) {
        return pal_people_expire(&run->errand, person->id, 0);
    }
    if (strlen(date) != 10 || !pal_instant_read(date, &at)) {
        return pal_errand_fail(&run->errand, PAL_E_USAGE,
                               "palier user expire EMAIL YYYY-MM-DD, the last day, or never");
    }
    return pal_people_expire(&run->errand, person->id, (int64_t)at * 60 - PAL_OPERATOR_EPOCH + DAY);
}

static enum pal_rc act_tokens(struct pal_cli *cli, struct pal_operator *run,
                              const struct pal_account *person)
{
    struct pal_open_session *sessions;
    struct pal_api_token *tokens;
    size_t session_count;
    size_t count;
    enum pal_rc rc =
        pal_people_access(&run->errand, person->id, &sessions, &session_count, &tokens, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        char end[PAL_INSTANT_TEXT];
        if (tokens[i].revoked_at == 0 && tokens[i].expires_at > run->errand.now) {
            pal_operator_day(tokens[i].expires_at, end);
            pal_buf_printf(&cli->out, "%s  %-5s  until %s  ", tokens[i].id, tokens[i].scope, end);
            pal_text_terminal(&cli->out, tokens[i].title);
            pal_buf_add_char(&cli->out, '\n');
        }
    }
    return rc;
}

static enum pal_rc act_revoke(struct pal_cli *cli, struct pal_operator *run,
                              const struct pal_account *person)
{
    return pal_people_revoke_token(&run->errand, person->id, word(cli, 2));
}

/* EMAIL ROLE ROLE[:PROJECT] */
static enum pal_rc act_lift(struct pal_cli *cli, struct pal_operator *run,
                            const struct pal_account *person)
{
    struct pal_role_on on;
    if (cli->word_count != 4 || reason_of(cli)[0] == '\0') {
        return pal_errand_fail(&run->errand, PAL_E_USAGE,
                               "palier user lift EMAIL ROLE ROLE[:PROJECT] --reason TEXT");
    }
    if (!read_role(run, cli->words[3], &on)) {
        return pal_errand_explain(&run->errand, PAL_E_MEMORY);
    }
    return pal_grants_lift(&run->errand, person->id, cli->words[2], on.role, on.project,
                           reason_of(cli));
}

/* EMAIL RULE[:PROJECT] */
static enum pal_rc act_unlift(struct pal_cli *cli, struct pal_operator *run,
                              const struct pal_account *person)
{
    struct pal_role_on on;
    if (!read_role(run, word(cli, 2), &on)) {
        return pal_errand_explain(&run->errand, PAL_E_MEMORY);
    }
    return pal_grants_unlift(&run->errand, person->id, on.role, on.project);
}

static enum pal_rc act_lifts(struct pal_cli *cli, struct pal_operator *run,
                             const struct pal_account *person)
{
    struct pal_lifted_duty *lifts;
    size_t count;
    enum pal_rc rc = pal_grants_lifts(&run->errand, person->id, &lifts, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        char day[PAL_INSTANT_TEXT];
        pal_operator_day(lifts[i].at, day);
        pal_buf_printf(&cli->out, "%s:%s  %s  by %s  ", lifts[i].duty, lifts[i].project, day,
                       lifts[i].by[0] != '\0' ? lifts[i].by : "the operator");
        pal_text_terminal(&cli->out, lifts[i].reason);
        pal_buf_add_char(&cli->out, '\n');
    }
    return rc;
}

static const struct {
    const char *word;
    act_fn run;
} acts[] = {
    {"grant", act_grant},       {"withdraw", act_withdraw}, {"link", act_link},
    {"sign-out", act_sign_out}, {"erase", act_erase},       {"lock", act_lock},
    {"unlock", act_unlock},     {"expire", act_expire},     {"tokens", act_tokens},
    {"revoke", act_revoke},     {"lift", act_lift},         {"unlift", act_unlift},
    {"lifts", act_lifts},
};

static enum pal_rc change_user(struct pal_cli *cli, struct pal_operator *run, const char *act)
{
    struct pal_account person;
    size_t at = 0;
    while (at < sizeof acts / sizeof *acts && strcmp(acts[at].word, act) != 0) {
        at++;
    }
    if (at == sizeof acts / sizeof *acts) {
        return pal_errand_fail(&run->errand, PAL_E_USAGE,
                               "there is no \"palier user %s\"; there are list, add, grant, "
                               "withdraw, link, sign-out, erase, lock, unlock, expire, tokens, "
                               "revoke, lift, unlift, lifts",
                               act);
    }
    if (cli->word_count < 2) {
        return pal_errand_fail(&run->errand, PAL_E_USAGE, "palier user %s EMAIL", act);
    }
    enum pal_rc rc = find_person(run, cli->words[1], &person);
    return rc == PAL_OK ? acts[at].run(cli, run, &person) : rc;
}

int pal_cmd_user(struct pal_cli *cli)
{
    struct pal_operator run;
    const char *act = cli->word_count > 0 ? cli->words[0] : "list";
    bool only_looks =
        strcmp(act, "list") == 0 || strcmp(act, "lifts") == 0 || strcmp(act, "tokens") == 0;
    enum pal_rc rc = pal_operator_open(cli, only_looks ? PAL_OPEN_READ : PAL_OPEN_THERE, &run);
    if (rc == PAL_OK) {
        rc = strcmp(act, "list") == 0  ? list_people(cli, &run)
             : strcmp(act, "add") == 0 ? add_user(cli, &run)
                                       : change_user(cli, &run, act);
    }
    return pal_operator_conclude(cli, &run, rc);
}
