#!/usr/bin/env python3
"""The best plan against GLPK on the seeded instances of bench/bench_schedule.

usage: test_schedule.py BENCH_SCHEDULE
"""
import json
import os
import re
import subprocess
import sys
import tempfile

BENCH = os.path.abspath(sys.argv[1])
# steps, ladder, actors, periods, how many seeds, what ties the actors
FAMILIES = [(264, 12, 1, 1, 8, "step"), (600, 40, 1, 1, 3, "step"), (60, 4, 2, 2, 6, "step"),
            (80, 5, 3, 2, 4, "ladder"), (60, 4, 1, 3, 3, "step"), (36, 12, 1, 4, 3, "ladder")]
passed = failed = 0


def verify(name, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {name} {detail}")


def glpsol(words, folder):
    path, answer = os.path.join(folder, "i.lp"), os.path.join(folder, "o.txt")
    with open(path, "wb") as out:
        subprocess.run([BENCH, "lp", *words], stdout=out, check=True)
    subprocess.run(["glpsol", "--lp", path, "-o", answer, "--tmlim", "60"], stdout=subprocess.DEVNULL,
                   check=True)
    with open(answer, encoding="ascii") as source:
        text = source.read()
    assert "INTEGER OPTIMAL" in text, "GLPK found no optimum in a minute"
    return int(re.search(r"Objective:\s+obj = (\d+)", text)[1])


def main():
    with tempfile.TemporaryDirectory() as folder:
        for steps, ladder, actors, periods, seeds, tie in FAMILIES:
            for seed in range(1, seeds + 1):
                words = [str(n) for n in (steps, ladder, actors, periods, seed, 60000000)] + [tie]
                ours = json.loads(subprocess.run([BENCH, "solve", *words], stdout=subprocess.PIPE,
                                                 check=True).stdout)
                best = glpsol(words, folder)
                name = " ".join(words)
                verify(f"{name}: plan, optimum, bound", ours["value"] <= best <= ours["bound"],
                       f"{ours} GLPK {best}")
                verify(f"{name}: near", ours["value"] >= best * 0.99, f"{ours} GLPK {best}")
                verify(f"{name}: says so", ours["optimal"] == (ours["value"] == ours["bound"]))
                if periods == 1:
                    verify(f"{name}: optimal", ours["optimal"] and ours["value"] == best,
                           f"{ours} GLPK {best}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
