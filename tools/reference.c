/*
 * reference - writes what is derived from the tables of the program: JSON Schemas and the key
 * tables of docs/formats.md from the descriptors of format/, the man page, the bash completion and
 * the command list of docs/manual.md from the commands of cli/, docs/states.md from the tables of
 * core/case.
 *
 * usage: reference schema KIND | formats | commands | states | man | bash
 *
 * tools/generate.sh puts the results into the tree; a test holds them equal.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "cli/cli.h"
#include "core/case/case.h"
#include "core/case/project_1.h"
#include "format/kinds.h"
#include "palier_version.h"

/* ----------------------------------------------------------------- schema */

static json_t *schema_of(const struct pal_type *type);

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) {
        abort();
    }
}

/* YAML editors read `2.3`, `N` and `no` as they like; palier takes them as text. */
static json_t *text_schema(void)
{
    return json_pack("{s:[s,s,s], s:i}", "type", "string", "number", "boolean", "minLength", 1);
}

/* What stands for a field that is absent, as a sentence behind its own. */
static const char *absent_of(const struct pal_field *field)
{
    static char text[64];
    (void)snprintf(text, sizeof text, field->absent != NULL ? " Absent: `%s`." : "%s",
                   field->absent != NULL ? field->absent : "");
    return text;
}

static json_t *object_schema(const struct pal_type *type)
{
    json_t *object = json_pack("{s:s, s:b}", "type", "object", "additionalProperties", 0);
    json_t *properties = json_object();
    json_t *required = json_array();
    for (size_t i = 0; i < type->field_count; i++) {
        json_t *field = schema_of(type->fields[i].type);
        set(field, "description",
            json_sprintf("%s%s", type->fields[i].doc, absent_of(&type->fields[i])));
        set(properties, type->fields[i].key, field);
        if (type->fields[i].is_required) {
            json_array_append_new(required, json_string(type->fields[i].key));
        }
    }
    set(object, "properties", properties);
    set(object, "required", required);
    if (type->min > 0) {
        set(object, "minProperties", json_integer(type->min));
    }
    return object;
}

static json_t *items_schema(const struct pal_type *type, const char *kind, const char *items,
                            const char *min, const char *max)
{
    json_t *object = json_object();
    set(object, "type", json_string(kind));
    set(object, items, schema_of(type->item));
    if (type->min > 0) {
        set(object, min, json_integer(type->min));
    }
    if (type->max > 0) {
        set(object, max, json_integer(type->max));
    }
    return object;
}

/* The words that no id may be, as the reader has them. */
static json_t *reserved_words(void)
{
    json_t *list = json_array();
    for (size_t i = 0; pal_id_reserved[i] != NULL; i++) {
        json_array_append_new(list, json_string(pal_id_reserved[i]));
    }
    return list;
}

static json_t *schema_of(const struct pal_type *type)
{
    json_t *object = NULL;
    json_t *list;
    switch (type->kind) {
    case PAL_TYPE_TEXT:
        object = text_schema();
        if (type->max > 0) {
            set(object, "maxLength", json_integer(type->max));
        }
        return object;
    case PAL_TYPE_ID:
    case PAL_TYPE_CODE:
        object = text_schema();
        set(object, "pattern",
            json_string(type->kind == PAL_TYPE_ID
                            ? "^[A-Za-z0-9][A-Za-z0-9._-]*$"
                            : "^[A-Za-z0-9][A-Za-z0-9._-]*( [A-Za-z0-9._-]+)*$"));
        set(object, "maxLength", json_integer(PAL_LIMIT_ID_BYTES));
        set(object, "not", json_pack("{s:o}", "enum", reserved_words()));
        return object;
    case PAL_TYPE_INTEGER:
        return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)type->min,
                         "maximum", (json_int_t)type->max);
    case PAL_TYPE_DECIMAL:
        return json_pack("{s:s, s:I, s:I}", "type", "number", "minimum", (json_int_t)0, "maximum",
                         (json_int_t)type->max);
    case PAL_TYPE_BOOLEAN:
        return json_pack("{s:s}", "type", "boolean");
    case PAL_TYPE_DATE:
        return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case PAL_TYPE_INSTANT:
        return json_pack("{s:s, s:s}", "type", "string", "pattern",
                         "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$");
    case PAL_TYPE_DURATION:
        return json_pack("{s:s, s:s}", "type", "string", "pattern",
                         "^P([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?)?$");
    case PAL_TYPE_CHOICE:
        list = json_array();
        for (size_t i = 0; i < type->choice_count; i++) {
            json_array_append_new(list, json_string(type->choices[i]));
        }
        return json_pack("{s:o}", "enum", list);
    case PAL_TYPE_LIST:
        return items_schema(type, "array", "items", "minItems", "maxItems");
    case PAL_TYPE_MAP:
        return items_schema(type, "object", "additionalProperties", "minProperties",
                            "maxProperties");
    case PAL_TYPE_OBJECT:
        return object_schema(type);
    case PAL_TYPE_ANY:
        list = json_array();
        for (size_t i = 0; i < type->any_count; i++) {
            json_array_append_new(list, schema_of(type->any[i]));
        }
        return json_pack("{s:o}", "anyOf", list);
    }
    return object;
}

static int write_schema(const char *word)
{
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        if (strcmp(pal_kinds[i].word, word) != 0) {
            continue;
        }
        json_t *schema = json_object();
        set(schema, "$schema", json_string("https://json-schema.org/draft/2020-12/schema"));
        set(schema, "title", json_string(pal_kinds[i].name));
        set(schema, "description", json_string(pal_kinds[i].type->doc));
        json_t *body = schema_of(pal_kinds[i].type);
        json_object_update(schema, body);
        json_decref(body);
        set(json_object_get(schema, "properties"), "palier",
            json_pack("{s:s, s:s}", "const", pal_kinds[i].name, "description",
                      "The kind and version of the document."));
        json_dumpf(schema, stdout, JSON_INDENT(2));
        putchar('\n');
        json_decref(schema);
        return EXIT_SUCCESS;
    }
    fprintf(stderr, "reference: unknown kind %s\n", word);
    return 64;
}

/* ---------------------------------------------------------------- formats */

enum { TYPES_MAX = 64 };

/* The objects met while a kind is described, each described once. */
struct met {
    const struct pal_type *types[TYPES_MAX];
    size_t count;
};

static void meet(struct met *met, const struct pal_type *type)
{
    if (type == NULL) {
        return;
    }
    if (type->kind == PAL_TYPE_ANY) {
        for (size_t i = 0; type != &pal_type_languages && i < type->any_count; i++) {
            meet(met, type->any[i]);
        }
        return;
    }
    if (type->kind == PAL_TYPE_LIST || type->kind == PAL_TYPE_MAP) {
        meet(met, type->item);
        return;
    }
    if (type->kind != PAL_TYPE_OBJECT) {
        return;
    }
    for (size_t i = 0; i < met->count; i++) {
        if (met->types[i] == type) {
            return;
        }
    }
    if (met->count < TYPES_MAX) {
        met->types[met->count++] = type;
    }
}

static void write_type(const struct pal_type *type)
{
    printf("%s", type->name);
    if (type->kind == PAL_TYPE_INTEGER || type->kind == PAL_TYPE_DECIMAL) {
        printf(" (%u … %u)", (unsigned)type->min, (unsigned)type->max);
    } else if (type->kind == PAL_TYPE_CHOICE) {
        for (size_t i = 0; i < type->choice_count; i++) {
            printf("%s`%s`", i == 0 ? ": " : ", ", type->choices[i]);
        }
    } else if ((type->kind == PAL_TYPE_LIST || type->kind == PAL_TYPE_MAP) && type->max > 0) {
        printf(" (at most %u)", (unsigned)type->max);
    } else if (type->kind == PAL_TYPE_TEXT && type->max > 0) {
        printf(" (at most %u characters)", (unsigned)type->max);
    }
}

static void write_fields(const struct pal_type *type)
{
    printf("| key | value | | meaning |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < type->field_count; i++) {
        const struct pal_field *field = &type->fields[i];
        printf("| `%s` | ", field->key);
        write_type(field->type);
        printf(" | %s | %s%s |\n", field->is_required ? "required" : "", field->doc,
               absent_of(field));
    }
    printf("\n");
}

static int write_formats(void)
{
    for (size_t kind = 0; kind < PAL_KIND_COUNT; kind++) {
        struct met met = {{NULL}, 0};
        meet(&met, pal_kinds[kind].type);
        printf("### %s\n\n%s\n\n", pal_kinds[kind].name, pal_kinds[kind].type->doc);
        for (size_t i = 0; i < met.count; i++) {
            if (i > 0) {
                printf("In %s:\n\n", met.types[i]->name);
            }
            write_fields(met.types[i]);
            for (size_t j = 0; j < met.types[i]->field_count; j++) {
                meet(&met, met.types[i]->fields[j].type);
            }
        }
    }
    return EXIT_SUCCESS;
}

/* --------------------------------------------------------------- commands */

static bool has_option(const struct pal_command *command, int option)
{
    return (command->options >> option & 1U) != 0;
}

static int write_commands(void)
{
    for (size_t i = 0; i < pal_command_count; i++) {
        struct pal_buf text;
        pal_buf_init(&text, 1 << 16, NULL);
        pal_help_command(&pal_commands[i], &text);
        printf("### palier %s\n\n```text\n%s```\n\n", pal_commands[i].name, pal_buf_text(&text));
        pal_buf_done(&text);
    }
    return EXIT_SUCCESS;
}

/* Text for troff: a line must not start with a dot or an apostrophe, hyphens are minus signs. */
static void man_text(const char *text)
{
    if (*text == '.' || *text == '\'') {
        fputs("\\&", stdout);
    }
    for (; *text != '\0'; text++) {
        if (*text == '-') {
            fputs("\\-", stdout);
        } else if (*text == '\\') {
            fputs("\\e", stdout);
        } else {
            putchar(*text);
        }
    }
}

static void man_command(const struct pal_command *command)
{
    printf(".SS ");
    man_text("palier ");
    man_text(command->name);
    if (command->options != 0) {
        printf(" [OPTIONS]");
    }
    printf(" %s\n", command->arguments);
    man_text(command->text);
    printf("\n");
    for (int i = 0; i < PAL_OPTION_COUNT; i++) {
        if (!has_option(command, i)) {
            continue;
        }
        printf(".TP\n.B ");
        man_text("--");
        man_text(pal_options[i].name);
        printf("%s%s\n", pal_options[i].value != NULL ? " " : "",
               pal_options[i].value != NULL ? pal_options[i].value : "");
        man_text(pal_options[i].help);
        if (i == PAL_OPTION_FORMAT) {
            printf("; one of:");
            for (size_t j = 0; j < command->format_count; j++) {
                printf(" %s", command->formats[j]);
            }
        }
        printf("\n");
    }
}

static int write_man(void)
{
    printf(".\\\" Made from the command table; do not edit.\n"
           ".TH PALIER 1 \"\" \"palier " PALIER_VERSION "\" \"User Commands\"\n"
           ".SH NAME\npalier \\- assesses the organizations to which others hand their services\n"
           ".SH SYNOPSIS\n.B palier\n.I COMMAND\n[\\-\\-option value] [FILE...]\n"
           ".SH DESCRIPTION\npalier reads a maturity model, a confidence profile and an assessment "
           "of a provider, and answers with the capability level of each process area, the points "
           "missing to the target and who owes them, the points beyond the target, and what to do "
           "next. It makes no SSE\\-CMM appraisal.\n.SH COMMANDS\n");
    for (size_t i = 0; i < pal_command_count; i++) {
        man_command(&pal_commands[i]);
    }
    printf(".SH EXIT STATUS\n.TP\n0\ndone; for score: the target is met, or there is none\n"
           ".TP\n1\nfailed\n.TP\n2\nfrom score alone: done, and the target is not met\n"
           ".TP\n64\nwrong usage\n"
           ".SH ENVIRONMENT\n.TP\nLC_ALL, LC_MESSAGES, LANG\nthe language of text, html and svg: "
           "French when it starts with fr\n"
           ".TP\nNO_COLOR\nwhen set, text is never coloured\n.SH EXAMPLES\n");
    for (size_t i = 0; i < pal_command_count; i++) {
        for (size_t j = 0; j < pal_commands[i].example_count; j++) {
            printf(".PP\n.nf\n");
            man_text(pal_commands[i].examples[j]);
            printf("\n.fi\n");
        }
    }
    return EXIT_SUCCESS;
}

/* ------------------------------------------------------------------- bash */

static void words_of_folder(const char *folder)
{
    struct pal_library_id ids[64];
    size_t count = pal_library_list(folder, ids, 64);
    for (size_t i = 0; i < count && i < 64; i++) {
        printf("%s%.*s", i > 0 ? " " : "", (int)ids[i].len, ids[i].text);
    }
}

/* The line that completes a value or a word. */
static void complete_line(const char *indent, const char *complete)
{
    if (complete == NULL) {
        printf("%sCOMPREPLY=()\n", indent);
        return;
    }
    if (strcmp(complete, "file") == 0) {
        printf("%scompopt -o default; COMPREPLY=()\n", indent);
        return;
    }
    printf("%sCOMPREPLY=($(compgen -f -W \"", indent);
    if (strcmp(complete, "command") == 0) {
        for (size_t i = 0; i < pal_command_count; i++) {
            printf("%s%s", i > 0 ? " " : "", pal_commands[i].name);
        }
    } else {
        words_of_folder(complete);
    }
    printf("\" -- \"$cur\"))\n");
}

static int write_bash(void)
{
    printf("# bash completion for palier; made from the command table, do not edit.\n"
           "_palier() {\n    local cur prev command options\n    cur=${COMP_WORDS[COMP_CWORD]}\n"
           "    prev=${COMP_WORDS[COMP_CWORD-1]}\n    command=${COMP_WORDS[1]}\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \"");
    for (size_t i = 0; i < pal_command_count; i++) {
        printf("%s%s", i > 0 ? " " : "", pal_commands[i].name);
    }
    printf("\" -- \"$cur\"))\n        return\n    fi\n    case $command:$prev in\n");
    for (size_t i = 0; i < pal_command_count; i++) {
        if (!has_option(&pal_commands[i], PAL_OPTION_FORMAT)) {
            continue;
        }
        printf("    %s:--format)\n        COMPREPLY=($(compgen -W \"", pal_commands[i].name);
        for (size_t j = 0; j < pal_commands[i].format_count; j++) {
            printf("%s%s", j > 0 ? " " : "", pal_commands[i].formats[j]);
        }
        printf("\" -- \"$cur\"))\n        return\n        ;;\n");
    }
    for (int i = 0; i < PAL_OPTION_COUNT; i++) {
        if (i == PAL_OPTION_FORMAT || pal_options[i].value == NULL) {
            continue;
        }
        printf("    *:--%s)\n", pal_options[i].name);
        if (pal_options[i].choices != NULL) {
            printf("        COMPREPLY=($(compgen -W \"");
            for (size_t j = 0; j < pal_options[i].choice_count; j++) {
                printf("%s%s", j > 0 ? " " : "", pal_options[i].choices[j]);
            }
            printf("\" -- \"$cur\"))\n");
        } else {
            complete_line("        ", pal_options[i].complete);
        }
        printf("        return\n        ;;\n");
    }
    printf("    esac\n    case $command in\n");
    for (size_t i = 0; i < pal_command_count; i++) {
        printf("    %s)\n        options=\"", pal_commands[i].name);
        bool is_first = true;
        for (int j = 0; j < PAL_OPTION_COUNT; j++) {
            if (has_option(&pal_commands[i], j)) {
                printf("%s--%s", is_first ? "" : " ", pal_options[j].name);
                is_first = false;
            }
        }
        printf(
            "\"\n        if [[ $cur == -* ]]; then\n"
            "            COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n            return\n"
            "        fi\n");
        complete_line("        ", pal_commands[i].complete);
        printf("        ;;\n");
    }
    printf("    esac\n}\ncomplete -F _palier palier\n");
    return EXIT_SUCCESS;
}

/* ----------------------------------------------------------------- states */

/* "a, b": the names of the bits that are set. */
static void write_set(uint64_t set, const char *(*name)(const void *of, unsigned bit),
                      const void *of)
{
    const char *between = "";
    for (unsigned bit = 0; bit < 64; bit++) {
        if ((set >> bit & 1) != 0) {
            printf("%s%s", between, name(of, bit));
            between = ", ";
        }
    }
}

static const char *name_of_state(const void *of, unsigned bit)
{
    const struct pal_case_table *table = of;
    return table->states[bit].id;
}

static const char *name_of_who(const void *of, unsigned bit)
{
    (void)of;
    return PAL_RIGHT_BIT(bit) == PAL_CASE_BY_CANDIDATE ? "candidate" : pal_right_ids[bit];
}

static const char *name_of_fact(const void *of, unsigned bit)
{
    (void)of;
    return pal_case_fact_words[bit].id;
}

static const char *name_of_lack(const void *of, unsigned bit)
{
    static char words[64];
    (void)of;
    (void)snprintf(words, sizeof words, "not %s", pal_case_fact_words[bit].id);
    return words;
}

static const char *name_of_ask(const void *of, unsigned bit)
{
    (void)of;
    return pal_case_ask_ids[bit];
}

static void write_case_row(const struct pal_case_table *table, const struct pal_case_row *row)
{
    printf("| ");
    write_set(row->from, name_of_state, table);
    printf(" | %s | `%s` | %s | ", table->states[row->to].id, row->verb, row->title);
    write_set(row->who, name_of_who, NULL);
    printf(" | ");
    write_set(row->must, name_of_fact, NULL);
    printf("%s", row->must != 0 && row->must_not != 0 ? ", " : "");
    write_set(row->must_not, name_of_lack, NULL);
    printf(" | ");
    write_set(row->asks, name_of_ask, NULL);
    printf(" |\n");
}

static void write_case_words(void)
{
    printf("\n## Facts\n\n| fact | says |\n| --- | --- |\n");
    for (unsigned i = 0; i < PAL_FACT_COUNT; i++) {
        printf("| %s | %s |\n", pal_case_fact_words[i].id, pal_case_fact_words[i].says);
    }
    printf("\n## What the words of `project/1` mean\n\n"
           "| key | word | state |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < PAL_PROJECT_1_STATES; i++) {
        const char *word = pal_project_1_states[i];
        printf("| `state` | `%s` | project: %s |\n", word,
               pal_case_tables[PAL_CASE_PROJECT].states[pal_project_1_state(word)].id);
    }
    for (size_t i = 0; i < PAL_PROJECT_1_CANDIDATES; i++) {
        const char *word = pal_project_1_candidates[i];
        printf("| `candidates.state` | `%s` | candidate: %s |\n", word,
               pal_case_tables[PAL_CASE_CANDIDATE].states[pal_project_1_candidate(word)].id);
    }
}

static int write_states(void)
{
    for (size_t i = 0; i < PAL_CASE_THINGS; i++) {
        const struct pal_case_table *table = &pal_case_tables[i];
        printf("%s## %s\n\nStates:", i > 0 ? "\n" : "", table->title);
        for (size_t j = 1; j < table->state_count; j++) {
            printf("%s %s (“%s”%s)", j > 1 ? "," : "", table->states[j].id, table->states[j].title,
                   table->states[j].is_final ? ", final" : "");
        }
        printf(".\n\n| from | to | verb | what | who | holds | asks for |\n"
               "| --- | --- | --- | --- | --- | --- | --- |\n");
        for (size_t j = 0; j < table->row_count; j++) {
            write_case_row(table, &table->rows[j]);
        }
    }
    write_case_words();
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "schema") == 0) {
        return write_schema(argv[2]);
    }
    if (argc == 2 && strcmp(argv[1], "formats") == 0) {
        return write_formats();
    }
    if (argc == 2 && strcmp(argv[1], "commands") == 0) {
        return write_commands();
    }
    if (argc == 2 && strcmp(argv[1], "states") == 0) {
        return write_states();
    }
    if (argc == 2 && strcmp(argv[1], "man") == 0) {
        return write_man();
    }
    if (argc == 2 && strcmp(argv[1], "bash") == 0) {
        return write_bash();
    }
    fprintf(stderr, "usage: reference schema KIND | formats | commands | states | man | bash\n");
    return 64;
}
