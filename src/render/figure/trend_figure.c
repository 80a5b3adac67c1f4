#include "render/figure/trend_figure.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "base/utf8.h"
#include "render/words.h"

/* In pixels. */
enum {
    WIDE = 760,
    NARROW = 366,
    LEFT = 44,
    INSET = 22, /* from the ends of the axis to the first and the last date */
    TITLE_Y = 12,
    TOP = 44,
    PLOT_H = 180,
    LETTER = 7,
    END_ROOM = 24, /* behind the name of a line */
    DATE_W = 78,
    DATE_ROW = 15,
    DATE_ROWS = 3,
    NUMBER_H = 13 /* numbers nearer than that stand on each other */
};

struct trend {
    const struct pal_comparison *comparison;
    const struct pal_language *language;
    struct pal_buf *out;
    size_t width; /* from the first date to the last */
    size_t rows;  /* that dates take */
    uint64_t most;
    int64_t days; /* from the first date to the last */
};

static const char *date_of(const struct trend *trend, size_t at)
{
    return trend->comparison->scores[at].assessment->date;
}

static bool has_point(const struct pal_comparison *comparison, size_t at, enum pal_basis basis)
{
    const struct pal_basis_points *points = pal_compare_basis(comparison, at, basis);
    return points->is_said && points->state != PAL_TARGET_ABSENT &&
           points->state != PAL_TARGET_NOTHING_APPLICABLE;
}

static size_t point_count(const struct pal_comparison *comparison, enum pal_basis basis)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->count; i++) {
        count += has_point(comparison, i, basis);
    }
    return count;
}

static uint64_t gap_of(const struct trend *trend, size_t at, enum pal_basis basis)
{
    return pal_compare_basis(trend->comparison, at, basis)->points.gap;
}

bool pal_trend_figure_has_line(const struct pal_comparison *comparison)
{
    for (int basis = 0; comparison->is_one_provider && basis < PAL_BASIS_COUNT; basis++) {
        if (point_count(comparison, (enum pal_basis)basis) > 1) {
            return true;
        }
    }
    return false;
}

/* Where a date stands; those of one day beside each other where all are of that day. */
static size_t x_of(const struct trend *trend, size_t at)
{
    const int64_t days = pal_days_between(date_of(trend, 0), date_of(trend, at));
    return trend->days > 0
               ? LEFT + INSET + (size_t)(days > 0 ? days : 0) * trend->width / (size_t)trend->days
               : LEFT + INSET + at * trend->width / (trend->comparison->count - 1);
}

static size_t y_of(const struct trend *trend, uint64_t points)
{
    return TOP + PLOT_H - (size_t)(points * PLOT_H / trend->most);
}

/* ---------------------------------------------------------------------------- the axes */

/* Between two marks of the axis: 1, 2 or 5 and noughts, at most five marks. */
static uint64_t mark_step(uint64_t most)
{
    static const uint64_t factors[] = {1, 2, 5};
    for (uint64_t unit = 1;; unit *= 10) {
        for (size_t i = 0; i < 3; i++) {
            if (most / (unit * factors[i]) <= 5) {
                return unit * factors[i];
            }
        }
    }
}

static void add_scale(const struct trend *trend)
{
    const uint64_t step = mark_step(trend->most);
    for (uint64_t at = 0; at <= trend->most; at += step) {
        pal_buf_fill(trend->out,
                     "<path class=\"pal-grid\" stroke=\"#cfcfcf\" d=\"M@ @.5h@\"/><text x=\"@\" "
                     "y=\"@\" font-size=\"12\" text-anchor=\"end\">@</text>\n",
                     (const int64_t[]){LEFT, (int64_t)y_of(trend, at),
                                       (int64_t)trend->width + 2 * INSET, LEFT - 8,
                                       (int64_t)y_of(trend, at) + 4, (int64_t)at});
    }
}

/* Under the axis, in the first row that has room; a date that has none in any keeps its mark. */
static void add_dates(struct trend *trend)
{
    size_t ends[DATE_ROWS] = {0};
    for (size_t i = 0; i < trend->comparison->count; i++) {
        const size_t x = x_of(trend, i);
        const size_t most = LEFT + 2 * INSET + trend->width + DATE_W / 4;
        size_t from = x > DATE_W / 2 ? x - DATE_W / 2 : 0;
        from = from + DATE_W > most ? most - DATE_W : from;
        size_t row = 0;
        while (row < DATE_ROWS && from < ends[row]) {
            row++;
        }
        const bool is_again = i > 0 && strcmp(date_of(trend, i), date_of(trend, i - 1)) == 0;
        const bool is_told = !is_again && row < DATE_ROWS;
        const size_t y = TOP + PLOT_H + 8 + (is_told ? row * DATE_ROW : 0);
        pal_buf_fill(trend->out,
                     "<path class=\"pal-band\" fill=\"none\" stroke=\"#666666\" d=\"M@.5 @V@\"/>",
                     (const int64_t[]){(int64_t)x, TOP + PLOT_H, (int64_t)y});
        if (!is_told) {
            continue;
        }
        ends[row] = from + DATE_W;
        trend->rows = row + 1 > trend->rows ? row + 1 : trend->rows;
        pal_buf_fill(trend->out, "<text x=\"@\" y=\"@\" font-size=\"12\" text-anchor=\"middle\">",
                     (const int64_t[]){(int64_t)(from + DATE_W / 2), (int64_t)y + 12});
        pal_text_xml(trend->out, date_of(trend, i));
        pal_buf_add(trend->out, "</text>\n");
    }
}

/* How many rows the dates take: written into nothing first. */
static void count_rows(struct trend *trend)
{
    struct pal_buf *out = trend->out;
    struct pal_buf nothing;
    pal_buf_init(&nothing, 1 << 16, out->alloc);
    trend->out = &nothing;
    trend->rows = 0;
    add_dates(trend);
    pal_buf_done(&nothing);
    trend->out = out;
}

/* --------------------------------------------------------------------------- the lines */

static const struct {
    const char *line;
    const char *mark; /* around the point */
    const char *fill;
} looks[PAL_BASIS_COUNT] = {
    [PAL_BASIS_CHECKED] = {"stroke-width=\"2.5\"", "m-4-4h8v8h-8z",
                           "class=\"pal-achieved\" fill=\"#34506e\""},
    [PAL_BASIS_SEEN] = {"stroke-width=\"1.5\" stroke-dasharray=\"7 4\"", "m0-6l6 6l-6 6l-6-6z",
                        "class=\"pal-on pal-edge\" fill=\"#ffffff\" stroke=\"#34506e\" "
                        "stroke-width=\"1.5\""},
    [PAL_BASIS_CLAIMED] = {"stroke-width=\"1.5\" stroke-dasharray=\"2 3\"", "m0-5l5 9h-10z",
                           "class=\"pal-on pal-edge\" fill=\"#ffffff\" stroke=\"#34506e\" "
                           "stroke-width=\"1.5\""}};

static void add_line(const struct trend *trend, enum pal_basis basis)
{
    bool is_first = true;
    pal_buf_printf(trend->out, "<path class=\"pal-edge\" fill=\"none\" stroke=\"#34506e\" %s d=\"",
                   looks[basis].line);
    for (size_t i = 0; i < trend->comparison->count; i++) {
        if (has_point(trend->comparison, i, basis)) {
            pal_buf_fill(trend->out, is_first ? "M@ @" : "L@ @",
                         (const int64_t[]){(int64_t)x_of(trend, i),
                                           (int64_t)y_of(trend, gap_of(trend, i, basis))});
            is_first = false;
        }
    }
    pal_buf_add(trend->out, "\"/>\n");
}

static void add_marks(const struct trend *trend, enum pal_basis basis)
{
    for (size_t i = 0; i < trend->comparison->count; i++) {
        if (has_point(trend->comparison, i, basis)) {
            pal_buf_printf(trend->out, "<path %s d=\"M%zu %zu%s\"/>", looks[basis].fill,
                           x_of(trend, i), y_of(trend, gap_of(trend, i, basis)), looks[basis].mark);
        }
    }
    pal_buf_add(trend->out, "\n");
}

/* Whether a stronger basis writes a number on the same place. */
static bool is_written(const struct trend *trend, size_t at, enum pal_basis basis)
{
    const size_t y = y_of(trend, gap_of(trend, at, basis));
    for (int other = 0; other < (int)basis; other++) {
        if (has_point(trend->comparison, at, (enum pal_basis)other)) {
            const size_t by = y_of(trend, gap_of(trend, at, (enum pal_basis)other));
            if (y < by + NUMBER_H && by < y + NUMBER_H &&
                gap_of(trend, at, basis) == gap_of(trend, at, (enum pal_basis)other)) {
                return true;
            }
        }
    }
    return false;
}

/* Above its point; under it where a greater number of the same date stands right above. */
static bool is_under(const struct trend *trend, size_t at, enum pal_basis basis)
{
    const size_t y = y_of(trend, gap_of(trend, at, basis));
    for (int other = 0; other < PAL_BASIS_COUNT; other++) {
        if (other == (int)basis || !has_point(trend->comparison, at, (enum pal_basis)other)) {
            continue;
        }
        const size_t by = y_of(trend, gap_of(trend, at, (enum pal_basis)other));
        if (by < y && y < by + 2 * NUMBER_H) {
            return true;
        }
    }
    return false;
}

static void add_numbers(const struct trend *trend, enum pal_basis basis)
{
    for (size_t i = 0; i < trend->comparison->count; i++) {
        if (!has_point(trend->comparison, i, basis) || is_written(trend, i, basis)) {
            continue;
        }
        const int64_t y = (int64_t)y_of(trend, gap_of(trend, i, basis));
        pal_buf_fill(trend->out,
                     "<text x=\"@\" y=\"@\" font-size=\"13\" font-weight=\"bold\" "
                     "text-anchor=\"middle\">@</text>",
                     (const int64_t[]){(int64_t)x_of(trend, i),
                                       y + (is_under(trend, i, basis) ? 18 : -9),
                                       (int64_t)gap_of(trend, i, basis)});
    }
    pal_buf_add(trend->out, "\n");
}

/* ------------------------------------------------------------------------- all together */

static size_t legend_item(const struct trend *trend, size_t x, enum pal_basis basis)
{
    const char *word = pal_word_basis(trend->language, basis);
    const size_t y = TOP + PLOT_H + 8 + trend->rows * DATE_ROW + 16;
    pal_buf_printf(
        trend->out,
        "<path class=\"pal-edge\" fill=\"none\" stroke=\"#34506e\" %s d=\"M%zu %zuh32\"/>"
        "<path %s d=\"M%zu %zu%s\"/><text x=\"%zu\" y=\"%zu\" font-size=\"12\">",
        looks[basis].line, x, y, looks[basis].fill, x + 16, y, looks[basis].mark, x + 40, y + 4);
    pal_text_xml(trend->out, word);
    pal_buf_add(trend->out, "</text>\n");
    return x + 40 + pal_utf8_columns(word) * LETTER + END_ROOM;
}

static void add_title(const struct trend *trend, const char *target, const char *prefix)
{
    pal_buf_printf(trend->out, "<title id=\"%stitle\">", prefix);
    pal_text_xml(trend->out, pal_tr(trend->language, "Points missing, from date to date"));
    if (target[0] != '\0') {
        pal_buf_add(trend->out, ": ");
        pal_text_xml(trend->out, target);
    }
    pal_buf_add(trend->out, "</title>\n");
}

static void draw(struct trend *trend, const char *class, size_t width, const char *target)
{
    struct pal_buf *out = trend->out;
    trend->width = width - LEFT - 2 * INSET - DATE_W / 4 - 2;
    count_rows(trend);
    const size_t height = TOP + PLOT_H + 8 + trend->rows * DATE_ROW + 30;
    pal_buf_printf(out,
                   "<svg class=\"pal-figure %s\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" "
                   "height=\"%zu\" role=\"img\" aria-labelledby=\"%s-title\" font-family=\"Noto "
                   "Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif\" fill=\"#111111\">\n",
                   class, width, height, width, height, class);
    char prefix[32];
    (void)snprintf(prefix, sizeof prefix, "%s-", class);
    add_title(trend, target, prefix);
    pal_buf_printf(out, "<text x=\"0\" y=\"%d\" font-size=\"12\">", TITLE_Y);
    pal_text_xml(out, pal_tr(trend->language, "points missing"));
    pal_buf_add(out, "</text>\n");
    add_scale(trend);
    add_dates(trend);
    size_t x = LEFT;
    for (int i = PAL_BASIS_COUNT - 1; i >= 0; i--) {
        if (point_count(trend->comparison, (enum pal_basis)i) > 0) {
            add_line(trend, (enum pal_basis)i);
            add_marks(trend, (enum pal_basis)i);
            x = legend_item(trend, x, (enum pal_basis)i);
        }
    }
    for (int i = 0; i < PAL_BASIS_COUNT; i++) {
        add_numbers(trend, (enum pal_basis)i);
    }
    pal_buf_add(out, "</svg>\n");
}

void pal_trend_figure_svg(const struct pal_comparison *comparison, const char *target,
                          const struct pal_language *language, struct pal_buf *out)
{
    struct trend trend = {.comparison = comparison, .language = language, .out = out, .most = 1};
    trend.days = pal_days_between(date_of(&trend, 0), date_of(&trend, comparison->count - 1));
    for (size_t i = 0; i < comparison->count; i++) {
        for (int basis = 0; basis < PAL_BASIS_COUNT; basis++) {
            if (has_point(comparison, i, (enum pal_basis)basis)) {
                const uint64_t gap = gap_of(&trend, i, (enum pal_basis)basis);
                trend.most = gap > trend.most ? gap : trend.most;
            }
        }
    }
    draw(&trend, "pal-wide", WIDE, target);
    draw(&trend, "pal-turned", NARROW, target);
}
