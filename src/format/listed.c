#include "format/listed.h"

#include <stdlib.h>
#include <string.h>

#include "base/cells.h"
#include "base/fold.h"
#include "base/limits.h"
#include "base/slug.h"
#include "base/text.h"
#include "format/desc.h"

/* What a column holds. */
enum column { ID, TOPIC, QUESTION, TYPE, STEPS, BESIDE, PRACTICES, COLUMNS };

/* Where each stands in a row; -1: nowhere. */
struct heads {
    int at[COLUMNS];
};

struct reading {
    struct pal_arena *arena;
    const char *usual;
    struct pal_listed *out;
    struct heads heads;
    size_t width; /* columns of a table */
    bool failed;  /* memory was short */
};

/* A row as it is read: cells, or one line. */
struct line {
    const char *of[COLUMNS];
    size_t number;
};

static void refuse(struct reading *in, size_t line, enum pal_listed_fault fault, const char *what)
{
    struct pal_listed *out = in->out;
    if (out->refused_count < PAL_LISTED_REFUSED_TOLD) {
        out->refused[out->refused_count] = (struct pal_listed_refused){line, fault, what};
    }
    out->refused_count++;
}

/* --------------------------------------------------------------------------- words */

struct word {
    const char *text; /* folded */
    int means;
};

/* What a cell means among words, whatever its case and accents; -1: none of them. */
static int find_word(struct reading *in, const struct word *words, size_t count, const char *text)
{
    const char *folded = pal_fold(in->arena, text);
    in->failed = in->failed || folded == NULL;
    for (size_t i = 0; folded != NULL && i < count; i++) {
        if (strcmp(words[i].text, folded) == 0) {
            return words[i].means;
        }
    }
    return -1;
}

static int column_of(struct reading *in, const char *text)
{
    static const struct word heads[] = {
        {"id", ID},
        {"no", ID},
        {"n°", ID},
        {"nr", ID},
        {"number", ID},
        {"numero", ID},
        {"code", ID},
        {"topic", TOPIC},
        {"theme", TOPIC},
        {"section", TOPIC},
        {"rubrique", TOPIC},
        {"chapter", TOPIC},
        {"chapitre", TOPIC},
        {"question", QUESTION},
        {"questions", QUESTION},
        {"answer type", TYPE},
        {"type of answer", TYPE},
        {"type", TYPE},
        {"type de reponse", TYPE},
        {"steps", STEPS},
        {"step", STEPS},
        {"echelons", STEPS},
        {"echelon", STEPS},
        {"shown beside", BESIDE},
        {"beside", BESIDE},
        {"context", BESIDE},
        {"contexte", BESIDE},
        {"montree a cote de", BESIDE},
        {"practices", PRACTICES},
        {"practice", PRACTICES},
        {"pratiques", PRACTICES},
        {"pratique", PRACTICES},
    };
    return find_word(in, heads, sizeof heads / sizeof *heads, text);
}

/* Types that are said by a word alone; those behind them need more. */
static int type_of(struct reading *in, const char *text)
{
    static const struct word types[] = {
        {"", PAL_FIELD_TEXT},
        {"text", PAL_FIELD_TEXT},
        {"free text", PAL_FIELD_TEXT},
        {"texte", PAL_FIELD_TEXT},
        {"texte libre", PAL_FIELD_TEXT},
        {"yesno", PAL_FIELD_YESNO},
        {"yes/no", PAL_FIELD_YESNO},
        {"yes or no", PAL_FIELD_YESNO},
        {"oui/non", PAL_FIELD_YESNO},
        {"oui ou non", PAL_FIELD_YESNO},
        {"percent", PAL_FIELD_PERCENT},
        {"percentage", PAL_FIELD_PERCENT},
        {"%", PAL_FIELD_PERCENT},
        {"pourcentage", PAL_FIELD_PERCENT},
        {"integer", PAL_FIELD_INTEGER},
        {"whole number", PAL_FIELD_INTEGER},
        {"entier", PAL_FIELD_INTEGER},
        {"nombre entier", PAL_FIELD_INTEGER},
        {"date", PAL_FIELD_DATE},
        {"person", PAL_FIELD_PERSON},
        {"personne", PAL_FIELD_PERSON},
        {"document", PAL_FIELD_DOCUMENT},
        {"country", PAL_FIELD_COUNTRY},
        {"pays", PAL_FIELD_COUNTRY},
        {"ladder", PAL_FIELD_LADDER},
        {"echelle", PAL_FIELD_LADDER},
        {"number", PAL_FIELD_NUMBER},
        {"nombre", PAL_FIELD_NUMBER},
        {"choice", PAL_FIELD_CHOICE},
        {"choix", PAL_FIELD_CHOICE},
        {"rows", PAL_FIELD_ROWS},
        {"table", PAL_FIELD_ROWS},
        {"tableau", PAL_FIELD_ROWS},
        {"drawn", PAL_FIELD_DRAWN},
    };
    return find_word(in, types, sizeof types / sizeof *types, text);
}

static bool needs_more(int type)
{
    return type == PAL_FIELD_LADDER || type == PAL_FIELD_NUMBER || type == PAL_FIELD_CHOICE ||
           type == PAL_FIELD_ROWS || type == PAL_FIELD_DRAWN;
}

/* -------------------------------------------------------------------------- topics */

static bool is_topic_id(const struct pal_listed *of, const char *id)
{
    for (size_t i = 0; i < of->topic_count; i++) {
        if (strcmp(of->topics[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* An id that no other topic has. */
static const char *topic_id(struct reading *in, const char *title)
{
    char id[PAL_LIMIT_ID_BYTES + 1];
    unsigned number = 1;
    do {
        pal_slug(title, number, id, sizeof id);
        if (id[0] == '\0') {
            pal_slug("topic", number, id, sizeof id);
        }
        number++;
    } while (is_topic_id(in->out, id) || pal_id_is_reserved(id));
    const char *own = pal_arena_copy(in->arena, id, strlen(id));
    in->failed = in->failed || own == NULL;
    return own != NULL ? own : "";
}

/* The topic that is called so, which is made where it is not there; false: there are too many. */
static bool find_topic(struct reading *in, const char *title, size_t *out)
{
    struct pal_listed *of = in->out;
    title = title[0] != '\0' ? title : in->usual;
    for (*out = 0; *out < of->topic_count; ++*out) {
        if (strcmp(of->topics[*out].title, title) == 0) {
            return true;
        }
    }
    if (of->topic_count == PAL_LISTED_TOPICS) {
        return false;
    }
    of->topics[of->topic_count] = (struct pal_listed_topic){topic_id(in, title), title};
    of->topic_count++;
    return true;
}

/* -------------------------------------------------------------------------- places */

/* "PA05/2.1, PA08/1.1"; false: there are too many. */
static bool read_places(struct reading *in, const char *text, struct pal_listed_places *out)
{
    static const char between[] = ",;\n";
    const char *found[PAL_LISTED_PLACES];
    *out = (struct pal_listed_places){0};
    while (*text != '\0') {
        size_t len = strcspn(text, between);
        size_t own = len;
        const char *from = pal_text_trimmed(text, &own);
        if (own > 0 && out->count == PAL_LISTED_PLACES) {
            return false;
        }
        if (own > 0) {
            const char *copy = pal_arena_copy(in->arena, from, own);
            in->failed = in->failed || copy == NULL;
            found[out->count++] = copy != NULL ? copy : "";
        }
        text += len + (text[len] != '\0');
    }
    out->at = PAL_NEW(in->arena, const char *, out->count + 1);
    in->failed = in->failed || out->at == NULL;
    for (size_t i = 0; out->at != NULL && i < out->count; i++) {
        out->at[i] = found[i];
    }
    return true;
}

/* ----------------------------------------------------------------------- questions */

/* What is wrong with a line, beside its id and its topic; PAL_LISTED_FAULTS: nothing. */
static enum pal_listed_fault read_parts(struct reading *in, const struct line *line,
                                        struct pal_listed_question *out, const char **what)
{
    const int type = type_of(in, line->of[TYPE]);
    out->text = *what = line->of[QUESTION];
    if (out->text[0] == '\0') {
        return PAL_LISTED_NOTHING_ASKED;
    }
    if (strlen(out->text) > PAL_LISTED_TEXT_MOST) {
        return PAL_LISTED_LONG;
    }
    *what = line->of[TYPE];
    if (type < 0) {
        return PAL_LISTED_NO_TYPE;
    }
    if (needs_more(type)) {
        return PAL_LISTED_TYPE_ALONE;
    }
    out->type = (enum pal_field_type)type;
    *what = line->of[TOPIC];
    if (strlen(line->of[TOPIC]) > PAL_LISTED_TEXT_MOST) {
        return PAL_LISTED_LONG;
    }
    struct pal_listed_places *const places[] = {&out->steps, &out->beside, &out->practices};
    for (int i = 0; i < COLUMNS - STEPS; i++) {
        *what = line->of[STEPS + i];
        if (!read_places(in, *what, places[i])) {
            return PAL_LISTED_MANY_PLACES;
        }
    }
    return PAL_LISTED_FAULTS;
}

static void take_line(struct reading *in, const struct line *line)
{
    struct pal_listed_question question = {.id = line->of[ID], .line = line->number};
    const char *what = "";
    enum pal_listed_fault fault = read_parts(in, line, &question, &what);
    question.is_id_made = question.id[0] == '\0';
    if (fault == PAL_LISTED_FAULTS && !question.is_id_made &&
        (!pal_id_check(question.id, false) || pal_id_is_reserved(question.id))) {
        fault = PAL_LISTED_NO_ID;
        what = question.id;
    }
    if (fault == PAL_LISTED_FAULTS && !find_topic(in, line->of[TOPIC], &question.topic)) {
        fault = PAL_LISTED_MANY_TOPICS;
        what = line->of[TOPIC];
    }
    if (fault != PAL_LISTED_FAULTS) {
        refuse(in, line->number, fault, what);
    } else if (in->out->count == PAL_LISTED_MOST) {
        in->out->whole = PAL_LISTED_TOO_LONG;
    } else {
        in->out->questions[in->out->count++] = question;
    }
}

/* ------------------------------------------------------------------------------ ids */

/* By ids, of the same by lines. */
static int compare(const void *one, const void *other)
{
    const struct pal_listed_question *a = *(const struct pal_listed_question *const *)one;
    const struct pal_listed_question *b = *(const struct pal_listed_question *const *)other;
    int by_id = strcmp(a->id, b->id);
    return by_id != 0 ? by_id : a < b ? -1 : a > b;
}

static int compare_id(const void *id, const void *other)
{
    return strcmp(id, (*(const struct pal_listed_question *const *)other)->id);
}

/* Those that stand twice are refused in the order of the list, behind what was before. */
static void refuse_twice(struct reading *in, struct pal_listed_question **sorted, size_t count)
{
    bool *is_twice = PAL_NEW(in->arena, bool, in->out->count + 1);
    in->failed = in->failed || is_twice == NULL;
    for (size_t i = 1; is_twice != NULL && i < count; i++) {
        is_twice[sorted[i] - in->out->questions] = strcmp(sorted[i - 1]->id, sorted[i]->id) == 0;
    }
    for (size_t i = 0; is_twice != NULL && i < in->out->count; i++) {
        if (is_twice[i]) {
            refuse(in, in->out->questions[i].line, PAL_LISTED_TWICE, in->out->questions[i].id);
        }
    }
}

/* Gives ids to those that have none, and tells which stand twice. */
static void settle_ids(struct reading *in)
{
    struct pal_listed *of = in->out;
    struct pal_listed_question **sorted =
        PAL_NEW(in->arena, struct pal_listed_question *, of->count + 1);
    size_t count = 0;
    size_t number = 0;
    in->failed = in->failed || sorted == NULL;
    for (size_t i = 0; sorted != NULL && i < of->count; i++) {
        if (!of->questions[i].is_id_made) {
            sorted[count++] = &of->questions[i];
        }
    }
    if (sorted == NULL) {
        return;
    }
    qsort(sorted, count, sizeof *sorted, compare);
    refuse_twice(in, sorted, count);
    for (size_t i = 0; i < of->count && !in->failed; i++) {
        if (!of->questions[i].is_id_made) {
            continue;
        }
        const char *id = NULL;
        do {
            id = pal_arena_printf(in->arena, "Q-%zu", ++number);
        } while (id != NULL &&
                 bsearch(id, sorted, count, sizeof(struct pal_listed_question *), compare_id));
        in->failed = id == NULL;
        of->questions[i].id = id != NULL ? id : "";
    }
}

/* ------------------------------------------------------------------- lines, a table */

/* How long what people put before a question is: a dash, a dot, "12." or "12)"; 0: nothing. */
static size_t mark_of(const char *text, size_t len)
{
    static const char *const marks[] = {"-", "*", "•", "–", "—", "o", "·"};
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && digits < len && strchr(".)", text[digits]) != NULL) {
        return digits + 1;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t size = strlen(marks[i]);
        if (len >= size && memcmp(text, marks[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

static const char *without_mark(const char *line, size_t *len)
{
    const char *text = pal_text_trimmed(line, len);
    size_t mark = mark_of(text, *len);
    if (mark == 0 || mark >= *len || strchr(" \t", text[mark]) == NULL) {
        return text; /* "3.5 hours are …" has no number before a question */
    }
    *len -= mark;
    return pal_text_trimmed(text + mark, len);
}

/* A line, without the quotes in which a file has put it. */
static const char *line_text(struct reading *in, const char *text, size_t len)
{
    if (len < 2 || text[0] != '"' || text[len - 1] != '"') {
        return pal_arena_copy(in->arena, text, len);
    }
    char *own = pal_arena_copy(in->arena, text + 1, len - 2);
    char *to = own;
    for (const char *at = own; at != NULL && *at != '\0'; at++) {
        at += at[0] == '"' && at[1] == '"';
        *to++ = *at;
    }
    if (to != NULL) {
        *to = '\0';
    }
    return own;
}

/* `from`: how many lines before are none. */
static void read_lines(struct reading *in, const char *text, size_t from)
{
    for (size_t number = 1; *text != '\0' && in->out->whole == PAL_LISTED_FINE; number++) {
        size_t all = strcspn(text, "\n");
        size_t len = all;
        const char *line = without_mark(text, &len);
        const char *own = number > from && len > 0 ? line_text(in, line, len) : "";
        in->failed = in->failed || own == NULL;
        if (own != NULL && own[0] != '\0') {
            take_line(in, &(struct line){{"", "", own, "", "", "", ""}, number});
        }
        text += all + (text[all] != '\0');
    }
}

/* Whether a row is one of heads: each cell that says anything is one. */
static bool is_heads(struct reading *in, const struct pal_cells_row *row)
{
    size_t said = 0;
    struct heads heads;
    for (int i = 0; i < COLUMNS; i++) {
        heads.at[i] = -1;
    }
    for (size_t i = 0; i < row->count; i++) {
        int column = row->at[i][0] != '\0' ? column_of(in, row->at[i]) : -1;
        if (row->at[i][0] != '\0' && column < 0) {
            return false;
        }
        if (column >= 0 && heads.at[column] < 0) {
            heads.at[column] = (int)i;
            said++;
        }
    }
    if (said > 0) {
        in->heads = heads;
        in->width = row->count;
    }
    return said > 0;
}

/* Without heads the columns are known by how many there are. */
static void guess_heads(struct reading *in, const struct pal_cells *cells)
{
    static const int guesses[4][COLUMNS] = {{-1, -1, 0, -1, -1, -1, -1},
                                            {0, -1, 1, -1, -1, -1, -1},
                                            {0, 1, 2, -1, -1, -1, -1},
                                            {0, 1, 2, 3, -1, -1, -1}};
    size_t count = 0;
    for (size_t i = 0; i < cells->count; i++) {
        size_t last = cells->rows[i].count;
        while (last > 0 && cells->rows[i].at[last - 1][0] == '\0') {
            last--;
        }
        count = last > count ? last : count;
    }
    size_t at = count > 4 ? 3 : count > 0 ? count - 1 : 0;
    memcpy(in->heads.at, guesses[at], sizeof in->heads.at);
    in->width = at + 1;
}

/* The first cell that no column is for, "": there is none. */
static const char *cell_beyond(const struct reading *in, const struct pal_cells_row *row)
{
    for (size_t i = in->width; i < row->count; i++) {
        if (row->at[i][0] != '\0') {
            return row->at[i];
        }
    }
    return "";
}

static void read_table(struct reading *in, const struct pal_cells *cells, size_t from)
{
    for (size_t i = from; i < cells->count && in->out->whole == PAL_LISTED_FINE; i++) {
        const struct pal_cells_row *row = &cells->rows[i];
        struct line line = {.number = row->line};
        bool is_any = false;
        for (int j = 0; j < COLUMNS; j++) {
            int at = in->heads.at[j];
            line.of[j] = at >= 0 && (size_t)at < row->count ? row->at[at] : "";
            is_any = is_any || line.of[j][0] != '\0';
        }
        const char *beyond = cell_beyond(in, row);
        if (beyond[0] != '\0') {
            refuse(in, row->line, PAL_LISTED_MORE_CELLS, beyond);
        } else if (is_any) {
            take_line(in, &line);
        }
    }
}

/* Whether two cells of a row say something; a mark before a question says nothing. */
static bool says_two(const struct pal_cells_row *row)
{
    size_t said = 0;
    for (size_t i = 0; i < row->count; i++) {
        size_t len = strlen(row->at[i]);
        said += len > 0 && (said > 0 || mark_of(row->at[i], len) != len);
    }
    return said > 1;
}

/* Whether its cells are columns: below several heads, or with tabs between them and several that
 * say something. `from`: of how many rows from the first on there are heads. */
static bool is_table(struct reading *in, const struct pal_cells *cells, size_t *from)
{
    bool is = false;
    *from = cells->count > 0 && is_heads(in, &cells->rows[0]);
    if (*from > 0) {
        return cells->between == '\t' || cells->rows[0].count > 1;
    }
    for (size_t i = 0; i < cells->count && cells->between == '\t' && !is; i++) {
        is = says_two(&cells->rows[i]);
    }
    if (is) {
        guess_heads(in, cells);
    }
    return is;
}

static int compare_refused(const void *one, const void *other)
{
    const struct pal_listed_refused *a = one;
    const struct pal_listed_refused *b = other;
    return (a->line > b->line) - (a->line < b->line);
}

static bool make_room(struct reading *in, const char *text)
{
    size_t lines = 1;
    for (const char *at = text; *at != '\0' && lines < PAL_LISTED_MOST; at++) {
        lines += *at == '\n';
    }
    in->out->questions = PAL_NEW(in->arena, struct pal_listed_question, lines);
    return in->out->questions != NULL;
}

enum pal_rc pal_listed_read(struct pal_arena *arena, const char *text, const char *usual,
                            struct pal_listed *out)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of a file that says that it is UTF-8 */
    struct reading in = {.arena = arena, .usual = usual, .out = out};
    struct pal_cells cells;
    size_t from = 0;
    memset(out, 0, sizeof *out);
    text += strncmp(text, mark, sizeof mark - 1) == 0 ? sizeof mark - 1 : 0;
    enum pal_rc rc = make_room(&in, text) ? pal_cells_read(arena, text, &cells) : PAL_E_MEMORY;
    if (rc != PAL_OK && rc != PAL_E_LIMIT) {
        return rc;
    }
    out->is_table = is_table(&in, &cells, &from);
    if (rc == PAL_E_LIMIT && (out->is_table || cells.between == '\t')) {
        out->whole = PAL_LISTED_TOO_LONG;
        return PAL_OK;
    }
    if ((out->is_table || from > 0) && in.heads.at[QUESTION] < 0) {
        out->whole = PAL_LISTED_NO_QUESTION;
    } else if (out->is_table) {
        read_table(&in, &cells, from);
    } else {
        read_lines(&in, text, from > 0 ? cells.rows[0].line : 0);
    }
    settle_ids(&in);
    size_t told = out->refused_count < PAL_LISTED_REFUSED_TOLD ? out->refused_count
                                                               : (size_t)PAL_LISTED_REFUSED_TOLD;
    qsort(out->refused, told, sizeof *out->refused, compare_refused);
    if (out->whole == PAL_LISTED_FINE && out->count + out->refused_count == 0) {
        out->whole = PAL_LISTED_EMPTY;
    }
    return in.failed ? PAL_E_MEMORY : PAL_OK;
}
