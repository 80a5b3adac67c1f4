#!/usr/bin/env python3
"""Kills the server while respondents type, send proofs and hand in.

usage: tests/http/test_answers_killed.py PALIER [--long] [--seed N]      8 kills, or 200

Two colleagues at each of six questionnaires send what was not acknowledged again, the same act, as the page does. Each
answer and file that was acknowledged must be there, once; each receipt must be the digest of what was handed in; what is
sent again must not meet itself. Against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N
passed, N failed.
"""
import hashlib
import http.client
import json
import os
import random
import re
import sys
import threading
import time
import urllib.parse

import test_place
from house import Count, scratch
from test_place import DAY, new_id

LONG = "--long" in sys.argv
KILLS = 200 if LONG else 8
SENDINGS = 6
SUBMIT_EVERY = 12  # saves of the one who signs
count = Count()
check = count.check
LOST = (OSError, http.client.HTTPException)


class Respondent(threading.Thread):
    """Types at a question of their own until told to stop; keeps what was acknowledged."""

    def __init__(self, house, sending, link, question, seed):
        super().__init__(daemon=True)
        self.house, self.sending, self.question = house, sending, question
        self.holder = house.holder(link, role=f"Colleague at {question}")
        self.holder.csrf()
        self.random = random.Random(seed)
        self.turn, self.saved, self.files, self.receipts, self.odd = 0, {}, {}, {}, []
        self.is_over, self.signs = False, question == "PHY-04"

    def persist(self, ask):
        """Asks until there is an answer: the same again where the connection was lost; None: it is over."""
        while not self.is_over:
            try:
                answer = ask()
                if answer.status != 503:
                    return answer
            except LOST:
                self.holder.client.close()
            time.sleep(0.02)
        return None

    def save(self):
        act, words = new_id(), f"{self.sending} {self.question} {self.turn + 1} {self.random.random()}"
        answer = self.persist(lambda: self.holder.save(self.question, {"instead": "not_known", "remark": words}, turn=self.turn, act=act))
        if answer is None:
            return False
        if answer.status == 200:
            self.turn = answer.json["facts"][0]["turn"]
            self.saved[self.turn] = words
        elif answer.status != 422 or "submitted" not in answer.json["detail"]:
            self.odd.append((answer.status, answer.text[:300]))
        return answer.status == 200

    def send_file(self):
        content = self.random.randbytes(self.random.choice((10, 3000, 300000)))
        digest, name = hashlib.sha256(content).hexdigest(), f"proof-{len(self.files)}-{self.random.random()}.bin"
        path = self.holder.program("/files/send?" + urllib.parse.urlencode({"name": name, "act": new_id(), "sha256": digest}))
        headers = self.holder.headers(**{"Content-Type": "application/octet-stream", "X-CSRF-Token": self.holder.csrf()})
        answer = self.persist(lambda: self.holder.client.ask("POST", path, content, headers))
        if answer is not None and answer.status == 200:
            self.files[digest] = (name, len(content))
        elif answer is not None and (answer.status != 422 or "submitted" not in answer.text):
            self.odd.append((answer.status, answer.text[:300]))

    def submit(self):
        act = new_id()
        answer = self.persist(lambda: self.holder.post("/submit", {"act": act, "signed_by": "Director"}))
        if answer is None:
            return
        receipt = self.persist(lambda: self.holder.api("/receipt"))
        file = self.persist(lambda: self.holder.get("/file?of=submitted"))
        if answer.status != 303:
            self.odd.append((answer.status, test_place.plain(answer)[-300:]))
        elif file is not None and receipt is not None:
            self.receipts[receipt.json["receipt"]] = hashlib.sha256(file.body).hexdigest()
        self.house.say(self.sending, "reopened", int(time.time()) + 5 * DAY, "go on")

    def run(self):
        try:
            while not self.is_over:
                did = self.save()
                if self.random.random() < 0.1:
                    self.send_file()
                if did and self.signs and len(self.saved) % SUBMIT_EVERY == 0:
                    self.submit()
                time.sleep(self.random.uniform(0, 0.02))
        except Exception as error:  # told with the others
            self.odd.append(("died", repr(error)))


def press(house, seed):
    """Kills while they type; whoever typed."""
    chance = random.Random(seed)
    respondents = []
    for i in range(SENDINGS):
        sending, link = house.send()
        respondents += [Respondent(house, sending, link, question, seed * 100 + 2 * i + at) for at, question in enumerate(("PHY-04", "NET-04"))]
    for one in respondents:
        one.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.5))
        house.server.kill()
        house.server.start()
    end = time.time() + 30
    while time.time() < end and not all(one.receipts for one in respondents if one.signs):  # a slow machine
        time.sleep(0.1)
    for one in respondents:
        one.is_over = True
    for one in respondents:
        one.join(60)
        one.holder.client.close()
    return respondents


def check_saved(house, respondents):
    sql = house.database.sql
    kept = {(subject, part, int(turn)): json.loads(body).get("remark") for subject, part, turn, body in sql(
        "SELECT subject, part, turn, body FROM facts WHERE kind = 'answer' AND lane = ''")}
    saved = [(one.sending, one.question, turn, words) for one in respondents for turn, words in one.saved.items()]
    lost = [row for row in saved if kept.get(row[:3]) != row[3]]
    check("they answered", len(saved) > KILLS, len(saved))
    check(f"none of {len(saved)} acknowledged answers is lost", not lost, lost[:3])
    words = [remark for remark in kept.values() if remark]
    check("none is there twice", len(words) == len(set(words)), len(words) - len(set(words)))
    odd = [row for one in respondents for row in one.odd]
    check("what is sent again does not meet itself", not odd, odd[:3])


def check_files(respondents):
    lost, damaged, all_of_them = [], [], 0
    for one in respondents:
        listed = {row["name"]: row for row in one.holder.api("/files").json["files"]}
        for digest, (name, size) in one.files.items():
            all_of_them += 1
            if name not in listed:
                lost.append((one.sending, name))
                continue
            got = one.holder.get(f"/files/{listed[name]['id']}")
            if len(got.body) != size or hashlib.sha256(got.body).hexdigest() != digest:
                damaged.append((one.sending, name, got.status, len(got.body), size))
    check("files were sent", all_of_them > KILLS // 4, all_of_them)
    check(f"none of {all_of_them} acknowledged files is lost", not lost, lost[:3])
    check("each is what was sent", not damaged, damaged[:3])


def check_receipts(house, respondents):
    told = {receipt: digest for one in respondents for receipt, digest in one.receipts.items()}
    kept = {json.loads(body).get("receipt") for body, in house.database.sql("SELECT body FROM facts WHERE kind = 'sent' AND state = 'submitted'")}
    check("it was handed in", len(told) > 0, told)
    check("each receipt is the digest of what was handed in", all(receipt == digest for receipt, digest in told.items()), told)
    check(f"none of {len(told)} receipts is lost", set(told) <= kept, set(told) - kept)


def check_house(house):
    done = house.server.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout + done.stderr)
    told = house.server.command("doctor", check=False).stdout.decode()
    check("the house is in order", not re.search(r"^must +(?![ b])", told, re.M), told[-900:])
    entries = house.database.sql("SELECT COUNT(*) - MAX(number) FROM audit")
    check("entries have no gap", [str(row[0]) for row in entries] == ["0"], entries)


def main():
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else random.randrange(1 << 20)
    print(f"seed {seed}", flush=True)
    for postgresql in [None] + [server for server in (os.environ.get("PALIER_TEST_POSTGRESQL"),) if server]:
        with scratch() as folder:
            house = test_place.House(sys.argv[1], folder, postgresql)
            house.server.words = ["--log", "none"]
            try:
                respondents = press(house, seed)
                check_saved(house, respondents)
                check_files(respondents)
                check_receipts(house, respondents)
                check_house(house)
                check("it ends without a leak", house.server.stop() == 0, house.server.log.read_text()[-3000:])
            finally:
                if house.server.process.poll() is None:
                    house.server.kill()
                house.database.remove()
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
