/* question_controls - what one value is typed into, as the templates of a question show it.
 *
 * Every control says all the names that its template reads, so that none is taken from what stands
 * around it. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "core/question/countries.h"
#include "core/question/thousandths.h"
#include "web/question_controls.h"

static const char *say(const struct pal_question_showing *in, const char *text)
    __attribute__((format_arg(2)));

static const char *say(const struct pal_question_showing *in, const char *text)
{
    return pal_question_say(in->form, text);
}

static const char *made(struct pal_question_showing *in, const char *text)
{
    return pal_question_made(in->form, text);
}

/* "levels[2].title" as "levels-2--title": what an address may name. */
const char *pal_question_plain_id(struct pal_question_showing *in, const char *text)
{
    char *id = pal_arena_copy(in->form->arena, text, strlen(text));
    for (char *at = id; at != NULL && *at != '\0'; at++) {
        *at = strchr("[].@ /", *at) != NULL ? '-' : *at;
    }
    return made(in, id);
}

const char *pal_question_id(struct pal_question_showing *in, const char *path)
{
    return pal_question_plain_id(
        in, made(in, pal_arena_printf(in->form->arena, "%s-%s", in->id, path)));
}

const char *pal_question_capital(struct pal_question_showing *in, const char *text)
{
    char *out = pal_arena_copy(in->form->arena, text, strlen(text));
    if (out != NULL) {
        pal_text_capital(out);
    }
    return made(in, out);
}

const char *pal_question_text(const struct pal_question_showing *in, const struct pal_text *text)
{
    return pal_text_in(text, in->lang);
}

/* What a field is called; its id with blanks where it has no title. */
static const char *name_of(struct pal_question_showing *in, const struct pal_answer_field *field)
{
    const char *title = pal_question_text(in, &field->title);
    if (title[0] != '\0') {
        return title;
    }
    char *word = pal_arena_copy(in->form->arena, field->id, strlen(field->id));
    for (char *at = word; at != NULL && *at != '\0'; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    return made(in, word);
}

/* The unit behind the name of a field, where it cannot be chosen: "distance (km)". */
const char *pal_question_title(struct pal_question_showing *in,
                               const struct pal_answer_field *field)
{
    enum pal_unit unit = field->type == PAL_FIELD_PERCENT  ? PAL_UNIT_PERCENT
                         : field->type == PAL_FIELD_NUMBER ? field->unit
                                                           : PAL_UNIT_NONE;
    const char *title = name_of(in, field);
    if (unit == PAL_UNIT_NONE || (unit != PAL_UNIT_PERCENT && pal_typed_has_units(field))) {
        return title;
    }
    const char *word = unit == PAL_UNIT_MONTH || unit == PAL_UNIT_YEAR
                           ? say(in, pal_unit_titles[unit])
                           : pal_unit_ids[unit];
    return made(in, pal_arena_printf(in->form->arena, "%s (%s)", title, word));
}

void pal_question_told(struct pal_question_showing *in, const char *label, const char *sentence,
                       const char *id)
{
    if (sentence == NULL || in->errors == NULL) {
        return;
    }
    struct pal_value *row = pal_add_object(in->errors);
    pal_put_borrowed(row, "text",
                     label != NULL
                         ? made(in, pal_arena_printf(in->form->arena, say(in, PAL_N_("%s: %s")),
                                                     label, sentence))
                         : sentence);
    pal_put_borrowed(row, "field", id);
}

/* ----------------------------------------------------------------- options */

static bool add_option(struct pal_value *options, const char *value, const char *title,
                       const char *chosen)
{
    struct pal_value *row = pal_add_object(options);
    bool is_chosen = strcmp(value, chosen) == 0;
    pal_put_borrowed(row, "value", value);
    pal_put_borrowed(row, "title", title);
    pal_put_boolean(row, "is_chosen", is_chosen);
    return is_chosen;
}

static bool add_words(struct pal_question_showing *in, struct pal_value *options,
                      const struct pal_answer_field *field, const char *chosen)
{
    bool is_there = false;
    for (size_t i = 0; i < field->choice_count; i++) {
        const char *value = field->type == PAL_FIELD_LADDER
                                ? made(in, pal_arena_printf(in->form->arena, "%zu", i))
                                : field->choices[i].id;
        is_there =
            add_option(options, value, pal_question_text(in, &field->choices[i].title), chosen) ||
            is_there;
    }
    return is_there;
}

static bool add_countries(struct pal_question_showing *in, struct pal_value *options,
                          const char *chosen)
{
    bool is_there = false;
    for (size_t i = 0; i < pal_country_count; i++) {
        size_t at = pal_country_by_name(in->lang, i);
        is_there = add_option(options, pal_country_codes[at],
                              pal_question_text(in, pal_country_title(at)), chosen) ||
                   is_there;
    }
    return is_there;
}

static bool add_units(struct pal_question_showing *in, struct pal_value *options,
                      const struct pal_answer_field *field, const char *chosen)
{
    bool is_there = false;
    if (!pal_typed_has_units(field)) {
        return add_option(options, pal_unit_ids[field->unit], say(in, pal_unit_titles[field->unit]),
                          chosen);
    }
    for (size_t i = 0; i < PAL_TYPED_UNITS; i++) {
        enum pal_unit unit = pal_typed_units[i];
        is_there =
            add_option(options, pal_unit_ids[unit], say(in, pal_unit_titles[unit]), chosen) ||
            is_there;
    }
    return is_there;
}

static bool add_files(struct pal_question_showing *in, struct pal_value *options,
                      const char *chosen)
{
    bool is_there = false;
    for (size_t i = 0; i < in->form->file_count; i++) {
        is_there =
            add_option(options, in->form->files[i].id, in->form->files[i].name, chosen) || is_there;
    }
    return is_there;
}

static bool add_yes_and_no(struct pal_question_showing *in, struct pal_value *options,
                           const char *chosen)
{
    bool is_yes = add_option(options, "yes", say(in, PAL_N_("yes")), chosen);
    return add_option(options, "no", say(in, PAL_N_("no")), chosen) || is_yes;
}

static bool add_ways(struct pal_question_showing *in, struct pal_value *options, const char *chosen)
{
    bool is_there = false;
    for (size_t i = 0; i < PAL_PROOF_WAYS; i++) {
        is_there =
            add_option(options, pal_proof_ways[i], say(in, pal_proof_way_titles[i]), chosen) ||
            is_there;
    }
    return is_there;
}

struct pal_value *pal_question_options(struct pal_question_showing *in,
                                       const struct pal_question_shown *of, const char *none)
{
    struct pal_value *options = pal_value_list(in->values);
    const char *chosen = pal_typed_word(in->form, of->said);
    enum pal_typed_kind kind = of->part->kind;
    bool is_none = none != NULL && !of->is_spread && add_option(options, "", none, chosen);
    if (kind == PAL_TYPED_UNIT && chosen[0] == '\0') {
        chosen = pal_unit_ids[of->field->unit];
    }
    bool is_there = kind == PAL_TYPED_YESNO     ? add_yes_and_no(in, options, chosen)
                    : kind == PAL_TYPED_COUNTRY ? add_countries(in, options, chosen)
                    : kind == PAL_TYPED_UNIT    ? add_units(in, options, of->field, chosen)
                    : kind == PAL_TYPED_FILE    ? add_files(in, options, chosen)
                    : kind == PAL_TYPED_WAY     ? add_ways(in, options, chosen)
                                                : add_words(in, options, of->field, chosen);
    is_none = (none != NULL && of->is_spread && add_option(options, "", none, chosen)) || is_none;
    if (!is_there && !is_none) {
        (void)add_option(options, chosen, chosen, chosen);
    }
    return options;
}

/* ---------------------------------------------------------------- controls */

/* A number that is kept, with the sign for its parts that the reader writes. Three digits behind a
 * comma could be thousands, unless it is a percentage. */
static const char *number_typed(struct pal_question_showing *in,
                                const struct pal_question_shown *of, const char *text)
{
    enum { DOUBTFUL = 3 };
    int64_t amount = 0;
    const char *point = strchr(text, '.');
    bool is_percent = of->field->type == PAL_FIELD_PERCENT;
    if (in->lang != PAL_LANG_FR || point == NULL ||
        (strlen(point + 1) == DOUBTFUL && !is_percent) || !pal_thousandths_read(text, &amount)) {
        return text;
    }
    char *own = pal_arena_copy(in->form->arena, text, strlen(text));
    if (own != NULL) {
        own[point - text] = ',';
    }
    return made(in, own);
}

static const char *country_typed(struct pal_question_showing *in, const char *text)
{
    int country = pal_question_country(in->form, text);
    return country >= 0 ? pal_question_text(in, pal_country_title((size_t)country)) : text;
}

static struct pal_value *line_of(struct pal_question_showing *in,
                                 const struct pal_question_shown *of, const char *text)
{
    enum pal_typed_kind kind = of->part->kind;
    struct pal_value *line = pal_value_object(in->values);
    bool is_date = kind == PAL_TYPED_DATE && (text[0] == '\0' || pal_date_check(text));
    bool is_number = kind == PAL_TYPED_NUMBER || kind == PAL_TYPED_WHOLE;
    pal_put_borrowed(line, "type", is_date ? "date" : "text");
    pal_put_borrowed(line, "value",
                     kind == PAL_TYPED_NUMBER    ? number_typed(in, of, text)
                     : kind == PAL_TYPED_COUNTRY ? country_typed(in, text)
                                                 : text);
    pal_put_borrowed(line, "mode",
                     kind == PAL_TYPED_WHOLE    ? "numeric"
                     : kind == PAL_TYPED_NUMBER ? "decimal"
                                                : NULL);
    pal_put_boolean(line, "is_short", is_number || kind == PAL_TYPED_DATE);
    pal_put_borrowed(line, "offers",
                     kind == PAL_TYPED_COUNTRY ? pal_question_id(in, "countries") : NULL);
    return line;
}

static struct pal_value *area_of(struct pal_question_showing *in, const char *text, bool is_cell)
{
    enum { ROWS_MOST = 14, IN_LINE = 70, IN_CELL = 30 };
    size_t rows = 1 + strlen(text) / (is_cell ? IN_CELL : IN_LINE);
    for (const char *at = strchr(text, '\n'); at != NULL; at = strchr(at + 1, '\n')) {
        rows++;
    }
    size_t least = is_cell ? 1 : 2;
    rows = rows < least ? least : rows > ROWS_MOST ? ROWS_MOST : rows;
    struct pal_value *area = pal_value_object(in->values);
    pal_put_borrowed(area, "value", text);
    pal_put_integer(area, "rows", (int64_t)rows);
    return area;
}

static void put_text(struct pal_question_showing *in, struct pal_value *out,
                     const struct pal_question_shown *of, const char *text)
{
    bool is_area = of->part->kind == PAL_TYPED_TEXT || strchr(text, '\n') != NULL;
    pal_put(out, is_area ? "area" : "line",
            is_area ? area_of(in, text, of->is_cell) : line_of(in, of, text));
    pal_put_null(out, is_area ? "line" : "area");
}

/* The text in the languages that are not shown first; those alone that have it. */
static void put_others(struct pal_question_showing *in, struct pal_value *out,
                       const struct pal_question_shown *of, int first)
{
    static const char *const titles[PAL_LANG_COUNT] = {PAL_N_("in English"), PAL_N_("in French")};
    struct pal_value *list = pal_value_list(in->values);
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (i == first || of->said->in[i] == NULL) {
            continue;
        }
        const char *name =
            made(in, pal_arena_printf(in->form->arena, "%s.%s", of->path, pal_lang_codes[i]));
        struct pal_value *other = pal_add_object(list);
        const char *title = say(in, titles[i]);
        pal_put_borrowed(other, "name", name);
        pal_put_borrowed(other, "id", pal_question_id(in, name));
        pal_put_borrowed(other, "title", title);
        pal_put_borrowed(other, "label",
                         made(in, pal_arena_printf(in->form->arena, "%s, %s", of->label, title)));
        pal_put_borrowed(other, "lang", pal_lang_codes[i]);
        put_text(in, other, of, of->said->in[i]);
    }
    pal_put(out, "others", list);
}

/* The language that a text is shown in first; -1: it stands alone. */
static int first_language(const struct pal_question_showing *in,
                          const struct pal_question_shown *of)
{
    if (!pal_typed_is_in_languages(of->part->kind) || !pal_is_blank(of->said->alone)) {
        return -1;
    }
    if (of->said->in[in->lang] != NULL) {
        return (int)in->lang;
    }
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (of->said->in[i] != NULL) {
            return i;
        }
    }
    return -1;
}

/* What stands for nothing among what a part may be chosen from; NULL: it is typed. */
static const char *none_of(const struct pal_question_showing *in,
                           const struct pal_question_shown *of)
{
    switch (of->part->kind) {
    case PAL_TYPED_COUNTRY: /* in a table it is typed: of a long list there is one alone */
        return of->is_cell ? NULL : say(in, PAL_N_("choose one"));
    case PAL_TYPED_YESNO:
    case PAL_TYPED_STEP:
    case PAL_TYPED_CHOICE:
    case PAL_TYPED_WAY:
        return "–";
    case PAL_TYPED_FILE:
        return say(in, PAL_N_("no file"));
    case PAL_TYPED_WORD:
    case PAL_TYPED_LINE:
    case PAL_TYPED_TEXT:
    case PAL_TYPED_NUMBER:
    case PAL_TYPED_WHOLE:
    case PAL_TYPED_UNIT:
    case PAL_TYPED_DATE:
    case PAL_TYPED_NEVER:
    case PAL_TYPED_ABOUT:
    case PAL_TYPED_INSTEAD:
    case PAL_TYPED_QUIET:
        break;
    }
    return NULL;
}

static void put_control(struct pal_question_showing *in, struct pal_value *out,
                        const struct pal_question_shown *of, const char *text)
{
    const char *none = none_of(in, of);
    if (none != NULL || of->part->kind == PAL_TYPED_UNIT) {
        struct pal_value *pick = pal_put_object(out, "pick");
        pal_put(pick, "options", pal_question_options(in, of, none));
        pal_put_null(out, "line");
        pal_put_null(out, "area");
    } else {
        pal_put_null(out, "pick");
        put_text(in, out, of, text);
    }
}

/* One control with its label and what is wrong with it. */
struct pal_value *pal_question_control(struct pal_question_showing *in,
                                       const struct pal_question_shown *of)
{
    struct pal_value *out = pal_value_object(in->values);
    int first = first_language(in, of);
    const char *name =
        first < 0
            ? of->path
            : made(in, pal_arena_printf(in->form->arena, "%s.%s", of->path, pal_lang_codes[first]));
    const char *id = pal_question_id(in, name);
    const char *text = first < 0 ? of->said->alone : of->said->in[first];
    bool is_mark = of->part->kind == PAL_TYPED_NEVER;
    pal_put_borrowed(out, "name", name);
    pal_put_borrowed(out, "id", id);
    pal_put_borrowed(out, "label", of->label);
    pal_put_borrowed(out, "hold", of->hold);
    pal_put_borrowed(out, "caption", of->caption);
    pal_put_borrowed(out, "error", of->said->error);
    pal_put_borrowed(out, "lang",
                     first >= 0 && first != (int)in->lang ? pal_lang_codes[first] : NULL);
    pal_put_boolean(out, "is_named", of->is_named);
    pal_put_boolean(out, "takes_focus", of->takes_focus);
    pal_put_boolean(out, "is_long", pal_typed_is_in_languages(of->part->kind));
    if (is_mark) {
        struct pal_value *mark = pal_put_object(out, "mark");
        pal_put_borrowed(mark, "title", say(in, of->part->title));
        pal_put_boolean(mark, "is_set", !pal_said_is_blank(of->said));
        pal_put_null(out, "pick");
        pal_put_null(out, "line");
        pal_put_null(out, "area");
    } else {
        pal_put_null(out, "mark");
        put_control(in, out, of, text != NULL ? text : "");
    }
    put_others(in, out, of, first);
    pal_put_null(out, "also");
    const char *label =
        of->said->error == NULL || of->within == NULL
            ? of->label
            : made(in, pal_arena_printf(in->form->arena, "%s, %s", of->within, of->label));
    pal_question_told(in, label, of->said->error, id);
    return out;
}

/* What a part is called: within several as it is, alone as its box; a cell with all that it is of
 * ("Time, unit 2"), as is what stands beside another without a label of its own. */
static const char *label_of(struct pal_question_showing *in, const struct pal_question_part *part,
                            const char *label, size_t number, bool is_several)
{
    const char *title = part->title != NULL ? say(in, part->title) : NULL;
    bool is_mark = part->kind == PAL_TYPED_NEVER; /* its title stands beside it */
    if (is_several && number == 0) {
        return pal_question_capital(in, title);
    }
    if (title != NULL && !is_mark) {
        label = made(in, pal_arena_printf(in->form->arena, "%s, %s", label, title));
    }
    return number == 0 ? label
                       : made(in, pal_arena_printf(in->form->arena, "%s %zu", label, number));
}

void pal_question_add_controls(struct pal_question_showing *in, struct pal_value *list,
                               struct pal_question_box *box, const char *path, const char *label,
                               size_t number, bool takes_focus)
{
    bool is_several = box->parts[0].title != NULL;
    bool is_paper =
        is_several && box->part_count > 3; /* too much to be told by what stands there */
    struct pal_value *first = NULL;
    for (size_t i = 0; i < box->part_count; i++) {
        const struct pal_question_part *part = &box->parts[i];
        if (part->kind == PAL_TYPED_QUIET) {
            continue;
        }
        bool is_beside = first != NULL && !is_several;
        struct pal_question_shown of = {
            .path = pal_question_path(in->form, path, part),
            .part = part,
            .said = &box->said[i],
            .field = box->field,
            .label = label_of(in, part, label, number, is_several),
            .within = is_several && number == 0 ? label : NULL,
            .hold = number > 0 && is_several && !is_paper ? say(in, part->title) : NULL,
            .caption = number > 0 && is_paper ? say(in, part->title) : NULL,
            .is_cell = number > 0,
            .is_named = number > 0 || is_beside,
            .takes_focus = takes_focus && i == 0};
        struct pal_value *shown = pal_question_control(in, &of);
        if (is_beside) {
            pal_set(first, "also", shown);
        } else {
            pal_add(list, shown);
            first = first == NULL ? shown : first;
        }
    }
}

void pal_question_add_quiet(struct pal_question_showing *in, struct pal_value *list,
                            struct pal_question_box *box, const char *path)
{
    for (size_t i = 0; i < box->part_count; i++) {
        if (box->parts[i].kind != PAL_TYPED_QUIET) {
            continue;
        }
        const char *text = box->said[i].alone;
        bool is_drawn = box->field != NULL && box->field->type == PAL_FIELD_DRAWN;
        if (is_drawn && pal_is_blank(text)) {
            text = made(in, pal_arena_printf(in->form->arena, "%u", (unsigned)box->field->drawn));
        }
        if (!pal_is_blank(text)) {
            struct pal_value *row = pal_add_object(list);
            pal_put_borrowed(row, "name", pal_question_path(in->form, path, &box->parts[i]));
            pal_put_borrowed(row, "value", text);
        }
    }
}
