/*
 * messages - the texts of a consultation, put together for one reader.
 *
 * Texts are data (data/messages/, read by format/messages_read.c): each is one heading or paragraph
 * of a message or a page (`use`). It is written where all words of its `when` hold, none of its
 * `unless` does, and each of its placeholders is given; else it is left out. So no brace is ever
 * shown, and whoever knows less writes less. A heading under which nothing is left goes, too.
 */
#ifndef PAL_CORE_CASE_MESSAGES_H
#define PAL_CORE_CASE_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/rc.h"
#include "base/text.h"
#include "core/case/procedure.h"

enum pal_message_kind {
    PAL_MESSAGE_SUBJECT, /* of a mail */
    PAL_MESSAGE_TITLE,   /* of a page, of a record */
    PAL_MESSAGE_HEADING,
    PAL_MESSAGE_PARAGRAPH,
    PAL_MESSAGE_BUTTON,
    PAL_MESSAGE_LABEL, /* of an act, of a role: a word or two */
    PAL_MESSAGE_KINDS
};
extern const char *const pal_message_kind_ids[PAL_MESSAGE_KINDS];

struct pal_message {
    const char *id;
    const char *use;
    struct pal_words when;
    struct pal_words unless;
    enum pal_message_kind kind;
    struct pal_words placeholders; /* those that stand in its text, in each language */
    struct pal_text text;
};

struct pal_messages {
    const char *id;
    struct pal_text title;
    const char *replaces; /* the id of the list in whose place it stands; NULL: of none */
    const struct pal_message *texts;
    size_t count;
};

/* What stands for "{name}", already in the reader's language; NULL or "": it is not known. */
struct pal_placeholder {
    const char *name;
    const char *text;
};
struct pal_placeholders {
    const struct pal_placeholder *of;
    size_t count;
};

/* A text that is written once for each of several things (a candidate, a changed question), with
 * what is known of it; what they share is found among the others. */
struct pal_message_repeated {
    const char *id;
    const struct pal_placeholders *each;
    size_t count; /* 0: it is left out */
};

struct pal_message_asked {
    const char *use;
    struct pal_words facts; /* words that hold; "always" does without being named */
    struct pal_placeholders given;
    const struct pal_message_repeated *repeated;
    size_t repeated_count;
    enum pal_lang lang;
};

struct pal_message_line {
    const struct pal_message *of;
    const char *text;
};

struct pal_message_written {
    const struct pal_message_line *lines;
    size_t count;
    /* A placeholder for want of which a text was left out whose words hold; NULL: there is none.
     * Often that is as it should be. */
    const char *lacking;
};

/* Everything that is written of a use, in the order of the list; in `arena`. Of a use that is not
 * there nothing is. Fails for want of memory alone. */
enum pal_rc pal_messages_write(const struct pal_messages *messages,
                               const struct pal_message_asked *asked, struct pal_arena *arena,
                               struct pal_message_written *out) PAL_WARN_UNUSED;

/* One text by its id, whatever holds. `out` NULL: there is none, or a placeholder is lacking. */
enum pal_rc pal_messages_say(const struct pal_messages *messages, const char *id,
                             const struct pal_placeholders *given, enum pal_lang lang,
                             struct pal_arena *arena, const char **out) PAL_WARN_UNUSED;

/* The words that a procedure makes hold, into `out`: "tender" or "outside", "formal", its id. Gives
 * how many. */
enum { PAL_MESSAGE_FACTS = 3 };
size_t pal_messages_facts(const struct pal_procedure *procedure,
                          const char *out[PAL_MESSAGE_FACTS]);

/* The placeholders that rules fill ("lead_days", "retention_years" …), of those that hold in the
 * procedure, as digits. `out` has room for all; gives how many through `count`. */
enum { PAL_MESSAGE_VALUES = 10 };
enum pal_rc pal_messages_values(const struct pal_procedures *procedures,
                                const struct pal_procedure *procedure,
                                const struct pal_tender_override *overrides, size_t override_count,
                                struct pal_arena *arena,
                                struct pal_placeholder out[PAL_MESSAGE_VALUES],
                                size_t *count) PAL_WARN_UNUSED;

/* Where a placeholder stands next in a text: its name and its length, without the braces; NULL:
 * there is no other. `*at` goes on behind it. A brace that makes none is told by `is_bad`. */
const char *pal_messages_next(const char **at, size_t *len, bool *is_bad);

#endif
