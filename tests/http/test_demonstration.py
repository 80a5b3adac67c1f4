#!/usr/bin/env python3
"""The demonstration: the paper's numbers come out for its first candidate, three candidates are what they are said to be, were
asked in a consultation and have answered to the last question, two experts have read, visited and marked, every page of it shows something, in each language; and an administrator loads it into an empty house.
Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one.

usage: tests/http/test_demonstration.py PALIER [NAME…]
"""
import json
import pathlib
import re
import subprocess
import sys

from house import ROOT, Client, Count, Database, Demonstration, Server, init, run_tests

count = Count()
check = count.check
SITE = "/projects/institutional-site"
NAMES = {"expert": "Eve", "project_manager": "Max", "auditor": "Otto", "keeper": "Kit", "provider": "Pat"}
SENT = "/sendings/institutional-site-"
# What was sent: to whom, how many questions, how many of them were answered; the file of the answers.
SENDINGS = {"evasive-web": ("provider", 33, 33, "evasive-web"), "north-hosting": ("provider", 33, 33, "north-hosting"),
            "grand-cloud": ("provider", 33, 33, "grand-cloud"), "north-hosting-2": ("provider", 105, 104, "north-hosting"),
            "project-manager": ("project_manager", 13, 13, "project-manager"), "expert-north-hosting": ("expert", 17, 17, "expert")}
# How many of these answers were seen or checked since; which were decided by a person, as their rules ask for.
LOOKED = {"evasive-web": 5, "grand-cloud": 4, "north-hosting-2": 12}
DECIDED = {"north-hosting-2": {"ORG-05", "PHY-01", "POL-07", "SUR-02"}}
# Every page of questionnaires, answers, reading and visit has something to show.
PAGES = (*(SITE + page for page in ("/questionnaires", "/questionnaires/compare", "/questionnaires/across/POL-01", "/questionnaires/across/NET-01",
                                    "/candidates", "/facts/clarification", "/facts/tender", "/facts/tender-declaration")), SENT + "evasive-web/facts/answer-mark",
         *(SENT + sent + page for sent in SENDINGS for page in ("", "/answers", "/questions", "/history")),
         *(SENT + sent + "/findings" for sent in ("evasive-web", "grand-cloud", "north-hosting-2")),
         *(SENT + "north-hosting-2" + page for page in ("/answers/POL-05", "/answers/NET-06", "/findings/POL-05", "/visit", "/visit/minutes")),
         *(f"/assessments/{who}/suggestions?basis={basis}" for who in ("evasive-web-2026", "north-hosting-2026", "grand-cloud-2026")
           for basis in ("claimed", "seen")), "/assessments/north-hosting-2026/suggestions", "/assessments/grand-cloud-2026/marks?basis=claimed&suggested=1")


class House(Demonstration):
    """In English; and beside it the same in French."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql, "en", NAMES)
        self.binary, self.folder, self.postgresql_of = binary, folder, postgresql
        self.expert = self.people["expert"]

    def points(self, assessment, query=""):
        return self.expert.api("GET", f"/assessments/{assessment}{query}").json["points"]

    def facts(self, assessment, kind):
        return self.expert.api("GET", f"/assessments/{assessment}/facts/{kind}").json["facts"]


def test_paper(house):
    """91 = 70 + 15 + 6 to level 3 everywhere, for the first candidate; two experts have said why."""
    got = house.points("example-2003", "?profile=level-3")
    parts = got["gap_by_actor"]
    check("the paper's case", (got["gap"], parts["provider"], parts["project_manager"], parts["expert"]) == (91, 70, 15, 6), got)
    experts = {fact["by"] for fact in house.facts("example-2003", "reason")}
    check("two experts", len(experts) == 2, experts)
    rows = house.expert.api("GET", SITE + "/candidates").json["candidates"]
    check("the first of four candidates", [row["id"] for row in rows] == ["example-hosting", "evasive-web", "north-hosting", "grand-cloud"], rows)


def test_characters(house):
    """Evasive claims and shows little; North claims what it shows; Grand is strong in itself and weak towards the customer."""
    gap = {(who, basis): house.points(f"{who}-2026", f"?profile=level-3&basis={basis}")["gap_by_actor"]["provider"]
           for who in ("evasive-web", "north-hosting", "grand-cloud") for basis in ("claimed", "seen", "checked")}
    fall = {who: gap[who, "checked"] - gap[who, "claimed"] for who in ("evasive-web", "north-hosting", "grand-cloud")}
    check("the bases differ", all(gap[who, "claimed"] < gap[who, "checked"] and gap[who, "seen"] <= gap[who, "checked"] for who in fall), gap)
    check("evasive: what is claimed is hardly there", fall["evasive-web"] > 60, fall)
    check("honest: it is, nearly", 0 < fall["north-hosting"] < 15, fall)
    check("large: it stands first when checked", gap["grand-cloud", "checked"] == min(gap[who, "checked"] for who in fall), gap)
    areas = {row["id"]: row["level"] for row in house.expert.api("GET", "/assessments/grand-cloud-2026").json["areas"]}
    check("large: by its own processes, not towards people and the customer", areas["PA12"] >= 3 > 2 >= max(areas[area] for area in ("PA07", "PA10", "PA21", "PA22")), areas)


def test_shown(house):
    """Evidence quotes documents of the project, marks are to be seen again, one assessment is rated; nothing is empty."""
    documents = {row["id"]: row for row in house.expert.api("GET", SITE + "/documents").json["documents"]}
    for assessment in ("example-2003", "evasive-web-2026", "north-hosting-2026", "grand-cloud-2026", "north-hosting-2026-10"):
        pieces = [fact["body"] for fact in house.facts(assessment, "evidence")]
        check(f"{assessment}: evidence", len(pieces) >= 2, pieces)
        for piece in pieces:
            if "document" in piece:
                text = house.expert.get(f"{SITE}/documents/{piece['document']}").text
                check(f"{assessment}: its words stand in its document", piece["document"] in documents and piece["words"] in text.replace("**", ""), piece)
    again = house.expert.api("GET", "/assessments/north-hosting-2026-10/rating").json
    check("marks to be seen again", 20 < again["to_see_again"] < 80, again["to_see_again"])
    state = house.expert.api("GET", "/assessments/north-hosting-2026/rating").json
    check("one is rated", "rated" in str(state.get("state")), str(state)[:400])
    rows = house.expert.api("GET", SITE).json
    check("steps, hours", rows["minutes_total"] > 1000 and any(step["state"] == "done" for step in rows["steps"]), rows["steps"])
    for page in ("/documents", "/candidates", "/hours", "/needs", "/facts/comment", "/process"):
        text = house.expert.get(SITE + page).text
        check(f"{page} is not empty", "class=\"empty\"" not in text, re.findall(r'class="empty".{,200}', text)[:2])


def suggested(house, name, day):
    """What the command line says of a file of answers on that day, question by question: the level in force is the first of four."""
    text = (ROOT / f"data/demonstration/answers/{name}.yaml").read_text("utf-8")
    path = pathlib.Path(house.folder) / f"{name}.yaml"
    path.write_text(re.sub(r"(?m)^date: .*$", f"date: {day}", text), "utf-8")
    out = subprocess.run([house.binary, "suggest", path, "--alert", "1", "--format", "json"], capture_output=True, check=True).stdout
    return {one["question"]: one for one in json.loads(out)["answers"]}


def test_questionnaires(house):
    """Six were sent and submitted, with all that the files say; what nobody has looked at gives what the command line says of it."""
    rows = {row["id"].removeprefix("institutional-site-"): row for row in house.expert.api("GET", SITE + "/questionnaires").json["sendings"]}
    check("six were sent", set(rows) == set(SENDINGS) and all(row["state"] == "submitted" for row in rows.values()), rows)
    for sent, (to, questions, answered, name) in SENDINGS.items():
        check(f"{sent}: to whom, how many questions", (rows[sent]["to"], rows[sent]["questions"]) == (to, questions), rows[sent])
        told = house.expert.api("GET", SENT + sent + "/answers").json
        mine = [one for one in told["answers"] if one["is_asked"]]
        check(f"{sent}: answered to the last", sum(one["is_answered"] for one in mine) == answered, told["counts"])
        by_file = suggested(house, name, told["day"])
        plain = [one for one in mine if one["state"] == "claimed" and one["is_answered"]]
        same = [one["question"] for one in plain if (one["verdict"], one["by_rule"], one["why"]) ==
                tuple(by_file[one["question"]][key] for key in ("verdict", "by_rule", "why"))]
        odd = {one["question"] for one in plain} - set(same)
        check(f"{sent}: as the command line judges it", odd == DECIDED.get(sent, set()), odd)
        looked = [one["question"] for one in mine if one["state"] != "claimed"]
        check(f"{sent}: what was looked at", len(looked) == LOOKED.get(sent, 0), looked)
    day = {sent: house.expert.api("GET", SENT + sent + "/answers").json["day"] for sent in ("evasive-web", "north-hosting", "grand-cloud")}
    check("ages count to the closing as it was moved", set(day.values()) == {"2026-03-02"}, day)
    rows = house.expert.api("GET", SITE + "/candidates").json["candidates"]
    check("who submitted has answered, as the answers are open", [row["state"] for row in rows[1:]] == ["answered"] * 3, rows)


def test_tender(house):
    """It was moved once, closed by the clock, opened by two; five questions were made anonymous by the keeper and answered to all."""
    facts = [fact["state"] for fact in house.expert.api("GET", SITE + "/facts/tender").json["facts"]]
    check("it is opened", facts[0] == "opened", facts)
    history = house.expert.api("GET", SITE + "/facts/tender?part=t1&lane=").json["facts"]
    check("launched, moved, opened", [fact["body"]["closing"] for fact in history] ==
          ["2026-03-02T11:00", "2026-03-02T11:00", "2026-02-23T11:00"], history)
    check("at its times", [fact["at"][:10] for fact in history] == ["2026-03-02", "2026-02-09", "2026-01-12"], history)
    who = house.expert.api("GET", SITE + "/facts/tender-declaration").json["facts"]
    check("two declared", len(who) == 2 and all(fact["state"] == "declared" for fact in who), who)
    said = house.expert.api("GET", SITE + "/facts/clarification").json["facts"]
    check("five to all, five anonymous", sorted(fact["lane"] for fact in said) == [""] * 5 + ["anonymous"] * 5, said)
    check("no name in them", not re.search("North Hosting|Evasive|Grand Cloud|Beffroi", json.dumps(said)), said)


def test_read(house):
    """Marks for and against the claim, decisions, findings that were upheld, a visit that was held; each page has content for
    whoever may read it, and none for the others."""
    marks = {sent: house.expert.api("GET", SENT + sent + "/facts/answer-mark").json["facts"] for sent in ("evasive-web", "grand-cloud", "north-hosting-2")}
    check("marks", {sent: len(facts) for sent, facts in marks.items()} == {"evasive-web": 5, "grand-cloud": 4, "north-hosting-2": 22}, marks.keys())
    against = {sent: sum(bool(fact["body"].get("contradicts")) for fact in facts) for sent, facts in marks.items()}
    check("against the claim", against == {"evasive-web": 5, "grand-cloud": 0, "north-hosting-2": 2}, against)
    for sent, facts in marks.items():
        files = {fact["body"]["sha256"]: fact["part"] for fact in house.expert.api("GET", SENT + sent + "/facts/file?lane=claimed").json["facts"]}
        for proof in (fact["body"].get("proof", {}) for fact in facts):
            if "file" in proof:
                text = house.expert.get(f"{SENT}{sent}/files/{files[proof['file']]}?lane=claimed").text
                check(f"{sent}: its words stand in the file", proof["quote"] in text.replace("**", ""), proof)
    for sent, count_of in (("evasive-web", 3), ("grand-cloud", 2), ("north-hosting-2", 3)):
        told = house.expert.api("GET", SENT + sent + "/findings").json
        check(f"{sent}: findings are upheld, others proposed", told["counts"]["open"] == count_of and told["counts"]["proposed"] > 0, told["counts"])
        check(f"{sent}: what is upheld still fails", all(one["still_fails"] for one in told["findings"] if one["state"] == "open"), told)
    minutes = house.expert.api("GET", SENT + "north-hosting-2/visit/minutes").json
    check("minutes of what was found", len(minutes["entries"]) == 22 and minutes["visits"][0]["state"] == "held", len(minutes["entries"]))
    agenda = house.expert.api("GET", SENT + "north-hosting-2/visit").json
    check("an agenda with more to see", len(agenda["items"]) > 100, len(agenda["items"]))
    for who in ("expert", "project_manager", "keeper", "auditor"):
        for page in PAGES:
            answer = house.people[who].get(page)
            empty = re.findall(r'class="empty".{,200}', answer.text)
            check(f"{who} {page} has content", answer.status == 200 and not empty and "the answers suggest nothing" not in answer.text, (answer.status, empty[:2]))
    for page in PAGES:
        check(f"{page} is not for who has no part in it", house.people["provider"].get(page).status in (403, 404), page)
    page = house.expert.get(SENT + "north-hosting-2/visit/minutes").text
    check("files by their names", "training-register.txt" in page and not re.search(r"· [0-9a-f]{64}", page), "")
    check("a remark once", page.count("A slip, admitted at once.") == 2, page.count("A slip, admitted at once."))


def test_french(house):
    """What is typed is French where it was asked for so."""
    text = house.server.command("demonstration", check=False).stderr.decode()
    check("a second time it is refused", "has people already" in text, text)
    other = Server(house.binary, Database(second(house), house.postgresql_of), second(house))
    out = other.command("demonstration", language="fr").stdout.decode()
    passwords = dict(re.findall(r"^  (\w+) +\S+@example.org +(\S+)$", out, re.M))
    check("eight accounts, two of experts", {"expert", "second_expert"} < set(passwords) and len(passwords) == 8, out)
    other.start()
    try:
        browser = Client(other.port)
        browser.sign_in("second_expert@example.org", passwords["second_expert"])
        page = browser.get(SITE)
        check("in French", 'lang="fr"' in page.text and "Site institutionnel" in page.text and "Rapport sur les trois candidats" in page.text, page.text[:300])
        step = browser.get("/assessments/north-hosting-2026/marks/PA01/3.1?basis=checked").text
        check("reasons too", "Une sixième voie d’administration" in step and "Local onduleurs" in step, "")
        for page in PAGES:
            answer = browser.get(page)
            check(f"{page} in French", answer.status == 200 and 'class="empty"' not in answer.text and 'lang="fr"' in answer.text, answer.status)
        answers = browser.get(SENT + "north-hosting-2/answers").text
        check("answers too", "Directrice générale" in answers and "General manager" not in answers, "")
        found = browser.get(SENT + "north-hosting-2/visit/minutes").text
        check("and what was found", "Une inattention, reconnue aussitôt." in found and "A slip" not in found, "")
        told = browser.api("GET", SENT + "north-hosting-2/answers").json
        check("as many", sum(one["is_answered"] for one in told["answers"] if one["is_asked"]) == 104, told["counts"])
    finally:
        check("it ends well", other.stop() == 0, other.log.read_text()[-2000:])
        other.database.remove()


def second(house):
    folder = pathlib.Path(house.folder) / "second"
    folder.mkdir(exist_ok=True)
    return folder


def test_loaded(house):
    """From the first page of an empty house; its people have no password, nor is there a second administrator."""
    folder = pathlib.Path(house.folder) / "third"
    folder.mkdir()
    server = Server(house.binary, Database(folder, house.postgresql_of), folder)
    link = init(server)
    server.start()
    try:
        ada = Client(server.port).use_link(link)
        page = ada.get("/").text
        check("an empty house says what comes first", "What comes first" in page and 'action="/demonstration"' in page and 'href="/projects/new"' in page, page[-2000:])
        plain = Client(server.port).use_link(server.invite("eve@example.org", "Eve", "expert"))
        check("an expert begins a project, and loads nothing", "What comes first" in plain.get("/").text and "/demonstration" not in plain.get("/").text
              and plain.post("/demonstration").status == 403, plain.get("/").text[-1500:])
        done = ada.post("/demonstration")
        check("it is loaded", done.status == 303 and done.location.split("?")[0].endswith(SITE), (done.status, done.text[:600]))
        check("it is read", "Grand Cloud" in ada.get(SITE).text, "")
        check("then nothing comes first", "What comes first" not in ada.get("/").text, "")
        again = ada.post("/demonstration")
        check("it is loaded once", again.status == 409 and "there are documents already" in again.text, (again.status, again.text[:300]))
        people = server.command("user").stdout.decode()
        check("no second administrator", "administrator@example.org" not in people and "second_expert@example.org" in people, people)
        check("nobody knows a password", Client(server.port).sign_in("expert@example.org", "").status != 303, "")
        check("the chain holds", "entries hold" in server.command("audit", "verify").stdout.decode(), "")
    finally:
        check("it ends well", server.stop() == 0, server.log.read_text()[-2000:])
        server.database.remove()


def test_carried(house):
    """Its export comes whole into another house: what was answered and by whom, also what was not handed in; and again it changes nothing."""
    folder = pathlib.Path(house.folder) / "fourth"
    folder.mkdir()
    other = Server(house.binary, Database(folder, house.postgresql_of), folder)
    init(other)
    said = "SELECT kind, subject, part, lane, turn, state, body FROM facts ORDER BY kind, subject, part, lane, turn"
    try:
        house.server.command("export", str(folder / "out"))
        for came in ("came in, 0 were here already, 0 were refused", "0 documents and 0 rows came in"):
            done = other.command("import", str(folder / "out"), check=False)
            told = (done.stdout + done.stderr).decode()
            check(f"nothing is refused: {came}", done.returncode == 0 and came in told, (done.returncode, told[-1500:]))
            mine, theirs = house.database.sql(said), other.database.sql(said)
            check("what was said is the same", mine == theirs and len(mine) > 2500, ([row for row in mine if row not in theirs][:2], [row for row in theirs if row not in mine][:2]))
        acts = json.loads((folder / "out/acts.json").read_text("utf-8"))
        answer = next(act for act in acts if any(fact["kind"] == "answer" and fact["lane"] == "" for fact in act["facts"]))
        fact = next(fact for fact in answer["facts"] if fact["kind"] == "answer")
        answer.update(id="a" * 32, facts=[{**fact, "turn": fact["turn"] + 1}])
        (folder / "out/acts.json").write_text(json.dumps([answer]), "utf-8")
        done = other.command("import", str(folder / "out"), check=False)
        told = (done.stdout + done.stderr).decode()
        check("what is here keeps its readers", done.returncode != 0 and other.database.sql(said) == mine, told[-900:])
    finally:
        other.database.remove()


TESTS = [test_paper, test_characters, test_shown, test_questionnaires, test_tender, test_read, test_french, test_loaded, test_carried]
if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(pathlib.Path(sys.argv[1]).resolve(), folder, postgresql), TESTS)
