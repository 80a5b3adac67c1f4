#!/usr/bin/env python3
"""Tests of what lists hold and lead to: each row is reached, and what a page shows is what its file
holds.

usage: tests/http/test_lists.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line:
N passed, N failed.
"""
import csv
import html
import io
import json
import os
import pathlib
import re
import sys
import unicodedata
import urllib.parse
from html.parser import HTMLParser

from house import ROOT, Client, Count, Database, Server, assessment, init, run_tests

count = Count()
check = count.check
PROCESS = """palier: process/1
id: %s
title: {%s: "Achat"}
steps:
  - id: first
    title: {%s: "Premier pas"}
  - id: last
    title: {en: "The end", fr: "La fin"}
"""


class House:
    """One person, who is administrator and expert, a program of theirs, and a project."""

    def __init__(self, binary, folder, postgresql):
        self.folder, self.database = pathlib.Path(folder), Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.add_project("north")
        self.program = Client(self.server.port, token=self.admin.make_token())

    @staticmethod
    def ok(answer):
        assert answer.status == 303, (answer.status, re.sub(r"<[^>]+>", " ", answer.text)[:800])

    def add_project(self, identity, **more):
        self.ok(self.admin.post("/projects/new", dict({"id": identity, "title": identity.title(),
                                                       "state": "needs"}, **more)))

    def data(self, address):
        answer = self.program.get(address)
        assert answer.status == 200, (address, answer.status, answer.text[:500])
        return answer.json


def file_of(page, title="JSON"):
    """The address of a page's data, as it stands under it."""
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', page)
    return [html.unescape(url) for url, name in found if name == title][0]


def next_of(page):
    found = re.search(r'<a href="([^"]+)" rel="next">', page)
    return html.unescape(found[1]) if found else None


def add_people(house, number, after):
    """Persons by hand: an invitation each would take minutes."""
    rows = ", ".join(f"('p{i:04}', 'p{i}@example.org', 'Person {i:04}', 'en', 1)"
                     for i in range(after, after + number))
    house.database.sql(f"INSERT INTO persons (id, email, name, language, created_at) VALUES {rows}")


def walk(house, address):
    """The names on each page of a list, from link to link."""
    pages = []
    while address is not None and len(pages) < 9:
        page = house.admin.get(address).text
        pages.append(re.findall(r'<th scope="row"><a href="/people/[^"]+">([^<]+)</a>', page))
        address = next_of(page)
    return pages


def listed(house, query="", who=None):
    """The data of the list of projects, and the ids of all its parts."""
    program = who or house.program
    ids, cursor, first = [], "", None
    while cursor is not None and len(ids) < 999:
        more = "&".join(word for word in (query, f"cursor={urllib.parse.quote(cursor)}" if cursor else "") if word)
        answer = program.api("GET", f"/projects?{more}")
        assert answer.status == 200, (more, answer.text[:400])
        first = first or answer.json
        ids += [row["id"] for row in answer.json["projects"]]
        cursor = answer.json["next_cursor"]
    return first, ids


def is_sound(house, name):
    said = house.server.command("doctor", check=False)
    check(f"{name}: the lists are what documents and acts say", b"what lists sort and search by is what documents" in
          said.stdout + said.stderr, said.stdout + said.stderr)


def test_portfolio(house):
    """Projects sorted by any of their columns, filtered, searched without accents, by pages, within what one may read."""
    program = house.program
    house.server.command("migrate")  # tests before this one wrote documents by hand
    good = lambda answer: check(f"it is done ({answer.status})", answer.status == 200, answer.text[:400])
    good(program.api("POST", "/library", (ROOT / "examples/example-2003-profile.yaml").read_text(encoding="utf-8")))
    titles = ["Écarlate", "ecarlate 2", "Cœur", "zoo", "Ärger", "Ångström", "œuvre", "Straße"]
    for i in range(31):
        title = titles[i] if i < len(titles) else f"Site {i:02}"
        more = {"profile": "example-2003-profile"} if i % 3 == 0 else {}
        good(program.api("POST", "/projects/new", {"id": f"l{i:02}", "title": title, "state": ("needs", "candidates")[i % 2], **more}))
    for project, name in (("l01", "Hébergement & Cie"), ("l03", "Zéta Web"), ("l05", "Acmé")):
        page = program.api("GET", f"/projects/{project}/candidates").json
        good(program.api("POST", f"/projects/{project}/candidates/add", {
            "name": name, "id": project + "-host", "version": str(page["version"])}))
    raised = program.api("POST", "/projects/l00/alert/put", {"level": "orange", "order": "Order 1"})
    good(raised)
    good(program.api("POST", "/projects/l03/alert/put", {"level": "rouge", "order": "Order 2"}))
    fold = lambda word: "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c)).replace(
        "œ", "oe").replace("ß", "ss")
    everything = {row[0]: row[1] for row in house.database.sql(
        "SELECT id, title FROM documents WHERE kind = 'project' AND removed_at IS NULL")}
    for sort, order in (("title", lambda i: (fold(everything[i]), i)), ("state", None), ("level", None), ("provider", None),
                        ("changed", None)):
        up, down = listed(house, f"sort={sort}")[1], listed(house, f"sort=-{sort}")[1]
        check(f"by {sort}: each is reached once, from both ends", up == down[::-1] and sorted(up) == sorted(everything), (up, down))
        check(f"by {sort}: in order", order is None or up == sorted(everything, key=order), up)
    states = [row["state"] for row in listed(house, "sort=state")[0]["projects"]]
    check("states in the order of the case", states == sorted(states, key=["needs", "candidates"].index), states)
    check("the highest level first", listed(house, "sort=-level")[1][:2] == ["l03", "l00"])
    check("providers by their names", listed(house, "sort=provider")[1][-3:] == ["l05", "l01", "l03"])
    check("without a sort: what changed last", listed(house)[1] == listed(house, "sort=-changed")[1])
    for query, wanted in (("q=ecarlate", ["l00", "l01"]), ("q=%C3%89CARLATE%202", ["l01"]), ("q=coeur", ["l02"]), ("q=OEUVRE", ["l06"]),
                          ("q=strasse", ["l07"]), ("q=angstrom", ["l05"]), ("q=l1", [f"l{i}" for i in range(10, 20)]),
                          ("level=orange", ["l00"]), ("level=rouge&q=zoo", ["l03"]), ("level=rouge&q=site", []),
                          ("provider=zeta", ["l03"]), ("provider=HEBERGEMENT", ["l01"]), ("provider=acme&state=candidates", ["l05"]),
                          ("provider=acme&state=needs", []), ("q=%25", []), ("q='", [])):
        first, ids = listed(house, query)
        check(f"{query}: what fits", sorted(ids) == wanted and first["total"] == len(wanted) and first["all"] == len(everything),
              (ids, first["total"]))
    check("no level in force", len(listed(house, "level=none")[1]) == len(everything) - 2)
    for query in ("sort=size", "sort=", "state=gone", "mine=2", "sort=title&cursor=-changed,north,1", "cursor=-changed,north",
                  "sort=level&cursor=level,l00,x"):
        answer = program.api("GET", f"/projects?{query}")
        check(f"{query} is refused", answer.status == (200 if query == "sort=" else 422), (answer.status, answer.text[:200]))
    page = house.admin.get("/?q=ecarlate&state=needs&sort=title").text
    check("the form keeps what was chosen", 'value="ecarlate"' in page and '<option value="needs" selected>' in page and
          'name="sort" value="title"' in page and f"1 of {len(everything)} projects" in page, page[2000:5000])
    check("heads are links, one of them says how", 'aria-sort="ascending"' in page and
          'href="/?q=ecarlate&amp;state=needs&amp;sort=-title"' in page, re.findall(r"<thead>.*?</thead>", page, re.S))
    page = house.admin.get("/?q=ecarlate&level=rouge").text
    check("where nothing fits, what to take away", "take one of the filters above away" in page and 'href="/?q=ecarlate"' in page and
          'href="/?level=rouge"' in page and '<option value="rouge" selected>' in page, page[2000:6000])
    page = house.admin.get("/?sort=title").text
    check("the next page is of the same list", "sort=title&" in next_of(page) and len(
        house.admin.get(next_of(page)).text) > 1000 and file_of(page).startswith("/api/v1/projects?sort=title"), next_of(page))
    browser = Client(house.server.port).use_link(house.server.invite("some@example.org", "Some", "expert:l00", "expert:l02"))
    some = Client(house.server.port, token=browser.make_token())
    first, ids = listed(house, "sort=title", some)
    check("others see theirs alone", ids == ["l02", "l00"] and first["all"] == 2, ids)
    check("whatever they filter by", listed(house, "level=rouge", some)[1] == [] and listed(house, "mine=1", some)[1] == ["l02", "l00"]
          or listed(house, "mine=1", some)[1] == ["l00", "l02"])
    check("nor are they offered the levels of others", "rouge" not in browser.get("/").text and "orange" in browser.get("/").text)
    own = listed(house, "mine=1")[1]
    check("mine: where a role is held on the project itself", "l00" in own and set(own) <= set(everything), own)
    is_sound(house, "portfolio")


def test_portfolio_follows(house):
    """The rows of the list follow each act, and are made again where somebody wrote into them."""
    program = house.program
    version = lambda path: program.api("GET", path).json.get("version")
    state = program.api("GET", "/projects/l03/candidates").json
    done = program.api("POST", "/projects/l03/candidates/change", {"provider": "l03-host", "state": "withdrawn", "note": "no more",
                                                            "date": "2026-01-02", "turn": str(state["candidates"][0]["turn"])})
    check("a candidate withdraws", done.status == 200 and listed(house, "provider=zeta")[1] == [], done.text[:400])
    host = "/projects/l05/library/provider/l05-host"
    text = program.api("GET", host + "/file").text.replace("Acmé", "Béta")
    done = program.api("POST", host + "/text", {"text": text, "version": str(version(host))})
    check("a provider gets another name", done.status == 200 and listed(house, "provider=beta")[1] == ["l05"] and
          listed(house, "provider=acme")[1] == [], done.text[:400])
    done = program.api("POST", "/projects/l00/alert/put", {"level": "jaune", "order": "Order 3", "scope": "scheme"})
    if done.status == 202:
        done = program.settle(done)
    wide = listed(house, "level=jaune")[1]
    check("a level of all that follow the scheme", done.status == 200 and len(wide) == 11 and "l00" in wide and
          listed(house, "level=orange")[1] == [], (done.status, done.text[:300], wide))
    done = program.api("POST", "/projects/l06/edit", {"title": "Nouvelle œuvre", "state": "needs", "profile": "level-3", "version": str(
        version("/projects/l06"))})
    check("a new text: its title, and no scheme any more", done.status == 200 and listed(house, "q=nouvelle")[1] == ["l06"] and
          "l06" not in listed(house, "level=jaune")[1], done.text[:300])
    is_sound(house, "after acts")
    house.database.sql("UPDATE listed SET level = 'rouge', words = 'x' WHERE id = 'l00'")
    said = house.server.command("doctor", check=False)
    check("what somebody wrote there is told", b"what lists sort and search by is not what" in said.stdout + said.stderr)
    house.server.command("migrate")
    is_sound(house, "made again")


def test_similar(house):
    """A provider whose name differs from another's by case, spaces, signs or accents alone is asked about, as far as one may know of it."""
    program, expert = house.program, house.admin
    place = "/projects/l08/candidates"
    version = lambda: str(program.api("GET", place).json["version"])
    candidates = lambda: [row["id"] for row in program.api("GET", place).json["candidates"]]
    shelf = "palier: provider/1\nid: %s\ntitle: \"%s\"\n"
    made = program.api("POST", "/library", shelf % ("heberge-tout", "Héberge-Tout S.A."))
    check("a new name asks nothing", made.status == 200, made.text[:300])
    again = program.api("POST", "/library", shelf % ("heberge-2", "HEBERGE TOUT SA"))
    check("one like it is asked about", again.status == 409 and "Héberge-Tout S.A." in again.json["detail"] and "similar = new" in
          again.json["detail"], again.text[:400])
    page = expert.post("/library", {"text": shelf % ("heberge-2", "heberge tout, SA")})
    check("so does the form, with what was typed", page.status == 409 and 'name="similar" value="take"' in page.text and
          "heberge tout, SA" in page.text, page.text[-3000:])
    taken = expert.post("/library", {"text": shelf % ("heberge-2", "heberge tout, SA"), "similar": "take"})
    check("it is taken", taken.status == 303 and taken.location.startswith("/library/provider/heberge-tout"), taken.location)
    more = program.api("POST", "/library", {"text": shelf % ("heberge-2", "heberge tout, SA"), "similar": "new"})
    check("or another one is made", more.status == 200 and more.json["id"] == "heberge-2", more.text[:300])
    add = {"name": "héberge tout sa", "id": "ht"}
    page = expert.post(place + "/add", {**add, "version": version()})
    check("a candidate: the form asks, nothing typed is lost", page.status == 409 and 'name="similar" value="new"' in page.text and
          'value="héberge tout sa"' in page.text and 'value="ht"' in page.text and candidates() == [], page.text[-3000:])
    check("a program is told how to answer", "similar = take" in program.api("POST", place + "/add", {**add, "version": version()}).json["detail"])
    taken = program.api("POST", place + "/add", {**add, "version": version(), "similar": "take"})
    check("the one that is there becomes a candidate", taken.status == 200 and candidates()[0].startswith("heberge"), taken.text[:300])
    more = program.api("POST", place + "/add", {**add, "version": version(), "similar": "new"})
    check("or the new one", more.status == 200 and "ht" in candidates(), (more.text[:300], candidates()))
    check("a page speaks of what it shows", "similar = " not in page.text, page.text[-3000:])
    made = expert.post(place + "/add", {"name": "Ä Nôuvel Hébergeur", "id": "", "version": version()})
    check("an id is made of the name", made.status == 303 and "a-nouvel-hebergeur" in candidates(), (made.status, candidates()))
    new = {"id": "sim-one", "title": "One", "model": "sse-cmm-2.0", "new_provider": "HÉBERGE TOUT  s.a.", "date": "2026-01-02"}
    page = expert.post("/projects/l08/assessments/new", new)
    check("so does a new assessment", page.status == 409 and 'name="similar" value="take"' in page.text and "HÉBERGE TOUT" in page.text,
          page.text[-3000:])
    done = expert.post("/projects/l08/assessments/new", {**new, "similar": "take"})
    text = program.api("GET", "/assessments/sim-one/file").text
    check("which takes the name that is there", done.status == 303 and "HÉBERGE" not in text and "S" in text, text[:300])
    sheet = {"title": "Heberge TOUT sa", "id": "heberge-3"}
    page = expert.post("/library/provider/new", sheet)
    check("the form of a new provider asks, too", page.status == 409 and 'name="similar" value="take"' in page.text and
          "Heberge TOUT sa" in page.text, (page.status, page.text[-3000:]))
    done = expert.post("/library/provider/new", {**sheet, "similar": "new"})
    check("and makes another one all the same", done.status == 303 and program.api("GET", "/library/provider/heberge-3").status == 200,
          done.text[-1500:])
    sent = {"text": shelf % ("heberge-4", "Héberge, tout SA")}
    page = expert.post("/projects/l08/library/bring", sent)
    check("so does what is brought into a project, with what was typed", page.status == 409 and 'name="similar" value="take"' in page.text
          and "Héberge, tout SA" in page.text, (page.status, page.text[-3000:]))
    taken = expert.post("/projects/l08/library/bring", {**sent, "similar": "take"})
    check("and takes it", taken.status == 303 and "/provider/" in taken.location and "heberge-4" not in taken.location, taken.location)
    more = program.api("POST", "/projects/l08/library/bring", {**sent, "similar": "new"})
    check("or makes another one", more.status == 200 and more.json["id"] == "heberge-4", more.text[:300])
    for name, is_told in (("héberge tout SA", True), ("Héberge-Tout S.A.", False), ("heberge-tout", False), ("Somebody else", False)):
        title = "sim-" + "".join(c for c in name.lower() if c.isascii() and c.isalpha())
        done = program.api("POST", "/projects/l09/assessments/new/bring", assessment(title + str(len(name)), provider=name))
        told = [row["message"] for row in done.json.get("problems") or [] if row["is_warning"]]
        check(f"an assessment of {name}: told if it is almost one that is there", done.status == 200 and len(told) == is_told and
              all("is there already as" in row and "accents aside" in row for row in told), (done.status, done.text[:500]))
    for name, identity, is_told in (("HÉBERGE-TOUT S.A", "came-1", True), ("Quite another", "came-2", False)):
        file = house.folder / f"{identity}.yaml"
        file.write_text(shelf % (identity, name), encoding="utf-8")
        said = house.server.command("import", str(file))
        check(f"an import of {name} comes in, and is told of", b"1 documents" in said.stdout and
              (b"is there already as" in said.stderr) == is_told, said.stdout + said.stderr)
        said = house.server.command("import", str(file))
        check("once", b"is there already as" not in said.stderr and b"1 were here already" in said.stdout, said.stdout + said.stderr)
    other = program.api("POST", "/projects/l09/candidates/add", {"name": "Béta", "id": "own", "version": str(
        program.api("GET", "/projects/l09/candidates").json["version"])})
    check("what another project alone has is asked about by nobody", other.status == 200, other.text[:300])


def test_people(house):
    add_people(house, 199, 0)
    pages = walk(house, "/people")
    check("200 persons are a page", [len(page) for page in pages] == [200], [len(page) for page in pages])
    add_people(house, 203, 199)
    pages = walk(house, "/people")
    names = [name for page in pages for name in page]
    check("each is reached once", [len(page) for page in pages] == [200, 200, 3] and len(set(names)) == 403,
          [len(page) for page in pages])
    check("by name", names == sorted(names, key=str.lower), names[:5])
    seen, cursor = [], ""
    while cursor is not None and len(seen) < 999:
        data = house.program.api("GET", "/people" + cursor).json
        seen += [row["name"] for row in data["people"]]
        cursor = "?cursor=" + data["next_cursor"] if data["next_cursor"] else None
    check("by a program too", seen == names, (len(seen), len(names)))


def test_projects(house):
    """A last page that is full leads to no page of nothing."""
    there = house.data("/api/v1/projects")["total"]
    for i in range(there, 25):
        house.add_project(f"full-{i}")
    page = house.admin.get("/").text
    check("25 projects are a page", page.count('<th scope="row">') == 25 and next_of(page) is None, next_of(page))
    check("nor for a program", house.data("/api/v1/projects")["next_cursor"] is None)
    house.add_project("one-more")
    page = house.admin.get("/").text
    rest = house.admin.get(next_of(page)).text
    check("the 26th is on the next", page.count('<th scope="row">') == 25 and rest.count('<th scope="row">') == 1 and
          next_of(rest) is None, next_of(rest))


class Forms(HTMLParser):
    """The forms of a page: their method, the words that are typed into them, and where their buttons send them, in order: a browser
    presses the first where somebody presses Enter."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({"method": attrs.get("method", "get"), "action": attrs.get("action"), "fields": {}, "typed": [], "buttons": []})
        elif tag == "button" and attrs.get("type", "submit") == "submit" and self.forms:
            self.forms[-1]["buttons"].append(attrs.get("formaction", self.forms[-1]["action"]))
        elif tag == "input" and self.forms and attrs.get("name"):
            self.forms[-1]["fields"][attrs["name"]] = attrs.get("value", "")
            if attrs.get("type", "text") in ("text", "search", "email", "date"):
                self.forms[-1]["typed"].append(attrs["name"])

    def of(self, *typed):
        return next(form for form in self.forms if form["typed"] == list(typed))


def enter_in_forms(house, person):
    """Enter does what the form is for; what looks for a project is a form that can save nothing."""
    for path, forms in (("/people", {"invite": ["name", "email"]}),
                        (f"/people/{person}", {"lift": ["reason"], "grant": [], "lock": ["reason"], "retain": ["retention"]})):
        page = Forms(house.admin.get(path).text)
        find = page.of("find")
        check(f"{path}: Find is a form of its own", find["method"] == "get" and list(find["fields"]) == ["find"] and
              find["buttons"] == ["#f-find"], find)
        check(f"{path}: no form that saves holds it", not any("find" in str(form) for form in page.forms if form is not find))
        for word, typed in forms.items():
            check(f"{path}: Enter does {word}", [form["typed"] for form in page.forms if form["buttons"][:1] == [f"{path}/{word}"]]
                  == [typed], page.forms)
    before = house.database.sql("SELECT COUNT(*) FROM audit")
    house.admin.get("/people?find=No+11&name=Zed&email=zed@example.org&roles=provider&project=*")
    house.admin.get(f"/people/{person}?find=No+11&role=provider&project=*")
    check("Find saves nothing", house.database.sql("SELECT COUNT(*) FROM audit") == before)
    form = Forms(house.admin.get("/people").text).of("name", "email")
    answer = house.admin.post(form["buttons"][0], dict(name="Enter", email="enter@example.org", roles="provider",
                                              project="north"))
    rows = house.database.sql("SELECT project FROM grants JOIN persons ON persons.id = person WHERE email = 'enter@example.org'")
    check("Enter makes the link, on the project that was chosen", answer.status == 200 and rows == [("north",)], rows)


def another_person(house):
    """Somebody else than the administrator, who lifts no rule for oneself."""
    house.database.sql("INSERT INTO persons (id, email, name, language, created_at)"
                       " VALUES ('zoe', 'zoe@example.org', 'Zoe', 'en', 1)")
    return "zoe"


def test_choice_of_projects(house):
    """Roles are given on one of thousands of projects: those changed last, or those looked for."""
    def offered(page, field="f-project"):
        select = re.search(rf'<select id="{field}" name="project".*?</select>', page, re.S)[0]
        return (re.findall(r'<option value="([^"]*)"', select),
                re.findall(r'<option value="([^"]*)" selected>', select))
    few = house.admin.get("/people").text
    house.database.sql("INSERT INTO documents (kind, id, project, title, version, created_at, changed_at, changed_by)"
                       " VALUES " + ", ".join(f"('project', 'offer-{i:02}', 'offer-{i:02}', 'Offer No {i:02}', 1, {i}, "
                                              f"{i}, '')" for i in range(1, 41)))
    try:
        page = house.admin.get("/people").text
        ids, _ = offered(page)
        check("no more than 25 are offered, and all", len(ids) == 26 and ids[0] == "*", ids)
        check("others can be looked for", 'name="find"' in page and ('name="find"' in few) == (len(offered(few)[0]) > 25))
        page = house.admin.get("/people?find=oFFer+no+07").text
        check("by a part of the title", offered(page) == (["*", "offer-07"], ["offer-07"]), offered(page))
        page = house.admin.get("/people?find=nowhere+at+all").text
        check("what is not there is said", "no project has" in page and offered(page) == (ids, ["*"]), offered(page))
        person = another_person(house)
        page = house.admin.get(f"/people/{person}?find=No+11").text
        lift = re.search(r'<select id="f-lift-project".*?</select>', page, re.S)[0]
        places = offered(page, "f-project")
        check("on a person's page too", places[1] == ["offer-11"] and 'value="offer-11" selected' in lift, places)
        answer = house.admin.post("/people/invite?find=No+11", {"name": "Zed", "email": "none", "roles": "provider", "project": "*"})
        check("what was typed rules where a form is shown again", answer.status == 422 and 'value="Zed"' in answer.text and
              offered(answer.text) == (["*", "offer-11"], ["*"]), (answer.status, offered(answer.text)))
        enter_in_forms(house, person)
    finally:
        house.database.sql("DELETE FROM documents WHERE id LIKE 'offer-%'")
        house.database.sql("DELETE FROM persons WHERE id = 'zoe'")


def test_chosen_stays(house):
    """What was chosen is chosen when the form is shown again: a browser would take the first, all projects."""
    def chosen(page, field="f-project"):
        select = re.search(rf'<select id="{field}" .*?</select>', page, re.S)[0]
        return re.findall(r'<option value="([^"]*)" selected>([^<]*)<', select)
    person = another_person(house)
    house.database.sql("INSERT INTO documents (kind, id, project, title, version, created_at, changed_at, changed_by)"
                       " VALUES " + ", ".join(f"('project', 'p{i}', 'p{i}', 'Place {i}', 1, {i}, {i}, '')"
                                              for i in [1, *range(10, 200)]))
    try:
        for project, title in (("p1", "Place 1"), ("gone", "gone: does not fit (any more)"), ("*", "all projects")):
            answer = house.admin.post("/people/invite", {"name": "Zed", "email": "none", "roles": "provider",
                                                  "project": project})
            check(f"{project}: in an invitation", answer.status == 422 and chosen(answer.text) == [(project, title)],
                  (answer.status, chosen(answer.text)))
            answer = house.admin.post(f"/people/{person}/grant", {"role": "none", "project": project})
            check(f"{project}: where a role is given", answer.status == 422 and chosen(answer.text, "f-project") == [(project, title)],
                  (answer.status, chosen(answer.text, "f-project")))
            answer = house.admin.post(f"/people/{person}/lift", {"pair": "D01", "reason": "", "project": project})
            check(f"{project}: where a rule is lifted", answer.status in (403, 422) and
                  chosen(answer.text, "f-lift-project") == [(project, title)],
                  (answer.status, chosen(answer.text, "f-lift-project")))
    finally:
        house.database.sql("DELETE FROM persons WHERE id = 'zoe'")
        house.database.sql("DELETE FROM documents WHERE title LIKE 'Place %'")
    answer = house.admin.post("/projects/north/hours/add", {"step": "gone", "assessment": "gone-too", "minutes": "5",
                                                        "date": "2026-01-01"})
    check("a step, an assessment", answer.status == 422 and chosen(answer.text, "f-step")[0][0] == "gone" and
          chosen(answer.text, "f-assessment")[0][0] == "gone-too", (answer.status, chosen(answer.text, "f-step")))
    answer = house.admin.post("/projects/north/needs", {"alert_scheme": "gone", "integrity": "9", "version": "1"})
    check("an alert scheme", answer.status in (409, 422) and chosen(answer.text, "f-alert_scheme")[0][0] == "gone",
          (answer.status, answer.text[-3000:]))
    answer = house.admin.post("/projects/north/assessments/new", {"id": "x", "title": "X", "model": "gone", "provider": "",
                                                                  "date": "2026-01-01"})
    check("a model", answer.status == 422 and chosen(answer.text, "f-model")[0][0] == "gone",
          (answer.status, chosen(answer.text, "f-model")))
    answer = house.admin.post("/projects/north/edit", {"title": "North", "state": "gone", "version": "1"})
    check("a state", answer.status in (409, 422) and chosen(answer.text, "f-state")[0][0] == "gone",
          (answer.status, chosen(answer.text, "f-state")))


def test_first_entries(house):
    """What stands beside a score of its place in the chain is what the chain says."""
    for name in ("first-a", "first-b"):
        answer = house.program.api("POST", "/projects/north/assessments/new/bring", assessment(name))
        assert answer.status == 200, answer.text
    for _ in range(2):
        house.data("/api/v1/assessments/first-a")
    rows = house.database.sql("SELECT id, entry, (SELECT MIN(number) FROM audit WHERE object = 'assessment/' || scores.id)"
                              " FROM scores WHERE id LIKE 'first-%'")
    check("the first entry of each", len(rows) == 2 and all(row[1] == row[2] != "" for row in rows), rows)
    row = [row for row in house.data("/api/v1/projects?q=north")["projects"] if row["id"] == "north"][0]
    check("of one day the last that came", row["latest"]["id"] == "first-b", row)


def test_compared(house):
    for i in range(1, 14):
        house.ok(house.admin.post("/projects/north/assessments/new/bring", {
            "text": assessment(f"north-{i}", title=f"Number {i}")}))
    query = "&".join(f"id=north-{i}" for i in range(1, 14))
    check("twelve are compared", house.admin.get("/compare?" + query.rsplit("&", 1)[0]).status == 200)
    for answer in (house.admin.get("/compare?" + query), house.program.api("GET", "/compare?" + query)):
        check("a thirteenth is not dropped without a word", answer.status == 422 and
              "at most 12 assessments" in answer.text, answer.text[-800:])
    page = house.admin.get("/projects/north").text
    link = re.search(r'<a href="(/compare[^"]+)">([^<]+)</a>', page)
    check("a project says which are compared", link[1].count("id=") == 12 and
          link[2] == "Compare the latest 12 assessments over time", link[0])
    check("and they can be", house.admin.get(html.unescape(link[1])).status == 200)


def test_process(house):
    """A process of one's own: said in the language that it has, and no step is done by the word of a project.
    """
    for identity, lang in (("achat", "fr"), ("purchase", "en")):
        house.ok(house.admin.post("/library", {"text": PROCESS % (identity, lang, lang)}))
        house.add_project("of-" + identity, state="assessment")
        house.database.sql("UPDATE versions SET text = replace(text, 'outcontracting-1', "
                           f"'{identity}') WHERE kind = 'project' AND id = 'of-{identity}'")
        for words, last in (("en", "The end"), ("fr", "La fin")):
            page = house.admin.get(f"/projects/of-{identity}?lang={words}").text
            check(f"{identity} for {words}", all(word in page for word in ("Premier pas", last)), page[:3000])
            page = house.admin.get(f"/projects/of-{identity}/hours").text
            check(f"{identity}: hours for {words}", '<option value="first">Premier pas</option>' in page and
                  f'<option value="last">{last}</option>' in page, re.findall("<option.*", page))
        data = house.program.api("GET", f"/projects/of-{identity}").json
        check(f"{identity} in the data", data["process"]["title"] == "Achat" and
              [row["title"] for row in data["steps"]] == ["Premier pas", "The end"], data["process"])
        check("no step is done", [row["state"] for row in data["steps"]] == ["open", "open"], data["steps"])
        house.database.sql("UPDATE versions SET text = replace(text, 'state: assessment', 'state: closed')"
                           f" WHERE kind = 'project' AND id = 'of-{identity}'")
        data = house.program.api("GET", f"/projects/of-{identity}").json
        check("nor by that of a project that is closed", [row["state"] for row in data["steps"]] == ["open", "open"], data["steps"])
    house.admin.get("/?lang=en")
    data = house.program.api("GET", "/projects/north").json
    check("of the one that is built in", [row["state"] for row in data["steps"]] ==
          ["under_way" if row["id"] == "maturity" else "open" for row in data["steps"]], data["steps"])


def test_tokens(house):
    identity = house.database.sql("SELECT id FROM persons WHERE email = 'a@example.org'")[0][0]
    house.admin.make_token(title="of long ago")
    house.admin.make_token(title="of today")
    house.database.sql("UPDATE tokens SET expires_at = 1000 WHERE title = 'of long ago'")
    for address in ("/me", f"/people/{identity}"):
        page = house.admin.get(address).text
        titles = [row["title"] for row in house.program.api("GET", address).json["tokens"]]
        check(f"{address}: what is over opens nothing and is not there", "of long ago" not in page and
              "of long ago" not in titles)
        check(f"{address}: what is not is", "of today" in page and "of today" in titles, titles)


def test_files(house):
    """What a page has as a file is what it shows."""
    house.add_project("south-sea", title="South & sea")
    page = house.admin.get("/?q=South+%26").text
    check("projects: the words", file_of(page) == "/api/v1/projects?q=South%20%26", file_of(page))
    check("projects: the rows", [row["id"] for row in house.data(file_of(page))["projects"]] == ["south-sea"])
    page = house.admin.get("/audit?verb=add&object=project%2Fnorth&person=&lang=en").text
    entries = house.data(file_of(page))["entries"]
    check("audit: the filter", [(row["verb"], row["object"]) for row in entries] == [("add", "project/north")],
          (file_of(page), entries[:3]))
    house.ok(house.admin.post("/projects/south-sea/assessments/new/bring", {"text": assessment("sea-one")}))
    for place in ("", "/plan", "/posture"):
        address = f"/assessments/sea-one{place}?profile=level-2&basis=claimed&lang=en&x=1&saved=same"
        answer = house.admin.get(address)
        url = file_of(answer.text)
        check(f"sea-one{place}: the view", answer.status == 200 and
              url == f"/api/v1/assessments/sea-one{place}?profile=level-2&basis=claimed", url)
        house.data(url)


def rows_of(answer, mark=False):
    """Heads and rows of a table, as Python reads it."""
    text = answer.body.decode("utf-8")
    check("it begins with the mark of UTF-8 where a spreadsheet asks", text.startswith("\ufeff") == mark, text[:80])
    check("lines end as RFC 4180 has them", text.endswith("\r\n"), text[-80:])
    heads, *rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    check("each row has all its cells", all(len(row) == len(heads) for row in rows), [len(heads)] + [len(row) for row in rows])
    return [dict(zip(heads, row)) for row in rows]


def cell(value):
    """What a value of the data is in a table."""
    if value is None or isinstance(value, str):
        return "" if value is None else "'" + value if value[:1] in tuple("=+-@\t\r") else value
    if isinstance(value, list):
        return cell(" ".join(str(next(iter(item.values()))) if isinstance(item, dict) else str(item) for item in value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def flat(row, before=""):
    out = {}
    for key, value in row.items():
        out.update(flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: cell(value)})
    return out


def all_rows(house, address, key):
    """The rows of a list by its data, part by part."""
    rows, cursor = [], ""
    while cursor is not None:
        mark = "&" if "?" in address else "?"
        data = house.data(f"/api/v1{address}" + (f"{mark}cursor={urllib.parse.quote(cursor)}" if cursor else ""))
        outer, _, inner = key.partition(".")
        rows += data[outer] if not inner else [{**{f"{outer}.{name}": value for name, value in around.items() if name != inner}, **row}
                                               for around in data[outer] for row in around[inner]]
        cursor = data.get("next_cursor")
    return rows


def test_tables(house):
    """Every list is there as CSV: all of it, as its data have it, harmless in a spreadsheet."""
    strange = {"t1": '=1+1', "t2": '@SUM(A1)', "t3": '-2+3', "t4": '+4', "t5": 'of "one", two; three', "t6": "Écarlate œ"}
    for i in range(60):
        house.add_project(f"t{i}", title=strange.get(f"t{i}", f"Table {i:02}"), marking="DIFFUSION RESTREINTE" if i == 1 else "")
    house.ok(house.admin.post("/projects/t1/assessments/new/bring", {"text": assessment("table-1", title="=cmd|' /C calc'!A0")}))
    house.ok(house.admin.post("/projects/t1/hours/add", {"step": "maturity", "assessment": "table-1", "minutes": "2h30",
                                                         "date": "2026-01-01", "note": "-1\n=2"}))
    add_people(house, 450, 5000)
    lists = {"/projects": "projects", "/projects?sort=-title&q=t": "projects", "/projects/t1": "assessments",
             "/projects/t1/hours": "hours", "/projects/t1/candidates": "candidates", "/projects/t1/process": "steps",
             "/projects/t1/people": "people", "/projects/t1/documents": "documents", "/projects/t1/library": "items",
             "/projects/t1/history": "versions", "/projects/t1/facts/comment": "facts", "/assessments/table-1/links": "passes",
             "/library": "groups.items", "/people": "people", "/audit?verb=add": "entries", "/jobs": "jobs"}
    described = house.data("/api/v1/openapi.json")["paths"]
    try:
        for address, key in lists.items():
            data = [flat(row) for row in all_rows(house, address, key)]
            answer = house.program.get("/api/v1" + address, Accept="text/csv")
            check(f"{address}: a table", answer.status == 200 and answer.headers["Content-Type"].startswith("text/csv; charset=utf-8"),
                  (answer.status, answer.text[:300]))
            rows = rows_of(answer)
            # what is null in the data and an object elsewhere has a head for each of its members
            told = [[(name, row.get(name)) for name, value in wanted.items() if row.get(name) != value and not (
                value == "" and name not in row and not any(cell for at, cell in row.items() if at.startswith(name + ".")))]
                    for row, wanted in zip(rows, data)]
            check(f"{address}: all rows, as the data have them", len(rows) == len(data) and not any(told),
                  (len(rows), len(data), [row for row in told if row][:2]))
            project = address.startswith(("/projects/", "/assessments/"))
            check(f"{address}: the marking goes with each row", not project or all(
                row["marking"] == "DIFFUSION RESTREINTE" for row in rows) and "DIFFUSION-RESTREINTE_" in
                answer.headers["Content-Disposition"], answer.headers["Content-Disposition"])
            page = house.admin.get(address.replace("/projects", "/", 1) if address.split("?")[0] == "/projects" else address).text
            link = house.admin.get(file_of(page, "CSV"))
            same = rows_of(link, mark=True)
            check(f"{address}: the same by the link of its page", same == rows, (file_of(page, "CSV"), len(same)))
            path = re.sub(r"(?<=/projects/)t1", "{project}", re.sub(r"table-1", "{assessment}", address.split("?")[0]))
            path = path.replace("/facts/comment", "/facts/{fact}")
            content = described[path]["get"]["responses"]["200"]["content"]["text/csv"]["schema"]["description"]
            heads = answer.text.split("\r\n")[0]
            check(f"{address}: its heads are described", content.endswith(": " + heads), (content, heads))
        rows = rows_of(house.program.get("/api/v1/projects?q=t&format=csv"))
        told = {row["id"]: row["title"] for row in rows}
        check("no cell is a formula", [told[name] for name in strange] ==
              ["'=1+1", "'@SUM(A1)", "'-2+3", "'+4", 'of "one", two; three', "Écarlate œ"], told)
        check("more than a page of them", len(rows) > 60 and len(house.data("/api/v1/projects?q=t")["projects"]) == 25, len(rows))
        check("an empty list has its heads", rows_of(house.program.get("/api/v1/projects?q=nothing-at-all&format=csv")) == [])
        some = Client(house.server.port).use_link(house.server.invite("table@example.org", "Some", "expert:t3"))
        check("others have theirs alone", [row["id"] for row in rows_of(some.get("/api/v1/projects?format=csv"))] == ["t3"])
        for address in ("/people", "/audit", "/projects/t1"):
            answer = some.get(f"/api/v1{address}?format=csv")
            check(f"{address}: no more than the page", answer.is_refused() and "problem" in answer.headers["Content-Type"], answer.status)
        for address, accept in (("/projects?format=xls", ""), ("/projects/t1/needs?format=csv", ""), ("/projects?sort=size&format=csv", ""),
                                ("/me?format=csv", "text/csv")):
            answer = house.program.get("/api/v1" + address, Accept=accept)
            check(f"{address} is refused", answer.status == 422 and "problem" in answer.headers["Content-Type"], answer.status)
        for accept, kind in (("text/csv", "text/csv"), ("application/json, text/csv", "application/json"), ("*/*", "application/json"),
                             ("text/csv;q=0.2, application/json;q=0.1", "text/csv"), ("text/csvx", "application/json")):
            answer = house.program.get("/api/v1/projects", Accept=accept)
            check(f"Accept: {accept}", answer.headers["Content-Type"].startswith(kind), answer.headers["Content-Type"])
        check("what was asked for stands before it", house.program.get("/api/v1/projects?format=json", Accept="text/csv").json["all"] > 60)
    finally:
        house.database.sql("DELETE FROM persons WHERE id LIKE 'p5%' AND email LIKE 'p5%'")


def test_times(house):
    """Pages show times where their reader is, in winter and in summer; data and files have them in UTC."""
    winter, summer = 1768519809, 1784124309  # 2026-01-15T23:30:09Z, 2026-07-15T14:05:09Z
    house.database.sql("INSERT INTO persons (id, email, name, language, created_at, seen_at) VALUES"
                       f" ('zw', 'zw@example.org', 'Winter', 'en', 1, {winter}), ('zs', 'zs@example.org', 'Summer', 'en', 1, {summer})")
    me = {"name": "Ada Admin", "language": "en"}
    save = lambda **more: house.admin.post("/me/change", dict(me, **more))
    seen = lambda page, name: re.search(rf">{name}</a>.*?<td class=\"date\"[^>]*>([^<]*)", page, re.S)[1]
    shown = lambda: [seen(house.admin.get(f"/people?q={name}").text, name) for name in ("Winter", "Summer")]
    try:
        page = house.admin.get("/me").text
        check("the server's is what there is without a choice", '<option value="" selected>as the server: ' in page, page[:3000])
        check("zones are offered by their names", all(f'<option value="{name}" lang="en">' in page for name in (
            "UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland")))
        for zone, wanted in (("Europe/Paris", ["2026-01-16 00:30 UTC+1", "2026-07-15 16:05 UTC+2"]),
                             ("America/New_York", ["2026-01-15 18:30 UTC-5", "2026-07-15 10:05 UTC-4"]),
                             ("America/St_Johns", ["2026-01-15 20:00 UTC-3:30", "2026-07-15 11:35 UTC-2:30"]),
                             ("Asia/Kolkata", ["2026-01-16 05:00 UTC+5:30", "2026-07-15 19:35 UTC+5:30"]),
                             ("Etc/GMT+5", ["2026-01-15 18:30 UTC-5", "2026-07-15 09:05 UTC-5"]),
                             ("UTC", ["2026-01-15 23:30 UTC", "2026-07-15 14:05 UTC"])):
            house.ok(save(zone=zone))
            check(f"{zone}: times", shown() == wanted, shown())
            check(f"{zone}: it is chosen", f'<option value="{zone}" lang="en" selected>' in house.admin.get("/me").text)
            data = [row["last_seen"] for name in ("winter", "SUMMER")
                    for row in house.data("/api/v1/people?q=" + name)["people"]]
            table = house.admin.get("/api/v1/people?format=csv").text
            check(f"{zone}: data and tables are in UTC", sorted(data) == ["2026-01-15T23:30:09Z", "2026-07-15T14:05:09Z"] and
                  all(at in table for at in data), data)
            check(f"{zone}: what was saved when", f"Saved 16:05:09 UTC+2." in house.admin.get(f"/me?saved={summer}").text or
                  zone != "Europe/Paris")
        house.database.sql(f"UPDATE documents SET changed_at = {winter} WHERE kind = 'project' AND id = 'north'")
        for zone, day in (("Europe/Paris", "2026-01-16"), ("America/New_York", "2026-01-15")):
            house.ok(save(zone=zone))
            row = re.search(r'<a href="/projects/north">.*?<td class="date"[^>]*>([^<]*)', house.admin.get("/?q=north").text, re.S)[1]
            check(f"{zone}: the day of an instant is that of its reader", row == day, row)
        house.ok(house.admin.post("/projects/north/hours/add", {"step": "visit", "minutes": "30", "date": "2026-01-01"}))
        check("a day is a day wherever it is read", "2026-01-01" in house.admin.get("/projects/north/hours").text)
        for zone in ("Mars/Olympus", "../UTC", "/etc/localtime", "zone.tab", "Europe/Paris ", "x" * 300):
            answer = save(zone=zone)
            check(f"{zone[:20]} is none", answer.status == 422 and "there is no time zone" in html.unescape(answer.text) and
                  'id="f-zone-error"' in answer.text, answer.status)
        answer = house.program.api("POST", "/me/change", dict(me))
        check("a program that says nothing of it leaves it", answer.status == 200 and
              house.data("/api/v1/me")["zone"] == "America/New_York", house.data("/api/v1/me"))
        identity = house.data("/api/v1/me")["id"]
        check("it is part of what is held about a person", house.data(f"/api/v1/people/{identity}/export")["zone"] == "America/New_York")
        house.server.command("export", str(house.folder / "zoned"))
        check("it goes where its person goes", {row.get("zone") for row in json.loads((house.folder / "zoned/persons.json").read_text())
                                                if row["id"] == identity} == {"America/New_York"})
        house.ok(save(zone=""))
        check("and can be given up", house.data("/api/v1/me")["zone"] is None)
        house.database.sql("UPDATE persons SET zone = 'Gone/Away' WHERE id = '" + identity + "'")
        page = house.admin.get("/me").text
        check("one that the machine does not know (any more) is said, and the server's is used",
              '<option value="Gone/Away" lang="en" selected>Gone/Away: does not fit (any more)' in page and len(shown()) == 2, shown())
        house.ok(save(zone=""))
        for own, wanted in (("Asia/Tokyo", ["2026-01-16 08:30 UTC+9", "2026-07-15 23:05 UTC+9"]),
                            (":America/New_York", ["2026-01-15 18:30 UTC-5", "2026-07-15 10:05 UTC-4"]),
                            ("CET-1CEST,M3.5.0,M10.5.0/3", ["2026-01-16 00:30 UTC+1", "2026-07-15 16:05 UTC+2"]),
                            ("No/Where", ["2026-01-15 23:30 UTC", "2026-07-15 14:05 UTC"])):
            house.server.stop()
            os.environ["TZ"] = own
            house.server.start()
            house.admin.port = house.program.port = house.server.port
            house.admin.close()
            house.program.close()
            check(f"the server's own: {own}", shown() == wanted, shown())
    finally:
        os.environ.pop("TZ", None)
        house.database.sql("DELETE FROM persons WHERE id IN ('zw', 'zs')")


def walked(house, address, key, field="id"):
    """A value of each row of a list, by the data, in its order."""
    return [row[field] for row in all_rows(house, address, key)]


def refused(house, *addresses):
    for address in addresses:
        for answer in (house.admin.get(address), house.program.api("GET", address)):
            check(f"{address} is refused", answer.status == 422, (answer.status, answer.text[:200]))


def heads_of(page):
    """What the heads of a page's tables link to, and how each says that it is sorted by."""
    return {html.unescape(url): aria for aria, url in re.findall(r'<th scope="col"(?: aria-sort="(\w+)")?><a href="([^"]+)">', page)}


def fold(word):
    word = unicodedata.normalize("NFD", word.lower()).replace("œ", "oe")
    return "".join(c for c in word if not unicodedata.combining(c))


def test_people_sorted(house):
    names = ["Zoé Œuvre", "Ève Martin", "adam", "Ève Bernard"]
    house.database.sql("INSERT INTO persons (id, email, name, language, created_at, seen_at, locked_at, password) VALUES " + ", ".join(
        f"('f{i}', 'f{i}@filter.example', '{name}', 'en', 1, {(0, 3000, 1000, 2000)[i] or 'NULL'}, {'5' if i == 2 else 'NULL'},"
        f" {'NULL' if i == 0 else chr(39) + 'x' + chr(39)})" for i, name in enumerate(names)))
    house.database.sql("INSERT INTO grants (person, role, project, granted_at) VALUES ('f1', 'auditor', '*', 1)")
    add_people(house, 230, 7000)
    ids = lambda query: walked(house, "/people?" + query, "people")
    try:
        for query, wanted in (("q=eve", ["f3", "f1"]), ("q=OEUVRE", ["f0"]), ("q=filter.EXAMPLE", ["f0", "f1", "f2", "f3"]),
                              ("q=filter&sort=last_seen", ["f0", "f2", "f3", "f1"]),
                              ("q=filter&sort=-last_seen", ["f1", "f3", "f2", "f0"]), ("q=filter&state=locked", ["f2"]),
                              ("q=filter&state=invited", ["f0"]), ("q=filter&state=active&sort=-name", ["f1", "f3"]),
                              ("q=filter&role=auditor", ["f1"]), ("q=filter&role=expert", []), ("q=%25", []), ("q='", [])):
            found = ids(query)  # by name they stand as the database sorts letters
            check(f"people: {query}", (found if "seen" in query else sorted(found)) == (wanted if "seen" in query else sorted(wanted)), found)
        for sort in ("name", "last_seen"):
            up, down = ids(f"sort={sort}"), ids(f"sort=-{sort}")
            check(f"people by {sort}: each once, from both ends", up == down[::-1] and len(set(up)) == len(up) > 230, len(up))
        refused(house, "/people?sort=email", "/people?state=gone", "/people?role=king")
        page = house.admin.get("/people?q=filter&state=locked&sort=-name").text
        check("people: the form keeps it", 'name="q" value="filter"' in page and '<option value="locked" selected>' in page and
              'name="sort" value="-name"' in page and 'href="/people?q=filter&amp;sort=-name"' in page, page[:4000])
        check("people: heads", heads_of(page) == {"/people?q=filter&state=locked&sort=name": "descending",
                                                  "/people?q=filter&state=locked&sort=-last_seen": ""}, heads_of(page))
        check("people: where nobody fits", "take one of the filters above away" in house.admin.get("/people?q=nobody-at-all").text)
        check("people: the file is of the same", [row["id"] for row in rows_of(house.admin.get(file_of(page, "CSV")), mark=True)] == ["f2"])
    finally:
        house.database.sql("DELETE FROM grants WHERE person = 'f1'")
        house.database.sql("DELETE FROM persons WHERE id LIKE 'f_' OR id LIKE 'p7%'")


def test_project_sorted(house):
    """The assessments and the hours of a project."""
    house.add_project("sorted", profile="level-2")
    for i, (title, provider, day) in enumerate((("Été", "Zeta", "2026-03-01"), ("automne", "Acme", "2026-01-01"), ("Œuvre", "Acme", "2026-02-01"),
                                                ("zéro", "Mid & co", "2026-02-01"))):
        text = re.sub(r"date: \S+", f"date: {day}", assessment(f"so-{i}", title=title, provider=provider))
        house.ok(house.admin.post("/projects/sorted/assessments/new/bring", {"text": text}))
    ids = lambda query="": walked(house, "/projects/sorted?" + query, "assessments")
    for query, wanted in (("", ["so-0", "so-3", "so-2", "so-1"]), ("sort=date", ["so-1", "so-2", "so-3", "so-0"]),
                          ("sort=title", ["so-1", "so-0", "so-2", "so-3"]), ("sort=-title", ["so-3", "so-2", "so-0", "so-1"]),
                          ("sort=provider", ["so-1", "so-2", "so-3", "so-0"]), ("q=ete", ["so-0"]), ("q=OEUVRE", ["so-2"]),
                          ("q=zero", ["so-3"]), ("provider=Acme", ["so-2", "so-1"]), ("provider=Acme&sort=title", ["so-1", "so-2"]),
                          ("provider=Nobody", []), ("provider=Mid%20%26%20co", ["so-3"])):
        check(f"assessments: {query}", ids(query) == wanted, ids(query))
    check("assessments by gap, from both ends", ids("sort=gap") == ids("sort=-gap")[::-1] and len(ids("sort=gap")) == 4)
    for i in range(4, 108):
        house.database.sql(f"INSERT INTO scores SELECT {', '.join(columns_but(house, i))} FROM scores WHERE id = 'so-1'")
        house.database.sql("INSERT INTO documents (kind, id, project, title, version, created_at, changed_at, changed_by) VALUES"
                           f" ('assessment', 'so-{i}', 'sorted', 'Part {i:03}', 1, 1, 1, '')")
        house.database.sql("INSERT INTO listed VALUES ('assessment', '%s', '%s', '', '%s', '', 0, '', '', '', '', 0, '', '')" % (
            f"so-{i}", f"part {i:03}", f"part {i:03} so-{i}"))
    try:
        for sort in ("date", "title", "provider", "gap"):
            up, down = ids(f"sort={sort}"), ids(f"sort=-{sort}")
            check(f"assessments by {sort}, part by part: each once", up == down[::-1] and len(set(up)) == len(up) == 108, (len(up), up[:5]))
        page = house.admin.get("/projects/sorted?sort=-title&q=part").text
        check("assessments: the next page is of the same list", "sort=-title" in next_of(page) and "q=part" in next_of(page), next_of(page))
        check("what is not by day is not compared as the latest", "/compare?" not in page)
        check("assessments: how it is sorted is said", re.search(r'sort=title"\s+aria-current="true">title', page), page[:200])
        refused(house, "/projects/sorted?sort=size", "/projects/sorted?sort=title&cursor=-date,so-1,2026-01-01",
                "/projects/sorted?cursor=x")
    finally:
        house.database.sql("DELETE FROM scores WHERE id LIKE 'so-__' OR id LIKE 'so-___' OR id IN ('so-4', 'so-5', 'so-6', 'so-7', 'so-8', 'so-9')")
        house.database.sql("DELETE FROM listed WHERE kind = 'assessment' AND title LIKE 'part %'")
        house.database.sql("DELETE FROM documents WHERE title LIKE 'Part %' AND project = 'sorted'")
    for i, (step, day) in enumerate((("visit", "2026-01-05"), ("maturity", "2026-01-03"), ("visit", "2026-01-04"))):
        house.ok(house.admin.post("/projects/sorted/hours/add", {"step": step, "minutes": str(10 + i), "date": day}))
    house.database.sql("UPDATE hours SET person = 'somebody' WHERE project = 'sorted' AND minutes = 12")
    minutes = lambda query="": walked(house, "/projects/sorted/hours?" + query, "hours", "minutes")
    for query, wanted in (("", [10, 12, 11]), ("sort=date", [11, 12, 10]), ("step=visit", [10, 12]), ("step=visit&sort=date", [12, 10]),
                          ("mine=1", [10, 11]), ("mine=1&step=maturity", [11]), ("step=gone", [])):
        check(f"hours: {query}", minutes(query) == wanted, minutes(query))
    refused(house, "/projects/sorted/hours?sort=minutes", "/projects/sorted/hours?mine=2")
    page = house.admin.get("/projects/sorted/hours?step=visit&sort=date").text
    check("hours: the form and the head", '<option value="visit" selected>' in page and
          heads_of(page) == {"/projects/sorted/hours?step=visit&sort=-date": "ascending"}, heads_of(page))


def columns_of(house, table):
    if house.database.url.startswith("postgres"):
        return [row[0] for row in house.database.sql("SELECT column_name FROM information_schema.columns WHERE table_name ="
                                                     f" '{table}' ORDER BY ordinal_position")]
    return [row[1] for row in house.database.sql(f"PRAGMA table_info({table})")]


def columns_but(house, number):
    """The columns of a score, under another id."""
    return [f"'so-{number}'" if name == "id" else name for name in columns_of(house, "scores")]


def test_long_table(house):
    """A list that takes more memory than a request has, part by part, is a table all the same."""
    many = 250 if house.database.url.startswith("postgres") else 3000  # there the time of the database is counted, too
    house.add_project("seed", title="Seed", summary="A line. " * 240)
    text = house.database.sql("SELECT length(text) FROM versions WHERE kind = 'project' AND id = 'seed'")
    house.database.sql("UPDATE versions SET text = text || '" + ("# " + "x" * 97 + chr(10)) * 160 + "' WHERE kind = 'project' AND id = 'seed'")
    for table in ("documents", "versions", "listed"):
        names = columns_of(house, table)
        told = ", ".join("'seed-' || i" if name == "id" or (name == "project" and table == "documents") else name for name in names)
        house.database.sql(f"INSERT INTO {table} ({', '.join(names)}) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                           f" WHERE i < {many}) SELECT {told} FROM {table}, n WHERE kind = 'project' AND id = 'seed'")
    try:
        rows = rows_of(house.program.get("/api/v1/projects?q=seed&format=csv"))
        check("all of it", len({row["id"] for row in rows}) == len(rows) == many + 1 and {row["title"] for row in rows} == {"Seed"}, (len(rows), text))
    finally:
        for table in ("listed", "versions", "documents"):
            house.database.sql(f"DELETE FROM {table} WHERE kind = 'project' AND id LIKE 'seed%'")


def test_library_sorted(house):
    shelf = "palier: provider/1\nid: %s\ntitle: \"%s\"\n"
    for identity, title in (("lz", "Zoo éditions"), ("la", "éditions Abc"), ("lm", "Mid éditions")):
        answer = house.program.api("POST", "/library", shelf % (identity, title))
        check("it is brought in", answer.status == 200, answer.text[:200])
    ids = lambda query: [row["id"] for row in all_rows(house, "/library?" + query, "groups.items")]
    for query, wanted in (("q=EDITIONS&sort=title", ["la", "lm", "lz"]), ("q=editions&sort=-title", ["lz", "lm", "la"]),
                          ("kind=provider&q=zoo", ["lz"]), ("kind=model&q=zoo", []), ("kind=model", ["sse-cmm-2.0"])):
        check(f"library: {query}", ids(query) == wanted, ids(query))
    up, down = ids("sort=changed_at&kind=provider"), ids("sort=-changed_at&kind=provider")
    check("library by the last change", up == down[::-1] and len(up) >= 3, (up, down))
    refused(house, "/library?sort=size")
    page = house.admin.get("/library?q=editions&kind=provider&sort=title").text
    check("library: one shelf, its heads", heads_of(page) == {"/library?q=editions&kind=provider&sort=-title": "ascending",
                                                              "/library?q=editions&kind=provider&sort=-changed_at": ""}, heads_of(page))


def test_jobs_sorted(house):
    me = house.data("/api/v1/me")["id"]
    other = another_person(house)
    house.database.sql("INSERT INTO jobs (id, kind, project, subject, person, source, language, version, note, text, state, asked_at, holder,"
                       " lease_until, tries, done, total, is_stopping, result, number) VALUES " + ", ".join(
                           f"('job{i}', 'write', '', 'profile/x', '{who}', '', 'en', 1, '', '', '{state}', {i}, '', 0, 0, 0, 0, 0, '', {9000 + i})"
                           for i, (who, state) in enumerate(((me, "done"), (other, "done"), (me, "refused")), 1)))
    house.database.sql("UPDATE jobs SET ended_at = 9 WHERE id LIKE 'job_'")
    ids = lambda query: [name for name in walked(house, "/jobs?" + query, "jobs") if name.startswith("job")]
    try:
        for query, wanted in (("", ["job3", "job2", "job1"]), ("sort=asked_at", ["job1", "job2", "job3"]), ("state=done", ["job2", "job1"]),
                              ("state=refused", ["job3"]), ("mine=1", ["job3", "job1"]), ("mine=1&state=done", ["job1"])):
            check(f"jobs: {query}", ids(query) == wanted, ids(query))
        refused(house, "/jobs?sort=size", "/jobs?state=gone")
        page = house.admin.get("/jobs?state=done").text
        check("jobs: the form and the head", '<option value="done" selected>' in page and
              heads_of(page) == {"/jobs?state=done&sort=asked_at": "descending"}, heads_of(page))
    finally:
        house.database.sql("DELETE FROM jobs WHERE id LIKE 'job_'")
        house.database.sql(f"DELETE FROM persons WHERE id = '{other}'")


def test_dates(house):
    all_of_them = len(house.program.api("GET", "/audit").json["entries"])
    check("there are entries", all_of_them > 1)
    for name, word in (("from", "2026-13-01"), ("to", "yesterday"), ("from", "01/02/2026"), ("to", "2026-02-30"),
                       ("cursor", "x"), ("cursor", "-1")):
        for answer in (house.admin.get(f"/audit?{name}={word}"), house.program.api("GET", f"/audit?{name}={word}")):
            check(f"{name}={word} is no filter and is refused", answer.status == 422 and word in
                  html.unescape(answer.text), (answer.status, answer.text[-600:]))
    for address in ("/?cursor=x", "/?cursor=1,", "/?cursor=x,north", "/projects/north?cursor=x",
                    "/projects/north?cursor=1", "/projects/north?cursor=2026-01-02,x,y",
                    "/projects/north?cursor=2026-01-02,1,", "/projects/north?cursor=2026-13-02,1,y",
                    "/projects/north/hours?cursor=x"):
        for answer in (house.admin.get(address), house.program.api("GET", address.replace("/?", "/projects?"))):
            check(f"{address} is no beginning", answer.status == 422 and "cursor" in answer.text, answer.status)
    for query, most in (("from=9999-12-31", 0), ("to=1970-01-01", 0), ("to=1969-12-31", 0), ("from=1969-12-31", 999),
                        ("from=&to=", 999)):
        rows = house.program.api("GET", "/audit?" + query).json["entries"]
        check(query, len(rows) == min(most, all_of_them), len(rows))


TESTS = [test_files, test_dates, test_tokens, test_compared, test_process, test_projects, test_chosen_stays,
         test_first_entries, test_people, test_choice_of_projects,
         test_portfolio, test_portfolio_follows, test_similar, test_tables, test_long_table, test_people_sorted,
         test_project_sorted, test_library_sorted, test_jobs_sorted, test_times]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
