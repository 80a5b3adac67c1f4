#!/usr/bin/env python3
"""Backups that are none, from outside: `palier restore --check` and `palier restore` on files that were
made to mislead. Each ends soon, says why, and leaves nothing behind.

usage: test_drill.py PALIER
"""
import os
import pathlib
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

import test_house as house
from test_house import does, refuses, run, verify

SOON = 30  # seconds, with sanitizers on a busy machine; what is refused takes less than one


def scratch(folder):
    return [p.name for p in folder.glob("palier-*")]


def drill(folder, name, file, sentence):
    """Both the drill and the restore refuse, soon, without a trace."""
    for words in (["--check"], ["--database", "kept.db", "--replace"]):
        started = time.monotonic()
        code, out, err = run(folder, "restore", file, *words)
        took = time.monotonic() - started
        verify(f"{name} {words[0]}: refused", code == 1 and sentence in err, f"{code} {out} {err}")
        verify(f"{name} {words[0]}: soon", took < SOON, took)
        verify(f"{name} {words[0]}: nothing is left", not scratch(folder), scratch(folder))
    does(f"{name}: the database is as it was", folder, "audit", "verify", "--database", "kept.db")


def changed(folder, name, *statements, good="good.db"):
    shutil.copy(folder / good, folder / name)
    db = sqlite3.connect(folder / name, isolation_level=None)
    for statement in statements:
        db.execute(statement)
    db.close()
    return name


def test_schemas(folder):
    none = "its schema is none that this palier makes"
    loop = ("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
            " SELECT x AS id, x AS project, x AS assessment, x AS step, x AS person, x AS minutes,"
            " x AS day, x AS note, x AS at, x AS replaces, x AS claim FROM n")
    cases = {
        "a trigger": ["CREATE TRIGGER t AFTER DELETE ON hours BEGIN DELETE FROM persons; END"],
        "a view": ["CREATE VIEW v AS SELECT 1"],
        "a view that never ends, named like a table": ["DROP TABLE hours",
                                                       f"CREATE VIEW hours AS {loop}"],
        "a generated column": ["ALTER TABLE hours ADD COLUMN g TEXT AS (hex(zeroblob(1000000)))"],
        "an index on an expression": ["CREATE INDEX i ON hours (lower(note))"],
        "a table more": ["CREATE TABLE more (x)"],
        "a table less": ["DROP TABLE anchors"],
        "a virtual table": ["CREATE VIRTUAL TABLE f USING fts5(x)"],
        "a default that is another": [
            "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = replace(sql,"
            " 'minutes BIGINT', 'minutes TEXT') WHERE name = 'hours'"],
        "a huge text in the schema": [
            "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = sql || ' /*' ||"
            " hex(zeroblob(10000000)) || '*/' WHERE name = 'hours'"],
    }
    for name, statements in cases.items():
        drill(folder, name, changed(folder, "bad.db", *statements), none)
    changed(folder, "bad.db", "BEGIN", *[f"CREATE TABLE t{i} (a, b, c, d)" for i in range(20000)],
            "COMMIT")
    drill(folder, "twenty thousand tables", "bad.db", none)
    does("what ANALYZE leaves is no harm", folder, "restore", changed(
        folder, "analyzed.db", "ANALYZE"), "--check")


def header(path, pages):
    """Says in the header of a file that it has so many pages."""
    with open(path, "r+b") as file:
        file.seek(28)
        file.write(struct.pack(">I", pages))
        os.truncate(path, pages * 4096)


def test_pages(folder):
    shutil.copy(folder / "good.db", folder / "bad.db")
    header(folder / "bad.db", 10 * 2**30 // 4096)
    drill(folder, "ten gigabytes of nothing behind it", "bad.db", "does not hold")
    verify("they take no room", (folder / "bad.db").stat().st_blocks * 512 < 2**24)
    (folder / "zero.db").touch()
    os.truncate(folder / "zero.db", 10 * 2**30)
    drill(folder, "ten gigabytes of nothing", "zero.db", "it is no SQLite file")
    with open(folder / "bad.db", "wb") as file:
        file.write((folder / "good.db").read_bytes() + b"x")
    drill(folder, "a byte more", "bad.db", "not as long as it says")
    with open(folder / "bad.db", "wb") as file:
        file.write((folder / "good.db").read_bytes()[:-4096])
    drill(folder, "a page less", "bad.db", "not as long as it says")

    # A content of 3 MB on its chain of pages, and the chain turned back on itself: the record
    # claims as much as before, the pages never end.
    source = changed(folder, "chain.db", "UPDATE files SET content = zeroblob(3000000), size ="
                     " 3000000", "PRAGMA journal_mode = DELETE")
    data = bytearray((folder / source).read_bytes())
    links = {}
    for page in range(1, len(data) // 4096):
        follows = struct.unpack_from(">I", data, page * 4096)[0]
        if data[page * 4096 + 4: page * 4096 + 4096] == bytes(4092) and follows:
            links[page + 1] = follows
    first = min(set(links) - set(links.values()))
    at, steps = first, 0
    while links.get(links.get(at)) and steps < 100:
        at, steps = links[at], steps + 1
    struct.pack_into(">I", data, (at - 1) * 4096, first)
    (folder / "bad.db").write_bytes(data)
    verify("a ring was made", steps == 100, steps)
    drill(folder, "a ring of pages", "bad.db", "does not hold")
    os.truncate(folder / "bad.db", 0)


def test_places(folder):
    os.mkfifo(folder / "fifo.db")
    drill(folder, "a FIFO", "fifo.db", "no plain file")
    drill(folder, "a device", "/dev/zero", "no plain file")
    drill(folder, "a folder", folder, "no plain file")
    for end in ("-wal", "-journal"):
        shutil.copy(folder / "good.db", folder / "beside.db")
        (folder / f"beside.db{end}").write_bytes(os.urandom(8192))
        drill(folder, f"a {end} beside it", "beside.db", "a database in use")
        (folder / f"beside.db{end}").unlink()
    os.symlink(folder / "good.db", folder / "link.db")
    does("a link to a backup is one", folder, "restore", "link.db", "--check")


def test_empty(folder):
    with subprocess.Popen([house.PALIER, "serve", "--listen", "127.0.0.1:0", "--database", "nobody.db"],
                          cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        server.stdout.readline()
        server.terminate()
    refuses("an empty house: no backup", folder, "nothing to back up", "backup", "b.db",
            "--database", "nobody.db")
    verify("an empty house: no backup is there", not (folder / "b.db").exists())
    for name, words in (("restore", ["restore", "/dev/zero", "--database", "new.db"]),
                        ("copy", ["copy", "none.db", "new.db"])):
        code, _, err = run(folder, *words)
        verify(f"{name} that fails makes no database", code != 0
               and not list(folder.glob("new.db*")), err)
    db = sqlite3.connect(folder / "nobody.db")
    db.execute("VACUUM INTO ?", (str(folder / "vain.db"),))
    db.close()
    drill(folder, "the backup of an empty house", "vain.db", "no person and no document")


def test_signals(folder):
    """A drill that is ended leaves nothing behind."""
    large = changed(folder, "large.db", "BEGIN", *[
        "INSERT INTO files SELECT 'x' || hex(randomblob(8)), project, title, kind, file_name,"
        " media_type, size, hash, randomblob(2000000), at, person, NULL, NULL, '', '' FROM files"
        " WHERE id = 'f1'"] * 60, "COMMIT", "PRAGMA journal_mode = DELETE")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGABRT):
        process = subprocess.Popen([house.PALIER, "restore", large, "--check"], cwd=folder,
                                   env=house.environment(folder), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        until = time.monotonic() + SOON
        while not scratch(folder) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        was_there = bool(scratch(folder))
        process.send_signal(number)
        code = process.wait(SOON)
        verify(f"{number.name}: the copy was there and is gone, and it ended by it",
               was_there and not scratch(folder) and code == -number,
               f"{was_there} {scratch(folder)} {code}")


def test_signals_at_once(folder):
    """A signal that comes in the moment in which the folder of the copy is made."""
    left = []
    for _ in range(20):
        process = subprocess.Popen([house.PALIER, "restore", "good.db", "--check"], cwd=folder,
                                   env=house.environment(folder), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while not scratch(folder) and process.poll() is None:
            pass
        process.send_signal(signal.SIGTERM)
        process.wait(SOON)
        left = scratch(folder)
        if left:
            break
    verify("SIGTERM at once: nothing is left", not left, left)


def test_copy(folder, there):
    """A copy verifies its source before it changes the other side."""
    does("copy: to begin with", folder, "copy", "a.db", there)
    for name, statement, why in (
            ("a text", "UPDATE versions SET text = text || '#' WHERE id = 'museum'",
             "versions project/museum/1: its content is not the one"),
            ("a file", "UPDATE files SET content = x'00' WHERE id = 'f1'", "files f1: its content is not the one"),
            ("an entry", "UPDATE audit SET source = 'x' WHERE number = 2", "audit entry 2"),
            ("the end of the chain", "DELETE FROM audit WHERE number > 3", "cut or replaced"),
            ("a reference", "DELETE FROM persons WHERE email = 'paul@example.org'",
             "refers to one that is not there")):
        changed(folder, "spoilt.db", statement, good="a.db")
        before = does(f"copy with {name}: before", folder, "audit", "verify", "--database", there)
        refuses(f"copy with {name}", folder, why, "copy", "spoilt.db", there, "--replace")
        after = does(f"copy with {name}: after", folder, "audit", "verify", "--database", there)
        verify(f"copy with {name}: nothing was changed", before == after, after)
        for end in ("", "-wal", "-shm"):
            (folder / f"spoilt.db{end}").unlink(missing_ok=True)


def test_copy_from(folder, there):
    """Nor does a source on the server that does not hold change anything."""
    does("copy: onto the server", folder, "copy", "a.db", there)
    subprocess.run(["psql", "-q", there, "-c", "UPDATE versions SET text = text || '#' WHERE id ="
                    " 'museum'"], check=True)
    does("copy: here", folder, "copy", "a.db", "here.db")
    before = does("copy from the server: before", folder, "audit", "verify", "--database", "here.db")
    refuses("copy from the server", folder, "versions project/museum/1: its content is not the one", "copy", there,
            "here.db", "--replace")
    after = does("copy from the server: after", folder, "audit", "verify", "--database", "here.db")
    verify("copy from the server: nothing was changed", before == after, after)


def main():
    # What runs in the background, or behind nohup, is born deaf to these.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        house.fill(folder)
        does("backup", folder, "backup", "good.db", "--database", "a.db")
        does("a database that is kept", folder, "restore", "good.db", "--database", "kept.db")
        test_schemas(folder)
        test_pages(folder)
        test_places(folder)
        test_empty(folder)
        test_signals(folder)
        test_signals_at_once(folder)
        test_copy(folder, "there.db")
        if house.POSTGRESQL:
            test_copy(folder, house.new_postgresql())
            test_copy_from(folder, house.new_postgresql())
    print(f"{house.passed} passed, {house.failed} failed")
    return 1 if house.failed or not house.passed else 0


if __name__ == "__main__":
    sys.exit(main())
