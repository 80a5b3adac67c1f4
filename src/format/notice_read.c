/* notice_read - notice/1 to struct pal_notice. */
#include "format/kinds.h"

enum { LINE_MOST = 500, MONTHS_MOST = 120 };

static const struct pal_type type_line = {
    .kind = PAL_TYPE_TEXT, .name = "a line of text", .max = LINE_MOST};
static const char *const body_titles[PAL_NOTICE_BODIES] = {PAL_N_("a public body"),
                                                           PAL_N_("a private body")};
static const struct pal_type type_body = {.kind = PAL_TYPE_CHOICE,
                                          .name = "what kind of body the house is",
                                          .choices = pal_notice_body_ids,
                                          .choice_titles = body_titles,
                                          .choice_count = PAL_NOTICE_BODIES};
static const struct pal_type type_months = {
    .kind = PAL_TYPE_INTEGER, .name = "a number of months", .min = 1, .max = MONTHS_MOST};

static const char *const transfer_ids[] = {"none", "some"};
static const char *const transfer_titles[] = {PAL_N_("they stay in it"), PAL_N_("they leave it")};
enum { TRANSFERS_NONE, TRANSFERS_SOME, TRANSFERS };
static const struct pal_type type_transfers = {.kind = PAL_TYPE_CHOICE,
                                               .name = "whether they leave the European Union",
                                               .choices = transfer_ids,
                                               .choice_titles = transfer_titles,
                                               .choice_count = TRANSFERS};

struct notice_doc {
    struct pal_node *palier, *id, *title, *replaces, *controller, *address, *contact, *officer,
        *body, *legal_texts, *kept_until, *log_months, *host, *host_country, *transfers,
        *transfer_to, *safeguards, *answered_within, *authority;
};
static const struct pal_field notice_fields[] = {
    PAL_FIELD(notice_doc, palier, true, &pal_type_text, "The kind: `notice/1`."),
    PAL_FIELD(notice_doc, id, true, &pal_type_id, "The id of the notice."),
    PAL_FIELD(notice_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(notice_doc, replaces, false, &pal_type_id,
              "The id of the notice in whose place the house goes by this one; absent: it is kept "
              "and nobody is shown it.",
              .title = PAL_N_("stands in place of"), .refers = "notice"),
    PAL_FIELD(notice_doc, controller, false, &type_line,
              "Who answers for the personal data: the name of the organization.",
              .title = PAL_N_("controller")),
    PAL_FIELD(notice_doc, address, false, &type_line, "Its address.",
              .title = PAL_N_("address of the controller")),
    PAL_FIELD(notice_doc, contact, false, &type_line,
              "Whom one writes to with a question, or to see, correct or erase what is kept.",
              .title = PAL_N_("contact")),
    PAL_FIELD(notice_doc, officer, false, &type_line, "How the data protection officer is reached.",
              .title = PAL_N_("data protection officer")),
    PAL_FIELD(notice_doc, body, false, &type_body,
              "By it the legal basis is told; absent: none is.", .title = PAL_N_("kind of body")),
    PAL_FIELD(notice_doc, legal_texts, false, &pal_type_languages,
              "Of a public body: the texts that oblige it to keep the file.",
              .title = PAL_N_("texts that oblige")),
    PAL_FIELD(notice_doc, kept_until, false, &pal_type_languages,
              "Until when they are kept, outside tenders, as it goes on behind \"until\".",
              .title = PAL_N_("kept until")),
    PAL_FIELD(notice_doc, log_months, false, &type_months,
              "How many months technical logs are kept; absent: those of the table of procedures.",
              .title = PAL_N_("months of logs")),
    PAL_FIELD(notice_doc, host, false, &type_line, "Who runs the machine that they are on.",
              .title = PAL_N_("host")),
    PAL_FIELD(notice_doc, host_country, false, &pal_type_languages, "The country that it is in.",
              .title = PAL_N_("country of the host")),
    PAL_FIELD(notice_doc, transfers, false, &type_transfers,
              "Whether they leave the European Union; absent: nothing is said of it.",
              .title = PAL_N_("European Union")),
    PAL_FIELD(notice_doc, transfer_to, false, &pal_type_languages, "Where they are sent to.",
              .title = PAL_N_("sent to")),
    PAL_FIELD(notice_doc, safeguards, false, &pal_type_languages, "Under which safeguards.",
              .title = PAL_N_("safeguards")),
    PAL_FIELD(notice_doc, answered_within, false, &pal_type_languages,
              "Within which time whoever asks has an answer.", .title = PAL_N_("answered within")),
    PAL_FIELD(notice_doc, authority, false, &pal_type_languages,
              "The authority that one can complain to.", .title = PAL_N_("supervisory authority")),
};
const struct pal_type pal_type_notice = {
    .kind = PAL_TYPE_OBJECT,
    .name = "what the house says on personal data",
    .doc = "What the house says to those whose personal data it keeps: who answers for them, how "
           "long they are kept, whom to write to. The sentences are texts of messages; one of "
           "which something is not said is left out. A copy in the library that says what it "
           "`replaces` stands in place of what is built in.",
    .fields = notice_fields,
    .field_count = sizeof notice_fields / sizeof *notice_fields,
    .slots_size = sizeof(struct notice_doc)};

static struct pal_text said(const struct pal_node *node)
{
    return node != NULL ? pal_node_in_languages(node) : (struct pal_text){0};
}

struct pal_notice *pal_notice_read(struct pal_reader *reader, struct pal_node *root)
{
    size_t errors_before = reader->diag->error_count;
    struct notice_doc doc;
    pal_type_check(reader, &pal_type_notice, root);
    if (root->kind != PAL_NODE_MAP) {
        return NULL;
    }
    pal_bind(&pal_type_notice, root, &doc);
    struct pal_notice *out = pal_reader_take(reader, 1, sizeof *out);
    if (out == NULL) {
        return NULL;
    }
    *out = (struct pal_notice){.id = pal_node_text(doc.id),
                               .title = said(doc.title),
                               .replaces = pal_node_text(doc.replaces),
                               .controller = pal_node_text(doc.controller),
                               .address = pal_node_text(doc.address),
                               .contact = pal_node_text(doc.contact),
                               .officer = pal_node_text(doc.officer),
                               .body = pal_choice_of(doc.body, &type_body, PAL_NOTICE_BODIES),
                               .legal_texts = said(doc.legal_texts),
                               .kept_until = said(doc.kept_until),
                               .log_months = pal_node_integer(doc.log_months, 0),
                               .host = pal_node_text(doc.host),
                               .host_country = said(doc.host_country),
                               .says_transfers = doc.transfers != NULL,
                               .has_transfers = pal_choice_of(doc.transfers, &type_transfers,
                                                              TRANSFERS_NONE) == TRANSFERS_SOME,
                               .transfer_to = said(doc.transfer_to),
                               .safeguards = said(doc.safeguards),
                               .answered_within = said(doc.answered_within),
                               .authority = said(doc.authority)};
    return reader->diag->error_count == errors_before && !reader->is_out_of_memory ? out : NULL;
}
