/* routes - every address of the server: its right, what that is asked of, how much may be sent. The
 * API answers the same addresses under /api/v1. */
#include "web/pages.h"
#include "web/web_parts.h"

enum { SMALL = 64 * 1024, TEXT = 9 << 20 };

#define ANYONE  PAL_MAY_ANYTHING_ANYONE, PAL_SCOPE_HOUSE
#define OWN     PAL_MAY_OWN, PAL_SCOPE_HOUSE
#define READ    PAL_MAY_READ_PROJECT, PAL_SCOPE_PROJECT
#define EDIT    PAL_MAY_EDIT_PROJECT, PAL_SCOPE_PROJECT
#define SEE     PAL_MAY_READ_PROJECT, PAL_SCOPE_ASSESSMENT
#define ASSESS  PAL_MAY_ASSESS, PAL_SCOPE_ASSESSMENT
#define LIBRARY PAL_MAY_READ_LIBRARY, PAL_SCOPE_HOUSE
#define SHELVE  PAL_MAY_EDIT_LIBRARY, PAL_SCOPE_HOUSE
#define ADMIN   PAL_MAY_ADMINISTER, PAL_SCOPE_HOUSE
#define AUDIT   PAL_MAY_AUDIT, PAL_SCOPE_HOUSE

const struct pal_route pal_routes[] = {
    {PAL_GET, "/healthz", ANYONE, 0, pal_page_health, NULL, "Alive and able to read the database"},
    {PAL_GET, "/metrics", ANYONE, 0, pal_page_metrics, NULL, "Measures in Prometheus' format"},
    {PAL_GET, "/ui/{file}", ANYONE, 0, pal_page_static, NULL, "Style sheet and script"},
    {PAL_GET, "/openapi.json", ANYONE, 0, pal_page_openapi, NULL, "This description"},
    {PAL_GET, "/sign-in", ANYONE, 0, pal_page_sign_in, NULL, "The form to sign in"},
    {PAL_POST, "/sign-in", ANYONE, SMALL, pal_do_sign_in, pal_page_sign_in, "Sign in"},
    {PAL_POST, "/sign-out", OWN, SMALL, pal_do_sign_out, NULL, "Sign out"},
    {PAL_GET, "/link/{link}", ANYONE, 0, pal_page_link, NULL, "The form of a one-time link"},
    {PAL_POST, "/link/{link}", ANYONE, SMALL, pal_do_link, pal_page_link,
     "Choose a password with a one-time link"},
    {PAL_GET, "/me", OWN, 0, pal_page_me, NULL, "One's own account"},
    {PAL_POST, "/me", OWN, SMALL, pal_do_me, pal_page_me,
     "Change one's account: do = save, password, sign_out, token, revoke"},

    {PAL_GET, "/", OWN, 0, pal_page_projects, NULL, "The projects that one may see"},
    {PAL_GET, "/projects", OWN, 0, pal_page_projects, NULL,
     "The projects that one may see (q, cursor)"},
    {PAL_GET, "/projects/new", PAL_MAY_CREATE_PROJECT, PAL_SCOPE_HOUSE, 0, pal_page_project_new,
     NULL, "The form of a new project"},
    {PAL_POST, "/projects/new", PAL_MAY_CREATE_PROJECT, PAL_SCOPE_HOUSE, PAL_FORM_MAX,
     pal_do_project_new, pal_page_project_new, "Start a project"},
    {PAL_GET, "/projects/{project}", READ, 0, pal_page_project, NULL, "A project"},
    {PAL_GET, "/projects/{project}/edit", EDIT, 0, pal_page_project_edit, NULL,
     "The form of a project"},
    {PAL_POST, "/projects/{project}/edit", EDIT, PAL_FORM_MAX, pal_do_project_edit,
     pal_page_project_edit, "Change a project"},
    {PAL_GET, "/projects/{project}/candidates", READ, 0, pal_page_candidates, NULL,
     "Who offers the service"},
    {PAL_POST, "/projects/{project}/candidates", EDIT, SMALL, pal_do_candidates,
     pal_page_candidates, "Change the candidates: do = add, change, remove"},
    {PAL_GET, "/projects/{project}/people", READ, 0, pal_page_project_people, NULL,
     "Who answers for what"},
    {PAL_POST, "/projects/{project}/people", PAL_MAY_GRANT, PAL_SCOPE_PROJECT, SMALL,
     pal_do_project_people, pal_page_project_people, "Say who answers for what: do = add, remove"},
    {PAL_GET, "/projects/{project}/assessments/new", PAL_MAY_ASSESS, PAL_SCOPE_PROJECT, 0,
     pal_page_assessment_new, NULL, "The form of a new assessment"},
    {PAL_POST, "/projects/{project}/assessments/new", PAL_MAY_ASSESS, PAL_SCOPE_PROJECT, TEXT,
     pal_do_assessment_new, pal_page_assessment_new, "Start or bring in an assessment"},

    {PAL_GET, "/assessments/{assessment}", SEE, 0, pal_page_assessment, NULL,
     "The score of an assessment (profile, alert, basis)"},
    {PAL_GET, "/assessments/{assessment}/plan", SEE, 0, pal_page_plan, NULL, "Its action plan"},
    {PAL_GET, "/assessments/{assessment}/posture", SEE, 0, pal_page_posture, NULL, "Its posture"},
    {PAL_GET, "/assessments/{assessment}/text", SEE, 0, pal_page_assessment_text, NULL,
     "Its document"},
    {PAL_POST, "/assessments/{assessment}/text", ASSESS, TEXT, pal_do_assessment_text,
     pal_page_assessment_text, "Write its next version: do = check only checks"},
    {PAL_GET, "/assessments/{assessment}/history", SEE, 0, pal_page_assessment_history, NULL,
     "Its versions"},
    {PAL_GET, "/assessments/{assessment}/file", SEE, 0, pal_page_assessment_file, NULL,
     "Its document as a file"},
    {PAL_GET, "/compare", OWN, 0, pal_page_compare, NULL,
     "Assessments beside each other (id, id …)"},

    {PAL_GET, "/library", LIBRARY, 0, pal_page_library, NULL, "Models, profiles, schemes …"},
    {PAL_POST, "/library", SHELVE, TEXT, pal_do_library, pal_page_library, "Bring a document in"},
    {PAL_GET, "/library/{kind}/{id}", LIBRARY, 0, pal_page_library_item, NULL,
     "A document of the library"},
    {PAL_POST, "/library/{kind}/{id}", SHELVE, SMALL, pal_do_library_item, pal_page_library_item,
     "Copy it under another id"},
    {PAL_GET, "/library/{kind}/{id}/edit", LIBRARY, 0, pal_page_library_text, NULL, "Its text"},
    {PAL_POST, "/library/{kind}/{id}/edit", SHELVE, TEXT, pal_do_library_text,
     pal_page_library_text, "Write its next version: do = check only checks"},
    {PAL_GET, "/library/{kind}/{id}/text", LIBRARY, 0, pal_page_library_text, NULL,
     "A version of its text"},
    {PAL_GET, "/library/{kind}/{id}/history", LIBRARY, 0, pal_page_library_history, NULL,
     "Its versions"},
    {PAL_GET, "/library/{kind}/{id}/file", LIBRARY, 0, pal_page_library_file, NULL,
     "Its document as a file"},

    {PAL_GET, "/people", ADMIN, 0, pal_page_people, NULL, "Who has an account"},
    {PAL_POST, "/people", ADMIN, SMALL, pal_do_people, pal_page_people, "Invite somebody"},
    {PAL_GET, "/people/{person}", ADMIN, 0, pal_page_person, NULL, "A person"},
    {PAL_POST, "/people/{person}", ADMIN, SMALL, pal_do_person, pal_page_person,
     "Change a person: do = grant, withdraw, link, retain, sign_out, erase"},
    {PAL_GET, "/people/{person}/export", ADMIN, 0, pal_page_person_export, NULL,
     "All that is held about a person"},
    {PAL_GET, "/audit", AUDIT, 0, pal_page_audit, NULL, "Who did what and when"},
    {PAL_POST, "/audit", AUDIT, SMALL, pal_do_audit, pal_page_audit,
     "Check the chain, or make an anchor: do = verify, anchor"},
    {PAL_GET, "/settings", ADMIN, 0, pal_page_settings, NULL, "The installation"},
};
const size_t pal_route_count = sizeof pal_routes / sizeof *pal_routes;
