/* bench_heads - reading the last of each value of a subject, beside the length of its history: an
 * assessment of 264 cells, first with one turn each, then with 10,000 turns in all.
 *
 * usage: bench_heads DATABASE      an empty SQLite file or PostgreSQL database
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/audit.h"
#include "store/facts.h"
#include "store/migrate.h"

enum { CELLS = 264, TURNS = 10000, ROUNDS = 200 };

static double now_ms(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1000 + (double)at.tv_nsec / 1e6;
}

static void must(enum pal_rc rc, struct pal_db *db, const char *what)
{
    if (rc != PAL_OK) {
        fprintf(stderr, "%s: %s\n", what, db != NULL ? pal_db_error(db)->message : "");
        exit(1);
    }
}

/* `count` facts, cell by cell; the turn of each follows from how often its turn came before. */
static void write_facts(struct pal_db *db, int first, int count)
{
    struct pal_arena arena;
    int64_t number;
    const char *hash;
    pal_arena_init(&arena, NULL);
    must(pal_db_begin(db), db, "begin");
    must(pal_audit_head(db, true, &arena, &number, &hash), db, "lock");
    for (int i = first; i < first + count; i++) {
        char id[33];
        char part[16];
        (void)snprintf(id, sizeof id, "%032x", (unsigned)i);
        (void)snprintf(part, sizeof part, "PA%02d/%d", i % CELLS / 12 + 1, i % 12);
        struct pal_act_row act = {
            .principal = "person:bench", .id = id, .at = i, .salt = "s", .digest = "d"};
        must(pal_act_add(db, &act), db, "act");
        struct pal_fact_row fact = {.act = act.number,
                                    .kind = "mark",
                                    .project = "p",
                                    .subject_kind = "assessment",
                                    .subject = "a",
                                    .part = part,
                                    .lane = "checked",
                                    .turn = i / CELLS + 1,
                                    .state = "said",
                                    .body = "{\"mark\":\"F\",\"reason\":\"shown on site\"}",
                                    .audience = "project",
                                    .salt = "s",
                                    .digest = "d"};
        must(pal_fact_add(db, &fact), db, "fact");
    }
    must(pal_db_commit(db), db, "commit");
    pal_arena_done(&arena);
}

static double read_heads(struct pal_db *db, size_t *found)
{
    const struct pal_fact_list list = {.subject_kind = "assessment",
                                       .subject = "a",
                                       .kind = "mark",
                                       .audiences = ",house,project,",
                                       .max = 1000};
    double start = now_ms();
    for (int i = 0; i < ROUNDS; i++) {
        struct pal_arena arena;
        struct pal_fact_row *rows;
        pal_arena_init(&arena, NULL);
        must(pal_head_list(db, &list, &arena, &rows, found), db, "heads");
        pal_arena_done(&arena);
    }
    return (now_ms() - start) / ROUNDS;
}

int main(int argc, char **argv)
{
    struct pal_db_pool *pool;
    struct pal_db *db;
    struct pal_err err;
    int done;
    size_t found = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: bench_heads DATABASE\n");
        return 64;
    }
    must(pal_db_pool_open(argv[1], 1, &pool, &err), NULL, "open");
    must(pal_db_take(pool, &db, &err), NULL, "take");
    must(pal_migrate(db, &done, &err), db, "schema");
    write_facts(db, 0, CELLS);
    double before = read_heads(db, &found);
    write_facts(db, CELLS, TURNS - CELLS);
    double after = read_heads(db, &found);
    printf("heads of %zu cells: %.2f ms with one turn each, %.2f ms with %d turns: %.1f x\n", found,
           before, after, TURNS, after / before);
    pal_db_give(db);
    pal_db_pool_close(pool);
    return 0;
}
