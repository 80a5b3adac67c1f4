/* carry_parts - what the files of carry share: the list of an export, rows of tables as JSON, rows
 * that are brought. Private to src/app. */
#ifndef PAL_APP_HOUSE_CARRY_PARTS_H
#define PAL_APP_HOUSE_CARRY_PARTS_H

#include <jansson.h>

#include "app/desk/app.h"
#include "app/house/carry.h"
#include "app/house/carry_folder.h"
#include "app/house/checks.h"
#include "app/house/errand.h"
#include "app/house/secret.h"
#include "store/copy.h"
#include "store/facts.h"

/* The tables that an export has, in the order in which they may be written; and those that one of
 * before (export/1) has besides, whose rows become acts. */
enum { PAL_CARRIED_TABLES = 5, PAL_OLDER_TABLES = 2 };
extern const enum pal_table_id pal_carried_tables[PAL_CARRIED_TABLES];
extern const enum pal_table_id pal_older_tables[PAL_OLDER_TABLES];

/* The name of the list. */
extern const char pal_carried_list[];

/* The table with that name; PAL_TABLE_COUNT: it is none of an export. */
enum pal_table_id pal_carried_table(const char *name);

/* The first problem of a text that was read with `app`, as a sentence. */
const char *pal_carried_problem(const struct pal_app *app);

/* ------------------------------------------------------------------ the list */

struct pal_listed_document {
    const char *kind;
    const char *id;
    const char *project; /* "": the library */
    const char *hash;
    const char *person; /* who wrote it, as the list says; "" */
    int64_t version;
    bool is_removed;
};

struct pal_listed_table {
    const char *hash; /* NULL: the export does not have it */
    int64_t rows;
};

struct pal_list {
    struct pal_listed_document *documents;
    size_t count;
    struct pal_listed_table tables[PAL_TABLE_COUNT];
};

/* Reads export.yaml. Texts live in the arena of `app`. Refused with a sentence: what is not valid,
 * a document or a table that is listed twice, a table that no export has. `path` is what the
 * sentence calls it. */
enum pal_rc pal_list_read(struct pal_errand *errand, struct pal_app *app, const char *path,
                          const char *text, size_t len, struct pal_list *out) PAL_WARN_UNUSED;

/* The rows of NAME.json (new reference), as many as the list says; a table of more than
 * PAL_IMPORT_ROWS is refused before memory is spent on it. */
enum pal_rc pal_rows_read(struct pal_errand *errand, enum pal_table_id table, const char *text,
                          size_t len, int64_t count, json_t **out) PAL_WARN_UNUSED;

/* ------------------------------------------------------------------ rows, out */

/* The rows of a table as a sorted list (new reference). The contents of files go to
 * FOLDER/files/ID. */
enum pal_rc pal_rows_export(struct pal_errand *errand, const struct pal_export_request *request,
                            enum pal_table_id table, bool *has_sealed,
                            json_t **out) PAL_WARN_UNUSED;

/* A row as it is exported (new reference): whom a claim names stands for the person. */
json_t *pal_row_json(const struct pal_table *table, const struct pal_cell *cells,
                     bool is_without_persons);

/* "\nanne\nexpert\n*": the key of a row; NULL when memory is short. */
const char *pal_row_key(struct pal_arena *arena, const struct pal_table *table, const json_t *row);

/* Columns that stay behind: a secret, what only says who was here lately, contents, which are files
 * of their own, and claims, which stand for the person. */
bool pal_column_stays(const char *column);

/* ------------------------------------------------------------------ acts, out */

/* What is counted of each value that facts are of, while acts are read. */
enum pal_turn_count {
    PAL_TURNS_ALL,  /* its turns; while an import is checked, with those that come along */
    PAL_TURNS_LAST, /* the number of its last fact */
    PAL_TURNS_HERE, /* of an import: turns that are written, as an export would count them */
};
int64_t pal_turns_of(const json_t *values, const char *key, enum pal_turn_count which);
void pal_turns_set(const json_t *values, const char *key, enum pal_turn_count which, int64_t to);
/* A value that is to be counted from now on. */
enum pal_rc pal_turns_add(json_t *values, const char *key) PAL_WARN_UNUSED;

/* The value of a fact as it is exported, as a key; NULL: memory is short. */
const char *pal_value_key(struct pal_arena *arena, const json_t *fact);
/* An act as a key: its principal (`own` where it names none), its id. */
const char *pal_act_key(struct pal_arena *arena, const json_t *act, const char *own);

struct pal_acts_wanted {
    const char *project; /* acts with facts of that one alone; NULL: all */
    bool is_without_persons;
    const json_t *keys;   /* these acts alone (pal_act_key), also those of which nothing is left;
                             NULL: all that say something */
    json_t *values;       /* with `keys`: values that are counted, whoever spoke of them */
    const json_t *sealed; /* ids of questionnaires sent of which what their audience alone reads
                             stays behind; NULL: of none */
};

/* The acts with their facts in the order in which they were done, as they are exported (new
 * reference): whom a claim names stands for the principal, what was erased is not there, and turns
 * are counted from 1 among those that are. */
enum pal_rc pal_acts_read(struct pal_errand *errand, const struct pal_acts_wanted *wanted,
                          json_t **out) PAL_WARN_UNUSED;

/* ------------------------------------------------------------------- rows, in */

/* One table on its way in. */
struct pal_bringing {
    struct pal_errand *errand;
    struct pal_folder *folder; /* with the contents of files; NULL: there are none */
    enum pal_table_id id;
    const struct pal_table *table;
    json_t *rows;                  /* as pal_rows_read gave them; owned */
    const json_t *persons;         /* the rows of persons.json; NULL */
    const json_t *names;           /* of acts that were rows: "hours/h1" by the id; NULL */
    const struct pal_homes *homes; /* documents here and those that come along */
    bool takes_grants;
    struct pal_carried *out;
    /* Filled in by pal_rows_check. */
    json_t *here;            /* by key: the rows that the database has */
    json_t *marks;           /* addresses, rows that are replaced, files of a project; of acts:
                                values, as pal_acts_read counts them */
    json_t *places;          /* by key: numbers of rows */
    json_t *fresh;           /* of acts, by "KIND/SUBJECT": whether it comes along, new */
    json_t *contents;        /* of acts, by hash: files that are what they are called */
    unsigned char *verdicts; /* per row */
    json_t *unsettled;       /* of acts: subjects of which something is to be computed at the end */
    size_t *order;           /* numbers of rows in the order in which they may be written */
    size_t ordered;
    struct pal_arena arena; /* of one row */
};

/* Checks every row by what the verbs check, against the database and against each other; reads
 * alone, within a transaction. Rows that are refused are told; PAL_OK where at least the whole can
 * be taken. */
enum pal_rc pal_rows_check(struct pal_bringing *at) PAL_WARN_UNUSED;

/* Writes the rows that passed, within a transaction after pal_errand_lock; those that what others
 * wrote since the check leaves no room for are refused and told. */
enum pal_rc pal_rows_bring(struct pal_bringing *at) PAL_WARN_UNUSED;

void pal_rows_done(struct pal_bringing *at);

/* The same of acts, which pal_rows_check and pal_rows_bring hand on. An act comes in whole or not
 * at all: each fact is held to what its kind takes, its turn follows those that are here or came
 * along, and whoever brings it has the right that the form asks for. */
enum pal_rc pal_acts_check(struct pal_bringing *at) PAL_WARN_UNUSED;
enum pal_rc pal_acts_bring(struct pal_bringing *at) PAL_WARN_UNUSED;

/* The rows of hours.json or deliveries.json as acts, behind those in `acts`; `names` holds by their
 * ids what they were. Rows that are refused are told. Reads alone, within a transaction. */
enum pal_rc pal_older_acts(struct pal_bringing *at, const json_t *rows, json_t *acts,
                           json_t *names) PAL_WARN_UNUSED;

/* Writes an act and a fact of it, both with salt and digest of their own. */
enum pal_rc pal_act_bring(struct pal_errand *errand, const json_t *json,
                          struct pal_act_row *act) PAL_WARN_UNUSED;
enum pal_rc pal_act_bring_fact(struct pal_errand *errand, const struct pal_act_row *act,
                               struct pal_fact_row *row) PAL_WARN_UNUSED;

/* ------------------------------------------------------------ contents of files */

/* Writes the contents that acts name to FOLDER/contents/SHA-256, each once. */
enum pal_rc pal_contents_export(struct pal_errand *errand, const char *folder,
                                const json_t *acts) PAL_WARN_UNUSED;
/* The hash of the content that a fact names, as its row in an export says; NULL: it names none. */
const char *pal_content_named(const json_t *fact);
/* Whether the contents that an act names are there, with their sizes and hashes. A failure is of
 * the whole export. */
enum pal_rc pal_contents_check(struct pal_bringing *at, const json_t *act) PAL_WARN_UNUSED;
/* The content of a fact that is about to be written arrives, so that it can be held; `id` "": it is
 * here. What was not held is dropped afterwards. */
enum pal_rc pal_content_bring(struct pal_bringing *at, const struct pal_fact_row *row,
                              char id[PAL_ID_TEXT]) PAL_WARN_UNUSED;

/* ------------------------------------------------- consultations that are not open */

/* What an import is held to where the database has consultations that are not open: before anything
 * is written, within its transaction and behind the lock. What comes is no reason to open one. */
struct pal_shut {
    struct pal_errand *errand;
    json_t *known; /* by project: whether it has one; owned by whoever asks */
};
/* Whether a document that is not here (`name`: its file) may be added to a project; PAL_E_CONFLICT
 * with the sentence where it is of its consultation. */
enum pal_rc pal_shut_check_document(const struct pal_shut *shut, const char *name, const char *kind,
                                    const char *project) PAL_WARN_UNUSED;
/* The same of all acts that would be written. */
enum pal_rc pal_shut_check_acts(const struct pal_shut *shut,
                                struct pal_bringing *at) PAL_WARN_UNUSED;

/* ---------------------------------------------------------- of rows and acts */

/* What is done with a row. */
enum pal_carry_verdict {
    PAL_ROW_UNKNOWN,
    PAL_ROW_OPEN,
    PAL_ROW_TAKE,
    PAL_ROW_SAME,
    PAL_ROW_REFUSED,
    PAL_ROW_LEFT
};

/* What a sentence calls an act; of what was a row before, the row. */
const char *pal_act_called(struct pal_bringing *at, const json_t *act);
/* The text under a key; NULL: none is there. */
const char *pal_row_word(const json_t *row, const char *key);
/* Clocks differ: what was done lies at most that far ahead. No time at all is later than the last
 * second of the year 9999. */
enum { PAL_ROW_AHEAD = 24 * 3600 };
#define PAL_ROW_LATEST INT64_C(253402300799)

/* A row that no export of palier has: all of it is refused. */
enum pal_rc pal_row_invalid(struct pal_bringing *at, const char *what) PAL_WARN_UNUSED;
/* Every column that is not null, of its type, and no other key: else all of it is refused. */
enum pal_rc pal_row_check_shape(struct pal_bringing *at, const json_t *row) PAL_WARN_UNUSED;
/* When, by whom, and on which project: what all rows of a project's file have. */
enum pal_rc pal_row_check_common(struct pal_bringing *at, const json_t *row) PAL_WARN_UNUSED;
/* A row (`name`: "hours/h1") that the rules of the house do not take: it is told, and the others
 * come in. */
void pal_row_refuse(struct pal_bringing *at, const char *name, const char *why);
/* What a check said, as a refusal of a row (`name`) that is told while the others come in; what no
 * row is to blame for is passed on. */
enum pal_rc pal_row_judge(struct pal_bringing *at, const char *name, enum pal_rc rc,
                          enum pal_carry_verdict *out) PAL_WARN_UNUSED;
/* Seconds since 1970 under `key`: nothing was done later than `latest`. */
enum pal_rc pal_row_check_time(struct pal_bringing *at, const json_t *row, const char *key,
                               int64_t latest) PAL_WARN_UNUSED;

#endif
