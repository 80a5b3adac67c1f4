#!/usr/bin/env python3
"""Tests of the notice on personal data: where it stands, what it says, who writes what only the house knows, and who is told
that something lacks.

usage: tests/http/test_notice.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import re
import sys

import test_sending
from house import Client, Count, run_tests
from test_sending import day, hidden, links_of, words

count = Count()
check = count.check
LACKS = "in which the house has not said yet"


class House(test_sending.House):
    def __init__(self, *words):
        super().__init__(*words)
        _, links = self.sent("provider/north-hosting", until=day(20))
        self.link = links[0]
        self.get, self.post = self.open(self.link)[1:]
        self.people["keeper of the house"] = Client(self.server.port).use_link(
            self.server.invite("root@example.org", "Root", "administrator"))

    def write(self, who="keeper of the house", **fields):
        page = self.people[who].get("/settings/notice")
        known = {**hidden(page), **dict(re.findall(r'name="([\w.]+)"[^>]* value="([^"]*)"', page.text))}
        return self.people[who].post("/settings/notice", {"version": known.get("version", "0"), "title.en": "Our notice", **fields})


def test_unnamed(house):
    """Before the house has said who it is, nothing is claimed, and whoever sends is told."""
    text = words(house.people["manager"].get("/projects/museum/questionnaires/send"))
    check("who sends is told", LACKS in text and "controller, address of the controller, contact" in text, text[-1500:])
    check("and who mends it", "An administrator writes it in Settings." in text)
    admin = house.admin.get("/projects/museum/questionnaires/send")
    check("an administrator is led there", 'href="/settings/notice"' in admin.text, words(admin)[-900:])
    text = words(house.get("/answer"))
    check("who answers is told that it lacks", "has not said yet who answers for these data" in text and "Manager" in text, text[-2500:])
    for one in ("Purpose: to know who answered and signed", "Your name is optional", "a name five years at most", "CNIL", "at the organization that asks",
                "object to it: Manager.", "There is no tracking"):
        check(f"it says {one}", one in text, text[-2500:])
    for one in ("Controller:", "Legal basis", "do not leave the European Union", "hosted by", "{", "}"):
        check(f"it does not say {one}", one not in text, text[-2500:])


def test_everywhere(house):
    """It is reached from every page of the place."""
    house.post("/answer/who", {"role": "Head of operations", "name": ""})
    home = house.get("").location
    for below in ("", "/all", "/topics/POL", "/files", "/hand-on", "/submit", "/who", "/notice"):
        page = house.get("/answer" + below)
        check(f"{below or 'overview'} leads there", page.status == 200 and f'href="{home}/notice"' in page.text, (page.status, words(page)[-400:]))
    page = house.get("/answer/notice")
    check("a page of its own", page.status == 200 and "Purpose: to know who answered" in words(page), (page.status, words(page)[:600]))
    house.get("/answer?lang=fr")
    text = words(house.get("/answer/notice?lang=fr"))
    check("in French", "Vos données personnelles" in text and "Finalité" in text, text[:900])
    house.get("/answer?lang=en")
    own, _ = house.sent("project_manager")
    page = house.people["manager"].get(f"/sendings/{own[0]}/answer/notice")
    check("also for who answers with an account", page.status == 200 and "Purpose:" in words(page), page.status)
    for who in ("auditor", "stranger", "nobody"):
        check(f"{who} does not answer", house.people[who].get(f"/sendings/{own[0]}/answer/notice").status == 403)
    answer = house.good(house.send("provider/south-cloud"), 200)
    check("the invitation says where it stands", "The notice on personal data stands on the page of the questionnaire." in words(answer), words(answer)[-900:])


def test_rights(house):
    """An administrator writes it, and nobody else on that page."""
    for who, status in (("keeper of the house", 200), ("admin", 200), ("manager", 403), ("expert", 403), ("auditor", 403), ("nobody", 403)):
        answer = house.people[who].get("/settings/notice")
        check(f"{who} reads it", answer.status == status, answer.status)
        if status == 403:
            check(f"{who} writes nothing", house.write(who, controller="Me").status == 403)
    check("who did not sign in", Client(house.server.port).get("/settings/notice").is_sent_to_sign_in())
    page = house.people["keeper of the house"].get("/settings")
    check("it is found from the settings", 'href="/settings/notice"' in page.text and "Not said yet:" in words(page), words(page)[:1500])
    for fields, field in (({"log_months": "0"}, "log_months"), ({"controller": "x" * 600}, "controller"), ({"body": "neither"}, "body")):
        answer = house.write(**fields)
        check(f"{field} is refused at its place", answer.status == 422 and f'id="f-{field}-error"' in answer.text, (answer.status, words(answer)[:700]))
    check("nothing was written", house.database.sql("SELECT id FROM documents WHERE kind = 'notice'") == [])


def test_written(house):
    """What the house says stands in the sentences, in each language, and nobody is told any more that it lacks."""
    values = {"controller": "Example Ministry", "address": "1, rue <X>", "contact": "privacy@example.org", "officer": "dpo@example.org", "body": "private",
              "log_months": "6", "host": "Hosting & Co", "host_country.en": "France", "host_country.fr": "France", "transfers": "none",
              "answered_within.en": "three weeks", "answered_within.fr": "trois semaines"}
    answer = house.write(**values)
    check("it is written", answer.status == 303, (answer.status, words(answer)[:900]))
    rows = house.database.sql("SELECT id, project, version FROM documents WHERE kind = 'notice'")
    check("as a document of the house", [row[0] for row in rows] == ["house"] and not rows[0][1], rows)
    for place in (house.get("/answer"), house.get("/answer/notice"), house.people["keeper of the house"].get("/settings/notice")):
        text = words(place)
        for one in ("Controller: Example Ministry, 1, rue <X>", "privacy@example.org", "dpo@example.org", "legitimate interest", "Technical logs: 6 months",
                    "hosted by Hosting & Co, in France", "do not leave the European Union", "within three weeks", "Recipients: those who lead"):
            check(f"it says {one}", one in text, text[-3000:])
        check("nothing lacks", "has not said yet" not in text and "Not said yet" not in text)
        check("no brace, and nothing of a page", "{" not in text and "<X>" not in place.text)
    text = words(house.get("/answer/notice?lang=fr"))
    check("in French", "sous trois semaines" in text and "Responsable du traitement" in text, text)
    house.get("/answer?lang=en")
    check("who sends is told nothing", LACKS not in words(house.people["manager"].get("/projects/museum/questionnaires/send")))
    again = house.write(**{**values, "contact": "other@example.org"})
    check("changed", again.status == 303 and "other@example.org" in words(house.get("/answer/notice")), (again.status, words(again)[:500]))
    history = house.people["keeper of the house"].get("/library/notice/house/history")
    check("in versions", history.status == 200 and house.database.sql("SELECT version FROM documents WHERE kind = 'notice'") == [("2",)], history.status)
    stale = house.people["keeper of the house"].post("/settings/notice", {"version": "1", "title.en": "Our notice", "controller": "Somebody else"})
    check("two who write at once", stale.status == 409 and "Example Ministry" in stale.text, (stale.status, words(stale)[:500]))
    told = Client(house.server.port, token=house.people["keeper of the house"].make_token()).api("GET", "/settings/notice")
    check("as data", told.status == 200 and told.json["document"]["controller"] == "Example Ministry", told.text[:600])


def test_visit(house):
    """The minutes of a visit, where they say who was met."""
    sending = house.database.sql("SELECT id FROM documents WHERE kind = 'sending' AND id LIKE '%north%'")[0][0]
    page = house.people["expert"].get(f"/sendings/{sending}/visit/minutes")
    check("not where nobody is named", page.status == 200 and "You are named in an answer" not in words(page), (page.status, words(page)[-600:]))


TESTS = [test_unnamed, test_everywhere, test_rights, test_written, test_visit]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
