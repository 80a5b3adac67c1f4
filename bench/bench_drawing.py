#!/usr/bin/env python3
"""What somebody waits for who draws a confidence profile: in a real browser, from a key to the numbers of the assessments beside
the figure, over 100 moves of the line (p50, p99); and what of it is the server's.

usage: python3 bench/bench_drawing.py PALIER [--quick]

The demonstration, whose project has two assessments, on this machine, with the browser beside the server.
"""
import json
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Demonstration, scratch  # noqa: E402

PALIER = pathlib.Path(next((word for word in sys.argv[1:] if not word.startswith("-")), ROOT / "build/palier")).resolve()
PLACE = "/projects/institutional-site/library/profile/drawn/drawing"
ASKED = 100 if "--quick" in sys.argv else 1000


def main():
    with scratch() as folder:
        house = Demonstration(PALIER, folder, None, "en", {"expert": "Eve Expert"})
        expert = house.people["expert"]
        expert.post("/projects/institutional-site/proposal", {"id": "drawn"})
        token = expert.csrf()
        times = []
        for at in range(ASKED):
            start = time.perf_counter()
            got = expert.api("POST", PLACE + "/points", {"targets/jaune": "PA01=2.4" if at % 2 else "PA01=3.1"}, {"X-CSRF-Token": token})
            times.append((time.perf_counter() - start) * 1000)
            assert got.status == 200, got.text[:300]
        times.sort()
        print(f"an answer of the server, {ASKED} times: p50 {statistics.median(times):.1f} ms, p99 {times[ASKED * 99 // 100 - 1]:.1f} ms")
        try:
            subprocess.run(["node", str(ROOT / "tests/browser/draw.mjs"), f"http://127.0.0.1:{house.server.port}", json.dumps(expert.cookies),
                            PLACE, "--times"], check=True)
        finally:
            house.server.stop()


main()
