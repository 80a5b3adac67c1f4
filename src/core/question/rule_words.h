/*
 * rule_words - the words of a pass rule, one after the other, and the sentence that says where it
 * is wrong. For rule_read.c alone.
 */
#ifndef PAL_CORE_QUESTION_RULE_WORDS_H
#define PAL_CORE_QUESTION_RULE_WORDS_H

#include "core/question/rule.h"

enum pal_rule_word_kind {
    PAL_WORD_END,
    PAL_WORD_NAME,
    PAL_WORD_NUMBER,
    PAL_WORD_THRESHOLD,
    PAL_WORD_OP,
    PAL_WORD_OPEN,
    PAL_WORD_CLOSE,
    PAL_WORD_COMMA,
    PAL_WORD_BAD, /* the fault says why */
};

struct pal_rule_word {
    enum pal_rule_word_kind kind;
    size_t at;
    size_t len;
    enum pal_rule_op op;
    int64_t amount;     /* of a number, in thousandths */
    enum pal_unit unit; /* of a number; PAL_UNIT_NONE: none is written */
};

/* A rule being read. */
struct pal_rule_words {
    const char *text;
    struct pal_rule_word word; /* where the reading is */
    const struct pal_voice *voice;
    struct pal_rule_fault *fault;
    enum pal_rc rc; /* of the first fault; what follows it is not said */
    bool was_said;  /* the last one was set */
};

/* Goes on to the next word; from the beginning where none was read (its `len` is 0 at 0). Where
 * nothing of the grammar stands, it is bad and the fault is set. */
void pal_rule_words_next(struct pal_rule_words *words);

/* Whether the reading is at this word. */
bool pal_rule_words_is(const struct pal_rule_words *words, const char *name);

/* Sets the fault, unless one was set before: the first is what is said. */
PAL_PRINTF(3, 4)
void pal_rule_words_fault(struct pal_rule_words *words, size_t at, const char *sentence, ...);
/* Goes on with the sentence of the last call, where it was set. */
PAL_PRINTF(2, 3)
void pal_rule_words_add(struct pal_rule_words *words, const char *sentence, ...);

#endif
