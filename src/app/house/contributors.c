#include "app/house/contributors.h"

#include <string.h>

#include "app/house/audit.h"
#include "app/house/passes.h"
#include "app/house/people_parts.h"
#include "app/house/sending_parts.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/passes.h"
#include "store/people.h"

enum { YEAR = 366 * 24 * 3600 };

const char *pal_contributes_to(struct pal_errand *errand, const char *sending)
{
    return pal_arena_printf(errand->arena, PAL_SENDING_KIND "/%s", sending);
}

/* ---------------------------------------------------------------------- reading */

enum pal_rc pal_contributors_list(struct pal_errand *errand, struct pal_contributor **out,
                                  size_t *count)
{
    struct pal_person *rows = NULL;
    const struct pal_pass *pass = errand->principal.pass;
    *out = NULL;
    *count = 0;
    if (pass == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_person_of_pass(errand->db, pass->id, PAL_CONTRIBUTORS_MOST, errand->arena,
                                        &rows, count);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_contributor, *count + 1) : NULL;
    if (*out == NULL) {
        *count = 0;
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] =
            (struct pal_contributor){.person = rows[i].id,
                                     .name = rows[i].name,
                                     .role = rows[i].acts_as != NULL ? rows[i].acts_as : ""};
    }
    return PAL_OK;
}

enum pal_rc pal_contributors_names(struct pal_errand *errand, const char *sending,
                                   const char *const *ids, size_t count, const char **names)
{
    bool is_its =
        pal_passes_may(errand, PAL_SENDING_KIND, sending, PAL_PASS_READ | PAL_PASS_ANSWER);
    enum pal_rc rc = is_its ? PAL_OK : pal_errand_require(errand, PAL_MAY_OWN, NULL);
    return rc == PAL_OK ? pal_errand_explain(errand, pal_person_names(errand->db, ids, count,
                                                                      errand->arena, names))
                        : rc;
}

/* ----------------------------------------------------------------------- sealed */

enum pal_rc pal_contributor_require(struct pal_errand *errand, const struct pal_person *person)
{
    struct pal_audience_reader reader = {.is_sealed = false};
    if (person->contributes == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_sending_reader(
        errand, person->contributes + strcspn(person->contributes, "/") + 1, &reader);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) { /* what is removed is not sealed */
        return rc;
    }
    return reader.is_sealed ? PAL_E_NOT_FOUND : PAL_OK;
}

enum pal_rc pal_contributors_sealed(struct pal_errand *errand, const char **out)
{
    json_t *sealed = NULL;
    const char *id;
    json_t *unused;
    *out = NULL;
    enum pal_rc rc = pal_sendings_sealed(errand, &sealed);
    const char *list = ",";
    json_object_foreach(sealed, id, unused)
    {
        list = list != NULL
                   ? pal_arena_printf(errand->arena, "%s" PAL_SENDING_KIND "/%s,", list, id)
                   : NULL;
    }
    *out = json_object_size(sealed) > 0 ? list : NULL;
    json_decref(sealed);
    return rc == PAL_OK && list == NULL ? PAL_E_MEMORY : rc;
}

/* ----------------------------------------------------------------------- saying */

static enum pal_rc check_wish(struct pal_errand *errand, const struct pal_contributor_wish *wish)
{
    size_t len = strlen(wish->role);
    if (pal_is_blank(wish->role) || len > PAL_CONTRIBUTOR_ROLE ||
        !pal_utf8_is_line(wish->role, len)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "role",
                                  "say in which role you answer, in one line of at most %d bytes",
                                  PAL_CONTRIBUTOR_ROLE);
    }
    return pal_is_blank(wish->name) ? PAL_OK : pal_people_check_name(errand, wish->name);
}

static enum pal_rc write_entry(struct pal_errand *errand, const char *person)
{
    const char *object = pal_arena_printf(errand->arena, "person/%s", person);
    return object != NULL ? pal_audit_write(errand, "contribute", object, "", "") : PAL_E_MEMORY;
}

/* Of those who gave a name with this link the one of that id, or of that name and role: who opens
 * the link in a second browser is not two people. */
static const struct pal_person *find_among(const struct pal_person *rows, size_t count,
                                           const struct pal_contributor_wish *wish)
{
    for (size_t i = 0; i < count; i++) {
        const char *role = rows[i].acts_as != NULL ? rows[i].acts_as : "";
        bool is_it = wish->person[0] != '\0'
                         ? strcmp(rows[i].id, wish->person) == 0
                         : strcmp(rows[i].name, wish->name) == 0 && strcmp(role, wish->role) == 0;
        if (is_it) {
            return &rows[i];
        }
    }
    return NULL;
}

static enum pal_rc add_person(struct pal_errand *errand, const struct pal_contributor_wish *wish,
                              const char **id)
{
    char made[PAL_ID_TEXT];
    const struct pal_pass *pass = errand->principal.pass;
    const char *subject = pal_contributes_to(errand, pass->subject);
    pal_secret_id(made);
    *id = pal_arena_copy(errand->arena, made, strlen(made));
    if (subject == NULL || *id == NULL) {
        return PAL_E_MEMORY;
    }
    const struct pal_person row = {.id = *id,
                                   .name = wish->name,
                                   .language = wish->language,
                                   .created_at = errand->now,
                                   .retain_until =
                                       errand->now + (int64_t)PAL_CONTRIBUTOR_YEARS * YEAR,
                                   .contributes = subject,
                                   .pass = pass->id,
                                   .acts_as = wish->role};
    enum pal_rc rc = pal_person_add(errand->db, &row);
    return rc == PAL_OK ? write_entry(errand, *id) : rc;
}

/* The row of a name: one that is there, with another role where it is the browser's own, or a new
 * one. Another name is somebody else, who sits down where the first one sat. */
static enum pal_rc settle_person(struct pal_errand *errand, const struct pal_contributor_wish *wish,
                                 const char **id)
{
    struct pal_person *rows = NULL;
    size_t count = 0;
    const struct pal_pass *pass = errand->principal.pass;
    enum pal_rc rc = pal_person_of_pass(errand->db, pass->id, PAL_CONTRIBUTORS_MOST, errand->arena,
                                        &rows, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_person *found = find_among(rows, count, wish);
    bool is_own = pass->contributor != NULL && strcmp(pass->contributor_name, wish->name) == 0;
    *id = found != NULL ? found->id : is_own ? pass->contributor : NULL;
    if (*id != NULL) {
        rc = pal_person_set_role(errand->db, *id, wish->name, wish->role);
        return rc == PAL_OK ? write_entry(errand, *id) : rc;
    }
    return count < PAL_CONTRIBUTORS_MOST
               ? add_person(errand, wish, id)
               : pal_errand_fail_at(errand, PAL_E_LIMIT, "name",
                                    "%d people gave a name with this link already: answer under a "
                                    "role alone, or choose yourself among them",
                                    PAL_CONTRIBUTORS_MOST);
}

static enum pal_rc write_wish(struct pal_errand *errand, const struct pal_contributor_wish *wish)
{
    const char *person = NULL;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc == PAL_OK && !pal_is_blank(wish->name)) {
        rc = settle_person(errand, wish, &person);
    }
    rc = rc == PAL_OK ? pal_pass_session_name(errand->db, errand->session, person, wish->role) : rc;
    return rc == PAL_E_NOT_FOUND ? pal_passes_none(errand) : rc;
}

enum pal_rc pal_contributor_say(struct pal_errand *errand, const struct pal_contributor_wish *wish)
{
    if (errand->principal.pass == NULL || errand->session == NULL) {
        return pal_passes_none(errand);
    }
    enum pal_rc rc = check_wish(errand, wish);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_wish(errand, wish)) : rc;
}
