/* demonstration_tender - the acts of the demonstration around what is sent: a consultation, its
 * questionnaires, their submission; see demonstration_parts.h. */
#include <string.h>

#include "app/house/demonstration_parts.h"
#include "app/house/looking.h"
#include "app/house/sendings.h"
#include "app/house/shelf.h"
#include "app/house/submit.h"
#include "app/house/tenders.h"

/* ------------------------------------------------------------------------ sending */

static int find(const char *word, const char *const *ids, int count)
{
    int at = 0;
    while (at < count && strcmp(word, ids[at]) != 0) {
        at++;
    }
    return at < count ? at : 0;
}

static const char *or_null(const char *word)
{
    return word[0] != '\0' ? word : NULL;
}

/* To whom, as the act lists them; an `actor` that is not said is the provider. */
static size_t recipients_of(const struct pal_play *play, const struct pal_node *act,
                            struct pal_recipient *out)
{
    const struct pal_node *to = pal_node_get(act, "to");
    size_t count = 0;
    for (const struct pal_node *node = to != NULL ? to->first : NULL; node != NULL;
         node = node->next) {
        const char *actor = pal_play_word(play, node, "actor");
        const bool is_said = actor[0] != '\0';
        out[count++] = (struct pal_recipient){
            .actor = is_said ? (enum pal_actor)find(actor, pal_actor_ids, PAL_ACTOR_COUNT)
                             : PAL_ACTOR_PROVIDER,
            .provider = or_null(pal_play_word(play, node, "provider")),
            .note = pal_play_word(play, node, "note")};
    }
    return count;
}

/* Whoever answers later holds the link that was made now. */
static enum pal_rc keep_link(struct pal_play *play, const struct pal_sent_to *sent)
{
    if (sent->link[0] == '\0' || play->link_count == PAL_PLAY_LINKS) {
        return PAL_OK;
    }
    const char *sending = pal_arena_copy(play->arena, sent->sending, strlen(sent->sending));
    const char *secret = pal_arena_copy(play->arena, sent->link, strlen(sent->link));
    play->links[play->link_count].sending = sending;
    play->links[play->link_count++].secret = secret;
    return sending != NULL && secret != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_play_send(struct pal_play *play, struct pal_errand *errand,
                          const struct pal_node *act)
{
    struct pal_app app;
    struct pal_sent_to *sent = NULL;
    bool is_again = false;
    struct pal_recipient *recipients =
        PAL_NEW(errand->arena, struct pal_recipient, pal_node_count(pal_node_get(act, "to")) + 1);
    const struct pal_errand *keeper = pal_play_errand_of(play, pal_play_word(play, act, "keeper"));
    if (recipients == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    const struct pal_sending_plan plan = {
        .project = pal_play_word(play, act, "of"),
        .tier = (enum pal_tier)find(pal_play_word(play, act, "tier"), pal_tier_ids, PAL_TIER_COUNT),
        .until = pal_play_time(play, act, "until"),
        .recipients = recipients,
        .recipient_count = recipients_of(play, act, recipients),
        .is_tender = keeper != NULL,
        .keeper = keeper != NULL ? keeper->principal.id : NULL};
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    enum pal_rc rc = pal_sendings_send(errand, &app, &plan, &sent, &is_again);
    for (size_t i = 0; i < plan.recipient_count && rc == PAL_OK; i++) {
        rc = pal_errand_explain(errand, keep_link(play, &sent[i]));
    }
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_play_submit(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act)
{
    struct pal_act_done done;
    const struct pal_submission wish = {.sending = pal_play_word(play, act, "sending"),
                                        .act = pal_facts_new_id(errand),
                                        .signed_by = pal_play_word(play, act, "signed_by")};
    return pal_sending_submit(errand, &wish, &done);
}

enum pal_rc pal_play_looked(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act)
{
    struct pal_act_done done;
    return pal_looked_say(errand, pal_play_word(play, act, "sending"), pal_facts_new_id(errand), 0,
                          &done);
}

/* ------------------------------------------------------------------------- tender */

enum pal_rc pal_play_tender(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act)
{
    struct pal_tender now;
    struct pal_act_done done;
    const char *project = pal_play_word(play, act, "of");
    const char *tender = pal_play_word(play, act, "tender");
    enum pal_rc rc = pal_tender_get(errand, project, tender, &now);
    const struct pal_tender_wish wish = {.project = project,
                                         .tender = tender,
                                         .act = pal_facts_new_id(errand),
                                         .turn = rc == PAL_OK ? now.turn : 0,
                                         .state = pal_play_word(play, act, "state"),
                                         .closing = pal_play_time(play, act, "closing"),
                                         .reason = or_null(pal_play_word(play, act, "reason"))};
    return rc == PAL_OK ? pal_tender_say(errand, &wish, &done) : rc;
}

enum pal_rc pal_play_declare(struct pal_play *play, struct pal_errand *errand,
                             const struct pal_node *act)
{
    struct pal_act_done done;
    return pal_tender_declare(errand, pal_play_word(play, act, "of"),
                              pal_play_word(play, act, "tender"), false, pal_facts_new_id(errand),
                              &done);
}
