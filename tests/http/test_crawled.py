#!/usr/bin/env python3
"""Questionnaires that were sent, as each role finds them: every link that a page shows leads to a page, and to its place there; every
button that is shown does what it says, or says in a sentence what is lacking. Questionnaires in each state, of a tender too; the
project's people and those who hold links of each kind.

usage: tests/http/test_crawled.py PALIER [NAME...]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import collections
import datetime
import re
import sys
import time
import urllib.parse

import test_reading_answers as reading
import walk
from house import Client, Count, run_tests
from test_place import DAY, new_id, plain

count = Count()
check = count.check
EACH = 3 if "-v" in sys.argv else 1  # pages that differ by the question, the area, the file or what is chosen alone
# What leads out of the part that is crawled, or ends the visit.
OUTSIDE = re.compile(r"^/(sign-out|library|people|audit|settings|me|jobs|ui)\b|format=|lang=|/text|/compare\?|[?&](sort|cursor|still)=")
KINDS = re.compile(r"[A-Z]{3}-\d\d|PA\d\d|GP[_ ][\d.]+|(?<=proof=)\w+|(?<=topics/)\w+|(?<=topic=)\w+|(?<=show=)[\w-]+|(?<=state=)\w+|(?<=order=)\w+|(?<=basis=)\w+|\b[0-9a-f]{32}\b")
ASSESSED = re.compile(r"^/assessments/[^/]+(/suggestions|/marks(\?|$)|$)")


class Visitor:
    """Somebody with an account, or who holds a link; addresses are whole."""

    def __init__(self, name, client, starts, headers=None):
        self.name, self.client, self.starts, self.headers = name, client, starts, headers or {}

    def get(self, path):
        return self.client.ask("GET", path, headers=self.headers)

    def post(self, path, rows):
        return self.client.post(path, rows, self.headers, csrf=False)


class House(reading.House):
    """A project of each kind, with questionnaires as far as they come."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        self.begin()
        self.people["authority"] = Client(self.server.port).use_link(
            self.server.invite("authority@example.org", "Authority", f"approving_authority:{self.project}"))
        self.people["auditor"] = Client(self.server.port).use_link(self.server.invite("auditor@example.org", "Auditor", "auditor"))
        self.sendings, self.holders = {}, {}
        self.fill()
        self.sealed = self.tender()

    def later(self, days):
        return (datetime.date.today() + datetime.timedelta(days)).isoformat()

    def fill(self):
        """Open, submitted with all that is said of it, reopened, given more time, closed before and behind, over."""
        answers = {"POL-01": reading.POLICY, "POL-05": {**reading.STAFF, "secret": "names"}, "PHY-04": {"instead": "not_known"},
                   "AUD-10": reading.CASES, "BCK-05": {"instead": "not_applicable", "not_applicable": "nothing is kept"}}
        made = lambda name, *sent: (self.sendings.__setitem__(name, sent[0]), self.holders.__setitem__(name, sent[1]))
        made("open", *self.answered({"POL-01": reading.POLICY}, submit=False))
        self.program.api("POST", f"/sendings/{self.sendings['open']}/close", {"act": new_id(), "turn": "1", "reason": "Another one"})
        made("submitted", *self.answered(answers))
        place = f"/sendings/{self.sendings['submitted']}"
        holder = self.holders["submitted"]
        for question in ("POL-01", "POL-05", "PHY-04"):
            self.good(self.api(f"{place}/answers/{question}/ask-back", "expert", "POST", {
                "act": new_id(), "turn": "0", "state": "asked", "text": "Which site?"}), 200)
        self.good(holder.post("/topics/POL/POL-05/reply", {"act": new_id(), "turn": "1", "text": "Both"}))
        self.good(self.mark(self.sendings["submitted"], "POL-05", said_by="HR officer"), 200)
        self.good(self.api(f"{place}/findings/POL-05/say", "expert", "POST", {"act": new_id(), "turn": "0", "state": "open"}), 200)
        self.good(self.api(f"{place}/visit/say", "expert", "POST", {
            "act": new_id(), "state": "planned", "from": self.later(0), "places": "Lille", "with": "Expert"}), 200)
        for name, sent in (("reopened", "south"), ):
            made(name, *self.answered(answers, provider=sent))
            self.say(self.sendings[name], "reopened", int(time.time()) + 9 * DAY, "One figure lacks")
        self.holders["reopened"].save("POL-05", {**reading.STAFF, "fields.trained": "20"}, turn=1)
        made("extended", *self.answered(answers, provider="south"))
        self.say(self.sendings["extended"], "reopened", int(time.time()) + 9 * DAY, "One figure lacks")
        self.say(self.sendings["extended"], "open", int(time.time()) + 19 * DAY, "The register was moved")
        made("closed", *self.answered(answers, provider="south"))
        self.good(self.mark(self.sendings["closed"], "POL-05", said_by="HR officer"), 200)
        self.say(self.sendings["closed"], "closed", 0, "Done")
        made("over", *self.answered({"POL-01": reading.POLICY}, submit=False, provider="south"))
        for table in ("facts", "heads"):  # as if it had been sent for a day of last year
            for body, in self.database.sql(f"SELECT body FROM {table} WHERE subject = '{self.sendings['over']}' AND kind = 'sent'"):
                past = re.sub(r'"until":"[\d-]+', '"until":"2025-01-01', body)
                self.database.sql(f"UPDATE {table} SET body = '{past}' WHERE subject = '{self.sendings['over']}' AND kind = 'sent'")
        self.sendings["own"] = self.send("project_manager", "-")[0] if self.count == 0 else self.tool(
            "send", self.database.url, self.mail, self.project, "project_manager", "-", "core", str(int(time.time()) + 20 * DAY))[0]
        self.sendings["expert"] = self.tool("send", self.database.url, self.mail, self.project, "expert", self.north, "core",
                                            str(int(time.time()) + 20 * DAY))[0]
        made("untouched", *self.answered({}, submit=False, provider="north"))
        made_of = self.holders["untouched"]
        self.links_of = {}
        for name, fields in (("reader", {"may": "read"}), ("topic", {"may": "answer", "topic": "POL"}), ("gone", {"may": "answer", "topic": "PHY"})):
            self.links_of[name] = made_of.api("/hand-on", {"note": name, "until": self.later(15), **fields}).json["link"]
        reader = holder.api("/hand-on", {"note": "lawyers", "until": self.later(15), "may": "read"}).json["link"]
        topic = holder.api("/hand-on", {"note": "security", "until": self.later(15), "may": "answer", "topic": "POL"}).json["link"]
        secret = lambda link: (link["url"] if isinstance(link, dict) else link).rsplit("/", 1)[-1]
        for name, link in (("reader", self.links_of["reader"]), ("read along", reader)):
            self.holders[name] = self.holder(secret(link), role="")
        for name, link in (("topic", self.links_of["topic"]), ("topic, submitted", topic), ("revoked", self.links_of["gone"])):
            self.holders[name] = self.holder(secret(link), role="Security officer")
        identity = {row["note"]: row["id"] for row in made_of.api("/hand-on").json["passes"]}
        self.good(made_of.post("/hand-on/take-back", {"id": identity["gone"]}))

    def tender(self):
        """A consultation that is sealed."""
        self.good(self.program.api("POST", "/projects/new", {"id": "tender", "title": "A tender", "state": "needs", "procedure": "open"}), 200)
        self.good(self.admin.post("/projects/tender/candidates/add", {"version": "1", "provider": "", "name": "Bidder", "id": "bidder"}))
        for who, role in (("expert", "expert"), ("manager", "project_manager")):
            self.program.api("POST", f"/people/{self.persons[who]}/grant", {"role": role, "project": "tender"})
        self.server.invite("keeper@example.org", "Kim Keeping")
        keeper = self.database.sql("SELECT id FROM persons WHERE email = 'keeper@example.org'")[0][0]
        self.good(self.program.api("POST", f"/people/{keeper}/grant", {"role": "keeper", "project": "tender"}), 200)
        sending, link = self.tool("send", self.database.url, self.mail, "tender", "provider", "bidder", "core",
                                  str(int(time.time()) + 20 * DAY), "-", keeper)
        self.sendings["sealed"] = sending
        self.holders["bidder"] = holder = self.holder(link, name="Bea")
        self.good(holder.save("POL-01", reading.POLICY), 200)
        self.submit(holder)
        return sending

    def visitors(self):
        mine = [f"/projects/{self.project}/questionnaires", f"/projects/{self.project}", f"/assessments/{self.assessment}/suggestions"]
        mine += [f"/sendings/{sending}" for sending in self.sendings.values()]
        for name in ("expert", "manager", "authority", "auditor"):
            yield Visitor(name, self.people[name], mine)
        for name, holder in self.holders.items():
            yield Visitor(f"link: {name}", holder.client, [holder.home], holder.headers())


def is_inside(house, path, visitor):
    """Whether an address is of what is crawled: questionnaires of the two projects, the place, what answers suggest."""
    if visitor.headers:
        return path.startswith(visitor.starts[0])
    if OUTSIDE.search(path):
        return False
    return bool(re.match(rf"^/sendings/|^/projects/({house.project}|tender)(/questionnaires|$)", path) or ASSESSED.match(path))


def crawl(house, visitor):
    """Every page that a link leads to from where they begin, by its address; what is wrong with a link is told."""
    starts = [(start, "the beginning") for start in visitor.starts if visitor.get(start).status not in (403, 404)]
    pages, queue, wrong, kinds = {}, collections.deque(starts), [], collections.Counter()
    while queue:
        path, source = queue.popleft()
        whole, _, fragment = path.partition("#")
        if whole not in pages:
            kinds[KINDS.sub("*", whole)] += 1
            if kinds[KINDS.sub("*", whole)] > EACH:
                continue
            answer = visitor.get(whole)
            hops = 0
            while answer.status == 303 and hops < 3:
                answer, hops = visitor.get(urllib.parse.urljoin(whole, answer.location).partition("#")[0]), hops + 1
            kind = answer.headers.get("Content-Type") or ""
            pages[whole] = walk.Page(whole, answer.text) if answer.status == 200 and kind.startswith("text/html") else None
            if answer.status != 200:
                wrong.append(f"{source} leads to {whole}: {answer.status}")
        page = pages[whole]
        if fragment and page is not None and urllib.parse.unquote(fragment) not in page.ids:
            wrong.append(f"{source} leads to {path}: nothing of that name is there")
        if page is None or (whole, "seen") in pages:
            continue
        pages[(whole, "seen")] = None
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            target = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
            if not parts.scheme and is_inside(house, target, visitor):
                queue.append((target, whole))
    return {path: page for path, page in pages.items() if isinstance(path, str) and page is not None}, sorted(set(wrong))


def test_links(house):
    """Every link that is shown leads to a page, and to its place on it."""
    for visitor in house.visitors():
        pages, wrong = crawl(house, visitor)
        check(f"{visitor.name} follows every link ({len(pages)} pages)", not wrong and (pages or "revoked" in visitor.name), wrong[:12])
        if "-v" in sys.argv:
            print(f"   {visitor.name}: {len(pages)} pages", flush=True)


TYPED = {"text": "Some words", "textarea": "Some words", "email": "zoe@example.org", "number": "1", "time": "17:00", "search": "words"}


def filled(form, button):
    """What somebody would send who fills in what is asked for and leaves the rest."""
    typed = {}
    for field in form.fields:
        if field.name and "required" in field.at and not field.value and field.kind not in ("checkbox", "radio", "select", "hidden", "file"):
            typed[field.name] = field.at.get("min") or (
                (datetime.date.today() + datetime.timedelta(12)).isoformat() if field.kind == "date" else TYPED.get(field.kind, "x"))
        if field.name and field.kind == "select" and "required" in field.at and not field.value:
            typed[field.name] = next((option for option in field.options if option), "")
    return form.sent(button, typed)


def test_buttons(house):
    """Every button that is shown works for whoever sees it, or says what is lacking; none is refused, none leads nowhere."""
    for visitor in house.visitors():
        done, wrong = set(), []
        pages, _ = crawl(house, visitor)
        for path in sorted(pages, key=lambda path: ("/links" in path, path.count("/") < 3, path)):
            press_all(visitor, path, done, wrong)
        check(f"{visitor.name} presses every button ({len(done)})", not wrong, wrong[:12])


def press_all(visitor, path, done, wrong):
    answer = visitor.get(path)
    if answer.status != 200:
        return
    page = walk.Page(path, answer.text)
    for at, form in enumerate(page.forms):
        for number in range(max(1, len(form.buttons))):
            answer = visitor.get(path)  # as it stands now
            page = walk.Page(path, answer.text) if answer.status == 200 else None
            if page is None or at >= len(page.forms) or number >= max(1, len(page.forms[at].buttons)):
                break
            press(visitor, path, page.forms[at], number, done, wrong)


def press(visitor, path, form, number, done, wrong):
    button = form.buttons[number] if form.buttons else None
    action = urllib.parse.urljoin(path, (button or {}).get("formaction") or form.action or path)
    what = (re.sub(r"[A-Z]{3}-\d\d|PA\d\d|GP[_ ][\d.]+|at=[^&]*|saved=\d+", "*", action), (button or {}).get("name"), (button or {}).get("value"),
            urllib.parse.urlsplit(path).path.split("/answers")[0][:60])
    if what in done or re.search(r"sign-out|/erase|/look$|lang", action):
        return
    done.add(what)
    if form.method == "get":
        rows = urllib.parse.urlencode(form.sent(button))
        answer = visitor.get(f"{action.partition('?')[0]}?{rows}")
        good = answer.status in (200, 303)
    elif form.enctype.startswith("multipart"):
        return
    else:
        answer = visitor.post(action, filled(form, button))
        good = answer.status in (200, 201, 202, 303) or (answer.status in (409, 422) and "To put right" in plain(answer))
        if answer.status in (409, 422) and "-v" in sys.argv:
            told = re.search(r"To put right:?(.{0,200})", plain(answer))
            print(f"   {visitor.name} {path} [{(button or {}).get('title')}] {answer.status}: {told[1] if told else plain(answer)[:200]}")
    if not good:
        wrong.append(f"{path}: {(button or {}).get('title')!r} {action}: {answer.status} {plain(answer)[:160]}")


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), [test_links, test_buttons])
