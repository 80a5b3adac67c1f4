#!/usr/bin/env python3
"""Ratings from outside: roll-up, levels, gap and exit status against a second writing of docs/scoring.md,
and how what is not rated or not applicable is told, in every output.

usage: tests/cli/test_rating.py PROGRAM [CASES]
"""
import csv
import io
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
CASES = int(sys.argv[2]) if len(sys.argv) > 2 else 120
AWAY = "not applicable"
SENTENCE = "nothing of the target was applicable"
MARKS = ["F", "L", "P", "N", None, AWAY]
passed = failed = 0


def verify(name, good, detail=""):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print(f"FAILED {name} {detail}\n")


def run(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


# ------------------------------------------------------------- second writing

def step_of(practices):
    """The rating of a step from those of its practices (None: not rated)."""
    rest = [mark for mark in practices if mark != AWAY]
    if practices and not rest:
        return AWAY
    known = [mark for mark in rest if mark is not None]
    if not known:
        return None
    lowest = max(known, key="FLPN".index)
    return lowest if len(known) == len(rest) or lowest in "NP" else None


def level_of(levels, marks, rule, unrated):
    """The greatest level that holds, over the steps that apply; `unrated` for what nobody rated."""
    best = 0
    full = ["F"] if rule == "staged" else ["F", "L"]
    marks = [unrated if mark is None else mark for mark in marks]
    for k in sorted({l for l, mark in zip(levels, marks) if mark != AWAY}):
        here = [mark for l, mark in zip(levels, marks) if l == k and mark != AWAY]
        below = [mark for l, mark in zip(levels, marks) if l < k and mark != AWAY]
        if all(mark in full for mark in here) and all(mark == "F" for mark in below):
            best = k
    return best


def expected(model, ratings, targets):
    """The areas, sums and exit status that a score must tell."""
    full = ["F"] if model["rule"] == "staged" else ["F", "L"]
    areas, sums = {}, dict(gap=0, gap_not_rated=0, surplus=0, achieved=0, target=0, not_rated=0,
                           not_applicable=0, target_not_applicable=0)
    for area, marks in ratings.items():
        ids = [step for step, _, _ in model["ladder"]]
        levels = [level for _, level, _ in model["ladder"]]
        applies = [step for step, mark in zip(ids, marks) if mark != AWAY]
        achieved = [step for step, mark in zip(ids, marks) if mark in full]
        unrated = [step for step, mark in zip(ids, marks) if mark is None]
        demanded = targets[area]
        missing = [s for s in ids if s in demanded and s in applies and s not in achieved]
        level = least = None
        if len(unrated) < len(applies):
            level = level_of(levels, marks, model["rule"], "N")
            least = level_of(levels, marks, model["rule"], "F") > level
        areas[area] = dict(applicable=bool(applies), level=level, level_is_minimum=bool(least),
                           achieved=achieved, missing=missing,
                           surplus=[s for s in achieved if s not in demanded], not_rated=unrated,
                           not_applicable=[s for s in ids if s not in applies] if applies else [])
        sums["gap"] += len(missing)
        sums["gap_not_rated"] += len([s for s in missing if s in unrated])
        sums["surplus"] += len(areas[area]["surplus"])
        sums["achieved"] += len(achieved)
        sums["target"] += len([s for s in ids if s in demanded and s in applies])
        sums["not_rated"] += len(unrated)
        sums["not_applicable"] += len(ids) - len(applies)
        sums["target_not_applicable"] += len([s for s in ids if s in demanded and s not in applies])
    meets = None if sums["target"] == 0 else sums["gap"] == 0
    return areas, sums, meets, 0 if meets else 2


# --------------------------------------------------------------------- random

def yaml_of_model(model):
    ladder = [{"id": step, "level": level, "title": step,
               "practices": [{"id": practice, "title": practice} for practice in practices]}
              for step, level, practices in model["ladder"]]
    return json.dumps({"palier": "model/1", "id": "m", "title": "M",
                       "levels": [{"rank": rank, "title": f"L{rank}"} for rank in range(6)],
                       "ladder": ladder, "rating": {"scale": "nplf", "rule": model["rule"]},
                       "areas": [{"id": area, "title": area, "category": "c", "actor": "provider"}
                                 for area in model["areas"]]})


def head(ident="a"):
    return {"palier": "assessment/1", "id": ident, "title": "T", "model": "m", "provider": "P",
            "project": "J", "date": "2026-01-01"}


def random_case(rng):
    ladder, level = [], 1
    for i in range(rng.randint(1, 7)):
        level = min(5, level + rng.choice([0, 0, 1, 1, 2]))
        ladder.append((f"s{i}", level, [f"p{i}.{j}" for j in range(rng.choice([0, 0, 2, 4]))]))
    model = {"rule": rng.choice(["staged", "iso-33020"]), "ladder": ladder,
             "areas": [f"A{i}" for i in range(rng.randint(1, 5))]}
    weights = rng.choice([[8, 2, 1, 1, 1, 2], [1, 1, 1, 1, 4, 1], [1, 0, 0, 0, 0, 3], [3, 1, 1, 1, 3, 3]])
    ratings, written = {}, {}
    for area in model["areas"]:
        if rng.random() < 0.15:
            ratings[area], written[area] = [AWAY] * len(ladder), AWAY
            continue
        marks, rows = [], {}
        for step, _, practices in ladder:
            if practices and rng.random() < 0.6:
                each = rng.choices(MARKS, weights, k=len(practices))
                rows[step] = {p: mark for p, mark in zip(practices, each) if mark is not None}
                marks.append(step_of(each))
            else:
                marks.append(rng.choices(MARKS, weights)[0])
                if marks[-1] is not None:
                    rows[step] = marks[-1]
        ratings[area], written[area] = marks, rows
    targets = {area: [step for step, _, _ in ladder if rng.random() < 0.6] for area in model["areas"]}
    return model, ratings, written, targets


def test_random(folder):
    rng = random.Random(20040419)
    for i in range(CASES):
        model, ratings, written, targets = random_case(rng)
        (folder / "m.yaml").write_text(yaml_of_model(model))
        (folder / "a.yaml").write_text(json.dumps({**head(), "ratings": written}))
        (folder / "p.yaml").write_text(json.dumps(
            {"palier": "profile/1", "id": "p", "title": "P", "model": "m", "targets": targets}))
        status, out, err = run("score", folder / "a.yaml", "--model", folder / "m.yaml", "--profile",
                               folder / "p.yaml", "--format", "json")
        areas, sums, meets, code = expected(model, ratings, targets)
        if not out:
            verify(f"random {i} is scored", False, err)
            continue
        got = json.loads(out)
        told = {a["id"]: {key: a[key] for key in areas[a["id"]]} for a in got["areas"]}
        verify(f"random {i}: areas", told == areas, f"\n{told}\n{areas}\n{written}")
        numbers = {**got["points"], **{key: got["steps"][key] for key in (
            "not_rated", "not_applicable", "target_not_applicable")}}
        verify(f"random {i}: sums", {key: numbers[key] for key in sums} == sums, f"{numbers} {sums}")
        verify(f"random {i}: the target", (got["meets_target"], status) == (meets, code),
               f"{got['meets_target']} {status}, wanted {meets} {code}")
        verify(f"random {i}: identity", numbers["gap"] - numbers["surplus"] ==
               numbers["target"] - numbers["achieved"])


def test_practices(folder):
    """Every combination of four practices: one area each, all in one document."""
    combos = list(itertools.product(MARKS, repeat=4))
    model = {"rule": "iso-33020", "ladder": [("s", 1, ["w", "x", "y", "z"])],
             "areas": [f"A{i}" for i in range(len(combos))]}
    (folder / "m.yaml").write_text(yaml_of_model(model))
    written = {f"A{i}": {"s": {p: mark for p, mark in zip("wxyz", combo) if mark is not None}}
               for i, combo in enumerate(combos)}
    (folder / "a.yaml").write_text(json.dumps({**head(), "ratings": written}))
    status, out, err = run("score", folder / "a.yaml", "--model", folder / "m.yaml", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    told = [AWAY if row["state"] == "not_applicable" else row["rating"] or None for row in rows]
    wrong = [(combo, rating) for combo, rating in zip(combos, told) if rating != step_of(combo)]
    verify("all combinations of practices", status == 0 and len(rows) == len(combos) and not wrong,
           f"{err} {wrong[:5]}")


# ------------------------------------------------------------------ the words

def sse(ident, ratings, notes=None, provider=None):
    document = {**head(ident), "model": "sse-cmm-2.0", "provider": provider or f"{ident} Hosting",
                "ratings": ratings}
    return json.dumps({**document, "notes": notes} if notes else document)


def all_areas(rating):
    return {f"PA{i:02}": rating for i in range(1, 23)}


def test_nothing_applicable(folder):
    evasive, honest, partly = folder / "evasive.yaml", folder / "honest.yaml", folder / "partly.yaml"
    evasive.write_text(sse("evasive", all_areas(AWAY)))
    honest.write_text(sse("honest", all_areas("level 2")))
    partly.write_text(sse("partly", {**all_areas(AWAY), "PA01": "level 3", "PA05": "level 3"}))
    level3 = ("--profile", "level-3")
    for form in ("text", "html", "svg"):
        status, out, _ = run("score", evasive, *level3, "--format", form)
        verify(f"nothing applicable: {form}", status == 2 and SENTENCE in out and
               "The target is met" not in out and "0 = 0 + 0 + 0" not in out, out[-400:])
    status, out, _ = run("score", evasive, *level3, "--format", "json")
    verify("nothing applicable: json", status == 2 and json.loads(out)["meets_target"] is None)
    for form in ("text", "html"):
        _, out, _ = run("plan", evasive, *level3, "--format", form)
        verify(f"nothing applicable: plan {form}", SENTENCE in out, out[-300:])
    _, out, _ = run("score", evasive, *level3)
    verify("areas that do not apply are counted", "areas by level: 22 not applicable" in out)
    _, out, _ = run("score", evasive, *level3, "--lang", "fr")
    verify("in French", "rien de la cible n’était applicable" in out)
    for order in ((evasive, honest, partly), (honest, partly, evasive)):
        _, out, _ = run("compare", *order, *level3, "--format", "json")
        data = json.loads(out)
        verify("stands last and is named", data["ranking"] == ["partly", "honest", "evasive"] and
               data["unproven"] == ["evasive"], data["ranking"])
    _, out, _ = run("compare", evasive, honest, partly, *level3)
    verify("the ranking says what it rests on", f"evasive: {SENTENCE}; it stands behind all others" in out
           and "partly: 160 of 176 demanded steps are not applicable; its place rests on the" in out
           and "not rated" in out and "gained" not in out and "no longer" not in out, out)
    _, out, _ = run("compare", evasive, honest, *level3, "--format", "html")
    verify("columns of the page", "demanded steps not applicable" in out and
           "demanded steps not rated" in out and re.search('<td class="number"[^>]*>176</td>', out) and SENTENCE in out)
    _, out, _ = run("compare", evasive, honest, *level3, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    verify("columns of the file", sum(int(row["target_not_applicable"]) for row in rows
                                      if row["assessment"] == "evasive") == 176 and
           {row["unproven"] for row in rows} == {"yes", "no"})
    status, _, err = run("check", evasive)
    verify("no reason is warned of", status == 0 and "PA01 is not applicable and no note says why" in err
           and "and 2 more" in err, err)
    evasive.write_text(sse("evasive", {"PA01": AWAY, "PA02": {"2.1": AWAY, "2.2": "F"}},
                           {"PA01": "None here.", "PA02": "Bought."}))
    _, _, err = run("check", evasive)
    verify("a reason is enough", "warning" not in err, err)
    # Only the provider's own steps are away: nothing of the provider was shown.
    own = {f"PA{i:02}": AWAY for i in (1, 5, 8, 9, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22)}
    evasive.write_text(sse("evasive", {**all_areas("level 3"), **own}))
    _, out, _ = run("compare", evasive, honest, *level3, "--format", "json")
    verify("own steps away stand last", json.loads(out)["ranking"] == ["honest", "evasive"])


def test_not_rated(folder):
    path = folder / "one.yaml"
    path.write_text(sse("one", {"PA01": "level 2", "PA02": {"1.1": "F"}, "PA03": {"2.1": "F"}}))
    level1 = ("--profile", "level-1")
    _, out, _ = run("score", path, *level1)
    verify("counted apart", "areas by level: 1 at least at level 0, 1 at least at level 1, 1 at level 2, "
           "19 not rated yet" in " ".join(out.split()), out[-600:])
    verify("the gap says how much", "20 = " in out and "of which 20 not rated" in out, out[-300:])
    _, out, _ = run("score", path, *level1, "--format", "html")
    verify("never Not Performed", "Not Performed" not in out and "19 not rated yet" in out and
           "20 points missing</strong> to" in out and "Nothing of it is rated yet." in out)
    _, out, _ = run("score", path, *level1, "--format", "svg")
    verify("titles", "level 0, 0 achieved, 1 missing" not in out and
           "PA04 Assess Threat: not rated yet, 0 achieved, 1 missing, 0 surplus, 12 not rated" in out and
           "at least level 0, 1 achieved" in out and "at least level 1, 1 achieved" in out)
    _, out, _ = run("score", path, *level1, "--format", "json")
    data = json.loads(out)
    verify("numbers", data["points"]["gap_not_rated"] == 20 and data["areas"][3]["level"] is None and
           data["areas"][2]["level"] == 0 and data["areas"][2]["level_is_minimum"] is True)
    _, out, _ = run("score", path, *level1, "--format", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(out)) if row["area"] == "PA04"]
    verify("cells", {row["area_level"] for row in rows} == {""} and rows[1]["state"] == "not_rated")
    path.write_text(sse("one", all_areas({"1.1": "N"})))
    _, out, _ = run("score", path, *level1, "--format", "html")
    verify("what was rated N is level 0", "at least at level" not in out and
           "0 (Not Performed)" in out and "not rated yet" not in out)


def test_notes(folder):
    path = folder / "notes.yaml"
    long = "Seen on site:\n- the roles\n- the list\n\nTo do: ask again."
    path.write_text(sse("notes", {"PA01": "2.2", "PA02": AWAY},
                        {"PA02": "Nothing.", "PA01/2.3": "Waits for May.", "PA01": long,
                         "PA01/2.2": "Only the front servers."}))
    level3 = ("--profile", "level-3")
    _, out, _ = run("score", path, *level3, "--format", "json")
    area = json.loads(out)["areas"][0]
    verify("in JSON, in order", [(n["place"], n["step"]) for n in area["notes"]] ==
           [("PA01", None), ("PA01/2.2", "2.2"), ("PA01/2.3", "2.3")] and area["notes"][0]["text"] == long)
    _, out, _ = run("score", path, *level3)
    verify("in the text, lines are lines", "\n  PA01: Seen on site:\n    - the roles\n    - the list\n\n"
           "    To do: ask again.\n" in out, out)
    _, out, _ = run("plan", path, *level3)
    first = out.index("PA01: Seen on site:")
    verify("in the plan, at its place", first < out.index("PA01/2.2: Only") < out.index("1. PA01/2.3") <
           out.index("PA01/2.3: Waits") < out.index("2. PA01/2.4"), out[first:first + 900])
    _, out, _ = run("plan", path, *level3, "--format", "json")
    plan = json.loads(out)
    verify("in the plan's JSON", len(plan["notes"]) == 4 and
           [n["place"] for n in plan["actions"][0]["notes"]] == ["PA01", "PA01/2.3"])
    for command in ("score", "plan"):
        _, out, _ = run(command, path, *level3, "--format", "html")
        verify(f"page of {command}", ".note { white-space: pre-line; }" in out and
               "Seen on site:\n- the roles\n- the list\n\nTo do: ask again." in out)
    twin = folder / "twin.yaml"
    twin.write_text(path.read_text().replace('"id": "notes"', '"id": "twin"'))
    _, out, _ = run("compare", path, twin, *level3, "--format", "json")
    verify("in a comparison", out.count("Waits for May.") == 2)


def test_single_steps(folder):
    path, other = folder / "x.yaml", folder / "y.yaml"
    path.write_text(sse("x", {"PA01": {"1.1": "F", "2.1": AWAY},
                              "PA05": {"1.1": {"BP.05.01": "F", "BP.05.02": AWAY}},
                              "PA13": {"2.2": {"GP 2.2.1": "F", "GP 2.2.2": AWAY}},
                              "PA14": {"2.2": {"GP 2.2.1": AWAY, "GP 2.2.2": AWAY}}}))
    other.write_text(sse("y", provider="x Hosting", ratings={"PA01": "level 2", "PA13": {"2.2": AWAY}}))
    status, out, _ = run("score", path, "--profile", "level-2", "--format", "json")
    areas = {area["id"]: area for area in json.loads(out)["areas"]}
    verify("a step", areas["PA01"]["not_applicable"] == ["2.1"] and
           areas["PA01"]["missing"] == ["2.2", "2.3", "2.4"])
    verify("a practice", areas["PA13"]["achieved"] == ["2.2"] and areas["PA05"]["achieved"] == [])
    verify("all practices", areas["PA14"]["not_applicable"] == ["2.2"] and status == 2)
    _, out, _ = run("compare", path, other, "--profile", "level-2", "--format", "json")
    change = {area["id"]: area for area in json.loads(out)["areas"]}
    # 1.1 is achieved in both, 2.1 does not apply in one; all else of PA01 nobody rated in x.
    verify("neither won nor lost", change["PA01"]["won"] == change["PA01"]["lost"] == [[]] and
           change["PA01"]["not_compared"] == [["2.1", "2.2", "2.3", "2.4"]] and change["PA13"]["lost"] == [[]], change["PA01"])


with tempfile.TemporaryDirectory() as name:
    place = pathlib.Path(name)
    for test in (test_practices, test_random, test_nothing_applicable, test_not_rated, test_notes,
                 test_single_steps):
        test(place)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
