/* sending_types - sending/1: to whom a questionnaire was sent, and what was asked. It is read as a
 * tree: the table says all. */
#include "format/sending_types.h"

#include "core/question/questionnaire.h"
#include "format/kinds.h"
#include "format/questionnaire_types.h"

enum { ASKED_MOST = 5000, AREAS_MOST = 4096, VERSIONS_MOST = 1000000 };

static const struct pal_type type_actor = {.kind = PAL_TYPE_CHOICE,
                                           .name = "who answers",
                                           .choices = pal_actor_ids,
                                           .choice_titles = pal_actor_titles,
                                           .choice_count = PAL_ACTOR_COUNT};
static const struct pal_type type_version = {
    .kind = PAL_TYPE_INTEGER, .name = "a version", .max = VERSIONS_MOST};
static const struct pal_type type_asked = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of questions",
                                           .max = ASKED_MOST,
                                           .item = &pal_type_id,
                                           .is_ordered = true};
static const struct pal_type type_above = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of areas",
                                           .max = AREAS_MOST,
                                           .item = &pal_type_id,
                                           .is_ordered = true};

static const struct pal_field sending_fields[] = {
    PAL_FIELD(pal_sending_doc, palier, true, &pal_type_text, "The kind: `sending/1`."),
    PAL_FIELD(pal_sending_doc, id, true, &pal_type_id, "The id of what was sent."),
    PAL_FIELD(pal_sending_doc, title, true, &pal_type_languages, "Its name."),
    PAL_FIELD(pal_sending_doc, project, true, &pal_type_id, "The project it was sent in.",
              .refers = "project"),
    PAL_FIELD(pal_sending_doc, questionnaire, true, &pal_type_id, "The questionnaire.",
              .refers = "questionnaire"),
    PAL_FIELD(pal_sending_doc, questionnaire_version, false, &type_version,
              "Its version; absent: the one that is built in."),
    PAL_FIELD(pal_sending_doc, to, true, &type_actor, "Who answers."),
    PAL_FIELD(pal_sending_doc, provider, false, &pal_type_id,
              "The provider of which the answers tell.", .refers = "provider"),
    PAL_FIELD(pal_sending_doc, tier, true, &pal_type_tier, "`core` or `full`."),
    PAL_FIELD(pal_sending_doc, profile, false, &pal_type_id,
              "The profile up to whose targets is asked; absent: everything is.",
              .refers = "profile"),
    PAL_FIELD(pal_sending_doc, profile_version, false, &type_version,
              "The version of the profile that answers are held against, in a tender."),
    PAL_FIELD(pal_sending_doc, alert, false, &pal_type_id,
              "The alert level for which marks are given, in a tender: that of its annex."),
    PAL_FIELD(pal_sending_doc, assessment, false, &pal_type_id,
              "The assessment that the answers speak for."),
    PAL_FIELD(pal_sending_doc, tender, false, &pal_type_id, "The tender it is part of."),
    PAL_FIELD(pal_sending_doc, day, false, &pal_type_date,
              "The day to which every age counts; absent: that of the submission."),
    PAL_FIELD(pal_sending_doc, questions, true, &type_asked,
              "The questions that are asked, in their order."),
    PAL_FIELD(pal_sending_doc, above, false, &type_above,
              "The areas of which one open question asks what lies above the target."),
};
const struct pal_type pal_type_sending = {
    .kind = PAL_TYPE_OBJECT,
    .name = "a questionnaire that was sent",
    .doc = "To whom a questionnaire was sent, and what was asked. It is written once; what happens "
           "to it afterwards is said of it.",
    .fields = sending_fields,
    .field_count = sizeof sending_fields / sizeof *sending_fields,
    .slots_size = sizeof(struct pal_sending_doc)};
