/*
 * call - one request on its way through the house: what was asked, by whom, and the answer.
 *
 * A handler fills `data` (the contract: what the API answers) and `page` (what only HTML needs) and
 * names a template, or says where to go. It checks no right itself: the route's row has it, and the
 * verbs of app/ hold it. A handler that fails gives the code; the sentence is in `errand.err`.
 */
#ifndef PAL_WEB_CALL_H
#define PAL_WEB_CALL_H

#include "app/house/alerts.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "http/http.h"
#include "render/report/report.h"
#include "web/look.h"

struct pal_web;
struct pal_route;

/* A list of the API as CSV (web/tables.h). */
enum pal_table_form {
    PAL_TABLE_NONE,        /* JSON, or a page */
    PAL_TABLE_CSV,         /* for programs */
    PAL_TABLE_SPREADSHEET, /* the same, with the mark that tells a spreadsheet that it is UTF-8 */
    PAL_TABLE_UNKNOWN,     /* a format that there is not */
};

struct pal_call {
    struct pal_web *web;
    struct pal_http_request *request;
    struct pal_http_response *response;
    const struct pal_route *route;
    const char *place;           /* path of the page: as asked for, or without what names the act */
    const char *params[4];       /* what stands for the {…} of the route's path */
    const char *project;         /* that the right is asked of; NULL: none */
    const char *marking;         /* of the project, or of all that are compared; NULL: none */
    struct pal_document own;     /* the project, where its marking was read; id NULL: it was not */
    struct pal_alert_now alert;  /* of the project whose frame was made */
    const char *thing;           /* title of what the tabs are the pages of; NULL: none yet */
    const char *pass;            /* id of the one that the address stands under; NULL: none */
    const struct pal_look *look; /* a what-if that is in use; NULL: none */
    bool is_api;
    enum pal_table_form table;
    bool is_quiet;      /* under a pass, or its link: no other page learns where one was */
    bool is_head_alone; /* the body is not here: only whether it may come is asked */
    bool is_piece;      /* a piece of the body is here, and more may come */
    bool is_form_again; /* a form is shown again with what was typed, and the error */
    struct pal_language language;
    const struct pal_zone *zone; /* in which times are shown */
    struct pal_voice voice;      /* says sentences in that language */
    struct pal_errand errand;
    struct pal_app app; /* reads from the database; made by pal_call_app */
    bool has_app;
    struct pal_fields form;
    struct pal_values values; /* in the request's arena: what data and page are made in */
    struct pal_value *data;
    struct pal_value *page;
    const char *report_key; /* a report's data goes under this key of `data`; NULL: it is `data`,
                               and what the handler has put there stays beside it */
    const char *template;   /* NULL: the answer is in the response already, or elsewhere */
    const char *location;   /* where to go */
    int64_t version;        /* of the document: its ETag; 0: none */
    int64_t fact;           /* that its text was written from, a part of that; 0: none */
    bool failed;            /* memory ran out while words were made; see also values.failed */
};

typedef enum pal_rc (*pal_handler)(struct pal_call *call);

/* What a right is asked of. */
enum pal_scope {
    PAL_SCOPE_HOUSE,
    PAL_SCOPE_PROJECT,    /* the first parameter is a project */
    PAL_SCOPE_ASSESSMENT, /* the first parameter is an assessment: its project */
    PAL_SCOPE_SENDING,    /* the first parameter is a questionnaire that was sent: its project */
};

/* What else there is to know of an address: what it waits among (enum pal_web_lane), and more. What
 * has none of the first four is open to anyone, or a page like any other. */
enum pal_route_trait {
    PAL_ROUTE_HASHES = 1,  /* works on passwords */
    PAL_ROUTE_LONG = 2,    /* works on documents, or on what a thousand others depend on */
    PAL_ROUTE_WAITS = 4,   /* for the disk, rather than for the processor */
    PAL_ROUTE_FOLLOWS = 8, /* either, as the kind of fact says that ends the address */
    PAL_ROUTE_JOB = 16,    /* may last longer than a request has, and then becomes a job (202) */
    PAL_ROUTE_FILES = 32,  /* takes files, in pieces */
    PAL_ROUTE_IN_ROW =
        64, /* its form stands in a row of the page: fields of those names are others */
    PAL_ROUTE_ASKS = 128, /* the script of its page asks this server (connect-src) */
    PAL_ROUTE_BLIND =
        256, /* of an assessment, also to whoever reads it independently (app/house/blind.h) */
};

/* An address and a method. Of those that fit a request the one is meant whose first different piece
 * is written out: "/projects/new" before "/projects/{project}". An act stands under the page that
 * has its form: the nearest GET above it, where the form is shown again when the act fails. */
struct pal_route {
    enum pal_method method; /* GET serves HEAD */
    const char *path;       /* "/projects/{project}/needs" */
    enum pal_right right;
    enum pal_scope scope;
    unsigned pass;   /* the right that a pass must have, on its subject alone; 0: none opens it */
    size_t body_max; /* 0: takes no body */
    pal_handler run;
    pal_handler form; /* shown again, with what was typed, when `run` fails; NULL: an error page */
    /* What it takes, by name, with blanks between: of the query and of the form. "role=a|b":
     * one of these words; "role[]": several; "file@": an uploaded file; "text": a document; "*":
     * names that the data give. Beside these, every form has csrf, and the pages have lang and
     * saved in the query. */
    const char *query;
    const char *fields;
    const char *summary; /* for the API's description */
    unsigned traits;     /* of enum pal_route_trait */
};

extern const struct pal_route pal_routes[];
extern const size_t pal_route_count;

/* A field of the form; NULL: not sent. Of several with a name: the first. */
const char *pal_call_field(const struct pal_call *call, const char *name);

/* As above, "" where it was not sent. */
const char *pal_call_word(const struct pal_call *call, const char *name);

/* What was typed into a field, where the form is shown again and has it; else NULL. A page may hold
 * several forms, of which one was sent. */
const char *pal_call_typed(const struct pal_call *call, const char *name);

/* Whether the form of that act is shown again. */
bool pal_call_is_again(const struct pal_call *call, pal_handler act);

/* A parameter of the query; NULL: not given or empty. */
const char *pal_call_query(const struct pal_call *call, const char *name);

/* Where a list by day goes on, as the query's "cursor" says, into `room`; `out` NULL: from the
 * newest. */
enum pal_rc pal_call_place(struct pal_call *call, struct pal_list_place *room,
                           const struct pal_list_place **out) PAL_WARN_UNUSED;

/* Refuses the query's "cursor", which names no place in the list. */
enum pal_rc pal_call_no_place(struct pal_call *call) PAL_WARN_UNUSED;

/* Says where the next part of such a list begins: `next_cursor` of the data, `next_url` of the
 * page. `day` NULL: there is none. */
void pal_call_next(struct pal_call *call, const char *day, int64_t at, const char *id);

/* A document's text as a value of the call, by the descriptor of its kind; NULL with problems in
 * the call's app. */
struct pal_value *pal_call_document(struct pal_call *call, const char *text, size_t len);

/* Writes such a value as the YAML of a document, as pal_document_yaml does. */
void pal_call_yaml(const struct pal_value *document, struct pal_buf *out);

/* Whether memory ran out while words or values were made: what stands in them may be half. */
bool pal_call_is_short(const struct pal_call *call);

/* printf into the request's arena; "" when memory is short. */
const char *pal_call_printf(struct pal_call *call, const char *fmt, ...) PAL_PRINTF(2, 3);

/* A text as a value of a query: percent escapes where they are needed. */
const char *pal_call_escaped(struct pal_call *call, const char *text);

/* "2026-11-22T14:03:07Z", as data have it and {{at|time}} of a template writes it; "2026-11-22". ""
 * for 0. */
const char *pal_call_time(struct pal_call *call, int64_t at);
const char *pal_call_day(struct pal_call *call, int64_t at);

/* Minutes of work as "7 h 30", "15 h". */
const char *pal_call_hours(struct pal_call *call, int64_t minutes);

/* Bytes as "412 kB", "1.2 MB": of 1000, as disks count. */
const char *pal_call_size(struct pal_call *call, int64_t size);

/* The first second of a date as written, in UTC; 0: it is none. */
int64_t pal_seconds_of_day(const char *date);

/* A path of ours as the visitor may follow it: under a pass with what stands before its pages, or
 * NULL where it opens none of them. */
const char *pal_call_url(struct pal_call *call, const char *path);

/* A path of ours under a pass: "/p/ID" and `path`. */
const char *pal_call_under(struct pal_call *call, const char *pass, const char *path);

/* What is handed to somebody who is not here: the whole address, by the name that this server was
 * asked under, of `path` ("/link/") and the secret behind it. */
const char *pal_call_whole_url(struct pal_call *call, const char *path, const char *secret);

/* Whether what is held is a pass, or its link: the page shows nothing of the house. */
bool pal_call_is_pass(const struct pal_call *call);

/* Answers with a page. `data` is kept. */
enum pal_rc pal_call_show(struct pal_call *call, const char *template, const char *title);

/* Answers with "see other"; with `saved` the next page says when it was saved. */
enum pal_rc pal_call_go(struct pal_call *call, bool saved, const char *fmt, ...) PAL_PRINTF(3, 4);

/* A crumb of "where am I"; the places above come first. */
void pal_call_crumb(struct pal_call *call, const char *title, const char *url);

/* A tab; it is current where its URL is that of the page. */
void pal_call_tab(struct pal_call *call, const char *title, const char *url);
/* The last tab is that of the page, though its address is another: a page below it. */
void pal_call_tab_is_here(struct pal_call *call);

/* A field of a form: what was typed, else `value`. */
void pal_call_form(struct pal_call *call, const char *name, const char *value);

/* Refuses a text with a control character, which no document holds, or of more than `most`
 * characters (0: any), at its field. */
enum pal_rc pal_call_check_text(struct pal_call *call, const char *name, const char *text,
                                size_t most) PAL_WARN_UNUSED;

/* A sentence at a field of the form. */
void pal_call_error(struct pal_call *call, const char *name, const char *sentence);
/* That sentence; NULL: none. */
const char *pal_call_told(const struct pal_call *call, const char *name);

/* A choice of a form; `chosen` is the value at hand. Options are added in order. */
void pal_call_option(struct pal_call *call, const char *name, const char *value, const char *title,
                     const char *chosen);

/* Behind the options of a choice: what is chosen and not (any more) among them stays to be seen, as
 * `title` (NULL: as it is). A browser would take the first in silence. */
void pal_call_keep(struct pal_call *call, const char *name, const char *chosen, const char *title);

/* The address of a page's data as the page was asked for it: `path` with what the route takes of
 * the query, but for the part of a long page: the data have parts of their own. */
const char *pal_call_asked(struct pal_call *call, const char *path);

/* A link under "as a file". */
void pal_call_export(struct pal_call *call, const char *title, const char *url);

/* An app that reads from the database. */
struct pal_app *pal_call_app(struct pal_call *call);

/* Answers with a report of render/ inside the shell: `template` instead of its own. Its page gets
 * the shell's keys beside its own, its data those that are there beside its own, or it stands under
 * `report_key` of them. The view was made in `values`. */
enum pal_rc pal_call_report(struct pal_call *call, struct pal_view view, const char *template,
                            const char *title);

/* Reads the names of some persons at once, for pal_call_person: a page's queries do not grow with
 * its rows. Ids that are "" are passed over. */
enum pal_rc pal_call_names(struct pal_call *call, const char *const *ids,
                           size_t count) PAL_WARN_UNUSED;

/* The name of a person that was read; the id where the name was erased, "" for "". */
const char *pal_call_person(struct pal_call *call, const char *id);

/* Who wrote something: a name, or who brought it and whom they name (`claim`, may be NULL or "").
 * Both ids were read. */
const char *pal_call_author(struct pal_call *call, const char *person, const char *claim);

/* "Last change: NAME, TIME" of the page; nothing where the operator at the machine wrote it. */
enum pal_rc pal_call_who(struct pal_call *call, const struct pal_document *record) PAL_WARN_UNUSED;

/* Translates. */
const char *pal_call_tr(const struct pal_call *call, const char *text)
    __attribute__((format_arg(2)));

/* Goes on in the language of an account ("fr"), whatever the browser or its cookie say; only what
 * the address asks for goes before. */
void pal_call_speak(struct pal_call *call, const char *code);

/* Whether the visitor may, for links and buttons. */
bool pal_call_may(const struct pal_call *call, enum pal_right right);

#endif
