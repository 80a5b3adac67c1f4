/* tender - what the pages of a consultation tell. */
#include "web/shapes/shape_parts.h"

SHAPE(tender_row, "A consultation of a project.", SURE("id", text), SURE("state", text),
      SURE("closing", time), SURE("is_over", boolean), MAY("keeper_name", text))
SHAPE(tenders, "The consultations of a project, the last first.", SURE("tenders", tender_row_list))

SHAPE(tender_next, "What may be done next, what it asks for, and why not.", SURE("act", text),
      SURE("asks", text_list), MAY("why_not", text))
SHAPE(tender_opener, "Who has declared to have no conflict of interest, or one.",
      SURE("person", text), MAY("name", text), SURE("at", time), SURE("has_conflict", boolean))
SHAPE(tender_taker, "Who takes part: to the keeper, and to all who read once it is opened.",
      SURE("sending", text), MAY("provider", text), SURE("links", integer), SURE("opened", integer),
      MAY("bounced", text), MAY("trouble", text), MAY("submitted_at", time))
SHAPE(tender_late, "What came after the closing, and what was decided.", SURE("sending", text),
      MAY("provider", text), MAY("reason", text), MAY("since", text), MAY("receipt", text),
      SURE("at", time), SURE("is_in_time", boolean), MAY("decision", text),
      MAY("decided_why", text), SURE("turn", integer))
SHAPE(tender_link, "A link that was just made; it is told this once.", SURE("sending", text),
      MAY("provider", text), SURE("url", text))
SHAPE(tender, "A consultation; `takers` null: they are not the visitor's to know.",
      SURE("id", text), SURE("state", text), SURE("closing", time), MAY("zone", text),
      SURE("is_over", boolean), SURE("is_sealed", boolean), SURE("is_keeper", boolean),
      MAY("keeper", text), MAY("keeper_name", text), MAY("annex", text), MAY("reason", text),
      SURE("launched_at", time), MAY("opened_at", time), SURE("turn", integer),
      SURE("openers", tender_opener_list), SURE("openers_needed", integer),
      SURE("next", tender_next_list), MAY("takers", tender_taker_list),
      SURE("late", tender_late_list), SURE("history", fact_list), MAY("link", tender_link),
      MAY("now", fact_list))

SHAPE(annex, "An annex: its text in the language that was asked for, and the SHA-256 of its file.",
      SURE("hash", text), SURE("text", text), MAY("fixed_at", time), SURE("closing", time),
      SURE("tier", text), SURE("turn", integer), MAY("now", fact_list))

SHAPE(tender_question, "A question as a candidate put it.", SURE("id", text), SURE("sending", text),
      SURE("question", text), MAY("about", text), MAY("taken_out", text), SURE("at", time),
      SURE("is_passed_on", boolean), SURE("is_late", boolean))
SHAPE(tender_told, "What goes to all: a question, anonymous, and its answer; or a correction.",
      SURE("id", text), SURE("number", integer), MAY("question", text), MAY("answer", text),
      MAY("about", text), SURE("is_correction", boolean), MAY("asked_at", time),
      MAY("answered_at", time), SURE("turn", integer), MAY("needed", text), MAY("confirmed", text))
SHAPE(tender_questions,
      "Questions, and what is answered to all; `questions` null: they are the keeper's alone.",
      MAY("questions", tender_question_list), SURE("told", tender_told_list),
      SURE("answer_by", time), MAY("now", fact_list))
SHAPE(tender_request_item, "What a request asks about one answer, and what came of it.",
      SURE("sending", text), SURE("question", text), SURE("text", text), SURE("state", text))
SHAPE(tender_request, "What was asked of candidates at one moment, with the same time for each.",
      SURE("id", text), MAY("sort", text), SURE("at", time), SURE("until", time), SURE("by", text),
      MAY("confirmed", text), SURE("is_over", boolean), SURE("items", tender_request_item_list))
SHAPE(tender_requests,
      "Requests after the opening; `why_not`: why none is made now, else `until` when it would be "
      "replied to.",
      SURE("requests", tender_request_list), MAY("why_not", text), MAY("until", time),
      MAY("now", fact_list))
SHAPE(place_questions, "One's own questions, and what was answered to all.",
      SURE("asked", tender_question_list), SURE("told", tender_told_list), SURE("closing", time),
      MAY("questions_until", time), MAY("now", fact_list))
SHAPE(place_late, "What came after the closing, as its candidate sees it.", SURE("closing", time),
      MAY("reason", text), MAY("since", text), MAY("receipt", text), MAY("at", time),
      MAY("decision", text), MAY("decided_why", text), MAY("now", fact_list))

SHAPE(tender_gap, "An interruption of the server.", SURE("from", time), SURE("to", time))
SHAPE(tender_served, "The record of availability, from the sending to the closing.",
      SURE("from", time), SURE("to", time), MAY("first", time), SURE("gaps", tender_gap_list))
SHAPE(tender_received, "What came in of a candidate; `agrees`: with its receipt, computed again.",
      SURE("sending", text), MAY("provider", text), MAY("submitted_at", time), MAY("receipt", text),
      SURE("answered", integer), SURE("files", integer), SURE("agrees", boolean),
      SURE("links", integer), MAY("bounced", text))
SHAPE(tender_seal, "A seal that was broken before the opening.", SURE("at", time),
      MAY("person", text), SURE("reason", text), SURE("is_of_all", boolean))
SHAPE(tender_confirmed, "Rules that no program counts, as somebody has confirmed them.",
      SURE("of", text), SURE("rules", text), SURE("by", text), SURE("at", time), MAY("about", text))
SHAPE(tender_record, "The record of an opening.", SURE("persons", tender_opener_list),
      MAY("keeper_name", text), SURE("closing", time), SURE("launched_at", time),
      SURE("opened_at", time), MAY("annex", text), SURE("takers", tender_received_list),
      SURE("invited", integer), SURE("received", integer), SURE("silent", integer),
      SURE("late", tender_late_list), SURE("seals_broken", tender_seal_list), SURE("from", time),
      SURE("to", time), MAY("first", time), SURE("gaps", tender_gap_list),
      SURE("answers_to_all", integer), SURE("corrections", integer),
      SURE("answers_not_needed", integer), SURE("confirmed", tender_confirmed_list))
