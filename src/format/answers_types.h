/* answers_types - the descriptors of answers/1 and the structs they bind to. Private to src/format.
 */
#ifndef PAL_FORMAT_ANSWERS_TYPES_H
#define PAL_FORMAT_ANSWERS_TYPES_H

#include "format/desc.h"

struct pal_role_doc {
    struct pal_node *role, *name;
};
extern const struct pal_type pal_type_role;

struct pal_proof_doc {
    struct pal_node *title, *file, *page, *quote, *shown, *secret;
};
extern const struct pal_type pal_type_proof;

struct pal_subcontractor_doc {
    struct pal_node *who, *proof;
};
extern const struct pal_type pal_type_subcontractor;

struct pal_decided_doc {
    struct pal_node *verdict, *by, *on, *reason;
};
extern const struct pal_type pal_type_decided;
struct pal_accepted_doc {
    struct pal_node *by, *on, *reason;
};
extern const struct pal_type pal_type_accepted;

struct pal_answer_doc {
    struct pal_node *fields, *none, *not_yet, *not_known, *not_applicable, *subcontractor, *remark,
        *about, *service, *by, *organization, *way, *on, *state, *secret, *proofs, *decided,
        *accepted;
};
extern const struct pal_type pal_type_answer;
/* What a respondent says: without how it was seen and what was decided. */
extern const struct pal_type pal_type_answer_said;

/* How the expert saw an answer, or checked it. */
struct pal_answer_mark_doc {
    struct pal_node *fields, *none, *contradicts, *proof, *said_by, *on, *place, *drawn_from,
        *items, *remark;
};
extern const struct pal_type pal_type_answer_mark;

struct pal_answers_doc {
    struct pal_node *palier, *id, *questionnaire, *organization, *candidate, *date, *answers;
};

/* The parts of a value that is written as a map. */
struct pal_amount_doc {
    struct pal_node *value, *unit;
};
extern const struct pal_type pal_type_amount;
struct pal_document_doc {
    struct pal_node *title, *version, *date, *page, *place, *hash;
};
extern const struct pal_type pal_type_document_value;
struct pal_drawn_doc {
    struct pal_node *n_asked, *drawn, *good;
};
extern const struct pal_type pal_type_drawn_value;

#endif
