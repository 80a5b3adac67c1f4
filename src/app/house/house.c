/* house - the database as the layers above see it; see house.h. */
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "app/desk/rights.h"
#include "app/house/audit.h"
#include "app/house/dossier_parts.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/house.h"
#include "app/house/listed.h"
#include "app/house/mail_way.h"
#include "app/house/marks_kept.h"
#include "app/house/marks_parts.h"
#include "app/house/scores.h"
#include "app/house/secret.h"
#include "app/house/shelf_parts.h"
#include "app/house/together.h"
#include "store/cover.h"
#include "store/facts.h"
#include "store/jobs.h"
#include "store/migrate.h"

struct pal_house {
    struct pal_db_pool *pool;
    _Atomic int64_t ahead; /* seconds that the clock of the database is ahead of this machine's */
    struct pal_app common; /* what is built in, read once for all errands */
    const struct pal_rights *rights;
    struct pal_together *together;
    struct pal_marks_kept *marks;
    struct pal_zones *zones;
    struct pal_mail_way *mail;
    struct pal_kept *kept; /* documents that were read; NULL: each is read anew */
};

enum {
    KEPT_MOST = 32 << 20,
    WITH_TITLES = 17 /* the schema since which rows have their titles in French, whenever written */
};

const struct pal_app *pal_house_common(const struct pal_house *house)
{
    return &house->common;
}

void pal_house_share(const struct pal_errand *errand, struct pal_app *app)
{
    pal_app_init_in(app, errand->arena->alloc);
    if (errand->house != NULL) {
        pal_app_share(app, &errand->house->common);
    }
}

struct pal_together *pal_house_together(const struct pal_house *house)
{
    return house->together;
}

struct pal_marks_kept *pal_house_marks(const struct pal_house *house)
{
    return house->marks;
}

void pal_house_take_mail(struct pal_house *house, struct pal_mail_way *way)
{
    house->mail = way;
}

struct pal_mail_way *pal_house_mail(const struct pal_house *house)
{
    return house->mail;
}

const struct pal_zone *pal_house_zone(const struct pal_house *house, const char *name)
{
    return name == NULL || name[0] == '\0' ? pal_zones_own(house->zones)
                                           : pal_zones_find(house->zones, name);
}

const struct pal_rights *pal_house_rights(const struct pal_house *house)
{
    return house->rights;
}

/* An upgrade on its way. */
struct upgrading {
    struct pal_errand *errand;
    int before; /* the schema that the database had */
};

/* Rows of before are covered first: what is written of them follows in the chain. */
static enum pal_rc adopt(struct pal_errand *errand, int before, bool *was_due)
{
    enum pal_rc rc = pal_errand_explain(errand, pal_cover_is_due(errand->db, before, was_due));
    if (rc == PAL_OK && *was_due) {
        rc = pal_audit_adopt(errand, before);
    }
    return rc == PAL_OK ? pal_older_adopt(errand) : rc;
}

/* In the transaction of the last step: what was no fact yet becomes one, once. */
static enum pal_rc finish_steps(void *ctx)
{
    const struct upgrading *at = ctx;
    bool was_due;
    enum pal_rc rc = at->before > 0 ? adopt(at->errand, at->before, &was_due) : PAL_OK;
    return rc == PAL_OK && at->before > 0 && at->before < WITH_TITLES ? pal_older_titles(at->errand)
                                                                      : rc;
}

/* All that is computed, each of what stands before it. */
static enum pal_rc compute_again(struct pal_errand *errand)
{
    int64_t mended = 0;
    enum pal_rc rc = pal_heads_rebuild(errand->db);
    if (rc == PAL_OK) {
        rc = pal_marks_check(errand, true, &mended);
    }
    if (rc == PAL_OK) {
        rc = pal_fact_rows_rebuild(errand);
    }
    if (rc == PAL_OK) {
        rc = pal_listed_rebuild(errand);
    }
    return rc == PAL_OK ? pal_scores_renew(errand) : rc;
}

/* In a transaction: what is due of rows of before, and all that is computed. */
static enum pal_rc renew(struct pal_errand *errand, int before, bool is_due, bool is_renewed)
{
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = is_due ? adopt(errand, before, &is_due) : PAL_OK;
    return pal_errand_end(errand, rc == PAL_OK && is_renewed ? compute_again(errand) : rc);
}

enum pal_rc pal_house_upgrade(struct pal_errand *errand, enum pal_renewal renewal)
{
    int before = 0;
    int done;
    bool is_due = false;
    enum pal_rc rc = pal_migrate_version(errand->db, &before, &errand->err);
    if (rc != PAL_OK) {
        return rc;
    }
    struct upgrading upgrading = {errand, before};
    const struct pal_migrating along = {finish_steps, &upgrading};
    rc = pal_migrate_along(errand->db, &along, &done, &errand->err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_explain(errand, pal_cover_is_due(errand->db, before, &is_due));
    /* A program that ended before it adopted had computed nothing, either. */
    bool is_older = is_due || (before > 0 && (size_t)before < pal_migration_count);
    bool is_renewed = renewal == PAL_RENEW_ALWAYS || (renewal == PAL_RENEW_OLDER && is_older);
    if (rc == PAL_OK && (is_due || is_renewed)) {
        rc = renew(errand, before, is_due, is_renewed);
    }
    return rc == PAL_OK && renewal != PAL_RENEW_NEVER ? pal_scores_redraw(errand) : rc;
}

/* On one connection, before anybody comes in. */
static enum pal_rc bring_up_to_date(struct pal_house *house, struct pal_err *err)
{
    struct pal_arena arena;
    struct pal_errand errand = {.house = house,
                                .arena = &arena,
                                .principal = {.kind = PAL_PRINCIPAL_OPERATOR},
                                .source = "local",
                                .now = (int64_t)time(NULL)};
    enum pal_rc rc = pal_db_take(house->pool, &errand.db, err);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_arena_init(&arena, NULL);
    rc = pal_house_upgrade(&errand, PAL_RENEW_OLDER);
    if (rc != PAL_OK) {
        *err = errand.err;
    }
    pal_arena_done(&arena);
    pal_db_give(errand.db);
    return rc;
}

/* That there is something of palier's, and of this schema where rows are read without more ado. */
static enum pal_rc check_there(struct pal_house *house, enum pal_open how, struct pal_err *err)
{
    struct pal_db *db;
    int version = 0;
    enum pal_rc rc = pal_db_take(house->pool, &db, err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_migrate_version(db, &version, err);
    pal_db_give(db);
    if (rc != PAL_OK) {
        return rc;
    }
    if (version == 0) {
        return pal_err_lacks(err, PAL_E_NOT_FOUND, "database",
                             "there is no database of palier at %s: it is empty; say where it is, "
                             "or make one with \"palier init\"",
                             pal_house_name(house));
    }
    int known = pal_migrations[pal_migration_count - 1].number;
    if (how == PAL_OPEN_READ && version != known) {
        return pal_err_set(err, PAL_E_INVALID,
                           "the database has schema %d and this program reads %d; run \"palier "
                           "migrate\" on it first, nothing was changed",
                           version, known);
    }
    return PAL_OK;
}

/* What all errands share beside the database. */
static enum pal_rc read_common(struct pal_house *house, struct pal_err *err)
{
    enum pal_rc rc = pal_secret_init();
    pal_app_init(&house->common);
    if (rc != PAL_OK) {
        return pal_err_set(err, rc, "this machine gives no random numbers");
    }
    if (pal_app_preload(&house->common) != PAL_OK ||
        pal_app_rights(&house->common, &house->rights) != PAL_OK) {
        return pal_err_set(err, PAL_E_MEMORY, "what is built in cannot be read");
    }
    house->zones = pal_zones_new();
    return house->zones != NULL ? PAL_OK
                                : pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
}

static enum pal_rc open_house(const char *url, size_t connections, enum pal_open how,
                              struct pal_house **out, struct pal_err *err)
{
    struct pal_house *house = calloc(1, sizeof *house);
    enum pal_db_mode mode = how == PAL_OPEN_MAKE                           ? PAL_DB_MAKE
                            : how == PAL_OPEN_READ || how == PAL_OPEN_LOOK ? PAL_DB_READ
                                                                           : PAL_DB_THERE;
    *out = NULL;
    if (house == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    enum pal_rc rc = read_common(house, err);
    house->kept = rc == PAL_OK ? pal_kept_new(KEPT_MOST) : NULL;
    house->together = rc == PAL_OK && connections > 1 ? pal_together_new() : NULL;
    house->marks = house->together != NULL ? pal_marks_kept_new() : NULL;
    house->common.kept = house->kept; /* shared with whoever shares what is built in */
    if (rc == PAL_OK) {
        rc = pal_db_pool_open_as(url, connections, mode, &house->pool, err);
    }
    if (rc == PAL_OK && how != PAL_OPEN_MAKE) {
        rc = check_there(house, how, err);
    }
    if (rc == PAL_OK && (how == PAL_OPEN_MAKE || how == PAL_OPEN_THERE)) {
        rc = bring_up_to_date(house, err);
    }
    if (rc != PAL_OK) {
        pal_house_close(house);
        return rc;
    }
    *out = house;
    return PAL_OK;
}

enum pal_rc pal_house_open(const char *url, size_t connections, struct pal_house **out,
                           struct pal_err *err)
{
    return open_house(url, connections, PAL_OPEN_MAKE, out, err);
}

enum pal_rc pal_house_open_as(const char *url, enum pal_open how, struct pal_house **out,
                              struct pal_err *err)
{
    return open_house(url, 1, how, out, err);
}

void pal_house_close(struct pal_house *house)
{
    if (house != NULL) {
        pal_db_pool_close(house->pool);
        pal_app_done(&house->common);
        pal_kept_free(house->kept);
        pal_zones_free(house->zones);
        pal_together_free(house->together);
        pal_marks_kept_free(house->marks);
        pal_mail_way_free(house->mail);
        free(house);
    }
}

const char *pal_house_name(const struct pal_house *house)
{
    return pal_db_pool_shown(house->pool);
}

enum pal_rc pal_house_enter(struct pal_house *house, struct pal_errand *errand)
{
    errand->house = house;
    errand->now = pal_house_now(house);
    return pal_db_take_for(house->pool, errand->stop, &errand->db, &errand->err);
}

void pal_house_leave(struct pal_errand *errand)
{
    if (errand->db != NULL) {
        pal_db_give(errand->db);
        errand->db = NULL;
    }
}

int64_t pal_house_now(const struct pal_house *house)
{
    return (int64_t)time(NULL) + atomic_load(&house->ahead);
}

void pal_house_look_at_clock(struct pal_house *house, struct pal_errand *errand)
{
    int64_t now;
    if (pal_db_now(errand->db, &now) == PAL_OK) {
        atomic_store(&house->ahead, now - (int64_t)time(NULL));
        errand->now = now;
    }
}

uint64_t pal_house_queries(const struct pal_errand *errand)
{
    return errand->db != NULL ? pal_db_query_count(errand->db) : 0;
}

enum pal_rc pal_house_schema(struct pal_errand *errand, int *has, int *knows)
{
    *knows = (int)pal_migration_count;
    return pal_migrate_version(errand->db, has, &errand->err);
}
