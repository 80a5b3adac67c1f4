/* messages_read - messages/1 to struct pal_messages. */
#include <string.h>

#include "base/text.h"
#include "format/kinds.h"

enum { TEXTS_MAX = 1024, WORDS_MAX = 32 };

static const struct pal_type type_words = {
    .kind = PAL_TYPE_LIST, .name = "a list of words", .max = WORDS_MAX, .item = &pal_type_text};
static const struct pal_type type_when = {.kind = PAL_TYPE_LIST,
                                          .name = "a list of words",
                                          .min = 1,
                                          .max = WORDS_MAX,
                                          .item = &pal_type_text};
static const char *const kind_titles[PAL_MESSAGE_KINDS] = {
    PAL_N_("subject of a mail"), PAL_N_("title"),  PAL_N_("heading"),
    PAL_N_("paragraph"),         PAL_N_("button"), PAL_N_("label")};
static const struct pal_type type_kind = {.kind = PAL_TYPE_CHOICE,
                                          .name = "what a text is",
                                          .choices = pal_message_kind_ids,
                                          .choice_titles = kind_titles,
                                          .choice_count = PAL_MESSAGE_KINDS};

/* Blanks allowed: a text has no title by which an id is proposed, so that somebody types it. */
static const struct pal_type type_text_id = {.kind = PAL_TYPE_CODE, .name = "the id of a text"};

struct text_doc {
    struct pal_node *id, *use, *when, *unless, *kind, *placeholders, *text;
};
static const struct pal_field text_fields[] = {
    PAL_FIELD(text_doc, id, true, &type_text_id, "Its id; what is repeated is named by it."),
    PAL_FIELD(text_doc, use, true, &type_text_id, "The message or page that it is of."),
    PAL_FIELD(text_doc, when, true, &type_when,
              "Words that must all hold: `always`, `tender`, `outside`, `formal`, the id of a "
              "procedure, or a choice or fact of the project."),
    PAL_FIELD(text_doc, unless, false, &type_words, "Words of which none may hold."),
    PAL_FIELD(text_doc, kind, true, &type_kind, "What it is."),
    PAL_FIELD(text_doc, placeholders, false, &type_words,
              "The names that stand in braces in it, in every language. Where one is not known, "
              "the text is left out."),
    PAL_FIELD(text_doc, text, true, &pal_type_languages, "The text.", .is_long = true),
};
static const struct pal_type type_text = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a text of a message",
                                          .fields = text_fields,
                                          .field_count = 7,
                                          .slots_size = sizeof(struct text_doc)};
static const struct pal_type type_texts = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of texts",
                                           .min = 1,
                                           .max = TEXTS_MAX,
                                           .item = &type_text,
                                           .is_ordered = true};

struct messages_doc {
    struct pal_node *palier, *id, *title, *replaces, *source, *texts;
};
static const struct pal_field messages_fields[] = {
    PAL_FIELD(messages_doc, palier, true, &pal_type_text, "The kind: `messages/1`."),
    PAL_FIELD(messages_doc, id, true, &pal_type_id, "The id of the list."),
    PAL_FIELD(messages_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(messages_doc, replaces, false, &pal_type_id,
              "The id of the list in whose place the house writes by this one; absent: it is kept "
              "and nothing is written by it.",
              .title = PAL_N_("stands in place of"), .refers = "messages"),
    PAL_FIELD(messages_doc, source, false, &pal_type_text, "Where the content comes from."),
    PAL_FIELD(messages_doc, texts, true, &type_texts, "The texts, in the order of use."),
};
const struct pal_type pal_type_messages = {
    .kind = PAL_TYPE_OBJECT,
    .name = "texts of messages",
    .doc = "What is said to candidates and of them: annex, mails, pages, records, letters, "
           "notices. A copy in the library that is changed and says what it `replaces` stands in "
           "place of what is built in.",
    .fields = messages_fields,
    .field_count = 6,
    .slots_size = sizeof(struct messages_doc)};

/* ---------------------------------------------------------------------- reading */

static void check_listed(struct pal_reader *reader, struct pal_node *node,
                         const struct pal_message *message, const char *name, size_t len,
                         bool *is_met)
{
    for (size_t i = 0; i < message->placeholders.count; i++) {
        const char *listed = message->placeholders.of[i];
        if (strlen(listed) == len && memcmp(listed, name, len) == 0) {
            is_met[i] = true;
            return;
        }
    }
    pal_node_error(reader, node, PAL_E_INVALID,
                   "{%.*s} is none of the placeholders of the text %s: add it to their list, or "
                   "take it out",
                   (int)(len < PAL_LIMIT_QUOTE_BYTES ? len : PAL_LIMIT_QUOTE_BYTES), name,
                   pal_quote(message->id).text);
}

/* Each placeholder stands in each language, and no brace makes none. */
static void check_text(struct pal_reader *reader, struct pal_node *node,
                       const struct pal_message *message, const char *text)
{
    bool is_met[WORDS_MAX] = {false};
    const char *name;
    size_t len;
    bool is_bad;
    while ((name = pal_messages_next(&text, &len, &is_bad)) != NULL || is_bad) {
        if (name != NULL) {
            check_listed(reader, node, message, name, len, is_met);
        } else {
            pal_node_error(reader, node, PAL_E_INVALID,
                           "a brace of the text %s is no placeholder: write {name}, in small "
                           "letters, digits and '_'",
                           pal_quote(message->id).text);
        }
    }
    for (size_t i = 0; i < message->placeholders.count; i++) {
        if (!is_met[i]) {
            pal_node_error(reader, node, PAL_E_INVALID,
                           "the placeholder %s does not stand in the text %s, in one of its "
                           "languages",
                           pal_quote(message->placeholders.of[i]).text,
                           pal_quote(message->id).text);
        }
    }
}

static bool read_text(struct pal_reader *reader, struct pal_node *item, struct pal_message *out)
{
    struct text_doc doc;
    pal_bind(&type_text, item, &doc);
    if (doc.id == NULL || doc.use == NULL || doc.when == NULL || doc.text == NULL) {
        return false;
    }
    *out = (struct pal_message){
        .id = doc.id->text,
        .use = doc.use->text,
        .when = pal_node_words(reader, doc.when),
        .unless = pal_node_words(reader, doc.unless),
        .kind = (enum pal_message_kind)pal_choice_of(doc.kind, &type_kind, PAL_MESSAGE_PARAGRAPH),
        .placeholders = pal_node_words(reader, doc.placeholders),
        .text = pal_node_in_languages(doc.text),
    };
    for (size_t lang = 0; lang < PAL_LANG_COUNT; lang++) {
        if (out->text.in[lang] != NULL) {
            check_text(reader, doc.text, out, out->text.in[lang]);
        }
    }
    return true;
}

struct pal_messages *pal_messages_read(struct pal_reader *reader, struct pal_node *root)
{
    size_t errors_before = reader->diag->error_count;
    struct messages_doc doc;
    pal_type_check(reader, &pal_type_messages, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    pal_bind(&pal_type_messages, root, &doc);
    struct pal_messages *out = pal_reader_take(reader, 1, sizeof *out);
    if (out == NULL || doc.texts == NULL) {
        return NULL;
    }
    struct pal_message *texts = pal_reader_take(reader, doc.texts->count + 1, sizeof *texts);
    out->id = pal_node_text(doc.id);
    out->title = pal_node_in_languages(doc.title);
    out->replaces = pal_node_text(doc.replaces);
    out->texts = texts;
    pal_node_check_ids(reader, doc.texts);
    for (struct pal_node *item = texts != NULL ? doc.texts->first : NULL; item != NULL;
         item = item->next) {
        out->count += read_text(reader, item, &texts[out->count]) ? 1 : 0;
    }
    return reader->diag->error_count == errors_before && !reader->is_out_of_memory ? out : NULL;
}
