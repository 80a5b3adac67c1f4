/* house_types - project/1, meeting/1, provider/1, process/1, export/2: what the server keeps
 * besides what is assessed. They are read as trees (the pages show them as they are): the tables
 * say all. */
#include "base/limits.h"
#include "core/case/stages.h"
#include "format/kinds.h"

enum { LIST_MAX = 256, DOMAINS_MAX = 256, STEPS_MAX = 64 };

static const struct pal_type type_texts = {
    .kind = PAL_TYPE_LIST, .name = "a list of texts", .max = LIST_MAX, .item = &pal_type_text};

/* --------------------------------------------------------------- project/1 */

static const char *const state_choices[] = {"needs", "candidates", "assessment", "plans", "closed"};
static const struct pal_type type_state = {
    .kind = PAL_TYPE_CHOICE, .name = "a state", .choices = state_choices, .choice_count = 5};
static const char *const candidate_choices[] = {"candidate", "retained", "refused"};
static const struct pal_type type_candidate_state = {.kind = PAL_TYPE_CHOICE,
                                                     .name = "how a candidate stands",
                                                     .choices = candidate_choices,
                                                     .choice_count = 3};

/* No id: `none` is one of them. */
static const struct pal_type type_procedure = {
    .kind = PAL_TYPE_TEXT, .name = "the id of a procedure", .max = PAL_LIMIT_ID_BYTES};
static const struct pal_type type_marking = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = PAL_LIMIT_MARKING};

struct exception_doc {
    struct pal_node *granted, *by, *reason;
};
static const struct pal_field exception_fields[] = {
    PAL_FIELD(exception_doc, granted, true, &pal_type_date, "When it was granted.",
              .title = PAL_N_("exception granted on")),
    PAL_FIELD(exception_doc, by, true, &pal_type_text, "By which committee.",
              .title = PAL_N_("exception granted by")),
    PAL_FIELD(exception_doc, reason, false, &pal_type_text, "Why.",
              .title = PAL_N_("reason of the exception")),
};
static const struct pal_type type_exception = {.kind = PAL_TYPE_OBJECT,
                                               .name = "an exception",
                                               .fields = exception_fields,
                                               .field_count = 3,
                                               .slots_size = sizeof(struct exception_doc)};
struct domain_doc {
    struct pal_node *name, *exception;
};
static const struct pal_field domain_fields[] = {
    PAL_FIELD(domain_doc, name, true, &pal_type_text, "The domain name, such as museum.gouv.fr.",
              .title = PAL_N_("domain name")),
    PAL_FIELD(domain_doc, exception, false, &type_exception,
              "The committee's exception for a name outside the root domain."),
};
static const struct pal_type type_domain = {.kind = PAL_TYPE_OBJECT,
                                            .name = "a domain name",
                                            .fields = domain_fields,
                                            .field_count = 2,
                                            .slots_size = sizeof(struct domain_doc)};
static const struct pal_type type_domains = {.kind = PAL_TYPE_LIST,
                                             .name = "a list of domain names",
                                             .max = DOMAINS_MAX,
                                             .item = &type_domain};
struct candidate_doc {
    struct pal_node *provider, *state, *note;
};
static const struct pal_field candidate_fields[] = {
    PAL_FIELD(candidate_doc, provider, true, &pal_type_id, "The id of a provider."),
    PAL_FIELD(candidate_doc, state, false, &type_candidate_state, "How it stands.",
              .absent = "candidate"),
    PAL_FIELD(candidate_doc, note, false, &pal_type_text, "Why."),
};
static const struct pal_type type_candidate = {.kind = PAL_TYPE_OBJECT,
                                               .name = "a candidate",
                                               .fields = candidate_fields,
                                               .field_count = 3,
                                               .slots_size = sizeof(struct candidate_doc)};
static const struct pal_type type_candidates = {.kind = PAL_TYPE_LIST,
                                                .name = "a list of candidates",
                                                .max = LIST_MAX,
                                                .item = &type_candidate};

struct project_doc {
    struct pal_node *palier, *id, *title, *summary, *state, *procedure, *marking, *root_domain,
        *domains, *profile, *alert_level, *alert_since, *process, *candidates;
};
static const struct pal_field project_fields[] = {
    PAL_FIELD(project_doc, palier, true, &pal_type_text, "The kind: `project/1`."),
    PAL_FIELD(project_doc, id, true, &pal_type_id, "The project's id."),
    PAL_FIELD(project_doc, title, true, &pal_type_text, "Its name."),
    PAL_FIELD(project_doc, summary, false, &pal_type_text, "What it is for.", .is_long = true),
    PAL_FIELD(project_doc, state, false, &type_state, "Where it stands in the process.",
              .absent = "needs"),
    PAL_FIELD(project_doc, procedure, false, &type_procedure,
              "The procedure by which it buys: one of the table of procedures (procedures/1). It "
              "decides which acts exist.",
              .absent = "none"),
    PAL_FIELD(project_doc, marking, false, &type_marking,
              "Stands on every page and file of the project, such as DIFFUSION RESTREINTE."),
    PAL_FIELD(project_doc, root_domain, false, &pal_type_text,
              "The domain under which its names should be."),
    PAL_FIELD(project_doc, domains, false, &type_domains, "Its domain names.",
              .title = PAL_N_("domain names")),
    PAL_FIELD(project_doc, profile, false, &pal_type_id,
              "The id of the confidence profile that its assessments are held against.",
              .refers = "profile", .title = PAL_N_("confidence profile")),
    PAL_FIELD(project_doc, alert_level, false, &pal_type_id,
              "The alert level in force, of the profile's scheme.", .names = PAL_PART_ALERT_LEVEL),
    PAL_FIELD(project_doc, alert_since, false, &pal_type_date, "Since when it is in force."),
    PAL_FIELD(project_doc, process, false, &pal_type_id,
              "The id of the process description that is followed.", .refers = "process"),
    PAL_FIELD(project_doc, candidates, false, &type_candidates, "Who offers the service."),
};
const struct pal_type pal_type_project = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a project",
    .doc = "A service that is handed to somebody else, and how far the process has come.",
    .fields = project_fields,
    .field_count = 14,
    .slots_size = sizeof(struct project_doc)};

/* --------------------------------------------------------------- meeting/1 */

static const struct pal_type type_points = {.kind = PAL_TYPE_LIST,
                                            .name = "a list of points",
                                            .max = LIST_MAX,
                                            .item = &pal_type_languages,
                                            .is_ordered = true};

struct law_doc {
    struct pal_node *id, *title, *why, *source, *applies;
};
static const struct pal_field law_fields[] = {
    PAL_FIELD(law_doc, id, true, &pal_type_id, "The word that forms send.", .is_quiet = true),
    PAL_FIELD(law_doc, title, true, &pal_type_languages, "The law, the directive."),
    PAL_FIELD(law_doc, why, false, &pal_type_languages, "What it means for the project.",
              .title = PAL_N_("what it means for the project"), .is_long = true),
    PAL_FIELD(law_doc, source, false, &pal_type_text, "Where it stands."),
    PAL_FIELD(law_doc, applies, false, &pal_type_boolean, "Whether it applies.", .absent = "true"),
};
static const struct pal_type type_law = {.kind = PAL_TYPE_OBJECT,
                                         .name = "a law or directive",
                                         .fields = law_fields,
                                         .field_count = 5,
                                         .slots_size = sizeof(struct law_doc)};
static const struct pal_type type_laws = {.kind = PAL_TYPE_LIST,
                                          .name = "a list of laws and directives",
                                          .max = LIST_MAX,
                                          .item = &type_law};
struct requirement_doc {
    struct pal_node *id, *title, *why, *applies;
};
static const struct pal_field requirement_fields[] = {
    PAL_FIELD(requirement_doc, id, true, &pal_type_id, "The word that forms send.",
              .is_quiet = true),
    PAL_FIELD(requirement_doc, title, true, &pal_type_languages, "What must be seen to.",
              .title = PAL_N_("what must be seen to"), .is_long = true),
    PAL_FIELD(requirement_doc, why, false, &pal_type_languages, "What happens without it.",
              .title = PAL_N_("what happens without it"), .is_long = true),
    PAL_FIELD(requirement_doc, applies, false, &pal_type_boolean, "Whether it applies.",
              .absent = "true"),
};
static const struct pal_type type_requirement = {.kind = PAL_TYPE_OBJECT,
                                                 .name = "a requirement",
                                                 .fields = requirement_fields,
                                                 .field_count = 4,
                                                 .slots_size = sizeof(struct requirement_doc)};
static const struct pal_type type_requirements = {.kind = PAL_TYPE_LIST,
                                                  .name = "a list of requirements",
                                                  .max = LIST_MAX,
                                                  .item = &type_requirement};
struct date_doc {
    struct pal_node *date, *what, *who;
};
static const struct pal_field date_fields[] = {
    PAL_FIELD(date_doc, date, true, &pal_type_date, "When."),
    PAL_FIELD(date_doc, what, true, &pal_type_text, "What is done by then."),
    PAL_FIELD(date_doc, who, false, &pal_type_text, "By whom: a role."),
};
static const struct pal_type type_line = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a line of the timetable",
                                          .fields = date_fields,
                                          .field_count = 3,
                                          .slots_size = sizeof(struct date_doc)};
static const struct pal_type type_timetable = {
    .kind = PAL_TYPE_LIST, .name = "a timetable", .max = LIST_MAX, .item = &type_line};

struct meeting_doc {
    struct pal_node *palier, *id, *title, *proposed, *date, *participants, *agenda, *laws,
        *requirements, *timetable, *minutes;
};
static const struct pal_field meeting_fields[] = {
    PAL_FIELD(meeting_doc, palier, true, &pal_type_text, "The kind: `meeting/1`."),
    PAL_FIELD(meeting_doc, id, true, &pal_type_id, "The id of the project."),
    PAL_FIELD(meeting_doc, title, true, &pal_type_languages, "What the meeting is called.",
              .is_quiet = true),
    PAL_FIELD(meeting_doc, proposed, false, &pal_type_boolean,
              "Words of the palier project, to be checked by a lawyer.", .absent = "false",
              .is_quiet = true),
    PAL_FIELD(meeting_doc, date, false, &pal_type_date, "When it is held.",
              .title = PAL_N_("date of the meeting")),
    PAL_FIELD(meeting_doc, participants, false, &type_texts,
              "Who is there, by their roles: persons stand elsewhere."),
    PAL_FIELD(meeting_doc, agenda, false, &type_points, "Its points."),
    PAL_FIELD(meeting_doc, laws, false, &type_laws, "Laws and directives that apply.",
              .title = PAL_N_("laws and directives")),
    PAL_FIELD(meeting_doc, requirements, false, &type_requirements,
              "What whoever hands the service out must see to.",
              .title = PAL_N_("outcontracting requirements")),
    PAL_FIELD(meeting_doc, timetable, false, &type_timetable, "What is done by when."),
    PAL_FIELD(meeting_doc, minutes, false, &pal_type_text, "What was said and decided.",
              .title = PAL_N_("meeting minutes"), .is_long = true),
};
const struct pal_type pal_type_meeting = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a first meeting",
    .doc = "The first meeting of a project: agenda, laws, requirements, timetable, minutes.",
    .fields = meeting_fields,
    .field_count = 11,
    .slots_size = sizeof(struct meeting_doc)};

/* -------------------------------------------------------------- provider/1 */

struct provider_doc {
    struct pal_node *palier, *id, *title, *summary, *site, *country;
};
static const struct pal_field provider_fields[] = {
    PAL_FIELD(provider_doc, palier, true, &pal_type_text, "The kind: `provider/1`."),
    PAL_FIELD(provider_doc, id, true, &pal_type_id, "The provider's id."),
    PAL_FIELD(provider_doc, title, true, &pal_type_text,
              "Its name, as assessments write it. Persons stand elsewhere.",
              .title = PAL_N_("name")),
    PAL_FIELD(provider_doc, summary, false, &pal_type_text, "What it offers.",
              .title = PAL_N_("what it offers"), .is_long = true),
    PAL_FIELD(provider_doc, site, false, &pal_type_text, "Its public site.",
              .title = PAL_N_("public site")),
    PAL_FIELD(provider_doc, country, false, &pal_type_text, "Where it is."),
};
const struct pal_type pal_type_provider = {.kind = PAL_TYPE_OBJECT,
                                           .name = "a provider",
                                           .doc = "An organization to which services are handed.",
                                           .fields = provider_fields,
                                           .field_count = 6,
                                           .slots_size = sizeof(struct provider_doc)};

/* --------------------------------------------------------------- process/1 */

struct step_doc {
    struct pal_node *id, *title, *text, *done_when, *outputs;
};
static const char *const done_titles[PAL_DONE_COUNT - 1] = {PAL_N_("the needs are written"),
                                                            PAL_N_("documents are handed over"),
                                                            PAL_N_("a questionnaire is submitted"),
                                                            PAL_N_("a visit is held"),
                                                            PAL_N_("all areas are rated"),
                                                            PAL_N_("a profile is kept"),
                                                            PAL_N_("a plan is agreed"),
                                                            PAL_N_("a report is issued")};
static const struct pal_type type_done_when = {.kind = PAL_TYPE_CHOICE,
                                               .name = "what tells that a step is done",
                                               .choices = &pal_done_when_ids[1],
                                               .choice_titles = done_titles,
                                               .choice_count = PAL_DONE_COUNT - 1};
static const struct pal_type type_outputs = {.kind = PAL_TYPE_LIST,
                                             .name = "a list of outputs",
                                             .max = LIST_MAX,
                                             .item = &pal_type_languages,
                                             .is_ordered = true};
static const struct pal_field step_fields[] = {
    PAL_FIELD(step_doc, id, true, &pal_type_id, "The word that hours and deliveries write."),
    PAL_FIELD(step_doc, title, true, &pal_type_languages, "What it is called."),
    PAL_FIELD(step_doc, text, false, &pal_type_languages, "What is done.",
              .title = PAL_N_("what is done"), .is_long = true),
    PAL_FIELD(
        step_doc, done_when, false, &type_done_when,
        "What tells that it is done, and under way: `needs` written, `documents` handed over, "
        "a `questionnaire` submitted, a `visit` held, all areas of the target `rated`, a "
        "`profile` kept, a `plan` agreed, a `report` issued (docs/states.md). Absent: nothing "
        "does; people say it.",
        .title = PAL_N_("done when")),
    PAL_FIELD(step_doc, outputs, false, &type_outputs, "What it delivers."),
};
static const struct pal_type type_step = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a step of the process",
                                          .fields = step_fields,
                                          .field_count = 5,
                                          .slots_size = sizeof(struct step_doc)};
static const struct pal_type type_steps = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of steps",
                                           .min = 1,
                                           .max = STEPS_MAX,
                                           .item = &type_step,
                                           .is_ordered = true};
struct process_doc {
    struct pal_node *palier, *id, *title, *source, *steps;
};
static const struct pal_field process_fields[] = {
    PAL_FIELD(process_doc, palier, true, &pal_type_text, "The kind: `process/1`."),
    PAL_FIELD(process_doc, id, true, &pal_type_id,
              "Its id, with the version: an assessment names it."),
    PAL_FIELD(process_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(process_doc, source, false, &pal_type_text, "Where it comes from."),
    PAL_FIELD(process_doc, steps, true, &type_steps, "Its steps, in order.",
              .title = PAL_N_("steps of the process")),
};
const struct pal_type pal_type_process = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a process description",
    .doc = "How an assessment goes, step by step: a new version is a new id.",
    .fields = process_fields,
    .field_count = 5,
    .slots_size = sizeof(struct process_doc)};

/* ---------------------------------------------------------------- export/2 */

enum { VERSION_MAX = 1000000000 };

static const struct pal_type type_version = {
    .kind = PAL_TYPE_INTEGER, .name = "a version", .min = 1, .max = VERSION_MAX};
static const struct pal_type type_count = {
    .kind = PAL_TYPE_INTEGER, .name = "a count", .min = 0, .max = VERSION_MAX};

struct listed_doc {
    struct pal_node *kind, *id, *project, *version, *sha256, *person, *removed;
};
static const struct pal_field listed_fields[] = {
    PAL_FIELD(listed_doc, kind, true, &pal_type_id,
              "Its kind without the version, such as `assessment`; it stands in KIND/ID.yaml."),
    PAL_FIELD(listed_doc, id, true, &pal_type_id, "Its id."),
    PAL_FIELD(listed_doc, project, false, &pal_type_id,
              "The id of the project that it belongs to; absent: the library."),
    PAL_FIELD(listed_doc, version, true, &type_version, "Its last version, which the file is."),
    PAL_FIELD(listed_doc, sha256, true, &pal_type_id, "The SHA-256 of the file."),
    PAL_FIELD(listed_doc, person, false, &pal_type_id,
              "Who wrote it, an id in `persons.json`: for whoever imports it, a claim."),
    PAL_FIELD(listed_doc, removed, false, &pal_type_boolean,
              "`true`: it was taken out of the lists."),
};
static const struct pal_type type_listed = {.kind = PAL_TYPE_OBJECT,
                                            .name = "a listed document",
                                            .fields = listed_fields,
                                            .field_count = 7,
                                            .slots_size = sizeof(struct listed_doc)};
static const struct pal_type type_documents = {
    .kind = PAL_TYPE_LIST, .name = "a list of documents", .item = &type_listed};

struct rows_doc {
    struct pal_node *name, *rows, *sha256;
};
static const struct pal_field rows_fields[] = {
    PAL_FIELD(rows_doc, name, true, &pal_type_id,
              "`persons`, `lifts`, `grants`, `files`, `acts`; in an `export/1` `hours` and "
              "`deliveries` in place of acts; they stand in NAME.json."),
    PAL_FIELD(rows_doc, rows, true, &type_count, "How many there are."),
    PAL_FIELD(rows_doc, sha256, true, &pal_type_id, "The SHA-256 of the file."),
};
static const struct pal_type type_rows = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a listed table",
                                          .fields = rows_fields,
                                          .field_count = 3,
                                          .slots_size = sizeof(struct rows_doc)};
static const struct pal_type type_tables = {
    .kind = PAL_TYPE_LIST, .name = "a list of tables", .max = 16, .item = &type_rows};

struct export_doc {
    struct pal_node *palier, *id, *title, *documents, *tables;
};
static const struct pal_field export_fields[] = {
    PAL_FIELD(export_doc, palier, true, &pal_type_text,
              "The kind: `export/2`; `export/1` has no acts."),
    PAL_FIELD(export_doc, id, true, &pal_type_id, "The id of the project, or `database`."),
    PAL_FIELD(export_doc, title, true, &pal_type_text, "What it is of."),
    PAL_FIELD(export_doc, documents, false, &type_documents, "Its documents."),
    PAL_FIELD(export_doc, tables, false, &type_tables, "What is no document."),
};
const struct pal_type pal_type_export = {
    .kind = PAL_TYPE_OBJECT,
    .name = "an export",
    .doc = "The list of what `palier export` wrote into its folder (\"Exports\", below).",
    .fields = export_fields,
    .field_count = 5,
    .slots_size = sizeof(struct export_doc)};
