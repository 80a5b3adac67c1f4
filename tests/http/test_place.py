#!/usr/bin/env python3
"""The place where a questionnaire is answered: by whoever holds its link, several at once, without a script; files,
states, handing on, handing in. Then in real browsers (tests/browser/place.mjs), with a server that is killed meanwhile.

usage: tests/http/test_place.py PALIER [NAME...] [--shots FOLDER] [--long]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import datetime
import hashlib
import html
import html.parser
import http.server
import json
import pathlib
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

from house import ROOT, Client, Count, Database, Server, init, run_tests, together

count = Count()
check = count.check
DAY = 24 * 3600
NONE = "this link opens nothing, or not any more"
POLICY = {"fields.policy.title": "Security policy", "fields.policy.place": "intranet", "fields.names_service": "yes"}
TABLES = ("passes", "pass_sessions", "audit", "persons", "facts", "heads", "acts", "documents", "contents", "pieces", "uses")


def new_id():
    return secrets.token_hex(16)


class House:
    """A project with a candidate; an administrator who leads it, an expert, and somebody with another project."""

    def __init__(self, binary, folder, postgresql):
        self.binary, self.folder = pathlib.Path(binary), folder
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.mail = self.database.sql("SELECT email FROM persons")[0][0]
        for project, title in (("museum", "Museum of the sea"), ("other", "Another project")):
            self.good(self.admin.post("/projects/new", {"id": project, "title": title, "state": "needs"}))
        self.good(self.admin.post("/projects/museum/candidates/add", {"version": "1", "provider": "", "name": "North Hosting",
                                                                      "id": "north"}))
        self.people = {}
        for name, role in (("expert", "expert:museum"), ("manager", "project_manager:museum"), ("stranger", "expert:other")):
            self.people[name] = Client(self.server.port).use_link(self.server.invite(f"{name}@example.org", name.title(), role))
        self.links = []

    @staticmethod
    def good(answer, status=303):
        assert answer.status == status, (answer.status, re.sub(r"<[^>]+>", " ", answer.text)[:800])
        return answer

    def tool(self, *words):
        tool = self.binary.parent / "tests" / "send_questionnaire"
        done = subprocess.run([str(tool), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                              env=self.server.environment())
        assert done.returncode == 0, (done.returncode, words, done.stderr.decode()[-500:])
        return done.stdout.decode().split()

    def send(self, to="provider", provider="north", tier="core", until=20 * DAY):
        """A questionnaire that is sent; its id and the secret of its link."""
        identity, link = self.tool("send", self.database.url, self.mail, "museum", to, provider, tier,
                                   str(int(time.time()) + until))
        self.links.append(link)
        return identity, link

    def say(self, sending, state, until=0, reason=""):
        self.tool("say", self.database.url, self.mail, sending, state, str(until), *([reason] if reason else []))

    def holder(self, link, role="Head of operations", name=""):
        holder = Holder(self, link)
        if role:
            self.good(holder.post("/who", {"role": role, "name": name}))
        return holder

    def rows(self):
        return {table: sorted(self.database.sql(f"SELECT * FROM {table}")) for table in TABLES}


class Holder:
    """A browser that has exchanged the link of a questionnaire. Addresses begin in the place."""

    def __init__(self, house, link):
        self.house, self.client, self.token = house, Client(house.server.port), None
        answer = self.client.post("/pass/" + link, {}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, csrf=False)
        assert answer.status == 303, (answer.status, answer.text[:400])
        self.cookie = self.client.cookies.pop("palier_pass", "")
        house.links.append(self.cookie)
        self.home = answer.location
        self.root = "/".join(self.home.split("/")[:3])

    def headers(self, **more):
        return {"Cookie": f"palier_pass={self.cookie}", "Origin": "null", "Sec-Fetch-Site": "same-origin", **more}

    def get(self, path="", **more):
        return self.client.ask("GET", self.home + path, headers=self.headers(**{k.replace("_", "-"): v for k, v in more.items()}))

    def csrf(self):
        if self.token is None:
            found = re.search(r'name="csrf" value="([^"]+)"', self.get("/who").text)
            self.token = html.unescape(found[1]) if found else "none"
        return self.token

    def post(self, path, fields=(), **more):
        return self.client.post(self.home + path, fields, self.headers(**more), csrf=self.csrf())

    def program(self, path):
        return self.root + "/api/v1" + self.home[len(self.root):] + path

    def api(self, path, fields=None):
        """As the script of the page asks."""
        if fields is None:
            return self.client.ask("GET", self.program(path), headers=self.headers())
        return self.client.post(self.program(path), fields, self.headers(**{"X-CSRF-Token": self.csrf()}), csrf=False)

    def save(self, question, fields, turn=0, topic=None, act=None, **more):
        return self.api(f"/topics/{topic or question.split('-')[0]}/{question}",
                        {"act": act or new_id(), "turn": str(turn), "was": "open", **fields, **more})

    def upload(self, path, name, content, **fields):
        client = self.client
        client.cookies["palier_pass"] = self.cookie
        try:
            return client.upload(self.home + path, {"csrf": self.csrf(), **fields}, name, content)
        finally:
            client.cookies.pop("palier_pass")

    def one(self, question, topic=None):
        """A question as programs read it."""
        data = self.api(f"/topics/{topic or question.split('-')[0]}").json
        return next(row for row in data["questions"] if row["question"] == question)


class Form(html.parser.HTMLParser):
    """What a browser without a script would send of the form of one question."""

    def __init__(self, page, anchor):
        super().__init__()
        article = re.search(f'<article class="asked-of[^"]*" id="{anchor}".*?</article>', page, re.S)
        self.text, self.fields, self.radios, self.area, self.select, self.action = article[0] if article else "", [], [], None, None, ""
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name, kind = said.get("name"), said.get("type", "text")
        if tag == "form":
            self.action = said["action"]
        elif tag == "input" and name and kind in ("radio", "checkbox"):
            self.radios.append((name, said.get("value", "")))
            if "checked" in said:
                self.fields.append((name, said.get("value", "")))
        elif tag == "input" and name and kind != "file":
            self.fields.append((name, said.get("value", "")))
        elif tag == "textarea" and name:
            self.area = name
        elif tag == "select" and name:
            self.select = [name, None]
        elif tag == "option" and self.select:
            if self.select[1] is None or "selected" in said:
                self.select[1] = said.get("value", "")

    def handle_data(self, data):
        if self.area is not None:
            self.fields.append((self.area, data.lstrip("\n")))
            self.area = None

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area is not None:
            self.fields.append((self.area, ""))
            self.area = None
        elif tag == "select" and self.select:
            self.fields.append((self.select[0], self.select[1] or ""))
            self.select = None

    def with_(self, **typed):
        typed = {name.replace("__", "."): value for name, value in typed.items()}
        return [(name, typed.pop(name) if name in typed else value) for name, value in self.fields if name != "csrf"] + list(typed.items())


def form(holder, question, topic=None):
    page = holder.get(f"/topics/{topic or question.split('-')[0]}?at={question}").text
    return Form(page, f"at-{question}".replace("/", "-"))


def plain(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<head>.*?</head>", "", answer.text, flags=re.S))))


def is_none(answer):
    return answer.status == 404 and NONE in answer.text


# ---------------------------------------------------------------------------------------------- before one answers

def test_open(house):
    """All of it is read, printed and downloaded before anybody has said who they are; nothing is changed by that."""
    sending, link = house.send()
    house.client = Client(house.server.port)
    house.client.get("/healthz")
    holder = house.holder(link, role=None)
    check("the link leads to the place", holder.home.endswith(f"/sendings/{sending}/answer"), holder.home)
    before = house.rows()
    page = holder.get()
    told = plain(page)
    for words in ("Museum of the sea", "0 of 33 questions answered", "33 questions", "between 10 h and 15 h", "UTC", "Your personal data",
                  "Purpose:", "Recipients:", "has not said yet who answers for these data", "Security policy", "Say in which role"):
        check(f"the overview says {words}", words in told, told[:1500])
    for words in ("threshold", "points", "weight", "decisive", "candidate"):
        check(f"nothing of {words}", words not in told.lower(), told)
    everything = holder.get("/all")
    check("all questions on one page", everything.text.count("<article") == 33 and "Not answered" in everything.text)
    check("it says how to prove", "To prove it:" in everything.text)
    table = holder.get("").client if False else holder.client.ask(
        "GET", holder.program("/all?format=csv"), headers=holder.headers())
    check("the questions as a table", table.status == 200 and "POL-01" in table.text and table.headers["Content-Type"].startswith("text/csv"),
          table.text[:300])
    file = holder.get("/file")
    check("the answers as a document", file.status == 200 and file.text.startswith('palier: answers/1') and
          file.headers["Content-Disposition"].startswith("attachment"), (file.text[:200], file.headers.items()))
    french = holder.get("?lang=fr")
    check("in French", "Politique de sécurité" in french.text and 'lang="fr"' in french.text)
    for path in ("", "/all", "/file", "/files", "/hand-on", "/submit", "/who", "/topics/POL", "/receipt"):
        answer = holder.get(path)
        check(f"{path} says where it was to nobody", answer.headers["Referrer-Policy"] == "no-referrer" and
              answer.headers["Cache-Control"] == "no-store", answer.headers.items())
    check("no receipt yet", holder.get("/receipt").status == 404)
    check("nothing was changed by reading", {k: v for k, v in house.rows().items() if k != "pass_sessions"} ==
          {k: v for k, v in before.items() if k != "pass_sessions"})
    check("who answers is asked first", holder.get("/topics/POL").location.endswith("/who?to=POL"))
    late = holder.save("POL-01", POLICY)
    check("nothing is answered before that", late.status == 422 and "role" in late.json["detail"], late.text)
    log = house.server.log.read_text()
    check("no secret is in the log", not [one for one in house.links if one in log])


def test_who(house):
    """A role is needed, a name is not: a person without an account, exported, erased, kept until a date."""
    _, link = house.send()
    holder = house.holder(link, role=None)
    for role in ("", "  ", "x" * 201, "two\nlines"):
        answer = holder.post("/who", {"role": role, "name": "Anna"})
        check(f"no role {role[:9]!r}", answer.status == 422 and 'id="f-role-error"' in answer.text, plain(answer)[:300])
    answer = holder.post("/who", {"role": "Head of operations", "name": "Anna Archer", "to": "POL"})
    check("on to where they wanted", "/topics/POL" in answer.location, answer.location)
    check("said once", plain(holder.get()).count("Anna Archer, Head of operations") == 1)
    person = house.database.sql("SELECT id, email, password, contributes, acts_as, retain_until FROM persons WHERE name = 'Anna Archer'")
    check("a person without an account", len(person) == 1 and person[0][1] == person[0][2] == "" and
          person[0][3].startswith("sending/") and person[0][4] == "Head of operations", person)
    check("kept five years", 4 * 366 * DAY < int(person[0][5]) - time.time() < 6 * 366 * DAY, person)
    anna = person[0][0]
    second = house.holder(link, role=None)
    check("another browser is asked again", "Anna Archer, Head of operations" in second.get("/who").text and
          second.get("/topics/POL").status == 303)
    house.good(second.post("/who/choose", {"person": anna}))
    check("and chooses among those who came", "Anna Archer" in plain(second.get()))
    check("nobody else's id", holder.post("/who/choose", {"person": house.database.sql(
        "SELECT id FROM persons WHERE email IS NOT NULL")[0][0]}).status == 422)
    house.good(second.post("/who", {"role": "Lawyer", "name": "Bea Book"}))
    check("who sits down there later is somebody else", house.database.sql(
        "SELECT COUNT(*) FROM persons WHERE contributes IS NOT NULL AND name IN ('Anna Archer', 'Bea Book')")[0][0] == "2")
    check("saved", holder.save("POL-01", POLICY).status == 200)
    body = house.database.sql("SELECT body FROM heads WHERE kind = 'answer' AND part = 'POL-01' ORDER BY fact DESC LIMIT 1")[0][0]
    check("the answer has the role, and an id for the name", "Anna" not in body and json.loads(body)["by"] == {
        "name": anna, "role": "Head of operations"}, body)
    check("its document has the role alone", "Head of operations" in holder.get("/file").text and anna not in holder.get("/file").text)
    check("colleagues see the name", "Anna Archer, Head of operations" in html.unescape(second.get("/topics/POL").text))
    check("no account", "Anna Archer" not in house.admin.get("/people").text and
          "Anna Archer" in house.admin.get("/people?state=contributor").text)
    page = house.admin.get(f"/people/{anna}")
    check("a page of theirs, without roles", page.status == 200 and "Head of operations" in page.text and "/grant" not in page.text)
    for act, fields in (("grant", {"role": "expert", "project": "museum"}), ("link", {}), ("lock", {"reason": "why"})):
        answer = house.admin.post(f"/people/{anna}/{act}", fields)
        check(f"no {act}", answer.status == 422, (answer.status, plain(answer)[:200]))
    data = house.admin.get(f"/people/{anna}/export").json
    check("exported with what they answered", data["acts_as"] == "Head of operations" and
          [row["part"] for row in data["answered"]] == ["POL-01"], data)
    house.good(house.admin.post(f"/people/{anna}/erase", {"confirm": "Anna Archer"}))
    check("erased", house.database.sql(f"SELECT name, acts_as FROM persons WHERE id = '{anna}'") == [("", "")])
    check("nowhere any more", "Anna" not in second.get("/topics/POL").text and "Anna" not in second.get("/who").text)
    check("who sat there says it anew", holder.get("/topics/POL").status == 303)
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


# ------------------------------------------------------------------------------------------------------- answering

def test_form(house):
    """A form without a script: what is typed is saved, shown again, and kept where something is wrong with it."""
    _, link = house.send()
    holder = house.holder(link, name="Anna")
    page = holder.get("/topics/POL")
    check("a page of a topic is small", len(page.body) < 60000, len(page.body))
    check("as few queries as possible", page.queries <= 9, page.queries)
    one = form(holder, "POL-01")
    check("it has a form", one.action.endswith("/topics/POL/POL-01") and dict(one.fields)["turn"] == "0", one.fields)
    sent = one.with_(fields__policy__title="Policy of the house", fields__policy__place="intranet", remark="see page 4")
    sent = [(name, "yes" if name == "fields.names_service" else value) for name, value in sent]
    answer = holder.client.post(one.action, sent, holder.headers(), csrf=holder.csrf())
    check("saved, and back to the question", answer.status == 303 and answer.location.endswith("#at-POL-01") and
          "saved=" in answer.location, (answer.location, plain(answer)[:400]))
    page = holder.client.ask("GET", answer.location.split("#")[0], headers=holder.headers())
    again = Form(page.text, "at-POL-01")
    told = dict(again.fields)
    check("it stands there again", told["fields.policy.title"] == "Policy of the house" and told["remark"] == "see page 4" and
          told["fields.names_service"] == "yes" and told["turn"] == "1", told)
    check("it says when it was saved, there", re.search(r"Saved \d\d:\d\d:\d\d", again.text) is not None, again.text[-900:])
    check("and by whom", "Anna, Head of operations" in again.text)
    check("progress", "1/4" in plain(page), plain(page)[:400])
    same = holder.client.post(again.action, again.with_(), holder.headers(), csrf=holder.csrf())
    check("sent as it is, it makes no turn", "saved=same" in same.location and holder.one("POL-01")["turn"] == 1, same.location)
    two = form(holder, "POL-05")
    wrong = holder.client.post(two.action, two.with_(fields__trained="seven", fields__staff="12", remark="kept"), holder.headers(),
                               csrf=holder.csrf())
    kept = dict(Form(wrong.text, "at-POL-05").fields)
    check("what is wrong is told at its place, and nothing typed is lost", wrong.status == 422 and kept["fields.trained"] == "seven" and
          kept["remark"] == "kept" and 'href="#f-' in wrong.text, (wrong.status, kept))
    check("and nothing was saved", holder.one("POL-05")["turn"] == 0)
    rows = form(holder, "POL-12")
    more = holder.client.post(rows.action + "/rows", rows.with_(**{"fields.levels[0].measures": "call all", "remark": "typed"}) +
                              [("add", "fields.levels")], holder.headers(), csrf=holder.csrf())
    now = Form(more.text, "at-POL-12")
    check("more rows keep what is typed", more.status == 200 and dict(now.fields)["fields.levels[0].measures"] == "call all" and
          dict(now.fields)["remark"] == "typed" and len(now.fields) > len(rows.fields), (more.status, len(now.fields), len(rows.fields)))
    check("nothing is written by that", holder.one("POL-12")["turn"] == 0)
    go = holder.client.post(now.action, now.with_(go="files"), holder.headers(), csrf=holder.csrf())
    check("saved on the way to sending a file", "/files?question=POL-12" in go.location and holder.one("POL-12")["turn"] == 1, go.location)
    empty = form(holder, "POL-12")
    cleared = holder.client.post(empty.action, [(name, value if name in ("act", "turn", "was") else "") for name, value in
                                                empty.with_() if not name.startswith("instead")], holder.headers(), csrf=holder.csrf())
    check("an answer is taken back by emptying it", cleared.status == 303 and not holder.one("POL-12")["is_answered"],
          (cleared.status, plain(cleared)[:300]))


def test_save(house):
    """As the script saves: the same act twice is one, each kind of answer, what is refused."""
    sending, link = house.send(tier="full")
    holder = house.holder(link)
    act = new_id()
    first = holder.save("POL-01", POLICY, act=act)
    check("saved", first.status == 200 and first.json["facts"][0]["turn"] == 1 and first.json["facts"][0]["at"], first.text[:300])
    again = holder.save("POL-01", POLICY, act=act)
    check("sent again it is answered as the first time", again.status == 200 and again.json["is_again"] and
          again.json["facts"][0]["turn"] == 1, again.text[:300])
    other = holder.save("POL-01", {**POLICY, "remark": "more"}, act=act)
    check("the id is of another act", other.status == 409, other.text[:300])
    check("few statements", holder.save("POL-01", {**POLICY, "remark": "once"}, turn=1).queries <= 16)
    for question, instead, fields, key in (("AUD-02", "not_yet", {"not_yet": "2027-03-01"}, "not_yet"), ("PHY-04", "not_known", {}, "not_known"),
                                           ("PHY-04", "not_applicable", {"not_applicable": "no such thing"}, "not_applicable")):
        answer = holder.save(question, {"instead": instead, **fields}, turn=holder.one(question)["turn"])
        check(f"{instead} is an answer", answer.status == 200 and key in answer.json["facts"][0]["body"] and
              holder.one(question)["is_answered"], answer.text[:400])
    said = holder.save("PHY-04", {"instead": "not_yet", "not_yet": "2027-03-01"}, turn=2)
    check("of the house itself nothing is not in service yet", said.status == 422 and "organization" in said.json["detail"], said.text[:300])
    sub = holder.save("PHY-07", {"subcontractor.who": "Cooling Ltd", "subcontractor.proof.title": "Report", "remark": "theirs"})
    check("answered by a subcontractor", sub.status == 200 and sub.json["facts"][0]["body"]["subcontractor"]["who"] == "Cooling Ltd", sub.text[:300])
    secret = holder.save("NET-01", {"remark": "x", "secret": "prices of others"})
    check("a business secret with a reason", secret.status == 200 and secret.json["facts"][0]["body"]["secret"] == "prices of others", secret.text[:300])
    none = holder.save("ORG-09", {"none.subcontractors": "1"})
    check("none is an answer", none.status == 200 and none.json["facts"][0]["body"]["none"] == ["subcontractors"], none.text[:300])
    check("what hangs on it is not asked", none.json["hung"] == [{"question": "ORG-10", "is_put": False}] and
          "at-ORG-10" not in holder.get("/topics/ORG?at=ORG-10").text, none.json["hung"])
    some = holder.save("ORG-09", {"fields.subcontractors[0].name": "Cooling Ltd"}, turn=1)
    check("the other answer leads there", some.status == 200 and some.json["hung"] == [{"question": "ORG-10", "is_put": True}], some.text[:600])
    check("and it is asked", 'id="at-ORG-10"' in holder.get("/topics/ORG?at=ORG-10").text)
    before = house.rows()
    for question, topic, fields, status in (
            ("POL-99", "POL", POLICY, 404), ("CUS-01", "CUS", {"remark": "x"}, (404, 422)), ("POL-01", "POL", {"fields.nothing": "x"}, 422),
            ("POL-05", "POL", {"fields.trained": "-3"}, 422), ("PHY-04", "PHY", {"fields.reviewed": "yesterday"}, 422),
            ("PA05", "above", {"fields.answer": "more"}, 422), ("POL-01", "nothing", POLICY, 404), ("POL-01", "above", POLICY, (404, 422))):
        answer = holder.save(question, fields, topic=topic)
        expected = status if isinstance(status, tuple) else (status,)
        check(f"{question} of {topic} with {list(fields)} is refused", answer.status in expected and answer.json["detail"], answer.text[:300])
    for act in ("", "x", "Z" * 32, "a" * 31):
        answer = holder.api("/topics/POL/POL-01", {"act": act, "turn": "1", **POLICY}) if act else None
        check(f"no act {act!r}", answer is None or answer.status == 422, answer and answer.text[:200])
    for turn in ("-1", "x", "99999999999999999999"):
        check(f"no turn {turn}", holder.save("POL-01", POLICY, turn=turn).status in (409, 422))
    long = holder.save("POL-01", {**POLICY, "remark": "x" * 70000}, turn=2)
    check("a long answer is told so in a sentence", long.status == 422 and "65536 are the most" in long.json["detail"], long.text[:300])
    huge = holder.client.ask("POST", holder.program("/topics/POL/POL-01"), b"remark=" + b"x" * (10 << 20), holder.headers(**{
        "Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": holder.csrf()}))
    check("one of 10 MB is not read", huge.status == 413 and len(huge.text) < 2000, (huge.status, huge.text[:200]))
    for headers in ({"X-CSRF-Token": "x.y"}, {"X-CSRF-Token": None}, {"X-CSRF-Token": holder.csrf(), "Sec-Fetch-Site": "cross-site"},
                    {"X-CSRF-Token": holder.csrf(), "Origin": "http://evil.example"}):
        answer = holder.client.post(holder.program("/topics/POL/POL-01"), {"act": new_id(), "turn": "2", **POLICY},
                                    holder.headers(**headers), csrf=False)
        check(f"from elsewhere: {headers}", answer.status == 403, answer.status)
    check("nothing of it was written", house.rows()["facts"] == before["facts"])
    check("a program without the cookie", holder.client.post(holder.program("/topics/POL/POL-01"), POLICY, csrf=False).status == 404)
    pages = [holder.get(f"/topics/{topic}{part}") for topic in ("POL", "NET", "AUD") for part in ("", "?part=2")]
    check("pages of long topics are in parts, and small", all(page.status == 200 and len(page.body) < 70000 for page in pages),
          [len(page.body) for page in pages])
    alone = holder.get("/topics/NET?only=NET-12").text
    check("one question alone", 'id="at-NET-12"' in alone and alone.count("<article") == 1)
    check("it is on the page that was asked for", 'id="at-NET-12"' in holder.get("/topics/NET?at=NET-12").text)


def test_conflict(house):
    """Two at once: of different parts both, of the same one shows both, and a person decides part by part."""
    _, link = house.send()
    anna, ben = house.holder(link, name="Anna"), house.holder(link, role="Legal", name="Ben")
    check("first", anna.save("POL-01", POLICY).status == 200)
    check("Anna", anna.save("POL-01", {**POLICY, "fields.policy.version": "2"}, turn=1).status == 200)
    merged = ben.save("POL-01", {**POLICY, "remark": "of Ben"}, turn=1)
    body = ben.one("POL-01")["answer"]
    check("of two parts both are kept: not so within one field", merged.status == 200 and merged.json["is_merged"] and
          body["remark"] == "of Ben" and body["fields"]["policy"]["version"] == "2", (merged.text[:300], body))
    turn = ben.one("POL-01")["turn"]
    check("the same said by both is no conflict", ben.save("POL-01", {**POLICY, "fields.policy.version": "2", "remark": "of Ben"},
                                                           turn=1).status == 200 and ben.one("POL-01")["turn"] == turn)
    met = ben.save("POL-01", {**POLICY, "fields.policy.version": "3"}, turn=1)
    check("of one part somebody decides", met.status == 409 and met.json["now"][0]["turn"] == turn, met.text[:500])
    fields = {"act": new_id(), "turn": "1", "was": "open", **POLICY, "fields.policy.version": "3", "remark": "mine"}
    page = ben.post("/topics/POL/POL-01", fields)
    shown = Form(page.text, "at-POL-01")
    told = dict(shown.fields)
    check("both are shown", page.status == 409 and "Changed meanwhile" in shown.text and told["fields.policy.version"] == "3" and
          told["remark"] == "mine" and "of Ben" in shown.text and told["turn"] == str(turn), (page.status, told))
    check("part by part", 'name="take" value="fields.policy"' in shown.text and 'name="take" value="remark"' in shown.text)
    taken = ben.client.post(shown.action + "/rows", [*shown.with_(turn="1"), ("take", "remark")], ben.headers(), csrf=ben.csrf())
    now = Form(taken.text, "at-POL-01")
    check("a part of theirs is taken over", dict(now.fields)["remark"] == "of Ben" and dict(now.fields)["fields.policy.version"] == "3" and
          'value="remark"' not in now.text and 'value="fields.policy"' in now.text, (taken.status, dict(now.fields)))
    done = ben.client.post(now.action, now.with_(), ben.headers(), csrf=ben.csrf())
    body = ben.one("POL-01")["answer"]
    check("and saved behind theirs", done.status == 303 and body["remark"] == "of Ben" and body["fields"]["policy"]["version"] == "3", body)
    state = ben.one("POL-01")
    both = together(*(lambda who=who, text=text: who.save("POL-01", {**POLICY, "fields.policy.version": text}, turn=state["turn"])
                      for who, text in ((anna, "A"), (ben, "B"))))
    check("at the same moment one is first", sorted(answer.status for answer in both) == [200, 409], [a.status for a in both])
    instead = anna.save("PHY-04", {"instead": "not_known"})
    values = ben.save("PHY-04", {"fields.reviewed": "2026-01-05"})
    check("a value and what stands in its stead do not go together", instead.status == 200 and values.status == 409, values.text[:300])


def test_states(house):
    """Proposed and approved, one by one and of a topic; what is changed is not approved any more."""
    _, link = house.send()
    holder = house.holder(link)
    for question in ("POL-01", "POL-05"):
        check("saved", holder.save(question, {"remark": "r", **(POLICY if question == "POL-01" else {"fields.trained": "3", "fields.staff": "4"})}).status == 200)
    one = form(holder, "POL-01")
    answer = holder.client.post(one.action, one.with_(state="proposed"), holder.headers(), csrf=holder.csrf())
    check("proposed", answer.status == 303 and holder.one("POL-01")["state"] == "proposed", answer.status)
    house.good(holder.post("/topics/POL", {"act": new_id(), "state": "approved"}))
    check("a topic is approved at once", [holder.one(q)["state"] for q in ("POL-01", "POL-05")] == ["approved", "approved"])
    check("by one act", house.database.sql("SELECT COUNT(*) FROM facts f JOIN heads h ON h.fact = f.number WHERE h.state = 'approved' AND "
                                           "h.act = (SELECT MAX(act) FROM heads WHERE kind = 'answer')")[0][0] == "2")
    check("not twice", holder.post("/topics/POL", {"act": new_id(), "state": "approved"}).status == 422)
    two = form(holder, "POL-05")
    house.good(holder.client.post(two.action, two.with_(remark="changed"), holder.headers(), csrf=holder.csrf()))
    check("what is changed is proposed again", holder.one("POL-05")["state"] == "proposed")
    data = holder.api("").json
    check("the overview counts", data["progress"] == {"asked": 33, "answered": 2, "saved": 0, "proposed": 1, "approved": 1}, data["progress"])
    check("one not proposed", holder.save("NET-01", {"instead": "not_known"}).status == 200)
    data = holder.api("").json
    for row in (data, *data["topics"]):
        told = row["progress"]
        check("each answer is in one state", told["answered"] == told["saved"] + told["proposed"] + told["approved"] and
              told["answered"] <= told["asked"], told)
    page = plain(holder.get())
    check("in words, too", re.search(r"2 open · 0 saved · 1 proposed · 1 approved", page) is not None, page[:1500])
    shown = holder.get("/topics/NET")
    check("what is saved is called so", re.search(r'id="at-NET-01".*?data-state>saved<', shown.text, re.S) is not None, plain(shown)[:900])
    check("without a script one is told to save each", "<noscript>" in shown.text and "save one before you go on" in shown.text)
    check("no other state", holder.post("/topics/POL", {"act": new_id(), "state": "claimed"}).status == 422 and
          holder.save("POL-05", {"remark": "x"}, turn=3, state="claimed").status == 422)


# ------------------------------------------------------------------------------------------------------------ files

def test_files(house):
    """Proofs: sent once, named as often as one likes, never shown inline, read by nobody else before the end."""
    sending, link = house.send()
    holder = house.holder(link, name="Anna")
    content = b"%PDF-1.4 a policy " + secrets.token_bytes(300000)
    digest = hashlib.sha256(content).hexdigest()
    answer = holder.upload("/files/send", "policy.pdf", content, act=new_id(), title="The policy", question="POL-01")
    check("sent for a question, and back to it", answer.status == 303 and "at=POL-01" in answer.location, (answer.status, plain(answer)[:400]))
    proof = holder.one("POL-01")["answer"]["proofs"]
    check("it is named there", proof == [{"file": digest, "title": "The policy"}], proof)
    page = holder.get("/files")
    check("its digest and size are shown, and how long it is kept", digest in page.text and "300 kB" in page.text and
          "kept as long as" in page.text, plain(page)[:800])
    part = holder.api("/files").json["files"][0]["id"]
    got = holder.get(f"/files/{part}")
    check("it is what was sent", hashlib.sha256(got.body).hexdigest() == digest)
    check("never in the window", got.headers["Content-Disposition"].startswith("attachment") and
          got.headers["X-Content-Type-Options"] == "nosniff" and got.headers["Content-Type"] == "application/octet-stream",
          got.headers.items())
    named = holder.save("POL-08", {"fields.cover": "2", "proofs[0].title": "The same", "proofs[0].file": digest})
    check("named by another answer", named.status == 200, named.text[:300])
    check("stored once", house.database.sql("SELECT COUNT(*) FROM contents WHERE is_whole = 1")[0][0] == "1")
    again = holder.client.ask("POST", holder.program("/files/send?name=again.pdf"), content, holder.headers(**{
        "Content-Type": "application/octet-stream", "X-CSRF-Token": holder.csrf()}))
    check("sent again it is kept once", again.status == 200 and house.database.sql(
        "SELECT COUNT(*) FROM contents WHERE is_whole = 1")[0][0] == "1", again.text[:300])
    check("what was not sent is not named", holder.save("NET-01", {"proofs[0].title": "x", "proofs[0].file": "0" * 64}).status == 422)
    shown = holder.save("NET-04", {"proofs[0].title": "The console", "proofs[0].shown": "on_site", "remark": "come and see"})
    before = len(holder.api("/files").json["files"])
    for question in ("NOPE-1", "../x"):
        said = holder.upload("/files/send", "lost.txt", b"lost", act=new_id(), question=question)
        check(f"for no question that is not asked: {question}", said.status == 422 and "is asked here: nothing was kept" in plain(said), (said.status, plain(said)[:400]))
        said = holder.client.ask("POST", holder.program("/files/send?" + urllib.parse.urlencode({"name": "lost.txt", "question": question})), b"lost",
                                 holder.headers(**{"Content-Type": "application/octet-stream", "X-CSRF-Token": holder.csrf()}))
        check(f"a program neither: {question}", said.status == 422 and "is asked here" in said.json["detail"], said.text[:300])
    check("and none is there", len(holder.api("/files").json["files"]) == before)
    check("shown on site in its place", shown.status == 200, shown.text[:300])
    for name, status in (("../../etc/passwd", 422), ("a\\b.txt", 422), ("x" * 201, 422), ("", 422), ("a\u202egpj.exe", 422), ("..", 422),
                         ("réseau \u00e9 \"q\".txt", 200)):
        answer = holder.client.ask("POST", holder.program("/files/send?" + urllib.parse.urlencode({"name": name})), b"x", holder.headers(**{
            "Content-Type": "application/octet-stream", "X-CSRF-Token": holder.csrf()}))
        check(f"the name {name[:20]!r}", answer.status == status, answer.text[:200])
    odd = [row for row in holder.api("/files").json["files"] if row["name"].startswith("réseau")][0]
    said = holder.get(f"/files/{odd['id']}").headers["Content-Disposition"]
    check("an odd name is told safely", "\n" not in said and "filename*=UTF-8''" in said and '"q"' not in said.split("filename*")[0].replace("filename=", "", 1)[1:-3], said)
    large = b"x" * ((25 << 20) + 1)
    answer = holder.client.ask("POST", holder.program("/files/send?name=large.bin"), large, holder.headers(**{
        "Content-Type": "application/octet-stream", "X-CSRF-Token": holder.csrf()}))
    check("one byte too many is told in a sentence", answer.status == 413 and "25 MB" in answer.json["detail"], answer.text[:300])
    fits = holder.client.ask("POST", holder.program("/files/send?name=fits.bin"), large[:-1], holder.headers(**{
        "Content-Type": "application/octet-stream", "X-CSRF-Token": holder.csrf()}))
    check("25 MB are taken", fits.status == 200, fits.text[:200])
    unnamed = [row for row in holder.api("/files").json["files"] if row["name"] == "fits.bin"][0]
    for who in (house.admin, house.people["expert"], house.people["stranger"], Client(house.server.port)):
        for address in (f"/sendings/{sending}/files/{part}?lane=answer", f"/sendings/{sending}/files/{part}?lane=claimed",
                        f"/sendings/{sending}/answer/files/{part}"):
            check(f"nobody else reads it: {address}", who.get(address).status in (303, 403, 404), who.get(address).status)
    page = holder.get("/files").text
    french = holder.get("/files?lang=fr").text
    check("how large a file may be, in each language", "of at most 25 MB." in page and "25 Mo." in french)
    holder.get("?lang=en")
    asks = re.search(r"<details><summary>Withdraw the file</summary>(.*?)</details>", page, re.S)
    check("of what answers name it is asked before", asks is not None and all(code in asks[1] for code in ("POL-01", "POL-08")) and
          f'value="{part}"' in asks[1] and odd["id"] not in asks[1], asks and asks[1])
    check("each leads to its answer", re.search(r'data-label="named by"><a href="[^"]*at=POL-01', page) is not None)
    withdrawn = house.good(holder.post("/files/withdraw", {"act": new_id(), "id": odd["id"]}))
    row = re.search(r'<tr class="removed">.*?</tr>', holder.get("/files").text, re.S)
    check("the time is that of withdrawing, and says so", re.search(r'data-label="sent"></td>.*withdrawn, <span class="date">\d{4}-', row[0], re.S) is not None,
          row[0])
    check("withdrawn", withdrawn.status == 303 and holder.get(f"/files/{odd['id']}").status == 404 and "withdrawn" in holder.get("/files").text)
    check("none of another questionnaire", house.holder(house.send()[1]).get(f"/files/{part}").status == 404)
    house.good(holder.post("/submit", {"act": new_id(), "signed_by": "Managing director"}))
    read = house.admin.get(f"/sendings/{sending}/files/{part}?lane=claimed")
    check("with the answers it is read", read.status == 200 and read.body == content, read.status)
    check("what no answer names is not", house.admin.get(f"/sendings/{sending}/files/{unnamed['id']}?lane=claimed").status == 404)
    check("nor is anything sent any more", holder.upload("/files/send", "late.txt", b"late", act=new_id()).status == 422)
    told = house.server.command("doctor", check=False).stdout.decode()
    check("the house is in order", not re.search(r"^must +(?![ b])", told, re.M) and re.search(r"^fine +files", told, re.M), told[600:])
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


# -------------------------------------------------------------------------------------------------- handing on, in

def handed(holder, **fields):
    until = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(10)).strftime("%Y-%m-%d")
    answer = holder.post("/hand-on", {"topic": "", "may": "answer", "until": until, "note": "", **fields})
    found = re.search(r'class="code copy" readonly value="[^"]*/pass/([\w-]{43})"', answer.text)
    return found[1] if found else None, answer


def test_way_on(house):
    """Where a topic has no open question any more, its page leads to the next that is open."""
    holder = house.holder(house.send()[1])
    before = holder.get("/topics/POL").text
    for row in holder.api("/topics/POL").json["questions"]:
        said = holder.save(row["question"], {"instead": "not_known", "remark": "asked our colleagues"})
        check(f"{row['question']} is not known", said.status == 200, said.text[:300])
    after = holder.get("/topics/POL")
    way = re.search(r'<a class="button quiet" href="([^"]+)">To the next open question', after.text)
    check("not while one is open", "To the next open question" not in before)
    check("it leads there", way is not None and house.good(holder.client.ask("GET", way[1].split("#")[0], headers=holder.headers()), 200),
          plain(after)[:600])


def test_until(house):
    """The band of each page and the page of the link say until when one answers, which is sooner than the link ends."""
    until = int(time.time()) + 20 * DAY
    day = time.strftime("%Y-%m-%d", time.gmtime(until))
    _, link = house.send(until=20 * DAY)
    page = Client(house.server.port).get("/pass/" + link)
    said = re.search(r"to be answered until</dt><dd[^>]*>([\d-]+)", page.text)
    ends = re.search(r"the link opens until</dt><dd[^>]*>([\d-]+)", page.text)
    check("the page of the link says both", said and ends and said[1] == day and ends[1] > day, plain(page)[:600])
    holder = house.holder(link)
    for path in ("", "/topics/POL", "/files", "/hand-on", "/submit"):
        band = re.search(r'<p class="marking">(Link[^<]*)</p>', holder.get(path).text)
        check(f"the band of {path}", band is not None and band[1].startswith(f"Link to answer with, until {day} "), band and band[1])
    page = plain(holder.get())
    asked, counted = re.search(r"0 of (\d+) questions answered", page), re.search(r"asked for (\d+) questions", page)
    hung = re.search(r"of these (\d+) only if the answer to another question leads there", page)
    check("two numbers of questions are explained", asked and counted and int(counted[1]) - int(asked[1]) == (int(hung[1]) if hung else 0), page[:1500])
    house.good(holder.save("POL-01", POLICY), 200)
    house.good(holder.post("/submit", {"act": new_id(), "signed_by": "Director"}))
    band = re.search(r'<p class="marking">(Link[^<]*)</p>', holder.get("/topics/POL").text)
    check("once it is submitted it is a link to read", band is not None and band[1].startswith("Link to read what was answered"), band and band[1])


def test_hand_on(house):
    """A topic by a link of its own, reading along, and taking both back."""
    sending, link = house.send()
    holder = house.holder(link)
    topic, answer = handed(holder, topic="NET", note="Nora of networks")
    check("a link to a topic", topic is not None and "Nora of networks" in answer.text and "Networks" in answer.text, plain(answer)[:400])
    house.links.append(topic)
    nora = house.holder(topic, role="Network engineer", name="Nora")
    check("its holder is asked of that alone", [row["id"] for row in nora.api("").json["topics"]] == ["NET"] and
          nora.get("/topics/POL").status == 404 and nora.get("/all").text.count("<article") == 4)
    check("answers it", nora.save("NET-01", {"remark": "x", "instead": "not_known"}).status == 200)
    check("and nothing else", nora.save("POL-01", POLICY).status == 422)
    check("does not submit", "Submit" not in plain(nora.get()) and nora.post("/submit", {"act": new_id(), "signed_by": "me"}).status == 403)
    check("nor hands on", nora.get("/hand-on").status == 404)
    for file, sender, question in (("policy.txt", holder, "POL-01"), ("net.txt", holder, "NET-04"), ("free.txt", holder, ""), ("own.txt", nora, "")):
        house.good(sender.upload("/files/send", file, file.encode(), act=new_id(), **({"question": question} if question else {})))
    parts = {row["name"]: row["id"] for row in holder.api("/files").json["files"]}
    seen = {row["name"] for row in nora.api("/files").json["files"]}
    check("files of that topic and her own", seen == {"net.txt", "own.txt"} and "policy.txt" not in nora.get("/files").text, seen)
    check("of no other does she read", {name: nora.get(f"/files/{part}").status for name, part in parts.items()} == {
        "policy.txt": 404, "free.txt": 404, "net.txt": 200, "own.txt": 200})
    check("nor take out of sight", nora.post("/files/withdraw", {"act": new_id(), "id": parts["policy.txt"]}).status == 404 and
          holder.get(f"/files/{parts['policy.txt']}").status == 200)
    check("names are those of one's own link", "Nora" not in holder.get("/who").text)
    reader, _ = handed(holder, may="read", note="the board")
    house.links.append(reader)
    board = house.holder(reader, role=None)
    check("who reads along sees all", board.get("/topics/NET").status == 200 and board.api("").json["progress"]["answered"] == 1 and
          "Nora" in board.get("/all").text)
    check("and changes nothing", board.get("/who").status == 404 and board.get("/submit").status == 404 and all(
        board.client.post(board.home + path, {"act": new_id(), "turn": "0", "x": "y"}, board.headers(), csrf="x").status == 404
        for path in ("/topics/POL/POL-01", "/topics/POL", "/submit", "/who", "/files/withdraw")) and
          'name="turn"' not in board.get("/topics/POL").text)
    for fields in ({"topic": "nothing"}, {"until": "2020-01-01"}, {"until": "2099-01-01"}, {"note": "two\nlines"}, {"may": "reply"}):
        check(f"not so: {fields}", handed(holder, **fields)[1].status == 422)
    further, _ = handed(holder, may="hand-on", note="deputy")
    deputy = house.holder(further)
    deeper, _ = handed(deputy, topic="POL")
    deep = house.holder(deeper)
    identity = {row["note"]: row["id"] for row in holder.api("/hand-on").json["passes"]}
    check("one's own are listed", set(identity) == {"Nora of networks", "the board", "deputy"}, identity)
    below = deputy.api("/hand-on").json["passes"][0]["id"]
    check("not those below them are taken back here", holder.post("/hand-on/take-back", {"id": below}).status == 404)
    check("nor one's own link", holder.post("/hand-on/take-back", {"id": holder.root.split("/")[-1]}).status == 404)
    for note in identity.values():
        house.good(holder.post("/hand-on/take-back", {"id": note}))
    for who in (nora, board, deputy, deep):
        check("taken back with all below", is_none(who.get()), who.get().status)
    check("what was answered stays", holder.one("NET-01")["is_answered"])


def test_submit(house):
    """Handing in: a receipt that anybody can compute; then text, until it is reopened."""
    sending, link = house.send()
    holder, second = house.holder(link, name="Anna"), house.holder(link, role="Deputy")
    check("nothing to hand in", "No question is answered so far" in plain(holder.get("/submit")) and
          holder.post("/submit", {"act": new_id(), "signed_by": "Director"}).status == 422)
    check("saved", holder.save("POL-01", POLICY).status == 200)
    for who in (house.admin, house.people["expert"]):
        check("the buyer sees nothing", who.get(f"/sendings/{sending}/answer").status == 403)
    page = holder.get("/submit")
    check("what is open is told", "POL-05" in page.text and "1 of 33 questions answered" in page.text and "no failure" in page.text)
    check("somebody signs", holder.post("/submit", {"act": new_id(), "signed_by": " "}).status == 422)
    acts = [new_id(), new_id()]
    both = together(*(lambda who=who, act=act: who.post("/submit", {"act": act, "signed_by": "Director"})
                      for who, act in ((holder, acts[0]), (second, acts[1]))))
    check("of two one wins, the other is told", sorted(answer.status for answer in both) == [303, 409] and
          any("by somebody else: look at the receipt" in html.unescape(answer.text) for answer in both), [(a.status, plain(a)[-900:-300]) for a in both])
    won = 0 if both[0].status == 303 else 1
    again = (holder, second)[won].post("/submit", {"act": acts[won], "signed_by": "Director"})
    check("sent again it is answered as the first time", again.status == 303 and again.location.endswith("/receipt"), again.status)
    receipt = holder.api("/receipt").json
    file = holder.get("/file?of=submitted")
    check("the receipt is the digest of the file", hashlib.sha256(file.body).hexdigest() == receipt["receipt"] and
          receipt["signed_by"] == "Director" and receipt["receipt"] in holder.get("/receipt").text, receipt)
    check("what programs read of it is right", house.server.command("check", "-", check=False).returncode in (0, 1, 2))
    check("as it is kept", file.body == holder.get("/file").body)
    topic = holder.get("/topics/POL")
    check("from then on it is text", 'name="was"' not in topic.text and "Security policy" in topic.text and "submitted" in plain(topic))
    late = holder.save("POL-01", {**POLICY, "remark": "late"}, turn=1)
    check("and changes no more", late.status == 422 and "reopen" in late.json["detail"], late.text)
    check("not twice", second.post("/submit", {"act": new_id(), "signed_by": "Director"}).status in (409, 422))
    house.say(sending, "reopened", int(time.time()) + 5 * DAY, "please name the version")
    shown = plain(holder.get())
    check("reopened says why and until when", "please name the version" in shown and "reopened" in shown, shown[:500])
    check("then it is changed", holder.save("POL-01", {**POLICY, "fields.policy.version": "7"}, turn=1).status == 200)
    house.good(holder.post("/submit", {"act": new_id(), "signed_by": "Director"}))
    new = holder.api("/receipt").json
    check("a new receipt", new["receipt"] != receipt["receipt"] and
          hashlib.sha256(holder.get("/file?of=submitted").body).hexdigest() == new["receipt"])
    house.say(sending, "closed", reason="all is answered")
    check("closed", holder.get().status == 200 and "closed" in plain(holder.get()))
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


def test_over(house):
    """Once the time is over nothing changes, and nothing is lost."""
    holder = house.short
    holder.client.close()  # the server was killed meanwhile
    until = house.database.sql("SELECT body FROM heads WHERE kind = 'sent' ORDER BY fact LIMIT 1")[0][0]
    over = datetime.datetime.fromisoformat(json.loads(until)["until"]).replace(tzinfo=datetime.timezone.utc).timestamp()
    time.sleep(max(0, over - time.time()) + 1.5)
    late = holder.save("POL-05", {"fields.trained": "1"})
    check("too late", late.status == 422 and "over" in late.json["detail"], late.text)
    page = holder.get("/topics/POL")
    check("text, not fields", 'name="turn"' not in page.text and "Security policy" in page.text and "The time to answer is over" in page.text)
    check("no submission", holder.post("/submit", {"act": new_id(), "signed_by": "x"}).status == 422)
    check("no file", holder.upload("/files/send", "a.txt", b"x", act=new_id()).status == 422)
    check("it can be taken along", holder.get("/file").status == 200)


def test_persons(house):
    """What the project manager and the expert are asked they answer the same way, with their accounts."""
    manager, none = house.send("project_manager", "-")
    expert, _ = house.send("expert", "north")
    check("no link", none == "-")
    page = house.people["manager"].get(f"/sendings/{manager}/answer")
    check("the buyer's own side is not told of the buyer", "The buyer sees" not in page.text and "read by those who answer here alone" in page.text)
    check("the project manager's own", page.status == 200 and "of 7 questions answered" in page.text, plain(page)[:500])
    check("in the project", "Museum of the sea" in page.text and 'href="/projects/museum"' in page.text)
    one = Form(house.people["manager"].get(f"/sendings/{manager}/answer/topics/CUS").text, "at-CUS-01")
    check("no role is asked for", one.action == f"/sendings/{manager}/answer/topics/CUS/CUS-01", one.action)
    two = Form(house.people["expert"].get(f"/sendings/{manager}/answer/topics/CUS").text, "at-CUS-01")
    house.good(house.people["expert"].post(two.action, two.with_(remark="of the expert")))
    body = json.loads(house.database.sql(f"SELECT body FROM heads WHERE subject = '{manager}' AND kind = 'answer'")[0][0])
    check("by the expert", body["by"]["role"]["en"] == "Expert", body)
    one = Form(house.people["manager"].get(f"/sendings/{manager}/answer/topics/CUS").text, "at-CUS-01")
    house.good(house.people["manager"].post(one.action, one.with_(remark="of the house", instead="not_known")))
    body = json.loads(house.database.sql(f"SELECT body FROM heads WHERE subject = '{manager}' AND kind = 'answer'")[0][0])
    check("by the project manager", body["by"]["role"]["en"] == "Project manager", body)
    check("the expert in their stead, as the expert", "Expert" in html.unescape(house.people["expert"].get(f"/sendings/{manager}/answer").text))
    check("others do not", house.people["stranger"].get(f"/sendings/{manager}/answer").status == 403 and
          Client(house.server.port).get(f"/sendings/{manager}/answer").is_sent_to_sign_in())
    check("the expert's own", house.people["expert"].get(f"/sendings/{expert}/answer").status == 200)
    check("there is none", house.people["manager"].get("/sendings/none/answer").status in (403, 404))
    house.good(house.people["manager"].post(f"/sendings/{manager}/answer/submit", {"act": new_id(), "signed_by": "Project manager"}))
    check("a receipt", house.people["manager"].get(f"/sendings/{manager}/answer/receipt").status == 200)


def test_strange(house):
    """Another's link, another subject, one that is over or revoked, one that was guessed: one and the same page."""
    _, link = house.send()
    other, second = house.send()
    holder = house.holder(link)
    elsewhere = holder.root + f"/sendings/{other}/answer"
    asks = [lambda: holder.client.ask("GET", elsewhere, headers=holder.headers()),
            lambda: holder.client.ask("GET", elsewhere + "/topics/POL", headers=holder.headers()),
            lambda: holder.client.post(elsewhere + "/topics/POL/POL-01", {"act": new_id(), "turn": "0", **POLICY}, holder.headers(), csrf=holder.csrf()),
            lambda: holder.client.ask("GET", holder.home, headers={"Cookie": "palier_pass=guessed"}),
            lambda: holder.client.ask("GET", holder.home),
            lambda: Client(house.server.port).get("/pass/" + secrets.token_urlsafe(32))]
    told = [ask() for ask in asks]
    check("they open nothing", all(is_none(answer) for answer in told), [answer.status for answer in told])
    program = holder.client.ask("GET", holder.program("").replace(holder.home.split("/")[4], other), headers=holder.headers())
    check("nor does the program", program.status == 404, program.status)
    for path in ("/sendings/x", "/assessments/x", "/projects/museum", "/me", ""):
        answer = holder.client.ask("GET", holder.root + "/api/v1" + path, headers=holder.headers())
        check(f"no other page by the program: {path}", answer.status in (400, 404), answer.status)
    identity = holder.root.split("/")[-1]
    house.database.sql(f"UPDATE passes SET expires_at = 5 WHERE id = '{identity}'")
    check("over", is_none(holder.get()) and holder.save("POL-01", POLICY).status == 404)
    gone = house.holder(second)
    house.database.sql(f"UPDATE passes SET revoked_at = 5 WHERE id = '{gone.root.split('/')[-1]}'")
    check("revoked", is_none(gone.get()) and gone.save("POL-01", POLICY).status == 404)
    house.database.sql(f"UPDATE passes SET expires_at = {int(time.time()) + DAY} WHERE id = '{identity}'")
    house.database.sql(f"UPDATE passes SET revoked_at = NULL WHERE id = '{gone.root.split('/')[-1]}'")
    check("a French one is told in French", "ce lien n’ouvre rien" in holder.client.ask(
        "GET", elsewhere, headers=holder.headers(**{"Accept-Language": "fr"})).text)


class Guesser(threading.Thread):
    """Sends guesses from an address of its own, many behind each other on a connection; the statuses."""
    AT_ONCE = 50

    def __init__(self, port, source, requests):
        super().__init__(daemon=True)
        self.port, self.source, self.requests, self.statuses = port, source, requests, {}

    def run(self):
        for at in range(0, len(self.requests), self.AT_ONCE):
            with socket.create_connection(("127.0.0.1", self.port), 60, (self.source, 0)) as sock:
                some = self.requests[at:at + self.AT_ONCE]
                some[-1] = some[-1].replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
                sock.sendall(b"".join(some))
                with sock.makefile("rb") as file:
                    told = file.read()
            for status in re.findall(rb"HTTP/1\.1 (\d+)", told):
                self.statuses[int(status)] = self.statuses.get(int(status), 0) + 1


def test_guessed(house):
    """Links and what browsers have for them, guessed 100,000 times with --long: none opens anything, whoever holds one is not
    held up, and nothing grows by it."""
    _, link = house.send()
    holder = house.holder(link, name="Anna")
    check("saved", holder.save("POL-01", POLICY).status == 200)
    each = 50000 if "--long" in sys.argv else 1500
    before = {table: len(rows) for table, rows in house.rows().items()}
    memory = lambda: int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{house.server.process.pid}/status").read_text())[1]) // 1024
    grown = memory()
    links = [f"POST /pass/{secrets.token_urlsafe(32)} HTTP/1.1\r\nHost: 127.0.0.1:{house.server.port}\r\nOrigin: null\r\nSec-Fetch-Site: "
             "same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n".encode() for _ in range(each)]
    cookies = [f"GET {holder.home} HTTP/1.1\r\nHost: 127.0.0.1:{house.server.port}\r\nCookie: palier_pass={secrets.token_urlsafe(32)}\r\n\r\n"
               .encode() for _ in range(each)]
    guessers = [Guesser(house.server.port, "127.0.0.9", links), Guesser(house.server.port, "127.0.0.10", cookies)]
    for guesser in guessers:
        guesser.start()
    turn, waits = 1, []
    while any(guesser.is_alive() for guesser in guessers):
        start = time.perf_counter()
        answer = holder.save("POL-01", {**POLICY, "remark": f"turn {turn}"}, turn=turn)
        waits.append(time.perf_counter() - start)
        check("who holds a link goes on meanwhile", answer.status == 200, answer.text[:300])
        turn += 1
        time.sleep(0.05)
    told = [guesser.statuses for guesser in guessers]
    check("each was answered", [sum(one.values()) for one in told] == [each, each], told)
    check("none opens anything", set(told[0]) <= {404, 429} and set(told[1]) <= {404, 429}, told)
    check("guesses of links are slowed down", told[0].get(429, 0) > each // 2, told)
    check("whoever holds one waits for nobody", sorted(waits)[len(waits) * 9 // 10] < 2, waits[-5:])
    after = {table: len(rows) for table, rows in house.rows().items()}
    grew = {table: after[table] - before[table] for table in after if table in ("passes", "pass_sessions", "persons", "documents")}
    check("nothing was written for them", not any(grew.values()), grew)
    check("the audit does not grow by them", after["audit"] - before["audit"] < turn + 100, (before["audit"], after["audit"], turn))
    check("nor what counts attempts", int(house.database.sql("SELECT COUNT(*) FROM attempts")[0][0]) < 20)
    check("nor the memory", memory() - grown < 60, (grown, memory()))
    check("the true one opens, from elsewhere", house.holder(link).get().status == 200)


def test_killed(house):
    """What was acknowledged is there after a kill; what is sent again does not meet itself."""
    sending, link = house.send()
    holder = house.holder(link)
    kept, turn = {}, 0
    for i in range(4):
        act, fields = new_id(), {**POLICY, "remark": f"number {i}"}
        answer = holder.save("POL-01", fields, turn=turn, act=act)
        check("saved", answer.status == 200, answer.text[:200])
        kept, turn = answer.json["facts"][0], answer.json["facts"][0]["turn"]
        house.server.kill()
        house.server.start()
        holder.client.close()
        again = holder.save("POL-01", fields, turn=turn - 1, act=act)
        check("the same again", again.status == 200 and again.json["is_again"] and again.json["facts"][0]["number"] == kept["number"],
              again.text[:300])
    check("nothing is lost", holder.one("POL-01")["answer"]["remark"] == "number 3" and holder.one("POL-01")["turn"] == 4)


# --------------------------------------------------------------------------------------------------------- browsers

class Control(http.server.BaseHTTPRequestHandler):
    """What the browsers ask of the house beside its pages."""
    house = None

    def do_GET(self):
        path, _, query = self.path.partition("?")
        words = path.strip("/").split("/")
        said = dict(urllib.parse.parse_qsl(query))
        house, answer = Control.house, {}
        if words[0] == "send":
            sending, link = house.send(tier=said.get("tier", "core"))
            answer = {"sending": sending, "link": link}
        elif words[0] == "answers":
            answer = {part: {"state": state, "body": json.loads(body), "turn": int(turn)} for part, state, body, turn in house.database.sql(
                f"SELECT part, state, body, turn FROM heads WHERE kind = 'answer' AND lane = '' AND subject = '{words[1]}'")}
        elif words[0] == "kill":
            house.server.kill()
        elif words[0] == "start":
            house.server.start()
        elif words[0] == "say":
            house.say(words[1], words[2], int(time.time()) + 5 * DAY, said.get("reason", ""))
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_browser(house):
    """Two colleagues in browsers of their own, with and without a script, offline, with a server that is killed."""
    if house.database.postgresql:
        return
    Control.house = house
    control = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Control)
    threading.Thread(target=control.serve_forever, daemon=True).start()
    shots = sys.argv[sys.argv.index("--shots"):] if "--shots" in sys.argv else []
    done = subprocess.run(["node", str(ROOT / "tests/browser/place.mjs"), f"http://127.0.0.1:{house.server.port}",
                           f"http://127.0.0.1:{control.server_port}", *shots], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    control.shutdown()
    told = done.stdout.decode()
    print(told, end="")
    found = re.search(r"(\d+) passed, (\d+) failed", told)
    check("the browsers ended", found is not None and done.returncode == 0, told[-1500:])
    count.passed += int(found[1]) if found else 0


def make(folder, postgresql):
    """The house, with a questionnaire that is over in a minute or two, for the last test: the others run meanwhile."""
    house = House(sys.argv[1], folder, postgresql)
    house.short = house.holder(house.send(until=70)[1])
    house.good(house.short.save("POL-01", POLICY), 200)
    return house


if __name__ == "__main__":
    run_tests(count, make, [
        test_open, test_who, test_form, test_save, test_conflict, test_states, test_files, test_way_on, test_until, test_hand_on, test_submit,
        test_persons, test_strange, test_guessed, test_killed, test_browser, test_over])
