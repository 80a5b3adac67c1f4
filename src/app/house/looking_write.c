/* looking_write - the answers that count, as a document; see looking.h. */
#include <jansson.h>
#include <string.h>

#include "app/house/answers_parts.h"
#include "app/house/looking.h"

static json_t *answer_json(const struct pal_looked_answer *answer)
{
    json_t *body = json_loads(answer->body, 0, NULL);
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
            (void)json_object_set_new(answers, answer->key, answer_json(answer));
            out->count++;
        }
    }
    return pal_answers_document(errand, &looking->sending, looking->day, NULL, answers, out);
}
