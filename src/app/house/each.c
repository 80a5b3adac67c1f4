#include "app/house/each.h"

#include <stdio.h>
#include <string.h>

#include "app/house/errand.h"
#include "base/limits.h"
#include "store/records.h"

enum {
    AT_ONCE = 100,
    SHORT_MOST =
        64 << 10 /* characters of a text that comes with the list; a longer one is read alone */
};

/* A long text is read when its turn comes, and given back after it. */
static enum pal_rc take_long(struct pal_errand *own, const struct pal_record *record,
                             pal_take_each take, void *ctx)
{
    struct pal_arena *arena = own->arena;
    struct pal_arena scratch;
    struct pal_record whole;
    pal_arena_init(&scratch, arena->alloc);
    own->arena = &scratch;
    enum pal_rc rc = pal_record_get(own->db, record->kind, record->id, &scratch, &whole);
    if (rc == PAL_OK) {
        rc = take(ctx, own, &whole);
    }
    own->arena = arena;
    pal_arena_done(&scratch);
    return rc;
}

enum pal_rc pal_house_each(struct pal_errand *errand, struct pal_record_list list,
                           pal_take_each take, void *ctx)
{
    char last_id[PAL_LIMIT_ID_BYTES + 1];
    size_t count = AT_ONCE;
    enum pal_rc rc = PAL_OK;
    list.max = AT_ONCE;
    list.text_most = SHORT_MOST;
    while (count == AT_ONCE && rc == PAL_OK) {
        struct pal_arena scratch;
        struct pal_errand own = *errand;
        struct pal_record *rows;
        pal_arena_init(&scratch, errand->arena->alloc);
        own.arena = &scratch;
        rc = pal_record_find(own.db, &list, own.arena, &rows, &count);
        for (size_t i = 0; i < count && rc == PAL_OK; i++) {
            rc = pal_errand_go_on(&own);
            if (rc != PAL_OK) {
                break;
            }
            bool is_long = list.with_text && strlen(rows[i].text) >= SHORT_MOST;
            rc = is_long ? take_long(&own, &rows[i], take, ctx) : take(ctx, &own, &rows[i]);
        }
        if (rc == PAL_OK && count > 0) {
            (void)snprintf(last_id, sizeof last_id, "%s", rows[count - 1].id);
            list.before_at = rows[count - 1].changed_at;
            list.before_id = last_id;
        }
        errand->err = own.err;
        pal_arena_done(&scratch);
    }
    return rc;
}
