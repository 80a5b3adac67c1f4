/* older_titles - titles in French of documents that were written before a row held them; see
 * house.c. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/checks.h"
#include "app/house/each.h"
#include "app/house/house.h"
#include "app/house/shelf.h"
#include "app/house/shelf_parts.h"
#include "base/value.h"
#include "format/kinds.h"
#include "store/records.h"

/* The title of a text in French where it has one of its own, into `out`; NULL: it has none. A text
 * that nothing can be read of keeps the title that it has. */
static enum pal_rc find_french(struct pal_errand *own, const struct pal_record *record,
                               const char **out)
{
    static const char *const members[] = {"title", NULL};
    struct pal_app app;
    struct pal_values values;
    pal_house_share(own, &app);
    pal_values_init(&values, own->arena);
    const struct pal_value *title = pal_value_get(
        pal_house_members(&app, record->text, strlen(record->text), members, &values), "title");
    const char *french = pal_value_as_text(pal_value_get(title, "fr"));
    const char *english = pal_value_as_text(pal_value_get(title, "en"));
    bool has_own = french != NULL && english != NULL && strcmp(french, english) != 0;
    *out = has_own ? pal_cut(own, french, PAL_TITLE_MAX) : NULL;
    pal_app_done(&app);
    return has_own && *out == NULL ? PAL_E_MEMORY : PAL_OK;
}

static enum pal_rc fill(void *ctx, struct pal_errand *own, const struct pal_record *record)
{
    int64_t *filled = ctx;
    const char *french = NULL;
    bool has_one = record->title_fr != NULL && record->title_fr[0] != '\0';
    if (has_one || strstr(record->text, "fr:") == NULL) { /* most: nothing is to be read */
        return PAL_OK;
    }
    enum pal_rc rc = find_french(own, record, &french);
    if (rc == PAL_OK && french != NULL) {
        ++*filled;
        rc = pal_record_entitle(own->db, record->kind, record->id, french);
    }
    return rc;
}

enum pal_rc pal_older_titles(struct pal_errand *errand)
{
    int64_t filled = 0;
    enum pal_rc rc = pal_errand_lock(errand);
    for (size_t i = 0; i < PAL_KIND_COUNT && rc == PAL_OK; i++) {
        struct pal_record_list list = {.kind = pal_kinds[i].word, .with_text = true};
        rc = pal_house_each(errand, list, fill, &filled);
        list.is_removed = true;
        rc = rc == PAL_OK ? pal_house_each(errand, list, fill, &filled) : rc;
    }
    return rc == PAL_OK && filled > 0
               ? pal_audit_write(errand, "upgrade", "database", "", "title_fr")
               : pal_errand_explain(errand, rc);
}
