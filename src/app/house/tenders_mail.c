/* tenders_mail - what all who take part in a consultation are told by mail, at the same moment; see
 * tenders_parts.h. The addresses are those that their invitations went to. */
#include <string.h>

#include "app/house/annex_parts.h"
#include "app/house/answers_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/mail_parts.h"
#include "app/house/procedures.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/tender_request.h"
#include "app/house/tenders_parts.h"
#include "base/buf.h"
#include "base/zone.h"
#include "core/case/messages.h"

enum { GIVEN_MOST = 24, FACTS_MOST = 8 };

/* What is told, and to whom it goes. */
struct telling {
    const char *use;                          /* of messages */
    const char *what;                         /* of the mails */
    const char *facts[2];                     /* words that hold; NULL: none */
    const struct pal_tender_request *request; /* whose items are told, too; NULL: none */
    struct pal_placeholder given[GIVEN_MOST];
    size_t count;
};

static void give(struct telling *of, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0' && of->count < GIVEN_MOST) {
        of->given[of->count++] = (struct pal_placeholder){name, text};
    }
}

/* As the annex has it, which all who take part have read; else the id of the project. */
static const char *reference_of(struct pal_errand *errand, const char *project, const char *annex)
{
    struct pal_annex fixed;
    const struct pal_err kept = errand->err;
    bool is_known = annex != NULL && pal_annex_find(errand, project, annex, &fixed) == PAL_OK;
    errand->err = kept;
    const char *said = is_known ? fixed.plan.choices[PAL_ANNEX_REFERENCE] : NULL;
    return said != NULL ? said : project;
}

static const char *time_of(struct pal_errand *errand, int64_t at, bool is_day)
{
    char text[PAL_ZONE_TEXT];
    const struct pal_zone *zone = pal_house_zone(errand->house, NULL);
    if (is_day) {
        pal_zone_write_day(zone, at, text);
    } else {
        pal_zone_write_time(zone, at, text);
    }
    return pal_arena_copy(errand->arena, text, strlen(text));
}

/* The subject, and the paragraphs with an empty line between each two. */
static enum pal_rc write_mail(struct pal_errand *errand, const struct pal_messages *messages,
                              const struct pal_message_asked *asked, struct pal_mail_wish *out)
{
    struct pal_message_written written;
    struct pal_buf buf;
    enum pal_rc rc = pal_messages_write(messages, asked, errand->arena, &written);
    pal_buf_init(&buf, PAL_MAIL_BODY, errand->arena->alloc);
    for (size_t i = 0; rc == PAL_OK && i < written.count; i++) {
        const struct pal_message_line *line = &written.lines[i];
        if (line->of->kind == PAL_MESSAGE_SUBJECT) {
            out->title = pal_arena_printf(errand->arena, "%.*s", PAL_MAIL_LINE, line->text);
        } else {
            pal_buf_printf(&buf, "%s\n\n", line->text);
        }
    }
    const char *text = pal_buf_text(&buf);
    out->body = text != NULL ? pal_arena_copy(errand->arena, text, buf.len) : NULL;
    pal_buf_done(&buf);
    return rc == PAL_OK && (out->body == NULL || out->title == NULL) ? PAL_E_MEMORY : rc;
}

/* A question as it is called and in words; of what lies above the target of an area, that area. */
static void say_question(struct pal_errand *errand, const struct pal_questionnaire *of,
                         const char *part, enum pal_lang lang, struct pal_placeholder out[2])
{
    const size_t prefix = strlen(PAL_ANSWER_ABOVE);
    int at = pal_questionnaire_find(of, part);
    const struct pal_area *area = strncmp(part, PAL_ANSWER_ABOVE, prefix) == 0
                                      ? pal_model_area(of->model, part + prefix)
                                      : NULL;
    const char *text = at >= 0        ? pal_text_in(&of->questions[at].question, lang)
                       : area != NULL ? pal_text_in(&area->title, lang)
                                      : part;
    out[0] = (struct pal_placeholder){"question_id", area != NULL ? part + prefix : part};
    out[1] =
        (struct pal_placeholder){"question", pal_arena_copy(errand->arena, text, strlen(text))};
}

/* What is asked of one candidate, a line for each answer: three placeholders each. */
static enum pal_rc list_items(struct pal_errand *errand, const struct pal_tender_request *request,
                              const struct pal_sending *sending, enum pal_lang lang,
                              struct pal_message_repeated *out)
{
    enum { EACH = 3 };
    struct pal_placeholders *each = PAL_NEW(errand->arena, struct pal_placeholders, request->count);
    struct pal_placeholder *given =
        PAL_NEW(errand->arena, struct pal_placeholder, request->count * EACH);
    const struct pal_questionnaire *of = NULL;
    struct pal_app app;
    size_t count = 0;
    if (each == NULL || given == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_app_init_in(&app, errand->arena->alloc);
    app.voice = errand->voice;
    pal_house_use(errand, &app);
    enum pal_rc rc = pal_sending_questionnaire(errand, &app, sending, &of);
    for (size_t i = 0; i < request->count && rc == PAL_OK; i++) {
        const struct pal_request_item *item = &request->items[i];
        if (strcmp(item->sending, sending->id) == 0) {
            struct pal_placeholder *of_one = &given[count * EACH];
            say_question(errand, of, item->question, lang, of_one);
            of_one[2] = (struct pal_placeholder){"request", item->text};
            each[count++] = (struct pal_placeholders){of_one, EACH};
        }
    }
    pal_app_done(&app);
    *out = (struct pal_message_repeated){.id = "request.item", .each = each, .count = count};
    return rc;
}

enum pal_rc pal_tender_invitation(struct pal_errand *errand, const struct pal_sending *sending,
                                  struct pal_mail_row *out)
{
    const struct pal_mail_row_of about = {.project = sending->project,
                                          .kind = PAL_SENDING_KIND,
                                          .subject = sending->id,
                                          .part = NULL};
    struct pal_mail_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_mail_row_list_of(errand->db, &about, "invitation", 1, errand->arena, &rows, &count);
    if (rc == PAL_OK && (count == 0 || rows[0].address[0] == '\0')) {
        return PAL_E_NOT_FOUND;
    }
    *out = rc == PAL_OK ? rows[0] : (struct pal_mail_row){.id = NULL};
    return rc;
}

/* One, where the invitation went to an address. */
static enum pal_rc tell_one(struct pal_errand *errand, const struct pal_messages *messages,
                            const struct pal_procedure *procedure, const struct telling *of,
                            const struct pal_sending *sending)
{
    struct pal_mail_row invitation;
    const char *facts[FACTS_MOST];
    struct pal_message_repeated items;
    enum pal_rc rc = pal_tender_invitation(errand, sending, &invitation);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
    }
    struct pal_mail_wish wish = {.about = {sending->project, PAL_SENDING_KIND, sending->id, ""},
                                 .what = of->what,
                                 .address = invitation.address,
                                 .name = ""};
    (void)pal_lang_find(invitation.language, &wish.lang);
    struct pal_message_asked asked = {.use = of->use,
                                      .facts = {facts, pal_messages_facts(procedure, facts)},
                                      .given = {of->given, of->count},
                                      .lang = wish.lang};
    for (size_t i = 0; i < sizeof of->facts / sizeof *of->facts; i++) {
        if (of->facts[i] != NULL) {
            facts[asked.facts.count++] = of->facts[i];
        }
    }
    if (of->request != NULL) {
        rc = list_items(errand, of->request, sending, wish.lang, &items);
        asked.repeated = &items;
        asked.repeated_count = 1;
    }
    rc =
        rc == PAL_OK ? pal_errand_explain(errand, write_mail(errand, messages, &asked, &wish)) : rc;
    return rc == PAL_OK ? pal_mail_put(errand, &wish, NULL) : rc;
}

/* Those of a consultation, or one of them. */
static bool is_told(const struct pal_sending *sending, const char *tender, const char *alone)
{
    return sending->tender != NULL && strcmp(sending->tender, tender) == 0 &&
           (alone == NULL || strcmp(sending->id, alone) == 0);
}

/* `alone`: one questionnaire of it; NULL: all. */
static enum pal_rc tell(struct pal_errand *errand, const char *project, const char *tender,
                        const char *alone, const struct telling *of)
{
    const struct pal_messages *messages = NULL;
    const struct pal_procedure *procedure = NULL;
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    struct pal_app app;
    if (!pal_mail_is_configured(errand->house)) {
        return PAL_OK;
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    enum pal_rc rc = pal_house_procedure(errand, &app, project, &procedure);
    rc = rc == PAL_OK ? pal_house_messages(errand, &app, &messages) : rc;
    rc = rc == PAL_OK ? pal_sendings_list(errand, project, &sendings, &count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = is_told(&sendings[i], tender, alone)
                 ? tell_one(errand, messages, procedure, of, &sendings[i])
                 : PAL_OK;
    }
    pal_app_done(&app);
    return rc;
}

enum pal_rc pal_tender_mail_told(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_tender tender;
    const char *id = pal_fact_word(errand, row, "tender");
    bool is_correction = pal_fact_word(errand, row, "correction") != NULL;
    enum pal_rc rc = pal_tender_find(errand, row->subject, id, &tender);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    const char *about = pal_fact_word(errand, row, "about");
    struct telling of = {.use = is_correction ? "content" : "clarify_all",
                         .what = is_correction ? "correction" : "answer-to-all"};
    give(&of, "reference", reference_of(errand, row->subject, tender.annex));
    give(&of, "number", pal_arena_printf(errand->arena, "%lld", (long long)row->turn));
    give(&of, "part", about != NULL ? about : is_correction ? "–" : NULL);
    give(&of, "question", pal_fact_word(errand, row, "question"));
    give(&of, "answer", pal_fact_word(errand, row, "answer"));
    give(&of, "before", pal_fact_word(errand, row, "question"));
    give(&of, "after", pal_fact_word(errand, row, "answer"));
    give(&of, "closing", time_of(errand, tender.closing, false));
    give(&of, "time_zone", pal_house_zone(errand->house, NULL)->name);
    return tell(errand, row->subject, id, NULL, &of);
}

enum pal_rc pal_tender_mail_moved(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_row before;
    bool is_cancelled = strcmp(row->state, "cancelled") == 0;
    if (row->turn < 2 || (!is_cancelled && strcmp(row->state, "running") != 0)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_fact_before(errand, row, &before);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    int64_t now = pal_sending_seconds(pal_fact_word(errand, row, "closing"));
    struct telling of = {.use = is_cancelled ? "cancel" : "date",
                         .what = is_cancelled ? "cancelled" : "closing-moved"};
    give(&of, "reference", reference_of(errand, row->subject, pal_fact_word(errand, row, "annex")));
    give(&of, "buyer", errand->principal.name);
    give(&of, "project_title", row->subject);
    give(&of, "closing",
         time_of(errand, pal_sending_seconds(pal_fact_word(errand, &before, "closing")), false));
    give(&of, "new_closing", time_of(errand, now, false));
    give(&of, "new_closing_day", time_of(errand, now, true));
    give(&of, "time_zone", pal_house_zone(errand->house, NULL)->name);
    give(&of, "reason", pal_fact_word(errand, row, "reason"));
    return tell(errand, row->subject, row->part, NULL, &of);
}

enum pal_rc pal_tender_mail_request(struct pal_errand *errand, const char *project,
                                    const struct pal_tender_request *request,
                                    const struct pal_sending *sending)
{
    struct telling of = {.use = "request",
                         .what = "request",
                         .facts = {pal_request_sort_ids[request->sort], "link_given"},
                         .request = request};
    struct pal_tender tender;
    enum pal_rc rc = pal_tender_find(errand, project, sending->tender, &tender);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    give(&of, "reference", reference_of(errand, project, tender.annex));
    give(&of, "due", time_of(errand, request->until, false));
    give(&of, "time_zone", pal_house_zone(errand->house, NULL)->name);
    return tell(errand, project, sending->tender, sending->id, &of);
}
