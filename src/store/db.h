/*
 * db - the one seam to a database: SQLite or PostgreSQL, the same SQL for both.
 *
 * SQL is a string literal with parameters $1, $2 … in the order in which they are bound; the
 * dialect is what both understand (RETURNING, ON CONFLICT, text and BIGINT, times as epoch seconds
 * in UTC). Texts are ordered with COLLATE "C": by their bytes, the same on both. LIKE differs and
 * is not used. A parameter whose type does not follow from a column is cast: CAST($1 AS BIGINT).
 * SQLite does not hold a column to its type; PostgreSQL does. A query sticks to its first failure:
 * bind and fetch without checking, look at the result of pal_query_end once. No rule of the house
 * stands in SQL.
 *
 * A pool is shared by all threads; a connection is used by one thread at a time. Only src/store may
 * use SQL; src/app takes a connection, begins a transaction, calls store and commits.
 */
#ifndef PAL_STORE_DB_H
#define PAL_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"
#include "base/stop.h"

struct pal_db_pool;
struct pal_db;
struct pal_query;

enum pal_db_kind { PAL_DB_SQLITE, PAL_DB_POSTGRESQL };

/* Opens a database: "sqlite:PATH" or a plain path (made when it does not exist, with mode 0600), or
 * "postgresql://…" as libpq reads it. At most `size` connections at a time. Fails with
 * PAL_E_INVALID (the URL), PAL_E_IO or PAL_E_UNAVAILABLE (away, or its client library is not
 * installed), and a sentence without any password. All connections are given back before it is
 * closed. */
enum pal_rc pal_db_pool_open(const char *url, size_t size, struct pal_db_pool **out,
                             struct pal_err *err) PAL_WARN_UNUSED;

/* How a database is opened. PAL_DB_THERE and PAL_DB_READ: a file that is not there is not made, but
 * PAL_E_NOT_FOUND with a sentence. PAL_DB_READ needs no right to write, neither on an SQLite file
 * nor in its folder nor as a role of PostgreSQL, and leaves nothing beside the file: pal_db_begin
 * fails. Without that right, a file without a log (-wal) is read as one that nobody changes, and
 * one whose log has content, but no index that can be read (-shm), is refused. */
enum pal_db_mode { PAL_DB_MAKE, PAL_DB_THERE, PAL_DB_READ };
enum pal_rc pal_db_pool_open_as(const char *url, size_t size, enum pal_db_mode mode,
                                struct pal_db_pool **out, struct pal_err *err) PAL_WARN_UNUSED;
bool pal_db_is_read_only(const struct pal_db *db);
void pal_db_pool_close(struct pal_db_pool *pool);

enum pal_db_kind pal_db_kind_of(const struct pal_db *db);

/* The URL without its password, for messages. Borrowed from the pool. */
const char *pal_db_pool_shown(const struct pal_db_pool *pool);

/* Takes a connection, waiting up to some seconds for one to be given back. A connection that the
 * server dropped is opened again, once. PAL_E_UNAVAILABLE: the database is away, or all connections
 * are busy. */
enum pal_rc pal_db_take(struct pal_db_pool *pool, struct pal_db **out,
                        struct pal_err *err) PAL_WARN_UNUSED;

/* The same for somebody whose time is bounded. What the connection is asked until it is given back
 * ends when `stop`, which must stay until then, says so: SQLite asks it while it works, the server
 * of PostgreSQL is told its `ms` for each statement, and what all of them took is counted. What is
 * ended so fails with PAL_E_BUSY, and `stop` is over. In a transaction that writes, waiting for
 * others is not counted up to PAL_DB_WAIT_MS. Commit and rollback are not ended. NULL: no bound. */
enum pal_rc pal_db_take_for(struct pal_db_pool *pool, const struct pal_stop *stop,
                            struct pal_db **out, struct pal_err *err) PAL_WARN_UNUSED;

/* Gives a connection back; what was begun and not committed is rolled back. */
void pal_db_give(struct pal_db *db);

/* A transaction that writes (SQLite: BEGIN IMMEDIATE), or one that reads a single state of the
 * database and cannot write. Transactions do not nest. After a failure of a query, or of a begin
 * within, nothing but pal_db_rollback is of use: further queries and the commit do nothing and give
 * that first failure. Queries are ended before a commit. A commit that fails rolls back; with
 * PAL_E_UNAVAILABLE it may have been done all the same, which its sentence says.
 *
 * SQLite has one writer at a time; on PostgreSQL two transactions may read a row and then both
 * change it: a change names the version that was read (UPDATE … WHERE … AND version = $2). */
enum pal_rc pal_db_begin(struct pal_db *db) PAL_WARN_UNUSED;
enum pal_rc pal_db_begin_read(struct pal_db *db) PAL_WARN_UNUSED;
enum pal_rc pal_db_commit(struct pal_db *db) PAL_WARN_UNUSED;
void pal_db_rollback(struct pal_db *db);

/* Several acts in one transaction that writes, one behind the other: each begins with a mark, and
 * ends by being kept or undone up to it, which also ends a failure of its own. An act that is
 * undone leaves nothing, nor a note of rows (store/cover.h). Marks do not nest: a second one fails,
 * as do a keep and an undo without one; that a mark could not be set is told as pal_query_leave
 * tells it. Where the failure has ended the whole transaction (the connection is lost, SQLite
 * rolled it back), the undo fails too, and so does the commit. */
enum pal_rc pal_db_mark(struct pal_db *db) PAL_WARN_UNUSED;
enum pal_rc pal_db_mark_keep(struct pal_db *db) PAL_WARN_UNUSED;
enum pal_rc pal_db_mark_undo(struct pal_db *db) PAL_WARN_UNUSED;

/* Lends the connection to another errand (NULL: without bound), by whose time its queries end from
 * now on; gives back the one before. */
const struct pal_stop *pal_db_lend(struct pal_db *db, const struct pal_stop *stop);

/* What the last failure on this connection was: PAL_E_EXISTS (a key is taken), PAL_E_INVALID
 * (another constraint), PAL_E_BUSY (locked for longer than the time-out, or a serialization
 * failure: try again; or it took longer than it may), PAL_E_FULL (no room on the disk),
 * PAL_E_UNAVAILABLE (away), PAL_E_IO. */
const struct pal_err *pal_db_error(const struct pal_db *db);

/* How many queries this connection has run since it was taken (begin, commit and scripts do not
 * count): pages are held to a number. */
uint64_t pal_db_query_count(const struct pal_db *db);

/* Starts a query. Never NULL. Statements are prepared once per connection and kept. */
#define pal_db_query(db, sql) pal_db_query_literal((db), "" sql "")
struct pal_query *pal_db_query_literal(struct pal_db *db, const char *sql);

/* Binds the next parameter, at most 64. NULL text and NULL bytes bind null, of any type. Text that
 * is not UTF-8 fails with PAL_E_INVALID. Borrowed until pal_query_end. */
void pal_query_text(struct pal_query *query, const char *text);
void pal_query_int(struct pal_query *query, int64_t value);
void pal_query_bytes(struct pal_query *query, const void *bytes, size_t len);

/* Sends a query on its way before its rows are asked for: where the server is elsewhere, those that
 * do not need each other travel together, and outside of a transaction are answered from one state;
 * of those that change nothing. On SQLite it does nothing. */
void pal_query_send(struct pal_query *query);

/* Runs the query on the first call; true when there is a (further) row. */
bool pal_query_next(struct pal_query *query);

/* Columns of the row at hand, from 0. Borrowed until the next pal_query_next. Null: NULL, 0. */
const char *pal_column_text(const struct pal_query *query, int column);
int64_t pal_column_int(const struct pal_query *query, int column);
const void *pal_column_bytes(const struct pal_query *query, int column, size_t *len);
bool pal_column_is_null(const struct pal_query *query, int column);
/* Whether the value is null or of a type, as its column says: 't' text without NUL, 'i' integer,
 * 'b' bytes. Only SQLite keeps others: what this program writes is of its type. */
bool pal_column_is_of(const struct pal_query *query, int column, char type);

/* Makes a query fail with `rc`: for what a caller could not do with a row (PAL_E_MEMORY). */
void pal_query_fail(struct pal_query *query, enum pal_rc rc);

/* Ends a query; runs it where no row was asked for. PAL_OK, or what pal_db_error says. */
enum pal_rc pal_query_end(struct pal_query *query) PAL_WARN_UNUSED;

/* Ends a query of which no row is asked for, and need not wait for it: a failure is told by the
 * next query that is waited for, at the latest by pal_db_mark_keep or pal_db_commit. On SQLite, and
 * outside of a transaction that writes, it is pal_query_end. */
enum pal_rc pal_query_leave(struct pal_query *query) PAL_WARN_UNUSED;

/* Seconds since 1970 by the clock of the database, which all servers share. */
enum pal_rc pal_db_now(struct pal_db *db, int64_t *out) PAL_WARN_UNUSED;

/* Runs statements that are no literal: migrations alone (store/migrate.c), and copies of whole
 * tables. Several statements, parted by ";\n". */
enum pal_rc pal_db_run_script(struct pal_db *db, const char *sql) PAL_WARN_UNUSED;

#endif
