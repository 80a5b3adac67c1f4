#!/usr/bin/env python3
"""How long others wait to write while an alert level is put in force that a thousand assessments follow: the most that a
request computes before it becomes a job. A thousand more make it a job, which computes twice as much beside them.

usage: python3 bench/bench_follow.py PALIER [--quick]
       tests/store/with_postgresql.sh python3 bench/bench_follow.py PALIER       on PostgreSQL, too

Ten projects of a hundred assessments (then of two hundred) follow one scheme; somebody else comments on another project, one
comment after the other, each on the disk before it is acknowledged. The level of the scheme changes six times. Told is how
long a change takes, and the longest that a comment took while one was under way, beside the longest of as many seconds without.
"""
import os
import pathlib
import secrets
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Client, Database, Server, assessment, init, scratch  # noqa: E402

QUICK = "--quick" in sys.argv
PALIER = pathlib.Path(next((word for word in sys.argv[1:] if not word.startswith("-")), ROOT / "build/palier")).resolve()
PROJECTS = 10
CHANGES = 2 if QUICK else 6
LEVELS = ("rouge", "jaune", "orange")
PROFILE = "palier: profile/1\nid: wide\ntitle: Wide\nmodel: sse-cmm-2.0\nalert_scheme: vigipirate-2003\n" \
          "targets: {\"*\": {jaune: level 1, orange: level 2, rouge: level 3, ecarlate: level 4}}\n"


class Writer(threading.Thread):
    """Comments one after the other; when each began, and how long it took."""

    def __init__(self, port, token):
        super().__init__()
        self.client, self.rows, self.is_over = Client(port, token=token), [], threading.Event()

    def run(self):
        while not self.is_over.is_set():
            begun = time.perf_counter()
            answer = self.client.api("POST", "/projects/other/facts/comment/say", {"act": secrets.token_hex(16), "text": "A word."})
            self.rows.append((begun, time.perf_counter()))
            assert answer.status == 200, answer.text
        self.client.close()

    def longest(self, spans):
        """In milliseconds, of those that were under way in one of the spans."""
        return max((end - begun) * 1000 for begun, end in self.rows if any(begun < until and end > since for since, until in spans))


def bring(server, folder, first, count):
    files = []
    for i in range(PROJECTS * count):
        name = f"a{first + i}"
        files.append((i % PROJECTS, pathlib.Path(folder) / f"{name}.yaml"))
        files[-1][1].write_text(assessment(name), encoding="utf-8")
    for project in range(PROJECTS):
        server.command("import", *(str(file) for at, file in files if at == project), "--project", f"p{project}")


def press(name, server, program, token, number):
    """The changes, each a second after the one before."""
    writer = Writer(server.port, token)
    writer.start()
    changes, calm = [], []
    for _ in range(CHANGES):
        time.sleep(0.3)
        calm.append((time.perf_counter(), time.perf_counter() + 0.6))
        time.sleep(0.7)
        alert = program.api("GET", "/projects/p0/alert").json["alert"]
        begun = time.perf_counter()
        answer = program.api("POST", "/projects/p0/alert/put", {
            "level": LEVELS[alert["scheme_turn"] % 3], "order": "An order", "scope": "scheme", "seen": str(alert["act"]),
            "act": secrets.token_hex(16)})
        got = program.settle(answer)
        changes.append((begun, time.perf_counter()))
        assert answer.status == 200 or got["job"]["state"] == "done", answer.text
    writer.is_over.set()
    writer.join()
    took = sorted((until - since) * 1000 for since, until in changes)
    print(f"  {name:10} {number} assessments follow, as {'a job' if got else 'a request'}: a change takes {took[len(took) // 2]:.0f} ms, "
          f"another waits {writer.longest(changes):.0f} ms at most ({writer.longest(calm):.0f} ms without)", flush=True)


def measure(name, database, folder):
    server = Server(PALIER, database, folder, ["--log", "none"])
    link = init(server)
    profile = pathlib.Path(folder) / "wide.yaml"
    profile.write_text(PROFILE, encoding="utf-8")
    server.command("import", str(profile))
    for i in range(PROJECTS):
        file = pathlib.Path(folder) / f"p{i}.yaml"
        file.write_text(f"palier: project/1\nid: p{i}\ntitle: P\nstate: needs\nprofile: wide\n", encoding="utf-8")
        server.command("import", str(file))
    bring(server, folder, 0, 1000 // PROJECTS)
    server.start()
    token = Client(server.port).use_link(link).make_token()
    program = Client(server.port, token=token)
    assert program.api("POST", "/projects/new", {"id": "other", "title": "Other", "state": "needs"}).status == 200
    press(name, server, program, token, 1000)
    bring(server, folder, 1000, 1000 // PROJECTS)
    press(name, server, program, token, 2000)
    server.stop()


def main():
    with scratch() as folder:
        measure("SQLite", Database(folder), folder)
    url = os.environ.get("PALIER_TEST_POSTGRESQL")
    if url:
        with scratch() as folder:
            database = Database(folder, url)
            measure("PostgreSQL", database, folder)
            database.remove()


if __name__ == "__main__":
    main()
