#include "app/house/file_facts.h"

#include <jansson.h>
#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/passes.h"
#include "app/house/proofs_parts.h"
#include "app/house/shelf_kinds.h"
#include "app/house/visit_parts.h"
#include "base/bidi.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/contents.h"

enum { LARGEST = 1 << 30, HASH_DIGITS = PAL_HASH_TEXT - 1, MEGABYTE = 1 << 20 };

static const struct pal_type type_name = {
    .kind = PAL_TYPE_TEXT, .name = "the name of a file", .max = PAL_FILE_NAME_MOST};
static const struct pal_type type_media = {
    .kind = PAL_TYPE_TEXT, .name = "a media type", .max = PAL_FILE_TYPE_MOST};
static const struct pal_type type_size = {
    .kind = PAL_TYPE_INTEGER, .name = "a number of bytes", .min = 1, .max = LARGEST};
static const struct pal_type type_hash = {
    .kind = PAL_TYPE_TEXT, .name = "a SHA-256", .max = HASH_DIGITS};
static const struct pal_type type_title = {
    .kind = PAL_TYPE_TEXT, .name = "a title", .max = PAL_FILE_TITLE_MOST};
struct file_doc {
    struct pal_node *title;
    struct pal_node *name;
    struct pal_node *type;
    struct pal_node *size;
    struct pal_node *sha256;
    struct pal_node *about;
};
static const struct pal_field file_fields[] = {
    PAL_FIELD(file_doc, title, false, &type_title, PAL_N_("What it is")),
    PAL_FIELD(file_doc, name, true, &type_name, PAL_N_("Name of the file")),
    PAL_FIELD(file_doc, type, true, &type_media, PAL_N_("Media type")),
    PAL_FIELD(file_doc, size, true, &type_size, PAL_N_("Size in bytes")),
    PAL_FIELD(file_doc, sha256, true, &type_hash, PAL_N_("SHA-256")),
    PAL_FIELD(file_doc, about, false, &type_title, PAL_N_("Which question it was taken for")),
};
static const struct pal_type type_file = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a file",
                                          .fields = file_fields,
                                          .field_count = 6,
                                          .slots_size = sizeof(struct file_doc)};
static const struct pal_fact_state file_states[] = {
    {"there", PAL_N_("There"), PAL_ROW_AS_SAID},
    {"withdrawn", PAL_N_("Withdrawn"), PAL_ROW_AS_SAID}};
static const enum pal_kind_id file_subjects[] = {PAL_KIND_PROJECT, PAL_KIND_ASSESSMENT,
                                                 PAL_KIND_SENDING, PAL_KIND_COUNT};
/* Of a questionnaire that was sent: what the respondents have, and what they have submitted. */
static const struct pal_fact_lane file_lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_COMMENT, PAL_AUDIENCE_PROJECT},
    {PAL_LANE_TAKEN, PAL_N_("Experts alone"), PAL_MAY_ASSESS, PAL_AUDIENCE_ASSESSORS},
    {PAL_LANE_PROOFS, PAL_N_("Who answers"), PAL_MAY_COMMENT, PAL_AUDIENCE_RESPONDENT},
    {PAL_LANE_CLAIMED, PAL_N_("Who reads the answers"), PAL_MAY_COMMENT, PAL_AUDIENCE_ANSWERS}};

/* What an expert takes along from a visit is for experts, as what they put to an assessment. */
static bool has_lane(const char *lane, const char *subject_kind)
{
    bool is_of_answers = strcmp(lane, PAL_LANE_PROOFS) == 0 || strcmp(lane, PAL_LANE_CLAIMED) == 0;
    return strcmp(lane, PAL_LANE_TAKEN) == 0 ||
           is_of_answers == pal_kind_is(subject_kind, PAL_KIND_SENDING);
}

/* --------------------------------------------------------------------- reading */

static const char *word_of(struct pal_errand *errand, const json_t *body, const char *key)
{
    const char *word = json_string_value(json_object_get(body, key));
    return word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : "";
}

enum pal_rc pal_file_said(struct pal_errand *errand, const char *body, struct pal_file_said *out)
{
    json_t *json = body[0] != '\0' ? json_loads(body, 0, NULL) : NULL;
    *out = (struct pal_file_said){.name = word_of(errand, json, "name"),
                                  .type = word_of(errand, json, "type"),
                                  .title = word_of(errand, json, "title"),
                                  .size = json_integer_value(json_object_get(json, "size")),
                                  .hash = word_of(errand, json, "sha256"),
                                  .about = word_of(errand, json, "about")};
    json_decref(json);
    return out->name != NULL && out->type != NULL && out->title != NULL && out->hash != NULL &&
                   out->about != NULL
               ? PAL_OK
               : pal_errand_explain(errand, PAL_E_MEMORY);
}

static bool has_control(const char *text)
{
    char mark[PAL_BIDI_MARK];
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7F || pal_bidi_at(at, mark) > 0) {
            return true;
        }
    }
    uint32_t code = 0;
    return !pal_utf8_is_text(text, strlen(text), &code);
}

enum pal_rc pal_file_check_name(struct pal_errand *errand, const char *name)
{
    if (name[0] == '\0') {
        return pal_errand_fail(errand, PAL_E_INVALID, "the file has no name; choose one");
    }
    if (strlen(name) > PAL_FILE_NAME_MOST) {
        return pal_errand_fail(
            errand, PAL_E_INVALID,
            "the name of the file is longer than %d bytes: give it a shorter one",
            PAL_FILE_NAME_MOST);
    }
    if (strpbrk(name, "/\\") != NULL || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "%s is a path; send the name of the file alone",
                               pal_quote(name).text);
    }
    return has_control(name)
               ? pal_errand_fail(
                     errand, PAL_E_INVALID,
                     "the name of the file has signs that are not seen: give it another "
                     "one")
               : PAL_OK;
}

bool pal_file_is_type(const char *type)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-";
    size_t first = strspn(type, signs);
    size_t second = type[first] == '/' ? strspn(type + first + 1, signs) : 0;
    return first > 0 && second > 0 && type[first + 1 + second] == '\0' &&
           first + 1 + second <= PAL_FILE_TYPE_MOST;
}

/* ---------------------------------------------------------------------- rules */

/* What was there stays what it is: another file is another value. */
static enum pal_rc check_same(struct pal_errand *errand, const struct pal_file_said *said,
                              const struct pal_fact_row *head)
{
    struct pal_file_said before;
    enum pal_rc rc = pal_file_said(errand, head->body, &before);
    if (rc != PAL_OK || before.hash[0] == '\0') {
        return rc;
    }
    return strcmp(before.hash, said->hash) == 0 && before.size == said->size &&
                   strcmp(before.name, said->name) == 0 && strcmp(before.type, said->type) == 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "this is another file: send it as a new one, and take this one "
                                 "out of sight");
}

/* Whose it is, or whoever keeps the project's file. */
static enum pal_rc check_whose(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    bool is_own = false;
    enum pal_rc rc = PAL_OK;
    if (pal_kind_is(row->subject_kind, PAL_KIND_SENDING)) {
        if (strcmp(row->lane, PAL_LANE_TAKEN) != 0) { /* it is theirs who answer, together */
            return pal_proofs_check(errand, row);
        }
        rc = pal_visit_file_check(errand, row);
    }
    rc = rc == PAL_OK ? pal_fact_is_own(errand, row, head, &is_own) : rc;
    return rc != PAL_OK || is_own || pal_errand_may(errand, PAL_MAY_EDIT_PROJECT, row->project)
               ? rc
               : pal_errand_fail(errand, PAL_E_DENIED,
                                 "this file is somebody else's: the project manager may take it "
                                 "out of sight");
}

/* The part of a file stands in its address, among the words of what is done with files: it is the
 * one that the house gives. */
static enum pal_rc check_part(struct pal_errand *errand, const struct pal_fact_row *row)
{
    enum { DIGITS = 16 };
    return strlen(row->part) == DIGITS && strspn(row->part, "0123456789abcdef") == DIGITS
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "%s is no part of a file: send a new file without one",
                                 pal_quote(row->part).text);
}

static enum pal_rc check_file(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_fact_row *head)
{
    struct pal_file_said said;
    if (strcmp(row->state, pal_fact_none) == 0) { /* taken back: it names no file */
        return check_whose(errand, row, head);
    }
    enum pal_rc rc = pal_file_said(errand, row->body, &said);
    if (rc == PAL_OK) {
        rc = pal_file_check_name(errand, said.name);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    if (!pal_file_is_type(said.type)) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s is no media type",
                               pal_quote(said.type).text);
    }
    if (strlen(said.hash) != HASH_DIGITS || strspn(said.hash, "0123456789abcdef") != HASH_DIGITS) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s is no SHA-256 in hexadecimal digits",
                               pal_quote(said.hash).text);
    }
    rc = head->turn > 0 ? check_same(errand, &said, head) : check_part(errand, row);
    return rc == PAL_OK ? check_whose(errand, row, head) : rc;
}

/* --------------------------------------------------------------------- holding */

enum pal_rc pal_file_full(struct pal_errand *errand, int64_t most)
{
    return pal_errand_fail(errand, PAL_E_LIMIT,
                           "the files of this project may take %lld MB together, and this one "
                           "would be more: have others erased, or ask who runs this server",
                           (long long)(most / MEGABYTE));
}

/* Kept from now on. Whoever else's act settles one waits for the lock: there is room for both, or
 * the second one hears that there is none. */
static enum pal_rc settle(struct pal_errand *errand, const struct pal_content_row *content)
{
    int64_t used = 0;
    enum pal_rc rc = pal_contents_size(errand->db, content->scope, &used);
    if (rc == PAL_OK && content->size > errand->came->most - used) {
        return pal_file_full(errand, errand->came->most);
    }
    return rc == PAL_OK ? pal_content_settle(errand->db, content->id) : rc;
}

/* The content of a fact: one that this value has named before, or that has come with this errand.
 * To know a hash is not enough, and who sends the same twice at once sends two. */
static enum pal_rc find_content(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_file_said *said, struct pal_content_row *out)
{
    struct pal_fact_row value = *row;
    if (strcmp(row->lane, PAL_LANE_CLAIMED) == 0) { /* what was submitted is what was sent */
        value.lane = PAL_LANE_PROOFS;
    }
    enum pal_rc rc = pal_content_of_value(errand->db, &value, said->hash, errand->arena, out);
    if (rc != PAL_E_NOT_FOUND) {
        return rc == PAL_OK && out->size != said->size ? PAL_E_NOT_FOUND : rc;
    }
    if (errand->came == NULL) {
        return PAL_E_NOT_FOUND;
    }
    const struct pal_content_row sent = {.id = errand->came->content,
                                         .principal = pal_fact_principal(errand),
                                         .scope = row->project,
                                         .hash = said->hash,
                                         .size = said->size};
    if (sent.principal == NULL) {
        return PAL_E_MEMORY;
    }
    rc = pal_content_of_sender(errand->db, &sent, errand->arena, out);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_content_row same;
    rc = pal_content_find(errand->db, row->project, said->hash, errand->arena, &same);
    if (rc == PAL_OK) { /* kept once within a project: what was sent again goes */
        *out = same;
        return PAL_OK;
    }
    return rc == PAL_E_NOT_FOUND ? settle(errand, out) : rc;
}

static enum pal_rc hold_content(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_file_said said;
    struct pal_content_row content;
    enum pal_rc rc = pal_file_said(errand, row->body, &said);
    if (rc != PAL_OK || said.hash[0] == '\0') { /* a value that was taken back names none */
        return rc;
    }
    rc = find_content(errand, row, &said, &content);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the bytes of the file have not come, or are not those that are "
                               "named: send the file");
    }
    return rc == PAL_OK ? pal_content_use(errand->db, content.id, row->number) : rc;
}

static enum pal_rc let_go_of_content(struct pal_errand *errand, const struct pal_fact_row *row)
{
    return pal_content_release(errand->db, row->number);
}

void pal_file_clear(struct pal_errand *errand, int rounds)
{
    struct pal_err before = errand->err;
    bool more = true;
    for (int i = 0; i < rounds && more && pal_errand_begin(errand) == PAL_OK; i++) {
        more =
            pal_errand_end(errand, pal_contents_remove_some(errand->db, &more)) == PAL_OK && more;
    }
    errand->err = before;
}

static const char *say_file(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_fact_saying *saying)
{
    struct pal_file_said said;
    (void)saying;
    if (pal_file_said(errand, row->body, &said) != PAL_OK || said.hash[0] == '\0') {
        return row->state;
    }
    return pal_arena_printf(errand->arena, "%s, %lld bytes, sha256 %.12s…, %s",
                            pal_quote(said.name).text, (long long)said.size, said.hash, row->state);
}

const struct pal_fact_kind pal_fact_file = {.id = "file",
                                            .title = PAL_N_("Files"),
                                            .verb = "file",
                                            .subjects = file_subjects,
                                            .has_own_parts = true,
                                            .fields = &type_file,
                                            .lanes = file_lanes,
                                            .lane_count = sizeof file_lanes / sizeof *file_lanes,
                                            .has_lane = has_lane,
                                            .states = file_states,
                                            .state_count = 2,
                                            .check = check_file,
                                            .hold = hold_content,
                                            .let_go = let_go_of_content,
                                            .say = say_file,
                                            .is_sent = true,
                                            .pass = PAL_PASS_ANSWER,
                                            .pass_lane = PAL_LANE_PROOFS};
