#!/usr/bin/env python3
"""How many acts a second: people who comment at once, each act audited and on the disk before it is acknowledged; beside
what one flush of that disk takes, and again with 4 ms added to each flush.

usage: bench/bench_acts.py BUILD_DIR [--quick]
       tests/store/with_postgresql.sh bench/bench_acts.py BUILD_DIR      on PostgreSQL, too

16 and 64 writers, each with a connection of its own. First each has an act under way at all times: that is how many acts a
second the machine does, and how long one takes then is no more than writers by that number. Then together they send 500 a
second, each at its time whether the one before is answered or not so that what waits is not left out: that is how long one
takes. One act at a time is the alternative to sharing: a transaction, and a flush, each.

Then marks of assessments of 264 cells, eight experts on each of two and of eight: the text and the score of the assessment
follow within the act. Beside it the alternative, each mark as a version of the whole text, by one at a time. At last 500 marks
a second are offered by 64 experts over 100 assessments, every fourth with its reason.
"""
import os
import pathlib
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Client, Database, Server, assessment, init, scratch  # noqa: E402

QUICK = "--quick" in sys.argv
BUILD = pathlib.Path(next((word for word in sys.argv[1:] if not word.startswith("-")), ROOT / "build")).resolve()
SECONDS = 2 if QUICK else 6
OFFERED = 500
ADDED = 4


def flush_ms(folder):
    """The middle of a hundred flushes of four kilobytes each."""
    times = []
    with open(pathlib.Path(folder) / "flush", "wb") as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def restart_postgresql(added, sockets):
    """The server of tests/store/with_postgresql.sh, which waits for the disk now, `added` ms longer at each flush, and is
    reached on one machine as docs/operation.md has it: by a socket in a folder."""
    subprocess.run(os.environ["PALIER_TEST_POSTGRESQL_STOP"], shell=True, check=True)
    os.chmod(sockets, 0o777)
    environment = dict(os.environ, PALIER_TEST_POSTGRESQL_OPTIONS=f"-c fsync=on -c unix_socket_directories={sockets}")
    with tempfile.TemporaryDirectory() as folder:  # where PostgreSQL's own user may read
        os.chmod(folder, 0o755)
        library = shutil.copy(BUILD / "libslow_flush.so", folder)
        if added:
            environment.update(LD_PRELOAD=library, PALIER_FLUSH_MS=str(added))
        subprocess.run(os.environ["PALIER_TEST_POSTGRESQL_START"], shell=True, check=True, env=environment)


def by_socket(url, sockets):
    parts = urllib.parse.urlsplit(url)
    return f"postgresql://{parts.username}@{parts.path}?host={sockets}&port={parts.port}"


class Slow(Server):
    """A server whose flushes take longer."""
    added = 0

    def environment(self):
        more = {"LD_PRELOAD": str(BUILD / "libslow_flush.so"), "PALIER_FLUSH_MS": str(self.added)} if self.added else {}
        return dict(super().environment(), **more)


def comment(client, number, seen):
    del seen
    return client.api("POST", f"/projects/p{number % 8}/facts/comment/say", {"act": secrets.token_hex(16), "text": "A word."})


STEPS = ["1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1", "5.2"]


def mark_of(assessments):
    def mark(client, number, seen):
        """A step of an area that is this writer's own."""
        if "fact" not in seen:
            seen.update(turn=0, fact=client.api("GET", f"/assessments/a{number % assessments}/text").json["fact"])
        turn = seen["turn"]
        answer = client.api("POST", f"/assessments/a{number % assessments}/marks", {
            "act": secrets.token_hex(16), "fact": str(seen["fact"]),
            "marks": f"PA{1 + number // assessments:02d}/{STEPS[turn % 12]} {'NPLF'[turn // 12 % 4]}"})
        if answer.status == 200:
            seen.update(turn=turn + 1, fact=answer.json["facts"][0]["number"])
        return answer
    return mark


MANY = 100 # assessments that the marks are spread over


def spread(client, number, seen):
    """The next of this writer's own cells over many assessments: one expert works on several."""
    turn = seen["turn"] = seen.get("turn", -1) + 1
    place = (number * 37 + turn) % MANY
    area = 1 + number % 22
    fact = seen.setdefault("facts", {}).get(place)
    if fact is None:
        fact = client.api("GET", f"/assessments/m{place}/text").json["fact"]
    step = STEPS[(number // 22 * 4 + turn // MANY) % 12]
    answer = client.api("POST", f"/assessments/m{place}/marks", {
        "act": secrets.token_hex(16), "fact": str(fact), "marks": f"PA{area:02d}/{step} {'NPLF'[turn // MANY % 4]}",
        **({"reason": f"Seen in the log, line {turn}"} if turn % 4 == 0 else {})})
    if answer.status == 200:
        seen["facts"][place] = max(row["number"] for row in answer.json["facts"])
    return answer


def version(client, number, seen):
    """The same as a version of the whole text."""
    if "text" not in seen:
        seen.update(client.api("GET", f"/assessments/v{number}/text").json, turn=0)
    seen["turn"] += 1
    lines = seen["text"].splitlines()
    lines = [line for line in lines if not line.startswith("  PA21:")]
    steps = ", ".join(f'"{step}": {"NPLF"[(seen["turn"] + i) % 4]}' for i, step in enumerate(STEPS))
    lines.insert(lines.index("ratings:") + 1, f"  PA21: {{{steps}}}")
    answer = client.api("POST", f"/assessments/v{number}/text", {"version": str(seen["version"]), "text": "\n".join(lines) + "\n"})
    seen["version"] = answer.json.get("version", seen["version"])
    return answer


def press(server, token, writers, offered=0, send=comment):
    """Acts a second, and the time that half and 99 of 100 of them took: each counted from when it was due."""
    waits, is_over, ready = [], threading.Event(), threading.Barrier(writers)

    def write(number):
        client = Client(server.port, token=token)
        own, begun, seen = [], 0, {}
        client.api("GET", "/me")
        ready.wait()
        due = time.perf_counter() + number / offered if offered else 0
        while not is_over.is_set():
            if offered:
                time.sleep(max(0, due - time.perf_counter()))
                begun, due = due, due + writers / offered
            else:
                begun = time.perf_counter()
            answer = send(client, number, seen)
            own.append((time.perf_counter() - begun) * 1000)
            assert answer.status == 200, answer.text
        waits.extend(own)
        client.close()
    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    is_over.set()
    for thread in threads:
        thread.join()
    waits.sort()
    return len(waits) / SECONDS, waits[len(waits) // 2], waits[len(waits) * 99 // 100]


def measure(name, database, folder, added):
    server = Slow(BUILD / "palier", database, folder, ["--log", "none"])
    server.added = added
    link = init(server)
    server.start()
    admin = Client(server.port).use_link(link)
    token = admin.make_token()
    program = Client(server.port, token=token)
    for i in range(8):
        assert program.api("POST", "/projects/new", {"id": f"p{i}", "title": "P", "state": "needs"}).status == 200
    alone = press(server, token, 1)
    for writers in (16, 64):
        rate, half, most = press(server, token, writers)
        print(f"  {name:10} {writers:3} writers, {added} ms added: {rate:6.0f} acts a second ({rate / alone[0]:.1f} x one at a "
              f"time, {alone[0]:.0f}); half {half:5.1f} ms, p99 {most:5.1f} ms", flush=True)
        rate, half, most = press(server, token, writers, OFFERED)
        print(f"  {name:10} {writers:3} writers, {added} ms added, {OFFERED} a second offered: {rate:4.0f} done; half {half:5.1f} ms, "
              f"p99 {most:5.1f} ms", flush=True)
    heads(server, program)
    marks(name, server, program, token, added)
    server.stop()


def marks(name, server, program, token, added):
    for i in range(8):
        for kind in "av":
            answer = program.api("POST", "/projects/p0/assessments/new/bring", assessment(f"{kind}{i}"))
            assert answer.status == 200, answer.text
    alone, _, _ = press(server, token, 1, send=version)
    for assessments, writers in ((2, 16), (8, 64)):
        rate, half, most = press(server, token, writers, send=mark_of(assessments))
        print(f"  {name:10} {writers:3} experts on {assessments} assessments, {added} ms added: {rate:6.0f} marks a second "
              f"({rate / alone:.1f} x versions of the text, {alone:.0f}); half {half:5.1f} ms, p99 {most:5.1f} ms", flush=True)
    for i in range(MANY):
        assert program.api("POST", f"/projects/p{i % 8}/assessments/new/bring", assessment(f"m{i}")).status == 200
        assert program.api("POST", f"/assessments/m{i}/marks", {"marks": "PA22/5.2 N", "fact": "0"}).status == 200
    rate, half, most = press(server, token, 64, OFFERED, send=spread)
    print(f"  {name:10}  64 experts on {MANY} assessments, {added} ms added, {OFFERED} marks a second offered: {rate:4.0f} done "
          f"({rate / alone:.1f} x versions of the text); half {half:5.1f} ms, p99 {most:5.1f} ms (may: 50)", flush=True)


def heads(server, program):
    """The marks of an assessment are 264 values; of one with long histories they read the same."""
    del server
    start = time.perf_counter()
    for _ in range(50):
        program.ask("GET", "/api/v1/projects/p0/facts/comment")
    print(f"  a page of 50 facts beside all those: {(time.perf_counter() - start) * 20:.2f} ms", flush=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        print(f"one flush of this disk: {flush_ms(folder):.2f} ms")
    for added in (0, ADDED):
        with scratch() as folder:
            measure("SQLite", Database(folder), folder, added)
        url = os.environ.get("PALIER_TEST_POSTGRESQL")
        if url:
            with scratch() as folder, tempfile.TemporaryDirectory() as sockets:
                restart_postgresql(added, sockets)
                database = Database(folder, url)
                database.url = by_socket(database.url, sockets)
                measure("PostgreSQL", database, folder, added)
                database.remove()


if __name__ == "__main__":
    main()
