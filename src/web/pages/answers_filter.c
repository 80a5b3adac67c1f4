#include "web/pages/answers_filter.h"

#include <string.h>

#include "base/fold.h"
#include "web/web_parts.h"

const char *const pal_read_show_ids[PAL_SHOW_COUNT] = {
    "",       "failed", "decisive", "findings", "open",       "to-decide", "unanswered", "unproven",
    "secret", "new",    "again",    "before",   "asked-back", "replied",   "own"};

const char *pal_read_show_title(struct pal_call *call, enum pal_read_show show)
{
    static const char *const titles[PAL_SHOW_COUNT] = {
        [PAL_SHOW_ALL] = PAL_N_("All"),
        [PAL_SHOW_FAILED] = PAL_N_("Failed"),
        [PAL_SHOW_DECISIVE] = PAL_N_("Decisive failures"),
        [PAL_SHOW_FINDINGS] = PAL_N_("Findings"),
        [PAL_SHOW_OPEN] = PAL_N_("Not settled"),
        [PAL_SHOW_TO_DECIDE] = PAL_N_("To decide"),
        [PAL_SHOW_UNANSWERED] = PAL_N_("Not answered"),
        [PAL_SHOW_UNPROVEN] = PAL_N_("Without proof"),
        [PAL_SHOW_SECRET] = PAL_N_("Business secret"),
        [PAL_SHOW_NEW] = PAL_N_("New since I looked"),
        [PAL_SHOW_AGAIN] = PAL_N_("Changed after submission"),
        [PAL_SHOW_BEFORE] = PAL_N_("Marked before the change"),
        [PAL_SHOW_ASKED_BACK] = PAL_N_("Asked back, not replied yet"),
        [PAL_SHOW_REPLIED] = PAL_N_("Replied to what was asked back"),
        [PAL_SHOW_OWN] = PAL_N_("For the expert to observe")};
    return pal_call_tr(call, titles[show]);
}

bool pal_read_shows(enum pal_read_show show, const struct pal_read_traits *traits,
                    const struct pal_looked_answer *answer)
{
    const bool is_so[PAL_SHOW_COUNT] = {
        [PAL_SHOW_ALL] = true,
        [PAL_SHOW_FAILED] = traits->is_failed,
        [PAL_SHOW_DECISIVE] = traits->is_failed && traits->is_decisive,
        [PAL_SHOW_FINDINGS] = traits->is_finding,
        [PAL_SHOW_OPEN] = traits->is_open,
        [PAL_SHOW_TO_DECIDE] = traits->to_decide,
        [PAL_SHOW_UNANSWERED] = answer->is_asked && traits->is_put && !traits->is_answered,
        [PAL_SHOW_UNPROVEN] = traits->is_answered && !traits->has_proof,
        [PAL_SHOW_SECRET] = traits->is_secret,
        [PAL_SHOW_NEW] = traits->is_new,
        [PAL_SHOW_AGAIN] = traits->is_submitted_again,
        [PAL_SHOW_BEFORE] = traits->is_marked_before,
        [PAL_SHOW_ASKED_BACK] = traits->is_asked_back,
        [PAL_SHOW_REPLIED] = traits->is_replied,
        [PAL_SHOW_OWN] = !answer->is_asked,
    };
    return show >= PAL_SHOW_COUNT || is_so[show];
}

/* What is looked for, read once. */
struct wanted {
    const char *topic;
    const char *state;
    const char *words; /* folded; NULL: none */
    enum pal_read_show show;
};

static struct wanted find_wanted(struct pal_call *call)
{
    const char *show = pal_call_query(call, "show");
    const char *words = pal_call_query(call, "q");
    struct wanted out = {.topic = pal_call_query(call, "topic"),
                         .state = pal_call_query(call, "state")};
    for (int i = 0; show != NULL && i < PAL_SHOW_COUNT; i++) {
        out.show = strcmp(pal_read_show_ids[i], show) == 0 ? (enum pal_read_show)i : out.show;
    }
    out.words = words != NULL ? pal_fold(call->request->arena, words) : NULL;
    call->failed = call->failed || (words != NULL && out.words == NULL);
    return out;
}

static bool holds_words(struct pal_call *call, const char *words,
                        const struct pal_looked_answer *answer)
{
    const char *text =
        pal_call_printf(call, "%s %s", answer->part, pal_read_question(call, answer));
    const char *folded = pal_fold(call->request->arena, text);
    call->failed = call->failed || folded == NULL;
    return folded != NULL && strstr(folded, words) != NULL;
}

static bool is_wanted(struct pal_call *call, const struct wanted *wanted,
                      const struct pal_read *read, const struct pal_looked_answer *answer)
{
    const struct pal_read_traits traits = pal_read_traits(read, answer);
    return pal_read_shows(wanted->show, &traits, answer) &&
           (wanted->topic == NULL ||
            strcmp(wanted->topic, pal_read_topic(call, read, answer).id) == 0) &&
           (wanted->state == NULL ||
            (traits.is_answered && strcmp(wanted->state, pal_basis_ids[answer->state]) == 0)) &&
           (wanted->words == NULL || holds_words(call, wanted->words, answer));
}

const struct pal_looked_answer **pal_read_chosen(struct pal_call *call, const struct pal_read *read,
                                                 size_t *count)
{
    const struct wanted wanted = find_wanted(call);
    const struct pal_looked_answer **out =
        PAL_NEW(call->request->arena, const struct pal_looked_answer *, read->looking.count + 1);
    *count = 0;
    for (size_t i = 0; out != NULL && i < read->looking.count; i++) {
        if (is_wanted(call, &wanted, read, &read->looking.answers[i])) {
            out[(*count)++] = &read->looking.answers[i];
        }
    }
    return out;
}

const char *pal_read_kept(struct pal_call *call, const char *url)
{
    static const char *const names[] = {"q", "topic", "show", "state"};
    char mark = '?';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = pal_call_query(call, names[i]);
        if (value != NULL) {
            url = pal_call_printf(call, "%s%c%s=%s", url, mark, names[i],
                                  pal_call_escaped(call, value));
            mark = '&';
        }
    }
    return url;
}
