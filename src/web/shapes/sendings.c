/* sendings - what the pages of questionnaires that were sent tell. */
#include "web/shapes/shape_parts.h"

#define OF_A_SENDING                                                                               \
    SURE("id", text), SURE("title", text), SURE("to", text), MAY("provider", text),                \
        SURE("tier", text), SURE("questions", integer), SURE("state", text), MAY("until", time),   \
        SURE("is_late", boolean), SURE("sent_at", time), MAY("said_by", text),                     \
        MAY("said_at", time), SURE("turn", integer), SURE("asked_back", integer),                  \
        SURE("replied", integer)

SHAPE(sending_row, "A questionnaire that was sent, and how far it is.", OF_A_SENDING)
SHAPE(sendings, "The questionnaires that were sent in a project.",
      SURE("sendings", sending_row_list), SURE("total", integer), MAY("next_cursor", text))

SHAPE(minutes_range, "From so many to so many minutes of work.", SURE("low", integer),
      SURE("high", integer))
SHAPE(answering_time, "How long answering took, in the middle of those who submitted it here.",
      SURE("submissions", integer), SURE("median_minutes", integer))
SHAPE(asked_work, "What one kind of recipient is asked for, and what that can decide.",
      SURE("to", text), SURE("questions", integer), SURE("figures", integer),
      SURE("proofs", integer), MAY("first_minutes", minutes_range),
      MAY("again_minutes", minutes_range), SURE("target_steps", integer),
      SURE("decidable_steps", integer), MAY("first_measured", answering_time),
      MAY("again_measured", answering_time))
SHAPE(asked_tier, "How much is asked: core or full.", SURE("tier", text),
      SURE("of", asked_work_list))
SHAPE(may_be_asked, "Who may be asked; `open_until`: they have one that is open.", SURE("to", text),
      MAY("title", text), MAY("open_until", time))
SHAPE(sent_to, "What was sent to one; its link is told this once.", SURE("id", text),
      SURE("title", text), SURE("to", text), MAY("provider", text), MAY("url", text))
SHAPE(may_keep, "Who may keep a consultation of the project.", SURE("person", text),
      MAY("name", text))
SHAPE(send, "Sending a questionnaire: what is asked, and who may be; once it was sent, what was.",
      MAY("questionnaire", text), MAY("profile", text), MAY("tiers", asked_tier_list),
      MAY("recipients", may_be_asked_list), MAY("sent", sent_to_list), MAY("until", time),
      MAY("reminders", text_list), MAY("is_again", boolean), MAY("is_tender", boolean),
      MAY("annex", text), MAY("keepers", may_keep_list))

SHAPE(asked_column, "A column of a table that is asked for.", SURE("id", text), SURE("title", text),
      SURE("type", text), MAY("unit", text), SURE("choices", text_list), SURE("columns", text_list))
SHAPE(asked_field, "A field of a question.", SURE("id", text), SURE("title", text),
      SURE("type", text), MAY("unit", text), SURE("choices", text_list),
      SURE("columns", asked_column_list))
SHAPE(asked_threshold,
      "A threshold that a rule names, without an alert level and at the levels 1 to 4.",
      SURE("name", text), MAY("unit", text), SURE("value", text), SURE("levels", text_list),
      SURE("is_proposed", boolean))
SHAPE(asked_question, "A question; its rule is told to who assesses.", SURE("id", text),
      SURE("question", text), MAY("help", text), MAY("evidence", text), SURE("tier", text),
      SURE("put", text), SURE("about", text), MAY("ask_if", text), SURE("fields", asked_field_list),
      MAY("weight", text), MAY("pass", text), MAY("thresholds", asked_threshold_list),
      MAY("cells", text_list))
SHAPE(asked_topic, "A topic and its questions.", SURE("id", text), SURE("title", text),
      MAY("note", text), SURE("questions", asked_question_list))
SHAPE(asked, "The questions that are asked.", SURE("questionnaire", text),
      SURE("questions", integer), SURE("topics", asked_topic_list), SURE("above", text_list),
      MAY("until", time))

SHAPE(sending_next, "What may be done next, what it asks for, and why not.", SURE("act", text),
      SURE("asks", text_list), MAY("why_not", text))
SHAPE(sending_mail, "A mail with which it was sent, or a reminder; `due_at`: it waits until then.",
      SURE("what", text), MAY("address", text), SURE("state", text), SURE("at", time),
      MAY("due_at", time), MAY("trouble", text))
SHAPE(sending, "A questionnaire that was sent.", OF_A_SENDING, SURE("questionnaire", text),
      MAY("profile", text), MAY("reason", text), MAY("signed_by", text), MAY("receipt", text),
      SURE("next", sending_next_list), SURE("mails", sending_mail_list), MAY("now", fact_list))
SHAPE(sending_history, "What was said of a questionnaire that was sent.", SURE("facts", fact_list))
