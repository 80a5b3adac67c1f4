/* shape_parts - how shapes are written, and the parts that several of them have. Private to
 * src/web/shapes. */
#ifndef PAL_WEB_SHAPES_SHAPE_PARTS_H
#define PAL_WEB_SHAPES_SHAPE_PARTS_H

#include "web/shapes/shapes.h"

/* A key that is always there; one that may be absent or null. */
#define SURE(named, shape)                                                                         \
    {                                                                                              \
        .key = (named), .type = &pal_shape_##shape, .is_required = true                            \
    }
#define MAY(named, shape)                                                                          \
    {                                                                                              \
        .key = (named), .type = &pal_shape_##shape                                                 \
    }

/* An object with these keys, and a list of such. */
#define SHAPE(word, said, ...)                                                                     \
    static const struct pal_field word##_fields[] = {__VA_ARGS__};                                 \
    const struct pal_type pal_shape_##word = {.kind = PAL_TYPE_OBJECT,                             \
                                              .name = #word,                                       \
                                              .doc = (said),                                       \
                                              .fields = word##_fields,                             \
                                              .field_count =                                       \
                                                  sizeof word##_fields / sizeof *word##_fields};   \
    LIST_OF(word)

#define LIST_OF(word)                                                                              \
    const struct pal_type pal_shape_##word##_list = {                                              \
        .kind = PAL_TYPE_LIST, .name = #word "_list", .item = &pal_shape_##word};

/* What is of one of two shapes. */
#define EITHER(word, one, other)                                                                   \
    static const struct pal_type *const word##_any[] = {&pal_shape_##one, &pal_shape_##other};     \
    const struct pal_type pal_shape_##word = {                                                     \
        .kind = PAL_TYPE_ANY, .name = #word, .any = word##_any, .any_count = 2};

/* What is of one of several: &pal_shape_… of each. */
#define ONE_OF(word, ...)                                                                          \
    static const struct pal_type *const word##_any[] = {__VA_ARGS__};                              \
    const struct pal_type pal_shape_##word = {.kind = PAL_TYPE_ANY,                                \
                                              .name = #word,                                       \
                                              .any = word##_any,                                   \
                                              .any_count =                                         \
                                                  sizeof word##_any / sizeof *word##_any};

#define KNOWN(word)                                                                                \
    extern const struct pal_type pal_shape_##word;                                                 \
    extern const struct pal_type pal_shape_##word##_list;

/* parts.c: what a value may be. `time` is an instant in UTC, `day` a date; `said` is a text, or one
 * per language; `anything` is described elsewhere (docs/formats.md). */
KNOWN(text)
KNOWN(integer)
KNOWN(number)
KNOWN(boolean)
KNOWN(time)
KNOWN(day)
KNOWN(said)
KNOWN(anything)
KNOWN(text_list)   /* a list of lists of texts is text_list_list */
KNOWN(integer_map) /* by ids that the data give */
KNOWN(anything_map)

KNOWN(by_actor)
KNOWN(problem)
KNOWN(fact)
KNOWN(conflict)
KNOWN(removed)
KNOWN(delivery)
KNOWN(link)
KNOWN(session)
KNOWN(token)
KNOWN(lift)
KNOWN(verified)
KNOWN(note)
KNOWN(part_shown)
KNOWN(mark)
KNOWN(area_marked)
KNOWN(back_thread)

/* Those of whole pages. */
KNOWN(nothing)
KNOWN(projects)
KNOWN(project)
KNOWN(project_form)
KNOWN(candidates)
KNOWN(process)
KNOWN(members)
KNOWN(needs)
KNOWN(proposal)
KNOWN(meeting)
KNOWN(documents)
KNOWN(hours)
KNOWN(alert)
KNOWN(score_or_unread)
KNOWN(plan_or_unread)
KNOWN(posture_or_unread)
KNOWN(readiness_or_unread)
KNOWN(ways_or_unread)
KNOWN(schedule_or_unread)
KNOWN(compare_or_unread)
KNOWN(marks_or_unread)
KNOWN(unread)
KNOWN(mark)
KNOWN(marks_told)
KNOWN(paste_or_unread)
KNOWN(listed)
KNOWN(practice_or_unread)
KNOWN(practices_or_unread)
KNOWN(rating_or_unread)
KNOWN(step_or_unread)
KNOWN(second)
KNOWN(answers_read)
KNOWN(answer_read)
KNOWN(across)
KNOWN(answers_compared)
KNOWN(step_suggested)
KNOWN(findings)
KNOWN(finding_one)
KNOWN(suggestions_or_unread)
KNOWN(links)
KNOWN(pass_look)
KNOWN(library)
KNOWN(library_item)
KNOWN(own)
KNOWN(drawing)
KNOWN(sheet)
KNOWN(document_text)
KNOWN(history)
KNOWN(facts)
KNOWN(me)
KNOWN(one_time_link)
KNOWN(people)
KNOWN(person)
KNOWN(audit)
KNOWN(jobs)
KNOWN(job)
KNOWN(settings)
KNOWN(house_notice)
KNOWN(sendings)
KNOWN(send)
KNOWN(asked)
KNOWN(sending)
KNOWN(sending_history)
KNOWN(answering)
KNOWN(answering_topic_page)
KNOWN(answering_all)
KNOWN(answering_submit)
KNOWN(answering_receipt)
KNOWN(answering_notice)
KNOWN(answering_files)
KNOWN(answering_people)
KNOWN(answering_passes)
KNOWN(question_hung)
KNOWN(answer_fault)
KNOWN(tenders)
KNOWN(tender)
KNOWN(annex)
KNOWN(tender_questions)
KNOWN(tender_requests)
KNOWN(place_questions)
KNOWN(place_late)
KNOWN(tender_record)
KNOWN(tender_served)
KNOWN(visit)
KNOWN(visit_item)
KNOWN(visit_minutes)

#endif
