#!/usr/bin/env python3
"""The page of hours of a project with 5,000 rows of hours, 1,000 of them corrections: how long it takes, and the project's own
page, which adds them up; what noting and correcting take; and how long a database of before takes to be brought up to date.

usage: bench/bench_hours.py PALIER [OTHER_PALIER …] [--rows=5000]
       tests/store/with_postgresql.sh bench/bench_hours.py PALIER …      on PostgreSQL, too

Each program has the same database of before (tests/fixtures/before, schema 8), filled with rows as it had them. Times are
the middle of many, in ms; `sent` is what the client waits, `database` and `app` what the server says of it.
"""
import os
import pathlib
import re
import statistics
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
import test_upgrade  # noqa: E402
from house import Client, Database, Server, scratch  # noqa: E402

ROWS = next((int(word[7:]) for word in sys.argv if word.startswith("--rows=")), 5000)
CORRECTED, TIMES = ROWS // 5, 40
FILL = f"""
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS - CORRECTED})
  INSERT INTO hours SELECT 'm' || i, 'archive', CASE i % 3 WHEN 0 THEN '' ELSE 'archive-one' END, 'visit', '{{who}}', 30,
    '2026-' || substr('0' || (1 + i % 12), -2) || '-' || substr('0' || (1 + i % 28), -2), 'a note', 1795893200 + i, NULL, '' FROM n;
INSERT INTO hours SELECT 'c' || id, project, assessment, step, person, 20, day, 'why', at + {ROWS}, id, '' FROM hours
  WHERE id LIKE 'm%' LIMIT {CORRECTED};
"""


def middle(call, times=TIMES):
    took = []
    for number in range(times):  # the first ones wake it up
        start = time.perf_counter()
        answer = call(number)
        took.append((time.perf_counter() - start) * 1000)
        if answer.status != 200:
            return f"  ({answer.status})"  # "it takes longer than it may", of a program that is slower
    return f"{statistics.median(took):8.2f} ms"


def measure(binary, database, folder, name):
    server = Server(binary, database, folder)
    start = time.perf_counter()
    server.command("migrate")
    upgrade = time.perf_counter() - start
    server.start()
    program = Client(server.port, token=test_upgrade.json.loads(
        (test_upgrade.BEFORE / "schema-8.json").read_text(encoding="utf-8"))["token"])
    first = program.api("GET", "/projects/archive/hours").json
    wanted = 90 + (ROWS - 2 * CORRECTED) * 30 + CORRECTED * 20
    assert first.get("minutes_total", wanted) == wanted, first
    print(f"{name}: brought up to date in {upgrade:.2f} s")
    for path in ("/projects/archive/hours", f"/projects/archive/hours?cursor={first.get('next_cursor')}", "/projects/archive"):
        said = program.api("GET", path).headers.get("Server-Timing", "")
        print(f"  {path.split('?')[0]:26}{' older' if '?' in path else '':7}{middle(lambda _: program.api('GET', path), 3 * TIMES)}   "
              f"{re.sub(r', ?total.*', '', said)}")
    rows = [row["id"] for row in first.get("hours", []) if not row["is_corrected"] and row["replaces"] is None][:TIMES]
    note = middle(lambda number: program.api("POST", "/projects/archive/hours/add", {
        "step": "visit", "minutes": "5", "date": "2025-01-01", "note": str(number)}))
    fix = middle(lambda number: program.api("POST", "/projects/archive/hours/correct", {
        "id": rows[number], "minutes": "5", "note": "why"}), len(rows)) if rows else "-"
    print(f"  noting {note}, correcting {fix}")
    server.stop()


def main():
    url = os.environ.get("PALIER_TEST_POSTGRESQL")
    for binary in [word for word in sys.argv[1:] if not word.startswith("-")] or [ROOT / "build/palier"]:
        with scratch() as folder:
            database = Database(folder)
            test_upgrade.of_before(database.url, FILL)
            other = test_upgrade.moved(binary, folder, database.url, url) if url else None
            measure(binary, database, folder, f"{binary}, SQLite")
            if other:
                measure(binary, other, folder, f"{binary}, PostgreSQL")
                other.remove()


if __name__ == "__main__":
    main()
