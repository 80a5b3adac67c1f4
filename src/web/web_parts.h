/* web_parts - what the files of the server share. Private to src/web. */
#ifndef PAL_WEB_WEB_PARTS_H
#define PAL_WEB_WEB_PARTS_H

#include <stdatomic.h>

#include "web/call.h"
#include "web/lately.h"
#include "web/templates.h"
#include "web/web.h"

struct pal_web {
    struct pal_web_options options;
    struct pal_house *house;
    struct pal_clerk *clerk;
    struct pal_postman *postman; /* NULL: mail is not set up */
    struct pal_http *http;
    struct pal_http_lane lanes[PAL_HTTP_LANES];
    struct pal_web_templates *templates;
    char style[96]; /* with the hash of what is behind it: it may be kept for a year */
    char script[96];
    char grid_script[96]; /* of the page of marks alone */
    char draw_script[96];
    char read_script[96]; /* of the pages on which answers are read */
    char place_script[96];
    char visit_script[96];
    int64_t started_at;
    struct pal_lately lately;
    _Atomic int64_t tidied_at;    /* when sessions, links and attempts that are over were removed */
    _Atomic uint64_t answered[6]; /* by the first digit of the status */
    _Atomic uint64_t microseconds;
    _Atomic uint64_t queries;
};

/* Answers one request. */
void pal_web_handle(void *ctx, struct pal_http_request *request,
                    struct pal_http_response *response);

/* What HTTP itself refuses, before it is known who asks: a page for a browser, a problem of the
 * API, a line for others. `sentence` is a literal in English. */
void pal_web_refuse(void *ctx, const struct pal_http_request *request, unsigned status,
                    const char *sentence, struct pal_http_response *response);

/* The cookies of a language: chosen on a page; of the account that was here last. */
#define PAL_LANGUAGE_COOKIE         "palier_lang"
#define PAL_LANGUAGE_COOKIE_ACCOUNT "palier_account_lang"
/* The language that a browser asks for first. */
enum pal_lang pal_web_browser_language(const struct pal_http_request *request);

/* The ETag of a document, "12", or "12.345" of a text that was written from its facts. */
void pal_web_set_version(struct pal_call *call, int64_t version, int64_t fact);

/* Says which methods an address takes: RFC 9110 asks for it with a 405. */
void pal_web_tell_methods(struct pal_call *call);

size_t pal_web_body_max(void *ctx, const struct pal_http_request *head, bool *is_open);

/* Whether the sender of a body may use its route. */
bool pal_web_admit(void *ctx, struct pal_http_request *head, struct pal_http_response *response);

/* Files that come and go in pieces (web/pages/sent_files.c, web/streams.c). */
bool pal_web_is_streamed(void *ctx, const struct pal_http_request *head);
bool pal_web_take(void *ctx, struct pal_http_request *request, struct pal_http_response *response);
bool pal_web_give(void *ctx, struct pal_http_request *request, struct pal_buf *out);
/* Whether the visitor may send any: before the first byte. */
enum pal_rc pal_sent_file_may(struct pal_call *call) PAL_WARN_UNUSED;
/* Takes the bytes at hand; `call->form` has the fields that came. */
enum pal_rc pal_sent_file_take(struct pal_call *call) PAL_WARN_UNUSED;
/* Where the request is refused: what came of its file is removed. */
void pal_sent_file_give_up(struct pal_call *call);
/* All has come: its fact is said, as pal_facts_act. */
struct pal_act_done;
enum pal_rc pal_sent_file_end(struct pal_call *call, struct pal_act_done *done) PAL_WARN_UNUSED;
/* Begins to answer with a file, as a download. */
struct pal_fact_search;
enum pal_rc pal_sent_file_open(struct pal_call *call,
                               const struct pal_fact_search *search) PAL_WARN_UNUSED;
/* The next piece of a file that is read. */
enum pal_rc pal_sent_file_give(struct pal_errand *errand, void *state,
                               struct pal_buf *out) PAL_WARN_UNUSED;

/* What holds up what. Whoever asks as a stranger for what costs nothing is answered beside
 * anything; what works on passwords or on documents, which may be long, waits among its like.
 * Acts wait for the disk rather than for the processor, many of them together (together.h). */
enum pal_web_lane {
    PAL_LANE_PAGES,
    PAL_LANE_OPEN,
    PAL_LANE_PASSWORDS,
    PAL_LANE_DOCUMENTS,
    PAL_LANE_ACTS
};
size_t pal_web_lane_of(void *ctx, const struct pal_http_request *request);

/* One of the words of a route's `query` or `fields`; borrowed from the table. */
struct pal_take {
    const char *name;
    size_t name_len;
    bool is_list;
    bool is_file;
    bool is_long; /* a file or a document: may fill the body; all others together are few bytes */
    const char *choices; /* "add|remove"; NULL: any text */
    size_t choices_len;
};

/* The next word; moves `words` behind it. False: there is none. */
bool pal_take_next(const char **words, struct pal_take *out);
/* The word of a name ("*" is any). */
bool pal_take_find(const char *words, const char *name, struct pal_take *out);
/* The words for whoever asks what there is: names with commas between, "similar (take, new)" where
 * some words are the choices. "…": others, which the document has. In the arena; "": memory is
 * short. */
const char *pal_take_told(struct pal_arena *arena, const char *words);
/* The choices alone: "take, new". */
const char *pal_take_choices(struct pal_arena *arena, const struct pal_take *take);
/* Whether any of the words is long: `is_file` or not. */
bool pal_take_has_long(const char *words, bool is_file);
/* Whether a value is one of the choices. */
bool pal_take_allows(const struct pal_take *take, const char *value);

/* Whether the table says that a route reads this name: a handler may read no other. */
bool pal_route_reads_query(const struct pal_route *route, const char *name);
bool pal_route_reads_field(const struct pal_route *route, const char *name);

/* What stands before an address, and is taken off: "/api/v1" for programs, "/p/ID" for whoever
 * holds a pass, to whom the table opens few of them; "/p/ID/api/v1" for the script of a page that
 * they write on. */
struct pal_door {
    bool is_api;
    const char *pass; /* NULL: none */
    size_t segments;  /* that it takes */
};
enum { PAL_DOOR_SEGMENTS = 2 };

/* The route of a request, its parameters; NULL after setting `status` 404 or 405. */
const struct pal_route *pal_route_find(const struct pal_http_request *request,
                                       struct pal_door *door, const char *params[4],
                                       unsigned *status);
/* The kind of document that the first parameter of such a route names; NULL: it names none. */
const char *pal_scope_kind(enum pal_scope scope);
/* The page of an address: itself, or of an act the nearest page above it, which has its form. */
const struct pal_route *pal_route_page(const struct pal_route *route);
/* Where that page stands, for a request that has found the route; NULL: memory is short. */
const char *pal_route_place(const struct pal_http_request *request, const struct pal_door *door,
                            const struct pal_route *route);
/* Where a browser is sent that asks for an act's address as for a page; NULL: it asks for none. */
const char *pal_route_elsewhere(const struct pal_http_request *request);
/* The page at an address of ours, whatever its query; NULL: there is none. */
const struct pal_route *pal_route_at(const char *url);
/* The right that a pass needs for the page at a path; 0: it opens none. */
unsigned pal_route_pass(const char *path);
/* Whether it is where the link of a pass leads: its address is a secret, and what it gives is a
 * cookie, for browsers alone. The API has it not. */
bool pal_route_is_link(const struct pal_route *route);

/* One line per request: the log of struct pal_http_options. */
void pal_web_log_request(void *ctx, const struct pal_http_request *request, unsigned status,
                         size_t bytes, uint64_t microseconds);

/* Why a request failed inside: what its visitor is not told. */
void pal_web_log_failure(struct pal_web *web, const struct pal_http_request *request,
                         const char *sentence);
/* The same of a job. */
void pal_web_log_job(void *web, const char *job, const char *sentence);
/* `params`: what pal_route_find has found. */
enum pal_web_lane pal_route_lane(const struct pal_route *route, const char *params[4]);

/* Headers that every answer carries. `is_quiet`: the browser tells no page that it was here;
 * `asks`: the script of the page asks this server, and no other. */
void pal_web_guard(struct pal_http_response *response, bool is_secure, bool is_quiet, bool asks);

/* The words for a status. */
const char *pal_status_title(unsigned status);

/* Puts the keys that every page has into `page`. */
void pal_shell_fill(struct pal_call *call, const char *title);

/* Ends a call with what `rc` says: the answer that the handler made, or an error. */
void pal_web_conclude(struct pal_call *call, enum pal_rc rc);

/* An error with the sentence of the errand: a page, or a problem of the API. */
void pal_web_show_error(struct pal_call *call, unsigned status);

/* A change must come from a page of ours. */
enum pal_rc pal_web_check_origin(struct pal_call *call) PAL_WARN_UNUSED;

/* If-Match of the API is the version that a form would send: an ETag as it was given. It stands
 * before a version that was sent as a field. */
enum pal_rc pal_web_take_version(struct pal_call *call) PAL_WARN_UNUSED;

/* Compresses a body for a browser that takes it; left alone where it would not pay. */
void pal_web_compress(struct pal_http_request *request, struct pal_http_response *response);

/* The cookie of a browser that has exchanged the link of a pass, under its path. */
#define PAL_PASS_COOKIE "palier_pass"

/* What a session's forms carry; "" for a stranger. */
const char *pal_call_csrf(struct pal_call *call);

/* What the fields of a form may take that holds a file or a document too, beside these. */
enum { PAL_FIELDS_MAX = 64 * 1024 };
enum { PAL_FORM_MAX = 1 << 20, PAL_UPLOAD_MAX = 16 << 20, PAL_PAGE_MAX = 64 << 20 };

/* What one request may use: memory, its answer included, and time of the processor. */
enum { PAL_REQUEST_MAX = 64 << 20, PAL_REQUEST_SECONDS = 2 };

#endif
