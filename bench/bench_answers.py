#!/usr/bin/env python3
"""Many who answer questionnaires at once: each types, and what they typed is saved every two seconds, on the disk before it
is acknowledged; meanwhile others look at pages.

usage: bench/bench_answers.py BUILD_DIR [--quick]
       tests/store/with_postgresql.sh bench/bench_answers.py BUILD_DIR      on PostgreSQL, too

1,000 respondents for a minute, ten to each of 100 questionnaires of 100 projects; --quick: a tenth, for ten seconds. They
come from tests/type_answers, a program without a library; server and load share the machine. A save takes from the moment
at which it was due. Beside it stand what a flush of the disk takes (the middle of those in the same seconds, and 99 of 100),
the processor time of the server for each save, the statements of one, and the same of a comment of somebody with an
account: the act that does least. Ends with one line: N passed, N failed.
"""
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Client, Count, Database, Server, init, scratch  # noqa: E402
from bench_acts import by_socket, restart_postgresql  # noqa: E402

QUICK = "--quick" in sys.argv
BUILD = pathlib.Path(next((word for word in sys.argv[1:] if not word.startswith("-")), ROOT / "build")).resolve()
PROJECTS, EACH, SECONDS = (10, 10, 10) if QUICK else (100, 10, 60)
EVERY_MS = 2000
SAVE_MS = PAGE_MS = 50
MEMORY_MB = 100
PAGES_A_SECOND = 20
WARM = 4  # seconds of the same before that are not measured
DAY = 24 * 3600
# Questions of the core that a form answers without rows, and what is typed there beside the remark.
ASKED = {"POL-01": {"fields.policy.title": "Security policy of the house", "fields.policy.place": "intranet, page 4", "fields.names_service": "yes"},
         "POL-05": {"fields.trained": "41", "fields.staff": "44"}}

count = Count()
check = count.check


class Flushes(threading.Thread):
    """How long the disk takes for four kilobytes, ten times a second while others write."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.path, self.times, self.is_over = pathlib.Path(folder) / "flush", [], threading.Event()

    def run(self):
        with open(self.path, "wb") as file:
            while not self.is_over.wait(0.1):
                file.write(b"x" * 4096)
                file.flush()
                start = time.perf_counter()
                os.fdatasync(file.fileno())
                self.times.append((time.perf_counter() - start) * 1000)


class Readers(threading.Thread):
    """People of the house and respondents who look at pages, one after the other at their times."""

    def __init__(self, port, asked):
        super().__init__(daemon=True)
        self.port, self.asked, self.times, self.bad, self.is_over = port, asked, {}, [], threading.Event()

    def run(self):
        client, at = Client(self.port), 0
        start = time.perf_counter()
        while not self.is_over.is_set():
            due = start + at / PAGES_A_SECOND
            time.sleep(max(0, due - time.perf_counter()))
            name, path, headers = self.asked[at % len(self.asked)]
            answer = client.ask("GET", path, headers=headers)
            self.times.setdefault(name, []).append((time.perf_counter() - due) * 1000)
            if answer.status != 200:
                self.bad.append((name, answer.status))
            at += 1
        client.close()


def share(times, percent):
    times = sorted(times)
    return times[(len(times) - 1) * percent // 100] if times else float("nan")


class Respondent:
    """A browser that has exchanged a link and said who sits there."""

    def __init__(self, client, link, role):
        origin = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
        answer = client.post("/pass/" + link, {}, origin, csrf=False)
        assert answer.status == 303, (answer.status, answer.text[:400])
        self.cookie = client.cookies.pop("palier_pass")
        self.home = answer.location
        self.root = "/".join(self.home.split("/")[:3])
        self.headers = {"Cookie": f"palier_pass={self.cookie}", **origin}
        page = client.ask("GET", self.home + "/who", headers=self.headers).text
        self.token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        answer = client.post(self.home + "/who", {"role": role, "name": ""}, self.headers, csrf=self.token)
        assert answer.status == 303, (answer.status, answer.text[:400])

    def program(self, path):
        return self.root + "/api/v1" + self.home[len(self.root):] + path

    def line(self, question, fields):
        path = self.program(f"/topics/{question.split('-')[0]}/{question}")
        return "\t".join((path, self.cookie, self.token, urllib.parse.urlencode(fields)))


class House:
    def __init__(self, database, folder):
        self.database = database
        self.server = Server(BUILD / "palier", database, folder, ["--log", "none"])
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.mail = database.sql("SELECT email FROM persons")[0][0]
        self.program = Client(self.server.port, token=self.admin.make_token())
        self.respondents = []
        for i in range(PROJECTS):
            self.begin(f"p{i}")

    def begin(self, project):
        assert self.program.api("POST", "/projects/new", {"id": project, "title": project.title(), "state": "needs"}).status == 200
        answer = self.admin.post(f"/projects/{project}/candidates/add", {"version": "1", "provider": "", "name": f"Hosting {project}",
                                                                         "id": f"h-{project}"})
        assert answer.status == 303, answer.text[:500]
        done = subprocess.run([str(BUILD / "tests/send_questionnaire"), "send", self.database.url, self.mail, project, "provider",
                               f"h-{project}", "core", str(int(time.time()) + 20 * DAY)], check=True, stdout=subprocess.PIPE,
                              env=self.server.environment())
        _, link = done.stdout.decode().split()
        client = Client(self.server.port)
        self.respondents += [Respondent(client, link, f"Colleague {i}") for i in range(EACH)]
        client.close()

    def process(self, what):
        if what == "memory":
            text = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text(encoding="ascii")
            return int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) / 1024
        fields = pathlib.Path(f"/proc/{self.server.process.pid}/stat").read_text(encoding="ascii").split()
        return (int(fields[13]) + int(fields[14])) * 1000 / os.sysconf("SC_CLK_TCK")

    def lines(self):
        """What each types at: questions of the core, each respondent at one of their own."""
        first = self.respondents[0]
        client = Client(self.server.port)
        topics = client.ask("GET", first.program(""), headers=first.headers).json["topics"]
        asked = [row["question"] for topic in topics
                 for row in client.ask("GET", first.program(f"/topics/{topic['id']}"), headers=first.headers).json["questions"]
                 if row["is_put"]]
        client.close()
        return [one.line(question, ASKED.get(question, {"instead": "not_known"}))
                for i, one in enumerate(self.respondents) for question in [asked[i % EACH % len(asked)]]]

    def pages(self):
        one = self.respondents[-1]
        own = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.admin.cookies.items())}
        sending = one.home.split("/")[-2]
        return [("first page", "/", own), ("project", "/projects/p1", own), ("questionnaires", "/projects/p1/questionnaires", own),
                ("questionnaire", f"/sendings/{sending}", own), ("library", "/library/model/sse-cmm-2.0", own),
                ("place", one.home, one.headers), ("topic", one.home + "/topics/POL", one.headers)]


def statements(house):
    """Of one save, and of one comment."""
    one = house.respondents[0]
    client = Client(house.server.port)
    for turn in (0, 1):  # the second is as all that follow
        fields = {"act": secrets.token_hex(16), "turn": str(turn), "was": "open", "instead": "not_known", "remark": f"typed {turn}"}
        saved = client.post(one.program("/topics/PHY/PHY-04"), fields, {**one.headers, "X-CSRF-Token": one.token}, csrf=False)
        check("one is saved", saved.status == 200, saved.text[:500])
    comment(house, 0)
    said = comment(house, 0)
    client.close()
    return saved.queries, said.queries, len(saved.body)


def pages_cost(name, house):
    """What a page takes of the processor, beside what one of its length may (a page of 60 kB: 0.4 ms)."""
    one = house.respondents[0]
    sending = one.home.split("/")[-2]
    client = Client(house.server.port)
    answer = client.post(one.home + "/submit", {"act": secrets.token_hex(16), "signed_by": "Director"}, one.headers, csrf=one.token)
    check(f"{name}: handed in", answer.status == 303, answer.text[:300])
    own = house.pages()[0][2]
    asked = house.pages() + [("all questions", one.home + "/all", one.headers), ("answers", f"/sendings/{sending}/answers", own),
                             ("an answer", f"/sendings/{sending}/answers/POL-01", own), ("compared", "/projects/p0/questionnaires/compare", own),
                             ("visit", f"/sendings/{sending}/visit", own), ("sending", "/projects/p0/questionnaires/send", own)]
    told = []
    for page, path, headers in asked:
        answers = [client.ask("GET", path, headers=headers) for _ in range(5)]  # warm
        costs = []
        for _ in range(3):  # the least of them: what else the machine does comes on top
            before = house.process("time")
            answers = [client.ask("GET", path, headers=headers) for _ in range(100)]
            costs.append((house.process("time") - before) / 100)
        cost, may = min(costs), 0.4 + max(0, len(answers[0].body) - 60000) / 100000
        told.append(f"{page} {cost:.2f} ({may:.2f})")
        check(f"{name}: {page} is there", answers[0].status == 200, answers[0].status)
        if page in ("place", "topic") and name == "SQLite":  # as tests/http/test_budgets.py; the others are told
            check(f"{name}: the processor time of the {page}", cost <= 2 * may, (cost, may))  # short of it so far; it grows no further
    client.close()
    print(f"    processor of a page in ms, and what it may: {', '.join(told)}", flush=True)


def comment(house, number):
    return house.program.api("POST", f"/projects/p{number % 8}/facts/comment/say", {"act": secrets.token_hex(16), "text": "A word."})


def comments_cost(house):
    """Processor time of the server for an act that does least, in ms."""
    before = house.process("time")
    for i in range(200):
        assert comment(house, i).status == 200
    return (house.process("time") - before) / 200


def type_all(house, lines):
    words = [str(BUILD / "tests/type_answers"), *map(str, (house.server.port, WARM, SECONDS, EVERY_MS))]
    done = subprocess.run(words, check=False, input="\n".join(lines).encode() + b"\n", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return json.loads(done.stdout), done.stderr.decode()


def measure(name, database, folder):
    house = House(database, folder)
    try:
        type_and_look(name, house, folder)
    finally:
        if house.server.process.poll() is None:
            house.server.kill()
        database.remove()


def type_and_look(name, house, folder):
    lines = house.lines()
    one = (*statements(house), comments_cost(house))
    flushes, readers = Flushes(folder), Readers(house.server.port, house.pages())
    flushes.start()
    readers.start()
    before = house.process("time")
    out, trouble = type_all(house, lines)
    spent = house.process("time") - before
    for thread in (flushes, readers):
        thread.is_over.set()
        thread.join()
    report(name, house, out, trouble, flushes, readers, spent, one)
    pages_cost(name, house)
    check(f"{name}: it ends by itself", house.server.stop() == 0)


def report(name, house, out, trouble, flushes, readers, spent, one):
    queries, least, length, cost = one
    memory = house.process("memory")
    pages = [took for times in readers.times.values() for took in times]
    each = spent / max(1, out["saves"])
    print(f"  {name}: {len(house.respondents)} respondents of {PROJECTS} questionnaires, {SECONDS} s: {out['timed']} saves "
          f"({out['timed'] / SECONDS:.0f} a second), {out['errors']} errors", flush=True)
    print(f"    a save: half {out['half']:.1f} ms, p99 {out['p99']:.1f} ms (may: {SAVE_MS}), longest {out['most']:.1f} ms; one flush of this "
          f"disk meanwhile: half {share(flushes.times, 50):.2f} ms, p99 {share(flushes.times, 99):.2f} ms; load of the machine "
          f"{os.getloadavg()[0]:.1f}")
    print(f"    other pages: half {share(pages, 50):.1f} ms, p99 {share(pages, 99):.1f} ms (may: {PAGE_MS}); " + ", ".join(
        f"{page} {share(times, 99):.0f}" for page, times in readers.times.items()))
    print(f"    processor of the server: {each:.2f} ms a save, pages included, {each / cost:.1f} x a comment ({cost:.2f}); {queries} statements "
          f"(a comment: {least}), an answer of {length} bytes; memory at most {memory:.0f} MB (may: {MEMORY_MB})", flush=True)
    check(f"{name}: no error", out["errors"] == 0 and not readers.bad, (trouble, readers.bad[:5]))
    check(f"{name}: p99 of a save", out["p99"] < SAVE_MS, out)
    check(f"{name}: p99 of other pages", share(pages, 99) < PAGE_MS, share(pages, 99))
    kept = int(house.database.sql("SELECT COUNT(*) FROM facts WHERE kind = 'answer'")[0][0])
    check(f"{name}: each save that was acknowledged is there, once", kept == out["saves"] + 2, (kept, out))
    check(f"{name}: memory", memory < MEMORY_MB, memory)
    check(f"{name}: the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


def main():
    with scratch() as folder:
        measure("SQLite", Database(folder), folder)
    url = os.environ.get("PALIER_TEST_POSTGRESQL")
    if url:
        with scratch() as folder, tempfile.TemporaryDirectory() as sockets:
            restart_postgresql(0, sockets)
            database = Database(folder, url)
            database.url = by_socket(database.url, sockets)
            measure("PostgreSQL", database, folder)
    sys.exit(count.end())


if __name__ == "__main__":
    main()
