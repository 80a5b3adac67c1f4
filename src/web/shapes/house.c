/* house - documents of the library and their versions, facts, people, jobs, the audit. */
#include "web/shapes/shape_parts.h"

SHAPE(library_row, "A document of the library.", SURE("id", text), SURE("title", text),
      MAY("version", integer), SURE("is_built_in", boolean), SURE("url", text),
      MAY("changed_at", time))
SHAPE(shelf, "The documents of a kind; copied: a new one is a changed copy of one of them.",
      SURE("kind", text), SURE("title", text), SURE("is_copied", boolean),
      SURE("items", library_row_list))
SHAPE(library, "The library, kind by kind.", SURE("groups", shelf_list),
      SURE("removed", removed_list), MAY("problems", problem_list))
SHAPE(own_row, "A document of a project.", SURE("kind", text), SURE("id", text),
      SURE("title", text), SURE("version", integer), SURE("url", text), SURE("changed_at", time))
SHAPE(own, "What a project has of its own, but for its assessments.", SURE("project", text),
      SURE("items", own_row_list), SURE("removed", removed_list), SURE("problems", problem_list))
SHAPE(library_item, "A document of the library, as its kind has it.", SURE("kind", text),
      SURE("id", text), SURE("text", text), SURE("version", integer), SURE("is_built_in", boolean),
      MAY("project", text), SURE("has_profile", boolean), SURE("has_alert", boolean),
      MAY("document", anything), MAY("part", part_shown))
SHAPE(drawn_area,
      "The targets of an area, one for each level: none, a step up to which all are "
      "demanded, or exactly these in brackets.",
      SURE("id", text), SURE("targets", text_list), SURE("is_proposed", boolean),
      MAY("reason", text))
SHAPE(drawn_level,
      "An alert level (none where the target is the same at all) and what it demands; "
      "running_year in minor units a year.",
      MAY("id", text), SURE("steps", integer), MAY("setup", integer), MAY("running_year", integer))
SHAPE(drawn_points, "Points of an assessment against what is drawn at a level.", MAY("level", text),
      SURE("target", integer), SURE("gap", integer), SURE("gap_not_rated", integer),
      SURE("surplus", integer), SURE("gap_by_actor", by_actor))
SHAPE(drawn_assessment, "An assessment of the project, as checked.", SURE("id", text),
      SURE("title", text), SURE("provider", text), SURE("date", day), SURE("is_unread", boolean),
      SURE("points", drawn_points_list))
SHAPE(drawn_warning, "What is odd in what is drawn.", SURE("kind", text), MAY("level", text),
      SURE("area", text), SURE("steps", text_list), SURE("sentence", text))
SHAPE(drawn_difference, "Where the profile that is compared with demands other steps.",
      SURE("area", text), MAY("level", text), SURE("here", text_list), SURE("there", text_list),
      SURE("sentence", text))
SHAPE(drawn_effort, "The efforts that costs come from.", SURE("id", text), SURE("title", text),
      SURE("currency", text), SURE("proposed", boolean))
SHAPE(drawing, "A confidence profile as it is drawn, and what that means.", SURE("id", text),
      SURE("version", integer), SURE("model", text), MAY("alert_scheme", text),
      MAY("project", text), MAY("level", text), SURE("areas", drawn_area_list),
      SURE("levels", drawn_level_list), MAY("effort", drawn_effort),
      SURE("assessments", drawn_assessment_list), SURE("warnings", drawn_warning_list),
      SURE("warning_count", integer), MAY("with", text), SURE("differences", drawn_difference_list),
      SURE("difference_count", integer), MAY("conflict", conflict), MAY("problems", problem_list))
SHAPE(sheet, "The form of a document of the library: what it begins with.", SURE("kind", text),
      MAY("id", text), SURE("version", integer), SURE("document", anything),
      MAY("conflict", conflict), MAY("problems", problem_list))
SHAPE(document_text, "A version of a document, byte for byte.", SURE("kind", text),
      SURE("id", text), SURE("text", text), SURE("version", integer), SURE("fact", integer),
      SURE("problems", problem_list), MAY("conflict", conflict), MAY("checked", boolean))
SHAPE(version, "A version of a document.", SURE("version", integer), SURE("at", time),
      SURE("by", text), SURE("note", text), SURE("hash", text), SURE("url", text),
      SURE("file_url", text), MAY("compare_url", text), SURE("is_from", boolean),
      SURE("is_to", boolean))
SHAPE(line, "A line of the difference of two versions; of what is left out, how many.",
      SURE("kind", text), SURE("text", text), MAY("line", integer))
SHAPE(change, "A step, a demand or a member that two versions differ in.", MAY("area", text),
      MAY("step", text), MAY("practice", text), MAY("basis", text), MAY("path", text),
      MAY("before", text), MAY("after", text), MAY("demanded_at", text_list),
      MAY("no_longer_at", text_list), MAY("is_demanded", boolean), MAY("is_order", boolean))
SHAPE(changes, "What two versions differ in, as it is read; is_cut: there is more than is told.",
      SURE("told_as", text), MAY("marks", change_list), MAY("reasons", change_list),
      MAY("demands", change_list), MAY("fields", change_list), SURE("is_cut", boolean))
SHAPE(history, "The versions of a document, and the difference of two of them.",
      SURE("versions", version_list), MAY("next_cursor", text), SURE("version", integer),
      SURE("fact", integer), SURE("problems", problem_list), MAY("removed_at", time),
      MAY("from", integer), MAY("to", integer), MAY("difference", line_list),
      MAY("difference_is", text), MAY("changes", changes), MAY("conflict", conflict))
SHAPE(facts, "What is said of a subject: facts of one kind.", SURE("facts", fact_list),
      MAY("next_cursor", text), SURE("kind", text), MAY("now", fact_list))

SHAPE(me, "One's own account; a token that was just made is told once.", SURE("id", text),
      SURE("name", text), SURE("email", text), SURE("language", text), MAY("zone", text),
      SURE("sessions", session_list), SURE("tokens", token_list), MAY("token", text))
SHAPE(role_invited, "A role that somebody has, who chooses a password.", SURE("role", text),
      MAY("project", text), MAY("project_title", text))
SHAPE(one_time_link, "Whom a one-time link is for.", SURE("kind", text), SURE("name", text),
      SURE("email", text), SURE("roles", role_invited_list))
SHAPE(role_summed, "A role of a person.", SURE("role", text), SURE("everywhere", boolean),
      SURE("projects", integer), MAY("title", text))
SHAPE(person_row, "A person in the list.", SURE("id", text), SURE("name", text), MAY("email", text),
      SURE("roles", role_summed_list), MAY("last_seen", time), SURE("state", text))
SHAPE(people, "Who has an account; the link of who was just invited is told once.",
      SURE("people", person_row_list), MAY("next_cursor", text), MAY("invited", text),
      MAY("link", link))
SHAPE(grant, "A role that a person has.", SURE("id", text), SURE("role", text),
      SURE("role_title", text), SURE("project", text), MAY("project_title", text),
      SURE("since", time), MAY("can_withdraw", boolean))
SHAPE(locked, "Since when an account is locked, by whom and why.", SURE("since", time),
      MAY("by", text), MAY("reason", text))
SHAPE(person, "A person.", SURE("id", text), SURE("name", text), MAY("email", text),
      MAY("acts_as", text), SURE("state", text), MAY("last_seen", time), MAY("retention", day),
      SURE("grants", grant_list), SURE("sessions", session_list), SURE("tokens", token_list),
      SURE("lifts", lift_list), MAY("locked", locked), MAY("expires", day), MAY("link", link),
      MAY("pairs", text_list))

SHAPE(entry, "An entry of the audit.", SURE("number", integer), MAY("at", time),
      SURE("person", text), SURE("from", text), SURE("verb", text), SURE("object", text),
      SURE("before", text), MAY("after", text), SURE("hash", text), SURE("is_sealed", boolean))
SHAPE(anchor, "A hash of the chain that was kept.", SURE("number", integer), SURE("at", time),
      SURE("hash", text))
SHAPE(audit, "Who did what and when.", SURE("entries", entry_list), SURE("anchors", anchor_list),
      MAY("next_cursor", text), MAY("verified", verified))

SHAPE(job_row, "What is worked off beside the pages.", SURE("id", text), SURE("kind", text),
      SURE("subject", text), MAY("project", text), SURE("person", text), SURE("state", text),
      SURE("is_open", boolean), SURE("is_stopping", boolean), SURE("done", integer),
      SURE("total", integer), SURE("asked_at", time), MAY("begun_at", time), MAY("ended_at", time))
SHAPE(jobs, "What is worked off beside the pages.", SURE("jobs", job_row_list))
SHAPE(document_written, "What a job has written.", SURE("kind", text), SURE("id", text),
      SURE("title", text), SURE("version", integer), SURE("is_unchanged", boolean))
SHAPE(sought, "Which plan was searched for: in each period so much more (below 0: less).",
      SURE("assessment", text), MAY("profile", text), MAY("alert", text), SURE("basis", text),
      MAY("effort", text), MAY("budget", text), SURE("by", integer), SURE("more", integer_map))
SHAPE(plan_found, "The best plan that a search has found: of each missing step its period, from 0.",
      SURE("of", sought), SURE("problem", text), SURE("value", integer), SURE("bound", integer),
      SURE("periods", integer_list), SURE("worth", anything_map))
SHAPE(job_result, "What came of a job.", MAY("document", document_written), MAY("plan", plan_found),
      MAY("problems", problem_list), MAY("sentence", text), MAY("verified", verified),
      MAY("act", integer))
SHAPE(job, "How far a job is, and what came of it.", SURE("job", job_row),
      SURE("result", job_result))

SHAPE(finding, "What was looked at, what was found, and what to do about it.", SURE("id", text),
      SURE("ok", boolean), SURE("state", text), SURE("title", text), MAY("what_to_do", text))
SHAPE(mail_standing, "Whether this server sends mail, and of the last 24 hours what became of it.",
      SURE("is_configured", boolean), MAY("from", text), SURE("waiting", integer),
      SURE("late", integer), SURE("sent", integer), SURE("refused", integer),
      SURE("given_up", integer), MAY("trouble", text))
SHAPE(settings, "The installation.", SURE("version", text), SURE("database", text),
      SURE("schema", integer), MAY("bytes", integer), MAY("last_backup", time),
      SURE("mail", mail_standing), SURE("findings", finding_list))

SHAPE(house_notice, "What the house says on personal data; version 0: what is built in.",
      SURE("version", integer), SURE("document", anything), MAY("conflict", conflict))

SHAPE(done, "What came of an act; of one that lasts, the job that works it off.", MAY("kind", text),
      MAY("replaced", text), MAY("id", text), MAY("version", integer), MAY("fact", integer),
      MAY("changed", boolean), MAY("problems", problem_list), MAY("facts", fact_list),
      MAY("act", integer), MAY("is_again", boolean), MAY("job", text), MAY("detail", text),
      MAY("checked", boolean), MAY("number", integer), MAY("at", time), MAY("hash", text),
      MAY("now", fact_list), MAY("hung", question_hung_list), MAY("is_merged", boolean),
      MAY("faults", answer_fault_list), MAY("link", link))
