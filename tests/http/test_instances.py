#!/usr/bin/env python3
"""Tests of several servers on one PostgreSQL: whichever answers, sign-ins, forms, tokens, facts and jobs are right, failed
attempts are counted together, and one that is killed under load loses nothing that was acknowledged.

usage: tests/store/with_postgresql.sh tests/http/test_instances.py PALIER

Ends with one line: N passed, N failed.
"""
import os
import secrets
import sys
import threading

import yaml

from house import PASSWORD, Client, Count, Database, Server, assessment, init, scratch

count = Count()
check = count.check


class Two:
    """Two servers of one database, and somebody who knows both addresses."""

    def __init__(self, binary, folder, url):
        self.database = Database(folder, url)
        self.one, self.other = Server(binary, self.database, folder), Server(binary, self.database, folder)
        self.other.log = self.one.log.with_name("other.log")
        link = init(self.one)
        for server in (self.one, self.other):
            server.start()
        self.admin = Client(self.one.port).use_link(link)
        self.token = self.admin.make_token()

    def same(self, port):
        """The same browser at the other address."""
        client = Client(port)
        client.cookies = dict(self.admin.cookies)
        return client

    def program(self, server):
        return Client(server.port, token=self.token)


def test_sign_in(two):
    there = two.same(two.other.port)
    check("who signed in at one is signed in at the other", there.get("/me").status == 200)
    answer = there.post("/projects/new", {"id": "shared", "title": "Shared", "state": "needs"})
    check("a form of one is taken by the other", answer.status == 303, answer.text[:300])
    check("what one wrote the other shows", two.admin.get("/projects/shared").status == 200)
    check("a token of one opens the other", two.program(two.other).api("GET", "/projects/shared").status == 200)
    there.post("/sign-out", {})
    check("who signs out at one is out at the other", two.admin.get("/me").is_sent_to_sign_in())
    check("and signs in again", two.admin.sign_in("a@example.org").status == 303)
    two.admin.form_token = None


def test_attempts(two):
    """Failed attempts at both count together: nobody gets twice as many guesses for two servers."""
    link = two.one.invite("guessed@example.org", "Guessed", "expert")
    Client(two.one.port).use_link(link)
    statuses = []
    for number in range(30):
        server = (two.one, two.other)[number % 2]
        statuses.append(Client(server.port).sign_in("guessed@example.org", "wrong " + PASSWORD).status)
        if statuses[-1] == 429:
            break
    alone = statuses.index(429) if 429 in statuses else len(statuses)
    check("guessing is slowed over both", 429 in statuses, statuses)
    late = [Client(server.port).sign_in("guessed@example.org", "wrong").status for server in (two.one, two.other)]
    check("at both", set(late) == {429}, (alone, late))


def test_facts(two):
    """Turns are one row of numbers, whoever gives them; an act sent to both happens once."""
    part = secrets.token_hex(8)
    first = two.program(two.one).api("POST", "/projects/shared/facts/comment/say", {"act": secrets.token_hex(16), "part": part, "turn": "0", "text": "one"})
    second = two.program(two.other).api("POST", "/projects/shared/facts/comment/say", {"act": secrets.token_hex(16), "part": part, "turn": "0", "text": "two"})
    third = two.program(two.other).api("POST", "/projects/shared/facts/comment/say", {"act": secrets.token_hex(16), "part": part, "turn": "1", "text": "two"})
    check("the second of two is shown the first", (first.status, second.status, third.status) == (200, 409, 200),
          (first.status, second.status, third.status))
    act, answers = secrets.token_hex(16), []

    def send(server):
        answers.append(two.program(server).api("POST", "/projects/shared/facts/comment/say", {"act": act, "text": "once"}))
    threads = [threading.Thread(target=send, args=(server,)) for server in (two.one, two.other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = two.database.sql(f"SELECT count(*) FROM acts WHERE id = '{act}'")
    check("an act sent to both at once happens once", {a.status for a in answers} == {200} and kept == [("1",)], (
        [a.status for a in answers], kept))


def test_marks(two):
    """Each server keeps what it knows of an assessment: never longer than it is so. Two mark the same one in turn, and
    what is refused on the way leaves nothing that either would take for written."""
    here, there = two.program(two.one), two.program(two.other)
    answer = here.api("POST", "/projects/shared/assessments/new/bring", assessment("both", "shared"))
    check("an assessment is there", answer.status == 200, answer.text[:300])
    steps = ["1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"]
    wanted = {}
    for turn in range(40):
        client = (here, there)[turn // 3 % 2]  # three in a row at one: the second finds what the first has kept
        fact = client.api("GET", "/assessments/both/text").json["fact"]
        part, mark = f"PA{1 + turn % 7:02}/{steps[turn % 8]}", "NPLF"[turn % 4]
        more = {"reason": f"Said in turn {turn}"} if turn % 5 == 0 else {}
        answer = client.api("POST", "/assessments/both/marks", {"fact": str(fact), "marks": f"{part} {mark}", **more})
        check("a mark", answer.status == 200, answer.text[:300])
        stale = client.api("POST", "/assessments/both/marks", {"fact": "0", "marks": f"{part} N\nPA22/5.2 F"})
        check("a stale one is refused", stale.status == 409, stale.text[:300])
        if turn % 9 == 0:
            before = wanted.get(part)
            undone = client.api("POST", "/assessments/both/facts/mark/undo", {"number": str(answer.json["facts"][0]["act"])})
            check("an act is taken back", undone.status == 200, undone.text[:300])
            wanted[part] = before
        else:
            wanted[part] = mark
    ratings = yaml.safe_load(there.api("GET", "/assessments/both/text").json["text"])["ratings"]
    marks = {part: ratings[part[:4]][part[5:]] for part in wanted if wanted[part]}
    check("all marks stand", marks == {part: mark for part, mark in wanted.items() if mark}, (marks, wanted))
    check("both write the same text", here.api("GET", "/assessments/both/text").json == there.api("GET", "/assessments/both/text").json)
    healthy = two.one.command("doctor", check=False)
    check("and it is what the facts say", b"assessments are what their marks say" in healthy.stdout, healthy.stdout)


def test_killed(two):
    """One is killed under load: what it acknowledged is there, the other goes on."""
    kept, lost, is_over = [], [], threading.Event()

    def write(server, number):
        client = two.program(server)
        at = 0
        while not is_over.is_set():
            at += 1
            act, words = secrets.token_hex(16), f"writer {number}, {at}"
            try:
                answer = client.api("POST", "/projects/shared/facts/comment/say", {"act": act, "text": words})
            except OSError:
                lost.append(act)
                return
            except Exception:  # the connection ended in the middle of an answer
                lost.append(act)
                return
            if answer.status == 200:
                kept.append(act)
    threads = [threading.Thread(target=write, args=((two.one, two.other)[n % 2], n)) for n in range(8)]
    for thread in threads:
        thread.start()
    is_over.wait(1.5)
    two.other.kill()
    is_over.wait(1)
    is_over.set()
    for thread in threads:
        thread.join()
    there = {row[0] for row in two.database.sql("SELECT id FROM acts")}
    check("many were acknowledged", len(kept) > 50, len(kept))
    check("nothing acknowledged is lost", set(kept) <= there, len(set(kept) - there))
    for act in lost:
        again = two.program(two.one).api("POST", "/projects/shared/facts/comment/say", {"act": act, "text": "sent again"})
        check("what was lost on its way is sent again to the other", again.status in (200, 409), again.text[:200])
    holds = two.one.command("audit", "verify", check=False)
    check("the chain holds", holds.returncode == 0, holds.stdout)
    two.other.start()
    check("the killed one is there again", two.same(two.other.port).get("/me").status == 200)


def test_clock(two):
    """The time is the database's: a server whose machine goes wrong by a day gives the same."""
    rows = two.database.sql("SELECT MAX(at) - CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) FROM acts")
    check("acts bear the database's time", abs(int(float(rows[0][0]))) < 30, rows)


def main():
    url = os.environ.get("PALIER_TEST_POSTGRESQL")
    if not url:
        sys.exit("needs PostgreSQL: run it under tests/store/with_postgresql.sh")
    with scratch() as folder:
        two = Two(sys.argv[1], folder, url)
        for test in (test_sign_in, test_attempts, test_facts, test_marks, test_killed, test_clock):
            test(two)
        for server in (two.one, two.other):
            check("it ends as it should", server.stop() == 0, server.log.read_text()[-2000:])
        two.database.remove()
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
