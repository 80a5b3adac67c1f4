#include "web/pages/asked_back.h"

#include <string.h>

#include "app/house/contributors.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

/* -------------------------------------------------------------------------- who */

static const char *account_in(const char *principal)
{
    static const char account[] = "person:";
    const size_t len = sizeof account - 1;
    return strncmp(principal, account, len) == 0 ? principal + len : NULL;
}

/* Names of those with accounts, and of those who gave one with a link: these are told to whoever
 * answers, too, and to whoever carries out the assessment. NULL each: none is known. */
static enum pal_rc find_names(struct pal_call *call, const struct pal_back_at *at,
                              const struct pal_back_thread *thread, const char ***out)
{
    const char **ids = PAL_NEW(call->request->arena, const char *, thread->count + 1);
    const char **names = PAL_NEW(call->request->arena, const char *, thread->count + 1);
    bool may = at->is_place || pal_errand_may(&call->errand, PAL_MAY_ASSESS, at->sending->project);
    *out = names;
    if (ids == NULL || names == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < thread->count; i++) {
        const struct pal_back_words *words = &thread->words[i];
        const char *account = account_in(words->by);
        ids[i] = account != NULL ? account : may && words->name != NULL ? words->name : "";
    }
    return thread->count > 0
               ? pal_contributors_names(&call->errand, at->sending->id, ids, thread->count, names)
               : PAL_OK;
}

/* "Anna, operations"; "Eva Expert"; "a link". */
static const char *who_said(struct pal_call *call, const struct pal_back_words *words,
                            const char *name)
{
    bool has_name = name != NULL && name[0] != '\0';
    bool has_role = words->role != NULL && words->role[0] != '\0';
    if (has_name) {
        return has_role ? pal_call_printf(call, "%s, %s", name, words->role) : name;
    }
    return has_role                             ? words->role
           : strcmp(words->by, "operator") == 0 ? pal_call_tr(call, "the operator")
           : account_in(words->by) != NULL      ? pal_call_tr(call, "somebody who was erased")
                                                : pal_call_tr(call, "a link");
}

/* ------------------------------------------------------------------------- words */

static const char *title_of(struct pal_call *call, enum pal_asked_back state)
{
    static const char *const titles[PAL_BACK_STATES] = {
        [PAL_BACK_ASKED] = PAL_N_("asked back"),
        [PAL_BACK_SAID] = PAL_N_("remark"),
        [PAL_BACK_REPLIED] = PAL_N_("reply"),
        [PAL_BACK_SETTLED] = PAL_N_("settled"),
    };
    return pal_call_tr(call, titles[state]);
}

static void put_words(struct pal_call *call, const struct pal_back_thread *thread,
                      const char *const *names, struct pal_value *shown, struct pal_value *data)
{
    struct pal_value *list = pal_put_list(shown, "words");
    struct pal_value *told = data != NULL ? pal_put_list(data, "words") : NULL;
    for (size_t i = 0; i < thread->count; i++) {
        const struct pal_back_words *words = &thread->words[i];
        const char *text = words->text[0] != '\0' ? words->text : NULL;
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", title_of(call, words->state));
        pal_put_text(row, "who", who_said(call, words, names[i]));
        pal_put_text(row, "at", pal_call_time(call, words->at));
        pal_put_text(row, "text", text);
        pal_put_boolean(row, "is_reply", words->state == PAL_BACK_REPLIED);
        pal_put_boolean(row, "is_erased", words->is_erased);
        pal_put_text(row, "until", words->until != 0 ? pal_call_time(call, words->until) : NULL);
        if (told != NULL) {
            struct pal_value *one = pal_add_object(told);
            pal_put_text(one, "state", pal_asked_back_ids[words->state]);
            pal_put_integer(one, "turn", words->turn);
            pal_put_text(one, "at", pal_call_time(call, words->at));
            pal_put_text(one, "by", who_said(call, words, names[i]));
            pal_put_text(one, "text", text);
            pal_put_text(one, "until",
                         words->until != 0 ? pal_call_time(call, words->until) : NULL);
        }
    }
}

/* Whether anything may be said about it now, or settled. */
static bool may_say(struct pal_call *call, const struct pal_back_at *at,
                    const struct pal_back_thread *thread)
{
    return at->act != NULL && pal_back_may_say(&call->errand, at->may, thread, at->is_place);
}

/* What may be said next. */
static void put_form(struct pal_call *call, const struct pal_back_at *at,
                     const struct pal_back_thread *thread, bool again, struct pal_value *row)
{
    bool is_any = thread->turn > 0;
    bool is_awaited = pal_back_is_awaited(&call->errand, thread);
    const char *sent = again ? pal_call_typed(call, "text") : NULL;
    if (!may_say(call, at, thread)) {
        return;
    }
    struct pal_value *form = pal_put_object(row, "form");
    pal_put_text(form, "act", at->act);
    pal_put_text(form, "act_id", pal_facts_new_id(&call->errand));
    pal_put_integer(form, "turn", thread->turn);
    pal_put_text(form, "id", pal_call_printf(call, "back-%s", thread->question));
    pal_put_text(form, "text", sent != NULL ? sent : "");
    pal_put_text(form, "error", again ? pal_call_told(call, "text") : NULL);
    pal_put_integer(form, "most", PAL_ASKED_BACK_TEXT);
    pal_put_text(form, "who_url", at->who_url);
    pal_put_boolean(form, "is_open", is_awaited || again || (!at->is_place && is_any));
    pal_put_boolean(form, "is_place", at->is_place);
    pal_put_boolean(form, "is_awaited", is_awaited);
    pal_put_boolean(form, "can_ask", at->may->ask);
    pal_put_boolean(form, "has_words", at->is_place || at->may->ask);
    pal_put_boolean(form, "can_settle", is_any && thread->state != PAL_BACK_SETTLED);
}

enum pal_rc pal_back_put(struct pal_call *call, const struct pal_back_at *at,
                         const struct pal_back_thread *thread, bool again, struct pal_value *row,
                         struct pal_value *data)
{
    const char **names = NULL;
    bool is_any = thread->turn > 0;
    if (!is_any && !may_say(call, at, thread)) {
        pal_put_null(row, "back");
        return PAL_OK;
    }
    enum pal_rc rc = find_names(call, at, thread, &names);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *back = pal_put_object(row, "back");
    if (data != NULL) {
        pal_put_text(data, "question", thread->question);
        pal_put_text(data, "state", is_any ? pal_asked_back_ids[thread->state] : NULL);
        pal_put_integer(data, "turn", thread->turn);
    }
    put_words(call, thread, names, back, data);
    pal_put_boolean(back, "is_any", is_any);
    pal_put_boolean(back, "is_awaited", pal_back_is_awaited(&call->errand, thread));
    pal_put_boolean(back, "is_replied", is_any && thread->state == PAL_BACK_REPLIED);
    pal_put_text(back, "code", thread->question);
    put_form(call, at, thread, again, back);
    return PAL_OK;
}

/* ------------------------------------------------------------------------ counts */

const char *pal_back_words_of(struct pal_call *call, size_t asked, size_t replied)
{
    const struct pal_language *in = &call->language;
    const char *waiting =
        asked > 0 ? pal_call_printf(call,
                                    pal_tr_n(in, "%zu answer asked back, not replied to yet",
                                             "%zu answers asked back, not replied to yet", asked),
                                    asked)
                  : "";
    const char *there = replied > 0 ? pal_call_printf(call,
                                                      pal_tr_n(in, "%zu reply to look at",
                                                               "%zu replies to look at", replied),
                                                      replied)
                                    : "";
    return asked > 0 && replied > 0 ? pal_call_printf(call, "%s, %s", waiting, there)
           : asked > 0              ? waiting
                                    : there;
}

const char *pal_back_put_counts(struct pal_call *call, struct pal_value *row,
                                const struct pal_back_count *counts, size_t count,
                                const char *sending)
{
    size_t asked = 0;
    size_t replied = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(counts[i].sending, sending) == 0) {
            asked = counts[i].asked;
            replied = counts[i].replied;
        }
    }
    pal_put_integer(row, "asked_back", (int64_t)asked);
    pal_put_integer(row, "replied", (int64_t)replied);
    return pal_back_words_of(call, asked, replied);
}

/* ------------------------------------------------------------------------ saying */

enum pal_rc pal_back_do(struct pal_call *call, const struct pal_back_sent *sent)
{
    const char *turn = pal_call_word(call, "turn");
    struct pal_act_done done = {0};
    const struct pal_back_wish wish = {.sending = sent->sending,
                                       .question = sent->question,
                                       .act = pal_act_id(call),
                                       .turn = turn[0] != '\0' ? pal_whole_number(turn) : 0,
                                       .state = sent->state,
                                       .text = pal_call_word(call, "text"),
                                       .by = sent->by};
    enum pal_rc rc = pal_asked_back_say(&call->errand, &wish, &done);
    return pal_act_answer(call, rc, &done);
}
