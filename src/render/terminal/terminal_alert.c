/* terminal_alert - an alert scheme as text, the calmest level first. */
#include "base/duration.h"
#include "base/text.h"
#include "render/terminal/terminal_parts.h"

static void add_span(const struct pal_terminal *terminal, struct pal_buf *out, const char *word,
                     uint32_t minutes)
{
    char text[PAL_DURATION_TEXT];
    if (minutes != PAL_ALERT_NOT_STATED) {
        pal_duration_write(minutes, text);
        pal_heading(terminal, out, word, text);
    }
}

static void add_texts(const struct pal_terminal *terminal, struct pal_buf *out, const char *word,
                      const struct pal_text *text)
{
    const char *shown = pal_text_in(text, terminal->language->lang);
    if (shown[0] != '\0') {
        pal_heading(terminal, out, word, shown);
    }
}

/* "orange (no delay stated), rouge within P3D" */
static void add_prepare(const struct pal_terminal *terminal, struct pal_buf *out,
                        const struct pal_alert_scheme *scheme, const struct pal_alert_level *level)
{
    const struct pal_language *language = terminal->language;
    struct pal_buf line;
    if (level->prepare_count == 0) {
        return;
    }
    pal_buf_init(&line, 1 << 16, out->alloc);
    for (size_t i = 0; i < level->prepare_count; i++) {
        const struct pal_alert_reach *reach = &level->prepare[i];
        char text[PAL_DURATION_TEXT];
        pal_buf_printf(&line, "%s%s ", i > 0 ? ", " : "", scheme->levels[reach->level].id);
        if (reach->within_minutes == PAL_ALERT_NOT_STATED) {
            pal_buf_add(&line, pal_tr(language, "(no delay stated)"));
        } else {
            pal_duration_write(reach->within_minutes, text);
            pal_buf_printf(&line, pal_tr(language, "within %s"), text);
        }
    }
    const char *shown = pal_buf_text(&line);
    if (shown == NULL) {
        out->failed = true;
        return;
    }
    pal_heading(terminal, out, pal_tr(language, "prepare"), shown);
    pal_buf_done(&line);
}

static void add_level(const struct pal_terminal *terminal, struct pal_buf *out,
                      const struct pal_alert_scheme *scheme, size_t index)
{
    const struct pal_language *language = terminal->language;
    const struct pal_alert_level *level = &scheme->levels[index];
    pal_buf_add_char(out, '\n');
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_printf(out, "%u  %s  ", (unsigned)level->rank, level->id);
    pal_text_terminal(out, pal_text_in(&level->label, language->lang));
    pal_ink_end(terminal, out);
    if (index == scheme->default_level) {
        pal_buf_printf(out, "  (%s)", pal_tr(language, "when nothing is said"));
    }
    pal_buf_add_char(out, '\n');
    if (level->alias != NULL) {
        pal_heading(terminal, out, pal_tr(language, "also"), level->alias);
    }
    add_texts(terminal, out, pal_tr(language, "meaning"), &level->meaning);
    add_texts(terminal, out, pal_tr(language, "trigger"), &level->trigger);
    for (size_t i = 0; i < level->measure_count; i++) {
        add_texts(terminal, out, i == 0 ? pal_tr(language, "measures") : "", &level->measures[i]);
    }
    add_prepare(terminal, out, scheme, level);
    add_span(terminal, out, pal_tr(language, "apply in"), level->apply_minutes);
    add_span(terminal, out, pal_tr(language, "hold for"), level->sustain_minutes);
}

static void add_equivalence(const struct pal_terminal *terminal, struct pal_buf *out,
                            const struct pal_alert_scheme *scheme,
                            const struct pal_alert_equivalence *equivalence)
{
    struct pal_buf line;
    pal_buf_init(&line, 1 << 16, out->alloc);
    pal_buf_printf(&line, pal_tr(terminal->language, "as levels of %s:"), equivalence->scheme);
    bool is_first = true;
    for (size_t i = 0; i < scheme->level_count; i++) {
        if (equivalence->levels[i] != NULL) {
            pal_buf_printf(&line, "%s %s = %s", is_first ? "" : ",", scheme->levels[i].id,
                           equivalence->levels[i]);
            is_first = false;
        }
    }
    pal_buf_add_char(out, '\n');
    pal_terminal_wrap_line(out, &line, 0, 4, terminal->columns);
}

enum pal_rc pal_terminal_alert(const struct pal_terminal *terminal,
                               const struct pal_alert_scheme *scheme, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&scheme->title, language->lang), 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, "id", scheme->id);
    if (scheme->authority != NULL) {
        pal_heading(terminal, out, pal_tr(language, "authority"), scheme->authority);
    }
    if (scheme->valid_from != NULL) {
        struct pal_buf line;
        pal_buf_init(&line, 1 << 18, out->alloc);
        pal_buf_printf(&line, "%s – %s", scheme->valid_from,
                       scheme->valid_to != NULL ? scheme->valid_to : "");
        const char *shown = pal_buf_text(&line);
        if (shown == NULL) {
            return PAL_E_MEMORY;
        }
        pal_heading(terminal, out, pal_tr(language, "in force"), shown);
        pal_buf_done(&line);
    }
    const char *source = pal_text_in(&scheme->source, language->lang);
    if (source[0] != '\0') {
        pal_heading(terminal, out, pal_tr(language, "source"), source);
    }
    for (size_t i = 0; i < scheme->doubt_count; i++) {
        add_texts(terminal, out, i == 0 ? pal_tr(language, "in doubt") : "", &scheme->doubts[i]);
    }
    for (size_t i = 0; i < scheme->level_count; i++) {
        add_level(terminal, out, scheme, i);
    }
    for (size_t i = 0; i < scheme->equivalence_count; i++) {
        add_equivalence(terminal, out, scheme, &scheme->equivalences[i]);
    }
    return pal_finish(out);
}
