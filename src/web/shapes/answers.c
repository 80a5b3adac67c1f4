/* answers - what the pages tell on which answers to a questionnaire are read. */
#include "web/shapes/shape_parts.h"

SHAPE(answer_counts, "How many of the answers are so; a question may be counted several times.",
      SURE("all", integer), SURE("answered", integer), SURE("passed", integer),
      SURE("failed", integer), SURE("decisive_failures", integer), SURE("findings", integer),
      SURE("open", integer), SURE("to_decide", integer), SURE("unanswered", integer),
      SURE("unproven", integer), SURE("secret", integer), SURE("new", integer),
      SURE("submitted_again", integer), SURE("marked_before", integer), SURE("asked_back", integer),
      SURE("replied", integer))
SHAPE(answer_row, "An answer, and what it gives.", SURE("question", text), SURE("topic", text),
      MAY("area", text), SURE("tier", text), SURE("weight", text), SURE("is_asked", boolean),
      SURE("is_answered", boolean), SURE("state", text), MAY("verdict", text), MAY("why", text),
      MAY("by_rule", text), SURE("is_finding", boolean), SURE("to_decide", boolean),
      SURE("has_proof", boolean), SURE("is_secret", boolean), MAY("submitted_at", time),
      SURE("is_new", boolean), SURE("is_submitted_again", boolean),
      SURE("is_marked_before", boolean), SURE("is_asked_back", boolean),
      SURE("is_replied", boolean))
SHAPE(answers_read, "The answers to a questionnaire that was sent.", SURE("id", text),
      SURE("project", text), SURE("questionnaire", text), SURE("to", text), MAY("provider", text),
      SURE("state", text), MAY("submitted_at", time), MAY("signed_by", text), MAY("profile", text),
      MAY("alert", text), SURE("day", day), MAY("looked_at", time), SURE("looked_turn", integer),
      SURE("counts", answer_counts), SURE("answers", answer_row_list), MAY("part", part_shown),
      MAY("now", fact_list))

SHAPE(back_words, "What somebody said beside an answer.", SURE("state", text),
      SURE("turn", integer), SURE("at", time), SURE("by", text), MAY("text", text),
      MAY("until", time))
SHAPE(back_thread,
      "What was asked back about an answer, said and replied; `state` is that of the last words, "
      "null where there are none.",
      SURE("question", text), MAY("state", text), SURE("turn", integer),
      SURE("words", back_words_list))

SHAPE(answer_said, "What was said of an answer, or the answer as it was submitted.",
      SURE("state", text), SURE("turn", integer), SURE("at", time), SURE("by", text),
      SURE("is_older", boolean), MAY("body", anything))
SHAPE(threshold_used, "A threshold that a rule names: its value in force, and where it comes from.",
      SURE("name", text), SURE("value", text), SURE("unit", text), SURE("from", text),
      MAY("source", text), SURE("is_proposed", boolean))
SHAPE(condition, "A piece of a rule, and what it gives.", SURE("verdict", text),
      SURE("thresholds", threshold_used_list))
SHAPE(answer_whole, "An answer with all that was said of it.", SURE("question", text),
      SURE("topic", text), MAY("area", text), SURE("tier", text), SURE("weight", text),
      SURE("is_asked", boolean), SURE("is_answered", boolean), SURE("state", text),
      MAY("verdict", text), MAY("why", text), MAY("by_rule", text), SURE("is_finding", boolean),
      SURE("to_decide", boolean), SURE("has_proof", boolean), SURE("is_secret", boolean),
      MAY("submitted_at", time), SURE("is_new", boolean), SURE("is_submitted_again", boolean),
      SURE("is_marked_before", boolean), SURE("is_asked_back", boolean),
      SURE("is_replied", boolean), MAY("counts", anything), MAY("claimed", answer_said),
      MAY("seen", answer_said), MAY("checked", answer_said), MAY("decided", answer_said),
      MAY("finding", answer_said), SURE("conditions", condition_list), SURE("cells", text_list),
      SURE("context", text_list))
SHAPE(answer_read, "One answer to a questionnaire that was sent.", SURE("id", text),
      SURE("answer", answer_whole), MAY("asked_back", back_thread), MAY("now", fact_list))

SHAPE(across_one, "The answer of a candidate.", MAY("provider", text), SURE("sending", text),
      SURE("answer", answer_whole))
SHAPE(across, "One question across candidates; whose answers are not there is named.",
      SURE("project", text), SURE("question", text), SURE("candidates", across_one_list),
      SURE("absent", text_list), MAY("now", fact_list))

SHAPE(compared_row,
      "What a candidate answered to the questions of a topic or a need (`by`), or what the answers "
      "suggest for a step. Nothing of it ranks.",
      SURE("by", text), SURE("id", text), SURE("provider", text), MAY("asked", integer),
      MAY("passed", integer), MAY("failed", integer), MAY("open", integer), MAY("read", integer),
      MAY("decisive_failures", text_list), MAY("practices", integer),
      MAY("practices_answered", integer), MAY("practices_passed", integer), MAY("suggested", text))
SHAPE(answers_compared, "The answers of candidates beside each other, as the project names them.",
      SURE("project", text), SURE("candidates", text_list), SURE("absent", text_list),
      MAY("profile", text), MAY("alert", text), SURE("rows", compared_row_list))

SHAPE(suggesting_answer, "An answer that speaks for a step, or is shown beside it.",
      SURE("sending", text), SURE("question", text), SURE("state", text), SURE("verdict", text),
      SURE("weight", text))
SHAPE(suggested_basis,
      "What the answers suggest for a step on a basis; null: not all its practices "
      "are answered.",
      SURE("basis", text), MAY("suggested", text), SURE("practices", integer),
      SURE("answered", integer), SURE("passed", integer))
SHAPE(suggested_practice, "The same of a practice, on each basis.", SURE("practice", text),
      MAY("claimed", text), MAY("seen", text), MAY("checked", text),
      SURE("answers", suggesting_answer_list))
SHAPE(step_suggested, "What answers to questionnaires suggest for a step.",
      SURE("bases", suggested_basis_list), SURE("by_practice", suggested_practice_list),
      SURE("context", suggesting_answer_list))
SHAPE(area_suggested, "How much is suggested for an area.", SURE("id", text),
      SURE("suggested", integer), SURE("partly", integer), SURE("marked_so", integer),
      SURE("marked_otherwise", integer))
SHAPE(suggested_to_take, "A step for which something is suggested, beside its mark.",
      SURE("part", text), SURE("suggested", text), SURE("practices", integer),
      SURE("passed", integer), MAY("now", text), SURE("is_same", boolean),
      SURE("is_other", boolean), SURE("answers", text))
SHAPE(suggestions, "What answers to questionnaires suggest for an assessment, on a basis.",
      SURE("id", text), SURE("basis", text), SURE("version", integer), SURE("fact", integer),
      SURE("areas", area_suggested_list), MAY("area", text), MAY("digest", text),
      MAY("steps", suggested_to_take_list), MAY("now", fact_list))
EITHER(suggestions_or_unread, suggestions, unread)

SHAPE(answer_finding,
      "A finding: proposed from an answer that fails, in the language that is asked for, or as it "
      "was said.",
      SURE("question", text), SURE("state", text), SURE("basis", text),
      SURE("still_fails", boolean), SURE("is_older", boolean), SURE("turn", integer),
      SURE("fact", text), SURE("evidence", text), SURE("risk", text), SURE("hurts", text),
      SURE("recommendation", text), MAY("by", text), MAY("at", time))
SHAPE(finding_counts, "How many findings are so.", SURE("proposed", integer), SURE("open", integer),
      SURE("withdrawn", integer))
SHAPE(findings, "What the answers to a questionnaire fall short in.", SURE("id", text),
      SURE("counts", finding_counts), SURE("findings", answer_finding_list),
      MAY("part", part_shown))
SHAPE(finding_one, "A finding of a questionnaire that was sent.", SURE("id", text),
      SURE("finding", answer_finding), MAY("now", fact_list))
