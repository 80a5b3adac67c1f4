#!/usr/bin/env python3
"""The visit of a candidate: its agenda, what was found item by item, one answer for several areas, minutes, photographs; rights,
conflicts, undo. Then on the spot in real browsers (tests/browser/visit.mjs).

usage: tests/http/test_visit.py PALIER [NAME...] [--shots FOLDER]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import datetime
import html
import json
import re
import subprocess
import sys
import time

import test_place
from house import ROOT, Client, Count, run_tests, together
from test_place import DAY, new_id, plain

count = Count()
check = count.check
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
# What the candidate answers, as the form of a question sends it.
ANSWERS = {
    "POL-01": {"fields.policy.title": "Information security policy", "fields.policy.place": "intranet", "fields.policy.page": "4",
               "fields.names_service": "yes"},
    "POL-03": {"fields.meetings[0].held": "2026-10-09", "fields.meetings[0].minutes.title": "Minutes", "fields.meetings[0].minutes.place": "intranet"},
    "POL-04": {"fields.signed": "20", "fields.staff": "20"},
    "POL-05": {"fields.trained": "19", "fields.staff": "21"},
    "POL-06": {"instead": "not_known"},
    "POL-07": {"instead": "not_applicable", "not_applicable": "No law applies"},
    "POL-08": {"fields.cover": "2", "fields.assessment.title": "Risk assessment", "fields.assessment.place": "intranet"},
    "ORG-01": {"fields.officer.role": "Security officer", "fields.reports_to": "top_management"},
    "ORG-04": {"fields.control": "3"},
    "ORG-08": {"fields.line": "duty line", "fields.last_test": str(TODAY), "fields.minutes.value": "9"},
    "ORG-09": {"none.subcontractors": "none"},
    "PHY-04": {},
}


class House(test_place.House):
    """A candidate has answered; an expert and a second one visit them, a manager reads, a stranger has another project."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        for name, role in (("second", "expert:museum"), ("authority", "approving_authority:museum")):
            self.people[name] = Client(self.server.port).use_link(self.server.invite(f"{name}@example.org", name.title(), role))
        self.good(self.admin.post("/projects/museum/edit", {
            "version": self.admin.get("/api/v1/projects/museum").json["version"], "title": "Museum of the sea", "profile": "level-2"}))
        self.sending, self.holder_ = self.answered()
        self.place = f"/sendings/{self.sending}"

    def answered(self, submit=True):
        """A full questionnaire with the answers above, submitted."""
        sending, link = self.send(tier="full")
        holder = self.holder(link, role="Security officer")
        for question, fields in ANSWERS.items():
            if fields:
                answer = holder.save(question, fields)
                assert answer.status == 200, (question, answer.text[:600])
        if submit:
            self.good(holder.post("/submit", {"act": new_id(), "signed_by": "General manager"}))
        return sending, holder

    def api(self, method, path, fields=None, who="expert"):
        client = self.people[who]
        if fields is None:
            return client.ask(method, "/api/v1" + path)
        return client.ask(method, "/api/v1" + path, json.dumps(fields).encode(),
                          {"Content-Type": "application/json", "X-CSRF-Token": client.csrf()})

    def agenda(self, who="expert", place=None, query=""):
        return self.api("GET", f"{place or self.place}/visit{query}", who=who).json

    def item(self, item, who="expert", place=None):
        return self.api("GET", f"{place or self.place}/visit/{item}", who=who).json

    def mark(self, item, fields, who="expert", place=None, **more):
        return self.api("POST", f"{place or self.place}/visit/{item}", {"act": new_id(), **fields, **more}, who)

    def turns(self, item, who="expert", place=None):
        marks = {mark["basis"]: mark["turn"] for mark in self.item(item, who, place)["marks"]}
        return {"seen": marks["seen"], "checked": marks["checked"]}

    def holds(self):
        done = self.server.command("audit", "verify", check=False)
        return done.returncode == 0, done.stderr.decode()


def find(agenda, identity):
    return next((item for item in agenda["items"] if item["id"] == identity), None)


# ---------------------------------------------------------------------------------------------------------- agenda

def test_agenda(house):
    """From what is only claimed, from what the expert observes, from the guide: by topic and by person."""
    agenda = house.agenda()
    why = {item["id"]: item["why"] for item in agenda["items"]}
    for question, wanted in (("POL-01", "claimed"), ("POL-03", "failed"), ("POL-06", "not_known"), ("POL-07", "not_applicable"),
                             ("ORG-09", "claimed"), ("POL-02", "unanswered"), ("PRC-03", "observed")):
        check(f"{question} is {wanted}", why.get(question) == wanted, why.get(question))
    owner = find(agenda, "guide/GP_2.1.2")
    areas = {area["area"]: area for area in owner["areas"]}
    check("the guide is asked once for several areas", "PA01" in areas and "PA08" in areas and len(areas) > 5, areas.keys())
    check("of the provider's areas alone", not {"PA02", "PA03", "PA10"} & set(areas), areas.keys())
    check("up to what is demanded", not [item for item in agenda["items"] if item["question"] in ("GP 3.1.1", "GP 5.2.2")])
    check("area by area where it is asked so", find(agenda, "guide/PA08/GP_2.2.1")["areas"][0]["area"] == "PA08")
    check("a rough time", agenda["minutes"] == sum(item["minutes"] for item in agenda["items"] if item["is_chosen"]), agenda["minutes"])
    drawn = find(agenda, "PRC-03")
    check("what is drawn takes longer", drawn["minutes"] > find(agenda, "POL-01")["minutes"], drawn)
    people = house.agenda(query="?order=person")
    titles = [group["title"] for group in people["groups"]]
    check("by person: those of the guide, who answered, nobody last", titles[0] == "management of the service" and
          "Security officer" in titles and titles[-1] == "", titles)
    first = [item["id"] for item in agenda["items"] if item["group"] == 0][0]
    check("what decides comes first", find(agenda, first)["weight"] == "decisive", first)
    page = house.people["expert"].get(house.place + "/visit")
    check("the page", page.status == 200 and "POL-01" in page.text and "Go on with" in page.text)
    check("few queries", page.queries <= 30, page.queries)
    french = house.people["expert"].get(house.place + "/visit?order=person&lang=fr").text
    check("in French", "la direction du service" in french)
    house.people["expert"].get("/me?lang=en")
    table = house.api("GET", house.place + "/visit?format=csv")
    check("as a table", table.status == 200 and "guide/GP_2.1.2" in table.text, table.text[:200])


def test_agenda_changed(house):
    """Items are taken off, and shown by somebody else; all or none, and whoever is late is told."""
    turn = {"turn/POL-08": "0", "turn/ORG-01": "0"}
    done = house.api("POST", house.place + "/visit/choose", {
        "act": new_id(), "was/POL-08": "1", "had/POL-08": "Security officer", "who/POL-08": "Risk manager", "on/POL-08": "1",
        "was/ORG-01": "1", "had/ORG-01": "Security officer", "who/ORG-01": "Security officer", **turn})
    check("changed", done.status == 200 and len(done.json["facts"]) == 2, done.text[:300])
    agenda = house.agenda()
    check("whom one meets", find(agenda, "POL-08")["who"] == "Risk manager" and find(agenda, "POL-08")["is_chosen"])
    check("off the agenda, and still there", find(agenda, "ORG-01")["is_chosen"] is False)
    check("not on the page", "ORG-01" not in plain(house.people["expert"].get(house.place + "/visit")) and
          "ORG-01" in plain(house.people["expert"].get(house.place + "/visit?show=all")))
    late = house.api("POST", house.place + "/visit/choose", {"act": new_id(), "was/ORG-01": "1", "turn/ORG-01": "0", "who/ORG-01": "",
                                                               "had/ORG-01": "", "was/ORG-04": "1", "turn/ORG-04": "0"}, "second")
    check("whoever is late is told", late.status == 409 and late.json["now"][0]["part"] == "ORG-01", late.text[:300])
    check("and nothing of it was done", find(house.agenda(), "ORG-04")["is_chosen"] is True)
    undone = house.api("POST", house.place + "/facts/visit-item/undo", {"act": new_id(), "number": done.json["act"]})
    check("undone as one", undone.status == 200 and find(house.agenda(), "ORG-01")["is_chosen"] is True, undone.text[:300])
    for item in ("NO-99", "guide/PA99/GP_2.1.2", "guide/GP_9.9.9", "../x"):
        bad = house.api("POST", house.place + "/visit/choose", {"act": new_id(), f"was/{item}": "1"})
        check(f"no {item}", bad.status == 422 and "no question" in bad.json["detail"], bad.text[:200])


def test_when(house):
    """A visit is planned, held, cancelled; what cannot be is refused at its field; the step of the process follows."""
    def say(who="expert", **fields):
        return house.api("POST", house.place + "/visit/say", {"act": new_id(), "state": "planned", "places": "Lille", **fields}, who)

    def step():
        rows = house.api("GET", "/projects/museum/process").json["steps"]
        return next((row["state"], row["is_derived"]) for row in rows if row["id"] == "visit")
    check("nobody has visited", step() == ("open", True), step())
    day = str(TODAY)
    planned = say(**{"from": day, "to": str(TODAY + datetime.timedelta(days=1)), "with": "Security expert, project manager"})
    check("planned", planned.status == 200, planned.text[:300])
    check("the step goes on", step() == ("under_way", True), step())
    part = planned.json["facts"][0]["part"]
    for fields, field in (({"from": ""}, "from"), ({"from": "2026-13-01"}, "from"), ({"from": day, "to": "2020-01-01"}, "to"),
                          ({"from": day, "places": ""}, "places"), ({"from": "2099-01-01", "state": "held"}, "from"),
                          ({"from": day, "places": "x" * 501}, "places")):
        bad = say(**fields)
        check(f"refused: {fields}", bad.status == 422 and bad.json.get("field") in (field, None), bad.text[:300])
    check("a state that there is not", say(**{"from": day, "state": "dreamt"}).status == 422)
    stale = say(part=part, turn=0, **{"from": day, "state": "held"})
    check("whoever saw another turn is told", stale.status == 409, stale.text[:200])
    held = say(part=part, turn=1, **{"from": day, "state": "held"})
    check("held", held.status == 200 and step() == ("done", True), (held.text[:200], step()))
    check("nobody ticks what is told", house.api("POST", "/projects/museum/process/tick", {
        "act": new_id(), "step": "visit", "turn": 0, "date": day}).status == 422)
    undone = house.api("POST", house.place + "/facts/visit/undo", {"act": new_id(), "number": held.json["act"]})
    check("undone", undone.status == 200 and step()[0] == "under_way", undone.text[:200])
    house.good(say(part=part, turn=3, **{"from": day, "state": "cancelled"}), 200)
    check("cancelled", step()[0] == "open" and house.agenda()["visits"][0]["state"] == "cancelled")
    house.good(say(part=part, turn=4, **{"from": day, "to": str(TODAY + datetime.timedelta(days=1))}), 200)
    form = house.people["expert"].post(house.place + "/visit/say", {"act": new_id(), "part": "", "turn": "0", "state": "planned",
                                                                     "from": day, "to": "2020-01-01", "places": "Arras", "with": "", "note": ""})
    check("the form stands there again", form.status == 422 and "Arras" in form.text and "before its first" in html.unescape(form.text))
    to_manager, _ = house.send(to="project_manager", provider="-")
    other = house.api("GET", f"/sendings/{to_manager}/visit")
    check("a provider is visited", other.status == 404 and "somebody else" in other.text, other.text[:200])


# --------------------------------------------------------------------------------------------------------- marking

def test_seen(house):
    """Seen, checked, and back to what was claimed; by what, who said it; nothing is seen by nothing."""
    empty = house.mark("items/POL-01", {"basis": "seen"})
    check("seen by nothing", empty.status == 422 and "say by what" in empty.json["detail"], empty.text[:200])
    check("neither", house.mark("items/POL-01", {"basis": "dreamt"}).status == 422)
    body = {"title": "Policy", "page": "4", "quote": "sites publics", "said_by": "Security officer", "on": str(TODAY), "place": "Lille"}
    unnamed = house.mark("items/POL-01", {**body, "title": "", "basis": "seen"})
    check("what is quoted has a name", unnamed.status == 422 and unnamed.json["field"] == "title", unnamed.text[:200])
    seen = house.mark("items/POL-01", {**body, "basis": "seen"}, said_at="2026-03-17T14:03:07Z")
    check("seen", seen.status == 200 and seen.json["facts"][0]["lane"] == "seen" and
          seen.json["facts"][0]["body"]["proof"] == {"title": "Policy", "page": "4", "quote": "sites publics"}, seen.text[:500])
    check("when it was said", seen.json["facts"][0]["said_at"] == "2026-03-17", seen.json["facts"][0])
    check("no time", house.mark("items/POL-01", {**body, "basis": "seen"}, said_at="soon").status == 422)
    agenda = find(house.agenda(), "POL-01")
    check("it stays on the agenda, as done", agenda["is_done"] and agenda["state"] == "seen", agenda)
    checked = house.mark("items/POL-01", {**body, "basis": "checked", "seen": 1})
    check("checked", checked.status == 200 and house.item("items/POL-01")["state"] == "checked", checked.text[:200])
    back = house.mark("items/POL-01", {**body, "remark": "Not opened after all", "basis": "seen", "seen": 1, "checked": 1})
    check("seen alone takes back what was checked", back.status == 200 and {(fact["lane"], fact["state"]) for fact in back.json["facts"]} ==
          {("seen", "marked"), ("checked", "withdrawn")} and house.item("items/POL-01")["state"] == "seen", back.text[:500])
    none = house.mark("items/POL-01", {"basis": "claimed", **house.turns("items/POL-01")})
    check("and back to the claim", none.status == 200 and house.item("items/POL-01")["state"] == "claimed", none.text[:300])
    nothing = house.mark("items/POL-01", {"basis": "claimed", **house.turns("items/POL-01")})
    check("nothing is taken back twice", nothing.status == 422, nothing.text[:200])
    check("an unknown field", house.mark("items/POL-01", {**body, "basis": "seen", "fields.none": "x", **house.turns("items/POL-01")}).status == 422)
    long = house.mark("items/POL-01", {**body, "remark": "x" * 70000, "basis": "seen", **house.turns("items/POL-01")})
    check("too long is refused", long.status in (413, 422), long.status)
    check("no such question", house.mark("items/NO-99", {**body, "basis": "seen"}).status in (404, 422))


def test_contradicts(house):
    """What was found takes the place of what was claimed, and is told as such; what is as claimed is not said again."""
    done = house.mark("items/POL-05", {"basis": "seen", "title": "Register", "contradicts": "yes", "fields.trained": "18", "fields.staff": "21"})
    check("said", done.status == 200 and done.json["facts"][0]["body"]["fields"] == {"staff": "21", "trained": "18"}, done.text[:400])
    item = house.item("items/POL-05")
    check("what was claimed stays beside it", item["claimed"]["fields"]["trained"] == "19" and item["verdict"] == "fail", item["claimed"])
    same = house.mark("items/POL-04", {"basis": "seen", "title": "Signed list", "fields.signed": "20", "fields.staff": "20"})
    check("as it was claimed", same.status == 200 and "fields" not in same.json["facts"][0]["body"], same.text[:400])
    bad = house.mark("items/POL-04", {"basis": "seen", "title": "List", "fields.signed": "many", **house.turns("items/POL-04")})
    check("a wrong figure is refused at its field", bad.status == 422 and bad.json["field"] == "fields.signed", bad.text[:300])


def test_drawn(house):
    """What was drawn is counted from the cases, never typed."""
    cases = {f"items[{i}].what": f"C-{i}" for i in range(6)} | {f"items[{i}].good": "yes" for i in range(6)}
    cases["items[1].good"] = "no"
    cases["items[1].note"] = "Step 7"
    done = house.mark("items/PRC-03", {"basis": "checked", "drawn_from": "List of the wiki", **cases})
    body = done.json["facts"][0]["body"]
    check("counted", done.status == 200 and body["fields"]["sample"] == {"n_asked": "6", "drawn": "6", "good": "5"}, done.text[:500])
    check("each is kept", len(body["items"]) == 6 and body["items"][1] == {"what": "C-1", "good": False, "note": "Step 7"}, body["items"])
    check("judged", house.item("items/PRC-03")["verdict"] == "pass")
    cases["items[2].good"] = ""
    done = house.mark("items/PRC-03", {"basis": "checked", **cases, **house.turns("items/PRC-03")})
    check("what was not looked at does not count", done.json["facts"][0]["body"]["fields"]["sample"]["drawn"] == "5", done.text[:400])
    page = house.people["expert"].get(house.place + "/visit/items/PRC-03")
    check("a row for each that is to be drawn", page.text.count('name="items[5].what"') == 1 and 'name="items[6].what"' not in page.text)
    rows = house.people["expert"].post(house.place + "/visit/items/PRC-03/rows", {
        "act": new_id(), "basis": "checked", "add": "items", "remark": "typed", **{f"items[{i}].what": f"C-{i}" for i in range(6)}})
    check("one more, and nothing typed is lost", rows.status == 200 and 'name="items[6].what"' in rows.text and ">\ntyped<" in rows.text, rows.status)
    less = house.people["expert"].post(house.place + "/visit/items/PRC-03/rows", {
        "act": new_id(), "basis": "checked", "remove": "items[0]", **{f"items[{i}].what": f"C-{i}" for i in range(7)}})
    check("one less", 'value="C-0"' not in less.text and 'name="items[0].what" value="C-1"' in less.text)


def test_areas(house):
    """One conversation for many areas: one act, each area by itself, undone as one."""
    answer = {"basis": "seen", "said_by": "General manager", "fields.owner.role": "Head of systems", "fields.appointment.title": "Letter",
              "fields.appointment.place": "wiki"}
    act = new_id()
    done = house.mark("guide/PA01/GP_2.1.2", {**answer, "of_areas": "1", "area": ["PA01", "PA05", "PA08"]}, act=act)
    check("three in one act", done.status == 200 and [fact["part"] for fact in done.json["facts"]] ==
          [f"guide/{area}/GP_2.1.2" for area in ("PA01", "PA05", "PA08")], done.text[:600])
    again = house.mark("guide/PA01/GP_2.1.2", {**answer, "of_areas": "1", "area": ["PA01", "PA05", "PA08"]}, act=act)
    check("sent again it is the same act", again.status == 200 and again.json["is_again"] and again.json["act"] == done.json["act"])
    other = house.mark("guide/PA01/GP_2.1.2", {**answer, "remark": "Changed behind Back", "of_areas": "1", "area": ["PA01", "PA05", "PA08"]}, act=act)
    check("with something else said it is another one, and is not lost in silence", other.status == 409 and
          "another act of yours was sent with this id" in other.text, (other.status, other.text[:300]))
    item = house.item("guide/PA08/GP_2.1.2")
    check("judged in each", item["verdict"] == "pass" and [area["state"] for area in item["areas"] if area["area"] in ("PA01", "PA05", "PA08")] ==
          ["seen"] * 3, item["areas"])
    check("the others are still open", not find(house.agenda(), "guide/GP_2.1.2")["is_done"])
    page = house.people["expert"].get(house.place + "/visit")
    check("how far it is", re.search(r"3 of \d+ areas", plain(page)) is not None)
    check("the next is of those that are open", f"{house.place}/visit/guide/PA09/GP_2.1.2" in page.text)
    late = house.mark("guide/PA01/GP_2.1.2", {**answer, "area": ["PA08", "PA09"]}, "second")
    check("where somebody was first with one, none is written", late.status == 409 and [fact["part"] for fact in late.json["now"]] ==
          ["guide/PA08/GP_2.1.2"] and house.item("guide/PA09/GP_2.1.2")["state"] == "claimed", late.text[:300])
    nobody = house.mark("guide/PA01/GP_2.1.2", {**answer, "of_areas": "1"})
    check("of one area at least", nobody.status == 422 and nobody.json["field"] == "areas", nobody.text[:200])
    check("no such area", house.mark("guide/PA01/GP_2.1.2", {**answer, "area": ["PA01", "PA99"], "seen/PA01": 1}).status == 422)
    undone = house.api("POST", house.place + "/facts/answer-mark/undo", {"act": new_id(), "number": done.json["act"]})
    check("undone as one", undone.status == 200 and len(undone.json["facts"]) == 3 and house.item("guide/PA05/GP_2.1.2")["state"] == "claimed",
          undone.text[:300])
    check("the chain holds", *house.holds())


def test_decided(house):
    """Where the rule asks for a person, one decision holds for all areas of the answer; each needs a reason."""
    house.good(house.mark("guide/PA01/GP_2.1.1", {"basis": "seen", "area": ["PA01", "PA05"], "fields.means": "Two people",
                                                  "none.missing": "none"}), 200)
    check("open so far", house.item("guide/PA05/GP_2.1.1")["verdict"] == "open")
    bare = house.api("POST", house.place + "/visit/guide/PA01/GP_2.1.1/decide", {"act": new_id(), "state": "pass", "area": ["PA01", "PA05"]})
    check("with a reason", bare.status == 422 and bare.json["field"] == "reason", bare.text[:200])
    done = house.api("POST", house.place + "/visit/guide/PA01/GP_2.1.1/decide",
                     {"act": new_id(), "state": "pass", "reason": "Enough", "area": ["PA01", "PA05"]})
    check("decided of both", done.status == 200 and len(done.json["facts"]) == 2 and house.item("guide/PA05/GP_2.1.1")["verdict"] == "pass",
          done.text[:300])
    accepted = house.api("POST", house.place + "/visit/items/POL-07/decide", {"act": new_id(), "state": "accepted", "reason": "None applies"})
    check("what does not apply is accepted", accepted.status == 200 and find(house.agenda(), "POL-07") is None, accepted.text[:200])


def test_suggested(house):
    """What the guide has found speaks for its practice in the areas named, at seen or better."""
    house.good(house.mark("guide/PA13/GP_2.1.3", {"basis": "checked", "area": ["PA13"], "fields.procedure.title": "Configuration handbook",
                                                  "fields.procedure.place": "wiki", "fields.reviewed": str(TODAY)}), 200)
    text = house.people["expert"].get(house.place + "/file")
    check("it stands in the document of the answers", text.status == 200 and "GP 2.1.3@PA13" in text.text and "state: checked" in text.text,
          text.text[:300])


def test_two(house):
    """Two experts at the same place: one wins, the other is shown whom."""
    body = {"basis": "seen", "remark": "Mine"}
    answers = together(lambda: house.mark("items/ORG-04", body, "expert"), lambda: house.mark("items/ORG-04", body, "second"))
    check("one of two", sorted(answer.status for answer in answers) == [200, 409], [answer.text[:200] for answer in answers])
    form = house.people["second"].post(house.place + "/visit/items/ORG-04", {"act": new_id(), "basis": "checked", "seen": "0", "checked": "0",
                                                                             "remark": "What I typed", "order": "topic"})
    check("both are shown", form.status == 409 and "What I typed" in form.text and "Somebody else has marked this" in form.text, form.status)
    check("with the turn that stands now", 'name="seen" value="1"' in form.text)


def test_minutes(house):
    """Written from the facts: who was met, what was seen by what, what was drawn, what contradicts, what is open."""
    sending, _ = house.answered()
    place = f"/sendings/{sending}"
    house.good(house.api("POST", place + "/visit/say", {"act": new_id(), "state": "planned", "from": str(TODAY), "places": "Lille"}), 200)
    cases = {f"items[{i}].what": f"C-{i}" for i in range(5)} | {f"items[{i}].good": "yes" if i else "no" for i in range(5)}
    for item, fields in {
            "items/ORG-08": {"basis": "checked", "said_by": "Duty engineer", "title": "Call note", "quote": "6 h 19", "on": str(TODAY),
                             "place": "Lille", "remark": "Seven minutes"},
            "items/POL-05": {"basis": "seen", "title": "Register", "contradicts": "yes", "fields.trained": "18", "fields.staff": "21"},
            "items/PRC-03": {"basis": "checked", "drawn_from": "List of the wiki", **cases},
            "guide/PA01/GP_2.1.1": {"basis": "seen", "area": ["PA01", "PA05"], "fields.means": "Two people", "none.missing": "none"}}.items():
        house.good(house.mark(item, fields, place=place), 200)
    minutes = house.api("GET", place + "/visit/minutes").json
    parts = {entry["part"]: entry for entry in minutes["entries"]}
    check("what was seen", parts["ORG-08"]["state"] == "checked" and parts["ORG-08"]["day"] == str(TODAY), parts.get("ORG-08"))
    check("who was met, roles alone", "Duty engineer" in minutes["met"], minutes["met"])
    check("what contradicts", parts["POL-05"]["contradicts"] is True)
    check("what was drawn", (parts["PRC-03"]["drawn"], parts["PRC-03"]["good"]) == (5, 4), parts["PRC-03"])
    check("one answer for several areas stands once", [entry["areas"] for entry in minutes["entries"] if entry["question"] == "GP 2.1.1"] ==
          ["PA01, PA05"], [entry["areas"] for entry in minutes["entries"]])
    check("what is open", "POL-02" in minutes["open"] and "ORG-08" not in minutes["open"])
    for words in ("Duty engineer", "6 h 19", "Seven minutes", "It contradicts the claim", "4 of 5 good"):
        check(f"the page says {words}", words in plain(house.people["expert"].get(place + "/visit/minutes")))
    note = house.api("POST", place + "/visit/minutes/note", {"act": new_id(), "day": str(TODAY), "text": "Two rooms.\nNo safe.", "turn": 0})
    check("a note on a day", note.status == 200 and house.api("GET", place + "/visit/minutes").json["notes"][0]["text"] == "Two rooms.\nNo safe.")
    for day, status in (("2099-01-01", 422), ("yesterday", 422), ("2026-02-30", 422)):
        bad = house.api("POST", place + "/visit/minutes/note", {"act": new_id(), "day": day, "text": "x", "turn": 0})
        check(f"no note on {day}", bad.status == status and bad.json.get("field") == "day", bad.text[:200])
    gone = house.api("POST", place + "/visit/minutes/note", {"act": new_id(), "day": str(TODAY), "text": "", "turn": 1})
    check("taken back", gone.status == 200 and house.api("GET", place + "/visit/minutes").json["notes"] == [], gone.text[:200])
    french = house.people["expert"].get(place + "/visit/minutes?lang=fr").text
    check("in French", "Compte rendu de la visite" in french and "Cela contredit ce qui est déclaré" in html.unescape(french))
    house.people["expert"].get("/me?lang=en")


def test_files(house):
    """Photographs and documents are for experts alone, each for its question, and go out of sight again."""
    expert = house.people["expert"]
    picture = bytes(range(256)) * 4000
    kept = expert.upload(house.place + "/visit/items/NET-06/files/send", {"csrf": expert.csrf(), "act": new_id(), "order": "topic"},
                         "modem.jpg", picture)
    check("kept", kept.status == 303 and "/visit/items/NET-06" in kept.location, (kept.status, kept.text[:300]))
    item = house.item("items/NET-06")
    check("it stands at its question", [(file["name"], file["size"]) for file in item["files"]] == [("modem.jpg", len(picture))], item["files"])
    url = f"{house.place}/visit/files/{item['files'][0]['id']}"
    got = expert.get(url)
    check("read, never in the window", got.status == 200 and got.body == picture and got.headers["Content-Disposition"].startswith("attachment") and
          got.headers["Content-Type"].startswith("application/octet-stream"), got.headers.items())
    for who in ("manager", "authority", "stranger"):
        check(f"not by {who}", house.people[who].get(url).status in (403, 404))
    check("not by who answers", house.holder_.client.ask("GET", url, headers=house.holder_.headers()).status in (303, 401, 403, 404))
    check("not named to who reads the project", house.api("GET", house.place + "/visit/minutes", who="manager").json["files"] == [])
    for name in ("../x.jpg", "a/b.jpg", ""):
        bad = expert.upload(house.place + "/visit/items/NET-06/files/send", {"csrf": expert.csrf(), "act": new_id()}, name, b"x")
        check(f"a hostile name {name!r}", bad.status == 422, bad.status)
    stranger = house.people["stranger"]
    check("nobody else sends", stranger.upload(house.place + "/visit/items/NET-06/files/send", {"csrf": stranger.csrf(), "act": new_id()}, "a.jpg", b"x").status in (403, 404))
    of_area = expert.upload(house.place + "/visit/guide/PA08/GP_2.1.3/files/send", {"csrf": expert.csrf(), "act": new_id()}, "b.pdf", b"y")
    check("of the guide", of_area.status == 303 and [file["about"] for file in house.item("guide/PA01/GP_2.1.3")["files"]] == ["guide/PA08/GP_2.1.3"])
    gone = house.api("POST", house.place + "/visit/items/NET-06/files/withdraw", {"act": new_id(), "id": item["files"][0]["id"]})
    check("out of sight", gone.status == 200 and house.item("items/NET-06")["files"] == [] and expert.get(url).status == 404, gone.text[:200])
    check("the chain holds", *house.holds())


# ---------------------------------------------------------------------------------------------------------- rights

def test_rights(house):
    """Experts visit; who reads the project reads the agenda and the minutes; another project sees nothing."""
    pages = ("/visit", "/visit/minutes")
    own = ("/visit/items/POL-01", "/visit/guide/PA01/GP_2.1.2")
    for path in pages:
        for who in ("expert", "second", "manager", "authority"):
            check(f"{who} reads {path}", house.people[who].get(house.place + path).status == 200)
        check(f"a stranger does not read {path}", house.people["stranger"].get(house.place + path).status in (403, 404))
        check(f"nor the administrator {path}", house.admin.get(house.place + path).status in (200, 403))
    for path in own:
        for who in ("manager", "authority", "stranger"):
            check(f"{who} has no {path}", house.people[who].get(house.place + path).status in (403, 404))
    page = house.people["manager"].get(house.place + "/visit").text
    check("what one may not do has no button", "Plan a visit" not in page and "/visit/items/" not in page)
    acts = {"/visit/say": {"state": "planned", "from": str(TODAY), "places": "x"}, "/visit/choose": {"was/POL-01": "1"},
            "/visit/items/POL-01": {"basis": "seen", "remark": "x"}, "/visit/items/POL-01/decide": {"state": "pass", "reason": "x"},
            "/visit/guide/PA01/GP_2.1.2": {"basis": "seen", "remark": "x"}, "/visit/minutes/note": {"day": str(TODAY), "text": "x", "turn": 0}}
    for path, fields in acts.items():
        for who in ("manager", "authority", "stranger"):
            answer = house.api("POST", house.place + path, {"act": new_id(), **fields}, who)
            check(f"{who} does not {path}", answer.status in (403, 404), (answer.status, answer.text[:200]))
    held = house.holder_
    for path in pages + own:
        answer = held.client.ask("GET", held.root + house.place + path, headers=held.headers())
        check(f"who answers never sees {path}", answer.status in (403, 404), answer.status)
    for kind in ("answer-mark", "visit", "visit-item", "visit-note"):
        answer = house.api("GET", house.place + f"/facts/{kind}", who="stranger")
        check(f"a stranger reads no {kind}", answer.status in (403, 404), answer.status)


def test_sealed(house):
    """In a tender nothing is visited before the opening, and nothing of it is told."""
    sending, _ = house.tool("send", house.database.url, house.mail, "museum", "provider", "north", "core", str(int(time.time()) + 20 * DAY),
                            "outcontracting-2", "tender")
    place = f"/sendings/{sending}"
    for path in ("/visit", "/visit/items/POL-01", "/visit/guide/PA01/GP_2.1.2", "/visit/minutes"):
        answer = house.api("GET", place + path)
        check(f"{path} is sealed", answer.status in (403, 404) and "POL-01" not in answer.text, (answer.status, answer.text[:200]))
    for path, fields in (("/visit/say", {"state": "planned", "from": str(TODAY), "places": "x"}), ("/visit/choose", {"was/POL-01": "1"}),
                         ("/visit/items/POL-01", {"basis": "seen", "remark": "x"}), ("/visit/minutes/note", {"day": str(TODAY), "text": "x", "turn": 0})):
        answer = house.api("POST", place + path, {"act": new_id(), **fields})
        check(f"nothing is said by {path}", answer.status in (403, 404, 422), (answer.status, answer.text[:200]))
    expert = house.people["expert"]
    check("nothing is taken along", expert.upload(place + "/visit/items/POL-01/files/send", {"csrf": expert.csrf(), "act": new_id()}, "a.jpg", b"x").status in (403, 404, 422))
    check("nothing stands there", house.database.sql(f"SELECT kind FROM facts WHERE subject = '{sending}' AND kind IN "
                                                      "('visit', 'visit-item', 'visit-note', 'answer-mark', 'file')") == [])


def test_carried(house):
    """What was found goes with an export, and into a copy."""
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stderr.decode()[-300:])
    log = house.api("GET", "/audit", who="expert")
    check("who is no auditor reads no audit", log.status == 403)
    words = plain(house.admin.get("/audit?verb=visit"))
    check("told in words", "planned a visit" in words and "Lille" in words, words[:600])


def test_browsers(house):
    """On the spot: by touch, saved as one types, without a script, in both languages."""
    sending, _ = house.answered()
    place = f"/sendings/{sending}"
    house.good(house.api("POST", place + "/visit/say", {"act": new_id(), "state": "planned", "from": str(TODAY), "places": "Lille",
                                                          "with": "Security expert"}), 200)
    more = sys.argv[sys.argv.index("--shots"):] if "--shots" in sys.argv else []
    done = subprocess.run(["node", str(ROOT / "tests/browser/visit.mjs"), f"http://127.0.0.1:{house.server.port}",
                           json.dumps(house.people["expert"].cookies), json.dumps(house.people["second"].cookies), place, *more],
                          stdout=subprocess.PIPE, check=False)
    text = done.stdout.decode()
    found = re.search(r"(\d+) passed, (\d+) failed", text)
    check("in browsers", done.returncode == 0 and found, text[-3000:])
    count.passed += int(found[1]) if found else 0


TESTS = [test_agenda, test_agenda_changed, test_when, test_seen, test_contradicts, test_drawn, test_areas, test_decided, test_suggested,
         test_two, test_minutes, test_files, test_rights, test_sealed, test_carried, test_browsers]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
