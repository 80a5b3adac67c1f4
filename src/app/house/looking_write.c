/* looking_write - the answers that count, as a document; see looking.h. */
#include <jansson.h>
#include <string.h>

#include "app/house/answers_parts.h"
#include "app/house/looking.h"
#include "app/house/sending_parts.h"

/* When a person decided, and why, beside what. */
static void put_decision(struct pal_errand *errand, json_t *body,
                         const struct pal_looked_fact *said)
{
    json_t *decided = json_object_get(body, "decided");
    json_t *at = decided != NULL ? decided : json_object_get(body, "accepted");
    json_t *own = at != NULL ? json_loads(said->body, 0, NULL) : NULL;
    json_t *reason = json_object_get(own, "reason");
    const char *time = pal_sending_time(errand, said->at);
    if (at != NULL && time != NULL) {
        (void)json_object_set_new(at, "on", json_stringn(time, strlen("YYYY-MM-DD")));
    }
    if (reason != NULL) {
        (void)json_object_set(at, "reason", reason);
    }
    json_decref(own);
}

static json_t *answer_json(struct pal_errand *errand, const struct pal_looked_answer *answer)
{
    json_t *body = json_loads(answer->body, 0, NULL);
    if (pal_looked_counts(&answer->verdict)) {
        put_decision(errand, body, &answer->verdict);
    }
    if (answer->state != PAL_BASIS_CLAIMED) {
        (void)json_object_set_new(body, "state", json_string(pal_basis_ids[answer->state]));
    }
    return body;
}

enum pal_rc pal_looking_write(struct pal_errand *errand, const struct pal_looking *looking,
                              struct pal_answers_written *out)
{
    json_t *answers = json_object();
    *out = (struct pal_answers_written){0};
    for (size_t i = 0; i < looking->count; i++) {
        const struct pal_looked_answer *answer = &looking->answers[i];
        if (strcmp(answer->body, "{}") != 0) {
            (void)json_object_set_new(answers, answer->key, answer_json(errand, answer));
            out->count++;
        }
    }
    return pal_answers_document(errand, &looking->sending, looking->day, NULL, answers, out);
}
