#!/usr/bin/env python3
"""What a page of the list of projects costs at 10,000 of them, in each order, with each filter, at the first part and in the
middle; and the whole list as CSV.

usage: bench/bench_lists.py PALIER [--quick]
       tests/store/with_postgresql.sh bench/bench_lists.py PALIER      on PostgreSQL, too

--quick: 500 projects. Every second one has an assessment, every fourth a candidate. `cpu ms` is what the server (and not the
database, where that is a process of its own) took of the processor for each answer, `may` what a page of that size may
take, as bench_server.py has it; beside it what the same list takes of a small Flask program on the same database, where Flask and
waitress are there (SQLite).
"""
import os
import pathlib
import subprocess
import sys
import threading
import time
import urllib.parse

import bench_server
from house import Client, Database, Server, assessment, init, scratch  # bench_server knows where it is

QUICK = "--quick" in sys.argv
PROJECTS, TIMES = (500, 100) if QUICK else (10000, 300)
STATES = ("needs", "candidates", "assessment", "plans")  # nothing is assessed in one that is closed
WORDS = ("Archives", "Bibliothèque", "École", "Musée", "Œuvres", "Site", "Théâtre", "Ville")
ADDRESSES = ["/", "/?sort=title", "/?sort=-title", "/?sort=state", "/?sort=-level", "/?sort=provider", "/?state=plans",
             "/?provider=hosting%207", "/?q=ecole", "/?q=nothing-has-this", "/?mine=1"]


def fill(server, token):
    def begin(number, of):
        client = Client(server.port, token=token)
        for i in range(number, PROJECTS, of):
            sent = [("/projects/new", {"id": f"p-{i}", "title": f"{WORDS[i % 8]} {i * 7919 % PROJECTS}", "profile": "level-3",
                                       "state": STATES[i % 4]})]
            if i % 2 == 0:
                sent.append((f"/projects/p-{i}/assessments/new/bring", assessment(f"a-{i}", provider=f"Hosting {i % 97}")))
            if i % 4 == 0:
                sent.append((f"/projects/p-{i}/candidates/add", {"name": f"Hosting {i}", "id": f"h-{i}", "version": "1",
                                                                 "similar": "new"}))
            for path, value in sent:
                answer = client.api("POST", path, value)
                assert answer.status == 200, (path, answer.text)
        client.close()
    threads = [threading.Thread(target=begin, args=(n, 4)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cost(port, address, headers, spent, times=TIMES):
    """Milliseconds of the processor and of waiting for each answer, and its bytes."""
    client = Client(port)
    got = client.ask("GET", address, headers=headers)
    assert got.status == 200, (address, got.status, got.text[:300])
    before, start = spent(), time.perf_counter()
    for _ in range(times):
        client.ask("GET", address, headers=headers)
    took = (time.perf_counter() - start) / times * 1e3
    client.close()
    return (spent() - before) / times * 1e3, took, got


def middle_of(client, address):
    """The address of the part in the middle of a list."""
    path = address.replace("/?", "/api/v1/projects?", 1) if "?" in address else "/api/v1/projects?"
    cursor = ""
    for _ in range(PROJECTS // 50):
        cursor = urllib.parse.quote(client.get(f"{path}&cursor={cursor}" if cursor else path).json["next_cursor"])
    return f"{address}{'&' if '?' in address else '?'}cursor={cursor}"


def beside_flask(server, headers, own):
    port = bench_server.free_port()
    with subprocess.Popen(["/usr/bin/python3", bench_server.ROOT / "bench/portfolio_flask.py", server.database.url, str(port)],
                          stderr=subprocess.DEVNULL) as flask:
        try:
            for _ in range(50):
                try:
                    Client(port).get("/")
                    break
                except OSError:
                    if flask.poll() is not None:
                        print("  Flask and waitress are not there to compare with")
                        return
                    time.sleep(0.1)

            def spent():
                fields = pathlib.Path(f"/proc/{flask.pid}/stat").read_text(encoding="ascii").split()
                return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
            other = cost(port, "/", headers, spent)[0]
            print(f"  the first page by Flask: {other:.2f} ms, {other / own:.1f} x")
        finally:
            flask.terminate()


def measure(binary, postgresql):
    with scratch() as folder:
        server = Server(binary, Database(folder, postgresql), folder, ["--log", "none"])
        link = init(server)
        server.start()
        admin = Client(server.port).use_link(link)
        fill(server, admin.make_token())
        headers = {"Cookie": f"palier={admin.cookies['palier']}"}
        spent = lambda: bench_server.processor(server)
        print(f"the list of {PROJECTS:,} projects, {'PostgreSQL' if postgresql else 'SQLite'}")
        print("  address                             cpu ms   may   wait ms   kB")
        over, first = [], None
        places = [(address, address) for address in ADDRESSES]
        places += [(f"{address} (middle)", middle_of(admin, address)) for address in ADDRESSES[:6]]
        for name, address in places:
            cpu, took, got = cost(server.port, address, headers, spent)
            first = first or cpu
            may = bench_server.allowed(len(got.body))
            print(f"  {name:<34}{cpu:8.2f}{may:6.2f}{took:10.2f}{len(got.body) / 1000:5.0f}", flush=True)
            over += [f"{name} ({cpu:.2f})"] if cpu > may else []
        print("  over what they may: " + (", ".join(over) or "none"))
        cpu, took, got = cost(server.port, "/api/v1/projects?format=csv", headers, spent, 5)
        rows = got.body.count(b"\n") - 1
        print(f"  all of it as CSV: {rows:,} rows, {len(got.body) / 1e6:.1f} MB, {cpu:.0f} ms of the processor, {took:.0f} ms")
        if not postgresql:
            beside_flask(server, headers, first)
        server.stop()


def main():
    binary = [word for word in sys.argv[1:] if not word.startswith("-")]
    binary = pathlib.Path(binary[0] if binary else bench_server.ROOT / "build/palier").resolve()
    measure(binary, None)
    if os.environ.get("PALIER_TEST_POSTGRESQL"):
        measure(binary, os.environ["PALIER_TEST_POSTGRESQL"])


if __name__ == "__main__":
    main()
