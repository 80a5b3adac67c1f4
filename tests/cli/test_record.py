#!/usr/bin/env python3
"""The record, from outside: what somebody with the database itself changes is found by
`palier audit verify`; what only reads needs no right to write and makes nothing. The real program
on SQLite, and on PostgreSQL where PALIER_TEST_POSTGRESQL is the URL of a superuser.

usage: test_record.py PALIER
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

import chain

ROOT = pathlib.Path(__file__).resolve().parents[2]
PALIER = os.path.abspath(sys.argv[1])
POSTGRESQL = os.environ.get("PALIER_TEST_POSTGRESQL")
NOBODY = 65534

passed = failed = 0


def verify(name, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {name} {detail}")


def run(folder, *words, user=None):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder), "TMPDIR": "/tmp"}
    env.update({k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k})
    who = {"user": user, "group": user, "extra_groups": []} if user is not None else {}
    result = subprocess.run([PALIER, *map(str, words)], cwd=folder, env=env, timeout=300,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **who)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def does(name, folder, *words, says="", user=None):
    code, out, err = run(folder, *words, user=user)
    verify(name, code == 0 and says in out, f"status {code}: {out} {err}")
    return out


def refuses(name, folder, sentence, *words, user=None):
    code, out, err = run(folder, *words, user=user)
    verify(name, code == 1 and sentence in err, f"status {code}: {out} {err}")
    return out


def sql_of(path, *changes):
    db = sqlite3.connect(path)
    with db:
        for change in changes:
            db.execute(change)
    db.close()


class Sqlite:
    name = "SQLite"

    def __init__(self, folder):
        self.folder = folder

    def copy(self, *changes):
        shutil.copy(self.folder / "a.db", self.folder / "t.db")
        sql_of(self.folder / "t.db", *changes)
        return "t.db"

    @staticmethod
    def blob(data):
        return f"x'{data.hex()}'"


class Postgresql:
    name = "PostgreSQL"

    def __init__(self, folder):
        self.psql("DROP DATABASE IF EXISTS record", "CREATE DATABASE record")
        self.url = self.url_of("record")
        does("PostgreSQL: copied there", folder, "copy", "a.db", self.url)

    @staticmethod
    def url_of(database):
        return re.sub(r"/[^/?]*(\?|$)", rf"/{database}\1", POSTGRESQL)

    @staticmethod
    def psql(*changes, url=None):
        words = [word for change in changes for word in ("-c", change)]
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", url or POSTGRESQL, *words],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def copy(self, *changes):
        self.psql("DROP DATABASE IF EXISTS tampered", "CREATE DATABASE tampered TEMPLATE record")
        if changes:
            self.psql("SET session_replication_role = replica", *changes,
                      url=self.url_of("tampered"))
        return self.url_of("tampered")

    @staticmethod
    def blob(data):
        return f"'\\x{data.hex()}'::bytea"


TEXT = "palier: project/1\nid: archive\ntitle: Archive\n"
CONTENT = b"%PDF-1.4 \0\xff binary"


def make_house(folder):
    """The demonstration, and rows that its acts do not write, adopted; then acts once more."""
    database = ["--database", "a.db"]
    does("demonstration", folder, "demonstration", *database)
    (folder / "archive.yaml").write_text(TEXT)
    does("a second project", folder, "import", "archive.yaml", *database)
    db = sqlite3.connect(folder / "a.db")
    later = TEXT + "# later\n"
    with db:
        person, = db.execute("SELECT id FROM persons WHERE email LIKE 'expert%'").fetchone()
        db.execute("INSERT INTO files VALUES ('f1','archive','Contract','contract','c.pdf',"
                   "'application/pdf',?,?,?,1700000000,?,NULL,NULL,'','')",
                   (len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), CONTENT, person))
        db.execute("INSERT INTO tokens VALUES ('t1', ?, ?, 'script', 'read', 1700000000,"
                   " 1900000000, NULL, NULL)", ("ab" * 32, person))
        db.execute("INSERT INTO versions VALUES ('project','archive',2,?,?,1700000000,?,'','')",
                   (later, hashlib.sha256(later.encode()).hexdigest(), person))
        db.execute("UPDATE documents SET version = 2 WHERE id = 'archive'")
    db.close()
    chain.as_before(folder / "a.db")
    does("adopted", folder, "migrate", *database)
    does("acts behind it", folder, "user", "add", "new@example.org", "New", "expert:archive",
         *database)
    does("an act that removes", folder, "user", "withdraw", "new@example.org", "expert:archive",
         *database)
    out = does("an anchor", folder, "audit", "anchor", *database)
    does("an act behind the anchor", folder, "user", "grant", "new@example.org",
         "auditor:archive", *database)
    before = listing(folder)
    does("nothing is found", folder, "audit", "verify", *database, says="rows are what they say")
    run(folder, "doctor", *database)
    verify("who only looks leaves nothing", listing(folder) == before, listing(folder))
    return out.split()


def manipulations(blob, hours):
    """Name, changes, what is told."""
    other = "palier: project/1\nid: archive\ntitle: Other\n"
    hash_of = lambda data: hashlib.sha256(data).hexdigest()
    expert = "(SELECT id FROM persons WHERE email = 'expert@example.org')"
    auditor = "(SELECT id FROM persons WHERE email = 'auditor@example.org')"
    first, last = hours[0], hours[-1]  # numbers of their facts
    body = lambda number: f"(SELECT body FROM facts WHERE number = {number})"
    not_what = "this row is not what entry"
    return [
        ("a text", [f"UPDATE versions SET text = '{other}' WHERE id = 'archive' AND version = 2"],
         "versions project/archive/2: its content is not the one that entry"),
        ("a text with its hash",
         [f"UPDATE versions SET text = '{other}', hash = '{hash_of(other.encode())}'"
          " WHERE id = 'archive' AND version = 2"], f"versions project/archive/2: {not_what}"),
        ("an old version gone", ["DELETE FROM versions WHERE id = 'archive' AND version = 1"],
         "versions project/archive/1: this row is gone, which entry"),
        ("a grant added", [f"INSERT INTO grants VALUES ({expert}, 'administrator', '*', 1)"],
         "/administrator/*: no entry wrote this row"),
        ("a password replaced", [f"UPDATE persons SET password = (SELECT password FROM persons"
                                 f" WHERE id = {auditor}) WHERE id = {expert}"],
         f": {not_what}"),
        ("hours changed", [f"UPDATE facts SET body = REPLACE(body, '\"minutes\":', '\"minutes\":1') WHERE number = {first}"],
         f"facts {first}: its content is not the one that entry"),
        ("hours changed with their digest",
         [f"UPDATE facts SET body = REPLACE(body, '\"minutes\":', '\"minutes\":1'), digest = 'x' WHERE number = {first}"],
         f"facts {first}: {not_what}"),
        ("hours gone", [f"DELETE FROM heads WHERE fact = {first}", f"DELETE FROM facts WHERE number = {first}"],
         f"facts {first}: this row is gone"),
        ("scores changed", ["UPDATE scores SET achieved = achieved + 1 WHERE id = 'example-2003'"],
         f"scores example-2003: {not_what}"),
        ("an assessment moved", ["UPDATE documents SET project = 'archive' WHERE id ="
                                 " 'example-2003'"],
         f"documents assessment/example-2003: {not_what}"),
        ("an author changed", [f"UPDATE versions SET person = {auditor} WHERE id = 'archive' AND"
                               " version = 2"], f"versions project/archive/2: {not_what}"),
        # and what is like them
        ("a file's bytes", [f"UPDATE files SET content = {blob(CONTENT[:-1] + b'!')}"],
         "files f1: its content is not the one"),
        ("a file's bytes, hash and size",
         [f"UPDATE files SET content = {blob(b'other')}, size = 5,"
          f" hash = '{hash_of(b'other')}'"], f"files f1: {not_what}"),
        ("a delivery gone", ["DELETE FROM heads WHERE kind = 'delivery'",
                             "DELETE FROM facts WHERE number = (SELECT MIN(number) FROM facts WHERE kind = 'delivery')"],
         ": this row is gone"),
        ("a token's end", ["UPDATE tokens SET expires_at = expires_at + 1"],
         f"tokens t1: {not_what}"),
        ("a person's retention", [f"UPDATE persons SET retain_until = 9999999999 WHERE id ="
                                  f" {expert}"], f": {not_what}"),
        ("a grant removed", [f"DELETE FROM grants WHERE person = {auditor}"],
         ": this row is gone"),
        ("a grant that was withdrawn is back",
         ["INSERT INTO grants SELECT id, 'expert', 'archive', 1 FROM persons"
          " WHERE email = 'new@example.org'"], ": this row is there again, which entry"),
        ("two rows swapped",
         ["DELETE FROM heads WHERE kind = 'hours'", f"UPDATE facts SET number = -1, turn = 9 WHERE number = {first}",
          f"UPDATE facts SET number = {first} WHERE number = {last}",
          f"UPDATE facts SET number = {last}, turn = 1 WHERE number = -1"],
         f"facts {first}: {not_what}"),
        ("hours of two rows exchanged",
         [f"UPDATE facts SET body = CASE number WHEN {first} THEN {body(last)} ELSE {body(first)} END"
          f" WHERE number IN ({first}, {last})"],
         "its content is not the one that entry"),
        ("a session added", [f"INSERT INTO sessions VALUES ('{'cd' * 32}', {expert}, 1, 1, '')"],
         "no entry wrote this row"),
        ("a link added", [f"INSERT INTO links VALUES ('{'cd' * 32}', {expert}, 'reset', 1,"
                          " 9999999999, NULL)"], "no entry wrote this row"),
        ("an anchor gone", ["DELETE FROM anchors"], "anchors"),
        ("a document taken out of the lists", ["UPDATE documents SET removed_at = 1 WHERE id ="
                                               " 'example-2003'"],
         f"documents assessment/example-2003: {not_what}"),
        ("what an entry covers", ["UPDATE audit SET covers = '' WHERE number = (SELECT"
                                  " MAX(number) FROM audit)"], "it was changed after it was written"),
    ]


def first_row(folder, sql):
    db = sqlite3.connect(folder / "a.db")
    found = db.execute(sql).fetchone()
    db.close()
    return found


def test_manipulations(folder, house, anchor):
    db = sqlite3.connect(folder / "a.db")
    hours = [row[0] for row in db.execute("SELECT number FROM facts WHERE kind = 'hours' ORDER BY number")]
    db.close()
    does(f"{house.name}: nothing is found", folder, "audit", "verify", "--database", house.copy())
    for name, changes, says in manipulations(house.blob, hours):
        database = house.copy(*changes)
        code, out, err = run(folder, "audit", "verify", "--database", database)
        verify(f"{house.name}: {name}", code == 1 and says in out, f"status {code}: {out} {err}")
    # What is computed of facts is compared with them, and made again.
    first, = first_row(folder, "SELECT MIN(id) FROM hours")
    for name, change in (("changed", f"UPDATE hours SET minutes = minutes + 1 WHERE id = '{first}'"),
                         ("gone", f"DELETE FROM hours WHERE id = '{first}'"),
                         ("added", "INSERT INTO hours SELECT 'more', project, assessment, step, person, minutes, day, note,"
                          f" at, replaces, claim FROM hours WHERE id = '{first}'"),
                         ("of another's name", f"UPDATE hours SET person = 'x' WHERE id = '{first}'"),
                         ("an output gone", "DELETE FROM deliveries")):
        database = house.copy(change)
        code, out, err = run(folder, "doctor", "--database", database)
        verify(f"{house.name}: computed hours {name}: told", "hours and deliveries are not what was said of them" in out + err,
               out + err)
        run(folder, "migrate", "--database", database)
        code, out, err = run(folder, "doctor", "--database", database)
        verify(f"{house.name}: computed hours {name}: made again", "hours and deliveries are what was said of them" in out + err,
               out + err)
    # The tail of the chain, cut off together with what it tells of.
    cut = [f"DELETE FROM audit WHERE number >= {anchor[0]}",
           "DELETE FROM grants WHERE role = 'auditor' AND project = 'archive'",
           "DELETE FROM anchors",
           "UPDATE audit_head SET number = (SELECT MAX(number) FROM audit), hash = (SELECT hash"
           " FROM audit ORDER BY number DESC LIMIT 1)"]
    database = house.copy(*cut)
    refuses(f"{house.name}: the tail cut off with its rows, by an anchor kept elsewhere", folder,
            "the entry that was given is gone", "audit", "verify", *anchor, "--database", database)
    # Many: twenty are told, the others counted.
    database = house.copy("INSERT INTO grants SELECT p.id, r.role, d.id, 1 FROM persons p,"
                          " (SELECT DISTINCT role FROM grants) r, documents d"
                          " WHERE d.kind = 'profile'")
    code, out, err = run(folder, "audit", "verify", "--database", database)
    verify(f"{house.name}: twenty findings and a number", code == 1
           and len(out.splitlines()) == 21 and re.search(r"^and \d+ more$", out, re.M),
           f"{code} {out} {err}")


def test_strange_keys(folder):
    """A key of another type than its column's, which SQLite takes, ends no walk in a circle."""
    for table, change in (("persons", "UPDATE grants SET project = CAST('archive' AS BLOB) WHERE role <> 'expert'"),
                          ("documents", "UPDATE versions SET version = 'x' WHERE id = 'archive' AND version = 1"),
                          ("persons", "UPDATE persons SET id = CAST(id AS BLOB)")):
        shutil.copy(folder / "a.db", folder / "strange.db")
        db = sqlite3.connect(folder / "strange.db")
        with db:
            db.execute(change)
        db.close()
        refuses(f"{change}: is found", folder, "not what the chain says", "audit", "verify",
                "--database", "strange.db")
        for words in (["backup", f"b-{table}.db"], ["export", f"e-{table}"], ["doctor"]):
            code, _, _ = run(folder, *words, "--database", "strange.db")
            verify(f"{change}: {words[0]} ends", code in (0, 1), code)


def test_by_hand(folder):
    """What only a hand can have written in SQLite: another type, a value where there was none, a
    row where there is one, a thing that acts by itself."""
    columns = lambda db, table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    db = sqlite3.connect(folder / "a.db")
    version, audit, head = [columns(db, table) for table in ("versions", "audit", "audit_head")]
    db.close()
    many = (f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
            f" INSERT INTO versions SELECT "
            + ", ".join("'abc' || i" if name == "version" else name for name in version)
            + " FROM versions, n WHERE id = 'archive' AND version = 1")
    typed = "is of another type than its column"
    for name, change, says in (
            ("removed at 0", "UPDATE documents SET removed_at = 0 WHERE removed_at IS NULL", "not what"),
            ("locked at 0", "UPDATE persons SET locked_at = 0 WHERE locked_at IS NULL", "not what"),
            ("revoked at 0", "UPDATE tokens SET revoked_at = 0 WHERE revoked_at IS NULL", "not what"),
            ("an end that is a text", "UPDATE tokens SET expires_at = expires_at || 'x'", typed),
            ("minutes with a fraction", "UPDATE hours SET minutes = minutes + 0.5", typed),
            ("a note that ends early", "UPDATE hours SET note = CAST('a' || char(0) || 'b' AS TEXT)", typed),
            ("many versions of another type", many, typed),
            ("an entry before the first", "INSERT INTO audit (" + "{audit}" + ") SELECT {entry}"
             " FROM audit WHERE number = 1", "before the first"),
            ("a second head", "INSERT INTO audit_head SELECT {head} FROM audit_head", "one row, and only one"),
            ("a trigger", "CREATE TRIGGER t AFTER INSERT ON grants BEGIN DELETE FROM attempts; END",
             "somebody changed them"),
            ("a view", "CREATE VIEW v AS SELECT 1", "somebody changed them"),
            ("a table", "CREATE TABLE more (a)", "somebody changed them")):
        change = change.replace("{audit}", ", ".join(audit)).replace(
            "{entry}", ", ".join("0" if c == "number" else c for c in audit)).replace(
            "{head}", ", ".join({"one": "2"}.get(c, c) for c in head))
        database = f"hand-{name.replace(' ', '-')}.db"
        shutil.copy(folder / "a.db", folder / database)
        db = sqlite3.connect(folder / database)
        with db:
            db.execute(change)
        db.close()
        started = time.monotonic()
        code, out, err = run(folder, "audit", "verify", "--database", database)
        verify(f"{name}: is found", code == 1 and says in out + err, f"{code} {out} {err}")
        verify(f"{name}: soon", time.monotonic() - started < 60)


def test_rewritten_chain(folder, anchor):
    """Who writes the whole chain anew is found by an anchor that was kept elsewhere alone."""
    shutil.copy(folder / "a.db", folder / "t.db")
    db = sqlite3.connect(folder / "t.db")
    with db:
        db.execute("UPDATE audit SET person = 'somebody' WHERE number = 2")
        chain.make_again(db)
        db.execute("DELETE FROM anchors")
    db.close()
    refuses("the whole chain made again", folder, "its hash is not the one that was given",
            "audit", "verify", *anchor, "--database", "t.db")


# --------------------------------------------------------------- without writing

def listing(folder):
    return sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns)
                  for path in folder.iterdir())


def read_only_folder(parent, name, *files):
    folder = parent / name
    folder.mkdir()
    for path in files:
        shutil.copy(path, folder)
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    return folder


def test_reading(parent, folder):
    """As somebody who may write neither the file nor in its folder."""
    user = NOBODY if os.geteuid() == 0 else None
    there = read_only_folder(parent, "shut", folder / "a.db")
    before = listing(there)
    database = ["--database", there / "a.db"]
    elsewhere = parent / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    does("read only: audit verify", elsewhere, "audit", "verify", *database, user=user,
         says="rows are what they say")
    does("read only: user list", elsewhere, "user", "list", *database, user=user,
         says="expert@example.org")
    does("read only: migrate --dry-run", elsewhere, "migrate", "--dry-run", *database, user=user)
    code, out, err = run(elsewhere, "doctor", "--format", "json", *database, user=user)
    found = {at["id"]: at["state"] for at in json.loads(out or "{}").get("findings", [])}
    verify("read only: doctor", found.get("audit") == "fine" and found.get("content") == "fine",
           out + err)
    code, out, err = run(elsewhere, "backup", "b.db", *database, user=user)
    verify("read only: backup", code == 0 and "does not know of it" in err, f"{code} {out} {err}")
    does("read only: the drill of that", elsewhere, "restore", "b.db", "--check", user=user,
         says="The backup holds")
    for words in (["export", "out"], ["audit", "anchor"], ["user", "grant", "new@example.org",
                                                           "expert:archive"]):
        code, out, err = run(elsewhere, *words, *database, user=user)
        verify(f"read only: {words[0]} is refused", code == 1 and "cannot open" in err,
               f"{code} {out} {err}")
    verify("read only: nothing was made", listing(there) == before, listing(there))
    there.chmod(0o755)


def test_reading_beside_a_server(parent, folder):
    """The log of a server that runs is read with it; where it is cut off from its index, or the
    file is of before, that is told."""
    user = NOBODY if os.geteuid() == 0 else None
    busy = parent / "busy"
    busy.mkdir()
    shutil.copy(folder / "a.db", busy)
    # A writer that stays, so that its act is in the log alone.
    db = sqlite3.connect(busy / "a.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("SELECT COUNT(*) FROM audit").fetchone()
    does("an act while it runs", busy, "user", "grant", "new@example.org", "auditor",
         "--database", "a.db")
    verify("it stands in the log", (busy / "a.db-wal").stat().st_size > 0)
    for path in busy.iterdir():
        path.chmod(0o444)
    busy.chmod(0o555)
    does("read only beside a log", busy, "audit", "verify", "--database", "a.db", user=user)
    does("what the log holds is seen", busy, "user", "list", "--database", "a.db", user=user,
         says="auditor:*")
    cut = read_only_folder(parent, "cut", busy / "a.db", busy / "a.db-wal")
    refuses("a log without its index", cut, "was not closed", "audit", "verify", "--database",
            "a.db", user=user)
    busy.chmod(0o755)
    cut.chmod(0o755)
    db.close()
    old = parent / "old"
    old.mkdir()
    shutil.copy(folder / "a.db", old)
    chain.as_before(old / "a.db")
    before = (old / "a.db").read_bytes()
    for words in (["audit", "verify"], ["user", "list"]):
        refuses(f"an older schema: {words[0]}", old, "run \"palier migrate\"", *words,
                "--database", "a.db")
    does("an older schema: a backup", old, "backup", "b.db", "--database", "a.db")
    does("an older schema: its drill", old, "restore", "b.db", "--check", says="The backup holds")
    verify("an older schema is not migrated", before == (old / "a.db").read_bytes())


def test_reading_postgresql(folder, house):
    url = house.url_of("record")
    house.psql("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN")
    house.psql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", url=url)
    url = url.replace("palier@", "reader@")
    does("a role with SELECT alone: audit verify", folder, "audit", "verify", "--database", url)
    does("a role with SELECT alone: user list", folder, "user", "list", "--database", url)
    code, out, err = run(folder, "doctor", "--format", "json", "--database", url)
    found = {at["id"]: at["state"] for at in json.loads(out or "{}").get("findings", [])}
    verify("a role with SELECT alone: doctor", found.get("audit") == "fine", out + err)
    code, out, err = run(folder, "backup", "pg.db", "--database", url)
    verify("a role with SELECT alone: backup", code == 0 and "does not know of it" in err,
           f"{code} {out} {err}")
    does("a role with SELECT alone: its drill", folder, "restore", "pg.db", "--check")
    code, out, err = run(folder, "audit", "anchor", "--database", url)
    verify("a role with SELECT alone: no anchor", code == 1, f"{code} {out} {err}")


COVERED = "settings|persons|grants|sessions|tokens|links|documents|versions|files|acts|facts|scores|anchors"
# What changes with each visit is not covered, nor what the chain itself says of a score; and sessions and
# links end by themselves.
UNCOVERED = re.compile(r"UPDATE (persons|sessions) SET seen_at = \$2 WHERE|"
                       r"UPDATE tokens SET used_at = \$2 WHERE|UPDATE scores SET entry = \$2 WHERE|"
                       r"DELETE FROM (sessions|links) WHERE")


def test_writers_note():
    """Every function of the store that writes a covered table notes the row."""
    writes = re.compile(rf"(INSERT INTO|UPDATE|DELETE FROM) ({COVERED})\b")
    seen = 0
    for path in sorted((ROOT / "src" / "store").glob("*.c")):
        if path.name in ("migrations.c", "copy.c"):
            continue
        for function in path.read_text().split("\n}\n"):
            if writes.search(UNCOVERED.sub("", function)):
                seen += 1
                name = re.search(r"(pal_\w+|\w+)\([^;{]*\)\n\{", function)
                verify(f"{path.name}: {name[1] if name else function[:80]} notes what it writes",
                       re.search(r"pal_cover_note|note_version|remove_noted|\bnote(_act|_fact)?\(db, ", function))
    verify("writers were found", seen >= 15, seen)


def test_nothing_there(parent):
    """Only what fills a house makes one."""
    folder = parent / "nothing"
    folder.mkdir()
    for words in (["backup", "b.db"], ["export", "out"], ["user", "list"],
                  ["user", "add", "a@example.org", "A"], ["audit", "verify"], ["audit", "anchor"],
                  ["migrate"], ["migrate", "--dry-run"], ["copy", "typo.db", "to.db"]):
        where = [] if words[0] == "copy" else ["--database", "typo.db"]
        refuses(f"no database: {' '.join(words)}", folder, "there is no database at", *words,
                *where)
        verify(f"no database: {' '.join(words)} makes nothing", not list(folder.iterdir()),
               list(folder.iterdir()))
    for words in (["init", "no-address", "A"], ["import", "nothing.yaml"], ["restore", "nothing.db"]):
        code, _, err = run(folder, *words, "--database", "new.db")
        verify(f"{words[0]} that fails makes nothing", code == 1 and not list(folder.iterdir()), err)
    (folder / "empty.db").write_bytes(b"")
    refuses("an empty file is no database", folder, "there is no database of palier", "backup",
            "b.db", "--database", "empty.db")
    refuses("an empty file is no database to write", folder, "there is no database of palier",
            "user", "add", "a@example.org", "A", "--database", "empty.db")


def test_nightly(parent, folder):
    """A bad new backup costs no good one."""
    place = parent / "nightly"
    place.mkdir()
    good = [place / f"palier-2025-01-{day:02}T000000Z.db" for day in range(1, 12)]
    for path in good:
        shutil.copy(folder / "a.db", path)
        os.utime(path, (1735700000, 1735700000))
    script = ["sh", str(ROOT / "packaging" / "nightly-backup")]
    env = {"PATH": os.environ["PATH"], "PALIER_BACKUP_FOLDER": str(place), "TMPDIR": str(parent),
           "PALIER_PROGRAM": PALIER, "HOME": str(parent)}
    env.update({k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k})
    def night(database):
        return subprocess.run(script, env=dict(env, PALIER_DATABASE=str(database)), timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE).returncode
    verify("nightly: a mistyped database fails", night(parent / "typo.db") != 0)
    verify("nightly: all good backups stay", all(path.exists() for path in good))
    empty = parent / "empty-house.db"
    shutil.copy(folder / "a.db", empty)
    sql_of(empty, *[f"DELETE FROM {table}" for table in
                    ("audit", "anchors", "scores", "heads", "facts", "acts", "deliveries", "hours", "files", "versions",
                     "documents", "links", "tokens", "sessions", "grants", "persons", "settings")],
           "UPDATE audit_head SET number = 0, hash = ''")
    verify("nightly: an empty house fails", night(empty) != 0)
    verify("nightly: all good backups stay then", all(path.exists() for path in good))
    shutil.copy(folder / "a.db", parent / "night.db")
    verify("nightly: a good one", night(parent / "night.db") == 0)
    left = [path for path in good if path.exists()]
    verify("nightly: of the old ones, seven stay", len(left) == 7, left)
    refuses("nothing is no backup", parent, "nothing to back up", "backup", "nothing-in-it.db",
            "--database", empty)
    db = sqlite3.connect(empty)
    db.execute("VACUUM INTO ?", (str(parent / "nothing-in-it.db"),))
    db.close()
    refuses("a drill fails an empty house", parent, "no person and no document", "restore",
            "nothing-in-it.db", "--check")


def main():
    with tempfile.TemporaryDirectory() as name:
        parent = pathlib.Path(name)
        parent.chmod(0o755)
        folder = parent / "house"
        folder.mkdir()
        anchor = make_house(folder)
        test_manipulations(folder, Sqlite(folder), anchor)
        test_strange_keys(folder)
        test_by_hand(folder)
        test_rewritten_chain(folder, anchor)
        if POSTGRESQL:
            house = Postgresql(folder)
            test_manipulations(folder, house, anchor)
            test_reading_postgresql(folder, house)
        test_reading(parent, folder)
        test_reading_beside_a_server(parent, folder)
        test_writers_note()
        test_nothing_there(parent)
        test_nightly(parent, folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
