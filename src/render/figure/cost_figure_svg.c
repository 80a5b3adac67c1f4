/* cost_figure_svg - the figure of the four ways as SVG 1.1 with presentation attributes only. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/utf8.h"
#include "render/amount.h"
#include "render/cost_words.h"
#include "render/figure/cost_figure.h"
#include "render/figure/figure_parts.h"
#include "render/words.h"

/* In pixels. */
enum {
    WIDTH = 960,
    LEFT = PAL_FIGURE_MARGIN + 8,
    LABEL_END = LEFT + 196,
    RIGHT = WIDTH - PAL_FIGURE_MARGIN,
    TOP = 96, /* under title, caption and the heads of the columns */
    ROW_H = 40,
    BAR_H = 18,
    AXIS_H = 22,
    LINE_H = 24,
    SECTION_GAP = 20,
    SHARE_ROW_H = 28,
    PLOT_X = WIDTH - PAL_FIGURE_MARGIN - 8 - PAL_COST_PLOT,
    DATES_H = PAL_COST_DATE_ROWS * 15 + 4,
    STEPS_H = 80,
    SWATCH_W = 22,
    SWATCH_H = 12,
};

struct drawing {
    const struct pal_cost_figure *figure;
    const char *id_prefix;
    struct pal_buf *out;
    /* Both columns of bars, right of their numbers; the rows of both sections stand in them. */
    size_t cost_x;
    size_t cost_w;
    size_t hours_x;
    size_t hours_w;
};

/* Set-up and what alerts cause are patterns, running cost is the calm surface. */
static const char *const kind_patterns[PAL_COST_KIND_COUNT] = {
    [PAL_COST_SETUP] = "dots",
    [PAL_COST_RUNNING] = NULL,
    [PAL_COST_STANDBY] = "hatch",
    [PAL_COST_ACTIVATION] = "lines",
};
static const char switched_on_pattern[] = "lines";

static void add_text(const struct drawing *drawing, size_t x, size_t y, const char *attributes,
                     const char *text)
{
    pal_buf_printf(drawing->out, "<text x=\"%zu\" y=\"%zu\" %s>", x, y, attributes);
    pal_text_xml(drawing->out, text);
    pal_buf_add(drawing->out, "</text>\n");
}

static void add_edge(const struct drawing *drawing, size_t x, size_t y, size_t width, size_t height)
{
    pal_buf_printf(drawing->out,
                   "<rect class=\"pal-surplus\" x=\"%zu.5\" y=\"%zu.5\" width=\"%zu\" "
                   "height=\"%zu\" fill=\"none\" stroke=\"#34506e\" stroke-width=\"1\"/>\n",
                   x, y, width - 1, height - 1);
}

/* A bar or a swatch; `pattern` NULL: solid. Nothing where it has no width. */
static void add_bar(const struct drawing *drawing, size_t x, size_t y, size_t width, size_t height,
                    const char *pattern)
{
    if (width == 0) {
        return;
    }
    if (pattern == NULL || width <= 2) { /* no pattern is seen on so little */
        pal_buf_printf(drawing->out,
                       "<rect class=\"pal-achieved\" x=\"%zu\" y=\"%zu\" width=\"%zu\" "
                       "height=\"%zu\" fill=\"#34506e\"/>\n",
                       x, y, width, height);
        return;
    }
    pal_buf_printf(drawing->out,
                   "<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%zu\" "
                   "fill=\"url(#%s%s)\"/>\n",
                   x, y, width, height, drawing->id_prefix, pattern);
    add_edge(drawing, x, y, width, height);
}

/* What is active at every level: pale, for it is the greatest part. */
static void add_permanent(const struct drawing *drawing, size_t x, size_t y, size_t width,
                          size_t height)
{
    if (width > 0 && height > 0) {
        pal_buf_printf(drawing->out,
                       "<rect class=\"pal-demand\" x=\"%zu\" y=\"%zu\" width=\"%zu\" "
                       "height=\"%zu\" fill=\"#34506e\" fill-opacity=\"0.3\"/>\n",
                       x, y, width, height);
        add_edge(drawing, x, y, width, height);
    }
}

/* Demanded and not active: drawn as what is missing is drawn elsewhere. */
static void add_missing(const struct drawing *drawing, size_t x, size_t y, size_t width)
{
    if (width > 0) {
        pal_buf_printf(drawing->out,
                       "<rect class=\"pal-missing\" x=\"%zu\" y=\"%zu\" width=\"%zu\" "
                       "height=\"%d\" fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"2\"/>\n",
                       x + 1, y + 1, width > 2 ? width - 2 : 1, BAR_H - 2);
    }
}

/* Two rectangles each: the style sheet of a page colours the first as paper, the last as ink. */
static void add_patterns(const struct drawing *drawing)
{
    pal_buf_printf(
        drawing->out,
        "<defs>\n<pattern id=\"%sdots\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
        "<rect width=\"5\" height=\"5\" fill=\"#ffffff\"/>"
        "<rect x=\"1\" y=\"1\" width=\"2\" height=\"2\" fill=\"#34506e\"/></pattern>\n"
        "<pattern id=\"%shatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffffff\"/>"
        "<rect width=\"2\" height=\"6\" fill=\"#34506e\"/></pattern>\n"
        "<pattern id=\"%slines\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">"
        "<rect width=\"4\" height=\"4\" fill=\"#ffffff\"/>"
        "<rect width=\"4\" height=\"1\" fill=\"#34506e\"/></pattern>\n</defs>\n",
        drawing->id_prefix, drawing->id_prefix, drawing->id_prefix);
}

static void add_whisker(const struct drawing *drawing, const struct pal_spread *of, double max,
                        size_t x, size_t width, size_t y)
{
    size_t low = pal_cost_figure_length(of->rows[PAL_SPREAD_LOW].value, max, width);
    size_t high = pal_cost_figure_length(of->rows[PAL_SPREAD_HIGH].value, max, width);
    if (low < high) {
        pal_buf_printf(drawing->out,
                       "<path class=\"pal-target\" d=\"M%zu %zuv6m0 -3H%zum0 -3v6\" fill=\"none\" "
                       "stroke=\"#000000\" stroke-width=\"1.5\"/>\n",
                       x + low, y, x + high);
    }
}

/* A whole number of money or hours, as an axis has it. */
static void write_mark(double value, bool is_money, const struct pal_language *language,
                       char out[PAL_AMOUNT_TEXT])
{
    if (is_money) {
        pal_amount_write((uint64_t)(value + 0.5), language, out);
    } else {
        pal_hours_write(value, language, out);
    }
    out[strlen(out) - (is_money ? strlen(".00") : strlen(".0"))] = '\0';
}

/* Pale lines through the rows, and their values under them. */
static void add_axis(const struct drawing *drawing, double max, bool is_money, size_t x,
                     size_t width, size_t bottom)
{
    enum { UNIT_HOURS = 1, UNIT_MONEY = 100, MARKS_MAX = 20 };
    char text[PAL_AMOUNT_TEXT];
    write_mark(max, is_money, drawing->figure->language, text);
    size_t room = pal_utf8_columns(text) * 7 + 14;
    double step =
        pal_cost_figure_step(max, width, room, is_money ? (double)UNIT_MONEY : (double)UNIT_HOURS);
    for (int i = 0; i < MARKS_MAX && (i == 0 || (step > 0 && step * i <= max)); i++) {
        size_t at = x + (i > 0 ? pal_cost_figure_length(step * i, max, width) : 0);
        pal_buf_printf(drawing->out,
                       "<path class=\"pal-grid\" d=\"M%zu.5 %dV%zu\" stroke=\"#cfcfcf\" "
                       "stroke-width=\"1\"/>\n",
                       at, TOP - 4, bottom);
        write_mark(step * i, is_money, drawing->figure->language, text);
        add_text(drawing, at, bottom + 14, "font-size=\"11\" text-anchor=\"middle\"", text);
    }
}

/* "151 always active + 25 prepared" */
static void write_steps(const struct drawing *drawing, enum pal_way_id id, struct pal_buf *out)
{
    const struct pal_language *language = drawing->figure->language;
    const struct pal_way *way = &drawing->figure->ways->ways[id];
    pal_buf_printf(out, pal_tr(language, "%zu always active"), way->permanent_count);
    if (way->prepared_count > 0) {
        pal_buf_printf(out, pal_tr(language, " + %zu prepared"), way->prepared_count);
    }
}

/* What a row shows, as one sentence: of the way, its cost, its exposure. */
static void write_row(const struct drawing *drawing, enum pal_way_id id, struct pal_buf *out)
{
    const struct pal_language *language = drawing->figure->language;
    const struct pal_ways *ways = drawing->figure->ways;
    const struct pal_way *way = &ways->ways[id];
    char amount[PAL_AMOUNT_TEXT];
    char other[PAL_AMOUNT_TEXT];
    pal_buf_add(out, pal_word_way(language, id));
    pal_buf_add(out, pal_tr(language, ": "));
    write_steps(drawing, id, out);
    pal_amount_write(way->total, language, amount);
    pal_buf_printf(out, "; %s %s %s", pal_tr(language, "cost"), amount,
                   ways->request.efforts->currency);
    const char *separator = " (";
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        if (way->by_kind[kind] > 0) {
            pal_amount_write(way->by_kind[kind], language, amount);
            pal_buf_printf(out, "%s%s %s", separator,
                           pal_word_cost_kind(language, (enum pal_cost_kind)kind), amount);
            separator = ", ";
        }
    }
    pal_buf_add(out, separator[0] == ',' ? ")" : "");
    pal_cost_exposed(ways, id, language, amount);
    pal_buf_printf(out, "; %s %s", pal_tr(language, "exposed hours"), amount);
    if (!ways->request.outlook->is_replay) {
        pal_buf_add(out, "; ");
        pal_cost_estimate(&way->cost.rows[PAL_SPREAD_LOW], true, language, amount);
        pal_cost_estimate(&way->cost.rows[PAL_SPREAD_HIGH], true, language, other);
        pal_buf_printf(out, pal_tr(language, "90 of 100 histories: cost %s to %s, "), amount,
                       other);
        pal_cost_estimate(&way->exposed.rows[PAL_SPREAD_LOW], false, language, amount);
        pal_cost_estimate(&way->exposed.rows[PAL_SPREAD_HIGH], false, language, other);
        pal_buf_printf(out, pal_tr(language, "exposed hours %s to %s"), amount, other);
    }
    pal_buf_add(out, ".");
}

/* Lets `write` make a text and adds it escaped. */
static void add_written(const struct drawing *drawing, enum pal_way_id id,
                        void (*write)(const struct drawing *, enum pal_way_id, struct pal_buf *))
{
    struct pal_buf text;
    pal_buf_init(&text, 1 << 16, drawing->out->alloc);
    write(drawing, id, &text);
    const char *written = pal_buf_text(&text);
    if (written == NULL) {
        drawing->out->failed = true;
    } else {
        pal_text_xml(drawing->out, written);
    }
    pal_buf_done(&text);
}

static void add_way(const struct drawing *drawing, enum pal_way_id id, size_t y)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_way *way = &figure->ways->ways[id];
    struct pal_buf *out = drawing->out;
    char text[PAL_AMOUNT_TEXT];
    pal_buf_add(out, "<g><title>");
    add_written(drawing, id, write_row);
    pal_buf_add(out, "</title>\n");
    add_text(drawing, LEFT, y + 13, "font-size=\"13\" font-weight=\"bold\"",
             pal_word_way(figure->language, id));
    pal_buf_printf(out, "<text x=\"%d\" y=\"%zu\" font-size=\"11\">", LEFT, y + 28);
    add_written(drawing, id, write_steps);
    pal_buf_add(out, "</text>\n");
    pal_amount_write(way->total, figure->language, text);
    add_text(drawing, drawing->cost_x - 10, y + 14, "font-size=\"12\" text-anchor=\"end\"", text);
    uint64_t sum = 0;
    size_t from = 0;
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        /* Ends of the sums, so that the parts make up the whole whatever the rounding. */
        sum += way->by_kind[kind];
        size_t to = pal_cost_figure_length((double)sum, figure->cost_max, drawing->cost_w);
        add_bar(drawing, drawing->cost_x + from, y, to - from, BAR_H, kind_patterns[kind]);
        from = to;
    }
    pal_cost_exposed(figure->ways, id, figure->language, text);
    add_text(drawing, drawing->hours_x - 10, y + 14, "font-size=\"12\" text-anchor=\"end\"", text);
    add_missing(drawing, drawing->hours_x, y,
                pal_cost_figure_length(way->exposed_hours, figure->hours_max, drawing->hours_w));
    if (!figure->ways->request.outlook->is_replay) {
        add_whisker(drawing, &way->cost, figure->cost_max, drawing->cost_x, drawing->cost_w,
                    y + BAR_H + 4);
        add_whisker(drawing, &way->exposed, figure->hours_max, drawing->hours_x, drawing->hours_w,
                    y + BAR_H + 4);
    }
    pal_buf_add(out, "</g>\n");
}

/* The words of a swatch at `x`; gives where the next may start. */
static size_t add_swatch_text(const struct drawing *drawing, size_t x, size_t y, const char *words)
{
    add_text(drawing, x + SWATCH_W + 6, y + 10, "font-size=\"12\"", words);
    return x + SWATCH_W + 6 + pal_utf8_columns(words) * 8 + 16;
}

static void add_ways_legend(const struct drawing *drawing, size_t y)
{
    const struct pal_language *language = drawing->figure->language;
    size_t x = LEFT;
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        add_bar(drawing, x, y, SWATCH_W, SWATCH_H, kind_patterns[kind]);
        x = add_swatch_text(drawing, x, y, pal_word_cost_kind(language, (enum pal_cost_kind)kind));
    }
    if (!drawing->figure->ways->request.outlook->is_replay) {
        pal_buf_printf(drawing->out,
                       "<path class=\"pal-target\" d=\"M%zu %zuv6m0 -3h22m0 -3v6\" fill=\"none\" "
                       "stroke=\"#000000\" stroke-width=\"1.5\"/>\n",
                       x, y + 3);
        add_text(drawing, x + 30, y + 10, "font-size=\"12\"",
                 pal_tr(language, "90 of 100 simulated histories lie within"));
    }
}

static void add_ways(const struct drawing *drawing)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_language *language = figure->language;
    size_t bottom = TOP + PAL_WAY_COUNT * ROW_H;
    pal_buf_printf(drawing->out, "<text x=\"%zu\" y=\"%d\" font-size=\"12\" font-weight=\"bold\">",
                   drawing->cost_x, TOP - 10);
    pal_text_xml(drawing->out, pal_tr(language, "cost"));
    pal_buf_add(drawing->out, ", ");
    pal_figure_short(drawing->out, figure->ways->request.efforts->currency, 24);
    pal_buf_add(drawing->out, "</text>\n");
    add_text(drawing, drawing->hours_x, TOP - 10, "font-size=\"12\" font-weight=\"bold\"",
             pal_tr(language, "exposed hours"));
    add_axis(drawing, figure->cost_max, true, drawing->cost_x, drawing->cost_w, bottom);
    add_axis(drawing, figure->hours_max, false, drawing->hours_x, drawing->hours_w, bottom);
    for (int i = 0; i < PAL_WAY_COUNT; i++) {
        add_way(drawing, (enum pal_way_id)i, TOP + (size_t)i * ROW_H + 4);
    }
    add_ways_legend(drawing, bottom + AXIS_H);
}

/* Where the second section starts. */
static size_t section_top(void)
{
    return TOP + PAL_WAY_COUNT * ROW_H + AXIS_H + LINE_H + SECTION_GAP;
}

static void add_section_title(const struct drawing *drawing, size_t y, const char *text)
{
    add_text(drawing, LEFT, y, "font-size=\"14\" font-weight=\"bold\"", text);
}

static void add_steps_legend(const struct drawing *drawing, size_t y)
{
    const struct pal_language *language = drawing->figure->language;
    add_permanent(drawing, LEFT, y, SWATCH_W, SWATCH_H);
    size_t x = add_swatch_text(drawing, LEFT, y, pal_tr(language, "steps always active"));
    add_bar(drawing, x, y, SWATCH_W, SWATCH_H, switched_on_pattern);
    (void)add_swatch_text(drawing, x, y, pal_tr(language, "prepared steps that the level demands"));
}

/* ----------------------------------------------------------------------- shares of time at the
 * levels */

static void add_level_label(const struct drawing *drawing, size_t level, size_t y, size_t columns)
{
    pal_buf_printf(drawing->out, "<text x=\"%d\" y=\"%zu\" font-size=\"12\">", LEFT, y);
    pal_figure_short(drawing->out, drawing->figure->levels[level].label, columns);
    pal_buf_add(drawing->out, "</text>\n");
}

static void add_share(const struct drawing *drawing, size_t index, size_t y)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_cost_level *level = &figure->levels[index];
    size_t permanent = figure->ways->ways[PAL_WAY_ADAPTIVE].permanent_count;
    size_t active = permanent + level->switched_on;
    char share[PAL_AMOUNT_TEXT];
    char text[PAL_AMOUNT_TEXT];
    pal_hours_write(100 * level->share, figure->language, share);
    pal_hours_write(level->hours, figure->language, text);
    pal_buf_add(drawing->out, "<g><title>");
    pal_text_xml(drawing->out, level->label);
    pal_buf_printf(drawing->out, pal_tr(figure->language, ": %s hours, %s %%; %zu steps active"),
                   text, share, active);
    pal_buf_add(drawing->out, "</title>\n");
    add_level_label(drawing, index, y + 14, 26);
    pal_buf_printf(drawing->out,
                   "<text x=\"%zu\" y=\"%zu\" font-size=\"12\" text-anchor=\"end\">%s %%</text>\n",
                   drawing->cost_x - 10, y + 14, share);
    size_t width = pal_cost_figure_length(level->share, 1, drawing->cost_w);
    if (width > 0) {
        pal_buf_printf(drawing->out,
                       "<rect class=\"pal-band\" x=\"%zu.5\" y=\"%zu.5\" width=\"%zu\" "
                       "height=\"%d\" fill=\"none\" stroke=\"#444444\" stroke-width=\"1\"/>\n",
                       drawing->cost_x, y, width > 1 ? width - 1 : 1, BAR_H - 1);
    }
    pal_buf_printf(drawing->out,
                   "<text x=\"%zu\" y=\"%zu\" font-size=\"12\" text-anchor=\"end\">%zu</text>\n",
                   drawing->hours_x - 10, y + 14, active);
    double all = (double)figure->steps_max;
    size_t always = pal_cost_figure_length((double)permanent, all, drawing->hours_w);
    size_t end = pal_cost_figure_length((double)active, all, drawing->hours_w);
    add_permanent(drawing, drawing->hours_x, y, always, BAR_H);
    add_bar(drawing, drawing->hours_x + always, y, end - always, BAR_H, switched_on_pattern);
    pal_buf_add(drawing->out, "</g>\n");
}

static size_t shares_height(const struct pal_cost_figure *figure)
{
    return 26 + figure->level_count * SHARE_ROW_H + LINE_H;
}

/* The gravest level stands above. */
static void add_shares(const struct drawing *drawing, size_t y)
{
    const struct pal_cost_figure *figure = drawing->figure;
    add_text(drawing, drawing->cost_x, y + 10, "font-size=\"12\" font-weight=\"bold\"",
             figure->ways->request.outlook->is_replay
                 ? pal_tr(figure->language, "share of the hours")
                 : pal_tr(figure->language, "expected share of the hours"));
    add_text(drawing, drawing->hours_x, y + 10, "font-size=\"12\" font-weight=\"bold\"",
             pal_tr(figure->language, "Adaptive: steps active"));
    add_section_title(drawing, y + 10, pal_tr(figure->language, "Alert levels"));
    y += 26;
    for (size_t i = figure->level_count; i-- > 0; y += SHARE_ROW_H) {
        add_share(drawing, i, y);
    }
    add_steps_legend(drawing, y + 4);
}

/* ------------------------------------------------------------------------ history: the time line
 */

static size_t level_row_h(const struct pal_cost_figure *figure)
{
    return figure->level_count <= 12 ? 22 : 15;
}

static size_t timeline_height(const struct pal_cost_figure *figure)
{
    return 26 + DATES_H + figure->level_count * level_row_h(figure) + AXIS_H + 20 + STEPS_H +
           AXIS_H + LINE_H;
}

/* The middle of the row of a level; the gravest is the upper one. */
static size_t level_y(const struct pal_cost_figure *figure, size_t top, size_t level)
{
    size_t row = level_row_h(figure);
    return top + (figure->level_count - 1 - level) * row + row / 2;
}

static void add_dates(const struct drawing *drawing, size_t top, size_t plot_top)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_outlook *outlook = figure->ways->request.outlook;
    enum { DATE_ROW = 15, DATE_LENGTH = 10 };
    for (size_t i = 0; i < figure->date_count; i++) {
        const struct pal_cost_date *date = &figure->dates[i];
        const struct pal_history_change *change = &outlook->history.changes[date->change];
        char text[PAL_INSTANT_TEXT];
        size_t y = top + date->row * DATE_ROW;
        pal_instant_write(outlook->start_at + change->at_minutes, text);
        pal_buf_printf(drawing->out,
                       "<path class=\"pal-band\" d=\"M%zu.5 %zuV%zu\" fill=\"none\" "
                       "stroke=\"#8a8a8a\" stroke-width=\"1\" stroke-dasharray=\"2 2\"/>\n"
                       "<text x=\"%zu\" y=\"%zu\" font-size=\"11\"%s>%.*s</text>\n",
                       PLOT_X + date->x, y, level_y(figure, plot_top, change->level),
                       date->is_left ? PLOT_X + date->x - 3 : PLOT_X + date->x + 4, y + 10,
                       date->is_left ? " text-anchor=\"end\"" : "", DATE_LENGTH, text);
    }
}

/* Marks at the first of a month: from `top` to `bottom`, the month under it where `has_labels`. */
static void add_calendar(const struct drawing *drawing, size_t top, size_t bottom)
{
    const struct pal_outlook *outlook = drawing->figure->ways->request.outlook;
    unsigned months = drawing->figure->months;
    uint64_t end = outlook->start_at + outlook->history.end_minutes;
    char text[PAL_INSTANT_TEXT];
    uint64_t at = 0;
    enum { YEAR = 4, MONTH = 7 };
    pal_instant_write(outlook->start_at, text);
    memcpy(text + YEAR, "-01-01", sizeof "-01-01");
    if (months == 0 || !pal_instant_read(text, &at)) {
        return;
    }
    for (unsigned i = 0; at <= end; i++, at = pal_instant_add_months(at, months)) {
        if (at < outlook->start_at) {
            continue;
        }
        size_t x = PLOT_X + pal_cost_figure_x(&outlook->history, at - outlook->start_at);
        pal_instant_write(at, text);
        pal_buf_printf(drawing->out,
                       "<path class=\"pal-grid\" d=\"M%zu.5 %zuV%zu\" stroke=\"#cfcfcf\" "
                       "stroke-width=\"1\"/>\n"
                       "<text x=\"%zu\" y=\"%zu\" font-size=\"11\" text-anchor=\"middle\">"
                       "%.*s</text>\n",
                       x, top, bottom + 4, x, bottom + 16, months >= 12 ? YEAR : MONTH, text);
    }
}

static void add_levels(const struct drawing *drawing, size_t top)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_history *history = &figure->ways->request.outlook->history;
    for (size_t i = 0; i < figure->level_count; i++) {
        size_t y = level_y(figure, top, i);
        add_level_label(drawing, i, y + 4, 24);
        pal_buf_printf(drawing->out,
                       "<path class=\"pal-grid\" d=\"M%d %zu.5h%d\" stroke=\"#cfcfcf\" "
                       "stroke-width=\"1\"/>\n",
                       PLOT_X, y, PAL_COST_PLOT);
    }
    pal_buf_printf(drawing->out,
                   "<path class=\"pal-target\" fill=\"none\" stroke=\"#000000\" "
                   "stroke-width=\"3\" d=\"M%d %zu",
                   PLOT_X, level_y(figure, top, history->changes[0].level));
    for (size_t i = 1; i < history->count; i++) {
        pal_buf_printf(drawing->out, "H%zuV%zu",
                       PLOT_X + pal_cost_figure_x(history, history->changes[i].at_minutes),
                       level_y(figure, top, history->changes[i].level));
    }
    pal_buf_printf(drawing->out, "H%d\"/>\n", PLOT_X + PAL_COST_PLOT);
}

/* The steps that the adaptive way has active: the permanent ones, and on them the others. */
static void add_active(const struct drawing *drawing, size_t top)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_history *history = &figure->ways->request.outlook->history;
    size_t permanent = figure->ways->ways[PAL_WAY_ADAPTIVE].permanent_count;
    double all = (double)figure->steps_max;
    size_t bottom = top + STEPS_H;
    size_t always = pal_cost_figure_length((double)permanent, all, STEPS_H);
    add_permanent(drawing, PLOT_X, bottom - always, PAL_COST_PLOT, always);
    for (size_t i = 0; i < history->count; i++) {
        bool is_last = i + 1 == history->count;
        size_t from = pal_cost_figure_x(history, history->changes[i].at_minutes);
        size_t to = is_last ? PAL_COST_PLOT
                            : pal_cost_figure_x(history, history->changes[i + 1].at_minutes);
        size_t steps = permanent + figure->levels[history->changes[i].level].switched_on;
        size_t height = pal_cost_figure_length((double)steps, all, STEPS_H);
        if (height > always) {
            add_bar(drawing, PLOT_X + from, bottom - height, to - from, height - always,
                    switched_on_pattern);
        }
        if (to - from >= 26) {
            pal_buf_printf(drawing->out,
                           "<text x=\"%zu\" y=\"%zu\" font-size=\"11\" text-anchor=\"middle\">%zu"
                           "</text>\n",
                           PLOT_X + (from + to) / 2, bottom - height - 4, steps);
        }
    }
    pal_buf_printf(drawing->out,
                   "<path class=\"pal-band\" d=\"M%d %zu.5h%d\" stroke=\"#444444\" "
                   "stroke-width=\"1\"/>\n",
                   PLOT_X, bottom, PAL_COST_PLOT);
}

static void add_timeline(const struct drawing *drawing, size_t y)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_outlook *outlook = figure->ways->request.outlook;
    char from[PAL_INSTANT_TEXT];
    char to[PAL_INSTANT_TEXT];
    pal_cost_instant(outlook->start_at, from);
    pal_cost_instant(outlook->start_at + outlook->history.end_minutes, to);
    pal_buf_printf(drawing->out, "<text x=\"%d\" y=\"%zu\" font-size=\"14\" font-weight=\"bold\">",
                   LEFT, y + 10);
    pal_buf_printf(drawing->out, pal_tr(figure->language, "Alert level from %s to %s"), from, to);
    pal_buf_add(drawing->out, "</text>\n");
    y += 26;
    size_t top = y + DATES_H;
    size_t bottom = top + figure->level_count * level_row_h(figure);
    add_calendar(drawing, top, bottom);
    add_dates(drawing, y, top);
    add_levels(drawing, top);
    y = bottom + AXIS_H + 20;
    add_section_title(drawing, y - 4, pal_tr(figure->language, "Adaptive: steps active"));
    y += 14;
    add_active(drawing, y);
    add_steps_legend(drawing, y + STEPS_H + 12);
}

/* --------------------------------------------------------------------------------- the whole */

static void add_heading(const struct drawing *drawing, size_t height)
{
    const struct pal_cost_figure *figure = drawing->figure;
    const struct pal_language *language = figure->language;
    struct pal_buf *out = drawing->out;
    bool is_proposed = figure->ways->request.efforts->is_proposed;
    const char *proposed =
        pal_tr(language, "The efforts are a proposal, to be confirmed by the expert.");
    pal_buf_printf(out, "<title id=\"%stitle\">", drawing->id_prefix);
    pal_text_xml(out, figure->title);
    pal_buf_printf(out, "</title>\n<desc id=\"%sdesc\">", drawing->id_prefix);
    pal_text_xml(out, figure->caption);
    pal_buf_add(out, ".");
    if (is_proposed) {
        pal_buf_add(out, " ");
        pal_text_xml(out, proposed);
    }
    for (int i = 0; i < PAL_WAY_COUNT; i++) {
        pal_buf_add(out, " ");
        add_written(drawing, (enum pal_way_id)i, write_row);
    }
    for (size_t i = 0; i < figure->level_count; i++) {
        char hours[PAL_AMOUNT_TEXT];
        char share[PAL_AMOUNT_TEXT];
        pal_hours_write(figure->levels[i].hours, language, hours);
        pal_hours_write(100 * figure->levels[i].share, language, share);
        pal_buf_add(out, " ");
        pal_text_xml(out, figure->levels[i].label);
        pal_buf_printf(out, pal_tr(language, ": %s hours, %s %%; %zu steps active"), hours, share,
                       figure->ways->ways[PAL_WAY_ADAPTIVE].permanent_count +
                           figure->levels[i].switched_on);
        pal_buf_add(out, ".");
    }
    pal_buf_add(out, "</desc>\n");
    add_patterns(drawing);
    pal_figure_paper(out, WIDTH, height);
    pal_buf_printf(out, "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">", LEFT);
    pal_figure_short(out, figure->title, WIDTH / 11);
    pal_buf_printf(out, "</text>\n<text x=\"%d\" y=\"45\" font-size=\"12\">", LEFT);
    pal_figure_short(out, figure->caption, WIDTH * 3 / 20);
    pal_buf_add(out, "</text>\n");
    if (is_proposed) {
        add_text(drawing, LEFT, 62, "font-size=\"12\"", proposed);
    }
}

/* Both columns of numbers are as wide as their longest number; the bars share the rest. */
static void set_columns(struct drawing *drawing)
{
    enum { COLUMN = 8, GAP = 10, BETWEEN = 28, SHARE_COLUMNS = 7 };
    const struct pal_cost_figure *figure = drawing->figure;
    size_t cost = SHARE_COLUMNS;
    size_t hours = 4;
    for (int i = 0; i < PAL_WAY_COUNT; i++) {
        char text[PAL_AMOUNT_TEXT];
        pal_amount_write(figure->ways->ways[i].total, figure->language, text);
        size_t columns = pal_utf8_columns(text);
        cost = columns > cost ? columns : cost;
        pal_cost_exposed(figure->ways, (enum pal_way_id)i, figure->language, text);
        columns = pal_utf8_columns(text);
        hours = columns > hours ? columns : hours;
    }
    drawing->cost_x = LABEL_END + cost * COLUMN + GAP;
    size_t rest = RIGHT - drawing->cost_x - BETWEEN - hours * COLUMN - GAP - GAP;
    drawing->cost_w = rest * 3 / 5;
    drawing->hours_w = rest - drawing->cost_w;
    drawing->hours_x = RIGHT - GAP - drawing->hours_w;
}

enum pal_rc pal_cost_figure_svg(const struct pal_cost_figure *figure, const char *id_prefix,
                                struct pal_buf *out)
{
    struct drawing drawing = {.figure = figure, .id_prefix = id_prefix, .out = out};
    size_t top = section_top();
    size_t height = top + (figure->has_timeline ? timeline_height(figure) : shares_height(figure)) +
                    PAL_FIGURE_MARGIN;
    set_columns(&drawing);
    pal_figure_open(out, id_prefix, WIDTH, height);
    add_heading(&drawing, height);
    add_ways(&drawing);
    if (figure->has_timeline) {
        add_timeline(&drawing, top);
    } else {
        add_shares(&drawing, top);
    }
    pal_figure_close(out, figure->ways->request.assessment->model);
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
