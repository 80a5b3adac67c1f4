/* act_rows - acts as they are written: the act, its facts, its entry; and the same act sent again.
 * See facts_parts.h. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/listed.h"
#include "app/house/secret.h"

/* Salted: what was said is not guessed from its digest. */
static void digest_of(const struct pal_act_sent *act, const char *salt, char out[PAL_HASH_TEXT])
{
    char inner[PAL_HASH_TEXT];
    pal_secret_hash(act->sent, strlen(act->sent), inner);
    pal_secret_mac(salt, inner, out);
}

enum pal_rc pal_act_again(struct pal_errand *errand, const struct pal_act_sent *act,
                          struct pal_act_done *out)
{
    return pal_act_again_of(errand, act, pal_act_ask(errand->db, act->principal, act->id), out);
}

enum pal_rc pal_act_again_of(struct pal_errand *errand, const struct pal_act_sent *act,
                             struct pal_query *asked, struct pal_act_done *out)
{
    char digest[PAL_HASH_TEXT];
    struct pal_act_row before;
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_act_take(asked, errand->arena, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    if (before.salt[0] == '\0') { /* nothing is left to hold it against */
        return pal_errand_fail(errand, PAL_E_CONFLICT, "what this act said was erased");
    }
    digest_of(act, before.salt, digest);
    if (strcmp(digest, before.digest) != 0) {
        return pal_errand_fail(errand, PAL_E_CONFLICT,
                               "another act of yours was sent with this id: choose a new one");
    }
    rc = pal_facts_of_act(errand->db, before.number, NULL, errand->arena, &rows, &count);
    out->act = before.number;
    out->at = before.at;
    out->is_again = true;
    rc = pal_facts_told(errand, rc, rows, count, &out->facts, &out->count);
    return rc == PAL_OK ? PAL_E_EXISTS : rc;
}

enum pal_rc pal_act_write(struct pal_errand *errand, const struct pal_act_sent *act,
                          struct pal_act_done *out)
{
    char digest[PAL_HASH_TEXT];
    char salt[PAL_ID_TEXT];
    pal_secret_id(salt);
    digest_of(act, salt, digest);
    struct pal_act_row row = {.principal = act->principal,
                              .id = act->id,
                              .at = act->at != 0 ? act->at : errand->now,
                              .said_at = act->said_at,
                              .salt = salt,
                              .digest = digest,
                              .claim = act->claim};
    enum pal_rc rc = pal_act_add(errand->db, &row);
    out->act = row.number;
    out->at = row.at;
    return rc;
}

enum pal_rc pal_act_write_fact(struct pal_errand *errand, const struct pal_act_sent *act,
                               struct pal_fact_row *row, struct pal_act_done *out)
{
    char digest[PAL_HASH_TEXT];
    char salt[PAL_ID_TEXT];
    pal_secret_id(salt);
    row->act = out->act;
    row->salt = salt;
    enum pal_rc rc = pal_fact_digest(row, digest);
    row->digest = digest;
    row->principal = act->principal;
    row->claim = act->claim != NULL ? act->claim : "";
    row->at = out->at;
    row->said_at = act->said_at;
    rc = rc == PAL_OK ? pal_fact_add_next(errand->db, row) : rc;
    row->salt = NULL; /* both stand here alone */
    row->digest = NULL;
    rc = rc == PAL_OK ? pal_fact_hold(errand, row) : rc;
    if (rc == PAL_OK) {
        out->facts[out->count++] = pal_fact_told(row);
        rc = pal_fact_rows_follow(errand, row);
    }
    return rc == PAL_OK ? pal_listed_follow_fact(errand, row) : rc;
}

enum pal_rc pal_fact_hold(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    return kind != NULL && kind->hold != NULL ? kind->hold(errand, row) : PAL_OK;
}

enum pal_rc pal_act_write_entry(struct pal_errand *errand, int64_t act, const char *verb,
                                const char *after)
{
    const char *object = pal_arena_printf(errand->arena, "act/%lld", (long long)act);
    return object != NULL ? pal_audit_write(errand, verb, object, "", after) : PAL_E_MEMORY;
}

/* One act of what follows. */
static enum pal_rc append_some(struct pal_errand *errand, const struct pal_facts_follow *what,
                               struct pal_fact_row *rows, size_t count)
{
    struct pal_act_done done = {.facts = PAL_NEW(errand->arena, struct pal_fact, count)};
    const struct pal_act_sent act = {.principal = pal_fact_principal(errand),
                                     .id = pal_facts_new_id(errand),
                                     .sent = what->verb, /* nobody sends it again */
                                     .claim = what->claim,
                                     .at = what->at};
    if (done.facts == NULL || act.principal == NULL || act.id[0] == '\0') {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_act_write(errand, &act, &done);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_act_write_fact(errand, &act, &rows[i], &done);
    }
    return pal_errand_explain(
        errand, rc == PAL_OK ? pal_act_write_entry(errand, done.act, what->verb, "") : rc);
}

enum pal_rc pal_facts_append(struct pal_errand *errand, const struct pal_facts_follow *what,
                             struct pal_fact_row *rows, size_t count)
{
    enum pal_rc rc = PAL_OK;
    for (size_t done = 0; done < count && rc == PAL_OK; done += PAL_ACT_FACTS) {
        size_t some = count - done < PAL_ACT_FACTS ? count - done : PAL_ACT_FACTS;
        rc = append_some(errand, what, rows + done, some);
    }
    return rc;
}
