#!/usr/bin/env python3
"""Reading the answers to a questionnaire: who may, what each gives and why, how it was seen and checked, what was found
and decided, one question across candidates, candidates beside each other, what is suggested for an assessment, findings.
Then by keyboard alone in real browsers (tests/browser/reading.mjs).

usage: tests/http/test_reading_answers.py PALIER [NAME...] [--shots FOLDER]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import csv
import datetime
import html
import io
import json
import pathlib
import re
import subprocess
import sys
import time

import test_place
from house import ROOT, Client, Count, assessment, run_tests, together
from test_place import DAY, new_id, plain

count = Count()
check = count.check
THIRD = ("began", "cause", "change", "checked_by.role")
CASES = {f"fields.cases[{row}].{key}": value for row in range(3)
         for key, value in zip(THIRD, ("2026-01-05", "an old library", "it is updated each week", "Security officer"))}
STAFF = {"fields.trained": "10", "fields.staff": "20"}
POLICY = test_place.POLICY


def day(ago=0):
    return (datetime.date.today() - datetime.timedelta(days=ago)).isoformat()


class House(test_place.House):
    """Two candidates and what each answered; an assessment of the first; programs beside the browsers."""

    count, project = 0, "museum"

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        self.program = Client(self.server.port, token=self.admin.make_token())
        self.tokens = {name: browser.make_token() for name, browser in self.people.items()}
        self.programs = {name: Client(self.server.port, token=token) for name, token in self.tokens.items()}
        self.persons = {row["name"].lower(): row["id"] for row in self.program.api("GET", "/people").json["people"]}

    def begin(self):
        """A project of its own for a test, with two candidates and an assessment of the first."""
        self.count += 1
        self.project = f"museum-{self.count}"
        self.good(self.admin.post("/projects/new", {"id": self.project, "title": f"Museum {self.count}", "state": "needs"}))
        self.north, self.south = f"north-{self.count}", f"south-{self.count}"
        for version, identity, name in ((1, self.north, "North Hosting"), (2, self.south, "South Web")):
            self.good(self.admin.post(f"/projects/{self.project}/candidates/add", {
                "version": str(version), "provider": "", "name": name, "id": identity}))
        for who, role in (("expert", "expert"), ("manager", "project_manager")):
            self.good(self.program.api("POST", f"/people/{self.persons[who]}/grant", {"role": role, "project": self.project}), 200)
        self.assessment = f"{self.project}-north"
        self.good(self.program.api("POST", f"/projects/{self.project}/assessments/new/bring", assessment(
            self.assessment, provider="North Hosting")), 200)

    def send(self, to="provider", provider="north", tier="core", until=20 * DAY):
        identity, link = self.tool("send", self.database.url, self.mail, self.project, to,
                                   f"{provider}-{self.count}" if self.count else provider, tier, str(int(time.time()) + until))
        self.links.append(link)
        return identity, link

    def answered(self, answers, submit=True, **more):
        """A questionnaire, answered; its id and whoever holds it."""
        sending, link = self.send(**more)
        holder = self.holder(link, name="Anna")
        for question, fields in answers.items():
            said = holder.save(question, fields)
            assert said.status == 200, (question, said.text[:500])
        if submit:
            self.submit(holder)
        return sending, holder

    def submit(self, holder):
        self.good(holder.post("/submit", {"act": new_id(), "signed_by": "Director"}))

    def api(self, path, who="expert", method="GET", value=None):
        return self.programs[who].api(method, path, value)

    def mark(self, sending, question, basis="seen", who="expert", **fields):
        fields = {name.replace("__", "."): value for name, value in fields.items()}
        return self.api(f"/sendings/{sending}/answers/{question}/mark", who, "POST",
                        {"act": new_id(), "basis": basis, **fields})

    def decide(self, sending, question, state, reason="", turn="0", who="expert"):
        return self.api(f"/sendings/{sending}/answers/{question}/decide", who, "POST",
                        {"act": new_id(), "state": state, "reason": reason, "turn": turn})

    def one(self, sending, question, who="expert"):
        return self.api(f"/sendings/{sending}/answers/{question}", who).json["answer"]

    def answers(self, sending, query="", who="expert"):
        return self.api(f"/sendings/{sending}/answers?{query}", who).json

    def facts(self, kind):
        return int(self.database.sql(f"SELECT COUNT(*) FROM facts WHERE kind = '{kind}'")[0][0])


# -------------------------------------------------------------------------------------------------------- who may

def test_rights(house):
    """Whoever reads the project reads the answers once they are there; whoever answers never sees what they give."""
    house.begin()
    sending, holder = house.answered({"POL-01": POLICY, "POL-05": STAFF}, submit=False)
    place = f"/sendings/{sending}/answers"
    early = house.people["expert"].get(place)
    check("before they are handed in nothing is shown", "intranet" not in early.text and "0 of 33 questions answered" in early.text,
          (early.status, plain(early)[:400]))
    for act in (house.mark(sending, "POL-01", said_by="Director"), house.decide(sending, "PHY-01", "pass", "why")):
        check("nor marked or decided", act.status == 422 and "not submitted yet" in act.json["detail"], act.text[:300])
    house.submit(holder)
    pages = (place, f"{place}/POL-01", f"/sendings/{sending}/file", f"/sendings/{sending}/findings", f"/sendings/{sending}/findings/POL-05",
             f"/projects/{house.project}/questionnaires/compare", f"/projects/{house.project}/questionnaires/across/POL-01")
    nobody = Client(house.server.port)
    for path in pages:
        for who in ("expert", "manager"):
            answer = house.people[who].get(path)
            check(f"{who} reads {path}", answer.status == 200, (answer.status, plain(answer)[:300]))
            if not path.endswith("/file"):
                answer = house.api(path, who)
                check(f"and {who}'s program", answer.status == 200 and answer.json, answer.text[:300])
        check(f"another project's expert does not read {path}", house.people["stranger"].get(path).is_refused(),
              house.people["stranger"].get(path).status)
        check(f"nor their program {path}", house.api(path, "stranger").status == 403)
        check(f"nobody {path}", nobody.get(path).is_sent_to_sign_in())
        answer = holder.client.ask("GET", path, headers=holder.headers())
        check(f"with the link nobody reads {path}", answer.is_sent_to_sign_in() or answer.status in (403, 404), answer.status)
        answer = holder.client.ask("GET", holder.root + path, headers=holder.headers())
        check(f"nor within its place {path}", answer.status in (403, 404) or answer.is_sent_to_sign_in(), answer.status)
    for act, fields in (("mark", {"basis": "seen"}), ("decide", {"state": "pass", "reason": "why"}), ("withdraw", {"basis": "seen"})):
        for who in ("manager", "stranger"):
            answer = house.api(f"{place}/POL-01/{act}", who, "POST", {"act": new_id(), "turn": "0", **fields})
            check(f"{who} does not {act}", answer.status == 403, answer.text[:200])
        answer = holder.client.post(f"{holder.root}{place}/POL-01/{act}", {"act": new_id(), **fields}, holder.headers(), csrf=holder.csrf())
        check(f"with the link nobody {act}s", answer.status in (403, 404, 413), answer.status)
    check("the manager has no form", "/mark" not in house.people["manager"].get(f"{place}/POL-01").text and
          "/mark" in house.people["expert"].get(f"{place}/POL-01").text)
    check("marked", house.mark(sending, "POL-05", said_by="HR officer", remark="ten of twenty, the register says").status in (200, 201))
    check("failed", house.one(sending, "POL-05")["verdict"] == "fail")
    for path in ("", "/all", "/file", "/topics/POL", "/receipt"):
        text = holder.get(path).text
        told = plain(holder.get(path)).lower()
        check(f"the provider sees nothing of it in {path or 'the place'}", "register says" not in text and "hr officer" not in told and
              "threshold" not in told and "decisive" not in told and "fails" not in told, told[:1500])
    data = holder.api("/topics/POL").text
    check("nor programs of the place", "register says" not in data and "verdict" not in data and "threshold" not in data, data[:300])


def test_sealed(house):
    """In a consultation nobody reads an answer before the opening: no page, no list, no comparison, no suggestion."""
    house.begin()
    link = house.server.invite(f"keeper-{house.count}@example.org", "Keeper")
    keeper = Client(house.server.port).use_link(link)
    person = next(row["id"] for row in house.program.api("GET", "/people").json["people"] if row["email"].startswith(f"keeper-{house.count}"))
    version = house.program.api("GET", f"/projects/{house.project}").headers["ETag"].strip('"')
    house.good(house.admin.post(f"/projects/{house.project}/edit", {"title": "A tender", "version": version, "procedure": "open"}))
    said = house.program.api("POST", f"/people/{person}/grant", {"role": "keeper", "project": house.project})
    check("a keeper", said.status == 200, said.text[:300])
    sending, link = house.tool("send", house.database.url, house.mail, house.project, "provider", house.north, "core",
                               str(int(time.time()) + 20 * DAY), "-", person)
    holder = house.holder(link, name="Anna")
    check("answered", holder.save("POL-01", {"fields.policy.title": "Words under seal", "fields.names_service": "no"}).status == 200 and
          holder.save("AUD-10", CASES).status == 200)
    house.submit(holder)
    place = f"/sendings/{sending}"
    browsers = {"the expert": house.people["expert"], "the manager": house.people["manager"], "the administrator": house.admin, "the keeper": keeper}
    paths = [f"{place}/answers", f"{place}/answers/POL-01", f"{place}/file", f"{place}/findings", f"{place}/findings/POL-01",
             f"/projects/{house.project}/questionnaires/compare", f"/projects/{house.project}/questionnaires/across/POL-01",
             f"/assessments/{house.assessment}/suggestions?basis=claimed&area=PA08", f"/assessments/{house.assessment}/marks?suggested=1&basis=claimed",
             f"/assessments/{house.assessment}/marks/PA08/5.2?basis=claimed", f"/projects/{house.project}/questionnaires"]
    for path in paths:
        for who, browser in browsers.items():
            for whole in (path, "/api/v1" + path, "/api/v1" + path + ("&" if "?" in path else "?") + "format=csv"):
                answer = browser.get(whole)
                check(f"{who} reads nothing of it in {whole}", "Words under seal" not in answer.text and "an old library" not in answer.text and
                      f"/sendings/{sending}/answers/" not in answer.text and (answer.status in (403, 404, 422) or "/sendings" not in path),
                      (answer.status, plain(answer)[:400]))
    for act, fields in (("mark", {"basis": "seen", "said_by": "x"}), ("decide", {"state": "pass", "reason": "why"})):
        said = house.api(f"{place}/answers/POL-01/{act}", "expert", "POST", {"act": new_id(), "turn": "0", **fields})
        check(f"nobody {act}s", said.status in (403, 404), said.text[:300])
    said = house.api(f"{place}/findings/POL-01/say", "expert", "POST", {"act": new_id(), "turn": "0", "fact": "x", "evidence": "", "risk": "",
                                                                        "hurts": "", "recommendation": ""})
    asked = house.api(f"{place}/answers/POL-01/ask-back", "expert", "POST", {"act": new_id(), "turn": "0", "state": "asked", "text": "x"})
    check("nobody asks back, and is told the rule", asked.status == 422 and "nothing is said to one candidate alone" in asked.json["detail"], asked.text[:300])
    told = holder.api("/topics/POL/POL-01/reply", {"act": new_id(), "turn": "0", "text": "x"})
    check("nor is anything said from there", told.status == 422 and "nothing is said to one candidate alone" in told.json["detail"] and
          "/reply" not in holder.get("/topics/POL").text, told.text[:300])
    check("nobody says a finding", said.status in (403, 404), said.text[:300])
    said = house.api(f"/projects/{house.project}/questionnaires/across/POL-01/mark", "expert", "POST", {
        "act": new_id(), "sending": sending, "basis": "seen", "turn": "0", "said_by": "x"})
    check("nor marks across", said.status in (403, 404), said.text[:300])
    sealed_audit(house, sending)
    check("nothing was written", house.facts("answer-mark") == int(house.database.sql(
        f"SELECT COUNT(*) FROM facts WHERE kind = 'answer-mark' AND subject <> '{sending}'")[0][0]))


def sealed_audit(house, sending):
    """What candidates of a consultation did is in the chain, and told to nobody before the opening: neither by whom nor when,
    and no search finds it by what it says."""
    passes = [row[0] for row in house.database.sql(f"SELECT id FROM passes WHERE subject = '{sending}'")]
    anna = house.database.sql(f"SELECT id FROM persons WHERE contributes = 'sending/{sending}'")[0][0]
    theirs = {int(row[0]): row[1] for row in house.database.sql(
        f"SELECT number, verb FROM audit WHERE person IN ({', '.join(repr('pass/' + one) for one in passes)})")}
    words = [sending, anna, *passes]

    check("there is something to hide", {"contribute", "answer", "submit-answers", "say-sent"} <= set(theirs.values()), theirs)
    rows = {row["number"]: row for row in house.program.api("GET", "/audit").json["entries"]}
    check("each has its number and hash", all(rows[number]["is_sealed"] and rows[number]["hash"] for number in theirs), theirs)
    check("and nothing else", all(not any(rows[number].get(key) for key in ("at", "person", "from", "verb", "object", "before", "after"))
                                  for number in theirs), rows)
    check("what the house does is told", any(row["verb"] == "tender" for row in rows.values()))
    check("the page says so", "sealed until the answers are opened" in house.admin.get("/audit").text)
    for query in ("", "?verb=answer", "?verb=contribute", "?verb=open-pass", "?verb=submit-answers"):
        text = (house.admin.get(f"/audit{query}").text + house.program.api("GET", f"/audit{query}").text +
                house.program.api("GET", f"/audit{query}{'&' if query else '?'}format=csv").text)
        check(f"nothing of it in {query or 'the audit'}", not [word for word in words if word in text])
    for query in (f"?person=pass/{passes[0]}", f"?object=sending/{sending}", f"?object=person/{anna}", f"?from={day()}"):
        found = house.program.api("GET", f"/audit{query}").json["entries"]
        check(f"not found by {query}", not set(theirs) & {row["number"] for row in found}, found[:3])
    check("nor a contributor among people", anna not in house.program.api("GET", "/people?state=contributor").text and
          house.admin.get(f"/people/{anna}").status == 404)
    listed = house.server.command("user", "list").stdout.decode()
    check("nor by the command line", anna not in listed, listed)
# -------------------------------------------------------------------------------------------------------- asking back

def ask_back(house, sending, question, state="asked", text="Which of the two sites?", turn=0, who="expert"):
    return house.api(f"/sendings/{sending}/answers/{question}/ask-back", who, "POST",
                     {"act": new_id(), "turn": str(turn), "state": state, "text": text})


def reply(holder, question, text, turn):
    return holder.api(f"/topics/{question.split('-')[0]}/{question}/reply", {"act": new_id(), "turn": str(turn), "text": text})


def test_asked_back(house):
    """What is asked back about an answer stands at its question on both sides; it is replied to in words, and changes no answer."""
    house.begin()
    sending, holder = house.answered({"POL-01": POLICY, "POL-05": STAFF, "PHY-04": {"instead": "not_known"}}, submit=False)
    early = ask_back(house, sending, "POL-05")
    check("before it is submitted nothing is asked back", early.status == 422 and "not submitted yet" in early.json["detail"], early.text[:300])
    check("nor offered", "/ask-back" not in house.people["expert"].get(f"/sendings/{sending}/answers/POL-05").text)
    house.submit(holder)
    receipt = house.api(f"/sendings/{sending}").json["receipt"]
    page = house.people["expert"].get(f"/sendings/{sending}/answers/POL-05")
    check("once it is, the expert may ask", "/ask-back" in page.text and "Ask back, or say something" in plain(page), plain(page)[-900:])
    check("and the project manager", "/ask-back" in house.people["manager"].get(f"/sendings/{sending}/answers/POL-05").text)
    asked = ask_back(house, sending, "POL-05")
    check("asked back", asked.status in (200, 201), asked.text[:300])
    check("by the project manager, too", ask_back(house, sending, "POL-01", text="Since when?", who="manager").status in (200, 201))
    check("of what was not known as well", ask_back(house, sending, "PHY-04", text="Who knows it?").status in (200, 201))
    for who, status in (("stranger", 403),):
        answer = ask_back(house, sending, "POL-05", turn=1, who=who)
        check(f"{who} asks nothing", answer.status == status, answer.text[:200])
    for state, text, turn, told in (("asked", " ", 1, "say what there is to say"), ("said", "x", 1, "a reply is awaited here"),
                                    ("asked", "x" * 4001, 1, "longer than 4000 bytes")):
        answer = ask_back(house, sending, "POL-05", state, text, turn)
        check(f"refused: {told}", answer.status == 422 and told in answer.json["detail"], answer.text[:300])
    check("nothing to settle", ask_back(house, sending, "AUD-10", "settled", "", 0).status == 422)
    check("none that is not asked", ask_back(house, sending, "NONE-99").status == 422)
    check("an older turn is a conflict", ask_back(house, sending, "POL-05", turn=0).status == 409)
    shown = house.people["expert"].post(f"/sendings/{sending}/answers/POL-05/ask-back", {"act": new_id(), "turn": "1", "state": "asked", "text": " "})
    check("in a browser the sentence stands at its field", shown.status == 422 and 'id="back-POL-05-error"' in shown.text and
          "marking-form" in shown.text and 'id="mark" data-key="s" data-to="#m-title" open' not in shown.text, plain(shown)[:400])

    home = holder.get("")
    check("the place tells it first", "a reply is awaited" in plain(home) and "at=POL-05#at-POL-05" in home.text and "Reply: POL-01" in plain(home) and
          "2 asked back" in plain(home), plain(home)[:900])
    data = holder.api("").json
    check("and programs", data["asked_back"] == ["POL-01", "POL-05", "PHY-04"], data.get("asked_back"))
    topic = holder.get("/topics/POL?at=POL-05")
    told = plain(topic)
    check("it stands at the question, by whom", "Which of the two sites?" in told and "asked back · Expert" in told and "/POL/POL-05/reply" in topic.text, told[:3000])
    check("nothing of what is thought of the answer", "fails" not in told and "threshold" not in told)
    short = holder.post("/topics/POL/POL-05/reply", {"act": new_id(), "turn": "1", "text": ""})
    check("an empty reply is refused there", short.status == 422 and 'id="back-POL-05-error"' in short.text and "say what there is to say" in plain(short), plain(short)[:500])
    sent = holder.post("/topics/POL/POL-05/reply", {"act": new_id(), "turn": "1", "text": "Both.\nThe <second> since May."})
    check("replied", sent.status == 303 and sent.location.endswith("#at-POL-05"), (sent.status, sent.location))
    check("said there", "The <second> since May." in plain(holder.get("/topics/POL?at=POL-05")))
    check("two at once do not both win", reply(holder, "POL-05", "no", 1).status == 409)
    check("the same act twice says it once", len({holder.api("/topics/POL/POL-01/reply", {"act": "ab" * 16, "turn": "1", "text": "Since May."}).status
                                                  for _ in range(2)}) <= 2 and len(holder.api("/topics/POL").json["asked_back"]) == 2)
    one = house.api(f"/sendings/{sending}/answers/POL-05").json["asked_back"]
    check("the expert's program reads it", one["state"] == "replied" and [row["state"] for row in one["words"]] == ["asked", "replied"] and
          one["words"][1]["by"] == "Anna, Head of operations" and one["words"][1]["text"].endswith("<second> since May."), one)
    other = house.api(f"/sendings/{sending}/answers/POL-05", "manager").json["asked_back"]
    check("to whom does not assess a role is told", other["words"][1]["by"] == "Head of operations", other)
    page = house.people["expert"].get(f"/sendings/{sending}/answers/POL-05")
    check("the expert reads it, and reopening is offered", "The <second> since May." in plain(page) and f"/sendings/{sending}#act-reopen" in page.text and
          'id="act-reopen"' in house.people["expert"].get(f"/sendings/{sending}").text)
    listed = house.answers(sending)
    check("counted", listed["counts"]["asked_back"] == 1 and listed["counts"]["replied"] == 2, listed["counts"])
    for query, expected in (("asked-back", {"PHY-04"}), ("replied", {"POL-01", "POL-05"})):
        check(f"chosen: {query}", {row["question"] for row in house.answers(sending, f"show={query}")["answers"]} == expected)
    page = house.people["expert"].get(f"/sendings/{sending}/answers?show=asked-back")
    check("the list has the filter", "Asked back, not replied yet" in plain(page), plain(page)[:900])
    for path in (f"/sendings/{sending}", f"/projects/{house.project}", f"/projects/{house.project}/questionnaires"):
        told = plain(house.people["expert"].get(path))
        check(f"{path} tells it", "1 answer asked back, not replied to yet, 2 replies to look at" in told, told[:1500])
    check("settled", ask_back(house, sending, "POL-05", "settled", "", 2).status in (200, 201) and
          house.answers(sending)["counts"]["replied"] == 1)
    check("a remark awaits nothing", ask_back(house, sending, "POL-05", "said", "Thank you.", 3).status in (200, 201) and
          house.answers(sending)["counts"]["asked_back"] == 1)
    check("whoever answers speaks unasked, too", reply(holder, "AUD-10", "We forgot a case.", 0).status in (200, 201) and
          house.answers(sending)["counts"]["replied"] == 2)
    check("no answer was changed", house.api(f"/sendings/{sending}").json["receipt"] == receipt and
          house.api(f"/sendings/{sending}").json["state"] == "submitted" and house.one(sending, "POL-05")["submitted_at"])
    kept = house.api(f"/sendings/{sending}/facts/asked-back?part=POL-05").json["facts"]
    check("all of it is in the history", [row["state"] for row in kept] == ["said", "settled", "replied", "asked"], kept)
    undone = house.api(f"/sendings/{sending}/facts/asked-back/undo", "expert", "POST", {"act": new_id(), "number": str(kept[0]["act"])})
    check("and nothing is undone", undone.status == 409 and "what was said to each other stays" in undone.json["detail"], undone.text[:300])


def test_asked_back_links(house):
    """Who reads along reads it and replies nothing; a link to a topic has that alone; a revoked one nothing; what is closed is closed."""
    house.begin()
    sending, holder = house.answered({"POL-01": POLICY, "PHY-04": {"instead": "not_known"}})
    for question in ("POL-01", "PHY-04"):
        ask_back(house, sending, question, text=f"What of {question}?")
    links = {}
    for name, fields in (("reader", {"may": "read"}), ("topic", {"may": "answer", "topic": "POL"})):
        made = holder.api("/hand-on", {"note": name, "until": day(-15), **fields})
        check(f"a link: {name}", made.status in (200, 201), made.text[:300])
        links[name] = made.json["link"]["url"].rsplit("/", 1)[-1] if isinstance(made.json["link"], dict) else made.json["link"].rsplit("/", 1)[-1]
    reader = house.holder(links["reader"], role="")
    told = plain(reader.get("/topics/POL"))
    check("who reads along sees it", "What of POL-01?" in told and "/reply" not in reader.get("/topics/POL").text, told[:900])
    answer = reply(reader, "POL-01", "no", 1)
    check("and replies nothing", answer.status in (403, 404), answer.text[:300])
    colleague = house.holder(links["topic"], role="Security officer")
    check("the overview of a topic has its own", colleague.api("").json["asked_back"] == ["POL-01"], colleague.api("").json.get("asked_back"))
    check("and nothing else", "PHY-04" not in colleague.get("").text and colleague.get("/topics/PHY").status == 404)
    answer = reply(colleague, "PHY-04", "no", 1)
    check("nor is it replied to", answer.status in (403, 404, 422), (answer.status, answer.text[:300]))
    check("a colleague replies to theirs", reply(colleague, "POL-01", "On the intranet.", 1).status in (200, 201))
    check("the other sees it, by name and role", "Security officer" in plain(holder.get("/topics/POL")) and "On the intranet." in plain(holder.get("/topics/POL")))
    house.say(sending, "reopened", int(time.time()) + 5 * DAY, "Please say which site")
    check("reopened, both go on", reply(holder, "PHY-04", "Not known to us.", 1).status in (200, 201) and
          ask_back(house, sending, "PHY-04", "asked", "To whom then?", 2).status in (200, 201))
    overview = house.people["expert"].get(f"/sendings/{sending}")
    check("reopened, what was submitted is read still", f'href="/sendings/{sending}/answers"' in overview.text, plain(overview)[:600])
    compared = house.api(f"/projects/{house.project}/questionnaires/compare").json
    across = house.api(f"/projects/{house.project}/questionnaires/across/POL-01").json
    check("and compared", house.north in compared["candidates"] and any(row["provider"] == house.north for row in compared["rows"]) and
          [row["provider"] for row in across["candidates"]] == [house.north] and house.north not in across["absent"], (compared["absent"], across["absent"]))
    told = plain(house.people["expert"].get(f"/sendings/{sending}/visit"))
    check("and visited by", "The answers are not submitted" not in told, told[:700])
    other, _ = house.answered({"POL-01": POLICY}, submit=False, provider="south")
    house.say(other, "closed", 0, "in vain")
    across = house.api(f"/projects/{house.project}/questionnaires/across/POL-01").json
    check("what was closed without a submission is not there", house.south in across["absent"] and
          house.south not in house.api(f"/projects/{house.project}/questionnaires/compare").json["candidates"], across["absent"])
    check("nor can it be read", f'href="/sendings/{other}/answers"' not in house.people["expert"].get(f"/sendings/{other}").text.split("<main")[1].split("</nav>")[-1])
    page = holder.get("/topics/PHY?at=PHY-04")
    check("the form of the answer and that of the reply stand beside each other", 'name="was"' in page.text and "/PHY-04/reply" in page.text)
    short = holder.post("/topics/PHY/PHY-04/reply", {"act": new_id(), "turn": "3", "text": ""})
    check("a refused reply leaves the answer's form as it was", short.status == 422 and 'value="not_known" checked' in short.text, plain(short)[:400])
    check("marks stand on what was submitted", house.mark(sending, "POL-01", said_by="Director").status in (200, 201))
    house.say(sending, "closed", 0, "done")
    for answer in (reply(holder, "PHY-04", "late", 3), ask_back(house, sending, "POL-01", turn=2)):
        check("closed is closed", answer.status == 422 and "closed" in answer.json["detail"], answer.text[:300])
    told = plain(holder.get("/topics/PHY"))
    check("what was said stays to be read", "To whom then?" in told and "/reply" not in holder.get("/topics/PHY").text)
    check("a reader of the project is told why", "Nothing is asked back here. This questionnaire is closed" in plain(house.people["expert"].get(f"/sendings/{sending}/answers/POL-01")),
          plain(house.people["expert"].get(f"/sendings/{sending}/answers/POL-01"))[-700:])


# --------------------------------------------------------------------------------------------------------- reading

def test_read(house):
    """What each answer gives and why, with the threshold that decided; lists by topic, filter and word; how many."""
    house.begin()
    sending, holder = house.answered({
        "POL-01": POLICY, "POL-05": {**STAFF, "secret": "names of staf", "remark": "ten at the desk"}, "AUD-10": CASES,
        "PHY-01": {f"fields.places[{row}].{key}": value for row, what in enumerate(("production", "backup", "administration", "support"))
                   for key, value in (("function", what), ("address", "1 Long Street"), ("country", "FR"))},
        "PHY-04": {"instead": "not_known"}, "BCK-05": {"instead": "not_yet", "not_yet": day(-200)}})
    listed = house.answers(sending)
    counts, rows = listed["counts"], {row["question"]: row for row in listed["answers"]}
    check("counted", counts["answered"] == 6 and counts["passed"] == 2 and counts["failed"] >= 1 and counts["to_decide"] == 1 and
          counts["secret"] == 1 and counts["all"] > 33 and counts["unanswered"] == 33 - 6 - (33 - 6 - counts["unanswered"]), counts)
    check("it says what it is held against", listed["day"] == day() and listed["to"] == "provider" and listed["signed_by"] == "Director",
          {k: v for k, v in listed.items() if k != "answers"})
    for question, verdict, more in (("POL-01", "pass", {"weight": "decisive"}), ("POL-05", "fail", {"is_finding": True, "is_secret": True}),
                                    ("AUD-10", "pass", {"tier": "core"}), ("PHY-01", "open", {"to_decide": True})):
        row = house.one(sending, question)
        check(f"{question}: {verdict}", row["verdict"] == verdict and all(row[key] == value for key, value in more.items()),
              {k: v for k, v in row.items() if k != "claimed"})
    check("of what is not known nothing passes", house.one(sending, "PHY-04")["verdict"] != "pass")
    check("in a list as alone", rows["POL-05"]["verdict"] == "fail" and rows["POL-05"]["state"] == "claimed", rows["POL-05"])
    five = house.one(sending, "POL-05")
    used = [threshold for condition in five["conditions"] for threshold in condition["thresholds"]]
    check("the threshold that decided is named", [row["name"] for row in used] == ["POL-05.share"] and used[0]["value"] == "90" and
          used[0]["from"] and used[0]["is_proposed"], five["conditions"])
    page = house.people["expert"].get(f"/sendings/{sending}/answers/POL-05")
    told = plain(page)
    for words in ("What was answered", "10", "20", "ten at the desk", "Anna, Head of operations", "secret", "names of staf", "90", "POL-05.share",
                  "fails", "SNC 7.3"):
        check(f"the page says {words}", words in told, told[:3000])
    check("every key is a button or a link", {"s", "c", "o", "u"} & set(re.findall(r'data-key="(\w)"', page.text)) >= {"s", "c", "u"} and
          'data-key="j ArrowRight"' in page.text, re.findall(r'data-key="[^"]+"', page.text))
    check("without a script all keys are told", all(f"<kbd>{key}</kbd>" in page.text for key in "JKUOSCPFA?"), re.findall(r"<kbd>.</kbd>", page.text))
    french = house.people["expert"].get(f"/sendings/{sending}/answers/POL-05?lang=fr")
    check("in French", "Parmi les personnes affectées au service" in html.unescape(french.text), plain(french)[:600])
    house.people["expert"].get("/me?lang=en")
    for query, expected in (("show=failed", {"POL-05"}), ("show=secret", {"POL-05"}), ("show=to-decide", {"PHY-01"}),
                            ("q=trained+in+security&show=failed", {"POL-05"}), ("state=claimed&topic=PHY", {"PHY-01", "PHY-04"})):
        found = {row["question"] for row in house.answers(sending, query)["answers"]}
        check(f"chosen by {query}", expected <= found and (query == "state=claimed&topic=PHY" or len(found) <= 3), found)
        page = house.people["expert"].get(f"/sendings/{sending}/answers?{query}")
        check(f"and on the page {query}", page.status == 200 and all(f"/answers/{one}" in page.text for one in expected), plain(page)[:900])
    check("nothing is new to who has never looked", listed["counts"]["new"] == 0 and listed["looked_at"] is None, listed["counts"])
    turn = house.answers(sending)["looked_turn"]
    said = house.api(f"/sendings/{sending}/answers/all/looked", "expert", "POST", {"act": new_id(), "turn": str(turn)})
    check("looked at", said.status in (200, 201), said.text[:300])
    check("said", house.answers(sending)["looked_at"] and house.answers(sending, who="manager")["looked_at"] is None)
    house.say(sending, "reopened", int(time.time()) + 5 * DAY, "please name the version")
    seen = house.answers(sending)["counts"]
    check("reopened it is read as it was handed in", seen["answered"] == 6 and seen["new"] == 0, seen)
    check("while they write nothing of it is shown", holder.save("POL-05", {"fields.trained": "19", "fields.staff": "20"}, turn=1).status == 200 and
          house.one(sending, "POL-05")["verdict"] == "fail" and "19" not in json.dumps(house.one(sending, "POL-05")["claimed"]["body"]))
    house.submit(holder)
    now = house.answers(sending, "show=new")
    check("what changed is new", [row["question"] for row in now["answers"]] == ["POL-05"] and now["counts"]["submitted_again"] == 1, now["counts"])
    check("and passes", house.one(sending, "POL-05")["verdict"] == "pass")
    for query in ("show=nothing", "topic=NONE", "state=x", "q=" + "x" * 300, "part=99"):
        answer = house.people["expert"].get(f"/sendings/{sending}/answers?{query}")
        check(f"a strange question {query[:9]}", answer.status in (200, 404, 422), (answer.status, plain(answer)[:300]))
    for question in ("POL-99", "guide:PA99:x", "..", "%00", "x" * 300):
        answer = house.people["expert"].get(f"/sendings/{sending}/answers/{question}")
        check(f"no question {question[:9]}", answer.status in (400, 404), answer.status)


def test_parts(house):
    """A list of answers that is too long for a page leads on, part by part, to the last one."""
    house.begin()
    sending, _ = house.answered({"POL-05": STAFF}, tier="full")
    count_of = house.programs["expert"].api("GET", f"/sendings/{sending}/answers").json["counts"]["all"]
    expert, met, path, pages = house.people["expert"], [], f"/sendings/{sending}/answers", 0
    while path is not None and pages < 20:
        page = expert.get(html.unescape(path))
        met += re.findall(r'data-row><span class="ask-id">([^<]+)<', page.text)
        found = re.search(r'<nav class="parts[^>]*>.*?<a href="([^"]+)" rel="next">', page.text, re.S)
        path, pages = found[1] if found else None, pages + 1
    check("every answer is reached by links", pages > 1 and len(met) == len(set(met)) == count_of, (pages, len(met), count_of))


def test_marks(house):
    """Seen, checked, what was found, decided, taken back; a mark older than the answer counts no more and is told."""
    house.begin()
    sending, holder = house.answered({"POL-01": POLICY, "POL-05": {"fields.trained": "20", "fields.staff": "20"}, "PHY-01": {
        f"fields.places[{row}].{key}": value for row, what in enumerate(("production", "backup", "administration", "support"))
        for key, value in (("function", what), ("address", "1 Long Street"), ("country", "FR"))},
        "PHY-04": {"instead": "not_applicable", "not_applicable": "we have no such room"}})
    said = house.mark(sending, "POL-01", proof__title="Policy 3.1", proof__page="4", proof__quote="the hosting is in scope", said_by="Security officer",
                      on=day(1), place="Lyon", remark="read together")
    check("seen", said.status in (200, 201), said.text[:400])
    one = house.one(sending, "POL-01")
    body = one["seen"]["body"]
    check("with all that goes with it", one["state"] == "seen" and body["proof"] == {"title": "Policy 3.1", "page": "4", "quote": "the hosting is in scope"}
          and body["said_by"] == {"role": "Security officer"} and body["on"] == day(1) and body["place"] == "Lyon", body)
    page = house.people["expert"].get(f"/sendings/{sending}/answers/POL-01")
    check("shown", all(words in plain(page) for words in ("Policy 3.1", "the hosting is in scope", "Security officer", "Lyon")), plain(page)[:1500])
    both = together(*(lambda at=at: Client(house.server.port, token=house.tokens["expert"]).api(
        "POST", f"/sendings/{sending}/answers/POL-01/mark", {"act": new_id(), "basis": "seen", "turn": "1", "remark": f"of {at}"})
        for at in range(2)))
    check("of two at once one is told", sorted(answer.status for answer in both) in ([200, 409], [201, 409]), [a.text[:200] for a in both])
    lost = next(answer for answer in both if answer.status == 409)
    check("what stands there now", lost.json["now"][0]["turn"] == 2, lost.text[:500])
    browser = house.people["expert"]
    met = browser.post(f"/sendings/{sending}/answers/POL-01/mark", {"act": new_id(), "seen_turn": "1", "checked_turn": "0", "basis": "seen", "remark": "typed text"})
    check("a form keeps what was typed", met.status == 409 and "typed text" in met.text and 'name="seen_turn" value="2"' in met.text, plain(met)[:600])
    act = new_id()
    fields = {"act": act, "basis": "checked", "turn": "0", "remark": "opened"}
    first, again = (house.api(f"/sendings/{sending}/answers/POL-01/mark", "expert", "POST", fields) for _ in range(2))
    check("the same act twice is one", first.status in (200, 201) and again.status == 200 and
          house.one(sending, "POL-01")["checked"]["turn"] == 1, (first.status, again.status))
    check("checked is more than seen", house.one(sending, "POL-01")["state"] == "checked")
    found = house.mark(sending, "POL-05", "checked", fields__trained="12", fields__staff="20", contradicts="1", said_by="HR officer")
    five = house.one(sending, "POL-05")
    check("what was found counts in place of what was claimed", found.status in (200, 201) and five["verdict"] == "fail" and five["state"] == "checked",
          (found.text[:300], five))
    page = house.people["expert"].get(f"/sendings/{sending}/answers/POL-05")
    check("both are shown", "contradicts the claim" in plain(page) and "20" in plain(page) and "12" in plain(page))
    back = house.api(f"/sendings/{sending}/answers/POL-05/withdraw", "expert", "POST", {"act": new_id(), "basis": "checked", "turn": "1"})
    check("taken back the claim counts again", back.status in (200, 201) and house.one(sending, "POL-05")["verdict"] == "pass", back.text[:300])
    for why, fields in (("no basis", {"basis": ""}), ("another basis", {"basis": "claimed"}), ("a field that is none", {"fields.nothing": "x"}),
                        ("a number that is none", {"fields.trained": "many"}), ("a day to come", {"on": day(-30)}),
                        ("no day", {"on": "yesterday"}), ("a file that nobody sent", {"proof.file": "0" * 64}),
                        ("a long text", {"remark": "x" * 70000}), ("nothing that shows it", {}), ("no turn", {"turn": "x"})):
        said = house.api(f"/sendings/{sending}/answers/POL-05/mark", "expert", "POST", {"act": new_id(), "basis": "seen", "turn": "0", **fields})
        check(f"refused: {why}", said.status in (409, 422) and len(said.json["detail"]) > 10, (said.status, said.text[:300]))
    check("a mark of nothing", house.mark(sending, "POL-99").status == 404)
    check("not decided without a reason", house.decide(sending, "PHY-01", "pass").status == 422)
    for question, state in (("POL-01", "pass"), ("PHY-01", "perhaps"), ("POL-99", "accepted")):
        said = house.decide(sending, question, state, "because")
        check(f"nothing is decided so: {question} {state}", said.status in (404, 422), said.text[:300])
    check("decided", house.decide(sending, "PHY-01", "pass", "the four are in the plan").status in (200, 201) and house.one(sending, "PHY-01")["verdict"] == "pass")
    check("decided anew", house.decide(sending, "PHY-01", "fail", "one is abroad", "1").status in (200, 201) and house.one(sending, "PHY-01")["verdict"] == "fail")
    check("taken back", house.decide(sending, "PHY-01", "withdrawn", "", "2").status in (200, 201) and house.one(sending, "PHY-01")["verdict"] == "open")
    four = house.one(sending, "PHY-04")
    check("that it does not apply is accepted by somebody", four["verdict"] == "open" and
          house.decide(sending, "PHY-04", "accepted", "the room is of another house").status in (200, 201), four)
    counted = house.answers(sending)["counts"]
    check("then it is settled, and rated nothing", not house.one(sending, "PHY-04")["to_decide"] and "not applicable, which is accepted" in plain(
        browser.get(f"/sendings/{sending}/answers/PHY-04")) and "PHY-04" not in {row["question"] for row in house.answers(
            sending, "show=open&topic=PHY")["answers"]}, counted)
    check("decided once more", house.decide(sending, "PHY-01", "pass", "as the plan says", "3").status in (200, 201))
    house.say(sending, "reopened", int(time.time()) + 5 * DAY, "please name the version")
    check("changed", holder.save("POL-01", {**POLICY, "fields.policy.version": "7"}, turn=1).status == 200 and
          holder.save("PHY-01", {"fields.places[0].address": "2 Long Street"}, turn=1).status == 200)
    check("what they write now is not judged", house.one(sending, "POL-01")["state"] == "checked" and not house.one(sending, "POL-01")["is_marked_before"])
    house.submit(holder)
    one, two = house.one(sending, "POL-01"), house.one(sending, "PHY-01")
    check("marks of the older answer count no more", one["state"] == "claimed" and one["seen"]["is_older"] and one["checked"]["is_older"] and
          one["is_marked_before"], one)
    check("nor does what was decided of it", two["verdict"] != "pass" and two["decided"]["is_older"], two)
    page = browser.get(f"/sendings/{sending}/answers/POL-01")
    check("told", plain(page).count("The answer was changed after this") == 2, plain(page)[:2000])
    check("and found", {row["question"] for row in house.answers(sending, "show=before")["answers"]} == {"POL-01", "PHY-01"})
    check("marked anew it counts", house.mark(sending, "POL-01", turn="2", said_by="Director").status in (200, 201) and house.one(sending, "POL-01")["state"] == "seen")
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)
    check("who did it is told", all(verb in house.admin.get("/audit").text for verb in ("said how an answer was found", "decided whether")),
          plain(house.admin.get("/audit"))[:500])


def test_rows(house):
    """The form of what was found takes rows without a script, and writes nothing by that; what only the expert observes is marked."""
    house.begin()
    sending, _ = house.answered({"AUD-10": CASES})
    browser, place = house.people["expert"], f"/sendings/{sending}/answers/AUD-10"
    before = house.facts("answer-mark")
    fields = [("act", new_id()), ("seen_turn", "0"), ("checked_turn", "0"), ("remark", "typed"), ("fields.cases[0].cause", "a cable")]
    more = browser.post(f"{place}/rows", fields + [("add", "fields.cases")])
    check("a row more, and what was typed", more.status == 200 and 'fields.cases[1].cause' in more.text and "a cable" in more.text and
          ">typed<" in re.sub(r"\s", "", more.text), (more.status, plain(more)[:400]))
    check("nothing is written", house.facts("answer-mark") == before)
    draw = house.one(sending, "PRC-07")
    check("the expert's own is there without an answer", not draw["is_asked"] and not draw["is_answered"] and draw["cells"], draw)
    said = house.mark(sending, "PRC-07", "checked", fields__sample__drawn="10", fields__sample__good="10", said_by="Expert")
    check("and is marked", said.status in (200, 201) and house.one(sending, "PRC-07")["verdict"] == "pass", (said.text[:300], house.one(sending, "PRC-07")))
    check("ten of ten at most", house.mark(sending, "PRC-07", "checked", turn="1", fields__sample__drawn="10", fields__sample__good="11").status == 422)
    turn = house.one(sending, "PRC-07")["checked"]["turn"]
    drawn = house.api(f"/sendings/{sending}/visit/items/PRC-07", "expert", "POST", {
        "act": new_id(), "checked": str(turn), "basis": "checked", "drawn_from": "changes of 2026", "said_by": "Expert",
        **{f"items[{at}].{key}": value for at in range(10) for key, value in (("what", f"CHG-{at}"), ("good", "yes" if at else "no"))}})
    one = house.one(sending, "PRC-07")
    check("drawn at the visit, item by item", drawn.status in (200, 201) and len(one["checked"]["body"].get("items", [])) == 10, (drawn.text[:400], one["checked"]))
    page = house.people["expert"].get(f"/sendings/{sending}/answers/PRC-07")
    check("shown here", "CHG-3" in plain(page) and "changes of 2026" in plain(page), plain(page)[:900])
    found = {f"fields.sample.{key}": str(value) for key, value in one["checked"]["body"]["fields"]["sample"].items()} if "fields" in one["checked"]["body"] else {}
    again = house.api(f"/sendings/{sending}/answers/PRC-07/mark", "expert", "POST", {
        "act": new_id(), "basis": "checked", "checked_turn": str(one["checked"]["turn"]), "remark": "later", **found})
    now = house.one(sending, "PRC-07")["checked"]["body"]
    check("a remark that is added leaves it", again.status in (200, 201) and now["remark"] == "later" and len(now.get("items", [])) == 10, (again.text[:300], now))
    guide = [row for row in house.answers(sending, "show=own")["answers"] if "@" in row["question"] or "/" in row["question"]]
    check("parts with a stroke have an address", all(browser.get(f"/sendings/{sending}/answers/" + row["question"].replace("/", ":")).status == 200
                                                     for row in guide[:3]), guide[:3])


def test_proof(house):
    """A proof is opened beside the answer: text as text, never as a page; others are downloaded."""
    house.begin()
    sending, holder = house.answered({"POL-01": POLICY}, submit=False)
    text = b"Page 4. <script>alert(1)</script> The hosting service is in scope."
    holder.upload("/files/send", "policy.txt", text, act=new_id(), title="Policy")
    holder.upload("/files/send", "picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, act=new_id(), title="Picture")
    files = {row["name"]: row for row in holder.api("/files").json["files"]}
    check("sent", "policy.txt" in files, files)
    sha = files["policy.txt"].get("sha256") or files["policy.txt"].get("id")
    said = holder.save("POL-01", {**POLICY, "proofs[0].title": "Policy", "proofs[0].file": sha}, turn=1)
    check("named as a proof", said.status == 200, said.text[:400])
    house.submit(holder)
    place = f"/sendings/{sending}/answers/POL-01"
    page = house.people["expert"].get(place)
    link = re.search(r'href="([^"]*proof=[^"]*)"', page.text)
    check("it can be opened beside", link is not None, plain(page)[:1500])
    shown = house.people["expert"].get(html.unescape(link[1])) if link else page
    check("as text in its place", "&lt;script&gt;alert(1)" in shown.text and "<script>alert" not in shown.text and "<pre" in shown.text, plain(shown)[:1500])
    across = house.people["expert"].get(f"/projects/{house.project}/questionnaires/across/POL-01?proof=1")
    check("beside the others too", "&lt;script&gt;alert(1)" in across.text, plain(across)[:1500])
    check("what nobody sent is not there", house.people["expert"].get(f"{place}?proof={'0' * 64}").status in (200, 404, 422))
    check("no proof", house.people["expert"].get(f"{place}?proof=x").status in (200, 404, 422))
    download = re.search(r'href="(/sendings/[^"]*/files/[^"]*|/files/[^"]*)"', page.text)
    got = house.people["expert"].get(html.unescape(download[1])) if download else page
    check("downloaded as it was sent", got.body == text and got.headers["Content-Disposition"].startswith("attachment"), (download, got.headers.items()))
    check("who cannot read does not download", download is None or house.people["stranger"].get(html.unescape(download[1])).is_refused())


# ----------------------------------------------------------------------------------------------------- beside each other

def test_across(house):
    """One question of all candidates; those that are not there are named; a mark from here is of the one it names."""
    house.begin()
    north, _ = house.answered({"POL-01": POLICY, "POL-05": {"fields.trained": "20", "fields.staff": "20"}})
    south, link = house.send(provider="south")
    holder = house.holder(link)
    holder.save("POL-01", {"fields.policy.title": "Hidden words", "fields.names_service": "no"})
    place = f"/projects/{house.project}/questionnaires/across/POL-01"
    data = house.api(place).json
    check("only who has handed in", house.north in {row["provider"] for row in data["candidates"]} and "Hidden words" not in json.dumps(data) and
          any("South" in one or "south" in one for one in data["absent"]), data)
    page = house.people["expert"].get(place)
    check("the other is named", "South Web" in plain(page) and "Hidden words" not in page.text, plain(page)[:900])
    house.submit(holder)
    data = house.api(place).json
    check("then both", {house.north, house.south} == {row["provider"] for row in data["candidates"]} and not data["absent"] and
          {row["answer"]["verdict"] for row in data["candidates"] if row["sending"] in (north, south)} == {"pass", "fail"}, data)
    page = house.people["expert"].get(place)
    check("beside each other", "Hidden words" in page.text and "Security policy" in page.text and page.text.count("/mark") >= 1, plain(page)[:900])
    check("previous and next", 'rel="next"' in page.text, plain(page)[:400])
    sent = {"act": new_id(), "sending": south, "basis": "seen", "turn": "0", "said_by": "Director"}
    said = house.api(f"{place}/mark", "expert", "POST", sent)
    check("marked from here", said.status in (200, 201) and house.one(south, "POL-01")["state"] == "seen" and
          house.one(north, "POL-01")["state"] == "claimed", said.text[:300])
    late = house.people["expert"].post(f"{place}/mark", {"act": new_id(), "sending": south, "basis": "seen", "seen_turn": "0", "checked_turn": "0",
                                                         "proof.title": "typed across"})
    check("who comes second is told", late.status == 409 and "Somebody else has said something of this answer since" in late.text and
          late.text.count("typed across") == 1, plain(late)[:600])
    check("what is marked is changed on its own page", f'/sendings/{south}/answers/POL-01" aria-label="Change how it was seen: South Web"' in house.people["expert"].get(place).text)
    wrong = house.people["expert"].post(f"{place}/mark", {"act": new_id(), "sending": north, "basis": "seen", "seen_turn": "0", "checked_turn": "0",
                                                           "proof.page": "4", "proof.quote": "typed once"})
    check("a form that is refused is shown again in its column alone", wrong.status == 422 and wrong.text.count("typed once") == 1 and
          wrong.text.count("say which document it is") == 1, (wrong.status, wrong.text.count("typed once"), plain(wrong)[:600]))
    other = house.send(provider="north")[0]
    foreign = house.api("/projects/other/questionnaires/across/POL-01/mark", "stranger", "POST", {**sent, "act": new_id()})
    check("never of another project", foreign.status in (403, 404, 422) and house.one(south, "POL-01")["seen"]["turn"] == 1, foreign.text[:300])
    early = house.api(f"{place}/mark", "expert", "POST", {**sent, "act": new_id(), "sending": other})
    check("nor of one that has not handed in", early.status in (403, 404, 422), early.text[:400])
    check("the manager marks nothing", house.api(f"{place}/mark", "manager", "POST", {**sent, "act": new_id()}).status == 403)
    check("no question", house.api(f"/projects/{house.project}/questionnaires/across/POL-99").status == 404)


def test_compare(house):
    """By topic and by need: counts, decisive failures by name, steps; no order by success, no sum, no points."""
    house.begin()
    house.answered({"POL-01": POLICY, "POL-05": STAFF, "AUD-10": CASES})
    south, _ = house.answered({"POL-01": {"fields.policy.title": "A policy", "fields.names_service": "no"}}, provider="south")
    place = f"/projects/{house.project}/questionnaires/compare"
    data = house.api(place).json
    by_topic = {(row["id"], row["provider"]): row for row in data["rows"] if row["by"] == "topic"}
    one, two = by_topic["POL", house.north], by_topic["POL", house.south]
    check("by topic", one["passed"] >= 1 and two["failed"] == 1 and two["decisive_failures"] == ["POL-01"] and
          one["passed"] + one["failed"] + one["open"] == one["asked"], (one, two))
    check("by nothing that sums", not {row["by"] for row in data["rows"]} - {"topic", "need", "step"}, {row["by"] for row in data["rows"]})
    steps = [row for row in data["rows"] if row["by"] == "step" and row["provider"] == house.north]
    check("a step that is partly answered shows its share", any(row["practices_answered"] < row["practices"] and row["suggested"] is None
                                                               for row in steps) if steps else True, steps[:3])
    check("in the order of the project", data["candidates"] == [house.north, house.south], data["candidates"])
    page = house.people["expert"].get(place)
    told = plain(page).lower()
    check("decisive failures lead to their answers", f"/sendings/{south}/answers/POL-01" in page.text, page.text[:200])
    check("the list of questionnaires leads here", f'href="{place}"' in house.people["expert"].get(f"/projects/{house.project}/questionnaires").text)
    check("no rank, no points", not re.search(r"\brank|\bbest\b|\bscore|\bpoints?\b|\bwinner", told.replace("it ranks nobody", "")), re.findall(r".{30}(?:rank|best|score|point).{30}", told))
    table = house.people["expert"].ask("GET", f"/api/v1{place}?format=csv")
    if table.status != 200 or "csv" not in (table.headers["Content-Type"] or ""):
        table = house.people["expert"].get(f"{place}?format=csv")
    rows = list(csv.reader(io.StringIO(table.body.decode("utf-8-sig"))))
    check("as a table", len(rows) > 10 and len({len(row) for row in rows}) == 1 and not re.search("rank|points", ",".join(rows[0])), rows[:3])
    for asked in ("common", "all", "nothing"):
        check(f"asked={asked}", house.people["expert"].get(f"{place}?asked={asked}").status in (200, 422))
    check("of a project where nothing was sent", house.people["stranger"].get("/projects/other/questionnaires/compare").status == 200)


# ---------------------------------------------------------------------------------------------------------- suggestions

def test_suggested(house):
    """What is suggested for an assessment never becomes a mark by itself; taken it is one act that names its answers."""
    house.begin()
    sending, _ = house.answered({"POL-01": POLICY, "AUD-10": CASES, "SUR-05": {"instead": "not_known"}})
    place = f"/assessments/{house.assessment}/suggestions"
    marks = house.facts("mark")
    claimed = house.api(f"{place}?basis=claimed&area=PA08").json
    part = next(row for row in claimed["areas"] if row["id"] == "PA08")
    check("what is partly answered suggests nothing", claimed["steps"] == [] and part["suggested"] == 0 and part["partly"] > 0, claimed)
    check("nothing without a mark", house.api(f"{place}?basis=seen&area=PA13").json["steps"] == [])
    good = {"fields__sample__drawn": "10", "fields__sample__good": "10"}
    check("drawn", house.mark(sending, "PRC-07", "seen", said_by="Security officer", **good).status in (200, 201))
    seen = house.api(f"{place}?basis=seen&area=PA13").json
    row = seen["steps"][0]
    check("it is suggested with the answer behind it", row["answers"] == "PRC-07" and row["practices"] == row["passed"] == 2, seen["steps"])
    check("on no better basis", house.api(f"{place}?basis=checked&area=PA13").json["steps"] == [])
    check("seen it is suggested at seen", any(row["part"] == "PA13/2.2" and row["suggested"] == "F" for row in seen["steps"]), seen)
    whole = f"/assessments/{house.assessment}/marks"
    for path in (f"{whole}?area=PA13", f"{whole}?suggested=1", f"{whole}?suggested=1&basis=seen", place, f"{whole}/PA13/2.2?basis=seen", f"{place}?basis=seen&area=PA13", f"/sendings/{sending}/answers/PRC-07"):
        answer = house.people["expert"].get(path)
        check(f"looked at {path}", answer.status == 200, (answer.status, plain(answer)[:200]))
        answer = house.api(path)
        check(f"and by a program {path}", answer.status == 200, answer.text[:200])
    check("nothing becomes a mark by that", house.facts("mark") == marks)
    page = house.people["expert"].get(f"{whole}/PA13/2.2?basis=seen")
    check("the page of the step says it, with the answers", f"/sendings/{sending}/answers/PRC-07" in page.text and "What the answers suggest" in page.text,
          plain(page)[:900])
    said = house.api(f"{whole}/PA13/2.2?basis=seen").json["suggested"]
    check("so do programs read it", [row["suggested"] for row in said["bases"]] == ["F", "F", None] and
          said["by_practice"][0]["answers"][0]["question"] == "PRC-07", said)
    part = house.api(f"{whole}/PA01/2.1?basis=seen").json["suggested"]
    check("a step that is partly answered has its share", part["bases"][0]["suggested"] is None and part["bases"][0]["answered"] >= 1 and
          part["bases"][0]["practices"] == 6, part["bases"])
    grid = house.people["expert"].get(f"{whole}?suggested=1&basis=seen")
    check("drawn on the grid where it is asked for, and only there", 'class="q' in grid.text and
          'class="q' not in house.people["expert"].get(f"{whole}?basis=seen").text, plain(grid)[:300])
    manager = house.people["manager"].get(f"{place}?basis=seen&area=PA13")
    check("the manager sees it and takes nothing", manager.status == 200 and "/take" not in manager.text and house.api(
        f"{place}/take", "manager", "POST", {"act": new_id(), "basis": "seen", "area": "PA13", "fact": str(seen["fact"])}).status == 403)
    wish = {"basis": "seen", "area": "PA13", "version": str(seen["version"]), "fact": str(seen["fact"]), "digest": seen["digest"]}
    check("what was shown is what is taken", house.api(f"{place}/take", "expert", "POST", {"act": new_id(), **wish, "digest": "0" * 64}).status == 409)
    check("nothing is suggested there", house.api(f"{place}/take", "expert", "POST", {"act": new_id(), **wish, "area": "PA03", "digest": ""}).status in (409, 422))
    check("no area", house.api(f"{place}/take", "expert", "POST", {"act": new_id(), **wish, "area": "PA99"}).status in (404, 422))
    check("still no mark", house.facts("mark") == marks)
    act = new_id()
    first, again = (house.api(f"{place}/take", "expert", "POST", {"act": act, **wish}) for _ in range(2))
    check("taken", first.status in (200, 201) and again.status in (200, 201), (first.text[:400], again.text[:300]))
    check("another taking with its id is none", house.api(f"{place}/take", "expert", "POST", {"act": act, **wish, "area": "PA01"}).status == 409)
    steps = {row["part"]: row for row in house.api(f"/assessments/{house.assessment}/marks?area=PA13&basis=seen").json["steps"]}
    check("the step is marked so, on that basis", steps["PA13/2.2"]["turn"] == 1 and "F" in json.dumps(steps["PA13/2.2"]), steps["PA13/2.2"])
    check("once", len(house.database.sql("SELECT number FROM facts WHERE kind = 'mark' AND part LIKE 'PA13/2.2%' AND lane = 'seen'")) in (1, 2, 3))
    reason = house.database.sql("SELECT body FROM heads WHERE kind = 'mark' AND lane = 'seen' AND part LIKE 'PA13/2.2%'")
    text = " ".join(row[0] for row in reason) + " ".join(row[0] for row in house.database.sql(
        f"SELECT body FROM facts WHERE subject = '{house.assessment}'"))
    check("and says by which answers", "PRC-07" in text and "suggested by" in text, text[:600])
    seen = house.api(f"{place}?basis=seen&area=PA13").json
    check("then it is marked so", next(row for row in seen["steps"] if row["part"] == "PA13/2.2")["is_same"], seen["steps"])
    file = house.people["expert"].get(f"/sendings/{sending}/file")
    check("downloading is kept in the audit", "answers" in house.database.sql("SELECT after FROM audit ORDER BY number DESC LIMIT 1")[0][0] if file.status == 200
          else False, house.database.sql("SELECT * FROM audit ORDER BY number DESC LIMIT 1"))


def test_same(house):
    """`palier suggest` of the answers as they are downloaded says what the pages say."""
    house.begin()
    sending, _ = house.answered({"POL-01": POLICY, "POL-05": {**STAFF, "subcontractor.who": "Sub Ltd"}, "AUD-10": CASES,
                                 "PHY-04": {"instead": "not_known"}}, provider="south")
    check("what a subcontractor answered without a proof is told", "Sub Ltd · without a proof" in plain(
        house.people["expert"].get(f"/sendings/{sending}/answers/POL-05")))
    house.good(house.program.api("POST", f"/projects/{house.project}/assessments/new/bring", assessment(f"{house.project}-south", provider="South Web")), 200)
    heard = house.mark(sending, "POL-05", said_by="HR officer")
    check("somebody's word does not prove it", heard.status == 422 and "name the document that you read" in heard.text, heard.text[:400])
    check("claimed still", house.one(sending, "POL-05")["state"] == "claimed")
    read = house.mark(sending, "POL-05", proof__title="Register of Sub Ltd", proof__page="7")
    check("the proof that was read does", read.status in (200, 201) and house.one(sending, "POL-05")["state"] == "seen", read.text[:400])
    house.mark(sending, "AUD-10", "checked", said_by="Security officer")
    house.decide(sending, "PHY-01", "pass", "the four are in the plan")
    path = pathlib.Path(house.folder) / "answers.yaml"
    path.write_bytes(house.people["expert"].get(f"/sendings/{sending}/file").body)
    written = path.read_text("utf-8")
    check("a decision is written with who, when and why", all(word in written for word in ("by: expert", 'reason: "the four are in the plan"', "verdict: pass"))
          and re.search(r'"on": 20\d\d-', written), written[-900:])
    check("the proof that was read stands in it", "Register of Sub Ltd" in written, written[-900:])
    for basis in ("claimed", "seen", "checked"):
        done = house.server.command("suggest", str(path), "--basis", basis, "--format", "json", check=False)
        check(f"the program reads it at {basis}", done.returncode == 0, (done.returncode, done.stderr.decode()[:500]))
        told = json.loads(done.stdout or b"{}")
        theirs = {(row["area"] + "/" + row["step"]): row["suggested"] for row in told.get("steps", []) if row.get("suggested")}
        ours = {}
        for area in house.api(f"/assessments/{house.project}-south/suggestions?basis={basis}").json["areas"]:
            for row in house.api(f"/assessments/{house.project}-south/suggestions?basis={basis}&area={area['id']}").json["steps"]:
                ours[row["part"]] = row["suggested"]
        check(f"the same at {basis}", ours == theirs, (ours, theirs, list(told)[:9]))


# -------------------------------------------------------------------------------------------------------------- findings

def test_findings(house):
    """A supporting answer that fails is a finding, proposed; kept, changed and withdrawn by whoever assesses."""
    house.begin()
    sending, holder = house.answered({"POL-01": {"fields.policy.title": "A policy", "fields.names_service": "no"}, "POL-05": STAFF})
    place = f"/sendings/{sending}/findings"
    data = house.api(place).json
    rows = {row["question"]: row for row in data["findings"]}
    check("the supporting one is proposed, the decisive one fails otherwise", "POL-05" in rows and "POL-01" not in rows and
          rows["POL-05"]["state"] == "proposed" and data["counts"]["proposed"] == len(rows), data["counts"])
    five = rows["POL-05"]
    check("fact, evidence, need, recommendation", "90" in five["fact"] and "10" in five["fact"] and "20" in five["fact"] and "SNC 7.3" in five["hurts"]
          and five["recommendation"], five)
    french = house.people["expert"].get(f"{place}?lang=fr")
    check("in the reader's language", "personnes formées" in html.unescape(french.text), plain(french)[:900])
    house.people["expert"].get("/me?lang=en")
    check("reading writes nothing", house.facts("finding") == 0)
    said = house.api(f"{place}/POL-05/say", "expert", "POST", {"act": new_id(), "turn": "0", "state": "open", "risk": "nobody knows what to do"})
    one = house.api(f"{place}/POL-05").json["finding"]
    check("kept with a change, the rest as proposed", said.status in (200, 201) and one["state"] == "open" and one["risk"] == "nobody knows what to do" and
          one["fact"] == five["fact"], (said.text[:300], one))
    check("somebody else's view is older", house.api(f"{place}/POL-05/say", "expert", "POST", {"act": new_id(), "turn": "0", "fact": "x"}).status == 409)
    check("a finding states a fact", house.api(f"{place}/POL-05/say", "expert", "POST", {"act": new_id(), "turn": "1", "fact": " "}).status == 422)
    check("the manager says none", house.api(f"{place}/POL-05/say", "manager", "POST", {"act": new_id(), "turn": "1", "fact": "x"}).status == 403)
    back = house.api(f"{place}/POL-05/say", "expert", "POST", {"act": new_id(), "turn": "1", "state": "withdrawn"})
    check("withdrawn", back.status in (200, 201) and house.api(place).json["counts"]["withdrawn"] == 1, back.text[:300])
    check("and stays listed as that", [row["question"] for row in house.api(f"{place}?state=withdrawn").json["findings"]] == ["POL-05"])
    house.api(f"{place}/POL-05/say", "expert", "POST", {"act": new_id(), "turn": "2", "state": "open"})
    table = house.people["expert"].get(f"{place}?format=csv")
    if "csv" not in (table.headers["Content-Type"] or ""):
        table = house.people["expert"].ask("GET", f"/api/v1{place}?format=csv")
    lines = list(csv.reader(io.StringIO(table.body.decode("utf-8-sig"))))
    check("as a table", any("POL-05" in row for row in lines) and "recommendation" in ",".join(lines[0]), lines[:2])
    page = house.people["expert"].get(place)
    check("on a page", "nobody knows what to do" in page.text and 'id="finding-POL-05"' in page.text, plain(page)[:900])
    house.say(sending, "reopened", int(time.time()) + 5 * DAY, "please train them")
    holder.save("POL-05", {"fields.trained": "20", "fields.staff": "20"}, turn=1)
    house.submit(holder)
    one = house.api(f"{place}/POL-05").json["finding"]
    check("the answer passes by now, and the finding says so", not one["still_fails"] and one["is_older"], one)
    check("no finding of nothing", house.api(f"{place}/POL-99").status == 404)


# -------------------------------------------------------------------------------------------------------------- browsers

def test_browser(house):
    """By keyboard alone, with axe on each page."""
    if house.database.postgresql:
        return
    house.begin()
    sending, holder = house.answered({
        "POL-01": POLICY, "POL-05": STAFF, "AUD-10": CASES, "PHY-01": {
            f"fields.places[{row}].{key}": value for row, what in enumerate(("production", "backup", "administration", "support"))
            for key, value in (("function", what), ("address", "1 Long Street"), ("country", "FR"))}}, submit=False)
    holder.upload("/files/send", "policy.txt", b"Page 4. The hosting service is in scope.", act=new_id(), title="Policy")
    row = holder.api("/files").json["files"][0]
    holder.save("POL-01", {**POLICY, "proofs[0].title": "Policy", "proofs[0].file": row.get("sha256") or row.get("id")}, turn=1)
    house.submit(holder)
    shots = sys.argv[sys.argv.index("--shots"):] if "--shots" in sys.argv else []
    cookies = json.dumps(house.people["expert"].cookies)
    done = subprocess.run(["node", str(ROOT / "tests/browser/reading.mjs"), f"http://127.0.0.1:{house.server.port}", cookies, sending,
                           house.project, house.assessment, *shots], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    told = done.stdout.decode()
    print(told, end="")
    found = re.search(r"(\d+) passed, (\d+) failed", told)
    check("the browsers ended", found is not None and done.returncode == 0, told[-1500:])
    count.passed += int(found[1]) if found else 0
    check("what was done by keyboard is kept", house.one(sending, "POL-01")["state"] == "seen" and house.one(sending, "POL-05")["state"] == "checked" and
          house.one(sending, "PHY-01")["verdict"] == "pass", [house.one(sending, one)["state"] for one in ("POL-01", "POL-05", "PHY-01")])


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), [
        test_rights, test_sealed, test_asked_back, test_asked_back_links, test_read, test_parts, test_marks, test_rows, test_proof, test_across, test_compare, test_suggested, test_same, test_findings, test_browser])
