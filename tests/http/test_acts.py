#!/usr/bin/env python3
"""Random acts by random people against a model of what must happen and of who may see what; what happens to acts that
wait; and many who write at once, through two servers too.

usage: tests/http/test_acts.py PALIER [NAME…] [--steps N] [--seed N]      120 steps on each database; another seed each
                                                                          time with --seed 0

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. A failure tells seed and step. Ends with
one line: N passed, N failed.
"""
import random
import re
import secrets
import sqlite3
import subprocess
import sys
import threading
import time

from house import PASSWORD, ROOT, Client, Count, Database, Server, assessment, init, run_tests, together

count = Count()
check = count.check


def option(name, default):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


STEPS = option("--steps", 120)
SEED = option("--seed", 12) or secrets.randbelow(10 ** 6)
WRITERS = 40
MODEL = "/library/model/sse-cmm-2.0"
# A place: of which project it is.
PLACES = {"/projects/north": "north", "/projects/south": "south", "/assessments/north-one": "north",
          "/assessments/south-one": "south", MODEL: None}
RIGHTS = {"administrator": {"library", "administer", "audit"},
          "expert": {"read", "assess", "comment", "library", "edit library"},
          "project_manager": {"read", "comment", "library"},
          "approving_authority": {"read", "comment", "library"},
          "auditor": {"read", "library", "audit"},
          "provider": set()}
PEOPLE = {"root": None, "keeper": "administrator", "expert": "expert:north", "manager": "project_manager:north",
          "authority": "approving_authority:north", "auditor": "auditor", "provider": "provider:north", "nobody": "",
          "south": "expert:south", "both": "expert:north project_manager:south"}


# ------------------------------------------------------------------------------------ the model

class Fact:
    def __init__(self, number, act, who, place, part, lane, turn, state, text):
        self.number, self.act, self.who, self.place = number, act, who, place
        self.part, self.lane, self.turn, self.state, self.text = part, lane, turn, state, text
        self.is_erased = False

    @property
    def value(self):
        return self.place, self.part, self.lane

    def shown(self):
        return self.number, self.act, self.part, self.lane, self.turn, self.state, self.text


class Model:
    """What must be, without a database."""

    def __init__(self):
        self.facts, self.acts, self.grants, self.locked = [], {}, {}, set()

    def may(self, who, right, project):
        return any((place in ("*", project) or right == "library") and right in RIGHTS[role]
                   for role, place in self.grants[who])

    def reads(self, who, place):
        project = PLACES[place]
        return who not in self.locked and (self.may(who, "library", None) if project is None
                                           else self.may(who, "read", project))

    def sees(self, who, fact):
        """The audience's predicate."""
        return (not fact.is_erased and self.reads(who, fact.place) and
                (fact.lane == "" or self.may(who, "assess", PLACES[fact.place] or "*")))

    def adds(self, who, place, lane):
        project = PLACES[place]
        if not self.reads(who, place):
            return False
        return self.may(who, "edit library", "*") if project is None else self.may(
            who, "assess" if lane else "comment", project)

    def history(self, value):
        return [fact for fact in self.facts if fact.value == value and not fact.is_erased]

    def head(self, value):
        rows = self.history(value)
        return max(rows, key=lambda fact: fact.turn) if rows else None

    def heads(self, place):
        values = {fact.value for fact in self.facts if fact.place == place and not fact.is_erased}
        return sorted((self.head(value) for value in values), key=lambda fact: -fact.number)

    def of_act(self, number):
        return [fact for fact in self.facts if fact.act == number]


# ------------------------------------------------------------------------------------ the house

class House:
    def __init__(self, binary, folder, postgresql):
        self.binary, self.folder = binary, folder
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server, "root@example.org", "Root")
        self.server.start()
        self.browsers = {"root": Client(self.server.port).use_link(link)}
        self.programs, self.readers = {}, {}
        self.arm("root")
        for project in ("north", "south"):
            self.good(self.program("root").api("POST", "/projects/new", {
                "id": project, "title": project.title(), "state": "needs"}))
            self.good(self.program("root").api("POST", f"/projects/{project}/assessments/new/bring", assessment(f"{project}-one")))
        for name, roles in PEOPLE.items():
            if name != "root":
                link = self.server.invite(f"{name}@example.org", name.title(), *roles.split())
                self.browsers[name] = Client(self.server.port).use_link(link)
                self.arm(name)
        self.ids = {mail.split("@")[0]: identity for mail, identity in self.database.sql("SELECT email, id FROM persons")}

    def arm(self, who):
        """Tokens that write, and that read."""
        self.programs[who] = Client(self.server.port, token=self.browsers[who].make_token())
        self.readers[who] = Client(self.server.port, token=self.browsers[who].make_token("read"))

    def program(self, who):
        return self.programs[who]

    @staticmethod
    def good(answer):
        assert answer.status in (200, 201), (answer.status, answer.text[:500])
        return answer

    def grants(self):
        rows = self.database.sql("SELECT person, role, project FROM grants")
        return {name: {(role, place) for person, role, place in rows if person == identity}
                for name, identity in self.ids.items()}

    def say(self, who, place, text, act=None, **more):
        return self.program(who).api("POST", f"{place}/facts/comment/say", {"act": act or secrets.token_hex(16), "text": text, **more})

    def holds(self):
        done = self.server.command("audit", "verify", check=False)
        return done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def shown(row):
    return (row["number"], row["act"], row["part"], row["lane"], row["turn"], row["state"], row["body"].get("text"))


def all_of(program, path):
    """Page by page; None: it is refused."""
    rows, cursor = [], ""
    while cursor is not None:
        answer = program.api("GET", path + ("&" if "?" in path else "?") + f"cursor={cursor}" if cursor else path)
        if answer.status != 200:
            return None if answer.status in (401, 403, 404) else answer.status
        rows += answer.json["facts"]
        cursor = answer.json["next_cursor"]
    return rows


class Walk:
    """One random walk; `expect` says what must come of each act before it is sent."""

    def __init__(self, house, seed):
        self.house, self.random, self.model = house, random.Random(seed), Model()
        self.seed, self.step, self.sent, self.words, self.came = seed, 0, [], set(), {}
        self.model.grants = house.grants()
        self.parts = [f"{i:016x}" for i in range(4)]
        # Other tests of this house have acted, too.
        self.numbers = [int(house.database.sql(f"SELECT COALESCE(MAX(number), 0) FROM {table}")[0][0]) for table in ("acts", "facts")]
        assert self.numbers == [0, 0], "a walk begins with an empty house"

    def check(self, name, is_true, detail=""):
        return check(f"seed {self.seed}, step {self.step}: {name}", is_true, detail)

    def someone(self):
        return self.random.choice(list(PEOPLE))

    def text(self):
        word = "word-" + "".join(self.random.choice("abcdefghij") for _ in range(12))
        self.words.add(word)
        return word

    # ----------------------------------------------------------------------- what is sent
    def wish(self):
        """A random act, as what is sent and where."""
        kind = self.random.choices(["new", "part", "change", "undo", "erase", "again", "other", "odd"],
                                   [8, 4, 12, 5, 3, 5, 2, 2])[0]
        who, facts = self.someone(), self.model.facts
        place = self.random.choice(list(PLACES))
        lane = self.random.choice(["", "", "assessors"])
        act = f"{self.random.getrandbits(128):032x}"
        if facts and self.random.random() < 0.6:  # by who has something to say there
            fact = self.random.choice(facts)
            who = fact.who
            place = fact.place if not fact.is_erased else place
        if kind in ("again", "other") and self.sent:
            who, place, sent = self.random.choice(self.sent)
            sent = dict(sent)
            if kind == "other" and "text" in sent:
                sent["text"] = self.text()
            elif kind == "other":
                sent["number"] = str(int(sent["number"]) + 1)
            return who, place, sent
        if kind == "undo" and self.model.acts:
            number = self.random.choice(list(self.model.acts.values()))["number"] + (self.random.random() < 0.1)
            return who, place, {"act": act, "do": "undo", "number": str(number)}
        if kind == "erase" and facts:
            return self.random.choice(["root", "keeper", who]), place, {
                "act": act, "do": "erase", "number": str(self.random.choice(facts).number + (self.random.random() < 0.1))}
        sent = {"act": act, "text": self.text(), "lane": lane}
        if kind == "change" and facts:
            fact = self.random.choice(facts)
            head = self.model.head(fact.value) if not fact.is_erased else None
            if head is not None:
                place, sent["lane"] = fact.place, fact.lane
                sent["part"] = fact.part
                sent["turn"] = str(max(0, head.turn - self.random.choice([0, 0, 0, 0, 1, -1])))
                sent["state"] = self.random.choice(["", "said", "withdrawn"])
                who = self.random.choice([fact.who] * 4 + [self.someone()])
        elif kind == "part":
            sent.update(part=self.random.choice(self.parts), turn=self.random.choice(["0", "0", "1", "7"]))
        elif kind == "odd":
            sent.update(self.random.choice([{"lane": "rater"}, {"state": "none"}, {"state": "shouted"}, {"text": ""},
                                            {"act": "x" * 32}, {"part": "a&b"}, {"turn": "-1"}, {"text": "x" * 9000}]))
        return who, place, sent

    # ------------------------------------------------------------------ what must happen
    def expect(self, who, place, sent, is_reader):
        """Statuses that are right; and, where it happens, the function that makes it so."""
        model = self.model
        if who in model.locked:
            return (401, 403), None
        if not model.reads(who, place):
            return (403, 404), None
        do = sent.get("do", "say")
        if do == "say" and self.is_odd(sent):
            return ((422, 403) if is_reader else (422,)), None
        if is_reader or (do == "erase" and not model.may(who, "administer", "*")):
            return (403,), None
        before = model.acts.get((who, sent["act"]))
        target = model.of_act(int(sent["number"])) if do == "undo" else [
            fact for fact in model.facts if fact.number == int(sent["number"])] if do == "erase" else None
        if do == "undo" and (not target or target[0].who != who):
            return (404,), None
        if do == "erase" and not target:
            return (404,), None
        if before is not None:
            return ((200,), "again") if before["sent"] == self.essence(place, sent) else ((409,), None)
        if do == "undo":
            return self.expect_undo(who, target)
        if do == "erase":
            return ((409,), None) if target[0].is_erased else ((200,), "erase")
        return self.expect_say(who, place, sent)

    def expect_undo(self, who, target):
        for fact in target:
            if fact.is_erased:
                return (409,), None
            if not self.model.adds(who, fact.place, fact.lane):
                return (403, 404), None
        return ((200,), "undo") if all(self.model.head(fact.value) is fact for fact in target) else ((409,), None)

    def expect_say(self, who, place, sent):
        if not self.model.adds(who, place, sent["lane"]):
            return (403,), None
        head = self.model.head((place, sent.get("part"), sent["lane"])) if sent.get("part") else None
        if (head.turn if head else 0) != int(sent.get("turn") or 0):
            return (409,), None
        return ((403,), None) if head is not None and head.who != who else ((200,), "say")

    @staticmethod
    def is_odd(sent):
        return (sent["lane"] == "rater" or sent.get("state") in ("none", "shouted") or sent["text"] in ("", "x" * 9000) or
                len(sent["act"].strip("x")) != 32 or sent.get("part") == "a&b" or sent.get("turn") == "-1")

    @staticmethod
    def essence(place, sent):
        if "do" in sent:
            return sent["do"], sent["number"]
        return (place, sent["text"], sent["lane"], sent.get("part", ""), int(sent.get("turn") or 0), sent.get("state") or "said")

    # ------------------------------------------------------------------- what happened
    def happen(self, who, place, sent, what, answer):
        """The model does it, too; answers with what it must have said."""
        model = self.model
        if what == "again":
            before = model.acts[who, sent["act"]]
            facts = model.of_act(before["number"])
            self.check("it is told as done before", answer.json["is_again"] and answer.json["act"] == before["number"], answer.text[:300])
        else:
            self.numbers[0] += 1
            model.acts[who, sent["act"]] = {"number": self.numbers[0], "sent": self.essence(place, sent),
                                            "verb": {"say": "comment"}.get(what, what)}
            facts = []
        if what == "say":
            part = sent.get("part") or answer.json["facts"][0]["part"]
            facts = [self.add(who, place, part, sent["lane"], int(sent.get("turn") or 0) + 1, sent.get("state") or "said", sent["text"])]
        elif what == "undo":
            for fact in model.of_act(int(sent["number"])):
                former = [row for row in model.history(fact.value) if row.number < fact.number]
                former = former[-1] if former else None
                facts.append(self.add(who, fact.place, fact.part, fact.lane, fact.turn + 1,
                                      former.state if former else "none", former.text if former else None))
        elif what == "erase":
            next(fact for fact in model.facts if fact.number == int(sent["number"])).is_erased = True
        told = [shown(row) for row in answer.json["facts"]]
        wanted = [(f.number, f.act, "", "", -f.number, "", None) if f.is_erased else f.shown() for f in facts]
        self.check(f"the answer of {what}", told == wanted, (told, wanted))

    def add(self, who, place, part, lane, turn, state, text):
        self.numbers[1] += 1
        fact = Fact(self.numbers[1], self.numbers[0], who, place, part, lane, turn, state, text)
        self.model.facts.append(fact)
        return fact

    def send(self):
        who, place, sent = self.wish()
        is_reader = self.random.random() < 0.05
        statuses, what = self.expect(who, place, sent, is_reader)
        client = (self.house.readers if is_reader else self.house.programs)[who]
        fields = {name: value for name, value in sent.items() if name != "do"}
        answer = client.api("POST", f"{place}/facts/comment/{sent.get('do', 'say')}", fields)
        if self.check(f"{who} at {place}: {sent}{' reading' * is_reader}", answer.status in statuses,
                      (answer.status, statuses, answer.text[:300])) and what is not None:
            self.happen(who, place, sent, what, answer)
        if answer.status == 409 and answer.json.get("now"):
            for row in answer.json["now"]:  # nobody is shown what they may not read, by being refused either
                fact = next((f for f in self.model.facts if f.number == row["number"]), None)
                self.check("what is in the way is theirs to read", fact is not None and shown(row) == fact.shown() and
                           self.model.sees(who, fact) and self.model.head(fact.value) is fact, row)
        came = f"{sent.get('do', 'say')} {what if answer.status == 200 else answer.status}"
        self.came[came] = self.came.get(came, 0) + 1
        if not is_reader:
            self.sent.append((who, place, sent))
        return place, sent

    # ------------------------------------------------------------------- who sees what
    def look(self, place, value=None):
        """Everybody at one place: heads, and the history of a value."""
        for who in PEOPLE:
            program = self.house.programs[who]
            got = all_of(program, f"{place}/facts/comment")
            wanted = [f.shown() for f in self.model.heads(place) if self.model.sees(who, f)] if self.model.reads(who, place) else None
            got = [shown(row) for row in got] if isinstance(got, list) else got
            self.check(f"what {who} sees at {place}", got == wanted, (got, wanted))
            if value is not None:
                got = all_of(program, f"{value[0]}/facts/comment?part={value[1]}&lane={value[2]}")
                got = [shown(row) for row in got] if isinstance(got, list) else got
                wanted = [f.shown() for f in reversed(self.model.history(value)) if self.model.sees(who, f)] if self.model.reads(
                    who, value[0]) else None
                self.check(f"the history {who} sees of {value}", got == wanted, (got, wanted))

    def look_at_page(self, who, place):
        page = self.house.browsers[who].get(f"{place}/facts/comment")
        seen = set(re.findall(r"word-[a-j]{12}", page.text)) if page.status == 200 else None
        heads = [f for f in self.model.heads(place) if self.model.sees(who, f)]
        wanted = {f.text for f in heads[:50] if f.text} if self.model.reads(who, place) else None
        self.check(f"the page of {place} for {who}", seen == wanted, (page.status, seen, wanted))

    def look_everywhere(self):
        for place in PLACES:
            self.look(place)
            for who in PEOPLE:
                self.look_at_page(who, place)
        sql = self.house.database.sql
        rows = sql("SELECT verb, object FROM audit WHERE object LIKE 'act/%' ORDER BY number")
        self.check("each act has its one entry", rows == [(act["verb"], f"act/{act['number']}") for act in self.model.acts.values()], rows[-3:])
        heads = sum(len(self.model.heads(place)) for place in PLACES)
        self.check("rows are as many", [int(sql(f"SELECT count(*) FROM {table}")[0][0]) for table in ("acts", "facts", "heads")] ==
                   [len(self.model.acts), len(self.model.facts), heads])
        for who in ("root", "keeper", "auditor", "expert"):
            answers = [self.house.programs[who].api("GET", "/audit"), self.house.browsers[who].get("/audit")]
            told = {word for answer in answers for word in re.findall(r"word-[a-j]{12}", answer.text)}
            self.check(f"the audit tells {who} no words", not told, told)
        gone = {f.text for f in self.model.facts if f.is_erased and f.text} - {f.text for f in self.model.facts if not f.is_erased}
        kept = str(sql("SELECT * FROM facts")) + str(sql("SELECT * FROM heads")) + str(sql("SELECT object, before, after FROM audit"))
        self.check("what is erased is nowhere", not [word for word in gone if word in kept])

    # ------------------------------------------------------------------ rights that change
    def meddle(self):
        """Gives or takes a role, locks or unlocks."""
        root = self.house.browsers["root"]
        if self.model.locked:
            who = self.model.locked.pop()
            answer = root.post(f"/people/{self.house.ids[who]}/unlock", {})
            self.check("unlocked", answer.status == 303, answer.text[:300])
            self.house.browsers[who].cookies.clear()
            self.house.browsers[who].sign_in(f"{who}@example.org", PASSWORD)
            self.house.arm(who)
            return
        who = self.random.choice([name for name in PEOPLE if name not in ("root", "keeper")])
        if self.random.random() < 0.2:
            answer = root.post(f"/people/{self.house.ids[who]}/lock", {"reason": "a test"})
            self.check("locked", answer.status == 303, answer.text[:300])
            self.model.locked.add(who)
            return
        held = sorted(self.model.grants[who])
        if held and self.random.random() < 0.5:
            verb, (role, place) = "withdraw", self.random.choice(held)
        else:
            verb, role = "grant", self.random.choice(["expert", "project_manager", "approving_authority", "auditor"])
            place = self.random.choice(["north", "south"]) if role != "auditor" else "*"
        root.post(f"/people/{self.house.ids[who]}/{verb}", {"role": role, "project": place})
        self.model.grants = self.house.grants()  # rules of their own refuse some

    def run(self, steps):
        for self.step in range(1, steps + 1):
            if self.random.random() < 0.12:
                self.meddle()
            place, sent = self.send()
            fact = self.random.choice(self.model.facts) if self.model.facts else None
            if "number" in sent:  # of elsewhere, maybe
                place = fact.place if fact else place
            self.look(place, fact.value if fact and not fact.is_erased else None)
            self.look_at_page(self.someone(), self.random.choice(list(PLACES)))
            if self.step % 60 == 0 or self.step == steps:
                self.look_everywhere()
            if count.failed > 20:
                return
        self.check("the chain holds", *self.house.holds())
        if "-v" in sys.argv:
            print(", ".join(f"{times} x {came}" for came, times in sorted(self.came.items())))


def test_walk(house):
    Walk(house, SEED).run(STEPS)


# ----------------------------------------------------------------------------- states of a case

def tables():
    """The tables of transitions as docs/states.md prints them: by thing the rows, each as (from, to, who, holds, asks)."""
    out = {}
    for title, thing in (("Stage of the process", "stage"), ("Candidate", "candidate")):
        text = (ROOT / "docs/states.md").read_text(encoding="utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]
        rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line.startswith("| ")][2:]
        out[thing] = [(set(row[0].split(", ")), row[1], set(row[4].split(", ")), row[5].rstrip(" |") if len(row) > 5 else "",
                       row[6].rstrip(" |") if len(row) > 6 else "") for row in rows]
        assert len(out[thing]) > 5, text
    return out


class Standing:
    """What must hold of steps and candidates, by the printed tables alone."""
    PARTS = {"stage": ["needs", "documentation", "visit", "plans", "reports", "lunch"], "candidate": ["c-one", "c-two", "c-none"]}
    STATES = {"stage": ["open", "under_way", "done", "not_needed"],
              "candidate": ["named", "invited", "answering", "answered", "shortlisted", "retained", "refused", "withdrawn"]}

    def __init__(self, grants):
        self.tables, self.grants, self.closed, self.said = tables(), grants, {"north": False, "south": False}, {}

    def is_there(self, kind, part):
        return part != self.PARTS[kind][-1]

    def now(self, project, kind, part):
        state, turn, reason, _ = self.said.get((project, kind, part), (None, 0, None, None))
        if kind == "stage" and part in ("needs", "documentation") and state != "not_needed":
            return "open", turn, reason  # nobody writes needs or hands anything over here
        return state or ("open" if kind == "stage" else "named"), turn, reason

    def may(self, who, right, project):
        roles = {"edit_project": ("expert", "project_manager"), "assess": ("expert",), "read": (
            "expert", "project_manager", "approving_authority", "auditor"), "candidate": (), "create_project": ()}[right]
        return any(role in roles and place in ("*", project) for role, place in self.grants[who])

    def holds(self, fact, project, kind, part):
        if fact.startswith("not "):
            return not self.holds(fact[4:], project, kind, part)
        return {"closed": self.closed[project], "derived": kind == "stage" and part in ("needs", "documentation"),
                "has_questionnaire": False, "has_answered": False}[fact]

    def expect(self, who, project, kind, sent):
        """The status that must come; 200: it happens."""
        part, to = sent["part"], sent["state"]
        state, turn, reason = self.now(project, kind, part)
        if not self.may(who, "read", project):
            return (403, 404)
        if not self.may(who, "edit_project", project):
            return (403,)
        if int(sent["turn"]) != turn:
            return (409,)
        if not self.is_there(kind, part):
            return (404,) if kind == "candidate" else (422,)
        is_said = kind == "candidate" or self.said.get((project, kind, part), (None,))[0] == state
        is_again = to == state and is_said
        given = ({"date"} if sent.get("date") else set()) | (
            {"reason"} if sent.get("reason") and (is_again or sent["reason"] != reason) else set())
        best = 0
        for froms, target, rights, facts, asks in self.tables[kind]:
            if target != to or (not is_again and state not in froms):
                continue
            if not any(self.may(who, right, project) for right in rights):
                best = max(best, 1)
            elif not all(self.holds(fact, project, kind, part) for fact in facts.split(", ") if fact):
                best = max(best, 2)
            else:
                best = max(best, 4 if set(filter(None, asks.split(", "))) <= given else 3)
        return {4: (200,), 1: (403,)}.get(best, (422,))


def test_states(house):
    """Steps and candidates, by random people, against the printed tables; what is refused changes nothing."""
    draw, model, came = random.Random(f"states {SEED}"), Standing(house.grants()), {}
    root = house.program("root")
    for part in ("c-one", "c-two"):
        house.good(root.api("POST", "/library", f"palier: provider/1\nid: {part}\ntitle: {part}\n"))
        for project in model.closed:
            version = root.api("GET", f"/projects/{project}").json["version"]
            house.good(root.api("POST", f"/projects/{project}/candidates/add", {"provider": part, "version": str(version)}))
    for step in range(STEPS):
        who, project, kind = draw.choice(list(PEOPLE)), draw.choice(["north", "south"]), draw.choice(["stage", "candidate"])
        if draw.random() < 0.5:
            who = draw.choice(["root", "expert" if project == "north" else "south", "manager" if project == "north" else "both"])
        if draw.random() < 0.06:
            version = root.api("GET", f"/projects/{project}").json["version"]
            model.closed[project] = not model.closed[project]
            house.good(root.api("POST", f"/projects/{project}/edit", {
                "version": str(version), "state": "closed" if model.closed[project] else "needs", "note": f"Step {step}."}))
        part, states = draw.choice(model.PARTS[kind]), model.STATES[kind]
        _, turn, reason = model.now(project, kind, part)
        sent = {"act": f"{draw.getrandbits(128):032x}", "part": part, "state": draw.choice(states),
                "turn": str(max(0, turn - draw.choice([0, 0, 0, 0, 1, -1])))}
        sent.update(draw.choice([{}, {"date": "2026-03-02"}, {"reason": f"Reason {step}."}, {"reason": reason or "Again."},
                                 {"date": "2026-03-02", "reason": f"Both {step}."}]))
        statuses = model.expect(who, project, kind, sent)
        answer = house.program(who).api("POST", f"/projects/{project}/facts/{kind}/say", sent)
        check(f"seed {SEED}, step {step}: {who} at {project}, {kind} {sent}", answer.status in statuses,
              (answer.status, statuses, model.now(project, kind, part), answer.text[:300]))
        came[kind, answer.status] = came.get((kind, answer.status), 0) + 1
        if answer.status == 200:
            model.said[project, kind, part] = (sent["state"], int(sent["turn"]) + 1, sent.get("reason"), sent.get("date"))
            again = house.program(who).api("POST", f"/projects/{project}/facts/{kind}/say", sent)
            check("again it is answered as done", again.status == 200 and again.json["is_again"], again.text[:300])
        reader = house.program(draw.choice([name for name in PEOPLE if model.may(name, "read", project)]))
        steps = {row["id"]: row for row in reader.api("GET", f"/projects/{project}/process").json["steps"]}
        field = {row["id"]: row for row in reader.api("GET", f"/projects/{project}/candidates").json["candidates"]}
        for part in model.PARTS["stage"][:-1]:
            state, turn, _ = model.now(project, "stage", part)
            check(f"seed {SEED}, step {step}: step {part}", (steps[part]["state"], steps[part]["turn"]) == (state, turn), steps[part])
        for part in model.PARTS["candidate"][:-1]:
            state, turn, reason = model.now(project, "candidate", part)
            got = (field[part]["state"].replace("candidate", "named"), field[part]["turn"], field[part]["note"])
            check(f"seed {SEED}, step {step}: candidate {part}", got == (state, turn, reason or ""), (got, state, turn, reason))
        runs = sum(model.now(project, "candidate", part)[0] not in ("refused", "withdrawn") for part in ("c-one", "c-two"))
        check("the page counts those that run", reader.api("GET", f"/projects/{project}").json["running"] == runs)
        if count.failed > 20:
            return
    for kind in ("stage", "candidate"):
        check(f"of {kind} much happened", all(came.get((kind, status), 0) > 0 for status in (200, 403, 409, 422)), came)
    check("the chain holds", *house.holds())


# ----------------------------------------------------------------------------------- waiting

class Held:
    """Holds the lock that every act needs, and may change something before it lets go."""

    def __init__(self, database):
        self.database = database
        if database.postgresql is None:
            self.db = sqlite3.connect(database.url, timeout=20, isolation_level=None, check_same_thread=False)
            self.db.execute("BEGIN IMMEDIATE")
        else:
            self.db = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", database.url],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.run("BEGIN; UPDATE audit_head SET number = number; SELECT 'held'")
            assert self.db.stdout.readline() == b"held\n"

    def run(self, sql):
        if self.database.postgresql is None:
            self.db.execute(sql)
        else:
            self.db.stdin.write(sql.encode() + b";\n")
            self.db.stdin.flush()

    def let_go(self):
        self.run("COMMIT")
        if self.database.postgresql is None:
            self.db.close()
        else:
            self.db.communicate()


def test_meanwhile(house):
    """Roles that are taken away, and accounts that are locked, while an act waits."""
    place = "/projects/north"
    link = house.server.invite("late@example.org", "Late", "approving_authority:north")
    house.browsers["late"] = Client(house.server.port).use_link(link)
    house.arm("late")
    identity = house.database.sql("SELECT id FROM persons WHERE email = 'late@example.org'")[0][0]
    before = house.database.sql("SELECT count(*) FROM acts")
    people = house.database.sql("SELECT people FROM audit_head")
    house.good(house.program("root").api("POST", f"/people/{identity}/lock", {"reason": "Away"}))
    house.good(house.program("root").api("POST", f"/people/{identity}/unlock", {}))
    check("who is let in is told apart from who was", house.database.sql("SELECT people FROM audit_head") != people, people)
    house.browsers["late"] = Client(house.server.port).use_link(
        "/link/" + house.server.command("user", "link", "late@example.org").stdout.decode().split("/link/")[1].split()[0])
    house.arm("late")
    told = "UPDATE audit_head SET people = people + 1"  # as the entry of such a change does
    for change, back in (
            (f"UPDATE grants SET role = 'auditor' WHERE person = '{identity}'",
             f"UPDATE grants SET role = 'approving_authority' WHERE person = '{identity}'"),
            (f"UPDATE persons SET locked_at = 5 WHERE id = '{identity}'",
             f"UPDATE persons SET locked_at = NULL WHERE id = '{identity}'")):
        held, answers = Held(house.database), []
        thread = threading.Thread(target=lambda: answers.append(house.say("late", place, "Too late")))
        thread.start()
        time.sleep(0.7)
        held.run(change)
        held.run(told)
        held.let_go()
        thread.join()
        house.database.sql(back)
        check(f"{change[:20]} while an act waits", answers[0].status == 403, (answers[0].status, answers[0].text[:300]))
    check("nothing was written", house.database.sql("SELECT count(*) FROM acts") == before)
    check("the chain holds", *house.holds())


def test_line(house):
    """Who stands behind one that waits for a lock does not wait that long again, one behind the other."""
    held, start, times = Held(house.database), time.monotonic(), []

    def write():
        answer = Client(house.server.port, token=house.program("expert").token).api(
            "POST", "/projects/north/facts/comment/say", {"act": secrets.token_hex(16), "text": "In line"})
        times.append((time.monotonic() - start, answer.status))
    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join(60)
    held.let_go()
    check("all are told that it is busy", len(times) == 8 and all(status == 503 for _, status in times), times)
    check("within their time", max(times)[0] < 16, sorted(times))
    check("and then they write", house.say("expert", "/projects/north", "Afterwards").status == 200)


# ------------------------------------------------------------------------------- many at once

def writers(house, ports, part, act=None, text=None):
    token = house.program("expert").token
    return together(*[lambda n=n: Client(ports[n % len(ports)], token=token).api("POST", "/projects/north/facts/comment/say", {
        "act": act or secrets.token_hex(16), "part": part, "turn": "0", "text": text or f"writer {n}"}) for n in range(WRITERS)])


def one_wins(answers, what):
    won = [a for a in answers if a.status == 200]
    lost = [a for a in answers if a.status == 409]
    check(f"{what}: one wins", len(won) == 1 and len(lost) == WRITERS - 1, sorted(a.status for a in answers))
    said = won[0].json["facts"] if won else None
    now = [[dict(fact) for fact in a.json["now"]] for a in lost]
    names = {fact.pop("name") for facts in now for fact in facts}  # who was first is told by name beside
    check(f"{what}: the others are shown it", all(facts == said for facts in now) and len(names) == 1 and all(names), [a.text[:200] for a in lost[:2]])


def one_happens(answers, what):
    check(f"{what}: all are answered", all(a.status == 200 for a in answers), sorted(a.status for a in answers))
    check(f"{what}: it happens once", sum(not a.json["is_again"] for a in answers) == 1 and
          len({str(a.json["facts"]) for a in answers}) == 1, [a.text[:200] for a in answers[:2]])


def test_many(house):
    """Of forty who write one empty part one wins; an act that forty send happens once."""
    for _ in range(3):
        one_wins(writers(house, [house.server.port], secrets.token_hex(8)), "one server")
        one_happens(writers(house, [house.server.port], secrets.token_hex(8), secrets.token_hex(16), "Once"), "one server")
    check("the chain holds", *house.holds())


def test_two_servers(house):
    """The same through two servers on one database at once."""
    if not house.database.postgresql:
        return
    other = Server(house.binary, house.database, house.folder)
    other.log = other.log.with_name("other.log")
    other.start()
    try:
        ports = [house.server.port, other.port]
        for _ in range(3):
            one_wins(writers(house, ports, secrets.token_hex(8)), "two servers")
            one_happens(writers(house, ports, secrets.token_hex(8), secrets.token_hex(16), "Once"), "two servers")
        sent = {"act": secrets.token_hex(16), "number": str(house.say("expert", "/projects/north", "Taken back").json["act"])}
        answers = together(*[lambda n=n: Client(ports[n % 2], token=house.program("expert").token).api(
            "POST", "/projects/north/facts/comment/undo", sent) for n in range(10)])
        one_happens(answers, "undone through two servers")
        check("the chain holds", *house.holds())
    finally:
        check("the other ends well", other.stop() == 0, other.log.read_text()[-2000:])


def test_heads(house):
    """After all that, heads are what the facts say."""
    rows = house.database.sql(
        "SELECT count(*) FROM heads h WHERE h.turn <> (SELECT max(turn) FROM facts f WHERE f.subject_kind = h.subject_kind AND"
        " f.subject = h.subject AND f.kind = h.kind AND f.part = h.part AND f.lane = h.lane)")
    check("heads are the last turns", rows == [("0",)], rows)


TESTS = [test_walk, test_states, test_many, test_two_servers, test_meanwhile, test_line, test_heads]

if __name__ == "__main__":
    print(f"seed {SEED}, {STEPS} steps", flush=True)
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
