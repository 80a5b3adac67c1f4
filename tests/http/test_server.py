#!/usr/bin/env python3
"""Tests and attacks of the whole server: rights, forms, sessions, what is typed, documents, audit.

usage: tests/http/test_server.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one (see
tests/store/with_postgresql.sh). Ends with one line: N passed, N failed.
"""
import datetime
import html
import html.parser
import json
import os
import re
import secrets
import sys
import threading
import time

from house import PASSWORD, ROOT, Client, Count, Database, Server, assessment, init, run_tests

# Who may what, written down a second time: the program's own table is not asked.
RIGHTS = {
    "administrator": {"grant", "read_library", "audit", "administer"},
    "expert": {"read_project", "edit_project", "assess", "create_project", "read_library",
               "edit_library"},
    "project_manager": {"read_project", "edit_project", "grant", "create_project",
                        "read_library"},
    "provider": set(),
    "approving_authority": {"read_project", "read_library"},
    "auditor": {"read_project", "read_library", "audit"},
}
ON_A_PROJECT = {"read_project", "edit_project", "assess", "grant"}
CHANGES = {"edit_project", "assess", "grant", "create_project", "edit_library", "administer"}

# Which right an address needs, from what it is about: the first that fits. A new address must fit.
NEEDS = [
    (r"POST /demonstration", {"administer"}),
    (r"(GET|POST) /(sign-in|link/\{link\}|pass/\{pass\})|GET /(healthz|metrics|ui/\{file\}|openapi\.json)",
     {"anyone"}),
    (r"POST /sign-out|GET /me|POST /me/.*|GET /|GET /projects|GET /compare|GET /jobs|GET /jobs/\{job\}|POST /jobs/\{job\}/stop",
     {"own"}),
    (r"POST /(projects/\{project\}(/needs|/meeting|/library/\{kind\}/\{id\})?|assessments/\{assessment\})/"
     r"(facts/\{fact\}/(say|undo)|files/(send|say|undo))", {"read_project"}),
    (r"POST /projects/.*/drawing/points", {"read_project"}),
    (r"POST /projects/\{project\}/library/\{kind\}/\{id\}/publish", {"read_project"}),  # the verb asks for the library's
    (r"POST /.*/(facts/\{fact\}|files)/erase", {"administer"}),
    (r"POST /library/.*/facts/\{fact\}/(say|undo)", {"read_library"}),
    (r"(GET|POST) /projects/\{project\}/library/questionnaire/new/list(/look)?", {"assess"}),
    (r"(GET|POST) /projects/new(/rows)?", {"create_project"}),
    (r"GET /projects/\{project\}/edit", {"edit_project"}),
    (r"(GET|POST) /projects/\{project\}/assessments/new(/bring)?", {"assess"}),
    (r"GET /projects/\{project\}(/.*)?", {"read_project", "edit_project"}),
    (r"POST /projects/\{project\}/people/(add|remove)", {"grant"}),
    (r"POST /projects/\{project\}/tender/\{tender\}/(link|questions/pass-on)", {"keep"}),
    (r"POST /projects/\{project\}/.*", {"edit_project", "assess"}),
    (r"GET /assessments/\{assessment\}/links", {"assess"}),
    (r"GET /assessments/\{assessment\}(/.*)?", {"read_project"}),
    (r"POST /assessments/\{assessment\}/posture/schedule/search", {"read_project"}),
    (r"POST /assessments/\{assessment\}/.*", {"assess"}),
    (r"(GET|POST) /sendings/\{sending\}/(extend|reopen|open-again|close|links.*|answer/hand-on.*)", {"edit_project"}),
    (r"POST /sendings/\{sending\}/history/erase", {"administer"}),
    (r"(GET|POST) /sendings/\{sending\}/visit/(items|guide|files).*", {"assess"}),
    (r"GET /sendings/\{sending\}(/.*)?", {"read_project"}),
    (r"POST /sendings/\{sending\}/(answer/.*|answers/all/looked|facts/\{fact\}/(say|undo))", {"read_project"}),
    (r"POST /sendings/\{sending\}/answers/\{question\}/ask-back", {"edit_project"}),
    (r"POST /sendings/\{sending\}/(answers|findings|visit)/.*", {"assess"}),
    (r"GET /library/(\{kind\}/(new|\{id\}/form)|questionnaire/new/list)", {"edit_library"}),
    (r"GET /library.*|POST /library/.*/drawing/points", {"read_library"}),  # these write nothing
    (r"POST /library.*", {"edit_library"}),
    (r"(GET|POST) /people.*|(GET|POST) /settings.*", {"administer"}),
    (r"(GET|POST) /audit.*", {"audit"}),
]
MAY_BE_JOBS = {"/library", "/library/{kind}/new", "/audit/verify", "/assessments/{assessment}/posture/schedule/search",
               *("/library/{kind}/{id}" + path for path in ("/form", "/drawing", "/edit", "/edit/check", "/history/revert",
                                                    "/facts/{fact}/say")),
               *("/projects/{project}" + path for path in (
                   "/edit", "/library/bring", "/library/{kind}/new", "/library/{kind}/{id}/form", "/library/{kind}/{id}/drawing", "/candidates/add",
                   "/candidates/remove", "/proposal", "/alert/put", "/alert/lift")),
               *("/projects/{project}" + place + path for place in ("", "/needs", "/meeting", "/library/{kind}/{id}")
                 for path in ("/text", "/text/check", "/history/revert", "/facts/{fact}/say"))}
PROJECT = {"title": "North", "state": "needs", "profile": "level-3", "alert_level": "",
           "summary": "", "root_domain": "", "marking": "", "alert_since": ""}
EVIL = "\"><script>evil()</script>'\"&lt;{{page.csrf}}{{{data}}}{{#_}}"
count = Count()
check = count.check


class House:
    """A server with people of every role, projects a and b, an assessment in each."""

    def __init__(self, binary, folder, postgresql):
        self.folder = folder
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = self.client().use_link(link)
        for project in ("a", "b"):
            self.make_project(project)
            self.make_assessment(project, project + "-one")
            self.make_sending(project)
        self.people = {"administrator *": self.admin}
        self.ids = {}
        for role in RIGHTS:
            for project in ("*", "a"):
                # An administrator is one everywhere, a provider on a project alone.
                if project == {"administrator": "*", "provider": "a"}.get(role, project):
                    self.invite(f"{role} {project}", [f"{role}:{project}" if project != "*"
                                                      else role])
        self.invite("nobody", [])
        rows = self.database.sql("SELECT email, id FROM persons")
        self.ids = dict(rows)
        self.tokens = {}
        for who, person in self.people.items():
            for scope in ("read", "write"):
                self.tokens[who, scope] = person.make_token(scope)

    def client(self, **more):
        return Client(self.server.port, **more)

    def program(self, who, scope="write"):
        return self.client(token=self.tokens[who, scope])

    @staticmethod
    def mail(who):
        return re.sub(r"[^a-z]+", ".", who.replace("*", "all")) + "@example.org"

    def invite(self, who, roles):
        link = self.server.invite(self.mail(who), "Person " + who.replace("*", "all"), *roles)
        self.people[who] = self.client().use_link(link)

    def make_project(self, identity, **more):
        answer = self.admin.post("/projects/new", dict(PROJECT, id=identity, **more))
        assert answer.status == 303, answer.text
        # A profile is proposed from stated needs: without them that page has nothing to show.
        answer = self.admin.post(f"/projects/{identity}/needs", {
            "integrity": "3", "availability": "2", "imputability": "2", "confidentiality": "1",
            "exposure": "2"})
        assert answer.status == 303, answer.text

    def make_assessment(self, project, identity, **more):
        answer = self.admin.post(f"/projects/{project}/assessments/new/bring",
                                 {"text": assessment(identity, **more)})
        assert answer.status == 303, answer.text

    def make_sending(self, project):
        """A questionnaire that a candidate was sent."""
        version = re.search(r'name="version" value="(\d+)"', self.admin.get(f"/projects/{project}/candidates").text)[1]
        answer = self.admin.post(f"/projects/{project}/candidates/add", {"version": version, "name": f"{project} hosting", "id": f"{project}-hosting"})
        assert answer.status == 303, answer.text
        until = datetime.date.today() + datetime.timedelta(30)
        answer = self.admin.post(f"/projects/{project}/questionnaires/send", {
            "act": secrets.token_hex(16), "to": f"provider/{project}-hosting", "tier": "core", "until": until.isoformat()})
        assert answer.status == 200, answer.text

    def state(self):
        """What a refused request must leave as it was."""
        tables = ("documents", "versions", "grants", "persons", "sessions", "tokens", "links",
                  "anchors")
        rows = [self.database.sql(f"SELECT count(*) FROM {table}")[0] for table in tables]
        return rows, self.database.sql(
            "SELECT id, name, language, coalesce(password, '') FROM persons ORDER BY id")

    def verify(self):
        done = self.server.command("audit", "verify", check=False)
        return done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def routes(house):
    """(method, path, right) of every row of the table."""
    found = []
    for path, methods in house.client().get("/openapi.json").json["paths"].items():
        for method, row in methods.items():
            found.append((method.upper(), path, re.search(r'right "(\w+)"', row["description"])[1]))
    # a second name of /projects, and where the link of a pass leads: for browsers
    return [*found, ("GET", "/", "own"), ("GET", "/pass/{pass}", "anyone"), ("POST", "/pass/{pass}", "anyone")]


def refused(house):
    """For each act that asks for nothing, a header with which it is refused once it is known who may: nothing is done. So
    for what is erased, which the administrator may do where he may read."""
    return {path: {"If-Match": "nonsense"} for path, methods in house.client().get("/openapi.json").json["paths"].items()
            if "post" in methods and (path.endswith("}/erase") or path.endswith("/files/erase") or not methods["post"]["requestBody"][
                "content"]["application/json"]["schema"]["properties"])}


def fill(path, project="a", person="nobody"):
    values = {"{project}": project, "{assessment}": project + "-one", "{kind}": "model",
              "{id}": "sse-cmm-2.0", "{person}": person, "{link}": "not-a-link", "{pass}": "not-a-link",
              "/ui/{file}": "/ui/web.css", "{file}": "no-such-file", "{job}": "no-such-job", "{fact}": "comment",
              "{part}": "no-such-part", "{sending}": f"{project}-{project}-hosting", "{topic}": "POL", "{question}": "POL-01", "{area}": "PA05", "{step}": "2.2", "{practice}": "GP%202.2.1", "{tender}": "t1"}
    if path.startswith("/projects/"):  # what a project has of its own is looked at in test_texts.py
        values.update({"{kind}": "budget", "{id}": "no-such-budget"})
    if "/drawing" in path:
        values.update({"{kind}": "profile", "{id}": "no-such-profile" if path.startswith("/projects/") else "level-2"})
    for name, value in values.items():
        path = path.replace(name, value)
    return path


# With its link alone, whatever the right; and what is asked for the sending that the form names.
ANSWERED = r"/sendings/\{sending\}/answer(/.*)?|/projects/\{project\}/questionnaires/across/\{question\}/mark"

# Consultations, of which there is none here: test_tender_pages.py.
LAUNCHED = r"/projects/\{project\}/tender/.*"


def expected(who, scope, right, path, project):
    """Whether somebody may, by the matrix of this file."""
    if right == "anyone":
        return True
    if who is None or (scope == "read" and right in CHANGES):
        return False
    if right == "own":
        return True
    if who == "nobody":
        return False
    role, where = who.split(" ")
    if right not in RIGHTS[role]:
        return False
    is_of_project = re.search("{(project|assessment|sending)}", path) is not None
    return (where == "*" or right == "read_library" or
            (is_of_project and right in ON_A_PROJECT and where == project))


# ---------------------------------------------------------------------------------------- rights

def test_table(house):
    table = routes(house)
    check("the table is there", len(table) > 40, len(table))
    for method, path, right in table:
        fits = [needs for pattern, needs in NEEDS if re.fullmatch(pattern, f"{method} {path}")]
        check(f"{method} {path} needs {right}", fits and right in fits[0],
              "no rule of this test fits" if not fits else fits[0])
        check(f"{method} {path}: every name of it is known", "{" not in fill(path), path)


def test_programs(house):
    """Every address, every role, tokens that read and write, both projects."""
    person = house.ids[house.mail("nobody")]
    for method, path, right in routes(house):
        if path in ("/sign-out", "/") or (method, path) == ("POST", "/sign-in"):
            continue
        for who in [None, *house.people]:
            for scope in ("read", "write") if who else ("-",):
                for project in ("a", "b"):
                    if project == "b" and fill(path, "a") == fill(path, "b"):
                        continue
                    client = (house.program(who, scope) if who else house.client())
                    value = {"nothing": "x"} if method == "POST" else None
                    answer = client.api(method, fill(path, project, person), value)
                    client.close()
                    may = expected(who, scope, right, path, project)
                    is_writing = method == "POST" and scope == "read"
                    good = ((answer.status not in (401, 403) or is_writing) if may
                            else answer.status == 403)
                    good = 400 <= answer.status < 500 if may and re.fullmatch(ANSWERED, path) else good
                    check(f"{method} {path} ({project}) by {who}, {scope}",
                          good and answer.status < 500, (may, answer.status, answer.text))


def test_pages(house):
    """The same through the pages and their forms."""
    person, header = house.ids[house.mail("nobody")], refused(house)
    for who in [None, *house.people]:
        client = house.people[who] if who else house.client()
        for method, path, right in routes(house):
            if path == "/sign-out" or (method, path) == ("POST", "/sign-in"):
                continue
            for project in ("a", "b"):
                if project == "b" and fill(path, "a") == fill(path, "b"):
                    continue
                target = fill(path, project, person)
                answer = (client.get(target) if method == "GET"
                          else client.post(target, {"nothing": "x"}, header.get(path)))
                may = expected(who, "write", right, path, project)
                if who is None and right != "anyone":
                    good = answer.is_sent_to_sign_in()
                else:
                    good = answer.status != 403 if may else answer.status == 403
                    good = good and not (answer.is_sent_to_sign_in() and path != "/sign-in")
                    good = 400 <= answer.status < 500 if may and re.fullmatch(ANSWERED, path) else good
                check(f"page {method} {path} ({project}) by {who}",
                      good and answer.status < 500, (may, answer.status, answer.location))
                if may and method == "GET" and right != "anyone" and path != "/compare" and not re.fullmatch(ANSWERED, path):
                    check(f"page {path} for {who}",
                          answer.status == 200 or "no-such" in target or
                          re.search(r"\{id\}/(history|text|edit|form)", path) is not None or
                          (re.fullmatch(LAUNCHED, path) and answer.status == 404),
                          answer.status)


def test_other_project(house):
    """A role on one project gives nothing on another, by whatever way."""
    person = house.people["expert a"]
    program = house.program("expert a")
    for path in ("/compare?id=a-one&id=b-one", "/compare?id=b-one&id=a-one",
                 "/compare?id=b-one&id=b-one"):
        check("compare " + path, person.get(path).status == 403, path)
    check("the portfolio shows one's own", [p["id"] for p in program.api(
        "GET", "/projects").json["projects"]] == ["a"])
    check("and counts them", program.api("GET", "/projects").json["total"] == 1)
    check("nor by words", program.api("GET", "/projects?q=b").json["total"] in (0, 1))
    text = assessment("b-one", title="Taken")
    for answer in (program.api("POST", "/assessments/b-one/text", text, {"If-Match": '"1"'}),
                   program.api("POST", "/library", text, {"If-Match": '"1"'}),
                   program.api("POST", "/projects/b/assessments/new/bring", assessment("b-two")),
                   person.post("/library", {"text": text, "version": "1"}),
                   person.post("/assessments/a-one/text", {"text": text, "version": "1"})):
        check("no writing over another project's", answer.status in (403, 409, 422),
              (answer.status, answer.text))
    check("b-one is as it was",
          house.program("expert *").api("GET", "/assessments/b-one/text").json["version"] == 1)
    manager = house.people["project_manager a"]
    someone = house.ids[house.mail("nobody")]
    for fields in ({"person": someone, "role": "expert", "project": "b"},
                   {"person": someone, "role": "administrator"}):
        manager.post("/projects/a/people/add", fields)
    rows = house.database.sql(f"SELECT role, project FROM grants WHERE person = '{someone}'")
    check("a manager gives roles on their project alone", set(rows) <= {("expert", "a")}, rows)
    manager.post("/projects/a/people/remove", {"person": someone, "role": "expert"})
    check("and takes them back",
          house.database.sql(f"SELECT role FROM grants WHERE person = '{someone}'") == [])


def test_probing(house):
    """Who may not read everything cannot tell what exists from what does not."""
    for who in ("expert a", "provider a", "nobody"):
        person, program = house.people[who], house.program(who)
        for there, nowhere in (("/assessments/b-one", "/assessments/b-nine"),
                               ("/assessments/b-one/text", "/assessments/b-nine/text"),
                               ("/projects/b", "/projects/nowhere"),
                               ("/projects/b/needs", "/projects/nowhere/needs"),
                               ("/compare?id=b-one&id=b-one", "/compare?id=b-nine&id=b-nine")):
            known, unknown = program.api("GET", there), program.api("GET", nowhere)
            check(f"{who} learns nothing from {there}", known.status == 403 and
                  (known.status, known.json) == (unknown.status, unknown.json),
                  (known.text, unknown.text))
            known, unknown = person.get(there), person.get(nowhere)
            check(f"{who} learns nothing from the page {there}",
                  known.status == unknown.status == 403, (known.status, unknown.status))
    everywhere = house.program("expert *")
    check("who may read everything is told", everywhere.api(
        "GET", "/assessments/b-nine").status == 404)


def test_names(house):
    """The API takes what its description says, and says what else was sent."""
    program = house.program("expert *")
    for path, body, told in (
            ("/projects/a/edit", {"titel": "T"}, "titel"),
            ("/projects/a/alert/put", {"scope": "both"}, "project, scheme"),
            ("/me/change", {"nmae": "x"}, "nmae"),
            ("/me/sign-out", {"do": "everything"}, "do"),
            ("/sign-out", {"all": True}, "all")):
        answer = program.api("POST", path, body)
        check(f"{path} with {body}", answer.status == 422 and told in answer.json["detail"],
              (answer.status, answer.text))
        check(f"{path}: without the signs of the table", not re.search(r"[@|]|\w=", answer.json["detail"]), answer.json["detail"])
    for path, told in (("/projects?query=x", "q, state, level, provider, mine (1), sort ("), ("/assessments/a-one?alart=red", "alert"),
                       ("/me?kind=model", "nothing")):
        answer = program.api("GET", path)
        check(f"{path} names what it takes", answer.status == 422 and told in
              answer.json["detail"], (answer.status, answer.text))
        check(f"{path}: without the signs of the table", not re.search(r"[@|]|\w=", answer.json["detail"]), answer.json["detail"])
    answer = house.people["expert *"].get("/projects?query=x")
    check("a page overlooks it", answer.status == 200, answer.status)
    described = house.client().get("/openapi.json").json["paths"]
    fields = described["/projects/{project}/alert/put"]["post"]["requestBody"]["content"][
        "application/json"]["schema"]
    check("words to choose from are described",
          fields["properties"]["scope"]["enum"] == ["project", "scheme"] and
          fields["additionalProperties"] is False, fields)
    many = described["/people/invite"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
    check("what comes several times is a list", many["roles"]["type"] == "array" and
          "string" in many["name"]["type"], many)
    check("a query is described", [row["name"] for row in described["/audit"]["get"][
        "parameters"]] == ["person", "object", "verb", "from", "to", "cursor", "format"])
    check("what can become a job says so", {path for path, methods in described.items() for row in methods.values()
                                            if "202" in row["responses"]} == MAY_BE_JOBS)
    there = [path for path in described if path.startswith("/pass/")]
    answers = [program.api("GET", "/pass/none"), program.api("POST", "/pass/none")]
    check("the link of a pass is for browsers alone", not there and [answer.status for answer in answers] == [404, 404],
          (there, [answer.status for answer in answers]))


def test_read_only(house):
    """A token that only reads changes nothing at all, not even its own account."""
    admin = house.program("administrator *", "read")
    auditor = house.program("auditor *", "read")
    before = house.state()
    for client, path, value in (
            (admin, "/me/change", {"name": "Changed", "language": "fr"}),
            (admin, "/me/sign-out", {}),
            (admin, "/me/tokens/add", {"title": "t", "scope": "write", "days": "9"}),
            (admin, "/me/password", {"old": PASSWORD, "new": "x" * 20,
                            "again": "x" * 20}),
            (auditor, "/audit/anchor", {})):
        answer = client.api("POST", path, value)
        check(f"{path} {value} with a token that reads", answer.status == 403, answer.status)
    check("nothing was changed", house.state() == before)


# ----------------------------------------------------------------------------------------- forms

def test_csrf(house):
    person, other = house.people["expert *"], house.people["auditor *"]
    own, host = person.csrf(), f"127.0.0.1:{house.server.port}"
    before = house.state()
    fields = {"name": "Taken over", "language": "fr"}
    tries = {
        "without": (None, {}), "an empty one": ("", {}), "a wrong one": ("x" * 64, {}),
        "another session's": (other.csrf(), {}), "half of it": (own[:30], {}),
        "one sign more": (own + "0", {}), "its MAC alone": (own.split(".")[-1], {}),
        "another word": ("a" * 16 + "." + own.split(".")[-1], {}),
        "a foreign Origin": (own, {"Origin": "http://evil.example"}),
        "an Origin that begins alike": (own, {"Origin": f"http://{host}.evil.example"}),
        "Origin null": (own, {"Origin": "null"}),
        "a page of elsewhere": (own, {"Sec-Fetch-Site": "cross-site"}),
        "a neighbour": (own, {"Sec-Fetch-Site": "same-site"}),
    }
    for what, (token, headers) in tries.items():
        for path in ("/me/change", "/library", "/projects/new", "/audit/anchor", "/sign-out"):
            answer = person.post(path, fields, headers, csrf=token)
            check(f"{path} with {what}", answer.status == 403, answer.status)
    check("nothing was changed", house.state() == before)
    good = {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    fields = {"name": "Person expert all", "language": "en"}
    check("with its own", person.post("/me/change", fields, good).status == 303)
    answer = person.api("POST", "/me/change", fields)
    check("the API with a cookie and no token", answer.status == 403, answer.status)
    check("is told as a problem", answer.headers["Content-Type"] == "application/problem+json")
    check("the API with a cookie and X-CSRF-Token",
          person.api("POST", "/me/change", fields, {"X-CSRF-Token": own}).status == 200)
    check("a cookie and a header that is no token", person.ask(
        "POST", "/api/v1/me/change", json.dumps(fields),
        {"Content-Type": "application/json", "Authorization": "Bearer nothing"}).status == 403)
    check("a page with a cookie and Authorization", person.post(
        "/me/change", fields, {"Authorization": "Bearer x"}, csrf=None).status == 403)
    check("the API with a token",
          house.program("expert *").api("POST", "/me/change", fields).status == 200)
    stranger = house.client()
    check("signing in from elsewhere", stranger.sign_in(
        "a@example.org", headers={"Origin": "http://evil.example"}).status in (303, 403) and
        "palier" not in stranger.cookies)
    for key in ("form", ""):
        check("no token of a guessed key", person.post(
            "/me/change", fields, csrf=key + "." + "0" * 64).status == 403)


# -------------------------------------------------------------------------------------- sessions

def test_sessions(house):
    mail = "session.person@example.org"
    link = house.server.invite(mail, "Session Person", "expert")
    one = house.client()
    for password, what in (("few signs", "short"), ("x" * 11, "11 signs"), ("y" * 1025, "too long"),
                           ("é" * 11, "11 letters of two bytes")):
        answer = one.post(link, {"password": password, "again": password}, csrf=False)
        check(f"a password that is {what}", answer.status == 422, answer.status)
        check("is not said again", password not in answer.text)
    check("two that differ", one.post(link, {"password": PASSWORD, "again": PASSWORD + "x"},
                                      csrf=False).status == 422)
    page = one.get(link)
    check("the link's page", page.status == 200 and mail in page.text)
    answer = one.post(link, {"password": PASSWORD, "again": PASSWORD}, csrf=False)
    check("a link", answer.status == 303 and "palier" in one.cookies, answer.status)
    flags = answer.headers["Set-Cookie"]
    for flag in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"):
        check("the cookie has " + flag, flag in flags, flags)
    check("and is not for TLS alone here", "Secure" not in flags, flags)
    check("a link is used once", house.client().get(link).status == 404 and house.client().post(
        link, {"password": PASSWORD, "again": PASSWORD}, csrf=False).status in (404, 422))
    old = house.server.command("user", "link", mail).stdout.decode()
    old = re.search(r"/link/\S+", old)[0]
    new = re.search(r"/link/\S+", house.server.command("user", "link", mail).stdout.decode())[0]
    check("a new link ends the one before", house.client().get(old).status == 404)
    house.database.sql("UPDATE links SET expires_at = expires_at - 260000 WHERE used_at IS NULL")
    check("an old link", house.client().get(new).status == 404 and house.client().post(
        new, {"password": PASSWORD, "again": PASSWORD}, csrf=False).status in (404, 422))

    two, three = house.client(), house.client()
    check("signed in", two.sign_in(mail).status == 303 and three.sign_in(mail).status == 303)
    check("in capitals too", house.client().sign_in(mail.upper()).status == 303)
    cookie = dict(two.cookies)
    check("sign-out", two.post("/sign-out").location == "/sign-in" and "palier" not in two.cookies)
    two.cookies = cookie
    check("and the cookie is worth nothing", two.get("/me").is_sent_to_sign_in())
    check("nor the API", two.api("GET", "/me").status == 403)
    check("the others go on", one.get("/me").status == 200 and three.get("/me").status == 200)
    check("a new password", three.post("/me/password", {"old": PASSWORD,
                                               "new": "another " + PASSWORD,
                                               "again": "another " + PASSWORD}).status == 303)
    check("ends the other sessions", one.get("/me").is_sent_to_sign_in())
    check("and not one's own", three.get("/me").status == 200)
    check("not with a wrong old one", three.post(
        "/me/password", {"old": "wrong " + PASSWORD, "new": PASSWORD,
                "again": PASSWORD}).status in (403, 422))
    one.sign_in(mail, "another " + PASSWORD)
    check("sign-out everywhere", three.post("/me/sign-out", {}).status == 303 and
          one.get("/me").is_sent_to_sign_in() and three.get("/me").is_sent_to_sign_in())
    person = house.database.sql(f"SELECT id FROM persons WHERE email = '{mail}'")[0][0]
    one.sign_in(mail, "another " + PASSWORD)
    check("the administrator can too", house.admin.post(
        f"/people/{person}/sign-out", {}).status == 303 and
        one.get("/me").is_sent_to_sign_in())
    for column, seconds in (("seen_at", 12 * 3600 + 60), ("created_at", 7 * 86400 + 60)):
        one.sign_in(mail, "another " + PASSWORD)
        check("signed in again", one.get("/me").status == 200)
        house.database.sql(f"UPDATE sessions SET {column} = {column} - {seconds}"
                           f" WHERE person = '{person}'")
        check(f"a session ends by {column}", one.get("/me").is_sent_to_sign_in())
    for cookie in ("", "x", "x" * 5000, "palier=" + "A" * 43, "é", '"; DROP TABLE persons'):
        stranger = house.client()
        answer = stranger.ask("GET", "/me", headers={"Cookie": ("palier=" + cookie).encode()})
        check("a cookie of nobody", answer.status in (303, 400), (cookie, answer.status))
    for agent in ("Br\u00fcwser".encode("latin-1"), ("x" * 199 + "\u00e9").encode(),
                  b"<script>evil()</script>"):
        odd = house.client()
        odd.sign_in(mail, "another " + PASSWORD, headers={"User-Agent": agent})
        check("a browser with an odd name", odd.get("/me").status == 200 and
              "<script>evil" not in odd.get("/me").text, agent)


def test_tokens(house):
    person = house.people["approving_authority *"]
    token = person.make_token("read", title="to revoke")
    program = house.client(token=token)
    check("a token", program.api("GET", "/projects/a").status == 200)
    check("is for the API alone", program.get("/projects/a").is_sent_to_sign_in())
    rows = person.api("GET", "/me").json["tokens"]
    identity = [row["id"] for row in rows if row["title"] == "to revoke"][0]
    check("of others are not revoked", house.admin.post(
        "/me/tokens/revoke", {"id": identity}).status == 404)
    check("it goes on", program.api("GET", "/projects/a").status == 200)
    check("revoked", person.post("/me/tokens/revoke", {"id": identity}).status == 303 and
          program.api("GET", "/projects/a").status == 403)
    late = person.make_token("write", days="1", title="late")
    house.database.sql("UPDATE tokens SET expires_at = expires_at - 86500 WHERE title = 'late'")
    check("over", house.client(token=late).api("GET", "/me").status == 403)
    for fields in ({"days": "0"}, {"days": "367"}, {"days": "x"}, {"scope": "all"}, {"title": ""},
                   {"title": "t" * 201}, {"days": "99999999999999999999"}, {"days": "-1"},
                   {"days": "1e3"}, {"days": "1.5"}, {"days": "9 "}, {"title": "a\x1b[31m"}, {"title": "a\u2028b"}):
        answer = person.post("/me/tokens/add", dict({"title": "t", "scope": "read",
                                          "days": "9"}, **fields))
        check(f"no token with {fields}", answer.status == 422, answer.status)
    for header in ("Basic YTpi", "Bearer", "Bearer ", "bearer " + late, "Bearer " + "x" * 3000):
        check("Authorization: " + header[:20], house.client().ask(
            "GET", "/api/v1/me", headers={"Authorization": header}).status == 403)
    kept = house.database.sql("SELECT hash FROM tokens UNION SELECT hash FROM sessions"
                              " UNION SELECT hash FROM links")
    check("no secret stands in the database", all(len(row[0]) == 64 for row in kept))
    answer = person.get("/me")
    check("a token is shown once", token not in answer.text and late not in answer.text)


# --------------------------------------------------------------------------------- what is typed

class Look(html.parser.HTMLParser):
    """What a browser would run or follow."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attributes):
        row = dict(attributes)
        if tag == "script" and not str(row.get("src", "")).startswith("/ui/"):
            self.bad.append((tag, row))
        if tag in ("iframe", "object", "embed", "base", "meta") and row.get("http-equiv"):
            self.bad.append((tag, row))
        for name, value in row.items():
            if name.startswith("on") or name == "style" or (
                    name in ("href", "src", "action", "formaction") and
                    re.match(r"\s*(javascript|data:text|//)", value or "", re.I)):
                self.bad.append((tag, name, value))


def look(name, answer):
    page = Look()
    page.feed(answer.text)
    check(f"{name}: nothing typed is run", not page.bad and "<script>evil" not in answer.text,
          page.bad[:3])


def test_typed(house):
    house.make_project("evil", **{"title": EVIL, "summary": EVIL, "marking": EVIL[:60],
                                  "root_domain": "example.org"})
    house.make_assessment("evil", "evil-one", title=EVIL, provider=EVIL)
    house.make_assessment("evil", "evil-two", title=EVIL, provider=EVIL)
    admin = house.admin
    text = assessment("evil-one", title=EVIL + " 2", provider=EVIL)
    check("a note", admin.post("/assessments/evil-one/text",
                               {"text": text, "version": "1", "note": EVIL}).status == 303)
    model = (ROOT / "data/profiles/level-3.yaml").read_text(encoding="utf-8")
    model = re.sub(r"(?m)^id:.*$", "id: evil-profile", model)
    model = re.sub(r"(?m)^title:.*$", lambda _: "title: " + json.dumps(EVIL), model)
    answer = admin.post("/library", {"text": model})
    check("a profile", answer.status == 303, answer.text[:900])
    link = house.server.invite("evil.person@example.org", EVIL, "expert")
    person = house.client()
    look("a link", person.get(link))
    person.use_link(link)
    identity = house.database.sql(
        "SELECT id FROM persons WHERE email = 'evil.person@example.org'")[0][0]
    person.post("/me/tokens/add", {"title": EVIL, "scope": "read", "days": "9"})
    person.post("/assessments/evil-two/text",
                {"text": assessment("evil-two", title=EVIL, provider=EVIL), "version": "1"})
    person.post("/projects/evil/people/add", {"person": identity, "role": "auditor"})
    pages = ["/", "/projects/evil", "/projects/evil/edit", "/projects/evil/people",
             "/projects/evil/assessments/new", "/library", "/library/profile/evil-profile",
             "/library/profile/evil-profile/edit", "/library/profile/evil-profile/history",
             "/library/profile/evil-profile/text", "/compare?id=evil-one&id=evil-two", "/people",
             f"/people/{identity}", "/audit", "/settings", "/me", "/projects/new"]
    pages += [f"/assessments/evil-one{page}" for page in
              ("", "/plan", "/posture", "/text", "/history", "/text?version=1")]
    for client in (admin, person):
        for path in pages:
            answer = client.get(path)
            check(f"{path} is shown", answer.status == 200 or
                  (client is person and answer.status == 403), answer.status)
            look(path, answer)
            check(f"{path}: braces stay braces",
                  "{{page.csrf}}" in answer.text or "evil()" not in answer.text)
    word = "%22%3E%3Cscript%3Eevil()%3C/script%3E"
    for path in (f"/?q={word}", f"/audit?person={word}&object={word}&verb={word}&from={word}",
                 f"/assessments/evil-one?profile={word}", f"/assessments/evil-one?alert={word}",
                 f"/assessments/evil-one/plan?basis={word}&x={word}", f"/sign-in?back={word}",
                 f"/{word}", f"/library/model/{word}", f"/library/{word}/x", f"/projects/{word}",
                 f"/people/{word}", f"/link/{word}", f"/compare?id={word}&id={word}",
                 f"/?saved={word}", f"/?lang={word}", f"/?cursor={word},{word}",
                 f"/assessments/evil-one/text?version={word}", f"/people?cursor={word}"):
        answer = admin.get(path)
        look(path, answer)
        check(f"{path} does not fail", answer.status < 500, answer.status)
    for path, fields in {
            "/projects/new": {"id": EVIL, **{name: EVIL for name in PROJECT}},
            "/projects/evil/edit": {name: EVIL for name in PROJECT},
            "/projects/evil/assessments/new": {name: EVIL for name in (
                "id", "title", "model", "provider", "new_provider", "date")},
            "/assessments/evil-one/text": {"text": EVIL, "note": EVIL, "version": EVIL},
            "/library": {"text": EVIL}, "/library/model/sse-cmm-2.0/copy": {"copy": EVIL},
            "/library/profile/evil-profile/edit": {"text": EVIL, "note": EVIL},
            "/people/invite": {"name": EVIL, "email": EVIL, "roles": EVIL, "project": EVIL},
            f"/people/{identity}/grant": {"role": EVIL, "project": EVIL},
            "/projects/evil/people/add": {"role": EVIL, "person": EVIL},
            "/me/change": {"name": EVIL * 5, "language": EVIL},
            "/sign-in": {"email": EVIL, "password": EVIL, "back": EVIL},
            "/audit/anchor": {"do": EVIL}}.items():
        answer = admin.post(path, fields)
        look("POST " + path, answer)
        check(f"POST {path} does not fail", answer.status < 500, (answer.status, answer.text))
        if answer.status == 422 and path == "/projects/new":
            check("what was typed stands there", "evil()" in answer.text)
    for path in pages:
        look(path + " in French", person.get(path + ("&" if "?" in path else "?") + "lang=fr"))
    person.get("/?lang=en")
    house.server.command("user", "erase", "evil.person@example.org")


def test_redirects(house):
    cases = ["//evil.example", "/\\evil.example", "http://evil.example", "/\t/evil.example",
             "/\n/evil.example", "javascript:alert(1)", "/\r\nX-Evil: 1", "\\\\evil.example",
             " //evil.example", "/%0d%0aX-Evil: 1\r\n\r\n<p>", "", "evil.example", "/\u2028x"]
    for back in cases:
        client = house.client()
        answer = client.sign_in("a@example.org", back=back)
        good = re.fullmatch(r"/(?![/\\])[!-~]*", answer.location) is not None
        check(f"back to {back!r}", answer.status == 303 and good and
              "X-Evil" not in answer.headers, (answer.status, answer.location))
    answer = house.client().sign_in("a@example.org", back="/projects/a?x=1&y=2")
    check("back to a page", answer.location == "/projects/a?x=1&y=2", answer.location)
    check("back to a very long page", house.client().sign_in(
        "a@example.org", back="/" + "x" * 3000).status in (303, 413))
    answer = house.client().get("/projects/a")
    check("a stranger comes back to the page", answer.location == "/sign-in?back=/projects/a",
          answer.location)
    for asked in ("/compare?id=a-one&id=b-one", "/projects?q=a%26b%3D%20c+d&sort=title", "/?saved=1", "/assessments/a%2Done/plan?basis=seen"):
        person = house.client()
        page = person.get(asked).location
        form = person.get(page).text
        back = html.unescape(re.search(r'name="back" value="([^"]*)"', form)[1])
        again = person.sign_in("a@example.org", password="wrong", back=back).text
        kept = html.unescape(re.search(r'name="back" value="([^"]*)"', again)[1])
        answer = person.sign_in("a@example.org", back=kept)
        check(f"a stranger comes back to {asked}", answer.location == asked, (page, back, kept, answer.location))
        check(f"and {asked} is there", person.get(answer.location).status in (200, 403, 404), answer.location)
    answer = house.client().get("/projects?q=" + "x" * 2000)
    check("a very long question is left out", answer.location == "/sign-in?back=/projects", answer.location[:200])
    for path in ("/projects/a%0d%0aX-Evil:1", "/people/x%0d%0aX-Evil:1", "/ui/web.css%0d%0aX:1"):
        for client in (house.client(), house.admin):
            answer = client.get(path)
            check(f"no header from {path}", answer.status == 400 and
                  "X-Evil" not in answer.headers, answer.status)
    for host in ("evil.example", "127.0.0.1.evil.example", "", "127.0.0.1:1/x"):
        answer = house.client().ask("GET", "/sign-in", headers={"Host": host})
        check(f"Host {host!r}", answer.status in (400, 421), answer.status)
    person = house.ids[house.mail("nobody")]
    answer = house.admin.post(f"/people/{person}/link", {})
    check("a link stands on this server", f"http://127.0.0.1:{house.server.port}/link/" in
          answer.text)


HEADERS = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
           "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
           "Cross-Origin-Opener-Policy": "same-origin",
           "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()"}


def test_headers(house):
    person, header = house.ids[house.mail("nobody")], refused(house)
    for method, path, _ in routes(house):
        if path == "/sign-out":
            continue
        target = fill(path, "a", person)
        for prefix in ("", "/api/v1") if path not in ("/", "/pass/{pass}") else ("",):
            for client in (house.client(), house.admin):
                answer = (client.get(prefix + target) if method == "GET"
                          else client.post(prefix + target, {"nothing": "x"}, header.get(path)))
                quiet = {"Referrer-Policy": "no-referrer"} if path.startswith("/pass/") else {}
                for name, value in {**HEADERS, **quiet}.items():
                    check(f"{method} {prefix}{path}: {name}",
                          (answer.headers[name] or "").startswith(value), answer.headers[name])
                kept = answer.headers["Cache-Control"]
                check(f"{method} {prefix}{path} is kept nowhere", kept == "no-store" or
                      ("immutable" in kept and path == "/ui/{file}"), kept)
                check(f"{path}: no HSTS without TLS",
                      "Strict-Transport-Security" not in answer.headers)
                check(f"{path}: says nothing of what runs",
                      not re.search(r"\d", answer.headers["Server"] or ""))
                check(f"{path}: CSP allows no inline",
                      "unsafe" not in answer.headers["Content-Security-Policy"])


# ------------------------------------------------------------------------------------- documents

def test_conflict(house):
    admin, program = house.admin, house.program("expert *")
    house.make_assessment("a", "fought")
    mine, theirs = (assessment("fought", title=t) for t in ("Mine is this", "Theirs is that"))
    check("the first", program.api("POST", "/assessments/fought/text", theirs,
                                   {"If-Match": '"1"'}).status == 200)
    answer = admin.post("/assessments/fought/text", {"text": mine, "version": "1"})
    check("the second is a 409", answer.status == 409, answer.status)
    check("with both on the page", "Mine is this" in answer.text and
          "Theirs is that" in answer.text)
    for version in ("1abc", "1.0", "2e0", "+2", " 2", "-1", "x"):
        told = admin.post("/assessments/fought/text", {"text": mine, "version": version})
        check(f"no version is {version!r}", told.status == 422 and "Mine is this" in told.text
              and "version: a whole number" in told.text and 'name="version" value="2"' in told.text, (told.status, re.findall(r"(?s)<main.{0,900}", told.text)))
    check("and the number to save on", 'name="version" value="2"' in answer.text)
    answer = program.api("POST", "/assessments/fought/text", mine, {"If-Match": '"1"'})
    check("in the API too", answer.status == 409 and answer.headers["Content-Type"] ==
          "application/problem+json", answer.status)
    check("with both", "Theirs is that" in answer.json["conflict"]["theirs"] and
          answer.json["conflict"]["their_version"] == 2 and "yours" in answer.json["conflict"],
          answer.text)
    for match in (None, '"0"', '"99"', '"x"', "2", "*", '"-1"', '"2'):
        headers = {"If-Match": match} if match else {}
        answer = program.api("POST", "/assessments/fought/text", mine, headers)
        check(f"If-Match {match}", answer.status in (409, 422, 428), answer.status)
    answer = program.api("GET", "/assessments/fought/text")
    check("its ETag", answer.headers["ETag"] == '"2"', answer.headers["ETag"])
    check("brought together", admin.post("/assessments/fought/text", {
        "text": mine, "version": "2"}).status == 303)
    version = int(re.search(r'name="version" value="(\d+)"', admin.get("/projects/b/edit").text)[1])
    fields = dict(PROJECT, title="Changed by one", version=str(version))
    check("a project", admin.post("/projects/b/edit", fields).status == 303)
    answer = admin.post("/projects/b/edit", dict(fields, title="Changed by two"))
    check("a project's second is a 409", answer.status == 409, answer.status)
    check("with what was typed", "Changed by two" in answer.text)
    check("and what is there", "Changed by one" in answer.text)
    check("and the number to save on", f'name="version" value="{version + 1}"' in answer.text)
    needs = {"integrity": "2", "availability": "2", "imputability": "2", "confidentiality": "1", "exposure": "2",
             "alert_scheme": ""}
    for path, right, wrong in (("/projects/b/edit", dict(fields, title="By three"), {"title": ""}),
                               ("/projects/b/needs", needs, {"integrity": "9"})):
        now = int(re.search(r'name="version" value="(\d+)"', admin.get(path).text)[1])
        check(f"{path}: somebody saves", admin.post(path, dict(right, version=now)).status == 303)
        answer = admin.post(path, dict(right, version=now, **wrong))
        check(f"{path}: what is refused is still of the version that it was made from", answer.status == 422 and
              f'name="version" value="{now}"' in answer.text, (answer.status, answer.text[-3000:]))
        if path.endswith("needs"):
            right = dict(right, integrity="3")
        answer = admin.post(path, dict(right, version=now, **({"title": "By four"} if "title" in wrong else {})))
        check(f"{path}: and is a conflict when it is put right", answer.status == 409, answer.status)
        check(f"{path}: which is saved on theirs", f'name="version" value="{now + 1}"' in answer.text)


def test_threads(house, threads=50):
    """All edit one assessment; whoever is late reads again and tries again."""
    house.make_assessment("a", "shared", title="Shared ")
    failures, start = [], threading.Barrier(threads)

    def edit(number):
        client = house.program("expert *")
        try:
            start.wait()
            for _ in range(2000):
                now = client.api("GET", "/assessments/shared/text")
                if now.status != 200:
                    failures.append((number, now.status, now.text))
                    return
                title = json.loads(re.search(r"(?m)^title: (.*)$", now.json["text"])[1])
                text = re.sub(r"(?m)^title: .*$",
                              "title: " + json.dumps(f"{title}{number},"), now.json["text"])
                answer = client.api("POST", "/assessments/shared/text", text,
                                    {"If-Match": now.headers["ETag"]})
                if answer.status == 200:
                    return
                if answer.status not in (409, 503):
                    failures.append((number, answer.status, answer.text))
                    return
            failures.append((number, "never"))
        except Exception as error:  # told below: a thread must not end in silence
            failures.append((number, repr(error)))
        finally:
            client.close()

    running = [threading.Thread(target=edit, args=(i,)) for i in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    check("no thread failed", not failures, failures[:3])
    now = house.program("expert *").api("GET", "/assessments/shared/text").json
    kept = re.search(r'title: "Shared ([\d,]*)"', now["text"])[1].rstrip(",").split(",")
    check("no update was lost", sorted(map(int, kept)) == list(range(threads)), kept)
    check("each is a version", now["version"] == threads + 1, now["version"])
    rows = house.database.sql("SELECT version FROM versions WHERE id = 'shared' ORDER BY version")
    check("without a gap", [int(row[0]) for row in rows] == list(range(1, threads + 2)), rows)


def test_beside(house):
    """What is done at the machine while all of the server's connections are open is seen by it, and
    what it acknowledges is in the database that others open."""
    house.make_assessment("a", "beside")

    def ask():
        client = house.program("expert *")
        for _ in range(10):
            client.api("GET", "/assessments/beside")
        client.close()

    for number in range(3):
        running = [threading.Thread(target=ask) for _ in range(16)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        link = house.server.invite(f"beside{number}@example.org", "Beside")
        states = [house.client().get(link).status for _ in range(12)]
        check("who was added at the machine is there", states == [200] * 12, states)
        answer = house.program("expert *").api(
            "POST", "/assessments/beside/text", assessment("beside", title=f"B{number}"),
            {"If-Match": f'"{number + 1}"'})
        rows = house.database.sql("SELECT version FROM documents WHERE id = 'beside'")
        check("and the other way", answer.status == 200 and rows == [(str(number + 2),)],
              (answer.status, rows))


def test_documents(house):
    admin, program = house.admin, house.program("expert *")
    broken = assessment("a-one").replace('PA01: "2.3"', 'PA01: "9.9"')
    answer = admin.post("/assessments/a-one/text", {"text": broken, "version": "1",
                                                    "note": "my note"})
    check("an invalid text is a 422", answer.status == 422, answer.status)
    check("with its problem and line", "9.9" in answer.text and
          re.search(r'data-line="\d+"', answer.text))
    check("and what was typed", "PA01: &quot;9.9&quot;" in answer.text and
          "my note" in answer.text)
    answer = program.api("POST", "/assessments/a-one/text", broken, {"If-Match": '"1"'})
    check("in the API too", answer.status == 422 and answer.json["problems"][0]["line"] > 0,
          answer.text)
    check("checked without saving", program.api(
        "GET", "/assessments/a-one/text").json["version"] == 1)
    answer = admin.post("/assessments/a-one/text/check", {"text": assessment("a-one"), "version": "1"})
    check("checking writes nothing", answer.status == 200 and program.api(
        "GET", "/assessments/a-one/text").json["version"] == 1, answer.status)
    profile = (ROOT / "data/profiles/level-3.yaml").read_text(encoding="utf-8")
    other = re.sub(r"(?m)^id:.*$", "id: my-profile", profile)
    cases = [("/assessments/a-one/text", assessment("a-two"), "another id"),
             ("/assessments/a-one/text", other, "another kind"),
             ("/assessments/a-one/text", "", "nothing"), ("/assessments/a-one/text", ": [", "no YAML"),
             ("/projects/a/assessments/new/bring", other, "another kind"),
             ("/library", assessment("a-three"), "what is of projects"),
             ("/library", "palier: project/1\nid: through-library\ntitle: T\n", "a project"),
             ("/library", "hello", "no document"), ("/library", "\ufeff", "a mark alone"),
             ("/library", "a: &a [*a, *a]", "an alias"), ("/library", "a: " + "[" * 5000, "depth")]
    for path, text, what in cases:
        answer = program.api("POST", path, text, {"If-Match": '"1"'})
        check(f"{path} with {what}", answer.status in (413, 422), (answer.status, answer.text))
        answer = admin.post(path, {"text": text, "version": "1"})
        check(f"the form of {path} with {what}", answer.status in (413, 422), answer.status)
    answer = program.api("POST", "/library", profile)
    check("a built-in id", answer.status == 409, (answer.status, answer.text))
    check("and its page", program.api("POST", "/library/profile/level-3/edit", profile,
                                      {"If-Match": '"0"'}).status in (409, 422))
    answer = program.api("POST", "/library", other)
    check("under another id", answer.status == 200 and answer.json["id"] == "my-profile",
          answer.text)
    check("twice", program.api("POST", "/library", other).status == 409)
    check("as a copy", admin.post("/library/profile/my-profile/copy", {"copy": "my-copy"}).status == 303)
    check("of a built-in one", admin.post("/library/model/sse-cmm-2.0/copy",
                                          {"copy": "my-model"}).status == 303)
    for identity in ("", "../x", "A B", "x" * 300, "a/b", "é"):
        check(f"no copy {identity!r}", admin.post("/library/profile/my-profile/copy",
                                                  {"copy": identity}).status in (413, 422))
    for path in ("/library/assessment/a-one", "/library/project/a", "/library/needs/a",
                 "/library/nothing/x", "/library/profile/nothing", "/assessments/nothing",
                 "/library/profile/my-profile/text?version=77"):
        answer = program.api("GET", path)
        check(f"{path} is a 404", answer.status == 404 and answer.headers["Content-Type"] ==
              "application/problem+json", answer.status)
    check("no assessment of a project that is not there", program.api(
        "POST", "/projects/nothing/assessments/new/bring", assessment("lost")).status == 404)
    filler = "# " + "x" * 98 + "\n"
    large = assessment("a-one") + filler * 89000
    answer = program.api("POST", "/assessments/a-one/text", large, {"If-Match": '"1"'})
    check("a body of 9 MB", answer.status in (200, 413, 422), answer.status)
    try:
        answer = program.api("POST", "/assessments/a-one/text", large + filler * 10 ** 4)
        check("a body of 10 MB", answer.status == 413, answer.status)
    except OSError:
        check("a body of 10 MB", True)  # the server closes without reading all of it
    try:
        answer = admin.post("/me/change", {"name": "x" * 100000})
        check("a long form", answer.status == 413, answer.status)
    except OSError:
        check("a long form", True)
    for body, kind in ((b"{", "application/json"), (b"[]", "application/json"),
                       (b'{"a": 1, "a": 2}', "application/json"),
                       (b'{"name": {"x": 1}}', "application/json"),
                       (b'{"name": "\xff"}', "application/json"), (b"a=%", "text/plain"),
                       (b"a=%ff", "application/x-www-form-urlencoded"),
                       (b"x", "multipart/form-data"), (b"{}", "application/json"),
                       (b'{"name": "a\\u0000b", "language": "en"}', "application/json")):
        answer = program.ask("POST", "/api/v1/me/change", body, {"Content-Type": kind})
        check(f"a body {body!r}", answer.status in (400, 415, 422), (answer.status, answer.text))
        check("is a problem", answer.json["status"] == answer.status, answer.text)
    answer = admin.post("/people/invite", {"name": "Half", "email": "half@example.org",
                                    "roles": "no-such-role"})
    check("no half invitation", answer.status == 422 and not house.database.sql(
        "SELECT id FROM persons WHERE email = 'half@example.org'"), answer.status)
    title = "x" * 199 + "é" * 20 + "y" * 40
    house.make_assessment("a", "long-title", title=title)
    check("a long title", program.api("GET", "/projects/a").status == 200)
    answer = program.api("GET", "/audit")
    check("an error names its right", answer.status == 403 and "audit" in answer.json["detail"])
    check("what is not there", program.api("GET", "/nothing").json["status"] == 404)


def test_follow(house):
    """What lists show is computed again when anything changes that it is computed from."""
    program = house.program("expert *")
    text = (ROOT / "data/profiles/level-3.yaml").read_text(encoding="utf-8")
    own = re.sub(r"(?m)^id:.*$", "id: followed", text)
    program.api("POST", "/library", own)
    house.make_project("follow", profile="followed")
    house.make_assessment("follow", "follow-one")
    house.make_assessment("follow", "follow-two")
    program.api("POST", "/assessments/follow-two/history/remove", {})

    def gaps():
        """In the list of projects, on the project's page, on the assessment's own."""
        row = [p for p in program.api("GET", "/projects?q=follow").json["projects"]
               if p["id"] == "follow"][0]
        page = program.api("GET", "/projects/follow").json["assessments"]
        score = program.api("GET", "/assessments/follow-one").json
        return row["latest"]["points"]["gap"], page[0]["points"]["gap"], score["points"]["gap"]

    before = gaps()
    check("all say the same", len(set(before)) == 1, before)
    lower = own.replace("level 3", "level 2")
    assert lower != own, own
    answer = program.api("POST", "/library/profile/followed/edit", lower, {"If-Match": '"1"'})
    check("the profile is changed", answer.status == 200, answer.text)
    after = gaps()
    check("the gap follows the profile", len(set(after)) == 1 and after[0] < before[0],
          (before, after))
    program.api("POST", "/assessments/follow-two/history/restore", {})
    rows = program.api("GET", "/projects/follow").json["assessments"]
    check("of what was out of the lists, too", {row["points"]["gap"] for row in rows} == {after[0]},
          rows)
    house.database.sql("UPDATE scores SET gap = 999 WHERE project = 'follow'")
    house.server.command("migrate")
    check("dropped and computed again", gaps() == after, gaps())


def test_long_lists(house):
    """Lists go on behind a cursor, sums are of all rows."""
    program = house.program("expert *")
    house.make_project("long")
    for number in range(105):
        house.make_assessment("long", f"long-{number}")
    page, seen = program.api("GET", "/projects/long").json, []
    while True:
        seen += [row["id"] for row in page["assessments"]]
        if page["next_cursor"] is None:
            break
        page = program.api("GET", f"/projects/long?cursor={page['next_cursor']}").json
    check("all assessments, each once", sorted(seen) == sorted(f"long-{n}" for n in range(105)),
          len(seen))
    person = house.ids[house.mail("expert *")]
    for number in range(430):
        step = "visit" if number % 2 else "a-step-of-before"
        house.database.sql(
            "INSERT INTO hours (id, project, assessment, step, person, minutes, day, note, at) VALUES "
            f"('row-{number}', 'long', 'long-1', '{step}', '{person}', 2, "
            f"'2026-01-{1 + number % 5:02}', '', {number // 9})")
    page, seen = program.api("GET", "/projects/long/hours").json, []
    check("the sum is of all", page["minutes_total"] == 860 and
          [row["minutes"] for row in page["by_assessment"] if row["id"] == "long-1"] == [860],
          page["minutes_total"])
    while True:
        seen += [(row["date"], row["id"]) for row in page["hours"]]
        if page["next_cursor"] is None:
            break
        page = program.api("GET", f"/projects/long/hours?cursor={page['next_cursor']}").json
    check("all hours, each once", len(seen) == len(set(seen)) == 430, len(seen))
    check("by day", [row[0] for row in seen] == sorted((row[0] for row in seen), reverse=True))
    first = program.api("GET", "/projects/long").json
    check("the project adds up steps that its process has no more", first["minutes_total"] ==
          860 and [row["minutes"] for row in first["hours_by_step"]] == [430], first)
    for number in range(2, 230):
        house.database.sql(
            "INSERT INTO versions (kind, id, version, text, hash, at, person, note) SELECT kind, id, "
            f"{number}, text, hash, at, person, '' FROM versions WHERE kind = 'assessment' AND "
            "id = 'long-2' AND version = 1")
    page = program.api("GET", "/assessments/long-2/history").json
    rest = program.api("GET", f"/assessments/long-2/history?cursor={page['next_cursor']}").json
    numbers = [row["version"] for row in page["versions"] + rest["versions"]]
    check("all versions", numbers == list(range(229, 0, -1)) and rest["next_cursor"] is None, numbers)
    for cursor in ("x", ",", "2026-13-01,0,a", "2026-01-01", "2026-01-01,z,"):
        check(f"a cursor {cursor!r} is refused", program.api(
            "GET", f"/projects/long/hours?cursor={cursor}").status == 422)


def test_settings(house):
    """What doctor finds, and the commands of this installation."""
    data = house.program("administrator *").api("GET", "/settings").json
    found = {row["id"]: row for row in data["findings"]}
    wanted = {"schema", "clock", "backup", "administrators"}
    wanted |= {"file-mode", "folder-mode", "disk"} if not house.database.postgresql else set()
    check("what is found", wanted <= set(found), sorted(found))
    check("no backup is known", found["backup"]["state"] == "must" and data["last_backup"] is None and
          "palier backup" in found["backup"]["what_to_do"], found["backup"])
    count = house.database.sql("SELECT COUNT(*) FROM grants WHERE role = 'administrator'")[0][0]
    check("administrators are counted", found["administrators"]["ok"] == (int(count) > 1),
          found["administrators"])
    commands = html.unescape(house.admin.get("/settings").text)
    name = data["database"]
    for words in ("palier backup ", "--check", f"palier copy {name} ", "palier audit verify",
                  "--without-persons", f"palier serve --database {name}"):
        check(f"says how: {words}", words in commands, commands)
    check("no password in it", "secret" not in commands and "@127" not in commands.replace(name, ""))
    french = html.unescape(house.admin.get("/settings?lang=fr").text)
    check("in French", "aucune sauvegarde de cette base" in french, french)
    house.admin.get("/settings?lang=en")
    backup = os.path.join(house.folder, "settings.db")
    house.server.command("backup", backup)
    os.remove(backup)
    data = house.program("administrator *").api("GET", "/settings").json
    found = {row["id"]: row for row in data["findings"]}
    check("a backup is known", found["backup"]["ok"] and data["last_backup"], found["backup"])


def test_removed(house):
    """Out of the lists and back; what it was stays."""
    program, reader = house.program("expert a"), house.program("approving_authority *")
    house.make_assessment("a", "spare", title="Spare one")

    def listed():
        page = program.api("GET", "/projects/a").json
        portfolio = [p for p in program.api("GET", "/projects").json["projects"] if p["id"] == "a"]
        return ("spare" in [row["id"] for row in page["assessments"]],
                "spare" in [row["id"] for row in page["removed"]], portfolio[0]["assessments"])

    before = listed()
    check("it is listed", before[:2] == (True, False), before)
    check("a reader takes nothing out", reader.api(
        "POST", "/assessments/spare/history/remove", {}).status == 403)
    check("out", program.api("POST", "/assessments/spare/history/remove", {}).status == 200)
    check("of the lists", listed() == (False, True, before[2] - 1), listed())
    check("it can still be read", program.api("GET", "/assessments/spare").status == 200)
    check("and says so", program.api(
        "GET", "/assessments/spare/history").json["removed_at"] is not None)
    page = house.people["expert a"].get("/assessments/spare/history").text
    check("with a button to bring it back", '/history/restore"' in page, page)
    check("back", program.api("POST", "/assessments/spare/history/restore", {}).status == 200
          and listed() == before, listed())
    check("nothing else is done", program.api("POST", "/assessments/spare/history").status == 405)
    text = (ROOT / "data/profiles/level-3.yaml").read_text(encoding="utf-8")
    shelf = house.program("expert *")
    shelf.api("POST", "/library", re.sub(r"(?m)^id:.*$", "id: spare-profile", text))
    for act, is_out in (("remove", True), ("restore", False)):
        check(f"the library: {act}", shelf.api(
            "POST", f"/library/profile/spare-profile/history/{act}", {}).status == 200)
        rows = shelf.api("GET", "/library").json
        check("is seen", is_out == ("spare-profile" in [row["id"] for row in rows["removed"]]) and
              is_out != ("spare-profile" in json.dumps(rows["groups"])), rows["removed"])
    check("what is built in stays", shelf.api(
        "POST", "/library/profile/level-3/history/remove", {}).status in (404, 422))
    verbs = [row[0] for row in house.database.sql(
        "SELECT verb FROM audit WHERE object = 'assessment/spare' ORDER BY number")]
    check("in the audit log", verbs == ["add", "remove", "restore"], verbs)


def test_retention(house):
    """Whose date has passed is erased by the server itself; the last administrator is not."""
    now = int(time.time())
    day = 24 * 3600
    ids = {}
    for name, until in (("due", now - 2 * day), ("today", now - day // 2), ("later", now + day)):
        house.invite(name, ["auditor"])
        ids[name] = dict(house.database.sql("SELECT email, id FROM persons"))[house.mail(name)]
        house.database.sql(f"UPDATE persons SET retain_until = {until} WHERE id = '{ids[name]}'")
    own = house.ids["a@example.org"]
    others = house.database.sql("SELECT person FROM grants WHERE role = 'administrator' AND "
                                f"person <> '{own}'")
    house.database.sql(f"UPDATE persons SET retain_until = 5 WHERE id = '{own}'")
    house.server.stop()
    house.server.start()
    house.client().get("/healthz")
    deadline = time.time() + 5
    def erased():
        return {row[0] for row in house.database.sql(
            "SELECT id FROM persons WHERE erased_at IS NOT NULL")}
    while ids["due"] not in erased() and time.time() < deadline:
        time.sleep(0.05)
    gone = erased()
    check("whose date has passed is erased", ids["due"] in gone and ids["today"] not in gone and
          ids["later"] not in gone, gone)
    check("an administrator, where there are others, too", (own in gone) == bool(others), others)
    entry = house.database.sql("SELECT person, source FROM audit WHERE verb = 'erase' AND "
                               f"object = 'person/{ids['due']}'")
    check("by nobody in the log", [list(row) for row in entry] == [["", "palier"]], entry)
    house.database.sql(f"UPDATE persons SET retain_until = NULL WHERE id = '{own}'")


# ------------------------------------------------------------------------------------ the counts

def test_queries(house):
    """A page asks the database as often with ten times the rows."""
    admin = house.admin
    paths = ["/", "/projects", "/projects/many", "/projects/many/people", "/projects/many/edit",
             "/projects/many/assessments/new", "/assessments/many-0", "/assessments/many-0/plan",
             "/assessments/many-0/posture", "/assessments/many-0/text",
             "/assessments/many-0/history", "/library", "/people", "/audit", "/me", "/settings"]

    def more(first, last):
        for i in range(first, last):
            house.make_project(f"many-{i}" if i else "many")
            house.make_assessment("many", f"many-{i}")
            link = house.admin.api("POST", "/people/invite", {
                "name": f"Many {i}", "email": f"many{i}@example.org", "roles": "auditor",
                "project": "many"}, {"X-CSRF-Token": house.admin.csrf()})
            assert link.status == 200, link.text
            admin.post("/assessments/many-0/text", {"text": assessment("many-0", title=f"T{i}"),
                                                    "version": str(i + 1)})

    more(0, 2)
    few = {path: admin.get(path).queries for path in paths}
    more(2, 20)
    for path in paths:
        answer = admin.get(path)
        check(f"queries of {path}", answer.status == 200 and answer.queries <= few[path] <= 17,
              (answer.status, few[path], answer.queries))


# ------------------------------------------------------------------------------- all that is left

def test_languages(house):
    def language(answer):
        return re.search(r'<html lang="(\w+)"', answer.text)[1]
    stranger = house.client()
    check("English by itself", language(stranger.get("/sign-in")) == "en")
    for accepted, wanted in (("fr", "fr"), ("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("de", "en"),
                             ("en-GB,fr", "en"), ("x", "en"), ("", "en")):
        check(f"Accept-Language {accepted}",
              language(stranger.get("/sign-in", Accept_Language=accepted)) == wanted)
    answer = stranger.get("/sign-in?lang=fr")
    check("?lang", language(answer) == "fr" and stranger.cookies.get("palier_lang") == "fr",
          stranger.cookies)
    check("stays", language(stranger.get("/sign-in")) == "fr")
    check("none that there is not", language(stranger.get("/sign-in?lang=xx")) == "fr")
    person = house.people["provider a"]
    check("the person's", person.post("/me/change", {"name": "Person", "language": "fr"})
          .status == 303 and language(person.get("/me")) == "fr")
    check("before the browser's", language(person.get("/me", Accept_Language="en")) == "fr")
    check("not one that there is not", person.post(
        "/me/change", {"name": "Person", "language": "de"}).status == 422)
    answer = person.post("/me/change", {"name": "Person", "language": "de"})
    check("errors are in it", "il n’y a pas" in html.unescape(answer.text),
          answer.text)
    expert = house.people["expert *"]
    expert.get("/?lang=fr")
    broken = assessment("a-one").replace('PA01: "2.3"', 'PA01: "9.9"')
    answer = expert.post("/assessments/a-one/text", {"text": broken, "version": "1"})
    check("problems of documents are", answer.status == 422 and re.search(
        r"(?i)n['’]a pas|inconnu|n['’]est", html.unescape(answer.text)) is not None, answer.text)
    expert.get("/?lang=en")


def test_http(house):
    admin = house.admin
    for path in ("/", "/me", "/projects/a", "/assessments/a-one/file", "/ui/web.css", "/healthz"):
        answer = admin.ask("HEAD", path)
        check("HEAD " + path, answer.status == 200 and answer.body == b"", answer.status)
    for method, path in (("POST", "/people/x/export"), ("PUT", "/me"), ("DELETE", "/projects/a"),
                         ("PATCH", "/library"), ("GET", "/api/v1/sign-out"), ("POST", "/projects/a/candidates"),
                         ("POST", "/")):
        answer = admin.ask(method, path)
        check(f"{method} {path} is a 405", answer.status == 405 and answer.headers["Allow"],
              (answer.status, answer.headers["Allow"]))
    for path, page in (("/sign-out", "/"), ("/me/tokens/add", "/me"), ("/projects/a/candidates/add?lang=fr", "/projects/a/candidates"),
                       ("/projects/a/hours/deliveries/done", "/projects/a/hours"), ("/people/invite", "/people"),
                       ("/library/model/sse-cmm-2.0/edit/check", "/library/model/sse-cmm-2.0/edit"),
                       ("/projects/a/files/send", "/projects/a/files"), ("/projects/%61/files/say", "/projects/%61/files")):
        for method in ("GET", "HEAD"):
            answer = admin.ask(method, path)
            check(f"{method} {path} leads to its page", (answer.status, answer.location) == (303, page),
                  (answer.status, answer.location))
        answer = admin.get("/api/v1" + path)
        check(f"{path}: a program is told", answer.status == 405 and answer.headers["Allow"] == "POST", answer.status)
    admin.get("/me?lang=en")
    for path in ("/nothing", "/projects/a/nothing", "/api/v2/me", "/api/v1/nothing", "/api",
                 "/ui/nothing.css", "/ui/palier.db", "/assessments"):
        check(f"{path} is a 404", admin.get(path).status == 404)
    check("an odd way up", admin.get("/ui/../../etc/passwd").status == 400)
    check("/healthz", house.client().get("/healthz").text == "ok\n")
    before = house.client().get("/metrics").text
    for _ in range(5):
        house.client().get("/healthz")
    time.sleep(0.1)
    after = house.client().get("/metrics").text
    counted = [int(re.search(r'status="2xx"\} (\d+)', text)[1]) for text in (before, after)]
    check("/metrics count", counted[1] - counted[0] == 6, counted)
    check("/metrics name what they are", "palier_queries_total" in after and
          "palier_request_seconds_sum" in after)
    answer = admin.get("/", Accept_Encoding="gzip")
    check("compressed where it is taken", answer.headers["Content-Encoding"] == "gzip" and
          "palier" in answer.text)
    check("each page another form token", admin.get("/me").text != admin.get("/me").text)
    log = house.server.log.read_text()
    check("no link stands in the log", "/link/-" in log and
          not re.search(r"/link/[A-Za-z0-9_-]{20,}", log))


def test_memory(house):
    """Pages that are asked for again and again need no more memory."""
    def resident():
        text = open(f"/proc/{house.server.process.pid}/status", encoding="ascii").read()
        return int(re.search(r"VmRSS:\s+(\d+) kB", text)[1])

    for path in ("/", "/assessments/a-one", "/me", "/nothing"):
        sizes = []
        for _ in range(4):
            for _ in range(200):
                house.admin.get(path)
            sizes.append(resident())
        # Sanitizers hold on to what was freed; a page kept with each request is 20 kB at least.
        check(f"{path} 600 times", sizes[-1] - sizes[0] < 600 * 15, sizes)


def test_audit(house):
    """Every change has its entry, and no entry tells who somebody is."""
    admin, database = house.admin, house.database

    def entries():
        return database.sql("SELECT verb, object, before, after, person FROM audit"
                            " ORDER BY number")
    mail = "audited.person@example.org"
    link = house.server.invite(mail, "Audited Person", "expert:a")
    page = Client(house.server.port).get(link).text
    title = house.admin.api("GET", "/projects/a").json["title"]
    check("a link says for which role, and where", f" · {title}</dd>" in page and "xpert" in page, page)
    person = database.sql(f"SELECT id FROM persons WHERE email = '{mail}'")[0][0]
    client = house.client()
    steps = [
        ("choose-password", lambda: client.use_link(link)),
        ("change-account", lambda: client.post("/me/change", {"name": "Audited Person",
                                                       "language": "en"})),
        ("add-token", lambda: client.make_token("read")),
        ("change", lambda: client.post("/assessments/a-one/text", {
            "text": assessment("a-one", title="Audited Person's"), "version": re.search(
                r'name="version" value="(\d+)"', client.get("/assessments/a-one/text").text)[1],
            "note": "by Audited Person " + mail})),
        ("sign-out", lambda: client.post("/sign-out")),
        ("sign-in", lambda: client.sign_in(mail)),
        ("sign-in-refused", lambda: house.client().sign_in(mail, "wrong")),
        ("grant", lambda: admin.post(f"/people/{person}/grant", {"role": "auditor",
                                                           "project": "b"})),
        ("ungrant", lambda: admin.post(f"/people/{person}/withdraw", {
                                                             "id": "auditor b"})),
        ("retain", lambda: admin.post(f"/people/{person}/retain", {
                                                            "retention": "2031-12-31"})),
        ("reset", lambda: admin.post(f"/people/{person}/link", {})),
        ("sign-out-everywhere", lambda: admin.post(f"/people/{person}/sign-out", {})),
        ("add", lambda: admin.post("/projects/new", dict(PROJECT, id="audited"))),
    ]
    for verb, step in steps:
        before = len(entries())
        step()
        new = entries()[before:]
        check(f"{verb} has its entry", verb in [row[0] for row in new], new)
    check("an entry names the version", re.search(r"version \d+, sha256 [0-9a-f]{64}", [
        row for row in entries() if row[0] == "change"][-1][3]))
    before = entries()
    admin.post("/people/Ada%20Admin%20%3Ca@example.org%3E/sign-out", {})
    admin.post("/me/tokens/revoke", {"id": "a@example.org"})
    admin.post(f"/people/{person}/withdraw", {"id": "Ada a@example.org"})
    admin.post("/assessments/a-one/text", {"text": "x", "version": "1"})
    check("what failed has none", entries() == before, entries()[len(before):])
    exported = admin.get(f"/people/{person}/export").json
    check("a person's data", exported["email"] == mail and exported["grants"], exported)
    check("not erased without the name", admin.post(f"/people/{person}/erase", {
        "confirm": "Somebody"}).status == 422)
    check("erased", admin.post(f"/people/{person}/erase", {
        "confirm": "Audited Person"}).status == 303)
    check("erased people do not sign in", client.sign_in(mail).status in (403, 422))
    known = [row for row in database.sql("SELECT name, email FROM persons") if row[0]]
    words = {word for row in known for word in row if word} | {"Audited Person", mail}
    texts = "\n".join("\n".join(row) for row in entries())
    check("no name and no address in the chain",
          not [word for word in words if word in texts and word not in RIGHTS and
               len(word) > 5] and "@" not in texts, [w for w in words if w in texts])
    admins = database.sql("SELECT person FROM grants WHERE role = 'administrator'")
    own = house.ids["a@example.org"]
    states = [admin.post(f"/people/{other}/withdraw", {"id": "administrator *"}).status
              for other in sorted((row[0] for row in admins), key=lambda other: other == own)]
    check("the last administrator stays", states[:-1] == [303] * (len(admins) - 1) and
          states[-1] == 422, states)
    check("and is not erased", admin.post(f"/people/{own}/erase", {
        "confirm": "Ada Admin"}).status == 422 and admin.get("/me").status == 200)
    auditor = house.people["auditor *"]
    answer = auditor.post("/audit/verify", {})
    check("the page verifies", answer.status == 200)
    check("and anchors", auditor.post("/audit/anchor", {}).status == 303)
    last = database.sql("SELECT verb, object, after FROM audit ORDER BY number DESC LIMIT 1")[0]
    number, digest = database.sql("SELECT number, hash FROM anchors ORDER BY number DESC LIMIT 1")[0]
    check("which is an entry, too", list(last) == ["anchor", f"audit/{number}", digest], last)
    holds, words = house.verify()
    # Of the rows, those that the tests before have changed by hand are found, and no others.
    findings = [line for line in words.splitlines() if ": " in line]
    by_hand = re.compile(r"(sessions|tokens|links|persons|scores) |documents assessment/long|"
                         r"versions assessment/long|palier: \d+ rows are not what the chain says")
    check("the chain holds", not holds and "entry 1" not in words.split(":")[0]
          and all(by_hand.match(line) for line in findings), words)
    page, numbers = auditor.api("GET", "/audit?verb=add").json, []
    while True:
        numbers += [row["number"] for row in page["entries"]]
        check("the filter holds", all(row["verb"] == "add" for row in page["entries"]))
        if not page["next_cursor"]:
            break
        page = auditor.api("GET", f"/audit?verb=add&cursor={page['next_cursor']}").json
    wanted = database.sql("SELECT number FROM audit WHERE verb = 'add' ORDER BY number DESC")
    check("all pages of the log", numbers == [int(row[0]) for row in wanted])


def test_certainty(house):
    """What is not rated or not applicable is told wherever points are; reasons keep their lines."""
    program, reader = house.program("expert *"), house.people["expert *"]
    word = "nothing of the target was applicable"
    head = ("palier: assessment/1\nid: {}\ntitle: {}\nmodel: sse-cmm-2.0\nprovider: P\nproject: J\n"
            "date: {}\nratings:\n")
    areas = [f"PA{i:02}" for i in range(1, 23)]
    away = head.format("hollow", "Hollow", "2026-02-01") + "".join(
        f"  {area}: not applicable\n" for area in areas)
    begun = (head.format("begun", "Begun", "2026-01-01") + "  PA01: level 2\n  PA02: not applicable\n"
             "notes:\n  PA01: |\n    Seen:\n    - roles\n    - accounts\n")
    house.make_project("sure", summary="First line.\nSecond line.")
    for text in (begun, away):
        answer = program.api("POST", "/projects/sure/assessments/new/bring", text)
        check("an assessment is taken", answer.status in (200, 201), answer.text)
    answer = reader.post("/assessments/hollow/text/check", {"text": away, "version": "1", "note": ""})
    check("no reason is warned of", "PA01 is not applicable and no note says why" in
          html.unescape(answer.text), answer.text)
    rows = {row["id"]: row["points"] for row in program.api("GET", "/projects/sure").json["assessments"]}
    check("a project's list: hollow", rows["hollow"]["nothing_applicable"] is True and
          rows["hollow"]["target_not_applicable"] == 176, rows)
    check("a project's list: begun", rows["begun"]["nothing_applicable"] is False and
          (rows["begun"]["gap"], rows["begun"]["gap_not_rated"]) == (163, 160) and
          rows["begun"]["missing_not_rated"] == 160 and rows["begun"]["target_not_applicable"] == 8, rows)
    page = reader.get("/projects/sure").text
    check("a project's page", word in page and "160 of them are not rated yet." in page and
          "demanded steps not applicable 8" in page, page)
    check("a summary keeps its lines", 'class="lead lines">First line.\nSecond line.' in
          page.replace("\r", ""), page)
    page = reader.get("/projects?q=sure").text
    check("the portfolio", word in page and "Second" not in page, page)
    page = reader.get("/assessments/hollow").text
    check("an assessment", word in page and "The target is met" not in page and
          "22 not applicable" in page, page)
    page = reader.get("/assessments/begun").text
    check("what nobody rated is not level 0", "20 not rated yet" in page and
          "Not Performed" not in page and "160 of them are not rated yet." in page)
    check("a reason keeps its lines", "Seen:\n- roles\n- accounts" in page)
    check("and stands beside the task", "PA01: Seen:\n- roles" in
          reader.get("/assessments/begun/plan").text.replace("\r", ""))
    plan = program.api("GET", "/assessments/begun/plan").json
    check("and in the API's plan", plan["actions"][0]["notes"][0]["place"] == "PA01")
    score = program.api("GET", "/assessments/begun").json
    check("and is in the API", score["areas"][0]["notes"][0]["text"].startswith("Seen:\n- roles"))
    data = program.api("GET", "/compare?id=hollow&id=begun").json
    check("it wins no comparison", data["ranking"] == ["begun", "hollow"] and
          data["unproven"] == ["hollow"], data["ranking"])
    page = reader.get("/compare?id=hollow&id=begun").text
    check("and the page says why", word in page and "demanded steps not applicable" in page)
    style = re.search(r"/ui/web\.css[^\"]*", page)[0]
    check("lines are shown", "white-space: pre-line" in reader.get(style).text)
    house.database.sql("UPDATE scores SET demanded = NULL WHERE project = 'sure'")
    house.server.command("migrate")
    check("made again", program.api("GET", "/projects/sure").json["assessments"][0]["points"]
          ["nothing_applicable"] is True)


TESTS = [test_table, test_programs, test_pages, test_other_project, test_probing, test_names, test_read_only, test_csrf,
         test_sessions, test_tokens, test_redirects, test_documents, test_headers,
         test_conflict, test_beside, test_threads, test_typed, test_queries, test_memory, test_languages, test_follow, test_long_lists, test_settings, test_removed,
         test_http, test_audit, test_retention, test_certainty]


def settle(house):
    """Nobody is slowed for what an earlier test guessed, and a server that died is up again."""
    house.database.sql("DELETE FROM attempts")
    if house.server.process.poll() is not None:
        check("the server lives", False, house.server.log.read_text()[-1500:])
        house.server.start()


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS, settle)
