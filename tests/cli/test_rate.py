#!/usr/bin/env python3
"""`palier rate` from outside: on a file, on a database, and that both come to the same text. SQLite, and
PostgreSQL where PALIER_TEST_POSTGRESQL is the URL of a superuser (tests/store/with_postgresql.sh sets it).

usage: test_rate.py PALIER [SEED]
"""
import fcntl
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PALIER = os.path.abspath(sys.argv[1])
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
POSTGRESQL = os.environ.get("PALIER_TEST_POSTGRESQL")
EXAMPLES = ROOT / "examples"
NORTH = EXAMPLES / "north-2026.yaml"
STEPS = ["1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1", "5.2"]
LACKS = "marks lack a reason"

passed = failed = 0


def verify(name, condition, detail=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {name} {detail}")


def environment(folder):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder)}
    env.update({k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k})
    return env


def start(folder, *words):
    return subprocess.Popen([PALIER, *map(str, words)], cwd=folder, env=environment(folder),
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run(folder, *words, stdin=None):
    done = subprocess.run([PALIER, *map(os.fsencode, map(str, words))], cwd=folder, env=environment(folder),
                          input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def does(name, folder, *words, says="", stdin=None):
    code, out, err = run(folder, *words, stdin=stdin)
    verify(name, code == 0 and says in out, f"status {code}: {out} {err}")
    return out


def refuses(name, folder, sentence, *words, status=1, stdin=None):
    code, out, err = run(folder, *words, stdin=stdin)
    verify(name, code == status and sentence in err and not out and err.count("\n") == 1,
           f"status {code}: {out} {err}")


def fresh(folder, name="n.yaml"):
    """The example without its comment."""
    lines = NORTH.read_text("utf-8").splitlines(keepends=True)
    path = folder / name
    path.unlink(missing_ok=True)
    path.write_text("".join(line for line in lines if not line.startswith("#")), "utf-8")
    return path


# ---------------------------------------------------------------------------- a file

def test_file(folder):
    path = fresh(folder)
    os.chmod(path, 0o640)
    out = does("marks a file", folder, "rate", path, "PA05/2.2", "P", "PA05/2.3", "L", "--reason",
               "Interviews, 2 April")
    verify("tells marks", "PA05/2.2  F → P, with a reason\nPA05/2.3  N → L, with a reason\n" in out, out)
    verify("tells the sum", "changed: 2 marks, 2 reasons\n264 of 264 steps rated; 250 " + LACKS in out, out)
    text = path.read_text("utf-8")
    verify("marks stand in it", '    "2.2": P\n    "2.3": L\n' in text, text)
    verify("reasons are notes", '  PA05/2.2: "Interviews, 2 April"\n' in text, text)
    verify("the note of an area stays", "gamme de produits" in text, text)
    verify("its mode stays", path.stat().st_mode & 0o777 == 0o640)
    verify("nothing is left beside it", [p.name for p in folder.glob("n.yaml*")] == ["n.yaml"])
    does("it is valid", folder, "check", path, says="valid, assessment/1")
    before = path.stat()
    does("nothing new", folder, "rate", path, "PA05/2.2", "P", "--reason", "Interviews, 2 April",
         says="nothing changes")
    verify("is not written", path.stat().st_ino == before.st_ino
           and path.stat().st_mtime_ns == before.st_mtime_ns)
    does("takes back", folder, "rate", path, "PA05/2.3", "-", says="PA05/2.3  L → –\n")
    verify("is taken back", '"2.3"' not in path.read_text("utf-8"))
    does("takes a reason back", folder, "rate", path, "PA05/2.3", "=", "--reason", "",
         says="the reason taken back")
    verify("has no note", "PA05/2.3" not in path.read_text("utf-8"))
    does("by practices", folder, "rate", path, "PA05/1.1", "--practice", "BP.05.01=F", "--practice",
         "BP.05.02=not applicable", says="PA05/1.1  F → by practices\n")
    verify("are written", '      BP.05.02: "not applicable"\n' in path.read_text("utf-8"),
           path.read_text("utf-8"))
    does("of a weaker basis", folder, "rate", path, "PA06/2.1", "L", "--basis", "seen",
         says="(seen in documents)")
    verify("stands there", re.search(r'^seen:\n  PA06:\n.*\n    "2.1": L$', path.read_text("utf-8"), re.M),
           path.read_text("utf-8"))
    does("in French", folder, "rate", path, "PA05/2.1", "P", "--lang", "fr",
         says="changé : 1 cotation, 0 motif\n")


def test_where_it_goes(folder):
    path = folder / "c.yaml"
    shutil.copy(NORTH, path)
    bytes_ = path.read_bytes()
    refuses("comments would go", folder, '"c.yaml" holds comments', "rate", "c.yaml", "PA05/2.3", "L",
            status=64)
    verify("they did not", path.read_bytes() == bytes_)
    does("shows", folder, "rate", "c.yaml", "PA05/2.3", "L", "--dry-run", says="nothing is written: 1 mark")
    does("elsewhere", folder, "rate", "c.yaml", "PA05/2.3", "L", "--output", "new.yaml")
    verify("as it was", path.read_bytes() == bytes_)
    refuses("does not write over", folder, "new.yaml", "rate", "c.yaml", "PA05/2.3", "L", "--output",
            "new.yaml")
    code, out, _ = run(folder, "rate", "c.yaml", "PA05/2.3", "L", "--output", "-")
    verify("to standard output", code == 0 and out == (folder / "new.yaml").read_text("utf-8"))
    code, out, _ = run(folder, "rate", "-", "PA05/2.3", "L", "--output", "-", stdin=bytes_)
    verify("from standard input", code == 0 and out == (folder / "new.yaml").read_text("utf-8"))
    refuses("has no place of its own", folder, "--output FILE", "rate", "-", "PA05/2.3", "L", status=64,
            stdin=fresh(folder).read_bytes())
    does("comments may go", folder, "rate", "c.yaml", "PA05/2.3", "L", "--rewrite")
    verify("the same text", path.read_bytes() == (folder / "new.yaml").read_bytes())
    (folder / "link.yaml").symlink_to("c.yaml")
    does("by a link", folder, "rate", "link.yaml", "PA05/2.3", "F")
    verify("which stays one", (folder / "link.yaml").is_symlink() and 'PA05: "2.3"' in path.read_text("utf-8"), path.read_text("utf-8"))


def test_progress(folder):
    fresh(folder)
    out = does("how far it is", folder, "rate", "n.yaml", says="264 of 264 steps rated; 252 " + LACKS)
    verify("names what lacks one", "PA05 checked 1.1 2.1 2.2" in out and "PA19" not in out, out)
    code, out, _ = run(folder, "rate", "n.yaml", "PA05/2.3", "L", "--reason", "x", "--format", "json")
    told = json.loads(out)
    verify("as JSON", code == 0 and told["assessment"] == "north-2026" and told["is_done"] is True
           and told["written"] == "n.yaml" and told["steps"] == told["rated"] == 264
           and told["changes"] == [{"part": "PA05/2.3", "is_marked": True, "before": {"mark": "N"},
                                    "after": {"mark": "L"}, "reason": "x"}]
           and len(told["lacking"]) == 251 and told["again"] == [], out[:400])


def test_lines(folder):
    fresh(folder)
    lines = "PA05/2.1 P\n\n PA05/2.2\tnot applicable\r\nPA05/2.3,L\nPA05/2.4;=\n"
    (folder / "lines.txt").write_text(lines)
    does("lines of a file", folder, "rate", "n.yaml", "--from", "lines.txt", says="changed: 3 marks")
    does("lines of standard input", folder, "rate", "n.yaml", "PA05/2.1", "F", "--from", "-",
         says="changed: 2 marks", stdin=b"PA05/2.2 F")
    refuses("a line that is none", folder, '"-": line 2: write a step and its mark', "rate", "n.yaml",
            "--from", "-", stdin=b"PA05/2.2 F\nPA05/2.3 G\n")
    refuses("no line", folder, "there is no step in it", "rate", "n.yaml", "--from", "-", stdin=b"\n\n")
    refuses("no such file", folder, "there is no such file", "rate", "n.yaml", "--from", "gone.txt")
    many = "".join(f"PA05/2.1 {'FL'[i % 2]}\n" for i in range(10000)).encode()
    refuses("10,000 lines", folder, "more than 1024 marks at once", "rate", "n.yaml", "--from", "-",
            stdin=many)
    words = [w for i in range(10000) for w in ("PA05/2.1", "F")]
    code, out, err = run(folder, "rate", "n.yaml", *words)
    verify("10,000 pairs of words", code == 64 and "up to 1024 steps" in err and not out, err[:300])
    whole = "".join(f"PA{a:02}/{s} F\n" for a in range(1, 23) for s in STEPS).encode()
    does("all of a model", folder, "rate", "n.yaml", "--from", "-", "--reason", "x", says="264 reasons",
         stdin=whole)


def test_bad(folder):
    path = fresh(folder)
    bytes_ = path.read_bytes()
    bad = lambda name, sentence, *words, status=1: refuses(name, folder, sentence, "rate", *words,
                                                           status=status)
    bad("no such step", 'there is no step "PA05/9.9"', "n.yaml", "PA05/2.1", "P", "PA05/9.9", "F")
    bad("a reason that is no UTF-8", "no UTF-8", "n.yaml", "PA05/2.1", "F", "--reason", os.fsdecode(b"bad\xff"))
    bad("no such mark", '"PA05/2.1 X": write a step', "n.yaml", "PA05/2.1", "X", status=64)
    bad("a step without a mark", "write a step and its mark", "n.yaml", "PA05/2.1", status=64)
    bad("a step twice", "is named twice", "n.yaml", "PA05/2.1", "F", "PA05/2.1", "L")
    bad("no such practice", 'has no practice "BP.99"', "n.yaml", "PA05/1.1", "--practice", "BP.99=F")
    bad("a practice's mark", '"G" is not known', "n.yaml", "PA05/1.1", "--practice", "BP.05.01=G")
    bad("a practice without a mark", "write a practice and its mark", "n.yaml", "PA05/1.1", "--practice",
        "BP.05.01", status=64)
    bad("practices of several steps", "name one step", "n.yaml", "PA05/1.1", "F", "--practice",
        "BP.05.01=F", status=64)
    bad("a reason of nothing", "name the steps", "n.yaml", "--reason", "x", status=64)
    bad("a long reason", "4000 are the most", "n.yaml", "PA05/2.1", "=", "--reason", "x" * 4001)
    bad("a reason with an escape", "U+001B", "n.yaml", "PA05/2.1", "=", "--reason", "a\x1b[2J")
    bad("evidence", "no place for evidence", "n.yaml", "PA05/2.1", "=", "--evidence-title", "x")
    bad("to confirm", "in a database", "n.yaml", "--confirm", "PA05", status=64)
    bad("no assessment", "a document of kind assessment/1 is needed", EXAMPLES / "museum-profile.yaml",
        "PA05/2.1", "F")
    (folder / "noise.yaml").write_bytes(b"\x00\xff: [")
    bad("no document", "noise.yaml", "noise.yaml", "PA05/2.1", "F")
    bad("a folder", "this is a folder", ".", "PA05/2.1", "F")
    bad("no such file", "there is no such file", "gone.yaml", "PA05/2.1", "F")
    os.chmod(path, 0o444)
    bad("a file that is not to be written", "you may not write this file", "n.yaml", "PA05/2.1", "P")
    os.chmod(path, 0o644)
    verify("nothing was written", path.read_bytes() == bytes_)
    bad("no such database", "there is no database", "north", "PA05/2.1", "P", "--database", "gone.db")
    verify("and none was made", not (folder / "gone.db").exists())
    bad("in French", "il n’y a pas d’échelon", "n.yaml", "PA05/9.9", "F", "--lang", "fr")


# ------------------------------------------------------------------- several at once

def held(folder, change):
    """A run that has read the file and waits for its turn to write, while `change` happens."""
    path = fresh(folder)
    with open(path, "rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = start(folder, "rate", "n.yaml", "PA05/2.3", "L")
        for _ in range(200):
            if re.search(rf"-> FLOCK .* {waiting.pid} ", pathlib.Path("/proc/locks").read_text()):
                break
            time.sleep(0.05)
        else:
            verify("a run waits", False)
        change(path)
    out, err = waiting.communicate(timeout=60)
    return waiting.returncode, err.decode(), path.read_text("utf-8")


def test_changed_meanwhile(folder):
    sentence = "the file was changed since it was read; nothing was written"
    code, err, text = held(folder, lambda path: None)
    verify("waits for its turn", code == 0 and '"2.3": L' in text, err)

    def edit(path):
        path.write_text(path.read_text("utf-8").replace("PA06: \"1.1\"", "PA06: \"2.1\""), "utf-8")
    code, err, text = held(folder, edit)
    verify("edited in its place", code == 1 and sentence in err and 'PA06: "2.1"' in text
           and '"2.3": L' not in text, err + text)

    def replace(path):
        other = folder / "other.yaml"
        other.write_text(path.read_text("utf-8").replace("PA06: \"1.1\"", "PA06: \"2.1\""), "utf-8")
        other.rename(path)
    code, err, text = held(folder, replace)
    verify("replaced", code == 1 and sentence in err and 'PA06: "2.1"' in text
           and '"2.3": L' not in text, err + text)
    code, err, text = held(folder, lambda path: path.write_text(path.read_text("utf-8")[:-1], "utf-8"))
    verify("cut", code == 1 and sentence in err, err)


def test_at_once(folder):
    """Whoever was told that it is done finds it done."""
    path = fresh(folder)
    does("in order", folder, "rate", path, "PA10/5.2", "P")
    running = [(step, start(folder, "rate", "n.yaml", f"PA05/{step}", "L")) for step in STEPS]
    done = []
    for step, one in running:
        _, err = one.communicate(timeout=60)
        if one.returncode == 0:
            done.append(step)
        else:
            verify("a sentence", "was changed since it was read" in err.decode(), err.decode())
    text = path.read_text("utf-8")
    verify("nothing is lost", done and all(f'"{step}": L' in text for step in done), f"{done}\n{text}")
    verify("and nothing else is said", text.count(": L\n") == len(done), text)


# ------------------------------------------------------------------------ a database

def fill(folder, database):
    (folder / "museum.yaml").write_text("palier: project/1\nid: museum\ntitle: Museum\nprofile: level-2\n")
    (folder / "next.yaml").write_text(
        "palier: assessment/1\nid: north-2027\ntitle: N\nmodel: sse-cmm-2.0\nprovider: North Hosting\n"
        "project: Museum site\ndate: 2027-01-01\nassessors: [A]\nratings: {}\n")
    does("init", folder, "init", "anne@example.org", "Anne", *database, says="/link/")
    does("project", folder, "import", "museum.yaml", *database)
    does("assessments", folder, "import", NORTH, EXAMPLES / "north-2025.yaml", EXAMPLES / "south-2026.yaml",
         "next.yaml", "--project", "museum", *database, says="4 documents")


def exported(folder, database, name="north-2026"):
    shutil.rmtree(folder / "out", ignore_errors=True)
    does("export", folder, "export", "out", *database)
    return (folder / "out" / "assessment" / f"{name}.yaml").read_text("utf-8")


def entries(folder, database):
    out = does("audit", folder, "audit", "verify", *database)
    return int(out.split()[0])


def test_same_text(folder, database):
    """Marks that are said of a file, and of the same assessment in a database."""
    chance = random.Random(SEED)
    fresh(folder)
    for basis in ["checked"] * 4 + ["seen"] * 3 + ["claimed"] * 3:
        parts = chance.sample([f"PA{a:02}/{s}" for a in range(1, 23) for s in STEPS], 40)
        # A mark that equals what it would inherit is told in no text: the weaker bases say others.
        marks = {"checked": ["N", "F", "not applicable"], "seen": ["P"], "claimed": ["L"]}[basis]
        words = [w for p in parts for w in (p, chance.choice([*marks, "-"]))]
        words += ["--basis", basis]
        if basis == "checked":
            words += ["--reason", chance.choice(["It is written, p. 4", "« vu » : #1", "yes", "- a\n- b"])]
        of_file = does("of the file", folder, "rate", "n.yaml", *words)
        of_house = does("of the database", folder, "rate", "north-2026", *words, *database)
        verify(f"tell the same ({basis})", of_file == of_house, f"{of_file}\n{of_house}")
        text = (folder / "n.yaml").read_text("utf-8")
        there = exported(folder, database)
        verify(f"the same text ({basis})", text == there, "\n".join(
            f"{a!r} {b!r}" for a, b in zip(text.splitlines(), there.splitlines()) if a != b))
    for words in (["PA05/1.1", "--practice", "BP.05.01=F", "--practice", "BP.05.02=P"],):
        does("of the file", folder, "rate", "n.yaml", *words)
        does("of the database", folder, "rate", "north-2026", *words, *database)
        verify("the same text by practices",
               (folder / "n.yaml").read_text("utf-8") == exported(folder, database))


def test_house(folder, database):
    text = exported(folder, database)
    does("shows", folder, "rate", "north-2026", "PA07/3.1", "not applicable", "--dry-run", *database,
         says="nothing is written")
    verify("writes nothing", exported(folder, database) == text)
    before = entries(folder, database)
    does("one act", folder, "rate", "north-2026", "PA07/5.1", "L", "PA07/5.2", "L", "--reason", "seen by me",
         "--evidence-title", "Policy", "--page", "4", "--words", "all of it", "--date", "2026-01-02",
         "--author", "C", "--how", "site", *database, says="2 reasons, a piece of evidence")
    verify("one entry", entries(folder, database) == before + 1, f"{before}")
    does("evidence of a mark that stays", folder, "rate", "north-2026", "PA08/2.1", "=", "--evidence-title",
         "Policy", *database, says="changed: 0 marks, 0 reasons, a piece of evidence")
    bad = lambda name, sentence, *words, status=1: refuses(name, folder, sentence, "rate", *words,
                                                           *database, status=status)
    bad("no such assessment", 'there is no assessment "north"', "north", "PA05/2.1", "F")
    bad("no such step", 'there is no step "PA05/9.9"', "north-2026", "PA05/9.9", "F")
    bad("all or none", 'there is no step "PA05/9.9"', "north-2026", "PA05/2.1", "N", "PA05/9.9", "F")
    bad("no such practice", 'has no practice "BP.99"', "north-2026", "PA05/1.1", "--practice", "BP.99=F")
    bad("a day that is none", "date", "north-2026", "PA05/2.1", "=", "--evidence-title", "x", "--date", "soon")
    bad("two acts", "acts of their own", "north-2026", "PA05/2.1", "F", "--confirm", "PA05", status=64)
    bad("of files", "--output is for an assessment in a file", "north-2026", "PA05/2.1", "F", "--output",
        "x", status=64)
    bad("in French", "il n’y a pas d’échelon", "north-2026", "PA05/9.9", "F", "--lang", "fr")
    bad("an export is no act", "--dry-run shows", "north-2026", "--say", "rated", "--dry-run", status=64)


def test_course(folder, database):
    out = does("starts from", folder, "rate", "north-2027", "--start-from", "north-2025", *database,
               says="to be seen again")
    taken = int(out.split()[0])
    verify("none is rated", f"0 of 264 steps rated, {taken} to be seen again; 0 marks lack" in out, out)
    refuses("not of another provider", folder, "that assessment is of another provider (\"", "rate", "north-2027", "--start-from", "south-2026",
            *database)
    does("confirms an area", folder, "rate", "north-2027", "--confirm", "PA01", *database,
         says="marks confirmed")
    out = does("confirms steps", folder, "rate", "north-2027", "--confirm", "PA02/1.1,PA02/2.1", *database,
               says="2 marks confirmed")
    refuses("once", folder, "none of these marks", "rate", "north-2027", "--confirm", "PA01", *database)
    code, out, _ = run(folder, "rate", "north-2027", *database, "--format", "json")
    told = json.loads(out)
    verify("tells what is open", code == 0 and {"part": "PA02/2.1", "basis": "checked"} in told["lacking"]
           and {"part": "PA03/1.1", "basis": "checked"} in told["again"] and told["changes"] == []
           and told["is_done"] is False and told["written"] is None, out[:300])
    does("takes one back", folder, "rate", "north-2027", "PA03/1.1", "-", *database, says="PA03/1.1  – → –")
    code, out, _ = run(folder, "rate", "north-2027", *database, "--format", "json")
    verify("which is not to be seen again",
           {"part": "PA03/1.1", "basis": "checked"} not in json.loads(out)["again"])
    refuses("is not rated", folder, "not every area", "rate", "north-2027", "--say", "rated", *database)
    whole = "".join(f"PA{a:02}/{s} F\n" for a in range(1, 23) for s in STEPS).encode()
    does("all of it", folder, "rate", "north-2027", "--from", "-", *database, says="264 of 264", stdin=whole)
    does("is rated", folder, "rate", "north-2027", "--say", "rated", *database, says="It is said to be: rated")
    refuses("stays as it is", folder, "said to be rated", "rate", "north-2027", "PA05/2.1", "N", *database)
    refuses("a draft with a reason", folder, "say why", "rate", "north-2027", "--say", "draft", *database)
    does("a draft again", folder, "rate", "north-2027", "--say", "draft", "--reason", "an error", *database,
         "--lang", "fr", says="brouillon")


def test_house_at_once(folder, database):
    running = [(step, start(folder, "rate", "north-2025", f"PA22/{step}", "P", *database))
               for step in STEPS[:6]]
    done = []
    for step, one in running:
        out, err = one.communicate(timeout=120)
        if one.returncode == 0:
            done.append(step)
        else:
            verify("a sentence", one.returncode == 1 and err.decode().startswith("palier: "), err.decode())
    text = exported(folder, database, "north-2025")
    stands = re.search(r"^  PA22:\n((?:    .*\n)+)", text, re.M)
    verify("every act stands", done and stands and all(f'"{step}": P' in stands[1] for step in done),
           f"{done} {text}")


def new_postgresql():
    subprocess.run(["psql", "-q", POSTGRESQL, "-c", "DROP DATABASE IF EXISTS rate"], check=True,
                   stderr=subprocess.DEVNULL)
    subprocess.run(["psql", "-q", POSTGRESQL, "-c", "CREATE DATABASE rate"], check=True)
    return re.sub(r"/[^/?]*(\?|$)", r"/rate\1", POSTGRESQL)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for test in (test_file, test_where_it_goes, test_progress, test_lines, test_bad,
                     test_changed_meanwhile, test_at_once):
            test(folder)
        for url in ["rate.db"] + ([new_postgresql()] if POSTGRESQL else []):
            database = ["--database", url]
            fill(folder, database)
            test_same_text(folder, database)
            test_house(folder, database)
            test_course(folder, database)
            test_house_at_once(folder, database)
            does("rows are what entries say", folder, "audit", "verify", *database)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
