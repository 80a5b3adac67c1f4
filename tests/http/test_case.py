#!/usr/bin/env python3
"""What may happen next in a project, and what does: the pages offer what the tables of transitions do
(docs/states.md), the API refuses the rest with a sentence, what facts tell is not set.

usage: tests/http/test_case.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one.
"""
import html
import re
import sys

from house import Client, Count, Database, Server, assessment, init, run_tests

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

    def project(self, identity, **more):
        answer = self.expert.post("/projects/new", dict({"id": identity, "title": identity.title(),
                                                         "state": "needs"}, **more))
        assert answer.status == 303, (answer.status, re.sub(r"<[^>]+>", " ", answer.text)[:800])

    def data(self, path):
        answer = self.program.api("GET", path)
        assert answer.status == 200, (path, answer.status, answer.text[:500])
        return answer.json

    def send(self, path, **fields):
        """As whoever saw the last version of the project."""
        version = self.program.api("GET", "/".join(path.split("/")[:3])).headers["ETag"]
        return self.program.api("POST", path, fields, {"If-Match": version})

    def good(self, path, **fields):
        answer = self.send(path, **fields)
        assert answer.status == 200, (path, answer.status, answer.text[:500])
        return answer

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
    check("what no fact tells is implied", (states["questionnaire"], states["visit"], states["plans"], states["reports"]) ==
          ("done", "done", "under_way", "open"), states)
    check("what facts tell is not", (states["needs"], states["documentation"], states["maturity"], states["profile"]) ==
          ("open", "open", "open", "done"), states)
    house.program.api("POST", "/projects/later/assessments/new", assessment("later-one"))
    check("all areas of the target are rated", house.stages("later")["maturity"] == "done", house.stages("later"))
    check("its plan comes next", house.next("later") == "/assessments/later-one/plan", house.next("later"))
    house.project("aimless")
    house.program.api("POST", "/projects/aimless/assessments/new", assessment("aimless-one"))
    check("without a target it is under way", house.stages("aimless")["maturity"] == "under_way", house.stages("aimless"))
    page = house.expert.get("/projects/aimless").text
    check("the page says so", re.search(r'<li class="is-under_way" aria-current="step">.*Maturity', page))


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), [test_stages])
