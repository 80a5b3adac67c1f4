#!/usr/bin/env python3
"""Tests of what is computed again when a document changes: only what depends on it, and nobody
else who writes waits for it.

usage: tests/http/test_scores.py PALIER [--many N]

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line:
N passed, N failed.
"""
import re
import sys
import threading
import time

from house import ROOT, Client, Count, Database, Server, assessment, init, run_tests

count = Count()
check = count.check
PROJECT = {"title": "Scores", "state": "needs"}


class House:
    """Projects "many" (aims at the profile "own"), "few" (at level-3) and "strange" (at "other",
    which follows the scheme "used"), with assessments of the built-in model and of "copied"."""

    def __init__(self, binary, folder, postgresql, many):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        admin = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=admin.make_token())
        self.many = many
        self.texts = {}
        self.versions = {}
        for kind, source, identity, changes in (
                ("model", "models/sse-cmm-2.0", "copied", ()),
                ("alert-scheme", "alerts/awr-example", "used", ()),
                ("alert-scheme", "alerts/awr-example", "unused", ()),
                ("profile", "profiles/level-3", "own", ()),
                ("profile", "profiles/level-3", "unaimed", ()),
                ("profile", "profiles/level-3", "other", (("alert_scheme", "used"),))):
            text = (ROOT / f"data/{source}.yaml").read_text(encoding="utf-8")
            text = re.sub(r"(?m)^id:.*$", f"id: {identity}", text)
            for key, value in changes:
                text = re.sub(r"(?m)^model:", f"{key}: {value}\nmodel:", text, count=1)
            self.put("/library", kind, identity, text)
        for project, profile in (("many", "own"), ("few", "level-3"), ("strange", "other")):
            self.ask("/projects/new", dict(PROJECT, id=project, profile=profile))
        for number in range(many):
            self.assess("many", f"many-{number}")
        for number in range(3):
            self.assess("few", f"few-{number}")
            self.assess("strange", f"strange-{number}")
            self.assess("few", f"copied-{number}", "copied")

    def ask(self, path, value, headers=None):
        answer = self.program.api("POST", path, value, headers)
        job = self.program.settle(answer)
        assert answer.status in (200, 201) or job["job"]["state"] == "done", (path, job, answer.text[:500])
        return answer

    def put(self, path, kind, identity, text):
        self.ask(path, text)
        self.texts[kind, identity], self.versions[kind, identity] = text, 1

    def assess(self, project, identity, model=None):
        text = assessment(identity)
        if model:
            text = re.sub(r"(?m)^model:.*$", f"model: {model}", text)
        self.ask(f"/projects/{project}/assessments/new/bring", text)

    def change(self, kind, identity, before, after):
        """Saves a document with other words; which scores were written by that."""
        text = self.texts[kind, identity]
        text = text.replace(before, after) if before else text + after
        assert text != self.texts[kind, identity], identity
        self.database.sql("UPDATE scores SET surplus = -7")
        self.ask(f"/library/{kind}/{identity}/edit", text,
                 {"If-Match": f'"{self.versions[kind, identity]}"'})
        self.versions[kind, identity] += 1
        self.texts[kind, identity] = text
        return self.written()

    def written(self):
        rows = self.database.sql("SELECT id FROM scores WHERE surplus <> -7 OR surplus IS NULL")
        groups = {}
        for (identity,) in rows:
            group = identity.split("-")[0]
            groups[group] = groups.get(group, 0) + 1
        return groups

    def gaps(self, project):
        return dict(self.database.sql(f"SELECT id, gap FROM scores WHERE project = '{project}'"))


def test_what_depends(house):
    got = house.change("alert-scheme", "unused", None, "# changed\n")
    check("a scheme that nobody uses computes no score", got == {}, got)
    got = house.change("alert-scheme", "used", None, "# changed\n")
    check("a scheme: through the profiles that follow it", got == {"strange": 3}, got)
    got = house.change("profile", "unaimed", "level 3", "level 2")
    check("a profile that nobody aims at", got == {}, got)
    got = house.change("model", "copied", None, "# changed\n")
    check("a model: its own assessments", got == {"copied": 3}, got)
    before = house.gaps("many")
    got = house.change("profile", "own", "level 3", "level 2")
    check("a profile: the projects that aim at it", got == {"many": house.many}, got)
    after = house.gaps("many")
    check("with other gaps", all(after[key] != before[key] for key in before))
    house.database.sql("UPDATE scores SET surplus = -7")
    answer = house.program.api("GET", "/projects/many")
    form = {"title": "Other words", "state": "needs", "profile": "own"}
    house.ask("/projects/many/edit", form, {"If-Match": answer.headers["ETag"]})
    check("a project's title", house.written() == {}, house.written())
    answer = house.program.api("GET", "/projects/many")
    house.ask("/projects/many/edit", dict(form, profile="level-3"),
              {"If-Match": answer.headers["ETag"]})
    got = house.written()
    check("a project's profile", got == {"many": house.many}, got)
    answer = house.program.api("GET", "/projects/many")
    house.ask("/projects/many/edit", form, {"If-Match": answer.headers["ETag"]})


def test_writers(house):
    """While hundreds of scores are computed, who writes something else does not wait for it."""
    more = 3000  # texts of their own, since one text is read once: made by SQL, as it is faster
    numbers = ("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
               f"{more - 1}) ")
    house.database.sql(
        "INSERT INTO documents (kind, id, project, title, version, created_at, changed_at, "
        f"changed_by) {numbers} SELECT kind, 'more-' || i, project, title, version, created_at, "
        "changed_at, changed_by FROM documents, n WHERE kind = 'assessment' AND id = 'many-0'")
    house.database.sql(
        f"INSERT INTO versions (kind, id, version, text, hash, at, person, note) {numbers} "
        "SELECT kind, 'more-' || i, version, replace(text, 'many-0', 'more-' || i), hash, at, person, note FROM versions, n "
        "WHERE kind = 'assessment' AND id = 'many-0'")
    program = Client(house.server.port, token=house.program.token)
    spent, is_over = [], threading.Event()

    def write():
        number = 0
        while not is_over.is_set():
            number += 1
            start = time.perf_counter()
            answer = program.api("POST", "/me/change", {"name": f"Ada {number}",
                                                 "language": "en"})
            spent.append(time.perf_counter() - start)
            if not check("the other writer", answer.status == 200, answer.text):
                return
    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    time.sleep(0.3)
    alone, start = len(spent), time.perf_counter()
    got = house.change("profile", "own", "level 2", "level 4")
    whole = time.perf_counter() - start
    beside = spent[alone:]
    is_over.set()
    thread.join()
    check("all are computed", got == {"many": house.many, "more": more}, got)
    print(f"{house.many + more} scores in {whole:.2f} s; others wrote {len(beside)} times meanwhile, "
          f"at most {max(beside) * 1000:.0f} ms")
    check("others write meanwhile", len(beside) >= 10 and max(beside) < whole * 0.4,
          (whole, max(beside)))
    for table in ("versions", "documents", "scores"):
        house.database.sql(f"DELETE FROM {table} WHERE id LIKE 'more-%'")


def test_meanwhile(house):
    """What changes while scores are computed is not overwritten by what was read before."""
    program = Client(house.server.port, token=house.program.token)
    texts = {f"many-{n}": assessment(f"many-{n}", title="Meanwhile") for n in range(0, house.many, 9)}
    done = []

    def change():
        for identity, text in texts.items():
            for step in ("a", "b"):
                version = program.api("GET", f"/assessments/{identity}/text").headers["ETag"]
                answer = program.api("POST", f"/assessments/{identity}/text", text + f"# {step}\n",
                                     {"If-Match": version})
                done.append(answer.status)
    thread = threading.Thread(target=change, daemon=True)
    thread.start()
    for before, after in (("level 4", "level 1"), ("level 1", "level 5"), ("level 5", "level 2")):
        house.change("profile", "own", before, after)
    thread.join()
    check("both are written", set(done) == {200}, set(done))
    rows = house.database.sql(
        "SELECT count(*) FROM scores s JOIN documents d ON d.kind = 'assessment' AND d.id = s.id"
        " WHERE s.version <> d.version")
    check("each score is of the last version", rows == [("0",)], rows)
    gaps = set(house.gaps("many").values())
    shown = house.program.api("GET", "/assessments/many-1").json["points"]["gap"]
    check("and against the last profile", gaps == {str(shown)}, (gaps, shown))


def test_redrawn(house):
    """Small figures that a program of before has drawn are drawn again where this one starts, and those alone."""
    look = "SELECT id, figure, drawing FROM scores ORDER BY id"
    before = house.database.sql(look)
    entries = "SELECT count(*) FROM audit WHERE verb = 'scores'"

    def again():
        house.server.stop()
        told = house.database.sql(entries)
        house.server.start()
        return int(house.database.sql(entries)[0][0]) - int(told[0][0])
    house.database.sql("UPDATE scores SET drawing = 1, figure = '<svg class=\"old\"/>', surplus = -7 WHERE id LIKE 'few-%'")
    house.database.sql("UPDATE scores SET drawing = NULL, figure = '<svg class=\"older\"/>', surplus = -7 WHERE id LIKE 'copied-%'")
    house.database.sql("UPDATE scores SET drawing = drawing + 1, surplus = -7 WHERE id LIKE 'strange-%'")
    check("the old drawing is shown no more", again() == 1 and "class=\"old" not in house.program.api(
        "GET", "/projects/few").text, house.database.sql(entries))
    check("all are drawn as before", house.database.sql(look) == before)
    check("and computed with it", not house.database.sql("SELECT id FROM scores WHERE surplus = -7"))
    done = house.server.command("audit", "verify", check=False)
    check("an entry covers them", b"rows are what they say" in done.stdout, done.stdout + done.stderr)
    house.database.sql("UPDATE scores SET surplus = -7")
    check("what is drawn so is left alone", again() == 0 and house.written() == {}, house.written())
    house.server.command("migrate")  # computes all of it again
    check("unless all is asked for", not house.database.sql("SELECT id FROM scores WHERE surplus = -7"))


def test_broken(house):
    """A model that an assessment would no longer fit is refused with a sentence that names it."""
    text = house.texts["model", "copied"]
    found = re.search(r"(?ms)^  - id: PA22\n.*?(?=^  - id: |^\S|\Z)", text)
    assert found, "the model has no PA22"
    broken = text[:found.start()] + text[found.end():]
    answer = house.program.api("POST", "/library/model/copied/edit", broken, {
        "If-Match": f'"{house.versions["model", "copied"]}"'})
    check("a model that does not fit", answer.status == 422 and any(
        row["document"].startswith("assessment/copied-") for row in answer.json["problems"]), (answer.status, answer.text[:500]))


MANY = int(sys.argv[sys.argv.index("--many") + 1]) if "--many" in sys.argv else 300
TESTS = [test_what_depends, test_redrawn, test_writers, test_meanwhile, test_broken]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql, MANY), TESTS)
