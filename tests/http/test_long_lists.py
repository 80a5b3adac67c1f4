#!/usr/bin/env python3
"""Long documents among many others: what lists show of a project whose text is long, what a change costs that many
assessments stand on, and choosers over long profiles.

usage: tests/http/test_long_lists.py PALIER     a release build: a sanitizer's memory and time would be counted

Ends with one line: N passed, N failed.
"""
import sys

import large
from house import ROOT, Client, Count, Database, Server, assessment, init, scratch
from large import LargeHouse

count = Count()
check = count.check
NOTE = "n" * 60000
CANDIDATES = 22
OWN = "palier: profile/1\nid: mine\ntitle: Mine\nmodel: sse-cmm-2.0\ntargets: {{\"*\": level {}}}\n"


class LongHouse(LargeHouse):
    """A project of 1.3 MB with forty assessments."""

    def __init__(self, binary, folder):  # pylint: disable=super-init-not-called
        self.server = Server(binary, Database(folder), folder, ["--log", "none"])
        link = init(self.server)
        self.server.start()
        self.client = Client(self.server.port)
        self.client.use_link(link)
        self.program = Client(self.server.port, token=self.client.make_token("write"))
        self.good(self.program.api("POST", "/library", OWN.format(1)))
        self.good(self.client.post("/projects/new", {"id": "long", "title": "Long", "state": "plans",
                                                     "marking": "RESTRICTED", "profile": "mine"}))
        for i in range(40):
            self.good(self.program.api("POST", "/projects/long/assessments/new/bring", assessment(f"e{i}")))
        for i in range(CANDIDATES):
            self.good(self.program.api("POST", "/library", f"palier: provider/1\nid: p{i}\ntitle: P {i}\n"))
            self.good(self.program.api("POST", "/projects/long/candidates/add", {
                "provider": f"p{i}", "note": NOTE, "version": str(i + 1)}))
        self.good(self.program.api("POST", "/projects/long/candidates/change", {
            "provider": "p21", "state": "retained", "note": ""}))

    def gaps(self, project):
        rows = self.program.ask("GET", f"/api/v1/projects/{project}").json["assessments"]
        return [row["points"]["gap"] for row in rows]


def test_list(house):
    row = house.program.ask("GET", "/api/v1/projects").json["projects"][0]
    check("a long project's state is listed", row["state"] == "plans", row)
    check("its marking", row["marking"] == "RESTRICTED", row)
    check("its candidates", row["running"] == CANDIDATES and row["retained"] == "P 21", row)
    page = house.client.get("/").text
    check("the page shows the marking", "RESTRICTED" in page)


def test_change(house):
    """The project's text is needed for each of its assessments, and not kept for all of them."""
    for version, level in ((1, 2), (2, 3)):
        status, _, _, memory = house.ask("/api/v1/library/profile/mine/edit", OWN.format(level), f'"{version}"')
        check("a profile of a long project is changed", status == 200, status)
        check("its memory", memory <= 72, memory)
        shown = house.program.ask("GET", "/api/v1/assessments/e0").json["points"]["gap"]
        check("the scores are those of the page", set(house.gaps("long")) == {shown}, (house.gaps("long"), shown))


def test_chooser(house):
    """Profiles whose model does not stand at the beginning are looked at one after the other."""
    comment = ("# " + "x" * 97 + "\n") * 30
    for i in range(20):
        text = f"palier: profile/1\nid: c{i}\ntitle: C\n{comment}model: sse-cmm-2.0\ntargets: {{\"*\": level 1}}\n"
        house.good(house.program.api("POST", "/library", text + comment * 1300))
    head = "palier: profile/1\nid: {}\ntitle: C\n"
    forms = {"below": "model:\n  sse-cmm-2.0\n", "remark": "model: # which\n  sse-cmm-2.0\n", "quoted": "'model': sse-cmm-2.0\n",
             "tabbed": "model: \"sse-cmm-2.0\" # this one\n", "cut": "# " + "x" * 1944 + "\nmodel: sse-cmm-2.0\n"}
    for name, model in forms.items():
        house.good(house.program.api("POST", "/library", head.format(name) + model + "targets: {\"*\": level 1}\n"))
    house.restart()
    status, _, _, memory = house.ask("/assessments/e0")
    check("an assessment beside long profiles", status == 200, status)
    check("its memory", memory <= 72, memory)
    page = house.client.get("/assessments/e0").text
    check("they are offered", 'value="c19"' in page)
    for name in forms:
        check(f"so is one whose model is written as {name}", f'value="{name}"' in page)


def test_edit(house):
    """A project of 4 MB is edited: what stands in the database is not read beside what is written."""
    texts = [f"palier: provider/1\nid: q{i}\ntitle: Q {i}\n" for i in range(70)]
    texts.append("palier: project/1\nid: longer\ntitle: Longer\nstate: needs\ncandidates:\n" + "".join(
        f"  - {{provider: q{i}, state: candidate, note: {NOTE}}}\n" for i in range(70)))
    files = [house.server.log.with_name(f"{i:02}.yaml") for i in range(len(texts))]
    for file, text in zip(files, texts):
        file.write_text(text, encoding="ascii")
    house.server.command("import", *map(str, files))
    answer = house.program.api("POST", "/projects/longer/edit", {"version": "1", "title": "Longer yet", "state": "needs"})
    check("a project of 4 MB is edited", answer.status == 200, answer.text[:300])
    house.good(house.program.api("POST", "/library", (ROOT / "examples/example-2003-profile.yaml").read_text(encoding="utf-8")))
    house.good(house.program.api("POST", "/projects/longer/edit", {"version": "2", "title": "Longer", "state": "needs",
                                                                   "profile": "example-2003-profile", "alert_level": "jaune"}))
    for i in range(12):
        answer = house.program.api("POST", "/projects/longer/alert/put", {"level": ("orange", "rouge")[i % 2], "order": f"Order {i}"})
        check("its alert level is raised", answer.status == 200, answer.text[:300])
    page = house.client.get("/projects/longer/alert")
    check("all its changes are shown", page.status == 200 and "raised from yellow to orange, by Order 0" in page.text, page.text[:300])


def test_project(house):
    """A project with many of the longest assessments is held against another profile."""
    for text in (large.model(), large.scheme(), large.narrow(), large.profile()):
        house.good(house.program.api("POST", "/library", text))
    house.good(house.client.post("/projects/new", {"id": "large", "title": "Large", "profile": "narrow", "state": "needs"}))
    for i in range(24):
        text = large.assessment(f"a{i}", f"2026-01-{i + 1:02}", 2 * i + 1)
        house.good(house.program.api("POST", "/projects/large/assessments/new/bring", text))
    house.restart()
    answer = house.program.api("POST", "/projects/large/edit", {
        "version": "1", "title": "Large", "state": "needs", "profile": "wide", "alert_level": "l9"})
    job = house.program.settle(answer)
    check("its profile is changed, as a job", job is not None and job["job"]["state"] == "done", answer.text[:500])


def main():
    with scratch() as folder:
        house = LongHouse(sys.argv[1], folder)
        for test in (test_list, test_change, test_chooser, test_edit, test_project):
            test(house)
        check("it ends as it should", house.server.stop() == 0)
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
