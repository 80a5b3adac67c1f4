#!/usr/bin/env python3
"""A database that a program of before has made (schema 8: before jobs and facts) is brought up to date and shows the
same: every answer that the old program gave is in that of this one.

usage: tests/http/test_upgrade.py PALIER

tests/fixtures/before/ holds the database as SQL, and what the old program answered to the token in it. Against SQLite;
copied to PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import json
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
import chain
from house import ROOT, Client, Count, Database, Server, scratch

count = Count()
check = count.check
BEFORE = ROOT / "tests/fixtures/before"


# What was words, figures or the page's in the data of before, and is written by the page alone since.
OF_PAGES = {"figure_small", "hours", "hours_total", "size"}
# What is called otherwise since.
RENAMED = {"alert_label": "alert_level"}


def is_same(old, new):
    """An instant was "2026-11-28 19:10" or its day, and no text was ""."""
    if isinstance(old, str) and isinstance(new, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[0-9:]{8}Z", new):
        return new.startswith(old.replace(" ", "T"))
    return old == new or (old == "" and new is None)


def is_in(old, new, place=""):
    """Where the new answer lacks something of the old one; None: nowhere."""
    if isinstance(old, dict):
        for key, value in old.items():
            if key == "states" and ".candidates[" in place:  # ids since, without the words of the form; a candidate may withdraw
                if new.get(key) != [row["value"] for row in value] + ["withdrawn"]:
                    return f"{place}.{key} was {value!r} and is {new.get(key)!r}"
                continue
            if key == "state" and ".steps[" in place:
                continue  # derived from what is there since (docs/states.md): was the word of the project's text
            if key in OF_PAGES and key not in new:
                continue
            key = RENAMED.get(key, key)
            if not isinstance(new, dict) or key not in new:
                return f"{place}.{key} is gone"
            found = is_in(value, new[key], f"{place}.{key}")
            if found:
                return found
        return None
    if isinstance(old, list):
        if not isinstance(new, list) or len(old) != len(new):
            return f"{place} has another length"
        return next((found for i, value in enumerate(old) if (found := is_in(value, new[i], f"{place}[{i}]"))), None)
    return None if is_same(old, new) else f"{place} was {old!r} and is {new!r}"


def compare(binary, database, folder, name):
    kept = json.loads((BEFORE / "schema-8.json").read_text(encoding="utf-8"))
    server = Server(binary, database, folder).start()
    old = database.sql("SELECT id FROM scores WHERE drawing IS NULL OR figure NOT LIKE '%pal-target%'")
    check(f"{name}: small figures are drawn as they are now", not old and database.sql("SELECT id FROM scores"), old)
    program = Client(server.port, token=kept["token"])
    for path, old in kept["answers"].items():
        answer = program.api("GET", path)
        new = answer.json if answer.status == 200 else None
        if new and path == "/audit":  # that it was brought up to date is an entry, too
            new["entries"] = [row for row in new["entries"] if row["number"] <= old["entries"][0]["number"]]
        if new and path == "/library":  # kinds that there are since have shelves of their own
            kinds = {group["kind"] for group in old["groups"]}
            new["groups"] = [group for group in new["groups"] if group["kind"] in kinds]
        found = is_in(old, new) if new else answer.text[:200]
        check(f"{name}: {path} shows the same", found is None, found)
    titles = {row[0]: row[1] for row in database.sql("SELECT id, title_fr FROM documents WHERE title_fr IS NOT NULL")}
    check(f"{name}: titles in French of rows that had none", titles.get("example-2003") == "L’exemple de l’article (synthétique)" and
          len(titles) >= 3 and database.sql("SELECT count(*) FROM audit WHERE verb = 'upgrade' AND object = 'database'") in (
              [(1,)], [("1",)]), titles)
    rows = lambda words: [row["title"] for row in program.api("GET", f"/projects/{project}?lang={words}").json["assessments"]
                          if row["id"] == "example-2003"]
    project, = [row[0] for row in database.sql("SELECT project FROM documents WHERE id = 'example-2003'")]
    check(f"{name}: lists have them", rows("fr") == ["L’exemple de l’article (synthétique)"] and
          rows("en") == ["The paper's example (synthetic)"], (rows("fr"), rows("en")))
    found = server.command("doctor", check=False)
    check(f"{name}: lists are computed of them", b"what lists sort and search by is what documents" in found.stdout + found.stderr,
          found.stdout + found.stderr)
    holds = server.command("audit", "verify", check=False)
    check(f"{name}: the chain holds", holds.returncode == 0, holds.stdout + holds.stderr)
    said = program.api("POST", "/projects/archive/facts/comment/say", {"act": "0" * 32, "text": "A word of today"})
    check(f"{name}: what is new works on what is old", said.status == 200, said.text[:300])
    raised = program.api("POST", "/projects/archive/alert/put", {"level": "rouge", "order": "Order 1"})
    check(f"{name}: the level of the text is raised by an act", raised.status == 200 and program.api(
        "GET", "/projects/archive/alert").json["alert"]["level"] == "rouge", raised.text[:300])
    check(f"{name}: it ends as it should", server.stop() == 0, server.log.read_text()[-2000:])


# Hours that were corrected, twice and to nothing, brought by somebody, replaced by two, without a note, of a row that is gone;
# an output that was delivered, and one that was brought and delivered.
ROWS = """
INSERT INTO hours VALUES ('c1','archive','archive-one','visit','{who}',60,'2026-02-01','half of it',1795893100,'plbium7mvtrdbe2d','');
INSERT INTO hours VALUES ('c2','archive','archive-one','visit','{who}',0,'2026-02-01','it was no work',1795893101,'c1','');
INSERT INTO hours VALUES ('b1','archive','','needs','{who}',30,'2026-02-03','',1795893102,NULL,'somebody');
INSERT INTO hours VALUES ('b2','archive','','needs','',40,'2026-02-04','  ',1795893103,NULL,'somebody');
INSERT INTO hours VALUES ('n1','archive','','needs','',50,'2026-02-05','of nobody',1795893104,NULL,'');
INSERT INTO hours VALUES ('f1','archive','','needs','{who}',10,'2026-02-06','',1795893105,NULL,'');
INSERT INTO hours VALUES ('f3','archive','','needs','{who}',12,'2026-02-06','one',1795893106,'f1','');
INSERT INTO hours VALUES ('f2','archive','','needs','{who}',14,'2026-02-06','other',1795893107,'f1','');
INSERT INTO hours VALUES ('g1','archive','','needs','{who}',15,'2026-02-07','why',1795893108,'gone','');
INSERT INTO hours VALUES ('r1','archive','','needs','{who}',16,'2026-02-08','a ring',1795893109,'r2','');
INSERT INTO hours VALUES ('r2','archive','','needs','{who}',17,'2026-02-08','a ring',1795893110,'r1','');
INSERT INTO deliveries VALUES ('e1','archive','','A report','2026-02-02','2026-02-20','{who}',1795893111,'ghiejkhbvzh546tj','');
INSERT INTO deliveries VALUES ('e2','archive','','Another','2026-02-03','2026-02-04','{who}',1795893112,NULL,'somebody');
"""
MANY = 1500


def of_before(path, *more):
    """The database of before in an SQLite file, with rows more."""
    made = sqlite3.connect(path)
    made.executescript((BEFORE / "schema-8.sql").read_text(encoding="utf-8"))
    who, = made.execute("SELECT person FROM hours WHERE project = 'archive'").fetchone()
    for sql in more:
        made.executescript(sql.replace("{who}", who))
    made.close()
    os.chmod(path, 0o600)


def moved(binary, folder, path, url):
    """The same in a PostgreSQL, of that schema."""
    other = Database(folder, url)
    Server(binary, other, folder).command("migrate", check=False)
    Server(binary, other, folder).command("init", "x@example.org", "X", check=False)
    titles = [row[0] for row in other.sql("SELECT title FROM schema_steps WHERE number > 8 ORDER BY number DESC")]
    old = sqlite3.connect(path)
    tables = ("settings", "persons", "grants", "lifts", "sessions", "tokens", "links", "attempts", "devices", "documents", "versions",
              "files", "hours", "deliveries", "scores", "audit", "audit_head", "anchors")
    script = ["BEGIN"] + [f"DELETE FROM {table}" for table in ("heads", "facts", "acts", *reversed(tables))]
    script += [chain.UNDO[title] for title in titles] + ["DELETE FROM schema_steps WHERE number > 8"]
    cell = lambda value: "NULL" if value is None else str(value) if isinstance(value, int) else \
        f"'\\x{value.hex()}'" if isinstance(value, bytes) else "'" + value.replace("'", "''") + "'"
    for table in tables:
        names = ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table})"))
        script += [f"INSERT INTO {table} ({names}) VALUES ({', '.join(map(cell, row))})"
                   for row in old.execute(f"SELECT {names} FROM {table}")]
    old.close()
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", other.url], check=True,
                   input=(";\n".join(script + ["COMMIT"]) + ";\n").encode(), stdout=subprocess.PIPE)
    return other


def hours_become_facts(binary, database, folder, name):
    """Each row of hours and deliveries is a fact, by an act of whom the row names; once."""
    old = {row[0]: row for row in database.sql("SELECT id, minutes, day, note, person, claim, replaces FROM hours")}
    outputs = database.sql("SELECT id FROM deliveries")
    server = Server(binary, database, folder).start()
    rows = {row[0]: row for row in database.sql("SELECT id, minutes, day, note, person, claim, replaces FROM hours")}
    same = {"c1": "plbium7mvtrdbe2d:2", "c2": "plbium7mvtrdbe2d:3", "f3": "f1:2", "f2": "f1:3"}
    check(f"{name}: as many rows", len(rows) == len(old), (len(rows), len(old)))
    for identity, row in old.items():
        new = rows.get(same.get(identity, identity))
        if identity in ("g1", "r1", "r2"):
            new = next((found for found in rows.values() if found[1:4] == row[1:4]), None)
            check(f"{name}: {identity} corrects nothing that is there", new is not None, row)
            continue
        wanted = (*row[1:3], row[3].strip(), row[4], row[5], same.get(row[6], "f1:2" if identity == "f2" else row[6]))
        check(f"{name}: {identity} is the same", new is not None and tuple(new[1:]) == wanted, (new, wanted))
    acts = {row[0]: row[1:] for row in database.sql(
        "SELECT f.part || ':' || f.turn, a.principal, a.claim, a.at, f.state FROM facts f JOIN acts a ON a.number = f.act"
        " WHERE f.kind IN ('hours', 'delivery')")}
    who = "person:" + old["c1"][4]
    for identity, wanted in {"plbium7mvtrdbe2d:3": ("clock", who, "1795893101", "withdrawn"), "b1:1": (who, "person:somebody",
            "1795893102", "worked"), "b2:1": ("operator", "person:somebody", "1795893103", "worked"), "n1:1": (
            "operator", "", "1795893104", "worked"), "ghiejkhbvzh546tj:2": ("clock", who, "1795893111", "asked")}.items():
        check(f"{name}: {identity} is whose it was", tuple(map(str, acts.get(identity, ()))) == wanted, (acts.get(identity), wanted))
    entries = "SELECT count(*) FROM audit WHERE verb = 'upgrade' AND object LIKE 'act/%'"
    count_of = lambda: int(database.sql(entries)[0][0])
    check(f"{name}: one entry each", count_of() == len(old) + len(outputs) == len(acts), (count_of(), len(acts)))
    program = Client(server.port, token=json.loads((BEFORE / "schema-8.json").read_text(encoding="utf-8"))["token"])
    shown = {row["id"]: row for row in program.api("GET", "/projects/archive/hours").json["hours"]}
    check(f"{name}: shown as corrected", shown["plbium7mvtrdbe2d"]["is_corrected"] and shown["plbium7mvtrdbe2d:3"]["minutes"] == 0
          and "imported by" in shown["b1"]["by"] and "imported" not in shown["f1"]["by"], shown)
    fixed = program.api("POST", "/projects/archive/hours/correct", {"id": "f1:3", "minutes": "20", "note": "why"})
    check(f"{name}: what was is corrected", fixed.status == 200 and fixed.json["facts"][0]["turn"] == 4, fixed.text[:300])
    server.stop()
    server.start()
    check(f"{name}: once", count_of() == len(old) + len(outputs), count_of())
    server.stop()
    for words, says in ((("audit", "verify"), b"rows are what they say"), (("doctor",), b"hours and deliveries are what was said")):
        done = server.command(*words, check=False)
        check(f"{name}: {words[0]}", says in done.stdout + done.stderr, done.stdout + done.stderr)


def interrupted(binary, database, folder, name):
    """A program that ends at any moment of the upgrade leaves it to the next, whole."""
    server = Server(binary, database, folder)
    kills, start = 0, time.monotonic()
    delay = 0.02
    while time.monotonic() - start < 60:
        process = subprocess.Popen([server.binary, "migrate", "--database", database.url], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=server.environment())
        try:
            process.wait(delay)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            delay *= random.uniform(1.1, 1.5)
    facts = [int(row[0]) for row in database.sql("SELECT count(*) FROM facts WHERE kind = 'hours'"
                                                 " UNION ALL SELECT count(*) FROM hours")]
    check(f"{name}: it was interrupted, and done once", kills >= 3 and facts[0] == facts[1] == MANY + 10, (kills, facts))
    done = server.command("audit", "verify", check=False)
    check(f"{name}: the chain holds", done.returncode == 0, done.stdout + done.stderr)
    check(f"{name}: computed rows are what facts say", b"hours and deliveries are what was said" in
          server.command("doctor", check=False).stdout)


def main():
    binary = sys.argv[1]
    with scratch() as folder:
        url = os.environ.get("PALIER_TEST_POSTGRESQL")
        many = (f"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) INSERT INTO hours SELECT"
                " 'm' || i, 'archive', '', 'visit', '{who}', 5, '2026-03-01', '', 1795893200 + i, NULL, '' FROM n")
        for number, (test, *more) in enumerate(((compare,), (hours_become_facts, ROWS), (interrupted, many))):
            place = pathlib.Path(folder) / str(number)
            place.mkdir()
            database = Database(place)
            of_before(database.url, *more)
            if url:
                other = moved(binary, place, database.url, url)
            test(binary, database, place, "SQLite")
            if url:
                test(binary, other, place, "PostgreSQL")
                other.remove()
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
