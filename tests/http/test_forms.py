#!/usr/bin/env python3
"""Tests of the forms that descriptors make, as a browser without a script sends them: new documents and
their ids, every kind that is kept through its form and back, rows, sentences at their fields in both
languages; and of a sentence at its field in the forms that are made by hand.

usage: tests/http/test_forms.py PALIER [NAME…]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one (see
tests/store/with_postgresql.sh). Ends with one line: N passed, N failed.
"""
import datetime
import html
import html.parser
import re
import secrets
import sys
import types

import jsonschema

import walk
from test_place import Holder
from house import PASSWORD, ROOT, Client, Count, Database, Server, assessment, init, run_tests

count = Count()
check = count.check


class Page(html.parser.HTMLParser):
    """The largest form of a page: where it goes and what a browser would send; all errors at fields."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form, self.area, self.choice, self.errors, self.told = [], None, None, None, {}, None
        self.feed(text)
        action, self.fields = max(self.forms, key=lambda form: len(form[1]), default=("", []))
        self.action, self.links = action, re.findall(r'<a href="#([^"]*)">', text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.form = (attrs.get("action", ""), [])
            self.forms.append(self.form)
        elif tag == "input" and attrs.get("name") and self.form:
            if attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs:
                self.form[1].append((attrs["name"], attrs.get("value") or ""))
        elif tag == "textarea":
            self.area = [attrs.get("name"), ""]
        elif tag == "select":
            self.choice = [attrs.get("name"), None]
        elif tag == "option" and self.choice and ("selected" in attrs or self.choice[1] is None):
            self.choice[1] = attrs.get("value", "")
        elif tag == "p" and attrs.get("class") == "error":
            self.told = attrs.get("id", "")
            self.errors[self.told] = ""

    def handle_data(self, data):
        if self.area is not None:
            self.area[1] += data
        elif self.told is not None:
            self.errors[self.told] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area is not None:
            if self.form and self.area[0]:
                self.form[1].append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select":
            if self.form:
                self.form[1].append(tuple(self.choice))
            self.choice = None
        elif tag == "form":
            self.form = None
        elif tag == "p":
            self.told = None


class House:
    """A server, somebody who may everything."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        # Nobody is there to take its mails: addresses are asked for all the same.
        self.server = Server(binary, self.database, folder, ["--smtp", "smtp://127.0.0.1:9", "--smtp-from", "house@example.org"])
        link = init(self.server)
        self.server.start()
        self.ada = Client(self.server.port).use_link(link)
        self.ada.sign_in("a@example.org")
        self.program = Client(self.server.port, token=self.ada.make_token())

    def form(self, path):
        answer = self.ada.get(path)
        assert answer.status == 200, (path, answer.status, answer.text[:500])
        return Page(answer.text)

    def send(self, form, changes=(), action=None):
        """A form with changes laid over what it holds."""
        changes = dict(changes)
        rows = [row for row in form.fields if row[0] not in changes] + list(changes.items())
        return self.ada.post(action or form.action, [row for row in rows if row[0] != "csrf"])


def test_new(house):
    form = house.form("/library/process/new")
    answer = house.send(form, {"title.en": "Our way, à nous", "steps[0].title.en": "Ask",
                               "steps[0].text.en": "One.\r\nTwo.", "steps[0].outputs[1].en": "A list",
                               "steps[0].done_when": "needs"})
    check("a process is written", answer.location.startswith("/library/process/our-way-a-nous?saved="),
          (answer.status, Page(answer.text).errors))
    text = house.ada.get("/library/process/our-way-a-nous/file").text
    check("as its form says, with ids from its titles", text == (
        'palier: process/1\nid: our-way-a-nous\ntitle: "Our way, à nous"\nsteps:\n  - id: ask\n'
        '    title: Ask\n    text: "One.\\nTwo."\n    done_when: needs\n    outputs:\n      - "A list"\n'), text)
    answer = house.send(form, {"title.en": "Our way, à nous", "steps[0].title.en": "Ask"})
    check("one that is called the same has a number", "our-way-a-nous-2?" in answer.location, answer.location)
    answer = house.send(form, {"id": "our-way-a-nous", "title.en": "x", "steps[0].title.en": "y"})
    check("an id that is taken is told at its field", answer.status == 409 and "f-id" in
          Page(answer.text).links and 'value="our-way-a-nous"' in answer.text, Page(answer.text).errors)
    answer = house.send(house.form("/library/provider/new"), {
        "title": "Quartz <SA>", "summary": "Hosts.", "country": "France"})
    check("a provider", answer.location.startswith("/library/provider/quartz-sa?"), answer.location)
    answer = house.program.api("POST", "/library/provider/new", {"title": "By a program", "colour": "red"})
    check("a program is told what is no field", answer.status == 422 and "colour" in answer.json["detail"], answer.text)
    answer = house.program.api("POST", "/library/provider/new", {"title": "By a program"})
    check("a program writes one", answer.status == 200 and answer.json["id"] == "by-a-program", answer.text)
    check("what is built in has no form", house.ada.get("/library/process/outcontracting-1/form").status == 422)


def test_kept(house):
    """A form that nobody has touched says what is kept: nothing is written."""
    page = house.ada.get("/library").text
    places = re.findall(r'href="(/library/(?!provider)[a-z-]+/(?!new")[^"]+)"', page)
    built_in = [place for place in places if "our-way" not in place]
    check("all that is built in", len(built_in) > 12, built_in)
    for place in built_in:
        kind, identity = place.split("/")[2:]
        house.ada.post(place + "/copy", {"copy": identity + "-c"})
        form = house.form(f"{place}-c/form")
        if not form.action.endswith("/form"):
            page = house.ada.get(f"{place}-c/form").text
            check(f"{place} is too long, and leads to its parts", "?part=title" in page and "/edit" in page)
            form = house.form(f"{place}-c/form?part=source")
            check(f"{place} by part", len(form.fields) < 12, form.fields)
        same = house.send(form)
        check(f"{place} as it stands", "saved=same" in same.location, (same.status, Page(same.text).errors))
    form = house.form("/library/effort/sse-cmm-2.0-c/form?part=source")
    before = house.program.api("GET", "/library/effort/sse-cmm-2.0-c").json["document"]
    house.send(form, {"source": "Ours"})
    after = house.program.api("GET", "/library/effort/sse-cmm-2.0-c").json["document"]
    check("a part leaves the others", after == {**before, "source": "Ours"})
    answer = house.send(form, {"source": "Theirs"})
    check("somebody else's is shown", answer.status == 409 and 'value="Theirs"' in answer.text and
          "Ours" in answer.text)


SCHEME = {"title.en": "Lamps", "levels[0].label.en": "Calm", "levels[0].rank": "1",
          "levels[0].sustain": "3 d 12 h", "levels[1].label.en": "Busy", "levels[1].rank": "2",
          "levels[1].id": "busy", "levels[0].prepare[0].level": "busy"}


def test_fields(house):
    form = house.form("/library/alert-scheme/new")
    wrong = {**SCHEME, "levels[1].rank": "two", "levels[0].sustain": "soon", "title.en": " "}
    shown = house.send(form, wrong)
    page = Page(shown.text)
    check("each sentence stands at its field", shown.status == 422 and
          {"f-title-en-error", "f-levels-1--rank-error", "f-levels-0--sustain-error"} <= set(page.errors), page.errors)
    check("and all above, with links", {"f-title-en", "f-levels-1--rank", "f-levels-0--sustain"} <= set(page.links),
          page.links)
    check("which take the focus", re.search(r'class="errors"[^>]* autofocus', shown.text))
    check("what was typed is there", dict(page.fields)["levels[1].rank"] == "two" and
          dict(page.fields)["levels[0].sustain"] == "soon")
    row = house.send(form, {**SCHEME, "equivalences[0].scheme": "fpcon", "equivalences[0].levels[0]": "alpha"})
    check("a row without its key is told", "f-equivalences-0--levels-0---error" in Page(row.text).errors,
          Page(row.text).errors)
    house.ada.get("/?lang=fr")
    french = house.ada.post("/library/alert-scheme/new", [("title.fr", ""), ("levels[0].rank", "x")])
    check("in French", french.status == 422 and "Niveaux" in french.text and
          "il manque une valeur" in french.text and "Rang du niveau" in french.text,
          Page(french.text).errors)
    house.ada.get("/?lang=en")
    done = house.send(form, SCHEME)
    check("it is written when it is right", done.status == 303, Page(done.text).errors)
    document = house.program.api("GET", "/library/alert-scheme/lamps?lang=en")
    text = house.ada.get("/library/alert-scheme/lamps/file").text
    check("as it was said", document.status == 200 and "sustain: P3DT12H" in text and "id: calm" in text, text)
    kept = house.form("/library/alert-scheme/lamps/form")
    check("a duration is said as people do", dict(kept.fields)["levels[0].sustain"] == "3 d 12 h")
    effort = house.ada.get("/library/effort/new").text
    check("a document is chosen by its title", re.search(
        r'<option value="sse-cmm-2\.0" selected>(?!sse-cmm)[^<]+</option>', effort))


def test_rows(house):
    form = house.form("/library/alert-scheme/lamps/form")
    more = house.send(form, {"add": "levels"}, form.action + "/rows")
    check("a row more", more.status == 200 and "levels[2].rank" in dict(Page(more.text).fields) and
          more.text.count("autofocus") == 1)
    less = house.send(form, {"remove": "levels[0]"}, form.action + "/rows")
    check("a row less", dict(Page(less.text).fields)["levels[0].label.en"] == "Busy" and
          "levels[1].rank" not in dict(Page(less.text).fields))
    lines = 'calm\t3 d\n=SUM(A1)\t"a\tb"\t\n\nx\ty\tz\n'
    taken = house.send(form, {"take": "levels[0].prepare", "paste:levels[0].prepare": lines}, form.action + "/rows")
    fields = dict(Page(taken.text).fields)
    check("pasted rows are shown", taken.status == 200 and fields["levels[0].prepare[1].within"] == "3 d" and
          fields["levels[0].prepare[2].level"] == "=SUM(A1)" and fields["levels[0].prepare[2].within"] == "a\tb", fields)
    check("what cannot be taken is told by its line", "line 4 has 3 cells" in taken.text)
    check("nothing is written", house.form("/library/alert-scheme/lamps/form").fields == form.fields or
          dict(house.form("/library/alert-scheme/lamps/form").fields)["version"] == dict(form.fields)["version"])
    long = house.send(form, {"take": "doubts", "paste:doubts": "x\n" * 2000}, form.action + "/rows")
    check("a form has an end", long.status == 200 and "at most 1000 fields" in html.unescape(long.text) and
          len(Page(long.text).fields) < 1280,
          (long.status, len(Page(long.text).fields)))
    for name in ("levels[99999999].rank", "levels[0]" + ".levels[0]" * 64, "levels[", "a[0].b", "levels[0][0]"):
        answer = house.send(form, {name: "x"}, form.action + "/rows")
        check(f"{name[:24]} is no field", answer.status == 200)
        answer = house.program.api("POST", "/library/alert-scheme/lamps/form", {name: "x"}, {"If-Match": '"1"'})
        check(f"{name[:24]} is told", answer.status == 422, answer.text)


def test_rows_with_blanks(house):
    """Rows are named by the numbers that they have on the page, whatever stands empty above them."""
    form = house.form("/library/alert-scheme/new")
    typed = {"title.en": "Gaps", "levels[0].label.en": "", "levels[0].rank": "", "levels[1].label.en": "Calm", "levels[1].rank": "1",
             "levels[2].label.en": "Busy", "levels[2].rank": "2", "levels[3].label.en": "Loud", "levels[3].rank": "3"}
    less = dict(Page(house.send(form, {**typed, "remove": "levels[2]"}, form.action + "/rows").text).fields)
    check("the row of the button goes, with a blank one above", [less.get(f"levels[{at}].label.en") for at in (0, 1)] == ["Calm", "Loud"] and
          "levels[2].rank" not in less, less)
    less = dict(Page(house.send(form, {**typed, "remove": "levels[0]"}, form.action + "/rows").text).fields)
    check("a blank one goes alone", [less.get(f"levels[{at}].label.en") for at in range(3)] == ["Calm", "Busy", "Loud"], less)
    more = dict(Page(house.send(form, {**typed, "levels[2].prepare[0].within": "1 d", "add": "levels[2].prepare"}, form.action + "/rows").text).fields)
    check("a row more within the row of the button", "levels[1].prepare[2].within" in more and "levels[2].prepare[2].within" not in more and
          more["levels[1].prepare[0].within"] == "1 d", more)
    lines = dict(Page(house.send(form, {**typed, "take": "levels[3].prepare", "paste:levels[3].prepare": "busy\t2 d"},
                                 form.action + "/rows").text).fields)
    check("lines go where they were pasted", lines.get("levels[2].prepare[0].within") == "2 d", lines)
    empty = house.send(form, {"title.en": "Gaps", "levels[0].label.en": "", "levels[1].label.en": "", "add": "levels[1].prepare"}, form.action + "/rows")
    check("a row within a row in which nothing stands", "levels[0].prepare[2].within" in dict(Page(empty.text).fields), Page(empty.text).fields)
    within = {**typed, "levels[2].prepare[0].within": "", "levels[2].prepare[1].within": "2 d", "levels[2].prepare[2].within": "3 d"}
    less = dict(Page(house.send(form, {**within, "remove": "levels[2].prepare[1]"}, form.action + "/rows").text).fields)
    check("of a table within a row too", less["levels[1].prepare[0].within"] == "3 d", less)


def test_shown_again(house):
    """What nobody has opened stays closed when a form is shown again: that it was sent says nothing."""
    house.ada.post("/projects/new", {"title": "Again", "profile": "level-2"})
    version = house.program.api("GET", "/projects/again").headers["ETag"].strip('"')
    house.ada.post("/projects/again/candidates/add", {"version": version, "provider": "", "name": "South", "id": "south"})
    _, holder = holder_of(house, "south", "/projects/again")
    holder.post("/who", {"role": "Head of operations"})

    def opened(text, question):
        part = re.search(rf'(?s)<section class="question" aria-labelledby="q-{question}">.*?</section>', text)
        return len(re.findall(r"<details[^>]* open", part[0])) if part else None

    page = holder.get("/topics/POL")
    forms = {form.action.rsplit("/", 1)[-1]: form for form in walk.Page("/", page.text).forms}
    asked = [name for name in forms if re.match(r"POL-\d+$", name)]
    check("all of a topic", len(asked) > 5, list(forms))
    for question in asked:
        fields = [pair for pair in forms[question].sent(None, {}) if pair[0] not in ("csrf", "add", "remove")]
        again = holder.post(f"/topics/POL/{question}/rows", [*fields, ("add", "proofs")])
        check(f"{question}: closed, as it was", again.status == 200 and opened(again.text, question) == opened(page.text, question) == 0,
              (again.status, opened(page.text, question), opened(again.text, question), fields))
        again = holder.post(f"/topics/POL/{question}/rows", [*[pair for pair in fields if pair[0] != "secret"], ("secret", "ours"), ("add", "proofs")])
        check(f"{question}: open, where something stands", opened(again.text, question) == 1, opened(again.text, question))


def options(text, name):
    """Of a chooser its values and titles."""
    found = re.search(rf'(?s)<select [^>]*name="{re.escape(name)}".*?</select>', text)
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', found[0])) if found else {}


def test_required(house):
    """What a form cannot be saved without it asks for, as browsers hold it; the rest can be left out."""
    answer = house.ada.get("/library/procedures/new")
    check("a table of procedures is a changed copy of one", answer.status == 422 and "copy one of the library" in answer.text and
          'href="/library/procedures/new"' not in house.ada.get("/library").text, answer.status)
    for kind in ("model", "profile", "alert-scheme", "effort", "actions", "needs-rule", "messages", "notice", "process", "provider"):
        form = max(walk.Page("/", house.ada.get(f"/library/{kind}/new").text).forms, key=lambda form: len(form.fields))
        typed = {}
        for field in form.fields:
            if "required" in field.at and field.kind == "select":
                typed[field.name] = next(value for value in field.options if value)
            elif "required" in field.at:
                typed[field.name] = "1" if field.at.get("inputmode") else "asked" if "pattern" in field.at else f"What {kind} asks"
        sent = [pair for pair in form.sent(None, typed) if pair[0] != "csrf"]
        for name in typed:
            less = house.ada.post(f"/library/{kind}/new", [(one, "" if one == name else value) for one, value in sent])
            check(f"{kind} is refused without {name}", less.status == 422 and Page(less.text).errors, less.location)
        done = house.ada.post(f"/library/{kind}/new", sent)
        check(f"{kind} is written with what its form asks for", done.status == 303, Page(done.text).errors)


def test_targets(house):
    """The targets of a profile: areas and what is demanded of them are chosen by titles, and pasted by them."""
    text = house.ada.get("/library/profile/new").text
    areas, wanted = options(text, "targets[0]#"), options(text, "targets[0].wanted")
    check("areas by their titles", areas["PA01"].startswith("PA01 ") and len(areas) == 24 and "*" in areas, areas)
    check("levels by their titles", wanted["level 2"].startswith("level 2: ") and {"none", "all", "2.3"} <= set(wanted), wanted)
    house.ada.get("/?lang=fr")
    french = options(house.ada.get("/library/profile/new").text, "targets[0].wanted")
    house.ada.get("/?lang=en")
    check("in French", re.match(r"niveau 2\s: Planifi", french["level 2"]), french)
    form = house.form("/library/profile/new")
    lines = f"{html.unescape(areas['PA02'])}\t{html.unescape(wanted['level 2'])}\nPA03\tall\n*\t1.1\n"
    form = Page(house.send(form, {"take": "targets", "paste:targets": lines, "title.en": "Ours", "alert_scheme": "vigipirate-2003"},
                           form.action + "/rows").text)
    form.action = "/library/profile/new"
    fields = dict(form.fields)
    check("pasted rows are taken by their titles", (fields["targets[0]#"], fields["targets[0].wanted"]) == ("PA02", "level 2"), fields)
    levels = options(house.send(form, {"add": "targets"}, form.action + "/rows").text, "targets[3].at")
    check("alert levels, once there is a scheme", levels.get("jaune") == "yellow" and levels.get("") == "at every level", levels)
    twice = house.send(form, {"targets[3]#": "PA02", "targets[3].wanted": "all", "targets[3].at": "jaune"})
    check("a target twice is told at its row", twice.status == 422 and "f-targets-3---error" in Page(twice.text).errors,
          Page(twice.text).errors)
    part = house.send(form, {"targets[1].at": "jaune"})
    check("what is missing for the other levels, too", part.status == 422 and "f-targets-1---error" in Page(part.text).errors,
          Page(part.text).errors)
    done = house.send(form, {"targets[3]#": "PA04", "targets[3].wanted": "1.1;", "targets[4]#": ""})
    check("it is written", done.location.startswith("/library/profile/ours?"), Page(done.text).errors)
    text = house.ada.get("/library/profile/ours/file").text
    check("as it was said", text.endswith('targets:\n  PA02: "level 2"\n  PA03: "all"\n  "*": "1.1"\n  PA04:\n    - "1.1"\n'), text)
    kept = (ROOT / "examples/example-2003-profile.yaml").read_text(encoding="utf-8")
    house.ada.post("/library", {"text": kept})
    form = house.form("/library/profile/example-2003-profile/form")
    check("one for each alert level is a row each", len([name for name, _ in form.fields if name.endswith("].at")]) > 80)
    check("and stays as it is", "saved=same" in house.send(form).location)


def test_own(house):
    """What a project has of its own has forms where it stands."""
    house.ada.post("/projects/new", {"title": "Quay", "profile": "level-3"})
    place = "/projects/quay/library"
    links = re.findall(rf'href="({place}/[a-z-]+/new)"', house.ada.get(place).text)
    kinds = [link.split("/")[4] for link in links]
    check("every kind can be begun", len(links) == 14 and f"{place}/budget/new" in links, links)
    check("none that the project has once, or none of", {house.ada.get(f"{place}/{kind}/new").status for kind in
                                                         ("project", "needs", "meeting", "assessment", "rights", "nothing")} == {404})
    new = house.form(f"{place}/budget/new")
    done = house.send(new, {"title.en": "Two years", "start": "2026-01-01", "period": "quarter", "periods": "2",
                            "minutes.provider": "600; 300", "money": "1; 200"})
    check("a budget", done.location.startswith(f"{place}/budget/two-years?"), Page(done.text).errors)
    check("which has its form there", f'href="{place}/budget/two-years/form"' in house.ada.get(f"{place}/budget/two-years").text)
    form = house.form(f"{place}/budget/two-years/form")
    check("that leads nowhere else", form.action == f"{place}/budget/two-years/form", form.action)
    check("and as it stands is saved as such", "saved=same" in house.send(form).location)
    wrong = house.send(form, {"periods": "many"})
    check("a sentence at its field", wrong.status == 422 and "f-periods-error" in Page(wrong.text).errors)
    twice = house.send(new, {"title.en": "Two years", "start": "2026-01-01", "period": "month", "periods": "1"})
    check("an id from the title, with a number", twice.location.startswith(f"{place}/budget/two-years-2?"), twice.location)
    form = house.form(f"{place}/alert-history/new")
    typed = {"title.en": "Last year", "alert_scheme": "vigipirate-2003", "start": "2025-01-01", "end": "2026-01-01",
             "take": "changes", "paste:changes": "2025-01-01\tyellow\n2025-03-01\torange\n"}
    shown = Page(house.send(form, typed, form.action + "/rows").text)
    check("pasted levels by their names", dict(shown.fields)["changes[1].level"] == "orange", shown.fields)
    less = Page(house.send(shown, {"remove": "changes[1]"}, form.action + "/rows").text)
    check("a row less", not dict(less.fields)["changes[1].level"], less.fields)
    done = house.send(shown, {}, form.action)
    check("a history", done.location.startswith(f"{place}/alert-history/last-year?"), Page(done.text).errors)
    done = house.send(house.form(f"{place}/alert-rates/new"), {
        "title.en": "Next years", "alert_scheme": "vigipirate-2003", "start": "jaune", "years": "3",
        "per_year[0]#": "jaune", "per_year[0].at": "orange", "per_year[0].rate": "1,5",
        "per_year[1]#": "orange", "per_year[1].at": "jaune", "per_year[1].rate": "2"})
    wrong = house.send(house.form(f"{place}/alert-rates/new"), {"title.en": "x", "start": "jaune", "years": "3", "per_year[0]#": "jaune",
                                                              "per_year[0].rate": "2", "per_year[1]#": "jaune", "per_year[1].at": "rouge"})
    check("a rate without its level, a level without its rate", {"f-per_year-0--at-error", "f-per_year-1--rate-error"} <=
          set(Page(wrong.text).errors), Page(wrong.text).errors)
    check("rates", done.location.startswith(f"{place}/alert-rates/next-years?"), Page(done.text).errors)
    answer = house.program.api("POST", f"{place}/budget/new", {"title": "By a program", "start": "2026-01-01", "period": "year", "periods": 1})
    check("a program writes one", answer.status == 200 and answer.json["id"] == "by-a-program", answer.text)
    link = house.server.invite("auditor@example.org", "Audrey", "auditor:quay")
    other = Client(house.server.port).use_link(link)
    check("who reads alone is offered none, and has none", "/budget/new" not in other.get(place).text and
          other.get(f"{place}/budget/new").status == 403 and other.get(f"{place}/budget/two-years/form").status == 403 and
          "two-years/form" not in other.get(f"{place}/budget/two-years").text)
    link = house.server.invite("manager@example.org", "Max", "project_manager:quay")
    other = Client(house.server.port).use_link(link)
    page = other.get(place).text
    check("who leads has those that are his", f"{place}/budget/new" in page and other.get(f"{place}/budget/new").status == 200)
    check("and no form of those that are not", [f"{place}/{kind}/new" in page for kind in kinds] ==
          [other.get(f"{place}/{kind}/new").status == 200 for kind in kinds] and f"{place}/profile/new" not in page)
    check("of another project neither", house.ada.get("/projects/mairie/library/budget/two-years/form").status == 404)


def test_amounts(house):
    """Amounts as people type them are read as what they are, or refused at their field in both languages."""
    ada, place = house.ada, "/projects/mole/library/budget"
    ada.post("/projects/new", {"title": "Mole", "profile": "level-3"})
    base = {"title.en": "B", "start": "2026-01-01", "period": "quarter", "periods": "2"}
    new, text = house.form(f"{place}/new"), ada.get(f"{place}/new").text
    check("how several are written is said", text.count("Semicolons between several: 600; 300.") == 4 and
          text.count("Minutes, or hours as 2 h 30.") == 3)
    for i, (typed, kept) in enumerate([("5 000", 5000), ("5\u00a0000", 5000), ("5\u202f000", 5000), ("5 000; 300", [5000, 300])]):
        done = house.send(new, {**base, "title.en": f"Money {i}", "money": typed})
        check(f"money {typed!r}", done.location.startswith(f"{place}/money-{i}?"), Page(done.text).errors)
        document = house.program.api("GET", f"{place}/money-{i}").json["document"]
        check(f"money {typed!r} is that number", document["money"] == kept, document)
    shown = dict(house.form(f"{place}/money-3/form").fields)
    check("several are shown with semicolons", shown["money"] == "5000; 300", shown)
    done = house.send(new, {**base, "title.en": "Work", "minutes.provider": "40 h", "minutes.project_manager": "10:00; 2h30",
                            "minutes.expert": "2,5 h"})
    check("minutes of work as hours", done.location.startswith(f"{place}/work?"), Page(done.text).errors)
    document = house.program.api("GET", f"{place}/work").json["document"]
    check("as the page of hours reads them", document["minutes"] == {"provider": 2400, "project_manager": [600, 150], "expert": 150},
          document)
    wrong = [("money", "5 000,00", "comma or a point"), ("money", "5000.00", "comma or a point"), ("money", "600, 300", "semicolons between"),
             ("money", "600 30", "semicolons between"), ("minutes.expert", "40 days", "2 h 30"), ("periods", "0", "no whole number from 1")]
    for name, typed, sentence in wrong:
        answer = house.send(new, {**base, "periods": "4", name: typed})
        page = Page(answer.text)
        told = page.errors.get(f"f-{name.replace('.', '-')}-error", "")
        check(f"{name} {typed!r} is refused", answer.status == 422 and sentence in told and "quotes" not in answer.text,
              (answer.status, page.errors))
        check(f"{name} {typed!r} stays as it was typed", dict(page.fields)[name] == typed, page.fields)
    told = house.program.api("POST", f"{place}/new", {**base, "money": "5 000,00"})
    check("a program is refused too", told.status == 422 and "5 000,00" in told.text, told.text)
    ada.get("/?lang=fr")
    answer = house.send(house.form(f"{place}/new"), {**base, "title.fr": "C", "money": "5 000,00"})
    check("in French", "sans virgule ni point, avec des points-virgules" in html.unescape(answer.text) and
          "guillemets" not in answer.text, Page(answer.text).errors)
    ada.get("/?lang=en")


def test_heading(house):
    """The titles of the columns, pasted with the rows, are no row: in English, and in the reader's language."""
    rows = {"title.en": "Last year", "alert_scheme": "vigipirate-2003", "take": "changes"}
    ada = house.ada
    ada.post("/projects/new", {"title": "Pier", "profile": "level-3"})
    for language, left in (("en", "holds the titles of the columns"), ("fr", "porte les titres des colonnes")):
        ada.get(f"/?lang={language}")
        form = house.form("/projects/pier/library/alert-history/new")
        empty = house.send(form, {**rows, "paste:changes": "2025-01-01\tyellow\n"}, form.action + "/rows")
        own = [html.unescape(title) for title in re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', empty.text)][:2]
        check(f"the columns have titles ({language})", len(own) == 2 and all(own), own)
        for titles in (own, [title.upper() + "\u00a0" for title in own], ["From When On", " alert level"]):
            pasted = "\t".join(titles) + "\n2025-01-01\tyellow\n"
            taken = house.send(form, {**rows, "paste:changes": pasted}, form.action + "/rows")
            fields = dict(Page(taken.text).fields)
            check(f"{titles} is no row ({language})", fields["changes[0].at"] == "2025-01-01" and
                  not fields.get("changes[1].at") and left in html.unescape(taken.text), fields)
    ada.get("/?lang=en")


def test_described(house):
    """The description of the API has the fields of forms by the names that forms send, and no other."""
    described = Client(house.server.port).get("/openapi.json").json
    kinds = ("model", "profile", "alert-scheme", "effort", "actions", "needs-rule", "messages", "notice", "process", "provider")
    house.ada.post("/projects/new", {"title": "Dock", "profile": "level-3"})
    own = "/projects/{project}/library/{kind}/new"
    places = [("/library/{kind}/new", f"/library/{kind}/new", kind) for kind in kinds]
    places += [(own, f"/projects/dock/library/{kind}/new", kind) for kind in ("budget", "alert-history", "alert-rates")]
    places += [("/projects/{project}/meeting", "/projects/dock/meeting", "meeting"), ("/projects/new", "/projects/new", "project")]
    for path, place, kind in places:
        schema = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        component = described["components"]["schemas"][f"fields-{kind}"]
        check(f"{path} has {kind}", {"$ref": f"#/components/schemas/fields-{kind}"} in schema["anyOf"] and
              schema["unevaluatedProperties"] is False, schema)
        form = house.form(place)
        rows = house.send(form, {"add": "domains"}, "/projects/new/rows") if kind == "project" else None
        names = {name for name, _ in (Page(rows.text) if rows else form).fields} - {"csrf", "version"} - set(schema["properties"])
        lost = [name for name in names if sum(bool(re.search(one, name)) for one in component["patternProperties"]) != 1]
        check(f"{kind}: each field of its form has one name", not lost and len(names) > 3, (lost[:5], len(names)))
        sent = {name: "x" for name in names}
        whole = jsonschema.Draft202012Validator({**schema, "components": described["components"]})
        check(f"{kind}: what a form sends is as described", whole.is_valid(sent))
        check(f"{kind}: what is no field is not", not whole.is_valid({**sent, "colour": "red"}))


def test_hand_made(house):
    """A sentence that is about one field stands there, in every form."""
    ada = house.ada
    ada.post("/projects/new", {"title": "Mairie d'Évreux", "profile": "level-3"})
    place = "/projects/mairie-d-evreux"
    check("a project has its id from its title", ada.get(place).status == 200)
    ada.post(place + "/assessments/new/bring", {"text": assessment("one")})
    first = {"title": "Première à l'été", "model": "sse-cmm-2.0", "new_provider": "Alpha", "date": "2026-01-02"}
    done = [ada.post(place + "/assessments/new", {**first, **more}).location.split("?")[0]
            for more in ({}, {}, {"id": "own-id"}, {"title": "One"})]
    check("an assessment has its id from its title, one of its own in the house", done == [
        "/assessments/premiere-a-l-ete", "/assessments/premiere-a-l-ete-2", "/assessments/own-id", "/assessments/one-2"], done)
    ada.post("/projects/new", {"title": "Hidden", "profile": "level-3"})
    ada.post("/projects/hidden/assessments/new", {**first, "title": "Told to nobody"})
    link = house.server.invite("expert@example.org", "Eve", "expert:mairie-d-evreux")
    eve = Client(house.server.port).use_link(link)
    done = eve.post(place + "/assessments/new", {**first, "title": "Told to nobody"})
    check("also where one is not to be seen", done.location.startswith("/assessments/told-to-nobody-2"), (done.status, done.location))
    done = eve.post(place + "/assessments/new", {**first, "title": "x", "id": "told-to-nobody"})
    check("as the house numbers one that was chosen", done.location.startswith("/assessments/told-to-nobody-3"), done.location)
    done = ada.post(place + "/assessments/new", {**first, "title": "x", "id": "own-id"})
    check("an id that is chosen and taken is told at its field", done.status == 409 and Page(done.text).errors.get("f-id-error"),
          Page(done.text).errors)
    answer = house.program.api("POST", "/projects/new", {"title": "x", "id": "no id"})
    check("a program is told the field", answer.json.get("field") == "id", answer.text)


DEGREES = {"integrity": "2", "availability": "2", "imputability": "2", "confidentiality": "2", "exposure": "2"}
LONG = "x" * 600
SOON = (datetime.date.today() + datetime.timedelta(30)).isoformat()
BELL = "\x07"
LISTED = "/library/questionnaire/new/list"


# As many areas as steps: a block does not tell how it lies.
SQUARE = ("palier: model/1\nid: square\ntitle: Square\nlevels: [{rank: 0}, {rank: 1}]\nladder:\n"
          '  - {id: "1", level: 1, title: One}\n  - {id: "2", level: 1, title: Two}\nareas:\n'
          "  - {id: A1, title: A, category: work, actor: provider}\n  - {id: A2, title: B, category: work, actor: provider}\nrating: {rule: staged}\n")


def refusals(place, person, act):
    """What is refused of one field, by the template that has it: address, what is sent, the field."""
    tell = {"title": "x", "model": "sse-cmm-2.0", "new_provider": "Beta", "date": "2026-01-02"}
    hours = {"step": "needs", "minutes": "5", "date": "2026-01-02", "act": act}
    token = {"title": "x", "scope": "read", "days": "9", "password": PASSWORD}
    text = assessment("one")
    return {
        "web_project_form": [("/projects/new", {"title": "x", **more}, field) for field, more in {
            "title": {"title": ""}, "id": {"id": "no id"}, "summary": {"summary": BELL}, "root_domain": {"root_domain": BELL},
            "marking": {"marking": LONG}, "profile": {"profile": "gone"}, "alert_level": {"alert_level": "gone"},
            "alert_since": {"alert_since": "soon"}, "state": {"state": "gone"}, "procedure": {"procedure": "gone"}}.items()] + [
            (place + "/edit", {"title": "x", "version": "*", "state": "closed"}, "note"),
            ("/projects/new", {"title": "x", "id": place[10:]}, "id")],
        "web_candidates": [(place + "/candidates/add", {"version": "*"}, "provider"),
                           (place + "/candidates/add", {"version": "*", "name": "x", "id": "no id"}, "id"),
                           (place + "/candidates/add", {"version": "*", "name": BELL, "id": "x"}, "name")],
        "web_send": [(place + "/questionnaires/send", {"to": "provider/gone", "tier": "core", "time": "17:00", "act": act, **more}, field)
                     for field, more in {"to": {"until": SOON}, "until": {"until": "2020-01-01"}, "time": {"until": SOON, "time": "late"}}.items()] + [
            (place + "/questionnaires/send", {"to": "provider/gamma", "tier": "core", "until": SOON, "time": "17:00", "act": act, **more}, field)
            for field, more in {"until": {"until": "soon"}, "time": {"time": "25:00"}, "email": {"mail/gamma": "x"}}.items()],
        "web_needs": [(place + "/needs", {"version": "0", **DEGREES, one: "9"}, one) for one in DEGREES] + [
            (place + "/needs", {"version": "0", **DEGREES, "alert_scheme": "gone"}, "alert_scheme")],
        "web_own": [(place + "/library/bring", {"text": "x"}, "text"), (place + "/library/bring", {"file": b"x"}, "file")],
        "web_library": [("/library", {"text": "x"}, "text"), ("/library", {"file": b"x"}, "file")],
        "web_listed": [(LISTED + "/look", {"title": "x", "text": ""}, "text"), (LISTED + "/look", {"title": "x", "text": "Who?", "model": "gone"}, "model"),
                       (LISTED, {"title": "", "text": "Who?"}, "title"), (LISTED, {"title": "x", "text": "Who?", "topic": BELL}, "topic"),
                       (place + LISTED, {"title": "x", "text": "id,question\nA,Who, and when?"}, "text")],
        "web_library_item": [("/library/model/sse-cmm-2.0/copy", {"copy": "no id"}, "copy")],
        "web_text": [("/assessments/one/text", {"version": "1", "text": "x"}, "text"),
                     ("/assessments/one/text", {"version": "1", "file": b"x"}, "file"),
                     (place + "/text", {"version": "*", "text": f"palier: project/1\nid: {place[10:]}\ntitle: x\nstate: closed\n"}, "note"),
                     ("/library/provider/alpha/edit/copy", {"version": "1", "copy": "no id",
                                                            "text": "palier: provider/1\nid: alpha\ntitle: Alpha\n"}, "copy")],
        "web_documents": [(place + "/documents/upload", {"title": "x", "kind": "other", "file": b""}, "file"),
                          (place + "/documents/upload", {"title": "x", "kind": "gone", "file": b"x"}, "kind")],
        "web_facts": [(place + "/files/send", {"title": "x", "act": act}, "file"),
                      (place + "/facts/comment/say", {"text": "", "act": act}, "text")],
        "web_hours": [(place + "/hours/add", {**hours, **more}, field) for field, more in {
            "step": {"step": BELL}, "minutes": {"minutes": "soon"}, "date": {"date": "soon"}, "note": {"note": BELL},
            "assessment": {"assessment": "gone"}}.items()] + [
            (place + "/hours/deliveries/add", {"output": "x", "requested": "2026-01-02", "act": act, **more}, field)
            for field, more in {"output": {"output": ""}, "requested": {"requested": "soon"}, "delivered": {"delivered": "soon"}}.items()],
        "web_new_assessment": [(place + "/assessments/new", {**tell, **more}, field) for field, more in {
            "id": {"id": "no id"}, "title": {"title": ""}, "model": {"model": "gone"}, "date": {"date": "soon"},
            "new_provider": {"new_provider": BELL}, "provider": {"new_provider": ""}}.items()] + [
            (place + "/assessments/new/bring", {"text": "x"}, "text"), (place + "/assessments/new/bring", {"file": b"x"}, "file")],
        "web_alert": [(place + "/alert/put", {"level": "orange", "order": "x", "act": act, **more}, field) for field, more in {
            "level": {"level": "gone"}, "since": {"since": "soon"}, "order": {"order": BELL}}.items()],
        "web_marks": [("/assessments/one/marks", {"marks": "x", "act": act}, "marks")],
        "web_step": [("/assessments/one/marks/PA05/2.1", {"act": act, "reason": "x" * 4001}, "reason")],
        "web_rating": [("/assessments/second/rating/start-from", {"from": "gone", "act": act}, "from"),
                       ("/assessments/said/rating/say", {"state": "draft", "turn": "1", "act": act}, "reason")],
        "web_evidence": [("/assessments/one/marks/PA05/2.1", {"act": act, **more}, field) for field, more in {
            "title": {"page": "3"}, "document": {"document": "gone"}, "date": {"title": "x", "date": "soon"}}.items()],
        "web_paste": [("/assessments/one/paste", {"text": "PA05/1.1 P", "act": act, "reason": "x" * 4001}, "reason"),
                      ("/assessments/one/paste/look", {"text": "F\tF\nF\tF"}, "text"),
                      ("/assessments/square/paste/look", {"text": "F\tF\nF\tF"}, "lie")],
        "web_practice": [("/assessments/one/practices/2.1/GP%202.1.1", {"act": act, "choose/PA05": "on", "reason": "x" * 4001}, "reason")],
        "web_second": [("/assessments/one/second/ask", {"reader": "gone", "act": act}, "reader"),
                       ("/assessments/one/second/ask", {"reader": person, "reason": BELL, "act": act}, "reason")],
        "web_links": [("/assessments/one/links/make", {"until": "soon"}, "until"),
                      ("/assessments/one/links/make", {"until": "2099-01-01"}, "until"),
                      ("/assessments/one/links/make", {"until": "2026-12-12", "note": LONG}, "note")],
        "web_proposal": [(place + "/proposal", {"id": "no id"}, "id")],
        "web_me": [("/me/change", {"name": "", "language": "en"}, "name"), ("/me/change", {"name": "x", "language": "xx"}, "language"), ("/me/change", {"name": "x", "language": "en", "zone": "Nowhere/Else"}, "zone"),
                   ("/me/password", {"old": "wrong", "new": "a long enough one", "again": "a long enough one"}, "old"),
                   ("/me/password", {"old": PASSWORD, "new": "short", "again": "short"}, "new"),
                   ("/me/password", {"old": "x", "new": "one", "again": "other"}, "again")] + [
            ("/me/tokens/add", {**token, **more}, field) for field, more in {
                "title": {"title": ""}, "scope": {"scope": "gone"}, "days": {"days": "x"}, "password": {"password": "x"}}.items()],
        "web_people": [("/people/invite", {"name": "B", "email": "nobody"}, "email"),
                       ("/people/invite", {"name": "", "email": "b@example.org"}, "name"),
                       ("/people/invite", {"name": "B", "email": "a@example.org"}, "email"),
                       ("/people/invite", {"name": "B", "email": "b@example.org", "language": "xx"}, "language")],
        "web_people_of_project": [(place + "/people/add", {"person": person, "role": "gone"}, "role"),
                                  (place + "/people/add?role=expert", {"person": "*self", "role": "expert"}, "person")],
        "web_person": [(f"/people/{person}/{verb}", fields, field) for verb, fields, field in (
            ("grant", {"role": "gone"}, "role"), ("grant", {"role": "expert", "project": "gone"}, "project"),
            ("retain", {"retention": "soon"}, "retention"), ("erase", {"confirm": "x"}, "confirm"))],
        "web_person_access": [(f"/people/{person}/lock", {"reason": ""}, "reason"), (f"/people/{person}/expire", {"expires": "soon"}, "expires")],
        "web_person_duties": [(f"/people/{person}/lift", {"pair": "x"}, "pair")],
        "web_sign_in": [("/sign-in", {"email": "a@example.org", "password": "wrong"}, "password")],
    }


def sent(browser, path, fields):
    """A form; one with a file in parts."""
    if not any(isinstance(value, bytes) for value in fields.values()):
        return browser.post(path, fields)
    edge, parts = "edge-of-parts", b""
    for name, value in [("csrf", browser.csrf()), *fields.items()]:
        of_file = '; filename="x.yaml"\r\nContent-Type: text/plain' if isinstance(value, bytes) else ""
        parts += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"{of_file}\r\n\r\n'.encode()
        parts += (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
    return browser.ask("POST", path, parts + f"--{edge}--\r\n".encode(),
                       {"Content-Type": f"multipart/form-data; boundary={edge}"})


def holder_of(house, provider, place, tier="full"):
    """A questionnaire that is sent from its page: where it stands, and who opened the link."""
    sent_ = house.ada.post(place + "/questionnaires/send", {"to": f"provider/{provider}", "tier": tier, "until": SOON, "time": "17:00",
                                                            "act": secrets.token_hex(16)})
    sending = re.search(r'<h3 id="to-([^"]+)"', sent_.text)[1]
    link = re.search(r'readonly value="http://[^"]*/pass/([\w-]{43})"', sent_.text)[1]
    return "/sendings/" + sending, Holder(types.SimpleNamespace(server=house.server, links=[]), link)


def told_in_answering(house, told, act):
    """The lines of the place where one answers, of reading the answers, of a finding, and of the visit."""
    ada = house.ada
    place = "/projects/sent"
    ada.post("/projects/new", {"title": "Sent", "profile": "level-2"})
    version = house.program.api("GET", place).headers["ETag"].strip('"')
    ada.post(place + "/candidates/add", {"version": version, "provider": "", "name": "North", "id": "north"})
    sending, holder = holder_of(house, "north", place)
    for path, fields, name in [
            ("/who", {"role": ""}, "role"), ("/who", {"role": BELL}, "role"), ("/who", {"role": LONG}, "role"),
            ("/who", {"role": "x", "name": LONG}, "name"), ("/who", {"role": "x", "name": BELL}, "name")]:
        told(holder.post(path, fields), "web_place_who", path, name)
    holder.post("/who", {"role": "Head of operations"})
    until = {"topic": "POL", "may": "answer", "until": SOON, "act": act}
    for fields, name in [({"topic": "gone"}, "topic"), ({"until": "soon"}, "until"), ({"until": "2020-01-01"}, "until"),
                         ({"until": "2099-01-01"}, "until"), ({"note": LONG}, "note"), ({"note": BELL}, "note")]:
        told(holder.post("/hand-on", {**until, **fields}), "web_place_hand_on", "/hand-on", name)
    told(holder.post("/files/send", {"act": act, "question": "POL-01"}), "web_place_files", "/files/send", "file")
    told(holder.upload("/files/send", "empty.pdf", b"", act=act, question="POL-01"), "web_place_files", "/files/send (empty)", "file")
    for question, fields in (("POL-05", {"fields.trained": "1", "fields.staff": "21"}),
                             ("POL-07", {"instead": "not_applicable", "not_applicable": "No law applies"}),
                             ("POL-10", {})):
        if fields:
            saved = holder.save(question, fields)
            check(f"{question} is answered", saved.status == 200, saved.text[:400])
    for signed in ("", BELL, LONG):
        told(holder.post("/submit", {"act": act, "signed_by": signed}), "web_place_submit", "/submit", "signed_by")
    done = holder.post("/submit", {"act": act, "signed_by": "General manager"})
    check("it is submitted", done.status == 303, Page(done.text).errors)
    one, item = sending + "/answers/POL-07", sending + "/visit/items/POL-07"
    told(ada.post(one + "/decide", {"act": act, "state": "accepted", "turn": "0", "reason": ""}), "web_answer_forms", "/decide", "reason")
    told(ada.post(item + "/decide", {"act": act, "state": "accepted", "turn": "0", "reason": ""}), "web_visit_item", "/visit/decide", "reason")
    one, item = sending + "/answers/POL-05", sending + "/visit/items/POL-05"
    answer = ada.post(one + "/decide", {"act": act, "state": "pass", "turn": "0", "reason": "x"})
    check("an act on one form leaves the other as it was", '<details class="more marking-form screen" id="mark" data-key="s" data-to="#f-proof\\.title">'
          in answer.text, answer.status)
    mark = {"act": act, "basis": "seen", "proof.title": "x"}
    for fields, name in [({"proof.title": "", "proof.page": "3"}, "proof.title"), ({"basis": ""}, "basis"), ({"on": "soon"}, "on"),
                         ({"proof.page": "9" * 400}, "proof.page"), ({"fields.trained": "many"}, "POL-05-fields-trained")] + [
            ({name: BELL}, name) for name in ("proof.title", "proof.page", "proof.quote", "said_by", "on", "place", "remark")]:
        told(ada.post(one + "/mark", {**mark, **fields}), "web_answer_forms", "/mark", name)
    across = ada.post(place + "/questionnaires/across/POL-05/mark", {**mark, "sending": sending[10:], "proof.title": "", "proof.page": "3"})
    page = Page(across.text)
    check("of a form in a row the sentence stands above", across.status == 422 and "say which document it is" in across.text and
          not [link for link in page.links if link.startswith("f-")], (across.status, page.links))
    mark = {"act": act, "basis": "seen", "title": "x"}
    for fields, name in [({"title": "", "page": "3"}, "title"), ({"basis": ""}, "basis"), ({"on": "soon"}, "on"), ({"page": "9" * 400}, "page"),
                         ({"fields.trained": "many"}, "POL-05-fields-trained")] + [
            ({name: BELL}, name) for name in ("title", "page", "quote", "said_by", "on", "place", "remark")]:
        told(ada.post(item, {**mark, **fields}), "web_visit_item", "/visit", name)
    told(ada.post(item + "/files/send", {"act": act}), "web_visit_item", "/visit/files", "file")
    agenda = house.program.api("GET", sending + "/visit").json["items"]
    drawn = next(one["id"] for one in agenda if one["why"] == "observed" and one["minutes"] > 8)
    told(ada.post(f"{sending}/visit/items/{drawn}", {**mark, "drawn_from": BELL}), "web_visit_item", "/visit", "drawn_from")
    owner = next(one for one in agenda if one["question"] == "GP 2.1.2")
    path = f"{sending}/visit/guide/{owner['areas'][0]['area']}/GP_2.1.2"
    told(ada.post(path, {**mark, "of_areas": "1"}), "web_visit_item", path, "areas")
    for name in ("fact", "evidence", "risk", "recommendation"):
        told(ada.post(sending + "/findings/POL-05/say", {"act": act, "state": "open", "turn": "0", "fact": "x", name: BELL}),
             "web_finding", "/findings", name)


def test_told_at_fields(house):
    """What is refused of one field stands there; and no page has a line for a sentence that nothing ever says."""
    ada, place, act = house.ada, "/projects/harbour", "ab" * 16
    text = (ROOT / "examples/example-2003-profile.yaml").read_text(encoding="utf-8")
    ada.post("/library", {"text": text})
    ada.post("/library/provider/new", {"title": "Alpha"})
    ada.post("/projects/new", {"title": "Harbour", "profile": "example-2003-profile"})
    for name in ("one", "said", "second"):
        ada.post(place + "/assessments/new/bring", {"text": assessment(name)})
    ada.post("/assessments/said/rating/say", {"state": "rated", "turn": "0", "act": "5a" * 16})
    ada.post("/library", {"text": SQUARE})
    ada.post(place + "/assessments/new/bring", {"text": "palier: assessment/1\nid: square\ntitle: Square\nmodel: square\nprovider: North\nproject: Harbour\n"
                                                        "date: 2026-01-02\nratings: {}\n"})
    ada.post(place + "/needs", {"version": "0", **DEGREES})
    version = house.program.api("GET", place).headers["ETag"].strip('"')
    ada.post(place + "/candidates/add", {"version": version, "provider": "", "name": "Gamma", "id": "gamma"})
    link = house.server.invite("nina@example.org", "Nina", "expert")
    person, own = (house.database.sql(f"SELECT id FROM persons WHERE email='{one}@example.org'")[0][0] for one in ("nina", "a"))
    met = set()

    def told(answer, template, path, name):
        page, ids = Page(answer.text), walk.Page("/", answer.text).ids
        places = [link for link in page.links if link.startswith("f-")]
        is_told = answer.status in (403, 409, 422) and f"f-{name}" in places and page.errors.get(f"f-{name}-error")
        check(f"{template}: {name} ({path})", is_told and set(places) <= ids, (answer.status, places, page.errors, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:900]))
        said = page.errors.get(f"f-{name}-error") or ""
        check(f"{template}: {name} is not called as programs call it ({path})", not re.match(r"[a-z_]+(/\S*)?\s?: ", said), said)
        met.add((template, name))

    for template, cases in refusals(place, person, act).items():
        for path, fields, name in cases:
            if fields.get("version") == "*":
                fields["version"] = house.program.api("GET", place).headers["ETag"].strip('"')
            if fields.get("person") == "*self":
                fields["person"] = own
            browser = Client(house.server.port) if template == "web_sign_in" else ada
            told(sent(browser, path, fields), template, path, name)
    reader = Client(house.server.port).use_link(house.server.invite("rita@example.org", "Rita", "expert"))
    rita = house.database.sql("SELECT id FROM persons WHERE email='rita@example.org'")[0][0]
    asked = ada.post("/assessments/one/second/ask", {"reader": rita, "act": "cd" * 16})
    check("somebody is asked", asked.status == 303, Page(asked.text).errors)
    reader.get("/assessments/one/second")
    told(reader.post("/assessments/one/second/marks", {"marks": "x", "act": act}), "web_second", "/second/marks", "marks")
    told(reader.post("/assessments/one/second/give-up", {"turn": "1", "act": act}), "web_second", "/second/give-up", "reason")
    stranger = Client(house.server.port)
    told(stranger.post(link, {"password": "short", "again": "short"}), "web_link", "/link", "password")
    told(stranger.post(link, {"password": "a long enough one", "again": "another one"}), "web_link", "/link", "again")
    page = ada.get("/people?find=nowhere+at+all")
    check("what is not found is told where it was looked for", Page(page.text).errors.get("f-find-error"), page.text[-2000:])
    met.add(("web_find_project", "find"))
    told_in_answering(house, told, act)
    lines = {(file.stem, name) for file in (ROOT / "ui").glob("*.mustache")
             for name in re.findall(r'page\.form\.(\w+)\.error|id="f-([\w.-]+)-error"', file.read_text(encoding="utf-8")) for name in name if name}
    # Of consultations: test_tender_pages.py.
    lines -= {line for line in lines if line[0].startswith(("web_annex", "web_send_tender", "web_place_questions", "web_place_late"))}
    check("no line for a sentence that nothing says", lines <= met, sorted(lines - met))


def make(binary):
    return lambda folder, postgresql: House(binary, folder, postgresql)


if __name__ == "__main__":
    run_tests(count, make(sys.argv[1]), [test_new, test_kept, test_fields, test_rows, test_rows_with_blanks, test_shown_again, test_required, test_targets, test_own, test_amounts,
                                         test_heading, test_described, test_hand_made, test_told_at_fields])
