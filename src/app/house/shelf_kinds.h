/*
 * shelf_kinds - the kinds of documents as the house keeps them, a row each: where one belongs, who
 * writes it, where it stands, what follows a change of it, how its differences are told.
 *
 * What a document may hold is the descriptor's (format/kinds.h); here is what the house does with
 * it. No verb and no page asks for a kind by its word: it asks the row.
 */
#ifndef PAL_APP_HOUSE_SHELF_KINDS_H
#define PAL_APP_HOUSE_SHELF_KINDS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/desk/changes.h"
#include "base/arena.h"
#include "core/case/roles.h"
#include "format/kinds.h"

/* Where a document belongs, which is whom it is read by: the library's by whoever reads that, a
 * project's by whoever reads the project. */
enum pal_belongs {
    PAL_OF_NOBODY,  /* it is not kept here; `refusal` says why */
    PAL_OF_LIBRARY, /* or one project's own, until somebody publishes it */
    PAL_OF_PROJECT,
};

/* What is computed anew when one changes: scores of assessments. */
enum pal_scores_by {
    PAL_SCORES_NONE,
    PAL_SCORES_ITSELF,
    PAL_SCORES_OF_PROJECT, /* of all in it */
    PAL_SCORES_BY_PROFILE, /* of projects that aim at it */
    PAL_SCORES_BY_MODEL,
    PAL_SCORES_BY_SCHEME,
};

/* What else follows a change, in the order in which it does. */
enum pal_follow {
    PAL_FOLLOW_ALERTS = 1U << 0,
    PAL_FOLLOW_CANDIDATES = 1U << 1,
    PAL_FOLLOW_MARKS = 1U << 2,
};

/* What holds the states that a text says against the tables of transitions (core/case). */
enum pal_held_by {
    PAL_HELD_BY_NOTHING,
    PAL_HELD_AS_PROJECT, /* it goes on, and its candidates stand, as the tables allow */
    PAL_HELD_AS_BEGUN,   /* it begins only where its project lets it */
};

struct pal_shelf_kind {
    enum pal_kind_id id; /* PAL_KIND_COUNT: no kind */
    const char *word;
    enum pal_belongs belongs;
    const char *refusal;
    const char *title;    /* of one: of its page, of its line in a list */
    const char *shelf;    /* of many, in the library; NULL: that has none of its own */
    unsigned shelf_order; /* in the library's page */
    const char *folder;   /* of data/, with those that are built in; NULL: none */
    /* Its address, with {project}, {kind} and {id}: of the house's, and of a project's. NULL: there
     * is none. Its text, history and file stand below. */
    const char *place;
    const char *own_place;
    enum pal_right writes;      /* in a project */
    enum pal_right shelves;     /* in the library; of a project: begins one */
    enum pal_right shelves_too; /* whoever has this one may, too */
    bool is_project;            /* the project itself: its id is that of all that belongs to it */
    bool is_by_project;         /* there is one in a project, and it goes by the project's id */
    bool is_fixed;              /* once written its text stays */
    bool is_begun_apart;        /* by a page of its own: no list takes one in */
    bool is_copied;             /* nobody types one from nothing: a new one is a changed copy */
    bool is_of_consultation;    /* what is said of it is, too, where it was sent in one */
    bool is_guarded;  /* whether there is one under an id is told to nobody who may not read it */
    bool is_discreet; /* which there are is nobody's business but of who chooses among them */
    bool is_means;    /* an assessment is read with it, also by whoever holds its link */
    bool is_passed;   /* it may be read with a link */
    enum pal_right passes; /* who makes links to it, and looks after them */
    bool is_aim;           /* projects aim at it: for another model it would be another thing */
    bool is_ground;        /* others name its parts */
    bool names_persons;
    int comes; /* what others are read with comes first when documents are brought */
    enum pal_scores_by scored;
    unsigned follows; /* bits of enum pal_follow */
    enum pal_held_by held;
    enum pal_told_as told;
};

/* In the order of enum pal_kind_id. */
extern const struct pal_shelf_kind pal_shelf_kinds[PAL_KIND_COUNT];

/* Never NULL: what is no kind belongs to nobody. */
const struct pal_shelf_kind *pal_shelf_kind(const char *word);

/* What one of a kind is called, in a language; a word that is no kind stays. */
const char *pal_kind_said(const struct pal_voice *voice, const char *word);

/* Whether a word is that of a kind: for what is of one kind alone, such as a column of its ids. */
bool pal_kind_is(const char *word, enum pal_kind_id id);

/* Whether documents of a kind always belong to a project. */
bool pal_house_is_of_projects(const char *kind);

/* Whether a document of a kind names one of another, as its descriptor says; `is_by_level`: not by
 * its id, but by an alert level of that scheme. */
bool pal_kind_names(const struct pal_shelf_kind *kind, enum pal_kind_id other, bool *is_by_level);

/* Whether any kind names one of that kind. */
bool pal_kind_is_named(enum pal_kind_id id);

/* Whether what is computed of others changes with one: such a change may take long. */
bool pal_kind_is_depended_on(const struct pal_shelf_kind *kind);

/* The address of a document; `project` "" of the library's. NULL: it has none, or memory is short.
 */
const char *pal_kind_place(const struct pal_shelf_kind *kind, const char *project, const char *id,
                           struct pal_arena *arena);

#endif
