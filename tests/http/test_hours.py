#!/usr/bin/env python3
"""Tests of hours of work and deliveries, which are facts with computed rows: sent twice, two who correct one value,
corrected, withdrawn, erased, exported and brought back, told in words, and read by whom they may.

usage: tests/http/test_hours.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import json
import pathlib
import secrets
import subprocess
import sys

import test_facts
from house import Client, Count, Database, Server, init, run_tests, together

count = Count()
check = count.check
PATH = "/projects/north/hours"
WRITERS = 12


class House(test_facts.House):
    """The house of test_facts.py; a second expert of north."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        self.folder, self.binary, self.postgresql = pathlib.Path(folder), binary, postgresql
        link = self.server.invite("other@example.org", "Other", "expert:north")
        browser = Client(self.server.port).use_link(link)
        self.people["other"] = (browser, Client(self.server.port, token=browser.make_token()))

    def post(self, do, fields, who="expert", path=PATH):
        return self.people[who][1].api("POST", f"{path}/{do}", fields)

    def note(self, who="expert", **more):
        return self.post("add", {"act": secrets.token_hex(16), "step": "visit", "minutes": "210", "date": "2026-02-03",
                          "note": "a talk", **more}, who)

    def data(self, who="expert", path=PATH):
        answer = self.people[who][1].api("GET", path)
        return answer.json if answer.status == 200 else answer.status

    def row(self, identity):
        return next((row for row in self.data()["hours"] if row["id"] == identity), None)

    def output(self, identity):
        return next((row for row in self.data()["deliveries"] if row["id"] == identity), None)

    def is_sound(self, name):
        done = self.server.command("audit", "verify", check=False)
        check(f"{name}: the chain holds", done.returncode == 0, done.stdout + done.stderr)
        said = self.server.command("doctor", check=False)
        check(f"{name}: computed rows are what facts say", b"hours and deliveries are what was said of them" in
              said.stdout + said.stderr, said.stdout + said.stderr)


def test_note(house):
    """Noted once however often it is sent; of the project or of an assessment; told in words."""
    act = secrets.token_hex(16)
    first = house.note(act=act, assessment="north-one")
    check("hours are noted", first.status == 200 and first.json["facts"][0]["body"]["minutes"] == 210, first.text[:400])
    before = house.rows()
    again = house.note(act=act, assessment="north-one")
    check("sent twice they are noted once", again.status == 200 and again.json["is_again"] and house.rows() == before and
          [row["minutes"] for row in house.data()["hours"]] == [210], again.text[:300])
    check("another act of that id is refused", house.note(act=act, minutes="5").status == 409 and house.rows() == before)
    identity = first.json["facts"][0]["part"]
    row = house.row(identity)
    check("the list has them", row["by"] == "Expert" and row["assessment"] == "north-one" and row["date"] == "2026-02-03" and
          row["minutes"] == 210 and not row["is_corrected"] and row["replaces"] is None, row)
    entries = house.database.sql(f"SELECT verb, person FROM audit WHERE object = 'act/{first.json['act']}'")
    check("one entry tells of them", len(entries) == 1 and entries[0][0] == "hours", entries)
    page = house.admin.get("/audit").text
    check("in words", f"Hours of work, Assessment north-one: 3 h 30 on step visit, 2026-02-03" in page, page[-3000:])
    of_all = house.note(minutes="30", note="")
    check("of the project as a whole", of_all.status == 200 and house.data()["minutes_total"] == 240, of_all.text[:300])
    check("the page of facts has each where it is about", [
        len(house.people["expert"][1].api("GET", f"/{place}/facts/hours").json["facts"])
        for place in ("projects/north", "assessments/north-one")] == [1, 1])
    sums = house.data()["by_assessment"]
    check("the sums", [row["minutes"] for row in sums] == [210], sums)
    for bad, why in (({"minutes": "0"}, "minutes"), ({"minutes": "6001"}, "minutes"), ({"minutes": "x"}, "minutes"),
                     ({"date": "2026-02-30"}, "date"), ({"step": "../x"}, "step"), ({"step": ""}, "step"),
                     ({"assessment": "south-one"}, "assessment"), ({"assessment": "none"}, "assessment"),
                     ({"minutes": "2.5"}, "write minutes as 150, hours as 2 h, 2 h 30, 2:30 or 2.5 h"), ({"minutes": "101 h"}, "100 h"),
                     ({"minutes": "2 h 75"}, "2 h 75")):
        answer = house.note(**bad)
        check(f"{bad} is refused with its field", answer.status == 422 and why in answer.text, answer.text[:300])
    by_facts = house.post("say", {"act": secrets.token_hex(16), "step": "visit", "minutes": "15", "date": "2026-02-04"},
                          path="/projects/north/facts/hours")
    check("noted as a fact like any other", by_facts.status == 200 and house.data()["minutes_total"] == 255, by_facts.text[:300])
    for bad in ({"minutes": "0"}, {"minutes": "6001"}, {"minutes": ""}, {"date": "tomorrow"}):
        answer = house.post("say", {"act": secrets.token_hex(16), "step": "visit", "minutes": "15", "date": "2026-02-04", **bad},
                            path="/projects/north/facts/hours")
        check(f"with {bad} it is none", answer.status == 422, answer.text[:300])
    taken = house.post("say", {"act": secrets.token_hex(16), "part": identity, "step": "visit", "minutes": "15", "date": "2026-02-04"},
                       path="/projects/north/facts/hours")
    check("a part that other hours have", taken.status == 409 and "choose another" in taken.text, taken.text[:300])
    house.is_sound("noted")


def test_words(house):
    """Hours as people write them: minutes in the data, in the form, in the API and said as a fact."""
    before = house.data()["minutes_total"]
    typed = {"2h": 120, "2 h 30": 150, "2:30": 150, "150": 150, "2,5 h": 150, "1.5h": 90, "90 min": 90, 45: 45}
    for text, minutes in typed.items():
        said = house.note(minutes=text, date="2026-02-10").json["facts"][0]
        check(f"{text!r}: {minutes} minutes", said["body"]["minutes"] == minutes and house.row(said["part"])["minutes"] == minutes, said)
    check("the sum is of all", house.data()["minutes_total"] == before + sum(typed.values()))
    fixed = house.post("correct", {"id": said["part"], "minutes": "1 h 15", "note": "longer"})
    check("corrected in words", house.row(said["part"] + ":2")["minutes"] == 75, fixed.text[:300])
    gone = house.post("correct", {"id": said["part"] + ":2", "minutes": "0 h", "note": "none"})
    check("withdrawn in words", gone.json["facts"][0]["state"] == "withdrawn", gone.text[:300])
    as_fact = lambda minutes: house.post("say", {"act": secrets.token_hex(16), "step": "visit", "minutes": minutes, "date": "2026-02-10"},
                                         path="/projects/north/facts/hours")
    check("said as a fact", as_fact("2:15").json["facts"][0]["body"]["minutes"] == 135)
    check("refused as one, in the same words", as_fact("2 days").status == 422 and "2:30 or 2.5 h" in as_fact("2 days").text)
    expert = house.people["expert"][0]
    page = expert.post(PATH + "/add", {"step": "visit", "minutes": "two hours", "date": "2026-02-10", "note": "typed"})
    check("the form says how to write it and keeps what was typed", page.status == 422 and "2:30 or 2.5 h" in page.text and
          'value="two hours"' in page.text and 'value="typed"' in page.text, page.text[:500])
    check("the page of facts shows hours", "2 h 15" in expert.get("/projects/north/facts/hours").text)


def test_correct(house):
    """Corrected by whoever may assess, with a reason; what was said stands beside it."""
    identity = house.note(minutes="60", date="2026-03-01").json["facts"][0]["part"]
    fix = {"id": identity, "minutes": "45", "note": "the journey was none"}
    check("a reason is asked for", house.post("correct", {**fix, "note": ""}).status == 422)
    check("of the project alone", house.post("correct", fix, path="/projects/south/hours", who="nobody").status in (403, 404))
    act = secrets.token_hex(16)
    done = house.post("correct", {**fix, "act": act})
    check("they are corrected", done.status == 200 and done.json["facts"][0]["turn"] == 2, done.text[:300])
    check("what they were is shown", house.row(identity)["is_corrected"] and house.row(identity)["minutes"] == 60)
    second = house.row(identity + ":2")
    check("and what they are", second["minutes"] == 45 and second["replaces"] == identity and not second["is_corrected"] and
          second["date"] == "2026-03-01", second)
    check("sent twice it is done once", house.post("correct", {**fix, "act": act}).json["is_again"] and house.row(identity + ":3") is None)
    late = house.post("correct", {**fix, "minutes": "50"}, "other")
    check("who is late is shown what is there", late.status == 409 and late.json["now"][0]["body"]["minutes"] == 45 and
          late.json["now"][0]["by"].startswith("person:"), late.text[:400])
    third = house.post("correct", {"id": identity + ":2", "minutes": "50", "step": "questionnaire", "date": "2026-03-02",
                        "note": "the other day"}, "other")
    row = house.row(identity + ":3")
    check("a colleague corrects step and day", third.status == 200 and row["step"] == "questionnaire" and row["date"] ==
          "2026-03-02" and row["by"] == "Other", third.text[:300])
    page = house.admin.get("/audit").text
    check("told beside what it was", "0 h 50 on step questionnaire, 2026-03-02 (before: 0 h 45 on step visit, 2026-03-01)" in page,
          page[-2000:])
    check("there are none of that id", house.post("correct", {**fix, "id": "none"}).status == 404)
    for odd in (":2", f"{identity}:1", f"{identity}:x", f"{identity}:99", "'"):
        check(f"nor {odd}", house.post("correct", {**fix, "id": odd}).status == 404, odd)
    for who in ("manager", "authority", "auditor"):
        check(f"the {who} does not", house.post("correct", {**fix, "id": identity + ":3"}, who).status == 403)
        check(f"nor notes any ({who})", house.note(who).status == 403)
        check(f"but reads them ({who})", any(row["id"] == identity for row in house.data(who)["hours"]))
    undone = house.post("undo", {"number": str(third.json["act"]), "act": secrets.token_hex(16)}, "other",
                        "/projects/north/facts/hours")
    check("it is not undone, but corrected with a reason", undone.status == 409 and "say why" in undone.text, undone.text[:300])
    house.is_sound("corrected")


def test_two(house):
    """Of many who correct the same hours one wins, and the others are shown what is there."""
    identity = house.note(minutes="60", date="2026-03-05").json["facts"][0]["part"]
    token = house.people["expert"][1].token
    answers = together(*[lambda n=n: Client(house.server.port, token=token).api("POST", PATH + "/correct", {
        "id": identity, "minutes": str(10 + n), "note": "why", "act": secrets.token_hex(16)})
        for n in range(WRITERS)])
    won = [answer for answer in answers if answer.status == 200]
    lost = [answer for answer in answers if answer.status == 409]
    check("one wins", len(won) == 1 and len(lost) == WRITERS - 1, sorted(answer.status for answer in answers))
    said = won[0].json["facts"][0]["body"]["minutes"]
    check("the others are shown it", all(answer.json["now"][0]["body"]["minutes"] == said for answer in lost))
    page = house.people["expert"][0].post(PATH + "/correct", {"id": identity, "minutes": "1234", "note": "mine <b>"})
    check("on the page, too, beside what was sent", page.status == 409 and "somebody else was first" in page.text and
          "1234, mine &lt;b&gt;" in page.text and f"0 h {said}" in page.text, page.status)


def test_withdrawn(house):
    """Withdrawn hours count nothing and stay to be seen; a withdrawn output is gone from the lists."""
    before = house.data()["minutes_total"]
    identity = house.note(minutes="90", date="2026-04-01").json["facts"][0]["part"]
    done = house.post("correct", {"id": identity, "minutes": "0", "note": "it was no work"})
    check("no minutes: withdrawn", done.status == 200 and done.json["facts"][0]["state"] == "withdrawn", done.text[:300])
    check("they count nothing", house.data()["minutes_total"] == before and house.row(identity + ":2")["minutes"] == 0)
    check("in words", "withdrawn (before: 1 h 30 on step visit, 2026-04-01)" in house.admin.get("/audit").text)
    other = house.note(minutes="90", date="2026-04-02").json["facts"][0]["part"]
    fact = {"act": secrets.token_hex(16), "part": other, "turn": "1", "state": "withdrawn", "step": "visit", "minutes": "90",
            "date": "2026-04-02", "note": "nor was this"}
    done = house.post("say", fact, path="/projects/north/facts/hours")
    check("as a fact, with what it said", done.status == 200 and house.data()["minutes_total"] == before and
          house.row(other + ":2")["minutes"] == 0, done.text[:300])
    back = house.post("correct", {"id": other + ":2", "minutes": "60", "note": "it was, after all"})
    check("and said again", back.status == 200 and house.data()["minutes_total"] == before + 60, back.text[:300])
    act = secrets.token_hex(16)
    ask = {"output": "Clauses", "requested": "2026-01-12", "act": act}
    part = house.post("deliveries/add", ask).json["facts"][0]["part"]
    check("an output is asked for once", house.post("deliveries/add", ask).json["is_again"] and len(
        [row for row in house.data()["deliveries"] if row["output"] == "Clauses"]) == 1)
    check("not delivered before", house.post("deliveries/add", {**ask, "act": "", "delivered": "2026-01-11"}).status == 422)
    done = house.post("deliveries/done", {"id": part})
    check("it is delivered", done.status == 200 and house.output(part + ":2")["days"] > 0 and house.output(part) is None)
    check("once", house.post("deliveries/done", {"id": part}).status == 409 and
          house.post("deliveries/done", {"id": part + ":2"}).status == 409)
    undone = house.post("undo", {"number": str(done.json["act"]), "act": secrets.token_hex(16)}, path=
                        "/projects/north/facts/delivery")
    check("undone it is asked for again", undone.status == 200 and house.output(part + ":3")["delivered_at"] is None,
          undone.text[:300])
    gone = house.post("deliveries/withdraw", {"id": part + ":3"})
    check("it is withdrawn", gone.status == 200 and not any(row["output"] == "Clauses" for row in house.data()["deliveries"]),
          gone.text[:300])
    check("and cannot be delivered", house.post("deliveries/done", {"id": part + ":3"}).status == 409)
    undone = house.post("undo", {"number": str(gone.json["act"]), "act": secrets.token_hex(16)}, path=
                        "/projects/north/facts/delivery")
    check("that undone, it is there", undone.status == 200 and house.output(part + ":5")["output"] == "Clauses", undone.text[:300])
    check("its history has all", [row["turn"] for row in house.people["expert"][1].api(
        "GET", f"/projects/north/facts/delivery?part={part}").json["facts"]] == [5, 4, 3, 2, 1])
    check("the project tells of it", any(row["output"] == "Clauses" for row in house.people["expert"][1].api(
        "GET", "/projects/north").json["deliveries"]))
    house.is_sound("withdrawn")


def test_eyes(house):
    """Another project's people read none, nor is anything theirs to say."""
    for path in (PATH, "/projects/north/facts/hours", "/projects/north/facts/delivery", "/assessments/north-one/facts/hours"):
        check(f"{path} is not another's", house.data("nobody", path) in (403, 404), house.data("nobody", path))
    south = house.program.api("POST", "/projects/south/hours/add", {
        "step": "visit", "minutes": "7", "date": "2026-01-01", "assessment": "south-one"}).json["facts"][0]["part"]
    check("hours of another project are none here", house.post("correct", {
        "id": south, "minutes": "1", "note": "x"}).status == 404)
    check("nor are they in the list", house.row(south) is None)
    check("nor in the sums", house.program.api("GET", "/projects/south/hours").json["minutes_total"] == 7)
    reader = Client(house.server.port, token=house.people["expert"][0].make_token("read"))
    check("a token that reads notes none", reader.api("POST", PATH + "/add", {
        "step": "visit", "minutes": "7", "date": "2026-01-01"}).status == 403)


def test_erased(house):
    """Erased, a turn is gone from the tables, too; what stood before it holds."""
    identity = house.note(minutes="60", date="2026-05-01", note="a secret").json["facts"][0]["part"]
    house.post("correct", {"id": identity, "minutes": "40", "note": "another secret"})
    house.post("correct", {"id": identity + ":2", "minutes": "20", "note": "a third one"})
    facts = house.people["expert"][1].api("GET", f"/projects/north/facts/hours?part={identity}").json["facts"]
    erase = lambda turn: house.program.api("POST", "/projects/north/facts/hours/erase", {
        "number": str(next(fact["number"] for fact in facts if fact["turn"] == turn)),
        "act": secrets.token_hex(16)})
    check("an expert erases nothing", house.post("erase", {"number": str(facts[0]["number"]), "act": secrets.token_hex(16)},
                                                 path="/projects/north/facts/hours").status == 403)
    check("a turn in the middle", erase(2).status == 200 and house.row(identity + ":2") is None and
          house.row(identity + ":3")["replaces"] == identity and house.row(identity)["is_corrected"])
    check("the last one", erase(3).status == 200 and house.row(identity + ":3") is None and
          not house.row(identity)["is_corrected"])
    house.is_sound("erased")
    check("and all", erase(1).status == 200 and house.row(identity) is None)
    kept = [str(house.database.sql(f"SELECT * FROM {table}")) for table in ("hours", "facts", "heads", "acts")]
    check("nothing of it is kept", not any(word in text for text in kept for word in ("secret", "a third one")))
    house.is_sound("all erased")


def test_person(house):
    """The export of a person holds their hours, as rows and as facts."""
    person = house.database.sql("SELECT id FROM persons WHERE email = 'other@example.org'")[0][0]
    answer = house.program.api("GET", f"/people/{person}/export").json
    check("hours", [row["note"] for row in answer["hours"]] == ["the other day"], answer["hours"])
    check("facts", [fact["body"]["note"] for fact in answer["facts"]] == ["the other day"], answer["facts"])


def test_carried(house):
    """Exported as acts, brought to another house, exported again: the same bytes, and the same lists."""
    one, two, place = house.folder / "one", house.folder / "two", house.folder / "other"
    place.mkdir()
    house.server.command("export", str(one))
    check("acts alone", not (one / "hours.json").exists() and {fact["kind"] for act in json.loads(
        (one / "acts.json").read_text()) for fact in act["facts"]} >= {"hours", "delivery"})
    database = Database(place, house.postgresql)
    other = Server(house.binary, database, place)
    done = other.command("import", str(one), "--with-grants", check=False)
    check("it comes in", done.returncode == 0, done.stdout + done.stderr)
    again = other.command("import", str(one), "--with-grants", check=False)
    check("once", b"0 documents and 0 rows came in" in again.stdout, again.stdout + again.stderr)
    other.command("export", str(two))
    same = subprocess.run(["diff", "-r", str(one), str(two)], stdout=subprocess.PIPE, check=False)
    check("the same bytes", same.returncode == 0, same.stdout[:2000])
    rows = lambda base: sorted((str(row[0]).split(":")[0], row[1], row[2]) for row in base.sql(
        "SELECT id, minutes, day FROM hours"))
    check("the same hours", rows(database) == rows(house.database), (rows(database), rows(house.database)))
    check("the computed rows are what facts say", b"hours and deliveries are what was said of them" in
          other.command("doctor", check=False).stdout)
    database.remove()


def test_same_part(house):
    """A part that is another project's, withdrawn or not, is no part of this one: its rows are never another's."""
    program = house.program
    def say(project, part, **more):
        return program.api("POST", f"/projects/{project}/facts/hours/say", {
            "part": part, "turn": "1" if "state" in more else "0", "step": "visit", "minutes": "30", "date": "2026-03-01", "note": "a part", **more})
    part = house.note().json["facts"][0]["part"]
    own = say("south", part)
    check("a part of another project is refused", own.status in (409, 422) and part in own.json["detail"], own.text[:300])
    gone = say("north", part, state="withdrawn")
    check("it is withdrawn there", gone.status == 200, gone.text[:300])
    own = say("south", part)
    check("and still no part of this one", own.status in (409, 422), own.text[:300])
    house.is_sound("parts")


TESTS = [test_note, test_words, test_correct, test_two, test_withdrawn, test_eyes, test_erased, test_person, test_carried, test_same_part]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
