/* asked_back - words beside an answer as both sides see them: on the page on which it is read, and
 * at its question in the place where it was given. Private to src/web/pages. */
#ifndef PAL_WEB_PAGES_ASKED_BACK_H
#define PAL_WEB_PAGES_ASKED_BACK_H

#include "app/house/asked_back.h"
#include "web/call.h"

/* Where the words of a question stand. */
struct pal_back_at {
    const struct pal_sending *sending;
    const struct pal_back_may *may;
    const char *act;     /* the address that takes what is said; NULL: nothing is said here now */
    const char *who_url; /* of whoever has not said in which role they answer; NULL: they have */
    bool is_place;       /* of those who answer; else of those who read */
};

/* What was said about one question, with the form of what is said next, as `back` of the row:
 * ui/web_asked_back.mustache. Null where there is nothing of it. `again`: what was typed into the
 * form of this question is shown again. `data` (may be NULL): the same for programs. */
enum pal_rc pal_back_put(struct pal_call *call, const struct pal_back_at *at,
                         const struct pal_back_thread *thread, bool again, struct pal_value *row,
                         struct pal_value *data) PAL_WARN_UNUSED;

/* What the form says, of a question. */
struct pal_back_sent {
    const char *sending;
    const char *question;
    const char *by; /* as in pal_back_wish */
    enum pal_asked_back state;
};
enum pal_rc pal_back_do(struct pal_call *call, const struct pal_back_sent *sent) PAL_WARN_UNUSED;

/* How many answers of a questionnaire wait for a reply, and how many were replied to: "asked_back"
 * and "replied" of the row. In words; "": none. */
const char *pal_back_put_counts(struct pal_call *call, struct pal_value *row,
                                const struct pal_back_count *counts, size_t count,
                                const char *sending);
/* Of all that a project has, in words; "": none. */
const char *pal_back_words_of(struct pal_call *call, size_t asked, size_t replied);

#endif
