#!/usr/bin/env python3
"""Tests of the marks of an assessment: facts, the text that is written from them, the text that is brought in, two
experts on two cells and on one, what was taken over, undo, what an export carries, and what doctor finds.

usage: tests/http/test_marks.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import filecmp
import hashlib
import json
import pathlib
import random
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time

import test_facts
from house import Client, Count, Database, Server, assessment, run_tests

count = Count()
check = count.check
PLACE = "/assessments/north-one"


class House(test_facts.House):
    """Beside those of test_facts a second expert of "north"."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        self.binary, self.folder = binary, pathlib.Path(folder)
        link = self.server.invite("second@example.org", "Second", "expert:north")
        browser = Client(self.server.port).use_link(link)
        self.people["second"] = (browser, Client(self.server.port, token=browser.make_token()))

    def add(self, name, text=None):
        self.good(self.program.api("POST", "/projects/north/assessments/new/bring", text or assessment(name)))
        return f"/assessments/{name}"

    def mark(self, marks, who="expert", place=PLACE, fact=None, **more):
        fact = self.fact(place) if fact is None else fact
        return self.people[who][1].api("POST", f"{place}/marks", {"marks": marks, "fact": str(fact), **more})

    def text(self, place=PLACE, who="expert"):
        return self.people[who][1].api("GET", f"{place}/text").json

    def fact(self, place=PLACE):
        return self.text(place)["fact"]

    def area(self, area, place=PLACE, basis="checked"):
        steps = self.people["expert"][1].api("GET", f"{place}/marks?area={area}&basis={basis}").json["steps"]
        return {row["part"].split("/")[1]: row for row in steps}

    def points(self, place=PLACE):
        return self.people["expert"][1].api("GET", place).json["points"]

    def listed(self, name, project="north"):
        rows = self.program.api("GET", f"/projects/{project}").json["assessments"]
        return next(row["points"] for row in rows if row["id"] == name)

    def data_people(self):
        return self.program.api("GET", "/people").json["people"]

    def doctor(self):
        return self.server.command("doctor", check=False).stdout.decode()


def test_first(house):
    """The text that was brought in holds until the first mark; then it is written from the facts."""
    place = house.add("first")
    before = house.text(place)
    check("what was brought in is given back byte for byte", before["text"] == assessment("first") and before["fact"] == 0, before)
    page = house.people["expert"][0].get(f"{place}/marks?area=PA05").text
    check("the page says what the first mark does", "Nobody has marked anything" in page, page[:3000])
    points = house.points(place)["achieved"]
    done = house.mark("PA05/2.2 L\nPA05/2.3 F", place=place)
    check("a mark is said", done.status == 200 and [row["part"] for row in done.json["facts"]] == ["PA05/2.2", "PA05/2.3"], done.text[:400])
    after = house.text(place)
    check("the text says it", '"2.2": L' in after["text"] and after["version"] == 1 and after["fact"] > 0, after)
    check("all else is as before", [line for line in after["text"].splitlines() if re.match("  PA(?!05|22: pro)", line)] ==
          [re.sub(r" +#.*", "", line) for line in before["text"].splitlines() if re.match("  PA(?!05)", line)], after["text"])
    old = house.people["expert"][1].api("GET", f"{place}/text?version=1").json
    check("as it came it stands among the versions", old["text"] == before["text"], old["text"][:300])
    file = house.people["expert"][0].get(f"{place}/file")
    check("the file is the text", file.text == after["text"] and file.headers["ETag"] == f'"1.{after["fact"]}"', file.headers)
    file = house.people["expert"][0].get(f"{place}/file?version=1")
    check("that of the version is the version's", file.text == before["text"] and file.headers["ETag"] == '"1"', file.headers)
    check("points follow, in lists and on pages", house.listed("first")["achieved"] == house.points(place)["achieved"] == points + 1, (house.listed("first"), house.points(place)))
    taken = [row for row in house.area("PA05", place).values() if row["turn"] == 1]
    check("what the text said was taken over", len(taken) == 10, taken)
    row = house.people["expert"][1].api("GET", f"{place}/facts/mark?part=PA05%2F2.2&lane=checked").json["facts"]
    check("with whose word it was", [fact["state"] for fact in row] == ["rated", "written"], row)
    check("nobody says that the text says so", house.people["expert"][1].api("POST", f"{place}/facts/mark/say", {
        "part": "PA01/1.1", "lane": "checked", "turn": "1", "state": "written", "mark": "F"}).status == 422)
    done = house.mark("PA05/2.2 -\nPA05/1.1 N", place=place)
    check("marks are taken back", done.status == 200 and "2.2" not in re.search(r"PA05:\n(?:    .*\n)+", house.text(place)["text"])[0],
          house.text(place)["text"])
    check("the chain holds", *house.holds())
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_told(house):
    """The last change is of the text or of a mark, whichever was later; the history of the text leads to that of the marks."""
    place = house.add("told")
    browser, program = house.people["expert"]
    tell = re.compile(r"Last change: ([^,<]+), ")

    def history():
        return re.sub(r"\s+", " ", browser.get(f"{place}/history").text)

    leads = f'href="{place}/facts/mark"'
    before = tell.search(browser.get(place).text)
    check("who brought the text has changed it last", before is not None and before[1] != "Second", before)
    check("and it was saved once", "Saved once so far." in history() and leads not in history(), history())
    done = house.mark("PA05/2.2 L", "second", place=place)
    after = tell.search(browser.get(place).text)
    check("then whoever marked has", done.status == 200 and after is not None and after[1] == "Second", after)
    check("the history says where marks are", leads in history() and "Saved once so far." not in history() and
          "Its text was saved once so far." in history(), history())
    check("the link opens", "PA05/2.2" in browser.get(f"{place}/facts/mark").text)
    text = house.text(place)
    time.sleep(1.1)  # times are whole seconds
    house.good(program.api("POST", f"{place}/text", {
        "version": text["version"], "fact": text["fact"], "text": text["text"] + "# on it goes\n"}))
    later = tell.search(browser.get(place).text)
    check("a later text is the last change again", later is not None and later[1] not in ("Second", ""), later)


def test_two(house):
    """Two experts on two cells never meet; two on one are shown each other's."""
    place = house.add("two")
    seen = house.fact(place)
    one = house.mark("PA01/1.1 P", place=place, fact=seen)
    other = house.mark("PA02/1.1 P", "second", place=place, fact=seen)
    check("two cells, each as they saw it", one.status == 200 and other.status == 200, one.text + other.text)
    late = house.mark("PA01/1.1 L", "second", place=place, fact=seen)
    check("one cell: the second is shown the first", late.status == 409 and late.json["now"][0]["body"] == {"mark": "P"}, late.text[:400])
    check("an act is all or none", house.mark("PA03/1.1 P\nPA01/1.1 L", "second", place=place, fact=seen).status == 409 and
          house.area("PA03", place)["1.1"]["turn"] == 1)
    check("who has seen it goes on", house.mark("PA01/1.1 L", "second", place=place).status == 200)
    act = {"act": secrets.token_hex(16)}
    seen = house.fact(place)
    first = house.mark("PA04/1.1 P", place=place, fact=seen, **act)
    again = house.mark("PA04/1.1 P", place=place, fact=seen, **act)
    check("an act sent twice happens once", again.status == 200 and again.json["is_again"] and
          again.json["facts"] == first.json["facts"], again.text[:300])
    house.mark("PA04/1.1 F", "second", place=place)
    again = house.mark("PA04/1.1 P", place=place, fact=seen, **act)
    check("also once somebody has gone on", again.status == 200 and again.json["is_again"], again.text[:300])
    check("with another mark it is another act", house.mark("PA04/1.1 L", place=place, fact=seen, **act).status == 409)

    empty = house.add("empty", re.sub(r"ratings:\n(  .*\n)+", "ratings: {}\n", assessment("empty")))
    answers = [None] * 40

    def own(who):
        return Client(house.server.port, token=house.people[who][1].token)

    def write(i):
        answers[i] = own("second" if i % 2 else "expert").api("POST", f"{empty}/marks", {"marks": f"PA07/1.1 {'NPLF'[i % 4]}", "fact": "0"})
    threads = [threading.Thread(target=write, args=(i,)) for i in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [answer for answer in answers if answer.status == 200]
    lost = [answer for answer in answers if answer.status == 409]
    check("40 on one empty cell: one wins, 39 are shown it", len(won) == 1 and len(lost) == 39 and
          all(answer.json["now"][0]["body"] == won[0].json["facts"][0]["body"] for answer in lost),
          [answer.status for answer in answers])
    parts = [f"PA{area:02d}/{step}" for area in range(1, 23) for step in ("2.1", "2.2")]
    results = []

    def rate(who, mine):
        client = own(who)
        for part in mine:
            results.append(client.api("POST", f"{empty}/marks", {"marks": f"{part} L", "fact": "0"}).status)
    threads = [threading.Thread(target=rate, args=("expert" if i % 2 else "second", parts[i::4])) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check("four at work on 44 cells: none is lost", results == [200] * 44 and
          house.points(empty)["achieved"] == house.listed("empty")["achieved"] and
          len(re.findall(r'"2.[12]": L', house.text(empty)["text"])) == 44, (results, house.text(empty)["text"]))


def test_first_seen(house):
    """The first mark is of whoever saw the text that is there: another's new text is not marked over unseen."""
    place = house.add("seen")
    text = house.text(place)
    house.good(house.people["second"][1].api("POST", f"{place}/text", {
        "version": text["version"], "text": text["text"].replace('PA05: "2.1"', 'PA05: "1.1"')}))
    late = house.mark("PA05/2.1 F", place=place, fact=0, version="1")
    check("who saw an older text is told so", late.status == 409 and "text was changed" in late.json["detail"] and house.fact(place) == 0, late.text[:300])
    done = house.mark("PA05/2.1 F", place=place, fact=0, version="2")
    check("who saw this one marks", done.status == 200, done.text[:300])
    text = house.text(place)
    house.good(house.people["second"][1].api("POST", f"{place}/text", {
        "version": text["version"], "fact": text["fact"], "text": text["text"] + "claimed:\n  PA05: {}\n"}))
    check("steps that the text leaves out are said not to be rated", house.area("PA05", place, "claimed")["2.1"]["own"] == {})
    late = house.people["expert"][1].api("POST", f"{place}/facts/mark/say", {"part": "PA05/2.1", "lane": "claimed", "turn": "0", "mark": "F"})
    check("an edit is no ground: who saw nothing is told", late.status == 409, late.text[:300])
    claimed = house.people["expert"][1].api("GET", f"{place}?basis=claimed").json["points"]
    house.good(house.mark("PA01/1.1 L", place=place))
    check("an area of which no step is rated stays one", "  PA05: {}" in house.text(place)["text"].split("claimed:")[1] and
          house.people["expert"][1].api("GET", f"{place}?basis=claimed").json["points"]["achieved"] == claimed["achieved"] - 1,
          house.text(place)["text"])
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_bad(house):
    """What is wrong is told with its place, and nothing is written."""
    before = house.text()
    for marks, word in (("PA99/1.1 F", "PA99/1.1"), ("PA01/9.9 F", "PA01/9.9"), ("PA01 F", "line 1"), ("PA01/1.1 F\n\nPA02/1.1 X", "line 3"),
                        ("PA01/1.1", "line 1"), ("PA01/1.1 F\nPA01/1.1 N", "not two")):
        answer = house.mark(marks)
        check(f"{marks!r}", answer.status == 422 and word in answer.json["detail"], answer.text[:300])
    check("basis", house.mark("PA01/1.1 F", basis="guessed").status == 422)
    check("fact", house.mark("PA01/1.1 F", fact="x").status == 422)
    check("too many", house.mark("PA01/1.1 F\n" * 1025).status in (413, 422))
    for fields, word, field in (({"mark": "X"}, "X", "mark"), ({"mark": "F", "practices.BP.05.01": "F"}, "one mark", None), ({}, "one mark", None),
                                ({"practices.BP.99.01": "F"}, "BP.99.01", None), ({"state": "open", "mark": "F"}, "no mark", None)):
        answer = house.people["expert"][1].api("POST", f"{PLACE}/facts/mark/say", {"part": "PA05/1.1", "lane": "checked", "turn": "0", **fields})
        check(f"{fields}", answer.status == 422 and word in answer.json["detail"] and field in (None, answer.json.get("field")), answer.text[:300])
    for who in ("authority", "auditor"):
        check(f"{who} reads marks and sets none", house.mark("PA01/1.1 F", who, fact=0).status == 403 and
              house.people[who][1].api("GET", f"{PLACE}/marks").status == 200)
    check("another project's eyes", house.people["nobody"][1].api("GET", f"{PLACE}/marks").status == 403 and
          house.people["nobody"][1].api("GET", f"{PLACE}/facts/mark").status == 403 and
          house.mark("PA01/1.1 F", "nobody", fact=0).status == 403)
    check("an area that there is not", house.people["expert"][1].api("GET", f"{PLACE}/marks?area=PA99").status == 404)
    check("nothing was written", house.text() == before)
    check("nor is it told", house.doctor().count("must") <= 2, house.doctor())


def test_bases(house):
    """A cell without a mark of its own inherits from the stronger basis; the text names it."""
    place = house.add("bases")
    points = house.people["expert"][1].api("GET", f"{place}?basis=claimed").json["points"]
    house.good(house.mark("PA09/2.2 F", place=place, basis="claimed"))
    text = house.text(place)["text"]
    check("what is inherited is named", "claimed:\n  PA09: \"2.2\"\n" in text and 'PA09: "2.1"' in text, text)
    cells = house.area("PA09", place, "claimed")
    check("and shown as such", cells["2.1"]["own"] is None and cells["2.1"]["inherited"] == {"mark": "F"} and
          cells["2.2"]["own"] == {"mark": "F"}, cells)
    more = house.people["expert"][1].api("GET", f"{place}?basis=claimed").json["points"]
    check("one point more is claimed", more["achieved"] == points["achieved"] + 1, (points, more))
    house.good(house.mark("PA09/2.1 N", place=place))
    check("what was inherited follows", '"2.1": N' in house.text(place)["text"].split("claimed:")[1], house.text(place)["text"])
    house.good(house.mark("PA09/2.2 -", place=place, basis="claimed"))
    check("with the last of its own the area is gone", "claimed:" not in house.text(place)["text"], house.text(place)["text"])
    answer = house.people["expert"][1].api("POST", f"{place}/facts/mark/say", {
        "part": "PA05/1.1", "lane": "checked", "turn": "1", "practices.BP.05.01": "F", "practices.BP.05.02": "P"})
    check("by practices", answer.status == 200 and answer.json["facts"][0]["body"] == {"practices": {"BP.05.01": "F", "BP.05.02": "P"}},
          answer.text[:300])
    check("in the text", "BP.05.01: F" in house.text(place)["text"], house.text(place)["text"])
    page = house.people["expert"][0].get(f"{place}/marks?area=PA05").text
    check("on the page", re.search(r'<select [^>]*name="practice/1.1/BP.05.02">\s*(<option[^>]*>[^<]*</option>\s*)*<option value="P" selected>', page) and
          "BP.05.01 F, BP.05.02 P" in house.people["expert"][0].get(f"{place}/facts/mark").text and
          "<h3>PA05/1.1</h3>" in house.people["expert"][0].get(f"{place}/facts/mark").text)
    na = "\n".join(f"PA11/{step} not applicable" for step in house.area("PA11", place))
    house.good(house.mark(na, place=place))
    check("an area of which no step applies", "  PA11: not applicable" in house.text(place)["text"].replace('"', ""), house.text(place)["text"])


def test_text(house):
    """A text that is edited becomes the facts in which it differs, and is kept byte for byte until the next."""
    place = house.add("edited")
    house.good(house.mark("PA05/2.2 F", place=place))
    seen = house.text(place)
    edited = "# A remark\n" + seen["text"].replace('title: "An assessment"', "title: Another").replace('PA05: "2.2"', 'PA05: {"1.1": F, "2.1": F, "2.2": L}')
    edited += "claimed:\n  PA09: \"2.2\"\nnotes:\n  PA05: Why\n"
    program = house.people["second"][1]
    answer = program.api("POST", f"{place}/text", {"version": seen["version"], "text": edited})
    check("who has not seen the marks is shown them", answer.status == 409 and
          answer.json["conflict"]["theirs"] == seen["text"] and answer.json["conflict"]["their_fact"] == seen["fact"], answer.text[:300])
    answer = program.api("POST", f"{place}/text", {"version": seen["version"], "fact": seen["fact"], "text": edited})
    check("who has writes it", answer.status == 200, answer.text[:400])
    after = house.text(place)
    check("byte for byte", after["text"] == edited and after["version"] == 2 and after["fact"] > seen["fact"], after)
    facts = house.people["expert"][1].api("GET", f"{place}/facts/mark").json["facts"]
    check("its two marks are facts, what it would inherit makes none", sorted((fact["part"], fact["lane"]) for fact in facts if fact["act"] == facts[0]["act"] and fact["state"] == "rated") ==
          [("PA05/2.2", "checked"), ("PA09/2.2", "claimed")], facts[:20])
    check("points follow", house.listed("edited")["achieved"] == house.points(place)["achieved"])
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())
    house.good(house.mark("PA01/1.1 P", place=place))
    text = house.text(place)["text"]
    check("the next mark writes it anew; notes stay", "# A remark" not in text and "PA05: Why" in text and "title: Another" in text and
          '"2.2": L' in text and 'PA09: "2.2"' in text.split("claimed:")[1], text)
    seen = house.text(place)
    browser = house.people["expert"][0]
    page = browser.get(f"{place}/text").text
    check("the form carries what was seen", f'name="fact" value="{seen["fact"]}"' in page and f'name="version" value="{seen["version"]}"' in page)
    old = browser.get(f"{place}/text?version=2").text
    check("the last version is an old one then", "Restore this version" in old, old[:2000])
    answer = program.api("POST", f"{place}/history/revert", {"old": "2", "version": "2", "fact": str(seen["fact"])})
    check("it is restored, marks and all", answer.status == 200 and house.text(place)["text"] == edited and
          house.area("PA01", place)["1.1"]["own"] == {"mark": "F"}, answer.text[:300])
    house.good(house.mark("PA01/1.1 N", place=place))
    tag = house.people["expert"][0].get(f"{place}/file").headers["ETag"]
    for sent, status in (('"3"', 409), ('"3.1"', 409), ("3", 422), ('"3.x"', 422), (tag, 200)):
        match = program.ask("POST", f"/api/v1{place}/text", house.text(place)["text"].replace("Another", "A fourth"), {
            "Content-Type": "application/yaml", "If-Match": sent, "Authorization": f"Bearer {program.token}"})
        check(f"If-Match: {sent}", match.status == status, match.text[:300])
    check("the chain holds", *house.holds())


def test_undo(house):
    """An act on marks is taken back where nobody has changed them since: what stood before stands again."""
    place = house.add("undone")
    text = assessment("undone")
    said = house.mark("PA05/1.1 N\nPA05/2.1 N", place=place).json
    undone = house.people["expert"][1].api("POST", f"{place}/facts/mark/undo", {"number": str(said["act"])})
    check("it is undone", undone.status == 200 and 'PA05: "2.1"' in house.text(place)["text"], undone.text[:300] + house.text(place)["text"])
    said = house.mark("PA05/1.1 N\nPA05/2.1 N", place=place).json
    house.good(house.mark("PA05/2.1 P", "second", place=place))
    undone = house.people["expert"][1].api("POST", f"{place}/facts/mark/undo", {"number": str(said["act"])})
    check("what another has marked since is shown", undone.status == 409 and undone.json["now"][0]["body"] == {"mark": "P"}, undone.text[:300])
    said = house.mark("PA06/5.2 F", place=place, basis="claimed").json
    undone = house.people["expert"][1].api("POST", f"{place}/facts/mark/undo", {"number": str(said["act"])})
    check("where nothing stood nothing stands again", undone.status == 200 and "claimed" not in house.text(place)["text"], undone.text[:300])
    number = said["facts"][0]["number"]
    erased = house.program.api("POST", f"{place}/facts/mark/erase", {"number": str(number)})
    check("what was is erased", erased.status == 200, erased.text[:300])
    check("text and chain hold", "assessments are what their marks say" in house.doctor() and text, house.doctor())
    check("the chain holds", *house.holds())


def test_page(house):
    """The form of an area: what was changed is marked, what was typed is not lost."""
    place = house.add("paged")
    browser = house.people["expert"][0]

    def fields(page):
        form = {name: value.replace("&quot;", '"') for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("Paste many")[0])}
        for select in re.finditer(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
            form[select[1]] = (re.findall(r'value="([^"]*)" selected', select[2]) or [""])[0]
        return form
    form = fields(browser.get(f"{place}/marks?area=PA05&basis=checked").text)
    check("nothing changed, nothing saved", browser.post(f"{place}/marks", form).status == 303 and house.fact(place) == 0)
    changed = browser.post(f"{place}/marks", {**form, "mark/2.2": "P"})
    check("one step is marked", changed.status == 303 and house.area("PA05", place)["2.2"]["own"] == {"mark": "P"} and
          house.rows()[0] is not None, changed.text[:300])
    late = house.people["second"][0].post(f"{place}/marks", {**form, "csrf": "", "mark/2.2": "L", "mark/2.3": "F"})
    check("a second browser without its own form", late.status == 403, late.status)
    own = fields(house.people["second"][0].get(f"{place}/marks?area=PA05").text)
    late = house.people["second"][0].post(f"{place}/marks", {**form, "csrf": own["csrf"], "mark/2.2": "L", "mark/2.3": "F"})
    check("late: theirs is shown, what was chosen stays", late.status == 409 and "somebody else has marked this since" in late.text and
          fields(late.text)["mark/2.2"] == "L" and fields(late.text)["mark/2.3"] == "F", late.text[:3000])
    again = house.people["second"][0].post(f"{place}/marks", fields(late.text))
    check("saved again it follows", again.status == 303 and house.area("PA05", place)["2.2"]["own"] == {"mark": "L"} and
          house.area("PA05", place)["2.3"]["own"] == {"mark": "F"}, again.text[:300])
    page = browser.get(f"{place}/marks?area=PA05").text
    own = fields(page)
    wrong = browser.post(f"{place}/marks", {"csrf": own["csrf"], "act": own["act"], "fact": own["fact"], "area": "PA05",
                                            "basis": "checked", "marks": "PA05/2.2 F\nnonsense"})
    check("pasted: what is wrong is told, the lines stay", wrong.status == 422 and "line 2" in wrong.text and "nonsense" in wrong.text)
    for lang, word in (("en", "Marks"), ("fr", "Cotations")):
        for query, name in (("", "page unseen"), ("area=PA05&", "page")):
            page = browser.get(f"{place}/marks?{query}lang={lang}").text
            check(f"in {lang}", f"<h2 class=\"{name}\">{word}</h2>" in page, re.findall("<h[12].*</h", page))
    reader = house.people["authority"][0].get(f"{place}/marks?area=PA05").text
    check("who only reads has no form", "<select" not in reader and ">Save<" not in reader)
    entry = next(row for row in house.program.api("GET", "/audit").json["entries"] if row["verb"] == "mark")
    audit = house.admin.get(f"/audit?object={entry['object']}").text
    check("the audit says it", "PA05/2.2, Checked: L; " in audit and "PA05/2.3, Checked: F" in audit, re.findall(".*PA05.*", audit))


def test_model(house):
    """Random marks and texts by two experts: what is shown is always what a simple model says."""
    random.seed(7)
    place = house.add("walked", re.sub(r"ratings:\n(  .*\n)+", "ratings: {}\n", assessment("walked")))
    known = {}
    steps = list(house.area("PA01", place))
    for _ in range(60):
        who = random.choice(["expert", "second"])
        picked = {f"PA{random.randint(1, 6):02d}/{random.choice(steps)}": random.choice(["N", "P", "L", "F", "-"])
                  for _ in range(random.randint(1, 5))}
        if random.random() < 0.15 and known:
            text = house.text(place)
            part, mark = random.choice(list(known.items()))
            new = text["text"]
            area = re.search(rf"  {part[:4]}:\n(?:    .*\n)+", new)
            if area:
                line = re.search(rf'    "{part[5:]}": \w+\n', area[0])
                if line:
                    new = new.replace(area[0], area[0].replace(line[0], f'    "{part[5:]}": P\n'))
                    house.good(house.people[who][1].api("POST", f"{place}/text", {
                        "version": text["version"], "fact": text["fact"], "text": new}))
                    known[part] = "P"
            continue
        house.good(house.mark("\n".join(f"{part} {mark}" for part, mark in picked.items()), who, place=place))
        for part, mark in picked.items():
            known[part] = mark
            if mark == "-":
                del known[part]
    shown = {}
    for number in range(1, 7):
        for step, row in house.area(f"PA{number:02d}", place).items():
            if row["own"]:
                shown[f"PA{number:02d}/{step}"] = row["own"]["mark"]
    check("what is shown is what was said", shown == known, (set(shown.items()) ^ set(known.items())))
    check("lists agree", house.listed("walked")["achieved"] == house.points(place)["achieved"])
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())
    house.database.sql("UPDATE written SET text = text || '# changed' WHERE id = 'walked'")
    check("a text that was changed by hand is found", "1 assessments are not what" in house.doctor(), house.doctor())
    done = house.server.command("migrate", check=False)
    check("and mended", "assessments are what their marks say" in house.doctor(), done.stdout + done.stderr)


def test_carried(house):
    """Marks leave and come back: the same text, points and bytes; a second import changes nothing."""
    place = house.add("carried")
    house.good(house.mark("PA05/2.2 P\nPA06/1.1 N", place=place))
    house.good(house.mark("PA09/2.2 F", "second", place=place, basis="claimed"))
    edited = house.text(place)
    house.good(house.people["second"][1].api("POST", f"{place}/text", {
        "version": edited["version"], "fact": edited["fact"], "text": "# Kept\n" + edited["text"].replace("An assessment", "Carried")}))
    kept = house.add("kept")
    house.good(house.mark("PA01/1.1 L", place=kept))
    out = house.folder / "out"
    for path in (out, house.folder / "back"):
        shutil.rmtree(path, ignore_errors=True)
    house.server.command("export", str(out))
    check("the export has the texts as they hold", all(
        (out / "assessment" / f"{name}.yaml").read_text() == house.text(f"/assessments/{name}")["text"] for name in ("carried", "kept", "north-one")))
    (house.folder / "other").mkdir()
    database = Database(house.folder / "other", house.database.postgresql)
    other = Server(house.binary, database, house.folder / "other")
    try:
        done = other.command("import", str(out), "--with-grants", check=False)
        check("it comes in", done.returncode == 0, done.stdout + done.stderr)
        again = other.command("import", str(out), "--with-grants", check=False)
        check("again nothing is new", again.returncode == 0 and b"0 documents and 0 rows" in again.stdout, again.stdout + again.stderr)
        other.command("export", str(house.folder / "back"))
        same = filecmp.dircmp(out, house.folder / "back")
        check("the same bytes go out", not same.left_only and not same.right_only and subprocess.run(
            ["diff", "-r", str(out), str(house.folder / "back")], capture_output=True, check=False).stdout == b"",
            subprocess.run(["diff", "-r", str(out), str(house.folder / "back")], capture_output=True, check=False).stdout[:500])
        check("doctor agrees there", b"assessments are what their marks say" in other.command("doctor", check=False).stdout)
        check("the chain holds there", other.command("audit", "verify", check=False).returncode == 0)
        other.start()
        link = re.search(r"/link/\S+", other.command("user", "link", "a@example.org").stdout.decode())[0]
        program = Client(other.port, token=Client(other.port).use_link(link).make_token())
        for name in ("carried", "kept"):
            there = program.api("GET", f"/assessments/{name}/text").json
            check(f"{name}: the same text", there["text"] == house.text(f"/assessments/{name}")["text"], there)
            check(f"{name}: the same points", program.api("GET", f"/assessments/{name}").json["points"] == house.points(f"/assessments/{name}"))
        rows = program.api("GET", "/projects/north").json["assessments"]
        check("lists, too", [row["points"]["achieved"] for row in rows if row["id"] == "kept"] == [house.listed("kept")["achieved"]], rows)
        acts = json.loads((out / "acts.json").read_text())
        left = [act for act in acts if not any(fact["subject"] == "kept" and fact["state"] == "written" for fact in act["facts"])]
        check("there is such an act", len(left) == len(acts) - 1)
        bare = house.folder / "bare"
        shutil.copytree(out, bare)
        (bare / "acts.json").write_text(json.dumps(left, indent=1))
        listed = (bare / "export.yaml").read_text()
        digest = hashlib.sha256((bare / "acts.json").read_bytes()).hexdigest()
        (bare / "export.yaml").write_text(re.sub(r"(name: acts\n\s+rows: )\d+(\n\s+sha256: )\S+", rf"\g<1>{len(left)}\g<2>{digest}", listed))
        (house.folder / "third").mkdir()
        third_database = Database(house.folder / "third", house.database.postgresql)
        third = Server(house.binary, third_database, house.folder / "third")
        done = third.command("import", str(bare), "--with-grants", check=False)
        third.start()
        link = re.search(r"/link/\S+", third.command("user", "link", "a@example.org").stdout.decode())[0]
        mine = Client(third.port, token=Client(third.port).use_link(link).make_token())
        got = mine.api("GET", "/assessments/kept/text").json["text"]
        check("an import without what was taken over loses no mark", 'PA02: "2.3"' in got and 'PA22: "2.4"' in got, (done.stdout, got))
        third.stop()
        third_database.remove()
        done = program.api("POST", "/assessments/kept/marks", {"marks": "PA01/1.1 F", "fact": str(program.api("GET", "/assessments/kept/text").json["fact"])})
        check("and marking goes on", done.status == 200 and 'PA01: "2.3"' in program.api("GET", "/assessments/kept/text").json["text"], done.text[:300])
    finally:
        other.stop()
        database.remove()


def test_duties(house):
    """Whoever has marked steps of a project has been its expert: they do not become its approving authority."""
    place = house.add("dutiful")
    link = house.server.invite("gone@example.org", "Gone", "expert:north")
    browser = Client(house.server.port).use_link(link)
    house.people["gone"] = (browser, Client(house.server.port, token=browser.make_token()))
    person = next(row["id"] for row in house.data_people() if row["name"] == "Gone")
    house.good(house.mark("PA01/1.1 P\nPA01/2.1 P", "gone", place=place))
    house.server.command("user", "withdraw", "gone@example.org", "expert:north")
    answer = house.program.api("POST", f"/people/{person}/grant", {"role": "approving_authority", "project": "north"})
    check("who has rated does not accept", answer.status == 422 and "D01" in answer.json["detail"], answer.text[:300])
    answer = house.program.api("POST", f"/people/{person}/grant", {"role": "approving_authority", "project": "south"})
    check("elsewhere they may", answer.status in (200, 201), answer.text[:300])
    check("nor do they mark any more", house.mark("PA01/1.1 F", "gone", place=place, fact=0).status == 403)


TESTS = [test_first, test_told, test_two, test_first_seen, test_bad, test_bases, test_text, test_undo, test_page, test_model, test_carried, test_duties]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
