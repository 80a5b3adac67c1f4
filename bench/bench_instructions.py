#!/usr/bin/env python3
"""User instructions of one request, counted by callgrind: the same on every machine, whatever else runs.

usage: bench/bench_instructions.py PALIER [--functions] [--quick]

The demonstration as it is made, its expert signed in, every page asked for three times before it is
counted. Beside each page stands what the first server took (0.1.0 as of its first pages) and the aim.
--functions: the most expensive functions of each page. --quick: the pages with an aim alone.
"""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Client, Database, Server, scratch  # noqa: E402

PROJECT = "/projects/institutional-site"
# Page, millions of instructions of the first server, and to reach.
PAGES = [(PROJECT, 8.2, 1.5), (PROJECT + "/meeting", 5.6, 1.2), ("/assessments/example-2003", 7.2, 2.5),
         ("/", 1.2, 0.6)]
OTHERS = ["/healthz", "/sign-in", PROJECT + "/candidates", PROJECT + "/needs", PROJECT + "/edit",
          PROJECT + "/hours", PROJECT + "/documents", "/assessments/example-2003/plan",
          "/assessments/example-2003/text", "/library", "/library/model/sse-cmm-2.0",
          "/library/profile/level-3", "/me"]
COUNTED = 5


def total(folder):
    """Instructions of all threads in the newest dump."""
    dumps = sorted(folder.glob("callgrind.out.*"), key=lambda path: path.stat().st_mtime)
    text = dumps[-1].read_text(encoding="utf-8", errors="replace")
    return sum(int(count) for count in re.findall(r"^(?:totals|summary): (\d+)", text, re.M)[:1]), dumps[-1]


def control(server, *words):
    subprocess.run(["callgrind_control", *words, str(server.process.pid)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def count(server, client, folder, path):
    for _ in range(3):
        answer = client.get(path)
        assert answer.status == 200, (path, answer.status)
    control(server, "-z")
    for _ in range(COUNTED):
        client.get(path)
    control(server, "-d")
    instructions, dump = total(folder)
    return instructions / COUNTED, len(answer.body), dump


def main():
    binary = os.path.abspath(sys.argv[1])
    with scratch() as name:
        folder = pathlib.Path(name)
        server = Server(binary, Database(name), name, ["--log", "none"])
        said = server.command("demonstration").stdout.decode()
        password = re.search(r"expert@example\.org\s+(\S+)", said)[1]
        server.prefix = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={folder}/callgrind.out",
                         "--separate-threads=no"]
        server.start()
        client = Client(server.port)
        assert client.sign_in("expert@example.org", password).status == 303
        print(f"{'user instructions of a request, millions':52} {'first':>6} {'now':>6} {'aim':>6}  page, kB")
        for path, first, aim in PAGES + ([] if "--quick" in sys.argv else [(other, None, None) for other in OTHERS]):
            spent, size, dump = count(server, client, folder, path)
            print(f"{path:52} {first or '':>6} {spent / 1e6:6.2f} {aim or '':>6}  {size / 1000:.0f}", flush=True)
            if "--functions" in sys.argv:
                out = subprocess.run(["callgrind_annotate", "--inclusive=no", "--threshold=90", str(dump)], check=True,
                                     stdout=subprocess.PIPE).stdout.decode("utf-8", "replace")
                print("\n".join(out.splitlines()[24:60]))
        client.close()
        server.kill()


if __name__ == "__main__":
    main()
