/* questionnaire_types - the descriptors of questionnaire/1 and the structs they bind to. Private to
 * src/format. */
#ifndef PAL_FORMAT_QUESTIONNAIRE_TYPES_H
#define PAL_FORMAT_QUESTIONNAIRE_TYPES_H

#include "format/desc.h"

/* What other kinds write, too. */
extern const struct pal_type pal_type_tier;
extern const struct pal_type pal_type_about;

struct pal_word_doc {
    struct pal_node *id, *title;
};
extern const struct pal_type pal_type_word;

struct pal_topic_doc {
    struct pal_node *id, *title, *note;
};
extern const struct pal_type pal_type_topic;

/* Of a column, too, which has neither `columns` nor `of`. */
struct pal_answer_field_doc {
    struct pal_node *id, *type, *title, *unit, *steps, *choices, *of, *columns;
};
extern const struct pal_type pal_type_answer_field;
extern const struct pal_type pal_type_column;

struct pal_ask_if_doc {
    struct pal_node *question, *rule;
};
extern const struct pal_type pal_type_ask_if;

struct pal_question_doc {
    struct pal_node *id, *topic, *tier, *answered_by, *observed_at, *phase, *about, *question,
        *help, *fields, *pass, *weight, *evidence, *cells, *context, *practices, *basis, *ask_if;
};
extern const struct pal_type pal_type_question;

struct pal_guide_doc {
    struct pal_node *id, *met, *same_answer, *question, *help, *fields, *pass, *weight, *evidence;
};
extern const struct pal_type pal_type_guide;

struct pal_threshold_doc {
    struct pal_node *unit, *value, *levels, *source, *note;
};
extern const struct pal_type pal_type_threshold;

struct pal_range_doc {
    struct pal_node *low, *high;
};
extern const struct pal_type pal_type_range;
struct pal_minutes_doc {
    struct pal_node *question, *figure, *proof;
};
extern const struct pal_type pal_type_minutes;
struct pal_work_doc {
    struct pal_node *source, *first, *again;
};
extern const struct pal_type pal_type_work;

struct pal_questionnaire_doc {
    struct pal_node *palier, *id, *copy_of, *title, *model, *source, *topics, *questions,
        *parameters, *people, *guide, *work;
};

enum { PAL_DRAWN_MOST = 1000, PAL_LADDER_TEXTS = 4 };

#endif
