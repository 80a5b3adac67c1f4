#!/usr/bin/env python3
"""Tests of the alert level as an act: raised and lowered, for a project and for all that follow a scheme; what is shown
before, and what follows: scores, band, lists, audit.

usage: tests/http/test_alert.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import re
import secrets
import sys

from house import ROOT, Client, Count, Database, Server, assessment, init, run_tests, scratch

count = Count()
check = count.check
PROFILE = (ROOT / "examples/example-2003-profile.yaml").read_text(encoding="utf-8")


class House:
    """Three projects: "north" and "south" follow Vigipirate 2003, "flat" follows nothing."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=self.admin.make_token())
        self.good(self.program.api("POST", "/library", PROFILE))
        for project, more in (("north", {"profile": "example-2003-profile", "alert_level": "jaune", "alert_since": "2026-01-02"}),
                              ("south", {"profile": "example-2003-profile"}), ("flat", {"profile": "level-3"}), ("third", {"profile": "example-2003-profile"})):
            self.good(self.program.api("POST", "/projects/new", dict(more, id=project, title=project.title(), state="needs")))
            self.good(self.program.api("POST", f"/projects/{project}/assessments/new/bring", assessment(f"{project}-one")))
        self.people = {}
        for name, role in (("manager", "project_manager:north"), ("auditor", "auditor"), ("other", "expert:south")):
            browser = Client(self.server.port).use_link(self.server.invite(f"{name}@example.org", name.title(), role))
            self.people[name] = (browser, Client(self.server.port, token=browser.make_token()))

    @staticmethod
    def good(answer):
        assert answer.status in (200, 201), (answer.status, answer.text[:500])
        return answer

    def now(self, project="north"):
        return self.program.api("GET", f"/projects/{project}/alert").json["alert"]

    def change(self, level, order="An order", project="north", who=None, **more):
        return (who or self.program).api("POST", f"/projects/{project}/alert/put", {"level": level, "order": order, **more})

    def gap(self, project="north"):
        """Of the list of the project, and of the assessment's own page."""
        listed = self.program.api("GET", f"/projects/{project}").json["assessments"][0]["points"]["gap"]
        return listed, self.program.api("GET", f"/assessments/{project}-one").json["points"]["gap"]


def test_project(house):
    """A level of one project: from the text, then by acts."""
    check("the text says it first", (house.now()["level"], house.now()["since"]) == ("jaune", "2026-01-02"), house.now())
    check("its rank", (house.now()["rank"], house.now()["of"]) == (1, 4), house.now())
    calm = house.gap()
    answer = house.change("orange", "Order 12", since="2026-11-01")
    check("it is raised", answer.status == 200, answer.text[:300])
    now = house.now()
    check("it is in force", (now["level"], now["since"], now["order"], now["scope"]) == (
        "orange", "2026-11-01", "Order 12", "project"), now)
    grave = house.gap()
    check("the scores follow it, in lists and on pages", grave[0] == grave[1] > calm[0] == calm[1], (calm, grave))
    page = house.admin.get("/projects/north").text
    check("the band tells the rank and the order", "(2 of 4)" in page and "by order of Order 12" in page and "/projects/north/alert" in page)
    check("others stay", house.now("south")["level"] is None, house.now("south"))
    audit = house.admin.get("/audit").text
    check("the audit reads what happened, from what the text said", "raised from yellow to orange, by Order 12" in audit,
          audit[audit.find("alert-level"):][:400])
    check("so does the page", "raised from yellow to orange" in house.admin.get("/projects/north/alert").text)
    house.change("jaune", "Order 13")
    audit = house.admin.get("/audit").text
    check("and that it was lowered", "lowered from orange to yellow, by Order 13" in audit)
    check("the program reads which act", all("lowered" not in row["after"] for row in house.program.api("GET", "/audit").json["entries"]))
    check("the page tells all changes", "lowered from orange to yellow" in house.admin.get("/projects/north/alert").text)


def test_before(house):
    """Before it is confirmed the page shows what the change asks for; nothing is changed by looking."""
    before = house.database.sql("SELECT count(*) FROM facts")
    page = house.admin.get("/projects/north/alert?level=rouge&order=Order+14").text
    check("what is missing is shown", "Missing: demanded" in page and "To activate" in page, page[-2000:])
    check("who must do it", "provider" in page)
    check("and the button", "Put it in force" in page)
    check("looking changes nothing", house.database.sql("SELECT count(*) FROM facts") == before)
    act = re.search(r'name="act" value="([0-9a-f]{32})"', page)[1]
    answer = house.admin.post("/projects/north/alert/put", {"act": act, "level": "rouge", "scope": "project", "since": "2026-11-20", "order": "Order 14"})
    check("it is confirmed", answer.status == 303, answer.text[:300])
    again = house.admin.post("/projects/north/alert/put", {"act": act, "level": "rouge", "scope": "project", "since": "2026-11-20", "order": "Order 14"})
    check("sent twice it happens once", again.status in (303, 409) and house.now()["turn"] == 3, (again.status, house.now()))
    french = house.admin.get("/projects/north/alert?level=jaune&order=x&lang=fr").text
    check("in French", "Mettre en vigueur" in french and "relevé de" in french, french[-1500:])
    house.admin.get("/me?lang=en")
    check("a level of another scheme is refused", house.change("scarlet").status == 422)
    check("an order is asked for", house.change("orange", "").status == 422)
    check("a date is a date", house.change("orange", since="yesterday").status == 422)
    check("no scheme, no level", house.change("orange", project="flat").status == 422 and
          house.now("flat")["scheme"] is None and "choose one first" in house.admin.get("/projects/flat/alert").text)


def test_scheme(house):
    """For all that follow the scheme; the later act holds."""
    house.change("jaune", "Own order", project="south")
    answer = house.change("ecarlate", "National order", scope="scheme")
    check("the scheme's level is raised", answer.status == 200, answer.text[:300])
    for project in ("north", "south"):
        now = house.now(project)
        check(f"it holds for {project}", (now["level"], now["scope"], now["order"]) == ("ecarlate", "scheme", "National order"), now)
        listed, shown = house.gap(project)
        check(f"the scores of {project} follow", listed == shown, (listed, shown))
    rows = {row["id"]: row["alert_level"] for row in house.program.api("GET", "/projects").json["projects"]}
    check("the list tells it", rows["north"] == rows["south"] == "ecarlate" and not rows["flat"], rows)
    house.change("jaune", "Own order again", project="south")
    check("a later act of one project holds there", house.now("south")["level"] == "jaune" and house.now()["level"] == "ecarlate")
    audit = house.admin.get("/audit").text
    check("each is told beside what was in force, whoever had said that", "lowered from scarlet to yellow, by Own order again" in audit
          and "lowered from scarlet to yellow" in house.admin.get("/projects/south/alert").text)
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


def test_text(house):
    """Whoever writes another level into the text has said so last."""
    text = house.program.api("GET", "/projects/south").json
    answer = house.program.api("POST", "/projects/south/edit", {
        "version": str(text["version"]) if "version" in text else "1", "title": "South", "state": "needs",
        "profile": "example-2003-profile", "alert_level": "orange", "alert_since": "2026-11-21"})
    check("the form writes a level", answer.status == 200, answer.text[:300])
    now = house.now("south")
    check("it is in force", (now["level"], now["since"]) == ("orange", "2026-11-21") and "project/south" in now["order"], now)
    listed, shown = house.gap("south")
    check("the scores follow", listed == shown, (listed, shown))
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


def test_since_alone(house):
    """A text that says another day, or anything but another level, puts nothing in force."""
    before = house.database.sql("SELECT count(*) FROM acts"), house.now("south")
    record = house.program.api("GET", "/projects/south").json
    house.good(house.program.api("POST", "/projects/south/edit", {
        "version": str(record["version"]), "title": "South again", "state": "needs", "profile": "example-2003-profile",
        "alert_level": "orange", "alert_since": "2026-11-24"}))
    check("the same level is no act", (house.database.sql("SELECT count(*) FROM acts"), house.now("south")) == before,
          (before, house.now("south")))


def test_case(house):
    """What the table of transitions says of alert levels holds for every way to put one in force."""
    place = "/projects/case/facts/alert-level"

    def fact(**more):
        turn = str(house.now("case")["turn"])
        return house.program.api("POST", place + "/say", {"act": secrets.token_hex(16), "turn": turn, "order": "x", **more})

    house.good(house.program.api("POST", "/projects/new", {"id": "case", "title": "Case", "state": "needs", "profile": "example-2003-profile"}))
    check("what holds for all that follow the scheme is lifted for one", house.now("case")["level"] == "ecarlate" and
          fact(state="lifted", since="2026-11-02").status == 200 and house.now("case")["level"] is None, house.now("case"))
    lifted = fact(state="lifted", since="2026-11-02")
    check("nothing is lifted where nothing is in force", lifted.status == 422 and "cannot follow" in lifted.text, lifted.text)
    undated = fact(level="orange")
    check("a date is asked for", undated.status == 422 and "say when" in undated.text, undated.text)
    check("with it it may", fact(level="orange", since="2026-11-02").status == 200)
    check("a level that stays may be put in force anew", fact(level="orange", since="2026-11-03").status == 200)

    def closed(state, note=""):
        record = house.program.api("GET", "/projects/case").json
        return house.good(house.program.api("POST", "/projects/case/edit", {
            "version": str(record["version"]), "title": "Case", "state": state, "profile": "example-2003-profile", "note": note}))
    closed("closed", "Given up")
    for level in ("rouge", "jaune", "orange"):
        answer = fact(level=level, since="2026-11-04")
        check("what is closed is not raised, nor lowered, nor kept", answer.status == 422 and "closed" in answer.text, answer.text)
    check("but lifted", fact(state="lifted", since="2026-11-04").status == 200 and house.now("case")["level"] is None, house.now("case"))
    check("once", fact(state="lifted", since="2026-11-05").status == 422)
    wide = house.program.api("POST", "/library/alert-scheme/vigipirate-2003/facts/alert-level/say", {
        "act": secrets.token_hex(16), "turn": str(house.now("case")["scheme_turn"]), "order": "x", "state": "lifted", "since": "2026-11-05"})
    check("the level of a scheme has no project that is closed", wide.status == 200 and house.now("case")["scope"] == "scheme", wide.text)
    again = house.program.api("POST", "/library/alert-scheme/vigipirate-2003/facts/alert-level/say", {
        "act": secrets.token_hex(16), "turn": str(house.now("case")["scheme_turn"]), "order": "x", "state": "lifted", "since": "2026-11-05"})
    check("and is lifted once", again.status == 422, again.text)
    audit = house.admin.get("/audit").text
    check("the audit has the kind's title", "Alert levels, Project case: set to orange" in audit and "alert-level project/case" not in audit)
    french = house.admin.get("/audit?lang=fr").text
    house.admin.get("/me?lang=en")
    check("in the reader's language", "Niveaux d’alerte, Projet case" in french and "project/case" not in french, french[french.find("Niveaux d") - 60:][:200])


def test_rights(house):
    """Who may raise what."""
    manager, other = house.people["manager"], house.people["other"]
    check("a project manager raises his project's", house.change("orange", who=manager[1]).status == 200)
    check("and no scheme's", house.change("orange", who=manager[1], scope="scheme").status == 403)
    check("nobody another project's", house.change("orange", who=other[1]).status == 403)
    check("an auditor looks", house.people["auditor"][1].api("GET", "/projects/north/alert").status == 200)
    check("and changes nothing", house.change("orange", who=house.people["auditor"][1]).status == 403)
    page = house.people["auditor"][0].get("/projects/north/alert").text
    check("and is offered nothing", "Put it in force" not in page and "Show what it asks for" not in page)
    back = other[1].api("POST", "/projects/north/facts/alert-level/say", {
        "act": secrets.token_hex(16), "level": "rouge", "order": "x", "turn": "0"})
    check("nor by the way of all facts", back.status == 403, back.status)
    stale = house.change("rouge", "x", seen="0")
    now = house.now()
    check("who saw another level is shown it", stale.status == 409 and [
        (fact["act"], fact["subject"], fact["body"]["level"], fact["body"]["order"]) for fact in stale.json["now"]] == [
        (now["act"], "project/north", now["level"], now["order"])], stale.text)
    seen = house.change("jaune", "x", seen=str(now["act"]))
    check("who saw this one is not stopped", seen.status == 200 and house.now()["act"] == seen.json["act"] > now["act"], seen.text)


def test_answers(house):
    """What programs are told: an act that is sent again, what holds meanwhile, lifting by its own word."""
    act = secrets.token_hex(16)
    first, again = [house.change("orange", "Once", act=act) for _ in range(2)]
    check("sent again it is answered as the first time", (first.json["is_again"], again.json["is_again"]) == (False, True) and
          again.json["act"] == first.json["act"] and again.json["facts"] == first.json["facts"], (first.text, again.text))
    other = house.change("rouge", "Once", act=act)
    check("another act with this id is none", other.status == 409 and house.now()["level"] == "orange", other.text)
    check("whoever confirms after an act of the scheme is shown that", house.good(house.change("rouge", "Wide", scope="scheme")))
    late = house.change("jaune", "Late", seen=str(first.json["act"]))
    check("as what holds now", late.status == 409 and [(fact["subject"], fact["body"]["order"]) for fact in late.json["now"]] == [
        ("alert-scheme/vigipirate-2003", "Wide")], late.text)
    late = house.change("jaune", "Late", seen=str(first.json["act"]), scope="scheme")
    check("also for the scheme", late.status == 409 and len(late.json["now"]) == 1 and house.now()["order"] == "Wide", late.text)
    today = house.change("jaune", "Undated")
    check("a day is that of the server where none is said", today.status == 200 and house.now()["since"] == today.json["facts"][0]["at"][:10],
          house.now())
    for sent in ({"order": "x"}, {"order": "x", "level": ""}):
        answer = house.program.api("POST", "/projects/north/alert/put", sent)
        check("no level is not lifting", answer.status == 422 and "level" in answer.json["detail"], answer.text)
    answer = house.program.api("POST", "/projects/north/alert/lift", {"order": "Order 20"})
    now = house.now()
    check("lifting has a word", answer.status == 200 and (now["level"], now["order"]) == (None, "Order 20"), (answer.text, now))
    answer = house.program.api("POST", "/projects/north/alert/lift", {"order": "Order 21"})
    check("what is lifted is not lifted", answer.status == 422, answer.text)
    house.good(house.change("orange", "x"))
    answer = house.program.api("POST", "/projects/north/alert/lift", {"order": "x", "level": "rouge"})
    check("it has no level", answer.status == 422, answer.text)


def test_lift(house):
    """The page: lifting is a choice, and what may not be is not one; it says why."""
    page = house.admin.get("/projects/north/alert").text
    check("lifting is offered", '<option value="-">none: lift it</option>' in page, page[-3000:])
    page = house.admin.get("/projects/north/alert?level=-&order=Order+30").text
    form = page[page.find("<h2>Confirm"):]
    act, seen = [re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("act", "seen")]
    check("and asked about", "Lift the level" in form and "<strong>This project alone</strong>" in form and 'action="/projects/north/alert/lift"' in page, page[-3000:])
    late = house.admin.post("/projects/north/alert/lift", {"act": act, "seen": "0", "order": "Order 30", "scope": "project", "since": ""})
    check("asked again after another act", late.status == 409 and 'action="/projects/north/alert/lift"' in late.text and
          f'name="seen" value="{seen}"' in late.text, late.text[-3000:])
    done = house.admin.post("/projects/north/alert/lift", {"act": act, "seen": seen, "order": "Order 30", "scope": "project", "since": ""})
    check("it is lifted", done.status == 303 and house.now()["level"] is None, done.text[-500:])
    page = house.admin.get("/projects/north/alert").text
    check("once", 'value="-"' not in page and "level lifted (was: orange), by Order 30" in page, page[-3000:])
    french = house.admin.get("/projects/north/alert?lang=fr").text
    check("in French", "niveau levé (était : orange)" in french, french[-2000:])
    house.admin.get("/me?lang=en")
    house.good(house.change("orange", "x"))
    page = house.admin.get("/projects/case/alert?level=rouge").text
    check("a closed project says why not, and offers no level", "the project is closed" in page and 'value="rouge"' not in page and
          'value="-"' in page and "Put it in force" not in page, page[-3000:])
    house.good(house.program.api("POST", "/projects/case/alert/lift", {"order": "x"}))
    page = house.admin.get("/projects/case/alert").text
    check("and nobody is led there to raise or lower", "Raise or lower" not in house.admin.get("/projects/case").text and
          "Raise or lower" in house.admin.get("/projects/north").text)
    check("where nothing is left to lift it has no form", "the project is closed" in page and "Show what it asks for" not in page,
          page[-3000:])
    check("a manager is offered no scheme's", "All projects that follow" not in house.people["manager"][0].get("/projects/north/alert").text)


def test_two(house):
    """Of two who look at once, whoever confirms second is shown what the first has put in force."""
    def look(level):
        page = house.admin.get(f"/projects/north/alert?level={level}&order=Mine&scope=project&since=2026-11-20").text
        return {name: re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("act", "seen", "level", "scope", "since", "order")}
    first, second = look("rouge"), look("jaune")
    check("the first is done", house.admin.post("/projects/north/alert/put", first).status == 303)
    late = house.admin.post("/projects/north/alert/put", second)
    check("the second is stopped", late.status == 409 and house.now()["level"] == "rouge", (late.status, house.now()))
    check("and sees what holds now", "by order of Mine" in late.text and 'name="seen" value="%s"' % house.now()["act"] in late.text,
          late.text[-2500:])
    turn = house.now()["turn"]
    again = house.admin.post("/projects/north/alert/put", first)
    check("what was done is not done twice", again.status == 303 and house.now()["turn"] == turn, again.status)
    third = look("jaune")
    house.good(house.change("orange", "Wide", scope="scheme"))
    late = house.admin.post("/projects/north/alert/put", third)
    check("nor over an act of the scheme", late.status == 409 and house.now()["order"] == "Wide" and "by order of Wide" in late.text,
          (late.status, house.now()))


def test_back(house):
    """A level is changed by the next act alone; one that holds is not erased under those who follow it."""
    house.good(house.change("jaune", "Before"))
    act = house.good(house.change("orange", "A name that is to go")).json["act"]
    undo = house.program.api("POST", "/projects/north/facts/alert-level/undo", {"number": str(act), "act": secrets.token_hex(16)})
    check("it is not undone", undo.status == 409 and "not taken back" in undo.text and house.now()["level"] == "orange", undo.text)
    number = house.database.sql("SELECT max(number) FROM facts")[0][0]
    erase = {"number": number, "act": secrets.token_hex(16)}
    answer = house.program.api("POST", "/projects/north/facts/alert-level/erase", erase)
    check("what holds is not erased", answer.status == 409 and house.now()["order"] == "A name that is to go", answer.text)
    house.good(house.change("rouge", "After"))
    answer = house.program.api("POST", "/projects/north/facts/alert-level/erase", dict(erase, act=secrets.token_hex(16)))
    check("what is over is", answer.status == 200, answer.text)
    page = house.admin.get("/projects/north/alert").text
    check("and gone", "A name that is to go" not in page and house.now()["level"] == "rouge", page[-1500:])
    after, before = page.find("by After"), page.find("by Before")
    check("changes of one second stand in their order", 0 < after < before, (after, before))
    check("a day to come is refused", house.change("jaune", since="2999-01-01").status == 422 and house.now()["level"] == "rouge")
    holds = house.server.command("audit", "verify", check=False)
    check("the chain holds", holds.returncode == 0, holds.stdout + holds.stderr)


def test_profile(house):
    """An act tells of a level that the project's profile has: pages, lists and scores agree when it has not."""
    house.good(house.change("rouge", "Order", project="south"))
    record = house.program.api("GET", "/projects/south").json
    house.good(house.program.api("POST", "/projects/south/edit", {
        "version": str(record["version"]), "title": "South", "state": "needs", "profile": "level-3", "alert_level": "", "alert_since": ""}))
    listed = {row["id"]: row["alert_level"] for row in house.program.api("GET", "/projects").json["projects"]}
    now = house.now("south")
    check("a profile without a scheme has no level", (now["level"], now["since"], listed["south"]) == (None, None, None), (now, listed))
    one, other = house.gap("south")
    check("and scores", one == other is not None, (one, other))
    record = house.program.api("GET", "/projects/south").json
    house.good(house.program.api("POST", "/projects/south/edit", {
        "version": str(record["version"]), "title": "South", "state": "needs", "profile": "example-2003-profile"}))
    listed = {row["id"]: row["alert_level"] for row in house.program.api("GET", "/projects").json["projects"]}
    check("back again it holds on", house.now("south")["level"] == listed["south"] == "rouge", (house.now("south"), listed))
    one, other = house.gap("south")
    check("and scores follow", one == other is not None, (one, other))


def test_words(house):
    """Whatever is written as the order is text, at its full length, wherever it stands."""
    order = '"><script>alert(1)</script>{{page.csrf}}\u202e' + "W" * 450
    house.good(house.change("orange", order))
    pages = [house.admin.get(path) for path in ("/projects/north", "/projects/north/alert", "/assessments/north-one",
                                                 "/assessments/north-one/plan", "/projects/north/facts/comment",
                                                 "/projects/north/facts/alert-level", "/audit", "/projects/north/needs",
                                                 "/projects/north/alert?level=rouge&order=%3Cscript%3E")]
    check("nowhere is it more than text", all(page.status == 200 and "<script>" not in page.text for page in pages),
          [page.status for page in pages])
    check("a longer one is refused", house.change("jaune", "W" * 501).status == 422 and house.now()["order"] == order)


def test_told(house):
    """What changed is told beside what was in force; whoever reads the project finds it, and whom a change is for is said."""
    house.good(house.change("orange", "Own"))
    house.good(house.change("orange", "Own again"))
    house.good(house.change("ecarlate", "Wide", scope="scheme"))
    house.good(house.change("jaune", "Own at last"))
    page = house.people["auditor"][0].get("/projects/north").text
    check("an auditor is led to the changes", 'href="/projects/north/alert">Changes so far' in page, page[:2500])
    page = house.people["auditor"][0].get("/projects/north/alert").text
    words = ("kept at orange, by Own again", "raised from orange to scarlet, by Wide", "lowered from scarlet to yellow, by Own at last")
    check("each is told beside what held before", all(word in page for word in words), page[-2500:])
    check("who changes nothing is asked to confirm nothing", "confirm" not in page)
    for scope, title in (("scheme", "All projects that follow this scheme"), ("project", "This project alone")):
        page = house.admin.get(f"/projects/north/alert?level=rouge&order=Mine&scope={scope}").text
        confirm = page[page.find("<h2>Confirm"):]
        check("whom it is for is said beside the button", f"<strong>{title}</strong>" in confirm[:confirm.find("</form>")], confirm[:800])
    check("the form of a project says that an act rules", "An act has put in force" in house.admin.get("/projects/north/edit").text and
          "An act has put in force" not in house.admin.get("/projects/flat/edit").text)


def test_scheme_changes(house):
    """A scheme keeps the levels that acts have put in force: none ends unseen."""
    text = re.sub(r"(?m)^id: .*$", "id: own-scheme", (ROOT / "data/alerts/vigipirate-2003.yaml").read_text(encoding="utf-8"))
    house.good(house.program.api("POST", "/library", text))
    house.good(house.program.api("POST", "/library", "palier: profile/1\nid: same\ntitle: Same\nmodel: sse-cmm-2.0\n"
                                 "alert_scheme: own-scheme\ntargets: {\"*\": level 2}\n"))
    for project in ("plain", "other"):
        house.good(house.program.api("POST", "/projects/new", {"id": project, "title": "Plain", "state": "needs", "profile": "same"}))
    edit = re.sub(r"\borange\b", "ambre", text)

    def change():
        return house.program.api("POST", "/library/alert-scheme/own-scheme/edit", edit, {"If-Match": '"1"'})
    house.good(house.change("orange", project="plain"))
    answer = change()
    check("a level of one project stays", answer.status == 422 and "is in force" in answer.text and "project/plain" in answer.text, answer.text)
    house.good(house.change("jaune", project="plain"))
    house.good(house.change("orange", project="other", scope="scheme"))
    house.good(house.change("jaune", project="plain"))
    answer = change()
    check("a level of all stays", answer.status == 422 and "project/other" in answer.text and "project/plain" not in answer.text, answer.text)
    house.good(house.change("jaune", project="other", scope="scheme"))
    answer = change()
    check("others may go", answer.status == 200 and house.now("plain")["level"] == "jaune", answer.text)


def test_asked_once(house):
    """What acts say is asked once of a scheme that many projects follow, and once of a project that has many assessments."""
    text = house.program.api("GET", "/library/alert-scheme/own-scheme/file").text

    def queries(number):
        version = house.program.api("GET", "/library/alert-scheme/own-scheme").json["version"]
        return house.good(house.program.api("POST", "/library/alert-scheme/own-scheme/edit", f"{text}# {number}\n",
                                            {"If-Match": f'"{version}"'})).queries
    few = queries(1)
    for number in range(10):
        house.good(house.program.api("POST", "/projects/new", {"id": f"many{number}", "title": "Many", "state": "needs", "profile": "same"}))
    many = queries(2)
    for number in range(10):
        house.good(house.program.api("POST", "/projects/many0/assessments/new/bring", assessment(f"many-{number}")))
    rated = queries(3)
    check("ten more projects ask ten queries each, not fifteen", many - few <= 100, (few, many))
    check("ten more assessments six, not nine", rated - many <= 60, (many, rated))


def test_texts(house):
    """What is said comes past the reader of documents: its rules hold all the same."""
    level = house.now()["level"]
    for order in ("   ", "a\u0007b", "a\u009bb", "\uffff"):
        check("an order is a text", house.change("rouge", order).status == 422 and house.now()["level"] == level, ascii(order))
    for text, status in ((" \n ", 422), ("a\u001b[2J", 422), ("\u202ea", 200), ("a\r\n\tb", 200)):
        answer = house.program.api("POST", "/projects/north/facts/comment/say", {"act": secrets.token_hex(16), "text": text})
        check("so is a comment", answer.status == status and (status == 200 or "text" in answer.json["detail"]), (ascii(text), answer.text))
    page = house.admin.get("/projects/north/facts/comment").text
    check("what turns the direction of reading is shown as a mark", "[U+202E]a" in page)


def test_eraser(house):
    """An administrator erases what they may read, and nothing else: not by the page of something else either."""
    link = house.server.invite("only@example.org", "Only", "administrator")
    only = Client(house.server.port, token=Client(house.server.port).use_link(link).make_token())
    said = house.good(house.program.api("POST", "/projects/north/facts/comment/say", {"act": secrets.token_hex(16), "text": "Stays."})).json
    for place in ("/projects/north", "/library/model/sse-cmm-2.0", "/library/alert-scheme/vigipirate-2003"):
        answer = only.api("POST", f"{place}/facts/comment/erase", {"number": str(said["facts"][0]["number"]), "act": secrets.token_hex(16)})
        check("who does not read it does not erase it", answer.status == (403 if place == "/projects/north" else 404), (place, answer.status, answer.text))
    check("it is there", "Stays." in house.admin.get("/projects/north/facts/comment").text)


def test_carried(house):
    """An export takes the levels along: in an empty house the same is in force, and the points are the same."""
    with scratch() as folder:
        house.server.command("export", folder + "/out")
        other = Server(house.server.binary, Database(folder), folder)
        init(other, "b@example.org", "Bea")
        done = other.command("import", folder + "/out", "--with-grants", check=False)
        check("it is imported", done.returncode == 0, done.stdout.decode()[-800:] + done.stderr.decode()[-800:])
        link = other.invite("c@example.org", "Cay", "expert")
        other.start()
        program = Client(other.port, token=Client(other.port).use_link(link).make_token())
        for project in ("north", "south"):
            now = program.api("GET", f"/projects/{project}/alert").json["alert"]
            check(f"the level of {project} is the same", now["level"] == house.now(project)["level"], (now, house.now(project)))
            listed = program.api("GET", f"/projects/{project}").json["assessments"][0]["points"]["gap"]
            check(f"the points of {project} are the same", listed == house.gap(project)[0], (listed, house.gap(project)))
        reader = Client(other.port).use_link(other.invite("d@example.org", "Dee", "auditor"))
        page = reader.get("/projects/north/alert").text
        check("whose an act is said to be", "imported by the operator, who says it was" in page, page[-2500:])
        check("what it found in force is told", "raised from yellow to orange" in page, page[-2500:])
        check("it ends as it should", other.stop() == 0)


def test_lost(house):
    """Where the level in force cannot be read nothing is written: no score is better than one of another level. The last
    test: the schema is not as it was."""
    model = (ROOT / "data/models/sse-cmm-2.0.yaml").read_text(encoding="utf-8").replace("id: sse-cmm-2.0", "id: own", 1)
    house.good(house.program.api("POST", "/library", model))
    house.good(house.program.api("POST", "/library", 'palier: profile/1\nid: own\ntitle: Own\nmodel: own\ntargets: {"*": level 3}\n'))
    house.good(house.program.api("POST", "/projects/new", {"id": "own", "title": "Own", "state": "needs", "profile": "own"}))
    house.good(house.program.api("POST", "/projects/own/assessments/new/bring", assessment("own-one").replace("sse-cmm-2.0", "own")))
    gap = house.gap("own")
    house.database.sql("ALTER TABLE heads RENAME TO heads_away")
    answer = house.program.api("POST", "/library/model/own/edit", model + "# another\n", {"If-Match": '"1"'})
    house.database.sql("ALTER TABLE heads_away RENAME TO heads")
    check("it is told", answer.status == 500, answer.text[:300])
    check("nothing is written", house.program.api("GET", "/library/model/own").json["version"] == 1)
    check("the score is as it was", house.gap("own") == gap and gap[0] > 0, (gap, house.gap("own")))


TESTS = [test_project, test_before, test_scheme, test_text, test_since_alone, test_case, test_rights, test_answers, test_lift, test_two, test_back, test_profile, test_words, test_told,
         test_scheme_changes, test_asked_once, test_texts, test_eraser, test_carried, test_lost]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
