/* visit - the visit of a candidate. */
#include "web/shapes/shape_parts.h"

SHAPE(visit_when, "A visit: when, where, and what became of it.", SURE("id", text),
      SURE("state", text), SURE("from", day), MAY("to", day), SURE("places", text),
      MAY("with", text), MAY("note", text), SURE("turn", integer), SURE("by", text),
      SURE("at", time))
SHAPE(agenda_area, "An area of which a question of the guide is asked.", SURE("area", text),
      SURE("step", text), SURE("is_in_force", boolean), SURE("state", text),
      SURE("open", text_list))
SHAPE(agenda_item, "What is to be seen; `group` is the position of its group.", SURE("id", text),
      SURE("question", text), SURE("group", integer), SURE("why", text), SURE("weight", text),
      SURE("who", text), SURE("state", text), MAY("verdict", text), SURE("is_done", boolean),
      SURE("is_chosen", boolean), SURE("minutes", integer), SURE("turn", integer),
      SURE("areas", agenda_area_list))
SHAPE(agenda_group, "A topic, or whom one meets.", SURE("title", text))
SHAPE(visit, "The visit of a candidate, and its agenda.", SURE("sending", text), SURE("day", day),
      MAY("alert", text), SURE("visits", visit_when_list), SURE("chosen", integer),
      SURE("done", integer), SURE("minutes", integer), SURE("groups", agenda_group_list),
      SURE("items", agenda_item_list), MAY("part", part_shown), MAY("now", fact_list))

SHAPE(visit_mark, "How an answer was seen or checked, as it stands.", SURE("basis", text),
      SURE("turn", integer), SURE("stands", boolean), MAY("by", text), MAY("at", time))
SHAPE(visit_area, "An area of which the answer may hold, and the turns that are seen there.",
      SURE("area", text), SURE("state", text), SURE("is_in_force", boolean),
      SURE("seen_turn", integer), SURE("checked_turn", integer))
SHAPE(taken_file, "A photograph or a document that was taken along.", SURE("id", text),
      SURE("about", text), SURE("name", text), MAY("title", text), SURE("size", integer),
      SURE("sha256", text), SURE("by", text), SURE("at", time))
SHAPE(visit_item, "One item of the agenda.", SURE("sending", text), SURE("item", text),
      SURE("part", text), SURE("question", text), SURE("state", text), MAY("verdict", text),
      MAY("why", text), MAY("claimed", anything), MAY("mark", anything),
      SURE("marks", visit_mark_list), SURE("areas", visit_area_list),
      SURE("files", taken_file_list), SURE("decision_turn", integer), MAY("decision", text),
      SURE("visits", visit_when_list), MAY("now", fact_list))

SHAPE(minutes_entry, "What was seen or checked, with what shows it.", SURE("part", text),
      SURE("question", text), SURE("areas", text), SURE("state", text), MAY("day", text),
      SURE("said_by", text), SURE("contradicts", boolean), MAY("verdict", text),
      SURE("mark", anything), SURE("drawn", integer), SURE("good", integer), SURE("by", text),
      SURE("at", time))
SHAPE(day_note, "A note on a day.", SURE("day", day), SURE("text", text), SURE("turn", integer),
      SURE("by", text), SURE("at", time))
SHAPE(visit_minutes, "The minutes of a visit; `open`: what is on the agenda and was not seen.",
      SURE("sending", text), SURE("visits", visit_when_list), SURE("met", text_list),
      SURE("entries", minutes_entry_list), SURE("files", taken_file_list),
      SURE("notes", day_note_list), SURE("open", text_list), MAY("now", fact_list))
