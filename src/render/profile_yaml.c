#include "render/profile_yaml.h"

#include <string.h>

#include "base/utf8.h"

/* How many bytes at `text` are a line break of YAML beyond those of ASCII: U+0085, U+2028, U+2029;
 * 0: none. */
static size_t wide_break(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] == 0xC2 && at[1] == 0x85) {
        return 2;
    }
    return at[0] == 0xE2 && at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9) ? 3 : 0;
}

/* A double-quoted YAML scalar. Texts of documents hold no control character but line breaks and
 * tabs. */
static void add_quoted(struct pal_buf *out, const char *text)
{
    pal_buf_add_char(out, '"');
    for (; *text != '\0'; text++) {
        size_t wide = wide_break(text);
        if (wide > 0) {
            pal_buf_add(out, wide == 2 ? "\\N" : (unsigned char)text[2] == 0xA8 ? "\\L" : "\\P");
            text += wide - 1;
            continue;
        }
        switch (*text) {
        case '"':
        case '\\':
            pal_buf_add_char(out, '\\');
            pal_buf_add_char(out, *text);
            break;
        case '\n':
            pal_buf_add(out, "\\n");
            break;
        case '\r':
            pal_buf_add(out, "\\r");
            break;
        case '\t':
            pal_buf_add(out, "\\t");
            break;
        default:
            pal_buf_add_char(out, *text);
            break;
        }
    }
    pal_buf_add_char(out, '"');
}

/* "{en: "…", fr: "…"}" */
static void add_text(struct pal_buf *out, const struct pal_text *title)
{
    pal_buf_add(out, "{");
    bool is_first = true;
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        if (title->in[lang] != NULL) {
            pal_buf_printf(out, "%s%s: ", is_first ? "" : ", ", pal_lang_codes[lang]);
            add_quoted(out, title->in[lang]);
            is_first = false;
        }
    }
    pal_buf_add(out, "}");
}

/* The length of the blank at `text`, line breaks included; 0: none. */
static size_t blank(const char *text)
{
    return *text != '\0' && strchr(" \n\r\t", *text) != NULL ? 1 : wide_break(text);
}

/* A text as a comment, broken between words: each line starts with its own "#". */
static void add_comment(struct pal_buf *out, const char *text)
{
    enum { WIDTH = 96 };
    size_t column = 0; /* 0: no line has been begun */
    while (*text != '\0') {
        size_t len = 0;
        if (blank(text) > 0) {
            text += blank(text);
            continue;
        }
        while (text[len] != '\0' && blank(text + len) == 0) {
            len++;
        }
        if (column == 0 || column + 1 + len > WIDTH) {
            pal_buf_add(out, column == 0 ? "#" : "\n#");
            column = 1;
        }
        pal_buf_add_char(out, ' ');
        pal_buf_add_n(out, text, len);
        column += 1 + len;
        text += len;
    }
    pal_buf_add_char(out, '\n');
}

/* The shortest selection: none, up to a step, or a list. */
static void add_selection(struct pal_buf *out, const struct pal_ladder *ladder, pal_mask mask)
{
    if (mask == 0) {
        pal_buf_add(out, "none");
        return;
    }
    size_t top = 63 - (size_t)__builtin_clzll(mask);
    if (mask == pal_ladder_to_step(top)) {
        pal_buf_printf(out, "\"%s\"", ladder->steps[top].id);
        return;
    }
    pal_buf_add_char(out, '[');
    bool is_first = true;
    for (; mask != 0; mask &= mask - 1) {
        pal_buf_printf(out, "%s\"%s\"", is_first ? "" : ", ",
                       ladder->steps[__builtin_ctzll(mask)].id);
        is_first = false;
    }
    pal_buf_add_char(out, ']');
}

static void add_target(struct pal_buf *out, const struct pal_proposal *proposal, size_t area)
{
    const struct pal_ladder *ladder = proposal->rule->model->areas[area].ladder;
    bool is_constant = true;
    for (size_t rank = 2; rank <= proposal->rank_count; rank++) {
        is_constant = is_constant && pal_proposal_target(proposal, rank, area)->target ==
                                         pal_proposal_target(proposal, 1, area)->target;
    }
    pal_buf_printf(out, "  %s: ", proposal->rule->model->areas[area].id);
    if (is_constant) {
        add_selection(out, ladder, pal_proposal_target(proposal, 1, area)->target);
    } else {
        pal_buf_add_char(out, '{');
        for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
            pal_buf_printf(out, "%s\"%s\": ", rank > 1 ? ", " : "",
                           proposal->needs->scheme->levels[rank - 1].id);
            add_selection(out, ladder, pal_proposal_target(proposal, rank, area)->target);
        }
        pal_buf_add_char(out, '}');
    }
    pal_buf_add_char(out, '\n');
}

/* The sentences of the rule, which stay beside what becomes of the targets. */
static void add_reasons(struct pal_buf *out, const struct pal_needs_rule *rule)
{
    bool has_any = false;
    for (size_t i = 0; i < rule->model->area_count; i++) {
        const struct pal_text *reason = &rule->areas[i].reason;
        if (pal_text_is_empty(reason)) {
            continue;
        }
        pal_buf_add(out, has_any ? "" : "reasons:\n");
        pal_buf_printf(out, "  %s:\n    proposed: ", rule->model->areas[i].id);
        add_text(out, reason);
        pal_buf_add(out, "\n");
        has_any = true;
    }
}

enum pal_rc pal_profile_yaml(const struct pal_proposal *proposal,
                             const struct pal_language *language, struct pal_buf *out)
{
    const struct pal_needs *needs = proposal->needs;
    const struct pal_needs_rule *rule = proposal->rule;
    add_comment(out,
                pal_tr(language, "Proposed from the needs of a project; the expert may change "
                                 "any step, with the reason beside the sentence of the rule."));
    pal_buf_printf(out, "palier: profile/1\nid: %s\n", needs->id);
    pal_buf_add(out, "title: ");
    add_text(out, &needs->title);
    pal_buf_add(out, "\n");
    pal_buf_printf(out, "model: %s\n", rule->model->id);
    if (needs->scheme != NULL) {
        pal_buf_printf(out, "alert_scheme: %s\n", needs->scheme->id);
    }
    pal_buf_add(out, "targets:\n");
    for (size_t i = 0; i < rule->model->area_count; i++) {
        add_target(out, proposal, i);
    }
    add_reasons(out, rule);
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
