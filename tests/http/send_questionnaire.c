/* send_questionnaire - what somebody of a house does with a questionnaire, for tests of the place
 * where it is answered:
 *   send DATABASE MAIL PROJECT TO PROVIDER TIER UNTIL [QUESTIONNAIRE [KEEPER]]
 *     prints the id of what was sent and the secret of its link ("-": none); a questionnaire "-" is
 *     the usual one; with a KEEPER, a person, it is sent in a consultation of theirs, with "tender"
 *     in one of nobody's; "north,south" as PROVIDER is one act for both, a line each;
 *   say DATABASE MAIL SENDING STATE UNTIL [REASON]
 *     says how far it is, as "reopened";
 *   declare DATABASE MAIL PROJECT TENDER -
 *     declares to have no conflict of interest in a consultation;
 *   tender DATABASE MAIL PROJECT TENDER STATE [CLOSING [REASON]]
 *     says how it stands, as "opened".
 * UNTIL is in seconds since 1970; 0: not said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "app/house/sendings.h"
#include "app/house/shelf.h"
#include "app/house/tenders.h"

enum { WORDS = 10, RECIPIENTS = 8 };

static struct pal_arena arena;

static int find(const char *word, const char *const *ids, int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(word, ids[i]) == 0) {
            return i;
        }
    }
    return 0;
}

static enum pal_rc run_send(struct pal_errand *errand, char *const *words)
{
    struct pal_app app;
    struct pal_sent_to *sent = NULL;
    struct pal_recipient recipients[RECIPIENTS];
    size_t count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(words[5], ",", &rest); word != NULL && count < RECIPIENTS;
         word = strtok_r(NULL, ",", &rest)) {
        recipients[count++] = (struct pal_recipient){
            .actor = (enum pal_actor)find(words[4], pal_actor_ids, PAL_ACTOR_COUNT),
            .provider = strcmp(word, "-") != 0 ? word : NULL,
            .note = ""};
    }
    const struct pal_sending_plan plan = {
        .project = words[3],
        .questionnaire = words[8] != NULL && strcmp(words[8], "-") != 0 ? words[8] : NULL,
        .tier = (enum pal_tier)find(words[6], pal_tier_ids, PAL_TIER_COUNT),
        .until = strtoll(words[7], NULL, 10),
        .recipients = recipients,
        .recipient_count = count,
        .is_tender = words[9] != NULL,
        .confirmed = "ANSWER-DAYS",
        .keeper = words[9] != NULL && strcmp(words[9], "tender") != 0 ? words[9] : NULL};
    pal_app_init(&app);
    pal_house_use(errand, &app);
    bool is_again = false;
    enum pal_rc rc = pal_sendings_send(errand, &app, &plan, &sent, &is_again);
    for (size_t i = 0; rc == PAL_OK && i < count; i++) {
        printf("%s %s\n", sent[i].sending, sent[i].link[0] != '\0' ? sent[i].link : "-");
    }
    pal_app_done(&app);
    return rc;
}

static enum pal_rc run_say(struct pal_errand *errand, char *const *words)
{
    struct pal_sending sending;
    struct pal_act_done done;
    enum pal_rc rc = pal_sending_get(errand, words[3], &sending);
    const struct pal_sent_wish wish = {.sending = words[3],
                                       .state = words[4],
                                       .act = pal_facts_new_id(errand),
                                       .turn = rc == PAL_OK ? sending.turn : 0,
                                       .until = strtoll(words[5], NULL, 10),
                                       .reason = words[6]};
    return rc == PAL_OK ? pal_sending_say(errand, &wish, &done) : rc;
}

static enum pal_rc run_declare(struct pal_errand *errand, char *const *words)
{
    struct pal_act_done done;
    return pal_tender_declare(errand, words[3], words[4], false, pal_facts_new_id(errand), &done);
}

static enum pal_rc run_tender(struct pal_errand *errand, char *const *words)
{
    struct pal_tender tender;
    struct pal_act_done done;
    enum pal_rc rc = pal_tender_get(errand, words[3], words[4], &tender);
    const struct pal_tender_wish wish = {.project = words[3],
                                         .tender = words[4],
                                         .act = pal_facts_new_id(errand),
                                         .turn = rc == PAL_OK ? tender.turn : 0,
                                         .state = words[5],
                                         .closing =
                                             words[6] != NULL ? strtoll(words[6], NULL, 10) : 0,
                                         .reason = words[6] != NULL ? words[7] : NULL};
    return rc == PAL_OK ? pal_tender_say(errand, &wish, &done) : rc;
}

static enum pal_rc run(struct pal_errand *errand, char *const *words)
{
    struct pal_account who;
    enum pal_rc rc = pal_people_by_email(errand, words[2], &who);
    rc = rc == PAL_OK ? pal_people_act_for(errand, who.id) : rc;
    return rc != PAL_OK                       ? rc
           : strcmp(words[0], "say") == 0     ? run_say(errand, words)
           : strcmp(words[0], "declare") == 0 ? run_declare(errand, words)
           : strcmp(words[0], "tender") == 0  ? run_tender(errand, words)
                                              : run_send(errand, words);
}

int main(int argc, char **argv)
{
    struct pal_err err = {0};
    struct pal_house *house = NULL;
    struct pal_errand errand = {
        .arena = &arena, .source = "local", .principal = {.kind = PAL_PRINCIPAL_OPERATOR}};
    char *words[WORDS] = {NULL};
    for (int i = 0; i + 1 < argc && i < WORDS; i++) {
        words[i] = argv[i + 1];
    }
    pal_arena_init(&arena, NULL);
    enum pal_rc rc = PAL_E_USAGE;
    if (argc >= 7) {
        rc = pal_house_open_as(words[1], PAL_OPEN_THERE, &house, &err);
        rc = rc == PAL_OK ? pal_house_enter(house, &errand) : rc;
    }
    if (rc == PAL_OK) {
        pal_house_look_at_clock(house, &errand);
        rc = run(&errand, words);
        pal_house_leave(&errand);
    }
    if (rc != PAL_OK) {
        fprintf(stderr, "%d %s %s\n", (int)rc, err.message, errand.err.message);
    }
    pal_house_close(house);
    pal_arena_done(&arena);
    return rc == PAL_OK ? 0 : 1;
}
