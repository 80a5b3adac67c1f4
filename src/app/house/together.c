#include "app/house/together.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/house/errand_parts.h"
#include "app/house/house.h"
#include "store/db.h"

/* What somebody in line is to do next. */
enum turn {
    WAITS,
    LEADS, /* begins the next transaction */
    ENDED  /* `rc` says how */
};

struct waiter {
    struct pal_errand *errand;
    pal_together_act act;
    void *ctx;
    enum turn turn;
    enum pal_rc rc; /* of the act, then of the commit */
    bool is_alone;  /* to be tried again without others */
    pthread_cond_t changed;
    struct waiter *next;
};

struct pal_together {
    pthread_mutex_t lock;
    bool is_led;
    struct waiter *first; /* in line */
    struct waiter *last;
};

struct pal_together *pal_together_new(void)
{
    struct pal_together *together = calloc(1, sizeof *together);
    if (together != NULL) {
        (void)pthread_mutex_init(&together->lock, NULL);
    }
    return together;
}

void pal_together_free(struct pal_together *together)
{
    if (together != NULL) {
        (void)pthread_mutex_destroy(&together->lock);
        free(together);
    }
}

/* ------------------------------------------------------------------- one act */

/* Within the transaction, on the connection at hand: all of it or nothing. */
static enum pal_rc act_once(struct waiter *self)
{
    struct pal_errand *errand = self->errand;
    errand->err = (struct pal_err){0};
    enum pal_rc rc = pal_db_mark(errand->db);
    if (rc == PAL_OK) {
        rc = self->act(errand, self->ctx);
    }
    pal_errand_let_go(errand);
    if (rc == PAL_OK) {
        rc = pal_errand_settle(errand);
    }
    if (rc == PAL_OK) {
        rc = pal_db_mark_keep(errand->db);
    }
    if (rc != PAL_OK) {
        (void)pal_errand_explain(errand, rc);
        (void)!pal_db_mark_undo(errand->db);
    }
    return rc;
}

static enum pal_rc act_alone(struct waiter *self)
{
    enum pal_rc rc = pal_errand_begin(self->errand);
    return rc == PAL_OK ? pal_errand_end(self->errand, self->act(self->errand, self->ctx)) : rc;
}

/* On the connection, and in the thread, of who leads, by one's own time: whoever it is of waits
 * meanwhile. */
static void act_on(struct waiter *self, struct pal_db *db)
{
    struct pal_db *own = self->errand->db;
    const struct pal_stop *before = pal_db_lend(db, self->errand->stop);
    self->errand->db = db;
    self->rc = act_once(self);
    self->errand->db = own;
    (void)pal_db_lend(db, before);
}

/* ------------------------------------------------------------------- the line */

static void line_up(struct pal_together *line, struct waiter *self)
{
    if (line->last != NULL) {
        line->last->next = self;
    } else {
        line->first = self;
    }
    line->last = self;
}

static struct waiter *next_in_line(struct pal_together *line)
{
    struct waiter *next = line->first;
    if (next != NULL) {
        line->first = next->next;
        line->last = line->first != NULL ? line->last : NULL;
        next->next = NULL;
    }
    return next;
}

/* With the lock: says what the other does next. */
static void tell(struct waiter *other, enum turn turn)
{
    other->turn = turn;
    (void)pthread_cond_signal(&other->changed);
}

/* Whether an act met what the next ones would meet as well: they would wait for it one behind the
 * other, and the last for minutes. */
static bool is_in_the_way(enum pal_rc rc)
{
    return rc == PAL_E_BUSY || rc == PAL_E_UNAVAILABLE;
}

/* Has everybody in line act, one behind the other; gives those that did, whose end is told after
 * the commit. `hindrance`: how the last one of them ended, where that is in the way of others. */
static struct waiter *let_others_act(struct pal_together *line, struct waiter *self,
                                     enum pal_rc *hindrance)
{
    struct waiter *acted = NULL;
    struct waiter **end = &acted;
    for (size_t count = 1; count < PAL_TOGETHER_MOST && !is_in_the_way(*hindrance); count++) {
        (void)pthread_mutex_lock(&line->lock);
        struct waiter *other = next_in_line(line);
        (void)pthread_mutex_unlock(&line->lock);
        if (other == NULL) {
            break;
        }
        act_on(other, self->errand->db);
        *hindrance = other->rc;
        *end = other;
        end = &other->next;
    }
    return acted;
}

/* Tells everybody the end, and the next one to lead. What was refused beside acts that are lost may
 * have been refused for their sake: it is tried again, too. */
static void end_all(struct pal_together *line, struct waiter *acted, enum pal_rc committed,
                    enum pal_rc hindrance)
{
    (void)pthread_mutex_lock(&line->lock);
    while (acted != NULL) {
        struct waiter *next = acted->next;
        acted->is_alone = committed != PAL_OK;
        acted->next = NULL;
        tell(acted, ENDED);
        acted = next;
    }
    struct waiter *leader = next_in_line(line);
    while (leader != NULL && is_in_the_way(hindrance)) { /* each waits by their own time */
        leader->is_alone = true;
        tell(leader, ENDED);
        leader = next_in_line(line);
    }
    line->is_led = leader != NULL;
    if (leader != NULL) {
        tell(leader, LEADS);
    }
    (void)pthread_mutex_unlock(&line->lock);
}

static void lead(struct pal_together *line, struct waiter *self)
{
    struct pal_errand *errand = self->errand;
    struct waiter *acted = NULL;
    self->rc = pal_errand_begin(errand);
    enum pal_rc committed = self->rc;
    enum pal_rc hindrance = self->rc;
    if (self->rc == PAL_OK) {
        self->rc = act_once(self);
        hindrance = self->rc;
        acted = let_others_act(line, self, &hindrance);
        committed = pal_db_commit(errand->db);
        self->is_alone = committed != PAL_OK;
    }
    end_all(line, acted, committed, hindrance);
}

/* Waits for one's turn, and takes it. */
static void stand_in_line(struct pal_together *line, struct waiter *self)
{
    (void)pthread_mutex_lock(&line->lock);
    if (line->is_led) {
        line_up(line, self);
    } else {
        line->is_led = true;
        self->turn = LEADS;
    }
    while (self->turn != ENDED && self->turn != LEADS) {
        (void)pthread_cond_wait(&self->changed, &line->lock);
    }
    bool leads = self->turn == LEADS;
    (void)pthread_mutex_unlock(&line->lock);
    if (leads) {
        lead(line, self);
    }
}

enum pal_rc pal_together_write(struct pal_errand *errand, pal_together_act act, void *ctx)
{
    struct pal_together *line = pal_house_together(errand->house);
    struct waiter self = {.errand = errand, .act = act, .ctx = ctx, .turn = WAITS};
    enum pal_rc rc = pal_errand_may_change(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    if (line == NULL) { /* at the machine, where nobody else writes through this program */
        return act_alone(&self);
    }
    (void)pthread_cond_init(&self.changed, NULL);
    stand_in_line(line, &self);
    (void)pthread_cond_destroy(&self.changed);
    return self.is_alone ? act_alone(&self) : self.rc;
}
