#!/usr/bin/env python3
"""The what-if of a plan within a budget, on the demonstration: how long the page takes for other days of an actor, other money and
another alert level, beside the command line with the same documents in the same run; and how far both plans are from their bounds.

usage: bench/bench_posture_web.py PALIER [--times=200]

`wall` is what the client waits, `processor` what the server's threads (the process of the command line) used. No question is asked
twice. The command line searches for about a second of work, the page for a fortieth of it: the ratio tells what that buys.
"""
import itertools
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/http"))
from house import Client, Demonstration, scratch  # noqa: E402

TIMES = next((int(word[8:]) for word in sys.argv if word.startswith("--times=")), 200)
AIM = 50  # ms, of the page
EXAMPLES = ROOT / "examples"
LEVELS = ("orange", "rouge", "ecarlate")
QUESTIONS = list(itertools.islice(((level, days, money) for money in range(0, 4000, 100) for days in range(-6, 7) for level in LEVELS), TIMES))


def used(process):
    """Nanoseconds of the processor of all threads."""
    total = 0
    for task in pathlib.Path(f"/proc/{process}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except OSError:  # it has ended meanwhile
            pass
    return total


def share(numbers, of):
    return sorted(numbers)[min(len(numbers) - 1, int(len(numbers) * of / 100))]


def ask_page(client, server, question):
    level, days, money = question
    path = f"/assessments/example-2003/posture/schedule?alert={level}&provider={days}&money={money}"
    before, start = used(server), time.perf_counter()
    answer = client.get(path)
    wall, processor = (time.perf_counter() - start) * 1e3, (used(server) - before) / 1e6
    assert answer.status == 200, (path, answer.status)
    return wall, processor


def ask_program(client, question):
    level, days, money = question
    return client.api("GET", f"/assessments/example-2003/posture/schedule?alert={level}&provider={days}&money={money}").json


def write_budget(folder, question):
    _, days, money = question
    amounts = ", ".join(str(max(0, minutes + days * 420)) for minutes in [4200] * 2 + [6300] * 6)
    text = (EXAMPLES / "example-2003-budget.yaml").read_text(encoding="utf-8")
    text = text.replace("[4200, 4200, 6300, 6300, 6300, 6300, 6300, 6300]", f"[{amounts}]")
    text = text.replace("money: 150000", f"money: {150000 + money * 100}")
    file = pathlib.Path(folder) / "budget.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def ask_command(binary, folder, question):
    budget = write_budget(folder, question)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    out = subprocess.run([binary, "schedule", EXAMPLES / "example-2003.yaml", "--profile", EXAMPLES / "example-2003-profile.yaml", "--effort",
                          EXAMPLES / "example-2003-effort.yaml", "--budget", budget, "--alert", question[0], "--format", "json"],
                         stdout=subprocess.PIPE, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (time.perf_counter() - start) * 1e3, processor * 1e3, json.loads(out)


def gap(plan):
    return plan["bound"] / plan["value"] - 1 if plan["value"] else 0


def main():
    binary = os.path.abspath(sys.argv[1])
    with scratch() as folder:
        house = Demonstration(binary, folder, None, "en", {"expert": "Eve Expert"})
        client, server = house.people["expert"], house.server.process.pid
        program = Client(house.server.port, token=client.make_token(password=house.passwords["expert"]))
        for level in LEVELS:  # wakes it up
            client.get(f"/assessments/example-2003/posture/schedule?alert={level}")
        page = [ask_page(client, server, question) for question in QUESTIONS]
        drawn = sorted(random.Random(2004).sample(range(len(QUESTIONS)), min(40, len(QUESTIONS))))  # of all levels
        few = [QUESTIONS[number] for number in drawn]
        quick = [ask_program(program, question) for question in few]
        command = [ask_command(binary, folder, question) for question in few]
        house.server.stop()
    print(f"the what-if of a plan within a budget, {len(page)} questions, {len(few)} of them to the command line, ms")
    for number, name in enumerate(("wall", "processor")):
        web, line = [row[number] for row in page], [row[number] for row in command]
        told = ["  ".join(f"p{of} {share(row, of):8.1f}" for of in (50, 99)) for row in (web, line)]
        same = [web[number] for number in drawn]
        print(f"  {name:10} page {told[0]}   command line {told[1]}   ratio of the same questions p50 {share(same, 50) / share(line, 50):.3f}"
              f"  p99 {share(same, 99) / share(line, 99):.3f}")
    gaps = [[gap(plan) for plan in plans] for plans in (quick, [row[2] for row in command])]
    print("  bound above the plan, mean: " + ", ".join(f"{name} {100 * sum(row) / len(row):.2f} %" for name, row in
                                                      zip(("page", "command line"), gaps)))
    good = share([row[1] for row in page], 99) <= AIM
    print(f"  {'good' if good else 'SHORT'}: the page's p99 of the processor, aim {AIM} ms")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
