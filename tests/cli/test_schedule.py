#!/usr/bin/env python3
"""The best plan against GLPK on the seeded instances of bench/bench_schedule; `palier schedule` on random
documents against a second writing: what is built, the worth of one more unit (linear programs), one budget.

usage: test_schedule.py BENCH_SCHEDULE [COUNT]     COUNT: of random documents; palier stands beside BENCH_SCHEDULE
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

BENCH = os.path.abspath(sys.argv[1])
PALIER = os.path.join(os.path.dirname(BENCH), "palier")
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 200
ACTORS = ["provider", "project_manager", "expert"]
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


class Case:
    """Random documents: areas of a few steps, some achieved or prepared, a budget."""

    def __init__(self, dice):
        self.dice = dice
        self.areas = [dice.randint(1, 5) for _ in range(dice.randint(1, 6))]
        self.periods = dice.randint(1, 4)
        self.is_early = dice.random() < 0.8
        unit = dice.choice([1, 1, 60, 137])     # whole hours tie more often
        self.actors = ACTORS[:dice.choice([1, 1, 2, 3])]
        has_money = dice.random() < 0.4
        self.steps = []
        for count in self.areas:
            actor = dice.choice(self.actors)
            self.steps.append([dict(points=dice.randint(0, 9), work=unit * dice.randint(0, 12),
                                    money=dice.choice([0, dice.randint(0, 400)]) if has_money else 0,
                                    actor=actor if dice.random() < 0.7 else dice.choice(self.actors))
                               for _ in range(count)])
        chance = dice.choice([0, 0.3])
        self.achieved = [{i for i in range(n) if dice.random() < 0.15} for n in self.areas]
        self.prepared = [{i for i in range(n) if dice.random() < chance} for n in self.areas]
        self.income = {}
        for actor in self.actors:
            self.income[actor] = [unit * dice.randint(0, 14) for _ in range(self.periods)]
        if has_money:
            self.income["money"] = [dice.randint(0, 500) for _ in range(self.periods)]

    def to_do(self, area):
        return [i for i in range(self.areas[area]) if i not in self.achieved[area] | self.prepared[area]]

    def write(self, folder):
        put = lambda name, data: (pathlib.Path(folder) / name).write_text(json.dumps(data), encoding="utf-8")
        names = lambda chosen: [f"s{i}" for i in sorted(chosen)] or "none"
        put("m.yaml", {"palier": "model/1", "id": "m", "title": "m",
                       "levels": [{"rank": 0, "title": "l"}, {"rank": 1, "title": "l"}],
                       "ladder": [{"id": "s0", "level": 1, "title": "s"}],
                       "areas": [{"id": f"A{a}", "title": "a", "category": "c", "actor": "provider",
                                  "ladder": [{"id": f"s{i}", "level": 1, "title": "s"} for i in range(n)]}
                                 for a, n in enumerate(self.areas)],
                       "rating": {"scale": "nplf", "rule": "staged"}})
        put("a.yaml", {"palier": "assessment/1", "id": "a", "model": "m", "title": "t", "provider": "x",
                       "project": "y", "date": "2026-01-01",
                       "ratings": {f"A{a}": names(c) for a, c in enumerate(self.achieved)},
                       "prepared": {f"A{a}": names(c) for a, c in enumerate(self.prepared)},
                       "actors": {f"A{a}/s{i}": step["actor"] for a, row in enumerate(self.steps)
                                  for i, step in enumerate(row)},
                       "weights": {f"A{a}/s{i}": step["points"] for a, row in enumerate(self.steps)
                                   for i, step in enumerate(row)}})
        put("p.yaml", {"palier": "profile/1", "id": "p", "title": "p", "model": "m", "targets": {"*": "all"}})
        put("e.yaml", {"palier": "effort/1", "id": "e", "title": "e", "model": "m",
                       "hour_cost": {actor: 60 for actor in ACTORS},
                       "steps": {f"A{a}/s{i}": {"setup_minutes": step["work"], "setup_cost": step["money"],
                                                "activation_time": f"PT{7 * i}M"}
                                 for a, row in enumerate(self.steps) for i, step in enumerate(row)}})
        budget = {"palier": "budget/1", "id": "b", "title": "b", "start": "2026-01-01", "period": "quarter",
                  "periods": self.periods, "value": "early" if self.is_early else "end",
                  "minutes": {actor: self.income[actor] for actor in self.actors}}
        if "money" in self.income:
            budget["money"] = self.income["money"]
        put("b.yaml", budget)

    def relaxation(self, folder, resource=None, period=0, more=0.0):
        """The linear relaxation by GLPK; `more` units of a resource come in in a period."""
        name = lambda a, i, t: f"z_{a}_{i}_{t}"
        terms, rows, bounds = [], [], []
        for a in range(len(self.areas)):
            chain = self.to_do(a)
            for at, i in enumerate(chain):
                for t in range(self.periods):
                    counts = self.is_early or t == self.periods - 1
                    terms.append(f"+ {self.steps[a][i]['points'] if counts else 0} {name(a, i, t)}")
                    bounds.append(f"0 <= {name(a, i, t)} <= 1")
                    if t:
                        rows.append(f"{name(a, i, t)} - {name(a, i, t - 1)} >= 0")
                    if at:
                        rows.append(f"{name(a, chain[at - 1], t)} - {name(a, i, t)} >= 0")
        for r, income in self.income.items():
            for t in range(self.periods):
                uses = [(self.steps[a][i]["money"] if r == "money" else self.steps[a][i]["work"]
                         if self.steps[a][i]["actor"] == r else 0, name(a, i, t))
                        for a in range(len(self.areas)) for i in self.to_do(a)]
                uses = [f"+ {use} {z}" for use, z in uses if use]
                if uses:
                    have = sum(income[:t + 1]) + (more if r == resource and t >= period else 0)
                    rows.append(" ".join(uses) + f" <= {have!r}")
        if not terms:
            return 0.0
        path, answer = os.path.join(folder, "r.lp"), os.path.join(folder, "r.txt")
        with open(path, "w", encoding="ascii") as out:
            out.write("Maximize\n obj: " + "\n ".join(terms) + "\nSubject To\n" +
                      "\n".join(f" c{n}: {row}" for n, row in enumerate(rows)) +
                      (" c: z >= 0\n" if not rows else "\n") + "Bounds\n " + "\n ".join(bounds) + "\nEnd\n")
        subprocess.run(["glpsol", "--lp", path, "-w", answer], stdout=subprocess.DEVNULL, check=True)
        with open(answer, encoding="ascii") as source:
            words = next(line for line in source if line.startswith("s bas")).split()
        assert words[4:6] == ["f", "f"], words
        return float(words[6])


def check_built(name, case, plan):
    """What is prepared is neither planned nor paid; the gap is score's."""
    points = lambda a, which: sum(case.steps[a][i]["points"] for i in which)
    areas = range(len(case.areas))
    built = [(f"A{a}", f"s{i}", 7 * i) for a in areas for i in sorted(case.prepared[a] - case.achieved[a])]
    verify(f"{name}: to activate", [(r["area"], r["step"], r["activation_minutes"])
                                    for r in plan["to_activate"]] == built, f"{plan['to_activate']} wanted {built}")
    verify(f"{name}: planned", [(r["area"], r["step"]) for r in plan["steps"]] ==
           [(f"A{a}", f"s{i}") for a in areas for i in case.to_do(a)])
    whole = plan["whole_target"]
    verify(f"{name}: the gap", whole["points"] == sum(
        points(a, set(range(case.areas[a])) - case.achieved[a]) for a in areas))
    verify(f"{name}: built", whole["points_built"] == sum(
        points(a, case.prepared[a] - case.achieved[a]) for a in areas))
    to_do = [case.steps[a][i] for a in areas for i in case.to_do(a)]
    verify(f"{name}: money", whole["takes"]["money"] == sum(step["money"] for step in to_do))
    verify(f"{name}: cost", whole["cost"] == sum(step["money"] + step["work"] for step in to_do))
    for actor in ACTORS:
        verify(f"{name}: work of {actor}", whole["takes"][actor + "_minutes"] ==
               sum(step["work"] for step in to_do if step["actor"] == actor))


def check_worth(name, case, plan, folder):
    """The worth of one more unit is a price of the linear relaxation: what a little more brings."""
    little = 0.02
    base = case.relaxation(folder)
    verify(f"{name}: relaxation", plan["value"] <= base + 1e-6, f"{plan['value']} {base}")
    for resource, income in case.income.items():
        key = resource if resource == "money" else resource + "_minutes"
        for t in range(case.periods):
            wanted = (case.relaxation(folder, resource, t, little) - base) / little
            got = plan["periods"][t]["worth_of_one_more"][key]
            verify(f"{name}: worth of {resource} in {t}", abs(got - wanted) <= 1e-4 + 1e-3 * wanted,
                   f"{got} wanted {wanted}")


def check_documents(folder):
    for number in range(COUNT):
        case = Case(random.Random(41000 + number))
        case.write(folder)
        run = subprocess.run([PALIER, "schedule", "a.yaml", "--model", "m.yaml", "--profile", "p.yaml", "--effort",
                              "e.yaml", "--budget", "b.yaml", "--format", "json"], cwd=folder,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        verify(f"documents {number} run", run.returncode == 0, run.stderr.decode())
        if run.returncode == 0:
            plan = json.loads(run.stdout)
            check_built(f"documents {number}", case, plan)
            check_worth(f"documents {number}", case, plan, folder)


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
        check_documents(folder)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
