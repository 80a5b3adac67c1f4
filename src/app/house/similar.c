#include "app/house/similar.h"

#include <string.h>

#include "app/house/house.h"
#include "app/house/offers.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/told.h"
#include "base/fold.h"
#include "base/text.h"
#include "store/listed.h"

enum { SIMILAR_MOST = 50 };

/* Those of other projects that the visitor may not see stay untold. */
static void keep_seen(struct pal_errand *errand, const char *project, struct pal_record *rows,
                      size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        bool is_offered = rows[i].project[0] == '\0' || strcmp(rows[i].project, project) == 0;
        if (is_offered && pal_house_may_see(errand, &rows[i])) {
            rows[kept++] = rows[i];
        }
    }
    *count = kept;
}

static enum pal_rc find_all(struct pal_errand *errand, const char *project, const char *name,
                            struct pal_record **rows, size_t *count)
{
    const char *letters = pal_fold_letters(errand->arena, name);
    *rows = NULL;
    *count = 0;
    if (letters == NULL || letters[0] == '\0') {
        return letters == NULL ? PAL_E_MEMORY : PAL_OK;
    }
    enum pal_rc rc =
        pal_listed_like(errand->db, "provider", letters, SIMILAR_MOST, errand->arena, rows, count);
    if (rc == PAL_OK) {
        keep_seen(errand, project, *rows, count);
        rc = pal_offers_filter(errand, *rows, count);
    }
    return rc;
}

enum pal_rc pal_house_similar(struct pal_errand *errand, const char *project, const char *name,
                              struct pal_document *out)
{
    struct pal_record *rows = NULL;
    size_t count = 0;
    *out = (struct pal_document){.id = NULL};
    enum pal_rc rc = find_all(errand, project, name, &rows, &count);
    if (rc == PAL_OK && count > 0) {
        *out = pal_told_document(errand, &rows[0]);
    }
    return pal_errand_explain(errand, rc);
}

/* The name that a text gives a provider; NULL: it names none. */
static const char *name_in(struct pal_errand *errand, const struct pal_named *named,
                           struct pal_app *app)
{
    static const char *const members[] = {"title", "provider", NULL};
    struct pal_values values;
    pal_values_init(&values, errand->arena);
    const struct pal_value *found =
        pal_house_members(app, named->text, named->len, members, &values);
    const struct pal_value *title = pal_value_get(found, "title");
    if (pal_kind_is(named->kind, PAL_KIND_ASSESSMENT)) {
        return pal_value_as_text(pal_value_get(found, "provider"));
    }
    const char *english = pal_value_as_text(pal_value_get(title, "en"));
    return !pal_kind_is(named->kind, PAL_KIND_PROVIDER) ? NULL
           : english != NULL                            ? english
                                                        : pal_value_as_text(title);
}

/* Whether one of those that are there is meant: a provider is another one though it has the very
 * name of one; an assessment that has it, or its id, means that one. */
static bool is_one_meant(const struct pal_named *named, const char *name,
                         const struct pal_record *rows, size_t count)
{
    bool is_provider = pal_kind_is(named->kind, PAL_KIND_PROVIDER);
    for (size_t i = 0; i < count; i++) {
        bool is_named = strcmp(rows[i].title, name) == 0 || strcmp(rows[i].id, name) == 0;
        if (is_provider ? strcmp(rows[i].id, named->id) == 0 : is_named) {
            return true;
        }
    }
    return false;
}

enum pal_rc pal_house_similar_in(struct pal_errand *errand, const struct pal_named *named,
                                 const char **out)
{
    struct pal_app app;
    struct pal_record *rows = NULL;
    size_t count = 0;
    *out = NULL;
    if (!pal_kind_is(named->kind, PAL_KIND_PROVIDER) &&
        !pal_kind_is(named->kind, PAL_KIND_ASSESSMENT)) {
        return PAL_OK;
    }
    pal_house_share(errand, &app);
    const char *name = name_in(errand, named, &app);
    enum pal_rc rc = name != NULL ? find_all(errand, named->project, name, &rows, &count) : PAL_OK;
    if (rc == PAL_OK && count > 0 && !is_one_meant(named, name, rows, count)) {
        *out = pal_arena_printf(
            errand->arena,
            pal_voice_say(errand->voice,
                          PAL_N_("the provider %s is there already as %s (%s), case, spaces, signs "
                                 "and accents aside: if they are one, name it so")),
            pal_quote(name).text, pal_quote(rows[0].title).text, rows[0].id);
        rc = *out != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    pal_app_done(&app);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_house_settle_similar(struct pal_errand *errand, const char *project,
                                     const char *name, const char *own, const char *answer,
                                     struct pal_document *out)
{
    enum pal_rc rc = pal_house_similar(errand, project, name, out);
    bool is_there = rc == PAL_OK && out->id != NULL;
    bool is_own = is_there && (own != NULL ? strcmp(out->id, own) == 0 : false);
    bool is_taken =
        is_there && (strcmp(answer, "take") == 0 || (own == NULL && strcmp(out->title, name) == 0));
    if (!is_there || is_taken) {
        return rc;
    }
    const char *title = out->title;
    *out = (struct pal_document){.id = NULL};
    return is_own || strcmp(answer, "new") == 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_CONFLICT, "There is %s already.",
                                 pal_quote(title).text);
}

/* Each name twice, as it is written and as ids mostly are. */
static const char **as_ids(struct pal_errand *errand, const char *const *names, size_t count)
{
    const char **ids = PAL_NEW(errand->arena, const char *, 2 * count + 1);
    for (size_t i = 0; i < count && ids != NULL; i++) {
        ids[2 * i] = names[i];
        ids[2 * i + 1] = pal_fold(errand->arena, names[i]);
        ids = ids[2 * i + 1] != NULL ? ids : NULL;
    }
    return ids;
}

enum pal_rc pal_house_provider_words(struct pal_errand *errand, const char *const *names,
                                     size_t count, const char **out)
{
    const char **ids = as_ids(errand, names, count);
    const char **titles = PAL_NEW(errand->arena, const char *, 2 * count + 1);
    if (ids == NULL || titles == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc =
        pal_record_titles(errand->db, "provider", ids, 2 * count, errand->arena, titles);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const char *title = titles[2 * i] != NULL ? titles[2 * i] : titles[2 * i + 1];
        out[i] = pal_fold(errand->arena, title != NULL ? title : names[i]);
        rc = out[i] != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_house_compared(struct pal_errand *errand, const char *const *ids, size_t count,
                               struct pal_house_compared *out)
{
    const char **names = PAL_NEW(errand->arena, const char *, count + 1);
    const char **words = PAL_NEW(errand->arena, const char *, count + 1);
    enum pal_rc rc = names != NULL && words != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_score_known row = {.provider = ids[i], .day = ""}; /* like no other */
        rc = pal_score_known(errand->db, ids[i], errand->arena, &row);
        rc = rc == PAL_E_NOT_FOUND ? PAL_OK
             : rc == PAL_OK        ? pal_errand_require(errand, PAL_MAY_READ_PROJECT, row.project)
                                   : rc;
        names[i] = row.provider;
        out[i] = (struct pal_house_compared){.day = row.day, .known = {.written = row.entry}};
    }
    rc = rc == PAL_OK ? pal_house_provider_words(errand, names, count, words) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        out[i].known.provider = words[i];
    }
    return pal_errand_explain(errand, rc);
}
