/* findings_text - the texts of a finding as they are proposed, in the reader's language. Private to
 * src/web/pages. */
#ifndef PAL_WEB_PAGES_FINDINGS_TEXT_H
#define PAL_WEB_PAGES_FINDINGS_TEXT_H

#include "core/model/actions.h"
#include "web/pages/answers_needs.h"
#include "web/pages/answers_page.h"

/* What a finding says, part by part. */
enum pal_finding_part {
    PAL_FINDING_FACT_PART,
    PAL_FINDING_EVIDENCE,
    PAL_FINDING_RISK,
    PAL_FINDING_HURTS,
    PAL_FINDING_RECOMMENDATION,
    PAL_FINDING_PARTS
};
extern const char *const pal_finding_part_ids[PAL_FINDING_PARTS]; /* "fact" … */
const char *pal_finding_part_title(struct pal_call *call, enum pal_finding_part part);

struct pal_finding_text {
    const char *parts[PAL_FINDING_PARTS];
};

/* What it is proposed from, beside the answers. */
struct pal_finding_source {
    const struct pal_read *read;
    struct pal_read_needs needs;
    const struct pal_actions *actions; /* NULL: the model has none */
};
enum pal_rc pal_finding_source(struct pal_call *call, const struct pal_read *read,
                               struct pal_finding_source *out) PAL_WARN_UNUSED;

/* From what was asked and answered, the pieces of the rule that fail, the proofs, the practices
 * that it is of, the needs and requirements behind it, and what would mend it. */
void pal_finding_propose(struct pal_call *call, const struct pal_finding_source *source,
                         const struct pal_looked_answer *answer, struct pal_finding_text *out);
/* As it was said; false: nothing was. */
bool pal_finding_said(struct pal_call *call, const struct pal_looked_answer *answer,
                      struct pal_finding_text *out);

#endif
