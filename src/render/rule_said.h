/*
 * rule_said - what a rule asks of an answer, in words, and the thresholds that it holds it against.
 */
#ifndef PAL_RENDER_RULE_SAID_H
#define PAL_RENDER_RULE_SAID_H

#include "base/arena.h"
#include "core/question/rule.h"
#include "render/template/language.h"

/* A rule is said piece by piece: its parts where all of them must hold, else itself alone. The
 * first piece; further ones are its `next` where `*is_one` is false. */
const struct pal_rule_part *pal_rule_pieces(const struct pal_rule_part *rule, bool *is_one);

/* A piece over the fields of a question: "the share of "signed" in "staff" is at least 95 %".
 * `thresholds` are those in force. In `arena`; "" where memory is short. */
const char *pal_rule_said(const struct pal_rule_part *part, const struct pal_answer_field *fields,
                          const int64_t *thresholds, const struct pal_language *language,
                          struct pal_arena *arena);

/* The thresholds that a piece names, each once, as positions; at most `max`. */
size_t pal_rule_thresholds(const struct pal_rule_part *part, size_t *out, size_t max);

/* An amount in thousandths with its unit: "95 %", "6 months", "1.5 h"; of a step "step 2". */
const char *pal_amount_said(int64_t amount, enum pal_unit unit, const struct pal_language *language,
                            struct pal_arena *arena);

#endif
