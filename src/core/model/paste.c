/* paste - marks as a spreadsheet gives them: words, heads, blocks; see paste.h. */
#include "core/model/paste.h"

#include <string.h>

#include "core/model/paste_parts.h"

enum { HEAD_ROWS = 5, HEAD_COLUMNS = 3, CELLS_AT_ONCE = 512, ANY_CASE_MOST = 256 };

const char *const pal_paste_lie_ids[PAL_PASTE_LIES] = {"", "areas", "steps"};

/* ---------------------------------------------------------------------------- words */

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool pal_paste_begins(const char *text, const char *word)
{
    while (*word != '\0' && small(*text) == small(*word)) {
        text++;
        word++;
    }
    return *word == '\0';
}

bool pal_paste_is_word(const char *text, const char *word)
{
    return pal_paste_begins(text, word) && strlen(text) == strlen(word);
}

bool pal_paste_word_find(const char *text, enum pal_paste_word *word, enum pal_rating *rating)
{
    static const struct {
        const char *text;
        enum pal_paste_word word;
        enum pal_rating rating;
    } words[] = {
        {"", PAL_PASTE_LEAVE, PAL_RATING_NOT_RATED},
        {"=", PAL_PASTE_LEAVE, PAL_RATING_NOT_RATED},
        {"-", PAL_PASTE_TAKE_BACK, PAL_RATING_NOT_RATED},
        {"–", PAL_PASTE_TAKE_BACK, PAL_RATING_NOT_RATED},
        {"—", PAL_PASTE_TAKE_BACK, PAL_RATING_NOT_RATED},
        {"N", PAL_PASTE_MARK, PAL_RATING_N},
        {"P", PAL_PASTE_MARK, PAL_RATING_P},
        {"L", PAL_PASTE_MARK, PAL_RATING_L},
        {"F", PAL_PASTE_MARK, PAL_RATING_F},
        {"x", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"na", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"n/a", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"n.a.", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"not applicable", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"non applicable", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"s.o.", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"so", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
        {"sans objet", PAL_PASTE_MARK, PAL_RATING_NOT_APPLICABLE},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (pal_paste_is_word(text, words[i].text)) {
            *word = words[i].word;
            *rating = words[i].rating;
            return true;
        }
    }
    return false;
}

bool pal_paste_mark(struct pal_pasting *in, const char *text, struct pal_paste_cell *cell)
{
    if (pal_paste_word_find(text, &cell->word, &cell->rating)) {
        return true;
    }
    bool is_formula = strchr("=+@", text[0]) != NULL;
    pal_paste_refuse(in, cell->line, cell->column,
                     is_formula ? PAL_PASTE_FORMULA : PAL_PASTE_NO_MARK, text);
    return false;
}

/* ---------------------------------------------------------------------------- heads */

enum { HEAD_MOST = 128 };

/* The first word of a head, without what people put behind an id; false: it is longer than any. */
static bool first_word(const char *text, char out[HEAD_MOST + 1])
{
    size_t len = strcspn(text, " \t\n:");
    if (len == 0 || len > HEAD_MOST) {
        return false;
    }
    memcpy(out, text, len);
    out[len] = '\0';
    return true;
}

static const struct pal_area *area_of(const struct pal_model *model, const char *id)
{
    const struct pal_area *area = pal_model_area(model, id);
    for (size_t i = 0; area == NULL && i < model->area_count && i < ANY_CASE_MOST; i++) {
        area = pal_paste_is_word(model->areas[i].id, id) ? &model->areas[i] : NULL;
    }
    return area;
}

const struct pal_area *pal_paste_area(const struct pal_model *model, const char *text)
{
    char word[HEAD_MOST + 1];
    const struct pal_area *area = text[0] != '\0' ? area_of(model, text) : NULL;
    return area != NULL || !first_word(text, word) ? area : area_of(model, word);
}

static const char *step_of(const struct pal_model *model, const char *id)
{
    int at = pal_ladder_find(&model->ladder, id);
    if (at >= 0) {
        return model->ladder.steps[at].id;
    }
    for (size_t i = 0; i < model->area_count && i < ANY_CASE_MOST; i++) {
        const struct pal_ladder *ladder = model->areas[i].ladder;
        at = ladder != &model->ladder ? pal_ladder_find(ladder, id) : -1;
        if (at >= 0) {
            return ladder->steps[at].id;
        }
    }
    return NULL;
}

const char *pal_paste_step(const struct pal_model *model, const char *text)
{
    char word[HEAD_MOST + 1];
    const char *id = text[0] != '\0' ? step_of(model, text) : NULL;
    if (id != NULL || !first_word(text, word)) {
        return id;
    }
    id = step_of(model, word);
    char *comma = strchr(word, ',');
    if (id == NULL && comma != NULL) {
        *comma = '.';
        id = step_of(model, word);
    }
    return id;
}

/* ---------------------------------------------------------------------------- cells */

void pal_paste_refuse(struct pal_pasting *in, size_t line, size_t column,
                      enum pal_paste_fault fault, const char *what)
{
    struct pal_pasted *out = in->out;
    if (out->refused_count < PAL_PASTE_REFUSED_TOLD) {
        out->refused[out->refused_count] = (struct pal_paste_refused){line, column, fault, what};
    }
    out->refused_count++;
}

enum pal_rc pal_paste_add(struct pal_pasting *in, const struct pal_paste_cell *cell,
                          const char *what)
{
    struct pal_pasted *out = in->out;
    uint8_t *taken = &in->taken[in->model->areas[cell->area].first_step + cell->step];
    if ((*taken >> cell->lane & 1) != 0) {
        pal_paste_refuse(in, cell->line, cell->column, PAL_PASTE_TWICE, what);
        return PAL_OK;
    }
    *taken = (uint8_t)(*taken | 1U << cell->lane);
    if (out->count == in->room) {
        size_t room = in->room > 0 ? 2 * in->room : CELLS_AT_ONCE;
        struct pal_paste_cell *larger = PAL_NEW(in->arena, struct pal_paste_cell, room);
        if (larger == NULL) {
            return PAL_E_MEMORY;
        }
        if (out->count > 0) {
            memcpy(larger, out->cells, out->count * sizeof *larger);
        }
        out->cells = larger;
        in->room = room;
    }
    out->cells[out->count++] = *cell;
    return PAL_OK;
}

/* ---------------------------------------------------------------------------- blocks */

/* What a row or a column of a block is of: an area or a step by its id, or whatever comes in that
 * place of the model. */
struct head {
    bool is_used;
    const struct pal_area *area;
    const char *step;
    size_t order; /* of a step without an id */
};

/* Where the heads of a block stand; the place behind what there is: nowhere. */
struct edges {
    size_t row;
    size_t column;
    bool has_row;
    bool has_column;
    bool areas_are_rows;
};

static const char *cell_at(const struct pal_cells *cells, size_t row, size_t column)
{
    return column < cells->rows[row].count ? cells->rows[row].at[column] : "";
}

static bool is_mark(const char *text)
{
    enum pal_paste_word word;
    enum pal_rating rating;
    return text[0] != '\0' && pal_paste_word_find(text, &word, &rating);
}

/* A row above the marks that names areas or steps, behind its first cell or several of them. */
static void find_row(const struct pal_pasting *in, struct edges *edges)
{
    const struct pal_cells *cells = in->cells;
    for (size_t i = 0; i < cells->count && i < HEAD_ROWS && !edges->has_row; i++) {
        size_t areas = 0;
        size_t steps = 0;
        size_t marks = 0;
        for (size_t j = 0; j < cells->rows[i].count; j++) {
            const char *text = cells->rows[i].at[j];
            areas += j > 0 && pal_paste_area(in->model, text) != NULL;
            steps += j > 0 && pal_paste_step(in->model, text) != NULL;
            marks += j > 0 && is_mark(text);
        }
        if (areas + steps > 0 && marks == 0) {
            edges->has_row = true;
            edges->row = i;
            edges->areas_are_rows = steps >= areas;
        }
    }
}

/* The column before the marks that names the most of what the rows are. */
static void find_column(const struct pal_pasting *in, struct edges *edges)
{
    const struct pal_cells *cells = in->cells;
    size_t best = 0;
    for (size_t j = 0; j < cells->columns && j < HEAD_COLUMNS; j++) {
        size_t areas = 0;
        size_t steps = 0;
        for (size_t i = edges->has_row ? edges->row + 1 : 0; i < cells->count; i++) {
            areas += pal_paste_area(in->model, cell_at(cells, i, j)) != NULL;
            steps += pal_paste_step(in->model, cell_at(cells, i, j)) != NULL;
        }
        bool are_areas = edges->has_row ? edges->areas_are_rows : areas >= steps;
        size_t found = are_areas ? areas : steps;
        if (found > best) {
            best = found;
            edges->has_column = true;
            edges->column = j;
            edges->areas_are_rows = are_areas;
        }
    }
}

static struct head head_by_order(const struct pal_pasting *in, bool is_area, size_t order)
{
    return (struct head){
        .is_used = true, .area = is_area ? &in->model->areas[order] : NULL, .order = order};
}

static size_t all_of(const struct pal_pasting *in, bool is_area)
{
    return is_area ? in->model->area_count : in->out->steps;
}

/* A title may stand between the ids and the marks: words, and no mark. */
static bool is_title(const struct pal_pasting *in, const struct edges *edges, size_t column)
{
    bool has_words = false;
    for (size_t i = 0; i < in->cells->count; i++) {
        const char *text = cell_at(in->cells, i, column);
        if (is_mark(text)) {
            return false;
        }
        has_words = has_words || text[0] != '\0';
    }
    return has_words && edges->has_column;
}

/* Whether anything stands in a column below the heads, or in a row behind them. */
static bool is_said(const struct pal_pasting *in, const struct edges *edges, bool is_row, size_t at)
{
    size_t count = is_row ? in->cells->columns : in->cells->count;
    for (size_t i = 0; i < count; i++) {
        bool is_head =
            is_row ? edges->has_column && i <= edges->column : edges->has_row && i <= edges->row;
        const char *text = is_row ? cell_at(in->cells, at, i) : cell_at(in->cells, i, at);
        if (!is_head && is_mark(text)) {
            return true;
        }
    }
    return false;
}

/* What has marks and an id that there is not is refused once. */
static struct head head_by_id(struct pal_pasting *in, const struct edges *edges, bool is_row,
                              size_t at)
{
    const bool is_area = is_row == edges->areas_are_rows;
    const size_t row = is_row ? at : edges->row;
    const size_t column = is_row ? edges->column : at;
    const char *text = cell_at(in->cells, row, column);
    struct head head = {.area = is_area ? pal_paste_area(in->model, text) : NULL,
                        .step = is_area ? NULL : pal_paste_step(in->model, text)};
    head.is_used = head.area != NULL || head.step != NULL;
    if (!head.is_used && is_said(in, edges, is_row, at)) {
        pal_paste_refuse(in, in->cells->rows[row].line, column + 1,
                         is_area ? PAL_PASTE_NO_AREA : PAL_PASTE_NO_STEP, text);
    }
    return head;
}

/* The heads of the columns, or of the rows. By their order there must be as many as the model has;
 * false: there are not. */
static bool fill_heads(struct pal_pasting *in, const struct edges *edges, bool is_row,
                       struct head *heads, size_t count)
{
    const bool is_area = is_row == edges->areas_are_rows;
    const bool has_ids = is_row ? edges->has_column : edges->has_row;
    const bool has_edge = is_row ? edges->has_row : edges->has_column;
    size_t from = has_edge ? (is_row ? edges->row : edges->column) + 1 : 0;
    if (!has_ids && !is_row && count - from == all_of(in, is_area) + 1 &&
        is_title(in, edges, from)) {
        from++;
    }
    if (!has_ids && count - from != all_of(in, is_area)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        heads[i] = i < from  ? (struct head){.is_used = false}
                   : has_ids ? head_by_id(in, edges, is_row, i)
                             : head_by_order(in, is_area, i - from);
    }
    return true;
}

static enum pal_rc take_cell(struct pal_pasting *in, const struct head *row,
                             const struct head *column, struct pal_paste_cell *cell,
                             const char *text)
{
    const struct pal_area *area = row->area != NULL ? row->area : column->area;
    const struct head *of = row->area != NULL ? column : row;
    int at = of->step != NULL                  ? pal_ladder_find(area->ladder, of->step)
             : of->order < area->ladder->count ? (int)of->order
                                               : -1;
    if (text[0] == '\0' || (at >= 0 && !pal_paste_mark(in, text, cell))) {
        return PAL_OK;
    }
    if (at < 0) {
        pal_paste_refuse(in, cell->line, cell->column, PAL_PASTE_NO_STEP, text);
        return PAL_OK;
    }
    cell->area = (size_t)(area - in->model->areas);
    cell->step = (size_t)at;
    return cell->word != PAL_PASTE_LEAVE ? pal_paste_add(in, cell, text) : PAL_OK;
}

static enum pal_rc take_cells(struct pal_pasting *in, const struct head *rows,
                              const struct head *columns)
{
    const struct pal_cells *cells = in->cells;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < cells->count; i++) {
        for (size_t j = 0; j < cells->rows[i].count && rows[i].is_used && rc == PAL_OK; j++) {
            struct pal_paste_cell cell = {
                .lane = PAL_MARK_LANES, .line = cells->rows[i].line, .column = j + 1};
            rc = columns[j].is_used
                     ? take_cell(in, &rows[i], &columns[j], &cell, cells->rows[i].at[j])
                     : PAL_OK;
        }
    }
    return rc;
}

/* How it lies, of what its edges say or its shape. */
static enum pal_paste_whole lies(struct pal_pasting *in, enum pal_paste_lie lie,
                                 struct edges *edges)
{
    find_row(in, edges);
    find_column(in, edges);
    if (edges->has_row || edges->has_column) {
        return PAL_PASTE_FINE;
    }
    const struct pal_cells *cells = in->cells;
    const size_t areas = in->model->area_count;
    const size_t steps = in->out->steps;
    const bool may_be_areas = cells->count == areas && cells->columns == steps;
    const bool may_be_steps = cells->count == steps && cells->columns == areas;
    if (may_be_areas && may_be_steps && lie == PAL_PASTE_BY_SHAPE) {
        return PAL_PASTE_AMBIGUOUS;
    }
    edges->areas_are_rows = may_be_areas && (lie != PAL_PASTE_STEPS_DOWN || !may_be_steps);
    return may_be_areas || may_be_steps ? PAL_PASTE_FINE : PAL_PASTE_SHAPE;
}

enum pal_rc pal_paste_block(struct pal_pasting *in, enum pal_paste_lie lie)
{
    const struct pal_cells *cells = in->cells;
    struct pal_pasted *out = in->out;
    struct edges edges = {.row = cells->count, .column = cells->columns};
    struct head *rows = PAL_NEW(in->arena, struct head, cells->count);
    struct head *columns = PAL_NEW(in->arena, struct head, cells->columns);
    if (rows == NULL || columns == NULL) {
        return PAL_E_MEMORY;
    }
    out->whole = lies(in, lie, &edges);
    out->form = edges.areas_are_rows ? PAL_PASTE_AREAS_AS_ROWS : PAL_PASTE_STEPS_AS_ROWS;
    out->rows = cells->count - (edges.has_row ? edges.row + 1 : 0);
    out->columns = cells->columns - (edges.has_column ? edges.column + 1 : 0);
    if (out->whole == PAL_PASTE_FINE && (!fill_heads(in, &edges, true, rows, cells->count) ||
                                         !fill_heads(in, &edges, false, columns, cells->columns))) {
        out->whole = PAL_PASTE_SHAPE;
    }
    return out->whole == PAL_PASTE_FINE ? take_cells(in, rows, columns) : PAL_OK;
}

/* ------------------------------------------------------------------------------ all */

static bool is_before(const struct pal_paste_refused *a, const struct pal_paste_refused *b)
{
    return a->line < b->line || (a->line == b->line && a->column < b->column);
}

/* As one reads; heads were looked at before the cells. */
static void sort_refused(struct pal_pasted *out)
{
    for (size_t i = 1; i < out->refused_count && i < PAL_PASTE_REFUSED_TOLD; i++) {
        const struct pal_paste_refused refused = out->refused[i];
        size_t at = i;
        for (; at > 0 && is_before(&refused, &out->refused[at - 1]); at--) {
            out->refused[at] = out->refused[at - 1];
        }
        out->refused[at] = refused;
    }
}

enum pal_rc pal_paste_read(struct pal_arena *arena, const struct pal_model *model, const char *text,
                           enum pal_paste_lie lie, struct pal_pasted *out)
{
    struct pal_cells cells;
    struct pal_pasting in = {.arena = arena, .model = model, .cells = &cells, .out = out};
    *out = (struct pal_pasted){.whole = PAL_PASTE_FINE};
    for (size_t i = 0; i < model->area_count; i++) {
        const size_t count = model->areas[i].ladder->count;
        out->steps = count > out->steps ? count : out->steps;
    }
    enum pal_rc rc = pal_cells_read(arena, text, &cells);
    if (rc == PAL_E_LIMIT) {
        out->whole = PAL_PASTE_TOO_LONG;
        return PAL_OK;
    }
    in.taken = rc == PAL_OK ? PAL_NEW(arena, uint8_t, model->step_count + 1) : NULL;
    if (in.taken == NULL) {
        return PAL_E_MEMORY;
    }
    if (cells.count == 0) {
        out->whole = PAL_PASTE_EMPTY;
        return PAL_OK;
    }
    rc = pal_paste_is_list(&in) ? pal_paste_list(&in) : pal_paste_block(&in, lie);
    sort_refused(out);
    return rc;
}
