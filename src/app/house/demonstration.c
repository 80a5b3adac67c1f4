/* demonstration - a project to look around in, by data; see demonstration.h.
 *
 * Texts of the data are one text, or one per language: what a document of palier cannot hold in
 * both is said in the one that was asked for. */
#include "app/house/demonstration_parts.h"

#include <stdio.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/course.h"
#include "app/house/dossier.h"
#include "app/house/evidence.h"
#include "app/house/marks.h"
#include "app/house/passes.h"
#include "app/house/people.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "core/case/rights.h"
#include "format/yaml.h"
#include "store/people.h"
#include "store/records.h"

static const char data[] = "data/demonstration/demonstration.yaml";

enum { FIELDS_MOST = 16 };

/* ------------------------------------------------------------------------- the data */

const char *pal_play_word(const struct pal_play *play, const struct pal_node *act, const char *key)
{
    const struct pal_node *node = pal_node_get(act, key);
    if (node == NULL) {
        return "";
    }
    const struct pal_text text = pal_node_in_languages(node);
    return pal_text_in(&text, play->lang);
}

enum pal_rc pal_play_fail(const struct pal_play *play, const struct pal_node *node,
                          const char *what)
{
    return pal_errand_fail(play->errand, PAL_E_INVALID, "%s:%u: %s", data, (unsigned)node->line,
                           what);
}

/* A built-in file that an act names. */
static const char *bytes_of(const struct pal_play *play, const struct pal_node *act, size_t *len)
{
    return pal_library_bytes(pal_play_word(play, act, "file"), len);
}

int64_t pal_play_time(const struct pal_play *play, const struct pal_node *act, const char *key)
{
    return pal_sending_seconds(pal_play_word(play, act, key));
}

struct pal_errand *pal_play_errand_of(struct pal_play *play, const char *person)
{
    for (size_t i = 0; i < play->person_count; i++) {
        if (strcmp(play->people[i].id, person) == 0) {
            return &play->people[i].errand;
        }
    }
    return NULL;
}

struct pal_node *pal_play_read(struct pal_errand *errand, const char *file)
{
    size_t len = 0;
    const char *bytes = pal_library_bytes(file, &len);
    struct pal_diag *diag = PAL_NEW(errand->arena, struct pal_diag, 1);
    if (diag == NULL) {
        (void)pal_errand_explain(errand, PAL_E_MEMORY);
        return NULL;
    }
    pal_diag_init(diag);
    struct pal_reader reader = {.arena = errand->arena, .diag = diag, .file = file};
    struct pal_node *root = pal_yaml_read(&reader, bytes, len);
    if (root == NULL) {
        (void)pal_errand_fail(errand, PAL_E_INVALID, "%s: %s", file, diag->errors[0].message);
    }
    return root;
}

/* ------------------------------------------------------------------------- the acts */

static enum pal_rc put_document(struct pal_play *play, struct pal_errand *errand,
                                const struct pal_node *act)
{
    struct pal_app app;
    struct pal_document document;
    size_t len = 0;
    const char *text = bytes_of(play, act, &len);
    if (len == 0) {
        return pal_play_fail(play, act, "the file is not built in");
    }
    pal_app_init(&app);
    enum pal_rc rc =
        pal_house_put(errand, &app, pal_play_word(play, act, "of"), text, len,
                      (struct pal_seen){0, 0}, pal_play_word(play, act, "note"), &document);
    pal_app_done(&app);
    return rc;
}

static enum pal_rc add_file(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act)
{
    size_t len = 0;
    const char *bytes = bytes_of(play, act, &len);
    const char *file = pal_play_word(play, act, "file");
    const char *name = strrchr(file, '/');
    if (len == 0 || name == NULL || play->file_count == PAL_PLAY_FILES) {
        return pal_play_fail(play, act, "the file is not built in, or is one too many");
    }
    const struct pal_sent_file sent = {pal_play_word(play, act, "title"),
                                       pal_play_word(play, act, "kind"),
                                       name + 1,
                                       NULL,
                                       bytes,
                                       len};
    const char *id = NULL;
    enum pal_rc rc = pal_dossier_add(errand, pal_play_word(play, act, "of"), &sent, &id);
    if (rc != PAL_OK) {
        return rc;
    }
    play->files[play->file_count].key = name + 1;
    play->files[play->file_count].id = pal_arena_copy(play->arena, id, strlen(id));
    return play->files[play->file_count++].id != NULL ? PAL_OK
                                                      : pal_errand_explain(errand, PAL_E_MEMORY);
}

static enum pal_rc note_hours(struct pal_play *play, struct pal_errand *errand,
                              const struct pal_node *act)
{
    struct pal_act_done done;
    const struct pal_hours_wish wish = {.act = "",
                                        .assessment = pal_play_word(play, act, "assessment"),
                                        .step = pal_play_word(play, act, "step"),
                                        .minutes = pal_play_word(play, act, "minutes"),
                                        .day = pal_play_word(play, act, "day"),
                                        .note = pal_play_word(play, act, "note")};
    return pal_hours_note(errand, pal_play_word(play, act, "of"), &wish, &done);
}

static enum pal_rc ask_delivery(struct pal_play *play, struct pal_errand *errand,
                                const struct pal_node *act)
{
    struct pal_act_done done;
    const struct pal_delivery_wish wish = {.act = "",
                                           .output = pal_play_word(play, act, "output"),
                                           .requested = pal_play_word(play, act, "requested"),
                                           .delivered = pal_play_word(play, act, "delivered")};
    return pal_delivery_ask(errand, pal_play_word(play, act, "of"), &wish, &done);
}

/* The fields of a map; `most` at most. */
static size_t fields_of(const struct pal_play *play, const struct pal_node *map,
                        struct pal_fact_field *out, size_t most)
{
    size_t count = 0;
    for (const struct pal_node *node = map != NULL ? map->first : NULL;
         node != NULL && count < most; node = node->next) {
        out[count++] = (struct pal_fact_field){node->key, pal_play_word(play, map, node->key)};
    }
    return count;
}

/* The document that evidence names is a file of the demonstration, which got its id just now. */
static void name_files(const struct pal_play *play, struct pal_fact_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; strcmp(fields[i].key, "document") == 0 && j < play->file_count; j++) {
            if (strcmp(fields[i].value, play->files[j].key) == 0) {
                fields[i].value = play->files[j].id;
                break;
            }
        }
    }
}

/* One mark, or none but a reason, or evidence, for all the steps that are named. */
static enum pal_rc put_marks(struct pal_play *play, struct pal_errand *errand,
                             const struct pal_node *act)
{
    const struct pal_node *steps = pal_node_get(act, "steps");
    const struct pal_fact_field mark = {"mark", pal_play_word(play, act, "mark")};
    const char *reason = pal_play_word(play, act, "reason");
    struct pal_fact_field evidence[PAL_EVIDENCE_KEYS];
    struct pal_act_done done;
    size_t count = 0;
    struct pal_mark_wish *marks =
        PAL_NEW(play->arena, struct pal_mark_wish, pal_node_count(steps) + 1);
    if (marks == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (const struct pal_node *step = steps != NULL ? steps->first : NULL; step != NULL;
         step = step->next) {
        marks[count++] = (struct pal_mark_wish){.part = step->text,
                                                .fields = &mark,
                                                .field_count = mark.value[0] != '\0',
                                                .is_kept = mark.value[0] == '\0',
                                                .reason = reason[0] != '\0' ? reason : NULL};
    }
    const size_t evidence_count =
        fields_of(play, pal_node_get(act, "evidence"), evidence, PAL_EVIDENCE_KEYS);
    name_files(play, evidence, evidence_count);
    const struct pal_marking marking = {.assessment = pal_play_word(play, act, "assessment"),
                                        .lane =
                                            pal_mark_lane_find(pal_play_word(play, act, "basis")),
                                        .seen = {0, INT64_MAX},
                                        .act = pal_facts_new_id(errand),
                                        .marks = marks,
                                        .count = count,
                                        .evidence = evidence,
                                        .evidence_count = evidence_count};
    return marking.lane < PAL_MARK_LANES ? pal_marks_put(errand, &marking, &done)
                                         : pal_play_fail(play, act, "there is no such basis");
}

static enum pal_rc start_from(struct pal_play *play, struct pal_errand *errand,
                              const struct pal_node *act)
{
    struct pal_app app;
    struct pal_act_done done;
    const struct pal_start_from wish = {.assessment = pal_play_word(play, act, "assessment"),
                                        .from = pal_play_word(play, act, "from"),
                                        .seen = {0, INT64_MAX},
                                        .act = pal_facts_new_id(errand)};
    pal_app_init(&app);
    pal_house_use(errand, &app);
    enum pal_rc rc = pal_marks_start_from(errand, &app, &wish, &done);
    pal_app_done(&app);
    return rc;
}

/* What stands as before, area by area. */
static enum pal_rc confirm(struct pal_play *play, struct pal_errand *errand,
                           const struct pal_node *act)
{
    const struct pal_node *areas = pal_node_get(act, "areas");
    const enum pal_mark_lane lane = pal_mark_lane_find(pal_play_word(play, act, "basis"));
    enum pal_rc rc =
        lane < PAL_MARK_LANES ? PAL_OK : pal_play_fail(play, act, "there is no such basis");
    for (const struct pal_node *area = areas != NULL ? areas->first : NULL;
         area != NULL && rc == PAL_OK; area = area->next) {
        struct pal_act_done done;
        const struct pal_confirming wish = {.assessment = pal_play_word(play, act, "assessment"),
                                            .lane = lane,
                                            .seen = {0, INT64_MAX},
                                            .act = pal_facts_new_id(errand),
                                            .area = area->text};
        rc = pal_marks_confirm(errand, &wish, &done);
    }
    return rc;
}

static enum pal_rc say_course(struct pal_play *play, struct pal_errand *errand,
                              const struct pal_node *act)
{
    struct pal_act_done done;
    const struct pal_course_wish wish = {.assessment = pal_play_word(play, act, "assessment"),
                                         .state = pal_play_word(play, act, "state"),
                                         .reason = pal_play_word(play, act, "reason"),
                                         .act = pal_facts_new_id(errand)};
    return pal_course_say(errand, &wish, &done);
}

/* Any other fact: a comment, how far a stage is. */
static enum pal_rc say_fact(struct pal_play *play, struct pal_errand *errand,
                            const struct pal_node *act)
{
    struct pal_fact_field fields[FIELDS_MOST];
    struct pal_act_done done;
    const size_t count = fields_of(play, pal_node_get(act, "fields"), fields, FIELDS_MOST);
    const struct pal_fact_wish fact = {.kind = pal_play_word(play, act, "kind"),
                                       .subject_kind = pal_play_word(play, act, "about"),
                                       .subject = pal_play_word(play, act, "of"),
                                       .part = pal_play_word(play, act, "part"),
                                       .lane = pal_play_word(play, act, "lane"),
                                       .is_behind_last = true,
                                       .state = pal_play_word(play, act, "state"),
                                       .fields = fields,
                                       .field_count = count};
    const struct pal_act_wish wish = {.id = pal_facts_new_id(errand), .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, &done);
}

static const struct {
    const char *key;
    pal_play_act play;
} acts[] = {
    {"document", put_document},    {"file", add_file},          {"hours", note_hours},
    {"delivery", ask_delivery},    {"marks", put_marks},        {"start", start_from},
    {"confirm", confirm},          {"course", say_course},      {"fact", say_fact},
    {"send", pal_play_send},       {"tender", pal_play_tender}, {"declare", pal_play_declare},
    {"answers", pal_play_answers}, {"submit", pal_play_submit}, {"looked", pal_play_looked},
    {"found", pal_play_found}};

/* Whoever holds the link to what was sent does it. */
static enum pal_rc hold_link(const struct pal_play *play, const struct pal_node *act,
                             struct pal_errand *theirs)
{
    const char *sending = pal_play_word(play, act, "sending");
    for (size_t i = 0; i < play->link_count; i++) {
        if (strcmp(play->links[i].sending, sending) == 0) {
            return pal_passes_look(theirs, play->links[i].secret);
        }
    }
    return pal_play_fail(play, act, "nobody of that name does it");
}

/* Whose errand an act is: a person's, or of whoever holds a link; at the time that it names, or
 * now. */
static enum pal_rc begin_errand(struct pal_play *play, const struct pal_node *act,
                                struct pal_arena *room, struct pal_errand *theirs)
{
    const struct pal_errand *person = pal_play_errand_of(play, pal_play_word(play, act, "by"));
    const int64_t at = pal_play_time(play, act, "at");
    *theirs = person != NULL ? *person : play->people[0].errand;
    theirs->arena = room;
    theirs->now = at != 0 ? at : theirs->now;
    return person != NULL ? PAL_OK : hold_link(play, act, theirs);
}

static enum pal_rc play_act(struct pal_play *play, const struct pal_node *item)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        const struct pal_node *act = pal_node_get(item, acts[i].key);
        if (act == NULL) {
            continue;
        }
        /* What an act needs is given back after it: a request has not the memory for all. */
        struct pal_arena room;
        struct pal_errand theirs;
        pal_arena_init(&room, play->arena->alloc);
        enum pal_rc rc = begin_errand(play, act, &room, &theirs);
        rc = rc == PAL_OK ? acts[i].play(play, &theirs, act) : rc;
        play->errand->err =
            rc != PAL_OK && theirs.err.rc != PAL_OK ? theirs.err : play->errand->err;
        pal_arena_done(&room);
        return rc;
    }
    return pal_play_fail(play, item, "no act of that name");
}

/* --------------------------------------------------------------------- the accounts */

/* Who is at the machine is told the passwords; who is not makes links for those they want to be. */
static enum pal_rc choose_password(struct pal_play *play, const char *link,
                                   struct pal_demonstration *account)
{
    struct pal_errand theirs = *play->errand;
    pal_secret_id(account->password);
    enum pal_rc rc = pal_people_use_link(&theirs, link, account->password);
    play->errand->err = rc != PAL_OK ? theirs.err : play->errand->err;
    return rc;
}

static enum pal_rc add_person(struct pal_play *play, const struct pal_node *node,
                              struct pal_demonstrated *out)
{
    char link[PAL_SECRET_TEXT];
    const char *made;
    if (out->count == PAL_DEMONSTRATION_PEOPLE) {
        return pal_play_fail(play, node, "somebody too many");
    }
    struct pal_demonstration *account = &out->people[out->count++];
    struct pal_play_person *person = &play->people[play->person_count++];
    const struct pal_role_on on = {pal_play_word(play, node, "role"),
                                   pal_play_word(play, node, "on")};
    person->id = pal_play_word(play, node, "id");
    (void)snprintf(account->id, sizeof account->id, "%s", person->id);
    (void)snprintf(account->email, sizeof account->email, "%s@example.org", person->id);
    const struct pal_invitation invitation = {pal_play_word(play, node, "name"), account->email,
                                              pal_lang_codes[play->lang], &on, 1};
    enum pal_rc rc = pal_people_invite(play->errand, &invitation, &made, link);
    if (rc == PAL_OK && pal_errand_is_operator(play->errand)) {
        rc = choose_password(play, link, account);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    person->errand = *play->errand;
    person->errand.is_hurried = false;
    person->errand.due = NULL; /* each act is done when it is done */
    rc = pal_people_act_for(&person->errand, made);
    play->errand->err = rc != PAL_OK ? person->errand.err : play->errand->err;
    return rc;
}

/* A house that somebody administers has its administrator. */
static bool is_wanted(const struct pal_play *play, const struct pal_node *person)
{
    return pal_errand_is_operator(play->errand) ||
           pal_role_find(pal_play_word(play, person, "role")) != PAL_ROLE_ADMINISTRATOR;
}

/* Those of the house, or those of a project, which is there by then. */
static enum pal_rc add_people(struct pal_play *play, const struct pal_node *root, bool are_of_house,
                              struct pal_demonstrated *out)
{
    const struct pal_node *people = pal_node_get(root, "people");
    enum pal_rc rc = PAL_OK;
    for (const struct pal_node *node = people != NULL ? people->first : NULL;
         node != NULL && rc == PAL_OK; node = node->next) {
        if (pal_rights_is_everywhere(pal_play_word(play, node, "on")) == are_of_house &&
            is_wanted(play, node)) {
            rc = add_person(play, node, out);
        }
    }
    return rc;
}

static enum pal_rc play_acts(struct pal_play *play, const struct pal_node *root, const char *key)
{
    const struct pal_node *list = pal_node_get(root, key);
    enum pal_rc rc = PAL_OK;
    for (const struct pal_node *item = list != NULL ? list->first : NULL;
         item != NULL && rc == PAL_OK; item = item->next) {
        rc = play_act(play, item);
    }
    return rc;
}

/* Before anything is written: nobody has one of its addresses. */
static enum pal_rc check_addresses(struct pal_play *play, const struct pal_node *root)
{
    struct pal_errand *errand = play->errand;
    const struct pal_node *people = pal_node_get(root, "people");
    for (const struct pal_node *node = people != NULL ? people->first : NULL; node != NULL;
         node = node->next) {
        struct pal_person row;
        const char *email =
            pal_arena_printf(play->arena, "%s@example.org", pal_play_word(play, node, "id"));
        enum pal_rc rc = email != NULL ? pal_person_by_email(errand->db, email, errand->arena, &row)
                                       : PAL_E_MEMORY;
        if (rc == PAL_OK) {
            return pal_errand_fail(errand, PAL_E_EXISTS,
                                   "somebody has the address %s, which the demonstration gives to "
                                   "one of its people",
                                   email);
        }
        if (rc != PAL_E_NOT_FOUND) {
            return pal_errand_explain(errand, rc);
        }
    }
    return PAL_OK;
}

/* At the machine: nobody is there yet; for who administers the house: no document is. */
static enum pal_rc check_empty(struct pal_errand *errand)
{
    const struct pal_record_list anything = {.kind = NULL};
    int64_t count;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    const bool is_operator = pal_errand_is_operator(errand);
    rc = pal_errand_explain(errand, is_operator ? pal_person_count(errand->db, &count)
                                                : pal_record_count(errand->db, &anything, &count));
    if (rc != PAL_OK || count == 0) {
        return rc;
    }
    return is_operator ? pal_errand_fail(errand, PAL_E_EXISTS,
                                         "this database has people already; a demonstration goes "
                                         "into an empty one")
                       : pal_errand_fail(errand, PAL_E_EXISTS,
                                         "there are documents already; a demonstration goes into a "
                                         "house where nothing was made yet");
}

enum pal_rc pal_house_demonstrate(struct pal_errand *errand, enum pal_lang lang,
                                  struct pal_demonstrated *out)
{
    *out = (struct pal_demonstrated){.count = 0};
    enum pal_rc rc = check_empty(errand);
    struct pal_play *play = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_play, 1) : NULL;
    if (play == NULL) {
        return rc != PAL_OK ? rc : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    play->errand = errand;
    play->arena = errand->arena;
    play->lang = lang;
    const struct pal_node *root = pal_play_read(errand, data);
    if (root == NULL) {
        return errand->err.rc;
    }
    rc = check_addresses(play, root);
    rc = rc == PAL_OK ? add_people(play, root, true, out) : rc;
    rc = rc == PAL_OK ? play_acts(play, root, "begin") : rc;
    rc = rc == PAL_OK ? add_people(play, root, false, out) : rc;
    return rc == PAL_OK ? play_acts(play, root, "acts") : rc;
}
