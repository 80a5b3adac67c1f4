#!/usr/bin/env python3
"""The demonstration: the paper's numbers come out for its first candidate, three candidates are what they are said to be, two
experts have marked, every page of it shows something, in each language; and an administrator loads it into an empty house.
Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one.

usage: tests/http/test_demonstration.py PALIER [NAME…]
"""
import pathlib
import re
import sys

from house import Client, Count, Database, Demonstration, Server, init, run_tests

count = Count()
check = count.check
SITE = "/projects/institutional-site"
NAMES = {"expert": "Eve", "project_manager": "Max", "auditor": "Otto"}


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


TESTS = [test_paper, test_characters, test_shown, test_french, test_loaded]
if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(pathlib.Path(sys.argv[1]).resolve(), folder, postgresql), TESTS)
