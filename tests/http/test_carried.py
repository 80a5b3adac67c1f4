#!/usr/bin/env python3
"""Tests of facts that are carried: exports of acts, imports that keep them as claims or refuse them, the export of a
person, and the heads that are made again.

usage: tests/http/test_carried.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import filecmp
import hashlib
import json
import pathlib
import re
import secrets
import shutil
import subprocess
import sys

import test_facts
from house import ROOT, Client, Count, Database, Server, assessment, run_tests

count = Count()
check = count.check
OLDER = ROOT / "tests" / "fixtures" / "export-1"
SAID = "of north alone"


def same_tree(one, other):
    done = subprocess.run(["diff", "-r", str(one), str(other)], stdout=subprocess.PIPE, check=False)
    return done.returncode == 0, done.stdout.decode()[:2000]


class House(test_facts.House):
    """The house of test_facts.py with much that was said: changed, withdrawn, taken back, erased."""

    def __init__(self, binary, folder, postgresql):
        super().__init__(binary, folder, postgresql)
        self.binary, self.folder, self.postgresql = binary, pathlib.Path(folder), postgresql
        self.others, self.names = [], 0
        said = self.said(self.say(SAID))
        self.good(self.say(SAID + ", better", part=said["part"], turn="1", said_at="2026-01-31"))
        self.good(self.say("withdrawn", part=said["part"], turn="2", state="withdrawn"))
        self.good(self.say("Among experts", lane="assessors"))
        self.good(self.say("On an assessment", place="/assessments/north-one"))
        self.good(self.program.api("POST", "/projects/south/facts/comment/say", {"act": "a" * 32, "text": "of south"}))
        self.good(self.program.api("POST", "/library/model/sse-cmm-2.0/facts/comment/say", {"act": "b" * 32, "text": "of the model"}))
        for who in ("expert", "manager"):  # ids are chosen by who sends them: two may choose the same
            self.good(self.say(f"by {who}", who, act="0" * 32))
        undone = self.said(self.say("To be taken back"))
        self.good(self.people["expert"][1].api("POST", "/projects/north/facts/comment/undo", {
            "number": str(undone["act"]), "act": secrets.token_hex(16)}))
        self.erase(self.said(self.say("Slipped, alone")))
        first = self.said(self.say("The first of two"))
        self.erase(self.said(self.say("Slipped, the last of two", part=first["part"], turn="1")))
        first = self.said(self.say("The first of three"))
        second = self.said(self.say("Slipped, the second of three", part=first["part"], turn="1"))
        self.good(self.say("The third of three", part=first["part"], turn="2"))
        self.erase(second)

    def said(self, answer):
        return self.good(answer).json["facts"][0]

    def erase(self, fact):
        self.good(self.program.api("POST", "/projects/north/facts/comment/erase", {
            "number": str(fact["number"]), "act": secrets.token_hex(16)}))

    def other(self):
        """A new database, and a server of it that is not started."""
        folder = self.name().with_suffix(".other")
        folder.mkdir()
        database = Database(folder, self.postgresql)
        self.others.append(database)
        return Server(self.binary, database, folder)

    def name(self):
        self.names += 1
        return self.folder / f"export{self.names}"

    def export(self, server, *words):
        path = self.name()
        server.command("export", str(path), *words)
        return path

    def changed(self, export, change):
        """A copy of an export whose acts are changed and signed again."""
        path = self.name()
        shutil.copytree(export, path)
        acts = json.loads((path / "acts.json").read_text())
        acts = change(acts) or acts
        (path / "acts.json").write_text(json.dumps(acts, indent=1))
        digest = hashlib.sha256((path / "acts.json").read_bytes()).hexdigest()
        text, found = re.subn(r"(name: acts\n\s+rows: )\d+(\n\s+sha256: )\S+", rf"\g<1>{len(acts)}\g<2>{digest}",
                              (path / "export.yaml").read_text())
        assert found == 1
        (path / "export.yaml").write_text(text)
        return path

    def imports(self, server, path, *words):
        done = server.command("import", str(path), *words, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


def acts_of(path):
    return json.loads((path / "acts.json").read_text())


def facts_of(path):
    return [dict(fact, by=act["principal"], id=act["id"]) for act in acts_of(path) for fact in act["facts"]]


def test_export(house):
    """What stands in an export, and what does not."""
    path = house.export(house.server)
    text = (path / "acts.json").read_text()
    facts = facts_of(path)
    check("its list is an export/2", "palier: export/2" in (path / "export.yaml").read_text())
    check("its list is a document", house.server.command("check", str(path / "export.yaml")).returncode == 0)
    check("no numbers, no salts", not re.search(r'"(number|salt|digest|act|audience|erased_by)"', text), text[:500])
    check("nothing that was erased", "Slipped" not in text and "erase" not in text)
    values = {}
    for fact in facts:
        values.setdefault((fact["subject_kind"], fact["subject"], fact["part"], fact["lane"]), []).append(fact)
    check("turns from 1 on", all([fact["turn"] for fact in value] == list(range(1, len(value) + 1)) for value in values.values()))
    said = {tuple(fact["body"].get("text", fact["state"]) for fact in value) for value in values.values()}
    check("the history of each value", said >= {
        (SAID, SAID + ", better", "withdrawn"), ("To be taken back", "none"), ("The first of two",),
        ("The first of three", "The third of three"), ("of the model",), ("Among experts",)}, said)
    check("whose it is", {fact["by"][:7] for fact in facts} == {"person:"} and len({fact["by"] for fact in facts}) == 3)
    check("when it is said to be", [act["said_at"] for act in acts_of(path) if "said_at" in act] == [1769817600])
    check("again the same bytes", *same_tree(path, house.export(house.server)))
    north = house.export(house.server, "--project", "north")
    check("of a project its facts alone", {fact["subject"] for fact in facts_of(north)} == {"north", "north-one"}
          and len(facts_of(north)) == len(facts) - 2)
    nobody = house.export(house.server, "--without-persons")
    check("without persons nobody", {fact["by"] for fact in facts_of(nobody)} == {""}
          and not re.search(r"person:\w", (nobody / "acts.json").read_text()))
    check("without persons ids stay apart", len({act["id"] for act in acts_of(nobody)}) == len(acts_of(nobody)))


def test_back(house):
    """Export, import, export: the same bytes; twice changes nothing; what came is a claim."""
    one = house.export(house.server)
    other = house.other()
    code, out, err = house.imports(other, one, "--with-grants")
    check("all of it comes in", code == 0, out + err)
    check("the same bytes", *same_tree(one, house.export(other)))
    code, out, err = house.imports(other, one, "--with-grants")
    check("twice changes nothing", code == 0 and "0 documents and 0 rows" in out, out + err)
    code, out, err = house.imports(house.server, one)
    check("nor where it comes from", code == 0 and "0 documents and 0 rows" in out, out + err)
    check("the chain holds", other.command("audit", "verify", check=False).returncode == 0)
    claims = other.database.sql("SELECT DISTINCT principal, substr(claim, 1, 7) FROM acts")
    check("who said it is a claim", claims == [("operator", "person:")], claims)
    entries = other.database.sql("SELECT COUNT(*) FROM audit WHERE verb = 'import' AND object LIKE 'act/%' AND after LIKE 'said to be of person:%'")
    check("an entry for each", entries == [(str(len(acts_of(one))),)], entries)
    north = house.export(house.server, "--project", "north")
    later = house.other()
    code, out, err = house.imports(later, north)
    check("a project comes in", code == 0, err)
    code, out, err = house.imports(later, one)
    check("and the rest behind it", code == 0, err)
    check("nothing twice", sorted(map(json.dumps, acts_of(house.export(later)))) == sorted(map(json.dumps, acts_of(one))))
    nobody = house.export(house.server, "--without-persons")
    other = house.other()
    code, out, err = house.imports(other, nobody)
    check("without persons", code == 0, err)
    check("without persons the same bytes", *same_tree(nobody, house.export(other, "--without-persons")))
    code, out, err = house.imports(other, nobody)
    check("without persons twice", code == 0 and "0 documents and 0 rows" in out, out + err)


def test_claims(house):
    """What was brought is shown as whose it is said to be, and is nobody's to go on with."""
    path = house.export(house.server)
    other = house.other()
    house.imports(other, path, "--with-grants")
    other.start()
    try:
        link = other.command("user", "link", "expert@example.org").stdout.decode()
        browser = Client(other.port).use_link(re.search(r"/link/\S+", link)[0])
        program = Client(other.port, token=browser.make_token())
        page = browser.get("/projects/north/facts/comment").text
        check("whose it is said to be", "imported by the operator, who says it was Expert" in page, page[:1500])
        rows = program.api("GET", "/projects/north/facts/comment").json["facts"]
        fact = next(row for row in rows if row["body"].get("text") == "by expert")
        check("also to programs", fact["by"] == "operator" and fact["claim"].startswith("person:"), fact)
        mine = program.api("POST", "/projects/north/facts/comment/say", {
            "act": secrets.token_hex(16), "text": "Mine", "part": fact["part"], "turn": str(fact["turn"])})
        check("not even whom it names goes on with it", mine.status == 403, mine.text[:300])
        undo = program.api("POST", "/projects/north/facts/comment/undo", {
            "number": str(fact["act"]), "act": secrets.token_hex(16)})
        check("nor takes it back", undo.status == 404, undo.text[:300])
        again = program.api("POST", "/projects/north/facts/comment/say", {"act": "0" * 32, "text": "by expert"})
        check("an act that was brought is not done once more", again.status == 409, again.text[:300])
        new = program.api("POST", "/projects/north/facts/comment/say", {"act": "e" * 32, "text": "A word of one's own"})
        check("but words of one's own are", new.status == 200, new.text[:300])
        link = other.command("user", "link", "a@example.org").stdout.decode()
        admin = Client(other.port).use_link(re.search(r"/link/\S+", link)[0])
        person = other.database.sql("SELECT id FROM persons WHERE email = 'expert@example.org'")[0][0]
        facts = Client(other.port, token=admin.make_token()).api("GET", f"/people/{person}/export").json["facts"]
        check("the export of a person has both", {(row["body"].get("text"), row["is_claim"]) for row in facts} >= {
            ("by expert", True), ("A word of one's own", False)}, facts)
    finally:
        check("the other ends well", other.stop() == 0, other.log.read_text()[-2000:])


def fact(acts, text):
    return next((act, fact) for act in acts for fact in act["facts"] if fact["body"].get("text") == text)


def test_refused(house):
    """What a form would refuse, an import refuses, with a sentence; all else comes in."""
    one = house.export(house.server)
    everything = len(acts_of(one))

    def refused(name, text, why, more=0, **values):
        def change(acts):
            act, found = fact(acts, text)
            for key, value in values.items():
                (act if key in ("principal", "id", "at", "said_at") else found)[key] = value
        other = house.other()
        code, out, err = house.imports(other, house.changed(one, change))
        came = other.database.sql("SELECT COUNT(*) FROM acts")
        check(f"{name}: refused", code == 1 and why in err and f"{1 + more} were refused" in out, f"{code} {out} {err}")
        check(f"{name}: all else came in", came == [(str(everything - 1 - more),)], came)
        check(f"{name}: nothing of it", text not in str(other.database.sql("SELECT body FROM facts")))
        check(f"{name}: the chain holds", other.command("audit", "verify", check=False).returncode == 0)
        other.database.remove()

    refused("another kind", "of south", "there are no facts of the kind \"secret\"", kind="secret")
    refused("another lane", "of south", "there is no lane \"others\"", lane="others")
    refused("another state", "of south", "there is no state \"shouted\"", state="shouted")
    refused("no state", "of south", "there is no state \"\"", state="")
    refused("no such subject", "of south", "there is no \"project\" \"nowhere\"", subject="nowhere")
    refused("a subject of no kind", "of south", "there is no \"../x\" \"south\"", subject_kind="../x")
    refused("a body without its field", "of south", "text", body={})
    refused("a body with another", "of south", "colour", body={"text": "of south", "colour": "red"})
    refused("a body in a body", "of south", "text", body={"text": {"en": "of south"}})
    refused("a body too long", "of south", "text", body={"text": "x" * 9000})
    refused("a number for a text", "of south", "not written as palier writes it", body={"text": 5})
    refused("taken back with words", "of south", "not written as palier writes it", state="none")
    refused("no part", "of south", "of which part", part="")
    refused("a part too long", "of south", "which part", part="x" * 500)
    refused("turn 0", "of south", "which turn", turn=0)
    refused("a turn below", "of south", "which turn", turn=-2**62)
    refused("a gap", "of south", "turn 2 follows none: 0 turns", turn=2)
    refused("a turn far off", "of south", "follows none", turn=2**63 - 1)
    refused("the first of three", SAID, "there is no lane", more=2, lane="others")
    refused("an id that is none", "of south", "32 hexadecimal digits", id="../../x")
    refused("an id in capitals", "of south", "32 hexadecimal digits", id="A" * 32)
    refused("nobody", "of south", "is nobody who acts", principal="anne")
    refused("a person with a path", "of south", "is nobody who acts", principal="person:../x")
    refused("a time to come", "of south", "no time that can be", at=2**60)
    refused("said never", "of south", "no time that can be", said_at=2**60)
    act, _ = fact(acts_of(one), SAID)
    refused("another's word after one's own", "withdrawn", "somebody else's", principal="person:somebody")


def test_whole(house):
    """What no export of palier has: all of it is refused."""
    one = house.export(house.server)

    def nothing(name, change, why):
        other = house.other()
        code, out, err = house.imports(other, house.changed(one, change))
        is_bare = not pathlib.Path(other.database.url).exists() if not house.postgresql \
            else other.database.sql("SELECT COUNT(*) FROM documents") == [("0",)]
        check(f"{name}: nothing", code == 1 and why in err and is_bare, f"{code} {out} {err}")
        other.database.remove()

    nothing("an act twice", lambda acts: acts + acts[:1], "stands there twice")
    nothing("an unknown key", lambda acts: acts[0].update(number=7), "a key that there is not")
    nothing("a salt", lambda acts: acts[0]["facts"][0].update(salt="x"), "a key that there is not")
    nothing("no facts", lambda acts: acts[0].update(facts=[]), "lacks a value")
    nothing("a body that is a text", lambda acts: acts[0]["facts"][0].update(body="x"), "wrong type")
    nothing("a turn that is a text", lambda acts: acts[0]["facts"][0].update(turn="1"), "wrong type")
    nothing("an act that is a list", lambda acts: acts + [[]], "lacks a value")
    nothing("a principal that is a number", lambda acts: acts[0].update(principal=7), "wrong type")


def test_here(house):
    """What is here already must be equal; what somebody said here is not overwritten."""
    one = house.export(house.server)
    other = house.other()
    check("it comes in", house.imports(other, one, "--with-grants")[0] == 0)
    before = other.database.sql("SELECT COUNT(*) FROM acts")

    def reword(acts):
        fact(acts, "of south")[1]["body"]["text"] = "of the north"
    code, out, err = house.imports(other, house.changed(one, reword))
    check("another text under the same id", code == 1 and "something else under this id" in err, err)

    def rename(acts):
        act = fact(acts, "of south")[0]
        act["id"], act["facts"][0]["body"]["text"] = "c" * 32, "of the north"
    code, out, err = house.imports(other, house.changed(one, rename))
    check("another first turn", code == 1 and "turn 1 of this is another one here" in err, err)

    def go_on(acts):
        act, found = fact(acts, "of south")
        acts.append(dict(act, id="d" * 32, facts=[dict(found, turn=2, body={"text": "and on"})]))
    code, out, err = house.imports(other, house.changed(one, go_on))
    check("whoever brought the first brings the second", code == 0 and "1 rows" in out, out + err)
    check("nothing else was written", int(before[0][0]) + 1 == int(other.database.sql("SELECT COUNT(*) FROM acts")[0][0]))
    code, out, err = house.imports(house.server, house.changed(one, go_on))
    check("in the house where another said it, nobody does", code == 1 and "somebody else's" in err, out + err)
    check("the chain holds", other.command("audit", "verify", check=False).returncode == 0)

    third = other.start()
    link = third.command("user", "link", "a@example.org").stdout.decode()
    admin = Client(third.port).use_link(re.search(r"/link/\S+", link)[0])
    number = third.database.sql("SELECT number FROM facts WHERE body LIKE '%Among experts%'")[0][0]
    erased = Client(third.port, token=admin.make_token()).api("POST", "/projects/north/facts/comment/erase", {
        "number": number, "act": secrets.token_hex(16)})
    third.stop()
    code, out, err = house.imports(other, one)
    check("an export of before does not bring back what was erased", erased.status == 200 and code == 1
          and "what it said was erased here" in err and "0 rows came in" in out
          and "Among experts" not in str(other.database.sql("SELECT body FROM facts")), f"{erased.status} {code} {err[-300:]} {out[-200:]}")
    check("the chain holds", other.command("audit", "verify", check=False).returncode == 0)

    def twice(acts):
        act, found = fact(acts, "of south")
        act["facts"].append(dict(found, turn=2))
    fresh = house.other()
    code, out, err = house.imports(fresh, house.changed(one, twice))
    check("two things of one value", code == 1 and "one thing of each value" in err, err)


def test_older(house):
    """An export/1 is read for ever; it has no acts."""
    other = house.other()
    code, out, err = house.imports(other, OLDER, "--with-grants")
    check("an export/1 comes in", code == 0 and "7 documents and 10 rows came in" in out, out + err)
    again = house.export(other)
    compared = filecmp.dircmp(OLDER, again)
    check("all but what are acts now is the same", compared.diff_files == ["export.yaml"] and sorted(compared.left_only)
          == ["deliveries.json", "hours.json"] and compared.right_only == ["acts.json"], same_tree(OLDER, again))
    cut = lambda text: re.sub(r"  - name: (hours|deliveries|acts)\n(    .*\n)+", "", text)
    check("of its list the tables and its kind alone differ", cut((again / "export.yaml").read_text()).replace(
        "export/2", "export/1") == cut((OLDER / "export.yaml").read_text()))
    acts = {act["facts"][0]["part"]: act for act in json.loads((again / "acts.json").read_text())}
    for row in json.loads((OLDER / "hours.json").read_text()) + json.loads((OLDER / "deliveries.json").read_text()):
        act = acts[row["id"]]
        fact = act["facts"][0]
        check(f"{row['id']} is a fact of whom the row names", act["principal"] == "person:" + row["person"] and act["at"] ==
              row["at"] and fact["turn"] == 1 and fact["subject"] in (row["assessment"], row["project"]), act)
    code, out, err = house.imports(other, OLDER, "--with-grants")
    check("once more it brings nothing", code == 0 and "0 documents and 0 rows came in" in out, out + err)
    code, out, err = house.imports(other, again, "--with-grants")
    check("nor does the new form of it", code == 0 and "0 documents and 0 rows came in" in out, out + err)
    fresh = house.other()
    code, out, err = house.imports(fresh, again, "--with-grants")
    check("export, import, export: the same bytes", code == 0 and same_tree(again, house.export(fresh))[0], out + err)
    with_rows = house.name()
    shutil.copytree(OLDER, with_rows)
    (with_rows / "export.yaml").write_text((OLDER / "export.yaml").read_text().replace("export/1", "export/2"))
    code, out, err = house.imports(house.other(), with_rows)
    check("hours in an export/2", code == 1 and "no hours in an export of that kind" in err, err)
    one = house.export(house.server)
    path = house.changed(one, lambda acts: None)
    (path / "export.yaml").write_text((path / "export.yaml").read_text().replace("export/2", "export/1"))
    code, out, err = house.imports(house.other(), path)
    check("acts in an export/1", code == 1 and "no acts in an export of that kind" in err, err)


def test_person(house):
    """The export of a person lists what they said; erasing the person leaves ids."""
    person = house.database.sql("SELECT id FROM persons WHERE email = 'manager@example.org'")[0][0]
    answer = house.program.api("GET", f"/people/{person}/export")
    facts = answer.json.get("facts") if answer.status == 200 else None
    check("what a person said", facts and [row["body"] for row in facts] == [{"text": "by manager"}]
          and facts[0]["subject"] == "north" and facts[0]["kind"] == "comment" and not facts[0]["is_claim"], answer.text[:500])
    author = house.database.sql("SELECT id FROM persons WHERE email = 'expert@example.org'")[0][0]
    answer = house.program.api("GET", f"/people/{author}/export")
    erased = [row for row in answer.json["facts"] if row["is_erased"]] if answer.status == 200 else []
    check("what was erased is a place alone", len(erased) == 3 and not any("body" in row for row in erased), erased)
    link = house.server.invite("gone@example.org", "Gone Away", "expert:north")
    house.people["gone"] = (None, Client(house.server.port, token=Client(house.server.port).use_link(link).make_token()))
    house.good(house.say("Before they went", "gone"))
    house.server.command("user", "erase", "gone@example.org")
    export = (house.export(house.server) / "acts.json").read_text()
    check("who was erased is an id", "Before they went" in export and "Gone" not in export)


def test_case(house):
    """How steps and candidates stand travels: the same bytes, and what was so elsewhere is held against no table."""
    program, place = house.people["expert"][1], "/projects/north/candidates"
    version = program.api("GET", place).json["version"]
    house.good(house.program.api("POST", "/library", "palier: provider/1\nid: carried\ntitle: Carried\n"))
    house.good(house.program.api("POST", place + "/add", {"provider": "carried", "version": str(version)}))
    house.good(program.api("POST", place + "/change", {"provider": "carried", "state": "retained", "note": "The best."}))
    house.good(program.api("POST", place + "/change", {"provider": "carried", "state": "withdrawn", "date": "2026-05-01", "note": "Sold."}))
    house.good(program.api("POST", "/projects/north/process/tick", {"step": "visit", "date": "2026-04-01"}))
    house.good(program.api("POST", "/projects/north/process/reopen", {"step": "visit", "reason": "Half.", "turn": "1"}))
    house.good(program.api("POST", "/projects/north/process/leave-out", {"step": "needs", "reason": "Known."}))
    one = house.export(house.server)
    facts = {(fact["kind"], fact["part"], fact["turn"]): (fact["state"], fact["body"]) for fact in facts_of(one)
             if fact["kind"] in ("stage", "candidate")}
    check("they are there", facts == {
        ("candidate", "carried", 1): ("retained", {"reason": "The best."}),
        ("candidate", "carried", 2): ("withdrawn", {"date": "2026-05-01", "reason": "Sold."}),
        ("stage", "visit", 1): ("done", {"date": "2026-04-01"}),
        ("stage", "visit", 2): ("under_way", {"reason": "Half."}),
        ("stage", "needs", 1): ("not_needed", {"reason": "Known."})}, facts)
    other = house.other()
    code, out, err = house.imports(other, one, "--with-grants")
    check("they come in", code == 0, out + err)
    check("the same bytes", *same_tree(one, house.export(other)))
    heads = other.database.sql("SELECT kind, part, state FROM heads WHERE kind IN ('stage', 'candidate') ORDER BY kind, part")
    check("they hold there", heads == [("candidate", "carried", "withdrawn"), ("stage", "needs", "not_needed"),
                                       ("stage", "visit", "under_way")], heads)
    version = program.api("GET", "/projects/north").json["version"]
    house.good(program.api("POST", "/projects/north/edit", {"version": str(version), "title": "North", "state": "closed", "note": "Over."}))
    closed = house.export(house.server)
    other = house.other()
    code, out, err = house.imports(other, closed, "--with-grants")
    check("those of a closed project, too", code == 0, out + err)

    def answered(acts):
        acts.append(dict(acts[-1], id="c" * 32, facts=[{
            "kind": "candidate", "subject_kind": "project", "subject": "south", "part": "someone", "lane": "", "turn": 1,
            "state": "answered", "body": {}}]))

    other = house.other()
    code, out, err = house.imports(other, house.changed(one, answered), "--with-grants")
    check("so do states that nobody here brings about", code == 0, out + err)
    for fact, words in (({"state": "lost"}, "there is no state"), ({"part": ""}, "of which part"),
                        ({"body": {"date": "soon"}}, "date"), ({"subject_kind": "assessment", "subject": "north-one"}, "no facts of the kind")):
        def odd(acts, fact=fact):
            answered(acts)
            acts[-1]["facts"][0].update(fact)
        code, out, err = house.imports(house.other(), house.changed(one, odd), "--with-grants")
        check(f"refused: {fact}", code != 0 and words in out + err, out + err)


def test_heads(house):
    """Heads are what the facts say; the doctor tells where they are not, and they are made again."""
    def found():
        done = house.server.command("doctor", "--format", "json", check=False)
        return next(row for row in json.loads(done.stdout)["findings"] if row["id"] == "heads")
    check("heads are right", found()["state"] == "fine", found())
    rows = house.database.sql("SELECT COUNT(*) FROM heads")
    house.database.sql("UPDATE heads SET turn = turn + 1 WHERE fact = (SELECT MIN(fact) FROM heads)")
    house.database.sql("DELETE FROM heads WHERE fact = (SELECT MAX(fact) FROM heads)")
    check("the doctor tells", found()["state"] == "must" and "palier migrate" in found()["todo"], found())
    backup = house.folder / f"heads{len(house.others)}.db"
    house.server.command("backup", str(backup))
    other = house.other()
    other.command("restore", str(backup))
    check("restoring makes them", other.database.sql("SELECT COUNT(*) FROM heads") == rows)
    third = house.other()
    house.server.command("copy", house.database.url, third.database.url)
    check("copying makes them", third.database.sql("SELECT COUNT(*) FROM heads") == rows)
    house.server.command("migrate")
    check("palier migrate makes them", found()["state"] == "fine" and house.database.sql("SELECT COUNT(*) FROM heads") == rows)
    first = house.said(house.say("One"))
    second = house.said(house.say("Two", part=first["part"], turn="1"))
    house.erase(second)
    check("behind what was erased stands what was before", found()["state"] == "fine", found())
    third = house.say("Three", part=first["part"], turn="1")
    check("and it goes on from there", third.status == 200 and third.json["facts"][0]["turn"] == 2, third.text[:300])
    check("the chain holds", *house.holds())


def test_followed(house):
    """An act that comes in is followed like one that is done here: lists and pages of what was here already agree."""
    profile = (ROOT / "examples/example-2003-profile.yaml").read_text(encoding="utf-8")
    house.good(house.program.api("POST", "/library", profile))
    house.good(house.program.api("POST", "/projects/new", {
        "id": "tall", "title": "Tall", "state": "needs", "profile": "example-2003-profile", "alert_level": "jaune"}))
    house.good(house.program.api("POST", "/projects/tall/assessments/new/bring", assessment("tall-one")))

    def asked(server, ask):
        server.start()
        try:
            link = server.command("user", "link", "a@example.org").stdout.decode()
            admin = Client(server.port).use_link(re.search(r"/link/\S+", link)[0])
            return ask(Client(server.port, token=admin.make_token()))
        finally:
            server.stop()

    def gap(program, project="tall", name="tall-one"):
        rows = program.api("GET", f"/projects/{project}").json["assessments"]
        return [row["points"]["gap"] for row in rows if row["id"] == name] + [
            program.api("GET", f"/assessments/{name}").json["points"]["gap"]]

    def gaps(server):
        return asked(server, lambda program: [gap(program), gap(program, "tall", "tall-two"), gap(program, "squat", "squat-one")])

    def add_own(program):
        house.good(program.api("POST", "/projects/tall/assessments/new/bring", assessment("tall-two")))
        house.good(program.api("POST", "/projects/new", {
            "id": "squat", "title": "Squat", "state": "needs", "profile": "example-2003-profile", "alert_level": "jaune"}))
        house.good(program.api("POST", "/projects/squat/assessments/new/bring", assessment("squat-one")))
    other = house.other()
    code, out, err = house.imports(other, house.export(house.server), "--with-grants")
    asked(other, add_own)  # what is there alone, and no export names
    calm = gaps(other)
    check("a project comes in with its points", code == 0 and calm == 3 * [gap(house.program)], (code, calm, err))
    one = calm[0]
    for level, scope, squat in (("orange", "project", one), ("ecarlate", "scheme", None)):
        house.good(house.program.api("POST", "/projects/tall/alert/put", {"level": level, "order": "An order", "scope": scope}))
        code, out, err = house.imports(other, house.export(house.server))
        there, here = gaps(other), gap(house.program)
        check(f"{scope}: the act alone comes in", code == 0 and "0 documents and 1 rows" in out, out + err)
        check(f"{scope}: points follow it, in lists and on pages, also what was there alone",
              there == [here, here, squat or here] and here > one, (calm, there, here))
    export = house.export(house.server)
    for name in ("tall-one", "tall-two", "squat-one"):
        other.database.sql(f"UPDATE scores SET gap = 1 WHERE id = '{name}'")
    code, out, err = house.imports(other, export)
    check("an import that was interrupted is run again", code == 0 and gaps(other) == 3 * [gap(house.program)], (gaps(other), out + err))
    done = other.command("audit", "verify", check=False)
    check("the chain holds", done.returncode == 0, done.stdout.decode() + done.stderr.decode())


TESTS = [test_export, test_back, test_claims, test_refused, test_whole, test_here, test_older, test_person, test_case, test_heads,
         test_followed]


def remove_others(house):
    for database in house.others:
        database.remove()
    house.others.clear()


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS,
              between=remove_others)
