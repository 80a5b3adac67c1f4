/* demonstration - the paper's case as a project, with one account per role; see house.h. */
#include <stdio.h>
#include <string.h>

#include "app/house.h"
#include "app/library.h"

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

static const struct pal_library_file *example(const char *name)
{
    for (size_t i = 0; i < pal_library_file_count; i++) {
        if (strcmp(pal_library_files[i].name, name) == 0) {
            return &pal_library_files[i];
        }
    }
    return NULL;
}

static enum pal_rc put(struct pal_visit *visit, const char *of, const char *text, size_t len)
{
    struct pal_app app;
    struct pal_record record;
    pal_app_init(&app);
    enum pal_rc rc = pal_house_put(visit, &app, of, text, len, 0, "demonstration", &record);
    pal_app_done(&app);
    return rc;
}

static enum pal_rc put_example(struct pal_visit *visit, const char *of, const char *name)
{
    const struct pal_library_file *file = example(name);
    return file != NULL ? put(visit, of, (const char *)file->bytes, file->len)
                        : pal_visit_fail(visit, PAL_E_NOT_FOUND, "%s is not built in", name);
}

static enum pal_rc put_documents(struct pal_visit *visit)
{
    static const char site[] = "institutional-site";
    enum pal_rc rc = put_example(visit, "", "examples/example-2003-profile.yaml");
    rc = rc == PAL_OK ? put(visit, "", provider, sizeof provider - 1) : rc;
    rc = rc == PAL_OK ? put(visit, "", project, sizeof project - 1) : rc;
    rc = rc == PAL_OK ? put_example(visit, site, "examples/example-2003.yaml") : rc;
    return rc == PAL_OK ? put_example(visit, site, "examples/example-2003-later.yaml") : rc;
}

/* An account with a random password: on the project, or everywhere for those of the house. */
static enum pal_rc add_account(struct pal_visit *visit, enum pal_role role,
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
    const struct pal_role_on on = {pal_role_ids[role], is_of_house ? "*" : "institutional-site"};
    const struct pal_invitation invitation = {names[role], out->email, "en", &on, 1};
    enum pal_rc rc = pal_people_invite(visit, &invitation, &person, link);
    struct pal_visit theirs = *visit;
    rc = rc == PAL_OK ? pal_people_use_link(&theirs, link, out->password) : rc;
    visit->err = theirs.err;
    return rc;
}

enum pal_rc pal_house_demonstrate(struct pal_visit *visit,
                                  struct pal_demonstration accounts[PAL_ROLE_COUNT])
{
    int64_t count;
    enum pal_rc rc = pal_visit_require(visit, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pal_visit_explain(visit, pal_person_count(visit->db, &count)) : rc;
    if (rc == PAL_OK && count > 0) {
        rc = pal_visit_fail(visit, PAL_E_EXISTS,
                            "this database has people already; a demonstration goes into an empty "
                            "one");
    }
    rc = rc == PAL_OK ? put_documents(visit) : rc;
    for (size_t i = 0; i < PAL_ROLE_COUNT && rc == PAL_OK; i++) {
        rc = add_account(visit, (enum pal_role)i, &accounts[i]);
    }
    return rc;
}
