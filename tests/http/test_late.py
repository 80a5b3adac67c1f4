#!/usr/bin/env python3
"""What works longer than a request may inside the database is ended there: an error with the sentence that
says so, nothing half, and the server as before.

usage: tests/http/test_late.py PALIER     a release build: a sanitizer's has ten times as long

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one (see
tests/store/with_postgresql.sh). Ends with one line: N passed, N failed.
"""
import sqlite3
import sys
import threading
import time

from house import Client, Count, Database, Server, init, run_tests, together

count = Count()
check = count.check
PROJECT = {"title": "North", "state": "needs", "profile": "level-3", "alert_level": "",
           "summary": "", "root_domain": "", "marking": "", "alert_since": ""}
SECONDS = 2
SENTENCE = f"longer than {SECONDS} seconds"
# Reading documents never ends.
LONG = ["ALTER TABLE documents RENAME TO documents_kept",
        "CREATE VIEW documents AS WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT 1 FROM r)"
        " SELECT d.* FROM documents_kept d WHERE (SELECT COUNT(n) FROM r) > 0"]
SHORT = ["DROP VIEW documents", "ALTER TABLE documents_kept RENAME TO documents"]


class House:
    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        assert self.admin.post("/projects/new", dict(PROJECT, id="a")).status == 303

    def change(self, statements):
        if self.database.postgresql:
            self.database.sql("; ".join(statements))
            return
        db = sqlite3.connect(self.database.url, timeout=20, isolation_level=None)
        db.execute("PRAGMA legacy_alter_table = ON")
        for statement in ["BEGIN IMMEDIATE", *statements, "COMMIT"]:
            db.execute(statement)
        db.close()


def timed(act):
    start = time.monotonic()
    answer = act()
    return answer, time.monotonic() - start


def test_late(house):
    admin = house.admin
    check("a page is there", admin.get("/projects/a").status == 200)
    house.change(LONG)
    try:
        for path in ("/projects/a", "/api/v1/projects"):
            answer, seconds = timed(lambda: admin.get(path))
            check(f"{path} is ended", answer.status == 503 and SENTENCE in answer.text,
                  (answer.status, answer.text[answer.text.find("<h1"):][:600]))
            check(f"{path} is ended in time", SECONDS - 0.5 < seconds < 2 * SECONDS + 1, seconds)
            check(f"{path} says nothing of SQL", "documents" not in answer.text and "statement" not in answer.text)
        answer, seconds = timed(lambda: admin.post("/projects/a/edit", dict(PROJECT, title="South", version="1")))
        check("a change is ended", answer.status == 503 and SENTENCE in answer.text, (answer.status, answer.text[answer.text.find("<h1"):][:600]))
        check("a change is ended in time", seconds < 9, seconds)
        clients = [Client(house.server.port) for _ in range(6)]
        for client in clients:
            client.cookies = dict(admin.cookies)
        waits = []

        def watch():
            for _ in range(20):
                answer, seconds = timed(lambda: Client(house.server.port).get("/healthz"))
                waits.append((seconds, answer.status))
                time.sleep(0.1)
        watcher = threading.Thread(target=watch)
        watcher.start()
        answers = together(*[lambda client=client: client.get("/projects/a") for client in clients])
        watcher.join()
        check("all of many are ended", [answer.status for answer in answers] == [503] * 6, answers)
        check("the watch is answered meanwhile", max(waits)[0] < 1 and {status for _, status in waits} == {200},
              max(waits))
    finally:
        house.change(SHORT)
    for _ in range(20):  # on every connection
        answers = together(*[lambda client=client: client.get("/projects/a") for client in clients])
        if not check("all is as before", [answer.status for answer in answers] == [200] * 6,
                     [(answer.status, answer.text[-300:]) for answer in answers]):
            break
    check("nothing of the change was kept", "North" in admin.get("/projects/a").text)
    check("a change is made", admin.post("/projects/a/edit", dict(PROJECT, title="South", version="1")).status == 303)


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), [test_late])
