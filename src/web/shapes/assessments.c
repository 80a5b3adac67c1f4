/* assessments - scores, plans, postures and comparisons (FORMATS: as --format json writes them),
 * and what people do about them. */
#include "web/shapes/shape_parts.h"

SHAPE(all_points, "All points of a score.", SURE("achieved", integer), MAY("target", integer),
      MAY("gap", integer), MAY("gap_not_rated", integer), MAY("surplus", integer),
      SURE("surplus_is_minimum", boolean), MAY("gap_by_actor", by_actor),
      MAY("gap_by_category", integer_map))
SHAPE(all_steps, "All steps of a score.", SURE("achieved", integer), MAY("target", integer),
      MAY("missing", integer), MAY("missing_not_rated", integer), MAY("surplus", integer),
      SURE("not_rated", integer), SURE("not_applicable", integer),
      MAY("target_not_applicable", integer))
SHAPE(area_scored, "An area of a score.", SURE("id", text), SURE("title", text),
      SURE("applicable", boolean), SURE("actor", text), MAY("level", integer),
      MAY("level_is_minimum", boolean), SURE("achieved", text_list), MAY("missing", text_list),
      MAY("surplus", text_list), MAY("not_rated", text_list), MAY("not_applicable", text_list),
      MAY("gap", integer), MAY("gap_not_rated", integer), MAY("surplus_points", integer),
      MAY("target", text_list), MAY("category", text), SURE("notes", note_list),
      MAY("weight", integer))
SHAPE(part_scored, "The points of an actor or of a category.", SURE("id", text), MAY("title", text),
      SURE("achieved", integer), MAY("target", integer), MAY("gap", integer),
      MAY("gap_not_rated", integer), MAY("surplus", integer))

SHAPE(left_out,
      "An assessment that is not compared, and why: \"model\", \"unreadable\" or "
      "\"blind\" (the visitor reads it independently).",
      SURE("id", text), MAY("title", text), SURE("reason", text))
SHAPE(unfinished, "An assessment that stands though not all steps of its target are rated.",
      SURE("id", text), SURE("rated", integer), SURE("steps", integer))
SHAPE(misfit, "The project's profile, which does not fit: without it the assessment is seen.",
      SURE("profile", text), SURE("reason", text))

#define OF_AN_ASSESSMENT                                                                           \
    MAY("assessment", text), MAY("model", text), MAY("rule", text), MAY("basis", text),            \
        MAY("profile", text), MAY("alert", text), MAY("title", text), MAY("provider", text),       \
        MAY("project", text), MAY("date", day), MAY("assessors", text_list),                       \
        MAY("model_title", text), MAY("profile_title", text), MAY("notice", text),                 \
        MAY("misfit", misfit), MAY("part", part_shown)

SHAPE(score, "The score of an assessment.", OF_AN_ASSESSMENT, SURE("points", all_points),
      SURE("steps", all_steps), MAY("meets_target", boolean), SURE("areas", area_scored_list),
      SURE("actors", part_scored_list), SURE("categories", part_scored_list),
      SURE("weighted", boolean), SURE("appraisal", boolean), MAY("part", part_shown),
      MAY("state", text), MAY("said_by", text), MAY("said_at", time))

/* A practice need not have a title, nor a step any practice: then the task is the step itself. */
SHAPE(task, "What is to be done for a practice; without one, for the step as a whole.",
      MAY("practice", text), MAY("title", text), MAY("verified", boolean), MAY("rating", text),
      MAY("what", text), MAY("example", text), MAY("proof", text), MAY("recurring", text))
SHAPE(action, "A step of a plan.", SURE("order", integer), SURE("area", text), SURE("step", text),
      SURE("actor", text), SURE("points", integer), SURE("area_title", text),
      SURE("step_title", text), SURE("tasks", task_list), SURE("notes", note_list),
      SURE("rated", boolean))
SHAPE(plan, "The action plan of an assessment.", OF_AN_ASSESSMENT, SURE("actions", action_list),
      MAY("gap", integer), MAY("gap_not_rated", integer), MAY("meets_target", boolean),
      MAY("gap_by_actor", by_actor), SURE("notes", note_list), SURE("proposed", boolean),
      MAY("part", part_shown))

SHAPE(unread, "An assessment that nothing can be computed of, and why.", SURE("id", text),
      SURE("title", text), SURE("sentence", text), MAY("left_out", left_out_list),
      MAY("unfinished", unfinished_list), MAY("misfit", misfit))
EITHER(score_or_unread, score, unread)
EITHER(plan_or_unread, plan, unread)

SHAPE(sum_by_actor, "Steps, all and by who acts.", SURE("all", integer), SURE("by_actor", by_actor))
SHAPE(area_posture, "The sets of steps of an area.", SURE("id", text), SURE("title", text),
      SURE("applicable", boolean), SURE("actor", text), SURE("achieved", text_list),
      SURE("prepared", text_list), SURE("active", text_list), SURE("target", text_list),
      SURE("prepare_set", text_list), SURE("gap_preparation", text_list),
      SURE("gap_activation", text_list), SURE("active_surplus", text_list))
SHAPE(posture, "The posture of an assessment.", OF_AN_ASSESSMENT, MAY("alert_scheme", text),
      MAY("gap_preparation", sum_by_actor), MAY("gap_activation", sum_by_actor),
      MAY("active_surplus", sum_by_actor), MAY("asked_not_rated", integer),
      MAY("asked_not_applicable", integer), MAY("areas", area_posture_list),
      MAY("part", part_shown))

EITHER(posture_or_unread, posture, unread)

/* A delay or a span is ISO 8601 ("PT8H"). */
SHAPE(efforts_used, "The efforts that it is reckoned with.", SURE("id", text), SURE("title", text),
      MAY("source", text), SURE("currency", text), SURE("proposed", boolean))
SHAPE(transition, "A change of the alert level.", SURE("from", text), SURE("to", text),
      SURE("readiness", text), SURE("minutes", integer), MAY("longest_area", text),
      MAY("delay", text), SURE("steps_to_activate", integer), SURE("steps_missing", integer),
      SURE("steps_to_stand_down", integer), SURE("saving_per_month", integer))
SHAPE(readiness, "How ready an assessment is for each change of the alert level.", OF_AN_ASSESSMENT,
      MAY("alert_scheme", text), SURE("effort", efforts_used), SURE("changes", transition_list))
EITHER(readiness_or_unread, readiness, unread)

SHAPE(by_kind, "Money in minor units, by kind of cost.", SURE("setup", integer),
      SURE("running", integer), SURE("standby", integer), SURE("activation", integer))
SHAPE(spread, "Of simulated histories the 5th, 50th and 95th percentile and the mean.",
      SURE("p5", number), SURE("p50", number), SURE("p95", number), SURE("mean", number),
      MAY("p5_standard_error", number), MAY("p50_standard_error", number),
      MAY("p95_standard_error", number), MAY("standard_error", number))
SHAPE(area_kept, "How the steps of an area are kept.", SURE("id", text),
      SURE("permanent", text_list), SURE("prepared", text_list))
SHAPE(way, "A way to own the posture: what it costs, and what it leaves exposed.", SURE("id", text),
      SURE("steps_permanent", integer), SURE("steps_prepared", integer),
      SURE("points_missing", integer), SURE("points_to_set_up", integer), SURE("cost", integer),
      SURE("cost_by_kind", by_kind), SURE("cost_by_actor", by_actor),
      SURE("cost_by_year", integer_list), SURE("exposed_hours", number),
      SURE("exposed_step_hours", number), MAY("exposed_hours_exact", boolean),
      MAY("simulated_cost", spread), MAY("simulated_exposed_hours", spread),
      SURE("areas", area_kept_list))
SHAPE(way_reason, "How many steps of the adaptive way are kept as they are, and why.",
      SURE("id", text), SURE("text", text), SURE("steps", integer),
      SURE("saving_if_prepared", integer))
SHAPE(way_forced, "Steps that are always active because of a delay.", SURE("area", text),
      SURE("steps", text_list), SURE("from", text), SURE("to", text),
      SURE("activation_hours", number), MAY("delay", text))
SHAPE(level_hours, "How long an alert level is in force.", SURE("id", text), MAY("label", text),
      SURE("hours", number))
SHAPE(level_begun, "Since when a level is in force.", SURE("at", text), SURE("level", text))
SHAPE(outlook, "How the alert level goes: a history, or rates over years.", SURE("id", text),
      SURE("title", text), MAY("source", text), SURE("alert_scheme", text), SURE("kind", text),
      SURE("hours", number), SURE("levels", level_hours_list), MAY("changes", level_begun_list),
      MAY("end", text), MAY("start", text), MAY("years", integer), MAY("never_left", text))
SHAPE(ways, "Four ways to own the posture of an assessment.", OF_AN_ASSESSMENT,
      SURE("full_level", integer), SURE("outlook", outlook), SURE("effort", efforts_used),
      MAY("seed", integer), MAY("draws", integer), SURE("ways", way_list),
      SURE("demanded_steps", integer), SURE("adaptive_reasons", way_reason_list),
      SURE("forced_by_delay", way_forced_list), SURE("delay_not_stated", boolean))
EITHER(ways_or_unread, ways, unread)

SHAPE(resources, "Minutes of work of each actor, and minor units of money.",
      MAY("provider_minutes", integer), MAY("project_manager_minutes", integer),
      MAY("expert_minutes", integer), MAY("money", integer))
SHAPE(worths, "Points that one more of each would be worth.", MAY("provider_minutes", number),
      MAY("project_manager_minutes", number), MAY("expert_minutes", number), MAY("money", number))
SHAPE(period, "A period of a budget.", SURE("period", integer), SURE("from", day), SURE("to", day),
      SURE("used", resources), SURE("come_in_by_the_end", resources),
      SURE("worth_of_one_more", worths))
SHAPE(planned, "A missing step, and the period by whose end it is there; null: in none.",
      SURE("area", text), SURE("area_title", text), SURE("step", text), SURE("step_title", text),
      SURE("actor", text), SURE("points", integer), SURE("work_minutes", integer),
      SURE("money", integer), MAY("period", integer))
SHAPE(to_activate, "A missing step that is built.", SURE("area", text), SURE("area_title", text),
      SURE("step", text), SURE("step_title", text), SURE("actor", text), SURE("points", integer),
      SURE("activation_minutes", integer))
SHAPE(whole_target, "What the whole target takes.", SURE("points", integer),
      SURE("points_built", integer), SURE("takes", resources), SURE("cost", integer),
      MAY("first_met_in_period", integer), SURE("lacking", resources))
SHAPE(schedule, "The best plan for the missing steps within a budget.", OF_AN_ASSESSMENT,
      SURE("effort", efforts_used), SURE("budget", text), SURE("counts", text),
      SURE("value", integer), SURE("bound", integer), SURE("optimal", boolean),
      SURE("searched", boolean), SURE("points_planned", integer), SURE("periods", period_list),
      SURE("steps", planned_list), SURE("to_activate", to_activate_list),
      SURE("whole_target", whole_target))
EITHER(schedule_or_unread, schedule, unread)

SHAPE(area_compared, "What an area won or lost from one assessment to the next.", SURE("id", text),
      SURE("won", text_list_list), SURE("lost", text_list_list),
      SURE("not_compared", text_list_list), SURE("asked", text_list_list),
      SURE("not_asked", text_list_list))
SHAPE(stand, "How an assessment stands in steps that separate it from others.",
      SURE("assessment", text), SURE("missing", text_list), SURE("not_rated", text_list),
      SURE("not_applicable", text_list))
SHAPE(area_separates, "Demanded steps of an area that some miss and others do not.",
      SURE("id", text), SURE("points", integer), SURE("steps", text_list), SURE("of", stand_list))
SHAPE(area_steps, "Demanded steps of an area.", SURE("id", text), SURE("points", integer),
      SURE("steps", text_list))
SHAPE(basis_points, "The points of an assessment on a basis, of which it says something or not.",
      SURE("assessment", text), SURE("basis", text), SURE("said", boolean),
      SURE("achieved", integer), MAY("target", integer), MAY("gap", integer),
      MAY("gap_not_rated", integer), MAY("surplus", integer), MAY("gap_by_actor", by_actor))
SHAPE(compare, "Assessments beside each other.", SURE("assessments", score_list),
      SURE("ranking", text_list), SURE("order", text_list), SURE("unproven", text_list),
      SURE("areas", area_compared_list), SURE("separates", area_separates_list),
      SURE("lacked", area_steps_list), SURE("met", area_steps_list),
      SURE("bases", basis_points_list), SURE("one_provider", boolean), SURE("has_places", boolean),
      MAY("notice", text), MAY("left_out", left_out_list), MAY("unfinished", unfinished_list),
      MAY("misfit", misfit), MAY("part", part_shown))
EITHER(compare_or_unread, compare, unread)

SHAPE(mark, "A mark of a step, or marks of its practices.", MAY("mark", text),
      MAY("practices", anything_map))
SHAPE(step_marked, "A step: its own mark, or the one that it inherits from the other basis.",
      SURE("part", text), SURE("level", integer), SURE("turn", integer), MAY("own", mark),
      MAY("inherited", mark), MAY("again", mark), MAY("reason", text))
SHAPE(area_marked, "How many steps of an area are rated.", SURE("id", text), SURE("rated", integer),
      SURE("steps", integer))
SHAPE(marks, "The marks of an area, step by step.", SURE("id", text), SURE("model", text),
      SURE("basis", text), SURE("area", text), SURE("version", integer), SURE("fact", integer),
      SURE("steps", step_marked_list), SURE("areas", area_marked_list), MAY("now", fact_list))
SHAPE(marks_grid, "The marks of a whole assessment in one basis; `cells` are told to programs.",
      SURE("id", text), SURE("model", text), SURE("basis", text), SURE("version", integer),
      SURE("fact", integer), SURE("areas", area_marked_list), MAY("cells", step_marked_list),
      MAY("part", part_shown))
ONE_OF(marks_or_unread, &pal_shape_marks, &pal_shape_marks_grid, &pal_shape_marks_told,
       &pal_shape_unread)

SHAPE(step_basis, "What stands of a step on a basis, and who said it last.", SURE("basis", text),
      MAY("own", mark), MAY("inherited", mark), MAY("again", mark), MAY("rating", text),
      MAY("reason", text), SURE("turn", integer), MAY("at", time), MAY("by", text))
SHAPE(evidence, "A piece of evidence that speaks for a step, and how many steps it speaks for.",
      SURE("id", text), MAY("basis", text), SURE("how", text), MAY("document", text),
      MAY("title", text), MAY("page", text), MAY("words", text), MAY("date", text),
      MAY("author", text), SURE("by", text), SURE("at", time), SURE("steps", integer))
SHAPE(practice_named, "A practice by which a step is marked.", SURE("id", text),
      SURE("title", text))
SHAPE(step_sheet, "A step: what is asked, its marks, reasons and evidence.", SURE("id", text),
      SURE("model", text), SURE("area", text), SURE("step", text), SURE("level", integer),
      SURE("version", integer), SURE("fact", integer), SURE("demanded", boolean),
      SURE("practices", practice_named_list), SURE("bases", step_basis_list),
      SURE("evidence", evidence_list), MAY("now", fact_list), MAY("part", part_shown),
      MAY("suggested", step_suggested))
EITHER(step_or_unread, step_sheet, unread)

SHAPE(cell_named, "A step, on a basis.", SURE("part", text), SURE("basis", text))
SHAPE(earlier, "An earlier assessment of the same provider.", SURE("id", text), SURE("date", day))
SHAPE(rating, "How far the rating of an assessment is.", SURE("id", text), SURE("version", integer),
      SURE("fact", integer), SURE("steps", integer), SURE("rated", integer),
      SURE("to_see_again", integer), SURE("lacking", cell_named_list),
      SURE("again", cell_named_list), SURE("state", text), SURE("turn", integer),
      MAY("said_by", text), MAY("said_at", time), MAY("reason", text), SURE("may", text_list),
      SURE("earlier", earlier_list), MAY("now", fact_list))
EITHER(rating_or_unread, rating, unread)

SHAPE(pass, "A link with which somebody reads, or answers, without an account.", SURE("id", text),
      MAY("note", text), SURE("may_answer", boolean), SURE("may_hand_on", boolean),
      SURE("is_handed_on", boolean), SURE("by", text), SURE("made", time), SURE("until", day),
      SURE("state", text))
SHAPE(links, "The links to something; one that was just made is told once.",
      MAY("passes", pass_list), MAY("link", link))
SHAPE(pass_look, "What a link opens.", SURE("title", text), SURE("until", day),
      MAY("answer_until", time), SURE("by", text), SURE("is_handed_on", boolean), MAY("note", text))
SHAPE(nothing, "Nothing beside the page.", MAY("conflict", conflict))
