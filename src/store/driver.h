/*
 * driver - what the two databases fill in behind store/db.h. Private to src/store.
 *
 * The shared part (db.c, pool.c, statements.c) keeps the pool, the transactions, the parameters and
 * the failures; a driver opens connections, prepares, runs and reads rows.
 */
#ifndef PAL_STORE_DRIVER_H
#define PAL_STORE_DRIVER_H

#include <pthread.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "store/db.h"
#include "store/gate.h"

enum {
    PAL_DB_PARAMS_MAX = 64,      /* of one query */
    PAL_DB_STATEMENTS_MAX = 512, /* kept per connection; the program has fewer literals */
    PAL_DB_BUCKETS = 128,
    PAL_DB_WAIT_MS = 5000, /* for a lock, a connection or the turn to write */
    PAL_DB_STEPS = 4000,   /* of SQLite's machine, some 100 us, until it asks whether to go on */
    PAL_DB_BEGIN_MAX = 192,
    PAL_DB_SENT_MAX = 16, /* on their way at a time: answers that nobody takes must not fill the way
                             on which the next question goes */
};

/* A prepared statement; kept per connection. */
struct pal_db_statement {
    const char *literal; /* where the caller has it: half of the key */
    char *sql;           /* a copy: the other half, should a caller's buffer change */
    void *handle;        /* SQLite: the statement */
    uint64_t number;     /* PostgreSQL: its name is "s" and this */
    size_t param_count;  /* the largest N of $N */
    size_t users;        /* queries that hold it */
    bool is_kept;
    struct pal_db_statement *next;
};

enum pal_db_param_kind { PAL_PARAM_NULL, PAL_PARAM_TEXT, PAL_PARAM_INT, PAL_PARAM_BYTES };

struct pal_db_param {
    enum pal_db_param_kind kind;
    const void *at; /* text and bytes: the caller's */
    size_t len;
    int64_t number;
};

struct pal_query {
    struct pal_db *db;
    const char *sql;
    enum pal_rc rc; /* the first failure */
    bool is_run;
    bool is_sent; /* and not waited for yet */
    bool is_done; /* there is no further row */
    struct pal_db_statement *statement;
    size_t param_count;
    void *rows; /* the driver's */
    struct pal_db_param params[PAL_DB_PARAMS_MAX];
};

enum pal_db_state { PAL_DB_OUTSIDE, PAL_DB_READING, PAL_DB_WRITING };

struct pal_noted;

/* One connection. */
struct pal_db {
    struct pal_db_pool *pool;
    const struct pal_db_driver *driver;
    void *handle; /* the driver's; NULL: not connected */
    enum pal_db_state state;
    bool has_failed; /* the transaction at hand: nothing but a rollback is of use */
    struct pal_err error;
    uint64_t query_count;
    const struct pal_stop *stop; /* of who holds it; NULL: its time is not bounded */
    unsigned told_ms;            /* PostgreSQL: the bound that its server was told; 0: none */
    int64_t waited_us; /* PostgreSQL: for what was asked since it was taken, or a transaction that
                          writes began or ended */
    int64_t deadline;  /* strange.c: when queries end, of the monotonic clock in ms; 0: never */
    struct pal_query *sent[PAL_DB_SENT_MAX]; /* in order; NULL: nobody reads its rows */
    size_t sent_count;
    size_t open_queries;
    uint64_t last_number;    /* of a statement */
    struct pal_noted *notes; /* cover.c: of the transaction at hand */
    size_t note_count;
    size_t note_room;
    bool has_lost_note;  /* memory was short */
    bool touches_people; /* persons or grants are among them */
    bool is_head_held;   /* audit.c: the lock of the chain, and what its head is then */
    int64_t head_number;
    int64_t head_people;
    char head_hash[65];
    int64_t last_act; /* while it is held, which whoever adds acts and facts has */
    int64_t last_fact;
    struct pal_query *lock[2]; /* for the lock and for those, on their way; NULL: they are not */
    bool is_marked;            /* an act is under way within the transaction */
    size_t mark_notes;         /* how many there were at the mark */
    size_t statement_count;
    struct pal_db_statement *statements[PAL_DB_BUCKETS];
    struct pal_query no_memory; /* what a query is when there is no room for one */
    struct pal_db *next;        /* in the list of those that are idle */
};

struct pal_db_pool {
    const struct pal_db_driver *driver;
    char *target; /* SQLite: the full path; PostgreSQL: the URL with its password */
    char *shown;
    enum pal_db_mode mode;
    size_t size;
    struct pal_gate connections;
    struct pal_gate writers; /* SQLite has one writer at a time: they wait here, in order */
    pthread_mutex_t mutex;   /* of `idle` */
    struct pal_db *idle;
};

struct pal_db_driver {
    enum pal_db_kind kind;
    bool has_one_writer;
    bool shares_statements; /* a statement may run while rows of an earlier run are read */
    const char *begin;
    const char *begin_read;
    const char *after_read; /* may be NULL */
    const char *bytes_type;
    const char *lock_schema;  /* within the transaction of a migration; may be NULL */
    const char *count_tables; /* a query: tables named schema_steps, tables */

    /* Once per pool, from what the user wrote: sets `target` and `shown`. */
    enum pal_rc (*open)(struct pal_db_pool *pool, const char *written, struct pal_err *err);

    /* Failures go through pal_db_fail. */
    enum pal_rc (*connect)(struct pal_db *db);
    void (*disconnect)(struct pal_db *db); /* also drops the statements; may be done twice */
    bool (*is_alive)(struct pal_db *db);   /* without asking the server */
    /* Tells the server the bound of db->stop where it was told another; and writes what begins a
     * transaction under it, instead of `begin`. Both may be NULL. */
    enum pal_rc (*tell_bound)(struct pal_db *db);
    void (*write_begin)(const struct pal_db *db, char out[PAL_DB_BEGIN_MAX]);
    bool (*is_in_transaction)(struct pal_db *db);
    enum pal_rc (*execute)(struct pal_db *db, const char *sql); /* one or several statements */
    enum pal_rc (*prepare)(struct pal_db *db, struct pal_db_statement *statement);
    void (*discard)(struct pal_db *db, struct pal_db_statement *statement);

    enum pal_rc (*run)(struct pal_query *query); /* binds, and starts */
    /* Without waiting: a query, and one statement without rows; NULL: there is no such way. `run`
     * and `execute` take the answers of all that was sent before, as `await` does: what failed
     * first is what is told. The rows of a query that was sent are in it then, or its failure. */
    enum pal_rc (*send)(struct pal_query *query);
    enum pal_rc (*send_word)(struct pal_db *db, const char *sql);
    enum pal_rc (*await)(struct pal_db *db);
    enum pal_rc (*next)(struct pal_query *query, bool *has_row);
    enum pal_rc (*finish)(struct pal_query *query); /* also after a failure */
    const char *(*text)(const struct pal_query *query, int column);
    int64_t (*integer)(const struct pal_query *query, int column);
    const void *(*bytes)(const struct pal_query *query, int column, size_t *len);
    bool (*is_null)(const struct pal_query *query, int column);
    bool (*is_of)(const struct pal_query *query, int column, char type);
};

extern const struct pal_db_driver pal_db_sqlite;
extern const struct pal_db_driver pal_db_pg;

/* Loads the client library of PostgreSQL, once; `library` is "libpq.so.5" outside tests. */
enum pal_rc pal_pg_load(const char *library, struct pal_err *err) PAL_WARN_UNUSED;

/* The sentence for a failure, with the driver's own words as its detail. Inside a transaction the
 * first failure stays. */
enum pal_rc pal_db_fail(struct pal_db *db, enum pal_rc rc, const char *detail);

/* The same for what took longer than it may. */
enum pal_rc pal_db_fail_late(struct pal_db *db, const char *detail);

/* pool.c: connections. */
enum pal_rc pal_db_reconnect(struct pal_db *db) PAL_WARN_UNUSED;

/* statements.c: a statement for `sql`, prepared now or before; NULL: see the error of `db`. */
struct pal_db_statement *pal_db_statement_take(struct pal_db *db, const char *sql);
void pal_db_statement_give(struct pal_db *db, struct pal_db_statement *statement);
void pal_db_statements_drop(struct pal_db *db); /* all that no query holds */
size_t pal_db_params_in(const char *sql);

/* Memory, zeroed; NULL when it is short. */
void *pal_store_new(size_t size);
char *pal_store_copy(const char *text);
void pal_store_free(void *memory);

#endif
