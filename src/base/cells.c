#include "base/cells.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

/* ------------------------------------------------------------------ what stands between */

/* The first of tab, semicolon and comma outside of quotes; a tab wins wherever it stands. */
static char between_of(const char *text)
{
    char first = '\0';
    bool is_quoted = false;
    for (const char *at = text; *at != '\0'; at++) {
        is_quoted = is_quoted != (*at == '"');
        if (!is_quoted && *at == '\t') {
            return '\t';
        }
        if (!is_quoted && first == '\0' && (*at == ';' || *at == ',')) {
            first = *at;
        }
    }
    return first;
}

/* --------------------------------------------------------------------------- cells */

/* Where the reading stands. */
struct reading {
    struct pal_arena *arena;
    const char *at;
    size_t line;
    size_t all;
    char between;
    const char **room; /* cells of the row that is read */
    bool *guarded;     /* which of them had an apostrophe before them */
    bool is_guarded;   /* the last one */
};

/* A cell without the apostrophe that a file has put before it. */
static const char *keep(struct reading *in, const char *text, size_t len)
{
    const char *own = len > 0 ? pal_arena_copy(in->arena, text, len) : "";
    in->is_guarded = own != NULL && own[0] == '\'' && pal_text_is_formula(own);
    return in->is_guarded ? own + 1 : own;
}

/* The same without the blanks around it. */
static const char *trimmed(struct reading *in, const char *text, size_t len)
{
    const char *from = pal_text_trimmed(text, &len);
    return keep(in, from, len);
}

/* A cell in quotes, byte for byte; what stands behind the closing one is a part of it, as
 * spreadsheets read it. */
static const char *quoted(struct reading *in)
{
    struct pal_buf cell;
    pal_buf_init(&cell, PAL_LIMIT_FILE_BYTES, in->arena->alloc);
    bool is_quoted = true;
    in->at++;
    while (*in->at != '\0') {
        if (is_quoted && in->at[0] == '"' && in->at[1] != '"') {
            is_quoted = false;
        } else if (!is_quoted && (*in->at == in->between || *in->at == '\n')) {
            break;
        } else {
            in->at += is_quoted && *in->at == '"';
            in->line += *in->at == '\n';
            if (is_quoted || *in->at != '\r') { /* outside it ends the line */
                pal_buf_add_char(&cell, *in->at);
            }
        }
        in->at++;
    }
    const char *text = pal_buf_text(&cell);
    text = text != NULL ? keep(in, text, cell.len) : NULL;
    pal_buf_done(&cell);
    return text;
}

static const char *next_cell(struct reading *in)
{
    const char ends[] = {in->between, '\n', '\0'};
    const char *from = in->at;
    if (*from == '"') {
        return quoted(in);
    }
    in->at += in->between != '\0' ? strcspn(from, ends) : strcspn(from, "\n");
    return trimmed(in, from, (size_t)(in->at - from));
}

/* The cells of a line, up to its end. */
static enum pal_rc read_row(struct reading *in, struct pal_cells_row *row)
{
    *row = (struct pal_cells_row){.line = in->line};
    for (bool is_end = false; !is_end;) {
        const char *cell = next_cell(in);
        if (cell == NULL) {
            return PAL_E_MEMORY;
        }
        if (row->count == PAL_CELLS_COLUMNS || in->all == PAL_CELLS_ALL) {
            return PAL_E_LIMIT;
        }
        in->guarded[row->count] = in->is_guarded;
        in->room[row->count++] = cell;
        in->all++;
        is_end = *in->at == '\0' || *in->at == '\n';
        in->line += *in->at == '\n';
        in->at += *in->at != '\0';
    }
    row->at = PAL_NEW(in->arena, const char *, row->count);
    row->is_guarded = PAL_NEW(in->arena, bool, row->count);
    if (row->at == NULL || row->is_guarded == NULL) {
        return PAL_E_MEMORY;
    }
    memcpy(row->at, in->room, row->count * sizeof *row->at);
    memcpy(row->is_guarded, in->guarded, row->count * sizeof *row->is_guarded);
    return PAL_OK;
}

static size_t lines_of(const char *text)
{
    size_t lines = 1;
    for (const char *at = text; *at != '\0'; at++) {
        lines += *at == '\n';
    }
    return lines < PAL_CELLS_ROWS ? lines : PAL_CELLS_ROWS;
}

enum pal_rc pal_cells_read(struct pal_arena *arena, const char *text, struct pal_cells *out)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of a file that says that it is UTF-8 */
    text += strncmp(text, mark, sizeof mark - 1) == 0 ? sizeof mark - 1 : 0;
    struct reading in = {.arena = arena, .at = text, .line = 1, .between = between_of(text)};
    in.room = PAL_NEW(arena, const char *, PAL_CELLS_COLUMNS);
    in.guarded = PAL_NEW(arena, bool, PAL_CELLS_COLUMNS);
    *out = (struct pal_cells){.between = in.between};
    out->rows = PAL_NEW(arena, struct pal_cells_row, lines_of(text));
    bool has_room = in.room != NULL && in.guarded != NULL && out->rows != NULL;
    enum pal_rc rc = has_room ? PAL_OK : PAL_E_MEMORY;
    while (rc == PAL_OK && *in.at != '\0') {
        struct pal_cells_row row;
        rc = read_row(&in, &row);
        bool is_empty = rc == PAL_OK && row.count == 1 && row.at[0][0] == '\0';
        if (rc == PAL_OK && !is_empty) {
            rc = out->count < PAL_CELLS_ROWS ? PAL_OK : PAL_E_LIMIT;
            if (rc == PAL_OK) {
                out->rows[out->count++] = row;
                out->columns = row.count > out->columns ? row.count : out->columns;
            }
        }
    }
    return rc;
}
