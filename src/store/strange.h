/*
 * strange - an SQLite file that comes from outside: what it may not do, and that its schema is one
 * that palier makes, before any row of it is read. A schema is a program: triggers, views and
 * generated columns would run in the place of what was asked for.
 */
#ifndef PAL_STORE_STRANGE_H
#define PAL_STORE_STRANGE_H

#include "store/db.h"

/* Looks at the schema of the file at `path`, which is ours to write (a copy): PAL_OK where it is
 * exactly what some first steps of the migrations make. Bounded in time and memory, whatever the
 * file holds. */
enum pal_rc pal_strange_check(const char *path, struct pal_err *err) PAL_WARN_UNUSED;

/* Whether the schema of a database is what this program makes; always true of PostgreSQL. */
enum pal_rc pal_strange_schema(struct pal_db *db, bool *is_ours) PAL_WARN_UNUSED;

/* Holds a connection to a strange SQLite file: no trigger, no view, no function that a schema may
 * not call, no value larger than PAL_STRANGE_VALUE; every query fails once `seconds` from now have
 * passed. 0: the time is no longer bounded. */
void pal_strange_hold(struct pal_db *db, int64_t seconds);

/* Whether that time has passed. */
bool pal_strange_is_late(const struct pal_db *db);

enum { PAL_STRANGE_VALUE = 24 << 20 };

#endif
