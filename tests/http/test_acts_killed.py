#!/usr/bin/env python3
"""Kills the server while acts are under way, and fills its disk. An answer that was lost is asked for by sending the act
again.

usage: tests/http/test_acts_killed.py PALIER [--long]      25 kills, or 200

No acknowledged act is lost, none is there twice, what is sent again gets the first answer, and the chain holds after each
kill. Against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import http.client
import os
import random
import secrets
import sys
import threading
import time

from house import scratch
from test_crash import KILLS, Place, check, count

WRITERS = 16
PARTS = [f"{number:016x}" for number in range(6)]  # where writers meet
ADDRESS = "/projects/crash/facts/comment"


class Writer(threading.Thread):
    """One act behind the other, each sent until it is answered; keeps what was answered."""

    def __init__(self, place):
        super().__init__(daemon=True)
        self.place, self.is_over, self.odd, self.changed = place, False, [], []
        self.acknowledged, self.refused, self.lost, self.open = {}, 0, 0, None
        self.random = random.Random(id(self))

    def wish(self):
        wish = {"act": secrets.token_hex(16)}
        if self.acknowledged and self.random.random() < 0.1:
            before = self.random.choice(list(self.acknowledged.values()))
            return dict(wish, number=str(before["act"]))
        wish["text"] = secrets.token_hex(8)
        if self.random.random() < 0.3:
            wish.update(part=self.random.choice(PARTS), turn=str(self.random.randrange(3)))
        return wish

    def ask(self, client, wish):
        """Until there is an answer; None: it is over first."""
        while not self.is_over:
            try:
                answer = client.api("POST", ADDRESS + ("/undo" if "number" in wish else "/say"), wish, once=True)
                if answer.status != 503:
                    return answer
            except (OSError, http.client.HTTPException, ValueError):
                client.close()
                self.lost += 1
            time.sleep(0.01)
        return None

    def run(self):
        client = self.place.program(timeout=20)
        while not self.is_over:
            wish = self.wish()
            self.open = wish["act"]
            answer = self.ask(client, wish)
            if answer is None:
                break
            self.open = None
            if answer.status == 409:
                self.refused += 1
                continue
            if answer.status != 200:
                self.odd.append((wish, answer.status, answer.text[:300]))
                continue
            first = answer.json
            self.acknowledged[wish["act"]] = first
            if self.random.random() < 0.2:
                again = self.ask(client, wish)
                if again is not None and (again.status != 200 or not again.json["is_again"] or
                                          (again.json["act"], again.json["facts"]) != (first["act"], first["facts"])):
                    self.changed.append((first, again.status, again.text[:300]))
        client.close()


def look(place, writers):
    """What is there is what was acknowledged, once, and beside it at most what was under way at the end."""
    sql = place.database.sql
    rows = {row[0]: row for row in sql("SELECT a.id, a.number, f.number, f.turn, f.part, f.state, f.body FROM acts a"
                                       " JOIN facts f ON f.act = a.number")}
    wanted = {act: first for writer in writers for act, first in writer.acknowledged.items()}
    lost = []
    for act, first in wanted.items():
        row, fact = rows.get(act), first["facts"][0]
        if row is None or row[1:6] != (str(first["act"]), str(fact["number"]), str(fact["turn"]), fact["part"], fact["state"]) or (
                fact["body"].get("text", "") not in row[6]):
            lost.append((row, first))
    check(f"none of {len(wanted)} acknowledged acts is lost", not lost, lost[:3])
    more = set(rows) - set(wanted) - {writer.open for writer in writers}
    check("nothing is there that nobody sent, or was refused", not more, list(more)[:3])
    check("each act is there once, with its fact and its entry", sql(
        "SELECT (SELECT count(*) FROM acts) - (SELECT count(*) FROM facts), (SELECT count(*) FROM acts) -"
        " (SELECT count(*) FROM audit WHERE object LIKE 'act/%'), (SELECT count(DISTINCT id) FROM acts) - (SELECT count(*) FROM acts),"
        " (SELECT COALESCE(max(number), 0) FROM facts) - (SELECT count(*) FROM facts)") == [("0", "0", "0", "0")])
    check("turns have no gap, and heads are the last", sql(
        "SELECT count(*) FROM (SELECT part, count(*) AS n, max(turn) AS t, max(number) AS last FROM facts GROUP BY part) v WHERE v.n <> v.t"
        " OR NOT EXISTS (SELECT 1 FROM heads h WHERE h.part = v.part AND h.fact = v.last AND h.turn = v.t)") == [("0",)])


def test_kills(place):
    writers = [Writer(place) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for number in range(KILLS):
        time.sleep(random.uniform(0.03, 0.25))
        place.server.kill()
        if number % 5 == 4:
            place.verify()
        else:
            done = place.server.command("audit", "verify", check=False)
            if done.returncode != 0:
                check(f"the chain holds after kill {number + 1}", False, done.stdout + done.stderr)
        place.server.start()
    time.sleep(0.3)
    for writer in writers:
        writer.is_over = True
    for writer in writers:
        writer.join(60)
    place.verify()
    done = sum(len(writer.acknowledged) for writer in writers)
    check("acts were acknowledged, refused and lost on their way", done > KILLS and sum(w.lost for w in writers) > 0 and
          sum(w.refused for w in writers) > 0, [(len(w.acknowledged), w.refused, w.lost) for w in writers])
    check("no answer was odd", not [o for w in writers for o in w.odd], [o for w in writers for o in w.odd][:2])
    check("what is sent again gets the first answer", not [c for w in writers for c in w.changed],
          [c for w in writers for c in w.changed][:2])
    look(place, writers)


def test_full(place):
    """No room on the disk (a limit to the size of files stands for it) while many write: what is refused is not there, what
    was acknowledged is, and with room again all goes on."""
    place.server.stop()
    place.server.prefix = ["sh", "-c", "trap '' XFSZ; ulimit -f 2400; exec \"$@\"", "sh"]
    place.server.start()
    said, odd, refused = {}, [], []

    def write(number):
        client = place.program(timeout=60)
        for _ in range(400):
            wish = {"act": secrets.token_hex(16), "text": secrets.token_hex(8) + "x" * 100 * (number % 8) ** 2}
            answer = client.api("POST", ADDRESS + "/say", wish)
            if answer.status == 200:
                said[wish["act"]] = wish["text"]
            elif answer.status in (507, 503):
                refused.append(wish["act"])
                if answer.status == 507:
                    break
            else:
                odd.append((answer.status, answer.text[:300]))
                break
        client.close()
    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    check("a full disk is told to all", not odd and len(refused) >= WRITERS and not any(t.is_alive() for t in threads), (odd[:3], len(refused)))
    check("it is still read", place.program().api("GET", ADDRESS).status == 200)
    check("it still ends well", place.server.stop() == 0, place.server.log.read_text()[-800:])
    place.server.prefix = []
    place.server.start()
    rows = dict(place.database.sql("SELECT a.id, f.body FROM acts a JOIN facts f ON f.act = a.number"))
    check(f"all {len(said)} acknowledged acts are there", said and all(text in rows.get(act, "") for act, text in said.items()))
    check("and none that was refused", set(rows) == set(said), len(set(rows) - set(said)))
    check("with room again it writes", place.program().api("POST", ADDRESS + "/say", {"act": refused[0], "text": "Again"}).status == 200)
    place.verify()


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    with scratch() as folder:
        place = Place(words[0], folder)
        try:
            test_full(place)
        finally:
            place.end()
    for postgresql in [None] + [os.environ[name] for name in ["PALIER_TEST_POSTGRESQL"] if os.environ.get(name)]:
        with scratch() as folder:
            place = Place(words[0], folder, postgresql)
            try:
                test_kills(place)
            finally:
                place.end()
    sys.exit(count.end())


if __name__ == "__main__":
    main()
