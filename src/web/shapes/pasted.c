/* pasted - marks that come from a spreadsheet and go out as a table; practices across all areas. */
#include "web/shapes/shape_parts.h"

SHAPE(mark_told, "What stands of a step on a basis: a mark, or marks of its practices.",
      SURE("part", text), SURE("basis", text), MAY("mark", text), MAY("practices", text),
      SURE("state", text), MAY("reason", text), MAY("by", text), MAY("at", time))
SHAPE(marks_told,
      "All marks and reasons of an assessment, on every basis: what is told as a table.",
      SURE("id", text), SURE("said", mark_told_list))

SHAPE(mark_changed, "A cell that would change, as it stands and as it comes.", SURE("part", text),
      SURE("basis", text), MAY("was", mark), MAY("now", mark), SURE("again", boolean),
      MAY("reason", text))
SHAPE(cell_refused, "A cell that cannot be taken: where it stands, and why.", SURE("line", integer),
      SURE("column", integer), SURE("fault", text), SURE("what", text))
SHAPE(paste, "Marks that come from a spreadsheet; what they would change once they were looked at.",
      SURE("id", text), SURE("model", text), SURE("basis", text), SURE("version", integer),
      SURE("fact", integer), MAY("form", text), MAY("changes", mark_changed_list),
      MAY("unchanged", integer), MAY("refused", integer), MAY("refusals", cell_refused_list),
      MAY("now", fact_list))
EITHER(paste_or_unread, paste, unread)

SHAPE(listed_question, "A question of a list, as it would be asked.", SURE("id", text),
      SURE("topic", text), SURE("question", text), SURE("type", text), SURE("line", integer),
      SURE("steps", text_list), SURE("beside", text_list), SURE("practices", text_list))
SHAPE(listed_topic, "A topic of a list, with how many questions it has.", SURE("id", text),
      SURE("title", text), SURE("questions", integer))
SHAPE(line_refused, "A line that is no question: where it stands, and why.", SURE("line", integer),
      SURE("fault", text), SURE("what", text))
SHAPE(listed, "A questionnaire from a list of questions; what it becomes once it was looked at.",
      MAY("id", text), MAY("questions", listed_question_list), MAY("topics", listed_topic_list),
      MAY("refusals", line_refused_list))

SHAPE(practice_asked, "A practice of a step, and in how many areas it is marked.",
      SURE("step", text), SURE("practice", text), SURE("rated", integer), SURE("areas", integer))
SHAPE(practices, "The practices that are asked across all areas.", SURE("id", text),
      SURE("model", text), SURE("basis", text), SURE("version", integer), SURE("fact", integer),
      SURE("practices", practice_asked_list))
EITHER(practices_or_unread, practices, unread)
SHAPE(practice_of_area, "The mark of a practice in an area, and what its step comes to.",
      SURE("area", text), MAY("mark", text), SURE("as_a_whole", boolean), MAY("rating", text),
      SURE("again", boolean))
SHAPE(practice_sheet, "A practice of a step, in each area that has it.", SURE("id", text),
      SURE("model", text), SURE("basis", text), SURE("version", integer), SURE("fact", integer),
      SURE("step", text), SURE("practice", text), SURE("areas", practice_of_area_list),
      MAY("now", fact_list))
EITHER(practice_or_unread, practice_sheet, unread)
