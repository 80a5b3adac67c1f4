#!/usr/bin/env python3
"""Fast ways to rate: what a spreadsheet gives, as a block, a list or a file, looked at and taken; marks as a table that
comes in again without loss; one practice asked across all areas; reasons that are at hand.

usage: tests/http/test_fast.py PALIER [NAME…]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import csv
import io
import random
import re
import sys

import test_reasons
from house import run_tests
from test_marks import check, count
from test_reasons import EVIDENCE, STEPS, bare
from walk import Page

AREAS = [f"PA{number:02}" for number in range(1, 23)]


class House(test_reasons.House):
    """Beside those of test_reasons: pasting, tables, practices."""

    def look(self, place, text, who="expert", **more):
        return self.people[who][1].api("POST", f"{place}/paste/look", {"text": text, **more})

    def take(self, place, text, who="expert", fact=None, **more):
        fact = self.fact(place) if fact is None else fact
        return self.people[who][1].api("POST", f"{place}/paste", {"text": text, "fact": str(fact), **more})

    def table(self, place, form="csv"):
        return self.people["expert"][1].api("GET", f"{place}/marks?format={form}")

    def told(self, place):
        """What the table says, without who and when, in an order of its own."""
        rows = csv.DictReader(io.StringIO(self.table(place).text))
        return sorted(tuple(row[key] for key in ("part", "basis", "mark", "practices", "state", "reason")) for row in rows)

    def bare(self, name):
        return self.add(name, bare(name))


def block(letters=lambda area, step: "F", between="\t", areas=AREAS, steps=STEPS):
    return "".join(between.join(letters(area, step) for step in steps) + "\n" for area in areas)


def changed(answer):
    return {row["part"]: ((row.get("was") or {}).get("mark"), (row.get("now") or {}).get("mark")) for row in answer.json["changes"]}


def test_block(house):
    """A block of letters in either way, with and without heads: looked at first, then taken as one act."""
    place = house.bare("block")
    letter = lambda area, step: {"1.1": "f", "2.1": "L", "5.2": "n/a", "5.1": ""}.get(step, "N")
    seen = house.look(place, block(letter))
    check("a block is looked at", seen.status == 200 and seen.json["form"] == "areas", seen.text[:400])
    check("each cell is told", len(seen.json["changes"]) == 22 * 11 and changed(seen)["PA05/1.1"] == (None, "F")
          and changed(seen)["PA05/5.2"] == (None, "not applicable") and seen.json["refused"] == 0, seen.text[:600])
    check("nothing is written by looking", house.area("PA05", place)["1.1"]["own"] is None)
    turned = "".join(";".join(letter(area, step) for area in AREAS) + "\r\n" for step in STEPS)
    also = house.look(place, turned)
    check("turned it says the same", also.json["form"] == "steps" and changed(also) == changed(seen), also.text[:300])
    done = house.take(place, turned, reason="As the questionnaire has it", **EVIDENCE)
    kinds = [row["kind"] for row in done.json.get("facts", [])]
    check("it is one act, with its reason and evidence", done.status == 200 and (kinds.count("mark"), kinds.count("reason"), kinds.count("evidence")) ==
          (242, 242, 1), done.text[:400])
    row = house.area("PA05", place)
    check("the marks stand", row["1.1"]["own"] == {"mark": "F"} and row["5.1"]["own"] is None and row["2.1"]["reason"] == "As the questionnaire has it", row["2.1"])
    heads = "Marks of today\n\tWhat\t2,1\t1.1 Base\npa05 Access\tAccess\tp\t-\nPA09\tOther\t=\t\n"
    seen = house.look(place, heads)
    check("with heads it holds what it likes", changed(seen) == {"PA05/2.1": ("L", "P"), "PA05/1.1": ("F", None)}, seen.text[:400])
    check("it is taken", house.take(place, heads).status == 200 and house.area("PA05", place)["1.1"]["own"] is None)
    again = house.look(place, heads)
    check("what stands already is unchanged", again.json["changes"] == [] and again.json["unchanged"] == 2, again.text[:300])
    same = house.take(place, heads)
    check("and taking it says nothing", same.status == 200 and same.json["facts"] == [], same.text[:300])
    basis = house.take(place, "PA05/1.1 F", basis="claimed")
    check("on the basis that is chosen", basis.status == 200 and house.area("PA05", place, "claimed")["1.1"]["own"] == {"mark": "F"}, basis.text[:300])
    check("the chain holds", *house.holds())
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_refused(house):
    """What cannot be taken is told cell by cell; nothing is taken by somebody who has not seen it."""
    place = house.bare("paste-bad")
    text = "\t1.1\t2.1\t9.9\nPA05\t=1+1\tF\tF\nPA99\tF\t\t\nPA06\t@x\tQ\tN\nPA05\t\tN\t\n"
    seen = house.look(place, text)
    told = {(row["line"], row["column"], row["fault"]) for row in seen.json["refusals"]}
    check("each with its place and its fault", told == {(1, 4, "no-step"), (2, 2, "formula"), (3, 1, "no-area"), (4, 2, "formula"), (4, 3, "no-mark"),
                                                        (5, 3, "twice")} and changed(seen) == {"PA05/2.1": (None, "F")}, seen.text[:900])
    long = house.look(place, "PA05;3.1;F;" + "x" * 4001)
    check("a reason that is too long is told at its line", [row["fault"] for row in long.json["refusals"]] == ["long-reason"], long.text[:300])
    done = house.take(place, text)
    check("a program that has not seen it takes nothing", done.status == 422 and "6 cells" in done.json["detail"] and done.json["field"] == "text"
          and house.area("PA05", place)["2.1"]["own"] is None, done.text[:400])
    done = house.take(place, text, refused="6")
    check("who has takes the rest", done.status == 200 and [row["part"] for row in done.json["facts"]] == ["PA05/2.1"], done.text[:400])
    for name, bad, words in (
            ("nothing", " \n", "there is nothing"),
            ("a block that is too small", "F\tF\nF\tF\n", "22 rows of 12"),
            ("a block that is too wide", block(steps=STEPS + ("x",)), "22 rows of 13 cells"),
            ("one that is far too wide", "F\t" * 600, "longer or wider"),
            ("one that is far too long", "PA05/1.1 F\n" * 9000, "longer or wider"),
            ("a list of nobody's", "PA99/1.1 F", None)):
        done = house.look(place, bad)
        if words is None:
            check(name, done.status == 200 and done.json["refused"] == 1, done.text[:300])
        else:
            check(f"{name} is refused in a sentence", done.status == 422 and words in done.json["detail"] and done.json["field"] == "text", done.text[:300])
    big = house.people["expert"][1].api("POST", f"{place}/paste/look", {"text": "F\t" * 5_000_000})
    check("ten megabytes are refused in a sentence", big.status == 413 and "larger" in big.json["detail"] and "At most:" in big.json["detail"], (big.status, big.text[:300]))
    latin = house.people["expert"][0].upload(f"{place}/paste/look", {"basis": "checked"}, "marks.csv", "PA05/1.1;F;très\n".encode("latin-1"))
    check("a file in another encoding is told so", latin.status == 422 and "UTF-8" in latin.text, (latin.status, re.sub(r"<[^>]+>|\s+", " ", latin.text)[:600]))
    check("a project manager takes none", house.people["manager"][1].api("POST", f"{place}/paste", {"text": "PA05/1.1 F", "fact": "0"}).status == 403)
    basis = house.look(place, "PA05/1.1 F", basis="heard")
    check("a basis that is none", basis.status == 422 and "basis" in basis.json["detail"], basis.text[:200])


def test_page(house):
    """The same with a browser: the text stays, the button says how many, who came first is shown."""
    place = house.bare("paste-page")
    browser = house.people["expert"][0]
    page = browser.get(f"{place}/paste").text
    check("the page opens below the tab of marks", "Marks from a spreadsheet" in page and re.search(r'aria-current="page"[^>]*>Marks', page), page[:300])
    seen = browser.post(f"{place}/paste/look", {"text": "PA05/1.1 F\nPA05/9.9 F\nPA06/1.1 L\n"})
    check("what would change is shown", seen.status == 200 and "Take the 2 marks" in seen.text and "<ins>F</ins>" in seen.text
          and "no such step" in seen.text, re.sub(r"\s+", " ", seen.text)[:900])
    check("what was pasted stays", "PA05/9.9 F" in seen.text)
    fact = re.search(r'name="fact" value="(\d+)"', seen.text)[1]
    house.good(house.mark("PA05/1.1 N", "second", place=place))
    typed = {"text": "PA05/1.1 F\nPA05/9.9 F\nPA06/1.1 L\n", "refused": "1", "fact": fact, "act": "c" * 32}
    late = browser.post(f"{place}/paste", typed)
    check("who came first is shown, and what would change now", late.status == 409 and "somebody else has marked this since" in late.text
          and "<del>N</del> <ins>F</ins>" in late.text, (late.status, re.sub(r"<[^>]+>|\s+", " ", late.text)[:800]))
    fact = re.search(r'name="fact" value="(\d+)"', late.text)[1]
    done = browser.post(f"{place}/paste", {**typed, "fact": fact, "act": "d" * 32, "reason": "Seen"})
    check("then it is taken", done.status == 303 and house.area("PA05", place)["1.1"]["own"] == {"mark": "F"}, (done.status, done.text[:300]))
    check("with the reason for all", house.area("PA06", place)["1.1"]["reason"] == "Seen")
    undone = house.people["expert"][1].api("POST", f"{place}/facts/mark/undo", {"act": "e" * 32, "number": house.heads("mark", place)[0]["act"]})
    check("and undone as one", undone.status == 200 and house.area("PA05", place)["1.1"]["own"] == {"mark": "N"}, undone.text[:300])
    read = house.people["authority"][0].get(f"{place}/paste")
    check("who only reads has no form", read.status == 200 and "<textarea" not in read.text, read.status)


def test_table(house):
    """Out of one assessment into an empty copy: the same marks, practices and reasons on all bases."""
    place = house.bare("told-out")
    house.good(house.take(place, block(lambda area, step: "NPLFx"[(int(area[2:]) + int(step[0])) % 5], areas=AREAS[:8]) + block(lambda *_: "", areas=AREAS[8:]),
                          reason='Said "so",\nand; =twice'))
    house.good(house.mark("PA05/1.1 P\nPA05/2.1 F", place=place, basis="seen", reason="=1+1"))
    house.good(house.mark("PA05/1.1 F", place=place, basis="claimed"))
    house.good(house.mark("PA09/1.1 F", place=place, basis="prepared", reason="'=kept"))
    house.good(house.mark("PA09/1.1 L", place=place, basis="active"))
    house.good(house.mark("PA10/1.1 =", place=place, reason="-1 of 3,\t+x"))
    practices = {"area": "PA12", "mark/2.1": "practices", "practice/2.1/GP 2.1.1": "F", "practice/2.1/GP 2.1.2": "not applicable", "basis": "seen"}
    house.good(house.people["expert"][1].api("POST", f"{place}/marks", {**practices, "fact": str(house.fact(place))}))
    answer = house.table(place)
    told = house.told(place)
    check("it is a table", answer.headers["Content-Type"].startswith("text/csv") and answer.text.startswith("part,basis,mark,practices,state,reason,by,at,marking"), answer.text[:300])
    check("of practices, too", ("PA12/2.1", "seen", "", "GP 2.1.1=F GP 2.1.2=not applicable", "rated", "") in told, told[-3:])
    check("harmless in a spreadsheet", ("PA05/2.1", "seen", "F", "", "rated", "'=1+1") in told and ("PA09/1.1", "prepared", "F", "", "rated", "''=kept") in told, told)
    accepted = house.people["expert"][1].api("GET", f"{place}/marks", headers={"Accept": "text/csv"})
    check("by Accept, too", accepted.text == answer.text, accepted.text[:200])
    other = house.bare("told-in")
    text = house.table(place, "spreadsheet").text
    seen = house.look(other, text)
    check("the copy reads all of it", seen.json["refused"] == 0 and len(seen.json["changes"]) == len(told), seen.text[:500])
    done = house.take(other, text)
    check("and takes it in one act", done.status == 200, done.text[:400])
    check("marks, practices and reasons are the same on all bases", house.told(other) == told,
          [pair for pair in zip(house.told(other), told) if pair[0] != pair[1]][:3])
    check("so are the points", house.points(other) == house.points(place))
    check("a second time it changes nothing", house.look(other, text).json["changes"] == [])
    check("the chain holds", *house.holds())


def generated(seed, count):
    """Reasons of which a table loses something where it may: blanks and ends of lines, quotes, what looks like a formula."""
    dice = random.Random(seed)
    pieces = [" ", "\t", "\n", "\r", "\r\n", '"', "'", "=", "+", "-", "@", ",", ";", "a", "é", "F", "word", "\u00a0", "\u202f", "\u200b", "日本"]
    known = ["-", "=", "'", "\"", " a", "a ", "\ta", "a\t", "\r\na\r\nb\r\n", "\na\n", "a\rb", "'=kept", "''=twice", "=1+1", "-", '"a"', '"', "\u00a0a\u202f"]
    made = ["".join(dice.choices(pieces, k=dice.randint(1, 9))) for _ in range(count - len(known))]
    return [reason if any(letter.isalnum() or letter in "\"'=+-@,;" for letter in reason) else reason + "a" for reason in known + made]


def test_bytes(house):
    """A reason comes in byte for byte as it went out: by a program, and by the form of a browser with a file."""
    areas = AREAS[:12]
    parts = [f"{area}/{step}" for area in areas for step in STEPS]
    reasons = dict(zip(parts, generated(44, len(parts))))
    place = house.bare("bytes-out")
    expert = house.people["expert"]
    for area in areas:
        said = {f"{name}/{step}": word for step in STEPS for name, word in (("mark", "F"), ("reason", reasons[f"{area}/{step}"]))}
        house.good(expert[1].api("POST", f"{place}/marks", {"area": area, "basis": "checked", **said, "fact": str(house.fact(place))}))

    def told(place):
        rows = {}
        for area in areas:
            rows |= {f"{area}/{step}": row["reason"] for step, row in house.area(area, place).items()}
        return rows

    check("they are kept as they were said", {part: told(place)[part] for part in parts} == reasons,
          [(reasons[part], told(place)[part]) for part in parts if told(place)[part] != reasons[part]][:5])
    text = house.table(place).text
    check("the table has them", len(list(csv.DictReader(io.StringIO(text, newline="")))) == len(parts))
    other = house.bare("bytes-in")
    done = house.take(other, text)
    check("a program brings them in", done.status == 200, done.text[:300])
    check("byte for byte", told(other) == told(place), [(told(place)[part], told(other)[part]) for part in parts if told(place)[part] != told(other)[part]][:5])
    check("and again nothing changes", house.look(other, text).json["changes"] == [], house.look(other, text).text[:300])
    third = house.bare("bytes-file")
    seen = expert[0].upload(f"{third}/paste/look", {"basis": "checked"}, "marks.csv", house.table(place, "spreadsheet").body)
    page = Page(f"{third}/paste", seen.text)
    form = next(form for form in page.forms if form.action == f"{third}/paste")
    sent = [(name, re.sub(r"\r\n|\r|\n", "\r\n", value)) for name, value in form.sent(form.buttons[0])]  # as a browser sends it
    done = expert[0].post(form.action, sent, csrf=False)
    check("a browser takes the file", done.status == 303, (done.status, re.sub(r"<[^>]+>|\s+", " ", done.text)[:600]))
    check("byte for byte, too", told(third) == told(place), [(told(place)[part], told(third)[part]) for part in parts if told(place)[part] != told(third)[part]][:5])
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_again(house):
    """What is to be seen again stays so on its way."""
    house.add("told-year")
    place = house.bare("told-again")
    expert = house.people["expert"][1]
    house.good(expert.api("POST", f"{place}/rating/start-from", {"from": "told-year", "fact": str(house.fact(place))}))
    other = house.bare("told-copy")
    house.good(house.take(other, house.table(place).text))
    check("marks to be seen again come so", house.told(other) == house.told(place) and {row[4] for row in house.told(other)} == {"again"}, house.told(other)[:3])
    check("and count for nothing", house.points(other)["achieved"] == 0)
    check("one that is marked is rated", house.look(other, "PA05/1.1 F").json["changes"][0]["again"] is False)


def test_practice(house):
    """One practice across all areas: each with its mark, one reason and one piece of evidence for those that are chosen."""
    place = house.bare("practice")
    expert = house.people["expert"][1]
    here = f"{place}/practices/2.1/GP%202.1.1"
    listed = expert.api("GET", f"{place}/practices").json["practices"]
    check("the practices are listed", {"step": "2.1", "practice": "GP 2.1.1", "rated": 0, "areas": 22} in listed and
          not [row for row in listed if row["practice"].startswith("BP")], listed[:3])
    house.good(house.mark("PA05/2.1 L\nPA06/2.1 F", place=place))
    areas = lambda: {row["area"]: row for row in expert.api("GET", here).json["areas"]}
    seen = areas()
    check("a step that was marked as a whole says so", len(seen) == 22 and seen["PA05"] == {"area": "PA05", "mark": "L", "as_a_whole": True, "rating": "L", "again": False}
          and seen["PA07"]["mark"] is None, seen["PA05"])
    done = expert.api("POST", here, {"fact": str(house.fact(place)), "mark/PA05": "F", "was/PA05": "L", "mark/PA06": "F", "was/PA06": "F", "mark/PA07": "P",
                                     "was/PA07": "", "choose/PA07": "on", "choose/PA08": "on", "mark": "N", "reason": "No budget", **EVIDENCE})
    said = sorted((row["kind"], row["part"]) for row in done.json.get("facts", []) if row["kind"] != "evidence")
    check("one act for all", done.status == 200 and said == [("mark", "PA05/2.1"), ("mark", "PA07/2.1"), ("mark", "PA08/2.1"), ("reason", "PA07/2.1"),
                                                            ("reason", "PA08/2.1")], (done.text[:300], said))
    own = house.area("PA05", place)["2.1"]["own"]["practices"]
    check("the other practices keep the mark of the whole", own.pop("GP 2.1.1") == "F" and set(own.values()) == {"L"} and len(own) == 5, own)
    seen = areas()
    check("what it comes to", (seen["PA05"]["rating"], seen["PA08"]["rating"], seen["PA06"]["as_a_whole"]) == ("L", "N", True), seen["PA05"])
    piece, = house.heads("evidence", place)
    check("the evidence speaks for the chosen", piece["body"]["cells"] == {"PA07/2.1": "checked", "PA08/2.1": "checked"}, piece)
    fact = house.fact(place)
    house.good(house.mark("PA08/2.1 F", "second", place=place))
    late = expert.api("POST", here, {"fact": str(fact), "mark/PA08": "L", "was/PA08": "N"})
    check("who came first is shown", late.status == 409, late.text[:300])
    browser = house.people["expert"][0]
    page = browser.get(here).text
    check("the page says what happens to the others", "its other practices keep that mark" in page and "marked as a whole" in page, page[:200])
    check("the sheet of the step leads there", "/practices/2.1/GP%202.1.1" in browser.get(f"{place}/marks/PA05/2.1").text)
    back = expert.api("POST", here, {"fact": str(house.fact(place)), "mark/PA07": "", "was/PA07": "N"})
    check("taken back", back.status == 200 and areas()["PA07"]["mark"] is None and house.area("PA07", place)["2.1"]["own"] is None, back.text[:300])
    same = expert.api("POST", here, {"fact": str(house.fact(place)), "mark/PA06": "F", "was/PA06": "F"})
    check("nothing new says nothing", same.json["facts"] == [], same.text[:200])
    for name, wish, words in (("a mark that is none", {"mark/PA09": "Q", "was/PA09": ""}, "no mark"), ("evidence that is nothing", {"choose/PA09": "on", "page": "3"}, "say what it is")):
        bad = expert.api("POST", here, {"fact": str(house.fact(place)), **wish})
        check(name, bad.status == 422 and words in bad.json["detail"], bad.text[:300])
    check("a practice that is none", expert.api("GET", f"{place}/practices/2.1/GP%209.9.9").status == 404)
    check("a project manager marks none", house.people["manager"][1].api("POST", here, {"fact": "0", "mark/PA09": "F"}).status == 403)
    check("the chain holds", *house.holds())
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_at_hand(house):
    """Reasons at hand: kept by experts, put into the form by a submit that saves nothing, withdrawn."""
    place = house.bare("at-hand")
    browser, program = house.people["expert"]
    kept = "/projects/north/facts/reason-template"
    say = lambda **fields: program.api("POST", f"{kept}/say", fields)
    done = say(act="1" * 32, text="Seen in the documents only.")
    check("a reason is kept at hand", done.status == 200, done.text[:300])
    part = done.json["facts"][0]["part"]
    check("an empty one is refused", say(act="2" * 32, text="  ").status == 422)
    check("one that is too long", say(act="3" * 32, text="x" * 401).status == 422)
    check("a project manager keeps none", house.people["manager"][1].api("POST", f"{kept}/say", {"text": "x"}).status == 403)
    before = house.text(place)
    for page, typed in ((f"{place}/marks/PA05/2.1", {"reason": "First."}),
                        (f"{place}/paste", {"reason": "First.", "text": "PA05/1.1 F"}),
                        (f"{place}/practices/2.1/GP%202.1.1", {"reason": "First."})):
        check(f"{page} offers it", "Seen in the documents only." in browser.get(page + "?basis=seen").text or page.endswith("paste"))
        got = browser.post(f"{page}/insert", {"basis": "seen", "insert": part, "mark/PA05": "F", "mark/2.1": "F", **typed})
        check(f"{page} puts it behind what was typed", got.status == 200 and ">\nFirst.\nSeen in the documents only.</textarea>" in got.text,
              re.findall(r"<textarea.*?</textarea>", got.text, re.S)[:3])
        check(f"{page} keeps the rest as it was typed", "PA05/1.1 F" in got.text if page.endswith("paste") else 'value="F" checked' in got.text
              or 'value="F" selected' in got.text)
    got = browser.post(f"{place}/marks/insert", {"basis": "checked", "area": "PA05", "insert": part, "insert_at": "2.2", "reason/2.2": "", "mark/2.2": "L"})
    check("at the step that is chosen", got.status == 200 and re.search(r'name="reason/2.2"[^>]*>\nSeen in the documents only.</textarea>', got.text), got.text[:200])
    check("nothing is saved by it", house.text(place) == before)
    check("the grid offers it, too", 'data-insert="why-reason"' in browser.get(f"{place}/marks").text)
    check("who does not rate is not shown it", "Seen in the documents only." not in house.people["manager"][0].get(f"{place}/marks/PA05/2.1").text)
    changed_one = say(act="4" * 32, part=part, turn="1", text="Seen in documents.")
    check("it is changed", changed_one.status == 200 and "Seen in documents." in browser.get(f"{place}/marks/PA05/2.1").text, changed_one.text[:300])
    gone = say(act="5" * 32, part=part, turn="2", state="withdrawn", text="Seen in documents.")
    check("and withdrawn", gone.status == 200 and "Seen in documents." not in browser.get(f"{place}/marks/PA05/2.1").text, gone.text[:300])
    check("the chain holds", *house.holds())


def test_closed(house):
    """What is said to be rated offers no marks, and says so."""
    place = house.bare("closed")
    expert = house.people["expert"][1]
    house.good(house.take(place, block()))
    house.good(expert.api("POST", f"{place}/rating/say", {"state": "rated", "turn": "0"}))
    refused = house.take(place, "PA05/1.1 N")
    check("the verb refuses it", refused.status == 422 and "draft" in refused.json["detail"], refused.text[:300])
    browser = house.people["expert"][0]
    check("who said it is told", "Expert" in browser.get(f"{place}/rating").text)
    for page in ("paste", "practices/2.1/GP%202.1.1", "marks", "marks?area=PA05", "marks/PA05/2.1"):
        text = browser.get(f"{place}/{page}").text
        check(f"{page} says so, and has no form", "said to be rated" in text and "<textarea" not in text and 'name="mark' not in text, text[-900:])


TESTS = [test_block, test_refused, test_page, test_table, test_bytes, test_again, test_practice, test_at_hand, test_closed]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
