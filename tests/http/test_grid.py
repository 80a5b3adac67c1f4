#!/usr/bin/env python3
"""The grid in which the steps of an assessment are marked: what it says against what the score says, what a program
reads, what is refused; then by keys, by touch and without a script in a real browser (tests/browser/grid.mjs), with
a server that is killed meanwhile.

usage: tests/http/test_grid.py PALIER [NAME...] [--shots FOLDER]
"""
import http.server
import json
import pathlib
import re
import secrets
import subprocess
import sys
import threading

from house import ROOT, Client, Count, TwoProjects, assessment, run_tests

count = Count()
check = count.check
PLACE = "/assessments/north-one"
PAPER = ROOT / "examples/example-2003-profile.yaml"


class House(TwoProjects):
    """Two experts and an approving authority of "north", which has the paper's profile."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql, (), {
            "expert": ["expert:north"], "second": ["expert:north"], "leaver": ["expert:north"],
            "authority": ["approving_authority:north"], "stranger": ["provider:south"]})
        self.good(self.program.api("POST", "/library", PAPER.read_text("utf-8")))
        project = self.program.api("GET", "/projects/north/text").json
        self.good(self.program.api("POST", "/projects/north/text", {
            "version": project["version"], "text": project["text"] + "profile: example-2003-profile\n"}))

    def add(self, name, ratings=None):
        text = assessment(name)
        if ratings is not None:
            text = re.sub(r"(?ms)^ratings:\n.*?(?=^\S|\Z)", f"ratings: {ratings}\n", text)
        self.good(self.program.api("POST", "/projects/north/assessments/new/bring", text))
        return f"/assessments/{name}"

    def cells(self, place=PLACE, basis="checked", who="expert"):
        return self.good(self.people[who][1].api("GET", f"{place}/marks?basis={basis}")).json

    def mark(self, place, marks, fact, who="expert", **more):
        return self.people[who][1].api("POST", f"{place}/marks", {"marks": marks, "fact": str(fact), **more})


def drawn(page):
    """The cells of a page: name, classes, what stands in it, where it leads, by area and step."""
    found = {}
    for classes, href, name, text in re.findall(
            r'<td class="([^"]*)"[^>]*><a href="([^"]*)" aria-label="([^"]*)">([^<]*)</a></td>', page):
        area, step = name.split(" ")[:2]
        found[f"{area}/{step}"] = (name, classes.split(), text, href)
    return found


def test_states(house):
    """What a cell shows is what the score says of it, in each basis; its link leads to its step."""
    browser, program = house.people["expert"]
    house.good(house.mark(PLACE, "PA03/1.1 not applicable\nPA09/1.1 -", 0))
    house.good(house.mark(PLACE, "PA02/1.1 P", house.cells()["fact"], basis="seen"))
    for basis in ("checked", "seen", "claimed"):
        page = browser.get(f"{PLACE}/marks?basis={basis}").text
        score = program.api("GET", f"{PLACE}?basis={basis}").json
        cells = drawn(page)
        check(f"{basis}: all cells", len(cells) == 264, len(cells))
        wrong = []
        for area in score["areas"]:
            for part, (name, classes, text, href) in cells.items():
                if not part.startswith(area["id"] + "/"):
                    continue
                step = part.split("/")[1]
                said = ("x" if step in (area.get("not_applicable") or []) else "s" if step in (area.get("surplus") or [])
                        else "a" if step in area["achieved"] else "m" if step in (area.get("missing") or []) else "e")
                is_rated = step not in (area.get("not_rated") or [])
                if said not in classes or is_rated == (text == "·") or ("missing" in name) != (said == "m") or \
                        ("surplus" in name) != (said == "s") or ("t" in classes and said in "ae" and said != "a"):
                    wrong.append((part, said, classes, name, text))
                if href != f"marks/{area['id']}/{step}?basis={basis}":
                    wrong.append(href)
        check(f"{basis}: as the score", not wrong, wrong[:4])
    seen = drawn(browser.get(f"{PLACE}/marks?basis=seen").text)
    check("its own mark, and what is inherited", "o" in seen["PA02/1.1"][1] and "inherited" not in seen["PA02/1.1"][0] and
          "h" in seen["PA02/2.1"][1] and seen["PA02/2.1"][0].endswith("inherited"), (seen["PA02/1.1"], seen["PA02/2.1"]))
    check("what is below its own mark is told", 'data-below="F"' in browser.get(f"{PLACE}/marks?basis=seen").text)
    area = browser.get(f"{PLACE}/marks?area=PA05").text
    check("the page of an area has its steps, and leads back", 'id="step-2.1"' in area and 'href="?basis=checked"' in area)
    check("one step is as on the page of its area", drawn(browser.get(f"{PLACE}/marks").text)["PA03/1.1"][2] == "x")


def test_outline(house):
    """The line of the target runs where a step that is asked for meets one that is not."""
    cells = drawn(house.people["expert"][0].get(f"{PLACE}/marks").text)
    areas = sorted({part.split("/")[0] for part in cells})
    steps = sorted({part.split("/")[1] for part in cells})
    target = {part for part, cell in cells.items() if "t" in cell[1] and "x" not in cell[1]}
    wrong = []
    for part in cells:
        at, up = areas.index(part[:4]), steps.index(part[5:])
        for name, across, along in (("u", 0, 1), ("d", 0, -1), ("l", -1, 0), ("r", 1, 0)):
            beside = at + across in range(len(areas)) and up + along in range(len(steps)) and f"{areas[at + across]}/{steps[up + along]}" in target
            if (name in cells[part][1]) != (part in target and not beside):
                wrong.append((part, name))
    check("each side of each cell", len(target) > 20 and not wrong, wrong[:6])


def test_program(house):
    """A program reads the whole in one answer: cell for cell what the pages of the areas say, by one query more or less."""
    program = house.people["expert"][1]
    for basis in ("checked", "seen", "claimed", "prepared", "active"):
        whole = house.cells(basis=basis)
        by_area = [step for area in whole["areas"] for step in
                   program.api("GET", f"{PLACE}/marks?area={area['id']}&basis={basis}").json["steps"]]
        check(f"{basis}: as area by area", whole["cells"] == by_area and len(by_area) == 264,
              [pair for pair in zip(whole["cells"], by_area) if pair[0] != pair[1]][:2])
    check("so many of each area", sum(area["steps"] for area in whole["areas"]) == 264)
    one, all_ = program.api("GET", f"{PLACE}/marks?area=PA05"), program.api("GET", f"{PLACE}/marks")
    check("no query for each area", all_.queries <= one.queries + 4, (one.queries, all_.queries))


def test_refused(house):
    """What there is not, who may not, who has not seen what is there."""
    browser, program = house.people["expert"]
    fact = house.cells()["fact"]
    for marks in ("PA99/1.1 F", "PA01/9.9 F", "PA01/1.1 Q", "PA01 F"):
        done = house.mark(PLACE, marks, fact)
        check(f"{marks!r} is no mark of it", done.status == 422 and done.json["detail"], done.text[:300])
    check("nobody else marks", house.mark(PLACE, "PA01/1.1 P", fact, "authority").status == 403)
    check("nor reads", house.people["stranger"][1].api("GET", f"{PLACE}/marks").status == 403)
    check("no stranger without a name", Client(house.server.port).get(f"{PLACE}/marks").is_sent_to_sign_in())
    house.good(house.mark(PLACE, "PA01/1.1 P", fact, "second"))
    late = house.mark(PLACE, "PA01/1.1 L", fact)
    check("a stale one is shown what is there, and who said it", late.status == 409 and
          late.json["now"][0]["part"] == "PA01/1.1" and late.json["now"][0]["name"] == "Second", late.text[:600])
    check("a basis that there is not", browser.get(f"{PLACE}/marks?basis=x").status == 422 and
          program.api("GET", f"{PLACE}/marks?basis=x").status == 422)
    check("a part that there is not", browser.get(f"{PLACE}/marks?part=2").status == 422)
    check("an area that there is not", browser.get(f"{PLACE}/marks?area=PA99").status == 404)
    undone = program.api("POST", f"{PLACE}/facts/mark/undo", {"number": "1", "act": secrets.token_hex(16)})
    check("an act of somebody else is not undone", undone.status in (403, 404), undone.text[:300])
    reader = house.people["authority"][0].get(f"{PLACE}/marks").text
    check("who reads is offered nothing to mark with", 'id="marker"' not in reader and "data-csrf" not in reader and len(drawn(reader)) == 264)
    check("its script may ask its own server, and those of other pages none",
          "connect-src 'self'" in browser.get(f"{PLACE}/marks").headers["Content-Security-Policy"] and
          "connect-src" not in browser.get(PLACE).headers["Content-Security-Policy"])
    check("it weighs less than 60 kB", len(browser.get(f"{PLACE}/marks").body) < 60000)


class Control(http.server.BaseHTTPRequestHandler):
    """What the play in the browser asks of the house: /kill, /start, /withdraw, /cells/ID."""
    house = None

    def do_GET(self):  # noqa: N802, as the library calls it
        house, answer = self.house, b"{}"
        if self.path == "/kill":
            house.server.kill()
        elif self.path == "/start":
            house.server.start()
        elif self.path == "/withdraw":
            house.server.command("user", "withdraw", "leaver@example.org", "expert:north")
        elif self.path.startswith("/cells/"):
            answer = json.dumps(house.cells("/assessments/" + self.path.split("/")[2])).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


def test_browser(house):
    """The play; what it leaves behind holds together."""
    for name in ("keys", "touch", "plain", "two", "undo", "cut", "out", "left", "look"):
        house.add(name, "{}" if name in ("keys", "look") else None)
    Control.house = house
    control = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Control)
    threading.Thread(target=control.serve_forever, daemon=True).start()
    people = {name: person[0].cookies for name, person in house.people.items()}
    shots = sys.argv[sys.argv.index("--shots"):][:2] if "--shots" in sys.argv else []
    done = subprocess.run(["node", str(ROOT / "tests/browser/grid.mjs"), f"http://127.0.0.1:{house.server.port}",
                           f"http://127.0.0.1:{control.server_port}", json.dumps(people), *shots],
                          check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    control.shutdown()
    print(done.stdout.decode(), end="")
    check("the play", done.returncode == 0, "see above")
    doctor = house.server.command("doctor", check=False).stdout.decode()
    check("doctor agrees", "assessments are what their marks say" in doctor, doctor)
    verified = house.server.command("audit", "verify", check=False)
    check("the chain holds", verified.returncode == 0, verified.stdout.decode())


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(pathlib.Path(sys.argv[1]).resolve(), folder, postgresql),
              [test_states, test_outline, test_program, test_refused, test_browser])
