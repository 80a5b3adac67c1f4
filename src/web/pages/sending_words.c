/* sending_words - questionnaires that were sent, in words: to whom, how far, until when, how one
 * invites to answer. See sending_page.h. */
#include <stdio.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/mail.h"
#include "base/date.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "web/pages/asked_back.h"
#include "web/pages/pages.h"
#include "web/pages/sending_page.h"

enum { DAY = 24 * 3600, HOUR = 3600, MINUTE = 60, AFTERNOON = 17 };

const char *pal_sending_whom(struct pal_call *call, enum pal_actor to, const char *provider)
{
    switch (to) {
    case PAL_ACTOR_PROVIDER:
        return provider != NULL ? provider : pal_call_tr(call, "the provider");
    case PAL_ACTOR_PROJECT_MANAGER:
        return pal_call_tr(call, "the project manager");
    case PAL_ACTOR_EXPERT:
    case PAL_ACTOR_COUNT:
        break;
    }
    return provider != NULL
               ? pal_call_printf(call, pal_call_tr(call, "the expert, about %s"), provider)
               : pal_call_tr(call, "the expert");
}

const char *pal_sending_state_said(struct pal_call *call, const struct pal_sending *sending)
{
    return pal_sending_is_late(sending)
               ? pal_call_tr(call, "the time is over")
               : pal_call_tr(call, pal_case_tables[PAL_CASE_SENDING].states[sending->state].title);
}

void pal_sending_tell(struct pal_call *call, struct pal_value *row,
                      const struct pal_sending *sending)
{
    pal_put_text(row, "id", sending->id);
    pal_put_text(row, "title", sending->title);
    pal_put_text(row, "to", pal_actor_ids[sending->to]);
    pal_put_text(row, "provider", sending->provider);
    pal_put_text(row, "tier", pal_tier_ids[sending->tier]);
    pal_put_integer(row, "questions", (int64_t)(sending->question_count + sending->above_count));
    pal_put_text(row, "state", sending->state_id);
    pal_put_text(row, "until", sending->until != 0 ? pal_call_time(call, sending->until) : NULL);
    pal_put_boolean(row, "is_late", pal_sending_is_late(sending));
    pal_put_text(row, "sent_at", pal_call_time(call, sending->written_at));
    pal_put_text(row, "said_by", pal_call_is_pass(call) ? NULL : sending->said_by);
    pal_put_text(row, "said_at",
                 sending->said_at != 0 ? pal_call_time(call, sending->said_at) : NULL);
    pal_put_integer(row, "turn", sending->turn);
}

/* ------------------------------------------------------------------- until when */

static int64_t epoch_minutes(void)
{
    uint64_t minutes = 0;
    (void)pal_instant_read("1970-01-01", &minutes);
    return (int64_t)minutes;
}

static int64_t shown_at(const struct pal_call *call, int64_t at)
{
    return at + pal_zone_offset(call->zone, at);
}

int64_t pal_until_in(const struct pal_call *call, unsigned days)
{
    int64_t shown = shown_at(call, call->errand.now + (int64_t)days * DAY);
    return pal_zone_at(call->zone, shown - shown % DAY + (int64_t)AFTERNOON * HOUR, true);
}

const char *pal_until_day(struct pal_call *call, int64_t at)
{
    return pal_call_day(call, shown_at(call, at));
}

const char *pal_until_time(struct pal_call *call, int64_t at)
{
    int64_t minutes = shown_at(call, at) % DAY / MINUTE;
    return pal_call_printf(call, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

void pal_until_put(struct pal_call *call, int64_t at)
{
    char clock[PAL_ZONE_TEXT];
    int64_t last = call->errand.now + (int64_t)PAL_PASS_DAYS * DAY;
    pal_zone_write_time(call->zone, at, clock);
    const char *offset = strstr(clock, "UTC");
    pal_call_form(call, "until", pal_until_day(call, at));
    pal_call_form(call, "time", pal_until_time(call, at));
    pal_set_text(call->page, "until_least", pal_until_day(call, call->errand.now));
    pal_set_text(call->page, "until_most", pal_until_day(call, last));
    pal_set_text(call->page, "zone",
                 call->zone->name[0] != '\0' ? call->zone->name
                 : offset != NULL            ? offset
                                             : "UTC");
}

/* "17:00" or nothing, which is that, too; -1: it is no time of a day. */
static int64_t seconds_of(const char *time)
{
    bool is_like = strlen(time) == 5 && time[2] == ':' && strspn(time, "0123456789:") == 5;
    int hours = is_like ? (time[0] - '0') * 10 + (time[1] - '0') : AFTERNOON;
    int minutes = is_like ? (time[3] - '0') * 10 + (time[4] - '0') : 0;
    return (time[0] == '\0' || is_like) && hours < 24 && minutes < 60
               ? (int64_t)hours * HOUR + (int64_t)minutes * MINUTE
               : -1;
}

enum pal_rc pal_until_read(struct pal_call *call, int64_t *out)
{
    const char *day = pal_call_word(call, "until");
    int64_t time = seconds_of(pal_call_word(call, "time"));
    uint64_t minutes = 0;
    *out = 0;
    if (day[0] == '\0' || pal_zone_instant(day, out)) {
        return PAL_OK;
    }
    if (!pal_date_check(day) || !pal_instant_read(day, &minutes)) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "until",
                                  "%s is no day and no time of the calendar: write a day that "
                                  "is to come as 2027-03-31, or a time as 2027-03-31T17:00:00Z",
                                  pal_quote(day).text);
    }
    if (time < 0) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "time",
                                  "a time of the day is needed, as 17:00");
    }
    *out = pal_zone_at(call->zone, ((int64_t)minutes - epoch_minutes()) * MINUTE + time, true);
    *out = *out > 0 ? *out : 1; /* long ago is no time that was left out */
    return PAL_OK;
}

/* ------------------------------------------------------------------ of a project */

static const char *joined(struct pal_call *call, const char *words, const char *more)
{
    return words[0] != '\0' && more[0] != '\0' ? pal_call_printf(call, "%s, %s", words, more)
           : more[0] != '\0'                   ? more
                                               : words;
}

/* "3 open, 1 submitted"; "": none was sent. */
static const char *counted(struct pal_call *call, const struct pal_case_sent *sent)
{
    const struct pal_language *in = &call->language;
    const size_t closed = sent->count - sent->open - sent->submitted - sent->over;
    const char *open =
        sent->open > 0
            ? pal_call_printf(call, pal_tr_n(in, "%zu open", "%zu open", sent->open), sent->open)
            : "";
    const char *over = sent->over > 0
                           ? pal_call_printf(call,
                                             pal_tr_n(in, "%zu not answered in time",
                                                      "%zu not answered in time", sent->over),
                                             sent->over)
                           : "";
    const char *submitted =
        sent->submitted > 0
            ? pal_call_printf(call, pal_tr_n(in, "%zu submitted", "%zu submitted", sent->submitted),
                              sent->submitted)
            : "";
    const char *ended =
        closed > 0 ? pal_call_printf(call, pal_tr_n(in, "%zu closed", "%zu closed", closed), closed)
                   : "";
    return joined(call, joined(call, joined(call, open, submitted), over), ended);
}

/* What was asked back in all of them; where it is of one alone the way leads there. */
static enum pal_rc put_back(struct pal_call *call, const char *project, struct pal_value *row)
{
    struct pal_back_count *counts = NULL;
    size_t count = 0;
    size_t asked = 0;
    size_t replied = 0;
    enum pal_rc rc = pal_asked_back_count(&call->errand, project, &counts, &count);
    for (size_t i = 0; i < count; i++) {
        asked += counts[i].asked;
        replied += counts[i].replied;
    }
    pal_put_text(row, "back", count > 0 ? pal_back_words_of(call, asked, replied) : NULL);
    pal_put_text(row, "back_url",
                 count == 1 ? pal_call_printf(call, "/sendings/%s", counts[0].sending)
                            : pal_call_printf(call, "/projects/%s/questionnaires", project));
    return rc;
}

enum pal_rc pal_sendings_line(struct pal_call *call, const char *project,
                              const struct pal_case_of *of)
{
    struct pal_value *row = pal_value_object(&call->values);
    const char *words = counted(call, &of->sent);
    pal_put_text(row, "words", words[0] != '\0' ? words : NULL);
    pal_put_text(row, "url", pal_call_printf(call, "/projects/%s/questionnaires", project));
    pal_set(call->page, "sendings", row);
    return of->sent.count > 0 ? put_back(call, project, row) : PAL_OK;
}

/* -------------------------------------------------------------------- inviting */

const char *pal_work_range(struct pal_call *call, const struct pal_language *language,
                           const struct pal_range *minutes)
{
    enum { HALF = 30, WHOLE = 60 };
    uint32_t low = (minutes->low + HALF) / WHOLE;
    uint32_t high = (minutes->high + HALF) / WHOLE;
    if (minutes->high < WHOLE) {
        return pal_call_printf(call, pal_tr(language, "%u to %u minutes"), minutes->low,
                               minutes->high);
    }
    return low == high ? pal_call_printf(call, pal_tr(language, "about %u h"), low)
                       : pal_call_printf(call, pal_tr(language, "%u to %u hours"), low, high);
}

/* What the recipient reckons with; "": the questionnaire does not say. */
static const char *takes(struct pal_call *call, const struct pal_language *language,
                         const struct pal_asked_work *work)
{
    return work->first_minutes.high > 0
               ? pal_call_printf(
                     call,
                     pal_tr(language,
                            " The first time it takes some %s, and %s where answers are used "
                            "again."),
                     pal_work_range(call, language, &work->first_minutes),
                     pal_work_range(call, language, &work->again_minutes))
               : "";
}

/* "Questionnaire: …", no longer than the subject of a mail may be. */
static const char *letter_title(struct pal_call *call, const struct pal_language *in,
                                const char *project)
{
    char title[PAL_MAIL_LINE + 1];
    (void)snprintf(title, sizeof title, pal_tr(in, "Questionnaire: %s"), project);
    pal_utf8_trim(title);
    return pal_call_printf(call, "%s", title);
}

struct pal_sending_letter pal_invitation_write(struct pal_call *call,
                                               const struct pal_invitation_of *of)
{
    const struct pal_language in = pal_library_language(of->lang);
    const struct pal_asked_work *work = of->work;
    const char *name = call->errand.principal.name;
    char until[PAL_ZONE_TEXT];
    pal_zone_write_time(call->zone, of->until, until);
    return (struct pal_sending_letter){
        .lang = of->lang,
        .title = letter_title(call, &in, of->project),
        .body = pal_call_printf(
            call,
            pal_tr(&in,
                   "Hello,\n\nfor the project \"%s\" we ask you to answer a questionnaire: %zu "
                   "questions, %zu figures, %zu proofs.%s\n\nThis link opens it; no account is "
                   "needed:\n%s\n\nYou can answer until %s, stop and go on, alone or with "
                   "colleagues. All of it can be read and printed before you begin. We see nothing "
                   "of it before you submit it.\n\nWhoever has the link can answer: please give it "
                   "to nobody but those who are to.%s%s\n\n%s\n"),
            of->project, work->questions, work->figures, work->proofs, takes(call, &in, work),
            of->link, until, of->privacy[0] != '\0' ? "\n\n" : "", of->privacy,
            name != NULL ? name : "")};
}
