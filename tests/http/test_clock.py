#!/usr/bin/env python3
"""A clock that jumps while a questionnaire is answered: ahead, back, and back behind what was written.

usage: tests/http/test_clock.py PALIER     a release build: a sanitizer would have to be loaded first

The time of day of the server is moved by tests/libjump_clock.so. On SQLite that is the time of the house; on PostgreSQL,
where the database tells the time, a jump of the server changes nothing for longer than a look at it. Against PostgreSQL too
where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import json
import pathlib
import re
import sys
import time

import test_place
from house import Count, run_tests
from test_place import DAY, new_id

count = Count()
check = count.check
HOUR = 3600
LOOK = 2.5  # seconds until the server has looked at the clock of its database


class Jumping(test_place.House):
    """A house whose server has a clock of its own; it is started anew with it."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        self.clock = pathlib.Path(folder) / "clock"
        self.jump(0, 0)
        library = pathlib.Path(binary).resolve().parent / "tests/libjump_clock.so"
        assert library.exists(), library
        self.server.stop()
        self.server.prefix = ["env", f"LD_PRELOAD={library}", f"PALIER_CLOCK={self.clock}"]
        self.server.start()
        self.is_own = postgresql is None  # the server's clock is that of the house
        for client in (self.admin, *self.people.values()):
            client.close()

    def jump(self, seconds, wait=LOOK):
        new = self.clock.with_suffix(".new")
        new.write_text(str(seconds), encoding="ascii")
        new.rename(self.clock)
        time.sleep(wait)


def saved(holder, turn, words):
    return holder.save("PHY-04", {"instead": "not_known", "remark": words}, turn=turn)


def test_ahead(house):
    """Ahead over the end: nothing is taken any more, and nothing is lost; back, all goes on."""
    _, link = house.send(until=2 * HOUR)
    holder = house.holder(link, name="Anna")
    check("before", saved(holder, 0, "before the jump").status == 200)
    house.jump(5 * HOUR)
    answer = saved(holder, 1, "five hours ahead")
    if house.is_own:
        check("behind its end it is over", answer.status == 422 and "over" in answer.json["detail"], answer.text[:300])
        check("nor handed in", holder.post("/submit", {"act": new_id(), "signed_by": "Director"}).status == 422)
        page = holder.get("/topics/PHY")
        check("what is there is read", page.status == 200 and "before the jump" in page.text, page.status)
    else:
        check("the database tells the time", answer.status == 200, answer.text[:300])
    house.jump(0)
    turn = holder.one("PHY-04")["turn"]
    check("nothing is lost", turn == (1 if house.is_own else 2), turn)
    check("back, it goes on", saved(holder, turn, "back again").status == 200)
    check("handed in", holder.post("/submit", {"act": new_id(), "signed_by": "Director"}).status == 303)
    check("the receipt is there", holder.get("/receipt").status == 200)


def test_back(house):
    """Back behind what was written: sessions and links that were made later open what they opened, turns go on."""
    _, link = house.send()
    holder = house.holder(link, name="Bea")
    check("before", saved(holder, 0, "before").status == 200)
    house.jump(-2 * DAY)
    answer = saved(holder, 1, "two days back")
    check("two days back it is saved", answer.status == 200, (answer.status, answer.text[:300]))
    second = house.holder(link, name="Cea")
    check("a second browser comes in", second.get().status == 200)
    check("and reads it", "two days back" in second.get("/topics/PHY").text)
    house.jump(0)
    check("and goes on", saved(holder, 2, "here again").status == 200)
    body = json.loads(house.database.sql("SELECT body FROM heads WHERE kind = 'answer' ORDER BY fact DESC LIMIT 1")[0][0])
    check("the last one stands", body["remark"] == "here again", body)


def test_months(house):
    """Months ahead: links are over, and none is by the right time again."""
    _, link = house.send()
    holder = house.holder(link)
    house.jump(100 * DAY)
    answer = holder.get()
    check("a link that is over opens nothing" if house.is_own else "the database tells the time",
          answer.status == (404 if house.is_own else 200), answer.status)
    check("the server is well", house.admin.get("/healthz").status == 200)
    house.jump(0)
    holder = house.holder(link)
    check("the right time again: it opens", holder.get().status == 200, holder.get().status)


def test_whole(house):
    """Whatever the clock did, the chain holds, and what was written is of its order."""
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout + done.stderr)
    rows = [(int(number), int(turn)) for number, turn in house.database.sql(
        "SELECT number, turn FROM facts WHERE kind = 'answer' AND lane = '' ORDER BY number")]
    check("facts have one order", rows == sorted(rows, key=lambda row: row[0]) and rows, rows)
    told = house.server.command("doctor", check=False).stdout.decode()
    check("the house is in order", not re.search(r"^must +(?![ bc])", told, re.M), told[-600:])


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: Jumping(sys.argv[1], folder, postgresql), [test_ahead, test_back, test_months, test_whole])
