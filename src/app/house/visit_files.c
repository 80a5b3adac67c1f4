/* visit_files - photographs and documents that were taken along from a visit; see visit.h. */
#include <stdlib.h>
#include <string.h>

#include "app/house/answer_marks_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "app/house/visit_parts.h"
#include "base/text.h"

static const struct pal_fact_search of_sending = {.subject_kind = PAL_SENDING_KIND,
                                                  .kind = "file",
                                                  .lane = PAL_LANE_TAKEN,
                                                  .max = PAL_VISIT_FILES_MOST};

static int by_number(const void *one, const void *other)
{
    const struct pal_fact *a = one;
    const struct pal_fact *b = other;
    return (a->number > b->number) - (a->number < b->number);
}

static bool is_there(const struct pal_fact *fact)
{
    return strcmp(fact->state, "there") == 0 && fact->body[0] != '\0';
}

enum pal_rc pal_visit_files(struct pal_errand *errand, const char *sending,
                            struct pal_visit_file **out, size_t *count)
{
    struct pal_fact_search search = of_sending;
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *count = 0;
    search.subject = sending;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &found);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_visit_file, found + 1) : NULL;
    if (rc != PAL_OK || *out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    qsort(facts, found, sizeof *facts, by_number);
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        struct pal_file_said said;
        if (!is_there(&facts[i])) {
            continue;
        }
        rc = pal_file_said(errand, facts[i].body, &said);
        (*out)[(*count)++] = (struct pal_visit_file){.part = facts[i].part,
                                                     .about = said.about,
                                                     .name = said.name,
                                                     .title = said.title,
                                                     .hash = said.hash,
                                                     .size = said.size,
                                                     .turn = facts[i].turn,
                                                     .at = facts[i].at,
                                                     .by = facts[i].principal,
                                                     .claim = facts[i].claim};
    }
    return rc;
}

enum pal_rc pal_visit_file_withdraw(struct pal_errand *errand, const char *sending,
                                    const char *part, const char *act, struct pal_act_done *out)
{
    struct pal_fact_search search = of_sending;
    struct pal_fact *facts = NULL;
    size_t count = 0;
    search.subject = sending;
    search.part = part;
    enum pal_rc rc = pal_facts_heads(errand, &search, &facts, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    if (count == 0) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no file %s here",
                               pal_quote(part).text);
    }
    const struct pal_fact_wish fact = {.kind = "file",
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending,
                                       .part = part,
                                       .lane = PAL_LANE_TAKEN,
                                       .seen_turn = facts[0].turn,
                                       .state = "withdrawn",
                                       .json = facts[0].body};
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}

enum pal_rc pal_visit_file_check(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_sending sending;
    return row->claim != NULL ? PAL_OK : pal_answers_open(errand, row->subject, &sending);
}
