/*
 * terminal - results as text for a terminal: coloured when asked, right at any width from 40.
 *
 * What matters most stands last, next to the prompt: the sums. All text from documents is passed
 * through pal_text_terminal, so that no document can move the cursor.
 */
#ifndef PAL_RENDER_TERMINAL_TERMINAL_H
#define PAL_RENDER_TERMINAL_TERMINAL_H

#include "base/buf.h"
#include "core/case/procedure.h"
#include "core/model/actions.h"
#include "render/view/view.h"

struct pal_terminal {
    const struct pal_language *language;
    struct pal_arena *arena;
    size_t columns;
    bool is_coloured;
};

enum pal_rc pal_terminal_score(const struct pal_terminal *terminal, const struct pal_scored *scored,
                               struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_plan(const struct pal_terminal *terminal, const struct pal_scored *scored,
                              const struct pal_plan *plan, const struct pal_actions *actions,
                              struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_compare(const struct pal_terminal *terminal,
                                 const struct pal_scored *scored,
                                 const struct pal_comparison *comparison,
                                 struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_model(const struct pal_terminal *terminal, const struct pal_model *model,
                               struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_alert(const struct pal_terminal *terminal,
                               const struct pal_alert_scheme *scheme,
                               struct pal_buf *out) PAL_WARN_UNUSED;
/* `alert` is the level in force as written; NULL: the profile has none. `changes` (NULL: none) are
 * the changes of level between which the readiness stands. */
enum pal_rc pal_terminal_posture(const struct pal_terminal *terminal,
                                 const struct pal_posture *posture, const char *alert,
                                 const struct pal_level_change *changes, size_t count,
                                 struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_proposal(const struct pal_terminal *terminal,
                                  const struct pal_proposal *proposal,
                                  struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_change(const struct pal_terminal *terminal,
                                const struct pal_posture *posture,
                                const struct pal_efforts *efforts,
                                const struct pal_level_change *change,
                                struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_calendar(const struct pal_terminal *terminal,
                                  const struct pal_scored *scored,
                                  const struct pal_calendar *calendar,
                                  struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_ways(const struct pal_terminal *terminal, const struct pal_ways *ways,
                              struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_profile(const struct pal_terminal *terminal,
                                 const struct pal_profile *profile,
                                 struct pal_buf *out) PAL_WARN_UNUSED;

enum pal_rc pal_terminal_suggested(const struct pal_terminal *terminal,
                                   const struct pal_suggested *suggested,
                                   struct pal_buf *out) PAL_WARN_UNUSED;
/* What a procedure says of each act, and the rules that hold beside; of one act alone. */
enum pal_rc pal_terminal_tender(const struct pal_terminal *terminal,
                                const struct pal_procedures *procedures,
                                const struct pal_procedure *procedure,
                                struct pal_buf *out) PAL_WARN_UNUSED;
enum pal_rc pal_terminal_tender_act(const struct pal_terminal *terminal,
                                    const struct pal_procedure *procedure, enum pal_tender_act act,
                                    struct pal_buf *out) PAL_WARN_UNUSED;

/* Writes `text` from column `used` on, broken between words, further lines indented by `indent`
 * columns; ends the line. */
void pal_terminal_wrap(struct pal_buf *out, const char *text, size_t used, size_t indent,
                       size_t columns);

/* The same of a line that was put together in a buffer, which is emptied; `out` fails where it did.
 */
void pal_terminal_wrap_line(struct pal_buf *out, struct pal_buf *line, size_t used, size_t indent,
                            size_t columns);

#endif
