#include "app/house/postman.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/house/mail_parts.h"
#include "app/house/mail_way_parts.h"
#include "app/house/secret.h"

enum {
    IDLE_SECONDS = 1,  /* between two looks for a mail */
    REST_FIRST = 5,    /* where there is no way, before another mail is tried; twice as long … */
    REST_MOST = 60,    /* … each time, up to this */
    GRACE_SECONDS = 5, /* for a letter on its way when the server ends */
    END_TRIES = 100    /* to write down what became of one, a second each: within its lease */
};

struct pal_postman {
    struct pal_house *house;
    struct pal_mail_way *way;
    pal_clerk_log log;
    void *ctx;
    char name[PAL_ID_TEXT]; /* whose leases they are: of this start of this server */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_ending;   /* under `lock` */
    int64_t ended_at; /* the same, of the monotonic clock */
};

static int64_t ticks(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec;
}

/* Waits; true: the server is to end. */
static bool rest(struct pal_postman *postman, int64_t seconds)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)seconds;
    (void)pthread_mutex_lock(&postman->lock);
    int waited = 0;
    while (waited == 0 && !postman->is_ending) {
        waited = pthread_cond_timedwait(&postman->changed, &postman->lock, &until);
    }
    bool is_ending = postman->is_ending;
    (void)pthread_mutex_unlock(&postman->lock);
    return is_ending;
}

static bool is_over(void *ctx)
{
    struct pal_postman *postman = ctx;
    (void)pthread_mutex_lock(&postman->lock);
    bool over = postman->is_ending && ticks() - postman->ended_at >= GRACE_SECONDS;
    (void)pthread_mutex_unlock(&postman->lock);
    return over;
}

/* ------------------------------------------------------------------------ one mail */

/* A mail whose lease is ours. */
struct round {
    struct pal_postman *postman;
    struct pal_arena arena;
    struct pal_mail_row row;
    struct pal_smtp_told told;
    enum pal_mail_wanted wanted;
    const char *fault; /* why it is not sent at all, as a trouble; NULL: it is */
};

/* The next one; false: there is none, or another server was first. */
static bool take(struct round *at)
{
    bool is_due = false;
    struct pal_postman *postman = at->postman;
    struct pal_errand errand = {.arena = &at->arena};
    if (pal_house_enter(postman->house, &errand) != PAL_OK) {
        return false;
    }
    pal_house_look_at_clock(postman->house, &errand);
    enum pal_rc rc = pal_mail_row_is_due(errand.db, errand.now, &is_due);
    if (rc == PAL_OK && is_due) { /* asked first: to change nothing takes SQLite's lock, too */
        rc = pal_mail_row_take(errand.db, postman->name, errand.now, errand.now + PAL_POSTMAN_LEASE,
                               &at->arena, &at->row);
    }
    bool is_taken = rc == PAL_OK && is_due;
    if (is_taken) {
        rc = pal_mail_check_asked(&errand, &at->row);
        at->fault = rc == PAL_E_DENIED ? PAL_MAIL_TROUBLE_BY_HAND : NULL;
        rc = rc == PAL_OK ? pal_mail_ask_wanted(&errand, &at->row, &at->wanted) : rc;
        if (rc != PAL_OK && rc != PAL_E_DENIED) { /* what is said of it could not be read */
            (void)!pal_mail_row_give_back(errand.db, &at->row);
            is_taken = false;
        }
    }
    pal_house_leave(&errand);
    return is_taken;
}

/* Seconds before the next try. */
static int64_t pause_after(int64_t tries)
{
    static const int64_t pauses[] = {60, 5 * 60, 15 * 60, 30 * 60, 3600};
    const int64_t count = sizeof pauses / sizeof *pauses;
    return tries < 1 ? pauses[0] : tries <= count ? pauses[tries - 1] : 2 * 3600;
}

/* What the row says of it from now on. */
static void settle(struct round *at, int64_t now)
{
    struct pal_mail_row *row = &at->row;
    bool is_tried = at->fault == NULL && at->wanted == PAL_MAIL_WANTED;
    bool is_sent = is_tried && at->told.end == PAL_SMTP_SENT;
    bool is_refused = at->fault != NULL || (is_tried && at->told.end == PAL_SMTP_REFUSED);
    const char *fault = at->wanted == PAL_MAIL_NOT_NOW ? PAL_MAIL_TROUBLE_ASLEEP
                        : is_tried                     ? pal_mail_trouble_id(&at->told)
                                                       : "";
    enum pal_mail_state state = at->wanted == PAL_MAIL_UNWANTED         ? PAL_MAIL_WITHDRAWN
                                : is_sent                               ? PAL_MAIL_SENT
                                : is_refused                            ? PAL_MAIL_REFUSED
                                : now - row->begun_at >= PAL_MAIL_TRIED ? PAL_MAIL_GIVEN_UP
                                                                        : PAL_MAIL_WAITING;
    row->state = pal_mail_state_ids[state];
    row->trouble = at->fault != NULL ? at->fault : fault;
    row->answer = !is_tried || is_sent ? "" : at->told.reply.text;
    row->ended_at = state == PAL_MAIL_WAITING ? 0 : now;
    row->next_at = state == PAL_MAIL_WAITING ? now + pause_after(row->tries) : row->next_at;
}

static enum pal_rc write_end(struct round *at)
{
    struct pal_errand errand = {.arena = &at->arena};
    enum pal_rc rc = pal_house_enter(at->postman->house, &errand);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_house_look_at_clock(at->postman->house, &errand);
    settle(at, errand.now);
    bool is_tried = at->fault == NULL && at->wanted == PAL_MAIL_WANTED;
    rc = is_tried && at->told.end == PAL_SMTP_STOPPED ? pal_mail_row_give_back(errand.db, &at->row)
                                                      : pal_mail_row_end(errand.db, &at->row);
    pal_house_leave(&errand);
    return rc;
}

/* A database that is away, or busy, is waited for: a mail that was sent and of which that is not
 * written is sent once more. */
static void put_down(struct round *at)
{
    struct pal_postman *postman = at->postman;
    enum pal_rc rc = write_end(at);
    for (int i = 0; i < END_TRIES && rc != PAL_OK && rc != PAL_E_NOT_FOUND; i++) {
        if (rest(postman, 1) && i >= GRACE_SECONDS) {
            break;
        }
        rc = write_end(at);
    }
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND && postman->log != NULL) {
        postman->log(postman->ctx, at->row.id,
                     "what became of this mail could not be written: it may be sent once more");
    }
}

/* For whoever runs the server: the word for what is wrong, no address and no text. */
static void log_trouble(struct round *at)
{
    const struct pal_postman *postman = at->postman;
    char *line = pal_arena_printf(&at->arena, "mail: %s, code %d", pal_mail_trouble_id(&at->told),
                                  at->told.reply.code);
    if (postman->log != NULL && line != NULL) {
        postman->log(postman->ctx, at->row.id, line);
    }
}

static void send_one(struct round *at)
{
    const struct pal_mail_row *row = &at->row;
    struct pal_letter letter = {.id = row->id,
                                .address = row->address,
                                .name = row->name,
                                .language = row->language,
                                .title = row->title,
                                .body = row->body,
                                .at = row->not_before != 0 ? row->not_before : row->written_at};
    enum pal_rc rc = pal_mail_way_send(at->postman->way, &letter, is_over, at->postman, &at->told);
    if (rc != PAL_OK) {
        at->told = (struct pal_smtp_told){.end = PAL_SMTP_LATER}; /* memory is short */
        at->fault = rc == PAL_E_INVALID ? PAL_MAIL_TROUBLE_LETTER : NULL;
    }
    if (at->told.end != PAL_SMTP_SENT && at->told.end != PAL_SMTP_STOPPED) {
        log_trouble(at);
    }
}

/* ------------------------------------------------------------------------ all of them */

/* One look; gives how long to wait for the next one. `rested`: the last wait for a way. */
static int64_t go_round(struct pal_postman *postman, int64_t *rested)
{
    struct round at = {.postman = postman};
    int64_t wait = 0;
    pal_arena_init(&at.arena, NULL);
    if (!take(&at)) {
        pal_mail_way_hang_up(postman->way);
        wait = IDLE_SECONDS;
    } else {
        bool is_tried = at.fault == NULL && at.wanted == PAL_MAIL_WANTED;
        if (is_tried) {
            send_one(&at);
        }
        put_down(&at);
        bool is_away = is_tried && at.told.end == PAL_SMTP_AWAY;
        *rested = !is_away ? 0 : *rested == 0 ? REST_FIRST : 2 * *rested;
        *rested = *rested < REST_MOST ? *rested : REST_MOST;
        wait = *rested;
    }
    pal_arena_done(&at.arena);
    return wait;
}

static void *run_postman(void *ctx)
{
    struct pal_postman *postman = ctx;
    int64_t rested = 0;
    bool is_ending = false;
    while (!is_ending) {
        is_ending = rest(postman, go_round(postman, &rested));
    }
    pal_mail_way_hang_up(postman->way);
    return NULL;
}

enum pal_rc pal_postman_start(struct pal_house *house, pal_clerk_log log, void *ctx,
                              struct pal_postman **out, struct pal_err *err)
{
    pthread_condattr_t attributes;
    *out = NULL;
    if (!pal_mail_is_configured(house)) {
        return PAL_OK;
    }
    struct pal_postman *postman = calloc(1, sizeof *postman);
    if (postman == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    postman->house = house;
    postman->way = pal_house_mail(house);
    postman->log = log;
    postman->ctx = ctx;
    pal_secret_id(postman->name);
    (void)pthread_mutex_init(&postman->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&postman->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&postman->thread, NULL, run_postman, postman) != 0) {
        (void)pthread_cond_destroy(&postman->changed);
        (void)pthread_mutex_destroy(&postman->lock);
        free(postman);
        return pal_err_set(err, PAL_E_MEMORY, "no thread can be started");
    }
    *out = postman;
    return PAL_OK;
}

void pal_postman_stop(struct pal_postman *postman)
{
    if (postman == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&postman->lock);
    postman->is_ending = true;
    postman->ended_at = ticks();
    (void)pthread_cond_broadcast(&postman->changed);
    (void)pthread_mutex_unlock(&postman->lock);
    (void)pthread_join(postman->thread, NULL);
    (void)pthread_cond_destroy(&postman->changed);
    (void)pthread_mutex_destroy(&postman->lock);
    free(postman);
}
