#include "app/house/candidates.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/candidates_parts.h"
#include "app/house/case.h"
#include "app/house/case_facts.h"
#include "app/house/house.h"
#include "app/house/secret.h"
#include "app/house/sending.h"
#include "base/text.h"
#include "core/case/project_1.h"

enum { FACTS_MOST = 5000 };

/* ------------------------------------------------------------------- of a text */

static enum pal_rc make_room(struct pal_arena *arena, struct pal_candidates *candidates)
{
    size_t room = candidates->room > 0 ? 2 * candidates->room : 16;
    if (candidates->count < candidates->room) {
        return PAL_OK;
    }
    struct pal_candidate *larger = PAL_NEW(arena, struct pal_candidate, room);
    if (larger == NULL) {
        return PAL_E_MEMORY;
    }
    if (candidates->count > 0) {
        memcpy(larger, candidates->items, candidates->count * sizeof *larger);
    }
    candidates->items = larger;
    candidates->room = room;
    return PAL_OK;
}

/* What is kept of the notes of a text, which may be long: where they are only compared, a digest of
 * each. */
enum notes { NOTES_WHOLE, NOTES_DIGEST, NOTES_NONE };

/* A note as it is kept; blanks alone are none. NULL: no memory. */
static const char *keep_note(struct pal_arena *arena, const char *note, enum notes notes)
{
    char hash[PAL_HASH_TEXT];
    if (note == NULL || notes == NOTES_NONE) {
        return "";
    }
    if (notes == NOTES_WHOLE || pal_is_blank(note)) {
        return notes == NOTES_WHOLE ? pal_arena_copy(arena, note, strlen(note)) : "";
    }
    pal_secret_hash(note, strlen(note), hash);
    return pal_arena_copy(arena, hash, strlen(hash));
}

/* A word of a tree that is about to go; NULL: no memory. */
static const char *keep(struct pal_arena *arena, const struct pal_node *node, const char *key)
{
    const char *word = pal_node_text(pal_node_get(node, key));
    return word != NULL ? pal_arena_copy(arena, word, strlen(word)) : "";
}

static enum pal_rc add(struct pal_arena *arena, const struct pal_node *node, enum notes notes,
                       struct pal_candidates *candidates)
{
    const char *provider = keep(arena, node, "provider");
    const char *note = keep_note(arena, pal_node_text(pal_node_get(node, "note")), notes);
    if (provider == NULL || note == NULL || make_room(arena, candidates) != PAL_OK) {
        return PAL_E_MEMORY;
    }
    const char *word = pal_node_text(pal_node_get(node, "state"));
    candidates->items[candidates->count++] = (struct pal_candidate){
        .provider = provider, .state = pal_project_1_candidate(word), .note = note};
    return PAL_OK;
}

static enum pal_rc read_node(struct pal_errand *errand, const struct pal_node *root,
                             enum notes notes, struct pal_candidates *candidates)
{
    const struct pal_node *list = pal_node_get(root, "candidates");
    enum pal_rc rc = PAL_OK;
    for (const struct pal_node *at = pal_node_count(list) > 0 ? list->first : NULL;
         at != NULL && rc == PAL_OK; at = at->next) {
        rc = add(errand->arena, at, notes, candidates);
    }
    return rc;
}

static enum pal_rc read_text(struct pal_errand *errand, const char *text, enum notes notes,
                             struct pal_candidates *candidates)
{
    struct pal_app app;
    struct pal_opened document;
    if (text == NULL || strstr(text, "candidates") == NULL) { /* most are not read for it */
        return PAL_OK;
    }
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_document_look(&app, "project", text, strlen(text), &document);
    if (rc == PAL_OK) {
        rc = read_node(errand, document.root, notes, candidates);
    }
    pal_app_done(&app);
    return rc == PAL_E_MEMORY ? rc : PAL_OK;
}

enum pal_rc pal_candidates_of_node(struct pal_errand *errand, const struct pal_node *root,
                                   struct pal_candidates *out)
{
    *out = (struct pal_candidates){0};
    return read_node(errand, root, NOTES_DIGEST, out);
}

enum pal_rc pal_candidates_add(struct pal_errand *errand, const char *text,
                               struct pal_candidates *candidates)
{
    return read_text(errand, text, NOTES_NONE, candidates);
}

/* ------------------------------------------------------------------------- now */

static struct pal_candidate *find(const struct pal_candidates *candidates, const char *provider)
{
    for (size_t i = 0; i < candidates->count; i++) {
        if (strcmp(candidates->items[i].provider, provider) == 0) {
            return &candidates->items[i];
        }
    }
    return NULL;
}

const struct pal_candidate *pal_candidates_find(const struct pal_candidates *candidates,
                                                const char *provider)
{
    return find(candidates, provider);
}

bool pal_candidates_have(const struct pal_candidates *candidates, const char *provider)
{
    return find(candidates, provider) != NULL;
}

size_t pal_candidates_running(const struct pal_candidates *candidates)
{
    size_t count = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        unsigned state = candidates->items[i].state;
        count += state != PAL_CANDIDATE_REFUSED && state != PAL_CANDIDATE_WITHDRAWN;
    }
    return count;
}

bool pal_candidates_retain(const struct pal_candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++) {
        if (candidates->items[i].state == PAL_CANDIDATE_RETAINED) {
            return true;
        }
    }
    return false;
}

static enum pal_rc take_one(struct pal_errand *errand, const struct pal_fact_row *row,
                            enum notes notes, struct pal_candidate *at)
{
    unsigned state = pal_case_find_state(PAL_CASE_CANDIDATE, row->state);
    at->turn = row->turn;
    if (state == PAL_CASE_NOT_THERE) { /* as if nothing had been said */
        return PAL_OK;
    }
    const struct pal_case_said said = pal_case_said_in(errand, row->body);
    struct pal_fact *fact = PAL_NEW(errand->arena, struct pal_fact, 1);
    at->note = notes == NOTES_DIGEST ? keep_note(errand->arena, said.reason, notes)
               : said.reason != NULL ? said.reason
                                     : "";
    if (fact == NULL || at->note == NULL) {
        return PAL_E_MEMORY;
    }
    *fact = pal_fact_told(row);
    at->state = state;
    at->date = said.date;
    at->fact = fact;
    at->has_answered = state == PAL_CANDIDATE_ANSWERED || state == PAL_CANDIDATE_SHORTLISTED;
    return PAL_OK;
}

/* What a fact says of a candidate takes the place of what the text says. A provider that is named
 * twice is told of twice. */
static enum pal_rc take(struct pal_errand *errand, const struct pal_fact_row *row, enum notes notes,
                        struct pal_candidates *candidates)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < candidates->count && rc == PAL_OK; i++) {
        if (strcmp(candidates->items[i].provider, row->part) == 0) {
            rc = take_one(errand, row, notes, &candidates->items[i]);
        }
    }
    return rc;
}

enum pal_rc pal_candidates_of(struct pal_errand *errand, const char *const *projects, size_t count,
                              struct pal_candidates *out)
{
    struct pal_fact_row *rows = NULL;
    const char **asked = PAL_NEW(errand->arena, const char *, count + 1);
    size_t asked_count = 0;
    size_t found = 0;
    for (size_t i = 0; i < count && asked != NULL; i++) {
        if (out[i].count > 0) {
            asked[asked_count++] = projects[i];
        }
    }
    if (asked == NULL || asked_count == 0) {
        return asked == NULL ? PAL_E_MEMORY : PAL_OK;
    }
    const char *list = pal_fact_subject_list(errand, asked, asked_count);
    const struct pal_heads_list heads = {
        .kind = PAL_CANDIDATE_FACT, .subject_kind = "project", .subjects = list};
    enum pal_rc rc = list != NULL ? pal_heads_of(errand->db, &heads, errand->arena, &rows, &found)
                                  : PAL_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < found && out[i].count > 0 && rc == PAL_OK; j++) {
            rc = strcmp(rows[j].subject, projects[i]) == 0
                     ? take(errand, &rows[j], NOTES_WHOLE, &out[i])
                     : rc;
        }
    }
    return rc;
}

/* Who has submitted answers and stands elsewhere now: their history tells. */
static enum pal_rc look_back(struct pal_errand *errand, struct pal_fact_list *list,
                             struct pal_candidates *out)
{
    const char *answered = pal_case_tables[PAL_CASE_CANDIDATE].states[PAL_CANDIDATE_ANSWERED].id;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    bool is_any = false;
    for (size_t i = 0; i < out->count; i++) {
        is_any = is_any || (out->items[i].turn > 1 && !out->items[i].has_answered);
    }
    enum pal_rc rc =
        is_any ? pal_fact_history(errand->db, list, errand->arena, &rows, &found) : PAL_OK;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        struct pal_candidate *at = find(out, rows[i].part);
        if (at != NULL && strcmp(rows[i].state, answered) == 0) {
            at->has_answered = true;
        }
    }
    return rc;
}

/* The last that was said of each, within the project. */
static enum pal_rc read_heads(struct pal_errand *errand, const char *project,
                              struct pal_fact_list *list, struct pal_fact_row **rows, size_t *count)
{
    *list = (struct pal_fact_list){.subject_kind = "project",
                                   .subject = project,
                                   .kind = PAL_CANDIDATE_FACT,
                                   .max = FACTS_MOST};
    return pal_head_list(errand->db, list, errand->arena, rows, count);
}

/* Whoever reads the project reads them: the kind has that audience alone. */
enum pal_rc pal_candidates_now(struct pal_errand *errand, const char *project, const char *text,
                               struct pal_candidates *out)
{
    struct pal_fact_list list;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *out = (struct pal_candidates){0};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_text(errand, text, NOTES_WHOLE, out);
    if (rc == PAL_OK && out->count > 0) {
        rc = read_heads(errand, project, &list, &rows, &found);
    }
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        rc = take(errand, &rows[i], NOTES_WHOLE, out);
    }
    return pal_errand_explain(errand,
                              rc == PAL_OK && found > 0 ? look_back(errand, &list, out) : rc);
}

/* ----------------------------------------------------------------- what is said */

/* The candidate that a row is of, as it stands, and its project. */
static enum pal_rc look_up(struct pal_errand *errand, const struct pal_fact_row *row,
                           const struct pal_candidate **out, struct pal_case_of *of)
{
    struct pal_record record;
    struct pal_candidates all;
    struct pal_app app;
    struct pal_opened document;
    enum pal_rc rc = pal_record_get(errand->db, "project", row->subject, errand->arena, &record);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_candidates_now(errand, row->subject, record.text, &all);
    if (rc != PAL_OK) {
        return rc;
    }
    if (strcmp(row->state, pal_case_tables[PAL_CASE_CANDIDATE].states[PAL_CANDIDATE_INVITED].id) ==
        0) { /* no other state asks for it */
        rc = pal_sendings_tell(errand, row->subject, &all);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    *out = pal_candidates_find(&all, row->part);
    if (*out == NULL) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "%s is no candidate",
                               pal_quote(row->part).text);
    }
    pal_house_share(errand, &app);
    rc = pal_document_look(&app, row->subject, record.text, strlen(record.text), &document);
    *of = pal_case_of_node(errand, row->subject, rc == PAL_OK ? document.root : NULL, &all);
    of->word = ""; /* the tree goes */
    pal_app_done(&app);
    return rc == PAL_E_MEMORY ? pal_errand_explain(errand, rc) : PAL_OK;
}

static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    const struct pal_candidate *candidate = NULL;
    struct pal_case_of of;
    (void)head; /* what holds is that, or the text */
    enum pal_rc rc = look_up(errand, row, &candidate, &of);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_case_asked asked = pal_case_asked_of_candidate(&of, candidate);
    const struct pal_case_held held = {.is_said = true, .reason = candidate->note};
    return pal_case_hold_fact(errand, &asked, &held, row);
}

static enum pal_rc check_candidate(struct pal_errand *errand, const struct pal_fact_row *row,
                                   const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_within);
}

static const char *say_candidate(struct pal_errand *errand, const struct pal_fact_row *row,
                                 struct pal_fact_saying *saying)
{
    (void)saying;
    return pal_case_say(errand, PAL_CASE_CANDIDATE, row);
}

static const enum pal_kind_id candidate_subjects[] = {PAL_KIND_PROJECT, PAL_KIND_COUNT};
static const struct pal_fact_state candidate_states[] = {
    {"named", PAL_N_("candidate"), PAL_ROW_AS_SAID},
    {"invited", PAL_N_("invited"), PAL_ROW_AS_SAID},
    {"answering", PAL_N_("answering"), PAL_ROW_AS_SAID},
    {"answered", PAL_N_("answered"), PAL_ROW_AS_SAID},
    {"shortlisted", PAL_N_("shortlisted"), PAL_ROW_AS_SAID},
    {"retained", PAL_N_("retained"), PAL_ROW_AS_SAID},
    {"refused", PAL_N_("refused"), PAL_ROW_AS_SAID},
    {"withdrawn", PAL_N_("withdrawn"), PAL_ROW_AS_SAID}};
static const struct pal_fact_duty candidate_duties[] = {
    {"invited", "invite", false}, {"retained", "choose", false}, {NULL, NULL, false}};
const struct pal_fact_kind pal_fact_candidate = {.id = PAL_CANDIDATE_FACT,
                                                 .title = PAL_N_("Candidates"),
                                                 .verb = PAL_CANDIDATE_FACT,
                                                 .subjects = candidate_subjects,
                                                 .has_named_parts = true,
                                                 .has_own_page = true,
                                                 .fields = &pal_type_case_said,
                                                 .lanes = pal_case_lanes,
                                                 .lane_count = 1,
                                                 .states = candidate_states,
                                                 .state_count = 8,
                                                 .check = check_candidate,
                                                 .say = say_candidate,
                                                 .duties = candidate_duties,
                                                 .no_undo = pal_case_no_undo};

/* ------------------------------------------------------------------ a new text */

static bool is_same(const struct pal_candidate *one, const struct pal_candidate *other)
{
    return one->state == other->state && strcmp(one->note, other->note) == 0;
}

/* What is to hold of a candidate that was one before: what the text says anew, else what held. */
static struct pal_candidate_change change_of(const struct pal_candidate *was,
                                             const struct pal_candidate *held,
                                             const struct pal_candidate *is)
{
    struct pal_candidate_change change = {.before = held, .after = *held};
    change.has_note = strcmp(is->note, was->note) != 0;
    change.after.state = is->state != was->state ? is->state : held->state;
    change.after.note = change.has_note ? is->note : held->note;
    change.is_said = change.after.state != held->state ||
                     (held->fact != NULL && strcmp(change.after.note, held->note) != 0);
    return change;
}

/* Of one that was none: as the text says, whatever was said when it was one once; who names it as
 * more than a candidate has said that. */
static struct pal_candidate_change change_of_new(const struct pal_candidate *is,
                                                 const struct pal_candidate *told)
{
    return (struct pal_candidate_change){
        .after = *is,
        .has_note = true,
        .is_said = told->fact != NULL ? !is_same(is, told) : is->state != PAL_CANDIDATE_NAMED};
}

static enum pal_rc copy(struct pal_arena *arena, const struct pal_candidates *from,
                        struct pal_candidates *to)
{
    *to = (struct pal_candidates){PAL_NEW(arena, struct pal_candidate, from->count + 1),
                                  from->count, from->count + 1};
    if (to->items != NULL && from->count > 0) {
        memcpy(to->items, from->items, from->count * sizeof *to->items);
    }
    return to->items != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* What holds of those that two texts name. */
static enum pal_rc read_held(struct pal_errand *errand, const char *project,
                             struct pal_candidates *held, struct pal_candidates *told)
{
    struct pal_fact_list list;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    enum pal_rc rc =
        held->count + told->count > 0 ? read_heads(errand, project, &list, &rows, &found) : PAL_OK;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        rc = take(errand, &rows[i], NOTES_DIGEST, held);
        rc = rc == PAL_OK ? take(errand, &rows[i], NOTES_DIGEST, told) : rc;
    }
    return rc == PAL_OK && found > 0 ? look_back(errand, &list, held) : rc;
}

static size_t list_changes(const struct pal_candidates *was, const struct pal_candidates *held,
                           const struct pal_candidates *is, const struct pal_candidates *told,
                           struct pal_candidate_change *out)
{
    size_t count = 0;
    for (size_t i = 0; i < is->count; i++) {
        const char *provider = is->items[i].provider;
        const struct pal_candidate *old = find(was, provider);
        out[count++] = old != NULL ? change_of(old, find(held, provider), &is->items[i])
                                   : change_of_new(&is->items[i], &told->items[i]);
    }
    for (size_t i = 0; i < was->count; i++) {
        if (find(is, was->items[i].provider) == NULL) {
            out[count++] = (struct pal_candidate_change){
                .before = &held->items[i], .after = held->items[i], .is_gone = true};
        }
    }
    return count;
}

enum pal_rc pal_candidates_compare(struct pal_errand *errand, const char *project,
                                   const struct pal_candidates *was,
                                   const struct pal_candidates *is, struct pal_candidates *held,
                                   struct pal_candidate_change **out, size_t *count)
{
    struct pal_candidates told;
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_candidate_change, was->count + is->count + 1);
    enum pal_rc rc = *out != NULL ? copy(errand->arena, was, held) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = copy(errand->arena, is, &told);
    }
    if (rc == PAL_OK) {
        rc = read_held(errand, project, held, &told);
    }
    if (rc == PAL_OK) {
        *count = list_changes(was, held, is, &told, *out);
    }
    return rc;
}

/* The note of what is said, whole: it stands in one of the texts, or in the fact that held. */
static enum pal_rc whole_note(struct pal_errand *errand, const struct pal_candidate_change *change,
                              const char *before, const char *after, const char **out)
{
    struct pal_candidates all = {0};
    const char *provider = change->after.provider;
    *out = "";
    if (change->after.note[0] == '\0') {
        return PAL_OK;
    }
    if (!change->has_note && change->before->fact != NULL) {
        *out = pal_case_said_in(errand, change->before->fact->body).reason;
        return *out != NULL ? PAL_OK : PAL_E_MEMORY;
    }
    enum pal_rc rc = read_text(errand, change->has_note ? after : before, NOTES_WHOLE, &all);
    const struct pal_candidate *found = rc == PAL_OK ? find(&all, provider) : NULL;
    *out = found != NULL ? found->note : "";
    return rc;
}

/* Where the state stays, since when does, too: a text has no day. */
static enum pal_rc say(struct pal_errand *errand, const char *project,
                       const struct pal_candidate_change *change, const char *note)
{
    const struct pal_candidate *candidate = &change->after;
    bool stays = change->before != NULL && change->before->state == candidate->state &&
                 change->before->date != NULL;
    const struct pal_fact_field fields[] = {{"reason", note},
                                            {"date", stays ? change->before->date : ""}};
    const struct pal_fact_wish wish = {
        .kind = PAL_CANDIDATE_FACT,
        .subject_kind = "project",
        .subject = project,
        .part = candidate->provider,
        .lane = "",
        .state = pal_case_tables[PAL_CASE_CANDIDATE].states[candidate->state].id,
        .fields = fields,
        .field_count = 2};
    return pal_facts_say_within(errand, &wish);
}

static enum pal_rc follow(struct pal_errand *errand, const struct pal_record *written,
                          int64_t version)
{
    struct pal_candidate_change *changes = NULL;
    struct pal_candidates was = {0};
    struct pal_candidates is = {0};
    struct pal_candidates held;
    struct pal_record before;
    size_t count = 0;
    enum pal_rc rc =
        pal_record_get_version(errand->db, "project", written->id, version, errand->arena, &before);
    if (rc == PAL_OK) {
        rc = read_text(errand, before.text, NOTES_DIGEST, &was);
    }
    if (rc == PAL_OK) {
        rc = read_text(errand, written->text, NOTES_DIGEST, &is);
    }
    if (rc == PAL_OK) {
        rc = pal_candidates_compare(errand, written->id, &was, &is, &held, &changes, &count);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const char *note;
        if (!changes[i].is_said || changes[i].after.state == PAL_CASE_NOT_THERE) {
            continue;
        }
        rc = whole_note(errand, &changes[i], before.text, written->text, &note);
        rc = rc == PAL_OK ? say(errand, written->id, &changes[i], note) : rc;
    }
    return rc;
}

enum pal_rc pal_candidates_follow_text(struct pal_errand *errand, struct pal_record *written,
                                       const struct pal_record *last)
{
    struct pal_arena scratch;
    struct pal_arena *arena = errand->arena;
    if (last->version == 0) {
        return PAL_OK;
    }
    pal_arena_init(&scratch, arena->alloc);
    errand->arena = &scratch;
    enum pal_rc rc = follow(errand, written, last->version);
    errand->arena = arena;
    pal_arena_done(&scratch);
    return rc;
}
