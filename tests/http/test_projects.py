#!/usr/bin/env python3
"""Tests of what is a project's own: nobody of another project meets it, its marking goes with it.

usage: tests/http/test_projects.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line:
N passed, N failed.
"""
import json
import pathlib
import re
import sys
import time

from house import ROOT, Client, Count, Database, Server, assessment, init, run_tests, scratch, together

count = Count()
check = count.check
SECRETS = ("alpha", "Alpha", "quartzhost", "Quartz")  # of project a alone; its form names it
MARKING = "CONFIDENTIEL · Défense"


class House:
    """Project alpha with a profile, a provider, an assessment and a file; project beta beside it.
    One person manages alpha, one beta, one reads both and looks after the library."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        for project in ("alpha", "beta"):
            self.ok(self.admin.post("/projects/new", {
                "id": project, "title": project.title(), "state": "needs",
                "marking": MARKING if project == "alpha" else ""}))
            self.ok(self.admin.post(f"/projects/{project}/needs", {
                "integrity": "3", "availability": "2", "imputability": "2",
                "confidentiality": "1", "exposure": "2"}))
        self.people = {}
        for name in ("alpha", "beta"):
            link = self.server.invite(f"{name}@example.org", "Some Body",
                                      f"project_manager:{name}", f"expert:{name}")
            self.people[name] = Client(self.server.port).use_link(link)
        a = self.people["alpha"]
        self.ok(a.post("/projects/alpha/proposal", {"id": "alpha-profile"}))
        self.ok(self.add_candidate(a, "alpha", name="Quartz Hosting", id="quartzhost"))
        self.ok(a.post("/projects/alpha/assessments/new/bring", {
            "text": assessment("alpha-one", title="Alpha, first", provider="Quartz Hosting")}))
        self.programs = {name: Client(self.server.port, token=person.make_token())
                         for name, person in self.people.items()}
        self.programs["admin"] = Client(self.server.port, token=self.admin.make_token())

    def add_candidate(self, browser, project, **fields):
        version = self.database.sql("SELECT version FROM documents WHERE kind = 'project' AND "
                                    f"id = '{project}'")[0][0]
        return browser.post(f"/projects/{project}/candidates/add",
                            dict(fields, state="candidate", version=version))

    @staticmethod
    def ok(answer):
        assert answer.status == 303, (answer.status, re.sub(r"<[^>]+>", " ", answer.text)[:800])
        return answer


def addresses():
    text = (ROOT / "src/web/routes.c").read_text()
    return re.findall(r'\{PAL_GET, "([^"]+)"', text)


def test_kept(house):
    """The profile and the provider are the project's, and it works with them."""
    a = house.people["alpha"]
    rows = house.database.sql("SELECT kind, id, project FROM documents WHERE kind IN "
                              "('profile', 'provider') ORDER BY kind")
    check("they belong to the project", rows == [("profile", "alpha-profile", "alpha"),
                                                 ("provider", "quartzhost", "alpha")], rows)
    check("it reads its profile", a.get("/projects/alpha/library/profile/alpha-profile").status == 200)
    check("and is led to it", 'href="/projects/alpha/library/profile/alpha-profile"' in a.get("/projects/alpha").text)
    page = a.get("/projects/alpha/candidates").text
    check("and names its provider", "Quartz Hosting" in page)
    check("and chooses its profile", 'value="alpha-profile"' in
          a.get("/assessments/alpha-one").text and 'value="alpha-profile"' in
          a.get("/projects/alpha/edit").text)
    score = house.programs["alpha"].api("GET", "/assessments/alpha-one").json
    check("against which it is scored", score["points"]["gap"] is not None, score["points"])
    gap = house.database.sql("SELECT gap FROM scores WHERE id = 'alpha-one'")
    check("in lists too", gap == [(str(score["points"]["gap"]),)], gap)
    own = house.programs["alpha"].api("GET", "/library").json
    check("they do not stand in the library", "alpha" not in json.dumps(own))


def test_addresses(house):
    """Whoever is of another project meets nothing of it, wherever they look."""
    browser, program = house.people["beta"], house.programs["beta"]
    for path in addresses():
        own = path.replace("{project}", "beta").replace("{assessment}", "beta-one")
        for kind in (("profile", "provider") if "{kind}" in path else ("",)):
            for identity in (("alpha-profile", "quartzhost", "beta") if "{id}" in path else ("",)):
                place = own.replace("{kind}", kind).replace("{id}", identity)
                for asked in (place, place + "?q=alpha", place + "?q=Quartz"):
                    answers = [browser.get(asked)]
                    if "?" not in asked:
                        answers.append(program.api("GET", asked))
                    for answer in answers:
                        text = answer.text.replace(place, "") if place != "/" else answer.text
                        text = re.sub(r'value="(alpha|Quartz)"|q=(alpha|Quartz)|(words|Title or id holds)(, |: )(alpha|Quartz)',
                                      "", text)  # the words looked for
                        if "{id}" in path:  # what was asked for is said again
                            text = re.sub(r"(alpha-profile|quartzhost)", "", text)
                        check(f"{asked}", not any(word in text for word in SECRETS),
                              [text[max(0, text.find(w) - 150):text.find(w) + 50]
                               for w in SECRETS if w in text])
    for place in ("/library/profile/alpha-profile", "/library/provider/quartzhost"):
        other = place.rsplit("/", 1)[0] + "/never-made"
        for tail in ("", "/edit", "/text", "/history", "/file"):
            got, never = (program.api("GET", where + tail) for where in (place, other))
            same = got.text.replace(place.rsplit("/", 1)[1], "never-made") == never.text
            check(f"{place}{tail} is as what was never made", got.status == never.status == 404 and
                  same, (got.status, never.status, got.text, never.text))
    answer = program.api("GET", "/assessments/beta-one?profile=alpha-profile")
    never = program.api("GET", "/assessments/beta-one?profile=never-made")
    check("another's profile is none to choose", answer.status == never.status and
          answer.text.replace("alpha-profile", "never-made") == never.text, answer.text[:400])


def test_one_address(house):
    """What is a project's stands in the project alone: under /library it is nobody's, to whoever asks, for each act; a browser
    that may read it is led there."""
    rows = re.findall(r'\{PAL_(GET|POST), "(/library/\{kind\}/\{id\}[^"]*)"', (ROOT / "src/web/routes.c").read_text())
    check("there are addresses", len(rows) > 15, len(rows))
    own = {"profile": "alpha-profile", "provider": "quartzhost", "needs": "alpha", "project": "alpha",
           "assessment": "alpha-one"}
    for kind, identity in own.items():
        for method, path in rows:
            place = path.replace("{kind}", kind).replace("{fact}", "comment")
            for who in ("admin", "alpha", "beta"):
                got, never = (house.programs[who].api(method, place.replace("{id}", word), {} if method == "POST" else None)
                              for word in (identity, "never-made"))
                check(f"{who}: {method} {place} of {identity} is nobody's",
                      got.status == never.status in (403, 404) and
                      got.text.replace(identity, "never-made") == never.text, (got.status, got.text, never.status, never.text))
                check(f"{who}: {method} {place}: in the same head", "X-Palier-Marking" not in got.headers)
    for path, there in (("", ""), ("/edit", "/text"), ("/text?version=1", "/text?version=1"), ("/history", "/history"),
                        ("/file", "/file"), ("/facts/comment", "/facts/comment")):
        answer = house.people["alpha"].get("/library/profile/alpha-profile" + path)
        check(f"a browser is led on: {path}", answer.status == 303 and
              answer.location == "/projects/alpha/library/profile/alpha-profile" + there, (answer.status, answer.location))
        answer = house.people["beta"].get("/library/profile/alpha-profile" + path)
        check(f"another's is not: {path}", answer.status == 404, answer.status)
    answer = house.programs["alpha"].api("POST", "/projects/alpha/needs/facts/comment/say",
                                         {"part": "a1b2c3d4e5f60718", "turn": 0, "text": "A word"})
    check("what is said of needs stands under them", answer.status == 200 and "A word" in house.people["alpha"].get(
        "/projects/alpha/needs/facts/comment").text, answer.text)


def test_nobody(house):
    """A candidate is a provider that is there, and may be chosen by who says so: in every way in."""
    beta, program = house.people["beta"], house.programs["beta"]
    text = program.api("GET", "/projects/beta/text").json
    row = "  - {provider: %s, state: candidate}\n"
    named = "candidates:\n" + row
    told = []
    for word in ("totally-unknown", "quartzhost", "marble"):  # nobody, another's own, one of the library that is not theirs to know
        for who in (beta, house.admin) if word != "marble" else (beta,):
            answer = house.add_candidate(who, "beta", provider=word)
            check(f"{word} is no candidate", answer.status == 422 and "there is no provider" in answer.text, answer.status)
        fields = {"text": text["text"].replace("candidates:\n", named % word), "version": str(text["version"])}
        for path, body in (("/projects/beta/text", fields), ("/projects/beta/text/check", fields)):
            answer = program.api("POST", path, body)
            told.append(answer.text.replace(word, "WORD"))
            check(f"{word}: {path}", answer.status == 422 and f'there is no provider \\"{word}\\"' in answer.text, answer.text)
    check("all in the same words", len(set(told)) == 1, set(told))
    check("nothing of it was written", program.api("GET", "/projects/beta/text").json["text"] == text["text"])
    with scratch() as folder:
        path = pathlib.Path(folder) / "came.yaml"
        path.write_text("palier: project/1\nid: came\ntitle: Came\nstate: needs\n" + named % "elsewhere", encoding="utf-8")
        house.server.command("import", path)
    page = house.admin.get("/projects/came/candidates").text
    check("one that came from elsewhere is no link", "elsewhere" in page and "/elsewhere\"" not in page, page[:300])
    page = house.people["alpha"].get("/projects/alpha/candidates").text
    check("the project's own is led to", 'href="/projects/alpha/library/provider/quartzhost"' in page)
    version = house.programs["admin"].api("GET", "/projects/came/text").json
    answer = house.programs["admin"].api("POST", "/projects/came/text", {
        "text": version["text"].replace("title: Came", "title: Gone"), "version": str(version["version"])})
    check("who is named already stays", answer.status == 200, answer.text)


def test_taken(house):
    """An id that is taken by what one may not see is not refused: that would tell."""
    program = house.programs["beta"]
    answer = program.api("POST", "/projects/beta/assessments/new/bring", assessment("alpha-one"))
    check("an assessment", answer.status == 200 and answer.json["id"] == "alpha-one-2",
          answer.text[:300])
    text = house.database.sql("SELECT text FROM versions WHERE id = 'alpha-one-2'")[0][0]
    check("only its id is another", text.strip() == assessment("alpha-one-2").strip())
    answer = program.api("POST", "/projects/beta/assessments/new/bring", json.dumps({
        "palier": "assessment/1", "id": "alpha-one", "title": "As JSON", "model": "sse-cmm-2.0",
        "provider": "Some Hosts", "project": "A site", "date": "2026-01-01", "ratings": {}}))
    check("one whose id has no line of its own", answer.status == 200 and
          answer.json["id"] == "alpha-one-3", answer.text[:300])
    answer = program.api("POST", "/projects/beta/proposal", {"id": "alpha-profile"})
    check("a profile, in the place of none", answer.status == 200 and answer.json["id"] == "alpha-profile-2" and "replaced" not in answer.json,
          answer.text[:300])
    check("which the project aims at", "alpha-profile-2" in house.database.sql(
        "SELECT text FROM versions WHERE kind = 'project' AND id = 'beta' ORDER BY version DESC")
        [0][0])
    answer = house.add_candidate(house.people["beta"], "beta", name="Quarry Hosts",
                                 id="quartzhost")
    names = {row["id"]: row["title"] for row in program.api(
        "GET", "/projects/beta/candidates").json["candidates"]}
    check("a provider", answer.status == 303 and names == {"quartzhost-2": "Quarry Hosts"}, names)
    answer = house.programs["alpha"].api("POST", "/projects/alpha/assessments/new/bring",
                                         assessment("alpha-one"))
    check("who may see it is told", answer.status == 409 and "is taken" in answer.json["detail"],
          answer.text[:300])
    answer = house.programs["admin"].api("POST", "/library", house.database.sql(
        "SELECT text FROM versions WHERE id = 'alpha-profile'")[0][0])
    check("also in the library", answer.status == 409, answer.text[:300])


def test_library(house):
    """Of the library's providers one knows the candidates of one's projects."""
    admin, program = house.programs["admin"], house.programs["beta"]
    for identity in ("granite", "marble"):
        answer = admin.api("POST", "/library", f"palier: provider/1\nid: {identity}\n"
                           f"title: {identity.title()} Hosts\n")
        check("a provider of the library", answer.status == 200, answer.text[:300])
    house.ok(house.add_candidate(house.admin, "beta", provider="granite"))
    for path in ("/library", "/projects/beta/candidates", "/projects/beta/assessments/new"):
        text = house.people["beta"].get(path).text
        check(f"{path}", "Granite Hosts" in text and "Marble" not in text)
    check("by its address", program.api("GET", "/library/provider/granite").status == 200 and
          program.api("GET", "/library/provider/marble").status == 404)
    check("whoever chooses for all knows all", "Marble Hosts" in
          house.admin.get("/library").text)


def test_publish(house):
    """Publishing is an act of its own, by who looks after the library, and is audited."""
    beta, alpha = house.people["beta"], house.people["alpha"]
    own = "/projects/alpha/library/profile/alpha-profile"
    place = own + "/publish"
    check("not by who may not edit the library", alpha.post(place).status == 403)
    check("nor offered to them", place not in alpha.get(own).text)
    check("nor told to who does not read it", beta.post(place).status == 403)
    copied = alpha.post(own + "/copy", {"copy": "alpha-copy"})
    check("a copy stays in the project", copied.status == 303 and
          copied.location.startswith("/projects/alpha/library/profile/alpha-copy/text"), copied.location)
    check("a copy is no way round", beta.get("/library/profile/alpha-copy").status == 404)
    page = house.admin.get(own).text
    check("the page says whose it is", "Of this project alone" in page and place in page)
    house.ok(house.admin.post(place))
    check("then everybody reads it", beta.get("/library/profile/alpha-profile").status == 200 and
          "alpha-profile" in beta.get("/library").text)
    rows = house.database.sql("SELECT object, before, after FROM audit WHERE verb = 'publish'")
    check("the audit has it", rows == [("profile/alpha-profile", "project alpha", "library")], rows)
    check("once", house.admin.post(place).status == 404)
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout)


def test_marking(house):
    """It stands on every page and in every answer of the project, and on nothing else."""
    a, program = house.people["alpha"], house.programs["alpha"]
    house.ok(a.ask("POST", "/projects/alpha/documents/upload", b"\r\n".join([
        b"--x", b'Content-Disposition: form-data; name="csrf"', b"", a.csrf().encode(),
        b"--x", b'Content-Disposition: form-data; name="title"', b"", b"The plan",
        b"--x", b'Content-Disposition: form-data; name="kind"', b"", b"report",
        b"--x", b'Content-Disposition: form-data; name="file"; filename="plan.txt"',
        b"Content-Type: text/plain", b"", b"the bytes", b"--x--", b""]),
        {"Content-Type": "multipart/form-data; boundary=x"}))
    file = house.database.sql("SELECT id FROM files")[0][0]
    header = "CONFIDENTIEL %C2%B7 D%C3%A9fense"
    house.ok(a.post("/projects/alpha/meeting", {"date": "2026-01-02", "minutes": "Begun."}))
    house.ok(a.post("/projects/alpha/library/bring", {
        "text": "palier: budget/1\nid: alpha-year\ntitle: A year\nstart: 2026-01-01\nperiod: quarter\nperiods: 2\nmoney: 5\n"}))
    house.ok(a.post("/projects/alpha/library/bring", {
        "text": "palier: profile/1\nid: alpha-drawn\ntitle: Drawn\nmodel: sse-cmm-2.0\ntargets: {PA01: all}\n"}))
    parts = {}
    for place in ("/projects/alpha", "/assessments/alpha-one"):
        sent = program.ask("POST", f"/api/v1{place}/files/send?name=plan.txt", b"the bytes",
                           {"Content-Type": "application/octet-stream"})
        parts[place] = sent.json["facts"][0]["part"]
    for path in addresses():
        if "{project}" not in path and "{assessment}" not in path or "{question}" in path:  # nothing was asked here
            continue
        path = path.replace("{project}", "alpha").replace("{assessment}", "alpha-one")
        path = path.replace("{area}", "PA05").replace("{step}", "2.2").replace("{practice}", "GP%202.2.1")
        path = path.replace("{file}", file).replace("{fact}", "comment")
        of = ("profile", "alpha-drawn") if path.endswith("/drawing") else ("budget", "alpha-year")
        path = path.replace("{kind}", of[0]).replace("{id}", of[1])
        path = path.replace("{part}", parts["/".join(path.split("/")[:3])])
        page, answer = a.get(path), program.api("GET", path)
        # Its profile follows no levels: a page says that there is nothing to be ready for, a program is refused.
        wanted = 422 if path.endswith(("/posture/readiness", "/posture/cost")) else 200
        check(f"{path} in the header", page.status == 200 and answer.status == wanted and
              page.headers["X-Palier-Marking"] == answer.headers["X-Palier-Marking"] == header,
              (page.status, answer.status, page.headers["X-Palier-Marking"]))
        if "Content-Disposition" in page.headers:
            check(f"{path} in the name", 'filename="CONFIDENTIEL-D-fense_' in
                  page.headers["Content-Disposition"], page.headers["Content-Disposition"])
        else:
            check(f"{path} on the page", f'<p class="marking">{MARKING}</p>' in page.text)
            check(f"{path} in JSON", answer.json.get("marking") == MARKING, answer.text[:200])
    check("the bytes stay", a.get(f"/projects/alpha/documents/{file}").body == b"the bytes")
    answer = program.api("POST", "/projects/alpha/needs", {"integrity": "9"})
    check("what is refused has it too", answer.status == 422 and
          answer.json["marking"] == MARKING, answer.text)
    page = a.get("/projects/alpha/assessments/alpha-one")
    check("a page that is not there has none", page.status == 404 and MARKING not in page.text)
    compare = house.admin.get("/compare?id=alpha-one&id=beta-one")
    check("a comparison has those of all", MARKING in compare.text)
    for path in ("/projects/beta", "/library", "/me"):
        answer = house.admin.get(path)
        check(f"{path} has none", MARKING not in answer.text and
              answer.headers["X-Palier-Marking"] is None)
    check("nor what one may not see", house.people["beta"].get("/projects/alpha").headers[
        "X-Palier-Marking"] is None)


def test_markings(house):
    """Each marking of what is compared stands there whole, and none is longer than 80 characters."""
    admin, program = house.admin, house.programs["admin"]
    for project, marking in (("gamma", "TRES SECRET"), ("delta", "SECRET"), ("kappa", "SECRET")):
        house.ok(admin.post("/projects/new", {"id": project, "title": project.title(), "state": "needs",
                                              "marking": marking}))
        house.ok(admin.post(f"/projects/{project}/assessments/new/bring", {
            "text": assessment(project + "-one", provider="Some Hosts")}))
    answer = admin.get("/compare?id=gamma-one&id=delta-one&id=kappa-one")
    check("one that is a part of another", answer.status == 200 and
          answer.headers["X-Palier-Marking"] == "TRES SECRET %C2%B7 SECRET" and
          '<p class="marking">TRES SECRET · SECRET</p>' in answer.text, answer.headers["X-Palier-Marking"])
    edit = {"version": "1", "marking": "É" * 80}
    house.ok(admin.post("/projects/kappa/edit", edit))
    page = admin.get("/projects/kappa")
    check("80 characters", page.status == 200 and page.headers["X-Palier-Marking"] == "%C3%89" * 80)
    edit = {"version": "2", "marking": "É" * 81}
    for answer in (admin.post("/projects/kappa/edit", edit), program.api("POST", "/projects/kappa/edit", edit),
                   admin.post("/projects/new", dict(edit, id="omega", title="T", state="needs"))):
        check("no 81", answer.status == 422 and "81" in answer.text and "80" in answer.text, answer.text[:500])
    # As it may stand in a database from before there was a limit.
    where = "WHERE kind = 'project' AND id = 'kappa' AND version = 2"
    short, long = "É" * 80, "É" * 9000
    house.database.sql(f"UPDATE versions SET text = replace(text, '{short}', '{long}') {where}")
    for place in ("/projects/kappa", "/projects/kappa/edit", "/assessments/kappa-one"):
        answer = admin.get(place)
        header = answer.headers["X-Palier-Marking"] or ""
        check(f"{place} opens", answer.status == 200 and header.endswith("%C3%89%E2%80%A6") and
              len(header) < 4096 and long in answer.text, (answer.status, len(header)))
    house.database.sql(f"UPDATE versions SET text = replace(text, '{long}', '{short}') {where}")


def test_offered(house):
    """A page has the form to write where it is taken, and nowhere else."""
    seen = set()
    house.ok(house.admin.post("/library/model/sse-cmm-2.0/copy", {"copy": "the-library-s"}))
    for name, person in list(house.people.items()) + [("admin", house.admin)]:
        for place in ("/library/profile/alpha-profile/edit", "/library/provider/quartzhost/edit",
                      "/assessments/alpha-one/text", "/library/model/the-library-s/edit"):
            page = person.get(place)
            if page.status == 200:
                offered = re.search(r'formaction="([^"]+/check)"', page.text)
                is_offered = offered is not None
                text = person.get(re.sub(r"/\w+$", "/file", place)).text
                answer = person.post(offered[1] if is_offered else place + "/check", {"text": text, "version": "1"})
                check(f"{name} at {place}", answer.status == (200 if is_offered else 403), (is_offered, answer.status))
                seen.add((name, is_offered))
        check(f"{name}: what is built in is not written", '/check"' not in person.get(
            "/library/model/sse-cmm-2.0/edit").text)
    check("some see it, some do not", {("alpha", True), ("alpha", False), ("beta", False), ("admin", True)} <= seen, seen)


def at_once(house, act, fields):
    """Sends one form twice, so that both have read before either can write; the two states."""
    browsers = [Client(house.server.port) for _ in range(2)]
    for browser in browsers:
        browser.sign_in("alpha@example.org")
        browser.csrf()
    let_go = house.database.hold()
    answers = together(*[lambda one=one: one.post(f"/projects/alpha/hours/{act}", fields) for one in browsers],
                       lambda: (time.sleep(1), let_go()))
    return sorted(answer.status for answer in answers[:2])


def test_once(house):
    """Hours are corrected once and an output is delivered once, also at one moment."""
    person = house.people["alpha"]
    for number in range(3):
        house.ok(person.post("/projects/alpha/hours/add", {
            "assessment": "alpha-one", "step": "visit", "minutes": "60", "date": "2026-01-02",
            "note": f"talk {number}"}))
        (identity,), = house.database.sql(f"SELECT id FROM hours WHERE note = 'talk {number}'")
        states = at_once(house, "correct", {"id": identity, "minutes": "30", "note": "half of it"})
        rows = house.database.sql(f"SELECT id FROM hours WHERE replaces = '{identity}'")
        check("hours are corrected once", states == [303, 409] and len(rows) == 1, (states, rows))
        house.ok(person.post("/projects/alpha/hours/deliveries/add", {
            "output": f"report {number}", "requested": "2026-01-02"}))
        (identity,), = house.database.sql(f"SELECT id FROM deliveries WHERE output = 'report {number}'")
        states = at_once(house, "deliveries/done", {"id": identity})
        rows = house.database.sql(f"SELECT id FROM deliveries WHERE replaces = '{identity}'")
        check("an output is delivered once", states == [303, 409] and len(rows) == 1, (states, rows))
    done = house.server.command("audit", "verify", check=False)
    check("the chain of the audit holds", done.returncode == 0, done.stderr.decode())


TESTS = [test_once, test_kept, test_addresses, test_one_address, test_taken, test_library, test_nobody, test_marking, test_markings, test_offered,
         test_publish]


def make(folder, postgresql):
    house = House(sys.argv[1], folder, postgresql)
    house.ok(house.people["beta"].post("/projects/beta/assessments/new/bring", {"text": assessment("beta-one")}))
    return house


if __name__ == "__main__":
    run_tests(count, make, TESTS)
