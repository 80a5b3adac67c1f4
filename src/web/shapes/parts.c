/* parts - values, and what several pages tell of. */
#include "web/shapes/shape_parts.h"

const struct pal_type pal_shape_text = {.kind = PAL_TYPE_TEXT, .name = "text"};
const struct pal_type pal_shape_integer = {.kind = PAL_TYPE_INTEGER, .name = "integer"};
const struct pal_type pal_shape_number = {.kind = PAL_TYPE_DECIMAL, .name = "number"};
const struct pal_type pal_shape_boolean = {.kind = PAL_TYPE_BOOLEAN, .name = "boolean"};
const struct pal_type pal_shape_day = {.kind = PAL_TYPE_DATE, .name = "day"};
const struct pal_type pal_shape_time = {.kind = PAL_TYPE_INSTANT, .name = "time"};
const struct pal_type pal_shape_anything = {.kind = PAL_TYPE_ANY, .name = "anything"};
static const struct pal_field in_languages_fields[] = {MAY("en", text), MAY("fr", text)};
static const struct pal_type in_languages = {.kind = PAL_TYPE_OBJECT,
                                             .name = "in_languages",
                                             .doc = "A text in each language that it has.",
                                             .fields = in_languages_fields,
                                             .field_count = 2};
static const struct pal_type *const said_any[] = {&pal_shape_text, &in_languages};
const struct pal_type pal_shape_said = {
    .kind = PAL_TYPE_ANY, .name = "said", .any = said_any, .any_count = 2};
LIST_OF(anything)
LIST_OF(text)
LIST_OF(integer)
LIST_OF(text_list)
const struct pal_type pal_shape_integer_map = {
    .kind = PAL_TYPE_MAP, .name = "integer_map", .item = &pal_shape_integer};
const struct pal_type pal_shape_anything_map = {
    .kind = PAL_TYPE_MAP, .name = "anything_map", .item = &pal_shape_anything};

SHAPE(by_actor, "Something counted for each of those who act.", SURE("provider", integer),
      SURE("project_manager", integer), SURE("expert", integer))
SHAPE(problem, "What is wrong in a document, or doubtful, in the language that is asked for.",
      MAY("line", integer), MAY("document", text), MAY("path", text), SURE("message", text),
      SURE("is_warning", boolean), MAY("url", text))
SHAPE(fact, "One turn of a value: who said what of what, when.", SURE("number", integer),
      SURE("kind", text), SURE("subject", text), SURE("part", text), SURE("lane", text),
      SURE("turn", integer), SURE("state", text), SURE("act", integer), SURE("by", text),
      MAY("claim", text), SURE("at", time), MAY("said_at", day), SURE("is_erased", boolean),
      SURE("body", anything_map), MAY("name", text))
SHAPE(conflict, "What somebody else saved meanwhile, and what was sent.", SURE("theirs", text),
      SURE("their_version", integer), SURE("their_fact", integer), SURE("by", text),
      SURE("at", time), SURE("yours", text))
SHAPE(removed, "A document that is out of the lists.", SURE("id", text), SURE("title", text),
      SURE("url", text))
SHAPE(delivery, "An output, when it was asked for and when it came.", MAY("id", text),
      SURE("output", text), SURE("requested_at", day), MAY("delivered_at", day),
      MAY("days", integer))
SHAPE(link, "A link that is told once.", MAY("id", text), SURE("url", text), MAY("until", day),
      MAY("expires", time))
SHAPE(session, "A browser that is signed in.", SURE("id", text), MAY("browser", text),
      SURE("since", time), SURE("last_seen", time), SURE("is_this", boolean))
SHAPE(token, "A token of the API.", SURE("id", text), SURE("title", text), SURE("scope", text),
      SURE("expires", time), MAY("last_used", time))
SHAPE(lift, "A pair of duties that a person may combine.", SURE("id", text), SURE("rule", text),
      SURE("pair", text), SURE("person", text), SURE("name", text), MAY("project", text),
      SURE("reason", text), MAY("by", text), SURE("since", time), MAY("can_unlift", boolean))
SHAPE(finding_of_rows, "A row that is not as the entries tell.", SURE("row", text),
      SURE("entry", integer), SURE("sentence", text))
SHAPE(verified, "The chain of the audit, entry by entry and row by row.", SURE("is_whole", boolean),
      SURE("is_chain_whole", boolean), SURE("has_findings", boolean),
      SURE("findings", finding_of_rows_list), MAY("more", integer), SURE("rows", integer),
      SURE("broken_at", integer), MAY("sentence", text), SURE("count", integer),
      SURE("anchors", integer), SURE("hash", text), MAY("at", time))
SHAPE(note, "A note of a document at its place.", SURE("place", text), MAY("area", text),
      MAY("step", text), SURE("text", text))
/* Of what is long (web/parts.h): in data where the query asks for a part, on a page always. */
SHAPE(part_shown, "Which part of the long lists this is, from 1.", SURE("part", integer),
      SURE("of", integer))
