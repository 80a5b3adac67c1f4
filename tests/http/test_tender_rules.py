#!/usr/bin/env python3
"""Tests of the rules of procedures that a consultation carries out: what an annex may say, further rounds, answers behind
the lead time, what whoever acts confirms; by the pages, and by the route that says any fact.

usage: tests/http/test_tender_rules.py PALIER [NAME...]

Against SQLite alone: the clock of the server is moved with libfaketime, and on PostgreSQL the time is that of the database.
Ends with one line: N passed, N failed.
"""
import re
import sys
import time

import test_tender_pages as pages
from house import Client, Clocked, Count, Database, init, run_tests
from test_tender_pages import CANDIDATES, Holder, instant, new_act, rule, words

count = Count()
check = count.check
DAY = 86400
LOOK = 2.5  # seconds until the server has looked at the clock
PROJECTS = (("open", "open"), ("talks", "negotiated"), ("adapted", "adapted"), ("dialogue", "competitive_dialogue"), ("plain", "none"))


class Ahead(Clocked):
    """A server whose clock is moved on."""

    def __init__(self, *words, **more):
        self.ahead = 0
        super().__init__(*words, **more)

    def move(self, seconds):
        self.ahead += seconds
        super().move(self.ahead)
        time.sleep(LOOK if seconds else 0)


class House(pages.House):
    """One project of each procedure, three candidates in each."""

    has_mail = False  # candidates get their links by mail, too

    def __init__(self, binary, folder, postgresql, options=()):
        self.database = Database(folder, postgresql)
        self.server = Ahead(binary, self.database, folder, list(options))
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.people, self.holders, self.sendings = {"admin": self.admin}, {}, {}
        for project, procedure in PROJECTS:
            self.good(self.admin.post("/projects/new", {"id": project, "title": f"The {project}", "state": "needs", "profile": "level-3",
                                                        "procedure": procedure}))
            self.name(project)
        for name, roles in (("manager", ["project_manager"]), ("expert", ["expert"]), ("keeper", [])):
            held = [f"{role}:{project}" for role in roles for project, _ in PROJECTS]
            self.people[name] = Client(self.server.port).use_link(self.server.invite(f"{name}@example.org", name.title(), *held))
        self.programs = {name: Client(self.server.port, token=client.make_token()) for name, client in self.people.items()}
        rows = self.programs["admin"].api("GET", "/people").json["people"]
        self.ids = {row["email"].split("@")[0]: row["id"] for row in rows}
        for project, _ in PROJECTS[:-1]:
            self.good(self.programs["admin"].api("POST", f"/people/{self.ids['keeper']}/grant", {"role": "keeper", "project": project}), 200, 201)
        self.closing = self.days(30)

    def now(self):
        return time.time() + self.server.ahead

    def days(self, days):
        """So many days from now, a whole minute."""
        return int(self.now() + days * DAY) // 60 * 60

    def sent(self, project, which=CANDIDATES, **more):
        fields = [("act", new_act()), ("keeper", self.ids["keeper"])] + [("to", f"provider/{one}-{project}") for one in which]
        fields += [(f"mail/{one}-{project}", f"{one}@{project}.example.org") for one in which if self.has_mail]
        return self.people["manager"].post(f"/projects/{project}/questionnaires/send", fields + list(more.items()))

    def begin(self, project, days, **more):
        """Fixes the annex and launches."""
        self.closing = self.days(days)
        self.good(self.fix(project, **more))
        self.hold(project, self.good(self.sent(project), 200))

    def hold(self, project, answer):
        ids = re.findall(r'<h3 id="to-([^"]+)"', answer.text)
        links = re.findall(r'class="code copy" readonly value="http://[^"]*(/pass/[\w-]{43})"', answer.text)
        self.sendings[project] = dict(zip(CANDIDATES, ids))
        self.holders[project] = {one: Holder(self.server.port, link) for one, link in zip(CANDIDATES, links)}

    def hand_in(self, project, *which):
        for one in which:
            self.good(self.holders[project][one].answer("POL-01", {"fields.policy.title": "P", "fields.names_service": "no"}))
            self.good(self.holders[project][one].submit())

    def opened(self, project, tender="t1"):
        self.server.move(int(self.closing - self.now()) + 60)
        self.renew()
        for who in ("manager", "expert"):
            self.good(self.people[who].post(f"/projects/{project}/tender/{tender}/declare", {"act": new_act(), "interest": "none"}))
        self.good(self.act(f"/projects/{project}/tender/{tender}/open"))

    def renew(self):
        """Sessions end long before what is waited for."""
        for name in ("manager", "expert", "keeper"):
            self.people[name].sign_in(f"{name}@example.org")

    def fact(self, project, kind, who="manager", **row):
        return self.programs[who].api("POST", f"/projects/{project}/facts/{kind}/say", {"act": new_act(), "part": "", "lane": "", "turn": 0, **row})

    def answer(self, project, who="manager", **more):
        return self.people[who].post(f"/projects/{project}/tender/t1/questions/answer", {
            "act": new_act(), "part": "", "turn": "0", "question": "Which?", "answer": "That one.", "sort": "answer", **more})


def refused(answer, status, *parts):
    text = words(answer)
    return answer.status == status and all(part in text for part in parts)


# -------------------------------------------------------------------------------------------------------------- annex

def test_annex_says(house):
    """Nothing is announced that the procedure forbids."""
    for project, choice, said, sentence in (
            ("open", "negotiation", "yes", "rule NO-NEGOTIATION"), ("open", "negotiation", "reserved", "rule NO-NEGOTIATION"),
            ("talks", "negotiation", "no", "rule NEGOTIATE-ALL"), ("dialogue", "negotiation", "no", "rule DIALOGUE-ROUNDS"),
            ("dialogue", "negotiation", "reserved", "rule DIALOGUE-ROUNDS")):
        answer = house.fix(project, **{choice: said})
        check(f"{project}: {choice} {said}", refused(answer, 422, sentence) and f'id="f-{choice}-error"' in answer.text,
              (answer.status, words(answer)[:500]))
    for project, said in (("open", "no"), ("talks", "yes"), ("talks", "reserved"), ("adapted", "no"), ("adapted", "yes"), ("adapted", "reserved"),
                          ("dialogue", "yes")):
        check(f"{project}: negotiation {said} may be said", house.fix(project, negotiation=said).status == 303)


def test_annex_numbers(house):
    """Numbers are numbers, and no sentence is left out in silence."""
    marks = {"marks": "steps", "mark_max": "20", "mark_step": "0.5"}
    for fields, field, sentence in (
            ({"security_weight": "quarante"}, "security_weight", "from 0 to 100"), ({"security_weight": "-5"}, "security_weight", "from 0 to 100"),
            ({"security_weight": "101"}, "security_weight", "from 0 to 100"), ({"security_weight": "99.9999"}, "security_weight", "three digits behind the point"),
            ({"security_weight": "1e1"}, "security_weight", "from 0 to 100"), ({**marks, "mark_max": "vingt"}, "mark_max", "above 0"),
            ({**marks, "mark_max": "0"}, "mark_max", "above 0"), ({**marks, "mark_step": "21"}, "mark_step", "round"),
            ({**marks, "mark_step": "0,0"}, "mark_step", "round"), ({"minimum_points": "9999"}, "minimum_points", "more than the profile asks"),
            ({"minimum_points": "ten"}, "minimum_points", "whole number"), ({"minimum_points": "2.5"}, "minimum_points", "whole number"),
            ({**marks, "mark_max": ""}, "mark_max", "no formula"), ({**marks, "mark_step": ""}, "mark_step", "no formula"),
            ({"mark_max": "20"}, "marks", "by steps or by questions"), ({"channel": "profile"}, "buyer_profile", "address of the buyer profile")):
        answer = house.fix("open", **fields)
        check(f"refused: {fields}", refused(answer, 422, sentence) and f'id="f-{field}-error"' in answer.text, (answer.status, words(answer)[:500]))
    answer = house.fix("open", **marks, security_weight="12,5", minimum_points="1", channel="profile", buyer_profile="https://buyer.example.org")
    check("what is right is taken", answer.status == 303, words(answer)[:500])
    text = house.told("/projects/open/tender/annex")["text"]
    check("the share is divided by a table", "12,5 %" in text and re.search(r"\| Area \| Points \|\n\| PA\d\d [^|]+ \| \d+ / \d+ \|", text), text[:9000])
    check("nothing is said of a level that there is not", "## The alert level" not in text and "for this one" not in text, text[:4000])
    check("other levels are there, or are not announced", ("other levels are given" in text) == ("Steps asked at the other levels |" in text), text[:6000])
    for sentence, head in (("The table gives, for each process area", "| Steps asked |"), ("The table gives the value", "| Value asked |")):
        check(f"a table where one is announced: {sentence}", (sentence in text) == (head in text), text[:6000])


def test_annex_cells(house):
    """A bar in a title of one's own ends no cell."""
    own = house.server.log.with_name("own.yaml")
    own.write_text('palier: questionnaire/1\nid: barred\ntitle: Barred\nmodel: sse-cmm-2.0\ntopics: [{id: n, title: "Night | day"}]\nquestions:\n'
                   '  - {id: N-1, topic: n, tier: core, answered_by: provider, cells: [PA01/1.1], question: "Who | when?",'
                   ' fields: [{id: who, type: person}], pass: present(who)}\n', encoding="utf-8")
    house.server.command("import", str(own))
    house.good(house.fix("adapted", questionnaire="barred", marks="questions", mark_max="20", mark_step="1"))
    page = words(house.people["manager"].get("/projects/adapted/tender/annex"))
    check("the topic stands in its cell, its share beside it", "Night / day 1 / 1" in page, page[-2500:])


def test_annex_days(house):
    """A closing that leaves less than the rules ask for is told and confirmed, wherever it is said."""
    text = words(house.people["manager"].get("/projects/open/tender/annex"))
    check("the page names the rule with its number", "ANSWER-DAYS : 20 days" in text, text[:3000])
    before, house.closing = house.closing, house.days(3)
    answer = house.fix("open", confirmed="")
    check("too short a time", refused(answer, 422, "rule ANSWER-DAYS", "20 days") and 'name="confirmed" value="ANSWER-DAYS"' in answer.text,
          (answer.status, words(answer)[:600]))
    answer = house.fix("open", confirmed="OTHER")
    check("another rule does not stand for it", answer.status == 422, answer.status)
    check("confirmed", house.fix("open").status == 303)
    body = house.programs["manager"].api("GET", "/projects/open/facts/annex").json["facts"][0]["body"]
    check("and that is kept", body["confirmed"] == "ANSWER-DAYS", body.get("confirmed"))
    page = words(house.people["manager"].get("/projects/open/questionnaires/send"))
    check("the launch says it", "confirmed with the annex: ANSWER-DAYS" in page and "ANSWER-DAYS : 20 days" in page, page[:1500])
    body = {key: value for key, value in body.items() if key != "confirmed"}
    turn = house.told("/projects/open/tender/annex")["turn"]
    answer = house.fact("open", "annex", turn=turn, state="fixed", **body)
    check("no other route takes it without", answer.status == 422 and "ANSWER-DAYS" in answer.text, (answer.status, answer.text[:300]))
    answer = house.fact("open", "annex", turn=turn, state="fixed", **{**body, "confirmed": "ANSWER-DAYS", "en": "# Anything"})
    check("nor words of one's own", answer.status == 422, (answer.status, answer.text[:300]))
    house.closing = before


# -------------------------------------------------------------------------------------------------------------- telling

def test_telling(house):
    """What no program counts is confirmed by whoever acts; what was told to all is not taken back."""
    house.begin("open", 3)
    tender = "/projects/open/tender/t1"
    text = words(house.people["manager"].get(f"{tender}/questions"))
    check("numbers of the rules", "LEAD-ANSWER : 6 days" in text, text[:3000])
    fields = {"question": "BCK-01: all", "answer": "BCK-01: doubled", "about": "BCK-01", "sort": "correction"}
    answer = house.answer("open", **fields)
    check("a correction asks for both", refused(answer, 422, "confirm rule EXTEND-PROPORTION") and "BCK-01: doubled" in answer.text and
          'value="NOT-SUBSTANTIAL"' in answer.text, (answer.status, words(answer)[:500]))
    answer = house.answer("open", **fields, confirmed="EXTEND-PROPORTION")
    check("one is not enough", refused(answer, 422, "confirm rule NOT-SUBSTANTIAL"), (answer.status, words(answer)[:500]))
    answer = house.answer("open", **fields, confirmed="EXTEND-PROPORTION NOT-SUBSTANTIAL")
    check("confirmed", answer.status == 303, words(answer)[:500])
    said = {"tender": "t1", "question": "Which?", "answer": "That.", "state": "said"}
    answer = house.fact("open", "clarification", **said, correction="yes")
    check("so does any route", answer.status == 422 and "EXTEND-PROPORTION" in answer.text, (answer.status, answer.text[:300]))
    answer = house.fact("open", "clarification", **said)
    check("behind the lead time it is said whether an answer is needed", answer.status == 422 and "needed" in answer.text, (answer.status, answer.text[:300]))
    answer = house.fact("open", "clarification", **said, needed="no", confirmed="SOMETHING")
    check("nothing is confirmed that is not asked for", answer.status == 422, (answer.status, answer.text[:300]))
    closing = house.told(tender)["closing"]
    answer = house.fact("open", "clarification", **said, needed="no")
    check("not needed: the closing stays, and that is kept", answer.status == 200 and house.told(tender)["closing"] == closing and
          {row["is_correction"]: row["needed"] for row in house.told(f"{tender}/questions")["told"]} == {True: None, False: "no"}, answer.text[:300])
    part = [row["id"] for row in house.told(f"{tender}/questions")["told"] if not row["is_correction"]][0]
    answer = house.fact("open", "clarification", **{**said, "part": part, "turn": 1, "state": "withdrawn"}, needed="no")
    check("it is not taken back", answer.status == 422 and "not taken back" in answer.text, (answer.status, answer.text[:300]))
    check("all still read it", "That." in words(house.holders["open"]["south"].get("/questions")))
    answer = house.fact("open", "clarification", **{**said, "question": "Needed?"}, needed="yes")
    check("needed: the closing moves by any route", answer.status == 200 and house.told(tender)["closing"] > instant(house.closing + 2 * DAY),
          (answer.text[:300], house.told(tender)["closing"]))


def test_passing_on(house):
    """The keeper passes on what was asked, and confirms that nothing tells who asked; what was asked too late moves nothing."""
    tender = "/projects/open/tender/t1"
    answer = house.fact("open", "clarification", "keeper", lane="anonymous", tender="t1", question="Made up?", of="deadbeefdeadbeef", state="said",
                        confirmed="ANONYMOUS")
    check("nobody makes a question up", answer.status == 422 and "there is no question" in answer.text, (answer.status, answer.text[:300]))
    check("asked, later than one may count on an answer",
          house.holders["open"]["north"].post("/questions/ask", {"act": new_act(), "question": "What is meant?"}).status == 303)
    asked = house.told(f"{tender}/questions", "keeper")["questions"][0]
    check("the keeper sees that it is late", asked["is_late"])
    answer = house.people["keeper"].post(f"{tender}/questions/pass-on", {"act": new_act(), "of": asked["id"], "question": "What is meant?"})
    check("ANONYMOUS is confirmed", refused(answer, 422, "confirm rule ANONYMOUS"), (answer.status, words(answer)[:500]))
    house.good(house.people["keeper"].post(f"{tender}/questions/pass-on", {"act": new_act(), "of": asked["id"], "question": "What is meant?",
                                                                           "confirmed": "ANONYMOUS"}))
    house.server.move(26 * 3600)
    house.renew()
    told = [row for row in house.told(f"{tender}/questions")["told"] if row["answer"] is None][0]
    page = words(house.people["manager"].get(f"{tender}/questions"))
    check("whoever answers is told so", "asked too late to count on that" in page, page[-2500:])
    closing = house.told(tender)["closing"]
    answer = house.answer("open", part=told["id"], question="What is meant?", answer="This.", needed="yes")
    check("a needed answer to what was not asked in good time moves nothing", answer.status == 303 and house.told(tender)["closing"] == closing,
          (answer.status, closing, house.told(tender)["closing"]))


def test_in_good_time(house):
    """A needed answer to a question that was asked in good time moves the closing, however late it was passed on."""
    house.begin("talks", 30, negotiation="yes")
    house.hand_in("talks", "north", "south")
    tender = "/projects/talks/tender/t1"
    house.good(house.holders["talks"]["north"].post("/questions/ask", {"act": new_act(), "question": "What is meant?"}))
    house.server.move(28 * DAY)
    house.renew()
    asked = house.told(f"{tender}/questions", "keeper")["questions"][0]
    house.good(house.people["keeper"].post(f"{tender}/questions/pass-on", {"act": new_act(), "of": asked["id"], "question": "What is meant?",
                                                                           "confirmed": "ANONYMOUS"}))
    told = house.told(f"{tender}/questions")["told"][0]
    answer = house.answer("talks", part=told["id"], question="What is meant?", answer="This.", needed="yes")
    moved = house.told(tender)["closing"]
    check("moved", answer.status == 303 and instant(house.closing + 3 * DAY) < moved < instant(house.closing + 7 * DAY), (words(answer)[:300], moved))
    house.closing += 5 * DAY  # no sooner than it closes


def test_adapted(house):
    """The house's own lead time is told, and whoever does otherwise confirms it."""
    house.begin("adapted", 3, negotiation="no")
    answer = house.answer("adapted")
    check("an answer behind it", refused(answer, 422, "rule LEAD-ANSWER-ADAPTED", "6 days") and 'value="LEAD-ANSWER-ADAPTED"' in answer.text,
          (answer.status, words(answer)[:600]))
    answer = house.fact("adapted", "clarification", tender="t1", question="Which?", answer="That.", state="said")
    check("by any route", answer.status == 422 and "LEAD-ANSWER-ADAPTED" in answer.text, (answer.status, answer.text[:300]))
    answer = house.answer("adapted", confirmed="LEAD-ANSWER-ADAPTED")
    check("confirmed", answer.status == 303, words(answer)[:600])


# -------------------------------------------------------------------------------------------------------------- rounds

def test_rounds(house):
    """A further round was announced, is for all who are still in, and asks the same."""
    if "talks" not in house.sendings:
        house.begin("talks", 30, negotiation="yes")
        house.hand_in("talks", "north", "south")
    house.server.move(10 * DAY)
    house.renew()
    house.opened("talks")
    house.closing = house.days(30)
    answer = house.fix("talks", tier="full", negotiation="yes")
    check("an annex with other questions", refused(answer, 422, "rule ROUND"), (answer.status, words(answer)[:500]))
    house.good(house.fix("talks", negotiation="yes"))
    page = house.people["manager"].get("/projects/talks/questionnaires/send")
    check("who is still in is chosen", set(re.findall(r'name="to" value="provider/([a-z]+)-talks" checked', page.text)) == {"north", "south"},
          re.findall(r'name="to"[^>]*>', page.text))
    answer = house.sent("talks", ("north",))
    check("not one alone", refused(answer, 422, "South talks handed in and is still in", "rule ROUND"), (answer.status, words(answer)[:700]))
    answer = house.sent("talks", ("north", "south", "west"))
    check("nobody who handed nothing in", refused(answer, 422, "west-talks handed nothing in", "rule ROUND"), (answer.status, words(answer)[:700]))
    answer = house.sent("talks", ("north", "south"))
    check("all who are still in", answer.status == 200, words(answer)[:700])
    check("it is the second round", [row["state"] for row in house.told("/projects/talks/tender")["tenders"]] == ["running", "opened"],
          house.told("/projects/talks/tender")["tenders"])


def test_not_announced(house):
    """No round where the annex said that there is none, nor where it said nothing in an adapted procedure."""
    if "adapted" not in house.sendings:
        house.begin("adapted", 3, negotiation="no")
    house.hand_in("adapted", "north", "south")
    house.opened("adapted")
    record = words(house.people["manager"].get("/projects/adapted/tender/t1/record"))
    check("the record lists what was confirmed", "Rules that persons have confirmed" in record and "ANSWER-DAYS" in record, record[-1500:])
    house.closing = house.days(30)
    answer = house.fix("adapted", negotiation="yes")
    check("no annex for another round", answer.status == 403 and rule(answer, "NEGOTIATION-ANNOUNCED"), (answer.status, words(answer)[:500]))
    answer = house.programs["manager"].api("POST", "/projects/adapted/questionnaires/send", {
        "act": new_act(), "keeper": house.ids["keeper"], "to": ["provider/north-adapted", "provider/south-adapted"], "tier": "core",
        "until": instant(house.closing)})
    check("and no launch by a program", answer.status in (403, 422), (answer.status, answer.text[:400]))


def test_record(house):
    """The record of the opening tells who confirmed what."""
    if "open" not in house.sendings or not house.told("/projects/open/tender/t1/questions")["told"]:
        return
    house.closing = house.days(20)
    house.opened("open")
    rows = [(row["of"], row["rules"]) for row in house.told("/projects/open/tender/t1/record")["confirmed"]]
    check("each of them", rows[:2] == [("annex", "ANSWER-DAYS"), ("closing", "ANSWER-DAYS")] and
          {("correction", "EXTEND-PROPORTION NOT-SUBSTANTIAL"), ("passed-on", "ANONYMOUS")} <= set(rows), rows)
    told = house.told("/projects/open/tender/t1/record")
    check("and what was said not to be needed", told["answers_not_needed"] == 1 and told["corrections"] == 1, told)
    page = words(house.people["manager"].get("/projects/open/tender/t1/record"))
    check("printed", "NOT-SUBSTANTIAL" in page and "Manager" in page, page[-1500:])


# ----------------------------------------------------------------------------------------------------- outside tenders

def test_more_time(house):
    """Outside tenders more time has a reason, which those who answer read."""
    answer = house.people["manager"].post("/projects/plain/questionnaires/send", {
        "act": new_act(), "to": "provider/north-plain", "tier": "core", "until": instant(house.days(10))[:10]})
    house.good(answer, 200)
    sending = re.search(r'<h3 id="to-([^"]+)"', answer.text)[1]
    holder = Holder(house.server.port, re.search(r'readonly value="http://[^"]*(/pass/[\w-]{43})"', answer.text)[1])
    turn = house.told(f"/sendings/{sending}")["turn"]
    fields = {"turn": str(turn), "until": instant(house.days(20))}
    for reason in ({}, {"reason": " "}):
        answer = house.programs["manager"].api("POST", f"/sendings/{sending}/extend", {"act": new_act(), **fields, **reason})
        check(f"no reason, no time: {reason}", answer.status == 422 and "say why" in answer.text, (answer.status, answer.text[:300]))
    page = house.people["manager"].get(f"/sendings/{sending}")
    check("the form asks for it", 'id="r-extend" name="reason"' in page.text)
    answer = house.people["manager"].post(f"/sendings/{sending}/extend", {"act": new_act(), **fields, "reason": "The fair is longer"})
    check("given", answer.status == 303, words(answer)[:500])
    check("who answers reads why", "You have more time to answer" in words(holder.get()) and "The fair is longer" in words(holder.get()), words(holder.get())[:900])
    check("history has it", "The fair is longer" in words(house.people["manager"].get(f"/sendings/{sending}/history")))


TESTS = [test_annex_says, test_annex_numbers, test_annex_cells, test_annex_days, test_more_time, test_telling, test_passing_on, test_adapted, test_not_announced,
         test_in_good_time, test_rounds, test_record]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
