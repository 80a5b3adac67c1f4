/* second - what the page of a second reading tells. */
#include "web/shapes/shape_parts.h"

SHAPE(second_side, "Whether a side of a second reading is done, and who says so.",
      SURE("done", boolean), SURE("turn", integer), MAY("by", text), MAY("at", time))
SHAPE(agreement, "How far two experts agree on the steps that both marked.", SURE("both", integer),
      SURE("equal", integer), MAY("percent", integer), SURE("first_alone", integer),
      SURE("second_alone", integer))
SHAPE(area_agreement, "The same of an area.", SURE("id", text), SURE("both", integer),
      SURE("equal", integer), MAY("percent", integer), SURE("first_alone", integer),
      SURE("second_alone", integer))
SHAPE(second_difference, "A step that both marked differently, and how that was settled.",
      SURE("part", text), SURE("basis", text), SURE("first", text), SURE("second", text),
      MAY("distance", integer), MAY("first_reason", text), MAY("second_reason", text),
      MAY("taken", text), SURE("now", text), MAY("agreed_reason", text), MAY("agreed_by", text),
      MAY("agreed_at", time))
SHAPE(second_marked, "A step as it is marked independently.", SURE("part", text),
      SURE("level", integer), SURE("turn", integer), MAY("own", mark), MAY("reason", text))
SHAPE(second, "How a second reading stands; its marks are told to whom they are open.",
      SURE("id", text), SURE("state", text), MAY("reader", text), SURE("is_reader", boolean),
      MAY("begun_at", time), MAY("begun_by", text), MAY("said_at", time), MAY("reason", text),
      SURE("turn", integer), SURE("first", second_side), SURE("second", second_side),
      SURE("version", integer), SURE("fact", integer), SURE("may", text_list),
      SURE("offered", text_list), MAY("basis", text), MAY("area", text),
      MAY("areas", area_marked_list), MAY("steps", second_marked_list), MAY("agreement", agreement),
      MAY("agreement_by_area", area_agreement_list), MAY("differences", second_difference_list),
      MAY("now", fact_list))
