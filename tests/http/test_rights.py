#!/usr/bin/env python3
"""Who gives whom which role, what one person does not combine, what falls with the credentials: attacked from
outside, on SQLite and, where the variable PALIER_TEST_POSTGRESQL names an empty database, on PostgreSQL.

usage: test_rights.py PALIER
"""
import re
import sys
import time

from house import PASSWORD, Client, Count, Database, Server, init, run_tests, together

count = Count()
check = count.check
PROJECT = {"title": "A project", "state": "needs"}


class House:
    def __init__(self, binary, folder, postgresql):
        self.database = Database(folder, postgresql)
        self.server = Server(binary, self.database, folder)
        link = init(self.server)
        self.server.start()
        self.admin = Client(self.server.port).use_link(link)
        self.people = {"a": self.admin}
        for name, roles in (("m", ["project_manager"]), ("n", []), ("e", ["expert"]), ("f", ["expert"]),
                            ("u", ["auditor"]), ("v", []), ("second", ["administrator"])):
            self.invite(name, *roles)
        self.ids = {mail.split("@")[0]: identity
                    for mail, identity in self.database.sql("SELECT email, id FROM persons")}

    def client(self, **more):
        return Client(self.server.port, **more)

    def invite(self, name, *roles):
        link = self.server.invite(f"{name}@example.org", "Person " + name, *roles)
        self.people[name] = self.client().use_link(link)
        return self.people[name]

    def project(self, who, identity):
        answer = self.people[who].post("/projects/new", dict(PROJECT, id=identity))
        assert answer.status == 303, answer.text

    def grants(self, name):
        rows = self.database.sql("SELECT role, project FROM grants WHERE person = "
                                 f"'{self.ids[name]}' ORDER BY role, project")
        return [":".join(row) for row in rows]

    def add(self, who, project, person, role, verb="add"):
        return self.people[who].post(f"/projects/{project}/people/{verb}",
                                     {"person": self.ids[person], "role": role})

    def change(self, who, person, do, **fields):
        return self.people[who].post(f"/people/{self.ids[person]}/{do}", fields)

    def user(self, *words, check_it=False):
        done = self.server.command("user", *words, check=check_it)
        return done.returncode, done.stdout.decode() + done.stderr.decode()


# ---------------------------------------------------------------------------------------- giving

def test_oneself(house):
    """A manager makes himself expert, and approving authority, and removes the auditor."""
    house.project("m", "one")
    check("who opens a project leads it", "project_manager:one" in house.grants("m"), house.grants("m"))
    before = house.grants("m")
    for role in ("expert", "approving_authority", "provider", "auditor", "project_manager", "administrator"):
        answer = house.add("m", "one", "m", role)
        check(f"no {role} for oneself", answer.status in (403, 422), answer.status)
        answer = house.people["m"].api("POST", "/projects/one/people/add", {
            "person": house.ids["m"], "role": role}, {"X": "y"})
        check(f"nor by the API: {role}", answer.status in (403, 422), answer.status)
    check("nothing was given", house.grants("m") == before, house.grants("m"))
    answer = house.add("m", "one", "m", "expert")
    check("the rule is named", "G16" in answer.text and "themselves" in answer.text, answer.text[:3000])
    house.change("a", "v", "grant", role="auditor", project="one")
    for answer in (house.add("m", "one", "v", "auditor", "remove"), house.add("m", "one", "n", "auditor")):
        check("auditors are the administrator's", answer.status == 403, answer.status)
    check("the auditor stays", house.grants("v") == ["auditor:one"], house.grants("v"))
    for role in ("administrator", "auditor", "approving_authority", "project_manager"):
        answer = house.change("a", "a", "grant", role=role, project="*")
        check(f"no administrator gives {role} to herself", answer.status in (403, 422), answer.status)
    check("she has what she had", house.grants("a") == ["administrator:*", "expert:*"], house.grants("a"))


def test_each_other(house):
    """Two accounts that give to each other come no farther than the pairs allow."""
    check("the lead is shared", house.add("m", "one", "n", "project_manager").status == 303)
    check("an expert for each other", house.add("n", "one", "m", "expert").status == 303)
    for role, rule in (("approving_authority", "D0[19]"), ("provider", "D0[23]")):
        answer = house.add("n", "one", "m", role)
        check(f"no {role} beside", answer.status == 422 and re.search(rule, answer.text), answer.status)
    check("each takes from the other", house.add("m", "one", "n", "project_manager", "remove").status == 303)
    check("who was removed gives nothing any more", house.add("n", "one", "v", "expert").status == 403)
    check("one's own role is laid down", house.add("m", "one", "m", "expert", "remove").status == 303)
    # Two administrators: what the table gives to the operator alone.
    answer = house.change("second", "a", "grant", role="auditor", project="*")
    check("an administrator is no auditor", answer.status == 422 and "D10" in answer.text, answer.status)
    answer = house.change("second", "a", "lift", pair="D10", project="*", reason="we agreed")
    check("nor by a lift of the other", answer.status == 403, answer.status)


def test_places(house):
    for fields, what in (({"role": "provider", "project": "*"}, "a provider everywhere"),
                         ({"role": "administrator", "project": "one"}, "an administrator on a project"),
                         ({"role": "scribe", "project": "one"}, "a role that is not there"),
                         ({"role": "keeper", "project": "*"}, "a keeper everywhere"),
                         ({"role": "keeper", "project": "one"}, "a keeper of what is no tender"),
                         ({"role": "expert", "project": "no-such"}, "no such project")):
        answer = house.change("a", "n", "grant", **fields)
        check(what, answer.status == 422, answer.status)
    answer = house.people["a"].post("/people/invite", {"name": "P", "email": "p@example.org", "roles": "provider",
                                               "project": "*"})
    check("nor by an invitation", answer.status == 422, answer.status)
    answer = house.people["a"].post("/people/invite", [("name", "P"), ("email", "p@example.org"), ("project", "one"),
                                               ("roles", "expert"), ("roles", "approving_authority")])
    check("no invitation with a pair", answer.status == 422 and "D01" in answer.text, answer.status)
    check("nobody was invited", house.database.sql("SELECT id FROM persons WHERE email = 'p@example.org'") == [])
    for words in (["p@example.org", "P", "provider"], ["p@example.org", "P", "expert:one", "auditor"]):
        status, out = house.user("add", *words)
        check(f"nor at the machine: {words}", status == 1, out)


def test_founder(house):
    """An expert who opened a project names its first project manager, once."""
    house.project("e", "two")
    check("who opens as an expert is its expert", "expert:two" in house.grants("e"), house.grants("e"))
    page = house.people["e"].get("/projects/two/people")
    options = re.findall(r'<option value="([^"]+)"', page.text)
    check("the page offers that role alone", "project_manager" in options and house.ids["n"] in options and
          not {"expert", "auditor", "approving_authority", "provider"} & set(options), options)
    check("not oneself", house.ids["e"] not in options, options)
    check("not another role", house.add("e", "two", "n", "expert").status == 403)
    check("another expert names nobody", house.add("f", "two", "n", "project_manager").status == 403)
    check("the first manager", house.add("e", "two", "n", "project_manager").status == 303)
    answer = house.add("e", "two", "v", "project_manager")
    check("and no second", answer.status == 403, answer.status)
    check("nor is the first removed", house.add("e", "two", "n", "project_manager", "remove").status == 403)
    check("no form is left", '/people/add"' not in house.people["e"].get("/projects/two/people").text)
    audit = house.database.sql("SELECT object, after FROM audit WHERE verb = 'grant'")
    check("what is got by opening is in the audit", (f"person/{house.ids['e']}", "expert on two") in audit)


def test_offer(house):
    page = house.people["m"].get("/projects/one/people?role=expert").text
    forms = page[page.index('/people/add"') - 6000:]
    check("a manager is offered what they may give", all(f'value="{role}"' in forms for role in (
        "expert", "project_manager", "approving_authority", "provider")) and 'value="auditor"' not in forms)
    check("to others", house.ids["m"] not in re.findall(r'<option value="([^"]+)"', page))
    check("who have it not and may have it", house.ids["v"] not in re.findall(r'<option value="([^"]+)"', page))
    answer = house.add("m", "one", "v", "expert")
    chosen = re.findall(r'<option value="([^"]+)" selected>([^<]+)<', answer.text)
    check("whom the form named stays chosen, though refused: nobody takes their place", answer.status == 422 and
          (house.ids["v"], "Person v: does not fit (any more)") in chosen, (answer.status, chosen))
    for row in house.people["m"].api("GET", "/projects/one/people").json["people"]:
        check(f"{row['role']} {row['can_remove']}", row["can_remove"] == (row["role"] != "auditor"))


# ---------------------------------------------------------------------------------------- pairs

def test_wide(house):
    """A role held everywhere counts on every project, whichever came first."""
    answer = house.change("a", "e", "grant", role="approving_authority", project="one")
    check("everywhere, then on a project", answer.status == 422 and "D01" in answer.text, answer.status)
    check("on a project alone", house.change("a", "n", "grant", role="approving_authority",
                                            project="one").status == 303)
    answer = house.change("a", "n", "grant", role="expert", project="*")
    check("on a project, then everywhere", answer.status == 422 and "on the project one" in answer.text,
          answer.status)
    check("elsewhere they go together", house.change("a", "n", "grant", role="expert",
                                                    project="two").status == 303)
    answer = house.people["a"].get("/me?lang=fr")
    answer = house.change("a", "e", "grant", role="approving_authority", project="one")
    check("in French", "autorité d’homologation" in answer.text and "Qui juge le prestataire" in answer.text)
    house.people["a"].get("/me?lang=en")


def test_lift(house):
    fields = {"pair": "D01", "project": "one"}
    for more, what in (({"reason": ""}, "no reason"), ({"reason": "   "}, "blanks"), ({"reason": "x" * 501}, "long"),
                       ({"reason": "r", "project": "no-such"}, "no project"), ({"reason": "r", "pair": "D99"}, "no rule"),
                       ({"reason": "r", "pair": "D08"}, "acts")):
        answer = house.change("a", "e", "lift", **dict(fields, **more))
        check(f"no lift: {what}", answer.status == 422, answer.status)
    answer = house.change("a", "a", "lift", **dict(fields, reason="for me"))
    check("nobody lifts for herself", answer.status == 403, answer.status)
    for who in ("m", "u", "e"):
        check(f"{who} lifts nothing", house.change(who, "n", "lift", **dict(fields, reason="r")).status == 403)
    answer = house.change("a", "e", "lift", **dict(fields, reason="Only she knows the hoster <b>well</b>."))
    check("an administrator lifts for others", answer.status == 303, answer.text[:800])
    check("then both are held", house.change("a", "e", "grant", role="approving_authority",
                                            project="one").status == 303)
    check("there alone", house.change("a", "e", "grant", role="approving_authority",
                                     project="two").status == 422)
    page = house.people["m"].get("/projects/one/people")
    check("the project's page shows it", "Only she knows the hoster &lt;b&gt;well" in page.text and
          "Ada Admin" in page.text and "D01" in page.text)
    data = house.people["m"].api("GET", "/projects/one/people").json
    check("the API too", [(row["rule"], row["person"]) for row in data["lifts"]] == [("D01", house.ids["e"])], data)
    rows = house.database.sql("SELECT after FROM audit WHERE verb = 'lift-duty'")
    check("the audit has it, without the words", rows and rows[0][0].startswith("D01 on one, reason sha256 ") and
          "hoster" not in rows[0][0], rows)
    answer = house.change("a", "e", "unlift", id="D01 one")
    check("not taken back while both are held", answer.status == 422, answer.status)
    house.change("a", "e", "withdraw", id="approving_authority one")
    check("then it is", house.change("a", "e", "unlift", id="D01 one").status == 303)
    check("and holds again", house.change("a", "e", "grant", role="approving_authority",
                                         project="one").status == 422)


def test_many(house):
    """However many pairs were lifted before it, a pair is seen."""
    house.invite("w", "expert")
    house.ids["w"], = house.database.sql("SELECT id FROM persons WHERE email = 'w@example.org'")[0]
    places = [f"many-{number:02}" for number in range(66)]
    for place in places:
        house.project("m", place)
        answers = [house.change("a", "w", "lift", pair="D01", project=place, reason="a small house"),
                   house.change("a", "w", "grant", role="approving_authority", project=place)]
        check(f"held on {place}", [answer.status for answer in answers] == [303, 303], answers[1].text[:300])
    before = house.server.command("doctor", check=False).stdout.decode()
    check("all are lifted", "nobody holds two roles that one person does not combine" in before, before)
    answers = [house.change("a", "w", "unlift", id=f"D01 {place}").status for place in places]
    check("none is taken back", answers == [422] * len(places), answers)
    last = f"WHERE person = '{house.ids['w']}' AND project = '{places[-1]}'"
    house.database.sql(f"UPDATE lifts SET duty = 'D02' {last}")
    after = house.server.command("doctor", check=False).stdout.decode()
    check("the last one is told", f"in 1 cases, the first by {house.ids['w']}: expert and approving_authority "
          f"(rule D01) on {places[-1]}" in after, after)
    house.database.sql(f"UPDATE lifts SET duty = 'D01' {last}")


def test_thousands(house):
    """Whoever has a role on thousands of projects costs no more than their names."""
    def peak():
        with open(f"/proc/{house.server.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) // 1000
    house.invite("x")
    house.ids["x"], = house.database.sql("SELECT id FROM persons WHERE email = 'x@example.org'")[0]
    house.database.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO grants "
        f"SELECT '{house.ids['x']}', 'project_manager', 'a-project-of-many-' || CAST(i AS TEXT), 0 FROM n")
    before = peak()
    states = [house.people["x"].get(path).status for path in ("/", "/projects", "/library?kind=provider")]
    check("the pages come", states == [200, 200, 200], states)
    check("within 50 MB", peak() - before < 50, f"{before} to {peak()} MB")
    house.database.sql(f"DELETE FROM grants WHERE person = '{house.ids['x']}'")


def test_operator(house):
    """A house of one person works: the operator lifts."""
    status, out = house.user("grant", "a@example.org", "auditor")
    check("not without a lift", status == 1 and "D10" in out, out)
    status, out = house.user("lift", "a@example.org", "auditor", "administrator")
    check("a lift has a reason", status == 64 and "--reason" in out, out)
    for roles in (("auditor", "administrator"), ("auditor", "expert")):
        status, out = house.user("lift", "a@example.org", *roles, "--reason", "a house of one person")
        check("the operator lifts for anybody", status == 0, out)
    status, out = house.user("grant", "a@example.org", "auditor")
    check("and gives", status == 0 and "auditor:*" in house.grants("a"), out)
    status, out = house.user("lifts", "a@example.org")
    check("what was lifted is listed", "D10:*" in out and "the operator" in out, out)
    house.user("withdraw", "a@example.org", "auditor", check_it=True)
    house.user("unlift", "a@example.org", "D10", check_it=True)
    house.user("unlift", "a@example.org", "D11", check_it=True)
    status, out = house.user("lift", "n@example.org", "expert", "project_manager", "--reason", "r")
    check("there is nothing to lift", status == 1, out)


def test_before(house):
    """Pairs from before there were rules are told, and nothing breaks."""
    person = house.ids["v"]
    house.database.sql("INSERT INTO grants (person, role, project, granted_at) VALUES"
                       f" ('{person}', 'expert', 'one', 1), ('{person}', 'provider', '*', 1)")
    out = house.server.command("doctor", check=False).stdout.decode()
    line = [text for text in out.splitlines() if "duties" in text]
    check("doctor tells of them", line and line[0].startswith("advice") and person in line[0], out)
    page = house.people["m"].get("/projects/one/people")
    check("the page too", page.status == 200 and "D11" in page.text, page.status)
    check("the person works on", house.people["v"].get("/projects/one").status == 200)
    check("the role is taken where it cannot be held", house.change(
        "a", "v", "withdraw", id="provider *").status == 303)
    house.change("a", "v", "withdraw", id="expert one")
    line = [text for text in house.server.command("doctor", check=False).stdout.decode().splitlines()
            if "duties" in text]
    check("then all is fine", line[0].startswith("fine"), line)


def test_reading(house):
    """A token that only reads gives nothing; one that writes goes as far as its person."""
    for scope, expected in (("read", 403), ("write", 303)):
        program = house.client(token=house.people["m"].make_token(scope))
        answer = program.api("POST", "/projects/one/people/add", {"person": house.ids["v"],
                                                              "role": "expert"})
        check(f"a token that may {scope}", answer.status in (403, 422) if scope == "read"
              else answer.status in (200, 303, 422), (answer.status, answer.text))
        answer = program.api("POST", "/projects/one/people/add", {"person": house.ids["m"],
                                                              "role": "expert"})
        check(f"nothing for oneself by a token that may {scope}", answer.status == 403, answer.status)


# ------------------------------------------------------------------------- the last administrator

def able(house):
    return int(house.database.sql(
        "SELECT COUNT(*) FROM grants g JOIN persons p ON p.id = g.person WHERE g.role = 'administrator' AND "
        "p.password IS NOT NULL AND p.locked_at IS NULL AND p.erased_at IS NULL AND "
        f"(p.expires_at IS NULL OR p.expires_at > {int(time.time())})")[0][0])


def test_last(house):
    """Of two administrators each removes the other, at the same moment, in every manner."""
    manners = {"withdraw": {"id": "administrator *"}, "lock": {"reason": "r"},
               "expire": {"expires": "2020-01-01"}}
    for name, fields in manners.items():
        for _ in range(6):
            for who in ("a", "second"):
                house.people[who].csrf()
            answers = together(lambda: house.change("a", "second", name, **fields),
                               lambda: house.change("second", "a", name, **fields))
            check(f"{name}: one remains", able(house) == 1, [answer.status for answer in answers])
            for mail in ("a@example.org", "second@example.org"):
                for words in (["unlock", mail], ["expire", mail, "never"], ["grant", mail, "administrator"]):
                    house.user(*words, check_it=True)
            for who in ("a", "second"):
                house.people[who] = house.client()
                house.people[who].sign_in(f"{who}@example.org")
    house.admin = house.people["a"]
    house.user("withdraw", "second@example.org", "administrator", check_it=True)
    for do, fields in (*manners.items(), ("expire", {"expires": "2999-01-01"}), ("erase", {"confirm": "Ada Admin"})):
        answer = house.change("a", "a", do, **fields)
        check(f"the last one stays: {do} {fields}", answer.status == 422 and able(house) == 1, answer.status)
    for words in (["withdraw", "a@example.org", "administrator"], ["erase", "a@example.org"],
                  ["lock", "a@example.org", "--reason", "r"], ["expire", "a@example.org", "2020-01-01"]):
        status, out = house.user(*words)
        check(f"at the machine too: {words}", status == 1 and "last administrator" in out, out)
    # An administrator who was invited and never came does not count, nor one who is locked.
    link = house.server.invite("third@example.org", "Third", "administrator")
    check("not for somebody who cannot sign in", house.change("a", "a", "withdraw", **manners["withdraw"]).status == 422)
    house.client().use_link(link)
    house.user("lock", "third@example.org", "--reason", "r", check_it=True)
    check("nor who is locked", house.change("a", "a", "lock", reason="r").status == 422)
    house.user("unlock", "third@example.org", check_it=True)
    house.user("expire", "third@example.org", "2999-01-01", check_it=True)
    check("nor who will end", house.change("a", "a", "lock", reason="r").status == 422)
    house.user("erase", "third@example.org", check_it=True)
    house.user("grant", "second@example.org", "administrator", check_it=True)


# ------------------------------------------------------------------------------------ credentials

def works(house, token):
    return house.client(token=token).api("GET", "/me").status == 200


def test_fall(house):
    """Tokens fall with the credentials they were made with."""
    name, mail = "t", "t@example.org"
    person = house.invite(name, "expert")
    house.ids[name] = dict(house.database.sql("SELECT email, id FROM persons"))[mail]
    another = "another " + PASSWORD

    def by_password():
        person.post("/me/password", {"old": PASSWORD, "new": another, "again": another})
        person.post("/me/password", {"old": another, "new": PASSWORD, "again": PASSWORD})

    def by_link():
        out = house.server.command("user", "link", mail).stdout.decode()
        house.people[name] = house.client().use_link(re.search(r"/link/\S+", out)[0])
    for what, act in (("a new password", by_password), ("signing out everywhere", lambda: person.post(
            "/me/sign-out", {})), ("a reset", by_link),
                      ("an administrator's signing out", lambda: house.change("a", name, "sign-out")),
                      ("a lock", lambda: house.change("a", name, "lock", reason="r")),
                      ("an end", lambda: house.change("a", name, "expire", expires="2020-01-01"))):
        house.user("unlock", mail, check_it=True)
        house.user("expire", mail, "never", check_it=True)
        person = house.client()
        person.sign_in(mail)
        tokens = [person.make_token("read"), person.make_token("write")]
        check(f"before {what}", all(works(house, token) for token in tokens))
        act()
        check(f"{what} ends tokens", not any(works(house, token) for token in tokens))
    check("the session has ended, too", person.get("/me").is_sent_to_sign_in())
    house.user("expire", mail, "never", check_it=True)
    check("and comes back by no later end", person.get("/me").is_sent_to_sign_in())
    check("nor do tokens", not any(works(house, token) for token in tokens))


def test_entering(house):
    person = house.client()
    for act, word in ((["lock", "t@example.org", "--reason", "lost"], "locked"),
                      (["expire", "t@example.org", "2020-01-01"], "end")):
        house.user(*act, check_it=True)
        answer = person.sign_in("t@example.org")
        check(f"{word}: told after the right password", answer.status == 403 and "administrator" in answer.text and
              word in answer.text, answer.status)
        answer = person.sign_in("t@example.org", "wrong " + PASSWORD)
        check(f"{word}: not after a wrong one", answer.status == 403 and "not right" in answer.text, answer.text)
        house.user("unlock", "t@example.org", check_it=True)
        house.user("expire", "t@example.org", "never", check_it=True)
    check("then they enter", person.sign_in("t@example.org").status == 303)
    verbs = [row[0] for row in house.database.sql("SELECT verb FROM audit")]
    check("all is in the audit", {"lock", "unlock", "expire", "end-session"} - {"end-session"} <= set(verbs))
    house.database.sql(f"UPDATE persons SET expires_at = {int(time.time()) + 2} WHERE id = '{house.ids['t']}'")
    check("until the end one works", person.get("/me").status == 200)
    time.sleep(2.2)
    check("at the end it is over", person.get("/me").is_sent_to_sign_in())
    house.user("expire", "t@example.org", "never", check_it=True)


def test_taken_back(house):
    """Who takes an account back with a link has it, whatever somebody with the old password has under way."""
    mail = "taken@example.org"
    house.invite("taken")
    thief_has, owner_has = PASSWORD, "the owner's own " + PASSWORD
    for number in range(4):
        thief, other = signed(house, mail), house.client()
        out = house.server.command("user", "link", mail).stdout.decode()
        link, owner = re.search(r"/link/\S+", out)[0], house.client()
        taken = "taken over " + PASSWORD
        together(lambda: thief.post("/me/password", {"old": thief_has, "new": taken, "again": taken}),
                 lambda: other.sign_in(mail, thief_has),
                 lambda: owner.post(link, {"password": owner_has, "again": owner_has}, csrf=False))
        house.database.sql("DELETE FROM attempts")
        check(f"{number}: the owner's password is the one", house.client().sign_in(mail, owner_has).status == 303)
        check(f"{number}: the other's session is over", thief.get("/me").is_sent_to_sign_in())
        check(f"{number}: and one that came at that moment", other.get("/me").is_sent_to_sign_in())
        thief_has, owner_has = owner_has, thief_has


def test_erased(house):
    """Who is erased while somebody makes a link for them has none."""
    house.invite("gone")
    (person,), = house.database.sql("SELECT id FROM persons WHERE email = 'gone@example.org'")
    first, second = house.people["a"], signed(house, "second@example.org")
    for browser in (first, second):
        browser.csrf()
    let_go = house.database.hold()
    answers = together(
        lambda: first.post(f"/people/{person}/erase", {"confirm": "Person gone"}),
        lambda: (time.sleep(0.5), second.post(f"/people/{person}/link", {}))[1],
        lambda: (time.sleep(1.5), let_go()))
    states = [answer.status for answer in answers[:2]]
    rows = house.database.sql(f"SELECT person FROM links WHERE person = '{person}'")
    check("erased, and no link", states == [303, 422] and rows == [], (states, rows))


def test_making(house):
    """Tokens are made after a proof, by no token, and end before the account does."""
    person = house.client()
    person.sign_in("t@example.org")
    fields = {"title": "t", "scope": "read", "days": "9"}
    for password in (None, "", "wrong " + PASSWORD):
        more = {} if password is None else {"password": password}
        answer = person.post("/me/tokens/add", dict(fields, **more))
        check(f"no token with the password {password}", answer.status == 403, answer.status)
    house.database.sql("DELETE FROM attempts")
    writing = house.client(token=person.make_token("write", days="1"))
    for password in (None, PASSWORD):
        value = dict(fields, days="366") if password is None else dict(fields, days="366", password=password)
        check("a token makes no other", writing.api("POST", "/me/tokens/add", value).status == 403)
    csrf = re.search(r'name="csrf" value="([^"]*)"', person.get("/me").text)[1]
    answer = person.api("POST", "/me/tokens/add", dict(fields, password=PASSWORD), {"X-CSRF-Token": csrf})
    if answer.status == 200:
        check("by the API with a session", works(house, answer.json["token"]), answer.text)
    end = int(time.time()) + 5 * 86400
    house.database.sql(f"UPDATE persons SET expires_at = {end} WHERE id = '{house.ids['t']}'")
    person.make_token("read", days="366", title="as long as can be")
    row = house.database.sql("SELECT expires_at FROM tokens WHERE title = 'as long as can be'")
    check("no token outlives the account", int(row[0][0]) == end, row)
    house.database.sql(f"UPDATE persons SET expires_at = NULL WHERE id = '{house.ids['t']}'")
    house.server.command("user", "sign-out", "t@example.org")
    person.sign_in("t@example.org")
    for number in range(20):
        check(f"token {number}", person.post("/me/tokens/add", dict(fields, password=PASSWORD)).status == 200)
    answer = person.post("/me/tokens/add", dict(fields, password=PASSWORD))
    check("and no twenty-first", answer.status == 422 and "20" in answer.text, answer.status)
    rows = person.api("GET", "/me").json["tokens"]
    check("revoked, there is room", person.post("/me/tokens/revoke", {"id": rows[0]["id"]}).status == 303 and
          person.post("/me/tokens/add", dict(fields, password=PASSWORD)).status == 200)
    person.post("/me/tokens/revoke", {"id": rows[1]["id"]})
    answers = together(*[lambda one=one: one.post("/me/tokens/add", dict(fields, password=PASSWORD))
                         for one in [signed(house, "t@example.org") for _ in range(4)]])
    check("nor at the same moment", [answer.status for answer in answers].count(200) == 1,
          [answer.status for answer in answers])


def signed(house, mail):
    client = house.client()
    client.sign_in(mail)
    client.csrf()
    return client


def test_no_link_by_token(house):
    """A token makes no link: who has a link becomes somebody, for longer than the token lasts."""
    admin = signed(house, "a@example.org")
    program = house.client(token=admin.make_token("write", days="1"))
    for path, value in (("/people/invite", {"name": "L", "email": "l@example.org", "language": "en"}),
                        (f"/people/{house.ids['a']}/link", {}),
                        (f"/people/{house.ids['t']}/link", {})):
        answer = program.api("POST", path, value)
        check(f"{path} {value}: no link by a token", answer.status == 403 and
              "a token makes no link" in answer.text, answer.text)
    check("nobody came", not house.database.sql("SELECT id FROM persons WHERE email = 'l@example.org'"))
    check("nor a link", not house.database.sql(f"SELECT hash FROM links WHERE person = '{house.ids['a']}'"
                                               " AND used_at IS NULL"))


def test_others(house):
    """Administrators see and end sessions and tokens of others; a person ends single sessions."""
    one, two = signed(house, "t@example.org"), signed(house, "t@example.org")
    rows = one.api("GET", "/me").json["sessions"]
    check("sessions have names", all(re.fullmatch(r"[0-9a-f]{16}", row["id"]) for row in rows), rows)
    hashes = [row[0] for row in house.database.sql("SELECT hash FROM sessions")]
    check("that are no part of what is kept", not any(row["id"] in hash for row in rows for hash in hashes))
    mine = [row["id"] for row in two.api("GET", "/me").json["sessions"] if row["is_this"]]
    check("one's own session ends", one.post("/me/sessions/end", {"id": mine[0]}).status == 303 and
          two.get("/me").is_sent_to_sign_in() and one.get("/me").status == 200)
    check("once", one.post("/me/sessions/end", {"id": mine[0]}).status == 404)
    data = house.people["a"].api("GET", f"/people/{house.ids['t']}").json
    check("an administrator sees them", data["sessions"] and data["tokens"], list(data))
    check("an expert does not", house.people["e"].api("GET", f"/people/{house.ids['t']}").status == 403)
    token = data["tokens"][0]["id"]
    check("of others one revokes nothing", house.people["e"].post("/me/tokens/revoke", {"id": token}).status == 404)
    check("an administrator does", house.change("a", "t", "tokens/revoke", id=token).status == 303)
    for row in house.people["a"].api("GET", f"/people/{house.ids['t']}").json["sessions"]:
        check("and ends sessions", house.change("a", "t", "sessions/end", id=row["id"]).status == 303)
    check("which is over at once", one.get("/me").is_sent_to_sign_in())
    status, out = house.user("tokens", "t@example.org")
    identity = out.split()[0]
    check("the operator sees tokens", status == 0 and "until" in out, out)
    check("and revokes them", house.user("revoke", "t@example.org", identity)[0] == 0 and
          identity not in house.user("tokens", "t@example.org")[1])
    for who in ("e", "m", "u"):
        for do, fields in (("lock", {"reason": "r"}), ("unlock", {}), ("expire", {"expires": ""}),
                           ("tokens/revoke", {"id": token}), ("sign-out", {})):
            check(f"{who} does not {do}", house.change(who, "t", do, **fields).status == 403)
    page = house.people["a"].get(f"/people/{house.ids['t']}")
    check("the page stands", page.status == 200 and '/sessions/end"' not in page.text)
    check("a wrong date", house.change("a", "t", "expire", expires="tomorrow").status == 422)
    check("no reason, no lock", house.change("a", "t", "lock", reason=" ").status == 422)


def test_giving_at_once(house):
    """Two halves of a pair at the same moment: one alone is given."""
    for number in range(6):
        name = f"pair{number}"
        house.invite(name)
        house.ids[name] = dict(house.database.sql("SELECT email, id FROM persons"))[f"{name}@example.org"]
        first, second = signed(house, "a@example.org"), signed(house, "second@example.org")
        path = f"/people/{house.ids[name]}"
        answers = together(
            lambda: first.post(path + "/grant", {"role": "expert", "project": "one"}),
            lambda: second.post(path + "/grant", {"role": "approving_authority", "project": "one"}))
        states = sorted(answer.status for answer in answers)
        check("one half alone", states == [303, 422] and len(house.grants(name)) == 1, states)


def test_chain(house):
    """After all of this the rows are still what the entries say."""
    done = house.server.command("audit", "verify", check=False)
    check("the chain of the audit holds", done.returncode == 0, done.stderr.decode())


TESTS = [test_oneself, test_each_other, test_places, test_founder, test_offer, test_wide, test_lift, test_many,
         test_thousands, test_operator, test_before, test_reading, test_last, test_giving_at_once, test_fall,
         test_entering, test_taken_back, test_erased, test_making, test_no_link_by_token, test_others, test_chain]


if __name__ == "__main__":
    run_tests(count, lambda folder, postgresql: House(sys.argv[1], folder, postgresql), TESTS)
