#!/usr/bin/env python3
"""The measures of palier, each beside what a user would pick instead, in one run.

usage: bench/run.py BUILD_DIR [--quick]

1. 1,000,000 assessments of the 264-step model against 5 targets (gap by actor, surplus), one
   thread: palier, NumPy (the fastest of three ways, its data as it likes it best: for the product of
   matrices in single precision before the clock starts), SQLite (on 10,000 assessments, scaled and said
   so). Checksums must be equal. The share of the machine's read bandwidth is printed.
2. `palier score` of the paper's case as a whole process.
3. `palier score` of a model of 4,096 areas of 64 steps.
4. 1,000,000 alert histories of ten years with four levels, held against the exact expectation.
"""
import json
import os
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # one thread for everyone
import numpy as np  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build").resolve()
QUICK = "--quick" in sys.argv
PALIER = str(BUILD / "palier")
COUNT = 100000 if QUICK else 1000000
SQL_COUNT = 1000 if QUICK else 10000
PROFILES = ["level-1", "level-2", "level-3", "examples/example-2003-adaptive.yaml", "level-5"]
ACTORS = ["provider", "project_manager", "expert"]
MASK = (1 << 64) - 1


def palier_json(*words):
    return json.loads(subprocess.run([PALIER, *words, "--format", "json"], cwd=ROOT, check=True,
                                     stdout=subprocess.PIPE).stdout)


def load_model():
    """Steps of the model in order, the actor of each, and the five targets as 0/1 rows."""
    model = palier_json("models", "sse-cmm-2.0")
    steps = [(area["id"], step["id"]) for area in model["areas"] for step in model["ladder"]]
    owners = [area["actor"] for area in model["areas"] for _ in model["ladder"]]
    targets = np.zeros((len(PROFILES), len(steps)), dtype=np.uint8)
    for i, profile in enumerate(PROFILES):
        wanted = {area["id"]: set(area["targets"][0])
                  for area in palier_json("profiles", profile)["areas"]}
        targets[i] = [step in wanted[area] for area, step in steps]
    return steps, np.array([ACTORS.index(owner) for owner in owners]), targets


def checksum(values):
    """values: [assessment, target, 4]"""
    weights = np.arange(1, 5, dtype=np.uint64)
    return int((values.astype(np.uint64).sum(axis=(0, 1)) * weights).sum()) & MASK


def numpy_integers(achieved, owners, targets):
    """The plain way: masks and sums, target by target."""
    result = np.empty((len(achieved), len(targets), 4), dtype=np.int64)
    done = achieved.astype(bool)
    for i, target in enumerate(targets.astype(bool)):
        missing = target & ~done
        for actor in range(3):
            result[:, i, actor] = missing[:, owners == actor].sum(axis=1)
        result[:, i, 3] = (done & ~target).sum(axis=1)
    return result


def numpy_blas(achieved, owners, targets):
    """The clever way: one product of matrices in single precision (exact below 2^24)."""
    return numpy_product(achieved.astype(np.float32), owners, targets)


def numpy_product(achieved, owners, targets):
    """The same where the data are in single precision from the start, as a user of NumPy would keep them."""
    columns = []
    for target in targets:
        columns += [target * (owners == actor) for actor in range(3)] + [1 - target]
    columns = np.array(columns, dtype=np.float32)
    product = achieved @ columns.T
    whole = columns.sum(axis=1)
    result = product.reshape(len(achieved), len(targets), 4)
    result[:, :, :3] = whole.reshape(len(targets), 4)[:, :3] - result[:, :, :3]
    return result


def sql(achieved, owners, targets):
    """Relations, as a data base would hold them; indices made before the clock starts."""
    db = sqlite3.connect(":memory:")
    db.executescript("""
        CREATE TABLE step (id INTEGER PRIMARY KEY, actor INTEGER, weight INTEGER);
        CREATE TABLE target (target INTEGER, step INTEGER, PRIMARY KEY (target, step)) WITHOUT ROWID;
        CREATE TABLE achieved (assessment INTEGER, step INTEGER, PRIMARY KEY (assessment, step))
            WITHOUT ROWID;
        CREATE TABLE assessment (id INTEGER PRIMARY KEY);""")
    db.executemany("INSERT INTO step VALUES (?, ?, 1)",
                   ((i, int(owner)) for i, owner in enumerate(owners)))
    db.executemany("INSERT INTO target VALUES (?, ?)",
                   ((int(t), int(s)) for t, s in zip(*np.nonzero(targets))))
    db.executemany("INSERT INTO achieved VALUES (?, ?)",
                   ((int(a), int(s)) for a, s in zip(*np.nonzero(achieved))))
    db.executemany("INSERT INTO assessment VALUES (?)", ((i,) for i in range(len(achieved))))
    db.commit()
    start = time.perf_counter()
    gaps = db.execute("""
        SELECT a.id, t.target, s.actor, SUM(s.weight)
        FROM assessment a CROSS JOIN target t JOIN step s ON s.id = t.step
        LEFT JOIN achieved d ON d.assessment = a.id AND d.step = t.step
        WHERE d.step IS NULL GROUP BY a.id, t.target, s.actor""").fetchall()
    surplus = db.execute("""
        SELECT d.assessment, n.target, SUM(s.weight)
        FROM achieved d CROSS JOIN (SELECT DISTINCT target FROM target) n
        JOIN step s ON s.id = d.step
        LEFT JOIN target t ON t.target = n.target AND t.step = d.step
        WHERE t.step IS NULL GROUP BY d.assessment, n.target""").fetchall()
    seconds = time.perf_counter() - start
    total = sum((actor + 1) * value for _, _, actor, value in gaps)
    total += sum(4 * value for _, _, value in surplus)
    return seconds, total & MASK


def best(function, *arguments, repeats=3):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function(*arguments)
        times.append(time.perf_counter() - start)
    return min(times), result


def in_single_precision(achieved, owners, targets):
    """Seconds of numpy_product over everything, block by block: the data take four bytes a step."""
    block, seconds = 100000, 0.0
    for first in range(0, len(achieved), block):
        single = achieved[first:first + block].astype(np.float32)
        seconds += best(numpy_product, single, owners, targets)[0]
    return seconds


def bench_batch():
    steps, owners, targets = load_model()
    words = (len(steps) + 63) // 64
    with tempfile.TemporaryDirectory() as folder:
        sets = str(pathlib.Path(folder) / "sets")
        out = subprocess.run([str(BUILD / "bench_batch"), str(COUNT), sets, "7"], cwd=ROOT,
                             check=True, stdout=subprocess.PIPE).stdout
        packed = np.fromfile(sets, dtype=np.uint8).reshape(COUNT, words * 8)
    ours = json.loads(out)
    achieved = np.unpackbits(packed, axis=1, bitorder="little")[:, :len(steps)]
    part = SQL_COUNT
    integer_seconds, integers = best(numpy_integers, achieved[:COUNT // 10], owners, targets,
                                     repeats=1)
    integer_seconds *= 10
    blas_seconds, blas = best(numpy_blas, achieved, owners, targets)
    single_seconds = in_single_precision(achieved, owners, targets)
    numpy_seconds = min(integer_seconds, blas_seconds, single_seconds)
    small = checksum(numpy_integers(achieved[:part], owners, targets))
    sql_seconds, sql_sum = sql(achieved[:part], owners, targets)
    sql_scaled = sql_seconds * COUNT / part
    equal = (checksum(blas) == ours["checksum"] and small == sql_sum and
             checksum(integers) == checksum(blas[:COUNT // 10]))
    bandwidth = ours["bytes"] / ours["read_seconds"]
    print(f"{COUNT:,} assessments x {len(steps)} steps x {len(PROFILES)} targets, one thread")
    print(f"  palier             {ours['seconds'] * 1e3:10.2f} ms")
    print(f"  NumPy, float32     {single_seconds * 1e3:10.2f} ms   {single_seconds / ours['seconds']:8.1f} x"
          "   (its data in single precision from the start)")
    print(f"  NumPy, BLAS        {blas_seconds * 1e3:10.2f} ms   {blas_seconds / ours['seconds']:8.1f} x"
          "   (made so from bytes)")
    print(f"  NumPy, integers    {integer_seconds * 1e3:10.2f} ms   "
          f"{integer_seconds / ours['seconds']:8.1f} x   (on a tenth, scaled)")
    print(f"  NumPy, the fastest {numpy_seconds * 1e3:10.2f} ms   {numpy_seconds / ours['seconds']:8.1f} x"
          "   aim: 20 x")
    print(f"  SQLite             {sql_scaled * 1e3:10.2f} ms   {sql_scaled / ours['seconds']:8.1f} x"
          f"   aim: 500 x (on {part:,}, scaled)")
    print(f"  checksums          {'equal' if equal else 'DIFFERENT'}")
    print(f"  reading            {ours['bytes'] / ours['seconds'] / 1e9:10.2f} GB/s of "
          f"{bandwidth / 1e9:.2f} GB/s that a plain sum reads: "
          f"{100 * ours['read_seconds'] / ours['seconds']:.0f} %")
    return equal


def whole_process(words, runs):
    times = []
    for _ in range(runs + 2):
        start = time.perf_counter()
        subprocess.run([PALIER, *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        times.append((time.perf_counter() - start) * 1e3)
    times = times[2:]
    return min(times), statistics.median(times), max(times)


def bench_process():
    words = ["score", "examples/example-2003.yaml", "--profile", "level-3"]
    low, middle, high = whole_process(words, 20 if QUICK else 100)
    null = statistics.median(
        sorted(timed(["/bin/true"]) for _ in range(20)))
    print("palier score of the paper's case, whole process")
    print(f"  palier             {middle:10.2f} ms   (least {low:.2f}, most {high:.2f})"
          "   aim: under 10 ms")
    print(f"  /bin/true          {null:10.2f} ms   what starting any process costs here")
    start = statistics.median(sorted(timed([sys.executable, "-S", "-c", "pass"]) for _ in range(10)))
    print(f"  python3 -c pass    {start:10.2f} ms   {start / middle:8.1f} x   an interpreter that does nothing")


def bench_simulation():
    out = json.loads(subprocess.run([str(BUILD / "bench_simulate"), str(COUNT)], check=True,
                                    stdout=subprocess.PIPE).stdout)
    errors = abs(out["mean"] - out["exact"]) / out["variance_of_mean"] ** 0.5
    print(f"{COUNT:,} alert histories of 10 years with 4 levels, one thread")
    print(f"  palier             {out['seconds'] * 1e3:10.2f} ms   aim: under 2,000 ms for 1,000,000")
    print(f"  mean cost          {out['mean']:10.0f}      exact {out['exact']:.0f}: "
          f"{errors:.2f} standard errors off   aim: within 3")
    return errors < 3


def solve(words):
    """Our plan of a seeded instance, and the seconds of the whole process."""
    start = time.perf_counter()
    out = subprocess.run([str(BUILD / "bench_schedule"), "solve", *words], check=True,
                         stdout=subprocess.PIPE).stdout
    return json.loads(out), time.perf_counter() - start


def write_lp(words, folder):
    path = os.path.join(folder, "i.lp")
    with open(path, "wb") as out:
        subprocess.run([str(BUILD / "bench_schedule"), "lp", *words], check=True, stdout=out)
    return path


def bench_one_period(folder, steps, seeds, aim):
    ours, theirs, alone, same = [], [], [], True
    for seed in range(1, seeds + 1):
        words = [str(n) for n in (steps, 12, 1, 1, seed, 450000000)] + ["step"]
        path, answer = write_lp(words, folder), os.path.join(folder, "o.txt")
        plan, seconds = solve(words)
        start = time.perf_counter()
        subprocess.run(["glpsol", "--lp", path, "-o", answer], check=True,
                       stdout=subprocess.DEVNULL)
        theirs.append(time.perf_counter() - start)
        ours.append(seconds)
        with open(answer, encoding="ascii") as source:
            best = int(re.search(r"Objective:\s+obj = (\d+)", source.read())[1])
        same = same and plan["optimal"] and plan["value"] == best
        alone.append(plan["seconds"])
    null = statistics.median(sorted(timed(["/bin/true"]) for _ in range(20)))
    mine, other = statistics.median(ours) * 1e3, statistics.median(theirs) * 1e3
    search = statistics.median(alone) * 1e3
    print(f"best plan of {steps:,} steps in one period, {seeds} seeded instances, median")
    print(f"  palier, the plan   {search:10.2f} ms")
    print(f"  glpsol             {other - null:10.2f} ms   {(other - null) / search:8.1f} x   aim: {aim} "
          "(its process, less what starting any process costs)")
    print(f"  whole processes    {mine:10.2f} ms and {other:.2f} ms: {other / mine:.1f} x   "
          f"(/bin/true {null:.2f} ms)")
    print(f"  optima             {'the same' if same else 'DIFFERENT'}")
    return same


def bench_many_periods(folder, seeds, tie):
    seconds = 5 if QUICK else 45
    print(f"best plan of 264 steps x 3 actors x 8 quarters, an actor per {tie}; CBC with {seconds} s")
    good = True
    for seed in seeds:
        words = [str(n) for n in (264, 12, 3, 8, seed, 450000000)] + [tie]
        plan, took = solve(words)
        gap = (plan["bound"] - plan["value"]) / plan["value"]
        out = subprocess.run(["cbc", write_lp(words, folder), "sec", str(seconds), "solve"],
                             check=True, stdout=subprocess.PIPE).stdout.decode()
        value = float(re.search(r"Objective value:\s+([\d.]+)", out)[1])
        bound = re.search(r"Upper bound:\s+([\d.]+)", out)
        theirs = (float(bound[1]) - value) / value if bound else 0.0
        print(f"  seed {seed}: palier {plan['value']} of at most {plan['bound']}: gap {100 * gap:.2f} % "
              f"in {took:.2f} s; CBC {value:.0f} of {float(bound[1]) if bound else value:.0f}: gap "
              f"{100 * theirs:.2f} %   aim: no larger")
        good = good and gap <= theirs
    return good


def bench_plan():
    with tempfile.TemporaryDirectory() as folder:
        good = bench_one_period(folder, 264, 5 if QUICK else 11, "at least 20 x")
        good = bench_one_period(folder, 5000, 1 if QUICK else 3, "at least 1 x") and good
        for tie in ("step", "ladder"):
            good = bench_many_periods(folder, [1] if QUICK else [1, 2, 3], tie) and good
    return good


def timed(words):
    start = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - start) * 1e3


def bench_large():
    with tempfile.TemporaryDirectory() as folder:
        model, profile, assessment = (str(pathlib.Path(folder) / name)
                                      for name in ("m.yaml", "p.yaml", "a.yaml"))
        with open(model, "w", encoding="utf-8") as out:
            out.write("palier: model/1\nid: large\ntitle: Large\nlevels:\n" +
                      "".join(f"  - {{rank: {i}, title: L}}\n" for i in range(9)) + "ladder:\n" +
                      "".join(f"  - {{id: s{i}, level: {1 + i // 8}, title: S}}\n"
                              for i in range(64)) + "areas:\n" +
                      "".join(f"  - {{id: A{i}, title: T, category: c{i % 5}, "
                              f"actor: {ACTORS[i % 3]}}}\n" for i in range(4096)) +
                      "rating: {scale: nplf, rule: staged}\n")
        with open(profile, "w", encoding="utf-8") as out:
            out.write("palier: profile/1\nid: p\ntitle: P\nmodel: large\ntargets: "
                      "{\"*\": level 4}\n")
        with open(assessment, "w", encoding="utf-8") as out:
            out.write("palier: assessment/1\nid: a\ntitle: A\nmodel: large\nprovider: P\n"
                      "project: J\ndate: 2026-01-01\nratings:\n" + "".join(
                          f"  A{i}: {{" + ", ".join(f"s{j}: {'FLPN'[(i * j) % 4]}"
                                                    for j in range(64)) + "}\n"
                          for i in range(4096)))
        words = ["score", assessment, "--model", model, "--profile", profile, "--format", "json"]
        low, middle, high = whole_process(words, 5)
        size = os.path.getsize(assessment) / 1e6
        print(f"palier score of 4,096 areas of 64 steps, each step rated ({size:.1f} MB of YAML)")
        print(f"  palier             {middle:10.2f} ms   (least {low:.2f}, most {high:.2f})")
        try:
            import yaml
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            with open(assessment, encoding="utf-8") as source:
                start = time.perf_counter()
                yaml.load(source, Loader=loader)
                took = (time.perf_counter() - start) * 1e3
            print(f"  PyYAML ({loader.__name__}) {took:8.2f} ms   {took / middle:8.1f} x   "
                  "only to read the assessment")
        except ImportError:
            pass


if __name__ == "__main__":
    good = bench_batch()
    good = bench_simulation() and good
    good = bench_plan() and good
    bench_process()
    bench_large()
    sys.exit(0 if good else 1)
