#include "format/desc.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/duration.h"
#include "base/text.h"

const struct pal_type pal_type_text = {.kind = PAL_TYPE_TEXT, .name = "a text"};
const struct pal_type pal_type_id = {.kind = PAL_TYPE_ID, .name = "an id"};
const struct pal_type pal_type_code = {.kind = PAL_TYPE_CODE, .name = "an id of a practice"};
const struct pal_type pal_type_boolean = {.kind = PAL_TYPE_BOOLEAN, .name = "true or false"};
const struct pal_type pal_type_date = {.kind = PAL_TYPE_DATE, .name = "a date, as 2003-11-05"};
const struct pal_type pal_type_instant = {
    .kind = PAL_TYPE_INSTANT, .name = "a date or a time, as 2003-11-05 or 2003-11-05T14:00"};
const struct pal_type pal_type_duration = {.kind = PAL_TYPE_DURATION,
                                           .name = "a duration, as P3D or PT12H"};
const struct pal_type pal_type_id_list = {
    .kind = PAL_TYPE_LIST, .name = "a list of ids", .item = &pal_type_id};

struct languages_doc {
    struct pal_node *en;
    struct pal_node *fr;
};
static const struct pal_field languages_fields[] = {
    PAL_FIELD(languages_doc, en, false, &pal_type_text, "The text in English."),
    PAL_FIELD(languages_doc, fr, false, &pal_type_text, "The text in French."),
};
static const struct pal_type languages_map = {.kind = PAL_TYPE_OBJECT,
                                              .name = "a text per language",
                                              .min = 1,
                                              .fields = languages_fields,
                                              .field_count = 2,
                                              .slots_size = sizeof(struct languages_doc)};
static const struct pal_type *const languages_any[] = {&pal_type_text, &languages_map};
const struct pal_type pal_type_languages = {.kind = PAL_TYPE_ANY,
                                            .name = "a text, or a text per language",
                                            .any = languages_any,
                                            .any_count = 2};

/* What somebody looks for in a type and in all that it is made of. */
struct sought {
    const char *kind; /* NULL: a part */
    enum pal_part part;
};

static bool is_found(const struct pal_type *type, const struct sought *what)
{
    if (what->kind == NULL && (type->names == what->part || type->key_names == what->part)) {
        return true;
    }
    for (size_t i = 0; i < type->field_count; i++) {
        const struct pal_field *field = &type->fields[i];
        bool is_it = what->kind == NULL
                         ? field->names == what->part
                         : field->refers != NULL && strcmp(field->refers, what->kind) == 0;
        if (is_it || is_found(field->type, what)) {
            return true;
        }
    }
    for (size_t i = 0; i < type->any_count; i++) {
        if (is_found(type->any[i], what)) {
            return true;
        }
    }
    return type->item != NULL && is_found(type->item, what);
}

bool pal_type_refers(const struct pal_type *type, const char *kind)
{
    const struct sought what = {kind, PAL_PART_NONE};
    return is_found(type, &what);
}

bool pal_type_names(const struct pal_type *type, enum pal_part part)
{
    const struct sought what = {NULL, part};
    return part != PAL_PART_NONE && is_found(type, &what);
}

const char *pal_field_title(const struct pal_field *field, char *room, size_t size)
{
    size_t i = 0;
    if (field->title != NULL) {
        return field->title;
    }
    for (; field->key[i] != '\0' && i + 1 < size; i++) {
        room[i] = field->key[i] == '_' ? ' ' : field->key[i];
    }
    room[i] = '\0';
    return room;
}

size_t pal_choice_of(const struct pal_node *node, const struct pal_type *type, size_t absent)
{
    const char *text = pal_node_text(node);
    for (size_t i = 0; text != NULL && i < type->choice_count; i++) {
        if (strcmp(text, type->choices[i]) == 0) {
            return i;
        }
    }
    return absent;
}

const char *const pal_id_reserved[] = {"none", "all", "default", "new", NULL};

bool pal_id_is_reserved(const char *text)
{
    for (size_t i = 0; pal_id_reserved[i] != NULL; i++) {
        if (strcmp(text, pal_id_reserved[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_id_start(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool pal_id_check(const char *text, bool spaces)
{
    size_t len = strlen(text);
    if (len == 0 || len > PAL_LIMIT_ID_BYTES || !is_id_start(text[0])) {
        return false;
    }
    for (size_t i = 1; i < len; i++) {
        bool is_space = spaces && text[i] == ' ' && text[i - 1] != ' ' && i + 1 < len;
        if (!is_id_start(text[i]) && text[i] != '.' && text[i] != '_' && text[i] != '-' &&
            !is_space) {
            return false;
        }
    }
    return true;
}

/* The reading of one integer; false when it is no number or out of the type's range. */
static bool is_integer_in_range(const struct pal_type *type, const struct pal_node *node)
{
    const char *text = node->text;
    size_t len = strlen(text);
    if (!node->is_plain || len == 0 || len > 9 || (len > 1 && text[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    uint32_t value = pal_node_integer(node, 0);
    return value >= type->min && value <= type->max;
}

/* True for "12", "0.25": digits, then at most six behind a point, up to the type's maximum. */
static bool is_decimal_in_range(const struct pal_type *type, const struct pal_node *node)
{
    const char *text = node->text;
    size_t whole = strspn(text, "0123456789");
    size_t behind = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    const char *end = text + whole + (behind > 0 ? behind + 1 : 0);
    if (!node->is_plain || whole == 0 || whole > 9 || behind > 6 || *end != '\0' ||
        (whole > 1 && text[0] == '0')) {
        return false;
    }
    return pal_node_decimal(node, 0) <= type->max;
}

static const char *say(const struct pal_reader *reader, const char *text)
{
    return pal_voice_say(reader->diag->voice, text);
}

static void check_choice(struct pal_reader *reader, const struct pal_type *type,
                         struct pal_node *node)
{
    char list[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < type->choice_count; i++) {
        if (strcmp(node->text, type->choices[i]) == 0) {
            return;
        }
    }
    for (size_t i = 0; i < type->choice_count; i++) {
        int wrote =
            snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", type->choices[i]);
        used += wrote > 0 && (size_t)wrote < sizeof list - used ? (size_t)wrote : 0;
    }
    pal_node_error(reader, node, PAL_E_INVALID, "%s is not known; write one of: %s",
                   pal_quote(node->text).text, list);
}

enum pal_rc pal_id_require(const char *text, bool spaces, const struct pal_voice *voice,
                           struct pal_err *err)
{
    if (!pal_id_check(text, spaces)) {
        return pal_err_set(
            err, PAL_E_INVALID,
            pal_voice_say(voice, PAL_N_("%s is no id; an id starts with a letter or digit and goes "
                                        "on with letters, digits, '.', '_', '-'%s, at most %d "
                                        "bytes")),
            pal_quote(text).text, spaces ? pal_voice_say(voice, PAL_N_(" or single spaces")) : "",
            PAL_LIMIT_ID_BYTES);
    }
    if (pal_id_is_reserved(text)) {
        return pal_err_set(
            err, PAL_E_INVALID,
            pal_voice_say(voice,
                          PAL_N_("%s is a reserved word and cannot be an id; choose another")),
            pal_quote(text).text);
    }
    return PAL_OK;
}

static void check_id(struct pal_reader *reader, const struct pal_type *type, struct pal_node *node)
{
    struct pal_err err;
    if (pal_id_require(node->text, type->kind == PAL_TYPE_CODE, reader->diag->voice, &err) !=
        PAL_OK) {
        pal_node_error(reader, node, PAL_E_INVALID, "%s", err.message);
    }
}

static void check_integer(struct pal_reader *reader, const struct pal_type *type,
                          struct pal_node *node)
{
    if (!is_integer_in_range(type, node)) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%s is not a whole number from %u to %u (digits without quotes)",
                       pal_quote(node->text).text, (unsigned)type->min, (unsigned)type->max);
    }
}

static void check_decimal(struct pal_reader *reader, const struct pal_type *type,
                          struct pal_node *node)
{
    if (!is_decimal_in_range(type, node)) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%s is not a number from 0 to %u (digits without quotes, at most six "
                       "behind a point)",
                       pal_quote(node->text).text, (unsigned)type->max);
    }
}

static void check_boolean(struct pal_reader *reader, struct pal_node *node)
{
    bool is_known = strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0;
    if (!node->is_plain || !is_known) {
        pal_node_error(reader, node, PAL_E_INVALID, "%s is neither true nor false",
                       pal_quote(node->text).text);
    }
}

static void check_date(struct pal_reader *reader, struct pal_node *node)
{
    if (!pal_date_check(node->text)) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%s is no date of the calendar; write it as 2003-11-05",
                       pal_quote(node->text).text);
    }
}

static void check_instant(struct pal_reader *reader, struct pal_node *node)
{
    if (!pal_instant_read(node->text, &(uint64_t){0})) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%s is no date and no time of the calendar; write it as 2003-11-05 or "
                       "2003-11-05T14:00",
                       pal_quote(node->text).text);
    }
}

static void check_duration(struct pal_reader *reader, struct pal_node *node)
{
    uint32_t minutes;
    if (!pal_duration_read(node->text, &minutes)) {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "%s is no duration of at most 100 years; write weeks, days, hours, minutes "
                       "as P2W, P3D, PT12H, "
                       "P1DT30M",
                       pal_quote(node->text).text);
    }
}

static void check_text(struct pal_reader *reader, const struct pal_type *type,
                       struct pal_node *node)
{
    size_t count = 0;
    for (const char *at = node->text; *at != '\0'; at++) {
        count += ((unsigned char)*at & 0xC0) != 0x80;
    }
    if (type->max > 0 && count > type->max) {
        pal_node_error(reader, node, PAL_E_LIMIT,
                       "the text has %zu characters; at most %u are read", count,
                       (unsigned)type->max);
    }
}

static void check_scalar(struct pal_reader *reader, const struct pal_type *type,
                         struct pal_node *node)
{
    if (node->text[0] == '\0') {
        pal_node_error(reader, node, PAL_E_INVALID,
                       "there is no value; write %s, or leave the key out",
                       say(reader, type->name));
        return;
    }
    switch (type->kind) {
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
        check_id(reader, type, node);
        return;
    case PAL_TYPE_INTEGER:
        check_integer(reader, type, node);
        return;
    case PAL_TYPE_DECIMAL:
        check_decimal(reader, type, node);
        return;
    case PAL_TYPE_BOOLEAN:
        check_boolean(reader, node);
        return;
    case PAL_TYPE_DATE:
        check_date(reader, node);
        return;
    case PAL_TYPE_INSTANT:
        check_instant(reader, node);
        return;
    case PAL_TYPE_DURATION:
        check_duration(reader, node);
        return;
    case PAL_TYPE_CHOICE:
        check_choice(reader, type, node);
        return;
    case PAL_TYPE_TEXT:
        check_text(reader, type, node);
        return;
    case PAL_TYPE_LIST:
    case PAL_TYPE_MAP:
    case PAL_TYPE_OBJECT:
    case PAL_TYPE_ANY:
        return;
    }
}

static enum pal_node_kind kind_of(const struct pal_type *type)
{
    switch (type->kind) {
    case PAL_TYPE_LIST:
        return PAL_NODE_LIST;
    case PAL_TYPE_MAP:
    case PAL_TYPE_OBJECT:
        return PAL_NODE_MAP;
    case PAL_TYPE_TEXT:
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
    case PAL_TYPE_INTEGER:
    case PAL_TYPE_DECIMAL:
    case PAL_TYPE_BOOLEAN:
    case PAL_TYPE_DATE:
    case PAL_TYPE_INSTANT:
    case PAL_TYPE_DURATION:
    case PAL_TYPE_CHOICE:
    case PAL_TYPE_ANY:
        return PAL_NODE_SCALAR;
    }
    return PAL_NODE_SCALAR;
}

const struct pal_field *pal_field_of(const struct pal_type *type, const char *key)
{
    for (size_t i = 0; type != NULL && i < type->field_count; i++) {
        if (strcmp(type->fields[i].key, key) == 0) {
            return &type->fields[i];
        }
    }
    return NULL;
}

static void report_unknown_key(struct pal_reader *reader, const struct pal_type *type,
                               struct pal_node *child)
{
    enum { KEYS_MAX = 64 };
    const char *keys[KEYS_MAX];
    if (pal_reader_is_full(reader)) {
        pal_node_error(reader, child, PAL_E_INVALID, "unknown key");
        return;
    }
    size_t count = type->field_count < KEYS_MAX ? type->field_count : KEYS_MAX;
    for (size_t i = 0; i < count; i++) {
        keys[i] = type->fields[i].key;
    }
    const char *near = pal_nearest(child->key, keys, count);
    if (near != NULL) {
        pal_node_error(reader, child, PAL_E_INVALID, "unknown key %s; did you mean \"%s\"?",
                       pal_quote(child->key).text, near);
        return;
    }
    char list[320] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && used < sizeof list; i++) {
        int wrote = snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", keys[i]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    pal_node_error(reader, child, PAL_E_INVALID, "unknown key %s; known here: %s",
                   pal_quote(child->key).text, list);
}

static void check_object(struct pal_reader *reader, const struct pal_type *type,
                         struct pal_node *node)
{
    for (struct pal_node *child = node->first; child != NULL; child = child->next) {
        const struct pal_field *field = pal_field_of(type, child->key);
        if (field == NULL) {
            report_unknown_key(reader, type, child);
        } else {
            pal_type_check(reader, field->type, child);
        }
    }
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].is_required && pal_node_get(node, type->fields[i].key) == NULL) {
            pal_node_error(reader, node, PAL_E_INVALID, "the key \"%s\" is missing; add it: %s",
                           type->fields[i].key, say(reader, type->fields[i].doc));
            pal_diag_field(reader->diag, type->fields[i].key);
        }
    }
    if (type->min > 0 && node->count < type->min) {
        pal_node_error(reader, node, PAL_E_INVALID, "the map is empty; write %s",
                       say(reader, type->name));
    }
}

static void check_items(struct pal_reader *reader, const struct pal_type *type,
                        struct pal_node *node)
{
    if (node->count > 0 && node->count < type->min) {
        pal_node_error(reader, node, PAL_E_INVALID, "there are %u entries; %u are needed",
                       (unsigned)node->count, (unsigned)type->min);
        return;
    }
    if (node->count < type->min) {
        pal_node_error(reader, node, PAL_E_INVALID, "%s is empty; it needs at least %u",
                       type->kind == PAL_TYPE_LIST ? say(reader, PAL_N_("the list"))
                                                   : say(reader, PAL_N_("the map")),
                       (unsigned)type->min);
        return;
    }
    if (type->max > 0 && node->count > type->max) {
        pal_node_error(reader, node, PAL_E_LIMIT, "there are %u entries; at most %u are read",
                       (unsigned)node->count, (unsigned)type->max);
        return;
    }
    for (struct pal_node *child = node->first; child != NULL; child = child->next) {
        pal_type_check(reader, type->item, child);
    }
}

static void check_any(struct pal_reader *reader, const struct pal_type *type, struct pal_node *node)
{
    for (size_t i = 0; i < type->any_count; i++) {
        if (kind_of(type->any[i]) == node->kind) {
            pal_type_check(reader, type->any[i], node);
            return;
        }
    }
    pal_node_error(reader, node, PAL_E_INVALID, "expected %s, found %s", say(reader, type->name),
                   say(reader, pal_node_kind_name(node)));
}

void pal_type_check(struct pal_reader *reader, const struct pal_type *type, struct pal_node *node)
{
    if (type->kind == PAL_TYPE_ANY) {
        check_any(reader, type, node);
        return;
    }
    enum pal_node_kind kind = kind_of(type);
    if (kind != PAL_NODE_SCALAR && pal_node_is_blank(node)) {
        /* "seen:" with nothing behind it: an empty list or map. */
        node->kind = (uint8_t)kind;
        node->first = NULL;
    }
    if (node->kind != kind) {
        pal_node_error(reader, node, PAL_E_INVALID, "expected %s, found %s",
                       say(reader, type->name), say(reader, pal_node_kind_name(node)));
        return;
    }
    switch (type->kind) {
    case PAL_TYPE_OBJECT:
        check_object(reader, type, node);
        return;
    case PAL_TYPE_LIST:
    case PAL_TYPE_MAP:
        check_items(reader, type, node);
        return;
    case PAL_TYPE_TEXT:
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
    case PAL_TYPE_INTEGER:
    case PAL_TYPE_DECIMAL:
    case PAL_TYPE_BOOLEAN:
    case PAL_TYPE_DATE:
    case PAL_TYPE_INSTANT:
    case PAL_TYPE_DURATION:
    case PAL_TYPE_CHOICE:
        check_scalar(reader, type, node);
        return;
    case PAL_TYPE_ANY:
        return;
    }
    pal_node_error(reader, node, PAL_E_INVALID, "internal: a descriptor has an unknown kind");
}

void pal_bind(const struct pal_type *type, const struct pal_node *node, void *slots)
{
    memset(slots, 0, type->slots_size);
    struct pal_node *first = node != NULL && node->kind == PAL_NODE_MAP ? node->first : NULL;
    for (struct pal_node *child = first; child != NULL; child = child->next) {
        const struct pal_field *field = pal_field_of(type, child->key);
        if (field != NULL && !child->is_bad) {
            memcpy((char *)slots + field->slot, &child, sizeof child);
        }
    }
}
