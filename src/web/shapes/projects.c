/* projects - what the pages of a project tell. */
#include "web/shapes/shape_parts.h"

SHAPE(points, "Points of an assessment against its target.", SURE("achieved", integer),
      MAY("target", integer), MAY("gap", integer), MAY("surplus", integer),
      MAY("gap_by_actor", by_actor), MAY("gap_not_rated", integer),
      MAY("missing_not_rated", integer), MAY("target_not_applicable", integer),
      SURE("has_not_rated", boolean), SURE("has_not_applicable", boolean),
      SURE("nothing_applicable", boolean), SURE("nothing_demanded", boolean))
SHAPE(assessed,
      "An assessment in a list; points null: what it names is gone, or the visitor reads it "
      "independently.",
      SURE("id", text), SURE("title", text), SURE("provider", text), SURE("date", day),
      MAY("points", points), SURE("is_unread", boolean), SURE("is_blind", boolean),
      MAY("steps", integer), MAY("rated", integer), MAY("to_see_again", integer),
      SURE("state", text))
SHAPE(listed_project, "A project in a list.", SURE("id", text), SURE("title", text),
      SURE("state", text), MAY("marking", text), MAY("alert_level", text),
      SURE("assessments", integer), MAY("retained", text), SURE("running", integer),
      MAY("latest", assessed), SURE("changed_at", time))
SHAPE(naming, "A project that names one in a role that does not let one read it.",
      SURE("project", text), SURE("title", text), SURE("role", text))
SHAPE(projects, "The projects that one may see, and those that name one.",
      SURE("projects", listed_project_list), SURE("named", naming_list), MAY("q", text),
      SURE("total", integer), SURE("all", integer), MAY("next_cursor", text),
      SURE("removed", removed_list))

SHAPE(candidate_named, "A provider among the candidates.", SURE("provider", text),
      MAY("state", text), MAY("title", text), MAY("note", text))
SHAPE(named_process, "The process of a project.", SURE("id", text), SURE("title", text),
      SURE("version", text))
SHAPE(
    named_procedure,
    "The procedure by which a project buys; not known: the table in force has none of its id, and "
    "the project is bound as by none.",
    SURE("id", text), SURE("title", text), SURE("note", text), SURE("is_tender", boolean),
    SURE("is_known", boolean))
SHAPE(step, "A step of the process.", SURE("number", integer), SURE("id", text),
      SURE("title", text), SURE("state", text), MAY("minutes", integer), MAY("url", text))
SHAPE(spent, "Expert hours on a step.", SURE("title", text), SURE("minutes", integer))
SHAPE(member, "Who answers for what on a project.", SURE("person", text), SURE("name", text),
      SURE("role", text), SURE("role_title", text), MAY("can_remove", boolean))
SHAPE(stated_need, "A criterion and its degree.", SURE("id", text), SURE("title", text),
      MAY("degree", integer))
SHAPE(stated_needs, "The degrees that a project has stated.", SURE("criteria", stated_need_list))
SHAPE(exception, "The exception of a committee for a name outside the root domain.",
      SURE("granted", day), SURE("by", text), MAY("reason", text))
SHAPE(domain_name, "A domain name of the service.", SURE("name", text), MAY("exception", exception),
      MAY("is_outside", boolean), MAY("lacks_exception", boolean))
SHAPE(next_thing, "What is to be done next, by which role, and whether the visitor may.",
      SURE("todo", text), MAY("who", text), SURE("is_yours", boolean))
SHAPE(project, "A project: its document, and what was made of it.", SURE("palier", text),
      SURE("id", text), SURE("title", said), MAY("summary", text), SURE("state", text),
      SURE("procedure", named_procedure), MAY("marking", text), MAY("profile", text),
      MAY("alert_level", text), MAY("alert_since", day), MAY("root_domain", text),
      MAY("domains", domain_name_list), SURE("next", next_thing), MAY("process", named_process),
      SURE("version", integer), MAY("retained", text), SURE("running", integer),
      MAY("latest", assessed), SURE("assessments", assessed_list), MAY("next_cursor", text),
      SURE("deliveries", delivery_list), SURE("removed", removed_list), SURE("steps", step_list),
      SURE("hours_by_step", spent_list), SURE("minutes_total", integer),
      SURE("people", member_list), MAY("needs", stated_needs),
      MAY("candidates", candidate_named_list))
SHAPE(project_form, "A project, to be changed.", MAY("palier", text), MAY("id", text),
      MAY("title", said), MAY("summary", text), MAY("state", text), MAY("procedure", text),
      MAY("marking", text), MAY("profile", text), MAY("alert_level", text), MAY("alert_since", day),
      MAY("root_domain", text), MAY("domains", domain_name_list), MAY("process", text),
      MAY("version", integer), MAY("candidates", candidate_named_list), MAY("conflict", conflict))

SHAPE(candidate, "Who offers the service, how that stands, and what it may become.",
      SURE("id", text), SURE("title", text), SURE("state", text), SURE("note", text),
      MAY("date", day), MAY("by", text), MAY("at", time), SURE("turn", integer),
      SURE("states", text_list))
SHAPE(candidates, "Who offers the service.", SURE("candidates", candidate_list),
      SURE("version", integer), MAY("conflict", conflict), MAY("now", fact_list))

SHAPE(next_act, "What may be said of a step next, and why not.", SURE("act", text),
      SURE("asks", text_list), MAY("why_not", text))
SHAPE(stage, "A step of the process, and how far it is.", SURE("id", text), SURE("state", text),
      SURE("is_derived", boolean), MAY("date", day), MAY("reason", text), MAY("by", text),
      MAY("at", time), SURE("turn", integer), SURE("next", next_act_list))
SHAPE(process, "The steps of the process, and how far each is.", SURE("process", text),
      SURE("steps", stage_list), MAY("now", fact_list))
SHAPE(pair_held, "Roles that one person holds and does not combine.", SURE("rule", text),
      SURE("person", text), SURE("name", text), SURE("pair", text), MAY("reason", text))
SHAPE(members, "Who answers for what on a project.", SURE("people", member_list),
      SURE("lifts", lift_list), SURE("pairs", pair_held_list))

SHAPE(degree, "A degree of a criterion, as the rule describes it.", SURE("value", text),
      SURE("title", text), SURE("sentence", text), MAY("example", text), SURE("is_chosen", boolean))
SHAPE(criterion, "A criterion, its degree and those that there are.", SURE("id", text),
      SURE("title", text), SURE("question", text), MAY("degree", integer),
      SURE("degrees", degree_list))
SHAPE(needs, "What a project needs, degree by degree.", SURE("version", integer),
      SURE("rule", text), SURE("model", text), SURE("criteria", criterion_list),
      MAY("alert_scheme", text), MAY("conflict", conflict))
SHAPE(rank_asked, "What a rank of the alert scheme asks for.", SURE("rank", integer),
      MAY("level", text), SURE("steps", integer))
SHAPE(rank_of_area, "The degrees and the target of an area at a rank.", MAY("degree", integer),
      MAY("need_degree", integer), MAY("exposure_degree", integer), SURE("target", text_list))
SHAPE(area_proposed, "Why an area has its target.", SURE("id", text), SURE("title", text),
      SURE("rule", text), SURE("needs", text_list), SURE("exposure", text), SURE("lead", integer),
      SURE("reason", text), SURE("ranks", rank_of_area_list))
SHAPE(proposal, "The confidence profile that is proposed from the needs.", SURE("needs_id", text),
      SURE("title", text), SURE("project", text), SURE("model", text), SURE("rule", text),
      SURE("proposed", boolean), MAY("alert_scheme", text), SURE("needs", integer_map),
      SURE("exposure", integer), SURE("ranks", rank_asked_list), SURE("areas", area_proposed_list),
      MAY("notice", text), MAY("part", part_shown), MAY("replaces", text))

SHAPE(point_of_law, "A law or a requirement, and whether it applies.", SURE("id", text),
      SURE("title", text), MAY("why", text), MAY("source", text), SURE("applies", boolean))
SHAPE(date_set, "Something that was set for a date; while it is typed, as it is typed.",
      SURE("date", text), SURE("what", text), SURE("who", text))
SHAPE(meeting, "The first meeting; date is empty before it was held.", SURE("version", integer),
      SURE("agenda", text_list), SURE("laws", point_of_law_list),
      SURE("requirements", point_of_law_list), SURE("timetable", date_set_list),
      SURE("participants", text), SURE("date", text), SURE("minutes", text),
      MAY("conflict", conflict))

SHAPE(document_row, "A document that was handed over.", SURE("id", text), SURE("title", text),
      SURE("kind", text), SURE("file_name", text), SURE("media_type", text), SURE("bytes", integer),
      SURE("sha256", text), SURE("at", time), SURE("by", text), SURE("removed", boolean))
SHAPE(documents, "The documents of a project.", SURE("documents", document_row_list))

SHAPE(worked, "Work that was noted.", SURE("id", text), SURE("date", day), SURE("step", text),
      SURE("step_title", text), MAY("assessment", text), SURE("minutes", integer), SURE("by", text),
      SURE("note", text), MAY("replaces", text), SURE("is_corrected", boolean))
SHAPE(trend, "What an assessment has cost, and how often that goes into the first one's cost.",
      SURE("id", text), SURE("title", text), SURE("date", day), SURE("minutes", integer),
      MAY("divided_by", number), SURE("is_first", boolean))
SHAPE(hours, "Hours of work and deliveries.", SURE("hours", worked_list), MAY("next_cursor", text),
      SURE("by_assessment", trend_list), SURE("minutes_total", integer),
      SURE("deliveries", delivery_list), MAY("now", fact_list))

SHAPE(alert_now, "The alert level in force.", MAY("level", text), MAY("rank", integer),
      MAY("of", integer), MAY("scheme", text), MAY("since", text), MAY("order", text),
      MAY("scope", text), MAY("act", integer), MAY("turn", integer), MAY("scheme_turn", integer))
SHAPE(change_effort, "The efforts that hours and costs come from.", SURE("id", text),
      SURE("title", text), SURE("source", text), SURE("currency", text), SURE("proposed", boolean))
SHAPE(change_step, "A step that a change of the level asks for, or no longer.", SURE("area", text),
      SURE("area_title", text), SURE("step", text), SURE("step_title", text), SURE("actor", text),
      MAY("minutes", integer), MAY("cost", integer), MAY("active_after_minutes", integer),
      MAY("saving_per_month", integer))
SHAPE(level_change, "What a change of the alert level asks for.", MAY("from", text),
      SURE("to", text), SURE("readiness", text), MAY("minutes", integer), MAY("longest_area", text),
      MAY("delay", text), SURE("steps_to_activate", integer), SURE("steps_missing", integer),
      SURE("steps_to_stand_down", integer), MAY("saving_per_month", integer),
      SURE("assessment", text), SURE("provider", text), MAY("project", text), SURE("model", text),
      SURE("profile", text), MAY("alert_scheme", text), SURE("basis", text),
      MAY("effort", change_effort), SURE("missing", change_step_list),
      SURE("activate", change_step_list), SURE("stand_down", change_step_list), MAY("notice", text),
      MAY("part", part_shown))
SHAPE(alert, "The alert level in force, and what a change of it asks for.",
      SURE("alert", alert_now), SURE("project", text), MAY("change", level_change),
      MAY("now", fact_list))
