#!/usr/bin/env python3
"""Tests of reminders: they leave once each, so many days before the end, to whom a link went by mail and who has not
submitted, in their language and without the link; whatever ends the thing ends them; one who cannot be reached is told.

usage: tests/http/test_reminders.py PALIER MAIL_PUT SEND_QUESTIONNAIRE

The time to come is made by moving the rows that wait. Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL
names one. Ends with one line: N passed, N failed.
"""
import pathlib
import re
import subprocess
import sys
import time

import test_sending
from house import Client, Count, run_tests
from test_sending import day, hidden, links_of, new_act, words

count = Count()
check = count.check
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TABLE = (ROOT / "data/procedures/fr-2026.yaml").read_text("utf-8")
DAY = 86400


class House(test_sending.House):
    def mailed(self, address, language="en", until=28, who="manager", provider="north-hosting"):
        """Sends to one by mail: its id and its link."""
        answer = self.good(self.send(f"provider/{provider}", who=who, until=day(until),
                                     **{f"mail/{provider}": address, f"language/{provider}": language}), 200)
        sending = re.search(r'<h3 id="to-([^"]+)"', answer.text)[1]
        return sending, links_of(answer)[0]

    def mails(self, sending, what="reminder", state=None):
        """(state, not_before, address, next_at) of its mails, the first due first."""
        more = f" AND state = '{state}'" if state else ""
        return self.database.sql(f"SELECT state, not_before, address, next_at FROM mails WHERE subject = '{sending}'"
                                 f" AND what = '{what}'{more} ORDER BY not_before, id")

    def wait(self, wanted, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not wanted():
            time.sleep(0.05)
        return wanted()

    def invited(self, sending):
        """Waits until the invitation has left."""
        return check(f"the invitation of {sending} left", self.wait(lambda: self.mails(sending, "invitation", "sent")))

    def due(self, sending, most=9):
        """The time of the first reminders that wait has come, as after so long."""
        now = int(time.time())
        for number, row in enumerate(self.mails(sending, state="waiting")[:most]):
            self.database.sql(f"UPDATE mails SET next_at = {now - 10 + number} WHERE subject = '{sending}' AND what = 'reminder'"
                              f" AND state = 'waiting' AND not_before = {row[1]}")

    def settled(self, sending, waiting):
        """Waits until so many reminders wait; the states of all."""
        self.wait(lambda: len(self.mails(sending, state="waiting")) == waiting)
        return sorted(row[0] for row in self.mails(sending))

    def end(self, sending):
        return self.good(self.say(sending, "close", reason="Again."))

    def pass_of(self, sending):
        return self.database.sql(f"SELECT id FROM passes WHERE subject = '{sending}' AND parent IS NULL ORDER BY created_at")[0][0]


def until_of(house, sending):
    body = house.database.sql(f"SELECT body FROM heads WHERE subject = '{sending}' AND kind = 'sent'")[0][0]
    return int(subprocess.check_output(["date", "-u", "-d", re.search(r'"until":"([^"]+)"', body)[1] + "Z", "+%s"]))


def test_form(house):
    """Whoever sends is told when reminders leave."""
    _, _, page = house.form()
    check("it says when", "Reminders leave so many days before the end, to who has not submitted: 7, 2." in words(page), words(page)[-1200:])
    told = house.told("/projects/museum/questionnaires/send")
    check("as data", told["reminders"] == ["7", "2"], told.get("reminders"))


def test_wait(house):
    """They wait for their time, and are told."""
    sending, link = house.mailed("zoe@example.org", "fr")
    house.invited(sending)
    until = until_of(house, sending)
    rows = house.mails(sending)
    check("seven and two days before the end, at its hour", [(row[0], int(row[1])) for row in rows] ==
          [("waiting", until - 7 * DAY), ("waiting", until - 2 * DAY)], rows)
    bodies = house.database.sql(f"SELECT body, title FROM mails WHERE subject = '{sending}' AND what = 'reminder'")
    check("no secret waits with them", not any(link.split("/")[-1] in str(row) or "/pass/" in str(row) for row in bodies), bodies)
    told = [row for row in house.told(f"/sendings/{sending}")["mails"] if row["what"] == "reminder"]
    check("told as data", len(told) == 2 and all(row["state"] == "waiting" and row["due_at"] for row in told), told)
    text = words(house.people["manager"].get(f"/sendings/{sending}"))
    check("told in words", "reminder, zoe@example.org: leaves" in text and "invitation, zoe@example.org: was sent" in text, text[:1500])
    check("not to who only reads", "zoe@" not in house.people["authority"].get(f"/sendings/{sending}").text)
    audit = str(house.database.sql("SELECT * FROM audit WHERE verb = 'write-mail'"))
    check("in the chain, without the address", f"reminder sending/{sending}" in audit and "zoe@" not in audit, audit[-600:])
    house.sending, house.link = sending, link


def test_sent(house):
    """One leaves when its time has come, in the language of whoever gets it, without the link."""
    sending = house.sending
    house.due(sending, 1)
    check("one is sent, the other waits", house.settled(sending, 1) == ["sent", "waiting"], house.mails(sending))
    mails = [mail for mail in house.box.parsed("zoe@example.org") if "Rappel" in mail["Subject"]]
    check("it arrived once", len(mails) == 1, [mail["Subject"] for mail in house.box.parsed("zoe@example.org")])
    text = mails[0].get_content()
    check("in French, of whom and until when", "North Hosting" in text and "n’a pas encore été remis" in text and day(28) in text, text)
    check("the subject names the project", "The museum" in mails[0]["Subject"] and mails[0]["Content-Language"] == "fr", mails[0]["Subject"])
    check("it says where the link is, and not the link", "par précaution, elle n’est pas reproduite ici" in text and
          "/pass/" not in text and house.link.split("/")[-1] not in text, text)
    check("whom one tells that one will not answer", "Manager" in text, text)
    check("no brace is shown", "{" not in text + mails[0]["Subject"], text)
    time.sleep(2)
    check("it is not sent again", len([mail for mail in house.box.parsed("zoe@example.org") if "Rappel" in mail["Subject"]]) == 1)


def test_moved(house):
    """An end that is moved moves them."""
    sending = house.sending
    house.good(house.say(sending, "extend", until=day(50), reason="why"))
    until = until_of(house, sending)
    waiting = [int(row[1]) for row in house.mails(sending, state="waiting")]
    check("by the new end", waiting == [until - 7 * DAY, until - 2 * DAY], (until, house.mails(sending)))
    check("the old one is taken back", len(house.mails(sending, state="withdrawn")) == 1, house.mails(sending))
    language = house.database.sql(f"SELECT DISTINCT language FROM mails WHERE subject = '{sending}'")
    check("in the same language", language == [("fr",)], language)
    bodies = str(house.database.sql(f"SELECT body FROM mails WHERE subject = '{sending}' AND state = 'waiting'"))
    check("with the new day", day(50) in bodies and day(28) not in bodies, bodies)


def test_off(house):
    """A server that was off over several sends the last alone."""
    sending = house.sending
    house.server.stop()
    house.due(sending)
    before = len(house.box.parsed("zoe@example.org"))
    house.server.start()
    for client in [*house.people.values(), *house.programs.values()]:
        client.close()
    states = house.settled(sending, 0)
    check("one of two is sent", len(house.box.parsed("zoe@example.org")) == before + 1 and states.count("sent") == 2, (states, before))
    last = house.mails(sending)[-1]
    check("the last one", last[0] == "sent", house.mails(sending))
    house.end(sending)


def test_submitted(house):
    """Who has submitted is not reminded; who is asked once more is."""
    sending, link = house.mailed("kim@example.org", until=20)
    house.invited(sending)
    _, get, post = house.open(link)
    house.good(post("/answer/who", {"role": "Head of operations", "name": ""}), 200, 303)
    fields = {"act": new_act(), "turn": "0", "was": "", "state": "open", "fields.policy.title": "Policy", "fields.policy.place": "intranet",
              "fields.names_service": "yes"}
    page = get("/answer/topics/POL?only=POL-01")
    fields.update({name: value for name, value in hidden(page).items() if name in ("turn", "was")})
    house.good(post("/answer/topics/POL/POL-01", fields), 200, 303)
    check("answering alone ends none", len(house.mails(sending, state="waiting")) == 2, house.mails(sending))
    house.good(post("/answer/submit", {"act": new_act(), "signed_by": "Director"}))
    check("none waits", house.mails(sending, state="waiting") == [], house.mails(sending))
    house.good(house.say(sending, "reopen", until=day(40), reason="One figure lacks."))
    check("again by the new end", [int(row[1]) for row in house.mails(sending, state="waiting")] ==
          [until_of(house, sending) - 7 * DAY, until_of(house, sending) - 2 * DAY], house.mails(sending))
    house.end(sending)
    check("closed, none waits", house.mails(sending, state="waiting") == [], house.mails(sending))


def test_short(house):
    """A short time has fewer; nobody is reminded within a day of the link."""
    for until, expected in ((5, 1), (2, 0), (1, 0), (9, 2)):
        sending, _ = house.mailed("lee@example.org", until=until)
        rows = house.mails(sending)
        check(f"{until} days: {expected}", len(rows) == expected, rows)
        house.end(sending)


def test_ended(house):
    """All ways in which a link ends end its mails, also without anybody saying so."""
    manager = house.people["manager"]
    locks = house.server.invite("lender@example.org", "Lender", "project_manager:museum")
    house.people["lender"] = Client(house.server.port).use_link(locks)
    for how in ("revoked", "locked", "over", "closed by hand", "removed"):
        who = "lender" if how == "locked" else "manager"
        sending, _ = house.mailed("pat@example.org", who=who)
        house.invited(sending)
        check(f"{how}: two wait", len(house.mails(sending, state="waiting")) == 2, house.mails(sending))
        before = len(house.box.parsed("pat@example.org"))
        if how == "revoked":
            house.good(manager.post(f"/sendings/{sending}/links/revoke", {"id": house.pass_of(sending)}))
        elif how == "locked":
            house.server.command("user", "lock", "lender@example.org", "--reason", "a test")
        elif how == "over":
            house.database.sql(f"UPDATE passes SET expires_at = 1000 WHERE subject = '{sending}'")
        elif how == "closed by hand":
            house.database.sql(f"UPDATE heads SET state = 'closed' WHERE subject = '{sending}' AND kind = 'sent'")
        else:
            house.database.sql(f"DELETE FROM passes WHERE subject = '{sending}'")
        if how in ("revoked", "locked"):
            check(f"{how}: at once none waits", house.mails(sending, state="waiting") == [], house.mails(sending))
        house.due(sending, 1)
        house.wait(lambda: len(house.mails(sending, state="waiting")) <= 1)
        check(f"{how}: none arrives", len(house.box.parsed("pat@example.org")) == before and not house.mails(sending, state="sent"), house.mails(sending))
        if how == "closed by hand":
            house.database.sql(f"UPDATE heads SET state = 'open' WHERE subject = '{sending}' AND kind = 'sent'")
        if how != "removed":
            house.end(sending)


def test_handed_on(house):
    """A link that fell with the one that it came from, and one that was taken back."""
    sending, link = house.mailed("pat@example.org")
    _, get, post = house.open(link)
    page = post("/answer/hand-on", {"topic": "", "may": "answer", "until": day(5), "note": "Colleague"})
    check("handed on", page.status == 200, (page.status, words(page)[:400]))
    child = house.database.sql(f"SELECT id FROM passes WHERE subject = '{sending}' AND parent IS NOT NULL")[0][0]
    put = [sys.argv[2], house.database.url, "put", "project=museum", "kind=sending", f"subject={sending}", f"part={child}", "address=c@example.org",
           "in=99999"]
    for way in ("taken back", "with its parent"):
        subprocess.run(put, env=house.server.environment(), check=True, stdout=subprocess.DEVNULL)
        state = f"SELECT state FROM mails WHERE part = '{child}' AND state = 'waiting'"
        check(f"{way}: it waits", len(house.database.sql(state)) == 1)
        if way == "taken back":
            house.good(post("/answer/hand-on/take-back", {"id": child}), 200, 303)
            check(f"{way}: it does not any more", house.database.sql(state) == [])
            house.database.sql(f"UPDATE passes SET revoked_at = NULL WHERE id = '{child}'")
        else:
            house.good(house.people["manager"].post(f"/sendings/{sending}/links/revoke", {"id": house.pass_of(sending)}))
            check(f"{way}: it does not any more", house.database.sql(state) == [])
    house.end(sending)


def test_asleep(house):
    """What the link leads to is out of the lists for a while: nothing is sent, and it is said why; afterwards it is."""
    sending, _ = house.mailed("ash@example.org")
    house.invited(sending)
    house.database.sql(f"UPDATE documents SET removed_at = 1000 WHERE kind = 'sending' AND id = '{sending}'")
    house.due(sending, 1)
    asleep = house.wait(lambda: house.database.sql(f"SELECT state FROM mails WHERE subject = '{sending}' AND trouble = 'asleep'"))
    check("it waits", asleep == [("waiting",)], house.mails(sending))
    house.database.sql(f"UPDATE documents SET removed_at = NULL WHERE kind = 'sending' AND id = '{sending}'")
    text = words(house.people["manager"].get(f"/sendings/{sending}"))
    check("and says why", "its link opens nothing at the moment" in text, text[:1500])
    house.due(sending, 1)
    check("then it leaves", house.settled(sending, 1).count("sent") == 1, house.mails(sending))
    house.end(sending)


def test_refused(house):
    """Who never got the link is not reminded of it; a reminder that is refused is told."""
    house.box.said["gone@example.org"] = "550 5.1.1 nobody here"
    sending, _ = house.mailed("gone@example.org")
    house.wait(lambda: house.mails(sending, "invitation", "refused"))
    house.due(sending)
    check("none is tried", house.settled(sending, 0) == ["withdrawn", "withdrawn"], house.mails(sending))
    house.end(sending)
    sending, _ = house.mailed("full@example.org")
    house.invited(sending)
    house.box.said["full@example.org"] = "552 5.2.2 mailbox full"
    house.due(sending, 1)
    check("one was refused", house.settled(sending, 1) == ["refused", "waiting"], house.mails(sending))
    text = words(house.people["manager"].get(f"/sendings/{sending}"))
    check("it is told", "reminder, full@example.org: refused by the mail server" in text and "552" in text, text[:1600])
    house.end(sending)


def test_forgotten(house):
    """An address that was forgotten is not written to any more."""
    sending, _ = house.mailed("out@example.org")
    house.invited(sending)
    house.server.command("mail", "forget", "out@example.org")
    check("none waits", house.mails(sending, state="waiting") == [], house.mails(sending))
    house.good(house.say(sending, "extend", until=day(60), reason="why"))
    check("nor after the end was moved", house.mails(sending, state="waiting") == [], house.mails(sending))
    house.end(sending)


def test_copied(house):
    """Whoever copied the link has a reminder to paste, in each language."""
    ids, links = house.sent("provider/south-cloud")
    page = house.people["manager"].get(f"/sendings/{ids[0]}")
    text = words(page)
    check("nothing waits", house.mails(ids[0]) == [])
    check("in both languages", "The questionnaire of South Cloud has not been handed in" in text and
          "Le questionnaire adressé à South Cloud n’a pas encore été remis" in text, text[-2500:])
    check("without the link", links[0].split("/")[-1] not in page.text and "Whoever lost it needs a new one" in text)
    for who in ("auditor", "authority"):
        check(f"not for the {who}", "has not been handed in" not in words(house.people[who].get(f"/sendings/{ids[0]}")))
    own, _ = house.sent("project_manager")
    check("not of one's own side", "has not been handed in" not in words(house.people["manager"].get(f"/sendings/{own[0]}")))
    house.end(ids[0])
    check("not of what is closed", "has not been handed in" not in words(house.people["manager"].get(f"/sendings/{ids[0]}")))


def test_tender(house):
    """Until a consultation is opened its keeper alone is told of mails, and what is not sent any more tells nobody who takes part."""
    house.name("own", "East Hosting", "West Hosting")
    version = house.program.api("GET", "/projects/own").headers["ETag"]
    done = house.program.api("POST", "/projects/own/edit", {"procedure": "open", "note": "A tender."}, {"If-Match": version})
    check("it is a tender", done.status == 200, done.text[:400])
    house.people["keeper"] = Client(house.server.port).use_link(house.server.invite("keeper@example.org", "Keeper", "keeper:own"))
    for role in ("expert", "project_manager"):
        house.server.command("user", "grant", f"{'manager' if role != 'expert' else role}@example.org", f"{role}:own")
    keeper = house.database.sql("SELECT id FROM persons WHERE email = 'keeper@example.org'")[0][0]
    done = subprocess.run([sys.argv[3], "send", house.database.url, "expert@example.org", "own", "provider", "east-hosting,west-hosting", "core",
                           str(int(time.time()) + 20 * DAY), "-", keeper], env=house.server.environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    check("it was sent", done.returncode == 0, done.stderr.decode())
    sending, _, _, house.link_of_west = done.stdout.decode().split()
    subprocess.run([sys.argv[2], house.database.url, "put", "project=own", "kind=sending", f"subject={sending}", f"part={house.pass_of(sending)}",
                    "address=east@example.org", "what=reminder", "in=999999"], env=house.server.environment(), check=True, stdout=subprocess.DEVNULL)
    for who, is_told in (("keeper", True), ("manager", False), ("expert", False), ("admin", False)):
        page = house.people[who].get(f"/sendings/{sending}")
        check(f"{who}: mails", ("east@example.org" in page.text) == is_told, words(page)[:900])
        check(f"{who}: the text of a reminder", ("has not been handed in" in words(page)) == is_told, words(page)[-1200:])

    west, holder = sealed_of(house)
    sides = (f"sending/{sending}", f"sending/{west}")
    for one, seconds in ((sending, "9"), (west, "9"), (west, "999999")):
        subprocess.run([sys.argv[2], house.database.url, "put", "project=own", "kind=sending", f"subject={one}", f"part={house.pass_of(one)}",
                        "address=sealed@example.org", "what=reminder", f"in={seconds}"], env=house.server.environment(), check=True,
                       stdout=subprocess.DEVNULL)
    subprocess.run([sys.argv[2], house.database.url, "put", "project=own", "kind=sending", f"subject={sending}", f"part={house.pass_of(sending)}",
                    "address=sealed@example.org", "what=reminder", "in=999999"], env=house.server.environment(), check=True, stdout=subprocess.DEVNULL)

    def listed():
        lines = house.server.command("mail", "list", "sealed@example.org").stdout.decode().splitlines()
        return [sorted(line.replace(side, "SENDING") for line in lines if line.endswith(side)) for side in sides]

    def counts():
        return house.programs["admin"].api("GET", "/settings").json["mail"]
    before = listed(), counts()
    check("both wait", before[0][0] == before[0][1] and len(before[0][0]) == 2 and all(" waiting " in line for line in before[0][0]), before)
    _, get, post = house.open(f"/pass/{holder}")
    house.good(post("/answer/who", {"role": "Head of operations", "name": ""}), 200, 303)
    house.good(post("/answer/topics/POL/POL-01", {"act": new_act(), "turn": "0", "was": "", "state": "open", "fields.names_service": "yes"}), 200, 303)
    house.good(post("/answer/submit", {"act": new_act(), "signed_by": "Director"}))
    check("who has handed in stands in no list", (listed(), counts()) == before, (listed(), counts(), before))
    done = house.wait(lambda: house.database.sql(f"SELECT COUNT(*) FROM mails WHERE address = 'sealed@example.org' AND state = 'waiting'") == [("2",)])
    told = listed()
    check("when their time came", done and told[0] == told[1] and sum(" sealed " in line for line in told[0]) == 1, (told, done))
    check("who has handed in is not reminded", house.database.sql(
        f"SELECT state FROM mails WHERE address = 'sealed@example.org' AND subject = '{west}' AND ended_at IS NOT NULL") == [("withdrawn",)])
    after = counts()
    check("no count tells of it", (after["sent"], after["waiting"], after["refused"]) ==
          (before[1]["sent"], before[1]["waiting"] - 2, before[1]["refused"]), (after, before[1]))


def sealed_of(house):
    """What was sent in the consultation of `own` to a second candidate, and their link."""
    west = house.database.sql("SELECT id FROM documents WHERE kind = 'sending' AND project = 'own' AND id LIKE '%west%'")[0][0]
    return west, house.link_of_west


def test_numbers(house):
    """The house says how many days before, in its table of procedures."""
    table = TABLE.replace("id: fr-2026\n", "id: ours\nreplaces: fr-2026\n", 1).replace("value: [7, 2]", "value: [14, 5, 1]", 1)
    added = house.program.api("POST", "/library", {"text": table})
    check("the table is taken", added.status in (200, 201), added.text[:600])
    _, _, page = house.form()
    check("it says so", "14, 5, 1." in words(page), words(page)[-900:])
    sending, _ = house.mailed("zed@example.org", provider="evasive-web")
    until = until_of(house, sending)
    check("by these numbers", [int(row[1]) for row in house.mails(sending)] == [until - days * DAY for days in (14, 5, 1)], house.mails(sending))


TESTS = [test_form, test_wait, test_sent, test_moved, test_off, test_submitted, test_short, test_ended, test_handed_on, test_asleep, test_refused,
         test_forgotten, test_copied, test_tender, test_numbers]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
