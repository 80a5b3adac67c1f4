/* person_acts - what an administrator does with a person, each from the page of that person. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/grants.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "base/text.h"
#include "web/pages/pages.h"

enum { DAY = 24 * 3600 };

static enum pal_rc saved(struct pal_call *call, enum pal_rc rc)
{
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_people_still_may(&call->errand, PAL_MAY_ADMINISTER, NULL)
               ? pal_call_go(call, true, "/people/%s", call->params[0])
               : pal_call_go(call, true, "/");
}

/* "ROLE PROJECT" as the list has it. */
enum pal_rc pal_do_person_withdraw(struct pal_call *call)
{
    const char *id = pal_call_word(call, "id");
    size_t len = strcspn(id, " ");
    char *role = pal_arena_copy(call->request->arena, id, len);
    if (role == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    return saved(call, pal_people_ungrant(&call->errand, call->params[0], role,
                                          id[len] != '\0' ? id + len + 1 : "*"));
}

enum pal_rc pal_do_person_retain(struct pal_call *call)
{
    const char *date = pal_call_word(call, "retention");
    if (date[0] == '\0') {
        return saved(call, pal_people_retain(&call->errand, call->params[0], 0));
    }
    if (pal_seconds_of_day(date) == 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "retention",
                                  "write the date as 2027-12-31");
    }
    return saved(call, pal_people_retain(&call->errand, call->params[0], pal_seconds_of_day(date)));
}

enum pal_rc pal_do_person_erase(struct pal_call *call)
{
    struct pal_account person;
    enum pal_rc rc = pal_people_get(&call->errand, call->params[0], &person);
    if (rc == PAL_OK && strcmp(person.name, pal_call_word(call, "confirm")) != 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "confirm",
                                  "nothing was erased: type the name exactly as it stands above");
    }
    return rc == PAL_OK ? saved(call, pal_people_erase(&call->errand, call->params[0]))
                        : pal_errand_explain(&call->errand, rc);
}

/* The last day that was typed; the first second after it. */
enum pal_rc pal_do_person_expire(struct pal_call *call)
{
    const char *date = pal_call_word(call, "expires");
    if (date[0] == '\0') {
        return saved(call, pal_people_expire(&call->errand, call->params[0], 0));
    }
    if (pal_seconds_of_day(date) == 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "expires",
                                  "write the date as 2027-12-31");
    }
    return saved(call,
                 pal_people_expire(&call->errand, call->params[0], pal_seconds_of_day(date) + DAY));
}

enum pal_rc pal_do_person_lift(struct pal_call *call)
{
    const char *project = pal_call_word(call, "project");
    const char *pair = pal_call_word(call, "pair");
    const struct pal_duty *duty = pal_rights_duty(pal_house_rights(call->errand.house), pair);
    if (duty == NULL) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "pair", "there is no rule %s",
                                  pal_quote(pair).text);
    }
    return saved(call, pal_grants_lift(&call->errand, call->params[0], duty->a, duty->b,
                                       project[0] != '\0' ? project : PAL_EVERYWHERE,
                                       pal_call_word(call, "reason")));
}

/* "RULE PROJECT" as the list has it. */
enum pal_rc pal_do_person_unlift(struct pal_call *call)
{
    const char *id = pal_call_word(call, "id");
    size_t len = strcspn(id, " ");
    char *duty = pal_arena_copy(call->request->arena, id, len);
    if (duty == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    return saved(call, pal_grants_unlift(&call->errand, call->params[0], duty,
                                         id[len] != '\0' ? id + len + 1 : PAL_EVERYWHERE));
}

enum pal_rc pal_do_person_grant(struct pal_call *call)
{
    return saved(call, pal_people_grant(&call->errand, call->params[0], pal_call_word(call, "role"),
                                        pal_call_word(call, "project")));
}

enum pal_rc pal_do_person_lock(struct pal_call *call)
{
    enum pal_rc rc = pal_people_lock(&call->errand, call->params[0], pal_call_word(call, "reason"));
    return saved(call, rc == PAL_E_INVALID ? pal_errand_at(&call->errand, rc, "reason") : rc);
}

enum pal_rc pal_do_person_unlock(struct pal_call *call)
{
    return saved(call, pal_people_unlock(&call->errand, call->params[0]));
}

enum pal_rc pal_do_person_sign_out(struct pal_call *call)
{
    return saved(call, pal_people_sign_out_everywhere(&call->errand, call->params[0]));
}

enum pal_rc pal_do_person_token_revoke(struct pal_call *call)
{
    return saved(
        call, pal_people_revoke_token(&call->errand, call->params[0], pal_call_word(call, "id")));
}

enum pal_rc pal_do_person_session_end(struct pal_call *call)
{
    return saved(call,
                 pal_people_end_session(&call->errand, call->params[0], pal_call_word(call, "id")));
}
