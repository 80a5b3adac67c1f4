#!/usr/bin/env python3
"""Tests of the record's texts from outside: line ends, versions, what is refused because others name
it, what still opens whatever became of other documents, what stands for a project.

usage: tests/http/test_texts.py PALIER [NAME…]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one (see
tests/store/with_postgresql.sh). Ends with one line: N passed, N failed.
"""
import json
import re
import sys

from house import ROOT, Client, Count, Database, Server, init, run_tests

count = Count()
check = count.check

MODEL = """palier: model/1
# the house's own
id: small
title: A small model
levels: [{rank: 0, title: None}, {rank: 1, title: Some}]
ladder:
  - {id: "1", level: 1, title: Done}
areas:
  - {id: Logging, title: Logging, category: work, actor: provider}
  - {id: Backup, title: Backup, category: work, actor: provider}
rating: {rule: staged}
"""
SCHEME = """palier: alert-scheme/1
id: lamps
title: Lamps
authority: The house
source: This test
levels:
  - {id: calm, rank: 1, label: Calm}
  - {id: busy, rank: 2, label: Busy}
"""
PROFILE = """palier: profile/1
id: watch
title: A watched site
model: small
alert_scheme: lamps
targets:
  "*": {calm: none, busy: all}
"""
PROCESS = """palier: process/1
id: steps
title: Two steps
steps:
  - {id: needs, title: Needs}
  - {id: visit, title: Visit}
"""
PROJECT = {"title": "North", "state": "needs"}


def assessment(identity, provider="North Hosting", date="2026-01-10", logging="all"):
    return (f"palier: assessment/1\nid: {identity}\ntitle: Of {identity}\nmodel: small\n"
            f"provider: {provider}\nproject: Tender\ndate: {date}\nratings:\n  Logging: {logging}\n"
            "  Backup: none\n")


class House:
    """A server, an expert, somebody who only reads, a model with a profile on a scheme."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.expert = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=self.expert.make_token("write"))
        link = self.server.invite("r@example.org", "Rita Reader", "auditor")
        self.reader = Client(self.server.port).use_link(link)
        for text in (MODEL, SCHEME, PROFILE):
            self.good(self.program.api("POST", "/library", text))

    @staticmethod
    def good(answer):
        assert answer.status in (200, 303), (answer.status, answer.text[:2000])
        return answer

    def project(self, identity, **more):
        self.good(self.expert.post("/projects/new", dict(PROJECT, id=identity, **more)))

    def bring(self, project, text):
        self.good(self.program.api("POST", f"/projects/{project}/assessments/new/bring", text))

    def text(self, place):
        return self.program.api("GET", place + "/text").json["text"]

    def version(self, place):
        return self.program.api("GET", place + "/text").json["version"]


def profile(identity):
    return PROFILE.replace("id: watch", "id: " + identity)


def crlf(text):
    """As a browser sends a text area."""
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


# --------------------------------------------------------------------------------- line ends

def test_line_ends(house):
    expert, program = house.expert, house.program
    house.project("ends")
    unix = assessment("ends-unix")
    windows = crlf(assessment("ends-windows"))
    mixed = assessment("ends-mixed").replace("title: Of ends-mixed\n", "title: Of ends-mixed\r\n")
    for text in (unix, windows, mixed):
        house.bring("ends", text)
        place = "/assessments/" + re.search(r"id: (\S+)", text)[1]
        check(f"{place} is kept as it came", house.text(place) == text)
        changed = text.replace("2026-01-10", "2026-01-11")
        house.good(expert.post(place + "/text", {"text": crlf(changed), "version": "1"}))
        check(f"{place}: one word, one line", house.text(place) == changed, repr(house.text(place)))
        history = program.api("GET", place + "/history?from=1&to=2").json["difference"]
        kinds = [row["kind"] for row in history]
        check(f"{place}: the history shows it", kinds.count("removed") == kinds.count("added") == 1,
              kinds)
        got = expert.get(place + "/file")
        check(f"{place}: the file", got.body.decode() == changed)
    house.good(program.api("POST", "/assessments/ends-unix/text", crlf(house.text("/assessments/ends-unix")),
                           {"If-Match": '"2"'}))
    check("a program's text is kept as it is", "\r\n" in house.text("/assessments/ends-unix"))
    new = assessment("ends-new")
    house.good(expert.post("/projects/ends/assessments/new/bring", {"text": crlf(new)}))
    check("a new text has LF", house.text("/assessments/ends-new") == new)
    own = profile("ends-profile")
    house.good(expert.post("/library", {"text": crlf(own)}))
    check("of the library, too", house.text("/library/profile/ends-profile") == own)
    again = own.replace("A watched site", "Another")
    house.good(expert.post("/library", {"text": crlf(again), "version": "1"}))
    check("and its next version", house.text("/library/profile/ends-profile") == again)


def test_forms(house):
    """The texts of forms keep the line ends that they had."""
    expert, program = house.expert, house.program
    house.project("forms", summary="One.\r\n\r\nTwo.")
    data = program.api("GET", "/projects/forms").json
    check("a new summary has LF", data["summary"] == "One.\n\nTwo.", data["summary"])
    house.good(program.api("POST", "/projects/forms/edit", {"summary": "One.\r\nTwo.\n"},
                           {"If-Match": '"1"'}))
    house.good(expert.post("/projects/forms/edit", {
        "version": "2", "title": "Forms", "summary": "One.\r\nTwo, too.\r\n"}))
    summary = program.api("GET", "/projects/forms").json["summary"]
    check("one that was mixed keeps its ends", summary == "One.\r\nTwo, too.\n", repr(summary))
    page = expert.get("/projects/forms").text
    check("and its lines on the page", re.search(r'class="lead lines">One\.\r?\nTwo', page))
    meeting = {"date": "2026-01-12", "minutes": "First.\r\n\r\nThird.", "agenda": "",
               "agenda[0].en": "A", "agenda[1].en": "B", "participants[0]": "x", "participants[1]": "y"}
    house.good(expert.post("/projects/forms/meeting", meeting))
    data = program.api("GET", "/projects/forms/meeting").json
    check("minutes", data["minutes"] == "First.\n\nThird.", repr(data["minutes"]))
    check("agenda", data["agenda"] == ["A", "B"], data["agenda"])
    shown = house.reader.get("/projects/forms/meeting").text
    check("whoever cannot write them reads them as text", '<p class="lines">First.\n\nThird.</p>' in shown)
    house.good(expert.post("/library", {"text": "palier: provider/1\nid: forms-host\ntitle: Host\n"}))
    note = {"provider": "forms-host", "note": "a\r\nb", "version": "3"}
    house.good(expert.post("/projects/forms/candidates/add", note))
    rows = program.api("GET", "/projects/forms/candidates").json["candidates"]
    check("a note", rows[0]["note"] == "a\nb", rows)
    page = expert.get("/projects/forms/candidates").text
    check("is written in lines", re.search(r'<textarea name="note"[^>]*>\na\nb</textarea>', page))
    css = expert.get(re.search(r'href="(/ui/web[^"]*css[^"]*)"', page)[1]).text
    check("which the style sheet keeps", re.search(r"\.lines \{[^}]*pre-line", css))


# ----------------------------------------------------------------------------- nothing changed

def test_same(house):
    expert, program = house.expert, house.program
    house.project("same", summary="Kept.")
    house.bring("same", assessment("same-one"))
    place, text = "/assessments/same-one", assessment("same-one")
    entries = house.database.sql("SELECT count(*) FROM audit")
    answer = expert.post(place + "/text", {"text": crlf(text), "version": "1", "note": "no"})
    check("the same text", answer.status == 303 and "saved=same" in answer.location, answer.location)
    check("is told", "Nothing changed" in expert.get(answer.location).text)
    answer = program.api("POST", place + "/text", text, {"If-Match": '"1"'})
    check("to a program, too", answer.status == 200 and answer.json["changed"] is False and
          answer.json["version"] == 1 and answer.headers["ETag"] == '"1"', answer.text)
    check("no version", house.version(place) == 1)
    check("no entry", house.database.sql("SELECT count(*) FROM audit") == entries)
    answer = program.api("POST", place + "/text", text.replace("Of", "Now of"), {"If-Match": '"1"'})
    check("another text is one", answer.json["changed"] is True and answer.headers["ETag"] == '"2"',
          answer.text)
    check("an old form of what is there is no conflict", program.api(
        "POST", place + "/text", text.replace("Of", "Now of"), {"If-Match": '"1"'}).status == 200)
    check("of another text it is", program.api(
        "POST", place + "/text", text, {"If-Match": '"1"'}).status == 409)
    check("nobody writes without the right", house.reader.post(
        place + "/text", {"text": text, "version": "2"}).is_refused())
    commented = profile("same-profile") + "# said\n"
    house.good(program.api("POST", "/library", commented))
    answer = program.api("POST", "/library/profile/same-profile/edit", commented, {"If-Match": '"1"'})
    check("of the library", answer.json["changed"] is False and answer.json["version"] == 1)
    title = "a" * 499 + "éé"  # a title is listed as far as whole characters go
    house.good(program.api("POST", "/library", f"palier: provider/1\nid: long-title\ntitle: {title}\n"))
    check("a long title is listed", "a" * 499 in expert.get("/library").text)
    fields = dict(PROJECT, summary="Kept.", version="1")
    answer = expert.post("/projects/same/edit", fields)
    check("a project's form", "saved=same" in answer.location, answer.location)
    needs = {"integrity": "3", "availability": "2", "imputability": "2", "confidentiality": "1",
             "exposure": "2"}
    house.good(expert.post("/projects/same/needs", needs))
    answer = expert.post("/projects/same/needs", dict(needs, version="1"))
    check("the needs", "saved=same" in answer.location, answer.location)
    meeting = {"date": "2026-01-12", "minutes": "M."}
    house.good(expert.post("/projects/same/meeting", meeting))
    answer = expert.post("/projects/same/meeting", dict(meeting, version="1"))
    check("the meeting", "saved=same" in answer.location, answer.location)
    holds = house.server.command("audit", "verify", check=False)
    check("the chain holds", holds.returncode == 0, holds.stdout)


def test_sent_again(house):
    """A change whose answer was lost, sent again with the version that it was made from."""
    program = house.program
    house.project("again", profile="watch", alert_level="calm")
    house.bring("again", assessment("again-one"))
    for text in (profile("again-profile"), "palier: provider/1\nid: again-host\ntitle: Again Host\n"):
        house.good(program.api("POST", "/library", text))
    library = [(f"/library/{place}", f"/library/{place}/edit", house.text(f"/library/{place}") + "# said\n",
                house.text(f"/library/{place}") + "# another\n")
               for place in ("profile/again-profile", "provider/again-host")]
    projects = [("/projects/again", "/projects/again/edit", {"summary": "Said.", "alert_level": "busy"},
                 {"summary": "Another."})]
    for place, form, change, other in library + projects:
        answer = program.api("POST", form, change, {"If-Match": '"1"'})
        check(f"{place}: the first time", answer.status == 200 and answer.headers["ETag"] == '"2"', answer.text)
        before = house.database.sql("SELECT count(*) FROM audit")
        answer = program.api("POST", form, change, {"If-Match": '"1"'})
        check(f"{place}: the second time is no conflict", answer.status == 200 and
              answer.json["changed"] is False and answer.headers["ETag"] == '"2"', answer.text)
        check(f"{place}: and no version", house.version(place) == 2)
        check(f"{place}: and no entry", house.database.sql("SELECT count(*) FROM audit") == before)
        answer = program.api("POST", form, other, {"If-Match": '"1"'})
        check(f"{place}: another text is one", answer.status == 409, (answer.status, answer.text))
        check(f"{place}: and no version, either", house.version(place) == 2)
        check(f"{place}: nobody hears of it without the right", house.reader.post(
            form, {"text": change} if isinstance(change, str) else dict(change, title="North", version="1")
        ).is_refused())


# ------------------------------------------------------------- what others name

def test_breaking(house):
    """A change that breaks others is refused with the reason, by page, check and program alike."""
    expert, program = house.expert, house.program
    own = MODEL.replace("id: small", "id: broken")
    house.good(program.api("POST", "/library", own))
    house.good(program.api("POST", "/library", profile("broken-profile").replace(
        "model: small", "model: broken").replace('"*"', "Logging")))
    house.project("breaking", profile="broken-profile", alert_level="busy")
    house.bring("breaking", assessment("broken-one").replace("model: small", "model: broken"))
    house.bring("breaking", assessment("broken-two", logging="none").replace("model: small", "model: broken"))
    house.good(program.api("POST", "/assessments/broken-two/history/remove", {}))
    place, lacking = "/library/model/broken/edit", own.replace("id: Logging", "id: Logs")
    for do in ("", "/check"):
        answer = expert.post(place + do, {"text": lacking, "version": "1"})
        check(f"refused {do}", answer.status == 422, answer.status)
        for word in ("Of broken-one", "Of broken-two", "A watched site", "Logging",
                     'href="/assessments/broken-one"', 'href="/library/profile/broken-profile"',
                     "new id"):
            check(f"{do} names {word}", word in answer.text, answer.text)
        check(f"{do} keeps what was typed", "id: Logs" in answer.text)
        answer = program.api("POST", place + do, {"text": lacking, "version": "1"}
                             if do else lacking, {"If-Match": '"1"'})
        rows = answer.json["problems"]
        check(f"a program is told {do}", answer.status == 422 and answer.json["detail"] and
              {row["document"] for row in rows} == {
                  "assessment/broken-one", "assessment/broken-two", "profile/broken-profile"} and
              all(row["message"] for row in rows), answer.text)
        check(f"with places {do}", "ratings.Logging" in {row["path"] for row in rows}, rows)
    check("nothing was written", house.version("/library/model/broken") == 1)
    answer = expert.post(place + "/copy", {"text": lacking, "version": "1", "copy": "broken-new"})
    check("under a new id", answer.status == 303 and house.text(
        "/library/model/broken-new") == lacking.replace("id: broken", "id: broken-new"), answer.text)
    more = own.replace("rating:", "  - {id: Alarm, title: Alarm, category: work, actor: provider}\nrating:")
    check("what is only added", program.api("POST", place, more, {"If-Match": '"1"'}).status == 200)


def test_breaking_levels(house):
    """A scheme and a profile whose levels are in use."""
    program = house.program
    scheme = SCHEME.replace("id: lamps", "id: signs")
    own = profile("signed").replace("lamps", "signs")
    flat = own.replace("id: signed", "id: signed-flat").replace('{calm: none, busy: all}', "all")
    for text in (scheme, own, flat):
        house.good(program.api("POST", "/library", text))
    house.project("signed", profile="signed", alert_level="busy")
    house.project("signed-flat", profile="signed-flat", alert_level="busy")
    lacking = scheme.replace("id: busy", "id: hectic")
    answer = program.api("POST", "/library/alert-scheme/signs/edit", lacking, {"If-Match": '"1"'})
    named = {row["document"] for row in answer.json.get("problems", []) if not row["is_warning"]}
    check("a level of a scheme", answer.status == 422 and named == {
        "profile/signed", "project/signed", "project/signed-flat"}, answer.text)
    lacking = own.replace("alert_scheme: signs\n", "").replace('{calm: none, busy: all}', "all")
    answer = program.api("POST", "/library/profile/signed/edit", lacking, {"If-Match": '"1"'})
    named = {row["document"]: row for row in answer.json.get("problems", [])}
    check("a level of a profile", answer.status == 422 and list(named) == ["project/signed"] and
          named["project/signed"]["path"] == "alert_level", answer.text)
    moved = own.replace("model: small", "model: sse-cmm-2.0")
    answer = program.api("POST", "/library/profile/signed/edit", moved, {"If-Match": '"1"'})
    check("a profile's model", answer.status == 422 and [row["document"] for row in answer.json[
        "problems"] if not row["is_warning"]] == ["project/signed"], answer.text)
    higher = own.replace("calm: none", "calm: all")
    answer = program.api("POST", "/library/profile/signed/edit", higher, {"If-Match": '"1"'})
    check("a change that fits", answer.status == 200, answer.text)
    # What cannot be read as it stands keeps nobody from writing.
    house.bring("signed", assessment("signed-one"))
    house.database.sql("UPDATE versions SET text = replace(text, 'Logging', 'Gone')"
                       " WHERE kind = 'assessment' AND id = 'signed-one'")
    answer = program.api("POST", "/library/model/small/edit", MODEL + "# more\n", {"If-Match": '"1"'})
    check("beside one that is broken already", answer.status == 200, answer.text)
    page = program.api("GET", "/projects/signed").json["assessments"]
    check("which stays in its list", [(row["id"], row["is_unread"], row["points"]) for row in page] ==
          [("signed-one", True, None)], page)


# ------------------------------------------------------------------------------- versions

def revisions(house):
    """(place, how its second version is written) of every kind that has versions."""
    expert, program = house.expert, house.program
    house.project("turns", summary="First.")
    house.bring("turns", assessment("turns-one"))
    needs = {"integrity": "3", "availability": "2", "imputability": "2", "confidentiality": "1",
             "exposure": "2"}
    house.good(expert.post("/projects/turns/needs", needs))
    house.good(expert.post("/projects/turns/meeting", {"date": "2026-01-12", "minutes": "First."}))
    house.good(program.api("POST", "/library", profile("turns-profile")))
    house.good(program.api("POST", "/library", "palier: provider/1\nid: turns-host\ntitle: Turns Host\n"))
    return {
        "/assessments/turns-one": lambda: program.api(
            "POST", "/assessments/turns-one/text", assessment("turns-one", logging="none"),
            {"If-Match": '"1"'}),
        "/library/profile/turns-profile": lambda: program.api(
            "POST", "/library/profile/turns-profile/edit",
            profile("turns-profile").replace("A watched", "Another"),
            {"If-Match": '"1"'}),
        "/library/provider/turns-host": lambda: program.api(
            "POST", "/library/provider/turns-host/edit",
            "palier: provider/1\nid: turns-host\ntitle: Turns Hosting\n", {"If-Match": '"1"'}),
        "/projects/turns": lambda: expert.post("/projects/turns/edit", dict(
            PROJECT, summary="Second.", version="1")),
        "/projects/turns/needs": lambda: expert.post("/projects/turns/needs", dict(
            needs, exposure="3", version="1")),
        "/projects/turns/meeting": lambda: expert.post("/projects/turns/meeting", {
            "date": "2026-01-12", "minutes": "Second.", "version": "1"}),
    }


def check_place(house, place, change):
    expert, program, reader = house.expert, house.program, house.reader
    first = program.api("GET", place + "/text").json["text"]
    house.good(change())
    second = program.api("GET", place + "/text").json["text"]
    check(f"{place}: two versions", first != second)
    got = expert.get(place + "/file?version=1")
    check(f"{place}: the first as a file", got.text == first and ".v1.yaml" in
          got.headers["Content-Disposition"] and got.headers["ETag"] == '"1"', got.headers)
    check(f"{place}: the last as a file", expert.get(place + "/file").text == second)
    page = expert.get(place + "/text?version=1")
    check(f"{place}: the first is seen", page.status == 200 and '/history/revert"' in page.text,
          page.text)
    check(f"{place}: and not restored by a reader",
          '/history/revert"' not in reader.get(place + "/text?version=1").text)
    for version in ("9", "x", "-1", "0x1", "9" * 40):
        answer = program.api("GET", f"{place}/file?version={version}")
        check(f"{place}: no version {version}", answer.status == 404, answer.status)
        check(f"{place}: no text of {version}", program.api(
            "GET", f"{place}/text?version={version}").status == 404)
    history = expert.get(place + "/history?from=1&to=2")
    check(f"{place}: compared", history.status == 200 and "+" in history.text and
          f"{place}/file?version=1" in history.text)
    again = {"old": "1", "version": "2"}
    check(f"{place}: a reader restores nothing", reader.post(place + "/history/revert", again).is_refused())
    for wrong in ({"old": "7"}, {"old": ""}, {"old": "x"}):
        answer = expert.post(place + "/history/revert", dict(again, **wrong))
        check(f"{place}: not {wrong}", answer.status in (404, 422), answer.status)
    check(f"{place}: not on an old page", program.api("POST", place + "/history/revert", {
        "old": "1"}, {"If-Match": '"1"'}).status == 409)
    answer = expert.post(place + "/history/revert", dict(again, note="it was right"))
    check(f"{place}: restored", answer.status == 303, answer.text)
    check(f"{place}: as a new version", house.text(place) == first and house.version(place) == 3)
    rows = program.api("GET", place + "/history").json["versions"]
    check(f"{place}: which says so", rows[0]["note"] == "version 1 again: it was right" and
          rows[0]["hash"] == rows[2]["hash"], rows[0])
    entry = program.api("GET", place + "/history").json["versions"][0]["hash"]
    audited = house.database.sql("SELECT verb, after FROM audit WHERE verb <> 'scores' ORDER BY number DESC LIMIT 1")[0]
    check(f"{place}: audited", audited == ("change", f"version 3, sha256 {entry}"), audited)
    answer = expert.post(place + "/history/revert", dict(again, version="3"))
    check(f"{place}: once is enough", "saved=same" in answer.location, answer.location)


def test_versions(house):
    for place, change in revisions(house).items():
        check_place(house, place, change)
    for page, place in (("/projects/turns", "/projects/turns"),
                        ("/projects/turns/needs", "/projects/turns/needs"),
                        ("/projects/turns/meeting", "/projects/turns/meeting"),
                        ("/library/provider/turns-host", "/library/provider/turns-host"),
                        ("/assessments/turns-one", "/assessments/turns-one")):
        check(f"{page} offers its history", f'href="{place}/history"' in house.expert.get(page).text)
    check("a built-in document has its file", house.expert.get(
        "/library/profile/level-3/file").status == 200)
    answer = house.program.api("POST", "/library/profile/level-3/history/revert", {
        "old": "1"}, {"If-Match": '"1"'})
    check("and nothing to restore", answer.status in (404, 409, 422), answer.status)
    # A version that would break others is not restored.
    program = house.program
    own = MODEL.replace("id: small", "id: turned")
    fewer = own.replace("  - {id: Backup, title: Backup, category: work, actor: provider}\n", "")
    house.good(program.api("POST", "/library", fewer))
    house.good(program.api("POST", "/library/model/turned/edit", own, {"If-Match": '"1"'}))
    house.bring("turns", assessment("turned-one").replace("model: small", "model: turned"))
    answer = program.api("POST", "/library/model/turned/history/revert", {"old": "1"},
                         {"If-Match": '"2"'})
    check("nor one that breaks others", answer.status == 422 and answer.json["problems"][0][
        "document"] == "assessment/turned-one", answer.text)
    page = house.expert.post("/library/model/turned/history/revert", {
        "old": "1", "version": "2"})
    check("which the page says", page.status == 422 and 'href="/assessments/turned-one"' in page.text)


# ------------------------------------------------------------------ what changed

def told(house, place, old=1, new=2):
    """What changed from one version to another, for programs and as a page."""
    where = f"{place}/history?from={old}&to={new}"
    return house.good(house.program.api("GET", where)).json["changes"], house.expert.get(where).text


def test_changes(house):
    program = house.program
    house.project("told", profile="watch")
    text = assessment("told-one") + "notes:\n  Backup/1: Nothing was shown\n"
    house.bring("told", text)
    later = text.replace("Logging: all", "Logging: {\"1\": P}").replace("Backup: none", "Backup: not applicable") \
        .replace("Nothing was shown", "Somebody else does it").replace("2026-01-10", "2026-02-11") + \
        "claimed:\n  Logging: {\"1\": L}\n"
    house.good(program.api("POST", "/assessments/told-one/text", later, {"If-Match": '"1"'}))
    data, page = told(house, "/assessments/told-one")
    check("an assessment is told as steps", data["told_as"] == "steps" and not data["is_cut"], data)
    marks = [(row["basis"], row["area"], row["step"], row["before"], row["after"]) for row in data["marks"]]
    check("mark by mark", ("checked", "Logging", "1", "F", "P") in marks and ("claimed", "Logging", "1", "", "L") in marks
          and any(mark[1] == "Backup" and mark[4] == "not applicable" for mark in marks) and len(marks) == 3, marks)
    check("with its reasons", [(row["area"], row["step"], row["before"], row["after"]) for row in data["reasons"]] ==
          [("Backup", "1", "Nothing was shown", "Somebody else does it")], data["reasons"])
    check("and the rest as fields", [(row["path"], row["before"], row["after"]) for row in data["fields"]] ==
          [("date", "2026-01-10", "2026-02-11")], data["fields"])
    check("in words on the page", "P: partly" in page and "Claimed by the provider" in page and "Logging – Done" in page and
          "Line by line" in page, page)

    own = PROFILE.replace("id: watch", "id: told-profile")
    house.good(program.api("POST", "/library", own))
    changed = own.replace('"*": {calm: none, busy: all}', '"*": {calm: none, busy: all}\n  Backup: {calm: all, busy: none}')
    house.good(program.api("POST", "/library/profile/told-profile/edit", changed, {"If-Match": '"1"'}))
    data, page = told(house, "/library/profile/told-profile")
    check("a profile is told as what is demanded", data["told_as"] == "targets" and data["demands"] == [
        {"area": "Backup", "step": "1", "demanded_at": ["calm"], "no_longer_at": ["busy"]}] and data["fields"] == [], data)
    check("in words, too", "demanded at Calm; demanded no longer at Busy" in page, page)

    for degree in ("2", "3"):
        now = program.api("GET", "/projects/told/needs").json.get("version") or 0
        house.good(house.expert.post("/projects/told/needs", {
            "version": str(now), "integrity": degree, "availability": "2", "imputability": "2", "confidentiality": "1", "exposure": "2"}))
    data, page = told(house, "/projects/told/needs")
    check("needs are told as fields", data["told_as"] == "fields" and {"path": "needs.integrity", "before": "2", "after": "3"}
          in data["fields"], data)

    scheme = SCHEME.replace("id: lamps", "id: told-lamps")
    house.good(program.api("POST", "/library", scheme))
    house.good(program.api("POST", "/library/alert-scheme/told-lamps/edit", scheme.replace("label: Busy", "label: Very busy").replace(
        "  - {id: calm", "  - {id: still, rank: 3, label: Still}\n  - {id: calm"), {"If-Match": '"1"'}))
    data, _ = told(house, "/library/alert-scheme/told-lamps")
    check("entries of a list go by their id", ("levels[busy].label", "Busy", "Very busy") in [
        (row["path"], row["before"], row["after"]) for row in data["fields"]] and any(
            row["path"] == "levels[still]" and row["before"] is None for row in data["fields"]) and len(data["fields"]) == 2, data)

    provider = "palier: provider/1\nid: told-host\ntitle: A host\n"
    house.good(program.api("POST", "/library", provider))
    house.good(program.api("POST", "/library/provider/told-host/edit", "# a remark\n" + provider, {"If-Match": '"1"'}))
    data, page = told(house, "/library/provider/told-host")
    check("where nothing that is read differs, that is said", data["fields"] == [] and "Nothing that is read differs" in page and
          "<details class=\"screen\" open" in page, data)
    for version, more in ((2, ""), (3, "# one more\n")):
        house.good(program.api("POST", "/library/provider/told-host/edit", provider + more, {"If-Match": f'"{version}"'}))
    line = "'# a line that says nothing, many times over, until it is long' || {}(10)"
    many = f"repeat({line.format('chr')}, 129000)" if house.database.postgresql else \
        f"replace(printf('%.129000c', '~'), '~', {line.format('char')})"
    house.database.sql(f"UPDATE versions SET text = text || {many} WHERE kind = 'provider' AND id = 'told-host' AND version > 2")
    long = house.expert.get("/library/provider/told-host/file?version=3").body
    data, page = told(house, "/library/provider/told-host", 3, 4)
    check("two documents of 8 MB end in a sentence", data["told_as"] == "lines" and "longer than 2 MB together" in page and
          "too many lines" in page and len(long) > 7.9e6, data)
    check("a program knows that no line was held against another", data["is_cut"] and program.api(
        "GET", "/library/provider/told-host/history?from=3&to=4").json["difference_is"] == "not_made", data)


def test_changes_cut(house):
    """Whoever reads a difference knows whether it is whole."""
    program = house.program

    def versions(kind, identity, *texts):
        for number, text in enumerate(texts):
            place = f"/library/{kind}/{identity}/edit" if number else "/library"
            house.good(program.api("POST", place, text, {"If-Match": f'"{number}"'} if number else {}))
        place = f"/library/{kind}/{identity}/history?from=1&to=2"
        data = program.api("GET", place).json
        return data["changes"], data["difference_is"], len(data["difference"]), house.expert.get(place).text

    provider = "palier: provider/1\nid: cut-host\ntitle: A host to be cut\n"
    for lines, state, rows in ((10, "whole", 10), (5000, "cut", 4000)):
        identity = f"cut-{lines}"
        text = provider.replace("cut-host", identity).replace("to be cut", f"to be cut by {lines}")
        changes, told_state, count, _ = versions("provider", identity, text, text + "# one\n" * lines)
        check(f"{lines} lines: {state}", told_state == state and count >= rows and not changes["is_cut"], (changes, told_state, count))
    areas = "".join(f"  - id: A{i}\n    title: T\n    category: work\n    actor: provider\n" for i in range(1500))
    model = MODEL.replace("id: small", "id: cut-model")
    model = model[:model.index("areas:")] + "areas:\n" + areas + "rating: {rule: staged}\n"
    changes, state, count, page = versions("model", "cut-model", model, model.replace("title: T\n", "title: U\n"))
    check("fields and lines are cut", changes["told_as"] == "fields" and changes["is_cut"] and len(changes["fields"]) == 1000 and
          state == "cut" and count == 4000, (changes["told_as"], state, count))
    check("the page leads to the files", "download both versions to see it all" in page and "the lines below have the rest" not in page)
    text = PROCESS.replace("id: steps", "id: swapped")
    first, second = re.findall(r"  - \{.*\}\n", text)
    changes, _, _, page = versions("process", "swapped", text, text.replace(first + second, second + first))
    check("the order of steps is told", changes["fields"] == [
        {"path": "steps", "before": "needs, visit", "after": "visit, needs", "is_order": True}], changes)
    check("on the page", "steps of the process: the order" in page and "Nothing that is read differs" not in page)


# -------------------------------------------------------- what a project has of its own

BUDGET = """palier: budget/1
id: year
title: The year's budget
start: 2026-01-01
period: quarter
periods: 2
minutes: {provider: [60, 120], expert: 100}
money: 5
"""
HISTORY = """palier: alert-history/1
id: levels
title: What was in force
alert_scheme: lamps
start: 2026-01-01
end: 2026-06-01
changes: [{at: 2026-01-01, level: calm}, {at: 2026-02-01, level: busy}]
"""


def check_own(house, place, text, change):
    """Text, check, versions, way back, file and removal, whatever the kind."""
    expert, program, reader = house.expert, house.program, house.reader
    page = expert.get(place + "/text")
    check(f"{place}: its text can be edited", f'action="{place}/text"' in page.text and " readonly" not in
          page.text.split("<textarea")[1][:300], page.text[-3000:])
    shown = reader.get(place + "/text")
    check(f"{place}: not by a reader", shown.status == 200 and "<textarea" not in shown.text and '<pre class="code"' in shown.text, shown.text[-600:])
    version = house.version(place)
    answer = program.api("POST", place + "/text/check", {"text": change(text), "version": str(version)})
    check(f"{place}: checked alone", answer.status == 200 and house.version(place) == version, answer.text)
    check(f"{place}: a reader writes nothing", reader.post(place + "/text", {
        "text": change(text), "version": str(version)}).is_refused())
    house.good(expert.post(place + "/text", {"text": change(text), "version": str(version), "note": "for this test"}))
    data, page = told(house, place, version, version + 1)
    check(f"{place}: its history tells", data["told_as"] != "lines" and [row["path"] for row in data["fields"]] == ["title"],
          data)
    check(f"{place}: and has the note", "for this test" in page)
    house.good(expert.post(place + "/history/revert", {"old": str(version), "version": str(version + 1)}))
    check(f"{place}: back as it was", house.text(place) == text)
    check(f"{place}: as a file", expert.get(place + "/file").body.decode() == text)
    check(f"{place}: a reader takes nothing out", reader.post(place + "/history/remove", {}).is_refused())
    house.good(program.api("POST", place + "/history/remove", {}))
    check(f"{place}: out of the lists, under its address", f'{place}/history/restore' in expert.get(
        place + "/history").text and house.text(place) == text)
    house.good(program.api("POST", place + "/history/restore", {}))
    check(f"{place}: brought back", program.api("GET", place + "/history").json["removed_at"] is None)


def test_twice(house):
    """Taking out what is out, and bringing back what is there, does nothing: no entry, no other instant, the same answer."""
    program = house.program
    house.project("twice")
    house.good(house.expert.upload("/projects/twice/documents/upload", {"title": "A file", "kind": "other"}, "a.txt", b"words"))
    file = program.api("GET", "/projects/twice/documents").json["documents"]

    def entries():
        return house.database.sql("SELECT COUNT(*) FROM audit")[0][0]

    def kept(table, key):
        return house.database.sql(f"SELECT COALESCE(removed_at, 0) FROM {table} WHERE id = '{key}'")

    file_id = house.database.sql("SELECT id FROM files WHERE project = 'twice'")[0][0]
    check("the file is there", len(file) == 1, file)
    for table, key, place, fields in (("documents", "twice", "/projects/twice/history", {}),
                                      ("files", file_id, "/projects/twice/documents", {"id": file_id})):
        for act in ("remove", "restore"):
            first = house.good(program.api("POST", f"{place}/{act}", fields))
            house.database.sql(f"UPDATE {table} SET removed_at = removed_at - 100 WHERE id = '{key}'")
            before = (entries(), kept(table, key))
            again = program.api("POST", f"{place}/{act}", fields)
            check(f"{table}: {act} twice: the same answer", (again.status, again.text) == (first.status, first.text), again.text)
            check(f"{table}: {act} twice: nothing happens", (entries(), kept(table, key)) == before, (entries(), before))


def test_own(house):
    expert, program, reader = house.expert, house.program, house.reader
    house.project("own", marking="FOR FEW")
    house.project("other")
    bring = "/projects/own/library/bring"
    needs = program.api("POST", "/projects/own/library/bring", (ROOT / "examples/example-2003-needs.yaml").read_text())
    check("needs go by the project's id", needs.status == 422 and 'id: own' in needs.json["detail"], needs.text)
    texts = {"budget/year": BUDGET, "alert-history/levels": HISTORY, "profile/own-profile": profile("own-profile"),
             "provider/own-host": "palier: provider/1\nid: own-host\ntitle: Its own host\n"}
    for name, text in texts.items():
        answer = program.api("POST", bring, text)
        check(f"{name} comes in", answer.status == 200 and f"{answer.json['kind']}/{answer.json['id']}" == name, answer.text)
    for wrong in (assessment("own-one"), "palier: project/1\nid: x\ntitle: X\n", "palier: budget/1\nid: b\n"):
        check("what has no place here is refused", expert.post(bring, {"text": wrong}).status == 422)
    export = "palier: export/2\nid: e\ntitle: E\ndocuments: []\n"
    rights = (ROOT / "data/rights/palier-1.yaml").read_text()
    for text, reason in ((rights, "a table of rights is not kept here"), (export, "an export lists documents and is none itself")):
        for path in (bring, "/library"):
            answer = program.api("POST", path, text)
            check(f"{path}: what is kept nowhere says why", answer.status == 422 and reason in answer.json["detail"], answer.text)
    for text, what in ((profile("x").replace("model: small", "model: gone"), "model"),
                       (profile("x").replace("alert_scheme: lamps", "alert_scheme: gone"), "alert scheme")):
        answer = program.api("POST", bring, text)
        check(f"no {what} of that id: the library is named", f'there is no {what} "gone"; choose one of the library' in
              answer.json["detail"] and "give its file" not in answer.text, answer.text)
    check("nor brought by a reader", reader.post(bring, {"text": BUDGET}).is_refused())
    page = expert.get("/projects/own/library")
    rows = {f"{row['kind']}/{row['id']}": row for row in program.api("GET", "/projects/own/library").json["items"]}
    check("all of it is listed", set(texts) | {"project/own"} == set(rows), rows)
    check("under the project's marking", "FOR FEW" in page.text and "FOR FEW" in expert.get(
        "/projects/own/library/budget/year").text)
    check("with a tab that leads there", 'href="/projects/own/library"' in expert.get("/projects/own").text)
    for name, text in texts.items():
        place = f"/projects/own/library/{name}"
        check(f"{name} stands in its project", rows[name]["url"] == place and expert.get(place).status == 200)
        check(f"{name} is not another's", program.api("GET", f"/projects/other/library/{name}").status == 404)
        check_own(house, place, text, lambda old: old.replace("title: ", "title: More of "))
    check("no kind stands where it does not belong", program.api(
        "GET", "/projects/own/library/needs/own").status == 404 and program.api("GET", "/library/budget/year").status == 404)
    house.good(expert.post("/projects/own/needs", {"integrity": "3", "availability": "2", "imputability": "2",
                                                   "confidentiality": "1", "exposure": "2"}))
    house.good(expert.post("/projects/own/meeting", {"date": "2026-01-12", "minutes": "First."}))
    house.good(expert.post("/projects/own/meeting/history/remove", {}))
    check("a page says that what it shows is out of the lists", "out of the lists since" in expert.get(
        "/projects/own/meeting").text and "out of the lists since" not in expert.get("/projects/own/needs").text)
    house.good(expert.post("/projects/own/meeting/history/restore", {}))
    for place in ("/projects/own/needs", "/projects/own/meeting", "/projects/own"):
        check_own(house, place, house.text(place), lambda old: re.sub(r"(?m)^title: ", "title: More of ", old))


def test_removed_project(house):
    """A project that is out of the lists keeps its address, and says so."""
    expert, program, reader = house.expert, house.program, house.reader
    house.project("leaving")
    listed = lambda who: [row["id"] for row in who.api("GET", "/projects").json["projects"]]
    check("in the list", "leaving" in listed(program))
    house.good(expert.post("/projects/leaving/history/remove", {}))
    check("out of it", "leaving" not in listed(program))
    page = expert.get("/projects/leaving")
    check("its page says so", page.status == 200 and "out of the lists since" in page.text and
          'href="/projects/leaving/history"' in page.text, page.text)
    check("who may bring it back is shown where", "/projects/leaving/history" in expert.get("/").text and
          "/projects/leaving/history" not in reader.get("/").text)
    house.good(expert.post("/projects/leaving/history/restore", {}))
    check("and back", "leaving" in listed(program) and "out of the lists since" not in expert.get("/projects/leaving").text)


# ---------------------------------------------------------------------------- what fits

def test_fits(house):
    expert, program = house.expert, house.program
    for identity, more, word in (
            ("f1", {"profile": "no-such-profile"}, "no-such-profile"),
            ("f2", {"profile": "watch", "alert_level": "nope"}, "calm, busy"),
            ("f3", {"profile": "level-3", "alert_level": "busy"}, "level-3"),
            ("f4", {"alert_level": "busy"}, "profile")):
        answer = expert.post("/projects/new", dict(PROJECT, id=identity, **more))
        check(f"{more} is refused", answer.status == 422 and word in answer.text, answer.text)
        answer = program.api("POST", "/projects/new", dict(PROJECT, id=identity, **more))
        check(f"{more} by a program, too", answer.status == 422 and word in answer.json["detail"],
              answer.text)
    page = expert.post("/projects/new", dict(PROJECT, id="f2", profile="watch", alert_level="nope"))
    check("the form offers what fits", '<option value="busy"' in page.text and
          re.search(r'<option value="nope" selected>[^<]*does not fit', page.text), page.text)
    house.project("fits", profile="watch")
    check("on a change, too", expert.post("/projects/fits/edit", dict(
        PROJECT, profile="watch", alert_level="nope", version="1")).status == 422)
    house.bring("fits", assessment("fits-one"))
    data = program.api("GET", "/assessments/fits-one").json
    check("without a level it is the first", data["alert"] == "calm" and data["profile"] == "watch", data)
    row = program.api("GET", "/projects/fits").json["assessments"][0]
    check("in the list, too", row["points"].get("gap") == data["points"]["gap"], row)
    page = expert.get("/assessments/fits-one").text
    options = re.findall(r'<option value="([^"]*)"', page)
    check("choosers offer what fits", "watch" in options and "level-3" not in options and
          {"calm", "busy", "checked"} <= set(options) and not {"seen", "claimed"} & set(options),
          options)
    seen = assessment("fits-two") + "seen:\n  Logging: none\nclaimed: {}\n"
    house.bring("fits", seen)
    options = re.findall(r'<option value="([^"]*)"', expert.get("/assessments/fits-two").text)
    check("a basis that says something", "seen" in options and "claimed" not in options, options)
    for query in ("?profile=level-3", "?profile=nothing", "?basis=guessed"):
        answer = program.api("GET", "/assessments/fits-one" + query)
        check(f"{query} is refused", answer.status in (404, 422) and answer.json["detail"], answer.text)
    check("a level that does not fit is refused to a program", program.api(
        "GET", "/assessments/fits-one?profile=watch&alert=nope").status == 422)
    page = expert.get("/assessments/fits-one?profile=watch&alert=nope")
    check("and told in a browser, whose chooser sent it", page.status == 422 and
          "has no alert level" in page.text)


def test_opens(house):
    """No page is an error because of what became of another document."""
    expert, program = house.expert, house.program
    house.project("opens", profile="level-3")
    house.bring("opens", assessment("opens-one"))
    house.bring("opens", assessment("opens-two"))
    example = (ROOT / "examples/example-2003.yaml").read_text(encoding="utf-8")
    house.bring("opens", re.sub(r"(?m)^id:.*$", "id: opens-other", example))
    pages = ["", "/plan", "/posture", "/text", "/history"]

    def opens(name, word):
        for page in pages:
            answer = expert.get("/assessments/opens-one" + page)
            check(f"{name}: {page or 'overview'}", answer.status == 200 and
                  'href="/assessments/opens-one/history"' in answer.text, answer.status)
            check(f"{name}: {page} says why", word in answer.text or page in pages[3:], answer.text)
        for page in ("", "/edit", "/needs", "/candidates", "/hours", "/meeting", "/history"):
            check(f"{name}: the project's {page}", expert.get("/projects/opens" + page).status == 200)
        check(f"{name}: the list", expert.get("/").status == 200)

    opens("a profile of another model", "another model")
    data = program.api("GET", "/assessments/opens-one").json
    check("no gap", data["points"]["gap"] is None and data["profile"] is None and
          data["misfit"] == {"profile": "level-3", "reason": "model"}, data)
    both = expert.get("/compare?id=opens-one&id=opens-two&id=opens-other")
    check("compared with what fits", both.status == 200 and "left out" in both.text and
          'name="id" value="opens-two"' in both.text)
    check("which data say", program.api(
        "GET", "/compare?id=opens-one&id=opens-other&id=opens-two").json["left_out"] ==
        [{"id": "opens-other", "reason": "model"}])
    check("nothing to compare is a page", expert.get(
        "/compare?id=opens-one&id=opens-other").status == 200)
    sql = house.database.sql
    project = "UPDATE versions SET text = replace(text, '{}', '{}') WHERE kind = 'project' AND id = 'opens'"
    sql(project.format("level-3", "gone-profile"))
    opens("a profile that is gone", "gone-profile")
    page = expert.get("/projects/opens/edit").text
    check("which its form shows", re.search(r'<option value="gone-profile" selected>', page), page)
    sql(project.format("gone-profile", "watch"))
    sql("UPDATE versions SET text = replace(text, 'calm: none', 'loud: none')"
        " WHERE kind = 'profile' AND id = 'watch'")
    opens("a profile that cannot be read", "cannot be read")
    sql("UPDATE versions SET text = replace(text, 'loud: none', 'calm: none')"
        " WHERE kind = 'profile' AND id = 'watch'")
    sql("UPDATE versions SET text = replace(text, 'profile: watch', 'profile: watch\nalert_level: lost')"
        " WHERE kind = 'project' AND id = 'opens'" if not house.database.postgresql else
        "UPDATE versions SET text = replace(text, 'profile: watch', E'profile: watch\\nalert_level: lost')"
        " WHERE kind = 'project' AND id = 'opens'")
    opens("a level that is gone", "lost")
    sql("UPDATE versions SET text = replace(text, 'model: small', 'model: gone-model')"
        " WHERE kind = 'assessment' AND id = 'opens-one'")
    opens("a model that is gone", "gone-model")
    check("a program gets the error", program.api("GET", "/assessments/opens-one").status in (404, 422))
    house.server.command("migrate")
    check("computed anew", expert.get("/projects/opens").status == 200)


# ------------------------------------------------------------------- what stands

def test_standing(house):
    program = house.program
    for identity, title in (("host-a", "Alpha Hosting"), ("host-b", "Beta Hosting"),
                            ("host-c", "Gamma Hosting")):
        house.good(program.api("POST", "/library",
                               f"palier: provider/1\nid: {identity}\ntitle: {title}\n"))
    house.project("stands", profile="watch", alert_level="busy")

    def standing(place="/projects/stands"):
        row = [r for r in program.api("GET", "/projects?q=stands").json["projects"]][0]
        page = program.api("GET", place).json
        check("list and page agree", (row["latest"] or {}).get("id") == (page["latest"] or {}).get("id") and
              row["retained"] == page["retained"] and row["running"] == page["running"], (row, page))
        return (row["latest"] or {}).get("id"), row["retained"], row["running"]

    def candidate(do, provider, **more):
        version = program.api("GET", "/projects/stands/candidates").headers["ETag"]
        house.good(program.api("POST", f"/projects/stands/candidates/{do}", dict(
            provider=provider, **more), {"If-Match": version}))

    check("nothing yet", standing() == (None, None, 0), standing())
    for identity, provider, date in (("z-old", "Alpha Hosting", "2026-01-05"),
                                     ("m-day", "Alpha Hosting", "2026-02-01"),
                                     ("a-day", "Alpha Hosting", "2026-02-01"),
                                     ("z-other", "Beta Hosting", "2026-03-01"),
                                     ("b-by-id", "host-b", "2025-01-01")):
        house.bring("stands", assessment(identity, provider, date))
    candidate("add", "host-a")
    candidate("add", "host-b")
    candidate("add", "host-c", state="refused", note="Came too late.")
    check("while nobody is retained: the latest, and who runs", standing() == ("z-other", None, 2),
          standing())
    candidate("change", "host-a", state="retained")
    check("the retained one's, written last on its day", standing() ==
          ("a-day", "Alpha Hosting", 2), standing())
    house.good(program.api("POST", "/assessments/a-day/history/remove", {}))
    check("of those in the lists", standing()[0] == "m-day", standing())
    candidate("change", "host-a", state="refused", note="Dearer.")
    candidate("change", "host-b", state="retained")
    check("another one is retained", standing()[:2] == ("z-other", "Beta Hosting"), standing())
    candidate("change", "host-b", state="refused", note="Gave up.")
    candidate("change", "host-c", state="retained", note="Came in time after all.")
    check("whoever has no assessment has none to show", standing()[:2] == (None, "Gamma Hosting"),
          standing())
    page = house.expert.get("/projects/stands").text
    check("and the page says so", "nothing stands for the project" in page)
    check("the list, too", "Gamma Hosting" in house.expert.get("/projects?q=stands").text)


def test_ids(house):
    """An id is refused with the same sentence wherever it is typed."""
    house.good(house.expert.post("/projects/new", {"id": "named", "title": "T", "state": "needs"}))
    house.good(house.expert.post("/projects/named/needs", {name: "2" for name in (
        "integrity", "availability", "imputability", "confidentiality", "exposure")}))
    text = house.expert.get("/library/model/small/file").text
    places = (("/library/model/small/copy", lambda word: {"copy": word}),
              ("/library/model/small/edit/copy", lambda word: {"copy": word, "text": text, "version": "1"}),
              ("/projects/named/proposal", lambda word: {"id": word}),
              ("/library", lambda word: {"text": text.replace("id: small", "id: " + json.dumps(word))}))
    for place, fields in places:
        for word, sentence in (("a b", "starts with a letter or digit and goes on with letters"), ("x" * 129, "128 bytes"),
                               ("é", "starts with a letter"), ("all", "reserved word"), ("none", "reserved word"),
                               ("new", "reserved word")):
            answer = house.program.api("POST", place, fields(word))
            check(f"{place}: {word[:9]}", answer.status == 422 and sentence in answer.json["detail"],
                  (answer.status, answer.text[:400]))
    answer = house.program.api("POST", "/library/model/small/copy", {"copy": "a\nb: c"})
    check("nor does it break its line", answer.status == 422, answer.text[:400])


def test_sent(house):
    """What was sent as a document is found by one rule, at each address that takes one."""
    house.good(house.expert.post("/projects/new", dict(PROJECT, id="sent")))
    for number, headers in enumerate(({}, {"If-Match": '"0"'})):
        answer = house.program.api("POST", "/projects/sent/assessments/new/bring", assessment(f"sent-{number}"), headers)
        check(f"a body alone, with {headers}", answer.status == 200 and answer.json["id"] == f"sent-{number}",
              answer.text[:400])
    edge = "edge-of-parts"
    for place in ("/projects/sent/assessments/new/bring", "/library"):
        for number, name in enumerate(("text", "file")):
            other = "file" if name == "text" else "text"
            identity = f"first-{number}{len(place)}"
            mine = (assessment(identity) if "projects" in place else MODEL.replace("id: small", f"id: {identity}"))
            rows = [(name, mine), (other, "what comes second"), ("csrf", house.expert.csrf())]
            body = "".join(f'--{edge}\r\nContent-Disposition: form-data; name="{key}"'
                           + ('; filename="a.yaml"' if key == "file" else "") + f"\r\n\r\n{value}\r\n"
                           for key, value in rows) + f"--{edge}--\r\n"
            answer = house.expert.ask("POST", place, body.encode(), {
                "Content-Type": f"multipart/form-data; boundary={edge}"})
            check(f"{place}: {name} stands first", answer.status == 303 and identity in answer.location,
                  (answer.status, answer.text[-600:]))


TESTS = [test_sent, test_ids, test_line_ends, test_forms, test_same, test_sent_again, test_breaking,
         test_breaking_levels, test_versions, test_changes, test_changes_cut,
         test_twice, test_own, test_removed_project,
         test_fits, test_opens, test_standing]


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
