#include "app/house/notices.h"

#include <string.h>

#include "app/house/house.h"
#include "app/house/procedures.h"
#include "base/text.h"

#define USE  "privacy"
#define LINE "invite.privacy"

/* What stands in place of what the house leaves unsaid: a notice without recipients, or without
 * whom to ask, would be none. The first that is given of a name counts. */
enum { INSTEAD = 3 };
static size_t give_instead(const struct pal_errand *errand, const struct pal_notice_wanted *wanted,
                           struct pal_placeholder out[INSTEAD])
{
    const char *house = pal_voice_say(errand->voice, PAL_N_("the organization that asks"));
    out[0] = (struct pal_placeholder){"buyer", house};
    out[1] = (struct pal_placeholder){"rights_contact", wanted->asked_by};
    out[2] = (struct pal_placeholder){"privacy_contact", wanted->asked_by};
    return INSTEAD;
}

enum { FACTS_MOST = PAL_MESSAGE_FACTS + PAL_NOTICE_FACTS + 1 };

/* The words that hold: of the procedure, of the house, of whom it is said to. */
static size_t tell_facts(const struct pal_notice_wanted *wanted, const struct pal_notice *notice,
                         const struct pal_procedure *procedure, const char *out[FACTS_MOST])
{
    size_t count = pal_messages_facts(procedure, out);
    count += pal_notice_facts(notice, out + count);
    out[count++] = wanted->of == PAL_NOTICE_NAMED ? "named" : "contributor";
    return count;
}

static enum pal_rc write_all(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_notice_wanted *wanted,
                             const struct pal_notice *notice, struct pal_message_written *out)
{
    const struct pal_procedures *table = NULL;
    const struct pal_procedure *procedure = NULL;
    const struct pal_messages *messages = NULL;
    const char *facts[FACTS_MOST];
    struct pal_placeholder given[PAL_NOTICE_GIVEN + PAL_MESSAGE_VALUES + INSTEAD];
    size_t values = 0;
    enum pal_rc rc = pal_house_procedure_of(errand, app, wanted->project, &table, &procedure);
    rc = rc == PAL_OK ? pal_house_messages(errand, app, &messages) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    size_t count = pal_notice_give(notice, wanted->lang, errand->arena, given);
    rc = pal_messages_values(table, procedure, NULL, 0, errand->arena, given + count, &values);
    if (rc != PAL_OK) {
        return rc;
    }
    count += values;
    count += give_instead(errand, wanted, given + count);
    const struct pal_message_asked asked = {
        .use = USE,
        .facts = {.of = facts, .count = tell_facts(wanted, notice, procedure, facts)},
        .given = {.of = given, .count = count},
        .lang = wanted->lang};
    return pal_messages_write(messages, &asked, errand->arena, out);
}

enum pal_rc pal_notice_write(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_notice_wanted *wanted,
                             struct pal_message_written *out, bool *is_unnamed)
{
    const struct pal_notice *notice = NULL;
    *out = (struct pal_message_written){0};
    *is_unnamed = false;
    enum pal_rc rc = pal_house_notice(errand, app, &notice);
    if (rc != PAL_OK) {
        return rc;
    }
    *is_unnamed = notice->controller == NULL || pal_is_blank(notice->controller) ||
                  notice->address == NULL || pal_is_blank(notice->address);
    return pal_errand_explain(errand, write_all(errand, app, wanted, notice, out));
}

enum pal_rc pal_notice_line(struct pal_errand *errand, struct pal_app *app, enum pal_lang lang,
                            const char **out)
{
    const struct pal_messages *messages = NULL;
    const struct pal_placeholders nothing = {.count = 0};
    const char *line = NULL;
    enum pal_rc rc = pal_house_messages(errand, app, &messages);
    rc = rc == PAL_OK ? pal_messages_say(messages, LINE, &nothing, lang, errand->arena, &line) : rc;
    *out = line != NULL ? line : "";
    return pal_errand_explain(errand, rc);
}
