#!/usr/bin/env python3
"""Tests of sending questionnaires: three choices, one act, links that are shown once, by mail where the server sends any;
how far each is, and the acts that the table offers; who may what.

usage: tests/http/test_sending.py PALIER [NAME...]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import csv
import datetime
import html
import io
import json
import re
import secrets
import sys
import time

from house import Client, Count, Database, Server, init, run_tests, together
from test_mail import FROM, Box, controller

count = Count()
check = count.check
NONE = "this link opens nothing, or not any more"
MANY = 200


def day(days=0):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days)).strftime("%Y-%m-%d")


def new_act():
    return secrets.token_hex(16)


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def hidden(answer):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))


def links_of(answer):
    return re.findall(r'class="code copy" readonly value="http://[^"]*(/pass/[\w-]{43})"', answer.text)


class House:
    """Three projects: one with candidates, one without, one that is closed; who leads them, who assesses, who only reads."""

    def __init__(self, binary, folder, postgresql):
        self.binary, self.folder, self.box = binary, folder, Box()
        self.smtp = controller(self.box)
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder, ["--smtp", f"smtp://127.0.0.1:{self.smtp.port}", "--smtp-from", FROM])
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        for project, more in (("museum", {"profile": "level-3"}), ("archive", {}), ("over", {}), ("own", {})):
            self.good(self.admin.post("/projects/new", {"id": project, "title": f"The {project}", "state": "needs", **more}))
        self.name("museum", "North Hosting", "south-cloud:South Cloud", "Évasive Web")
        self.name("over", "Old Hosting")
        self.people = {"admin": self.admin}
        for name, role in (("expert", "expert:museum"), ("manager", "project_manager:museum"), ("auditor", "auditor"),
                           ("authority", "approving_authority:museum"), ("stranger", "expert:archive"), ("nobody", None)):
            link = self.server.invite(f"{name}@example.org", name.title(), *([role] if role else []))
            self.people[name] = Client(self.server.port).use_link(link)
        self.programs = {name: Client(self.server.port, token=client.make_token()) for name, client in self.people.items()}
        self.program = self.programs["admin"]

    @staticmethod
    def good(answer, *statuses):
        assert answer.status in (statuses or (303,)), (answer.status, words(answer)[:800])
        return answer

    def name(self, project, *names):
        """Candidates, by name or as id:name."""
        for one in names:
            version = hidden(self.admin.get(f"/projects/{project}/candidates"))["version"]
            identity, _, title = one.rpartition(":")
            self.good(self.admin.post(f"/projects/{project}/candidates/add", {
                "name": title, "version": version, **({"id": identity} if identity else {})}))

    def form(self, who="manager", project="museum"):
        """The form of sending as it is offered: its hidden fields, and which recipients are chosen."""
        page = self.people[who].get(f"/projects/{project}/questionnaires/send")
        assert page.status == 200, (page.status, words(page)[:400])
        fields = [(name, value) for name, value in hidden(page).items() if name in ("act", "seed", "questionnaire")]
        for name in ("until", "time"):
            fields.append((name, re.search(rf'name="{name}"[^>]* value="([^"]*)"', page.text)[1]))
        fields.append(("tier", re.search(r'name="tier" value="(\w+)" checked', page.text)[1]))
        chosen = re.findall(r'name="to" value="([^"]+)" checked', page.text)
        return fields, chosen, page

    def send(self, *recipients, who="manager", project="museum", **more):
        """Sends as the form offers it; the answer."""
        fields, _, _ = self.form(who, project)
        fields = [(name, more.pop(name, value)) for name, value in fields] + [("to", one) for one in recipients]
        return self.people[who].post(f"/projects/{project}/questionnaires/send", fields + list(more.items()))

    def sent(self, *recipients, **more):
        """Sends to one or some: the ids, and the links of providers."""
        answer = self.good(self.send(*recipients, **more), 200)
        return re.findall(r'<h3 id="to-([^"]+)"', answer.text), links_of(answer)

    def say(self, sending, act, who="manager", turn=None, **fields):
        page = self.people[who].get(f"/sendings/{sending}")
        known = hidden(page) if page.status == 200 else {}
        return self.people[who].post(f"/sendings/{sending}/{act}", {
            "act": new_act(), "turn": turn or known.get("turn", "1"), **fields})

    def told(self, path, who="manager"):
        """The data of a page, as a program is told them by whoever may see it."""
        answer = self.programs[who].api("GET", path)
        assert answer.status == 200, (path, answer.status, answer.text[:400])
        return answer.json

    def invitation(self, sending):
        """The mail that brought the link, as it is told."""
        return [mail for mail in self.told(f"/sendings/{sending}")["mails"] if mail["what"] == "invitation"][0]

    def table(self, path):
        answer = self.programs["manager"].get(f"/api/v1{path}?format=csv")
        return list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"), newline="")))

    def open(self, link):
        """A browser that has exchanged a link: the answer of the exchange, and a function that gets a page."""
        client = Client(self.server.port)
        answer = client.post(link, {}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, csrf=False)
        cookie = client.cookies.pop("palier_pass", "")
        headers = {"Cookie": f"palier_pass={cookie}", "Origin": "null", "Sec-Fetch-Site": "same-origin"}
        home = answer.location.replace("/answer", "")

        def get(path):
            return client.ask("GET", home + path, headers=headers)

        def post(path, fields):
            token = hidden(get("/answer/who"))["csrf"]
            body = "&".join(f"{name}={value}" for name, value in [("csrf", token), *fields.items()])
            return client.ask("POST", home + path, body, {**headers, "Content-Type": "application/x-www-form-urlencoded"})
        get.headers, get.client = headers, client
        return answer, get, post

    @staticmethod
    def ask(method, path, get):
        """As the browser that holds a link, wherever to."""
        is_get = method.lower() == "get"
        return get.client.ask(method.upper(), path, None if is_get else "nothing=x", get.headers if is_get else {
            **get.headers, "Content-Type": "application/x-www-form-urlencoded"})

    def rows(self):
        return {table: sorted(self.database.sql(f"SELECT * FROM {table}")) for table in
                ("passes", "facts", "acts", "documents", "mails")}


def test_form(house):
    """What is asked is told before anything is sent; who is usually asked is chosen."""
    fields, chosen, page = house.form()
    check("the candidates are chosen, and nobody else", chosen == [
        "provider/north-hosting", "provider/south-cloud", "provider/evasive-web"], chosen)
    check("the core", ("tier", "core") in fields)
    check("four weeks, at five", ("until", day(28)) in fields and ("time", "17:00") in fields, fields)
    text = words(page)
    for one in ("the project manager", "the expert, about North Hosting", "to 15 hours", "3 to 4 hours", "Ranges of hours are proposed, not measured",
                "Capability level 3 in every area"):
        check(f"it says {one}", one.lower() in text.lower(), text[:2500])
    told = house.told("/projects/museum/questionnaires/send")
    core, full = told["tiers"]
    provider = [row for row in core["of"] if row["to"] == "provider"][0]
    check("what the core asks of a provider", provider["questions"] == 33 and provider["first_minutes"]["low"] == 612, provider)
    check("it says how many steps that decides", 0 < provider["decidable_steps"] <= provider["target_steps"], provider)
    check("the full one asks more", full["of"][0]["questions"] > provider["questions"], full)
    check("who may be asked", [row["to"] for row in told["recipients"]][:4] == [
        "provider/north-hosting", "provider/south-cloud", "provider/evasive-web", "project_manager"], told["recipients"])
    href = re.search(r'href="(/projects/museum/questionnaires/send/questions\?[^"]*)"', page.text)[1]
    asked = house.people["manager"].get(html.unescape(href))
    check("the questions can be read", asked.status == 200 and "POL-01" in asked.text, words(asked)[:500])
    check("few queries", page.queries <= 25, page.queries)
    other = house.people["manager"].get("/projects/museum/questionnaires/send?questionnaire=no-such")
    check("no such questionnaire", other.status == 422 and "there is no questionnaire" in words(other), words(other)[:500])
    none = house.admin.get("/projects/archive/questionnaires/send")
    check("no candidate: where they are named", none.status == 200 and 'href="/projects/archive/candidates"' in none.text, words(none)[:600])


def test_next(house):
    """The project leads there: by its tab, a line, and what is to be done."""
    page = house.people["manager"].get("/projects/museum")
    check("a tab", 'href="/projects/museum/questionnaires"' in page.text)
    empty = house.people["manager"].get("/projects/museum/questionnaires")
    check("empty: what comes next, and who does it", "the project manager or the expert sends one" in words(empty), words(empty)[:800])
    check("one primary action", re.search(r'<a class="[^"]*button[^"]*" href="/projects/museum/questionnaires/send">', empty.text) is not None, empty.text[:3000])


def test_refused(house):
    """What cannot be sent is refused with a sentence at its field, and nothing is written."""
    before = house.rows()
    north = "provider/north-hosting"
    cases = [
        ((), {}, 422, "choose to whom"),
        (("provider/unknown",), {}, 422, '"unknown" is no candidate'),
        (("provider/",), {}, 422, "is no candidate"),
        (("somebody",), {}, 422, "is nobody who can be asked"),
        (("expert/unknown",), {}, 422, '"unknown" is no candidate'),
        ((north, north), {}, 422, "named twice"),
        ((north,), {"until": day(-1)}, 422, "a day to come"),
        ((north,), {"until": "soon"}, 422, "a day"),
        ((north,), {"until": ""}, 422, "a day to come"),
        ((north,), {"until": day(400)}, 422, "366 days at most"),
        ((north,), {"time": "25:00"}, 422, "a time of the day"),
        ((north,), {"seed": "short"}, 422, "secret of 43 signs"),
        ((north,), {"act": "short"}, 422, "32 hexadecimal digits"),
        ((north,), {"questionnaire": "no-such"}, 422, "there is no questionnaire"),
        ((north,), {"mail/north-hosting": "not an address"}, 422, "not an address"),
        (tuple(f"provider/p{i}" for i in range(MANY + 1)), {}, 413, "200 at a time"),
    ]
    for recipients, fields, status, sentence in cases:
        answer = house.send(*recipients, **fields)
        check(f"refused: {sentence}", answer.status == status and sentence in words(answer), (answer.status, words(answer)[:900]))
        if recipients and recipients[0] == north and "questionnaire" not in fields:
            check(f"what was chosen is kept: {sentence}", 'value="provider/north-hosting" checked' in answer.text and
                  'value="provider/south-cloud" checked' not in answer.text)
    check("nothing was written", house.rows() == before)


def test_rights(house):
    """Who may send, look, and neither; for a stranger the project is not there."""
    for who, sees, sends in (("expert", 200, 200), ("manager", 200, 200), ("auditor", 200, 403), ("authority", 200, 403),
                             ("stranger", 403, 403), ("nobody", 403, 403)):
        for path, status in (("/projects/museum/questionnaires", sees), ("/projects/museum/questionnaires/send", sends),
                             ("/projects/museum/questionnaires/send/questions", sends)):
            answer = house.people[who].get(path)
            check(f"{who} {path}", answer.status == status, (answer.status, words(answer)[:200]))
        if sends == 403:
            answer = house.people[who].post("/projects/museum/questionnaires/send", {"to": "provider/north-hosting", "until": day(9)})
            check(f"{who} sends nothing", answer.status == 403, answer.status)
    check("a project that is not there looks the same", house.people["stranger"].get("/projects/unknown/questionnaires").status == 403)
    check("who did not sign in", Client(house.server.port).get("/projects/museum/questionnaires").is_sent_to_sign_in())
    answer = house.program.api("POST", "/projects/museum/questionnaires/send", {"to": ["provider/north-hosting"], "until": day(9)})
    check("a token makes no link", answer.status == 403 and "outlive a token" in answer.text, answer.text[:300])
    answer = house.people["manager"].post("/projects/museum/questionnaires/send", {"to": "provider/north-hosting"}, csrf=False)
    check("no token of a form", answer.status == 403, answer.status)
    rules = {who: "the threshold" in words(page) or "Passes when" in words(page) for who, page in (
        (who, house.people[who].get("/projects/museum/questionnaires/send/questions?tier=core&to=provider")) for who in ("expert", "manager"))}
    check("rules are shown to who assesses", rules == {"expert": True, "manager": False}, rules)


def test_send(house):
    """One act: sent twice it is done once, and answered with the same links."""
    fields, _, _ = house.form()
    fields += [("to", "provider/north-hosting"), ("to", "provider/south-cloud"), ("to", "project_manager"), ("to", "expert/north-hosting"),
               ("language/south-cloud", "fr")]
    path = "/projects/museum/questionnaires/send"
    manager = house.people["manager"]
    manager.csrf()
    clients = [Client(house.server.port) for _ in range(2)]
    for client in clients:
        client.cookies, client.form_token = dict(manager.cookies), manager.form_token
    first, second = together(*(lambda client=client: client.post(path, fields) for client in clients))
    check("both are answered", first.status == second.status == 200, (first.status, second.status, words(first)[:400], words(second)[:400]))
    links = links_of(first)
    check("a link for each provider", len(links) == 2 and len(set(links)) == 2, links)
    check("the same links", links_of(second) == links, links_of(second))
    again = manager.post(path, fields)
    check("and again", links_of(again) == links and "It was sent already" in words(again), words(again)[:300])
    other = manager.post(path, fields + [("to", "provider/evasive-web")])
    check("another act of the same id", other.status == 409, (other.status, words(other)[:300]))
    check("it says that they stand here once", "it stands on this page and never again" in words(first))
    check("an invitation in each language", "no account is needed" in words(first) and "il ne faut pas de compte" in words(first), words(first)[:3000])
    rows = house.database.sql("SELECT id FROM documents WHERE kind = 'sending' ORDER BY id")
    check("sent once", [row[0] for row in rows] == ["museum-expert-north-hosting", "museum-north-hosting", "museum-project-manager",
                                                     "museum-south-cloud"], rows)
    check("two links", house.database.sql("SELECT COUNT(*) FROM passes") == [("2",)])
    house.links = dict(zip(("north", "south"), links))
    candidates = words(manager.get("/projects/museum/candidates"))
    check("they are invited now", candidates.count("invited") >= 2, candidates[:1500])
    _, chosen, page = house.form()
    check("who has one is not chosen again", chosen == ["provider/evasive-web"], chosen)
    check("it is told", "has one that is open until" in words(page))
    line = words(manager.get("/projects/museum"))
    check("the project says so in a line", re.search(r"Questionnaires: ?4 open", line), line[:1500])
    verbs = [row[0] for row in house.database.sql("SELECT verb FROM audit ORDER BY number DESC LIMIT 20")]
    check("the chain has it", "say-sent" in verbs and verbs.count("make-pass") == 2, verbs)
    audit = words(house.admin.get("/audit"))
    check("in words", "said how far a questionnaire is" in audit and "questionnaire sent museum-north-hosting" in audit, audit[:3000])
    texts = str(house.rows()) + house.server.log.read_text() + str(house.database.sql("SELECT * FROM audit"))
    check("no link is kept", not any(link.split("/")[-1] in texts for link in links))
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout.decode()[-500:])


def test_list(house):
    """The list, as a page and as files, in its orders."""
    manager = house.people["manager"]
    page = manager.get("/projects/museum/questionnaires")
    text = words(page)
    for one in ("North Hosting", "South Cloud", "the project manager", "the expert, about North Hosting", "open", "Manager"):
        check(f"it says {one}", one in text, text[:1500])
    check("few queries", page.queries <= 16, page.queries)
    table = house.table("/projects/museum/questionnaires")
    check("CSV", table[0][:2] == ["id", "title"] and len(table) == 5, table[:2])
    told = house.told("/projects/museum/questionnaires")
    check("as data", told["total"] == 4 and {row["state"] for row in told["sendings"]} == {"open"}, told)
    until = told["sendings"][0]["until"]
    check("until", until == day(28) + "T17:00:00Z", until)
    for sort in ("sent", "-sent", "whom", "-until", "state"):
        check(f"by {sort}", manager.get(f"/projects/museum/questionnaires?sort={sort}").status == 200)
    check("no such order", manager.get("/projects/museum/questionnaires?sort=size").status == 422)
    check("filtered", house.told("/projects/museum/questionnaires?state=submitted")["total"] == 0)
    manager.post("/me/change", {"name": "Manager", "language": "fr"})
    text = words(manager.get("/projects/museum/questionnaires"))
    check("in French", "le responsable de projet" in text.lower() or "chef de projet" in text.lower(), text[:1200])
    manager.post("/me/change", {"name": "Manager", "language": "en"})


def test_page(house):
    """One that was sent: of whom, what, until when; what was asked, to print; its history."""
    path = "/sendings/museum-north-hosting"
    for who, status in (("manager", 200), ("expert", 200), ("auditor", 200), ("authority", 200), ("stranger", 403), ("nobody", 403)):
        for below in ("", "/questions", "/history"):
            answer = house.people[who].get(path + below)
            check(f"{who} {below}", answer.status == status, (answer.status, words(answer)[:200]))
        links = house.people[who].get(path + "/links")
        check(f"{who} links", links.status == (200 if who in ("manager", "expert") else 403), links.status)
    check("one that is not there looks the same", house.people["stranger"].get("/sendings/unknown").status == 403)
    check("of a project that is read, too", house.people["manager"].get("/sendings/unknown").status in (403, 404))
    text = words(house.people["manager"].get(path))
    for one in ("open, until", "North Hosting", "33 questions", "The provider answers next", "1 link to answer with",
                "Nobody here reads an answer before it is submitted"):
        check(f"it says {one}", one.lower() in text.lower(), text[:1800])
    told = house.told(path)
    check("what may be done", {row["act"]: row["why_not"] is None for row in told["next"]}.items() >= {"extend": True, "close": True}.items(), told["next"])
    read_only = house.told(path, "authority")
    check("who reads is offered nothing", all(row["why_not"] for row in read_only["next"]), read_only["next"])
    check("nor its forms", "/extend" not in house.people["authority"].get(path).text)
    for who, is_shown in (("expert", True), ("manager", False), ("authority", False)):
        page = words(house.people[who].get(path + "/questions"))
        check(f"{who}: rules", ("Passes when" in page) == is_shown and "POL-01" in page, page[:600])
        questions = house.told(path + "/questions", who)
        rules = [row for topic in questions["topics"] for row in topic["questions"] if row.get("pass") or row.get("thresholds")]
        check(f"{who}: rules as data", bool(rules) == is_shown, rules[:1])
    mine = house.people["manager"].get("/sendings/museum-project-manager")
    check("who is asked is led to answering", 'href="/sendings/museum-project-manager/answer"' in mine.text, words(mine)[:600])
    theirs = house.people["authority"].get("/sendings/museum-project-manager")
    check("and nobody else", 'href="/sendings/museum-project-manager/answer"' not in theirs.text)


def test_acts(house):
    """The acts of the table, with what each asks for; a stale turn; the same act again."""
    ids, links = house.sent("provider/evasive-web", until=day(10))
    sending = ids[0]
    manager = house.people["manager"]
    told = house.told(f"/sendings/{sending}")
    end = house.database.sql(f"SELECT expires_at FROM passes WHERE subject = '{sending}'")[0][0]
    for act, fields, sentence in (("extend", {"reason": "r"}, "this asks for a date"), ("extend", {"until": day(5), "reason": "r"}, "give a later day"),
                                  ("extend", {"until": day(-3), "reason": "r"}, "ends in the past"), ("extend", {"until": day(500), "reason": "r"}, "366 days"),
                                  ("extend", {"until": day(40)}, "say why"),
                                  ("reopen", {"until": day(20), "reason": "More."}, ""), ("close", {}, "reason"),
                                  ("close", {"reason": "  "}, "reason"), ("open-again", {"until": day(20), "reason": "x"}, "")):
        answer = house.say(sending, act, **fields)
        check(f"{act} {fields}", answer.status == 422 and sentence in words(answer), (answer.status, words(answer)[:600]))
    check("nothing was said", house.told(f"/sendings/{sending}")["turn"] == told["turn"])
    fields = {"act": new_act(), "turn": str(told["turn"]), "until": day(40), "time": "12:30", "reason": "The fair is longer"}
    first = manager.post(f"/sendings/{sending}/extend", fields)
    again = manager.post(f"/sendings/{sending}/extend", fields)
    check("extended", first.status == again.status == 303, (first.status, again.status, words(first)[:300]))
    now = house.told(f"/sendings/{sending}")
    check("said once", now["turn"] == told["turn"] + 1 and now["until"] == day(40) + "T12:30:00Z", now)
    later = house.database.sql(f"SELECT expires_at FROM passes WHERE subject = '{sending}'")[0][0]
    check("the link holds as long", int(later) >= int(end) + 25 * 86400, (end, later))
    stale = house.say(sending, "close", turn=str(told["turn"]), reason="Too late.")
    check("somebody was faster", stale.status == 409 and "Max" not in stale.text, (stale.status, words(stale)[:400]))
    stale = house.programs["manager"].api("POST", f"/sendings/{sending}/close", {"act": new_act(), "turn": str(told["turn"]), "reason": "x"})
    check("a program is told what stands", stale.status == 409 and stale.json["now"][0]["turn"] == now["turn"], stale.text[:400])
    for who in ("auditor", "authority", "stranger"):
        answer = house.say(sending, "close", who=who, reason="No.")
        check(f"{who} closes nothing", answer.status == 403, answer.status)
    house.good(house.say(sending, "close", reason="They withdrew & said <so>."))
    text = words(manager.get(f"/sendings/{sending}"))
    check("closed, and why", "They withdrew & said <so>." in text and "closed" in text, text[:900])
    check("it is closed to a second extension", house.say(sending, "extend", until=day(50)).status == 422)
    house.good(house.say(sending, "open-again", until=day(60), reason="A mistake."))
    check("open again", house.told(f"/sendings/{sending}")["state"] == "reopened")
    history = house.told(f"/sendings/{sending}/history")["facts"]
    check("its history", [fact["state"] for fact in history] == ["reopened", "closed", "open", "open"], history)
    table = house.table(f"/sendings/{sending}/history")
    check("as CSV", len(table) == 5, table[:2])
    number = [fact["number"] for fact in history if fact["state"] == "closed"][0]
    check("who may not erase", manager.post(f"/sendings/{sending}/history/erase", {"act": new_act(), "number": number}).status == 403)
    house.sending, house.link = sending, links[0]


def test_over(house):
    """The time is over: it is told, and more time is given."""
    sending = house.sending
    house.good(house.say(sending, "close", reason="Once more."))
    house.good(house.say(sending, "open-again", until=day(1), reason="One day."))
    body = house.database.sql(f"SELECT body FROM facts WHERE subject = '{sending}' AND kind = 'sent' ORDER BY turn DESC LIMIT 1")[0][0]
    past = body.replace(day(1), day(-1))
    for table in ("facts", "heads"):
        house.database.sql(f"UPDATE {table} SET body = '{past}' WHERE subject = '{sending}' AND kind = 'sent' AND body = '{body}'")
    told = house.told(f"/sendings/{sending}")
    text = words(house.people["manager"].get(f"/sendings/{sending}"))
    check("it is late", told["is_late"] and re.search("the time is over ?, since", text.lower()), (told, text[:600]))
    check("who does what next", "Who sent it gives more time, or closes it." in text)
    line = words(house.people["manager"].get("/projects/museum"))
    check("the project says so", "1 not answered in time" in line, line[:1500])
    check("late ones can be looked for", house.told("/projects/museum/questionnaires?state=late")["total"] == 1)
    house.good(house.say(sending, "extend", until=day(15), reason="why"))
    check("more time", not house.told(f"/sendings/{sending}")["is_late"])


def test_links(house):
    """Links to one: to answer, or to read along; revoked, ended, forgotten."""
    path, manager = "/sendings/museum-north-hosting/links", house.people["manager"]
    made = {}
    for may, note in (("answer", "Their engineer"), ("read", "Their lawyers")):
        answer = manager.post(path + "/make", {"until": day(8), "may": may, "note": note})
        check(f"made to {may}", answer.status == 200 and len(links_of(answer)) == 1, (answer.status, words(answer)[:400]))
        made[may] = links_of(answer)[0]
    text = words(manager.get(path))
    check("what each lets one do", "Their engineer" in text and "Their lawyers" in text and "read along" in text.lower(), text[:1500])
    table = house.told(path)["passes"]
    check("as data", {row["may_answer"] for row in table} == {True, False}, table)
    first, get, _ = house.open(made["read"])
    check("it leads to where one answers", first.status == 303 and first.location.endswith("/answer"), first.location)
    check("it is read along", get("/answer").status == 200 and get("/answer/submit").status in (403, 404), get("/answer/submit").status)
    led = get("")
    check("the page of who sent it leads there, too", led.status == 303 and led.location.endswith("/answer"), (led.status, led.location))
    for below in ("/questions", "/history", "/links", "/answers"):
        check(f"{below} is not theirs", get(below).status == 404, get(below).status)
    house.good(manager.post(path + "/revoke", {"id": [row["id"] for row in table if not row["may_answer"]][0]}))
    check("revoked, it opens nothing", get("/answer").status in (403, 404) and NONE in words(house.open(made["read"])[0]))
    identity = [row["id"] for row in table if row["note"] == "Their engineer"][0]
    house.good(manager.post(path + "/forget", {"id": identity}))
    check("forgotten", "Their engineer" not in words(manager.get(path)))
    house.database.sql(f"UPDATE passes SET expires_at = 1000 WHERE id = '{identity}'")
    check("ended, it opens nothing", NONE in words(house.open(made["answer"])[0]))
    for fields, sentence in (({"until": day(-1)}, "until"), ({"until": day(500)}, "days"), ({"until": day(3), "note": "x" * 300}, "line")):
        answer = manager.post(path + "/make", fields)
        check(f"no such link: {fields}", answer.status == 422 and sentence in words(answer), (answer.status, words(answer)[:500]))
    for who in ("auditor", "authority", "stranger"):
        check(f"{who} makes none", house.people[who].post(path + "/make", {"until": day(3)}).status == 403)
    check("nor a token", house.program.api("POST", path + "/make", {"until": day(3)}).status == 403)


def test_routes(house):
    """Every address of the table, with the link: those where one answers open, and nothing else, of nothing else."""
    manager, path = house.people["manager"], "/sendings/museum-north-hosting/links"
    house.links["along"] = links_of(manager.post(path + "/make", {"until": day(8), "may": "answer"}))[0]
    _, get, post = house.open(house.links["along"])
    table = [(method, route) for route, methods in Client(house.server.port).get("/openapi.json").json["paths"].items() for method in methods]
    own = [route for method, route in table if route == "/sendings/{sending}" or route.startswith("/sendings/{sending}/answer/")
           or route == "/sendings/{sending}/answer"]
    check("the table is there", len(own) > 10 and len(table) > 100, (len(own), len(table)))
    before = house.rows()
    for method, route in table:
        for sending in ("museum-north-hosting", "museum-south-cloud", "unknown"):
            target = route
            for name, value in (("{sending}", sending), ("{project}", "museum"), ("{assessment}", "one"), ("{kind}", "model"), ("{id}", "sse-cmm-2.0"),
                                ("{topic}", "POL"), ("{question}", "POL-01")):
                target = target.replace(name, value)
            target = re.sub(r"\{\w+\}", "none", target)
            if route in own and sending == "museum-north-hosting":
                continue
            home = get("").location.split("/sendings/")[0]
            answer = house.ask(method, home + target, get)
            check(f"{method} {target} is not theirs", answer.status in (404, 405, 413, 400), (answer.status, words(answer)[:200]))
            check(f"{method} {target} tells nothing", not any(
                word in answer.text for word in ("South Cloud", "The museum", 'href="/"')), words(answer)[:300])
    after = house.rows()
    check("nothing was changed", [name for name in before if before[name] != after[name]] == [])
    house.database.sql("DELETE FROM attempts")


def test_answered(house):
    """The candidate goes on with the answers, and back where they are reopened."""
    def state():
        return {row["id"]: row["state"] for row in house.told("/projects/museum/candidates")["candidates"]}["north-hosting"]
    manager, sending = house.people["manager"], "museum-north-hosting"
    check("invited", state() == "invited", state())
    first, get, post = house.open(house.links["north"])
    check("it opens", first.status == 303, words(first)[:300])
    house.good(post("/answer/who", {"role": "Head of operations", "name": ""}), 200, 303)
    page = get("/answer/topics/POL?only=POL-01")
    fields = {"act": new_act(), "turn": "0", "was": "", "state": "open", "fields.policy.title": "Policy", "fields.policy.place": "intranet",
              "fields.names_service": "yes"}
    fields.update({name: value for name, value in hidden(page).items() if name in ("turn", "was")})
    answer = post("/answer/topics/POL/POL-01", fields)
    check("answered", answer.status in (200, 303), (answer.status, words(answer)[:600]))
    check("answering", state() == "answering", state())
    answer = post("/answer/submit", {"act": new_act(), "signed_by": "Director"})
    check("submitted", answer.status == 303, (answer.status, words(answer)[:600]))
    check("answered", state() == "answered", state())
    page = manager.get(f"/sendings/{sending}")
    check("the answers can be read", f'href="/sendings/{sending}/answers"' in page.text and "Director" in words(page), words(page)[:700])
    check("the line of the project", "1 submitted" in words(manager.get("/projects/museum")))
    check("only reopened", house.say(sending, "extend", until=day(50)).status == 422)
    house.good(house.say(sending, "reopen", until=day(50), reason="One figure lacks."))
    check("answering again", state() == "answering", state())
    check("why, for who answers", "One figure lacks." in words(get("/answer")), words(get("/answer"))[:600])


def test_erased(house):
    """What was said can be erased for good by who administers."""
    sending = house.sending
    house.server.command("user", "grant", "a@example.org", "expert:museum", check=False)
    history = house.told(f"/sendings/{sending}/history")["facts"]
    number = [fact["number"] for fact in history if fact["state"] == "closed"][-1]
    house.good(house.admin.post(f"/sendings/{sending}/history/erase", {"act": new_act(), "number": number}))
    text = words(house.people["manager"].get(f"/sendings/{sending}/history"))
    left = house.told(f"/sendings/{sending}/history")["facts"]
    check("erased", len(left) == len(history) - 1 and "They withdrew" not in text, text[350:900])


def test_closed(house):
    """Nothing is sent of a project that is closed."""
    version = house.program.api("GET", "/projects/over").headers["ETag"]
    answer = house.program.api("POST", "/projects/over/edit", {"state": "closed", "note": "Over."}, {"If-Match": version})
    check("it is closed", answer.status == 200, answer.text[:600])
    before = house.rows()
    page = house.admin.get("/projects/over/questionnaires/send")
    check("it says why not", page.status == 200 and "the project is closed" in words(page) and 'name="to"' not in page.text, words(page)[:600])
    check("the list offers none", "Send a questionnaire" not in words(house.admin.get("/projects/over/questionnaires")))
    answer = house.admin.post("/projects/over/questionnaires/send", {"act": new_act(), "seed": secrets.token_urlsafe(32), "tier": "core",
                                                                    "to": "provider/old-hosting", "until": day(9)})
    check("refused", answer.status == 422 and "the project is closed" in words(answer), (answer.status, words(answer)[:600]))
    check("nothing was written", house.rows() == before)


def test_zone(house):
    """Until five in the afternoon by the clocks of who sends."""
    expert = house.people["expert"]
    house.good(expert.post("/me/change", {"name": "Expert", "language": "en", "zone": "Europe/Paris"}))
    house.good(house.say("museum-south-cloud", "close", reason="Again, by the clocks of Paris."))
    _, _, page = house.form("expert")
    check("it says by which clocks", "Europe/Paris" in words(page), words(page)[-900:])
    for until, expected in (("2027-01-20", "2027-01-20T16:00:00Z"), ("2027-07-20", "2027-07-20T15:00:00Z")):
        if until < day(1) or until > day(360):
            continue
        ids, _ = house.sent("provider/south-cloud", who="expert", until=until)
        check(f"on {until}", house.told(f"/sendings/{ids[0]}")["until"] == expected, house.told(f"/sendings/{ids[0]}")["until"])
        house.good(house.say(ids[0], "close", reason="Enough."))
    house.good(expert.post("/me/change", {"name": "Expert", "language": "en", "zone": "UTC"}))


def asked_back(house, sending, link):
    """What is asked back goes by mail to whom the link was sent, the reply to whoever asked: one a day, however much is said."""
    def arrived(address, number):
        for _ in range(200):
            if len(house.box.parsed(address)) >= number:
                break
            time.sleep(0.05)
        return house.box.parsed(address)

    def ask(turn, text, who="manager"):
        return house.programs[who].api("POST", f"/sendings/{sending}/answers/POL-01/ask-back", {
            "act": new_act(), "turn": str(turn), "state": "asked", "text": text})
    _, get, post = house.open(link)
    house.good(post("/answer/who", {"role": "Director", "name": ""}), 200, 303)
    house.good(post("/answer/topics/POL/POL-01", {"act": new_act(), "turn": "0", "was": "", "fields.policy.title": "Policy",
                                                  "fields.policy.place": "intranet", "fields.names_service": "yes"}), 200, 303)
    house.good(post("/answer/submit", {"act": new_act(), "signed_by": "Director"}))
    before = house.database.sql(f"SELECT expires_at FROM passes WHERE subject = '{sending}'")
    for turn in (0, 1):
        check("asked back", ask(turn, "Secret words").status in (200, 201))
    mails = arrived("zoe@example.org", 2)
    check("told once to whom the link was sent", len(mails) == 2 and "POL-01" in mails[1].get_content(), [mail.get_content() for mail in mails])
    check("not in its words, and without a link", "Secret words" not in mails[1].get_content() and "/pass/" not in mails[1].get_content())
    check("the link lasts as it did, being long enough", house.database.sql(f"SELECT expires_at FROM passes WHERE subject = '{sending}'") == before)
    answer = post("/answer/topics/POL/POL-01/reply", {"act": new_act(), "turn": "2", "text": "Since May"})
    check("replied", answer.status == 303, (answer.status, words(answer)[:400]))
    mails = arrived("manager@example.org", 1)
    check("told to whoever asked", len(mails) == 1 and "POL-01" in mails[0].get_content() and "Since May" not in mails[0].get_content(),
          [mail.get_content() for mail in mails])


def test_mail(house):
    """Where this server sends mail, an invitation goes to whoever has an address; what became of it is told."""
    _, _, page = house.form()
    check("addresses are offered", 'name="mail/south-cloud"' in page.text and "gets the link by mail" in words(page), words(page)[-900:])
    house.box.said["gone@example.org"] = "550 5.1.1 nobody here"
    answer = house.send("provider/south-cloud", **{"mail/south-cloud": "zoe@example.org", "language/south-cloud": "fr"})
    link, text = links_of(answer)[0], words(answer)
    sending = re.search(r'<h3 id="to-([^"]+)"', answer.text)[1]
    check("it says so", "The invitation goes by mail to zoe@example.org" in text, text[:900])
    for _ in range(200):
        if house.invitation(sending)["state"] == "sent":
            break
        time.sleep(0.05)
    mails = house.box.parsed("zoe@example.org")
    check("it arrived, once", len(mails) == 1, mails)
    check("with the link", link in mails[0].get_content() and "il ne faut pas de compte" in mails[0].get_content(), mails[0].get_content())
    check("in its language", mails[0]["Content-Language"] == "fr" and "Museum".lower() in mails[0]["Subject"].lower(), mails[0]["Subject"])
    page = house.people["manager"].get(f"/sendings/{sending}")
    check("what became of it", "zoe@example.org: was sent" in words(page), words(page)[:1500])
    check("not for who only reads", "zoe@" not in house.people["authority"].get(f"/sendings/{sending}").text)
    asked_back(house, sending, link)
    house.good(house.say(sending, "close", reason="Again."))
    answer = house.send("provider/south-cloud", **{"mail/south-cloud": "gone@example.org"})
    sending = re.search(r'<h3 id="to-([^"]+)"', answer.text)[1]
    for _ in range(200):
        if house.invitation(sending)["state"] == "refused":
            break
        time.sleep(0.05)
    text = words(house.people["manager"].get(f"/sendings/{sending}"))
    check("refused", "refused by the mail server" in text and "550" in text, text[:1500])
    house.box.said["slow@example.org"] = "451 4.7.1 come back later"
    for end in ("revoke", "close"):
        house.good(house.say(sending, "close", reason="Again."))
        answer = house.send("provider/south-cloud", **{"mail/south-cloud": "slow@example.org"})
        sending = re.search(r'<h3 id="to-([^"]+)"', answer.text)[1]
        told = {}
        for _ in range(200):
            told = house.invitation(sending)
            if told["trouble"]:
                break
            time.sleep(0.05)
        check("it waits, and says why", told["state"] == "waiting" and "451" in told["trouble"], told)
        if end == "revoke":
            identity = house.told(f"/sendings/{sending}/links")["passes"][0]["id"]
            house.good(house.people["manager"].post(f"/sendings/{sending}/links/revoke", {"id": identity}))
        else:
            house.good(house.say(sending, "close", reason="Enough."))
        told = house.invitation(sending)
        check(f"{end}: a link that opens nothing is not sent any more", told["state"] == "withdrawn", told)
    audit = str(house.database.sql("SELECT * FROM audit")) + str(house.database.sql("SELECT * FROM acts")) + house.server.log.read_text()
    check("no address in the chain", "zoe@" not in audit and "gone@" not in audit)
    other = Server(house.binary, house.database, house.folder)
    other.log = house.server.log.with_name("other.log")
    other.start()
    try:
        client = Client(other.port)
        client.sign_in("manager@example.org")
        page = client.get("/projects/museum/questionnaires/send")
        check("without mail, links alone", "this server sends no mail" in words(page) and 'type="email"' not in page.text, words(page)[-600:])
        answer = client.post("/projects/museum/questionnaires/send", {
            "act": new_act(), "seed": secrets.token_urlsafe(32), "tier": "core", "until": day(9), "to": "provider/evasive-web",
            "mail/evasive-web": "zoe@example.org"})
        check("and nothing is sent by halves", answer.status == 422 and "this server sends no mail" in words(answer), (answer.status, words(answer)[:400]))
    finally:
        check("the other ends", other.stop() == 0, other.log.read_text()[-1000:])


def test_many(house):
    """Two hundred at once, in one act."""
    folder = house.server.log.with_name("many")
    folder.mkdir()
    for i in range(MANY):
        (folder / f"p{i:03}.yaml").write_text(f"palier: provider/1\nid: p{i:03}\ntitle: Provider {i}\n", encoding="utf-8")
    rows = "".join(f"- {{provider: p{i:03}}}\n" for i in range(MANY))
    (folder / "wide.yaml").write_text(f"palier: project/1\nid: wide\ntitle: Wide\nstate: candidates\nprofile: level-3\ncandidates:\n{rows}", encoding="utf-8")
    house.server.command("import", *map(str, sorted(folder.glob("p*.yaml"))))
    house.server.command("import", str(folder / "wide.yaml"))
    house.server.command("user", "grant", "a@example.org", "expert:wide", check=False)
    page = house.admin.get("/projects/wide/questionnaires/send")
    check("all are offered", page.text.count(' checked>') >= MANY, page.text.count(" checked"))
    check("by few queries", page.queries <= 25, page.queries)
    fields, chosen, _ = house.form("admin", "wide")
    start = time.perf_counter()
    answer = house.admin.post("/projects/wide/questionnaires/send", fields + [("to", one) for one in chosen])
    took = time.perf_counter() - start
    check("all are sent", answer.status == 200 and len(set(links_of(answer))) == MANY, (answer.status, words(answer)[:400]))
    print(f"{MANY} at once: {took:.1f} s, {answer.queries} queries", flush=True)
    listed = house.admin.get("/projects/wide/questionnaires")
    check("the list has parts", listed.status == 200 and 'rel="next"' in listed.text and listed.queries <= 20, (listed.status, listed.queries))
    check("few queries tell the project", house.admin.get("/projects/wide").queries <= 40, house.admin.get("/projects/wide").queries)


def test_measured(house):
    """How long answering took is told from ten submissions on: of the same tier, the first time, of what is not sealed."""
    def told():
        tiers = house.told("/projects/wide/questionnaires/send", "admin")["tiers"]
        return {(tier["tier"], row["to"]): row for tier in tiers for row in tier["of"]}

    def act(number, sending, kind, part, turn, state, at, principal):
        body = '{"until":"2030-01-01T00:00"}' if kind == "sent" else "{}"
        house.database.sql(f"INSERT INTO acts (number, principal, id, at, said_at, salt, digest, claim) VALUES ({number}, '{principal}', 'm{number}', "
                           f"{at}, {at}, '', '', '')")
        house.database.sql(f"INSERT INTO facts (number, act, kind, project, subject_kind, subject, part, lane, turn, state, body, audience, salt, digest) "
                           f"VALUES ({number}, {number}, '{kind}', 'wide', 'sending', '{sending}', '{part}', '', {turn}, '{state}', '{body}', 'keeper', '', '')")
    submitted = {row["id"] for row in house.told("/projects/wide/questionnaires", "admin")["sendings"]}
    sendings = [row[0] for row in house.database.sql("SELECT id FROM documents WHERE kind = 'sending' AND project = 'wide' ORDER BY id LIMIT 12")]
    check("enough were sent", len(sendings) == 12 and submitted, len(sendings))
    house.database.sql("UPDATE acts SET claim = 'elsewhere' WHERE number IN (SELECT act FROM facts WHERE kind = 'sent' AND state = 'submitted')")
    number = 9_000_000
    base = int(time.time()) - 5_000_000
    for place, sending in enumerate(sendings):
        # 10 minutes more each: 5 before, then steps of 10; a night; another with the same link; then 5 again
        steps = [place * 10_000 + 600 * step for step in range(place + 1)]
        for seconds in [*steps, steps[-1] + 86_400]:
            number += 1
            act(number, sending, "answer", "POL-01", number, "open", base + seconds, f"pass/x{place}")
        number += 1
        act(number, sending, "sent", "", 2, "submitted", base + steps[-1] + 90_000, f"pass/x{place}")
        row = told()[("core", "provider")]
        if place < 9:
            check(f"{place + 1}: not told yet", row.get("first_measured") is None, row)
    # 10 * place + 10 minutes of each: between the sixth and the seventh of 12
    row = told()[("core", "provider")]
    check("the middle", row["first_measured"] == {"submissions": 12, "median_minutes": 65}, row)
    check("not of another tier, nor another actor", told()[("full", "provider")].get("first_measured") is None and
          told()[("core", "expert")].get("first_measured") is None)
    check("none was answered again", row.get("again_measured") is None, row)
    page = house.admin.get("/projects/wide/questionnaires/send")
    text = words(page)
    check("beside what is proposed", re.search(r"10 to 15 hours ?measured: 1 h 05 \(median of 12 submissions\)", text), text[1500:4000])
    check("what it measures is said", "What was done elsewhere is not in it" in text, text[-2500:])
    print(f"measured: {page.queries} queries", flush=True)
    fields, _, _ = house.form("admin", "wide")
    again = house.admin.post("/projects/wide/questionnaires/send", fields + [("to", f"provider/p{i:03}") for i in range(10)])
    check("sent once more to ten", again.status == 200, words(again)[:300])
    number += 1_000
    for place, sending in enumerate(re.findall(r'<h3 id="to-([^"]+)"', again.text)):
        for kind, part, turn, state in (("answer", "POL-01", 1, "open"), ("sent", "", 2, "submitted")):
            number += 1
            act(number, sending, kind, part, turn, state, int(time.time()) + 60, f"pass/y{place}")
    row = told()[("core", "provider")]
    check("who had submitted it before answers again", row["again_measured"] == {"submissions": 10, "median_minutes": 5} and
          row["first_measured"]["submissions"] == 12, row)
    check("in words", "(median of 10 submissions)" in words(house.admin.get("/projects/wide/questionnaires/send")))
    other = house.told("/projects/museum/questionnaires/send", "manager")["tiers"][0]["of"]
    check("also in another project", [row["first_measured"]["submissions"] for row in other if row["to"] == "provider"] == [12], other)
    last = sendings[-1]
    house.database.sql(f"UPDATE acts SET claim = 'somebody' WHERE number IN (SELECT act FROM facts WHERE subject = '{last}' AND kind = 'sent' AND state = 'submitted')")
    check("what was brought from elsewhere does not count", told()[("core", "provider")]["first_measured"]["submissions"] == 11)


TESTS = [test_form, test_next, test_refused, test_rights, test_send, test_list, test_page, test_acts, test_over, test_links,
         test_routes, test_answered, test_erased, test_closed, test_zone, test_mail, test_many, test_measured]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
