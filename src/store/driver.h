/* driver - what a kind of database must do for store/db.c. Private to src/store. */
#ifndef PAL_STORE_DRIVER_H
#define PAL_STORE_DRIVER_H

#include "store/db.h"

enum pal_value_kind { PAL_VALUE_NULL, PAL_VALUE_TEXT, PAL_VALUE_INT, PAL_VALUE_BYTES };

/* A bound parameter; borrowed. */
struct pal_value {
    enum pal_value_kind kind;
    const char *text;
    int64_t number;
    const void *bytes;
    size_t len;
};

enum { PAL_PARAMETERS = 64 };

/* A connection and a prepared statement are the driver's own structs. Every function that fails
 * fills `err` with its code and a sentence. */
struct pal_db_driver {
    enum pal_db_kind kind;
    const char *begin; /* a transaction that writes, one that reads */
    const char *begin_read;
    enum pal_rc (*open)(const char *url, void **connection, struct pal_err *err);
    void (*close)(void *connection);
    /* Whether an idle connection still stands, as far as this side can see. */
    bool (*is_alive)(void *connection);
    enum pal_rc (*run)(void *connection, const char *script, struct pal_err *err);
    enum pal_rc (*prepare)(void *connection, const char *sql, void **statement,
                           struct pal_err *err);
    /* Whether it would write, where the database itself does not refuse that in a transaction that
     * reads. */
    bool (*writes)(const void *statement);
    enum pal_rc (*start)(void *statement, const struct pal_value *values, size_t count,
                         struct pal_err *err);
    enum pal_rc (*fetch)(void *statement, bool *has_row, struct pal_err *err);
    enum pal_rc (*reset)(void *statement, struct pal_err *err);
    void (*finish)(void *statement);
    bool (*is_null)(const void *statement, int column);
    const char *(*text)(const void *statement, int column);
    int64_t (*number)(const void *statement, int column);
    const void *(*bytes)(void *statement, int column, size_t *len);
};

extern const struct pal_db_driver pal_db_sqlite;
extern const struct pal_db_driver pal_db_postgresql;

#endif
