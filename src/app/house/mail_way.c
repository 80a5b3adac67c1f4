#include "app/house/mail_way.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/desk/files.h"
#include "app/house/mail_way_parts.h"
#include "app/house/secret.h"
#include "base/text.h"

enum { LOGIN_MAX = 4096 };

struct pal_mail_way {
    struct pal_smtp *smtp;
    char from[PAL_LETTER_ADDRESS + 1];
    _Atomic int trouble; /* enum pal_smtp_trouble */
};

/* ---------------------------------------------------------------------- words */

static const struct {
    const char *id;
    const char *sentence;
} troubles[] = {
    [PAL_SMTP_FINE] = {"", ""},
    [PAL_SMTP_NO_HOST] = {"no_host", PAL_N_("the name of the mail server is not known")},
    [PAL_SMTP_NO_ANSWER] = {"no_answer", PAL_N_("the mail server does not take the call")},
    [PAL_SMTP_NO_TLS] = {"no_tls", PAL_N_("the mail server offers no encryption, or its "
                                          "certificate is not believed")},
    [PAL_SMTP_NO_LOGIN] = {"no_login",
                           PAL_N_("the mail server does not take the user and the password")},
    [PAL_SMTP_NO_SENDER] = {"no_sender",
                            PAL_N_("the mail server takes no mail from the address of the house")},
    [PAL_SMTP_BUSY] = {"busy", PAL_N_("the mail server has no time now")},
    [PAL_SMTP_SLOW] = {"slow", PAL_N_("the mail server took too long")},
    [PAL_SMTP_HUNG_UP] = {"hung_up", PAL_N_("the mail server ended the connection in between")},
    [PAL_SMTP_NOT_SPOKEN] = {"not_spoken", PAL_N_("what the mail server says is no SMTP")},
    {PAL_MAIL_TROUBLE_REFUSED, PAL_N_("the mail server refused it")},
    {PAL_MAIL_TROUBLE_LATER, PAL_N_("the mail server does not take it now")},
    {PAL_MAIL_TROUBLE_LETTER, PAL_N_("it cannot be written as a mail")},
    {PAL_MAIL_TROUBLE_BY_HAND, PAL_N_("the audit chain does not tell that it was asked for: "
                                      "somebody wrote it into the database by hand")},
    {PAL_MAIL_TROUBLE_UNSENT, PAL_N_("no server was there to send it")},
    {PAL_MAIL_TROUBLE_ASLEEP,
     PAL_N_("its link opens nothing at the moment: what it leads to is out "
            "of the lists")},
    {PAL_MAIL_TROUBLE_RESTORED, PAL_N_("the database was restored from a backup: it may have been "
                                       "sent before")},
};

const char *pal_mail_trouble_id(const struct pal_smtp_told *told)
{
    return told->end == PAL_SMTP_REFUSED ? PAL_MAIL_TROUBLE_REFUSED
           : told->end == PAL_SMTP_LATER ? PAL_MAIL_TROUBLE_LATER
           : told->end == PAL_SMTP_AWAY  ? troubles[told->trouble].id
                                         : "";
}

const char *pal_mail_trouble_say(const char *trouble, const char *answer,
                                 const struct pal_voice *voice, struct pal_arena *arena)
{
    if (trouble[0] == '\0') {
        return NULL;
    }
    for (size_t i = 1; i < sizeof troubles / sizeof *troubles; i++) {
        if (strcmp(troubles[i].id, trouble) == 0) {
            const char *said = pal_voice_say(voice, troubles[i].sentence);
            return answer[0] == '\0' ? said : pal_arena_printf(arena, "%s (%s)", said, answer);
        }
    }
    return answer;
}

enum pal_rc pal_mail_refuse_address(struct pal_err *err, const struct pal_voice *voice,
                                    const char *given)
{
    return pal_err_say(err, PAL_E_INVALID, voice,
                       "%s is no address that mail can be sent to: one is written as "
                       "name@example.org, in letters of ASCII, digits and signs as . _ - +",
                       pal_quote(given).text);
}

/* ------------------------------------------------------------------------ what is given */

/* The next line of a text of lines, without its end. */
static char *next_line(char **text)
{
    char *line = *text;
    size_t len = strcspn(line, "\r\n");
    *text += len + strspn(*text + len, "\r");
    *text += **text == '\n';
    line[len] = '\0';
    return line;
}

static enum pal_rc refuse_login(struct pal_err *err)
{
    return pal_err_set(err, PAL_E_USAGE,
                       "the file of the mail server's login holds two lines, the user and the "
                       "password, and no more");
}

/* Whoever else has an account on the machine must not read it. */
static enum pal_rc check_mode(const char *path, struct pal_err *err)
{
    struct stat at;
    return stat(path, &at) == 0 && (at.st_mode & S_IRWXO) != 0
               ? pal_err_set(err, PAL_E_USAGE,
                             "others can read %s, which holds a password: chmod o= on it",
                             pal_quote(path).text)
               : PAL_OK;
}

static enum pal_rc read_login(const char *path, struct pal_arena *arena,
                              struct pal_smtp_options *smtp, struct pal_err *err)
{
    const char *bytes;
    size_t len;
    enum pal_rc rc = check_mode(path, err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_file_read(path, LOGIN_MAX, arena, &bytes, &len, NULL, err);
    if (rc != PAL_OK) {
        char why[PAL_ERR_MESSAGE_MAX];
        (void)snprintf(why, sizeof why, "%s", err->message);
        return pal_err_set(err, rc, "the login of the mail server, %s: %.400s",
                           pal_quote(path).text, why);
    }
    char *text = pal_arena_copy(arena, bytes, len);
    if (text == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    if (strlen(text) != len) {
        return refuse_login(err);
    }
    smtp->user = next_line(&text);
    smtp->password = next_line(&text);
    return smtp->user[0] != '\0' && smtp->password[0] != '\0' && text[strspn(text, "\r\n")] == '\0'
               ? PAL_OK
               : refuse_login(err);
}

static enum pal_rc check_options(const struct pal_mail_options *options, struct pal_err *err)
{
    if (options->from == NULL) {
        return pal_err_lacks(err, PAL_E_USAGE, "smtp-from",
                             "mail needs an address that it comes from");
    }
    if (!pal_letter_is_address(options->from)) {
        return pal_err_set(err, PAL_E_USAGE,
                           "%s is no address that mail can come from: one is written as "
                           "palier@example.org",
                           pal_quote(options->from).text);
    }
    if (options->ca_file != NULL && !pal_file_exists(options->ca_file)) {
        return pal_err_set(err, PAL_E_USAGE, "there is no file %s with certificates",
                           pal_quote(options->ca_file).text);
    }
    return PAL_OK;
}

static enum pal_rc open_way(const struct pal_mail_options *options, struct pal_mail_way *way,
                            struct pal_err *err)
{
    struct pal_arena arena;
    struct pal_smtp_options smtp = {
        .url = options->url, .helo = pal_letter_domain(options->from), .ca_file = options->ca_file};
    enum pal_rc rc = PAL_OK;
    pal_arena_init(&arena, NULL);
    if (options->login_file != NULL) {
        rc = read_login(options->login_file, &arena, &smtp, err);
    }
    if (rc == PAL_OK) {
        rc = pal_smtp_new(&smtp, &way->smtp, err);
    }
    pal_arena_done(&arena);
    return rc;
}

enum pal_rc pal_mail_way_new(const struct pal_mail_options *options, struct pal_mail_way **out,
                             struct pal_err *err)
{
    *out = NULL;
    enum pal_rc rc = check_options(options, err);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_mail_way *way = calloc(1, sizeof *way);
    if (way == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    (void)snprintf(way->from, sizeof way->from, "%s", options->from);
    rc = open_way(options, way, err);
    if (rc != PAL_OK) {
        pal_mail_way_free(way);
        return rc;
    }
    *out = way;
    return PAL_OK;
}

void pal_mail_way_free(struct pal_mail_way *way)
{
    if (way != NULL) {
        pal_smtp_free(way->smtp);
        free(way);
    }
}

const char *pal_mail_way_from(const struct pal_mail_way *way)
{
    return way->from;
}

/* ---------------------------------------------------------------------- sending */

enum pal_rc pal_mail_way_send(struct pal_mail_way *way, struct pal_letter *letter,
                              bool (*is_over)(void *ctx), void *ctx, struct pal_smtp_told *told)
{
    struct pal_buf text;
    pal_buf_init(&text, PAL_LETTER_MOST, NULL);
    letter->from = way->from;
    enum pal_rc rc = pal_letter_write(letter, &text);
    if (rc == PAL_OK) {
        const struct pal_smtp_letter sent = {letter->from, letter->address, text.data, text.len};
        pal_smtp_send(way->smtp, &sent, is_over, ctx, told);
        if (told->end != PAL_SMTP_STOPPED) {
            atomic_store(&way->trouble, (int)told->trouble);
        }
    }
    pal_buf_done(&text);
    return rc;
}

void pal_mail_way_hang_up(struct pal_mail_way *way)
{
    pal_smtp_hang_up(way->smtp);
}

const char *pal_mail_way_trouble(struct pal_mail_way *way)
{
    return troubles[atomic_load(&way->trouble)].id;
}

enum pal_rc pal_mail_way_try(struct pal_mail_way *way, const char *address,
                             const struct pal_voice *voice, struct pal_arena *arena,
                             const char **said, struct pal_err *err)
{
    char id[PAL_ID_TEXT];
    struct pal_smtp_told told;
    enum pal_rc rc = pal_secret_init();
    if (rc != PAL_OK) {
        return pal_err_set(err, rc, "this machine gives no random numbers");
    }
    pal_secret_id(id);
    struct pal_letter letter = {
        .id = id,
        .address = address,
        .name = "",
        .language = pal_lang_codes[voice != NULL ? voice->lang : PAL_LANG_EN],
        .title = pal_voice_say(voice, PAL_N_("palier: does mail arrive?")),
        .body = pal_voice_say(voice, PAL_N_("This mail was sent to see whether palier reaches you. "
                                            "There is nothing to do.\n")),
        .at = (int64_t)time(NULL)};
    rc = pal_mail_way_send(way, &letter, NULL, NULL, &told);
    if (rc == PAL_E_INVALID) {
        return pal_mail_refuse_address(err, voice, address);
    }
    if (rc != PAL_OK || told.end == PAL_SMTP_SENT) {
        *said = pal_arena_copy(arena, told.reply.text, strlen(told.reply.text));
        return rc == PAL_OK && *said != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    const char *why =
        pal_mail_trouble_say(pal_mail_trouble_id(&told), told.reply.text, voice, arena);
    rc = told.end == PAL_SMTP_REFUSED ? PAL_E_INVALID : PAL_E_UNAVAILABLE;
    return pal_err_set(err, rc, "%s", why != NULL ? why : "");
}
