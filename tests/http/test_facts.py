#!/usr/bin/env python3
"""Tests of facts: comments on projects, assessments and documents of the library; acts that are sent twice, two who
saw the same, who may read what, undo, erasure, and what the chain says of it all.

usage: tests/http/test_facts.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import secrets
import sys

from house import Client, Count, TwoProjects, run_tests, together

count = Count()
check = count.check
WRITERS = 40


class House(TwoProjects):
    """Projects "north" and "south"; an expert, a project manager and an approving authority of north, an auditor, one who is of neither."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql, (), {
            "expert": ["expert:north"], "manager": ["project_manager:north"], "authority": ["approving_authority:north"],
            "auditor": ["auditor"], "nobody": ["provider:south"]})

    def say(self, text, who="expert", place="/projects/north", act=None, **more):
        return self.people[who][1].api("POST", f"{place}/facts/comment/say", {
            "act": act or secrets.token_hex(16), "text": text, **more})

    def read(self, who="expert", place="/projects/north", query=""):
        answer = self.people[who][1].api("GET", f"{place}/facts/comment{query}")
        return answer.json["facts"] if answer.status == 200 else answer.status

    def principal(self, name):
        return "person:" + self.database.sql(f"SELECT id FROM persons WHERE name = '{name}'")[0][0]

    def rows(self):
        return [self.database.sql(f"SELECT count(*) FROM {table}")[0] for table in ("acts", "facts", "heads", "audit")]

    def holds(self):
        done = self.server.command("audit", "verify", check=False)
        return done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_comment(house):
    """A comment on each kind of thing: said, read, changed by its writer alone, withdrawn."""
    for place in ("/projects/north", "/assessments/north-one"):
        answer = house.say("A word on " + place, place=place)
        check(f"{place}: a comment is said", answer.status == 200, answer.text[:400])
        got = house.read(place=place)
        check(f"{place}: it is read", [row["body"]["text"] for row in got] == ["A word on " + place], got)
        check(f"{place}: its page opens", "A word on" in house.people["expert"][0].get(f"{place}/facts/comment").text)
    answer = house.program.api("POST", "/library/model/sse-cmm-2.0/facts/comment/say", {
        "act": secrets.token_hex(16), "text": "A word on the model"})
    check("a comment on what is built in", answer.status == 200, answer.text[:300])
    check("it is read", [row["body"]["text"] for row in house.read(place="/library/model/sse-cmm-2.0")] == ["A word on the model"])
    check("who edits no library says nothing of it", house.say("x", place="/library/model/sse-cmm-2.0").status == 403)
    check("an auditor reads and says nothing", len(house.read("auditor")) == 1 and house.say("x", "auditor").status == 403)
    fact = house.read()[0]
    check("who said it", fact["by"] == house.principal("Expert") and fact["claim"] is None and fact["turn"] == 1 and fact["state"] == "said", fact)
    said = house.say("When it was", said_at="2026-02-30")
    check("a day that there is not", said.status == 422 and said.json["field"] == "said_at" and "2026-02-30" in said.json["detail"], said.text[:300])
    said = house.say("When it was", said_at="2026-02-28").json["facts"][0]
    check("when it was, as its writer says", said["said_at"] == "2026-02-28" and fact["said_at"] is None, (said, fact))
    house.say("When it was", part=said["part"], turn="1", state="withdrawn")
    changed = house.say("Better", part=fact["part"], turn="1")
    check("its writer changes it", changed.status == 200, changed.text[:300])
    other = house.say("Mine now", "manager", part=fact["part"], turn="2")
    check("nobody else does", other.status == 403, other.text[:300])
    gone = house.say("Better", part=fact["part"], turn="2", state="withdrawn")
    check("it is withdrawn", gone.status == 200 and house.read()[0]["state"] == "withdrawn", gone.text[:300])
    history = house.read(query=f"?part={fact['part']}&lane=")
    check("its history stays", [row["turn"] for row in history] == [3, 2, 1], history)
    check("the chain holds", *house.holds())


def test_browser(house):
    """The form: a button for each who may, what was typed is not lost."""
    browser = house.people["authority"][0]
    page = browser.get("/assessments/north-one/facts/comment").text
    act = page.split('name="act" value="')[-1].split('"')[0]
    check("the form brings an id", len(act) == 32, act)
    check("an authority is offered no lane of experts", "Experts alone" not in page)
    answer = browser.post("/assessments/north-one/facts/comment/say", {"act": act, "text": "From the authority", "lane": ""})
    check("it is sent", answer.status == 303 and "saved=" in answer.location, answer.location)
    again = browser.post("/assessments/north-one/facts/comment/say", {"act": act, "text": "From the authority", "lane": ""})
    check("sent twice it happens once", again.status == 303 and len(
        [row for row in house.read(place="/assessments/north-one") if row["body"]["text"] == "From the authority"]) == 1)
    other = browser.post("/assessments/north-one/facts/comment/say", {"act": act, "text": "Something else", "lane": ""})
    check("the id of another act", other.status == 409 and "Something else" in other.text, other.status)
    empty = browser.post("/assessments/north-one/facts/comment/say", {"act": "0" * 32, "text": "", "lane": ""})
    check("an empty one is refused with its field", empty.status == 422 and "text" in empty.text, empty.status)
    long = browser.post("/assessments/north-one/facts/comment/say", {"act": "1" * 32, "text": "x" * 9000, "lane": ""})
    check("one that is too long, and stays typed", long.status == 422 and "x" * 9000 in long.text, long.status)


def test_typed(house):
    """A change that is refused stands in the form of what it was to change, and not in that for what is new."""
    browser, program = house.people["expert"]
    fact = house.say("Mine to change", lane="assessors").json["facts"][0]
    for n in range(55):  # further down than a page goes
        house.good(house.say(f"Later {n}"))

    def send(text, turn):
        answer = browser.post("/projects/north/facts/comment/say", {
            "act": secrets.token_hex(16), "part": fact["part"], "lane": "assessors", "turn": turn, "text": text})
        forms = ["", "", *answer.text.split("<form ")]
        change = [form for form in forms if f'name="part" value="{fact["part"]}"' in form]
        return answer, change[0] if len(change) == 1 else "", forms[-2] + forms[-1]
    answer, change, add = send("x" * 9000, "1")
    check("of one that is too long", answer.status == 422 and "x" * 9000 in change and "x" * 9000 not in add, (answer.status, add[-800:]))
    check("and the form is open", '<details open>' in answer.text and answer.text.count("<details open>") == 1)
    house.good(house.say("Changed elsewhere", part=fact["part"], lane="assessors", turn="1"))
    answer, change, add = send("Typed here", "1")
    check("of one that came second", answer.status == 409 and "Typed here" in change and "Typed here" not in add and
          'name="turn" value="2"' in change and "Changed elsewhere" in answer.text, (answer.status, change))
    answer, change, add = send("Typed here", "2")
    check("with the turn that is shown it is done", answer.status == 303, answer.status)
    page = house.people["manager"][0].get("/projects/north/facts/comment").text
    check("nobody is offered to change what is another's", "<summary>Change" not in page)


def test_again(house):
    """An act that is sent again is answered as the first time; with another body it is refused."""
    act = secrets.token_hex(16)
    first = house.say("Once", act=act)
    before = house.rows()
    again = house.say("Once", act=act)
    check("the same answer", again.status == 200 and again.json["is_again"] and again.json["facts"] == first.json["facts"],
          (first.json, again.json))
    check("nothing was written", house.rows() == before)
    check("another body is refused", house.say("Twice", act=act).status == 409 and house.rows() == before)
    check("of another person it is another act", house.say("Once", "manager", act=act).status == 200)
    for bad in ("", "x" * 32, "a" * 31, "A" * 32):
        answer = house.people["expert"][1].api("POST", "/projects/north/facts/comment/say", {"act": bad, "text": "t"})
        check(f"the id {bad[:3]!r} is refused or chosen here", answer.status == (200 if bad == "" else 422), answer.status)


def test_two(house):
    """Of forty who write one empty part one wins, and the others are shown what is there."""
    part = secrets.token_hex(8)
    acts = [lambda n=n: house.people["expert"][1].__class__(
        house.server.port, token=house.people["expert"][1].token).api("POST", "/projects/north/facts/comment/say", {
            "act": secrets.token_hex(16), "part": part, "turn": "0", "text": f"writer {n}"}) for n in range(WRITERS)]
    answers = together(*acts)
    won = [a for a in answers if a.status == 200]
    lost = [a for a in answers if a.status == 409]
    check("one wins", len(won) == 1 and len(lost) == WRITERS - 1, sorted(a.status for a in answers))
    said = won[0].json["facts"][0]["body"]["text"] if won else None
    check("and whose it is", all(a.json["now"][0]["by"] == house.principal("Expert") for a in lost) and
          won[0].json["facts"][0]["by"] == house.principal("Expert"),
          lost[0].text[:300])
    check("the others are shown it", all(a.json["now"][0]["body"]["text"] == said for a in lost), [a.text[:200] for a in lost[:2]])
    check("the chain holds", *house.holds())


def test_eyes(house):
    """Who may read what: another project's, the experts' own lane, counts and histories alike."""
    house.good(house.say("For experts", lane="assessors"))
    mine = [row["body"]["text"] for row in house.read()]
    check("an expert reads it", "For experts" in mine, mine)
    for who in ("manager", "authority", "auditor"):
        theirs = house.read(who)
        check(f"the {who} does not", all(row["body"]["text"] != "For experts" for row in theirs) and theirs, theirs)
        page = house.people[who][0].get("/projects/north/facts/comment").text
        check(f"nor on the page ({who})", "For experts" not in page and "Experts alone" not in page)
        check(f"nor writes there ({who})", house.say("Me too", who, lane="assessors").status == 403)
    part = next(row["part"] for row in house.read() if row["body"]["text"] == "For experts")
    check("nor in its history", house.read("manager", query=f"?part={part}&lane=assessors") == [])
    check("who is of another project reads none", house.read("nobody") == 403, house.read("nobody"))
    check("nor says any", house.say("Hello", "nobody").status == 403)
    check("of an assessment neither", house.read("nobody", "/assessments/north-one") in (403, 404))
    check("what does not exist looks the same", house.read("nobody", "/projects/none") == house.read("nobody"))
    check("another kind is none", house.people["expert"][1].api("GET", "/projects/north/facts/secret").status == 404)
    entries = house.program.api("GET", "/audit").json["entries"]
    check("the audit tells of acts, not of words", "For experts" not in str(entries) and any(
        row["verb"] == "comment" and row["object"].startswith("act/") for row in entries), entries[:2])
    reader = Client(house.server.port, token=house.people["expert"][0].make_token("read"))
    check("a token that reads writes none", reader.api("POST", "/projects/north/facts/comment/say", {
        "act": secrets.token_hex(16), "text": "t"}).status == 403)


def test_undo(house):
    """One's own act is taken back where nobody has changed it since."""
    said = house.say("To be taken back").json["facts"][0]
    program = house.people["expert"][1]
    act = secrets.token_hex(16)
    undone = program.api("POST", "/projects/north/facts/comment/undo", {"number": str(said["act"]), "act": act})
    check("it is undone", undone.status == 200 and undone.json["facts"][0]["state"] == "none", undone.text[:300])
    again = program.api("POST", "/projects/north/facts/comment/undo", {"number": str(said["act"]), "act": act})
    check("sent twice it happens once", again.status == 200, again.text[:300])
    late = program.api("POST", "/projects/north/facts/comment/undo", {
        "number": str(said["act"]), "act": secrets.token_hex(16)})
    check("what was changed since is not", late.status == 409, late.text[:300])
    other = house.people["manager"][1].api("POST", "/projects/north/facts/comment/undo", {
        "number": str(said["act"]), "act": secrets.token_hex(16)})
    check("nor another's", other.status == 404, other.text[:300])
    said = house.say("To be taken back, too").json["facts"][0]
    undo = {"number": str(said["act"])}
    elsewhere = program.api("POST", "/assessments/north-one/facts/comment/undo", undo)
    check("nor at another address", elsewhere.status == 404, elsewhere.text[:300])
    for word in ("x", "0" * 31, "g" * 32):
        answer = program.api("POST", "/projects/north/facts/comment/undo", undo | {"act": word})
        check(f"{word}: no id of an act", answer.status == 422 and "hexadecimal" in answer.json["detail"], answer.text[:300])
    first = program.api("POST", "/projects/north/facts/comment/undo", undo)
    check("without an id it has a new one", first.status == 200 and not first.json["is_again"], first.text[:300])
    check("so that twice is twice", program.api("POST", "/projects/north/facts/comment/undo", undo).status == 409)


def test_erased(house):
    """What was said is erased for good; the chain holds and says so."""
    said = house.say("A secret that slipped", act="f" * 32).json["facts"][0]
    check("sent again it is the same", house.say("A secret that slipped", act="f" * 32).json["facts"][0]["number"] == said["number"])
    check("who is no administrator does not erase", house.people["expert"][1].api("POST", "/projects/north/facts/comment/erase", {
        "number": str(said["number"]), "act": secrets.token_hex(16)}).status == 403)
    done = house.program.api("POST", "/projects/north/facts/comment/erase", {
        "number": str(said["number"]), "act": secrets.token_hex(16)})
    check("an administrator does", done.status == 200, done.text[:300])
    for word, status in (("x", 422), (secrets.token_hex(16), 409)):
        answer = house.program.api("POST", "/projects/north/facts/comment/erase", {
            "number": str(said["number"]), "act": word})
        check(f"{word}: not twice", answer.status == status, answer.text[:300])
    kept = house.database.sql(f"SELECT body, salt, subject, part FROM facts WHERE number = {said['number']}")
    check("nothing is left of it", kept == [("", "", "", "")], kept)
    salts = house.database.sql(f"SELECT salt, number FROM acts WHERE number = {said['act']}")
    check("nor what its act could be guessed by", salts == [("", str(said["act"]))], salts)
    again = house.say("A secret that slipped", act="f" * 32)
    check("sent again it is said to be erased", again.status == 409 and "what this act said was erased" in again.text, again.text[:300])
    other = house.say("Something else", act="f" * 32)
    check("whatever is sent", other.status == 409 and other.text == again.text, other.text[:300])
    check("nor on the page", "slipped" not in house.people["expert"][0].get("/projects/north/facts/comment").text)
    check("the chain holds", *house.holds())
    number = house.say("To be changed by hand").json["facts"][0]["number"]
    body = house.database.sql(f"SELECT body FROM facts WHERE number = {number}")[0][0]
    house.database.sql(f"UPDATE facts SET body = '{{\"text\":\"other\"}}' WHERE number = {number}")
    check("a body that was changed by hand is found", not house.holds()[0])
    house.database.sql(f"UPDATE facts SET body = '{body}' WHERE number = {number}")
    check("and put back it is right", *house.holds())


TESTS = [test_comment, test_browser, test_typed, test_again, test_two, test_eyes, test_undo, test_erased]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
