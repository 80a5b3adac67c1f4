/* house - the database as the layers above see it; see house.h. */
#include <stdlib.h>

#include "app/house.h"
#include "store/migrate.h"

struct pal_house {
    struct pal_db_pool *pool;
    struct pal_app common; /* what is built in, read once for all visits */
};

const struct pal_app *pal_house_common(const struct pal_house *house)
{
    return &house->common;
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

enum pal_rc pal_house_open(const char *url, size_t connections, struct pal_house **out,
                           struct pal_err *err)
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
    rc = rc == PAL_OK ? pal_db_pool_open(url, connections, &house->pool, err) : rc;
    rc = rc == PAL_OK ? bring_up_to_date(house, err) : rc;
    if (rc != PAL_OK) {
        pal_house_close(house);
        return rc;
    }
    *out = house;
    return PAL_OK;
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

enum pal_rc pal_house_enter(struct pal_house *house, struct pal_visit *visit)
{
    visit->house = house;
    return pal_db_take(house->pool, &visit->db, &visit->err);
}

void pal_house_leave(struct pal_visit *visit)
{
    if (visit->db != NULL) {
        pal_db_give(visit->db);
        visit->db = NULL;
    }
}

uint64_t pal_house_queries(const struct pal_visit *visit)
{
    return visit->db != NULL ? pal_db_query_count(visit->db) : 0;
}

enum pal_rc pal_house_schema(struct pal_visit *visit, int *has, int *knows)
{
    *knows = (int)pal_migration_count;
    return pal_migrate_version(visit->db, has, &visit->err);
}
