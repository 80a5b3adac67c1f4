#!/usr/bin/env python3
"""Memory and time of single requests over the largest documents, and what others wait for meanwhile.

usage: bench/bench_budgets.py PALIER [--quick]

A release build: a sanitizer's memory would be counted. Each request is asked for twice, alone; the
memory is what the server's peak (VmHWM, reset before) stands above what it held before. `beside`
is the 95th percentile of what a stranger waits for /healthz, the form to sign in, and to sign in,
while eight of the request run at once. --quick: each request once, without what is beside it.
"""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import scratch  # noqa: E402
from large import LargeHouse  # noqa: E402

REQUESTS = [
    "/library/model/large", "/library/profile/wide", "/library/profile/narrow", "/library/profile/wide/text",
    "/assessments/a0?profile=narrow&alert=l9", "/assessments/a0?profile=wide&alert=l9", "/assessments/a0/plan?profile=wide&alert=l9",
    "/assessments/a0/posture?profile=wide&alert=l9", "/assessments/a0/posture?profile=narrow&alert=l9", "/assessments/a0/text",
    "/assessments/a0/history?from=1&to=2", "/compare?" + "&".join(f"id=a{i}" for i in range(8)) + "&profile=narrow&alert=l9",
    "/projects/large",
]


def main():
    binary = os.path.abspath(sys.argv[1])
    is_quick = "--quick" in sys.argv
    with scratch() as name:
        house = LargeHouse(binary, name)
        print(f"{'request':64} {'status':>6} {'kB':>7} {'cpu s':>6} {'again':>7} {'MB':>6} {'MB again':>8} {'beside ms':>9}")
        wanted = [word for word in sys.argv[2:] if word.startswith("/")] or REQUESTS + ["/api/v1" + page for page in REQUESTS]
        for path in wanted:
            house.restart()
            first = house.ask(path)
            again = house.ask(path)
            beside = ""
            if not is_quick and not path.startswith("/api"):
                waits = sorted(house.beside(path))
                beside = f"{waits[len(waits) * 95 // 100] * 1e3:.0f}"
            shown = path if len(path) <= 64 else path[:61] + "..."
            print(f"{shown:64} {first[0]:6} {first[1] / 1000:7.0f} {first[2]:6.2f} {again[2]:7.2f} {first[3]:6.0f} "
                  f"{again[3]:8.0f} {beside:>9}", flush=True)
        house.server.kill()


if __name__ == "__main__":
    main()
