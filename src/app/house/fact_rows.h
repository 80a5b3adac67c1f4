/*
 * fact_rows - the tables that are computed from facts of a kind (`rows` in fact_kinds.h): a row for
 * each turn, written in the act's transaction, for lists and sums in SQL. Private to src/app/house.
 *
 * A row's id is the part of its value, from the second turn on "PART:TURN"; `replaces` is the row
 * of the turn before. Columns with a field's name hold that field ("day": the field "date"),
 * `project`, `assessment`, `person`, `claim` and `at` what the act and its subject say. What was
 * taken back (state "none", or one of PAL_ROW_GONE) has no row, nor has what stood before it. No
 * entry of the chain covers them: they can be made again, and `palier doctor` compares them.
 */
#ifndef PAL_APP_HOUSE_FACT_ROWS_H
#define PAL_APP_HOUSE_FACT_ROWS_H

#include "app/house/fact_kinds.h"

/* After a fact became the last of its value, within the transaction. */
enum pal_rc pal_fact_rows_follow(struct pal_errand *errand,
                                 const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* After a fact was erased, within the transaction; `row` is what it was. */
enum pal_rc pal_fact_rows_forget(struct pal_errand *errand,
                                 const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* Makes all of them again, within a transaction that writes. */
enum pal_rc pal_fact_rows_rebuild(struct pal_errand *errand) PAL_WARN_UNUSED;

/* How many are not what the facts say, are not there, or are of no fact. */
enum pal_rc pal_fact_rows_wrong(struct pal_errand *errand, int64_t *out) PAL_WARN_UNUSED;

/* For the check of a kind with rows: the part of what is new is no other row's id.
 * PAL_E_CONFLICT. */
enum pal_rc pal_fact_rows_check_part(struct pal_errand *errand, const struct pal_fact_row *row,
                                     const struct pal_fact_row *head) PAL_WARN_UNUSED;

/* The value that a row's id tells of: its part, and the turn; false: no row has such an id. */
bool pal_fact_rows_read_id(struct pal_arena *arena, const char *id, const char **part,
                           int64_t *turn);

/* Who said a fact: the id of a person, "": nobody with an account; and whom an import names, "": it
 * was said here. */
void pal_fact_author(const struct pal_fact_row *row, const char **person, const char **claim);

/* A word of a fact's body, in the errand's arena; NULL. */
const char *pal_fact_word(struct pal_errand *errand, const struct pal_fact_row *row,
                          const char *key);
/* A whole number of it; `absent` where it says none. */
int64_t pal_fact_number(const struct pal_fact_row *row, const char *key, int64_t absent);

#endif
