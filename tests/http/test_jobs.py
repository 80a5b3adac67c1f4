#!/usr/bin/env python3
"""Tests of jobs: what takes longer than a request has is worked off beside the pages, by whichever server takes the
lease, once, with the rights that who asked has then; it can be watched, left and stopped.

usage: tests/http/test_jobs.py PALIER

Against SQLite; against PostgreSQL too where PALIER_TEST_POSTGRESQL names one. Ends with one line: N passed, N failed.
"""
import sys
import threading
import time

from house import ROOT, Client, Count, Database, Server, assessment, init, run_tests, together

count = Count()
check = count.check
MANY = 1010  # a few more than a request scores again
PROFILE = "palier: profile/1\nid: mine\ntitle: Mine\nmodel: sse-cmm-2.0\ntargets: {{\"*\": level {}}}\n{}"


class Sent:
    """What a program would have been answered."""
    status = 202

    def __init__(self, json):
        self.json = json


class House:
    """A project with more assessments than a request scores again, aiming at the profile "mine"."""

    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.bring(("profile", PROFILE.format(1, "")),
                   ("project", "palier: project/1\nid: wide\ntitle: Wide\nstate: needs\nprofile: mine\n"))
        self.bring(*[(f"a{i}", assessment(f"a{i}")) for i in range(MANY)], project="wide")
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.program = Client(self.server.port, token=self.admin.make_token())
        expert = self.server.invite("e@example.org", "Erik Expert", "expert")
        self.expert = Client(self.server.port).use_link(expert)
        self.erik = Client(self.server.port, token=self.expert.make_token())

    def bring(self, *texts, project=None):
        files = [self.server.log.with_name(f"{name}.yaml") for name, _ in texts]
        for file, (_, text) in zip(files, texts):
            file.write_text(text, encoding="utf-8")
        self.server.command("import", *map(str, files), *(["--project", project] if project else []))

    def again(self):
        """Starts the server again, on its port."""
        self.server.start()
        for client in (self.admin, self.program, self.expert, self.erik):
            client.close()

    def version(self):
        return self.program.api("GET", "/library/profile/mine").json["version"]

    def change(self, level, who=None, extra="", version=None):
        return (who or self.program).api("POST", "/library/profile/mine/edit", PROFILE.format(level, extra), {
            "If-Match": f'"{version or self.version()}"'})

    def overtaken(self, who=None, extra=""):
        """Two that follow the same version, both accepted: unless the first was done in that moment."""
        for _ in range(20):
            version = self.version()
            first, second = self.change(1, who, version=version), self.change(2, who, extra, version)
            if (first.status, second.status) == (202, 202):
                return first, second
            for one in (first, second):
                if one.status == 202:
                    self.ended(one)
            self.ended(self.change(5))
        raise AssertionError("no two were accepted")

    def state(self, job):
        return self.program.api("GET", f"/jobs/{job}").json["job"]["state"]

    def ended(self, answer):
        """The job of an answer, once it has ended."""
        assert answer.status == 202, (answer.status, answer.text[:300])
        return self.program.settle(answer)

    def gaps(self):
        return {int(gap) for (gap,) in self.database.sql("SELECT DISTINCT gap FROM scores")}


def test_write(house):
    """A change that many depend on: told at once where it is, done whole, seen on its page."""
    before = house.gaps()
    answer = house.change(2)
    check("a long change is accepted", answer.status == 202, answer.status)
    check("where it is, is told", answer.headers["Location"] == f"/api/v1/jobs/{answer.json['job']}")
    got = house.ended(answer)
    check("it is done", got["job"]["state"] == "done", got)
    check("all of it was", got["job"]["done"] == got["job"]["total"] == MANY, got["job"])
    check("it says what was written", got["result"]["document"] == {
        "kind": "profile", "id": "mine", "title": "Mine", "version": 2, "is_unchanged": False}, got["result"])
    check("the scores followed", len(house.gaps()) == 1 and house.gaps() != before, (before, house.gaps()))
    rows = house.program.api("GET", "/audit?object=profile/mine").json["entries"]
    check("the audit names who asked", rows[0]["verb"] == "change" and rows[0]["person"] == "Ada Admin", rows[0])
    page = house.admin.get(f"/jobs/{answer.json['job']}")
    check("its page leads to the document", 'href="/library/profile/mine"' in page.text, page.text[-2500:])
    check("the page of one that has ended asks no more", "Refresh" not in page.headers)
    check("the list leads to it", f"/jobs/{answer.json['job']}" in house.admin.get("/jobs").text)
    answer = house.program.api("POST", "/library", PROFILE.format(1, "").replace("id: mine", "id: alone"))
    check("what nothing depends on is done at once", answer.status in (200, 201), answer.text[:300])


def test_browser(house):
    """A browser is led to the page of the job, and from there on."""
    version = house.version()
    answer = house.admin.post("/library/profile/mine/edit", {"text": PROFILE.format(3, ""), "version": str(version)})
    check("a browser is sent to the job", answer.status == 303 and answer.location.startswith("/jobs/"), answer.status)
    page = house.admin.get(answer.location)
    check("its page opens", page.status == 200 and "<h1>" in page.text)
    if "Stop it" in page.text:
        check("one that has not ended asks again", page.headers["Refresh"] == "2")
    job = {"job": answer.location.split("/")[-1]}
    got = house.ended(Sent(job))
    check("it ends", got["job"]["state"] == "done" and house.version() == version + 1, got)
    french = house.admin.get(answer.location, Accept_Language="fr", Cookie="; ".join(
        f"{k}={v}" for k, v in house.admin.cookies.items()) + "; palier_lang=fr").text
    check("it speaks French", "Tous les travaux" in french, french[-800:])


def test_refused(house):
    """What is refused says why, and keeps the text."""
    version = house.version()
    check("a version that is over is told at once", house.change(1, version=1).status == 409)
    check("a text that is wrong, too", house.program.api("POST", "/library/profile/mine/edit", "palier: profile/1\n", {
        "If-Match": f'"{version}"'}).status == 422)
    same = house.program.api("GET", "/library/profile/mine/file").text
    same = house.program.api("POST", "/library/profile/mine/edit", same, {"If-Match": f'"{version}"'})
    check("the same text is no change", same.status == 200 and same.json["changed"] is False, same.text)
    first, second = house.overtaken()
    version = house.version()
    check("the first is done", house.ended(first)["job"]["state"] == "done")
    got = house.ended(second)
    check("the second came too late", got["job"]["state"] == "refused" and "meantime" in got["result"]["sentence"], got)
    page = house.admin.get(f"/jobs/{second.json['job']}").text
    check("its text is kept", "level 2" in page and "meantime" in page, page[-1500:])
    version = house.version()
    answer = house.program.api("POST", "/library/profile/mine/edit/check", {"text": PROFILE.format(2, "")})
    check("a check that takes long is a job", answer.status == 202, answer.text[:300])
    got = house.ended(answer)
    check("it writes nothing", got["job"]["state"] == "done" and house.version() == version, got)


def test_stop(house):
    """A job is stopped before and while it is worked off; nothing is written then."""
    version = house.version()
    answers = [house.change(3), house.change(2)]
    check("the second is stopped", house.program.api("POST", f"/jobs/{answers[1].json['job']}/stop", {}).status == 200)
    check("at once", house.state(answers[1].json["job"]) == "stopped")
    stopped = house.program.api("POST", f"/jobs/{answers[0].json['job']}/stop", {})
    got = house.ended(answers[0])
    expected = ("stopped", 0) if stopped.status == 200 and got["job"]["state"] == "stopped" else ("done", 1)
    check("the first says what it did", (got["job"]["state"], house.version() - version) == expected, got)
    again = house.program.api("POST", f"/jobs/{answers[0].json['job']}/stop", {})
    check("what has ended is not stopped", again.status == 409, again.text)


def test_eyes(house):
    """A job is its asker's and an administrator's; its text is the asker's alone."""
    answer = house.change(2, house.erik, extra="# a word of Erik's\n")
    check("an expert asks", answer.status == 202, answer.text[:300])
    house.ended(answer)
    first, second = house.overtaken(house.erik, "# another word of Erik's\n")
    for one in (first, second):
        house.ended(one)
    job = second.json["job"]
    check("the asker sees the text", "another word" in house.expert.get(f"/jobs/{job}").text)
    check("an administrator sees the job and no text", house.admin.get(f"/jobs/{job}").status == 200 and
          "another word" not in house.admin.get(f"/jobs/{job}").text)
    own = house.change(2)
    house.ended(own)
    check("others do not", house.erik.api("GET", f"/jobs/{own.json['job']}").status == 404)
    check("nor in a list", own.json["job"] not in house.expert.get("/jobs").text)
    check("nor stop it", house.erik.api("POST", f"/jobs/{own.json['job']}/stop", {}).status == 404)
    check("strangers sign in", Client(house.server.port).get("/jobs").is_sent_to_sign_in())


def test_rights(house):
    """Rights are those of the moment in which it is done."""
    version = house.version()
    answers = [house.change(3), house.change(1, house.erik)]
    house.server.command("user", "lock", "e@example.org", "--reason", "a test")
    got = house.ended(answers[1])
    check("who is locked writes nothing", got["job"]["state"] == "refused" or got["job"]["ended_at"] is None, got)
    check("the other is done", house.ended(answers[0])["job"]["state"] == "done" and house.version() == version + 1)
    house.server.command("user", "unlock", "e@example.org")
    house.expert.sign_in("e@example.org")
    house.erik.token = house.expert.make_token()
    person = house.database.sql("SELECT id FROM persons WHERE email = 'a@example.org'")[0][0]
    for number in range(8):  # of another server, which works on them
        house.database.sql("INSERT INTO jobs (id, kind, project, subject, person, source, language, version, note, text, state,"
                           " asked_at, holder, lease_until, tries, done, total, is_stopping, result, number)"
                           f" VALUES ('away-{number}', 'verify', '', 'audit', '{person}', '', 'en', 0, '', '', 'running',"
                           f" 1, 'else', 9999999999, 1, 0, 0, 0, '', {9000 + number})")
    answer = house.change(2)
    check("nobody has more than eight", answer.status == 429 and "8 jobs" in answer.text, answer.text)
    house.database.sql("DELETE FROM jobs WHERE holder = 'else'")
    house.ended(house.change(2))


def test_killed(house):
    """A server that is killed leaves the job to the next: it is done once."""
    version = house.version()
    answer = house.change(1 if house.version() % 2 else 4)
    job = answer.json["job"]
    for _ in range(200):
        if house.state(job) != "waiting":
            break
        time.sleep(0.02)
    house.server.kill()
    rows = house.database.sql(f"SELECT state FROM jobs WHERE id = '{job}'")
    house.database.sql("UPDATE jobs SET lease_until = 1 WHERE state = 'running'")
    house.again()
    got = house.ended(answer)
    check("it is done", got["job"]["state"] == "done" and house.version() == version + 1, (rows, got))
    answer = house.change(2)
    house.server.stop()
    house.again()
    check("a server that is stopped gives it back", house.ended(answer)["job"]["state"] == "done", answer.text)
    house.database.sql(f"UPDATE jobs SET state = 'running', tries = 3, lease_until = 1, ended_at = NULL WHERE id = '{job}'")
    got = house.ended(answer) and house.ended(Sent({"job": job}))
    check("one that ends its server each time is not begun again", got["job"]["state"] == "refused", got)


def test_verify(house):
    """A long chain is checked as a job."""
    many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
    house.database.sql(many + "INSERT INTO scores (id, version, project, provider, day, achieved, figure, is_listed) "
                       "SELECT 'false-' || i, 1, 'none', '', '', 0, '', 0 FROM n")
    answer = house.program.api("POST", "/audit/verify", {})
    check("it is accepted", answer.status == 202, answer.text[:300])
    got = house.ended(answer)
    found = got["result"]["verified"]
    check("it finds what was put in by hand", not found["is_whole"] and found["is_chain_whole"] and
          found["more"] + len(found["findings"]) == 20000, found)
    page = house.admin.get(f"/jobs/{answer.json['job']}").text
    check("its page tells", "false-1" in page, page[-1500:])
    house.database.sql("DELETE FROM scores WHERE project = 'none'")
    holds = house.server.command("audit", "verify", check=False)
    check("the chain holds, jobs and all", holds.returncode == 0, holds.stdout)


def test_two_servers(house):
    """Two servers of one database do each job once; what one leaves, the other takes."""
    other = Server(house.server.binary, house.database, house.server.log.parent)
    other.log = house.server.log.with_name("other.log")
    other.start()
    version = house.version()
    for number in range(4):
        got = house.ended(house.change(1 + number % 2))
        check("it is done", got["job"]["state"] == "done", got)
    check("each once", house.version() == version + 4)
    answer = house.change(3)
    house.server.kill()
    house.database.sql("UPDATE jobs SET lease_until = 1 WHERE state = 'running'")
    house.program.port = other.port
    house.program.close()
    got = house.ended(answer)
    check("the other ends what one leaves", got["job"]["state"] == "done" and house.version() == version + 5, got)
    house.program.port = house.server.port
    house.again()
    check("the other ends well", other.stop() == 0, other.log.read_text()[-2000:])


def test_erased(house):
    """Jobs go with the person; an export of the person holds them."""
    job = house.ended(house.change(4, house.erik))["job"]
    person = house.database.sql("SELECT id FROM persons WHERE email = 'e@example.org'")[0][0]
    check("the export has them", job["id"] in house.admin.get(f"/people/{person}/export").text)
    house.server.command("user", "erase", "e@example.org", "--yes", check=False)
    house.admin.post(f"/people/{person}/erase", {"confirm": "Erik Expert"})
    left = house.database.sql(f"SELECT id FROM jobs WHERE person = '{person}'")
    check("who is erased leaves none", left == [], left)


def test_names(house):
    """What came of a job names documents: it is the asker's alone, too."""
    text = PROFILE.format(2, "").replace("title: Mine", "title: A secret title")
    for level in (4, 3):  # one of them changes something
        answer = house.erik.api("POST", "/library/profile/mine/edit/check", {"text": text.replace("level 2", f"level {level}")})
        got = house.ended(answer)
        seen = house.erik.api("GET", f"/jobs/{answer.json['job']}").json
        check("the asker reads what was found", seen["result"]["document"]["title"] == "A secret title", seen)
        check("an administrator that it was done", got["job"]["state"] == "done" and got["result"] == {}, got)
        page = house.admin.get(f"/jobs/{answer.json['job']}")
        check("on its page, too", page.status == 200 and "secret title" not in page.text, page.text[-1500:])


def test_still(house):
    """The page of a job at work comes again by itself, later and later, and not where that is not wanted."""
    person = house.database.sql("SELECT id FROM persons WHERE email = 'a@example.org'")[0][0]
    now = int(time.time())
    for name, asked in (("away-new", now), ("away-old", now - 100), ("away-last", now - 9000)):
        house.database.sql("INSERT INTO jobs (id, kind, project, subject, person, source, language, version, note, text, state,"
                           " asked_at, holder, lease_until, tries, done, total, is_stopping, result, number)"
                           f" VALUES ('{name}', 'verify', '', 'audit', '{person}', '', 'en', 0, '', '', 'running',"
                           f" {asked}, 'else', 9999999999, 1, 0, 0, 0, '', (SELECT max(number) + 1 FROM jobs))")
    waits = [int(house.admin.get(f"/jobs/{name}").headers["Refresh"]) for name in ("away-new", "away-old", "away-last")]
    check("it asks later and later", waits[0] == 2 and 9 < waits[1] < 30 and waits[2] == 30, waits)
    page = house.admin.get("/jobs/away-new?still=yes")
    check("or not at all", "Refresh" not in page.headers and "Ask again how far it is" in page.text, page.text[-1500:])
    house.program.api("POST", "/jobs/away-old/stop", {})
    house.database.sql("UPDATE jobs SET lease_until = 1 WHERE id = 'away-old'")
    got = house.ended(Sent({"job": "away-old"}))
    check("what was to stop when its server was killed is stopped by the next", got["job"]["state"] == "stopped", got)
    house.database.sql("DELETE FROM jobs WHERE holder = 'else' OR id = 'away-old'")


def test_act(house):
    """An act that many scores follow is a job, done once however often it is sent; its page leads to what it was about."""
    levels = "palier: profile/1\nid: mine\ntitle: Mine\nmodel: sse-cmm-2.0\nalert_scheme: vigipirate-2003\n" \
             "targets: {\"*\": {jaune: level 1, orange: level 2, rouge: level 3, ecarlate: level 4}}\n"
    house.ended(house.program.api("POST", "/library/profile/mine/edit", levels, {"If-Match": f'"{house.version()}"'}))
    calm = house.gaps()
    sent = {"act": "0123456789abcdef" * 2, "level": "rouge", "order": "Order 12", "seen": "0"}
    answers = [house.program.api("POST", "/projects/wide/alert/put", sent) for _ in range(2)]
    check("it is accepted", answers[0].status == 202, answers[0].text[:300])
    got = [house.ended(answer) for answer in answers if answer.status == 202]
    check("it is done", all(one["job"]["state"] == "done" for one in got), got)
    check("all of it was computed, before the transaction", got[0]["job"]["done"] == got[0]["job"]["total"] == MANY, got[0]["job"])
    now = house.program.api("GET", "/projects/wide/alert").json["alert"]
    check("once", (now["level"], now["turn"]) == ("rouge", 1), now)
    check("the scores followed, all of them", len(house.gaps()) == 1 and min(house.gaps()) > max(calm), (calm, house.gaps()))
    page = house.admin.get(f"/jobs/{answers[0].json['job']}").text
    check("its page leads to the project", 'href="/projects/wide"' in page and "The text that was sent" not in page, page[-1500:])
    late = house.program.api("POST", "/projects/wide/alert/put", dict(sent, act="f" * 32, level="orange"))
    check("who saw another act is told at once", late.status == 409, late.text)
    wrong = house.program.api("POST", "/projects/wide/alert/put", dict(sent, act="d" * 32, seen=str(now["act"]), level="mauve"))
    check("and so is a level that is none", wrong.status == 422, wrong.text)
    again = house.program.api("POST", "/projects/wide/alert/put", sent)
    check("what was done is answered, not done again", again.status == 200 and again.json["act"] > 0, again.text)
    check("the level stays", house.program.api("GET", "/projects/wide/alert").json["alert"]["level"] == "rouge")
    asked = house.erik.api("POST", "/projects/wide/alert/put", dict(sent, act="e" * 32, seen=str(now["act"]), level="ecarlate"))
    house.server.command("user", "lock", "e@example.org", "--reason", "a test")
    house.program.settle(asked)
    now = house.program.api("GET", "/projects/wide/alert").json["alert"]
    check("who is locked meanwhile raises nothing", now["level"] == "rouge" or now["turn"] == 2, now)
    house.server.command("user", "unlock", "e@example.org")
    house.expert.sign_in("e@example.org")
    house.erik.token = house.expert.make_token()
    check("the chain holds", house.server.command("audit", "verify", check=False).returncode == 0)


def test_meanwhile(house):
    """What changes while the scores of an act are computed is computed again when they are written."""
    seen = house.program.api("GET", "/projects/wide/alert").json["alert"]["act"]
    answer = house.program.api("POST", "/projects/wide/alert/put", {
        "act": "b" * 32, "level": "orange", "order": "Order 13", "seen": str(seen), "scope": "scheme"})
    check("an act of the scheme is a job, too", answer.status == 202, answer.text[:300])
    for number in range(0, MANY, 100):
        house.program.api("POST", f"/assessments/a{number}/text", assessment(f"a{number}", title="Meanwhile"), {"If-Match": '"1"'})
    got = house.ended(answer)
    stale = house.database.sql("SELECT s.id FROM scores s JOIN documents d ON d.kind = 'assessment' AND d.id = s.id"
                               " WHERE d.version <> s.version")
    check("no score is of a version that is over", got["job"]["state"] == "done" and not stale, (got, stale))
    check("nor of a level", len(house.gaps()) == 1, house.gaps())


def test_ways(house):
    """An act that is computed of waits among documents, by whichever address it comes; it holds up no others, nor they it."""
    turn = str(house.program.api("GET", "/projects/wide/alert").json["alert"]["turn"])
    acts = [lambda number=number: Client(house.server.port, token=house.program.token).api(
        "POST", "/projects/wide/facts/comment/say", {"act": f"{number:032x}", "text": "A word."}) for number in range(16)]
    time.sleep(1)  # whoever ended the job of before has let go of the database, too
    let_go = house.database.hold()
    others = threading.Thread(target=lambda: together(*acts))
    others.start()
    time.sleep(0.5)  # all who work on acts wait for the disk
    start = time.monotonic()
    answer = house.program.api("POST", "/projects/wide/facts/alert-level/say", {"act": "c" * 32, "level": "mauve", "order": "None", "turn": turn})
    lasted = time.monotonic() - start
    let_go()
    others.join()
    check("it is answered beside them", answer.status == 422 and lasted < 2, (answer.status, lasted))
    sent = {"act": "a" * 32, "level": "rouge", "order": "Order 14", "since": "2026-01-02", "turn": turn}
    answer = house.program.api("POST", "/projects/wide/facts/alert-level/say", sent)
    check("more than a request computes is a job there, too", answer.status == 202, answer.text[:300])
    check("which is done", house.ended(answer)["job"]["state"] == "done" and len(house.gaps()) == 1, house.gaps())


def test_held(house):
    """A change that goes on as a job is held against the tables when it is asked for, and again when it is written."""
    needs = (ROOT / "examples/example-2003-needs.yaml").read_text(encoding="utf-8")
    house.bring(("needs", needs.replace("id: example-2003-needs", "id: wide")), project="wide")

    def project():
        return house.program.api("GET", "/projects/wide").json

    def send(**fields):
        return house.program.api("POST", "/projects/wide/edit", dict(fields, title="Wide"), {"If-Match": f'"{project()["version"]}"'})
    version = project()["version"]
    other = house.change(3, extra="# before\n")  # the clerk is at work
    answer = send(state="candidates", profile="level-2")
    check("the tender may be opened: the needs are written", answer.status == 202, answer.text[:300])
    house.database.sql("UPDATE documents SET removed_at = 1 WHERE kind = 'needs'")
    house.ended(other)
    got = house.ended(answer)
    check("without them it may not, when it is written", got["job"]["state"] == "refused" and "say why" in got["result"]["sentence"], got)
    check("nothing was written", project()["version"] == version, project())
    house.database.sql("UPDATE documents SET removed_at = NULL WHERE kind = 'needs'")
    got = house.ended(send(state="candidates", profile="level-2"))
    check("with them it is", got["job"]["state"] == "done" and project()["state"] == "candidates", got)
    house.ended(send(state="candidates", profile="mine"))


def test_busy(house):
    """What finds the database busy each time is begun three times, then refused with a sentence."""
    start = time.monotonic()
    house.ended(house.change(3, extra="# busy\n"))
    lasts = time.monotonic() - start  # about as long as to compute is to last
    other = house.program.api("POST", "/library/profile/mine/edit/check", {"text": PROFILE.format(4, "")})
    version, answer = house.version(), house.change(4)
    job = answer.json["job"]
    house.database.sql(f"UPDATE jobs SET tries = 2 WHERE id = '{job}'")  # while it waits for the other
    house.ended(other)
    let_go = house.database.hold()
    time.sleep(lasts + 7)  # it waits for five seconds, and as long to say that it could not
    let_go()
    got = house.ended(answer)
    check("it is refused", got["job"]["state"] == "refused" and "too busy" in got["result"]["sentence"], got)
    check("nothing is written", house.version() == version)


def test_planted(house):
    """A job that nobody asked for, or another than was asked for, is not done in anybody's name."""
    person = house.database.sql("SELECT id FROM persons WHERE email = 'a@example.org'")[0][0]
    version = house.version()
    house.database.sql("INSERT INTO jobs (id, kind, project, subject, person, source, language, version, note, text, state,"
                       " asked_at, holder, lease_until, tries, done, total, is_stopping, result, number)"
                       f" VALUES ('planted', 'write', '', 'profile/mine', '{person}', 'local', 'en', {version}, '',"
                       f" '{PROFILE.format(5, '').replace(chr(39), '')}', 'waiting', 1, '', 0, 0, 0, 0, 0, '', 9500)")
    got = house.ended(Sent({"job": "planted"}))
    check("a planted job is refused", got["job"]["state"] == "refused" and "by hand" in got["result"]["sentence"], got)
    check("nothing is written", house.version() == version)
    holds = house.server.command("audit", "verify", check=False)
    check("and it is found", holds.returncode != 0 and b"planted" in holds.stdout + holds.stderr, holds.stdout)
    house.database.sql("DELETE FROM jobs WHERE id = 'planted'")


def test_marked(house):
    """The page of a job, and its JSON, bear the marking of the project that it is about, of others none."""
    person = house.database.sql("SELECT id FROM persons WHERE email = 'a@example.org'")[0][0]
    made = house.admin.post("/projects/new", {"id": "sealed", "title": "Sealed", "state": "needs", "marking": "SECRET É"})
    check("there is a marked project", made.status == 303, made.text[-500:])
    house.bring(("sealed-one", assessment("sealed-one")), project="sealed")
    for project, subject, is_marked in (("sealed", "profile/new", True), ("", "project/sealed", True), ("", "assessment/sealed-one", True),
                                        ("", "profile/mine", False), ("", "audit", False), ("wide", "project/wide", False),
                                        ("", "assessment/none", False)):
        house.database.sql("INSERT INTO jobs (id, kind, project, subject, person, source, language, version, note, text, state,"
                           " asked_at, ended_at, holder, lease_until, tries, done, total, is_stopping, result, number)"
                           f" VALUES ('about', 'act', '{project}', '{subject}', '{person}', 'local', 'en', 0, '', '', 'done',"
                           " 1, 9999999999, '', 0, 0, 0, 0, 0, '', 9600)")
        page, answer = house.admin.get("/jobs/about"), house.program.api("GET", "/jobs/about")
        name = f"{project} {subject}"
        check(f"{name}: both are there", page.status == answer.status == 200, (page.status, answer.status, answer.text[:300]))
        check(f"{name}: on the page", ('<p class="marking">SECRET É</p>' in page.text) == is_marked, page.text[:1500])
        check(f"{name}: in the answer", answer.json.get("marking") == ("SECRET É" if is_marked else None), answer.text[:300])
        check(f"{name}: in the header", page.headers["X-Palier-Marking"] == ("SECRET %C3%89" if is_marked else None))
        house.database.sql("DELETE FROM jobs WHERE id = 'about'")


TESTS = [test_write, test_browser, test_refused, test_stop, test_eyes, test_rights, test_killed, test_verify, test_planted,
         test_two_servers, test_names, test_still, test_held, test_busy, test_act,
         test_meanwhile, test_ways, test_erased, test_marked]

if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
