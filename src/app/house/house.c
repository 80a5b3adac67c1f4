/* house - the database as the layers above see it; see house.h. */
#include <stdlib.h>

#include "app/desk/rights.h"
#include "app/house/house.h"
#include "store/migrate.h"

struct pal_house {
    struct pal_db_pool *pool;
    struct pal_app common; /* what is built in, read once for all errands */
    const struct pal_rights *rights;
};

const struct pal_app *pal_house_common(const struct pal_house *house)
{
    return &house->common;
}

const struct pal_rights *pal_house_rights(const struct pal_house *house)
{
    return house->rights;
}

/* On one connection, before anybody comes in. */
static enum pal_rc bring_up_to_date(struct pal_house *house, struct pal_err *err)
{
    struct pal_db *db;
    int done;
    enum pal_rc rc = pal_db_take(house->pool, &db, err);
    if (rc == PAL_OK) {
        rc = pal_migrate(db, &done, err);
        pal_db_give(db);
    }
    return rc;
}

static enum pal_rc open_house(const char *url, size_t connections, bool is_as_it_is,
                              struct pal_house **out, struct pal_err *err)
{
    struct pal_house *house = calloc(1, sizeof *house);
    *out = NULL;
    if (house == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    enum pal_rc rc = pal_secret_init();
    if (rc != PAL_OK) {
        (void)pal_err_set(err, rc, "this machine gives no random numbers");
    }
    pal_app_init(&house->common);
    if (rc == PAL_OK && pal_app_preload(&house->common) != PAL_OK) {
        rc = pal_err_set(err, PAL_E_MEMORY, "what is built in cannot be read");
    }
    if (rc == PAL_OK && pal_app_rights(&house->common, &house->rights) != PAL_OK) {
        rc = pal_err_set(err, PAL_E_MEMORY, "what is built in cannot be read");
    }
    rc = rc == PAL_OK ? pal_db_pool_open(url, connections, &house->pool, err) : rc;
    rc = rc == PAL_OK && !is_as_it_is ? bring_up_to_date(house, err) : rc;
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
    return open_house(url, connections, false, out, err);
}

enum pal_rc pal_house_open_as_it_is(const char *url, struct pal_house **out, struct pal_err *err)
{
    return open_house(url, 1, true, out, err);
}

void pal_house_close(struct pal_house *house)
{
    if (house != NULL) {
        pal_db_pool_close(house->pool);
        pal_app_done(&house->common);
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
    return pal_db_take(house->pool, &errand->db, &errand->err);
}

void pal_house_leave(struct pal_errand *errand)
{
    if (errand->db != NULL) {
        pal_db_give(errand->db);
        errand->db = NULL;
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
