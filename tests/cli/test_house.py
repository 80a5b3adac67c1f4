#!/usr/bin/env python3
"""What whoever runs the server does, from outside: accounts, the audit chain, exports, backups,
moves between databases, the doctor. The real program on a real SQLite, and on PostgreSQL where
PALIER_TEST_POSTGRESQL is the URL of a superuser (tests/store/with_postgresql.sh sets it).

usage: test_house.py PALIER
"""
import filecmp
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import chain

ROOT = pathlib.Path(__file__).resolve().parents[2]
PALIER = os.path.abspath(sys.argv[1])
POSTGRESQL = os.environ.get("PALIER_TEST_POSTGRESQL")
EXAMPLES = ROOT / "examples"

passed = failed = 0


def verify(name, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {name} {detail}")


def environment(folder):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder)}
    env.update({k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k})
    return env


def run(folder, *words):
    result = subprocess.run([PALIER, *map(str, words)], cwd=folder, env=environment(folder),
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def does(name, folder, *words, says=""):
    code, out, err = run(folder, *words)
    verify(name, code == 0 and says in out, f"status {code}: {out} {err}")
    return out


def refuses(name, folder, sentence, *words, status=1):
    code, out, err = run(folder, *words)
    verify(name, code == status and sentence in err, f"status {code}: {out} {err}")


PROJECT = """palier: project/1
id: museum
title: Museum of the sea
profile: level-3
candidates:
  - provider: north
"""
OTHER = "palier: project/1\nid: archive\ntitle: Archive\n"
PROVIDER = "palier: provider/1\nid: {0}\ntitle: {0} hosting\n"


def rows(database, sql, *values):
    db = sqlite3.connect(database)
    with db:
        out = db.execute(sql, values).fetchall()
    db.close()
    return out


def person_id(folder, email):
    _, out, _ = run(folder, "user", "list", "--database", "a.db")
    return next(line.split()[0] for line in out.splitlines() if email in line)


def fill(folder):
    """A database with two projects, a library, people, facts and files."""
    write = lambda name, text: (folder / name).write_text(text)
    write("museum.yaml", PROJECT)
    write("archive.yaml", OTHER)
    write("north.yaml", PROVIDER.format("north"))
    write("south.yaml", PROVIDER.format("south"))
    database = ["--database", "a.db"]
    out = does("init", folder, "init", "anne@example.org", "Anne Expert", *database, says="/link/")
    verify("init names the database", "a.db" in out)
    refuses("init only once", folder, "palier user add", "init", "b@example.org", "B", *database)
    does("import of files", folder, "import", "museum.yaml", "archive.yaml", "north.yaml",
         "south.yaml", *database, says="4 documents")
    does("import into a project", folder, "import", EXAMPLES / "north-2025.yaml",
         EXAMPLES / "museum-profile.yaml", EXAMPLES / "example-2003.yaml", "--project", "museum",
         *database, says="3 documents")
    refuses("user add on no project", folder, "there is no project \"muesum\"", "user", "add",
            "paul@example.org", "Paul Manager", "administrator", "expert:muesum", *database)
    refuses("user add with no role", folder, "there is no role", "user", "add",
            "paul@example.org", "Paul Manager", "manager", *database)
    _, listed, _ = run(folder, "user", *database)
    verify("adds nobody", "paul@" not in listed, listed)
    does("user add", folder, "user", "add", "paul@example.org", "Paul Manager", "administrator",
         "project_manager:museum", *database, says="/link/")
    does("user list", folder, "user", *database, says="project_manager:museum")
    anne = person_id(folder, "anne@")
    content = b"%PDF-1.4 \0\xff binary"
    db = sqlite3.connect(folder / "a.db")
    with db:
        db.execute("INSERT INTO files VALUES ('f1','museum','Contract','contract','c.pdf',"
                   "'application/pdf',?,?,?,1700000000,?,NULL,NULL,'','')",
                   (len(content), hashlib.sha256(content).hexdigest(), content, anne))
        db.execute("INSERT INTO hours VALUES ('h1','museum','north-2025','visit',?,90,"
                   "'2026-01-02','talk',1700000000,NULL,'')", (anne,))
        db.execute("INSERT INTO hours VALUES ('h2','archive','','visit',?,60,'2026-01-03','',"
                   "1700000001,NULL,'')", (anne,))
        db.execute("INSERT INTO deliveries VALUES ('d1','museum','','report','2026-02-01',NULL,?,"
                   "1700000000,NULL,'')", (anne,))
        db.execute("UPDATE documents SET changed_by = ? WHERE id = 'north-2025'", (anne,))
        db.execute("UPDATE documents SET removed_at = 1700000000 WHERE id = 'south'")
    db.close()
    refuses("rows that were written by hand are found", folder, "3 rows are not what the chain says",
            "audit", "verify", *database)
    chain.as_before(folder / "a.db")
    refuses("an older schema is told", folder, "palier migrate", "audit", "verify", *database)
    does("a database of before", folder, "migrate", *database, says="covers")
    verify("its rows are adopted", rows(folder / "a.db", "SELECT COUNT(*) FROM audit WHERE verb ="
                                        " 'adopt'") == [(1,)])
    verify("its hours and deliveries are facts", rows(folder / "a.db", "SELECT COUNT(*) FROM audit WHERE verb ="
                                                      " 'upgrade' AND object LIKE 'act/%'") == [(3,)])


def same_tree(one, other):
    result = subprocess.run(["diff", "-r", str(one), str(other)], stdout=subprocess.PIPE)
    return result.returncode == 0, result.stdout.decode()[:2000]


def test_tables(folder):
    """Every table of the schema, and every column, is one that copies know."""
    source = (ROOT / "src" / "store" / "copy.c").read_text()
    for name, in rows(folder / "a.db", "SELECT name FROM sqlite_master WHERE type = 'table'"
                      " AND name <> 'schema_steps' AND name NOT LIKE 'sqlite_%'"):
        listed = re.search(rf"{name}_columns\[\] = \{{(.*?)\}};", source, re.S)
        known = set(re.findall(r'"(\w+)"', listed.group(1))) if listed else set()
        there = {row[1] for row in rows(folder / "a.db", f"PRAGMA table_info({name})")}
        verify(f"copies know {name}", known == there, f"{known ^ there}")


def test_audit(folder):
    def tampered(name, *changes, sentence="", anchor=()):
        shutil.copy(folder / "a.db", folder / "t.db")
        db = sqlite3.connect(folder / "t.db")
        with db:
            for change in changes:
                db.execute(change)
        db.close()
        refuses(f"audit: {name}", folder, sentence, "audit", "verify", *anchor, "--database",
                "t.db")

    does("audit verify", folder, "audit", "verify", "--database", "a.db", says="entries hold")
    tampered("a field changed", "UPDATE audit SET verb = 'change' WHERE number = 3",
             sentence="entry 3")
    tampered("an entry removed", "DELETE FROM audit WHERE number = 4", sentence="entry 4")
    tampered("two entries reordered", "UPDATE audit SET number = -5 WHERE number = 5",
             "UPDATE audit SET number = 5 WHERE number = 6",
             "UPDATE audit SET number = 6 WHERE number = -5", sentence="entry 5")
    tampered("the tail cut", "DELETE FROM audit WHERE number > 5", sentence="cut")
    out = does("audit anchor", folder, "audit", "anchor", "--database", "a.db")
    anchor = out.split()
    cut = ["DELETE FROM audit WHERE number > 5",
           "UPDATE audit_head SET number = 5, hash = (SELECT hash FROM audit WHERE number = 5)"]
    tampered("the tail and the head cut behind an anchor", *cut, sentence="an anchor stands behind")
    tampered("the anchors cut, too", *cut, "DELETE FROM anchors", anchor=anchor,
             sentence="the entry that was given is gone")
    for given in (anchor[:1], ["x", anchor[1]], ["1e3", anchor[1]], ["-1", anchor[1]], ["+1", anchor[1]],
                  [anchor[0], anchor[1][:-1]], anchor[::-1]):
        code, out, err = run(folder, "audit", "verify", *given, "--database", "a.db")
        verify(f"audit verify {given}: no anchor", code == 64 and "an anchor is a number and a hash" in err
               or code == 64 and "-1" in given, f"{code} {out} {err}")
    for option, value in (("listen", "127.0.0.1:+80"), ("listen", "127.0.0.1: 80"), ("listen", "127.0.0.1:1e3"),
                          ("bodies", "+64"), ("bodies", "64.5"), ("bodies", "19")):
        code, out, err = run(folder, "serve", f"--{option}", value, "--database", "a.db")
        verify(f"serve --{option} {value}: refused", code == 64 and value.split(":")[-1] in err, f"{code} {err}")
    does("audit verify with an anchor", folder, "audit", "verify", *anchor, "--database", "a.db",
         says="1 anchors agree")


def test_export(folder):
    out = does("export", folder, "export", "one", "--database", "a.db", says="7 documents")
    verify("export: its mode", (folder / "one").stat().st_mode & 0o077 == 0
           and (folder / "one" / "persons.json").stat().st_mode & 0o077 == 0, out)
    verify("export: the text byte for byte",
           filecmp.cmp(EXAMPLES / "north-2025.yaml", folder / "one/assessment/north-2025.yaml"))
    does("export: the list is a document", folder, "check", "one/export.yaml")
    does("import into a new database", folder, "import", "one", "--with-grants", "--database", "b.db",
         says="7 documents and 10 rows came in")
    does("export again", folder, "export", "two", "--database", "b.db")
    verify("export, import, export: the same bytes", *same_tree(folder / "one", folder / "two"))
    does("import twice changes nothing", folder, "import", "one", "--with-grants", "--database", "b.db",
         says="0 documents and 0 rows came in, 17 were here already")
    verify("import computes scores", rows(folder / "b.db", "SELECT COUNT(*) FROM scores") == [(2,)])
    verify("import stands in the audit", rows(
        folder / "b.db", "SELECT COUNT(*) FROM audit WHERE verb = 'add'") == [(7,)])
    does("the chain of a new database", folder, "audit", "verify", "--database", "b.db")
    refuses("export into a folder that is there", folder, "not an empty folder", "export", "one",
            "--database", "a.db")
    code, _, err = run(folder, "user", "list", "--database", "b.db")
    verify("import brings people", code == 0, err)
    verify("import brings no password", rows(
        folder / "b.db", "SELECT COUNT(*) FROM persons WHERE password IS NOT NULL") == [(0,)])

    # Something else under the same id: a sentence, and all else comes in.
    (folder / "museum.yaml").write_text(PROJECT.replace("of the sea", "of the air"))
    (folder / "new.yaml").write_text(PROVIDER.format("east"))
    code, out, err = run(folder, "import", "museum.yaml", "new.yaml", "--database", "b.db")
    verify("import: another text is refused", code == 1 and "another project museum" in err
           and "1 documents" in out and "1 were refused" in out, f"{code} {out} {err}")
    verify("import: nothing of it was written", rows(
        folder / "b.db", "SELECT version FROM documents WHERE id = 'museum'") == [(1,)])
    refuses("import: what is not valid", folder, "it was not imported", "import",
            EXAMPLES / "../LICENSE", "--database", "b.db")
    refuses("import: no such file", folder, "nothing was imported", "import", "none.yaml",
            "--database", "b.db")
    refuses("import: a file that was changed", folder, "not the file that was exported",
            "import", changed_copy(folder, "assessment/north-2025.yaml"), "--database", "c.db")
    verify("import: all or nothing", not (folder / "c.db").exists())
    refuses("import: a table that was changed", folder, "not the file that was exported",
            "import", changed_copy(folder, "acts.json"), "--database", "c.db")
    refuses("import: a content that was changed", folder, "not the one that was exported",
            "import", changed_copy(folder, "files/f1"), "--database", "c.db")
    leads_out = (folder / "one/export.yaml").read_text().replace("id: museum", "id: ../x")
    shutil.copytree(folder / "one", folder / "out")
    (folder / "out/export.yaml").write_text(leads_out)
    refuses("import: a path out of the folder", folder, "nothing was imported", "import", "out",
            "--database", "c.db")


def changed_copy(folder, name):
    copy = folder / ("changed-" + name.replace("/", "-"))
    shutil.copytree(folder / "one", copy)
    (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
    return copy


def test_export_of_a_project(folder):
    does("export of a project", folder, "export", "museum", "--project", "museum", "--database",
         "a.db")
    there = {str(p.relative_to(folder / "museum")) for p in (folder / "museum").rglob("*")
             if p.is_file()}
    verify("export of a project: what is in it", there == {
        "export.yaml", "assessment/north-2025.yaml", "assessment/example-2003.yaml",
        "profile/museum-site.yaml", "project/museum.yaml", "provider/north.yaml", "persons.json",
        "grants.json", "acts.json", "files.json", "files/f1"}, there)
    people = json.loads((folder / "museum/persons.json").read_text())
    verify("export of a project: its people alone", [p["name"] for p in people]
           == ["Paul Manager"], people)
    refuses("export of no project", folder, "there is no project", "export", "x", "--project",
            "x", "--database", "a.db")

    (folder / "flow.yaml").write_text('{"palier": "assessment/1", "id": "flow", "title": "Flow", '
                                      '"model": "sse-cmm-2.0", "provider": "North", "project": '
                                      '"museum", "date": "2026-01-01", "assessors": '
                                      '["C. Martin"], "ratings": {"PA01": "level 1"}}\n')
    does("import of a document in one line", folder, "import", "flow.yaml", "--project", "museum",
         "--database", "a.db")
    does("export without persons", folder, "export", "nobody", "--without-persons", "--database",
         "a.db")
    text = "".join(p.read_text("latin-1") for p in (folder / "nobody").rglob("*") if p.is_file())
    known = ["Anne", "Paul", "anne@", "paul@", "C. Martin", "A. Expert",
             person_id(folder, "anne@"), person_id(folder, "paul@")]
    verify("export without persons: no name", not [n for n in known if n in text],
           [n for n in known if n in text])
    does("import of it", folder, "import", "nobody", "--database", "d.db")
    does("export of that", folder, "export", "nobody2", "--without-persons", "--database", "d.db")
    verify("without persons: the same bytes", *same_tree(folder / "nobody", folder / "nobody2"))


class Server:
    """palier serve, as long as the block lasts."""

    def __init__(self, folder, database):
        self.process = subprocess.Popen(
            [PALIER, "serve", "--listen", "127.0.0.1:0", "--log", "none", "--database", database],
            cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(re.search(rb":(\d+)/", self.process.stdout.readline()).group(1))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()

    def health(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
        connection.close()
        return status


def write_pairs(path, stop, count):
    """Pairs that are equal in each state of the database, as fast as they go."""
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    while not stop.is_set():
        count[0] += 1
        db.execute("BEGIN IMMEDIATE")
        for key in ("a", "b"):
            db.execute("INSERT INTO attempts VALUES (?, ?, 0) ON CONFLICT (key) DO UPDATE SET"
                       " level = excluded.level", (key, count[0]))
        db.execute("COMMIT")
        time.sleep(0.0005)
    db.execute("DELETE FROM attempts WHERE key IN ('a', 'b')")
    db.close()


def test_backup(folder):
    stop, count = threading.Event(), [0]
    with Server(folder, "a.db") as server:
        writer = threading.Thread(target=write_pairs, args=(folder / "a.db", stop, count))
        writer.start()
        for i in range(5):
            name = f"backup-{i}.db"
            before = count[0]
            while count[0] < before + 3:
                time.sleep(0.005)
            out = does(f"backup {i} while others write", folder, "backup", name, "--database",
                       "a.db")
            verify(f"backup {i}: its hash",
                   out.split()[0] == hashlib.sha256((folder / name).read_bytes()).hexdigest())
            verify(f"backup {i}: its mode", (folder / name).stat().st_mode & 0o777 == 0o600)
            pair = rows(folder / name, "SELECT level FROM attempts WHERE key IN ('a', 'b')")
            verify(f"backup {i}: one state", len(pair) == 2 and pair[0] == pair[1], pair)
        verify("the server goes on", server.health() == 200)
        stop.set()
        writer.join()
    does("restore --check", folder, "restore", "backup-4.db", "--check", says="The backup holds")
    verify("no scratch is left", not list(folder.glob("palier-*")))
    verify("no part is left", not list(folder.glob("backup-*.db.*")), list(folder.glob("backup-*")))
    refuses("a backup never replaces another", folder, "is there already", "backup",
            "backup-4.db", "--database", "a.db")
    refuses("a backup into no folder", folder, "cannot be made", "backup", "none/b.db",
            "--database", "a.db")
    does("the chain goes on", folder, "audit", "verify", "--database", "a.db")


def test_restore(folder):
    before = (folder / "backup-4.db").read_bytes()
    does("restore into a new database", folder, "restore", "backup-4.db", "--database", "r.db",
         says="Restored")
    does("restore: the chain holds", folder, "audit", "verify", "--database", "r.db")
    verify("restore: the chain says so", rows(
        folder / "r.db", "SELECT verb FROM audit ORDER BY number DESC LIMIT 1")
        == [("restore-backup",)])
    does("restore: the export", folder, "export", "restored", "--database", "r.db")
    does("export of the source", folder, "export", "source", "--database", "a.db")
    verify("restore: the same content", *same_tree(folder / "source", folder / "restored"))
    refuses("restore over content", folder, "--replace", "restore", "backup-4.db", "--database",
            "r.db")
    with Server(folder, "r.db") as server:
        does("restore --replace, while the server runs", folder, "restore", "backup-4.db",
             "--replace", "--database", "r.db", says="Restored")
        verify("the server goes on after a restore", server.health() == 200)
    verify("the backup is as it was", before == (folder / "backup-4.db").read_bytes())

    def spoiled(name, sentence, *changes):
        shutil.copy(folder / "backup-4.db", folder / "s.db")
        db = sqlite3.connect(folder / "s.db")
        with db:
            for change in changes:
                db.execute(change)
        db.close()
        refuses(f"restore --check: {name}", folder, sentence, "restore", "s.db", "--check")
        refuses(f"restore: {name}", folder, "nothing was changed", "restore", "s.db", "--replace",
                "--database", "r.db")

    spoiled("a text that was changed", "versions project/museum/1: its content is not the one that entry",
            "UPDATE versions SET text = text || '#' WHERE id = 'museum'")
    spoiled("an entry of the audit", "audit entry 2",
            "UPDATE audit SET source = 'x' WHERE number = 2")
    spoiled("a reference", "refers to one that is not there",
            "DELETE FROM persons WHERE email = 'paul@example.org'")
    does("restore: a bad one changed nothing", folder, "audit", "verify", "--database", "r.db")
    pages = bytearray(before)
    pages[20000:24000] = os.urandom(4000)
    (folder / "p.db").write_bytes(pages)
    code, _, err = run(folder, "restore", "p.db", "--check")
    verify("restore --check: spoiled pages", code == 1 and err, f"{code} {err}")
    (folder / "cut.db").write_bytes(before[: len(before) // 2])
    code, _, err = run(folder, "restore", "cut.db", "--check")
    verify("restore --check: half a file", code == 1 and err, f"{code} {err}")
    (folder / "text.db").write_text("no database at all, but long enough to be looked at" * 20)
    refuses("restore --check: no database", folder, "no backup of palier", "restore", "text.db",
            "--check")
    (folder / "empty.db").write_bytes(b"")
    refuses("restore --check: an empty file", folder, "no backup of palier", "restore", "empty.db",
            "--check")
    refuses("restore --check: no file", folder, "cannot be read", "restore", "none.db", "--check")


def test_copy(folder, there):
    does("copy", folder, "copy", "a.db", there, says="held against it row by row")
    does("copy: the chain", folder, "audit", "verify", "--database", there)
    refuses("copy over content", folder, "--replace", "copy", "a.db", there)
    does("copy --replace", folder, "copy", "a.db", there, "--replace")
    does("copy back", folder, "copy", there, "back.db")
    dump = lambda name: [(t, sorted(map(repr, rows(folder / name, f"SELECT * FROM {t}"))))
                         for t, in rows(folder / name, "SELECT name FROM sqlite_master WHERE"
                                        " type = 'table' AND name NOT LIKE 'sqlite_%'"
                                        " AND name <> 'schema_steps' ORDER BY name")]
    verify("copy back: every row of every table", dump("a.db") == dump("back.db"))
    does("copy: an export from there", folder, "export", "from-there", "--database", there)
    does("copy: an export from here", folder, "export", "from-here", "--database", "a.db")
    verify("copy: the same bytes", *same_tree(folder / "from-here", folder / "from-there"))
    does("copy: a backup from there", folder, "backup", "there.db", "--database", there)
    does("copy: its drill", folder, "restore", "there.db", "--check", says="The backup holds")
    does("copy: it is restored there", folder, "restore", "there.db", "--replace", "--database",
         there, says="Restored")
    code, out, err = run(folder, "doctor", "--database", there)
    verify("doctor there", "the database answers" in out and "the audit holds" in out, out + err)
    for name in ("from-there", "from-here"):
        shutil.rmtree(folder / name)
    for name in ("there.db", "back.db"):
        (folder / name).unlink()


def test_copy_refusals(folder):
    refuses("copy from nowhere", folder, "there is no database at", "copy", "none.db", "e.db")
    verify("copy from nowhere makes nothing", not (folder / "e.db").exists())
    refuses("copy onto itself", folder, "the same database", "copy", "a.db", "a.db", status=64)
    refuses("copy to a server that is away", folder, "the database is away", "copy", "a.db",
            "postgresql://palier:secret@127.0.0.1:1/palier")


def findings(folder, *words):
    code, out, err = run(folder, "doctor", "--format", "json", *words)
    try:
        return code, {f["id"]: f for f in json.loads(out)["findings"]}
    except ValueError:
        return code, {"unreadable": {"state": out + err}}


def certificate(folder, name, days):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", str(days), "-subj",
                    "/CN=palier.example", "-keyout", f"{name}.key", "-out", f"{name}.pem"],
                   cwd=folder, check=True, stderr=subprocess.DEVNULL)
    (folder / f"{name}.key").chmod(0o600)


def test_doctor(folder):
    here = ["--database", "a.db"]

    def must(name, which, *words, code=1):
        status, found = findings(folder, *words)
        state = found.get(which, {"state": "not there"})
        verify(f"doctor: {name}", status == code and state["state"] == "must"
               and state.get("todo"), f"status {status}: {found}")

    (folder / "a.db").chmod(0o600)
    folder.chmod(0o700)
    status, found = findings(folder, *here)
    verify("doctor: all is well", status == 0
           and all(f["state"] == "fine" for f in found.values()), f"status {status}: {found}")
    verify("doctor as text", "fine" in run(folder, "doctor", *here)[1])
    (folder / "a.db").chmod(0o644)
    must("a file that others may read", "file-mode", *here)
    (folder / "a.db").chmod(0o600)
    folder.chmod(0o777)
    must("a folder that others may write in", "folder-mode", *here)
    folder.chmod(0o700)
    must("no database", "database", "--database", "nothing.db")
    verify("doctor makes no database", not (folder / "nothing.db").exists())
    (folder / "garbage.db").write_text("garbage, and more of it" * 100)
    (folder / "garbage.db").chmod(0o600)
    must("no database file", "database", "--database", "garbage.db")
    must("a server that is away", "database", "--database", "postgresql://x@127.0.0.1:1/x")

    def spoiled(name, which, *changes):
        shutil.copy(folder / "a.db", folder / "x.db")
        db = sqlite3.connect(folder / "x.db")
        with db:
            for change in changes:
                db.execute(change)
        db.close()
        must(name, which, "--database", "x.db")
        return findings(folder, "--database", "x.db")[1]

    spoiled("an old schema", "schema", "DELETE FROM schema_steps WHERE number > 1")
    spoiled("a newer schema", "schema", "INSERT INTO schema_steps VALUES (999, 'later', 1)")
    spoiled("an audit entry", "audit", "UPDATE audit SET verb = 'x' WHERE number = 2")
    found = spoiled("a text", "audit", "UPDATE versions SET text = text || ' ' WHERE id = 'museum'")
    verify("doctor: a text is told once", found["content"]["state"] == "fine"
           and "versions project/museum/1: its content is not" in found["audit"]["found"], found)
    found = spoiled("a reference", "content", "DELETE FROM persons WHERE email LIKE 'paul%'")
    verify("doctor: what the chain says stands for itself", "is gone" in found["audit"]["found"]
           and "refers to one" in found["content"]["found"], found)
    spoiled("no backup", "backup", "DELETE FROM settings")
    spoiled("an old backup", "backup", "UPDATE settings SET value = '1700000000'")
    spoiled("no administrator", "administrators", "DELETE FROM grants")
    spoiled("a clock that is behind", "clock", "UPDATE audit SET at = 9999999999 WHERE number ="
            " (SELECT MAX(number) FROM audit)")
    rows(folder / "x.db", "DELETE FROM schema_steps")
    shutil.copy(folder / "a.db", folder / "x.db")
    does("withdraw", folder, "user", "withdraw", "paul@example.org", "administrator", "--database",
         "x.db")
    status, found = findings(folder, "--database", "x.db")
    verify("doctor: one administrator is advice", status == 0
           and found["administrators"]["state"] == "advice", found)

    certificate(folder, "good", 365)
    certificate(folder, "late", 10)
    tls = lambda cert, key: ["--certificate", f"{cert}.pem", "--key", f"{key}.key", *here]
    status, found = findings(folder, *tls("good", "good"))
    verify("doctor: a certificate", status == 0 and found["certificate"]["state"] == "fine"
           and found["key-mode"]["state"] == "fine", found)
    must("a certificate that ends soon", "certificate", *tls("late", "late"))
    must("a key of another certificate", "certificate", *tls("good", "late"))
    must("no certificate", "certificate", *tls("none", "good"))
    (folder / "good.key").chmod(0o644)
    must("a key that others may read", "key-mode", *tls("good", "good"))


def test_migrate(folder):
    refuses("migrate makes no database", folder, "there is no database", "migrate", "--database",
            "m.db")
    shutil.copy(folder / "a.db", folder / "m.db")
    chain.as_before(folder / "m.db")
    before = (folder / "m.db").read_bytes()
    out = does("migrate --dry-run", folder, "migrate", "--dry-run", "--database", "m.db",
               says="missing: step")
    verify("migrate --dry-run changes nothing", before == (folder / "m.db").read_bytes())
    steps = out.count("missing:")
    does("migrate", folder, "migrate", "--database", "m.db", says="done: step")
    out = does("migrate again", folder, "migrate", "--database", "m.db", says="The schema is")
    verify("migrate: nothing is left to do", "done:" not in out and steps > 0, out)


def test_adoption(folder):
    """Rows of before are adopted once, also where the program ended in between; never those of a
    database whose entries covered rows."""
    def adoptions(name):
        return rows(folder / name, "SELECT COUNT(*) FROM audit WHERE verb = 'adopt'")[0][0]

    shutil.copy(folder / "a.db", folder / "i.db")
    chain.interrupted(folder / "i.db")
    refuses("an upgrade that ended early covers nothing", folder, "not what the chain says", "audit", "verify",
            "--database", "i.db")
    with Server(folder, "i.db"):
        verify("the next start adopts", adoptions("i.db") == 1, adoptions("i.db"))
    does("and the rows hold", folder, "audit", "verify", "--database", "i.db", says="entries hold")
    with Server(folder, "i.db"):
        verify("once", adoptions("i.db") == 1, adoptions("i.db"))
    shutil.copy(folder / "a.db", folder / "i.db")
    chain.interrupted(folder / "i.db")
    does("migrate adopts, too", folder, "migrate", "--database", "i.db")
    does("and all holds", folder, "audit", "verify", "--database", "i.db", says="entries hold")

    does("a house that was never of before", folder, "import", "one", "--with-grants", "--database", "n.db")
    for name in ("a.db", "n.db"):
        shutil.copy(folder / name, folder / "e.db")
        chain.emptied(folder / "e.db")
        rows(folder / "e.db", "UPDATE versions SET text = text || '#' WHERE id = 'museum'")
        before = adoptions("e.db")
        with Server(folder, "e.db"):
            pass
        does(f"{name}, emptied by hand: migrate", folder, "migrate", "--database", "e.db")
        verify(f"{name}, emptied by hand: nothing is adopted", adoptions("e.db") == before, adoptions("e.db"))
        refuses(f"{name}, emptied by hand: is found", folder, "not what the chain says", "audit", "verify",
                "--database", "e.db")
    rows(folder / "e.db", "UPDATE schema_steps SET at = (SELECT MAX(at) + 60 FROM audit)")
    rows(folder / "e.db", "UPDATE audit SET verb = 'covers' WHERE number = 2")
    chain.emptied(folder / "e.db")
    with Server(folder, "e.db"):
        verify("nor where an entry tells that there were covers", adoptions("e.db") == 0)


def test_old_backup(folder):
    """Scores of a backup of an older schema are computed again where it is put back."""
    names = [row[1] for row in rows(folder / "a.db", "PRAGMA table_info(scores)") if row[1] != "entry"]
    scores = f"SELECT {', '.join(names)} FROM scores ORDER BY id"
    shutil.copy(folder / "a.db", folder / "old.db")
    rows(folder / "old.db", "UPDATE scores SET achieved = 1, demanded = NULL, not_rated = NULL,"
                            " gap_not_rated = NULL, not_applicable = NULL")
    chain.as_before(folder / "old.db")
    does("a backup of an older schema", folder, "backup", "old-backup.db", "--database", "old.db")
    does("its drill", folder, "restore", "old-backup.db", "--check", says="The backup holds")
    does("it is restored", folder, "restore", "old-backup.db", "--database", "young.db", says="Restored")
    verify("its scores are computed again", rows(folder / "young.db", scores) == rows(folder / "a.db", scores))
    entries = rows(folder / "young.db", "SELECT entry, (SELECT MIN(number) FROM audit WHERE object = 'assessment/' ||"
                                        " scores.id) FROM scores")
    verify("and stand where its chain tells of them", len(entries) > 0 and all(a == b for a, b in entries), entries)
    does("and the chain covers them", folder, "audit", "verify", "--database", "young.db", says="entries hold")


def new_postgresql():
    """An empty database on the server that was given, with texts sorted as no byte order is."""
    subprocess.run(["psql", "-q", POSTGRESQL, "-c", "DROP DATABASE IF EXISTS house"], check=True,
                   stderr=subprocess.DEVNULL)
    subprocess.run(["psql", "-q", POSTGRESQL, "-c", "CREATE DATABASE house TEMPLATE template0"
                    " LOCALE_PROVIDER icu ICU_LOCALE 'fr'"], check=True)
    return re.sub(r"/[^/?]*(\?|$)", r"/house\1", POSTGRESQL)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        fill(folder)
        test_tables(folder)
        test_audit(folder)
        test_export(folder)
        test_export_of_a_project(folder)
        test_backup(folder)
        test_restore(folder)
        test_copy(folder, "copied.db")
        test_copy_refusals(folder)
        if POSTGRESQL:
            test_copy(folder, new_postgresql())
        test_doctor(folder)
        test_migrate(folder)
        test_adoption(folder)
        test_old_backup(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
