/* answering - the data of the place where a questionnaire is answered. */
#include "web/shapes/shape_parts.h"

SHAPE(answering_progress,
      "How far something is, of the questions that are put: what is answered is saved, proposed or "
      "approved.",
      SURE("asked", integer), SURE("answered", integer), SURE("saved", integer),
      SURE("proposed", integer), SURE("approved", integer))
SHAPE(answering_topic,
      "A topic, and how far it is; without a title: what goes beyond what is "
      "asked, or all.",
      SURE("id", text), MAY("title", said), SURE("progress", answering_progress))
SHAPE(answering_work, "What is asked for, and how many minutes that takes for the first time.",
      SURE("questions", integer), SURE("figures", integer), SURE("proofs", integer),
      SURE("first_least", integer), SURE("first_most", integer))
SHAPE(answering_question,
      "A question that is asked, or (area) what goes beyond the targets of an area; and what is "
      "answered: the keys of an answer of answers/1.",
      SURE("question", text), MAY("area", said), MAY("text", said), MAY("help", said),
      MAY("proof", said), SURE("is_put", boolean), SURE("is_answered", boolean),
      SURE("state", text), SURE("turn", integer), MAY("at", time), SURE("answer", anything_map))

/* What each page says of the questionnaire that was sent. */
#define OF_SENDING                                                                                 \
    SURE("id", text), SURE("title", text), MAY("project", text), SURE("state", text),              \
        SURE("turn", integer), MAY("until", time), MAY("reason", text), MAY("receipt", text),      \
        MAY("signed_by", text), MAY("said_at", time), SURE("may_answer", boolean),                 \
        SURE("is_part", boolean)

SHAPE(answering, "A questionnaire that was sent, as whoever answers it finds it.", OF_SENDING,
      SURE("progress", answering_progress), SURE("topics", answering_topic_list),
      SURE("work", answering_work), SURE("asked_back", text_list))
SHAPE(answering_topic_page, "The questions of a topic, with the answers so far.", OF_SENDING,
      SURE("topic", text), SURE("questions", answering_question_list),
      SURE("asked_back", back_thread_list), MAY("now", fact_list), MAY("faults", answer_fault_list))
SHAPE(answering_all, "All questions, with the answers so far.", OF_SENDING,
      SURE("questions", answering_question_list))
SHAPE(answering_submit, "What is open before the answers are handed in.", OF_SENDING,
      SURE("progress", answering_progress), SURE("open", text_list), MAY("now", fact_list))
SHAPE(answering_receipt, "The receipt of what was handed in.", OF_SENDING)
SHAPE(answering_notice, "The place, where the notice on personal data stands.", OF_SENDING)
SHAPE(answering_file, "A file that answers name as proof, by its SHA-256.", SURE("id", text),
      SURE("name", text), MAY("title", text), SURE("size", integer), SURE("sha256", text),
      SURE("at", time), SURE("is_withdrawn", boolean), SURE("named", integer))
SHAPE(answering_files, "The files that answers name as proof.", OF_SENDING,
      SURE("files", answering_file_list), MAY("now", fact_list))
SHAPE(answering_person, "Somebody who gave a name with this link.", SURE("person", text),
      SURE("name", text), SURE("role", text), SURE("is_self", boolean))
SHAPE(answering_people, "Who gave a name with this link.", SURE("people", answering_person_list))
SHAPE(answering_pass, "A link with which a topic, or all, was handed on.", SURE("id", text),
      MAY("note", text), MAY("topic", text), SURE("may_answer", boolean),
      SURE("may_hand_on", boolean), SURE("made", time), SURE("until", day), SURE("state", text))
SHAPE(answering_passes,
      "The links with which it was handed on; one that was just made is told "
      "once.",
      OF_SENDING, SURE("passes", answering_pass_list), MAY("link", link))

SHAPE(question_hung, "A question that hangs on the one that was answered: whether it is asked.",
      SURE("question", text), SURE("is_put", boolean))
SHAPE(answer_fault, "What is wrong in an answer, and where.", SURE("path", text),
      SURE("sentence", text))
