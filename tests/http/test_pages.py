#!/usr/bin/env python3
"""Walks through the pages of a project as a browser would: forms are filled as they stand on the page.

usage: test_pages.py PALIER      with a new SQLite file, or with the empty database that the variable
                                PALIER_TEST_POSTGRESQL names
"""
import html
import html.parser
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PASSWORD = "a long enough password"


class Forms(html.parser.HTMLParser):
    """The forms of a page: their fields as a browser would send them, and where their buttons send them."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        if tag == "form":
            self.form = {"fields": [], "buttons": [], "action": at.get("action")}
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and at.get("name"):
            kind = at.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in at:
                self.form["fields"].append([at["name"], at.get("value", "")])
        elif tag == "button":
            self.form["buttons"].append(at.get("formaction", self.form["action"]))
        elif tag == "select":
            self.select = [at["name"], None]
        elif tag == "option" and self.select is not None:
            if self.select[1] is None or "selected" in at:
                self.select[1] = at.get("value", "")
        elif tag == "textarea":
            self.area = [at["name"], ""]

    def handle_data(self, data):
        if self.area is not None:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select is not None:
            self.form["fields"].append([self.select[0], self.select[1] or ""])
            self.select = None
        elif tag == "textarea" and self.area is not None:
            # The first line end belongs to the markup; line ends are sent as CR LF.
            text = self.area[1].removeprefix("\n").replace("\n", "\r\n")
            self.form["fields"].append([self.area[0], text])
            self.area = None


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")


class Browser:
    """One person's browser: cookies, and the page last seen."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        all_headers = {"Accept-Language": "en", **dict(headers)}
        if self.cookies:
            all_headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection.request(method, path, body, all_headers)
        answer = Answer(connection.getresponse())
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer

    def get(self, path):
        return self.ask("GET", path)

    def data(self, path):
        answer = self.get("/api/v1" + path)
        return json.loads(answer.text) if answer.status == 200 else {"status": answer.status}

    def form(self, path, holds):
        """The fields of the form of a page that has a field of that name, or a button that does it."""
        answer = self.get(path)
        for form in Forms(answer.text).forms:
            if f"{path}/{holds}" in form["buttons"] or holds in [name for name, _ in form["fields"]]:
                return form["fields"]
        raise AssertionError(f"{path} ({answer.status}) has no form with {holds}")

    def send(self, path, fields):
        return self.ask("POST", path, urllib.parse.urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded"})

    def submit(self, path, holds, changes=None, do=None):
        """Fills the form with `changes` (name to value, or to a list of values) and sends it to the page, or to what it does."""
        fields = self.form(path, holds)
        return self.send(f"{path}/{do}" if do else path, fill(fields, changes or {}))

    def upload(self, path, changes, name, content, kind="application/octet-stream"):
        fields = [(k, v) for k, v in fill(self.form(path, "upload"), changes) if k != "file"]
        edge = "edge-of-parts"
        parts = b"".join(f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
                         for k, v in fields)
        parts += (f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                  f"Content-Type: {kind}\r\n\r\n").encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path + "/upload", parts, {"Content-Type": f"multipart/form-data; boundary={edge}"})


def fill(fields, changes):
    """The fields with the changes laid over them: each name once per value."""
    out = []
    for name, value in fields:
        if name not in changes:
            out.append((name, value))
    for name, value in changes.items():
        out += [(name, each) for each in (value if isinstance(value, list) else [value])]
    return out


class House:
    def __init__(self, palier, folder):
        self.palier = palier
        database = os.environ.get("PALIER_TEST_POSTGRESQL", str(folder / "house.db"))
        self.environment = {**os.environ, "PALIER_DATABASE": database, "LC_ALL": "C"}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.admin_link = self.link("init", "ada@example.org", "Ada")
        self.log = open(folder / "log", "w", encoding="utf-8")
        self.server = subprocess.Popen([palier, "serve", "--listen", f"127.0.0.1:{self.port}"],
                                       env=self.environment, stdout=self.log, stderr=self.log)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit("the server does not start")

    def link(self, *words):
        run = subprocess.run([self.palier, *words], env=self.environment, capture_output=True,
                             text=True, check=True)
        return re.search(r"/link/\S+", run.stdout).group(0)

    def person(self, email, name, *roles):
        return self.sign_in(self.link("user", "add", email, name, *roles), email)

    def sign_in(self, link, email):
        browser = Browser(self.port)
        fields = {"email": email, "password": PASSWORD, "again": PASSWORD}
        answer = browser.submit(link, "password", {k: v for k, v in fields.items() if k != "email"})
        assert answer.status == 303, (answer.status, answer.text[:2000])
        if browser.get("/").status != 200:
            answer = browser.submit("/sign-in", "password", {"email": email, "password": PASSWORD})
            assert answer.status == 303, answer.status
        return browser

    def close(self):
        self.server.terminate()
        status = self.server.wait(20)
        self.log.close()
        return status


PROJECT = "/projects/museum"


def start(house):
    """An expert everywhere and a project; a reader who may change nothing; a stranger."""
    people = {"expert": house.person("eve@example.org", "Eve Expert", "expert"),
              "reader": house.person("rita@example.org", "Rita Reader", "auditor"),
              "manager": house.person("paul@example.org", "Paul Manager", "project_manager"),
              "stranger": Browser(house.port)}
    answer = people["expert"].submit("/projects/new", "title", {
        "title": "Museum site", "id": "museum", "marking": "DIFFUSION RESTREINTE",
        "profile": ""})
    assert answer.status == 303, (answer.status, answer.text[:3000])
    return people


NEEDS = {"integrity": "3", "availability": "2", "imputability": "3", "confidentiality": "1",
         "exposure": "2"}


def test_needs(house, people):
    expert, path = people["expert"], PROJECT + "/needs"
    page = expert.get(path)
    assert page.status == 200 and "misleads" in page.text and "Propose a profile" not in page.text
    assert people["stranger"].get(path).status == 303
    bad = expert.submit(path, "alert_scheme", {**NEEDS, "exposure": "9"})
    assert bad.status == 422 and "Exposure: choose one of the degrees" in bad.text
    chosen = re.findall(r'name="(\w+)" value="(\d)" checked', bad.text)
    assert ("integrity", "3") in chosen and "exposure" not in dict(chosen), chosen
    old = expert.form(path, "alert_scheme")
    done = expert.submit(path, "alert_scheme", {**NEEDS, "alert_scheme": "awr-example"})
    assert done.status == 303, (done.status, done.text[:3000])
    data = expert.data(path)
    assert data["version"] == 1 and data["alert_scheme"] == "awr-example"
    assert {row["id"]: str(row["degree"]) for row in data["criteria"]} == NEEDS
    shown = {row["title"]: row["degree"] for row in expert.data(PROJECT)["needs"]["criteria"]}
    assert shown["Integrity"] == 3 and shown["Exposure"] == 2, shown
    stale = expert.send(path, fill(old, NEEDS))
    assert stale.status == 409 and expert.data(path)["version"] == 1, stale.status
    assert "Changed meanwhile" in stale.text and "palier: needs/1" in stale.text
    assert people["reader"].get(path).status == 200
    refused = people["reader"].send(path, fill(people["reader"].form("/me", "csrf"), NEEDS))
    assert refused.status == 403
    assert "Intégrité" in people["reader"].get(path + "?lang=fr").text
    assert people["reader"].get(path + "?lang=en").status == 200


def test_proposal(house, people):
    expert, path = people["expert"], PROJECT + "/proposal"
    page = expert.get(path)
    assert page.status == 200 and "Why each area has its target" in page.text and "<svg" in page.text
    assert expert.data(PROJECT).get("profile") is None and "replace" not in page.text and ">Keep</button>" in page.text
    data = expert.data(path)
    assert data["alert_scheme"] == "awr-example" and len(data["areas"]) == 22, data.keys()
    bad = expert.submit(path, "id", {"id": "Not an id"})
    assert bad.status == 422 and 'value="Not an id"' in bad.text
    taken = expert.submit(path, "id", {"id": "level-3"})
    assert taken.status == 409
    done = expert.submit(path, "id", {"id": "museum-2026"})
    assert done.status == 303 and done.headers["Location"].startswith(PROJECT)
    assert "replaced" not in done.headers["Location"] and "in the place of" not in expert.get(done.headers["Location"]).text
    assert expert.data(PROJECT)["profile"] == "museum-2026"
    item = expert.data(PROJECT + "/library/profile/museum-2026")
    assert item["version"] == 1 and item["has_profile"] and item["document"]["id"] == "museum-2026"
    assert expert.submit(path, "id", {"id": "museum-2026"}).status == 409
    named = item["document"]["title"] + " (museum-2026)"
    page = expert.get(path)
    assert expert.data(path)["replaces"] == "museum-2026" and f"<strong>{named}</strong>" in page.text and "Keep, and replace the target" in page.text
    done = expert.submit(path, "id", {"id": "museum-2027"})
    next_page = expert.get(done.headers["Location"])
    assert next_page.status == 200 and f"in the place of <strong>{named}</strong>" in next_page.text, next_page.text[:3000]
    own = done.headers["Location"].split("?")[0]
    assert "in the place of" not in expert.get(own).text
    assert "in the place of" not in expert.get(own.replace("2027", "2026") + "?replaced=museum-2027").text  # no target any more
    assert expert.data(PROJECT)["profile"] == "museum-2027" and expert.get(PROJECT + "/library/profile/museum-2026").status == 200
    manager = people["manager"]
    seen = manager.get(path).text
    assert "The expert of the project keeps it" in seen and 'name="id"' not in seen and "The expert of the project keeps it" not in page.text
    assert manager.send(path, fill(manager.form("/me", "csrf"), {"id": "x"})).status == 403


def test_proposal_needs_needs(house, people):
    expert = people["expert"]
    assert expert.submit("/projects/new", "title", {"title": "Bare", "id": "bare"}).status == 303
    page = expert.get("/projects/bare/proposal")
    assert page.status == 422 and "not stated yet" in page.text


def places(fields, kind):
    """Where the rows of laws or requirements stand in a form: {id: "laws[2]"}."""
    found = ((re.fullmatch(kind + r"\[(\d+)\]\.id", name), value) for name, value in fields)
    return {value: f"{kind}[{match[1]}]" for match, value in found if match}


def chosen(fields, kind, wanted):
    """The marks of a form so that the wanted rows alone apply."""
    return {f"{place}.applies": "true" if row in wanted else "false"
            for row, place in places(fields, kind).items()}


def test_meeting(house, people):
    expert, path = people["expert"], PROJECT + "/meeting"
    page = expert.get(path)
    assert page.status == 200 and "RGPD" in page.text.replace("GDPR", "RGPD")
    old = expert.form(path, "minutes")
    filled = {"date": "2026-01-12", "participants[0]": "project manager", "participants[1]": "expert",
              **chosen(old, "laws", ["gdpr", "rgs"]), **chosen(old, "requirements", ["location"]),
              "timetable[0].date": "2026-02-01", "timetable[0].what": "Call for candidates",
              "timetable[0].who": "project manager", "minutes": "First line.\r\n\r\nSecond \"line\"."}
    bad = expert.submit(path, "minutes", {**filled, "timetable[0].date": "tomorrow"})
    assert bad.status == 422 and "tomorrow" in bad.text and "Second &quot;line&quot;" in bad.text
    assert 'href="#f-timetable-0--date"' in bad.text and 'id="f-timetable-0--date-error"' in bad.text
    law = re.escape(places(old, "laws")["rgs"])
    assert re.search(law + r'\.applies" value="(true|absent)" checked', bad.text), bad.text
    done = expert.submit(path, "minutes", filled)
    assert done.status == 303, (done.status, done.text[:3000])
    data = expert.data(path)
    assert data["version"] == 1 and data["minutes"] == "First line.\n\nSecond \"line\"."
    assert [law["id"] for law in data["laws"] if law["applies"]] == ["gdpr", "rgs"]
    assert data["timetable"] == [{"date": "2026-02-01", "what": "Call for candidates",
                                  "who": "project manager"}]
    assert data["participants"] == "project manager\nexpert\n"
    again = expert.submit(path, "minutes")  # as it stands
    assert again.status == 303
    assert expert.data(path) == data  # which is no version
    stale = expert.send(path, fill(old, filled))
    assert stale.status == 409 and "palier: meeting/1" in stale.text
    # What a program does not name stays.
    head = {"Content-Type": "application/json", "X-CSRF-Token": dict(expert.form(path, "minutes"))["csrf"]}
    answer = expert.ask("POST", "/api/v1" + path, json.dumps(
        {"version": 1, "minutes": "From a program."}), head)
    assert answer.status == 200 and json.loads(answer.text)["version"] == 2, answer.text
    answer = expert.ask("POST", "/api/v1" + path, json.dumps({"version": 2, "laws[0].name": "x"}), head)
    assert answer.status == 422 and "laws[0].name" in json.loads(answer.text)["detail"], answer.text
    changed = expert.data(path)
    assert changed == {**data, "version": 2, "minutes": "From a program."}, changed
    own_words(expert, path)
    reader = people["reader"]
    assert reader.get(path).status == 200 and "<textarea" not in reader.get(path).text
    assert reader.send(path, fill(reader.form("/me", "csrf"), filled)).status == 403


def own_words(expert, path):
    """Points of the agenda, laws and requirements of one's own; rows that come and go."""
    before = expert.data(path)
    points, laws = before["agenda"], len(before["laws"])
    form = dict(expert.form(path, "minutes"))
    shown = expert.send(path + "/rows", list({**form, "add": "laws"}.items()))
    assert shown.status == 200 and shown.text.count("autofocus") == 1, shown.text[:3000]
    assert shown.text.count('name="laws[') > expert.get(path).text.count('name="laws[')
    pasted = expert.send(path + "/rows", list({
        **form, "paste:timetable": "2026-05-01;Visit;expert;\n2026-06-01;a;b;c;d\n", "take": "timetable"}.items()))
    assert pasted.status == 200 and 'value="Visit"' in pasted.text, pasted.text[:3000]
    assert "line 2 has 5 cells" in pasted.text and expert.data(path) == before
    # Lines that were typed into the box are shown first, whichever button was pressed.
    pasted = expert.send(path, list({**form, "paste:agenda": "Pasted point"}.items()))
    assert pasted.status == 200 and 'value="Pasted point"' in pasted.text and expert.data(path) == before
    done = expert.submit(path, "minutes", {
        f"agenda[{len(points)}].en": "Our own point", f"laws[{laws}].title.en": "Charter of the ministry",
        f"laws[{laws}].why.en": "Names who may publish.", f"laws[{laws}].source": "2025, article 3"})
    assert done.status == 303, (done.status, done.text[:3000])
    data = expert.data(path)
    assert data["agenda"] == points + ["Our own point"], data["agenda"]
    assert data["laws"][:-1] == before["laws"] and data["laws"][-1] == {
        "id": "charter-of-the-ministry", "title": "Charter of the ministry",
        "why": "Names who may publish.", "source": "2025, article 3", "applies": True}, data["laws"]
    french = json.loads(expert.ask("GET", "/api/v1" + path + "?lang=fr").text)["agenda"]
    expert.get("/?lang=en")
    assert french[-1] == "Our own point" and french[0] != points[0], french
    # A row is taken away in the form, and is gone when it is saved.
    form = dict(expert.form(path, "minutes"))
    shown = expert.send(path + "/rows", list({**form, "remove": f"laws[{laws}]"}.items()))
    assert shown.status == 200 and "Charter" not in shown.text
    assert expert.data(path) == data
    kept = [(name, value) for name, value in form.items() if not name.startswith(f"laws[{laws}]")]
    assert expert.send(path, kept).status == 303
    assert len(expert.data(path)["laws"]) == laws


def test_documents(house, people):
    expert, path = people["expert"], PROJECT + "/documents"
    assert "No document yet" in expert.get(path).text
    content = bytes(range(256)) * 64
    done = expert.upload(path, {"title": "Plan du réseau", "kind": "architecture"},
                         "C:\\files\\plan é;1.html", content, "text/html")
    assert done.status == 303, (done.status, done.text[:3000])
    row = expert.data(path)["documents"][0]
    assert row["title"] == "Plan du réseau" and row["bytes"] == len(content) and row["by"] == "Eve Expert"
    assert row["file_name"] == "plan é_1.html" and row["media_type"] == "application/octet-stream"
    url = path + "/" + row["id"]
    file = expert.get(url)
    assert file.status == 200 and file.body == content
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in (file.headers.get_all("Content-Security-Policy") or [])
    assert file.headers["Content-Disposition"] == (
        'attachment; filename="DIFFUSION-RESTREINTE_plan __1.html"; '
        "filename*=UTF-8''DIFFUSION-RESTREINTE_plan%20%C3%A9_1.html"), file.headers["Content-Disposition"]
    assert expert.upload(path, {}, "a.pdf", b"%PDF-1.7\nx", "image/png").status == 303
    assert expert.upload(path, {}, "b.txt", "déjà".encode(), "text/plain").status == 303
    types = {each["file_name"]: each["media_type"] for each in expert.data(path)["documents"]}
    assert types["a.pdf"] == "application/pdf" and types["b.txt"] == "text/plain", types
    empty = expert.upload(path, {"title": "Nothing in it"}, "c.txt", b"")
    assert empty.status == 422 and 'value="Nothing in it"' in empty.text
    big = expert.upload(path, {}, "big", b"x" * (16 * 1024 * 1024 + 1))
    assert big.status == 413, big.status
    assert expert.upload(path, {}, "full", b"x" * (16 * 1024 * 1024)).status == 303
    token = dict(expert.form(path, "upload"))["csrf"]
    act = [("csrf", token), ("id", row["id"])]
    assert expert.send(path + "/remove", act).status == 303
    assert expert.get(url).status == 404
    assert "Restore" in expert.get(path).text
    assert expert.send(path + "/restore", act).status == 303
    assert expert.get(url).body == content
    assert expert.send(path + "/remove", [("csrf", token), ("id", "none")]).status == 404
    assert expert.get("/projects/bare/documents/" + row["id"]).status == 404
    reader = people["reader"]
    assert reader.get(url).status == 200 and "Add a document" not in reader.get(path).text
    act[0] = ("csrf", dict(reader.form("/me", "csrf"))["csrf"])
    assert reader.send(path + "/remove", act).status == 403
    assert people["stranger"].get(url).status == 303


def bring_assessments(expert):
    text = (ROOT / "examples/example-2003.yaml").read_text("utf-8")
    for name, date in (("first", "2025-03-18"), ("second", "2026-03-20")):
        own = re.sub(r"(?m)^id: .*$", f"id: {name}", text)
        own = re.sub(r"(?m)^date: .*$", f"date: {date}", own)
        answer = expert.submit(PROJECT + "/assessments/new", "bring", {"text": own}, "bring")
        assert answer.status == 303, (answer.status, answer.text[:3000])


def test_hours(house, people):
    expert, path = people["expert"], PROJECT + "/hours"
    bring_assessments(expert)
    assert "No hours noted yet" in expert.get(path).text
    add = {"assessment": "first", "step": "visit", "minutes": "600", "date": "2025-03-18", "note": "x"}
    bad = expert.submit(path, "add", {**add, "minutes": "many"}, "add")
    assert bad.status == 422 and 'value="many"' in bad.text and "is no time of work" in bad.text
    assert expert.submit(path, "add", {**add, "date": "2025-02-30"}, "add").status == 422
    assert expert.submit(path, "add", {**add, "assessment": "other"}, "add").status == 422
    assert expert.submit(path, "add", add, "add").status == 303
    assert expert.submit(path, "add", {**add, "assessment": "second", "minutes": "420"}, "add").status == 303
    rows = expert.data(path)["hours"]
    wrong = next(row for row in rows if row["assessment"] == "second")
    fix = {"id": wrong["id"], "minutes": "240", "note": "typed wrongly"}
    token = [("csrf", dict(expert.form(path, "add"))["csrf"])]
    assert expert.send(path + "/correct", token + [*{**fix, "note": ""}.items()]).status == 422
    assert expert.send(path + "/correct", token + [*fix.items()]).status == 303
    assert expert.send(path + "/correct", token + [*fix.items()]).status == 409
    data = expert.data(path)
    assert data["minutes_total"] == 840 and "14 h" in expert.get(path).text
    assert [row["minutes"] for row in data["hours"] if row["is_corrected"]] == [420]
    trend = {row["id"]: (row["is_first"], row["divided_by"]) for row in data["by_assessment"]}
    assert trend == {"first": (True, None), "second": (False, 2.5)}, trend
    assert "2.50" in expert.get(path).text
    ask = {"output": "Clauses", "requested": "2026-01-12", "delivered": "2026-01-16"}
    assert expert.submit(path, "deliveries/add", {**ask, "delivered": "2026-01-11"}, "deliveries/add").status == 422
    assert expert.submit(path, "deliveries/add", ask, "deliveries/add").status == 303
    assert expert.submit(path, "deliveries/add", {**ask, "output": "Report", "delivered": ""}, "deliveries/add").status == 303
    rows = {row["output"]: row for row in expert.data(path)["deliveries"]}
    assert rows["Clauses"]["days"] == 4 and rows["Report"]["days"] is None
    mark = token + [("id", rows["Report"]["id"])]
    assert expert.send(path + "/deliveries/done", mark).status == 303
    assert expert.send(path + "/deliveries/done", mark).status == 409
    rows = {row["output"]: row for row in expert.data(path)["deliveries"]}
    assert len(rows) == 2 and rows["Report"]["days"] > 0
    for who in ("reader", "manager"):
        other = people[who]
        act = fill(other.form("/me", "csrf"), add)
        assert other.send(path + "/add", act).status == 403, who


def tabs_of(page):
    return re.findall(r'<li><a href="([^"]+)"', page.split('class="tabs"')[1].split("</nav>")[0])


def test_figure_first(house, people):
    """The figure stands above all tables, once as it is and once turned; plan and posture begin with theirs."""
    expert, at = people["expert"], "/assessments/first"
    for tab in ("", "/plan", "/posture"):
        page = expert.get(at + tab).text
        main = page[page.index('<main id="main"'):]
        assert page.count("<h1>") == 1 and "<h1>" in page.split("<main")[0], tab
        assert main.index('<p class="lead">') < main.index("pal-wide") < main.index("pal-turned") < main.index("<form"), tab
        assert "<table" not in main.split("pal-turned")[0] and main.count('role="img"') == 2, tab
        assert " = " not in re.sub("<svg.*?</svg>", "", main.split("<table")[0], flags=re.S), tab
    assert re.search(r"<strong>\d+ points? missing</strong> to <em>", expert.get(at).text)
    assert re.search(r"points? (missing|achieved)</strong>", expert.get(PROJECT).text)
    french = expert.get(at + "?lang=fr").text
    assert "à la charge d" in french and "points missing" not in french
    expert.get(at + "?lang=en")


AT = "/assessments/first"
FIGURES = ("", "/plan", "/posture")
BELOW = ("/posture/readiness", "/posture/cost", "/posture/schedule")
ASIDE = ("/marks", "/text", "/history", "/files", "/facts/comment", "/second", "/links")


def links_of(page, place):
    """Where a page's links lead: to pages of the assessment, in its own words; no file, and not out of the look."""
    main = re.sub(r'<a href="[^"]*">leave</a>', "", page)
    found = [html.unescape(url) for url in re.findall(r'<a (?![^>]*download)[^>]*href="([^"]+)"', main)]
    return [place + url if url.startswith("?") else url for url in found
            if url.startswith("?") or (url.startswith(AT) and not re.search(r"/file\b", url))]


def is_kept(url, words):
    """Whether an address carries a look, under the names of its page."""
    path, _, query = url.partition("#")[0].partition("?")
    there = dict(urllib.parse.parse_qsl(query))
    names = {"basis": "basis" if path.removeprefix(AT) in FIGURES + BELOW else "kept-basis"}
    return all(there.get(names.get(name, name)) == value for name, value in words.items())


def test_what_if(house, people):
    """A look at another profile, level or basis is marked on every page of the assessment, kept by every link between
    them and by what is saved there, and left by one link."""
    expert, at = people["expert"], AT
    plain = expert.get(at).text
    assert "What if" not in plain and not any("?" in url for url in tabs_of(plain)), tabs_of(plain)
    level = re.findall(r'<option value="([^"]+)"', plain.split('id="f-alert"')[1].split("</select>")[0])[-1]
    for words in ({"alert": level}, {"basis": "claimed"}, {"profile": "level-3"}, {"alert": level, "basis": "seen"}):
        for tab in FIGURES + ASIDE:
            if tab == "/posture" and words.get("profile"):
                continue  # it has no posture, and is explained
            names = {"kept-basis" if name == "basis" and tab in ASIDE else name: value for name, value in words.items()}
            page = expert.get(f"{at}{tab}?{urllib.parse.urlencode(names)}").text
            assert page.count("What if: ") == 1 and page.count(">leave</a>") == 1, (tab, words)
            assert f'<a href="{at}{tab}">leave</a>' in page, (tab, words)
            assert ("for the figures and points of the other pages" in page) == (tab in ASIDE), tab
            links = links_of(page, at + tab)
            assert {url.partition("?")[0] for url in tabs_of(page)} == {at + each for each in FIGURES + ASIDE}, tab
            lost = [url for url in links if not is_kept(url, words)]
            assert len(links) > 9 and not lost, (tab, words, lost)
    # A page has its own words beside those of the look, also in a form that asks and after one that saves.
    page = expert.get(f"{at}/marks?area=PA05&basis=claimed&kept-basis=seen&alert={level}").text
    assert f'<a href="{at}/marks?area=PA05&amp;basis=claimed">leave</a>' in page and "PA05 ·" in page
    other = "/assessments/second"
    again = expert.data(other + "/text")["text"] + "# once more\n"
    assert expert.submit(other + "/text", "text", {"text": again}).status == 303
    page = expert.get(f"{other}/history?alert={level}").text
    assert re.search(rf'<form method="get".*?name="alert" value="{level}".*?</form>', page, re.S)
    form = next(form for form in Forms(expert.get(f"{at}/facts/comment?alert={level}").text).forms
                if form["action"] and "/say" in form["action"])
    said = expert.send(form["action"], fill(form["fields"], {"text": "Seen so"}))
    assert said.status == 303 and is_kept(said.headers["Location"], {"alert": level}), said.headers["Location"]
    bad = expert.submit(f"{at}/text?alert={level}", "text", {"text": "no document"})
    assert bad.status == 422 and "What if: " in bad.text and f'{at}/plan?alert={level}"' in bad.text, bad.status
    # What is as the project has it is no look; what does not hold is forgotten where nothing depends on it.
    assert "What if" not in expert.get(at + "?basis=checked").text
    forgotten = expert.get(at + "/marks?profile=none-such")
    assert forgotten.status == 200 and "What if" not in forgotten.text and "refused" not in forgotten.text
    french = expert.get(f"{at}/marks?area=PA05&alert={level}&lang=fr").text
    assert f'href="?area=PA05&amp;alert={level}&amp;lang=en"' in french, french[-3000:]
    expert.get(at + "?lang=en")


def test_what_if_refused(house, people):
    """What cannot be looked at is said in one sentence, over the page as the project has it."""
    expert, at = people["expert"], AT
    strange = (ROOT / "examples/example-2003-profile.yaml").read_text("utf-8")
    assert expert.submit("/library", "text", {"text": strange}).status == 303
    plain = expert.get(at).text
    assert "example-2003-profile" not in plain and 'value="level-3"' in plain
    level = re.findall(r'<option value="([^"]+)"', plain.split('id="f-alert"')[1].split("</select>")[0])[-1]
    cases = [("profile=example-2003-profile", "follows the alert scheme"), ("profile=no-such", "no-such"),
             ("alert=doom", "has no alert level"), ("profile=museum-2026&alert=doom", "has no alert level"),
             ("profile=level-3&alert=doom", "has none called"), ("profile=none&alert=doom", "there is no alert level"),
             ("profile=none&alert=" + level, None), ("profile=none&basis=heard", "claimed is needed"),
             ("basis=heard", "claimed is needed"), ("profile=level-3&alert=" + level, None)]
    lead = re.search('<p class="lead">.*?</p>', plain)[0]
    for query, words in cases:
        for tab in ("", "/plan"):
            page = expert.get(f"{at}{tab}?{query}")
            if words is None:  # a chooser sends the level of the profile that was left
                assert page.status == 200 and "refused" not in page.text and "What if: " in page.text, query
                continue
            assert page.status == 422 and page.text.count("This what-if is refused:") == 1, (query, page.status)
            assert words in page.text.split("This what-if is refused:")[1].split("</p>")[0], query
            assert tabs_of(page.text) == tabs_of(plain) and "What if: " not in page.text, query
            assert lead in page.text or tab, query
        assert expert.get(f"/api/v1{at}?{query}").status in ((422, 404) if words else (200,)), query
    for query in ("alert=doom", "profile=level-3&alert=doom", "profile=none&alert=doom", "profile=museum-2026&alert=doom"):
        over = expert.get(f"/compare?id=second&id=first&{query}")
        assert over.status == 422 and "is refused" in over.text and "One provider over time" in over.text, (query, over.status)
        assert expert.get(f"/api/v1/compare?id=second&id=first&{query}").status == 422, query


def test_compared_over_time(house, people):
    expert = people["expert"]
    project = expert.get(PROJECT).text
    assert "Compare these assessments over time" in project
    page = expert.get("/compare?id=second&id=first").text
    assert "One provider over time" in page and page.index("2025-03-18") < page.index("2026-03-20")
    assert page.count('id="b-cells') == 2 and page.count('href="#b-cells1"') == 2 and "Steps gained:" in page
    assert [score["assessment"] for score in expert.data("/compare?id=second&id=first")["assessments"]] == ["first", "second"]
    look = expert.get("/compare?id=second&id=first&profile=level-3").text
    assert "/assessments/first?profile=level-3" in look and '<a href="/compare?id=second&amp;id=first">leave</a>' in look
    other = ("palier: assessment/1\nid: third\ntitle: Begun\nmodel: sse-cmm-2.0\nprovider: Another\nproject: Museum site\n"
             "date: 2026-05-01\nratings:\n  PA01: level 2\n")
    assert expert.submit(PROJECT + "/assessments/new", "bring", {"text": other}, "bring").status == 303
    page = expert.get("/compare?id=third&id=first").text
    assert "as candidates" in page and not re.search("gained|no longer|won|lost", re.sub("(?s)<footer.*", "", page))
    assert f'href="/compare?project={PROJECT.rsplit("/", 1)[1]}">Compare the candidates' in expert.get(PROJECT).text
    assert "<title>Comparison" in page and re.search(r'<li><a href="/compare\?id=third&amp;id=first">Comparison</a></li>', page)
    twin = re.sub("(?m)^(id|provider): .*$", lambda found: {"id": "id: twin", "provider": "provider: Twin"}[found[1]],
                  expert.data("/assessments/first/text")["text"])
    assert expert.submit(PROJECT + "/assessments/new", "bring", {"text": twin}, "bring").status == 303
    page = expert.get("/compare?id=third&id=first&id=twin").text
    places = re.findall(r'data-label="place">(\d)<', page)
    assert places in (["1", "1", "3"], ["1", "2", "2"]), places  # equals have one place
    begun = expert.get("/assessments/third").text
    assert re.search(r'\d+ of 264 steps rated: <a href="/assessments/third/marks\?basis=checked">go on with PA', begun)
    assert " of 264 steps rated" in people["reader"].get("/assessments/third").text


def test_queries_do_not_grow(house, people):
    expert = people["expert"]

    def queries(path):
        return int(re.search(r"(\d+) queries", expert.get(path).headers["Server-Timing"]).group(1))

    before = {page: queries(PROJECT + page) for page in ("/hours", "/documents")}
    for minutes in range(10, 16):
        assert expert.submit(PROJECT + "/hours", "add", {
            "step": "needs", "minutes": str(minutes), "date": "2026-01-01"}, "add").status == 303
        assert expert.upload(PROJECT + "/documents", {}, f"{minutes}.txt", b"x").status == 303
    assert {page: queries(PROJECT + page) for page in before} == before


def test_history(house, people):
    expert, path = people["expert"], "/assessments/first"
    text = expert.data(path + "/text")["text"]
    changed = re.sub(r"(?m)^title: .*$", "title: Another title", text)
    done = expert.submit(path + "/text", "text", {"text": changed, "note": "a title"})
    assert done.status == 303, (done.status, done.text[:2000])
    data = expert.data(path + "/history?from=1&to=2")
    kinds = [row["kind"] for row in data["difference"]]
    assert kinds.count("added") == 1 and kinds.count("removed") == 1 and "left_out" in kinds, kinds
    page = expert.get(path + "/history?from=1&to=2")
    assert page.status == 200 and "title: Another title</span>" in page.text
    assert "the texts are the same" in expert.get(path + "/history?from=2&to=2").text
    assert expert.get(path + "/history?from=1&to=7").status == 404


def test_library_items(house, people):
    expert = people["expert"]
    profile = expert.get("/library/profile/level-3")
    assert profile.status == 200 and "Area by area" in profile.text and "<svg" in profile.text
    scheme = expert.get("/library/alert-scheme/cpcon")
    assert scheme.status == 200 and "Delays and endurance" in scheme.text
    assert expert.data("/library/alert-scheme/cpcon")["document"]["id"] == "cpcon"
    assert "Area by area" in expert.get(PROJECT + "/library/profile/museum-2026").text
    model = expert.data("/library/process/outcontracting-1")
    assert model["has_profile"] is False and model["document"]["id"] == "outcontracting-1"


def test_project_form(house, people):
    expert, path = people["expert"], PROJECT + "/edit"
    names = [name for name, _ in expert.form(path, "title")]
    assert "alert_since" in names and not {"manager", "laws", "alert_scheme"} & set(names)
    level = expert.data("/library/alert-scheme/awr-example")["document"]["levels"][1]["id"]
    assert expert.submit(path, "title", {"alert_level": level, "alert_since": "2026-11-01"}).status == 303
    assert expert.data(PROJECT)["alert_since"] == "2026-11-01"
    # Another profile follows another scheme: the level goes with the old one.
    assert expert.submit(PROJECT + "/needs", "alert_scheme", {"alert_scheme": "cpcon"}).status == 303
    assert expert.submit(PROJECT + "/proposal", "id", {"id": "museum-cpcon"}).status == 303
    project = expert.data(PROJECT)
    assert project["profile"] == "museum-cpcon" and "alert_level" not in project
    assert "sort=title" in expert.get("/").text
    # Two at once: the second is told what the first wrote, keeps what was typed, and may save then.
    old = expert.form(path, "title")
    assert expert.submit(path, "title", {"summary": "Written first"}).status == 303
    stale = expert.send(path, fill(old, {"summary": "Written second"}))
    assert stale.status == 409 and "Changed meanwhile" in stale.text
    assert "Written first" in stale.text and "Written second" in stale.text
    assert expert.data(PROJECT)["summary"] == "Written first"
    form = next(f["fields"] for f in Forms(stale.text).forms if "title" in [n for n, _ in f["fields"]])
    assert expert.send(path, fill(form, {})).status == 303
    assert expert.data(PROJECT)["summary"] == "Written second"


EDITS, ASSESSES, SPEAKS = ("expert", "manager"), ("expert",), ("expert", "manager", "authority")


def test_empty_pages(house, people):
    """A page without content says what comes and who does it: to whoever may, with where; to the others, with whose it is."""
    expert, at, of = people["expert"], "/projects/empty", "/assessments/empty-one"
    assert expert.submit("/projects/new", "title", {"title": "Empty", "id": "empty"}).status == 303
    text = ("palier: assessment/1\nid: empty-one\ntitle: Begun\nmodel: sse-cmm-2.0\nprovider: Another\nproject: Empty\n"
            "date: 2026-05-01\nratings: {}\n")
    assert expert.submit(at + "/assessments/new", "bring", {"text": text}, "bring").status == 303
    known = {**people, "authority": house.person("ann@example.org", "Ann Authority", "approving_authority:empty")}
    cases = [(at + "/documents", "handed over|hands over", EDITS), (at + "/hours", "how long each step took", ASSESSES),
             (at + "/facts/hours", "how long each step took", None), (at + "/facts/stage", "begun or ticked", None),
             (at + "/facts/candidate", "how each one stands", None), (at + "/facts/alert-level", "alert level", None),
             (at + "/files", "No file yet", SPEAKS), (at + "/facts/comment", "Nobody has commented", SPEAKS),
             (of + "/files", "No file yet", SPEAKS), (of + "/facts/comment", "Nobody has commented", SPEAKS),
             (of + "/facts/mark", "The expert marks the steps", None), (of + "/history", "Saved once so far", ASSESSES),
             (of + "/plan", "nothing is asked for", None), (of, "no confidence profile yet", EDITS),
             (of + "/posture", "no confidence profile yet", EDITS)]
    for name in ("expert", "manager", "authority", "reader"):
        browser = known[name]
        for path, words, may in cases:
            answer = browser.get(path)
            assert answer.status == 200, (name, path, answer.status)
            said = re.findall(r'<(p|td)[^>]*class="(?:empty|notice)"[^>]*>(.*?)</\1>', answer.text, re.S)
            found = [each for _, each in said if re.search(words, each)]
            assert len(found) == 1, (name, path, said)
            links = re.findall('href="([^"]+)"', found[0])
            assert may is None or (name in may) == bool(links), (name, path, found)
            assert may is None or name in may or re.search("expert|Whoever", found[0]), (name, path, found)
            for link in links:
                if link.startswith("#"):
                    assert f'id="{link[1:]}"' in answer.text, (name, path, link)
                else:
                    target = browser.get(html.unescape(link))
                    assert target.status == 200 and (may is None or "<form method=\"post\"" in target.text), (name, path, link)
        marks = browser.get(of + "/marks").text
        assert ("The expert marks the steps." in marks) == (name != "expert") and "Nobody has marked anything" in marks, name
    assert "No entry fits all of this." in people["reader"].get("/audit?object=nowhere/none").text
    built_in = expert.get("/library/model/sse-cmm-2.0/history").text
    assert "built into the program" in built_in and "Compare the two" not in built_in


def test_welcome(house, people):
    """Whoever takes up an invitation lands where it is said what they are, on which project, and what is next for them."""
    cases = {"expert": ("expert", "everywhere", "You assess", "/library"),
             "project_manager": ("project manager", "everywhere", "Start a project", "/projects/new"),
             "project_manager:empty": ("project manager", ">Empty</a>", "Write the needs", "/projects/empty/needs"),
             "approving_authority:empty": ("approving authority", ">Empty</a>", "The project manager states the needs next.", None),
             "expert:empty": ("expert", ">Empty</a>", "Write the needs", "/projects/empty/needs"),
             "auditor": ("auditor", "everywhere", "change nothing", "/audit"),
             "administrator": ("administrator", "everywhere", "accounts, roles", "/people"),
             "provider:empty": ("provider", "<strong>Empty</strong>", "an expert of the project gives you a link", None),
             None: ("You have no role yet", "An administrator gives you one", "then stands here", None)}
    for number, (role, (title, place, words, url)) in enumerate(cases.items()):
        browser = Browser(house.port)
        link = house.link("user", "add", f"new{number}@example.org", "New", *[role] * bool(role))
        done = browser.submit(link, "password", {"password": PASSWORD, "again": PASSWORD})
        assert done.status == 303, done.status
        page = browser.get(done.headers["Location"])
        main = page.text[page.text.index("<main"):]
        assert page.status == 200 and all(each in main for each in (title, place, words)), (role, main[:1500])
        assert main.index(title) < main.find("<table") or "<table" not in main, role
        buttons = re.findall(r'<a class="button quiet" href="([^"]+)"', main)
        assert buttons == ([url] if url else []), (role, buttons)
        for button in buttons + re.findall(r'<li><strong>[^<]*</strong> · <a href="([^"]+)"', main):
            assert browser.get(button).status == 200, (role, button)
        again = browser.get("/").text
        assert "What is yours here" not in again and ("provider" not in str(role) or words in again), role
    assert "Ce qui vous revient ici" in people["reader"].get("/?welcome=1&lang=fr").text
    people["reader"].get("/?lang=en")


def test_audit_names_nobody(house, people):
    reader = people["reader"]
    text = json.dumps(reader.data("/audit"))
    assert "sha256" in text and "Eve" not in text.replace("Eve Expert", "") and "file/" in text
    assert "plan" not in text and "First line" not in text


def test_record_stands(house, people):
    """After all that was written by the pages, every row is what the chain says."""
    answer = people["reader"].submit("/audit", "verify", {}, "verify")
    assert "The chain is whole, and every row is what it says." in answer.text, answer.text[:3000]


TESTS = [test_needs, test_proposal, test_proposal_needs_needs, test_meeting, test_documents, test_hours,
         test_figure_first, test_what_if, test_what_if_refused, test_compared_over_time,
         test_queries_do_not_grow, test_history, test_library_items, test_project_form, test_empty_pages, test_welcome,
         test_audit_names_nobody, test_record_stands]


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        house = House(sys.argv[1], pathlib.Path(folder))
        try:
            people = start(house)
            for test in TESTS:
                try:
                    test(house, people)
                    passed += 1
                except Exception as problem:  # pylint: disable=broad-except
                    failed += 1
                    trace = problem.__traceback__
                    while trace.tb_next:
                        trace = trace.tb_next
                    print(f"FAILED {test.__name__}, line {trace.tb_lineno}: {problem!r}"[:3000])
        finally:
            status = house.close()
        if status not in (0, -15):
            failed += 1
            print(f"FAILED the server ended with {status}")
            print(pathlib.Path(folder, "log").read_text("utf-8")[-3000:])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
