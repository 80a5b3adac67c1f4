/* evidence - what speaks for marks; see evidence.h. */
#include "app/house/evidence.h"

#include <jansson.h>
#include <string.h>

#include "app/house/dossier.h"
#include "app/house/evidence_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/marks_parts.h"
#include "base/text.h"
#include "store/records.h"

const char *const pal_evidence_hows[PAL_EVIDENCE_HOWS] = {"document", "site", "call"};
const char *const pal_evidence_keys[PAL_EVIDENCE_KEYS] = {"how",   "document", "title", "page",
                                                          "words", "date",     "author"};

enum { ID_MOST = 64, PAGE_MOST = 60, WORDS_MOST = 4000, TITLE_MOST = 300, AUTHOR_MOST = 200 };

/* ---------------------------------------------------------------------- the kind */

static const struct pal_type type_how = {.kind = PAL_TYPE_CHOICE,
                                         .name = "how it was seen",
                                         .choices = pal_evidence_hows,
                                         .choice_count = PAL_EVIDENCE_HOWS};
static const struct pal_type type_document = {
    .kind = PAL_TYPE_TEXT, .name = "the id of a document", .max = ID_MOST};
static const struct pal_type type_page = {
    .kind = PAL_TYPE_TEXT, .name = "a page", .max = PAGE_MOST};
static const struct pal_type type_title = {
    .kind = PAL_TYPE_TEXT, .name = "a title", .max = TITLE_MOST};
static const struct pal_type type_author = {
    .kind = PAL_TYPE_TEXT, .name = "an author", .max = AUTHOR_MOST};
static const struct pal_type type_words = {
    .kind = PAL_TYPE_TEXT, .name = "quoted words", .max = WORDS_MOST};
static const struct pal_type type_lane = {.kind = PAL_TYPE_CHOICE,
                                          .name = "a basis",
                                          .choices = pal_mark_lane_ids,
                                          .choice_count = PAL_MARK_LANES};
static const struct pal_type type_cells = {.kind = PAL_TYPE_MAP,
                                           .name = "the steps that it speaks for",
                                           .map_key = "area/step",
                                           .item = &type_lane};
struct evidence_doc {
    struct pal_node *how, *document, *title, *page, *words, *date, *author, *cells;
};
static const struct pal_field fields[] = {
    PAL_FIELD(evidence_doc, how, false, &type_how,
              PAL_N_("A document, or shown on site or by video call"),
              .title = PAL_N_("How it was seen"), .absent = "document"),
    PAL_FIELD(evidence_doc, document, false, &type_document,
              PAL_N_("The id of a document of the project"), .title = PAL_N_("Document")),
    PAL_FIELD(evidence_doc, title, false, &type_title,
              PAL_N_("What it is, where it is no document of the project"),
              .title = PAL_N_("What it is")),
    PAL_FIELD(evidence_doc, page, false, &type_page, PAL_N_("Where in it"),
              .title = PAL_N_("Page")),
    PAL_FIELD(evidence_doc, words, false, &type_words, PAL_N_("The words that say it"),
              .title = PAL_N_("Quoted words"), .is_long = true),
    PAL_FIELD(evidence_doc, date, false, &pal_type_date, PAL_N_("Its own date, not that of today"),
              .title = PAL_N_("Its date")),
    PAL_FIELD(evidence_doc, author, false, &type_author, PAL_N_("Who wrote or showed it, by role"),
              .title = PAL_N_("Its author")),
    PAL_FIELD(evidence_doc, cells, false, &type_cells,
              PAL_N_("The steps that it speaks for, each with the basis"),
              .title = PAL_N_("Steps")),
};
static const struct pal_type type_body = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a piece of evidence",
                                          .fields = fields,
                                          .field_count = sizeof fields / sizeof *fields,
                                          .slots_size = sizeof(struct evidence_doc)};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state states[] = {{"named", PAL_N_("Named"), PAL_ROW_AS_SAID},
                                               {"withdrawn", PAL_N_("Withdrawn"), PAL_ROW_AS_SAID}};
static const enum pal_kind_id subjects[] = {PAL_KIND_ASSESSMENT, PAL_KIND_COUNT};

static const char *word_of(const json_t *body, const char *key)
{
    return json_string_value(json_object_get(body, key));
}

/* A document that was handed over, or a file that was sent to the project or the assessment. */
static enum pal_rc find_document(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const char *id, bool *out)
{
    bool is_out = false;
    const struct pal_fact_row sent = {.kind = "file",
                                      .subject_kind = "assessment",
                                      .subject = row->subject,
                                      .part = id,
                                      .lane = ""};
    struct pal_fact_row head;
    enum pal_rc rc = pal_file_row_is_out(errand->db, row->project, id, &is_out);
    *out = rc == PAL_OK && !is_out;
    if (rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    rc = pal_fact_head(errand, &sent, &head);
    if (rc == PAL_OK && head.turn == 0) {
        struct pal_fact_row of_project = sent;
        of_project.subject_kind = "project";
        of_project.subject = row->project;
        rc = pal_fact_head(errand, &of_project, &head);
    }
    *out = rc == PAL_OK && head.turn > 0 && strcmp(head.state, "there") == 0;
    return rc;
}

static enum pal_rc check_what(struct pal_errand *errand, const struct pal_fact_row *row,
                              const json_t *body)
{
    const char *how = word_of(body, "how");
    const char *document = word_of(body, "document");
    bool is_seen_there = how != NULL && strcmp(how, pal_evidence_hows[0]) != 0;
    bool is_there = true;
    if (document == NULL && word_of(body, "title") == NULL && !is_seen_there) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "title",
                                  "say what it is: choose a document of the project, write a "
                                  "title, or say that it was shown on site or by video call");
    }
    enum pal_rc rc = document != NULL ? find_document(errand, row, document, &is_there) : PAL_OK;
    return rc != PAL_OK || is_there ? rc
                                    : pal_errand_fail_at(errand, PAL_E_INVALID, "document",
                                                         "there is no document %s in this project",
                                                         pal_quote(document).text);
}

/* Whether there is room for one more piece: all of them are read together. */
static enum pal_rc check_room(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_row wanted = *row;
    int64_t named = 0;
    int64_t withdrawn = 0;
    wanted.state = states[0].id;
    enum pal_rc rc = pal_heads_in_state(errand->db, &wanted, &named);
    wanted.state = states[1].id;
    rc = rc == PAL_OK ? pal_heads_in_state(errand->db, &wanted, &withdrawn) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    return named < PAL_EVIDENCE_MOST && named + withdrawn < PAL_EVIDENCE_EVER
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_LIMIT,
                                 "an assessment has at most %d pieces of evidence: let one piece "
                                 "speak for several steps",
                                 (int)PAL_EVIDENCE_MOST);
}

/* What is named speaks for a step at least; what was brought was held to the same elsewhere, and
 * its document may not have come. */
static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    json_t *body = json_loads(row->body, 0, NULL);
    enum pal_rc rc = PAL_OK;
    if (head->turn == 0 && row->claim == NULL) {
        rc = check_room(errand, row);
    }
    if (rc == PAL_OK && strcmp(row->state, states[0].id) == 0) {
        rc = json_object_size(json_object_get(body, "cells")) > 0
                 ? PAL_OK
                 : pal_errand_fail(errand, PAL_E_INVALID,
                                   "evidence speaks for a step at least: say for which");
        rc = rc == PAL_OK && row->claim == NULL ? check_what(errand, row, body) : rc;
    }
    json_decref(body);
    return rc;
}

/* Its steps are those of the model. */
static enum pal_rc begin(struct pal_errand *errand, const struct pal_fact_row *rows, size_t count,
                         int64_t seen_version)
{
    enum pal_rc rc = PAL_OK;
    (void)seen_version;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        json_t *body = json_loads(rows[i].body, 0, NULL);
        const char *part;
        json_t *lane;
        size_t cells = json_object_size(json_object_get(body, "cells"));
        const char **parts = PAL_NEW(errand->arena, const char *, cells + 1);
        size_t at = 0;
        rc = parts != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
        json_object_foreach(json_object_get(body, "cells"), part, lane)
        {
            (void)lane;
            if (rc == PAL_OK) {
                parts[at++] = part;
            }
        }
        rc = rc == PAL_OK ? pal_marks_check_places(errand, rows[i].subject, parts, at) : rc;
        json_decref(body);
    }
    return rc;
}

/* "Security policy, page 4" */
static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    json_t *body = json_loads(row->body, 0, NULL);
    const char *title = word_of(body, "title");
    const char *page = word_of(body, "page");
    const char *what = title != NULL                       ? title
                       : word_of(body, "document") != NULL ? word_of(body, "document")
                                                           : "";
    const char *out = page != NULL ? pal_arena_printf(errand->arena, "%s, %s", what, page)
                                   : pal_arena_copy(errand->arena, what, strlen(what));
    (void)saying;
    json_decref(body);
    return out;
}

const struct pal_fact_kind pal_fact_evidence = {.id = PAL_EVIDENCE_FACT,
                                                .title = PAL_N_("Evidence"),
                                                .verb = "name evidence",
                                                .subjects = subjects,
                                                .has_own_parts = true,
                                                .fields = &type_body,
                                                .lanes = lanes,
                                                .lane_count = 1,
                                                .states = states,
                                                .state_count = 2,
                                                .begin = begin,
                                                .check = check,
                                                .say = say};

/* ------------------------------------------------------------------------ reading */

static const char *keep(struct pal_errand *errand, const json_t *body, const char *key)
{
    const char *word = word_of(body, key);
    return word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
}

/* The steps that it speaks for; NULL: memory is short. */
static const struct pal_evidence_cell *cells_of(struct pal_errand *errand, const json_t *body,
                                                size_t *count)
{
    const char *part;
    json_t *lane;
    json_t *map = json_object_get(body, "cells");
    struct pal_evidence_cell *out =
        PAL_NEW(errand->arena, struct pal_evidence_cell, json_object_size(map) + 1);
    *count = 0;
    if (out == NULL) {
        return NULL;
    }
    json_object_foreach(map, part, lane)
    {
        const char *word = json_string_value(lane);
        out[(*count)++] =
            (struct pal_evidence_cell){pal_arena_copy(errand->arena, part, strlen(part)),
                                       word != NULL ? pal_mark_lane_find(word) : PAL_MARK_LANES};
        if (out[*count - 1].part == NULL) {
            return NULL;
        }
    }
    return out;
}

static struct pal_evidence evidence_of(struct pal_errand *errand, const struct pal_fact *fact)
{
    json_t *body = json_loads(fact->body, 0, NULL);
    const char *how = keep(errand, body, "how");
    size_t cell_count;
    const struct pal_evidence_cell *cells = cells_of(errand, body, &cell_count);
    struct pal_evidence out = {.id = fact->part,
                               .turn = fact->turn,
                               .how = how != NULL ? how : pal_evidence_hows[0],
                               .document = keep(errand, body, "document"),
                               .title = keep(errand, body, "title"),
                               .page = keep(errand, body, "page"),
                               .words = keep(errand, body, "words"),
                               .date = keep(errand, body, "date"),
                               .author = keep(errand, body, "author"),
                               .principal = fact->principal,
                               .claim = fact->claim,
                               .at = fact->at,
                               .cells = cells,
                               .cell_count = cell_count};
    json_decref(body);
    return out;
}

enum pal_rc pal_evidence_list(struct pal_errand *errand, const char *assessment,
                              struct pal_evidence **out, size_t *count)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = assessment,
                                           .kind = PAL_EVIDENCE_FACT,
                                           .max = PAL_EVIDENCE_EVER};
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &found);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_evidence, found + 1) : NULL;
    if (rc == PAL_OK && *out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        if (strcmp(facts[i].state, states[0].id) == 0) {
            (*out)[*count] = evidence_of(errand, &facts[i]);
            rc = (*out)[*count].cells != NULL ? rc : pal_errand_explain(errand, PAL_E_MEMORY);
            (*count)++;
        }
    }
    return rc;
}

bool pal_evidence_is_of(const struct pal_evidence *evidence, const char *part)
{
    for (size_t i = 0; i < evidence->cell_count; i++) {
        if (strcmp(evidence->cells[i].part, part) == 0) {
            return true;
        }
    }
    return false;
}

const char *pal_evidence_cell_key(struct pal_errand *errand, const char *part)
{
    return pal_arena_printf(errand->arena, "cells.%s", part);
}
