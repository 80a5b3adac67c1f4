/*
 * document - what the house tells of a document that it keeps: its head and its text, its versions,
 * and of an assessment what is computed of it. Texts are in the errand's arena.
 */
#ifndef PAL_APP_HOUSE_DOCUMENT_H
#define PAL_APP_HOUSE_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A document by its kind ("project", "assessment", "profile" …) and its id. */
struct pal_document {
    const char *kind;
    const char *id;
    const char *project; /* that it belongs to; "": the library */
    const char *title;
    int64_t version; /* 0: built in */
    int64_t changed_at;
    const char *changed_by;
    int64_t removed_at; /* 0: not removed */
    const char *text;   /* of the version that was asked for; "" or NULL in lists without texts */
    int64_t fact;       /* the last that the text agrees with; 0: there is none */
    bool is_written;    /* from its facts: else the text is the version's own, byte for byte */
    bool is_unchanged;  /* after writing: the last version had this text already, nothing was
                           written */
    /* Whom an import says it is of; "" or NULL: written here by `changed_by`, who otherwise is
     * whoever brought it. Likewise of versions and of what is in dossier.h. */
    const char *claim;
};

/* What somebody has seen of a document that they change. */
struct pal_seen {
    int64_t version; /* 0: it is new; below 0: no number */
    int64_t fact;    /* as above */
};

/* A version in the history of a document. */
struct pal_version {
    int64_t number;
    int64_t written_at;
    const char *written_by;
    const char *hash; /* SHA-256 of the text */
    const char *note;
    const char *claim;
};

/* Which documents are listed, and what of them. */
struct pal_document_search {
    const char *kind;        /* NULL: all kinds */
    const char *project;     /* NULL: of all */
    const char *words;       /* NULL; else part of the title or the id, any case */
    int64_t before_at;       /* 0: from the newest; else the cursor: changed before, */
    const char *before_id;   /* or at that time with a smaller id, */
    const char *before_kind; /* or, where all kinds are listed, the same id and a smaller kind */
    bool with_text;          /* the text of the last version too */
    size_t text_most;        /* so many characters of it; 0: all */
    bool is_removed;         /* those out of the lists instead */
    size_t max;
};

/* Where a list by day goes on: behind this. */
struct pal_list_place {
    const char *day;
    int64_t at; /* of hours alone */
    const char *id;
};

/* What is said of how far an assessment is. */
struct pal_course_said {
    const char *state; /* "draft", as where nobody has said anything; "rated" */
    const char *by;    /* a principal; NULL: nobody has said anything */
    const char *claim; /* as above; "" */
    int64_t at;
};

/* What is computed of an assessment; -1 for numbers that it does not have. */
struct pal_assessed {
    const char *id; /* NULL: there is no assessment */
    const char *title;
    const char *provider;
    const char *day;
    int64_t achieved;
    int64_t target;
    int64_t gap;
    int64_t gap_by_actor[3];
    int64_t surplus;
    int64_t demanded;       /* steps demanded that apply; like the next three -1: no target */
    int64_t not_rated;      /* of these, steps that nobody rated */
    int64_t gap_not_rated;  /* their points, a part of `gap` */
    int64_t not_applicable; /* steps demanded that are not applicable */
    int64_t steps;          /* that apply, demanded or not; -1: not known */
    int64_t rated;          /* of these */
    int64_t again;          /* that are to be seen again; they are not rated there */
    const char *figure;     /* small, SVG; "": it can be scored no more */
    struct pal_course_said course;
    bool is_blind; /* the visitor reads it independently: nothing of its marks is told */
};

#endif
