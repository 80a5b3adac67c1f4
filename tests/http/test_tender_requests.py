#!/usr/bin/env python3
"""Tests of what is asked of candidates behind the opening of a consultation: all concerned at once, the same time for each,
replied to in words beside the answer until then, and no answer changes by it.

usage: tests/http/test_tender_requests.py PALIER [NAME...]

Against SQLite alone: the clock of the server is moved with libfaketime, and on PostgreSQL the time is that of the database.
Ends with one line: N passed, N failed.
"""
import datetime
import html
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

import test_tender_rules as rules
from house import Client, Count, run_tests
from test_mail import FROM, Box, controller
from test_tender_pages import Holder, instant, new_act, words
from test_tender_rules import DAY, refused

count = Count()
check = count.check
AT = "/projects/open/tender/t1/requests"
CONFIRMED = ("CLARIFY-MEANING",)


class House(rules.House):
    has_mail = True

    def __init__(self, binary, folder, postgresql):
        self.folder, self.box = folder, Box()
        self.smtp = controller(self.box)
        super().__init__(binary, folder, postgresql, ["--smtp", f"smtp://127.0.0.1:{self.smtp.port}", "--smtp-from", FROM])
        self.people["rival"] = Client(self.server.port).use_link(self.server.invite("rival@example.org", "Rival", "expert:open", "project_manager:open"))
        self.programs["rival"] = Client(self.server.port, token=self.people["rival"].make_token())
        self.begin("open", 3)
        self.good(self.people["rival"].post("/projects/open/tender/t1/declare", {"act": new_act(), "interest": "some"}))
        self.hand_in("open", "north", "south")

    def ask(self, *items, who="manager", confirmed=CONFIRMED, project="open", at=None, act=None, **more):
        at = at or f"/projects/{project}/tender/t1/requests"
        fields = [("act", act or new_act())] + [("confirmed", each) for each in confirmed]
        for row, (candidate, question, text) in enumerate(items):
            fields += [(f"items[{row}].sending", self.sendings[project].get(candidate, candidate)), (f"items[{row}].question", question),
                       (f"items[{row}].text", text)]
        return self.people[who].post(f"{at}/ask", fields + list({"sort": "clarify", **more}.items()))

    def renew(self):
        super().renew()
        for holder in [each for of in self.holders.values() for each in of.values()]:
            holder.open()
            holder.post("/who", {"role": "Director", "name": ""})

    def mail_to(self, address):
        """The request that has come there."""
        for _ in range(100):
            for mail in reversed(self.box.parsed(address)):
                if "request for clarification" in mail["Subject"]:
                    return " ".join(mail.get_content().split())
            time.sleep(0.1)
        return ""

    def beside(self, candidate, question="POL-01", project="open"):
        return self.told(f"/sendings/{self.sendings[project][candidate]}/answers/{question}")["asked_back"]

    def settle(self, candidate, turn, who="expert", **more):
        return self.programs[who].api("POST", f"/sendings/{self.sendings['open'][candidate]}/answers/POL-01/ask-back", {
            "act": new_act(), "turn": str(turn), "state": "settled", "text": "", **more})

    def outcomes(self, project="open"):
        return [[item["state"] for item in row["items"]] for row in self.told(f"/projects/{project}/tender/t1/requests")["requests"]]

    def reply(self, candidate, text, turn, question="POL-01", project="open"):
        return self.holders[project][candidate].post(f"/topics/{question.split('-')[0]}/{question}/reply", {
            "act": new_act(), "turn": str(turn), "text": text})


WHICH = ("north", "POL-01", "Which policy does the reference name?")


def test_before(house):
    """Until the opening nothing is asked, and no refusal tells who handed in."""
    texts = set()
    for candidate in ("north", "east", "nobody"):
        answer = house.ask((candidate, "POL-01", "What is meant?"))
        check(f"refused: {candidate}", answer.status in (403, 422), (answer.status, words(answer)[:300]))
        texts.add(re.sub(r"\s+", " ", words(answer).split("rule NO-PRIVATE")[0][-200:]))
    check("alike", len(texts) == 1 and "NO-PRIVATE" in words(answer), texts)
    page = house.people["manager"].get(AT)
    check("the page says so, and has no form", page.status == 200 and "/requests/ask" not in page.text and "NO-PRIVATE" in words(page), words(page)[-900:])
    check("nor is it among the pages of the consultation", "/requests" not in house.people["manager"].get("/projects/open/tender/t1").text)


def test_opened(house):
    """Who may, of whom, what about."""
    house.opened("open")
    page = house.people["manager"].get(AT)
    text = words(page)
    check("the page has the form, and says how long", "/requests/ask" in page.text and "5 days" in text, text[-1500:])
    check("candidates who handed in can be chosen, others not", "North open" in page.text and "East open" not in page.text)
    check("the rule is confirmed", 'value="CLARIFY-MEANING"' in page.text and "SAME-DELAY" in text)
    other = house.people["manager"].get(f"{AT}?sort=complete")
    check("the other sort has its own rules", 'value="REGULARIZE"' in other.text and 'name="sort" value="complete"' in other.text, words(other)[-1500:])
    answer = house.people["expert"].get(f"/sendings/{house.sendings['open']['north']}/answers/POL-01")
    link = re.search(r'href="(/projects/open/tender/t1/requests\?[^"]*)"', answer.text)
    check("an answer leads there", link is not None, words(answer)[-600:])
    if link:
        page = house.people["expert"].get(link[1].split("#")[0].replace("&amp;", "&"))
        check("with its candidate and question", 'value="POL-01"' in page.text and re.search(
            rf'value="{house.sendings["open"]["north"]}" selected', page.text), page.text[-2500:])
    for name, items, more, sentence in (
            ("nothing", [], {}, "say of whom something is asked"),
            ("nobody", [("", "POL-01", "What?")], {}, "choose a candidate who handed in"),
            ("who did not hand in", [("east", "POL-01", "What?")], {}, "choose a candidate who handed in"),
            ("another thing", [("project:open", "POL-01", "What?")], {}, "choose a candidate who handed in"),
            ("a question that is not there", [("north", "POL-99", "What?")], {}, "the id of a question that was asked"),
            ("no words", [("north", "POL-01", " ")], {}, "write what is asked"),
            ("twice the same", [WHICH, WHICH], {}, "stands here twice"),
            ("a row left out", [WHICH, ("", "", ""), ("south", "POL-99", "What?")], {}, "choose a candidate who handed in"),
            ("not confirmed", [WHICH], {"confirmed": ()}, "confirm rule CLARIFY-MEANING"),
            ("what is not asked for", [WHICH], {"confirmed": ("REGULARIZE",)}, "confirm rule CLARIFY-MEANING"),
            ("too long", [("north", "POL-01", "é" * 1001)], {}, "at most 1000 characters"),
            ("too much at once", [("north", "POL-01", "é" * 999)] * 9, {}, "too long with this"),
            ("too many", [("north", "POL-01", f"{n}") for n in range(41)], {}, "40")):
        answer = house.ask(*items, **more)
        check(name, refused(answer, 422, sentence), (answer.status, words(answer)[:900]))
    kept = house.ask(WHICH, ("south", "POL-99", "And this?"))
    check("what was typed stays", "And this?" in kept.text and 'id="f-items[1].question-error"' in kept.text and WHICH[2] in kept.text, words(kept)[:600])
    for who in ("keeper",):
        answer = house.ask(WHICH, who=who)
        check(f"not by {who}", answer.status in (403, 404), (answer.status, words(answer)[:500]))
    check("nothing was asked", house.told(AT)["requests"] == [] and house.beside("north") is None)


def test_asked(house):
    """All at once, the same time for each; told by mail; replied to in words, once, in time."""
    act = new_act()
    items = (WHICH, ("south", "POL-01", "Is it the policy of the group?"), ("north", "PHY-01", "Which room is meant?"))
    first = house.ask(*items, act=act)
    again = house.ask(*items, act=act)
    check("asked, once", first.status == 303 and again.status == 303, (words(first)[:900], words(again)[:400]))
    check("another with its id is none", house.ask(WHICH, act=act).status == 409)
    told = house.told(AT)["requests"]
    until = [house.beside(one)["words"][0]["until"] for one in ("north", "south")]
    check("one request of three answers", len(told) == 1 and len(told[0]["items"]) == 3 and told[0]["confirmed"] == "CLARIFY-MEANING", told)
    end = datetime.datetime.fromisoformat(told[0]["until"].replace("Z", "+00:00")).timestamp()
    check("each has the same time, five days", until[0] == until[1] == told[0]["until"] and 0 <= end - 5 * DAY - house.now() + 60 <= 240, (until, house.now()))
    check("to the candidate alone whom it concerns", house.beside("south")["words"][0]["text"].startswith("Is it") and len(house.beside("south")["words"]) == 1)
    later = house.ask(WHICH)
    check("a reply is awaited there", refused(later, 422, "awaited"), words(later)[:500])
    mails = house.database.sql("SELECT address FROM mails WHERE what = 'request' ORDER BY address")
    check("both are told by mail, once each", [row[0] for row in mails] == ["north@open.example.org", "south@open.example.org"], mails)
    body = house.mail_to("north@open.example.org")
    check("the mail has its own questions alone, and until when", "Which policy" in body and "Which room" in body and "group" not in body and
          "expected by" in body and "judged as they stand" in body and "same time to answer" in body, body)
    check("what it is about is the reference that all know", "REF-open" in house.box.parsed("north@open.example.org")[-1]["Subject"],
          house.box.parsed("north@open.example.org")[-1]["Subject"])
    for candidate in ("north", "south"):
        cut = house.settle(candidate, 1)
        check(f"nobody's time is cut: {candidate}", cut.status == 422 and "of every candidate alike" in cut.text, (cut.status, cut.text[:300]))
    page = house.people["expert"].get(f"/sendings/{house.sendings['open']['north']}/answers/POL-01")
    check("nor is there a button for it", 'value="settled"' not in page.text)
    north, south = house.holders["open"]["north"], house.holders["open"]["south"]
    check("their place says that something is asked", "Which policy does the reference name?" in words(north.get("/topics/POL")) and
          "reply until" in words(north.get("/topics/POL")), words(north.get("/topics/POL"))[:1500])
    check("first of all", "Reply: POL-01" in words(north.get()), words(north.get())[:900])
    check("nobody reads another's", "Which policy" not in words(south.get("/topics/POL")))
    check("an answer of which nothing is asked takes no words", house.reply("south", "By the way", 0, "POL-05").status == 422)
    said = house.reply("north", "The one of 2026, version 4.", 1)
    check("replied", said.status == 303, words(said)[:500])
    check("and read", [row["state"] for row in house.beside("north")["words"]] == ["asked", "replied"], house.beside("north"))
    check("the answer stays", house.told(f"/sendings/{house.sendings['open']['north']}/answers/POL-01")["answer"]["state"] == "claimed")
    check("no second word", house.reply("north", "One more thing", 2).status == 422)
    row = house.told(AT)["requests"][0]["items"]
    check("the list says so", [item["state"] for item in row] == ["replied", "asked", "asked"], row)
    page = house.people["expert"].get(f"/sendings/{house.sendings['open']['north']}/answers/POL-01")
    check("who reads may settle it, without words", "It was looked at" in words(page) and 'value="settled"' in page.text and
          'value="asked"' not in page.text and "back-POL-01" not in page.text, words(page)[-900:])
    place = f"/sendings/{house.sendings['open']['north']}/answers/POL-01/ask-back"
    for state, text, status in (("asked", "And more?", 422), ("said", "Good", 422), ("settled", "Between us", 422)):
        answer = house.programs["expert"].api("POST", place, {"act": new_act(), "turn": "2", "state": state, "text": text})
        check(f"nothing to one alone: {state}", answer.status == status, (answer.status, answer.text[:300]))
    answer = house.programs["expert"].api("POST", place, {"act": new_act(), "turn": "2", "state": "settled", "text": ""})
    check("settled", answer.status in (200, 201) and house.beside("north")["state"] == "settled", answer.text[:300])
    for more in ({"until": "2031-01-01T10:00"}, {"request": "Lower your price"}):
        answer = house.programs["expert"].api("POST", f"/sendings/{house.sendings['open']['north']}/facts/asked-back/say", {
            "act": new_act(), "part": "POL-01", "lane": "", "turn": 3, "state": "settled", **more})
        check(f"nor another time by any route: {list(more)[0]}", answer.status == 422 and "follows from a request" in answer.text, (answer.status, answer.text[:300]))
    check("asked again", house.ask(WHICH).status == 303)
    check("what came of the first is its own", house.outcomes() == [["asked"], ["settled", "asked", "asked"]], house.outcomes())
    text = words(house.people["manager"].get(AT))
    check("the page lists both", text.count("Reply until") == 2 and "settled" not in text.split("Ask what an answer means")[0].split("Reply until")[0], text[:900])
    page = words(house.people["manager"].get("/projects/open/facts/tender-request"))
    check("it is among what was said", "Requests" in page and "asked of candidates" in page and "Which policy" in page, page[-900:])


def test_generic(house):
    """By the route that says any fact: the same rules."""
    asked = {"tender": "t1", "sort": "clarify", "until": "2030-01-01T10:00", "confirmed": "CLARIFY-MEANING"}
    answer = house.fact("open", "tender-request", state="asked", **asked)
    check("no request without what is asked", answer.status == 422 and "items" in answer.text, (answer.status, answer.text[:400]))
    beside = {"act": new_act(), "part": "PHY-01", "lane": "", "turn": 0, "state": "asked", "text": "Of one alone", "until": "2030-01-01T10:00",
              "request": "x"}
    answer = house.programs["manager"].api("POST", f"/sendings/{house.sendings['open']['south']}/facts/asked-back/say", beside)
    check("nothing stands beside an answer but by a request", answer.status == 422 and "all whom it concerns" in answer.text, (answer.status, answer.text[:300]))
    check("not undone", house.people["manager"].get("/projects/open/history").status == 200)


def test_late(house):
    """After that time answers are judged as they stand."""
    page = words(house.holders["open"]["south"].get("/topics/POL"))
    check("the form of the reply is there", "Is it the policy of the group?" in page and "Reply" in page, page[:900])
    house.server.move(5 * DAY + 3600)
    house.renew()
    late = house.reply("south", "Yes, of the group.", 1)
    check("too late", refused(late, 422, "time to reply has passed"), (late.status, words(late)[:500]))
    page = house.holders["open"]["south"].get("/topics/POL")
    check("no form any more", page.status == 200 and "/POL-01/reply" not in page.text, page.status)
    check("nor is it first of all", "Reply: POL-01" not in words(house.holders["open"]["south"].get()))
    text = words(house.people["manager"].get(AT))
    check("the list says so", "no reply in time" in text and "has passed" in text, text[:900])
    check("what was missed is asked anew", house.ask(("south", "POL-01", "Once more: whose policy is it?")).status == 303)
    check("replied to, the second time", house.reply("south", "Of the group.", 2).status == 303)
    check("the first stays without a reply", house.outcomes()[0] == ["replied"] and house.outcomes()[-1][1] == "asked", house.outcomes())


def test_forbidden(house):
    """What a procedure forbids has no form, and whoever asks is told the rule."""
    nobody = Client(house.server.port)
    check("not without an account", nobody.get(AT).status in (302, 303, 401, 403, 404))
    for at in ("/projects/open/tender/t2/requests", "/projects/talks/tender/t1/requests"):
        answer = house.ask(WHICH, at=at)
        check(f"of no other consultation: {at}", answer.status == 404, (answer.status, words(answer)[:500]))


def test_interest(house):
    """Who has declared a conflict of interest asks nothing, and settles nothing."""
    house.people["rival"].sign_in("rival@example.org")
    answer = house.ask(("south", "PHY-01", "Which?"), who="rival")
    check("they ask nothing", answer.status == 403 and "conflict" in words(answer), (answer.status, words(answer)[:400]))
    page = house.people["rival"].get(AT)
    check("and have no form", "/requests/ask" not in page.text and "conflict" in words(page), words(page)[-600:])
    answer = house.settle("south", house.beside("south")["turn"], "rival")
    check("they settle nothing", answer.status == 403, (answer.status, answer.text[:400]))


def test_carried(house):
    """Exported and imported into an empty house: requests are there, and nothing is said twice by it."""
    folder = pathlib.Path(house.folder)
    house.server.command("export", str(folder / "out"))
    other = str(folder / "other.db")

    def run(*parts):
        return subprocess.run([house.server.binary, *parts], env=dict(house.server.environment(), PALIER_DATABASE=other),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    run("init", "z@example.org", "Zed")
    for _ in range(2):
        run("import", str(folder / "out"))
    rows = []
    for file in (house.database.url, other):
        with sqlite3.connect(file) as database:
            rows.append([sorted(database.execute(f"SELECT part, turn, state, body FROM facts WHERE kind = '{kind}'")) for kind in ("tender-request", "asked-back")])
    check("requests came along", rows[0][0] == rows[1][0] and len(rows[0][0]) > 1, rows[1][0])
    check("what stands beside answers, no more than it was", set(rows[1][1]) <= set(rows[0][1]) and len(rows[1][1]) > 1, (rows[0][1], rows[1][1]))


def test_out(house):
    """Who has withdrawn, or has no link that opens, is asked nothing; nor is anybody in a project that is closed."""
    house.good(house.programs["manager"].api("POST", "/projects/open/candidates/change", {
        "provider": "north-open", "state": "withdrawn", "date": "2026-12-01", "note": "Wrote so."}), 200)
    answer = house.ask(("north", "PHY-01", "Which room?"))
    check("withdrawn", refused(answer, 422, "withdrawn, or was refused"), (answer.status, words(answer)[:500]))
    check("nor can they be chosen", "North open" not in house.people["manager"].get(AT).text.split("<form")[-1])
    house.server.move(40 * DAY)
    house.people["manager"].sign_in("manager@example.org")
    answer = house.ask(("south", "PHY-01", "Which room?"))
    check("no link opens", refused(answer, 422, "no link of this candidate opens"), (answer.status, words(answer)[:500]))
    made = house.people["manager"].post(f"/sendings/{house.sendings['open']['south']}/links/make", {
        "until": instant(house.days(20))[:10], "note": "South", "rights": ["read", "answer"]})
    link = re.search(r'value="http://[^"]*(/pass/[\w-]{43})"', made.text)
    check("a new one is made", link is not None, words(made)[:600])
    check("then it is asked", house.ask(("south", "PHY-01", "Which room?")).status == 303)
    holder = Holder(house.server.port, link[1])
    check("and the link shows it", "Which room?" in words(holder.get("/topics/PHY")))
    page = house.people["manager"].get("/projects/open/edit")
    form = {name: html.unescape(value) for name, value in re.findall(r'name="(version|title|profile|procedure)"[^>]* value="([^"]*)"', page.text)}
    version = house.programs["manager"].api("GET", "/projects/open").headers["ETag"]
    house.good(house.programs["manager"].api("POST", "/projects/open/edit", {
        "title": form.get("title", "The open"), "state": "closed", "profile": "level-3", "procedure": "open", "note": "Given up"}, {"If-Match": version}), 200)
    page = house.people["manager"].get(AT)
    check("a project that is closed has no form", "/requests/ask" not in page.text and "closed" in words(page), words(page)[-700:])
    check("nor does anybody ask", house.ask(("south", "NET-01", "Which?")).status in (403, 422))
    check("nor is a reply offered that would be refused", "/reply" not in holder.get("/topics/PHY").text)


def test_rounds(house):
    """Nothing is private while a further round runs: it waits for what was asked."""
    house.people["manager"].sign_in("manager@example.org")
    house.begin("talks", 3, negotiation="yes")
    house.hand_in("talks", "north", "south")
    house.opened("talks")
    answer = house.ask(("north", "POL-01", "Can it be improved?"), project="talks", confirmed=("CLARIFY-ROUND",))
    check("asked", answer.status == 303, words(answer)[:500])
    check("the mail says nothing that the rule does not", "without changing it" not in house.mail_to("north@talks.example.org") and
          "Can it be improved?" in house.mail_to("north@talks.example.org"), house.mail_to("north@talks.example.org"))
    house.closing = house.days(30)
    house.good(house.fix("talks", negotiation="yes"))
    late = house.sent("talks", ("north", "south"))
    check("the round waits", refused(late, 422, "a further round begins after that"), (late.status, words(late)[:600]))
    check("replied", house.reply("north", "Yes.", 1, project="talks").status == 303)
    check("then it begins", house.sent("talks", ("north", "south")).status == 200)
    answer = house.ask(("south", "POL-01", "And you?"), project="talks", confirmed=("CLARIFY-ROUND",))
    check("nothing is asked while it runs", answer.status == 403 and "NO-PRIVATE" in words(answer), (answer.status, words(answer)[:500]))


TESTS = [test_before, test_opened, test_asked, test_generic, test_late, test_interest, test_forbidden, test_carried, test_rounds, test_out]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
