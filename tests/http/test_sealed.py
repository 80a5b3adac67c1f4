#!/usr/bin/env python3
"""Random acts by random principals in a tender: before its closing, after it, and opened.

usage: tests/http/test_sealed.py PALIER [--long] [--seed N]

Three candidates answer with colleagues, hand topics on, take them back, propose, approve, hand in, send proofs; beside them
somebody of each role looks at every page that the description of the API names, by the pages, by programs, as CSV, and at
what the command line tells, and tries what is not to be. All that is typed, sent or named has words of its own. A small
table says who may meet them when; nobody else ever does, in whatever place. No state that the tender forbids is reached,
and what was acknowledged is there in the end. Against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. The seed is
printed. Ends with one line: N passed, N failed.
"""
import datetime
import hashlib
import json
import os
import pathlib
import random
import re
import sys
import time
import urllib.parse

import test_place
from house import Client, Count, scratch
from test_place import handed, new_id, plain

LONG = "--long" in sys.argv
LEAST = 150 if LONG else 40  # seconds that the tender runs
AFTER = 60 if LONG else 5    # and of the acts in each state behind
LOOKS_EACH = 6               # pages that somebody looks at in a turn
CANDIDATES = ("north", "south", "east")
TOPICS = {"POL": ("POL-01", "POL-05", "POL-08"), "NET": ("NET-01", "NET-04"), "PHY": ("PHY-04",)}
count = Count()
check = count.check

# Who meets what a candidate says, by the state of the tender. "own": whoever holds a link of that candidate which is in
# force (and for one topic: what is said on it); "side": who reads the project. An answer that was not handed in is never
# met by the buyer's side. Written from WORKFLOW's words, not from the program.
MEETS = {
    #           before       closed       opened
    "answer":  ({"own"}, {"own"}, {"own", "side"}),
    "name":    ({"own"}, {"own"}, {"own", "side", "persons"}),
    "role":    ({"own"}, {"own"}, {"own", "side", "persons"}),
    "file":    ({"own"}, {"own"}, {"own", "side"}),
    "content": ({"own"}, {"own"}, {"own", "side"}),
    # Who takes part, and has handed in, is for the keeper.
    "signer":  ({"own", "keeper"}, {"own", "keeper"}, {"own", "side"}),
    "receipt": ({"own", "keeper"}, {"own", "keeper"}, {"own", "side"}),
}
PHASES = ("before", "closed", "opened")
# Of the buyer's side: who reads the project; who may look at persons.
SIDE = ("expert", "manager", "authority", "keeper", "creator", "auditor")
PERSONS = ("creator", "root")
STILL = ("expert", "manager", "authority", "root", "stranger")
MOVING = ("/audit", "/settings", "/metrics", "/healthz", "/jobs", "/me", "/openapi", "/people/")


class Words:
    """What was said, by the word that stands in it: kind, candidate, topic, and whether it was handed in."""

    def __init__(self):
        self.all = {}

    def make(self, kind, candidate, topic="", seed=""):
        word = f"zq{kind[0]}{candidate[0]}{hashlib.sha256(f'{kind}{candidate}{len(self.all)}{seed}'.encode()).hexdigest()[:10]}q"
        self.all[word] = {"kind": kind, "candidate": candidate, "topic": topic, "is_in": False}
        return word


class Reader:
    """Somebody who looks: their part, and how they ask."""

    def __init__(self, name, parts=(), browser=None, program=None, holder=None, candidate=None, topic=""):
        self.name, self.parts, self.browser, self.program = name, set(parts), browser, program
        self.holder, self.candidate, self.topic, self.is_revoked = holder, candidate, topic, False

    def ask(self, path):
        if self.holder is not None:
            return self.holder.client.ask("GET", path, headers=self.holder.headers())
        if path.startswith("/api/") and self.program is not None:
            return self.program.ask("GET", path)
        return self.browser.ask("GET", path)


class Tender(test_place.House):
    """A tender of three candidates, with somebody of each role."""

    def __init__(self, binary, folder, postgresql, seed):
        super().__init__(binary, folder, postgresql)
        self.random, self.words, self.seed = random.Random(seed), Words(), seed
        self.readers, self.respondents, self.saved, self.met, self.did, self.told = [], [], {}, set(), {}, set()
        try:
            self.begin()
        except BaseException:
            self.server.kill()
            self.database.remove()
            raise

    def begin(self):
        self.program = Client(self.server.port, token=self.admin.make_token())
        self.begin_project()
        self.begin_people()
        self.begin_tender()
        self.paths = self.addresses()

    def begin_project(self):
        for version, name in ((2, "south"), (3, "east")):
            self.good(self.admin.post("/projects/museum/candidates/add", {
                "version": str(version), "provider": "", "name": f"{name.title()} Hosting", "id": name}))
        version = self.program.api("GET", "/projects/museum").headers["ETag"].strip('"')
        self.good(self.admin.post("/projects/museum/edit", {"title": "A tender", "version": version, "procedure": "open"}))

    def begin_people(self):
        roles = {"authority": "approving_authority:museum", "keeper": "", "root": "administrator:*", "auditor": "auditor:*"}
        for name, role in roles.items():
            link = self.server.invite(f"{name}@example.org", name.title(), *([role] if role else []))
            self.people[name] = Client(self.server.port).use_link(link)
        self.persons = {row["name"]: row["id"] for row in self.program.api("GET", "/people").json["people"]}
        self.good(self.program.api("POST", f"/people/{self.persons['Keeper']}/grant", {"role": "keeper", "project": "museum"}), 200)
        for name, browser in self.people.items():
            self.readers.append(Reader(name, ({"side"} if name in SIDE else set()) | ({"persons"} if name in PERSONS else set()) | ({name} & {"keeper"}),
                                       browser, Client(self.server.port, token=browser.make_token())))
        self.readers.append(Reader("creator", {"side", "persons"}, self.admin, self.program))
        self.readers.append(Reader("nobody", (), Client(self.server.port)))

    def begin_tender(self):
        now = int(time.time())
        self.closing = (now + LEAST) // 60 * 60 + 60
        lines = self.tool("send", self.database.url, self.mail, "museum", "provider", ",".join(CANDIDATES), "core", str(self.closing), "-",
                          self.persons["Keeper"])
        self.sendings = dict(zip(CANDIDATES, lines[0::2]))
        self.first = dict(zip(CANDIDATES, lines[1::2]))
        self.links += lines[1::2]
        for candidate in CANDIDATES:
            self.seat(candidate, self.first[candidate])

    def seat(self, candidate, link, topic="", reads=False):
        """A browser at a link; whoever sits there has a name and a role of their own."""
        holder = test_place.Holder(self, link)
        if not reads:
            name, role = self.words.make("name", candidate), self.words.make("role", candidate)
            self.good(holder.post("/who", {"role": f"Head {role}", "name": f"Anna {name}"}))
        reader = Reader(f"{candidate} {'reading' if reads else topic or 'main'}", {"own"}, holder=holder, candidate=candidate, topic=topic)
        reader.reads = reads
        self.respondents.append(reader)
        return reader

    # ---------------------------------------------------------------------------------------- what there is to look at

    def addresses(self):
        """Each address that is read, with ids of what there is in place of its parameters."""
        paths = self.admin.get("/openapi.json").json["paths"]
        sendings = list(self.sendings.values())
        named = {"project": ["museum"], "sending": sendings, "question": ["POL-01", "NET-04"], "topic": ["POL", "NET"], "kind": ["questionnaire"],
                 "id": ["outcontracting-2"], "fact": ["answer", "sent", "comment", "candidate", "file", "tender", "late-submission",
                                                      "candidate-question", "answer-mark"],
                 "person": list(self.persons.values())[:2], "area": ["PA08"], "step": ["2.1"], "practice": ["BP.08.03"], "candidate": list(CANDIDATES)}
        out = []
        for path, methods in paths.items():
            if "get" not in methods:
                continue
            path = path.removeprefix("/api/v1")
            filled = [path]
            for name in re.findall(r"{(\w+)}", path):
                filled = [one.replace("{%s}" % name, urllib.parse.quote(value), 1) for one in filled for value in named.get(name, ["x"])]
            out += filled
        return [one for one in out if not one.startswith(("/sign-", "/link", "/pass/", "/ui/"))]

    def more_addresses(self):
        """Those that follow from what was done, and questions that lists are asked."""
        contributors = [row[0] for row in self.database.sql("SELECT id FROM persons WHERE contributes IS NOT NULL")]
        passes = [row[0] for row in self.database.sql("SELECT id FROM passes")]
        files = [row[0:2] for row in self.database.sql("SELECT subject, part FROM heads WHERE kind = 'file' AND subject_kind = 'sending'")]
        word = self.random.choice(list(self.words.all))
        out = ["/people?state=contributor", f"/people?q={word}", f"/people?state=contributor&q={word}", "/audit?verb=answer",
               "/audit?verb=contribute", "/audit?verb=submit-answers", f"/projects?q={word}", f"/?q={word}", f"/library?q={word}",
               "/projects/museum/questionnaires?state=submitted", "/projects/museum/questionnaires?state=open"]
        for person in contributors[:3]:
            out += [f"/people/{person}", f"/people/{person}/export", f"/audit?object=person/{person}"]
        for one in passes[:4]:
            out += [f"/audit?person=pass/{one}", f"/audit?object=pass/{one}"]
        for sending, part in files[:4]:
            out += [f"/sendings/{sending}/files/{part}{lane}" for lane in ("", "?lane=answer", "?lane=claimed")]
            out += [f"/sendings/{sending}/answer/files/{part}"]
        for sending in self.sendings.values():
            out += [f"/sendings/{sending}/facts/answer?lane={lane}" for lane in ("", "claimed")]
            out += [f"/audit?object=sending/{sending}"]
        return out

    # -------------------------------------------------------------------------------------------------- the small table

    def phase(self):
        if self.is_opened:
            return "opened"
        return "closed" if time.time() >= self.closing else "before"

    is_opened = False

    def may_meet(self, reader, said, phases):
        """By the table, in one of the states: the tender may have closed while a page was made."""
        if reader.candidate == said["candidate"]:
            is_own = "own" in MEETS[said["kind"]][0] and not reader.is_revoked
            return is_own and reader.topic in ("", said["topic"]) or is_own and said["kind"] in ("name", "role", "file", "signer", "receipt")
        if not said["is_in"] and said["kind"] in ("answer", "file", "content"):
            return False
        return any(part in MEETS[said["kind"]][PHASES.index(phase)] for part in reader.parts - {"own"} for phase in phases)

    def look(self, reader, path, asked=None):
        """Looks, and holds what is met against the table."""
        before = self.phase()
        answer = reader.ask(path)
        phases = {before, self.phase()}
        text = answer.text
        asked = asked if asked is not None else urllib.parse.unquote(path)
        for word in set(re.findall(r"zq\w{2}[0-9a-f]{10}q|[0-9a-f]{64}", text)) & set(self.words.all):
            said = self.words.all[word]
            if word in asked and not self.may_meet(reader, said, phases):
                continue  # a page says again what it was asked for
            self.met.add((reader.name, said["kind"], before))
            once = (reader.name, said["kind"], re.sub("|".join(CANDIDATES), "X", path.split("?")[0]))
            if not self.may_meet(reader, said, phases) and once not in self.told:
                self.told.add(once)
                check(f"{reader.name} meets {said['kind']} of {said['candidate']} ({'/'.join(sorted(phases))}, seed {self.seed})", False,
                      (path, answer.status, text[max(0, text.index(word) - 150):text.index(word) + 60]))
        count.passed += 1
        if answer.status >= 500:
            check(f"{path} by {reader.name}", False, (answer.status, text[:300]))
        return answer

    # --------------------------------------------------------------------------------------------- what respondents do

    def did_it(self, what, answer):
        good = answer.status in (200, 201, 303)
        self.did[(what, good)] = self.did.get((what, good), 0) + 1
        return good

    def pick(self, **wanted):
        rows = [row for row in self.respondents if not row.is_revoked and not row.reads and all(getattr(row, k) == v for k, v in wanted.items())]
        return self.random.choice(rows)

    def do_save(self):
        who = self.pick()
        topic = who.topic or self.random.choice(list(TOPICS))
        if topic not in TOPICS:
            return
        question = self.random.choice(TOPICS[topic])
        seen = self.saved.get((who.candidate, question), {"turn": 0})
        word = self.words.make("answer", who.candidate, topic)
        act, fields = new_id(), {"instead": "not_known", "remark": f"We say {word}"}
        if self.random.random() < 0.2:
            fields["secret"] = f"business {word}"
        is_early = time.time() < self.closing - 2
        answer = who.holder.save(question, fields, turn=seen["turn"], act=act)
        if self.did_it("save", answer):
            fact = answer.json["facts"][0]
            self.saved[(who.candidate, question)] = {"turn": fact["turn"], "word": word}
            check("nothing is saved behind the closing", time.time() < self.closing + 2 or not self.is_past(fact), fact)
            again = who.holder.save(question, fields, turn=seen["turn"], act=act) if self.random.random() < 0.2 else None
            check("the same act again is one", again is None or again.status in (422, 404) or again.json["facts"][0]["number"] == fact["number"],
                  again.text[:300] if again else "")
        elif is_early:
            check(f"an answer in time is taken (seed {self.seed})", answer.status == 422 and "submitted" in answer.text, (who.name, question, answer.text[:300]))
            del self.words.all[word]
        else:
            check("late, it is refused with a sentence", answer.status in (404, 422), (answer.status, answer.text[:300]))

    def is_past(self, fact):
        at = datetime.datetime.fromisoformat(fact["at"].replace("Z", "+00:00")).timestamp()
        return at >= self.closing

    def do_file(self):
        who = self.pick(topic="")
        name, content = self.words.make("file", who.candidate), self.words.make("content", who.candidate, "POL")
        body = f"proof {content}".encode()
        answer = who.holder.client.ask("POST", who.holder.program("/files/send?" + urllib.parse.urlencode({
            "name": f"{name}.txt", "title": f"Title {name}", "act": new_id()})), body, who.holder.headers(
                **{"Content-Type": "application/octet-stream", "X-CSRF-Token": who.holder.csrf()}))
        if self.did_it("file", answer):
            question = "POL-08"
            seen = self.saved.get((who.candidate, question), {"turn": 0})
            word = self.words.make("answer", who.candidate, "POL")
            fields = {"instead": "not_known", "remark": word, "proofs[0].title": f"Title {name}", "proofs[0].file": hashlib.sha256(body).hexdigest()}
            answer = who.holder.save(question, fields, turn=seen["turn"])
            if self.did_it("prove", answer):
                self.saved[(who.candidate, question)] = {"turn": answer.json["facts"][0]["turn"], "word": word, "with": (name, content)}

    def do_who(self):
        who = self.pick()
        name, role = self.words.make("name", who.candidate), self.words.make("role", who.candidate)
        self.did_it("who", who.holder.post("/who", {"role": f"Deputy {role}", "name": f"Bea {name}"}))

    def do_hand_on(self):
        who = self.pick(topic="")
        may, topic = self.random.choice((("answer", "POL"), ("answer", "NET"), ("read", "")))
        if sum(row.candidate == who.candidate for row in self.respondents) > 8:
            return
        link, answer = handed(who.holder, topic=topic, may=may, note="note " + self.words.make("name", who.candidate))
        self.did_it("hand on", answer)
        if link is not None:
            self.links.append(link)
            made = self.seat(who.candidate, link, topic, reads=may == "read") if time.time() < self.closing - 5 else None
            if made is not None:
                made.parent = who

    def do_take_back(self):
        who = self.random.choice([row for row in self.respondents if hasattr(row, "parent") and not row.is_revoked] or [None])
        if who is None:
            return
        answer = who.parent.holder.post("/hand-on/take-back", {"id": who.holder.root.split("/")[-1]})
        if self.did_it("take back", answer):
            for row in self.respondents:
                at = row
                while at is not None:
                    row.is_revoked = row.is_revoked or at is who
                    at = getattr(at, "parent", None)
            check("a link that was taken back opens nothing", who.holder.get().status == 404, who.holder.get().status)

    def do_state(self):
        who = self.pick()
        topic = who.topic or self.random.choice(list(TOPICS))
        self.did_it("state", who.holder.post(f"/topics/{topic}", {"act": new_id(), "state": self.random.choice(("proposed", "approved"))}))
        for question in TOPICS.get(topic, ()):  # it is a turn of its own
            self.see(who, question, topic)

    def see(self, who, question, topic):
        if (who.candidate, question) in self.saved:
            self.saved[(who.candidate, question)]["turn"] = who.holder.one(question, topic)["turn"]

    def do_submit(self):
        self.submit(self.pick(topic=""))

    def submit(self, who):
        answer = who.holder.post("/submit", {"act": new_id(), "signed_by": "Director " + self.words.make("signer", who.candidate)})
        if self.did_it("submit", answer):
            receipt = who.holder.api("/receipt").json["receipt"]
            self.words.all[receipt] = {"kind": "receipt", "candidate": who.candidate, "topic": "", "is_in": True}
            for (candidate, _), row in self.saved.items():
                if candidate == who.candidate:
                    self.hand_in(row)

    def hand_in(self, row):
        for word in (row["word"], *row.get("with", ())):
            if word in self.words.all:
                self.words.all[word]["is_in"] = True

    def do_look_along(self):
        """Respondents read their own, and try what is others'."""
        who = self.random.choice(self.respondents)
        own = who.holder.home
        for path in self.random.sample(["", "/all", "/files", "/file", "/receipt", "/topics/POL", "/topics/NET", "/who", "/hand-on"], 3):
            self.look(who, own + path)
            self.look(who, who.holder.program(path))
        other = self.sendings[self.random.choice(CANDIDATES)]
        for path in self.random.sample([f"/sendings/{other}/answer", f"/sendings/{other}/answer/all", f"/sendings/{other}/answers",
                                        "/projects/museum", f"/sendings/{other}/facts/answer"], 2):
            self.look(who, path)
            self.look(who, who.holder.root + path)

    # ------------------------------------------------------------------------------------------ what the others do

    def do_look(self):
        reader = self.random.choice(self.readers)
        for path in self.random.sample(self.paths, LOOKS_EACH) + self.random.sample(self.more_addresses(), 2):
            self.look(reader, path)
            self.look(reader, "/api/v1" + path)
            self.look(reader, "/api/v1" + path + ("&" if "?" in path else "?") + "format=csv")

    def do_forbidden(self):
        """What a tender forbids: nothing of it is done, by whomever it is tried."""
        reader = self.random.choice([row for row in self.readers if row.program is not None])
        sending = self.sendings[self.random.choice(CANDIDATES)]
        until = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(10)).strftime("%Y-%m-%d")
        act, fields = self.random.choice([
            (f"/sendings/{sending}/reopen", {"turn": "1", "until": until, "time": "", "reason": "why"}),
            (f"/sendings/{sending}/extend", {"turn": "1", "until": until, "time": "", "reason": "why"}), (f"/sendings/{sending}/close", {"turn": "1", "reason": "why"}),
            (f"/sendings/{sending}/open-again", {"turn": "1", "until": until, "time": "", "reason": "why"}),
            (f"/sendings/{sending}/answers/POL-01/mark", {"turn": "0", "basis": "seen", "said_by": "x"}),
            (f"/sendings/{sending}/answers/POL-01/decide", {"turn": "0", "state": "pass", "reason": "why"}),
            (f"/sendings/{sending}/answer/topics/POL/POL-01", {"turn": "0", "was": "open", "instead": "not_known", "remark": "of the buyer"}),
            (f"/sendings/{sending}/answer/submit", {"signed_by": "the buyer"}),
            (f"/sendings/{sending}/facts/answer/say", {"part": "POL-01", "turn": "0", "state": "open"}),
            (f"/sendings/{sending}/facts/sent/say", {"part": "", "turn": "1", "state": "reopened"}),
            (f"/projects/museum/facts/tender/say", {"part": "t1", "turn": "1", "state": "opened"}),
            (f"/projects/museum/facts/tender/say", {"part": "t1", "turn": "1", "state": "running"})])
        answer = reader.program.api("POST", act, {"act": new_id(), **fields})
        if not self.is_opened:
            check(f"{reader.name} does not {act} in a sealed tender", answer.status in (403, 404, 405, 409, 413, 422), (answer.status, answer.text[:300]))
        self.did_it("forbidden", answer)

    def do_early_opening(self):
        """The command line of the operator's tool, in the name of the project manager."""
        done = self.try_tool("tender", self.database.url, self.mail, "museum", "t1", "opened")
        check("nobody opens before the closing, or alone", done != 0 or self.is_opened, done)

    def try_tool(self, *words):
        try:
            self.tool(*words)
            return 0
        except AssertionError:
            return 1

    def do_command_line(self):
        """What the operator reads at the machine."""
        before = self.phase()
        folder = pathlib.Path(self.folder) / f"export-{new_id()}"
        outs = [self.server.command("user", "list", check=False), self.server.command("doctor", check=False),
                self.server.command("mail", "list", check=False), self.server.command("audit", "verify", check=False),
                self.server.command("export", str(folder), check=False)]
        text = "\n".join((out.stdout + out.stderr).decode() for out in outs)
        text += "\n".join(file.read_text(errors="replace") for file in folder.rglob("*") if file.is_file())
        told = [line for out in (outs[1], outs[4]) for line in out.stdout.decode().splitlines() if re.search(r"\bfiles\b|stay", line)]
        check("nor how much is sealed", not [line for line in told if re.search(r"\d", line)] and any("stays behind" in line for line in told) or
              self.is_opened, told)
        self.check_operator(before, text)

    def check_operator(self, before, text):
        found = [self.words.all[word] for word in set(re.findall(r"zq\w{2}[0-9a-f]{10}q", text)) & set(self.words.all)]
        if before != "opened" and self.phase() != "opened":
            check(f"the command line tells nothing of what is sealed (seed {self.seed})", not found, (found[:2], [
                text[max(0, text.index(word) - 200):text.index(word) + 40] for word in self.words.all if word in text][:2]))
        return found

    # --------------------------------------------------------------------------------------------- what nothing tells

    def still(self):
        """What programs of the buyer's side read of each address: nothing that candidates do may change it, neither a count
        nor a state nor a time. Left out is what tells of the machine, of those who look, and the numbers of the audit."""
        out = {}
        for reader in self.readers:
            if reader.name in STILL:
                for path in self.paths:
                    if not path.startswith(MOVING) and time.time() < self.closing - 3:
                        answer = reader.ask("/api/v1" + path)
                        out[(reader.name, path)] = (answer.status, re.sub(r'"(last_seen|seen_at)": "[^"]*"', "", answer.text))
        return out

    def check_still(self, before):
        now = self.still()
        moved = [key for key in now if before[key] != now[key]]  # as far as the time lasted
        check(f"nothing tells the buyer's side that candidates answer (seed {self.seed})", not moved, moved[:1] and (
            moved[:6], [line for line in now[moved[0]][1].splitlines() if line not in before[moved[0]][1]][:5]))

    # ------------------------------------------------------------------------------------------------------ the whole

    def check_states(self):
        """No state that is forbidden, whatever was tried."""
        tender = [(state, int(turn)) for state, turn in self.database.sql("SELECT state, turn FROM facts WHERE kind = 'tender' ORDER BY number")]
        sent = {state for state, in self.database.sql("SELECT DISTINCT state FROM facts WHERE kind = 'sent'")}
        late = self.database.sql("SELECT f.number FROM facts f JOIN acts a ON a.number = f.act WHERE f.kind = 'answer' AND f.lane = ''"
                                 f" AND a.at > {self.closing}")
        check("the tender runs until it is opened", [state for state, _ in tender] == ["running"] + ["opened"] * self.is_opened, tender)
        check("what was sent is open or handed in", sent <= {"open", "submitted"} or self.is_opened, sent)
        check("nothing is answered behind the closing", not late, late)
        alien = self.database.sql("SELECT f.number FROM facts f JOIN acts a ON a.number = f.act WHERE f.kind = 'answer' AND f.lane = ''"
                                  " AND a.principal NOT LIKE 'pass:%'")
        check("none but the asked answers", not alien, alien[:3])

    def check_kept(self):
        kept = {(subject, part): body for subject, part, body in self.database.sql(
            "SELECT subject, part, body FROM heads WHERE kind = 'answer' AND lane = ''")}
        lost = [key for key, row in self.saved.items() if row["word"] not in kept.get((self.sendings[key[0]], key[1]), "")]
        check(f"none of {len(self.saved)} acknowledged answers is lost", not lost, lost[:3])
        check("the chain holds", self.server.command("audit", "verify", check=False).returncode == 0)

    def sweep(self):
        """Each of them looks at every address."""
        for reader in self.readers:
            paths = self.paths + self.more_addresses()
            for path in paths if LONG else self.random.sample(paths, len(paths) // 4):
                self.look(reader, path)
                self.look(reader, "/api/v1" + path)
        for who in self.respondents:
            for path in ("", "/all", "/files", "/file", "/topics/POL", "/topics/NET", "/receipt", "/hand-on"):
                self.look(who, who.holder.home + path)

    def walk_until(self, end):
        acts = [self.do_save] * 8 + [self.do_file] * 2 + [self.do_who, self.do_hand_on, self.do_take_back, self.do_state, self.do_submit] + [
            self.do_look_along] * 3 + [self.do_look] * 6 + [self.do_forbidden] * 3 + [self.do_early_opening] * (not self.is_opened)
        while time.time() < end:
            self.random.choice(acts)()


def play(house):
    before = house.still()
    house.do_save()
    house.walk_until(house.closing - (40 if LONG else 15))
    for candidate in CANDIDATES[:2]:
        house.submit(house.pick(candidate=candidate, topic=""))
    house.check_states()
    house.check_still(before)
    house.do_command_line()
    house.walk_until(house.closing + 3)
    house.sweep()
    house.do_command_line()
    house.walk_until(time.time() + AFTER)
    house.check_states()


def open_it(house):
    """By two who declare: then the buyer's side meets what was handed in, and nothing else."""
    expert = house.database.sql("SELECT email FROM persons WHERE name = 'Expert'")[0][0]
    manager = house.database.sql("SELECT email FROM persons WHERE name = 'Manager'")[0][0]
    house.tool("declare", house.database.url, expert, "museum", "t1", "-")
    check("one alone opens nothing", house.try_tool("tender", house.database.url, expert, "museum", "t1", "opened") != 0)
    house.tool("declare", house.database.url, manager, "museum", "t1", "-")
    house.tool("tender", house.database.url, manager, "museum", "t1", "opened")
    house.is_opened = True


def behind(house):
    house.walk_until(time.time() + AFTER)
    house.sweep()
    house.check_states()
    house.check_kept()
    met = {(reader, kind) for reader, kind, phase in house.met if phase == "opened"}
    check("then the buyer's side reads", {("expert", "answer"), ("manager", "answer")} <= met, met)
    audit = house.program.api("GET", "/audit?verb=answer").json["entries"]
    check("and the audit tells who did what", audit and all(not row["is_sealed"] and row["person"].startswith("pass/") for row in audit), audit[:2])
    early = {(reader, kind) for reader, kind, phase in house.met if phase != "opened"}
    check("before, respondents alone met it", {reader.split()[0] for reader, kind in early if kind not in ("signer", "receipt")} <= set(CANDIDATES), early)
    what = {name for name, good in house.did if good}
    check("they did all sorts of things", {"save", "file", "prove", "submit", "hand on", "who"} <= what, house.did)


def main():
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else random.randrange(1 << 20)
    print(f"seed {seed}", flush=True)
    for postgresql in [None] + [server for server in (os.environ.get("PALIER_TEST_POSTGRESQL"),) if server]:
        with scratch() as folder:
            house = Tender(sys.argv[1], folder, postgresql, seed)
            try:
                play(house)
                open_it(house)
                behind(house)
                check("it ends without a leak", house.server.stop() == 0, house.server.log.read_text()[-3000:])
                log = house.server.log.read_text()
                check("nothing of it is in the log", not [word for word in house.words.all if word in log])
            finally:
                if house.server.process.poll() is None:
                    house.server.kill()
                house.database.remove()
    if "-v" in sys.argv:
        print(json.dumps({f"{name} {good}": number for (name, good), number in house.did.items()}))
    return count.end()


if __name__ == "__main__":
    sys.exit(main())
