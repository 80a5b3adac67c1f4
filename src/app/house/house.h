/*
 * house - the verbs on what a database keeps: people and rights, documents, the audit chain.
 *
 * An errand is one request of one person (or one command of the operator at the machine). Each verb
 * that changes something is one transaction: the right is checked, the change is made, the audit
 * entry is written, and all of it is committed or none. Results live in the errand's arena. A verb
 * that fails leaves a sentence in `errand->err`.
 */
#ifndef PAL_APP_HOUSE_HOUSE_H
#define PAL_APP_HOUSE_HOUSE_H

#include <jansson.h>

#include "app/desk/app.h"
#include "app/house/secret.h"
#include "store/audit.h"
#include "store/devices.h"
#include "store/people.h"
#include "store/records.h"

/* ------------------------------------------------------------------ the house */

struct pal_house;
struct pal_errand;

/* Opens a database (store/db.h says how it is named) for at most `connections` errands at a time,
 * and brings its schema up to date. */
enum pal_rc pal_house_open(const char *url, size_t connections, struct pal_house **out,
                           struct pal_err *err) PAL_WARN_UNUSED;
/* How a command opens its database, for one errand. */
enum pal_open {
    PAL_OPEN_MAKE,     /* made where it is not there; its schema is brought up to date */
    PAL_OPEN_THERE,    /* PAL_E_NOT_FOUND where there is none, or nothing of palier's in it */
    PAL_OPEN_AS_IT_IS, /* the same, with the schema left as it is */
    PAL_OPEN_READ,     /* the same; needs no right to write. An older schema is refused */
    PAL_OPEN_LOOK,     /* the same; whatever the schema is */
};
enum pal_rc pal_house_open_as(const char *url, enum pal_open how, struct pal_house **out,
                              struct pal_err *err) PAL_WARN_UNUSED;
void pal_house_close(struct pal_house *house);

/* Whether scores are computed again once the schema is up to date. */
enum pal_renewal {
    PAL_RENEW_NEVER, /* of a copy that is only looked at */
    PAL_RENEW_OLDER, /* where the schema was older */
    PAL_RENEW_ALWAYS,
};

/* Does the steps of the schema that are missing. Then, in one transaction, rows of a database of
 * before the chain covered any are adopted (pal_audit_adopt), and scores computed again. Takes no
 * lock where nothing is to be done. */
enum pal_rc pal_house_upgrade(struct pal_errand *errand, enum pal_renewal renewal) PAL_WARN_UNUSED;

/* What the database is called, without a password. */
const char *pal_house_name(const struct pal_house *house);

/* What is built in, read once. */
const struct pal_app *pal_house_common(const struct pal_house *house);

/* Makes `app` one that shares what the house of the errand has read; end it with pal_app_done. */
void pal_house_share(const struct pal_errand *errand, struct pal_app *app);

/* Who gives which role and what one person does not combine, read once. */
const struct pal_rights *pal_house_rights(const struct pal_house *house);

/* Gives an errand its connection, and takes it back. An errand that was not let in may be left. */
enum pal_rc pal_house_enter(struct pal_house *house, struct pal_errand *errand) PAL_WARN_UNUSED;
void pal_house_leave(struct pal_errand *errand);

/* How many queries an errand has made. */
uint64_t pal_house_queries(const struct pal_errand *errand);

/* The schema that the database has, and the one that this program has. */
enum pal_rc pal_house_schema(struct pal_errand *errand, int *has, int *knows) PAL_WARN_UNUSED;

/* ------------------------------------------------------------- who may what */

enum pal_role {
    PAL_ROLE_ADMINISTRATOR,
    PAL_ROLE_EXPERT,
    PAL_ROLE_PROJECT_MANAGER,
    PAL_ROLE_PROVIDER,
    PAL_ROLE_APPROVING_AUTHORITY,
    PAL_ROLE_AUDITOR,
    PAL_ROLE_COUNT
};

/* "administrator" … */
extern const char *const pal_role_ids[PAL_ROLE_COUNT];

enum pal_right {
    PAL_MAY_ANYTHING_ANYONE, /* no sign-in asked */
    PAL_MAY_OWN,             /* one's own account: every person */
    PAL_MAY_READ_PROJECT,
    PAL_MAY_EDIT_PROJECT,
    PAL_MAY_ASSESS,
    PAL_MAY_GRANT, /* say who answers for what on a project */
    PAL_MAY_CREATE_PROJECT,
    PAL_MAY_READ_LIBRARY,
    PAL_MAY_EDIT_LIBRARY,
    PAL_MAY_AUDIT,
    PAL_MAY_ADMINISTER,
    PAL_RIGHT_COUNT
};

extern const char *const pal_right_ids[PAL_RIGHT_COUNT];

/* Whether a role has a right: the one table of rights. */
bool pal_role_may(enum pal_role role, enum pal_right right);

/* The role with that id; PAL_ROLE_COUNT: there is none. */
enum pal_role pal_role_find(const char *id);

struct pal_errand {
    struct pal_house *house; /* NULL: not let in */
    struct pal_db *db;
    struct pal_arena *arena;
    struct pal_person person;       /* id NULL: a stranger */
    const struct pal_grant *grants; /* of a role held everywhere, that alone */
    size_t grant_count;
    const char *session; /* hash of the session; NULL: none */
    bool is_operator;    /* at the machine, with the database at hand: may do everything */
    bool is_read_only;   /* a token that only reads */
    const char *source;  /* for the audit: an address, "local" */
    int64_t now;         /* seconds since 1970, UTC */
    const struct pal_voice *voice; /* of the sentences; NULL: English */
    struct pal_err err;
    struct pal_err inner; /* what `err` leaves out: paths and words of the database, for the log */
};

/* Whether the visitor has a right: on a project, or (NULL) everywhere. */
bool pal_errand_may(const struct pal_errand *errand, enum pal_right right, const char *project);

/* PAL_OK, or PAL_E_DENIED with a sentence. A read-only token has no right that changes. */
enum pal_rc pal_errand_require(struct pal_errand *errand, enum pal_right right,
                               const char *project) PAL_WARN_UNUSED;

/* The projects on which the visitor has a right, for a list: NULL: all; else ",museum,archive,". */
const char *pal_errand_projects(struct pal_errand *errand, enum pal_right right);

/* Puts a sentence into the errand. Gives back `rc`. */
enum pal_rc pal_errand_fail(struct pal_errand *errand, enum pal_rc rc, const char *fmt, ...)
    PAL_PRINTF(3, 4);

/* A transaction that writes; its end: commits when `rc` is PAL_OK, else rolls back, and explains
 * what the database said. */
enum pal_rc pal_errand_begin(struct pal_errand *errand) PAL_WARN_UNUSED;
enum pal_rc pal_errand_end(struct pal_errand *errand, enum pal_rc rc) PAL_WARN_UNUSED;

/* Within a transaction that writes, before what it is decided by is read: whoever else writes an
 * entry of the chain waits until it ends, so that what was read still holds when it is committed.
 */
enum pal_rc pal_errand_lock(struct pal_errand *errand) PAL_WARN_UNUSED;

/* Explains `rc` of a store function, where no sentence stands yet. Who is not at the machine hears
 * nothing of its paths and tables. */
enum pal_rc pal_errand_explain(struct pal_errand *errand, enum pal_rc rc);

/* Moves the sentence to `inner` and puts one in its place that anybody may read. */
enum pal_rc pal_errand_conceal(struct pal_errand *errand, enum pal_rc rc);

/* ------------------------------------------------------------------- audit */

/* Adds an entry to the chain; within a transaction that writes. No personal data: ids alone. It
 * covers the rows that were written or removed since the entry before it (store/cover.h); where
 * they are thousands, entries with the verb "covers" come first. */
enum pal_rc pal_audit_write(struct pal_errand *errand, const char *verb, const char *object,
                            const char *before, const char *after) PAL_WARN_UNUSED;

/* The entry of an act that only reads: an export, a download. A transaction of its own; also for a
 * token that only reads. What cannot be recorded is not handed out: look at the result. */
enum pal_rc pal_audit_reading(struct pal_errand *errand, const char *verb, const char *object,
                              const char *after) PAL_WARN_UNUSED;

/* That a person was refused `what` ("GET /projects/{project}"), on a project (NULL: none), at most
 * once a minute for each person and `what`. Strangers are left to the log. A failure is no matter
 * of the visitor's; the sentence of the refusal stays. */
void pal_audit_refusal(struct pal_errand *errand, const char *what, const char *project);

/* A row that is not what the chain says. */
struct pal_audit_finding {
    const char *row;      /* "hours 3kq…": table and key as in the entry */
    int64_t entry;        /* the last one that tells of it; 0: none */
    const char *sentence; /* what is wrong, in the language of the errand */
};
enum { PAL_AUDIT_FINDINGS = 20 };

/* What verification found. */
struct pal_audit_result {
    int64_t entries;
    int64_t anchors;      /* that agree with the chain */
    int64_t rows;         /* that were compared with it */
    int64_t bad;          /* number of the first entry that is wrong; 0: none */
    const char *sentence; /* what is wrong with it; NULL */
    const char *hash;     /* of the last entry */
    struct pal_audit_finding findings[PAL_AUDIT_FINDINGS];
    size_t finding_count;
    int64_t more; /* findings beyond those */
};

/* Whether it found anything wrong. */
bool pal_audit_is_whole(const struct pal_audit_result *result);

/* Walks the whole chain and compares the tables with it: rows that were added, changed or removed
 * by hand, and contents that are not those of their hash. PAL_OK whether or not it holds. `number`
 * and `hash` of an anchor kept elsewhere may be given (0, NULL). Writes nothing. Reads every row
 * once; memory grows by some 200 bytes for each row that was ever covered (app/house/covers.h). */
enum pal_rc pal_audit_verify(struct pal_errand *errand, int64_t number, const char *hash,
                             struct pal_audit_result *out) PAL_WARN_UNUSED;

/* Covers every row there is with entries of the verb "adopt", where that is due (pal_cover_is_due):
 * in a database of before, brought up to date from `schema`. Within a transaction that writes. What
 * was changed by hand before is not found. */
enum pal_rc pal_audit_adopt(struct pal_errand *errand, int schema) PAL_WARN_UNUSED;

/* Entries, newest first; anchors. */
enum pal_rc pal_audit_list(struct pal_errand *errand, const struct pal_audit_list *list,
                           struct pal_audit_row **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_audit_anchors(struct pal_errand *errand, struct pal_anchor_row **out,
                              size_t *count) PAL_WARN_UNUSED;

/* Keeps the last hash as an anchor and gives it back, to be printed, mailed or signed. That it was
 * made is the next entry. */
enum pal_rc pal_audit_anchor(struct pal_errand *errand, struct pal_anchor_row *out) PAL_WARN_UNUSED;

/* ------------------------------------------------------------------ people */

enum {
    PAL_SESSION_IDLE = 12 * 3600,    /* seconds without a request */
    PAL_SESSION_AGE = 7 * 24 * 3600, /* seconds since the sign-in */
    PAL_LINK_AGE = 3 * 24 * 3600,
    PAL_DEVICE_AGE = 180 * 24 * 3600, /* seconds without a sign-in */
    PAL_DEVICES = 10,                 /* that a person has at most */
    PAL_TOKEN_DAYS = 366,
};

struct pal_sign_in {
    const char *email;
    const char *password;
    const char *agent;  /* what the browser calls itself */
    const char *device; /* the secret that it keeps since an earlier sign-in; NULL: none */
};

/* Signs in; `token` is the secret of the session, `device` the one that the browser is to keep.
 * PAL_E_DENIED: wrong; PAL_E_OFTEN: too many attempts, the sentence says when to try again. While
 * the password is worked on, the errand holds no connection. */
enum pal_rc pal_people_sign_in(struct pal_errand *errand, const struct pal_sign_in *with,
                               char token[PAL_SECRET_TEXT],
                               char device[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;

/* Makes the visitor whoever a session's or an API token's secret belongs to; loads the grants.
 * PAL_E_NOT_FOUND: nobody (any more). */
enum pal_rc pal_people_resume(struct pal_errand *errand, const char *token) PAL_WARN_UNUSED;
enum pal_rc pal_people_use_token(struct pal_errand *errand, const char *token) PAL_WARN_UNUSED;

enum pal_rc pal_people_sign_out(struct pal_errand *errand) PAL_WARN_UNUSED;
enum pal_rc pal_people_sign_out_everywhere(struct pal_errand *errand,
                                           const char *person) PAL_WARN_UNUSED;

/* A role on a project; "*": everywhere, which only an administrator gives. */
struct pal_role_on {
    const char *role;
    const char *project;
};

struct pal_invitation {
    const char *name;
    const char *email;
    const char *language;
    const struct pal_role_on *roles;
    size_t role_count;
};

/* Adds a person with roles, and makes the one-time link with which they choose a password: all or
 * nothing. */
enum pal_rc pal_people_invite(struct pal_errand *errand, const struct pal_invitation *invitation,
                              const char **person, char link[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* A new link for a person who has an account. */
enum pal_rc pal_people_reset(struct pal_errand *errand, const char *person,
                             char link[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* Whose link it is. PAL_E_NOT_FOUND: used, over, or never given. */
enum pal_rc pal_people_link(struct pal_errand *errand, const char *link, struct pal_person *out,
                            const char **kind) PAL_WARN_UNUSED;
/* Chooses a password with a link; every session of the person ends. */
enum pal_rc pal_people_use_link(struct pal_errand *errand, const char *link,
                                const char *password) PAL_WARN_UNUSED;

/* The visitor's own account. */
enum pal_rc pal_people_change_own(struct pal_errand *errand, const char *name,
                                  const char *language) PAL_WARN_UNUSED;
enum pal_rc pal_people_change_password(struct pal_errand *errand, const char *old,
                                       const char *password) PAL_WARN_UNUSED;
/* What a token is to be, and the visitor's password: it is made by whoever signed in, never with
 * another token, at most PAL_TOKENS_MOST (accounts.h) at a time, and ends with the account. */
struct pal_new_token {
    const char *title;
    const char *scope; /* "read", "write" */
    int64_t days;
    const char *password;
};
enum pal_rc pal_people_add_token(struct pal_errand *errand, const struct pal_new_token *wanted,
                                 char token[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* A token of oneself; for an administrator, of anybody. */
enum pal_rc pal_people_revoke_token(struct pal_errand *errand, const char *person,
                                    const char *id) PAL_WARN_UNUSED;

/* Rights of others, as data/rights/ says (grants.h): nobody gives to themselves, nobody gets two
 * roles that one person does not combine. The last administrator who can sign in stays one. */
enum pal_rc pal_people_grant(struct pal_errand *errand, const char *person, const char *role,
                             const char *project) PAL_WARN_UNUSED;
enum pal_rc pal_people_ungrant(struct pal_errand *errand, const char *person, const char *role,
                               const char *project) PAL_WARN_UNUSED;

/* Until when a person's data are kept (the day itself included), then they are erased; 0: no date.
 */
enum pal_rc pal_people_retain(struct pal_errand *errand, const char *person,
                              int64_t until) PAL_WARN_UNUSED;

/* Everything that is kept about a person, as JSON (new reference): who it is, roles, sessions,
 * tokens, and what the person did: hours, deliveries, files, versions, audit entries, addresses. At
 * most PAL_PERSONAL_ROWS of each, the newest; "left_out" names the lists that are longer. Audited.
 */
enum { PAL_PERSONAL_ROWS = 20000 };
enum pal_rc pal_people_export(struct pal_errand *errand, const char *person,
                              json_t **out) PAL_WARN_UNUSED;

/* Erases who a person is; the id stays in facts, seals and the chain. */
enum pal_rc pal_people_erase(struct pal_errand *errand, const char *person) PAL_WARN_UNUSED;

/* Who there is: for an administrator, or whoever says who answers for what on a project. */
enum pal_rc pal_people_list(struct pal_errand *errand, const char *project, const char *after,
                            size_t max, struct pal_person **out, size_t *count) PAL_WARN_UNUSED;
/* The projects that roles can be given on: for an administrator, titles alone. */
enum pal_rc pal_people_projects(struct pal_errand *errand, size_t max, struct pal_record **out,
                                size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_people_get(struct pal_errand *errand, const char *person,
                           struct pal_person *out) PAL_WARN_UNUSED;
enum pal_rc pal_people_by_email(struct pal_errand *errand, const char *email,
                                struct pal_person *out) PAL_WARN_UNUSED;
/* The names of some persons, beside `ids`: see pal_person_names. */
enum pal_rc pal_people_names(struct pal_errand *errand, const char *const *ids, size_t count,
                             const char **names) PAL_WARN_UNUSED;
/* Roles: of a person, of a project, or all (both NULL). */
enum pal_rc pal_people_grants(struct pal_errand *errand, const char *person, const char *project,
                              struct pal_grant **out, size_t *count) PAL_WARN_UNUSED;
/* Roles of the persons of a list, added up. For an administrator. */
enum pal_rc pal_people_roles(struct pal_errand *errand, const struct pal_person *people,
                             size_t count, struct pal_grant_sum **out,
                             size_t *sum_count) PAL_WARN_UNUSED;
/* How many persons there are, and how many administrators. */
enum pal_rc pal_people_count(struct pal_errand *errand, int64_t *all,
                             int64_t *administrators) PAL_WARN_UNUSED;

/* Removes what is over: sessions, links, attempts; erases persons whose date has passed. For the
 * operator; the server does it by itself, once an hour. */
enum pal_rc pal_people_tidy(struct pal_errand *errand) PAL_WARN_UNUSED;

/* --------------------------------------------------------------- documents */

/* The documents that a database keeps, for the verbs of app.h: `app` reads from it and never opens
 * a file afterwards. */
void pal_house_use(struct pal_errand *errand, struct pal_app *app);

/* Gives an app that reads from the database a document that was read from there just now: it is not
 * read a second time. `record` must live as long as the app, and was read as the same visitor. */
void pal_house_hand(struct pal_app *app, const struct pal_record *record);

/* A document (of the library: a built-in one too, with version 0). Needs the right to read it. */
enum pal_rc pal_house_get(struct pal_errand *errand, const char *kind, const char *id,
                          struct pal_record *out) PAL_WARN_UNUSED;

/* Checks a text and writes it as the next version, or as a new document with `version` 0; one below
 * 0 is no number, and PAL_E_INVALID. The problems of an invalid text are in `app` (PAL_E_INVALID),
 * and so are those of other documents that name what the text lacks (app/house/fits.h).
 * PAL_E_CONFLICT: `version` is no longer the last one. `out->version` is the version written; with
 * `out->is_unchanged` it is the last one, which had this text already, and nothing was written. */
enum pal_rc pal_house_put(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, int64_t version, const char *note,
                          struct pal_record *out) PAL_WARN_UNUSED;

/* What pal_house_put would say of a text, without writing it. */
enum pal_rc pal_house_try(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_record *out) PAL_WARN_UNUSED;

/* Writes the text of version `old` again, as the version after `version`; as pal_house_put. */
enum pal_rc pal_house_restore(struct pal_errand *errand, struct pal_app *app, const char *kind,
                              const char *id, int64_t old, int64_t version, const char *note,
                              struct pal_record *out) PAL_WARN_UNUSED;

/* Writes a profile made for a project and makes it that project's profile, both or none. An alert
 * level that the profile's scheme does not have is taken out of the project. */
enum pal_rc pal_house_aim(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const char *text, size_t len, struct pal_record *out) PAL_WARN_UNUSED;

/* What became of a document that was brought from elsewhere. */
enum pal_brought {
    PAL_BROUGHT_ADDED,
    PAL_BROUGHT_SAME,    /* it is here already, word for word */
    PAL_BROUGHT_OTHER,   /* something else has its id: nothing was written */
    PAL_BROUGHT_INVALID, /* nothing was written; the problems are in `app` */
};

/* Reads and checks a text that may be brought; writes nothing and needs no transaction. `first` is
 * where it finds what it refers to before the database, may be NULL. `record` says its project and
 * its version; kind, id, title, text, hash and the visitor as its author are filled in. PAL_OK
 * whatever `what` is. */
enum pal_rc pal_house_examine(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_app_source_of *first, const char *text, size_t len,
                              struct pal_record *record, enum pal_brought *what) PAL_WARN_UNUSED;

/* Writes what was examined and found to be missing here (PAL_BROUGHT_ADDED), within a transaction;
 * with `removed_at` it is out of the lists. PAL_E_EXISTS: somebody wrote it in the meantime. Scores
 * do not follow: see scores.h. */
enum pal_rc pal_house_bring(struct pal_errand *errand, struct pal_record *record) PAL_WARN_UNUSED;

/* Takes a document out of the lists, or brings it back. */
enum pal_rc pal_house_remove(struct pal_errand *errand, const char *kind, const char *id,
                             bool is_back) PAL_WARN_UNUSED;

/* A text as JSON, by the descriptor of its kind (new reference); NULL with problems in `app`. */
json_t *pal_house_json(struct pal_app *app, const char *text, size_t len);

/* The same as a value of `in`, with words of its own. */
struct pal_value *pal_house_value(struct pal_app *app, const char *text, size_t len,
                                  struct pal_values *in);

/* Whether the visitor may write the next version of a document that is kept. */
bool pal_house_may_write(const struct pal_errand *errand, const struct pal_record *record);

/* Whether documents of a kind belong to projects; the others are the library's, or a project's own
 * until somebody publishes them. */
bool pal_house_is_of_projects(const char *kind);

/* Whether the visitor may see what belongs to a document's project; the library's: always. */
bool pal_house_may_see(const struct pal_errand *errand, const struct pal_record *record);

/* Which companies are looked at is nobody's business but of who looks: PAL_E_NOT_FOUND where the
 * visitor neither chooses providers for new projects, nor edits the library, nor administers, nor
 * reads a project whose candidate it is. */
enum pal_rc pal_house_may_choose(struct pal_errand *errand, const char *provider) PAL_WARN_UNUSED;

/* Makes a project's own profile, provider … the library's, for everybody to see. Needs the right to
 * edit the library and to read the project. */
enum pal_rc pal_house_publish(struct pal_errand *errand, const char *kind,
                              const char *id) PAL_WARN_UNUSED;

/* What a project may choose from: the library's documents of a kind and the project's own (NULL: of
 * no project), at most `max` of each. */
enum pal_rc pal_house_offered(struct pal_errand *errand, const char *kind, const char *project,
                              size_t max, struct pal_record **out, size_t *count) PAL_WARN_UNUSED;

/* Lists and rows, each behind its right; results live in the errand's arena. A list of a kind that
 * belongs to projects holds what the visitor may read, whatever it asks for. */
enum {
    PAL_HOUSE_LISTED_TEXT = 256 << 10
}; /* characters of each document's text that a list reads */
enum pal_rc pal_house_find(struct pal_errand *errand, const struct pal_record_list *wanted,
                           struct pal_record **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_count(struct pal_errand *errand, const struct pal_record_list *wanted,
                            int64_t *out) PAL_WARN_UNUSED;
enum pal_rc pal_house_version(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t version, struct pal_record *out) PAL_WARN_UNUSED;
enum pal_rc pal_house_history(struct pal_errand *errand, const char *kind, const char *id,
                              int64_t before, size_t max, struct pal_record **out,
                              size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_scores(struct pal_errand *errand, const char *project,
                             const struct pal_place *after, size_t max, struct pal_score_row **out,
                             size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_house_deliveries(struct pal_errand *errand, const char *project, size_t max,
                                 struct pal_delivery_row **out, size_t *count) PAL_WARN_UNUSED;

/* The project that a document belongs to ("" of the library): what rights are asked for. */
enum pal_rc pal_house_project_of(struct pal_errand *errand, const char *kind, const char *id,
                                 const char **project) PAL_WARN_UNUSED;

/* An account of the demonstration. */
struct pal_demonstration {
    char email[64];
    char password[PAL_ID_TEXT];
};

/* Fills an empty database with the paper's case and one account per role; the passwords are random
 * and known to nobody else. */
enum pal_rc
pal_house_demonstrate(struct pal_errand *errand,
                      struct pal_demonstration accounts[PAL_ROLE_COUNT]) PAL_WARN_UNUSED;

#endif
