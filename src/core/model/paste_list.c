/* paste_list - a list of steps and their marks, a line each; see paste.h. */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "core/model/paste_parts.h"

enum { FIRST_ROWS = 5 };

/* What a column of a list holds. */
enum column { PART, AREA, STEP, BASIS, MARK, PRACTICES, STATE, REASON, COLUMNS };

/* Where each stands; -1: nowhere. */
struct heads {
    int at[COLUMNS];
    bool is_said; /* by a row of heads */
};

/* ---------------------------------------------------------------------------- heads */

static enum column column_of(const char *text)
{
    static const struct {
        const char *name;
        enum column column;
    } names[] = {
        {"part", PART},           {"area", AREA},           {"domaine", AREA}, {"step", STEP},
        {"échelon", STEP},        {"echelon", STEP},        {"basis", BASIS},  {"fondement", BASIS},
        {"base", BASIS},          {"mark", MARK},           {"rating", MARK},  {"note", MARK},
        {"practices", PRACTICES}, {"pratiques", PRACTICES}, {"state", STATE},  {"reason", REASON},
        {"raison", REASON},       {"motif", REASON},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (pal_paste_is_word(text, names[i].name)) {
            return names[i].column;
        }
    }
    return COLUMNS;
}

/* A row of heads names the step and something that is said of it. */
static struct heads heads_of(const struct pal_cells_row *row)
{
    struct heads heads;
    for (int i = 0; i < COLUMNS; i++) {
        heads.at[i] = -1;
    }
    for (size_t i = 0; i < row->count; i++) {
        enum column column = column_of(row->at[i]);
        if (column < COLUMNS && heads.at[column] < 0) {
            heads.at[column] = (int)i;
        }
    }
    bool has_step = heads.at[PART] >= 0 || (heads.at[AREA] >= 0 && heads.at[STEP] >= 0);
    heads.is_said =
        has_step && (heads.at[MARK] >= 0 || heads.at[PRACTICES] >= 0 || heads.at[REASON] >= 0);
    return heads;
}

/* "PA05/2.1", also of a step that there is not: the area tells. */
static bool is_part(const struct pal_model *model, const char *text, size_t len)
{
    char area[PAL_LIMIT_ID_BYTES + 1];
    const char *slash = memchr(text, '/', len);
    if (slash == NULL || slash == text || (size_t)(slash - text) >= sizeof area) {
        return false;
    }
    memcpy(area, text, (size_t)(slash - text));
    area[slash - text] = '\0';
    return pal_paste_area(model, area) != NULL;
}

/* A line of a list: "PA05/2.1 F", "PA05 2.1 F", or with cells in place of the blanks. */
static bool is_line(const struct pal_pasting *in, const struct pal_cells_row *row)
{
    const char *first = row->at[0];
    const size_t len = strcspn(first, " \t");
    const char *behind = first + len + strspn(first + len, " \t");
    const char *second = behind[0] != '\0' ? behind : row->count > 1 ? row->at[1] : "";
    return is_part(in->model, first, len) ||
           (pal_paste_area(in->model, first) != NULL && pal_paste_step(in->model, second) != NULL);
}

bool pal_paste_is_list(const struct pal_pasting *in)
{
    const struct pal_cells *cells = in->cells;
    bool is = cells->between == '\0' || cells->columns == 1;
    for (size_t i = 0; i < cells->count && i < FIRST_ROWS && !is; i++) {
        is = heads_of(&cells->rows[i]).is_said || is_line(in, &cells->rows[i]);
    }
    return is;
}

/* ---------------------------------------------------------------------------- lines */

/* A line, whatever stood between its parts; "" where it says nothing. */
struct line {
    const char *of[COLUMNS];
    size_t number;
    size_t column;        /* of the mark */
    bool is_reason_words; /* the reason is what stands there, be it a dash */
};

/* One line of a list without heads, whose first cell may hold several parts with blanks between. */
static bool split_line(struct pal_pasting *in, const struct pal_cells_row *row, struct line *line)
{
    const char *first = row->at[0];
    const size_t len = strcspn(first, " \t");
    const bool has_part = memchr(first, '/', len) != NULL;
    const bool is_whole = first[len] == '\0' || (row->count > 1 && !has_part &&
                                                 pal_paste_step(in->model, row->at[1]) != NULL);
    const char *rest = first + len + strspn(first + len, " \t");
    size_t next = 1;
    line->of[has_part ? PART : AREA] = is_whole ? first : pal_arena_copy(in->arena, first, len);
    line->column = is_whole ? 2 : 1;
    if (!has_part && is_whole) {
        line->of[STEP] = row->count > 1 ? row->at[next++] : "";
        line->column++;
    } else if (!has_part) {
        const size_t step = strcspn(rest, " \t");
        line->of[STEP] = pal_arena_copy(in->arena, rest, step);
        rest += step + strspn(rest + step, " \t");
    }
    if (!is_whole && rest[0] != '\0') {
        line->of[MARK] = rest;
    } else {
        line->of[MARK] = row->count > next ? row->at[next++] : "";
    }
    line->of[REASON] = row->count > next ? row->at[next] : "";
    return line->of[has_part ? PART : AREA] != NULL && line->of[STEP] != NULL;
}

static void read_columns(const struct heads *heads, const struct pal_cells_row *row,
                         struct line *line)
{
    for (int i = 0; i < COLUMNS; i++) {
        bool is_there = heads->at[i] >= 0 && (size_t)heads->at[i] < row->count;
        line->of[i] = is_there ? row->at[heads->at[i]] : "";
    }
    line->column = (size_t)(heads->at[MARK] >= 0 ? heads->at[MARK] : 0) + 1;
    line->is_reason_words = line->of[REASON][0] != '\0' && row->is_guarded[heads->at[REASON]];
}

/* The step of a line; false: it was refused. */
static bool find_step(struct pal_pasting *in, struct line *line, struct pal_paste_cell *cell)
{
    const char *slash = strchr(line->of[PART], '/');
    if (slash != NULL) {
        line->of[AREA] =
            pal_arena_copy(in->arena, line->of[PART], (size_t)(slash - line->of[PART]));
        line->of[STEP] = slash + 1;
    }
    const char *name = line->of[AREA] != NULL ? line->of[AREA] : "";
    const struct pal_area *area = pal_paste_area(in->model, name);
    const char *step = pal_paste_step(in->model, line->of[STEP]);
    int at = area != NULL && step != NULL ? pal_ladder_find(area->ladder, step) : -1;
    if (at < 0) {
        const char *what = area != NULL ? line->of[STEP] : slash != NULL ? line->of[PART] : name;
        pal_paste_refuse(in, line->number, 1, area == NULL ? PAL_PASTE_NO_AREA : PAL_PASTE_NO_STEP,
                         what);
        return false;
    }
    cell->area = (size_t)(area - in->model->areas);
    cell->step = (size_t)at;
    return true;
}

/* ------------------------------------------------------------------------ practices */

/* The mark that a text begins with, and how long it is; 0: it begins with none. */
static size_t rating_at(const char *text, enum pal_rating *rating)
{
    for (int i = PAL_RATING_COUNT - 1; i >= PAL_RATING_N; i--) {
        const size_t len = strlen(pal_rating_ids[i]);
        if (pal_paste_begins(text, pal_rating_ids[i]) &&
            (text[len] == '\0' || strchr(" \t\n;,", text[len]) != NULL)) {
            *rating = (enum pal_rating)i;
            return len;
        }
    }
    return 0;
}

/* "GP 2.1.1=F GP 2.1.2=not applicable"; false: it was refused. */
static enum pal_rc read_practices(struct pal_pasting *in, const char *text,
                                  struct pal_paste_cell *cell, bool *is_fine)
{
    const struct pal_area *area = &in->model->areas[cell->area];
    size_t count;
    const struct pal_practice *known = pal_area_rated_practices(area, cell->step, &count);
    struct pal_paste_practice *out = PAL_NEW(in->arena, struct pal_paste_practice, count + 1);
    *is_fine = false;
    if (out == NULL) {
        return PAL_E_MEMORY;
    }
    const char *at = text + strspn(text, " \t\n;,");
    while (*at != '\0') {
        const size_t len = strcspn(at, "=");
        enum pal_rating rating = PAL_RATING_NOT_RATED;
        const size_t word = at[len] == '=' ? rating_at(at + len + 1, &rating) : 0;
        const struct pal_practice *found = NULL;
        for (size_t i = 0; i < count && word > 0 && found == NULL; i++) {
            bool is = strlen(known[i].id) == len && strncmp(known[i].id, at, len) == 0;
            found = is ? &known[i] : NULL;
        }
        for (size_t i = 0; i < cell->practice_count && found != NULL; i++) {
            found = out[i].id == found->id ? NULL : found; /* it was said already */
        }
        if (found == NULL) {
            pal_paste_refuse(in, cell->line, cell->column, PAL_PASTE_NO_PRACTICE, at);
            return PAL_OK;
        }
        out[cell->practice_count++] = (struct pal_paste_practice){found->id, rating};
        at += len + 1 + word;
        at += strspn(at, " \t\n;,");
    }
    cell->word = PAL_PASTE_PRACTICES;
    cell->practices = out;
    *is_fine = true;
    return PAL_OK;
}

/* ----------------------------------------------------------------------------- cells */

/* "F seen on site, twice": behind a mark, without a cell of its own, stands why; what stands
 * between cells is then a part of it. */
static void split_reason(struct pal_pasting *in, struct line *line)
{
    enum pal_paste_word word;
    enum pal_rating rating;
    const char *text = line->of[MARK];
    const size_t len = strcspn(text, " \t");
    if (text[len] == '\0' || pal_paste_word_find(text, &word, &rating)) {
        return;
    }
    const char *mark = pal_arena_copy(in->arena, text, len);
    const char *why = text + len + strspn(text + len, " \t");
    const char *more = line->of[REASON];
    if (mark != NULL && pal_paste_word_find(mark, &word, &rating)) {
        const char between[] = {in->cells->between, ' ', '\0'};
        const char *all =
            more[0] != '\0' ? pal_arena_printf(in->arena, "%s%s%s", why, between, more) : why;
        line->of[MARK] = mark;
        line->of[REASON] = all != NULL ? all : why;
    }
}

static bool read_basis(struct pal_pasting *in, const struct line *line, struct pal_paste_cell *cell)
{
    const char *id = line->of[BASIS];
    cell->lane = id[0] != '\0' ? pal_mark_lane_find(id) : PAL_MARK_LANES;
    if (id[0] != '\0' && cell->lane == PAL_MARK_LANES) {
        pal_paste_refuse(in, line->number, 1, PAL_PASTE_NO_BASIS, id);
        return false;
    }
    return true;
}

/* What a line says of the reason: nothing where nobody sees anything; a dash takes it back. */
static const char *reason_of(const struct line *line)
{
    const char *reason = line->of[REASON];
    bool is_back = strcmp(reason, "-") == 0 && !line->is_reason_words;
    return pal_is_blank(reason) ? NULL : is_back ? "" : reason;
}

static enum pal_rc take_line(struct pal_pasting *in, struct line *line)
{
    struct pal_paste_cell cell = {.line = line->number, .column = line->column};
    const char *practices = line->of[PRACTICES];
    const char *reason = line->of[REASON];
    bool is_fine = true;
    if (!find_step(in, line, &cell) || !read_basis(in, line, &cell) ||
        !pal_paste_mark(in, line->of[MARK], &cell)) {
        return PAL_OK;
    }
    if (practices[0] != '\0' && cell.word != PAL_PASTE_LEAVE) {
        pal_paste_refuse(in, line->number, line->column, PAL_PASTE_BOTH, practices);
        return PAL_OK;
    }
    if (strlen(reason) > PAL_PASTE_REASON_MOST) {
        pal_paste_refuse(in, line->number, line->column, PAL_PASTE_LONG, reason);
        return PAL_OK;
    }
    enum pal_rc rc = practices[0] != '\0' ? read_practices(in, practices, &cell, &is_fine) : PAL_OK;
    if (rc != PAL_OK || !is_fine) {
        return rc;
    }
    cell.is_again = pal_paste_is_word(line->of[STATE], "again");
    cell.reason = reason_of(line);
    return cell.word != PAL_PASTE_LEAVE || cell.reason != NULL
               ? pal_paste_add(in, &cell, line->of[AREA])
               : PAL_OK;
}

enum pal_rc pal_paste_list(struct pal_pasting *in)
{
    const struct pal_cells *cells = in->cells;
    struct heads heads = {.is_said = false};
    size_t from = 0;
    enum pal_rc rc = PAL_OK;
    in->out->form = PAL_PASTE_LIST;
    for (size_t i = 0; i < cells->count && i < FIRST_ROWS && !heads.is_said; i++) {
        heads = heads_of(&cells->rows[i]);
        from = heads.is_said ? i + 1 : 0;
    }
    for (size_t i = from; i < cells->count && rc == PAL_OK; i++) {
        struct line line = {.number = cells->rows[i].line};
        for (int j = 0; j < COLUMNS; j++) {
            line.of[j] = "";
        }
        if (heads.is_said) {
            read_columns(&heads, &cells->rows[i], &line);
        } else if (!split_line(in, &cells->rows[i], &line)) {
            return PAL_E_MEMORY;
        } else {
            split_reason(in, &line);
        }
        rc = take_line(in, &line);
    }
    return rc;
}
