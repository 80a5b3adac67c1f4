/* terminal_parts - what the text renderings of terminal.h share. Private to render/terminal*.c. */
#ifndef PAL_RENDER_TERMINAL_TERMINAL_PARTS_H
#define PAL_RENDER_TERMINAL_TERMINAL_PARTS_H

#include "render/steps.h"
#include "render/terminal/terminal.h"

enum pal_ink { PAL_INK_BOLD, PAL_INK_DIM, PAL_INK_GOOD, PAL_INK_BAD, PAL_INK_EXTRA, PAL_INK_COUNT };

/* Starts or ends a colour; nothing where the terminal has none. */
void pal_ink(const struct pal_terminal *terminal, struct pal_buf *out, enum pal_ink ink);
void pal_ink_end(const struct pal_terminal *terminal, struct pal_buf *out);

/* Text cut or filled with spaces to exactly `columns`. */
void pal_pad(struct pal_buf *out, const char *text, size_t columns);

/* "key  value" lines of a heading, the value wrapped. */
void pal_heading(const struct pal_terminal *terminal, struct pal_buf *out, const char *key,
                 const char *value);

/* The model's copyright notice, wrapped and dim; nothing when it has none. */
void pal_notice(const struct pal_terminal *terminal, struct pal_buf *out,
                const struct pal_model *model);

/* Who was assessed and against what. */
void pal_identity(const struct pal_terminal *terminal, struct pal_buf *out,
                  const struct pal_scored *scored);

/* The figure drawn with characters. */
enum pal_rc pal_terminal_figure(const struct pal_terminal *terminal, const struct pal_score *score,
                                struct pal_buf *out) PAL_WARN_UNUSED;

/* "91 = 70 + 15 + 6 points missing to level-3 (provider + project manager + expert)" */
void pal_sum_line(const struct pal_terminal *terminal, struct pal_buf *out,
                  const struct pal_scored *scored);

/* What separates candidates, what all miss, what all meet; nothing without a target. */
void pal_terminal_separates(const struct pal_terminal *terminal,
                            const struct pal_comparison *comparison, struct pal_buf *out);

/* The points that each misses, on every basis and by actor; nothing without a target. */
void pal_terminal_bases(const struct pal_terminal *terminal,
                        const struct pal_comparison *comparison, struct pal_buf *out);

/* A table of `count` changes of the alert level. */
void pal_terminal_readiness(const struct pal_terminal *terminal, const struct pal_posture *posture,
                            const struct pal_level_change *changes, size_t count,
                            struct pal_buf *out);

/* "8 h", "1 d 4 h": a time in the reader's units. */
void pal_terminal_time(const struct pal_terminal *terminal, struct pal_buf *out, uint64_t minutes);

/* Ends a rendering: PAL_E_MEMORY when the buffer failed. */
enum pal_rc pal_finish(const struct pal_buf *out);

#endif
