/* looking_counts - what of all that was said of one answer counts; see looking_parts.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/looking_parts.h"
#include "app/house/sending_parts.h"

bool pal_looked_stands(const struct pal_looked_fact *fact)
{
    return fact->turn > 0 && strcmp(fact->state, "withdrawn") != 0 &&
           strcmp(fact->state, pal_fact_none) != 0;
}

bool pal_looked_counts(const struct pal_looked_fact *fact)
{
    return pal_looked_stands(fact) && !fact->is_older;
}

/* What was said of an answer before it was submitted as it is now, was said of another one. */
static void compare_ages(struct pal_looked_answer *answer)
{
    struct pal_looked_fact *const facts[] = {&answer->seen, &answer->checked, &answer->verdict,
                                             &answer->finding};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        facts[i]->is_older = pal_looked_stands(facts[i]) && pal_looked_stands(&answer->claimed) &&
                             facts[i]->number < answer->claimed.number;
    }
}

static enum pal_basis state_of(const struct pal_looked_answer *answer)
{
    return pal_looked_counts(&answer->checked) ? PAL_BASIS_CHECKED
           : pal_looked_counts(&answer->seen)  ? PAL_BASIS_SEEN
                                               : PAL_BASIS_CLAIMED;
}

/* What was found takes the place of what was claimed: of its fields, and of what stood instead. */
static void put_found(json_t *body, const struct pal_looked_fact *fact)
{
    json_t *mark = pal_looked_counts(fact) ? json_loads(fact->body, 0, NULL) : NULL;
    json_t *fields = json_object_get(mark, "fields");
    json_t *none = json_object_get(mark, "none");
    static const char *const instead[] = {"fields",    "none",           "not_yet",
                                          "not_known", "not_applicable", "about"};
    for (size_t i = 0; (fields != NULL || none != NULL) && i < sizeof instead / sizeof *instead;
         i++) {
        (void)json_object_del(body, instead[i]);
    }
    if (fields != NULL) {
        (void)json_object_set(body, "fields", fields);
    }
    if (none != NULL) {
        (void)json_object_set(body, "none", none);
    }
    json_decref(mark);
}

bool pal_answer_lacks_proof(const char *body)
{
    if (strstr(body, "\"subcontractor\":") == NULL) {
        return false;
    }
    json_t *answer = json_loads(body, 0, NULL);
    json_t *other = json_object_get(answer, "subcontractor");
    bool lacks = other != NULL && json_object_get(other, "proof") == NULL;
    json_decref(answer);
    return lacks;
}

/* Where a subcontractor answered and named no proof, it is the one that was read. */
static void put_proof(json_t *body, const struct pal_looked_fact *fact)
{
    json_t *mark = pal_looked_counts(fact) ? json_loads(fact->body, 0, NULL) : NULL;
    json_t *proof = json_object_get(mark, "proof");
    json_t *other = json_object_get(body, "subcontractor");
    if (proof != NULL && other != NULL && json_object_get(other, "proof") == NULL) {
        (void)json_object_set(other, "proof", proof);
    }
    json_decref(mark);
}

/* Who decided by their role, when and why: without these nothing is decided. */
static void put_verdict(struct pal_arena *arena, json_t *body, const struct pal_looked_fact *fact)
{
    if (!pal_looked_counts(fact)) {
        return;
    }
    json_t *own = json_loads(fact->body, 0, NULL);
    const char *day = pal_sending_day(arena, fact->at);
    json_t *said = json_pack("{s:s, s:s*, s:O*}", "by", pal_actor_ids[PAL_ACTOR_EXPERT], "on", day,
                             "reason", json_object_get(own, "reason"));
    if (strcmp(fact->state, "accepted") == 0) {
        (void)json_object_set_new(body, "accepted", said);
    } else {
        (void)json_object_set_new(said, "verdict", json_string(fact->state));
        (void)json_object_set_new(body, "decided", said);
    }
    json_decref(own);
}

/* Whether a mark holds what was found: a key, which no text in a body can be taken for, its
 * quotation marks being escaped there. */
static bool has_found(const struct pal_looked_fact *fact)
{
    return pal_looked_counts(fact) &&
           (strstr(fact->body, "\"fields\":") != NULL || strstr(fact->body, "\"none\":") != NULL);
}

/* The answer that counts, as JSON of answers/1. */
static const char *merge(struct pal_arena *arena, const struct pal_looked_answer *answer)
{
    bool is_claimed = pal_looked_stands(&answer->claimed) && answer->claimed.body[0] != '\0';
    bool is_changed = has_found(&answer->seen) || has_found(&answer->checked) ||
                      pal_looked_counts(&answer->verdict) ||
                      (is_claimed && pal_answer_lacks_proof(answer->claimed.body));
    if (!is_changed) {
        return is_claimed ? answer->claimed.body : "{}";
    }
    json_t *body = is_claimed ? json_loads(answer->claimed.body, 0, NULL) : json_object();
    put_found(body, &answer->seen);
    put_found(body, &answer->checked);
    put_proof(body, &answer->checked);
    put_proof(body, &answer->seen);
    put_verdict(arena, body, &answer->verdict);
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
    const char *own = text != NULL ? pal_arena_copy(arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(body);
    return own;
}

bool pal_looked_settle(struct pal_arena *arena, struct pal_looked_answer *answer)
{
    compare_ages(answer);
    answer->body = merge(arena, answer);
    answer->state = answer->body != NULL && pal_answer_lacks_proof(answer->body) ? PAL_BASIS_CLAIMED
                                                                                 : state_of(answer);
    return answer->body != NULL;
}
