#!/usr/bin/env python3
"""`palier cost` and `palier alert SCHEME FROM TO` against a second writing of their definitions
(docs/posture.md): random schemes, profiles, efforts, histories and rates; every cut is tried.

usage: test_cost.py PALIER [COUNT]
"""
import fractions
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

PALIER = os.path.abspath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 60
AREAS, STEPS = 3, 4
ACTORS = ["provider", "project_manager", "expert"]
MONTH, YEAR = 43830, 525960
passed = failed = 0


def verify(name, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {name} {detail}")


def near(a, b, tolerance=1e-6):
    return abs(a - b) <= tolerance * max(1, abs(a), abs(b))


def half_up(value):
    return int(value + fractions.Fraction(1, 2) // 1) if isinstance(value, int) else \
        int((value * 2 + 1) // 2)


def selection(steps):
    return "[" + ", ".join(f"s{i}" for i in sorted(steps)) + "]" if steps else "none"


class Case:
    """One random case: its documents and its definitions in plain Python."""

    def __init__(self, dice, folder):
        self.dice, self.folder = dice, pathlib.Path(folder)
        self.levels = dice.randint(2, 4)
        self.delay, self.prepare = [], []
        for _ in range(self.levels):
            self.delay.append(dice.choice([None, 60, 600, 3000]))
        for at in range(self.levels):
            farther = 0
            row = {}
            for to in range(at + 1, self.levels):
                if dice.random() < 0.5:
                    within = dice.choice([None, 120, 900, 5000])
                    if within is not None:
                        within = farther = max(within, farther)
                    row[to] = within
            self.prepare.append(row)
        grows = dice.random() < 0.7
        self.target = []     # [level][area] set of steps
        for level in range(self.levels):
            row = []
            for area in range(AREAS):
                chosen = {s for s in range(STEPS) if dice.random() < 0.4}
                if grows:
                    chosen = set(range(dice.randint(0, STEPS)))
                    if level:
                        chosen |= self.target[level - 1][area]
                row.append(chosen)
            self.target.append(row)
        self.achieved = [{s for s in range(STEPS) if dice.random() < 0.4} for _ in range(AREAS)]
        self.prepared = [{s for s in range(STEPS) if dice.random() < 0.3} for _ in range(AREAS)]
        self.hour = [dice.randint(0, 900) for _ in ACTORS]
        self.is_flat = dice.random() < 0.2     # the same target at every level
        if self.is_flat:
            self.target = [self.target[0]] * self.levels
        # What is active now; None: the assessment does not say so of the area.
        self.active = [None if dice.random() < 0.5 else {s for s in range(STEPS) if dice.random() < 0.4}
                       for _ in range(AREAS)]
        self.is_coarse = dice.random() < 0.3   # small amounts: costs that are equal once rounded
        amount = (lambda most: dice.randint(0, 2)) if self.is_coarse else (lambda most: dice.randint(0, most))
        self.effort = [[dict(setup_minutes=dice.randint(0, 900), setup_cost=amount(5000),
                             running_minutes=dice.randint(0, 90), running_cost=amount(9000),
                             standby_minutes=dice.randint(0, 20), standby_cost=amount(900),
                             activation_minutes=dice.randint(0, 90),
                             activation_cost=amount(9000), time=dice.choice([0, 30, 90, 600, 1500]),
                             switchable=dice.random() < 0.7)
                        for _ in range(STEPS)] for _ in range(AREAS)]
        if self.is_coarse:
            self.hour = [dice.randint(0, 3) for _ in ACTORS]
        self.leave_out()

    def leave_out(self):
        """Steps that are not applicable: the documents demand them and say that they are prepared and
        active all the same; the definitions know nothing of them."""
        dice = self.dice
        chance = dice.choice([0, 0, 0.3, 0.7])
        self.out = [{s for s in range(STEPS) if dice.random() < chance} for _ in range(AREAS)]
        without = lambda row: [None if of is None else of - out for of, out in zip(row, self.out)]
        self.said = {"targets": self.target, "prepared": self.prepared, "active": self.active}
        self.target = [without(row) for row in self.target]
        self.achieved, self.prepared, self.active = map(without, (self.achieved, self.prepared, self.active))

    def rating(self, a):
        """An area by selection, or step by step where one of its steps is not applicable."""
        if self.out[a] == set(range(STEPS)):
            return "not applicable"
        word = lambda s: "not applicable" if s in self.out[a] else "F" if s in self.achieved[a] else "N"
        return "{" + ", ".join(f"s{s}: {word(s)}" for s in range(STEPS)) + "}" if self.out[a] else \
            selection(self.achieved[a])

    def write(self):
        names = "abcd"
        put = lambda name, text: (self.folder / name).write_text(text, encoding="utf-8")
        put("model.yaml", "palier: model/1\nid: m\ntitle: M\nlevels:\n  - {rank: 0, title: N}\n"
            "  - {rank: 1, title: O}\n  - {rank: 2, title: P}\nladder:\n" +
            "".join(f"  - {{id: s{i}, level: {1 + i // 2}, title: S}}\n" for i in range(STEPS)) +
            "areas:\n" + "".join(f"  - {{id: A{i}, title: T, category: c, actor: {ACTORS[i]}}}\n"
                                 for i in range(AREAS)) +
            "rating: {scale: nplf, rule: staged}\n")
        text = "palier: alert-scheme/1\nid: s\ntitle: S\nlevels:\n"
        for i in range(self.levels):
            text += f"  - {{id: {names[i]}, rank: {i + 1}, label: L, sustain: P9D"
            if self.delay[i] is not None:
                text += f", apply_within: PT{self.delay[i]}M"
            if self.prepare[i]:
                text += ", prepare: [" + ", ".join(
                    f"{{level: {names[to]}" + (f", within: PT{w}M" if w is not None else "") + "}"
                    for to, w in self.prepare[i].items()) + "]"
            text += "}\n"
        put("scheme.yaml", text)
        targets, prepared, active = (self.said[key] for key in ("targets", "prepared", "active"))
        put("profile.yaml", "palier: profile/1\nid: p\ntitle: P\nmodel: m\nalert_scheme: s\ntargets:\n" +
            "".join(f"  A{a}: {selection(targets[0][a])}\n" if self.is_flat else
                    f"  A{a}: {{" + ", ".join(f"{names[k]}: {selection(targets[k][a])}"
                                              for k in range(self.levels)) + "}\n"
                    for a in range(AREAS)))
        put("assessment.yaml", "palier: assessment/1\nid: a\ntitle: A\nmodel: m\nprovider: P\n"
            "project: J\ndate: 2026-01-01\nratings:\n" +
            "".join(f"  A{a}: {self.rating(a)}\n" for a in range(AREAS)) + "prepared:\n" +
            "".join(f"  A{a}: {selection(prepared[a])}\n" for a in range(AREAS)) +
            ("active:\n" if any(a is not None for a in active) else "") +
            "".join(f"  A{a}: {selection(active[a])}\n" for a in range(AREAS)
                    if active[a] is not None))
        text = "palier: effort/1\nid: e\ntitle: E\nmodel: m\ncurrency: EUR\nhour_cost: {" + ", ".join(
            f"{ACTORS[i]}: {self.hour[i]}" for i in range(3)) + "}\nsteps:\n"
        for a in range(AREAS):
            for s in range(STEPS):
                e = dict(self.effort[a][s])
                time, switchable = e.pop("time"), e.pop("switchable")
                text += f"  A{a}/s{s}: {{" + ", ".join(f"{k}: {v}" for k, v in e.items()) + \
                    f", activation_time: PT{time}M, switchable: {str(switchable).lower()}}}\n"
        put("effort.yaml", text)

    def demand(self, a, s):
        return frozenset(k for k in range(self.levels) if s in self.target[k][a])

    def allowed(self, j, k):
        within = self.prepare[j].get(k)
        return within if within is not None else self.delay[k]

    def money(self, a, s):
        e, rate = self.effort[a][s], self.hour[a]
        part = lambda what: (e[what + "_minutes"] * rate + 30) // 60 + e[what + "_cost"]
        built = s in self.achieved[a] or s in self.prepared[a]
        return (0 if built else part("setup"), part("running"), part("standby"), part("activation"))

    def table(self, a, kept, s, j, k):
        """Minutes until step s is active after j -> k: the prepared steps up to it, in order."""
        return sum(self.effort[a][t]["time"] for t in kept if t <= s and
                   k in self.demand(a, t) and j not in self.demand(a, t))

    def tau(self, a, kept, s):
        return {(j, k): self.table(a, kept, s, j, k) for j in range(self.levels) for k in range(self.levels)}

    def forced(self, a):
        """Steps between the first cut without those that are permanent anyhow and the first admissible one."""
        steps = [s for s in range(STEPS) if self.demand(a, s)]
        first = max((i + 1 for i, s in enumerate(steps) if self.demand(a, s) == frozenset(range(self.levels))
                     or not self.effort[a][s]["switchable"]), default=0)
        for cut in range(first, len(steps) + 1):
            kept = steps[cut:]
            if not any(self.allowed(j, k) is not None and kept and
                       self.table(a, kept, max(kept), j, k) > self.allowed(j, k)
                       for j in range(self.levels) for k in range(self.levels) if j != k):
                return steps[first:cut]
        return []

    def run(self, *words):
        result = subprocess.run([PALIER, *words], cwd=self.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, check=False)
        if result.returncode != 0:
            print(result.stderr.decode())
            return None
        return json.loads(result.stdout)


class Replay:
    """A history: hours and entries are counted minute by minute of its changes."""

    def __init__(self, case):
        dice = case.dice
        self.case = case
        self.levels = case.levels
        at, self.changes = 0, [(0, dice.randrange(case.levels))]
        for _ in range(dice.randint(0, 8)):
            at += dice.randint(1, 40000)
            self.changes.append((at, dice.randrange(case.levels)))
        self.end = at + dice.randint(1, 40000)

    def write(self):
        # 2001-01-01 on: no zone, whole minutes.
        import datetime
        start = datetime.datetime(2001, 1, 1)
        stamp = lambda m: (start + datetime.timedelta(minutes=m)).strftime("%Y-%m-%dT%H:%M")
        text = "palier: alert-history/1\nid: h\ntitle: H\nalert_scheme: s\n" \
            f"start: {stamp(0)}\nend: {stamp(self.end)}\nchanges:\n"
        for at, level in self.changes:
            text += f"  - {{at: {stamp(at)}, level: {'abcd'[level]}}}\n"
        (self.case.folder / "alerts.yaml").write_text(text, encoding="utf-8")

    def stays(self):
        for i, (at, level) in enumerate(self.changes):
            yield at, self.changes[i + 1][0] if i + 1 < len(self.changes) else self.end, level

    def hours(self, demand):
        return fractions.Fraction(sum(b - a for a, b, k in self.stays() if k in demand), 60)

    def horizon(self):
        return fractions.Fraction(self.end, 60)

    def entries(self, demand):
        levels = [k for _, _, k in self.stays()]
        return sum(1 for i in range(1, len(levels)) if levels[i] in demand and levels[i - 1] not in demand)

    def intervals(self, demand, tau):
        """When a step entered with tau[from, to] minutes is demanded and not active."""
        stays = list(self.stays())
        found = []
        for i in range(1, len(stays)):
            if stays[i][2] in demand and stays[i - 1][2] not in demand:
                end = i
                while end + 1 < len(stays) and stays[end + 1][2] in demand:
                    end += 1
                wait = min(tau[stays[i - 1][2], stays[i][2]], self.end)
                found.append((stays[i][0], min(stays[i][0] + wait, stays[end][1])))
        return found

    def exposed(self, demand, tau):
        return fractions.Fraction(sum(b - a for a, b in self.intervals(demand, tau)), 60)

    def union(self, never, classes):
        minutes = [(a, b) for a, b, k in self.stays() if k in never]
        for demand, tau in classes:
            minutes += self.intervals(demand, tau)
        total, reached = 0, 0
        for a, b in sorted(minutes):
            a = max(a, reached)
            if b > a:
                total, reached = total + b - a, b
        return fractions.Fraction(total, 60)


class Rates:
    """A chain: p(t) by small steps of its differential equation (Runge-Kutta), all by quadrature."""
    GRID = 1500

    def __init__(self, case):
        dice = case.dice
        self.case, self.levels = case, case.levels
        self.q = [[0 if i == j or dice.random() < 0.2 else dice.choice([0.5, 2, 6.25, 12])
                   for j in range(self.levels)] for i in range(self.levels)]
        self.start = dice.randrange(self.levels)
        self.years = dice.randint(1, 2)
        p = [float(i == self.start) for i in range(self.levels)]
        self.step = self.years * 8766 / self.GRID
        everything = range(self.levels)
        self.path = [p]
        for _ in range(self.GRID):
            p = self.advance(p, self.step, everything)
            self.path.append(p)
        self.occupancy = self.integral([p for p in self.path], self.step)

    def flow(self, p, inside):
        return [sum(p[i] * self.q[i][j] for i in inside if i != j) / 8766 -
                p[j] * sum(self.q[j]) / 8766 if j in inside else 0.0 for j in range(self.levels)]

    def advance(self, p, dt, inside):
        k1 = self.flow(p, inside)
        k2 = self.flow([x + dt / 2 * y for x, y in zip(p, k1)], inside)
        k3 = self.flow([x + dt / 2 * y for x, y in zip(p, k2)], inside)
        k4 = self.flow([x + dt * y for x, y in zip(p, k3)], inside)
        return [x + dt / 6 * (a + 2 * b + 2 * c + d) for x, a, b, c, d in zip(p, k1, k2, k3, k4)]

    @staticmethod
    def integral(rows, dt):
        """Simpson's rule over an even number of steps."""
        sums = [0.0] * len(rows[0])
        for i, row in enumerate(rows):
            weight = 1 if i in (0, len(rows) - 1) else 4 if i % 2 else 2
            sums = [s + weight * x for s, x in zip(sums, row)]
        return [s * dt / 3 for s in sums]

    def write(self):
        names = "abcd"
        text = "palier: alert-rates/1\nid: r\ntitle: R\nalert_scheme: s\n" \
            f"start: {names[self.start]}\nyears: {self.years}\nper_year:\n"
        for i in range(self.levels):
            text += f"  {names[i]}: {{" + ", ".join(f"{names[j]}: {self.q[i][j]}" for j in range(self.levels)
                                                    if j != i) + "}\n"
        (self.case.folder / "alerts.yaml").write_text(text, encoding="utf-8")

    def horizon(self):
        return self.years * 8766.0

    def hours(self, demand):
        return sum(self.occupancy[k] for k in demand)

    def entries(self, demand):
        return sum(self.occupancy[i] * self.q[i][j] / 8766 for i in range(self.levels)
                   for j in demand if i not in demand)

    def exposed(self, demand, tau):
        """Sum over entries i -> j of the integral of p_i(s) q_ij E[min(tau, stay from j, H - s)]."""
        total = 0.0
        for i in range(self.levels):
            for j in demand:
                if i in demand or self.q[i][j] == 0 or tau[i, j] == 0:
                    continue
                wait = min(tau[i, j] / 60, self.horizon())
                # E[min(u, stay)] for u up to wait, on a grid of its own.
                cells = 60
                row = [float(k == j) for k in range(self.levels)]
                alive, grid = [1.0], [0.0]
                for _ in range(cells):
                    row = self.advance(row, wait / cells, demand)
                    alive.append(sum(row))
                for a, b in zip(alive, alive[1:]):
                    grid.append(grid[-1] + (a + b) / 2 * wait / cells)

                def stay(u):
                    at = min(u, wait) / wait * cells
                    low = min(int(at), cells - 1)
                    return grid[low] + (grid[low + 1] - grid[low]) * (at - low)
                values = [p[i] * self.q[i][j] / 8766 * stay(self.horizon() - n * self.step)
                          for n, p in enumerate(self.path)]
                total += self.integral([[v] for v in values], self.step)[0]
        return total


def expect(case, outlook):
    """The four ways by their definitions."""
    every = frozenset(range(case.levels))
    horizon = outlook.horizon()

    def permanent(a, s):
        setup, running, _, _ = case.money(a, s)
        return setup + running * horizon / fractions.Fraction(1461, 2) if isinstance(horizon, fractions.Fraction) \
            else setup + running * horizon / 730.5

    def prepared(a, s):
        setup, running, standby, activation = case.money(a, s)
        h = outlook.hours(case.demand(a, s))
        month = fractions.Fraction(1461, 2) if isinstance(horizon, fractions.Fraction) else 730.5
        return setup + (running * h + standby * (horizon - h)) / month + \
            activation * outlook.entries(case.demand(a, s))

    def best(a):
        steps = [s for s in range(STEPS) if case.demand(a, s)]
        fixed = lambda s: case.demand(a, s) == every or not case.effort[a][s]["switchable"]
        found = None
        for cut in range(len(steps) + 1):
            kept = steps[cut:]
            if any(fixed(s) for s in kept):
                continue
            if any(case.allowed(j, k) is not None and kept and case.table(a, kept, max(kept), j, k) > case.allowed(j, k)
                   for j in range(case.levels) for k in range(case.levels) if j != k):
                continue
            cost = sum(permanent(a, s) for s in steps[:cut]) + sum(prepared(a, s) for s in kept)
            exposure = sum(outlook.exposed(case.demand(a, s), case.tau(a, kept, s)) for s in kept)
            # Equal costs are equal once rounded; the sum over areas is of what is not rounded.
            rank = (half_up(cost), exposure, -cut)
            same = found is not None and rank[0] == found[0][0] and near(exposure, found[0][1], 1e-9)
            if found is None or (rank[2] < found[0][2] if same else rank < found[0]):
                found = (rank, set(steps[:cut]), kept, cost)
        return found

    ways = {}
    chosen = {"full": [set(range(2)) - out for out in case.out],
              "strictest": [case.target[-1][a] for a in range(AREAS)],
              "lowest": [case.target[0][a] for a in range(AREAS)]}
    for name, keep in chosen.items():
        ways[name] = (sum(permanent(a, s) for a in range(AREAS) for s in keep[a]), keep,
                      [[] for _ in range(AREAS)])
    picks = [best(a) for a in range(AREAS)]
    ways["adaptive"] = (sum(p[3] for p in picks), [p[1] for p in picks], [p[2] for p in picks])
    results = {"unstated": any(
        case.allowed(j, k) is None and kept and case.table(a, kept, max(kept), j, k) > 0
        for a, (_, _, kept, _) in enumerate(picks) for j in range(case.levels) for k in range(case.levels) if j != k)}
    results["forced"] = {f"A{a}": [f"s{s}" for s in case.forced(a)] for a in range(AREAS) if case.forced(a)}
    results["exact"] = isinstance(horizon, fractions.Fraction)
    results["all_permanent"] = sum(permanent(a, s) for a in range(AREAS) for s in range(STEPS) if case.demand(a, s))
    for name, (cost, keep, kept) in ways.items():
        never, classes, step_hours = set(), [], 0
        for a in range(AREAS):
            for s in range(STEPS):
                demand = case.demand(a, s)
                if s in keep[a] or not demand:
                    continue
                if s in kept[a]:
                    step_hours += outlook.exposed(demand, case.tau(a, kept[a], s))
                    classes.append((demand, case.tau(a, kept[a], s)))
                else:
                    step_hours += outlook.hours(demand)
                    never |= demand
        results[name] = (cost, step_hours, never, classes, kept)
    return results


def check_saving(case, data, wanted, number):
    """What the prepared steps save is signed and adds up; the sentence says which way it goes."""
    ways = {way["id"]: way for way in data["ways"]}
    adaptive, strictest = ways["adaptive"]["cost"], ways["strictest"]["cost"]
    saving = {r["id"]: r["saving_if_prepared"] for r in data["adaptive_reasons"]}
    tolerance = 0 if wanted["exact"] else 1
    verify(f"case {number} saving", abs(saving["prepared"] - (half_up(wanted["all_permanent"]) - adaptive)) <= tolerance,
           f"{saving} wanted {float(wanted['all_permanent'])} - {adaptive}")
    if all(set(case.target[-1][a]) == set().union(*(case.target[k][a] for k in range(case.levels)))
           for a in range(AREAS)):
        verify(f"case {number} saving as strictest", abs(saving["prepared"] - (strictest - adaptive)) <= tolerance,
               f"{saving} {strictest} {adaptive}")
    for language, words in (("en", ("as much as", "more", "saves")), ("fr", ("autant que", "de plus", "économise"))):
        text = subprocess.run([PALIER, "cost", "assessment.yaml", "--model", "model.yaml", "--scheme", "scheme.yaml",
                               "--profile", "profile.yaml", "--effort", "effort.yaml", "--alerts", "alerts.yaml",
                               "--full", "1", "--draws", "400", "--lang", language], cwd=case.folder,
                              stdout=subprocess.PIPE, check=False).stdout.decode()
        last = " ".join(text.split("\n\n")[-1].split())
        word = words[0 if adaptive == strictest else 1 if adaptive > strictest else 2]
        word = "nothing" if language == "en" and strictest == 0 < adaptive else \
            "ne coûte rien" if strictest == 0 < adaptive else word
        verify(f"case {number} sentence {language}", word in last, f"{adaptive} {strictest}: {last}")


def compare(case, outlook, number):
    case.write()
    outlook.write()
    data = case.run("cost", "assessment.yaml", "--model", "model.yaml", "--scheme", "scheme.yaml",
                    "--profile", "profile.yaml", "--effort", "effort.yaml", "--alerts", "alerts.yaml",
                    "--full", "1", "--draws", "400", "--format", "json")
    verify(f"case {number} runs", data is not None)
    if data is None:
        return
    wanted = expect(case, outlook)
    exact = isinstance(outlook, Replay)
    verify(f"case {number} delay not stated", data["delay_not_stated"] == wanted["unstated"], data["delay_not_stated"])
    verify(f"case {number} forced", {f["area"]: f["steps"] for f in data["forced_by_delay"]} == wanted["forced"],
           f"{data['forced_by_delay']} wanted {wanted['forced']}")
    check_saving(case, data, wanted, number)
    for way in data["ways"]:
        cost, step_hours, never, classes, kept = wanted[way["id"]]
        name = f"case {number} {way['id']}"
        if exact:
            verify(name + " cost", way["cost"] == half_up(cost), f"{way['cost']} wanted {float(cost)}")
            verify(name + " union", near(way["exposed_hours"], outlook.union(never, classes), 1e-4),
                   f"{way['exposed_hours']} wanted {float(outlook.union(never, classes))}")
            verify(name + " prepared", [sorted(f"s{s}" for s in k) for k in kept] ==
                   [sorted(a["prepared"]) for a in way["areas"]], f"{kept} {way['areas']}")
        else:
            longest = {}
            for demand, tau in classes:
                for change, minutes in tau.items():
                    longest.setdefault(demand, dict(tau))
                    longest[demand][change] = max(longest[demand][change], minutes)
            sets = [frozenset(never)] + list(longest)
            apart = sum(len(s) for s in sets) == len(frozenset().union(*sets))
            verify(name + " exact or not", way["exposed_hours_exact"] == apart, f"{sets}")
            parts = [outlook.hours(never) if never else 0] + [outlook.exposed(d, t) for d, t in longest.items()]
            if apart:
                verify(name + " union", near(way["exposed_hours"], float(sum(parts)), 2e-3),
                       f"{way['exposed_hours']} wanted {float(sum(parts))}")
            else:
                drawn = way["simulated_exposed_hours"]
                verify(name + " union", max(parts) - 1e-3 <= way["exposed_hours"] <= way["exposed_step_hours"] + 1e-3
                       and (way["exposed_hours"] == drawn["mean"] or abs(way["exposed_hours"] - drawn["mean"]) <=
                            5 * drawn["standard_error"] + 1e-3), f"{way['exposed_hours']} {drawn} {parts}")
            verify(name + " cost", abs(way["cost"] - cost) <= 1 + 1e-6 * cost, f"{way['cost']} wanted {cost}")
            verify(name + " mean", abs(way["simulated_cost"]["mean"] - cost) <=
                   5 * way["simulated_cost"]["standard_error"] + 1, f"{way['simulated_cost']} wanted {cost}")
        verify(name + " step-hours", near(way["exposed_step_hours"], float(step_hours), 1e-4 if exact else 2e-3),
               f"{way['exposed_step_hours']} wanted {float(step_hours)}")
        verify(name + " sums", abs(sum(way["cost_by_kind"].values()) - way["cost"]) <= 4 and
               abs(sum(way["cost_by_actor"].values()) - way["cost"]) <= 3 and
               abs(sum(way["cost_by_year"]) - way["cost"]) <= len(way["cost_by_year"]))


def verdict_of(activate, missing, longest, delay):
    return "steps-missing" if missing else "no-delay-stated" if activate and delay is None else \
        "ready" if delay is None or longest <= delay else "too-slow"


def check_posture(case, number):
    """palier posture --alert LEVEL: the level in force is the one asked for, whatever the targets."""
    names, inforce = "abcd", case.dice.randrange(case.levels)
    data = case.run("posture", "assessment.yaml", "--model", "model.yaml", "--scheme", "scheme.yaml", "--profile",
                    "profile.yaml", "--alert", names[inforce], "--effort", "effort.yaml", "--format", "json")
    verify(f"posture {number} runs", data is not None)
    if data is None:
        return
    verify(f"posture {number} level", data["alert"] == names[inforce])

    def active(j, a, s):
        said = case.active[a]
        if not case.effort[a][s]["switchable"]:
            return s in case.achieved[a]
        if j == inforce:
            return s in (case.achieved[a] if said is None else said)
        return (said is None and s in case.achieved[a]) or \
            (s in case.achieved[a] | case.prepared[a] and s in case.target[j][a])
    rows = {(r["from"], r["to"]): r for r in data["readiness"]}
    for j in range(case.levels):
        for k in range(case.levels):
            if j == k:
                continue
            activate = missing = longest = 0
            for a in range(AREAS):
                wait = 0
                for s in sorted(case.target[k][a]):
                    if active(j, a, s):
                        continue
                    if case.effort[a][s]["switchable"] and s in case.achieved[a] | case.prepared[a]:
                        activate, wait = activate + 1, wait + case.effort[a][s]["time"]
                    else:
                        missing += 1
                longest = max(longest, wait)
            row = rows[names[j], names[k]]
            verify(f"posture {number} in force {inforce}, {j} > {k}",
                   (row["steps_to_activate"], row["steps_missing"], row["minutes"], row["readiness"]) ==
                   (activate, missing, longest, verdict_of(activate, missing, longest, case.allowed(j, k))),
                   f"{row} wanted {activate} {missing} {longest}")


def check_switchable(number, folder):
    """A step is switchable when every practice that speaks of it says true and at least one does."""
    dice = random.Random(77000 + number)
    said = [[dice.choice([None, None, True, False]) for _ in range(dice.randint(1, 4))] for _ in range(3)]
    put = lambda name, text: (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
    put("pm.yaml", "palier: model/1\nid: pm\ntitle: M\nlevels: [{rank: 0, title: N}, {rank: 1, title: O}]\nladder:\n" +
        "".join(f"  - {{id: s{i}, level: 1, title: S, practices: [" +
                ", ".join(f"{{id: GP {i}.{j}, title: T}}" for j in range(len(row))) + "]}\n"
                for i, row in enumerate(said)) +
        "areas: [{id: A, title: A, category: c, actor: provider}]\nrating: {scale: nplf, rule: staged}\n")
    put("ps.yaml", "palier: alert-scheme/1\nid: ps\ntitle: S\nlevels: [{id: a, rank: 1, label: L}, {id: b, rank: 2, label: L}]\n")
    put("pp.yaml", "palier: profile/1\nid: pp\ntitle: P\nmodel: pm\nalert_scheme: ps\ntargets:\n  A: {a: none, b: all}\n")
    put("pa.yaml", "palier: assessment/1\nid: pa\ntitle: A\nmodel: pm\nprovider: P\nproject: J\ndate: 2026-01-01\n"
        "ratings: {A: none}\nprepared: {A: all}\n")
    text = "palier: effort/1\nid: pe\ntitle: E\nmodel: pm\npractices:\n"
    for i, row in enumerate(said):
        for j, value in enumerate(row):
            text += f"  GP {i}.{j}: {{setup_minutes: 1" + \
                ("" if value is None else f", switchable: {str(value).lower()}") + "}\n"
    put("pe.yaml", text)
    result = subprocess.run([PALIER, "alert", "ps.yaml", "a", "b", "--model", "pm.yaml", "--scheme", "ps.yaml",
                             "--assessment", "pa.yaml", "--profile", "pp.yaml", "--effort", "pe.yaml", "--format",
                             "json"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    verify(f"switchable {number} runs", result.returncode == 0, result.stderr.decode())
    if result.returncode == 0:
        wanted = [f"s{i}" for i, row in enumerate(said) if True in row and False not in row]
        verify(f"switchable {number}", [r["step"] for r in json.loads(result.stdout)["activate"]] == wanted,
               f"{said} {wanted}")


def check_change(case, number):
    """palier alert SCHEME FROM TO, by its definition: what is achieved is active."""
    names = "abcd"
    j, k = case.dice.sample(range(case.levels), 2)
    data = case.run("alert", "scheme.yaml", names[j], names[k], "--model", "model.yaml", "--scheme",
                    "scheme.yaml", "--assessment", "assessment.yaml", "--profile", "profile.yaml",
                    "--effort", "effort.yaml", "--format", "json")
    verify(f"change {number} runs", data is not None)
    if data is None:
        return
    activate, missing, down, longest, saving = [], [], [], 0, 0
    for a in range(AREAS):
        wait = 0
        for s in range(STEPS):
            switchable = case.effort[a][s]["switchable"]
            active = s in (case.achieved[a] if case.active[a] is None else case.active[a])
            active = s in case.achieved[a] if not switchable else active
            demanded = s in case.target[k][a]
            if demanded and not active:
                if switchable and s in case.prepared[a] | case.achieved[a]:
                    wait += case.effort[a][s]["time"]
                    activate.append((f"A{a}", f"s{s}", wait))
                else:
                    missing.append((f"A{a}", f"s{s}"))
            elif active and not demanded and switchable:
                _, running, standby, _ = case.money(a, s)
                down.append((f"A{a}", f"s{s}", running - standby))
                saving += running - standby
        longest = max(longest, wait)
    delay = case.allowed(j, k)
    verdict = verdict_of(activate, missing, longest, delay)
    verify(f"change {number} activate", [(r["area"], r["step"], r["active_after_minutes"])
                                         for r in data["activate"]] == activate)
    verify(f"change {number} missing", [(r["area"], r["step"]) for r in data["missing"]] == missing)
    verify(f"change {number} stand down", [(r["area"], r["step"], r["saving_per_month"])
                                           for r in data["stand_down"]] == down)
    verify(f"change {number} verdict", (data["readiness"], data["minutes"], data["saving_per_month"]) ==
           (verdict, longest, saving), f"{data['readiness']} wanted {verdict}")


def check_errors(folder):
    """Every simulated number has its standard error; a single history tells none."""
    case = Case(random.Random(7), folder)
    case.write()
    Rates(case).write()
    words = ["cost", "assessment.yaml", "--model", "model.yaml", "--scheme", "scheme.yaml", "--profile", "profile.yaml",
             "--effort", "effort.yaml", "--alerts", "alerts.yaml", "--full", "1", "--draws"]
    few, many, one = (case.run(*words, n, "--format", "json") for n in ("400", "40000", "1"))
    names = {"mean": "standard_error", "p5": "p5_standard_error", "p50": "p50_standard_error",
             "p95": "p95_standard_error"}
    for way in range(4):
        for what in ("simulated_cost", "simulated_exposed_hours"):
            a, b, alone = (run["ways"][way][what] for run in (few, many, one))
            for name, error in names.items():
                verify(f"error of {name} {way} {what}", a[error] >= 0 and abs(a[name] - b[name]) <=
                       6 * (a[error] + b[error]) + 1e-3 * max(1, b[name]), f"{a} {b}")
                verify(f"error of {name} {way} {what}, once", alone[error] is None, f"{alone}")
            verify(f"error falls {way} {what}", b["standard_error"] <= a["standard_error"] / 5 or a["standard_error"] == 0,
                   f"{a} {b}")
    text = subprocess.run([PALIER, *words, "400"], cwd=folder, stdout=subprocess.PIPE, check=False).stdout.decode()
    verify("errors in text", text.count("  standard error") in (8, 9), text)
    page = subprocess.run([PALIER, *words, "400", "--format", "html"], cwd=folder, stdout=subprocess.PIPE,
                          check=False).stdout.decode()
    verify("errors on the page", page.count("\u00b1") >= 32, page.count("\u00b1"))


def check_large(folder, levels, years, changes, times, is_done):
    """Many levels and many changes a year: computed, or refused in a sentence, and either at once."""
    dice = random.Random(5)
    put = lambda name, data: (pathlib.Path(folder) / name).write_text(json.dumps(data), encoding="utf-8")
    steps, areas, names = range(12), range(22), [f"l{i}" for i in range(levels)]
    put("m.yaml", {"palier": "model/1", "id": "m", "title": "m", "levels": [{"rank": 0, "title": "l"},
                                                                          {"rank": 1, "title": "l"}],
                   "ladder": [{"id": f"s{i}", "level": 1, "title": "s"} for i in steps],
                   "areas": [{"id": f"A{a}", "title": "a", "category": "c", "actor": "provider"} for a in areas],
                   "rating": {"scale": "nplf", "rule": "staged"}})
    put("s.yaml", {"palier": "alert-scheme/1", "id": "s", "title": "s",
                   "levels": [{"id": name, "rank": i + 1, "label": "L"} for i, name in enumerate(names)]})
    put("p.yaml", {"palier": "profile/1", "id": "p", "title": "p", "model": "m", "alert_scheme": "s", "targets": {
        f"A{a}": {name: [f"s{i}" for i in steps if dice.random() < (k + 1) / levels] or "none"
                  for k, name in enumerate(names)} for a in areas}})
    put("a.yaml", {"palier": "assessment/1", "id": "a", "model": "m", "title": "t", "provider": "x", "project": "y",
                   "date": "2026-01-01", "ratings": {f"A{a}": "none" for a in areas}})
    put("e.yaml", {"palier": "effort/1", "id": "e", "title": "e", "model": "m", "steps": {
        f"A{a}/s{i}": {"running_cost": 1000, "activation_time": f"PT{dice.randint(1, times)}M", "switchable": True}
        for a in areas for i in steps}})
    put("r.yaml", {"palier": "alert-rates/1", "id": "r", "title": "r", "alert_scheme": "s", "start": names[0],
                   "years": years, "per_year": {x: {y: round(changes / (levels - 1), 3) for y in names if x != y}
                                                for x in names}})
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run = subprocess.run([PALIER, "cost", "a.yaml", "--model", "m.yaml", "--scheme", "s.yaml", "--profile", "p.yaml",
                          "--effort", "e.yaml", "--alerts", "r.yaml", "--full", "1", "--format", "json"], cwd=folder,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    name = f"{levels} levels, {years} years, {changes} changes a year, {times} minutes"
    verify(f"{name}: done", (run.returncode == 0) == is_done, run.stderr.decode())
    verify(f"{name}: sentence", is_done or b"would take too long" in run.stderr, run.stderr.decode())
    verify(f"{name}: at once", seconds < (4 if is_done else 1.5), f"{seconds:.2f} s of processor time")


def main():
    with tempfile.TemporaryDirectory() as folder:
        for number in range(COUNT):
            dice = random.Random(2004 + number)
            case = Case(dice, folder)
            compare(case, Replay(case) if number % 4 else Rates(case), number)
            check_change(case, number)
            check_posture(case, number)
            check_switchable(number, folder)
        check_errors(folder)
        check_large(folder, 8, 50, 360, 60, True)
        check_large(folder, 6, 50, 360, 3000, True)
        check_large(folder, 64, 50, 360, 5000, False)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
