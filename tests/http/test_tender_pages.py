#!/usr/bin/env python3
"""Tests of the pages of a consultation: the annex that is fixed before, all candidates in one act, questions through the
keeper to all, a closing by the clock, an opening by two, what comes late; and that before the opening nobody sees anything.

usage: tests/http/test_tender_pages.py PALIER [NAME...]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
The clock is the server's: the test waits for one closing, which all its consultations share.
"""
import hashlib
import html
import json
import pathlib
import re
import secrets
import shutil
import sys
import tempfile
import time

from house import Client, Count, Database, Server, init, run_tests
from test_mail import FROM, Box, controller

count = Count()
check = count.check
SECRET = "Words under seal"
CANDIDATES = ("north", "south", "west")
MINUTE = 60


def new_act():
    return secrets.token_hex(16)


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def instant(at):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


class Holder:
    """Whoever holds a link, in a browser of their own."""

    def __init__(self, port, link):
        self.client, self.link = Client(port), link
        self.open()
        self.post("/who", {"role": "Director", "name": ""})

    def open(self):
        """Opens the link, once more where what the browser kept has ended."""
        answer = self.client.post(self.link, {}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, csrf=False)
        assert answer.status == 303, (answer.status, words(answer)[:300])
        self.cookie = self.client.cookies.pop("palier_pass", "")
        self.base = re.match(r"(/p/[^/]+/sendings/[^/]+/answer)", answer.location)[1]
        self.token = None

    def headers(self):
        return {"Cookie": f"palier_pass={self.cookie}", "Origin": "null", "Sec-Fetch-Site": "same-origin"}

    def get(self, path=""):
        return self.client.ask("GET", self.base + path, headers=self.headers())

    def csrf(self):
        if self.token is None:
            self.token = re.search(r'name="csrf" value="([^"]*)"', self.get("/who").text)[1]
        return self.token

    def post(self, path, fields):
        return self.client.post(self.base + path, fields, self.headers(), csrf=self.csrf())

    def api(self, path=""):
        root, rest = self.base.split("/sendings/", 1)
        return self.client.ask("GET", f"{root}/api/v1/sendings/{rest}{path}", headers=self.headers())

    def answer(self, question, fields, turn=0):
        topic = question.split("-")[0]
        return self.post(f"/topics/{topic}/{question}", {"act": new_act(), "turn": str(turn), "was": "{}", "state": "open", **fields})

    def submit(self):
        return self.post("/submit", {"act": new_act(), "signed_by": "Director"})


class House:
    """A tender with three candidates, a keeper, two who open, and people of another project."""

    def __init__(self, binary, folder, postgresql):
        self.box = Box()
        self.smtp = controller(self.box)
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder, ["--smtp", f"smtp://127.0.0.1:{self.smtp.port}", "--smtp-from", FROM])
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.people, self.programs, self.ids = {"admin": self.admin}, {}, {}
        for project, procedure in (("site", "open"), ("rounds", "negotiated"), ("late", "open"), ("other", "")):
            self.good(self.admin.post("/projects/new", {"id": project, "title": f"The {project}", "state": "needs", "profile": "level-3",
                                                        **({"procedure": procedure} if procedure else {})}))
            self.name(project)
        for name, *roles in (("manager", "project_manager:site", "project_manager:rounds", "project_manager:late"),
                             ("expert", "expert:site", "expert:rounds", "expert:late"), ("auditor", "auditor"),
                             ("stranger", "project_manager:other"), ("keeper",), ("nobody",)):
            self.people[name] = Client(self.server.port).use_link(self.server.invite(f"{name}@example.org", name.title(), *roles))
        self.programs = {name: Client(self.server.port, token=client.make_token()) for name, client in self.people.items()}
        rows = self.programs["admin"].api("GET", "/people").json["people"]
        self.ids = {row["email"].split("@")[0]: row["id"] for row in rows}
        for project in ("site", "rounds", "late"):
            self.good(self.programs["admin"].api("POST", f"/people/{self.ids['keeper']}/grant", {"role": "keeper", "project": project}), 200, 201)
        self.holders, self.sendings, self.topics = {}, {}, {}
        # One closing for all: whole minutes, with time enough before it.
        now = time.time()
        self.closing = int(now // MINUTE + 2) * MINUTE
        if self.closing - now < 75:
            self.closing += MINUTE

    @staticmethod
    def good(answer, *statuses):
        assert answer.status in (statuses or (303,)), (answer.status, words(answer)[:1200])
        return answer

    def name(self, project):
        for one in CANDIDATES:
            page = self.admin.get(f"/projects/{project}/candidates")
            version = re.search(r'name="version" value="(\d+)"', page.text)[1]
            self.good(self.admin.post(f"/projects/{project}/candidates/add", {"name": f"{one.title()} {project}", "id": f"{one}-{project}",
                                                                              "version": version}))

    def fix(self, project, who="manager", **more):
        turn = self.told(f"/projects/{project}/tender/annex", who)["turn"]
        return self.people[who].post(f"/projects/{project}/tender/annex", {
            "act": new_act(), "turn": str(turn), "until": instant(self.closing), "tier": "core", "reference": f"REF-{project}",
            "buyer": "The museum", "confirmed": "ANSWER-DAYS", **more})

    def launch(self, project, who="manager", **more):
        fields = [("act", new_act()), ("keeper", self.ids["keeper"])]
        fields += [("to", f"provider/{one}-{project}") for one in CANDIDATES]
        fields += [(f"mail/{one}-{project}", f"{one}@{project}.example.org") for one in CANDIDATES[:2]]
        return self.people[who].post(f"/projects/{project}/questionnaires/send", fields + list(more.items()))

    def launched(self, project):
        self.good(self.fix(project))
        answer = self.good(self.launch(project), 200)
        ids = re.findall(r'<h3 id="to-([^"]+)"', answer.text)
        links = re.findall(r'class="code copy" readonly value="http://[^"]*(/pass/[\w-]{43})"', answer.text)
        self.sendings[project] = dict(zip(CANDIDATES, ids))
        self.holders[project] = {one: Holder(self.server.port, link) for one, link in zip(CANDIDATES, links)}
        return answer

    def told(self, path, who="manager"):
        answer = self.programs[who].api("GET", path)
        assert answer.status == 200, (path, who, answer.status, answer.text[:600])
        return answer.json

    def act(self, path, who="manager", **fields):
        turn = self.told(path.rsplit("/", 1)[0] if "/questions/" not in path else path.rsplit("/", 2)[0], who).get("turn", 1)
        return self.people[who].post(path, {"act": new_act(), "turn": str(turn), **fields})

    def wait(self):
        while time.time() < self.closing + 1:
            time.sleep(0.2)


def rule(answer, identity, source=""):
    text = words(answer)
    return f"rule {identity}:" in text and source in text


# ------------------------------------------------------------------------------------------------------------- before

def test_annex(house):
    """What candidates are told is fixed before, known by its hash, and printed."""
    page = house.people["manager"].get("/projects/site/tender")
    check("a tender without a consultation says what comes first", "Fix the annex" in words(page), words(page)[-700:])
    refused = house.launch("site")
    check("nothing leaves before the annex is fixed", refused.status == 422 and "fix the annex first" in words(refused), words(refused)[-900:])
    page = house.people["manager"].get("/projects/site/questionnaires/send")
    check("and the page of sending leads there", "/projects/site/tender/annex" in page.text and 'name="keeper"' not in page.text)
    page = house.people["manager"].get("/projects/site/tender/annex")
    text = words(page)
    check("the draft says what it would be", "Annex to the consultation" in text and "REF-site" not in text and 'name="reference"' in page.text, text[:600])
    check("rules with their sources", "CCP R2152-11" in text, text[:1500])
    refused = house.fix("site", marks="dice")
    check("a choice that there is not", refused.status == 422 and 'cannot be "dice"' in words(refused), words(refused)[:800])
    refused = house.fix("site", until="2020-01-01T10:00:00Z")
    check("a closing that has passed", refused.status == 422 and "a time to come" in words(refused), words(refused)[:800])
    check("fixed", house.fix("site", channel="link", security_weight="20").status == 303)
    first = house.told("/projects/site/tender/annex")
    check("fixed anew", house.fix("site", channel="link", security_weight="30", marks="steps", mark_max="20", mark_step="1").status == 303)
    told = house.told("/projects/site/tender/annex")
    check("it is another", told["turn"] == 2 and told["hash"] != first["hash"] and "30 %" in told["text"] and "REF-site" in told["text"], told)
    check("thresholds and targets are in it", re.search(r"\| PA\d\d ", told["text"]) and re.search(r"\| AUD-02 [^|]+\? \| \"months\": at least 12 months \|", told["text"]), told["text"][:3000])
    french = house.people["manager"].get("/projects/site/tender/annex?lang=fr")
    check("in French", "Annexe au règlement de la consultation" in words(french), words(french)[:900])
    house.people["manager"].get("/me?lang=en")
    for who in ("auditor", "keeper", "expert"):
        check(f"{who} reads it", house.people[who].get("/projects/site/tender/annex").status == 200)
    for who in ("stranger", "nobody"):
        check(f"{who} does not", house.people[who].get("/projects/site/tender/annex").status in (403, 404))
    refused = house.people["auditor"].post("/projects/site/tender/annex", {"act": new_act(), "turn": "2", "until": instant(house.closing)})
    check("who only reads fixes nothing", refused.status == 403, refused.status)
    file = house.people["manager"].get("/projects/site/tender/t1/annex/file")
    check("there is no consultation yet", file.status == 404, file.status)


def test_launch(house):
    """All candidates, one closing, one keeper."""
    page = house.people["manager"].get("/projects/site/questionnaires/send")
    text = words(page)
    check("the choices are closing, keeper, candidates", "1. Closing" in text and "2. Keeper" in text and "3. All candidates" in text and
          'name="until"' not in page.text and page.text.count('name="to"') == 3, text[:1500])
    check("all are chosen", len(re.findall(r'name="to" value="provider/[^"]+" checked', page.text)) == 3)
    fields = [("act", new_act()), ("to", "provider/north-site")]
    refused = house.people["manager"].post("/projects/site/questionnaires/send", fields)
    check("no keeper, no consultation", refused.status == 422 and "name the keeper" in words(refused), words(refused)[-1200:])
    refused = house.people["manager"].post("/projects/site/questionnaires/send", fields + [("keeper", house.ids["expert"])])
    check("somebody without the role keeps nothing", refused.status == 422 and "name the keeper" in words(refused), refused.status)
    refused = house.people["manager"].post("/projects/site/questionnaires/send", fields + [("keeper", house.ids["keeper"]),
                                                                                          ("until", instant(house.closing + 600))])
    check("another closing than the annex says", refused.status == 422 and "another closing" in words(refused), words(refused)[-1200:])
    own = house.people["manager"].get("/projects/site/questionnaires/send?own=1")
    check("one's own side is asked apart", own.status == 200 and 'name="to" value="provider/' not in own.text and 'value="project_manager"' in own.text)


def launch_site(house):
    if "site" in house.sendings:
        return
    house.good(house.fix("site", channel="link", security_weight="30"))
    answer = house.launched("site")
    check("launched", len(house.sendings["site"]) == 3 and "keeper alone" in words(answer), words(answer)[:900])
    for project in ("rounds", "late"):
        house.launched(project)
    made = house.holders["late"]["west"].post("/hand-on", {"topic": "NET", "may": "answer", "until": instant(house.closing + 3 * 86400)[:10], "note": ""})
    house.topics["late"] = Holder(house.server.port, re.search(r'value="http[^"]*(/pass/[\w-]{43})"', made.text)[1])


def test_running(house):
    """While it runs: its state, its closing, nobody's names; links and bounces are the keeper's alone."""
    launch_site(house)
    told = house.told("/projects/site/tender/t1")
    check("it runs", told["state"] == "running" and told["is_sealed"] and not told["is_over"] and told["closing"] == instant(house.closing), told)
    check("the annex is that of before", told["annex"] == house.told("/projects/site/tender/annex")["hash"])
    check("who takes part is not told", told["takers"] is None)
    refused = house.fix("site")
    check("the annex stays", refused.status == 422 and "stays as it was fixed" in words(refused), words(refused)[:900])
    page = house.people["manager"].get("/projects/site/tender", Accept="text/html")
    check("one is led to", page.status == 303 and page.location.endswith("/tender/t1"), page.location)
    text = words(house.people["manager"].get("/projects/site/tender/t1"))
    check("state, what remains and zone in words", "nobody reads an answer before the closing" in text and "remain" in text and "UTC" in text and
          "keeper alone sees who takes part" in text, text[:1500])
    again = house.launch("site")
    check("no second beside it", again.status == 422 and "running already" in words(again), words(again)[-900:])
    kept = house.told("/projects/site/tender/t1", "keeper")
    check("the keeper sees who takes part", [row["provider"] for row in kept["takers"]] == ["North site", "South site", "West site"] and
          all(row["opened"] == 1 for row in kept["takers"]), kept["takers"])
    sending = house.sendings["site"]["west"]
    for who in ("manager", "expert", "admin"):
        for path in (f"/sendings/{sending}/links", f"/sendings/{sending}/answers", f"/sendings/{sending}/history"):
            answer = house.people[who].get(path)
            check(f"{who} sees no link or answer in {path}", answer.status in (403, 404) or "/revoke" not in answer.text and SECRET not in answer.text,
                  (answer.status, words(answer)[:300]))
        made = house.people[who].post(f"/sendings/{sending}/links/make", {"until": "2030-01-01", "may": "answer"})
        check(f"{who} makes no link", made.status in (403, 404, 422) and "/pass/" not in made.text, made.status)
        made = house.people[who].post("/projects/site/tender/t1/link", {"sending": sending})
        check(f"{who} makes none there", made.status in (403, 404) and "/pass/" not in made.text, (made.status, words(made)[:200]))
    made = house.people["keeper"].post("/projects/site/tender/t1/link", {"sending": sending})
    link = re.search(r'value="http://[^"]*(/pass/[\w-]{43})"', made.text)
    check("the keeper does", made.status == 200 and link, words(made)[:600])
    check("it is not opened so far", [row for row in house.told("/projects/site/tender/t1", "keeper")["takers"] if row["provider"] == "West site"][0]["links"] == 2)
    made = house.people["keeper"].post("/projects/site/tender/t1/link", {"sending": house.sendings["late"]["west"]})
    check("of this consultation alone", made.status == 404, made.status)
    for path in ("", "/annex", "/annex/file", "/questions", "/availability"):
        check(f"a stranger reads nothing of {path}", house.people["stranger"].get(f"/projects/site/tender/t1{path}").status in (403, 404))
        check(f"the auditor reads {path}", house.people["auditor"].get(f"/projects/site/tender/t1{path}").status == 200)
    file = house.people["manager"].get("/projects/site/tender/t1/annex/file")
    check("the file has the hash", hashlib.sha256(file.body).hexdigest() == told["annex"], file.text[:200])
    check("there is no record yet", house.people["manager"].get("/projects/site/tender/t1/record").status == 404)


def test_forbidden(house):
    """What a procedure forbids has no button, and whoever asks is told the rule and its source."""
    launch_site(house)
    sending = house.sendings["site"]["north"]
    page = house.people["manager"].get(f"/sendings/{sending}")
    check("no button", not re.search(r'action="[^"]*/(extend|reopen|close|open-again)"', page.text))
    for act, fields, identity, source in (("extend", {"until": instant(house.closing + 3600)}, "DATE-TO-ALL", ""),
                                          ("reopen", {"until": instant(house.closing + 3600), "reason": "please"}, "NO-REOPEN", "CCP R2161-5")):
        said = house.people["manager"].post(f"/sendings/{sending}/{act}", {"act": new_act(), "turn": "1", **fields})
        check(f"{act} is refused by its rule", said.status == 403 and rule(said, identity, source), (said.status, words(said)[:500]))
        said = house.programs["manager"].api("POST", f"/sendings/{sending}/{act}", {"act": new_act(), "turn": "1", **fields})
        check(f"a program is told, too: {act}", said.status == 403 and identity in said.text, (said.status, said.text[:300]))
    said = house.people["expert"].get(f"/sendings/{sending}/answers")
    check("reading before is refused by its rule", said.status == 403 and rule(said, "SEALED", "CCP R2132-9"), (said.status, words(said)[:500]))
    version = house.programs["admin"].api("GET", "/projects/site").headers["ETag"].strip('"')
    said = house.people["manager"].post("/projects/site/edit", {"title": "The site", "version": version, "procedure": ""})
    check("the procedure stays", said.status == 422 and "the first link has left" in words(said), (said.status, words(said)[:600]))
    text = house.people["manager"].get("/projects/site/file").text
    said = house.people["manager"].post("/projects/site/text", {"version": version, "text": text.replace("procedure: open", "procedure: adapted")})
    check("nor does a text change it", said.status == 422 and "the first link has left" in words(said), (said.status, words(said)[:600]))
    said = house.people["manager"].post("/projects/site/edit", {"title": "The site, renamed", "version": version, "procedure": "open"})
    check("all else changes", said.status == 303, (said.status, words(said)[:600]))


def test_questions(house):
    """Asked where one answers, seen by the keeper alone, made anonymous, answered to all at once."""
    launch_site(house)
    north, south = house.holders["site"]["north"], house.holders["site"]["south"]
    page = north.get("/questions")
    check("a place to ask", page.status == 200 and 'name="question"' in page.text and "Nobody is answered alone" in words(page), words(page)[:900])
    check("late already: ten days before", "may be left without an answer" in words(page))
    refused = north.post("/questions/ask", {"act": new_act(), "question": " "})
    check("an empty one", refused.status == 422 and "write the question" in words(refused), refused.status)
    check("asked", north.post("/questions/ask", {"act": new_act(), "question": "We, North Hosting, ask: until when?", "about": "POL-01"}).status == 303)
    check("one sees one's own", "North Hosting, ask" in words(north.get("/questions")))
    check("others do not", "North Hosting, ask" not in words(south.get("/questions")) and "North Hosting" not in south.api("/questions").text)
    for who in ("manager", "expert", "admin", "auditor"):
        for path in ("/projects/site/tender/t1/questions", "/api/v1/projects/site/tender/t1/questions",
                     f"/sendings/{house.sendings['site']['north']}/facts/candidate-question"):
            answer = house.people[who].get(path)
            check(f"{who} reads no question in {path}", "North Hosting, ask" not in answer.text, words(answer)[:400])
    kept = house.told("/projects/site/tender/t1/questions", "keeper")["questions"]
    check("the keeper does", [row["question"] for row in kept] == ["We, North Hosting, ask: until when?"], kept)
    said = house.people["manager"].post("/projects/site/tender/t1/questions/pass-on", {"act": new_act(), "of": kept[0]["id"], "question": "Until when?"})
    check("nobody else passes it on", said.status == 403, said.status)
    page = words(house.people["keeper"].get("/projects/site/tender/t1"))
    check("the keeper is told that a question waits", "wait for the keeper to pass them on: 1" in page, page[:900])
    check("nobody else", "wait for the keeper" not in words(house.people["manager"].get("/projects/site/tender/t1")))
    at = "/projects/site/tender/t1/questions/pass-on"
    for text, sentence in (("We of NORTH  Site ask: until when?", "names the candidate"), ("north-site asks until when", "names the candidate"),
                           ("Until when? Write to anna@north.example", "mail address")):
        said = house.people["keeper"].post(at, {"act": new_act(), "of": kept[0]["id"], "question": text, "taken_out": "little"})
        check(f"asked about before it goes to all: {text}", said.status == 422 and sentence in words(said) and 'name="sure"' in said.text and
              text in html.unescape(said.text) and 'value="little"' in said.text, (said.status, words(said)[:900]))
        said = house.programs["keeper"].api("POST", at, {"act": new_act(), "of": kept[0]["id"], "question": text})
        check(f"a program, too: {text}", said.status == 422 and said.json["field"] == "question", said.text[:400])
    check("so far nothing went", house.told("/projects/site/tender/t1/questions")["told"] == [])
    said = house.people["keeper"].post("/projects/site/tender/t1/questions/pass-on", {"act": new_act(), "of": kept[0]["id"], "question": "Until when?",
                                                                                      "about": "POL-01", "taken_out": "the name of North",
                                                                                      "confirmed": "ANONYMOUS"})
    check("passed on", said.status == 303, words(said)[:600])
    kept = house.told("/projects/site/tender/t1/questions", "keeper")["questions"]
    check("what was taken out is kept beside it", kept[0]["taken_out"] == "the name of North" and kept[0]["is_passed_on"], kept)
    for who in ("manager", "expert", "admin", "auditor"):
        for path in ("/projects/site/tender/t1/questions", "/projects/site/facts/clarification", "/projects/site/facts", "/audit",
                     f"/sendings/{house.sendings['site']['north']}/facts/candidate-question"):
            for text in (house.people[who].get(path).text, house.programs[who].get("/api/v1" + path).text):
                check(f"{who} does not read it in {path}", "the name of North" not in text, text[-300:])
    said = house.people["keeper"].post("/projects/site/tender/t1/questions/answer", {"act": new_act(), "part": "", "turn": "0", "question": "x", "answer": "y"})
    check("the keeper answers nothing", said.status == 403, said.status)
    told = house.told("/projects/site/tender/t1/questions")["told"]
    page = words(house.people["manager"].get("/projects/site/tender/t1"))
    check("who answers is told that one waits", "wait for an answer to all: 1" in page, page[:900])
    check("the keeper is not", "wait for" not in words(house.people["keeper"].get("/projects/site/tender/t1")))
    check("it waits", len(told) == 1 and told[0]["question"] == "Until when?" and told[0]["answer"] is None, told)
    check("no candidate sees it yet", "Until when?" not in words(south.get("/questions")))
    said = house.people["manager"].post("/projects/site/tender/t1/questions/answer", {
        "act": new_act(), "part": told[0]["id"], "turn": "0", "question": "Until when?", "answer": "Until the evening.", "sort": "answer", "needed": "no"})
    check("answered to all", said.status == 303, words(said)[:900])
    for one, holder in house.holders["site"].items():
        text = words(holder.get("/questions"))
        check(f"{one} reads it", "Until when?" in text and "Until the evening." in text and "North Hosting" not in text.replace("We, North Hosting", "")
              or one == "north", text[:600])
    mails = [row for row in house.database.sql("SELECT what, address FROM mails WHERE what = 'answer-to-all' ORDER BY address")]
    check("mails to those with an address", mails == [("answer-to-all", "north@site.example.org"), ("answer-to-all", "south@site.example.org")], mails)
    said = house.people["expert"].post("/projects/site/tender/t1/questions/answer", {
        "act": new_act(), "part": "", "turn": "0", "question": "PHY-01: 3 places", "answer": "PHY-01: 2 places", "about": "PHY-01", "sort": "correction",
        "confirmed": "NOT-SUBSTANTIAL EXTEND-PROPORTION"})
    check("corrected for all", said.status == 303 and "Correction" in words(south.get("/questions")), words(said)[:600])
    check("a stranger answers nothing", house.people["stranger"].post("/projects/site/tender/t1/questions/answer", {
        "act": new_act(), "part": "", "turn": "0", "question": "x", "answer": "y"}).status in (403, 404))
    sure = {"act": new_act(), "of": "", "question": "Has the site north-site any windows?", "sure": "on", "confirmed": "ANONYMOUS"}
    check("asked", house.holders["late"]["north"].post("/questions/ask", {"act": new_act(), "question": sure["question"]}).status == 303)
    sure["of"] = house.told("/projects/late/tender/t1/questions", "keeper")["questions"][0]["id"]
    said = house.people["keeper"].post("/projects/late/tender/t1/questions/pass-on", sure)
    check("who says that it is meant so passes it on", said.status == 303, words(said)[:600])
    statuses = [house.holders["rounds"]["north"].post("/questions/ask", {"act": new_act(), "question": f"Number {number}?"}).status for number in range(41)]
    check("a candidate asks forty questions", statuses == [303] * 40 + [413], statuses[38:])
    check("of another one they take no room", house.holders["rounds"]["south"].post("/questions/ask", {"act": new_act(), "question": "Of South?"}).status == 303)
    kept = house.told("/projects/rounds/tender/t1/questions", "keeper")["questions"]
    check("each is there to be read", len(kept) == 41 and "Of South?" in [row["question"] for row in kept], len(kept))
    annex = north.get("/annex")
    check("candidates have the annex", annex.status == 200 and "Annex to the consultation" in words(annex))
    file = north.get("/annex/file")
    check("and its file", hashlib.sha256(file.body).hexdigest() == house.told("/projects/site/tender/t1")["annex"])
    moved = house.people["manager"].post("/projects/rounds/tender/t1/questions/answer", {
        "act": new_act(), "part": "", "turn": "0", "question": "Which?", "answer": "That one.", "sort": "answer", "needed": "yes"})
    told = house.told("/projects/rounds/tender/t1")
    check("a needed answer behind the lead time moves the closing", moved.status == 303 and told["closing"] > instant(house.closing + 5 * 86400), told)


def test_links(house):
    """Every link of its pages leads somewhere."""
    launch_site(house)
    seen = set()
    for who, pages in (("manager", ("/projects/site/tender/t1", "/projects/site/tender/t1/questions", "/projects/site/tender/t1/annex",
                                    "/projects/site/tender/t1/availability", "/projects/site/tender/annex", "/projects/other/tender",
                                    "/projects/site/questionnaires", "/projects/site/questionnaires/send")),
                       ("keeper", ("/projects/site/tender/t1", "/projects/site/tender/t1/questions"))):
        for page in pages:
            for link in set(re.findall(r'<a [^>]*href="(/projects/[^"#]*)"', house.people[who].get(page).text if "other" not in page
                                       else house.people["stranger"].get(page).text)):
                person = "stranger" if "/other" in link else who
                if (person, link) not in seen:
                    seen.add((person, link))
                    answer = house.people[person].get(html.unescape(link))
                    check(f"{person}: {link} of {page}", answer.status in (200, 303), answer.status)
    check("there were some", len(seen) > 20, len(seen))


def test_moved(house):
    """A closing goes to a later time alone, for all, with a reason; it is told by mail."""
    launch_site(house)
    tender = "/projects/rounds/tender/t1"
    for fields, sentence in (({"until": instant(house.closing - 60), "reason": "r"}, "later time"), ({"until": instant(house.closing + 30 * 86400)}, "why")):
        said = house.act(f"{tender}/move", **fields)
        check(f"refused: {sentence}", said.status == 422 and sentence in words(said), (said.status, words(said)[-700:]))
    said = house.act(f"{tender}/move", until=instant(house.closing + 400 * 86400), reason="r")
    check("no further than a link lasts", said.status == 422 and "366 days at most" in words(said), words(said)[-700:])
    later = (house.closing // MINUTE) * MINUTE + 30 * 86400
    south = house.holders["rounds"]["south"]
    house.good(south.answer("POL-01", {"fields.policy.title": "Ours", "fields.names_service": "no"}), 200, 303)
    check("south hands in", south.submit().status == 303)
    receipt = south.api("/receipt").json["receipt"]
    handed_in = lambda: hashlib.sha256(south.get("/file?of=submitted").body).hexdigest()
    check("the receipt is of the file", handed_in() == receipt)
    for odd in ("2026-02-30T10:00", "2027-03-31T24:00", "2027-02-30", "soon"):
        said = house.act(f"{tender}/move", until=odd, reason="r")
        check(f"no time of the calendar: {odd}", said.status == 422 and "is no day and no time of the calendar" in words(said) and odd in words(said),
              (said.status, words(said)[-500:]))
    said = house.act(f"{tender}/move", until=instant(later), reason="The site was closed for a day")
    check("moved", said.status == 303 and house.told(tender)["closing"] == instant(later), words(said)[-600:])
    check("candidates see it", instant(later) == south.api("").json["until"])
    check("what was handed in is as it was, and so its receipt", handed_in() == receipt)
    page = words(house.holders["rounds"]["south"].get())
    check("and why, from where and to where", "Changed since the link was given" in page and "The site was closed for a day" in page and
          page.count("The closing was moved, from") == 2, page[:1500])
    mails = house.database.sql("SELECT address FROM mails WHERE what = 'closing-moved' AND address LIKE '%rounds%'")
    check("told by mail", len(mails) >= 2, mails)
    text = words(house.people["manager"].get(tender))
    check("its history", "The site was closed for a day" in text, text[-900:])
    check("the expert of another project moves nothing", house.people["stranger"].post(f"{tender}/move", {
        "act": new_act(), "turn": "1", "until": instant(later + 60), "reason": "r"}).status in (403, 404))
    check("nor does the keeper", house.people["keeper"].post(f"{tender}/move", {"act": new_act(), "turn": "1", "until": instant(later + 60),
                                                                               "reason": "r"}).status == 403)
    west = house.holders["rounds"]["west"]
    check("west's link opens its place", west.get().status == 200)
    made = house.people["keeper"].post(f"{tender}/link", {"sending": house.sendings["rounds"]["west"], "instead": "on"})
    fresh = Holder(house.server.port, re.search(r'value="http://[^"]*(/pass/[\w-]{43})"', made.text)[1])
    check("one in place of it is the keeper's to make", fresh.get().status == 200 and west.get().status == 404, (fresh.get().status, west.get().status))
    said = house.act(f"{tender}/cancel", reason="No money")
    check("cancelled", said.status == 303 and house.told(tender)["state"] == "cancelled", words(said)[-600:])
    check("candidates are told", len(house.database.sql("SELECT address FROM mails WHERE what = 'cancelled'")) == 2)
    page = words(house.holders["rounds"]["south"].get())
    check("each reads it where one answers, and why", "The consultation was cancelled" in page and ": No money" in page and
          "nothing is handed in any more" in page and "is sealed: nobody" not in page and "kept you from handing in" not in page, page[:1500])
    check("nothing is answered any more", house.holders["rounds"]["north"].answer("POL-01", {"fields.names_service": "no"}).status in (403, 409, 422))


def test_sealed(house):
    """Two hand in; before the opening nobody sees anything: pages, counts, search, export, API."""
    launch_site(house)
    north, south, late = house.holders["site"]["north"], house.holders["site"]["south"], house.holders["late"]["west"]
    for path in ("", "/submit"):
        page = words(north.get(path))
        check(f"true before the closing, {path}", "is sealed: nobody" in page and "before the opening" in page and "reopen them" not in page and
              "The buyer sees nothing of it before you submit" not in page and "Handed in on" not in page, page[:1500])
    check("in a tender one turns to the keeper", "turn to: Keeper" in words(north.get("/notice")), words(north.get("/notice"))[:600])
    for holder in (north, south, late):
        said = holder.answer("POL-01", {"fields.policy.title": SECRET, "fields.names_service": "no"})
        check("answered", said.status in (200, 303), (said.status, words(said)[:400]))
    check("handed in", north.submit().status == 303 and south.submit().status == 303)
    for path in ("", "/submit", "/topics/POL"):
        page = north.get(path)
        check(f"that it was handed in, and may be again: {path}", "Handed in on" in words(page) and f'href="{north.base}/receipt"' in page.text and
              "Since then something was changed" not in words(page), words(page)[:900])
    check("what is next is the receipt", re.search(r'<a class="button" href="[^"]*/receipt"', north.get().text) is not None, north.get().text[:2500])
    check("of who has not handed in nothing is said", "Handed in on" not in words(house.holders["site"]["west"].get()))
    said = north.answer("POL-01", {"fields.policy.title": SECRET + " twice", "fields.names_service": "no"}, turn=1)
    check("until the closing it is changed", said.status in (200, 303), (said.status, words(said)[:400]))
    page = north.get()
    check("what was changed since does not count yet", "Since then something was changed" in words(page) and
          re.search(r'<a class="button" href="[^"]*/submit">Hand in again', page.text) is not None, words(page)[:900])
    check("and handed in again", north.submit().status == 303)
    sending = house.sendings["site"]["north"]
    paths = ["/projects/site", "/projects/site/candidates", "/projects/site/questionnaires", f"/sendings/{sending}", f"/sendings/{sending}/history",
             f"/sendings/{sending}/answers", f"/sendings/{sending}/file", f"/sendings/{sending}/findings", f"/sendings/{sending}/visit",
             "/projects/site/questionnaires/compare", "/projects/site/questionnaires/across/POL-01", "/projects/site/tender/t1",
             "/projects/site/tender/t1/questions", "/projects/site/tender/t1/record", "/projects/site/process",
             f"/sendings/{sending}/facts/answer", f"/sendings/{sending}/facts/sent", "/?q=seal"]
    for who in ("manager", "expert", "admin", "auditor", "keeper", "stranger", "nobody"):
        for path in paths:
            for whole in (path, "/api/v1" + path):
                answer = house.people[who].get(whole)
                told = answer.text
                check(f"{who} reads nothing in {whole}", SECRET not in told, words(answer)[:300])
                if who != "keeper" and path != "/?q=seal":
                    check(f"{who} is not told who handed in by {whole}", '"state":"submitted"' not in told.replace(" ", "") and
                          "Director" not in told, words(answer)[:500])
    for path in ("/projects/site/questionnaires/compare", "/projects/site/questionnaires/across/POL-01"):
        page = words(house.people["expert"].get(path))
        check(f"nothing is there to compare, and why: {path}", "before the consultation is opened" in page and "No candidate has submitted" not in page and
              "Nobody has answered this" not in page, page[-900:])
    page = words(house.people["manager"].get(f"/sendings/{sending}"))
    check("when it is read", "before the consultation is opened" in page and "before it is submitted" not in page, page[:1500])
    check("the project leads to its consultation", 'href="/projects/site/tender"' in house.people["manager"].get("/projects/site").text)
    rows = house.told("/projects/site/questionnaires")["sendings"]
    check("all look open", {row["state"] for row in rows} == {"open"}, rows)
    kept = {row["provider"]: row["submitted_at"] for row in house.told("/projects/site/tender/t1", "keeper")["takers"]}
    check("the keeper sees who handed in, and not what", kept["North site"] and kept["South site"] and not kept["West site"], kept)
    states = house.told("/projects/site/candidates")
    check("no candidate has answered so far", "answered" not in json.dumps(states), states)
    done = house.server.command("export", "--project", "site", "-o", "-", check=False)
    check("an export holds nothing of it", SECRET.encode() not in done.stdout)
    for who in ("manager", "expert", "admin", "auditor", "nobody"):
        for turn in ("0", "1", "2", "3"):
            told = {name: probe(house, who, turn, house.sendings["site"][name]) for name in ("north", "west")}
            check(f"{who} learns nothing by writing behind turn {turn}", told["north"] == told["west"] and
                  all(status in (403, 404, 422) for _, status, _ in told["west"]), [pair for pair in zip(told["north"], told["west"]) if pair[0] != pair[1]] or told["west"])


def probe(house, who, turn, sending):
    """What is refused of a questionnaire, by all that one may try to say of it."""
    until = {"until": instant(house.closing + 9000)}
    tried = [(verb, {"turn": int(turn), "reason": "r", **more}) for verb, more in (("extend", until), ("reopen", {}), ("close", {}), ("open-again", until))]
    tried += [(f"facts/{kind}/say", {"part": part, "lane": lane, "turn": int(turn), "state": state}) for kind, part, lane, state in (
        ("answer", "POL-01", "", "open"), ("answer", "POL-01", "claimed", "open"), ("answer", "POL-02", "", "open"), ("sent", "", "", "submitted"),
        ("sent", "", "", "closed"), ("late-submission", "", "", "asked"), ("late-submission", "", "decision", "admitted"),
        ("candidate-question", "0" * 16, "", "asked"), ("answer-decision", "POL-01", "", "pass"), ("answer-mark", "POL-01", "seen", "seen"))]
    said = [house.programs[who].api("POST", f"/sendings/{sending}/{verb}", {"act": new_act(), **body}) for verb, body in tried]
    return [(verb, answer.status, answer.text.replace(sending, "X")) for (verb, _), answer in zip(tried, said)]



def forged(house, path, acts):
    """An export that somebody has added acts to, with the right hash; what an import of it says."""
    there = json.loads((path / "acts.json").read_text())
    text = json.dumps(there + acts).encode()
    (path / "acts.json").write_bytes(text)
    lines, found = re.subn(r"(name: acts\n\s+rows: )\d+(\n\s+sha256: )\S+", rf'\g<1>{len(there + acts)}\g<2>"{hashlib.sha256(text).hexdigest()}"',
                           (path / "export.yaml").read_text())
    assert found == 1
    (path / "export.yaml").write_text(lines)
    done = house.server.command("import", str(path), check=False)
    return done.returncode, (done.stdout + done.stderr).decode()


def test_brought(house):
    """What is brought from elsewhere adds nothing to a consultation that is not open: it would open it, declare for others,
    or hand in for a candidate. What is here already is no addition, and a new house takes all of it."""
    launch_site(house)
    sending, hand = house.sendings["site"]["north"], house.ids["manager"]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "export"
        house.server.command("export", "--project", "site", str(path))
        state = house.database.sql("SELECT COUNT(*), MAX(number) FROM facts"), house.database.sql("SELECT COUNT(*), MAX(version) FROM documents")
        done = house.server.command("import", str(path), check=False)
        check("the same once more is fine", done.returncode == 0 and state[0] == house.database.sql("SELECT COUNT(*), MAX(number) FROM facts"),
              (done.stdout + done.stderr).decode())
        tender = [fact for act in json.loads((path / "acts.json").read_text()) for fact in act["facts"] if fact["kind"] == "tender"][-1]
        own = dict(subject_kind="sending", subject=sending, lane="")
        whole = dict(subject_kind="project", subject="site", lane="")
        facts = {
            "opened": dict(tender, turn=tender["turn"] + 1, state="opened"),
            "cancelled": dict(tender, turn=tender["turn"] + 1, state="cancelled"),
            "another one": dict(tender, part="t2", turn=1, state="opened"),
            "declared": dict(whole, kind="tender-declaration", part=f"t1/{hand}", turn=1, state="declared", body={}),
            "told to all": dict(whole, kind="clarification", part=new_act(), turn=1, state="said",
                                body={"tender": "t1", "question": "Forged?", "answer": "Forged."}),
            "asked": dict(own, kind="candidate-question", part=new_act(), turn=1, state="asked", body={"question": "Forged?"}),
            "late": dict(own, kind="late-submission", part="", lane="decision", turn=1, state="admitted", body={"reason": "Forged."}),
            "answered": dict(own, kind="answer", part="POL-03", turn=1, state="open", body={"fields": {"names_service": "yes"}}),
            "said of it": dict(own, kind="comment", part=new_act(), turn=1, state="said", body={"text": "Forged."}),
        }
        for name, fact in facts.items():
            copy = pathlib.Path(folder) / name.replace(" ", "-")
            shutil.copytree(path, copy)
            act = {"principal": f"person:{hand}", "id": new_act(), "at": int(time.time()) - 60, "facts": [fact]}
            code, said = forged(house, copy, [act])
            check(f"not brought: {name}", code != 0 and "consultation of the project" in said and "nothing was imported" in said, (code, said))
        copy = pathlib.Path(folder) / "document"
        shutil.copytree(path, copy)
        text = (copy / "sending" / f"{sending}.yaml").read_text().replace(sending, "forged")
        single = pathlib.Path(folder) / "forged.yaml"
        single.write_text(text)
        done = house.server.command("import", "--project", "site", str(single), check=False)
        check("nor a further questionnaire", done.returncode != 0 and b"nothing was imported" in done.stderr, (done.stdout + done.stderr).decode())
        check("nothing was written", state == (house.database.sql("SELECT COUNT(*), MAX(number) FROM facts"),
                                               house.database.sql("SELECT COUNT(*), MAX(version) FROM documents")))
        check("it is as it was", house.told("/projects/site/tender/t1")["state"] == "running")
        copy = pathlib.Path(folder) / "comment"
        shutil.copytree(path, copy)
        code, said = forged(house, copy, [{"principal": f"person:{hand}", "id": new_act(), "at": int(time.time()) - 60, "facts": [
            dict(whole, kind="comment", part=new_act(), turn=1, state="said", body={"text": "Of the project."})]}])
        check("what is not of it comes in", code == 0 and "1 rows came in" in said, (code, said))
        other = Database(folder)
        there = Server(house.server.binary, other, folder)
        done = there.command("import", str(path), check=False)
        check("a new house takes a running one", done.returncode == 0 and other.sql("SELECT state FROM heads WHERE kind = 'tender'") == [("running",)],
              (done.stdout + done.stderr).decode())


def erased(house, place, kind, number, who="admin"):
    return house.programs[who].api("POST", f"{place}/facts/{kind}/erase", {"number": str(number), "act": new_act()})


def test_erased(house):
    """What a consultation rests on is not erased; and nobody counts by erasing what candidates have said."""
    launch_site(house)
    for kind in ("annex", "tender"):
        for (number,) in house.database.sql(f"SELECT number FROM facts WHERE kind = '{kind}' AND project = 'site'"):
            said = erased(house, "/projects/site", kind, number)
            check(f"kept: {kind}", said.status == 409 and "a consultation rests on this" in said.text, (said.status, said.text[:300]))
    check("no button for it", "erase" not in house.people["admin"].get("/projects/site/facts/annex").text)
    check("the annex is there", house.people["auditor"].get("/projects/site/tender/t1/annex/file").status == 200)
    north, south = (house.sendings["site"][one] for one in ("north", "south"))
    house.holders["site"]["north"].answer("POL-01", {"fields.names_service": "no"}, turn=len(house.database.sql(
        f"SELECT 1 FROM facts WHERE kind = 'answer' AND subject = '{north}' AND part = 'POL-01'")))
    numbers = [int(row[0]) for row in house.database.sql(f"SELECT number FROM facts WHERE kind = 'answer' AND subject = '{north}'")]
    told = {(said.status, re.sub(r'"(trace|id|at)":"[^"]*"', "", said.text)) for sending in (north, south) for number in [*numbers, 1, 10 ** 6]
            for said in (erased(house, f"/sendings/{sending}", "answer", number),)}
    check("one answer, whosever it is", numbers and len(told) == 1 and next(iter(told))[0] == 404, told)
    house.good(house.programs["manager"].api("POST", "/projects/site/facts/comment/say", {"act": new_act(), "text": "Slipped"}), 200, 201, 303)
    number = house.database.sql("SELECT MAX(number) FROM facts WHERE kind = 'comment' AND project = 'site'")[0][0]
    check("what is not of it is erased", erased(house, "/projects/site", "comment", number).status == 200)


# -------------------------------------------------------------------------------------------------------------- after

def test_closing(house):
    """The clock closes it; nobody opens before two have declared; whoever has a conflict steps back."""
    launch_site(house)
    tender = "/projects/site/tender/t1"
    early = house.act(f"{tender}/open")
    check("not before the closing", early.status == 422 and "closing is still to come" in words(early), words(early)[-600:])
    check("no button either", f'action="{tender}/open"' not in house.people["manager"].get(tender).text)
    house.wait()
    told = house.told(tender)
    check("closed by the clock", told["is_over"] and told["is_sealed"] and told["state"] == "running", told)
    check("in words", "closed, and not opened yet" in words(house.people["manager"].get(tender)))
    late = house.holders["site"]["west"]
    page = words(house.holders["site"]["north"].get())
    check("who handed in is told that it stays sealed", "What was handed in stays as it is, and sealed" in page and "reopen them" not in page, page[:900])
    check("who did not is told", "nothing was handed in: nobody of the buyer reads" in words(late.get()), words(late.get())[:900])
    said = late.submit()
    check("one second late is late", said.status in (403, 422) and "time to answer is over" in words(said), (said.status, words(said)[:500]))
    check("asking is over", late.post("/questions/ask", {"act": new_act(), "question": "x"}).status in (403, 422))
    said = house.people["manager"].post(f"{tender}/questions/answer", {"act": new_act(), "part": "", "turn": "0", "question": "x", "answer": "y"})
    check("nothing is told to all any more", said.status == 422 and "closing has passed" in words(said), (said.status, words(said)[-600:]))
    said = house.act(f"{tender}/move", until=instant(house.closing + 86400), reason="r")
    check("nor moved", said.status == 422, words(said)[-500:])
    early = house.act(f"{tender}/open")
    check("nobody has declared", early.status == 422 and "declared" in words(early), words(early)[-600:])
    check("the keeper does not declare", house.people["keeper"].post(f"{tender}/declare", {"act": new_act(), "interest": "none"}).status == 403)
    check("a stranger neither", house.people["stranger"].post(f"{tender}/declare", {"act": new_act(), "interest": "none"}).status in (403, 404))
    house.good(house.people["manager"].post(f"{tender}/declare", {"act": new_act(), "interest": "none"}))
    early = house.act(f"{tender}/open")
    check("one is not two", early.status == 422, words(early)[-500:])
    for role in ("project_manager", "expert"):
        house.good(house.programs["admin"].api("POST", f"/people/{house.ids['nobody']}/grant", {"role": role, "project": "site"}), 200, 201)
    third = house.people["nobody"]
    house.good(third.post(f"{tender}/declare", {"act": new_act(), "interest": "some"}))
    check("who has a conflict does not count", house.act(f"{tender}/open").status == 422)
    back = third.post(f"{tender}/declare", {"act": new_act(), "interest": "none"})
    check("nor takes it back", back.status == 403 and "which stands" in words(back), (back.status, words(back)[-500:]))
    house.good(house.people["admin"].post(f"{tender}/declare", {"act": new_act(), "interest": "none"}), 303, 403)


def test_opening(house):
    """By two; then it is read, candidates have answered, and the record is printed."""
    launch_site(house)
    house.wait()
    tender = "/projects/late/tender/t1"
    third = house.people["nobody"]
    grant = lambda verb, who, **what: house.good(house.programs["admin"].api("POST", f"/people/{house.ids[who]}/{verb}", what), 200, 201)
    offers = lambda: f'action="{tender}/open"' in house.people["manager"].get(tender).text
    grant("grant", "nobody", role="project_manager", project="late")
    for who in ("manager", "expert"):
        house.good(house.people[who].post(f"{tender}/declare", {"act": new_act(), "interest": "none"}))
    check("a button for who may", offers())
    grant("withdraw", "expert", id="expert late")
    check("whoever has no part in it any more does not count", not offers() and house.act(f"{tender}/open").status == 422)
    grant("grant", "expert", role="expert", project="late")
    check("until they have again", offers())
    page = third.get(tender)
    check("none for who has not declared, and a program is told why", page.status == 200 and f'action="{tender}/open"' not in page.text and
          "has declared before" in next(row for row in house.told(tender, "nobody")["next"] if row["act"] == "open")["why_not"], words(page)[-700:])
    check("who has not declared does not open", house.people["auditor"].post(f"{tender}/open", {"act": new_act(), "turn": "1"}).status == 403)
    west, sending = house.holders["late"]["west"], house.sendings["late"]["west"]
    page = west.get("/late")
    topic = house.topics["late"]
    said = topic.post("/late", {"act": new_act(), "reason": "our network", "since": "", "signed_by": "Network engineer"})
    check("by a link to one topic nothing is handed in late, either", said.status == 403 and "as a whole" in words(said) and
          'name="reason"' not in topic.get("/late").text, (said.status, words(said)[:400]))
    check("late: told what may be done", page.status == 200 and "OUTAGE" in page.text and 'name="reason"' in page.text, words(page)[:900])
    said = west.post("/late", {"act": new_act(), "reason": "your server was down", "since": "ten minutes before", "signed_by": "Director"})
    check("said", said.status == 303, words(said)[:500])
    receipt = west.api("/late").json["receipt"]
    check("kept unread, by its hash", re.fullmatch(r"[0-9a-f]{64}", receipt or ""), receipt)
    check("before the opening the keeper alone sees it", house.told(tender)["late"] == [] and
          house.told(tender, "keeper")["late"][0]["reason"] == "your server was down")
    decide = lambda decision, turn="0", of="west": house.people["manager"].post(f"{tender}/late", {
        "act": new_act(), "turn": turn, "sending": house.sendings["late"][of], "decision": decision, "reason": "the record shows it"})
    said = decide("admitted")
    check("it is decided on when the answers are open", said.status == 403 and "when the answers are open" in words(said), words(said)[-600:])
    opened = house.act(f"{tender}/open", "expert")
    check("opened", opened.status == 303 and house.told(tender)["state"] == "opened", words(opened)[-600:])
    record = house.told(f"{tender}/record")
    check("its record", record["invited"] == 3 and record["received"] == 0 and len(record["persons"]) == 2 and
          record["late"][0]["receipt"] == receipt and record["seals_broken"] == [], record)
    for who, status in (("auditor", 200), ("keeper", 200), ("stranger", 403)):
        check(f"{who}: the record", house.people[who].get(f"{tender}/record").status in (status, 404 if status == 403 else status))
    said = house.people["keeper"].post(f"{tender}/late", {"act": new_act(), "turn": "0", "sending": sending, "decision": "refused", "reason": "x"})
    check("the keeper decides nothing", said.status == 403, said.status)
    gaps = house.told(f"{tender}/availability")["gaps"]
    check("the server ran", gaps == [], gaps)
    said = house.people["manager"].post(f"{tender}/late", {"act": new_act(), "turn": "0", "sending": sending, "decision": "admitted", "reason": "pity"})
    check("without an interruption on record nothing is admitted", said.status == 403 and rule(said, "OUTAGE", "449250"), (said.status, words(said)[-800:]))
    check("unread still", house.told(f"/sendings/{sending}")["state"] == "open")
    house.database.sql(f"DELETE FROM served WHERE minute = {house.closing // MINUTE - 1}")
    gaps = house.told(f"{tender}/availability")["gaps"]
    check("an interruption is on record", len(gaps) == 1, gaps)
    said = decide("admitted", of="north")
    check("nobody was late, nobody is admitted", said.status == 422 and "nothing to decide" in words(said), words(said)[-600:])
    house.good(house.holders["late"]["south"].answer("POL-01", {"fields.policy.title": "x", "fields.names_service": "no"}), 303, 403, 422)
    house.good(house.holders["late"]["south"].post("/late", {"act": new_act(), "reason": "held up, too", "signed_by": "Director"}))
    said = decide("admitted")
    check("then it may be", said.status == 303, (said.status, words(said)[-800:]))
    again = decide("refused", "1")
    check("for good", again.status == 422 and "it stands" in words(again), words(again)[-600:])
    other = decide("refused", of="south")
    check("others who were held up are decided alike", other.status == 422 and "decided alike" in words(other), words(other)[-600:])
    house.good(decide("admitted", of="south"))
    answers = house.told(f"/sendings/{sending}/answers", "expert")
    check("and is read with the others", answers["counts"]["answered"] == 1, answers["counts"])
    check("its candidate is told", west.api("/late").json["decision"] == "admitted")
    text = words(house.people["manager"].get(f"{tender}/record"))
    check("and the record says so", "Admitted: the record shows it" in text and "not decided on" not in text, text[-900:])
    house.database.sql(f"DELETE FROM served WHERE minute < {house.closing // MINUTE}")
    gaps = house.told(f"{tender}/availability")["gaps"]
    text = words(house.people["manager"].get(f"{tender}/availability"))
    check("what is before the record is no interruption", gaps == [] and "whether the server ran before is not known" in text and
          "No interruption" not in text, (gaps, text[-600:]))
    for identity in ("extend", "reopen"):
        said = house.people["manager"].post(f"/sendings/{sending}/{identity}", {
            "act": new_act(), "turn": str(house.told(f"/sendings/{sending}")["turn"]), "until": instant(house.closing + 86400), "reason": "r"})
        check(f"after the opening nothing is done for one alone: {identity}", said.status == 403 and "rule " in words(said), (said.status, words(said)[:400]))


def test_read(house):
    """The first consultation: opened by two of the three who are there; states of candidates; another round is refused."""
    launch_site(house)
    house.wait()
    tender = "/projects/site/tender/t1"
    house.good(house.people["expert"].post(f"{tender}/declare", {"act": new_act(), "interest": "none"}))
    for who in ("manager",):
        house.people[who].post(f"{tender}/declare", {"act": new_act(), "interest": "none"})
    opened = house.act(f"{tender}/open")
    check("opened", opened.status == 303, words(opened)[-600:])
    page = words(house.holders["site"]["north"].get())
    check("candidates are told that it was opened", "The answers were opened on" in page and "reopen them" not in page, page[:900])
    page = words(house.people["manager"].get(f"/sendings/{house.sendings['site']['north']}"))
    check("what is not done says of which act", re.search(r"[a-z]: in a tender this is not done for one candidate alone", page), page[-900:])
    check("who did not hand in stays unread", "nobody of the buyer reads" in words(house.holders["site"]["west"].get()))
    record = house.told(f"{tender}/record")
    rows = {row["provider"]: row for row in record["takers"]}
    check("what came in", record["received"] == 2 and record["silent"] == 1 and all(rows[name]["agrees"] and rows[name]["answered"] == 1
          for name in ("North site", "South site")), record["takers"])
    text = words(house.people["manager"].get(f"{tender}/record"))
    check("printed", "Record of the opening of answers" in text and rows["North site"]["receipt"] in text and "it agrees" in text, text[:900])
    north = house.sendings["site"]["north"]
    answer = house.told(f"/sendings/{north}/answers/POL-01", "expert")
    check("read, the last submission", SECRET + " twice" in json.dumps(answer), answer)
    note = {"act": new_act(), "basis": "seen", "turn": "0", "fields.policy.title": "x", "document": "Policy", "page": "1"}
    noted = house.people["nobody"].post(f"/sendings/{north}/answers/POL-01/mark", note)
    check("whoever has a conflict does not judge", noted.status == 403 and "conflict of interest" in words(noted), (noted.status, words(noted)[-500:]))
    project = house.told("/projects/site")
    house.good(house.people["manager"].post("/projects/site/edit", {"title": "The site", "profile": "level-1", "procedure": "open",
                                                                    "version": str(project["version"])}))
    told = house.told(f"/sendings/{north}/answers", "expert")
    check("it is held against what the annex said", told["profile"] == "level-3" and re.search('value="level-1"[^>]* selected', house.people["manager"].get("/projects/site/edit").text), told["profile"])
    states = {row["id"]: row["state"] for row in house.told("/projects/site/candidates")["candidates"]}
    check("candidates have answered", states.get("north-site") == "answered" and states.get("south-site") == "answered" and
          states.get("west-site") == "invited", states)
    told = house.told(tender)
    check("now all see who took part", [row["provider"] for row in told["takers"]] == ["North site", "South site", "West site"], told["takers"])
    house.closing += 86400
    again = house.fix("site")
    check("no annex for a further round in this procedure", again.status == 403 and "NO-REOPEN" in again.text, (again.status, again.text[-700:]))
    check("nor a form for it", "Fix it anew" not in words(house.people["manager"].get("/projects/site/tender/annex")))
    house.closing -= 86400
    persons = house.told(f"{tender}/record")["persons"]
    for kind in ("tender-declaration", "tender", "annex", "clarification"):
        for (number,) in house.database.sql(f"SELECT number FROM facts WHERE kind = '{kind}' AND project = 'site'"):
            said = erased(house, "/projects/site", kind, number)
            check(f"the record rests on it: {kind}", said.status == 409 and "a consultation rests on this" in said.text, (said.status, said.text[:300]))
    for (number,) in house.database.sql(f"SELECT number FROM facts WHERE kind = 'sent' AND subject = '{north}'"):
        check("when it was handed in, too", erased(house, f"/sendings/{north}", "sent", number).status == 409)
    check("the record is as it was", house.told(f"{tender}/record")["persons"] == persons and len(persons) >= 2, persons)
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)
    french = words(house.people["manager"].get(f"{tender}/record?lang=fr"))
    check("in French", "Procès-verbal" in french, french[:600])


ENGLISH = re.compile(r"\((?:not )?read|read in a|proposed|for applications|who must prove|no text|\bMinutes\b|\b\d+ MB\b|[^ :\d]: ?(?=[A-ZÉ])")


def test_told_in_french(house):
    """What stands beside rules, and sizes, is French for whoever reads French."""
    launch_site(house)
    tender, north = "/projects/site/tender/t1", house.holders["site"]["north"]
    for path in (f"{tender}/annex", "/projects/site/tender/annex", f"{tender}/questions", f"{tender}/availability"):
        page = house.people["manager"].get(f"{path}?lang=fr")
        hints = " ".join(re.findall(r'<p class="hint">(.*?)</p>', page.text, re.S))
        check(f"rules of {path}", page.status == 200 and not ENGLISH.search(html.unescape(re.sub("<[^>]+>", " ", hints))), hints[:900])
    house.people["manager"].get("/me?lang=en")
    for path in ("/late?lang=fr", "/files?lang=fr"):
        page = north.get(path)
        hints = " ".join(re.findall(r'<p class="hint"[^>]*>(.*?)</p>', page.text, re.S))
        check(f"sizes are French, {path}", "MB" not in hints and ("late" in path or house.closing < time.time() or "25 Mo" in hints), hints[:300])
        check(f"where one answers: {path}", page.status == 200 and not ENGLISH.search(html.unescape(re.sub("<[^>]+>", " ", hints))), hints[:900])
    said = house.people["manager"].get("/library/procedures/fr-2026/file")
    check("the source itself has both", said.status == 200 and "lu dans un commentaire" in said.text, said.status)


TESTS = [test_annex, test_launch, test_running, test_forbidden, test_questions, test_links, test_moved, test_sealed, test_brought, test_erased, test_closing, test_opening, test_read, test_told_in_french]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
