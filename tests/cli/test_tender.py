#!/usr/bin/env python3
"""What each procedure says of each act, and its rules, from outside: held against the table that the built-in one was made
from; a table of one's own; what is refused.

usage: tests/cli/test_tender.py PALIER
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PALIER = os.path.abspath(sys.argv[1])
TABLE = ROOT / "data/procedures/fr-2026.yaml"
passed = failed = 0


def check(what, is_so, seen=None):
    global passed, failed
    if is_so:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {seen}")


def run(*words, env=None):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", **(env or {})}
    environment.update({k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k})
    result = subprocess.run([PALIER, *words], cwd=ROOT, env=environment, capture_output=True, timeout=60)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def told(*words):
    code, out, err = run("tender", *words, "--format", "json")
    return json.loads(out) if code == 0 else check(f"tender {words}", False, err)


def rows(name):
    with open(ROOT / "tests/fixtures/tenders" / name, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def cell(act):
    return act["says"] + (":" + "+".join(rule["id"] for rule in act["rules"]) if act["rules"] else "")


def test_cells():
    """7 procedures, 17 acts: as one, and each act alone."""
    yes = {"yes": True, "required": True, "no": False, "none": False}
    table = rows("procedures.tsv")
    acts = [key for key in table[0] if key in {act["act"] for act in told("none")["acts"]}]
    check("17 acts", len(acts) == 17, acts)
    check("in a list", [row["id"] for row in told()["procedures"]] == [row["id"] for row in table])
    for row in table:
        all_of = told(row["id"])
        check(f"{row['id']}: what it is", all(all_of["procedure"][key] == yes[row[key]] for key in
              ("tender", "formal", "sealed", "annex", "keeper", "verified", "verified_eu")), all_of["procedure"])
        check(f"{row['id']}: who opens", all_of["procedure"]["opening_persons"] == int(row["opening_persons"]))
        for act in all_of["acts"]:
            check(f"{row['id']}, {act['act']}", cell(act) == row[act["act"]], cell(act))
        alone = told(row["id"], "--act", "negotiate")
        check(f"{row['id']}: one act", len(alone["acts"]) == 1 and cell(alone["acts"][0]) == row["negotiate"]
              and "rules" not in alone)


def test_rules():
    """Each rule is shown by some procedure, as it is; those that acts name stand with the acts, the others beside them."""
    wanted = {row["id"]: row for row in rows("rules.tsv")}
    groups = {"tender": ("open", "restricted", "negotiated", "competitive_dialogue", "adapted"),
              "formal": ("open", "restricted", "negotiated", "competitive_dialogue"),
              "outside": ("existing_contract", "none")}
    named, beside = set(), {}
    for procedure in [row["id"] for row in rows("procedures.tsv")]:
        data = told(procedure)
        of_acts = {rule["id"]: rule for act in data["acts"] for rule in act["rules"]}
        named |= set(of_acts)
        beside[procedure] = {rule["id"] for rule in data["rules"]}
        for rule in list(of_acts.values()) + data["rules"]:
            row = wanted[rule["id"]]
            value = [int(word) for word in row["value"].split()] if row["value"] != "-" else None
            check(f"{procedure}: {rule['id']}", rule["value"] == value and (rule["unit"] or "-") == row["unit"]
                  and rule["kept_by"] == ("person" if value is None else "program")
                  and (rule["changeable"], rule["origin"]) == (row["changeable"], row["origin"])
                  and (rule["bound"] is not None) == (row["changeable"] == "stricter")
                  and rule["verified"] == (row["verified"] == "yes"), rule)
            applies = [name for word in row["applies_to"].split() for name in
                       ([procedure] if word == "all" else groups.get(word, (word,)))]
            check(f"{procedure}: {rule['id']} applies", procedure in applies, applies)
    for procedure, shown in beside.items():
        expected = {name for name, row in wanted.items() if name not in named and any(
            word == "all" or procedure in groups.get(word, (word,)) for word in row["applies_to"].split())}
        check(f"{procedure}: rules beside", shown == expected, shown ^ expected)
    check("all are shown", named | set().union(*beside.values()) == set(wanted))
    check("doubts are shown", len(told("open")["doubts"]) == 12)


def test_own_table():
    """A changed copy is read from its file, and what is wrong with it is told at its place."""
    text = TABLE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        own = pathlib.Path(folder) / "own.yaml"
        own.write_text(text.replace("id: fr-2026", "id: ours").replace("value: [6]\n    unit: d", "value: [8]\n    unit: d"),
                       encoding="utf-8")
        code, _, err = run("check", str(own))
        check("it is valid", code == 0, err)
        acts = {act["act"]: act for act in told("open", "--procedures", str(own))["acts"]}
        values = {rule["id"]: rule["value"] for rule in acts["answer_to_all"]["rules"]}
        check("its value is shown", values["LEAD-ANSWER"] == [8] and values["LEAD-ANSWER-URGENT"] == [4], values)
        for old, new, words in (("rules: [NO-PRIVATE]", "rules: [NO-SUCH]", 'there is no rule "NO-SUCH"'),
                                ("rules: [NO-PRIVATE]", "rules: [EXTENSION]", "does not apply to the procedure open"),
                                ("applies_to: [formal]", "applies_to: [formall]", 'no procedure "formall"'),
                                ("    bound: least\n", "", 'under "bound"'),
                                ("  - id: none\n", "  - id: nothing\n", 'the procedure "none" is missing'),
                                ("act: reopen", "act: reopens", '"reopens" is not known')):
            check(f"{old} is there", old in text)
            own.write_text(text.replace(old, new, 1), encoding="utf-8")
            code, _, err = run("check", str(own))
            check(f"{new}: refused at its line", code == 1 and words in err and f"{own}:" in err, err)
        own.write_text("palier: messages/1\nid: m\ntitle: T\ntexts: [{id: a, use: a, when: [always], kind: title, text: \"{x}\"}]\n")
        code, _, err = run("check", str(own))
        check("a placeholder that is not listed", code == 1 and "{x} is none of the placeholders" in err, err)
        code, _, err = run("tender", "open", "--procedures", str(own))
        check("another kind is no table", code == 1 and "procedures/1" in err, err)


def test_refusals():
    for words, status, sentence in ((["x"], 1, "there are: open, restricted"), (["open", "none"], 64, "one procedure at a time"),
                                    (["open", "--act", "sing"], 64, "--act cannot be"),
                                    (["--act", "reopen"], 64, "name the procedure, too"),
                                    (["open", "--procedures", "nowhere"], 1, "there is no procedures")):
        code, out, err = run("tender", *words)
        check(f"tender {' '.join(words)}", code == status and sentence in err and not out, f"{code} {err}")
        _, _, french = run("tender", *words, env={"LC_ALL": "fr_FR.UTF-8"})
        check(f"in French: tender {' '.join(words)}", french not in ("", err), french)


def main():
    for name, function in sorted(globals().items()):
        if name.startswith("test_"):
            function()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
