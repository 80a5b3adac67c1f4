/* sheet_paste - lines of a spreadsheet as rows of a table, and the ids that titles propose. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fold.h"
#include "base/slug.h"
#include "base/text.h"
#include "web/sheet_parts.h"

/* -------------------------------------------------------------------- lines */

/* Where the reading of pasted lines stands. */
struct pasted {
    struct pal_sheet *sheet;
    const char *at;
    char between; /* a tab or a semicolon */
    unsigned line;
    bool is_end;   /* of the line */
    bool is_begun; /* a line was met in which something stands */
};

/* The next cell of a line; spreadsheets put one that holds a tab, a quote or a line's end in
 * quotes. */
static const char *next_cell(struct pasted *in)
{
    struct pal_buf cell;
    pal_buf_init(&cell, PAL_SHEET_PASTED, NULL);
    bool is_quoted = *in->at == '"';
    in->at += is_quoted;
    while (*in->at != '\0') {
        if (is_quoted && in->at[0] == '"' && in->at[1] != '"') {
            is_quoted = false;
        } else if (!is_quoted && (*in->at == in->between || *in->at == '\n')) {
            break;
        } else if (*in->at != '\r') {
            in->at += is_quoted && *in->at == '"';
            in->line += *in->at == '\n';
            pal_buf_add_char(&cell, *in->at);
        }
        in->at++;
    }
    in->is_end = *in->at != in->between;
    in->at += *in->at != '\0';
    const char *text = pal_buf_text(&cell);
    text = text != NULL ? pal_sheet_copy(in->sheet, text, cell.len) : NULL;
    in->sheet->failed = in->sheet->failed || text == NULL;
    pal_buf_done(&cell);
    return text != NULL ? text : "";
}

static void tell(struct pal_sheet *sheet, struct pal_values *values, const char *fmt, ...)
    PAL_PRINTF(3, 4);

static void tell(struct pal_sheet *sheet, struct pal_values *values, const char *fmt, ...)
{
    enum { TOLD_MOST = 20 };
    char text[PAL_ERR_MESSAGE_MAX];
    va_list args;
    sheet->told = sheet->told != NULL ? sheet->told : pal_value_list(values);
    if (pal_value_count(sheet->told) >= TOLD_MOST) {
        return;
    }
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    pal_add_text(sheet->told, text);
}

/* The word of a choice that somebody calls by its title. */
static const char *choice_of(const struct pal_sheet *sheet, const struct pal_type *type,
                             const char *text)
{
    for (size_t i = 0; type->choice_titles != NULL && i < type->choice_count; i++) {
        if (strcmp(text, pal_voice_say(sheet->voice, type->choice_titles[i])) == 0) {
            return type->choices[i];
        }
    }
    return text;
}

/* "31/12/2026", as a French spreadsheet gives it. */
static const char *date_of(struct pal_sheet *sheet, const char *text)
{
    char date[11];
    if (strlen(text) != 10 || text[2] != '/' || text[5] != '/' || sheet->voice == NULL ||
        sheet->voice->lang != PAL_LANG_FR) {
        return text;
    }
    (void)snprintf(date, sizeof date, "%.4s-%.2s-%.2s", text + 6, text + 3, text);
    return pal_date_check(date) ? pal_sheet_copy(sheet, date, 10) : text;
}

/* What is offered by a title; anything else is what it is called. */
static const char *offered_of(struct pal_sheet *sheet, const struct pal_sheet_node *node,
                              bool is_key, const char *text)
{
    PAL_EACH(row, pal_sheet_options(sheet, node, is_key))
    {
        const char *title = pal_value_as_text(pal_value_get(row, "title"));
        const char *word = pal_value_as_text(pal_value_get(row, "word"));
        if ((title != NULL && strcmp(text, title) == 0) ||
            (word != NULL && strcmp(text, word) == 0)) {
            return pal_value_as_text(pal_value_get(row, "value"));
        }
    }
    return text;
}

static void put_cell(struct pal_sheet *sheet, struct pal_sheet_node *item,
                     struct pal_sheet_node *cell, const char *text)
{
    enum pal_lang lang = sheet->voice != NULL ? sheet->voice->lang : PAL_LANG_EN;
    if (pal_is_blank(text)) {
        return;
    }
    if (cell == NULL) {
        item->key = offered_of(sheet, item, true, text);
        return;
    }
    if (cell->type->kind == PAL_TYPE_CHOICE) {
        text = choice_of(sheet, cell->type, text);
    } else if (cell->type->kind == PAL_TYPE_DATE || cell->type->kind == PAL_TYPE_INSTANT) {
        text = date_of(sheet, text);
    } else {
        text = offered_of(sheet, cell, false, text);
    }
    pal_sheet_put(sheet, cell, text, lang);
}

/* The cells of the next line, of which `max` are kept: how many there are; 0: nothing stands in it.
 */
static size_t read_line(struct pasted *in, const char **texts, size_t max)
{
    size_t sent = 0;
    bool is_blank = true;
    in->is_end = false;
    while (!in->is_end) {
        const char *text = next_cell(in);
        is_blank = is_blank && pal_is_blank(text);
        if (sent < max) {
            texts[sent] = text;
        }
        sent += sent < max || !pal_is_blank(text);
    }
    in->line++;
    return is_blank ? 0 : sent;
}

/* Whether a cell is what its column is called, in English or in the reader's language. */
static bool is_title(struct pal_sheet *sheet, const char *title, const char *text)
{
    const char *typed = pal_fold(sheet->arena, text);
    const char *english = pal_fold(sheet->arena, title);
    const char *own = pal_fold(sheet->arena, pal_voice_say(sheet->voice, title));
    if (typed == NULL || english == NULL || own == NULL) {
        sheet->failed = true;
        return false;
    }
    return strcmp(typed, english) == 0 || strcmp(typed, own) == 0;
}

/* Whether a line says what the columns are called, each one that it has: no row of the document. */
static bool is_heading(struct pal_sheet *sheet, const struct pal_sheet_node *rows,
                       struct pal_sheet_node *const *cells, size_t count, const char *const *texts,
                       size_t sent)
{
    enum { LEAST = 2 /* one word may be what a row says */ };
    char room[64];
    while (sent > 0 && sent <= count && pal_is_blank(texts[sent - 1])) {
        sent--;
    }
    for (size_t i = 0; i < sent && i < count; i++) {
        if (!is_title(sheet, pal_sheet_column(rows, cells[i], room, sizeof room), texts[i])) {
            return false;
        }
    }
    return sent <= count && (sent >= LEAST || sent == count);
}

/* Takes a line as a new row. */
static void take_line(struct pasted *in, struct pal_sheet_node *rows, struct pal_values *values)
{
    struct pal_sheet_node *cells[PAL_SHEET_CELLS];
    struct pal_sheet *sheet = in->sheet;
    unsigned line = in->line;
    const char *texts[PAL_SHEET_CELLS] = {NULL};
    size_t sent = read_line(in, texts, PAL_SHEET_CELLS);
    bool is_first = !in->is_begun;
    in->is_begun = in->is_begun || sent > 0;
    if (sent == 0) {
        return;
    }
    if (rows->type->max > 0 && rows->count >= rows->type->max) {
        tell(sheet, values,
             pal_voice_say(sheet->voice, PAL_N_("line %u: the table holds at most %u rows")), line,
             (unsigned)rows->type->max);
        return;
    }
    struct pal_sheet_node *item =
        pal_sheet_item(sheet, rows, rows->last != NULL ? rows->last->index + 1 : 0);
    if (item == NULL) {
        return;
    }
    size_t count = pal_sheet_cells(item, cells, PAL_SHEET_CELLS);
    while (sent > count && sent <= PAL_SHEET_CELLS && pal_is_blank(texts[sent - 1])) {
        sent--;
    }
    if (is_first && is_heading(sheet, rows, cells, count, texts, sent)) {
        pal_sheet_take_out(item);
        tell(sheet, values,
             pal_voice_say(sheet->voice,
                           PAL_N_("line %u holds the titles of the columns and is left out")),
             line);
        return;
    }
    for (size_t i = 0; i < sent && i < count; i++) {
        put_cell(sheet, item, cells[i], texts[i]);
    }
    if (sent <= count) {
        item->is_added = true;
        sheet->first_row =
            sheet->first_row != NULL ? sheet->first_row : pal_sheet_name(sheet, item);
    } else {
        pal_sheet_take_out(item);
        tell(sheet, values,
             pal_voice_say(sheet->voice,
                           PAL_N_("line %u has %zu cells, but the table has %zu columns")),
             line, sent, count);
    }
}

void pal_sheet_paste(struct pal_sheet *sheet, const char *path, const char *text,
                     struct pal_values *values)
{
    const char *what;
    struct pal_sheet_node *rows = pal_sheet_find(sheet, path, false, &what);
    if (rows == NULL || *what != '\0' || rows->shape != PAL_SHEET_ROWS) {
        return;
    }
    for (struct pal_sheet_node *up = rows; up->parent != NULL; up = up->parent) {
        up->is_sent = true;
    }
    if (strlen(text) > PAL_SHEET_PASTED) {
        tell(sheet, values,
             pal_voice_say(sheet->voice, PAL_N_("the lines take more than %d kB together; paste "
                                                "them in several parts")),
             PAL_SHEET_PASTED / 1024);
        return;
    }
    struct pasted in = {
        .sheet = sheet, .at = text, .between = strchr(text, '\t') != NULL ? '\t' : ';', .line = 1};
    while (*in.at != '\0' && !sheet->failed) {
        if (pal_sheet_size(sheet) > PAL_SHEET_FIELDS) {
            tell(sheet, values,
                 pal_voice_say(sheet->voice,
                               PAL_N_("line %u and what follows: a form holds at most %d fields; "
                                      "bring a longer document in as a text")),
                 in.line, PAL_SHEET_FIELDS);
            return;
        }
        take_line(&in, rows, values);
    }
}

/* ---------------------------------------------------------------------- ids */

/* What somebody calls an item. */
static const char *called(const struct pal_sheet *sheet, const struct pal_sheet_node *item)
{
    enum pal_lang own = sheet->voice != NULL ? sheet->voice->lang : PAL_LANG_EN;
    for (size_t i = 0; pal_sheet_calls[i] != NULL; i++) {
        for (const struct pal_sheet_node *at = item->first; at != NULL; at = at->next) {
            if (strcmp(at->field->key, pal_sheet_calls[i]) != 0) {
                continue;
            }
            const char *text = at->said[own] != NULL ? at->said[own] : at->text;
            for (size_t j = 0; j < PAL_LANG_COUNT && pal_is_blank(text); j++) {
                text = at->said[j];
            }
            return text != NULL ? text : "";
        }
    }
    return "";
}

static struct pal_sheet_node *id_of(struct pal_sheet_node *item)
{
    for (struct pal_sheet_node *at = item->first; at != NULL; at = at->next) {
        if (at->type == &pal_type_id && strcmp(at->field->key, "id") == 0) {
            return at;
        }
    }
    return NULL;
}

static bool is_taken(struct pal_sheet_node *rows, const char *id)
{
    for (struct pal_sheet_node *at = rows->first; at != NULL; at = at->next) {
        const struct pal_sheet_node *own = id_of(at);
        if (own != NULL && own->text != NULL && strcmp(own->text, id) == 0) {
            return true;
        }
    }
    return false;
}

/* `rows`: among whose ids it is one; NULL: it stands alone. */
static void propose_for(struct pal_sheet *sheet, struct pal_sheet_node *rows,
                        struct pal_sheet_node *item)
{
    char id[PAL_LIMIT_ID_BYTES + 1];
    struct pal_sheet_node *own = id_of(item);
    if (own == NULL || !pal_is_blank(own->text)) {
        return;
    }
    const char *title = called(sheet, item);
    unsigned number = 1;
    do {
        pal_slug(title, number++, id, sizeof id);
    } while (id[0] != '\0' && ((rows != NULL && is_taken(rows, id)) || pal_id_is_reserved(id)));
    own->text = id[0] != '\0' ? pal_sheet_copy(sheet, id, strlen(id)) : own->text;
}

static void propose_in(struct pal_sheet *sheet, struct pal_sheet_node *node)
{
    for (struct pal_sheet_node *at = node->first; at != NULL; at = at->next) {
        bool is_row = node->type->kind == PAL_TYPE_LIST;
        if (at->shape == PAL_SHEET_OBJECT && (is_row || at->field != NULL)) {
            propose_for(sheet, is_row ? node : NULL, at);
        }
        propose_in(sheet, at);
    }
}

void pal_sheet_propose(struct pal_sheet *sheet)
{
    if (sheet->root != NULL) {
        propose_in(sheet, sheet->root);
    }
}
