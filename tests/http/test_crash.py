#!/usr/bin/env python3
"""Kills the server while 20 clients write, takes the database away, fills the disk.

usage: tests/http/test_crash.py PALIER [--long]      25 kills, or 200

What was acknowledged must be there, the audit chain must hold, the database must be whole. Against
PostgreSQL too where PALIER_TEST_POSTGRESQL names one, which is stopped and started too
(tests/store/with_postgresql.sh).
Ends with one line: N passed, N failed.
"""
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

from house import ROOT, Client, Count, Database, Server, assessment, init, scratch

CLIENTS = 20
KILLS = 200 if "--long" in sys.argv else 25
count = Count()
check = count.check


class Place:
    """A server, its database, an administrator who is an expert too, and a token."""

    def __init__(self, binary, folder, postgresql=None, **more):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder, ["--log", "none"], **more)
        link = init(self.server)
        self.server.start()
        admin = Client(self.server.port).use_link(link)
        self.token = admin.make_token("write")
        answer = self.program().api("POST", "/projects/new", {
            "id": "crash", "title": "Crash", "state": "needs", "profile": "level-3"})
        assert answer.status == 200, answer.text

    def program(self, **more):
        return Client(self.server.port, token=self.token, **more)

    def add(self, identity):
        answer = self.program().api("POST", "/projects/crash/assessments/new/bring",
                                    assessment(identity))
        assert answer.status == 200, answer.text

    def verify(self):
        done = self.server.command("audit", "verify", check=False)
        check("the audit chain holds", done.returncode == 0, done.stdout + done.stderr)

    def is_whole(self):
        sql = self.database.sql
        if self.database.postgresql is None:
            check("the database is whole", sql("PRAGMA integrity_check") == [("ok",)])
            check("and its references", sql("PRAGMA foreign_key_check") == [])
        rows = sql("SELECT d.kind, d.id FROM documents d WHERE d.version <>"
                   " (SELECT count(*) FROM versions v WHERE v.kind = d.kind AND v.id = d.id)")
        check("versions have no gap", rows == [], rows)
        rows = sql("SELECT d.id FROM documents d LEFT JOIN scores s ON s.id = d.id"
                   " WHERE d.kind = 'assessment' AND (s.version IS NULL OR s.version <> d.version)")
        check("each last version has its score", rows == [], rows)
        rows = sql("SELECT v.id, v.version FROM versions v WHERE NOT EXISTS (SELECT 1 FROM audit a"
                   " WHERE a.object = v.kind || '/' || v.id AND"
                   " a.after LIKE 'version ' || v.version || ', %')")
        check("each version has its entry", rows == [], rows)
        rows = sql("SELECT count(*) - max(number) FROM audit")
        check("entries have no gap", rows == [("0",)], rows)

    def end(self):
        if self.server.process.poll() is None:
            self.server.kill()
        self.database.remove()


class Writer(threading.Thread):
    """Writes versions of an assessment of its own, and notes hours, until told to stop; keeps what
    was acknowledged."""

    def __init__(self, place, number):
        super().__init__(daemon=True)
        self.place, self.number = place, number
        self.version, self.acknowledged, self.notes = 1, {}, []
        self.is_over, self.odd = False, []

    def write(self, client):
        title = f"{self.number}-{self.version}-{random.random()}"
        answer = client.api("POST", f"/assessments/crash-{self.number}/text",
                            assessment(f"crash-{self.number}", title=title),
                            {"If-Match": f'"{self.version}"'}, once=True)
        if answer.status == 200:
            self.version = answer.json["version"]
            self.acknowledged[self.version] = title
        elif answer.status == 409:  # the one before was written, and its answer lost
            self.version = client.api("GET",
                                      f"/assessments/crash-{self.number}/text").json["version"]
        elif answer.status != 503:
            self.odd.append((answer.status, answer.text))
        if self.version % 5 == 0:
            title = f"t{self.number}-{self.version}-{random.random()}"
            answer = client.api("POST", "/projects/crash/hours/add", {
                "assessment": f"crash-{self.number}", "step": "visit",
                "minutes": "5", "date": "2026-01-02", "note": title}, once=True)
            if answer.status == 200:
                self.notes.append(title)

    def run(self):
        client = self.place.program(timeout=20)
        while not self.is_over:
            try:
                self.write(client)
            except (OSError, http.client.HTTPException, ValueError):
                client.close()
                time.sleep(0.02)
        client.close()


def test_kills(place):
    writers = [Writer(place, number) for number in range(CLIENTS)]
    for writer in writers:
        place.add(f"crash-{writer.number}")
    for writer in writers:
        writer.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.05, 0.4))
        place.server.kill()
        place.server.start()
    time.sleep(0.5)
    for writer in writers:
        writer.is_over = True
    for writer in writers:
        writer.join(60)
    written = sum(len(writer.acknowledged) + len(writer.notes) for writer in writers)
    check("something was written", written > KILLS, written)
    check("no answer was odd", not [o for w in writers for o in w.odd],
          [o for w in writers for o in w.odd][:2])
    kept = {(row[0], int(row[1])): row[2] for row in place.database.sql(
        "SELECT id, version, text FROM versions WHERE kind = 'assessment'")}
    titles = {row[0] for row in place.database.sql("SELECT note FROM hours")}
    lost = [(w.number, version) for w in writers for version, title in w.acknowledged.items()
            if title not in kept.get((f"crash-{w.number}", version), "")]
    lost += [(w.number, title) for w in writers for title in w.notes if title not in titles]
    check(f"none of {written} acknowledged writes is lost", not lost, lost[:5])
    place.verify()
    place.is_whole()
    answer = place.program().api("GET", "/projects/crash")
    check("the server answers", answer.status == 200 and
          len(answer.json["assessments"]) == CLIENTS, answer.status)


def test_end(place):
    """Ended as an operator does it, requests under way are answered."""
    place.add("ended")
    results = []

    def write():
        client = place.program()
        try:
            for version in range(1, 1000):
                title = f"end-{version}"
                results.append((version, title, client.api(
                    "POST", "/assessments/ended/text", assessment("ended", title=title),
                    {"If-Match": f'"{version}"'}, once=True).status))
        except (OSError, http.client.HTTPException):
            pass

    thread = threading.Thread(target=write)
    thread.start()
    time.sleep(0.5)
    check("it ends by itself", place.server.stop() == 0)
    thread.join()
    rows = place.database.sql("SELECT version FROM documents WHERE id = 'ended'")
    done = [version for version, _, status in results if status == 200]
    check("every write was acknowledged", done and rows == [(str(done[-1] + 1),)],
          (done[-1:], rows))
    place.server.start()


def test_away(place):
    """PostgreSQL stops for some seconds."""
    stop, start_again = (["sh", "-c", os.environ["PALIER_TEST_POSTGRESQL_" + word]]
                         for word in ("STOP", "START"))
    client = place.program()
    check("before", client.api("GET", "/projects/crash").status == 200)
    subprocess.run(stop, check=True)
    try:
        for method, path, value in (("GET", "/projects/crash", None),
                                    ("POST", "/assessments/ended/text", assessment("ended"))):
            start = time.monotonic()
            answer = client.api(method, path, value)
            check(f"{method} {path} without a database", answer.status == 503 and
                  answer.headers["Retry-After"] and answer.json["detail"],
                  (answer.status, answer.text))
            check("soon", time.monotonic() - start < 15)
            check("tells no password and no address", "postgres@" not in answer.text, answer.text)
        check("/healthz says so", client.get("/healthz").status == 503)
        page = Client(place.server.port).get("/sign-in")
        check("a page says so", page.status == 503 and "<html" in page.text, page.status)
    finally:
        subprocess.run(start_again, check=True)
    states = []
    for _ in range(40):
        states.append(client.api("GET", "/projects/crash").status)
        if states[-1] == 200:
            break
        time.sleep(0.25)
    check("it recovers by itself", states[-1] == 200, states)
    states = [place.program().api("GET", "/projects/crash").status for _ in range(30)]
    check("on each of its connections", states == [200] * 30, states)
    now = client.api("GET", "/assessments/ended/text").headers["ETag"]
    answer = client.api("POST", "/assessments/ended/text", assessment("ended", title="Written after"),
                        {"If-Match": now})
    check("and writes", answer.status == 200 and answer.json["changed"], answer.text)
    check("/healthz too", client.get("/healthz").text == "ok\n")
    place.verify()


def test_full(binary):
    """A disk without room: a limit to the size of files stands for it, which the log of the
    database meets first."""
    with scratch() as folder:
        place = Place(binary, folder)
        try:
            place.add("full")
            place.server.stop()
            place.server.prefix = ["sh", "-c", "trap '' XFSZ; ulimit -f 1400; exec \"$@\"", "sh"]
            place.server.start()
            client, states, version = place.program(), [], 1
            for number in range(60):  # each another text: the same would be no version
                text = assessment("full", extra=f"# {number} " + "x" * 60000 + "\n")
                answer = client.api("POST", "/assessments/full/text", text,
                                    {"If-Match": f'"{version}"'})
                states.append(answer.status)
                if answer.status != 200:
                    break
                version = answer.json["version"]
            check("a full disk is a 507", states[-1] == 507, (states, answer.text))
            check("with a sentence", "room" in answer.text or "disk" in answer.text, answer.text)
            check("that is a problem", answer.headers["Content-Type"] ==
                  "application/problem+json")
            for path in ("/projects/crash", "/assessments/full", "/assessments/full/text", "/me"):
                answer = client.api("GET", path)
                check(f"{path} is still read", answer.status == 200, (answer.status, answer.text))
            check("what is there is what was acknowledged", client.api(
                "GET", "/assessments/full/text").json["version"] == version)
            check("it still ends well", place.server.stop() == 0,
                  place.server.log.read_text()[-800:])
            place.server.prefix = []
            place.server.start()
            answer = place.program().api("POST", "/assessments/full/text", text,
                                         {"If-Match": f'"{version}"'})
            check("with room again it writes", answer.status == 200, (answer.status, answer.text))
            place.verify()
            place.is_whole()
        finally:
            place.end()


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    binary = words[0] if words else ROOT / "build-check/palier"
    backends = [None]
    if os.environ.get("PALIER_TEST_POSTGRESQL"):
        backends.append(os.environ["PALIER_TEST_POSTGRESQL"])
    test_full(binary)
    for postgresql in backends:
        with scratch() as folder:
            place = Place(binary, folder, postgresql)
            try:
                test_kills(place)
                test_end(place)
                if postgresql:
                    test_away(place)
                check("no sanitizer spoke", not re.search(
                    r"runtime error|Sanitizer|Assertion", place.server.log.read_text()),
                    place.server.log.read_text()[-1500:])
            finally:
                place.end()
    sys.exit(count.end())


if __name__ == "__main__":
    main()
