#!/usr/bin/env python3
"""What may happen next in a project, and what does: the pages offer what the tables of transitions do
(docs/states.md), the API refuses the rest with a sentence, what facts tell is not set.

usage: tests/http/test_case.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one.
"""
import datetime
import html
import re
import secrets
import sys

from house import Client, Count, Database, Server, assessment, init, run_tests, together

count = Count()
check = count.check
MARKS = {"integrity": "2", "availability": "2", "imputability": "2", "confidentiality": "2", "exposure": "2"}


class House:
    """An expert, who is administrator, with a program, and a manager of the projects there are."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.expert = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=self.expert.make_token())
        self.principal, = (f"person:{row[0]}" for row in self.database.sql("SELECT id FROM persons WHERE name = 'Ada Admin'"))

    def project(self, identity, **more):
        answer = self.expert.post("/projects/new", dict({"id": identity, "title": identity.title(),
                                                         "state": "needs"}, **more))
        assert answer.status == 303, (answer.status, re.sub(r"<[^>]+>", " ", answer.text)[:800])

    def data(self, path):
        answer = self.program.api("GET", path)
        assert answer.status == 200, (path, answer.status, answer.text[:500])
        return answer.json

    def send(self, path, do, **fields):
        """As whoever saw the last version of the project."""
        version = self.program.api("GET", "/".join(path.split("/")[:3])).headers["ETag"]
        return self.program.api("POST", f"{path}/{do}", fields, {"If-Match": version})

    def good(self, path, do, **fields):
        answer = self.send(path, do, **fields)
        assert answer.status == 200, (path, answer.status, answer.text[:500])
        return answer

    def good_library(self, text):
        answer = self.program.api("POST", "/library", text)
        assert answer.status in (200, 201), answer.text[:500]

    def stages(self, project):
        return {row["id"]: row["state"] for row in self.data(f"/projects/{project}")["steps"]}

    def next(self, project):
        """The address of the one thing to do next."""
        page = self.expert.get(f"/projects/{project}").text
        found = re.search(r'<a class="button" href="([^"]+)">[^<]+<span aria-hidden="true">→', page)
        return html.unescape(found[1]) if found else None


def test_stages(house):
    """What facts tell has the state that they tell, whatever the project says of itself."""
    house.project("told")
    states = house.stages("told")
    check("nothing was done", set(states.values()) == {"open"}, states)
    check("the needs come first", house.next("told") == "/projects/told/needs", house.next("told"))
    house.expert.post("/projects/told/needs", MARKS)
    check("needs that are written are done", house.stages("told")["needs"] == "done", house.stages("told"))
    check("then the candidates", house.next("told") == "/projects/told/candidates", house.next("told"))
    house.project("later", state="plans", profile="level-1")
    states = house.stages("later")
    check("the state of the project sets none", (states["questionnaire"], states["visit"], states["plans"], states["reports"]) ==
          ("open", "open", "open", "open"), states)
    check("facts do", (states["needs"], states["documentation"], states["maturity"], states["profile"]) ==
          ("open", "open", "open", "done"), states)
    house.program.api("POST", "/projects/later/assessments/new/bring", assessment("later-one"))
    check("all areas of the target are rated", house.stages("later")["maturity"] == "done", house.stages("later"))
    check("no point is missing: whoever is chosen is retained", house.next("later") == "/projects/later/candidates",
          house.next("later"))
    house.project("aimless")
    house.program.api("POST", "/projects/aimless/assessments/new/bring", assessment("aimless-one"))
    check("without a target it is under way", house.stages("aimless")["maturity"] == "under_way", house.stages("aimless"))
    page = house.expert.get("/projects/aimless").text
    check("the page says so", re.search(r'<li class="is-under_way" aria-current="step">.*Maturity', page))


def step(house, project, identity):
    return next(row for row in house.data(f"/projects/{project}/process")["steps"] if row["id"] == identity)


def test_ticks(house):
    """A step is ticked, taken back and left out by people, as its table allows; what facts tell is not ticked."""
    house.project("ticks")
    place = "/projects/ticks/process"
    row = step(house, "ticks", "visit")
    check("a step is to do", (row["state"], row["turn"], row["by"], row["is_derived"]) == ("open", 0, None, False), row)
    check("what may follow", [(after["act"], after["asks"], after["why_not"]) for after in row["next"]] == [
        ("begin", [], None), ("tick", ["date"], None), ("leave-out", ["reason"], None)], row)

    def act(do, **fields):
        return house.program.api("POST", f"{place}/{do}", fields)

    answer = act("tick", step="visit")
    check("a tick asks when", answer.status == 422 and "visit" in answer.json["detail"] and "say when" in answer.text, answer.text)
    check("no day to come", act("tick", step="visit", date="2199-01-01").status == 422)
    check("no day that there is not", act("tick", step="visit", date="2026-02-30").status == 422)
    sent = {"step": "visit", "date": "2026-03-02", "act": "1" * 32}
    done = act("tick", **sent)
    fact = done.json["facts"][0]
    check("it is ticked", done.status == 200 and (fact["part"], fact["turn"], fact["state"], fact["body"]) ==
          ("visit", 1, "done", {"date": "2026-03-02"}), done.text)
    again = act("tick", **sent)
    check("sent again it is answered again", again.status == 200 and again.json["is_again"] and again.json["act"] == done.json["act"], again.text)
    row = step(house, "ticks", "visit")
    check("by whom and when", (row["state"], row["date"], row["by"], row["turn"]) == ("done", "2026-03-02", house.principal, 1) and row["at"], row)
    check("the project shows it", house.stages("ticks")["visit"] == "done")
    stale = act("tick", step="visit", date="2026-03-05")
    check("who saw it open is shown both", stale.status == 409 and stale.json["now"][0]["body"] == {"date": "2026-03-02"}, stale.text)
    check("another step is no conflict", act("begin", step="plans").status == 200)
    check("it is taken back with a reason", act("reopen", step="visit", turn="1").status == 422)
    check("with one it is", act("reopen", step="visit", turn="1", reason="Half of it.").status == 200)
    row = step(house, "ticks", "visit")
    check("then it is under way", (row["state"], row["reason"], row["date"]) == ("under_way", "Half of it.", None), row)
    answer = house.program.api("POST", "/projects/ticks/facts/stage/undo", {"number": str(done.json["act"])})
    check("no undo behind the table's back", answer.status == 409 and "not undone" in answer.text, answer.text)
    for do, fields, words in (("tick", {"step": "needs", "date": "2026-03-02"}, "it is not ticked"),
                          ("begin", {"step": "needs"}, "it is not ticked"),
                          ("leave-out", {"step": "needs"}, "say why"),
                          ("tick", {"step": "lunch", "date": "2026-03-02"}, "has no step"),
                          ("tick", {"date": "2026-03-02"}, "which step"),
                          ("need", {"step": "reports", "reason": "x"}, "cannot follow")):
        answer = act(do, **fields)
        check(f"refused: {do} {fields}", answer.status == 422 and words in answer.text, answer.text)
    check("what facts tell may be left out", act("leave-out", step="needs", reason="The ministry wrote them.").status == 200)
    check("and is", house.stages("ticks")["needs"] == "not_needed")
    house.expert.post("/projects/ticks/needs", MARKS)
    check("whatever facts tell", house.stages("ticks")["needs"] == "not_needed")
    check("until it is needed after all", act("need", step="needs", turn="1", reason="They did not.").status == 200)
    row = step(house, "ticks", "needs")
    check("then facts tell it again, and nobody", (row["state"], row["by"], row["reason"], row["is_derived"]) ==
          ("done", None, None, True), row)
    house.good("/projects/ticks", "edit", state="closed", note="Over.")
    answer = act("begin", step="reports")
    check("closed: no step goes on", answer.status == 422 and "is closed" in answer.json["detail"], answer.text)
    page = house.expert.get(place).text
    check("nor is it offered", "<details" not in page and "the project is closed; take it back first" in page, page[-2000:])


def test_ticks_in_a_browser(house):
    """The form of a step, as it stands on the page; and the words of the audit."""
    house.project("formal")
    place = "/projects/formal/process"
    page = house.expert.get(place).text
    check("today is proposed", f'name="date" value="{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}"' in page)
    act = re.search(r'name="act" value="([0-9a-f]{32})">\s*<input type="hidden" name="step" value="visit"', page)
    fields = {"step": "visit", "turn": "0", "act": act[1], "date": "2026-04-01", "reason": ""}
    check("a tick", house.expert.post(place + "/tick", fields).status == 303)
    other = house.expert.post(place + "/tick", dict(fields, act="2" * 32, date="2026-04-02", reason="Mine."))
    check("both are shown", other.status == 409 and "2026-04-01" in other.text and "Mine." in other.text and
          "somebody else was first" in other.text and "<details open>" in other.text, other.text[-4000:])
    lacking = house.expert.post(place + "/reopen", dict(fields, act="3" * 32, turn="1"))
    check("the form is shown again", lacking.status == 422 and "say why" in lacking.text and "<details open>" in lacking.text)
    words = html.unescape(house.expert.get("/audit?verb=stage").text)
    check("the audit says it", "step visit done on 2026-04-01 by Ada Admin" in words, words[-3000:])
    house.expert.post(place + "/leave-out", dict(fields, step="reports", act="4" * 32, reason="Said aloud."))
    words = html.unescape(house.expert.get("/audit?verb=stage&lang=fr").text)
    house.expert.get("/?lang=en")
    check("in French", "étape « reports » : " in words and ", selon Ada Admin: Said aloud." in words, words[-3000:])
    history = house.expert.get("/projects/formal/facts/stage?part=visit").text
    check("its history is a page", "2026-04-01" in history and "done" in history)
    everything = house.expert.get("/projects/formal/facts/stage").text
    check("and so are all", "reports" in everything and "visit" in everything and "textarea" not in everything)


def test_ticks_rights(house):
    """Who may not edit the project says nothing of its steps; a token that reads does not either."""
    house.project("rightly")
    place = "/projects/rightly/process"
    fields = {"step": "visit", "date": "2026-04-01"}
    reader = Client(house.server.port, token=house.expert.make_token("read"))
    authority = Client(house.server.port).use_link(house.server.invite("ava@example.org", "Ava", "approving_authority:rightly"))
    program = Client(house.server.port, token=authority.make_token())
    for who, client in (("a reader's token", reader), ("an approving authority", program)):
        check(f"{who} is refused", client.api("POST", place + "/tick", fields).status == 403)
        answer = client.api("POST", "/projects/rightly/facts/stage/say", {
            "part": "visit", "state": "done", "date": "2026-04-01", "act": secrets.token_hex(16)})
        check(f"{who} by the facts too", answer.status == 403, answer.text)
        row = next(row for row in client.api("GET", place).json["steps"] if row["id"] == "visit")
        check(f"{who} reads why", row["next"][0]["why_not"] is not None, row)
    check("no form is shown", "<form method=\"post\" class=\"line\"" not in authority.get(place).text)
    stranger = Client(house.server.port).use_link(house.server.invite("sam@example.org", "Sam", "auditor:ticks"))
    check("another's project is hidden", stranger.get(place).status in (403, 404))
    manager = Client(house.server.port).use_link(house.server.invite("max@example.org", "Max", "project_manager:rightly"))
    check("a manager ticks", Client(house.server.port, token=manager.make_token()).api("POST", place + "/tick", fields).status == 200)


def options(page, name="state"):
    found = re.search(rf'<select[^>]* name="{name}".*?</select>', page, re.S)
    return re.findall(r'<option value="([^"]*)"', found[0]) if found else []


def test_project(house):
    """A project goes on by its table: some ways ask for a reason, and each is open with one."""
    house.project("goes")
    refused = house.send("/projects/goes", "edit", state="candidates")
    check("a tender without needs asks why", refused.status == 422 and "say why" in refused.json["detail"], refused.text)
    page = house.expert.get("/projects/goes/edit").text
    check("the page offers all words", options(page) == ["needs", "candidates", "assessment", "plans", "closed"], page)
    check("and says what they ask", "candidates: say why: this asks for a reason of its own" in html.unescape(page))
    house.expert.post("/projects/goes/needs", MARKS)
    check("with needs it does not", "candidates: say why" not in html.unescape(house.expert.get("/projects/goes/edit").text))
    house.good("/projects/goes", "edit", state="candidates")
    for word in ("assessment", "needs", "closed"):
        answer = house.send("/projects/goes", "edit", state=word)
        check(f"{word} asks why", answer.status == 422 and "say why" in answer.json["detail"], answer.text)
    blank = house.send("/projects/goes", "edit", state="needs", note=" \n")
    check("a blank is no reason", blank.status == 422, blank.text)
    house.good("/projects/goes", "edit", state="assessment", note="The contract was there before.")
    house.good("/projects/goes", "edit", state="plans")
    house.good("/projects/goes", "edit", title="Goes on")
    house.good("/projects/goes", "edit", state="closed")
    french = Client(house.server.port, token=house.expert.make_token())
    answer = french.api("POST", "/projects/goes/edit?lang=fr", {"state": "needs"}, {
        "If-Match": house.program.api("GET", "/projects/goes").headers["ETag"]})
    check("it says so in French", answer.status == 422 and "dire pourquoi" in answer.text, answer.text)
    form = house.expert.get("/projects/goes/edit").text
    check("the form has room for why", 'name="note"' in form)
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    again = house.expert.post("/projects/goes/edit", {"version": version, "title": "Goes on", "state": "needs"})
    check("the form is shown again", again.status == 422 and "say why" in again.text and
          '<option value="needs" selected' in again.text, again.text[:3000])
    done = house.expert.post("/projects/goes/edit", {"version": version, "title": "Goes on", "state": "needs",
                                                     "note": "Begun anew."})
    check("and goes with a reason", done.status == 303, done.text[:3000])
    history = house.data("/projects/goes/history")
    check("which the version keeps", "Begun anew." in str(history), history)
    text = house.expert.get("/projects/goes/file").text
    check("the text says the state", "state: needs" in text, text)


def test_brought(house):
    """A document says its states itself: an old version written again goes back without a reason."""
    house.project("brought", state="plans")
    house.good("/projects/brought", "edit", state="needs", note="From the start.")
    answer = house.send("/projects/brought/history", "revert", old="1")
    check("it may", answer.status == 200 and house.data("/projects/brought")["state"] == "plans", answer.text)


def test_candidates(house):
    place = "/projects/offers/candidates"
    house.project("offers")
    house.good(place, "add", name="One", id="one")
    row = house.data(place)["candidates"][0]
    page = house.expert.get(place).text
    check("three states may follow", row["states"] == ["candidate", "retained", "refused", "withdrawn"] and
          'candidates/remove"' in page, row)
    check("programs hear no words of the form",
          set(row) == {"id", "title", "state", "note", "states", "by", "at", "date", "turn"}, row)
    answer = house.send(place, "change", provider="one", state="refused")
    check("a refusal asks why", answer.status == 422 and "one" in answer.json["detail"] and
          "say why" in answer.json["detail"], answer.text)
    house.good(place, "change", provider="one", state="refused", note="Too dear.")
    answer = house.send(place, "change", provider="one", state="candidate", note="Too dear.")
    check("the reason of the refusal does not take it back", answer.status == 422, answer.text)
    answer = house.send(place, "change", provider="one", state="retained")
    check("nor does none", answer.status == 422, answer.text)
    house.good(place, "change", provider="one", state="retained", note="The price fell.")
    house.good(place, "change", provider="one", note="The price fell again.")
    row = house.data(place)["candidates"][0]
    check("a note alone leaves the state", (row["state"], row["note"]) == ("retained", "The price fell again."), row)
    answer = house.send(place, "change", provider="one", state="invited", note="x")
    check("what may not follow does not", answer.status == 422 and "cannot follow" in answer.text, answer.text)
    answer = house.send(place, "change", provider="one", state="lost", note="x")
    check("there are no others", answer.status == 422 and "lost" in answer.text, answer.text)
    page = house.expert.get(place).text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    again = house.expert.post(place + "/change", {"provider": "one", "state": "refused", "version": version,
                                      "note": "The price fell again."})
    check("the form keeps what was typed", again.status == 422 and '<option value="refused" selected' in again.text and
          "<details open>" in again.text, again.text[:4000])
    house.good("/projects/offers", "edit", state="closed", note="Given up.")
    for do, fields in (("add", {"name": "Two", "id": "two"}), ("remove", {"provider": "one"}),
                       ("change", {"provider": "one", "state": "candidate", "note": "y"})):
        answer = house.send(place, do, **fields)
        check(f"closed: no {do}", answer.status == 422 and "the project is closed" in answer.json["detail"],
              answer.text)
    check("nor was a provider made", house.program.api("GET", "/library/provider/two").status == 404)
    row, page = house.data(place)["candidates"][0], house.expert.get(place).text
    check("the page offers none of it", row["states"] == ["retained"] and "Add a candidate" not in page and 'candidates/remove' not in page, row)
    check("and says why", page.count("the project is closed; take it back first") >= 2, page[-3000:])
    version = re.search(r'name="version" value="(\d+)"', page) or [None, str(house.data(place)["version"])]
    again = house.expert.post(place + "/change", {"provider": "one", "state": "candidate", "version": version[1], "note": "y"})
    check("what was chosen stays chosen, though it does not fit", again.status == 422 and re.search(
        '<option value="candidate" selected>[^<]+: does not fit', again.text), again.text[:4000])
    answer = house.program.api("POST", "/projects/offers/assessments/new/bring", assessment("offers-one"))
    check("closed: no assessment begins", answer.status == 422 and "is closed" in answer.json["detail"], answer.text)
    check("nor is one offered", "assessments/new" not in house.expert.get("/projects/offers").text)


def candidate(house, project, identity):
    return next(row for row in house.data(f"/projects/{project}/candidates")["candidates"] if row["id"] == identity)


def facts_of(house, project, identity):
    """What was said of a candidate, the newest first."""
    rows = house.data(f"/projects/{project}/facts/candidate?part={identity}")["facts"]
    return [(row["turn"], row["state"], row["body"].get("reason")) for row in rows]


def running(house, project):
    row = next(row for row in house.data("/projects")["projects"] if row["id"] == project)
    page = house.data(f"/projects/{project}")
    check("list and page agree", (row["retained"], row["running"]) == (page["retained"], page["running"]), (row, page))
    return row["retained"], row["running"]


def test_candidates_are_said(house):
    """How a candidate stands is a fact: two persons on two of them do not meet, two on one are shown both."""
    house.project("said")
    place = "/projects/said/candidates"
    for name in ("Ada", "Bob"):
        house.good(place, "add", name=name, id=name.lower())
    check("an added one stands in the text", candidate(house, "said", "ada")["turn"] == 0 and facts_of(house, "said", "ada") == [])
    version = house.data(place)["version"]

    def act(**fields):
        return house.program.api("POST", place + "/change", fields)

    check("two run", running(house, "said") == (None, 2))
    first = act(provider="ada", state="retained", turn="0")
    second = act(provider="bob", state="refused", note="Too dear.", turn="0")
    check("two on two", first.status == second.status == 200, (first.text, second.text))
    check("the text is as it was", house.data(place)["version"] == version)
    stale = act(provider="ada", state="refused", note="No.", turn="0")
    check("two on one are shown both", stale.status == 409 and stale.json["now"][0]["state"] == "retained", stale.text)
    row = candidate(house, "said", "bob")
    check("by whom and why", (row["state"], row["note"], row["by"], row["turn"]) == ("refused", "Too dear.", house.principal, 1), row)
    check("the lists read what holds", running(house, "said") == ("Ada", 1))
    shown = {row["provider"]: row["state"] for row in house.data("/projects/said")["candidates"]}
    check("so does the page", shown == {"ada": "retained", "bob": "refused"}, shown)
    answer = house.program.api("GET", "/projects/said").text
    box = re.search(r"<h2>Candidates</h2>.*?</ul>", house.expert.get("/projects/said").text, re.S)[0]
    check("and its box, as the data have it", re.findall(r"<strong>(\w+)</strong> <span[^>]*>(\w+)", box) == [("Ada", "retained"), ("Bob", "refused")] and
          re.search(r'"candidates":\s*\[.*?\]', answer, re.S)[0].count('"state"') == 2, (box, answer))
    check("a day is asked of who withdraws", act(provider="ada", state="withdrawn").status == 422)
    check("and is given", act(provider="ada", state="withdrawn", date="2026-05-01").status == 200)
    row = candidate(house, "said", "ada")
    check("it is gone", (row["state"], row["date"]) == ("withdrawn", "2026-05-01") and running(house, "said") == (None, 0), row)
    page = house.expert.get(place).text
    check("the page says so", "withdrawn" in page and "2026-05-01" in page and "history" in page.lower())
    answer = act(provider="ada", state="retained", note="Come back.")
    check("not at once retained", answer.status == 422 and "cannot follow" in answer.text, answer.text)
    check("it comes back", act(provider="ada", state="candidate", note="A new offer.").status == 200)
    undo = house.program.api("POST", "/projects/said/facts/candidate/undo", {"number": str(first.json["act"])})
    check("no undo", undo.status == 409, undo.text)
    answer = house.program.api("POST", "/projects/said/facts/candidate/say", {"part": "cleo", "state": "retained"})
    check("nobody else is said anything of", answer.status == 404, answer.text)
    answer = house.program.api("POST", "/projects/said/facts/candidate/say", {"part": "ada", "state": "answered", "turn": "3"})
    check("nobody answers in their place", answer.status == 422, answer.text)
    words = html.unescape(house.expert.get("/audit?verb=candidate").text)
    check("the audit says it", "candidate bob refused, said by Ada Admin: Too dear." in words and
          "candidate ada withdrawn on 2026-05-01, said by Ada Admin" in words, words[-3000:])
    clients = [Client(house.server.port, token=house.program.token) for _ in range(6)]
    turn = candidate(house, "said", "ada")["turn"]
    answers = together(*[lambda client=client, i=i: client.api("POST", place + "/change", {
        "provider": "ada", "state": "refused", "note": f"Reason {i}.", "turn": str(turn)})
        for i, client in enumerate(clients)])
    check("at one moment one wins", sorted(answer.status for answer in answers) == [200] + 5 * [409], [answer.text[:200] for answer in answers])


def test_candidates_in_texts(house):
    """The word of the text holds until somebody says more; a text that says another word has said it last."""
    place = "/projects/texts/candidates"
    house.project("texts")
    for identity in ("t-one", "t-two"):
        house.good_library(f"palier: provider/1\nid: {identity}\ntitle: {identity}\n")
    house.good(place, "add", provider="t-one", state="refused", note="Late.")   # 2
    house.good(place, "remove", provider="t-one")
    house.good(place, "add", provider="t-one")                                  # 4
    house.good(place, "add", provider="t-two", note="First.")                   # 5
    check("who is added as more than a candidate is said to be; added again they begin anew", facts_of(house, "texts", "t-one") == [
        (2, "named", None), (1, "refused", "Late.")], facts_of(house, "texts", "t-one"))
    check("else a text says no fact", facts_of(house, "texts", "t-two") == [])
    house.good("/projects/texts/history", "revert", old="2")                    # 6
    check("another word in the text is a fact", facts_of(house, "texts", "t-one")[0] == (3, "refused", "Late."),
          facts_of(house, "texts", "t-one"))
    check("by whom", candidate(house, "texts", "t-one")["by"] == house.principal)
    house.good(place, "change", provider="t-one", state="retained", note="Not late.")
    check("what is said holds", candidate(house, "texts", "t-one")["state"] == "retained" and
          running(house, "texts") == ("t-one", 1))
    check("the text is as it was", "state: refused" in house.expert.get("/projects/texts/file").text)
    house.good("/projects/texts", "edit", title="Texts again")                        # 7
    house.good(place, "add", provider="t-two", note="Second.")                  # 8
    check("another change of the text leaves it", candidate(house, "texts", "t-one")["state"] == "retained" and
          len(facts_of(house, "texts", "t-one")) == 4)
    house.good("/projects/texts/history", "revert", old="5")                    # 9
    check("another word says it last", facts_of(house, "texts", "t-one")[0] == (5, "named", None), facts_of(house, "texts", "t-one"))
    check("another note where no fact tells stands in the text", facts_of(house, "texts", "t-two") == [] and
          candidate(house, "texts", "t-two")["note"] == "First.")
    house.good(place, "change", provider="t-two", state="retained")
    check("a note that is not sent stays", candidate(house, "texts", "t-two")["note"] == "First.")
    house.good("/projects/texts/history", "revert", old="8")                    # 10
    check("another note where one tells is said", facts_of(house, "texts", "t-two")[0] == (2, "retained", "Second."),
          facts_of(house, "texts", "t-two"))
    house.good(place, "remove", provider="t-two")                               # 11
    check("one that is taken off is none", [row["id"] for row in house.data(place)["candidates"]] == ["t-one"])
    answer = house.program.api("POST", "/projects/texts/facts/candidate/say", {"part": "t-two", "state": "refused", "reason": "x", "turn": "2"})
    check("of whom nothing is said", answer.status == 404, answer.text)
    house.good(place, "add", provider="t-two")                                  # 12
    check("added again it begins anew", candidate(house, "texts", "t-two")["state"] == "candidate" and
          facts_of(house, "texts", "t-two")[0] == (3, "named", None), facts_of(house, "texts", "t-two"))
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout)
    done = house.server.command("doctor", check=False)
    check("so do the heads", b"not as" not in done.stdout and re.search(rb"fine +heads", done.stdout), done.stdout)


def test_duties(house):
    """Who chooses does not accept: by the roles that are held, and by what was done."""
    place = "/projects/apart/candidates"
    house.project("apart")
    for name in ("Ann", "Ben"):
        house.good(place, "add", name=name, id=name.lower())
    root = house.expert

    def person(name, *roles):
        browser = Client(house.server.port).use_link(house.server.invite(f"{name}@example.org", name.title(), *roles))
        identity = house.database.sql(f"SELECT id FROM persons WHERE email = '{name}@example.org'")[0][0]
        return identity, Client(house.server.port, token=browser.make_token())

    def give(identity, role, **more):
        return root.post(f"/people/{identity}/grant", dict({"role": role, "project": "apart"}, **more))

    chooser, program = person("chooser", "expert:apart")
    def act(**fields):
        return program.api("POST", place + "/change", fields)
    check("an expert may choose", act(provider="ann", state="retained").status == 200)
    house.server.command("user", "lift", "chooser@example.org", "expert", "approving_authority:apart", "--reason", "A small house.")
    answer = give(chooser, "approving_authority")
    check("who has chosen does not become the authority", answer.status == 422 and "D09" in answer.text, answer.text[-1500:])
    other, program = person("other", "expert:apart")
    check("who says another thing is none that chose", act(provider="ben", state="refused", note="Late.").status == 200)
    house.server.command("user", "lift", "other@example.org", "expert", "approving_authority:apart", "--reason", "A small house.")
    check("and may become it", give(other, "approving_authority").status == 303)
    answer = act(provider="ben", state="retained", note="Not late.")
    check("the authority does not choose", answer.status == 422 and "D09" in answer.text, answer.text)
    check("but does the rest", act(provider="ben", state="candidate", note="Not late.").status == 200)
    answer = program.api("POST", place + "/add", {"name": "Cid", "id": "cid", "state": "retained",
                                         "version": str(house.data(place)["version"])})
    check("nor does it by the text", answer.status == 422 and "D09" in answer.text, answer.text)
    check("of which nothing is left", [row["id"] for row in house.data(place)["candidates"]] == ["ann", "ben"])
    house.server.command("user", "lift", "other@example.org", "project_manager", "approving_authority:apart", "--reason", "A small house.")
    check("but where that is lifted", act(provider="ben", state="retained").status == 200)


def entries(house):
    return house.database.sql("SELECT verb, object FROM audit WHERE verb IN ('add', 'change') ORDER BY number DESC LIMIT 2")


def test_once(house):
    """A new candidate and its provider are there together or not at all; sent again, they are there once."""
    place = "/projects/once/candidates"
    house.project("once")
    fields = {"name": "Anew", "id": "anew", "version": "1"}
    first = house.program.api("POST", place + "/add", fields)
    written = entries(house)
    check("both are written, the provider first", first.status == 200 and written == [
        ("change", "project/once"), ("add", "provider/anew")], (first.text, written))
    number = house.database.sql("SELECT count(*) FROM audit")
    again = house.program.api("POST", place + "/add", fields)
    check("sent again: the same answer", again.status == 200 and again.json["version"] == first.json["version"] and
          not again.json["changed"], again.text)
    check("and nothing is written", house.database.sql("SELECT count(*) FROM audit") == number and
          [row["id"] for row in house.data(place)["candidates"]] == ["anew"])
    stale = house.program.api("POST", place + "/add", dict(fields, name="Other", id="other"))
    check("a stale one is refused", stale.status == 409, stale.text)
    check("with its provider", house.program.api("GET", "/library/provider/other").status == 404)
    taken = house.send(place, "add", name="Another name", id="anew")
    check("an id that another has is refused", taken.status == 409 and "is taken" in taken.json["detail"], taken.text)
    twice = house.send(place, "add", provider="anew")
    check("and who is one already", twice.status == 409 and "a candidate already" in twice.json["detail"], twice.text)
    lacking = house.program.api("POST", place + "/remove", {"provider": "anew"})
    check("one says which version was seen", lacking.status in (422, 428), lacking.text)
    version = house.data(place)["version"]
    clients = [Client(house.server.port, token=house.program.token) for _ in range(6)]
    fields = {"name": "At once", "id": "at-once", "version": str(version)}
    answers = together(*[lambda client=client: client.api("POST", place + "/add", fields) for client in clients])
    check("at one moment: once", {answer.status for answer in answers} == {200} and
          [row["id"] for row in house.data(place)["candidates"]] == ["anew", "at-once"],
          [(answer.status, answer.text[:200]) for answer in answers])
    check("in one version", house.data(place)["version"] == version + 1)
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout)


def test_next(house):
    """Where no point is missing, no plan is to be followed: what is really next is told."""
    def todo(project):
        page = house.expert.get(f"/projects/{project}").text
        return house.data(f"/projects/{project}")["next"]["todo"], "Follow the action plan" in page

    rated = "".join(f"  PA{i:02}: level {{}}\n" for i in range(1, 23))
    text = ("palier: assessment/1\nid: {}\ntitle: T\nmodel: sse-cmm-2.0\nprovider: P\nproject: N\ndate: {}\nratings:\n")
    house.good_library("palier: provider/1\nid: next-host\ntitle: P\n")
    house.project("nextly", state="plans", profile="level-2")

    def bring(identity, date, level):
        answer = house.program.api("POST", "/projects/nextly/assessments/new/bring",
                                   text.format(identity, date) + rated.replace("{}", str(level)))
        assert answer.status == 200, answer.text[:500]

    bring("next-low", "2026-01-01", 1)
    check("with points missing the plan", todo("nextly") == ("plan", True), todo("nextly"))
    people = {who: Client(house.server.port).use_link(house.server.invite(f"next-{who}@example.org", who, f"{role}:nextly"))
              for who, role in (("may", "project_manager"), ("reads", "approving_authority"))}
    for who, may in (("may", True), ("reads", False)):
        for path in ("/projects/nextly", "/assessments/next-low"):
            page = people[who].get(path).text
            check(f"{who}: a button for whoever follows it, whose it is for others, on {path}",
                  (bool(re.search(r'class="button"[^>]*>Follow the action plan', page)), "The project manager follows the action plan." in page) ==
                  (may, not may), page[:4000])
    bring("next-high", "2026-02-01", 2)
    check("with none, whoever is chosen is retained", todo("nextly") == ("retain", False), todo("nextly"))
    house.good("/projects/nextly/candidates", "add", provider="next-host", state="retained", note="Chosen elsewhere.")
    check("then nothing is next", todo("nextly") == ("nothing", False), todo("nextly"))
    house.project("unaimed")
    for path, fields in (("needs", MARKS), ("meeting", {"date": "2026-01-02"})):
        house.expert.post(f"/projects/unaimed/{path}", dict(fields, version="0"))
    house.good("/projects/unaimed/candidates", "add", name="Aim", id="aim")
    manager = Client(house.server.port).use_link(house.server.invite("unaimed@example.org", "Aim", "project_manager:unaimed"))
    page, own = manager.get("/projects/unaimed").text, house.expert.get("/projects/unaimed").text
    check("the expert chooses the profile, and the manager is told so", "The expert chooses the confidence profile next." in page and
          "Choose a confidence profile" not in page and 'href="/projects/unaimed/proposal"' in own and
          "Choose a confidence profile" in own, page[:4000])


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql),
              [test_stages, test_ticks, test_ticks_in_a_browser, test_ticks_rights, test_project, test_brought, test_candidates, test_candidates_are_said,
               test_candidates_in_texts, test_duties, test_once, test_next])
