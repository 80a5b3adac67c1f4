#!/usr/bin/env python3
"""A database that a program of before has made (schema 8: before jobs and facts) is brought up to date and shows the
same: every answer that the old program gave is in that of this one.

usage: tests/http/test_upgrade.py PALIER

tests/fixtures/before/ holds the database as SQL, and what the old program answered to the token in it. Against SQLite;
copied to PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import json
import os
import sqlite3
import sys

from house import ROOT, Client, Count, Database, Server, scratch

count = Count()
check = count.check
BEFORE = ROOT / "tests/fixtures/before"


def is_in(old, new, place=""):
    """Where the new answer lacks something of the old one; None: nowhere."""
    if isinstance(old, dict):
        for key, value in old.items():
            if key == "states" and ".candidates[" in place:  # more may follow since: a candidate may withdraw
                lacking = {row["value"] for row in value} - {row["value"] for row in new[key]}
                if lacking:
                    return f"{place}.{key} lacks {lacking}"
                continue
            if key == "state" and ".steps[" in place:
                continue  # derived from what is there since (docs/states.md): was the word of the project's text
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
    return None if old == new else f"{place} was {old!r} and is {new!r}"


def compare(binary, database, folder, name):
    kept = json.loads((BEFORE / "schema-8.json").read_text(encoding="utf-8"))
    server = Server(binary, database, folder).start()
    program = Client(server.port, token=kept["token"])
    for path, old in kept["answers"].items():
        answer = program.api("GET", path)
        new = answer.json if answer.status == 200 else None
        if new and path == "/audit":  # that it was brought up to date is an entry, too
            new["entries"] = [row for row in new["entries"] if row["number"] <= old["entries"][0]["number"]]
        found = is_in(old, new) if new else answer.text[:200]
        check(f"{name}: {path} shows the same", found is None, found)
    holds = server.command("audit", "verify", check=False)
    check(f"{name}: the chain holds", holds.returncode == 0, holds.stdout + holds.stderr)
    said = program.api("POST", "/projects/archive/facts/comment", {"act": "0" * 32, "text": "A word of today"})
    check(f"{name}: what is new works on what is old", said.status == 200, said.text[:300])
    raised = program.api("POST", "/projects/archive/alert", {"level": "rouge", "order": "Order 1"})
    check(f"{name}: the level of the text is raised by an act", raised.status == 200 and program.api(
        "GET", "/projects/archive/alert").json["alert"]["level"] == "rouge", raised.text[:300])
    check(f"{name}: it ends as it should", server.stop() == 0, server.log.read_text()[-2000:])


def main():
    binary = sys.argv[1]
    with scratch() as folder:
        database = Database(folder)
        made = sqlite3.connect(database.url)
        made.executescript((BEFORE / "schema-8.sql").read_text(encoding="utf-8"))
        made.close()
        os.chmod(database.url, 0o600)
        url = os.environ.get("PALIER_TEST_POSTGRESQL")
        if url:
            other = Database(folder, url)
            Server(binary, database, folder).command("migrate")
            Server(binary, database, folder).command("copy", database.url, other.url)
        compare(binary, database, folder, "SQLite")
        if url:
            compare(binary, other, folder, "PostgreSQL")
            other.remove()
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
