#include "render/terminal/terminal_parts.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "render/words.h"

void pal_ink(const struct pal_terminal *terminal, struct pal_buf *out, enum pal_ink ink)
{
    static const char *const codes[PAL_INK_COUNT] = {"\033[1m", "\033[2m", "\033[34m", "\033[1;31m",
                                                     "\033[36m"};
    if (terminal->is_coloured) {
        pal_buf_add(out, codes[ink]);
    }
}

void pal_ink_end(const struct pal_terminal *terminal, struct pal_buf *out)
{
    if (terminal->is_coloured) {
        pal_buf_add(out, "\033[0m");
    }
}

void pal_pad(struct pal_buf *out, const char *text, size_t columns)
{
    struct pal_buf clean;
    pal_buf_init(&clean, 1 << 20, out->alloc);
    pal_text_terminal(&clean, text);
    const char *shown = pal_buf_text(&clean);
    if (shown == NULL) {
        out->failed = true;
        return;
    }
    size_t wide = pal_utf8_columns(shown);
    if (wide > columns) {
        size_t fit = columns > 1 ? pal_utf8_fit(shown, columns - 1) : 0;
        pal_buf_add_n(out, shown, fit);
        pal_buf_add(out, "…");
    } else {
        pal_buf_add(out, shown);
        pal_buf_add_times(out, " ", columns - wide);
    }
    pal_buf_done(&clean);
}

void pal_terminal_wrap(struct pal_buf *out, const char *text, size_t used, size_t indent,
                       size_t columns)
{
    struct pal_buf clean;
    pal_buf_init(&clean, 1 << 20, out->alloc);
    pal_text_terminal(&clean, text);
    const char *at = pal_buf_text(&clean);
    if (at == NULL) {
        out->failed = true;
        return;
    }
    size_t column = used;
    bool is_first = true;
    char word[512];
    while (*at != '\0') {
        at += strspn(at, " ");
        size_t len = strcspn(at, " ");
        if (len == 0) {
            break;
        }
        len = len < sizeof word - 1 ? len : sizeof word - 1;
        memcpy(word, at, len);
        word[len] = '\0';
        pal_utf8_trim(word);
        len = strlen(word);
        size_t wide = pal_utf8_columns(word);
        if (wide > columns - indent && columns > indent + 8) {
            /* A word longer than a line is broken: nothing else can be done with it. */
            size_t room = is_first ? columns - column : columns - indent;
            len = pal_utf8_fit(word, room > 0 ? room : 1);
            len = len > 0 ? len : 1;
            word[len] = '\0';
            wide = pal_utf8_columns(word);
        }
        if (!is_first && column + 1 + wide > columns) {
            pal_buf_add_char(out, '\n');
            pal_buf_add_times(out, " ", indent);
            column = indent;
        } else if (!is_first) {
            pal_buf_add_char(out, ' ');
            column++;
        }
        pal_buf_add_n(out, word, len);
        column += wide;
        is_first = false;
        at += len > 0 ? len : 1;
    }
    pal_buf_add_char(out, '\n');
    pal_buf_done(&clean);
}

void pal_terminal_wrap_line(struct pal_buf *out, struct pal_buf *line, size_t used, size_t indent,
                            size_t columns)
{
    const char *text = pal_buf_text(line);
    if (text != NULL) {
        pal_terminal_wrap(out, text, used, indent, columns);
    } else {
        out->failed = true;
    }
    pal_buf_done(line);
}

void pal_heading(const struct pal_terminal *terminal, struct pal_buf *out, const char *key,
                 const char *value)
{
    enum { KEY_COLUMNS = 12 };
    pal_ink(terminal, out, PAL_INK_DIM);
    pal_pad(out, key, KEY_COLUMNS);
    pal_ink_end(terminal, out);
    pal_terminal_wrap(out, value, KEY_COLUMNS, KEY_COLUMNS, terminal->columns);
}

void pal_notice(const struct pal_terminal *terminal, struct pal_buf *out,
                const struct pal_model *model)
{
    if (model->notice == NULL) {
        return;
    }
    pal_ink(terminal, out, PAL_INK_DIM);
    for (const char *at = model->notice; *at != '\0';) {
        const char *end = strchr(at, '\n');
        size_t len = end != NULL ? (size_t)(end - at) : strlen(at);
        char *line = pal_arena_copy(terminal->arena, at, len);
        if (line == NULL) {
            out->failed = true;
            return;
        }
        if (len > 0) {
            pal_terminal_wrap(out, line, 0, 0, terminal->columns);
        }
        at += end != NULL ? len + 1 : len;
    }
    pal_ink_end(terminal, out);
}

void pal_identity(const struct pal_terminal *terminal, struct pal_buf *out,
                  const struct pal_scored *scored)
{
    const struct pal_language *language = terminal->language;
    const struct pal_assessment *assessment = scored->score.assessment;
    const struct pal_model *model = assessment->model;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&assessment->title, language->lang), 0, 0,
                      terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, pal_tr(language, "provider"), assessment->provider);
    pal_heading(terminal, out, pal_tr(language, "project"), assessment->project);
    pal_heading(terminal, out, pal_tr(language, "date"), assessment->date);
    pal_heading(terminal, out, pal_tr(language, "model"),
                pal_text_in(&model->title, language->lang));
    pal_heading(terminal, out, pal_tr(language, "rule"), pal_word_rule(language, model->rule));
    pal_heading(terminal, out, pal_tr(language, "basis"),
                pal_word_basis(language, scored->score.basis));
    if (scored->profile != NULL) {
        pal_heading(terminal, out, pal_tr(language, "profile"),
                    pal_text_in(&scored->profile->title, language->lang));
    }
    if (scored->alert != NULL) {
        pal_heading(terminal, out, pal_tr(language, "alert level"),
                    pal_word_level(language, scored->profile, scored->alert));
    }
}

static void end_sum_line(const struct pal_terminal *terminal, struct pal_buf *out,
                         struct pal_buf *line, enum pal_ink ink)
{
    const char *text = pal_buf_text(line);
    if (text == NULL) {
        out->failed = true;
        return;
    }
    pal_ink(terminal, out, ink);
    pal_terminal_wrap(out, text, 0, 4, terminal->columns);
    pal_ink_end(terminal, out);
    pal_buf_done(line);
}

void pal_sum_line(const struct pal_terminal *terminal, struct pal_buf *out,
                  const struct pal_scored *scored)
{
    const struct pal_language *language = terminal->language;
    const struct pal_score *score = &scored->score;
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    const char *nothing = pal_word_nothing_asked(language, pal_score_target_state(score));
    if (nothing != NULL) {
        pal_buf_printf(&line, "%s: %s", scored->profile->id, nothing);
        end_sum_line(terminal, out, &line, PAL_INK_BAD);
        return;
    }
    pal_buf_printf(&line, "%llu =", (unsigned long long)score->points.gap);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_buf_printf(&line, "%s%llu", i > 0 ? " + " : " ",
                       (unsigned long long)score->by_actor[i].gap);
    }
    pal_buf_add_char(&line, ' ');
    pal_buf_printf(
        &line, pal_tr_n(language, "point missing to %s", "points missing to %s", score->points.gap),
        scored->profile->id);
    if (scored->alert != NULL) {
        pal_buf_add(&line, " ");
        pal_buf_printf(&line, pal_tr(language, "at %s"),
                       pal_word_level(language, scored->profile, scored->alert));
    }
    pal_buf_add(&line, " (");
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_buf_printf(&line, "%s%s", i > 0 ? " + " : "",
                       pal_word_actor(language, (enum pal_actor)i));
    }
    pal_buf_add(&line, ")");
    if (score->points.gap_not_rated > 0) {
        pal_buf_printf(&line, pal_tr(language, ", of which %llu not rated"),
                       (unsigned long long)score->points.gap_not_rated);
    }
    end_sum_line(terminal, out, &line, score->steps.missing > 0 ? PAL_INK_BAD : PAL_INK_GOOD);
}

enum pal_rc pal_finish(const struct pal_buf *out)
{
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
