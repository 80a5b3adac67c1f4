/*
 * desc - the descriptor tables: what each kind of document may hold.
 *
 * One table per kind drives five things that therefore cannot differ: the check of a document
 * (with the nearest known key in the error), the binding of its values to a C struct, the JSON
 * Schema in data/schema/, the reference in docs/formats.md, and the form in which it is typed
 * (web/sheet.h).
 *
 * A table is data: const structs, no code. Rules between values (an unknown step, a ladder whose
 * levels decrease) are not here but in the reader of the kind.
 */
#ifndef PAL_FORMAT_DESC_H
#define PAL_FORMAT_DESC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "format/node.h"

enum pal_type_kind {
    PAL_TYPE_TEXT,     /* a scalar, not empty, of at most max characters */
    PAL_TYPE_ID,       /* [A-Za-z0-9][A-Za-z0-9._-]*, not a reserved word */
    PAL_TYPE_CODE,     /* as an id, single spaces allowed: ids of practices */
    PAL_TYPE_INTEGER,  /* min … max, decimal digits without quotes */
    PAL_TYPE_DECIMAL,  /* 0 … max, decimal digits with at most 6 behind a point, without quotes */
    PAL_TYPE_BOOLEAN,  /* true, false without quotes */
    PAL_TYPE_DATE,     /* YYYY-MM-DD */
    PAL_TYPE_INSTANT,  /* YYYY-MM-DD or YYYY-MM-DDTHH:MM */
    PAL_TYPE_DURATION, /* ISO 8601 in weeks, days, hours, minutes: P3D, PT12H */
    PAL_TYPE_CHOICE,   /* one of a few words */
    PAL_TYPE_LIST,     /* of `item`, min … max of them */
    PAL_TYPE_MAP,      /* any key to `item`, at most max entries */
    PAL_TYPE_OBJECT,   /* the keys of `fields` and no other */
    PAL_TYPE_ANY,      /* one of `any`, told apart by being a scalar, a list or a map */
};

struct pal_field;

/* What of another document a word names: forms offer it by its title. */
enum pal_part {
    PAL_PART_NONE,
    PAL_PART_AREA,         /* of the model */
    PAL_PART_AREA_OR_REST, /* the same, or `*` */
    PAL_PART_SELECTION,    /* of steps of an area: none, all, "level N", or some */
    PAL_PART_ALERT_LEVEL,  /* of the alert scheme */
    PAL_PART_COUNT
};

struct pal_type {
    enum pal_type_kind kind;
    const char *name; /* what messages and the reference call it */
    const char *doc;  /* a sentence or two for the reference; NULL for plain types */
    uint32_t min;
    uint32_t max; /* 0 for texts, lists and maps: bounded by the document's size alone */
    const char *const *choices;
    const char *const *choice_titles; /* beside them, for forms; NULL: the words themselves */
    size_t choice_count;
    const struct pal_type *item;
    const char *map_key; /* what the keys of a map are, for the reference */
    const struct pal_type *const *any;
    size_t any_count;
    const struct pal_field *fields;
    size_t field_count;
    size_t slots_size; /* of the struct that pal_bind fills */
    bool is_ordered;   /* a list that is read in its order: another order is another document */
    bool is_work;      /* minutes of work: a fact or a form may say them as "2 h 30" */
    /* What forms need besides; all may be left out. */
    enum pal_part names;     /* what a value names */
    enum pal_part key_names; /* what a key of a map names */
    const char *key_title;   /* what people call that key; NULL: map_key */
    /* A value, or a map of such: an object of two fields, the value and, as `at`, the key under
     * which it stands there (none: it stands alone). As the item of a map it is typed as rows, one
     * for each value. */
    const struct pal_type *typed_as;
};

struct pal_field {
    const char *key;
    const struct pal_type *type;
    size_t slot; /* offset of a `struct pal_node *` in the struct that pal_bind fills */
    bool is_required;
    const char *doc; /* a sentence for the reference, and under the field of a form */
    /* What forms need besides; all may be left out. */
    const char *title;   /* what people call it; NULL: the key, with blanks */
    const char *absent;  /* what stands there where nothing does: "true", "early"; of what names a
                            part the words for it */
    const char *refers;  /* the kind of document whose id it holds: "alert-scheme" */
    enum pal_part names; /* what of a document that is named beside it a value is */
    bool is_long;        /* a text of several lines */
    bool is_quiet;       /* nothing to people: a form keeps it, or makes it, and does not show it */
};

/* A field of `struct doc` whose member has the key's name; behind the sentence what forms need:
 * PAL_FIELD(law_doc, why, false, &pal_type_languages, "What it means.", .title = PAL_N_("why")) */
#define PAL_FIELD(doc_struct, member, must, of, ...)                                               \
    {                                                                                              \
        .key = #member, .type = (of), .slot = offsetof(struct doc_struct, member),                 \
        .is_required = (must), .doc = __VA_ARGS__                                                  \
    }

/* An object whose fields are `table`, written for `struct doc`; `called` as "a question". */
#define PAL_OBJECT(called, table, doc_struct)                                                      \
    {                                                                                              \
        .kind = PAL_TYPE_OBJECT, .name = (called), .fields = (table),                              \
        .field_count = sizeof(table) / sizeof *(table), .slots_size = sizeof(struct doc_struct)    \
    }

/* The field of an object by its key; NULL: it has none of that key, or is no object, or is NULL. */
const struct pal_field *pal_field_of(const struct pal_type *type, const char *key);

/* What a field is called: its title, or its key with blanks, into `room`. Not translated. */
const char *pal_field_title(const struct pal_field *field, char *room, size_t size);

/* The place of a word among the choices of its type; `absent` where it is not there. */
size_t pal_choice_of(const struct pal_node *node, const struct pal_type *type, size_t absent);

/* Whether a document of a type may name one of a kind, anywhere within it. */
bool pal_type_refers(const struct pal_type *type, const char *kind);

/* Whether it may name a part of another document. */
bool pal_type_names(const struct pal_type *type, enum pal_part part);

/* Checks a whole tree against a type. Every problem is reported and its node marked bad. */
void pal_type_check(struct pal_reader *reader, const struct pal_type *type, struct pal_node *node);

/* Sets each `struct pal_node *` of `slots` to the child with its key; NULL where the key is absent
 * or bad, and everywhere when the node is no map, or NULL. `type` must be an object, `slots` the
 * struct its fields were written for. */
void pal_bind(const struct pal_type *type, const struct pal_node *node, void *slots);

/* Types that every kind uses. */
extern const struct pal_type pal_type_text;
extern const struct pal_type pal_type_languages; /* a text, or one per language */
extern const struct pal_type pal_type_id;
extern const struct pal_type pal_type_code;
extern const struct pal_type pal_type_boolean;
extern const struct pal_type pal_type_date;
extern const struct pal_type pal_type_instant;
extern const struct pal_type pal_type_duration;
extern const struct pal_type pal_type_id_list;

/* True when `text` may be an id (`spaces`: single spaces inside are allowed). */
bool pal_id_check(const char *text, bool spaces);

/* The words that no id may be, NULL behind them. */
extern const char *const pal_id_reserved[];
bool pal_id_is_reserved(const char *text);

/* PAL_OK for what is an id by both, else PAL_E_INVALID with the sentence that says what one is. */
enum pal_rc pal_id_require(const char *text, bool spaces, const struct pal_voice *voice,
                           struct pal_err *err) PAL_WARN_UNUSED;

#endif
