/* terminal_cost - the four ways of ownership as text. */
#include <stdio.h>

#include "base/date.h"
#include "base/duration.h"
#include "base/utf8.h"
#include "render/amount.h"
#include "render/cost_words.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

enum { KEY_COLUMNS = 22, CELL_COLUMNS = 14, KEY_LEAST = 12, TABLE_COLUMNS = 80 };

/* The columns of the table: wider cells where the amounts ask for them, the keys give way. */
struct widths {
    size_t key;
    size_t cell;
};

static struct widths widths_of(const struct pal_terminal *terminal, const struct pal_ways *ways)
{
    uint64_t most = 0;
    char text[PAL_AMOUNT_TEXT];
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        uint64_t spread = (uint64_t)(ways->ways[way].cost.rows[PAL_SPREAD_HIGH].value + 0.5);
        most = ways->ways[way].total > most ? ways->ways[way].total : most;
        most = spread > most ? spread : most;
    }
    pal_amount_write(most, terminal->language, text);
    struct widths widths = {KEY_COLUMNS, CELL_COLUMNS};
    if (pal_utf8_columns(text) + 1 > widths.cell) {
        widths.cell = pal_utf8_columns(text) + 1;
        widths.key = PAL_WAY_COUNT * widths.cell + KEY_LEAST < TABLE_COLUMNS
                         ? TABLE_COLUMNS - PAL_WAY_COUNT * widths.cell
                         : KEY_LEAST;
    }
    return widths;
}

/* Text filled with spaces on the left to `columns`. */
static void right(struct pal_buf *out, const char *text, size_t columns)
{
    size_t wide = pal_utf8_columns(text);
    pal_buf_add_times(out, " ", wide < columns ? columns - wide : 1);
    pal_buf_add(out, text);
}

static void money_row(const struct pal_terminal *terminal, struct widths widths,
                      struct pal_buf *out, const char *key, const uint64_t values[PAL_WAY_COUNT])
{
    pal_pad(out, key, widths.key);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        char text[PAL_AMOUNT_TEXT];
        pal_amount_write(values[way], terminal->language, text);
        right(out, text, widths.cell);
    }
    pal_buf_add_char(out, '\n');
}

static void count_row(struct widths widths, struct pal_buf *out, const char *key,
                      const uint64_t values[PAL_WAY_COUNT])
{
    pal_pad(out, key, widths.key);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        char text[PAL_AMOUNT_TEXT];
        (void)snprintf(text, sizeof text, "%llu", (unsigned long long)values[way]);
        right(out, text, widths.cell);
    }
    pal_buf_add_char(out, '\n');
}

static void hours_row(const struct pal_terminal *terminal, struct widths widths,
                      struct pal_buf *out, const char *key, const double values[PAL_WAY_COUNT])
{
    pal_pad(out, key, widths.key);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        char text[PAL_AMOUNT_TEXT];
        pal_hours_write(values[way], terminal->language, text);
        right(out, text, widths.cell);
    }
    pal_buf_add_char(out, '\n');
}

static void heading(const struct pal_terminal *terminal, struct pal_buf *out,
                    const struct pal_ways *ways)
{
    const struct pal_language *language = terminal->language;
    const struct pal_ways_request *request = &ways->request;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&request->assessment->title, language->lang), 0, 0,
                      terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, pal_tr(language, "provider"), request->assessment->provider);
    pal_heading(terminal, out, pal_tr(language, "basis"), pal_word_basis(language, request->basis));
    pal_heading(terminal, out, pal_tr(language, "profile"),
                pal_text_in(&request->profile->title, language->lang));
    pal_heading(terminal, out, pal_tr(language, "efforts"),
                pal_text_in(&request->efforts->title, language->lang));
    pal_heading(terminal, out, pal_tr(language, "alerts"),
                pal_text_in(&request->outlook->title, language->lang));
    pal_buf_add_char(out, '\n');
    pal_notice(terminal, out, request->assessment->model);
    pal_buf_add_char(out, '\n');
}

/* Rates that never return are a result, and rarely what was meant. */
static void add_trap(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_outlook *outlook)
{
    const struct pal_alert_scheme *scheme = outlook->scheme;
    size_t trap = outlook->is_replay ? scheme->level_count : pal_markov_trap(&outlook->rates);
    if (trap == scheme->level_count || scheme->level_count == 1) {
        return;
    }
    struct pal_buf line;
    pal_buf_init(&line, 4096, out->alloc);
    pal_buf_printf(
        &line,
        pal_tr(terminal->language, "no rate leaves the level %s: once reached it holds to the end"),
        pal_text_in(&scheme->levels[trap].label, terminal->language->lang));
    pal_terminal_wrap_line(out, &line, 0, 0, terminal->columns);
}

/* Hours at each alert level. */
static void add_levels(const struct pal_terminal *terminal, struct pal_buf *out,
                       const struct pal_ways *ways)
{
    const struct pal_outlook *outlook = ways->request.outlook;
    pal_buf_printf(out, "%s\n",
                   outlook->is_replay
                       ? pal_tr(terminal->language, "hours at each alert level")
                       : pal_tr(terminal->language, "expected hours at each alert level"));
    for (size_t i = 0; i < outlook->scheme->level_count; i++) {
        char text[PAL_AMOUNT_TEXT];
        char share[PAL_AMOUNT_TEXT];
        pal_buf_add(out, "  ");
        pal_pad(out, pal_text_in(&outlook->scheme->levels[i].label, terminal->language->lang),
                KEY_COLUMNS - 2);
        pal_hours_write(ways->level_hours[i], terminal->language, text);
        right(out, text, CELL_COLUMNS);
        pal_hours_write(100 * ways->level_hours[i] / ways->horizon_hours, terminal->language,
                        share);
        right(out, share, 7);
        pal_buf_add(out, " %");
        pal_buf_add_char(out, '\n');
    }
    add_trap(terminal, out, outlook);
    pal_buf_add_char(out, '\n');
}

static void add_money(const struct pal_terminal *terminal, struct widths widths,
                      struct pal_buf *out, const struct pal_ways *ways)
{
    const struct pal_language *language = terminal->language;
    uint64_t values[PAL_WAY_COUNT];
    for (int kind = 0; kind < PAL_COST_KIND_COUNT; kind++) {
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            values[way] = ways->ways[way].by_kind[kind];
        }
        money_row(terminal, widths, out, pal_word_cost_kind(language, (enum pal_cost_kind)kind),
                  values);
    }
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            values[way] = ways->ways[way].by_actor[actor];
        }
        money_row(terminal, widths, out, pal_word_actor(language, (enum pal_actor)actor), values);
    }
    for (size_t year = 0; year < ways->year_count; year++) {
        char key[64];
        (void)snprintf(key, sizeof key, pal_tr(language, "year %u"), (unsigned)year + 1);
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            values[way] = ways->ways[way].by_year[year];
        }
        money_row(terminal, widths, out, key, values);
    }
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        values[way] = ways->ways[way].total;
    }
    char key[80];
    (void)snprintf(key, sizeof key, "%s %.24s", pal_tr(language, "cost"),
                   ways->request.efforts->currency);
    pal_ink(terminal, out, PAL_INK_BOLD);
    money_row(terminal, widths, out, key, values);
    pal_ink_end(terminal, out);
}

/* The standard errors under a row of simulated numbers; a dash where there is none. */
static void error_row(const struct pal_terminal *terminal, struct widths widths,
                      struct pal_buf *out, const double errors[PAL_WAY_COUNT], bool is_money)
{
    pal_pad(out, pal_tr(terminal->language, "  standard error"), widths.key);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        char text[PAL_AMOUNT_TEXT] = "\u2013";
        if (errors[way] >= 0) {
            pal_error_write(errors[way], is_money, terminal->language, text);
        }
        right(out, text, widths.cell);
    }
    pal_buf_add_char(out, '\n');
}

/* The spread of simulated histories, of cost and of exposed hours. */
static void add_spread(const struct pal_terminal *terminal, struct widths widths,
                       struct pal_buf *out, const struct pal_ways *ways)
{
    const struct pal_language *language = terminal->language;
    const char *const keys[PAL_SPREAD_ROWS] = {
        pal_tr(language, "5 of 100 below"), pal_tr(language, "50 of 100 below"),
        pal_tr(language, "95 of 100 below"), pal_tr(language, "mean")};
    pal_buf_printf(out, "\n");
    pal_buf_printf(out,
                   pal_tr(language, "%zu simulated histories, seed %llu: cost, then exposed hours"),
                   ways->draws, (unsigned long long)ways->request.seed);
    pal_buf_add_char(out, '\n');
    for (int row = 0; row < 2 * PAL_SPREAD_ROWS; row++) {
        bool is_money = row < PAL_SPREAD_ROWS;
        double values[PAL_WAY_COUNT];
        double errors[PAL_WAY_COUNT];
        uint64_t amounts[PAL_WAY_COUNT];
        for (int way = 0; way < PAL_WAY_COUNT; way++) {
            const struct pal_spread *spread =
                is_money ? &ways->ways[way].cost : &ways->ways[way].exposed;
            const struct pal_estimate *of = &spread->rows[row % PAL_SPREAD_ROWS];
            values[way] = of->value;
            errors[way] = of->standard_error;
            amounts[way] = (uint64_t)(of->value + 0.5);
        }
        if (is_money) {
            money_row(terminal, widths, out, keys[row], amounts);
        } else {
            hours_row(terminal, widths, out, keys[row - PAL_SPREAD_ROWS], values);
        }
        error_row(terminal, widths, out, errors, is_money);
    }
}

/* Under the exposed hours: the standard error of those that were simulated. */
static void add_exposed_errors(const struct pal_terminal *terminal, struct widths widths,
                               struct pal_buf *out, const struct pal_ways *ways)
{
    double errors[PAL_WAY_COUNT];
    bool has_any = false;
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        const struct pal_way *of = &ways->ways[way];
        errors[way] = of->is_exposed_exact ? -1 : of->exposed.rows[PAL_SPREAD_MEAN].standard_error;
        has_any = has_any || errors[way] >= 0;
    }
    if (has_any) {
        error_row(terminal, widths, out, errors, false);
    }
}

/* Where the adaptive way saves, and where it cannot. */
static void add_reasons(const struct pal_terminal *terminal, struct pal_buf *out,
                        const struct pal_ways *ways)
{
    const struct pal_language *language = terminal->language;
    const struct pal_model *model = ways->request.assessment->model;
    const struct pal_alert_scheme *scheme = ways->request.outlook->scheme;
    pal_buf_printf(out, "\n");
    pal_buf_printf(out,
                   pal_tr_n(language, "adaptive: %zu step is demanded at some level",
                            "adaptive: %zu steps are demanded at some level", ways->demanded_count),
                   ways->demanded_count);
    pal_buf_add_char(out, '\n');
    for (int i = 0; i < PAL_REASON_COUNT; i++) {
        const struct pal_way_reasons *row = &ways->reasons[i];
        char saving[PAL_AMOUNT_TEXT];
        if (row->steps == 0) {
            continue;
        }
        bool is_dearer = row->saving < 0;
        pal_amount_write((uint64_t)(is_dearer ? -row->saving : row->saving), language, saving);
        struct pal_buf line;
        pal_buf_init(&line, 4096, out->alloc);
        pal_buf_printf(out, "%5zu  ", row->steps);
        pal_buf_printf(&line, "%s", pal_word_way_reason(language, (enum pal_way_reason)i));
        if (i != PAL_REASON_ALWAYS) {
            pal_buf_printf(
                &line, " (%s %s %.24s)",
                i == PAL_REASON_PREPARED
                    ? (is_dearer ? pal_tr(language, "costs more:") : pal_tr(language, "saves"))
                    : (is_dearer ? pal_tr(language, "prepared they would cost more:")
                                 : pal_tr(language, "prepared they would save")),
                saving, ways->request.efforts->currency);
        }
        pal_terminal_wrap_line(out, &line, 7, 7, terminal->columns);
    }
    for (size_t i = 0; i < ways->forced_count; i++) {
        const struct pal_way_forced *forced = &ways->forced[i];
        const struct pal_area *area = &model->areas[forced->area];
        const char *from = pal_text_in(&scheme->levels[forced->from].label, language->lang);
        const char *to = pal_text_in(&scheme->levels[forced->to].label, language->lang);
        struct pal_buf steps;
        struct pal_buf takes;
        struct pal_buf delay;
        struct pal_buf line;
        pal_buf_init(&steps, 4096, out->alloc);
        pal_buf_init(&takes, 4096, out->alloc);
        pal_buf_init(&delay, 4096, out->alloc);
        pal_buf_init(&line, 1 << 16, out->alloc);
        pal_steps(&steps, area->ladder, forced->steps);
        pal_terminal_time(terminal, &takes, forced->activation_minutes);
        pal_terminal_time(terminal, &delay, forced->delay_minutes);
        if (steps.failed || takes.failed || delay.failed) {
            out->failed = true;
        } else {
            pal_buf_printf(&line,
                           pal_tr(language, "%s %s kept active because of a delay: from %s to %s "
                                            "%s would be needed, the scheme allows %s"),
                           area->id, pal_buf_text(&steps), from, to, pal_buf_text(&takes),
                           pal_buf_text(&delay));
        }
        pal_buf_add_times(out, " ", 7);
        pal_terminal_wrap_line(out, &line, 7, 9, terminal->columns);
        pal_buf_done(&steps);
        pal_buf_done(&takes);
        pal_buf_done(&delay);
    }
    if (ways->has_unstated_delay) {
        pal_terminal_wrap(out,
                          pal_tr(language, "no delay stated: the scheme gives no number for some "
                                           "changes; any activation time is taken as fit there"),
                          0, 0, terminal->columns);
    }
}

/* The sentence that the table is for, and a doubt about what it rests on. */
static void add_verdict(const struct pal_terminal *terminal, struct pal_buf *out,
                        const struct pal_ways *ways)
{
    struct pal_buf line;
    pal_buf_init(&line, 4096, out->alloc);
    pal_cost_verdict(&line, ways, terminal->language);
    if (ways->request.efforts->is_proposed) {
        pal_buf_printf(&line, " %s",
                       pal_tr(terminal->language,
                              "The efforts are a proposal, to be confirmed by the expert."));
    }
    pal_terminal_wrap_line(out, &line, 0, 0, terminal->columns);
}

enum pal_rc pal_terminal_ways(const struct pal_terminal *terminal, const struct pal_ways *ways,
                              struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    struct widths widths = widths_of(terminal, ways);
    uint64_t permanent[PAL_WAY_COUNT];
    uint64_t prepared[PAL_WAY_COUNT];
    uint64_t points[PAL_WAY_COUNT];
    double exposed[PAL_WAY_COUNT];
    double step_hours[PAL_WAY_COUNT];
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        permanent[way] = ways->ways[way].permanent_count;
        prepared[way] = ways->ways[way].prepared_count;
        points[way] = ways->ways[way].points_to_set_up;
        exposed[way] = ways->ways[way].exposed_hours;
        step_hours[way] = ways->ways[way].exposed_step_hours;
    }
    heading(terminal, out, ways);
    add_levels(terminal, out, ways);
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_pad(out, "", widths.key);
    for (int way = 0; way < PAL_WAY_COUNT; way++) {
        right(out, pal_word_way(language, (enum pal_way_id)way), widths.cell);
    }
    pal_buf_add_char(out, '\n');
    pal_ink_end(terminal, out);
    count_row(widths, out, pal_tr(language, "steps always active"), permanent);
    count_row(widths, out, pal_tr(language, "steps prepared"), prepared);
    count_row(widths, out, pal_tr(language, "points to set up"), points);
    add_money(terminal, widths, out, ways);
    pal_ink(terminal, out, PAL_INK_BOLD);
    hours_row(terminal, widths, out, pal_tr(language, "exposed hours"), exposed);
    pal_ink_end(terminal, out);
    add_exposed_errors(terminal, widths, out, ways);
    hours_row(terminal, widths, out, pal_tr(language, "exposed step-hours"), step_hours);
    if (!ways->request.outlook->is_replay) {
        add_spread(terminal, widths, out, ways);
    }
    add_reasons(terminal, out, ways);
    pal_buf_add_char(out, '\n');
    pal_terminal_wrap(out, pal_word_no_appraisal(language), 0, 0, terminal->columns);
    add_verdict(terminal, out, ways);
    return pal_finish(out);
}
