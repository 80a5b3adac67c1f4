/* routes - every address of the server: its right, what that is asked of, how much may be sent. The
 * API answers the same addresses under /api/v1. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/facts.h"
#include "app/house/passes.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { SMALL = 64 * 1024, TEXT = 9 << 20, FILE_SENT = 17 << 20 };

/* An act: its id, what it is of and which turn was seen; the fields of the kind beside them. */
#define FACT_FIELDS "do=say|undo|erase act part lane turn state said_at number *"

/* A file comes in a form, or as the body itself (application/octet-stream) with what says of it in
 * the query; a form without a file changes what is there. */
#define SENT_FIELDS                                                                                \
    "do=send|say|undo|erase act part lane turn state said_at number file@ title name type size "   \
    "sha256"
#define SENT_QUERY "name title lane sha256 act"
#define SENT_SUMMARY                                                                               \
    "Send a file, as a form or as the body itself; change its title, take it out of sight or "     \
    "erase "                                                                                       \
    "it"

/* The fields of a document by their paths ("steps[0].title"), in the data. */
#define SHEET_FIELDS "note part add remove take *"
#define SHEET_ROWS                                                                                 \
    "Show a form with rows added, taken away or pasted; nothing is written: add, remove and take " \
    "name the place"

#define ANYONE  PAL_MAY_ANYTHING_ANYONE, PAL_SCOPE_HOUSE, 0
#define OWN     PAL_MAY_OWN, PAL_SCOPE_HOUSE, 0
#define READ    PAL_MAY_READ_PROJECT, PAL_SCOPE_PROJECT, 0
#define EDIT    PAL_MAY_EDIT_PROJECT, PAL_SCOPE_PROJECT, 0
#define SEE     PAL_MAY_READ_PROJECT, PAL_SCOPE_ASSESSMENT, 0
#define ASSESS  PAL_MAY_ASSESS, PAL_SCOPE_ASSESSMENT, 0
#define LIBRARY PAL_MAY_READ_LIBRARY, PAL_SCOPE_HOUSE, 0
#define SHELVE  PAL_MAY_EDIT_LIBRARY, PAL_SCOPE_HOUSE, 0
#define ADMIN   PAL_MAY_ADMINISTER, PAL_SCOPE_HOUSE, 0
#define CREATE  PAL_MAY_CREATE_PROJECT, PAL_SCOPE_HOUSE, 0
#define GRANT   PAL_MAY_GRANT, PAL_SCOPE_PROJECT, 0
#define RATE    PAL_MAY_ASSESS, PAL_SCOPE_PROJECT, 0
#define SHOW    PAL_MAY_READ_PROJECT, PAL_SCOPE_ASSESSMENT, PAL_PASS_READ
#define HAND_ON PAL_MAY_ASSESS, PAL_SCOPE_ASSESSMENT, PAL_PASS_HAND_ON
#define AUDIT   PAL_MAY_AUDIT, PAL_SCOPE_HOUSE, 0

const struct pal_route pal_routes[] = {
    {PAL_GET, "/healthz", ANYONE, 0, pal_page_health, NULL, "", "",
     "Alive and able to read the database"},
    {PAL_GET, "/metrics", ANYONE, 0, pal_page_metrics, NULL, "", "",
     "Measures in Prometheus' format"},
    {PAL_GET, "/ui/{file}", ANYONE, 0, pal_page_static, NULL, "", "", "Style sheet and script"},
    {PAL_GET, "/openapi.json", ANYONE, 0, pal_page_openapi, NULL, "", "", "This description"},
    {PAL_GET, "/sign-in", ANYONE, 0, pal_page_sign_in, NULL, "back", "", "The form to sign in"},
    {PAL_POST, "/sign-in", ANYONE, SMALL, pal_do_sign_in, pal_page_sign_in, "",
     "email password back", "Sign in"},
    {PAL_POST, "/sign-out", OWN, SMALL, pal_do_sign_out, NULL, "", "", "Sign out"},
    {PAL_GET, "/link/{link}", ANYONE, 0, pal_page_link, NULL, "", "",
     "The form of a one-time link"},
    {PAL_POST, "/link/{link}", ANYONE, SMALL, pal_do_link, pal_page_link, "", "password again",
     "Choose a password with a one-time link"},
    {PAL_GET, "/pass/{pass}", ANYONE, 0, pal_page_pass, NULL, "", "",
     "What the link of a pass opens"},
    {PAL_POST, "/pass/{pass}", ANYONE, SMALL, pal_do_pass, NULL, "", "",
     "Open it, in this browser"},
    {PAL_GET, "/me", OWN, 0, pal_page_me, NULL, "", "", "One's own account"},
    {PAL_POST, "/me", OWN, SMALL, pal_do_me, pal_page_me, "",
     "do=save|password|sign_out|token|revoke|end_session name language old new again title scope "
     "days password id",
     "Change one's account"},
    {PAL_GET, "/", OWN, 0, pal_page_projects, NULL,
     "q state level provider mine=1 "
     "sort=changed|-changed|title|-title|state|-state|level|-level|provider|-provider cursor",
     "", "The projects that one may see"},
    {PAL_GET, "/projects", OWN, 0, pal_page_projects, NULL,
     "q state level provider mine=1 "
     "sort=changed|-changed|title|-title|state|-state|level|-level|provider|-provider cursor",
     "", "The projects that one may see"},
    {PAL_GET, "/projects/new", CREATE, 0, pal_page_project_new, NULL, "", "",
     "The form of a new project"},
    {PAL_POST, "/projects/new", CREATE, PAL_FORM_MAX, pal_do_project_new, pal_page_project_new, "",
     "id title summary state marking profile alert_level alert_since root_domain add remove take *",
     "Start a project; its domain names as domains[0].name"},
    {PAL_POST, "/projects/new/rows", CREATE, PAL_FORM_MAX, pal_do_project_new_rows,
     pal_page_project_new, "",
     "id title summary state marking profile alert_level alert_since root_domain add remove take *",
     SHEET_ROWS},
    {PAL_GET, "/projects/{project}", READ, 0, pal_page_project, NULL, "cursor", "", "A project"},
    {PAL_GET, "/projects/{project}/edit", EDIT, 0, pal_page_project_edit, NULL, "", "",
     "The form of a project"},
    {PAL_POST, "/projects/{project}/edit", EDIT, PAL_FORM_MAX, pal_do_project_edit,
     pal_page_project_edit, "",
     "version note title summary state marking profile alert_level alert_since root_domain add "
     "remove take *",
     "Change a project; its domain names as domains[0].name"},
    {PAL_POST, "/projects/{project}/edit/rows", EDIT, PAL_FORM_MAX, pal_do_project_rows,
     pal_page_project_edit, "",
     "version note title summary state marking profile alert_level alert_since root_domain add "
     "remove take *",
     SHEET_ROWS},
    {PAL_GET, "/projects/{project}/candidates", READ, 0, pal_page_candidates, NULL, "", "",
     "Who offers the service"},
    {PAL_POST, "/projects/{project}/candidates", EDIT, SMALL, pal_do_candidates,
     pal_page_candidates, "",
     "do=add|change|remove version provider name id state note date turn act",
     "Change the candidates"},
    {PAL_GET, "/projects/{project}/process", READ, 0, pal_page_process, NULL, "", "",
     "The steps of the process, and how far each is"},
    {PAL_POST, "/projects/{project}/process", EDIT, SMALL, pal_do_process, pal_page_process, "",
     "do=begin|put_back|tick|leave_out|reopen|need step turn act date reason",
     "Say how far a step is"},
    {PAL_GET, "/projects/{project}/people", READ, 0, pal_page_project_people, NULL, "role", "",
     "Who answers for what"},
    {PAL_POST, "/projects/{project}/people", GRANT, SMALL, pal_do_project_people,
     pal_page_project_people, "", "do=add|remove person role", "Say who answers for what"},
    {PAL_GET, "/projects/{project}/needs", READ, 0, pal_page_needs, NULL, "", "",
     "What the project needs, degree by degree"},
    {PAL_POST, "/projects/{project}/needs", EDIT, SMALL, pal_do_needs, pal_page_needs, "",
     "version integrity availability imputability confidentiality exposure alert_scheme *",
     "State the needs"},
    {PAL_GET, "/projects/{project}/proposal", READ, 0, pal_page_proposal, NULL, "part", "",
     "The confidence profile proposed from the needs"},
    {PAL_POST, "/projects/{project}/proposal", EDIT, SMALL, pal_do_proposal, pal_page_proposal, "",
     "id", "Keep the proposed profile and make it the project's"},
    {PAL_GET, "/projects/{project}/meeting", READ, 0, pal_page_meeting, NULL, "", "",
     "The first meeting"},
    {PAL_POST, "/projects/{project}/meeting", EDIT, PAL_FORM_MAX, pal_do_meeting, pal_page_meeting,
     "", "version add remove take *", "Write what the first meeting has settled"},
    {PAL_POST, "/projects/{project}/meeting/rows", EDIT, PAL_FORM_MAX, pal_do_meeting_rows,
     pal_page_meeting, "", "version add remove take *", SHEET_ROWS},
    {PAL_GET, "/projects/{project}/text", READ, 0, pal_page_project_text, NULL, "version", "",
     "A version of the project, as text"},
    {PAL_GET, "/projects/{project}/history", READ, 0, pal_page_project_history, NULL,
     "from to cursor", "", "The versions of the project"},
    {PAL_POST, "/projects/{project}/history", EDIT, SMALL, pal_do_project_history,
     pal_page_project_history, "", "do=revert old version note", "Write an old version again"},
    {PAL_GET, "/projects/{project}/file", READ, 0, pal_page_project_file, NULL, "version", "",
     "A version of the project, as a file"},
    {PAL_GET, "/projects/{project}/needs/text", READ, 0, pal_page_project_text, NULL, "version", "",
     "A version of the needs, as text"},
    {PAL_GET, "/projects/{project}/needs/history", READ, 0, pal_page_project_history, NULL,
     "from to cursor", "", "The versions of the needs"},
    {PAL_POST, "/projects/{project}/needs/history", EDIT, SMALL, pal_do_project_history,
     pal_page_project_history, "", "do=revert old version note", "Write an old version again"},
    {PAL_GET, "/projects/{project}/needs/file", READ, 0, pal_page_project_file, NULL, "version", "",
     "A version of the needs, as a file"},
    {PAL_GET, "/projects/{project}/meeting/text", READ, 0, pal_page_project_text, NULL, "version",
     "", "A version of the first meeting, as text"},
    {PAL_GET, "/projects/{project}/meeting/history", READ, 0, pal_page_project_history, NULL,
     "from to cursor", "", "The versions of the first meeting"},
    {PAL_POST, "/projects/{project}/meeting/history", EDIT, SMALL, pal_do_project_history,
     pal_page_project_history, "", "do=revert old version note", "Write an old version again"},
    {PAL_GET, "/projects/{project}/meeting/file", READ, 0, pal_page_project_file, NULL, "version",
     "", "A version of the first meeting, as a file"},
    {PAL_GET, "/projects/{project}/documents", READ, 0, pal_page_files, NULL, "", "",
     "The documents of the project"},
    {PAL_POST, "/projects/{project}/documents", EDIT, FILE_SENT, pal_do_files, pal_page_files, "",
     "do=upload|remove|restore title kind file@ id",
     "Hand a document over, or take one out of sight"},
    {PAL_GET, "/projects/{project}/documents/{file}", READ, 0, pal_page_file, NULL, "", "",
     "A document of the project, to download"},
    {PAL_GET, "/projects/{project}/hours", READ, 0, pal_page_hours, NULL, "cursor", "",
     "Hours of work and deliveries"},
    {PAL_POST, "/projects/{project}/hours", RATE, SMALL, pal_do_hours, pal_page_hours, "",
     "do=add|correct|deliver|delivered|withdraw act assessment step minutes date note id output "
     "requested delivered",
     "Note hours and deliveries"},
    {PAL_GET, "/projects/{project}/assessments/new", RATE, 0, pal_page_assessment_new, NULL, "", "",
     "The form of a new assessment"},
    {PAL_POST, "/projects/{project}/assessments/new", RATE, TEXT, pal_do_assessment_new,
     pal_page_assessment_new, "", "id title model provider new_provider date text file@",
     "Start or bring in an assessment"},
    {PAL_GET, "/projects/{project}/alert", READ, 0, pal_page_alert, NULL,
     "level scope since order part", "",
     "The alert level in force, and what a change of it asks for"},
    {PAL_POST, "/projects/{project}/alert", EDIT, SMALL, pal_do_alert, pal_page_alert, "",
     "do=put|lift level scope=project|scheme since order seen act",
     "Raise, lower or lift the alert level"},
    {PAL_GET, "/projects/{project}/files", READ, 0, pal_page_facts, NULL, "cursor part lane", "",
     "The files of a project"},
    {PAL_POST, "/projects/{project}/files", READ, PAL_FORM_MAX, pal_do_sent_file, pal_page_facts,
     SENT_QUERY, SENT_FIELDS, SENT_SUMMARY},
    {PAL_GET, "/projects/{project}/files/{part}", READ, 0, pal_page_sent_file, NULL, "lane", "",
     "A file, to download"},
    {PAL_GET, "/projects/{project}/facts/{fact}", READ, 0, pal_page_facts, NULL, "cursor part lane",
     "", "What is said of a project: facts of one kind"},
    {PAL_POST, "/projects/{project}/facts/{fact}", READ, PAL_FORM_MAX, pal_do_facts, pal_page_facts,
     "", FACT_FIELDS, "Say something of a project, change it, take it back or erase it"},
    {PAL_GET, "/assessments/{assessment}", SHOW, 0, pal_page_assessment, NULL,
     "profile alert basis part", "", "The score of an assessment"},
    {PAL_GET, "/assessments/{assessment}/plan", SHOW, 0, pal_page_plan, NULL,
     "profile alert basis part", "", "Its action plan"},
    {PAL_GET, "/assessments/{assessment}/posture", SHOW, 0, pal_page_posture, NULL,
     "profile alert basis part", "", "Its posture"},
    {PAL_GET, "/assessments/{assessment}/text", SEE, 0, pal_page_assessment_text, NULL, "version",
     "", "Its document"},
    {PAL_POST, "/assessments/{assessment}/text", ASSESS, TEXT, pal_do_assessment_text,
     pal_page_assessment_text, "", "do=check version fact text file@ note",
     "Write its next version: do = check only checks"},
    {PAL_GET, "/assessments/{assessment}/history", SEE, 0, pal_page_assessment_history, NULL,
     "from to cursor", "", "Its versions"},
    {PAL_POST, "/assessments/{assessment}/history", ASSESS, SMALL, pal_do_assessment_history,
     pal_page_assessment_history, "", "do=remove|restore|revert old version fact note",
     "Take it out of the lists, bring it back, or write an old version again"},
    {PAL_GET, "/assessments/{assessment}/file", SEE, 0, pal_page_assessment_file, NULL, "version",
     "", "Its document as a file"},
    {PAL_GET, "/assessments/{assessment}/files", SEE, 0, pal_page_facts, NULL, "cursor part lane",
     "", "The files of an assessment"},
    {PAL_POST, "/assessments/{assessment}/files", SEE, PAL_FORM_MAX, pal_do_sent_file,
     pal_page_facts, SENT_QUERY, SENT_FIELDS, SENT_SUMMARY},
    {PAL_GET, "/assessments/{assessment}/files/{part}", SEE, 0, pal_page_sent_file, NULL, "lane",
     "", "A file, to download"},
    {PAL_GET, "/assessments/{assessment}/facts/{fact}", SEE, 0, pal_page_facts, NULL,
     "cursor part lane", "", "What is said of an assessment: facts of one kind"},
    {PAL_POST, "/assessments/{assessment}/facts/{fact}", SEE, PAL_FORM_MAX, pal_do_facts,
     pal_page_facts, "", FACT_FIELDS,
     "Say something of an assessment, change it, take it back or erase it"},
    {PAL_GET, "/assessments/{assessment}/marks", SEE, 0, pal_page_marks, NULL, "area basis", "",
     "The marks of an area, step by step"},
    {PAL_POST, "/assessments/{assessment}/marks", ASSESS, PAL_FORM_MAX, pal_do_marks,
     pal_page_marks, "", "act area basis version fact marks *",
     "Mark steps: of an area, or as lines of any; all or none"},
    {PAL_GET, "/assessments/{assessment}/links", HAND_ON, 0, pal_page_links, NULL, "", "",
     "The links with which it is read without an account"},
    {PAL_POST, "/assessments/{assessment}/links", HAND_ON, SMALL, pal_do_links, pal_page_links, "",
     "do=make|revoke|forget until hand_on=on note id",
     "Make such a link, revoke one, or forget to whom it was given"},
    {PAL_GET, "/compare", OWN, 0, pal_page_compare, NULL, "id[] profile alert basis part", "",
     "Assessments beside each other"},
    {PAL_GET, "/library", LIBRARY, 0, pal_page_library, NULL, "", "",
     "Models, profiles, schemes …"},
    {PAL_POST, "/library", SHELVE, TEXT, pal_do_library, pal_page_library, "",
     "version text file@ note", "Bring a document in"},
    {PAL_GET, "/library/{kind}/new", SHELVE, 0, pal_page_sheet_new, NULL, "", "",
     "The form of a new document"},
    {PAL_POST, "/library/{kind}/new", SHELVE, PAL_FORM_MAX, pal_do_sheet_new, pal_page_sheet_new,
     "", SHEET_FIELDS, "Write a new document by its form"},
    {PAL_POST, "/library/{kind}/new/rows", SHELVE, PAL_FORM_MAX, pal_do_sheet_new_rows,
     pal_page_sheet_new, "", SHEET_FIELDS, SHEET_ROWS},
    {PAL_GET, "/library/{kind}/{id}", LIBRARY, 0, pal_page_library_item, NULL, "part", "",
     "A document of the library"},
    {PAL_POST, "/library/{kind}/{id}", SHELVE, SMALL, pal_do_library_item, pal_page_library_item,
     "", "copy", "Copy it under another id"},
    {PAL_GET, "/library/{kind}/{id}/edit", LIBRARY, 0, pal_page_library_text, NULL, "version", "",
     "Its text"},
    {PAL_POST, "/library/{kind}/{id}/edit", SHELVE, TEXT, pal_do_library_text,
     pal_page_library_text, "", "do=check|copy version text file@ note copy",
     "Write its next version: do = check only checks, do = copy writes it under another id"},
    {PAL_GET, "/library/{kind}/{id}/form", SHELVE, 0, pal_page_sheet, NULL, "part", "", "Its form"},
    {PAL_POST, "/library/{kind}/{id}/form", SHELVE, PAL_FORM_MAX, pal_do_sheet, pal_page_sheet, "",
     "version " SHEET_FIELDS, "Write its next version by its form"},
    {PAL_POST, "/library/{kind}/{id}/form/rows", SHELVE, PAL_FORM_MAX, pal_do_sheet_rows,
     pal_page_sheet, "", "version " SHEET_FIELDS, SHEET_ROWS},
    {PAL_GET, "/library/{kind}/{id}/text", LIBRARY, 0, pal_page_library_text, NULL, "version", "",
     "A version of its text"},
    {PAL_GET, "/library/{kind}/{id}/history", LIBRARY, 0, pal_page_library_history, NULL,
     "from to cursor", "", "Its versions"},
    {PAL_POST, "/library/{kind}/{id}/history", SHELVE, SMALL, pal_do_library_history,
     pal_page_library_history, "", "do=remove|restore|revert old version note",
     "Take it out of the lists, bring it back, or write an old version again"},
    {PAL_GET, "/library/{kind}/{id}/file", LIBRARY, 0, pal_page_library_file, NULL, "version", "",
     "Its document as a file"},
    {PAL_GET, "/library/{kind}/{id}/facts/{fact}", LIBRARY, 0, pal_page_facts, NULL,
     "cursor part lane", "", "What is said of a document of the library"},
    {PAL_POST, "/library/{kind}/{id}/facts/{fact}", LIBRARY, PAL_FORM_MAX, pal_do_facts,
     pal_page_facts, "", FACT_FIELDS,
     "Say something of a document of the library, change it, take it back or erase it"},
    {PAL_POST, "/library/{kind}/{id}/publish", SHELVE, SMALL, pal_do_publish, NULL, "", "",
     "Make a project's own document the library's"},
    {PAL_GET, "/jobs", OWN, 0, pal_page_jobs, NULL, "", "", "What is worked off beside the pages"},
    {PAL_GET, "/jobs/{job}", OWN, 0, pal_page_job, NULL, "still", "",
     "How far a job is, and what came of it"},
    {PAL_POST, "/jobs/{job}", OWN, SMALL, pal_do_job, pal_page_job, "", "do=stop",
     "Stop a job: nothing of it is written then"},
    {PAL_GET, "/people", ADMIN, 0, pal_page_people, NULL, "cursor find project", "",
     "Who has an account"},
    {PAL_POST, "/people", ADMIN, SMALL, pal_do_people, pal_page_people, "",
     "do=invite name email language roles[] project", "Invite somebody"},
    {PAL_GET, "/people/{person}", ADMIN, 0, pal_page_person, NULL, "find project", "", "A person"},
    {PAL_POST, "/people/{person}", ADMIN, SMALL, pal_do_person, pal_page_person, "",
     "do=grant|withdraw|link|retain|sign_out|end_session|revoke|lock|unlock|expire|lift|unlift|"
     "erase "
     "role project retention expires reason pair confirm id",
     "Change a person"},
    {PAL_GET, "/people/{person}/export", ADMIN, 0, pal_page_person_export, NULL, "", "",
     "All that is held about a person"},
    {PAL_GET, "/audit", AUDIT, 0, pal_page_audit, NULL, "person object verb from to cursor", "",
     "Who did what and when"},
    {PAL_POST, "/audit", AUDIT, SMALL, pal_do_audit, pal_page_audit, "", "do=verify|anchor",
     "Check the chain, or make an anchor"},
    {PAL_GET, "/settings", ADMIN, 0, pal_page_settings, NULL, "", "", "The installation"},
};
const size_t pal_route_count = sizeof pal_routes / sizeof *pal_routes;

static bool is_one_of(pal_handler run, const pal_handler *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == run) {
            return true;
        }
    }
    return false;
}

/* What waits for the disk alone; a kind that much is computed of is what a document is. */
static enum pal_web_lane lane_of_facts(const struct pal_route *route, const char *params[4])
{
    size_t count = 0;
    for (const char *at = strchr(route->path, '{'); at != NULL; at = strchr(at + 1, '{')) {
        count++;
    }
    return pal_facts_are_followed(params[count - 1]) ? PAL_LANE_DOCUMENTS : PAL_LANE_ACTS;
}

enum pal_web_lane pal_route_lane(const struct pal_route *route, const char *params[4])
{
    static const pal_handler passwords[] = {pal_do_sign_in, pal_do_link, pal_do_me};
    /* what is written may be what a thousand others depend on; more than that becomes a job */
    static const pal_handler documents[] = {pal_do_library,
                                            pal_do_library_item,
                                            pal_do_library_text,
                                            pal_do_sheet,
                                            pal_do_sheet_new,
                                            pal_do_library_history,
                                            pal_do_publish,
                                            pal_do_audit,
                                            pal_do_project_edit,
                                            pal_do_alert,
                                            pal_page_alert,
                                            pal_do_proposal,
                                            pal_do_project_history,
                                            pal_page_assessment,
                                            pal_page_plan,
                                            pal_page_posture,
                                            pal_page_compare,
                                            pal_page_proposal,
                                            pal_page_library_item,
                                            pal_page_assessment_history,
                                            pal_page_project_history,
                                            pal_page_library_history,
                                            pal_do_assessment_new,
                                            pal_do_assessment_text,
                                            pal_do_assessment_history};
    if (is_one_of(route->run, passwords, sizeof passwords / sizeof *passwords)) {
        return PAL_LANE_PASSWORDS;
    }
    if (is_one_of(route->run, documents, sizeof documents / sizeof *documents)) {
        return PAL_LANE_DOCUMENTS;
    }
    if (route->run == pal_do_process || route->run == pal_do_sent_file ||
        route->run == pal_do_marks) {
        return PAL_LANE_ACTS;
    }
    if (route->run == pal_do_facts) {
        return lane_of_facts(route, params);
    }
    return route->right == PAL_MAY_ANYTHING_ANYONE && route->run != pal_do_pass ? PAL_LANE_OPEN
                                                                                : PAL_LANE_PAGES;
}

bool pal_route_takes_files(const struct pal_route *route)
{
    return route->run == pal_do_sent_file;
}

bool pal_route_becomes_job(const struct pal_route *route)
{
    static const pal_handler some[] = {
        pal_do_library,         pal_do_library_text, pal_do_library_history, pal_do_audit,
        pal_do_sheet,           pal_do_sheet_new,    pal_do_candidates,      pal_do_project_edit,
        pal_do_project_history, pal_do_proposal,     pal_do_alert,           pal_do_facts};
    return is_one_of(route->run, some, sizeof some / sizeof *some) &&
           route->scope != PAL_SCOPE_ASSESSMENT; /* nothing depends on one */
}

/* Whether a path of the table fits the segments; parameters are kept. */
static bool fits(const char *path, const char *const *segments, size_t count, const char *params[4])
{
    size_t used = 0;
    size_t at = 0;
    while (*path == '/' && path[1] != '\0') {
        path++;
        size_t len = strcspn(path, "/");
        if (at == count) {
            return false;
        }
        if (path[0] == '{') {
            params[used++] = segments[at];
        } else if (strlen(segments[at]) != len || memcmp(segments[at], path, len) != 0) {
            return false;
        }
        path += len;
        at++;
    }
    return at == count;
}

unsigned pal_route_pass(const char *path)
{
    const char *segments[PAL_HTTP_SEGMENTS];
    char copy[256];
    const char *params[4];
    size_t count = 0;
    if (strlen(path) >= sizeof copy) {
        return 0;
    }
    memcpy(copy, path, strlen(path) + 1);
    for (char *at = copy; *at == '/' && count < PAL_HTTP_SEGMENTS;) {
        *at++ = '\0';
        segments[count++] = at;
        at += strcspn(at, "/");
    }
    for (size_t i = 0; i < pal_route_count; i++) {
        if (pal_routes[i].method == PAL_GET && pal_routes[i].pass != 0 &&
            fits(pal_routes[i].path, segments, count, params)) {
            return pal_routes[i].pass;
        }
    }
    return 0;
}

bool pal_route_is_link(const struct pal_route *route)
{
    return route->run == pal_page_pass || route->run == pal_do_pass;
}

/* What stands before the address. */
static struct pal_door find_door(const struct pal_http_request *request)
{
    const char *const *segments = request->segments;
    bool has_two = request->segment_count >= PAL_DOOR_SEGMENTS;
    bool is_pass = has_two && strcmp(segments[0], "p") == 0;
    return (struct pal_door){.is_api = has_two && strcmp(segments[0], "api") == 0 &&
                                       strcmp(segments[1], "v1") == 0,
                             .pass = is_pass ? segments[1] : NULL};
}

const struct pal_route *pal_route_find(const struct pal_http_request *request,
                                       struct pal_door *door, const char *params[4],
                                       unsigned *status)
{
    enum pal_method method = request->method == PAL_HEAD ? PAL_GET : request->method;
    *door = find_door(request);
    size_t skipped = door->is_api || door->pass != NULL ? PAL_DOOR_SEGMENTS : 0;
    *status = 404;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        memset(params, 0, 4 * sizeof *params);
        if ((door->pass != NULL && route->pass == 0) ||
            (door->is_api && pal_route_is_link(route)) ||
            !fits(route->path, request->segments + skipped, request->segment_count - skipped,
                  params)) {
            continue;
        }
        if (route->method == method) {
            return route;
        }
        *status = 405;
    }
    return NULL;
}
