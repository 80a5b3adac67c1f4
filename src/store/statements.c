/* The statements that a connection has prepared. */
#include <string.h>

#include "store/driver.h"

void *pal_store_new(size_t size)
{
    void *memory = pal_alloc_heap.resize(pal_alloc_heap.ctx, NULL, size);
    return memory != NULL ? memset(memory, 0, size) : NULL;
}

char *pal_store_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = pal_store_new(size);
    return copy != NULL ? memcpy(copy, text, size) : NULL;
}

void pal_store_free(void *memory)
{
    (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, memory, 0);
}

/* The end of a text in quotes that starts at `at`; a doubled quote ends one and starts the next. */
static const char *after_quotes(const char *at)
{
    const char *end = strchr(at + 1, *at);
    return end != NULL ? end + 1 : at + strlen(at);
}

static const char *read_param(const char *at, size_t *number)
{
    *number = 0;
    while (*at >= '0' && *at <= '9' && *number <= PAL_DB_PARAMS_MAX) {
        *number = *number * 10 + (size_t)(*at++ - '0');
    }
    return at;
}

/* The largest N of $N outside quotes. Asking the server instead would cost a round trip. */
size_t pal_db_params_in(const char *sql)
{
    size_t most = 0;
    while (*sql != '\0') {
        if (*sql == '\'' || *sql == '"') {
            sql = after_quotes(sql);
        } else if (*sql == '$') {
            size_t number;
            sql = read_param(sql + 1, &number);
            most = number > most ? number : most;
        } else {
            sql++;
        }
    }
    return most;
}

/* By the address: literals have few, and comparing texts comes after. */
static struct pal_db_statement **bucket_of(struct pal_db *db, const char *literal)
{
    return &db->statements[((uintptr_t)literal * 0x9E3779B97F4A7C15U >> 40) % PAL_DB_BUCKETS];
}

static struct pal_db_statement *find(struct pal_db *db, const char *literal)
{
    struct pal_db_statement *at = *bucket_of(db, literal);
    while (at != NULL && (at->literal != literal || strcmp(at->sql, literal) != 0)) {
        at = at->next;
    }
    return at;
}

static void discard(struct pal_db *db, struct pal_db_statement *statement)
{
    db->driver->discard(db, statement);
    pal_store_free(statement->sql);
    pal_store_free(statement);
}

void pal_db_statements_drop(struct pal_db *db)
{
    for (size_t i = 0; i < PAL_DB_BUCKETS; i++) {
        struct pal_db_statement **link = &db->statements[i];
        while (*link != NULL) {
            struct pal_db_statement *statement = *link;
            if (statement->users > 0) {
                link = &statement->next;
                continue;
            }
            *link = statement->next;
            db->statement_count--;
            discard(db, statement);
        }
    }
}

static void keep(struct pal_db *db, struct pal_db_statement *statement)
{
    if (db->statement_count >= PAL_DB_STATEMENTS_MAX) {
        pal_db_statements_drop(db);
    }
    struct pal_db_statement **bucket = bucket_of(db, statement->literal);
    statement->is_kept = true;
    statement->next = *bucket;
    *bucket = statement;
    db->statement_count++;
}

static struct pal_db_statement *prepare(struct pal_db *db, const char *sql)
{
    struct pal_db_statement *statement = pal_store_new(sizeof *statement);
    char *copy = pal_store_copy(sql);
    if (statement == NULL || copy == NULL) {
        pal_store_free(statement);
        pal_store_free(copy);
        (void)pal_db_fail(db, PAL_E_MEMORY, "a statement");
        return NULL;
    }
    *statement = (struct pal_db_statement){.literal = sql,
                                           .sql = copy,
                                           .number = ++db->last_number,
                                           .param_count = pal_db_params_in(sql)};
    if (db->driver->prepare(db, statement) != PAL_OK) {
        pal_store_free(copy);
        pal_store_free(statement);
        return NULL;
    }
    return statement;
}

/* A statement whose rows are still being read cannot run again: then there is a second one, which
 * is not kept. */
struct pal_db_statement *pal_db_statement_take(struct pal_db *db, const char *sql)
{
    struct pal_db_statement *statement = find(db, sql);
    if (statement == NULL || (statement->users > 0 && !db->driver->shares_statements)) {
        bool is_second = statement != NULL;
        statement = prepare(db, sql);
        if (statement != NULL && !is_second) {
            keep(db, statement);
        }
    }
    if (statement != NULL) {
        statement->users++;
    }
    return statement;
}

void pal_db_statement_give(struct pal_db *db, struct pal_db_statement *statement)
{
    statement->users--;
    if (!statement->is_kept) {
        discard(db, statement);
    }
}
