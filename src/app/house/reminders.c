#include "app/house/reminders.h"

#include <string.h>

#include "app/house/house.h"
#include "app/house/mail_parts.h"
#include "app/house/procedures.h"
#include "app/house/sending_parts.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "core/case/deadlines.h"
#include "core/case/messages.h"
#include "store/records.h"

#define RULE "REMIND"
#define USE  "remind"

enum { PLACEHOLDERS_MOST = 8 };

/* What is read of the house: how long before, and in which words. */
struct reminding {
    struct pal_app app;
    const struct pal_procedures *table;
    const struct pal_procedure *procedure;
};

static enum pal_rc begin(struct pal_errand *errand, const char *project, struct reminding *out)
{
    pal_house_share(errand, &out->app);
    return pal_house_procedure_of(errand, &out->app, project, &out->table, &out->procedure);
}

static struct pal_tender_value days_of(const struct reminding *of)
{
    const struct pal_tender_rule *rule = pal_procedure_rule(of->table, RULE);
    return rule != NULL && pal_procedure_holds(of->procedure, rule)
               ? pal_procedure_value(rule, NULL, 0)
               : (struct pal_tender_value){.unit = PAL_TENDER_UNIT_DAYS};
}

enum pal_rc pal_reminders_days(struct pal_errand *errand, const char *procedure,
                               struct pal_tender_value *out)
{
    struct reminding of;
    *out = (struct pal_tender_value){.unit = PAL_TENDER_UNIT_DAYS};
    pal_house_share(errand, &of.app);
    enum pal_rc rc = pal_house_procedures(errand, &of.app, &of.table);
    if (rc == PAL_OK) {
        of.procedure = pal_procedure_find(of.table, procedure);
        *out = days_of(&of);
    }
    pal_app_done(&of.app);
    return rc;
}

/* --------------------------------------------------------------------- the words */

static const struct pal_zone *zone_of(const struct pal_errand *errand)
{
    const struct pal_zone *zone = pal_house_zone(errand->house, errand->principal.zone);
    zone = zone != NULL ? zone : pal_house_zone(errand->house, NULL);
    return zone != NULL ? zone : &pal_zone_utc;
}

/* "2026-07-01 14:05", and by which clocks. */
static void write_time(struct pal_errand *errand, int64_t at, const char **time,
                       const char **zone_said)
{
    const struct pal_zone *zone = zone_of(errand);
    char text[PAL_ZONE_TEXT];
    pal_zone_write_time(zone, at, text);
    const char *offset = strstr(text, " UTC");
    size_t len = offset != NULL ? (size_t)(offset - text) : strlen(text);
    *time = pal_arena_copy(errand->arena, text, len);
    *zone_said = zone->name[0] != '\0' ? zone->name
                 : offset != NULL ? pal_arena_copy(errand->arena, offset + 1, strlen(offset + 1))
                                  : "UTC";
}

static const char *day_of(struct pal_errand *errand, int64_t at)
{
    char text[PAL_ZONE_TEXT];
    pal_zone_write_day(zone_of(errand), at, text);
    return pal_arena_copy(errand->arena, text, strlen(text));
}

/* The title of a document in the language of the mail; NULL: it is not there. */
static enum pal_rc title_of(struct pal_errand *errand, enum pal_kind_id kind, const char *id,
                            enum pal_lang lang, const char **out)
{
    struct pal_record head;
    *out = NULL;
    if (id == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_head(errand->db, pal_kinds[kind].word, id, errand->arena, &head);
    if (rc == PAL_OK) {
        bool is_french = lang == PAL_LANG_FR && head.title_fr != NULL && head.title_fr[0] != '\0';
        *out = is_french ? head.title_fr : head.title;
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

/* The lines as a letter: its subject, and the rest with blank lines between. */
static enum pal_rc put_together(struct pal_errand *errand,
                                const struct pal_message_written *written, enum pal_lang lang,
                                struct pal_sending_letter *out)
{
    struct pal_buf body;
    char title[PAL_MAIL_LINE + 1] = "";
    pal_buf_init(&body, PAL_MAIL_BODY, errand->arena->alloc);
    for (size_t i = 0; i < written->count; i++) {
        const struct pal_message_line *line = &written->lines[i];
        if (line->of->kind == PAL_MESSAGE_SUBJECT) {
            size_t len = strlen(line->text);
            len = len < PAL_MAIL_LINE ? len : PAL_MAIL_LINE;
            memcpy(title, line->text, len);
            title[len] = '\0';
            pal_utf8_trim(title);
        } else {
            pal_buf_printf(&body, "%s%s\n", body.len > 0 ? "\n" : "", line->text);
        }
    }
    const char *text = pal_buf_text(&body);
    out->lang = lang;
    out->title = pal_arena_copy(errand->arena, title, strlen(title));
    out->body = text != NULL ? pal_arena_copy(errand->arena, text, body.len) : NULL;
    pal_buf_done(&body);
    return out->title != NULL && out->body != NULL ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc write_letter(struct pal_errand *errand, struct reminding *house,
                                const struct pal_reminding *of, struct pal_sending_letter *out)
{
    const struct pal_messages *messages = NULL;
    struct pal_message_written written;
    const char *facts[PAL_MESSAGE_FACTS];
    const char *project = NULL;
    const char *candidate = NULL;
    const char *closing;
    const char *zone;
    enum pal_rc rc = pal_house_messages(errand, &house->app, &messages);
    rc = rc == PAL_OK ? title_of(errand, PAL_KIND_PROJECT, of->project, of->lang, &project) : rc;
    rc =
        rc == PAL_OK ? title_of(errand, PAL_KIND_PROVIDER, of->provider, of->lang, &candidate) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    write_time(errand, of->until, &closing, &zone);
    const struct pal_placeholder given[] = {{"project_title", project},
                                            {"closing", closing},
                                            {"time_zone", zone},
                                            {"candidate", candidate},
                                            {"sent_on", day_of(errand, of->sent_at)},
                                            {"contact", errand->principal.name}};
    const struct pal_message_asked asked = {
        .use = USE,
        .facts = {.of = facts, .count = pal_messages_facts(house->procedure, facts)},
        .given = {.of = given, .count = sizeof given / sizeof *given},
        .lang = of->lang};
    rc = pal_messages_write(messages, &asked, errand->arena, &written);
    return rc == PAL_OK ? put_together(errand, &written, of->lang, out) : rc;
}

enum pal_rc pal_reminder_write(struct pal_errand *errand, const struct pal_reminding *of,
                               struct pal_sending_letter *out)
{
    struct reminding house;
    *out = (struct pal_sending_letter){0};
    enum pal_rc rc = begin(errand, of->project, &house);
    rc = rc == PAL_OK ? write_letter(errand, &house, of, out) : rc;
    pal_app_done(&house.app);
    return pal_errand_explain(errand, rc);
}

/* ----------------------------------------------------------------------- asking */

static enum pal_rc put_all(struct pal_errand *errand, struct reminding *house,
                           const struct pal_reminding *of, const struct pal_sent_to *sent,
                           const char *address)
{
    int64_t times[PAL_REMINDERS_MOST];
    const struct pal_tender_value days = days_of(house);
    struct pal_sending_letter letter;
    size_t count = pal_deadline_reminders(zone_of(errand), errand->now, of->until, &days, times);
    enum pal_rc rc = count > 0 ? write_letter(errand, house, of, &letter) : PAL_OK;
    if (rc != PAL_OK || count == 0 || letter.title[0] == '\0' || letter.body[0] == '\0') {
        return rc; /* the house's texts have no reminder: none is sent */
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const struct pal_mail_wish wish = {
            .about = {of->project, PAL_SENDING_KIND, sent->sending, sent->pass},
            .what = PAL_REMINDER_MAIL,
            .address = address,
            .name = "",
            .lang = of->lang,
            .title = letter.title,
            .body = letter.body,
            .not_before = times[i]};
        rc = pal_mail_put(errand, &wish, NULL);
    }
    return rc;
}

enum pal_rc pal_reminders_put(struct pal_errand *errand, const struct pal_reminding *of,
                              const struct pal_sent_to *sent, const char *address)
{
    struct reminding house;
    enum pal_rc rc = begin(errand, of->project, &house);
    rc = rc == PAL_OK ? put_all(errand, &house, of, sent, address) : rc;
    pal_app_done(&house.app);
    return pal_errand_explain(errand, rc);
}

/* Whether a mail is the newest of its link; of one whose address was forgotten nobody is written
 * to.
 */
static bool is_newest(const struct pal_mail_row *mails, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(mails[i].of.part, mails[at].of.part) == 0) {
            return false;
        }
    }
    return mails[at].of.part[0] != '\0' && mails[at].address[0] != '\0';
}

static enum pal_rc renew_one(struct pal_errand *errand, struct reminding *house,
                             const struct pal_sending_now *now, const struct pal_mail_row *mail)
{
    enum pal_pass_state state = PAL_PASS_OVER;
    enum pal_lang lang = PAL_LANG_EN;
    (void)pal_lang_find(mail->language, &lang);
    enum pal_rc rc = pal_passes_state(errand, mail->of.part, &state);
    if (rc != PAL_OK || (state != PAL_PASS_OPEN && state != PAL_PASS_ASLEEP)) {
        return rc;
    }
    const struct pal_reminding of = {.project = now->project,
                                     .provider = now->provider,
                                     .sent_at = now->written_at,
                                     .until = now->until,
                                     .lang = lang};
    const struct pal_sent_to sent = {.sending = mail->of.subject, .pass = mail->of.part};
    return put_all(errand, house, &of, &sent, mail->address);
}

static enum pal_rc renew_all(struct pal_errand *errand, const struct pal_sending_now *now,
                             const struct pal_mail_row *mails, size_t count)
{
    struct reminding house;
    enum pal_rc rc = begin(errand, now->project, &house);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = is_newest(mails, i) ? renew_one(errand, &house, now, &mails[i]) : PAL_OK;
    }
    pal_app_done(&house.app);
    return rc;
}

enum pal_rc pal_reminders_renew(struct pal_errand *errand, const char *sending)
{
    struct pal_sending_now now;
    struct pal_mail_row *mails = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_sending_now(errand, sending, &now);
    const struct pal_mail_row_of of = {now.project, PAL_SENDING_KIND, sending, NULL};
    rc = rc == PAL_OK ? pal_mail_row_list_of(errand->db, &of, NULL, PAL_MAIL_LISTED, errand->arena,
                                             &mails, &count)
                      : rc;
    if (rc != PAL_OK || count == 0) {
        return pal_errand_explain(errand, rc);
    }
    /* Under seal those who have handed in look as the others do: theirs are not sent in the end. */
    bool is_renewed = now.waits || (now.is_sealed && now.state == PAL_SENDING_SUBMITTED &&
                                    now.until > errand->now);
    rc = pal_sending_mail_withdraw(errand, sending, NULL, PAL_REMINDER_MAIL);
    return rc == PAL_OK && is_renewed && pal_mail_is_configured(errand->house)
               ? pal_errand_explain(errand, renew_all(errand, &now, mails, count))
               : rc;
}
