/* demonstration - the paper's case as a project, with one account per role; see demonstration.h. */
#include <stdio.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/demonstration.h"
#include "app/house/dossier.h"
#include "app/house/errand.h"
#include "app/house/people.h"
#include "app/house/shelf.h"
#include "core/case/rights.h"
#include "store/people.h"

static const char project[] =
    "palier: project/1\n"
    "id: institutional-site\n"
    "title: Institutional site\n"
    "summary: \"The paper's case (synthetic): a public site that is handed to a hoster.\"\n"
    "state: assessment\n"
    "marking: EXAMPLE\n"
    "root_domain: example.org\n"
    "domains:\n"
    "  - name: www.example.org\n"
    "profile: example-2003-profile\n"
    "alert_level: jaune\n"
    "alert_since: 2003-11-05\n"
    "process: outcontracting-1\n"
    "candidates:\n"
    "  - provider: example-hosting\n"
    "    state: retained\n";

static const char provider[] = "palier: provider/1\n"
                               "id: example-hosting\n"
                               "title: Example Hosting\n"
                               "summary: \"A hoster that does not exist.\"\n";

/* As examples/example-2003-needs.yaml: invented, the paper gives none. */
static const char needs[] = "palier: needs/1\n"
                            "id: institutional-site\n"
                            "title: Institutional site\n"
                            "model: sse-cmm-2.0\n"
                            "project: institutional-site\n"
                            "alert_scheme: vigipirate-2003\n"
                            "needs: {integrity: 3, availability: 2, imputability: 2,"
                            " confidentiality: 1}\n"
                            "exposure: 2\n";

/* Invented, too: what the trend of hours looks like. */
static const char *const hours[][4] = {
    {"example-2003", "documentation", "360", "2003-09-16"},
    {"example-2003", "questionnaire", "150", "2003-10-02"},
    {"example-2003", "visit", "420", "2003-10-21"},
    {"example-2003", "maturity", "150", "2003-11-05"},
    {"example-2003", "plans", "120", "2003-11-12"},
    {"example-2003-later", "questionnaire", "60", "2005-12-01"},
    {"example-2003-later", "visit", "240", "2005-12-20"},
    {"example-2003-later", "maturity", "90", "2006-01-10"},
    {"example-2003-later", "plans", "90", "2006-01-12"},
};
static const char *const deliveries[][3] = {
    {"Action plan of the provider", "2003-11-12", "2003-12-01"},
    {"Report on the provider", "2003-11-05", "2003-11-28"},
    {"Report on the provider, second", "2006-01-10", "2006-01-17"},
};

static const struct pal_library_file *example(const char *name)
{
    for (size_t i = 0; i < pal_library_file_count; i++) {
        if (strcmp(pal_library_files[i].name, name) == 0) {
            return &pal_library_files[i];
        }
    }
    return NULL;
}

static enum pal_rc put(struct pal_errand *errand, const char *of, const char *text, size_t len)
{
    struct pal_app app;
    struct pal_document document;
    pal_app_init(&app);
    enum pal_rc rc = pal_house_put(errand, &app, of, text, len, (struct pal_seen){0, 0},
                                   "demonstration", &document);
    pal_app_done(&app);
    return rc;
}

static enum pal_rc put_example(struct pal_errand *errand, const char *of, const char *name)
{
    const struct pal_library_file *file = example(name);
    return file != NULL ? put(errand, of, (const char *)file->bytes, file->len)
                        : pal_errand_fail(errand, PAL_E_NOT_FOUND, "%s is not built in", name);
}

static enum pal_rc put_documents(struct pal_errand *errand)
{
    static const char site[] = "institutional-site";
    enum pal_rc rc = put_example(errand, "", "examples/example-2003-profile.yaml");
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put(errand, "", provider, sizeof provider - 1);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put(errand, "", project, sizeof project - 1);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = put(errand, site, needs, sizeof needs - 1);
    if (rc != PAL_OK) {
        return rc;
    }
    /* The assessments, and what their posture is reckoned with. */
    static const char *const examples[] = {
        "examples/example-2003.yaml",         "examples/example-2003-later.yaml",
        "examples/example-2003-effort.yaml",  "examples/example-2003-budget.yaml",
        "examples/example-2003-history.yaml", "examples/example-2003-rates.yaml"};
    for (size_t i = 0; i < sizeof examples / sizeof *examples && rc == PAL_OK; i++) {
        rc = put_example(errand, site, examples[i]);
    }
    return rc;
}

/* The hours and deliveries of the expert, as they say them. */
static enum pal_rc put_hours(struct pal_errand *errand)
{
    static const char site[] = "institutional-site";
    struct pal_act_done done;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < sizeof hours / sizeof *hours && rc == PAL_OK; i++) {
        const struct pal_hours_wish wish = {"",          hours[i][0], hours[i][1],
                                            hours[i][2], hours[i][3], "invented"};
        rc = pal_hours_note(errand, site, &wish, &done);
    }
    for (size_t i = 0; i < sizeof deliveries / sizeof *deliveries && rc == PAL_OK; i++) {
        const struct pal_delivery_wish wish = {"", deliveries[i][0], deliveries[i][1],
                                               deliveries[i][2]};
        rc = pal_delivery_ask(errand, site, &wish, &done);
    }
    return rc;
}

/* An account with a random password: on the project, or everywhere for those of the house. */
static enum pal_rc add_account(struct pal_errand *errand, enum pal_role role,
                               struct pal_demonstration *out)
{
    static const char *const names[PAL_ROLE_COUNT] = {"Ada Administrator", "Eva Expert",
                                                      "Max Manager",       "Pia Provider",
                                                      "Ava Authority",     "Ole Auditor"};
    char link[PAL_SECRET_TEXT];
    const char *person;
    bool is_of_house =
        role == PAL_ROLE_ADMINISTRATOR || role == PAL_ROLE_AUDITOR || role == PAL_ROLE_EXPERT;
    pal_secret_id(out->password);
    (void)snprintf(out->email, sizeof out->email, "%s@example.org", pal_role_ids[role]);
    const struct pal_role_on on = {pal_role_ids[role],
                                   is_of_house ? PAL_EVERYWHERE : "institutional-site"};
    const struct pal_invitation invitation = {names[role], out->email, "en", &on, 1};
    enum pal_rc rc = pal_people_invite(errand, &invitation, &person, link);
    struct pal_errand theirs = *errand;
    if (rc == PAL_OK) {
        rc = pal_people_use_link(&theirs, link, out->password);
    }
    if (rc == PAL_OK && role == PAL_ROLE_EXPERT) {
        theirs.roles = &on; /* the role that was just given */
        theirs.role_count = 1;
        rc = put_hours(&theirs);
    }
    errand->err = theirs.err;
    return rc;
}

enum pal_rc pal_house_demonstrate(struct pal_errand *errand,
                                  struct pal_demonstration accounts[PAL_ROLE_COUNT])
{
    int64_t count;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_explain(errand, pal_person_count(errand->db, &count));
    if (rc != PAL_OK) {
        return rc;
    }
    if (count > 0) {
        return pal_errand_fail(errand, PAL_E_EXISTS,
                               "this database has people already; a demonstration goes into an "
                               "empty one");
    }
    rc = put_documents(errand);
    for (size_t i = 0; i < PAL_ROLE_COUNT && rc == PAL_OK; i++) {
        rc = add_account(errand, (enum pal_role)i, &accounts[i]);
    }
    return rc;
}
