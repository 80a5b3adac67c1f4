#!/usr/bin/env python3
"""Why a step is marked as it is, and what speaks for it: reasons, evidence, marks to be seen again.

usage: tests/http/test_reasons.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import re
import sys

import test_marks
from house import assessment, run_tests
from test_marks import check, count

EVIDENCE = {"evidence.how": "document", "evidence.title": "Security policy", "evidence.page": "12",
            "evidence.words": "Access is logged.", "evidence.date": "2026-03-01", "evidence.author": "their security officer"}


class House(test_marks.House):
    """Beside those of test_marks: reasons, evidence and heads as a program reads them."""

    def heads(self, kind, place, who="expert"):
        return self.people[who][1].api("GET", f"{place}/facts/{kind}").json["facts"]

    def person(self, name):
        return next(row["id"] for row in self.data_people() if row["name"] == name)

    def notes(self, place):
        text = self.text(place)["text"]
        found = re.search(r"(?m)^notes:\n((?:  .*\n?)+)", text)
        rows = re.findall(r'(?m)^  "?([^":]+/[^":]+|[A-Z0-9]+)"?: "?(.*?)"?$', found[1]) if found else []
        return dict(rows)


def test_said(house):
    """One reason and one piece of evidence for any selection of cells, in one act."""
    place = house.add("reasons")
    done = house.mark("PA05/2.2 L\nPA05/2.3 F\nPA06/1.1 =", place=place, reason="Shown, and in the log", **EVIDENCE)
    check("said", done.status == 200, done.text[:400])
    kinds = sorted(row["kind"] for row in done.json["facts"])
    check("one act says marks, reasons and the evidence", kinds == ["evidence", "mark", "mark", "reason", "reason", "reason"], kinds)
    said = {row["part"]: row["body"]["text"] for row in house.heads("reason", place)}
    check("the reason stands at each of them", said == dict.fromkeys(("PA05/2.2", "PA05/2.3", "PA06/1.1"), "Shown, and in the log"), said)
    piece, = house.heads("evidence", place)
    check("the evidence is kept once, for all", piece["body"]["cells"] == dict.fromkeys(said, "checked")
          and piece["body"]["page"] == "12" and piece["body"]["date"] == "2026-03-01", piece)
    check("a mark that is left stays", [row["part"] for row in house.heads("mark", place) if row["state"] == "rated"] and
          "PA06/1.1" not in [row["part"] for row in house.heads("mark", place) if row["state"] == "rated"])
    notes = house.notes(place)
    check("the text has the reasons as its notes", [notes.get(part) for part in sorted(said)] == ["Shown, and in the log"] * 3, notes)
    done = house.mark("PA05/2.2 =", place=place, basis="seen", reason="Only written")
    check("a reason belongs to its basis", done.status == 200 and house.notes(place)["PA05/2.2"] == "Shown, and in the log", house.notes(place))
    done = house.mark("PA05/2.2 =", place=place, reason="", was_reason="Shown, and in the log")
    check("taken back, that of the next basis speaks", done.status == 200 and house.notes(place)["PA05/2.2"] == "Only written", house.notes(place))
    done = house.mark("PA05/2.2 =", place=place, reason="", was_reason="")
    check("where nothing is said, nothing happens", done.status == 200 and done.json["facts"] == [], done.text)
    check("the chain holds", *house.holds())
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_undone(house):
    """What was said in one act is undone as one; whoever came since is not overwritten."""
    place = house.add("undone")
    done = house.mark("PA05/2.2 L", place=place, reason="First").json
    expert = house.people["expert"][1]
    undone = expert.api("POST", f"{place}/facts/mark/undo", {"act": "a" * 32, "number": done["act"]})
    check("mark and reason are undone together", undone.status == 200 and "PA05/2.2" not in house.notes(place)
          and {row["state"] for row in house.heads("reason", place)} == {"none"}, (undone.text, house.notes(place)))
    fact = house.fact(place)
    house.good(house.mark("PA05/2.2 =", "second", place=place, reason="Theirs"))
    stale = house.mark("PA05/2.2 =", place=place, fact=fact, reason="Mine")
    check("who is late is shown the other's reason", stale.status == 409 and "Theirs" in stale.text, stale.text[:500])


def test_text(house):
    """The notes of a text and the reasons that are said are one: an edited note becomes one, a note that nobody touched stays."""
    place = house.add("noted", assessment("noted") + 'notes: {"PA05/2.2": "As it came", PA09: "Of the whole area"}\n')
    house.good(house.mark("PA06/1.1 N", place=place, reason="Nothing is written"))
    notes = house.notes(place)
    check("notes that came stay beside reasons", notes == {"PA05/2.2": "As it came", "PA06/1.1": "Nothing is written", "PA09": "Of the whole area"}, notes)
    edited = house.text(place)
    done = house.people["second"][1].api("POST", f"{place}/text", {"version": edited["version"], "fact": edited["fact"],
                                         "text": edited["text"].replace("Nothing is written", "A draft is written")})
    head, = house.heads("reason", place)
    check("an edited note is the next reason, by who edited it", done.status in (200, 201) and head["body"] == {"text": "A draft is written"}
          and head["turn"] == 2 and head["by"] == "person:" + house.person("Second"), (done.text[:300], head))
    edited = house.text(place)
    lines = [line for line in edited["text"].splitlines(True) if "A draft is written" not in line]
    house.good(house.people["second"][1].api("POST", f"{place}/text", {"version": edited["version"], "fact": edited["fact"], "text": "".join(lines)}))
    head, = house.heads("reason", place)
    check("a note that is gone is a reason taken back", head["state"] == "open" and house.text(place)["text"] == "".join(lines), head)
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())
    page = house.people["expert"][0].get(f"{place}/facts/reason").text
    check("the page of reasons opens", "Reasons of marks" in page, page[:500])


def test_bad(house):
    """What is refused, in one sentence that says where; nothing is written."""
    place = house.add("bad-reasons")
    before = house.text(place)
    for name, wish, words in (
            ("a step that is not there", {"marks": "PA05/9.9 =", "reason": "x"}, "there is no step"),
            ("a reason that is too long", {"marks": "PA05/2.2 F", "reason": "x" * 4001}, "4000"),
            ("a control character", {"marks": "PA05/2.2 F", "reason": "a\x01b"}, "U+0001"),
            ("evidence that is nothing", {"marks": "PA05/2.2 F", "evidence.page": "3"}, "say what it is"),
            ("a document of nobody", {"marks": "PA05/2.2 F", "evidence.document": "no-such"}, "there is no document"),
            ("a day that is none", {"marks": "PA05/2.2 F", "evidence.title": "x", "evidence.date": "2026-02-30"}, "date"),
            ("a way that is none", {"marks": "PA05/2.2 F", "evidence.how": "dream"}, "how"),
            ("an unknown field", {"marks": "PA05/2.2 F", "evidence.title": "x", "evidence.colour": "red"}, "colour")):
        wish.setdefault("fact", "0")
        done = house.people["expert"][1].api("POST", f"{place}/marks", wish)
        check(name, done.status == 422 and words in done.json.get("detail", ""), (done.status, done.text[:300]))
    check("nothing was written", house.text(place) == before)
    denied = house.people["manager"][1].api("POST", f"{place}/marks", {"marks": "PA05/2.2 =", "reason": "x", "fact": "0"})
    check("a project manager says none", denied.status == 403, denied.text)
    many = "\n".join(f"PA{area:02}/{step} F" for area in range(1, 23) for step in ("1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1", "5.2"))
    done = house.mark(many, place=place, reason="All at once", **EVIDENCE)
    check("264 steps with reason and evidence are one act", done.status == 200 and len(done.json["facts"]) == 529, done.text[:300])


TESTS = [test_said, test_undone, test_text, test_bad]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
