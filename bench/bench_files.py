#!/usr/bin/env python3
"""Files in pieces: how fast 64 MB are sent and read, and what the server's memory grows by meanwhile; beside the same bytes
written to the disk and flushed (dd), and read from Python's own server of files.

usage: bench/bench_files.py BUILD_DIR [--quick]
       tests/store/with_postgresql.sh bench/bench_files.py BUILD_DIR      on PostgreSQL, too
"""
import hashlib
import http.client
import os
import pathlib
import re
import secrets
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Client, Database, Server, init, scratch, together  # noqa: E402

QUICK = "--quick" in sys.argv
BUILD = pathlib.Path(next((word for word in sys.argv[1:] if not word.startswith("-")), ROOT / "build")).resolve()
MB, ROUNDS = 1 << 20, 3 if QUICK else 7
SIZE = 64 * MB


def timed(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def rate(times):
    """MB a second, of the middle of them."""
    return SIZE / MB / statistics.median(times)


def read_all(port, path, token=None):
    """Reads without keeping; the SHA-256."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Authorization": "Bearer " + token} if token else {})
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    digest, count = hashlib.sha256(), 0
    while piece := answer.read(MB):
        count += len(piece)
        digest.update(piece)
    connection.close()
    assert count == SIZE, count
    return digest.hexdigest()


def beside(folder, data):
    """MB a second: dd with a flush; python3 -m http.server, read likewise."""
    source = pathlib.Path(folder) / "source"
    source.write_bytes(data)
    copy = pathlib.Path(folder) / "copy"
    written = [timed(lambda: subprocess.run(["dd", f"if={source}", f"of={copy}", "bs=256k", "conv=fsync"], check=True,
                                            stderr=subprocess.DEVNULL)) for _ in range(ROUNDS)]
    process = subprocess.Popen([sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(os.environ, PYTHONUNBUFFERED="1"))
    port = int(re.search(r"port (\d+)", process.stdout.readline().decode())[1])
    read = [timed(lambda: read_all(port, "/source")) for _ in range(ROUNDS)]
    process.kill()
    process.wait()
    return rate(written), rate(read)


class House:
    def __init__(self, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(BUILD / "palier", self.database, folder, ["--log", "none", "--project-files-most", "100000"])
        link = init(self.server)
        self.server.start()
        self.client = Client(self.server.port).use_link(link)
        self.token = self.client.make_token()
        self.program = Client(self.server.port, token=self.token)
        assert self.program.api("POST", "/projects/new", {"id": "north", "title": "North", "state": "needs"}).status == 200

    def send(self, data, program=None):
        answer = (program or self.program).ask("POST", "/api/v1/projects/north/files?name=large.bin", data,
                                               {"Content-Type": "application/octet-stream"})
        assert answer.status == 200, answer.text
        return answer.json["facts"][0]["part"]

    def peak(self, forget=False):
        """In kB; `forget`: it begins anew."""
        path = pathlib.Path(f"/proc/{self.server.process.pid}")
        if forget:
            (path / "clear_refs").write_text("5")
        return int(re.search(r"VmHWM:\s+(\d+)", (path / "status").read_text())[1])


def measure(folder, postgresql, data, dd, plain):
    name = "PostgreSQL" if postgresql else "SQLite"
    house = House(folder, postgresql)
    try:
        part = house.send(secrets.token_bytes(MB) + data[MB:])
        path = f"/api/v1/projects/north/files/{part}"
        read_all(house.server.port, path, house.token)
        before = house.peak(forget=True)
        sent, read = [], []
        for _ in range(ROUNDS):
            fresh = secrets.token_bytes(MB) + data[MB:]  # another one each time: none is kept once
            sent.append(timed(lambda: house.send(fresh)))
            read.append(timed(lambda: read_all(house.server.port, path, house.token)))
        one = house.peak() - before
        print(f"  {name:10}  sent {rate(sent):6.0f} MB/s ({rate(sent) / dd:.2f} of dd with a flush)   "
              f"read {rate(read):6.0f} MB/s ({rate(read) / plain:.2f} of http.server)   memory +{one / 1024:.1f} MB")
        before = house.peak(forget=True)
        acts = [lambda: house.send(secrets.token_bytes(MB) + data[MB:], Client(house.server.port, token=house.token))] * 4
        acts += [lambda: read_all(house.server.port, path, house.token)] * 4
        seconds = timed(lambda: together(*acts))
        print(f"  {'':10}  four sent and four read at once: {8 * SIZE / MB / seconds:.0f} MB/s together, "
              f"memory +{(house.peak() - before) / 1024:.1f} MB")
    finally:
        house.server.stop()
        house.database.remove()


data = secrets.token_bytes(SIZE)
with scratch() as outer:
    disk, plain_server = beside(outer, data)
print(f"64 MB: dd with a flush {disk:.0f} MB/s, python3 -m http.server {plain_server:.0f} MB/s (read with a SHA-256)")
for url in [None] + [os.environ["PALIER_TEST_POSTGRESQL"]] * ("PALIER_TEST_POSTGRESQL" in os.environ):
    with scratch() as inner:
        measure(inner, url, data, disk, plain_server)
