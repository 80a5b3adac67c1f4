/* carry_acts_in - acts that an import brings: what they must be to be written; see carry_parts.h.
 */
#include <stdlib.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/carry_parts.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "app/house/listed.h"
#include "app/house/secret.h"
#include "app/house/shelf_parts.h"
#include "base/text.h"
#include "format/desc.h"
#include "store/contents.h"

enum { FIELDS_MOST = PAL_LIMIT_PRACTICES + 64 };

static const json_t *facts_of(const json_t *act)
{
    return json_object_get(act, "facts");
}

const char *pal_act_called(struct pal_bringing *at, const json_t *act)
{
    const char *row = json_string_value(json_object_get(at->names, pal_row_word(act, "id")));
    const char *name = row != NULL ? pal_arena_copy(&at->arena, row, strlen(row))
                                   : pal_arena_printf(&at->arena, "acts/%s",
                                                      pal_quote(pal_row_word(act, "id")).text);
    return name != NULL ? name : "";
}

/* ---------------------------------------------------------------------- shape */

static bool has_texts(const json_t *row, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!json_is_string(json_object_get(row, keys[i]))) {
            return false;
        }
    }
    return true;
}

static bool is_fact_shaped(const json_t *fact)
{
    static const char *const texts[] = {"kind", "subject_kind", "subject", "part", "lane", "state"};
    return json_is_object(fact) && has_texts(fact, texts, 6) &&
           json_is_integer(json_object_get(fact, "turn")) &&
           json_is_object(json_object_get(fact, "body")) && json_object_size(fact) == 8;
}

/* Every key, of its type, and no other. */
static enum pal_rc check_shape(struct pal_bringing *at, const json_t *act)
{
    static const char *const texts[] = {"principal", "id"};
    const json_t *said_at = json_object_get(act, "said_at");
    const json_t *facts = facts_of(act);
    bool is_fine = json_is_object(act) && has_texts(act, texts, 2) &&
                   json_is_integer(json_object_get(act, "at")) &&
                   (said_at == NULL || json_is_integer(said_at)) && json_array_size(facts) > 0 &&
                   json_object_size(act) == (size_t)(said_at != NULL ? 5 : 4);
    for (size_t i = 0; is_fine && i < json_array_size(facts); i++) {
        is_fine = is_fact_shaped(json_array_get(facts, i));
    }
    return is_fine ? PAL_OK
                   : pal_row_invalid(at, "an act lacks a value, has one of the wrong type or a key "
                                         "that there is not");
}

/* ----------------------------------------------------------------------- acts */

/* Who is said to have acted; nobody: whoever brings it. */
static bool is_principal(const char *principal)
{
    static const char *const prefixes[] = {"person:", "pass:"};
    static const char *const whole[] = {"", "operator", "clock"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        if (strcmp(principal, whole[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len = strlen(prefixes[i]);
        if (strncmp(principal, prefixes[i], len) == 0) {
            return pal_id_check(principal + len, false);
        }
    }
    return false;
}

static enum pal_rc check_act(struct pal_bringing *at, const json_t *act)
{
    const char *principal = pal_row_word(act, "principal");
    const json_t *said = json_object_get(act, "said_at");
    int64_t said_at = json_integer_value(said);
    enum pal_rc rc = pal_act_check_id(at->errand, pal_row_word(act, "id"));
    if (rc == PAL_OK && !is_principal(principal)) {
        rc = pal_errand_fail(at->errand, PAL_E_INVALID, "%s is nobody who acts",
                             pal_quote(principal).text);
    }
    if (rc == PAL_OK) {
        rc = pal_row_check_time(at, act, "at", at->errand->now + PAL_ROW_AHEAD);
    }
    if (rc == PAL_OK && said != NULL &&
        (said_at == 0 || said_at > PAL_ROW_LATEST ||
         said_at < -PAL_ROW_LATEST)) { /* a day before 1970 is one */
        rc = pal_errand_fail(at->errand, PAL_E_INVALID, "said_at: %lld is no time that can be",
                             (long long)said_at);
    }
    if (rc == PAL_OK && json_array_size(facts_of(act)) > PAL_ACT_FACTS) {
        rc = pal_errand_fail(at->errand, PAL_E_INVALID, "an act has 1 to %d facts",
                             (int)PAL_ACT_FACTS);
    }
    return rc;
}

/* ---------------------------------------------------------------------- facts */

/* The fields of a body as they are read. */
struct read_fields {
    struct pal_bringing *at;
    const struct pal_type *type; /* of the body */
    struct pal_fact_field *items;
    size_t count;
};

static enum pal_rc read_field(struct read_fields *out, const char *key, const json_t *value)
{
    struct pal_bringing *at = out->at;
    bool is_plain = json_is_number(value) || json_is_boolean(value);
    if ((!is_plain && !json_is_string(value)) || out->count == FIELDS_MOST) {
        return pal_errand_fail(at->errand, PAL_E_INVALID,
                               "%s: a field holds a text, a number, or true or false",
                               pal_quote(key).text);
    }
    char *plain = is_plain ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
    const char *text = is_plain ? plain : json_string_value(value);
    struct pal_fact_field *field = &out->items[out->count++];
    field->key = key;
    field->value = text != NULL ? pal_arena_copy(&at->arena, text, strlen(text)) : NULL;
    free(plain);
    return field->value != NULL ? PAL_OK : pal_errand_explain(at->errand, PAL_E_MEMORY);
}

static bool is_map(const struct pal_type *type, const char *key)
{
    const struct pal_field *field = pal_field_of(type, key);
    return field != NULL && field->type->kind == PAL_TYPE_MAP;
}

/* The body as the fields that a form would have sent, those of a map with its name before theirs;
 * PAL_E_INVALID: no form sends that. */
static enum pal_rc read_fields(struct read_fields *out, const char *of, json_t *body)
{
    const char *key;
    json_t *value;
    json_object_foreach(body, key, value)
    {
        const char *path = of != NULL ? pal_arena_printf(&out->at->arena, "%s.%s", of, key) : key;
        enum pal_rc rc = path == NULL ? pal_errand_explain(out->at->errand, PAL_E_MEMORY)
                         : json_is_object(value) && of == NULL && is_map(out->type, key)
                             ? read_fields(out, key, value)
                             : read_field(out, path, value);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return PAL_OK;
}

/* Whether a form could have sent it: texts, numbers, true and false, and maps of such. */
static bool is_flat(const struct pal_type *type, json_t *body)
{
    const char *key;
    json_t *value;
    bool is_so = true;
    json_object_foreach(body, key, value)
    {
        bool is_nested = json_is_array(value) || (json_is_object(value) && !is_map(type, key));
        is_so = is_so && !is_nested;
        const char *inner;
        json_t *one;
        json_object_foreach(value, inner, one)
        {
            (void)inner;
            is_so = is_so && !json_is_array(one) && !json_is_object(one);
        }
    }
    return is_so;
}

static const char *text_of(struct pal_bringing *at, const json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
    const char *own = text != NULL ? pal_arena_copy(&at->arena, text, strlen(text)) : NULL;
    free(text);
    return own;
}

/* The body as it would be written must be the one that came: an export has no other. */
static enum pal_rc check_body(struct pal_bringing *at, const json_t *body, const char *written)
{
    json_t *own = json_loads(written, 0, NULL);
    bool is_same = json_equal(own, body) != 0;
    json_decref(own);
    return is_same ? PAL_OK
                   : pal_errand_fail(at->errand, PAL_E_INVALID,
                                     "what it says is not written as palier writes it: %s",
                                     pal_quote(written).text);
}

/* A fact as the row that it becomes; state and body of what was taken back are no kind's. */
static enum pal_rc read_fact(struct pal_bringing *at, const json_t *fact, struct pal_fact_row *out)
{
    struct pal_fact_field fields[FIELDS_MOST];
    json_t *body = json_object_get(fact, "body");
    int64_t turn = json_integer_value(json_object_get(fact, "turn"));
    struct pal_fact_wish wish = {.kind = pal_row_word(fact, "kind"),
                                 .subject_kind = pal_row_word(fact, "subject_kind"),
                                 .subject = pal_row_word(fact, "subject"),
                                 .part = pal_row_word(fact, "part"),
                                 .lane = pal_row_word(fact, "lane"),
                                 .seen_turn = turn > 0 ? turn - 1 : -1,
                                 .state = pal_row_word(fact, "state"),
                                 .fields = fields};
    enum pal_rc rc = pal_fact_read_place(at->errand, &wish, out);
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_fact_kind_find(wish.kind)->has_own_parts && wish.part[0] == '\0') {
        return pal_errand_fail(at->errand, PAL_E_INVALID, "it does not say of which part it is");
    }
    if (strcmp(wish.state, pal_fact_none) == 0) {
        out->body = pal_fact_none_body;
        return check_body(at, body, out->body);
    }
    if (wish.state[0] == '\0') {
        return pal_errand_fail(at->errand, PAL_E_INVALID, "there is no state %s", "\"\"");
    }
    struct read_fields read = {at, pal_fact_kind_find(wish.kind)->fields, fields, 0};
    if (is_flat(read.type, body)) {
        rc = read_fields(&read, NULL, body);
        wish.field_count = read.count;
    } else { /* answers, what was found of them, requests */
        wish.json = text_of(at, body);
        rc = wish.json != NULL ? PAL_OK : pal_errand_explain(at->errand, PAL_E_MEMORY);
    }
    if (rc == PAL_OK) {
        rc = pal_fact_read(at->errand, &wish, out);
    }
    return rc == PAL_OK ? check_body(at, body, out->body) : rc;
}

/* What it is about is here, or comes along. */
static enum pal_rc check_subject(struct pal_bringing *at, const struct pal_fact_row *row)
{
    const char *project;
    if (pal_shelf_built_in(row->subject_kind, row->subject) != NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = at->homes->find(at->homes->ctx, row->subject_kind, row->subject, &project);
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail(at->errand, PAL_E_INVALID, "there is no %s %s",
                                 pal_quote(row->subject_kind).text, pal_quote(row->subject).text)
               : rc;
}

static enum pal_rc check_turn(struct pal_bringing *at, int64_t turn, int64_t turns)
{
    if (turn == turns + 1) {
        return PAL_OK;
    }
    return turn <= turns ? pal_errand_fail(at->errand, PAL_E_CONFLICT,
                                           "turn %lld of this is another one here", (long long)turn)
                         : pal_errand_fail(
                               at->errand, PAL_E_INVALID,
                               "turn %lld follows none: %lld turns of this are here or came along",
                               (long long)turn, (long long)turns);
}

/* One fact, by itself and against the value that it is of; `seen`: values of its act. */
static enum pal_rc check_fact(struct pal_bringing *at, const json_t *fact, json_t *seen)
{
    struct pal_fact_row row;
    const char *key = pal_value_key(&at->arena, fact);
    enum pal_rc rc = key != NULL ? read_fact(at, fact, &row) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = check_subject(at, &row);
    }
    if (rc == PAL_OK && json_object_get(seen, key) != NULL) {
        rc = pal_errand_fail(at->errand, PAL_E_INVALID,
                             "an act says one thing of each value, not two");
    }
    if (rc == PAL_OK) {
        rc = check_turn(at, row.turn, pal_turns_of(at->marks, key, PAL_TURNS_ALL));
    }
    return rc == PAL_OK && json_object_set_new(seen, key, json_true()) != 0 ? PAL_E_MEMORY : rc;
}

/* The values of an act have one turn more. */
static void count_turns(struct pal_bringing *at, json_t *seen)
{
    const char *key;
    json_t *value;
    json_object_foreach(seen, key, value)
    {
        (void)value;
        pal_turns_set(at->marks, key, PAL_TURNS_ALL,
                      pal_turns_of(at->marks, key, PAL_TURNS_ALL) + 1);
    }
}

static enum pal_rc check_whole(struct pal_bringing *at, const json_t *act)
{
    const json_t *facts = facts_of(act);
    json_t *seen = json_object();
    enum pal_rc rc = seen != NULL ? check_act(at, act) : PAL_E_MEMORY;
    for (size_t i = 0; i < json_array_size(facts) && rc == PAL_OK; i++) {
        rc = check_fact(at, json_array_get(facts, i), seen);
    }
    if (rc == PAL_OK) {
        count_turns(at, seen);
    }
    json_decref(seen);
    return rc;
}

/* ------------------------------------------------------------------- verdicts */

/* Whether an act that is here is the one that comes. Who brings an act of nobody is its author. */
static bool is_same_act(json_t *here, const json_t *act)
{
    json_t *like = json_copy(here);
    bool is_same = like != NULL &&
                   (pal_row_word(act, "principal")[0] != '\0' ||
                    json_object_set_new(like, "principal", json_string("")) == 0) &&
                   json_equal(like, act) != 0;
    json_decref(like);
    return is_same;
}

static enum pal_rc decide(struct pal_bringing *at, size_t i, const char *own)
{
    const json_t *act = json_array_get(at->rows, i);
    const char *key = pal_act_key(&at->arena, act, own);
    json_t *here = key != NULL ? json_object_get(at->here, key) : NULL;
    enum pal_carry_verdict verdict = PAL_ROW_UNKNOWN;
    enum pal_rc rc = key != NULL ? PAL_OK : pal_errand_explain(at->errand, PAL_E_MEMORY);
    if (rc == PAL_OK && here != NULL) {
        verdict = is_same_act(here, act) ? PAL_ROW_SAME : PAL_ROW_REFUSED;
        at->out->same += verdict == PAL_ROW_SAME;
        if (verdict == PAL_ROW_REFUSED) {
            pal_row_refuse(at, pal_act_called(at, act),
                           json_array_size(facts_of(here)) > 0
                               ? "the database has something else under this id"
                               : "what it said was erased here");
        }
    } else if (rc == PAL_OK) {
        rc = pal_row_judge(at, pal_act_called(at, act), check_whole(at, act), &verdict);
    }
    if (rc == PAL_OK && verdict == PAL_ROW_TAKE) {
        at->order[at->ordered++] = i;
        rc = pal_contents_check(at, act);
    }
    at->verdicts[i] = (unsigned char)verdict;
    return rc;
}

/* The key of an act and the values of its facts: what of the database is looked at. */
/* Of what was not here nobody here has kept anything from the operator: an export brings all of it,
 * what was answered and not handed in, too. What is here keeps its readers. */
static enum pal_rc note_subject(struct pal_bringing *at, const json_t *fact)
{
    const char *kind = pal_row_word(fact, "subject_kind");
    const char *subject = pal_row_word(fact, "subject");
    const char *key = pal_arena_printf(&at->arena, "%s/%s", kind, subject);
    const char *project;
    if (key == NULL) {
        return PAL_E_MEMORY;
    }
    if (json_object_get(at->fresh, key) != NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_project(at->errand->db, kind, subject, &at->arena, &project);
    bool is_fresh = rc == PAL_E_NOT_FOUND && pal_errand_is_operator(at->errand);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    return json_object_set_new(at->fresh, key, json_boolean(is_fresh)) == 0 ? PAL_OK : PAL_E_MEMORY;
}

static bool is_fresh(struct pal_bringing *at, const json_t *fact)
{
    const char *key = pal_arena_printf(&at->arena, "%s/%s", pal_row_word(fact, "subject_kind"),
                                       pal_row_word(fact, "subject"));
    return key != NULL && json_is_true(json_object_get(at->fresh, key));
}

static enum pal_rc note_act(struct pal_bringing *at, size_t i, const char *own)
{
    const json_t *act = json_array_get(at->rows, i);
    enum pal_rc rc = check_shape(at, act);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *key = pal_act_key(&at->arena, act, own);
    if (key != NULL && json_object_get(at->places, key) != NULL) {
        return pal_row_invalid(at, "an act stands there twice");
    }
    if (key == NULL || json_object_set_new(at->places, key, json_integer((json_int_t)i)) != 0) {
        return pal_errand_explain(at->errand, PAL_E_MEMORY);
    }
    for (size_t j = 0; j < json_array_size(facts_of(act)) && rc == PAL_OK; j++) {
        key = pal_value_key(&at->arena, json_array_get(facts_of(act), j));
        rc = key != NULL ? pal_turns_add(at->marks, key) : PAL_E_MEMORY;
        rc = rc == PAL_OK ? note_subject(at, json_array_get(facts_of(act), j)) : rc;
    }
    return pal_errand_explain(at->errand, rc);
}

/* What the database has of these acts and values. */
static enum pal_rc read_here(struct pal_bringing *at)
{
    const struct pal_acts_wanted wanted = {.keys = at->places, .values = at->marks};
    const char *name;
    json_t *counts;
    json_t *here = NULL;
    enum pal_rc rc = pal_acts_read(at->errand, &wanted, &here);
    for (size_t i = 0; i < json_array_size(here) && rc == PAL_OK; i++) {
        json_t *act = json_array_get(here, i);
        const char *key = pal_act_key(&at->arena, act, "");
        rc = key != NULL && json_object_set(at->here, key, act) == 0
                 ? PAL_OK
                 : pal_errand_explain(at->errand, PAL_E_MEMORY);
    }
    json_decref(here);
    json_object_foreach(at->marks, name, counts)
    {
        (void)counts;
        pal_turns_set(at->marks, name, PAL_TURNS_HERE,
                      pal_turns_of(at->marks, name, PAL_TURNS_ALL));
    }
    return rc;
}

/* With the arena of the errand for what is only needed for one act. */
static enum pal_rc check_each(struct pal_bringing *at, const char *own)
{
    size_t count = json_array_size(at->rows);
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = note_act(at, i, own);
        pal_arena_done(&at->arena);
    }
    if (rc == PAL_OK) {
        rc = read_here(at);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = decide(at, i, own);
        pal_arena_done(&at->arena);
    }
    return rc;
}

enum pal_rc pal_acts_check(struct pal_bringing *at)
{
    size_t count = json_array_size(at->rows);
    struct pal_arena *kept = at->errand->arena;
    const char *own = pal_fact_principal(at->errand);
    at->here = json_object();
    at->marks = json_object();
    at->places = json_object();
    at->contents = json_object();
    at->fresh = json_object();
    at->verdicts = PAL_NEW(kept, unsigned char, count + 1);
    at->order = PAL_NEW(kept, size_t, count + 1);
    if (own == NULL || at->here == NULL || at->marks == NULL || at->places == NULL ||
        at->contents == NULL || at->fresh == NULL || at->verdicts == NULL || at->order == NULL) {
        return pal_errand_explain(at->errand, PAL_E_MEMORY);
    }
    at->errand->arena = &at->arena;
    enum pal_rc rc = check_each(at, own);
    at->errand->arena = kept;
    return rc;
}

/* -------------------------------------------------------------------- writing */

/* One fact against the database of this moment, under the lock: the right to say it, what stands
 * there, and the kind's own rule. */
static enum pal_rc check_now(struct pal_bringing *at, const json_t *fact, const char *key,
                             struct pal_fact_row *row)
{
    struct pal_fact_row head = {.turn = 0, .principal = "", .claim = ""};
    int64_t turn = row->turn;
    at->errand->brings_new = is_fresh(at, fact);
    enum pal_rc rc = pal_fact_require_adding(at->errand, row);
    at->errand->brings_new = false;
    if (rc == PAL_OK) {
        rc = pal_head_get(at->errand->db, row, &at->arena, &head);
        rc = rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (head.number != pal_turns_of(at->marks, key, PAL_TURNS_LAST)) {
        return pal_errand_fail(at->errand, PAL_E_CONFLICT,
                               "somebody else was first with turn %lld of this", (long long)turn);
    }
    rc = check_turn(at, turn, pal_turns_of(at->marks, key, PAL_TURNS_HERE));
    const struct pal_fact_kind *kind = pal_fact_kind_find(pal_row_word(fact, "kind"));
    row->turn = head.turn + 1; /* what was erased here counts, and what was elsewhere does not */
    return rc == PAL_OK && kind->check != NULL ? kind->check(at->errand, row, &head) : rc;
}

static enum pal_rc check_facts(struct pal_bringing *at, const json_t *act, const char *claim,
                               struct pal_fact_row *rows)
{
    const json_t *facts = facts_of(act);
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < json_array_size(facts) && rc == PAL_OK; i++) {
        const json_t *fact = json_array_get(facts, i);
        const char *key = pal_value_key(&at->arena, fact);
        rc = key != NULL ? read_fact(at, fact, &rows[i]) : PAL_E_MEMORY;
        rows[i].claim = claim;
        if (rc == PAL_OK) {
            rc = check_now(at, fact, key, &rows[i]);
        }
    }
    return rc;
}

enum pal_rc pal_act_bring_fact(struct pal_errand *errand, const struct pal_act_row *act,
                               struct pal_fact_row *row)
{
    char digest[PAL_HASH_TEXT];
    char salt[PAL_ID_TEXT];
    pal_secret_id(salt);
    row->act = act->number;
    row->principal = act->principal;
    row->claim = act->claim;
    row->at = act->at;
    row->said_at = act->said_at;
    row->salt = salt;
    enum pal_rc rc = pal_fact_digest(row, digest);
    row->digest = digest;
    if (rc == PAL_OK) {
        rc = pal_fact_add(errand->db, row);
    }
    row->salt = NULL; /* both stand here alone */
    row->digest = NULL;
    rc = rc == PAL_OK ? pal_fact_rows_follow(errand, row) : rc;
    return rc == PAL_OK ? pal_listed_follow_fact(errand, row) : rc;
}

static enum pal_rc write_fact(struct pal_bringing *at, const json_t *fact,
                              const struct pal_act_row *act, struct pal_fact_row *row)
{
    const char *key = pal_value_key(&at->arena, fact);
    enum pal_rc rc = key != NULL ? pal_act_bring_fact(at->errand, act, row) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        pal_turns_set(at->marks, key, PAL_TURNS_LAST, row->number);
        pal_turns_set(at->marks, key, PAL_TURNS_HERE,
                      pal_turns_of(at->marks, key, PAL_TURNS_HERE) + 1);
    }
    return rc;
}

/* With what it names; what was brought and is here already goes again. */
static enum pal_rc write_with_content(struct pal_bringing *at, const json_t *fact,
                                      const struct pal_act_row *act, struct pal_fact_row *row)
{
    char id[PAL_ID_TEXT];
    enum pal_rc rc = pal_content_bring(at, row, id);
    if (rc == PAL_OK) {
        rc = write_fact(at, fact, act, row);
    }
    if (rc == PAL_OK) {
        const struct pal_came came = {.content = id, .most = INT64_MAX};
        at->errand->came = id[0] != '\0' ? &came : NULL;
        rc = pal_fact_hold(at->errand, row);
        at->errand->came = NULL;
    }
    bool more = false;
    rc = rc == PAL_OK && id[0] != '\0' ? pal_content_drop(at->errand->db, id, &more) : rc;
    while (rc == PAL_OK && more) {
        rc = pal_contents_remove_some(at->errand->db, &more);
    }
    return rc;
}

/* 100, 1,000, 10,000 … */
static bool is_milestone(int64_t number)
{
    while (number > 100 && number % 10 == 0) {
        number /= 10;
    }
    return number == 100;
}

/* The digest of what was brought: the same id does not stand for another act of whoever brings it.
 */
enum pal_rc pal_act_bring(struct pal_errand *errand, const json_t *json, struct pal_act_row *act)
{
    char inner[PAL_HASH_TEXT];
    char digest[PAL_HASH_TEXT];
    char salt[PAL_ID_TEXT];
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    if (text == NULL) {
        return PAL_E_MEMORY;
    }
    pal_secret_id(salt);
    pal_secret_hash(text, strlen(text), inner);
    pal_secret_mac(salt, inner, digest);
    free(text);
    act->salt = salt;
    act->digest = digest;
    enum pal_rc rc = pal_act_add(errand->db, act);
    act->salt = NULL;
    act->digest = NULL;
    return rc == PAL_OK && is_milestone(act->number) ? pal_acts_grew(errand->db) : rc;
}

static enum pal_rc write_entry(struct pal_bringing *at, const struct pal_act_row *act)
{
    const char *object = pal_arena_printf(&at->arena, "act/%lld", (long long)act->number);
    const char *words =
        act->claim[0] != '\0' ? pal_arena_printf(&at->arena, "said to be of %s", act->claim) : "";
    return object != NULL && words != NULL
               ? pal_audit_write(at->errand, "import", object, "", words)
               : PAL_E_MEMORY;
}

/* What is computed of all that is said of a subject is computed once, when all is written. */
static enum pal_rc note_unsettled(struct pal_bringing *at, const json_t *fact)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(pal_row_word(fact, "kind"));
    if (kind == NULL || kind->settle == NULL) {
        return PAL_OK;
    }
    const char *key =
        pal_arena_printf(&at->arena, "%s\n%s", kind->id, pal_row_word(fact, "subject"));
    json_t *row =
        json_pack("{s:s, s:s, s:s}", "kind", kind->id, "subject_kind",
                  pal_row_word(fact, "subject_kind"), "subject", pal_row_word(fact, "subject"));
    bool is_noted = key != NULL && json_object_set(at->unsettled, key, row) == 0;
    json_decref(row);
    return is_noted ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc settle_all(struct pal_bringing *at)
{
    const char *key;
    json_t *row;
    enum pal_rc rc = PAL_OK;
    json_object_foreach(at->unsettled, key, row)
    {
        const struct pal_fact_row one = {.kind = pal_row_word(row, "kind"),
                                         .subject_kind = pal_row_word(row, "subject_kind"),
                                         .subject = pal_row_word(row, "subject")};
        (void)key;
        rc = rc == PAL_OK ? pal_fact_kind_find(one.kind)->settle(at->errand, &one) : rc;
        pal_arena_done(&at->arena);
    }
    return pal_errand_explain(at->errand, rc);
}

/* The principal is whoever brings the act; whom the export names stands beside as a claim. */
static enum pal_rc bring_act(struct pal_bringing *at, const json_t *json, const char *own)
{
    const json_t *facts = facts_of(json);
    const char *named = pal_row_word(json, "principal");
    enum pal_carry_verdict verdict;
    struct pal_act_row act = {.principal = own,
                              .id = pal_row_word(json, "id"),
                              .at = json_integer_value(json_object_get(json, "at")),
                              .said_at = json_integer_value(json_object_get(json, "said_at")),
                              .claim = strcmp(named, own) != 0 ? named : ""};
    struct pal_fact_row *rows = PAL_NEW(&at->arena, struct pal_fact_row, json_array_size(facts));
    enum pal_rc rc = rows != NULL ? check_facts(at, json, act.claim, rows) : PAL_E_MEMORY;
    rc = pal_row_judge(at, pal_act_called(at, json), rc, &verdict);
    if (rc != PAL_OK || verdict != PAL_ROW_TAKE) {
        return rc;
    }
    rc = pal_act_bring(at->errand, json, &act);
    for (size_t i = 0; i < json_array_size(facts) && rc == PAL_OK; i++) {
        rc = write_with_content(at, json_array_get(facts, i), &act, &rows[i]);
    }
    for (size_t i = 0; i < json_array_size(facts) && rc == PAL_OK; i++) {
        const struct pal_fact_kind *kind = pal_fact_kind_find(rows[i].kind);
        rc = kind->follow != NULL ? kind->follow(at->errand, &rows[i], NULL) : PAL_OK;
        rc = rc == PAL_OK ? note_unsettled(at, json_array_get(facts, i)) : rc;
    }
    at->out->rows += rc == PAL_OK;
    return pal_errand_explain(at->errand, rc == PAL_OK ? write_entry(at, &act) : rc);
}

/* What was here already is followed, too: an import that ended before what follows was computed is
 * run again. */
static enum pal_rc follow_again(struct pal_bringing *at, const json_t *act)
{
    const json_t *facts = facts_of(act);
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < json_array_size(facts) && rc == PAL_OK; i++) {
        const json_t *fact = json_array_get(facts, i);
        const struct pal_fact_row value = {.kind = pal_row_word(fact, "kind"),
                                           .subject_kind = pal_row_word(fact, "subject_kind"),
                                           .subject = pal_row_word(fact, "subject"),
                                           .part = pal_row_word(fact, "part"),
                                           .lane = pal_row_word(fact, "lane")};
        const struct pal_fact_kind *kind = pal_fact_kind_find(value.kind);
        struct pal_fact_row head;
        rc = note_unsettled(at, fact);
        if (rc != PAL_OK || kind == NULL || kind->follow == NULL) {
            continue;
        }
        rc = pal_head_get(at->errand->db, &value, &at->arena, &head);
        rc = rc == PAL_OK            ? kind->follow(at->errand, &head, NULL)
             : rc == PAL_E_NOT_FOUND ? PAL_OK
                                     : rc;
    }
    return pal_errand_explain(at->errand, rc);
}

enum pal_rc pal_acts_bring(struct pal_bringing *at)
{
    struct pal_arena *kept = at->errand->arena;
    const char *own = pal_fact_principal(at->errand);
    at->unsettled = json_object();
    enum pal_rc rc = own != NULL && at->unsettled != NULL
                         ? PAL_OK
                         : pal_errand_explain(at->errand, PAL_E_MEMORY);
    at->errand->arena = &at->arena;
    for (size_t i = 0; i < at->ordered && rc == PAL_OK; i++) {
        rc = bring_act(at, json_array_get(at->rows, at->order[i]), own);
        pal_arena_done(&at->arena);
    }
    for (size_t i = 0; i < json_array_size(at->rows) && rc == PAL_OK; i++) {
        rc = at->verdicts[i] == PAL_ROW_SAME ? follow_again(at, json_array_get(at->rows, i))
                                             : PAL_OK;
        pal_arena_done(&at->arena);
    }
    rc = rc == PAL_OK ? settle_all(at) : rc;
    json_decref(at->unsettled);
    at->errand->arena = kept;
    return rc;
}
