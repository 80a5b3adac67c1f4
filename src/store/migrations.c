/* The steps of the schema, in order. A step that was released never changes; a mistake is put right
 * by a further one. SQLite takes the rows of a table that is dropped as deleted, with all that
 * refers to them: a step that remakes a table must remake those that refer to it first. */
#include "store/migrate.h"

/* Persons stand apart from everything else, so that one can be erased and every chain and seal
 * stays valid: all other tables hold person ids alone. Times are seconds since 1970 in UTC. */
static const char people[] =
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);\n"
    /* A person. `email` and `password` are null once erased; `name` is then empty. */
    "CREATE TABLE persons (\n"
    "  id TEXT PRIMARY KEY, email TEXT UNIQUE, name TEXT NOT NULL, language TEXT NOT NULL,\n"
    "  password TEXT, created_at BIGINT NOT NULL, seen_at BIGINT, retain_until BIGINT,\n"
    "  erased_at BIGINT);\n"
    /* What a person is: on one project, or everywhere ('*'). */
    "CREATE TABLE grants (\n"
    "  person TEXT NOT NULL REFERENCES persons (id), role TEXT NOT NULL, project TEXT NOT NULL,\n"
    "  granted_at BIGINT NOT NULL, PRIMARY KEY (person, role, project));\n"
    "CREATE INDEX grants_by_project ON grants (project, person);\n"
    /* Secrets are kept as their SHA-256 alone. */
    "CREATE TABLE sessions (\n"
    "  hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES persons (id),\n"
    "  created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, agent TEXT NOT NULL);\n"
    "CREATE INDEX sessions_by_person ON sessions (person);\n"
    "CREATE TABLE tokens (\n"
    "  id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE,\n"
    "  person TEXT NOT NULL REFERENCES persons (id), title TEXT NOT NULL, scope TEXT NOT NULL,\n"
    "  created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT,\n"
    "  revoked_at BIGINT);\n"
    "CREATE INDEX tokens_by_person ON tokens (person);\n"
    /* One-time links: an invitation or a reset of the password. */
    "CREATE TABLE links (\n"
    "  hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES persons (id), kind TEXT NOT NULL,\n"
    "  created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT);\n"
    "CREATE INDEX links_by_person ON links (person);\n"
    /* Failures to sign in, by what was tried (a hash of the address, or of the client). */
    "CREATE TABLE attempts (\n"
    "  key TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL);\n";

/* Everything that is written by hand or by form is a document of a kind (docs/formats.md), kept in
 * all its versions. What is computed from documents stands in `scores` and can be made again. */
static const char records[] =
    "CREATE TABLE documents (\n"
    "  kind TEXT NOT NULL, id TEXT NOT NULL, project TEXT NOT NULL, title TEXT NOT NULL,\n"
    "  version BIGINT NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL,\n"
    "  changed_by TEXT NOT NULL, removed_at BIGINT, PRIMARY KEY (kind, id));\n"
    "CREATE INDEX documents_by_project ON documents (project, kind, changed_at, id);\n"
    "CREATE INDEX documents_by_change ON documents (kind, changed_at, id, removed_at);\n"
    "CREATE TABLE versions (\n"
    "  kind TEXT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL, text TEXT NOT NULL,\n"
    "  hash TEXT NOT NULL, at BIGINT NOT NULL, person TEXT NOT NULL, note TEXT NOT NULL,\n"
    "  PRIMARY KEY (kind, id, version), FOREIGN KEY (kind, id) REFERENCES documents (kind, id));\n"
    "CREATE TABLE files (\n"
    "  id TEXT PRIMARY KEY, project TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,\n"
    "  file_name TEXT NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL,\n"
    "  hash TEXT NOT NULL, content @BYTES@ NOT NULL, at BIGINT NOT NULL, person TEXT NOT NULL,\n"
    "  removed_at BIGINT, removed_by TEXT);\n"
    "CREATE INDEX files_by_project ON files (project, at);\n"
    /* Minutes of work; a correction is a row that replaces another. */
    "CREATE TABLE hours (\n"
    "  id TEXT PRIMARY KEY, project TEXT NOT NULL, assessment TEXT NOT NULL, step TEXT NOT NULL,\n"
    "  person TEXT NOT NULL, minutes BIGINT NOT NULL, day TEXT NOT NULL, note TEXT NOT NULL,\n"
    "  at BIGINT NOT NULL, replaces TEXT);\n"
    "CREATE INDEX hours_by_project ON hours (project, day);\n"
    "CREATE TABLE deliveries (\n"
    "  id TEXT PRIMARY KEY, project TEXT NOT NULL, assessment TEXT NOT NULL,\n"
    "  output TEXT NOT NULL, requested TEXT NOT NULL, delivered TEXT, person TEXT NOT NULL,\n"
    "  at BIGINT NOT NULL, replaces TEXT);\n"
    "CREATE INDEX deliveries_by_project ON deliveries (project, requested);\n"
    /* Computed: the score of the last version of an assessment against its project's profile. */
    "CREATE TABLE scores (\n"
    "  id TEXT PRIMARY KEY, version BIGINT NOT NULL, project TEXT NOT NULL,\n"
    "  provider TEXT NOT NULL, day TEXT NOT NULL, achieved BIGINT NOT NULL,\n"
    "  target BIGINT, gap BIGINT, gap_provider BIGINT, gap_project_manager BIGINT,\n"
    "  gap_expert BIGINT, surplus BIGINT, figure TEXT NOT NULL,\n"
    "  is_listed BIGINT NOT NULL);\n"
    "CREATE INDEX scores_by_project ON scores (project, is_listed, day, id);\n";

/* The chain: each entry holds the hash of the one before it. `audit_head` has one row, which every
 * writing transaction locks: entries have one order. */
static const char audit[] =
    "CREATE TABLE audit (\n"
    "  number BIGINT PRIMARY KEY, at BIGINT NOT NULL, person TEXT NOT NULL,\n"
    "  source TEXT NOT NULL, verb TEXT NOT NULL, object TEXT NOT NULL, before TEXT NOT NULL,\n"
    "  after TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);\n"
    "CREATE INDEX audit_by_object ON audit (object, number);\n"
    "CREATE INDEX audit_by_person ON audit (person, number);\n"
    "CREATE TABLE audit_head (one BIGINT PRIMARY KEY, number BIGINT NOT NULL, hash TEXT NOT "
    "NULL);\n"
    "INSERT INTO audit_head (one, number, hash) VALUES (1, 0, '');\n"
    "CREATE TABLE anchors (\n"
    "  number BIGINT NOT NULL, hash TEXT NOT NULL, at BIGINT NOT NULL, person TEXT NOT NULL,\n"
    "  PRIMARY KEY (number, at));\n";

/* Accounts that are locked or end; pairs of roles that one person may combine all the same. */
static const char accounts[] =
    "ALTER TABLE persons ADD COLUMN expires_at BIGINT;\n"
    "ALTER TABLE persons ADD COLUMN locked_at BIGINT;\n"
    "ALTER TABLE persons ADD COLUMN locked_by TEXT;\n"
    "ALTER TABLE persons ADD COLUMN locked_reason TEXT;\n"
    /* `duty` is a row of data/rights/; `project` as in grants. */
    "CREATE TABLE lifts (\n"
    "  person TEXT NOT NULL REFERENCES persons (id), project TEXT NOT NULL, duty TEXT NOT NULL,\n"
    "  reason TEXT NOT NULL, lifted_by TEXT NOT NULL, lifted_at BIGINT NOT NULL,\n"
    "  PRIMARY KEY (person, project, duty));\n"
    "CREATE INDEX lifts_by_project ON lifts (project, person);\n";

/* How often a password was guessed, as a level that fades (in thousandths of a failure) and when it
 * was that high; what was counted before is forgotten. The devices that a person has signed in
 * from, each by the hash of a secret that it keeps. */
static const char guessing[] =
    "DROP TABLE attempts;\n"
    "CREATE TABLE attempts (key TEXT PRIMARY KEY, level BIGINT NOT NULL, at BIGINT NOT NULL);\n"
    "CREATE TABLE devices (\n"
    "  hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES persons (id),\n"
    "  created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, agent TEXT NOT NULL);\n"
    "CREATE INDEX devices_by_person ON devices (person);\n";

/* Whom an import said to have written something; "": it was written here. What is brought from
 * elsewhere has the person who brought it as its author. A claim is an id: it names nobody once the
 * person is erased. */
static const char claims[] =
    "ALTER TABLE documents ADD COLUMN claim TEXT NOT NULL DEFAULT '';\n"
    "ALTER TABLE versions ADD COLUMN claim TEXT NOT NULL DEFAULT '';\n"
    "ALTER TABLE files ADD COLUMN claim TEXT NOT NULL DEFAULT '';\n"
    "ALTER TABLE files ADD COLUMN removed_claim TEXT NOT NULL DEFAULT '';\n"
    "ALTER TABLE hours ADD COLUMN claim TEXT NOT NULL DEFAULT '';\n"
    "ALTER TABLE deliveries ADD COLUMN claim TEXT NOT NULL DEFAULT '';\n";

/* The rows that an entry answers for (app/house/covers.c), part of what its hash is of where there
 * are any. The index holds those entries alone. */
static const char covers[] = "ALTER TABLE audit ADD COLUMN covers TEXT NOT NULL DEFAULT '';\n"
                             "CREATE INDEX audit_covering ON audit (number) WHERE covers <> '';\n";

/* Computed, too: how sure a score is. Steps that the profile demands and that apply, those of them
 * that nobody rated, their points, and the demanded steps that are not applicable. Unknown in rows
 * from before, until they are made again. */
static const char certainty[] = "ALTER TABLE scores ADD COLUMN demanded BIGINT;\n"
                                "ALTER TABLE scores ADD COLUMN not_rated BIGINT;\n"
                                "ALTER TABLE scores ADD COLUMN gap_not_rated BIGINT;\n"
                                "ALTER TABLE scores ADD COLUMN not_applicable BIGINT;\n";

/* Acts that take longer than a request may (store/jobs.h). */
static const char jobs[] =
    "CREATE TABLE jobs (\n"
    "  id TEXT PRIMARY KEY, kind TEXT NOT NULL, project TEXT NOT NULL, subject TEXT NOT NULL,\n"
    "  person TEXT NOT NULL REFERENCES persons (id), source TEXT NOT NULL,\n"
    "  language TEXT NOT NULL, version BIGINT NOT NULL, note TEXT NOT NULL, text TEXT NOT NULL,\n"
    "  state TEXT NOT NULL, asked_at BIGINT NOT NULL, begun_at BIGINT, ended_at BIGINT,\n"
    "  holder TEXT NOT NULL, lease_until BIGINT NOT NULL, tries BIGINT NOT NULL,\n"
    "  done BIGINT NOT NULL, total BIGINT NOT NULL, is_stopping BIGINT NOT NULL,\n"
    "  result TEXT NOT NULL, number BIGINT NOT NULL);\n"
    "CREATE INDEX jobs_by_state ON jobs (state, number);\n"
    "CREATE INDEX jobs_by_person ON jobs (person, number);\n";

/* What happens, appended and never changed, and the last of each value (store/facts.h). */
static const char facts[] =
    "CREATE TABLE acts (\n"
    "  number BIGINT PRIMARY KEY, principal TEXT NOT NULL, id TEXT NOT NULL, at BIGINT NOT NULL,\n"
    "  said_at BIGINT NOT NULL, salt TEXT NOT NULL, digest TEXT NOT NULL,\n"
    "  claim TEXT NOT NULL);\n"
    "CREATE UNIQUE INDEX acts_by_id ON acts (principal, claim, id);\n"
    "CREATE INDEX acts_by_claim ON acts (claim);\n"
    "CREATE TABLE facts (\n"
    "  number BIGINT PRIMARY KEY, act BIGINT NOT NULL REFERENCES acts (number),\n"
    "  kind TEXT NOT NULL, project TEXT NOT NULL, subject_kind TEXT NOT NULL,\n"
    "  subject TEXT NOT NULL, part TEXT NOT NULL, lane TEXT NOT NULL, turn BIGINT NOT NULL,\n"
    "  state TEXT NOT NULL, body TEXT NOT NULL, audience TEXT NOT NULL, salt TEXT NOT NULL,\n"
    "  digest TEXT NOT NULL, erased_by BIGINT);\n"
    "CREATE UNIQUE INDEX facts_by_value ON facts (subject_kind, subject, kind, part, lane, turn);\n"
    "CREATE INDEX facts_by_subject ON facts (subject_kind, subject, kind, number);\n"
    "CREATE INDEX facts_by_act ON facts (act, number);\n"
    "CREATE TABLE heads (\n"
    "  subject_kind TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, part TEXT NOT NULL,\n"
    "  lane TEXT NOT NULL, fact BIGINT NOT NULL REFERENCES facts (number), act BIGINT NOT NULL,\n"
    "  turn BIGINT NOT NULL, project TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,\n"
    "  audience TEXT NOT NULL, principal TEXT NOT NULL, at BIGINT NOT NULL,\n"
    "  said_at BIGINT NOT NULL, claim TEXT NOT NULL,\n"
    "  PRIMARY KEY (subject_kind, subject, kind, part, lane));\n"
    "CREATE INDEX heads_by_fact ON heads (fact);\n"
    "CREATE INDEX heads_by_subject ON heads (subject_kind, subject, kind, fact);\n"
    "CREATE INDEX heads_by_kind ON heads (kind, subject_kind, subject);\n"
    "CREATE INDEX heads_by_part ON heads (part, kind);\n"
    /* Hours and deliveries are computed from facts since, a row per turn. */
    "CREATE INDEX hours_by_replaced ON hours (replaces);\n"
    "CREATE INDEX deliveries_by_replaced ON deliveries (replaces);\n"
    /* The last entry that tells of persons or of what they may: whoever was let in since then is
     * still who they were. 0: not known. */
    "ALTER TABLE audit_head ADD COLUMN people BIGINT NOT NULL DEFAULT 0;\n"
    /* Computed: the text of a document as its facts have it, the last of which is named; '': the
     * last version says the same. Not there: it has no facts. */
    "CREATE TABLE written (\n"
    "  kind TEXT NOT NULL, id TEXT NOT NULL, fact BIGINT NOT NULL, text TEXT NOT NULL,\n"
    "  hash TEXT NOT NULL, PRIMARY KEY (kind, id));\n";

/* For the list of projects. `entry`: the number of the chain's first entry that tells of an
 * assessment (0: none does), so that the later of two of one day is found without looking each up
 * in the chain; what is no longer there is counted apart. */
static const char latest[] =
    "ALTER TABLE scores ADD COLUMN entry BIGINT NOT NULL DEFAULT 0;\n"
    "UPDATE scores SET entry = COALESCE((SELECT MIN(a.number) FROM audit a"
    " WHERE a.object = 'assessment/' || scores.id), 0);\n"
    "CREATE INDEX scores_by_entry ON scores (project, is_listed, day, entry, id);\n"
    "CREATE INDEX documents_there ON documents (kind, removed_at);\n";

/* What somebody without an account may do who holds a link (store/passes.h). `rights` are names
 * with blanks between, `parent` the pass that was handed on. A parent may be removed first, and
 * tables are copied in the order of their keys, so it is no reference. */
static const char passes[] =
    "CREATE TABLE passes (\n"
    "  id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL,\n"
    "  part TEXT NOT NULL, rights TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id),\n"
    "  parent TEXT, note TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,\n"
    "  revoked_at BIGINT);\n"
    "CREATE INDEX passes_by_subject ON passes (kind, subject, created_at);\n"
    "CREATE INDEX passes_by_person ON passes (person);\n"
    "CREATE INDEX passes_by_parent ON passes (parent);\n"
    "CREATE TABLE pass_sessions (\n"
    "  hash TEXT PRIMARY KEY, pass TEXT NOT NULL REFERENCES passes (id),\n"
    "  created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL);\n"
    "CREATE INDEX pass_sessions_by_pass ON pass_sessions (pass, seen_at);\n";

/* Files of any size, in pieces that are read and written one by one (store/contents.h). `scope` is
 * within what a content is kept once, `principal` whose it is while it arrives. */
static const char contents[] =
    "CREATE TABLE contents (\n"
    "  id TEXT PRIMARY KEY, scope TEXT NOT NULL, hash TEXT NOT NULL, size BIGINT NOT NULL,\n"
    "  pieces BIGINT NOT NULL, is_whole BIGINT NOT NULL, principal TEXT NOT NULL,\n"
    "  at BIGINT NOT NULL);\n"
    "CREATE UNIQUE INDEX contents_by_hash ON contents (scope, hash) WHERE is_whole = 1;\n"
    "CREATE INDEX contents_arriving ON contents (principal, at) WHERE is_whole = 0;\n"
    "CREATE TABLE pieces (\n"
    "  content TEXT NOT NULL REFERENCES contents (id), number BIGINT NOT NULL,\n"
    "  bytes @BYTES@ NOT NULL, PRIMARY KEY (content, number));\n"
    "CREATE TABLE uses (\n"
    "  fact BIGINT PRIMARY KEY REFERENCES facts (number),\n"
    "  content TEXT NOT NULL REFERENCES contents (id));\n"
    "CREATE INDEX uses_by_content ON uses (content);\n";

/* The titles of documents in French, where they have one of their own: lists read no texts. */
static const char titles[] = "ALTER TABLE documents ADD COLUMN title_fr TEXT;\n";

/* Computed: what lists sort, filter and search by (store/listed.h). */
static const char listed[] =
    "CREATE TABLE listed (\n"
    "  kind TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, letters TEXT NOT NULL,\n"
    "  words TEXT NOT NULL, state TEXT NOT NULL, state_rank BIGINT NOT NULL,\n"
    "  profile TEXT NOT NULL, said_level TEXT NOT NULL, scheme TEXT NOT NULL,\n"
    "  level TEXT NOT NULL, level_rank BIGINT NOT NULL, provider_ids TEXT NOT NULL,\n"
    "  providers TEXT NOT NULL, PRIMARY KEY (kind, id));\n"
    "CREATE INDEX listed_by_letters ON listed (kind, letters);\n"
    "CREATE INDEX listed_by_title ON listed (kind, title, id);\n"
    "CREATE INDEX listed_by_state ON listed (kind, state_rank, id);\n"
    "CREATE INDEX listed_by_level ON listed (kind, level_rank, id);\n"
    "CREATE INDEX listed_by_provider ON listed (kind, providers, id);\n"
    "CREATE INDEX listed_by_profile ON listed (kind, profile, id);\n"
    "CREATE INDEX listed_by_scheme ON listed (kind, scheme, level, id);\n";

/* By which drawing a small figure was drawn: what an older one drew is found without a look at all.
 */
static const char drawing[] = "ALTER TABLE scores ADD COLUMN drawing BIGINT;\n"
                              "CREATE INDEX scores_by_drawing ON scores (drawing);\n";

/* The time zone in which a person reads times; null: the server's. */
static const char zones[] = "ALTER TABLE persons ADD COLUMN zone TEXT;\n";

/* How far the rating of an assessment is, for the lists; they are computed again with the figures.
 */
static const char progress[] = "ALTER TABLE scores ADD COLUMN steps BIGINT;\n"
                               "ALTER TABLE scores ADD COLUMN rated BIGINT;\n"
                               "ALTER TABLE scores ADD COLUMN again BIGINT;\n"
                               "UPDATE scores SET drawing = NULL;\n";

/* See KIND_PART in facts.c. `stamp` is another each time a text is written; '': it is not known. */
static const char stamps[] = "DROP INDEX heads_by_part;\n"
                             "CREATE INDEX heads_by_part ON heads ((kind || '/' || part));\n"
                             "ALTER TABLE written ADD COLUMN stamp TEXT NOT NULL DEFAULT '';\n";

/* The record of availability: every minute in which a server ran. */
static const char served[] = "CREATE TABLE served (minute BIGINT NOT NULL, server TEXT NOT NULL,\n"
                             "  PRIMARY KEY (minute, server));\n";
/* Mails that go out (store/mail.h). `title`, as `address` and `name`, is of the recipient; `body`
 * and `salt` go when the mail has ended. */
static const char mails[] =
    "CREATE TABLE mails (\n"
    "  id TEXT PRIMARY KEY, what TEXT NOT NULL, project TEXT NOT NULL, kind TEXT NOT NULL,\n"
    "  subject TEXT NOT NULL, part TEXT NOT NULL, person TEXT NOT NULL, language TEXT NOT NULL,\n"
    "  written_at BIGINT NOT NULL, not_before BIGINT, digest TEXT NOT NULL,\n"
    "  address TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,\n"
    "  salt TEXT NOT NULL, state TEXT NOT NULL, tries BIGINT NOT NULL, next_at BIGINT NOT NULL,\n"
    "  holder TEXT NOT NULL, lease_until BIGINT NOT NULL, is_unwanted BIGINT NOT NULL,\n"
    "  begun_at BIGINT, ended_at BIGINT, trouble TEXT NOT NULL, answer TEXT NOT NULL);\n"
    "CREATE INDEX mails_due ON mails (next_at, id) WHERE state = 'waiting';\n"
    "CREATE INDEX mails_by_subject ON mails (project, kind, subject, written_at);\n"
    "CREATE INDEX mails_by_address ON mails (address);\n"
    "CREATE INDEX mails_by_person ON mails (person, written_at);\n"
    "CREATE INDEX mails_by_end ON mails (ended_at);\n";

/* Whoever gives a name where they answer with a link: a person without an account. `contributes` is
 * what they contribute to ("sending/ID"), `pass` the link, `acts_as` the role as they say it; all
 * are null of who has an account. In which browser of the link who answers is in its session. */
static const char contributors[] =
    "ALTER TABLE persons ADD COLUMN contributes TEXT;\n"
    "ALTER TABLE persons ADD COLUMN pass TEXT;\n"
    "ALTER TABLE persons ADD COLUMN acts_as TEXT;\n"
    "CREATE INDEX persons_by_pass ON persons (pass) WHERE pass IS NOT NULL;\n"
    "ALTER TABLE pass_sessions ADD COLUMN person TEXT;\n"
    "ALTER TABLE pass_sessions ADD COLUMN role TEXT;\n";

const struct pal_migration pal_migrations[] = {
    {1, "people", people},       {2, "records", records},
    {3, "audit", audit},         {4, "accounts", accounts},
    {5, "guessing", guessing},   {6, "claims", claims},
    {7, "certainty", certainty}, {8, "covers", covers},
    {9, "jobs", jobs},           {10, "facts", facts},
    {11, "latest", latest},      {12, "passes", passes},
    {13, "contents", contents},  {14, "titles", titles},
    {15, "listed", listed},      {16, "drawing", drawing},
    {17, "zones", zones},        {18, "progress", progress},
    {19, "stamps", stamps},      {20, "served", served},
    {21, "mails", mails},        {22, "contributors", contributors},
};
const size_t pal_migration_count = sizeof pal_migrations / sizeof *pal_migrations;
