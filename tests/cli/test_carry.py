#!/usr/bin/env python3
"""What an import takes and what it does not, from outside: exports that were changed by hand come in
by the checks of the forms, or not at all. On SQLite, and on PostgreSQL where
PALIER_TEST_POSTGRESQL is the URL of a superuser (tests/store/with_postgresql.sh sets it).

usage: test_carry.py PALIER
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
import threading
import time

import test_house as house
from test_house import does, refuses, run, verify

HUGE = 2**63 - 1


class Export:
    """A copy of the folder `one`, changed and signed again as its list has it."""

    def __init__(self, folder, name, base="one"):
        self.path = folder / name
        self.name = name
        shutil.copytree(folder / base, self.path)

    def sign(self, name, rows=None):
        """Puts the hash (and the number of rows) of a file into the list."""
        text = (self.path / "export.yaml").read_text()
        digest = hashlib.sha256((self.path / name).read_bytes()).hexdigest()
        if name.endswith(".json"):
            part = re.compile(rf"(name: {name[:-5]}\n\s+rows: )\d+(\n\s+sha256: )\S+")
            text, count = part.subn(rf"\g<1>{rows}\g<2>{digest}", text)
        else:
            kind, ident = name.removesuffix(".yaml").split("/")
            part = re.compile(rf"(kind: {kind}\n\s+id: {ident}\n(?:\s+project: \S+\n)?"
                              rf"\s+version: \d+\n\s+sha256: )\S+")
            text, count = part.subn(rf"\g<1>{digest}", text)
        assert count == 1, (name, count, text)
        (self.path / "export.yaml").write_text(text)

    def rows(self, table, change):
        """Changes the rows of a table; `change` takes the list."""
        path = self.path / f"{table}.json"
        rows = json.loads(path.read_text())
        change(rows)
        path.write_text(json.dumps(rows, indent=1))
        self.sign(f"{table}.json", len(rows))
        return self

    def set(self, table, number, **values):
        def change(rows):
            rows[number].update(values)
            for key in [k for k, v in values.items() if v is None]:
                del rows[number][key]
        return self.rows(table, change)

    def list(self, change):
        path = self.path / "export.yaml"
        path.write_text(change(path.read_text()))
        return self


def older(folder):
    """The folder `older` says what `one` says as an export/1 did: hours and deliveries in tables, and no acts."""
    rows = {"hours": [], "deliveries": []}
    for act in json.loads((folder / "one/acts.json").read_text()):
        fact, = act["facts"]
        is_of_project = fact["subject_kind"] == "project"
        body = dict(fact["body"])
        if fact["kind"] == "hours":
            body = {"day": body.pop("date"), "note": "", **body}
        rows[{"hours": "hours", "delivery": "deliveries"}[fact["kind"]]].append({
            "id": fact["part"], "assessment": "" if is_of_project else fact["subject"], "project": fact["subject"] if
            is_of_project else "museum", "person": act["principal"].removeprefix("person:"), "at": act["at"], **body})
    path = folder / "older"
    shutil.copytree(folder / "one", path)
    (path / "acts.json").unlink()
    tables = ""
    for name, found in rows.items():
        (path / f"{name}.json").write_text(json.dumps(sorted(found, key=lambda row: row["id"]), indent=1))
        digest = hashlib.sha256((path / f"{name}.json").read_bytes()).hexdigest()
        tables += f"  - name: {name}\n    rows: {len(found)}\n    sha256: \"{digest}\"\n"
    text = (path / "export.yaml").read_text().replace("export/2", "export/1")
    text, count = re.subn(r"  - name: acts\n    rows: 3\n    sha256: \S+\n", tables, text)
    assert count == 1 and len(rows["hours"]) == 2 and len(rows["deliveries"]) == 1, (text, rows)
    (path / "export.yaml").write_text(text)


class Databases:
    """New databases for each case: a file, or a database of the server."""

    def __init__(self, folder, server):
        self.folder, self.server, self.count = folder, server, 0

    def new(self):
        self.count += 1
        if self.server:
            self.url = house.new_postgresql()
            return self.url
        self.url = f"n{self.count}.db"
        return self.url

    def is_bare(self):
        """Nothing came into the database that was new: no file, or no row."""
        if not self.server:
            return not (self.folder / self.url).exists()
        return self.rows("SELECT COUNT(*) FROM documents") == [(0,)] \
            and self.rows("SELECT COUNT(*) FROM persons") == [(0,)]

    def write(self, sql):
        """Writes and does not commit yet: the function that does."""
        if not self.server:
            db = sqlite3.connect(self.folder / self.url, timeout=20, isolation_level=None,
                                 check_same_thread=False)
            db.executescript(f"BEGIN IMMEDIATE; {sql}")
            return lambda: (db.execute("COMMIT"), db.close())
        psql = subprocess.Popen(["psql", "-qAt", self.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        psql.stdin.write(f"BEGIN; UPDATE audit_head SET number = number; {sql} SELECT 'held';\n".encode())
        psql.stdin.flush()
        assert psql.stdout.readline() == b"held\n"
        return lambda: psql.communicate(b"COMMIT;\n")

    def rows(self, sql):
        if not self.server:
            return house.rows(self.folder / self.url, sql)
        out = subprocess.run(["psql", "-qAt", "-F", "|", self.url, "-c", sql], check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        cell = lambda text: int(text) if re.fullmatch(r"-?\d+", text) else text
        return [tuple(map(cell, line.split("|"))) for line in out.splitlines()]


def test_grants(folder, data):
    """Roles are shown, and taken when they are asked for."""
    stranger = house.person_id(folder, "paul@")
    export = Export(folder, "grants").rows("grants", lambda rows: rows.append(
        {"person": stranger, "role": "administrator", "project": "*", "granted_at": 1700000000})
        if not any(r["role"] == "administrator" and r["person"] == stranger for r in rows) else None)
    out = does("grants are left out", folder, "import", export.name, "--database", data.new(),
               says="--with-grants takes them")
    verify("grants are listed", "administrator everywhere for \"paul@example.org\"" in out
           and "project_manager on museum" in out, out)
    verify("nobody has a role", data.rows("SELECT COUNT(*) FROM grants") == [(0,)])
    does("grants are taken with --with-grants", folder, "import", export.name, "--with-grants",
         "--database", data.url)
    verify("they are there", data.rows("SELECT COUNT(*) FROM grants WHERE role = 'administrator'")
           == [(2,)])
    verify("and in the audit as what they are", data.rows(
        "SELECT COUNT(*) FROM audit WHERE verb = 'grant' AND after = 'administrator on *'")
        == [(2,)])
    for name, values, why in (
            ("of no project", {"project": "nowhere"}, "there is no project"),
            ("that there is not", {"role": "emperor"}, "there is no role"),
            ("administrator of a project", {"role": "administrator", "project": "archive"},
             "is held everywhere, never on one project"),
            ("of nobody", {"person": "nobody"}, "there is no such person")):
        export = Export(folder, "grant-" + name.replace(" ", "-")).set("grants", 0, **values)
        refuses(f"a grant {name}", folder, why, "import", export.name, "--with-grants",
                "--database", data.new())


def test_erased(folder, data):
    """Who was erased gets no role, from an export of before."""
    does("erased: the import", folder, "import", "one", "--with-grants", "--database", data.new())
    paul = house.person_id(folder, "paul@")
    does("erased: he is", folder, "user", "erase", "paul@example.org", "--database", data.url)
    gone = data.rows("SELECT COUNT(*) FROM grants") == [(2,)]
    code, out, err = run(folder, "import", "one", "--with-grants", "--database", data.url)
    verify("erased: told", code == 1 and err.count(f"grants/{paul}: this person was erased; it was not") == 2,
           f"{code} {out} {err}")
    verify("erased: no role", gone and data.rows("SELECT COUNT(*) FROM grants") == [(2,)],
           data.rows("SELECT person, role, project FROM grants"))
    code, _, err = run(folder, "user", "grant", "paul@example.org", "auditor", "--database", data.url)
    verify("erased: nor at the machine", code == 1, err)


def test_rows(folder, data):
    """What a form refuses, an import refuses."""
    note = "x" * 70000
    correct = {"id": "h9", "project": "museum", "assessment": "north-2025", "step": "visit",
               "person": "", "minutes": 5, "day": "2026-01-02", "note": "why", "at": 1700000000}
    cases = (
        ("hours", {"minutes": HUGE}, "is no time of work from 1 min to 100 h"),
        ("hours", {"minutes": 0}, "is no time of work from 1 min to 100 h"),
        ("hours", {"minutes": -5}, "is no time of work from 1 min to 100 h"),
        ("hours", {"project": "nowhere"}, "there is no project"),
        ("hours", {"project": "archive"}, "has no assessment"),
        ("hours", {"assessment": "example-1999"}, "has no assessment"),
        ("hours", {"note": note}, "at most 200 are read"),
        ("hours", {"day": "2026-02-30"}, "is no date"),
        ("hours", {"step": "../visit"}, "step: \"../visit\" is no id"),
        ("hours", {"at": HUGE}, "no time that can be"),
        ("hours", {"at": -1}, "no time that can be"),
        ("hours", {"person": "../anne"}, "no id of a person"),
        ("hours", {"replaces": "h1"}, "that it replaces is not there"),
        ("hours", {"replaces": "h77"}, "that it replaces is not there"),
        ("deliveries", {"requested": "tomorrow"}, "is no date"),
        ("deliveries", {"delivered": "2020-01-01"}, "before it is requested"),
        ("deliveries", {"output": " "}, "output"),
        ("deliveries", {"output": note}, "at most 200 are read"),
        ("deliveries", {"project": "nowhere"}, "there is no project"),
        ("deliveries", {"replaces": "d1"}, "that it replaces is not there"),
        ("files", {"project": "nowhere"}, "there is no project"),
        ("files", {"kind": "virus"}, "is no kind of document"),
        ("files", {"title": note}, "too long"),
        ("files", {"file_name": "../c.pdf"}, "no name under which"),
        ("files", {"media_type": "text/html"}, "its bytes are application/pdf"),
        ("files", {"size": HUGE}, "bytes, not"),
        ("persons", {"email": "nobody"}, "is no mail address"),
        ("persons", {"email": None}, "has a mail address"),
        ("persons", {"name": note}, "a name has 1 to"),
        ("persons", {"language": "tlh"}, "there is no language"),
        ("persons", {"zone": "../UTC"}, "is no name of a time zone"),
        ("persons", {"retain_until": HUGE}, "no time that can be"))
    for number, (table, values, why) in enumerate(cases):
        base = "older" if table in ("hours", "deliveries") else "one"
        export = Export(folder, f"row-{number}", base).set(table, 0, **values)
        name = f"{table} with {str(values)[:60]}"
        refuses(name, folder, why, "import", export.name, "--database", data.new())
        first = json.loads((folder / base / f"{table}.json").read_text())[0]["id"]
        verify(f"{name}: not written", data.rows(
            f"SELECT COUNT(*) FROM {table} WHERE id = '{first}'") == [(0,)])
        verify(f"{name}: all else came in", data.rows("SELECT COUNT(*) FROM documents") == [(7,)])
        shutil.rmtree(export.path)

    both = Export(folder, "ring", "older").rows("hours", lambda rows: rows.extend(
        [correct | {"id": "r1", "replaces": "r2"}, correct | {"id": "r2", "replaces": "r1"}]))
    refuses("a ring of corrections", folder, "that it replaces is not there", "import", both.name,
            "--database", data.new())
    good = Export(folder, "corrected", "older").rows("hours", lambda rows: rows.insert(
        0, correct | {"id": "a9", "replaces": "h1", "minutes": 0}))
    does("a correction before what it corrects", folder, "import", good.name, "--database",
         data.new())
    does("and once more", folder, "import", good.name, "--database", data.url,
         says="0 documents and 0 rows came in")
    twice = Export(folder, "corrected-twice", "older").rows("hours", lambda rows: rows.extend(
        [correct | {"id": "c1", "replaces": "h1"}, correct | {"id": "c2", "replaces": "h1"}]))
    alone = lambda name: Export(folder, name, "older").rows("hours", lambda rows: rows.__setitem__(
        slice(None), [correct | {"id": name, "replaces": "h1"}])).name
    does("what is corrected is here", folder, "import", "one", "--database", data.new())
    does("a correction that comes alone", folder, "import", alone("z1"), "--database", data.url,
         says="0 documents and 1 rows came in")
    refuses("another one, later", folder, "hours/z2: turn 2 of this is another one here", "import",
            alone("z2"), "--database", data.url)
    refuses("two corrections of one row", folder, "has corrected these hours already", "import",
            twice.name, "--database", data.new())


def test_whole(folder, data):
    """What no export holds: nothing of it comes in."""
    def nothing(name, export, why):
        code, out, err = run(folder, "import", export.name, "--database", data.new())
        verify(f"{name}: refused", code == 1 and why in err, f"{code} {out} {err}")
        verify(f"{name}: nothing came in", data.is_bare())

    nothing("a number that overflows", Export(folder, "w1", "older").rows(
        "hours", lambda rows: rows[0].update(minutes=2**63)), "too big integer")
    nothing("a number that is a text", Export(folder, "w2", "older").set("hours", 0, minutes="90"),
            "of the wrong type")
    nothing("a fraction", Export(folder, "w3", "older").set("hours", 0, minutes=1.5), "of the wrong type")
    nothing("an unknown key", Export(folder, "w4", "older").set("hours", 0, claim="anne"), "unknown key")
    nothing("a password", Export(folder, "w5").set("persons", 0, password="x"), "unknown key")
    nothing("a value is missing", Export(folder, "w6", "older").set("hours", 0, day=None), "lacks a value")
    nothing("an id that leads out", Export(folder, "w7").set("files", 0, id="../../x"),
            "no id, or one that cannot be")
    nothing("a row twice", Export(folder, "w8", "older").rows("hours", lambda r: r.append(dict(r[0]))),
            "stands there twice")
    nothing("rows within rows", Export(folder, "w9", "older").rows(
        "hours", lambda rows: rows[0].update(note=[[[]]])), "rows within rows")
    many = Export(folder, "w10", "older")
    (many.path / "hours.json").write_text("[" + "{}," * 400000 + "{}]")
    many.sign("hours.json", 400001)
    nothing("very many rows", many, "more than 200000 rows")
    fewer = Export(folder, "w11", "older")
    fewer.list(lambda text: re.sub(r"(name: hours\n\s+rows: )\d+", r"\g<1>7", text))
    nothing("not as many rows as the list says", fewer, "does not hold the 7 rows")
    double = Export(folder, "w12")
    entry = re.search(r"  - kind: provider\n(?:    .*\n)+", (double.path / "export.yaml").read_text())
    double.list(lambda text: text.replace(entry.group(0), entry.group(0) * 2, 1))
    nothing("a document listed twice", double, "is listed twice")
    other = Export(folder, "w13")
    shutil.copy(other.path / "provider/south.yaml", other.path / "provider/north.yaml")
    other.sign("provider/north.yaml")
    nothing("a document under another name", other, "holds the provider south")
    nothing("a table that there is not", Export(folder, "w14", "older").list(
        lambda text: text.replace("name: hours", "name: sessions")), "there is no table")
    nothing("a document of another table", Export(folder, "w15").list(
        lambda text: text.replace("kind: provider", "kind: sessions", 1)), "no such file")
    code, _, err = run(folder, "import", "one", "--project", "museum",
                       "--database", data.new())
    verify("--project and a folder", code == 64 and "a project is named for single files" in err, f"{code} {err}")
    for name in [f"w{i}" for i in range(1, 16)]:
        shutil.rmtree(folder / name, ignore_errors=True)


def test_links(folder, data):
    """Nothing leads out of the folder, nothing holds the import up."""
    secret = folder / "secret.yaml"
    secret.write_bytes((folder / "one/provider/north.yaml").read_bytes())

    def replaced(name, path, make, why):
        export = Export(folder, name)
        target = export.path / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        make(target)
        started = time.monotonic()
        code, out, err = run(folder, "import", export.name, "--database", data.new())
        verify(f"{name}: refused at once", code == 1 and why in err
               and time.monotonic() - started < 30, f"{code} {out} {err}")
        verify(f"{name}: nothing came in", data.is_bare())
        shutil.rmtree(export.path)

    outside = folder / "outside"
    shutil.copytree(folder / "one/provider", outside)
    replaced("link-document", "provider/north.yaml", lambda at: at.symlink_to(secret), "is a link")
    replaced("link-folder", "provider", lambda at: at.symlink_to(outside), "is a link")
    replaced("link-table", "acts.json", lambda at: at.symlink_to(folder / "one/acts.json"),
             "is a link")
    replaced("link-list", "export.yaml", lambda at: at.symlink_to(folder / "one/export.yaml"),
             "is a link")
    replaced("link-content", "files/f1", lambda at: at.symlink_to(folder / "one/files/f1"),
             "is a link")
    replaced("fifo", "provider/north.yaml", os.mkfifo, "no plain file")
    replaced("fifo-list", "export.yaml", os.mkfifo, "no plain file")
    replaced("folder-document", "provider/north.yaml", os.mkdir, "no plain file")
    replaced("sparse", "acts.json", lambda at: (at.touch(), os.truncate(at, 1 << 33)),
             "too large")
    replaced("sparse-content", "files/f1", lambda at: (at.touch(), os.truncate(at, 1 << 33)),
             "too large")
    os.mkfifo(folder / "alone.yaml")
    refuses("a fifo alone", folder, "no plain file", "import", "alone.yaml", "--database",
            data.new())
    refuses("a device alone", folder, "no plain file", "import", "/dev/zero", "--database", data.url)


def test_others(folder, data):
    """Files that the list does not name are told, and left where they are."""
    export = Export(folder, "others")
    (export.path / "notes.txt").write_text("x")
    (export.path / "assessment" / "more.yaml").write_text("x")
    (export.path / "files" / "f2").write_text("x")
    (export.path / "evil").mkdir()
    (export.path / "evil" / "x.yaml").write_text("x")
    (export.path / "e\x1b[2Jsc").write_text("x")
    code, out, err = run(folder, "import", export.name, "--database", data.new())
    verify("others: all of the list came in", code == 0 and "7 documents" in out, f"{code} {err}")
    told = sorted(re.findall(r'does not name "([^"]*)"', err))
    verify("others: told", told == ["assessment/more.yaml", "e?[2Jsc", "evil", "files/f2",
                                    "notes.txt"], err)
    for number in range(1000):
        (export.path / f"many-{number}").touch()
    code, out, err = run(folder, "import", export.name, "--database", data.url)
    verify("others: as many lines as one reads", code == 0 and len(err.splitlines()) == 201
           and "and 805 more" in err, f"{code} {len(err.splitlines())} {err[-100:]}")


def test_homes(folder, data):
    """A project's document has a home, or is refused; it never becomes the library's."""
    database = ["--database", data.new()]
    does("homes: a project", folder, "import", "museum.yaml", *database)
    (folder / "home.yaml").write_text(
        (house.EXAMPLES / "north-2025.yaml").read_text().replace("id: north-2025", "id: home"))
    (folder / "named.yaml").write_text(re.sub(
        "(?m)^project: .*$", "project: museum", (folder / "home.yaml").read_text().replace(
            "id: home", "id: named")))
    refuses("homes: an assessment without", folder, "belongs to a project", "import", "home.yaml",
            *database)
    verify("homes: it is not there", data.rows("SELECT COUNT(*) FROM documents WHERE id = 'home'")
           == [(0,)])
    does("homes: an assessment that names it", folder, "import", "named.yaml", *database)
    verify("homes: it is in it", data.rows("SELECT project FROM documents WHERE id = 'named'")
           == [("museum",)])
    does("homes: with --project", folder, "import", "home.yaml", "--project", "museum", *database)
    for kind, rest in (("needs", "model: sse-cmm-2.0\nneeds: {}\n"),
                       ("meeting", "date: 2026-01-01\n"),
                       ("budget", "")):
        (folder / f"{kind}.yaml").write_text(f"palier: {kind}/1\nid: lost\ntitle: T\n{rest}")
        code, _, err = run(folder, "import", f"{kind}.yaml", *database)
        verify(f"homes: {kind} without a project", code == 1 and "was not imported" in err, err)
    verify("homes: none in the library", data.rows(
        "SELECT COUNT(*) FROM documents WHERE project = '' AND kind IN"
        " ('assessment', 'needs', 'meeting', 'budget')") == [(0,)])
    lost = Export(folder, "lost").list(
        lambda text: text.replace("    project: museum\n", "    project: nowhere\n"))
    refuses("homes: a list that names none", folder, "there is no project \"nowhere\"", "import",
            lost.name, "--database", data.new())
    lost.list(lambda text: text.replace("    project: nowhere\n", ""))
    refuses("homes: a list that is silent", folder, "the list names none", "import", lost.name,
            "--database", data.new())


OWN = {  # of each kind of the library, one that a project has of its own: its text
    "model": "models/sse-cmm-2.0.yaml", "alert-scheme": "alerts/cpcon.yaml", "needs-rule": "needs/sse-cmm-2.0.yaml",
    "effort": "effort/sse-cmm-2.0.yaml", "actions": "actions/sse-cmm-2.0.yaml",
    "questionnaire": "questionnaires/outcontracting-2.yaml",
    "procedures": "procedures/fr-2026.yaml", "messages": "messages/consultation-1.yaml",
    "notice": "notices/notice-1.yaml",
    "process": "processes/outcontracting-1.yaml", "profile": "profiles/level-1.yaml", "provider": None}


def test_own(folder, data):
    """What a project has of its own comes back with it, of whatever kind, in one run."""
    kinds = re.findall(r'ITS\(PAL_KIND_\w+, "([a-z-]+)"\),\n\s+(?:/\*.*\*/\n\s+)?SHELVED', (
        house.ROOT / "src/app/house/shelf_kinds.c").read_text())
    verify("own: all kinds of the library", set(kinds) == set(OWN), kinds)
    export = Export(folder, "own")
    project = export.path / "project/museum.yaml"
    project.write_text(re.sub(r"(?m)^profile: .*$", "profile: own-profile", project.read_text()))
    export.sign("project/museum.yaml")
    for kind, path in OWN.items():
        text = house.PROVIDER.format("own") if path is None else (house.ROOT / "data" / path).read_text()
        text = re.sub(r"(?m)^id: .*$", f"id: own-{kind}", text, count=1)
        (export.path / kind).mkdir(exist_ok=True)
        (export.path / kind / f"own-{kind}.yaml").write_text(text)
        entry = (f"documents:\n  - kind: {kind}\n    id: own-{kind}\n    project: museum\n    version: 1\n"
                 f"    sha256: {hashlib.sha256(text.encode()).hexdigest()}\n")
        export.list(lambda text: text.replace("documents:\n", entry, 1))
    does("own: all of it comes in", folder, "import", export.name, "--with-grants", "--database", data.new())
    there = data.rows("SELECT kind FROM documents WHERE project = 'museum' AND id LIKE 'own-%'")
    verify("own: each belongs to the project", {kind for kind, in there} == set(OWN), there)
    does("own: and goes out again", folder, "export", "own-again", "--project", "museum", "--database", data.url)
    does("own: of that project alone", folder, "import", "own-again", "--with-grants", "--database", data.new())
    verify("own: as it was", set(there) == set(data.rows(
        "SELECT kind FROM documents WHERE project = 'museum' AND id LIKE 'own-%'")))


def test_one_of(folder, data):
    """What a project has one of goes by the project's id, however it is brought."""
    database = ["--database", data.new()]
    does("one of: a project", folder, "import", "museum.yaml", *database)
    needs = "needs: {integrity: 2, availability: 2, imputability: 2, confidentiality: 2}\nexposure: 2\n"
    rest = {"needs": f"model: sse-cmm-2.0\n{needs}", "meeting": "date: 2026-01-01\n"}
    for kind, more in rest.items():
        for name in ("other", "museum"):
            (folder / f"{name}.yaml" if name == "other" else folder / "its.yaml").write_text(
                f"palier: {kind}/1\nid: {name}\ntitle: T\n{more}")
        refuses(f"one of: {kind} under another id", folder, "write \"id: museum\"", "import", "other.yaml",
                "--project", "museum", *database)
        does(f"one of: {kind} under the project's", folder, "import", "its.yaml", "--project", "museum", *database)
        verify(f"one of: {kind}: it alone is there", data.rows(
            f"SELECT id FROM documents WHERE kind = '{kind}'") == [("museum",)])
        export = Export(folder, f"one-{kind}")
        text = (folder / "other.yaml").read_text()
        (export.path / kind).mkdir()
        (export.path / kind / "other.yaml").write_text(text)
        export.list(lambda old: old.replace("documents:\n", (
            f"documents:\n  - kind: {kind}\n    id: other\n    project: museum\n    version: 1\n"
            f"    sha256: {hashlib.sha256(text.encode()).hexdigest()}\n"), 1))
        refuses(f"one of: {kind} in a list", folder, "write \"id: museum\"", "import", export.name,
                "--database", Databases(folder, False).new() + kind)


def test_claims(folder, data):
    """Who wrote what is what the export says, not what is known."""
    anne = house.person_id(folder, "anne@")
    does("claims: the import", folder, "import", "one", "--database", data.new())
    for table in ("hours", "files", "deliveries"):
        verify(f"claims: {table}", set(data.rows(f"SELECT person, claim FROM {table}"))
               == {("", anne)}, data.rows(f"SELECT person, claim FROM {table}"))
    verify("claims: a version", data.rows(
        "SELECT person, claim FROM versions WHERE id = 'north-2025'") == [("", anne)])
    verify("claims: a document", data.rows(
        "SELECT changed_by, claim FROM documents WHERE id = 'north-2025'") == [("", anne)])
    verify("claims: in the audit", data.rows(
        "SELECT COUNT(*) FROM audit WHERE verb = 'import' AND object = 'act/' || (SELECT act FROM facts WHERE part = 'h1')"
        f" AND after = 'said to be of person:{anne}'") == [(1,)])
    does("claims: the export", folder, "import", "one", "--with-grants", "--database", data.url)
    shutil.rmtree(folder / "claimed", ignore_errors=True)
    does("claims: exported again", folder, "export", "claimed", "--database", data.url)
    verify("claims: the same bytes", *house.same_tree(folder / "one", folder / "claimed"))


TURN = """
INSERT INTO acts (number, principal, id, at, said_at, salt, digest, claim)
  SELECT MAX(number) + 1, 'operator', 'm{part}', 1, 0, 's', 'd', '' FROM acts;
INSERT INTO facts (number, act, kind, project, subject_kind, subject, part, lane, turn, state, body, audience, salt, digest)
  SELECT (SELECT MAX(number) + 1 FROM facts), (SELECT MAX(number) FROM acts), kind, project, subject_kind, subject, part,
    lane, 2, state, body, audience, 's', 'd' FROM facts WHERE part = '{part}' AND turn = 1;
UPDATE heads SET fact = (SELECT MAX(number) FROM facts), turn = 2 WHERE part = '{part}';
"""
MEANWHILE = TURN.format(part="h1") + TURN.format(part="d1") + """
INSERT INTO hours (id, project, assessment, step, person, minutes, day, note, at, replaces)
  SELECT 'h1:2', project, assessment, step, person, 5, day, 'first', at, id FROM hours WHERE id = 'h1';
INSERT INTO deliveries (id, project, assessment, output, requested, delivered, person, at, replaces)
  SELECT 'd1:2', project, assessment, output, requested, '2026-03-01', person, at, id
  FROM deliveries WHERE id = 'd1';
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 499)
  INSERT INTO files (id, project, title, kind, file_name, media_type, size, hash, content, at, person)
  SELECT 'm' || CAST(i AS TEXT), project, title, kind, file_name, media_type, size, hash, content, at,
    person FROM files, n WHERE id = 'f1';
"""


def test_meanwhile(folder, data):
    """What others write while an import is checked counts when it is written."""
    def add(table, more):
        export.rows(table, lambda rows: rows.append(dict(rows[0], **more)))
    export = Export(folder, "meanwhile", "older")
    add("hours", {"id": "z1", "replaces": "h1", "minutes": 0, "note": "second"})
    add("hours", {"id": "z2", "replaces": "z1", "minutes": 1, "note": "of the second"})
    add("deliveries", {"id": "z1", "replaces": "d1", "delivered": "2026-03-02"})
    add("files", {"id": "z1"})
    shutil.copy(export.path / "files/f1", export.path / "files/z1")
    does("meanwhile: what was there", folder, "import", "one", "--database", data.new())
    let_go = data.write(MEANWHILE)
    threading.Timer(3, let_go).start()
    code, out, err = run(folder, "import", export.name, "--database", data.url)
    verify("meanwhile: the four rows are refused", code == 1 and "0 documents and 0 rows" in out and all(
        sentence in err for sentence in (
            "hours/z1: somebody else was first with turn 2", "hours/z2: somebody else was first with turn 3",
            "deliveries/z1: somebody else was first with turn 2", "files/z1: the project has 500")), f"{out} {err}")
    for table, there in (("hours", 3), ("deliveries", 2), ("files", 500)):
        verify(f"meanwhile: {table}", data.rows(f"SELECT COUNT(*) FROM {table}") == [(there,)],
               data.rows(f"SELECT COUNT(*) FROM {table}"))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        house.fill(folder)
        does("export", folder, "export", "one", "--database", "a.db")
        older(folder)
        servers = [False] + ([True] if house.POSTGRESQL else [])
        for server in servers:
            for test in (test_grants, test_erased, test_whole, test_links, test_others, test_homes, test_own, test_one_of,
                         test_claims, test_rows, test_meanwhile):
                test(folder, Databases(folder, server))
                for path in folder.iterdir():
                    keep = path.name in ("one", "older", "a.db", "museum.yaml") or path.suffix == ".db-wal"
                    if not keep:
                        shutil.rmtree(path) if path.is_dir() else path.unlink()
    print(f"{house.passed} passed, {house.failed} failed")
    return 1 if house.failed or not house.passed else 0


if __name__ == "__main__":
    sys.exit(main())
