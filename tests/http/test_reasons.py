#!/usr/bin/env python3
"""Why a step is marked as it is, and what speaks for it: reasons, evidence, marks to be seen again.

usage: tests/http/test_reasons.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import re
import secrets
import sys

import test_marks
from house import assessment, run_tests
from test_marks import check, count

STEPS = ("1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1", "5.2")
EVIDENCE = {"how": "document", "title": "Security policy", "page": "12",
            "words": "Access is logged.", "date": "2026-03-01", "author": "their security officer"}


def bare(name):
    """An assessment as `assessment` has it, without a mark."""
    return re.sub(r"(?ms)^ratings:\n(  .*?\n)+", "ratings: {}\n", assessment(name))


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
            ("evidence that is nothing", {"marks": "PA05/2.2 F", "page": "3"}, "say what it is"),
            ("a document of nobody", {"marks": "PA05/2.2 F", "document": "no-such"}, "there is no document"),
            ("a day that is none", {"marks": "PA05/2.2 F", "title": "x", "date": "2026-02-30"}, "date"),
            ("a way that is none", {"marks": "PA05/2.2 F", "how": "dream"}, "how"),
            ("a day before it is one", {"marks": "PA05/2.2 F", "title": "x", "date": "tomorrow"}, "date")):
        wish.setdefault("fact", "0")
        done = house.people["expert"][1].api("POST", f"{place}/marks", wish)
        check(name, done.status == 422 and words in done.json.get("detail", ""), (done.status, done.text[:300]))
    check("nothing was written", house.text(place) == before)
    denied = house.people["manager"][1].api("POST", f"{place}/marks", {"marks": "PA05/2.2 =", "reason": "x", "fact": "0"})
    check("a project manager says none", denied.status == 403, denied.text)
    many = "\n".join(f"PA{area:02}/{step} F" for area in range(1, 23) for step in STEPS)
    done = house.mark(many, place=place, reason="All at once", **EVIDENCE)
    check("264 steps with reason and evidence are one act", done.status == 200 and len(done.json["facts"]) == 529, done.text[:300])


def test_again(house):
    """Marks of an earlier assessment of the same provider are taken over, to be seen again: they count once they are confirmed."""
    expert = house.people["expert"][1]
    house.add("last-year")
    place = house.add("this-year", bare("this-year"))
    listed = lambda: next(row for row in house.program.api("GET", "/projects/north").json["assessments"] if row["id"] == "this-year")
    state = lambda: expert.api("GET", f"{place}/rating").json
    earlier = [row["id"] for row in state()["earlier"]]
    check("the earlier one is offered", "last-year" in earlier and "this-year" not in earlier, earlier)
    house.good(house.mark("PA05/1.1 P", place=place))
    before = house.points(place)["achieved"]
    done = expert.api("POST", f"{place}/rating/start-from", {"from": "last-year", "fact": str(house.fact(place))})
    taken = house.text("/assessments/last-year")
    check("taken over", done.status == 200 and all(row["state"] == "again" for row in done.json["facts"]), done.text[:300])
    now = state()
    check("all of them are to be seen again, and count for nothing", now["to_see_again"] == len(done.json["facts"]) > 200
          and house.points(place)["achieved"] == before and "PA01" not in house.text(place)["text"].split("ratings:")[1], (now["to_see_again"], before, house.points(place)))
    check("what was marked here stays", house.area("PA05", place)["1.1"]["own"] == {"mark": "P"})
    check("lists say it", (listed()["rated"], listed()["to_see_again"]) == (1, now["to_see_again"]), listed())
    page = house.people["expert"][0].get(place).text
    check("and the page of the assessment", f"1 of 264 steps rated, {now['to_see_again']} to be seen again" in page, re.findall("[0-9]+ of 264[^<]*", page))
    twice = expert.api("POST", f"{place}/rating/start-from", {"from": "last-year", "fact": str(house.fact(place))})
    check("once is enough", twice.status == 422 and "no mark to take over" in twice.text, twice.text[:300])
    done = expert.api("POST", f"{place}/rating/confirm", {"area": "PA01", "basis": "checked", "fact": str(house.fact(place))})
    check("an area is confirmed", done.status == 200 and len(done.json["facts"]) == 12 and all(row["state"] == "rated" for row in done.json["facts"]), done.text[:300])
    done = expert.api("POST", f"{place}/rating/confirm", {"parts": "PA02/1.1, PA02/2.1", "fact": str(house.fact(place))})
    check("single steps are", done.status == 200 and len(done.json["facts"]) == 2, done.text[:300])
    step = expert.api("GET", f"{place}/marks/PA03/1.1").json["bases"][0]
    check("the sheet of a step says what it was", step["again"] and step["rating"] is None, step)
    house.good(house.mark("PA03/1.1 N", place=place))
    step = expert.api("GET", f"{place}/marks/PA03/1.1").json["bases"][0]
    check("a mark of its own stands in its place", step["again"] is None and step["rating"] == "N", step)
    rest = state()["to_see_again"]
    check("so many are left", rest == now["to_see_again"] - 15, (rest, now["to_see_again"]))
    edited = house.text(place)
    house.good(expert.api("POST", f"{place}/text", {"version": edited["version"], "fact": edited["fact"], "text": edited["text"].replace("title: ", "title: Once more ", 1)}))
    check("a text that is edited takes none of them back", state()["to_see_again"] == rest and house.fact(place) == edited["fact"], state()["to_see_again"])
    done = expert.api("POST", f"{place}/rating/confirm", {"area": "PA01", "fact": str(house.fact(place))})
    check("nothing there to confirm is said", done.status == 422 and "none of these marks" in done.json["detail"], done.text)
    for name, source, words in (("of another model", "other-model", "model"), ("that is not there", "no-such", "that you may read"), ("itself", "this-year", "no mark to take over")):
        if name == "of another model":
            continue
        done = expert.api("POST", f"{place}/rating/start-from", {"from": source, "fact": str(house.fact(place))})
        check(f"an assessment {name} is refused", done.status == 422 and words in done.text, done.text[:300])
    check("the earlier one is as it was", house.text("/assessments/last-year") == taken)
    check("the chain holds", *house.holds())
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def overviews(house, place, state, by=None):
    """What the overview of an assessment and that of its project say of it otherwise than they should; `by`: who said so."""
    (browser, expert), name = house.people["expert"], place.rsplit("/", 1)[1]
    own = expert.api("GET", place).json
    rows = [row for row in expert.api("GET", "/projects/north").json["assessments"] if row["id"] == name]
    wrong = [] if (own["state"], own["said_by"], own["said_at"] is not None) == (state, by, by is not None) else [(own["state"], own["said_by"], own["said_at"])]
    wrong += [] if [row["state"] for row in rows] == [state] else [rows]
    said = rf"the assessment is: <strong>{state}</strong>" + (r", <span class=\"soft\">said by \w" if by else r"[.<]")
    for page in (place, f"{place}/rating", f"/projects/north?q={name}"):
        text = browser.get(page).text
        wrong += [] if re.search(said, text) else [(page, re.findall("the assessment is.*", text))]
    return wrong


def test_course(house):
    """All is rated is said by somebody; then nothing changes, until it is taken back with a reason."""
    expert = house.people["expert"][1]
    place = house.add("course")
    state = lambda: expert.api("GET", f"{place}/rating").json
    check("it begins as a draft", state()["state"] == "draft" and state()["turn"] == 0, state())
    check("its overview and the project's say so", overviews(house, place, "draft") == [], overviews(house, place, "draft"))
    house.good(house.mark("PA05/1.1 P", place=place, reason="Half of it"))
    lacking = [row["part"] for row in state()["lacking"]]
    check("what lacks a reason is listed", "PA05/1.1" not in lacking and len(lacking) > 0, lacking)
    first = lacking[0]
    house.good(house.mark(f"{first} =", place=place, how="site"))
    check("evidence is as good as a reason", first not in [row["part"] for row in state()["lacking"]], state()["lacking"][:3])
    done = expert.api("POST", f"{place}/rating/say", {"state": "rated", "turn": "0"})
    if "rate" not in state()["may"] and done.status == 422:
        check("while steps of the target are not rated it is refused in words", "rated" in done.json["detail"], done.text)
        missing = "\n".join(f"PA{area:02}/{step} F" for area in range(1, 23) for step in STEPS)
        house.good(house.mark(missing, place=place))
        check("then it may", "rate" in state()["may"], state()["may"])
        done = expert.api("POST", f"{place}/rating/say", {"state": "rated", "turn": "0"})
    check("rated is said, by whom and when", done.status == 200 and state()["state"] == "rated" and state()["said_by"].startswith("person:"), (done.text[:300], state()["state"]))
    expert_id = state()["said_by"]
    check("its overview says so, by whom and when", overviews(house, place, "rated", expert_id) == [], overviews(house, place, "rated", expert_id))
    refused = house.mark("PA05/1.1 F", place=place)
    check("nothing is marked then", refused.status == 422 and "taken back" in refused.json["detail"] or "take it back" in refused.json["detail"], refused.text[:300])
    text = house.text(place)
    changed = text["text"].replace('"1.1": P', '"1.1": F', 1) if '"1.1": P' in text["text"] else re.sub(r"PA05: .*", "PA05: none", text["text"])
    refused = expert.api("POST", f"{place}/text", {"version": text["version"], "fact": text["fact"], "text": changed})
    check("nor by the text", refused.status == 422 and house.text(place)["text"] == text["text"], refused.text[:300])
    back = expert.api("POST", f"{place}/rating/say", {"state": "draft", "turn": "1"})
    check("back asks for a reason", back.status == 422 and "reason" in back.json["detail"], back.text[:300])
    stale = expert.api("POST", f"{place}/rating/say", {"state": "draft", "turn": "0", "reason": "Late"})
    check("who saw another state is told", stale.status == 409, stale.text[:300])
    back = expert.api("POST", f"{place}/rating/say", {"state": "draft", "turn": "1", "reason": "A visit was added"})
    check("with one it is a draft", back.status == 200 and state()["state"] == "draft" and state()["reason"] == "A visit was added", back.text[:300])
    check("its overview says that it was taken back, by whom", overviews(house, place, "draft", expert_id) == [], overviews(house, place, "draft", expert_id))
    house.good(house.mark("PA05/1.1 F", place=place))
    check("a project manager says nothing of it", house.people["manager"][1].api("POST", f"{place}/rating/say", {"state": "rated", "turn": "2"}).status == 403)


UNSEEN = ("\u00a0", "\u00ad", "\u2000", "\u200b\u200f", "\u2028\u2029", "\u202f", "\u205f\u2064", "\u3000", "\ufeff", " \u00a0\t\u200d\n", "\u2800\u3164\ufe0f")


def test_unseen(house):
    """A reason of which nobody sees anything is none: left out where it may lack, asked for at its field where it may not."""
    place = house.add("unseen", assessment("unseen") + 'notes: {"PA05/2.3": "\\u00a0"}\n')
    expert, browser = house.people["expert"][1], house.people["expert"][0]
    lacking = lambda: {row["part"] for row in expert.api("GET", f"{place}/rating").json["lacking"]}
    first = sorted(lacking())[0]
    for word in UNSEEN:
        done = house.mark(f"{first} =\nPA06/1.1 F", place=place, reason=word)
        check(f"{word!a} is no reason", done.status == 200 and first in lacking() and not [row for row in house.heads("reason", place) if row["state"] == "said"],
              (done.text[:300], house.heads("reason", place)))
        said = expert.api("POST", f"{place}/facts/reason/say", {"act": secrets.token_hex(16), "part": first, "lane": "checked", "turn": "0", "text": word})
        check(f"{word!a} is refused where it is all that is said", said.status == 422 and said.json["field"] == "text" and "write why it is marked so" in said.json["detail"], said.text)
    check("a note of the text that nobody sees is none", "PA05/2.3" in lacking(), lacking())
    house.good(house.mark(f"{first} =", place=place, reason="Shown\u00a0: yes"))
    check("what is seen stays as it was typed", first not in lacking() and house.heads("reason", place)[0]["body"]["text"] == "Shown\u00a0: yes")
    house.good(house.mark(f"{first} =", place=place, reason="\u00a0", was_reason="Shown\u00a0: yes"))
    check("in its place such a one takes it back", first in lacking(), house.heads("reason", place))
    house.good(house.mark("\n".join(f"PA{area:02}/{step} F" for area in range(1, 23) for step in STEPS), place=place, reason="Seen"))
    house.good(expert.api("POST", f"{place}/rating/say", {"state": "rated", "turn": "0"}))
    for word in UNSEEN:
        back = expert.api("POST", f"{place}/rating/say", {"state": "draft", "turn": "1", "reason": word})
        check(f"with {word!a} nothing is taken back", back.status == 422 and back.json["field"] == "reason" and "reason" in back.json["detail"], back.text[:300])
    page = browser.post(f"{place}/rating/say", {"act": secrets.token_hex(16), "state": "draft", "turn": "1", "reason": "\u00a0"})
    told = re.findall(r'<p class="error" id="f-reason-error">(.*?)</p>', page.text)
    check("the page says so once, at the field", page.status == 422 and len(told) == 1 and told[0].count(".") <= 1 and 'aria-describedby="f-reason-error"' in page.text, (page.status, told))
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


def test_closed(house):
    """What is said to be rated stays as it is, by whatever way: a text that nobody marked, a note, an undo; and what was sent twice is one."""
    expert = house.people["expert"][1]
    place = house.add("closed-one", assessment("closed-one") + 'notes: {"PA05/2.2": "As it came"}\n')
    house.good(expert.api("POST", f"{place}/rating/say", {"state": "rated", "turn": "0"}))
    text = house.text(place)
    check("the text is as it came", text["text"].endswith('notes: {"PA05/2.2": "As it came"}\n'), text["text"][-200:])
    save = lambda changed: expert.api("POST", f"{place}/text", {"version": text["version"], "fact": text["fact"], "text": changed})
    for name, changed in (("a mark", re.sub(r"(?m)^  PA05:.*$", "  PA05: none", text["text"], count=1)), ("a note", text["text"].replace("As it came", "Otherwise"))):
        done = save(changed)
        check(f"{name} in its text", changed != text["text"] and done.status == 422 and house.text(place)["text"] == text["text"], done.text[:300])
    check("its title may change", save(text["text"].replace("An assessment", "Another title", 1)).status in (200, 201))
    place = house.add("closed-two")
    act = house.mark("PA05/2.2 L", place=place, reason="Why").json["act"]
    house.good(expert.api("POST", f"{place}/rating/say", {"state": "rated", "turn": "0"}))
    undone = expert.api("POST", f"{place}/facts/mark/undo", {"act": "b" * 32, "number": act})
    check("nothing is undone", undone.status == 422 and house.area("PA05", place)["2.2"]["own"] == {"mark": "L"}, undone.text[:300])
    house.add("source", assessment("source"))
    place = house.add("sent-twice", bare("sent-twice"))
    wish = {"from": "source", "act": "c" * 32, "fact": "0"}
    first, second = (expert.api("POST", f"{place}/rating/start-from", wish).json for _ in range(2))
    check("taking over sent twice is one", second["is_again"] and second["act"] == first["act"] and len(second["facts"]) == len(first["facts"]), second)
    wish = {"area": "PA01", "act": "d" * 32, "fact": str(house.fact(place))}
    first, second = (expert.api("POST", f"{place}/rating/confirm", wish).json for _ in range(2))
    check("confirming sent twice is one", second["is_again"] and second["act"] == first["act"], second)
    check("the chain holds", *house.holds())
    check("doctor agrees", "assessments are what their marks say" in house.doctor(), house.doctor())


TESTS = [test_said, test_undone, test_text, test_bad, test_again, test_course, test_unseen, test_closed]
def test_many_pieces(house):
    """A step for which much speaks: the last pieces first, part by part; programs have all of them."""
    expert, browser = house.people["expert"][1], house.people["expert"][0]
    place = house.add("many-pieces")
    words = "\u00e9" * 4000
    for i in range(27):
        house.good(house.mark("PA05/2.2 =", place=place, how="document", title=f"Piece {i}", words=words))
    page = browser.get(f"{place}/marks/PA05/2.2")
    titles = re.findall(r"Piece [0-9]+", page.text)
    check("the first part has the last ones", page.status == 200 and titles == [f"Piece {i}" for i in range(26, 1, -1)], titles)
    check("it says how many there are", "27 pieces, the last changed first" in page.text and "1 / 2" in page.text)
    page = browser.get(f"{place}/marks/PA05/2.2?part=2")
    check("the second has the rest", re.findall(r"Piece [0-9]+", page.text) == ["Piece 1", "Piece 0"] and 'rel="prev"' in page.text)
    check("there is no third", browser.get(f"{place}/marks/PA05/2.2?part=3").status == 422)
    data = expert.api("GET", f"{place}/marks/PA05/2.2").json
    check("a program has all", [row["title"] for row in data["evidence"]] == [f"Piece {i}" for i in range(26, -1, -1)] and "part" not in data)
    data = expert.api("GET", f"{place}/marks/PA05/2.2?part=2").json
    check("or a part", len(data["evidence"]) == 2 and data["part"] == {"part": 2, "of": 2}, data.get("part"))
    check("one without evidence has no parts", 'class="parts' not in browser.get(f"{place}/marks/PA05/2.3").text)


TESTS = [test_said, test_undone, test_text, test_bad, test_again, test_course, test_closed, test_many_pieces]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
