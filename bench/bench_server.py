#!/usr/bin/env python3
"""How fast the server answers: every page and its data, from a database of 1,000 projects and 10,000
assessments, at 16 and at 128 connections.

usage: bench/bench_server.py PALIER [--quick] [--profile]

--quick: 50 projects and 300 assessments, a second for each address. --profile: three pages alone, for
a profiler beside. Load comes from wrk, on the same
machine: server and load share its cores. `cpu ms` is what the server took of the processor for each
answer, `may` what a page of that size may take. The rows at 100 and 500 requests a second are paced (each request
has its time, whether or not the one before was answered), so that waiting is seen.
"""
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Client, Database, Server, assessment, init, scratch  # noqa: E402

QUICK = "--quick" in sys.argv
PROJECTS, ASSESSMENTS, SECONDS = (50, 300, 1) if QUICK else (1000, 10000, 3)
CONNECTIONS = (16, 128)
PAGES = ["/healthz", "/sign-in", "/", "/projects/p-0", "/projects/p-0/candidates",
         "/projects/p-0/people", "/projects/p-0/edit", "/projects/p-0/assessments/new",
         "/assessments/a-0", "/assessments/a-0/plan", "/assessments/a-0/posture",
         "/assessments/a-0/text", "/assessments/a-0/history", "/assessments/a-0/file",
         "/compare?id=a-0&id=a-{next}", "/library", "/library/model/sse-cmm-2.0",
         "/library/profile/level-3", "/people", "/audit", "/settings", "/me"]


def resident(server):
    text = pathlib.Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", text)[1]) / 1024


def fill(server, token):
    """Through the verbs, as people would."""
    def begin(number, of):
        client = Client(server.port, token=token)
        for i in range(number, PROJECTS, of):
            answer = client.api("POST", "/projects/new", {
                "id": f"p-{i}", "title": f"Project {i}", "state": "assessment",
                "profile": "level-3", "marking": "", "summary": "A site of a ministry."})
            assert answer.status == 200, answer.text
        client.close()

    def assess(number, of):
        client = Client(server.port, token=token)
        for i in range(number, ASSESSMENTS, of):
            answer = client.api("POST", f"/projects/p-{i % PROJECTS}/assessments/new/bring",
                                assessment(f"a-{i}", title=f"Assessment {i}",
                                           provider=f"Provider {i % 97}"))
            assert answer.status == 200, answer.text
        client.close()

    for task in (begin, assess):
        threads = [threading.Thread(target=task, args=(n, 4)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def processor(server):
    """Seconds of processor time that the server has taken."""
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def allowed(size):
    """Milliseconds of processor time that a page of that size may take."""
    return 0.4 + max(0, size - 60000) / 100000


def milliseconds(text):
    found = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if found is None:
        return float("nan")  # not one answer came
    value, unit = found.groups()
    return float(value) * {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}[unit]


def wrk(port, path, headers, connections, seconds=SECONDS):
    words = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency",
             "--timeout", "20s"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    out = subprocess.run([*words, f"http://127.0.0.1:{port}{path}"], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    half, late = (milliseconds(re.search(rf"{share}%\s+(\S+)", out)[1]) for share in (50, 99))
    count = int(re.search(r"(\d+) requests in", out)[1])
    return rate, half, late, re.search(r"Non-2xx.*|Socket errors.*", out), count


def paced(port, paths, headers, rate=100, seconds=5):
    """Milliseconds that each request took from the time at which it was due."""
    times, lock, next_one = [], threading.Lock(), [0]
    start = time.perf_counter() + 0.1

    def work():
        client = Client(port)
        while True:
            with lock:
                number = next_one[0]
                next_one[0] += 1
            if number >= rate * seconds:
                break
            due = start + number / rate
            time.sleep(max(0, due - time.perf_counter()))
            client.ask("GET", paths[number % len(paths)], headers=headers)
            with lock:
                times.append((time.perf_counter() - due) * 1e3)
        client.close()

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)], times[-1]


def first_answer(server):
    """Milliseconds from the start of the program to its first answer."""
    best = []
    for _ in range(5):
        server.stop()
        start = time.perf_counter()
        server.start()
        Client(server.port).get("/healthz")
        best.append((time.perf_counter() - start) * 1e3)
    return min(best)


def table(server, headers, paths):
    print("  address                               connections  requests/s   p50 ms   p99 ms  kB  cpu ms   may")
    over = []
    for path in paths:
        for prefix in ("", "/api/v1"):
            if prefix and path in ("/healthz", "/sign-in", "/", "/settings"):
                continue
            for connections in CONNECTIONS:
                size = len(Client(server.port).ask("GET", prefix + path, headers=headers).body)
                before = processor(server)
                rate, half, late, bad, count = wrk(server.port, prefix + path, headers, connections)
                spent = (processor(server) - before) / max(count, 1) * 1e3
                print(f"  {prefix + path:<38}{connections:10d}{rate:12.0f}{half:9.2f}{late:9.2f}{size / 1000:5.0f}"
                      f"{spent:8.2f}{allowed(size):6.2f}   {bad[0] if bad else ''}", flush=True)
                if spent > allowed(size) and connections == CONNECTIONS[0]:
                    over.append(f"{prefix + path} ({spent:.2f})")
    print("  over what they may: " + (", ".join(over) or "none"))


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def beside_flask(server, headers):
    """The list of projects by a Python program on the same database, in the same run."""
    port = free_port()
    # Debian's Python has Debian's packages.
    with subprocess.Popen(["/usr/bin/python3", ROOT / "bench/portfolio_flask.py",
                           server.database.url, str(port)], stderr=subprocess.DEVNULL) as flask:
        try:
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            for connections in CONNECTIONS:
                own = wrk(server.port, "/", headers, connections)
                other = wrk(port, "/", headers, connections)
                print(f"  the list of projects at {connections:3d}: palier {own[0]:.0f}/s, Flask under "
                      f"waitress {other[0]:.0f}/s: {own[0] / other[0]:.1f} x; p99 {own[2]:.1f} and "
                      f"{other[2]:.1f} ms {other[3][0] if other[3] else ''}", flush=True)
        finally:
            flask.terminate()


def main():
    binary = [word for word in sys.argv[1:] if not word.startswith("-")]
    binary = pathlib.Path(binary[0] if binary else ROOT / "build/palier").resolve()
    paths = [path.format(next=PROJECTS) for path in PAGES]
    with scratch() as folder:
        server = Server(binary, Database(folder), folder, ["--log", "none"])
        link = init(server)
        server.start()
        empty = resident(server)
        admin = Client(server.port).use_link(link)
        start = time.perf_counter()
        fill(server, admin.make_token())
        took = time.perf_counter() - start
        print(f"a server with {PROJECTS:,} projects and {ASSESSMENTS:,} assessments, SQLite, "
              f"{os.cpu_count()} cores shared with the load")
        print(f"  written through the API {(PROJECTS + ASSESSMENTS) / took:10.0f} a second, 4 "
              f"programs, each an audited transaction on disk")
        print(f"  start to first answer   {first_answer(server):10.1f} ms")
        headers = {"Cookie": f"palier={admin.cookies['palier']}"}
        if "--profile" in sys.argv:
            paths = ["/", "/assessments/a-0", "/assessments/a-0/plan"]
        table(server, headers, paths)
        beside_flask(server, headers)
        pages = ["/", "/projects/p-0", "/assessments/a-0", "/assessments/a-0/plan", "/library"]
        for rate in (100, 500):
            half, late, worst = paced(server.port, pages, headers, rate, seconds=2 if QUICK else 10)
            print(f"  {rate} requests a second of pages: p50 {half:.1f} ms, p99 {late:.1f} ms, "
                  f"worst {worst:.1f} ms")
        print(f"  resident memory         {empty:10.1f} MB at the start, {resident(server):.1f} MB "
              "after all of it")
        server.stop()


if __name__ == "__main__":
    main()
