#!/usr/bin/env python3
"""Writes pages as the running program answers them, in both languages, for the tests in a browser: every address that
shows a page, and what pages show when something is refused, empty, old, removed, written meanwhile by somebody else, or
long.

A page is written as NAME.LANGUAGE.html. Fails where an answer has another status than it should, and where an address
that shows a page has no sample.

usage: tests/http/sample_pages.py PALIER FOLDER
"""
import datetime
import json
import pathlib
import re
import secrets
import sys
import time
import urllib.parse

from house import PASSWORD, ROOT, Client, Demonstration, assessment, scratch
from walk import Page

TODAY = datetime.date.today()
SITE, FIRST, LATER = "/projects/institutional-site", "/assessments/example-2003", "/assessments/example-2003-later"
AGAIN = "/assessments/again"
ASKED = SITE + "/alert?level=orange&scope=project&since=&order=Order+12"
MANY = 1010  # assessments, a few more than a request scores again
OPEN = "/projects/asked"  # what is asked in no consultation
NORTH, GRAND, OWN, GONE = (f"/sendings/asked-{to}" for to in ("north-hosting", "grand-cloud", "project-manager", "evasive-web"))
BOUGHT, OPENED = "/projects/bought/tender/t1", "/projects/opened-bids/tender/t1"
BID, LATE = "/sendings/bought-bought-1/answer", "/sendings/opened-bids-opened-bids-1/answer"
REQUESTED = "/sendings/opened-bids-opened-bids-2/answer"
PROFILE = "/library/profile/example-2003-profile"
NAMES = {"expert": "Eve Expert", "project_manager": "Max Manager", "provider": "Pru Provider",
         "approving_authority": "Al Authority", "auditor": "Otto Auditor", "administrator": "Ada Administrator"}
OTHERS = {"second": "Sam Second"}
BIDDERS = ["Alder Hosting", "Birch Web", "Cedar Nuage", "Douglas Sites", "Ebony Réseaux", "Fir & Daughters", "Ginkgo Hébergement", "Hazel Cloud",
           "Ivy Online", "Juniper Data", "Kapok Serveurs", "Larch Hosting"]
LONG_WORD = "Donaudampfschifffahrtselektrizitäten" * 5 + "hauptbetriebswerk bis hier"[:20]  # 200 characters, no place to break
assert len(LONG_WORD) == 200

# What is at an address: a name, who looks, the address.
SHOWN = [
    ("sign_in", None, "/sign-in?back=%2Flibrary"),
    ("projects", "expert", "/projects"),
    ("projects.root", "provider", "/"),
    ("projects.none", "nobody", "/"),
    ("projects.welcome", "approving_authority", "/?welcome=1"),
    ("projects.nothing_found", "expert", "/projects?q=zzzz"),
    ("projects.filtered", "expert", "/projects?state=assessment&sort=title"),
    ("project", "expert", SITE),
    ("project.read", "auditor", SITE),
    ("project.new_one", "project_manager", "/projects/empty"),
    ("project.long", "expert", "/projects/long"),
    ("project.closed", "expert", "/projects/closed"),
    ("project_form.new", "expert", "/projects/new"),
    ("project_form", "expert", SITE + "/edit"),
    ("project_form.long", "expert", "/projects/long/edit"),
    ("candidates", "expert", SITE + "/candidates"),
    ("candidates.none", "expert", "/projects/empty/candidates"),
    ("candidates.long", "expert", "/projects/long/candidates"),
    ("candidates.read", "auditor", SITE + "/candidates"),
    ("questionnaires", "expert", SITE + "/questionnaires"),
    ("questionnaires.filtered", "expert", SITE + "/questionnaires?state=submitted&sort=whom"),
    ("questionnaires.none", "expert", "/projects/empty/questionnaires"),
    ("questionnaires.read", "auditor", SITE + "/questionnaires"),
    ("questionnaires.closed", "all", "/projects/closed/questionnaires"),
    ("send", "project_manager", OPEN + "/questionnaires/send"),
    ("send.none", "expert", "/projects/empty/questionnaires/send"),
    ("send.long", "all", "/projects/long/questionnaires/send"),
    ("send.closed", "all", "/projects/closed/questionnaires/send"),
    ("tenders.none", "expert", "/projects/empty/tender"),
    ("tenders.first", "all", "/projects/drafted/tender"),
    ("annex", "all", "/projects/drafted/tender/annex"),
    ("annex.fixed", "auditor", "/projects/bought/tender/annex"),
    ("send.tender", "all", "/projects/drafted/questionnaires/send"),
    ("send.tender_runs", "all", "/projects/bought/questionnaires/send"),
    ("send.tender_own", "all", "/projects/bought/questionnaires/send?own=1"),
    ("tender", "all", BOUGHT),
    ("tender.keeper", "kim", BOUGHT),
    ("tender.read", "auditor", BOUGHT),
    ("tender.opened", "all", OPENED),
    ("tender_annex", "kim", BOUGHT + "/annex"),
    ("tender_questions", "all", BOUGHT + "/questions"),
    ("tender_questions.keeper", "kim", BOUGHT + "/questions"),
    ("tender_served", "auditor", OPENED + "/availability"),
    ("tender_record", "all", OPENED + "/record"),
    ("tender_requests", "all", OPENED + "/requests"),
    ("tender_requests.complete", "all", OPENED + "/requests?sort=complete"),
    ("tender_requests.read", "auditor", OPENED + "/requests"),
    ("tender_requests.before", "all", BOUGHT + "/requests"),
    ("answer.requested", "all", REQUESTED + "s/POL-01"),
    ("place_topic.requested", "asked", REQUESTED + "/topics/POL"),
    ("place_questions", "bidder", BID + "/questions"),
    ("place_annex", "bidder", BID + "/annex"),
    ("place_late", "late", LATE + "/late"),
    ("send_questions", "expert", SITE + "/questionnaires/send/questions?tier=full&to=provider"),
    ("send_questions.bare", "project_manager", SITE + "/questionnaires/send/questions?to=project_manager"),
    ("sending", "expert", NORTH),
    ("sending.read", "auditor", NORTH),
    ("sending.own", "project_manager", OWN),
    ("sending.submitted", "project_manager", GRAND),
    ("sending.closed", "expert", GONE),
    ("sending.long", "all", "/sendings/long-" + "a" * 30),
    ("sending.questions", "expert", NORTH + "/questions"),
    ("sending.questions_read", "auditor", OWN + "/questions"),
    ("sending.links", "project_manager", NORTH + "/links"),
    ("sending.history", "all", GONE + "/history"),
    ("sending.facts", "expert", GONE + "/facts/comment"),
    ("place", "respondent", NORTH + "/answer"),
    ("place.submitted", "submitter", GRAND + "/answer"),
    ("place.own", "project_manager", OWN + "/answer"),
    ("place_all", "submitter", GRAND + "/answer/all"),
    ("place_who", "submitter", GRAND + "/answer/who"),
    ("place_topic", "respondent", NORTH + "/answer/topics/POL"),
    ("place_topic.submitted", "submitter", GRAND + "/answer/topics/POL"),
    ("place_files", "respondent", NORTH + "/answer/files"),
    ("place_hand_on", "respondent", NORTH + "/answer/hand-on"),
    ("place_submit", "respondent", NORTH + "/answer/submit"),
    ("place_receipt", "submitter", GRAND + "/answer/receipt"),
    ("place_notice", "submitter", GRAND + "/answer/notice"),
    ("answers", "expert", GRAND + "/answers"),
    ("answers.none", "expert", NORTH + "/answers"),
    ("answer", "expert", GRAND + "/answers/POL-01"),
    ("answers.replied", "expert", GRAND + "/answers?show=replied"),
    ("answers.failed", "auditor", GRAND + "/answers?show=failed"),
    ("answer.marked", "expert", GRAND + "/answers/POL-05"),
    ("answer.read", "auditor", GRAND + "/answers/POL-05"),
    ("answer.decide", "expert", GRAND + "/answers/PHY-01"),
    ("answer.own", "expert", GRAND + "/answers/PRC-07"),
    ("findings", "expert", GRAND + "/findings"),
    ("findings.read", "auditor", GRAND + "/findings"),
    ("finding", "expert", GRAND + "/findings/POL-05"),
    ("visit", "expert", GRAND + "/visit"),
    ("visit.person", "expert", GRAND + "/visit?order=person&show=open"),
    ("visit.edit", "expert", GRAND + "/visit?edit=1"),
    ("visit.read", "auditor", GRAND + "/visit"),
    ("visit.none", "expert", NORTH + "/visit"),
    ("visit_item", "expert", GRAND + "/visit/items/POL-01"),
    ("visit_item.guide", "expert", GRAND + "/visit/guide/PA01/GP_2.1.1"),
    ("visit_item.drawn", "expert", GRAND + "/visit/items/PRC-03"),
    ("visit_minutes", "expert", GRAND + "/visit/minutes"),
    ("visit_minutes.read", "auditor", GRAND + "/visit/minutes"),
    ("visit_minutes.none", "expert", NORTH + "/visit/minutes"),
    ("answers_compared", "expert", SITE + "/questionnaires/compare"),
    ("across", "expert", SITE + "/questionnaires/across/POL-01"),
    ("across.table", "auditor", SITE + "/questionnaires/across/AUD-10"),
    ("suggestions", "expert", AGAIN + "/suggestions"),
    ("suggestions.list", "expert", "/assessments/grand-cloud-2026/suggestions?basis=claimed"),
    ("suggestions.area", "expert", "/assessments/grand-cloud-2026/suggestions?basis=seen&area=PA13"),
    ("marks.suggested", "expert", "/assessments/grand-cloud-2026/marks?basis=claimed&suggested=1"),
    ("step.suggested", "expert", "/assessments/grand-cloud-2026/marks/PA13/2.2?basis=seen"),
    ("process", "expert", SITE + "/process"),
    ("process.closed", "auditor", "/projects/closed/process"),
    ("people_of_project", "project_manager", SITE + "/people"),
    ("people_of_project.read", "auditor", SITE + "/people"),
    ("needs", "expert", SITE + "/needs"),
    ("needs.read", "auditor", SITE + "/needs"),
    ("proposal", "expert", SITE + "/proposal"),
    ("meeting", "expert", SITE + "/meeting"),
    ("meeting.read", "auditor", SITE + "/meeting"),
    ("meeting.none", "expert", "/projects/empty/meeting"),
    ("text.project", "expert", SITE + "/text"),
    ("text.needs", "expert", SITE + "/needs/text"),
    ("text.meeting", "expert", SITE + "/meeting/text"),
    ("history.project", "expert", SITE + "/history"),
    ("history.needs", "expert", SITE + "/needs/history"),
    ("history.meeting", "expert", SITE + "/meeting/history"),
    ("own", "expert", SITE + "/library"),
    ("own.none", "project_manager", "/projects/empty/library"),
    ("own_item", "expert", SITE + "/library/profile/of-the-site"),
    ("own_text", "expert", SITE + "/library/profile/of-the-site/text"),
    ("sheet.own", "expert", SITE + "/library/profile/of-the-site/form"),
    ("sheet.own_new", "expert", SITE + "/library/alert-history/new"),
    ("drawing", "expert", SITE + "/library/profile/of-the-site/drawing"),
    ("drawing.all", "expert", SITE + "/library/profile/of-the-site/drawing?level=all&with=level-2"),
    ("drawing.read", "auditor", SITE + "/library/profile/of-the-site/drawing?level=orange&with=level-3"),
    ("drawing.proposal", "expert", SITE + "/library/profile/of-the-site/drawing?from=.proposal"),
    ("own_history", "expert", SITE + "/library/profile/of-the-site/history"),
    ("documents", "expert", SITE + "/documents"),
    ("documents.none", "expert", "/projects/empty/documents"),
    ("hours", "expert", SITE + "/hours"),
    ("hours.none", "expert", "/projects/empty/hours"),
    ("hours.read", "project_manager", SITE + "/hours"),
    ("new_assessment", "expert", SITE + "/assessments/new"),
    ("alert", "project_manager", SITE + "/alert"),
    ("alert.asked", "project_manager", ASKED.replace("orange", "rouge")),
    ("alert.steps", "all", ASKED.replace("institutional-site", "long").replace("orange", "ecarlate")),
    ("alert.read", "auditor", SITE + "/alert"),
    ("alert.none", "expert", "/projects/empty/alert"),
    ("files", "expert", SITE + "/files"),
    ("files.none", "expert", "/projects/empty/files"),
    ("facts", "expert", SITE + "/facts/comment"),
    ("facts.none", "expert", "/projects/empty/facts/comment"),
    ("facts.meeting", "expert", SITE + "/meeting/facts/comment"),
    ("facts.needs", "expert", SITE + "/needs/facts/comment"),
    ("facts.own", "expert", SITE + "/library/profile/of-the-site/facts/comment"),
    ("facts.hours", "expert", SITE + "/facts/hours"),
    ("assessment", "expert", LATER),
    ("assessment.first", "expert", FIRST),
    ("assessment.what_if", "expert", FIRST + "?alert=ecarlate"),
    ("assessment.refused", "expert", FIRST + "?profile=no-such"),
    ("assessment.long_what_if", "expert", "/assessments/long-0?profile=level-3&basis=claimed"),
    ("assessment.long_refused", "expert", "/assessments/long-0?alert=no-such"),
    ("assessment.read", "approving_authority", LATER),
    ("assessment.empty", "expert", "/assessments/just-begun"),
    ("assessment.long", "expert", "/assessments/long-0"),
    ("plan", "expert", FIRST + "/plan"),
    ("plan.read", "approving_authority", FIRST + "/plan"),
    ("posture", "expert", FIRST + "/posture"),
    ("readiness", "expert", FIRST + "/posture/readiness"),
    ("readiness.asleep", "expert", LATER + "/posture/readiness?alert=jaune"),
    ("cost", "expert", FIRST + "/posture/cost"),
    ("cost.rates", "expert", FIRST + "/posture/cost?alerts=alert-rates/example-2003-rates&years=3&alert=orange"),
    ("cost.lacks", "all", "/assessments/long-0/posture/cost?profile=example-2003-profile"),
    ("schedule", "expert", FIRST + "/posture/schedule"),
    ("schedule.what_if", "expert", FIRST + "/posture/schedule?alert=ecarlate&provider=-2&money=500"),
    ("schedule.refused", "expert", FIRST + "/posture/schedule?alert=rouge&provider=many"),
    ("schedule.unread", "expert", FIRST + "/posture/schedule?profile=none"),
    ("schedule.lacks", "all", "/assessments/long-0/posture/schedule?profile=level-3"),
    ("own_item.budget", "expert", SITE + "/library/budget/example-2003-budget"),
    ("own_item.rates", "expert", SITE + "/library/alert-rates/example-2003-rates"),
    ("own_item.history", "expert", SITE + "/library/alert-history/example-2003-history"),
    ("own_item.effort", "expert", SITE + "/library/effort/example-2003-effort"),
    ("marks", "expert", LATER + "/marks"),
    ("marks.seen", "expert", LATER + "/marks?basis=seen"),
    ("marks.read", "approving_authority", LATER + "/marks"),
    ("marks.area", "expert", LATER + "/marks?area=PA05"),
    ("marks.what_if", "expert", LATER + "/marks?area=PA05&alert=ecarlate"),
    ("second.none", "expert", LATER + "/second"),
    ("second.alone", "all", "/assessments/long-0/second"),
    ("second", "expert", "/assessments/twice/second"),
    ("second.read", "auditor", "/assessments/twice/second"),
    ("second.reader", "second", "/assessments/twice/second?area=PA05"),
    ("project.reader", "second", SITE),
    ("projects.reader", "second", "/projects"),
    ("second.given_up", "expert", "/assessments/given-up/second"),
    ("second.open", "expert", "/assessments/opened/second"),
    ("second.open_read", "auditor", "/assessments/opened/second"),
    ("step", "expert", AGAIN + "/marks/PA05/2.2"),
    ("step.seen", "expert", AGAIN + "/marks/PA05/2.2?basis=seen"),
    ("step.bare", "expert", "/assessments/just-begun/marks/PA22/5.2"),
    ("step.again", "expert", AGAIN + "/marks/PA03/1.1"),
    ("step.read", "approving_authority", AGAIN + "/marks/PA05/2.2"),
    ("step.long", "expert", "/assessments/long-0/marks/PA05/2.2"),
    ("rating", "expert", AGAIN + "/rating"),
    ("rating.said", "expert", "/assessments/changed/rating"),
    ("rating.none", "expert", "/assessments/just-begun/rating"),
    ("rating.read", "approving_authority", AGAIN + "/rating"),
    ("rating.what_if", "expert", LATER + "/rating?alert=ecarlate"),
    ("assessment.again", "expert", AGAIN),
    ("facts.evidence", "expert", AGAIN + "/facts/evidence"),
    ("facts.reason", "expert", AGAIN + "/facts/reason"),
    ("paste", "expert", LATER + "/paste"),
    ("paste.read", "auditor", LATER + "/paste"),
    ("practices", "expert", LATER + "/practices"),
    ("practice", "expert", LATER + "/practices/2.1/GP%202.1.1?basis=seen"),
    ("practice.read", "auditor", LATER + "/practices/2.1/GP%202.1.2"),
    ("reasons_at_hand", "expert", SITE + "/facts/reason-template"),
    ("text", "expert", FIRST + "/text"),
    ("history", "expert", FIRST + "/history"),
    ("history.changed", "expert", "/assessments/changed/history"),
    ("text.old", "expert", "/assessments/changed/text?version=1"),
    ("history.removed", "expert", "/assessments/gone/history"),
    ("links", "expert", FIRST + "/links"),
    ("links.none", "expert", LATER + "/links"),
    ("links.holder", "holder", FIRST + "/links"),
    ("assessment.holder", "holder", FIRST),
    ("assessment_files", "expert", FIRST + "/files"),
    ("assessment_facts", "expert", FIRST + "/facts/mark"),
    ("compare", "expert", "/compare?id=example-2003&id=example-2003-later"),
    ("compare.candidates", "expert", "/compare?id=example-2003&id=long-0&id=changed"),
    ("compare.claimed", "expert", "/compare?id=example-2003&id=long-0&id=changed&basis=claimed"),
    ("compare.tender", "expert", "/compare?project=tender"),
    ("compare.four", "expert", "/compare?id=bid-1&id=bid-2&id=bid-3&id=bid-4"),
    ("compare.time", "expert", "/compare?id=bid-1&id=bid-1-2004&id=bid-1-2005&id=bid-1-2006"),
    ("library", "expert", "/library"),
    ("library_item", "expert", PROFILE),
    ("library_item.read", "auditor", PROFILE),
    ("library_item.model", "expert", "/library/model/sse-cmm-2.0"),
    ("library_item.alert", "expert", "/library/alert-scheme/vigipirate-2003"),
    ("library_drawing", "expert", PROFILE + "/drawing"),
    ("library_drawing.built_in", "auditor", "/library/profile/level-3/drawing?project=institutional-site"),
    ("library_text", "expert", PROFILE + "/text"),
    ("library_edit", "expert", PROFILE + "/edit"),
    ("library_history", "expert", PROFILE + "/history"),
    ("library_facts", "expert", "/library/alert-scheme/vigipirate-2003/facts/alert-level"),
    ("sheet.provider", "expert", "/library/provider/example-hosting/form"),
    ("sheet.new", "expert", "/library/provider/new"),
    ("sheet.scheme", "expert", "/library/alert-scheme/a-scheme/form"),
    ("sheet.scheme_new", "expert", "/library/alert-scheme/new"),
    ("sheet.profile_new", "expert", "/library/profile/new"),
    ("sheet.rule_new", "expert", "/library/needs-rule/new"),
    ("sheet.questionnaire_new", "expert", "/library/questionnaire/new"),
    ("listed", "expert", "/library/questionnaire/new/list"),
    ("listed.own", "expert", SITE + "/library/questionnaire/new/list"),
    ("sheet.actions", "expert", "/library/actions/our-actions/form"),
    ("jobs.none", "provider", "/jobs"),
    ("jobs", "all", "/jobs"),
    ("job.done", "all", "{done}"),
    ("job.refused", "all", "{refused}"),
    ("job", "all", "{open}"),
    ("project.many", "expert", "/projects/wide"),
    ("people", "administrator", "/people"),
    ("person", "administrator", "{person}"),
    ("audit", "administrator", "/audit"),
    ("settings", "administrator", "/settings"),
    ("house_notice", "administrator", "/settings/notice"),
    ("me", "expert", "/me"),
    ("error.not_found", "expert", "/projects/nowhere"),
    ("error.too_few", "expert", "/compare"),
    ("unread", "expert", "/assessments/broken"),
]

# Where that is no 200.
STATUS = {"error.not_found": 404, "error.too_few": 422, "assessment.refused": 422, "schedule.refused": 422, "assessment.long_refused": 422}

# A block with what changes, what stays, and what cannot be taken.
PASTED = ("Area\tWhat\t" + "\t".join(("1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1", "9.9")) + "\n" +
          "".join(f"PA{area:02}\tTitle\t" + "\t".join("FLPNFFx-"[(area * step) % 8] for step in range(12)) + "\n" for area in range(1, 23)) +
          "PA05\tTwice\tF\nPA99\tNo such\tF\nPA07\t\t=1+1\tQ\n")

# What is answered to a form: a name, who sends it, the page, the last word of its address, what is typed, the status.
SENT = [
    ("sign_in.refused", None, "/sign-in", "sign-in", {"email": "nobody@example.org", "password": "wrong"}, 403),
    ("paste.looked_at", "expert", LATER + "/paste", "look", {"text": PASTED}, 200),
    ("paste.list", "expert", "/assessments/just-begun/paste", "look", {"text": "PA05/2.1 F seen\nPA06;1.1;L\n"}, 200),
    ("paste.refused", "expert", LATER + "/paste", "look", {"text": "F\tF\nF\tF\n"}, 422),
    ("listed.looked_at", "expert", SITE + "/library/questionnaire/new/list", "look",
     {"title": "Ours", "text": "id;topic;question;answer type;steps;shown beside;practices\nOWN-1;Policy;Which policy covers the service?;document;PA01/2.1;"
                               "PA10/1.1;GP 2.1.3@PA01\n;Watch;Who reads advisories at night, and how are they reached?;;;;\n"}, 200),
    ("listed.lines", "expert", "/library/questionnaire/new/list", "look",
     {"title": "Ours", "text": "Who answers at night?\n" * 3 + "x" * 900 + "\n" + "W" * 90}, 200),
    ("listed.faults", "expert", "/library/questionnaire/new/list", "look",
     {"title": "Ours", "text": "id;question;steps\nA;Who?;PA01/9.9\nB;Why?;\n"}, 200),
    ("me.refused", "expert", "/me", "password", {"old": "wrong", "new": "short", "again": "other"}, 422),
    ("project_form.refused", "expert", "/projects/new", "new", {"title": "", "id": "No id"}, 422),
    ("needs.refused", "expert", SITE + "/needs", "needs", {"integrity": "9"}, 422),
    ("new_assessment.refused", "expert", SITE + "/assessments/new", "new", {"id": "example-2003", "title": "Twice"}, 422),
    ("sheet.refused", "expert", "/library/alert-scheme/new", "new", {"title": ""}, 422),
    ("drawing.refused", "expert", SITE + "/library/profile/of-the-site/drawing", "points", {"targets/jaune": "PA03=none PA07=[2.1,9.9]"}, 422),
    ("drawing.shown", "expert", SITE + "/library/profile/of-the-site/drawing", "points",
     {"targets/jaune": "PA03=5.2 PA07=[1.1,2.2] PA21=none", "with": "level-2"}, 200),
    ("people.refused", "administrator", "/people", "invite", {"name": "", "email": "no address"}, 422),
    ("hours.refused", "expert", SITE + "/hours", "add", {"minutes": "many", "date": str(TODAY)}, 422),
    ("candidates.refused", "expert", SITE + "/candidates", "add", {"name": ""}, 422),
    ("tender_requests.refused", "all", OPENED + "/requests", "ask", {
        "items[0].sending": "opened-bids-opened-bids-2", "items[0].question": "no such question", "items[0].text": LONG_WORD}, 422),
    ("answer.back_refused", "expert", GRAND + "/answers/POL-05", "ask-back", {"text": " "}, 422),
    ("place_topic.reply_refused", "submitter", GRAND + "/answer/topics/POL?at=POL-01", "POL-01/reply", {"text": " "}, 422),
    ("answer.refused", "expert", GRAND + "/answers/AUD-10", "mark", {"basis": "seen", "proof.page": "4", "remark": LONG_WORD}, 422),
    ("finding.refused", "expert", GRAND + "/findings/POL-05", "say", {"fact": " "}, 422),
    ("send.refused", "expert", OPEN + "/questionnaires/send", "send", {"until": "2001-01-01"}, 422),
    ("sending.refused", "expert", NORTH, "extend", {"until": "2001-01-01"}, 422),
    ("sending.links_refused", "expert", NORTH + "/links", "make", {"until": "2001-01-01"}, 422),
    ("visit.refused", "expert", GRAND + "/visit", "say", {"from": str(TODAY), "to": "2001-01-01", "places": "Lille"}, 422),
    ("visit_item.refused", "expert", GRAND + "/visit/items/POL-05", "POL-05", {"basis": "seen", "remark": "", "title": "", "quote": "Said."}, 422),
    ("visit_item.conflict", "expert", GRAND + "/visit/items/POL-01", "POL-01", {"basis": "checked", "seen": "0", "remark": LONG_WORD}, 409),
    ("sending.links_once", "expert", NORTH + "/links", "make", {"until": str(TODAY + datetime.timedelta(9)), "may": "read", "note": "Their lawyers"}, 200),
    ("alert.refused", "project_manager", ASKED.replace("orange", "rouge"), "put", {"order": ""}, 422),
    ("second.refused", "second", "/assessments/twice/second", "give-up", {"reason": ""}, 422),
    ("second.agree_refused", "expert", "/assessments/opened/second", "agree", {}, 422),
    ("links.refused", "expert", FIRST + "/links", "make", {"until": "2001-01-01"}, 422),
    ("step.refused", "expert", AGAIN + "/marks/PA05/2.3", "2.3", {"reason": LONG_WORD * 25, "title": LONG_WORD}, 422),
    ("rating.refused", "expert", AGAIN + "/rating", "start-from", {"from": "no-such"}, 422),
    ("links.once", "expert", FIRST + "/links", "make", {"until": str(TODAY + datetime.timedelta(9)), "note": "Once"}, 200),
    ("me.token", "all", "/me", "add", {"title": "A program", "password": PASSWORD}, 200),
]

# A text with a mistake on its twelfth line.
BROKEN = "\n".join(["palier: assessment/1", "id: example-2003", "title: Broken", "provider: Example Hosting", *["# A comment"] * 7,
                    "state: dreamt", ""])


class House(Demonstration):
    """The demonstration, with one of everything that pages show."""

    def __init__(self, binary, folder):
        super().__init__(binary, folder, None, "en", NAMES)
        self.people["nobody"] = Client(self.server.port).use_link(self.server.invite("nobody@example.org", "Noel Nobody"))
        self.people[None] = Client(self.server.port)
        self.expert, self.manager, self.administrator = (self.people[role] for role in ("expert", "project_manager", "administrator"))
        self.program = Client(self.server.port, token=self.new_program())
        self.fill()

    def new_program(self):
        """A token of somebody who is everything."""
        link = self.server.invite("all@example.org", "Alma All", "administrator", "expert")
        self.all = self.people["all"] = Client(self.server.port).use_link(link)
        return self.all.make_token()

    def good(self, answer):
        assert answer.status in (200, 201, 202, 303), (answer.status, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:700])
        return answer

    def submit(self, browser, page, verb, /, **typed):
        """Sends the form of a page whose button leads to an address that ends with `verb`."""
        got = Page(page, browser.get(page).text)
        for form in got.forms:
            for button in form.buttons or [{}]:
                target = urllib.parse.urljoin(page, button.get("formaction") or form.action or page)
                if form.method == "post" and target.split("?")[0].endswith("/" + verb):
                    sent = form.sent(button, typed)
                    named = {name for name, _ in sent}
                    return browser.post(target, sent + [pair for pair in typed.items() if pair[0] not in named], csrf=False)
        raise AssertionError(f"{page} has no form that leads to {verb}")

    def fill(self):
        """What the demonstration lacks."""
        self.projects()
        self.consultations()
        self.assessments()
        self.of_the_site()
        self.readings()
        self.questionnaires()
        self.shelves()
        self.opening()

    def projects(self):
        new = lambda **fields: self.good(self.program.api("POST", "/projects/new", fields))
        new(id="empty", title="Empty", state="needs")
        new(id="long", title=LONG_WORD[:120], summary=LONG_WORD, state="needs", profile="example-2003-profile")
        new(id="closed", title="Closed", state="needs")
        new(id="asked", title="Hosting of a small site", state="needs", profile="example-2003-profile")
        for number, provider in enumerate(("north-hosting", "grand-cloud", "evasive-web"), 1):
            self.good(self.program.api("POST", "/projects/asked/candidates/add", {"provider": provider, "name": ""}, {"If-Match": f'"{number}"'}))
        for role in ("expert", "project_manager", "auditor"):
            self.server.command("user", "grant", f"{role}@example.org", f"{role}:asked")
        new(id="tender", title="Tender for the site", state="needs", profile="example-2003-profile")
        self.good(self.submit(self.all, "/projects/long/candidates", "add", name=LONG_WORD[:120], id="a" * 60, note=LONG_WORD))
        for person in ("project_manager",):
            self.server.command("user", "grant", f"{person}@example.org", "project_manager:empty")
        version = self.program.api("GET", "/projects/closed").headers["ETag"]
        self.good(self.program.api("POST", "/projects/closed/edit", {"title": "Closed", "state": "closed", "note": "Given up"}, {"If-Match": version}))

    def consultations(self):
        """Three tenders: nothing sent; running, with questions; one that closes while the rest is made."""
        now = int(time.time())
        self.closing = (now // 60 + (2 if now % 60 > 30 else 1)) * 60
        instant = lambda at: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
        self.people["kim"] = Client(self.server.port).use_link(self.server.invite("kim@example.org", "Kim Keeping"))
        keeper = self.database.sql("SELECT id FROM persons WHERE email = 'kim@example.org'")[0][0]
        for project, closing in (("drafted", 0), ("bought", now // 60 * 60 + 40 * 86400), ("opened-bids", self.closing)):
            self.good(self.program.api("POST", "/projects/new", {
                "id": project, "title": f"Hosting, {project}", "state": "needs", "profile": "example-2003-profile", "procedure": "open"}))
            for number, name in enumerate(BIDDERS[:3], 1):
                self.good(self.submit(self.all, f"/projects/{project}/candidates", "add", name=name, id=f"{project}-{number}", similar="new"))
            self.good(self.program.api("POST", f"/people/{keeper}/grant", {"role": "keeper", "project": project}))
            if closing == 0:
                continue
            self.good(self.all.post(f"/projects/{project}/tender/annex", {
                "act": secrets.token_hex(16), "turn": "0", "until": instant(closing), "tier": "core", "reference": "2026-117", "buyer": "The museum",
                "channel": "link", "security_weight": "30", "marks": "steps", "mark_max": "20", "mark_step": "1", "visit": "all", "negotiation": "no",
                "confirmed": "ANSWER-DAYS"}))
            sent = self.good(self.all.post(f"/projects/{project}/questionnaires/send", [
                ("act", secrets.token_hex(16)), ("keeper", keeper)] + [("to", f"provider/{project}-{number}") for number in (1, 2, 3)]))
            links = re.findall(r'class="code copy" readonly value="[^"]*(/pass/[^"]+)"', sent.text)
            self.people["bidder" if project == "bought" else "late"] = Holder(self.server.port, links[0])
        asked = self.people["asked"] = Holder(self.server.port, links[1])
        self.good(self.submit(asked, REQUESTED + "/who", "who", role="Director"))
        self.good(self.submit(asked, REQUESTED + "/topics/POL", "POL-01", **{"fields.policy.title": LONG_WORD}))
        self.good(self.submit(asked, REQUESTED + "/submit", "submit", signed_by="Director"))
        self.good(self.submit(self.people["bidder"], BID + "/who", "who", role="Director"))
        for question in ("May two rooms of one building count as two places?", LONG_WORD):
            self.good(self.submit(self.people["bidder"], BID + "/questions", "ask", question=question, about="PHY-01"))
        self.good(self.submit(self.people["kim"], BOUGHT + "/questions", "pass-on", confirmed="ANONYMOUS"))
        self.good(self.submit(self.all, BOUGHT + "/questions", "answer", answer="No.\n\n" + LONG_WORD, sort="answer", needed="no"))
        self.good(self.submit(self.all, BOUGHT, "declare", interest="none"))

    def opening(self):
        """What closed meanwhile is opened by two; one comes late."""
        time.sleep(max(0, self.closing + 1 - time.time()))
        self.server.command("user", "grant", "project_manager@example.org", "project_manager:opened-bids")
        for browser in (self.all, self.manager):
            self.good(browser.post(OPENED + "/declare", {"act": secrets.token_hex(16), "interest": "none"}))
        late = self.people["late"]
        self.good(self.submit(late, LATE + "/who", "who", role="Director"))
        self.good(self.submit(late, LATE + "/late", "late", reason="Your server was down.\n\n" + LONG_WORD, since="ten to five"))
        self.good(self.submit(self.all, OPENED, "open"))
        item = lambda question, text: {"items[0].sending": REQUESTED.split("/")[2], "items[0].question": question, "items[0].text": text}
        for question, text in (("POL-01", "Which policy is this?"), ("POL-05", LONG_WORD)):
            self.good(self.submit(self.all, OPENED + "/requests", "ask", confirmed="CLARIFY-MEANING", **item(question, text)))
        self.good(self.submit(self.people["asked"], REQUESTED + "/topics/POL", "reply", text="That of the group.\n\n" + LONG_WORD))

    def assessments(self):
        bring = lambda project, text: self.good(self.program.api("POST", f"/projects/{project}/assessments/new/bring", text))
        bring("long", assessment("long-0", LONG_WORD, LONG_WORD[:120]))
        later = (ROOT / "examples/example-2003-later.yaml").read_text("utf-8")  # some of it is not active at every level
        bring("long", re.sub(r"(?m)^(id|provider): .*$", lambda line: f"{line[1]}: " + {"id": "long-1", "provider": LONG_WORD[:120]}[line[1]], later))
        for number, name in enumerate(BIDDERS, 1):
            self.good(self.submit(self.all, "/projects/tender/candidates", "add", name=name, id=f"bidder-{number}", similar="new"))
            bring("tender", bid(number, name))
        for year in (2004, 2005, 2006):
            bring("tender", bid(1, BIDDERS[0], year, f"bid-1-{year}"))
        self.good(self.program.api("POST", "/projects/long/alert/put", {"level": "jaune", "order": "Order 1"}))
        bring("institutional-site", assessment("changed", "Changed", "Another Hosting"))
        bring("institutional-site", assessment("gone", "Removed", "Another Hosting"))
        self.good(self.submit(self.expert, SITE + "/assessments/new", "new", id="just-begun", title="Just begun", provider="Example Hosting"))
        self.good(self.submit(self.expert, SITE + "/assessments/new", "new", id="again", title="Seen again", provider="Example Hosting"))
        self.good(self.submit(self.expert, AGAIN + "/rating", "start-from"))
        self.good(self.submit(self.expert, AGAIN + "/rating", "confirm"))
        self.good(self.submit(self.expert, AGAIN + "/marks/PA05/2.2", "2.2", **{"mark/2.2": "L"}, reason="The procedure is written.\n\nIt is not followed at night. " + LONG_WORD,
                              how="site", title="The log of the night of 3 March", page="12", words="Nobody was there.", date="2003-03-03", author="Their officer on duty"))
        bring("institutional-site", assessment("broken", "Broken", "Another Hosting"))
        self.database.sql("UPDATE versions SET text = replace(text, 'PA05', 'PA99') WHERE kind = 'assessment' AND id = 'broken'")
        text = self.all.get("/assessments/changed/file").text
        changed = re.sub(r'(?m)^(\s+PA05:).*$', r'\1 "2.3"', text, count=1)
        assert changed != text, text[:2000]
        self.good(self.submit(self.all, "/assessments/changed/text", "text", text=changed, note="Seen at the site.\n\nTwice."))
        self.good(self.submit(self.all, "/assessments/gone/history", "remove"))
        self.good(self.submit(self.expert, "/assessments/changed/rating", "say"))

    def readings(self):
        """Assessments that are read independently: under way, given up, open with differences of which one is agreed."""
        link = self.server.invite("second@example.org", "Sam Second", "expert:institutional-site")
        second = self.people["second"] = Client(self.server.port).use_link(link)
        marks = "\n".join(f"PA{area:02d}/{step} {mark}" for area in range(1, 12) for step, mark in (("1.1", "F"), ("2.1", "L"), ("2.2", "P")))
        for name in ("twice", "given-up", "opened"):
            place = f"/assessments/{name}"
            self.good(self.program.api("POST", SITE + "/assessments/new/bring", assessment(name, name.title(), "Another Hosting")))
            self.good(self.submit(self.expert, place + "/second", "ask", reason="The committee asks for it."))
            self.good(self.submit(second, place + "/second", "marks", marks=marks))
            self.good(self.submit(second, place + "/second?area=PA05", "marks", **{"mark/2.2": "F", "reason/2.2": "Two logs were shown, of different months."}))
        self.good(self.submit(second, "/assessments/given-up/second", "give-up", reason="Ill."))
        self.good(self.expert.post("/assessments/opened/marks/PA05/2.2", {"act": "2" * 32, "basis": "checked", "mark/2.2": "L", "reason": "One log was shown."}))
        for browser in (second, self.expert):
            self.good(self.submit(browser, "/assessments/opened/second", "done"))
        part = "PA05/2.2 checked"
        self.good(self.expert.post("/assessments/opened/second/agree", {
            "act": "3" * 32, "version": "1", "fact": str(self.program.api("GET", "/assessments/opened/second").json["fact"]),
            "one": "second " + part, "reason/PA05/2.2/checked": "Both logs count."}))

    def of_the_site(self):
        """More of the demonstration's project: documents, files, comments, links, a profile, a meeting, a level."""
        for browser, title in ((self.expert, "Schéma du réseau"), (self.expert, LONG_WORD[:120]), (self.expert, "Removed")):
            self.good(browser.upload(SITE + "/documents/upload", {"title": title, "kind": "other"}, "architecture.txt", b"Two rooms.\n"))
        self.good(self.submit(self.expert, SITE + "/documents", "remove"))
        self.good(self.expert.post(SITE + "/facts/comment/say", {"act": "1" * 32, "lane": "", "text": "To be read before the visit.\n\n" + LONG_WORD}))
        self.good(self.submit(self.expert, FIRST + "/links", "make", until=str(TODAY + datetime.timedelta(30)), hand_on="on", note="For the provider"))
        made = self.submit(self.expert, FIRST + "/links", "make", until=str(TODAY + datetime.timedelta(20)), hand_on="on", note="Its holder")
        self.pass_path = re.search(r'value="[^"]*(/pass/[^"]+)"', made.text)[1]
        self.people["holder"] = Holder(self.server.port, self.pass_path)
        profile = (ROOT / "examples/example-2003-profile.yaml").read_text("utf-8")
        self.good(self.program.api("POST", SITE + "/library/bring", re.sub(r"(?m)^id: .*$", "id: of-the-site", profile)))
        self.good(self.submit(self.manager, SITE + "/meeting", "meeting", date="2003-09-10", participants="A, B\nC", minutes="Said.\n\nAnd done."))
        self.good(self.submit(self.manager, ASKED, "put"))
        for text in ("Seen in the documents only; to be checked on site.", "The procedure exists, but nobody could show that it is followed."):
            self.good(self.program.api("POST", SITE + "/facts/reason-template/say", {"text": text}))
        # the assessments that the level touches are computed beside
        for _ in range(400):
            if not any(job.get("is_open") for job in self.program.api("GET", "/jobs").json["jobs"]):
                break
            time.sleep(0.05)

    def send(self, browser, project, *recipients):
        """Sends a questionnaire, as the page offers it but for whom; the page that has the links."""
        page = f"/projects/{project}/questionnaires/send?own=1"  # its own side, where the project is a tender
        form = next(form for form in Page(page, browser.get(page).text).forms if (form.action or "").endswith("/send"))
        sent = [pair for pair in form.sent(form.buttons[0] if form.buttons else {}, {}) if pair[0] != "to"]
        return self.good(browser.post(page.split("?")[0], sent + [("to", one) for one in recipients], csrf=False))

    def questionnaires(self):
        """Questionnaires that were sent: open, submitted, to the own side, closed, to somebody of a long name."""
        sent = self.send(self.expert, "asked", "provider/north-hosting", "provider/grand-cloud", "provider/evasive-web",
                         "project_manager", "expert/north-hosting")
        north, grand, _ = re.findall(r'class="code copy" readonly value="[^"]*(/pass/[^"]+)"', sent.text)
        self.people["respondent"] = Holder(self.server.port, north)
        self.good(self.submit(self.people["respondent"], NORTH + "/answer/who", "who", role="Head of operations"))
        self.good(self.submit(self.expert, NORTH, "extend", reason="The fair is longer"))
        self.good(self.submit(self.expert, NORTH + "/links", "make", may="read", note=LONG_WORD[:120]))
        self.good(self.submit(self.expert, GONE, "close", reason="They are in no position to answer.\n\n" + LONG_WORD))
        self.good(self.submit(self.expert, GONE, "open-again", reason="They are."))
        self.good(self.submit(self.expert, GONE, "close", reason="They are not."))
        other = self.people["submitter"] = Holder(self.server.port, grand)
        place = GRAND + "/answer"
        self.good(self.submit(other, place + "/who", "who", role="Head of operations"))
        self.good(self.submit(other, place + "/topics/POL?at=POL-01", "POL-01", **{
            "fields.policy.title": "Security policy", "fields.policy.place": "intranet", "fields.names_service": "yes", "state": "approved"}))
        for question, typed in (("POL-05", {"fields.trained": "10", "fields.staff": "20", "secret": "names of staff"}),
                                ("PHY-01", {"fields.places[0].function": "production", "fields.places[0].address": LONG_WORD[:150]}),
                                ("AUD-10", {"fields.cases[0].cause": LONG_WORD, "fields.cases[0].change": "It is updated each week."})):
            self.good(self.submit(other, f"{place}/topics/{question[:3]}?at={question}", question, **typed))
        self.good(self.submit(other, place + "/submit", "submit", signed_by="Director"))
        for question, typed in (("POL-05", {"fields.trained": "9", "fields.staff": "20", "contradicts": "1", "proof.title": "Register", "proof.quote": LONG_WORD}),
                                ("PRC-07", {"fields.sample.drawn": "10", "fields.sample.good": "10"})):
            self.good(self.submit(self.expert, f"{GRAND}/answers/{question}", "mark", basis="seen", said_by="Head of staff", **typed))
        for question, said in (("POL-05", "Of whom?\n\n" + LONG_WORD), ("POL-01", "Which site?")):
            self.good(self.submit(self.expert, f"{GRAND}/answers/{question}", "ask-back", text=said))
        self.good(self.submit(other, f"{place}/topics/POL?at=POL-05", "POL-05/reply", text="Of all.\n\n" + LONG_WORD))
        self.send(self.all, "long", "provider/" + "a" * 60)
        self.visit()

    def visit(self):
        """What was found where the candidate was visited: as claimed, otherwise, drawn, of an area; words without end."""
        day, visit = str(TODAY), GRAND + "/visit"
        say = lambda path, number, **fields: self.good(self.expert.post(visit + path, [("act", f"{number:032x}"), *fields.items()]))
        say("/say", 0x51, **{"state": "planned", "from": day, "places": "Lille; " + LONG_WORD[:120], "with": "Expert, risk manager"})
        say("/items/POL-01", 0x52, basis="seen", on=day, title=LONG_WORD[:120], quote=LONG_WORD, said_by="Security officer", contradicts="yes",
            **{"fields.policy.title": "Security policy", "fields.policy.place": "intranet", "fields.names_service": "no"})
        say("/items/PRC-03", 0x53, basis="checked", on=day, drawn_from="The wiki", **{
            "items[0].what": "Restart", "items[0].good": "yes",
            "items[1].what": LONG_WORD[:120], "items[1].good": "no", "items[1].note": LONG_WORD[:120]})
        say("/guide/PA01/GP_2.1.1", 0x54, basis="seen", area="PA01", **{"fields.means": LONG_WORD, "none.missing": "none"})
        say("/minutes/note", 0x55, day=day, text="Two rooms.\n\n" + LONG_WORD, turn="0")

    def shelves(self):
        for kind, old, new in (("alert-scheme", "vigipirate-2003", "a-scheme"), ("actions", None, "our-actions")):
            old = old or self.first_of(kind)
            self.good(self.submit(self.all, f"/library/{kind}/{old}", "copy", copy=new))
        rows = self.program.api("GET", "/people").json["people"]
        person = next(row["id"] for row in rows if row["email"] == "provider@example.org")
        self.values = {"person": f"/people/{person}", **self.jobs()}

    def jobs(self):
        """What touches more than a request has time for: done, refused since another came before, and with another server."""
        folder = self.server.log.parent / "many"
        folder.mkdir()
        mine = lambda level: f'palier: profile/1\nid: mine\ntitle: Mine\nmodel: sse-cmm-2.0\ntargets: {{"*": level {level}}}\n'
        self.good(self.program.api("POST", "/library", mine(1)))
        self.good(self.program.api("POST", "/projects/new", {"id": "wide", "title": "Wide", "state": "needs", "profile": "mine"}))
        for number in range(MANY):
            (folder / f"a{number}.yaml").write_text(assessment(f"a{number}", f"Assessment {number}"), "utf-8")
        self.server.command("import", *map(str, sorted(folder.iterdir())), "--project", "wide")
        change = lambda level, version: self.program.api("POST", "/library/profile/mine/edit", mine(level), {"If-Match": f'"{version}"'})
        first, second = change(2, 1), change(3, 1)
        ended = [self.program.settle(answer)["job"]["state"] for answer in (first, second)]
        assert ended == ["done", "refused"], ended
        third = change(3, 2)
        self.program.settle(third)
        self.database.sql("UPDATE jobs SET state = 'running', ended_at = NULL, holder = 'another', done = 400, lease_until = 9999999999"
                          f" WHERE id = '{third.json['job']}'")
        return {name: "/jobs/" + answer.json["job"] for name, answer in (("done", first), ("refused", second), ("open", third))}

    def first_of(self, kind):
        for group in self.program.api("GET", "/library").json["groups"]:
            if group["kind"] == kind:
                return group["items"][0]["id"]
        raise AssertionError(f"the library has no {kind}")


def bid(number, provider, year=2003, identity=None):
    """An assessment of a candidate, no two alike: some steps claimed, fewer seen, fewer checked."""
    reach = lambda area, less: (area * 7 + number * 5 + (year - 2003) * 3) % 8 + 1 - less
    steps = ["1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"]
    rated = lambda less: "".join(
        f'  PA{area:02}: {"not applicable" if area == 19 and number % 3 == 0 else json.dumps(steps[reach(area, less) - 1]) if reach(area, less) > 0 else "none"}\n'
        for area in range(1, 23) if less == 0 or area % 4 or year > 2003)
    return (f"palier: assessment/1\nid: {identity or f'bid-{number}'}\ntitle: {provider}, {year}\nmodel: sse-cmm-2.0\nprovider: {provider}\n"
            f"project: Tender\ndate: {year}-0{number % 9 + 1}-12\nassessors: [C. Martin]\nratings:\n{rated(2)}"
            + (f"seen:\n{rated(1)}" if number % 2 else "") + f"claimed:\n{rated(0)}")


class Holder(Client):
    """The browser of somebody without an account, who has opened a link to an assessment: it sends its cookie below the
    address that the link leads to alone."""

    def __init__(self, port, link):
        super().__init__(port)
        answer = self.post(link, {}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, csrf=False)
        assert answer.status == 303, answer.text[:500]
        self.home = re.sub("/(assessments|sendings)/.*", "", answer.location)

    def get(self, path, **headers):
        return super().get(self.home + path if not path.startswith(self.home) else path, **headers)


class Writer:
    def __init__(self, house, folder):
        self.house, self.folder = house, pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.faults, self.number, self.paths = [], 0, set()

    def write(self, name, language, answer, status):
        if answer.status != status or not (answer.headers.get("Content-Type") or "").startswith("text/html"):
            self.faults.append(f"{name}: {answer.status} in place of {status}: " + re.sub(r"<[^>]+>|\s+", " ", answer.text)[:400])
            return
        if f'<html lang="{language}"' not in answer.text:
            self.faults.append(f"{name}: not in {language}")
        (self.folder / f"{name}.{language}.html").write_bytes(answer.body)
        self.number += 1

    def all_in(self, language):
        house = self.house
        for role, browser in house.people.items():
            if role in (None, "holder", "respondent", "submitter", "bidder", "late", "asked"):
                browser.cookies["palier_lang"] = language
            else:
                house.good(browser.post("/me/change", {"name": (NAMES | OTHERS).get(role, role.title()), "language": language}))
        for name, role, path in SHOWN:
            path = path.format(**house.values) if path.startswith("{") else path
            self.paths.add(path.split("?")[0])
            self.write(name, language, house.people[role].get(path), STATUS.get(name, 200))
        self.links(language)
        for name, role, page, verb, typed, status in SENT:
            browser = house.people[role]
            self.write(name, language, house.submit(browser, page, verb, **typed), status)
        self.texts(language)

    def links(self, language):
        """What somebody sees who has no account yet, or needs none."""
        house, fresh = self.house, Client(self.house.server.port)
        made = house.good(house.administrator.post("/people/invite", {
            "name": "Ina Invited", "email": f"invited.{language}@example.org", "language": language, "roles": "expert", "project": "*"}))
        link = re.search(r"/link/[\w-]+", made.text)[0]
        self.paths |= {link, house.pass_path}
        self.write("people.link", language, made, 200)
        self.write("link", language, fresh.get(link), 200)
        self.write("link.refused", language, fresh.post(link, {"password": "short", "again": "other"}, csrf=False), 422)
        self.write("pass", language, fresh.get(house.pass_path, Accept_Language=language), 200)

    def texts(self, language):
        """A text that is refused, and one that meets what somebody else wrote."""
        house = self.house
        self.write("text.refused", language, house.submit(house.expert, FIRST + "/text", "check", text=BROKEN), 422)
        self.write("sent", language, house.send(house.expert, "asked", f"expert/{'grand-cloud' if language == 'en' else 'evasive-web'}",
                                                "provider/" + ("grand-cloud" if language == "en" else "evasive-web")), 200)
        self.write("text.conflict", language, house.submit(house.expert, "/assessments/changed/text", "text", version="1",
                                                           text=house.expert.get(FIRST + "/file").text.replace("example-2003", "changed", 1)), 409)

    def uncovered(self):
        """Addresses that show a page, of which there is no sample."""
        described = Client(self.house.server.port).get("/openapi.json").json["paths"]
        for path, acts in described.items():
            bare = path.removeprefix("/api/v1")
            pattern = re.compile(re.sub(r"\\{\w+\\}|\{\w+\}", "[^/]+", bare) + "$")
            kinds = json.dumps(acts.get("get", {}).get("responses", {}))
            if "application/json" in kinds and not bare.endswith(("/export", ".json")) and not any(pattern.match(one) for one in self.paths):
                yield bare


def main():
    with scratch() as folder:
        house = House(pathlib.Path(sys.argv[1]).resolve(), folder)
        writer = Writer(house, sys.argv[2])
        try:
            for language in ("en", "fr"):
                writer.all_in(language)
            writer.faults += [f"no sample of {path}" for path in writer.uncovered()]
        finally:
            house.server.stop()
    print("\n".join(writer.faults + [f"{writer.number} pages"]))
    sys.exit(1 if writer.faults or not writer.number else 0)


if __name__ == "__main__":
    main()
