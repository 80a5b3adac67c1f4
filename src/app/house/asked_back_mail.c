/* asked_back_mail - mails by which the other side learns that something was asked back, or replied:
 * to whom the link was sent, to whoever asked. See asked_back_parts.h. */
#include <string.h>

#include "app/house/asked_back_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/mail_parts.h"
#include "app/house/passes.h"
#include "app/house/secret.h"
#include "app/house/sending_mail.h"
#include "app/house/sending_parts.h"
#include "store/people.h"

#define ASKED_BACK "asked-back"

/* One a day to each address, however much is said: the same id is the same mail. */
static const char *id_of(struct pal_errand *errand, const struct pal_sending *sending,
                         const char *address)
{
    char hash[PAL_HASH_TEXT];
    const char *day = pal_sending_time(errand, errand->now);
    const char *text =
        day != NULL ? pal_arena_printf(errand->arena, "%s %s %.10s", sending->id, address, day)
                    : NULL;
    if (text == NULL) {
        return NULL;
    }
    pal_secret_hash(text, strlen(text), hash);
    return pal_arena_printf(errand->arena, ASKED_BACK ".%.32s", hash);
}

/* A mail that cannot be sent holds nobody up: the words stand on the page. */
static enum pal_rc put(struct pal_errand *errand, const struct pal_sending *sending,
                       const char *pass, const char *address, const char *body)
{
    const struct pal_err kept = errand->err;
    const char *title = pal_voice_say(errand->voice, PAL_N_("About an answer to a questionnaire"));
    const struct pal_mail_wish wish = {
        .id = id_of(errand, sending, address),
        .about = {sending->project, PAL_SENDING_KIND, sending->id, pass},
        .what = ASKED_BACK,
        .address = address,
        .name = "",
        .lang = pal_errand_lang(errand),
        .title = title,
        .body = body};
    if (wish.id == NULL || body == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_mail_put(errand, &wish, NULL);
    if (rc == PAL_E_OFTEN || rc == PAL_E_INVALID) {
        errand->err = kept;
        return PAL_OK;
    }
    return rc;
}

static bool is_open(const struct pal_pass *passes, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(passes[i].id, id) == 0) {
            return passes[i].state == PAL_PASS_OPEN;
        }
    }
    return false;
}

/* To the addresses to which links were sent that are open still. */
static enum pal_rc mail_asked(struct pal_errand *errand, const struct pal_sending *sending,
                              const struct pal_fact_row *row)
{
    struct pal_mail *mails = NULL;
    struct pal_pass *passes = NULL;
    size_t mail_count = 0;
    size_t pass_count = 0;
    const char *body = pal_arena_printf(
        errand->arena,
        pal_voice_say(
            errand->voice,
            PAL_N_("Hello,\n\nto your answer %s to the questionnaire \"%s\" something was "
                   "asked back. Open the link that you were given: it stands at the "
                   "question, and you reply there in words.\n")),
        row->part, sending->project_title != NULL ? sending->project_title : sending->title);
    enum pal_rc rc = pal_sending_mails(errand, sending, &mails, &mail_count);
    if (rc == PAL_OK && mail_count > 0) {
        rc = pal_passes_list(errand, PAL_SENDING_KIND, sending->id, &passes, &pass_count);
    }
    for (size_t i = 0; i < mail_count && rc == PAL_OK; i++) {
        if (mails[i].address[0] != '\0' && is_open(passes, pass_count, mails[i].about.part)) {
            rc = put(errand, sending, mails[i].about.part, mails[i].address, body);
        }
    }
    return rc;
}

/* To whoever asked, who has an account with an address. */
static enum pal_rc mail_replied(struct pal_errand *errand, const struct pal_sending *sending,
                                const struct pal_fact_row *row)
{
    static const char account[] = "person:";
    struct pal_fact_row asked;
    struct pal_person person;
    const char *self = pal_fact_principal(errand);
    enum pal_rc rc = self != NULL ? pal_fact_before(errand, row, &asked) : PAL_E_MEMORY;
    if (rc != PAL_OK || asked.turn == 0 || strcmp(asked.principal, self) == 0 ||
        strncmp(asked.principal, account, sizeof account - 1) != 0) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_person_get(errand->db, asked.principal + sizeof account - 1, errand->arena, &person);
    if (rc != PAL_OK || person.email == NULL || person.email[0] == '\0') {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    const char *body = pal_arena_printf(
        errand->arena,
        pal_voice_say(errand->voice,
                      PAL_N_("Hello,\n\nto what you asked back about the answer %s (%s) there is a "
                             "reply. It stands at the answer.\n")),
        row->part, sending->title);
    return put(errand, sending, "", person.email, body);
}

enum pal_rc pal_asked_back_mail(struct pal_errand *errand, const struct pal_sending *sending,
                                const struct pal_fact_row *row)
{
    bool is_asked = strcmp(row->state, pal_asked_back_ids[PAL_BACK_ASKED]) == 0;
    bool is_replied = strcmp(row->state, pal_asked_back_ids[PAL_BACK_REPLIED]) == 0;
    if (errand->house == NULL || !pal_mail_is_configured(errand->house)) {
        return PAL_OK;
    }
    return is_asked     ? mail_asked(errand, sending, row)
           : is_replied ? mail_replied(errand, sending, row)
                        : PAL_OK;
}
