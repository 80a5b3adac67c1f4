/* demonstration_answers - all answers of one side, some at a time as somebody types them, and what
 * was seen and checked of them; see demonstration_parts.h.
 *
 * A file of answers is answers/1; what a respondent does not say of an answer (its state, how it
 * was given) is left out. The files that answers name as proof stand beside it; each is sent once,
 * and named by its SHA-256. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/desk/library.h"
#include "app/house/answer_marks.h"
#include "app/house/arrivals.h"
#include "app/house/demonstration_parts.h"
#include "app/house/proofs.h"
#include "app/house/secret.h"
#include "app/house/visit.h"
#include "format/answers_types.h"

enum { MINUTE = 60, BETWEEN = 5 * MINUTE, AT_ONCE = 12, FILES_MOST = 32 };

/* What goes through a file of answers holds at hand. */
struct going {
    const struct pal_play *play;
    struct pal_errand *errand;
    struct pal_sending sending;
    bool is_read;                      /* the files were sent before, by others */
    const char *folder;                /* where the files of proofs are */
    struct pal_node *sent[FILES_MOST]; /* that name each of those that were sent */
    size_t sent_count;
};

/* ------------------------------------------------------------------------- a tree */

/* Texts in several languages become those of the one that was asked for. */
static void put_in_language(struct pal_node *node, enum pal_lang lang)
{
    if (node->kind == PAL_NODE_SCALAR) {
        return;
    }
    enum pal_lang found;
    bool is_text = node->kind == PAL_NODE_MAP && node->first != NULL;
    for (struct pal_node *at = node->first; at != NULL; at = at->next) {
        put_in_language(at, lang);
        is_text = is_text && pal_lang_find(at->key, &found);
    }
    if (is_text) {
        const struct pal_text text = pal_node_in_languages(node);
        node->kind = PAL_NODE_SCALAR;
        node->is_plain = false;
        node->text = pal_text_in(&text, lang);
    }
}

/* What is none of an object's keys goes. */
static void keep_keys(struct pal_node *map, const struct pal_type *type)
{
    struct pal_node **at = &map->first;
    while (*at != NULL) {
        if (pal_field_of(type, (*at)->key) != NULL) {
            at = &(*at)->next;
        } else {
            *at = (*at)->next;
            map->count--;
        }
    }
}

static const char *json_of(struct pal_errand *errand, const struct pal_type *type,
                           const struct pal_node *node)
{
    json_t *json = pal_document_json(type, node);
    char *text = json != NULL ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(json);
    return own;
}

/* ------------------------------------------------------------------------- proofs */

static bool is_sent(const struct going *going, const char *hash)
{
    for (size_t i = 0; i < going->sent_count; i++) {
        if (strcmp(going->sent[i]->text, hash) == 0) {
            return true;
        }
    }
    return false;
}

static enum pal_rc send_bytes(struct pal_errand *errand, const struct pal_arrival_wish *wish,
                              const char *bytes, size_t len)
{
    struct pal_arrival *arrival = NULL;
    struct pal_act_done done;
    enum pal_rc rc = pal_arrival_begin(errand, errand->arena, wish, &arrival);
    rc = rc == PAL_OK ? pal_arrival_take(errand, arrival, bytes, len) : rc;
    return rc == PAL_OK ? pal_arrival_end(errand, arrival, &done) : rc;
}

/* The file that a proof names is sent, where it was not yet, and named by its hash. */
static enum pal_rc settle_proof(struct going *going, struct pal_node *proof)
{
    struct pal_node *file = pal_node_get(proof, "file");
    char hash[PAL_HASH_TEXT];
    size_t len = 0;
    if (file == NULL) {
        return PAL_OK;
    }
    const char *path = pal_arena_printf(going->errand->arena, "%s/%s", going->folder, file->text);
    const char *bytes = path != NULL ? pal_library_bytes(path, &len) : "";
    if (len == 0 || going->sent_count == FILES_MOST) {
        return pal_play_fail(going->play, file, "the file is not built in, or is one too many");
    }
    pal_secret_hash(bytes, len, hash);
    file->text = pal_arena_copy(going->errand->arena, hash, strlen(hash));
    if (file->text == NULL) {
        return pal_errand_explain(going->errand, PAL_E_MEMORY);
    }
    if (going->is_read || is_sent(going, hash)) {
        return PAL_OK;
    }
    going->sent[going->sent_count++] = file;
    const struct pal_arrival_wish wish = {.subject_kind = PAL_SENDING_KIND,
                                          .subject = going->sending.id,
                                          .lane = PAL_LANE_PROOFS,
                                          .name = strrchr(path, '/') + 1,
                                          .type = "text/plain",
                                          .title = pal_play_word(going->play, proof, "title"),
                                          .about = "",
                                          .hash = hash,
                                          .act = pal_facts_new_id(going->errand),
                                          .file_most = PAL_PROOF_FILE_MOST,
                                          .project_most = PAL_ARRIVAL_PROJECT};
    return send_bytes(going->errand, &wish, bytes, len);
}

static enum pal_rc settle_proofs(struct going *going, const struct pal_node *answer)
{
    const struct pal_node *proofs = pal_node_get(answer, "proofs");
    const struct pal_node *other = pal_node_get(answer, "subcontractor");
    enum pal_rc rc = PAL_OK;
    for (struct pal_node *proof = proofs != NULL ? proofs->first : NULL;
         proof != NULL && rc == PAL_OK; proof = proof->next) {
        rc = settle_proof(going, proof);
    }
    struct pal_node *theirs = other != NULL ? pal_node_get(other, "proof") : NULL;
    return rc == PAL_OK && theirs != NULL ? settle_proof(going, theirs) : rc;
}

/* ------------------------------------------------------------------ one after the other */

typedef enum pal_rc (*some_fn)(struct going *going, struct pal_errand *errand,
                               struct pal_node **some, size_t count);

/* Behind so many that were said before; what these need is given back after them. */
static enum pal_rc go_on(struct going *going, some_fn say, struct pal_node **some, size_t count,
                         size_t before)
{
    struct pal_arena room;
    struct pal_errand theirs = *going->errand;
    pal_arena_init(&room, going->errand->arena->alloc);
    theirs.arena = &room;
    theirs.now += (int64_t)(before + count) * BETWEEN;
    enum pal_rc rc = say(going, &theirs, some, count);
    if (rc != PAL_OK && theirs.err.rc != PAL_OK) {
        going->errand->err = theirs.err;
    }
    pal_arena_done(&room);
    return rc;
}

/* Those that were typed on one page, by one act: each commit waits for the disk. */
static enum pal_rc put_answers(struct going *going, struct pal_errand *errand,
                               struct pal_node **answers, size_t count)
{
    struct pal_fact_wish facts[AT_ONCE];
    struct pal_act_done done;
    for (size_t i = 0; i < count; i++) {
        keep_keys(answers[i], &pal_type_answer_said);
        facts[i] =
            (struct pal_fact_wish){.kind = PAL_ANSWER_FACT,
                                   .subject_kind = PAL_SENDING_KIND,
                                   .subject = going->sending.id,
                                   .part = answers[i]->key,
                                   .lane = "",
                                   .state = "approved",
                                   .json = json_of(errand, &pal_type_answer_said, answers[i])};
        if (facts[i].json == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
    }
    const struct pal_act_wish wish = {
        .id = pal_facts_new_id(errand), .facts = facts, .count = count};
    return pal_facts_act(errand, &wish, &done);
}

static bool is_asked(const struct pal_sending *sending, const char *question)
{
    for (size_t i = 0; i < sending->question_count; i++) {
        if (strcmp(sending->questions[i], question) == 0) {
            return true;
        }
    }
    return false;
}

/* Begins with a file of the act: the tree, and what it is about. */
static enum pal_rc begin(struct pal_play *play, struct pal_errand *errand,
                         const struct pal_node *act, struct going *going, struct pal_node **root)
{
    const char *file = pal_play_word(play, act, "file");
    *going = (struct going){.play = play, .errand = errand};
    *root = pal_play_read(errand, file);
    const char *end = strrchr(file, '/');
    going->folder = end != NULL ? pal_arena_copy(errand->arena, file, (size_t)(end - file)) : file;
    if (*root == NULL || going->folder == NULL) {
        return *root == NULL ? PAL_E_INVALID : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    put_in_language(*root, play->lang);
    return pal_sending_get(errand, pal_play_word(play, act, "sending"), &going->sending);
}

enum pal_rc pal_play_answers(struct pal_play *play, struct pal_errand *errand,
                             const struct pal_node *act)
{
    struct going going;
    struct pal_node *root = NULL;
    struct pal_node *some[AT_ONCE];
    size_t count = 0;
    size_t before = 0;
    enum pal_rc rc = begin(play, errand, act, &going, &root);
    const struct pal_node *answers = pal_node_get(root, "answers");
    for (struct pal_node *answer = answers != NULL ? answers->first : NULL;
         answer != NULL && rc == PAL_OK; answer = answer->next) {
        if (is_asked(&going.sending, answer->key)) {
            rc = settle_proofs(&going, answer);
            some[count++] = answer;
        }
        if (rc == PAL_OK && count > 0 && (count == AT_ONCE || answer->next == NULL)) {
            rc = go_on(&going, put_answers, some, count, before);
            before += count;
            count = 0;
        }
    }
    return rc;
}

/* ------------------------------------------------------------------------- found */

/* What was found on a day is said on that day. */
static void turn_clock(const struct pal_play *play, struct pal_errand *errand,
                       const struct pal_node *mark)
{
    const int64_t day = pal_play_time(play, mark, "on");
    enum { HOUR = 60 * MINUTE, BEGIN = 8 * HOUR, DAY = 24 * HOUR };
    if (day != 0) {
        errand->now = day + BEGIN + errand->now % HOUR;
    }
}

static enum pal_rc put_mark(struct going *going, struct pal_errand *errand, struct pal_node **some,
                            size_t count)
{
    struct pal_node *mark = some[0];
    struct pal_act_done done;
    const char *state = pal_play_word(going->play, mark, "state");
    const struct pal_visit_place place = {.part = mark->key};
    struct pal_node *proof = pal_node_get(mark, "proof");
    enum pal_rc rc = proof != NULL ? settle_proof(going, proof) : PAL_OK;
    (void)count; /* one at a time */
    turn_clock(going->play, errand, mark);
    keep_keys(mark, &pal_type_answer_mark);
    const struct pal_visit_mark wish = {
        .sending = going->sending.id,
        .act = pal_facts_new_id(errand),
        .basis = strcmp(state, pal_basis_ids[PAL_BASIS_CHECKED]) == 0 ? PAL_BASIS_CHECKED
                                                                      : PAL_BASIS_SEEN,
        .places = &place,
        .place_count = 1,
        .json = json_of(errand, &pal_type_answer_mark, mark)};
    if (rc != PAL_OK) {
        return rc;
    }
    return wish.json != NULL ? pal_visit_mark(errand, &wish, &done)
                             : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_play_found(struct pal_play *play, struct pal_errand *errand,
                           const struct pal_node *act)
{
    struct going going;
    struct pal_node *root = NULL;
    size_t before = 0;
    enum pal_rc rc = begin(play, errand, act, &going, &root);
    going.is_read = true;
    for (struct pal_node *mark = root != NULL ? root->first : NULL; mark != NULL && rc == PAL_OK;
         mark = mark->next) {
        rc = go_on(&going, put_mark, &mark, 1, before++);
    }
    return rc;
}
