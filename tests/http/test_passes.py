#!/usr/bin/env python3
"""Tests of passes: links with which somebody without an account reads one assessment, and nothing else.

usage: tests/http/test_passes.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import datetime
import hashlib
import re
import sys

from house import Client, Count, Database, Server, assessment, init, run_tests, together

count = Count()
check = count.check
PAGES = ("", "/plan", "/posture")
NONE = "this link opens nothing, or not any more"
TABLES = ("passes", "pass_sessions", "audit", "attempts", "sessions", "persons", "grants", "documents", "versions",
          "tokens", "links", "devices", "scores", "settings")


def day(days=0):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days)).strftime("%Y-%m-%d")


class House:
    """Two projects with an assessment each; an administrator, experts, an auditor, and who holds nothing."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = self.client().use_link(link)
        for project, marking in (("a", "DIFFUSION RESTREINTE"), ("b", "")):
            answer = self.admin.post("/projects/new", {
                "id": project, "title": f"Project {project} of secrets", "state": "needs", "profile": "level-3",
                "marking": marking})
            assert answer.status == 303, answer.text
            for identity in (f"{project}-one", f"{project}-two"):
                answer = self.admin.post(f"/projects/{project}/assessments/new/bring", {
                    "text": assessment(identity, title=f"Assessment {identity}")})
                assert answer.status == 303, answer.text
        self.people = {"a": self.admin}
        for name, role in (("e", "expert:a"), ("f", "expert:a"), ("g", "expert:a"), ("u", "auditor"), ("x", "expert:b"),
                           ("n", None)):
            link = self.server.invite(f"{name}@example.org", f"Person {name}", *([role] if role else []))
            self.people[name] = self.client().use_link(link)
        self.ids = {mail.split("@")[0]: identity
                    for mail, identity in self.database.sql("SELECT email, id FROM persons")}
        self.links = []  # every secret that was ever given

    def client(self, **more):
        return Client(self.server.port, **more)

    def make(self, who="e", identity="a-one", days=5, **fields):
        """A link to an assessment; its path."""
        answer = self.people[who].post(f"/assessments/{identity}/links/make", {"until": day(days), **fields})
        return self.link_of(answer)

    def link_of(self, answer):
        found = re.search(r'class="code copy" readonly value="http://127.0.0.1:\d+(/pass/[\w-]{43})"', answer.text)
        assert found, (answer.status, answer.text[:1500])
        self.links.append(found[1].split("/")[-1])
        return found[1]

    def open(self, link):
        """A browser that has exchanged the link."""
        holder = Holder(self, self.client())
        holder.exchange(link)
        assert holder.answer.status == 303, (holder.answer.status, holder.answer.text[:600])
        return holder

    def id_of(self, link):
        secret = link.split("/")[-1].encode()
        return self.database.sql(f"SELECT id FROM passes WHERE hash = '{hashlib.sha256(secret).hexdigest()}'")[0][0]

    def rows(self):
        return {table: sorted(self.database.sql(f"SELECT * FROM {table}")) for table in TABLES}


class Holder:
    """A browser with the cookie of a pass, which it sends under its path alone."""

    def __init__(self, house, client):
        self.house, self.client, self.answer, self.home, self.cookie = house, client, None, "", ""

    def exchange(self, link):
        self.answer = self.client.post(link, {}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, csrf=False)
        self.cookie = self.client.cookies.pop("palier_pass", "")
        self.home = self.answer.location.rsplit("/assessments/", 1)[0] or self.home
        self.house.links.append(self.cookie)

    def _cookies(self):
        kept = dict(self.client.cookies, palier_pass=self.cookie)
        return "; ".join(f"{name}={value}" for name, value in kept.items())

    def get(self, path, method="GET"):
        return self.client.ask(method, self.home + path, headers={"Cookie": self._cookies()})

    def post(self, path, fields, token=None, **headers):
        if token is None:
            found = re.search(r'name="csrf" value="([^"]*)"', self.get("/assessments/a-one/links").text)
            token = found[1] if found else ""
        return self.client.post(self.home + path, fields, {
            "Cookie": self._cookies(), "Origin": "null", "Sec-Fetch-Site": "same-origin", **headers}, csrf=token)


def is_none(answer):
    """The one page of what opens nothing."""
    return answer.status == 404 and NONE in answer.text


# ------------------------------------------------------------------------------------------------ making, opening

def test_link(house):
    """An expert makes a link; a GET of it changes nothing and says little; a POST opens it."""
    link = house.make(note="Mr Outside", days=3)
    page = house.people["e"].get("/assessments/a-one/links")
    check("it is listed", "Mr Outside" in page.text and day(3) in page.text, page.text[-3000:])
    check("its secret is shown once", link not in page.text)
    stranger = house.client()
    stranger.get("/healthz")  # the first request of a server tidies
    before = house.rows()
    page = stranger.get(link)
    check("a stranger sees what it opens", page.status == 200 and "Assessment a-one" in page.text and "Person e" in
          page.text and day(3) in page.text and "Mr Outside" in page.text, page.text)
    check("marked", "DIFFUSION RESTREINTE" in page.text and "X-Palier-Marking" in page.headers)
    check("no more", "Project a" not in page.text and "Links" not in page.text, page.text)
    for _ in range(3):
        stranger.ask("HEAD", link)
        stranger.get(link + "?lang=en")
    check("a GET changes nothing", house.rows() == before)
    check("nor keeps a browser anything of it", "palier_pass" not in stranger.cookies)
    for answer, what in ((page, "of the link"), (stranger.get("/pass/" + "x" * 43), "of no link")):
        check(f"no referrer {what}", answer.headers["Referrer-Policy"] == "no-referrer", answer.headers.items())
        check(f"not kept {what}", answer.headers["Cache-Control"] == "no-store")
    holder = house.open(link)
    flags = holder.answer.headers["Set-Cookie"]
    check("the cookie stays under its path", f"Path={holder.home}/;" in flags and "HttpOnly" in flags and
          "SameSite=Lax" in flags, flags)
    check("its secret is another", holder.cookie and holder.cookie not in link)
    check("one browser", house.database.sql("SELECT COUNT(*) FROM pass_sessions") == [("1",)])
    check("a second one", house.open(link).get("/assessments/a-one").status == 200)
    page = house.client().get(link, Accept_Language="fr")
    check("in French", "Un lien vers une évaluation" in page.text and "L’ouvrir" in page.text, page.text)
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
                    {"Sec-Fetch-Site": "cross-site"}):
        check(f"not from elsewhere: {headers}", house.client().post(link, {}, headers, csrf=False).status == 403)
    check("an old browser opens it", house.client().post(link, {}, {"Origin": "null"}, csrf=False).status == 303)


def test_wishes(house):
    """What a link cannot be."""
    for fields, what in (({"until": day(-1)}, "yesterday"), ({"until": ""}, "no date"), ({"until": "soon"}, "a word"),
                         ({"until": day(400)}, "too late"), ({"until": day(2), "note": "x" * 201}, "a long note"),
                         ({"until": day(2), "note": "a\nb"}, "two lines")):
        answer = house.people["e"].post("/assessments/a-one/links/make", {**fields})
        check(f"not until {what}", answer.status == 422 and "class=\"code copy\"" not in answer.text, answer.status)
    for who in ("u", "n", "x"):
        answer = house.people[who].post("/assessments/a-one/links/make", {"until": day(2)})
        check(f"{who} makes none", answer.status == 403, answer.status)
        check(f"{who} sees none", house.people[who].get("/assessments/a-one/links").status == 403)
    program = house.client(token=house.people["e"].make_token())
    answer = program.api("POST", "/assessments/a-one/links/make", {"until": day(2)})
    check("a token makes none", answer.status == 403, answer.text)
    got = program.api("GET", "/assessments/a-one/links").json
    check("but lists them", got["passes"] and {key for row in got["passes"] for key in row} == {
        "id", "note", "may_answer", "may_hand_on", "is_handed_on", "by", "made", "until", "state"}, got)
    check("an auditor has no such tab", "/links" not in house.people["u"].get("/assessments/a-one").text)
    check("an expert has", 'href="/assessments/a-one/links"' in house.people["e"].get("/assessments/a-one").text)
    check("of no assessment", house.people["a"].post("/assessments/none/links/make", {
        "until": day(2)}).status == 404)
    link = house.make(days=0)
    check("today is a day", house.open(link).get("/assessments/a-one").status == 200)


def test_most(house):
    """A hundred to one assessment."""
    now = int(datetime.datetime.now().timestamp())
    house.database.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO passes SELECT"
        f" 'many-' || i, 'many-' || i, 'assessment', 'a-two', '', 'read', '{house.ids['e']}', NULL, '', {now},"
        f" {now + 9000}, NULL FROM n")
    answer = house.people["e"].post("/assessments/a-two/links/make", {"until": day(2)})
    check("no more than a hundred", answer.status == 422 and "100 links" in answer.text, answer.status)
    house.database.sql("UPDATE passes SET expires_at = 9 WHERE id = 'many-7'")
    check("one that is over makes room", house.open(house.make(identity="a-two")).get("/assessments/a-two").status == 200)
    house.database.sql("DELETE FROM passes WHERE id LIKE 'many-%'")


# ---------------------------------------------------------------------------------------------------- what it opens

def test_pages(house):
    """Overview, plan and posture, marked, without anything of the house."""
    holder = house.open(house.make(days=4))
    check("it leads to the assessment", holder.answer.location == holder.home + "/assessments/a-one")
    names = ["Person e", "Ada Admin", "Project a of secrets", "Project b", "b-one",
                                              "a-two", "/people", "/audit", "/library", "/projects", "/history",
                                              "/sign-out", "/links", "/api/v1", "/file", "a-one/text"]
    for page in PAGES:
        answer = holder.get("/assessments/a-one" + page)
        check(f"it opens {page}", answer.status == 200, answer.status)
        check(f"it is marked {page}", "DIFFUSION RESTREINTE" in answer.text and
              f"Read-only link, until {day(4)}" in answer.text and "X-Palier-Marking" in answer.headers)
        check(f"nothing leaves it {page}", answer.headers["Referrer-Policy"] == "no-referrer" and
              answer.headers["Cache-Control"] == "no-store")
        found = [name for name in names if name in answer.text]
        check(f"nothing of the house {page}", found == [], found)
        links = [link for link in re.findall(r'(?:href|action)="(/[^"]*)"', answer.text) if not link.startswith("/ui/")]
        check(f"its links stay {page}", links and all(link.startswith(holder.home + "/assessments/a-one")
                                                      for link in links), links)
    plain = house.people["e"].get("/assessments/a-one").text
    check("the same figure", re.findall(r"<svg.*?</svg>", plain, re.S) == re.findall(
        r"<svg.*?</svg>", holder.get("/assessments/a-one").text, re.S) != [])
    for query in ("?basis=claimed", "?part=1", "?lang=fr"):
        check(f"it takes {query}", holder.get("/assessments/a-one" + query).status == 200)
    one, other = (holder.get(f"/assessments/a-one?profile={name}").text for name in ("level-1", "level-3"))
    check("it is held against the project's profile alone", re.findall(r"<svg.*?</svg>", one, re.S) ==
          re.findall(r"<svg.*?</svg>", other, re.S))
    french = holder.get("/assessments/a-one?lang=fr").text
    check("in French", "Lien en lecture seule, jusqu’au" in french, french[:3000])
    check("a HEAD", holder.get("/assessments/a-one", "HEAD").status == 200)
    holder.client.cookies.clear()


def routes(house):
    found = []
    for path, methods in house.client().get("/openapi.json").json["paths"].items():
        found += [(method.upper(), path) for method in methods]
    return [*found, ("GET", "/"), ("GET", "/pass/{pass}"), ("POST", "/pass/{pass}")]


def fill(path, identity):
    for name, value in (("{project}", "a"), ("{assessment}", identity), ("{kind}", "model"), ("{id}", "sse-cmm-2.0"),
                        ("{person}", "nobody"), ("{link}", "no-link"), ("{pass}", "no-link"),
                        ("/ui/{file}", "/ui/web.css"), ("{file}", "none"), ("{job}", "none"), ("{fact}", "comment"),
                        ("{part}", "none"), ("{sending}", "none"), ("{topic}", "POL"), ("{question}", "POL-01"), ("{item}", "none")):
        path = path.replace(name, value)
    return path


def test_routes(house):
    """Every address of the table, with a pass: under its path, elsewhere, and as a program."""
    reader = house.open(house.make(days=4))
    hander = house.open(house.make(days=4, hand_on="on"))
    token = re.search(r'name="csrf" value="([^"]*)"', hander.get("/assessments/a-one/links").text)[1]
    opens = {("GET", "/assessments/{assessment}" + page) for page in PAGES}
    hands = {("GET", "/assessments/{assessment}/links"), ("POST", "/assessments/{assessment}/links/make")}
    table = routes(house)
    check("the table is there", opens | hands <= set(table) and len(table) > 60, len(table))
    before = house.rows()
    for method, path in table:
        for identity in ("a-one", "a-two", "b-one", "none"):
            target = fill(path, identity)
            if identity != "a-one" and target == fill(path, "a-one"):
                continue
            for holder, rights in ((reader, opens), (hander, opens | hands)):
                answer = (holder.get(target) if method == "GET" else
                          holder.post(target, {"nothing": "x"}, token if holder is hander else "x"))
                may = (method, path) in rights and identity == "a-one"
                expected = 422 if may and method == "POST" else 200 if may else 404
                # A body that no route takes is not read; an address with an empty part is none.
                is_refused = not may and answer.status in (405, 413 if method == "POST" else 400)
                check(f"{method} {target} under it", answer.status == expected or is_refused, answer.status)
                if not may:
                    check(f"{method} {target} tells nothing", "Assessment" not in answer.text and "Project" not in
                          answer.text and "href=\"/\"" not in answer.text, answer.text)
        # The cookie sent where a browser would never send it: it says nothing.
        for prefix in ("", "/api/v1"):
            target = prefix + fill(path, "a-one")
            headers = {"Cookie": "palier_pass=" + reader.cookie + "; palier=" + reader.cookie}
            answer = house.client().ask(method, target, b"" if method == "POST" else None, headers)
            plain = house.client().ask(method, target, b"" if method == "POST" else None)
            check(f"{method} {target} elsewhere", answer.status == plain.status, (answer.status, plain.status))
        answer = house.client().ask(method, "/api/v1" + reader.home + fill(path, "a-one"), None,
                                    {"Cookie": "palier_pass=" + reader.cookie})
        check(f"{method} {path}: no program enters", answer.status in (400, 404, 405), answer.status)
    for path in ("", "/", "/assessments", "/assessments/a-one/nothing", "/p/" + reader.home, "//assessments/a-one"):
        check(f"nothing at {path}", reader.get(path).status in (400, 404), reader.get(path).status)
    after = house.rows()
    changed = [table for table in TABLES if before[table] != after[table] and table not in ("attempts", "audit")]
    check("nothing was changed", changed == [], changed)
    house.database.sql("DELETE FROM attempts")


def test_wrong(house):
    """Another's cookie, no cookie, another's path: one and the same page."""
    one, other = house.open(house.make()), house.open(house.make("f"))
    told = set()
    for answer in (one.client.get(one.home + "/assessments/a-one"),
                   one.client.ask("GET", one.home + "/assessments/a-one", headers={"Cookie": "palier_pass=x"}),
                   one.client.ask("GET", one.home + "/assessments/a-one", headers={
                       "Cookie": "palier_pass=" + other.cookie}),
                   one.client.ask("GET", one.home + "/assessments/a-one", headers={
                       "Cookie": "palier_pass=" + house.links[-1][::-1]}),
                   one.client.ask("GET", "/p/none/assessments/a-one", headers={"Cookie": "palier_pass=" + one.cookie}),
                   one.client.get("/pass/none"), one.client.get("/pass/" + "y" * 43)):
        check("it opens nothing", is_none(answer), (answer.status, answer.text[:800]))
        told.add(re.sub(r"<code>.*?</code>", "", answer.text))
    check("all are told the same", len(told) == 1, list(told)[0][-1500:])
    check("nor another assessment", is_none(one.get("/assessments/b-one")))
    dead = house.make()
    house.people["e"].post("/assessments/a-one/links/revoke", {"id": house.id_of(dead)})
    check("as many queries for what was as for what never was", house.client().get(dead).queries ==
          house.client().get("/pass/" + "z" * 43).queries == 1)


def test_both(house):
    """A session and a pass in one browser: there the pass alone, elsewhere the session alone."""
    link = house.make()
    expert = house.people["x"]
    holder = Holder(house, expert)
    holder.exchange(link)
    check("who signed in opens it too", holder.answer.status == 303, holder.answer.text[:500])
    page = holder.get("/assessments/a-one")
    check("there the pass alone", page.status == 200 and "Person x" not in page.text and "/sign-out" not in page.text)
    check("not what the person may", holder.get("/assessments/b-one").status == 404 and
          holder.get("/projects/b").status == 404)
    headers = {"Cookie": f"palier={expert.cookies['palier']}; palier_pass={holder.cookie}"}
    check("elsewhere the session alone", expert.ask("GET", "/assessments/a-one", headers=headers).status == 403 and
          expert.ask("GET", "/assessments/b-one", headers=headers).status == 200)
    person, = house.database.sql("SELECT person FROM audit WHERE verb = 'open-pass' ORDER BY number DESC LIMIT 1")[0]
    check("the audit names the pass", person.startswith("pass/"), person)
    admin = house.people["a"]
    check("where somebody without a right signed in", is_none(admin.get(holder.home + "/assessments/a-one")))
    check("the audit page shows it", person in admin.get("/audit?verb=open-pass").text)


# -------------------------------------------------------------------------------------------------------- its end

def test_revoked(house):
    link = house.make(note="to be revoked")
    identity = house.id_of(link)
    holder = house.open(link)
    for who, where in (("x", "b-one"), ("e", "a-two")):
        answer = house.people[who].post(f"/assessments/{where}/links/revoke", {"id": identity})
        check(f"not by way of {where}", answer.status == 404, answer.status)
    check("it holds", holder.get("/assessments/a-one").status == 200)
    answer = house.people["f"].post("/assessments/a-one/links/revoke", {"id": identity})
    check("any expert of the project revokes", answer.status == 303, answer.text[:500])
    check("at once", is_none(holder.get("/assessments/a-one")) and is_none(house.client().get(link)) and
          is_none(house.client().post(link, {}, csrf=False)))
    check("no browser is left", house.database.sql(f"SELECT hash FROM pass_sessions WHERE pass = '{identity}'") == [])
    again = house.people["f"].post("/assessments/a-one/links/revoke", {"id": identity})
    rows = house.database.sql(f"SELECT verb FROM audit WHERE object = 'pass/{identity}' ORDER BY number")
    check("said twice, done once", again.status == 303 and [v for v, in rows] == [
        "make-pass", "open-pass", "revoke-pass"], rows)
    page = house.people["e"].get("/assessments/a-one/links").text
    check("it is listed as revoked", "revoked" in page and "to be revoked" in page)
    answer = house.people["e"].post("/assessments/a-one/links/forget", {"id": identity})
    check("the name can be forgotten", answer.status == 303 and "to be revoked" not in
          house.people["e"].get("/assessments/a-one/links").text)
    done = house.server.command("audit", "verify", check=False)
    check("the chain tells of all of it", done.returncode == 0, done.stdout)
    house.database.sql(f"UPDATE passes SET revoked_at = NULL WHERE id = '{identity}'")
    done = house.server.command("audit", "verify", check=False)
    check("and finds what was taken back by hand", done.returncode != 0 and f"passes {identity}" in
          done.stdout.decode() + done.stderr.decode(), done.stdout)


def test_over(house):
    """The end of the pass, of the browser's session, of the account, of the role, of the assessment."""
    link = house.make()
    identity = house.id_of(link)
    for column, value, what in (("seen_at", "seen_at - 50000", "idle"), ("created_at", "created_at - 700000", "old")):
        holder = house.open(link)
        house.database.sql(f"UPDATE pass_sessions SET {column} = {value} WHERE pass = '{identity}'")
        check(f"a browser that is {what}", is_none(holder.get("/assessments/a-one")))
    holder = house.open(link)
    check("opens it anew", holder.get("/assessments/a-one").status == 200)
    house.database.sql(f"UPDATE passes SET expires_at = 1000 WHERE id = '{identity}'")
    check("a pass that is over", is_none(holder.get("/assessments/a-one")) and is_none(house.client().get(link)) and
          is_none(house.client().post(link, {}, csrf=False)))
    check("is listed so", "over</td>" in house.people["e"].get("/assessments/a-one/links").text)
    house.database.sql(f"DELETE FROM pass_sessions WHERE pass = '{identity}'")
    house.database.sql(f"DELETE FROM passes WHERE id = '{identity}'")

    holder = house.open(house.make("g"))
    house.server.command("user", "withdraw", "g@example.org", "expert:a")
    check("a role that was withdrawn", is_none(holder.get("/assessments/a-one")))
    check("is told to who looks after it", "asleep" in house.people["e"].get("/assessments/a-one/links").text)
    house.server.command("user", "grant", "g@example.org", "expert:a")
    check("and given back", holder.get("/assessments/a-one").status == 200)
    house.server.command("user", "expire", "g@example.org", "2020-01-01")
    check("an account at its end", is_none(holder.get("/assessments/a-one")))
    house.server.command("user", "expire", "g@example.org", "never")
    check("that has none", holder.get("/assessments/a-one").status == 200)
    answer = house.people["e"].post("/assessments/a-one/history/remove", {})
    check("the assessment is removed", answer.status == 303, answer.text[:400])
    check("it opens nothing then", is_none(holder.get("/assessments/a-one")))
    answer = house.people["e"].post("/assessments/a-one/links/make", {"until": day(2)})
    check("nor is a link made", answer.status == 422, answer.status)
    answer = house.people["e"].post("/assessments/a-one/history/restore", {})
    check("it is brought back", answer.status == 303 and holder.get("/assessments/a-one").status == 200)
    house.server.command("user", "lock", "g@example.org", "--reason", "a test")
    check("a lock revokes", is_none(holder.get("/assessments/a-one")))
    house.server.command("user", "unlock", "g@example.org")
    check("for ever", is_none(holder.get("/assessments/a-one")))
    house.people["g"] = house.client()
    house.people["g"].sign_in("g@example.org")


def test_hand_on(house):
    """A link that may be handed on makes others, of no more rights and no later end, which fall with it."""
    reader = house.open(house.make(days=6))
    check("not every link", reader.get("/assessments/a-one/links").status == 404 and "/links" not in
          reader.get("/assessments/a-one").text)
    first = house.make(days=6, hand_on="on", note="the first")
    identity = house.id_of(first)
    holder = house.open(first)
    page = holder.get("/assessments/a-one/links")
    check("it has the page", page.status == 200 and "the first" not in page.text and "Person" not in page.text and
          "revoke" not in page.text, page.text)
    check("the tab leads there", holder.home + "/assessments/a-one/links" in holder.get("/assessments/a-one").text)
    for fields, what in (({"until": day(7)}, "later"), ({"until": ""}, "no date")):
        answer = holder.post("/assessments/a-one/links/make", {**fields})
        check(f"not {what}", answer.status == 422, answer.status)
    for token, headers, what in (("", {}, "no token"), ("x" * 80, {}, "a wrong one"),
                                 (None, {"Sec-Fetch-Site": "cross-site"}, "from elsewhere"),
                                 (None, {"Origin": "http://evil.example"}, "another origin")):
        answer = holder.post("/assessments/a-one/links/make", {"until": day(2)}, token, **headers)
        check(f"not with {what}", answer.status in (403, 404) and "code copy" not in answer.text, answer.status)
    second = house.link_of(holder.post("/assessments/a-one/links/make", {
        "until": day(6), "hand_on": "on", "note": "the second"}))
    page = house.client().get(second).text
    check("it says whose it is", "Person e" in page and "handed on" in page and "the second" in page, page)
    next_one = house.open(second)
    third = house.link_of(next_one.post("/assessments/a-one/links/make", {"until": day(1)}))
    last = house.open(third)
    check("all open", all(one.get("/assessments/a-one").status == 200 for one in (holder, next_one, last)))
    check("the last may not", last.get("/assessments/a-one/links").status == 404)
    for do in ("revoke", "forget"):
        answer = holder.post(f"/assessments/a-one/links/{do}", {"id": identity})
        check(f"a holder does not {do}", answer.status in (404, 413) and "Person" not in answer.text, (answer.status, answer.text))
    rows = house.database.sql("SELECT person, before, after FROM audit WHERE verb = 'hand-on-pass' ORDER BY number")
    check("the audit has who and of what", len(rows) == 2 and rows[0][0] == rows[0][1] == "pass/" + identity and
          "second" not in "".join(rows[0]), rows)
    listed = house.people["e"].get("/assessments/a-one/links").text
    check("the expert sees them", "the second" in listed and "handed on" in listed)
    house.database.sql(f"UPDATE passes SET expires_at = 1000 WHERE id = '{identity}'")
    check("they end with it", all(is_none(one.get("/assessments/a-one")) for one in (holder, next_one, last)))
    ends = int(datetime.datetime.now().timestamp()) + 400000
    house.database.sql(f"UPDATE passes SET expires_at = {ends} WHERE id = '{identity}'")
    check("they came back", last.get("/assessments/a-one").status == 200)
    house.people["e"].post("/assessments/a-one/links/revoke", {"id": identity})
    check("they fall with it", all(is_none(one.get("/assessments/a-one")) for one in (holder, next_one, last)) and
          all(is_none(house.client().get(link)) for link in (first, second, third)))
    rows = house.database.sql(f"SELECT after FROM audit WHERE object = 'pass/{identity}' AND verb = 'revoke-pass'")
    check("the audit says how many", rows == [("2 handed on from it",)], rows)
    house.database.sql(f"DELETE FROM pass_sessions WHERE pass = '{identity}'")
    house.database.sql(f"DELETE FROM passes WHERE id = '{identity}'")


def test_together(house):
    """Forty browsers open one link at once; one that is revoked meanwhile lets nobody in afterwards."""
    link = house.make()
    holders = [Holder(house, house.client()) for _ in range(40)]
    together(*[lambda one=one: one.exchange(link) for one in holders])
    check("all get in", [one.answer.status for one in holders] == [303] * 40, [one.answer.status for one in holders])
    check("each by a secret of its own", len({one.cookie for one in holders}) == 40)
    check("and read", [one.get("/assessments/a-one").status for one in holders] == [200] * 40)
    identity = house.id_of(link)
    acts = [lambda one=one: one.exchange(link) for one in holders]
    house.people["e"].csrf()
    acts.insert(20, lambda: house.people["e"].post("/assessments/a-one/links/revoke", {"id": identity}))
    together(*acts)
    states = {one.answer.status for one in holders}
    check("who comes too late is told so", states <= {303, 404, 429}, states)
    check("nobody reads any more", all(is_none(one.get("/assessments/a-one")) for one in holders))
    house.database.sql("DELETE FROM attempts")


def test_two_servers(house):
    """Whichever server answers: the one exchanges what the other made, and ends it."""
    other = Server(house.server.binary, house.database, house.server.log.parent)
    other.log = house.server.log.with_name("other.log")
    other.start()
    link = house.make(hand_on="on")
    away = Holder(house, Client(other.port))
    away.exchange(link)
    check("the other exchanges it", away.answer.status == 303, away.answer.status)
    check("and shows it", away.get("/assessments/a-one").status == 200)
    child = house.link_of(away.post("/assessments/a-one/links/make", {"until": day(1)}))
    here = house.open(child)
    away.client.port = house.server.port
    away.client.close()
    check("a browser goes from one to the other", away.get("/assessments/a-one").status == 200)
    house.people["e"].post("/assessments/a-one/links/revoke", {"id": house.id_of(link)})
    away.client.port = other.port
    away.client.close()
    here.client.port = other.port
    here.client.close()
    check("what one revokes the other does not open", is_none(away.get("/assessments/a-one")) and
          is_none(here.get("/assessments/a-one")))
    secure = Client(other.port)
    check("it ends well", other.stop() == 0, other.log.read_text()[-2000:])
    other.words = ["--behind-proxy", "127.0.0.1"]
    other.start()
    secure.port = other.port
    answer = secure.post(house.make(), {}, {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}, csrf=False)
    house.links.append(secure.cookies.get("palier_pass", ""))
    check("over TLS the cookie is for TLS alone", answer.status == 303 and "; Secure" in answer.headers["Set-Cookie"],
          answer.headers.items())
    other.stop()


def test_guessing(house):
    """Links are guessed no faster than those with which a password is chosen."""
    stranger = house.client(source="127.0.0.9")
    states = [stranger.post("/pass/" + f"{number:043}", {}, csrf=False).status for number in range(45)]
    check("then it is too often", states[0] == 404 and states[-1] == 429, states)
    link = house.make()
    check("for a right one too", stranger.post(link, {}, csrf=False).status == 429)
    check("others open it", house.open(link).get("/assessments/a-one").status == 200)
    house.database.sql("DELETE FROM attempts")


# ---------------------------------------------------------------------------------------------------- what is kept

def test_erased(house):
    """Who made links has them in their export; erased, they are over, and nobody's name stays."""
    link = house.make("g", note="Mrs Remembered")
    holder, identity = house.open(link), house.id_of(link)
    export = house.admin.get(f"/people/{house.ids['g']}/export").json
    rows = [row for row in export["passes"] if row["id"] == identity]
    check("the export lists it", rows and rows[0]["subject"] == "a-one" and rows[0]["note"] == "Mrs Remembered" and
          rows[0]["rights"] == "read", export["passes"])
    answer = house.admin.post(f"/people/{house.ids['g']}/erase", {"confirm": "Person g"})
    check("erased", answer.status == 303, answer.text[:500])
    check("it opens nothing", is_none(holder.get("/assessments/a-one")))
    rows = house.database.sql(f"SELECT note, revoked_at FROM passes WHERE person = '{house.ids['g']}'")
    check("no name is left", rows and all(note == "" and at != "" for note, at in rows), rows)
    check("the list still opens", house.people["e"].get("/assessments/a-one/links").status == 200)


def test_tidy(house):
    """Rows that are long over go, with an entry; the chain holds."""
    done = house.server.command("audit", "verify", check=False)
    found = done.stdout.decode() + done.stderr.decode()
    check("the chain knows what was changed by hand", "passes" in found or done.returncode == 0, found)
    link = house.make()
    identity = house.id_of(link)
    house.people["e"].post("/assessments/a-one/links/revoke", {"id": identity})
    house.database.sql(f"UPDATE passes SET revoked_at = revoked_at - 100 * 86400 WHERE id = '{identity}'")
    house.server.stop()
    house.server.start()
    for client in house.people.values():
        client.close()
    house.client().get("/healthz")
    house.client().get("/healthz")
    left = house.database.sql(f"SELECT id FROM passes WHERE id = '{identity}'")
    verbs = house.database.sql("SELECT verb FROM audit WHERE verb = 'remove-passes'")
    check("it is removed", left == [] and len(verbs) == 1, (left, verbs))


def test_secrets(house):
    """No secret stands in a log, in the audit, in an export or in a backup; no name in the audit."""
    house.make(note="Monsieur Quelqu-un")
    for path in ("/pass/{}", "/pass/{}/x", "/PASS/{}", "/x/pass/{}", "/api/v1/pass/{}"):
        house.client().get(path.format(house.links[-1]))
        house.client().get(path.format(house.links[-1][:30]))
    log = house.server.log.read_text()
    check("the log has lines", "/pass/-" in log, log[-500:])
    dump = str(house.rows())
    export = house.server.log.with_name("export")
    house.server.command("export", str(export))
    texts = {"the log": log, "the database": dump, "the export": "".join(
        file.read_text(errors="replace") for file in export.rglob("*") if file.is_file())}
    backup = house.server.log.with_name("backup.palier")
    house.server.command("backup", str(backup))
    texts["the backup"] = "".join(file.read_bytes().decode("latin-1") for file in
                                  ([backup] if backup.is_file() else backup.rglob("*")) if file.is_file())
    for secret in filter(None, house.links):
        for name, text in texts.items():
            check(f"no secret in {name}", secret not in text and secret[:30] not in text, secret)
    audit = str(house.database.sql("SELECT * FROM audit"))
    check("no name in the audit", not any(name in audit for name in ("Quelqu-un", "Mr Outside", "Remembered", "the second")))


TESTS = [test_link, test_wishes, test_most, test_pages, test_routes, test_wrong, test_both, test_revoked, test_over,
         test_hand_on, test_together, test_two_servers, test_guessing, test_erased, test_tidy, test_secrets]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
