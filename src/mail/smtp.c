/* libcurl behind smtp.h. It is loaded when mail is set up: linking it would cost every start of the
 * program 3.7 ms (docs/decisions/0045). */
#include "mail/smtp.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define CURL_DISABLE_TYPECHECK /* its macros know nothing of functions that are loaded */
#include <curl/curl.h>

#include "base/text.h"

/* ------------------------------------------------------------------------ the library */

#define FUNCTIONS(X)                                                                               \
    X(curl_easy_cleanup)                                                                           \
    X(curl_easy_getinfo)                                                                           \
    X(curl_easy_init)                                                                              \
    X(curl_easy_perform)                                                                           \
    X(curl_easy_setopt)                                                                            \
    X(curl_global_init)                                                                            \
    X(curl_slist_append)                                                                           \
    X(curl_slist_free_all)

/* The types are those of the library's header. */
#define FIELD(name) __typeof__(name) *name;
struct libcurl {
    FUNCTIONS(FIELD)
};

static struct libcurl curl;

struct symbol {
    const char *name;
    size_t offset;
};

#define SYMBOL(name) {#name, offsetof(struct libcurl, name)},
static const struct symbol symbols[] = {FUNCTIONS(SYMBOL)};

static bool find_symbols(void *library, struct libcurl *found)
{
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *address = dlsym(library, symbols[i].name);
        if (address == NULL) {
            return false;
        }
        /* ISO C has no way from an object's address to a function's but its bytes. */
        memcpy((char *)found + symbols[i].offset, &address, sizeof address);
    }
    return true;
}

static pthread_mutex_t curl_mutex = PTHREAD_MUTEX_INITIALIZER;

enum pal_rc pal_smtp_load(const char *name, struct pal_err *err)
{
    struct libcurl found;
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    bool is_fine = library != NULL && find_symbols(library, &found);
    (void)pthread_mutex_lock(&curl_mutex);
    if (is_fine && curl.curl_easy_init == NULL) {
        is_fine = found.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
        curl = is_fine ? found : curl;
    }
    (void)pthread_mutex_unlock(&curl_mutex);
    return is_fine ? PAL_OK
                   : pal_err_set(err, PAL_E_UNAVAILABLE,
                                 "mail needs the library %s: install the Debian package libcurl4",
                                 name);
}

/* ------------------------------------------------------------------------ what is given */

struct pal_smtp {
    char *url; /* with what it calls itself behind a stroke */
    char *user;
    char *password;
    char *ca_file;
    bool is_encrypted; /* what is not is refused */
    CURL *handle;      /* NULL: nobody is called */
    unsigned letters;  /* in this connection */
};

/* What the host is called, without the brackets of an address of IPv6, and its port. */
struct place {
    const char *host;
    size_t len;
    const char *rest; /* "", or ":PORT" */
    bool is_secure;
};

static bool is_port(const char *rest)
{
    int64_t port = rest[0] == ':' ? pal_whole_number(rest + 1) : 0;
    return rest[0] == '\0' || (rest[0] == ':' && port > 0 && port <= 65535);
}

static bool read_url(const char *url, struct place *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    static const char *const schemes[] = {"smtp://", "smtps://"};
    for (size_t i = 0; i < 2; i++) {
        size_t len = strlen(schemes[i]);
        if (strncmp(url, schemes[i], len) != 0) {
            continue;
        }
        bool is_bracketed = url[len] == '[';
        out->is_secure = i == 1;
        out->host = url + len + is_bracketed;
        out->len = strspn(out->host, is_bracketed ? "0123456789abcdefABCDEF:." : plain);
        out->rest = out->host + out->len + is_bracketed;
        return out->len > 0 && out->len < 254 && (!is_bracketed || out->host[out->len] == ']') &&
               is_port(out->rest);
    }
    return false;
}

static bool is_within_machine(const struct place *place)
{
    static const char *const names[] = {"localhost", "::1"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == place->len && strncmp(place->host, names[i], place->len) == 0) {
            return true;
        }
    }
    /* An address, not a name that begins like one. */
    return strncmp(place->host, "127.", 4) == 0 && strspn(place->host, "0123456789.") == place->len;
}

static char *copy(const char *text)
{
    return text != NULL ? strdup(text) : NULL;
}

static enum pal_rc take_options(const struct pal_smtp_options *options, const struct place *place,
                                struct pal_smtp *smtp)
{
    size_t room = strlen(options->url) + strlen(options->helo) + 2;
    smtp->url = malloc(room);
    if (smtp->url != NULL) {
        (void)snprintf(smtp->url, room, "%s/%s", options->url, options->helo);
    }
    smtp->user = copy(options->user);
    smtp->password = copy(options->password);
    smtp->ca_file = copy(options->ca_file);
    smtp->is_encrypted = place->is_secure || options->ca_file != NULL || !is_within_machine(place);
    bool is_whole = smtp->url != NULL && (options->user == NULL) == (smtp->user == NULL) &&
                    (options->password == NULL) == (smtp->password == NULL) &&
                    (options->ca_file == NULL) == (smtp->ca_file == NULL);
    return is_whole ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_smtp_new(const struct pal_smtp_options *options, struct pal_smtp **out,
                         struct pal_err *err)
{
    struct place place = {0};
    *out = NULL;
    if (!read_url(options->url, &place)) {
        /* What was given is not repeated: somebody may have written a password into it. */
        return pal_err_set(err, PAL_E_USAGE,
                           "the server of mail is written as smtp://HOST:PORT, with encryption "
                           "from the first byte as smtps://HOST:PORT, without a user: user and "
                           "password stand in a file");
    }
    enum pal_rc rc = pal_smtp_load("libcurl.so.4", err);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_smtp *smtp = calloc(1, sizeof *smtp);
    rc = smtp != NULL ? take_options(options, &place, smtp) : PAL_E_MEMORY;
    if (rc != PAL_OK) {
        pal_smtp_free(smtp);
        return pal_err_set(err, rc, "there is not enough memory");
    }
    *out = smtp;
    return PAL_OK;
}

void pal_smtp_free(struct pal_smtp *smtp)
{
    if (smtp == NULL) {
        return;
    }
    pal_smtp_hang_up(smtp);
    if (smtp->password != NULL) {
        explicit_bzero(smtp->password, strlen(smtp->password));
    }
    free(smtp->url);
    free(smtp->user);
    free(smtp->password);
    free(smtp->ca_file);
    free(smtp);
}

/* ------------------------------------------------------------------------ the talk */

/* Where the talk is: what was asked last. */
enum stage { GREETING, HELLO, TLS, LOGIN, SENDER, RECIPIENT, DATA, TEXT };

struct talk {
    const struct pal_smtp_letter *letter;
    size_t sent; /* of its text */
    enum stage stage;
    bool is_closing; /* what comes now is of no letter */
    struct pal_reply reply;
    bool (*is_over)(void *ctx);
    void *ctx;
};

static size_t give_text(char *room, size_t size, size_t count, void *ctx)
{
    struct talk *talk = ctx;
    size_t left = talk->letter->len - talk->sent;
    size_t taken = size * count < left ? size * count : left;
    memcpy(room, talk->letter->text + talk->sent, taken);
    talk->sent += taken;
    return taken;
}

/* Of a command its first word is read, which is no secret; lines of a login are no command. */
static void note_command(struct talk *talk, const char *line, size_t len)
{
    static const struct {
        const char *word;
        enum stage stage;
    } commands[] = {{"EHLO", HELLO},   {"HELO", HELLO},      {"STARTTLS", TLS}, {"AUTH", LOGIN},
                    {"MAIL ", SENDER}, {"RCPT ", RECIPIENT}, {"DATA\r", DATA}};
    if (len >= 4 && strncmp(line, "QUIT", 4) == 0) {
        talk->is_closing = true;
        return;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        size_t word = strlen(commands[i].word);
        if (len >= word && strncmp(line, commands[i].word, word) == 0) {
            talk->stage = commands[i].stage;
            pal_reply_begin(&talk->reply);
            return;
        }
    }
}

static int overhear(CURL *handle, curl_infotype type, char *data, size_t size, void *ctx)
{
    struct talk *talk = ctx;
    (void)handle;
    if (talk == NULL || talk->is_closing) {
        return 0;
    }
    if (type == CURLINFO_HEADER_OUT) {
        note_command(talk, data, size);
    } else if (type == CURLINFO_HEADER_IN) {
        pal_reply_add(&talk->reply, data, size);
    } else if (type == CURLINFO_DATA_OUT && talk->stage == DATA) {
        talk->stage = TEXT;
        pal_reply_begin(&talk->reply);
    }
    return 0;
}

static size_t drop(char *data, size_t size, size_t count, void *ctx)
{
    (void)data;
    (void)ctx;
    return size * count;
}

static int ask_whether_over(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct talk *talk = ctx;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    /* Once QUIT is said there is no word to wait for: the library would, for two minutes. */
    return talk != NULL &&
           (talk->is_closing || (talk->is_over != NULL && talk->is_over(talk->ctx)));
}

/* What is the same for all letters of a connection. */
static bool set_up(struct pal_smtp *smtp)
{
    CURL *handle = smtp->handle;
    int bad = 0;
#define SET(option, value) bad |= curl.curl_easy_setopt(handle, CURLOPT_##option, value) != CURLE_OK
    SET(URL, smtp->url);
    SET(PROTOCOLS_STR, "smtp,smtps");
    SET(PROXY, ""); /* whatever the environment says */
    SET(NOSIGNAL, 1L);
    SET(CONNECTTIMEOUT, (long)PAL_SMTP_CONNECT_SECONDS);
    SET(TIMEOUT, (long)PAL_SMTP_SECONDS);
    SET(USE_SSL, (long)(smtp->is_encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    SET(SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(UPLOAD, 1L);
    SET(NOPROGRESS, 0L);
    SET(VERBOSE, 1L); /* to `overhear`, which keeps words of the server alone */
    SET(READFUNCTION, give_text);
    SET(WRITEFUNCTION, drop);
    SET(DEBUGFUNCTION, overhear);
    SET(XFERINFOFUNCTION, ask_whether_over);
    if (smtp->ca_file != NULL) {
        SET(CAINFO, smtp->ca_file);
    }
    if (smtp->user != NULL) {
        SET(USERNAME, smtp->user);
        SET(PASSWORD, smtp->password != NULL ? smtp->password : "");
    }
    return bad == 0;
}

static bool set_letter(struct pal_smtp *smtp, struct talk *talk, struct curl_slist *to)
{
    CURL *handle = smtp->handle;
    int bad = 0;
    SET(READDATA, talk);
    SET(DEBUGDATA, talk);
    SET(XFERINFODATA, talk);
    SET(MAIL_FROM, talk->letter->from);
    SET(MAIL_RCPT, to);
    SET(INFILESIZE_LARGE, (curl_off_t)talk->letter->len);
#undef SET
    return bad == 0 && to != NULL;
}

/* ------------------------------------------------------------------------ what became of it */

static enum pal_smtp_trouble trouble_of(CURLcode code, const struct talk *talk)
{
    enum { MUST_SIGN_IN = 530 };
    if (talk->reply.is_whole && talk->reply.code == 0) {
        return PAL_SMTP_NOT_SPOKEN;
    }
    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return PAL_SMTP_NO_HOST;
    case CURLE_COULDNT_CONNECT:
        return PAL_SMTP_NO_ANSWER;
    case CURLE_OPERATION_TIMEDOUT:
        return PAL_SMTP_SLOW;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
        return PAL_SMTP_NO_TLS;
    case CURLE_LOGIN_DENIED:
        return PAL_SMTP_NO_LOGIN;
    default:
        break;
    }
    if (talk->reply.code < 400) {
        return PAL_SMTP_HUNG_UP;
    }
    return talk->stage == LOGIN || talk->reply.code == MUST_SIGN_IN ? PAL_SMTP_NO_LOGIN
           : talk->stage == SENDER                                  ? PAL_SMTP_NO_SENDER
                                                                    : PAL_SMTP_BUSY;
}

/* What the server says of the sender is of no one letter; of the recipient and of the text it is.
 * 421 ends the connection whatever was asked. */
static void judge(CURLcode code, struct talk *talk, struct pal_smtp_told *out)
{
    int reply = talk->reply.is_whole ? talk->reply.code : 0;
    bool is_of_letter = talk->stage == RECIPIENT || talk->stage == DATA || talk->stage == TEXT;
    out->reply = talk->reply;
    if (code == CURLE_OK) {
        out->end = PAL_SMTP_SENT;
    } else if (code == CURLE_ABORTED_BY_CALLBACK) {
        out->end = PAL_SMTP_STOPPED;
    } else if (is_of_letter && reply >= 500 && reply <= 599) {
        out->end = PAL_SMTP_REFUSED;
    } else if (is_of_letter && reply >= 400 && reply <= 499 && reply != 421) {
        out->end = PAL_SMTP_LATER;
    } else {
        out->end = PAL_SMTP_AWAY;
        out->trouble = trouble_of(code, talk);
    }
}

/* A connection that ends while the text goes would end the program. */
static void hold_pipe(sigset_t *before)
{
    sigset_t pipe;
    (void)sigemptyset(&pipe);
    (void)sigaddset(&pipe, SIGPIPE);
    (void)pthread_sigmask(SIG_BLOCK, &pipe, before);
}

static void let_go_pipe(const sigset_t *before)
{
    static const struct timespec none = {0, 0};
    sigset_t pipe;
    (void)sigemptyset(&pipe);
    (void)sigaddset(&pipe, SIGPIPE);
    if (sigismember(before, SIGPIPE) == 0) {
        (void)sigtimedwait(&pipe, NULL, &none);
    }
    (void)pthread_sigmask(SIG_SETMASK, before, NULL);
}

void pal_smtp_send(struct pal_smtp *smtp, const struct pal_smtp_letter *letter,
                   bool (*is_over)(void *ctx), void *ctx, struct pal_smtp_told *out)
{
    struct talk talk = {.letter = letter, .is_over = is_over, .ctx = ctx};
    sigset_t before;
    CURLcode code = CURLE_OUT_OF_MEMORY;
    *out = (struct pal_smtp_told){.end = PAL_SMTP_AWAY};
    if (smtp->handle == NULL) {
        smtp->letters = 0;
        smtp->handle = curl.curl_easy_init();
        if (smtp->handle != NULL && !set_up(smtp)) {
            pal_smtp_hang_up(smtp);
        }
    }
    struct curl_slist *to = curl.curl_slist_append(NULL, letter->address);
    hold_pipe(&before);
    if (smtp->handle != NULL && set_letter(smtp, &talk, to)) {
        code = curl.curl_easy_perform(smtp->handle);
    }
    judge(code, &talk, out);
    if (smtp->handle != NULL) { /* the talk ends with this function */
        (void)curl.curl_easy_setopt(smtp->handle, CURLOPT_DEBUGDATA, NULL);
        (void)curl.curl_easy_setopt(smtp->handle, CURLOPT_XFERINFODATA, NULL);
        (void)curl.curl_easy_setopt(smtp->handle, CURLOPT_READDATA, NULL);
    }
    if (code != CURLE_OK || ++smtp->letters >= PAL_SMTP_LETTERS) {
        pal_smtp_hang_up(smtp);
    }
    let_go_pipe(&before);
    curl.curl_slist_free_all(to);
}

void pal_smtp_hang_up(struct pal_smtp *smtp)
{
    sigset_t before;
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (smtp->handle == NULL) {
        return;
    }
    hold_pipe(&before);
    /* The library says QUIT and waits two minutes for the answer: there is none to wait for. */
    if (curl.curl_easy_getinfo(smtp->handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD) {
        (void)shutdown(socket, SHUT_RD);
    }
    curl.curl_easy_cleanup(smtp->handle);
    let_go_pipe(&before);
    smtp->handle = NULL;
}
