/* Transactions, queries and failures: what is the same for both databases. */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "store/cover.h"
#include "store/driver.h"
#include "store/rows.h"

/* ------------------------------------------------------------------ failures */

static const char *reason_of(enum pal_rc rc)
{
    switch (rc) {
    case PAL_E_EXISTS:
        return "an entry with this key is there already";
    case PAL_E_INVALID:
        return "the database refuses this";
    case PAL_E_BUSY:
        return "somebody else is changing the same data; try again in a moment";
    case PAL_E_FULL:
        return "the disk of the database is full; make room, then try again: nothing was changed";
    case PAL_E_UNAVAILABLE:
        return "the database is away; see that its server runs, then try again";
    case PAL_E_MEMORY:
        return "out of memory";
    case PAL_E_LIMIT:
        return "this is too large for the database";
    case PAL_OK:
    case PAL_E_NOT_FOUND:
    case PAL_E_IO:
    case PAL_E_USAGE:
    case PAL_E_DENIED:
    case PAL_E_CONFLICT:
    case PAL_E_OFTEN:
    case PAL_E_LATER:
        break;
    }
    return "the database failed";
}

static enum pal_rc fail(struct pal_db *db, enum pal_rc rc, const char *reason, const char *detail)
{
    if (db->has_failed) {
        return db->error.rc;
    }
    db->has_failed = db->state != PAL_DB_OUTSIDE;
    return pal_err_set(&db->error, rc, "%s (%.250s: %s)", reason, db->pool->shown, detail);
}

enum pal_rc pal_db_fail(struct pal_db *db, enum pal_rc rc, const char *detail)
{
    return fail(db, rc, reason_of(rc), detail);
}

enum pal_rc pal_db_fail_late(struct pal_db *db, const char *detail)
{
    if (db->stop != NULL) {
        db->stop->end(db->stop->ctx);
    }
    return fail(db, PAL_E_BUSY, "this takes longer than it may; ask for less at a time", detail);
}

const struct pal_err *pal_db_error(const struct pal_db *db)
{
    return &db->error;
}

uint64_t pal_db_query_count(const struct pal_db *db)
{
    return db->query_count;
}

/* ------------------------------------------------------------------ transactions */

static enum pal_rc be_connected(struct pal_db *db)
{
    if (!db->driver->is_alive(db)) {
        return pal_db_reconnect(db);
    }
    enum pal_rc rc = db->driver->tell_bound != NULL ? db->driver->tell_bound(db) : PAL_OK;
    return rc == PAL_E_UNAVAILABLE ? pal_db_reconnect(db) : rc;
}

/* The first statement of a transaction has changed nothing, so it may be sent a second time when
 * the server was found to be away. */
static enum pal_rc execute_first(struct pal_db *db, const char *sql)
{
    enum pal_rc rc = be_connected(db);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = db->driver->execute(db, sql);
    if (rc != PAL_E_UNAVAILABLE) {
        return rc;
    }
    rc = pal_db_reconnect(db);
    return rc == PAL_OK ? db->driver->execute(db, sql) : rc;
}

static enum pal_rc check_outside(struct pal_db *db)
{
    if (db->state != PAL_DB_OUTSIDE) {
        return pal_db_fail(db, PAL_E_INVALID, "a transaction within a transaction");
    }
    return PAL_OK;
}

static enum pal_rc wait_to_write(struct pal_db *db)
{
    if (!db->driver->has_one_writer || pal_gate_enter(&db->pool->writers, PAL_DB_WAIT_MS)) {
        return PAL_OK;
    }
    return pal_db_fail(db, PAL_E_BUSY, "another transaction takes too long");
}

static void let_others_write(struct pal_db *db)
{
    if (db->driver->has_one_writer && db->state == PAL_DB_WRITING) {
        pal_gate_leave(&db->pool->writers);
    }
}

enum pal_rc pal_db_begin(struct pal_db *db)
{
    enum pal_rc rc = check_outside(db);
    if (rc == PAL_OK && db->pool->mode == PAL_DB_READ) {
        rc = pal_db_fail(db, PAL_E_INVALID, "it was opened to read alone");
    }
    if (rc == PAL_OK) {
        rc = wait_to_write(db);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    char begin[PAL_DB_BEGIN_MAX];
    if (db->driver->write_begin != NULL) {
        db->driver->write_begin(db, begin);
    }
    rc = execute_first(db, db->driver->write_begin != NULL ? begin : db->driver->begin);
    if (rc == PAL_OK) {
        db->state = PAL_DB_WRITING;
        db->waited_us = 0;
    } else if (db->driver->has_one_writer) {
        pal_gate_leave(&db->pool->writers);
    }
    return rc;
}

enum pal_rc pal_db_begin_read(struct pal_db *db)
{
    enum pal_rc rc = check_outside(db);
    if (rc == PAL_OK) {
        rc = execute_first(db, db->driver->begin_read);
    }
    if (rc == PAL_OK) {
        db->state = PAL_DB_READING;
    }
    return rc;
}

static void leave_transaction(struct pal_db *db)
{
    struct pal_err kept = db->error;
    if (db->state == PAL_DB_READING && db->driver->after_read != NULL) {
        (void)db->driver->execute(db, db->driver->after_read);
    }
    let_others_write(db);
    pal_cover_forget(db);
    db->waited_us = db->state == PAL_DB_WRITING ? 0 : db->waited_us;
    db->state = PAL_DB_OUTSIDE;
    db->has_failed = false;
    db->is_marked = false;
    db->error = kept; /* why it was rolled back is worth more than that the rollback failed */
}

void pal_db_rollback(struct pal_db *db)
{
    if (db->state == PAL_DB_OUTSIDE) {
        return;
    }
    struct pal_err kept = db->error;
    if (db->driver->is_in_transaction(db) && db->driver->execute(db, "ROLLBACK") != PAL_OK) {
        db->driver->disconnect(db); /* which rolls back as well; it is opened again when used */
    }
    db->error = kept;
    leave_transaction(db);
}

/* What the server did with a COMMIT whose answer was lost, nobody knows. */
static void say_outcome_unknown(struct pal_db *db)
{
    struct pal_err lost = db->error;
    (void)pal_err_set(&db->error, PAL_E_UNAVAILABLE,
                      "the database went away while it kept a change: look whether it is there "
                      "before you make it again (%.300s)",
                      lost.message);
}

static enum pal_rc check_commit(struct pal_db *db)
{
    if (db->state == PAL_DB_OUTSIDE) {
        return pal_db_fail(db, PAL_E_INVALID, "nothing was begun that could be kept");
    }
    if (db->has_failed) {
        return db->error.rc;
    }
    if (db->open_queries > 0) {
        return pal_db_fail(db, PAL_E_INVALID, "a query is still open");
    }
    return PAL_OK;
}

enum pal_rc pal_db_commit(struct pal_db *db)
{
    enum pal_rc rc = check_commit(db);
    if (rc == PAL_OK) {
        rc = db->driver->execute(db, "COMMIT");
        if (rc == PAL_E_UNAVAILABLE && db->state == PAL_DB_WRITING) {
            say_outcome_unknown(db);
        }
    }
    if (rc != PAL_OK) {
        pal_db_rollback(db);
        return rc;
    }
    leave_transaction(db);
    return PAL_OK;
}

/* ------------------------------------------------------------------ acts within one */

static enum pal_rc check_within(struct pal_db *db, bool is_marked)
{
    if (db->state != PAL_DB_WRITING) {
        return pal_db_fail(db, PAL_E_INVALID, "an act outside of a transaction that writes");
    }
    if (db->is_marked != is_marked) {
        return pal_db_fail(db, PAL_E_INVALID,
                           is_marked ? "no act was begun" : "an act within an act");
    }
    if (db->open_queries > 0) {
        return pal_db_fail(db, PAL_E_INVALID, "a query is still open");
    }
    return PAL_OK;
}

enum pal_rc pal_db_mark(struct pal_db *db)
{
    if (db->has_failed) {
        return db->error.rc;
    }
    enum pal_rc rc = check_within(db, false);
    if (rc == PAL_OK) {
        rc = db->driver->send_word != NULL ? db->driver->send_word(db, "SAVEPOINT act")
                                           : db->driver->execute(db, "SAVEPOINT act");
    }
    if (rc == PAL_OK) {
        db->is_marked = true;
        db->mark_notes = db->note_count;
    }
    return rc;
}

enum pal_rc pal_db_mark_keep(struct pal_db *db)
{
    if (db->has_failed) {
        return db->error.rc;
    }
    enum pal_rc rc = check_within(db, true);
    if (rc == PAL_OK) {
        rc = db->driver->execute(db, "RELEASE SAVEPOINT act");
    }
    db->is_marked = db->is_marked && rc != PAL_OK;
    return rc;
}

enum pal_rc pal_db_mark_undo(struct pal_db *db)
{
    struct pal_err kept = db->error;
    enum pal_rc rc = check_within(db, true);
    if (rc == PAL_OK && db->driver->await != NULL) {
        (void)!db->driver->await(db); /* a failure of it is undone with the rest */
    }
    if (rc != PAL_OK || !db->driver->is_in_transaction(db)) {
        return rc != PAL_OK ? rc : pal_db_fail(db, PAL_E_UNAVAILABLE, "the transaction is over");
    }
    db->has_failed = false;
    rc = db->driver->execute(db, "ROLLBACK TO SAVEPOINT act");
    if (rc == PAL_OK) {
        rc = db->driver->execute(db, "RELEASE SAVEPOINT act");
    }
    if (rc == PAL_OK) {
        pal_cover_forget_behind(db, db->mark_notes);
        db->is_marked = false;
        db->error = kept; /* why it was undone */
    }
    return rc;
}

const struct pal_stop *pal_db_lend(struct pal_db *db, const struct pal_stop *stop)
{
    const struct pal_stop *before = db->stop;
    db->stop = stop;
    db->waited_us = 0; /* what the one before took is not held against this one */
    return before;
}

enum pal_rc pal_db_run_script(struct pal_db *db, const char *sql)
{
    if (db->has_failed) {
        return db->error.rc;
    }
    enum pal_rc rc = db->state == PAL_DB_OUTSIDE ? be_connected(db) : PAL_OK;
    pal_db_statements_drop(db); /* the script may change what they read */
    return rc == PAL_OK ? db->driver->execute(db, sql) : rc;
}

/* ------------------------------------------------------------------ queries */

struct pal_query *pal_db_query_literal(struct pal_db *db, const char *sql)
{
    db->open_queries++;
    struct pal_query *query = pal_alloc_heap.resize(pal_alloc_heap.ctx, NULL, sizeof *query);
    if (query == NULL) {
        (void)pal_db_fail(db, PAL_E_MEMORY, "a query");
        return &db->no_memory;
    }
    /* Not the parameters: most queries use few of the many. */
    memset(query, 0, offsetof(struct pal_query, params));
    query->db = db;
    query->sql = sql;
    query->rc = db->has_failed ? db->error.rc : PAL_OK;
    return query;
}

static void fail_query(struct pal_query *query, enum pal_rc rc, const char *detail)
{
    query->rc = pal_db_fail(query->db, rc, detail);
}

static void bind(struct pal_query *query, struct pal_db_param param)
{
    if (query->rc != PAL_OK) {
        return;
    }
    assert(!query->is_run);
    if (query->param_count == PAL_DB_PARAMS_MAX) {
        fail_query(query, PAL_E_LIMIT, "too many parameters");
        return;
    }
    query->params[query->param_count++] = param;
}

void pal_query_text(struct pal_query *query, const char *text)
{
    if (text == NULL) {
        bind(query, (struct pal_db_param){.kind = PAL_PARAM_NULL});
        return;
    }
    size_t len = strlen(text);
    size_t bad_at;
    if (query->rc == PAL_OK && !pal_utf8_check(text, len, &bad_at)) {
        fail_query(query, PAL_E_INVALID, "a text is not valid UTF-8");
        return;
    }
    bind(query, (struct pal_db_param){.kind = PAL_PARAM_TEXT, .at = text, .len = len});
}

void pal_query_int(struct pal_query *query, int64_t value)
{
    bind(query, (struct pal_db_param){.kind = PAL_PARAM_INT, .number = value});
}

void pal_query_bytes(struct pal_query *query, const void *bytes, size_t len)
{
    if (bytes == NULL) {
        bind(query, (struct pal_db_param){.kind = PAL_PARAM_NULL});
        return;
    }
    bind(query, (struct pal_db_param){.kind = PAL_PARAM_BYTES, .at = bytes, .len = len});
}

/* Outside a transaction the connection may have been idle for long: it is looked at before
 * anything is sent. What was sent is never sent again, since it may have been done. */
static void prepare(struct pal_query *query)
{
    struct pal_db *db = query->db;
    if (db->state == PAL_DB_OUTSIDE) {
        query->rc = be_connected(db);
    }
    if (query->rc != PAL_OK) {
        return;
    }
    query->statement = pal_db_statement_take(db, query->sql);
    if (query->statement == NULL) {
        query->rc = db->error.rc;
    } else if (query->statement->param_count != query->param_count) {
        fail_query(query, PAL_E_INVALID, "a query has not as many values as parameters");
    }
}

static void let_go(struct pal_query *query)
{
    if (query->statement != NULL) {
        pal_db_statement_give(query->db, query->statement);
        query->statement = NULL;
    }
}

/* By `how` of the driver. */
static void ask(struct pal_query *query, enum pal_rc (*how)(struct pal_query *query))
{
    struct pal_db *db = query->db;
    if (db->has_failed) { /* by another query that was begun after this one */
        query->rc = db->error.rc;
        return;
    }
    if (pal_stop_is_over(db->stop)) {
        query->rc = pal_db_fail_late(db, "the time was over before");
        return;
    }
    prepare(query);
    if (query->rc == PAL_OK) {
        db->query_count++;
        query->rc = how(query);
    }
    if (db->driver->shares_statements) {
        let_go(query);
    }
}

static void run(struct pal_query *query)
{
    query->is_run = true;
    if (!query->is_sent) {
        ask(query, query->db->driver->run);
    } else if (query->db->sent_count > 0) {
        (void)!query->db->driver->await(query->db);
    }
}

void pal_query_send(struct pal_query *query)
{
    struct pal_db *db = query->db;
    if (query->rc == PAL_OK && db->driver->send != NULL) {
        ask(query, db->driver->send);
        query->is_sent = true;
    }
}

bool pal_query_next(struct pal_query *query)
{
    if (query->rc == PAL_OK && !query->is_run) {
        run(query);
    }
    if (query->rc != PAL_OK || query->is_done) {
        return false;
    }
    bool has_row = false;
    query->rc = query->db->driver->next(query, &has_row);
    query->is_done = query->rc != PAL_OK || !has_row;
    return !query->is_done;
}

enum pal_rc pal_query_end(struct pal_query *query)
{
    struct pal_db *db = query->db;
    assert(db->open_queries > 0);
    db->open_queries--;
    if (query == &db->no_memory) {
        return PAL_E_MEMORY;
    }
    if (!query->is_run) {
        (void)pal_query_next(query);
    }
    enum pal_rc rc = db->driver->finish(query);
    if (query->rc != PAL_OK) {
        rc = query->rc;
    }
    let_go(query);
    pal_store_free(query);
    return rc;
}

enum pal_rc pal_query_leave(struct pal_query *query)
{
    struct pal_db *db = query->db;
    bool is_waited_for = query == &db->no_memory || query->is_run || db->state != PAL_DB_WRITING ||
                         db->driver->send == NULL;
    if (is_waited_for) {
        return pal_query_end(query);
    }
    pal_query_send(query);
    for (size_t i = 0; i < db->sent_count; i++) {
        db->sent[i] = db->sent[i] != query ? db->sent[i] : NULL;
    }
    query->is_run = true;
    return pal_query_end(query);
}

void pal_query_fail(struct pal_query *query, enum pal_rc rc)
{
    if (query->rc == PAL_OK) {
        fail_query(query, rc, "a row could not be kept");
    }
}

const char *pal_column_text(const struct pal_query *query, int column)
{
    return query->db->driver->text(query, column);
}

int64_t pal_column_int(const struct pal_query *query, int column)
{
    return query->db->driver->integer(query, column);
}

const void *pal_column_bytes(const struct pal_query *query, int column, size_t *len)
{
    return query->db->driver->bytes(query, column, len);
}

bool pal_column_is_of(const struct pal_query *query, int column, char type)
{
    return query->db->driver->is_of(query, column, type);
}

bool pal_column_is_null(const struct pal_query *query, int column)
{
    return query->db->driver->is_null(query, column);
}

enum pal_rc pal_db_now(struct pal_db *db, int64_t *out)
{
    struct pal_query *query =
        pal_db_kind_of(db) == PAL_DB_SQLITE
            ? pal_db_query(db, "SELECT CAST(strftime('%s', 'now') AS INTEGER)")
            : pal_db_query(db,
                           "SELECT CAST(floor(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT)");
    return pal_row_int(query, out);
}
