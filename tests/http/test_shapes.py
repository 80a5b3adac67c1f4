#!/usr/bin/env python3
"""What answers hold where documents say as little as they may, and where lists are longer than a page: a model without
practices, titles of levels, actions; one of more areas than a part has. Each address that the description names is asked
for, as a page and by a program, and must have its shape.

usage: tests/http/test_shapes.py PALIER [NAME…]     any build but a release, which does not look at shapes

Ends with one line: N passed, N failed.
"""
import sys

from house import Client, Count, Database, Server, init, run_tests

count = Count()
check = count.check

AREAS = 130  # three parts
SCHEME = """palier: alert-scheme/1
id: lamps
title: Lamps
authority: The house
source: This test
levels:
  - {id: calm, rank: 1, label: Calm}
  - {id: busy, rank: 2, label: Busy}
"""
LEVELS = "levels: [{rank: 0}, {rank: 1}]\n"
STEPS = {
    "whole": '  - {id: "1", level: 1, title: Done}\n',
    "untitled": '  - {id: "1", level: 1, title: Done, practices: [{id: BP.1}, {id: BP.2, verified: false}]}\n',
}
TASKS = {"whole": [{"practice": None, "title": None}], "untitled": [{"practice": "BP.1", "title": None}]}


def model(identity, areas):
    rows = "".join(f"  - {{id: A{i}, title: Area {i}, category: work, actor: provider}}\n" for i in range(areas))
    return (f"palier: model/1\nid: {identity}\ntitle: A model\n{LEVELS}ladder:\n{STEPS[identity.split('-')[0]]}"
            f"areas:\n{rows}rating: {{rule: staged}}\n")


def profile(identity):
    return (f"palier: profile/1\nid: {identity}\ntitle: Watched\nmodel: {identity}\nalert_scheme: lamps\n"
            'targets:\n  "*": {calm: none, busy: all}\n')


def assessment(identity, of, date):
    return (f"palier: assessment/1\nid: {identity}\ntitle: T\nmodel: {of}\nprovider: North\nproject: P\n"
            f"date: {date}\nratings:\n  A1: all\n  A2: none\n")


class House:
    """For each model a project that is seen by its profile, with two assessments of one provider."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.browser = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=self.browser.make_token("write"))
        self.good(self.program.api("POST", "/library", SCHEME))
        self.projects = [f"{steps}-{areas}" for steps in STEPS for areas in (3, AREAS)]
        for project in self.projects:
            self.good(self.program.api("POST", "/library", model(project, int(project.split("-")[1]))))
            self.good(self.program.api("POST", "/library", profile(project)))
            self.good(self.program.api("POST", "/projects/new", {"id": project, "title": project, "state": "needs",
                                                                 "profile": project}))
            for year in (2025, 2026):
                text = assessment(f"{project}.{year}", project, f"{year}-01-10")
                self.good(self.program.api("POST", f"/projects/{project}/assessments/new/bring", text))

    @staticmethod
    def good(answer):
        assert answer.status in (200, 201, 303), (answer.status, answer.text[:500])
        return answer

    def addresses(self, project):
        """Each GET of the description that is about a project, an assessment or a document of the library; whether it
        has parts."""
        for path, methods in self.program.ask("GET", "/api/v1/openapi.json").json["paths"].items():
            if "get" not in methods:
                continue
            places = {"{project}": project, "{assessment}": f"{project}.2026", "{fact}": "comment"}
            for kind in ("model", "profile") if "{kind}" in path else ("",):
                asked = path.replace("{kind}", kind).replace("{id}", project)
                for place, name in places.items():
                    asked = asked.replace(place, name)
                asked += f"?id={project}.2025&id={project}.2026" if path == "/compare" else ""
                if "{" not in asked:
                    names = [row["name"] for row in methods["get"].get("parameters", [])]
                    yield asked, "part" in names, "alert" in names


def test_every_answer(house):
    for project in house.projects:
        seen = set()
        for path, has_parts, has_alert in house.addresses(project):
            for more in ["", "alert=busy"] if has_alert else [""]:
                for part in ["", "part=1"] if has_parts else [""]:
                    query = "&".join(word for word in (more, part) if word)
                    asked = path + ("&" if "?" in path else "?") * bool(query) + query
                    for place in ("", "/api/v1"):
                        answer = house.program.ask("GET", place + asked) if place else house.browser.get(asked)
                        check(f"{project}: GET {place}{asked} has its shape", answer.status != 500, answer.text[:300])
                        if answer.status == 200:
                            seen.add(path)
        check(f"{project}: most addresses are there", len(seen) > 30, sorted(seen))


def test_parts(house):
    """A part is told in the data of all that has parts."""
    project = f"whole-{AREAS}"
    for path in (f"/assessments/{project}.2026", f"/assessments/{project}.2026/plan", f"/assessments/{project}.2026/posture",
                 f"/compare?id={project}.2025&id={project}.2026"):
        path += ("&" if "?" in path else "?") + "alert=busy"
        page = house.browser.get(path)
        check(f"{path}: a page in parts", page.status == 200 and 'rel="next"' in page.text, page.text[:300])
        told = house.program.api("GET", path + "&part=2").json
        check(f"{path}: the data say which part", told.get("part", {}).get("part") == 2, str(told)[:300])
    told = house.program.api("GET", f"/library/profile/{project}?part=2").json["document"]
    check("a profile in parts", told["part"] == {"part": 2, "of": 3}, str(told)[:300])


def test_tasks(house):
    """A step without practices is the task itself; a practice needs no title."""
    for steps, tasks in TASKS.items():
        told = house.program.api("GET", f"/assessments/{steps}-3.2026/plan?alert=busy").json
        found = [{key: task[key] for key in ("practice", "title")} for task in told["actions"][0]["tasks"]]
        check(f"{steps}: the tasks of a step", found[:1] == tasks, found)
        page = house.browser.get(f"/assessments/{steps}-3.2026/plan?alert=busy").text
        check(f"{steps}: on the page", "Do what this step asks for." in page, page[:300])


def main():
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), [test_every_answer, test_parts, test_tasks])


if __name__ == "__main__":
    main()
